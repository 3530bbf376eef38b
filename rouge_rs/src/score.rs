//! From the integer LCS to ROUGE-L: F, its mean over a pool, and the nearest references.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// ROUGE-L F of two sequences of `m` and `n` tokens, to the last bit what the `rouge_score` package gives.
///
/// The order of operations is that package's: where F is exactly 7/10, say, its double is above 0.7 for half of the
/// lengths, and any other formula decides differently there.
#[must_use]
pub fn f_measure(lcs: u32, m: usize, n: usize) -> f64 {
    if lcs == 0 {
        return 0.0;
    }
    let (precision, recall) = (f64::from(lcs) / float(m), f64::from(lcs) / float(n));
    2.0 * precision * recall / (precision + recall)
}

/// A count as a double; exact, since no memory holds 2^53 tokens.
#[allow(clippy::cast_precision_loss)] // see above
pub(crate) fn float(count: usize) -> f64 {
    count as f64
}

/// Mean F of a candidate of `m` tokens over `count` references.
///
/// `sums` holds (n, S), n ascending: the references of n tokens have LCS that sum up to S. The result depends neither on the
/// kernel nor on the order of the work, since the sums are integers and their quotients are added exactly.
#[must_use]
pub fn mean_f(sums: &[(usize, u64)], m: usize, count: usize) -> f64 {
    if count == 0 {
        return 0.0;
    }
    #[allow(clippy::cast_precision_loss)] // a sum of 2^52 would take years
    let terms = sums.iter().filter(|(_, sum)| *sum > 0).map(|&(n, sum)| (2 * sum) as f64 / float(m + n));
    exact_sum(&terms) / float(count)
}

/// The sum of terms that are not negative, rounded once, as Python's `math.fsum` gives it.
fn exact_sum(terms: &(impl Iterator<Item = f64> + Clone)) -> f64 {
    let (mut sum, mut lost, mut count) = (0.0, 0.0, 0.0);
    for term in terms.clone() {
        let next: f64 = sum + term;
        let back = next - sum;
        lost += (sum - (next - back)) + (term - back);
        sum = next;
        count += 1.0;
    }
    // Each addition lost at most sum * e / 2, and adding these up lost at most count * e / 2 of their sum.
    let doubt = 2.0 * count * count * f64::EPSILON * f64::EPSILON * sum;
    let (least, most) = (sum + (lost - doubt), sum + (lost + doubt));
    if least == most {
        return least;
    }
    let mut exact = ExactSum::default();
    terms.clone().for_each(|term| exact.add(term));
    exact.total()
}

/// A sum of doubles, rounded once: Shewchuk's algorithm, as in Python's `math.fsum`.
#[derive(Default)]
struct ExactSum {
    /// Do not overlap, ascend in size, and add up to the sum.
    partials: Vec<f64>,
}

impl ExactSum {
    fn add(&mut self, term: f64) {
        let mut term = term;
        let mut kept = 0;
        for i in 0..self.partials.len() {
            let (high, low) = two_sum(term, self.partials[i]);
            if low != 0.0 {
                self.partials[kept] = low;
                kept += 1;
            }
            term = high;
        }
        self.partials.truncate(kept);
        self.partials.push(term);
    }

    fn total(&self) -> f64 {
        let mut rest = self.partials.iter().rev().copied();
        let mut total = rest.next().unwrap_or(0.0);
        while let Some(partial) = rest.next() {
            let (high, low) = two_sum(total, partial);
            total = high;
            if low != 0.0 {
                return match rest.next() {
                    // Half way between two doubles so far: what is still smaller breaks the tie.
                    Some(below) if (below < 0.0) == (low < 0.0) => {
                        let away = total + 2.0 * low;
                        // Exact when it is a tie, and only then.
                        if away - total == 2.0 * low { away } else { total }
                    }
                    _ => total,
                };
            }
        }
        total
    }
}

/// The sum and its rounding error.
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let (a, b) = if a.abs() < b.abs() { (b, a) } else { (a, b) };
    let high = a + b;
    (high, b - (high - a))
}

/// A reference and how like it the candidate is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neighbour {
    /// Its number in the pool.
    pub id: u32,
    /// ROUGE-L F.
    pub f: f64,
}

impl Eq for Neighbour {}

impl PartialOrd for Neighbour {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Neighbour {
    /// The better is less: higher F first, then the older.
    fn cmp(&self, other: &Self) -> Ordering {
        other.f.total_cmp(&self.f).then(self.id.cmp(&other.id))
    }
}

/// How like a pool a candidate is.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// Mean F over all references.
    pub mean: f64,
    /// The nearest references, best first, then oldest.
    pub nearest: Vec<Neighbour>,
}

/// The k best references for a candidate of `m` tokens, among those that share a token with it.
#[derive(Clone, Debug)]
pub(crate) struct Nearest {
    m: usize,
    k: usize,
    best: BinaryHeap<Neighbour>,
}

/// What a reference must reach to be offered: quick, and at most one LCS too low.
#[derive(Clone, Copy)]
pub(crate) struct Bar {
    m: f64,
    half: f64,
}

