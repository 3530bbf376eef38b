"""Where each answer of a batch ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

from selfinstruct.backend import Prompt

if TYPE_CHECKING:
    from torch import Tensor

Decode = Callable[[Sequence[int]], str]
# A stop string begins and ends within a token, and tokens without text may stand between.
_SLACK = 4


@dataclass(frozen=True, slots=True)
class End:
    """How many tokens an answer has, its end token included, and why it ended: "stop" or "length"."""

    length: int
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """One prompt of a batch: its place in the call, its tokens, and how many tokens its answer may have."""

    place: int
    prompt: Prompt
    tokens: list[int]
    limit: int


@dataclass(frozen=True, slots=True)
class Answered:
    """The tokens of an answer, its end token included, and how it ended."""

    tokens: list[int]
    end: End


class Ending:
    """A stopping criterion with stop strings and limits of each row's own. Cancelled, it ends all rows at the next token.

    Only what was generated is looked at: transformers' own criterion also sees the prompt, and stops at a string whose
    beginning stands there.
    """

    def __init__(self, rows: Sequence[Row], start: int, ends: Sequence[int], decode: Decode, cancelled: Event) -> None:
        """`start` is how many tokens the prompt has; `ends` are the model's end tokens."""
        self.found: list[End | None] = [None] * len(rows)
        self._rows = rows
        self._start = start
        self._ends = frozenset(ends)
        self._decode = decode
        self._cancelled = cancelled
        self._tail = max((len(stop.encode()) + _SLACK for row in rows for stop in row.prompt.stop), default=1)

    def __call__(self, input_ids: Tensor, _scores: object, **_: object) -> Tensor:
        """Which rows [rows] are done."""
        length = input_ids.shape[1] - self._start
        tails = input_ids[:, -min(self._tail, length) :].tolist()
        for row, tail in enumerate(tails):
            if self.found[row] is None:
                self.found[row] = self._end(self._rows[row], tail, length)
        gone = self._cancelled.is_set()
        return input_ids.new_tensor([gone or end is not None for end in self.found]).bool()

    def _end(self, row: Row, tail: list[int], length: int) -> End | None:
        if tail[-1] in self._ends:
            return End(length, "stop")
        if row.prompt.stop:
            text = self._decode(tail)
            if any(stop in text for stop in row.prompt.stop):
                return End(length, "stop")
        return End(length, "length") if length >= row.limit else None


def cut(text: str, stop: Sequence[str]) -> str:
    """The text before the first stop string."""
    return min((text.partition(each)[0] for each in stop), key=len, default=text)
