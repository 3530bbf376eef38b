"""Embeds texts with a local model in this process, by sentence-transformers."""

from __future__ import annotations

from collections.abc import Iterable

from selfinstruct.embedder import Embedder
from selfinstruct.hookspecs import hookimpl

SELFINSTRUCT_PLUGIN_API = 1


@hookimpl
def selfinstruct_embedders() -> Iterable[type[Embedder]]:
    """The sentence-transformers embedder."""
    from selfinstruct_embeddings.embedder import SentenceTransformers

    return [SentenceTransformers]
