"""`selfinstruct doctor` tells whether this machine is ready, and if not, what is missing."""

from __future__ import annotations

import click

from selfinstruct.cli import session


@click.command()
@click.pass_context
def doctor(ctx: click.Context) -> None:
    """Tell versions, kernel and keys (never their values), and run a small job from end to end."""
    from selfinstruct.diagnosis import diagnose

    found = diagnose(session.plugins(ctx))
    click.echo(found.machine)
    for package, version in found.packages.items():
        click.echo(f"{package} {version}")
    click.echo(f"rouge kernel: {found.kernel}")
    for name, there in found.keys.items():
        click.echo(f"{name}: {'set' if there else 'not set'}")
    for code, fault in found.trials.items():
        click.echo(f"trial run {code}: {fault or 'good'}")
    for failure in found.failures:
        click.echo(failure)
    click.echo("ready" if found.good else "not ready")
    if not found.good:
        ctx.exit(1)
