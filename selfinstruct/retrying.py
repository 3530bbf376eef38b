"""When a failed request is sent again, and when all of them had better wait: back-off, the shared pause, the breaker."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from math import inf
from random import Random

from selfinstruct.clock import Clock, local_time
from selfinstruct.errors import BackendError, QuotaSpent, SelfInstructError, TransientError


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is tried before the run ends, uncommitted, and goes on with the same command another time.

    attempts: of one request; rate limits are not counted. total: seconds in one request's attempts and back-offs.
    wait: seconds that a server may ask to wait, or answer nothing but rate limits, before waiting is the user's to decide.
    first, longest: seconds; the ceilings of the first back-off and of all.
    failures: in a row, over all requests, until new ones wait for one that goes ahead as a probe.
    probes: how many of those may fail; at_first: as long as the server has not answered at all.
    """

    attempts: int = 6
    total: float = 900.0
    wait: float = 300.0
    first: float = 1.0
    longest: float = 30.0
    failures: int = 8
    probes: int = 8
    at_first: int = 6

    def back_off(self, tries: int, rng: Random) -> float:
        """Seconds to wait after the `tries`-th failure (from 1): full jitter below a ceiling that doubles."""
        return rng.uniform(0.0, min(self.longest, self.first * 2.0 ** min(tries - 1, 60)))


class Gate:
    """What every send passes. It is shut while nobody knows whether the server answers: then one goes as a probe.

    So it is before the first answer (`shut`), after a rate limit, and after too many failures in a row. What was sent
    before it was shut last tells nothing about the time after: every send carries the number of its period.
    """

    def __init__(self, clock: Clock, rng: Random, patience: Patience, *, shut: bool = True) -> None:
        self._clock, self._rng, self._patience = clock, rng, patience
        self._shut = shut
        self._answered = not shut
        self._period = 0
        self._probing = 0
        self._opens_at = -inf
        self._since: float | None = None
        self._failures = self._probes = self._pauses = 0
        self._ended: SelfInstructError | None = None
        self.why = ""

    def delay(self) -> float:
        """Seconds until the next send may go: 0 now, inf when it has to wait for the probe. Raises what ended the run."""
        if self._ended:
            raise self._ended
        wait = self._opens_at - self._clock.now()
        if wait > 0:
            return wait
        return inf if self._shut and self._probing else 0.0

    def enter(self) -> int:
        """A send goes now; its period."""
        self._probing += self._shut
        return self._period

    def leave(self, period: int) -> None:
        """A send is back, whatever became of it."""
        if self._shut and period == self._period:
            self._probing -= 1

    def answered(self, period: int) -> None:
        """The server answered: all may go."""
        if period == self._period:
            self._shut, self._answered, self._since = False, True, None
            self._probing = self._failures = self._probes = self._pauses = 0

    def limited(self, period: int, error: TransientError) -> None:
        """The server asks to wait: all do, once, however many are told so. Raises QuotaSpent when patience ends."""
        now = self._clock.now()
        if period != self._period:
            self._opens_at = max(self._opens_at, now + (error.after or 0.0))
            return
        self._pauses += 1
        wait = error.after or self._patience.back_off(self._pauses, self._rng)
        self._since = now if self._since is None else self._since
        if now + wait - self._since > self._patience.wait:
            told = f"{error.message} (asked {self._pauses} times in {now - self._since:.0f} s, and not answered once)"
            raise self.end(quota_spent(QuotaSpent(told, hint=error.hint, after=error.after), self._clock))
        self._shut_for(wait, "rate limit")

    def failed(self, period: int, error: TransientError) -> bool:
        """A send failed; True when it was a probe, which is not that request's fault. Raises when too many have failed."""
        if period != self._period:
            return False
        probe, now = self._shut, self._clock.now()
        self._since = now if self._since is None else self._since
        self._failures += 1
        self._probes += probe
        if not probe and self._failures < self._patience.failures:
            return False
        most = self._patience.probes if self._answered else self._patience.at_first
        if self._probes >= most or now - self._since > self._patience.wait:
            told = f"{self._failures} requests in a row failed, the last with: {error.message}"
            raise self.end(BackendError(told, hint=joined(error.hint, "what is there is safe: the same command goes on")))
        self._shut_for(error.after or self._patience.back_off(self._probes + 1, self._rng), f"retry after {error.message}")
        return probe

    def end(self, error: SelfInstructError) -> SelfInstructError:
        """Nothing is sent any more, because of this error."""
        self._ended = error
        return error

    def _shut_for(self, seconds: float, why: str) -> None:
        self._shut, self._probing, self.why = True, 0, why
        self._period += 1
        self._opens_at = max(self._opens_at, self._clock.now() + seconds)


class Signal:
    """Wakes all that wait for something to change."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def give(self) -> None:
        """Something has changed."""
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self) -> None:
        """Come back when something has changed after this call."""
        await self._event.wait()


def quota_spent(error: QuotaSpent, clock: Clock) -> QuotaSpent:
    """The same error with the hint when to go on."""
    when = "later" if error.after is None else f"after {local_time(clock, error.after)} (local time)"
    hint = joined(error.hint, f"resume {when} with the same command: what is there is safe")
    return QuotaSpent(error.message, hint=hint, after=error.after)


def joined(*hints: str) -> str:
    """Hints in one line, with a semicolon behind each that does not end as a sentence does."""
    told = [hint for hint in hints if hint]
    parted = [hint if hint.endswith(("?", ".", "!")) else f"{hint};" for hint in told[:-1]]
    return " ".join([*parted, *told[-1:]])
