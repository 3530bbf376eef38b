"""The recipes whose answers hold whole tasks: alpaca and instruction-output, on a backend that does its work and offline."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from answers import good
from pages import lines_of
from quickrows import crossed
from test_pipeline import DERIVED, rows

import selfinstruct
from selfinstruct import Completion, ConfigError, Prompt
from selfinstruct.plugins import Plugins
from selfinstruct.records import joined
from selfinstruct.taskfile import read_tasks

Install = Callable[..., Plugins]
WHOLE = ("alpaca", "instruction-output")
LANGUAGES = ("en", "ko", "ja")


def made(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in DERIVED if (folder / name).exists()}


@pytest.mark.parametrize("style", ["chat", "completion"])
@pytest.mark.parametrize("recipe", WHOLE)
def test_one_request_gives_whole_tasks(scripted: Install, recipe: str, style: str) -> None:
    plugins = scripted(good, style)
    result = selfinstruct.run("en", 30, backend="scripted", recipe=recipe, plugins=plugins, out="r")

    assert len(result.tasks) == 30
    assert {prompt.stage for prompt in plugins.backend("scripted").asked} == {"generate"}  # type: ignore[attr-defined]
    instructions = rows(result.folder, "instructions.jsonl")
    assert [task.instruction for task in result.tasks] == [row["instruction"] for row in instructions]
    assert all(task.instances[0].output == row["output"] for task, row in zip(result.tasks, instructions, strict=True))
    inputs = [task.instances[0].input for task in result.tasks]
    assert any(inputs) == (recipe == "alpaca")
    assert "<noinput>" not in inputs


@pytest.mark.parametrize(("lang", "count"), [("en", 20), ("ko", 10), ("ja", 10)])
def test_alpaca_asks_for_as_many_tasks_as_the_language_has_room_for(lang: str, count: int) -> None:
    folder = selfinstruct.run(lang, 1, backend="offline", recipe="alpaca", out=lang).folder
    (message,) = [m["content"] for m in rows(folder, "completions.jsonl")[0]["prompt"]["messages"] if m["role"] == "user"]

    assert str(count) in message
    assert tomllib.loads((folder / "run.toml").read_text("utf-8"))["run"]["tasks_per_request"] == count
    assert len(rows(folder, "instructions.jsonl")[0]["derived_from"]) == 3


def test_demonstrations_are_seeds_alone_unless_machine_made_ones_are_wanted(scripted: Install) -> None:
    options: dict[str, Any] = {"backend": "scripted", "recipe": "alpaca", "window": 1, "tasks_per_request": 2}
    plugins = scripted(good)
    for machine, expected in ((0, False), (2, True)):
        out = selfinstruct.run("en", 20, plugins=plugins, machine_demonstrations=machine, out=f"m{machine}", **options).folder
        shown = {parent for row in rows(out, "instructions.jsonl") for parent in row["derived_from"]}
        assert any(not parent.startswith("en-seed") for parent in shown) == expected


def test_the_input_of_a_seed_is_joined_to_its_instruction_where_answers_have_none(scripted: Install) -> None:
    plugins = scripted(good)
    seeds = {"id": "a", "instruction": "Add the numbers.", "instances": [{"input": "3 and 4", "output": "7"}]}
    Path("seeds.jsonl").write_text(json.dumps(seeds) + "\n")
    selfinstruct.run("en", 1, backend="scripted", recipe="instruction-output", seeds="seeds.jsonl", plugins=plugins, out="r")
    shown = plugins.backend("scripted").asked[0].shown  # type: ignore[attr-defined]

    assert joined("Add the numbers.", "3 and 4") in shown
    assert "Input:" not in shown


def test_blocks_that_cannot_be_used_are_told(scripted: Install) -> None:
    def answer(prompt: Prompt) -> str:
        first, *others = good(prompt).split("\n###\n")
        lame = "77. Instruction: Tell why the gate is shut at noon on Sundays.\n77. Input: <noinput>\n77. Output:"
        return "\n###\n".join([lame, first, *others])

    folder = selfinstruct.run("en", 5, backend="scripted", recipe="alpaca", plugins=scripted(answer), out="r").folder
    refused = rows(folder, "rejections.jsonl")

    assert [row["reason"] for row in refused] == ["no-output"]
    assert "Tell why the gate is shut" in refused[0]["text"]


def test_the_last_block_of_a_cut_answer_is_refused(scripted: Install) -> None:
    def answer(prompt: Prompt) -> Completion:
        return Completion(good(prompt)[:-4], finish_reason="length", model="m", created_at="2026-01-01")

    folder = selfinstruct.run("en", 25, backend="scripted", recipe="alpaca", plugins=scripted(answer), out="r").folder
    assert {row["reason"] for row in rows(folder, "rejections.jsonl")} == {"cut"}


@pytest.mark.parametrize("recipe", WHOLE)
def test_trigger_words_are_in_the_prompts_and_read_in_the_answers(scripted: Install, recipe: str) -> None:
    def answer(prompt: Prompt) -> str:
        return good(prompt).replace("Instruction:", "Request:").replace("Output:", "Answer:")

    plugins = scripted(answer)
    triggers = {"instruction": "Request", "output": "Answer"}
    result = selfinstruct.run("en", 25, backend="scripted", recipe=recipe, triggers=triggers, plugins=plugins, out="r")
    shown = plugins.backend("scripted").asked[0].shown  # type: ignore[attr-defined]

    assert len(result.tasks) == 25
    assert "Request:" in shown
    assert "Answer:" in shown
    assert "Instruction:" not in shown
    with pytest.raises(ConfigError, match="triggers"):
        selfinstruct.run("en", 26, backend="scripted", recipe=recipe, plugins=plugins, out="r")


def test_trigger_words_hold_for_self_instruct_too(scripted: Install) -> None:
    plugins = scripted(lambda prompt: good(prompt).replace("Output:", "Answer:"))
    result = selfinstruct.run("en", 5, backend="scripted", triggers={"output": "Answer"}, plugins=plugins, out="r")
    shown = [prompt.shown for prompt in plugins.backend("scripted").asked if prompt.form == "input-first"]  # type: ignore[attr-defined]

    assert len(result.tasks) == 5
    assert all("Answer:" in text and "Output:" not in text for text in shown)


@pytest.mark.parametrize(("lang", "recipe", "style"), crossed(LANGUAGES, WHOLE, ["chat", "completion"]))
def test_offline_every_recipe_ends_with_exactly_n_tasks(lang: str, recipe: str, style: str) -> None:
    options: dict[str, Any] = {"backend": "offline", "recipe": recipe, "options": {"style": style}}
    result = selfinstruct.run(lang, 25, out="one", concurrency=1, **options)
    again = selfinstruct.run(lang, 25, out="many", concurrency=32, **options)

    assert len(result.tasks) == 25
    assert [task.row() for task in result.tasks] == [task.row() for task in again.tasks]


@pytest.mark.parametrize(("lang", "recipe"), crossed(LANGUAGES, WHOLE))
def test_a_log_is_replayed_to_the_same_bytes(lang: str, recipe: str) -> None:
    first = selfinstruct.run(lang, 15, backend="offline", recipe=recipe, out="a").folder
    second = selfinstruct.run(lang, 15, recipe=recipe, replay=first / "completions.jsonl", out="b").folder

    assert made(first) == made(second)


@pytest.mark.parametrize("recipe", WHOLE)
def test_twenty_then_forty_gives_the_tasks_of_forty_at_once(recipe: str) -> None:
    selfinstruct.run("en", 20, backend="offline", recipe=recipe, out="grown")
    grown = selfinstruct.run("en", 40, backend="offline", recipe=recipe, out="grown").folder
    whole = selfinstruct.run("en", 40, backend="offline", recipe=recipe, out="whole").folder

    assert (grown / "tasks.jsonl").read_bytes() == (whole / "tasks.jsonl").read_bytes()


@pytest.mark.parametrize("recipe", ["self-instruct", *WHOLE])
def test_a_run_goes_on_from_the_tasks_of_another(recipe: str) -> None:
    """What is made differs from the other run's tasks, and they are what is shown."""
    before = selfinstruct.run("en", 30, backend="offline", recipe="alpaca", seed=1, out="before")
    tasks = before.folder / "tasks.jsonl"
    alone = selfinstruct.run("en", 30, backend="offline", recipe=recipe, seed=1, out="alone")
    after = selfinstruct.run("en", 30, backend="offline", recipe=recipe, seed=1, seeds=tasks, pool=[tasks], out="after")
    known = {task.instruction for task in before.tasks}

    assert not known & {task.instruction for task in after.tasks}
    shown = {parent for row in rows(after.folder, "instructions.jsonl") for parent in row["derived_from"]}
    assert shown & {task.id for task in before.tasks}
    assert len(alone.tasks) == 30


