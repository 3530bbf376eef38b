"""Semantic uniqueness: of tasks that mean the same, the first is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from selfinstruct.curation.candidate import Candidate, Outcome, Step
from selfinstruct.embedder import PLACES, Embedder, vectors
from selfinstruct.neighbours import Nearest, Neighbours
from selfinstruct.records import Rejection, Task, joined

REASON = "semantic-duplicate"
_BLOCK = 1024

T = TypeVar("T")


def semantic_uniqueness(
    embedder: Embedder, *, threshold: float | None = None, known: Sequence[str] = (), block: int = _BLOCK
) -> Step:
    """A step that refuses a task whose cosine to an earlier kept one, or to a known text, is above the threshold.

    threshold: without, the embedder's own. known: texts that count as kept before the first task, as `compared` makes them.
    block: candidates that are embedded together; it decides nothing. Each call goes on from the last one, with what that
    kept. A call raises as `embedder.vectors` does.
    """
    return _Uniqueness(embedder, embedder.threshold if threshold is None else threshold, known, block)


class _Uniqueness:
    """The step, and what it has kept so far: rows, and by what name each is told."""

    def __init__(self, embedder: Embedder, threshold: float, known: Sequence[str], block: int) -> None:
        self._embedder = embedder
        self._threshold = threshold
        self._block = block
        self._known = known
        self._kept: Neighbours | None = None
        self._names = list(known)

    def __call__(self, candidates: Iterable[Candidate], /) -> Iterator[Outcome]:
        for some in _blocks(candidates, self._block):
            rows = vectors(self._embedder, [compared(candidate.task) for candidate in some])
            outcomes = map(self._outcome, some, self._index().admit(rows, self._threshold))
            # All at once: a caller that stops in the middle of a block leaves names and rows in step.
            yield from list(outcomes)

    def _outcome(self, candidate: Candidate, nearest: Nearest) -> Outcome:
        if nearest.kept:
            self._names.append(candidate.task.id)
            return Outcome(candidate)
        detail = f"{nearest.cosine:.{PLACES}f} {self._names[nearest.place]}"
        return Outcome(None, (Rejection(candidate.task.instruction, REASON, detail, candidate.number),))

    def _index(self) -> Neighbours:
        """What has been kept; at first, the known texts."""
        if self._kept is None:
            self._kept = Neighbours()
            for texts in _blocks(self._known, self._block):
                self._kept.add(vectors(self._embedder, texts))
        return self._kept


def compared(task: Task) -> str:
    """What stands for a task: its instruction, with the input of its first instance."""
    return joined(task.instruction, task.instances[0].input if task.instances else "")


def _blocks(things: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(things)
    while some := list(islice(rest, size)):
        yield some
