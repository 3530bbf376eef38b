//! The index against brute force.

use proptest::prelude::*;

use super::bounds::f_measure;
use super::{Decision, DecisionIndex};
use crate::pool::Pool;
use crate::work::Work;

const THRESHOLDS: [f64; 10] = [0.0, 0.3, 0.5, 0.6, 0.65, 0.7, 0.75, 0.9, 0.99, 1.0];

/// A linear congruential generator.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(((self.0 >> 33) * u64::from(end)) >> 31).expect("below the end")
    }

    fn range(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high - low + 1)
    }
}

/// What the corpora look like.
#[derive(Debug, Clone, Copy)]
struct Shape {
    vocabulary: u32,
    longest: u32,
    /// Of 100, how many are an earlier one, edited.
    copies: u32,
    stretch: u32,
}

fn sequence(random: &mut Random, shape: Shape, earlier: &[Vec<u32>]) -> Vec<u32> {
    let word = |random: &mut Random| {
        // the smallest of three: few common tokens, many rare ones
        let rank = (0..3).map(|_| random.below(shape.vocabulary)).min().unwrap_or(0);
        rank.wrapping_mul(shape.stretch)
    };
    if !earlier.is_empty() && random.below(100) < shape.copies {
        let mut copy = earlier[random.below(u32::try_from(earlier.len()).expect("small")) as usize].clone();
        for _ in 0..random.below(2 + u32::try_from(copy.len()).expect("small") / 3) {
            let at = random.below(u32::try_from(copy.len()).expect("small") + 1) as usize;
            match random.below(4) {
                0 => copy.insert(at, word(random)),
                1 if at < copy.len() => drop(copy.remove(at)),
                2 if at < copy.len() => copy[at] = word(random),
                _ if at + 1 < copy.len() => copy.swap(at, at + 1),
                _ => copy.truncate(at),
            }
        }
        return copy;
    }
    let longest = random.below(shape.longest.max(1)) + 1;
    let length = random.range(0, longest);
    (0..length).map(|_| word(random)).collect()
}

fn lcs(a: &[u32], b: &[u32]) -> u32 {
    let mut row = vec![0; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { diagonal + 1 } else { above.max(row[j]) };
            diagonal = above;
        }
    }
    row[b.len()]
}

/// (F, id, LCS) with every reference.
fn all(references: &[Vec<u32>], candidate: &[u32]) -> Vec<(f64, u32, u32)> {
    let length = |tokens: &[u32]| u32::try_from(tokens.len()).expect("small");
    let score = |(tokens, id): (&Vec<u32>, u32)| {
        let lcs = lcs(tokens, candidate);
        (f_measure(lcs, length(candidate), length(tokens)), id, lcs)
    };
    references.iter().zip(0..).map(score).collect()
}

fn best(scores: &[(f64, u32, u32)], threshold: f64, since: u32) -> Option<(u32, u32)> {
    let mut best: Option<(f64, u32, u32)> = None;
    for &(f, id, lcs) in scores.iter().filter(|&&(f, id, _)| f > threshold && id >= since) {
        if best.is_none_or(|(highest, ..)| f > highest) {
            best = Some((f, id, lcs));
        }
    }
    best.map(|(_, id, lcs)| (id, lcs))
}

/// A pool with an index over it.
#[derive(Default)]
struct Indexed {
    pool: Pool,
    index: DecisionIndex,
}

impl Indexed {
    fn push(&mut self, tokens: &[u32]) {
        self.pool.push(tokens).expect("there is memory");
    }

    fn within(&mut self, candidates: &[&[u32]], threshold: f64, effort: usize) -> Vec<Decision> {
        self.index.prepare(&self.pool, threshold, &Work::default()).expect("there is memory");
        self.index.search(&self.pool, candidates, threshold, 0, effort).expect("there is memory")
    }

    fn best_above(&mut self, candidate: &[u32], threshold: f64) -> Option<(u32, u32)> {
        self.within(&[candidate], threshold, usize::MAX)[0].found()
    }

    fn best_above_since(&mut self, candidate: &[u32], threshold: f64, since: u32) -> Option<(u32, u32)> {
        self.index.prepare_tail(&self.pool, threshold).expect("there is memory");
        self.index.search(&self.pool, &[candidate], threshold, since, usize::MAX).expect("there is memory")[0].found()
    }
}

