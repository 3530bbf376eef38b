"""Which model to run and how, read from the options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from selfinstruct.errors import ConfigError

_VALUES = {
    "style": ("auto", "chat", "completion"),
    "dtype": ("auto", "float32", "bfloat16", "float16"),
    "engine": ("generate", "continuous"),
    "thinking": ("no", "yes"),
}
_OTHERS = ("batch-size", "device", "revision")
_BATCH = 16


@dataclass(frozen=True, slots=True)
class Choice:
    """A model and how to run it.

    model: a name on the hub, or a folder. revision: a branch, tag or commit of it there, None for its main one.
    style: "chat", "completion", or "auto" for what the tokenizer was made for.
    batch: most prompts in one forward pass. dtype, device: as torch calls them, or "auto".
    engine: "generate", or "continuous" for continuous batching. thinking: whether a model that can think aloud does.
    """

    model: str
    revision: str | None
    style: str
    batch: int
    dtype: str
    device: str
    engine: str
    thinking: bool


def choice(model: str | None, options: Mapping[str, str]) -> Choice:
    """What the user chose. Raises ConfigError for anything that is not known."""
    if not model:
        hint = "name one of the hub's, or a folder: --model Qwen/Qwen3-8B, --model ./my-model"
        raise ConfigError("the transformers backend needs a model", hint=hint)
    _check_names(options)
    chosen = {name: _one_of(name, options, values) for name, values in _VALUES.items()}
    return Choice(
        model=model,
        revision=options.get("revision"),
        style=chosen["style"],
        batch=_batch(options),
        dtype=chosen["dtype"],
        device=options.get("device", "auto"),
        engine=chosen["engine"],
        thinking=chosen["thinking"] == "yes",
    )


def _check_names(options: Mapping[str, str]) -> None:
    if "trust-remote-code" in options:
        raise ConfigError("option trust-remote-code: not taken, code that comes with a model is never run", hint=SERVE)
    known = sorted([*_VALUES, *_OTHERS])
    if unknown := sorted(set(options) - set(known)):
        hint = f"it has: {', '.join(known)}"
        raise ConfigError(f"the transformers backend has no option {', '.join(map(repr, unknown))}", hint=hint)


SERVE = "serve it with a program that you let run that code, and use it from here with --backend openai --base-url URL"


def _one_of(name: str, options: Mapping[str, str], values: tuple[str, ...]) -> str:
    value = options.get(name, values[0])
    if value not in values:
        raise ConfigError(f"option {name}: {value!r} is unknown", hint=f"one of {', '.join(values)}")
    return value


def _batch(options: Mapping[str, str]) -> int:
    text = options.get("batch-size", str(_BATCH))
    if not text.isdecimal() or int(text) < 1:
        raise ConfigError(f"option batch-size: {text!r} is not taken", hint="give a whole number from 1")
    return int(text)
