"""How many requests a second the host itself carries: rendered, sent, logged with fsync, committed with fsync.

Run: python bench/throughput.py [--requests 3000] [--concurrency 64] [--url http://127.0.0.1:8000/v1 --model NAME]
Without --url the backend answers at once in this process, so that the host alone is measured. With it, an
OpenAI-compatible server is asked through the openai plugin; its share of the machine counts too.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from selfinstruct import Abilities, Backend, BackendError, Completion, Prompt
from selfinstruct.backend import Usage
from selfinstruct.budget import Allowed, Budget
from selfinstruct.clock import SystemClock
from selfinstruct.completionlog import CompletionLog
from selfinstruct.engine import Engine
from selfinstruct.pacing import Pacer
from selfinstruct.plugins import load
from selfinstruct.progress import Progress
from selfinstruct.prompts import PromptBook
from selfinstruct.runfolder import CLASSIFICATIONS, COMPLETIONS, RunFolder
from selfinstruct.sending import Sender
from selfinstruct.settings import DEFAULTS
from selfinstruct.stages.classify import Classify
from selfinstruct.stages.requests import Requests


class Instant(Backend):
    """Answers at once."""

    name: ClassVar[str] = "instant"

    @property
    def abilities(self) -> Abilities:
        """As much at once as is wanted."""
        return Abilities(parallel=1024)

    async def complete(self, prompts: Sequence[Prompt]) -> list[Completion | BackendError]:
        """Yes to everything, with as much raw text as a server sends."""
        return [Completion("Yes", usage=Usage(700, 2), model="m", raw={"id": "x" * 400}) for _ in prompts]


def main() -> None:
    """Classify many made-up instructions and print requests a second."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=3000)
    parser.add_argument("--concurrency", type=int, default=64)
    parser.add_argument("--url")
    parser.add_argument("--model", default="m")
    parser.add_argument("--budget", action="store_true", help="with limits set that are never reached")
    args = parser.parse_args()
    backend = load().backend("openai")(args.model, {"base-url": args.url}) if args.url else Instant(args.model, {})
    with tempfile.TemporaryDirectory() as name, RunFolder(Path(name)) as folder:
        asyncio.run(classify(folder, backend, args.requests, args.concurrency, limited=args.budget))
        done = folder.count(CLASSIFICATIONS)
    if done != args.requests:
        raise SystemExit(f"only {done} of {args.requests} were answered")


async def classify(folder: RunFolder, backend: Backend, count: int, concurrency: int, *, limited: bool) -> None:
    """Drive the second stage over `count` instructions."""
    clock = SystemClock()
    book = PromptBook(load().language("en").prompts)
    requests = Requests("classify", "en", book, backend.abilities.style, DEFAULTS["classify"], 0)
    rows = [
        {"id": f"i{k}", "instruction": f"Sort the {k} letters on the desk by the towns they come from."} for k in range(count)
    ]
    progress = Progress()
    allowed = Allowed(10**9, 10**12, None, 10**6) if limited else Allowed()
    pacer = Pacer(clock, minute_requests=10**9, minute_tokens=10**12) if limited else Pacer(clock)
    try:
        sender = Sender(backend, progress, Budget(allowed, lambda *_: None, clock), pacer, clock=clock)
        engine = Engine(sender, CompletionLog(folder.path / COMPLETIONS), window=2 * concurrency, concurrency=concurrency)
        began = time.perf_counter()
        await engine.run(Classify(folder, rows, requests, progress, first=0))
    finally:
        await backend.close()
    seconds = time.perf_counter() - began
    print(f"{backend.name}: {count} requests at concurrency {concurrency} in {seconds:.2f} s: {count / seconds:.0f} requests/s")


if __name__ == "__main__":
    main()
