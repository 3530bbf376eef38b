"""Which steps of curation there are, and what is chosen about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from selfinstruct.errors import ConfigError

OUTPUTS, CONTAMINATION, PERSONAL_DATA = "outputs", "contamination", "personal-data"
SEMANTIC, SELF_CONSISTENCY, JUDGE = "semantic", "self-consistency", "judge"
STEPS = (OUTPUTS, CONTAMINATION, PERSONAL_DATA, SEMANTIC, SELF_CONSISTENCY, JUDGE)
"""In the order in which they are taken: what costs nothing comes before what asks a model."""

NONE = "none"
"""What is asked for to take no step."""

ASKING = (SELF_CONSISTENCY, JUDGE)

PERSONAL_DATA_MODES = ("flag", "mask")
CLOSENESS = ("rouge-l", "embedding")

_OF_STEP: Mapping[str, tuple[str, ...]] = {
    PERSONAL_DATA: ("personal_data",),
    SEMANTIC: ("max_cosine",),
    SELF_CONSISTENCY: ("trials", "closeness", "min_closeness"),
    JUDGE: ("min_score", "judge_backend", "judge_model", "judge_base_url"),
}
_OF_EMBEDDING = {
    "--embedder": "embedder",
    "--embedding-model": "embedding_model",
    "--embedding-option": "embedding_options",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Curation:
    """How tasks are curated beyond the original's rules; it fixes `tasks.jsonl`, and no request of other stages.

    steps: some of STEPS, in their order. against: files of evaluation sets; against_sha256: what they held.
    personal_data: "flag" or "mask". embedder, embedding_model, embedding_options: what embeds texts; embedding_id names the
    vectors. max_cosine: a task closer than this to an earlier one is refused. trials: how often an instruction is recovered.
    closeness: "rouge-l" or "embedding", by which a recovered instruction is measured. min_score: of the judge, 1 to 5.
    """

    steps: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    against_sha256: str = ""
    personal_data: str = "flag"
    embedder: str = "sentence-transformers"
    embedding_model: str = ""
    embedding_options: Mapping[str, str] = field(default_factory=dict)
    embedding_id: str = ""
    max_cosine: float = 0.0
    trials: int = 3
    closeness: str = "rouge-l"
    min_closeness: float = 0.5
    min_score: int = 4

    @property
    def embeds(self) -> bool:
        """Whether texts are embedded."""
        return SEMANTIC in self.steps or (SELF_CONSISTENCY in self.steps and self.closeness == "embedding")


NOTHING_MORE = Curation()
"""The original's rules alone."""


def in_order(asked: tuple[str, ...]) -> tuple[str, ...]:
    """The steps that are asked for, in the order in which they are taken. Raises ConfigError for what is none."""
    named = [name.strip() for each in asked for name in each.split(",") if name.strip()]
    steps = f"steps: {', '.join(STEPS)}; {NONE} for no step"
    if asked and not named:
        raise ConfigError("--curate: no step is named", hint=steps)
    if unknown := [name for name in named if name not in (*STEPS, NONE)]:
        raise ConfigError(f"--curate {unknown[0]}: there is no such step", hint=steps)
    taken = tuple(step for step in STEPS if step in named)
    if NONE in named and taken:
        raise ConfigError(f"--curate {NONE}: {', '.join(taken)} is asked for too", hint="leave out the one or the other")
    return taken


def check_used(steps: tuple[str, ...], given: Mapping[str, Any]) -> None:
    """Raise ConfigError when something is chosen about a step that is not taken."""
    for step, names in _OF_STEP.items():
        for name in names:
            if given.get(name) is not None and step not in steps:
                raise _unused("--" + name.replace("_", "-"), f"--curate {step}")
    if SEMANTIC in steps or (SELF_CONSISTENCY in steps and given.get("closeness") == "embedding"):
        return
    if unused := [option for option, name in _OF_EMBEDDING.items() if given.get(name)]:
        raise _unused(unused[0], f"--curate {SEMANTIC}, or --curate {SELF_CONSISTENCY} --closeness embedding")


def _unused(option: str, cure: str) -> ConfigError:
    return ConfigError(f"{option}: the step it is about is not taken", hint=f"add {cure}")
