"""The stages in order, and the loop that brings a run to exactly the number of tasks asked for."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from math import ceil
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from selfinstruct.backend import Backend
from selfinstruct.batching import STAGES, Batching, Books
from selfinstruct.batchlog import BatchLog
from selfinstruct.engine import Engine, Work
from selfinstruct.errors import ConfigError, Stalled, StoreError
from selfinstruct.jsonl import dump
from selfinstruct.judge import Judge
from selfinstruct.pool import Pool, Reference
from selfinstruct.records import Task
from selfinstruct.records import row as record
from selfinstruct.resolving import seed_file
from selfinstruct.runfolder import CLASSIFICATIONS, INSTANCES, INSTRUCTIONS, REJECTIONS, TASKS, rejections_of
from selfinstruct.runs import Run
from selfinstruct.sending import Sender
from selfinstruct.stages.classify import Classify
from selfinstruct.stages.curate import curate as curated
from selfinstruct.stages.generate import PATIENCE, Generate
from selfinstruct.stages.instances import WriteInstances
from selfinstruct.stages.requests import Requests
from selfinstruct.taskfile import read_tasks, read_texts


def whole(run: Run, n: int) -> int:
    """All stages, and more instructions while tasks are short of `n`; how many tasks there are. Raises Stalled.

    Every round takes the first `target` instructions, however many are there, so that a resumed run takes the same rounds.
    """
    if run.batch:
        _check_batches(run, *map(run.backend, STAGES))
    target, gained_at, done = n, 0, -1
    while True:
        generate(run, target)
        classify(run, target)
        write_instances(run, target)
        now = curate(run, n, target)
        if now >= n:
            return run.folder.count(TASKS)
        gained_at = target if now > done else gained_at
        done = now
        if target - gained_at >= PATIENCE:
            raise _no_tasks(run, done, n, target - gained_at)
        target += ceil((n - done) / max(done / target, 1 / PATIENCE))


def generate(run: Run, target: int) -> int:
    """Stage 1, until there are `target` instructions; how many there are."""
    have = run.folder.count(INSTRUCTIONS)
    if have >= target:
        return have
    first = run.folder.rewind(INSTRUCTIONS, REJECTIONS)
    pool = _pool(run)
    settings = run.settings
    judge = Judge(run.language, pool.texts, fault=run.plugins.instruction_fault, threshold=settings.threshold)

    def work(requests: Requests) -> Work:
        return Generate(run.folder, settings, pool, judge, requests, run.progress, target=target, first=first)

    run.progress.begin("generate", pool.accepted, target)
    _sync(_drive(run, "generate", work, warm=judge.warm))
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

    _sync(_drive(run, "classify", work, _Ahead(partial(work, rows=every), target)))


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

    _sync(_drive(run, "instances", work, _Ahead(partial(work, rows=every), target)))


def curate(run: Run, n: int | None = None, target: int | None = None) -> int:
    """Stage 4, until the first `target` instructions have given `n` tasks, or all they can; how many that is."""
    tasks: list[bytes] = []
    refused: list[bytes] = []
    limit = run.settings.max_instances
    rows = (row for row in run.folder.rows(INSTANCES) if target is None or row["request_idx"] < target)
    for task, rejections in curated(rows, run.language, _sources(run), max_instances=limit):
        refused += [dump(record(rejection)) for rejection in rejections]
        if task is not None:
            tasks.append(dump(task.row()))
        if len(tasks) == n:
            break
    _reconcile(run, rejections_of("curate"), refused)
    _reconcile(run, TASKS, tasks)
    return len(tasks)


def tasks(run: Run) -> list[Task]:
    """The curated tasks of a run."""
    return read_tasks(run.folder.path / TASKS, run.settings.lang) if run.folder.count(TASKS) else []


class _Ahead(NamedTuple):
    """What may be asked in batches: the work on every row there is, and how many of them are wanted now (None: all)."""

    make: Callable[[Requests], Work]
    target: int | None


async def _drive(
    run: Run,
    stage: str,
    make: Callable[[Requests], Work],
    ahead: _Ahead | None = None,
    *,
    warm: Callable[[], None] | None = None,
) -> None:
    backend = run.backend(stage)
    warming = asyncio.create_task(asyncio.to_thread(warm)) if warm else None
    try:
        sender = Sender(backend, run.progress, run.budget, run.pacer, clock=run.clock, rng=Random(run.settings.seed))
        engine = Engine(sender, run.log, window=run.settings.window, concurrency=run.concurrency)
        requests = run.requests(stage, backend)
        if ahead:
            await _in_batches(run, stage, backend, ahead.make(requests), ahead.target)
        await engine.run(make(requests))
        run.progress.end()
    finally:
        if warming:
            await asyncio.gather(warming, return_exceptions=True)
        await backend.close()


async def _in_batches(run: Run, stage: str, backend: Backend, work: Work, target: int | None) -> None:
    """Have the answers in the log that come in batches: of those under way in any case, as they are paid for."""
    batches = BatchLog(run.folder)
    if run.batch:
        _check_batches(run, backend)
    elif not batches.under_way(stage):
        return
    prompts = list(iter(partial(work.prompt, 0), None))
    books = Books(run.log, batches, run.progress, run.budget)
    batching = Batching(stage, backend, books, rng=Random(run.settings.seed))
    await batching.run(prompts, lambda prompt: run.batch and (target is None or prompt.number < target))


def _check_batches(run: Run, *backends: Backend) -> None:
    """Raise ConfigError when a backend has no batches."""
    for backend in backends:
        if not backend.abilities.batches:
            able = [name for name, kind in run.plugins.backends().items() if kind.submit is not Backend.submit]
            hint = f"of those installed have: {', '.join(sorted(able)) or 'none'}; without --batch it goes on"
            raise ConfigError(f"--batch: {backend.name} {backend.model or ''}".rstrip() + " has no batches", hint=hint)


def _pool(run: Run) -> Pool:
    settings = run.settings
    seeds = read_tasks(seed_file(settings.seeds, run.language), settings.lang)
    if settings.classification_only:
        seeds = [task for task in seeds if task.is_classification]
        if not seeds:
            raise ConfigError("--classification-only: none of the seed tasks is a classification", hint="give other --seeds")
    others = [Reference("", text) for file in settings.pool for text in read_texts(Path(file))]
    pool = Pool([Reference(task.id, task.instruction) for task in seeds], others)
    for row in run.folder.rows(INSTRUCTIONS):
        pool.add(row["id"], row["instruction"], row["request_idx"])
    return pool


def _sources(run: Run) -> dict[str, str]:
    """Where each instruction is from: backend and model."""
    found = {}
    for row in run.folder.rows(INSTRUCTIONS):
        about = row["metadata"]
        found[row["id"]] = ": ".join(filter(None, (about["backend"], about["model"])))
    return found


def _reconcile(run: Run, name: str, lines: Sequence[bytes]) -> None:
    """Bring a file that is derived whole to these lines, by appending only."""
    file = run.folder.path / name
    have = file.read_bytes() if file.exists() else b""
    want = b"".join(lines)
    if have.startswith(want) and have:
        return
    if not want.startswith(have):
        at = next(i for i, (a, b) in enumerate(zip(have.split(b"\n"), want.split(b"\n"), strict=False), 1) if a != b)
        hint = "it was changed by hand or by another version: move it away, and the same command writes it anew"
        raise StoreError(f"{file}:{at}: not what the answers on disk give", hint=hint)
    run.folder.append_bytes(name, want[len(have) :])


def _no_tasks(run: Run, done: int, n: int, instructions: int) -> Stalled:
    reasons: Counter[str] = Counter()
    for stage in ("classify", "instances", "curate"):
        reasons.update(rejection["reason"] for rejection in run.folder.rows(rejections_of(stage)))
    top = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common(3)) or "none given"
    hint = "another model may help (selfinstruct instances RUN --model ...); what is there is safe"
    return Stalled(f"{instructions} instructions in a row gave no task, at {done} of {n}; reasons: {top}", hint=hint)


def _sync(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end, from a plain thread or from inside a running event loop (a notebook)."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(work)
        return
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()
