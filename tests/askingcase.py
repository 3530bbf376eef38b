"""A curation stage that asks, on its own: candidates, a run folder, an engine, and every state that a stop can leave."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from selfinstruct import Prompt
from selfinstruct.backend import Sampling, Style
from selfinstruct.budget import Allowed, Budget
from selfinstruct.clock import SystemClock
from selfinstruct.completionlog import CompletionLog
from selfinstruct.curation.candidate import Candidate
from selfinstruct.engine import Engine, Work
from selfinstruct.pacing import Pacer
from selfinstruct.plugins import Plugins
from selfinstruct.progress import Progress
from selfinstruct.prompts import PromptBook
from selfinstruct.records import Instance, Task, stable_id
from selfinstruct.resources import prompts
from selfinstruct.runfolder import RunFolder, rejections_of, verdicts_of
from selfinstruct.sending import Sender
from selfinstruct.stages.requests import Requests

Make = Callable[[RunFolder, Sequence[Candidate], Requests, Progress, int], Work]


def candidate(number: int, instruction: str, *instances: tuple[str, str], **task: Any) -> Candidate:
    """A candidate with these instances, or one without an input."""
    made = tuple(Instance(*each) for each in instances) or (Instance("", f"Output of {number}."),)
    known: dict[str, Any] = {"name": f"en_task_{number}", "is_classification": False} | task
    return Candidate(number, Task(stable_id("en", instruction), instruction=instruction, instances=made, **known))


class Case:
    """One stage over these candidates in one folder, with a scripted backend."""

    def __init__(
        self,
        plugins: Plugins,
        stage: str,
        make: Make,
        *,
        language: str = "en",
        style: Style = "chat",
        structured: bool = False,
        limit: int = 0,
        folder: str = "run",
    ) -> None:
        self.stage, self._make = stage, make
        self._backend = plugins.backend("scripted")
        self.requests = Requests(
            stage, language, PromptBook(prompts(language)), style, Sampling(100, 0.7), 5, structured, limit
        )
        self.folder = RunFolder(Path(folder))
        self.folder.path.mkdir(exist_ok=True)
        self.files = verdicts_of(stage), rejections_of(stage)
        self.progress = Progress()

    def run(self, candidates: Sequence[Candidate], *, concurrency: int = 8, window: int = 32) -> None:
        """As a command does: rewind, and go on from there."""
        first = self.folder.rewind(*self.files)
        clock = SystemClock()
        budget = Budget(Allowed(), lambda *_: None, clock)
        self.backend = self._backend(None, {})
        sender = Sender(self.backend, self.progress, budget, Pacer(clock), clock=clock, rng=random.Random(0))
        engine = Engine(sender, CompletionLog(self.folder.path / "completions.jsonl"), window=window, concurrency=concurrency)
        self.progress.begin(self.stage, 0, len(candidates), refusals_count=True)
        asyncio.run(engine.run(self._make(self.folder, candidates, self.requests, self.progress, first)))

    @property
    def asked(self) -> list[Prompt]:
        """All that the backend was asked so far."""
        found: list[Prompt] = self._backend.asked  # type: ignore[attr-defined]
        return found

    @property
    def kept(self) -> list[dict[str, Any]]:
        """The rows of what was kept."""
        return list(self.folder.rows(self.files[0]))

    @property
    def refused(self) -> list[tuple[int, str, str]]:
        """Number, reason and detail of what was refused."""
        return [(row["request_idx"], row["reason"], row["detail"]) for row in self.folder.rows(self.files[1])]

    @property
    def derived(self) -> dict[str, bytes]:
        """The bytes of both files."""
        paths = {name: self.folder.path / name for name in self.files}
        return {name: path.read_bytes() if path.exists() else b"" for name, path in paths.items()}

    def stops(self) -> list[dict[str, bytes]]:
        """What the two files hold after each row, in the order in which the rows were written, from none on."""
        rows = [(row["request_idx"], name) for name in self.files for row in self.folder.rows(name)]
        lines = {name: data.splitlines(keepends=True) for name, data in self.derived.items()}
        states = [dict.fromkeys(self.files, b"")]
        for _, name in sorted(rows):
            states.append(states[-1] | {name: states[-1][name] + lines[name].pop(0)})
        return states

    def put(self, state: dict[str, bytes]) -> None:
        """Leave the files as a stop did."""
        for name, data in state.items():
            (self.folder.path / name).write_bytes(data)


def run_until(at: Case, work: type[Any], candidates: Sequence[Candidate], commits: int) -> None:
    """Do the work up to so many commits, and stop there as Ctrl-C does."""
    commit, done = work.commit, 0

    def stopping(self: Any, *asked: Any) -> None:
        nonlocal done
        if done == commits:
            raise KeyboardInterrupt
        done += 1
        commit(self, *asked)

    with pytest.MonkeyPatch.context() as patched, suppress(KeyboardInterrupt):
        patched.setattr(work, "commit", stopping)
        at.run(candidates, concurrency=2)
    assert done == commits
