//! References by their length, and by the numbers in the order of which they came.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::lcs::Bucket;
use crate::memory::reserve;

/// References by their length.
#[derive(Debug, Default)]
pub(crate) struct Buckets {
    /// In the order in which the first reference of each length came.
    buckets: Vec<Bucket>,
    slots: BTreeMap<usize, u32>,
}

impl Buckets {
    /// The slot of the bucket for a length; a new bucket if there is none.
    pub(crate) fn slot_for(&mut self, length: usize) -> u32 {
        let Self { buckets, slots } = self;
        *slots.entry(length).or_insert_with(|| {
            buckets.push(Bucket::new(length));
            u32::try_from(buckets.len() - 1).expect("fewer lengths than references")
        })
    }

    /// The bucket in a slot.
    pub(crate) fn at(&self, slot: u32) -> &Bucket {
        &self.buckets[slot as usize]
    }

    /// The same, to append to.
    pub(crate) fn at_mut(&mut self, slot: u32) -> &mut Bucket {
        &mut self.buckets[slot as usize]
    }

    /// The buckets of references that have tokens, by ascending length, with their slots.
    pub(crate) fn with_tokens(&self) -> impl Iterator<Item = (u32, &Bucket)> {
        self.slots.range(1..).map(|(_, &slot)| (slot, self.at(slot)))
    }
}

#[derive(Clone, Copy, Debug)]
struct Place {
    slot: u32,
    position: u32,
}

/// Sequences of token numbers, numbered from 0 in the order they came.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    buckets: Buckets,
    /// By number.
    places: Vec<Place>,
    bound: usize,
}

impl Pool {
    /// How many references there are.
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// The number that the next reference gets.
    pub(crate) fn end(&self) -> u32 {
        u32::try_from(self.len()).expect("numbers have 32 bits")
    }

    /// The tokens of a reference. Panics when there is none of this number.
    pub(crate) fn reference(&self, id: u32) -> &[u32] {
        let Place { slot, position } = self.places[id as usize];
        self.buckets.at(slot).reference(position as usize)
    }

    /// All references by length.
    pub(crate) fn buckets(&self) -> &Buckets {
        &self.buckets
    }

    /// All tokens are below this.
    pub(crate) fn bound(&self) -> usize {
        self.bound
    }

    /// Appends a reference; on an error the pool is as it was.
    pub(crate) fn push(&mut self, tokens: &[u32]) -> Result<(), Error> {
        let id = u32::try_from(self.len()).ok().filter(|&id| id < u32::MAX).ok_or(Error::Full)?;
        u32::try_from(tokens.len()).map_err(|_| Error::Full)?;
        reserve(&mut self.places, 1)?;
        let slot = self.buckets.slot_for(tokens.len());
        let bucket = self.buckets.at_mut(slot);
        let position = u32::try_from(bucket.ids().len()).map_err(|_| Error::Full)?;
        bucket.push(id, tokens)?;
        self.bound = self.bound.max(bucket.bound());
        self.places.push(Place { slot, position });
        Ok(())
    }

    /// What it takes, in bytes, spare capacity included.
    pub(crate) fn bytes(&self) -> usize {
        let buckets: usize = self.buckets.buckets.iter().map(Bucket::bytes).sum();
        buckets + self.places.capacity() * size_of::<Place>()
    }
}
