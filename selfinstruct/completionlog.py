"""`completions.jsonl`: every answer as it came, on the disk before it is used. The only truth of a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from selfinstruct import jsonl
from selfinstruct.backend import Completion, Message, Prompt, Sampling, Usage
from selfinstruct.errors import BackendError, StoreError
from selfinstruct.prices import in_batch

Answer = Completion | BackendError


class Used(NamedTuple):
    """What one request used. `backend` and `model` are "" for a request that failed for good.

    backend: as prices know it: what came in a batch has a price of its own.
    """

    backend: str
    model: str
    usage: Usage
    created_at: str


def now() -> str:
    """The time as it stands in records: UTC, ISO 8601, milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def row_of(prompt: Prompt, answer: Answer, created_at: str) -> dict[str, Any]:
    """One row of the log."""
    shown: dict[str, Any] = {"text": prompt.text}
    if prompt.messages:
        shown = {"messages": [asdict(message) for message in prompt.messages]}
    head = {"stage": prompt.stage, "request_idx": prompt.number, "prompt_sha256": prompt.sha256}
    asked = {"prompt": shown | {"stop": list(prompt.stop)}, "sampling": asdict(prompt.sampling)}
    if prompt.schema is not None:
        asked["prompt"]["schema"] = dict(prompt.schema)
    if isinstance(answer, BackendError):
        return head | {"created_at": created_at, "error": {"message": answer.message, "hint": answer.hint}} | asked
    return (
        head
        | {"created_at": answer.created_at or created_at, "backend": answer.backend, "model": answer.model}
        | {"text": answer.text, "finish_reason": answer.finish_reason, "usage": asdict(answer.usage)}
        | ({"batch": answer.batch} if answer.batch else {})
        | asked
        | {"raw": dict(answer.raw)}
    )


def used_by(row: Mapping[str, Any]) -> Used:
    """What the request of a row used."""
    usage = Usage(**row.get("usage", {}))
    backend = row.get("backend", "")
    return Used(in_batch(backend) if row.get("batch") else backend, row.get("model", ""), usage, row.get("created_at", ""))


def prompt_of(row: Mapping[str, Any]) -> Prompt:
    """What the model was shown, as a row of the log has it; the rest of the prompt is not in the log."""
    shown = row["prompt"]
    messages = tuple(Message(**message) for message in shown.get("messages", ()))
    return Prompt(
        stage=row["stage"],
        number=row["request_idx"],
        language="",
        form="list",
        sampling=Sampling(**row["sampling"]),
        messages=messages,
        text=shown.get("text", ""),
        stop=tuple(shown["stop"]),
        schema=shown.get("schema"),
    )


def answer_of(row: Mapping[str, Any]) -> Answer:
    """The answer that a row of the log holds."""
    if "error" in row:
        return BackendError(row["error"]["message"], hint=row["error"]["hint"], permanent=True)
    kept = {name: row[name] for name in ("text", "finish_reason", "model", "backend", "created_at")}
    return Completion(**kept, usage=Usage(**row["usage"]), batch=row.get("batch", ""))


class CompletionLog:
    """Answers by stage, request number and prompt. One log, one process.

    load: False for an empty one, where nothing is to be asked for. Raises StoreError for a line that is no row of a log.
    """

    def __init__(self, path: Path, *, load: bool = True) -> None:
        self._path = path
        self._answers: dict[tuple[str, int, str], Answer] = {}
        self._used: list[Used] = []
        for line, row in enumerate(jsonl.read(path) if load else (), 1):
            try:
                self._answers[row["stage"], row["request_idx"], row["prompt_sha256"]] = answer_of(row)
                self._used.append(used_by(row))
            except (KeyError, TypeError) as error:
                raise StoreError(f"{path}:{line}: not a row of this log: {error!r}", hint="mend or remove the line") from None

    def find(self, prompt: Prompt) -> Answer | None:
        """The answer to this very request, when it is on the disk."""
        return self._answers.get((prompt.stage, prompt.number, prompt.sha256))

    def has(self, stage: str, number: int, sha256: str) -> bool:
        """Whether the answer to a request that is known by these alone is on the disk."""
        return (stage, number, sha256) in self._answers

    def write(self, answers: Sequence[tuple[Prompt, Answer]]) -> list[Answer]:
        """Put answers on the disk, with one sync for all; what comes back is each as a later run will read it."""
        rows = [row_of(prompt, answer, now()) for prompt, answer in answers]
        jsonl.append(self._path, rows)
        read = [answer_of(row) for row in rows]
        self._answers |= {
            (row["stage"], row["request_idx"], row["prompt_sha256"]): a for row, a in zip(rows, read, strict=True)
        }
        self._used += map(used_by, rows)
        return read

    def used(self) -> Iterator[Used]:
        """What each request of the run used, in the order of arrival."""
        return iter(self._used)

    def __len__(self) -> int:
        return len(self._answers)
