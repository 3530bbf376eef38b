//! LCS of one candidate with references one at a time: bit-parallel, any length.

use crate::lcs::long::{Candidate, Scratch};

/// The positions of a candidate's tokens as bit masks in an open hash table; keeps its buffers.
#[derive(Debug, Default)]
pub struct Masks {
    slots: Vec<Slot>,
    shift: u32,
    /// A candidate past 64 tokens, with what its comparisons work in.
    long: Option<(Candidate, Scratch)>,
    is_long: bool,
}

#[derive(Debug, Default, Clone, Copy)]
struct Slot {
    /// 0 where the slot is free.
    mask: u64,
    token: u32,
}

const WORD: usize = 64;
/// So many that two tokens seldom want one slot.
const SLOTS_PER_TOKEN: usize = 8;

impl Masks {
    /// Take a candidate.
    pub fn set(&mut self, tokens: &[u32]) {
        self.is_long = tokens.len() > WORD;
        if self.is_long {
            self.long.get_or_insert_default().0.set(tokens);
            return;
        }
        let size = (tokens.len() * SLOTS_PER_TOKEN).next_power_of_two().max(1 << 7);
        self.slots.clear();
        self.slots.resize(size, Slot::default());
        self.shift = u32::BITS - size.trailing_zeros();
        for (place, &token) in tokens.iter().enumerate() {
            let at = self.slot(token);
            self.slots[at] = Slot { mask: self.slots[at].mask | 1 << place, token };
        }
    }

    /// The slot that holds the token, or the free one where it would be.
    #[expect(clippy::needless_bitwise_bool, reason = "one branch that goes one way instead of two that do not")]
    fn slot(&self, token: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = (token.wrapping_mul(0x9E37_79B1) >> self.shift) as usize & mask;
        loop {
            let slot = self.slots[at];
            // One test: whether a token is there is a coin toss, but that a slot is another token's is rare.
            if (slot.mask == 0) | (slot.token == token) {
                return at;
            }
            at = (at + 1) & mask;
        }
    }

    /// The LCS of the candidate and a reference if it is `least` or more.
    pub fn lcs_from(&mut self, least: u32, reference: &[u32]) -> Option<u32> {
        let lcs = match &mut self.long {
            Some((candidate, scratch)) if self.is_long => candidate.lcs_from(least as usize, reference, scratch),
            _ => self.short_lcs(reference),
        };
        (lcs >= least).then_some(lcs)
    }

    fn short_lcs(&self, reference: &[u32]) -> u32 {
        // Hyyrö's recurrence; positions past the candidate's end never meet a mask and stay ones.
        let mut state = u64::MAX;
        for &token in reference {
            let hit = state & self.slots[self.slot(token)].mask;
            state = state.wrapping_add(hit) | (state - hit);
        }
        state.count_zeros()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn by_table(a: &[u32], b: &[u32]) -> u32 {
        let mut row = vec![0; b.len() + 1];
        for x in a {
            let mut diagonal = 0;
            for (j, y) in b.iter().enumerate() {
                let above = row[j + 1];
                row[j + 1] = if x == y { diagonal + 1 } else { above.max(row[j]) };
                diagonal = above;
            }
        }
        row[b.len()]
    }

    proptest! {
        #[test]
        fn equals_the_table(
            (a, b) in prop::sample::select(vec![1u32, 9, 300]).prop_flat_map(|vocabulary| {
                let sequence = || prop::collection::vec(0..vocabulary, 0..260);
                (sequence(), sequence())
            }),
            stretch in prop::sample::select(vec![1u32, 1 << 16, 0x1357_9BDF]),
        ) {
            let stretched = |tokens: &[u32]| tokens.iter().map(|token| u32::MAX - token.wrapping_mul(stretch)).collect::<Vec<_>>();
            let (a, b) = (stretched(&a), stretched(&b));
            let mut masks = Masks::default();
            masks.set(&b);
            masks.set(&a);
            let lcs = by_table(&a, &b);
            prop_assert_eq!(by_table(&b, &a), lcs);
            prop_assert_eq!(masks.lcs_from(0, &b), Some(lcs));
            prop_assert_eq!(masks.lcs_from(lcs, &b), Some(lcs));
            prop_assert_eq!(masks.lcs_from(lcs + 1, &b), None);
        }
    }

    #[test]
    fn carries_cross_words_that_nothing_hits() {
        let mut masks = Masks::default();
        masks.set(&(0..400).collect::<Vec<_>>());
        for (reference, lcs) in [(&[150, 5][..], 1), (&[390, 150, 5], 1), (&[5, 390, 150, 6, 200], 3)] {
            assert_eq!(masks.lcs_from(0, reference), Some(lcs));
        }
    }

    #[test]
    fn word_boundaries() {
        let mut masks = Masks::default();
        for length in [0usize, 1, 63, 64, 65, 127, 128, 129, 1000] {
            let same = vec![7u32; length];
            let distinct: Vec<u32> = (0u32..).take(length).collect();
            masks.set(&same);
            assert_eq!(masks.lcs_from(0, &same).map(|lcs| lcs as usize), Some(length));
            assert_eq!(masks.lcs_from(0, &[7, 7, 3]).map(|lcs| lcs as usize), Some(length.min(2)));
            masks.set(&distinct);
            assert_eq!(masks.lcs_from(0, &distinct).map(|lcs| lcs as usize), Some(length));
            assert_eq!(masks.lcs_from(0, &[]), Some(0));
        }
    }
}
