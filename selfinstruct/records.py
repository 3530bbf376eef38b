"""The rows of a run's files. Field names are the JSON keys, in this order."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Instance:
    """One worked example of an instruction. `input` is "" when the instruction needs none."""

    input: str
    output: str


@dataclass(frozen=True, slots=True)
class Task:
    """A seed task, and what a run makes: an instruction with its instances. Unknown keys are kept in `extra`."""

    id: str
    name: str
    instruction: str
    instances: tuple[Instance, ...]
    is_classification: bool
    kind: str | None = None
    source: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    def row(self) -> Row:
        """The task as JSON; `kind` and `source` only when known."""
        known: Row = {
            "id": self.id,
            "name": self.name,
            "instruction": self.instruction,
            "instances": [row(instance) for instance in self.instances],
            "is_classification": self.is_classification,
        }
        optional = {"kind": self.kind, "source": self.source}
        return known | {k: v for k, v in optional.items() if v is not None} | dict(self.extra)


@dataclass(frozen=True, slots=True)
class Instruction:
    """An accepted instruction. `most_similar`: the 10 nearest texts of the pool and their ROUGE-L, best first."""

    instruction: str
    most_similar: Mapping[str, float]
    avg_similarity_score: float
    metadata: Mapping[str, Any]
    request_idx: int
    id: str
    derived_from: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskInstruction(Instruction):
    """An accepted instruction that came with its instance, in recipes that ask for both at once. The fields of `regen.json`."""

    input: str
    output: str


@dataclass(frozen=True, slots=True)
class Rejection:
    """A text that was refused, and why. `reason` is a kebab-case code; `detail` the particulars."""

    text: str
    reason: str
    detail: str
    request_idx: int


@dataclass(frozen=True, slots=True)
class Classification:
    """Whether an instruction is a classification task; `raw` is what the model said."""

    id: str
    instruction: str
    is_classification: bool
    raw: str
    request_idx: int


@dataclass(frozen=True, slots=True)
class Instances:
    """The instances read from one answer, before curation."""

    id: str
    instruction: str
    is_classification: bool
    instances: tuple[Instance, ...]
    raw: str
    finish_reason: str
    request_idx: int


def row(record: Any) -> Row:
    """A record as JSON: its fields in order, nested records and tuples included."""
    return {f.name: _plain(getattr(record, f.name)) for f in fields(record)}


def joined(instruction: str, text: str) -> str:
    """An instruction with its input below it, as one text."""
    return f"{instruction}\n\n{text}" if text else instruction


def stable_id(language: str, instruction: str) -> str:
    """Names an instruction for good: the same text has the same id in every run."""
    return f"{language}-{hashlib.sha256(instruction.encode()).hexdigest()[:12]}"


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return dict(value)
    return row(value) if hasattr(value, "__dataclass_fields__") else value
