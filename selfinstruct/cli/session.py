"""What every command needs: the plugins, told when one fails to load, and something to show progress with."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from selfinstruct.plugins import Plugins
    from selfinstruct.progress import Progress


def plugins(ctx: click.Context) -> Plugins:
    """The plugins without those that --without names; a warning line for each that failed."""
    from selfinstruct.plugins import load

    loaded = load(ctx.find_root().obj or ())
    for failure in loaded.failures:
        click.echo(f"warning: {failure}", err=True)
    return loaded


def progress() -> Progress:
    """A live line on a terminal, plain lines elsewhere."""
    from selfinstruct.progress import Lines, LiveLine

    return LiveLine() if sys.stderr.isatty() else Lines()
