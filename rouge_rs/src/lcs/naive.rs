//! The textbook recurrence, one pair at a time: slow, and short enough to be seen to be right.

use std::ops::Range;

use super::{Bucket, Group, Tally};

/// Length of the longest common subsequence of two sequences.
pub(super) fn lcs(a: &[u32], b: &[u32]) -> u32 {
    let mut row = vec![0; b.len() + 1];
    for x in a {
        let mut before = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { before + 1 } else { above.max(row[j]) };
            before = above;
        }
    }
    row[b.len()]
}

pub(super) struct Naive(Vec<Vec<u32>>);

impl Naive {
    pub(super) fn new(candidates: &[&[u32]]) -> Self {
        Self(candidates.iter().map(|tokens| tokens.to_vec()).collect())
    }
}

impl Group for Naive {
    fn scan(&self, bucket: &Bucket, positions: Range<usize>, tally: &mut Tally<'_>) {
        for (lane, tokens) in self.0.iter().enumerate() {
            for position in positions.clone() {
                let lcs = lcs(tokens, bucket.reference(position));
                tally.sums[lane] += u64::from(lcs);
                if lcs >= tally.least[lane] {
                    tally.least[lane] = tally.sink.offer(lane, position, lcs);
                }
            }
        }
    }
}
