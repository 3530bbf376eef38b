//! The recurrence over vectors of lanes, written once for all processors.
//!
//! Tried and worse (measured on Cascade Lake): a trie over the references' prefixes and leaving out tokens that no candidate
//! has (states then go through memory), more than two vectors a row (the table leaves the first-level cache), and one
//! candidate against many references by gathers.

use std::ops::Range;
use std::sync::Arc;

use super::{Bucket, Group, Tally, scalar};

/// The longest candidate that a table holds; [`super::long`] takes over from there.
pub(super) const LONGEST: usize = 1024;

/// The widest row of lanes: two vectors of 64 bytes.
const ROW: usize = 128;

/// A processor's vector as lanes of unsigned integers.
///
/// # Safety
/// All functions need a processor that has the instructions of the implementation.
pub(super) trait Vector: Copy {
    /// Size in bytes.
    const BYTES: usize;
    /// Size of a lane in bits.
    const BITS: usize;
    /// How many bits [`Vector::above`] gives for each lane.
    const STRIDE: usize;
    /// How many lanes there are.
    const LANES: usize = Self::BYTES * 8 / Self::BITS;

    /// Reads a vector; any address that has this many bytes will do.
    unsafe fn load(from: *const u8) -> Self;
    /// Writes a vector; any address that has room for this many bytes will do.
    unsafe fn store(self, to: *mut u8);
    /// No bit set.
    unsafe fn zero() -> Self;
    /// All bits set.
    unsafe fn ones() -> Self;
    /// One token of the reference: `(S + (S & M)) | (S & !M)` in every lane.
    unsafe fn step(self, mask: Self) -> Self;
    /// The same with a carry into every lane; the second is the carry out of it.
    unsafe fn chain(self, _mask: Self, _carry: Self) -> (Self, Self) {
        unreachable!("only lanes of a word are chained")
    }
    /// How many bits of each lane are not set.
    unsafe fn zeros(self) -> Self;
    /// The sums of the lanes.
    unsafe fn plus(self, other: Self) -> Self;
    /// Which lanes are above those of the other vector, both signed.
    unsafe fn above(self, floor: Self) -> u64;
}

/// Scans a bucket for a table of the shape that this function belongs to; the processor must have its instructions.
pub(super) type Scan = unsafe fn(&Table, &Bucket, Range<usize>, &mut Tally<'_>);

/// How candidates lie in a row: side by side in lanes, each over one or more chained words.
pub(super) struct Shape {
    pub(super) bits: usize,
    pub(super) words: usize,
    pub(super) lanes: usize,
    pub(super) scan: Scan,
}

impl Shape {
    /// The longest candidate that fits.
    const fn capacity(&self) -> usize {
        self.bits * self.words
    }

    /// Size of a row in bytes.
    const fn row(&self) -> usize {
        self.lanes * self.bits / 8 * self.words
    }
}

/// The shapes of one kind of processor, in the order of their capacity, then of their lanes; [`scalar::LONG`] comes after them.
pub(crate) struct Layout(pub(super) &'static [Shape]);

impl std::fmt::Debug for Layout {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_list().entries(self.shapes().map(|shape| (shape.bits, shape.words, shape.lanes))).finish()
    }
}

impl Layout {
    fn shapes(&self) -> impl Iterator<Item = &'static Shape> + Clone {
        self.0.iter().chain(&scalar::LONG)
    }

    /// How many candidates go into the group of the longest; lengths, of which that is the first, descend.
    ///
    /// Lanes that candidates of this class leave free are for shorter ones, at no cost.
    pub(super) fn room(&self, longest: usize, lengths: impl Iterator<Item = usize>) -> usize {
        let Some(capacity) = self.shapes().map(Shape::capacity).find(|&capacity| capacity >= longest) else {
            return 1;
        };
        let below = self.shapes().map(Shape::capacity).take_while(|&other| other < capacity).last().unwrap_or(0);
        let own = lengths.take(ROW).take_while(|&length| length > below).count();
        self.fitting(capacity, own).lanes
    }

    /// The shape with this capacity that has lanes for so many candidates, or the one with most.
    fn fitting(&self, capacity: usize, candidates: usize) -> &'static Shape {
        let shapes = self.shapes().filter(|shape| shape.capacity() == capacity);
        let enough = shapes.clone().find(|shape| shape.lanes >= candidates);
        enough.or_else(|| shapes.last()).expect("the capacity is that of a shape")
    }

    /// A table of the candidates, unless they have more different tokens than it can number.
    pub(super) fn table(&self, candidates: &[&[u32]], bound: usize) -> Option<Arc<dyn Group>> {
        let longest = candidates.iter().map(|tokens| tokens.len()).max().unwrap_or(0);
        let capacity = self.shapes().map(Shape::capacity).find(|&capacity| capacity >= longest);
        let shape = self.fitting(capacity.expect("longer candidates have a group of their own"), candidates.len());
        Some(Arc::new(Table::new(shape, candidates, bound)?))
    }
}

