"""What every command needs: the plugins, told when one fails to load, and something to show progress with."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import format_exception
from typing import TYPE_CHECKING

import click

from selfinstruct.errors import Exit, SelfInstructError

if TYPE_CHECKING:
    from selfinstruct.plugins import Plugins
    from selfinstruct.progress import Progress


def plugins(ctx: click.Context) -> Plugins:
    """The plugins without those that --without names; a warning line for each that failed, with --debug its traceback."""
    from selfinstruct.plugins import load

    loaded = load(ctx.find_root().obj or ())
    for failure in loaded.failures:
        click.echo(f"warning: {failure}{f' ({failure.hint})' if failure.hint else ''}", err=True)
    trace(ctx, loaded)
    loaded.told.update(loaded.failures)
    return loaded


def trace(ctx: click.Context, loaded: Plugins) -> None:
    """With --debug, the traceback of each plugin that raised something."""
    if ctx.find_root().params.get("debug"):
        for failure in loaded.failures:
            if failure.error:
                click.echo("".join(format_exception(failure.error)), err=True)


def progress() -> Progress:
    """A live line on a terminal, plain lines elsewhere."""
    from selfinstruct.progress import Lines, LiveLine

    return LiveLine() if sys.stderr.isatty() else Lines()


@contextmanager
def resumable(ctx: click.Context) -> Iterator[None]:
    """What ends a run before its time leaves it safe: tell the command that goes on."""
    try:
        yield
    except KeyboardInterrupt:
        click.echo(f"interrupted: what came back is on disk; go on with: {again()}", err=True)
        ctx.exit(int(Exit.INTERRUPTED))
    except SelfInstructError as error:
        if error.exit_code == Exit.BUDGET:
            error.hint = "\n".join(filter(None, [error.hint, f"go on with: {again()}"]))
        raise


def again() -> str:
    """The command that was typed, to type again."""
    return shlex.join([Path(sys.argv[0]).name, *sys.argv[1:]])
