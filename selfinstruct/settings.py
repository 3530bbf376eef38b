"""What was asked for, what of it fixes the records, and `run.toml`, which holds both."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from selfinstruct import jsonl
from selfinstruct.backend import Sampling, Style
from selfinstruct.errors import ConfigError, StoreError

FILE = "run.toml"
RECIPES = ("self-instruct",)
PROMPT_LANGUAGES = ("native", "en")
STAGES = ("generate", "classify", "instances")
DEFAULTS = {
    "generate": Sampling(max_tokens=2048, temperature=0.7, top_p=0.95),
    "classify": Sampling(max_tokens=64),
    "instances": Sampling(max_tokens=2048),
}
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
class Options(Caps):
    """What a user asks of a run. None means: the default of the language, of the backend or of the method.

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
    seed_demonstrations: int = 6
    machine_demonstrations: int = 2
    tasks_per_request: int = 8
    max_instances: int = 5
    replay: Path | None = None
    structured: bool | None = None
    max_prompt_tokens: int | None = None
    prompt_language: str = "native"
    prompts: Path | None = None
    batch: bool = False

    def __post_init__(self) -> None:
        Caps.__post_init__(self)
        _check(self.n >= 1, "-n", self.n, "a whole number from 1")
        _check(self.concurrency >= 1, "--concurrency", self.concurrency, "a whole number from 1")
        _check(self.window >= 1, "--window", self.window, "a whole number from 1")
        _check(self.seed_demonstrations >= 1, "--seed-demonstrations", self.seed_demonstrations, "a whole number from 1")
        _check(self.machine_demonstrations >= 0, "--machine-demonstrations", self.machine_demonstrations, "0 or more")
        _check(self.tasks_per_request >= 1, "--tasks-per-request", self.tasks_per_request, "a whole number from 1")
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
        for name in self.options:
            if any(word in name.lower() for word in ("key", "token", "secret", "password")):
                hint = "keys come from the environment: options are written to run.toml"
                raise ConfigError(f"--option {name}: not taken", hint=hint)
        if self.base_url is not None:
            object.__setattr__(self, "options", {**self.options, BASE_URL: self.base_url})
        if BASE_URL in self.options:
            check_url(self.options[BASE_URL])


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What fixes the records of a run: with the same settings and the same completions come the same bytes.

    structured: answers are asked for by JSON schema. max_prompt_tokens is 0 for no limit. seeds is "" for the language's own.
    prompts: the folder of a user's prompts, "" without; prompts_sha256 is of all that the prompts are made of.
    The sha256 fields tie the run to what the files held.
    """

    lang: str
    backend: str
    model: str
    style: Style
    recipe: str
    seed: int
    window: int
    threshold: float
    classification_only: bool
    seed_demonstrations: int
    machine_demonstrations: int
    tasks_per_request: int
    max_instances: int
    structured: bool = False
    max_prompt_tokens: int = 0
    seeds: str
    seeds_sha256: str
    pool: tuple[str, ...]
    pool_sha256: str
    prompt_language: str = "native"
    prompts: str = ""
    prompts_sha256: str
    tokenizer: str
    options: Mapping[str, str]
    stage: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def sampling(self, stage: str) -> Sampling:
        """How a stage samples: its defaults, and what was asked for otherwise."""
        names = {f.name for f in fields(Sampling)}
        default = {name: getattr(DEFAULTS[stage], name) for name in names}
        return Sampling(**default | {k: v for k, v in self.stage.get(stage, {}).items() if k in names})

    def backend_of(self, stage: str) -> tuple[str, str]:
        """Which backend and model answer in a stage."""
        own = self.stage.get(stage, {})
        return own.get("backend", self.backend), own.get("model", self.model if "backend" not in own else "")

    def options_of(self, stage: str) -> dict[str, str]:
        """The backend's options in a stage: the run's for the run's backend, none for another, and the stage's own address."""
        own = self.stage.get(stage, {})
        options = dict(self.options) if own.get("backend", self.backend) == self.backend else {}
        return options | {name: own[name] for name in (BASE_URL,) if name in own}


def read(folder: Path) -> Settings | None:
    """The settings of a run, None when there is none. Raises StoreError when the file is damaged."""
    file = folder / FILE
    if not file.exists():
        return None
    try:
        book = tomllib.loads(file.read_text("utf-8"))
        run = book["run"]
        return Settings(**run | {"pool": tuple(run["pool"])}, stage=book.get("stage", {}))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{file}: {error}", hint="mend it, or begin anew in another folder with --out") from None


def limits(folder: Path) -> dict[str, Any]:
    """How far the last command on this run was to go, how many requests at once, and what it was allowed."""
    try:
        return dict(tomllib.loads((folder / FILE).read_text("utf-8"))["limits"])
    except (OSError, ValueError, KeyError):
        return {}


def write(folder: Path, settings: Settings, *, limits: Mapping[str, Any], versions: Mapping[str, str]) -> None:
    """Write every setting in force, before the first request."""
    import tomli_w

    run = asdict(settings)
    stage = run.pop("stage")
    data = {"limits": dict(limits), "run": run, "stage": stage, "versions": dict(versions)}
    jsonl.replace(folder / FILE, tomli_w.dumps(data).encode())


def stopped(folder: Path) -> dict[str, Any]:
    """Why the last command on this run ended before its time (`error`, `hint`, `code`, `at`); empty when it did not."""
    try:
        return dict(tomllib.loads((folder / FILE).read_text("utf-8"))["stopped"])
    except (OSError, ValueError, KeyError):
        return {}


def write_stop(folder: Path, why: Mapping[str, Any]) -> None:
    """Add to run.toml why the command ended; the next one takes it out."""
    import tomli_w

    book = tomllib.loads((folder / FILE).read_text("utf-8"))
    jsonl.replace(folder / FILE, tomli_w.dumps(book | {"stopped": dict(why)}).encode())


def differences(old: Settings, new: Settings) -> dict[str, tuple[Any, Any]]:
    """What of two runs' settings is not the same and would change the records.

    Where files and servers are does not matter, nor how servers are reached: what files hold is compared by sha256.
    """
    before, after = (asdict(replace(each, options=_without_place(each.options))) for each in (old, new))
    return {name: (before[name], after[name]) for name in before if before[name] != after[name] and name not in _PLACES}


def check_same(folder: Path, old: Settings, new: Settings) -> None:
    """Raises ConfigError with the difference shown when `new` would change the records that `old` made."""
    if changed := differences(old, new):
        rows = "\n".join(f"  {name}: {before!r} -> {after!r}" for name, (before, after) in changed.items())
        log = folder / "completions.jsonl"
        hint = f"give the same settings, or begin anew with --out; answers paid for can be used again: --replay {log}"
        raise ConfigError(f"{folder} was begun with other settings:\n{rows}", hint=hint)


_PLACES = {"seeds", "pool", "prompts"}
_WAYS_THERE = {BASE_URL, "credential", "timeout"}


def _without_place(options: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in options.items() if name not in _WAYS_THERE}


def seconds_of(text: str) -> float:
    """The seconds in a time as users write it: 90, 90s, 20m, 1.5h, 1h30m. Raises ValueError for anything else."""
    parts = _TIME.findall(text)
    if not parts or "".join(number + unit for number, unit in parts) != text or any(not unit for _, unit in parts[:-1]):
        raise ValueError(f"{text!r} is not a time such as 90s, 20m or 3h")
    return sum(float(number) * _UNITS[unit] for number, unit in parts)


def option_of(name: str) -> str:
    """An option as it is typed."""
    return "--" + name.replace("_", "-")


def check_url(url: str) -> None:
    """Raises ConfigError for what is no address of a server, or holds a secret: it is written to run.toml."""
    parts = urlsplit(url)
    _check(parts.scheme in {"http", "https"} and bool(parts.hostname), "--base-url", url, "an http or https address")
    if parts.username or parts.password or parts.query:
        hint = "keys come from the environment: addresses are written to run.toml"
        raise ConfigError("--base-url: an address with a password or a query in it is not taken", hint=hint)


def _check(good: bool, name: str, value: object, wanted: str) -> None:
    if not good:
        raise ConfigError(f"{name} {value}: must be {wanted}", hint="selfinstruct run --help")
