"""New tasks for a language without a table: the beginning of one task in the prompt with the end of another."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from random import Random

_SPACED = 12
"""A script with fewer than one space in so many characters does not part its words by spaces."""


def recombined(tasks: Sequence[str], rng: Random) -> str:
    """The beginning of one task and the end of another, each cut near its middle."""
    if not tasks:
        return ""
    one, other = rng.sample(list(tasks), 2) if len(tasks) > 1 else (tasks[0], tasks[0])
    first, second = _halves(one, rng)[0], _halves(other, rng)[1]
    return (" " if _spaced(one) else "").join((first, second))


def _halves(task: str, rng: Random) -> tuple[str, str]:
    joint = " " if _spaced(task) else ""
    units = task.split() if joint else _letters(task)
    middle = min(max(round(len(units) * rng.uniform(0.35, 0.65)), 1), len(units))
    return joint.join(units[:middle]), joint.join(units[middle:])


def _letters(task: str) -> list[str]:
    """Each character with the marks upon it: a vowel sign says nothing behind another letter."""
    units: list[str] = []
    for char in task:
        if units and unicodedata.category(char)[0] == "M":
            units[-1] += char
        else:
            units.append(char)
    return units


def _spaced(text: str) -> bool:
    return text.count(" ") * _SPACED >= len(text)
