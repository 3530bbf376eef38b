"""From what was asked for to what fixes the records: backend, language and files looked up, every default filled in."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, get_args

from selfinstruct import resources
from selfinstruct.backend import Abilities, Backend, Style
from selfinstruct.curation import evaluation
from selfinstruct.embedder import Embedder
from selfinstruct.errors import ConfigError, PluginError
from selfinstruct.keys import api_key
from selfinstruct.language import Language
from selfinstruct.options import BASE_URL, CurationOptions, Options
from selfinstruct.pluginfaults import described
from selfinstruct.plugins import Plugins
from selfinstruct.promptchoice import ENGLISH, NATIVE, book_of
from selfinstruct.recipes import RECIPES
from selfinstruct.rouge import kernel
from selfinstruct.settings import Settings
from selfinstruct.steps import JUDGE, Curation


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


def build_backend(plugins: Plugins, name: str, model: str | None, options: Mapping[str, str]) -> Backend:
    """A backend, and that it tells of its abilities what the host can use. Raises ConfigError and PluginError."""
    backend = plugins.backend(name)(model, options)
    abilities: object = backend.abilities
    if not isinstance(abilities, Abilities):
        told = f"backend {name}: its abilities are {described(abilities)}, and must be Abilities"
        raise PluginError(told, hint="return Abilities(...), from selfinstruct")
    for ability, (good, there) in _ABILITIES.items():
        value: object = getattr(abilities, ability)
        if not good(value):
            hint = f"look at the options that it is given; `selfinstruct plugins --check {name}` tries all that it promises"
            raise PluginError(f"backend {name}: its abilities have {ability} {value!r:.40}; {there}", hint=hint)
    return backend


def _is_whole(least: int) -> Callable[[object], bool]:
    return lambda value: type(value) is int and value >= least


_STYLES = get_args(Style)
_ABILITIES: Mapping[str, tuple[Callable[[object], bool], str]] = {
    "style": (lambda value: value in _STYLES, f"there are {' and '.join(_STYLES)}"),
    "batch": (_is_whole(1), "it is a whole number from 1 on"),
    "parallel": (_is_whole(1), "it is a whole number from 1 on"),
    "context": (lambda value: value is None or _is_whole(1)(value), "it is a whole number of tokens, or None"),
    "thinking": (_is_whole(0), "it is a whole number of tokens"),
}


def resolve(options: Options, plugins: Plugins) -> tuple[Settings, Language]:
    """Everything that fixes the records, from what was asked for."""
    language = plugins.language(options.lang)
    backend = build_backend(plugins, options.backend, options.model, options.options)
    recipe = RECIPES[options.recipe]
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
        seed_demonstrations=_or(options.seed_demonstrations, recipe.seed_demonstrations),
        machine_demonstrations=_or(options.machine_demonstrations, recipe.machine_demonstrations),
        tasks_per_request=options.tasks_per_request or recipe.tasks or language.tasks_per_answer,
        max_instances=options.max_instances,
        structured=_structured(options, backend),
        max_prompt_tokens=options.max_prompt_tokens or 0,
        seeds=str(options.seeds or ""),
        seeds_sha256=sha256(seed_file(options.seeds, language)),
        pool=tuple(map(str, options.pool)),
        pool_sha256=sha256(*options.pool),
        prompt_language=NATIVE if language.code == ENGLISH else options.prompt_language,
        prompts=str(options.prompts or ""),
        prompts_sha256=book_of(language, options.prompt_language, options.prompts, options.triggers).sha256,
        tokenizer=language.tokenizer_id,
        options=dict(options.options),
        triggers=dict(options.triggers),
        curation=curation_of(options, plugins),
        stage={"generate": _given(asked), **judge_of(options)},
    )
    check_judge(settings, plugins)
    return settings, language


def judge_of(options: CurationOptions) -> dict[str, dict[str, Any]]:
    """The settings of the judge's stage, when any are given."""
    given = _given({"backend": options.judge_backend, "model": options.judge_model, BASE_URL: options.judge_base_url})
    return {JUDGE: given} if given else {}


def check_judge(settings: Settings, plugins: Plugins) -> None:
    """Raise what is wrong with a judge of its own, before anything is asked. Raises ConfigError and PluginError."""
    if JUDGE in settings.stages and settings.stage.get(JUDGE):
        name, model = settings.backend_of(JUDGE)
        build_backend(plugins, name, model or None, settings.options_of(JUDGE))


def check_batches(plugins: Plugins, *backends: Backend) -> None:
    """Raise ConfigError when a backend has no batches."""
    for backend in backends:
        if not backend.abilities.batches:
            able = [name for name, kind in plugins.backends().items() if kind.submit is not Backend.submit]
            hint = f"of those installed have: {', '.join(sorted(able)) or 'none'}; without --batch it goes on"
            raise ConfigError(f"--batch: {backend.name} {backend.model or ''}".rstrip() + " has no batches", hint=hint)


def curation_of(options: CurationOptions, plugins: Plugins) -> Curation:
    """What is chosen about curation, with what files and models hold looked up. Raises ConfigError and PluginError."""
    curation = replace(options.curation, against_sha256=sha256(*options.against))
    evaluation.check(options.against)
    if not curation.embeds:
        return curation
    embedder = embedder_of(curation, plugins)
    most = embedder.threshold if options.max_cosine is None else options.max_cosine
    return replace(curation, embedding_id=embedder.identity, max_cosine=most)


def embedder_of(curation: Curation, plugins: Plugins) -> Embedder:
    """What embeds texts, built now. Raises ConfigError and PluginError."""
    return plugins.embedder(curation.embedder)(curation.embedding_model or None, curation.embedding_options)


def _given(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in asked.items() if value is not None}


def _or(value: int | None, default: int) -> int:
    return default if value is None else value


def seed_file(seeds: Path | str | None, language: Language) -> Path | Traversable:
    """The file of a run's seed tasks: a user's, the packaged set of that name, or the language's own.

    Raises ConfigError when there is no such set in the language.
    """
    if not seeds:
        return language.seeds
    if str(seeds) not in resources.SEED_SETS:
        return Path(seeds)
    file = resources.seeds(f"{seeds}.{language.code}")
    if not file.is_file():
        raise ConfigError(f"--seeds {seeds}: there is no such set for {language.code}", hint="give a file of your own")
    return file


def _structured(options: Options, backend: Backend) -> bool:
    """By schema where the backend can, unless the user wants otherwise."""
    if options.structured and not backend.abilities.structured:
        hint = "leave it out: free text is read as well"
        raise ConfigError(f"--structured: {backend.name} {backend.model or ''} can not do that".replace("  ", " "), hint=hint)
    return backend.abilities.structured if options.structured is None else options.structured


def versions(plugins: Plugins) -> dict[str, str]:
    """What is installed: told in run.toml, for whoever reads it later."""
    packages = {provider.package: provider.version for provider in plugins.providers.values()}
    return {"python": platform.python_version(), **dict(sorted(packages.items())), "rouge kernel": kernel()}


def sha256(*files: Any) -> str:
    """One hash over what files hold, "" of none. Raises ConfigError for one that can not be read."""
    digest = hashlib.sha256()
    for file in files:
        try:
            digest.update(hashlib.sha256(file.read_bytes()).digest())
        except OSError as error:
            raise ConfigError(f"{file}: {error.strerror or error}", hint="give the path of a readable file") from None
    return digest.hexdigest() if files else ""
