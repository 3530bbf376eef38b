"""The hooks that a plugin may implement, and the version of the plugin API. Hooks return; nothing registers by callback."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar, cast, overload

import pluggy

from selfinstruct.backend import Backend
from selfinstruct.embedder import Embedder
from selfinstruct.language import Language

PLUGIN_API: int = 1
"""The version of the plugin API that this host speaks: a whole number, apart from the version of the package.

A plugin's module states the one that it was written for, `SELFINSTRUCT_PLUGIN_API = 1`; one that states none is taken for 1.

The number is raised when a plugin that was right would no longer be: a hook, method, field or argument goes away or gets
another name, type or meaning; a method becomes abstract or a field loses its default; the host calls something where it did
not, or from another thread, or relies on what it did not ask for. What is new and can be left out does not raise it: a hook,
a method with a body, a field with a default, a form of answer.
"""

OLDEST_PLUGIN_API: int = 1
"""The oldest plugin API that still works here. Plugins that were written for an older or a newer one are left out, and told."""

Hook = TypeVar(
    "Hook",
    bound=Callable[..., Iterable[Language]]
    | Callable[..., Iterable[type[Backend]]]
    | Callable[..., Iterable[type[Embedder]]]
    | Callable[..., str | None],
)


class HookMarker(Protocol):
    """Marks a function as a hook, by `@hookimpl`; its name says which one. What the function returns is checked by its type.

    tryfirst, trylast: asked before or after those of other plugins. specname: the hook's name, where the function has another.
    """

    @overload
    def __call__(self, function: Hook) -> Hook: ...
    @overload
    def __call__(
        self, function: None = None, *, tryfirst: bool = False, trylast: bool = False, specname: str | None = None
    ) -> Callable[[Hook], Hook]: ...


hookspec = pluggy.HookspecMarker("selfinstruct")
hookimpl = cast("HookMarker", pluggy.HookimplMarker("selfinstruct"))


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
    """Why this instruction is refused, as a kebab-case code with an optional `: detail`; None to ask the next plugin.

    Takes any of the three arguments, by name. text: as it would be stored. tokens: its tokens, of `language`.
    """
