"""Which answers of two files belong together: those to the same task. In an order that the seed draws."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from selfinstruct.comparing.answers import Answered
from selfinstruct.templates import draw

Side = Literal["A", "B"]
Order = Literal["AB", "BA"]


@dataclass(frozen=True, slots=True)
class Pair:
    """One task and the two answers to it.

    pair: names the task by its text, whatever the files call it; id: what they call it, "" when they do not.
    """

    pair: str
    id: str
    instruction: str
    input: str
    kind: str | None
    is_classification: bool | None
    a: str
    b: str

    @property
    def same(self) -> bool:
        """Whether there is nothing to choose between."""
        return self.a == self.b

    def shown(self, order: Order) -> tuple[str, str]:
        """The answers as they are shown in an order."""
        return (self.a, self.b) if order == "AB" else (self.b, self.a)


@dataclass(frozen=True, slots=True)
class Matched:
    """The pairs of two files, and how many answers are in none.

    only_a, only_b: tasks that the other file does not have. doubled_a, doubled_b: answers to a task that the file answers
    before. unanswered: tasks of the task file that one file or both do not have.
    """

    pairs: tuple[Pair, ...]
    only_a: int
    only_b: int
    doubled_a: int
    doubled_b: int
    unanswered: int = 0


def match(a: Sequence[Answered], b: Sequence[Answered], tasks: Sequence[Answered] | None = None, *, seed: int = 0) -> Matched:
    """Pair the answers by instruction and input. tasks: only these. Of several answers to one task the first counts.

    The order follows from the seed and the tasks alone: with A and B exchanged it is the same.
    """
    first_a, first_b = _by_key(a), _by_key(b)
    doubled_a, doubled_b = len(a) - len(first_a), len(b) - len(first_b)
    asked = _by_key(tasks or ())
    if tasks is not None:
        first_a, first_b = ({k: v for k, v in first.items() if k in asked} for first in (first_a, first_b))
    both = [k for k in first_a if k in first_b]
    pairs = [_pair(k, first_a[k], first_b[k], asked.get(k)) for k in both]
    return Matched(
        pairs=tuple(sorted(pairs, key=lambda pair: (draw("pair", seed, pair.pair), pair.pair))),
        only_a=len(first_a) - len(both),
        only_b=len(first_b) - len(both),
        doubled_a=doubled_a,
        doubled_b=doubled_b,
        unanswered=len(asked) - len(both) if tasks is not None else 0,
    )


def _by_key(rows: Iterable[Answered]) -> Mapping[str, Answered]:
    found: dict[str, Answered] = {}
    for row in rows:
        found.setdefault(row.key, row)
    return found


def _pair(key: str, a: Answered, b: Answered, asked: Answered | None) -> Pair:
    """What is told of the task comes from the first that tells it: the task file, A, B."""
    known = [row for row in (asked, a, b) if row]
    # A chat has the input below the instruction; where it stands by itself it can be shown by itself.
    worded = next((row for row in known if row.input), known[0])
    return Pair(
        pair=hashlib.sha256(key.encode()).hexdigest()[:12],
        id=next((row.id for row in known if row.id), ""),
        instruction=worded.instruction,
        input=worded.input,
        kind=next((row.kind for row in known if row.kind is not None), None),
        is_classification=next((row.is_classification for row in known if row.is_classification is not None), None),
        a=a.output,
        b=b.output,
    )
