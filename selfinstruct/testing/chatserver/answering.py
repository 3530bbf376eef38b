"""From the text of an English prompt to an answer in the form that it asks for. Nothing else is known of the request."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from random import Random
from typing import Any

from selfinstruct.testing.chatserver import phrases

_MANY = 8
"""How much a text for completion goes on: it never says how much is wanted."""

_SCORES = (3, 4, 4, 5)
_REASON = "it does what was asked, in a form that is easy to read"
_COUNT = re.compile(r"numbered 1 to (\d+)|list of (\d+) (?:strings|objects)|(?:up to|at most|of) (\d+)\b|, (\d+) at most")
_NEXT = re.compile(r"\n(\d+)\.\Z")
_NEXT_TASK = re.compile(r"\n(\d+)\. [^\n:]+:\Z")
_TASK = re.compile(r"(?m)^(?:Task|Instruction): (.+)$")

Answer = Callable[[str, Random], str]


def answer(shown: str, rng: Random, schema: Mapping[str, Any] | None = None) -> str:
    """What is said to a prompt. The same text and dice give the same answer."""
    if schema is not None:
        return json.dumps(_filled(schema, "", shown, rng), ensure_ascii=False)
    made = next((make for pattern, make in _KINDS if re.search(pattern, shown)), _talk)
    return made(shown, rng)


def _verdict(shown: str, _rng: Random) -> str:
    return "Yes" if phrases.is_choice(_about(shown)) else "No"


def _score(_shown: str, rng: Random) -> str:
    return f"Reason: {_REASON}.\nScore: {rng.choice(_SCORES)}"


def _going_on_with_a_score(_shown: str, rng: Random) -> str:
    return f" {_REASON}.\nScore: {rng.choice(_SCORES)}"


def _preference(_shown: str, rng: Random) -> str:
    return f"Reason: {_REASON}.\nBetter: {rng.choice('AB')}"


def _going_on_with_a_preference(_shown: str, rng: Random) -> str:
    return f" {_REASON}.\nBetter: {rng.choice('AB')}"


def _instruction(_shown: str, rng: Random) -> str:
    return next(phrases.instructions(rng))


def _going_on_with_an_instruction(shown: str, rng: Random) -> str:
    return f" {_instruction(shown, rng)}\n###"


def _list(shown: str, rng: Random) -> str:
    found = islice(phrases.instructions(rng, choosing=_wants_choices(shown)), _count(shown))
    return "\n".join(f"{number}. {text}" for number, text in enumerate(found, 1))


def _going_on_with_a_list(shown: str, rng: Random) -> str:
    first = int(_NEXT.findall(shown)[-1])
    found = islice(phrases.instructions(rng, choosing=_wants_choices(shown)), _MANY)
    lines = [f"{number}. {text}" for number, text in enumerate(found, first)]
    return "\n".join(lines).removeprefix(f"{first}.") + "\n\n"


def _tasks(shown: str, rng: Random) -> str:
    return "\n###\n".join(_blocks(shown, rng, 1, _count(shown)))


def _going_on_with_tasks(shown: str, rng: Random) -> str:
    first = int(_NEXT_TASK.findall(shown)[-1])
    return "\n###\n".join(_blocks(shown, rng, first, _MANY)).partition(":")[2] + "\n###\n"


def _blocks(shown: str, rng: Random, first: int, count: int) -> Iterator[str]:
    """Whole tasks, each with the parts that those have that were shown."""
    with_input = re.search(r"(?m)^1\. Input:", shown) is not None
    found = phrases.instructions(rng)
    for number in range(first, first + count):
        instruction, (given, output) = next(found), phrases.examples(rng, 1)[0]
        if phrases.is_choice(instruction):
            output = rng.choice(phrases.labels_of(instruction))
        given = given if phrases.is_choice(instruction) or rng.random() < 0.5 else "<noinput>"
        parts = [f"Instruction: {instruction}", *([f"Input: {given}"] if with_input else []), f"Output: {output}"]
        yield "\n".join(f"{number}. {part}" for part in parts)


def _inputs_of_labels(shown: str, rng: Random) -> str:
    found = phrases.labelled(rng, _about(shown), _count(shown, 5))
    return "\n".join(f"Class label: {output}\nInput: {given}" for given, output in found)


def _examples(_shown: str, rng: Random) -> str:
    found = phrases.examples(rng, rng.randint(1, 2))
    if len(found) == 1:
        return f"Output: {found[0].output}"
    return "\n".join(f"Example {n}\nInput: {given}\nOutput: {output}" for n, (given, output) in enumerate(found, 1))


def _talk(_shown: str, rng: Random) -> str:
    return " ".join(islice(phrases.sentences(rng), 3))


_KINDS: tuple[tuple[str, Answer], ...] = (
    (r"classification( task)?\?\s*\Z", _verdict),
    (r"Answer B:\n(.|\n)*\n[^\n:]+:\Z", _going_on_with_a_preference),
    (r"\nBetter: A, B or ", _preference),
    (r"graded by a strict examiner(.|\n)*\n[^\n:]+:\Z", _going_on_with_a_score),
    (r"\nScore: a whole number", _score),
    (r"Which instruction was it\?", _instruction),
    (r"the instruction that each came from(.|\n)*\n[^\n:]+:\Z", _going_on_with_an_instruction),
    (r"\n\d+\. [^\n:]+:\Z", _going_on_with_tasks),
    (r"new tasks[^\n]* in exactly this form", _tasks),
    (r"for each (of its labels|label of a task)", _inputs_of_labels),
    (r"[Ww]orked examples", _examples),
    (r"\n\d+\.\Z", _going_on_with_a_list),
    (r"numbered 1 to \d+", _list),
)
"""The first pattern that is in a prompt says what it asks for."""


def _filled(schema: Mapping[str, Any], name: str, shown: str, rng: Random) -> Any:
    """A value that follows a schema. Names of properties say what a text is."""
    if "enum" in schema:
        return rng.choice(list(schema["enum"]))
    kind = schema.get("type")
    if kind == "object":
        return _object(schema, shown, rng)
    if kind == "array":
        count = _count(shown) if name == "tasks" else 2
        return [_filled(schema.get("items", {}), "instruction", shown, rng) for _ in range(count)]
    if kind == "boolean":
        return phrases.is_choice(_about(shown))
    if kind in {"integer", "number"}:
        return rng.randint(1, 5)
    return next(phrases.instructions(rng, choosing=_wants_choices(shown)) if name == "instruction" else phrases.sentences(rng))


def _object(schema: Mapping[str, Any], shown: str, rng: Random) -> dict[str, Any]:
    return {name: _filled(inner, name, shown, rng) for name, inner in schema.get("properties", {}).items()}


def _about(shown: str) -> str:
    """The instruction that a prompt is about: the last one that it shows."""
    found = _TASK.findall(shown)
    return found[-1] if found else ""


def _wants_choices(shown: str) -> bool:
    return bool(re.search(r"new classification tasks|\AA long list of classification tasks", shown))


def _count(shown: str, most: int = 20) -> int:
    """How many items a prompt asks for, three where it does not say."""
    told = [int(number) for groups in _COUNT.findall(shown) for number in groups if number]
    return min(told[0], most) if told else 3
