//! What an F above the threshold asks of two lengths. Every answer is found by the float expression of `rouge_score` itself.
//!
//! Where F is mathematically just the threshold, rounding decides, and any rearranged formula rounds otherwise.

use crate::score;

/// The one F of the crate, for lengths as the index keeps them.
#[inline]
pub(super) fn f_measure(lcs: u32, m: u32, n: u32) -> f64 {
    score::f_measure(lcs, m as usize, n as usize)
}

/// The least LCS of `m` and `n` tokens whose F is above the threshold, if one is.
#[must_use]
pub fn least_above(m: u32, n: u32, threshold: f64) -> Option<u32> {
    let most = m.min(n);
    if f_measure(most, m, n) <= threshold {
        return None;
    }
    // Rounding moves F by far less than one step of the LCS does, so the answer is at most one below the algebraic estimate.
    let estimate = threshold * (f64::from(m) + f64::from(n)) / 2.0;
    let mut lcs = whole(estimate).saturating_sub(1).clamp(1, most);
    while f_measure(lcs, m, n) <= threshold {
        lcs += 1;
    }
    Some(lcs)
}

/// The least length of which some sequence has an F above the threshold with a sequence of `n` tokens: one whose tokens are all
/// in common. It is also the least LCS that any sequence needs for that, since a longer one needs no fewer.
#[must_use]
pub fn shortest_above(n: u32, threshold: f64) -> Option<u32> {
    if f_measure(n, n, n) <= threshold {
        return None;
    }
    let estimate = threshold * f64::from(n) / (2.0 - threshold);
    let mut m = whole(estimate).saturating_sub(1).clamp(1, n);
    while f_measure(m, m, n) <= threshold {
        m += 1;
    }
    Some(m)
}

/// The whole part of a length.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates, and lengths are not negative")]
fn whole(length: f64) -> u32 {
    length as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    const THRESHOLDS: [f64; 12] = [0.0, 0.1, 0.3, 0.5, 0.6, 0.65, 2.0 / 3.0, 0.7, 0.75, 0.8, 0.9, 1.0];

    #[test]
    fn least_is_what_a_search_from_one_finds() {
        for threshold in THRESHOLDS {
            for m in 1..=150 {
                for n in 1..=150 {
                    let searched = (1..=m.min(n)).find(|&lcs| f_measure(lcs, m, n) > threshold);
                    assert_eq!(least_above(m, n, threshold), searched, "{m} {n} {threshold}");
                }
            }
        }
    }

    #[test]
    fn shortest_is_the_first_length_that_can_be_above() {
        for threshold in THRESHOLDS {
            for n in 1..=150 {
                let searched = (1..=n).find(|&m| least_above(m, n, threshold).is_some());
                assert_eq!(shortest_above(n, threshold), searched, "{n} {threshold}");
                let least = (1..=400).filter_map(|m| least_above(m, n, threshold)).min();
                assert_eq!(shortest_above(n, threshold), least, "{n} {threshold}");
            }
        }
    }

    #[test]
    fn seven_tenths_is_decided_as_rouge_score_rounds_it() {
        // 2 * 7 / 20 each time; the float is above 0.7, below it, or 0.7 by the two lengths alone
        let above = (1..=150u32)
            .flat_map(|m| (1..=150u32).map(move |n| (m, n)))
            .filter(|(m, n)| (m + n) % 20 == 0 && 7 * (m + n) / 20 <= *m.min(n))
            .filter(|&(m, n)| f_measure(7 * (m + n) / 20, m, n) > 0.7)
            .count();
        assert!(above > 0);
        assert!(f_measure(7, 10, 10) <= 0.7);
    }

    #[test]
    fn lengths_without_end_are_bounded_too() {
        assert_eq!(least_above(u32::MAX, u32::MAX, 1.0), None);
        assert!(least_above(u32::MAX, u32::MAX, 0.999).is_some());
        assert_eq!(least_above(u32::MAX, 1, 0.0), Some(1));
        assert_eq!(least_above(0, 5, 0.0), None);
    }
}
