"""ROUGE-L novelty of candidates against a growing pool of references, exact and in pure Python.

F is made from the integer LCS by `f_measure` alone, in the order of operations of the `rouge_score` package, because any other
order decides differently where F is just the threshold. `score` computes the LCS with the whole pool (module `lcs`).
`best_above` only decides, and leaves out what cannot be above the threshold: every length of reference needs some least LCS
for that, and the LCS is never more than the number of tokens the two have in common (module `overlap`).
"""

from __future__ import annotations

import importlib
import math
import os
from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from operator import index
from types import ModuleType
from typing import TypeVar, cast

from selfinstruct.errors import ConfigError
from selfinstruct.lcs import Block, LaneIndex, pair_lcs, positions
from selfinstruct.overlap import OverlapIndex

_T = TypeVar("_T")


def f_measure(lcs: int, m: int, n: int) -> float:
    """ROUGE-L F of two sequences of m and n tokens, to the last bit what `rouge_score` gives."""
    if not (lcs and m and n):
        return 0.0
    precision, recall = lcs / m, lcs / n
    return 2 * precision * recall / (precision + recall)


def least_above(m: int, n: int, floor: float) -> int:
    """Find the least LCS of m and n tokens whose F is above the floor; min(m, n) + 1 when there is none."""
    most = min(m, n)
    if not floor < 1.0:
        return most + 1
    # Rounding moves F by far less than one step of the LCS, so the answer is at most one below this estimate.
    lcs = max(1, int(floor * (m + n) / 2) - 1)
    while lcs <= most and f_measure(lcs, m, n) <= floor:
        lcs += 1
    return min(lcs, most + 1)


_least_above = lru_cache(maxsize=1 << 16)(least_above)


def _lengths_above(m: int, floor: float) -> tuple[float, float]:
    """Bound the lengths n whose F, at most 2 min(m, n) / (m + n), can be above the floor; one wider each way for rounding."""
    return floor * m / (2 - floor) - 1, m * (2 - floor) / floor + 1 if floor else math.inf


def mean_f(sums: Iterable[tuple[int, int]], m: int, count: int) -> float:
    """Mean F over `count` references, the same double from any kernel.

    `sums` holds (n, S): the references of n tokens have LCS that sum up to S; a length may be left out when S is 0.
    """
    if not count:
        return 0.0
    return math.fsum(2 * total / (m + n) for n, total in sorted(sums) if m + n) / count


def _tokens(item: Iterable[str], place: str) -> list[str]:
    """Read one list of tokens."""
    if isinstance(item, str):
        raise TypeError(f"{place} is a str, not a list of tokens")
    tokens = list(_iterated(item, place, "a list of tokens"))
    if not {str}.issuperset(map(type, tokens)):
        for i, token in enumerate(tokens):
            if not isinstance(token, str):
                raise TypeError(f"{place}[{i}] is {type(token).__name__}, not str")
    return tokens


def _token_lists(items: Iterable[Iterable[str]], name: str) -> list[list[str]]:
    """Read all lists before anything is done with the first, so that what is none leaves the pool as it was."""
    if isinstance(items, str):
        raise TypeError(f"{name} is a str, not a sequence of token lists")
    return [_tokens(item, f"{name}[{i}]") for i, item in enumerate(_iterated(items, name, "a sequence"))]


def _iterated(items: Iterable[_T], name: str, wanted: str) -> Iterator[_T]:
    try:
        return iter(items)
    except TypeError:
        raise TypeError(f"{name} is {type(items).__name__}, not {wanted}") from None


def _natural(number: int, name: str) -> int:
    if index(number) < 0:
        raise ValueError(f"{name} must be 0 or more")
    return number


