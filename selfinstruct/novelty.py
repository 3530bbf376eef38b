"""The novelty filter on any file of texts: `selfinstruct filter`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selfinstruct.judge import Judge, Verdict
from selfinstruct.language import Language
from selfinstruct.stages.generate import NEIGHBOURS
from selfinstruct.taskfile import Line, read_lines, read_texts, text_of
from selfinstruct.text import clean, key

BATCH = 512


@dataclass(frozen=True, slots=True)
class Filtered:
    """One row of the file with what was found: kept when `kept`."""

    kept: bool
    row: dict[str, Any]


class Texts:
    """The keys of all texts that are there."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._keys = {key(text) for text in texts}

    def __contains__(self, text: str) -> bool:
        return key(text) in self._keys

    def add(self, text: str) -> None:
        """One more."""
        self._keys.add(key(text))


def filter_file(
    file: Path,
    language: Language,
    *,
    field: str = "instruction",
    pool: Sequence[Path] = (),
    threshold: float | None = None,
    scores: bool = True,
) -> Iterator[Filtered]:
    """Judge a file's rows in order, each against the pool and the rows kept before it.

    A kept row gains `most_similar` and `avg_similarity_score` (not without `scores`, which is much faster); a rejected one
    `reason`, `nearest` and `rouge_l`. Raises ConfigError for a row without the field.
    """
    lines = read_lines(file)
    texts = [clean(text_of(line, field)) for line in lines]
    known = [text for other in pool for text in read_texts(other, field)]
    limit = language.threshold if threshold is None else threshold
    judge = Judge(language, known, fault=_no_tokens, threshold=limit)
    there = Texts(known)
    for start in range(0, len(lines), BATCH):
        batch = slice(start, start + BATCH)
        verdicts = judge.judge(texts[batch], there, k=NEIGHBOURS if scores else 0)
        for line, verdict in zip(lines[batch], verdicts, strict=True):
            if not verdict.reason:
                there.add(verdict.text)
            yield _row(line, verdict, judge.texts, scores=scores)


def _row(line: Line, verdict: Verdict, texts: Sequence[str], *, scores: bool) -> Filtered:
    if verdict.reason:
        nearest = verdict.nearest[:1]
        found = {"nearest": texts[nearest[0][0]], "rouge_l": nearest[0][1]} if nearest else {"nearest": None, "rouge_l": None}
        return Filtered(False, {**line.row, "reason": verdict.reason, **found})
    if not scores:
        return Filtered(True, dict(line.row))
    near = {texts[index]: score for index, score in verdict.nearest}
    return Filtered(True, {**line.row, "most_similar": near, "avg_similarity_score": verdict.mean})


def _no_tokens(_text: str, tokens: list[str], _language: Language) -> str | None:
    return None if tokens else "no-tokens"
