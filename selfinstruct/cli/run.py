"""`selfinstruct run` and `selfinstruct generate`."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from selfinstruct.cli import session
from selfinstruct.errors import Exit

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def _pairs(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    pairs = [value.partition("=") for value in values]
    if bad := [name for name, equals, _ in pairs if not equals or not name]:
        raise click.BadParameter(f"{bad[0]!r} is not KEY=VALUE")
    return {name: value for name, _, value in pairs}


_OPTIONS = [
    click.option("--lang", required=True, metavar="CODE", help="Language: en, ko, ja, or one that a plugin brings."),
    click.option("-n", "n", type=int, default=20, show_default=True, help="How many to end with, exactly."),
    click.option(
        "--backend", default="auto", show_default=True, metavar="NAME", help="auto: groq if GROQ_API_KEY is set, else offline."
    ),
    click.option("--model", metavar="NAME", help="The backend's model."),
    click.option("--recipe", default="self-instruct", show_default=True, metavar="NAME", help="How tasks are made."),
    click.option("--out", type=click.Path(path_type=Path), metavar="FOLDER", help="Run folder [default: runs/LANG-BACKEND]."),
    click.option("--seed", type=int, default=0, show_default=True, help="Seed of the run."),
    click.option("--seeds", type=_FILE, metavar="FILE", help="Seed tasks of your own, in place of the language's."),
    click.option(
        "--pool",
        type=_FILE,
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
        callback=_pairs,
        help="An option of the backend. May be repeated.",
    ),
    click.option("--temperature", type=float, help="Sampling temperature of generate."),
    click.option("--top-p", type=float, help="Nucleus sampling of generate."),
    click.option("--answer-tokens", type=int, help="Most tokens of one answer of generate."),
    click.option("--classification-only", is_flag=True, help="Only classification tasks, from classification seeds."),
    click.option("--seed-demonstrations", type=int, default=6, show_default=True, help="Seed tasks shown in a request."),
    click.option("--machine-demonstrations", type=int, default=2, show_default=True, help="Generated ones shown in a request."),
    click.option("--tasks-per-request", type=int, default=8, show_default=True, help="New tasks asked for in a request."),
    click.option("--max-instances", type=int, default=5, show_default=True, help="Most instances of one task."),
    click.option("--replay", type=_FILE, metavar="FILE", help="Answer from the completions.jsonl of another run."),
]


def _with_options(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command()
@_with_options
@click.pass_context
def run(ctx: click.Context, /, **asked: Any) -> None:
    """Make exactly N tasks: instructions, classification, instances, curation.

    The same command goes on where it was stopped; a larger -n makes the run longer.
    """
    _make(ctx, "whole", asked)


@click.command()
@_with_options
@click.pass_context
def generate(ctx: click.Context, /, **asked: Any) -> None:
    """Make exactly N instructions: the first stage alone."""
    _make(ctx, "generate", asked)


def _make(ctx: click.Context, what: str, asked: Mapping[str, Any]) -> None:
    from selfinstruct import pipeline
    from selfinstruct.runfolder import INSTRUCTIONS, TASKS
    from selfinstruct.runs import open_new
    from selfinstruct.settings import Options

    options = Options(**asked)
    plugins = session.plugins(ctx)
    try:
        with session.progress() as progress, open_new(options, plugins, progress) as opened:
            done = getattr(pipeline, what)(opened, options.n)
            made = pipeline.tasks(opened) if what == "whole" else []
    except KeyboardInterrupt:
        click.echo(f"interrupted: what came back is on disk; go on with: {again()}", err=True)
        ctx.exit(int(Exit.INTERRUPTED))
    folder, name = opened.folder.path, TASKS if what == "whole" else INSTRUCTIONS
    unit = "tasks" if what == "whole" else "instructions"
    more = f" (more than the {options.n} asked for)" if done > options.n else ""
    click.echo(f"\n{done} {unit} in {folder}{more}", err=True)
    if made:
        from selfinstruct.cli.preview import show

        show(made[:3], total=len(made))
        _next_steps(folder, opened.settings.backend, plugins)
    click.echo(str(folder / name))


def _next_steps(folder: Path, backend: str, plugins: Any) -> None:
    if not plugins.backend(backend).for_training:
        click.echo("not for training: these tasks come from a phrase table; for a model, choose another --backend", err=True)
    click.echo(f"look: selfinstruct status {folder}    train: selfinstruct export {folder}", err=True)


def again() -> str:
    """The command that was typed, to type again."""
    return shlex.join([Path(sys.argv[0]).name, *sys.argv[1:]])
