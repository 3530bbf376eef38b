"""`selfinstruct plugins`: what is installed, from where, and whether it works."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import click

from selfinstruct.cli import session

if TYPE_CHECKING:
    from selfinstruct.plugins import Plugins


@click.group(invoke_without_command=True)
@click.option("--check", is_flag=True, help="Test each language, backend and embedder against its contract.")
@click.pass_context
def plugins(ctx: click.Context, check: bool) -> None:
    """List languages, backends and embedders: from which package, at which version."""
    if ctx.invoked_subcommand is None:
        loaded = session.plugins(ctx)
        good = [_list(loaded, check), not loaded.failures]
        if check and not all(good):
            ctx.exit(1)


def _list(loaded: Plugins, check: bool) -> bool:
    """One line each; whether all of them kept their contracts."""
    from selfinstruct.testing import check_backend, check_embedder, check_language

    good = True
    for code, language in loaded.languages().items():
        about = f"language {code:<8} {language.name:<10} {_origin(loaded, 'languages', code)}  {language.tokenizer_id}"
        good &= _line(about, check, partial(check_language, language))
    for name, backend in loaded.backends().items():
        about = f"backend  {name:<8} {'' if backend.for_training else 'demo':<10} {_origin(loaded, 'backends', name)}"
        build = backend.check_instance() if check else None
        test = partial(check_backend, build) if build else None
        good &= _line(about, check, test)
    for name, embedder in loaded.embedders().items():
        about = f"embedder {name:<8} {'' if embedder.semantic else 'letters':<10} {_origin(loaded, 'embedders', name)}"
        instance = embedder.check_instance() if check else None
        good &= _line(about, check, partial(check_embedder, instance) if instance else None)
    return good


def _line(about: str, check: bool, test: Callable[[], None] | None) -> bool:
    if not check:
        click.echo(about)
        return True
    if test is None:
        click.echo(f"-     {about}  (needs a key, a model or a file: not tried)")
        return True
    try:
        test()
    except Exception as error:  # whatever a plugin does wrong is shown
        click.echo(f"FAIL  {about}\n      {error}")
        return False
    click.echo(f"ok    {about}")
    return True


def _origin(loaded: Plugins, kind: str, name: str) -> str:
    provider = loaded.origin(kind, name)
    return f"{provider.package} {provider.version}"
