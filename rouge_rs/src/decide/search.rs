//! Candidates through the index, some at a time, so that what one waits for from memory comes while the others go on.

use std::collections::TryReserveError;
use std::ops::Range;
use std::sync::Arc;

use super::bounds::f_measure;
use super::buffers::{Buffers, Probe};
use super::elements::{common_level, each_pair, signature};
use super::prefetch;
use super::scheme::Plan;
use super::sealed::Sealed;
use super::tail::Tail;
use super::verify::Masks;
use super::{Decision, DecisionIndex, is_reachable};
use crate::pool::Pool;

/// Candidates on their way together.
const TOGETHER: usize = 16;
/// What comparing with a reference costs, measured in references found for a signature.
const COMPARISON: usize = 8;
/// What looking a signature up costs in comparisons: the inverse.
const LOOKUPS_PER_COMPARISON: usize = 2;

#[derive(Debug)]
struct Query<'a> {
    tokens: &'a [u32],
    length: u32,
    plan: Arc<Plan>,
    probes: Range<usize>,
    /// Whether so many signatures are to be looked up that it is quicker to compare with all references.
    scan: bool,
    /// How much may still be done for it; `None` when that was not enough.
    effort: Option<usize>,
    /// F, id and LCS.
    best: Option<(f64, u32, u32)>,
}

impl Query<'_> {
    /// Take a reference of n tokens into account.
    fn compare(&mut self, id: u32, reference: &[u32], n: u32, least: u32, masks: &mut Masks) {
        let Some(lcs) = masks.lcs_from(least, reference) else { return };
        let f = f_measure(lcs, self.length, n);
        if self.best.is_none_or(|(best, other, _)| f > best || f >= best && id < other) {
            self.best = Some((f, id, lcs));
        }
    }

    /// Whether so much more may be done; if not, nothing more is.
    fn affords(&mut self, effort: usize) -> bool {
        self.effort = self.effort.and_then(|left| left.checked_sub(effort));
        self.effort.is_some()
    }

    fn decision(&self) -> Decision {
        match self.effort {
            Some(_) => Decision::Found(self.best.map(|(_, id, lcs)| (id, lcs))),
            None => Decision::TooCommon,
        }
    }
}

/// One pass of candidates through the index.
#[derive(Debug)]
pub struct Search<'s> {
    index: &'s DecisionIndex,
    pool: &'s Pool,
    threshold: f64,
    since: u32,
    effort: usize,
    buffers: Buffers,
}

impl<'s> Search<'s> {
    /// Search among the references whose ids are `since` or later, and give candidates up that take more than the effort.
    pub fn new(index: &'s DecisionIndex, pool: &'s Pool, threshold: f64, since: u32, effort: usize) -> Self {
        Self { index, pool, threshold, since, effort, buffers: index.lend() }
    }

    /// Decide each candidate.
    pub fn run(mut self, candidates: &[&[u32]]) -> Result<Vec<Decision>, TryReserveError> {
        if !is_reachable(self.threshold) {
            return Ok(vec![Decision::Found(None); candidates.len()]);
        }
        let mut decisions = Vec::with_capacity(candidates.len());
        for together in candidates.chunks(TOGETHER) {
            self.buffers.probes.clear();
            let mut queries: Vec<_> = together.iter().map(|candidate| self.query(candidate)).collect();
            for segment in &self.index.segments {
                if segment.ids().end > self.since {
                    self.search_segment(segment, &mut queries)?;
                }
            }
            self.search_tail(&self.index.tail, &mut queries)?;
            decisions.extend(queries.iter().map(Query::decision));
        }
        self.index.give_back(self.buffers)?;
        Ok(decisions)
    }

