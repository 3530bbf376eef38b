"""Groq as a backend: hosted open models, fast and with a free tier."""

from __future__ import annotations

from collections.abc import Iterable

from selfinstruct.backend import Backend
from selfinstruct.hookspecs import hookimpl

SELFINSTRUCT_PLUGIN_API = 1


@hookimpl
def selfinstruct_backends() -> Iterable[type[Backend]]:
    """The Groq backend."""
    from selfinstruct_groq.backend import Groq

    return [Groq]
