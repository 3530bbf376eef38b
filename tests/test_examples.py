"""The packages in docs/examples: small, whole, and as their README says when they are installed from wheels."""

from __future__ import annotations

import importlib
import importlib.util
import json
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pages import FENCE, page
from wheelhouse import ROOT, clean, environment, shared, wheel

from selfinstruct import PLUGIN_API, Backend
from selfinstruct.scaffold.backend import backend_package
from selfinstruct.taskfile import read_tasks
from selfinstruct.testing import ChatServer, check_backend, check_language

EXAMPLES = ROOT / "docs" / "examples"
NAMES = ("es", "th", "http", "function")
LANGUAGES = ("es", "th")
MOST_LINES = {"es": 59, "th": 59, "http": 39, "function": 39}
SEEDS = {"es": 16, "th": 24}


def module_of(name: str) -> str:
    return f"selfinstruct_{name}"


def folder_of(name: str) -> Path:
    return EXAMPLES / f"selfinstruct-{name}"


def missing(name: str) -> str | None:
    """What an example needs that is not here."""
    return "pythainlp" if name == "th" and importlib.util.find_spec("pythainlp") is None else None


@pytest.fixture
def example(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The module of an example, out of this checkout."""
    name = request.param
    if needed := missing(name):
        pytest.skip(f"no {needed} here: pip install {needed}")
    before = set(sys.modules)
    monkeypatch.syspath_prepend(str(folder_of(name)))
    monkeypatch.syspath_prepend(str(folder_of(name) / "tests"))
    yield importlib.import_module(module_of(name))
    for left in [left for left in set(sys.modules) - before if left.startswith((module_of(name), f"test_{name}"))]:
        del sys.modules[left]


def each(*names: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("example", names, indirect=True, ids=names)


# --- what can be told without installing


@pytest.mark.parametrize("name", NAMES)
def test_examples_are_small(name: str) -> None:
    """Every line of the plugin; the function that is wrapped has a module of its own and is no part of it."""
    modules = [file for file in (folder_of(name) / module_of(name)).glob("*.py") if file.name != "conversions.py"]

    assert sum(len(module.read_text("utf-8").splitlines()) for module in modules) <= MOST_LINES[name]


def test_the_pages_tell_how_small_they_are() -> None:
    pages = {name: " ".join(page(f"plugins/{name}.md").split()) for name in ("README", "how-to-backends", "tutorial-backend")}
    lines = {name: len((folder_of(name) / module_of(name) / "__init__.py").read_text("utf-8").splitlines()) for name in NAMES}

    assert "The module of each language has under 60 lines, that of each backend under 40" in pages["README"]
    assert {MOST_LINES[name] for name in LANGUAGES} == {59}
    assert MOST_LINES["http"] == MOST_LINES["function"] == 39
    assert f"selfinstruct-http) has, {lines['http']} lines:" in pages["how-to-backends"]
    made = backend_package("my-server", "http").files["selfinstruct_my_server/__init__.py"]
    assert f"in the module of {len(made.splitlines())} lines" in pages["tutorial-backend"]
    assert f"in a module of {lines['function']} lines" in pages["tutorial-backend"]


@pytest.mark.parametrize("name", NAMES)
def test_examples_are_whole_packages(name: str) -> None:
    folder = folder_of(name)
    project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]

    assert project["name"] == folder.name
    assert project["entry-points"]["selfinstruct"] == {name: module_of(name)}
    assert "pytest" in " ".join(project["optional-dependencies"]["test"])
    assert (folder / module_of(name) / "py.typed").exists()
    assert list(folder.glob("tests/test_*.py"))
    assert len((folder / "README.md").read_text("utf-8").splitlines()) <= 26


@each(*NAMES)
def test_examples_state_the_plugin_api(example: ModuleType) -> None:
    assert example.SELFINSTRUCT_PLUGIN_API == PLUGIN_API


@each(*LANGUAGES)
def test_a_third_of_the_seeds_are_classifications(example: ModuleType) -> None:
    (language,) = example.selfinstruct_languages()
    tasks = read_tasks(language.seeds, language.code)

    assert len(tasks) >= SEEDS[language.code]
    assert 0.3 <= sum(task.is_classification for task in tasks) / len(tasks) <= 0.4


@each(*LANGUAGES)
def test_example_languages_keep_their_contract(example: ModuleType) -> None:
    (language,) = example.selfinstruct_languages()
    tests: Any = importlib.import_module(f"test_{language.code}")

    report = check_language(language, near_duplicates=tests.SAME, distinct=tests.OTHER)

    assert {"near-duplicates", "distinct"} <= set(report.kept)
    assert min(len(tests.SAME), len(tests.OTHER)) >= 20


@each("http")
def test_the_http_backend_keeps_its_contract(example: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")

    def served(url: str, secret: str) -> Backend:
        monkeypatch.setenv("HTTP_API_KEY", secret)
        backend: Backend = example.Http("small", {"url": url})
        return backend

    with ChatServer() as server:
        report = check_backend(example.Http("small", {"url": server.url}), served=served)

    assert {"too-many-requests", "no-secret"} <= set(report.kept)


@each("function")
def test_the_function_backend_keeps_its_contract(example: Any) -> None:
    tests: Any = importlib.import_module("test_function")

    report = check_backend(example.Function(None, {}), failing=tests.failing)

    assert {"failure-told", "no-secret-passed-on"} <= set(report.kept)


# --- installed from wheels


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The commands of one empty environment with the examples, and what their tests and runs need of this repository."""
    host = [wheel(project, tmp_path_factory) for project in (ROOT, ROOT / "plugins" / "offline", ROOT / "plugins" / "en")]
    examples = [f"{wheel(folder_of(name), tmp_path_factory)}[test]" for name in NAMES]
    return environment(shared(tmp_path_factory) / "examples", [*host, *examples])


def ran(folder: Path, *command: str | Path) -> str:
    """What a command says in a folder."""
    done = subprocess.run(command, cwd=folder, env=clean(), capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def runs_of(name: str) -> list[list[str]]:
    """The runs that a README asks for."""
    blocks = [body for _, _, body in FENCE.findall((folder_of(name) / "README.md").read_text("utf-8"))]
    lines = [shlex.split(line, comments=True) for block in blocks for line in block.splitlines()]
    return [line[1:] for line in lines if line[:2] == ["selfinstruct", "run"]]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_installed_examples_pass_their_own_tests(installed: Path, tmp_path: Path, name: str) -> None:
    tests = shutil.copytree(folder_of(name) / "tests", tmp_path / "tests", ignore=shutil.ignore_patterns("__pycache__"))

    said = ran(tests, installed / "pytest", "-q", "-p", "no:cacheprovider")

    assert "selfinstruct contracts" in said
    assert " failed" not in said


@pytest.mark.slow
def test_installed_examples_are_listed_and_checked(installed: Path, tmp_path: Path) -> None:
    said = ran(tmp_path, installed / "selfinstruct", "plugins", "--check")

    for name in NAMES:
        assert f"selfinstruct-{name}" in said


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_installed_examples_run_to_five_tasks(installed: Path, tmp_path: Path, name: str) -> None:
    (command,) = runs_of(name)

    with ChatServer() as server:
        asked = [word.replace("http://127.0.0.1:8000/v1", server.url) for word in command]
        ran(tmp_path, installed / "selfinstruct", *asked, "--out", "run")

    rows = [json.loads(line) for line in (tmp_path / "run" / "tasks.jsonl").read_text("utf-8").splitlines()]
    assert len(rows) == 5
