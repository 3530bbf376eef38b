"""A run's folder or a file of tasks, read so that everything about its tasks can be told."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from selfinstruct import settings as settings_file
from selfinstruct.errors import ConfigError, StoreError
from selfinstruct.language import Language
from selfinstruct.plugins import Plugins
from selfinstruct.records import Rejection, Task
from selfinstruct.runfolder import COMPLETIONS, FILES, INSTRUCTIONS, TASKS, rejections_of
from selfinstruct.settings import Settings
from selfinstruct.steps import STEPS
from selfinstruct.taskfile import Line, faults_of, read_lines, read_tasks, task_of

_IN_THE_LOG = {"prompt", "response"}


@dataclass(frozen=True, slots=True)
class Source:
    """Tasks with all that is known of them.

    settings: None for a file. instructions: id -> its row in `instructions.jsonl`, without the prompt and the response in its
    metadata, which are large and in the log; a file's tasks have none.
    rejections: stage -> what it refused, in order. completions: the log, None for a file. It is large, and read when asked for.
    classified: whether anybody decided which tasks are classifications. limits, versions: as in `run.toml`; empty for a file.
    """

    name: str
    path: Path
    lang: str
    tasks: Sequence[Task]
    settings: Settings | None = None
    instructions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    rejections: Mapping[str, Sequence[Rejection]] = field(default_factory=dict)
    completions: Path | None = None
    classified: bool = True
    limits: Mapping[str, Any] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)


def read_source(path: Path, lang: str | None = None) -> Source:
    """Read a run's folder, also while it goes on, or any file that `--seeds` takes; a file needs `lang`.

    Raises ConfigError and StoreError naming file, line and field.
    """
    if path.is_dir():
        return _run(path)
    if lang is None:
        raise ConfigError(f"{path}: the language of a file is not known", hint="add --lang CODE")
    tasks = read_tasks(path, lang)
    said = any("is_classification" in line.row for line in read_lines(path))
    return Source(path.stem, path, lang, tasks, classified=said)


def language_of(source: Source, plugins: Plugins) -> Language | None:
    """The language of a source; of a run, None when its plugin is not there. Raises PluginError for a file's that is not."""
    known = plugins.languages()
    return known.get(source.lang) if source.settings else plugins.language(source.lang)


def whole_rows(file: Path) -> Iterator[Any]:
    """The records of a file that another process may be writing, one by one; a last line without its end is left out.

    None when there is no file. Raises StoreError naming file and line.
    """
    if not file.exists():
        return
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.endswith(b"\n"):
                return
            try:
                yield json.loads(line)
            except ValueError as error:
                hint = "a line of this file was changed or damaged: mend or remove it"
                raise StoreError(f"{file}:{number}: not JSON: {error}", hint=hint) from None


def _run(path: Path) -> Source:
    kept = settings_file.read(path)
    if kept is None:
        raise ConfigError(f"{path}: no run is there ({settings_file.FILE} is missing)", hint="give a run's folder or a file")
    stages = [stage for stage in (*FILES, *STEPS) if (path / rejections_of(stage)).exists()]
    return Source(
        path.resolve().name,
        path,
        kept.lang,
        list(_tasks(path / TASKS, kept.lang)),
        kept,
        _instructions(path / INSTRUCTIONS),
        {stage: _rejections(path / rejections_of(stage)) for stage in stages},
        path / COMPLETIONS,
        "classify" in kept.stages,
        settings_file.limits(path),
        _versions(path),
    )


def _tasks(file: Path, lang: str) -> Iterator[Task]:
    for number, row in enumerate(whole_rows(file), 1):
        line = Line(f"{file}:{number}", row)
        if faults := faults_of(line):
            raise ConfigError("\n".join(faults[:5]), hint="mend that line; a run writes it anew when the file is moved away")
        yield task_of(row, lang)


def _rejections(file: Path) -> list[Rejection]:
    with as_written(file):
        return [Rejection(**row) for row in whole_rows(file)]


def _instructions(file: Path) -> dict[str, Mapping[str, Any]]:
    """The rows by id. Each is near ten others, so the texts are kept once."""
    with as_written(file):
        return {row["id"]: row for row in _slim(whole_rows(file))}


def _slim(rows: Iterator[Any]) -> Iterator[dict[str, Any]]:
    texts: dict[str, str] = {}
    for row in rows:
        row["most_similar"] = {texts.setdefault(text, text): score for text, score in row["most_similar"].items()}
        row["instruction"] = texts.setdefault(row["instruction"], row["instruction"])
        row["metadata"] = {name: value for name, value in row["metadata"].items() if name not in _IN_THE_LOG}
        yield row


@contextmanager
def as_written(file: Path) -> Iterator[None]:
    """Turns what a row lacks into one line that names the file: StoreError."""
    try:
        yield
    except (KeyError, TypeError, AttributeError) as error:
        hint = "mend it, or move the derived files away: the command that began the run writes them anew from its log"
        raise StoreError(f"{file}: a row is not as a run writes it: {error!r}", hint=hint) from None


def _versions(folder: Path) -> dict[str, str]:
    try:
        return dict(tomllib.loads((folder / settings_file.FILE).read_text("utf-8"))["versions"])
    except (OSError, ValueError, KeyError):
        return {}
