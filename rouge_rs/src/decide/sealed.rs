//! The bulk of the index: references by length, and their signatures in buckets that are laid out once.

use std::collections::TryReserveError;
use std::ops::Range;

use super::elements::Rarity;
use super::filing::Filing;
use super::scheme::{SINGLE, Scheme};
use crate::memory::{filled, push};
use crate::pool::Pool;

/// References of one length: they begin at this index, and lie in the pool's bucket of that slot from this position on.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    pub length: u32,
    pub first: u32,
    slot: u32,
    position: u32,
}

/// The references of some ids, which follow one another; their indices go by length, then age.
#[derive(Debug, Default)]
pub struct Sealed {
    ids: Range<u32>,
    spans: Vec<Span>,
    /// How many of them have tokens.
    count: u32,
    tokens: usize,
    /// Where each bucket begins, and where the last ends.
    buckets: Vec<u32>,
    /// References of the buckets, ascending in each; the bits below the index hold a mark of the signature.
    slots: Vec<u32>,
    shift: u32,
    mark_bits: u32,
}

const SLOTS_PER_BUCKET: usize = 16;
const PARTS: usize = 1 << PART_BITS;
const PART_BITS: u32 = 7;

/// The part of the buckets that holds a signature.
fn part(key: u64) -> usize {
    (key >> (u64::BITS - PART_BITS)) as usize
}

/// Buckets as far as they have been laid out.
struct Layout {
    buckets: Vec<u32>,
    slots: Vec<u32>,
}

impl Layout {
    /// Lay out some buckets; what is in them comes as bucket and, in the low half, slot.
    #[expect(clippy::cast_possible_truncation, reason = "halves are taken, and there are fewer than 2^32 slots")]
    fn append(&mut self, first: usize, count: usize, filed: &[u64]) {
        let mut end = self.slots.len();
        self.slots.resize(end + filed.len(), 0);
        // Shifted by one for now, so that each place can move on to where its bucket ends.
        let places = &mut self.buckets[first + 1..=first + count];
        for entry in filed {
            places[(entry >> 32) as usize - first] += 1;
        }
        for place in places.iter_mut() {
            (*place, end) = (end as u32, end + *place as usize);
        }
        for entry in filed {
            let place = &mut places[(entry >> 32) as usize - first];
            self.slots[*place as usize] = *entry as u32;
            *place += 1;
        }
    }
}

impl Sealed {
    /// The references of these ids; no signatures yet.
    pub fn over(pool: &Pool, ids: Range<u32>) -> Result<Self, TryReserveError> {
        let mut sealed = Self { ids, ..Self::default() };
        for (slot, bucket) in pool.buckets().with_tokens() {
            let position = |end| bucket.ids().partition_point(|&id| id < end);
            let positions = position(sealed.ids.start)..position(sealed.ids.end);
            if positions.is_empty() {
                continue;
            }
            let length = u32::try_from(bucket.length()).expect("lengths fit 32 bits");
            let position = u32::try_from(positions.start).expect("positions fit 32 bits");
            push(&mut sealed.spans, Span { length, first: sealed.count, slot, position })?;
            sealed.count += u32::try_from(positions.len()).expect("positions fit 32 bits");
            sealed.tokens += positions.len() * bucket.length();
        }
        Ok(sealed)
    }

    /// Lay out the buckets anew; `scheme_of` says how each length is filed.
    pub fn file(
        &mut self,
        pool: &Pool,
        rarity: &Rarity,
        filing: &mut Filing,
        scheme_of: impl Fn(u32) -> Option<Scheme>,
    ) -> Result<(), TryReserveError> {
        let schemes: Vec<_> = self.spans.iter().map(|span| scheme_of(span.length)).collect();
        let expected: usize = schemes.iter().enumerate().map(|(at, scheme)| self.indices(at).len() * signatures(*scheme)).sum();
        let buckets = (expected / SLOTS_PER_BUCKET).max(2 * PARTS).next_power_of_two();
        self.shift = u64::BITS - buckets.trailing_zeros();
        self.mark_bits = self.count.leading_zeros();
        // Parts of the buckets are laid out one after another: each fits the cache, which all of them do not.
        let mut parts = vec![Vec::new(); PARTS];
        self.each_filed(pool, rarity, filing, &schemes, |key, index| {
            push(&mut parts[part(key)], (self.bucket(key) as u64) << 32 | u64::from(self.slot(key, index)))
        })?;
        let total = parts.iter().map(Vec::len).sum::<usize>();
        assert!(u32::try_from(total).is_ok(), "fewer than 2^32 signatures");
        let mut layout = Layout { buckets: filled(0, buckets + 1)?, slots: Vec::new() };
        layout.slots.try_reserve_exact(total)?;
        let share = buckets / PARTS;
        for (number, part) in parts.into_iter().enumerate() {
            layout.append(number * share, share, &part);
        }
        (self.buckets, self.slots) = (layout.buckets, layout.slots);
        Ok(())
    }

