"""A run made ready: options resolved against plugins and files, the folder opened, the settings checked and written."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from selfinstruct import settings as settings_file
from selfinstruct.backend import Backend
from selfinstruct.completionlog import CompletionLog
from selfinstruct.errors import ConfigError, StoreError
from selfinstruct.keys import api_key
from selfinstruct.language import Language
from selfinstruct.plugins import Plugins
from selfinstruct.progress import Progress
from selfinstruct.prompts import PromptBook
from selfinstruct.rouge import kernel
from selfinstruct.runfolder import COMPLETIONS, FILES, RunFolder, rejections_of
from selfinstruct.settings import Options, Settings
from selfinstruct.stages.requests import Requests

_KNOWN_TOKENS = 1 << 17


@dataclass(frozen=True, slots=True)
class Run:
    """All that the stages of one run need."""

    folder: RunFolder
    settings: Settings
    language: Language
    plugins: Plugins
    progress: Progress
    log: CompletionLog
    concurrency: int

    @property
    def book(self) -> PromptBook:
        """The prompts of the run's language."""
        return PromptBook(self.language.prompts)

    def backend(self, stage: str) -> Backend:
        """The backend of a stage, built now."""
        name, model = self.settings.backend_of(stage)
        backend = self.plugins.backend(name)(model or None, self.settings.options)
        backend.note = self.progress.note
        return backend

    def requests(self, stage: str, backend: Backend) -> Requests:
        """Renders the requests of a stage for its backend."""
        settings = self.settings
        return Requests(stage, settings.lang, self.book, backend.abilities.style, settings.sampling(stage), settings.seed)


@contextmanager
def open_new(options: Options, plugins: Plugins, progress: Progress) -> Iterator[Run]:
    """Begin a run, or go on with the one in its folder. Raises ConfigError when that one has other settings."""
    options, said = choose_backend(options, plugins)
    for line in said:
        progress.note(line)
    settings, language = resolve(options, plugins)
    out = options.out or Path("runs") / f"{options.lang}-{settings.backend}"
    with RunFolder(out) as folder:
        old = settings_file.read(out)
        if old is None and any(out.glob("*.jsonl")):
            hint = "choose an empty folder with --out"
            raise StoreError(f"{out} holds .jsonl files but no {settings_file.FILE}: not a run", hint=hint)
        if old is not None:
            settings = replace(settings, stage={**old.stage, "generate": settings.stage["generate"]})
            settings_file.check_same(out, old, settings)
        if kernel() == "python":
            progress.note("novelty is judged in Python; faster, to the same results: pip install 'selfinstruct[rust]'")
        limits = {"n": options.n, "concurrency": options.concurrency}
        settings_file.write(out, settings, limits=limits, versions=versions(plugins))
        yield _ready(folder, settings, language, plugins, progress, options.concurrency)


@contextmanager
def open_old(
    path: Path, plugins: Plugins, progress: Progress, *, concurrency: int = 8, stage: str = "", **overrides: Any
) -> Iterator[Run]:
    """Go on with the run in a folder. Overrides are kept for the stage, and fixed once it has rows."""
    if not (path / settings_file.FILE).exists():
        raise ConfigError(
            f"{path}: no run is there ({settings_file.FILE} is missing)", hint="begin one: selfinstruct run --out FOLDER"
        )
    with RunFolder(path) as folder:
        settings = settings_file.read(path)
        assert settings is not None  # noqa: S101 - the file was there a moment ago, under the same lock
        language = plugins.language(settings.lang)
        given = {name: value for name, value in overrides.items() if value is not None}
        if given and given != {name: settings.stage.get(stage, {}).get(name) for name in given}:
            settings = _override(folder, settings, stage, given, plugins)
        _check_versions(path, settings, language)
        yield _ready(folder, settings, language, plugins, progress, concurrency)


