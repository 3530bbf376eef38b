"""How long the requests of a stage are and their answers: as measured in the run's folder, or as rendered and assumed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from selfinstruct.backend import Backend, Prompt
from selfinstruct.curation.candidate import Candidate
from selfinstruct.engine import Work
from selfinstruct.judge import Judge
from selfinstruct.pool import Pool, Reference
from selfinstruct.progress import Progress
from selfinstruct.records import Task
from selfinstruct.runfolder import COMPLETIONS
from selfinstruct.runs import Run
from selfinstruct.stages.classify import Classify
from selfinstruct.stages.consistency import RecoverInstruction
from selfinstruct.stages.generate import Generate
from selfinstruct.stages.instances import WriteInstances
from selfinstruct.stages.rating import Rate
from selfinstruct.steps import JUDGE, SELF_CONSISTENCY
from selfinstruct.tokencount import prompt_tokens, tokens_of

SAMPLES = 24
"""Requests of a stage that are rendered to be measured."""

REASON_TOKENS = 60.0
"""What a judge says before it gives a score."""

_NUMBERING = 4


@dataclass(frozen=True, slots=True)
class Sample:
    """Tokens of one request and of its answer, on average; `asked` is how many real ones say so, 0 when none does."""

    prompt: float
    answer: float
    asked: int = 0


def sample_of(run: Run, stage: str, backend: Backend, seeds: Sequence[Task]) -> Sample:
    """What is known of the stage's requests; what is not is rendered from seed tasks."""
    return _measured(run, stage) or _rendered(run, stage, backend, seeds)


def _measured(run: Run, stage: str) -> Sample | None:
    rows = [row["usage"] for row in run.folder.whole_rows(COMPLETIONS) if row["stage"] == stage and "usage" in row]
    rows = [usage for usage in rows if usage["prompt_tokens"]]
    if not rows:
        return None
    prompt, answer = (fmean(usage[name] for usage in rows) for name in ("prompt_tokens", "completion_tokens"))
    return Sample(prompt, answer, len(rows))


def _rendered(run: Run, stage: str, backend: Backend, seeds: Sequence[Task]) -> Sample:
    prompts = list(_prompts(run, stage, backend, seeds))
    most = run.settings.sampling(stage).max_tokens
    return Sample(fmean(map(prompt_tokens, prompts)), min(most, _answer_tokens(run, stage, seeds)))


def told(stage: str, sample: Sample) -> str:
    """What a sample rests on, in a sentence."""
    shape = f"{stage}: {sample.prompt:,.0f} tokens a request and {sample.answer:,.0f} an answer"
    if sample.asked:
        return f"measured: {shape}, as in the {sample.asked} requests made"
    return f"assumed: {shape}; letters counted, answers as long as the seed tasks, reasoning left out"


def _prompts(run: Run, stage: str, backend: Backend, seeds: Sequence[Task]) -> Iterable[Prompt]:
    """Requests as the stage makes them, seed tasks standing in for what the model would write."""
    shown = _spread(seeds)
    if stage == "generate":
        return map(_growing(run, backend, seeds).prompt, range(SAMPLES))
    return filter(None, map(_asking(run, stage, backend, shown).prompt, range(len(shown))))


def _asking(run: Run, stage: str, backend: Backend, shown: Sequence[Task]) -> Work:
    """The work of a stage that asks about one task at a time."""
    requests, folder, silent, chosen = run.requests(stage, backend), run.folder, Progress(), run.settings.curation
    rows = [
        {"id": seed.id, "instruction": seed.instruction, "is_classification": seed.is_classification, "request_idx": number}
        for number, seed in enumerate(shown)
    ]
    candidates = [Candidate(number, seed) for number, seed in enumerate(shown)]
    if stage == "classify":
        return Classify(folder, rows, requests, silent, first=0)
    if stage == "instances":
        return WriteInstances(folder, rows, requests, silent, limit=run.settings.max_instances)
    if stage == JUDGE:
        most = max(len(seed.instances) for seed in shown)
        return Rate(folder, candidates, requests, silent, most=most, first=0, least=chosen.min_score)
    assert stage == SELF_CONSISTENCY  # noqa: S101 - there is no other
    return RecoverInstruction(
        folder, candidates, requests, silent, trials=1, first=0, closeness=lambda _one, _other: 0.0, least=chosen.min_closeness
    )


def _growing(run: Run, backend: Backend, seeds: Sequence[Task]) -> Generate:
    """The first stage, as it is when machine-made tasks can be shown."""
    pool = Pool([Reference(seed.id, seed.instruction) for seed in seeds])
    for seed in _spread(seeds):
        pool.add(seed.id, seed.instruction, 0)
    judge = Judge(run.language, [], fault=run.plugins.instruction_fault, threshold=run.settings.threshold)
    return Generate(
        run.folder,
        run.settings,
        pool,
        judge,
        run.requests("generate", backend),
        Progress(),
        target=len(pool.texts),
        first=run.settings.window,
        instances={seed.id: seed.instances for seed in seeds},
    )


def _answer_tokens(run: Run, stage: str, seeds: Sequence[Task]) -> float:
    """An answer as long as the seed tasks would be, and as many examples as are asked for where a task has an input."""
    markers = run.book.markers
    if stage == "generate":
        whole = run.settings.how.whole
        return run.settings.tasks_per_request * fmean(_task_tokens(seed, whole=whole) for seed in seeds)
    if stage == "classify":
        return max(tokens_of(word) for word in (markers.yes[0], markers.no[0])) + 1.0
    if stage == SELF_CONSISTENCY:
        return fmean(tokens_of(seed.instruction) for seed in seeds)
    if stage == JUDGE:
        return REASON_TOKENS
    heads = tokens_of(f"{markers.example[0]} 1\n{markers.input[0]}: \n{markers.output[0]}: \n")
    return fmean(_examples(seed, run.settings.max_instances, heads) for seed in seeds)


def _task_tokens(seed: Task, *, whole: bool) -> float:
    """What a task takes in an answer of `generate`: its instruction, and in recipes of whole tasks an instance of it."""
    instruction = tokens_of(seed.instruction) + _NUMBERING
    if not whole:
        return instruction
    return instruction + 2 * _NUMBERING + fmean(tokens_of(each.input + each.output) for each in seed.instances)


def _examples(seed: Task, most: int, heads: int) -> float:
    one: float = fmean(tokens_of(instance.input + instance.output) + heads for instance in seed.instances)
    return one * (most if any(instance.input for instance in seed.instances) else 1)


def _spread(seeds: Sequence[Task]) -> Sequence[Task]:
    return seeds[:: max(1, len(seeds) // SAMPLES)]
