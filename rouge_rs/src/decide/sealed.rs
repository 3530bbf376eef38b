//! The bulk of the index: references by length, and their signatures in buckets that are laid out once.

use super::elements::Rarity;
use super::entries::{Entries, Filing};
use super::scheme::{SINGLE, Scheme};

/// References of one length: they begin at this index, and their tokens at this place.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    pub length: u32,
    pub first: u32,
    pub tokens: usize,
}

/// References sorted by length, then age, and never changed.
#[derive(Debug, Default)]
pub struct Sealed {
    spans: Vec<Span>,
    ids: Vec<u32>,
    youngest: Option<u32>,
    tokens: Vec<u32>,
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
    /// Merge entries that are all younger into the references of `older`; no signatures yet.
    pub fn merge(older: &Self, entries: &Entries) -> Self {
        let mut order: Vec<usize> = (0..entries.len()).collect();
        order.sort_by_key(|&index| entries.tokens(index).len());
        let mut merged = Self {
            ids: Vec::with_capacity(older.ids.len() + entries.len()),
            tokens: Vec::with_capacity(older.tokens.len() + entries.iter().map(<[u32]>::len).sum::<usize>()),
            ..Self::default()
        };
        let mut fresh = order.into_iter().peekable();
        for (span, &Span { length, .. }) in older.spans.iter().enumerate() {
            while let Some(index) = fresh.next_if(|&index| entries.tokens(index).len() < length as usize) {
                merged.append(entries.id(index), entries.tokens(index));
            }
            let (ids, tokens) = older.span(span);
            merged.begin(length);
            merged.ids.extend_from_slice(ids);
            merged.tokens.extend_from_slice(tokens);
        }
        for index in fresh {
            merged.append(entries.id(index), entries.tokens(index));
        }
        merged.youngest = merged.ids.iter().max().copied();
        merged
    }

    fn append(&mut self, id: u32, tokens: &[u32]) {
        self.begin(u32::try_from(tokens.len()).expect("lengths fit 32 bits"));
        self.ids.push(id);
        self.tokens.extend_from_slice(tokens);
    }

    fn begin(&mut self, length: u32) {
        if self.spans.last().is_none_or(|span| span.length < length) {
            self.spans.push(Span { length, first: self.count(), tokens: self.tokens.len() });
        }
    }

    /// Lay out the buckets anew; `scheme_of` says how each length is filed.
    pub fn file(&mut self, rarity: &Rarity, filing: &mut Filing, scheme_of: impl Fn(u32) -> Option<Scheme>) {
        let schemes: Vec<_> = self.spans.iter().map(|span| scheme_of(span.length)).collect();
        let expected: usize = schemes.iter().enumerate().map(|(at, scheme)| self.span(at).0.len() * signatures(*scheme)).sum();
        let buckets = (expected / SLOTS_PER_BUCKET).max(2 * PARTS).next_power_of_two();
        self.shift = u64::BITS - buckets.trailing_zeros();
        self.mark_bits = self.count().leading_zeros();
        // Parts of the buckets are laid out one after another: each fits the cache, which all of them do not.
        let mut parts = vec![Vec::new(); PARTS];
        self.each_filed(rarity, filing, &schemes, |key, index| {
            parts[part(key)].push((self.bucket(key) as u64) << 32 | u64::from(self.slot(key, index)));
        });
        let total = parts.iter().map(Vec::len).sum::<usize>();
        assert!(u32::try_from(total).is_ok(), "fewer than 2^32 signatures");
        let mut layout = Layout { buckets: vec![0; buckets + 1], slots: Vec::with_capacity(total) };
        let share = buckets / PARTS;
        for (number, part) in parts.into_iter().enumerate() {
            layout.append(number * share, share, &part);
        }
        (self.buckets, self.slots) = (layout.buckets, layout.slots);
    }

    /// Call with the signatures of all references, ascending.
    fn each_filed(&self, rarity: &Rarity, filing: &mut Filing, schemes: &[Option<Scheme>], mut call: impl FnMut(u64, u32)) {
        for (at, scheme) in schemes.iter().enumerate() {
            let (Some(scheme), Span { length, first, .. }) = (scheme, self.spans[at]) else { continue };
            for (tokens, index) in self.span(at).1.chunks_exact(length as usize).zip(first..) {
                filing.each_signature(tokens, *scheme, rarity, |key| call(key, index));
            }
        }
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

    pub fn count(&self) -> u32 {
        u32::try_from(self.ids.len()).expect("segments are far smaller")
    }

    /// The highest id.
    pub fn youngest(&self) -> Option<u32> {
        self.youngest
    }

    pub fn iter(&self) -> impl Iterator<Item = &[u32]> + Clone {
        (0..self.spans.len()).flat_map(|at| {
            let Span { length, .. } = self.spans[at];
            self.span(at).1.chunks_exact(length as usize)
        })
    }

    fn span(&self, at: usize) -> (&[u32], &[u32]) {
        let Span { first, tokens, .. } = self.spans[at];
        let next = self.spans.get(at + 1);
        let ids = first as usize..next.map_or(self.ids.len(), |next| next.first as usize);
        (&self.ids[ids], &self.tokens[tokens..next.map_or(self.tokens.len(), |next| next.tokens)])
    }

    /// The indices of references that are this long or longer begin here.
    pub fn first_of(&self, length: u32) -> u32 {
        let at = self.spans.partition_point(|span| span.length < length);
        self.spans.get(at).map_or(self.count(), |span| span.first)
    }

    /// The indices of references that are this long or shorter end here.
    pub fn end_of(&self, length: u32) -> u32 {
        length.checked_add(1).map_or(self.count(), |next| self.first_of(next))
    }

    pub fn tokens(&self) -> usize {
        self.tokens.len()
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
    pub fn collect(&self, slots: &[u32], key: u64, range: std::ops::Range<u32>, found: &mut impl FnMut(u32)) {
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
    pub fn read(&self, span: Span, index: u32) -> (u32, &[u32]) {
        let start = span.tokens + (index - span.first) as usize * span.length as usize;
        (self.ids[index as usize], &self.tokens[start..start + span.length as usize])
    }

    /// The spans of references between two lengths, each with the index where it ends.
    pub fn spans(&self, shortest: u32, longest: u32) -> impl Iterator<Item = (Span, u32)> {
        let first = self.spans.partition_point(|span| span.length < shortest);
        let spans = self.spans[first..].iter().take_while(move |span| span.length <= longest);
        spans.map(|&span| (span, self.end_of(span.length)))
    }

    pub fn bytes(&self) -> usize {
        4 * (self.ids.capacity() + self.tokens.capacity() + self.buckets.capacity() + self.slots.capacity())
    }
}

/// About how many signatures a reference has.
fn signatures(scheme: Option<Scheme>) -> usize {
    let Some(Scheme { level, prefix }) = scheme else { return 0 };
    let prefix = prefix as usize;
    if level == SINGLE { prefix } else { (prefix * prefix.saturating_sub(1) / 2) >> level }
}
