"""Asks many requests at once and commits their answers in order, so that what comes out never depends on what came first."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Protocol

from selfinstruct.backend import Completion, Prompt
from selfinstruct.completionlog import Answer, CompletionLog
from selfinstruct.errors import BackendError, SelfInstructError
from selfinstruct.recording import Failure, Recorder
from selfinstruct.sending import Sender

COMMIT_SECONDS = 0.01
"""How long answers are committed in one go before new requests are sent between them."""

GRACE = 0.2
"""Seconds that an interrupt leaves to answers that are on their way: what has arrived is recorded."""


class Work(Protocol):
    """What a stage gives to the engine. Requests have positions 0, 1, 2, ... counted from where the stage resumes."""

    def prompt(self, position: int) -> Prompt | None:
        """The request at a position, or None when there is none. Asked for once, and only when it may be sent."""

    def wanted(self) -> int:
        """How many requests beyond the committed ones are worth sending now; 0 ends the stage."""

    def commit(self, prompt: Prompt, answer: Answer) -> None:
        """Use the answer of the next position. Called in order, one at a time."""


class Engine:
    """Drives one stage after another with one sender. concurrency: requests under way at once; a batch is one call's worth."""

    def __init__(self, sender: Sender, log: CompletionLog, *, window: int, concurrency: int) -> None:
        self._sender, self._log, self._window = sender, log, window
        abilities = sender.backend.abilities
        self._concurrency = min(max(concurrency, abilities.batch), window, abilities.parallel)

    async def run(self, work: Work) -> None:
        """Run a stage to its end.

        The request at position k is rendered once k - window is committed. Answers that are under way when the stage has
        enough, or when another request fails, are waited for and recorded: they are paid for. What only waits to be sent
        is dropped then.
        """
        # Threads of its own: a backend that blocks may fill those of the event loop. One writes the log, one commits.
        with ThreadPoolExecutor(2, "selfinstruct") as threads:
            await _Course(work, self._sender, self._log, self._window, self._concurrency, threads).run()


class _Course:
    """One run of one stage: what is asked, answered and committed of it."""

    def __init__(
        self, work: Work, sender: Sender, log: CompletionLog, window: int, concurrency: int, threads: Executor
    ) -> None:
        self._work, self._sender, self._log = work, sender, log
        self._window, self._concurrency = window, concurrency
        self._batch = max(1, sender.backend.abilities.batch)
        self._threads = threads
        self._recorder = Recorder(log, threads)
        self._waiting: deque[Prompt] = deque()
        self._answers: dict[int, Answer | Failure] = {}
        self._calls: dict[asyncio.Task[None], int] = {}
        self._changed = asyncio.Event()
        self._rendered = 0
        self._fails_at: int | None = None
        self._stopping = False
        self._committing: asyncio.Future[None] | None = None

    async def run(self) -> None:
        """Everything, and an end that leaves nothing running and nothing unrecorded."""
        try:
            try:
                await self._drive()
            except Exception:
                await self._land()
                raise
            await self._land()
        except asyncio.CancelledError:
            self._stopping = True
            self._call_off(0)
            if self._calls:
                await asyncio.wait(self._calls, timeout=GRACE)
            for call in self._calls:
                call.cancel()
            raise
        finally:
            committing = [self._committing] if self._committing else []
            await asyncio.gather(*self._calls, *committing, return_exceptions=True)
            await self._recorder.flush()

    async def _land(self) -> None:
        """Wait for what is under way; nothing more is sent."""
        self._call_off(0)
        while self._calls:
            await asyncio.wait(self._calls)

    async def _drive(self) -> None:
        while (wanted := self._work.wanted()) > 0:
            self._send(min(self._window, wanted))
            if not self._waiting:
                return
            answer = self._answers.get(id(self._waiting[0]))
            if isinstance(answer, Failure):
                raise answer.error
            self._changed.clear()
            if answer is None:
                await self._changed.wait()
            else:
                # Shielded: an interrupt waits for the commit that is under way, and no thread is left behind.
                self._committing = asyncio.get_running_loop().run_in_executor(self._threads, self._commit)
                await asyncio.shield(self._committing)

    def _commit(self) -> None:
        """Use the answers that are next in order, for a moment."""
        until = time.monotonic() + COMMIT_SECONDS
        while self._waiting and not self._stopping and self._work.wanted() > 0:
            answer = self._answers.get(id(self._waiting[0]))
            if answer is None or isinstance(answer, Failure):
                return
            prompt = self._waiting.popleft()
            del self._answers[id(prompt)]
            self._work.commit(prompt, answer)
            # A batch goes whole: all that is there makes room for it first.
            if self._batch == 1 and time.monotonic() > until:
                return

    def _send(self, room: int) -> None:
        """Render what may go now, and send that of it which has no answer on the disk."""
        if self._fails_at is not None:
            return
        fresh: list[tuple[int, Prompt]] = []
        flying = sum(1 for prompt in self._waiting if id(prompt) not in self._answers)
        while len(self._waiting) < room and flying + len(fresh) < self._concurrency:
            prompt = self._work.prompt(self._rendered)
            if prompt is None:
                break
            self._waiting.append(prompt)
            self._rendered += 1
            known = self._log.find(prompt)
            if known is None:
                fresh.append((self._rendered - 1, prompt))
            else:
                self._answers[id(prompt)] = known
        for start in range(0, len(fresh), self._batch):
            self._call(fresh[start : start + self._batch])

    def _call(self, asked: Sequence[tuple[int, Prompt]]) -> None:
        positions = {id(prompt): position for position, prompt in asked}
        prompts = [prompt for _, prompt in asked]
        call = asyncio.create_task(self._sender.send(prompts, partial(self._arrived, positions)))
        self._calls[call] = asked[0][0]
        call.add_done_callback(partial(self._ended, asked))

    def _arrived(self, positions: Mapping[int, int], prompt: Prompt, answer: Completion | SelfInstructError) -> None:
        """What is to be kept is handed over when it is on the disk. The rest ends the run, once its turn has come."""
        position = positions[id(prompt)]
        if isinstance(answer, Completion):
            label = answer.backend or self._sender.backend.label
            self._recorder.put(prompt, replace(answer, backend=label), partial(self._recorded, position, prompt))
        elif isinstance(answer, BackendError) and answer.permanent:
            self._recorder.put(prompt, answer, partial(self._recorded, position, prompt))
        else:
            self._failed(position, prompt, answer)

    def _recorded(self, position: int, prompt: Prompt, kept: Answer | Failure) -> None:
        if isinstance(kept, Failure):
            self._failed(position, prompt, kept.error)
        else:
            self._answers[id(prompt)] = kept
            self._changed.set()

    def _failed(self, position: int, prompt: Prompt, error: Exception) -> None:
        """Not raised here: what was asked for before may be all that is needed, and is committed first."""
        self._answers[id(prompt)] = Failure(error)
        self._fails_at = position if self._fails_at is None else min(position, self._fails_at)
        self._call_off(position)
        self._changed.set()

    def _call_off(self, position: int) -> None:
        for call, first in self._calls.items():
            if first >= position and call is not asyncio.current_task():
                self._sender.call_off(call)

    def _ended(self, asked: Sequence[tuple[int, Prompt]], call: asyncio.Task[None]) -> None:
        del self._calls[call]
        if not call.cancelled() and (error := call.exception()):
            for position, prompt in asked:
                self._failed(position, prompt, error if isinstance(error, Exception) else RuntimeError(str(error)))
