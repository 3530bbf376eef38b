"""The files and batches of a server in the wire format: made, looked at until they are over, and read."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any
from urllib.parse import parse_qs, urlsplit

Body = Callable[[Any], Awaitable[dict[str, Any]]]
"""From a request's body to the body of its reply."""


@dataclass(frozen=True)
class End:
    """How a batch ends. answered: how many of its first requests are. missing: lines that are in no file, from the last on.

    lines: by place in the file, status and body of a reply in the place of an answer. errors: why a batch failed as a whole.
    """

    status: str = "completed"
    answered: int | None = None
    missing: int = 0
    lines: Mapping[int, tuple[int, Any]] = field(default_factory=dict)
    errors: Sequence[Mapping[str, Any]] = ()


@dataclass
class Batches:
    """What a server knows. looks: how many are taken at a batch until it is over. ends: by the batch's number, from 0.

    queue: most requests that wait at a time; a batch beyond that fails. hidden: how often a list leaves out what there is.
    made: the batches. files: id -> bytes. answered: the bodies of all requests that were answered, which somebody pays for.
    """

    looks: int = 3
    ends: Mapping[int, End] = field(default_factory=dict)
    queue: int = 1_000_000
    hidden: int = 0
    page: int = 100
    groq: bool = False
    files: dict[str, bytes] = field(default_factory=dict)
    made: list[dict[str, Any]] = field(default_factory=list)
    answered: list[Any] = field(default_factory=list)
    looked: dict[str, int] = field(default_factory=dict)

    async def reply(self, method: str, path: str, body: Any, answer: Body) -> tuple[int, bytes] | None:
        """Status and body for a request to these endpoints, None for another request."""
        url = urlsplit(path)
        parts = url.path.rpartition("/v1/")[2].split("/")
        if parts[0] == "files":
            return self._upload(body) if method == "POST" else self._content(parts[1])
        if parts[0] != "batches":
            return None
        if method == "POST":
            return self._make(body)
        if len(parts) == 1:
            return self._list({name: values[0] for name, values in parse_qs(url.query).items()})
        return await self._look(parts[1], answer)

    def _upload(self, form: Mapping[str, Any]) -> tuple[int, bytes]:
        assert form["purpose"] == b"batch"
        name = f"file-{len(self.files)}"
        self.files[name] = form["file"]
        return 200, json.dumps({"id": name, "object": "file", "bytes": len(form["file"])}).encode()

    def _content(self, name: str) -> tuple[int, bytes]:
        if name not in self.files:
            return 404, b'{"error": {"message": "no such file"}}'
        return 200, self.files[name]

    def _make(self, asked: Mapping[str, Any]) -> tuple[int, bytes]:
        assert asked["completion_window"] == "24h"
        lines = [json.loads(line) for line in self.files[asked["input_file_id"]].splitlines()]
        assert {line["url"] for line in lines} == {asked["endpoint"]}
        assert len({line["custom_id"] for line in lines}) == len(lines)
        batch = {"id": f"batch_{len(self.made)}", "object": "batch", "status": "validating", "metadata": asked["metadata"]}
        batch |= {"input_file_id": asked["input_file_id"], "output_file_id": None, "error_file_id": None, "total": len(lines)}
        self.made.append(batch)
        return 200, json.dumps(batch).encode()

    def _list(self, query: Mapping[str, str]) -> tuple[int, bytes]:
        rows = self.made[::-1]
        if self.hidden:
            self.hidden, rows = self.hidden - 1, []
        after = query.get("cursor") or query.get("after")
        start = next((i + 1 for i, row in enumerate(rows) if row["id"] == after), 0)
        shown = rows[start : start + self.page]
        more = bool(shown) and start + self.page < len(rows)
        told: dict[str, Any] = {"object": "list", "data": shown}
        told |= {"paging": {"next_cursor": shown[-1]["id"] if more else None}} if self.groq else {"has_more": more}
        return 200, json.dumps(told).encode()

    async def _look(self, name: str, answer: Body) -> tuple[int, bytes]:
        number = next((i for i, batch in enumerate(self.made) if batch["id"] == name), None)
        if number is None:
            return 404, b'{"error": {"message": "no such batch"}}'
        batch = self.made[number]
        looks = self.looked[name] = self.looked.get(name, 0) + 1
        if batch["status"] in {"validating", "in_progress"}:
            if looks >= self.looks:
                await self._end(batch, self.ends.get(number, End()), answer)
            elif looks > 1:
                batch["status"] = "in_progress"
                batch["request_counts"] = {"completed": 0, "failed": 0, "total": batch["total"]}
        return 200, json.dumps(batch).encode()

    async def _end(self, batch: dict[str, Any], end: End, answer: Body) -> None:
        lines = [json.loads(line) for line in self.files[batch["input_file_id"]].splitlines()]
        before = [other for other in self.made[: self.made.index(batch)] if other["status"] in {"validating", "in_progress"}]
        if len(lines) + sum(other["total"] for other in before) > self.queue:
            told = "Enqueued token limit reached for m. Please try again once some in_progress batches have been completed."
            end = End("failed", errors=[{"code": "token_limit_exceeded", "message": told, "line": None}])
        batch["status"] = end.status
        if end.status == "failed":
            batch["errors"] = {"object": "list", "data": list(end.errors)}
            return
        good, bad = [], []
        done = len(lines) if end.answered is None else end.answered
        for place, line in enumerate(lines):
            row = {"id": f"batch_req_{place}", "custom_id": line["custom_id"], "response": None, "error": None}
            if place >= done:
                told = {"code": f"batch_{end.status}", "message": "This request could not be executed in time."}
                bad.append(row | {"error": told})
            elif place in end.lines:
                status, body = end.lines[place]
                bad.append(row | {"response": {"status_code": status, "request_id": "r", "body": body}})
            else:
                self.answered.append(line["body"])
                body = await answer(line["body"])
                good.append(row | {"response": {"status_code": 200, "request_id": "r", "body": body}})
        good = good[: len(good) - end.missing][::-1]  # in another order than they were asked
        for key, rows in (("output_file_id", good), ("error_file_id", bad)):
            if rows:
                batch[key] = f"{batch['id']}-{key}"
                self.files[batch[key]] = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
        batch["request_counts"] = {"completed": len(good), "failed": len(bad), "total": len(lines)}


def form_of(data: bytes, content_type: str) -> dict[str, Any]:
    """The fields of an uploaded form."""
    message = message_from_bytes(b"content-type: " + content_type.encode() + b"\r\n\r\n" + data)
    fields = {}
    for part in message.get_payload():
        name = part.get_param("name", header="content-disposition")  # type: ignore[union-attr]
        fields[str(name)] = part.get_payload(decode=True)  # type: ignore[union-attr]
    return fields
