"""`selfinstruct filter`: the novelty filter on any file."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import IO

import click

from selfinstruct.cli import session

_IN = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUT = click.Path(dir_okay=False, path_type=Path, writable=True)


@click.command("filter")
@click.argument("file", metavar="FILE", type=_IN)
@click.option("--lang", required=True, metavar="CODE", help="The language whose tokens and threshold are used.")
@click.option("--field", default="instruction", show_default=True, help="The field that holds the text.")
@click.option("--pool", type=_IN, multiple=True, metavar="FILE", help="Texts that rows must differ from too. May be repeated.")
@click.option("--threshold", type=float, metavar="F", help="Refuse above this ROUGE-L [default: the language's].")
@click.option("--kept", type=_OUT, metavar="OUT", help="Where kept rows go [default: standard output].")
@click.option("--rejected", type=_OUT, metavar="OUT", help="Where rejected rows go, with their reasons.")
@click.option("--no-scores", "scores", flag_value=False, default=True, help="Only decide: much faster, no averages.")
@click.pass_context
def filter_(
    ctx: click.Context,
    /,
    *,
    file: Path,
    lang: str,
    field: str,
    pool: tuple[Path, ...],
    threshold: float | None,
    kept: Path | None,
    rejected: Path | None,
    scores: bool,
) -> None:
    """Keep the rows of FILE that are new: exact ROUGE-L against --pool and the rows kept before.

    FILE is JSONL, a JSON array, or either one gzipped.
    """
    from selfinstruct.api import filter as judged

    rows = judged(file, lang, field=field, pool=pool, threshold=threshold, scores=scores, plugins=session.plugins(ctx))
    counts = _write(rows, kept, rejected)
    click.echo(f"{counts[True]} kept, {counts[False]} rejected", err=True)


def _write(rows: Iterable[tuple[bool, dict[str, object]]], kept: Path | None, rejected: Path | None) -> dict[bool, int]:
    """Files appear whole, when the last row is through."""
    from selfinstruct.jsonl import dump, fresh

    counts = {True: 0, False: 0}
    with ExitStack() as stack:
        out: dict[bool, IO[bytes] | None] = {
            True: stack.enter_context(fresh(kept)) if kept else sys.stdout.buffer,
            False: stack.enter_context(fresh(rejected)) if rejected else None,
        }
        for good, row in rows:
            counts[good] += 1
            if (file := out[good]) is not None:
                file.write(dump(row))
    return counts