impl Bar {
    /// The least LCS of a reference of `n` tokens.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // what is below 0 or too large is cut
    pub(crate) fn least(self, n: usize) -> u32 {
        ((self.half * (self.m + float(n)) - SLACK) as u32).saturating_add(1)
    }
}

/// More than rounding may move an LCS, and less than one.
const SLACK: f64 = 1e-6;

impl Nearest {
    pub(crate) fn new(m: usize, k: usize) -> Self {
        Self { m, k, best: BinaryHeap::new() }
    }

    /// The bar that the worst of the k sets.
    pub(crate) fn bar(&self) -> Bar {
        let worst = self.best.peek().filter(|_| self.best.len() == self.k).map_or(0.0, |worst| worst.f);
        Bar { m: float(self.m), half: if self.k == 0 { f64::INFINITY } else { worst / 2.0 } }
    }

    /// The least LCS with which a reference of `n` tokens, `next` or later in the pool, gets in.
    pub(crate) fn least(&self, n: usize, next: u32) -> u32 {
        if self.k == 0 {
            return u32::MAX;
        }
        let Some(worst) = self.best.peek().filter(|_| self.best.len() == self.k) else {
            return 1;
        };
        // Where F would be that of the worst: at most half of the sum of the lengths.
        let same = worst.f * float(self.m + n) / 2.0;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // rounds, much faster than `round` does
        let near = (same + 0.5) as u32;
        let off = same - f64::from(near);
        if off.abs() > SLACK {
            near + u32::from(off > 0.0)
        } else {
            near + u32::from(!self.admits(Neighbour { id: next, f: f_measure(near, self.m, n) }))
        }
    }

    /// Takes a reference that shares a token.
    pub(crate) fn offer(&mut self, lcs: u32, n: usize, id: u32) {
        self.take(Neighbour { id, f: f_measure(lcs, self.m, n) });
    }

    pub(crate) fn merge(&mut self, other: Self) {
        for neighbour in other.best {
            self.take(neighbour);
        }
    }

    fn admits(&self, neighbour: Neighbour) -> bool {
        self.best.len() < self.k || self.best.peek().is_some_and(|worst| neighbour < *worst)
    }

    fn take(&mut self, neighbour: Neighbour) {
        if self.admits(neighbour) {
            if self.best.len() == self.k {
                self.best.pop();
            }
            self.best.push(neighbour);
        }
    }

    /// The k best of a pool of this size; where it lacks, the oldest that share nothing.
    pub(crate) fn ranking(self, size: u32) -> Vec<Neighbour> {
        let lacking = self.k - self.best.len();
        let mut ranking = self.best.into_sorted_vec();
        if lacking > 0 {
            let mut seen: Vec<u32> = ranking.iter().map(|neighbour| neighbour.id).collect();
            seen.sort_unstable();
            let rest = (0..size).filter(|id| seen.binary_search(id).is_err());
            ranking.extend(rest.take(lacking).map(|id| Neighbour { id, f: 0.0 }));
        }
        ranking
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_rounded_once() {
        let shewchuk = |terms: &[f64]| {
            let mut exact = ExactSum::default();
            terms.iter().for_each(|&term| exact.add(term));
            exact.total()
        };
        assert_eq!(shewchuk(&[1.0, 1e100, 1.0, -1e100]), 2.0);
        for (terms, total) in [
            (&[] as &[f64], 0.0),
            (&[0.1; 10], 1.0),
            (&[1e16, 1.0, 1e-16], 10_000_000_000_000_002.0),
            (&[1e16, 1.0, 0.0], 1e16),
            (&[1.0, f64::EPSILON / 2.0, 1e-300], 1.0 + f64::EPSILON),
        ] {
            assert_eq!(shewchuk(terms), total);
            assert_eq!(exact_sum(&terms.iter().copied()), total);
        }
    }

    #[test]
    fn the_least_that_gets_in_is_the_first_that_does() {
        for m in 1..24 {
            for n in 1..24 {
                for other in 1..24_usize {
                    for lcs in 1..=u32::try_from(m.min(other)).unwrap() {
                        let mut nearest = Nearest::new(m, 1);
                        nearest.offer(lcs, other, 5);
                        for next in [4, 6] {
                            let limit = u32::try_from(m.min(n)).unwrap();
                            let gets_in = |lcs: &u32| nearest.admits(Neighbour { id: next, f: f_measure(*lcs, m, n) });
                            let expected = (1..=limit).find(gets_in).unwrap_or(limit + 1);
                            assert_eq!(nearest.least(n, next).min(limit + 1), expected);
                            let bar = nearest.bar().least(n).min(limit + 1);
                            assert!(bar == expected || bar + 1 == expected);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_ranking_is_filled_with_the_oldest() {
        let mut nearest = Nearest::new(2, 4);
        nearest.offer(1, 2, 1);
        nearest.offer(2, 2, 3);
        let found: Vec<_> = nearest.ranking(5).into_iter().map(|neighbour| (neighbour.id, neighbour.f)).collect();
        assert_eq!(found, [(3, 1.0), (1, 0.5), (0, 0.0), (2, 0.0)]);
    }
}
