//! Many candidates against many references: groups of candidates times parts of the pool, on as many threads as wanted.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use crate::lcs::{Bucket, Group, Kernel, Sink, Tally};
use crate::pool::Buckets;
use crate::score::{Bar, Nearest};
use crate::work::{Interrupted, Work};

/// In vector operations: some tens of milliseconds, after which a call may be given up.
const UNIT: usize = 1 << 26;

/// What the scan of a pool found for one candidate.
pub(crate) struct Found {
    /// (n, S): the references of n tokens have LCS that sum up to S, which is not 0; n ascends.
    pub(crate) sums: Vec<(usize, u64)>,
    pub(crate) nearest: Nearest,
}

impl Found {
    /// Adds what was found among further references.
    pub(crate) fn merge(&mut self, other: Self) {
        self.nearest.merge(other.nearest);
        for (n, sum) in other.sums {
            match self.sums.binary_search_by_key(&n, |&(length, _)| length) {
                Ok(at) => self.sums[at].1 += sum,
                Err(at) => self.sums.insert(at, (n, sum)),
            }
        }
    }
}

/// A candidate: how long it is, and those of its tokens that the pool has.
pub(crate) struct Candidate {
    pub(crate) length: usize,
    pub(crate) known: Vec<u32>,
}

/// Collects the nearest of one bucket.
struct Collect<'a> {
    bucket: &'a Bucket,
    nearest: &'a mut [Nearest],
    bars: &'a mut [Bar],
}

impl Sink for Collect<'_> {
    fn offer(&mut self, lane: usize, position: usize, lcs: u32) -> u32 {
        let (n, id, nearest) = (self.bucket.length(), self.bucket.ids()[position], &mut self.nearest[lane]);
        nearest.offer(lcs, n, id);
        self.bars[lane] = nearest.bar();
        nearest.least(n, id)
    }
}

/// Candidates that are scanned together.
struct Team {
    members: Vec<usize>,
    /// Made ready by the first thread that needs it, and gone with the last: a table is as large as the vocabulary.
    group: Mutex<Option<Weak<dyn Group>>>,
    cost: usize,
    parts: usize,
}

/// One call: all scores of some candidates against all of the buckets.
pub(crate) struct Batch<'a> {
    kernel: Kernel,
    buckets: Vec<&'a Bucket>,
    bound: usize,
    candidates: &'a [Candidate],
    k: usize,
}

impl<'a> Batch<'a> {
    pub(crate) fn new(kernel: Kernel, buckets: &'a Buckets, bound: usize, candidates: &'a [Candidate], k: usize) -> Self {
        let buckets = buckets.with_tokens().map(|(_, bucket)| bucket).collect();
        Self { kernel, buckets, bound, candidates, k }
    }

    /// Finds for each candidate what it has in common with the references.
    pub(crate) fn run(&self, work: &Work<'_>) -> Result<Vec<Found>, Interrupted> {
        let mut teams = self.teams();
        let total = teams.iter().map(|team| team.cost).sum();
        let threads = work.threads(total);
        // On several threads no unit is to be so large that the others wait for it in the end.
        let unit = if threads > 1 { UNIT.min(total / (2 * threads) + 1) } else { UNIT };
        for team in &mut teams {
            team.parts = team.cost.div_ceil(unit).max(1);
        }
        let units: Vec<(usize, usize)> =
            teams.iter().enumerate().flat_map(|(i, team)| (0..team.parts).map(move |part| (i, part))).collect();
        let done = work.run(threads, units.len(), |unit| (units[unit].0, self.part(&teams[units[unit].0], units[unit].1)))?;
        Ok(self.merged(&teams, done))
    }

    fn teams(&self) -> Vec<Team> {
        let lengths: Vec<usize> = self.candidates.iter().map(|candidate| candidate.known.len()).collect();
        let tokens: usize = self.buckets.iter().map(|bucket| bucket.ids().len() * bucket.length()).sum();
        let team = |members: Vec<usize>| {
            let longest = members.first().map_or(0, |&member| lengths[member]);
            Team { cost: tokens * self.kernel.cost(longest), members, group: Mutex::default(), parts: 1 }
        };
        self.kernel.plan(&lengths).into_iter().map(team).collect()
    }

