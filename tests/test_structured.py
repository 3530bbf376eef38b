"""Runs whose answers follow a JSON schema: what is asked, what is read, and that a replay of them gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from importlib import util
from pathlib import Path
from typing import Any, get_args

import pytest
from answers import good
from quickrows import leading
from test_pipeline import derived, rows

import selfinstruct
from selfinstruct import Abilities, Completion, Prompt
from selfinstruct.backend import Form, Sampling
from selfinstruct.plugins import Plugins
from selfinstruct.prompts import ALL_TEMPLATES, PromptBook
from selfinstruct.resources import prompts
from selfinstruct.schemas import FORMS, keys_of, schema_of
from selfinstruct.stages.requests import Requests

Install = Callable[..., Plugins]

ALLOWED = {"type", "properties", "required", "additionalProperties", "items", "enum"}
"""Keywords that every enforcer of schemas takes."""


def structured(prompt: Prompt) -> str:
    """What a perfect model would say under the schema it was given; in words when there is none."""
    if prompt.schema is None:
        return good(prompt)
    answer = good(replace(prompt, schema=None))
    lines = [line.partition(" ")[2] for line in answer.split("\n")]
    if prompt.form == "list":
        return json.dumps({"tasks": lines})
    if prompt.form == "yes-no":
        return json.dumps({"classification": prompt.number % 3 == 0})
    if prompt.form == "output-first":
        found = [{"output": "up", "input": lines[1]}, {"output": "down", "input": lines[3]}]
    else:
        found = [{"input": lines[1], "output": lines[2]}, {"input": lines[4], "output": lines[5]}]
    return json.dumps({"instances": found})


@pytest.fixture
def able(scripted: Install, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Makes `--backend scripted` one that follows schemas."""

    def install(answer: Callable[[Prompt], Any], **more: Any) -> Plugins:
        plugins = scripted(answer, **more)
        backend = plugins.backends()["scripted"]
        monkeypatch.setattr(backend, "abilities", property(lambda _self: Abilities(structured=True)))
        return plugins

    return install


def make(plugins: Plugins, out: str, n: int = 12, lang: str = "en", backend: str = "scripted", **options: Any) -> Path:
    return selfinstruct.run(lang, n, backend=backend, out=out, plugins=plugins, **options).folder


def asked(plugins: Plugins) -> list[Prompt]:
    found: list[Prompt] = plugins.backends()["scripted"].asked  # type: ignore[attr-defined]
    return found


# --- schemas


