//! Under which signatures a reference is filed, by its length; and which of them a candidate has to look up.
//!
//! Put the elements of all sequences in one order. If a reference of n tokens and a candidate of m have `a` elements in common,
//! then of its first n - a + l and the candidate's first m - a + l elements at least l are in common, for any l up to a: after
//! the l-th of the common ones come a - l more, on both sides. The elements are also dealt into g groups. With l = g + 1 two of
//! the common ones fall into one group: so a reference is filed under all pairs in one group of its first elements. Pairs of
//! rare elements are very rare, which is what makes the index fast; groups keep their number near the length.

use super::bounds::{least_above, shortest_above};

/// Signatures of lone elements: where a single common token can be enough, or pairs would be too many.
pub const SINGLE: u32 = u32::MAX;

/// At this many elements a group or fewer, no more groups are made.
const GROUP: u32 = 5;
/// Pairs are given up where groups would be larger than this.
const LARGEST_GROUP: u32 = 8;
const MOST_LEVELS: u32 = 31;

/// How the references of one length are filed: their first `prefix` elements, by pairs in one of `1 << level` groups or alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scheme {
    /// log2 of the groups, or `SINGLE`.
    pub level: u32,
    /// How many elements can matter.
    pub prefix: u32,
}

impl Scheme {
    /// The scheme for references of n tokens, if any candidate can be above the threshold with them.
    pub fn of(n: u32, threshold: f64) -> Option<Self> {
        let least = shortest_above(n, threshold)?;
        let spare = n - least;
        let pairs = |level: u32| {
            let shared = (1 << level) + 1;
            (level < MOST_LEVELS && shared <= least).then(|| Self { level, prefix: spare + shared })
        };
        let size = |scheme: Self| scheme.prefix >> scheme.level;
        let mut best = None;
        for scheme in (0..MOST_LEVELS).map_while(pairs) {
            best = Some(scheme);
            if size(scheme) <= GROUP {
                break;
            }
        }
        Some(best.filter(|&scheme| size(scheme) <= LARGEST_GROUP).unwrap_or(Self { level: SINGLE, prefix: spare + 1 }))
    }

    /// How many elements must be in common within the prefixes for a signature to be.
    fn shared(self) -> u32 {
        if self.level == SINGLE { 1 } else { (1 << self.level) + 1 }
    }

    /// How many signatures are in common at least when so many elements are: the fewest when the groups share them evenly.
    fn signatures(self, shared: u32) -> u64 {
        if self.level == SINGLE {
            return u64::from(shared);
        }
        let (each, more) = (u64::from(shared >> self.level), u64::from(shared & ((1 << self.level) - 1)));
        ((each * each.saturating_sub(1) / 2) << self.level) + more * each
    }
}

/// What a candidate needs of the references of one length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    /// How long they are.
    pub length: u32,
    /// The least LCS.
    pub lcs: u32,
    /// How many signatures they have in common with it at least, up to `MOST_SIGNATURES`.
    pub signatures: u8,
}

/// More than so many signatures in common are not counted.
pub const MOST_SIGNATURES: u8 = u8::MAX;

/// What a candidate of some length looks up.
#[derive(Debug, Default)]
pub struct Plan {
    /// The lengths of references that can be above the threshold, ascending.
    pub needs: Vec<Need>,
    /// The lowest level in use, if pairs are.
    pub level: Option<u32>,
    /// How many first elements pair up on some level up to this one; the last entry holds for all higher ones.
    reach: Vec<u32>,
    /// How many first elements are looked up alone.
    pub single: u32,
    /// An element at this place, or a pair that ends there, matters for references up to this length only.
    pub longest: Vec<u32>,
}

impl Plan {
    /// The plan for candidates of m tokens among references of the lengths in `present`, filed for the threshold or a lower one.
    pub fn new(m: u32, threshold: f64, present: &[(u32, Scheme)]) -> Self {
        let mut plan = Self::default();
        let Some(shortest) = shortest_above(m, threshold) else { return plan };
        let first = present.partition_point(|&(n, _)| n < shortest);
        let mut reached = Vec::new();
        for &(n, scheme) in &present[first..] {
            let Some(least) = least_above(m, n, threshold) else { break };
            // Where more must be in common than the scheme was made for, a look further on finds more signatures in common.
            let further = scheme.prefix - (n - least) - scheme.shared();
            let shared = scheme.shared() + further.min(n / 8 + 1);
            let reach = m - least + shared;
            let signatures = u8::try_from(scheme.signatures(shared)).unwrap_or(MOST_SIGNATURES);
            plan.needs.push(Need { length: n, lcs: least, signatures });
            reached.push(reach);
            plan.extend_reach(scheme.level, reach);
        }
        for level in 1..plan.reach.len() {
            plan.reach[level] = plan.reach[level].max(plan.reach[level - 1]);
        }
        for (need, reach) in plan.needs.iter().zip(reached).rev() {
            if plan.longest.len() < reach as usize {
                plan.longest.resize(reach as usize, need.length);
            }
        }
        plan
    }

