"""What a run tells while it goes on: a live line on a terminal, plain lines when piped, or nothing."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from selfinstruct.backend import Usage

if TYPE_CHECKING:
    from rich.live import Live
    from rich.text import Text


class Progress:
    """Counts what happens; silent by itself. Subclasses show it."""

    def __init__(self) -> None:
        self.stage = ""
        self.done = 0
        self.total = 0
        self.accepted = 0
        self.refused = 0
        self.requests = 0
        self.flying = 0
        self.tokens = 0
        self._began = time.monotonic()

    def begin(self, stage: str, done: int, total: int, *, refusals_count: bool = False) -> None:
        """A stage starts, or goes on, with `done` of `total`; a refused one is done with too where `refusals_count`."""
        self.stage, self.done, self.total = stage, done, total
        self.accepted = self.refused = 0
        self._refusals_count = refusals_count
        self._began, self._first = time.monotonic(), done
        self.show()

    def committed(self, accepted: int, refused: int) -> None:
        """So many more records were accepted and refused."""
        self.accepted += accepted
        self.refused += refused
        self.done += accepted + (refused if self._refusals_count else 0)
        self.show()

    def asked(self, requests: int) -> None:
        """Requests were sent."""
        self.requests += requests
        self.flying += requests
        self.show()

    def answered(self, requests: int) -> None:
        """Requests came back, well or not."""
        self.flying -= requests

    def used(self, usage: Usage) -> None:
        """Tokens were billed."""
        self.tokens += usage.prompt_tokens + usage.completion_tokens

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
        return "  ".join([*parts, *self._eta()])

    def _eta(self) -> list[str]:
        new, left = self.done - self._first, self.total - self.done
        if not new or left <= 0:
            return []
        seconds = (time.monotonic() - self._began) / new * left
        return [f"about {int(seconds // 60)}:{int(seconds % 60):02d} left"]

    _first = 0
    _refusals_count = False


class Lines(Progress):
    """Plain lines, for pipes and logs: one when a stage ends, and one every few seconds."""

    def __init__(self, stream: TextIO | None = None, every: float = 5.0) -> None:
        super().__init__()
        self._stream = stream or sys.stderr
        self._every = every
        self._last = time.monotonic()

    def show(self) -> None:
        """Print when the last line is some seconds old."""
        if time.monotonic() - self._last >= self._every:
            self.note(self.line)

    def end(self) -> None:
        """Print how the stage ended."""
        self.note(self.line)

    def note(self, line: str) -> None:
        """Print a line."""
        self._last = time.monotonic()
        print(line, file=self._stream, flush=True)


class LiveLine(Progress):
    """One line on a terminal that is drawn anew."""

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
