"""What the page shows of a run, read anew when its files have changed, and not more often than is good for the machine."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any

from selfinstruct import jsonl, quality, settings
from selfinstruct.errors import SelfInstructError
from selfinstruct.figures.sources import read_source
from selfinstruct.language import Language
from selfinstruct.plugins import Plugins
from selfinstruct.records import Task
from selfinstruct.reporting.blocks import Blocks
from selfinstruct.reporting.requests import LogIndex
from selfinstruct.rouge import kernel
from selfinstruct.runfolder import COMPLETIONS, REVIEWS

_KEPT = 3
"""States that are held: a page may be reading one while the next is there."""

_LEAST = 2.0
_REST = 5
"""Seconds between two states, and how many times as long as it took to read one."""

_WITH_SEEDS, _WITH_SEEDS_IN_PYTHON = 20_000, 500
"""How many instructions are compared with the seeds for the page, which waits for it: by the Rust kernels, and without them."""

_SOON = 2_000
"""Instructions of which verbs are found before a page is shown at all."""

Row = dict[str, Any]


class State:
    """A run as it was at one moment. soon: at the first look at a large run, without what takes long to count."""

    def __init__(self, stamp: str, folder: Path, plugins: Plugins, language: str | None, *, soon: bool = False) -> None:
        source = read_source(folder)
        size = max(len(source.tasks), len(source.instructions))
        self.whole = not soon or size <= _SOON
        self.stamp = stamp if self.whole else stamp[::-1]
        self._blocks = Blocks([source], plugins if self.whole else _WithoutVerbs(plugins), language)
        self._lock = Lock()
        self._drawn: tuple[tuple[int, int], list[quality.Drawn]] = ((0, 0), [])
        most = _WITH_SEEDS_IN_PYTHON if kernel() == "python" else _WITH_SEEDS
        told = self._blocks.overview(stamp=self.stamp, served=True, nearest_seed=self.whole and size <= most)
        if not self.whole:
            figures = told["sources"][0]["figures"]
            figures["notes"] = [*figures["notes"], "verbs are being counted, and follow"]
        self.overview = jsonl.dump(told)

    @property
    def tasks(self) -> list[Task]:
        """Those of the run, which are the first rows of the page."""
        return list(self._blocks.sources[0].tasks)

    @cached_property
    def by_id(self) -> dict[str, tuple[int, Task]]:
        """Each task by its id, with its row."""
        return {task.id: (index, task) for index, task in enumerate(self.tasks)}

    def sample(self, size: int, seed: int) -> list[quality.Drawn]:
        """The sample of that size and seed; the last one is kept, for it is asked for after every answer."""
        with self._lock:
            if (size, seed) != self._drawn[0]:
                self._drawn = ((size, seed), quality.sample(self.tasks, size, seed))
            return self._drawn[1]

    def columns(self) -> Row:
        """The block of that name."""
        with self._lock:
            return self._blocks.rows[0].columns()

    def texts(self, number: int) -> Row:
        """A block of that name."""
        with self._lock:
            return self._blocks.rows[0].texts(number)


class _WithoutVerbs(Plugins):
    """The same plugins with languages that tell no verbs: finding these takes longest."""

    def __init__(self, plugins: Plugins) -> None:
        super().__init__(plugins.manager, plugins.providers, plugins.failures)

    def languages(self) -> dict[str, Language]:
        """Every language by its code."""
        return {code: replace(found, verb_noun=None, main_verb=None) for code, found in super().languages().items()}


class States:
    """The states of a run's folder, the newest one made when it is asked for. Any thread may ask."""

    def __init__(
        self,
        folder: Path,
        plugins: Plugins,
        language: str | None = None,
        *,
        note: Callable[[str], None] = lambda _: None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._folder, self._plugins, self._language = folder, plugins, language
        self._note, self._clock = note, clock
        self._held: list[State] = []
        self._rest_until = 0.0
        self._building, self._reading = Lock(), Lock()
        self._log, self._log_size = LogIndex(folder / COMPLETIONS), 0

    def stamp(self) -> str:
        """Names the state that `newest` gives now. Cheap: it only looks at the sizes and times of files."""
        held = self._held
        return held[-1].stamp if held and self._clock() < self._rest_until else _stamp(self._folder)

    def newest(self) -> State:
        """The state of now, or for a little while the last one. Raises SelfInstructError when none can be read."""
        with self._building:
            stamp = self.stamp()
            if not self._held or self._held[-1].stamp != stamp:
                self._build(stamp)
            return self._held[-1]

    def last(self) -> State:
        """The state that was made last: at once, where there is one, also while the next is being made."""
        return self._held[-1] if self._held else self.newest()

    def held(self, stamp: str) -> State | None:
        """The state with that stamp, None when it is there no longer."""
        return next((state for state in self._held if state.stamp == stamp), None)

    def request(self, stage: str, number: int) -> Row | None:
        """One request of the log."""
        log = self._folder / COMPLETIONS
        with self._reading:
            size = log.stat().st_size if log.exists() else 0
            if size < self._log_size:
                self._log = LogIndex(log)
            self._log_size = size
            return self._log.find(stage, number)

    def _build(self, stamp: str) -> None:
        begin = self._clock()
        try:
            made = State(stamp, self._folder, self._plugins, self._language, soon=not self._held)
            self._held = [*self._held, made][-_KEPT:]
        except SelfInstructError as error:
            # What is read while a run writes it anew may not fit together; the state before is true still.
            if not self._held:
                raise
            self._note(f"not shown yet: {error.message}")
        end = self._clock()
        self._rest_until = end + (max(_LEAST, _REST * (end - begin)) if self._held[-1].whole else 0)


def _stamp(folder: Path) -> str:
    names = {file.name for file in folder.glob("*.jsonl")} - {REVIEWS} | {settings.FILE}
    return stamp_of(*(folder / name for name in sorted(names)))


def stamp_of(*files: Path) -> str:
    """Names what some files hold, by their sizes and times."""
    seen = []
    for file in files:
        try:
            found = file.stat()
        except OSError:
            continue
        seen.append(f"{file.name} {found.st_size} {found.st_mtime_ns}")
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()[:16]
