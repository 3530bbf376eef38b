"""The plugins of docs/writing-plugins.md are installed and used; its tables hold every field of the program and no other."""

from __future__ import annotations

import inspect
import json
import os
import random
import re
import shlex
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from answers import words
from pages import FENCE, SPAN, lines_of, names_in, page, section

import selfinstruct
from selfinstruct import (
    Abilities,
    Backend,
    BatchState,
    Completion,
    Language,
    Length,
    Message,
    Prompt,
    Sampling,
    Usage,
    hookspecs,
)
from selfinstruct.prompts import ALL_TEMPLATES, Markers

PLUGINS = page("writing-plugins.md")

# --- the plugins


def written(tmp_path: Path, name: str) -> Path:
    """The files that the page shows under one folder, and what pip would write about an installed package."""
    for _, title, body in FENCE.findall(PLUGINS):
        if title.startswith(f"{name}/"):
            file = tmp_path / title
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(body, "utf-8")
    folder = tmp_path / name
    project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]
    about = folder / f"{name.replace('-', '_')}-{project['version']}.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {project['version']}\n")
    points = "".join(f"{key} = {value}\n" for key, value in project["entry-points"]["selfinstruct"].items())
    (about / "entry_points.txt").write_text(f"[selfinstruct]\n{points}")
    return folder


def in_folder(folder: Path, *arguments: str, **environment: str) -> str:
    """Run Python in a folder whose package is importable; what it prints."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    path = os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH", "")]))
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**kept, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", "no_proxy": "*", **environment},
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def commands_of(name: str) -> list[list[str]]:
    """The commands that the page gives in a folder, but for the installing."""
    (block,) = [body for _, title, body in FENCE.findall(PLUGINS) if title == f"in {name}"]
    lines = [shlex.split(line) for line in block.splitlines()]
    assert lines[0] == ["pip", "install", "-e", "."]
    return [line[1:] for line in lines[1:]]


@pytest.mark.slow
def test_the_language_of_the_page_keeps_its_contract_and_runs(tmp_path: Path) -> None:
    folder = written(tmp_path, "selfinstruct-es")

    in_folder(folder, "-m", "pytest", "-q", "tests")
    said = [in_folder(folder, "-m", "selfinstruct", *command) for command in commands_of("selfinstruct-es")]

    assert re.search(r"ok +language es +Español +selfinstruct-es 0\.1\.0", said[0])
    assert len(lines_of(folder / "first/tasks.jsonl")) == 5
    assert (folder / "again/tasks.jsonl").read_bytes() == (folder / "first/tasks.jsonl").read_bytes()


@pytest.mark.slow
def test_the_backend_of_the_page_keeps_its_contract_and_runs(tmp_path: Path, server: str) -> None:
    folder = written(tmp_path, "selfinstruct-http")

    in_folder(folder, "-m", "pytest", "-q", "tests", HTTP_URL=server)
    commands = [
        [word.replace("http://127.0.0.1:8000/v1", server) for word in line] for line in commands_of("selfinstruct-http")
    ]
    said = [in_folder(folder, "-m", "selfinstruct", *command) for command in commands]

    assert re.search(r"backend +http +selfinstruct-http 0\.1\.0", said[0])
    tasks = [json.loads(line) for line in lines_of(folder / "first/tasks.jsonl")]
    assert len(tasks) == 5
    assert {task["source"] for task in tasks} == {"http: small"}
    assert "done" in said[-1]


def test_the_check_of_the_page_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(written(tmp_path, "selfinstruct-quiet")))
    plugins = selfinstruct.load_plugins()
    english = plugins.language("en")

    assert plugins.instruction_fault("NAME THREE RIVERS NOW", ["name", "three"], english) == "shouting: 2 tokens"
    assert plugins.instruction_fault("Name three rivers now.", ["name", "three", "rivers"], english) is None
    assert selfinstruct.load_plugins(["quiet"]).instruction_fault("NAME THREE RIVERS NOW", ["name"], english) is None


def said_to(asked: Mapping[str, Any]) -> str:
    """What a small chat model says to one of our English prompts, or to the contract kit's."""
    text = asked["messages"][-1]["content"]
    rng = random.Random(f"{text}{asked['seed']}")
    if text.endswith("classification task?"):
        answer = rng.choice(["Yes", "No"])
    elif "Class label:" in text:
        answer = f"Class label: up\nInput: {words(rng, 4)}\nClass label: down\nInput: {words(rng, 4)}"
    elif "worked examples" in text:
        answer = f"Example 1\nInput: {words(rng, 4)}\nOutput: {words(rng, 6)}"
    else:
        count = int(re.findall(r"numbered 1 to (\d+)", text)[0])
        answer = "\n".join(f"{i}. Tell {words(rng, 7)}." for i in range(1, count + 1))
    return min((answer.partition(stop)[0] for stop in asked.get("stop") or ()), key=len, default=answer)


class Handler(BaseHTTPRequestHandler):
    """Answers chat completions as servers of that protocol do."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        choice = {"message": {"role": "assistant", "content": said_to(asked)}, "finish_reason": "stop"}
        body = {"model": asked["model"], "choices": [choice], "usage": {"prompt_tokens": 9, "completion_tokens": 5}}
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def server() -> Iterator[str]:
    """A chat-completions server on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}/v1"
        listening.shutdown()
        thread.join()


# --- hooks, fields, markers and templates


def test_every_hook_stands_on_the_page_with_its_arguments() -> None:
    hooks = {name: hook for name, hook in vars(hookspecs).items() if name.startswith("selfinstruct_")}
    signatures = [f"{name}{inspect.signature(hook)}".replace("'", "") for name, hook in hooks.items()]
    block = FENCE.findall(section(PLUGINS, "The hooks"))[0][2]
    assert block.splitlines() == signatures
    assert names_in(PLUGINS, "hook") == list(hooks)


def public(backend: type) -> set[str]:
    names = {name for name in vars(backend) if not name.startswith("_")} | set(inspect.get_annotations(backend))
    return names | {"__init__", "note"}


def members(record: type) -> set[str]:
    """Fields and properties."""
    return {f.name for f in fields(record)} | {name for name, value in vars(record).items() if isinstance(value, property)}


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("field", members(Language)),
        ("member", public(Backend)),
        ("`Prompt`", members(Prompt)),
        ("`Completion`", members(Completion)),
        ("`Abilities`", members(Abilities)),
        ("`BatchState`", members(BatchState)),
        ("method", {"room", "submit", "find", "collect"}),
        ("key", {f.name for f in fields(Markers)}),
        ("template", set(ALL_TEMPLATES)),
    ],
)
def test_tables_hold_every_name_once_and_no_other(header: str, expected: set[str]) -> None:
    assert sorted(names_in(PLUGINS, header)) == sorted(expected)


@pytest.mark.parametrize("record", [Length, Sampling, Usage, Message])
def test_smaller_records_are_told_in_passing(record: type) -> None:
    assert {f.name for f in fields(record)} <= set(SPAN.findall(PLUGINS))
