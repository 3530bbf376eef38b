"""Tasks to training files, with the declarations that trainers want beside them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from selfinstruct import jsonl
from selfinstruct.errors import ConfigError, StoreError
from selfinstruct.records import Row, Task
from selfinstruct.templates import END_OF_TEXT, FORMATS, TEMPLATES, Wording, default_template, examples, rows, split

MARK = "not-for-training."
SOURCE = "offline, not for training"

_ALPACA = {"prompt": "instruction", "query": "input", "response": "output"}
_PAIR = {"formatting": "alpaca", "columns": {"prompt": "prompt", "response": "completion"}}
# How LLaMA-Factory is to read each format. Columns that are not named count as absent.
_READING: Mapping[str, Mapping[str, Any]] = {
    "messages": {
        "formatting": "sharegpt",
        "columns": {"messages": "messages"},
        "tags": {
            "role_tag": "role",
            "content_tag": "content",
            "user_tag": "user",
            "assistant_tag": "assistant",
            "system_tag": "system",
        },
    },
    "alpaca": {"formatting": "alpaca", "columns": _ALPACA},
    "sharegpt": {
        "formatting": "sharegpt",
        "columns": {"messages": "conversations"},
        "tags": {
            "role_tag": "from",
            "content_tag": "value",
            "user_tag": "human",
            "assistant_tag": "gpt",
            "system_tag": "system",
        },
    },
    "completion": _PAIR,
    "prompt": _PAIR,
    "text": {"formatting": "alpaca", "columns": {"prompt": "text"}},
}


def export(  # noqa: PLR0913 - what a user may choose about an export
    tasks: Sequence[Task],
    folder: Path,
    *,
    language: str,
    formats: Sequence[str],
    test: float = 0.0,
    seed: int = 0,
    max_instances: int | None = None,
    template: str | None = None,
    name: str,
    for_training: bool = True,
    ids: bool = True,
    system: str = "",
    end: str = END_OF_TEXT,
) -> list[Path]:
    """Write `<format>.train.jsonl`, and `<format>.test.jsonl` when `test` > 0, into `folder`; all paths written.

    name: what the data is called in `dataset_info.json`. for_training: False marks every file, data set and row.
    The other options are those of `templates`. The same arguments write the same bytes; a file without rows is not written.
    """
    _check(tasks, formats, template, test, max_instances)
    wording = Wording(template or default_template(language), system, seed, end)
    sides = dict(zip(("train", "test"), split(tasks, test, seed), strict=True))
    chosen = {side: list(examples(of, most=max_instances, seed=seed)) for side, of in sides.items()}
    if not any(chosen.values()):
        raise ConfigError("no task has an instance, so there is nothing to export", hint="run the instances stage first")
    mark = "" if for_training else MARK
    files: dict[str, bytes] = {}
    datasets = _declared_before(folder / f"{mark}dataset_info.json", formats)
    for form in dict.fromkeys(formats):
        for side in (side for side in sides if chosen[side]):
            file = f"{mark}{form}.{side}.jsonl"
            files[file] = _lines(list(rows(chosen[side], form, wording, ids=ids)), for_training)
            datasets[_dataset(name, form, side, for_training)] = _declared(file, form, system)
    files[f"{mark}dataset_info.json"] = (json.dumps(datasets, ensure_ascii=False, indent=2) + "\n").encode()
    if "messages" in formats:
        files[f"{mark}axolotl.yaml"] = _axolotl(mark, [side for side in sides if chosen[side]]).encode()
    return _write(folder, files, formats)


def _check(tasks: Sequence[Task], formats: Sequence[str], template: str | None, test: float, most: int | None) -> None:
    if not tasks:
        raise ConfigError("there are no tasks to export", hint="make some first: selfinstruct run")
    if not formats:
        raise ConfigError("no export format is named", hint=f"formats: {', '.join(FORMATS)}")
    for form in formats:
        if form not in FORMATS:
            raise ConfigError(f"unknown export format {form!r}", hint=f"formats: {', '.join(FORMATS)}")
    if template is not None and template not in TEMPLATES:
        raise ConfigError(f"unknown prompt template {template!r}", hint=f"templates: {', '.join(TEMPLATES)}")
    if not 0 <= test <= 1:
        raise ConfigError(f"the test share must be from 0 to 1, not {test}", hint="0.05 keeps one task in twenty for testing")
    if most is not None and most < 1:
        raise ConfigError(f"at least one instance of a task must be exported, not {most}", hint="leave the limit out for all")


def _lines(made: Sequence[Row], for_training: bool) -> bytes:
    mark = {} if for_training else {"source": SOURCE}
    return b"".join(jsonl.dump(row | mark) for row in made)


def _declared_before(file: Path, formats: Sequence[str]) -> dict[str, Row]:
    """What earlier exports declared, but for the formats that are written anew and files that are gone."""
    try:
        before = json.loads(file.read_text("utf-8"))
        kept = {name: entry for name, entry in before.items() if (file.parent / entry["file_name"]).exists()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}
    anew = tuple(f".{form}." for form in formats)
    return {name: entry for name, entry in kept.items() if not any(part in f".{entry['file_name']}" for part in anew)}


def _dataset(name: str, form: str, side: str, for_training: bool) -> str:
    # Data sets are listed with commas in the trainer's settings.
    plain = re.sub(r"[^\w.-]+", "_", name)
    return f"{plain}_{form}_{side}" + ("" if for_training else "_not_for_training")


def _declared(file: str, form: str, system: str) -> Row:
    reading = _READING[form]
    columns = reading["columns"] | ({"system": "system"} if system and form == "alpaca" else {})
    return {"file_name": file, **reading, "columns": columns}


def _axolotl(mark: str, sides: Sequence[str]) -> str:
    keys = {"train": "datasets", "test": "test_datasets"}
    entry = "{key}:\n  - path: {file}\n    ds_type: json\n    split: train\n"
    entry += "    type: chat_template\n    field_messages: messages\n"
    head = "# For an axolotl config. Paths are relative to where training starts.\n"
    head += f"# {SOURCE}\n" if mark else ""
    return head + "".join(entry.format(key=keys[side], file=f"{mark}messages.{side}.jsonl") for side in sides)


def _write(folder: Path, files: Mapping[str, bytes], formats: Sequence[str]) -> list[Path]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for form in formats:
            _drop_outdated(folder, form, files)
    except OSError as error:
        raise StoreError(f"{folder}: {error.strerror or error}", hint="choose another folder") from error
    for file, data in files.items():
        jsonl.replace(folder / file, data)
    return [folder / file for file in files]


def _drop_outdated(folder: Path, form: str, files: Mapping[str, bytes]) -> None:
    # A test file of an earlier split would hold tasks that are now trained on.
    for mark in ("", MARK):
        for side in ("train", "test"):
            file = f"{mark}{form}.{side}.jsonl"
            if file not in files:
                (folder / file).unlink(missing_ok=True)
