"""The stages in order, and the loop that brings a run to exactly the number of tasks asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from math import ceil
from pathlib import Path
from typing import Any

from selfinstruct.curating import Curator
from selfinstruct.driving import Ahead, drive
from selfinstruct.engine import Work
from selfinstruct.errors import Stalled
from selfinstruct.judge import Judge
from selfinstruct.pool import Pool, Reference
from selfinstruct.records import Instance, Task
from selfinstruct.resolving import check_batches
from selfinstruct.runfolder import CLASSIFICATIONS, INSTANCES, INSTRUCTIONS, REJECTIONS, TASKS, rejections_of
from selfinstruct.runs import Run
from selfinstruct.seedtasks import seed_tasks
from selfinstruct.stages.classify import Classify
from selfinstruct.stages.generate import PATIENCE, Generate
from selfinstruct.stages.instances import WriteInstances
from selfinstruct.stages.requests import Requests
from selfinstruct.taskfile import read_tasks, read_texts

_FIRST_PATIENCE = 100
"""Instructions that may give no task before there is any: curation may be strict, and what stays is not known yet."""


def whole(run: Run, n: int) -> int:
    """All stages, and more instructions while tasks are short of `n`; how many tasks there are. Raises Stalled.

    Every round takes the first `target` instructions, however many are there, so that a resumed run takes the same rounds.
    """
    stages, curator = run.settings.stages, Curator(run)
    if run.batch:
        check_batches(run.plugins, *(run.backend(stage) for stage in stages if stage != "generate"))
    target, gained_at, done = n, 0, 0
    while True:
        generate(run, target)
        if "instances" in stages:
            classify(run, target)
            write_instances(run, target)
        now = curator.curate(n, target)
        if now >= n:
            return run.folder.count(TASKS)
        gained_at = target if now > done else gained_at
        done = now
        if target - gained_at >= (PATIENCE if done else _FIRST_PATIENCE):
            raise _no_tasks(run, done, n, target - gained_at)
        target += ceil((n - done) / max(done / target, 1 / PATIENCE))


def generate(run: Run, target: int) -> int:
    """Stage 1, until there are `target` instructions; how many there are."""
    have = run.folder.count(INSTRUCTIONS)
    if have >= target:
        return have
    first = run.folder.rewind(INSTRUCTIONS, REJECTIONS)
    pool, instances = _pool(run)
    settings = run.settings
    judge = Judge(run.language, pool.texts, fault=run.plugins.instruction_fault, threshold=settings.threshold)

    def work(requests: Requests) -> Work:
        return Generate(
            run.folder, settings, pool, judge, requests, run.progress, target=target, first=first, instances=instances
        )

    run.progress.begin("generate", pool.accepted, target)
    drive(run, "generate", work, warm=judge.warm)
    return pool.accepted


def classify(run: Run, target: int | None = None) -> None:
    """Stage 2, for those of the first `target` instructions (all of them by default) that have no verdict yet."""
    every = list(run.folder.rows(INSTRUCTIONS))
    rows = every[:target]
    refused = rejections_of("classify")
    if run.folder.count(CLASSIFICATIONS) + run.folder.count(refused) >= len(rows):
        return
    first = run.folder.rewind(CLASSIFICATIONS, refused)
    run.progress.begin("classify", first, len(rows), refusals_count=True)

    def work(requests: Requests, rows: Sequence[Any] = rows) -> Work:
        return Classify(run.folder, rows, requests, run.progress, first=first)

    drive(run, "classify", work, Ahead(partial(work, rows=every), target))


def write_instances(run: Run, target: int | None = None) -> None:
    """Stage 3, for those of the first `target` instructions that are classified and have no instances yet."""
    every = list(run.folder.rows(CLASSIFICATIONS))
    rows = [row for row in every if target is None or row["request_idx"] < target]
    refused = rejections_of("instances")
    if run.folder.count(INSTANCES) + run.folder.count(refused) >= len(rows):
        return
    first = run.folder.rewind(INSTANCES, refused)
    limit = run.settings.max_instances
    done = sum(row["request_idx"] < first for row in rows)
    run.progress.begin("instances", done, len(rows), refusals_count=True)

    def work(requests: Requests, rows: Sequence[Any] = rows) -> Work:
        left = [row for row in rows if row["request_idx"] >= first]
        return WriteInstances(run.folder, left, requests, run.progress, limit=limit)

    drive(run, "instances", work, Ahead(partial(work, rows=every), target))


def curate(run: Run, n: int | None = None, target: int | None = None) -> int:
    """Stage 4, until the first `target` instructions have given `n` tasks, or all they can; how many that is."""
    return Curator(run).curate(n, target)


def tasks(run: Run) -> list[Task]:
    """The curated tasks of a run."""
    return read_tasks(run.folder.path / TASKS, run.settings.lang) if run.folder.count(TASKS) else []


def _pool(run: Run) -> tuple[Pool, dict[str, tuple[Instance, ...]]]:
    """The pool as the run's files have it, and what instances its tasks have."""
    settings = run.settings
    seeds = seed_tasks(settings, run.language)
    others = [Reference("", text) for file in settings.pool for text in read_texts(Path(file))]
    pool = Pool([Reference(task.id, task.instruction) for task in seeds], others)
    instances = {task.id: task.instances for task in seeds}
    for row in run.folder.rows(INSTRUCTIONS):
        pool.add(row["id"], row["instruction"], row["request_idx"])
        if settings.how.whole:
            instances[row["id"]] = (Instance(row["input"], row["output"]),)
    return pool, instances


def _no_tasks(run: Run, done: int, n: int, instructions: int) -> Stalled:
    steps, reasons = run.settings.curation.steps, Counter[tuple[str, str]]()
    for stage in ("classify", "instances", "curate", *steps):
        reasons.update((stage, rejection["reason"]) for rejection in run.folder.rows(rejections_of(stage)))
    most = reasons.most_common(3)
    top = ", ".join(f"{reason} {count}" for (_, reason), count in most) or "none given"
    hint = "another model may help (selfinstruct instances RUN --model ...); what is there is safe"
    if most and most[0][0][0] in steps:
        hint = f"it is the step {most[0][0][0]} that refuses most: selfinstruct curate RUN takes other steps, or milder ones"
    return Stalled(f"{instructions} instructions in a row gave no task, at {done} of {n}; reasons: {top}", hint=hint)
