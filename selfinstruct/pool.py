"""The pool: seed tasks and accepted instructions, what demonstrations are drawn from and novelty is measured against."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from selfinstruct.text import key


@dataclass(frozen=True, slots=True)
class Reference:
    """One text of the pool; `id` is "" for texts that only novelty is measured against."""

    id: str
    text: str


class Pool:
    """Seeds, further references and accepted instructions, in that order: the order of ties between equal scores.

    The texts are known at once; their tokens are the novelty filter's concern.
    """

    def __init__(self, seeds: Sequence[Reference], others: Sequence[Reference] = ()) -> None:
        self._seeds = tuple(seeds)
        self._machine: list[Reference] = []
        self._request: list[int] = []
        self.texts = [reference.text for reference in (*seeds, *others)]
        self._keys = {key(text) for text in self.texts}

    def __contains__(self, text: str) -> bool:
        """Whether the very same text is in the pool: same letters, whatever their case, width and spaces."""
        return key(text) in self._keys

    def add(self, id_: str, text: str, request: int) -> None:
        """Put in an instruction that request number `request` gave. Requests come in order."""
        self._machine.append(Reference(id_, text))
        self._request.append(request)
        self.texts.append(text)
        self._keys.add(key(text))

    @property
    def accepted(self) -> int:
        """How many machine-made instructions are in."""
        return len(self._machine)

    def sample(self, rng: Random, after: int, *, seeds: int, machine: int) -> list[Reference]:
        """Demonstrations, shuffled, from the pool as it stood after request `after` was committed.

        Where there are fewer machine-made ones than asked for, seeds take their places.
        """
        known = self._machine[: bisect_right(self._request, after)]
        made = rng.sample(known, min(machine, len(known)))
        wanted = min(seeds + machine - len(made), len(self._seeds))
        drawn = made + rng.sample(self._seeds, wanted)
        rng.shuffle(drawn)
        return drawn
