"""Objects of English verbs by a spaCy model, where the user has installed one; nothing here depends on spaCy."""

from __future__ import annotations

import threading
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from selfinstruct.errors import PluginError

MODEL = "en_core_web_sm"

_OBJECTS = frozenset(["dobj", "obj"])
_NOUNS = frozenset(["NOUN", "PROPN"])
_parsing = threading.Lock()


def installed() -> str:
    """Tell by what objects are found, "" without a model. Versions are read, nothing is loaded."""
    try:
        return (
            f"the first command or request by rules of thumb, its object by spaCy {version('spacy')}, {MODEL} {version(MODEL)}"
        )
    except PackageNotFoundError:
        return ""


METHOD = installed()


def noun(phrase: str) -> str | None:
    """Give the lemma of the noun that is the object of the verb that a phrase begins with."""
    with _parsing:  # spaCy does not promise that one pipeline may be called twice at once
        tokens = pipeline()(phrase)
    objects = (child for token in tokens[:1] for child in token.children if child.dep_ in _OBJECTS)
    return next((child.lemma_.lower() for child in objects if child.pos_ in _NOUNS and child.lemma_.strip()), None)


@cache
def pipeline() -> Any:
    """Give the model, loaded once; PluginError where it can not be."""
    try:
        return import_module("spacy").load(MODEL, exclude=["ner"])
    except (ImportError, OSError, ValueError) as error:
        hint = f"python -m spacy download {MODEL}, or pip uninstall {MODEL}: it is not needed"
        raise PluginError(f"the spaCy model {MODEL} cannot be loaded: {error}", hint=hint) from error
