"""The server: plain HTTP on 127.0.0.1, for the browser of who started it."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from types import TracebackType
from typing import Any, Self

from selfinstruct import settings
from selfinstruct.errors import ConfigError, StoreError
from selfinstruct.plugins import Plugins
from selfinstruct.reporting.blocks import UI_LANGUAGES
from selfinstruct.viewing.access import MOST, Refusal, refusal, refusal_of_write
from selfinstruct.viewing.site import HTML, Answer, Sampling, Site, failure, failure_of, read_body
from selfinstruct.viewing.states import States

HOST = "127.0.0.1"
PORT = 7717
_PATIENCE = 30
"""Seconds that a connection may say nothing."""

_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# The page brings a policy that names its own script by its hash; nothing else is ever shown as a page.
_PAGE_POLICY = "frame-ancestors 'none'"
_POLICY = "default-src 'none'; frame-ancestors 'none'"


class Server:
    """One run, served from `with` until its end. address: where. Raises ConfigError when the port is not to be had."""

    def __init__(
        self,
        folder: Path,
        plugins: Plugins,
        *,
        port: int = PORT,
        language: str | None = None,
        sampling: Sampling | None = None,
        note: Callable[[str], None] = lambda _: None,
        states: States | None = None,
    ) -> None:
        kept = settings.read(folder)
        if kept is None:
            raise ConfigError(f"{folder}: no run is there ({settings.FILE} is missing)", hint="give the folder of a run")
        code = language or kept.lang
        self.token = secrets.token_urlsafe(32)
        self._site = Site(
            folder,
            states or States(folder, plugins, language, note=note),
            title=folder.resolve().name,
            language=code if code in UI_LANGUAGES else "en",
            token=self.token,
            sampling=sampling or Sampling(),
        )
        self._http = _bound(port, self._site, self.token, note)
        self.address = f"http://{HOST}:{self._http.server_port}/"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        # What is being written is finished; nobody waits for the rest.
        with self._site.writing:
            self._http.server_close()

    def serve(self) -> None:
        """Answer until the program is interrupted, or `stop` is called in another thread."""
        self._http.serve_forever(poll_interval=0.2)

    def stop(self) -> None:
        """End `serve`."""
        self._http.shutdown()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    # On Windows the option would let two servers have one port.
    allow_reuse_address = os.name == "posix"

    def __init__(self, port: int, site: Site, token: str, note: Callable[[str], None]) -> None:
        self.site, self.token, self.note = site, token, note
        super().__init__((HOST, port), _Handler)

    def server_bind(self) -> None:
        """As the parent's, which also asks the network for the name of this machine."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that went away is no error."""


def _bound(port: int, site: Site, token: str, note: Callable[[str], None]) -> _Http:
    try:
        return _Http(port, site, token, note)
    except (OSError, OverflowError) as error:
        said = error.strerror if isinstance(error, OSError) else "no such port"
        hint = "another `view` may be running there: choose another with --port N, or --port 0 for any that is free"
        raise ConfigError(f"port {port} can not be used: {said}", hint=hint) from None


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: _Http
    protocol_version = "HTTP/1.1"
    timeout = _PATIENCE
    disable_nagle_algorithm = True

    def version_string(self) -> str:
        """Tells no version of anything."""
        return "selfinstruct"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the parent's name
        """Nothing is logged: paths and texts are the user's own."""

    def do_GET(self) -> None:
        """Answer to GET, without any effect."""
        if self.headers.get("Content-Length") or self.headers.get("Transfer-Encoding"):
            # Nobody reads the body, and it is no next request.
            self.close_connection = True
        refused = refusal(self._path, self.headers, self.server.server_port)
        self._send(self._refused(refused) if refused else self._got())

    def do_HEAD(self) -> None:
        """The same without the body."""
        self.do_GET()

    def do_POST(self) -> None:
        """Write what the page says."""
        port = self.server.server_port
        refused = refusal(self._path, self.headers, port) or refusal_of_write(self.headers, port, self.server.token)
        if refused:
            self._send(self._refused(refused))
            self._leave()
            return
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if len(body) == int(self.headers["Content-Length"]):
            self._send(self._posted(body))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the parent finds wrong with a request, told as everything else is."""
        status = HTTPStatus.METHOD_NOT_ALLOWED if code == HTTPStatus.NOT_IMPLEMENTED else HTTPStatus(code)
        self.close_connection = True
        self._send(failure(status, message or status.phrase))

    @property
    def _path(self) -> str:
        return self.path.partition("?")[0]

    def _got(self) -> Answer:
        try:
            return self.server.site.get(self._path)
        except Exception as error:
            return self._failed(error)

    def _posted(self, body: bytes) -> Answer:
        try:
            return self.server.site.post(self._path, read_body(body))
        except Exception as error:
            return self._failed(error)

    def _failed(self, error: Exception) -> Answer:
        if isinstance(error, StoreError):
            self.server.note(f"{error.message} ({error.hint})")
        return failure_of(error)

    def _refused(self, refused: Refusal) -> Answer:
        self.close_connection = True
        return failure(refused.status, refused.why)

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        if answer.status == HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("Allow", "GET, HEAD, POST")
        policy = _PAGE_POLICY if answer.kind == HTML else _POLICY
        told = {"Content-Type": answer.kind, "Content-Length": str(len(answer.body)), "Content-Security-Policy": policy}
        for name, value in (told | _HEADERS).items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def _leave(self) -> None:
        """Let who sends too much read why, before the connection is cut: what is not taken in would cut it at once."""
        try:
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(1)
            left = 2 * MOST
            while left > 0 and (data := self.connection.recv(65536)):
                left -= len(data)
        except OSError:
            return
