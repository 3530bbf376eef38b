"""Reads files of answers: tasks, and the rows that `export` writes and trainers read. Every fault is named with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selfinstruct.errors import ConfigError
from selfinstruct.records import joined
from selfinstruct.runfolder import TASKS
from selfinstruct.taskfile import Line, read_lines, text_of
from selfinstruct.templates import END_OF_TEXT
from selfinstruct.text import clean, key

_HINT = "a row is a task, or has instruction and output, messages, conversations, or prompt and completion"
_TURNS = {"messages": ("role", "content"), "conversations": ("from", "value")}
_ASKS, _ANSWERS, _SETS = {"user", "human"}, {"assistant", "gpt"}, {"system", "developer"}


@dataclass(frozen=True, slots=True)
class Answered:
    """A task and one answer to it. kind and is_classification are None where the file does not tell; texts are cleaned."""

    id: str
    instruction: str
    input: str
    output: str
    kind: str | None = None
    is_classification: bool | None = None

    @property
    def key(self) -> str:
        """Two rows with one key are of the same task, whether the input stands by itself or below the instruction."""
        return key(joined(self.instruction, self.input))


def file_of(path: Path) -> Path:
    """The file of answers at a path: of a run's folder, its tasks. Raises ConfigError when it has none."""
    if not path.is_dir():
        return path
    if not (path / TASKS).is_file():
        raise ConfigError(f"{path}: there is no {TASKS} in it", hint="give a file of answers, or a run that has come to tasks")
    return path / TASKS


def read_answers(file: Path) -> list[Answered]:
    """Every answer of a file, one for each instance of a task. Raises ConfigError when a row is none."""
    return [answered for line in read_lines(file) for answered in _read(line, answers=True)]


def read_questions(file: Path) -> list[Answered]:
    """Every task of a file, with its instances; answers may be missing. Raises ConfigError when a row is no task."""
    return [answered for line in read_lines(file) for answered in _read(line, answers=False)]


def _read(line: Line, *, answers: bool) -> Iterator[Answered]:
    row = line.row
    about: dict[str, Any] = {"kind": _known(row, "kind", str), "is_classification": _known(row, "is_classification", bool)}
    id_ = str(row.get("id") or "")
    for instruction, text, output in _texts(line, answers=answers):
        if answers and output is None:
            raise ConfigError(f"{line.where}: there is no answer in the row", hint=_HINT)
        yield Answered(id_, clean(instruction), clean(text), clean(output or ""), **about)


def _texts(line: Line, *, answers: bool) -> Iterator[tuple[str, str, str | None]]:
    """Instruction, input and output; the output is None where there is none."""
    row = line.row
    for field, names in _TURNS.items():
        if field in row:
            yield _turns(line, field, *names)
            return
    if "prompt" in row and "instruction" not in row:
        output = _text(line, row, "completion")
        yield text_of(line, "prompt"), "", None if output is None else output.removesuffix(END_OF_TEXT)
        return
    instruction = text_of(line, "instruction")
    if row.get("instances") is None:
        yield instruction, _text(line, row, "input") or "", _text(line, row, "output")
        return
    instances = _objects(line, "instances")
    for index, instance in enumerate(instances):
        place = f"instances.{index}."
        yield instruction, _text(line, instance, "input", place) or "", _text(line, instance, "output", place)
    if not (instances or answers):
        yield instruction, "", None


def _turns(line: Line, field: str, role: str, content: str) -> tuple[str, str, str | None]:
    """A chat of one question and one answer, whatever the system is told before."""
    said = [turn for turn in _objects(line, field) if turn.get(role) not in _SETS]
    roles = [turn.get(role) for turn in said]
    if not 1 <= len(said) <= 2 or roles[0] not in _ASKS or (len(said) == 2 and roles[1] not in _ANSWERS):
        found = ", ".join(map(str, roles)) or "nothing"
        raise ConfigError(f"{line.where}: {field}: must be one question and one answer, not {found}", hint=_HINT)
    texts = [_text(line, turn, content, f"{field}.") for turn in said]
    if not texts[0] or not clean(texts[0]):
        raise ConfigError(f"{line.where}: {field}: the question is empty", hint=_HINT)
    return texts[0], "", texts[1] if len(texts) == 2 else None


def _text(line: Line, row: Mapping[str, Any], field: str, place: str = "") -> str | None:
    """A text that may be missing. An answer may also be empty: it is what the model said."""
    value = row.get(field)
    if value is None or isinstance(value, str):
        return value
    raise ConfigError(f"{line.where}: {place}{field}: must be text", hint=_HINT)


def _objects(line: Line, field: str) -> Sequence[Mapping[str, Any]]:
    value = line.row[field]
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):
        return value
    raise ConfigError(f"{line.where}: {field}: must be a list of objects", hint=_HINT)


def _known(row: Mapping[str, Any], field: str, kind: type) -> Any:
    value = row.get(field)
    return value if isinstance(value, kind) else None
