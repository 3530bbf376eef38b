"""Runs that curate further: exactly N tasks that passed every step, the same after any stop, and steps changed later."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from answers import good, words
from click.testing import CliRunner, Result
from quickrows import crossed, leading
from scripted import answering
from test_pipeline import DERIVED, rows
from test_resume import cut_as_a_stop_does

import selfinstruct
from selfinstruct import ConfigError, Prompt
from selfinstruct.cli import cli
from selfinstruct.plugins import Plugins, load
from selfinstruct.steps import STEPS

Install = Callable[..., Plugins]
ALL = {
    "curate": ["outputs", "personal-data", "semantic", "self-consistency", "judge"],
    "embedder": "ngrams",
    "max_cosine": 0.99,
}


def everything(folder: Path) -> dict[str, bytes]:
    """Every derived file, the log and what names times apart."""
    return {f.name: f.read_bytes() for f in folder.glob("*.jsonl") if f.name not in {"completions.jsonl", "instructions.jsonl"}}


def mixed(prompt: Prompt) -> int:
    """A number that differs from instruction to instruction."""
    return sum(map(ord, prompt.instruction))


def judging(score: Callable[[Prompt], int]) -> Callable[[Prompt], str]:
    def answer(prompt: Prompt) -> str:
        return f"Reason: because.\nScore: {score(prompt)}" if prompt.form == "score" else good(prompt)

    return answer


ASKING = {"curate": ["self-consistency", "judge"]}
fair = judging(lambda prompt: 3 + mixed(prompt) % 3)


def make(plugins: Plugins, out: str, n: int = 12, **options: Any) -> selfinstruct.Result:
    return selfinstruct.run("en", n, backend="scripted", out=out, plugins=plugins, **options)


@pytest.mark.parametrize(("lang", "recipe"), crossed(["ko", "ja", "en"], ["self-instruct", "alpaca"]))
def test_a_run_with_every_step_ends_with_exactly_n_tasks(lang: str, recipe: str) -> None:
    result = selfinstruct.run(lang, 10, backend="offline", recipe=recipe, out="r", **ALL)

    assert len(result.tasks) == 10
    assert all(min(task.extra["score"]) >= 4 for task in result.tasks)
    assert {row["id"] for row in rows(result.folder, "self-consistency.jsonl")} >= {task.id for task in result.tasks}


def test_what_the_judge_rates_low_is_refused_and_told(scripted: Install) -> None:
    result = make(scripted(judging(lambda prompt: 2 + mixed(prompt) % 4)), "r", curate=["judge"])
    refused = rows(result.folder, "rejections.judge.jsonl")

    assert len(result.tasks) == 12
    assert {row["reason"] for row in refused} == {"low-score"}
    assert all(len(task.extra["score"]) == len(task.instances) for task in result.tasks)
    assert selfinstruct.status(result.folder).reasons["judge"] == {"low-score": len(refused)}


def test_a_task_that_cannot_be_recovered_is_refused(scripted: Install) -> None:
    def answer(prompt: Prompt) -> str:
        lost = prompt.form == "recovered-instruction" and mixed(prompt) % 2
        return "Sing the song of the seven seas." if lost else good(prompt)

    plugins = scripted(answer)
    result = make(plugins, "r", curate=["self-consistency"], trials=2)
    refused = rows(result.folder, "rejections.self-consistency.jsonl")

    assert len(result.tasks) == 12
    assert refused
    assert {row["reason"] for row in refused} == {"not-recovered"}
    assert all(sum(map(ord, row["text"])) % 2 for row in refused)
    asked = [prompt for prompt in plugins.backend("scripted").asked if prompt.stage == "self-consistency"]  # type: ignore[attr-defined]
    assert len(asked) == 2 * (len(refused) + len(rows(result.folder, "self-consistency.jsonl")))


def test_an_instruction_that_holds_its_input_is_measured_by_its_first_paragraph(scripted: Install) -> None:
    def answer(prompt: Prompt) -> str:
        if prompt.form == "recovered-instruction":
            return prompt.instruction.partition("\n\n")[0]
        text = good(prompt)
        return re.sub(r"\.\n", lambda end: f".\n\n{words(random.Random(f'{prompt.number} {end.start()}'), 20)}\n", text)

    result = make(scripted(answer), "r", n=5, recipe="instruction-output", curate=["self-consistency"])

    assert all("\n\n" in task.instruction for task in result.tasks)
    assert {row["best"] for row in rows(result.folder, "self-consistency.jsonl")} == {1.0}
    assert not rows(result.folder, "rejections.self-consistency.jsonl")


def test_concurrency_and_growth_change_no_byte() -> None:
    for out, concurrency in (("one", 1), ("many", 32)):
        selfinstruct.run("ko", 9, backend="offline", out=out, concurrency=concurrency, **ALL)
    selfinstruct.run("ko", 4, backend="offline", out="grown", **ALL)
    selfinstruct.run("ko", 9, backend="offline", out="grown", **ALL)

    assert everything(Path("one")) == everything(Path("many"))
    assert (Path("grown") / "tasks.jsonl").read_bytes() == (Path("one") / "tasks.jsonl").read_bytes()


def test_a_log_is_replayed_to_the_same_bytes() -> None:
    selfinstruct.run("ja", 8, backend="offline", out="a", **ALL)
    selfinstruct.run("ja", 8, replay="a/completions.jsonl", out="b", **ALL)

    assert everything(Path("a")) == everything(Path("b"))


WRITTEN = [
    *DERIVED[:-2],
    *(name for step in ("self-consistency", "judge") for name in (f"{step}.jsonl", f"rejections.{step}.jsonl")),
    "tasks.jsonl",
    "rejections.curate.jsonl",
]


@pytest.fixture(scope="module")
def uncut(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run that nothing stopped."""
    return make(answering(load(), fair), str(tmp_path_factory.mktemp("uncut") / "run"), **ASKING).folder


