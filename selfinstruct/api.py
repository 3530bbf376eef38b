"""Everything that the command line does, as one call each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from selfinstruct.records import Task

if TYPE_CHECKING:
    from selfinstruct.diagnosis import Diagnosis
    from selfinstruct.plugins import Plugins
    from selfinstruct.progress import Progress
    from selfinstruct.runstatus import Status


@dataclass(frozen=True, slots=True)
class Result:
    """What a call has left behind: the run's folder and how much is in it."""

    folder: Path
    instructions: int
    tasks: list[Task]


def run(lang: str, n: int = 20, *, plugins: Plugins | None = None, progress: Progress | None = None, **options: Any) -> Result:
    """Make exactly `n` tasks in a language: all stages, going on where the folder's run stopped.

    options: as on the command line (backend, model, out, seed, seeds, pool, threshold, concurrency, window, options,
    temperature, top_p, answer_tokens, classification_only, replay). Raises SelfInstructError and its children.
    """
    return _begin(lang, n, "whole", plugins, progress, options)


def generate(
    lang: str, n: int = 20, *, plugins: Plugins | None = None, progress: Progress | None = None, **options: Any
) -> Result:
    """Make exactly `n` instructions: the first stage alone, with the options of `run`."""
    return _begin(lang, n, "generate", plugins, progress, options)


def classify(folder: Path | str, **options: Any) -> Result:
    """Decide for each instruction of a run whether it is a classification.

    Options: backend, model, temperature, max_tokens, concurrency.
    """
    return _go_on(folder, "classify", options)


def instances(folder: Path | str, **options: Any) -> Result:
    """Write inputs and outputs for each classified instruction of a run. Options as in `classify`."""
    return _go_on(folder, "instances", options)


def curate(folder: Path | str, **options: Any) -> Result:
    """Keep what is usable of a run's instances as tasks."""
    return _go_on(folder, "curate", options)


def export(folder: Path | str, formats: Sequence[str] = ("messages",), **options: Any) -> list[Path]:
    """Write training files of a run's tasks into its `export/`; their paths.

    Options: test, seed, template, max_instances, system, ids.
    """
    from selfinstruct import settings
    from selfinstruct.backend import NOT_FOR_TRAINING
    from selfinstruct.errors import ConfigError
    from selfinstruct.runfolder import TASKS
    from selfinstruct.stages.export import export as write
    from selfinstruct.taskfile import read_tasks

    path = Path(folder)
    kept = settings.read(path)
    if kept is None:
        raise ConfigError(f"{path}: no run is there", hint="give the folder of a run")
    tasks = read_tasks(path / TASKS, kept.lang)
    real = not any(NOT_FOR_TRAINING in (task.source or "") for task in tasks)
    name = f"selfinstruct_{kept.lang}"
    return write(tasks, path / "export", language=kept.lang, formats=formats, name=name, for_training=real, **options)


def filter(  # noqa: A001 - the command's name
    file: Path | str, lang: str, *, pool: Sequence[Path | str] = (), plugins: Plugins | None = None, **options: Any
) -> Iterator[tuple[bool, dict[str, Any]]]:
    """The novelty filter on any file: (kept or not, row) for each row, in order. Options: field, threshold, scores."""
    from selfinstruct.novelty import filter_file

    language = (plugins or load_plugins()).language(lang)
    for found in filter_file(Path(file), language, pool=[Path(other) for other in pool], **options):
        yield found.kept, found.row


def status(folder: Path | str) -> Status:
    """How far a run is: counts, reasons, tokens, and what comes next."""
    from selfinstruct.runstatus import read

    return read(Path(folder))


def doctor(plugins: Plugins | None = None) -> Diagnosis:
    """Whether this machine is ready: versions, keys, and a small run in every language."""
    from selfinstruct.diagnosis import diagnose

    return diagnose(plugins or load_plugins())


def load_plugins(without: Sequence[str] = ()) -> Plugins:
    """The installed plugins but those named."""
    from selfinstruct.plugins import load

    return load(without)


def _begin(
    lang: str, n: int, what: str, plugins: Plugins | None, progress: Progress | None, options: Mapping[str, Any]
) -> Result:
    from selfinstruct import pipeline
    from selfinstruct.progress import Progress
    from selfinstruct.runfolder import INSTRUCTIONS
    from selfinstruct.runs import open_new
    from selfinstruct.settings import Options

    asked = Options(lang=lang, n=n, **_paths(options))
    with open_new(asked, plugins or load_plugins(), progress or Progress()) as opened:
        getattr(pipeline, what)(opened, n)
        return Result(opened.folder.path, opened.folder.count(INSTRUCTIONS), pipeline.tasks(opened))


def _go_on(folder: Path | str, stage: str, options: Mapping[str, Any]) -> Result:
    from selfinstruct import pipeline
    from selfinstruct.progress import Progress
    from selfinstruct.runfolder import INSTRUCTIONS
    from selfinstruct.runs import open_old

    given = dict(options)
    plugins, progress = given.pop("plugins", None) or load_plugins(), given.pop("progress", None) or Progress()
    with open_old(Path(folder), plugins, progress, stage=stage, **given) as opened:
        if stage == "classify":
            pipeline.classify(opened)
        elif stage == "instances":
            pipeline.write_instances(opened)
        else:
            pipeline.curate(opened)
        return Result(opened.folder.path, opened.folder.count(INSTRUCTIONS), pipeline.tasks(opened))


def _paths(options: Mapping[str, Any]) -> dict[str, Any]:
    """Texts where paths are meant are taken as paths."""
    given = dict(options)
    for name in ("out", "seeds", "replay"):
        if given.get(name) is not None:
            given[name] = Path(given[name])
    given["pool"] = tuple(Path(file) for file in given.get("pool", ()))
    return given
