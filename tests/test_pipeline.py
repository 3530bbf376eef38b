"""Whole runs: exactly N, the same bytes whatever the order, nothing asked twice, and an end in every case."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from answers import cut, good

import selfinstruct
from selfinstruct import Abilities, Backend, BackendError, Completion, Prompt, settings
from selfinstruct.errors import ConfigError, PluginError, SelfInstructError, Stalled, StoreError
from selfinstruct.plugins import Plugins

DERIVED = [
    "instructions.jsonl",
    "rejections.jsonl",
    "classifications.jsonl",
    "rejections.classify.jsonl",
    "instances.jsonl",
    "rejections.instances.jsonl",
    "tasks.jsonl",
    "rejections.curate.jsonl",
]

Install = Callable[..., Plugins]


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    path = folder / name
    return [json.loads(line) for line in path.read_text("utf-8").split("\n")[:-1]] if path.exists() else []


def derived(folder: Path) -> dict[str, str]:
    """Every derived file's text."""
    return {name: (folder / name).read_text("utf-8") for name in DERIVED if (folder / name).exists()}


def make(plugins: Plugins, out: str, n: int = 20, **options: Any) -> Path:
    return selfinstruct.run("en", n, backend="scripted", out=out, plugins=plugins, **options).folder


@pytest.mark.parametrize("style", ["chat", "completion"])
@pytest.mark.parametrize("n", [1, 7, 20])
def test_a_run_ends_with_exactly_n_tasks(scripted: Install, n: int, style: str) -> None:
    folder = make(scripted(good, style), "run", n)

    tasks = rows(folder, "tasks.jsonl")
    assert len(tasks) == n
    assert len({task["id"] for task in tasks}) == n
    assert all(task["instances"] for task in tasks)


def test_tasks_have_the_seed_format_and_can_seed_a_run(scripted: Install) -> None:
    plugins = scripted(good)
    folder = make(plugins, "first", 12)

    second = make(plugins, "second", 5, seeds=folder / "tasks.jsonl")

    parents = {parent for row in rows(second, "instructions.jsonl") for parent in row["derived_from"]}
    assert parents <= {task["id"] for task in rows(folder, "tasks.jsonl")}


