"""`completions.jsonl`: every answer as it came, on the disk before it is used. The only truth of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from selfinstruct import jsonl
from selfinstruct.backend import Completion, Prompt, Usage
from selfinstruct.errors import BackendError, StoreError

Answer = Completion | BackendError


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
    if isinstance(answer, BackendError):
        return head | {"created_at": created_at, "error": {"message": answer.message, "hint": answer.hint}} | asked
    return (
        head
        | {"created_at": answer.created_at or created_at, "backend": answer.backend, "model": answer.model}
        | {"text": answer.text, "finish_reason": answer.finish_reason, "usage": asdict(answer.usage)}
        | asked
        | {"raw": dict(answer.raw)}
    )


def answer_of(row: Mapping[str, Any]) -> Answer:
    """The answer that a row of the log holds."""
    if "error" in row:
        return BackendError(row["error"]["message"], hint=row["error"]["hint"], permanent=True)
    kept = {name: row[name] for name in ("text", "finish_reason", "model", "backend", "created_at")}
    return Completion(**kept, usage=Usage(**row["usage"]))


class CompletionLog:
    """Answers by stage, request number and prompt. One log, one process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._answers: dict[tuple[str, int, str], Answer] = {}
        for line, row in enumerate(jsonl.read(path), 1):
            try:
                self._answers[row["stage"], row["request_idx"], row["prompt_sha256"]] = answer_of(row)
            except (KeyError, TypeError) as error:
                raise StoreError(f"{path}:{line}: not a row of this log: {error!r}", hint="mend or remove the line") from None

    def find(self, prompt: Prompt) -> Answer | None:
        """The answer to this very request, when it is on the disk."""
        return self._answers.get((prompt.stage, prompt.number, prompt.sha256))

    def write(self, prompt: Prompt, answer: Answer) -> Answer:
        """Put an answer on the disk; what comes back is the answer as a later run will read it."""
        row = row_of(prompt, answer, now())
        jsonl.append(self._path, [row])
        read = answer_of(row)
        self._answers[prompt.stage, prompt.number, prompt.sha256] = read
        return read

    def __len__(self) -> int:
        return len(self._answers)
