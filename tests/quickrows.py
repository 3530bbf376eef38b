"""What the quick run takes of a wide table; the other rows are marked slow: `make test-slow` tests them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import product
from typing import Any

import pytest
from _pytest.mark.structures import ParameterSet


def leading(count: int, rows: Iterable[Any]) -> list[ParameterSet]:
    """All rows; but for the first of them they are slow."""
    return [_row([row], quick=at < count) for at, row in enumerate(rows)]


def crossed(*axes: Collection[Any]) -> list[ParameterSet]:
    """Every combination of one value of each axis; those along the diagonal, with each value at least once, are quick."""
    values = [list(axis) for axis in axes]
    quick = {tuple(at % len(axis) for axis in values) for at in range(max(map(len, values)))}
    places = product(*(range(len(axis)) for axis in values))
    return [_row([axis[at] for axis, at in zip(values, place, strict=True)], quick=place in quick) for place in places]


def _row(values: Sequence[Any], *, quick: bool) -> ParameterSet:
    return pytest.param(*values, marks=() if quick else pytest.mark.slow)
