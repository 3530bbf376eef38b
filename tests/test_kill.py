"""kill -9 at any point, run the same command, and it goes on: nothing is lost, nothing is asked for twice, no byte differs."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_pipeline import rows

TIMES = ("created_at",)


def command(out: Path, n: int, *more: str, lang: str = "en") -> list[str]:
    options = ["--option", "latency=0.02", "--concurrency", "6", "--seed", "5", *more]
    return [
        sys.executable,
        "-m",
        "selfinstruct",
        "run",
        "--lang",
        lang,
        "--backend",
        "offline",
        "-n",
        str(n),
        "--out",
        str(out),
        *options,
    ]


def timeless(folder: Path) -> dict[str, str]:
    """Every derived file, the clock's times aside."""

    def plain(row: dict[str, object]) -> str:
        metadata = row.get("metadata")
        if isinstance(metadata, dict):
            metadata.pop("created_at")
        return json.dumps(row, ensure_ascii=False)

    files = sorted({file.name for file in folder.glob("*.jsonl")} - {"completions.jsonl", "batches.jsonl"})
    return {name: "\n".join(plain(row) for row in rows(folder, name)) for name in files}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """An uninterrupted run, and how long it took."""
    folder = tmp_path_factory.mktemp("whole") / "run"
    began = time.monotonic()
    subprocess.run(command(folder, 40), check=True, capture_output=True)
    return folder, time.monotonic() - began


@pytest.mark.slow
@pytest.mark.parametrize("point", range(25))
def test_a_killed_run_goes_on_to_the_same_bytes(whole: tuple[Path, float], tmp_path: Path, point: int) -> None:
    folder, took = whole
    out = tmp_path / "run"
    kill(command(out, 40), took, random.Random(point), times=1 + point % 3)
    log = out / "completions.jsonl"
    answered = log.read_bytes().split(b"\n")[:-1] if log.exists() else []
    if point % 2 and log.exists():
        with log.open("ab") as file:
            file.write(b'{"stage": "generate", "request_')

    subprocess.run(command(out, 40), check=True, capture_output=True)

    assert timeless(out) == timeless(folder)
    lines = log.read_bytes().split(b"\n")[:-1]
    assert lines[: len(answered)] == answered
    keys = [(row["stage"], row["request_idx"]) for row in map(json.loads, lines)]
    assert len(keys) == len(set(keys))


def kill(typed: list[str], took: float, rng: random.Random, *, times: int) -> None:
    """Begin a command and kill it at a random moment, so often."""
    for _ in range(times):
        process = subprocess.Popen(typed, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0.05, took))
        process.send_signal(signal.SIGKILL)
        process.wait()


STEPS = ["--curate", "outputs", "personal-data", "self-consistency", "judge", "--trials", "2"]


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "ko", "ja"])
@pytest.mark.parametrize("recipe", ["self-instruct", "alpaca", "instruction-output"])
def test_every_recipe_and_step_goes_on_after_a_kill(tmp_path: Path, recipe: str, lang: str) -> None:
    more = ["--recipe", recipe, *STEPS]
    began = time.monotonic()
    subprocess.run(command(tmp_path / "whole", 12, *more, lang=lang), check=True, capture_output=True)
    took = time.monotonic() - began
    typed = command(tmp_path / "killed", 12, *more, lang=lang)
    kill(typed, took, random.Random(f"{recipe} {lang}"), times=3)

    subprocess.run(typed, check=True, capture_output=True)

    assert timeless(tmp_path / "killed") == timeless(tmp_path / "whole")
    keys = [(row["stage"], row["request_idx"]) for row in rows(tmp_path / "killed", "completions.jsonl")]
    assert len(keys) == len(set(keys))
