"""The log of a run as the page shows it: what a request asked and what came back, found by stage and number."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def shown(row: Mapping[str, Any]) -> Row:
    """A row of the log without what the page has no use for."""
    prompt = row["prompt"]
    said = [[message["role"], message["content"]] for message in prompt.get("messages", ())]
    error = row.get("error")
    return {
        "stage": row["stage"],
        "number": row["request_idx"],
        "backend": row.get("backend", ""),
        "model": row.get("model", ""),
        "created_at": row.get("created_at", ""),
        "finish_reason": row.get("finish_reason", ""),
        "prompt": said or [["", prompt.get("text", "")]],
        "sampling": row.get("sampling", {}),
        "usage": row.get("usage", {}),
        "text": row.get("text", ""),
        "error": error["message"] if error else None,
    }


def read_log(log: Path | None) -> Iterator[Row]:
    """The requests of a log as they are shown; a last line that is still being written is left out."""
    for _, line in _lines(log, 0):
        yield shown(json.loads(line))


class LogIndex:
    """Where in a log each request stands, so that one is read without the others. Follows a log that grows."""

    def __init__(self, log: Path | None) -> None:
        self._log = log
        self._places: dict[tuple[str, int], int] = {}
        self._end = 0

    def find(self, stage: str, number: int) -> Row | None:
        """The last answer to a request, None when the log has none."""
        self._follow()
        place = self._places.get((stage, number))
        if place is None or self._log is None:
            return None
        with self._log.open("rb") as file:
            file.seek(place)
            return shown(json.loads(file.readline()))

    def _follow(self) -> None:
        for place, line in _lines(self._log, self._end):
            row = json.loads(line)
            self._places[row["stage"], row["request_idx"]] = place
            self._end = place + len(line)


def _lines(log: Path | None, begin: int) -> Iterator[tuple[int, bytes]]:
    """Whole lines from a place on, each with its own place."""
    if log is None or not log.exists():
        return
    with log.open("rb") as file:
        file.seek(begin)
        place = begin
        for line in file:
            if line.endswith(b"\n"):
                yield place, line
            place += len(line)
