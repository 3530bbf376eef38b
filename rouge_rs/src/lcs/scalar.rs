//! One candidate at a time in ordinary words: runs anywhere, and is what the vector kernels are read against.

use std::ops::Range;

use super::lanes::{Layout, Shape, Table, Vector, scan};
use super::{Bucket, Tally};

#[derive(Clone, Copy)]
struct Word(u64);

impl Vector for Word {
    const BYTES: usize = 8;
    const BITS: usize = 64;
    const STRIDE: usize = 1;

    #[inline(always)]
    unsafe fn load(from: *const u8) -> Self {
        // SAFETY: the caller gives an address of eight bytes.
        Self(u64::from_le(unsafe { from.cast::<u64>().read_unaligned() }))
    }

    #[inline(always)]
    unsafe fn store(self, to: *mut u8) {
        // SAFETY: the caller gives an address with room for eight bytes.
        unsafe { to.cast::<u64>().write_unaligned(self.0.to_le()) }
    }

    #[inline(always)]
    unsafe fn zero() -> Self {
        Self(0)
    }

    #[inline(always)]
    unsafe fn ones() -> Self {
        Self(u64::MAX)
    }

    #[inline(always)]
    unsafe fn step(self, mask: Self) -> Self {
        Self(self.0.wrapping_add(self.0 & mask.0) | (self.0 & !mask.0))
    }

    #[inline(always)]
    unsafe fn chain(self, mask: Self, carry: Self) -> (Self, Self) {
        let (sum, first) = self.0.overflowing_add(self.0 & mask.0);
        let (sum, second) = sum.overflowing_add(carry.0);
        (Self(sum | (self.0 & !mask.0)), Self(u64::from(first | second)))
    }

    #[inline(always)]
    unsafe fn zeros(self) -> Self {
        Self(u64::from(self.0.count_zeros()))
    }

    #[inline(always)]
    unsafe fn plus(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }

    #[inline(always)]
    unsafe fn above(self, floor: Self) -> u64 {
        u64::from(self.0.cast_signed() > floor.0.cast_signed())
    }
}

/// # Safety
/// As for [`scan`]; no instructions are needed.
unsafe fn words<const W: usize, const E: usize>(
    table: &Table,
    bucket: &Bucket,
    positions: Range<usize>,
    tally: &mut Tally<'_>,
) {
    // SAFETY: as the caller promises.
    unsafe { scan::<Word, 1, W, E>(table, bucket, positions, tally) }
}

const fn shape<const W: usize, const E: usize>() -> Shape {
    Shape { bits: 64, words: W, lanes: 1, scan: words::<W, E> }
}

pub(super) static LAYOUT: Layout = Layout(&[shape::<1, 4>(), shape::<2, 4>(), shape::<3, 4>(), shape::<4, 4>()]);

/// For candidates that are longer than any lane of a vector: they are few, and would leave the other lanes empty.
pub(super) static LONG: [Shape; 5] = [shape::<5, 2>(), shape::<6, 2>(), shape::<8, 2>(), shape::<12, 1>(), shape::<16, 1>()];
