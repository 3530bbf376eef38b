"""New tasks for a language without a table: the beginning of one task in the prompt with the end of another."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

_SPACED = 12
"""A script with fewer than one space in so many characters does not part its words by spaces."""


def recombined(tasks: Sequence[str], rng: Random) -> str:
    """The beginning of one task and the end of another, each cut near its middle."""
    if not tasks:
        return ""
    one, other = rng.sample(list(tasks), 2) if len(tasks) > 1 else (tasks[0], tasks[0])
    joint = " " if _spaced(one) else ""
    return joint.join((_joined(_halves(one, rng)[0], joint), _joined(_halves(other, rng)[1], joint)))


def _halves(task: str, rng: Random) -> tuple[list[str], list[str]]:
    units = task.split() if _spaced(task) else list(task)
    middle = min(max(round(len(units) * rng.uniform(0.35, 0.65)), 1), len(units))
    return units[:middle], units[middle:]


def _joined(units: list[str], joint: str) -> str:
    # Cut out of unspaced text, a half still holds its own spaces as units.
    return (joint if any(len(unit) > 1 for unit in units) else "").join(units)


def _spaced(text: str) -> bool:
    return text.count(" ") * _SPACED >= len(text)
