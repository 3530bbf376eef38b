"""`selfinstruct plugins new`: the first version of a plugin, written into a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from selfinstruct.cli import session
from selfinstruct.errors import ConfigError

if TYPE_CHECKING:
    from selfinstruct.plugins import Plugins
    from selfinstruct.scaffold.backend import Kind
    from selfinstruct.scaffold.folder import Package

_DIR = click.option(
    "--dir", "parent", type=click.Path(path_type=Path), default=Path(), help="Where the package's folder is made. [here]"
)


@click.group()
def new() -> None:
    """Write the first version of a plugin: a package that installs, passes its tests and runs."""


@new.command()
@click.argument("code")
@click.option("--name", help="The language's own name.")
@click.option("--english-name", help="What prompts in English call it.")
@click.option("--script", help="Its script, by Unicode name or ISO 15924 code: Thai, Deva.")
@click.option("--package", help="Name of the package and its folder. [selfinstruct-CODE]")
@_DIR
@click.pass_context
def lang(
    ctx: click.Context,
    code: str,
    *,
    name: str | None,
    english_name: str | None,
    script: str | None,
    package: str | None,
    parent: Path,
) -> None:
    """Write a package for the language CODE (th, pt-BR, zh-Hant).

    Names and script are looked up where they are not given. Nothing is ever overwritten.
    """
    from selfinstruct.scaffold.facts import facts_of, tag_of
    from selfinstruct.scaffold.language import language_package

    loaded = session.plugins(ctx)
    _check_new("language", tag_of(code), loaded)
    facts = facts_of(code, name=name, english_name=english_name, script=script)
    made = language_package(facts, package)
    _written(made, parent, ["pytest", f"selfinstruct run --lang {facts.code} -n 5 --backend offline"], loaded)


@new.command()
@click.argument("name")
@click.option(
    "--kind",
    type=click.Choice(["function", "http"]),
    default="function",
    show_default=True,
    help="Call a function of Python, or ask a server that speaks chat completions.",
)
@_DIR
@click.pass_context
def backend(ctx: click.Context, name: str, kind: Kind, parent: Path) -> None:
    """Write a package for a backend called NAME, in kebab case.

    It answers at once, by a placeholder that you replace. Nothing is ever overwritten.
    """
    from selfinstruct.scaffold.backend import backend_package

    loaded = session.plugins(ctx)
    _check_new("backend", name, loaded)
    made = backend_package(name, kind)
    run = f"selfinstruct run --lang en -n 5 --backend {name}"
    if kind == "function":
        _written(made, parent, ["pytest", run], loaded)
        return
    run += " --model practice --option url=http://127.0.0.1:8000/v1"
    serve = "python -m selfinstruct.testing.chatserver --port 8000"
    _written(made, parent, [f"pytest && {serve}", run], loaded)
    click.echo("The practice server of the third command goes on until Ctrl-C: give the fourth in another terminal.", err=True)


def _check_new(kind: str, name: str, loaded: Plugins) -> None:
    """Raise ConfigError when an installed plugin has it, whatever the case: there can be one of each name."""
    for gift in loaded.gifts():
        if gift.kind == kind and gift.name.lower() == name.lower():
            hint = f"choose another name, or leave that plugin out: selfinstruct --without {gift.plugin} plugins new ..."
            package = loaded.providers[gift.plugin].package
            raise ConfigError(f"there is a {kind} {gift.name!r} already, of {package}", hint=hint)


def _written(package: Package, parent: Path, then: Sequence[str], loaded: Plugins) -> None:
    """Write the package, tell what it holds, and what to do next, one command a line."""
    from selfinstruct.scaffold.folder import entering, written

    if package.entry in loaded.providers:
        other = loaded.providers[package.entry].package
        raise ConfigError(f"{other} has a plugin {package.entry!r} already", hint="choose another name")
    folder = written(package, parent)
    click.echo(f"wrote {folder}: {', '.join(package.files)}\nnext:", err=True)
    for command in (entering(folder), 'pip install -e ".[dev]"', *then):
        click.echo(f"  {command}")
