"""What needs no model: a backend that answers every stage of a run from phrase tables, and an embedder that counts letters."""

from __future__ import annotations

from collections.abc import Iterable

from selfinstruct.backend import Backend
from selfinstruct.embedder import Embedder
from selfinstruct.hookspecs import hookimpl

SELFINSTRUCT_PLUGIN_API = 1


@hookimpl
def selfinstruct_backends() -> Iterable[type[Backend]]:
    """The offline backend."""
    from selfinstruct_offline.backend import Offline

    return [Offline]


@hookimpl
def selfinstruct_embedders() -> Iterable[type[Embedder]]:
    """The embedder of runs of letters."""
    from selfinstruct_offline.embedder import Ngrams

    return [Ngrams]
