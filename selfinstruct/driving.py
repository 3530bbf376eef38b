"""Drives the work of one stage with its backend: the engine, and before it what can go in batches."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from random import Random
from typing import Any, NamedTuple

from selfinstruct.backend import Backend
from selfinstruct.batching import Batching, Books
from selfinstruct.batchlog import BatchLog
from selfinstruct.engine import Engine, Work
from selfinstruct.resolving import check_batches
from selfinstruct.runs import Run
from selfinstruct.sending import Sender
from selfinstruct.stages.requests import Requests


class Ahead(NamedTuple):
    """What may be asked in batches: the work on every row there is, and how many of them are wanted now (None: all)."""

    make: Callable[[Requests], Work]
    target: int | None


def drive(
    run: Run,
    stage: str,
    make: Callable[[Requests], Work],
    ahead: Ahead | None = None,
    *,
    warm: Callable[[], None] | None = None,
) -> None:
    """Do the work of a stage. ahead: what of it may go in batches. warm: what is to be made ready meanwhile, in a thread."""
    to_the_end(_drive(run, stage, make, ahead, warm))


async def _drive(
    run: Run, stage: str, make: Callable[[Requests], Work], ahead: Ahead | None, warm: Callable[[], None] | None
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
        check_batches(run.plugins, backend)
    elif not batches.under_way(stage):
        return
    prompts = list(iter(partial(work.prompt, 0), None))
    books = Books(run.log, batches, run.progress, run.budget)
    batching = Batching(stage, backend, books, rng=Random(run.settings.seed))
    await batching.run(prompts, lambda prompt: run.batch and (target is None or prompt.number < target))


def to_the_end(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end, from a plain thread or from inside a running event loop (a notebook)."""
    if _is_looping():
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, work).result()
    else:
        asyncio.run(work)


def _is_looping() -> bool:
    """Asked apart from the work, whose errors would else tell of this one too."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
