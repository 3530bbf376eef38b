"""The page of `reporting`, with what marking and asking need: a script of its own, and what it is told at the start."""

from __future__ import annotations

import html
import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from selfinstruct.reporting.page import closing, opening

if TYPE_CHECKING:
    from selfinstruct.viewing.site import Sampling

SCRIPT = "/view.js"
_SCRIPTS = ("viewwords.js", "review.js", "marks.js", "editing.js", "sampling.js", "start.js")
_STYLE = "view.css"


def page(title: str, language: str, token: str, sampling: Sampling) -> str:
    """The page as it is served.

    The token stands in the page and nowhere else: another site can run our script, but it can not read our page.
    """
    told = html.escape(json.dumps({"token": token, "size": sampling.size, "seed": sampling.seed}))
    return f'{opening(title, language, served=True)}\n<data id="view" value="{told}" hidden></data>\n{closing(SCRIPT)}'


@cache
def script() -> str:
    """All scripts as one, which lays its style over the page's by itself: the page's policy knows that of the page alone."""
    parts = "\n".join(_asset(name) for name in _SCRIPTS)
    return f'"use strict";\n(() => {{\nconst STYLE = {json.dumps(_asset(_STYLE))};\n{parts}\n}})();\n'


def _asset(name: str) -> str:
    return (files("selfinstruct.viewing") / "assets" / name).read_text("utf-8")
