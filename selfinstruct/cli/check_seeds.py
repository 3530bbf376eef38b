"""`selfinstruct check-seeds`: whether a file of seed tasks is fit to begin a run with."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from selfinstruct.cli import session
from selfinstruct.cli.allowances import FILE
from selfinstruct.errors import Exit

if TYPE_CHECKING:
    from selfinstruct.seedcheck import Finding, SeedReport
    from selfinstruct.variety import Spread, Variety

_SHARE = click.FloatRange(0, 1)


@click.command("check-seeds")
@click.argument("file", metavar="[FILE]", type=FILE, required=False)
@click.option("--lang", required=True, metavar="CODE", help="The language that the tasks are in.")
@click.option("--against", type=FILE, multiple=True, metavar="FILE", help="Tasks that these must not be like. May be repeated.")
@click.option("--threshold", type=_SHARE, default=0.7, show_default=True, metavar="F", help="ROUGE-L to --against, at most.")
@click.option("--within", type=_SHARE, default=0.5, show_default=True, metavar="F", help="ROUGE-L of two of FILE's, at most.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for scripts.")
@click.pass_context
def check_seeds(
    ctx: click.Context,
    /,
    *,
    file: Path | None,
    lang: str,
    against: tuple[Path, ...],
    threshold: float,
    within: float,
    as_json: bool,
) -> None:
    """Look through the seed tasks in FILE: form, language, doubles, near-doubles, labels, variety.

    FILE is JSONL, a JSON array, or either one gzipped; without it, the language's own seed tasks. Exit code 1 when there are
    problems; remarks are for you to judge.
    """
    from selfinstruct import api

    plugins = session.plugins(ctx)
    found = api.check_seeds(file, lang, against=against, threshold=threshold, within=within, plugins=plugins)
    click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2) if as_json else "\n".join(_lines(found)))
    if not found.good:
        ctx.exit(int(Exit.FAILED))


def _lines(found: SeedReport) -> Iterator[str]:
    for title, findings in (("problems", found.problems), ("remarks", found.remarks)):
        if findings:
            yield f"{title}:"
            yield from map(_line, findings)
            yield ""
    yield from _figures(found.variety)
    yield ""
    yield f"{found.file}: {_count(len(found.problems), 'problem')}, {_count(len(found.remarks), 'remark')}"


def _line(finding: Finding) -> str:
    about = ": ".join(filter(None, (finding.where, finding.id, finding.code, finding.detail)))
    return f"  {about}"


def _figures(figures: Variety) -> Iterator[str]:
    rows = {
        "tasks": str(figures.tasks),
        "classifications": _of(figures, figures.classifications),
        "with an input": _of(figures, figures.with_input),
        "instances of a task": f"{_spread(figures.instances)}; {figures.mean_instances:.1f} on average",
        "words": _spread(figures.words),
        figures.unit: _spread(figures.length) if figures.unit != "words" else "",
        "closest two": f"ROUGE-L {figures.closest:.2f}",
        "openers": f"{figures.different_openers} different; {_top(figures, figures.openers, 3)}",
        "main verbs": f"{figures.different_verbs} different; {_top(figures, figures.verbs, 5)}" if figures.verbs else "",
        "moods": _top(figures, figures.moods, len(figures.moods)),
        "kinds": f"{len(figures.kinds)} different; {_top(figures, figures.kinds, 5)}" if figures.kinds else "",
    }
    yield from (f"{name:20} {told}" for name, told in rows.items() if told)


def _of(figures: Variety, count: int) -> str:
    return f"{count} ({figures.share(count):.0%})"


def _spread(spread: Spread) -> str:
    return f"{spread.least} to {spread.most}, median {spread.median:g}"


def _top(figures: Variety, counts: Mapping[str, int], most: int) -> str:
    return ", ".join(f"{name} {figures.share(count):.1%}" for name, count in list(counts.items())[:most])


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"