    /// Scans this part of every bucket, those first that are as long as the candidates: a high threshold found early spares
    /// the rest.
    fn part(&self, team: &Team, part: usize) -> Vec<Found> {
        let group = self.group(team);
        let lanes = team.members.len();
        let lengths: Vec<usize> = team.members.iter().map(|&i| self.candidates[i].length).collect();
        let middle = lengths.iter().sum::<usize>() / lanes;
        let mut order: Vec<usize> = (0..self.buckets.len()).collect();
        order.sort_by_key(|&i| self.buckets[i].length().abs_diff(middle));
        let mut sums = vec![0; lanes * self.buckets.len()];
        let mut nearest: Vec<Nearest> = lengths.iter().map(|&m| Nearest::new(m, self.k)).collect();
        let mut bars: Vec<Bar> = nearest.iter().map(Nearest::bar).collect();
        let mut least = vec![0; lanes];
        for i in order {
            let bucket = self.buckets[i];
            let positions = share(bucket.ids().len(), part, team.parts);
            if positions.is_empty() {
                continue;
            }
            least.iter_mut().zip(&bars).for_each(|(least, bar)| *least = bar.least(bucket.length()));
            let mut sink = Collect { bucket, nearest: &mut nearest, bars: &mut bars };
            let sums = &mut sums[i * lanes..][..lanes];
            group.scan(bucket, positions, &mut Tally { least: &mut least, sums, sink: &mut sink });
        }
        let sums_of = |lane| {
            let pairs = self.buckets.iter().zip(sums.iter().skip(lane).step_by(lanes));
            pairs.filter(|(_, sum)| **sum > 0).map(|(bucket, &sum)| (bucket.length(), sum)).collect()
        };
        nearest.into_iter().enumerate().map(|(lane, nearest)| Found { sums: sums_of(lane), nearest }).collect()
    }

    fn group(&self, team: &Team) -> Arc<dyn Group> {
        let mut group = team.group.lock().unwrap_or_else(PoisonError::into_inner);
        group.as_ref().and_then(Weak::upgrade).unwrap_or_else(|| {
            let tokens: Vec<&[u32]> = team.members.iter().map(|&i| &self.candidates[i].known[..]).collect();
            let fresh = self.kernel.prepare(&tokens, self.bound);
            *group = Some(Arc::downgrade(&fresh));
            fresh
        })
    }

    fn merged(&self, teams: &[Team], done: Vec<(usize, Vec<Found>)>) -> Vec<Found> {
        let mut merged: Vec<Option<Found>> = self.candidates.iter().map(|_| None).collect();
        for (team, found) in done {
            for (&member, found) in teams[team].members.iter().zip(found) {
                match &mut merged[member] {
                    Some(merged) => merged.merge(found),
                    none => *none = Some(found),
                }
            }
        }
        merged.into_iter().flatten().collect()
    }
}

/// The positions that are this part of so many.
fn share(count: usize, part: usize, parts: usize) -> Range<usize> {
    count * part / parts..count * (part + 1) / parts
}

/// The LCS of one candidate with every reference, by its number.
pub(crate) fn all_lcs(
    kernel: Kernel,
    buckets: &Buckets,
    bound: usize,
    known: &[u32],
    found: &mut [u32],
    work: &Work<'_>,
) -> Result<(), Interrupted> {
    struct All<'a> {
        ids: &'a [u32],
        found: &'a mut [u32],
    }

    impl Sink for All<'_> {
        fn offer(&mut self, _lane: usize, position: usize, lcs: u32) -> u32 {
            self.found[self.ids[position] as usize] = lcs;
            1
        }
    }

    let group = kernel.prepare(&[known], bound);
    for (_, bucket) in buckets.with_tokens() {
        let mut sink = All { ids: bucket.ids(), found };
        let (count, cost) = (bucket.ids().len(), bucket.length() * kernel.cost(known.len()));
        for first in (0..count).step_by((UNIT / cost).max(1)) {
            let some = first..count.min(first + (UNIT / cost).max(1));
            group.scan(bucket, some, &mut Tally { least: &mut [1], sums: &mut [0], sink: &mut sink });
            work.check()?;
        }
    }
    Ok(())
}
