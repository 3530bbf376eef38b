"""Evaluation sets as decontamination needs them: the texts of their rows, wherever they lie in a row.

What a set says again and again is its own wording ("Answer with the letter of the right choice."), not one of its items: it
tells nothing of where a task is from.
"""

from __future__ import annotations

import gzip
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from selfinstruct.curation.grams import WORD, pieces, spelled, telling, weight
from selfinstruct.curation.runindex import RunIndex
from selfinstruct.errors import ConfigError
from selfinstruct.records import joined
from selfinstruct.taskfile import read_lines
from selfinstruct.text import clean

COMMON = 10
"""What stands in so many texts is the set's own wording."""

_COMMON_SHARE = 0.01
"""A text that stands whole in many rows is wording only if it is in this part of them: several answers may follow one item."""

_PASSAGE = 60
"""Words. What is longer and stands there often is a passage that many questions are about."""

_LEAST = 4
"""Words of a text that something can be like."""

_INSIDE = 8
"""Words of a text, shorter than a run, that counts wherever it stands."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of an evaluation set, and where it stands: `file:line`."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Shared:
    """What a text has in common with an evaluation set: the words, and the row."""

    where: str
    words: str


def check(files: Sequence[Path]) -> None:
    """Raise ConfigError for a file that is missing, empty or broken."""
    for file in files:
        for _ in _rows(file):
            pass


class EvaluationSets:
    """The rows of files: JSONL, a JSON array, either one gzipped, or a text a line where the name ends in .txt or .txt.gz.

    All text in a row counts, whatever its field is called and however deep it lies. Raises ConfigError for a file that is
    missing, empty or broken. passages: what may be similar: each text once, and neighbours in a row, as long as they are short,
    as one: an instruction and its input may be one text in a task.
    """

    def __init__(self, files: Sequence[Path], *, words: int) -> None:
        rows = [row for file in files for row in _rows(file)]
        self._words = words
        self._wording = _wording(rows)
        self._runs = RunIndex(words, common=COMMON)
        self._rows: list[Sequence[Passage]] = []
        self._short: dict[str, str] = {}
        self._telling: dict[str, str] = {}
        self._lengths: list[int] = []
        self.passages: list[Passage] = []
        seen: set[str] = set()
        for row in rows:
            self._add([passage for passage in row if passage.text not in self._wording], seen)
        self._lengths = sorted({len(text.split(" ")) for text in self._telling})

    def shares(self, text: str) -> Shared | None:
        """The first run of words that a text has in common with a row, or a short text of a row that it holds."""
        some = pieces(text)
        if found := self._runs.find(some, self._holds):
            number, start, end = found
            return Shared(self._rows[number][0].where, spelled(some[start:end]))
        return self._inside(some)

    def is_whole(self, text: str, least: int) -> Shared | None:
        """The text itself, if it is a short text of a set and has at least so many words."""
        some = pieces(text)
        said = " ".join(some)
        return Shared(self._short[said], spelled(some)) if said in self._short and weight(some) >= least * WORD else None

    def _inside(self, some: Sequence[str]) -> Shared | None:
        for length in self._lengths:
            for start in range(len(some) - length + 1):
                run = some[start : start + length]
                if where := self._telling.get(" ".join(run)):
                    return Shared(where, spelled(run))
        return None

    def _add(self, row: Sequence[Passage], seen: set[str]) -> None:
        runs = [pieces(passage.text) for passage in row]
        known = [passage.text in seen for passage in row]
        if not all(known):
            self._runs.add(runs, known, len(self._rows))
            self._rows.append(row)
        texts = list(zip(row, runs, strict=True))
        for (one, run), (other, next_run) in pairwise(texts.copy()):
            both = [*run, *next_run]
            if weight(both) < _PASSAGE * WORD:
                texts.append((Passage(one.where, joined(one.text, other.text)), both))
        for passage, run in texts:
            if passage.text not in seen:
                seen.add(passage.text)
                self._keep(passage, run)

    def _keep(self, passage: Passage, run: Sequence[str]) -> None:
        own = weight(run)
        if own >= _LEAST * WORD:
            self.passages.append(passage)
        if own < self._words * WORD:
            said = " ".join(run)
            self._short.setdefault(said, passage.where)
            if own >= _INSIDE * WORD and telling(run):
                self._telling.setdefault(said, passage.where)

    def _holds(self, number: int, run: Sequence[str]) -> bool:
        row = [piece for passage in self._rows[number] for piece in pieces(passage.text)]
        return f" {' '.join(run)} " in f" {' '.join(row)} "


def _wording(rows: Sequence[Sequence[Passage]]) -> set[str]:
    times = Counter(passage.text for row in rows for passage in row)
    often = max(COMMON, int(len(rows) * _COMMON_SHARE))
    return {text for text, n in times.items() if n >= often and weight(pieces(text)) < _PASSAGE * WORD}


def _rows(file: Path) -> Iterator[list[Passage]]:
    if file.name.endswith((".txt", ".txt.gz")):
        lines = [(f"{file}:{number}", line) for number, line in enumerate(_text(file).split("\n"), 1)]
        rows = [[Passage(where, text)] for where, line in lines if (text := clean(line))]
    else:
        rows = [_passages(line.where, line.row) for line in read_lines(file)]
    if not any(rows):
        raise ConfigError(f"{file}: the file holds no text", hint="give an evaluation set: JSONL, or a text a line in a .txt")
    yield from rows


def _passages(where: str, row: Any) -> list[Passage]:
    return [Passage(where, text) for value in _texts(row) if (text := clean(value))]


def _texts(value: Any) -> Iterator[str]:
    """All text in a JSON value, in order."""
    left = [value]
    while left:
        value = left.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            left += reversed(value.values())
        elif isinstance(value, list):
            left += reversed(value)


def _text(file: Path) -> str:
    try:
        data = file.read_bytes()
        return (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: not UTF-8 at byte {error.start}", hint="save the file as UTF-8") from None
    except (OSError, EOFError, zlib.error) as error:
        said = getattr(error, "strerror", None) or error
        raise ConfigError(f"{file}: {said}", hint="give the path of a readable text file") from None
