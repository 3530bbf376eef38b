"""The hooks that a plugin may implement. Hooks return; nothing registers by callback."""

from __future__ import annotations

from collections.abc import Iterable

import pluggy

from selfinstruct.backend import Backend
from selfinstruct.embedder import Embedder
from selfinstruct.language import Language

hookspec = pluggy.HookspecMarker("selfinstruct")
hookimpl = pluggy.HookimplMarker("selfinstruct")


@hookspec
def selfinstruct_languages() -> Iterable[Language]:  # type: ignore[empty-body]
    """Languages that this plugin brings. Two languages with one code are an error."""


@hookspec
def selfinstruct_backends() -> Iterable[type[Backend]]:  # type: ignore[empty-body]
    """Backend classes (not objects: listing builds nothing). Two with one name are an error."""


@hookspec
def selfinstruct_embedders() -> Iterable[type[Embedder]]:  # type: ignore[empty-body]
    """Embedder classes (not objects: listing builds nothing). Two with one name are an error."""


@hookspec(firstresult=True)
def selfinstruct_instruction_fault(text: str, tokens: list[str], language: Language) -> str | None:
    """Why this instruction is refused, as a kebab-case code with an optional `: detail`; None to ask the next plugin."""
