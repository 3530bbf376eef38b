"""The commands that make a run again, from the settings that it was made with."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from selfinstruct.language import Language
from selfinstruct.options import option_of
from selfinstruct.publishing.places import without_folder
from selfinstruct.settings import Settings, without_place
from selfinstruct.steps import CONTAMINATION, JUDGE, PERSONAL_DATA, SELF_CONSISTENCY, SEMANTIC

_SAMPLING = {"temperature": "--temperature", "top_p": "--top-p", "max_tokens": "--answer-tokens"}
_APART = ("classify", "instances")
"""Stages that may have a backend of their own only when they are called one by one."""


def again(settings: Settings, language: Language | None, asked: int | None) -> list[str]:
    """The commands, one a line. asked: how many the run was to end with."""
    number = ["-n", str(asked)] if asked is not None else []
    who = _backend(settings.backend, settings.model)
    own = [stage for stage in _APART if settings.stage.get(stage)]
    first = ["generate" if own else "run", "--lang", settings.lang, *number, *who, *_options(settings)]
    common = [*_wording(settings, language), *_sampling(settings.stage.get("generate", {}))]
    curation, judge = list(_curation(settings)), _judge(settings)
    if not own:
        return [_line([*first, *common, *curation, *judge])]
    rest = [["classify"], ["instances"]]
    called = [[*name, "RUN", *_stage(settings.stage.get(name[0], {}))] for name in rest]
    return [_line(words) for words in ([*first, *common, "--out", "RUN"], *called, ["curate", "RUN", *curation, *judge])]


def replayed(settings: Settings, language: Language | None, tasks: int, log: str) -> str:
    """The command that makes the same tasks from the log, without a model."""
    words = ["run", "--lang", settings.lang, "-n", str(tasks), "--replay", log]
    return _line([*words, *_wording(settings, language), *_curation(settings)])


def own_files(settings: Settings) -> list[str]:
    """The user's files that the run was made with, without their folders."""
    packaged = {"", "code"}
    files = [*settings.pool, *settings.curation.against, settings.prompts, "" if settings.seeds in packaged else settings.seeds]
    return [Path(file).name for file in files if file]


def _line(words: Sequence[str]) -> str:
    return shlex.join(["selfinstruct", *words])


def _backend(name: str, model: str) -> list[str]:
    return ["--backend", name, *(["--model", without_folder(model)] if model else [])]


def _options(settings: Settings) -> list[str]:
    told = without_place(settings.options).items()
    return [word for name, value in told for word in ("--option", f"{name}={without_folder(value)}")]


def _sampling(own: Mapping[str, Any]) -> list[str]:
    return [word for name, option in _SAMPLING.items() if name in own for word in (option, f"{own[name]}")]


def _stage(own: Mapping[str, Any]) -> list[str]:
    who = ["--backend", own["backend"]] if "backend" in own else []
    model = ["--model", without_folder(own["model"])] if own.get("model") else []
    return [*who, *model, *_sampling({name: value for name, value in own.items() if name != "top_p"})]


def _judge(settings: Settings) -> list[str]:
    own = settings.stage.get(JUDGE, {})
    who = ["--judge-backend", own["backend"]] if "backend" in own else []
    return [*who, *(["--judge-model", without_folder(own["model"])] if own.get("model") else [])]


def _wording(settings: Settings, language: Language | None) -> Iterator[str]:
    """What fixes requests and novelty, where it is not the default."""
    recipe = settings.how
    tasks = recipe.tasks or (language.tasks_per_answer if language else None)
    usual: dict[str, tuple[Any, Any]] = {
        "recipe": (settings.recipe, "self-instruct"),
        "seed": (settings.seed, 0),
        "window": (settings.window, 32),
        "threshold": (settings.threshold, language.threshold if language else None),
        "seed_demonstrations": (settings.seed_demonstrations, recipe.seed_demonstrations),
        "machine_demonstrations": (settings.machine_demonstrations, recipe.machine_demonstrations),
        "tasks_per_request": (settings.tasks_per_request, tasks),
        "max_instances": (settings.max_instances, 5),
        "max_prompt_tokens": (settings.max_prompt_tokens, 0),
        "prompt_language": (settings.prompt_language, "native"),
        "seeds": (Path(settings.seeds).name, ""),
        "prompts": (Path(settings.prompts).name, ""),
    }
    for name, (value, default) in usual.items():
        if value != default:
            yield from (option_of(name), str(value))
    yield from ["--classification-only"] if settings.classification_only else []
    yield "--structured" if settings.structured else "--no-structured"
    for file in settings.pool:
        yield from ("--pool", Path(file).name)
    for part, word in settings.triggers.items():
        yield from ("--trigger", f"{part}={word}")


def _curation(settings: Settings) -> Iterator[str]:
    chosen = settings.curation
    for step in chosen.steps:
        yield from ("--curate", step)
    if CONTAMINATION in chosen.steps:
        yield from (word for file in chosen.against for word in ("--against", Path(file).name))
    if PERSONAL_DATA in chosen.steps:
        yield from ("--personal-data", chosen.personal_data)
    if chosen.embeds:
        yield from ("--embedder", chosen.embedder)
        yield from ("--embedding-model", without_folder(chosen.embedding_model)) if chosen.embedding_model else ()
        for name, value in chosen.embedding_options.items():
            yield from ("--embedding-option", f"{name}={without_folder(value)}")
    if SEMANTIC in chosen.steps:
        yield from ("--max-cosine", str(chosen.max_cosine))
    if SELF_CONSISTENCY in chosen.steps:
        yield from ("--trials", str(chosen.trials), "--closeness", chosen.closeness)
        yield from ("--min-closeness", str(chosen.min_closeness))
    if JUDGE in chosen.steps:
        yield from ("--min-score", str(chosen.min_score))
