"""What a user asks of a run, checked; nothing of it is looked up yet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from selfinstruct.errors import ConfigError
from selfinstruct.recipes import RECIPES
from selfinstruct.steps import CLOSENESS, CONTAMINATION, PERSONAL_DATA_MODES, Curation, check_used, in_order

PROMPT_LANGUAGES = ("native", "en")
BASE_URL = "base-url"
"""The backend option that says where a model is, not which it is: no part of a run's identity."""

_TIME = re.compile(r"(\d+(?:\.\d+)?)([smh]?)")
_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600}


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """What a user allows: none of it changes a record. None means no limit.

    max_requests, max_tokens, max_cost (US dollars): of the whole run, over all commands. max_time: seconds of one command.
    rpm, tpm, rpd, tpd: requests and tokens in a minute and in a day, where the server's own limits are not enough.
    prices: a file of prices over the built-in ones.
    """

    max_requests: int | None = None
    max_tokens: int | None = None
    max_cost: float | None = None
    max_time: float | None = None
    rpm: int | None = None
    tpm: int | None = None
    rpd: int | None = None
    tpd: int | None = None
    prices: Path | None = None

    def __post_init__(self) -> None:
        for name in ("max_requests", "max_tokens", "rpm", "tpm", "rpd", "tpd"):
            value = getattr(self, name)
            _check(value is None or value >= 1, option_of(name), value, "a whole number from 1")
        for name in ("max_cost", "max_time"):
            value = getattr(self, name)
            _check(value is None or 0 < value < float("inf"), option_of(name), value, "above 0")

    @property
    def given(self) -> dict[str, Any]:
        """The limits that were given, by name, as run.toml keeps them."""
        found = {f.name: getattr(self, f.name) for f in fields(Caps)}
        return {name: str(value) if name == "prices" else value for name, value in found.items() if value is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class CurationOptions(Caps):
    """What a user asks of curation, and allows it. None means the default of `steps.Curation`.

    against: evaluation sets; with any, the step that compares with them is taken.
    judge_backend, judge_model, judge_base_url: who judges, and where it is served; without, the run's own.
    """

    curate: tuple[str, ...] = ()
    against: tuple[Path, ...] = ()
    personal_data: str | None = None
    embedder: str | None = None
    embedding_model: str | None = None
    embedding_options: Mapping[str, str] = field(default_factory=dict)
    max_cosine: float | None = None
    trials: int | None = None
    closeness: str | None = None
    min_closeness: float | None = None
    min_score: int | None = None
    judge_backend: str | None = None
    judge_model: str | None = None
    judge_base_url: str | None = None

    def __post_init__(self) -> None:
        Caps.__post_init__(self)
        check_used(self.steps, {f.name: getattr(self, f.name) for f in fields(CurationOptions)})
        if CONTAMINATION in self.steps and not self.against:
            raise ConfigError("--curate contamination: nothing to compare with is given", hint="add --against FILE")
        for name, known in (("personal_data", PERSONAL_DATA_MODES), ("closeness", CLOSENESS)):
            value = getattr(self, name)
            _check(value is None or value in known, option_of(name), value, " or ".join(known))
        for name in ("max_cosine", "min_closeness"):
            value = getattr(self, name)
            _check(value is None or 0 <= value <= 1, option_of(name), value, "a number from 0 to 1")
        _check(self.trials is None or self.trials >= 1, "--trials", self.trials, "a whole number from 1")
        _check(self.min_score is None or 1 <= self.min_score <= 5, "--min-score", self.min_score, "a whole number from 1 to 5")
        if self.judge_base_url is not None:
            check_url(self.judge_base_url, "--judge-base-url")

    @property
    def curates(self) -> bool:
        """Whether anything is asked for, be it that no step is taken."""
        return bool(self.curate or self.against)

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps asked for, in the order in which they are taken."""
        return in_order((*self.curate, *([CONTAMINATION] if self.against else [])))

    @property
    def curation(self) -> Curation:
        """What is chosen, with the defaults filled in; what files and models hold is not looked up here."""
        given = {f.name: getattr(self, f.name, None) for f in fields(Curation) if f.name not in {"steps", "against"}}
        chosen = {name: value for name, value in given.items() if value is not None}
        return Curation(steps=self.steps, against=tuple(map(str, self.against)), **chosen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options(CurationOptions):
    """What a user asks of a run. None means: the default of the language, of the backend, of the recipe or of the method.

    triggers: words by which prompts and answers mark the parts of a task, in place of the language's own.
    batch: what can go in batches does. Like the limits it changes no record.
    """

    lang: str
    n: int = 20
    backend: str = "auto"
    model: str | None = None
    recipe: str = "self-instruct"
    out: Path | None = None
    seed: int = 0
    seeds: Path | None = None
    pool: tuple[Path, ...] = ()
    threshold: float | None = None
    concurrency: int = 8
    window: int = 32
    options: Mapping[str, str] = field(default_factory=dict)
    base_url: str | None = None
    temperature: float | None = None
    top_p: float | None = None
    answer_tokens: int | None = None
    classification_only: bool = False
    seed_demonstrations: int | None = None
    machine_demonstrations: int | None = None
    tasks_per_request: int | None = None
    max_instances: int = 5
    replay: Path | None = None
    structured: bool | None = None
    max_prompt_tokens: int | None = None
    prompt_language: str = "native"
    prompts: Path | None = None
    triggers: Mapping[str, str] = field(default_factory=dict)
    batch: bool = False

    def __post_init__(self) -> None:
        CurationOptions.__post_init__(self)
        _check(self.n >= 1, "-n", self.n, "a whole number from 1")
        _check(self.concurrency >= 1, "--concurrency", self.concurrency, "a whole number from 1")
        _check(self.window >= 1, "--window", self.window, "a whole number from 1")
        for name, least in (("seed_demonstrations", 1), ("machine_demonstrations", 0), ("tasks_per_request", 1)):
            value = getattr(self, name)
            _check(value is None or value >= least, option_of(name), value, f"a whole number from {least}")
        _check(self.max_instances >= 1, "--max-instances", self.max_instances, "a whole number from 1")
        _check(self.threshold is None or 0 <= self.threshold <= 1, "--threshold", self.threshold, "a number from 0 to 1")
        _check(
            self.temperature is None or 0 <= self.temperature <= 2, "--temperature", self.temperature, "a number from 0 to 2"
        )
        _check(self.top_p is None or 0 < self.top_p <= 1, "--top-p", self.top_p, "a number above 0, up to 1")
        _check(self.answer_tokens is None or self.answer_tokens >= 1, "--answer-tokens", self.answer_tokens, "from 1")
        _check(
            self.max_prompt_tokens is None or self.max_prompt_tokens >= 1,
            "--max-prompt-tokens",
            self.max_prompt_tokens,
            "from 1",
        )
        languages = " or ".join(PROMPT_LANGUAGES)
        _check(self.prompt_language in PROMPT_LANGUAGES, "--prompt-language", self.prompt_language, languages)
        _check(self.recipe in RECIPES, "--recipe", self.recipe, f"one of {', '.join(RECIPES)}")
        if self.classification_only and RECIPES[self.recipe].whole:
            hint = "leave it out, or take --recipe self-instruct"
            raise ConfigError(f"--classification-only: the {self.recipe} recipe has no classification", hint=hint)
        for name in self.options:
            if any(word in name.lower() for word in ("key", "token", "secret", "password")):
                hint = "keys come from the environment: options are written to run.toml"
                raise ConfigError(f"--option {name}: not taken", hint=hint)
        if self.base_url is not None:
            object.__setattr__(self, "options", {**self.options, BASE_URL: self.base_url})
        if BASE_URL in self.options:
            check_url(self.options[BASE_URL])


def seconds_of(text: str) -> float:
    """The seconds in a time as users write it: 90, 90s, 20m, 1.5h, 1h30m. Raises ValueError for anything else."""
    parts = _TIME.findall(text)
    if not parts or "".join(number + unit for number, unit in parts) != text or any(not unit for _, unit in parts[:-1]):
        raise ValueError(f"{text!r} is not a time such as 90s, 20m or 3h")
    return sum(float(number) * _UNITS[unit] for number, unit in parts)


def option_of(name: str) -> str:
    """An option as it is typed."""
    return "--" + name.replace("_", "-")


def check_url(url: str, option: str = "--base-url") -> None:
    """Raises ConfigError for what is no address of a server, or holds a secret: it is written to run.toml."""
    parts = urlsplit(url)
    _check(parts.scheme in {"http", "https"} and bool(parts.hostname), option, url, "an http or https address")
    if parts.username or parts.password or parts.query:
        hint = "keys come from the environment: addresses are written to run.toml"
        raise ConfigError(f"{option}: an address with a password or a query in it is not taken", hint=hint)


def _check(good: bool, name: str, value: object, wanted: str) -> None:
    if not good:
        raise ConfigError(f"{name} {value}: must be {wanted}", hint="selfinstruct run --help")