#[derive(Clone, Copy)]
#[repr(C, align(64))]
struct Line([u8; 64]);

/// Where the tokens stand in each candidate.
pub(super) struct Table {
    shape: &'static Shape,
    /// By token: where its row is, in steps of 8 bytes. No candidate has the tokens of row 0, which is all zeros.
    rows: Vec<u16>,
    bits: Vec<Line>,
}

impl Table {
    fn new(shape: &'static Shape, candidates: &[&[u32]], bound: usize) -> Option<Self> {
        assert!(candidates.len() <= shape.lanes, "more candidates than lanes");
        let step = u16::try_from(shape.row() / 8).expect("rows are short");
        let (mut rows, mut used) = (vec![0_u16; bound], step);
        for &token in candidates.iter().copied().flatten() {
            let row = &mut rows[token as usize];
            if *row == 0 {
                *row = used;
                used = used.checked_add(step)?;
            }
        }
        let mut table = Self { shape, rows, bits: vec![Line([0; 64]); (usize::from(used) * 8).div_ceil(64)] };
        for (lane, tokens) in candidates.iter().enumerate() {
            assert!(tokens.len() <= shape.capacity(), "a candidate longer than its lane");
            for (place, &token) in tokens.iter().enumerate() {
                table.set(token, lane, place);
            }
        }
        Some(table)
    }

    fn set(&mut self, token: u32, lane: usize, place: usize) {
        let Shape { bits, lanes, .. } = *self.shape;
        let (word, bit) = (place / bits, place % bits);
        let row = usize::from(self.rows[token as usize]) * 8;
        let at = row + (word * lanes + lane) * bits / 8 + bit / 8;
        self.bits[at / 64].0[at % 64] |= 1 << (bit % 8);
    }
}

impl Group for Table {
    fn scan(&self, bucket: &Bucket, positions: Range<usize>, tally: &mut Tally<'_>) {
        assert!(bucket.bound <= self.rows.len(), "a reference has tokens that the table does not know");
        assert!(positions.end <= bucket.ids.len(), "positions past the end of the bucket");
        // SAFETY: a layout, and the shapes in it, is given out only where the processor has its instructions.
        unsafe { (self.shape.scan)(self, bucket, positions, tally) }
    }
}

/// Lanes of any width in memory.
#[repr(C, align(64))]
struct Lanes([u8; ROW]);

#[allow(clippy::cast_possible_truncation)] // floors are cut to their lanes first
impl Lanes {
    fn put<T: Vector>(&mut self, lane: usize, value: i64) {
        let size = T::BITS / 8;
        self.0[lane * size..][..size].copy_from_slice(&value.to_le_bytes()[..size]);
    }

    /// An LCS is offered when it is above the floor: one less than the least, and never above what a signed lane holds.
    fn put_floor<T: Vector>(&mut self, lane: usize, least: u32) {
        let limit = 1 << (T::BITS - 1).min(40);
        self.put::<T>(lane, i64::from(least).min(limit) - 1);
    }

    /// The floors of all lanes; nothing gets above those that are not used.
    #[inline(always)]
    fn floors<T: Vector>(least: &[u32]) -> Self {
        let mut lanes = Self([0x7f; ROW]);
        match T::BITS {
            8 => {
                for (floor, &least) in lanes.0.iter_mut().zip(least) {
                    *floor = (least.min(0x80) as u8).wrapping_sub(1);
                }
            }
            16 => {
                for (floor, &least) in lanes.0.as_chunks_mut().0.iter_mut().zip(least) {
                    *floor = (least.min(0x8000) as u16).wrapping_sub(1).to_le_bytes();
                }
            }
            _ => least.iter().enumerate().for_each(|(lane, &least)| lanes.put_floor::<T>(lane, least)),
        }
        lanes
    }

