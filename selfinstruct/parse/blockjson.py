"""Finds whole tasks in JSON: a list of objects, objects by number, one object a line, tasks with a list of instances."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from selfinstruct.parse.loosejson import Read, Torn, TornObject, Value, series
from selfinstruct.parse.signs import INPUT, INSTRUCTION, OUTPUT
from selfinstruct.parse.structured import key_value, value_text
from selfinstruct.schemas import INSTANCES, TASKS
from selfinstruct.text import clean, key

_INNER = 3
"""Objects inside objects that are looked into."""

Keys = Mapping[str, Sequence[str]]


class Fields(NamedTuple):
    """One task. Not `whole` when the answer ends in its midst."""

    instruction: str
    input: str
    output: str
    whole: bool = True


def tasks_in(text: str, words: Mapping[str, Sequence[str]], *, alone: bool, cut: bool) -> list[Fields] | None:
    """The tasks of an answer in JSON, None when there is none. words: the keys of each part, the commoner first.

    cut: the answer was ended by its length limit, so that a task that is not whole comes last, empty if it is not begun.
    """
    keys = {role: [role, *map(key, own)] for role, own in words.items()}
    for reads in series(text, alone=alone):
        found = [made for read in reads for made in _objects(read.value, keys, _INNER)]
        tasks = [fields for made in found for fields in _fields(made, keys, cut=cut)]
        if found:
            return [*tasks, *_left(tasks, reads[-1], cut=cut)]
    return None


def _left(tasks: Sequence[Fields], last: Read, *, cut: bool) -> Iterator[Fields]:
    """What stands for a task behind the last one that could be read."""
    rest = clean(last.rest)
    if tasks and not tasks[-1].whole:
        return
    if cut or (last.torn and any(map(str.isalnum, rest))):
        yield Fields("" if cut else rest, "", "", whole=False)


def _objects(value: Value, keys: Keys, depth: int) -> list[dict[str, Value]]:
    if isinstance(value, list):
        return [item for item in value if isinstance(item, dict) and _holds(item, keys)]
    if not isinstance(value, dict) or depth == 0:
        return []
    own = value.get(TASKS)
    if isinstance(own, list):
        return _objects(own, keys, depth - 1)
    if key_value(value, keys[INSTRUCTION]) is not None and (_answered(value, keys) or isinstance(value, TornObject)):
        return [value]
    inner = [made for item in value.values() for made in _objects(item, keys, depth - 1)]
    return inner or ([value] if _holds(value, keys) else [])


def _holds(made: Mapping[str, Value], keys: Keys) -> bool:
    """Whether an object has anything of a task."""
    return any(key_value(made, own) is not None for own in keys.values())


def _answered(made: Mapping[str, Value], keys: Keys) -> bool:
    return INSTANCES in made or any(key_value(made, keys[role]) is not None for role in (INPUT, OUTPUT))


def _fields(made: Mapping[str, Value], keys: Keys, *, cut: bool) -> list[Fields]:
    instruction = value_text(key_value(made, keys[INSTRUCTION]))
    own = made.get(INSTANCES)
    several: list[Mapping[str, Value]] = [item for item in own if isinstance(item, dict)] if isinstance(own, list) else []
    return [_one(instruction, pair, keys, cut=cut) for pair in several or [made]]


def _one(instruction: str, made: Mapping[str, Value], keys: Keys, *, cut: bool) -> Fields:
    output = key_value(made, keys[OUTPUT])
    # Without its last bracket an object may still be whole.
    torn = isinstance(made, TornObject) and (cut or output is None or isinstance(output, Torn))
    return Fields(instruction, value_text(key_value(made, keys[INPUT])), value_text(output), not torn)
