"""All figures of a run or a file of tasks, as one value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from selfinstruct.figures import course, likeness, table, usage, wording
from selfinstruct.figures.parts import (
    Count,
    Example,
    Funnel,
    Histogram,
    Lengths,
    Openers,
    Origin,
    Pair,
    Point,
    Reason,
    Refusals,
    Repetition,
    Similarity,
    StageUse,
    Table,
    Verb,
    Verbs,
)
from selfinstruct.figures.sources import Source
from selfinstruct.language import Language

__all__ = [
    "Count",
    "Example",
    "Funnel",
    "Histogram",
    "Lengths",
    "Openers",
    "Origin",
    "Overview",
    "Pair",
    "Point",
    "Reason",
    "Refusals",
    "Repetition",
    "Similarity",
    "StageUse",
    "Table",
    "Verb",
    "Verbs",
    "overview",
]


@dataclass(frozen=True, slots=True)
class Overview:
    """What a run or a file amounts to. What is not known is None, and `notes` says why where that is no matter of course.

    name, path: of the folder or file. lang: code; language: its name for people, None when its plugin is not there.
    counted: whose instructions the parts from verbs to similarity are about: those of the tasks, or, while a run has none
    yet, all accepted ones. kinds: tasks by kind, where they have any. acceptance: at most 200 points, in order.
    funnel, acceptance, refusals, use: of a run alone.
    """

    name: str
    path: str
    lang: str
    language: str | None
    counted: Literal["tasks", "instructions"]
    table: Table
    funnel: Funnel | None
    kinds: tuple[Count, ...] | None
    verbs: Verbs | None
    openers: Openers | None
    lengths: Lengths
    similarity: Similarity
    repetition: Repetition
    acceptance: tuple[Point, ...] | None
    refusals: tuple[Refusals, ...] | None
    use: tuple[StageUse, ...] | None
    origin: Origin
    notes: tuple[str, ...]


def overview(source: Source, language: Language | None, *, nearest_seed: bool = True) -> Overview:
    """Count everything that there is to count.

    language: None when its plugin is not there; what needs it is then None. nearest_seed: False leaves `similarity.to_seed`
    out, which takes longest.
    """
    measure, instructions, settings = table.measure(language), likeness.counted(source), source.settings
    texts = [each.text for each in instructions]
    found = table.measured(source.tasks, measure.of)
    by_length = found.instructions if source.tasks else [measure.of(text) for text in texts]
    to_seed, notes = likeness.to_seed(source, texts, language) if language and nearest_seed else (None, [])
    log = None
    if settings and source.completions:
        log = usage.read_log(source.completions, usage.bill_of(source, settings))
    return Overview(
        name=source.name,
        path=str(source.path),
        lang=source.lang,
        language=language.name if language else None,
        counted="tasks" if source.tasks or not source.instructions else "instructions",
        table=table.table(source, measure.unit, found),
        funnel=course.funnel(source, settings) if settings else None,
        kinds=wording.kinds(source.tasks),
        verbs=wording.verbs(texts, language) if language else None,
        openers=wording.openers(texts, language) if language else None,
        lengths=table.lengths(measure.unit, by_length, found),
        similarity=Similarity(
            threshold=settings.threshold if settings else language.threshold if language else None,
            to_seed=to_seed,
            to_pool=likeness.to_pool(instructions),
            nearest=likeness.nearest(instructions),
        ),
        repetition=wording.repetition(source.tasks),
        acceptance=course.acceptance(source) if settings else None,
        refusals=course.refusals(source, settings) if settings else None,
        use=usage.use(log, settings) if log and settings else None,
        origin=usage.origin(source, log),
        notes=(*_unknown(source, language), *notes),
    )


def _unknown(source: Source, language: Language | None) -> Iterator[str]:
    """What a reader would look for in vain."""
    if language is None:
        yield f"the plugin for the language {source.lang!r} is not installed: what needs it is not told"
    if source.settings and not source.tasks and source.instructions:
        yield "no task is curated yet: verbs, openings, lengths and ROUGE-L are those of the accepted instructions"
