//! A pool of references that candidates are scored against.

use std::collections::TryReserveError;

use crate::batch::{Batch, Buckets, Candidate, Found, Interrupted, Work, all_lcs};
use crate::decide::DecisionIndex;
use crate::lcs::{Bucket, Kernel, reserve};
use crate::score::{Neighbour, Score, f_measure, mean_f};

/// How many candidates are scored at once: enough to fill the lanes of any kernel, few enough that what is found fits.
const CHUNK: usize = 1024;
/// How many are judged by scores at once: each is compared with those of them that were accepted before it.
const JUDGED: usize = 256;
/// How many are decided at once.
const DECIDED: usize = 512;
/// How many references are put into the index between two looks whether to give up.
const INDEXED: usize = 1 << 14;
/// What it costs about to decide one candidate, in vector operations.
const WORTH_A_CANDIDATE: usize = 1 << 13;

/// Why a pool could not do what it was asked to.
#[derive(Debug, PartialEq, Eq)]
pub enum Error {
    /// The call was interrupted. What had been accepted until then is in the pool.
    Interrupted,
    /// There was no memory for another reference.
    Memory,
    /// A pool numbers its references with 32 bits.
    Full,
}

impl std::fmt::Display for Error {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Interrupted => "interrupted",
            Self::Memory => "no memory for another reference",
            Self::Full => "a pool holds no more than 2^32 - 1 references",
        })
    }
}

impl std::error::Error for Error {}

impl From<Interrupted> for Error {
    fn from(_: Interrupted) -> Self {
        Self::Interrupted
    }
}

impl From<TryReserveError> for Error {
    fn from(_: TryReserveError) -> Self {
        Self::Memory
    }
}

/// Whether a candidate was accepted, and its score.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Whether F to no reference was above the threshold.
    pub accepted: bool,
    /// Mean F over all references; `None` if it was only decided.
    pub mean: Option<f64>,
    /// The nearest references; when it was only decided, the one that refused it.
    pub nearest: Vec<Neighbour>,
}

/// Sequences of token numbers, numbered from 0 in the order they came.
///
/// Tokens of candidates that no reference has, [`crate::interner::UNKNOWN`] among them, count in the length and match nothing.
#[derive(Debug)]
pub struct References {
    kernel: Kernel,
    buckets: Buckets,
    /// By number: the length, and the position in its bucket.
    places: Vec<(u32, u32)>,
    bound: usize,
    /// Of the references up to some number; brought up to date when something is to be decided.
    index: DecisionIndex,
    indexed: u32,
}

impl Default for References {
    fn default() -> Self {
        Self::new(Kernel::fastest())
    }
}

impl References {
    /// Makes an empty pool that computes with this kernel.
    #[must_use]
    pub fn new(kernel: Kernel) -> Self {
        Self { kernel, buckets: Buckets::new(), places: Vec::new(), bound: 0, index: DecisionIndex::new(), indexed: 0 }
    }

    /// How many references there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The tokens of a reference.
    ///
    /// # Panics
    /// When there is none of this number.
    #[must_use]
    pub fn reference(&self, id: u32) -> &[u32] {
        let (length, position) = self.places[id as usize];
        self.buckets[&(length as usize)].reference(position as usize)
    }

    /// Appends a reference.
    ///
    /// # Errors
    /// [`Error::Memory`] or [`Error::Full`]; the pool is then as it was.
    pub fn push(&mut self, tokens: &[u32]) -> Result<(), Error> {
        let id = u32::try_from(self.len()).ok().filter(|&id| id < u32::MAX).ok_or(Error::Full)?;
        let length = u32::try_from(tokens.len()).map_err(|_| Error::Full)?;
        reserve(&mut self.places, 1)?;
        let bucket = self.buckets.entry(tokens.len()).or_insert_with(|| Bucket::new(tokens.len()));
        let position = u32::try_from(bucket.ids().len()).map_err(|_| Error::Full)?;
        bucket.push(id, tokens)?;
        self.places.push((length, position));
        self.bound = self.bound.max(bucket.bound());
        Ok(())
    }