    /// Call with the signatures of all references, ascending.
    fn each_filed(
        &self,
        pool: &Pool,
        rarity: &Rarity,
        filing: &mut Filing,
        schemes: &[Option<Scheme>],
        mut call: impl FnMut(u64, u32) -> Result<(), TryReserveError>,
    ) -> Result<(), TryReserveError> {
        for (at, scheme) in schemes.iter().enumerate() {
            let Some(scheme) = scheme else { continue };
            for index in self.indices(at) {
                let (_, tokens) = Self::read(pool, self.spans[at], index);
                filing.each_signature(tokens, *scheme, rarity, |key| call(key, index))?;
            }
        }
        Ok(())
    }

    fn bucket(&self, key: u64) -> usize {
        usize::try_from(key >> self.shift).expect("buckets fit the memory")
    }

    fn slot(&self, key: u64, index: u32) -> u32 {
        index.checked_shl(self.mark_bits).unwrap_or(0) | self.mark(key)
    }

    #[expect(clippy::cast_possible_truncation, reason = "a mark is made of low bits")]
    fn mark(&self, key: u64) -> u32 {
        key as u32 & ((1u64 << self.mark_bits) - 1) as u32
    }

    /// Forget the signatures, so that they are not kept twice while they are made anew.
    pub fn unfile(&mut self) {
        (self.buckets, self.slots) = (Vec::new(), Vec::new());
    }

    /// How many references there are that have tokens.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// The ids that are in it.
    pub fn ids(&self) -> &Range<u32> {
        &self.ids
    }

    /// The tokens of all references.
    pub fn references<'p>(&'p self, pool: &'p Pool) -> impl Iterator<Item = &'p [u32]> + Clone {
        (0..self.spans.len()).flat_map(move |at| self.indices(at).map(move |index| Self::read(pool, self.spans[at], index).1))
    }

    /// The indices of a span.
    fn indices(&self, at: usize) -> Range<u32> {
        self.spans[at].first..self.spans.get(at + 1).map_or(self.count, |next| next.first)
    }

    /// The indices of references that are this long or longer begin here.
    pub fn first_of(&self, length: u32) -> u32 {
        let at = self.spans.partition_point(|span| span.length < length);
        self.spans.get(at).map_or(self.count, |span| span.first)
    }

    /// The indices of references that are this long or shorter end here.
    pub fn end_of(&self, length: u32) -> u32 {
        length.checked_add(1).map_or(self.count, |next| self.first_of(next))
    }

    /// How many tokens the references have in all.
    pub fn tokens(&self) -> usize {
        self.tokens
    }

    /// Read where the slots of a signature are.
    pub fn slots_of(&self, key: u64) -> &[u32] {
        let bucket = self.bucket(key);
        &self.slots[self.buckets[bucket] as usize..self.buckets[bucket + 1] as usize]
    }

    /// Ask for the bucket of a signature before it is read.
    pub fn expect_bucket(&self, key: u64) {
        super::prefetch::soon(&self.buckets, self.bucket(key));
    }

    /// Add the references of some slots of a signature whose index is in the range.
    pub fn collect(&self, slots: &[u32], key: u64, range: Range<u32>, found: &mut impl FnMut(u32)) {
        let mark = self.mark(key);
        let mask = self.mark(u64::MAX);
        for slot in slots {
            let index = slot.checked_shr(self.mark_bits).unwrap_or(0);
            if slot & mask == mark && range.contains(&index) {
                found(index);
            }
        }
    }

    /// The span of an index.
    pub fn span_of(&self, index: u32) -> Span {
        self.spans[self.spans.partition_point(|span| span.first <= index) - 1]
    }

    /// The id and the tokens of a reference of a span.
    pub fn read(pool: &Pool, span: Span, index: u32) -> (u32, &[u32]) {
        let bucket = pool.buckets().at(span.slot);
        let position = (span.position + (index - span.first)) as usize;
        (bucket.ids()[position], bucket.reference(position))
    }

    /// The spans of references between two lengths, each with the index where it ends.
    pub fn spans(&self, shortest: u32, longest: u32) -> impl Iterator<Item = (Span, u32)> {
        let first = self.spans.partition_point(|span| span.length < shortest);
        let spans = self.spans[first..].iter().take_while(move |span| span.length <= longest);
        spans.map(|&span| (span, self.end_of(span.length)))
    }

    pub fn bytes(&self) -> usize {
        4 * (self.buckets.capacity() + self.slots.capacity()) + self.spans.capacity() * size_of::<Span>()
    }
}

/// About how many signatures a reference has.
fn signatures(scheme: Option<Scheme>) -> usize {
    let Some(Scheme { level, prefix }) = scheme else { return 0 };
    let prefix = prefix as usize;
    if level == SINGLE { prefix } else { (prefix * prefix.saturating_sub(1) / 2) >> level }
}
