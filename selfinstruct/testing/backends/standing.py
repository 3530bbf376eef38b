"""How long an event loop stands still while it waits for a call, and whether it is its own thread that is busy meanwhile."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from asyncio import events
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from types import FrameType, TracebackType
from typing import Self

_BEAT = 0.01
_MOST_SEEN = 0.05
"""Seconds that one look stands for at most: who looks rarely is kept from it by others."""


@dataclass
class Standing:
    """One call. Seconds: how long it took, how long nothing else could run, and how long the loop's thread was seen busy."""

    took: float = 0.0
    still: float = 0.0
    busy: float = 0.0


@dataclass
class Watch:
    """Watches the loop that it is entered in: one task in it, and one thread beside it."""

    _beats: list[float] = field(default_factory=list)
    _looks: list[tuple[float, bool]] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    async def __aenter__(self) -> Self:
        self._heart = asyncio.create_task(self._beat())
        self._looking = threading.Thread(target=self._look, args=(threading.get_ident(),), daemon=True)
        self._looking.start()
        await asyncio.sleep(0)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._heart.cancel()
        await asyncio.wait({self._heart})
        self._looking.join()

    @contextmanager
    def timing(self) -> Iterator[Standing]:
        """Time what is awaited in it; the numbers are there at the end."""
        found, began, computed = Standing(), time.monotonic(), time.thread_time()
        yield found
        ended = time.monotonic()
        moments = [began, *(beat for beat in self._beats if beat > began), ended]
        found.took, found.still = ended - began, max(later - earlier for earlier, later in pairwise(moments)) - _BEAT
        # A call in C that keeps the interpreter to itself can not be looked at; that it computes is told by the system.
        found.busy = max(time.thread_time() - computed, self._seen(began))

    def _seen(self, since: float) -> float:
        looks = [look for look in list(self._looks) if look[0] >= since]
        return sum(min(later[0] - earlier[0], _MOST_SEEN) for earlier, later in pairwise(looks) if earlier[1] and later[1])

    async def _beat(self) -> None:
        while True:
            self._beats.append(time.monotonic())
            await asyncio.sleep(_BEAT)

    def _look(self, thread: int) -> None:
        while not self._over.wait(_BEAT):
            frame = sys._current_frames().get(thread)  # noqa: SLF001 - it is documented
            self._looks.append((time.monotonic(), _is_in_a_callback(frame)))


def _is_in_a_callback(frame: FrameType | None) -> bool:
    """Whether the loop runs a step of some task, and does not wait for what comes next."""
    while frame is not None:
        if frame.f_code is events.Handle._run.__code__:  # noqa: SLF001 - all that a loop runs goes through it
            return True
        frame = frame.f_back
    return False
