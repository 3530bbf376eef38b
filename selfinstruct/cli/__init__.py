"""The command line: options in, one call, errors told in two lines."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

from selfinstruct.errors import Exit, SelfInstructError

_COMMANDS = {
    "estimate": "estimate",
    "run": "run",
    "generate": "run",
    "classify": "stages",
    "instances": "stages",
    "curate": "stages",
    "export": "export",
    "filter": "filter",
    "compare": "compare",
    "check-seeds": "check_seeds",
    "status": "status",
    "stats": "stats",
    "report": "report",
    "view": "view",
    "push": "push",
    "plugins": "plugins",
    "doctor": "doctor",
}


class Commands(click.Group):
    """Imports a command's module when it is called, and turns every error of ours into two lines and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of a run."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command of that name."""
        module = _COMMANDS.get(name)
        if module is None:
            return None
        function = name.replace("filter", "filter_").replace("-", "_")
        command: click.Command = getattr(import_module(f"selfinstruct.cli.{module}"), function)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a traceback only with --debug."""
        try:
            return super().invoke(ctx)
        except SelfInstructError as error:
            if ctx.params.get("debug"):
                raise
            tell(error)
            ctx.exit(int(error.exit_code))
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if ctx.params.get("debug"):
                raise
            hint = "this is a fault of the program: run it again with --debug and report what it shows"
            tell(SelfInstructError(f"{type(error).__name__}: {error}", hint=hint))
            ctx.exit(int(Exit.FAILED))
        except KeyboardInterrupt:
            click.echo("interrupted", err=True)  # where a run is under way, `session.resumable` says how to go on
            ctx.exit(int(Exit.INTERRUPTED))


def tell(error: SelfInstructError) -> None:
    """An error as the user sees it."""
    click.echo(f"error: {error.message}", err=True)
    if error.hint:
        click.echo(f"hint: {error.hint}", err=True)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="selfinstruct", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Show tracebacks.")
@click.option("--without", multiple=True, metavar="NAME", help="Leave a plugin out. May be repeated.")
@click.pass_context
def cli(ctx: click.Context, debug: bool, without: tuple[str, ...]) -> None:  # noqa: ARG001 - read by Commands.invoke
    """Instruction-tuning data in any language, from any model, by the Self-Instruct method.

    Start with: selfinstruct run --lang ko
    """
    ctx.obj = without
    for stream in (sys.stdout, sys.stderr):
        # A console that is not UTF-8 shows what it can; it never ends a run.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
