"""What a run will need, told beforehand: requests, tokens, cost and time of every stage, from the requests it would make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import fmean

from selfinstruct.backend import Backend, Prompt, Usage
from selfinstruct.batching import STAGES as BATCHED
from selfinstruct.judge import Judge
from selfinstruct.pool import Pool, Reference
from selfinstruct.prices import FREE, Price, in_batch
from selfinstruct.progress import Progress
from selfinstruct.records import Task
from selfinstruct.resolving import seed_file
from selfinstruct.runfolder import COMPLETIONS, FILES, INSTRUCTIONS, REJECTIONS, TASKS, rejections_of
from selfinstruct.runs import Run
from selfinstruct.settings import STAGES
from selfinstruct.stages.classify import Classify
from selfinstruct.stages.generate import FIRST_YIELD, Generate
from selfinstruct.stages.instances import WriteInstances
from selfinstruct.taskfile import read_tasks
from selfinstruct.tokencount import prompt_tokens, tokens_of

SAMPLES = 24
"""Requests of a stage that are rendered to be measured."""

NEW_PER_TASK_ASKED = 0.5
TASKS_PER_INSTRUCTION = 0.9
SECONDS_PER_REQUEST = 1.0
TOKENS_PER_SECOND = 50.0
_DOUBT = 4
_NUMBERING = 4
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class StageNeed:
    """What one stage will need. Tokens are of all its requests together.

    cost: US dollars, None when the price is unknown, 0 when nobody pays. seconds: without the limits by the day.
    """

    stage: str
    backend: str
    model: str
    requests: int
    prompt_tokens: int
    completion_tokens: int
    cost: float | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a run to `n` tasks will need, from its first request on. billed: somebody pays for a part of it.

    recorded: requests of these that are on the disk already and are not asked for again.
    assumptions: what the numbers rest on, a sentence each.
    """

    folder: str
    lang: str
    n: int
    billed: bool
    recorded: int
    stages: tuple[StageNeed, ...]
    assumptions: tuple[str, ...]
    seconds: float

    @property
    def requests(self) -> int:
        """Requests of all stages."""
        return sum(stage.requests for stage in self.stages)

    @property
    def prompt_tokens(self) -> int:
        """Tokens of all requests."""
        return sum(stage.prompt_tokens for stage in self.stages)

    @property
    def completion_tokens(self) -> int:
        """Tokens of all answers."""
        return sum(stage.completion_tokens for stage in self.stages)

    @property
    def cost(self) -> float | None:
        """US dollars, None when the price of a part is unknown."""
        costs = [stage.cost for stage in self.stages]
        return None if None in costs else sum(cost for cost in costs if cost is not None)


@dataclass(frozen=True, slots=True)
class _Sample:
    """Tokens of one request and of its answer, on average; `asked` is how many real ones say so, 0 when none does."""

    prompt: float
    answer: float
    asked: int = 0


def estimate(run: Run, n: int, *, latency: Mapping[str, float] | None = None) -> Estimate:
    """What `n` tasks will need. What the run's folder has is measured, the rest is rendered and assumed.

    latency: stage -> seconds a request, where they are known.
    """
    said: list[str] = []
    seeds = _seeds(run)
    instructions = ceil(n / _tasks_per_instruction(run, n, said))
    requests = {
        "generate": max(ceil(instructions / _new_per_request(run, said)), _sent_ahead(run, instructions)),
        "classify": instructions,
        "instances": ceil(instructions * _kept(run, "classify")),
    }
    needs = [_need(run, stage, requests[stage], seeds, (latency or {}).get(stage), said) for stage in STAGES]
    recorded = sum(1 for _ in run.folder.whole_rows(COMPLETIONS))
    if recorded:
        said.append(f"{recorded} requests are on the disk already, in {run.folder.path}: they are not made again")
    seconds = _with_days(run, needs, sum(need.seconds for need in needs), said)
    lang, billed = run.settings.lang, any(need.cost != 0 for need in needs)
    return Estimate(str(run.folder.path), lang, n, billed, recorded, tuple(needs), tuple(dict.fromkeys(said)), seconds)


# --- how many


def _tasks_per_instruction(run: Run, n: int, said: list[str]) -> float:
    tasks = run.folder.count(TASKS)
    if tasks >= n:
        said.append(f"measured: the {n} tasks are there")
        return n / max(run.folder.count(INSTRUCTIONS), n)
    lost = run.folder.count(rejections_of("classify")) + run.folder.count(rejections_of("instances"))
    tried = lost + run.folder.count(FILES["instances"])
    rate = _share(tasks, tried, TASKS_PER_INSTRUCTION)
    seen = f"measured: {tasks} of {tried} instructions gave a task; with what is usual" if tried else "assumed"
    said.append(f"{seen}: {rate:.0%} of the instructions give a task")
    return rate


