"""A Space of the hub that shows a run: a page without a server."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from selfinstruct import jsonl
from selfinstruct.errors import StoreError
from selfinstruct.plugins import Plugins
from selfinstruct.publishing.bundle import Bundle, check_free
from selfinstruct.publishing.markup import front, words

CARD, PAGE = "README.md", "index.html"


def write_space(made: Bundle, folder: Path, plugins: Plugins) -> list[Path]:
    """Write the page and what the hub needs to serve it; both paths.

    Prompts and answers are in the page only where the log is published too.
    Raises ConfigError when something else is in the folder, and StoreError when it cannot be written.
    """
    from selfinstruct.reporting.writing import MOST_OF_REQUESTS, write_report

    check_free(folder, "title:")
    facts = made.facts
    choices, title, repo = facts.choices, facts.title, facts.repo
    mark = "" if facts.for_training else "These tasks are **not for training**. "
    header = {
        "title": title,
        "emoji": "🔎",
        "colorFrom": "blue",
        "colorTo": "green",
        "sdk": "static",
        "pinned": False,
        "license": choices.license,
        "datasets": [repo],
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        text = (
            f"# {words(title)}\n\n{mark}A look at the tasks of the data set `{repo}`: figures, search, and what was refused.\n"
        )
        jsonl.replace(folder / CARD, f"{front(header)}\n{text}".encode())
        seen = made.source if choices.with_log else replace(made.source, completions=None)
        write_report([seen], folder / PAGE, plugins, most_of_requests=MOST_OF_REQUESTS if choices.with_log else 0)
    except OSError as error:
        raise StoreError(f"{folder}: {error.strerror or error}", hint="choose another folder with --space") from error
    return [folder / CARD, folder / PAGE]