@dataclass(frozen=True, slots=True)
class Score:
    """How like the pool a candidate is: mean F over all references; the nearest as (index, F), best first, then oldest."""

    mean: float
    nearest: tuple[tuple[int, float], ...]

    @property
    def best(self) -> tuple[int, float] | None:
        """The nearest reference."""
        return self.nearest[0] if self.nearest else None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a candidate was accepted, and its score.

    When it was decided without scores, `mean` is None and `nearest` holds only the reference that refused it, if any.
    """

    accepted: bool
    mean: float | None
    nearest: tuple[tuple[int, float], ...]


class _Nearest:
    """The k best references for a candidate of m tokens."""

    def __init__(self, m: int, k: int) -> None:
        self._m = m
        self._k = k
        self._best: list[tuple[float, int]] = []  # (-F, index)

    def take(self, block: Block, zeros: int) -> None:
        """Look for better ones in a block."""
        full = len(self._best) == self._k
        floor = math.nextafter(-self._best[-1][0], 0.0) if full else 0.0
        least = least_above(self._m, block.shortest, floor)
        if least > min(self._m, block.longest):
            return
        counts = block.counts(zeros)
        flags = block.at_least(counts, least)
        if flags:
            flags = self._narrowed(block, counts, flags, least)
            for lane, lcs in block.marked(flags, counts):
                self._offer(f_measure(lcs, self._m, block.lengths[lane]), block.idents[lane])

    def _narrowed(self, block: Block, counts: int, flags: int, least: int) -> int:
        """Fewer flags where many are set: k lanes that are above all the others of the block make those needless."""
        while least < block.longest and flags.bit_count() > 2 * self._k:
            better = block.at_least(counts, least + 1)
            if better.bit_count() < self._k:
                break
            if f_measure(least, self._m, block.shortest) >= f_measure(least + 1, self._m, block.longest):
                break
            flags, least = better, least + 1
        return flags

    def _offer(self, f: float, ident: int) -> None:
        entry = (-f, ident)
        if len(self._best) < self._k:
            insort(self._best, entry)
        elif entry < self._best[-1]:
            self._best.pop()
            insort(self._best, entry)

    def ranking(self, size: int) -> tuple[tuple[int, float], ...]:
        """(index, F) of the k best of a pool of this size; where it lacks, the oldest that have nothing in common."""
        best = [(ident, -f) for f, ident in self._best]
        seen = {ident for ident, _ in best}
        rest = (ident for ident in range(size) if ident not in seen)
        return (*best, *((ident, 0.0) for ident in islice(rest, self._k - len(best))))


class References:
    """A pool of token sequences, numbered from 0 in the order they came, that candidates are scored against."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._references: list[tuple[int, ...]] = []
        self._lanes = LaneIndex()
        self._overlap = OverlapIndex()

    def __len__(self) -> int:
        return len(self._references)

    def extend(self, token_lists: Iterable[Iterable[str]]) -> None:
        """Append references; any strings are tokens, and there may be none. A TypeError says what is no string or list."""
        for tokens in _token_lists(token_lists, "token_lists"):
            self._append(tokens)

    def _append(self, tokens: Iterable[str]) -> None:
        ids = self._ids
        self._references.append(tuple([ids.setdefault(token, len(ids)) for token in tokens]))

    def lcs(self, tokens: Iterable[str]) -> list[int]:
        """LCS with each reference, in their order."""
        self._index(self._lanes)
        found = [0] * len(self)
        for block, zeros in self._lanes.scan(self._known(_tokens(tokens, "tokens"))):
            for ident, lcs in zip(block.idents, block.values(block.counts(zeros)), strict=True):
                found[ident] = lcs
        return found

    def score(self, candidates: Iterable[Iterable[str]], k: int = 10) -> list[Score]:
        """Mean F over the pool and the k nearest references, for each candidate by itself."""
        _natural(k, "k")
        return [self._score(tokens, k) for tokens in _token_lists(candidates, "candidates")]

    def best_above(self, candidates: Iterable[Iterable[str]], threshold: float) -> list[tuple[int, float] | None]:
        """Nearest reference of each candidate, or None if its F is not above the threshold; much faster than `score`."""
        threshold = threshold + 0.0
        return [self._best_above(tokens, threshold) for tokens in _token_lists(candidates, "candidates")]

    def judge(
        self, candidates: Iterable[Iterable[str]], threshold: float, k: int = 10, limit: int | None = None
    ) -> list[Verdict]:
        """Accept in order the candidates whose F to no reference is above the threshold; each is a reference from then on.

        Stops when `limit` have been accepted: the list is then shorter than the candidates. With k = 0 it decides and does not
        score.
        """
        threshold, k = threshold + 0.0, _natural(k, "k")
        left = math.inf if limit is None else _natural(limit, "limit")
        verdicts: list[Verdict] = []
        accepted = 0
        for tokens in _token_lists(candidates, "candidates"):
            if accepted == left:
                break
            verdict = self._verdict(tokens, threshold, k)
            verdicts.append(verdict)
            if verdict.accepted:
                self._append(tokens)
                accepted += 1
        return verdicts

    def _verdict(self, tokens: Sequence[str], threshold: float, k: int) -> Verdict:
        if not k:
            above = self._best_above(tokens, threshold)
            return Verdict(above is None, None, (above,) if above else ())
        score = self._score(tokens, k)
        return Verdict(score.best is None or not score.best[1] > threshold, score.mean, score.nearest)

    def _score(self, tokens: Sequence[str], k: int) -> Score:
        self._index(self._lanes)
        m = len(tokens)
        sums: defaultdict[int, int] = defaultdict(int)
        nearest = _Nearest(m, k)
        for block, zeros in self._lanes.scan(self._known(tokens)):
            block.add_sums(zeros, sums)
            if k:
                nearest.take(block, zeros)
        return Score(mean_f(sums.items(), m, len(self)), nearest.ranking(len(self)))

    def _best_above(self, tokens: Sequence[str], threshold: float) -> tuple[int, float] | None:
        if threshold < 0.0:
            return self._score(tokens, 1).best
        if not (tokens and threshold < 1.0):
            return None
        self._index(self._overlap)
        m, known = len(tokens), self._known(tokens)
        masks = positions(known)
        best: tuple[int, float] | None = None
        for ident in self._overlap.sharing(known, lambda n: _least_above(m, n, threshold), *_lengths_above(m, threshold)):
            reference = self._references[ident]
            f = f_measure(pair_lcs(masks, len(known), reference), m, len(reference))
            if f > (best[1] if best else threshold):
                best = ident, f
        return best

    def _known(self, tokens: Sequence[str]) -> list[int]:
        """Look up the tokens; one that no reference has cannot be in common and is left out."""
        return [ident for token in tokens if (ident := self._ids.get(token)) is not None]

    def _index(self, index: LaneIndex | OverlapIndex) -> None:
        """Bring an index up to date with the references."""
        for ident in range(len(index), len(self._references)):
            index.add(self._references[ident])


def _extension() -> ModuleType | None:
    """Import the Rust kernels, if they are there and `SELFINSTRUCT_KERNEL` does not say `python`."""
    wanted = os.environ.get("SELFINSTRUCT_KERNEL", "")
    if wanted == "python":
        return None
    try:
        return importlib.import_module("selfinstruct_rouge")
    except ImportError as error:
        if wanted:
            raise ConfigError(f"no kernel {wanted!r}: {error}", hint="pip install 'selfinstruct[rust]'") from error
        return None


def new_references() -> References:
    """Make an empty pool on the fastest kernel there is; the Rust class has the same face and gives the same numbers."""
    extension = _extension()
    return cast("References", extension.References()) if extension else References()


def kernel() -> str:
    """Name the kernel that `new_references` uses."""
    extension = _extension()
    return str(extension.kernel()) if extension else "python"
