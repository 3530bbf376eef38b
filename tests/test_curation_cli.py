"""Curation as a user meets it: what is told before anything is asked, what a curate leaves behind, what status says."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pages import page
from test_batching import _no_waiting, arguments, live, model  # noqa: F401 - a fixture
from test_curation_runs import everything, judging, make, mixed
from test_pipeline import rows
from wirebatches import Batches
from wireserver import Asked, WireServer

import selfinstruct
from selfinstruct import Stalled
from selfinstruct.cli import cli
from selfinstruct.plugins import Plugins
from selfinstruct.recipes import RECIPES

Install = Callable[..., Plugins]
RUN = "run --lang ko -n 4 --backend offline --recipe alpaca --out r"


def typed(command: str) -> Result:
    return CliRunner().invoke(cli, command.split())


def begun(command: str = RUN) -> None:
    assert typed(command).exit_code == 0


@pytest.fixture
def sets() -> dict[str, Path]:
    """Evaluation sets of which none can be used."""
    held = {
        "empty.jsonl": b"",
        "empty.txt": b" \n",
        "broken.jsonl": b'{"a": "b"\n',
        "numbers.json": b"[1, 2]",
        "figures.jsonl": b'{"n": 3}\n',
        "broken.jsonl.gz": b"\x1f\x8b\x08broken",
        "utf16.txt": b"\xff\xfea\x00",
    }
    for name, data in held.items():
        Path(name).write_bytes(data)
    return {name: Path(name) for name in held}


# --- wrong wishes


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("--curate all", "--curate all: there is no such step"),
        ("--curate Judge", "steps: outputs, contamination"),
        ("--curate none judge", "--curate none: judge is asked for too"),
        ("--curate none --against eval.txt", "--curate none: contamination is asked for too"),
        ("--curate ,", "--curate: no step is named"),
        ("--curate --seed 1", "Option '--curate' requires an argument"),
        ("--trigger", "Option '--trigger' requires an argument"),
        ("--curate outputs --embedder ngrams", "add --curate semantic"),
        ("--embedding-model x", "--embedding-model: the step it is about is not taken"),
        ("--embedding-option a=b", "--embedding-option: the step it is about is not taken"),
        ("--judge-base-url http://127.0.0.1:1", "add --curate judge"),
        ("--curate judge --judge-base-url nowhere", "--judge-base-url nowhere: must be an http or https address"),
        ("--curate judge --judge-backend nobody", "no backend 'nobody'"),
        ("--curate judge --judge-backend openai --judge-model m", "OPENAI_API_KEY is not set"),
        ("--classification-only", "--classification-only: the alpaca recipe has no classification"),
        ("--trigger instruction=A output=A", "--trigger output=A"),
    ],
)
def test_a_wrong_wish_is_told_before_a_folder_is_there(more: str, said: str) -> None:
    Path("eval.txt").write_text("Some text of an evaluation set.\n")
    result = typed(f"{RUN} {more}")

    assert result.exit_code in {1, 2}
    assert said in result.output
    assert not Path("r").exists()


def test_an_evaluation_set_that_cannot_be_read_is_told_before_anything_is_asked(sets: dict[str, Path]) -> None:
    for name in sets:
        result = typed(f"{RUN} --against {name}")
        assert (result.exit_code, name in result.stderr) == (2, True), result.output
        assert not Path("r").exists()


def test_steps_are_taken_once_and_in_their_order_however_they_are_named() -> None:
    begun(f"{RUN} --curate judge,outputs --curate personal-data outputs judge")
    assert tomllib.loads(Path("r/run.toml").read_text())["curation"]["steps"] == ["outputs", "personal-data", "judge"]


def test_none_takes_no_step() -> None:
    begun(f"{RUN} --curate none")
    assert "curation" not in tomllib.loads(Path("r/run.toml").read_text())


# --- curate


@pytest.mark.parametrize(
    "more",
    [
        "--against broken.jsonl",
        "--curate judge --batch",
        "--curate judge --judge-backend nobody",
        "--curate semantic --embedder x",
    ],
)
def test_a_curate_that_cannot_be_leaves_all_as_it_was(sets: dict[str, Path], more: str) -> None:
    begun(f"{RUN} --curate outputs")
    before = {file.name: file.read_bytes() for file in Path("r").glob("*.jsonl")}
    settings = tomllib.loads(Path("r/run.toml").read_text())
    result = typed(f"curate r {more}")

    assert result.exit_code in {1, 2}
    assert {file.name: file.read_bytes() for file in Path("r").glob("*.jsonl")} == before
    assert tomllib.loads(Path("r/run.toml").read_text()) == settings


def test_what_somebody_wrote_into_the_tasks_is_never_lost() -> None:
    begun()
    tasks = Path("r/tasks.jsonl")
    tasks.write_text(tasks.read_text("utf-8").replace('"instruction": "', '"instruction": "잠깐! ', 1), "utf-8")
    mine = tasks.read_bytes()
    refused = typed("curate r")
    for steps in ("outputs", "none", "outputs", "none"):
        assert typed(f"curate r --curate {steps}").exit_code == 0

    assert (refused.exit_code, "changed by hand" in refused.stderr) == (1, True)
    assert Path("r/tasks.old.jsonl").read_bytes() == mine
    assert sorted(file.name for file in Path("r").glob("tasks*")) == ["tasks.jsonl", "tasks.old.2.jsonl", "tasks.old.jsonl"]


def test_an_evaluation_set_that_was_changed_is_told_until_it_is_named_again() -> None:
    sets = Path("eval.txt")
    sets.write_text("Nothing of what the run has.\n")
    begun(f"{RUN} --against eval.txt")
    first = rows(Path("r"), "tasks.jsonl")[0]["instruction"]
    sets.write_text(first + "\n", "utf-8")
    changed = typed("curate r")
    named = typed("curate r --against eval.txt")

    assert (changed.exit_code, "eval.txt: not the evaluation sets" in changed.stderr) == (2, True), changed.stderr
    assert named.exit_code == 0, named.stderr
    (refused,) = rows(Path("r"), "rejections.contamination.jsonl")
    assert refused["text"] == first
    assert first.split()[0] in refused["detail"].replace(" ", ""), "Korean is told without spaces between syllables"


def test_seeds_that_are_gone_are_told_before_tasks_are_compared_with_them() -> None:
    Path("seeds.jsonl").write_text(json.dumps({"instruction": "노래를 지어 주세요.", "output": "랄랄라"}) + "\n", "utf-8")
    begun(f"{RUN} --seeds seeds.jsonl")
    Path("seeds.jsonl").write_text(json.dumps({"instruction": "시를 지어 주세요.", "output": "바람"}) + "\n", "utf-8")
    changed = typed("curate r --curate semantic --embedder ngrams")

    assert (changed.exit_code, "seed tasks of the run can not change" in changed.stderr) == (2, True), changed.stderr
    assert typed("curate r --curate outputs").exit_code == 0


# --- what is told


def test_status_tells_what_every_step_did() -> None:
    begun(f"{RUN} --option faults=0.5 --curate outputs self-consistency judge")
    told = typed("status r").stdout
    found = json.loads(typed("status r --json").stdout)
    lines = {line.split()[0]: line.split() for line in told.splitlines() if line.startswith("    ") and "refused" not in line}

    assert list(lines) == found["steps"] == ["outputs", "self-consistency", "judge"]
    for step in ("self-consistency", "judge"):
        kept, asked = len(rows(Path("r"), f"{step}.jsonl")), found["requests"][step]
        assert lines[step][1:4] == [str(kept), str(asked), "requests,"]
        assert found["counts"][step] == kept
        for reason, times in found["reasons"].get(step, {}).items():
            assert f"refused {times:>6}  {reason}" in told
    assert "alpaca" in told
    assert "classify" not in told


def test_status_names_the_steps_in_what_comes_next() -> None:
    begun("run --lang ko -n 12 --backend offline --recipe alpaca --out r")
    assert typed("curate r --curate judge --min-score 5").exit_code == 0
    told = typed("status r").stdout

    assert "-n 12 --recipe alpaca --backend offline --curate judge --out r ..." in told
    assert typed("run --lang ko -n 12 --recipe alpaca --backend offline --curate judge --min-score 5 --out r").exit_code == 0


def test_estimate_measures_a_preview_by_the_tasks_that_were_curated() -> None:
    command = "--lang ko -n 100 --recipe alpaca --backend offline --option faults=0 --curate judge --out r"
    result = typed(f"estimate {command} --preview 3")

    assert result.exit_code == 0, result.stderr
    assert "measured: 3 of 3 instructions gave a task" in result.output
    assert len(rows(Path("r"), "instructions.jsonl")) > 3


def test_a_step_that_refuses_everything_ends_the_run_early_and_is_named(scripted: Install) -> None:
    plugins = scripted(judging(lambda _: 1))
    with pytest.raises(Stalled, match="low-score") as stalled:
        make(plugins, "r", n=110, recipe="alpaca", curate=["judge"])

    assert "the step judge" in stalled.value.hint
    assert len(rows(Path("r"), "instructions.jsonl")) == 110


def test_every_recipe_is_told_on_the_page() -> None:
    assert all(f"**`{name}`**" in page("recipes.md") for name in RECIPES)


# --- the judge


def test_the_judge_may_be_served_elsewhere_and_move() -> None:
    async def verdict(_: Asked) -> str:
        return "Reason: fine.\nScore: 5"

    with WireServer(verdict) as first, WireServer(verdict) as second:
        begun(RUN.replace("-n 4", "-n 2"))
        judge = "--curate judge --judge-backend openai --judge-model m --judge-base-url"
        done = [typed(f"curate r {judge} {server.url}") for server in (first, second)]
        longer = typed(f"{RUN} {judge} {second.url}")

    assert [result.exit_code for result in (*done, longer)] == [0] * 3, [result.stderr for result in (*done, longer)]
    assert len(live(first)) >= 2
    assert len(live(second)) >= 2
    assert len(live(first)) + len(live(second)) == len(
        [r for r in rows(Path("r"), "completions.jsonl") if r["stage"] == "judge"]
    )
    assert tomllib.loads(Path("r/run.toml").read_text())["stage"]["judge"]["base-url"] == second.url


@pytest.mark.parametrize("backend", ["groq", "openai"])
def test_curation_in_batches_has_the_bytes_of_curation_without(backend: str) -> None:
    async def answer(asked: Asked) -> str:
        shown = asked.body["messages"][-1]["content"]
        if "Score:" in shown:
            return f"Reason: so.\nScore: {3 + asked.seed % 3}"
        return "Tell anything." if "Instruction:" in shown and "Example" not in shown else await model(asked)

    steps = ["--curate", "self-consistency", "judge", "--min-closeness", "0", "--trials", "2"]
    with WireServer(answer, batches=Batches(groq=backend == "groq")) as server:
        plain = CliRunner().invoke(cli, [*arguments(backend, server, "plain", n=6), *steps])
        asked = len(live(server))
        batched = CliRunner().invoke(cli, [*arguments(backend, server, "batched", n=6), *steps, "--batch"])

    assert (plain.exit_code, batched.exit_code) == (0, 0), plain.stderr + batched.stderr
    assert everything(Path("plain")) == {n: b for n, b in everything(Path("batched")).items() if n != "batches.jsonl"}
    log = rows(Path("batched"), "completions.jsonl")
    assert {row["stage"] for row in log if "batch" in row} >= {"self-consistency", "judge"}
    assert len(live(server)) - asked == sum("batch" not in row for row in log)


def test_a_limit_inside_the_judge_ends_the_run_and_a_larger_one_goes_on(scripted: Install) -> None:
    plugins = scripted(judging(lambda prompt: 3 + mixed(prompt) % 3))
    whole = make(plugins, "whole", n=8, recipe="alpaca", curate=["judge"])
    stages = [row["stage"] for row in rows(whole.folder, "completions.jsonl")]
    for most in range(stages.index("judge") + 2, len(stages), 3):
        with pytest.raises(selfinstruct.BudgetSpent):
            make(plugins, "r", n=8, recipe="alpaca", curate=["judge"], max_requests=most)
        assert selfinstruct.status("r").stopped["code"] == 3
    make(plugins, "r", n=8, recipe="alpaca", curate=["judge"])

    assert everything(Path("r")) == everything(whole.folder)


def test_a_judge_that_is_paid_for_is_told_beforehand(monkeypatch: pytest.MonkeyPatch) -> None:
    async def verdict(_: Asked) -> str:
        return "Reason: fine.\nScore: 5"

    monkeypatch.setenv("GROQ_API_KEY", "gsk_Secret0123456789")
    with WireServer(verdict) as server:
        judge = f"--curate judge --judge-backend groq --judge-model m --judge-base-url {server.root}"
        told = typed(f"{RUN} {judge}")

    assert told.exit_code == 0, told.stderr
    assert "groq m is billed: about 5 requests, cost unknown" in told.stderr
