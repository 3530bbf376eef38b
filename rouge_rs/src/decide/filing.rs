//! How each reference is turned into signatures.

use std::collections::TryReserveError;

use super::elements::{Elements, Rarity, each_pair, signature};
use super::scheme::{SINGLE, Scheme};

/// Finds the signatures of references; keeps its buffers.
#[derive(Debug, Default)]
pub struct Filing {
    elements: Elements,
    groups: Vec<(u64, u32)>,
}

impl Filing {
    /// Call with each signature under which a reference is filed, until a call fails.
    pub fn each_signature(
        &mut self,
        tokens: &[u32],
        scheme: Scheme,
        rarity: &Rarity,
        mut call: impl FnMut(u64) -> Result<(), TryReserveError>,
    ) -> Result<(), TryReserveError> {
        self.elements.read(tokens.iter().copied(), rarity);
        let prefix = &self.elements.hashes[..scheme.prefix as usize];
        if scheme.level == SINGLE {
            return prefix.iter().try_for_each(|&hash| call(signature(hash, hash)));
        }
        let mut called = Ok(());
        each_pair(prefix, scheme.level, &mut self.groups, |i, j| {
            if called.is_ok() {
                called = call(signature(prefix[i], prefix[j]));
            }
        });
        called
    }
}
