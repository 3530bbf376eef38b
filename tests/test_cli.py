"""The command line as a user meets it: one clear line for every mistake, the right exit code, never a traceback."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
import tomllib
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from test_kill import timeless
from test_pipeline import rows

from selfinstruct.cli import cli
from selfinstruct.runfolder import RunFolder
from selfinstruct.stages.generate import stalled


def call(*arguments: str) -> Result:
    """The command, in this process."""
    return CliRunner().invoke(cli, arguments)


def run_en(*arguments: str) -> Result:
    return call("run", "--lang", "en", "--backend", "offline", *arguments)


def test_a_run_tells_where_the_files_are_and_shows_three_tasks() -> None:
    result = call("run", "--lang", "en", "-n", "5")

    assert result.exit_code == 0
    assert result.stdout == f"{Path('runs/en-offline/tasks.jsonl')}\n"
    assert "no GROQ_API_KEY: using offline" in result.stderr
    assert "5 tasks in" in result.stderr
    assert "not for training" in result.stderr
    for task in rows(Path("runs/en-offline"), "tasks.jsonl")[:3]:
        assert task["instruction"].split("\n")[0] in result.stderr


def test_a_key_without_its_plugin_still_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROQ_API_KEY", "gsk-not-a-real-key")

    result = call("--without", "groq", "run", "--lang", "en", "-n", "1")

    assert result.exit_code == 0
    assert "no groq backend is installed, though GROQ_API_KEY is set: using offline" in result.stderr
    assert "gsk-not" not in result.output


def test_a_key_in_dotenv_is_seen() -> None:
    Path(".env").write_text("export GROQ_API_KEY='gsk-x'\n")

    assert "GROQ_API_KEY is set" in call("--without", "groq", "run", "--lang", "en", "-n", "1").stderr
    assert "GROQ_API_KEY: set" in call("doctor").stdout


MISTAKES = {
    "unknown language": (["run", "--lang", "xx"], 1, "no language 'xx'; there: en, ja, ko"),
    "unknown backend": (["run", "--lang", "en", "--backend", "gpt"], 1, "no backend 'gpt'"),
    "unknown recipe": (["run", "--lang", "en", "--recipe", "soup"], 2, "--recipe soup: must be one of self-instruct"),
    "no language": (["run"], 2, "Missing option '--lang'"),
    "zero": (["run", "--lang", "en", "-n", "0"], 2, "-n 0: must be"),
    "below zero": (["run", "--lang", "en", "-n", "-1"], 2, "-n -1: must be"),
    "no number": (["run", "--lang", "en", "-n", "many"], 2, "is not a valid integer"),
    "no concurrency": (["run", "--lang", "en", "--concurrency", "0"], 2, "--concurrency 0: must be"),
    "no window": (["run", "--lang", "en", "--window", "0"], 2, "--window 0: must be"),
    "no demonstrations": (["run", "--lang", "en", "--seed-demonstrations", "0"], 2, "--seed-demonstrations 0: must be"),
    "threshold": (["run", "--lang", "en", "--threshold", "1.5"], 2, "--threshold 1.5: must be"),
    "not a number": (["run", "--lang", "en", "--threshold", "nan"], 2, "--threshold nan: must be"),
    "temperature": (["run", "--lang", "en", "--temperature", "-1"], 2, "--temperature -1.0: must be"),
    "option without value": (["run", "--lang", "en", "--option", "faults"], 2, "'faults' is not KEY=VALUE"),
    "unknown option": (["run", "--lang", "en", "--backend", "offline", "--option", "speed=9"], 2, "speed"),
    "key as an option": (["run", "--lang", "en", "--option", "api_key=x"], 2, "--option api_key: not taken"),
    "replay and backend": (["run", "--lang", "en", "--backend", "offline", "--replay", "{file}"], 2, "exclude each other"),
    "seeds that are missing": (["run", "--lang", "en", "--seeds", "none.jsonl"], 2, "does not exist"),
    "seeds that are broken": (["run", "--lang", "en", "--backend", "offline", "--seeds", "{file}"], 2, "bad.jsonl:1: "),
    "a folder that is no run": (["status", "{folder}"], 2, "no run is there"),
    "a stage of no run": (["classify", "{folder}"], 2, "no run is there"),
    "export of no run": (["export", "{folder}"], 2, "no run is there"),
    "a folder that is missing": (["status", "nowhere"], 2, "does not exist"),
    "a folder that cannot be": (["run", "--lang", "en", "--backend", "offline", "--out", "/proc/none/run"], 1, "/proc/none"),
    "a file in the folder's place": (["run", "--lang", "en", "--backend", "offline", "--out", "{file}"], 1, "bad.jsonl"),
    "filter without a field": (["filter", "{file}", "--lang", "en"], 2, "bad.jsonl:1: instruction: is missing"),
}


@pytest.mark.parametrize(("arguments", "code", "message"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_told_in_a_line(tmp_path: Path, arguments: list[str], code: int, message: str) -> None:
    (tmp_path / "bad.jsonl").write_text('{"id": "a"}\n')
    (tmp_path / "folder").mkdir()
    places = {"file": str(tmp_path / "bad.jsonl"), "folder": str(tmp_path / "folder")}

    result = call(*(argument.format(**places) for argument in arguments))

    assert (result.exit_code, message in result.stderr) == (code, True), result.stderr
    assert "Traceback" not in result.output
    assert isinstance(result.exception, SystemExit)


def test_debug_shows_the_traceback() -> None:
    with pytest.raises(Exception, match="no language 'xx'"):
        CliRunner().invoke(cli, ["--debug", "run", "--lang", "xx"], catch_exceptions=False)


def test_a_run_that_asks_nothing_says_so() -> None:
    first, again = run_en("-n", "3"), run_en("-n", "3")

    assert (first.exit_code, again.exit_code) == (0, 0)
    assert "nothing was asked" not in first.stderr
    assert "3 tasks in runs/en-offline, from answers that were there: nothing was asked (--out FOLDER" in again.stderr


@pytest.mark.parametrize(("reason", "cure"), [("no-items", "hold no list of tasks"), ("similar", "a higher --threshold")])
def test_a_stall_is_told_with_the_cure_of_its_reason(tmp_path: Path, reason: str, cure: str) -> None:
    (tmp_path / "rejections.jsonl").write_text(f'{{"reason": "{reason}"}}\n', "utf-8")
    assert cure in stalled(RunFolder(tmp_path), 0, 5, 20).hint


def test_a_stall_has_its_own_exit_code() -> None:
    result = run_en("-n", "5", "--option", "faults=1")

    assert result.exit_code == 4
    assert "in a row gave nothing new" in result.stderr
    assert "reasons: " in result.stderr
    assert "hint: " in result.stderr


def test_stages_one_by_one_give_what_a_run_gives() -> None:
    whole = Path("whole")
    run_en("-n", "12", "--out", str(whole))
    made = len(rows(whole, "instructions.jsonl"))
    parts = Path("parts")

    assert call("generate", "--lang", "en", "--backend", "offline", "-n", str(made), "--out", "parts").exit_code == 0
    for stage in ("classify", "instances", "curate"):
        assert call(stage, "parts").exit_code == 0

    for name in ("classifications.jsonl", "instances.jsonl"):
        assert [row["id"] for row in rows(parts, name)] == [row["id"] for row in rows(whole, name)]
    tasks = rows(parts, "tasks.jsonl")
    assert tasks[:12] == rows(whole, "tasks.jsonl")


def test_a_stage_keeps_its_own_settings() -> None:
    call("generate", "--lang", "en", "--backend", "offline", "-n", "4", "--out", "run")

    first = call("classify", "run", "--temperature", "0.3")
    again = call("classify", "run", "--temperature", "0.9")

    assert first.exit_code == 0
    assert {row["sampling"]["temperature"] for row in rows(Path("run"), "completions.jsonl") if row["stage"] == "classify"} == {
        0.3
    }
    assert again.exit_code == 2
    assert "classify has rows already" in again.stderr
    assert run_en("-n", "4", "--out", "run").exit_code == 0


def test_replay_repeats_a_run_byte_for_byte() -> None:
    run_en("-n", "10", "--out", "first")

    result = call("run", "--lang", "en", "-n", "10", "--out", "second", "--replay", "first/completions.jsonl")

    assert result.exit_code == 0
    for name in ("instructions.jsonl", "rejections.jsonl", "classifications.jsonl", "instances.jsonl", "tasks.jsonl"):
        assert Path("second", name).read_bytes() == Path("first", name).read_bytes()
    assert "differs" not in result.stderr


def test_replay_filters_again_at_another_threshold_and_warns_once() -> None:
    call("generate", "--lang", "en", "--backend", "offline", "-n", "60", "--window", "2", "--out", "first")

    result = call(
        "generate",
        "--lang",
        "en",
        "-n",
        "60",
        "--window",
        "2",
        "--out",
        "strict",
        "--threshold",
        "0.25",
        "--replay",
        "first/completions.jsonl",
    )

    assert result.exit_code == 4
    assert result.stderr.count("differs") == 1
    assert "has no answer to request" in result.stderr
    kept = rows(Path("strict"), "instructions.jsonl")
    assert 0 < len(kept) < 60
    assert max(score for row in kept for score in row["most_similar"].values()) <= 0.25


def test_replay_of_later_stages_ends_where_the_log_ends() -> None:
    call("generate", "--lang", "en", "--backend", "offline", "-n", "5", "--out", "first")

    result = call("run", "--lang", "en", "-n", "5", "--out", "second", "--replay", "first/completions.jsonl")

    assert result.exit_code == 4
    assert "has no answer to request 0 of classify" in result.stderr
    assert len(rows(Path("second"), "instructions.jsonl")) == 5


def test_status_counts_what_is_there() -> None:
    run_en("-n", "8", "--out", "run")

    found = json.loads(call("status", "run", "--json").stdout)

    assert found["counts"]["curate"] == 8
    assert found["counts"]["generate"] == len(rows(Path("run"), "instructions.jsonl"))
    assert sum(found["reasons"]["generate"].values()) == len(rows(Path("run"), "rejections.jsonl"))
    assert sum(found["requests"].values()) == len(rows(Path("run"), "completions.jsonl"))
    assert found["next"].startswith("done")
    assert "acceptance" in call("status", "run").stdout


def test_filter_keeps_the_new_and_tells_of_the_rest(tmp_path: Path) -> None:
    texts = ["Name four red fruits.", "Name four red fruits!", "Name  FOUR red fruits.", "Explain how tides come about.", "?!"]
    Path("in.jsonl").write_text("".join(json.dumps({"instruction": t, "mark": i}) + "\n" for i, t in enumerate(texts)))
    Path("pool.json").write_text(json.dumps([{"instruction": "Explain how tides come about at all."}]))

    result = call("filter", "in.jsonl", "--lang", "en", "--pool", "pool.json", "--kept", "kept", "--rejected", "rejected")

    assert result.exit_code == 0
    assert [row["mark"] for row in rows(tmp_path, "kept")] == [0]
    (kept,) = rows(tmp_path, "kept")
    assert kept["most_similar"] == {"Explain how tides come about at all.": 0.0}
    assert kept["avg_similarity_score"] == 0.0
    reasons = [(row["mark"], row["reason"], row["nearest"], row["rouge_l"]) for row in rows(tmp_path, "rejected")]
    assert reasons == [
        (1, "similar", "Name four red fruits.", 1.0),
        (2, "duplicate", None, None),
        (3, "similar", "Explain how tides come about at all.", 2 * 1.0 * (5 / 7) / (1.0 + 5 / 7)),
        (4, "no-tokens", None, None),
    ]
    assert "1 kept, 4 rejected" in result.stderr


def test_filter_without_scores_decides_the_same() -> None:
    run_en("-n", "40", "--out", "run")
    source = "run/instructions.jsonl"

    scored = call("filter", source, "--lang", "en", "--threshold", "0.3")
    quick = call("filter", source, "--lang", "en", "--threshold", "0.3", "--no-scores")

    ids = [[json.loads(line)["id"] for line in result.stdout.splitlines()] for result in (scored, quick)]
    assert ids[0] == ids[1]
    assert 0 < len(ids[0]) < 40


def test_plugins_are_listed() -> None:
    listed = call("plugins")

    for name in ("selfinstruct-ko 0.1.0", "selfinstruct-offline 0.1.0", "kiwipiepy"):
        assert name in listed.stdout


@pytest.mark.parametrize("without", [pytest.param((), marks=pytest.mark.slow), ("ko", "ja", "offline")], ids=str)
def test_plugins_are_checked(without: Sequence[str]) -> None:
    checked = call(*(word for name in without for word in ("--without", name)), "plugins", "--check")

    assert checked.exit_code == 0, checked.output
    assert "FAIL" not in checked.stdout
    assert re.search(r"ok +language +en ", checked.stdout)
    assert bool(re.search(r"ok +language +ko ", checked.stdout)) == ("ko" not in without)


def test_doctor_finds_this_machine_ready() -> None:
    result = call("doctor")

    assert result.exit_code == 0, result.output
    assert "rouge kernel: " in result.stdout
    assert "trial run ko: good" in result.stdout
    assert "GROQ_API_KEY: not set" in result.stdout


@pytest.mark.parametrize(
    "command", ["run", "generate", "classify", "instances", "curate", "export", "filter", "status", "plugins", "doctor"]
)
def test_every_command_explains_itself(command: str) -> None:
    result = call(command, "--help")

    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: ")


def test_ctrl_c_leaves_the_state_safe_and_says_how_to_go_on() -> None:
    command = [sys.executable, "-m", "selfinstruct", "run", "--lang", "en", "--backend", "offline", "-n", "60", "--out", "run"]
    command += ["--option", "latency=0.3"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=os.environ)
    log = Path("run/completions.jsonl")
    deadline = time.monotonic() + 20
    while not log.exists() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=20)

    assert process.returncode == 130
    assert "interrupted: " in told
    assert "--out run" in told
    assert "Traceback" not in told
    assert run_en("-n", "10", "--out", "run", "--option", "latency=0.3").exit_code in {0, 2}


def test_heavy_libraries_are_not_imported_to_start() -> None:
    code = (
        "import sys, selfinstruct, selfinstruct.cli\n"
        "from selfinstruct.plugins import load\n"
        "load().languages()\n"
        "print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert not {"kiwipiepy", "sudachipy", "numpy", "torch", "groq", "openai", "pydantic", "jinja2", "rich"} & set(loaded)


def test_a_full_disk_is_told_and_the_run_goes_on_when_there_is_room() -> None:
    command = [sys.executable, "-m", "selfinstruct", "run", "--lang", "en", "--backend", "offline", "-n", "20", "--out"]

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))

    full = subprocess.run([*command, "run"], capture_output=True, text=True, preexec_fn=small_files, check=False)
    resumed = run_en("-n", "20", "--out", "run")
    run_en("-n", "20", "--out", "whole")

    assert full.returncode == 1
    assert "File too large" in full.stderr
    assert "make room" in full.stderr
    assert "Traceback" not in full.stderr
    assert resumed.exit_code == 0
    assert timeless(Path("run")) == timeless(Path("whole"))


def test_a_torn_last_line_is_told_and_mended() -> None:
    run_en("-n", "6", "--out", "run")
    whole = timeless(Path("run"))
    for name in ("completions.jsonl", "instances.jsonl"):
        with Path("run", name).open("ab") as file:
            file.write(b'{"id": "en-')

    result = run_en("-n", "6", "--out", "run")

    assert result.exit_code == 0
    assert "instances.jsonl: the last line was cut short (11 bytes); removed" in result.stderr
    assert timeless(Path("run")) == whole


STRANGE = {
    "decomposed Hangul": ("ko", unicodedata.normalize("NFD", "세종대왕이 만든 글자의 이름과 만든 까닭을 설명해 주세요.")),
    "zero width": ("ko", "세종\u200b대왕이 만든 글\ufeff자의 이름과 만든 까닭을 설명해 주세요."),
    "lone surrogate": ("ja", "江戸時代の\ud83d暮らしについて説明してください。"),
    "60 kB of Japanese": ("ja", "江戸時代の暮らしについて説明してください。" * 1000),
    "NUL": ("en", "Describe the daily life\x00 of a lighthouse keeper."),
    "only marks": ("ja", "？！…"),
}


@pytest.mark.parametrize(("code", "text"), STRANGE.values(), ids=STRANGE.keys())
def test_strange_text_is_filtered_like_any_other(tmp_path: Path, code: str, text: str) -> None:
    Path("in.jsonl").write_text("".join(json.dumps({"instruction": t}) + "\n" for t in (text, text)))

    result = call("filter", "in.jsonl", "--lang", code, "--kept", "kept", "--rejected", "rejected")

    assert result.exit_code == 0, result.stderr
    kept, rejected = rows(tmp_path, "kept"), rows(tmp_path, "rejected")
    if text == "？！…":
        assert [row["reason"] for row in rejected] == ["no-tokens", "duplicate"]
    else:
        assert len(kept) == 1
        assert [row["reason"] for row in rejected] == ["duplicate"]


def test_the_rust_kernel_and_the_python_one_write_the_same_bytes() -> None:
    pytest.importorskip("selfinstruct_rouge")
    for kernel in ("python", "rust"):
        arguments = ["run", "--lang", "ko", "--backend", "offline", "-n", "60", "--out", kernel]
        command = [sys.executable, "-m", "selfinstruct", *arguments]
        environment = {**os.environ, "SELFINSTRUCT_KERNEL": kernel} if kernel == "python" else dict(os.environ)
        subprocess.run(command, env=environment, check=True, capture_output=True)

    assert timeless(Path("python")) == timeless(Path("rust"))
    books = [tomllib.loads(Path(name, "run.toml").read_text("utf-8")) for name in ("python", "rust")]
    kernels = [book["versions"]["rouge kernel"] for book in books]
    assert kernels[0] == "python" != kernels[1]
