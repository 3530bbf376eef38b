"""What the markers of a prompt book promise: each word is read as what it is listed for, and as nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from selfinstruct.parse.decision import parse_decision
from selfinstruct.parse.instances import parse_input_first, parse_output_first
from selfinstruct.parse.items import parse_items
from selfinstruct.prompts import Markers
from selfinstruct.records import Instance
from selfinstruct.testing.contract import expect_none
from selfinstruct.testing.languages.wholetasks import readings
from selfinstruct.text import key

_BESIDE = (
    ("example", "input", "output", "label"),
    ("instruction", "input", "output"),
    ("score", "reason"),
    ("better", "reason"),
)
"""Markers that head parts of the same answer."""


def check_markers(code: str, marks: Markers) -> None:
    """Raise ContractError unless each word is read as what it is listed for. code: what messages begin with."""
    expect_none((f"{code}: {said}" for said in _shared(marks)), "a word heads one part of an answer", "keep it in one")
    founds = (
        f"{code}: marker {word!r} of {role} reads as {got!r}, not {wanted!r}"
        for role, word, got, wanted in (*_readings(marks), *readings(marks))
        if got != wanted
    )
    expect_none(founds, "every marker is read as what it is listed for", "take the word out, or choose another")


def _shared(marks: Markers) -> Iterator[str]:
    for beside in _BESIDE:
        roles: dict[str, str] = {}
        for role in beside:
            for word in getattr(marks, role):
                if (other := roles.setdefault(key(word), role)) != role:
                    yield f"marker {word!r} is in {other} and in {role}"


def _readings(marks: Markers) -> Iterator[tuple[str, str, object, object]]:
    """Role, word, how an answer with that word is read, how it must be read."""
    example, input_, output, label = marks.example[0], marks.input[0], marks.output[0], marks.label[0]
    yield from (("yes", word, parse_decision(word, marks), True) for word in marks.yes)
    yield from (("no", word, parse_decision(word, marks), False) for word in marks.no)
    for word in marks.item:
        yield "item", word, parse_items(f"{word} 1: alpha beta\n{word} 2: gamma", marks).texts, ("alpha beta", "gamma")
    for word in marks.closings:
        yield "closings", word, parse_items(f"1. alpha beta\n2. gamma\n\n{word} z", marks).texts, ("alpha beta", "gamma")
    for word in marks.example:
        text = f"{word} 1\n{input_}: a\n{output}: b\n{word} 2\n{input_}: c\n{output}: d"
        yield "example", word, _pairs(parse_input_first(text, marks)), [("a", "b"), ("c", "d")]
    for word in marks.input:
        yield "input", word, _pairs(parse_input_first(f"{example} 1\n{word}: a\n{output}: b", marks)), [("a", "b")]
        yield "input", word, _pairs(parse_output_first(f"{label}: x\n{word}: a", marks)), [("a", "x")]
    for word in marks.output:
        yield "output", word, _pairs(parse_input_first(f"{input_}: a\n{word}: b", marks)), [("a", "b")]
    for word in marks.label:
        yield "label", word, _pairs(parse_output_first(f"{word}: x\n{input_}: a", marks)), [("a", "x")]
    for word in marks.noinput:
        yield "noinput", word, _pairs(parse_input_first(f"{input_}: {word}\n{output}: b", marks)), [("", "b")]


def _pairs(instances: Sequence[Instance]) -> list[tuple[str, str]]:
    return [(instance.input, instance.output) for instance in instances]
