"""Sends requests to a backend: within the budget, at the pace that is allowed, and again when they may succeed then."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import inf
from random import Random

from selfinstruct.backend import Backend, Completion, Prompt, Usage
from selfinstruct.budget import Budget
from selfinstruct.clock import Clock
from selfinstruct.errors import BackendError, BudgetSpent, ConfigError, QuotaSpent, SelfInstructError, TransientError
from selfinstruct.pacing import Pacer, Sent
from selfinstruct.progress import Progress
from selfinstruct.retrying import Gate, Patience, Signal, joined, quota_spent

Arrived = Callable[[Prompt, Completion | SelfInstructError], None]

ATTEMPT_SECONDS = 120.0
"""How long one attempt may take, where somebody is billed and `--option timeout=` says nothing else."""

_GRACE = 1.1
"""A backend that keeps the time by itself ends first: cancelled again while it cleans up, it would leave connections open."""

TOLD_FROM = 1.0
"""Seconds from which a wait is worth telling the user."""


@dataclass(slots=True)
class _Call:
    """Requests that are sent together until each has an answer or an error. held: those with a share of the budget."""

    left: list[Prompt]
    arrived: Arrived
    held: set[int] = field(default_factory=set)
    failures: int = 0
    seconds: float = 0.0


class Sender:
    """What the engine sends with. One for a stage; the budget and the pacer are those of the run.

    Raises ConfigError when an option is wrong, or a cost limit is set and the price is unknown.
    """

    def __init__(
        self,
        backend: Backend,
        progress: Progress,
        budget: Budget,
        pacer: Pacer,
        *,
        clock: Clock,
        patience: Patience | None = None,
        rng: Random | None = None,
    ) -> None:
        self.backend = backend
        self._progress, self._budget, self._pacer, self._clock = progress, budget, pacer, clock
        self._patience, self._rng = patience or Patience(), rng or Random(0)
        self._source = (backend.name, backend.model or "")
        self._account = "/".join(self._source)
        self._gate = Gate(clock, self._rng, self._patience, shut=self._account not in pacer.known)
        self._seconds = _attempt_seconds(backend)
        self._door = asyncio.Lock()
        self._changed = Signal()
        self._out: set[asyncio.Task[None] | None] = set()
        self._called_off: set[asyncio.Task[None] | None] = set()
        budget.check(*self._source, free=not backend.abilities.billed)

    async def send(self, prompts: Sequence[Prompt], arrived: Arrived) -> None:
        """Ask for answers. `arrived` is called once for each prompt, as soon as there is its answer, or why there is none.

        A BackendError that is permanent belongs to its request alone; any other error ends the run.
        """
        call = _Call(list(prompts), arrived)
        try:
            while call.left:
                await self._attempt(call, await self._reserved(call))
        except SelfInstructError as error:
            for prompt in call.left:
                arrived(prompt, error)
        finally:
            for prompt in call.left:
                self._release(call, prompt)
            self._changed.give()
            self._called_off.discard(asyncio.current_task())

    def call_off(self, call: asyncio.Task[None]) -> None:
        """End a task that is in `send`: at once when it only waits, else when the attempt that is out comes back."""
        if call in self._out:
            self._called_off.add(call)
        else:
            call.cancel()

    async def _reserved(self, call: _Call) -> list[Prompt]:
        """The first of the requests that are left, as many as the budget has room for."""
        group: list[Prompt] = []
        for prompt in call.left:
            try:
                while id(prompt) not in call.held and not self._budget.reserve([prompt], *self._source):
                    if group:
                        return group
                    await self._changed.wait()
            except BudgetSpent:
                if group:
                    return group
                raise
            call.held.add(id(prompt))
            group.append(prompt)
        return group

    async def _attempt(self, call: _Call, group: Sequence[Prompt]) -> None:
        """One attempt and what comes of it, and the back-off when a part of it has to be sent again."""
        task = asyncio.current_task()
        sent, period = await self._enter(group)
        began, tokens = self._clock.now(), sent.tokens
        self._out.add(task)
        self._progress.asked(len(group))
        try:
            answers = await self._ask(group)
            tokens = sum(self._take(call, *pair, sent) for pair in zip(group, answers, strict=True))
            call.seconds += self._clock.now() - began
            wait = self._judge(call, answers, period)
        finally:
            self._out.discard(task)
            self._progress.answered(len(group))
            self._pacer.settle(sent, tokens)
            self._gate.leave(period)
            self._changed.give()
        if task in self._called_off:
            raise asyncio.CancelledError
        if wait and call.left:
            call.seconds += wait
            await self._back_off(wait)

    async def _enter(self, group: Sequence[Prompt]) -> tuple[Sent, int]:
        """Wait until these may go; in order, so that a pause is one and not many."""
        tokens = self._budget.reserved_tokens(group)
        told_until = -inf
        async with self._door:
            try:
                while (wait := self._delay(len(group), tokens)) > 0:
                    until = self._clock.now() + wait
                    if TOLD_FROM < wait < inf and until > told_until + TOLD_FROM:
                        if told_until > -inf:
                            self._progress.waiting_over()
                        self._progress.waiting(self._gate.why if self._gate.delay() else "rate limit", wait)
                        told_until = until
                    await self._sleep(wait)
            finally:
                if told_until > -inf:
                    self._progress.waiting_over()
            return self._pacer.sent(len(group), tokens, self._account), self._gate.enter()

    def _delay(self, requests: int, tokens: int) -> float:
        self._budget.check_time()
        gate = self._gate.delay()
        try:
            return max(gate, self._pacer.delay(requests, tokens, self._account))
        except QuotaSpent as error:
            raise self._gate.end(quota_spent(error, self._clock)) from None

    async def _sleep(self, seconds: float) -> None:
        """Until the time is over, or something has changed that may make it shorter."""
        if seconds == inf:
            await self._changed.wait()
            return
        self._budget.check_time(seconds)
        either = [asyncio.create_task(self._clock.sleep(seconds)), asyncio.create_task(self._changed.wait())]
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in either:
                task.cancel()

    async def _back_off(self, seconds: float) -> None:
        self._budget.check_time(seconds)
        told = seconds > TOLD_FROM
        if told:
            self._progress.waiting("retry", seconds)
        try:
            await self._clock.sleep(seconds)
        finally:
            if told:
                self._progress.waiting_over()

    async def _ask(self, group: Sequence[Prompt]) -> Sequence[Completion | SelfInstructError]:
        """What the backend says to each, an error in its place whatever went wrong."""
        name = self.backend.name
        error: SelfInstructError
        try:
            async with asyncio.timeout(self._seconds and self._seconds * _GRACE) as deadline:
                answers = await self.backend.complete(group)
        except SelfInstructError as raised:
            return [raised] * len(group)
        except TimeoutError as raised:
            late = f"no whole answer within {self._seconds:g} s" if deadline.expired() else _named(raised)
            error, error.__cause__ = TransientError(f"backend {name}: {late}", billable=True), raised
        except ConnectionError as raised:
            error, error.__cause__ = TransientError(f"backend {name}: {_named(raised)}", billable=True), raised
        except Exception as raised:
            error = BackendError(f"backend {name}: {_named(raised)}", hint="see it whole with --debug")
            error.__cause__ = raised
        else:
            if len(answers) == len(group):
                return answers
            told = f"backend {name} gave {len(answers)} answers to {len(group)} prompts"
            error = BackendError(told, hint="the plugin is at fault")
        return [error] * len(group)

    def _take(self, call: _Call, prompt: Prompt, answer: Completion | SelfInstructError, sent: Sent) -> int:
        """Hand over what is not to be sent again; how many tokens the request took."""
        if isinstance(answer, TransientError):
            if not answer.billable:
                return 0
            tokens = self._budget.reserved_tokens([prompt])
            self._release(call, prompt, unknown=True)
            return tokens
        usage = Usage()
        if isinstance(answer, Completion):
            usage = answer.usage
            self._progress.used(usage, self._budget.cost(usage, *self._source))
            self._pacer.known.add(self._account)
            if answer.limits:
                self._pacer.learn(answer.limits, sent)
        elif isinstance(answer, QuotaSpent):
            answer = self._gate.end(quota_spent(answer, self._clock))
        self._budget.settle(prompt, usage)
        call.held.discard(id(prompt))
        call.left = [other for other in call.left if other is not prompt]
        call.arrived(prompt, answer)
        return usage.prompt_tokens + usage.completion_tokens

    def _judge(self, call: _Call, answers: Sequence[Completion | SelfInstructError], period: int) -> float:
        """Tell the gate what came back; seconds until these may be sent again. Raises when they are not to be."""
        if any(isinstance(answer, Completion) or _permanent(answer) for answer in answers):
            self._gate.answered(period)
        failed = [answer for answer in answers if isinstance(answer, TransientError)]
        worst = max(failed, key=_after, default=None)
        if worst and _after(worst) > self._patience.wait:
            raise self._gate.end(quota_spent(QuotaSpent(worst.message, hint=worst.hint, after=worst.after), self._clock))
        if limited := max((error for error in failed if error.limited), key=_after, default=None):
            self._gate.limited(period, limited)
        hard = max((error for error in failed if not error.limited), key=_after, default=None)
        if hard is None or self._gate.failed(period, hard):
            return 0.0
        call.failures += 1
        if call.failures >= self._patience.attempts or call.seconds >= self._patience.total:
            first = call.left[0]
            told = f"{first.stage} request {first.number} failed {call.failures} times, the last with: {hard.message}"
            raise BackendError(told, hint=joined(hard.hint, "what is there is safe: the same command goes on"))
        return hard.after or self._patience.back_off(call.failures, self._rng)

    def _release(self, call: _Call, prompt: Prompt, *, unknown: bool = False) -> None:
        if id(prompt) in call.held:
            call.held.discard(id(prompt))
            self._budget.settle(prompt, None, unknown=unknown)


def _after(error: TransientError) -> float:
    return error.after or 0.0


def _permanent(answer: Completion | SelfInstructError) -> bool:
    return isinstance(answer, BackendError) and answer.permanent


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _attempt_seconds(backend: Backend) -> float | None:
    """How long one attempt may take; None for ever, where a model runs on this machine and takes what it takes."""
    given = backend.options.get("timeout")
    if given is None:
        return ATTEMPT_SECONDS if backend.abilities.billed else None
    try:
        seconds = float(given)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < inf:
        raise ConfigError(f"--option timeout={given}: must be seconds, above 0", hint="leave it out for the default")
    return seconds
