//! AVX2 (x86-64): 32 bytes of lanes.

use std::arch::x86_64::{
    __m256i, _mm256_add_epi8, _mm256_add_epi16, _mm256_add_epi32, _mm256_add_epi64, _mm256_and_si256, _mm256_andnot_si256,
    _mm256_cmpgt_epi8, _mm256_cmpgt_epi16, _mm256_cmpgt_epi32, _mm256_cmpgt_epi64, _mm256_loadu_si256, _mm256_madd_epi16,
    _mm256_maddubs_epi16, _mm256_movemask_epi8, _mm256_or_si256, _mm256_sad_epu8, _mm256_set1_epi8, _mm256_set1_epi16,
    _mm256_setr_epi8, _mm256_setzero_si256, _mm256_shuffle_epi8, _mm256_srli_epi16, _mm256_srli_epi64, _mm256_storeu_si256,
};
use std::ops::Range;

use super::lanes::{Layout, Shape, Table, Vector, scan};
use super::{Bucket, Tally};

/// How many bits of each byte are not set, from a table of the nibbles.
#[target_feature(enable = "avx2")]
#[inline]
fn zeros_of_bytes(bits: __m256i) -> __m256i {
    let table =
        _mm256_setr_epi8(4, 3, 3, 2, 3, 2, 2, 1, 3, 2, 2, 1, 2, 1, 1, 0, 4, 3, 3, 2, 3, 2, 2, 1, 3, 2, 2, 1, 2, 1, 1, 0);
    let nibble = _mm256_set1_epi8(15);
    let low = _mm256_and_si256(bits, nibble);
    let high = _mm256_and_si256(_mm256_srli_epi16::<4>(bits), nibble);
    _mm256_add_epi8(_mm256_shuffle_epi8(table, low), _mm256_shuffle_epi8(table, high))
}

#[target_feature(enable = "avx2")]
#[inline]
fn pairs_of_bytes(bytes: __m256i) -> __m256i {
    _mm256_maddubs_epi16(bytes, _mm256_set1_epi8(1))
}

#[target_feature(enable = "avx2")]
#[inline]
fn fours_of_bytes(bytes: __m256i) -> __m256i {
    _mm256_madd_epi16(pairs_of_bytes(bytes), _mm256_set1_epi16(1))
}

#[target_feature(enable = "avx2")]
#[inline]
fn eights_of_bytes(bytes: __m256i) -> __m256i {
    _mm256_sad_epu8(bytes, _mm256_setzero_si256())
}

macro_rules! lanes {
    ($name:ident, $bits:literal, $add:ident, $greater:ident, |$bytes:ident| $gather:expr $(, $chain:item)?) => {
        #[derive(Clone, Copy)]
        pub(super) struct $name(__m256i);

        impl Vector for $name {
            const BYTES: usize = 32;
            const BITS: usize = $bits;
            const STRIDE: usize = $bits / 8;

            #[inline(always)]
            unsafe fn load(from: *const u8) -> Self {
                // SAFETY: the caller has AVX2 and gives an address of 32 bytes.
                Self(unsafe { _mm256_loadu_si256(from.cast()) })
            }

            #[inline(always)]
            unsafe fn store(self, to: *mut u8) {
                // SAFETY: the caller has AVX2 and gives an address with room for 32 bytes.
                unsafe { _mm256_storeu_si256(to.cast(), self.0) }
            }

            #[inline(always)]
            unsafe fn zero() -> Self {
                // SAFETY: the caller has AVX2.
                Self(unsafe { _mm256_setzero_si256() })
            }

            #[inline(always)]
            unsafe fn ones() -> Self {
                // SAFETY: the caller has AVX2.
                Self(unsafe { _mm256_set1_epi8(-1) })
            }

            #[inline(always)]
            unsafe fn step(self, mask: Self) -> Self {
                // SAFETY: the caller has AVX2.
                Self(unsafe {
                    let sum = $add(self.0, _mm256_and_si256(self.0, mask.0));
                    _mm256_or_si256(sum, _mm256_andnot_si256(mask.0, self.0))
                })
            }

            #[inline(always)]
            unsafe fn zeros(self) -> Self {
                // SAFETY: the caller has AVX2.
                Self(unsafe {
                    let $bytes = zeros_of_bytes(self.0);
                    $gather
                })
            }

            #[inline(always)]
            unsafe fn plus(self, other: Self) -> Self {
                // SAFETY: the caller has AVX2.
                Self(unsafe { $add(self.0, other.0) })
            }

            #[inline(always)]
            unsafe fn above(self, floor: Self) -> u64 {
                // SAFETY: the caller has AVX2.
                u64::from(unsafe { _mm256_movemask_epi8($greater(self.0, floor.0)) }.cast_unsigned())
            }

            $($chain)?
        }
    };
}

