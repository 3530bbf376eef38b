"""Wheels in an empty environment: every language runs from them, to the same bytes on every Python."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from test_kill import timeless
from wheelhouse import ROOT, wheel

# All but those whose dependencies are gigabytes: `make test-transformers` installs them.
LARGE = {"embeddings", "transformers"}
PLUGINS = [path.parent for path in ROOT.glob("plugins/*/pyproject.toml") if path.parent.name not in LARGE]
PROJECTS = [ROOT, *sorted(PLUGINS)]
pytestmark = pytest.mark.slow


def interpreters() -> list[str]:
    """The running Python, and the newest other one that can be started here."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")).glob("versions/3.*/bin/python3")
    others = [*filter(None, map(shutil.which, ("python3.12", "python3.13", "python3.14"))), *map(str, pyenv)]
    versions = {version: path for path in others if (version := _version(path)) and (3, 11) <= version != sys.version_info[:2]}
    return [sys.executable, *(versions[newest] for newest in sorted(versions)[-1:])]


def _version(python: str) -> tuple[int, int] | None:
    asked = subprocess.run([python, "-c", "import sys, venv; print(*sys.version_info[:2])"], capture_output=True, check=False)
    return tuple(map(int, asked.stdout.split())) if asked.returncode == 0 else None  # type: ignore[return-value]


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every distribution of this repository, built here."""
    return sorted(wheel(project, tmp_path_factory) for project in PROJECTS)


def test_the_wheel_holds_prompts_and_seeds_and_nothing_of_the_tests(wheels: list[Path]) -> None:
    root = next(wheel for wheel in wheels if wheel.name.startswith("selfinstruct-"))
    names = zipfile.ZipFile(root).namelist()

    for code in ("en", "ko", "ja"):
        assert f"selfinstruct/prompts/{code}.toml" in names
        assert f"selfinstruct/seeds/{code}.jsonl" in names
    assert "selfinstruct/py.typed" in names
    assert not [name for name in names if name.startswith(("tests/", "bench/", "docs/"))]


@pytest.mark.parametrize("python", interpreters())
def test_all_languages_run_from_wheels_to_the_same_bytes(wheels: list[Path], tmp_path: Path, python: str) -> None:
    subprocess.run([python, "-m", "venv", str(tmp_path / "venv")], check=True)
    bin_ = tmp_path / "venv" / "bin"
    subprocess.run([bin_ / "python", "-m", "pip", "install", "-q", *map(str, wheels)], check=True, capture_output=True)
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH" and not name.endswith("_API_KEY")}

    for code in ("en", "ko", "ja"):
        arguments = ["run", "--lang", code, "--backend", "offline", "-n", "10", "--out"]
        command = [bin_ / "selfinstruct", *arguments, tmp_path / code]
        result = subprocess.run(command, env=clean, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stderr
        here = tmp_path / f"{code}-here"
        subprocess.run([sys.executable, "-m", "selfinstruct", *arguments, here], check=True, capture_output=True)
        assert timeless(tmp_path / code) == timeless(here)


@pytest.mark.skipif(shutil.which("cargo") is None, reason="no cargo to build with")
def test_the_rust_wheel_works_alone_in_an_empty_environment(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "maturin", "build", "--release", "--locked", "--out", str(tmp_path)]
    subprocess.run([*build, "--manifest-path", str(ROOT / "rouge_rs" / "Cargo.toml")], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("selfinstruct_rouge-*-cp311-abi3-*.whl")
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "--no-index", str(wheel)], check=True, capture_output=True)
    code = (
        "from selfinstruct_rouge import References, RougeScorer, kernels\n"
        "pool = References()\n"
        "pool.extend([['a', 'b', 'c']])\n"
        "scorer = RougeScorer(['rougeL'], tokenizer=str.split)\n"
        "print(pool.lcs(['a', 'c']), scorer.score('가 나 다', '가 다')['rougeL'].fmeasure, 'scalar' in kernels())\n"
    )

    ran = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path)

    assert ran.stdout == "[2] 0.8 True\n", ran.stderr
