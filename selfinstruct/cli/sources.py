"""Options that name what a run is made from: its seed tasks, and the prompts that the model is shown."""

from __future__ import annotations

import os
from pathlib import Path

import click

from selfinstruct.resources import SEED_SETS


class _Seeds(click.Path):
    """A file, or the name of a packaged set."""

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        return Path(value) if str(value) in SEED_SETS else super().convert(value, param, ctx)


SOURCES = [
    click.option(
        "--seeds",
        type=_Seeds(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Seed tasks of your own in place of the language's; `code` for those about code.",
    ),
    click.option(
        "--prompts",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        metavar="DIR",
        help="Prompts of your own: LANG.toml in it goes over the language's.",
    ),
    click.option(
        "--prompt-language",
        type=click.Choice(["native", "en"]),
        default="native",
        show_default=True,
        help="Ask in the language itself, or in English for texts in it.",
    ),
]
