//! What a search works in, kept from one search to the next.

use std::collections::{HashMap, TryReserveError};
use std::sync::Arc;

use super::DecisionIndex;
use super::elements::Elements;
use super::scheme::Plan;
use super::sealed::Span;
use super::verify::Masks;

/// Candidates of more lengths than this are not expected to come again soon.
const MOST_PLANS: usize = 1000;

/// A signature to look up for a candidate; it matters for references up to a length.
#[derive(Debug, Clone, Copy)]
pub struct Probe {
    pub key: u64,
    pub longest: u32,
}

/// What a search works in; it is lent out again and again.
#[derive(Debug, Default)]
pub struct Buffers {
    pub plans: Plans,
    pub elements: Elements,
    pub groups: Vec<(u64, u32)>,
    pub probes: Vec<Probe>,
    pub counts: Counts,
    pub masks: Masks,
    pub enough: Vec<u32>,
    pub chosen: Vec<(Span, u32)>,
    pub in_tail: Vec<(usize, u8)>,
}

/// The plans of one threshold, by length, as long as no new length of reference comes.
#[derive(Debug, Default)]
pub struct Plans {
    threshold: f64,
    schemes: u64,
    by_length: HashMap<u32, Arc<Plan>>,
}

impl Plans {
    /// The plan of this length.
    pub fn get(&mut self, length: u32, threshold: f64, index: &DecisionIndex) -> Arc<Plan> {
        if (self.threshold.to_bits(), self.schemes) != (threshold.to_bits(), index.schemes) || self.by_length.len() > MOST_PLANS
        {
            self.by_length.clear();
            (self.threshold, self.schemes) = (threshold, index.schemes);
        }
        let plan = self.by_length.entry(length).or_insert_with(|| Arc::new(Plan::new(length, threshold, &index.present)));
        Arc::clone(plan)
    }
}

/// Counts how often each reference is found.
#[derive(Debug, Default)]
pub struct Counts {
    /// All zero between candidates.
    counts: Vec<u8>,
    found: Vec<u32>,
}

impl Counts {
    /// Make room for so many references.
    pub fn reserve(&mut self, references: usize) -> Result<(), TryReserveError> {
        if self.counts.len() < references {
            let more = references.next_power_of_two() - self.counts.len();
            self.counts.try_reserve_exact(more)?;
            self.counts.resize(self.counts.len() + more, 0);
        }
        Ok(())
    }

    /// Count a reference.
    #[inline]
    pub fn add(&mut self, index: u32) {
        let count = &mut self.counts[index as usize];
        if *count == 0 {
            self.found.push(index);
        }
        *count = count.saturating_add(1);
    }

    /// Give what was found with its counts, and forget it.
    pub fn drain(&mut self, mut call: impl FnMut(u32, u8)) {
        for index in self.found.drain(..) {
            call(index, std::mem::take(&mut self.counts[index as usize]));
        }
    }
}
