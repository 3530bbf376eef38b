"""How a run stands, read from its files alone: no plugin and no lock is needed, also while it goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from selfinstruct import settings
from selfinstruct.batchlog import under_way
from selfinstruct.completionlog import used_by
from selfinstruct.errors import ConfigError, Exit
from selfinstruct.prices import Bill, Prices, load
from selfinstruct.recipes import DEFAULT, RECIPES
from selfinstruct.runfolder import BATCHES, COMPLETIONS, FILES, INSTRUCTIONS, RunFolder, rejections_of, verdicts_of
from selfinstruct.settings import Settings
from selfinstruct.steps import ASKING


@dataclass(frozen=True, slots=True)
class BatchUnderWay:
    """Requests of a stage that were handed over together. id: the server's, "" when that never came back. since: UTC."""

    stage: str
    backend: str
    id: str
    requests: int
    since: str


@dataclass(frozen=True, slots=True)
class Status:
    """Counts of a run. `reasons`: stage -> reason -> how often. `tokens`: stage -> billed tokens, as the backend tells them.

    steps: those of curation that are taken; the ones that ask a model are in counts too, and all in reasons.
    cost: stage -> US dollars, None when a price is unknown; only stages that somebody is paid for are in it.
    left: what the last command's limits on the whole run leave: requests, tokens, cost.
    stopped: why the last command ended before its time: error, hint, code, at; empty when it did not, or is under way.
    batches: those at a server whose answers are not here yet.
    """

    folder: str
    lang: str
    backend: str
    model: str
    asked: int | None
    counts: Mapping[str, int]
    reasons: Mapping[str, Mapping[str, int]]
    requests: Mapping[str, int]
    tokens: Mapping[str, int]
    cost: Mapping[str, float | None]
    left: Mapping[str, float | None]
    stopped: Mapping[str, Any]
    next: str
    batches: tuple[BatchUnderWay, ...] = ()
    recipe: str = ""
    steps: tuple[str, ...] = ()

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages of the recipe that ask a model, in order."""
        return RECIPES[self.recipe].stages

    @property
    def acceptance(self) -> float | None:
        """The share of generated texts that were accepted."""
        judged = self.counts["generate"] + sum(self.reasons.get("generate", {}).values())
        return self.counts["generate"] / judged if judged else None

    @property
    def total_cost(self) -> float | None:
        """US dollars in all; None when a part of it is unknown."""
        return _sum(self.cost.values())


@dataclass(slots=True)
class _Used:
    """What the log says, by stage."""

    requests: Counter[str] = field(default_factory=Counter)
    tokens: Counter[str] = field(default_factory=Counter)
    cost: dict[str, float | None] = field(default_factory=dict)


def read(path: Path, *, prices: Path | None = None) -> Status:
    """The state of the run in a folder. Raises ConfigError when there is none. prices: a file of prices over the known ones."""
    kept = settings.read(path)
    if kept is None:
        raise ConfigError(f"{path}: no run is there ({settings.FILE} is missing)", hint="give the folder of a run")
    folder, limits = RunFolder(path), settings.limits(path)
    counts = {stage: folder.count(name) for stage, name in FILES.items()}
    counts |= {step: folder.count(verdicts_of(step)) for step in kept.curation.steps if step in ASKING}
    refusing = (*FILES, *kept.curation.steps)
    reasons = {stage: Counter(row["reason"] for row in folder.whole_rows(rejections_of(stage))) for stage in refusing}
    used = _used(folder, Bill(_prices(prices, limits), limits.get("billed", ()), dict(map(kept.backend_of, kept.stages))))
    stopped = settings.stopped(path)
    return Status(
        folder=str(path),
        lang=kept.lang,
        backend=kept.backend,
        model=kept.model,
        asked=limits.get("n"),
        counts=counts,
        reasons={stage: dict(found.most_common()) for stage, found in reasons.items() if found},
        requests=dict(used.requests),
        tokens=dict(used.tokens),
        cost=used.cost,
        left=_left(limits, used),
        stopped=stopped,
        next=_next(path, kept, counts, limits.get("n"), stopped.get("code")),
        batches=tuple(
            BatchUnderWay(batch.stage, batch.backend, batch.id, len(batch.requests), batch.planned_at)
            for batch in under_way(folder.whole_rows(BATCHES))
        ),
        recipe=kept.recipe,
        steps=kept.curation.steps,
    )


def _prices(file: Path | None, limits: Mapping[str, Any]) -> Prices:
    """Those asked for; those of the last command as long as the file is there."""
    last = Path(limits["prices"]) if "prices" in limits else None
    return load(file or (last if last and last.is_file() else None))


def _used(folder: RunFolder, bill: Bill) -> _Used:
    found = _Used()
    for row in folder.whole_rows(COMPLETIONS):
        stage, (backend, model, usage, _) = row["stage"], used_by(row)
        found.requests[stage] += 1
        found.tokens[stage] += usage.prompt_tokens + usage.completion_tokens
        if backend and bill.is_paid(backend):
            price = bill.price(backend, model)
            cost = None if price is None else price.cost(usage)
            found.cost[stage] = _sum([found.cost.get(stage, 0.0), cost])
    return found


def _left(limits: Mapping[str, Any], used: _Used) -> dict[str, float | None]:
    """What may still be used, by the limits that were set; never below 0."""
    gone = {"requests": used.requests.total(), "tokens": used.tokens.total(), "cost": _sum(used.cost.values())}
    allowed = {name: limits[f"max_{name}"] for name in gone if f"max_{name}" in limits}
    return {name: None if (spent := gone[name]) is None else max(0, most - spent) for name, most in allowed.items()}


def _sum(costs: Iterable[float | None]) -> float | None:
    known = list(costs)
    return None if None in known else sum(cost for cost in known if cost is not None)


def _next(path: Path, kept: Settings, counts: Mapping[str, int], asked: int | None, code: int | None) -> str:
    if asked is not None and counts["curate"] >= asked:
        return f"done; a larger -n makes it longer, selfinstruct export {path} writes training files"
    recipe = "" if kept.recipe == DEFAULT else f" --recipe {kept.recipe}"
    steps = f" --curate {' '.join(kept.curation.steps)}" if kept.curation.steps else ""
    command = f"selfinstruct run --lang {kept.lang} -n {asked}{recipe} --backend {kept.backend}{steps} --out {path} ..."
    if code == Exit.BUDGET:
        return f"the command that began it goes on, with a larger limit or later: {command}"
    if not counts["generate"]:
        return f"nothing in {INSTRUCTIONS} yet; the command that began it goes on: {command}"
    return f"the command that began it goes on: {command}"