    /// Adds the lanes to the sums.
    #[inline(always)]
    fn add_to<T: Vector>(&self, sums: &mut [u64]) {
        match T::BITS {
            8 => sums.iter_mut().zip(&self.0).for_each(|(sum, &lane)| *sum += u64::from(lane)),
            16 => {
                for (sum, &lane) in sums.iter_mut().zip(self.0.as_chunks().0) {
                    *sum += u64::from(u16::from_le_bytes(lane));
                }
            }
            32 => {
                for (sum, &lane) in sums.iter_mut().zip(self.0.as_chunks().0) {
                    *sum += u64::from(u32::from_le_bytes(lane));
                }
            }
            _ => sums.iter_mut().zip(self.0.as_chunks().0).for_each(|(sum, &lane)| *sum += u64::from_le_bytes(lane)),
        }
    }

    fn get<T: Vector>(&self, lane: usize) -> u64 {
        let (size, mut word) = (T::BITS / 8, [0; 8]);
        word[..size].copy_from_slice(&self.0[lane * size..][..size]);
        u64::from_le_bytes(word)
    }

    /// # Safety
    /// The processor has the instructions of `T`, and there are `N` vectors of it in a row.
    #[inline(always)]
    unsafe fn load<T: Vector, const N: usize>(&self) -> [T; N] {
        const { assert!(T::BYTES * N <= ROW) };
        // SAFETY: N vectors are in bounds, as just asserted; the instructions are the caller's word.
        std::array::from_fn(|i| unsafe { T::load(self.0.as_ptr().add(i * T::BYTES)) })
    }

    /// # Safety
    /// The processor has the instructions of `T`.
    #[inline(always)]
    unsafe fn store<T: Vector, const N: usize>(&mut self, vectors: [T; N]) {
        const { assert!(T::BYTES * N <= ROW) };
        for (i, vector) in vectors.into_iter().enumerate() {
            // SAFETY: N vectors are in bounds, as just asserted; the instructions are the caller's word.
            unsafe { vector.store(self.0.as_mut_ptr().add(i * T::BYTES)) }
        }
    }
}

/// Scans with rows of `V` vectors of `W` words (one of the two is 1), `E` references in flight.
///
/// # Safety
/// The processor has the instructions of `T`; the table is of this shape, knows the tokens of the bucket, and the positions
/// are in the bucket.
#[inline(always)]
pub(super) unsafe fn scan<T: Vector, const V: usize, const W: usize, const E: usize>(
    table: &Table,
    bucket: &Bucket,
    positions: Range<usize>,
    tally: &mut Tally<'_>,
) {
    debug_assert_eq!((V * W * T::BYTES, T::BITS, V * T::LANES), (table.shape.row(), table.shape.bits, table.shape.lanes));
    // How often the largest LCS can be added before a lane is full.
    let full = ((u64::MAX >> (64 - T::BITS)) / (T::BITS * W) as u64).min(1 << 30);
    let mut floors = Lanes::floors::<T>(tally.least);
    // SAFETY: as the caller promises; `block` is given positions of the bucket only.
    unsafe {
        let mut sums = [T::zero(); V];
        let (mut pending, mut position) = (0, positions.start);
        while position < positions.end {
            if pending + E as u64 > full {
                flush(&mut sums, tally.sums);
                pending = 0;
            }
            if positions.end - position >= E {
                block::<T, V, W, E>(table, bucket, position, &mut floors, &mut sums, tally);
                position += E;
            } else {
                block::<T, V, W, 1>(table, bucket, position, &mut floors, &mut sums, tally);
                position += 1;
            }
            pending += E as u64;
        }
        flush(&mut sums, tally.sums);
    }
}

/// Adds the lanes to the sums and clears them.
///
/// # Safety
/// The processor has the instructions of `T`.
#[inline(always)]
unsafe fn flush<T: Vector, const V: usize>(vectors: &mut [T; V], sums: &mut [u64]) {
    let mut lanes = Lanes([0; ROW]);
    // SAFETY: as the caller promises.
    unsafe {
        lanes.store(*vectors);
        *vectors = [T::zero(); V];
    }
    lanes.add_to::<T>(sums);
}

