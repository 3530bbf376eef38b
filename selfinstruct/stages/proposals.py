"""What one answer of `generate` proposes: new instructions, in recipes of whole tasks with their instance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from selfinstruct.backend import Completion, Prompt
from selfinstruct.parse.blocks import parse_blocks
from selfinstruct.parse.items import parse_items
from selfinstruct.prompts import Markers
from selfinstruct.records import Instance

_AT_LIMIT = "the answer ended at its length limit"
_UNREADABLE = "the answer could not be read to its end"


class Refusal(NamedTuple):
    """Why a text is refused before it is looked at: a kebab-case code and the particulars."""

    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One text of an answer, with its instance where the recipe asks for it. refusal: it can not be taken."""

    text: str
    instance: Instance | None = None
    refusal: Refusal | None = None


def proposals(prompt: Prompt, answer: Completion, markers: Markers) -> list[Proposal]:
    """All that an answer proposes, in order; with its refusal what is cut or lacks a part, and what holds nothing."""
    found = _items(prompt, answer, markers) if prompt.form == "list" else _tasks(prompt, answer, markers)
    return found or [Proposal(answer.text, refusal=Refusal("no-items", f"finish_reason {answer.finish_reason}"))]


def _items(prompt: Prompt, answer: Completion, markers: Markers) -> list[Proposal]:
    items = parse_items(
        answer.text,
        markers,
        first=prompt.first,
        continued=prompt.style == "completion",
        cut=_is_cut(answer),
        structured=prompt.schema is not None,
    )
    found = [Proposal(text) for text in items.texts]
    return [*found, Proposal(items.cut, refusal=_cut(answer))] if items.cut else found


def _tasks(prompt: Prompt, answer: Completion, markers: Markers) -> list[Proposal]:
    blocks = parse_blocks(
        answer.text,
        markers,
        first=prompt.first,
        with_input=prompt.form == "tasks",
        continued=prompt.style == "completion",
        cut=_is_cut(answer),
        structured=prompt.schema is not None,
    ).blocks
    found = []
    for block in blocks:
        if not (block.instruction or block.input or block.output):
            continue  # the last one of a cut answer may not have begun
        instance = Instance(block.input, block.output)
        if not block.fault:
            found.append(Proposal(block.instruction, instance))
            continue
        text = "\n".join(filter(None, (block.instruction, block.input, block.output)))
        found.append(Proposal(text, instance, _cut(answer) if block.fault == "cut" else Refusal(block.fault)))
    return found


def _is_cut(answer: Completion) -> bool:
    return answer.finish_reason == "length"


def _cut(answer: Completion) -> Refusal:
    return Refusal("cut", _AT_LIMIT if _is_cut(answer) else _UNREADABLE)
