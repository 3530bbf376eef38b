"""The method paper's table, and how long its texts are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from statistics import fmean
from typing import NamedTuple

from selfinstruct.figures.histograms import histogram, whole_edges
from selfinstruct.figures.parts import Histogram, Lengths, Table, Unit
from selfinstruct.figures.sources import Source
from selfinstruct.language import Language, Length
from selfinstruct.records import Task
from selfinstruct.variety import words


class Measure(NamedTuple):
    """How long texts are: in what, and the count."""

    unit: Unit
    of: Callable[[str], int]


class Measured(NamedTuple):
    """The lengths of a source's texts; of the inputs those that are not empty."""

    instructions: list[int]
    inputs: list[int]
    outputs: list[int]


def measure(language: Language | None) -> Measure:
    """As the language counts its instructions; characters where it is not known."""
    if language is None:
        return Measure("characters", Length(0, 0, "characters").count)
    if language.length.unit == "words":
        return Measure("words", lambda text: len(words(text, language)))
    return Measure("characters", language.length.count)


def measured(tasks: Sequence[Task], of: Callable[[str], int]) -> Measured:
    """Measure the texts of all tasks."""
    instances = [instance for task in tasks for instance in task.instances]
    return Measured(
        [of(task.instruction) for task in tasks],
        [of(instance.input) for instance in instances if instance.input],
        [of(instance.output) for instance in instances],
    )


def table(source: Source, unit: Unit, found: Measured) -> Table:
    """Count and average."""
    yes = sum(task.is_classification for task in source.tasks) if source.classified else None
    return Table(
        unit=unit,
        instructions=len(source.tasks),
        classifications=yes,
        others=None if yes is None else len(source.tasks) - yes,
        instances=len(found.outputs),
        empty_inputs=len(found.outputs) - len(found.inputs),
        instruction_length=_mean(found.instructions),
        input_length=_mean(found.inputs),
        output_length=_mean(found.outputs),
    )


def lengths(unit: Unit, instructions: Sequence[int], found: Measured) -> Lengths:
    """How the lengths are spread."""
    return Lengths(unit, _spread(instructions), _spread(found.inputs), _spread(found.outputs))


def _spread(values: Sequence[int]) -> Histogram | None:
    return histogram(values, whole_edges(values))


def _mean(values: Iterable[int]) -> float | None:
    known = list(values)
    return fmean(known) if known else None
