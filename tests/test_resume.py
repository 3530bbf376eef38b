"""Resuming from every state that a stop can leave, without killing anything: files cut at any byte."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from answers import good
from quickrows import leading
from scripted import answering
from test_pipeline import DERIVED, derived, make, rows

from selfinstruct import BackendError, Completion, Prompt
from selfinstruct.plugins import Plugins, load

Install = Callable[..., Plugins]


def faulty(prompt: Prompt) -> Completion | BackendError | str:
    """A model that now and then refuses, cuts short or says nothing."""
    if prompt.number % 6 == 4:
        return ""
    if prompt.number % 7 == 5 and prompt.stage != "classify":
        return BackendError("never", permanent=True)
    return good(prompt)


def cut_as_a_stop_does(folder: Path, rng: random.Random, files: Sequence[str] = DERIVED) -> None:
    """Cut the derived files at one moment of their writing: requests before it whole, the one at it torn, none behind it.

    files: in the order of their writing, the two of a stage beside each other.
    """
    name = rng.choice([name for name in files if (folder / name).exists()])
    kept = rng.randrange(len(rows(folder, name)) + 1)
    stage = files.index(name) // 2
    for index, other in enumerate(files):
        path = folder / other
        if path.exists() and index // 2 > stage:
            path.unlink()
    row = [*rows(folder, name), None][kept]
    if row is None or "request_idx" not in row:
        return
    for other in files[stage * 2 : stage * 2 + 2]:
        path = folder / other
        if not path.exists():
            continue
        numbers = [r["request_idx"] for r in rows(folder, other)]
        lines = path.read_bytes().splitlines(keepends=True)
        whole = b"".join(line for line, number in zip(lines, numbers, strict=True) if number < row["request_idx"])
        torn = b"".join(line for line, number in zip(lines, numbers, strict=True) if number == row["request_idx"])
        path.write_bytes(whole + torn[: rng.randrange(len(torn) + 1)])


@pytest.fixture(scope="module")
def uncut(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run that nothing stopped."""
    return make(answering(load(), faulty), str(tmp_path_factory.mktemp("uncut") / "run"), 15)


@pytest.mark.parametrize("seed", leading(10, range(40)))
def test_a_folder_cut_anywhere_is_derived_again_from_the_log(scripted: Install, uncut: Path, seed: int) -> None:
    shutil.copytree(uncut, "cut")

    cut_as_a_stop_does(Path("cut"), random.Random(seed))
    make(scripted(faulty), "cut", 15)

    assert derived(Path("cut")) == derived(uncut)
    assert rows(Path("cut"), "completions.jsonl") == rows(uncut, "completions.jsonl")


def test_everything_can_be_derived_from_the_log_alone(scripted: Install) -> None:
    plugins = scripted(faulty)
    folder = make(plugins, "whole", 15)
    whole = derived(folder)
    for name in DERIVED:
        (folder / name).unlink(missing_ok=True)
    plugins.backends()["scripted"].asked.clear()  # type: ignore[attr-defined]

    make(plugins, "whole", 15)

    assert derived(folder) == whole
    assert not plugins.backends()["scripted"].asked  # type: ignore[attr-defined]


@pytest.mark.parametrize("kept", [0, 1, 5, 11])
def test_a_shorter_log_asks_only_for_what_is_missing(scripted: Install, kept: int) -> None:
    plugins = scripted(faulty)
    folder = make(plugins, "whole", 15)
    whole = derived(folder)
    lines = (folder / "completions.jsonl").read_bytes().split(b"\n")[:-1]
    for name in DERIVED:
        (folder / name).unlink(missing_ok=True)
    (folder / "completions.jsonl").write_bytes(b"".join(line + b"\n" for line in lines[:kept]))
    plugins.backends()["scripted"].asked.clear()  # type: ignore[attr-defined]

    make(plugins, "whole", 15)

    assert derived(folder) == whole
    assert len(plugins.backends()["scripted"].asked) == len(lines) - kept  # type: ignore[attr-defined]
