//! Candidates of any length, one at a time, in as many words as they need.
//!
//! A table of all tokens' bits would grow with the square of the length. Here each token has only the words in which it
//! stands; between these a word changes, or hands a carry on, only when a carry comes in.

use std::collections::HashMap;
use std::ops::Range;

use super::{Bucket, Group, Tally};

const BITS: usize = u64::BITS as usize;

/// The positions of a candidate's tokens.
pub(super) struct Candidate {
    length: usize,
    places: HashMap<u32, Vec<(usize, u64)>>,
}

impl Candidate {
    pub(super) fn new(tokens: &[u32]) -> Self {
        let mut places: HashMap<u32, Vec<(usize, u64)>> = HashMap::new();
        for (position, &token) in tokens.iter().enumerate() {
            let (word, bit) = (position / BITS, 1 << (position % BITS));
            let words = places.entry(token).or_default();
            match words.last_mut() {
                Some(last) if last.0 == word => last.1 |= bit,
                _ => words.push((word, bit)),
            }
        }
        Self { length: tokens.len(), places }
    }

    pub(super) fn lcs(&self, reference: &[u32], state: &mut Vec<u64>) -> u32 {
        state.clear();
        state.resize(self.length.div_ceil(BITS), u64::MAX);
        for words in reference.iter().filter_map(|token| self.places.get(token)) {
            step(state, words);
        }
        state.iter().map(|word| word.count_zeros()).sum()
    }
}

/// Moves the state on by a token that stands in these words.
fn step(state: &mut [u64], words: &[(usize, u64)]) {
    let mut carry = false;
    let mut next = 0;
    for &(word, mask) in words {
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
        Self(candidates.iter().map(|tokens| Candidate::new(tokens)).collect())
    }
}

impl Group for Long {
    fn scan(&self, bucket: &Bucket, positions: Range<usize>, tally: &mut Tally<'_>) {
        let mut state = Vec::new();
        for (lane, candidate) in self.0.iter().enumerate() {
            for position in positions.clone() {
                let lcs = candidate.lcs(bucket.reference(position), &mut state);
                tally.sums[lane] += u64::from(lcs);
                if lcs >= tally.least[lane] {
                    tally.least[lane] = tally.sink.offer(lane, position, lcs);
                }
            }
        }
    }
}