    /// LCS with each reference, in their order.
    #[must_use]
    pub fn lcs(&self, tokens: &[u32]) -> Vec<u32> {
        let mut found = vec![0; self.len()];
        all_lcs(self.kernel, &self.buckets, self.bound, &self.candidate(tokens).known, &mut found);
        found
    }

    /// Mean F over the pool and the k nearest references, for each candidate by itself.
    ///
    /// # Errors
    /// [`Error::Interrupted`].
    pub fn score(&self, candidates: &[&[u32]], k: usize, work: &Work<'_>) -> Result<Vec<Score>, Error> {
        let mut scores = Vec::with_capacity(candidates.len());
        for chunk in candidates.chunks(CHUNK) {
            let found = self.found(chunk, k, work)?;
            scores.extend(chunk.iter().zip(found).map(|(tokens, found)| self.score_of(tokens.len(), found)));
        }
        Ok(scores)
    }

    /// The nearest reference of each candidate, or `None` if its F is not above the threshold.
    ///
    /// # Errors
    /// [`Error::Interrupted`].
    pub fn best_above(
        &mut self,
        candidates: &[&[u32]],
        threshold: f64,
        work: &Work<'_>,
    ) -> Result<Vec<Option<Neighbour>>, Error> {
        if threshold < 0.0 {
            let above = |score: Score| score.nearest.first().copied().filter(|nearest| nearest.f > threshold);
            return Ok(self.score(candidates, 1, work)?.into_iter().map(above).collect());
        }
        self.bring_up_to_date(work)?;
        let parts: Vec<&[&[u32]]> = candidates.chunks(self.share(candidates.len(), work)).collect();
        let threads = if parts.len() < 2 { 1 } else { work.threads(usize::MAX) };
        let index = &self.index;
        let mut done = work.run(threads, parts.len(), |part| (part, index.best_above_batch(parts[part], threshold)))?;
        done.sort_unstable_by_key(|&(part, _)| part);
        let found = candidates.iter().zip(done.into_iter().flat_map(|(_, found)| found));
        Ok(found.map(|(tokens, found)| self.neighbour(tokens.len(), found)).collect())
    }

    /// How many candidates are decided together: many are cheaper than one by one, but every thread is to get some.
    fn share(&self, candidates: usize, work: &Work<'_>) -> usize {
        let threads = if self.len() < DECIDED { 1 } else { work.threads(candidates * WORTH_A_CANDIDATE) };
        candidates.div_ceil(threads).clamp(1, DECIDED)
    }

    fn neighbour(&self, m: usize, found: Option<(u32, u32)>) -> Option<Neighbour> {
        found.map(|(id, lcs)| Neighbour { id, f: f_measure(lcs, m, self.places[id as usize].0 as usize) })
    }

    fn bring_up_to_date(&mut self, work: &Work<'_>) -> Result<(), Interrupted> {
        while (self.indexed as usize) < self.len() {
            let (length, position) = self.places[self.indexed as usize];
            self.index.push(self.indexed, self.buckets[&(length as usize)].reference(position as usize));
            self.indexed += 1;
            if (self.indexed as usize).is_multiple_of(INDEXED) {
                work.check()?;
            }
        }
        Ok(())
    }

