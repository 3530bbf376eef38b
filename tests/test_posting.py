"""JSON sent with the standard library: every reply as it came, the key for nobody else."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from selfinstruct import TransientError
from selfinstruct.wire import Server, post

KEY = "sk-Secret0123456789"


class Handler(BaseHTTPRequestHandler):
    """Answers with the status that the path names; 307 leads back here, to `/v1/200`."""

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        status = int(self.path.rpartition("/")[2])
        told = json.dumps({"sent": json.loads(sent), "headers": dict(self.headers)}).encode()
        if status == 1:
            told, status, promised = told[:5], 200, len(told)
        else:
            promised = len(told)
        self.send_response(status)
        if status == 307:
            self.send_header("Location", "/v1/200")
        self.send_header("Content-Length", str(promised))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def server() -> Iterator[Server]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, args=(0.01,))
        thread.start()
        yield Server("here", f"http://127.0.0.1:{listening.server_port}/v1", key=KEY)
        listening.shutdown()
        thread.join()


@pytest.mark.parametrize("status", [200, 307, 401, 429, 503])
def test_every_reply_is_given_as_it_came(server: Server, status: int) -> None:
    reply = post(server, f"/{status}", {"model": "m", "text": "강"}, 10)

    assert reply.status == status
    told = json.loads(reply.body)
    assert told["sent"] == {"model": "m", "text": "강"}
    assert {name.lower(): value for name, value in told["headers"].items()}["authorization"] == f"Bearer {KEY}"


def test_no_proxy_stands_between_this_machine_and_itself(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    assert post(server, "/200", {}, 10).status == 200


@pytest.mark.parametrize("path", ["/1", None])
def test_a_reply_that_is_cut_or_never_comes_is_told_without_the_key(server: Server, path: str | None) -> None:
    target = server if path else Server("here", "http://127.0.0.1:9/v1", key=KEY)

    with pytest.raises(TransientError, match="no answer from 127") as raised:
        post(target, path or "/200", {}, 10)

    assert KEY not in repr(raised.value) + str(raised.value.hint)
