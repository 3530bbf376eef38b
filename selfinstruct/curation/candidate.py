"""A task on its way through curation, and what a step makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from selfinstruct.records import Rejection, Task


@dataclass(frozen=True, slots=True)
class Candidate:
    """A task that earlier steps left. number: the ordinal of its instruction, which requests and rejections are told by."""

    number: int
    task: Task


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step made of one candidate: the task that is left of it, or None, and what was refused of it."""

    candidate: Candidate | None
    refused: tuple[Rejection, ...] = ()


class Step(Protocol):
    """One step. Candidates come in the order of their numbers; what becomes of one may depend on those before it alone.

    So a longer run decides on its first tasks as a shorter one did.
    """

    def __call__(self, candidates: Iterable[Candidate], /) -> Iterator[Outcome]:
        """An outcome for each candidate, in order."""
