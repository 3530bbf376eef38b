"""F is `rouge_score`'s own double for all lengths up to 150 tokens, and the threshold decides by it."""

from __future__ import annotations

import importlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rouge_oracle import IMPLEMENTATIONS, Make, every_implementation, filled, maker, naive_f

from selfinstruct.rouge import f_measure, least_above

LONGEST = 150


def test_f_is_that_of_rouge_score_to_the_last_bit() -> None:
    scoring = pytest.importorskip("rouge_score.scoring")
    for m in range(1, LONGEST + 1):
        for n in range(1, m + 1):
            for lcs in range(n + 1):
                expected = scoring.fmeasure(lcs / m, lcs / n)
                assert f_measure(lcs, m, n) == f_measure(lcs, n, m) == expected


def test_f_of_the_scorer_is_that_of_rouge_score_to_the_last_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    scoring = pytest.importorskip("rouge_score.scoring")
    pytest.importorskip("selfinstruct_rouge")
    scorer = importlib.import_module("selfinstruct_rouge.scorer")
    monkeypatch.setattr(scorer, "lcs_pair", lambda *_: lcs)
    for m in range(1, LONGEST + 1):
        prediction = [""] * m
        for n in range(1, LONGEST + 1):
            target = [""] * n
            for lcs in range(min(m, n) + 1):
                precision, recall = lcs / m, lcs / n
                assert scorer._score(target, prediction) == (precision, recall, scoring.fmeasure(precision, recall))


@pytest.mark.parametrize("step", [25, pytest.param(1, marks=pytest.mark.slow)])
def test_every_implementation_gives_the_f_of_rouge_score_for_every_lcs(step: int) -> None:
    """A reference for each length n and each number of tokens that a candidate of any length m can have in common with it."""
    scoring = pytest.importorskip("rouge_score.scoring")
    shapes = [(n, common) for n in range(1, LONGEST + 1) for common in range(n + 1)]
    pool = [["a"] * common + ["b"] * (n - common) for n, common in shapes]
    pools = {name: filled(maker(name), pool) for name in IMPLEMENTATIONS}
    for m in range(step, LONGEST + 1, step):
        f = [scoring.fmeasure(min(m, common) / m, min(m, common) / n) for n, common in shapes]
        order = sorted(range(len(f)), key=lambda i: (-f[i], i))
        expected = [(i, f[i]) for i in order]
        for name, references in pools.items():
            [score] = references.score([["a"] * m], len(pool))
            assert list(score.nearest) == expected, (name, m)


@pytest.mark.parametrize(("lcs", "m", "n"), [(0, 0, 0), (0, 0, 5), (0, 5, 0), (0, 5, 5), (3, 0, 3)])
def test_f_of_nothing_is_zero(lcs: int, m: int, n: int) -> None:
    assert f_measure(lcs, m, n) == 0.0


@given(
    st.integers(1, LONGEST),
    st.integers(1, LONGEST),
    st.one_of(st.floats(0, 1.5), st.sampled_from([0.0, 0.5, 0.65, 0.7, 1.0, math.inf])),
)
def test_least_above_is_the_first_that_is_above(m: int, n: int, floor: float) -> None:
    above = [lcs for lcs in range(1, min(m, n) + 1) if f_measure(lcs, m, n) > floor]
    assert least_above(m, n, floor) == (above[0] if above else min(m, n) + 1)


@every_implementation
@pytest.mark.parametrize(("threshold", "shapes", "above"), [(0.7, 531, 272), (0.65, 297, 24)])
def test_decisions_at_the_threshold_are_rouge_score_s(make: Make, threshold: float, shapes: int, above: int) -> None:
    """Walk all lengths where F is the threshold but for rounding, from one LCS below it to one above."""
    refused: list[bool] = []
    for m in range(1, LONGEST + 1):
        for n in range(1, LONGEST + 1):
            middle, rest = divmod(round(threshold * 100) * (m + n), 200)
            if rest or middle > min(m, n):
                continue
            for lcs in range(middle - 1, min(middle + 1, m, n) + 1):
                references = filled(make, [["a"] * lcs + ["b"] * (n - lcs)])
                tokens = ["a"] * lcs + ["c"] * (m - lcs)
                f = naive_f(lcs, m, n)
                assert references.best_above([tokens], threshold) == [(0, f) if f > threshold else None]
                if lcs == middle:
                    decided = references.judge([tokens], threshold, k=0, limit=1)[0].accepted
                    assert decided is (f <= threshold)
                    assert decided or references.judge([tokens], threshold)[0].accepted is decided
                    refused.append(not decided)
    assert (len(refused), sum(refused)) == (shapes, above)
