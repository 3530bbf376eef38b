//! Decision only: which reference has the highest F above a threshold, exact, at a cost that grows far slower than the pool.
//!
//! A reference is filed under signatures such that any candidate above the threshold shares one with it (module `scheme`); what
//! a candidate's signatures bring up is compared by its LCS (module `verify`). Signatures are pairs of rare tokens, so that is
//! little. The signatures of a threshold do for every higher one; a lower one has all filed again, once for each step of 0.05.

mod bounds;
mod buffers;
mod elements;
mod filing;
mod prefetch;
mod scheme;
mod sealed;
mod search;
mod tail;
#[cfg(test)]
mod tests;
mod verify;

use std::collections::TryReserveError;
use std::sync::{Mutex, PoisonError};

use buffers::Buffers;
use elements::{Rarity, Seen};
use filing::Filing;
use scheme::Scheme;
use sealed::Sealed;
use search::Search;
use tail::Tail;

use crate::error::Error;
use crate::memory::push;
use crate::pool::Pool;
use crate::work::Work;

/// What came out for a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The id and the LCS of the nearest reference above the threshold, if any is.
    Found(Option<(u32, u32)>),
    /// Not decided: it would have taken more than the effort allowed.
    TooCommon,
}

impl Decision {
    /// What was found when any effort was allowed.
    pub fn found(self) -> Option<(u32, u32)> {
        match self {
            Self::Found(best) => best,
            Self::TooCommon => unreachable!("no effort was too much"),
        }
    }
}

/// Tails shorter than this are not worth sealing.
const SHORTEST_SEALED: usize = 1 << 6;
/// A segment is filed anew when the tail has grown to this part of it.
const SEALED_PER_TAIL: usize = 4;
/// A segment that has as many references or tokens is left alone from then on.
const LARGEST_SEGMENT: usize = 1 << 23;
const LARGEST_SEGMENT_TOKENS: usize = 1 << 28;
const THRESHOLD_STEPS: f64 = 20.0;
/// How many references are taken in between two looks whether to give up.
const TAKEN: usize = 1 << 14;

/// For a candidate the nearest reference of a pool that is above a threshold.
///
/// It holds no references of its own: every call is given the pool, which may have grown since.
#[derive(Debug)]
pub struct DecisionIndex {
    /// What the signatures are for: this threshold and higher ones.
    threshold: f64,
    rarity: Rarity,
    seen: Seen,
    /// The lengths of the references that can be above the threshold, ascending.
    present: Vec<(u32, Scheme)>,
    /// How often that has changed.
    schemes: u64,
    /// All lengths of references, ascending.
    lengths: Vec<u32>,
    segments: Vec<Sealed>,
    tail: Tail,
    filing: Filing,
    largest_segment: usize,
    /// What searches work in, when they do not.
    buffers: Mutex<Vec<Buffers>>,
}

impl Default for DecisionIndex {
    fn default() -> Self {
        Self {
            threshold: f64::INFINITY,
            rarity: Rarity::new(),
            seen: Seen::default(),
            present: Vec::new(),
            schemes: 0,
            lengths: Vec::new(),
            segments: Vec::new(),
            tail: Tail::default(),
            filing: Filing::default(),
            largest_segment: LARGEST_SEGMENT,
            buffers: Mutex::default(),
        }
    }
}

/// Whether the threshold leaves anything to look for; not a number does not.
fn is_reachable(threshold: f64) -> bool {
    threshold < 1.0
}

impl DecisionIndex {
    /// Files what has come into the pool, for questions about all of it at this threshold.
    pub fn prepare(&mut self, pool: &Pool, threshold: f64, work: &Work<'_>) -> Result<(), Error> {
        while (self.tail.end() as usize) < pool.len() {
            work.check()?;
            self.take(pool, pool.len().min(self.tail.end() as usize + TAKEN))?;
        }
        self.file(pool, threshold, true)
    }

    /// The same for questions about the youngest references, which are quick while these are in the tail.
    pub fn prepare_tail(&mut self, pool: &Pool, threshold: f64) -> Result<(), Error> {
        self.take(pool, pool.len())?;
        self.file(pool, threshold, false)
    }

    /// The id and the LCS of the reference whose F is the highest above the threshold, for each candidate; of equals the
    /// lowest id. Only references whose ids are `since` or later count, which is quick if these are few.
    ///
    /// The index must have been prepared for the threshold or a lower one, which is 0 or more: at 0 any common token is enough,
    /// from 1 on nothing is. `effort` is about how many references may be brought up by signatures for one candidate; it takes
    /// some nanoseconds each. When thresholds are low, or all references are of one mould, it is quicker to compare with all.
    pub fn search(
        &self,
        pool: &Pool,
        candidates: &[&[u32]],
        threshold: f64,
        since: u32,
        effort: usize,
    ) -> Result<Vec<Decision>, Error> {
        debug_assert!(self.is_filed(threshold), "the index was not prepared");
        Ok(Search::new(self, pool, threshold, since, effort).run(candidates)?)
    }

