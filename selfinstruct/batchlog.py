"""`batches.jsonl`: which requests were handed over in which batch, so that another process finds them again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from selfinstruct.backend import Prompt
from selfinstruct.completionlog import now
from selfinstruct.errors import StoreError
from selfinstruct.runfolder import BATCHES, RunFolder

Key = tuple[int, str]
"""A request of a stage: its number, and the sha256 of its prompt."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Requests of one stage that go together.

    name: ours, unique. id: the server's, "" as long as it has not told one: the batch may or may not be there.
    model: as it is asked for. planned_at: when, UTC.
    """

    name: str
    stage: str
    backend: str
    model: str
    requests: tuple[Key, ...]
    planned_at: str
    id: str = ""


def key_of(prompt: Prompt) -> Key:
    """The request that a prompt makes."""
    return prompt.number, prompt.sha256


def under_way(rows: Iterable[Mapping[str, Any]]) -> list[Batch]:
    """The batches that these rows of a file begin and do not end, in order. Raises StoreError for a row that is none."""
    found: dict[str, Batch] = {}
    for line, row in enumerate(rows, 1):
        try:
            name, event = row["batch"], row["event"]
            if event == "planned":
                found[name] = _planned(row)
            elif event == "submitted":
                found[name] = replace(found[name], id=row["id"])
            else:
                found.pop(name, None)
        except (KeyError, TypeError) as error:
            raise StoreError(f"{BATCHES}:{line}: not a row of this file: {error!r}", hint="mend or remove the line") from None
    return list(found.values())


class BatchLog:
    """The file of one run. Every row is on the disk when the call comes back."""

    def __init__(self, folder: RunFolder) -> None:
        self._folder = folder

    def under_way(self, stage: str) -> list[Batch]:
        """The batches of a stage whose answers are not all in the log of answers, as far as is known."""
        return [batch for batch in under_way(self._folder.rows(BATCHES)) if batch.stage == stage]

    def plan(self, prompts: Sequence[Prompt], backend: str, model: str) -> Batch:
        """Note a batch before it is submitted: should this process end now, the next one looks for its name."""
        requests = tuple(map(key_of, prompts))
        batch = Batch(f"selfinstruct-{uuid4().hex}", prompts[0].stage, backend, model, requests, now())
        self._folder.append(BATCHES, [_row_of(batch)])
        return batch

    def submitted(self, batch: Batch, batch_id: str) -> Batch:
        """Note the server's id for it."""
        self._folder.append(BATCHES, [{"batch": batch.name, "event": "submitted", "at": now(), "id": batch_id}])
        return replace(batch, id=batch_id)

    def over(self, batch: Batch, state: str) -> None:
        """Note that nothing more is to be had from it."""
        self._folder.append(BATCHES, [{"batch": batch.name, "event": "over", "at": now(), "state": state}])


def _row_of(batch: Batch) -> dict[str, Any]:
    head = {"batch": batch.name, "event": "planned", "at": batch.planned_at}
    asked = [{"request_idx": number, "prompt_sha256": sha256} for number, sha256 in batch.requests]
    return head | {"stage": batch.stage, "backend": batch.backend, "model": batch.model, "requests": asked}


def _planned(row: Mapping[str, Any]) -> Batch:
    requests = tuple((asked["request_idx"], asked["prompt_sha256"]) for asked in row["requests"])
    return Batch(row["batch"], row["stage"], row["backend"], row["model"], requests, row["at"])
