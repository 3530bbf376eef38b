"""One backend on trial: the event loop it lives in, what it was asked, and what it answered or said meanwhile."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from inspect import isawaitable
from itertools import cycle, islice
from typing import Any, TypeAlias, TypeVar

from selfinstruct.backend import Abilities, Backend, Completion, Message, Prompt, Sampling
from selfinstruct.errors import BackendError, QuotaSpent, SelfInstructError, TooLarge, TransientError
from selfinstruct.testing.backends.overhearing import Overheard
from selfinstruct.testing.backends.standing import Standing
from selfinstruct.testing.contract import ContractError, NotTried, Rule

T = TypeVar("T")
BackendRule: TypeAlias = "Rule[BackendCase]"
Served = Callable[[str, str], Backend]
Failing = Callable[[Exception], Backend]
Reply = Callable[[str], bytes]

COUNT = 4
_ENOUGH = 64
_MOST_JOINT = 16
AT_ONCE = 5.0
"""Seconds within which a cancelled call has ended, however patient one is otherwise."""

_ASKING = "Write three new tasks about {}, numbered 1 to 3."
_SYSTEM = "You write tasks for people who want to practise."
_SUBJECTS = ("keeping bees", "stone bridges", "baking bread", "old clocks")
_ANSWERS = "what goes wrong is a BackendError: the run then ends with one line for the user, and goes on another time"
CAUGHT = (
    'except Exception as error: return BackendError(f"my server: {type(error).__name__}", hint="is it up?"), in the place of '
    "the one answer that failed"
)
_CLOSES = "close() ends and raises nothing"
_CLOSED = "let go of what is there, and of nothing twice: contextlib.suppress(Exception) around what may fail"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one prompt: an answer, or an error, which was returned in its place or raised; or what else came."""

    answer: object
    raised: bool = False

    @property
    def error(self) -> BaseException | None:
        """The error, if it is one."""
        return self.answer if isinstance(self.answer, BaseException) else None

    @property
    def is_for_good(self) -> bool:
        """Whether it is an error that is not over the next time."""
        passing = isinstance(self.error, TransientError | QuotaSpent | TooLarge)
        return isinstance(self.error, BackendError) and not passing

    def __str__(self) -> str:
        if isinstance(self.answer, SelfInstructError):
            return f"{type(self.answer).__name__} {self.answer.message!r:.120}"
        return f"{self.answer!r:.120}"


@dataclass(frozen=True, slots=True)
class Told:
    """What one failure came to: in which backend, and what that let be heard meanwhile. what: the failure, in words."""

    what: str
    backend: Backend
    outcome: Outcome
    overheard: Overheard


@dataclass
class BackendCase:
    """The backend, and what its rules share. Everything is awaited in one event loop, until `close`.

    patience: seconds that any one call may take. alone: what became of the first prompts, each asked alone; together: what
    one call with all of them gave. standing: how the loop stood still meanwhile, for each that was asked alone. notes: what it
    told the user. before: options, model and label as they came; told: its abilities, once they are known to be good.
    failures: what it made of each failure that it was put through. raised: how often an error was raised in what it wraps, for
    one prompt. blocking: it was seen to hold up the event loop. mixing: calls at once are told to fail.
    misbuilt: names of the author's functions that give no backend, which has been told of.
    stubborn: calls that went on after they were cancelled, which has been told of. left: how many connections the first
    backend left open, and a second one. threads_before: those that ran before the second.
    """

    backend: Backend
    language: str
    patience: float
    served: Served | None = None
    failing: Failing | None = None
    reply: Reply | None = None
    notes: list[str] = field(default_factory=list)
    alone: list[Outcome] = field(default_factory=list)
    together: object = None
    standing: list[Standing] = field(default_factory=list)
    seconds: float = 0.0
    told: Abilities | None = None
    raised: int = 0
    closed: bool = False
    blocking: bool = False
    mixing: bool = False
    misbuilt: set[str] = field(default_factory=set)
    stubborn: set[asyncio.Task[Any]] = field(default_factory=set)
    sockets_before: set[tuple[int, int]] = field(default_factory=set)
    threads_before: set[threading.Thread] = field(default_factory=set)
    left: list[int] = field(default_factory=list)
    failures: list[Told] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.name: object = getattr(type(self.backend), "name", None) or type(self.backend).__name__
        self.backend.note = self.notes.append
        self.before = snapshot(self.backend)

    @property
    def prompts(self) -> list[Prompt]:
        """The requests that are asked alone, in one call and in many at once."""
        return prompts_for(self.backend, self.language, COUNT)

    @property
    def joint(self) -> list[Prompt]:
        """The requests of the one call: as many as the host puts into one, within reason, where it puts in several."""
        batch = self.backend.abilities.batch
        return prompts_for(self.backend, self.language, min(batch, _MOST_JOINT) if batch > 1 else COUNT)

    @property
    def known(self) -> Prompt:
        """The first of them that was answered."""
        places = [place for place, outcome in enumerate(self.alone) if isinstance(outcome.answer, Completion)]
        return self.prompts[min(places, default=0)]

    def prompt(self, number: int, text: str, **fields: Any) -> Prompt:
        """A request of another number, about something else. `max_tokens` and other fields of a prompt may be given.

        max_tokens: of what is wanted; the chain of thought has its room beside it.
        """
        (first,) = prompts_for(self.backend, self.language, 1)
        wanted = fields.pop("max_tokens", _ENOUGH) + thinking_of(self.backend)
        sampling = replace(first.sampling, seed=number, max_tokens=wanted)
        return worded(replace(first, number=number, sampling=sampling, **fields), text)

    def run(self, work: Coroutine[object, object, T]) -> T:
        """Await something in the loop of this case."""
        return self.loop.run_until_complete(work)

    def outcome(self, prompt: Prompt, backend: Backend | None = None) -> Outcome:
        """What becomes of one prompt. Raises ContractError when that is neither an answer nor an error of ours."""
        return self.run(outcome_of(backend or self.backend, prompt, self.patience))

    def answered(self, prompt: Prompt, what: str) -> Completion:
        """The answer to one prompt. Raises NotTried when it is refused for now, ContractError when it is refused for good."""
        outcome = self.outcome(prompt)
        if isinstance(outcome.answer, Completion):
            return outcome.answer
        error = outcome.error
        passing = isinstance(error, TransientError | QuotaSpent) or not isinstance(error, BackendError)
        if passing and isinstance(error, SelfInstructError):
            raise NotTried(f"the backend has no answer to {what}: {error}")
        mend = getattr(error, "hint", "") or "answer it as any other prompt"
        raise ContractError(f"{self.name}: {what} gave {outcome}", "every kind of prompt is answered", mend)

    def close(self) -> None:
        """Leave the loop, whatever the backend has left in it."""
        with suppress(Exception):
            if not self.closed:
                self.run(asyncio.wait_for(self.backend.close(), self.patience))
        leave(self.loop, min(self.patience, AT_ONCE))