    /// What the index takes, in bytes, spare capacity included.
    pub fn bytes(&self) -> usize {
        self.segments.iter().map(Sealed::bytes).sum::<usize>() + self.tail.bytes()
    }

    /// Makes references known, up to this number, without filing them.
    fn take(&mut self, pool: &Pool, end: usize) -> Result<(), TryReserveError> {
        while (self.tail.end() as usize) < end {
            let tokens = pool.reference(self.tail.end());
            for &token in tokens {
                self.seen.insert(token)?;
            }
            self.see_length(u32::try_from(tokens.len()).expect("lengths fit 32 bits"))?;
            self.tail.extend();
        }
        Ok(())
    }

    fn see_length(&mut self, length: u32) -> Result<(), TryReserveError> {
        let Err(at) = self.lengths.binary_search(&length) else { return Ok(()) };
        self.lengths.try_reserve(1)?;
        self.present.try_reserve(1)?;
        self.lengths.insert(at, length);
        if let Some(scheme) = Scheme::of(length, self.threshold) {
            let at = self.present.partition_point(|&(other, _)| other < length);
            self.present.insert(at, (length, scheme));
            self.schemes += 1;
        }
        Ok(())
    }

    fn is_filed(&self, threshold: f64) -> bool {
        !is_reachable(threshold) || self.threshold <= threshold && self.tail.is_filed()
    }

    /// Whether the tail is to be sealed now: when it has grown long, or at the latest when it has no more room.
    fn is_tail_long(&self, seal: bool) -> bool {
        let last = self.segments.last().map_or(0, |segment| segment.count() as usize);
        let most = if seal { SHORTEST_SEALED.max(last / SEALED_PER_TAIL) } else { usize::MAX };
        self.tail.len() >= most.min(Tail::CAPACITY / 2)
    }

    /// Files what is not filed for this threshold.
    fn file(&mut self, pool: &Pool, threshold: f64, seal: bool) -> Result<(), Error> {
        if !is_reachable(threshold) || self.is_filed(threshold) && !self.is_tail_long(seal) {
            return Ok(());
        }
        let filed = self.file_anew(pool, threshold, seal);
        if filed.is_err() {
            // What was filed of it is of no use; it goes, and the next question begins again.
            self.unfile();
        }
        Ok(filed?)
    }

    fn file_anew(&mut self, pool: &Pool, threshold: f64, seal: bool) -> Result<(), TryReserveError> {
        if self.threshold > threshold {
            // Steps, so that thresholds that fall bit by bit do not have all filed again each time.
            self.threshold = threshold.min((threshold * THRESHOLD_STEPS).floor() / THRESHOLD_STEPS).max(0.0);
            self.present = self.lengths.iter().filter_map(|&n| Some((n, Scheme::of(n, self.threshold)?))).collect();
            self.schemes += 1;
            self.tail.unfile();
            for segment in &mut self.segments {
                segment.unfile();
                segment.file(pool, &self.rarity, &mut self.filing, |n| scheme_of(&self.present, n))?;
            }
        }
        if self.is_tail_long(seal) {
            self.seal(pool)?;
        }
        let Self { tail, rarity, filing, present, .. } = self;
        tail.file(pool, rarity, filing, |n| scheme_of(present, n))
    }

    fn unfile(&mut self) {
        self.threshold = f64::INFINITY;
        self.present.clear();
        self.schemes += 1;
        self.tail.unfile();
        self.segments.iter_mut().for_each(Sealed::unfile);
    }

    /// Merges the tail into the last segment, unless that is full.
    fn seal(&mut self, pool: &Pool) -> Result<(), TryReserveError> {
        let largest = self.largest_segment;
        let open = self.segments.pop_if(|last| (last.count() as usize) < largest && last.tokens() < LARGEST_SEGMENT_TOKENS);
        let first = open.as_ref().map_or(self.tail.first(), |segment| segment.ids().start);
        // The references are in the index whatever fails from here on: in the tail, which begins where they do.
        let end = self.tail.end();
        self.tail = Tail::from(first..end);
        drop(open); // so that signatures are not kept twice while they are made anew
        let mut merged = Sealed::over(pool, first..end)?;
        if self.segments.is_empty() {
            self.rarity = Rarity::count(merged.references(pool))?; // later segments keep to the order of the first
        }
        merged.file(pool, &self.rarity, &mut self.filing, |n| scheme_of(&self.present, n))?;
        push(&mut self.segments, merged)?;
        self.tail = Tail::from(end..end);
        Ok(())
    }

    fn lend(&self) -> Buffers {
        self.buffers.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    fn give_back(&self, buffers: Buffers) -> Result<(), TryReserveError> {
        push(&mut self.buffers.lock().unwrap_or_else(PoisonError::into_inner), buffers)
    }
}

/// How references of this length are filed.
fn scheme_of(present: &[(u32, Scheme)], n: u32) -> Option<Scheme> {
    present.binary_search_by_key(&n, |&(length, _)| length).ok().map(|at| present[at].1)
}
