//! The youngest references: filed one by one, in chains, until there are enough of them to be sealed.

use super::elements::Rarity;
use super::entries::{Entries, Filing};
use super::scheme::Scheme;

const MARK_BITS: u32 = 8;
const NONE: u32 = u32::MAX;
const NODES_PER_CHAIN: usize = 4;

#[derive(Debug, Clone, Copy)]
struct Node {
    /// The next older one of the chain.
    next: u32,
    /// An index, and below it a mark of the signature.
    slot: u32,
}

/// References that are not sealed yet.
#[derive(Debug, Default)]
pub struct Tail {
    pub entries: Entries,
    heads: Vec<u32>,
    nodes: Vec<Node>,
    filed: usize,
}

impl Tail {
    /// How many references can be in a tail.
    pub const CAPACITY: usize = 1 << (u32::BITS - MARK_BITS);

    /// Whether all references have been filed.
    pub fn is_filed(&self) -> bool {
        self.filed == self.entries.len()
    }

    /// Forget the signatures.
    pub fn unfile(&mut self) {
        self.heads.clear();
        self.nodes.clear();
        self.filed = 0;
    }

    /// File the references that have come.
    pub fn file(&mut self, rarity: &Rarity, filing: &mut Filing, scheme_of: impl Fn(u32) -> Option<Scheme>) {
        while self.filed < self.entries.len() {
            if self.nodes.len() >= self.heads.len() * NODES_PER_CHAIN {
                // Chains have grown long: begin again with more of them.
                let heads = (self.heads.len() * 2).max(1 << 8);
                self.unfile();
                self.heads.resize(heads, NONE);
            }
            let index = self.filed;
            let tokens = self.entries.tokens(index);
            if let Some(scheme) = u32::try_from(tokens.len()).ok().and_then(&scheme_of) {
                let (heads, nodes) = (&mut self.heads, &mut self.nodes);
                filing.each_signature(tokens, scheme, rarity, |key| {
                    let head = head_of(heads.len(), key);
                    let next =
                        std::mem::replace(&mut heads[head], u32::try_from(nodes.len()).expect("fewer than 2^32 signatures"));
                    let slot = u32::try_from(index << MARK_BITS).expect("a tail is sealed when full") | mark(key);
                    nodes.push(Node { next, slot });
                });
            }
            self.filed += 1;
        }
    }

    /// Add the references from index `since` on that are filed under the signature, youngest first.
    pub fn collect(&self, key: u64, since: u32, found: &mut impl FnMut(u32)) {
        let mut at = if self.heads.is_empty() { NONE } else { self.heads[head_of(self.heads.len(), key)] };
        while let Some(node) = self.nodes.get(at as usize) {
            let index = node.slot >> MARK_BITS;
            if index < since {
                break;
            }
            if node.slot & ((1 << MARK_BITS) - 1) == mark(key) {
                found(index);
            }
            at = node.next;
        }
    }

    /// Ask for the chain of a signature before it is read.
    pub fn expect_chain(&self, key: u64) {
        if !self.heads.is_empty() {
            super::prefetch::soon(&self.heads, head_of(self.heads.len(), key));
        }
    }

    pub fn bytes(&self) -> usize {
        self.entries.bytes() + self.heads.capacity() * 4 + self.nodes.capacity() * size_of::<Node>()
    }
}

fn head_of(heads: usize, key: u64) -> usize {
    usize::try_from(key >> (u64::BITS - heads.trailing_zeros())).expect("chains fit the memory")
}

fn mark(key: u64) -> u32 {
    u32::from(key.to_le_bytes()[0])
}
