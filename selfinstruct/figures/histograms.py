"""Values in bins, without numpy."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import count
from math import ceil
from statistics import fmean, median

from selfinstruct.figures.parts import Histogram

MOST_BINS = 30
SHARES = tuple(step / 20 for step in range(21))
"""Edges for values from 0 to 1."""

_IN_VIEW = 0.99
"""The share of values that bins are made for; a few very large ones would leave all others in one bin."""


def histogram(values: Sequence[float], edges: Sequence[float]) -> Histogram | None:
    """Values from the first edge up in bins between edges that rise; None for no values."""
    if not values:
        return None
    counts = [0] * len(edges)
    for value in values:
        # The bin ends at the first edge that is not below the value.
        counts[max(0, bisect_left(edges, value) - 1)] += 1
    return Histogram(
        edges=tuple(edges),
        counts=tuple(counts[:-1]),
        above=counts[-1],
        count=len(values),
        mean=fmean(values),
        median=median(values),
        least=min(values),
        most=max(values),
    )


def whole_edges(values: Sequence[int]) -> tuple[int, ...]:
    """Edges from 0 for numbers of things, at most 30 bins of 1, 2, 5, 10, 20, ... that hold at least 99 of 100 values."""
    most = max(values, default=0)
    seen = sorted(values)[ceil(len(values) * _IN_VIEW) - 1] if values else 0
    width = next(width for width in (step * 10**power for power in count() for step in (1, 2, 5)) if width * MOST_BINS >= seen)
    bins = min(MOST_BINS, max(1, ceil(most / width)))
    return tuple(range(0, (bins + 1) * width, width))
