"""`selfinstruct report`: one HTML file to look at."""

from __future__ import annotations

from pathlib import Path

import click

from selfinstruct.cli import session


@click.command()
@click.argument("paths", metavar="RUN...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--lang", metavar="CODE", help="Language of the tasks; needed for a file, a run knows its own.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="What is written [default: report.html in RUN; here, for a file of tasks and for several].",
)
@click.option(
    "--language",
    type=click.Choice(["en", "ko", "ja"]),
    help="Language of the page's own words [default: that of the first RUN, else en]; it can be changed on the page.",
)
@click.pass_context
def report(ctx: click.Context, paths: tuple[Path, ...], lang: str | None, out: Path | None, language: str | None) -> None:
    """Write one HTML file that shows what is in RUN: figures, and every task and refused text to search and read.

    RUN is a run's folder or a file of tasks; several stand side by side. The file needs no network and can be passed on:
    prompts and answers are in it.
    """
    from selfinstruct.reporting.writing import report_on

    click.echo(str(report_on(paths, session.plugins(ctx), lang=lang, out=out, language=language)))
