"""API keys: from the environment, else from `.env` in the working folder. Read when needed, written nowhere."""

from __future__ import annotations

import os
import re
from pathlib import Path

_LINE = re.compile(r"""^\s*(?:export\s+)?(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^#\s]*))""")


def api_key(name: str) -> str | None:
    """The value of a key variable, None when it is nowhere."""
    return os.environ.get(name) or _dotenv().get(name) or None


def _dotenv() -> dict[str, str]:
    try:
        lines = Path(".env").read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    found = filter(None, map(_LINE.match, lines))
    return {m[1]: m[2] or m[3] or m[4] or "" for m in found}
