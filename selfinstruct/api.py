"""Everything that the command line does, as one call each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from selfinstruct.records import Task

if TYPE_CHECKING:
    from selfinstruct.comparing.tally import Tally
    from selfinstruct.diagnosis import Diagnosis
    from selfinstruct.estimating import Estimate
    from selfinstruct.keywords import CuratingAnew, Exporting, Filtering, GoingOn, Making
    from selfinstruct.plugins import Plugins
    from selfinstruct.progress import Progress
    from selfinstruct.seedcheck import SeedReport


@dataclass(frozen=True, slots=True)
class Result:
    """What a call has left behind: the run's folder, how many instructions are in it, and its curated tasks."""

    folder: Path
    instructions: int
    tasks: list[Task]


def run(
    lang: str, n: int = 20, *, plugins: Plugins | None = None, progress: Progress | None = None, **options: Unpack[Making]
) -> Result:
    """Make exactly `n` tasks in a language: all stages, going on where the folder's run stopped.

    options: as on the command line (backend, model, base_url, out, seed, seeds, pool, threshold, concurrency, window,
    options, temperature, top_p, answer_tokens, classification_only, seed_demonstrations, machine_demonstrations,
    tasks_per_request, max_instances, structured, max_prompt_tokens, prompts, prompt_language, replay, and the limits
    max_requests, max_tokens, max_cost, max_time, rpm, tpm, rpd, tpd, prices). max_time is seconds, or a text like "20m".
    batch=True: classify, instances and judging go in batches, where the backend has them.
    recipe: self-instruct, alpaca or instruction-output; triggers: words for the parts of a task. Of curation: curate (names
    of steps), against, personal_data, embedder, embedding_model, embedding_options, max_cosine, trials, closeness,
    min_closeness, min_score, judge_backend, judge_model, judge_base_url.
    Raises SelfInstructError and its children: BudgetSpent when a limit is reached, and the same call goes on.
    """
    return _begin(lang, n, "whole", plugins, progress, options)


def estimate(
    lang: str,
    n: int = 20,
    *,
    preview: int = 0,
    plugins: Plugins | None = None,
    progress: Progress | None = None,
    **options: Unpack[Making],
) -> Estimate:
    """What `run` with the same arguments will need: requests, tokens, cost and time of every stage, and what that rests on.

    Nothing is asked for and written, unless `preview` says how many real requests of each stage are to be made: they are
    the first ones of the run, in its folder, and it does not make them again. Raises SelfInstructError and its children.
    """
    from selfinstruct import keywords
    from selfinstruct.estimating import estimate as estimated
    from selfinstruct.options import Options
    from selfinstruct.preview import preview as make_first
    from selfinstruct.progress import Progress
    from selfinstruct.runs import open_new, plan

    asked = Options(lang=lang, n=n, **keywords.read("estimate", keywords.Making, options))
    plugins, progress = plugins or load_plugins(), progress or Progress()
    if preview <= 0:
        return estimated(plan(asked, plugins, progress), n)
    with open_new(asked, plugins, progress) as opened:
        latency = make_first(opened, n, preview)
        return estimated(opened, n, latency=latency)


def generate(
    lang: str, n: int = 20, *, plugins: Plugins | None = None, progress: Progress | None = None, **options: Unpack[Making]
) -> Result:
    """Make exactly `n` instructions: the first stage alone, with the options of `run`. Raises as `run` does."""
    return _begin(lang, n, "generate", plugins, progress, options)


def classify(folder: Path | str, **options: Unpack[GoingOn]) -> Result:
    """Decide for each instruction of a run whether it is a classification.

    Options: backend, model, base_url, temperature, answer_tokens, concurrency, batch, and the limits of `run`.
    Raises as `run` does.
    """
    return _go_on(folder, "classify", options)


