"""A backend that needs no model: it answers every stage of a run from phrase tables."""

from __future__ import annotations

from collections.abc import Iterable

from selfinstruct.backend import Backend
from selfinstruct.hookspecs import hookimpl


@hookimpl
def selfinstruct_backends() -> Iterable[type[Backend]]:
    """The offline backend."""
    from selfinstruct_offline.backend import Offline

    return [Offline]
