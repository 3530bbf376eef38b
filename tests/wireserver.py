"""A server on a real socket in the wire format of Groq and OpenAI, which fails as it is told to and remembers everything."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from types import TracebackType
from typing import Any

from wirebatches import Batches, form_of

from selfinstruct import Completion, Prompt
from selfinstruct_offline.backend import Offline

LIMITS = {
    "x-ratelimit-limit-requests": "1000000",
    "x-ratelimit-remaining-requests": "999999",
    "x-ratelimit-reset-requests": "120ms",
    "x-ratelimit-limit-tokens": "100000000",
    "x-ratelimit-remaining-tokens": "99999999",
    "x-ratelimit-reset-tokens": "7.66s",
}


@dataclass(frozen=True)
class Asked:
    """One request as it came. number: counted over all connections, from 0."""

    number: int
    method: str
    path: str
    headers: Mapping[str, str]
    body: Any

    @property
    def seed(self) -> int:
        seed: int = self.body["seed"]
        return seed


@dataclass
class Exchange:
    """What a fault has to work with: the connection, and the reply that there would have been."""

    writer: asyncio.StreamWriter
    reply: dict[str, Any]
    asked: Asked

    async def send(self, body: bytes, status: int = 200, *, length: int | None = None, **headers: str) -> None:
        """A reply; with another content length than it has, the connection is then closed."""
        told = {"content-type": "application/json", "content-length": str(len(body) if length is None else length)}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = [f"HTTP/1.1 {status} Status", *(f"{name}: {value}" for name, value in told.items())]
        self.writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        await self.writer.drain()
        if length is not None:
            self.writer.close()

    @property
    def body(self) -> bytes:
        return json.dumps(self.reply).encode()


Fault = Callable[[Exchange], Awaitable[None]]
Answerer = Callable[[Asked], Awaitable[str]]


def status(number: int, message: str = "no", /, **fields: Any) -> Fault:
    """An error as Groq and OpenAI write it. Fields that begin with `header_` are headers."""
    headers = {name.removeprefix("header_"): str(value) for name, value in fields.items() if name.startswith("header_")}
    rest = {name: value for name, value in fields.items() if not name.startswith("header_")}

    async def fault(exchange: Exchange) -> None:
        body = {"error": {"message": message, "type": "error", **rest}}
        await exchange.send(json.dumps(body).encode(), number, **headers)

    return fault


def body(make: Callable[[dict[str, Any]], bytes], content_type: str = "application/json") -> Fault:
    """A good status with another body, made of the reply."""

    async def fault(exchange: Exchange) -> None:
        await exchange.send(make(exchange.reply), content_type=content_type)

    return fault


async def reset(exchange: Exchange) -> None:
    """The connection breaks down."""
    exchange.writer.transport.abort()


async def cut(exchange: Exchange) -> None:
    """Half of the reply, and then nothing more."""
    await exchange.send(exchange.body[: len(exchange.body) // 2], length=len(exchange.body))


async def silence(exchange: Exchange) -> None:
    """Nothing, until the other side gives up."""
    await asyncio.sleep(3600)


async def trickle(exchange: Exchange) -> None:
    """A byte now and then, so that no limit on the silence between two of them ever helps."""
    exchange.writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n")
    while not exchange.writer.is_closing():
        exchange.writer.write(b" ")
        await exchange.writer.drain()
        await asyncio.sleep(0.05)


truncated = body(lambda reply: json.dumps(reply).encode()[:-20])
html = body(lambda _: b"<!DOCTYPE html><html><title>Just a moment</title></html>", "text/html")
no_choices = body(lambda reply: json.dumps(reply | {"choices": []}).encode())
null_content = body(
    lambda reply: json.dumps(
        reply | {"choices": [{"index": 0, "message": {"role": "assistant", "content": None}, "finish_reason": "stop"}]}
    ).encode()
)


class Offlined:
    """Answers what the offline backend would, for prompts that are known by the seed of their sampling."""

    def __init__(self, **options: str) -> None:
        self._backend = Offline(None, options)
        self.prompts: dict[int, Prompt] = {}

    async def __call__(self, asked: Asked) -> str:
        prompt = self.prompts[asked.seed]
        shown = [{"role": m.role, "content": m.content} for m in prompt.messages] or prompt.text
        assert asked.body.get("messages", asked.body.get("prompt")) == shown
        (answer,) = await self._backend.complete([prompt])
        assert isinstance(answer, Completion)
        return answer.text


async def numbered_list(asked: Asked) -> str:
    """A list of three tasks that are new each time."""
    return "\n".join(f"{i}. Write a short note about the number {asked.seed * 3 + i}." for i in (1, 2, 3))


@dataclass
class WireServer:
    """Answers on a port of its own in a thread of its own, within a `with`.

    answer: the text for a request. faults: by request number, what goes wrong. latency: seconds before it answers.
    asked: every request. sent: the numbers of those whose good answer was handed to the network whole.
    on_request: called with each request as it comes.
    batches: its files and batches. interfere: called with each request about them once it is done; a fault may take the
    place of the reply.
    """

    answer: Answerer = numbered_list
    faults: Mapping[int, Fault] = field(default_factory=dict)
    latency: float = 0.0
    models: list[str] = field(default_factory=lambda: ["small"])
    asked: list[Asked] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)
    errors: list[BaseException] = field(default_factory=list)
    on_request: Callable[[Asked], None] = lambda _: None
    batches: Batches = field(default_factory=Batches)
    interfere: Callable[[Asked], Fault | None] = lambda _: None
    port: int = 0

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.root}/v1"

    def __enter__(self) -> WireServer:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._server = self._call(asyncio.start_server(self._connection, "127.0.0.1", self.port, backlog=512))
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._call(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        if self.errors and kind is None:
            raise self.errors[0]

    def _call(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _stop(self) -> None:
        self._server.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (asked := await self._read(reader)) is not None:
                await self._reply(asked, writer)
                if writer.is_closing():
                    break
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        except asyncio.CancelledError:
            pass
        except BaseException as error:
            self.errors.append(error)
        finally:
            writer.close()

    async def _read(self, reader: asyncio.StreamReader) -> Asked | None:
        head = await reader.readuntil(b"\r\n\r\n")
        first, *lines = head.decode().strip().split("\r\n")
        method, path, _ = first.split(" ", 2)
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        data = await reader.readexactly(int(headers.get("content-length", "0")))
        kind = headers.get("content-type", "")
        body = form_of(data, kind) if kind.startswith("multipart/") else json.loads(data) if data else None
        asked = Asked(len(self.asked), method, path, headers, body)
        self.asked.append(asked)
        self.on_request(asked)
        return asked

    async def _reply(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        if asked.path.endswith("/v1/models"):
            exchange = Exchange(writer, {"object": "list", "data": [{"id": name} for name in self.models]}, asked)
            await exchange.send(exchange.body)
            return
        if (done := await self.batches.reply(asked.method, asked.path, asked.body, partial(self._answered, asked))) is not None:
            exchange = Exchange(writer, {}, asked)
            if fault := self.interfere(asked):
                await fault(exchange)
            else:
                await exchange.send(done[1], done[0])
            return
        if not asked.path.endswith(("/v1/completions", "/v1/chat/completions")):
            await status(404, f"Unknown request URL: {asked.method} {asked.path}")(Exchange(writer, {}, asked))
            return
        text = await self.answer(asked)
        exchange = Exchange(writer, reply_of(asked, text), asked)
        if self.latency:
            await asyncio.sleep(self.latency)
        if fault := self.faults.get(asked.number):
            await fault(exchange)
            return
        await exchange.send(exchange.body, **LIMITS)
        self.sent.append(asked.number)

    async def _answered(self, asked: Asked, body: Any) -> dict[str, Any]:
        """The reply to one request of a batch."""
        inner = replace(asked, body=body)
        return reply_of(inner, await self.answer(inner))


def reply_of(asked: Asked, text: str, **message: Any) -> dict[str, Any]:
    """A good reply to a request."""
    shown = asked.body.get("prompt") or "".join(m["content"] for m in asked.body["messages"])
    usage = {"prompt_tokens": len(shown) // 4, "completion_tokens": len(text) // 4, "queue_time": 0.01}
    choice: dict[str, Any] = {"index": 0, "finish_reason": "stop"}
    if "prompt" in asked.body:
        choice["text"] = text
    else:
        choice["message"] = {"role": "assistant", "content": text, **message}
    return {
        "id": f"cmpl-{asked.seed}",
        "model": asked.body["model"],
        "choices": [choice],
        "usage": usage | {"total_tokens": usage["prompt_tokens"] + usage["completion_tokens"]},
        "x_groq": {"id": f"req-{asked.seed}"},
    }
