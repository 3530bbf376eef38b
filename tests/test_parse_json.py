"""Answers in JSON: whole, cut, dressed up and broken; nothing makes a parser fail, and nothing thought aloud is an answer."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from quickrows import leading

from selfinstruct.parse.decision import parse_decision
from selfinstruct.parse.instances import parse_input_first, parse_output_first
from selfinstruct.parse.items import Items, parse_items
from selfinstruct.prompts import Markers, PromptBook
from selfinstruct.records import Instance
from selfinstruct.resources import prompts
from selfinstruct.text import clean

BOOKS = {language: PromptBook(prompts(language)).markers for language in ("en", "ko", "ja")}
EN = BOOKS["en"]
TWO = '{"tasks": ["Name a river.", "강 이름을 대세요."]}'
BOTH = ("Name a river.", "강 이름을 대세요.")
Pairs = list[tuple[str, str]]


def pairs(found: list[Instance]) -> Pairs:
    return [(instance.input, instance.output) for instance in found]


# --- lists

LISTS: list[tuple[str, str, Items]] = [
    ("as asked", TWO, Items(BOTH)),
    ("on many lines", '{\n  "tasks": [\n    "Name a river.",\n    "강 이름을 대세요."\n  ]\n}', Items(BOTH)),
    ("in a fence", f"```json\n{TWO}\n```", Items(BOTH)),
    ("in a fence that is not closed", f"```\n{TWO}", Items(BOTH)),
    ("a comma too many", '{"tasks": ["Name a river.", "강 이름을 대세요.",],}', Items(BOTH)),
    ("a bare list", '["Name a river.", "강 이름을 대세요."]', Items(BOTH)),
    ("another key", '{"new_instructions": ["Name a river.", "강 이름을 대세요."]}', Items(BOTH)),
    ("inside another object", '{"answer": {"tasks": ["Name a river.", "강 이름을 대세요."]}}', Items(BOTH)),
    ("objects", '{"tasks": [{"id": "1", "task": "Name a river."}, {"instruction": "강 이름을 대세요."}]}', Items(BOTH)),
    ("numbers for keys", '{"1": "Name a river.", "task 2": "강 이름을 대세요."}', Items(BOTH)),
    ("numbers in the texts", '{"tasks": ["1. Name a river.", "2. 강 이름을 대세요."]}', Items(BOTH)),
    ("other things among the texts", '{"tasks": ["Name a river.", 7, null, "", "강 이름을 대세요."]}', Items(BOTH)),
    (
        "escapes",
        '{"tasks": ["Name a\\nriver \\u00e9 \\ud83d\\ude00 \\"x\\".", "b\\\\c"]}',
        Items(('Name a\nriver é 😀 "x".', "b\\c")),
    ),
    ("quotation marks that are not escaped", '{"tasks": ["Say "hi" twice.", "b c"]}', Items(('Say "hi" twice.', "b c"))),
    (
        "formulas",
        r'{"tasks": ["Simplify \frac{1}{2} + \beta.", "Add \$3."]}',
        Items((r"Simplify \frac{1}{2} + \beta.", r"Add \$3.")),
    ),
    ("line breaks inside", '{"tasks": ["Name\na river."]}', Items(("Name\na river.",))),
    ("cut inside a text", '{"tasks": ["Name a river.", "Name a la', Items(BOTH[:1], "Name a la")),
    ("cut inside an escape", '{"tasks": ["Name a river.", "Name \\u00', Items(BOTH[:1], "Name \\u00")),
    ("cut between texts", '{"tasks": ["Name a river.",', Items(BOTH[:1])),
    ("cut inside an object", '{"tasks": [{"task": "Name a river."}, {"task": "Name a la', Items(BOTH[:1], "Name a la")),
    ("cut before anything", '{"tasks": [', Items(())),
    ("wrong in the midst", '{"tasks": ["Name a river.", Name a lake.]}', Items(BOTH[:1], "Name a lake.]}")),
    ("the list is not closed", '{"tasks": ["Name a river.", "강 이름을 대세요."}', Items(BOTH)),
    ("nothing", '{"tasks": []}', Items(())),
]


@pytest.mark.parametrize("structured", [False, True])
@pytest.mark.parametrize(("answer", "expected"), [row[1:] for row in LISTS], ids=[row[0] for row in LISTS])
def test_a_list_in_json(answer: str, expected: Items, structured: bool) -> None:
    assert parse_items(answer, EN, structured=structured) == expected


@pytest.mark.parametrize("structured", [False, True])
@pytest.mark.parametrize(
    "answer", [f"Sure, [here] they are:\n\n{TWO}", f"{TWO}\n\nLet me know!", f"Here:\n```json\n{TWO}\n```\nDone."]
)
def test_talk_round_the_json(answer: str, structured: bool) -> None:
    assert parse_items(answer, EN, structured=structured).texts == BOTH


@pytest.mark.parametrize("answer", ["1. Name a river.\n2. 강 이름을 대세요.", "- Name a river.\n- 강 이름을 대세요."])
def test_a_model_that_forgets_the_schema_is_read_as_text(answer: str) -> None:
    assert parse_items(answer, EN, structured=True).texts == BOTH


def test_json_inside_an_item_is_a_part_of_it_when_text_was_asked_for() -> None:
    answer = '1. Turn {"tasks": ["a b", "c d"]} into YAML.\n2. Count the keys of {"a": 1}.'

    assert parse_items(answer, EN).texts == ('Turn {"tasks": ["a b", "c d"]} into YAML.', 'Count the keys of {"a": 1}.')


# --- verdicts

VERDICTS: list[tuple[str, bool | None]] = [
    ('{"classification": true}', True),
    ('{"classification": false}', False),
    ('{"classification": False}', False),
    ('{"is_classification": "yes"}', True),
    ('{"reason": "Yes, there are labels, but", "classification": false}', False),
    ('{"answer": "No"}', False),
    ('```json\n{"classification": true}\n```', True),
    ('{"classification": true', True),
    ('{"classification": tr', None),
    ('{"classification": null}', None),
    ('{"classification": "hard to say"}', None),
    ("Yes", True),
    ("No.", False),
]


@pytest.mark.parametrize("structured", [False, True])
@pytest.mark.parametrize(("answer", "expected"), VERDICTS)
def test_a_verdict_in_json(answer: str, expected: bool | None, structured: bool) -> None:
    assert parse_decision(answer, EN, structured=structured) is expected


def test_of_talk_and_json_the_json_decides_where_it_was_asked_for() -> None:
    assert parse_decision('Yes, let me see.\n{"classification": false}', EN, structured=True) is False


# --- instances

INSTANCES: list[tuple[str, str, Pairs, Pairs]] = [
    (
        "as asked",
        '{"instances": [{"input": "a b", "output": "c"}, {"input": "", "output": "d"}]}',
        [("a b", "c"), ("", "d")],
        [("a b", "c"), ("", "d"), ("", "")],
    ),
    ("one object", '{"output": "c", "input": "a b"}', [("a b", "c")], [("a b", "c"), ("", "")]),
    ("a bare list", '[{"input": "a b", "output": "c"}]', [("a b", "c")], [("a b", "c"), ("", "")]),
    ("named", '{"Example 1": {"text": "a b", "label": "c"}}', [("a b", "c")], [("a b", "c"), ("", "")]),
    ("no input by name", '{"instances": [{"input": "N/A", "output": "c"}]}', [("", "c")], [("", "c"), ("", "")]),
    ("no input at all", '{"instances": [{"output": "c"}]}', [("", "c")], [("", "c"), ("", "")]),
    (
        "no strings",
        '{"instances": [{"input": null, "output": 4.50}, {"input": 7, "output": {"k": [1, true]}}]}',
        [("", "4.50"), ("7", '{"k": [1, true]}')],
        [("", "4.50"), ("7", '{"k": [1, true]}'), ("", "")],
    ),
    (
        "cut inside an output",
        '{"instances": [{"input": "a b", "output": "c"}, {"input": "e", "output": "f g',
        [("a b", "c"), ("e", "")],
        [("a b", "c"), ("e", "f g")],
    ),
    ("cut between", '{"instances": [{"input": "a b", "output": "c"},', [("a b", "c")], [("a b", "c"), ("", "")]),
    ("cut before anything", '{"instances": [{"inp', [], []),
    ("labels inside a text", '{"instances": [{"input": "Input: a\nOutput: b', [], []),
    ("nothing", '{"instances": []}', [], []),
    ("no outputs", '{"instances": [{"input": "a b"}]}', [], []),
]


@pytest.mark.parametrize("structured", [False, True])
@pytest.mark.parametrize("parse", [parse_input_first, parse_output_first])
@pytest.mark.parametrize(("answer", "whole", "cut"), [row[1:] for row in INSTANCES], ids=[row[0] for row in INSTANCES])
def test_instances_in_json(answer: str, whole: Pairs, cut: Pairs, parse: Any, structured: bool) -> None:
    assert pairs(parse(answer, EN, structured=structured)) == whole
    assert pairs(parse(answer, EN, structured=structured, cut=True)) == cut


def test_labels_are_bare_and_outputs_are_not() -> None:
    answer = '{"instances": [{"output": "\\"spam.\\"", "input": "a"}, {"output": "ham", "input": "b"}]}'

    assert pairs(parse_output_first(answer, EN)) == [("a", "spam"), ("b", "ham")]
    assert pairs(parse_input_first(answer, EN)) == [("a", '"spam."'), ("b", "ham")]


@pytest.mark.parametrize("structured", [False, True])
def test_json_as_an_output_is_the_output(structured: bool) -> None:
    answer = 'Example 1\nInput: two tasks\nOutput: {"name": "x", "steps": [1, 2]}'

    assert pairs(parse_input_first(answer, EN, structured=structured)) == [("two tasks", '{"name": "x", "steps": [1, 2]}')]


# --- what is thought aloud

FINAL = "<|end|><|start|>assistant<|channel|>final<|message|>"
THOUGHTS = [
    ("<think>\n{thought}\n</think>\n{answer}", True),
    ("{thought}\n</think>\n\n{answer}", True),
    ("<think>\n{thought}", False),
    ("<seed:think>{thought}</seed:think>{answer}", True),
    ("[THINK]{thought}[/THINK]{answer}", True),
    ("[THINK]{thought}", False),
    ("◁think▷{thought}◁/think▷{answer}", True),
    ("<|begin_of_thought|>\n{thought}\n<|end_of_thought|>\n{answer}", True),
    ("<|channel|>analysis<|message|>{thought}" + FINAL + "{answer}<|return|>", True),
    (
        "<|channel|>analysis<|message|>{thought}<|end|><|start|>assistant<|channel|>final <|constrain|>json<|message|>{answer}",
        True,
    ),
    ("{thought}" + FINAL + "{answer}", True),
    ("<|channel|>analysis<|message|>{thought}", False),
    ("<|channel|>analysis\n{thought}", False),
    ("analysisWe think: {thought}assistantfinal{answer}", True),
    ("analysisWe think: {thought}", False),
]


@pytest.mark.parametrize("structured", [False, True])
@pytest.mark.parametrize(("form", "answered"), THOUGHTS)
def test_a_thought_is_never_an_answer(form: str, answered: bool, structured: bool) -> None:
    listed = form.format(thought='{"tasks": ["no one", "no two"]}\n1. no\n2. no', answer=TWO)
    decided = form.format(thought='Yes. {"classification": true}', answer='{"classification": false}')
    worked = form.format(thought="Input: x\nOutput: y", answer='{"instances": [{"input": "a", "output": "b"}]}')

    assert parse_items(listed, EN, structured=structured).texts == (BOTH if answered else ())
    assert parse_decision(decided, EN, structured=structured) is (False if answered else None)
    assert pairs(parse_input_first(worked, EN, structured=structured)) == ([("a", "b")] if answered else [])


@pytest.mark.parametrize("text", ["Analysis of a poem", "analysis of a poem, step by step", "[THINKING] aloud"])
def test_words_that_only_look_like_it_are_kept(text: str) -> None:
    assert parse_items(f"1. {text}\n2. b", EN).texts == (text, "b")


# --- properties

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).map(clean)
plain = texts.filter(lambda text: text and not text[0].isdigit() and any(map(str.isalnum, text)) and "think" not in text)
indents = st.sampled_from([None, 1, 2])


@given(
    st.lists(plain, min_size=1, max_size=8), indents, st.booleans(), st.sampled_from(["{}", "```json\n{}\n```", "Sure:\n{}"])
)
def test_what_json_writes_is_read_back(items: list[str], indent: int | None, ascii_only: bool, dress: str) -> None:
    answer = dress.format(json.dumps({"tasks": items}, indent=indent, ensure_ascii=ascii_only))

    assert parse_items(answer, EN, structured=True) == Items(tuple(items))


@given(st.lists(plain, min_size=2, max_size=6), st.data())
def test_before_a_cut_all_is_used_and_behind_it_nothing(items: list[str], data: st.DataObject) -> None:
    answer = json.dumps({"tasks": items}, ensure_ascii=False)
    at = data.draw(st.integers(len('{"tasks": ["'), len(answer) - 1))

    found = parse_items(answer[:at], EN, cut=True, structured=True)

    assert found.texts == tuple(items[: len(found.texts)])
    ends = [len(json.dumps({"tasks": items[:n]}, ensure_ascii=False)) - 2 for n in range(1, len(items) + 1)]
    assert len(found.texts) == sum(end <= at for end in ends)


values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(["tasks", "instances", "input", "output", "classification", "1", "x"]), inner, max_size=4
        ),
    ),
    max_leaves=12,
)
SCRAPS = """{ } [ ] " , : \\ \\u {"tasks": {"instances": "input": "output": ```json true -1e9 NaN ab 강 \ud83d \x00
<think> </think> <|channel|> final 1."""
scraps = st.sampled_from([*SCRAPS.split(), "\n", " ", "```\n"])
hostile = st.one_of(
    st.text(),
    st.lists(scraps, max_size=40).map("".join),
    values.map(json.dumps),
    st.tuples(values.map(json.dumps), st.integers(0, 60)).map(lambda pair: pair[0][: pair[1]]),
)


@given(hostile, st.sampled_from(list(BOOKS.values())), st.booleans(), st.booleans())
@example('{"tasks": ["\\', EN, True, True)
@example("[" * 2000 + "]" * 2000, EN, True, False)
def test_no_text_makes_a_parser_fail_and_the_same_text_reads_the_same(
    text: str, markers: Markers, structured: bool, cut: bool
) -> None:
    def read() -> tuple[Any, ...]:
        return (
            parse_items(text, markers, structured=structured, cut=cut),
            parse_decision(text, markers, structured=structured),
            parse_input_first(text, markers, structured=structured, cut=cut),
            parse_output_first(text, markers, structured=structured, cut=cut),
        )

    first = read()
    assert first == read()
    assert all(item == clean(item) and item for item in first[0].texts)


@pytest.mark.parametrize("size", leading(1, [2_000, 60_000]))
@pytest.mark.parametrize("structured", [False, True])
@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "{",
        '{"a":',
        '[{"input":',
        '"',
        '["',
        '\\"',
        '","',
        "{}",
        "[1]",
        '{"tasks":["a"',
        '[" ',
        "```json\n{",
        "<|channel|>",
        "[THINK]",
    ],
)
def test_long_hostile_text_is_read_to_its_end(piece: str, structured: bool, size: int) -> None:
    text = piece * (size // len(piece))

    assert parse_items(text, EN, structured=structured).texts is not None
    assert parse_decision(text, EN, structured=structured) is None
    parse_input_first('{"instances": [' + text, EN, structured=structured)
    parse_output_first(text, EN, structured=structured)
