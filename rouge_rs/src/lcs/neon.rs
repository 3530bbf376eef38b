//! NEON (AArch64): 16 bytes of lanes.

use std::arch::aarch64::{
    uint64x2_t, vaddq_u8, vaddq_u16, vaddq_u32, vaddq_u64, vandq_u64, vbicq_u64, vcgtq_s8, vcgtq_s16, vcgtq_s32, vcgtq_s64,
    vcntq_u8, vdupq_n_u64, vget_lane_u64, vld1q_u8, vmvnq_u8, vorrq_u64, vpaddlq_u8, vpaddlq_u16, vpaddlq_u32,
    vreinterpret_u64_u8, vreinterpretq_s8_u64, vreinterpretq_s16_u64, vreinterpretq_s32_u64, vreinterpretq_s64_u64,
    vreinterpretq_u8_u64, vreinterpretq_u16_u8, vreinterpretq_u16_u64, vreinterpretq_u32_u64, vreinterpretq_u64_u8,
    vreinterpretq_u64_u16, vreinterpretq_u64_u32, vshrn_n_u16, vshrq_n_u64, vst1q_u8,
};
use std::ops::Range;

use super::lanes::{Layout, Shape, Table, Vector, scan};
use super::{Bucket, Tally};

/// Adds as lanes of 8 bits.
#[target_feature(enable = "neon")]
#[inline]
fn add_8(a: uint64x2_t, b: uint64x2_t) -> uint64x2_t {
    vreinterpretq_u64_u8(vaddq_u8(vreinterpretq_u8_u64(a), vreinterpretq_u8_u64(b)))
}

#[target_feature(enable = "neon")]
#[inline]
fn add_16(a: uint64x2_t, b: uint64x2_t) -> uint64x2_t {
    vreinterpretq_u64_u16(vaddq_u16(vreinterpretq_u16_u64(a), vreinterpretq_u16_u64(b)))
}

#[target_feature(enable = "neon")]
#[inline]
fn add_32(a: uint64x2_t, b: uint64x2_t) -> uint64x2_t {
    vreinterpretq_u64_u32(vaddq_u32(vreinterpretq_u32_u64(a), vreinterpretq_u32_u64(b)))
}

#[target_feature(enable = "neon")]
#[inline]
fn add_64(a: uint64x2_t, b: uint64x2_t) -> uint64x2_t {
    vaddq_u64(a, b)
}

/// All bits of the lanes of 8 bits that are greater, signed.
#[target_feature(enable = "neon")]
#[inline]
fn greater_8(a: uint64x2_t, b: uint64x2_t) -> uint64x2_t {
    vreinterpretq_u64_u8(vcgtq_s8(vreinterpretq_s8_u64(a), vreinterpretq_s8_u64(b)))
}

#[target_feature(enable = "neon")]
#[inline]
fn greater_16(a: uint64x2_t, b: uint64x2_t) -> uint64x2_t {
    vreinterpretq_u64_u16(vcgtq_s16(vreinterpretq_s16_u64(a), vreinterpretq_s16_u64(b)))
}

#[target_feature(enable = "neon")]
#[inline]
fn greater_32(a: uint64x2_t, b: uint64x2_t) -> uint64x2_t {
    vreinterpretq_u64_u32(vcgtq_s32(vreinterpretq_s32_u64(a), vreinterpretq_s32_u64(b)))
}

#[target_feature(enable = "neon")]
#[inline]
fn greater_64(a: uint64x2_t, b: uint64x2_t) -> uint64x2_t {
    vcgtq_s64(vreinterpretq_s64_u64(a), vreinterpretq_s64_u64(b))
}

/// How many bits of each byte are not set.
#[target_feature(enable = "neon")]
#[inline]
fn zeros_8(bits: uint64x2_t) -> uint64x2_t {
    vreinterpretq_u64_u8(vcntq_u8(vmvnq_u8(vreinterpretq_u8_u64(bits))))
}

#[target_feature(enable = "neon")]
#[inline]
fn zeros_16(bits: uint64x2_t) -> uint64x2_t {
    vreinterpretq_u64_u16(vpaddlq_u8(vreinterpretq_u8_u64(zeros_8(bits))))
}

#[target_feature(enable = "neon")]
#[inline]
fn zeros_32(bits: uint64x2_t) -> uint64x2_t {
    vreinterpretq_u64_u32(vpaddlq_u16(vreinterpretq_u16_u64(zeros_16(bits))))
}

#[target_feature(enable = "neon")]
#[inline]
fn zeros_64(bits: uint64x2_t) -> uint64x2_t {
    vpaddlq_u32(vreinterpretq_u32_u64(zeros_32(bits)))
}

/// Four bits of every byte.
#[target_feature(enable = "neon")]
#[inline]
fn nibbles(bits: uint64x2_t) -> u64 {
    vget_lane_u64::<0>(vreinterpret_u64_u8(vshrn_n_u16::<4>(vreinterpretq_u16_u8(vreinterpretq_u8_u64(bits)))))
}

