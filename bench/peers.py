"""The other implementations of ROUGE-L, each in the form that is fastest for this work, and the original software's own line.

What is not installed is left out. `rouge_score` is far too slow to run on all pairs, so it gets a sample.
"""

from __future__ import annotations

import importlib
import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from corpus import Corpus, Tokens
from laps import Contestant, Seconds

ROUGE_SCORE = "rouge_score, LCS of tokens"
ORIGINAL = "Pool({}).map(scorer.score, texts)"
RAPIDFUZZ = "rapidfuzz cdist"
RAPIDFUZZ_HIGH = "rapidfuzz cdist, ids above U+00FF"
CUTOFF = "rapidfuzz cdist, score_cutoff"

SAMPLED_PAIRS = 2000
SAMPLED_TEXTS = 1000
SAMPLED_CANDIDATES = 8
MATRIX = 64_000_000  # cells that RapidFuzz fills in one call, at most: 256 MB
ABOVE_LATIN = 0x100
SURROGATES = range(0xD800, 0xE000)


def optional(name: str) -> Any:
    """Import a module if it is installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def on(threads: int) -> str:
    """What is added to the name of a contestant on several threads."""
    return f", {threads} threads" if threads > 1 else ""


def rouge_score(pool: Corpus, candidates: Corpus, rng: random.Random) -> list[Contestant]:
    """`rouge_score` on tokens, in one process, on a sample of the pairs."""
    scorer = optional("rouge_score.rouge_scorer")
    if scorer is None:
        return []
    # As many pairs with each candidate, since the long ones take longest.
    pairs = [(rng.choice(pool.entries), candidates.entries[i % len(candidates)]) for i in range(SAMPLED_PAIRS)]
    score = scorer._score_lcs
    return [Contestant(ROUGE_SCORE, lambda: [score(a, b) for a, b in pairs], len(pairs), 1, sampled=True)]


@dataclass(frozen=True)
class OriginalLine:
    """How the original Self-Instruct software scores, `with Pool(n) as p: p.map(partial(scorer.score, candidate), texts)`.

    A pool of processes is made for every candidate, and every text is cut anew. Making the pool is timed by itself, since its
    cost does not grow with the texts; the mapping of the sample is scaled to `pairs`.
    """

    processes: int
    score: Callable[..., Any]
    predictions: Sequence[str]
    texts: Sequence[str]
    candidates: int
    pairs: int

    def __call__(self) -> Seconds:
        """Run on the sample, and say what all would take."""
        start = time.perf_counter()
        with multiprocessing.Pool(self.processes) as pool:
            made = time.perf_counter()
            for prediction in self.predictions:
                pool.map(partial(self.score, prediction), self.texts)
            mapped = time.perf_counter()
        making = time.perf_counter() - mapped + made - start
        share = len(self.predictions) * len(self.texts) / self.pairs
        return Seconds(making * self.candidates + (mapped - made) / share, 0.0)


def original_line(pool: Corpus, candidates: Corpus, threads: int, rng: random.Random) -> list[Contestant]:
    """The original software's line, on samples of the texts and of the candidates; it always makes processes, so 2 at least."""
    scorer = optional("rouge_score.rouge_scorer")
    if scorer is None:
        return []
    processes = max(2, threads)
    texts = pool.picked(rng.sample(range(len(pool)), min(SAMPLED_TEXTS, len(pool)))).raw()
    predictions = candidates.by_length(SAMPLED_CANDIDATES).raw()
    score = scorer.RougeScorer(["rougeL"], use_stemmer=False).score
    line = OriginalLine(processes, score, predictions, texts, len(candidates), len(candidates) * len(pool))
    return [Contestant(ORIGINAL.format(processes), line, len(candidates), len(pool), processes, sampled=True)]


class Characters:
    """Tokens as characters, the most frequent ones first: RapidFuzz keeps those below U+0100 in a table."""

    def __init__(self, entries: Sequence[Tokens], first: int = 0) -> None:
        self._first = first
        counts = Counter(token for tokens in entries for token in tokens)
        self._ids = {token: i for i, (token, _) in enumerate(counts.most_common())}

    def string(self, tokens: Tokens) -> str:
        """One character for each token."""
        return "".join(map(self._character, tokens))

    def _character(self, token: str) -> str:
        point = self._ids.setdefault(token, len(self._ids)) + self._first
        return chr(point if point < SURROGATES.start else point + len(SURROGATES))


def matrix(pool: Corpus, candidates: Corpus, first: int = 0) -> Callable[..., Any] | None:
    """RapidFuzz's matrix of F, entries by candidates; that way round is the faster. None if it is not installed."""
    process, distance = optional("rapidfuzz.process"), optional("rapidfuzz.distance")
    if process is None or optional("numpy") is None:
        return None
    characters = Characters(pool.entries, first)
    entries, queries = (list(map(characters.string, corpus.entries)) for corpus in (pool, candidates))
    # Indel similarity over the lengths is 2 LCS / (m + n), which is F but for rounding.
    return partial(process.cdist, entries, queries, scorer=distance.Indel.normalized_similarity)


def rapidfuzz(pool: Corpus, candidates: Corpus, threads: Sequence[int]) -> list[Contestant]:
    """RapidFuzz filling its matrix; also with ids that do not fit its table, as one gets that takes any free character."""
    return [
        *_cdist(RAPIDFUZZ, pool, candidates, threads),
        *_cdist(RAPIDFUZZ_HIGH, pool, candidates, threads, ABOVE_LATIN),
    ]


def rapidfuzz_cutoff(pool: Corpus, candidates: Corpus, threshold: float) -> list[Contestant]:
    """RapidFuzz filling its matrix only where F can be over the threshold."""
    return _cdist(CUTOFF, pool, candidates, [1], score_cutoff=threshold)


def _cdist(
    name: str, pool: Corpus, candidates: Corpus, threads: Sequence[int], first: int = 0, **options: float
) -> list[Contestant]:
    some = candidates.by_length(max(1, MATRIX // len(pool)))
    fill = matrix(pool, some, first)
    if fill is None:
        return []
    sampled = len(some) < len(candidates)
    runs = [(count, partial(fill, workers=count, **options)) for count in threads]
    return [Contestant(name + on(count), run, len(some), len(pool), count, sampled) for count, run in runs]
