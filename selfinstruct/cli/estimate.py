"""`selfinstruct estimate`: what a run will need, before it is begun."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from selfinstruct.cli import session
from selfinstruct.cli.allowances import BATCH
from selfinstruct.cli.run import with_options
from selfinstruct.cli.several import TakesSeveral

if TYPE_CHECKING:
    from selfinstruct.estimating import Estimate, StageNeed


@click.command(cls=TakesSeveral)
@with_options
@BATCH
@click.option(
    "--preview", type=click.IntRange(min=0), default=0, metavar="K", help="Make the first K requests of each stage and measure."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for scripts.")
@click.pass_context
def estimate(ctx: click.Context, /, *, lang: str, n: int, preview: int, as_json: bool, **asked: Any) -> None:
    """Tell what `run` with the same options will need: requests, tokens, cost, time.

    Nothing is asked for, unless --preview is given; its requests are the first of the run, and `run` goes on from them.
    """
    from selfinstruct import api

    plugins = session.plugins(ctx)
    with session.resumable(ctx), session.progress() as progress:
        found = api.estimate(lang, n, preview=preview, plugins=plugins, progress=progress, **asked)
    click.echo(_json(found) if as_json else _table(found))


def _json(found: Estimate) -> str:
    totals = {name: getattr(found, name) for name in ("requests", "prompt_tokens", "completion_tokens", "cost")}
    return json.dumps(asdict(found) | totals, ensure_ascii=False, indent=2)


def _table(found: Estimate) -> str:
    rows = [["stage", "requests", "prompt tokens", "answer tokens", "cost", "time"]]
    rows += [_row(need.stage, need) for need in found.stages] + [_row("in all", found)]
    if not found.billed:
        rows = [[*row[:4], row[5]] for row in rows]
    wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(wide[0]) if not i else cell.rjust(wide[i]) for i, cell in enumerate(row)) for row in rows]
    stages = {f"{stage.backend} {stage.model}".strip() for stage in found.stages}
    head = f"{found.n} tasks, {found.lang}, {', '.join(sorted(stages))}"
    return "\n".join([head, *(f"  {line}" for line in lines), *(f"- {line}" for line in found.assumptions)])


def _row(name: str, need: StageNeed | Estimate) -> list[str]:
    counts = (need.requests, need.prompt_tokens, need.completion_tokens)
    return [name, *(f"{count:,}" for count in counts), _cost(need.cost), _time(need.seconds)]


def _cost(cost: float | None) -> str:
    from selfinstruct.prices import dollars

    return "unknown" if cost is None else dollars(cost)


def _time(seconds: float) -> str:
    from selfinstruct.progress import span

    return span(seconds)
