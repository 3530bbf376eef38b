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
from test_pipeline import DERIVED, rows

TIMES = ("created_at",)


def command(out: Path, n: int) -> list[str]:
    options = ["--option", "latency=0.02", "--concurrency", "6", "--seed", "5"]
    return [
        sys.executable,
        "-m",
        "selfinstruct",
        "run",
        "--lang",
        "en",
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

    return {name: "\n".join(plain(row) for row in rows(folder, name)) for name in DERIVED if (folder / name).exists()}


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
    rng = random.Random(point)
    out = tmp_path / "run"
    for _ in range(1 + point % 3):
        process = subprocess.Popen(command(out, 40), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0.05, took))
        process.send_signal(signal.SIGKILL)
        process.wait()
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
