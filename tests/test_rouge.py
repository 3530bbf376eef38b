"""ROUGE-L against a pool: every implementation against the textbook recurrence and against `rouge_score`."""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Callable, Sequence
from functools import cache, partial
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rouge_oracle import (
    Make,
    Tokens,
    every_implementation,
    filled,
    naive_f,
    naive_lcs,
    naive_mean,
    naive_nearest,
    naive_scores,
    wordy,
)

from selfinstruct import rouge
from selfinstruct.errors import ConfigError
from selfinstruct.lcs import BitIndex, set_bits
from selfinstruct.overlap import OverlapIndex
from selfinstruct.rouge import References, mean_f

BOUNDARIES = [0, 1, 2, 7, 8, 9, 15, 16, 17, 29, 30, 31, 32, 33, 59, 60, 61, 63, 64, 65, 127, 128, 129, 150, 256, 257]
ENGLISH = [
    "Name three things a lighthouse keeper would do on a foggy night.",
    "Name three things that a lighthouse keeper might do on a stormy night.",
    "Turn the following recipe into a shopping list, sorted by aisle.",
    "Turn the recipe below into a shopping list.",
    "Is the following sentence a question, an order or a statement?",
    "Explain, in two sentences, why the sea is salty; then explain why lakes are not.",
    "Write a haiku about a train that is late.",
    "Write a limerick about a train that is never late.",
    "a a a a b b b b",
    "b b b b a a a a",
    "!!!",
]

letters = st.text("abc", max_size=12).map(list)
lengths = st.one_of(st.integers(0, 24), st.sampled_from(BOUNDARIES))


@st.composite
def sequences(draw: st.DrawFn) -> list[str]:
    """Make tokens from a small alphabet, their number often next to a power of two or a digit of a big integer."""
    rng = random.Random(draw(st.integers(0, 2**32)))
    alphabet = "abcdefghijklmnopqrst"[: draw(st.sampled_from([1, 2, 4, 20]))]
    return rng.choices(alphabet, k=draw(lengths))


pools = st.lists(st.one_of(letters, sequences()), max_size=12)


@every_implementation
@given(pools, sequences())
def test_lcs_is_the_textbook_s(make: Make, pool: list[list[str]], tokens: list[str]) -> None:
    assert filled(make, pool).lcs(tokens) == [naive_lcs(tokens, reference) for reference in pool]


@every_implementation
@given(pools, st.lists(sequences(), max_size=3), st.integers(0, 14))
def test_score_is_the_textbook_s(make: Make, pool: list[list[str]], candidates: list[list[str]], k: int) -> None:
    found = filled(make, pool).score(candidates, k)
    assert len(found) == len(candidates)
    for score, tokens in zip(found, candidates, strict=True):
        scores = naive_scores(pool, tokens)
        assert tuple(score.nearest) == naive_nearest(scores, k)
        assert score.best == (score.nearest[0] if score.nearest else None)
        assert score.mean == naive_mean(pool, tokens)
        assert score.mean == pytest.approx(sum(scores) / len(pool) if pool else 0.0, abs=1e-12)


@every_implementation
@given(pools, sequences(), st.sampled_from([-1.0, 0.0, 0.1, 0.3, 0.5, 0.65, 0.7, 0.9, 1.0, 2.0]))
def test_best_above_is_the_nearest_if_it_is_above(
    make: Make, pool: list[list[str]], tokens: list[str], threshold: float
) -> None:
    nearest = naive_nearest(naive_scores(pool, tokens), 1)
    expected = nearest[0] if nearest and nearest[0][1] > threshold else None
    assert filled(make, pool).best_above([tokens], threshold) == [expected]


class Case(NamedTuple):
    """A pool, and what the textbook finds in it for each candidate."""

    pool: list[list[str]]
    candidates: list[list[str]]
    lcs: list[list[int]]
    scores: list[list[float]]
    means: list[float]


def solved(pool: list[list[str]], candidates: list[list[str]]) -> Case:
    lcs = [[naive_lcs(tokens, reference) for reference in pool] for tokens in candidates]
    means = [naive_mean(pool, tokens, found) for tokens, found in zip(candidates, lcs, strict=True)]
    scores = [
        [naive_f(length, len(tokens), len(reference)) for length, reference in zip(found, pool, strict=True)]
        for tokens, found in zip(candidates, lcs, strict=True)
    ]
    return Case(pool, candidates, lcs, scores, means)


@cache
def many_blocks() -> Case:
    """More short references than one big integer has lanes for, so that every part of the index is in use."""
    rng = random.Random(5)
    pool = [rng.choices("abcdefgh", k=rng.choice([3, 4, 5])) for _ in range(9000)]
    return solved(pool, [list("abcd"), list("hgfedcba"), ["a"], list("aabb"), ["z"]])