@pytest.mark.parametrize("seed", leading(5, range(20)))
def test_a_folder_cut_anywhere_is_derived_again(scripted: Install, uncut: Path, seed: int) -> None:
    shutil.copytree(uncut, "cut")

    cut_as_a_stop_does(Path("cut"), random.Random(seed), WRITTEN)
    make(scripted(fair), "cut", **ASKING)

    assert everything(Path("cut")) == everything(uncut)
    assert rows(Path("cut"), "completions.jsonl") == rows(uncut, "completions.jsonl")


def test_steps_can_be_changed_later_and_nothing_is_asked_twice(scripted: Install) -> None:
    plugins = scripted(judging(lambda prompt: 3 + mixed(prompt) % 3))
    folder = make(plugins, "r").folder
    before = (folder / "tasks.jsonl").read_bytes()
    strict = selfinstruct.curate(folder, curate=["judge"], min_score=5, plugins=plugins)
    asked = len(plugins.backend("scripted").asked)  # type: ignore[attr-defined]
    mild = selfinstruct.curate(folder, curate=["judge"], min_score=4, plugins=plugins)
    none = selfinstruct.curate(folder, curate=["none"], plugins=plugins)

    assert 0 < len(strict.tasks) < len(mild.tasks) < len(none.tasks)
    assert len(plugins.backend("scripted").asked) == asked  # type: ignore[attr-defined]
    assert (folder / "tasks.jsonl").read_bytes() == before
    assert (folder / "tasks.old.jsonl").exists()
    assert not (folder / "judge.jsonl").exists()


def test_other_steps_than_the_run_has_are_refused_with_the_difference(scripted: Install) -> None:
    plugins = scripted(good)
    make(plugins, "r", curate=["judge"])
    with pytest.raises(ConfigError, match=r"curation\.steps"):
        make(plugins, "r")


def test_another_judge_asks_another_backend_and_cannot_be_changed_then(scripted: Install) -> None:
    plugins = scripted(good)
    folder = make(plugins, "r", n=4).folder
    selfinstruct.curate(folder, curate=["judge"], judge_backend="offline", plugins=plugins)
    backends = {row["backend"] for row in rows(folder, "completions.jsonl") if row["stage"] == "judge"}

    assert len(backends) == 1
    assert backends.pop().startswith("offline")
    with pytest.raises(ConfigError, match="judged already"):
        selfinstruct.curate(folder, curate=["judge"], judge_backend="scripted", judge_model="x", plugins=plugins)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"curate": ["polish"]}, "polish"),
        ({"min_score": 3}, "--min-score"),
        ({"curate": ["judge"], "min_score": 6}, "--min-score"),
        ({"curate": ["contamination"]}, "contamination"),
        ({"curate": ["outputs"], "trials": 2}, "--trials"),
        ({"curate": ["personal-data"], "personal_data": "sell"}, "--personal-data"),
        ({"curate": ["semantic"], "embedder": "nobody"}, "nobody"),
    ],
)
def test_wrong_wishes_are_told_before_anything_is_asked(scripted: Install, options: dict[str, Any], said: str) -> None:
    plugins = scripted(good)
    with pytest.raises(selfinstruct.SelfInstructError, match=said):
        make(plugins, "r", **options)
    assert not plugins.backend("scripted").asked  # type: ignore[attr-defined]


def test_an_evaluation_set_asks_for_its_step(scripted: Install) -> None:
    plugins = scripted(good)
    first = make(plugins, "a", n=5)
    Path("eval.jsonl").write_text(json.dumps({"question": first.tasks[2].instruction}) + "\n")
    second = make(plugins, "b", n=5, against=["eval.jsonl"])

    assert len(second.tasks) == 5
    assert first.tasks[2].instruction not in {task.instruction for task in second.tasks}
    (refused,) = rows(second.folder, "rejections.contamination.jsonl")
    assert refused["text"].startswith(first.tasks[2].instruction)
    assert "eval.jsonl:1" in refused["detail"]


def test_estimate_knows_the_steps_that_ask() -> None:
    needs = {need.stage: need for need in selfinstruct.estimate("ko", 50, backend="offline", out="r", **ALL).stages}
    alone = selfinstruct.estimate("ko", 50, backend="offline", recipe="alpaca", out="q")

    assert list(needs) == ["generate", "classify", "instances", "self-consistency", "judge"]
    assert needs["self-consistency"].requests == 3 * needs["classify"].requests
    assert needs["judge"].requests >= needs["classify"].requests
    assert [need.stage for need in alone.stages] == ["generate"]
    assert alone.requests < 50


def test_the_command_line_takes_several_values_in_a_row() -> None:
    made = typed(
        "run --lang en -n 3 --backend offline --out r --curate outputs personal-data --trigger output=Answer input=Given"
    )
    judged = typed("curate r --curate outputs judge --min-score 3")

    assert (made.exit_code, judged.exit_code) == (0, 0), made.stderr + judged.stderr
    assert judged.stdout.strip() == "r/tasks.jsonl"
    assert set(rows(Path("r"), "judge.jsonl")[0]) >= {"score", "reason"}


def typed(command: str) -> Result:
    return CliRunner().invoke(cli, command.split())


def test_every_step_is_told_on_the_page() -> None:
    from pages import names_in, page

    told = page("curation.md")
    assert names_in(told, "step") == list(STEPS)
