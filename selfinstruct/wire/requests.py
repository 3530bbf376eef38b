"""From a prompt to the fields of a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from selfinstruct.backend import Prompt


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a server takes of the wire format.

    max_tokens: the field that limits the answer. stops: how many stop strings it takes; the host cuts at the others.
    penalties: whether it knows any. strict: whether it can be held to a schema, not only asked to follow it.
    leave_out: fields that are not to be sent. extra: fields that are sent with every request.
    """

    max_tokens: str = "max_tokens"
    stops: int = 4
    penalties: bool = True
    strict: bool = True
    leave_out: frozenset[str] = frozenset()
    extra: Mapping[str, Any] = field(default_factory=dict)


def request_fields(prompt: Prompt, model: str, dialect: Dialect) -> dict[str, Any]:
    """The JSON body that asks for one answer: of `/chat/completions` for messages, of `/completions` for text."""
    sampling = prompt.sampling
    fields: dict[str, Any] = {
        "model": model,
        **_shown(prompt),
        dialect.max_tokens: sampling.max_tokens,
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "seed": sampling.seed,
    }
    if stops := [stop for stop in prompt.stop if stop][: dialect.stops]:
        fields["stop"] = stops
    if dialect.penalties:
        penalties = {"presence_penalty": sampling.presence_penalty, "frequency_penalty": sampling.frequency_penalty}
        fields |= {name: value for name, value in penalties.items() if value}
    if prompt.schema is not None:
        fields["response_format"] = _response_format(prompt.stage, prompt.schema, strict=dialect.strict)
    return {name: value for name, value in (fields | dict(dialect.extra)).items() if name not in dialect.leave_out}


def _shown(prompt: Prompt) -> dict[str, Any]:
    if prompt.messages:
        return {"messages": [{"role": message.role, "content": _sound(message.content)} for message in prompt.messages]}
    return {"prompt": _sound(prompt.text)}


def _sound(text: str) -> str:
    """A text without lone surrogates, which UTF-8 can not carry."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _response_format(name: str, schema: Mapping[str, Any], *, strict: bool) -> dict[str, Any]:
    return {"type": "json_schema", "json_schema": {"name": name, "strict": strict, "schema": dict(schema)}}
