"""Options that take several values in a row: `--trigger instruction=Request output=Answer`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import click

SEVERAL = ("--against", "--curate", "--pool", "--trigger")


class TakesSeveral(click.Command):
    """A command whose SEVERAL options may be followed by more than one value. Its own argument, if it has one, comes first."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Write the option before each of its values, as click reads them."""
        has_argument = any(isinstance(param, click.Argument) for param in self.params)
        follows = has_argument and bool(args) and args[0].startswith("-")
        for arg, following in pairwise([*args, "-"]):
            if arg in SEVERAL and following.startswith("-"):  # which click would take for its value
                ctx.fail(f"Option {arg!r} requires an argument.")
        return super().parse_args(ctx, args if follows else list(_repeated(args)))


def pairs(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """The values of an option that takes KEY=VALUE."""
    found = [value.partition("=") for value in values]
    if bad := [name for name, equals, _ in found if not equals or not name]:
        raise click.BadParameter(f"{bad[0]!r} is not KEY=VALUE")
    return {name: value for name, _, value in found}


def _repeated(args: Sequence[str]) -> Iterator[str]:
    option, given = "", 0
    for arg in args:
        if arg.startswith("-"):
            option, given = (arg, 0) if arg in SEVERAL else ("", 0)
        elif option:
            if given:
                yield option
            given += 1
        yield arg