@cache
def sentences(size: int) -> Case:
    rng = random.Random(size)
    pool, candidates = wordy(rng, size), wordy(rng, 12)
    return solved(pool, candidates + rng.sample(pool, 3))


@every_implementation
@pytest.mark.parametrize("case", [many_blocks, partial(sentences, 200), partial(sentences, 700)], ids=["blocks", "200", "700"])
def test_a_pool_of_many_references(make: Make, case: Callable[[], Case]) -> None:
    pool, candidates, lcs, scores, means = case()
    references = filled(make, pool)
    assert [references.lcs(tokens) for tokens in candidates] == lcs
    found = references.score(candidates)
    assert [score.mean for score in found] == means
    nearest = [naive_nearest(each, 10) for each in scores]
    assert [tuple(score.nearest) for score in found] == nearest
    for threshold in (0.2, 0.3, 0.5, 0.7, 0.95):
        expected = [best if best[1] > threshold else None for best, *_ in nearest]
        assert references.best_above(candidates, threshold) == expected


@every_implementation
def test_equal_scores_are_in_order_of_age(make: Make) -> None:
    pool = [list("xy"), list("ab"), list("ba"), list("ab"), [], list("axxb"), list("ab")]
    references = filled(make, pool)
    third = naive_f(2, 2, 4)
    expected = ((1, 1.0), (3, 1.0), (6, 1.0), (5, third), (2, 0.5), (0, 0.0), (4, 0.0))
    for k in range(len(pool) + 2):
        assert tuple(references.score([list("ab")], k)[0].nearest) == expected[:k]
    assert references.best_above([list("ab")], 0.7) == [(1, 1.0)]


@every_implementation
def test_many_equal_scores(make: Make) -> None:
    pool = [["a", "b"], *([["a", "c"]] * 5000), ["a", "b"]]
    [score] = filled(make, pool).score([["a", "b"]], 4)
    assert tuple(score.nearest) == ((0, 1.0), (5001, 1.0), (1, 0.5), (2, 0.5))


@every_implementation
def test_a_longer_reference_with_a_larger_lcs_may_be_less_like(make: Make) -> None:
    tokens = [f"w{i}" for i in range(20)]
    pool = [[*tokens[:18], "x", "y"] for _ in range(40)] + [tokens[:17]]
    [score] = filled(make, pool).score([tokens], 2)
    assert tuple(score.nearest) == ((40, naive_f(17, 20, 17)), (0, naive_f(18, 20, 20)))


@every_implementation
@given(pools, st.lists(sequences(), max_size=3), st.integers(0, 2**32))
def test_growing_in_pieces_is_growing_at_once(
    make: Make, pool: list[list[str]], candidates: list[list[str]], seed: int
) -> None:
    rng = random.Random(seed)
    whole, pieces = filled(make, pool), make()
    at = 0
    while at < len(pool):
        size = rng.randint(1, 4)
        pieces.extend(pool[at : at + size])
        at = min(at + size, len(pool))
        assert len(pieces) == at
        if rng.random() < 0.7:  # use it in between, so that what it keeps must grow too
            for tokens in candidates:
                assert pieces.lcs(tokens) == [naive_lcs(tokens, reference) for reference in pool[:at]]
            pieces.best_above(candidates, 0.5)
    assert pieces.score(candidates) == whole.score(candidates)
    assert pieces.best_above(candidates, 0.5) == whole.best_above(candidates, 0.5)


def naive_judge(pool: Sequence[Tokens], candidates: Sequence[Tokens], threshold: float, k: int) -> list[tuple[object, ...]]:
    known = list(pool)
    made: list[tuple[object, ...]] = []
    for tokens in candidates:
        scores = naive_scores(known, tokens)
        accepted = not any(f > threshold for f in scores)
        made.append((accepted, naive_mean(known, tokens), naive_nearest(scores, k)))
        if accepted:
            known.append(tokens)
    return made


@every_implementation
@given(
    pools,
    st.lists(st.one_of(letters, sequences()), max_size=8),
    st.sampled_from([-1.0, 0.3, 0.5, 0.7, 1.0]),
    st.integers(1, 12),
)
def test_judging_is_one_by_one(
    make: Make, pool: list[list[str]], candidates: list[list[str]], threshold: float, k: int
) -> None:
    expected = naive_judge(pool, candidates, threshold, k)
    references = filled(make, pool)
    verdicts = references.judge(candidates, threshold, k)
    assert [(v.accepted, v.mean, tuple(v.nearest)) for v in verdicts] == expected
    assert len(references) == len(pool) + sum(v.accepted for v in verdicts)
    deciding = filled(make, pool)
    for decided, scored in zip(deciding.judge(candidates, threshold, k=0), verdicts, strict=True):
        refusing = () if scored.accepted else tuple(scored.nearest)[:1]
        assert (decided.accepted, decided.mean, tuple(decided.nearest)) == (scored.accepted, None, refusing)
    assert len(deciding) == len(references)


