"""How fast the nearest of many rows is found, and in how much memory: the project's index beside faiss.

    python bench/neighbours.py
    python bench/neighbours.py --sizes 1000000 --rounds 1
    python bench/neighbours.py --sizes 10000 --whole

Rows are made up (normal, length 1, 384 numbers as small sentence models have). Asked is the block that curation asks at once;
contestants take turns in every round and the best counts. What a whole selection of that many tasks takes, all kept, follows
from it: on average a task meets half of them. --whole takes one and times it. faiss is left out where it is not installed.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import numpy as np

from selfinstruct.neighbours import Neighbours

SEED = 0
_MADE = 1 << 16  # rows made up at once


def main() -> None:
    """Print a table for each size."""
    options = arguments()
    for size in options.sizes:
        asked = rows(options.asked, options.dimensions, SEED + 1)
        found = {name: build(size, options.dimensions) for name, build in contestants(options).items()}
        seconds = best_of(options.rounds, {name: ask for name, (ask, _) in found.items()}, asked)
        print(f"\n{size:,} rows of {options.dimensions} numbers")
        for name, (_, memory) in found.items():
            told(name, size, options.asked, seconds[name], memory)
        if options.whole:
            selection(size, options.dimensions)


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--asked", type=int, default=1024)
    parser.add_argument("--dimensions", type=int, default=384)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only-ours", action="store_true", help="leave faiss out: it takes twice the memory")
    parser.add_argument("--whole", action="store_true", help="time a whole selection too")
    return parser.parse_args()


def rows(count: int, dimensions: int, seed: int) -> Any:
    """Rows of length 1."""
    made = np.random.default_rng(seed).standard_normal((count, dimensions), dtype=np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


Asking = Callable[[Any], object]


def contestants(options: argparse.Namespace) -> dict[str, Callable[[int, int], tuple[Asking, int]]]:
    """By name what builds an index of some size: a question to it, and the bytes it takes."""
    found = {"ours, float16": ours}
    if find_spec("faiss") is not None and not options.only_ours:
        found |= {"faiss, float32": faiss_flat, "faiss, float16": faiss_halves}
    return found


def ours(size: int, dimensions: int) -> tuple[Asking, int]:
    """The project's index."""
    index = Neighbours()
    filled(index, size, dimensions)
    return index.nearest, index.nbytes


def faiss_flat(size: int, dimensions: int) -> tuple[Asking, int]:
    """Its exact index."""
    import faiss

    return _faiss(faiss.IndexFlatIP(dimensions), size, dimensions, 4)


def faiss_halves(size: int, dimensions: int) -> tuple[Asking, int]:
    """Its exact index of halved numbers."""
    import faiss

    kind = faiss.ScalarQuantizer.QT_fp16
    return _faiss(faiss.IndexScalarQuantizer(dimensions, kind, faiss.METRIC_INNER_PRODUCT), size, dimensions, 2)


def _faiss(index: Any, size: int, dimensions: int, width: int) -> tuple[Asking, int]:
    filled(index, size, dimensions)
    return lambda asked: index.search(asked, 1), size * dimensions * width


def filled(index: Any, size: int, dimensions: int) -> None:
    """Put the same rows into an index, whatever it is."""
    for start in range(0, size, _MADE):
        index.add(rows(min(_MADE, size - start), dimensions, SEED + 2 + start))


def best_of(rounds: int, asking: dict[str, Asking], asked: Any) -> dict[str, float]:
    """Seconds that each takes for all that is asked."""
    best: dict[str, float] = {}
    for _ in range(rounds):
        for name, ask in asking.items():
            start = time.perf_counter()
            ask(asked)
            spent = time.perf_counter() - start
            best[name] = min(spent, best.get(name, spent))
    return best


def told(name: str, size: int, asked: int, seconds: float, memory: int) -> None:
    """One line about one contestant."""
    pairs = size * asked / seconds
    minutes = size * size / 2 / pairs / 60
    print(
        f"{name:<16} {asked / seconds:>9,.0f} rows/s {pairs / 1e6:>6.0f} million pairs/s {memory / 1e6:>7,.0f} MB"
        f"   a whole selection: {minutes:,.1f} min"
    )


def selection(size: int, dimensions: int) -> None:
    """Time what curation does with that many tasks, embedding left out."""
    index, start = Neighbours(), time.perf_counter()
    for at in range(0, size, _MADE):
        index.admit(rows(min(_MADE, size - at), dimensions, SEED + 2 + at), 0.9)
    print(f"a whole selection took {(time.perf_counter() - start) / 60:.2f} min; {len(index):,} kept")


if __name__ == "__main__":
    main()
