"""Requests that are too long: demonstrations go, from the end, and what is too long even then is refused and never sent."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from answers import good, words
from quickrows import leading
from scripted import answering
from test_pipeline import DERIVED, derived, make, rows
from test_resume import cut_as_a_stop_does

from selfinstruct import BackendError, Completion, Prompt
from selfinstruct.backend import Sampling
from selfinstruct.errors import ConfigError, Stalled
from selfinstruct.plugins import Plugins, load
from selfinstruct.prompts import PromptBook
from selfinstruct.resources import prompts, seeds
from selfinstruct.stages.requests import TOO_LONG, Fitted, Questions, Requests
from selfinstruct.tokencount import prompt_tokens

Install = Callable[..., Plugins]

ROOM = 420
"""Tokens that hold every request without demonstrations, and none with all of them."""


def long_now_and_then(prompt: Prompt) -> Completion | BackendError | str:
    """Every fifth instruction is so long that nothing can be asked about it."""
    if prompt.form != "list":
        return good(prompt)
    lines = good(prompt).split("\n")
    for at in range(2, len(lines), 5):
        lines[at] += f" And {words(random.Random(lines[at]), 120)}."
    return "\n".join(lines)


def asked(plugins: Plugins) -> list[Prompt]:
    found: list[Prompt] = plugins.backends()["scripted"].asked  # type: ignore[attr-defined]
    return found


def too_long(folder: Path) -> list[int]:
    files = ("rejections.classify.jsonl", "rejections.instances.jsonl")
    return [row["request_idx"] for name in files for row in rows(folder, name) if row["reason"] == TOO_LONG]


# --- the rule


def requests(limit: int, style: Any = "chat", structured: bool = False) -> Requests:
    return Requests("classify", "en", PromptBook(prompts("en")), style, Sampling(10), 0, structured, limit)


@pytest.mark.parametrize("style", ["chat", "completion"])
@pytest.mark.parametrize("structured", [False, True])
def test_the_most_demonstrations_that_fit_are_shown_and_the_first_ones(style: str, structured: bool) -> None:
    def ask(limit: int) -> Fitted:
        return requests(limit, style, structured).ask(0, "yes-no", "Name a river.", {})

    free = ask(0)
    examples = PromptBook(prompts("en")).examples("classify")
    before = prompt_tokens(free.prompt) + 1
    for limit in range(before, 20, -7):
        fitted = ask(limit)
        size = prompt_tokens(fitted.prompt)
        assert (size <= limit) != bool(fitted.excess)
        assert [example["instruction"] in fitted.prompt.shown for example in examples] == [
            at < fitted.shown for at in range(len(examples))
        ]
        assert fitted.shown <= free.shown == len(examples)
        assert size <= before
        before = size
    assert fitted.excess


def test_without_a_limit_all_are_shown_however_long() -> None:
    assert not requests(0).ask(0, "yes-no", "Name a river. " * 5000, {}).excess


@pytest.mark.parametrize("pattern", ["....", "x...", "...x", "xxxx", ".x.x.", "xx..xx", ""])
@pytest.mark.parametrize("ahead", [1, 2, 9])
def test_what_is_refused_is_written_in_its_turn_whatever_is_asked_ahead(pattern: str, ahead: int) -> None:
    blank = Prompt("classify", 0, "en", "yes-no", Sampling(1))
    written: list[str] = []
    questions = Questions(
        lambda row: Fitted(blank, 0, f"{row}" if pattern[row] == "x" else ""),
        lambda _prompt, reason, detail: written.append(f"{reason} {detail}"),
        len(pattern),
    )
    waiting: list[Prompt] = []
    while questions.left():
        while len(waiting) < ahead and (prompt := questions.next()) is not None:
            waiting.append(prompt)
        waiting.pop(0)
        written.append(f"sent {questions.answered()}")

    assert written == [f"{TOO_LONG if kind == 'x' else 'sent'} {row}" for row, kind in enumerate(pattern)]


# --- whole runs


def test_a_run_stays_within_the_limit_and_tells_what_it_could_not_ask(scripted: Install) -> None:
    plugins = scripted(long_now_and_then)

    folder = make(plugins, "run", 20, max_prompt_tokens=ROOM)

    assert len(rows(folder, "tasks.jsonl")) == 20
    assert max(map(prompt_tokens, asked(plugins))) <= ROOM
    assert too_long(folder)
    refused = [row for row in rows(folder, "rejections.classify.jsonl") if row["reason"] == TOO_LONG]
    assert all(f"{ROOM} are allowed" in row["detail"] and len(row["text"]) > 1000 for row in refused)
    sent = {(row["stage"], row["request_idx"]) for row in rows(folder, "completions.jsonl")}
    assert not sent & {("classify", row["request_idx"]) for row in refused}


def test_an_instruction_is_derived_from_what_was_shown(scripted: Install) -> None:
    plugins = scripted(good)

    folder = make(plugins, "run", 20, max_prompt_tokens=ROOM)

    known = {task["id"]: task["instruction"] for task in map(json.loads, seeds("en").read_text("utf-8").split("\n")[:-1])}
    counts = set()
    for row in rows(folder, "instructions.jsonl"):
        shown, parents = row["metadata"]["prompt"], row["derived_from"]
        assert [f"\n{n}. " in shown for n in range(1, 10)] == [n <= len(parents) for n in range(1, 10)]
        assert all(f"{n}. {known[id_]}\n" in shown for n, id_ in enumerate(parents, 1) if id_ in known)
        counts.add(len(parents))
    assert counts < set(range(8))


def test_concurrency_changes_no_byte(scripted: Install) -> None:
    plugins = scripted(long_now_and_then, delay=lambda prompt: random.Random(prompt.sha256).random() * 0.004)

    whole = {c: derived(make(plugins, f"at-{c}", 25, concurrency=c, window=8, max_prompt_tokens=ROOM)) for c in (1, 4, 32)}

    assert whole[1] == whole[4] == whole[32]
    assert too_long(Path("at-1"))


@pytest.fixture(scope="module")
def uncut(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run that nothing stopped."""
    plugins = answering(load(), long_now_and_then)
    return make(plugins, str(tmp_path_factory.mktemp("uncut") / "run"), 15, max_prompt_tokens=ROOM)


