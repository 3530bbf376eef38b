"""How fast novelty is scored: this package and its kernels, `rouge_score` and RapidFuzz, one after another in every round.

    python bench/novelty.py 1000 10000 --file instructions.jsonl.gz
    python bench/novelty.py 100000 --threads 2

Without --file the instructions are made up: words by Zipf's law, log-normal lengths, 15 % edited copies. Speeds are medians
over the rounds; ratios are within this run, since machines and their load differ. `first` is the first batch after the pool was
loaded and indexed. RapidFuzz only fills a matrix of F; ours gives mean and nearest. All run on one thread and CPU seconds are
counted; with --threads, RapidFuzz and the fastest kernel run on several too, and seconds are those of the clock.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import importlib.util
import json
import os
import random
import re
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate, product
from pathlib import Path
from typing import Any

from selfinstruct.rouge import References

THRESHOLD = 0.7
SAMPLED_PAIRS = 1000
SAMPLED_POOL = 1000  # references for the naive kernel

Tokens = Sequence[str]
Clock = Callable[[], float]


@dataclass
class Contestant:
    """One implementation: a run over `pairs` pairs, and the seconds that its runs took."""

    name: str
    run: Callable[[], object]
    pairs: int
    seconds: list[float] = field(default_factory=list)

    def lap(self, clock: Clock) -> None:
        """Run once."""
        start = clock()
        self.run()
        self.seconds.append(clock() - start)

    def speed(self, seconds: float) -> float:
        """Millions of pairs a second."""
        return self.pairs / seconds / 1e6


def synthetic(count: int, rng: random.Random) -> list[Tokens]:
    """Make up instructions."""
    vocabulary = [f"w{i}" for i in range(20_000)]
    weights = list(accumulate(1 / (i + 1) for i in range(len(vocabulary))))
    made: list[Tokens] = []
    for _ in range(count):
        if made and rng.random() < 0.15:
            tokens = list(rng.choice(made))
            for _ in range(rng.randint(1, 3)):
                tokens[rng.randrange(len(tokens))] = rng.choice(vocabulary)
        else:
            length = min(150, max(3, round(rng.lognormvariate(2.5, 0.6))))
            tokens = rng.choices(vocabulary, cum_weights=weights, k=length)
        made.append(tokens)
    return made


def from_file(path: Path, rng: random.Random) -> list[Tokens]:
    """Read the instructions of a JSONL file, cut as `rouge_score` does, in random order."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        texts = [json.loads(line)["instruction"] for line in lines if line.strip()]
    made: list[Tokens] = [tokens for text in texts if (tokens := re.findall("[a-z0-9]+", text.lower()))]
    rng.shuffle(made)
    return made


def rouge_score(pool: Sequence[Tokens], candidates: Sequence[Tokens], rng: random.Random) -> list[Contestant]:
    """Time `rouge_score` on tokens, on a sample of the pairs."""
    try:
        score = importlib.import_module("rouge_score.rouge_scorer")._score_lcs
    except ImportError:
        return []
    pairs = [(rng.choice(pool), rng.choice(candidates)) for _ in range(SAMPLED_PAIRS)]
    return [Contestant("rouge_score", lambda: [score(reference, tokens) for reference, tokens in pairs], len(pairs))]


def rapidfuzz(pool: Sequence[Tokens], candidates: Sequence[Tokens], threads: int) -> list[Contestant]:
    """Time RapidFuzz's matrix of F (Indel similarity); tokens are characters to it."""
    try:
        cdist = importlib.import_module("rapidfuzz.process").cdist
        similarity = importlib.import_module("rapidfuzz.distance").Indel.normalized_similarity
    except ImportError:
        return []
    ids: dict[str, int] = {}

    def text(tokens: Tokens) -> str:
        # private-use planes: more code points than there are words
        return "".join(chr(0x10000 + ids.setdefault(token, len(ids))) for token in tokens)

    queries, choices = list(map(text, candidates)), list(map(text, pool))

    def contestant(workers: int) -> Contestant:
        run = partial(cdist, queries, choices, scorer=similarity, workers=workers)
        return Contestant(f"rapidfuzz{_on(workers)}", run, len(pool) * len(queries))

    return [contestant(workers) for workers in sorted({1, threads})]


def _on(threads: int) -> str:
    return f", {threads} threads" if threads > 1 else ""


def python(pool: Sequence[Tokens], candidates: Sequence[Tokens]) -> list[Contestant]:
    """Time the pure-Python pool: mean and 10 nearest, mean alone, decision alone."""
    references = filled(References(), pool)
    pairs = len(pool) * len(candidates)
    return [
        Contestant("python", lambda: references.score(candidates), pairs),
        Contestant("python, mean only", lambda: references.score(candidates, 0), pairs),
        Contestant("python, best_above", lambda: references.best_above(candidates, THRESHOLD), pairs),
    ]


