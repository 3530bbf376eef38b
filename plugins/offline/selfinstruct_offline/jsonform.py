"""Answers in JSON, by the schema or nearly so, as models that are only asked to follow one give them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from selfinstruct_offline.answer import Answer, Request, cut

WHOLE = 1 / 3
"""Answers whose JSON is not quite as it should be, as a share of the rate at which other things go wrong."""

_KINDS = ("fenced", "preface", "comma", "broken", "words")


def written(request: Request, value: Mapping[str, Any]) -> str:
    """The value as JSON, on one line or on several."""
    return json.dumps(value, ensure_ascii=False, indent=2 if request.rng.random() < 0.3 else None)


def answered(request: Request, value: Mapping[str, Any], words: Callable[[], str], faults: tuple[str, ...] = ()) -> Answer:
    """An answer that gives the value. words: the same without JSON, for a model that forgets what it was asked for."""
    text = written(request, value)
    if not request.errs(WHOLE):
        return Answer(text, "stop", faults)
    kind = request.rng.choice(_KINDS)
    if kind == "broken":
        return Answer(cut(text, request.rng), "stop", (*faults, kind))
    talk = (request.repertoire.talk if request.repertoire else ()) or ("JSON:",)
    made = {
        "fenced": lambda: f"```json\n{text}\n```",
        "preface": lambda: f"{request.rng.choice(talk)}\n\n{text}",
        "comma": lambda: f"{text[:-1].rstrip()},\n}}",
        "words": words,
    }[kind]
    return Answer(made(), "stop", (*faults, kind))