def instances(folder: Path | str, **options: Unpack[GoingOn]) -> Result:
    """Write inputs and outputs for each classified instruction of a run. Options as in `classify`. Raises as `run` does."""
    return _go_on(folder, "instances", options)


def curate(folder: Path | str, **options: Unpack[CuratingAnew]) -> Result:
    """Keep what is usable of a run's instances as tasks.

    Options: those of curation as in `run`, in place of the steps before (curate=["none"]: no step), concurrency, batch, and
    the limits of `run`. Raises as `run` does.
    """
    return _go_on(folder, "curate", options)


def export(folder: Path | str, formats: Sequence[str] = ("messages",), **options: Unpack[Exporting]) -> list[Path]:
    """Write training files of a run's tasks into its `export/`; their paths.

    Options: test (the share of tasks that is held back, from 0 to below 1), seed, template, max_instances, system, ids, end
    (what stands behind a completion); reviewed ("all" that a person did not reject, or those "accepted" alone); model,
    max_length and pad of the format tokenized; and note, which is called with a line about what is left out.
    Raises ConfigError and StoreError.
    """
    from selfinstruct import keywords, settings
    from selfinstruct.backend import NOT_FOR_TRAINING
    from selfinstruct.errors import ConfigError
    from selfinstruct.reviews import choose
    from selfinstruct.runfolder import INSTRUCTIONS, TASKS, RunFolder
    from selfinstruct.stages.export import export as write
    from selfinstruct.stages.tokenized import Tokenizing
    from selfinstruct.taskfile import read_tasks
    from selfinstruct.templates import Similarity

    path, asked = Path(folder), keywords.read("export", keywords.Exporting, options)
    kept = settings.read(path)
    if kept is None:
        raise ConfigError(f"{path}: no run is there", hint="give the folder of a run")
    made = read_tasks(path / TASKS, kept.lang)
    real = not any(NOT_FOR_TRAINING in (task.source or "") for task in made)
    tasks = choose(made, path, asked.pop("reviewed", None) or "")
    name = f"selfinstruct_{kept.lang}"
    near = {
        row["id"]: Similarity(row["most_similar"], row["avg_similarity_score"]) for row in RunFolder(path).rows(INSTRUCTIONS)
    }
    given = {f.name: asked.pop(f.name) for f in fields(Tokenizing) if f.name in asked}
    return write(
        tasks,
        path / "export",
        language=kept.lang,
        formats=keywords.several(formats),
        name=name,
        for_training=real,
        near=near,
        tokenizing=Tokenizing(**given),
        **asked,
    )


def filter(  # noqa: A001 - the command's name
    file: Path | str,
    lang: str,
    *,
    pool: Sequence[Path | str] = (),
    plugins: Plugins | None = None,
    **options: Unpack[Filtering],
) -> Iterator[tuple[bool, dict[str, Any]]]:
    """The novelty filter on any file: (kept or not, row) for each row, in order.

    A kept row gains how near it is to others, a rejected one why it is. pool: files whose rows are there already.
    Options: field ("instruction"); threshold, ROUGE-L, without it the language's; scores=False, to be faster without likeness.
    Raises ConfigError and PluginError, with the first row.
    """
    from selfinstruct import keywords
    from selfinstruct.novelty import filter_file

    asked = keywords.read("filter", keywords.Filtering, options)
    language = (plugins or load_plugins()).language(lang)
    for found in filter_file(Path(file), language, pool=[Path(other) for other in keywords.several(pool)], **asked):
        yield found.kept, found.row


def check_seeds(
    file: Path | str | None,
    lang: str,
    *,
    against: Sequence[Path | str] = (),
    threshold: float = 0.7,
    within: float = 0.5,
    plugins: Plugins | None = None,
) -> SeedReport:
    """Whether a file of seed tasks is sound: problems, remarks, and figures of its variety. None: the language's own file.

    against: files of tasks that these must not be like, ROUGE-L above `threshold`; within: the most that two of them may have.
    Raises ConfigError when the file can not be read.
    """
    from selfinstruct import keywords
    from selfinstruct.seedcheck import check

    plugins = plugins or load_plugins()
    others = [Path(other) for other in keywords.several(against)]
    language = plugins.language(lang)
    return check(
        language.seeds if file is None else Path(file),
        language,
        fault=plugins.instruction_fault,
        against=others,
        threshold=threshold,
        within=within,
    )


