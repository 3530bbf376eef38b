"""`selfinstruct compare`: whose answers are better."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from selfinstruct.cli import session
from selfinstruct.cli.allowances import ALLOWANCES, BASE_URL, FILE
from selfinstruct.errors import ConfigError, Exit

if TYPE_CHECKING:
    from selfinstruct.comparing.folder import Files
    from selfinstruct.comparing.tally import Counts, Tally

_PATH = click.Path(exists=True, path_type=Path)
_OF_A_PERSON = {"a", "b", "tasks", "out", "seed", "most", "by_hand", "as_json"}


class _Pair(click.ParamType[tuple[str, str]]):
    """A name and its value."""

    name = "pair"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        name, equals, text = str(value).partition("=")
        if not name or not equals:
            self.fail(f"{value!r} is not KEY=VALUE", param, ctx)
        return name, text


_OPTIONS = [
    click.argument("a", metavar="A", type=_PATH),
    click.argument("b", metavar="B", type=_PATH),
    click.option("--tasks", type=FILE, metavar="FILE", help="Only the tasks in this file."),
    click.option("--by-hand", is_flag=True, help="You judge, in the terminal: blind, one key an answer."),
    click.option("--lang", metavar="CODE", help="Language that the judge is asked in; needed unless --by-hand."),
    click.option(
        "--backend", default="auto", show_default=True, metavar="NAME", help="auto: groq if GROQ_API_KEY is set, else offline."
    ),
    click.option("--model", metavar="NAME", help="The model that judges."),
    BASE_URL,
    click.option(
        "--option",
        "options",
        multiple=True,
        type=_Pair(),
        metavar="KEY=VALUE",
        help="An option of the backend. May be repeated.",
    ),
    click.option(
        "--out", type=click.Path(path_type=Path), metavar="FOLDER", help="Where it is kept [default: compare/A-vs-B]."
    ),
    click.option("--max", "most", type=int, metavar="N", help="No more than N pairs, drawn by --seed."),
    click.option("--seed", type=int, default=0, show_default=True, help="Draws the order of the pairs."),
    click.option("--temperature", type=float, help="Sampling temperature of the judge [default: 0]."),
    click.option("--answer-tokens", type=int, help="Most tokens of one judgement [default: 1024]."),
    click.option("--concurrency", type=int, default=8, show_default=True, help="Requests at once; changes no result."),
    click.option("--structured/--no-structured", default=None, help="Answers by JSON schema [default: where the model can]."),
    click.option("--max-prompt-tokens", type=int, metavar="N", help="Ask nothing about pairs that need longer requests."),
    click.option(
        "--prompts",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        metavar="DIR",
        help="Prompts of your own: LANG.toml in it goes over the language's.",
    ),
    click.option("--replay", type=FILE, metavar="FILE", help="Answer from the completions.jsonl of another comparison."),
    *ALLOWANCES,
    click.option("--json", "as_json", is_flag=True, help="One JSON object, for scripts."),
]


def _with_options(command: Any) -> Any:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command()
@_with_options
@click.pass_context
def compare(ctx: click.Context, /, **asked: Any) -> None:
    """Judge pairwise and blind whose answers are better, those of A or those of B.

    A and B are files of answers to the same tasks, or run folders. A model judges each pair twice, with the answers changed
    about; what depends on the place is a tie. The same command goes on where it was stopped.
    """
    from selfinstruct.comparing.folder import Files

    files = Files(asked["a"], asked["b"], asked["tasks"])
    tally = _by_hand(ctx, files, asked) if asked["by_hand"] else _by_model(ctx, files, asked)
    if tally is None:
        click.echo(f"\nwhat you judged is on disk; go on with: {session.again()}", err=True)
        ctx.exit(int(Exit.INTERRUPTED))
    if asked["as_json"]:
        click.echo(json.dumps(tally.row(), ensure_ascii=False, indent=2))
        return
    for line in _lines(tally):
        click.echo(line)
    click.echo(f"verdicts with their reasons: {tally.folder}", err=True)


def _by_model(ctx: click.Context, files: Files, asked: Mapping[str, Any]) -> Tally:
    from selfinstruct.comparing.comparison import by_model
    from selfinstruct.options import Options

    if not asked["lang"]:
        raise ConfigError(
            "--lang is missing", hint="--lang en, ko or ja: what the judge is asked in; or --by-hand to judge yourself"
        )
    given = {name: value for name, value in asked.items() if name not in _OF_A_PERSON - {"out", "seed"}}
    options = Options(**given | {"options": dict(asked["options"])})
    plugins = session.plugins(ctx)
    with session.resumable(ctx), session.progress() as progress:
        return by_model(files, options, plugins, progress, most=asked["most"])


def _by_hand(ctx: click.Context, files: Files, asked: Mapping[str, Any]) -> Tally | None:
    from selfinstruct.comparing.byhand import by_hand
    from selfinstruct.progress import Lines

    for param in ctx.command.params:
        name = param.name or ""
        if name not in _OF_A_PERSON | {"lang"} and ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise ConfigError(f"{param.opts[0]} is for a model that judges", hint="leave it out with --by-hand")
    with session.resumable(ctx):
        return by_hand(files, session.plugins(ctx), Lines(), seed=asked["seed"], most=asked["most"], out=asked["out"])


def _lines(tally: Tally) -> Iterator[str]:
    yield f"A  {tally.a}"
    yield f"B  {tally.b}"
    unfit = "" if tally.for_use else "; it is no judge, and this is not for use"
    yield f"judged by {', '.join(tally.by) or 'nobody'}{unfit}"
    yield ""
    yield from _table({"all": tally.all, **tally.groups})
    yield ""
    yield from _trust(tally)


def _table(groups: Mapping[str, Counts]) -> Iterator[str]:
    width = max(map(len, groups))
    yield f"{'':<{width}}  {'pairs':>7} {'A wins':>7} {'ties':>7} {'B wins':>7} {'unclear':>7}  win rate of A"
    for name, counts in groups.items():
        figures = (counts.pairs, counts.wins_a, counts.ties, counts.wins_b, counts.unclear)
        rate = "" if counts.win_rate is None else f"{counts.win_rate:.1%}"
        yield f"{name:<{width}}  {' '.join(f'{figure:>7,}' for figure in figures)}  {rate:>13}"


def _trust(tally: Tally) -> Iterator[str]:
    """How far the figures can be trusted. A tie is half a win in the rate above, and left out in the share below."""
    counts = tally.all
    if counts.win_share is not None and counts.interval is not None:
        low, high = counts.interval
        won = counts.wins_a + counts.wins_b
        yield f"without ties A wins {counts.win_share:.1%} of {won:,}; 95% interval {low:.1%} to {high:.1%} (Wilson)"
        yield f"sign test, both sides: p = {counts.p_value:.3g}"
    if counts.ties:
        yield f"of {counts.ties:,} ties {tally.position_dependent:,} are position-dependent, {tally.same:,} the same answer"
    if tally.consistency is not None:
        first = f"; the answer shown first was chosen {tally.shown_first:,} of {tally.chosen:,} times" if tally.chosen else ""
        yield f"the same verdict in both orders: {tally.consistency:.1%} of {tally.both:,}{first}"
    if tally.left:
        yield f"left: {tally.left:,} of {counts.pairs + tally.left:,} pairs; the same command goes on with them"