def test_a_chain_of_thought_gets_room_beside_the_answer(scripted: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    plugins = scripted(good)
    monkeypatch.setattr(plugins.backend("scripted"), "abilities", Abilities(thinking=1000))

    folder = make(plugins, "run", 3, answer_tokens=300)

    allowed = {row["stage"]: row["sampling"]["max_tokens"] for row in rows(folder, "completions.jsonl")}
    assert allowed == {"generate": 1300, "classify": 1064, "instances": 3048}


def test_how_the_server_is_reached_may_change(scripted: Install) -> None:
    plugins = scripted(good)
    make(plugins, "run", 3, options={"timeout": "50", "credential": "ONE"})

    folder = make(plugins, "run", 6, options={"timeout": "60", "credential": "OTHER", "base-url": "http://127.0.0.1:9/v1"})

    assert len(rows(folder, "tasks.jsonl")) == 6
    with pytest.raises(ConfigError, match="begun with other settings"):
        make(plugins, "run", 6, options={"effort": "low"})


@pytest.mark.parametrize("faulty", [False, True])
def test_concurrency_changes_no_derived_byte(scripted: Install, faulty: bool) -> None:
    def answer(prompt: Prompt) -> Completion | BackendError | str:
        if faulty and prompt.number % 7 == 3:
            return BackendError("refused by the provider", permanent=True)
        return cut(prompt) if faulty and prompt.number % 5 == 0 else good(prompt)

    plugins = scripted(answer, delay=lambda prompt: random.Random(prompt.sha256).random() * 0.004)
    whole = {c: derived(make(plugins, f"at-{c}", 40, concurrency=c, window=8)) for c in (1, 4, 32)}

    assert whole[1] == whole[4] == whole[32]
    assert "tasks.jsonl" in whole[1]


def test_twenty_then_forty_gives_the_tasks_of_forty_at_once(scripted: Install) -> None:
    plugins = scripted(lambda prompt: "" if prompt.stage == "instances" and prompt.number % 4 == 1 else good(prompt))

    make(plugins, "grown", 20)
    grown = make(plugins, "grown", 40)
    whole = make(plugins, "whole", 40)

    assert (grown / "tasks.jsonl").read_bytes() == (whole / "tasks.jsonl").read_bytes()
    assert len(rows(whole, "tasks.jsonl")) == 40


def test_a_finished_run_asks_for_nothing(scripted: Install) -> None:
    plugins = scripted(good)
    make(plugins, "run")
    asked = len(plugins.backends()["scripted"].asked)  # type: ignore[attr-defined]

    make(plugins, "run")
    make(plugins, "run", 10)

    assert len(plugins.backends()["scripted"].asked) == asked  # type: ignore[attr-defined]


def test_many_at_once_send_at_most_twice_what_one_by_one_sends(scripted: Install) -> None:
    sent = {}
    plugins = scripted(good)
    backend = plugins.backends()["scripted"]
    for concurrency in (1, 32):
        backend.asked.clear()  # type: ignore[attr-defined]
        make(plugins, f"thrift-{concurrency}", 20, concurrency=concurrency)
        sent[concurrency] = len(backend.asked)  # type: ignore[attr-defined]

    assert sent[32] <= 2 * sent[1]


@pytest.mark.parametrize(
    "answer", ["", "I will not.", "1. Tell a tale of two cities.\n2. Tell a tale of two cities.", "1. same"]
)
def test_a_backend_that_brings_nothing_new_is_noticed(scripted: Install, answer: str) -> None:
    plugins = scripted(lambda prompt: answer if prompt.form == "list" else good(prompt))

    with pytest.raises(Stalled, match="reasons:") as told:
        make(plugins, "stalled")

    assert told.value.exit_code == 4
    assert len(plugins.backends()["scripted"].asked) < 80  # type: ignore[attr-defined]


def test_instances_that_never_come_are_noticed(scripted: Install) -> None:
    plugins = scripted(lambda prompt: "no idea" if prompt.stage == "instances" else good(prompt))

    with pytest.raises(Stalled, match="no-instances"):
        make(plugins, "barren", 5)


def test_an_outage_stops_the_run_and_the_same_command_goes_on(scripted: Install) -> None:
    down = {"is": True}

    def answer(prompt: Prompt) -> BackendError | str:
        broken = down["is"] and prompt.stage == "instances" and prompt.number == 6
        return BackendError("the provider is down", hint="wait") if broken else good(prompt)

    plugins = scripted(answer)
    with pytest.raises(BackendError, match="down"):
        make(plugins, "outage")
    before = len(rows(Path("outage"), "completions.jsonl"))
    down["is"] = False
    resumed = make(plugins, "outage")

    assert derived(resumed) == derived(make(plugins, "whole"))
    keys = [(row["stage"], row["request_idx"]) for row in rows(resumed, "completions.jsonl")]
    assert len(keys) == len(set(keys)) > before


def test_a_request_that_can_never_succeed_is_asked_once_and_told(scripted: Install) -> None:
    plugins = scripted(
        lambda p: BackendError("too large", permanent=True) if p.number == 1 and p.stage != "classify" else good(p)
    )

    folder = make(plugins, "run", 20)
    make(plugins, "run", 24)

    failed = [row for row in rows(folder, "completions.jsonl") if "error" in row]
    assert [row["stage"] for row in failed] == ["generate", "instances"]
    assert "request-failed" in {row["reason"] for row in rows(folder, "rejections.jsonl")}
    assert len(rows(folder, "tasks.jsonl")) == 24


def test_other_settings_are_refused_with_the_difference(scripted: Install) -> None:
    plugins = scripted(good)
    make(plugins, "run", 5)

    with pytest.raises(ConfigError, match="seed: 0 -> 1") as told:
        make(plugins, "run", 5, seed=1)

    assert "--replay" in told.value.hint
    make(plugins, "run", 6, concurrency=1)


def test_two_processes_cannot_share_a_folder(scripted: Install) -> None:
    from selfinstruct.runfolder import RunFolder

    plugins = scripted(good)
    with RunFolder(Path("run")), pytest.raises(StoreError, match="another process"):
        make(plugins, "run")


def test_a_foreign_folder_is_not_taken_for_a_run(scripted: Install) -> None:
    Path("mine").mkdir()
    Path("mine/data.jsonl").write_text("{}\n")

    with pytest.raises(StoreError, match="not a run"):
        make(scripted(good), "mine")


def test_classification_only_asks_for_classification_tasks(scripted: Install) -> None:
    plugins = scripted(good)

    folder = make(plugins, "run", 6, classification_only=True)

    asked = [p for p in plugins.backends()["scripted"].asked if p.stage == "generate"]  # type: ignore[attr-defined]
    assert all(prompt.classification and "classification" in prompt.shown for prompt in asked)
    seeds = {line["id"]: line["is_classification"] for line in map(json.loads, _seed_lines("en"))}
    parents = {p for row in rows(folder, "instructions.jsonl") for p in row["derived_from"] if p in seeds}
    assert parents
    assert all(seeds[parent] for parent in parents)


def test_a_pool_file_is_measured_against_but_never_shown(scripted: Install) -> None:
    plugins = scripted(good)
    first = make(plugins, "first", 10)

    second = make(plugins, "second", 10, seed=0, pool=[first / "instructions.jsonl"])

    old = {row["instruction"] for row in rows(first, "instructions.jsonl")}
    new = {row["instruction"] for row in rows(second, "instructions.jsonl")}
    assert not old & new
    assert "duplicate" in {row["reason"] for row in rows(second, "rejections.jsonl")}


def test_a_single_file_or_step_stands_for_a_list_of_one(scripted: Install) -> None:
    plugins = scripted(good)
    first = make(plugins, "first", 5) / "instructions.jsonl"

    second = make(plugins, "second", 5, pool=str(first), curate="none")
    third = make(plugins, "third", 5, pool=first, against=first)

    assert rows(second, "tasks.jsonl") == rows(make(plugins, "fourth", 5, pool=[first], curate=["none"]), "tasks.jsonl")
    assert settings.read(second).pool == settings.read(third).pool == (str(first),)  # type: ignore[union-attr]
    assert len(list(selfinstruct.filter(first, "en", pool=str(first)))) == 5
    assert selfinstruct.check_seeds(None, "en", against=str(second / "tasks.jsonl")).problems == ()
    assert selfinstruct.export(second, "alpaca")[0].name == "alpaca.train.jsonl"
    assert selfinstruct.load_plugins("ko").without == {"ko"}


ABILITIES = {
    "style": ("nonsense", "there are chat and completion"),
    "batch": (0, "it is a whole number from 1 on"),
    "parallel": (True, "it is a whole number from 1 on"),
    "context": ("8k", "it is a whole number of tokens, or None"),
    "thinking": (-1, "it is a whole number of tokens"),
}


@pytest.mark.parametrize(("ability", "value", "told"), [(name, *row) for name, row in ABILITIES.items()], ids=ABILITIES)
def test_abilities_that_can_not_be_are_told_before_a_run_begins(
    scripted: Install, monkeypatch: pytest.MonkeyPatch, ability: str, value: Any, told: str
) -> None:
    plugins = scripted(good)
    monkeypatch.setattr(plugins.backend("scripted"), "abilities", Abilities(**{ability: value}))

    with pytest.raises(PluginError) as error:
        make(plugins, "run")

    assert error.value.message == f"backend scripted: its abilities have {ability} {value!r}; {told}"
    assert "selfinstruct plugins --check scripted" in error.value.hint
    assert not Path("run").exists()


def test_abilities_of_a_later_stage_and_of_a_judge_are_held_too(scripted: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    plugins = scripted(good)
    selfinstruct.generate("en", 5, backend="offline", out="run", plugins=plugins)
    monkeypatch.setattr(plugins.backend("scripted"), "abilities", Abilities(style="nonsense"))  # type: ignore[arg-type]

    with pytest.raises(PluginError, match="have style 'nonsense'"):
        selfinstruct.classify("run", backend="scripted", plugins=plugins)
    with pytest.raises(PluginError, match="have style 'nonsense'"):
        selfinstruct.run("en", 5, backend="offline", out="judged", curate="judge", judge_backend="scripted", plugins=plugins)


def test_abilities_of_another_type_are_told(scripted: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    plugins = scripted(good)
    monkeypatch.setattr(plugins.backend("scripted"), "abilities", {"style": "chat"})

    with pytest.raises(PluginError, match="backend scripted: its abilities are a dict, and must be Abilities"):
        make(plugins, "run")


def test_every_row_tells_where_it_is_from(scripted: Install) -> None:
    folder = make(scripted(good), "run", 20)

    log = {row["request_idx"]: row for row in rows(folder, "completions.jsonl") if row["stage"] == "generate"}
    for row in rows(folder, "instructions.jsonl"):
        source = log[row["request_idx"]]
        assert row["metadata"]["response"]["choices"][0]["text"] == source["text"]
        assert row["metadata"]["created_at"] == source["created_at"]
        assert row["instruction"] in source["text"]
        scores = list(row["most_similar"].values())
        assert scores == sorted(scores, reverse=True)
        assert max(scores) <= 0.7
        assert len(row["derived_from"]) == 8


def test_a_run_works_inside_a_running_event_loop(scripted: Install) -> None:
    plugins = scripted(good)

    async def notebook() -> Path:
        return make(plugins, "run", 3)

    assert len(rows(asyncio.run(notebook()), "tasks.jsonl")) == 3


def test_a_plugin_that_breaks_is_named(scripted: Install) -> None:
    def broken(prompt: Prompt) -> str:
        raise RuntimeError("oops")

    with pytest.raises(SelfInstructError, match="backend scripted: RuntimeError: oops"):
        make(scripted(broken), "run")


def test_tasks_changed_by_hand_are_not_overwritten(scripted: Install) -> None:
    plugins = scripted(good)
    folder = make(plugins, "run", 5)
    text = (folder / "tasks.jsonl").read_text("utf-8")
    (folder / "tasks.jsonl").write_text(text.replace("Tell", "Say", 1), "utf-8")

    with pytest.raises(StoreError, match=r"tasks.jsonl:1: not what"):
        make(plugins, "run", 8)


def _seed_lines(code: str) -> list[str]:
    from selfinstruct import resources

    return resources.seeds(code).read_text("utf-8").split("\n")[:-1]


def test_backends_are_closed(scripted: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    plugins = scripted(good)
    closed: list[str] = []

    async def close(self: Backend) -> None:
        closed.append(self.name)

    monkeypatch.setattr(plugins.backends()["scripted"], "close", close)
    make(plugins, "run", 3)

    assert closed == ["scripted"] * 3


def test_how_many_are_shown_and_asked_for_are_settings(scripted: Install) -> None:
    plugins = scripted(good)

    folder = make(
        plugins, "run", 12, seed_demonstrations=3, machine_demonstrations=1, tasks_per_request=4, window=1, max_instances=1
    )

    assert {len(row["derived_from"]) for row in rows(folder, "instructions.jsonl")} == {4}
    assert all("Write 4 new tasks" in p.shown for p in plugins.backends()["scripted"].asked if p.form == "list")  # type: ignore[attr-defined]
    assert {len(task["instances"]) for task in rows(folder, "tasks.jsonl")} == {1}


def test_answers_under_way_when_there_are_enough_are_kept_and_used_later(scripted: Install) -> None:
    plugins = scripted(good, delay=lambda prompt: 0.3 if prompt.stage == "generate" and prompt.number > 2 else 0.0)
    asked = plugins.backends()["scripted"].asked  # type: ignore[attr-defined]

    folder = make(plugins, "run", 20, concurrency=2)
    early = len(asked)
    assert early == len(rows(folder, "completions.jsonl"))
    make(plugins, "run", 60, concurrency=2)

    keys = [(prompt.stage, prompt.number) for prompt in asked]
    assert len(keys) == len(set(keys)) == len(rows(folder, "completions.jsonl")) > early
