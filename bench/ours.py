"""The implementations of this package: the pure-Python pool, and each kernel of the Rust extension that this processor has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from corpus import Corpus
from laps import Contestant, Seconds, timed
from peers import on, optional

from selfinstruct.rouge import References

PYTHON = "python"
NAIVE = "naive"
SCORES = ""
MEANS = ", mean only"
DECISION = ", decision"

NEAREST = 10
PYTHON_MOST = 100_000  # it would take minutes, and gigabytes, beyond
NAIVE_MOST = 1000

Options = Mapping[str, Any]


def extension() -> Any:
    """The Rust extension, if it is installed."""
    return optional("selfinstruct_rouge")


def kernels() -> list[str]:
    """Names of the extension's kernels, the fastest last; none without it."""
    module = extension()
    return list(module.kernels()) if module else []


def new_references(kernel: str) -> Any:
    """Make an empty pool."""
    return References() if kernel == PYTHON else extension().References(kernel=kernel)


@dataclass
class Loaded:
    """A pool of references on one kernel, and how long loading took; a part of it where the kernel is too slow for all."""

    kernel: str
    references: Any
    size: int
    sampled: bool
    loading: Seconds

    def counts(self, threads: Sequence[int]) -> Sequence[int]:
        """On how many threads it is timed: Python has but one."""
        return [1] if self.kernel == PYTHON else threads

    def options(self, threads: int) -> Options:
        """What is said to the extension about threads."""
        return {} if self.kernel == PYTHON else {"threads": threads}

    def indexing(self, threshold: float) -> Seconds:
        """How long it takes until the first decision: an index is built then."""
        return timed(partial(self.references.best_above, [["?"]], threshold, **self.options(1)))

    def all_scores(self, candidates: Corpus, k: int, threads: int, task: str) -> Contestant:
        """Mean F, and the k nearest of each candidate."""
        run = partial(self.references.score, candidates.entries, k, **self.options(threads))
        return Contestant(self.kernel + task + on(threads), run, len(candidates), self.size, threads, self.sampled)

    def decision(self, candidates: Corpus, threshold: float, threads: int) -> Contestant:
        """Whether any reference is above the threshold, and which is nearest."""
        run = partial(self.references.best_above, candidates.entries, threshold, **self.options(threads))
        return Contestant(self.kernel + DECISION + on(threads), run, len(candidates), self.size, threads)


def loaded(kernel: str, pool: Corpus) -> Loaded:
    """Load a pool, or as much of it as the slowest kernel can bear."""
    some = pool.cut(0, NAIVE_MOST) if kernel == NAIVE else pool
    references = new_references(kernel)
    loading = timed(partial(references.extend, some.entries))
    return Loaded(kernel, references, len(some), len(some) < len(pool), loading)


def all_loaded(pool: Corpus) -> list[Loaded]:
    """Load every implementation, the slowest first; Python is left out where it would take minutes."""
    names = [PYTHON] if len(pool) <= PYTHON_MOST else []
    return [loaded(kernel, pool) for kernel in (*names, *kernels())]


def scoring(pools: Sequence[Loaded], candidates: Corpus, threads: Sequence[int]) -> list[Contestant]:
    """All scores: every kernel on one thread; the fastest also on several, and for the mean alone."""
    alone = [pool.all_scores(candidates, NEAREST, 1, SCORES) for pool in pools]
    fastest = pools[-1]
    counts = fastest.counts(threads)
    shared = [fastest.all_scores(candidates, NEAREST, count, SCORES) for count in counts if count > 1]
    return [*alone, *shared, *(fastest.all_scores(candidates, 0, count, MEANS) for count in counts)]


def deciding(pools: Sequence[Loaded], candidates: Corpus, threshold: float, threads: Sequence[int]) -> list[Contestant]:
    """Decision only: Python and the fastest kernel, and for comparison all scores of the same candidates by that kernel."""
    fastest, twin = pools[-1], [pool for pool in pools[:-1] if pool.kernel == PYTHON]
    counts = fastest.counts(threads)
    return [
        *(pool.decision(candidates, threshold, 1) for pool in twin),
        *(fastest.decision(candidates, threshold, count) for count in counts),
        *(fastest.all_scores(candidates, NEAREST, count, SCORES) for count in counts),
    ]
