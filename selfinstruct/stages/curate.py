"""Stage 4: of each instruction's instances only the usable ones are kept, by the original's rules; the rest is told why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from selfinstruct.language import Language
from selfinstruct.records import Instance, Rejection, Task
from selfinstruct.text import key

_ENDS_OPEN = re.compile(r"[:：]\s*\Z")
_OPENING = 160
"""A refusal is looked for in the opening of an output: further on it is more likely part of a letter or a dialogue."""


def curate(
    rows: Iterable[Mapping[str, Any]], language: Language, sources: Mapping[str, str], *, max_instances: int
) -> Iterator[tuple[Task | None, list[Rejection]]]:
    """For each row of instances the task that is left of it, or None, and what was refused.

    sources: instruction id -> where it is from.
    """
    for row in rows:
        kept, refused = usable(row, language)
        number = row["request_idx"]
        if not kept:
            refused.append(Rejection(row["instruction"], "no-usable-instance", "", number))
            yield None, refused
            continue
        task = Task(
            id=row["id"],
            name=f"{language.code}_task_{number}",
            instruction=row["instruction"],
            instances=tuple(kept[:max_instances]),
            is_classification=row["is_classification"],
            source=sources.get(row["id"]),
        )
        yield task, refused


def usable(row: Mapping[str, Any], language: Language) -> tuple[list[Instance], list[Rejection]]:
    """The instances of one row that can be trained on, in order, and the others with their reasons."""
    instances = [Instance(**instance) for instance in row["instances"]]
    cut = len(instances) - 1 if row["finish_reason"] == "length" else None
    contradicted = _contradicted(instances[:cut])
    kept: list[Instance] = []
    refused: list[Rejection] = []
    seen: set[tuple[str, str]] = set()
    for index, instance in enumerate(instances):
        pair = key(instance.input), key(instance.output)
        fault = "cut" if index == cut else contradicted or _fault(instance, language, row["instruction"])
        if not fault and pair in seen:
            fault = "duplicate-instance"
        if fault:
            text = "\n".join(filter(None, (instance.input, instance.output)))
            refused.append(Rejection(text, fault, row["instruction"], row["request_idx"]))
        else:
            seen.add(pair)
            kept.append(instance)
    return kept, refused


def _contradicted(instances: Sequence[Instance]) -> str | None:
    """One input with two outputs makes all instances of an instruction doubtful."""
    outputs: dict[str, str] = {}
    for instance in instances:
        name = key(instance.input)
        if name and outputs.setdefault(name, key(instance.output)) != key(instance.output):
            return "same-input-different-outputs"
    return None


def _fault(instance: Instance, language: Language, instruction: str) -> str | None:
    if not instance.output:
        return "empty-output"
    if key(instance.input) == key(instance.output):
        return "output-repeats-input"
    if _ENDS_OPEN.search(instance.input) or _ENDS_OPEN.search(instance.output):
        return "ends-with-colon"
    if any(pattern.search(instance.input) for pattern in language.placeholders):
        return "placeholder-input"
    if any(pattern.search(instance.output[:_OPENING]) for pattern in language.refusals):
        return "refusal"
    return "wrong-language" if language.fault(instance.output, "output", instruction) else None
