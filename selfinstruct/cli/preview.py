"""Three tasks on the terminal, as a person reads them."""

from __future__ import annotations

from collections.abc import Sequence

import click

from selfinstruct.records import Task

_LONGEST = 400


def show(tasks: Sequence[Task], *, total: int) -> None:
    """The first instance of each task, long texts shortened."""
    click.echo(f"the first {len(tasks)} of {total}:", err=True)
    for task in tasks:
        kind = "  [classification]" if task.is_classification else ""
        click.echo(f"\n  {click.style(_short(task.instruction), bold=True)}{kind}", err=True)
        instance = task.instances[0]
        for sign, text in (("<", instance.input), (">", instance.output)):
            if text:
                click.echo(f"    {sign} {_short(text)}", err=True)
    click.echo("", err=True)


def _short(text: str) -> str:
    cut = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return cut.replace("\n", "\n      ")
