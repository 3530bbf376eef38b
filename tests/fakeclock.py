"""A clock that stands still while anything can go on, and jumps to the next waking when everybody sleeps."""

from __future__ import annotations

import asyncio
import heapq

PASSES = 50
"""Turns of the event loop in which whoever can go on has done so."""


class FakeClock:
    """Implements `selfinstruct.clock.Clock`; `sleeps` are the seconds that were slept, in order of falling asleep."""

    def __init__(self, epoch: float = 1_800_000_000.0) -> None:
        self.seconds = 0.0
        self.sleeps: list[float] = []
        self._epoch = epoch
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._advancing: asyncio.Task[None] | None = None

    def now(self) -> float:
        return self.seconds

    def time(self) -> float:
        return self._epoch + self.seconds

    async def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        sleeper = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.seconds + seconds, len(self.sleeps), sleeper))
        if self._advancing is None or self._advancing.done():
            self._advancing = asyncio.create_task(self._advance())
        await sleeper

    async def _advance(self) -> None:
        while self._sleepers:
            for _ in range(PASSES):
                await asyncio.sleep(0)
            if not self._sleepers:
                return
            self._sleepers = [entry for entry in self._sleepers if not entry[2].done()]
            heapq.heapify(self._sleepers)
            due = self._sleepers[0][0] if self._sleepers else self.seconds
            self.seconds = max(self.seconds, due)
            while self._sleepers and self._sleepers[0][0] <= due:
                heapq.heappop(self._sleepers)[2].set_result(None)
