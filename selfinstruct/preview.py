"""The first requests of every stage of a run, made before the rest of it: what a run will need is measured on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from selfinstruct import pipeline
from selfinstruct.errors import BudgetSpent
from selfinstruct.runfolder import COMPLETIONS
from selfinstruct.runs import Run, budget_of


def preview(run: Run, n: int, k: int) -> dict[str, float]:
    """Make the first `k` requests of every stage, in the run's own folder; seconds a request took, by stage.

    They are the very requests that the run begins with, so that it goes on from them and asks for none again.
    Raises BudgetSpent when the user's limits do not allow them.
    """
    work: Mapping[str, Callable[[Run], object]] = {
        "generate": lambda limited: pipeline.generate(limited, n),
        "classify": lambda limited: pipeline.classify(limited, k),
        "instances": lambda limited: pipeline.write_instances(limited, k),
    }
    latency: dict[str, float] = {}
    for stage in run.settings.how.stages:
        requests, busy = run.progress.requests, run.progress.busy
        _limited(run, stage, k, work[stage])
        if made := run.progress.requests - requests:
            latency[stage] = (run.progress.busy - busy) / made
    pipeline.curate(run, n, k)
    return latency


def _limited(run: Run, stage: str, k: int, work: Callable[[Run], object]) -> None:
    """Do the work of a stage until it has made `k` requests."""
    left = k - _asked(run, stage)
    if left <= 0:
        return
    made, own = sum(1 for _ in run.log.used()), run.caps.max_requests
    most = made + left if own is None else min(own, made + left)
    caps = replace(run.caps, max_requests=most)
    # Never more at once than are wanted: a backend that takes several prompts a call is given a call or none.
    limited = replace(
        run,
        concurrency=min(run.concurrency, left),
        budget=budget_of(caps, run.bill, run.log, run.clock),
        batch=False,  # it is about how long an answer takes
    )
    try:
        work(limited)
    except BudgetSpent:
        if _asked(run, stage) < k and run.caps.given:
            raise
        run.progress.end()


def _asked(run: Run, stage: str) -> int:
    return sum(1 for row in run.folder.whole_rows(COMPLETIONS) if row["stage"] == stage)
