"""`selfinstruct export`: training files of a run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from selfinstruct.cli.stages import RUN


@click.command()
@RUN
@click.option(
    "--format",
    "formats",
    multiple=True,
    default=("messages",),
    show_default=True,
    metavar="NAME",
    help="messages, alpaca, sharegpt, completion, prompt or text. May be repeated.",
)
@click.option("--template", metavar="NAME", help="Wording of prompt and text [default: en alpaca, ko kullm, ja alpaca-ja].")
@click.option("--test", type=float, default=0.0, show_default=True, help="Share of tasks that go into the test file.")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the split and of random templates.")
@click.option("--max-instances", type=int, help="At most so many instances of one task.")
@click.option("--system", default="", help="A system message for messages and sharegpt.")
@click.option(
    "--no-ids", "ids", flag_value=False, default=True, help="Leave task ids out, for services that refuse unknown keys."
)
def export(folder: Path, **asked: Any) -> None:
    """Write RUN's tasks as training files into RUN/export."""
    from selfinstruct import api

    for path in api.export(folder, **asked):
        click.echo(str(path))
