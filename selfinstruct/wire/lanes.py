"""Several clients of one server, each for a few requests at once: what a pool does for one request grows with its size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

WIDTH = 8
"""Requests at once on one client. With 64 on one, its pool takes as much time as all the rest."""


class Client(Protocol):
    """What can be closed."""

    async def close(self) -> None:
        """Let go of all connections."""


C = TypeVar("C", bound=Client)


@dataclass(slots=True)
class _Lane(Generic[C]):
    client: C
    busy: int = 0


class Lanes(Generic[C]):
    """Clients, made when they are needed, in the event loop that runs then."""

    def __init__(self, make: Callable[[], C]) -> None:
        self._make = make
        self._lanes: list[_Lane[C]] = []

    @contextmanager
    def one(self) -> Iterator[C]:
        """A client that has room for one more request, until the end of the block."""
        lane = next((lane for lane in self._lanes if lane.busy < WIDTH), None)
        if lane is None:
            lane = _Lane(self._make())
            self._lanes.append(lane)
        lane.busy += 1
        try:
            yield lane.client
        finally:
            lane.busy -= 1

    async def close(self) -> None:
        """Close all clients; the next one is made anew."""
        lanes, self._lanes = self._lanes, []
        for lane in lanes:
            await lane.client.close()
