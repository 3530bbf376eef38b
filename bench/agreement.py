"""Before anything is timed, all contestants must agree on a small pool: a wrong answer can be had in no time."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from multiprocessing import Pool
from typing import Any

from corpus import Corpus
from ours import NEAREST, PYTHON, kernels, loaded
from peers import ABOVE_LATIN, matrix, optional

from selfinstruct.rouge import f_measure

CLOSE = 1e-12  # RapidFuzz has another order of operations

Rows = Sequence[Sequence[float]]


class DisagreementError(Exception):
    """An implementation gives other numbers than the pure-Python pool."""


def agreeing(pool: Corpus, candidates: Corpus, threshold: float, threads: int) -> list[str]:
    """Compare everything that is installed with the pure-Python pool, and name what was compared.

    Raises:
        DisagreementError: Something differs: integers and F at all, RapidFuzz's F by more than 1e-12.
    """
    answers = partial(_answers, pool, candidates, threshold)
    wanted = answers(PYTHON, 1)
    for kernel in kernels():
        for count in sorted({1, threads}):
            _require(answers(kernel, count) == wanted, kernel)
    rows = _rows(pool, candidates, wanted[0])
    peers = [*_rouge_score(pool, candidates, rows), *_original(pool, candidates, rows, threads)]
    return [PYTHON, *kernels(), *peers, *_rapidfuzz(pool, candidates, rows)]


def _answers(pool: Corpus, candidates: Corpus, threshold: float, kernel: str, threads: int) -> tuple[Any, ...]:
    """LCS with each entry, means and nearest, decisions, and verdicts in order."""
    held = loaded(kernel, pool)
    references, options = held.references, held.options(threads)
    entries = candidates.entries
    lcs = [references.lcs(tokens) for tokens in entries]
    scores = [(score.mean, score.nearest) for score in references.score(entries, NEAREST, **options)]
    decisions = references.best_above(entries, threshold, **options)
    verdicts = references.judge(entries, threshold, NEAREST, **options)
    return lcs, scores, decisions, [(verdict.accepted, verdict.mean, verdict.nearest) for verdict in verdicts]


def _rows(pool: Corpus, candidates: Corpus, lcs: Sequence[Sequence[int]]) -> Rows:
    """F of each candidate with each entry."""
    lengths = list(map(len, pool.entries))
    return [
        [f_measure(common, len(tokens), n) for common, n in zip(found, lengths, strict=True)]
        for tokens, found in zip(candidates.entries, lcs, strict=True)
    ]


def _rouge_score(pool: Corpus, candidates: Corpus, rows: Rows) -> list[str]:
    scorer = optional("rouge_score.rouge_scorer")
    if scorer is None:
        return []
    found = [[scorer._score_lcs(entry, tokens).fmeasure for entry in pool.entries] for tokens in candidates.entries]
    _require(found == rows, "rouge_score")
    return ["rouge_score"]


def _original(pool: Corpus, candidates: Corpus, rows: Rows, processes: int) -> list[str]:
    scorer = optional("rouge_score.rouge_scorer")
    if scorer is None:
        return []
    score: Callable[..., Any] = scorer.RougeScorer(["rougeL"], use_stemmer=False).score
    with Pool(processes) as p:
        for text, row in zip(candidates.raw(), rows, strict=True):
            found = p.map(partial(score, text), pool.raw())
            _require([scores["rougeL"].fmeasure for scores in found] == row, "the original's line")
    return ["the original's line"]


def _rapidfuzz(pool: Corpus, candidates: Corpus, rows: Rows) -> list[str]:
    for first in (0, ABOVE_LATIN):
        fill = matrix(pool, candidates, first)
        if fill is None:
            return []
        found = fill(dtype="float64").T.tolist()
        for got, row in zip(found, rows, strict=True):
            close = partial(math.isclose, rel_tol=0.0, abs_tol=CLOSE)
            _require(all(map(close, got, row)), "rapidfuzz")
    return ["rapidfuzz"]


def _require(agreed: bool, name: str) -> None:
    if not agreed:
        raise DisagreementError(f"{name} gives other numbers than the pure-Python pool")
