"""New packages as their authors meet them: from the host's wheel in an empty environment, by the commands that are told."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest
from pages import lines_of
from wheelhouse import ROOT, clean, environment, wheel

TOOLS = ["build", "editables", "hatchling", "pytest"]
pytestmark = pytest.mark.slow


class Place(NamedTuple):
    """An environment without a checkout of ours: the folder of its programs, and those of the wheels that it was made from."""

    programs: Path
    wheels: list[Path]

    def run(self, command: str, folder: Path) -> str:
        """What a command of the shell prints, with this environment's programs first."""
        # Whatever is needed is here already, but for the package itself.
        found = " ".join(map(str, self.wheels))
        pip = {"PIP_FIND_LINKS": found, "PIP_NO_BUILD_ISOLATION": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        kept = clean()
        path = os.pathsep.join([str(self.programs), kept["PATH"]])
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=folder,
            env={**kept, **pip, "PATH": path, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=False,
            text=True,
            encoding="utf-8",
            timeout=300,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """An environment with the host, offline and English, installed from wheels, and with what builds and tests packages.

    Each process has its own, since new packages are installed into it.
    """
    wheels = [wheel(project, tmp_path_factory) for project in (ROOT, ROOT / "plugins/offline", ROOT / "plugins/en")]
    programs = environment(tmp_path_factory.mktemp("place") / "venv", [*wheels, *TOOLS])
    return Place(programs, [each.parent for each in wheels])


def told(place: Place, command: str, folder: Path) -> list[str]:
    """The next commands as `plugins new` prints them."""
    return [line.strip() for line in place.run(f"{command} 2> told.txt", folder).splitlines()]


@pytest.mark.parametrize("code", ["th", "ar"])
def test_a_new_language_is_installed_tested_and_run_by_the_commands_that_are_told(
    code: str, place: Place, tmp_path: Path
) -> None:
    commands = told(place, f"selfinstruct plugins new lang {code} --dir 'my plugins'", tmp_path)
    place.run(" && ".join(commands), tmp_path)
    folder = tmp_path / "my plugins" / f"selfinstruct-{code}"

    assert len(commands) == 4
    assert len(lines_of(folder / f"runs/{code}-offline/tasks.jsonl")) == 5
    assert "works: 1" in place.run(f"selfinstruct plugins --check {code}", folder)
    for recipe in ("alpaca", "instruction-output"):
        place.run(f"selfinstruct run --lang {code} -n 20 --seed 7 --recipe {recipe} --out runs/{recipe}", folder)
        assert len(lines_of(folder / f"runs/{recipe}/tasks.jsonl")) == 20
    _check_package(place, folder, {"prompts.toml", "seeds.jsonl"})


@pytest.mark.parametrize("kind", ["function", "http"])
def test_a_new_backend_is_installed_tested_and_run_by_the_commands_that_are_told(
    kind: str, place: Place, tmp_path: Path
) -> None:
    commands = told(place, f"selfinstruct plugins new backend my-{kind} --kind {kind}", tmp_path)
    folder = tmp_path / f"selfinstruct-my-{kind}"
    if kind == "function":
        place.run(" && ".join(commands), tmp_path)
        assert len(lines_of(folder / "runs/en-my-function/tasks.jsonl")) == 5
    else:
        # The third goes on to serve; the tests have a server of their own.
        place.run(" && ".join([*commands[:2], "pytest"]), tmp_path)
        assert commands[2].startswith("pytest && python -m selfinstruct.testing.chatserver")
        assert "--help" in place.run("python -m selfinstruct.testing.chatserver --help", folder)

    # A backend of a server is not tried without one.
    state = "works" if kind == "function" else "loads"
    assert f"{state}: 1" in place.run(f"selfinstruct plugins --check my-{kind}", folder)
    _check_package(place, folder, {"placeholder.py"} if kind == "function" else set())


def _check_package(place: Place, folder: Path, files: set[str]) -> None:
    """Its wheel holds what it needs; its code is clean by ruff, by mypy, and to this project's taste."""
    module = folder.name.replace("-", "_")
    place.run("python -m build --no-isolation --wheel", folder)
    (wheel,) = (folder / "dist").glob("*.whl")
    names = {name.removeprefix(f"{module}/") for name in zipfile.ZipFile(wheel).namelist() if name.startswith(f"{module}/")}
    assert names == {"__init__.py", "py.typed", *files}
    ruff, python = [sys.executable, "-m", "ruff"], str(place.programs / "python")
    ours = ["--extend-select", ",".join(_rules("select")), "--ignore", ",".join([*_rules("ignore"), "S101", "D103"])]
    for command in (
        [*ruff, "check", "."],
        [*ruff, "check", *ours, "."],
        [*ruff, "format", "--check", "."],
        [sys.executable, "-m", "mypy", "--strict", "--python-executable", python, module, "tests"],
    ):
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False, text=True)
        assert done.returncode == 0, f"{shlex.join(command)}\n{done.stdout}\n{done.stderr}"


def _rules(name: str) -> list[str]:

    rules: list[str] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["ruff"]["lint"][name]
    return rules
