//! A sequence as a set of elements, rare ones first, and the signatures under which the index files it.

use std::collections::TryReserveError;

use crate::memory::filled;

/// How common tokens are, as far as it matters for their order. Tokens may share a counter: any order is right if all keep to it.
#[derive(Debug, Clone)]
pub struct Rarity {
    counts: Vec<u32>,
}

const FEWEST_COUNTERS: usize = 1 << 8;
const MOST_COUNTERS: usize = 1 << 20;

impl Rarity {
    /// No token has been seen.
    pub fn new() -> Self {
        Self { counts: vec![0; FEWEST_COUNTERS] }
    }

    /// Count the tokens of a corpus.
    pub fn count<'a>(corpus: impl Iterator<Item = &'a [u32]> + Clone) -> Result<Self, TryReserveError> {
        let largest = corpus.clone().flatten().fold(0, |largest, &token| largest.max(token));
        let size = (largest as usize + 1).next_power_of_two().clamp(FEWEST_COUNTERS, MOST_COUNTERS);
        let mut counts = filled(0u32, size)?;
        for &token in corpus.flatten() {
            let count = &mut counts[token as usize & (size - 1)];
            *count = count.saturating_add(1);
        }
        Ok(Self { counts })
    }

    fn of(&self, token: u32) -> u32 {
        self.counts[token as usize & (self.counts.len() - 1)]
    }
}

/// The tokens that references have; of ids past the millions all are said to be there.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    words: Vec<u64>,
}

const MOST_SEEN_WORDS: usize = 1 << 18;

impl Seen {
    /// Remember a token.
    pub fn insert(&mut self, token: u32) -> Result<(), TryReserveError> {
        let word = token as usize / 64;
        if word < MOST_SEEN_WORDS {
            if word >= self.words.len() {
                self.words.try_reserve(word + 1 - self.words.len())?;
                self.words.resize(word + 1, 0);
            }
            self.words[word] |= 1 << (token % 64);
        }
        Ok(())
    }

    /// Whether the token has been inserted, as far as is known.
    pub fn contains(&self, token: u32) -> bool {
        let word = token as usize / 64;
        word >= MOST_SEEN_WORDS || self.words.get(word).is_some_and(|word| word >> (token % 64) & 1 == 1)
    }
}

/// Turns sequences into the hashes of their elements, rarest first; keeps its buffers.
///
/// An element is the k-th occurrence of a token: two sequences have as many elements in common as tokens, repeats counted.
#[derive(Debug, Default)]
pub struct Elements {
    /// How common each token is, and below that the token.
    sorted: Vec<u64>,
    /// The same with the number of the occurrence.
    numbered: Vec<(u64, u32)>,
    /// The hashes, in the one order that all sequences of an index share.
    pub hashes: Vec<u64>,
}

impl Elements {
    /// Read a sequence.
    pub fn read(&mut self, tokens: impl Iterator<Item = u32>, rarity: &Rarity) {
        self.hashes.clear();
        self.sorted.clear();
        self.sorted.extend(tokens.map(|token| u64::from(rarity.of(token)) << 32 | u64::from(token)));
        self.sorted.sort_unstable();
        if self.sorted.windows(2).all(|pair| pair[0] != pair[1]) {
            self.hashes.extend(self.sorted.iter().map(|element| hash(element << 32)));
        } else {
            self.number_repeats();
            self.hashes.extend(self.numbered.iter().map(|(element, occurrence)| hash(element << 32 | u64::from(*occurrence))));
        }
    }

    /// Number the occurrences of each token, and take each for a quarter as common as the one before.
    fn number_repeats(&mut self) {
        self.numbered.clear();
        for same in self.sorted.chunk_by(|a, b| a == b) {
            for (&element, occurrence) in same.iter().zip(0u32..) {
                let count = (element >> 32).checked_shr(occurrence.saturating_mul(2)).unwrap_or(0);
                self.numbered.push((count << 32 | element & u64::from(u32::MAX), occurrence));
            }
        }
        self.numbered.sort_unstable();
    }
}

const ODD: u64 = 0x9E37_79B9_7F4A_7C15;

fn hash(key: u64) -> u64 {
    let mixed = (key ^ key >> 32).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    (mixed ^ mixed >> 32).wrapping_mul(ODD)
}

/// The signature of two elements, the earlier one first; of one element when given twice.
pub fn signature(first: u64, second: u64) -> u64 {
    let mixed = (first.wrapping_add(second.rotate_left(23))).wrapping_mul(ODD);
    mixed ^ mixed >> 29
}

/// The group of an element among `1 << level`; elements of one group on a level are in one group on each lower level.
pub fn same_group(a: u64, b: u64, level: u32) -> bool {
    (a ^ b) >> 32 & ((1 << level) - 1) == 0
}

/// The highest level, up to 31, on which two elements are in one group.
pub fn common_level(a: u64, b: u64) -> u32 {
    ((a ^ b) >> 32 | 1 << 31).trailing_zeros()
}

/// Call with the places of each two elements of one group, the earlier one first.
pub fn each_pair(hashes: &[u64], level: u32, groups: &mut Vec<(u64, u32)>, mut call: impl FnMut(usize, usize)) {
    if hashes.len() <= 32 {
        for (j, &second) in hashes.iter().enumerate() {
            for (i, &first) in hashes[..j].iter().enumerate() {
                if same_group(first, second, level) {
                    call(i, j);
                }
            }
        }
        return;
    }
    let mask = (1u64 << level) - 1;
    groups.clear();
    groups.extend((0u32..).zip(hashes).map(|(place, hash)| (hash >> 32 & mask, place)));
    groups.sort_unstable();
    for group in groups.chunk_by(|a, b| a.0 == b.0) {
        for (at, &(_, j)) in group.iter().enumerate() {
            for &(_, i) in &group[..at] {
                call(i as usize, j as usize);
            }
        }
    }
}
