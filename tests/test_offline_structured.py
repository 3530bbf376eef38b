"""The offline backend as a model that answers by JSON schema, well and not so well."""

from __future__ import annotations

import json
from collections import Counter
from random import Random
from typing import Any

import pytest
from test_offline import LANGUAGES, TASKS, ask, faults, instruction, prompt

from selfinstruct import Prompt
from selfinstruct.backend import Form, Message
from selfinstruct.errors import ConfigError
from selfinstruct.parse.decision import parse_decision
from selfinstruct.parse.instances import parse_input_first, parse_output_first
from selfinstruct.parse.items import parse_items
from selfinstruct.prompts import Markers, PromptBook
from selfinstruct.resources import prompts
from selfinstruct.schemas import schema_of
from selfinstruct.testing import check_backend

pytest.importorskip("selfinstruct_offline")
from selfinstruct_offline.backend import Offline
from selfinstruct_offline.lists import shown_tasks

FORMS: tuple[Form, ...] = ("list", "yes-no", "input-first", "output-first")
DRESSED = {"fenced", "preface", "comma", "words"}
"""Answers that are not quite JSON, but whole."""


def asked(form: Form, code: str, count: int) -> list[Prompt]:
    rng = Random(form)
    about = [instruction(code, rng, classification=form == "output-first") for _ in range(count)]
    return [prompt(n, form, language=code, schema=schema_of(form), instruction=about[n]) for n in range(count)]


def follows(value: Any, schema: Any) -> bool:
    if schema["type"] == "object":
        good = isinstance(value, dict) and list(value) == schema["required"]
        return good and all(follows(value[name], part) for name, part in schema["properties"].items())
    if schema["type"] == "array":
        return isinstance(value, list) and all(follows(item, schema["items"]) for item in value)
    return isinstance(value, {"string": str, "boolean": bool}[schema["type"]])


def read(form: Form, text: str, markers: Markers) -> object:
    if form == "list":
        return parse_items(text, markers, structured=True).texts
    if form == "yes-no":
        return parse_decision(text, markers, structured=True)
    return (parse_input_first if form == "input-first" else parse_output_first)(text, markers, structured=True)


def test_it_follows_schemas_when_told_to() -> None:
    assert not Offline(None, {}).abilities.structured
    assert Offline(None, {"structured": "yes"}).abilities.structured
    check_backend(Offline(None, {"structured": "yes"}))


@pytest.mark.parametrize("options", [{"structured": "maybe"}, {"structured": "yes", "style": "completion"}])
def test_a_bad_option_is_refused_by_name(options: dict[str, str]) -> None:
    with pytest.raises(ConfigError, match="structured"):
        Offline(None, options)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_at_rate_0_every_answer_follows_its_schema(code: str, form: Form) -> None:
    for answer in ask(asked(form, code, 60), faults="0"):
        assert follows(json.loads(answer.text), schema_of(form))


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_some_answers_are_not_quite_json_and_are_read_all_the_same(code: str, form: Form) -> None:
    markers = PromptBook(prompts(code)).markers
    answers = ask(asked(form, code, 500), faults="0.5")
    kinds = Counter(kind for answer in answers for kind in faults(answer))

    assert kinds.keys() >= {*DRESSED, "broken"}
    dressed = [answer.text for answer in answers if DRESSED & set(faults(answer))]
    assert all(read(form, text, markers) not in (None, (), []) for text in dressed)
    broken = [answer for answer in answers if "cut" in faults(answer) or "broken" in faults(answer)]
    for answer in broken:
        with pytest.raises(ValueError):  # noqa: PT011 - whatever the decoder says of it
            json.loads(answer.text)


def test_without_a_schema_answers_are_as_they_are_without_the_option() -> None:
    plain = [prompt(n, form) for n in range(40) for form in FORMS]

    assert ask(plain, structured="yes") == ask(plain)


def test_the_tasks_of_a_prompt_are_read_out_of_json() -> None:
    shown = f"Some tasks:\n\n{json.dumps({'tasks': TASKS})}\n\nWrite 3 more."

    assert shown_tasks(shown) == list(TASKS)
    given = prompt(1, language="xx", schema=schema_of("list"), messages=(Message("user", shown),))
    [answer] = ask([given], faults="0")
    assert len(json.loads(answer.text)["tasks"]) == 8
