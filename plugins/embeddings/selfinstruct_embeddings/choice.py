"""Which model embeds and how, read from the options."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from selfinstruct.errors import ConfigError

DEFAULT_MODEL = "sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2"
SERVE = "take a model that needs none; code that comes with a model is never run"

_OPTIONS = ("batch-size", "device", "prompt", "revision")
_BATCH = 32
# E5 models were trained on texts that begin so; those with "instruct" in their name on something longer.
_E5 = re.compile(r"(?:^|[/-])e5-(?!.*instruct)", re.IGNORECASE)
_E5_PROMPT = "query: "


@dataclass(frozen=True, slots=True)
class Choice:
    """A model and how to run it.

    model: a name on the hub, or a folder. revision: a branch, tag or commit of it there, None for its main one.
    device: as torch calls it, or "auto". batch: texts in one forward pass.
    prompt: what is put before each text, None for what the model itself says.
    """

    model: str
    revision: str | None
    device: str
    batch: int
    prompt: str | None


def choice(model: str | None, options: Mapping[str, str]) -> Choice:
    """What the user chose. Raises ConfigError for anything that is not known."""
    if "trust-remote-code" in options:
        raise ConfigError("option trust-remote-code: not taken", hint=SERVE)
    if unknown := sorted(set(options) - set(_OPTIONS)):
        hint = f"it has: {', '.join(_OPTIONS)}"
        raise ConfigError(f"the sentence-transformers embedder has no option {', '.join(map(repr, unknown))}", hint=hint)
    named = model or DEFAULT_MODEL
    return Choice(
        model=named,
        revision=options.get("revision"),
        device=options.get("device", "auto"),
        batch=_batch(options),
        prompt=options.get("prompt", _E5_PROMPT if _E5.search(named) else None),
    )


def _batch(options: Mapping[str, str]) -> int:
    text = options.get("batch-size", str(_BATCH))
    if not text.isdecimal() or int(text) < 1:
        raise ConfigError(f"option batch-size: {text!r} is not taken", hint="give a whole number from 1")
    return int(text)
