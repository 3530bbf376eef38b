"""Curating a run that is there: whether it still can be as before, and what it takes to do it otherwise."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from selfinstruct.backend import Backend
from selfinstruct.errors import ConfigError
from selfinstruct.language import Language
from selfinstruct.options import CurationOptions
from selfinstruct.plugins import Plugins
from selfinstruct.progress import Progress
from selfinstruct.resolving import (
    build_backend,
    check_batches,
    check_judge,
    curation_of,
    embedder_of,
    judge_of,
    seed_file,
    sha256,
)
from selfinstruct.runfolder import COMPLETIONS, OLD_TASKS, TASKS, RunFolder, rejections_of, verdicts_of
from selfinstruct.settings import Settings, differences, with_stages
from selfinstruct.steps import ASKING, JUDGE, SEMANTIC, STEPS


def curated_anew(
    folder: RunFolder, settings: Settings, asked: CurationOptions, plugins: Plugins, progress: Progress, *, batch: bool
) -> Settings:
    """The settings with other steps of curation, and out of the way what the steps before had made.

    Raises ConfigError and PluginError, with everything left where it is.
    """
    stage = with_stages(settings, judge_of(asked))
    anew = replace(settings, curation=curation_of(asked, plugins), stage=stage)
    if not differences(settings, anew):
        return anew
    if anew.backend_of(JUDGE) != settings.backend_of(JUDGE) and any(row["stage"] == JUDGE for row in folder.rows(COMPLETIONS)):
        hint = "another judge needs a run of its own: replay this one's log into another folder with --replay and --out"
        raise ConfigError("tasks were judged already: the judge can not change now", hint=hint)
    check_judge(anew, plugins)
    if batch:
        check_batches(plugins, *(_backend(anew, step, plugins) for step in anew.curation.steps if step in ASKING))
    _check_seeds(anew, plugins.language(anew.lang))
    _put_away(folder, progress, ", ".join(anew.curation.steps) or "none")
    return anew


def check_compared(settings: Settings, language: Language, plugins: Plugins) -> None:
    """Raise ConfigError when what the steps compare with is not what it was: evaluation sets, embedder, seeds and pool."""
    curation = settings.curation
    if sha256(*map(Path, curation.against)) != curation.against_sha256:
        hint = f"--curate {' '.join(curation.steps)} --against FILE... curates anew by what they hold now"
        raise ConfigError(
            f"{', '.join(curation.against)}: not the evaluation sets that the tasks were compared with", hint=hint
        )
    if curation.embeds and (here := embedder_of(curation, plugins).identity) != curation.embedding_id:
        hint = f"--curate {' '.join(curation.steps)} ... curates anew by the one that is here"
        raise ConfigError(f"the embedder is not the one there was: {curation.embedding_id!r} -> {here!r}", hint=hint)
    _check_seeds(settings, language)


def _check_seeds(settings: Settings, language: Language) -> None:
    """Raise ConfigError when tasks are to be compared with seeds or a pool that are not those of the run."""
    if SEMANTIC not in settings.curation.steps:
        return
    same = sha256(seed_file(settings.seeds, language)) == settings.seeds_sha256
    if not same or sha256(*map(Path, settings.pool)) != settings.pool_sha256:
        hint = "put back what the run was begun with, or curate without the step semantic"
        raise ConfigError(f"the {'pool' if same else 'seed tasks'} of the run can not change", hint=hint)


def _backend(settings: Settings, stage: str, plugins: Plugins) -> Backend:
    name, model = settings.backend_of(stage)
    return build_backend(plugins, name, model or None, settings.options_of(stage))


def _put_away(folder: RunFolder, progress: Progress, steps: str) -> None:
    """Remove what the steps before had made, but for the tasks: somebody may have worked on them."""
    for step in STEPS:
        for name in (verdicts_of(step), rejections_of(step)):
            (folder.path / name).unlink(missing_ok=True)
    (folder.path / rejections_of("curate")).unlink(missing_ok=True)
    tasks = folder.path / TASKS
    if tasks.exists():
        old = _free(folder.path / OLD_TASKS, tasks.read_bytes())
        tasks.replace(old)
        progress.note(f"curated otherwise than before, steps: {steps}; {TASKS} is made anew, the one there is now {old.name}")


def _free(file: Path, data: bytes) -> Path:
    """The file itself, `tasks.old.2.jsonl` and so on: the first that is not there, or holds the same."""
    number = 1
    while file.exists() and file.read_bytes() != data:
        number += 1
        file = file.with_name(OLD_TASKS.replace(".jsonl", f".{number}.jsonl"))
    return file