/// Grow an index in chunks; ask after each, at some thresholds, and compare with brute force.
fn check(seed: u64, shape: Shape, size: u32, asked: u32, seal: bool) {
    let mut random = Random(seed);
    let mut indexed = Indexed::default();
    indexed.index.largest_segment = 40;
    let mut references: Vec<Vec<u32>> = Vec::new();
    while references.len() < size as usize {
        for _ in 0..random.range(1, size / 3 + 1) {
            let tokens = sequence(&mut random, shape, &references);
            indexed.push(&tokens);
            references.push(tokens);
        }
        let threshold = THRESHOLDS[random.below(10) as usize];
        if seal {
            indexed.best_above(&[0], threshold);
            indexed.index.seal(&indexed.pool).expect("there is memory");
        }
        let candidates: Vec<_> = (0..asked).map(|_| sequence(&mut random, shape, &references)).collect();
        let slices: Vec<&[u32]> = candidates.iter().map(Vec::as_slice).collect();
        let since = random.below(indexed.pool.end() + 1);
        let scores: Vec<_> = candidates.iter().map(|candidate| all(&references, candidate)).collect();
        for threshold in [THRESHOLDS[random.below(10) as usize], 0.7, threshold] {
            let answers: Vec<_> = indexed.within(&slices, threshold, usize::MAX).into_iter().map(Decision::found).collect();
            let effort = random.below(200) as usize;
            for (decision, answer) in indexed.within(&slices, threshold, effort).into_iter().zip(&answers) {
                assert!(decision == Decision::Found(*answer) || decision == Decision::TooCommon);
            }
            for ((candidate, scores), answer) in slices.iter().zip(&scores).zip(answers) {
                assert_eq!(answer, best(scores, threshold, 0), "{candidate:?} at {threshold}");
                assert_eq!(indexed.best_above_since(candidate, threshold, since), best(scores, threshold, since));
            }
            if random.below(4) == 0 {
                indexed.index.unfile(); // as when there was no memory for the signatures
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 2 } else { 150 }))]

    #[test]
    fn equals_brute_force(
        seed in any::<u64>(),
        vocabulary in prop::sample::select(vec![1u32, 2, 5, 30, 300, 5000]),
        longest in prop::sample::select(vec![1u32, 3, 10, 25, 40, 130]),
        copies in prop::sample::select(vec![0u32, 30, 80, 95]),
        stretch in prop::sample::select(vec![1u32, 0x9E37_79B1]),
        seal in any::<bool>(),
    ) {
        check(seed, Shape { vocabulary, longest, copies, stretch }, 80, 12, seal);
    }
}

#[test]
fn equals_brute_force_past_the_size_that_is_sealed() {
    check(7, Shape { vocabulary: 400, longest: 9, copies: 40, stretch: 1 }, 9000, 20, false);
}

#[test]
fn nothing_is_found_in_nothing() {
    let mut indexed = Indexed::default();
    assert_eq!(indexed.best_above(&[1, 2], 0.0), None);
    assert!(indexed.within(&[], 0.5, usize::MAX).is_empty());
    indexed.push(&[]);
    assert_eq!(indexed.best_above(&[], 0.0), None);
    assert_eq!(indexed.best_above(&[1], 0.0), None);
    indexed.push(&[1]);
    assert_eq!(indexed.best_above(&[], 0.0), None);
    assert_eq!(indexed.best_above(&[1], 0.0), Some((1, 1)));
    assert_eq!(indexed.best_above(&[1], 1.0), None);
    assert_eq!(indexed.best_above(&[1], f64::NAN), None);
    assert_eq!(indexed.best_above(&[1], f64::INFINITY), None);
}

#[test]
fn equals_come_in_the_order_of_their_ids() {
    let mut indexed = Indexed::default();
    for id in 3..9 {
        indexed.push(&[1, 2, 3, 4, id % 2]);
    }
    assert_eq!(indexed.best_above(&[1, 2, 3, 4, 1], 0.7), Some((0, 5)));
    assert_eq!(indexed.best_above_since(&[1, 2, 3, 4, 1], 0.7, 1), Some((2, 5)));
    assert_eq!(indexed.best_above(&[1, 2, 3, 4, 0], 0.7), Some((1, 5)));
}

#[test]
fn any_token_and_any_length() {
    let mut indexed = Indexed::default();
    let long: Vec<u32> = (0..100_000).map(|at| at * 40_000).collect();
    let same = vec![u32::MAX - 1; 100_000];
    indexed.push(&long);
    indexed.push(&same);
    indexed.push(&[u32::MAX - 1]);
    for threshold in [0.9, 0.7, 0.3, 0.0] {
        assert_eq!(indexed.best_above(&long[..99_000], threshold), Some((0, 99_000)));
        assert_eq!(indexed.best_above(&same[..99_000], threshold), Some((1, 99_000)));
        assert_eq!(indexed.best_above(&[u32::MAX - 1], threshold), Some((2, 1)));
    }
}

#[test]
fn what_is_too_common_is_given_up() {
    let mut indexed = Indexed::default();
    let mould: Vec<u32> = (0..20).collect();
    for id in 0..1000 {
        let mut tokens = mould.clone();
        tokens[id as usize % 20] = 100 + id;
        indexed.push(&tokens);
    }
    let candidates: [&[u32]; 3] = [&mould, &[1, 2, 3], &[]];
    let decisions = indexed.within(&candidates, 0.7, 500);
    assert_eq!(decisions, [Decision::TooCommon, Decision::Found(None), Decision::Found(None)]);
    assert_eq!(indexed.best_above(&mould, 0.7), Some((0, 19)));
    assert_eq!(indexed.within(&candidates, 0.7, usize::MAX)[0], Decision::Found(Some((0, 19))));
    assert_eq!(indexed.within(&candidates[..1], 1.0, 0)[0], Decision::Found(None));
}
