"""What the rules of a language look at: the language, what its author gave for the check, and the seed tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from sys import getswitchinterval, setswitchinterval
from typing import TypeVar

from selfinstruct.language import Language
from selfinstruct.promptchoice import ENGLISH, book_of
from selfinstruct.prompts import PromptBook
from selfinstruct.records import Task
from selfinstruct.taskfile import read_tasks
from selfinstruct.testing.contract import Rule
from selfinstruct.testing.languages.hostiletexts import HOSTILE

T = TypeVar("T")

_SHORT = 500


@dataclass(frozen=True)
class LanguageCase:
    """One language on trial. What is read or computed for it is kept, so that the rules share it.

    near_duplicates: pairs that are one task told twice. distinct: pairs that are two tasks. exceptions: ids of seed tasks that
    are known to break the language's own filters. loading: seconds that the first call of tokens took, None if it raised.
    """

    language: Language
    near_duplicates: Sequence[tuple[str, str]] = ()
    distinct: Sequence[tuple[str, str]] = ()
    exceptions: Sequence[str] = ()
    loading: float | None = None

    @property
    def code(self) -> str:
        """What messages begin with."""
        return str(self.language.code)

    @cached_property
    def seeds(self) -> list[Task]:
        """The seed tasks. Raises ConfigError when they can not be read."""
        return read_tasks(self.language.seeds, self.code)

    @cached_property
    def instructions(self) -> list[str]:
        """The instructions of the seed tasks; none where they can not be read, which is told by a rule of its own."""
        try:
            return [task.instruction for task in self.seeds]
        except Exception:
            return []

    @cached_property
    def texts(self) -> list[str]:
        """What tokens and checks are tried on: what the author knows comes first, and so is told first."""
        return [*self.instructions, *HOSTILE]

    @property
    def short_texts(self) -> list[str]:
        """Those that take little time."""
        return [text for text in self.texts if len(text) <= _SHORT]

    @cached_property
    def tokens(self) -> dict[str, list[str]]:
        """The tokens of each text, as they came when it was asked for the first time."""
        return {text: self.language.tokens(text) for text in self.texts}

    @cached_property
    def books(self) -> list[tuple[str, PromptBook]]:
        """The prompt book, asked in the language and asked in English, each with the words that messages about it begin with.

        Raises ConfigError when there is none that can be read.
        """
        own = (self.code, book_of(self.language))
        return [own] if self.code == ENGLISH else [own, (f"{self.code} asked in English", book_of(self.language, ENGLISH))]


LanguageRule = Rule[LanguageCase]


def in_threads(call: Callable[[str], T], texts: Sequence[str]) -> list[T]:
    """What four threads get that call at the same time, and take turns far more often than they do by themselves."""
    with _impatient(), ThreadPoolExecutor(4) as threads:
        return list(threads.map(call, texts))


@contextmanager
def _impatient() -> Iterator[None]:
    usual = getswitchinterval()
    setswitchinterval(1e-5)
    try:
        yield
    finally:
        setswitchinterval(usual)
