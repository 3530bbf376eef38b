//! The youngest references: filed one by one, in chains, until there are enough of them to be sealed.

use std::collections::TryReserveError;
use std::ops::Range;

use super::elements::Rarity;
use super::filing::Filing;
use super::scheme::Scheme;
use crate::memory::push;
use crate::pool::Pool;

const MARK_BITS: u32 = 8;
const NONE: u32 = u32::MAX;
const NODES_PER_CHAIN: usize = 2;

#[derive(Debug, Clone, Copy)]
struct Node {
    /// The next older one of the chain.
    next: u32,
    /// An index, and below it a mark of the signature.
    slot: u32,
}

/// References that are not sealed yet: those with the highest ids.
#[derive(Debug, Default)]
pub struct Tail {
    ids: Range<u32>,
    heads: Vec<u32>,
    /// In the order of the references, so that the youngest have the highest numbers.
    nodes: Vec<Node>,
    /// Where the nodes of each reference begin that has been filed.
    starts: Vec<u32>,
}

impl From<Range<u32>> for Tail {
    /// None of them is filed.
    fn from(ids: Range<u32>) -> Self {
        Self { ids, ..Self::default() }
    }
}

impl Tail {
    /// How many references can be in a tail.
    pub const CAPACITY: usize = 1 << (u32::BITS - MARK_BITS);

    /// How many references there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// The id of the first reference, or of the one to come.
    pub fn first(&self) -> u32 {
        self.ids.start
    }

    /// The id of the reference to come.
    pub fn end(&self) -> u32 {
        self.ids.end
    }

    /// Take in one more reference.
    pub fn extend(&mut self) {
        self.ids.end += 1;
    }

    /// The id and the tokens of a reference.
    pub fn read<'p>(&self, pool: &'p Pool, index: usize) -> (u32, &'p [u32]) {
        let id = self.ids.start + u32::try_from(index).expect("indices of a tail are small");
        (id, pool.reference(id))
    }

    /// The first index whose id is this or a later one.
    pub fn since(&self, id: u32) -> u32 {
        id.clamp(self.ids.start, self.ids.end) - self.ids.start
    }

    /// Whether all references have been filed.
    pub fn is_filed(&self) -> bool {
        self.starts.len() == self.len()
    }

    /// Forget the signatures.
    pub fn unfile(&mut self) {
        self.heads.clear();
        self.nodes.clear();
        self.starts.clear();
    }

    /// File the references that have come.
    pub fn file(
        &mut self,
        pool: &Pool,
        rarity: &Rarity,
        filing: &mut Filing,
        scheme_of: impl Fn(u32) -> Option<Scheme>,
    ) -> Result<(), TryReserveError> {
        while self.starts.len() < self.len() {
            if self.nodes.len() >= self.heads.len() * NODES_PER_CHAIN {
                // Chains have grown long: begin again with more of them.
                let heads = (self.heads.len() * 2).max(1 << 8);
                self.unfile();
                self.heads.try_reserve_exact(heads)?;
                self.heads.resize(heads, NONE);
            }
            let index = self.starts.len();
            push(&mut self.starts, node_number(self.nodes.len()))?;
            let (_, tokens) = self.read(pool, index);
            if let Some(scheme) = u32::try_from(tokens.len()).ok().and_then(&scheme_of) {
                let (heads, nodes) = (&mut self.heads, &mut self.nodes);
                filing.each_signature(tokens, scheme, rarity, |key| {
                    let head = head_of(heads.len(), key);
                    let node = node_number(nodes.len());
                    let slot = u32::try_from(index << MARK_BITS).expect("a tail is sealed when full") | mark(key);
                    push(nodes, Node { next: heads[head], slot })?;
                    heads[head] = node;
                    Ok(())
                })?;
            }
        }
        Ok(())
    }

    /// The nodes of the references from this index on have this number or a higher one.
    pub fn nodes_since(&self, index: u32) -> u32 {
        self.starts.get(index as usize).copied().unwrap_or(NONE)
    }

    /// Add the references filed under the signature whose nodes have this number or a higher one, youngest first.
    pub fn collect(&self, key: u64, since: u32, found: &mut impl FnMut(u32)) {
        let mut at = self.head(key);
        while at >= since
            && let Some(node) = self.nodes.get(at as usize)
        {
            if node.slot & ((1 << MARK_BITS) - 1) == mark(key) {
                found(node.slot >> MARK_BITS);
            }
            at = node.next;
        }
    }

    fn head(&self, key: u64) -> u32 {
        if self.heads.is_empty() { NONE } else { self.heads[head_of(self.heads.len(), key)] }
    }

    /// Ask for the head of a signature's chain before it is read.
    pub fn expect_head(&self, key: u64) {
        if !self.heads.is_empty() {
            super::prefetch::soon(&self.heads, head_of(self.heads.len(), key));
        }
    }

    /// Ask for the first node of a signature's chain before it is read.
    pub fn expect_node(&self, key: u64, since: u32) {
        let head = self.head(key);
        if head >= since {
            super::prefetch::soon(&self.nodes, head as usize);
        }
    }

    pub fn bytes(&self) -> usize {
        (self.heads.capacity() + self.starts.capacity()) * 4 + self.nodes.capacity() * size_of::<Node>()
    }
}

fn node_number(nodes: usize) -> u32 {
    u32::try_from(nodes).expect("fewer than 2^32 signatures")
}

fn head_of(heads: usize, key: u64) -> usize {
    usize::try_from(key >> (u64::BITS - heads.trailing_zeros())).expect("chains fit the memory")
}

fn mark(key: u64) -> u32 {
    u32::from(key.to_le_bytes()[0])
}
