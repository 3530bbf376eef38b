//! AVX-512 (x86-64): 64 bytes of lanes, with F and BW; and with BITALG and VPOPCNTDQ, which count bits in one instruction.
//!
//! Groups that would leave half of the lanes empty go by AVX2, which is faster on half as many.

use std::arch::x86_64::{
    __m128i, __m512i, _mm512_add_epi8, _mm512_add_epi16, _mm512_add_epi32, _mm512_add_epi64, _mm512_and_si512,
    _mm512_broadcast_i32x4, _mm512_cmpgt_epi8_mask, _mm512_cmpgt_epi16_mask, _mm512_cmpgt_epi32_mask, _mm512_cmpgt_epi64_mask,
    _mm512_loadu_si512, _mm512_madd_epi16, _mm512_maddubs_epi16, _mm512_popcnt_epi8, _mm512_popcnt_epi16, _mm512_popcnt_epi32,
    _mm512_popcnt_epi64, _mm512_sad_epu8, _mm512_set1_epi8, _mm512_set1_epi16, _mm512_setzero_si512, _mm512_shuffle_epi8,
    _mm512_srli_epi16, _mm512_srli_epi64, _mm512_storeu_si512, _mm512_ternarylogic_epi64, _mm512_xor_si512,
};
use std::ops::Range;

use super::avx2;
use super::lanes::{Layout, Shape, Table, Vector, scan};
use super::{Bucket, Tally};

/// `sum | (state & !mask)` of (state, sum, mask).
const KEEP: i32 = 0xDC;
/// `hit | (state & !sum)` of (hit, state, sum).
const CARRY: i32 = 0xF4;

/// How many bits of each byte are not set, from a table of the nibbles.
#[target_feature(enable = "avx512f,avx512bw")]
#[inline]
fn zeros_of_bytes(bits: __m512i) -> __m512i {
    // SAFETY: both are sixteen bytes of plain data.
    let table: __m128i = unsafe { std::mem::transmute([4_i8, 3, 3, 2, 3, 2, 2, 1, 3, 2, 2, 1, 2, 1, 1, 0]) };
    let table = _mm512_broadcast_i32x4(table);
    let nibble = _mm512_set1_epi8(15);
    let low = _mm512_and_si512(bits, nibble);
    let high = _mm512_and_si512(_mm512_srli_epi16::<4>(bits), nibble);
    _mm512_add_epi8(_mm512_shuffle_epi8(table, low), _mm512_shuffle_epi8(table, high))
}

#[target_feature(enable = "avx512f,avx512bw")]
#[inline]
fn zeros_of_pairs(bits: __m512i) -> __m512i {
    _mm512_maddubs_epi16(zeros_of_bytes(bits), _mm512_set1_epi8(1))
}

#[target_feature(enable = "avx512f,avx512bw")]
#[inline]
fn zeros_of_fours(bits: __m512i) -> __m512i {
    _mm512_madd_epi16(zeros_of_pairs(bits), _mm512_set1_epi16(1))
}

#[target_feature(enable = "avx512f,avx512bw")]
#[inline]
fn zeros_of_eights(bits: __m512i) -> __m512i {
    _mm512_sad_epu8(zeros_of_bytes(bits), _mm512_setzero_si512())
}

#[target_feature(enable = "avx512f")]
#[inline]
fn not(bits: __m512i) -> __m512i {
    _mm512_xor_si512(bits, _mm512_set1_epi8(-1))
}

/// `POPCNT`: the processor counts bits.
macro_rules! lanes {
    ($name:ident, $bits:literal, $add:ident, $greater:ident, $zeros:ident, $popcnt:ident $(, $chain:item)?) => {
        #[derive(Clone, Copy)]
        struct $name<const POPCNT: bool>(__m512i);

        impl<const POPCNT: bool> Vector for $name<POPCNT> {
            const BYTES: usize = 64;
            const BITS: usize = $bits;
            const STRIDE: usize = 1;

            #[inline(always)]
            unsafe fn load(from: *const u8) -> Self {
                // SAFETY: the caller has AVX-512 and gives an address of 64 bytes.
                Self(unsafe { _mm512_loadu_si512(from.cast()) })
            }

            #[inline(always)]
            unsafe fn store(self, to: *mut u8) {
                // SAFETY: the caller has AVX-512 and gives an address with room for 64 bytes.
                unsafe { _mm512_storeu_si512(to.cast(), self.0) }
            }

            #[inline(always)]
            unsafe fn zero() -> Self {
                // SAFETY: the caller has AVX-512.
                Self(unsafe { _mm512_setzero_si512() })
            }

            #[inline(always)]
            unsafe fn ones() -> Self {
                // SAFETY: the caller has AVX-512.
                Self(unsafe { _mm512_set1_epi8(-1) })
            }

            #[inline(always)]
            unsafe fn step(self, mask: Self) -> Self {
                // SAFETY: the caller has AVX-512.
                Self(unsafe {
                    let sum = $add(self.0, _mm512_and_si512(self.0, mask.0));
                    _mm512_ternarylogic_epi64::<KEEP>(self.0, sum, mask.0)
                })
            }

            #[inline(always)]
            unsafe fn zeros(self) -> Self {
                // SAFETY: the caller has AVX-512, and the instructions that count bits if POPCNT is said.
                Self(unsafe { if POPCNT { $popcnt(not(self.0)) } else { $zeros(self.0) } })
            }

            #[inline(always)]
            unsafe fn plus(self, other: Self) -> Self {
                // SAFETY: the caller has AVX-512.
                Self(unsafe { $add(self.0, other.0) })
            }

            #[inline(always)]
            unsafe fn above(self, floor: Self) -> u64 {
                // SAFETY: the caller has AVX-512.
                u64::from(unsafe { $greater(self.0, floor.0) })
            }

            $($chain)?
        }
    };
}

