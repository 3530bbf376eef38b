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
    help="messages, alpaca, sharegpt, completion, prompt, text, regen or tokenized. May be repeated.",
)
@click.option(
    "--template",
    metavar="NAME",
    help="Wording of prompt, text and tokenized [default: en alpaca, ko kullm, ja alpaca-ja; tokenized: chat, where the "
    "tokenizer has a chat template]. tokenized alone also takes chat and completion.",
)
@click.option("--test", type=float, default=0.0, show_default=True, help="Share of tasks that go into the test file.")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the split and of random templates.")
@click.option("--max-instances", type=int, help="At most so many instances of one task.")
@click.option(
    "--system", default="", help="A system message for messages, alpaca and sharegpt, and for tokenized by chat template."
)
@click.option(
    "--no-ids", "ids", flag_value=False, default=True, help="Leave task ids out, for services that refuse unknown keys."
)
@click.option(
    "--reviewed",
    type=click.Choice(["all", "accepted"]),
    help="Go by the marks made in `view`: all but rejected tasks, or accepted and edited ones alone.",
)
@click.option("--model", metavar="PATH", help="tokenized: whose tokenizer; a folder, or a model on the hub.")
@click.option("--max-length", type=int, help="tokenized: most tokens of a row [default: what the tokenizer allows, or 2048].")
@click.option(
    "--pad",
    type=click.Choice(["none", "longest", "max-length"]),
    default="none",
    show_default=True,
    help="tokenized: fill rows up, to the longest of the file or to the most tokens.",
)
def export(folder: Path, **asked: Any) -> None:
    """Write RUN's tasks as training files into RUN/export."""
    from selfinstruct import api

    def note(line: str) -> None:
        click.echo(line, err=True)

    for path in api.export(folder, note=note, **asked):
        click.echo(str(path))
