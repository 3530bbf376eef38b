//! Length of the longest common subsequence (LCS) of many candidates with every reference, by interchangeable kernels.
//!
//! The bit-parallel recurrence (Crochemore, Iliopoulos, Pinzon and Reid 2001; Hyyrö 2004) keeps one bit for each position of
//! a candidate, all ones at first. A reference's token that stands at the positions `M` of the candidate turns the state
//! `S` into `(S + (S & M)) | (S & !M)`, and in the end the LCS is the number of zeros.
//!
//! A *kernel* packs candidates side by side into the lanes of a vector ([`lanes`]): the references' tokens are then read once
//! for all of them. What a token's `M` is in every lane is one contiguous row of a table, so that a step needs no gather.
//! Candidates too long for any lane go through [`long`], whichever the kernel. [`naive`] is the textbook table, kept as the
//! oracle of the tests.

mod lanes;
pub(crate) mod long;
mod naive;
mod scalar;

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
#[cfg(target_arch = "aarch64")]
mod neon;

use std::collections::TryReserveError;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

pub(crate) use lanes::Layout;

use crate::memory::reserve;

/// References of one length, their tokens one after another; the numbers they have in the pool ascend.
#[derive(Debug, Default)]
pub struct Bucket {
    length: usize,
    tokens: Vec<u32>,
    ids: Vec<u32>,
    bound: usize,
}

impl Bucket {
    /// Makes an empty bucket for references of this many tokens.
    #[must_use]
    pub fn new(length: usize) -> Self {
        Self { length, ..Self::default() }
    }

    /// Appends a reference.
    ///
    /// # Errors
    /// When there is no memory for it; the bucket is then as it was.
    ///
    /// # Panics
    /// When the reference is of another length.
    pub fn push(&mut self, id: u32, tokens: &[u32]) -> Result<(), TryReserveError> {
        assert_eq!(tokens.len(), self.length, "a bucket holds references of one length");
        reserve(&mut self.tokens, tokens.len())?;
        reserve(&mut self.ids, 1)?;
        self.tokens.extend_from_slice(tokens);
        self.ids.push(id);
        self.bound = tokens.iter().fold(self.bound, |bound, &token| bound.max(token as usize + 1));
        Ok(())
    }

    /// How many tokens each reference has.
    #[must_use]
    pub fn length(&self) -> usize {
        self.length
    }

    /// The numbers of the references.
    #[must_use]
    pub fn ids(&self) -> &[u32] {
        &self.ids
    }

    /// The tokens of the reference at a position.
    #[must_use]
    pub fn reference(&self, position: usize) -> &[u32] {
        &self.tokens[position * self.length..(position + 1) * self.length]
    }

    /// All tokens are below this.
    pub(crate) fn bound(&self) -> usize {
        self.bound
    }

    /// What it takes, in bytes, spare capacity included.
    pub(crate) fn bytes(&self) -> usize {
        4 * (self.tokens.capacity() + self.ids.capacity())
    }
}

/// Receives the references that come near enough to a candidate.
pub trait Sink {
    /// Takes the LCS of the candidate in `lane` with the reference at `position` of the bucket; returns the least LCS that
    /// a later reference of this bucket must have to be offered for that candidate.
    fn offer(&mut self, lane: usize, position: usize, lcs: u32) -> u32;
}

/// What a scan reads and fills for every lane of a group.
pub struct Tally<'a> {
    /// The least LCS that is offered to the sink.
    pub least: &'a mut [u32],
    /// The LCS of all references scanned are added to this.
    pub sums: &'a mut [u64],
    /// Gets the references with enough.
    pub sink: &'a mut dyn Sink,
}

/// Computes the LCS of two sequences of any length.
#[must_use]
pub fn pair(a: &[u32], b: &[u32]) -> u32 {
    let (shorter, longer) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let mut candidate = long::Candidate::default();
    candidate.set(shorter);
    candidate.lcs_from(0, longer, &mut long::Scratch::default())
}

/// Candidates made ready to be scanned together.
pub trait Group: Send + Sync {
    /// Computes the LCS of each candidate with the references at these positions of a bucket.
    fn scan(&self, bucket: &Bucket, positions: Range<usize>, tally: &mut Tally<'_>);
}

/// How the LCS is computed; all kernels give the same integers.
#[derive(Clone, Copy, Debug)]
pub struct Kernel {
    name: &'static str,
    layout: Option<&'static Layout>,
}

/// The candidates, by their positions in the batch, that go into one group.
pub(crate) type Members = Vec<usize>;

impl Kernel {
    /// Runs anywhere.
    const SCALAR: Self = Self { name: "scalar", layout: Some(&scalar::LAYOUT) };

    /// The kernels that this processor can run, slowest first.
    #[must_use]
    pub fn available() -> Vec<Self> {
        let mut kernels = vec![Self { name: "naive", layout: None }, Self::SCALAR];
        #[cfg(target_arch = "x86_64")]
        {
            kernels.extend(avx2::layout().map(|layout| Self { name: "avx2", layout: Some(layout) }));
            kernels.extend(avx512::layout().map(|layout| Self { name: "avx512", layout: Some(layout) }));
            kernels.extend(avx512::layout_popcnt().map(|layout| Self { name: "avx512popcnt", layout: Some(layout) }));
        }
        #[cfg(target_arch = "aarch64")]
        kernels.extend(neon::layout().map(|layout| Self { name: "neon", layout: Some(layout) }));
        kernels
    }

    /// Finds an available kernel by its name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::available().into_iter().find(|kernel| kernel.name == name)
    }

    /// The fastest kernel that this processor can run.
    #[must_use]
    pub fn fastest() -> Self {
        static FASTEST: OnceLock<Kernel> = OnceLock::new();
        *FASTEST.get_or_init(|| Self::available().pop().unwrap_or(Self::SCALAR))
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Divides candidates of these lengths into groups, costly ones first.
    pub(crate) fn plan(&self, lengths: &[usize]) -> Vec<Members> {
        let mut order: Members = (0..lengths.len()).collect();
        order.sort_by_key(|&candidate| std::cmp::Reverse(lengths[candidate]));
        let mut groups = Vec::new();
        let mut rest = &order[..];
        while let Some(&longest) = rest.first() {
            let take = self.layout.map_or(1, |layout| layout.room(lengths[longest], rest.iter().map(|&c| lengths[c])));
            let (group, others) = rest.split_at(take.min(rest.len()));
            groups.push(group.to_vec());
            rest = others;
        }
        groups
    }

    /// Makes a group of the plan ready. Tokens from `bound` on are in no reference and must have been left out.
    pub(crate) fn prepare(&self, candidates: &[&[u32]], bound: usize) -> Arc<dyn Group> {
        let longest = candidates.iter().map(|tokens| tokens.len()).max().unwrap_or(0);
        match self.layout {
            None => Arc::new(naive::Naive::new(candidates)),
            Some(_) if longest > lanes::LONGEST => Arc::new(long::Long::new(candidates)),
            Some(layout) => layout.table(candidates, bound).unwrap_or_else(|| Arc::new(long::Long::new(candidates))),
        }
    }

    /// About how much a step of a group costs whose longest candidate has this length, in vector operations.
    pub(crate) fn cost(&self, longest: usize) -> usize {
        match self.layout {
            None => longest.max(1) * 2,
            Some(_) => longest.div_ceil(64).max(1) * 2,
        }
    }
}
