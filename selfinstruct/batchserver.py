"""A backend as batches need it: asked again while that may help, and never handed the same batch twice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from random import Random
from typing import TypeVar

from selfinstruct.backend import Backend, BatchState, Prompt
from selfinstruct.budget import Budget
from selfinstruct.errors import BackendError, QuotaSpent, SelfInstructError, TransientError
from selfinstruct.progress import Progress
from selfinstruct.retrying import Patience, joined, quota_spent

SETTLING = 10.0
"""Seconds after which a server is sure to list a batch that it has taken."""

T = TypeVar("T")


class BatchServer:
    """The calls of one backend that has batches. Every wait counts against the command's time, and is told."""

    def __init__(
        self,
        backend: Backend,
        progress: Progress,
        budget: Budget,
        *,
        patience: Patience | None = None,
        rng: Random | None = None,
    ) -> None:
        self._backend, self._progress, self._budget = backend, progress, budget
        self._patience, self._rng = patience or Patience(), rng or Random(0)

    async def submit(self, prompts: Sequence[Prompt], name: str) -> str:
        """The id of the batch that these prompts make now.

        Raises TransientError when nobody knows whether there is one, and another BackendError when there is none.
        """
        tried = False

        async def once() -> str:
            nonlocal tried
            found = await self._settled(name) if tried else None
            tried = True
            return found or await self._backend.submit(prompts, name)

        return await self._patiently(once)

    async def find(self, name: str) -> str | None:
        """The id of a batch that may have been submitted, None when it was not."""
        return await self._patiently(lambda: self._settled(name))

    async def collect(self, batch_id: str, prompts: Sequence[Prompt]) -> BatchState:
        """How a batch stands, asked once. Raises TransientError when that could not be told this time."""
        return await self._guarded(self._backend.collect(batch_id, prompts))

    async def wait(self, why: str, seconds: float) -> None:
        """Wait, unless the command's time would be over then: raises BudgetSpent."""
        self._budget.check_time(seconds)
        self._progress.waiting(why, seconds)
        try:
            await self._budget.clock.sleep(seconds)
        finally:
            self._progress.waiting_over()

    async def _settled(self, name: str) -> str | None:
        """The same, looked up twice: a list may lag behind what was taken a moment ago."""
        found = await self._backend.find(name)
        if found is None:
            await self.wait("looking for a batch", SETTLING)
            found = await self._backend.find(name)
        return found

    async def _patiently(self, ask: Callable[[], Awaitable[T]]) -> T:
        """What a call gives, asked again while that may help. Raises the last error when it did not."""
        tries = 0
        while True:
            try:
                return await self._guarded(ask())
            except TransientError as error:
                tries += 1
                if tries >= self._patience.attempts or (error.after or 0.0) > self._patience.wait:
                    told = f"asked {tries} times, the last with: {error.message}"
                    hint = joined(error.hint, "what is there is safe: the same command goes on")
                    raise TransientError(told, hint=hint, after=error.after) from error
                await self.wait("retry", error.after or self._patience.back_off(tries, self._rng))

    async def _guarded(self, answer: Awaitable[T]) -> T:
        """The same, with whatever a plugin raises turned into errors of ours."""
        name = self._backend.name
        try:
            return await answer
        except QuotaSpent as error:
            raise quota_spent(error, self._budget.clock) from error
        except SelfInstructError:
            raise
        except (TimeoutError, ConnectionError) as error:
            raise TransientError(f"backend {name}: {type(error).__name__}: {error}") from error
        except Exception as error:
            raise BackendError(f"backend {name}: {type(error).__name__}: {error}", hint="see it whole with --debug") from error
