"""What a backend lets be heard while it works: notes to the user, what it prints, and what is logged."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from typing import Any, TextIO, cast


@dataclass(frozen=True, slots=True)
class Overheard:
    """What was heard. printed: in the pieces in which it was written; logged: what is shown or kept by default."""

    notes: list[str] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    logged: list[str] = field(default_factory=list)


@contextmanager
def overhearing() -> Iterator[Overheard]:
    """Listen to all that this process prints and logs; it still goes where it went."""
    heard = Overheard()
    keeping = _Keeping(heard.logged)
    root = logging.getLogger()
    root.addHandler(keeping)
    try:
        with redirect_stdout(_copied(sys.stdout, heard.printed)), redirect_stderr(_copied(sys.stderr, heard.printed)):
            yield heard
    finally:
        root.removeHandler(keeping)


def _copied(stream: TextIO, heard: list[str]) -> TextIO:
    return cast("TextIO", _Copied(stream, heard))


class _Copied:
    """A stream whose texts are kept beside; in all else the stream that it was."""

    def __init__(self, stream: TextIO, heard: list[str]) -> None:
        self._stream, self._heard = stream, heard

    def write(self, text: str) -> int:
        self._heard.append(text)
        return self._stream.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class _Keeping(logging.Handler):
    """Keeps records from INFO on; what libraries say below that is for those who look for it."""

    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.INFO)
        self._heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(Exception):
            self._heard.append(self.format(record))
