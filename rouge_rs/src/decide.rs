//! Decision only: which reference has the highest F above a threshold, exact, at a cost that grows far slower than the pool.
//!
//! A reference is filed under signatures such that any candidate above the threshold shares one with it (module `scheme`); what
//! a candidate's signatures bring up is compared by its LCS (module `verify`). Signatures are pairs of rare tokens, so that is
//! little. The signatures of a threshold do for every higher one; a lower one has all filed again, once for each step of 0.05.

mod bounds;
mod buffers;
mod elements;
mod entries;
mod prefetch;
mod scheme;
mod sealed;
mod search;
mod tail;
#[cfg(test)]
mod tests;
mod verify;

use std::sync::{Mutex, PoisonError, RwLock, RwLockReadGuard};

pub use bounds::{least_above, shortest_above};
use buffers::Buffers;
use elements::{Rarity, Seen};
use entries::Filing;
use scheme::Scheme;
use sealed::Sealed;
use search::Search;
use tail::Tail;

/// References with ids, and for each candidate the nearest of them that is above a threshold.
#[derive(Debug, Default)]
pub struct DecisionIndex {
    state: RwLock<State>,
}

/// What came out for a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The id and the LCS of the nearest reference above the threshold, if any is.
    Found(Option<(u32, u32)>),
    /// Not decided: it would have taken more than the effort allowed.
    TooCommon,
}

/// Tails shorter than this are not worth sealing.
const SHORTEST_SEALED: usize = 1 << 6;
/// A segment is filed anew when the tail has grown to this part of it.
const SEALED_PER_TAIL: usize = 4;
/// A segment that has as many references or tokens is left alone from then on.
const LARGEST_SEGMENT: usize = 1 << 23;
const LARGEST_SEGMENT_TOKENS: usize = 1 << 28;
const THRESHOLD_STEPS: f64 = 20.0;

#[derive(Debug)]
struct State {
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

impl Default for State {
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

impl DecisionIndex {
    /// An index without references.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Append a reference; ids ascend.
    pub fn push(&mut self, id: u32, tokens: &[u32]) {
        let state = self.state.get_mut().unwrap_or_else(PoisonError::into_inner);
        if tokens.is_empty() {
            return; // no F with it is above 0
        }
        state.push(id, tokens);
    }

    /// The id and the LCS of the reference whose F is the highest above the threshold; of equals the lowest id.
    ///
    /// Thresholds are 0 or more: at 0 any common token is enough, from 1 on nothing is.
    #[must_use]
    pub fn best_above(&self, candidate: &[u32], threshold: f64) -> Option<(u32, u32)> {
        self.best_above_since(candidate, threshold, 0)
    }

    /// The same among the references whose ids are `since` or later, which is quick if these are few.
    #[must_use]
    pub fn best_above_since(&self, candidate: &[u32], threshold: f64, since: u32) -> Option<(u32, u32)> {
        found(self.search(&[candidate], threshold, since, usize::MAX)[0])
    }

    /// `best_above` of many candidates at once, which is faster than one by one.
    #[must_use]
    pub fn best_above_batch(&self, candidates: &[&[u32]], threshold: f64) -> Vec<Option<(u32, u32)>> {
        self.search(candidates, threshold, 0, usize::MAX).into_iter().map(found).collect()
    }

    /// The same, but a candidate whose signatures are so common that the index does not pay is given up.
    ///
    /// `effort` is about how many references may be brought up by signatures for one candidate; it takes some nanoseconds each.
    /// So it goes when thresholds are low, or all references are of one mould: then comparing with all of them is quicker.
    #[must_use]
    pub fn best_above_within(&self, candidates: &[&[u32]], threshold: f64, effort: usize) -> Vec<Decision> {
        self.search(candidates, threshold, 0, effort)
    }

    fn search(&self, candidates: &[&[u32]], threshold: f64, since: u32, effort: usize) -> Vec<Decision> {
        Search::new(&self.ready(threshold, since == 0), threshold, since, effort).run(candidates)
    }

    /// What the index takes, in bytes, spare capacity included.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.state.read().unwrap_or_else(PoisonError::into_inner).bytes()
    }

    /// The state with all signatures for a threshold.
    ///
    /// The tail is sealed only for questions about all references: those about the youngest are quick while these are in it.
    fn ready(&self, threshold: f64, seal: bool) -> RwLockReadGuard<'_, State> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        if state.is_ready(threshold, seal) {
            return state;
        }
        drop(state);
        self.state.write().unwrap_or_else(PoisonError::into_inner).prepare(threshold, seal);
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }
}

