"""`selfinstruct status`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from selfinstruct.cli.stages import RUN


@click.command()
@RUN
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for scripts.")
def status(folder: Path, as_json: bool) -> None:
    """Tell how far RUN is: counts, acceptance, reasons, tokens, and what comes next."""
    from selfinstruct.runstatus import read

    found = read(folder)
    if as_json:
        click.echo(json.dumps(asdict(found) | {"acceptance": found.acceptance}, ensure_ascii=False, indent=2))
        return
    model = f" {found.model}" if found.model else ""
    click.echo(f"{found.folder}: {found.lang}, {found.backend}{model}, asked for {found.asked or '?'}")
    for stage, count in found.counts.items():
        asked = f"  {found.requests.get(stage, 0)} requests, {found.tokens.get(stage, 0):,} tokens" if stage != "curate" else ""
        click.echo(f"  {stage:<10} {count:>7}{asked}")
        for reason, times in list(found.reasons.get(stage, {}).items())[:5]:
            click.echo(f"    refused {times:>6}  {reason}")
    if found.acceptance is not None:
        click.echo(f"  acceptance {found.acceptance:.0%}")
    click.echo(f"next: {found.next}")
