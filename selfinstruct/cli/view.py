"""`selfinstruct view`: a run in the browser while it goes on, to read, mark and judge."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from selfinstruct.cli import session
from selfinstruct.cli.stages import RUN

if TYPE_CHECKING:
    from selfinstruct.quality import Share

_TITLES = {"instruction": "valid instruction", "input": "fitting input", "output": "right output", "all": "all three"}
_MOST = 2**53 - 1
"""The page counts in floating point."""


@click.command()
@RUN
@click.option("--port", type=click.IntRange(0, 65535), default=7717, show_default=True, help="0: any that is free.")
@click.option("--no-browser", "browser", flag_value=False, default=True, help="Only tell the address.")
@click.option(
    "--language",
    type=click.Choice(["en", "ko", "ja"]),
    help="Language of the page's own words [default: that of RUN, else en]; it can be changed on the page.",
)
@click.option(
    "--sample",
    "size",
    type=click.IntRange(1, 10_000),
    default=200,
    show_default=True,
    metavar="N",
    help="How many tasks the questions of quality are asked about.",
)
@click.option("--seed", type=click.IntRange(0, _MOST), default=0, show_default=True, help="Draws them.")
@click.option("--answers", is_flag=True, help="Serve nothing: tell how the questions were answered.")
@click.option("--json", "as_json", is_flag=True, help="With --answers: one JSON object, for scripts.")
@click.pass_context
def view(ctx: click.Context, /, folder: Path, **asked: Any) -> None:
    """Show RUN in the browser, while it goes on: figures, tasks and refused texts, to accept, reject and edit.

    What you say is in RUN/reviews.jsonl at once; tasks.jsonl stays as it is, and `export --reviewed` goes by it. Only this
    machine can reach the page. Ctrl-C ends it.
    """
    size, seed = asked["size"], asked["seed"]
    if asked["answers"] or asked["as_json"]:
        _tell(folder, size, seed, asked["as_json"])
        return
    from selfinstruct.viewing.server import Server
    from selfinstruct.viewing.site import Sampling

    chosen = {"port": asked["port"], "language": asked["language"], "sampling": Sampling(size, seed)}
    with Server(folder, session.plugins(ctx), note=_note, **chosen) as server:
        try:
            click.echo(server.address)
            if asked["browser"] and _has_screen():
                click.launch(server.address)
            server.serve()
        except KeyboardInterrupt:
            click.echo("ended; what you marked is on disk", err=True)


def _tell(folder: Path, size: int, seed: int, as_json: bool) -> None:
    from selfinstruct.quality import quality

    found = quality(folder, size, seed)
    if as_json:
        told = {"sample": size, "seed": seed, "shares": [share.row() for share in found]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for line in _lines(found, size, seed):
        click.echo(line)


def _lines(found: Sequence[Share], size: int, seed: int) -> Iterator[str]:
    yield f"a sample of up to {size:,} tasks by seed {seed}"
    yield f"{'':<17}  {'yes':>6} {'no':>6} {'skipped':>8} {'left':>6}  share of yes, 95% interval (Wilson)"
    for each in found:
        counts = f"{each.yes:>6,} {each.no:>6,} {each.skipped:>8,} {each.left:>6,}"
        interval = (
            f"  {each.share:.1%}, {each.interval.low:.1%} to {each.interval.high:.1%}"
            if each.share is not None and each.interval
            else "  -"
        )
        yield f"{_TITLES[each.question]:<17}  {counts}{interval}"


def _note(line: str) -> None:
    click.echo(f"note: {line}", err=True)


def _has_screen() -> bool:
    """Whether there is a browser to open; without a screen, one that draws letters would take the terminal."""
    return sys.platform in {"darwin", "win32"} or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
