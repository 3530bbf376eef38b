"""A server that fails as it is told to, and repeats all that it was sent: to see what a backend makes of that."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from selfinstruct.backend import Usage
from selfinstruct.testing.servers import Exchange, Heard, LocalServer

TOLD_USAGE = Usage(prompt_tokens=9, completion_tokens=5)
"""What a good answer of the kit says is billed."""

Fault = Callable[["FaultServer", Heard, Exchange], None]


class FaultServer(LocalServer):
    """Answers every request, whatever its path, by one fault. heard: all requests that came, in order.

    patience: seconds that it holds a connection on which it says nothing. gave_up: whether that time was over.
    """

    def __init__(self, fault: Fault, *, patience: float = 60.0) -> None:
        super().__init__()
        self.fault, self.patience = fault, patience
        self.heard: list[Heard] = []
        self.gave_up = False
        self._lock = threading.Lock()

    def answer(self, heard: Heard, exchange: Exchange) -> None:
        """Do what the fault says."""
        with self._lock:
            self.heard.append(heard)
        self.fault(self, heard, exchange)

    @property
    def most_asked(self) -> int:
        """How often the request was sent that was sent most often."""
        asked = [(each.method, each.path) for each in self.heard]
        return max(map(asked.count, asked), default=0)

    def holds(self, secret: str) -> bool:
        """Whether any request brought this."""
        return any(secret in repeated(heard) for heard in self.heard)


def status(number: int, **headers: str) -> Fault:
    """An error as servers of the chat-completions protocol write it; what the request's headers were stands in its message.

    headers: of the reply, with `_` for `-`.
    """

    def fault(_server: FaultServer, heard: Heard, exchange: Exchange) -> None:
        error = {"message": f"no, said the server; you sent {repeated(heard)}", "type": "fault", "code": None}
        told: dict[str, Any] = {**headers}
        exchange.reply(json.dumps({"error": error}).encode(), number, **told)

    return fault


def body(data: bytes, kind: str = "application/json", *, length: int | None = None) -> Fault:
    """A good status with a body that is no answer. length: what it is said to be, before the connection ends."""
    return lambda _server, _heard, exchange: exchange.reply(data, kind=kind, length=length)


def hang_up(_server: FaultServer, _heard: Heard, exchange: Exchange) -> None:
    """The connection ends instead of a reply."""
    exchange.hang_up()


def silence(server: FaultServer, _heard: Heard, exchange: Exchange) -> None:
    """Nothing, until the server is closed or has held on for its patience."""
    if not server.closing.wait(server.patience):
        server.gave_up = True
    exchange.hang_up()


def good(data: bytes) -> Fault:
    """An answer that repeats the request's headers beside it, where it is a JSON object."""
    return lambda _server, heard, exchange: exchange.reply(_repeating(data, heard))


def chat_reply(text: str) -> bytes:
    """A good answer: with the fields of a chat completion and of a plain one."""
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "text": text, "finish_reason": "stop"}
    asked, said = TOLD_USAGE.prompt_tokens, TOLD_USAGE.completion_tokens
    usage = {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}
    told = {"id": "fault-1", "object": "chat.completion", "created": 0, "model": "fault", "choices": [choice], "usage": usage}
    return json.dumps(told).encode()


def _repeating(data: bytes, heard: Heard) -> bytes:
    try:
        told = json.loads(data)
    except ValueError:
        return data
    return json.dumps(told | {"heard": repeated(heard)}).encode() if isinstance(told, dict) else data


def repeated(heard: Heard) -> str:
    """Path and headers of a request, as one text."""
    return " ".join([heard.path, *(f"{name}: {value}" for name, value in heard.headers.items())])


@contextmanager
def nobody() -> Iterator[str]:
    """The URL of a port of this machine on which nothing listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}/v1"
