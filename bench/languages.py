"""What judging costs in languages whose tokenisers are slow: each candidate is cut by its language's plugin and judged.

Texts are those of the offline backend, or of a file. The pool is made of pieces of such, tokenised, since to tokenise so many
would take minutes. One thread cuts and judges; its CPU seconds are counted.
"""

from __future__ import annotations

import importlib
import random
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from corpus import digest, instructions
from laps import rounded
from ours import NEAREST, PYTHON, kernels, new_references
from peers import optional

from selfinstruct import Language, PluginError
from selfinstruct.plugins import load

CODES = ("ko", "ja")
BATCHES = (1, 8, 512)
PIECES = 4
CUT = 2000  # texts that are tokenised to make the pool
DECISION, SCORES = "decision", "all scores"

Judge = Callable[[Sequence[Sequence[str]]], object]


def installed(code: str) -> Language | None:
    """A language's plugin, if it is there, and the offline backend's phrase tables for it."""
    try:
        return load().language(code) if optional(f"selfinstruct_offline.{code}") else None
    except PluginError:
        return None


def recombined(sources: Sequence[Sequence[str]], rng: random.Random) -> list[str]:
    """The beginning of one, the end of another, and between them pieces of others again."""
    made: list[str] = []
    for piece in range(PIECES):
        source = rng.choice(sources)
        made += source[len(source) * piece // PIECES : len(source) * (piece + 1) // PIECES]
    return made


def texts(code: str, file: Path | None, count: int, rng: random.Random) -> list[str]:
    """Distinct instructions of a file, or from the phrase tables of the offline backend."""
    if file:
        found = list(dict.fromkeys(instructions(file)))
        rng.shuffle(found)
        return found[:count]
    repertoire = importlib.import_module(f"selfinstruct_offline.{code}").REPERTOIRE
    return [repertoire.instruction(rng) for _ in range(count)]


def split_time(language: Language, candidates: Sequence[str], batch: int, judge: Judge) -> tuple[float, float]:
    """CPU seconds that cutting took, and judging, when they take turns for every batch."""
    cutting = judging = 0.0
    for at in range(0, len(candidates), batch):
        start = time.process_time()
        tokens = [language.tokens(text) for text in candidates[at : at + batch]]
        cut = time.process_time()
        judge(tokens)
        judging += time.process_time() - cut
        cutting += cut - start
    return cutting, judging


def end_to_end(language: Language, file: Path | None, size: int, count: int, rounds: int, rng: random.Random) -> dict[str, Any]:
    """Tokenise and judge candidates against a pool of this size, in batches of several sizes."""
    found = texts(language.code, file, count + CUT, rng)
    taken = min(count, len(found) // 2)
    candidates, cut = found[:taken], [language.tokens(text) for text in found[taken:]]
    kernel = (kernels() or [PYTHON])[-1]
    references = new_references(kernel)
    references.extend(recombined(cut, rng) for _ in range(size))
    options = {} if kernel == PYTHON else {"threads": 1}
    judges: dict[str, Judge] = {
        DECISION: lambda tokens: references.best_above(tokens, language.threshold, **options),
        SCORES: lambda tokens: references.score(tokens, NEAREST, **options),
    }
    laps: dict[tuple[str, int], list[tuple[float, float]]] = {(task, batch): [] for task in judges for batch in BATCHES}
    for judge in judges.values():
        judge(cut[:1])  # builds the index
    for _ in range(rounds):
        for (task, batch), spent in laps.items():
            spent.append(split_time(language, candidates, batch, judges[task]))
    above = references.best_above([language.tokens(text) for text in candidates], language.threshold, **options)
    return {
        "language": language.code,
        "tokenizer": language.tokenizer_id,
        "kernel": kernel,
        "corpus": {"name": file.name, "sha256": digest(file)} if file else {"name": "offline backend"},
        "pool": size,
        "candidates": len(candidates),
        "above_threshold": sum(found is not None for found in above),
        "rows": [_row(task, batch, spent, len(candidates)) for (task, batch), spent in laps.items()],
    }


def _row(task: str, batch: int, laps: Sequence[tuple[float, float]], count: int) -> dict[str, Any]:
    cutting, judging = (statistics.median(part) / count * 1e6 for part in zip(*laps, strict=True))
    shares = [judge / cut for cut, judge in laps]
    return {
        "task": task,
        "batch": batch,
        "tokenising_microseconds": rounded(cutting),
        "judging_microseconds": rounded(judging),
        "overhead": rounded(statistics.median(shares)),
    }
