//! Every kernel that this processor can run, against the textbook recurrence.

use selfinstruct_rouge::{Error, Kernel, Neighbour, References, Score, Verdict, Work, f_measure, mean_f};

/// Miri interprets every step: it is given little, of every kind.
const MIRI: bool = cfg!(miri);

/// Around every width of a lane and every number of words.
const LENGTHS: &[usize] = if MIRI {
    &[0, 9, 64, 65, 130, 193, 257]
} else {
    &[
        0, 1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 191, 192, 193, 255, 256, 257, 320, 321, 384, 385,
        512, 513, 768, 769, 1024, 1025,
    ]
};

/// Numbers without a pattern that matters (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap() % limit
    }

    fn sequence(&mut self, length: usize, alphabet: usize) -> Vec<u32> {
        (0..length).map(|_| u32::try_from(self.below(alphabet)).unwrap()).collect()
    }

    fn sequences(&mut self, count: usize, longest: usize, alphabet: usize) -> Vec<Vec<u32>> {
        (0..count)
            .map(|_| {
                let length = self.below(longest + 1);
                self.sequence(length, alphabet)
            })
            .collect()
    }
}

fn naive_lcs(a: &[u32], b: &[u32]) -> u32 {
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

fn naive_score(pool: &[Vec<u32>], tokens: &[u32], k: usize) -> Score {
    let mut sums = std::collections::BTreeMap::new();
    let mut nearest = Vec::new();
    for (id, reference) in pool.iter().enumerate() {
        let lcs = naive_lcs(tokens, reference);
        *sums.entry(reference.len()).or_insert(0) += u64::from(lcs);
        nearest.push(Neighbour { id: u32::try_from(id).unwrap(), f: f_measure(lcs, tokens.len(), reference.len()) });
    }
    nearest.sort_by(|a, b| b.f.total_cmp(&a.f).then(a.id.cmp(&b.id)));
    nearest.truncate(k);
    let sums: Vec<(usize, u64)> = sums.into_iter().collect();
    Score { mean: mean_f(&sums, tokens.len(), pool.len()), nearest }
}

fn filled(kernel: Kernel, pool: &[Vec<u32>]) -> References {
    let mut references = References::new(kernel);
    for tokens in pool {
        references.push(tokens).unwrap();
    }
    references
}

fn slices(candidates: &[Vec<u32>]) -> Vec<&[u32]> {
    candidates.iter().map(Vec::as_slice).collect()
}

/// Checks all that a pool computes, on one thread and on three.
fn check(pool: &[Vec<u32>], candidates: &[Vec<u32>]) {
    // The naive kernel has nothing that Miri could find.
    for kernel in Kernel::available().into_iter().skip(usize::from(MIRI)) {
        let mut references = filled(kernel, pool);
        for tokens in candidates {
            let expected: Vec<u32> = pool.iter().map(|reference| naive_lcs(tokens, reference)).collect();
            assert_eq!(references.lcs(tokens, &Work::default()).unwrap(), expected, "{}: {tokens:?}", kernel.name());
        }
        for &threads in if MIRI { &[Some(2)][..] } else { &[None, Some(3)] } {
            let work = Work { threads, ..Work::default() };
            let counts = [2, 0, 1, 10, pool.len() + 2];
            for &k in if MIRI { &counts[..1] } else { &counts[..] } {
                let scores = references.score(&slices(candidates), k, &work).unwrap();
                for (tokens, score) in candidates.iter().zip(scores) {
                    assert_eq!(score, naive_score(pool, tokens, k), "{}: {tokens:?}", kernel.name());
                }
            }
            for &threshold in if MIRI { &[0.5][..] } else { &[-1.0, 0.0, 0.3, 0.5, 0.7, 1.0] } {
                let found = references.best_above(&slices(candidates), threshold, &work).unwrap();
                for (tokens, found) in candidates.iter().zip(found) {
                    let nearest = naive_score(pool, tokens, 1).nearest.first().copied();
                    assert_eq!(found, nearest.filter(|nearest| nearest.f > threshold), "{}", kernel.name());
                }
            }
        }
    }
}

#[test]
fn every_length_against_every_length() {
    let mut random = Random(1);
    for &alphabet in if MIRI { &[2][..] } else { &[1, 2, 5, 400] } {
        let pool: Vec<_> =
            LENGTHS.iter().map(|&length| random.sequence(if MIRI { length / 8 } else { length }, alphabet)).collect();
        let candidates: Vec<_> = LENGTHS.iter().map(|&length| random.sequence(length, alphabet)).collect();
        check(&pool, &candidates);
    }
}

#[test]
#[cfg_attr(miri, ignore = "takes too long, and reaches no unsafe code that the others do not")]
fn sentences() {
    let mut random = Random(2);
    for (count, longest, alphabet) in [(0, 5, 3), (1, 5, 3), (300, 12, 3), (300, 30, 12), (200, 90, 40), (40, 300, 9)] {
        let pool = random.sequences(count, longest, alphabet);
        let mut candidates = random.sequences(60, longest, alphabet + 1);
        candidates.extend(pool.iter().take(5).cloned());
        check(&pool, &candidates);
    }
}

#[test]
#[cfg_attr(miri, ignore = "takes too long, and reaches no unsafe code that the others do not")]
fn more_candidates_of_one_length_than_lanes() {
    let mut random = Random(3);
    for length in [3, 12, 20, 40, 70] {
        let pool = random.sequences(20, length + 4, 6);
        let candidates: Vec<_> = (0..301).map(|_| random.sequence(length, 6)).collect();
        check(&pool, &candidates);
    }
}

/// The most rows that the table of a group can have.
#[test]
fn full_lanes_of_tokens_that_no_two_share() {
    for &length in if MIRI { &[64, 256, 257][..] } else { &[8, 16, 32, 64, 128, 192, 256, 320, 384, 512, 768, 1024, 1025] } {
        let count = if MIRI { 2 } else { 128 };
        let tokens: Vec<u32> = (0..).take(count * length).collect();
        let pool: Vec<Vec<u32>> = tokens.chunks(length).map(<[u32]>::to_vec).collect();
        for kernel in Kernel::available().into_iter().filter(|kernel| kernel.name() != "naive") {
            let scores = filled(kernel, &pool).score(&slices(&pool), 1, &Work::default()).unwrap();
            for (id, score) in (0..).zip(scores) {
                let mean = mean_f(&[(length, length as u64)], length, count);
                assert_eq!(score, Score { mean, nearest: vec![Neighbour { id, f: 1.0 }] }, "{} {length}", kernel.name());
            }
        }
    }
}

#[test]
fn two_sequences_alone() {
    let mut random = Random(6);
    for (m, n, alphabet) in [(0, 0, 1), (0, 9, 1), (5, 70, 3), (64, 64, 2), (130, 65, 5), (300, 500, 30)] {
        let n = if MIRI { n / 10 } else { n };
        let (a, b) = (random.sequence(m, alphabet), random.sequence(n, alphabet));
        assert_eq!(selfinstruct_rouge::lcs::pair(&a, &b), naive_lcs(&a, &b));
    }
}

#[test]
fn sums_outgrow_their_lanes() {
    for length in [8, 16, 32, 64, 128] {
        let pool = vec![vec![0; length]; if MIRI { 40 } else { 9000 }];
        for kernel in Kernel::available().into_iter().filter(|kernel| kernel.name() != "naive") {
            let references = filled(kernel, &pool);
            let candidate = vec![0; length];
            let scores = references.score(&[&candidate], 2, &Work::default()).unwrap();
            let nearest = vec![Neighbour { id: 0, f: 1.0 }, Neighbour { id: 1, f: 1.0 }];
            assert_eq!(scores, [Score { mean: 1.0, nearest }], "{}", kernel.name());
        }
    }
}

#[test]
fn growing_in_between_changes_nothing() {
    let mut random = Random(4);
    let pool = random.sequences(if MIRI { 20 } else { 120 }, 20, 8);
    let candidates = random.sequences(if MIRI { 2 } else { 9 }, 20, 9);
    for kernel in Kernel::available() {
        let mut references = References::new(kernel);
        for (size, tokens) in pool.iter().enumerate() {
            assert_eq!(references.len(), size);
            if size % 17 == 0 {
                let scores = references.score(&slices(&candidates), 3, &Work::default()).unwrap();
                let expected: Vec<_> = candidates.iter().map(|tokens| naive_score(&pool[..size], tokens, 3)).collect();
                assert_eq!(scores, expected);
                references.best_above(&slices(&candidates), 0.5, &Work::default()).unwrap();
            }
            references.push(tokens).unwrap();
            assert_eq!(references.reference(u32::try_from(size).unwrap()), tokens);
        }
    }
}

fn naive_judge(pool: &[Vec<u32>], candidates: &[Vec<u32>], threshold: f64, k: usize, limit: usize) -> Vec<Verdict> {
    let mut known = pool.to_vec();
    let mut verdicts = Vec::new();
    for tokens in candidates {
        if known.len() == pool.len() + limit {
            break;
        }
        let score = naive_score(&known, tokens, k.max(1));
        let accepted = !score.nearest.first().is_some_and(|nearest| nearest.f > threshold);
        if accepted {
            known.push(tokens.clone());
        }
        verdicts.push(match k {
            0 => Verdict { accepted, mean: None, nearest: score.nearest[..usize::from(!accepted)].to_vec() },
            _ => Verdict { accepted, mean: Some(score.mean), nearest: score.nearest },
        });
    }
    verdicts
}

#[test]
#[cfg_attr(miri, ignore = "takes too long, and reaches no unsafe code that the others do not")]
fn judging_is_one_by_one() {
    let mut random = Random(5);
    for (size, alphabet) in [(0, 4), (30, 6), (60, 30)] {
        let pool = random.sequences(size, 14, alphabet);
        let candidates = random.sequences(330, 14, alphabet);
        for kernel in Kernel::available() {
            for (threshold, k, limit) in
                [(0.7, 3, None), (0.7, 0, None), (0.4, 1, Some(20)), (0.5, 0, Some(7)), (-1.0, 2, None), (0.3, 0, Some(0))]
            {
                let mut references = filled(kernel, &pool);
                let verdicts = references.judge(&slices(&candidates), threshold, k, limit, &Work::default()).unwrap();
                let expected = naive_judge(&pool, &candidates, threshold, k, limit.unwrap_or(usize::MAX - size));
                assert_eq!(verdicts, expected, "{} at {threshold}", kernel.name());
                assert_eq!(references.len(), size + verdicts.iter().filter(|verdict| verdict.accepted).count());
            }
        }
    }
}

#[test]
fn a_hundred_thousand_tokens() {
    let count = if MIRI { 500 } else { 100_000 };
    let long: Vec<u32> = (0..count).collect();
    let every_other: Vec<u32> = (0..count).step_by(2).collect();
    for kernel in Kernel::available().into_iter().filter(|kernel| kernel.name() != "naive") {
        let same = vec![7; long.len()];
        let references = filled(kernel, &[same.clone(), every_other.clone(), vec![], vec![count - 1, 3]]);
        assert_eq!(references.lcs(&long, &Work::default()).unwrap(), [1, count / 2, 0, 1], "{}", kernel.name());
        assert_eq!(references.lcs(&same, &Work::default()).unwrap(), [count, 0, 0, 0], "{}", kernel.name());
    }
}

#[test]
fn a_call_can_be_interrupted() {
    let mut references = filled(Kernel::fastest(), &[vec![1, 2, 3]]);
    let work = Work { threads: Some(2), interrupted: &|| true };
    assert_eq!(references.score(&[&[1]], 1, &work), Err(Error::Interrupted));
    assert_eq!(references.best_above(&[&[1]], 0.7, &work), Err(Error::Interrupted));
    assert_eq!(references.judge(&[&[1]], 0.7, 1, None, &work), Err(Error::Interrupted));
    assert_eq!(references.len(), 1);
}

#[test]
fn kernels_have_names() {
    let names: Vec<_> = Kernel::available().iter().map(Kernel::name).collect();
    assert_eq!(names[..2], ["naive", "scalar"]);
    assert_eq!(names.contains(&"neon"), cfg!(target_arch = "aarch64"));
    assert!(names.contains(&Kernel::fastest().name()));
    assert_eq!(Kernel::named("scalar").unwrap().name(), "scalar");
    assert!(Kernel::named("abacus").is_none());
}