def test_regen_rows_have_what_alpacas_script_wrote() -> None:
    folder = selfinstruct.run("ko", 8, backend="offline", recipe="alpaca", out="r").folder
    (file,) = [path for path in selfinstruct.export(folder, formats=["regen"]) if "regen" in path.name]
    written = json.loads(file.read_text("utf-8"))
    instructions = {row["instruction"]: row for row in rows(folder, "instructions.jsonl")}

    assert len(written) == 8
    for row in written:
        known = instructions[row["instruction"]]
        assert (row["input"], row["output"]) == (known["input"], known["output"])
        assert row["most_similar_instructions"] == known["most_similar"]
        assert row["avg_similarity_score"] == known["avg_similarity_score"]
        assert list(row)[:5] == ["instruction", "input", "output", "most_similar_instructions", "avg_similarity_score"]
    assert [task.instruction for task in read_tasks(file, "ko")] == [row["instruction"] for row in written]


def test_the_classification_option_has_no_meaning_where_nothing_is_classified() -> None:
    with pytest.raises(ConfigError, match="--classification-only"):
        selfinstruct.run("en", 5, backend="offline", recipe="alpaca", classification_only=True, out="r")


def test_a_log_has_one_row_a_request_and_no_row_of_another_stage() -> None:
    folder = selfinstruct.run("ja", 12, backend="offline", recipe="alpaca", out="r").folder
    stages = [json.loads(line)["stage"] for line in lines_of(folder / "completions.jsonl")]

    assert set(stages) == {"generate"}
    assert not (folder / "instances.jsonl").exists()
