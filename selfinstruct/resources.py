"""Where the first-party prompts and seeds are: in the checkout, or packed into the wheel."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

SEED_SETS = ("code",)
"""Names of seed tasks beside a language's own: `seeds("code.ko")`."""


def prompts(code: str) -> Traversable:
    """The prompt book (TOML) of a first-party language, by its code; for another code, a file that is not there."""
    return _folder("prompts") / f"{code}.toml"


def seeds(code: str) -> Traversable:
    """The seed tasks (JSONL) of a first-party language, by its code; for another code, a file that is not there."""
    return _folder("seeds") / f"{code}.jsonl"


def _folder(name: str) -> Traversable:
    # An editable install does not see the packed copy, and a checkout beside a wheel must not be mistaken for its source.
    checkout = Path(__file__).parent.parent
    if (checkout / name).is_dir() and (checkout / "pyproject.toml").is_file():
        return checkout / name
    return files("selfinstruct") / name
