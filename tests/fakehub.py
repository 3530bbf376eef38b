"""A hub on a real socket, as far as creating a data set and committing to it needs one; it fails as it is told to."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

import yaml

COMMIT = "0123456789abcdef0123456789abcdef01234567"
LFS_SUFFIXES = (".parquet", ".lfs")


@dataclass
class Repo:
    """A data set: its files as they are now, and how many commits there were."""

    private: bool
    files: dict[str, bytes] = field(default_factory=dict)
    commits: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    token: str
    body: bytes


Route = Callable[["FakeHub", Asked, re.Match[str]], tuple[int, Any]]


class FakeHub:
    """Use it in `with`; `url` is its address. faults: a part of "METHOD path" -> (status, message) that is answered there."""

    def __init__(self, token: str = "hf_written_nowhere") -> None:  # noqa: S107 - it is nobody's
        self.token = token
        self.repos: dict[str, Repo] = {}
        self.stored: dict[str, bytes] = {}
        self.asked: list[Asked] = []
        self.faults: dict[str, tuple[int, str]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"hub": self}))
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> FakeHub:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, asked: Asked) -> tuple[int, Any]:
        self.asked.append(asked)
        for part, (status, message) in self.faults.items():
            if part in f"{asked.method} {asked.path}":
                return status, {"error": message}
        if not asked.path.startswith("/lfs/") and asked.token != self.token:
            return 401, {"error": f"Invalid credentials: {asked.token}"}
        for method, pattern, route in ROUTES:
            if method == asked.method and (found := re.fullmatch(pattern, asked.path)):
                return route(self, asked, found)
        return 404, {"error": f"there is no {asked.path}"}


def create(hub: FakeHub, asked: Asked, _: re.Match[str]) -> tuple[int, Any]:
    wanted = json.loads(asked.body)
    assert wanted["type"] == "dataset"
    name = f"{wanted['organization']}/{wanted['name']}"
    told = {"url": f"{hub.url}/datasets/{name}", "name": name}
    if name in hub.repos:
        return 409, told | {"error": "You already created this dataset repo"}
    hub.repos[name] = Repo(private=wanted.get("visibility") == "private" or wanted.get("private") is True)
    return 200, told


def info(hub: FakeHub, _: Asked, found: re.Match[str]) -> tuple[int, Any]:
    if (repo := hub.repos.get(found[1])) is None:
        return 404, {"error": "Repository not found"}
    files = [{"rfilename": name} for name in repo.files]
    return 200, {"id": found[1], "sha": COMMIT, "private": repo.private, "siblings": files, "tags": [], "downloads": 0}


def tree(hub: FakeHub, _: Asked, found: re.Match[str]) -> tuple[int, Any]:
    if (repo := hub.repos.get(found[1])) is None:
        return 404, {"error": "Repository not found"}
    return 200, [{"type": "file", "path": name, "size": len(data), "oid": git_hash(data)} for name, data in repo.files.items()]


def validate(_: FakeHub, asked: Asked, __: re.Match[str]) -> tuple[int, Any]:
    sent = json.loads(asked.body)
    assert sent["repoType"] == "dataset"
    header = yaml.safe_load(sent["content"].split("---\n")[1])
    known = {"mit", "cc-by-4.0", "apache-2.0", "other", None}
    wrong = [{"message": '"license" must be one of the known ones'}] if header.get("license") not in known else []
    return 400 if wrong else 200, {"errors": wrong, "warnings": []}


def preupload(hub: FakeHub, asked: Asked, found: re.Match[str]) -> tuple[int, Any]:
    files = []
    for each in json.loads(asked.body)["files"]:
        there = hub.repos[found[1]].files.get(each["path"])
        large = each["path"].endswith(LFS_SUFFIXES)
        oid = None if there is None else hashlib.sha256(there).hexdigest() if large else git_hash(there)
        mode = "lfs" if large else "regular"
        files.append({"path": each["path"], "uploadMode": mode, "shouldIgnore": False, "oid": oid})
    return 200, {"files": files}


def batch(hub: FakeHub, asked: Asked, _: re.Match[str]) -> tuple[int, Any]:
    objects = []
    for each in json.loads(asked.body)["objects"]:
        href = f"{hub.url}/lfs/{each['oid']}"
        objects.append(each | {"actions": {"upload": {"href": href}, "verify": {"href": f"{href}/verify"}}})
    return 200, {"transfer": "basic", "objects": objects}


def store(hub: FakeHub, asked: Asked, found: re.Match[str]) -> tuple[int, Any]:
    assert hashlib.sha256(asked.body).hexdigest() == found[1]
    assert not asked.token, "the token is the hub's own, and no storage's"
    hub.stored[found[1]] = asked.body
    return 200, {}


def verify(hub: FakeHub, asked: Asked, found: re.Match[str]) -> tuple[int, Any]:
    assert json.loads(asked.body) == {"oid": found[1], "size": len(hub.stored[found[1]])}
    return 200, {}


def commit(hub: FakeHub, asked: Asked, found: re.Match[str]) -> tuple[int, Any]:
    repo, header = hub.repos[found[1]], {}
    for item in map(json.loads, asked.body.splitlines()):
        value = item["value"]
        if item["key"] == "header":
            header = value
        elif item["key"] == "file":
            repo.files[value["path"]] = base64.b64decode(value["content"])
        elif item["key"] == "lfsFile":
            repo.files[value["path"]] = hub.stored[value["oid"]]
        else:
            assert item["key"] == "deletedFile"
            del repo.files[value["path"]]
    repo.commits.append(header)
    return 200, {"commitUrl": f"{hub.url}/datasets/{found[1]}/commit/{COMMIT}", "commitOid": COMMIT}


def git_hash(data: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


_NAME = r"([^/]+/[^/]+)"
ROUTES: list[tuple[str, str, Route]] = [
    ("POST", "/api/repos/create", create),
    ("POST", "/api/validate-yaml", validate),
    ("GET", f"/api/datasets/{_NAME}", info),
    ("GET", f"/api/datasets/{_NAME}/revision/main", info),
    ("GET", f"/api/datasets/{_NAME}/tree/main", tree),
    ("POST", f"/api/datasets/{_NAME}/preupload/main", preupload),
    ("POST", f"/datasets/{_NAME}\\.git/info/lfs/objects/batch", batch),
    ("PUT", "/lfs/([0-9a-f]{64})", store),
    ("POST", "/lfs/([0-9a-f]{64})/verify", verify),
    ("POST", f"/api/datasets/{_NAME}/commit/main", commit),
]


class _Handler(BaseHTTPRequestHandler):
    hub: FakeHub
    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        token = (self.headers.get("authorization") or "").removeprefix("Bearer ")
        status, told = self.hub.answer(Asked(self.command, self.path.partition("?")[0], token, body))
        data = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_PUT = _answer  # noqa: N815 - the names of http.server

    def log_message(self, *_: Any) -> None:
        """Say nothing."""
