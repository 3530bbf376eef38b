"""How like the seeds and each other instructions are: ROUGE-L, exact."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from heapq import nlargest
from typing import NamedTuple

from selfinstruct.errors import SelfInstructError
from selfinstruct.figures.histograms import SHARES, histogram
from selfinstruct.figures.parts import Histogram, Pair
from selfinstruct.figures.sources import Source
from selfinstruct.language import Language
from selfinstruct.resolving import seed_file
from selfinstruct.rouge import new_references
from selfinstruct.seedtasks import seed_tasks
from selfinstruct.taskfile import read_tasks

NEAREST = 20
_BATCH = 1024


class Counted(NamedTuple):
    """An instruction that is counted, and the texts of the pool that were nearest to it with their ROUGE-L F."""

    id: str
    text: str
    near: Mapping[str, float]


def counted(source: Source) -> list[Counted]:
    """The instructions of the tasks; of a run that has none yet, all that were accepted."""
    rows = source.instructions
    if not source.tasks:
        return [Counted(id_, row["instruction"], row["most_similar"]) for id_, row in rows.items()]
    return [
        Counted(task.id, task.instruction, rows[task.id]["most_similar"] if task.id in rows else _near(task.extra))
        for task in source.tasks
    ]


def _near(extra: Mapping[str, object]) -> Mapping[str, float]:
    """The nearest texts that a row of a file names, as `filter` and the original write them."""
    found = extra.get("most_similar")
    good = isinstance(found, Mapping) and all(isinstance(score, int | float) and 0 <= score <= 1 for score in found.values())
    return found if good else {}  # type: ignore[return-value]


def to_pool(instructions: Sequence[Counted]) -> Histogram | None:
    """How like the nearest text of the pool they were."""
    return histogram([max(each.near.values()) for each in instructions if each.near], SHARES)


def nearest(instructions: Sequence[Counted]) -> tuple[Pair, ...] | None:
    """The pairs with the highest scores; among equals the older. None where no neighbour is known."""
    if not any(each.near for each in instructions):
        return None
    ids = {each.text: each.id for each in instructions}
    pairs = ((score, each, other) for each in instructions for other, score in each.near.items())
    best = nlargest(NEAREST, pairs, key=lambda pair: pair[0])
    return tuple(Pair(score, each.id, each.text, ids.get(other), other) for score, each, other in best)


def to_seed(source: Source, texts: Sequence[str], language: Language) -> tuple[Histogram | None, list[str]]:
    """How like the nearest seed task they are, and what is to be said of that.

    The seeds are the run's as its requests showed them; of a file, the language's own.
    """
    notes = list(_otherwise(source, language))
    try:
        seeds = seed_tasks(source.settings, language) if source.settings else read_tasks(language.seeds, language.code)
    except (SelfInstructError, OSError) as error:
        return None, [*notes, f"no ROUGE-L to the nearest seed: the seed tasks can not be read: {error}"]
    references = new_references()
    references.extend([language.tokens(task.instruction) for task in seeds])
    values = []
    for at in range(0, len(texts), _BATCH):
        scores = references.score([language.tokens(text) for text in texts[at : at + _BATCH]], k=1)
        values += [score.best[1] if score.best else 0.0 for score in scores]
    return histogram(values, SHARES), notes


def _otherwise(source: Source, language: Language) -> Iterator[str]:
    """What has changed since the run."""
    settings = source.settings
    if settings is None:
        return
    if settings.tokenizer != language.tokenizer_id:
        yield f"ROUGE-L to the nearest seed is on tokens of {language.tokenizer_id}; the run's are of {settings.tokenizer}"
    try:
        held = seed_file(settings.seeds, language).read_bytes()
    except (SelfInstructError, OSError):
        return  # told when they are read
    if hashlib.sha256(hashlib.sha256(held).digest()).hexdigest() != settings.seeds_sha256:
        yield "the seed tasks are not those that the run was begun with: ROUGE-L to the nearest seed is to those of today"