def filled(references: References, pool: Sequence[Tokens]) -> Any:
    """Load a pool, of either implementation, and have it indexed."""
    references.extend(pool)
    references.lcs([])
    references.best_above([["?"]], THRESHOLD)
    return references


def rust(pool: Sequence[Tokens], candidates: Sequence[Tokens], threads: int) -> list[Contestant]:
    """Time every kernel of the extension, and what the fastest does besides."""
    try:
        extension = importlib.import_module("selfinstruct_rouge")
    except ImportError:
        return []
    made = []
    for kernel in extension.kernels():
        known = pool[:SAMPLED_POOL] if kernel == "naive" else pool
        references = filled(extension.References(kernel=kernel), known)
        made.append(Contestant(kernel, partial(references.score, candidates, threads=1), len(known) * len(candidates)))
    for count in sorted({1, threads}):
        pairs, on = len(pool) * len(candidates), _on(count)
        if count > 1:
            made.append(Contestant(f"{kernel}{on}", partial(references.score, candidates, threads=count), pairs))
        made.append(Contestant(f"{kernel}, mean only{on}", partial(references.score, candidates, 0, threads=count), pairs))
        decide = partial(references.best_above, candidates, THRESHOLD, threads=count)
        made.append(Contestant(f"rust, best_above{on}", decide, pairs))
    return made


def race(pool: Sequence[Tokens], candidates: Sequence[Tokens], options: argparse.Namespace, rng: random.Random) -> None:
    """Run all in turn and print a table."""
    clock = time.perf_counter if options.threads > 1 else time.process_time
    start = time.process_time()
    peers = [*rouge_score(pool, candidates, rng), *rapidfuzz(pool, candidates, options.threads)]
    contestants = [*peers, *python(pool, candidates), *rust(pool, candidates, options.threads)]
    loaded = time.process_time() - start
    for _ in range(options.rounds + 1):
        for contestant in contestants:
            contestant.lap(clock)
    size = f"{len(pool):,} of {sum(map(len, pool)) / len(pool):.1f} tokens"
    print(f"\npool {size}, {len(candidates)} candidates, {options.rounds} rounds; set up in {loaded:.2f} s")
    print(f"{'':34}{'Mpairs/s':>10}{'first':>10}{'us/candidate':>14}" + "".join(f"{'x ' + peer.name:>24}" for peer in peers))
    base = [statistics.median(peer.seconds[1:]) / peer.pairs for peer in peers]
    for contestant in contestants:
        seconds = statistics.median(contestant.seconds[1:])
        ratios = "".join(f"{other / (seconds / contestant.pairs):24,.4g}" for other in base)
        each = seconds / contestant.pairs * len(pool) * 1e6
        first = contestant.speed(contestant.seconds[0])
        print(f"{contestant.name:34}{contestant.speed(seconds):10.3f}{first:10.3f}{each:14,.1f}{ratios}")


def grow(pool: Sequence[Tokens], batch: int) -> None:
    """Print what a run pays that judges batches and grows from nothing."""
    makers: dict[str, Callable[[], References]] = {"python": References}
    if importlib.util.find_spec("selfinstruct_rouge"):
        makers["rust"] = importlib.import_module("selfinstruct_rouge").References
    for (name, make), k in product(makers.items(), (10, 0)):
        references = make()
        start = time.process_time()
        for at in range(0, len(pool), batch):
            references.judge(pool[at : at + batch], THRESHOLD, k)
        each = (time.process_time() - start) / len(pool) * 1e6
        print(f"{name}: judging {len(pool):,} in batches of {batch}, k={k}: {each:,.1f} us each, {len(references):,} kept")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="*", default=[1000, 10_000], help="references in the pool")
    parser.add_argument("--file", type=Path, help='JSONL (or .gz) of rows with "instruction"')
    parser.add_argument("--candidates", type=int, default=100)
    parser.add_argument("--batch", type=int, default=8, help="candidates judged at once while a pool grows")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    wanted = max(arguments.sizes) + arguments.candidates
    made = from_file(arguments.file, rng) if arguments.file else synthetic(wanted, rng)
    print(f"{arguments.file or 'synthetic'}: {len(made):,} instructions; {os.uname().machine}")
    candidates, rest = made[: arguments.candidates], made[arguments.candidates :]
    for size in arguments.sizes:
        if size > len(rest):
            parser.error(f"{len(rest):,} instructions cannot fill a pool of {size:,}")
        race(rest[:size], candidates, arguments, rng)
    grow(rest[: min(arguments.sizes)], arguments.batch)


if __name__ == "__main__":
    main()