@pytest.mark.parametrize("seed", leading(4, range(12)))
def test_a_folder_cut_anywhere_is_derived_again(scripted: Install, uncut: Path, seed: int) -> None:
    plugins = scripted(long_now_and_then)
    shutil.copytree(uncut, "cut")

    cut_as_a_stop_does(Path("cut"), random.Random(seed))
    make(plugins, "cut", 15, max_prompt_tokens=ROOM)

    assert derived(Path("cut")) == derived(uncut)
    assert not asked(plugins)
    assert too_long(uncut)


def test_everything_is_derived_from_the_log_alone(scripted: Install) -> None:
    plugins = scripted(long_now_and_then)
    folder = make(plugins, "whole", 15, max_prompt_tokens=ROOM)
    whole, before = derived(folder), len(asked(plugins))
    for name in DERIVED:
        (folder / name).unlink(missing_ok=True)

    make(plugins, "whole", 15, max_prompt_tokens=ROOM)

    assert derived(folder) == whole
    assert len(asked(plugins)) == before


def test_when_nothing_can_be_asked_about_any_instruction_the_run_ends(scripted: Install) -> None:
    def answer(prompt: Prompt) -> str:
        return "\n".join(f"{line} {words(random.Random(line), 138)}." for line in good(prompt).split("\n"))

    plugins = scripted(answer)
    with pytest.raises(Stalled, match=TOO_LONG):
        make(plugins, "run", 3, max_prompt_tokens=ROOM)

    assert {prompt.stage for prompt in asked(plugins)} == {"generate"}


@pytest.mark.parametrize("style", ["chat", "completion"])
def test_a_limit_that_no_request_keeps_is_told_before_anything_is_sent(scripted: Install, style: str) -> None:
    plugins = scripted(good, style)

    with pytest.raises(ConfigError, match=r"too long: about \d+ tokens without a demonstration; 3 are allowed") as told:
        make(plugins, "run", 3, max_prompt_tokens=3)

    assert "--max-prompt-tokens" in told.value.hint
    assert not asked(plugins)
