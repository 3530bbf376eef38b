//! A pool of references that candidates are scored against.

use crate::batch::{Batch, Candidate, Found, all_lcs};
use crate::decide::{Decision, DecisionIndex};
use crate::error::Error;
use crate::lcs::Kernel;
use crate::memory::filled;
use crate::pool::{Buckets, Pool};
use crate::score::{Neighbour, Score, f_measure, mean_f};
use crate::work::{Interrupted, Work};

/// How many candidates are scored at once: enough to fill the lanes of any kernel, few enough that what is found fits.
const CHUNK: usize = 1024;
/// How many are judged by scores at once: each is compared with those of them that were accepted before it.
const JUDGED: usize = 256;
/// How many are decided at once.
const DECIDED: usize = 512;
/// What it costs about to decide one candidate, in vector operations.
const WORTH_A_CANDIDATE: usize = 1 << 13;
/// Signatures may bring up so many references for each that is there, and so many besides, before comparing with all is taken to
/// be quicker.
const EFFORT: usize = 2;
const LEAST_EFFORT: usize = 1 << 12;

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
    pool: Pool,
    index: DecisionIndex,
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
        Self { kernel, pool: Pool::default(), index: DecisionIndex::default() }
    }

    /// How many references there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pool.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The tokens of a reference.
    ///
    /// # Panics
    /// When there is none of this number.
    #[must_use]
    pub fn reference(&self, id: u32) -> &[u32] {
        self.pool.reference(id)
    }

    /// What the references and the index over them take, in bytes, spare capacity included.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.pool.bytes() + self.index.bytes()
    }

    /// Appends a reference.
    ///
    /// # Errors
    /// [`Error::Memory`] or [`Error::Full`]; the pool is then as it was.
    pub fn push(&mut self, tokens: &[u32]) -> Result<(), Error> {
        self.pool.push(tokens)
    }

    /// LCS with each reference, in their order.
    ///
    /// # Errors
    /// [`Error::Interrupted`] or [`Error::Memory`].
    pub fn lcs(&self, tokens: &[u32], work: &Work<'_>) -> Result<Vec<u32>, Error> {
        let mut found = filled(0, self.len())?;
        all_lcs(self.kernel, self.pool.buckets(), self.pool.bound(), &self.candidate(tokens).known, &mut found, work)?;
        Ok(found)
    }

    /// Mean F over the pool and the k nearest references, for each candidate by itself.
    ///
    /// # Errors
    /// [`Error::Interrupted`].
    pub fn score(&self, candidates: &[&[u32]], k: usize, work: &Work<'_>) -> Result<Vec<Score>, Error> {
        let mut scores = Vec::with_capacity(candidates.len());
        for chunk in candidates.chunks(CHUNK) {
            for (tokens, found) in chunk.iter().zip(self.found(chunk, k, work)?) {
                scores.push(self.score_of(tokens.len(), found));
                work.check()?;
            }
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
            return self.scan_above(candidates, threshold, work);
        }
        let decided = self.decide(candidates, threshold, work)?;
        let common = candidates.iter().zip(&decided).filter(|(_, decision)| **decision == Decision::TooCommon);
        let common: Vec<&[u32]> = common.map(|(tokens, _)| *tokens).collect();
        let mut scanned = self.scan_above(&common, threshold, work)?.into_iter();
        let found = candidates.iter().zip(decided).map(|(tokens, decision)| match decision {
            Decision::Found(found) => self.neighbour(tokens.len(), found),
            Decision::TooCommon => scanned.next().flatten(),
        });
        Ok(found.collect())
    }

    /// `best_above` by all scores.
    fn scan_above(&self, candidates: &[&[u32]], threshold: f64, work: &Work<'_>) -> Result<Vec<Option<Neighbour>>, Error> {
        let above = |score: Score| score.nearest.first().copied().filter(|nearest| nearest.f > threshold);
        Ok(self.score(candidates, 1, work)?.into_iter().map(above).collect())
    }

    /// Asks the index, on as many threads as pay.
    fn decide(&mut self, candidates: &[&[u32]], threshold: f64, work: &Work<'_>) -> Result<Vec<Decision>, Error> {
        self.index.prepare(&self.pool, threshold, work)?;
        let parts: Vec<&[&[u32]]> = candidates.chunks(self.share(candidates.len(), work)).collect();
        let threads = if parts.len() < 2 { 1 } else { work.threads(usize::MAX) };
        let effort = self.len() * EFFORT + LEAST_EFFORT;
        let decide = |part| (part, self.index.search(&self.pool, parts[part], threshold, 0, effort));
        let mut done = work.run(threads, parts.len(), decide)?;
        done.sort_unstable_by_key(|&(part, _)| part);
        let mut decided = Vec::with_capacity(candidates.len());
        for (_, decisions) in done {
            decided.extend(decisions?);
        }
        Ok(decided)
    }

    /// How many candidates are decided together: many are cheaper than one by one, but every thread is to get some.
    fn share(&self, candidates: usize, work: &Work<'_>) -> usize {
        let threads = if self.len() < DECIDED { 1 } else { work.threads(candidates * WORTH_A_CANDIDATE) };
        candidates.div_ceil(threads).clamp(1, DECIDED)
    }

    fn neighbour(&self, m: usize, found: Option<(u32, u32)>) -> Option<Neighbour> {
        found.map(|(id, lcs)| Neighbour { id, f: f_measure(lcs, m, self.pool.reference(id).len()) })
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
        let fresh = self.pool.end();
        let mut verdicts = Vec::with_capacity(candidates.len());
        let mut left = limit;
        for (tokens, found) in candidates.iter().zip(found) {
            if left == 0 {
                break;
            }
            let nearest = found.into_iter().chain(self.nearest_since(fresh, tokens, threshold)?).min();
            if nearest.is_none() {
                self.push(tokens)?;
                left -= 1;
            }
            verdicts.push(Verdict { accepted: nearest.is_none(), mean: None, nearest: nearest.into_iter().collect() });
        }
        Ok(verdicts)
    }

    /// The nearest of the youngest references, if it is above the threshold.
    fn nearest_since(&mut self, fresh: u32, tokens: &[u32], threshold: f64) -> Result<Option<Neighbour>, Error> {
        if self.pool.end() == fresh {
            return Ok(None);
        }
        self.index.prepare_tail(&self.pool, threshold)?;
        let found = self.index.search(&self.pool, &[tokens], threshold, fresh, usize::MAX)?;
        Ok(self.neighbour(tokens.len(), found[0].found()))
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
        let mut fresh = Buckets::default();
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
                let slot = fresh.slot_for(tokens.len());
                fresh.at_mut(slot).push(self.pool.end(), tokens)?;
                self.push(tokens)?;
                left -= 1;
            }
            verdicts.push(Verdict { accepted, mean: Some(score.mean), nearest: score.nearest });
        }
        Ok(verdicts)
    }

    fn found(&self, candidates: &[&[u32]], k: usize, work: &Work<'_>) -> Result<Vec<Found>, Interrupted> {
        self.found_in(self.pool.buckets(), candidates, k, work)
    }

    fn found_in(&self, buckets: &Buckets, candidates: &[&[u32]], k: usize, work: &Work<'_>) -> Result<Vec<Found>, Interrupted> {
        let candidates: Vec<Candidate> = candidates.iter().map(|tokens| self.candidate(tokens)).collect();
        Batch::new(self.kernel, buckets, self.pool.bound(), &candidates, k).run(work)
    }

    fn candidate(&self, tokens: &[u32]) -> Candidate {
        let known = tokens.iter().copied().filter(|&token| (token as usize) < self.pool.bound()).collect();
        Candidate { length: tokens.len(), known }
    }

    fn score_of(&self, m: usize, found: Found) -> Score {
        Score { mean: mean_f(&found.sums, m, self.len()), nearest: found.nearest.ranking(self.pool.end()) }
    }
}
