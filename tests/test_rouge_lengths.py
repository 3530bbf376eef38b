"""No length is too long and no vocabulary too large: around every lane and word, and far past them."""

from __future__ import annotations

import gc
import random
from functools import cache

import pytest
from rouge_oracle import (
    EXTENSION,
    IMPLEMENTATIONS,
    KERNELS,
    Make,
    every_implementation,
    filled,
    maker,
    naive_f,
    naive_lcs,
    naive_nearest,
)

from selfinstruct.lcs import pair_lcs, positions

BOUNDARIES = [
    *range(3),
    7,
    8,
    9,
    10,
    15,
    16,
    17,
    29,
    30,
    31,
    32,
    33,
    59,
    60,
    61,
    63,
    64,
    65,
    127,
    128,
    129,
    150,
    192,
    193,
    256,
    257,
]
LONG = [384, 385, 511, 512, 513, 767, 768, 769, 1023, 1024, 1025, 2049]
CAPACITIES = [8, 16, 32, 64, 128, 192, 256, 512, 1024]
WORDS = 3_000_000

quick = pytest.mark.parametrize("make", [pytest.param(maker(name), id=name) for name in IMPLEMENTATIONS if name != "naive"])


def lcs(a: list[str], b: list[str]) -> int:
    """The textbook's where that is quick, and else that of big integers."""
    if len(a) * len(b) < 1 << 16:
        return naive_lcs(a, b)
    numbers: dict[str, int] = {}
    x, y = ([numbers.setdefault(token, len(numbers)) for token in tokens] for tokens in (a, b))
    return pair_lcs(positions(x), len(x), y)


@cache
def solved(length: int) -> tuple[list[list[str]], list[str], list[int]]:
    rng = random.Random(length)
    tokens = rng.choices("abcd", k=length)
    others = BOUNDARIES if length in BOUNDARIES else [9, 64, 257, *LONG[::3]]
    pool = [rng.choices("abcd", k=n) for n in others] + [["a"] * length, tokens, tokens[::-1]]
    return pool, tokens, [lcs(tokens, reference) for reference in pool]


@every_implementation
@pytest.mark.parametrize("length", BOUNDARIES + LONG)
def test_candidates_and_references_of_every_length(make: Make, length: int) -> None:
    pool, tokens, expected = solved(length)
    references = filled(make, pool)
    assert references.lcs(tokens) == expected
    scores = [naive_f(found, length, len(reference)) for found, reference in zip(expected, pool, strict=True)]
    nearest = naive_nearest(scores, 3)
    assert tuple(references.score([tokens], 3)[0].nearest) == nearest
    assert references.best_above([tokens], 0.7) == [nearest[0] if nearest[0][1] > 0.7 else None]


@every_implementation
@pytest.mark.parametrize("length", CAPACITIES)
def test_full_lanes_of_tokens_that_no_two_share(make: Make, length: int) -> None:
    """The most rows that a table of a group of candidates can have."""
    count = 128 if length <= 64 else 16
    pool = [[f"{i}.{place}" for place in range(length)] for i in range(count)]
    references = filled(make, pool)
    found = references.score(pool, 1)
    assert [(score.mean, tuple(score.nearest)) for score in found] == [(1 / count, ((i, 1.0),)) for i in range(count)]
    assert references.best_above(pool, 0.9) == [(i, 1.0) for i in range(count)]


@pytest.mark.parametrize(
    ("make", "count"),
    [
        pytest.param(maker("python"), 20_000, id="python-20000"),
        pytest.param(maker("python"), 100_000, id="python-100000", marks=pytest.mark.slow),
        *(pytest.param(maker(name), 100_000, id=name) for name in KERNELS if name != "naive"),
    ],
)
def test_long_candidates_of_distinct_tokens(make: Make, count: int) -> None:
    distinct = [f"w{i}" for i in range(count)]
    references = filled(make, [distinct, ["w7"] * 300, [], [distinct[-1], "w3"], distinct[:1000][::-1]])
    assert references.lcs(distinct) == [count, 1, 0, 1, 1]
    assert references.best_above([distinct, distinct[5:]], 0.7) == [(0, 1.0), (0, naive_f(count - 5, count - 5, count))]
    [verdict] = references.judge([["w7"] * count], 0.7)
    assert (verdict.accepted, verdict.nearest[0]) == (True, (1, naive_f(300, count, 300)))
    assert references.lcs(["w7"])[-1] == 1


