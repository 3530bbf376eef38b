"""Tasks to training files, with the declarations that trainers want beside them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from selfinstruct import jsonl
from selfinstruct.errors import ConfigError, StoreError
from selfinstruct.records import Row, Task
from selfinstruct.stages import tokenized
from selfinstruct.stages.encoding import CHAT, COMPLETION
from selfinstruct.stages.tokenized import TOKENIZED, Tokenizing
from selfinstruct.templates import (
    END_OF_TEXT,
    FORMATS,
    TEMPLATES,
    Example,
    Similarity,
    Wording,
    default_template,
    examples,
    rows,
    split,
)

MARK = "not-for-training."
SOURCE = "offline, not for training"

_ALPACA = {"prompt": "instruction", "query": "input", "response": "output"}
_PAIR = {"formatting": "alpaca", "columns": {"prompt": "prompt", "response": "completion"}}
# How LLaMA-Factory is to read each format. Columns that are not named count as absent. `regen` is not for it: every text that
# is similar to some other would be a column.
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
    near: Mapping[str, Similarity] | None = None,
    tokenizing: Tokenizing | None = None,
    note: Callable[[str], None] | None = None,
) -> list[Path]:
    """Write `<format>.train.jsonl`, and `<format>.test.jsonl` when `test` > 0, into `folder`; all paths written.

    near: task id -> how near it is to the pool, which `regen` tells. tokenizing: about the format `tokenized`.
    name: what the data is called in `dataset_info.json`. for_training: False marks every file, data set and row.
    note: is told in one line what had to be left out.
    The other options are those of `templates`. The same arguments write the same bytes; a file without rows is not written.
    """
    _check(tasks, formats, template, test, max_instances)
    if tokenizing not in {None, Tokenizing()} and TOKENIZED not in formats:
        raise ConfigError("model, max-length and pad are for the format tokenized alone", hint="add --format tokenized")
    named = template if template and template in TEMPLATES else default_template(language)
    wording = Wording(named, system, seed, end)
    sides = dict(zip(("train", "test"), split(tasks, test, seed), strict=True))
    chosen = {side: list(examples(of, most=max_instances, seed=seed, near=near)) for side, of in sides.items()}
    if not any(chosen.values()):
        raise ConfigError("no task has an instance, so there is nothing to export", hint="run the instances stage first")
    encoder = (tokenizing or Tokenizing()).encoder(chosen, template, wording, language) if TOKENIZED in formats else None
    mark, source = ("", "") if for_training else (MARK, SOURCE)
    texts = [form for form in dict.fromkeys(formats) if form != TOKENIZED]
    files = _files(chosen, folder, texts, wording, name, mark, ids=ids) if texts else {}
    paths = _write(folder, files, texts)
    if encoder and tokenizing:
        paths += tokenized.write(chosen, folder, encoder, tokenizing, mark=mark, source=source, note=note or _say_nothing)
        tokenized.drop(folder, MARK if for_training else "")
    return paths


def _files(
    chosen: Mapping[str, Sequence[Example]],
    folder: Path,
    formats: Sequence[str],
    wording: Wording,
    name: str,
    mark: str,
    *,
    ids: bool,
) -> dict[str, bytes]:
    """What is to be in each file of the formats that are texts, and in those that declare them."""
    for_training = not mark
    sides = [side for side, of in chosen.items() if of]
    files: dict[str, bytes] = {}
    datasets = _declared_before(folder / f"{mark}dataset_info.json", formats)
    for form in formats:
        for side in sides:
            file = f"{mark}{_file(form, side)}"
            files[file] = _written(form, list(rows(chosen[side], form, wording, ids=ids)), for_training)
            if form in _READING:
                datasets[_dataset(name, form, side, for_training)] = _declared(file, form, wording.system)
    if datasets:
        files[f"{mark}dataset_info.json"] = (json.dumps(datasets, ensure_ascii=False, indent=2) + "\n").encode()
    if "messages" in formats:
        files[f"{mark}axolotl.yaml"] = _axolotl(mark, sides).encode()
    return files


def _check(tasks: Sequence[Task], formats: Sequence[str], template: str | None, test: float, most: int | None) -> None:
    known = (*FORMATS, TOKENIZED)
    if not tasks:
        raise ConfigError("there are no tasks to export", hint="make some first: selfinstruct run")
    if not formats:
        raise ConfigError("no export format is named", hint=f"formats: {', '.join(known)}")
    for form in formats:
        if form not in known:
            raise ConfigError(f"unknown export format {form!r}", hint=f"formats: {', '.join(known)}")
    # These two are no templates of texts; where `tokenized` stands alone they word it.
    more = (CHAT, COMPLETION) if {*formats} == {TOKENIZED} else ()
    if template is not None and template not in (templates := (*TEMPLATES, *more)):
        raise ConfigError(f"unknown prompt template {template!r}", hint=f"templates: {', '.join(templates)}")
    if not 0 <= test <= 1:
        raise ConfigError(f"the test share must be from 0 to 1, not {test}", hint="0.05 keeps one task in twenty for testing")
    if most is not None and most < 1:
        raise ConfigError(f"at least one instance of a task must be exported, not {most}", hint="leave the limit out for all")


def _file(form: str, side: str) -> str:
    return f"{form}.{side}.{FORMATS[form].suffix}"


def _written(form: str, made: Sequence[Row], for_training: bool) -> bytes:
    mark = {} if for_training else {"source": SOURCE}
    marked = [row | mark for row in made]
    if FORMATS[form].array:
        return (json.dumps(marked, ensure_ascii=False, indent=4) + "\n").encode("utf-8", "backslashreplace")
    return b"".join(map(jsonl.dump, marked))


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
            file = f"{mark}{_file(form, side)}"
            if file not in files:
                (folder / file).unlink(missing_ok=True)


def _say_nothing(_line: str) -> None:
    return None