    /// Accepts in order the candidates whose F to no reference is above the threshold; each is a reference from then on.
    ///
    /// Stops when `limit` have been accepted: there are then fewer verdicts than candidates. With k = 0 it decides and does
    /// not score.
    ///
    /// # Errors
    /// [`Error::Interrupted`], [`Error::Memory`] or [`Error::Full`].
    pub fn judge(
        &mut self,
        candidates: &[&[u32]],
        threshold: f64,
        k: usize,
        limit: Option<usize>,
        work: &Work<'_>,
    ) -> Result<Vec<Verdict>, Error> {
        let by_scores = k > 0 || threshold < 0.0;
        let mut verdicts = Vec::with_capacity(candidates.len());
        let mut left = limit.unwrap_or(usize::MAX);
        for chunk in candidates.chunks(if by_scores { JUDGED } else { DECIDED }) {
            if left == 0 {
                break;
            }
            let judged = if by_scores {
                self.judge_chunk(chunk, threshold, k.max(1), left, work)?
            } else {
                self.decide_chunk(chunk, threshold, left, work)?
            };
            left -= judged.iter().filter(|verdict| verdict.accepted).count();
            verdicts.extend(judged);
        }
        if k == 0 {
            for verdict in &mut verdicts {
                verdict.mean = None;
                verdict.nearest.truncate(usize::from(!verdict.accepted));
            }
        }
        Ok(verdicts)
    }

    fn decide_chunk(
        &mut self,
        candidates: &[&[u32]],
        threshold: f64,
        limit: usize,
        work: &Work<'_>,
    ) -> Result<Vec<Verdict>, Error> {
        let found = self.best_above(candidates, threshold, work)?;
        let fresh = self.indexed;
        let mut verdicts = Vec::with_capacity(candidates.len());
        let mut left = limit;
        for (tokens, found) in candidates.iter().zip(found) {
            if left == 0 {
                break;
            }
            let among_fresh = self.index.best_above_since(tokens, threshold, fresh);
            let nearest = found.into_iter().chain(self.neighbour(tokens.len(), among_fresh)).min();
            if nearest.is_none() {
                self.push(tokens)?;
                self.bring_up_to_date(work)?;
                left -= 1;
            }
            verdicts.push(Verdict { accepted: nearest.is_none(), mean: None, nearest: nearest.into_iter().collect() });
        }
        Ok(verdicts)
    }

    fn judge_chunk(
        &mut self,
        candidates: &[&[u32]],
        threshold: f64,
        k: usize,
        limit: usize,
        work: &Work<'_>,
    ) -> Result<Vec<Verdict>, Error> {
        let found = self.found(candidates, k, work)?;
        let mut fresh = Buckets::new();
        let mut verdicts: Vec<Verdict> = Vec::with_capacity(candidates.len());
        let mut left = limit;
        for (tokens, mut found) in candidates.iter().zip(found) {
            if left == 0 {
                break;
            }
            self.found_in(&fresh, &[tokens], k, &work.alone())?.into_iter().for_each(|more| found.merge(more));
            let score = self.score_of(tokens.len(), found);
            let accepted = !score.nearest.first().is_some_and(|nearest| nearest.f > threshold);
            if accepted {
                let id = u32::try_from(self.len()).map_err(|_| Error::Full)?;
                fresh.entry(tokens.len()).or_insert_with(|| Bucket::new(tokens.len())).push(id, tokens)?;
                self.push(tokens)?;
                left -= 1;
            }
            verdicts.push(Verdict { accepted, mean: Some(score.mean), nearest: score.nearest });
        }
        Ok(verdicts)
    }

    fn found(&self, candidates: &[&[u32]], k: usize, work: &Work<'_>) -> Result<Vec<Found>, Interrupted> {
        self.found_in(&self.buckets, candidates, k, work)
    }

    fn found_in(&self, buckets: &Buckets, candidates: &[&[u32]], k: usize, work: &Work<'_>) -> Result<Vec<Found>, Interrupted> {
        let candidates: Vec<Candidate> = candidates.iter().map(|tokens| self.candidate(tokens)).collect();
        Batch::new(self.kernel, buckets, self.bound, &candidates, k).run(work)
    }

    fn candidate(&self, tokens: &[u32]) -> Candidate {
        let known = tokens.iter().copied().filter(|&token| (token as usize) < self.bound).collect();
        Candidate { length: tokens.len(), known }
    }

    fn score_of(&self, m: usize, found: Found) -> Score {
        let size = u32::try_from(self.len()).unwrap_or(u32::MAX);
        Score { mean: mean_f(&found.sums, m, self.len()), nearest: found.nearest.ranking(size) }
    }
}
