"""Puts answers on the disk while others are still awaited: those that arrive during one write share the next."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from selfinstruct.backend import Prompt
from selfinstruct.completionlog import Answer, CompletionLog


@dataclass(frozen=True, slots=True)
class Failure:
    """In the place of an answer: why there is none, and the run can not go on past it."""

    error: Exception


Recorded = Callable[[Answer | Failure], None]


class Recorder:
    """Writes to the log in a thread of `executor`. After an error nothing is written any more: a torn line stays the last."""

    def __init__(self, log: CompletionLog, executor: Executor) -> None:
        self._log, self._executor = log, executor
        self._queue: list[tuple[Prompt, Answer, Recorded]] = []
        self._writing: asyncio.Task[None] | None = None
        self._broken: Failure | None = None

    def put(self, prompt: Prompt, answer: Answer, recorded: Recorded) -> None:
        """Write an answer soon. `recorded` is then called with the answer as a later run will read it, or with the failure."""
        self._queue.append((prompt, answer, recorded))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())

    async def flush(self) -> None:
        """Come back when all that was put is written."""
        while self._writing and not self._writing.done():
            await asyncio.wait({self._writing})

    async def _write(self) -> None:
        loop = asyncio.get_running_loop()
        while self._queue:
            batch, self._queue = self._queue, []
            kept = await loop.run_in_executor(self._executor, self._kept, [(prompt, answer) for prompt, answer, _ in batch])
            for answer, (_, _, recorded) in zip(kept, batch, strict=True):
                recorded(answer)

    def _kept(self, answers: Sequence[tuple[Prompt, Answer]]) -> Sequence[Answer | Failure]:
        if self._broken is None:
            try:
                return self._log.write(answers)
            except Exception as error:  # whatever it is, it ends the run where the answer would be used
                self._broken = Failure(error)
        return [self._broken] * len(answers)
