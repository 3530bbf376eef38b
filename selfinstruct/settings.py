"""What was asked for, what of it fixes the records, and `run.toml`, which holds both."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from selfinstruct import jsonl
from selfinstruct.backend import Sampling, Style
from selfinstruct.errors import ConfigError, StoreError
from selfinstruct.options import BASE_URL
from selfinstruct.recipes import RECIPES, Recipe
from selfinstruct.steps import ASKING, JUDGE, NOTHING_MORE, SELF_CONSISTENCY, Curation

FILE = "run.toml"
DEFAULTS = {
    "generate": Sampling(max_tokens=2048, temperature=0.7, top_p=0.95),
    "classify": Sampling(max_tokens=64),
    "instances": Sampling(max_tokens=2048),
    SELF_CONSISTENCY: Sampling(max_tokens=512, temperature=0.7, top_p=0.95),
    JUDGE: Sampling(max_tokens=512),
}
WHOLE_TASKS = Sampling(max_tokens=4096, temperature=0.7, top_p=0.95)
"""How `generate` samples in the recipes whose answers hold tasks with input and output."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What fixes the records of a run: with the same settings and the same completions come the same bytes.

    triggers: marker -> the user's word for it. curation: the steps beyond the original's rules.
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
    triggers: Mapping[str, str] = field(default_factory=dict)
    curation: Curation = NOTHING_MORE
    stage: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def how(self) -> Recipe:
        """The recipe."""
        return RECIPES[self.recipe]

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages that ask a model, in order: those of the recipe, then the asking steps of curation."""
        return (*self.how.stages, *(step for step in self.curation.steps if step in ASKING))

    def sampling(self, stage: str) -> Sampling:
        """How a stage samples: its defaults, and what was asked for otherwise."""
        names = {f.name for f in fields(Sampling)}
        usual = WHOLE_TASKS if stage == "generate" and self.how.whole else DEFAULTS[stage]
        default = {name: getattr(usual, name) for name in names}
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
        curation: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in book.get("curation", {}).items()
        }
        return Settings(**run | {"pool": tuple(run["pool"])}, curation=Curation(**curation), stage=book.get("stage", {}))
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
    stage, curation = run.pop("stage"), run.pop("curation")
    chosen = {"curation": curation} if settings.curation.steps else {}
    data = {"limits": dict(limits), "run": run, **chosen, "stage": stage, "versions": dict(versions)}
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


def with_stages(old: Settings, stages: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """What a run knows of its stages, with these over it. Where a server is stays known as long as its backend is the same."""
    known = {}
    for name, new in stages.items():
        own = old.stage.get(name, {})
        same = BASE_URL in own and own.get("backend") == new.get("backend")
        known[name] = {BASE_URL: own[BASE_URL], **new} if same else new
    return {**old.stage, **known}


def differences(old: Settings, new: Settings) -> dict[str, tuple[Any, Any]]:
    """What of two runs' settings is not the same and would change the records.

    Where files and servers are does not matter, nor how servers are reached: what files hold is compared by sha256.
    """
    before, after = (_flat(_without_places(each)) for each in (old, new))
    return {name: (before[name], after[name]) for name in before if before[name] != after[name] and name not in _PLACES}


def check_same(folder: Path, old: Settings, new: Settings) -> None:
    """Raises ConfigError with the difference shown when `new` would change the records that `old` made."""
    if changed := differences(old, new):
        rows = "\n".join(f"  {name}: {before!r} -> {after!r}" for name, (before, after) in changed.items())
        log = folder / "completions.jsonl"
        hint = f"give the same settings, or begin anew with --out; answers paid for can be used again: --replay {log}"
        raise ConfigError(f"{folder} was begun with other settings:\n{rows}", hint=hint)


def _without_places(settings: Settings) -> Settings:
    stage = {name: without_place(own) for name, own in settings.stage.items()}
    return replace(settings, options=without_place(settings.options), stage=stage)


def _flat(settings: Settings) -> dict[str, Any]:
    found = asdict(settings)
    return found | {f"curation.{name}": value for name, value in found.pop("curation").items()}


_PLACES = {"seeds", "pool", "prompts", "curation.against"}
_WAYS_THERE = {BASE_URL, "credential", "timeout"}


def without_place(options: Mapping[str, Any]) -> dict[str, Any]:
    """A backend's options but for those that say where a model is and how it is reached."""
    return {name: value for name, value in options.items() if name not in _WAYS_THERE}
