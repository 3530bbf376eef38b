"""OpenAI as a backend, and every server that speaks its API."""

from __future__ import annotations

from collections.abc import Iterable

from selfinstruct.backend import Backend
from selfinstruct.hookspecs import hookimpl

SELFINSTRUCT_PLUGIN_API = 1


@hookimpl
def selfinstruct_backends() -> Iterable[type[Backend]]:
    """The OpenAI backend."""
    from selfinstruct_openai.backend import OpenAI

    return [OpenAI]
