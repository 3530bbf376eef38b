"""What is known of Groq's models. Any other name goes as well: it is sent plainly, without a schema and without effort."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

DEFAULT = "openai/gpt-oss-120b"
"""Groq's larger production model, and what Groq names in the place of the Llama models it retired in August 2026."""


@dataclass(frozen=True, slots=True)
class Model:
    """What one model can do.

    structured: it is held to a schema. context: tokens that prompt and answer may have together.
    effort: how hard it thinks unless told otherwise, "" when it can not be told.
    thinking: tokens that its chain of thought may take, for each effort; it is spent before the answer begins.
    """

    structured: bool = False
    context: int | None = None
    effort: str = ""
    thinking: Mapping[str, int] = field(default_factory=dict)

    def room(self, effort: str) -> int:
        """Tokens for the chain of thought at an effort."""
        return self.thinking.get(effort, max(self.thinking.values(), default=0))


_OSS = Model(structured=True, context=131_072, effort="low", thinking={"low": 1024, "medium": 4096, "high": 16_384})
_QWEN = Model(context=131_072, effort="none", thinking={"none": 0, "default": 8192})
_FAMILIES = {"openai/gpt-oss-": _OSS, "qwen/qwen3": _QWEN}


def known(name: str) -> Model:
    """What is known of a model; of an unknown one, nothing."""
    return next((model for family, model in _FAMILIES.items() if name.startswith(family)), Model())
