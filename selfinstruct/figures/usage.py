"""What the log of a run says: who answered, what that took and cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from selfinstruct.backend import NOT_FOR_TRAINING, Usage
from selfinstruct.completionlog import used_by
from selfinstruct.figures.parts import Origin, StageUse
from selfinstruct.figures.sources import Source, as_written, whole_rows
from selfinstruct.figures.wording import commonest
from selfinstruct.options import BASE_URL
from selfinstruct.prices import Bill, load
from selfinstruct.settings import Settings, without_place


@dataclass(slots=True)
class _Stage:
    """What a stage has used so far. cost: None when a part of it is not known."""

    requests: int = 0
    failed: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float | None = 0.0

    def add(self, usage: Usage, cost: float | None) -> None:
        """One answer."""
        self.prompt_tokens += usage.prompt_tokens
        self.completion_tokens += usage.completion_tokens
        self.cost = None if self.cost is None or cost is None else self.cost + cost


@dataclass(slots=True)
class Log:
    """What the log of a run says. answered_by: "backend: model" -> answers. times: of the first and the last answer."""

    stages: dict[str, _Stage] = field(default_factory=dict)
    answered_by: Counter[str] = field(default_factory=Counter)
    times: list[str] = field(default_factory=list)


def read_log(file: Path, bill: Bill) -> Log:
    """Go through the log once."""
    log = Log()
    with as_written(file):
        for row in whole_rows(file):
            _add(log, row, bill)
    return log


def _add(log: Log, row: Mapping[str, Any], bill: Bill) -> None:
    stage = log.stages.setdefault(row["stage"], _Stage())
    stage.requests += 1
    if "error" in row:
        stage.failed += 1
        return
    used = used_by(row)
    price = bill.price(used.backend, used.model)
    stage.add(used.usage, None if price is None else price.cost(used.usage))
    log.answered_by[": ".join(filter(None, (row["backend"], row["model"])))] += 1
    if used.created_at:
        log.times = [min([*log.times[:1], used.created_at]), max([*log.times[1:], used.created_at])]


def bill_of(source: Source, settings: Settings) -> Bill:
    """At the prices of the run's last command, as long as its file of prices is there.

    Where `run.toml` does not say which backends are paid for, all may be.
    """
    asked = dict(map(settings.backend_of, settings.stages))
    last = Path(source.limits["prices"]) if "prices" in source.limits else None
    prices = load(last if last and last.is_file() else None)
    return Bill(prices, source.limits.get("billed", asked), asked)


def use(log: Log, settings: Settings) -> tuple[StageUse, ...]:
    """What each stage used, in the order of the stages."""
    order = {stage: place for place, stage in enumerate(settings.stages)}
    stages = sorted(log.stages.items(), key=lambda each: order.get(each[0], len(order)))
    return tuple(StageUse(stage, **asdict(used)) for stage, used in stages)


def origin(source: Source, log: Log | None) -> Origin:
    """Where the tasks are from."""
    sources = Counter(task.source for task in source.tasks if task.source)
    by: Mapping[str, int] = log.answered_by if log else sources
    real = not any(NOT_FOR_TRAINING in name for name in by) if by else None
    settings = source.settings
    begun, ended = log.times if log and log.times else (None, None)
    return Origin(
        answered_by=commonest(by) if by or log else None,
        for_training=real,
        recipe=settings.recipe if settings else None,
        settings=in_force(settings) if settings else None,
        sampling={stage: _sampling(settings, stage) for stage in settings.stages} if settings else None,
        versions=dict(source.versions) if settings else None,
        begun=begun,
        ended=ended,
    )


def in_force(settings: Settings) -> dict[str, Any]:
    """The settings of a run that may be shown to others: no addresses, files without their folders."""
    told = asdict(settings) | {"options": without_place(settings.options)}
    told["pool"] = [Path(file).name for file in settings.pool]
    told["curation"]["against"] = [Path(file).name for file in settings.curation.against]
    told |= {name: Path(told[name]).name for name in ("seeds", "prompts")}
    told["stage"] = {
        stage: {name: value for name, value in own.items() if name != BASE_URL} for stage, own in settings.stage.items()
    }
    return told


def _sampling(settings: Settings, stage: str) -> dict[str, Any]:
    backend, model = settings.backend_of(stage)
    sampling = asdict(settings.sampling(stage))
    del sampling["seed"]  # every request has its own
    return {"backend": backend, "model": model, **sampling}
