"""Personal data: e-mail addresses, phone numbers, payment cards, and the numbers of residents of Korea and Japan.

Only what can be told by its form is found. Names, postal addresses, birthdays, passports, accounts, licence plates and user
names are not; nor is a number whose digits are written as words. What nobody owns is left alone: addresses at domains that
are reserved for examples, ranges of numbers kept for fiction, toll-free and other numbers that only firms have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Literal

from selfinstruct.curation.candidate import Candidate, Outcome, Step
from selfinstruct.curation.identifiers import Found, identifiers
from selfinstruct.records import Instance, Task

Mode = Literal["flag", "mask"]
EXTRA = "personal_data"


def personal_data(mode: Mode) -> Step:
    """A step that refuses nothing: it tells in `task.extra["personal_data"]` what was found, each with kind and place.

    flag: the texts stay as they are. mask: each find is replaced by its kind in brackets (`[e-mail]`), and of instances
    that are the same from then on the first is kept; a place is that of a kept one. The data itself is never told.
    """
    treat = _masked if mode == "mask" else _flagged

    def step(candidates: Iterable[Candidate], /) -> Iterator[Outcome]:
        for candidate in candidates:
            yield Outcome(replace(candidate, task=treat(candidate.task)))

    return step


def _flagged(task: Task) -> Task:
    places = [("instruction", task.instruction), *_places(task.instances)]
    return _told(task, [(each.kind, where) for where, text in places for each in identifiers(text)])


def _places(instances: Iterable[Instance]) -> Iterator[tuple[str, str]]:
    for number, instance in enumerate(instances):
        yield f"instances[{number}].input", instance.input
        yield f"instances[{number}].output", instance.output


def _told(task: Task, found: list[tuple[str, str]]) -> Task:
    if not found:
        return task
    told: list[dict[str, Any]] = [{"kind": kind, "where": where} for kind, where in found]
    return replace(task, extra={**task.extra, EXTRA: told})


def _masked(task: Task) -> Task:
    instruction, found = _without(task.instruction, "instruction")
    kept: dict[Instance, None] = {}
    for instance in task.instances:
        place = f"instances[{len(kept)}]"
        question, in_input = _without(instance.input, f"{place}.input")
        answer, in_output = _without(instance.output, f"{place}.output")
        masked = Instance(question, answer)
        if masked not in kept:
            kept[masked] = None
            found += in_input + in_output
    if not found:
        return task
    return _told(replace(task, instruction=instruction, instances=tuple(kept)), found)


def _without(text: str, where: str) -> tuple[str, list[tuple[str, str]]]:
    """The text with each find replaced by its kind, and what was found."""
    parts, at = [], 0
    found: list[Found] = identifiers(text)
    for each in found:
        parts += [text[at : each.start], f"[{each.kind}]"]
        at = each.end
    return "".join([*parts, text[at:]]), [(each.kind, where) for each in found]