def _share(good: int, tried: int, usual: float) -> float:
    """A share that is measured, drawn to the usual one as long as little was tried."""
    return (good + _DOUBT * usual) / (tried + _DOUBT)


def _new_per_request(run: Run, said: list[str]) -> float:
    numbers: list[int] = [row["request_idx"] for name in (INSTRUCTIONS, REJECTIONS) for row in run.folder.whole_rows(name)]
    if numbers:
        asked, new = max(numbers) + 1, run.folder.count(INSTRUCTIONS)
        rate = max(new, 0.5) / asked
        said.append(f"measured: a request gives {rate:.1f} new instructions ({new} from {asked} requests)")
        return rate
    asked = run.settings.tasks_per_request
    said.append(f"assumed: a request gives {asked * NEW_PER_TASK_ASKED:.1f} new instructions, half of the {asked} asked for")
    return asked * NEW_PER_TASK_ASKED


def _sent_ahead(run: Run, instructions: int) -> int:
    """Requests that go before the first answer tells how few are needed; they are made, and paid for."""
    return min(run.concurrency, run.settings.window, ceil(instructions / FIRST_YIELD) + 1)


def _kept(run: Run, stage: str) -> float:
    """The share of a stage's requests that go on to the next one."""
    kept = run.folder.count(FILES[stage])
    return _share(kept, kept + run.folder.count(rejections_of(stage)), 1.0)


# --- how much


def _need(run: Run, stage: str, requests: int, seeds: Sequence[Task], latency: float | None, said: list[str]) -> StageNeed:
    backend = run.backend(stage)
    sample = _measured(run, stage) or _rendered(run, stage, backend, seeds)
    said.append(_told(stage, sample))
    prompt, answer = ceil(requests * sample.prompt), ceil(requests * sample.answer)
    price = _price(run, stage, backend, said)
    cost = None if price is None else price.cost(Usage(prompt, answer))
    if latency is not None:
        said.append(f"measured: {stage}: {latency:.1f} s a request")
    if _is_in_batches(run, stage):
        said.append(f"{stage} goes in batches, which are answered within 24 hours; that is not counted in the time")
        seconds = 0.0
    else:
        seconds = _seconds(run, backend, requests, sample, _pace(backend, sample, said) if latency is None else latency)
    return StageNeed(stage, backend.name, backend.model or "", requests, prompt, answer, cost, seconds)


def _measured(run: Run, stage: str) -> _Sample | None:
    rows = [row["usage"] for row in run.folder.whole_rows(COMPLETIONS) if row["stage"] == stage and "usage" in row]
    rows = [usage for usage in rows if usage["prompt_tokens"]]
    if not rows:
        return None
    prompt, answer = (fmean(usage[name] for usage in rows) for name in ("prompt_tokens", "completion_tokens"))
    return _Sample(prompt, answer, len(rows))


def _rendered(run: Run, stage: str, backend: Backend, seeds: Sequence[Task]) -> _Sample:
    prompts = list(_prompts(run, stage, backend, seeds))
    most = run.settings.sampling(stage).max_tokens
    return _Sample(fmean(map(prompt_tokens, prompts)), min(most, _answer_tokens(run, stage, seeds)))


def _told(stage: str, sample: _Sample) -> str:
    shape = f"{stage}: {sample.prompt:,.0f} tokens a request and {sample.answer:,.0f} an answer"
    if sample.asked:
        return f"measured: {shape}, as in the {sample.asked} requests made"
    return f"assumed: {shape}; letters counted, answers as long as the seed tasks, reasoning left out"


