"""What a run tells while it goes on: a live line on a terminal, plain lines when piped, or nothing."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from selfinstruct.backend import Usage
from selfinstruct.prices import dollars

if TYPE_CHECKING:
    from rich.live import Live
    from rich.text import Text

Seconds = Callable[[], float]


class Progress:
    """Counts what happens; silent by itself. Subclasses show it.

    busy: seconds that requests have been under way, summed over them; over `requests` it is what one takes.
    requests, tokens, cost: of this command. cost is in US dollars, as far as prices are known; `unpriced` when some are not.
    """

    def __init__(self, clock: Seconds = time.monotonic) -> None:
        self.stage = ""
        self.done = 0
        self.total = 0
        self.accepted = 0
        self.refused = 0
        self.requests = 0
        self.flying = 0
        self.busy = 0.0
        self.tokens = 0
        self.cost = 0.0
        self.unpriced = False
        self._clock = clock
        self._began = self._counted = clock()
        self._waits: list[tuple[str, float]] = []

    def begin(self, stage: str, done: int, total: int, *, refusals_count: bool = False) -> None:
        """A stage starts, or goes on, with `done` of `total`; a refused one is done with too where `refusals_count`."""
        self.stage, self.done, self.total = stage, done, total
        self.accepted = self.refused = 0
        self._refusals_count = refusals_count
        self._began, self._first = self._clock(), done
        self.show()

    def committed(self, accepted: int, refused: int) -> None:
        """So many more records were accepted and refused."""
        self.accepted += accepted
        self.refused += refused
        self.done += accepted + (refused if self._refusals_count else 0)
        self.show()

    def asked(self, requests: int) -> None:
        """Requests were sent."""
        self._count_busy()
        self.requests += requests
        self.flying += requests
        self.show()

    def answered(self, requests: int) -> None:
        """Requests came back, well or not."""
        self._count_busy()
        self.flying -= requests

    def _count_busy(self) -> None:
        now = self._clock()
        self.busy += self.flying * (now - self._counted)
        self._counted = now

    def used(self, usage: Usage, cost: float | None = 0.0) -> None:
        """Tokens were used. cost: US dollars; None when the price is unknown, 0 when nobody pays."""
        self.tokens += usage.prompt_tokens + usage.completion_tokens
        self.cost += cost or 0.0
        self.unpriced |= cost is None

    def waiting(self, why: str, seconds: float) -> None:
        """Nothing is sent for so long, because of `why` ("rate limit"). Each call is ended by one of `waiting_over`."""
        self._waits.append((why, self._clock() + seconds))
        self.show()

    def waiting_over(self) -> None:
        """The wait that ends first is over."""
        if self._waits:
            self._waits.remove(min(self._waits, key=_end))
        self.show()

    def note(self, line: str) -> None:
        """Something worth a line of its own."""

    def end(self) -> None:
        """A stage has ended."""

    def show(self) -> None:
        """Something changed."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        return None

    @property
    def line(self) -> str:
        """The state in one line."""
        parts = [f"{self.stage} {self.done}/{self.total}"]
        if self.accepted or self.refused:
            parts.append(f"{self.accepted / (self.accepted + self.refused):.0%} accepted")
        parts.append(f"{self.requests} requests" + (f" ({self.flying} in flight)" if self.flying else ""))
        parts.append(f"{self.tokens:,} tokens")
        return "  ".join([*parts, *self._cost(), *self._eta(), *self._wait()])

    def _cost(self) -> list[str]:
        known = [dollars(self.cost)] if self.cost else []
        if not self.unpriced:
            return known
        return [f"{known[0]} and a part of unknown cost"] if known else ["cost unknown"]

    def _eta(self) -> list[str]:
        new, left = self.done - self._first, self.total - self.done
        if not new or left <= 0:
            return []
        return [f"about {span((self._clock() - self._began) / new * left)} left"]

    def _wait(self) -> list[str]:
        """The longest wait that is on; what comes after it is sent."""
        if not (waits := list(self._waits)):  # a copy: the live line is drawn from another thread
            return []
        why, until = max(waits, key=_end)
        return [f"{why}: {span(max(0.0, until - self._clock()))}"]

    _first = 0
    _refusals_count = False


def span(seconds: float) -> str:
    """A time for people: 41 s, 2:05, 3:20:00."""
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    if not minutes:
        return f"{whole} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def _end(wait: tuple[str, float]) -> float:
    return wait[1]


class Lines(Progress):
    """Plain lines, for pipes and logs: one when a stage ends, one when a wait begins, and one every few seconds."""

    def __init__(self, stream: TextIO | None = None, every: float = 5.0, clock: Seconds = time.monotonic) -> None:
        super().__init__(clock)
        self._stream = stream or sys.stderr
        self._every = every
        self._last = clock()

    def show(self) -> None:
        """Print when the last line is some seconds old."""
        if self._clock() - self._last >= self._every:
            self.note(self.line)

    def waiting(self, why: str, seconds: float) -> None:
        """One line for the first of several waits at once, and none for those that are over in a moment."""
        known = self._wait()
        super().waiting(why, seconds)
        if not known and seconds >= self._every:
            self.note(f"waiting {span(seconds)}: {why}")

    def end(self) -> None:
        """Print how the stage ended."""
        self.note(self.line)

    def note(self, line: str) -> None:
        """Print a line."""
        self._last = self._clock()
        print(line, file=self._stream, flush=True)


class LiveLine(Progress):
    """One line on a terminal that is drawn anew, so that waits count down."""

    def __init__(self) -> None:
        super().__init__()
        from rich.console import Console

        self._console = Console(stderr=True, highlight=False)
        self._live: Live | None = None

    def __enter__(self) -> Self:
        from rich.live import Live

        self._live = Live(console=self._console, get_renderable=self._text, refresh_per_second=8, transient=True)
        self._live.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._live:
            self._live.stop()

    def _text(self) -> Text:
        from rich.text import Text

        return Text(self.line if self.stage else "", no_wrap=True, overflow="ellipsis")

    def end(self) -> None:
        """Leave the stage's last line standing."""
        self._console.print(self.line, markup=False)

    def note(self, line: str) -> None:
        """Print a line above the live one."""
        self._console.print(line, markup=False)
