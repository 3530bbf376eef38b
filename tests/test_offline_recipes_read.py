"""What the offline backend answers to the prompts of the books, read by the parsers: labels, triggers and all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from random import Random
from typing import Any

import pytest
from quickrows import crossed
from test_offline import LANGUAGES, ask, faults, table

from selfinstruct import Completion, Prompt
from selfinstruct.backend import Form, Sampling, Style
from selfinstruct.parse.blocks import Block, parse_blocks
from selfinstruct.parse.preference import parse_preference
from selfinstruct.parse.recovered import parse_recovered
from selfinstruct.parse.score import parse_score
from selfinstruct.plugins import Plugins, load
from selfinstruct.promptchoice import book_of
from selfinstruct.prompts import Markers, PromptBook
from selfinstruct.records import joined
from selfinstruct.schemas import schema_of
from selfinstruct.stages.requests import Requests

TRIGGERS = {"instruction": "Request", "input": "Given data", "output": "Reply", "noinput": "EMPTY"} | {
    "reason": "Ground",
    "score": "Grade",
    "better": "Choice",
}
WAYS: Sequence[tuple[Style, bool]] = (("chat", False), ("chat", True), ("completion", False))
"""Style, and whether JSON is asked for."""

CHOICES = [("native", {}), ("en", {}), ("native", TRIGGERS), ("en", TRIGGERS)]
"""The language of the prompts, and triggers."""

DEMONSTRATED = [*((*choice, 3) for choice in CHOICES), ("native", TRIGGERS, 0)]
"""These, and how many demonstrations are shown."""

FORMS: Sequence[Form] = ("tasks", "pairs")

REFUSED = {"cut", "missing-output", "empty-block"}
"""Faults that leave no whole block."""


@cache
def installed() -> Plugins:
    return load()


@cache
def book(code: str, prompt_language: str, own: bool) -> PromptBook:
    return book_of(installed().language(code), prompt_language, None, TRIGGERS if own else {})


@cache
def tasks_of(code: str, form: Form, count: int = 3) -> list[dict[str, str]]:
    """Demonstrations, with and without input, as the recipes show them."""
    repertoire, rng = table(code), Random(f"demonstrations {code}")
    found: list[dict[str, str]] = []
    while len(found) < count:
        told = repertoire.instruction(rng)
        given, output = repertoire.instances(told, rng, 1)[0]
        if bool(given) == (len(found) % 3 == 0):
            found.append({"instruction": told, "input": given, "output": output})
    if form == "pairs":
        return [{"instruction": joined(task["instruction"], task["input"]), "output": task["output"]} for task in found]
    return found


def requests(made: PromptBook, code: str, style: Style, structured: bool) -> Requests:
    return Requests("generate", code, made, style, Sampling(1_000_000), seed=1, structured=structured)


def blocks_asked(
    made: PromptBook, code: str, form: Form, style: Style, structured: bool, numbers: range, *, shown: int = 3, count: int = 10
) -> list[Prompt]:
    template = "alpaca" if form == "tasks" else "instruction-output"
    tasks = tasks_of(code, form, shown)
    first = len(tasks) + 1 if style == "completion" else 1
    variables = {"tasks": tasks, "count": count, "first": first}
    asking = requests(made, code, style, structured)
    return [asking.make(n, template, form, variables, count=count, first=first) for n in numbers]


def read(prompt: Prompt, answer: Completion, markers: Markers) -> list[Block]:
    return list(
        parse_blocks(
            answer.text,
            markers,
            first=prompt.first,
            with_input=prompt.form == "tasks",
            continued=prompt.style == "completion",
            cut=answer.finish_reason == "length",
            structured=prompt.schema is not None,
        ).blocks
    )


@pytest.mark.parametrize(("shown", "form", "way", "code"), crossed(DEMONSTRATED, FORMS, WAYS, LANGUAGES))
def test_whole_tasks_are_read_back_as_they_were_made(
    shown: tuple[str, Mapping[str, str], int], form: Form, way: tuple[Style, bool], code: str
) -> None:
    (prompt_language, triggers, demonstrations), (style, structured) = shown, way
    made = book(code, prompt_language, bool(triggers))
    prompts = blocks_asked(made, code, form, style, structured, range(6), shown=demonstrations)
    options = {"faults": "0", "style": style, "structured": "yes" if structured else "no"}
    for prompt, answer in zip(prompts, ask(prompts, **options), strict=True):
        blocks = read(prompt, answer, made.markers)
        assert len(blocks) == prompt.count
        assert not any(block.fault for block in blocks)
        for block in blocks:
            told, given = block.instruction, block.input
            if form == "pairs":
                told, _, given = told.partition("\n\n")
            known = table(code).recognise(told)
            assert known, told
            assert block.output in answer.text.replace("\\n", "\n").replace('\\"', '"')
            assert not known[0].labels or (block.output in known[0].labels and given)
        if triggers and not structured and (demonstrations or style == "chat"):
            assert answer.text.count(f"{prompt.first + 1}. Reply") == 1
            assert form == "pairs" or not demonstrations or ("EMPTY" in answer.text and "<noinput>" not in answer.text)


@pytest.mark.parametrize(("form", "way", "code"), crossed(FORMS, WAYS, LANGUAGES))
def test_of_answers_with_faults_all_else_is_read(form: Form, way: tuple[Style, bool], code: str) -> None:
    style, structured = way
    made = book(code, "native", False)
    prompts = blocks_asked(made, code, form, style, structured, range(150))
    options = {"faults": "0.15", "style": style, "structured": "yes" if structured else "no"}
    seen = Counter[str]()
    for prompt, answer in zip(prompts, ask(prompts, **options), strict=True):
        kinds = faults(answer)
        blocks = read(prompt, answer, made.markers)
        seen.update(kinds)
        if {"empty", "chatter", "refusal"} & set(kinds):
            assert not any(not block.fault for block in blocks), answer.text
            continue
        if {"broken", "words"} & set(kinds):
            continue
        whole = [block for block in blocks if not block.fault]
        assert len(whole) == prompt.count - sum(kind in REFUSED for kind in kinds), (kinds, answer.text)
        assert not any(re.search(r"(?m)^#{3,}$|^[-*=]{3,}$", block.output) for block in whole)
    assert len(seen) > 12


def judged(code: str, template: str, form: Form, style: Style, structured: bool, made: PromptBook) -> list[Prompt]:
    asking, tasks = requests(made, code, style, structured), tasks_of(code, "tasks", 12)
    found = []
    for n in range(40):
        task = tasks[n % len(tasks)]
        told = task["instruction"]
        variables: dict[str, Any] = {
            "recover": {"instances": [{"input": task["input"], "output": task["output"]}]},
            "judge": task,
            "compare": {"instruction": told, "input": task["input"], "a": task["output"], "b": task["output"][::-1]},
        }[template]
        found.append(asking.make(n, template, form, variables, instruction=told))
    return found


@pytest.mark.parametrize(("choice", "way", "code"), crossed(CHOICES, WAYS, LANGUAGES))
def test_judgements_are_read_back(choice: tuple[str, Mapping[str, str]], way: tuple[Style, bool], code: str) -> None:
    (prompt_language, triggers), (style, structured) = choice, way
    made = book(code, prompt_language, bool(triggers))
    options = {"faults": "0", "style": style, "structured": "yes" if structured else "no"}
    continued = style == "completion"

    prompts = judged(code, "judge", "score", style, structured, made)
    scores = Counter[int]()
    for answer in ask(prompts, **options):
        score = parse_score(answer.text, made.markers, structured=structured, continued=continued)
        assert score, answer.text
        assert score.reason
        assert score.reason in answer.text
        scores[score.score] += 1
        assert structured or not triggers or f"\nGrade{':' if ': ' in answer.text else '：'}" in answer.text
    assert set(scores) == {4, 5}

    prompts = judged(code, "compare", "preference", style, structured, made)
    winners = Counter[str]()
    for answer in ask(prompts, **options):
        preference = parse_preference(answer.text, made.markers, structured=structured, continued=continued)
        assert preference, answer.text
        assert preference.reason in answer.text
        winners[preference.better] += 1
        assert structured or not triggers or "\nChoice" in answer.text
    assert len(winners) == 3

    prompts = judged(code, "recover", "recovered-instruction", style, structured, made)
    same = 0
    for prompt, answer in zip(prompts, ask(prompts, **options), strict=True):
        recovered = parse_recovered(answer.text, made.markers, structured=structured, continued=continued)
        assert recovered, answer.text
        same += recovered == prompt.instruction
    assert 15 <= same < 40


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(("style", "structured"), WAYS)
def test_judgements_with_faults_are_read_where_they_say_anything(style: Style, structured: bool, code: str) -> None:
    made = book(code, "native", False)
    options = {"faults": "1", "style": style, "structured": "yes" if structured else "no"}
    continued = style == "completion"
    for answer in ask(judged(code, "judge", "score", style, structured, made), **options):
        score = parse_score(answer.text, made.markers, structured=structured, continued=continued)
        wanted = {"low": {1, 2, 3}, "unclear": {None}}.get(faults(answer)[0], {4, 5})
        assert (score.score if score else None) in wanted, answer.text
    for answer in ask(judged(code, "compare", "preference", style, structured, made), **options):
        assert parse_preference(answer.text, made.markers, structured=structured, continued=continued) is None, answer.text


def test_a_schema_goes_with_the_structured_prompts() -> None:
    [prompt] = blocks_asked(book("en", "native", False), "en", "tasks", "chat", True, range(1))
    assert prompt.schema == schema_of("tasks")
