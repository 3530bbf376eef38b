//! Tokens as small numbers.

use std::collections::TryReserveError;
use std::hash::{BuildHasher, RandomState};

/// What [`Interner::find`] gives for a token that was never interned; no token gets this number.
pub const UNKNOWN: u32 = u32::MAX;

const FREE: Slot = Slot { check: 0, id: UNKNOWN };

#[derive(Clone, Copy, Debug)]
struct Slot {
    check: u32,
    id: u32,
}

/// Numbers byte strings from 0, each once. All bytes lie in one buffer: about 20 bytes a token beside its own.
#[derive(Debug)]
pub struct Interner {
    seed: u64,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    slots: Vec<Slot>,
}

impl Default for Interner {
    fn default() -> Self {
        // Hashes differ from process to process: no text can be made to collide.
        Self { seed: RandomState::new().hash_one(0), bytes: Vec::new(), ends: Vec::new(), slots: vec![FREE; 64] }
    }
}

impl Interner {
    /// How many tokens there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// What it takes, in bytes, spare capacity included.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.bytes.capacity() + self.ends.capacity() * size_of::<usize>() + self.slots.capacity() * size_of::<Slot>()
    }

    /// The bytes of a token.
    #[must_use]
    pub fn token(&self, id: u32) -> &[u8] {
        let id = id as usize;
        &self.bytes[if id == 0 { 0 } else { self.ends[id - 1] }..self.ends[id]]
    }

    /// The number of a token, or [`UNKNOWN`].
    #[must_use]
    pub fn find(&self, token: &[u8]) -> u32 {
        self.slots[self.slot(self.hash(token), token)].id
    }

    /// The number of a token, a new one if it has none yet.
    ///
    /// # Errors
    /// When there is no memory for it.
    ///
    /// # Panics
    /// When there are 2^32 - 1 tokens already.
    pub fn intern(&mut self, token: &[u8]) -> Result<u32, TryReserveError> {
        let hash = self.hash(token);
        let mut slot = self.slot(hash, token);
        if self.slots[slot].id != UNKNOWN {
            return Ok(self.slots[slot].id);
        }
        if (self.len() + 1) * 4 > self.slots.len() * 3 {
            self.grow()?;
            slot = self.slot(hash, token);
        }
        let id = u32::try_from(self.len()).ok().filter(|&id| id != UNKNOWN).expect("fewer than 2^32 - 1 tokens");
        self.bytes.try_reserve(token.len())?;
        self.ends.try_reserve(1)?;
        self.bytes.extend_from_slice(token);
        self.ends.push(self.bytes.len());
        self.slots[slot] = Slot { check: check(hash), id };
        Ok(id)
    }

    /// Where the token is, or the free slot where it would go.
    fn slot(&self, hash: u64, token: &[u8]) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = start(hash, mask);
        loop {
            let Slot { check: other, id } = self.slots[at];
            if id == UNKNOWN || (other == check(hash) && self.token(id) == token) {
                return at;
            }
            at = (at + 1) & mask;
        }
    }

    fn grow(&mut self) -> Result<(), TryReserveError> {
        let mut slots = Vec::new();
        slots.try_reserve_exact(self.slots.len() * 2)?;
        slots.resize(self.slots.len() * 2, FREE);
        let mask = slots.len() - 1;
        for id in 0..self.len() {
            let id = u32::try_from(id).expect("no more tokens than numbers");
            let hash = self.hash(self.token(id));
            let mut at = start(hash, mask);
            while slots[at].id != UNKNOWN {
                at = (at + 1) & mask;
            }
            slots[at] = Slot { check: check(hash), id };
        }
        self.slots = slots;
        Ok(())
    }

    fn hash(&self, token: &[u8]) -> u64 {
        let mut state = fold(self.seed ^ token.len() as u64, 0x9E37_79B9_7F4A_7C15);
        let (words, rest) = token.as_chunks::<8>();
        for &word in words {
            state = fold(state ^ u64::from_le_bytes(word), 0x9E37_79B9_7F4A_7C15);
        }
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        fold(state ^ u64::from_le_bytes(last), self.seed | 1)
    }
}

/// Both halves of the product, mixed.
#[allow(clippy::cast_possible_truncation)] // the halves are what is wanted
fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

#[allow(clippy::cast_possible_truncation)] // the upper half is what is wanted
fn check(hash: u64) -> u32 {
    (hash >> 32) as u32
}

#[allow(clippy::cast_possible_truncation)] // the mask is what counts
fn start(hash: u64, mask: usize) -> usize {
    hash as usize & mask
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_numbered_once_in_the_order_they_came() {
        let mut interner = Interner::default();
        assert!(interner.is_empty());
        let tokens: Vec<String> = (0..5000).map(|i| format!("{i:b}")).chain([String::new()]).collect();
        for _ in 0..2 {
            for (id, token) in tokens.iter().enumerate() {
                assert_eq!(interner.intern(token.as_bytes()).unwrap() as usize, id);
            }
        }
        assert_eq!(interner.len(), tokens.len());
        for (id, token) in tokens.iter().enumerate() {
            assert_eq!(interner.find(token.as_bytes()) as usize, id);
            assert_eq!(interner.token(u32::try_from(id).unwrap()), token.as_bytes());
        }
        assert_eq!(interner.find(b"2"), UNKNOWN);
        assert_eq!(interner.find(b"1\0"), UNKNOWN);
    }
}
