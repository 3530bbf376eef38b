"""The benchmark, run on a tiny pool: all contestants agree, and what it prints and writes is whole."""

from __future__ import annotations

import gzip
import hashlib
import importlib.metadata
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

BENCH = Path(__file__).parent.parent / "bench"
sys.path.insert(0, str(BENCH))

import languages  # noqa: E402
import novelty  # noqa: E402
import ours  # noqa: E402
import peers  # noqa: E402
import report  # noqa: E402

CANDIDATES, BATCH, POOL, FILED, FILTERED = 6, 12, 30, 20, 40
TINY = f"--rounds 2 --lap 0 --candidates {CANDIDATES} --batch {BATCH} --sizes {POOL} --file-sizes {FILED} --filter {FILTERED}"


def written(path: Path, count: int) -> Path:
    rng = random.Random(3)
    words = ["Write", "a", "haiku", "about", "Rain,", "snow", "or", "sun!", "Sort", "7"]
    rows = [{"instruction": " ".join(rng.choices(words, k=rng.randint(1, 12)))} for _ in range(count)]
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write("\n".join(map(json.dumps, [*rows, {"instruction": "???"}])))
    return path


def run(folder: Path, *options: str | Path) -> tuple[str, dict[str, Any]]:
    """What a tiny run prints and writes."""
    command = [sys.executable, BENCH / "novelty.py", *TINY.split(), *options, "--out", folder / "results"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    [path] = (folder / "results").iterdir()
    return done.stdout, json.loads(path.read_text("utf-8"))


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, Any], Path]:
    """What a run over everything in English prints and writes, and the file that it was given."""
    folder = tmp_path_factory.mktemp("bench")
    file = written(folder / "rows.jsonl.gz", FILED + BATCH)
    return *run(folder, "--parts", "scores", "decisions", "filters", "--file", file), file


def test_everything_installed_is_in_the_results_and_agreed(ran: tuple[str, dict[str, Any], Path]) -> None:
    printed, found, file = ran
    expected = {
        "rouge_score": {"rouge_score", "the original's line"},
        "rapidfuzz": {"rapidfuzz"},
        "selfinstruct_rouge": set(ours.kernels()),
    }
    here = {name for module, names in expected.items() if peers.optional(module) for name in names} | {"python"}

    assert [each["corpus"] for each in found["agreed"]] == ["synthetic", file.name]
    for each in found["agreed"]:
        assert set(each["contestants"]) == here
    for module, name in novelty.PEERS.items():
        left_out = f"left out: {name}: not installed"
        assert (left_out in printed) == (peers.optional(module) is None)


def test_the_results_name_machine_versions_and_corpora_and_no_path(ran: tuple[str, dict[str, Any], Path]) -> None:
    _, found, file = ran
    assert found["machine"]["processor"]
    assert found["machine"]["kernels"] == ours.kernels()
    assert found["versions"]["selfinstruct"] == importlib.metadata.version("selfinstruct")
    assert (found["seed"], found["threads"], found["rounds"]) == (1, 2, 2)
    made, filed = found["corpora"]
    assert made["name"] == "synthetic"
    assert (filed["name"], filed["entries"]) == (file.name, FILED + BATCH)  # the row without a token is left out
    assert filed["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert str(file.parent) not in json.dumps(found)


@pytest.mark.parametrize("part", ["scores", "decisions"])
def test_every_contestant_has_a_row_of_medians(part: str, ran: tuple[str, dict[str, Any], Path]) -> None:
    printed, found, file = ran
    sections = found[part]
    assert [(each["corpus"], each["pool"]) for each in sections] == [("synthetic", POOL), (file.name, FILED)]
    kernels = ours.kernels()
    for section in sections:
        rows = report.by_name(section["rows"])
        if part == "scores":
            assert {"python", *kernels} <= set(rows)
        else:
            assert {f"{name}, decision" for name in ("python", *kernels[-1:])} <= set(rows)
        for row in rows.values():
            assert set(row) >= {"seconds", "clock", "pairs_per_second", "microseconds_a_candidate", "sampled"}
            assert row["least_seconds"] <= row["seconds"] <= row["most_seconds"]
            assert (row["clock"] == "wall") == (row["threads"] > 1)
            assert row["name"] in printed


def test_filters_tell_what_they_keep_and_what_they_miss(ran: tuple[str, dict[str, Any], Path]) -> None:
    _, found, file = ran
    assert [(each["corpus"], each["candidates"]) for each in found["filters"]] == [
        ("synthetic", FILTERED),
        (file.name, FILED + BATCH),
    ]
    for section in found["filters"]:
        exact = [row for row in section["rows"] if row["name"].startswith("exact")]
        assert {row["kept"] for row in exact} == {exact[0]["kept"]}
        assert 0 < exact[0]["kept"] <= section["candidates"]
        for row in section["rows"]:
            if row not in exact:
                assert 0.0 <= row["recall"] <= 1.0
                assert row["missed"] <= section["near_an_earlier_one"]


@pytest.mark.slow
def test_languages_are_measured_end_to_end(tmp_path: Path) -> None:
    for code in languages.CODES:
        if languages.installed(code) is None:
            pytest.skip(f"{code} or the offline backend is not installed")
    texts = tmp_path / "ja.jsonl"
    texts.write_text("".join(json.dumps({"instruction": f"{i}月の予定を書く"}) + "\n" for i in range(10)), encoding="utf-8")

    printed, found = run(tmp_path, "--parts", "languages", "--language-pool", str(POOL), "--texts", f"ja={texts}")

    assert not found["scores"]
    shown = [(each["language"], each["corpus"]["name"], each["candidates"]) for each in found["languages"]]
    assert shown == [("ko", "offline backend", BATCH), ("ja", "offline backend", BATCH), ("ja", "ja.jsonl", 5)]
    assert "ja, ja.jsonl, pool of 30" in printed
    for section in found["languages"]:
        assert section["pool"] == POOL
        asked = {(row["task"], row["batch"]) for row in section["rows"]}
        assert asked == {(task, batch) for task in ("decision", "all scores") for batch in languages.BATCHES}


def test_ratios_are_within_the_run(ran: tuple[str, dict[str, Any], Path]) -> None:
    printed, found, _ = ran
    tables = {"all scores": "scores", "decision": "decisions", "greedy filter": "filters"}
    for ratio in found["ratios"]:
        [rows] = [
            report.by_name(section["rows"])
            for section in found[tables[ratio["work"]]]
            if (section["corpus"], section.get("pool", section["candidates"])) == (ratio["corpus"], ratio["size"])
        ]
        seconds = [rows[ratio[key]]["microseconds_a_candidate"] for key in ("against", "of")]
        assert ratio["times"] == pytest.approx(seconds[0] / seconds[1], rel=1e-3)
    assert found["ratios"] or not ours.kernels()
    assert "\nratios\n" in printed


def test_results_are_written_under_the_name_of_the_processor(tmp_path: Path) -> None:
    path = report.write({"machine": {"processor": "Intel(R) Xeon(R) CPU @ 2.50GHz"}}, tmp_path / "new")
    assert path.name == "intel-r-xeon-r-cpu-2-50ghz.json"


@pytest.mark.parametrize("value", ["en=x", "ko", "=x"])
def test_texts_of_other_languages_are_refused(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        novelty.arguments(["--texts", value])
    assert "CODE=FILE" in capsys.readouterr().err