lanes!(Bytes, 8, _mm512_add_epi8, _mm512_cmpgt_epi8_mask, zeros_of_bytes, _mm512_popcnt_epi8);
lanes!(Shorts, 16, _mm512_add_epi16, _mm512_cmpgt_epi16_mask, zeros_of_pairs, _mm512_popcnt_epi16);
lanes!(Longs, 32, _mm512_add_epi32, _mm512_cmpgt_epi32_mask, zeros_of_fours, _mm512_popcnt_epi32);
lanes!(
    Words,
    64,
    _mm512_add_epi64,
    _mm512_cmpgt_epi64_mask,
    zeros_of_eights,
    _mm512_popcnt_epi64,
    #[inline(always)]
    unsafe fn chain(self, mask: Self, carry: Self) -> (Self, Self) {
        // SAFETY: the caller has AVX-512.
        unsafe {
            let hit = _mm512_and_si512(self.0, mask.0);
            let sum = _mm512_add_epi64(_mm512_add_epi64(self.0, hit), carry.0);
            // A bit comes out at the top where both had one, or the state had one and the sum lost it.
            let out = _mm512_ternarylogic_epi64::<CARRY>(hit, self.0, sum);
            let state = _mm512_ternarylogic_epi64::<KEEP>(self.0, sum, mask.0);
            (Self(state), Self(_mm512_srli_epi64::<63>(out)))
        }
    }
);

/// # Safety
/// As for [`scan`].
#[target_feature(enable = "avx512f,avx512bw")]
unsafe fn run<T: Vector, const V: usize, const W: usize, const E: usize>(
    table: &Table,
    bucket: &Bucket,
    positions: Range<usize>,
    tally: &mut Tally<'_>,
) {
    // SAFETY: as the caller promises.
    unsafe { scan::<T, V, W, E>(table, bucket, positions, tally) }
}

/// # Safety
/// As for [`scan`].
#[target_feature(enable = "avx512f,avx512bw,avx512bitalg,avx512vpopcntdq")]
unsafe fn run_popcnt<T: Vector, const V: usize, const W: usize, const E: usize>(
    table: &Table,
    bucket: &Bucket,
    positions: Range<usize>,
    tally: &mut Tally<'_>,
) {
    // SAFETY: as the caller promises.
    unsafe { scan::<T, V, W, E>(table, bucket, positions, tally) }
}

macro_rules! layout {
    ($run:ident, $popcnt:literal) => {
        Layout(&[
            Shape { bits: 8, words: 1, lanes: 32, scan: avx2::run::<avx2::Bytes, 1, 1, 4> },
            Shape { bits: 8, words: 1, lanes: 64, scan: $run::<Bytes<$popcnt>, 1, 1, 4> },
            Shape { bits: 8, words: 1, lanes: 128, scan: $run::<Bytes<$popcnt>, 2, 1, 2> },
            Shape { bits: 16, words: 1, lanes: 16, scan: avx2::run::<avx2::Shorts, 1, 1, 4> },
            Shape { bits: 16, words: 1, lanes: 32, scan: $run::<Shorts<$popcnt>, 1, 1, 4> },
            Shape { bits: 16, words: 1, lanes: 64, scan: $run::<Shorts<$popcnt>, 2, 1, 2> },
            Shape { bits: 32, words: 1, lanes: 8, scan: avx2::run::<avx2::Longs, 1, 1, 4> },
            Shape { bits: 32, words: 1, lanes: 16, scan: $run::<Longs<$popcnt>, 1, 1, 4> },
            Shape { bits: 32, words: 1, lanes: 32, scan: $run::<Longs<$popcnt>, 2, 1, 2> },
            Shape { bits: 64, words: 1, lanes: 4, scan: avx2::run::<avx2::Words, 1, 1, 4> },
            Shape { bits: 64, words: 1, lanes: 8, scan: $run::<Words<$popcnt>, 1, 1, 4> },
            Shape { bits: 64, words: 1, lanes: 16, scan: $run::<Words<$popcnt>, 2, 1, 2> },
            Shape { bits: 64, words: 2, lanes: 4, scan: avx2::run::<avx2::Words, 1, 2, 4> },
            Shape { bits: 64, words: 2, lanes: 8, scan: $run::<Words<$popcnt>, 1, 2, 4> },
            Shape { bits: 64, words: 3, lanes: 4, scan: avx2::run::<avx2::Words, 1, 3, 2> },
            Shape { bits: 64, words: 3, lanes: 8, scan: $run::<Words<$popcnt>, 1, 3, 4> },
            Shape { bits: 64, words: 4, lanes: 4, scan: avx2::run::<avx2::Words, 1, 4, 2> },
            Shape { bits: 64, words: 4, lanes: 8, scan: $run::<Words<$popcnt>, 1, 4, 2> },
        ])
    };
}

static LAYOUT: Layout = layout!(run, false);
static LAYOUT_POPCNT: Layout = layout!(run_popcnt, true);

/// The layout, where the processor has AVX2 and AVX-512 F and BW.
pub(super) fn layout() -> Option<&'static Layout> {
    (avx2::layout().is_some() && is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512bw")).then_some(&LAYOUT)
}

/// The layout, where the processor counts bits too.
pub(super) fn layout_popcnt() -> Option<&'static Layout> {
    (layout().is_some() && is_x86_feature_detected!("avx512bitalg") && is_x86_feature_detected!("avx512vpopcntdq"))
        .then_some(&LAYOUT_POPCNT)
}
