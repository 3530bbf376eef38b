"""One backend on trial: the event loop it lives in, what it was asked, and what it answered or said meanwhile."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from inspect import isawaitable
from typing import Any, TypeAlias, TypeVar

from selfinstruct.backend import Abilities, Backend, Completion, Message, Prompt, Sampling
from selfinstruct.errors import BackendError, QuotaSpent, SelfInstructError, TransientError
from selfinstruct.testing.contract import ContractError, NotTried, Rule

T = TypeVar("T")
BackendRule: TypeAlias = "Rule[BackendCase]"
Served = Callable[[str, str], Backend]
Failing = Callable[[Exception], Backend]

COUNT = 4
AT_ONCE = 5.0
"""Seconds within which a cancelled call has ended, however patient one is otherwise."""

_ASKING = "Write three new tasks, numbered 1 to 3."
_ANSWERS = "what goes wrong is a BackendError: the run then ends with one line for the user, and goes on another time"
_CAUGHT = 'except Exception as error: raise BackendError(f"my server: {type(error).__name__}", hint="is it up?") from None'


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one prompt: an answer, or an error, which was returned in its place or raised; or what else came."""

    answer: object
    raised: bool = False

    @property
    def error(self) -> BaseException | None:
        """The error, if it is one."""
        return self.answer if isinstance(self.answer, BaseException) else None

    def __str__(self) -> str:
        if isinstance(self.answer, SelfInstructError):
            return f"{type(self.answer).__name__} {self.answer.message!r:.120}"
        return f"{self.answer!r:.120}"


@dataclass(frozen=True, slots=True)
class Told:
    """What one failure came to: in which backend, and what that told the user meanwhile. what: the failure, in words."""

    what: str
    backend: Backend
    outcome: Outcome
    notes: list[str]


@dataclass
class BackendCase:
    """The backend, and what its rules share. Everything is awaited in one event loop, until `close`.

    patience: seconds that any one call may take. alone: what became of the first prompts, each asked alone; together: what
    one call with all of them gave. notes: what it told the user. before: options, model and label as they came.
    failures: what it made of each failure that it was put through. blocking: it was seen to hold up the event loop.
    stubborn: calls that went on after they were cancelled, which has been told of. left: how many connections the first
    backend left open, and a second one.
    """

    backend: Backend
    language: str
    patience: float
    served: Served | None = None
    failing: Failing | None = None
    notes: list[str] = field(default_factory=list)
    alone: list[Outcome] = field(default_factory=list)
    together: object = None
    seconds: float = 0.0
    closed: bool = False
    blocking: bool = False
    stubborn: set[asyncio.Task[Any]] = field(default_factory=set)
    sockets_before: set[tuple[int, int]] = field(default_factory=set)
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
    def known(self) -> Prompt:
        """The first of them that was answered."""
        places = [place for place, outcome in enumerate(self.alone) if isinstance(outcome.answer, Completion)]
        return self.prompts[min(places, default=0)]

    def prompt(self, number: int, text: str, **fields: Any) -> Prompt:
        """A request of another number, about something else. `max_tokens` and other fields of a prompt may be given."""
        (first,) = prompts_for(self.backend, self.language, 1)
        sampling = replace(first.sampling, seed=number, max_tokens=fields.pop("max_tokens", first.sampling.max_tokens))
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
    """Small requests in the style that the backend asks for."""
    plain = Prompt(stage="generate", number=0, language=language, form="list", sampling=Sampling(max_tokens=64), count=3)
    told: object = backend.abilities
    chat = not isinstance(told, Abilities) or told.style == "chat"
    first = replace(plain, messages=(Message("user", _ASKING),) if chat else (), text="" if chat else _ASKING)
    return [replace(first, number=number, sampling=replace(first.sampling, seed=number)) for number in range(count)]


def worded(prompt: Prompt, text: str) -> Prompt:
    """A prompt that shows another text, in the same style."""
    return replace(prompt, messages=(Message("user", text),)) if prompt.messages else replace(prompt, text=text)


def snapshot(backend: Backend) -> dict[str, object]:
    """What must stay as it is: a run is tied to it."""
    with suppress(Exception):
        return {"options": dict(backend.options), "model": backend.model, "label": backend.label}
    return {}


async def called(backend: Backend, prompts: Sequence[Prompt], patience: float) -> object:
    """What one call gives. Raises SelfInstructError as the backend does, and ContractError for all else."""
    what = f"{type(backend).name}: complete() of {len(prompts)} prompt{'' if len(prompts) == 1 else 's'}"
    return await within(patience, lambda: backend.complete(prompts), what, passing=True)


async def outcome_of(backend: Backend, prompt: Prompt, patience: float) -> Outcome:
    """What becomes of one prompt that is asked alone."""
    try:
        found = await called(backend, [prompt], patience)
    except (SelfInstructError, ConnectionError, TimeoutError) as error:
        return Outcome(error, raised=True)
    return Outcome(found[0] if isinstance(found, list) and len(found) == 1 else found)


async def within(patience: float, start: Callable[[], Awaitable[T]], what: str, *, passing: bool = False) -> T:
    """What a call comes to. passing: errors that the host knows what to do with are let through, as they are allowed here."""
    try:
        return await _ended(patience, start, what)
    except (SelfInstructError, ContractError):
        raise
    except (Exception, asyncio.CancelledError) as error:
        if passing and isinstance(error, ConnectionError | TimeoutError):
            raise
        raise ContractError(f"{what} raised {type(error).__name__}: {error!s:.200}", _ANSWERS, _CAUGHT) from error


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
