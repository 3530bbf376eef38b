"""Requests and tokens per minute and per day, kept to before anything is sent: the user's limits and what servers tell."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import inf
from typing import Literal

from selfinstruct.backend import Allowance, Limits
from selfinstruct.clock import Clock
from selfinstruct.errors import QuotaSpent, TooLarge

MINUTE = 60.0
DAY = 86_400.0

_ROUNDING = 1e-6

Unit = Literal["requests", "tokens"]


@dataclass(slots=True, eq=False)
class Sent:
    """Requests that were sent in one call. tokens: what they may need at worst, until it is known better."""

    number: int
    at: float
    account: str
    requests: int
    tokens: int
    out: bool = True

    def amount(self, unit: Unit) -> int:
        """How much of a limit in this unit they take."""
        return self.requests if unit == "requests" else self.tokens


@dataclass(slots=True)
class _Window:
    """A limit of the user's own: at most `limit` units in any `span` seconds."""

    option: str
    unit: Unit
    span: float
    limit: int
    entries: deque[Sent] = field(default_factory=deque)
    total: int = 0

    def add(self, sent: Sent) -> None:
        self.entries.append(sent)
        self.total += sent.amount(self.unit)

    def correct(self, sent: Sent, tokens: int) -> None:
        if self.unit == "tokens" and self.entries and sent.number >= self.entries[0].number:
            self.total += tokens - sent.tokens

    def delay(self, now: float, wanted: int) -> float:
        while self.entries and self.entries[0].at + self.span <= now:
            self.total -= self.entries.popleft().amount(self.unit)
        if wanted > self.limit:
            hint = f"a larger {self.option}, or less in a request: --answer-tokens, --max-prompt-tokens, a smaller batch"
            raise TooLarge(f"{self.option} {self.limit:,}: one call alone may need {wanted:,} {self.unit}", hint=hint)
        over = self.total + wanted - self.limit
        if over <= 0:
            return 0.0
        wait = self._until_free(now, over)
        if self.span < DAY:
            return wait
        if self.unit == "tokens" and over <= sum(sent.tokens for sent in self.entries if sent.out):
            return inf
        raise QuotaSpent(f"{self.option}: {self.total:,} of {self.limit:,} {self.unit} of 24 hours are used", after=wait)

    def _until_free(self, now: float, over: int) -> float:
        for sent in self.entries:
            over -= sent.amount(self.unit)
            if over <= 0:
                return sent.at + self.span - now
        raise AssertionError("more than the limit was let in")


class _Bucket:
    """A server's limit by the minute: what it said is left, less what was sent since, filling up again bit by bit.

    by: the number of the call whose answer told it. since: that of the last call sent before this answer.
    """

    def __init__(self, told: Allowance, at: float, by: int, since: int) -> None:
        self.by, self.since = by, since
        self._limit, self._level, self._at = told.limit, min(told.left, told.limit), at
        self._whole_at = at + told.reset

    def add(self, amount: float) -> None:
        self._level -= amount

    def correct(self, before: float, after: float) -> None:
        self._level += before - after

    def delay(self, now: float, wanted: float) -> float:
        rate = self._limit / MINUTE
        self._level = min(self._limit, self._level + rate * (now - self._at))
        self._at = now
        # Larger than the whole limit: that is a guess at the worst case, so the server has the last word.
        missing = min(wanted, self._limit) - self._level
        if missing <= _ROUNDING:
            return 0.0
        return missing / rate if rate else max(0.0, self._whole_at - now)


class _Quota:
    """A server's limit by the day: what it said is left, less what was sent since."""

    def __init__(self, told: Allowance, at: float, by: int, since: int, unit: Unit) -> None:
        self.by, self.since = by, since
        self._told, self._reset_at, self._unit = told, at + told.reset, unit
        self._used = self._out = 0.0

    def add(self, amount: float) -> None:
        self._out += amount

    def correct(self, before: float, after: float) -> None:
        self._out -= before
        self._used += after

    def delay(self, now: float, wanted: float) -> float:
        left = self._told.left - self._used
        if now >= self._reset_at or wanted <= left - self._out:
            return 0.0
        if wanted <= left:
            return inf
        told = f"{max(0, round(left)):,} of {round(self._told.limit):,} {self._unit}"
        raise QuotaSpent(f"the account's day has {told} left", after=self._reset_at - now)