@quick
@pytest.mark.parametrize("count", [10_000, pytest.param(100_000, marks=pytest.mark.slow)])
def test_one_token_repeated(make: Make, count: int) -> None:
    one, other = ["a"] * count, ["a", "b"] * (count // 2)
    references = filled(make, [one, other, ["a"], ["b"], [], [f"w{i}" for i in range(count)]])
    assert references.lcs(one) == [count, count // 2, 1, 0, 0, 0]
    assert references.lcs(other) == [count // 2, count, 1, 1, 0, 0]
    assert references.lcs([f"w{i}" for i in range(0, count, 2)])[-1] == count // 2
    assert references.best_above([one, other, ["a"]], 0.7) == [(0, 1.0), (1, 1.0), (2, 1.0)]
    assert references.score([other], 1)[0].nearest[0] == (1, 1.0)


@pytest.mark.skipif(not KERNELS, reason="needs the extension")
def test_one_token_repeated_by_the_naive_kernel() -> None:
    references = filled(maker("naive"), [["a"] * 3000, ["a", "b"] * 1500])
    assert references.lcs(["a"] * 2000) == [2000, 1500]
    assert references.best_above([["a"] * 2000], 0.7) == [(0, naive_f(2000, 2000, 3000))]


@every_implementation
def test_long_references_side_by_side(make: Make) -> None:
    pool = [[f"{i}.{place}" if place % 5 == i else "a" for place in range(3000 + i)] for i in range(4)]
    references = filled(make, pool)
    tokens = ["a"] * 2500
    expected = [reference.count("a") for reference in pool]
    assert references.lcs(tokens) == expected
    scores = [naive_f(found, 2500, 3000 + i) for i, found in enumerate(expected)]
    assert tuple(references.score([tokens], 3)[0].nearest) == naive_nearest(scores, 3)
    assert references.best_above([tokens], 0.7) == [naive_nearest(scores, 1)[0]]


@pytest.mark.parametrize("kernel", KERNELS)
def test_a_million_tokens_in_one_text(kernel: str) -> None:
    references = EXTENSION.References(tokenizer="english", kernel=kernel)
    references.extend(["a b c", "b " * 1000, ""])
    text = "A b! " * 500_000
    assert references.lcs(text) == [2, 1000, 0]
    assert references.score([text], 1)[0].nearest == ((1, naive_f(1000, 1_000_000, 1000)),)
    [verdict] = references.judge([text], 0.7, k=0)
    assert verdict.accepted
    assert references.lcs("b a a")[-1] == 3
    assert references.best_above(["a b d"], 0.6) == [(0, naive_f(2, 3, 3))]


@pytest.mark.slow
@pytest.mark.parametrize("kernel", KERNELS)
def test_texts_of_a_million_tokens_against_each_other(kernel: str) -> None:
    references = EXTENSION.References(tokenizer="english", kernel=kernel)
    text = " ".join(f"w{i}" for i in range(1_000_000))
    references.extend([text])
    assert references.lcs("w3 w3 w999999 w4") == [2]
    assert references.best_above([text], 0.7) == [(0, 1.0)]


@cache
def many_words() -> list[list[str]]:
    return [[f"w{i + place}" for place in range(100)] for i in range(0, WORDS, 100)]


@pytest.mark.slow
@every_implementation
def test_three_million_distinct_tokens(make: Make) -> None:
    pool = many_words()
    references = filled(make, pool)
    at = [0, len(pool) // 2, len(pool) - 1]
    candidates = [[*pool[i][:90], "unheard of"] for i in at]
    expected = [(i, naive_f(90, 91, 100)) for i in at]
    assert references.best_above(candidates, 0.7) == expected
    assert [tuple(score.nearest) for score in references.score(candidates, 1)] == [(each,) for each in expected]
    [verdict] = references.judge([[pool[i][0] for i in range(0, len(pool), 5)]], 0.7)
    assert verdict.accepted
    assert references.lcs([pool[-5][0], pool[-1][0]])[-3:] == [0, 1, 1]
    del references
    gc.collect()
