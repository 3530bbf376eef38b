"""A web server on this machine alone, in threads of its own, for as long as a `with` block."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from selfinstruct.wire.server import is_local


@dataclass(frozen=True, slots=True)
class Heard:
    """One request as it came. Header names are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body. Raises ValueError when it is no JSON."""
        return json.loads(self.body)


class LocalServer(ABC):
    """Listens on a loopback address, as soon as it is entered; a child answers.

    host, port: where; port 0 takes one that is free. Raises ValueError for a host that is not this machine.
    """

    def __init__(self, *, host: str = "127.0.0.1", port: int = 0) -> None:
        if not is_local(host):
            raise ValueError(f"{host}: this server is for this machine alone: 127.0.0.1, ::1 or localhost")
        self.host, self.port = host, port
        self.closing = threading.Event()

    @property
    def root(self) -> str:
        """Where it listens: `http://127.0.0.1:8000`."""
        return f"http://[{self.host}]:{self.port}" if ":" in self.host else f"http://{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """Where its API begins: `http://127.0.0.1:8000/v1`."""
        return f"{self.root}/v1"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Listen, and answer in threads from now on. Raises OSError when the port is taken."""
        self.closing.clear()
        self._listening = _Listening(self)
        self.port = self._listening.server_address[1]
        self._thread = threading.Thread(target=self._listening.serve, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Hang up on everybody."""
        self.closing.set()
        with contextlib.suppress(OSError):
            # Nothing else wakes up, on every system, one who waits for a connection.
            socket.create_connection((self.host, self.port), timeout=1.0).close()
        self._thread.join()
        self._listening.server_close()
        self._listening.hang_up()

    @abstractmethod
    def answer(self, heard: Heard, exchange: Exchange) -> None:
        """Answer one request. Called in a thread of its connection."""


class Exchange:
    """The connection that a request came on."""

    def __init__(self, handler: _Handler) -> None:
        self._handler = handler

    def reply(
        self, body: bytes, status: int = 200, *, kind: str = "application/json", length: int | None = None, **headers: str
    ) -> None:
        """One reply. Headers are given with `_` for `-`. length: what is told instead of the body's own; then it hangs up."""
        handler = self._handler
        told = {"content-type": kind, "content-length": str(len(body) if length is None else length)}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        handler.send_response(status)
        for name, value in told.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)
        handler.wfile.flush()
        if length is not None:
            self.hang_up()

    def hang_up(self) -> None:
        """End the connection, without another word."""
        self._handler.close_connection = True
        with contextlib.suppress(OSError):
            self._handler.connection.shutdown(socket.SHUT_RDWR)


class _Listening(ThreadingHTTPServer):
    """Knows its connections, so that it can end them."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 512

    def __init__(self, server: LocalServer) -> None:
        self.address_family = socket.AF_INET6 if ":" in server.host else socket.AF_INET
        self.owner = server
        self.connections: set[socket.socket] = set()
        super().__init__((server.host, server.port), _Handler)

    def server_bind(self) -> None:
        """Bind, without asking the network for this machine's name."""
        if self.allow_reuse_address:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = self.owner.host, self.server_address[1]

    def serve(self) -> None:
        """Take connections until the server is closed."""
        while not self.owner.closing.is_set():
            self.handle_request()

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is none."""

    def hang_up(self) -> None:
        for connection in list(self.connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


def _size(told: str, base: int) -> int:
    """How many bytes follow. Raises ValueError for what is no number from 0; one below would mean: until the other hangs up."""
    size = int(told, base)
    if size < 0:
        raise ValueError(told)
    return size


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Listening

    def parse_request(self) -> bool:
        """Answer a request of any method by `_heard`."""
        if not super().parse_request():
            return False
        setattr(self, f"do_{self.command}", self._heard)
        return True

    def _heard(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            body = self._body(headers)
        except ValueError:
            self.send_error(400, "the length of the body is no number from 0")
            self.close_connection = True
            return
        heard = Heard(self.command, self.path, headers, body)
        self.server.owner.answer(heard, Exchange(self))

    def _body(self, headers: Mapping[str, str]) -> bytes:
        if "chunked" not in headers.get("transfer-encoding", ""):
            return self.rfile.read(_size(headers.get("content-length", "0"), 10))
        parts = []
        while size := _size(self.rfile.readline().partition(b";")[0].decode("latin-1"), 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return b"".join(parts)

    def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - it is called so
        """Say nothing: it stands between the lines of tests."""
