"""`selfinstruct status`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from selfinstruct.cli.allowances import PRICES
from selfinstruct.cli.stages import RUN

if TYPE_CHECKING:
    from selfinstruct.runstatus import Status


@click.command()
@RUN
@PRICES
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for scripts.")
def status(folder: Path, prices: Path | None, as_json: bool) -> None:
    """Tell how far RUN is: counts, acceptance, reasons, tokens, cost, and what comes next."""
    from selfinstruct.runstatus import read

    found = read(folder, prices=prices)
    if as_json:
        more = {"acceptance": found.acceptance, "total_cost": found.total_cost}
        click.echo(json.dumps(asdict(found) | more, ensure_ascii=False, indent=2))
        return
    for line in _lines(found):
        click.echo(line)


def _lines(found: Status) -> Iterator[str]:
    model = f" {found.model}" if found.model else ""
    yield f"{found.folder}: {found.lang}, {found.backend}{model}, {found.recipe}, asked for {found.asked or '?'}"
    for stage in (*found.stages, "curate"):
        yield f"  {stage:<10} {found.counts[stage]:>7}{_used(found, stage) if stage != 'curate' else ''}"
        yield from _reasons(found, stage, "    ")
    for step in found.steps:
        asks = step in found.counts
        yield f"    {step:<16} {found.counts[step]:>7}{_used(found, step)}" if asks else f"    {step}"
        yield from _reasons(found, step, "      ") if found.reasons.get(step) else ["      refused      0"]
    if found.acceptance is not None:
        yield f"  acceptance {found.acceptance:.0%}"
    yield f"  used {sum(found.requests.values()):,} requests, {sum(found.tokens.values()):,} tokens{_total(found)}"
    if found.left:
        yield f"  left of the limits: {', '.join(_left(found))}"
    for batch in found.batches:
        name = f"batch {batch.id}" if batch.id else "a batch that may not have arrived"
        yield f"under way at {batch.backend}: {name}, {batch.requests:,} requests of {batch.stage}, since {batch.since}"
    if found.stopped:
        yield f"stopped {found.stopped['at']}: {found.stopped['error']}"
        yield from (f"  {line}" for line in str(found.stopped["hint"]).split("\n") if line)
    yield f"next: {found.next}"


def _reasons(found: Status, stage: str, indent: str) -> Iterator[str]:
    for reason, times in list(found.reasons.get(stage, {}).items())[:5]:
        yield f"{indent}refused {times:>6}  {reason}"


def _used(found: Status, stage: str) -> str:
    cost = f", {_money(found.cost[stage])}" if stage in found.cost else ""
    return f"  {found.requests.get(stage, 0)} requests, {found.tokens.get(stage, 0):,} tokens{cost}"


def _total(found: Status) -> str:
    return f", {_money(found.total_cost)}" if found.cost else ""


def _left(found: Status) -> Iterator[str]:
    for name, amount in found.left.items():
        yield _money(amount) if name == "cost" else f"{amount:,} {name}"


def _money(amount: float | None) -> str:
    from selfinstruct.prices import dollars

    return "cost unknown" if amount is None else dollars(amount)
