"""The page itself, without data: its parts in `assets/`, put together under a policy that lets nothing else run."""

from __future__ import annotations

import base64
import hashlib
import html
from functools import cache
from importlib.resources import files

STYLES = ("base.css", "figures.css", "tasks.css", "task.css", "print.css")
SCRIPTS = (
    "words.js",
    "codes.js",
    "say.js",
    "make.js",
    "embedded.js",
    "served.js",
    "fold.js",
    "store.js",
    "query.js",
    "charts.js",
    "sunburst.js",
    "tables.js",
    "figures.js",
    "filters.js",
    "list.js",
    "task.js",
    "follow.js",
    "main.js",
)


def opening(title: str, language: str, *, served: bool = False) -> str:
    """The file up to where blocks of data stand. A served page may fetch from where it came from, and nothing else may."""
    return f"""<!doctype html>
<html lang="{html.escape(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_policy(served)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>{html.escape(title)} · selfinstruct</title>
<link rel="icon" href="data:,">
<style>{_style()}</style>
</head>
<body>
{_asset("page.html")}"""


def closing(*scripts: str) -> str:
    """The file from there on. scripts: addresses of further scripts on the same server."""
    more = "".join(f'<script src="{html.escape(address)}"></script>\n' for address in scripts)
    return f"<script>{_script()}</script>\n{more}</body>\n</html>\n"


def served_page(title: str, language: str, scripts: tuple[str, ...] = ()) -> str:
    """The page that fetches its blocks from `/data`. scripts: what is run after it, from the same server."""
    return opening(title, language, served=True) + closing(*scripts)


def block(name: str, data: bytes) -> bytes:
    """A block of data, gzipped already, as it stands in the file. Base64 has no letter that means anything there."""
    return b'<script type="application/gzip" id="%s">%s</script>\n' % (name.encode(), base64.b64encode(data))


def _policy(served: bool) -> str:
    server = " 'self'" if served else ""
    rules = {
        "default-src": "'none'",
        "script-src": _hashed(_script()) + server,
        "style-src": _hashed(_style()),
        "img-src": "data:",
        "connect-src": server.strip() or "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {allowed}" for name, allowed in rules.items())


@cache
def _script() -> str:
    parts = "\n".join(_asset(name) for name in SCRIPTS)
    return f'"use strict";\n(() => {{\n{parts}\n}})();\n'


@cache
def _style() -> str:
    return "\n".join(_asset(name) for name in STYLES)


def _asset(name: str) -> str:
    return (files("selfinstruct.reporting") / "assets" / name).read_text("utf-8")


def _hashed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