def choose_backend(options: Options, plugins: Plugins) -> tuple[Options, list[str]]:
    """Settle `auto`: groq when its key is set and its plugin there, else offline, said in one line."""
    if options.replay:
        if options.backend not in {"auto", "replay"}:
            raise ConfigError(f"--replay and --backend {options.backend} exclude each other", hint="leave --backend out")
        return replace(options, backend="replay", options={**options.options, "file": str(options.replay)}), []
    if options.backend != "auto":
        return options, []
    key, plugin = api_key("GROQ_API_KEY") is not None, "groq" in plugins.backends()
    if key and plugin:
        return replace(options, backend="groq"), ["GROQ_API_KEY is set: using groq"]
    why = "no GROQ_API_KEY" if plugin else f"no groq backend is installed{', though GROQ_API_KEY is set' if key else ''}"
    told = f"{why}: using offline, a phrase table to try things with; its output is not for training"
    return replace(options, backend="offline"), [told]


def resolve(options: Options, plugins: Plugins) -> tuple[Settings, Language]:
    """Everything that fixes the records, from what was asked for."""
    language = plugins.language(options.lang)
    backend = plugins.backend(options.backend)(options.model, options.options)
    asked = {"temperature": options.temperature, "top_p": options.top_p, "max_tokens": options.answer_tokens}
    settings = Settings(
        lang=options.lang,
        backend=options.backend,
        model=backend.model or "",
        style=backend.abilities.style,
        recipe=options.recipe,
        seed=options.seed,
        window=options.window,
        threshold=language.threshold if options.threshold is None else options.threshold,
        classification_only=options.classification_only,
        seed_demonstrations=options.seed_demonstrations,
        machine_demonstrations=options.machine_demonstrations,
        tasks_per_request=options.tasks_per_request,
        max_instances=options.max_instances,
        seeds=str(options.seeds or ""),
        seeds_sha256=_sha256(options.seeds or language.seeds),
        pool=tuple(map(str, options.pool)),
        pool_sha256=_sha256(*options.pool),
        prompts_sha256=PromptBook(language.prompts).sha256,
        tokenizer=language.tokenizer_id,
        options=dict(options.options),
        stage={"generate": {name: value for name, value in asked.items() if value is not None}},
    )
    return settings, language


def versions(plugins: Plugins) -> dict[str, str]:
    """What is installed: told in run.toml, for whoever reads it later."""
    packages = {provider.package: provider.version for provider in plugins.providers.values()}
    return {"python": platform.python_version(), **dict(sorted(packages.items())), "rouge kernel": kernel()}


def _ready(
    folder: RunFolder, settings: Settings, language: Language, plugins: Plugins, progress: Progress, concurrency: int
) -> Run:
    for line in folder.mend():
        progress.note(line)
    log = CompletionLog(folder.path / COMPLETIONS)
    # The pool is tokenised again in every round of a run, and a morpheme analyser is slow.
    language = replace(language, tokens=lru_cache(_KNOWN_TOKENS)(language.tokens))
    return Run(folder, settings, language, plugins, progress, log, concurrency)


def _override(folder: RunFolder, settings: Settings, stage: str, given: Mapping[str, Any], plugins: Plugins) -> Settings:
    if folder.count(FILES[stage]) or folder.count(rejections_of(stage)):
        hint = f"remove {FILES[stage]} and {rejections_of(stage)} from {folder.path} to run this stage anew"
        raise ConfigError(f"{stage} has rows already: its {', '.join(given)} can not change now", hint=hint)
    if "backend" in given:
        plugins.backend(given["backend"])
    fresh = replace(settings, stage={**settings.stage, stage: {**settings.stage.get(stage, {}), **given}})
    settings_file.write(folder.path, fresh, limits=settings_file.limits(folder.path), versions=versions(plugins))
    return fresh


def _check_versions(path: Path, settings: Settings, language: Language) -> None:
    now = replace(settings, tokenizer=language.tokenizer_id, prompts_sha256=PromptBook(language.prompts).sha256)
    settings_file.check_same(path, settings, now)


def _sha256(*files: Any) -> str:
    digest = hashlib.sha256()
    for file in files:
        try:
            digest.update(hashlib.sha256(file.read_bytes()).digest())
        except OSError as error:
            raise ConfigError(f"{file}: {error.strerror or error}", hint="give the path of a readable file") from None
    return digest.hexdigest() if files else ""
