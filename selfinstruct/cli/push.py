"""`selfinstruct push`: a run as a data set on the hub."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from selfinstruct.cli import session
from selfinstruct.cli.stages import RUN

if TYPE_CHECKING:
    from selfinstruct.publishing.push import Publication

_FOLDER = click.Path(file_okay=False, path_type=Path)
_UNITS = ("bytes", "kB", "MB", "GB")


@click.command()
@RUN
@click.option("--repo", required=True, metavar="OWNER/NAME", help="The data set on the hub; made where there is none.")
@click.option("--yes", is_flag=True, help="Send it. Without this, nothing is sent: you see what would be.")
@click.option("--private", is_flag=True, help="For you, or your organization, alone.")
@click.option(
    "--format",
    "form",
    default="messages",
    show_default=True,
    metavar="NAME",
    help="A format of export, but tokenized and regen.",
)
@click.option("--template", metavar="NAME", help="Wording of prompt and text, as in export.")
@click.option("--system", default="", help="A system message for messages, alpaca and sharegpt.")
@click.option("--test", type=float, default=0.0, show_default=True, help="Share of tasks that go into a test split.")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the split and of random templates.")
@click.option("--max-instances", type=int, help="At most so many instances of one task.")
@click.option("--no-parquet", "parquet", flag_value=False, default=True, help="JSON Lines alone, without Parquet beside them.")
@click.option("--title", default="", help="What the card calls it.")
@click.option("--license", default="", metavar="NAME", help="The license you give it, as the hub names it: cc-by-4.0.")
@click.option(
    "--model-terms", default="", metavar="TEXT", help="Under which terms the models' outputs may be used, for the card."
)
@click.option("--reviewed", default="", metavar="all|accepted", help="The tasks as your reviews left them: see view.")
@click.option("--with-rejections", is_flag=True, help="Also what was refused, and why.")
@click.option("--with-log", is_flag=True, help="Also every answer of the models, from which the run can be made again.")
@click.option("--out", type=_FOLDER, metavar="FOLDER", help="Leave the files here, to look at or to send by other means.")
@click.option("--space", type=_FOLDER, metavar="FOLDER", help="Also write a Space here: a page on the hub that shows the run.")
@click.option("--endpoint", metavar="URL", help="A hub of your own [default: HF_ENDPOINT, or the public one].")
@click.option("--allow-not-for-training", is_flag=True, help="Send tasks of the offline backend, marked as what they are.")
@click.pass_context
def push(ctx: click.Context, /, folder: Path, **asked: Any) -> None:
    """Publish RUN's tasks as a data set: card, JSON Lines and Parquet. Without --yes, only show what would be sent.

    The token comes from HF_TOKEN, or from `hf auth login`.
    """
    from selfinstruct.publishing.choices import Choices
    from selfinstruct.publishing.push import push as publish

    choices = Choices(**{field.name: asked.pop(field.name) for field in fields(Choices)})
    done = publish(folder, asked.pop("repo"), session.plugins(ctx), choices, **asked)
    for note in done.notes:
        click.echo(f"note: {note}", err=True)
    for path in done.space:
        click.echo(f"space: {path}", err=True)
    if done.sent:
        click.echo(done.address)
        return
    _show(done)


def _show(planned: Publication) -> None:
    """What would be sent."""
    width = max(map(len, planned.sizes))
    visible = "private" if planned.private else "public, unless your organization makes new ones private"
    click.echo(f"Nothing is sent. With --yes this would go to {planned.address} ({visible}):")
    for name, size in planned.sizes.items():
        click.echo(f"  {name:{width}}  {_size(size):>10}")
    click.echo("A README.md that is there is replaced; files of an earlier push that are not among these are removed.")
    click.echo(f"\nThe card begins:\n\n{planned.head}\n")
    if planned.out:
        click.echo(f"All of it is in {planned.out}.")


def _size(size: float) -> str:
    for unit in _UNITS:
        if size < 1000 or unit == _UNITS[-1]:
            break
        size /= 1000
    return f"{size:,.0f} {unit}" if unit == _UNITS[0] else f"{size:,.1f} {unit}"
