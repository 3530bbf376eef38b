"""The time, as everything that waits sees it: injected, so that a test can let hours pass in no time."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What tells the time and lets it pass."""

    def now(self) -> float:
        """Seconds that never go back, from any start."""

    def time(self) -> float:
        """Seconds since 1970, as the wall clock has it."""

    async def sleep(self, seconds: float) -> None:
        """Come back after so many seconds, or as soon as it is cancelled."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> float:
        """Seconds of the monotonic clock."""
        return time.monotonic()

    def time(self) -> float:
        """Seconds since 1970."""
        return time.time()

    async def sleep(self, seconds: float) -> None:
        """Wait in the running event loop."""
        await asyncio.sleep(seconds)


def local_time(clock: Clock, after: float) -> str:
    """When it will be `after` seconds from now: HH:MM in local time, rounded up, with the date when that is another day."""
    now = datetime.fromtimestamp(clock.time()).astimezone()
    then = (now + timedelta(seconds=after + 59)).astimezone()
    return f"{then:%H:%M}" if then.date() == now.date() else f"{then:%Y-%m-%d %H:%M}"