    /// Plan a candidate and list what it looks up.
    fn query<'a>(&mut self, tokens: &'a [u32]) -> Query<'a> {
        let length = u32::try_from(tokens.len()).expect("lengths fit 32 bits");
        let index = self.index;
        let plan = self.buffers.plans.get(length, self.threshold, index);
        let first = self.buffers.probes.len();
        let mut scan = false;
        if !plan.needs.is_empty() {
            self.buffers.elements.read(tokens.iter().copied().filter(|&token| index.seen.contains(token)), &index.rarity);
            scan = self.list_probes(tokens.len(), &plan);
        }
        let probes = first..self.buffers.probes.len();
        Query { tokens, length, plan, probes, scan, effort: Some(self.effort), best: None }
    }

    /// List the signatures of the candidate whose elements were read, or say that it is quicker to do without.
    fn list_probes(&mut self, length: usize, plan: &Plan) -> bool {
        // Elements that no reference has come first of all: they take up places and need not be looked up.
        let Buffers { elements, groups, probes, .. } = &mut self.buffers;
        let hashes = &elements.hashes;
        let strange = length - hashes.len();
        let within = |reach: u32| (reach as usize).saturating_sub(strange).min(hashes.len());
        let (single, pairing) = (within(plan.single), within(plan.reach(u32::MAX)));
        let pairs = plan.level.map_or(0, |level| pairing.saturating_mul(pairing) >> (level + 1));
        if single + pairs > self.pool.len() * LOOKUPS_PER_COMPARISON {
            return true;
        }
        let mut list = |key, place: usize| probes.push(Probe { key, longest: plan.longest[place + strange] });
        for (place, &hash) in hashes[..single].iter().enumerate() {
            list(signature(hash, hash), place);
        }
        if let Some(level) = plan.level {
            each_pair(&hashes[..pairing], level, groups, |i, j| {
                if j < within(plan.reach(common_level(hashes[i], hashes[j]))) {
                    list(signature(hashes[i], hashes[j]), j);
                }
            });
        }
        false
    }

    fn search_segment(&mut self, segment: &Sealed, queries: &mut [Query]) -> Result<(), TryReserveError> {
        for probe in &self.buffers.probes {
            segment.expect_bucket(probe.key);
        }
        for probe in &self.buffers.probes {
            let slots = segment.slots_of(probe.key);
            prefetch::soon(slots, 0);
            prefetch::soon(slots, slots.len().saturating_sub(1));
        }
        self.buffers.counts.reserve(segment.count() as usize)?;
        for query in queries.iter_mut().filter(|query| query.effort.is_some()) {
            if query.scan {
                self.scan_segment(segment, query);
            } else {
                self.choose(segment, query);
                self.compare_chosen(query);
            }
        }
        Ok(())
    }

    /// Compare a candidate with all references whose lengths allow it.
    fn scan_segment(&mut self, segment: &Sealed, query: &mut Query) {
        let plan = Arc::clone(&query.plan);
        let count = segment.end_of(plan.longest_of_all()).saturating_sub(segment.first_of(plan.shortest()));
        if !query.affords(count as usize * COMPARISON) {
            return;
        }
        self.buffers.masks.set(query.tokens);
        for (span, end) in segment.spans(plan.shortest(), plan.longest_of_all()) {
            let Some(need) = plan.need(span.length) else { continue };
            for (id, reference) in (span.first..end).map(|index| Sealed::read(self.pool, span, index)) {
                if id >= self.since {
                    query.compare(id, reference, span.length, need.lcs, &mut self.buffers.masks);
                }
            }
        }
    }

    /// Look the signatures of a candidate up, and choose what has enough of them in common.
    fn choose(&mut self, segment: &Sealed, query: &mut Query) {
        let Buffers { probes, counts, enough, chosen, .. } = &mut self.buffers;
        let (plan, probes) = (&query.plan, &probes[query.probes.clone()]);
        chosen.clear();
        let first = segment.first_of(plan.shortest());
        plan.enough(|length| segment.first_of(length), enough);
        if !query.affords(probes.iter().map(|probe| segment.slots_of(probe.key).len()).sum()) {
            return;
        }
        for probe in probes {
            let range = first..segment.end_of(probe.longest);
            segment.collect(segment.slots_of(probe.key), probe.key, range, &mut |index| counts.add(index));
        }
        counts.drain(|index, count| {
            if index >= enough[usize::from(count).min(enough.len() - 1)] {
                let span = segment.span_of(index);
                let (_, reference) = Sealed::read(self.pool, span, index);
                prefetch::soon(reference, 0);
                prefetch::soon(reference, reference.len() - 1);
                chosen.push((span, index));
            }
        });
    }

    fn compare_chosen(&mut self, query: &mut Query) {
        let Buffers { masks, chosen, .. } = &mut self.buffers;
        if chosen.is_empty() || !query.affords(chosen.len() * COMPARISON) {
            return;
        }
        masks.set(query.tokens);
        for &(span, index) in &*chosen {
            let (id, reference) = Sealed::read(self.pool, span, index);
            if let Some(need) = query.plan.need(span.length)
                && id >= self.since
            {
                query.compare(id, reference, span.length, need.lcs, masks);
            }
        }
    }

    fn search_tail(&mut self, tail: &Tail, queries: &mut [Query]) -> Result<(), TryReserveError> {
        self.buffers.counts.reserve(tail.len())?;
        let first = tail.since(self.since);
        let since = tail.nodes_since(first);
        for probe in &self.buffers.probes {
            tail.expect_head(probe.key);
        }
        for probe in &self.buffers.probes {
            tail.expect_node(probe.key, since);
        }
        for query in queries.iter_mut().filter(|query| query.effort.is_some()) {
            self.choose_in_tail(tail, query, first);
            self.compare_in_tail(tail, query);
        }
        Ok(())
    }

    fn choose_in_tail(&mut self, tail: &Tail, query: &mut Query, first: u32) {
        let Buffers { probes, counts, in_tail, .. } = &mut self.buffers;
        in_tail.clear();
        if query.scan {
            in_tail.extend((first as usize..tail.len()).map(|index| (index, u8::MAX)));
            return;
        }
        for probe in &probes[query.probes.clone()] {
            let mut found = 0;
            tail.collect(probe.key, tail.nodes_since(first), &mut |index| {
                found += 1;
                counts.add(index);
            });
            if !query.affords(found) {
                break;
            }
        }
        counts.drain(|index, count| in_tail.push((index as usize, count)));
    }

    fn compare_in_tail(&mut self, tail: &Tail, query: &mut Query) {
        let Buffers { masks, in_tail, .. } = &mut self.buffers;
        let mut is_set = false;
        for &(index, count) in &*in_tail {
            let (id, reference) = tail.read(self.pool, index);
            let n = u32::try_from(reference.len()).expect("lengths fit 32 bits");
            let Some(need) = query.plan.need(n).filter(|need| count >= need.signatures) else { continue };
            if !query.affords(COMPARISON) {
                return;
            }
            if !is_set {
                masks.set(query.tokens);
                is_set = true;
            }
            query.compare(id, reference, n, need.lcs, masks);
        }
    }
}