def parts(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield schema
    for part in schema.get("properties", {}).values():
        yield from parts(part)
    if "items" in schema:
        yield from parts(schema["items"])


@pytest.mark.parametrize("form", get_args(Form))
def test_a_schema_keeps_the_rules_of_strict_mode(form: Form) -> None:
    schema = schema_of(form)

    assert schema["type"] == "object"
    for part in parts(schema):
        assert set(part) <= ALLOWED
        if part["type"] == "object":
            assert part["additionalProperties"] is False
            assert part["required"] == list(part["properties"]) != []
    assert json.dumps(schema) == json.dumps(schema_of(form))
    assert schema is not schema_of(form)


KEYS: dict[Form, list[str]] = {
    "list": ["tasks"],
    "yes-no": ["classification"],
    "input-first": ["instances", "input", "output"],
    "output-first": ["instances", "output", "input"],
    "tasks": ["tasks", "instruction", "input", "output"],
    "pairs": ["tasks", "instruction", "output"],
    "recovered-instruction": ["instruction"],
    "score": ["reason", "score"],
    "preference": ["reason", "better"],
}


@pytest.mark.parametrize("form", get_args(Form))
def test_what_leads_to_something_is_written_before_it(form: Form) -> None:
    assert list(keys_of(schema_of(form))) == KEYS[form]


def test_a_schema_can_be_changed_and_the_next_one_is_whole() -> None:
    schema_of("score")["properties"]["score"]["enum"].append(6)
    schema_of("tasks")["properties"]["tasks"]["items"]["required"].clear()

    assert schema_of("score")["properties"]["score"]["enum"] == [1, 2, 3, 4, 5]
    assert schema_of("tasks")["properties"]["tasks"]["items"]["required"] == ["instruction", "input", "output"]


def test_every_template_has_a_form_and_every_form_a_template() -> None:
    assert set(FORMS) == set(ALL_TEMPLATES)
    assert set(FORMS.values()) == set(get_args(Form))


# --- requests


def requests(book: PromptBook, **options: Any) -> Requests:
    return Requests("generate", "en", book, options.pop("style", "chat"), Sampling(10), 0, **options)


def ask_for_tasks(made: Requests) -> Prompt:
    return made.make(0, "generate", "list", {"tasks": ["a b"], "count": 3, "first": 1})


def test_only_a_chat_prompt_has_a_schema() -> None:
    book = PromptBook(prompts("en"))

    assert ask_for_tasks(requests(book, structured=True)).schema == schema_of("list")
    assert ask_for_tasks(requests(book)).schema is None
    assert ask_for_tasks(requests(book, structured=True, style="completion")).schema is None


def test_a_book_without_the_words_for_it_asks_for_text(tmp_path: Path) -> None:
    file = tmp_path / "book.toml"
    file.write_text(prompts("en").read_text("utf-8").replace(".structured]", ".formerly]"), "utf-8")
    book = PromptBook(file)

    prompt = ask_for_tasks(requests(book, structured=True))

    assert prompt.schema is None
    assert "numbered 1 to 3" in prompt.shown


SEEN = {
    "list": {"tasks": ["a b"]},
    "tasks": {"tasks": [{"instruction": "a b", "input": "", "output": "c"}]},
    "pairs": {"tasks": [{"instruction": "a b", "output": "c"}]},
    "recovered-instruction": {"instances": [{"input": "a", "output": "c"}]},
    "score": {"instruction": "c d", "input": "", "output": "e"},
    "preference": {"instruction": "c d", "input": "", "a": "e", "b": "f"},
}


@pytest.mark.parametrize("code", ["en", "ko", "ja"])
@pytest.mark.parametrize("template", ALL_TEMPLATES)
def test_no_prompt_asks_for_json_and_for_something_else(code: str, template: str) -> None:
    book = PromptBook(prompts(code))
    variables = SEEN.get(FORMS[template], {"instruction": "c d", "limit": 5}) | {"count": 3, "first": 1}
    shown = {
        kind: "\n".join(message.content for message in book.render(template, "chat", variables, structured=kind).messages)
        for kind in (True, False)
    }

    heads = ("instruction", "input", "output", "label", "reason", "score", "better")
    words = [f"{getattr(book.markers, name)[0]}{colon}" for name in heads for colon in ":："]
    assert "JSON" in shown[True]
    assert "JSON" not in shown[False]
    assert not [word for word in [*words, "1. a b"] if word in shown[True]]
    assert [f'"{key}"' for key in KEYS[FORMS[template]] if f'"{key}"' not in shown[True]] == []
    assert book.structured(template)


# --- whole runs

FOUR_STAGES: tuple[Form, ...] = ("list", "yes-no", "input-first", "output-first")
"""What the recipe self-instruct asks for."""


def test_a_structured_run_asks_by_schema_in_every_stage(able: Install) -> None:
    plugins = able(structured)

    folder = make(plugins, "run")

    assert len(rows(folder, "tasks.jsonl")) == 12
    assert {prompt.form: prompt.schema for prompt in asked(plugins)} == {form: schema_of(form) for form in FOUR_STAGES}
    assert all(row["prompt"]["schema"] for row in rows(folder, "completions.jsonl"))
    assert not rows(folder, "rejections.classify.jsonl")
    assert "structured = true" in (folder / "run.toml").read_text("utf-8")


def test_a_user_may_do_without(able: Install) -> None:
    plugins = able(structured)

    folder = make(plugins, "run", structured=False)

    assert {prompt.schema for prompt in asked(plugins)} == {None}
    assert "schema" not in rows(folder, "completions.jsonl")[0]["prompt"]


def test_a_stage_of_a_backend_that_can_not_is_asked_in_words(able: Install) -> None:
    plugins = able(structured)
    made = selfinstruct.generate("en", 8, backend="scripted", out="run", plugins=plugins).folder

    selfinstruct.classify(made, backend="offline", plugins=plugins)

    shown = {row["stage"]: row["prompt"].get("schema") for row in rows(made, "completions.jsonl")}
    assert shown == {"generate": schema_of("list"), "classify": None}


def unreliable(prompt: Prompt) -> Completion | str:
    """Breaks off, talks, and forgets the schema, now and then."""
    answer = structured(prompt)
    if prompt.number % 5 == 1:
        return Completion(answer[: len(answer) * 2 // 3], finish_reason="length", model="m", created_at="2026-01-01")
    if prompt.number % 5 == 2:
        return f"<think>{answer}\n</think>\nSure:\n```json\n{answer}\n```"
    return good(prompt) if prompt.number % 5 == 3 else answer


@pytest.mark.parametrize("concurrency", [1, 8])
def test_a_replay_gives_the_same_bytes(able: Install, concurrency: int) -> None:
    plugins = able(unreliable)
    first = make(plugins, "first", 20)

    again = make(plugins, "again", 20, backend="replay", replay=first / "completions.jsonl", concurrency=concurrency)

    assert derived(again) == derived(first)
    assert "structured = true" in (again / "run.toml").read_text("utf-8")
    reasons = {row["reason"] for row in rows(first, "rejections.curate.jsonl")} | {
        row["reason"] for row in rows(first, "rejections.jsonl")
    }
    assert "cut" in reasons


def test_what_is_whole_before_a_cut_is_used(able: Install) -> None:
    def answer(prompt: Prompt) -> Completion | str:
        text = structured(prompt)
        if prompt.stage != "instances":
            return text
        end = text.rindex('"}') if prompt.number % 2 else text.rindex(", {") + 2
        return Completion(text[:end], finish_reason="length", model="m", created_at="2026-01-01")

    folder = make(able(answer), "run", 6)

    assert {len(task["instances"]) for task in rows(folder, "tasks.jsonl")} == {1}
    assert {row["reason"] for row in rows(folder, "rejections.curate.jsonl")} == {"cut"}


def test_an_answer_that_can_not_be_read_to_its_end_is_told(able: Install) -> None:
    folder = make(able(lambda p: structured(p)[:-8] if p.form == "list" else structured(p)), "run")

    details = [row["detail"] for row in rows(folder, "rejections.jsonl") if row["reason"] == "cut"]
    assert details == ["the answer could not be read to its end"] * len(details) != []


@pytest.mark.parametrize("code", leading(1, [code for code in ("en", "ko", "ja") if util.find_spec(f"selfinstruct_{code}")]))
def test_a_structured_run_offline(plugins: Plugins, code: str) -> None:
    pytest.importorskip("selfinstruct_offline")
    options = {"structured": "yes", "faults": "0.4"}

    one = make(plugins, "one", 15, code, "offline", options=options, concurrency=1)
    other = make(plugins, "other", 15, code, "offline", options=options, concurrency=16)

    assert len(rows(one, "tasks.jsonl")) == 15
    assert [_timeless(row) for row in rows(one, "tasks.jsonl")] == [_timeless(row) for row in rows(other, "tasks.jsonl")]
    log = rows(one, "completions.jsonl")
    assert all(row["prompt"]["schema"] for row in log)
    assert sum(row["text"].startswith("{") for row in log) > len(log) / 2


def _timeless(row: dict[str, Any]) -> str:
    return json.dumps(row, sort_keys=True)
