"""What a run will need, told beforehand: requests, tokens, cost and time of every stage, from the requests it would make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import fmean

from selfinstruct.backend import Backend, Usage
from selfinstruct.prices import FREE, Price, in_batch
from selfinstruct.records import Task
from selfinstruct.runfolder import COMPLETIONS, FILES, INSTANCES, INSTRUCTIONS, REJECTIONS, TASKS, rejections_of
from selfinstruct.runs import Run
from selfinstruct.seedtasks import seed_tasks
from selfinstruct.sizing import Sample, sample_of, told
from selfinstruct.stages.generate import FIRST_YIELD
from selfinstruct.steps import JUDGE, SELF_CONSISTENCY

NEW_PER_TASK_ASKED = 0.5
TASKS_PER_INSTRUCTION = 0.9
SECONDS_PER_REQUEST = 1.0
TOKENS_PER_SECOND = 50.0
_DOUBT = 4
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


def estimate(run: Run, n: int, *, latency: Mapping[str, float] | None = None) -> Estimate:
    """What `n` tasks will need. What the run's folder has is measured, the rest is rendered and assumed.

    latency: stage -> seconds a request, where they are known.
    """
    said: list[str] = []
    seeds = seed_tasks(run.settings, run.language)
    instructions = ceil(n / _tasks_per_instruction(run, n, said))
    requests = _requests(run, instructions, seeds, said)
    needs = [_need(run, stage, requests[stage], seeds, (latency or {}).get(stage), said) for stage in run.settings.stages]
    recorded = sum(1 for _ in run.folder.whole_rows(COMPLETIONS))
    if recorded:
        said.append(f"{recorded} requests are on the disk already, in {run.folder.path}: they are not made again")
    seconds = _with_days(run, needs, sum(need.seconds for need in needs), said)
    lang, billed = run.settings.lang, any(need.cost != 0 for need in needs)
    return Estimate(str(run.folder.path), lang, n, billed, recorded, tuple(needs), tuple(dict.fromkeys(said)), seconds)


# --- how many


def _requests(run: Run, instructions: int, seeds: Sequence[Task], said: list[str]) -> dict[str, int]:
    """Requests of every stage there is, by its name."""
    settings = run.settings
    whole = settings.how.whole
    each = 1.0 if whole else fmean(min(len(seed.instances), settings.max_instances) or 1 for seed in seeds)
    if JUDGE in settings.stages and not whole:
        said.append(f"assumed: a task has {each:.1f} instances, as the seed tasks have, and each is judged")
    return {
        "generate": max(ceil(instructions / _new_per_request(run, said)), _sent_ahead(run, instructions)),
        "classify": instructions,
        "instances": ceil(instructions * _kept(run, "classify")),
        SELF_CONSISTENCY: instructions * settings.curation.trials,
        JUDGE: ceil(instructions * each),
    }


def _tasks_per_instruction(run: Run, n: int, said: list[str]) -> float:
    tasks = run.folder.count(TASKS)
    if tasks >= n:
        said.append(f"measured: the {n} tasks are there")
        return n / max(run.folder.count(INSTRUCTIONS), n)
    tried = _tried(run)
    rate = _share(tasks, tried, TASKS_PER_INSTRUCTION)
    seen = f"measured: {tasks} of {tried} instructions gave a task; with what is usual" if tried else "assumed"
    said.append(f"{seen}: {rate:.0%} of the instructions give a task")
    return rate


def _tried(run: Run) -> int:
    """How many of the instructions curation has seen the end of; of whole tasks there are more than it was shown."""
    if not run.settings.how.whole:
        return sum(run.folder.count(name) for name in (rejections_of("classify"), rejections_of("instances"), INSTANCES))
    kept = {row["id"] for row in run.folder.whole_rows(TASKS)}
    seen = [number for number, row in enumerate(run.folder.whole_rows(INSTRUCTIONS)) if row["id"] in kept]
    trials = {SELF_CONSISTENCY: run.settings.curation.trials, JUDGE: run.settings.max_instances}
    for step in ("curate", *run.settings.curation.steps):
        seen += [row["request_idx"] // trials.get(step, 1) for row in run.folder.whole_rows(rejections_of(step))]
    return max(seen, default=-1) + 1


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
    sample = sample_of(run, stage, backend, seeds)
    said.append(told(stage, sample))
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
    return run.batch and stage != "generate"


def _rate(price: float) -> str:
    return f"${price:.2f}" if round(price, 2) == price else f"${price:g}"


def _seconds(run: Run, backend: Backend, requests: int, sample: Sample, each: float) -> float:
    together = min(run.concurrency, run.settings.window, backend.abilities.parallel) or 1
    tokens, caps = requests * (sample.prompt + sample.answer), run.caps
    by_limits = [60 * amount / limit for amount, limit in ((requests, caps.rpm), (tokens, caps.tpm)) if limit]
    return max([requests * each / together, *by_limits])


def _pace(backend: Backend, sample: Sample, said: list[str]) -> float:
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