fn found(decision: Decision) -> Option<(u32, u32)> {
    match decision {
        Decision::Found(best) => best,
        Decision::TooCommon => unreachable!("no effort was too much"),
    }
}

/// Whether the threshold leaves anything to look for; not a number does not.
fn is_reachable(threshold: f64) -> bool {
    threshold < 1.0
}

impl State {
    fn push(&mut self, id: u32, tokens: &[u32]) {
        self.tail.entries.push(id, tokens);
        tokens.iter().for_each(|&token| self.seen.insert(token));
        let length = u32::try_from(tokens.len()).expect("lengths fit 32 bits");
        if let Err(at) = self.lengths.binary_search(&length) {
            self.lengths.insert(at, length);
            if let Some(scheme) = Scheme::of(length, self.threshold) {
                let at = self.present.partition_point(|&(other, _)| other < length);
                self.present.insert(at, (length, scheme));
                self.schemes += 1;
            }
        }
    }

    fn is_ready(&self, threshold: f64, seal: bool) -> bool {
        let is_filed = || self.threshold <= threshold && self.tail.is_filed() && !self.is_tail_long(seal);
        !is_reachable(threshold) || is_filed()
    }

    /// Whether the tail is to be sealed now: when it has grown long, or at the latest when it has no more room.
    fn is_tail_long(&self, seal: bool) -> bool {
        let last = self.segments.last().map_or(0, |segment| segment.count() as usize);
        let most = if seal { SHORTEST_SEALED.max(last / SEALED_PER_TAIL) } else { usize::MAX };
        self.tail.entries.len() >= most.min(Tail::CAPACITY / 2)
    }

    /// File what is not filed for this threshold.
    fn prepare(&mut self, threshold: f64, seal: bool) {
        if self.is_ready(threshold, seal) {
            return;
        }
        if self.threshold > threshold {
            // Steps, so that thresholds that fall bit by bit do not have all filed again each time.
            self.threshold = threshold.min((threshold * THRESHOLD_STEPS).floor() / THRESHOLD_STEPS).max(0.0);
            self.present = self.lengths.iter().filter_map(|&n| Some((n, Scheme::of(n, self.threshold)?))).collect();
            self.schemes += 1;
            self.file_all();
        }
        if self.is_tail_long(seal) {
            self.seal();
        }
        let Self { tail, rarity, filing, present, .. } = self;
        tail.file(rarity, filing, |n| scheme_of(present, n));
    }

    /// File all references anew.
    fn file_all(&mut self) {
        self.tail.unfile();
        for segment in &mut self.segments {
            segment.unfile();
            segment.file(&self.rarity, &mut self.filing, |n| scheme_of(&self.present, n));
        }
    }

    /// Merge the tail into the last segment.
    fn seal(&mut self) {
        let full =
            |segment: &Sealed, largest| segment.count() as usize >= largest || segment.tokens() >= LARGEST_SEGMENT_TOKENS;
        let largest = self.largest_segment;
        let mut last = self.segments.pop_if(|segment| !full(segment, largest)).unwrap_or_default();
        last.unfile();
        let tail = std::mem::take(&mut self.tail);
        let mut merged = Sealed::merge(&last, &tail.entries);
        drop((last, tail));
        if self.segments.is_empty() {
            self.rarity = Rarity::count(merged.iter()); // later segments keep to the order of the first
        }
        merged.file(&self.rarity, &mut self.filing, |n| scheme_of(&self.present, n));
        self.segments.push(merged);
    }

    fn lend(&self) -> Buffers {
        self.buffers.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    fn give_back(&self, buffers: Buffers) {
        self.buffers.lock().unwrap_or_else(PoisonError::into_inner).push(buffers);
    }

    /// How many references there are.
    fn count(&self) -> usize {
        self.segments.iter().map(|segment| segment.count() as usize).sum::<usize>() + self.tail.entries.len()
    }

    fn bytes(&self) -> usize {
        self.segments.iter().map(Sealed::bytes).sum::<usize>() + self.tail.bytes()
    }
}

/// How references of this length are filed.
fn scheme_of(present: &[(u32, Scheme)], n: u32) -> Option<Scheme> {
    present.binary_search_by_key(&n, |&(length, _)| length).ok().map(|at| present[at].1)
}
