"""A run as a folder that is ready for the hub."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from selfinstruct import jsonl, reviews
from selfinstruct.backend import NOT_FOR_TRAINING
from selfinstruct.errors import ConfigError, StoreError
from selfinstruct.figures.overview import Overview, overview
from selfinstruct.figures.sources import Source, language_of, read_source
from selfinstruct.plugins import Plugins
from selfinstruct.publishing import files
from selfinstruct.publishing.card import CARD, card
from selfinstruct.publishing.choices import Choices
from selfinstruct.publishing.facts import LOG, REJECTIONS, Facts
from selfinstruct.records import Row, row
from selfinstruct.settings import FILE, Settings

_BEGINS = "language:\n"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A folder for the hub. paths: every file that belongs to it, the card first. card: its text.

    source: the run, with the tasks that are published.
    """

    folder: Path
    paths: tuple[Path, ...]
    card: str
    facts: Facts
    source: Source

    @property
    def names(self) -> dict[str, Path]:
        """Where each file is on the hub, and here."""
        return {path.relative_to(self.folder).as_posix(): path for path in self.paths}


def bundle(run: Path, folder: Path, plugins: Plugins, choices: Choices, *, repo: str = "") -> Bundle:
    """Write card and data of a run into a folder; what an earlier bundle left there and this one has not is removed.

    The same run and choices write the same bytes. repo: the name that readers load it by.
    Raises ConfigError when there is no run, no task, or no pyarrow for Parquet, and StoreError when it cannot be written.
    """
    if choices.parquet:
        files.check_parquet()
    check_free(folder, _BEGINS)
    source = read_run(run)
    log = _log(source) if choices.with_log else None
    published, marked = _reviewed(source, choices)
    language = language_of(source, plugins)
    found = overview(published, language, nearest_seed=False)
    real = _is_for_training(source, found)
    sides = files.sides(published.tasks, source.lang, choices, for_training=real)
    refused = list(_refused(source)) if choices.with_rejections else []
    suffix = files.PARQUET if choices.parquet else "jsonl"
    facts = Facts(
        overview=found,
        settings=_settings(source),
        language=language,
        choices=choices,
        for_training=real,
        asked=source.limits.get("n"),
        made=len(source.tasks),
        marked=marked,
        rows={side: len(made) for side, made in sides.items()},
        files={side: files.name_of(side, suffix, for_training=real) for side in sides},
        example=next(iter(sides.values()))[0],
        refused=len(refused),
        repo=repo,
    )
    text = card(facts)
    with _told(folder):
        paths = [
            *_write(folder, text, sides, facts),
            *_write_more(folder, refused, log),
        ]
        _drop_others(folder, paths)
    return Bundle(folder, tuple(paths), text, facts, published)


def check_free(folder: Path, begins: str) -> None:
    """Raises ConfigError when a folder holds a run, or a README.md that is not one of ours, which begins with that line."""
    try:
        other = not (folder / CARD).read_text("utf-8").startswith(f"---\n{begins}")
    except (OSError, ValueError):
        other = (folder / CARD).exists()
    if other or (folder / FILE).exists():
        raise ConfigError(f"{folder}: something else is there, which would be overwritten", hint="choose an empty folder")


def read_run(path: Path) -> Source:
    """A run with tasks. Raises ConfigError when there is none."""
    if not path.is_dir():
        raise ConfigError(f"{path}: no run is there", hint="give the folder of a run")
    source = read_source(path)
    if not source.tasks:
        raise ConfigError(f"{path}: the run has no tasks to publish", hint="make some first: selfinstruct run")
    return source


def _is_for_training(source: Source, found: Overview) -> bool:
    """Whether everything that wrote the tasks may be trained on, by the tasks and by the log."""
    marked = any(NOT_FOR_TRAINING in (task.source or "") for task in source.tasks)
    return not marked and found.origin.for_training is not False


def _log(source: Source) -> Path:
    if source.completions is None or not source.completions.exists():
        raise ConfigError(f"{source.path}: the log is not there", hint="leave --with-log out")
    return source.completions


def _settings(source: Source) -> Settings:
    if source.settings is None:
        raise ConfigError(f"{source.path}: no run is there", hint="give the folder of a run")
    return source.settings


def _reviewed(source: Source, choices: Choices) -> tuple[Source, Mapping[str, int]]:
    """The tasks as a person left them, and how many marks of each kind count."""
    if not choices.reviewed:
        return source, {}
    said = reviews.reviews(source.path)
    kept = reviews.choose(source.tasks, source.path, choices.reviewed)
    counted = Counter(mark.mark for mark in said.marks.values())
    return replace(source, tasks=kept), {mark: counted[mark] for mark in reviews.MARKS if counted[mark]}


def _refused(source: Source) -> Iterator[Row]:
    for stage, refused in source.rejections.items():
        for each in refused:
            yield {"stage": stage, **row(each)}


def _write(folder: Path, text: str, sides: Mapping[str, list[Row]], facts: Facts) -> Iterator[Path]:
    (folder / files.DATA).mkdir(parents=True, exist_ok=True)
    jsonl.replace(folder / CARD, text.encode())
    yield folder / CARD
    for side, made in sides.items():
        yield files.write_jsonl(folder / files.name_of(side, "jsonl", for_training=facts.for_training), made)
        if facts.choices.parquet:
            name = files.name_of(side, files.PARQUET, for_training=facts.for_training)
            yield files.write_parquet(folder / name, made)


def _write_more(folder: Path, refused: list[Row], log: Path | None) -> Iterator[Path]:
    if refused:
        yield files.write_jsonl(folder / REJECTIONS, refused)
    if log:
        (folder / LOG).parent.mkdir(exist_ok=True)
        _copy_whole_lines(log, folder / LOG)
        yield folder / LOG


def _copy_whole_lines(log: Path, file: Path) -> None:
    with log.open("rb") as lines, jsonl.fresh(file) as out:
        for line in lines:
            if line.endswith(b"\n"):
                out.write(line)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"{folder}: {error.strerror or error}", hint="choose another folder with --out") from error


def ours() -> list[str]:
    """Every name that a file of a bundle may have."""
    data = [
        files.name_of(side, suffix, for_training=real)
        for side in files.SIDES
        for suffix in ("jsonl", files.PARQUET)
        for real in (True, False)
    ]
    return [CARD, *data, REJECTIONS, LOG]


def _drop_others(folder: Path, paths: list[Path]) -> None:
    for name in ours():
        if folder / name not in paths:
            (folder / name).unlink(missing_ok=True)
