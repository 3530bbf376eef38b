"""Finds in JSON what was asked for: in the shape of our schemas, or in one that a model has made up for itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

from selfinstruct.parse.loosejson import Read, Torn, TornList, TornObject, Value, whole, within, written
from selfinstruct.parse.numbering import number_mark
from selfinstruct.schemas import CLASSIFICATION, INPUT, INSTANCES, OUTPUT, TASKS
from selfinstruct.text import clean, key

T = TypeVar("T")

_INNER = 3
"""Objects inside objects that are looked into."""


class Listed(NamedTuple):
    """The texts of a list, and what comes after the last that is whole."""

    texts: tuple[str, ...]
    cut: str | None


class Pair(NamedTuple):
    """Input and output, "" when there is none. Not `whole` when the answer ends in their midst."""

    input: str
    output: str
    whole: bool


def json_in(text: str, read: Callable[[Read], T | None], *, alone: bool) -> T | None:
    """What `read` makes of the JSON in an answer, None when nothing. alone: only when the answer is that and nothing else."""
    values: Iterable[Read | None] = [whole(text)] if alone else within(text)
    return next((made for value in values if value and (made := read(value)) is not None), None)


def listed(read: Read, words: Sequence[str]) -> Listed | None:
    """The texts of a list of tasks. Where each is an object, `words` are the keys that its text may have."""
    items = _list_in(read.value, _INNER)
    if items is None:
        return None
    rest = read.rest if isinstance(items, TornList) else ""
    if items and isinstance(items[-1], Torn | TornObject):
        rest = _text(items[-1], words)
        items = items[:-1]
    texts = [clean(_text(item, words)) for item in items]
    rest = clean(rest)
    return Listed(_unnumbered([text for text in texts if text], words), rest if any(map(str.isalnum, rest)) else None)


def paired(read: Read, inputs: Sequence[str], outputs: Sequence[str]) -> list[Pair] | None:
    """The instances, by the keys that inputs and outputs may have; the commoner first."""
    inputs, outputs = ([first, *map(key, words)] for first, words in ((INPUT, inputs), (OUTPUT, outputs)))
    objects = _objects_in(read.value, inputs, outputs, _INNER)
    if objects is None:
        return None
    return [
        Pair(value_text(key_value(made, inputs)), value_text(key_value(made, outputs)), not isinstance(made, TornObject))
        for made in objects
    ]


def verdict(read: Read) -> Value | None:
    """What the answer says to a question of yes or no."""
    if not isinstance(read.value, dict):
        return None
    if CLASSIFICATION in read.value:
        return read.value[CLASSIFICATION]
    named = [value for name, value in read.value.items() if CLASSIFICATION in key(name)]
    return next(iter(named or (read.value.values() if len(read.value) == 1 else ())), None)


def _list_in(value: Value, depth: int) -> list[Value] | None:
    if isinstance(value, list):
        # A bracket that opens something else holds no whole text.
        good = any(isinstance(item, str | dict) and not isinstance(item, Torn | TornObject) for item in value)
        return value if good else None
    if not isinstance(value, dict) or depth == 0:
        return None
    own = value.get(TASKS)
    if isinstance(own, list):
        return own
    inner = (_list_in(item, depth - 1) for item in value.values())
    return next((items for items in inner if items is not None), None) or _numbered(value)


def _numbered(made: Mapping[str, Value]) -> list[Value] | None:
    """The texts of an object whose keys are numbers, or have one."""
    good = len(made) > 1 and all(isinstance(item, str) and any(map(str.isdigit, name)) for name, item in made.items())
    return list(made.values()) if good else None


def _text(item: Value, words: Sequence[str]) -> str:
    if isinstance(item, str):
        return item
    if not isinstance(item, dict):
        return ""
    named = key_value(item, [*map(key, words)])
    texts = [value for value in item.values() if isinstance(value, str)]
    return named if isinstance(named, str) else max(texts, key=len, default="")


def _unnumbered(texts: Sequence[str], words: Sequence[str]) -> tuple[str, ...]:
    """The texts without the numbers before them, when all have one and they count."""
    marks = [number_mark(text.partition("\n")[0], tuple(words)) for text in texts]
    numbers = [mark.number or 0 for mark in marks if mark]
    if len(numbers) < max(2, len(texts)) or any(b != a + 1 for a, b in pairwise(numbers)):
        return tuple(texts)
    lines = [text.partition("\n")[1:] for text in texts]
    return tuple(clean(mark.rest + "".join(below)) for mark, below in zip(filter(None, marks), lines, strict=True))


def _objects_in(value: Value, inputs: Sequence[str], outputs: Sequence[str], depth: int) -> list[dict[str, Value]] | None:
    if isinstance(value, list):
        return [item for item in value if isinstance(item, dict) and _holds(item, inputs, outputs)] or None
    if not isinstance(value, dict) or depth == 0:
        return None
    own = value.get(INSTANCES)
    if isinstance(own, list):
        return _objects_in(own, inputs, outputs, depth - 1) or []
    output = key_value(value, outputs)
    if output is not None and (key_value(value, inputs) is not None or not isinstance(output, list | dict)):
        return [value]
    inner = [_objects_in(item, inputs, outputs, depth - 1) for item in value.values()]
    return [made for objects in inner if objects for made in objects] or ([value] if _holds(value, inputs, outputs) else None)


def _holds(made: Mapping[str, Value], inputs: Sequence[str], outputs: Sequence[str]) -> bool:
    return key_value(made, outputs) is not None or key_value(made, inputs) is not None


def key_value(made: Mapping[str, Value], words: Sequence[str]) -> Value | None:
    """The value of the first of these keys that is there."""
    plain = {key(name): value for name, value in made.items()}
    return next((plain[word] for word in words if word in plain), None)


def value_text(value: Value | None) -> str:
    """A value as the text of a task, "" when it is not there."""
    return "" if value is None else clean(written(value))