/// The `E` references from a position on.
///
/// # Safety
/// As for [`scan`]; all `E` positions are in the bucket.
#[inline(always)]
unsafe fn block<T: Vector, const V: usize, const W: usize, const E: usize>(
    table: &Table,
    bucket: &Bucket,
    position: usize,
    floors: &mut Lanes,
    sums: &mut [T; V],
    tally: &mut Tally<'_>,
) {
    let length = bucket.length;
    // SAFETY: the references' tokens are in bounds because the positions are. The table knows them, so that they have a
    // row number, and every row number has a row of V * W vectors.
    unsafe {
        let tokens = bucket.tokens.as_ptr().add(position * length);
        let (rows, bits) = (table.rows.as_ptr(), table.bits.as_ptr().cast::<u8>());
        let mut states = [[[T::ones(); W]; V]; E];
        for place in 0..length {
            for (reference, state) in states.iter_mut().enumerate() {
                let token = *tokens.add(reference * length + place) as usize;
                let row = bits.add(usize::from(*rows.add(token)) * 8);
                advance(state, row);
            }
        }
        let counts = states.map(|state| state.map(|words| count(words)));
        let floor = floors.load::<T, V>();
        let mut flags = [[0; V]; E];
        let mut any = 0;
        for reference in 0..E {
            for vector in 0..V {
                sums[vector] = sums[vector].plus(counts[reference][vector]);
                flags[reference][vector] = counts[reference][vector].above(floor[vector]);
                any |= flags[reference][vector];
            }
        }
        if any != 0 {
            for reference in 0..E {
                offer(counts[reference], flags[reference], position + reference, floors, tally);
            }
        }
    }
}

/// Moves the state of one reference on by the token of a row.
///
/// # Safety
/// The processor has the instructions of `T`, and the row has V * W vectors.
#[inline(always)]
unsafe fn advance<T: Vector, const V: usize, const W: usize>(state: &mut [[T; W]; V], row: *const u8) {
    // SAFETY: as the caller promises.
    unsafe {
        for (vector, words) in state.iter_mut().enumerate() {
            if W == 1 {
                words[0] = words[0].step(T::load(row.add(vector * T::BYTES)));
                continue;
            }
            let mut carry = T::zero();
            for (word, bits) in words.iter_mut().enumerate() {
                (*bits, carry) = bits.chain(T::load(row.add(word * T::BYTES)), carry);
            }
        }
    }
}

/// The LCS in every lane.
///
/// # Safety
/// The processor has the instructions of `T`.
#[inline(always)]
unsafe fn count<T: Vector, const W: usize>(words: [T; W]) -> T {
    // SAFETY: as the caller promises.
    unsafe {
        let mut total = words[0].zeros();
        for word in &words[1..] {
            total = total.plus(word.zeros());
        }
        total
    }
}

/// Hands on the lanes whose flag is set. Rare, and kept out of the hot loop.
///
/// # Safety
/// The processor has the instructions of `T`.
#[inline(always)]
unsafe fn offer<T: Vector, const V: usize>(
    counts: [T; V],
    flags: [u64; V],
    position: usize,
    floors: &mut Lanes,
    tally: &mut Tally<'_>,
) {
    if flags == [0; V] {
        return;
    }
    let mut lanes = Lanes([0; ROW]);
    // SAFETY: as the caller promises.
    unsafe { lanes.store(counts) };
    offer_flagged::<T>(&lanes, &flags, position, floors, tally);
}

#[cold]
#[inline(never)]
fn offer_flagged<T: Vector>(counts: &Lanes, flags: &[u64], position: usize, floors: &mut Lanes, tally: &mut Tally<'_>) {
    for (vector, &flags) in flags.iter().enumerate() {
        let mut flags = flags;
        while flags != 0 {
            let first = flags.trailing_zeros() as usize / T::STRIDE;
            flags &= !(((1 << T::STRIDE) - 1) << (first * T::STRIDE));
            let lane = vector * T::LANES + first;
            let lcs = u32::try_from(counts.get::<T>(lane)).expect("no LCS is longer than the candidate");
            let least = tally.sink.offer(lane, position, lcs);
            tally.least[lane] = least;
            floors.put_floor::<T>(lane, least);
        }
    }
}
