"""How fast near-duplicates are thrown out: exactly, and approximately with what the approximation misses.

    python bench/dedup.py 100000 --file instructions.jsonl.gz

Exact: candidates in order, each compared with those that were kept, F > 0.7 is out. The approximate filters (rensa, datasketch:
where they are installed) look for an earlier candidate of like tokens by MinHash. Truth for both columns of theirs is: some
earlier candidate has F > 0.7. All start from lists of tokens, take turns in every round, and use one thread.
"""

from __future__ import annotations

import argparse
import functools
import importlib
import os
import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from novelty import THRESHOLD, Tokens, from_file, synthetic

from selfinstruct.rouge import References

PERMUTATIONS = 128
DATASKETCH_MOST = 10_000  # it is timed on the first so many, and the time is scaled
JUDGED = 512

Flags = list[bool]


@dataclass
class Filter:
    """One way to find duplicates: it says of each candidate whether it is one."""

    name: str
    run: Callable[[Sequence[Tokens]], Flags]
    most: int
    seconds: list[float] = field(default_factory=list)
    flags: Flags = field(default_factory=list)

    def lap(self, candidates: Sequence[Tokens]) -> None:
        """Run once over as many as it takes; the time is scaled to all."""
        some = candidates[: self.most]
        start = time.process_time()
        self.flags = self.run(some)
        self.seconds.append((time.process_time() - start) * len(candidates) / len(some))


def optional(name: str) -> Any:
    """Import a module if it is installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def extension_references() -> Any:
    """Make an empty pool of the Rust extension if it is there, else one in Python."""
    extension = optional("selfinstruct_rouge")
    return extension.References() if extension else References()


def exact(candidates: Sequence[Tokens], batch: int) -> Flags:
    """Keep what has F > 0.7 with nothing kept before."""
    pool = extension_references()
    options = {} if isinstance(pool, References) else {"threads": 1}
    flags: Flags = []
    for at in range(0, len(candidates), batch):
        verdicts = pool.judge(candidates[at : at + batch], THRESHOLD, 0, **options)
        flags += [not verdict.accepted for verdict in verdicts]
    return flags


def truth(candidates: Sequence[Tokens]) -> Flags:
    """Whether each candidate has F > 0.7 with any earlier one, kept or not."""
    pool = extension_references()
    flags: Flags = []
    for tokens in candidates:
        flags.append(pool.best_above([tokens], THRESHOLD)[0] is not None)
        pool.extend([tokens])
    return flags


def rensa(candidates: Sequence[Tokens], threshold: float, bands: int) -> Flags:
    """Look candidates up by bands of a MinHash, and check what comes up by its estimate of the Jaccard similarity."""
    module = importlib.import_module("rensa")
    index = module.RMinHashLSH(threshold, PERMUTATIONS, bands)
    hashes = module.RMinHash.from_token_sets([list(set(tokens)) for tokens in candidates], PERMUTATIONS, 42)
    flags: Flags = []
    for number, minhash in enumerate(hashes):
        flags.append(any(minhash.jaccard(hashes[other]) >= threshold for other in index.query(minhash)))
        index.insert(number, minhash)
    return flags


def datasketch(candidates: Sequence[Tokens], threshold: float) -> Flags:
    """Look candidates up by bands of a MinHash; what comes up is taken as it is."""
    module = importlib.import_module("datasketch")
    index = module.MinHashLSH(threshold, PERMUTATIONS)
    flags: Flags = []
    for number, tokens in enumerate(candidates):
        minhash = module.MinHash(PERMUTATIONS)
        minhash.update_batch([token.encode() for token in set(tokens)])
        flags.append(bool(index.query(minhash)))
        index.insert(number, minhash)
    return flags


def filters(batches: Sequence[int]) -> list[Filter]:
    """All that can run here, ours first."""
    found = [Filter(f"exact, batches of {batch}", functools.partial(exact, batch=batch), 1 << 62) for batch in batches]
    if optional("rensa"):
        for threshold, bands in ((0.54, 32), (0.7, 16)):
            run = functools.partial(rensa, threshold=threshold, bands=bands)
            found.append(Filter(f"rensa, {bands} bands, Jaccard >= {threshold}", run, 1 << 62))
    if optional("datasketch"):
        for threshold in (0.54, 0.7):
            run = functools.partial(datasketch, threshold=threshold)
            found.append(Filter(f"datasketch, Jaccard {threshold}", run, DATASKETCH_MOST))
    return found


def share(hits: int, of: int) -> str:
    """A part of a whole in per cent."""
    return f"{hits / of:.1%}" if of else "-"


def report(contestants: Sequence[Filter], true: Flags) -> None:
    """Print a table."""
    print(f"{'':32}{'s':>9}{'us each':>10}{'x exact':>9}{'found':>9}{'right':>9}{'missed':>9}")
    base = statistics.median(contestants[0].seconds)
    for contestant in contestants:
        seconds = statistics.median(contestant.seconds)
        known = true[: len(contestant.flags)]
        row = f"{contestant.name:32}{seconds:9.3f}{seconds / len(true) * 1e6:10.2f}{seconds / base:9.2f}"
        if contestant.name.startswith("exact"):
            print(f"{row}{'all':>9}{'100.0%':>9}{0:9}")
            continue
        both = sum(flag and wanted for flag, wanted in zip(contestant.flags, known, strict=True))
        print(f"{row}{share(both, sum(known)):>9}{share(both, sum(contestant.flags)):>9}{sum(known) - both:9,}")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", type=int, nargs="?", default=100_000, help="how many candidates")
    parser.add_argument("--file", type=Path, help='JSONL (or .gz) of rows with "instruction"')
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--batch", type=int, nargs="*", default=[JUDGED], help="how many are judged in one call")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    candidates = (from_file(arguments.file, rng) if arguments.file else synthetic(arguments.size, rng))[: arguments.size]
    contestants = filters(arguments.batch)
    for _ in range(arguments.rounds):
        for contestant in contestants:
            contestant.lap(candidates)
    true = truth(candidates)
    kept = len(candidates) - sum(contestants[0].flags)
    print(
        f"{arguments.file or 'synthetic'}: {len(candidates):,} candidates, {sum(true):,} near an earlier one, {kept:,} kept; "
        f"{os.uname().machine}, CPU seconds of one thread, median of {arguments.rounds} rounds"
    )
    report(contestants, true)


if __name__ == "__main__":
    main()
