"""A backend that runs a local model in this process, by transformers."""

from __future__ import annotations

from collections.abc import Iterable

from selfinstruct.backend import Backend
from selfinstruct.hookspecs import hookimpl

SELFINSTRUCT_PLUGIN_API = 1


@hookimpl
def selfinstruct_backends() -> Iterable[type[Backend]]:
    """The transformers backend."""
    from selfinstruct_transformers.backend import Transformers

    return [Transformers]
