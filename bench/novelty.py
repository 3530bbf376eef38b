"""How fast novelty is scored: this package, `rouge_score` and RapidFuzz on the same pairs, one after another in every round.

    python bench/novelty.py 1000 10000 --file instructions.jsonl.gz

Without --file the instructions are made up: words by Zipf's law, log-normal lengths, 15 % edited copies. Speeds are medians
over the rounds; ratios are within this run, since machines and their load differ. `first` is the first batch after the pool was
loaded and indexed.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import os
import random
import re
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

from selfinstruct.rouge import References

THRESHOLD = 0.7
SAMPLED_PAIRS = 1000

Tokens = Sequence[str]


@dataclass
class Contestant:
    """One implementation: a run over `pairs` pairs, and the seconds that its runs took."""

    name: str
    run: Callable[[], object]
    pairs: int
    seconds: list[float] = field(default_factory=list)

    def lap(self) -> None:
        """Run once."""
        start = time.process_time()
        self.run()
        self.seconds.append(time.process_time() - start)

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


def rapidfuzz(pool: Sequence[Tokens], candidates: Sequence[Tokens]) -> list[Contestant]:
    """Time RapidFuzz's matrix of F (Indel similarity), one worker; tokens are characters to it."""
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
    return [
        Contestant("rapidfuzz cdist", lambda: cdist(queries, choices, scorer=similarity, workers=1), len(pool) * len(queries))
    ]


def ours(pool: Sequence[Tokens], candidates: Sequence[Tokens]) -> list[Contestant]:
    """Time the pure-Python pool: mean and 10 nearest, mean alone, decision alone."""
    references = References()
    references.extend(pool)
    references.lcs([])
    references.best_above([["?"]], THRESHOLD)
    pairs = len(pool) * len(candidates)
    return [
        Contestant("score, 10 nearest", lambda: references.score(candidates), pairs),
        Contestant("score, mean only", lambda: references.score(candidates, 0), pairs),
        Contestant("best_above", lambda: references.best_above(candidates, THRESHOLD), pairs),
    ]


def race(pool: Sequence[Tokens], candidates: Sequence[Tokens], rounds: int, rng: random.Random) -> None:
    """Run all in turn and print a table."""
    start = time.process_time()
    contestants = [*rouge_score(pool, candidates, rng), *rapidfuzz(pool, candidates), *ours(pool, candidates)]
    loaded = time.process_time() - start
    for _ in range(rounds + 1):
        for contestant in contestants:
            contestant.lap()
    mean = sum(map(len, pool)) / len(pool)
    print(f"\npool {len(pool):,} of {mean:.1f} tokens, {len(candidates)} candidates, {rounds} rounds; set up in {loaded:.2f} s")
    print(
        f"{'':20}{'Mpairs/s':>10}{'first':>10}{'us/candidate':>14}" + "".join(f"{'x ' + c.name:>19}" for c in contestants[:2])
    )
    base = [statistics.median(c.seconds[1:]) / c.pairs for c in contestants[:2]]
    for contestant in contestants:
        seconds = statistics.median(contestant.seconds[1:])
        ratios = "".join(f"{other / (seconds / contestant.pairs):19,.4g}" for other in base)
        each = seconds / contestant.pairs * len(pool) * 1e6
        first = contestant.speed(contestant.seconds[0])
        print(f"{contestant.name:20}{contestant.speed(seconds):10.3f}{first:10.3f}{each:14,.0f}{ratios}")


def grow(pool: Sequence[Tokens], batch: int) -> None:
    """Print what a run pays that judges batches and grows from nothing."""
    for k in (10, 0):
        references = References()
        start = time.process_time()
        for at in range(0, len(pool), batch):
            references.judge(pool[at : at + batch], THRESHOLD, k)
        each = (time.process_time() - start) / len(pool) * 1e6
        print(f"judging {len(pool):,} in batches of {batch}, k={k}: {each:,.0f} us each, {len(references):,} kept")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="*", default=[1000, 10_000], help="references in the pool")
    parser.add_argument("--file", type=Path, help='JSONL (or .gz) of rows with "instruction"')
    parser.add_argument("--candidates", type=int, default=100)
    parser.add_argument("--batch", type=int, default=8, help="candidates judged at once while a pool grows")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    wanted = max(arguments.sizes) + arguments.candidates
    made = from_file(arguments.file, rng) if arguments.file else synthetic(wanted, rng)
    print(f"{arguments.file or 'synthetic'}: {len(made):,} instructions; {os.uname().machine}, CPU seconds of one thread")
    candidates, rest = made[: arguments.candidates], made[arguments.candidates :]
    for size in arguments.sizes:
        if size > len(rest):
            parser.error(f"{len(rest):,} instructions cannot fill a pool of {size:,}")
        race(rest[:size], candidates, arguments.rounds, rng)
    grow(rest[: min(arguments.sizes)], arguments.batch)


if __name__ == "__main__":
    main()