@every_implementation
@pytest.mark.parametrize(("limit", "judged", "grown"), [(0, 0, 0), (1, 1, 1), (2, 3, 2), (3, 4, 3), (4, 4, 3), (None, 4, 3)])
@pytest.mark.parametrize("k", [0, 10])
def test_judging_stops_at_the_limit(make: Make, limit: int | None, judged: int, grown: int, k: int) -> None:
    references = filled(make, [list("pqrs")])
    verdicts = references.judge([list("abcd"), list("abcd"), list("efgh"), list("ijkl")], 0.7, k, limit)
    assert [v.accepted for v in verdicts] == [True, False, True, True][:judged]
    assert len(references) == 1 + grown


@every_implementation
def test_scores_of_english_are_rouge_score_s(make: Make) -> None:
    rouge_scorer = pytest.importorskip("rouge_score.rouge_scorer")
    tokenizers = pytest.importorskip("rouge_score.tokenizers")
    scorer, tokenizer = rouge_scorer.RougeScorer(["rougeL"]), tokenizers.DefaultTokenizer()
    pool = [tokenizer.tokenize(text) for text in ENGLISH]
    for text, score in zip(ENGLISH, filled(make, pool).score(pool, len(pool)), strict=True):
        expected = [scorer.score(other, text)["rougeL"].fmeasure for other in ENGLISH]
        assert dict(score.nearest) == dict(enumerate(expected))
        assert score.mean == pytest.approx(sum(expected) / len(expected), abs=1e-12)


def test_the_mean_needs_no_order_and_no_zeros() -> None:
    sums = {3: 5, 1: 0, 12: 7, 0: 0}
    expected = math.fsum([2 * 5 / 7, 2 * 7 / 16]) / 9
    assert mean_f(sums.items(), 4, 9) == mean_f([(12, 7), (3, 5)], 4, 9) == expected
    assert mean_f([(0, 0)], 0, 1) == mean_f([], 4, 0) == 0.0


@given(st.sets(st.integers(0, 9000), max_size=300), st.integers(0, 7))
def test_set_bits(places: set[int], offset: int) -> None:
    assert list(set_bits(sum(1 << place for place in places), offset)) == [place + offset for place in sorted(places)]


def test_rows_that_had_to_go_are_made_anew() -> None:
    index = BitIndex(budget=3000)
    wanted: dict[int, dict[int, int]] = {}
    rng = random.Random(1)
    bit = 0
    for _ in range(400):
        key, block, bit = rng.randrange(8), rng.randrange(3), bit + rng.randint(1, 9)
        index.add(key, block, bit)
        row = wanted.setdefault(key, {})
        row[block] = row.get(block, 0) | 1 << bit
        key = rng.randrange(9)
        assert index.row(key) == wanted.get(key, {})
    assert all(index.row(key) == row for key, row in wanted.items())


def test_overlap_counts_repeats_and_goes_over_blocks() -> None:
    index = OverlapIndex()
    bags = {0: [1, 1, 2], 5: [1, 2], 40_000: [2, 1, 1], 40_001: [1, 1, 1, 1], 40_002: []}
    for ident in range(40_003):
        index.add(bags.get(ident, [3]))
    assert list(index.sharing([1, 2, 1], lambda _: 3)) == [0, 40_000]
    assert list(index.sharing([1, 1, 9], lambda _: 2)) == [0, 40_000, 40_001]
    assert list(index.sharing([1, 1, 9], lambda _: 2, 4, 9)) == [40_001]
    assert list(index.sharing([2], lambda _: 1)) == [0, 5, 40_000]
    assert list(index.sharing([9], lambda _: 1)) == []


def test_the_kernel_is_python_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    extension = SimpleNamespace(References=type("Fast", (), {}), kernel=lambda: "fast")
    monkeypatch.setitem(sys.modules, "selfinstruct_rouge", extension)
    monkeypatch.delenv("SELFINSTRUCT_KERNEL", raising=False)
    assert rouge.kernel() == "fast"
    assert isinstance(rouge.new_references(), extension.References)
    monkeypatch.setenv("SELFINSTRUCT_KERNEL", "python")
    assert rouge.kernel() == "python"
    assert isinstance(rouge.new_references(), References)


def test_without_the_extension_python_is_the_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "selfinstruct_rouge", None)
    monkeypatch.delenv("SELFINSTRUCT_KERNEL", raising=False)
    assert rouge.kernel() == "python"
    assert isinstance(rouge.new_references(), References)
    monkeypatch.setenv("SELFINSTRUCT_KERNEL", "avx2")
    with pytest.raises(ConfigError, match="avx2"):
        rouge.kernel()
