"""The questions of quality of the Self-Instruct paper, asked of a person about a sample, and the share of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from heapq import nsmallest
from pathlib import Path
from typing import Any, NamedTuple

from selfinstruct.comparing.tally import Interval, wilson
from selfinstruct.records import Instance, Task
from selfinstruct.reviews import QUESTIONS, Asked, reviews
from selfinstruct.templates import draw

SIZE = 200
"""How many the paper asked about."""

ALL = "all"
"""The three questions as one: whether every field is valid."""


class Drawn(NamedTuple):
    """A task of the sample and the one of its instances that is asked about."""

    task: Task
    instance: Instance


@dataclass(frozen=True, slots=True)
class Share:
    """How one question was answered. left: how many of the sample nobody answered; skipped ones are not among them."""

    question: str
    yes: int
    no: int
    skipped: int
    left: int

    @property
    def share(self) -> float | None:
        """Of yes among yes and no."""
        told = self.yes + self.no
        return self.yes / told if told else None

    @property
    def interval(self) -> Interval | None:
        """The 95 % interval of the share, by Wilson's score."""
        return wilson(self.yes, self.yes + self.no)

    def row(self) -> dict[str, Any]:
        """As JSON."""
        interval = self.interval
        return asdict(self) | {"share": self.share, "wilson_95": list(interval) if interval else None}


def sample(tasks: Iterable[Task], size: int = SIZE, seed: int = 0) -> list[Drawn]:
    """So many tasks, each with one instance, by seed and id alone: a larger sample holds every smaller one of its seed."""
    drawn = nsmallest(size, (task for task in tasks if task.instances), key=lambda task: draw("sample", seed, task.id))
    return [Drawn(task, task.instances[draw("sample instance", seed, task.id) % len(task.instances)]) for task in drawn]


def answers_to(drawn: Drawn, answers: Mapping[Asked, str]) -> dict[str, str]:
    """What was answered about one of the sample: question -> yes, no or skip."""
    asked = {question: Asked(drawn.task.id, drawn.instance, question) for question in QUESTIONS}
    return {question: answers[each] for question, each in asked.items() if each in answers}


def shares(drawn: Sequence[Drawn], answers: Mapping[Asked, str]) -> list[Share]:
    """How each question was answered, and last the three as one: "no" where one is, "yes" where all are."""
    found = [answers_to(each, answers) for each in drawn]
    return [_share(name, told) for name, told in [*_by_question(found), (ALL, [_as_one(each) for each in found])]]


def quality(folder: Path, size: int = SIZE, seed: int = 0) -> list[Share]:
    """How the questions were answered about a sample of a run's tasks; tasks made since are part of what it is drawn from.

    Raises ConfigError and StoreError naming file and line.
    """
    from selfinstruct.figures.sources import read_source

    return shares(sample(read_source(folder).tasks, size, seed), reviews(folder).answers)


def _by_question(found: Sequence[Mapping[str, str]]) -> Iterator[tuple[str, list[str | None]]]:
    for question in QUESTIONS:
        yield question, [each.get(question) for each in found]


def _as_one(told: Mapping[str, str]) -> str | None:
    values = set(told.values())
    if "no" in values:
        return "no"
    if len(told) < len(QUESTIONS):
        return None
    return "skip" if "skip" in values else "yes"


def _share(question: str, told: Sequence[str | None]) -> Share:
    return Share(question, told.count("yes"), told.count("no"), told.count("skip"), told.count(None))
