"""Batches over the wire: a file of requests, a batch made of it, and the two files that its answers come in."""

from __future__ import annotations

import json
import re
from abc import abstractmethod
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate
from time import time
from typing import Any

from selfinstruct.backend import BatchState, Completion, Prompt
from selfinstruct.errors import BackendError, TransientError
from selfinstruct.wire.answers import answer
from selfinstruct.wire.backend import WireBackend
from selfinstruct.wire.failures import failure
from selfinstruct.wire.requests import Dialect, request_fields
from selfinstruct.wire.server import Reply, Server

REQUESTS = 10_000
"""Most requests of one batch. Servers take 50,000, but what comes back is read into memory as one."""

BYTES = 90_000_000
"""Most bytes of one batch. Groq takes 100 MB, OpenAI 200."""

WINDOW = "24h"
TRANSFER_SECONDS = 900.0
"""How long a file of this size may take on its way."""

MARK = "selfinstruct"
"""The key of a batch's metadata under which its name stands."""

_PAGES = 20
_PAGE = 100
_OVER = {"completed", "failed", "expired", "cancelled"}
_NOT_THERE_YET = re.compile(
    r"(cannot|can not|could not) find file|no such file|file .{1,80}(not found|does not exist)", re.IGNORECASE
)
_QUEUE_FULL = re.compile(r"token_limit_exceeded|enqueued|rate_limit|too many (active )?batches", re.IGNORECASE)

Ask = Callable[[Any], Awaitable[Any]]


class WireBatches(WireBackend):
    """A backend of the wire format whose server has batches. A child lends its client."""

    endpoint = "/v1/chat/completions"
    """What each request of a batch is sent to, as the batch's own file names it."""

    @abstractmethod
    async def call(self, ask: Ask) -> Reply:
        """Give a client of the SDK to `ask`, which makes one call with a raw response, and turn that into a reply.

        Raises BackendError when there is no reply.
        """

    def room(self, prompts: Sequence[Prompt]) -> int:
        """How many of these go into one file."""
        sizes = accumulate(len(line) for line in self._lines(prompts[:REQUESTS]))
        return max(1, sum(1 for size in sizes if size <= BYTES))

    async def submit(self, prompts: Sequence[Prompt], name: str) -> str:
        """Upload the requests as a file, and make a batch of it."""
        self.tell_remarks()
        data = b"".join(self._lines(prompts))
        file = (f"{name}.jsonl", data, "application/jsonl")
        uploaded = await self._object(
            lambda client: client.files.with_raw_response.create(file=file, purpose="batch"), seconds=TRANSFER_SECONDS
        )
        fields = {"input_file_id": _id(uploaded, self.server), "endpoint": self.endpoint, "completion_window": WINDOW}
        made = await self._object(lambda client: client.batches.with_raw_response.create(**fields, metadata={MARK: name}))
        return _id(made, self.server)

    async def find(self, name: str) -> str | None:
        """Look through the account's batches, newest first, for the one that bears a name."""
        query: Mapping[str, Any] = {"limit": _PAGE}
        for _ in range(_PAGES):
            page = await self._object(partial(_listed, query))
            for row in _dicts(page.get("data")):
                if _dict(row.get("metadata")).get(MARK) == name:
                    return _id(row, self.server)
            if not (more := _next_page(page)):
                break
            query = more
        return None

    async def collect(self, batch_id: str, prompts: Sequence[Prompt]) -> BatchState:
        """Ask how a batch stands, and read its files once it is over."""
        self.tell_remarks()
        batch = await self._object(lambda client: client.batches.with_raw_response.retrieve(batch_id))
        counts = _dict(batch.get("request_counts"))
        dealt_with = sum(count for name in ("completed", "failed") if isinstance(count := counts.get(name), int))
        state = str(batch.get("status") or "unknown")
        if state not in _OVER:
            return BatchState(state, answered=dealt_with)
        if state == "failed":
            return BatchState(state, over=True, refused=_whole_failure(batch, self.server))
        files = [await self._content(batch.get(name)) for name in ("output_file_id", "error_file_id")]
        found = read_lines(b"\n".join(files), prompts, self.server, time())
        answers = [_at_the_end(state, found.get(id(prompt)), self.server) for prompt in prompts]
        return BatchState(state, over=True, answered=dealt_with, answers=answers)

    def _lines(self, prompts: Iterable[Prompt]) -> Iterator[bytes]:
        return (request_line(prompt, self.server.model, self.dialect, self.endpoint) for prompt in prompts)

    async def _content(self, file: Any) -> bytes:
        if not isinstance(file, str) or not file:
            return b""
        reply = await self.reply(
            lambda: self.call(lambda client: client.files.with_raw_response.content(file)), max(TRANSFER_SECONDS, self.timeout)
        )
        self._check(reply)
        return self.server.clean(reply.body)

    async def _object(self, ask: Ask, *, seconds: float = 0.0) -> dict[str, Any]:
        """The JSON object that a call is answered with. Raises BackendError."""
        reply = await self.reply(lambda: self.call(ask), max(seconds, self.timeout))
        self._check(reply)
        try:
            data = json.loads(self.server.clean(reply.body))
        except (ValueError, RecursionError):
            data = None
        if not isinstance(data, dict):
            raise TransientError(f"{self.server.name} answered with no JSON object", hint="it is asked again")
        return data

    def _check(self, reply: Reply) -> None:
        """Raises BackendError for a reply that tells of an error."""
        if not 200 <= reply.status < 300:
            error = failure(reply, self.server, time())
            # What was written a moment ago is not seen at once by every part of the server.
            raise TransientError(error.message, hint=error.hint) if _NOT_THERE_YET.search(error.message) else error