lanes!(Bytes, 8, _mm256_add_epi8, _mm256_cmpgt_epi8, |bytes| bytes);
lanes!(Shorts, 16, _mm256_add_epi16, _mm256_cmpgt_epi16, |bytes| pairs_of_bytes(bytes));
lanes!(Longs, 32, _mm256_add_epi32, _mm256_cmpgt_epi32, |bytes| fours_of_bytes(bytes));
lanes!(
    Words,
    64,
    _mm256_add_epi64,
    _mm256_cmpgt_epi64,
    |bytes| eights_of_bytes(bytes),
    #[inline(always)]
    unsafe fn chain(self, mask: Self, carry: Self) -> (Self, Self) {
        // SAFETY: the caller has AVX2.
        unsafe {
            let hit = _mm256_and_si256(self.0, mask.0);
            let sum = _mm256_add_epi64(_mm256_add_epi64(self.0, hit), carry.0);
            // A bit comes out at the top where both had one, or the state had one and the sum lost it.
            let out = _mm256_or_si256(hit, _mm256_andnot_si256(sum, self.0));
            let kept = _mm256_andnot_si256(mask.0, self.0);
            (Self(_mm256_or_si256(sum, kept)), Self(_mm256_srli_epi64::<63>(out)))
        }
    }
);

/// # Safety
/// As for [`scan`].
#[target_feature(enable = "avx2")]
pub(super) unsafe fn run<T: Vector, const V: usize, const W: usize, const E: usize>(
    table: &Table,
    bucket: &Bucket,
    positions: Range<usize>,
    tally: &mut Tally<'_>,
) {
    // SAFETY: as the caller promises.
    unsafe { scan::<T, V, W, E>(table, bucket, positions, tally) }
}

static LAYOUT: Layout = Layout(&[
    Shape { bits: 8, words: 1, lanes: 32, scan: run::<Bytes, 1, 1, 4> },
    Shape { bits: 8, words: 1, lanes: 64, scan: run::<Bytes, 2, 1, 2> },
    Shape { bits: 16, words: 1, lanes: 16, scan: run::<Shorts, 1, 1, 4> },
    Shape { bits: 16, words: 1, lanes: 32, scan: run::<Shorts, 2, 1, 2> },
    Shape { bits: 32, words: 1, lanes: 8, scan: run::<Longs, 1, 1, 4> },
    Shape { bits: 32, words: 1, lanes: 16, scan: run::<Longs, 2, 1, 2> },
    Shape { bits: 64, words: 1, lanes: 4, scan: run::<Words, 1, 1, 4> },
    Shape { bits: 64, words: 1, lanes: 8, scan: run::<Words, 2, 1, 2> },
    Shape { bits: 64, words: 2, lanes: 4, scan: run::<Words, 1, 2, 4> },
    Shape { bits: 64, words: 3, lanes: 4, scan: run::<Words, 1, 3, 2> },
    Shape { bits: 64, words: 4, lanes: 4, scan: run::<Words, 1, 4, 2> },
]);

/// The layout, where the processor has AVX2.
pub(super) fn layout() -> Option<&'static Layout> {
    is_x86_feature_detected!("avx2").then_some(&LAYOUT)
}
