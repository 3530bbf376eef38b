"""`selfinstruct run` and `selfinstruct generate`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from selfinstruct.cli import session
from selfinstruct.cli.allowances import ALLOWANCES, BASE_URL, BATCH, FILE
from selfinstruct.cli.curation import CURATION
from selfinstruct.cli.several import TakesSeveral, pairs
from selfinstruct.cli.sources import SOURCES

if TYPE_CHECKING:
    from selfinstruct.runs import Run


_OPTIONS = [
    click.option("--lang", required=True, metavar="CODE", help="Language: en, ko, ja, or one that a plugin brings."),
    click.option("-n", "n", type=int, default=20, show_default=True, help="How many to end with, exactly."),
    click.option(
        "--backend", default="auto", show_default=True, metavar="NAME", help="auto: groq if GROQ_API_KEY is set, else offline."
    ),
    click.option("--model", metavar="NAME", help="The backend's model."),
    BASE_URL,
    click.option(
        "--recipe",
        default="self-instruct",
        show_default=True,
        metavar="NAME",
        help="How tasks are made: self-instruct, alpaca or instruction-output.",
    ),
    click.option("--out", type=click.Path(path_type=Path), metavar="FOLDER", help="Run folder [default: runs/LANG-BACKEND]."),
    click.option("--seed", type=int, default=0, show_default=True, help="Seed of the run."),
    *SOURCES,
    click.option(
        "--pool",
        type=FILE,
        multiple=True,
        metavar="FILE",
        help="Texts that new instructions must differ from too. May be repeated.",
    ),
    click.option("--threshold", type=float, metavar="F", help="Refuse above this ROUGE-L [default: the language's]."),
    click.option("--concurrency", type=int, default=8, show_default=True, help="Requests at once; changes no result."),
    click.option(
        "--window", type=int, default=32, show_default=True, help="How far requests may run ahead; part of the run's identity."
    ),
    click.option(
        "--option",
        "options",
        multiple=True,
        metavar="KEY=VALUE",
        callback=pairs,
        help="An option of the backend. May be repeated.",
    ),
    click.option("--temperature", type=float, help="Sampling temperature of generate."),
    click.option("--top-p", type=float, help="Nucleus sampling of generate."),
    click.option("--answer-tokens", type=int, help="Most tokens of one answer of generate."),
    click.option("--classification-only", is_flag=True, help="Only classification tasks, from classification seeds."),
    click.option("--seed-demonstrations", type=int, help="Seed tasks shown in a request [default: the recipe's]."),
    click.option("--machine-demonstrations", type=int, help="Generated ones shown in a request [default: the recipe's]."),
    click.option("--tasks-per-request", type=int, help="New tasks asked for in a request [default: the recipe's]."),
    click.option(
        "--trigger",
        "triggers",
        multiple=True,
        metavar="PART=WORD...",
        callback=pairs,
        help="Words of your own for the parts of a task, in prompts and answers: instruction=Request output=Answer.",
    ),
    click.option("--max-instances", type=int, default=5, show_default=True, help="Most instances of one task."),
    click.option("--structured/--no-structured", default=None, help="Answers by JSON schema [default: where the model can]."),
    click.option("--max-prompt-tokens", type=int, metavar="N", help="Leave demonstrations out of longer requests."),
    *CURATION,
    click.option("--replay", type=FILE, metavar="FILE", help="Answer from the completions.jsonl of another run."),
    *ALLOWANCES,
]


def with_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a run, as `run`, `generate` and `estimate` have them."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command(cls=TakesSeveral)
@with_options
@BATCH
@click.pass_context
def run(ctx: click.Context, /, **asked: Any) -> None:
    """Make exactly N tasks: instructions, classification, instances, curation.

    The same command goes on where it was stopped; a larger -n makes the run longer.
    """
    _make(ctx, "whole", asked)


@click.command(cls=TakesSeveral)
@with_options
@click.pass_context
def generate(ctx: click.Context, /, **asked: Any) -> None:
    """Make exactly N instructions: the first stage alone."""
    _make(ctx, "generate", asked)


def _make(ctx: click.Context, what: str, asked: Mapping[str, Any]) -> None:
    from selfinstruct import pipeline
    from selfinstruct.options import Options
    from selfinstruct.runfolder import INSTRUCTIONS, TASKS
    from selfinstruct.runs import open_new

    options = Options(**asked)
    plugins = session.plugins(ctx)
    with session.resumable(ctx), session.progress() as progress, open_new(options, plugins, progress) as opened:
        _tell_cost(opened, what, options.n)
        before = len(opened.log)
        done = getattr(pipeline, what)(opened, options.n)
        made = pipeline.tasks(opened) if what == "whole" else []
        old = len(opened.log) == before
    folder, name = opened.folder.path, TASKS if what == "whole" else INSTRUCTIONS
    unit = "tasks" if what == "whole" else "instructions"
    more = f" (more than the {options.n} asked for)" if done > options.n else ""
    told = ", from answers that were there: nothing was asked (--out FOLDER begins anew)" if old else ""
    click.echo(f"\n{done} {unit} in {folder}{more}{told}", err=True)
    if made:
        from selfinstruct.cli.preview import show

        show(made[:3], total=len(made))
        _next_steps(folder, opened.settings.backend, plugins)
    click.echo(str(folder / name))


def _tell_cost(opened: Run, what: str, n: int) -> None:
    """One line before the first request that somebody pays for."""
    stages = opened.settings.stages if what == "whole" else ("generate",)
    backend = next((each for each in map(opened.backend, stages) if each.abilities.billed), None)
    if backend is None or len(opened.log):
        return
    from selfinstruct.estimating import estimate
    from selfinstruct.prices import dollars

    needs = [need for need in estimate(opened, n).stages if need.stage in stages and need.cost != 0]
    costs, requests = [need.cost for need in needs], sum(need.requests for need in needs)
    about = f"{backend.name} {backend.model or ''} is billed: about {requests:,} requests".replace("  ", " ")
    if None in costs:
        opened.progress.note(f"{about}, cost unknown; --prices FILE tells prices, --max-tokens sets a limit")
    else:
        total = dollars(sum(cost for cost in costs if cost is not None))
        opened.progress.note(f"{about}, {total}; selfinstruct estimate tells more, --max-cost sets a limit")


def _next_steps(folder: Path, backend: str, plugins: Any) -> None:
    if not plugins.backend(backend).for_training:
        click.echo(f"not for training: answers of {backend} teach a model nothing; choose another --backend for that", err=True)
    click.echo(f"look: selfinstruct status {folder}    train: selfinstruct export {folder}", err=True)
