"""A run's folder: its lock, its files, and where each stage goes on after a stop."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from selfinstruct import jsonl
from selfinstruct.errors import StoreError

if TYPE_CHECKING:
    from filelock import BaseFileLock

COMPLETIONS = "completions.jsonl"
INSTRUCTIONS = "instructions.jsonl"
REJECTIONS = "rejections.jsonl"
CLASSIFICATIONS = "classifications.jsonl"
INSTANCES = "instances.jsonl"
TASKS = "tasks.jsonl"
OLD_TASKS = "tasks.old.jsonl"
BATCHES = "batches.jsonl"
REVIEWS = "reviews.jsonl"
FILES = {"generate": INSTRUCTIONS, "classify": CLASSIFICATIONS, "instances": INSTANCES, "curate": TASKS}


def rejections_of(stage: str) -> str:
    """The file of what a stage refused."""
    return REJECTIONS if stage == "generate" else f"rejections.{stage}.jsonl"


def verdicts_of(step: str) -> str:
    """The file of what a step of curation that asks a model was told."""
    return f"{step}.jsonl"


class RunFolder:
    """The files of one run. `with` holds the lock that keeps a second process out; reading needs none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: BaseFileLock | None = None

    def __enter__(self) -> Self:
        from filelock import FileLock, Timeout

        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(self.path / ".lock", timeout=0)
            self._lock.acquire()
        except Timeout:
            hint = "wait for it to end, or choose another folder with --out"
            raise StoreError(f"another process is working in {self.path}", hint=hint) from None
        except OSError as error:
            hint = "choose a folder that can be written, with --out"
            raise StoreError(f"{self.path}: {error.strerror or error}", hint=hint) from None
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._lock:
            self._lock.release()

    def mend(self) -> list[str]:
        """Cut torn last lines off; one sentence for each file that had one."""
        # `view` may be writing reviews just now, and mends them itself.
        files = sorted(file for file in self.path.glob("*.jsonl") if file.name != REVIEWS)
        torn = [(file.name, jsonl.cut_torn_line(file)) for file in files]
        return [f"{name}: the last line was cut short ({size} bytes); removed" for name, size in torn if size]

    def rows(self, name: str) -> Iterator[Any]:
        """The records of one file; none when it is not there yet."""
        return jsonl.read(self.path / name)

    def whole_rows(self, name: str) -> Iterator[Any]:
        """The records of a file that another process may be writing: a last line without its end is left out."""
        file = self.path / name
        lines = file.read_bytes().split(b"\n")[:-1] if file.exists() else []
        return (json.loads(line) for line in lines)

    def count(self, name: str) -> int:
        """How many records a file holds."""
        file = self.path / name
        return file.read_bytes().count(b"\n") if file.exists() else 0

    def append(self, name: str, rows: Iterable[Any]) -> None:
        """Add records to a file and wait until they are on the disk."""
        jsonl.append(self.path / name, rows)

    def append_bytes(self, name: str, data: bytes) -> None:
        """Add whole lines to a file and wait until they are on the disk."""
        jsonl.append_bytes(self.path / name, data)

    def rewind(self, *names: str) -> int:
        """Drop the rows of the last request that any of these files mentions; gives its number, 0 when there is none.

        A stop may have come between two rows of one request, never between two requests: each is synced before the next.
        """
        lines = {name: _lines(self.path / name) for name in names}
        last = max((_request(self.path / n, rows[-1]) for n, rows in lines.items() if rows), default=0)
        for name, rows in lines.items():
            kept = len(rows)
            while kept and _request(self.path / name, rows[kept - 1]) >= last:
                kept -= 1
            if kept < len(rows):
                with (self.path / name).open("rb+") as file:
                    file.truncate(sum(len(row) + 1 for row in rows[:kept]))
        return last


def _lines(file: Path) -> list[bytes]:
    return file.read_bytes().split(b"\n")[:-1] if file.exists() else []


def _request(file: Path, line: bytes) -> int:
    try:
        return int(json.loads(line)["request_idx"])
    except (ValueError, KeyError, TypeError):
        raise StoreError(f"{file}: a row without request_idx: {line[:60]!r}", hint="mend or remove that line") from None
