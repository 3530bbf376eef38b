//! References as they came, and how each is turned into signatures.

use super::elements::{Elements, Rarity, each_pair, signature};
use super::scheme::{SINGLE, Scheme};

/// Token sequences with their ids, in the order they came.
#[derive(Debug, Default)]
pub struct Entries {
    ids: Vec<u32>,
    tokens: Vec<u32>,
    ends: Vec<usize>,
}

impl Entries {
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    pub fn push(&mut self, id: u32, tokens: &[u32]) {
        self.ids.push(id);
        self.tokens.extend_from_slice(tokens);
        self.ends.push(self.tokens.len());
    }

    pub fn id(&self, index: usize) -> u32 {
        self.ids[index]
    }

    pub fn tokens(&self, index: usize) -> &[u32] {
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.tokens[start..self.ends[index]]
    }

    pub fn iter(&self) -> impl Iterator<Item = &[u32]> + Clone {
        (0..self.len()).map(|index| self.tokens(index))
    }

    /// The first index whose id is this or a later one.
    pub fn since(&self, id: u32) -> usize {
        self.ids.partition_point(|&other| other < id)
    }

    pub fn bytes(&self) -> usize {
        self.ids.capacity() * 4 + self.tokens.capacity() * 4 + self.ends.capacity() * size_of::<usize>()
    }
}

/// Finds the signatures of references; keeps its buffers.
#[derive(Debug, Default)]
pub struct Filing {
    elements: Elements,
    groups: Vec<(u64, u32)>,
}

impl Filing {
    /// Call with each signature under which a reference is filed.
    pub fn each_signature(&mut self, tokens: &[u32], scheme: Scheme, rarity: &Rarity, mut call: impl FnMut(u64)) {
        self.elements.read(tokens.iter().copied(), rarity);
        let prefix = &self.elements.hashes[..scheme.prefix as usize];
        if scheme.level == SINGLE {
            prefix.iter().for_each(|&hash| call(signature(hash, hash)));
        } else {
            each_pair(prefix, scheme.level, &mut self.groups, |i, j| call(signature(prefix[i], prefix[j])));
        }
    }
}
