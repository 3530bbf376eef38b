"""Contestants take turns, and what counts of each is its median: load that comes and goes meets all of them alike.

Work on one thread is counted in CPU seconds, work on several in those of the clock.
"""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Seconds:
    """How long something took: by the clock, and in CPU time of this process."""

    wall: float
    cpu: float


def timed(run: Callable[[], object], times: int = 1) -> Seconds:
    """How long a run takes, on average of some; one that gives back Seconds, scaled from a sample, knows better."""
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(times):
        given = run()
    spent = Seconds((time.perf_counter() - wall) / times, (time.process_time() - cpu) / times)
    return given if isinstance(given, Seconds) else spent


def counted(laps: Sequence[Seconds], threads: int) -> list[float]:
    """The seconds that count."""
    return [lap.wall if threads > 1 else lap.cpu for lap in laps]


def median(laps: Sequence[Seconds], threads: int) -> float:
    """What stands for all laps."""
    return statistics.median(counted(laps, threads))


def summary(laps: Sequence[Seconds], threads: int) -> dict[str, Any]:
    """Which seconds count, their median, and between what they lay."""
    seconds = counted(laps, threads)
    times = {"seconds": median(laps, threads), "least_seconds": min(seconds), "most_seconds": max(seconds)}
    return {"clock": "wall" if threads > 1 else "cpu", **{name: rounded(value) for name, value in times.items()}}


@dataclass
class Contestant:
    """One implementation at one task: so many candidates against a pool of some size.

    `sampled` tells of one that runs on a part only; what it takes for a pair is then taken for what all would.
    """

    name: str
    run: Callable[[], object]
    candidates: int
    pool: int
    threads: int = 1
    sampled: bool = False
    laps: list[Seconds] = field(default_factory=list)
    times: int = 1

    def warm_up(self, least: float) -> None:
        """Run once, since indexes are built then, and find how many runs take `least` seconds."""
        self.run()
        self.times = max(1, math.ceil(least / max(timed(self.run).wall, 1e-6))) if least else 1

    def lap(self) -> None:
        """Run once, or some times if that is too fast for the clock."""
        self.laps.append(timed(self.run, self.times))

    @property
    def seconds(self) -> float:
        """Median of the laps."""
        return median(self.laps, self.threads)

    @property
    def pair(self) -> float:
        """Seconds for one candidate with one entry."""
        return self.seconds / (self.candidates * self.pool)

    def result(self, pool: int) -> dict[str, Any]:
        """Everything measured, for a pool of this size."""
        return {
            "name": self.name,
            "threads": self.threads,
            "sampled": self.sampled,
            "candidates": self.candidates,
            **summary(self.laps, self.threads),
            "pairs_per_second": rounded(1 / self.pair),
            "microseconds_a_candidate": rounded(self.pair * pool * 1e6),
        }


def race(contestants: Sequence[Contestant], rounds: int, least: float) -> None:
    """Let all run in turn, round by round."""
    for contestant in contestants:
        contestant.warm_up(least)
    for _ in range(rounds):
        for contestant in contestants:
            contestant.lap()


def rounded(value: float) -> float:
    """To six digits: more are noise."""
    return float(f"{value:.6g}")
