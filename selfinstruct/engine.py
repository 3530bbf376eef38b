"""Asks many requests at once and commits their answers in order, so that what comes out never depends on what came first."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from selfinstruct.backend import Backend, Completion, Prompt
from selfinstruct.completionlog import Answer, CompletionLog
from selfinstruct.errors import BackendError, SelfInstructError
from selfinstruct.progress import Progress


class Work(Protocol):
    """What a stage gives to the engine. Requests have positions 0, 1, 2, ... counted from where the stage resumes."""

    def prompt(self, position: int) -> Prompt | None:
        """The request at a position, or None when there is none. Asked for once, and only when it may be sent."""

    def wanted(self) -> int:
        """How many requests beyond the committed ones are worth sending now; 0 ends the stage."""

    def commit(self, prompt: Prompt, answer: Answer) -> None:
        """Use the answer of the next position. Called in order, one at a time."""


@dataclass(frozen=True, slots=True)
class _Outage:
    """In the place of an answer: why there is none, and the run can not go on past it."""

    error: SelfInstructError


class Engine:
    """Drives one stage after another against one backend."""

    def __init__(self, backend: Backend, log: CompletionLog, progress: Progress, *, window: int, concurrency: int) -> None:
        self._backend = backend
        self._log = log
        self._progress = progress
        self._window = window
        self._concurrency = min(concurrency, window, backend.abilities.parallel)

    async def run(self, work: Work) -> None:
        """Run a stage to its end.

        The request at position k is rendered once k - window is committed. Answers that are under way when the stage has
        enough, or when another request fails, are waited for and recorded: they are paid for.
        """
        calls: set[asyncio.Task[None]] = set()
        try:
            await self._drive(work, calls)
        except asyncio.CancelledError:
            for call in calls:
                call.cancel()
            raise
        finally:
            await asyncio.gather(*calls, return_exceptions=True)

    async def _drive(self, work: Work, calls: set[asyncio.Task[None]]) -> None:
        waiting: deque[Prompt] = deque()
        answers: dict[int, Answer | _Outage] = {}
        committed = 0
        while (wanted := work.wanted()) > 0:
            fresh = self._next(work, waiting, answers, committed, min(self._window, wanted))
            calls.update(asyncio.create_task(self._ask(batch, answers)) for batch in self._batches(fresh))
            if not waiting:
                return
            answer = answers.pop(id(waiting[0]), None)
            if isinstance(answer, _Outage):
                raise answer.error
            if answer is None:
                done, _ = await asyncio.wait(calls, return_when=asyncio.FIRST_COMPLETED)
                calls -= done
            else:
                await asyncio.to_thread(work.commit, waiting.popleft(), answer)
                committed += 1

    def _next(
        self, work: Work, waiting: deque[Prompt], answers: dict[int, Answer | _Outage], committed: int, room: int
    ) -> list[Prompt]:
        """Renders what may go now; gives back the prompts whose answers are not on the disk."""
        fresh: list[Prompt] = []
        if any(isinstance(answer, _Outage) for answer in answers.values()):
            return fresh
        flying = sum(1 for prompt in waiting if id(prompt) not in answers)
        while len(waiting) < room and flying + len(fresh) < self._concurrency:
            prompt = work.prompt(committed + len(waiting))
            if prompt is None:
                break
            waiting.append(prompt)
            known = self._log.find(prompt)
            if known is None:
                fresh.append(prompt)
            else:
                answers[id(prompt)] = known
        return fresh

    def _batches(self, prompts: Sequence[Prompt]) -> Iterator[Sequence[Prompt]]:
        size = max(1, self._backend.abilities.batch)
        return (prompts[i : i + size] for i in range(0, len(prompts), size))

    async def _ask(self, prompts: Sequence[Prompt], answers: dict[int, Answer | _Outage]) -> None:
        """One call. Every answer is on the disk before it is handed over."""
        self._progress.asked(len(prompts))
        try:
            got = await self._complete(prompts)
            for prompt, answer in zip(prompts, got, strict=True):
                answers[id(prompt)] = self._recorded(prompt, answer)
        except SelfInstructError as error:
            # Not raised here: what was asked for before may be all that is needed, and is committed first.
            answers.update((id(prompt), _Outage(error)) for prompt in prompts if id(prompt) not in answers)
        finally:
            self._progress.answered(len(prompts))

    def _recorded(self, prompt: Prompt, answer: Completion | BackendError) -> Answer | _Outage:
        if isinstance(answer, BackendError):
            return self._log.write(prompt, answer) if answer.permanent else _Outage(answer)
        self._progress.used(answer.usage)
        return self._log.write(prompt, replace(answer, backend=answer.backend or self._backend.label))

    async def _complete(self, prompts: Sequence[Prompt]) -> list[Completion | BackendError]:
        name = self._backend.name
        try:
            got = await self._backend.complete(prompts)
        except SelfInstructError:
            raise
        except Exception as error:
            raise BackendError(f"backend {name}: {type(error).__name__}: {error}", hint="see it whole with --debug") from error
        if len(got) != len(prompts):
            raise BackendError(
                f"backend {name} gave {len(got)} answers to {len(prompts)} prompts", hint="the plugin is at fault"
            )
        return got
