"""`selfinstruct plugins`: what is installed, from where, and whether it works."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from selfinstruct.cli import session

if TYPE_CHECKING:
    from selfinstruct.pluginhealth import Health
    from selfinstruct.plugins import Plugins

_ALL = "*"


class PluginCommands(click.Group):
    """Imports the commands of `plugins` when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The one there is."""
        return ["new"]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command of that name."""
        if name != "new":
            return None
        from selfinstruct.cli.newplugin import new

        return new

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """As the parent's; for the name of a plugin it says what takes one."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            names = [name for name in (*ctx.params["names"], *args) if name != _ALL and not name.startswith("-")]
            look = " ".join(f"--check {name}" for name in names)
            told = f"{error.message} To look at {'one plugin' if len(names) == 1 else 'several'}: selfinstruct plugins {look}"
            raise click.UsageError(told, ctx) from error


@click.group(cls=PluginCommands, invoke_without_command=True)
@click.option(
    "--check",
    "names",
    is_flag=False,
    flag_value=_ALL,
    multiple=True,
    metavar="[NAME]",
    help="Hold what they give to its contract: all, or a plugin, language, backend or embedder by name. May be repeated. "
    "Exit code 1 when anything is broken.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for scripts.")
@click.pass_context
def plugins(ctx: click.Context, names: tuple[str, ...], as_json: bool) -> None:
    """List plugins: from which package, for which plugin API, what they give, whether they load and why not.

    With --check, whether what they give works.
    """
    if ctx.invoked_subcommand is not None:
        return
    from selfinstruct.pluginhealth import checked, look
    from selfinstruct.plugins import load

    loaded = load(ctx.find_root().obj or ())
    _tell_unknown(loaded)
    found = look(loaded, [name for name in names if name != _ALL])
    session.trace(ctx, loaded)
    # One after the other: what is checked is shown before the next one is.
    states = (_as_json if as_json else _as_text)(found, map(checked, found) if names else found)
    if names and "broken" in states:
        ctx.exit(1)


def _tell_unknown(loaded: Plugins) -> None:
    for name in sorted(loaded.without - {provider.plugin for provider in loaded.installed}):
        click.echo(f"note: --without {name}: no installed plugin is called so", err=True)


def _as_text(found: Sequence[Health], seen: Iterable[Health]) -> list[str]:
    """A paragraph for each plugin; their states."""
    from selfinstruct.cli.pluginlines import Lines

    lines, states = Lines(found), list[str]()
    click.echo(lines.head)
    for health in seen:
        states.append(health.state)
        for line in lines.of(health):
            click.echo(line)
    counts = [f"{state}: {states.count(state)}" for state in ("works", "loads", "broken", "left out") if state in states]
    none = "no plugin is installed; ours: pip install 'selfinstruct[all]'"
    click.echo(f"\n{', '.join(counts) or none}", err=True)
    return states


def _as_json(_found: Sequence[Health], seen: Iterable[Health]) -> list[str]:
    """One object; the states of the plugins."""
    from selfinstruct.hookspecs import OLDEST_PLUGIN_API, PLUGIN_API
    from selfinstruct.plugins import own_version

    rows = [_row(health) for health in seen]
    host = {"selfinstruct": own_version(), "plugin_api": PLUGIN_API, "oldest_plugin_api": OLDEST_PLUGIN_API}
    click.echo(json.dumps({**host, "plugins": rows}, ensure_ascii=False, indent=2, default=str))
    return [row["state"] for row in rows]


def _row(health: Health) -> dict[str, Any]:
    gives: list[dict[str, Any]] = [{"kind": gift.kind, "name": gift.name, **gift.about} for gift in health.gives]
    for row, check in zip(gives, health.checks, strict=False):
        row["check"] = asdict(check)
    provider = health.provider
    return {
        "plugin": provider.plugin,
        "package": provider.package,
        "version": provider.version,
        "plugin_api": provider.api,
        "state": health.state,
        "gives": gives,
        "remarks": health.remarks,
        "faults": [fault._asdict() for fault in health.faults],
    }
