"""The JSON schema of each form of answer, within what OpenAI and Groq enforce: every key is there, and no other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from selfinstruct.backend import Form

TASKS, CLASSIFICATION, INSTANCES = "tasks", "classification", "instances"
INPUT, OUTPUT = "input", "output"

_TEXT = {"type": "string"}
# A model writes keys in the order of the schema: the label of a classification comes before the input that has it.
_INSTANCE: Mapping[str, tuple[str, str]] = {"input-first": (INPUT, OUTPUT), "output-first": (OUTPUT, INPUT)}


def schema_of(form: Form) -> dict[str, Any]:
    """The schema that an answer of this form follows: a new dict each time, the same text as JSON."""
    if form == "list":
        return _object({TASKS: {"type": "array", "items": dict(_TEXT)}})
    if form == "yes-no":
        return _object({CLASSIFICATION: {"type": "boolean"}})
    instance = _object({name: dict(_TEXT) for name in _INSTANCE[form]})
    return _object({INSTANCES: {"type": "array", "items": instance}})


def in_order(form: str, instance: Mapping[str, Any]) -> dict[str, Any]:
    """One instance with input and output in the order of this form; other keys are left out."""
    return {name: instance[name] for name in _INSTANCE[form] if name in instance}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
