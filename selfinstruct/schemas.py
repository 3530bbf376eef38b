"""The JSON schema of each form of answer, within what OpenAI and Groq enforce: every key is there, and no other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from selfinstruct.backend import Form

TASKS, CLASSIFICATION, INSTANCES = "tasks", "classification", "instances"
INSTRUCTION, INPUT, OUTPUT = "instruction", "input", "output"
SCORE, REASON, BETTER = "score", "reason", "better"
LEAST_SCORE, MOST_SCORE = 1, 5
PREFERENCES = ("A", "B", "tie")
FORMS: Mapping[str, Form] = {
    "generate": "list",
    "generate-classification": "list",
    "classify": "yes-no",
    "input-first": "input-first",
    "output-first": "output-first",
    "alpaca": "tasks",
    "instruction-output": "pairs",
    "recover": "recovered-instruction",
    "judge": "score",
    "compare": "preference",
}
"""The form of the answer that each template of a prompt book asks for."""

_TEXT = {"type": "string"}
# A model writes keys in the order of the schema: a reason comes before what it leads to, and the label of a classification
# before the input that has it.
_INSTANCE: Mapping[str, tuple[str, str]] = {"input-first": (INPUT, OUTPUT), "output-first": (OUTPUT, INPUT)}
_TASK: Mapping[str, tuple[str, ...]] = {"tasks": (INSTRUCTION, INPUT, OUTPUT), "pairs": (INSTRUCTION, OUTPUT)}
_SINGLE: Mapping[str, Mapping[str, Any]] = {
    "list": {TASKS: {"type": "array", "items": _TEXT}},
    "yes-no": {CLASSIFICATION: {"type": "boolean"}},
    "recovered-instruction": {INSTRUCTION: _TEXT},
    "score": {REASON: _TEXT, SCORE: {"type": "integer", "enum": list(range(LEAST_SCORE, MOST_SCORE + 1))}},
    "preference": {REASON: _TEXT, BETTER: {"type": "string", "enum": list(PREFERENCES)}},
}


def schema_of(form: Form) -> dict[str, Any]:
    """The schema that an answer of this form follows: a new dict each time, the same text as JSON."""
    if form in _SINGLE:
        return deepcopy(_object(_SINGLE[form]))
    name, parts = (TASKS, _TASK[form]) if form in _TASK else (INSTANCES, _INSTANCE[form])
    return deepcopy(_object({name: {"type": "array", "items": _object(dict.fromkeys(parts, _TEXT))}}))


def keys_of(schema: Mapping[str, Any]) -> Iterator[str]:
    """All keys that an answer by a schema has, in the order in which they are written."""
    for name, value in schema.get("properties", {}).items():
        yield name
        yield from keys_of(value)
    if "items" in schema:
        yield from keys_of(schema["items"])


def in_order(form: str, instance: Mapping[str, Any]) -> dict[str, Any]:
    """One instance with input and output in the order of this form; other keys are left out."""
    return {name: instance[name] for name in _INSTANCE[form] if name in instance}


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": dict(properties), "required": list(properties), "additionalProperties": False}
