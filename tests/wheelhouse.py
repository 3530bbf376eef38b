"""Wheels of this repository, each built once a session, and environments to try them in."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from filelock import FileLock

ROOT = Path(__file__).parent.parent


def wheel(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of a project; that of the root through its sdist, as an index would serve it."""
    house = shared(tmp_path_factory) / (project.name if project != ROOT else "root")
    with FileLock(f"{house}.lock"):
        if not list(house.glob("*.whl")):
            kind = [] if project == ROOT else ["--wheel"]
            command = [sys.executable, "-m", "build", "--no-isolation", *kind, "--outdir", str(house), str(project)]
            subprocess.run(command, check=True, capture_output=True)
    (built,) = house.glob("*.whl")
    return built


def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this session share: pytest-xdist gives each a folder of its own beside it."""
    base = tmp_path_factory.getbasetemp()
    house = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "wheelhouse"
    house.mkdir(exist_ok=True)
    return house


def environment(folder: Path, packages: Iterable[str | Path], python: str = sys.executable) -> Path:
    """A new environment with these packages and what they need, made once for each folder; where its commands are."""
    commands, ready = folder / "bin", folder / "ready"
    with FileLock(f"{folder}.lock"):
        if not ready.exists():
            subprocess.run([python, "-m", "venv", str(folder)], check=True)
            install = [commands / "python", "-m", "pip", "install", "-q", *map(str, packages)]
            done = subprocess.run(install, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            ready.touch()
    return commands


def clean() -> dict[str, str]:
    """What a user's shell has: no path into this repository, no key, nothing of pytest's, and no proxy for this machine."""
    mine = ("PYTEST_", "COV_")
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH" and not name.endswith("_API_KEY")}
    return {name: value for name, value in kept.items() if not name.startswith(mine)} | {"no_proxy": "*"}
