"""`selfinstruct stats`: what a run or a file of tasks amounts to, in figures."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from selfinstruct.cli import session

if TYPE_CHECKING:
    from selfinstruct.figures.grids import Grid
    from selfinstruct.figures.overview import Overview

_SPECIAL = re.compile(r"([\\`*_\[\]<>|&~#])")


@click.command()
@click.argument("paths", metavar="RUN|FILE...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--lang", metavar="CODE", help="The language of files of tasks; a run knows its own.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, or a list for several, with all figures.")
@click.option("--markdown", is_flag=True, help="Tables for papers, several runs side by side.")
@click.pass_context
def stats(ctx: click.Context, /, *, paths: tuple[Path, ...], lang: str | None, as_json: bool, markdown: bool) -> None:
    """Count what runs and files of tasks amount to, several side by side.

    The method paper's table, verbs with their objects, ROUGE-L to seeds and pool, lengths, openings, acceptance, refusals,
    tokens and cost.
    """
    from selfinstruct.figures.overview import overview
    from selfinstruct.figures.sources import language_of, read_source

    if as_json and markdown:
        raise click.UsageError("--json and --markdown exclude each other")
    plugins = session.plugins(ctx)
    sources = [read_source(path, lang) for path in paths]
    found = [overview(source, language_of(source, plugins)) for source in sources]
    if as_json:
        told = [asdict(each) for each in found]
        click.echo(json.dumps(told[0] if len(told) == 1 else told, ensure_ascii=False, indent=2))
        return
    _print(found, markdown=markdown)
    for each in found:
        for note in each.notes:
            click.echo(f"note: {each.name}: {note}", err=True)


def _print(found: Sequence[Overview], *, markdown: bool) -> None:
    from selfinstruct.figures.grids import grids

    for number, grid in enumerate(grids(found)):
        if _on_a_terminal() and not markdown:
            _rich(grid)
            continue
        if number:
            click.echo()
        for line in _markdown(grid) if markdown else _plain(grid):
            click.echo(line)


def _on_a_terminal() -> bool:
    return sys.stdout.isatty()


def _plain(grid: Grid) -> Iterator[str]:
    """Columns that line up where letters of Korean and Japanese take two cells."""
    from rich.cells import cell_len

    rows = [("", *grid.names), *grid.rows]
    widths = [max(cell_len(row[column]) for row in rows) for column in range(len(rows[0]))]
    yield grid.title
    for row in rows:
        gaps = [" " * (width - cell_len(cell)) for width, cell in zip(widths, row, strict=True)]
        label, *cells = [
            gap + cell if grid.numbers and column else cell + gap
            for column, (gap, cell) in enumerate(zip(gaps, row, strict=True))
        ]
        yield "  ".join(["", label, *cells]).rstrip()
    if grid.note:
        yield f"  {grid.note}"


def _rich(grid: Grid) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    note = Text(grid.note) if grid.note else None
    table = Table(title=Text(grid.title), caption=note, title_style="bold", title_justify="left", caption_justify="left")
    table.add_column("", overflow="fold")
    for name in grid.names:
        table.add_column(Text(name), justify="right" if grid.numbers else "left", overflow="fold")
    for row in grid.rows:
        table.add_row(*map(Text, row))
    Console().print(table)


def _markdown(grid: Grid) -> Iterator[str]:
    """A table of GitHub's Markdown, with nothing in a cell that would be read as markup."""
    yield f"**{grid.title}**"
    yield ""
    yield _row(["", *grid.names])
    yield "|".join(["", "---", *("---:" if grid.numbers else "---" for _ in grid.names), ""])
    yield from map(_row, grid.rows)
    if grid.note:
        yield ""
        yield _SPECIAL.sub(r"\\\1", grid.note)


def _row(cells: Sequence[str]) -> str:
    return "".join(["| ", " | ".join(_SPECIAL.sub(r"\\\1", cell.strip()) for cell in cells), " |"])
