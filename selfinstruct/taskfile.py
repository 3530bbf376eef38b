"""Reading files that users bring: JSONL, a JSON array, either one gzipped; every fault named with file, line and field."""

from __future__ import annotations

import gzip
import json
import unicodedata
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from selfinstruct.errors import ConfigError
from selfinstruct.records import Instance, Task, stable_id
from selfinstruct.text import clean

File = Path | Traversable


@dataclass(frozen=True, slots=True)
class Line:
    """One record of a user's file and where it stands: `file:line`, or `file[index]` in an array."""

    where: str
    row: Mapping[str, Any]


def read_lines(file: File) -> list[Line]:
    """All records of a file. Raises ConfigError when it is missing, empty or broken."""
    text = _decoded(file)
    lines = list(_array(file, text) if text.lstrip().startswith("[") else _jsonl(file, text))
    if not lines:
        raise ConfigError(f"{file}: the file holds no record", hint="one JSON object a line, or one JSON array")
    return lines


def read_texts(file: File, field: str = "instruction") -> list[str]:
    """One text field of every record, cleaned."""
    return [clean(text_of(line, field)) for line in read_lines(file)]


def text_of(line: Line, field: str) -> str:
    """A text field of one record. Raises ConfigError naming place and field."""
    value = line.row.get(field)
    if isinstance(value, str) and clean(value):
        return value
    said = "is missing" if field not in line.row else "is empty" if value == "" else f"must be text, not {_kind(value)}"
    raise ConfigError(f"{line.where}: {field}: {said}", hint=f"every record needs a text in {field!r}")


def read_tasks(file: File, language: str) -> list[Task]:
    """Tasks in the seed format, or rows of Alpaca's (instruction, input, output). Raises ConfigError for the first bad rows."""
    lines = read_lines(file)
    tasks, faults = [], []
    seen: dict[str, str] = {}
    for line in lines:
        found = faults_of(line)
        if not found:
            task = task_of(line.row, language)
            if task.id in seen:
                found = [f"{line.where}: id: {task.id!r} stands at {seen[task.id]} already"]
            seen.setdefault(task.id, line.where)
            tasks.append(task)
        faults += found
    if faults:
        more = f"\n… and {len(faults) - 5} more" if len(faults) > 5 else ""
        hint = 'a task is {"id", "instruction", "instances": [{"input", "output"}], "is_classification"}, one a line'
        raise ConfigError("\n".join(faults[:5]) + more, hint=hint)
    return tasks


def task_of(row: Mapping[str, Any], language: str) -> Task:
    """The task in a row without faults; one without an id is named after its text."""
    known = {"id", "name", "instruction", "instances", "is_classification", "kind", "source", "input", "output"}
    instruction = clean(row["instruction"])
    pairs = row.get("instances", [{"input": row.get("input", ""), "output": row["output"]}] if "output" in row else [])
    return Task(
        id=row.get("id") or stable_id(language, instruction),
        name=row.get("name", ""),
        instruction=instruction,
        instances=tuple(Instance(_nfc(pair.get("input", "")), _nfc(pair["output"])) for pair in pairs),
        is_classification=row.get("is_classification", False),
        kind=row.get("kind"),
        source=row.get("source"),
        extra={k: v for k, v in row.items() if k not in known},
    )


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def faults_of(line: Line) -> list[str]:
    """What is wrong in a row that should be a task, each with place and field."""
    from pydantic import ValidationError

    from selfinstruct.taskmodel import TaskRow

    try:
        TaskRow.model_validate(line.row)
    except ValidationError as error:
        return [f"{line.where}: {'.'.join(map(str, e['loc'])) or 'task'}: {e['msg']}" for e in error.errors()]
    return []


def _decoded(file: File) -> str:
    try:
        data = file.read_bytes()
        if data[:2] == b"\x1f\x8b":
            data = gzip.decompress(data)
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: not UTF-8 at byte {error.start}", hint="save the file as UTF-8") from None
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ConfigError(f"{file}: the gzip data is broken: {error}", hint="compress the file again") from None
    except OSError as error:
        raise ConfigError(f"{file}: {error.strerror or error}", hint="give the path of a readable file") from None


def _jsonl(file: File, text: str) -> Iterator[Line]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield _checked(f"{file}:{number}", _loaded(file, line, number))


def _array(file: File, text: str) -> Iterator[Line]:
    for index, row in enumerate(_loaded(file, text, 1)):
        yield _checked(f"{file}[{index}]", row)


def _loaded(file: File, text: str, first: int) -> Any:
    """The JSON of a text whose first line is this one of the file."""
    hint = "one JSON object a line, or one JSON array"
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f"{file}:{first + error.lineno - 1}"
        raise ConfigError(f"{where}: not JSON: {error.msg} at column {error.colno}", hint=hint) from None
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{file}:{first}: not JSON: {error}", hint=hint) from None


def _checked(where: str, row: Any) -> Line:
    if isinstance(row, dict):
        return Line(where, row)
    raise ConfigError(
        f"{where}: a record must be an object, not {_kind(row)}", hint="one JSON object a line, or one JSON array"
    )


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
