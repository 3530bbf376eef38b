"""What the rules of a language look at: the language, what its author gave for the check, and the seed tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import count, takewhile
from sys import getswitchinterval, setswitchinterval
from threading import Barrier
from time import monotonic

from selfinstruct.language import Language
from selfinstruct.promptchoice import ENGLISH, book_of
from selfinstruct.prompts import PromptBook
from selfinstruct.records import Task
from selfinstruct.taskfile import read_tasks
from selfinstruct.testing.contract import Rule, expect
from selfinstruct.testing.languages.hostiletexts import HOSTILE

_SHORT = 500
_THREADS = 4


@dataclass(frozen=True)
class LanguageCase:
    """One language on trial. What is read or computed for it is kept, so that the rules share it.

    near_duplicates: pairs that are one task told twice. distinct: pairs that are two tasks. exceptions: ids of seed tasks that
    are known to break the language's own filters. loading: seconds that the first call of tokens took, None if it raised.
    racing: seconds for which threads call tokens at the same time.
    """

    language: Language
    near_duplicates: Sequence[tuple[str, str]] = ()
    distinct: Sequence[tuple[str, str]] = ()
    exceptions: Sequence[str] = ()
    loading: float | None = None
    racing: float = 0.5

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
        return (
            [own]
            if self.code == ENGLISH
            else [own, (f"{self.code} with --prompt-language en", book_of(self.language, ENGLISH))]
        )


LanguageRule = Rule[LanguageCase]


def check_file(code: str, field: str, file: object) -> None:
    """Raise ContractError unless it is what a file can be read from. Its name alone may be meant from anywhere."""
    contract = f"{field} is a file to read: a Path, or what importlib.resources.files gives, and no text"
    mend = f'such as {field}=importlib.resources.files("selfinstruct_es") / "{file if isinstance(file, str) else "NAME"}"'
    expect(hasattr(file, "read_bytes"), f"{code}: {field} is {file!r:.80}", contract, mend)


def is_pair(pair: object) -> bool:
    """Whether it is a pair of texts."""
    return isinstance(pair, tuple | list) and len(pair) == 2 and all(isinstance(text, str) for text in pair)


def own(function: Callable[..., object]) -> object:
    """The function as its author wrote it: the host puts a guard around those that it loads."""
    return getattr(function, "function", function)


def differing(call: Callable[[str], object], alone: Mapping[str, object], seconds: float = 0.0) -> list[str]:
    """Texts of which call gives anything else to four threads than it gave alone.

    The threads begin together, each with another text, and take turns far more often than they do by themselves. Between them
    they ask for each text twice, and go on until the seconds are over: a race is seldom lost in a few calls.
    """
    texts = list(alone)
    if not texts:
        return []
    begun = Barrier(_THREADS, timeout=60)

    def differ_here(thread: int) -> set[str]:
        begun.wait()
        end = monotonic() + seconds
        rounds = takewhile(lambda done: done * 2 < len(texts) or monotonic() < end, count())
        mine = (texts[(done + thread * len(texts) // _THREADS) % len(texts)] for done in rounds)
        return {text for text in mine if call(text) != alone[text]}

    with _impatient(), ThreadPoolExecutor(_THREADS) as threads:
        found = set[str]().union(*threads.map(differ_here, range(_THREADS)))
    return [text for text in texts if text in found]


@contextmanager
def _impatient() -> Iterator[None]:
    usual = getswitchinterval()
    setswitchinterval(1e-5)
    try:
        yield
    finally:
        setswitchinterval(usual)