class Pacer:
    """Says when the next call may go. The user's own limits hold for all that a run sends, a server's for its account."""

    def __init__(
        self,
        clock: Clock,
        *,
        minute_requests: int | None = None,
        minute_tokens: int | None = None,
        day_requests: int | None = None,
        day_tokens: int | None = None,
    ) -> None:
        self.known: set[str] = set()
        """Accounts that have answered this command."""
        self._clock = clock
        self._number = 0
        own: list[tuple[str, Unit, float, int | None]] = [
            ("--rpm", "requests", MINUTE, minute_requests),
            ("--tpm", "tokens", MINUTE, minute_tokens),
            ("--rpd", "requests", DAY, day_requests),
            ("--tpd", "tokens", DAY, day_tokens),
        ]
        self._windows = [_Window(option, unit, span, limit) for option, unit, span, limit in own if limit is not None]
        self._told: dict[str, dict[tuple[float, Unit], _Bucket | _Quota]] = {}

    def delay(self, requests: int, tokens: int, account: str = "") -> float:
        """Seconds until a call may go: 0 now, inf when it has to wait for one that is out.

        tokens: what it may need at worst. account: whose limits count, besides the user's own.
        Raises QuotaSpent when a day's allowance is gone, TooLarge when the user's own limit never admits it.
        """
        now = self._clock.now()
        wanted: dict[Unit, int] = {"requests": requests, "tokens": tokens}
        own = [window.delay(now, wanted[window.unit]) for window in self._windows]
        told = [limit.delay(now, wanted[unit]) for (_, unit), limit in self._told.get(account, {}).items()]
        return max([0.0, *own, *told])

    def sent(self, requests: int, tokens: int, account: str = "") -> Sent:
        """Count a call that goes now."""
        sent = self._count(self._clock.now(), requests, tokens, account)
        for (_, unit), limit in self._told.get(account, {}).items():
            limit.add(sent.amount(unit))
        return sent

    def settle(self, sent: Sent, tokens: int) -> None:
        """A call is back, and took so many tokens."""
        for window in self._windows:
            window.correct(sent, tokens)
        for (_, unit), limit in self._told.get(sent.account, {}).items():
            if limit.since < sent.number:
                limit.correct(sent.amount(unit), sent.requests if unit == "requests" else tokens)
        sent.tokens, sent.out = tokens, False

    def learn(self, limits: Limits, sent: Sent) -> None:
        """What the server told with the answer to a call. An answer to an older call than the last one says nothing new."""
        told = self._told.setdefault(sent.account, {})
        now = self._clock.now()
        kinds: list[tuple[float, Unit, Allowance | None]] = [
            (MINUTE, "requests", limits.minute_requests),
            (MINUTE, "tokens", limits.minute_tokens),
            (DAY, "requests", limits.day_requests),
            (DAY, "tokens", limits.day_tokens),
        ]
        for span, unit, allowance in kinds:
            old = told.get((span, unit))
            if allowance is None or (old is not None and old.by > sent.number):
                continue
            # What was sent before this answer came is taken to be counted in it.
            by, since = sent.number, self._number
            told[span, unit] = _Bucket(allowance, now, by, since) if span == MINUTE else _Quota(allowance, now, by, since, unit)

    def earlier(self, created_at: str, tokens: int) -> None:
        """Count a request of an earlier command for the user's own limits; to be called in order, before anything is sent.

        created_at: as it stands in the log, ISO 8601, UTC when it names no zone; now when it is no time.
        """
        try:
            at = datetime.fromisoformat(created_at)
        except ValueError:
            at = datetime.fromtimestamp(self._clock.time(), UTC)
        age = max(0.0, self._clock.time() - (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp())
        if age < DAY:
            self._count(self._clock.now() - age, 1, tokens, "").out = False

    def _count(self, at: float, requests: int, tokens: int, account: str) -> Sent:
        self._number += 1
        sent = Sent(self._number, at, account, requests, tokens)
        for window in self._windows:
            window.add(sent)
        return sent