    fn extend_reach(&mut self, level: u32, reach: u32) {
        if level == SINGLE {
            self.single = self.single.max(reach);
            return;
        }
        self.level = Some(self.level.map_or(level, |lowest| lowest.min(level)));
        if self.reach.len() <= level as usize {
            self.reach.resize(level as usize + 1, 0);
        }
        self.reach[level as usize] = self.reach[level as usize].max(reach);
    }

    /// How many first elements pair up when they are in one group on levels up to this one.
    pub fn reach(&self, common_level: u32) -> u32 {
        let last = self.reach.len().saturating_sub(1);
        self.reach.get(last.min(common_level as usize)).copied().unwrap_or(0)
    }

    /// The least length of the references that are of interest.
    pub fn shortest(&self) -> u32 {
        self.needs.first().map_or(u32::MAX, |need| need.length)
    }

    /// The greatest.
    pub fn longest_of_all(&self) -> u32 {
        self.needs.last().map_or(0, |need| need.length)
    }

    /// From which index on, if they ascend with the lengths, references with so many signatures in common are worth comparing.
    pub fn enough(&self, first_of: impl Fn(u32) -> u32, enough: &mut Vec<u32>) {
        enough.clear();
        for need in self.needs.iter().rev() {
            let count = usize::from(need.signatures);
            let first = first_of(need.length);
            if enough.len() <= count {
                enough.resize(count + 1, enough.last().copied().unwrap_or(u32::MAX));
            }
            enough[count..].fill(first);
        }
    }

    /// What references of n tokens need, if they can be above the threshold.
    pub fn need(&self, n: u32) -> Option<Need> {
        let at = self.needs.binary_search_by_key(&n, |need| need.length).ok()?;
        Some(self.needs[at])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scheme_never_asks_for_more_than_must_be_in_common() {
        for threshold in [0.0, 0.05, 0.3, 0.5, 0.65, 0.7, 0.9, 0.99] {
            for n in 1..2000 {
                let Some(scheme) = Scheme::of(n, threshold) else { continue };
                let least = shortest_above(n, threshold).expect("there is a scheme");
                assert!(scheme.shared() <= least && scheme.prefix <= n, "{n} {threshold} {scheme:?}");
            }
        }
        assert_eq!(Scheme::of(5, 1.0), None);
    }

    #[test]
    fn elements_dealt_evenly_make_the_fewest_pairs() {
        let pairs = |level, shared| Scheme { level, prefix: 99 }.signatures(shared);
        assert_eq!(
            [pairs(SINGLE, 5), pairs(0, 1), pairs(0, 5), pairs(1, 2), pairs(1, 3), pairs(1, 5), pairs(3, 19)],
            [5, 0, 10, 0, 1, 4, 14]
        );
    }

    #[test]
    fn a_plan_reaches_as_far_as_each_length_asks() {
        let present: Vec<_> = (1..200).filter_map(|n| Some((n, Scheme::of(n, 0.5)?))).collect();
        for m in 1..150 {
            let plan = Plan::new(m, 0.7, &present);
            for &(n, scheme) in &present {
                assert_eq!(plan.need(n).map(|need| need.lcs), least_above(m, n, 0.7));
                let Some(need) = plan.need(n) else { continue };
                let reach = m - need.lcs + scheme.shared();
                assert!(need.signatures > 0 && reach <= m);
                let mut enough = Vec::new();
                plan.enough(|length| length, &mut enough);
                assert!(enough[usize::from(need.signatures)] <= n);
                assert!(plan.longest[reach as usize - 1] >= n);
                assert!(if scheme.level == SINGLE { plan.single } else { plan.reach(scheme.level) } >= reach);
            }
        }
    }
}
