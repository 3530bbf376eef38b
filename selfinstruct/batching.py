"""Asks what does not hang together in batches: at a lower price, within a day, over as many commands as that takes."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from random import Random
from typing import NamedTuple

from selfinstruct.backend import Backend, BatchState, Completion, Prompt, Usage
from selfinstruct.batchlog import Batch, BatchLog, Key, key_of
from selfinstruct.batchserver import BatchServer
from selfinstruct.budget import Budget
from selfinstruct.completionlog import Answer, CompletionLog
from selfinstruct.errors import BackendError, BudgetSpent, ConfigError, QuotaSpent, SelfInstructError, TooLarge, TransientError
from selfinstruct.prices import in_batch
from selfinstruct.progress import Progress
from selfinstruct.retrying import Patience, joined, quota_spent

TRIES = 3
"""Batches that may come back without an answer to a request. Then it is asked live."""


@dataclass(frozen=True, slots=True)
class Polling:
    """How often is asked how batches stand. first, longest: seconds between two looks, which grow by `growth`.

    failures: looks in a row at one batch that may fail.
    """

    first: float = 10.0
    growth: float = 1.5
    longest: float = 300.0
    failures: int = 8


class Books(NamedTuple):
    """What a run writes down of its batches, and what it counts them by."""

    log: CompletionLog
    batches: BatchLog
    progress: Progress
    budget: Budget


@dataclass(slots=True)
class _Flight:
    """A batch at the server. prompts: those of its requests that had no answer yet. held: they have a share of the budget."""

    batch: Batch
    prompts: Sequence[Prompt]
    held: bool
    state: str = "submitted"
    answered: int = 0
    failures: int = 0


class Batching:
    """The batches of one stage at its backend. What they bring is in the log, for the engine to commit in order."""

    def __init__(
        self,
        stage: str,
        backend: Backend,
        books: Books,
        *,
        patience: Patience | None = None,
        polling: Polling | None = None,
        rng: Random | None = None,
    ) -> None:
        self._stage, self._backend, self._polling = stage, backend, polling or Polling()
        self._log, self._batches, self._progress, self._budget = books
        self._server = BatchServer(backend, self._progress, self._budget, patience=patience, rng=rng)
        self._source = (in_batch(backend.name), backend.model or "")
        self._failures: Counter[Key] = Counter()
        self._flights: list[_Flight] = []
        self._queue_full = False
        self._most: int | None = None
        self._budget.check(*self._source, free=not backend.abilities.billed)

    async def run(self, prompts: Sequence[Prompt], submit: Callable[[Prompt], bool]) -> None:
        """Fetch what batches of earlier commands bring, and submit what has no answer then; come back when all are over.

        prompts: all of the stage. submit: whether one is to be submitted. What is left without an answer is for the engine:
        what failed too often, and what the budget has no room for. Raises BackendError for what sending again does not
        cure, and BudgetSpent when the command's time is over: the batches go on at the server, and the next run finds them.
        """
        try:
            await self._adopt(prompts)
            while True:
                await self._submit(list(filter(submit, prompts)))
                if not self._flights:
                    break
                await self._land()
        except BaseException as error:
            if self._flights:
                self._tell_that_they_go_on(error)
            raise
        if tired := sum(count >= TRIES for count in self._failures.values()):
            self._progress.note(f"{tired} requests got no answer in {TRIES} batches: they are sent one by one")

    # --- what is under way already

    async def _adopt(self, prompts: Sequence[Prompt]) -> None:
        """Take over the batches that earlier commands have left behind."""
        batches = self._batches.under_way(self._stage)
        known = {key_of(prompt): prompt for prompt in prompts} if batches else {}
        for batch in batches:
            self._check_source(batch)
            left = [key for key in batch.requests if not self._log.has(self._stage, *key)]
            wanted = [known[key] for key in left if key in known]
            if not left or not (found := batch if batch.id else await self._found(batch)):
                self._batches.over(batch, "never submitted" if left else "recorded")
                continue
            if len(wanted) < len(left):
                told = f"{len(left) - len(wanted)} of its requests are no longer made, and their answers left there"
                self._progress.note(f"batch {found.id}: {told}")
            self._progress.note(f"batch {found.id} of {self._stage}, submitted {batch.planned_at}, is waited for first")
            self._progress.asked(len(wanted))
            self._flights.append(_Flight(found, wanted, self._holds(wanted)))

    async def _found(self, batch: Batch) -> Batch | None:
        """A batch whose id never came back, if the server has it."""
        batch_id = await self._server.find(batch.name)
        return self._batches.submitted(batch, batch_id) if batch_id else None

    def _check_source(self, batch: Batch) -> None:
        here = (self._backend.name, self._backend.model or "")
        if (batch.backend, batch.model) != here:
            told = f"a batch of {self._stage} is under way at {batch.backend} {batch.model}, and {' '.join(here)} is asked for"
            hint = "go on with the former, or remove batches.jsonl from the run's folder to leave its answers where they are"
            raise ConfigError(told, hint=hint)

    # --- there

    async def _submit(self, prompts: Sequence[Prompt]) -> None:
        """Submit what has no answer, is in no batch and has not failed too often, as far as the budget has room for it."""
        if any(not flight.held for flight in self._flights):
            return
        busy = {id(prompt) for flight in self._flights for prompt in flight.prompts}
        fresh = [p for p in prompts if id(p) not in busy and self._log.find(p) is None and self._failures[key_of(p)] < TRIES]
        while fresh and not (self._queue_full and self._flights):
            wanted = fresh[: self._backend.room(fresh)][: self._most]
            group = self._reserved(wanted)
            if group and (batch := await self._submitted(group)):
                self._flights.append(_Flight(batch, group, held=True))
                self._progress.asked(len(group))
                fresh = fresh[len(group) :]
            if len(group) < len(wanted):
                return

    async def _submitted(self, prompts: Sequence[Prompt]) -> Batch | None:
        """The batch that these make; None when they are too many for one, and the next one is to be smaller."""
        batch = self._batches.plan(prompts, self._backend.name, self._backend.model or "")
        try:
            return self._batches.submitted(batch, await self._server.submit(prompts, batch.name))
        except TransientError:
            raise
        except BackendError as error:
            self._batches.over(batch, "refused")
            if not isinstance(error, TooLarge) or len(prompts) == 1:
                raise
        self._release(prompts)
        self._most = len(prompts) // 2
        return None

    def _reserved(self, prompts: Sequence[Prompt]) -> Sequence[Prompt]:
        """As many of these, from the first on, as the budget has room for."""
        if self._holds(prompts):
            return prompts
        fits, over = 0, len(prompts)
        while over - fits > 1:
            middle = (fits + over) // 2
            if self._holds(prompts[:middle]):
                self._release(prompts[:middle])
                fits = middle
            else:
                over = middle
        return prompts[:fits] if fits and self._holds(prompts[:fits]) else ()

    def _holds(self, prompts: Sequence[Prompt]) -> bool:
        """Set a share of the budget aside, if there is room. That there is none is told by the engine, once it asks."""
        try:
            return self._budget.reserve(prompts, *self._source)
        except BudgetSpent:
            return False

    def _release(self, prompts: Sequence[Prompt]) -> None:
        for prompt in prompts:
            self._budget.settle(prompt, None)

    # --- and back

    async def _land(self) -> None:
        """Wait until all batches are over. Raises the first error that sending again does not cure."""
        wait = self._polling.first
        fatal: list[tuple[int, BackendError]] = []
        together = len(self._flights)
        while True:
            for flight in list(self._flights):
                state = await self._look(flight)
                if state and state.over:
                    fatal += await self._take(flight, state)
                    self._flights.remove(flight)
                    await self._mind_the_queue(flight, state.refused, alone=together == 1)
            if not self._flights:
                break
            await self._server.wait(self._told(), wait)
            wait = min(wait * self._polling.growth, self._polling.longest)
        if fatal:
            raise min(fatal, key=itemgetter(0))[1]

    async def _look(self, flight: _Flight) -> BatchState | None:
        """How a batch stands, None when that could not be told this time."""
        try:
            state = await self._server.collect(flight.batch.id, flight.prompts)
        except TransientError as error:
            flight.failures += 1
            if flight.failures >= self._polling.failures:
                error.message = f"{flight.failures} looks at batch {flight.batch.id} failed, the last with: {error.message}"
                raise
            return None
        except BackendError as error:
            leave = f"to do without batch {flight.batch.id}, remove batches.jsonl from the run's folder"
            error.hint = joined(error.hint, leave)
            raise
        flight.failures, flight.state, flight.answered = 0, state.state, state.answered
        return state

    async def _take(self, flight: _Flight, state: BatchState) -> list[tuple[int, BackendError]]:
        """Record what a batch has brought; by number the errors in it that would come again."""
        label, name = self._backend.label, flight.batch.name
        kept: list[tuple[Prompt, Answer]] = []
        fatal: list[tuple[int, BackendError]] = []
        refused = state.refused
        answers = list(zip(flight.prompts, [refused] * len(flight.prompts) if refused else state.answers, strict=True))
        for prompt, answer in answers:
            if isinstance(answer, Completion):
                kept.append((prompt, replace(answer, backend=answer.backend or label, batch=name)))
            elif answer is not None and answer.permanent:
                kept.append((prompt, answer))
            elif answer is not None and not isinstance(answer, TransientError):
                error = quota_spent(answer, self._budget.clock) if isinstance(answer, QuotaSpent) else answer
                fatal.append((prompt.number, error))
            elif not _is_queue_full(refused):
                self._failures[key_of(prompt)] += 1
        await asyncio.to_thread(self._log.write, kept)
        self._batches.over(flight.batch, state.state)
        for prompt, answer in answers:
            self._settle(flight, prompt, answer)
        self._progress.answered(len(answers))
        if missing := len(answers) - len(kept):
            why = next((f": {answer.message}" for _, answer in answers if isinstance(answer, BackendError)), "")
            self._progress.note(f"batch {flight.batch.id} is {state.state}, {missing} of {len(answers)} without an answer{why}")
        return fatal

    def _settle(self, flight: _Flight, prompt: Prompt, answer: Completion | BackendError | None) -> None:
        usage = None
        if isinstance(answer, Completion):
            usage = answer.usage
            self._progress.used(usage, self._budget.cost(usage, *self._source))
        elif answer is not None and answer.permanent:
            usage = Usage()
        if flight.held:
            self._budget.settle(prompt, usage, unknown=answer is None)
        elif usage is not None:
            self._budget.spent(usage, *self._source)

    async def _mind_the_queue(self, flight: _Flight, refused: BackendError | None, *, alone: bool) -> None:
        """When the account's queue has no room for a batch: the next ones go one at a time, later, and smaller in the end."""
        if refused is None or not _is_queue_full(refused):
            return
        self._queue_full = True
        if not alone:
            return
        if len(flight.prompts) == 1:
            refused.hint = joined(refused.hint, "not even one request is taken now: try later, or go on without --batch")
            raise refused
        self._most = len(flight.prompts) // 2
        await self._server.wait("the queue for batches is full", self._polling.longest)

    def _told(self) -> str:
        states = ", ".join(dict.fromkeys(flight.state for flight in self._flights))
        answered, total = (sum(f.answered for f in self._flights), sum(len(f.batch.requests) for f in self._flights))
        count = "batch" if len(self._flights) == 1 else f"{len(self._flights)} batches"
        return f"{count} {states}, {answered:,} of {total:,} done, next look"

    def _tell_that_they_go_on(self, error: BaseException) -> None:
        batches = "the batch goes" if len(self._flights) == 1 else f"{len(self._flights)} batches go"
        told = f"{batches} on at {self._backend.name}, and the same command comes back to it"
        if isinstance(error, SelfInstructError):
            error.hint = joined(error.hint, told)
        else:
            self._progress.note(told)


def _is_queue_full(refused: BackendError | None) -> bool:
    return isinstance(refused, TransientError) and refused.limited
