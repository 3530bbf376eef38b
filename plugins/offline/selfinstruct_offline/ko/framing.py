"""Frames in a setting, and tables written as blocks of text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from random import Random

from selfinstruct_offline.frames import Frame, Pair, Slots
from selfinstruct_offline.ko.answers import Answer
from selfinstruct_offline.ko.contexts import ASKERS, DAYS, ELDERS, MOMENTS, PLACES, PURPOSES
from selfinstruct_offline.ko.josa import render

_SETTING = {"이": ASKERS, "곳": PLACES, "때": MOMENTS, "날": DAYS, "어른": ELDERS, "목적": PURPOSES}
_BREAK = " // "


def frame(kind: str, pattern: str, answer: Answer, labels: Iterable[str] = (), /, **own: Iterable[str]) -> Frame:
    """A frame. A slot of the setting (이, 곳, 때, 날, 어른, 목적) has its usual values unless it is given others."""
    setting = {name: values for name, values in _SETTING.items() if f"{{{name}}}" in pattern or f"{{{name}:" in pattern}
    slots = setting | {name: tuple(values) for name, values in own.items()}
    return Frame(kind, pattern, slots, answer, tuple(labels))


def lines(text: str) -> tuple[str, ...]:
    """The lines of a block of text, without those that are empty; ` // ` stands for a line break within one."""
    return tuple(line.strip().replace(_BREAK, "\n") for line in text.strip().splitlines() if line.strip())


def phrases(text: str) -> tuple[str, ...]:
    """The phrases of a block of text, parted by semicolons or line breaks."""
    return tuple(part.strip() for line in lines(text) for part in line.split(";") if part.strip())


def rows(text: str) -> dict[str, tuple[str, ...]]:
    """A table in a block of text, one row a line, cells parted by bars: first cell -> the others."""
    cells = ([cell.strip() for cell in line.split("|")] for line in lines(text))
    return {first: tuple(rest) for first, *rest in cells}


def pairs(text: str) -> tuple[tuple[str, str], ...]:
    """A table of two columns, in order; the first need not be distinct."""
    return tuple((first, rest[0]) for first, rest in rows(text).items())


def told(*templates: str, **tables: Mapping[str, Sequence[str]]) -> Answer:
    """No input; a template over the slots and the cells of the rows that they name in the tables, as `{slot1}`, `{slot2}`."""

    def answer(slots: Slots, rng: Random) -> Pair:
        cells = {f"{slot}{n}": cell for slot, table in tables.items() for n, cell in enumerate(table[slots[slot]], 1)}
        return Pair("", render(rng.choice(templates), {**slots, **cells}))

    return answer


def worked(make: Callable[[Random], tuple[str, str]]) -> Answer:
    """An input and its output that are worked out anew each time, whatever the slots."""

    def answer(_slots: Slots, rng: Random) -> Pair:
        return Pair(*make(rng))

    return answer
