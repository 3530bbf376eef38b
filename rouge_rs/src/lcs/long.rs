//! Candidates of any length, one at a time, in as many words as they need.
//!
//! A table of all tokens' bits would grow with the square of the length. Here each token has only the words in which it
//! stands; between these a word changes, or hands a carry on, only when a carry comes in.

use std::ops::Range;

use super::{Bucket, Group, Tally};

const BITS: usize = u64::BITS as usize;
/// So many that two tokens seldom want one slot.
const SLOTS_PER_TOKEN: usize = 8;

/// The words in which a token stands: these of the candidate's. None, where the slot is free.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    token: u32,
    first: u32,
    end: u32,
}

/// The positions of a candidate's tokens, by token; keeps its buffers.
#[derive(Debug, Default)]
pub(crate) struct Candidate {
    length: usize,
    /// An open hash table.
    slots: Vec<Slot>,
    shift: u32,
    /// Numbers of words, each with the bits of one token in it.
    words: Vec<(u32, u64)>,
    sorted: Vec<(u32, u32)>,
}

/// What a comparison works in.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    met: Vec<(u32, u32)>,
    state: Vec<u64>,
}

impl Candidate {
    /// Takes a candidate.
    pub(crate) fn set(&mut self, tokens: &[u32]) {
        self.length = tokens.len();
        let size = (tokens.len() * SLOTS_PER_TOKEN).next_power_of_two().max(1 << 7);
        self.slots.clear();
        self.slots.resize(size, Slot::default());
        self.shift = u64::BITS - size.trailing_zeros();
        self.words.clear();
        let mut sorted = std::mem::take(&mut self.sorted);
        sorted.clear();
        sorted.extend(tokens.iter().copied().zip(0u32..));
        sorted.sort_unstable();
        for same in sorted.chunk_by(|a, b| a.0 == b.0) {
            let first = self.words.len();
            for &(_, position) in same {
                let (word, bit) = (position / u64::BITS, 1 << (position % u64::BITS));
                match self.words[first..].last_mut() {
                    Some(last) if last.0 == word => last.1 |= bit,
                    _ => self.words.push((word, bit)),
                }
            }
            let (token, at) = (same[0].0, self.slot(same[0].0));
            self.slots[at] = Slot { token, first: number(first), end: number(self.words.len()) };
        }
        self.sorted = sorted;
    }

    /// Where the token is, or the free slot where it would be.
    #[expect(clippy::needless_bitwise_bool, reason = "one branch that goes one way instead of two that do not")]
    fn slot(&self, token: u32) -> usize {
        let mask = self.slots.len() - 1;
        let hash = u64::from(token).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> self.shift;
        let mut at = usize::try_from(hash).expect("slots are in memory") & mask;
        loop {
            let slot = self.slots[at];
            // One test: whether a token is there is a coin toss, but that a slot is another token's is rare.
            if (slot.end == 0) | (slot.token == token) {
                return at;
            }
            at = (at + 1) & mask;
        }
    }

    /// The LCS of the candidate and a reference; or less than it, if it is less than `least`.
    pub(crate) fn lcs_from(&self, least: usize, reference: &[u32], scratch: &mut Scratch) -> u32 {
        let Scratch { met, state } = scratch;
        met.clear();
        let slots = reference.iter().map(|&token| self.slots[self.slot(token)]);
        met.extend(slots.filter(|slot| slot.end > 0).map(|slot| (slot.first, slot.end)));
        if met.len() < least {
            return 0;
        }
        state.clear();
        state.resize(self.length.div_ceil(BITS), u64::MAX);
        let mut left = met.len();
        for some in met.chunks(BITS) {
            for &(first, end) in some {
                step(state, &self.words[first as usize..end as usize]);
            }
            left -= some.len();
            if left > 0 && zeros(state) as usize + left < least {
                return 0;
            }
        }
        zeros(state)
    }
}

fn number(words: usize) -> u32 {
    u32::try_from(words).expect("no more words than tokens, and these fit 32 bits")
}

fn zeros(state: &[u64]) -> u32 {
    state.iter().map(|word| word.count_zeros()).sum()
}

/// Moves the state on by a token that stands in these words.
fn step(state: &mut [u64], words: &[(u32, u64)]) {
    let mut carry = false;
    let mut next = 0;
    for &(word, mask) in words {
        let word = word as usize;
        if carry {
            carry = hand_on(&mut state[next..word]);
        }
        let hit = state[word] & mask;
        let (sum, first) = state[word].overflowing_add(hit);
        let (sum, second) = sum.overflowing_add(u64::from(carry));
        state[word] = sum | (state[word] & !mask);
        carry = first | second;
        next = word + 1;
    }
    if carry {
        hand_on(&mut state[next..]);
    }
}

/// Takes a carry into words without the token; true if it comes out again, which it does of words of ones alone.
fn hand_on(words: &mut [u64]) -> bool {
    match words.iter_mut().find(|word| **word != u64::MAX) {
        Some(word) => {
            *word |= *word + 1;
            false
        }
        None => true,
    }
}

pub(super) struct Long(Vec<Candidate>);

impl Long {
    pub(super) fn new(candidates: &[&[u32]]) -> Self {
        let candidate = |tokens: &&[u32]| {
            let mut candidate = Candidate::default();
            candidate.set(tokens);
            candidate
        };
        Self(candidates.iter().map(candidate).collect())
    }
}

impl Group for Long {
    fn scan(&self, bucket: &Bucket, positions: Range<usize>, tally: &mut Tally<'_>) {
        let mut scratch = Scratch::default();
        for (lane, candidate) in self.0.iter().enumerate() {
            for position in positions.clone() {
                let lcs = candidate.lcs_from(0, bucket.reference(position), &mut scratch);
                tally.sums[lane] += u64::from(lcs);
                if lcs >= tally.least[lane] {
                    tally.least[lane] = tally.sink.offer(lane, position, lcs);
                }
            }
        }
    }
}
