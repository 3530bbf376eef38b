"""The progress line: what it counts, what it costs, how long it takes, and what is waited for."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pytest

from selfinstruct import Usage
from selfinstruct.progress import Lines, Progress, span


@dataclass
class Watch:
    """A clock that is set by hand."""

    time: float = 100.0

    def __call__(self) -> float:
        return self.time


def started(watch: Watch, total: int = 20) -> Progress:
    progress = Progress(watch)
    progress.begin("generate", 0, total)
    return progress


def test_the_line_tells_what_is_done() -> None:
    progress = started(Watch())
    progress.asked(3)
    progress.answered(1)
    progress.used(Usage(1000, 234), 0.0)
    progress.committed(6, 2)

    assert progress.line == "generate 6/20  75% accepted  3 requests (2 in flight)  1,234 tokens  about 0 s left"


COSTS = {
    "nobody pays": ([0.0, 0.0], None),
    "known": ([0.02, 0.01], "$0.03"),
    "unknown": ([None, None], "cost unknown"),
    "partly known": ([0.02, None], "$0.02 and a part of unknown cost"),
}


@pytest.mark.parametrize(("costs", "shown"), COSTS.values(), ids=COSTS.keys())
def test_the_line_tells_the_cost_and_never_a_zero(costs: list[float | None], shown: str | None) -> None:
    progress = started(Watch())
    for cost in costs:
        progress.used(Usage(10, 10), cost)

    assert progress.line == "  ".join(filter(None, ["generate 0/20", "0 requests", "40 tokens", shown]))


def test_the_time_left_follows_from_the_pace_of_this_command() -> None:
    watch = Watch()
    progress = Progress(watch)
    progress.begin("generate", 10, 40)
    watch.time += 60
    progress.committed(10, 0)

    assert progress.line.endswith("about 2:00 left")


def test_a_wait_counts_down_and_ends() -> None:
    watch = Watch()
    progress = started(watch)
    progress.waiting("rate limit", 41.0)

    assert progress.line.endswith("  rate limit: 41 s")
    watch.time += 11
    assert progress.line.endswith("  rate limit: 30 s")
    watch.time += 90
    assert progress.line.endswith("  rate limit: 0 s")
    progress.waiting_over()
    assert "rate limit" not in progress.line


def test_of_several_waits_the_longest_is_told() -> None:
    progress = started(Watch())
    progress.waiting("retry", 3.0)
    progress.waiting("rate limit", 70.0)

    assert progress.line.endswith("  rate limit: 1:10")
    progress.waiting_over()
    assert progress.line.endswith("  rate limit: 1:10")
    progress.waiting_over()
    progress.waiting_over()
    assert progress.line.endswith("tokens")


def test_busy_is_what_requests_took_together() -> None:
    watch = Watch()
    progress = started(watch)
    progress.asked(2)
    watch.time += 3
    progress.answered(1)
    watch.time += 4
    progress.answered(1)
    watch.time += 50

    assert progress.busy == 2 * 3 + 4


def lines_after(*seconds: float) -> tuple[Watch, Lines, io.StringIO]:
    watch, stream = Watch(), io.StringIO()
    lines = Lines(stream, clock=watch)
    lines.begin("classify", 0, 9)
    return watch, lines, stream


def test_piped_lines_come_every_few_seconds_and_at_the_end() -> None:
    watch, lines, stream = lines_after()
    for _ in range(12):
        watch.time += 1
        lines.committed(1, 0)
    lines.end()

    told = stream.getvalue().splitlines()
    assert [line.split("  ")[0] for line in told] == ["classify 5/9", "classify 10/9", "classify 12/9"]


def test_a_piped_wait_is_one_line_for_all_that_wait() -> None:
    _, lines, stream = lines_after()
    lines.waiting("rate limit", 41.0)
    lines.waiting("rate limit", 41.0)
    lines.waiting("retry", 90.0)

    assert stream.getvalue() == "waiting 41 s: rate limit\n"


def test_a_piped_wait_of_a_moment_is_not_told() -> None:
    _, lines, stream = lines_after()
    lines.waiting("retry", 2.0)

    assert stream.getvalue() == ""


def test_a_wait_after_a_wait_is_told_again() -> None:
    _, lines, stream = lines_after()
    for _ in range(2):
        lines.waiting("rate limit", 41.0)
        lines.waiting_over()

    assert stream.getvalue() == "waiting 41 s: rate limit\n" * 2


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0 s"), (59.4, "59 s"), (59.6, "1:00"), (125, "2:05"), (3600, "1:00:00"), (90_061, "25:01:01")]
)
def test_times_are_shown_for_people(seconds: float, shown: str) -> None:
    assert span(seconds) == shown