def compare(
    a: Path | str,
    b: Path | str,
    lang: str,
    *,
    tasks: Path | str | None = None,
    most: int | None = None,
    plugins: Plugins | None = None,
    progress: Progress | None = None,
    **options: Unpack[Making],
) -> Tally:
    """Have a model judge whose answers are better, pairwise and blind; going on where the folder's comparison stopped.

    a, b: files of answers, or runs. tasks: only the tasks in it. most: no more pairs. Options: those of `run` that say who
    judges and within what limits, and `out`. Raises SelfInstructError and its children.
    """
    from selfinstruct import keywords
    from selfinstruct.comparing.comparison import by_model
    from selfinstruct.comparing.folder import Files
    from selfinstruct.options import Options
    from selfinstruct.progress import Progress

    files = Files(Path(a), Path(b), Path(tasks) if tasks is not None else None)
    asked = Options(lang=lang, **keywords.read("compare", keywords.Making, options))
    return by_model(files, asked, plugins or load_plugins(), progress or Progress(), most=most)


def doctor(plugins: Plugins | None = None) -> Diagnosis:
    """Whether this machine is ready: versions, keys (never their values), and a small run in every language."""
    from selfinstruct.diagnosis import diagnose

    return diagnose(plugins or load_plugins())


def load_plugins(without: Sequence[str] = ()) -> Plugins:
    """The installed plugins but those named, for `plugins` of other calls. One that fails is left out: see its `failures`."""
    from selfinstruct import keywords
    from selfinstruct.plugins import load

    return load(keywords.several(without))


def _begin(
    lang: str, n: int, what: str, plugins: Plugins | None, progress: Progress | None, options: Mapping[str, Any]
) -> Result:
    from selfinstruct import keywords, pipeline
    from selfinstruct.options import Options
    from selfinstruct.progress import Progress
    from selfinstruct.runfolder import INSTRUCTIONS
    from selfinstruct.runs import open_new

    given = keywords.read("run" if what == "whole" else what, keywords.Making, options)
    asked = Options(lang=lang, n=n, **given)
    with open_new(asked, plugins or load_plugins(), progress or Progress()) as opened:
        getattr(pipeline, what)(opened, n)
        return Result(opened.folder.path, opened.folder.count(INSTRUCTIONS), pipeline.tasks(opened))


def _go_on(folder: Path | str, stage: str, options: Mapping[str, Any]) -> Result:
    from selfinstruct import keywords, pipeline
    from selfinstruct.options import Caps, CurationOptions
    from selfinstruct.progress import Progress
    from selfinstruct.runfolder import INSTRUCTIONS
    from selfinstruct.runs import open_old

    given = keywords.read(stage, keywords.CuratingAnew if stage == "curate" else keywords.GoingOn, options)
    kind = CurationOptions if stage == "curate" else Caps
    names = [f.name for f in fields(kind) if f.name in given]
    given["caps"] = caps = kind(**{name: given.pop(name) for name in names})
    given["curation"] = caps if isinstance(caps, CurationOptions) else None
    plugins, progress = given.pop("plugins", None) or load_plugins(), given.pop("progress", None) or Progress()
    with open_old(Path(folder), plugins, progress, stage=stage, **given) as opened:
        if stage == "classify":
            pipeline.classify(opened)
        elif stage == "instances":
            pipeline.write_instances(opened)
        else:
            pipeline.curate(opened)
        return Result(opened.folder.path, opened.folder.count(INSTRUCTIONS), pipeline.tasks(opened))
