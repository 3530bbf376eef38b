"""What the calls of `selfinstruct` take by keyword, so that type checkers find an option that is misspelt or of a wrong type.

Files and folders are texts or paths. The defaults, and what each option means, are those of `options`.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TypedDict

from selfinstruct.errors import ConfigError
from selfinstruct.options import seconds_of
from selfinstruct.plugins import Plugins
from selfinstruct.progress import Progress

_FILES = {"out", "space", "seeds", "prompts", "replay", "prices"}
_FILE_LISTS = {"pool", "against"}


class Allowed(TypedDict, total=False):
    """What a call is allowed. max_time: seconds, or a text such as "20m"; max_cost: US dollars."""

    max_requests: int | None
    max_tokens: int | None
    max_cost: float | None
    max_time: float | str | None
    rpm: int | None
    tpm: int | None
    rpd: int | None
    tpd: int | None
    prices: Path | str | None


class Curating(Allowed, total=False):
    """What is asked of curation."""

    curate: Sequence[str]
    against: Sequence[Path | str]
    personal_data: str | None
    embedder: str | None
    embedding_model: str | None
    embedding_options: Mapping[str, str]
    max_cosine: float | None
    trials: int | None
    closeness: str | None
    min_closeness: float | None
    min_score: int | None
    judge_backend: str | None
    judge_model: str | None
    judge_base_url: str | None


class Making(Curating, total=False):
    """What is asked of a run, beside its language and its size."""

    backend: str
    model: str | None
    recipe: str
    out: Path | str | None
    seed: int
    seeds: Path | str | None
    pool: Sequence[Path | str]
    threshold: float | None
    concurrency: int
    window: int
    options: Mapping[str, str]
    base_url: str | None
    temperature: float | None
    top_p: float | None
    answer_tokens: int | None
    classification_only: bool
    seed_demonstrations: int | None
    machine_demonstrations: int | None
    tasks_per_request: int | None
    max_instances: int
    replay: Path | str | None
    structured: bool | None
    max_prompt_tokens: int | None
    prompt_language: str
    prompts: Path | str | None
    triggers: Mapping[str, str]
    batch: bool


class GoingOn(Allowed, total=False):
    """What is asked of one stage of a run that is there."""

    backend: str | None
    model: str | None
    base_url: str | None
    temperature: float | None
    answer_tokens: int | None
    concurrency: int
    batch: bool
    plugins: Plugins | None
    progress: Progress | None


class CuratingAnew(Curating, total=False):
    """What is asked of the last stage of a run that is there."""

    concurrency: int
    batch: bool
    plugins: Plugins | None
    progress: Progress | None


class Exporting(TypedDict, total=False):
    """What is asked of training files. test: the share of tasks that is held back. end: what stands behind a completion."""

    test: float
    seed: int
    template: str | None
    max_instances: int | None
    system: str
    ids: bool
    end: str
    reviewed: Literal["", "all", "accepted"] | None
    model: str | None
    max_length: int | None
    pad: str
    note: Callable[[str], None] | None


class Filtering(TypedDict, total=False):
    """What is asked of the novelty filter. scores=False leaves out how near the kept ones are, and is faster."""

    field: str
    threshold: float | None
    scores: bool


class Publishing(TypedDict, total=False):
    """What is asked of a data set, and whether and where it is sent."""

    yes: bool
    private: bool
    allow_not_for_training: bool
    endpoint: str | None
    out: Path | str | None
    space: Path | str | None
    form: str
    template: str | None
    system: str
    seed: int
    test: float
    max_instances: int | None
    parquet: bool
    title: str
    license: str
    model_terms: str
    reviewed: Literal["", "all", "accepted"]
    with_rejections: bool
    with_log: bool


def read(call: str, kind: type, options: Mapping[str, Any]) -> dict[str, Any]:
    """What a call was given, with paths for files, tuples for lists and seconds for times. kind: one of the classes above.

    Raises TypeError, as Python does, for what the call does not take, and ConfigError for a time that is none.
    """
    known: frozenset[str] = kind.__optional_keys__  # type: ignore[attr-defined]
    for name in options:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            meant = f"; did you mean {near[0]!r}?" if near else ""
            raise TypeError(f"{call}() got an unexpected keyword argument {name!r}{meant}")
    return {name: _read(name, value) for name, value in options.items()}


def _read(name: str, value: Any) -> Any:
    if name in _FILES and value is not None:
        return Path(value)
    if name in _FILE_LISTS:
        return tuple(map(Path, several(value)))
    if name == "curate":
        return several(value)
    return _seconds(value) if name == "max_time" and isinstance(value, str) else value


def several(given: Any) -> tuple[Any, ...]:
    """What belongs in a list, where a single text or path may stand for a list of one."""
    return (given,) if isinstance(given, str | Path) else tuple(given)


def _seconds(text: str) -> float:
    try:
        return seconds_of(text)
    except ValueError as error:
        raise ConfigError(f"max_time: {error}", hint="give seconds, or a text such as 90s, 20m or 3h") from None
