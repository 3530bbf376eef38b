"""One stage of an existing run: `classify`, `instances`, `curate`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from selfinstruct.cli import session
from selfinstruct.cli.allowances import ALLOWANCES, BASE_URL, BATCH
from selfinstruct.cli.curation import CURATION
from selfinstruct.cli.several import TakesSeveral

RUN = click.argument("folder", metavar="RUN", type=click.Path(exists=True, file_okay=False, path_type=Path))
_CONCURRENCY = click.option(
    "--concurrency", type=int, default=8, show_default=True, help="Requests at once; changes no result."
)
_OWN = [
    RUN,
    click.option("--backend", metavar="NAME", help="Another backend for this stage; kept in run.toml."),
    click.option("--model", metavar="NAME", help="Another model for this stage; kept in run.toml."),
    BASE_URL,
    click.option("--temperature", type=float, help="Sampling temperature of this stage; kept in run.toml."),
    click.option("--answer-tokens", type=int, help="Most tokens of one answer; kept in run.toml."),
    _CONCURRENCY,
    BATCH,
    *ALLOWANCES,
]


def _with(*options: Callable[..., Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    def decorated(command: Callable[..., None]) -> Callable[..., None]:
        for option in reversed(options):
            command = option(command)
        return command

    return decorated


@click.command()
@_with(*_OWN)
@click.pass_context
def classify(ctx: click.Context, /, folder: Path, **asked: Any) -> None:
    """Decide for each instruction of RUN whether it is a classification task."""
    _stage(ctx, folder, "classify", asked)


@click.command()
@_with(*_OWN)
@click.pass_context
def instances(ctx: click.Context, /, folder: Path, **asked: Any) -> None:
    """Write inputs and outputs for each classified instruction of RUN."""
    _stage(ctx, folder, "instances", asked)


@click.command(cls=TakesSeveral)
@_with(RUN, *CURATION, _CONCURRENCY, BATCH, *ALLOWANCES)
@click.pass_context
def curate(ctx: click.Context, /, folder: Path, **asked: Any) -> None:
    """Keep what is usable of RUN's instances as tasks.

    With --curate other steps are taken than before; `--curate none` takes none. What was asked before is not asked again.
    """
    _stage(ctx, folder, "curate", asked)


def _stage(ctx: click.Context, folder: Path, stage: str, asked: dict[str, Any]) -> None:
    from selfinstruct import api
    from selfinstruct.runfolder import FILES

    plugins = session.plugins(ctx)
    with session.resumable(ctx), session.progress() as progress:
        getattr(api, stage)(folder, plugins=plugins, progress=progress, **asked)
    click.echo(str(folder / FILES[stage]))
