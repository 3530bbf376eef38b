"""Names that are places on the author's machine, told without their folders."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

# A name on the hub has a slash too: only what is plainly a path is one.
_PATH = re.compile(r"(?:/|~|\.{1,2}/|[A-Za-z]:[\\/]|\\\\)")


def without_folder(name: str) -> str:
    """The last part of a path; any other text as it is, such as a model's name on the hub."""
    if not _PATH.match(name):
        return name
    return PureWindowsPath(name).name if "\\" in name else PurePosixPath(name).name or "/"


def without_folders(value: Any) -> Any:
    """The same for every text in a value."""
    if isinstance(value, str):
        return without_folder(value)
    if isinstance(value, Mapping):
        return {name: without_folders(inner) for name, inner in value.items()}
    return [without_folders(item) for item in value] if isinstance(value, Sequence) else value