macro_rules! lanes {
    ($name:ident, $bits:literal, $add:ident, $greater:ident, $zeros:ident $(, $chain:item)?) => {
        #[derive(Clone, Copy)]
        struct $name(uint64x2_t);

        impl Vector for $name {
            const BYTES: usize = 16;
            const BITS: usize = $bits;
            const STRIDE: usize = $bits / 2;

            #[inline(always)]
            unsafe fn load(from: *const u8) -> Self {
                // SAFETY: the caller has NEON and gives an address of 16 bytes.
                Self(unsafe { vreinterpretq_u64_u8(vld1q_u8(from)) })
            }

            #[inline(always)]
            unsafe fn store(self, to: *mut u8) {
                // SAFETY: the caller has NEON and gives an address with room for 16 bytes.
                unsafe { vst1q_u8(to, vreinterpretq_u8_u64(self.0)) }
            }

            #[inline(always)]
            unsafe fn zero() -> Self {
                // SAFETY: the caller has NEON.
                Self(unsafe { vdupq_n_u64(0) })
            }

            #[inline(always)]
            unsafe fn ones() -> Self {
                // SAFETY: the caller has NEON.
                Self(unsafe { vdupq_n_u64(u64::MAX) })
            }

            #[inline(always)]
            unsafe fn step(self, mask: Self) -> Self {
                // SAFETY: the caller has NEON.
                Self(unsafe { vorrq_u64($add(self.0, vandq_u64(self.0, mask.0)), vbicq_u64(self.0, mask.0)) })
            }

            #[inline(always)]
            unsafe fn zeros(self) -> Self {
                // SAFETY: the caller has NEON.
                Self(unsafe { $zeros(self.0) })
            }

            #[inline(always)]
            unsafe fn plus(self, other: Self) -> Self {
                // SAFETY: the caller has NEON.
                Self(unsafe { $add(self.0, other.0) })
            }

            #[inline(always)]
            unsafe fn above(self, floor: Self) -> u64 {
                // SAFETY: the caller has NEON.
                unsafe { nibbles($greater(self.0, floor.0)) }
            }

            $($chain)?
        }
    };
}

lanes!(Bytes, 8, add_8, greater_8, zeros_8);
lanes!(Shorts, 16, add_16, greater_16, zeros_16);
lanes!(Longs, 32, add_32, greater_32, zeros_32);
lanes!(
    Words,
    64,
    add_64,
    greater_64,
    zeros_64,
    #[inline(always)]
    unsafe fn chain(self, mask: Self, carry: Self) -> (Self, Self) {
        // SAFETY: the caller has NEON.
        unsafe {
            let hit = vandq_u64(self.0, mask.0);
            let sum = vaddq_u64(vaddq_u64(self.0, hit), carry.0);
            // A bit comes out at the top where both had one, or the state had one and the sum lost it.
            let out = vorrq_u64(hit, vbicq_u64(self.0, sum));
            let kept = vbicq_u64(self.0, mask.0);
            (Self(vorrq_u64(sum, kept)), Self(vshrq_n_u64::<63>(out)))
        }
    }
);

/// # Safety
/// As for [`scan`].
#[target_feature(enable = "neon")]
unsafe fn run<T: Vector, const V: usize, const W: usize, const E: usize>(
    table: &Table,
    bucket: &Bucket,
    positions: Range<usize>,
    tally: &mut Tally<'_>,
) {
    // SAFETY: as the caller promises.
    unsafe { scan::<T, V, W, E>(table, bucket, positions, tally) }
}

static LAYOUT: Layout = Layout(&[
    Shape { bits: 8, words: 1, lanes: 16, scan: run::<Bytes, 1, 1, 4> },
    Shape { bits: 8, words: 1, lanes: 32, scan: run::<Bytes, 2, 1, 2> },
    Shape { bits: 16, words: 1, lanes: 8, scan: run::<Shorts, 1, 1, 4> },
    Shape { bits: 16, words: 1, lanes: 16, scan: run::<Shorts, 2, 1, 2> },
    Shape { bits: 32, words: 1, lanes: 4, scan: run::<Longs, 1, 1, 4> },
    Shape { bits: 32, words: 1, lanes: 8, scan: run::<Longs, 2, 1, 2> },
    Shape { bits: 64, words: 1, lanes: 2, scan: run::<Words, 1, 1, 4> },
    Shape { bits: 64, words: 1, lanes: 4, scan: run::<Words, 2, 1, 2> },
    Shape { bits: 64, words: 2, lanes: 2, scan: run::<Words, 1, 2, 4> },
    Shape { bits: 64, words: 3, lanes: 2, scan: run::<Words, 1, 3, 2> },
    Shape { bits: 64, words: 4, lanes: 2, scan: run::<Words, 1, 4, 2> },
]);

/// The layout, where the processor has NEON.
pub(super) fn layout() -> Option<&'static Layout> {
    std::arch::is_aarch64_feature_detected!("neon").then_some(&LAYOUT)
}