def request_line(prompt: Prompt, model: str, dialect: Dialect, endpoint: str) -> bytes:
    """One request of a batch's file: the fields of a live one, less the tier, as a batch is one of its own."""
    body = request_fields(prompt, model, replace(dialect, leave_out=dialect.leave_out | {"service_tier"}))
    line = {"custom_id": custom_id(prompt), "method": "POST", "url": endpoint, "body": body}
    return json.dumps(line, ensure_ascii=False).encode() + b"\n"


def custom_id(prompt: Prompt) -> str:
    """Names a request within its batch, by what it asks too: an answer to another question is never taken for it."""
    return f"{prompt.stage}-{prompt.number}-{prompt.sha256[:16]}"


def read_lines(data: bytes, prompts: Sequence[Prompt], server: Server, now: float) -> dict[int, Completion | BackendError]:
    """The answers, and the errors in their place, in the lines of a batch's files: by `id` of the prompt. In any order."""
    asked = {custom_id(prompt): prompt for prompt in prompts}
    found: dict[int, Completion | BackendError] = {}
    for line in data.split(b"\n"):
        row = _row(line)
        prompt = asked.get(str(row.get("custom_id")))
        if prompt is not None and not isinstance(found.get(id(prompt)), Completion):
            found[id(prompt)] = _read(row, prompt, server, now)
    return found


def _read(row: Mapping[str, Any], prompt: Prompt, server: Server, now: float) -> Completion | BackendError:
    response = _dict(row.get("response"))
    status, body = response.get("status_code"), response.get("body")
    if not isinstance(status, int) or body is None:
        problem = _dict(row.get("error"))
        said = problem.get("message") or problem.get("code") or "no answer and no reason"
        return TransientError(f"{server.name}: in the batch: {said}")
    text = body if isinstance(body, str) else json.dumps(body)
    try:
        return replace(answer(Reply(status, {}, text.encode()), prompt, server, now), limits=None)
    except BackendError as error:
        return error


def _at_the_end(state: str, found: Completion | BackendError | None, server: Server) -> Completion | BackendError | None:
    """What a batch has for one request when it is over: an end before its time is the reason for what is missing."""
    if state == "completed" or not (found is None or isinstance(found, TransientError)):
        return found
    if state == "cancelled":
        hint = "the same command submits what is left of it; without --batch it is asked one by one"
        return BackendError(f"{server.name}: the batch was cancelled", hint=hint)
    return found or TransientError(f"{server.name}: the batch is {state}")


def _whole_failure(batch: Mapping[str, Any], server: Server) -> BackendError:
    """Why a batch was not begun at all."""
    problems = _dicts(_dict(batch.get("errors")).get("data"))
    problem = problems[0] if problems else {"message": "the batch failed, and no reason is told"}
    said = f"{problem.get('code') or ''} {problem.get('message') or ''}"
    if _QUEUE_FULL.search(said):
        return TransientError(f"{server.name}: {said.strip()}", limited=True)
    line = f"line {problem['line']}: " if problem.get("line") is not None else ""
    told = {**problem, "message": f"{line}{problem.get('message') or ''}"}
    return failure(Reply(400, {}, json.dumps({"error": told}).encode()), server, 0.0)


def _listed(query: Mapping[str, Any], client: Any) -> Awaitable[Any]:
    listed: Awaitable[Any] = client.batches.with_raw_response.list(extra_query=query)
    return listed


def _next_page(page: Mapping[str, Any]) -> dict[str, Any] | None:
    """How the next page of a list is asked for, None when this was the last: OpenAI's way, and Groq's."""
    if cursor := _dict(page.get("paging")).get("next_cursor"):
        return {"limit": _PAGE, "cursor": str(cursor)}
    rows = _dicts(page.get("data"))
    if page.get("has_more") and rows and rows[-1].get("id"):
        return {"limit": _PAGE, "after": str(rows[-1]["id"])}
    return None


def _id(data: Mapping[str, Any], server: Server) -> str:
    found = data.get("id")
    if not isinstance(found, str) or not found:
        raise TransientError(f"{server.name} answered without an id", hint="it is asked again")
    return found


def _row(line: bytes) -> dict[str, Any]:
    try:
        return _dict(json.loads(line, parse_constant=lambda _name: None)) if line.strip() else {}
    except (ValueError, RecursionError):
        return {}


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
