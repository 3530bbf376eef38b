"""What was asked for, what of it fixes the records, and `run.toml`, which holds both."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from selfinstruct import jsonl
from selfinstruct.backend import Sampling, Style
from selfinstruct.errors import ConfigError, StoreError

FILE = "run.toml"
RECIPES = ("self-instruct",)
STAGES = ("generate", "classify", "instances")
DEFAULTS = {
    "generate": Sampling(max_tokens=2048, temperature=0.7, top_p=0.95),
    "classify": Sampling(max_tokens=64),
    "instances": Sampling(max_tokens=2048),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a user asks of a run. None means: the default of the language, of the backend or of the method."""

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
    temperature: float | None = None
    top_p: float | None = None
    answer_tokens: int | None = None
    classification_only: bool = False
    seed_demonstrations: int = 6
    machine_demonstrations: int = 2
    tasks_per_request: int = 8
    max_instances: int = 5
    replay: Path | None = None

    def __post_init__(self) -> None:
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
        _check(self.recipe in RECIPES, "--recipe", self.recipe, f"one of {', '.join(RECIPES)}")
        for name in self.options:
            if any(word in name.lower() for word in ("key", "token", "secret", "password")):
                hint = "keys come from the environment: options are written to run.toml"
                raise ConfigError(f"--option {name}: not taken", hint=hint)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What fixes the records of a run: with the same settings and the same completions come the same bytes.

    seeds is "" for the language's own. The sha256 fields tie the run to what the files held.
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
    seeds: str
    seeds_sha256: str
    pool: tuple[str, ...]
    pool_sha256: str
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


def limits(folder: Path) -> dict[str, int]:
    """How far the last command on this run was to go, and how many requests at once."""
    try:
        return dict(tomllib.loads((folder / FILE).read_text("utf-8"))["limits"])
    except (OSError, ValueError, KeyError):
        return {}


def write(folder: Path, settings: Settings, *, limits: Mapping[str, int], versions: Mapping[str, str]) -> None:
    """Write every setting in force, before the first request."""
    import tomli_w

    run = asdict(settings)
    stage = run.pop("stage")
    data = {"limits": dict(limits), "run": run, "stage": stage, "versions": dict(versions)}
    jsonl.replace(folder / FILE, tomli_w.dumps(data).encode())


def check_same(folder: Path, old: Settings, new: Settings) -> None:
    """Raises ConfigError with the difference shown when `new` would change the records that `old` made."""
    before, after = asdict(old), asdict(new)
    # Where the files lie does not matter; what they hold is compared by sha256.
    changed = [name for name in before if before[name] != after[name] and name not in {"seeds", "pool"}]
    if changed:
        rows = "\n".join(f"  {name}: {before[name]!r} -> {after[name]!r}" for name in changed)
        log = folder / "completions.jsonl"
        hint = f"give the same settings, or begin anew with --out; answers paid for can be used again: --replay {log}"
        raise ConfigError(f"{folder} was begun with other settings:\n{rows}", hint=hint)


def _check(good: bool, name: str, value: object, wanted: str) -> None:
    if not good:
        raise ConfigError(f"{name} {value}: must be {wanted}", hint="selfinstruct run --help")
