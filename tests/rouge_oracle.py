"""What the tests of ROUGE-L share: the implementations installed, and the textbook recurrence that all of them must equal."""

from __future__ import annotations

import importlib
import importlib.util
import math
import random
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pytest

from selfinstruct.rouge import References

Tokens = Sequence[str]
Make = Callable[[], References]

EXTENSION: Any = importlib.import_module("selfinstruct_rouge") if importlib.util.find_spec("selfinstruct_rouge") else None
KERNELS: list[str] = EXTENSION.kernels() if EXTENSION else []
IMPLEMENTATIONS = ["python", *KERNELS]


def maker(name: str) -> Make:
    """What makes an empty pool of an implementation."""
    return References if name == "python" else partial(EXTENSION.References, kernel=name)


every_implementation = pytest.mark.parametrize("make", [pytest.param(maker(name), id=name) for name in IMPLEMENTATIONS])
every_kernel = pytest.mark.parametrize("make", [pytest.param(maker(name), id=name) for name in KERNELS])


def filled(make: Make, pool: Sequence[Tokens]) -> References:
    """A pool with these references."""
    references = make()
    references.extend(pool)
    return references


def naive_lcs(a: Tokens, b: Tokens) -> int:
    """The textbook table."""
    row = [0] * (len(b) + 1)
    for x in a:
        before = 0
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], before + 1 if x == y else max(row[j], row[j - 1])
    return row[-1]


def naive_f(lcs: int, m: int, n: int) -> float:
    """F in the order of operations of `rouge_score`."""
    if lcs == 0:
        return 0.0
    p, r = lcs / m, lcs / n
    return 2 * p * r / (p + r)


def naive_scores(pool: Sequence[Tokens], tokens: Tokens) -> list[float]:
    """F with every reference."""
    return [naive_f(naive_lcs(tokens, reference), len(tokens), len(reference)) for reference in pool]


def naive_nearest(scores: Sequence[float], k: int) -> tuple[tuple[int, float], ...]:
    """The k highest scores, of equals the oldest first."""
    return tuple(sorted(enumerate(scores), key=lambda pair: (-pair[1], pair[0]))[:k])


def naive_mean(pool: Sequence[Tokens], tokens: Tokens, lcs: Sequence[int] | None = None) -> float:
    """The mean as it is defined: sums of integers by length, then one exactly rounded sum."""
    sums: dict[int, int] = {}
    for reference, length in zip(pool, lcs or [naive_lcs(tokens, reference) for reference in pool], strict=True):
        sums[len(reference)] = sums.get(len(reference), 0) + length
    terms = (2 * total / (len(tokens) + n) for n, total in sorted(sums.items()) if len(tokens) + n)
    return math.fsum(terms) / len(pool) if pool else 0.0


def wordy(rng: random.Random, count: int, words: int = 300, longest: int = 40) -> list[list[str]]:
    """Make sentences of skewed word frequencies, a third of them edits of an earlier one."""
    vocabulary = [f"w{i}" for i in range(words)]
    weights = [1 / (i + 1) for i in range(words)]
    made: list[list[str]] = []
    for _ in range(count):
        if made and rng.random() < 0.33:
            tokens = list(rng.choice(made))
            for _ in range(rng.randrange(4)):
                tokens[rng.randrange(len(tokens))] = rng.choice(vocabulary)
        else:
            tokens = rng.choices(vocabulary, weights, k=rng.randint(1, longest))
        made.append(tokens)
    return made
