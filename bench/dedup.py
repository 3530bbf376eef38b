"""Throwing out near-duplicates: exactly, and approximately with what the approximation misses.

Exact: candidates in order, each compared with those that were kept, F above the threshold is out. The approximate filters look
for an earlier candidate of like tokens by MinHash. Truth for both columns of theirs is: some earlier candidate is above the
threshold. All start from lists of tokens. What counts is CPU time, of all threads where a library starts some by itself.
"""

from __future__ import annotations

import ctypes
import os
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from corpus import Corpus, Tokens
from laps import Seconds, median, rounded, summary, timed
from ours import PYTHON, kernels, new_references
from peers import on, optional

from selfinstruct.rouge import References

PERMUTATIONS = 128
RENSA_HIGH, RENSA_LOW = (0.54, 32), (0.7, 16)  # Jaccard threshold and bands: for recall, and for speed
DATASKETCH = (0.54, 0.7)
DATASKETCH_MOST = 5000  # it is timed on the first so many, and the time is scaled
APPROXIMATE_MOST = 100_000  # and truth about more would take minutes
PYTHON_MOST = 10_000  # the time grows with the square

EXACT = "exact"

Flags = bytearray
"""One byte for each candidate: 1 if it is a duplicate."""


@dataclass
class Filter:
    """One way to find duplicates: it marks each candidate that is one."""

    name: str
    run: Callable[[Sequence[Tokens], Flags], object]
    most: int | None = None
    threads: int = 1
    exact: bool = False
    laps: list[Seconds] = field(default_factory=list)
    grown: list[int] = field(default_factory=list)
    flags: Flags = field(default_factory=bytearray)

    def lap(self, candidates: Sequence[Tokens]) -> None:
        """Run once over as many as it takes; the time is scaled to all."""
        some = candidates[: self.most]
        self.flags = Flags(b"\1" * len(some))  # written to, so that it is in memory already
        before = resident()
        held: list[object] = []
        spent = timed(lambda: held.append(self.run(some, self.flags)))
        self.grown.append(told_bytes(held[0]) or resident() - before)
        share = len(some) / len(candidates)
        self.laps.append(Seconds(spent.wall / share, spent.cpu / share))

    @property
    def seconds(self) -> float:
        """Median of the laps."""
        return median(self.laps, self.threads)

    def result(self, size: int, truth: Flags) -> dict[str, Any]:
        """Everything measured; bytes are what the pool says it takes, or else what the process grew by, for each entry kept."""
        row: dict[str, Any] = {
            "name": self.name,
            "threads": self.threads,
            "candidates": len(self.flags),
            **summary(self.laps, self.threads),
            "microseconds_a_candidate": rounded(self.seconds / size * 1e6),
        }
        if self.exact:
            kept = self.flags.count(0)
            grown = round(statistics.median(self.grown) / kept) if resident() else None
            return {**row, "kept": kept, "bytes_an_entry": grown}
        return {**row, **_quality(self.flags, truth)}


def _quality(flags: Flags, truth: Flags) -> dict[str, Any]:
    """How many duplicates were found, how many of what was marked are any, and how many were missed."""
    known = truth[: len(flags)]
    both = sum(map(int.__and__, flags, known))
    found, right = both / max(known.count(1), 1), both / max(flags.count(1), 1)
    return {"recall": rounded(found), "precision": rounded(right), "missed": known.count(1) - both}


def told_bytes(pool: object) -> int:
    """What a pool says it takes, tokens and index included; 0 where it does not say."""
    return sys.getsizeof(pool) if type(pool).__sizeof__ is not object.__sizeof__ else 0


