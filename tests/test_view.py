"""The viewer's server over real sockets: who is answered, what is written, and a run that changes meanwhile."""

from __future__ import annotations

import html
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from click.testing import CliRunner

from selfinstruct import api, jsonl
from selfinstruct.cli import cli
from selfinstruct.errors import ConfigError
from selfinstruct.plugins import Plugins, load
from selfinstruct.records import Instance
from selfinstruct.reviews import Subject, reviews
from selfinstruct.runfolder import REVIEWS
from selfinstruct.viewing.access import MOST, TOKEN
from selfinstruct.viewing.server import Server
from selfinstruct.viewing.states import States

Answer = tuple[int, Mapping[str, str], bytes]


@pytest.fixture(scope="module")
def loaded() -> Plugins:
    return load()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "en-small"
    api.run("en", 12, backend="offline", out=folder)
    return folder


@pytest.fixture
def run(made: Path, tmp_path: Path) -> Path:
    """A run of one's own."""
    return Path(shutil.copytree(made, tmp_path / "en-small"))


class Asking:
    """A client that says exactly what it is told to say."""

    def __init__(self, server: Server, states: States | None = None) -> None:
        self.port = int(server.address.rsplit(":", 1)[1].strip("/"))
        self.origin = server.address.rstrip("/")
        self.token = server.token

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.putrequest(method, path, skip_host="Host" in headers, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders(body)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def told(self, path: str) -> Any:
        status, _, body = self.get(path)
        assert status == 200, body
        return json.loads(body)

    def post(self, path: str, value: Any, **headers: str) -> Answer:
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        usual = {"Origin": self.origin, TOKEN.replace("-", "_"): self.token, "Content_Type": "application/json"}
        given = usual | {"Content_Length": str(len(body))} | headers
        return self.ask("POST", path, body, **{name: text for name, text in given.items() if text != "-"})

    def raw(self, data: bytes) -> bytes:
        """What comes back for these bytes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            found = b""
            while part := connection.recv(65536):
                found += part
            return found

    def stamp(self) -> str:
        return str(self.told("/data/overview")["stamp"])


@contextmanager
def serving(folder: Path, plugins: Plugins, **options: Any) -> Iterator[Asking]:
    with Server(folder, plugins, port=0, **options) as server:
        thread = Thread(target=server.serve)
        thread.start()
        try:
            yield Asking(server)
        finally:
            server.stop()
            thread.join()


@pytest.fixture(scope="module")
def served(made: Path, loaded: Plugins, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Asking]]:
    folder = Path(shutil.copytree(made, tmp_path_factory.mktemp("served") / "en-small"))
    with serving(folder, loaded) as found:
        yield folder, found


@pytest.fixture
def shared(served: tuple[Path, Asking]) -> Path:
    """A run that nobody has reviewed, and nobody changes."""
    (served[0] / REVIEWS).unlink(missing_ok=True)
    return served[0]


@pytest.fixture
def asking(served: tuple[Path, Asking], shared: Path) -> Asking:
    """Asks the server of that run."""
    return served[1]


def tasks_of(run: Path) -> list[Any]:
    return [json.loads(line) for line in (run / "tasks.jsonl").read_bytes().splitlines()]


def accept(run: Path, number: int = 0) -> dict[str, Any]:
    """The body that accepts a task."""
    return {"marks": [{"task": tasks_of(run)[number]["id"], "instance": None, "mark": "accept"}]}


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="only Linux tells what listens where")
def test_only_this_machine_is_answered(asking: Asking) -> None:
    found = subprocess.run(["cat", "/proc/net/tcp", "/proc/net/tcp6"], capture_output=True, text=True, check=False).stdout
    listening = {
        line.split()[1].split(":")[0] for line in found.splitlines() if f":{asking.port:04X} " in line and " 0A " in line
    }
    assert listening == {"0100007F"}


HOSTS = [
    ("127.0.0.1:{port}", 200),
    ("localhost:{port}", 200),
    ("LOCALHOST:{port}", 200),
    ("127.0.0.1", 421),
    ("localhost", 421),
    ("localhost:80", 421),
    ("localhost:{port}.evil.example", 421),
    ("evil.example:{port}", 421),
    ("evil.example", 421),
    ("127.0.0.1.nip.io:{port}", 421),
    ("127.0.0.1:{port}@evil.example", 421),
    ("[::1]:{port}", 421),
    ("0.0.0.0:{port}", 421),
    ("", 421),
]


@pytest.mark.parametrize("path", ["/", "/view.js", "/data/stamp", "/nothing"])
@pytest.mark.parametrize(("host", "status"), HOSTS)
def test_another_name_is_not_answered(asking: Asking, host: str, status: int, path: str) -> None:
    wanted = 404 if (status, path) == (200, "/nothing") else status
    answer = asking.get(path, Host=host.format(port=asking.port))
    assert answer[0] == wanted
    assert status == 200 or asking.token.encode() not in answer[2]


def test_no_name_or_two_are_not_answered(asking: Asking) -> None:
    good = f"Host: 127.0.0.1:{asking.port}\r\n"
    for hosts in ("", good + "Host: evil.example\r\n", "Host: evil.example\r\n" + good, good + good):
        assert b" 421 " in asking.raw(f"GET /data/stamp HTTP/1.1\r\n{hosts}\r\n".encode()).split(b"\r\n")[0]
    assert b" 200 " in asking.raw(f"GET /data/stamp HTTP/1.1\r\n{good}\r\n".encode()).split(b"\r\n")[0]
    assert b"stamp" not in asking.raw(b"GET /data/stamp\r\n")


@pytest.mark.parametrize(
    ("site", "statuses"),
    [("cross-site", (200, 403)), ("same-site", (200, 403)), ("same-origin", (200, 200)), ("none", (200, 200))],
)
def test_another_site_may_link_here_and_nothing_else(asking: Asking, site: str, statuses: tuple[int, int]) -> None:
    found = [asking.get(path, Sec_Fetch_Site=site)[0] for path in ("/", "/view.js")]
    assert tuple(found) == statuses
    assert asking.get("/data/stamp", Sec_Fetch_Site=site)[0] == statuses[1]


WRITES: list[tuple[dict[str, str], int]] = [
    ({}, 200),
    ({"Origin": "-"}, 403),
    ({"Origin": "null"}, 403),
    ({"Origin": "http://evil.example"}, 403),
    ({"Origin": "http://127.0.0.1"}, 403),
    ({"Origin": "https://127.0.0.1:{port}"}, 403),
    ({"Origin": "http://localhost:{port}"}, 200),
    ({"Origin": "http://localhost:{port}.evil.example"}, 403),
    ({"Host": "evil.example:{port}"}, 421),
    ({"Sec_Fetch_Site": "cross-site"}, 403),
    ({"X_View_Token": "-"}, 403),
    ({"X_View_Token": ""}, 403),
    ({"X_View_Token": "wrong"}, 403),
    ({"X_View_Token": "ключ"}, 403),
    ({"Content_Type": "-"}, 415),
    ({"Content_Type": "text/plain"}, 415),
    ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
    ({"Content_Type": "application/json; charset=utf-8"}, 200),
    ({"Content_Encoding": "gzip"}, 415),
    ({"Content_Length": "-"}, 411),
    ({"Content_Length": "-5"}, 400),
    ({"Content_Length": "1e3"}, 400),
    ({"Content_Length": "٣"}, 400),
    ({"Transfer_Encoding": "chunked"}, 411),
    ({"Content_Length": str(MOST + 1)}, 413),
    ({"Content_Length": "9" * 400}, 413),
]


@pytest.mark.parametrize(("headers", "status"), WRITES)
def test_only_the_page_may_write(asking: Asking, shared: Path, headers: dict[str, str], status: int) -> None:
    given = {name: text.format(port=asking.port).encode().decode("latin-1") for name, text in headers.items()}
    answer = asking.post("/reviews", accept(shared), **given)
    assert answer[0] == status, answer[2]
    assert (shared / REVIEWS).exists() == (status == 200)


def test_a_body_that_is_too_big_is_refused_and_why_is_told(asking: Asking, shared: Path) -> None:
    answer = asking.post("/reviews", b" " * (MOST + 1))
    assert answer[0] == 413
    assert "2097152" in json.loads(answer[2])["error"]
    assert asking.post("/reviews", json.dumps(accept(shared)).encode().ljust(MOST))[0] == 200


BODIES: list[tuple[Any, int]] = [
    (b"", 400),
    (b"{", 400),
    (b"\xff\xfe{\x00}\x00", 400),
    (b"[" * 100_000, 400),
    ([], 400),
    ({}, 400),
    ({"marks": []}, 400),
    ({"marks": [1]}, 400),
    ({"marks": [{"task": "nobody", "instance": None, "mark": "accept"}]}, 409),
    ({"marks": [{"task": "ID", "instance": ["not", "there"], "mark": "accept"}]}, 409),
    ({"marks": [{"task": "ID", "instance": ["one"], "mark": "accept"}]}, 400),
    ({"marks": [{"task": "ID", "instance": [1, 2], "mark": "accept"}]}, 400),
    ({"marks": [{"task": ["ID"], "instance": None, "mark": "accept"}]}, 400),
    ({"marks": [{"task": "ID", "instance": None, "mark": "like"}]}, 400),
    ({"marks": [{"task": "ID", "instance": None, "mark": "edit"}]}, 400),
    ({"marks": [{"task": "ID", "instance": None, "mark": "edit", "text": {"output": "x"}}]}, 400),
    ({"marks": [{"task": "ID", "instance": None, "mark": "edit", "text": {"instruction": " "}}]}, 422),
    (
        {"marks": [{"task": "ID", "instance": None, "mark": "accept"}, {"task": "nobody", "instance": None, "mark": "accept"}]},
        409,
    ),
    ({"marks": [{"task": "ID", "instance": None, "mark": "accept"}] * 1001}, 400),
]


@pytest.mark.parametrize(("body", "status"), BODIES)
def test_what_makes_no_sense_is_not_written(asking: Asking, shared: Path, body: Any, status: int) -> None:
    text = body if isinstance(body, bytes) else json.dumps(body).replace("ID", tasks_of(shared)[0]["id"]).encode()
    answer = asking.post("/reviews", text)
    assert answer[0] == status, answer[2]
    assert json.loads(answer[2])["error"]
    assert not (shared / REVIEWS).exists()


PATHS = [
    "/data",
    "/data/",
    "/tasks.jsonl",
    "/reviews.jsonl",
    "/../run.toml",
    "/..%2frun.toml",
    "/assets/view.css",
    "//evil.example/",
    "http://evil.example/",
    "/data/0123456789abcdef",
    "/data/0123456789abcdef/columns-1",
    "/data/0123456789abcdef/texts-0-",
    "/data/0123456789abcdef/texts-0-" + "9" * 12,
    "/data/0123456789abcdef/request-0-../x-1",
    "/sample/0/" + "9" * 40,
    "/sample/x/0",
    "/reviews",
    "/data/stamp\u0661".encode().decode("latin-1"),
]


@pytest.mark.parametrize("path", PATHS)
def test_nothing_else_is_there(asking: Asking, path: str) -> None:
    status = asking.raw(f"GET {path} HTTP/1.1\r\nHost: localhost:{asking.port}\r\n\r\n".encode("latin-1")).split(b" ")[1]
    assert status == b"404"


@pytest.mark.parametrize("path", ["/", "/data/stamp", "/data/overview", "/sample/200/0", "/reviews/version", "/reviews"])
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "FOO"])
def test_other_methods_are_not_known(asking: Asking, method: str, path: str) -> None:
    status, headers, _ = asking.ask(method, path, Origin="http://evil.example", Access_Control_Request_Method="POST")
    assert status == 405
    assert headers["Allow"] == "GET, HEAD, POST"
    assert not [name for name in headers if name.lower().startswith("access-control")]


def test_getting_changes_nothing(asking: Asking, shared: Path) -> None:
    before = {file.name: file.read_bytes() for file in shared.iterdir() if file.is_file()}
    stamp = asking.stamp()
    for path in (
        "/",
        "/view.js",
        "/data/stamp",
        f"/data/{stamp}/columns-0",
        "/sample/5/1",
        f"/reviews/{stamp}",
        "/reviews/version",
    ):
        for method in ("GET", "HEAD"):
            assert asking.ask(method, path)[0] == 200
    assert asking.post("/data/stamp", {})[0] == 404
    assert {file.name: file.read_bytes() for file in shared.iterdir() if file.is_file()} == before


def test_every_answer_is_kept_in_its_place(asking: Asking) -> None:
    for path in ("/", "/view.js", "/data/stamp", "/nothing", "/data/overview"):
        _, headers, body = asking.get(path)
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["Server"] == "selfinstruct"
        assert ("default-src 'none'" in headers["Content-Security-Policy"]) == (path != "/")
        assert (asking.token.encode() in body) == (path == "/")
    page = asking.get("/")[2].decode()
    policy = html.unescape(re.findall(r'Content-Security-Policy" content="([^"]+)"', page)[0])
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_each_start_has_a_token_of_its_own(run: Path, loaded: Plugins) -> None:
    with Server(run, loaded, port=0) as one, Server(run, loaded, port=0) as other:
        assert one.token != other.token
        assert len(one.token) >= 40


def test_the_blocks_are_those_of_the_page(asking: Asking, shared: Path) -> None:
    overview = asking.told("/data/overview")
    assert overview["served"] is True
    assert asking.told("/data/stamp") == {"stamp": overview["stamp"]}
    stamp, rows = overview["stamp"], overview["sources"][0]["rows"]
    assert len(asking.told(f"/data/{stamp}/columns-0")["state"]) == rows
    texts = asking.told(f"/data/{stamp}/texts-0-0")["texts"]
    assert len(texts) == rows
    assert [text["id"] for text in texts[:12]] == [task["id"] for task in tasks_of(shared)]
    stage, number = texts[0]["requests"][0]
    request = asking.told(f"/data/{stamp}/request-0-{stage}-{number}")
    assert (request["stage"], request["number"]) == (stage, number)
    assert asking.told(f"/data/{stamp}/request-0-judge-9999") is None
    assert asking.get("/data/0123456789abcdef/columns-0")[0] == 410
    assert asking.get("/reviews/0123456789abcdef")[0] == 410


def test_marks_are_on_the_disk_and_told(asking: Asking, shared: Path) -> None:
    stamp, task = asking.stamp(), tasks_of(shared)[3]
    pair = [task["instances"][0]["input"], task["instances"][0]["output"]]
    before = asking.told("/reviews/version")
    written = {"input": "", "output": "손으로 쓴 답 <b>"}
    marks = [
        {"task": task["id"], "instance": None, "mark": "accept"},
        {"task": task["id"], "instance": pair, "mark": "edit", "text": written},
    ]
    assert asking.post("/reviews", {"marks": marks})[0] == 200
    found = asking.told(f"/reviews/{stamp}")
    assert found["version"] == asking.told("/reviews/version")["version"] != before["version"]
    assert found["marks"] == [
        {"index": 3, "instance": None, "mark": "accept", "text": {}},
        {"index": 3, "instance": 0, "mark": "edit", "text": written},
    ]
    assert reviews(shared).marks[Subject(task["id"], Instance(*pair))].text == written
    assert asking.told("/data/stamp")["stamp"] == stamp, "a mark is no new state of the run"


def test_answers_are_on_the_disk_and_counted(asking: Asking, shared: Path) -> None:
    sample = asking.told("/sample/5/7")
    assert (sample["size"], sample["seed"], len(sample["items"])) == (5, 7, 5)
    item = sample["items"][0]
    assert item["task"] == tasks_of(shared)[item["index"]]["id"]
    body = {"task": item["task"], "instance": item["instance"], "question": "output", "answer": "no"}
    status, _, answer = asking.post("/sample/5/7", body)
    assert status == 200
    told = json.loads(answer)
    assert told == asking.told("/sample/5/7")
    assert told["items"][0]["answers"] == {"output": "no"}
    assert [(share["question"], share["no"], share["left"]) for share in told["shares"]][2:] == [
        ("output", 1, 4),
        ("all", 1, 4),
    ]
    for wrong in ({"question": "length"}, {"answer": "maybe"}, {"instance": None}):
        assert asking.post("/sample/5/7", body | wrong)[0] == 400
    assert asking.post("/sample/5/7", body | {"task": "nobody"})[0] == 409
    assert len(asking.told("/sample/999999/0")["items"]) == 12


def test_two_servers_and_many_pages_write_at_once(run: Path, loaded: Plugins) -> None:
    ids = [task["id"] for task in tasks_of(run)]
    with serving(run, loaded) as one, serving(run, loaded) as other, ThreadPoolExecutor(6) as pool:
        bodies = [{"marks": [{"task": name, "instance": None, "mark": "reject"}]} for name in ids * 3]
        found = list(pool.map(lambda n: (one, other)[n % 2].post("/reviews", bodies[n])[0], range(len(bodies))))
        assert set(found) == {200}
        assert len((run / REVIEWS).read_bytes().splitlines()) == len(bodies)
        assert one.told(f"/reviews/{one.stamp()}")["marks"] == other.told(f"/reviews/{other.stamp()}")["marks"]
        assert len(one.told(f"/reviews/{one.stamp()}")["marks"]) == len(ids)


class Hand:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_run_that_grows_is_shown_as_it_grows(made: Path, run: Path, loaded: Plugins) -> None:
    """Row by row, cut in the middle of rows, with the page's blocks always those of one moment."""
    rows = (made / "tasks.jsonl").read_bytes().splitlines(keepends=True)
    file, clock = run / "tasks.jsonl", Hand()
    file.write_bytes(b"")
    with serving(run, loaded, states=States(run, loaded, clock=clock)) as asking:
        old = asking.told("/data/overview")
        assert old["sources"][0]["tasks"] == 0
        assert asking.told("/sample/200/0")["items"] == []
        for count, row in enumerate(rows[:4], 1):
            for part in (row[: len(row) // 2], row[len(row) // 2 : -1], b"\n"):
                jsonl.append_bytes(file, part)
                clock.now += 10
                assert asking.told("/data/stamp")["stamp"] != old["stamp"]
                new = asking.told("/data/overview")
                assert new["sources"][0]["tasks"] == count - (part != b"\n")
                shown = asking.told(f"/data/{new['stamp']}/texts-0-0")["texts"]
                assert [each["id"] for each in shown if each.get("instances")] == [
                    t["id"] for t in tasks_of(made)[: new["sources"][0]["tasks"]]
                ]
                assert len(asking.told(f"/data/{old['stamp']}/columns-0")["state"]) == old["sources"][0]["rows"], "still held"
                old = new
        assert asking.post("/reviews", accept(run, 0))[0] == 200


def test_a_state_rests_before_the_next(run: Path, loaded: Plugins) -> None:
    clock = Hand()
    states = States(run, loaded, clock=clock)
    first = states.newest()
    jsonl.append_bytes(run / "rejections.jsonl", b"")
    os.utime(run / "tasks.jsonl", (1, 1))
    assert states.stamp() == first.stamp
    assert states.newest() is first
    clock.now = 1.9
    assert states.newest() is first
    clock.now = 2.0
    assert states.stamp() != first.stamp
    second = states.newest()
    assert second is not first
    assert states.held(first.stamp) is first
    for when in range(3):
        os.utime(run / "tasks.jsonl", (when + 2, when + 2))
        clock.now += 2
        states.newest()
    assert states.held(first.stamp) is None
    assert states.held(second.stamp) is None


def test_a_large_run_is_shown_before_its_verbs_are_found(run: Path, loaded: Plugins, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selfinstruct.viewing.states._SOON", 5)
    with serving(run, loaded) as asking:
        soon = asking.told("/data/overview")
        assert soon["sources"][0]["figures"]["verbs"] is None
        assert soon["sources"][0]["figures"]["notes"][-1] == "verbs are being counted, and follow"
        assert asking.told(f"/data/{soon['stamp']}/columns-0")
        assert asking.told("/data/stamp") != {"stamp": soon["stamp"]}
        whole = asking.told("/data/overview")
        assert whole["sources"][0]["figures"]["verbs"]["with_verb"]
        assert asking.told("/data/stamp") == {"stamp": whole["stamp"]}
        assert asking.told(f"/data/{soon['stamp']}/columns-0") == asking.told(f"/data/{whole['stamp']}/columns-0")


def test_what_can_not_be_read_for_a_moment_leaves_the_last_state(run: Path, loaded: Plugins) -> None:
    clock, notes = Hand(), list[str]()
    states = States(run, loaded, clock=clock, note=notes.append)
    first = states.newest()
    whole = (run / "tasks.jsonl").read_bytes()
    (run / "tasks.jsonl").write_bytes(b"{}\n" + whole)
    clock.now = 10
    assert states.newest() is first
    assert len(notes) == 1
    (run / "tasks.jsonl").write_bytes(whole)
    clock.now = 20
    assert len(states.newest().tasks) == 12
    fresh = States(run, loaded)
    (run / "tasks.jsonl").write_bytes(b"{}\n")
    with pytest.raises(ConfigError, match=r"tasks\.jsonl:1"):
        fresh.newest()


def test_damage_is_told_to_the_page(run: Path, loaded: Plugins) -> None:
    (run / REVIEWS).write_bytes(b"{}\n")
    notes = list[str]()
    with serving(run, loaded, note=notes.append) as asking:
        status, _, body = asking.get(f"/reviews/{asking.stamp()}")
        assert status == 503
        assert "reviews.jsonl:1" in json.loads(body)["error"]
        assert len(notes) == 1
        (run / REVIEWS).write_bytes(b'{"task": "x", "inst')
        assert asking.told(f"/reviews/{asking.stamp()}")["marks"] == []
        assert asking.post("/reviews", accept(run))[0] == 200
        assert len((run / REVIEWS).read_bytes().splitlines()) == 1


def test_a_log_that_was_cut_is_read_anew(run: Path, loaded: Plugins) -> None:
    log = run / "completions.jsonl"
    lines = log.read_bytes().splitlines(keepends=True)
    states = States(run, loaded)
    assert states.request("generate", 0)
    log.write_bytes(b"".join(lines[1:3]))
    row = json.loads(lines[1])
    found = states.request(row["stage"], row["request_idx"])
    assert found
    assert found["number"] == row["request_idx"]


def test_one_connection_takes_many_requests(asking: Asking) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", asking.port, timeout=20)
    for _ in range(3):
        connection.request("GET", "/data/stamp")
        assert connection.getresponse().read().startswith(b'{"stamp"')
    connection.close()


def test_a_port_in_use_is_told(run: Path, loaded: Plugins) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=f"port {port} can not be used") as error:
            Server(run, loaded, port=port)
        assert "--port" in error.value.hint
        result = CliRunner().invoke(cli, ["view", str(run), "--port", str(port), "--no-browser"])
    assert result.exit_code == 2
    assert result.stderr.splitlines()[0].startswith(f"error: port {port} can not be used")


def test_a_folder_without_a_run_is_told(tmp_path: Path, loaded: Plugins) -> None:
    with pytest.raises(ConfigError, match="no run is there"):
        Server(tmp_path, loaded, port=0)


def test_control_c_ends_it_at_once(run: Path) -> None:
    command = [sys.executable, "-m", "selfinstruct", "view", str(run), "--port", "0", "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as started:
        assert started.stdout
        address = started.stdout.readline().strip()
        port = int(re.fullmatch(r"http://127\.0\.0\.1:(\d+)/", address)[1])  # type: ignore[index]
        with socket.create_connection(("127.0.0.1", port)) as idle:
            idle.sendall(b"GET /data/stamp HTTP/1.1\r\n")
            started.send_signal(signal.SIGINT)
            _, said = started.communicate(timeout=20)
    assert started.returncode == 0
    assert said == "ended; what you marked is on disk\n"


def test_the_answers_are_told_without_a_server(run: Path) -> None:
    nothing = CliRunner().invoke(cli, ["view", str(run), "--answers", "--sample", "5"])
    assert nothing.exit_code == 0
    assert nothing.output.splitlines()[2].split() == ["valid", "instruction", "0", "0", "0", "5", "-"]
    found = json.loads(CliRunner().invoke(cli, ["view", str(run), "--json", "--sample", "5", "--seed", "3"]).output)
    assert (found["sample"], found["seed"]) == (5, 3)
    assert [share["question"] for share in found["shares"]] == ["instruction", "input", "output", "all"]
