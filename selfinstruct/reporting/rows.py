"""The rows of a source as the page lists them: its tasks, instructions that are no task, and what was refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from selfinstruct.figures.sources import Source
from selfinstruct.records import Rejection, Task
from selfinstruct.steps import ASKING, JUDGE, SELF_CONSISTENCY
from selfinstruct.text import key

SIZE = 500
"""Rows in one block of texts."""

TASK, INSTRUCTION, REFUSED = range(3)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Refused:
    """A refused text and the stage that refused it."""

    stage: str
    rejection: Rejection


@dataclass
class Rows:
    """The rows of one source in the order of the page, and what they refer to. length: of an instruction, in a unit."""

    source: Source
    length: Callable[[str], int]

    def __len__(self) -> int:
        return len(self._every)

    @cached_property
    def _every(self) -> list[Task | Mapping[str, Any] | _Refused]:
        tasks = list(self.source.tasks)
        made = {task.id for task in tasks}
        bare = [row for id_, row in self.source.instructions.items() if id_ not in made]
        refused = [_Refused(stage, each) for stage, found in self.source.rejections.items() for each in found]
        return [*tasks, *bare, *refused]

    @cached_property
    def _place(self) -> dict[str, int]:
        """Of the instruction with an id, or of that text, among the rows."""
        found: dict[str, int] = {}
        for index, each in enumerate(self._every):
            if not isinstance(each, _Refused):
                found.setdefault(_id(each), index)
                found.setdefault(_text(each), index)
        return found

    @cached_property
    def _ordinal(self) -> dict[str, int]:
        """The number of an instruction: that of its requests after the first."""
        return {id_: number for number, id_ in enumerate(self.source.instructions)}

    def columns(self) -> Row:
        """What rows are filtered and sorted by."""
        kinds, reasons = _Names(), _Names()
        every = self._every
        refused = [(each.stage, each.rejection.reason) if isinstance(each, _Refused) else None for each in every]
        return {
            "state": [_state(each) for each in every],
            "classification": [self._classification(each) for each in every],
            "kind": [kinds.place(each.kind) if isinstance(each, Task) else None for each in every],
            "kinds": kinds.list(),
            "reason": [reasons.place(reason) for reason in refused],
            "reasons": reasons.list(),
            "nearest": [self._nearest_score(each) for each in every],
            "score": [_score(each) for each in every],
            "length": [self.length(_text(each)) for each in every],
            "instances": [len(each.instances) if isinstance(each, Task) else 0 for each in every],
            "alphabetical": self._alphabetical(),
            "others": list(self._others_place),
        }

    def texts(self, block: int) -> Row:
        """One block of texts. Blocks are numbered from 0; one past the last is empty."""
        return {"texts": [self._shown(each) for each in self._every[block * SIZE : (block + 1) * SIZE]]}

    @property
    def blocks(self) -> int:
        """How many blocks of texts there are."""
        return -(-len(self) // SIZE)

    def _shown(self, each: Task | Mapping[str, Any] | _Refused) -> Row:
        if isinstance(each, _Refused):
            told = each.rejection
            return {"text": told.text, "detail": told.detail, "requests": self._requests_of_refused(each)}
        row = self.source.instructions.get(_id(each), {})
        known: Row = {
            "id": _id(each),
            "name": "",
            "text": _text(each),
            "instances": [],
            "nearest": [[self._ref(text), round(score, 4)] for text, score in row.get("most_similar", {}).items()],
            "mean": _rounded(row.get("avg_similarity_score")),
            "from": [[id_, self._place.get(id_)] for id_ in row.get("derived_from", ())],
            "requests": self._requests(_id(each), row),
            "source": "",
            "extra": {},
        }
        return known | (_task(each) if isinstance(each, Task) else {})

    def _ref(self, text: str) -> int:
        """A row by its place, another text by -1 less its place among the others."""
        place = self._place.get(text)
        return place if place is not None else -1 - self._others_place[text]

    @cached_property
    def _others_place(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for row in self.source.instructions.values():
            for text in row.get("most_similar", {}):
                if text not in self._place:
                    found.setdefault(text, len(found))
        return found

    def _classification(self, each: Task | Mapping[str, Any] | _Refused) -> int | None:
        return int(each.is_classification) if isinstance(each, Task) and self.source.classified else None

    def _nearest_score(self, each: Task | Mapping[str, Any] | _Refused) -> float | None:
        if isinstance(each, _Refused):
            return None
        near = self.source.instructions.get(_id(each), {}).get("most_similar", {})
        return round(max(near.values()), 4) if near else None

    def _alphabetical(self) -> list[int]:
        keys = [key(_text(each)) for each in self._every]
        ranks = [0] * len(keys)
        for rank, index in enumerate(sorted(range(len(keys)), key=keys.__getitem__)):
            ranks[index] = rank
        return ranks

    def _requests(self, id_: str, row: Mapping[str, Any]) -> list[tuple[str, int]]:
        """Stage and number of every request that an instruction may owe something to, in their order."""
        kept = self.source.settings
        if kept is None or not row:
            return []
        number = self._ordinal[id_]
        found = [("generate", int(row["request_idx"]))]
        found += [(stage, number) for stage in kept.stages if stage not in ("generate", *ASKING)]
        several = {SELF_CONSISTENCY: kept.curation.trials, JUDGE: kept.max_instances}
        for stage in kept.stages:
            most = several.get(stage, 0)
            found += [(stage, number * most + nth) for nth in range(most)]
        return found

    def _requests_of_refused(self, each: _Refused) -> list[tuple[str, int]]:
        """Its own request; for a stage that asks nothing, those of the instruction that it was about."""
        kept, number = self.source.settings, each.rejection.request_idx
        if kept is None:
            return []
        if each.stage in kept.stages:
            return [(each.stage, number)]
        ids = self._ids
        return self._requests(ids[number], self.source.instructions[ids[number]]) if 0 <= number < len(ids) else []

    @cached_property
    def _ids(self) -> list[str]:
        return list(self.source.instructions)


class _Names:
    """Values by number, in the order in which they came."""

    def __init__(self) -> None:
        self._found: dict[Any, int] = {}

    def place(self, value: Any) -> int | None:
        """The number of a value; None has none."""
        return None if value is None else self._found.setdefault(value, len(self._found))

    def list(self) -> list[Any]:
        """All values."""
        return list(self._found)


def _state(each: Task | Mapping[str, Any] | _Refused) -> int:
    return TASK if isinstance(each, Task) else REFUSED if isinstance(each, _Refused) else INSTRUCTION


def _id(each: Task | Mapping[str, Any]) -> str:
    return each.id if isinstance(each, Task) else str(each["id"])


def _text(each: Task | Mapping[str, Any] | _Refused) -> str:
    if isinstance(each, _Refused):
        return each.rejection.text
    return each.instruction if isinstance(each, Task) else str(each["instruction"])


def _task(task: Task) -> Row:
    return {
        "name": task.name,
        "instances": [[each.input, each.output] for each in task.instances],
        "source": task.source or "",
        "extra": dict(task.extra),
    }


def _score(each: Task | Mapping[str, Any] | _Refused) -> float | None:
    """The judge's lowest of the instances."""
    told = each.extra.get("score") if isinstance(each, Task) else None
    given = told if isinstance(told, list) else [told]
    known = [score for score in given if isinstance(score, int | float) and not isinstance(score, bool)]
    return min(known, default=None)


def _rounded(value: Any) -> float | None:
    return round(value, 4) if isinstance(value, int | float) else None