def prompts_for(backend: Backend, language: str, count: int) -> list[Prompt]:
    """Small requests in the style that the backend asks for; four that follow each other are about different things."""
    sampling = Sampling(max_tokens=_ENOUGH + thinking_of(backend))
    plain = Prompt(stage="generate", number=0, language=language, form="list", sampling=sampling, count=3)
    told: object = backend.abilities
    chat = not isinstance(told, Abilities) or told.style == "chat"
    first = replace(plain, messages=(Message("user", ""),) if chat else ())
    return [
        worded(replace(first, number=number, sampling=replace(first.sampling, seed=number)), _ASKING.format(subject))
        for number, subject in enumerate(islice(cycle(_SUBJECTS), count))
    ]


def thinking_of(backend: Backend) -> int:
    """Tokens for a chain of thought, by which the host lets an answer be longer; 0 where abilities are not what they should."""
    told: object = getattr(backend.abilities, "thinking", 0)
    return told if isinstance(told, int) else 0


def worded(prompt: Prompt, text: str, system: str = _SYSTEM) -> Prompt:
    """A prompt that shows another text, in the same style: in a chat after a system message, as the host's have one."""
    chat = (Message("system", system), Message("user", text))
    return replace(prompt, messages=chat) if prompt.messages else replace(prompt, text=text)


def snapshot(backend: Backend) -> dict[str, object]:
    """What must stay as it is: a run is tied to it."""
    with suppress(Exception):
        return {"options": dict(backend.options), "model": backend.model, "label": backend.label}
    return {}


async def called(backend: Backend, prompts: Sequence[Prompt], patience: float, mend: str = CAUGHT) -> object:
    """What one call gives. mend: what to do about an error that the host does not know.

    Raises SelfInstructError, ConnectionError and TimeoutError as the backend does, and ContractError for all else.
    """
    what = f"{type(backend).name}: complete() of {len(prompts)} prompt{'' if len(prompts) == 1 else 's'}"
    try:
        return await _ended(patience, lambda: backend.complete(prompts), what)
    except (SelfInstructError, ContractError, ConnectionError, TimeoutError):
        raise
    except (Exception, asyncio.CancelledError) as error:
        raise ContractError(f"{what} raised {type(error).__name__}: {error!s:.200}", _ANSWERS, mend) from error


async def outcome_of(backend: Backend, prompt: Prompt, patience: float, mend: str = CAUGHT) -> Outcome:
    """What becomes of one prompt that is asked alone."""
    try:
        found = await called(backend, [prompt], patience, mend)
    except (SelfInstructError, ConnectionError, TimeoutError) as error:
        return Outcome(error, raised=True)
    return Outcome(found[0] if isinstance(found, list) and len(found) == 1 else found)


async def closed(backend: Backend, patience: float, name: object) -> None:
    """Close a backend. Raises ContractError when that does not end well."""
    what = f"{name}: close()"
    try:
        await _ended(patience, backend.close, what)
    except ContractError:
        raise
    except (Exception, asyncio.CancelledError) as error:
        raise ContractError(f"{what} raised {error!r:.200}", _CLOSES, _CLOSED) from error


async def _ended(patience: float, start: Callable[[], Awaitable[T]], what: str) -> T:
    began = time.monotonic()
    call: object = start()
    if not isawaitable(call):
        found = f"{what} gave {type(call).__name__} at once"
        raise ContractError(found, "complete and close are coroutines: the host awaits them", "write async def")
    task: asyncio.Future[T] = asyncio.ensure_future(call)
    await asyncio.wait({task}, timeout=patience)
    if not task.done() or time.monotonic() - began > patience + AT_ONCE:
        task.cancel()
        mend = "give what you wait for a timeout of its own, and keep blocking calls out of the event loop: asyncio.to_thread"
        raise ContractError(f"{what} is not back after {patience:g} s", "a call ends, with an answer or an error", mend)
    return task.result()


def leave(loop: asyncio.AbstractEventLoop, seconds: float) -> None:
    """Close a loop as asyncio does, only that what does not let itself be cancelled is not waited for for ever."""
    left = asyncio.all_tasks(loop)
    for task in left:
        task.cancel()
    if left:
        loop.run_until_complete(asyncio.wait(left, timeout=seconds))
    for task in left:
        if task.done() and not task.cancelled():
            task.exception()
    # What was abandoned has been told of, or was not asked to end; nothing more is to be said of it.
    loop.set_exception_handler(lambda _loop, _about: None)
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()