def resident() -> int:
    """Bytes of this process in memory, those that were freed given back first; 0 where the system does not tell so."""
    place = Path("/proc/self/statm")
    if not place.exists():
        return 0
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)
    return int(place.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def greedy(kernel: str, threshold: float, batch: int, threads: int, candidates: Sequence[Tokens], flags: Flags) -> Any:
    """Keep what is above the threshold with nothing kept before; gives back the pool."""
    pool = new_references(kernel)
    options = {} if isinstance(pool, References) else {"threads": threads}
    for at in range(0, len(candidates), batch):
        verdicts = pool.judge(candidates[at : at + batch], threshold, 0, **options)
        flags[at : at + len(verdicts)] = bytes(not verdict.accepted for verdict in verdicts)
    return pool


def earlier(kernel: str, threshold: float, candidates: Sequence[Tokens]) -> Flags:
    """Mark each candidate that is above the threshold with any earlier one, kept or not."""
    pool = new_references(kernel)
    flags = Flags(len(candidates))
    for number, tokens in enumerate(candidates):
        flags[number] = pool.best_above([tokens], threshold)[0] is not None
        pool.extend([tokens])
    return flags


def rensa(module: Any, threshold: float, bands: int, candidates: Sequence[Tokens], flags: Flags) -> Any:
    """Look candidates up by bands of a MinHash, and check what comes up by its estimate of the Jaccard similarity."""
    index = module.RMinHashLSH(threshold, PERMUTATIONS, bands)
    hashes = module.RMinHash.from_token_sets([list(set(tokens)) for tokens in candidates], PERMUTATIONS, 42)
    for number, minhash in enumerate(hashes):
        flags[number] = any(minhash.jaccard(hashes[other]) >= threshold for other in index.query(minhash))
        index.insert(number, minhash)
    return index


def datasketch(module: Any, threshold: float, candidates: Sequence[Tokens], flags: Flags) -> Any:
    """Look candidates up by bands of a MinHash; what comes up is taken as it is."""
    index = module.MinHashLSH(threshold, PERMUTATIONS)
    for number, tokens in enumerate(candidates):
        minhash = module.MinHash(PERMUTATIONS)
        minhash.update_batch([token.encode() for token in set(tokens)])
        flags[number] = bool(index.query(minhash))
        index.insert(number, minhash)
    return index


def exact(size: int, threshold: float, batch: int, threads: Sequence[int]) -> list[Filter]:
    """Ours: the fastest kernel, and Python where it does not take minutes."""

    def made(kernel: str, count: int) -> Filter:
        run = partial(greedy, kernel, threshold, batch, count)
        return Filter(f"{EXACT}, {kernel}{on(count)}", run, threads=count, exact=True)

    fastest = [made(kernels()[-1], count) for count in threads] if kernels() else []
    return [*fastest, *([made(PYTHON, 1)] if size <= PYTHON_MOST else [])]


def rensa_name(threshold: float, bands: int) -> str:
    """What rensa at a setting is called in the table."""
    return f"rensa, {bands} bands, Jaccard >= {threshold}"


def approximate() -> list[Filter]:
    """The peers that are installed."""
    found = []
    if module := optional("rensa"):
        found += [Filter(rensa_name(*setting), partial(rensa, module, *setting)) for setting in (RENSA_HIGH, RENSA_LOW)]
    if module := optional("datasketch"):
        runs = [(threshold, partial(datasketch, module, threshold)) for threshold in DATASKETCH]
        found += [Filter(f"datasketch, Jaccard {threshold}", run, DATASKETCH_MOST) for threshold, run in runs]
    return found


def filtering(corpus: Corpus, threshold: float, batch: int, threads: Sequence[int], rounds: int) -> dict[str, Any]:
    """Run all filters in turn over a corpus.

    Raises:
        RuntimeError: The exact ones did not mark the same candidates.
    """
    size, entries = len(corpus), corpus.entries
    contestants = exact(size, threshold, batch, threads)
    if size <= APPROXIMATE_MOST:
        contestants += approximate()
    for _ in range(rounds):
        for contestant in contestants:
            contestant.lap(entries)
    if len({bytes(contestant.flags) for contestant in contestants if contestant.exact}) > 1:
        raise RuntimeError("the exact filters kept different candidates")
    asked = any(not contestant.exact for contestant in contestants)
    truth = earlier((kernels() or [PYTHON])[-1], threshold, entries) if asked else Flags()
    rows = [contestant.result(size, truth) for contestant in contestants]
    return {"corpus": corpus.name, "candidates": size, "near_an_earlier_one": truth.count(1) if asked else None, "rows": rows}