def _prompts(run: Run, stage: str, backend: Backend, seeds: Sequence[Task]) -> Iterable[Prompt]:
    """Requests as the stage makes them, seed tasks standing in for what the model would write."""
    requests, folder, silent = run.requests(stage, backend), run.folder, Progress()
    rows = [
        {"id": seed.id, "instruction": seed.instruction, "is_classification": seed.is_classification, "request_idx": number}
        for number, seed in enumerate(_spread(seeds))
    ]
    if stage == "classify":
        work = Classify(folder, rows, requests, silent, first=0)
        return filter(None, map(work.prompt, range(len(rows))))
    if stage == "instances":
        writing = WriteInstances(folder, rows, requests, silent, limit=run.settings.max_instances)
        return filter(None, map(writing.prompt, range(len(rows))))
    pool = Pool([Reference(seed.id, seed.instruction) for seed in seeds])
    for seed in _spread(seeds):
        pool.add(seed.id, seed.instruction, 0)
    judge = Judge(run.language, [], fault=run.plugins.instruction_fault, threshold=run.settings.threshold)
    first = run.settings.window
    growing = Generate(folder, run.settings, pool, judge, requests, silent, target=len(pool.texts), first=first)
    return map(growing.prompt, range(SAMPLES))


def _answer_tokens(run: Run, stage: str, seeds: Sequence[Task]) -> float:
    """An answer as long as the seed tasks would be, and as many examples as are asked for where a task has an input."""
    if stage == "generate":
        return run.settings.tasks_per_request * fmean(tokens_of(seed.instruction) + _NUMBERING for seed in seeds)
    markers = run.book.markers
    if stage == "classify":
        return max(tokens_of(word) for word in (markers.yes[0], markers.no[0])) + 1.0
    heads = tokens_of(f"{markers.example[0]} 1\n{markers.input[0]}: \n{markers.output[0]}: \n")
    return fmean(_examples(seed, run.settings.max_instances, heads) for seed in seeds)


def _examples(seed: Task, most: int, heads: int) -> float:
    one: float = fmean(tokens_of(instance.input + instance.output) + heads for instance in seed.instances)
    return one * (most if any(instance.input for instance in seed.instances) else 1)


def _seeds(run: Run) -> list[Task]:
    settings = run.settings
    seeds = read_tasks(seed_file(settings.seeds, run.language), settings.lang)
    return [seed for seed in seeds if seed.is_classification or not settings.classification_only]


def _spread(seeds: Sequence[Task]) -> Sequence[Task]:
    return seeds[:: max(1, len(seeds) // SAMPLES)]


# --- for how much, and how long


def _price(run: Run, stage: str, backend: Backend, said: list[str]) -> Price | None:
    model = backend.model or ""
    in_batches = _is_in_batches(run, stage)
    price = run.bill.price(in_batch(backend.name) if in_batches else backend.name, model)
    named = f"{backend.name} {model}".strip() + (" in batches" if in_batches else "")
    if price is None:
        said.append(f"the price of {named} is unknown: give it with --prices FILE")
    elif price is not FREE:
        said.append(f"{named} costs {_rate(price.input)} a million tokens of requests, {_rate(price.output)} of answers")
    return price


def _is_in_batches(run: Run, stage: str) -> bool:
    return run.batch and stage in BATCHED


def _rate(price: float) -> str:
    return f"${price:.2f}" if round(price, 2) == price else f"${price:g}"


def _seconds(run: Run, backend: Backend, requests: int, sample: _Sample, each: float) -> float:
    together = min(run.concurrency, run.settings.window, backend.abilities.parallel) or 1
    tokens, caps = requests * (sample.prompt + sample.answer), run.caps
    by_limits = [60 * amount / limit for amount, limit in ((requests, caps.rpm), (tokens, caps.tpm)) if limit]
    return max([requests * each / together, *by_limits])


def _pace(backend: Backend, sample: _Sample, said: list[str]) -> float:
    """Seconds a request, assumed: nothing tells how fast a model is but itself."""
    if not backend.for_training:
        return 0.0
    said.append(
        f"assumed: {SECONDS_PER_REQUEST:g} s a request and {TOKENS_PER_SECOND:g} tokens a second; --preview measures it"
    )
    return SECONDS_PER_REQUEST + sample.answer / TOKENS_PER_SECOND


def _with_days(run: Run, needs: Sequence[StageNeed], seconds: float, said: list[str]) -> float:
    """The time with the nights that limits by the day make it wait."""
    tokens = sum(need.prompt_tokens + need.completion_tokens for need in needs)
    requests, caps = sum(need.requests for need in needs), run.caps
    days = [ceil(amount / limit) for amount, limit in ((requests, caps.rpd), (tokens, caps.tpd)) if limit]
    limits = [f"--{name} {getattr(caps, name)}" for name in ("rpm", "tpm", "rpd", "tpd") if getattr(caps, name)]
    told = ", ".join(limits) or "none; those of your account are told with --rpm, --tpm, --rpd, --tpd"
    said.append(f"limits: {told}")
    return max([seconds, *((count - 1) * _DAY + seconds / count for count in days)])
