"""The answers of models in any log: `completions.jsonl`, `regen.json`, files that keep the raw answers beside what they gave.

Which form an answer was asked in is told by stage, recipe and prompt; nothing else of a row is needed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from selfinstruct.backend import Form
from selfinstruct.prompts import Markers
from selfinstruct.recipes import RECIPES
from selfinstruct.schemas import TASKS
from selfinstruct.steps import JUDGE, SELF_CONSISTENCY
from selfinstruct.taskfile import read_lines

_OPEN = re.compile(r"(\d{1,3})\.(?:[ ]*[^\s:：]{1,20}[:：])?\s*\Z")
_STAGES: Mapping[str, Form] = {"classify": "yes-no", SELF_CONSISTENCY: "recovered-instruction", JUDGE: "score"}

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    """One answer. first, continued, cut, structured: as the parsers take them.

    stored: instructions that whoever wrote the file took from it, None when the file does not say; whole: each with its input
    and output, of a row that keeps no raw answer.
    """

    where: str
    form: Form
    text: str
    first: int = 1
    continued: bool = False
    cut: bool = False
    structured: bool = False
    stored: tuple[str, ...] | None = None
    whole: bool = False
    error: str = ""


def answers(file: Path, markers: Markers, recipe: str) -> list[Answer]:
    """All answers of a file, each once. recipe: of the run, "" when it is not known. Raises ConfigError."""
    found: dict[Any, Answer] = {}
    for line in read_lines(file):
        answer = _answer(line.where, line.row, markers, recipe)
        if answer is None:
            continue
        # One answer gave several rows; of those without a number the text tells which.
        name = (line.row.get("request_idx"), answer.text) if answer.stored and not answer.whole else line.where
        known = found.setdefault(name, answer)
        if known is not answer:
            found[name] = replace(known, stored=(*(known.stored or ()), *(answer.stored or ())))
    return list(found.values())


def _answer(where: str, row: Row, markers: Markers, recipe: str) -> Answer | None:
    if "stage" in row and ("text" in row or "error" in row):
        return _logged(where, row, markers, recipe)
    if "raw_instances" in row:
        return _of_instances(where, row, markers)
    if isinstance(row.get("metadata"), dict) and "response" in row["metadata"]:
        return _of_instruction(where, row)
    if isinstance(row.get("instruction"), str) and isinstance(row.get("output"), str):
        return _of_task(where, row, markers)
    return None


def _logged(where: str, row: Row, markers: Markers, recipe: str) -> Answer:
    shown, schema = _shown(row["prompt"]), row["prompt"].get("schema")
    form = _form(row["stage"], shown, schema, markers, recipe)
    if "error" in row:
        return Answer(where, form, "", error=row["error"]["message"])
    first = _OPEN.search(shown) if row["prompt"].get("text") else None
    return Answer(
        where,
        form,
        row["text"],
        first=int(first[1]) if first else 1,
        continued=bool(row["prompt"].get("text")) and form not in {"yes-no", "input-first", "output-first"},
        cut=row["finish_reason"] == "length",
        structured=schema is not None,
    )


def _of_instances(where: str, row: Row, markers: Markers) -> Answer:
    about = row.get("instance_metadata") or {}
    _, cut = _said(about.get("response"))
    return Answer(where, _instances_form(_shown(about.get("prompt")), markers), row["raw_instances"] or "", cut=cut)


def _of_instruction(where: str, row: Row) -> Answer:
    text, cut = _said(row["metadata"]["response"])
    form: Form = "list" if "output" not in row else "tasks" if "input" in row else "pairs"
    first = _OPEN.search(_shown(row["metadata"].get("prompt")))
    number = int(first[1]) if first else 1
    return Answer(where, form, text, number, continued=bool(first), cut=cut, stored=(row["instruction"],))


def _of_task(where: str, row: Row, markers: Markers) -> Answer:
    """A row without the raw answer, written as an answer again."""
    task = (row["instruction"], row.get("input") or "", row["output"])
    heads = (markers.instruction[0], markers.input[0], markers.output[0])
    text = "\n".join(f"1. {head}: {part or markers.noinput[0]}" for head, part in zip(heads, task, strict=True))
    return Answer(where, "tasks", text, stored=("\n".join(task),), whole=True)


def _form(stage: str, shown: str, schema: Row | None, markers: Markers, recipe: str) -> Form:
    if stage == "instances":
        return _instances_form(shown, markers)
    if stage in _STAGES:
        return _STAGES[stage]
    if recipe:
        return RECIPES[recipe].form
    item = (schema or {}).get("properties", {}).get(TASKS, {}).get("items", {})
    if item.get("type") == "object":
        return "tasks" if "input" in item["properties"] else "pairs"
    last = shown.rstrip().rpartition("\n")[2]
    if not any(f"{word}:" in last or f"{word}：" in last for word in (*markers.instruction, "Instruction")):
        return "list"
    return "tasks" if f"{markers.input[0]}:" in shown else "pairs"


def _instances_form(shown: str, markers: Markers) -> Form:
    """Only prompts for classifications name the class label."""
    words = {markers.label[0], "Class label"}
    return "output-first" if any(f"{word}{colon}" in shown for word in words for colon in ":：") else "input-first"


def _shown(prompt: Any) -> str:
    """The text of a prompt, however it was kept."""
    if isinstance(prompt, list):
        return "\n".join(map(_shown, prompt))
    if isinstance(prompt, dict):
        return "\n".join(_shown(prompt.get(name)) for name in ("messages", "content", "text") if prompt.get(name))
    return prompt if isinstance(prompt, str) else ""


def _said(response: Any) -> tuple[str, bool]:
    """The text of a response, however it was kept, and whether its length limit ended it."""
    if not isinstance(response, dict):
        return (response if isinstance(response, str) else ""), False
    choice = (response.get("choices") or [{}])[0]
    text = choice.get("text") or (choice.get("message") or {}).get("content") or ""
    return text, choice.get("finish_reason") == "length"
