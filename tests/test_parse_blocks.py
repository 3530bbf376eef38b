"""Answers of several whole tasks, as models write them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import pytest
from answerrows import INSTANCES, LISTS, ROWS, VERDICTS, InstancesRow, ListRow, Row, Task
from hypothesis import given
from hypothesis import strategies as st
from pages import names_in, page
from parsingtable import TABLES, told
from quickrows import crossed, leading

from selfinstruct.parse.blocks import CUT, NO_INSTRUCTION, NO_OUTPUT, TWO_OUTPUTS, Block, parse_blocks
from selfinstruct.parse.decision import parse_decision
from selfinstruct.parse.instances import parse_input_first, parse_output_first
from selfinstruct.parse.items import Items, parse_items
from selfinstruct.prompts import Markers, PromptBook
from selfinstruct.resources import prompts, seeds
from selfinstruct.taskfile import read_tasks
from selfinstruct.text import clean

PAGE = page("parsing.md")
BOOKS = {language: PromptBook(prompts(language)).markers for language in ROWS}
CASES = [row for rows in ROWS.values() for row in rows]


@pytest.mark.parametrize("row", CASES, ids=lambda row: f"{row.language}: {row.title}")
def test_an_answer_as_models_write_it(row: Row) -> None:
    found = parse_blocks(row.answer, BOOKS[row.language], **row.options)

    assert list(found.blocks) == [Block(*task) for task in row.tasks]


@pytest.mark.parametrize("row", LISTS, ids=lambda row: row.title)
def test_a_list_of_the_page(row: ListRow) -> None:
    assert parse_items(row.answer, BOOKS[row.language], **row.options) == Items(tuple(row.items), row.cut)


@pytest.mark.parametrize("row", INSTANCES, ids=lambda row: row.title)
def test_instances_of_the_page(row: InstancesRow) -> None:
    parse = parse_output_first if row.label_first else parse_input_first

    assert [(found.input, found.output) for found in parse(row.answer, BOOKS[row.language])] == row.pairs


@pytest.mark.parametrize(("language", "answer", "expected"), VERDICTS)
def test_a_verdict_of_the_page(language: str, answer: str, expected: bool | None) -> None:
    assert parse_decision(answer, BOOKS[language]) is expected


@pytest.mark.parametrize("name", TABLES)
def test_the_page_shows_the_rows_that_are_tested(name: str) -> None:
    assert told(PAGE, name) == TABLES[name](), "python tests/parsingtable.py writes them anew"


def test_the_page_tells_every_fault() -> None:
    faults = {task[3] for row in CASES for task in row.tasks if len(task) > 3}

    assert faults == {NO_INSTRUCTION, NO_OUTPUT, TWO_OUTPUTS, CUT} == set(names_in(PAGE, "fault"))


LABELS = ("{0}: {1}", "{0}:\n{1}", "**{0}:** {1}", "**{0}**: {1}", "### {0}\n{1}", "[{0}]\n{1}", "【{0}】{1}", "{0}： {1}")
NUMBERS = ("{n}. {label}", "{n}) {label}", "{n}.{label}", "{label}")
PARTS = ("\n###\n", "\n\n", "\n", "\n\n---\n\n", "\n\n### \n")


def rendered(tasks: Sequence[Task], words: Sequence[str], *, number: str, label: str, apart: str) -> str:
    """The tasks as an answer; a label that has a number keeps it at all three parts."""
    return apart.join(
        "\n".join(
            number.format(n=n, label=label.format(word, text)) for word, text in zip(words, task, strict=True) if word and text
        )
        for n, task in enumerate(tasks, 1)
    )


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("language", BOOKS)
def test_every_shape_of_a_label(language: str, label: str) -> None:
    tasks = [("Say it.", "in two\nlines", "It.\n\n1. a\n2. b"), ("말해 주세요.", "犬", "개"), ("名前は？", "none such", "ア")]
    markers = BOOKS[language]
    words = (markers.instruction[0], markers.input[0], markers.output[0])
    for number, apart in product(NUMBERS, PARTS):
        answer = rendered(tasks, words, number=number, label=label, apart=apart)

        assert parse_blocks(answer, markers).blocks == tuple(Block(*task) for task in tasks), (number, apart)


OWN = ("en", "ko", "ja", "code.en", "code.ko", "code.ja")
OWN_LABELS = ("{0}: {1}", "**{0}:** {1}", "### {0}\n{1}")
OWN_SHAPES = (("{n}. {label}", "\n###\n"), ("{label}", "\n\n"), ("{label}", "\n\n---\n\n"))


@pytest.mark.parametrize(("name", "label", "shape"), crossed(OWN, OWN_LABELS, OWN_SHAPES))
def test_the_projects_own_tasks_read_back(name: str, label: str, shape: tuple[str, str]) -> None:
    number, apart = shape
    language = name.rpartition(".")[2]
    markers = BOOKS[language]
    words = (markers.instruction[0], markers.input[0], markers.output[0])
    known = [(task.instruction, task.instances[0]) for task in read_tasks(seeds(name), language)]
    tasks = [(clean(text), clean(instance.input), clean(instance.output)) for text, instance in known]
    answer = rendered(tasks, words, number=number, label=label, apart=apart)

    assert parse_blocks(answer, markers).blocks == tuple(Block(*task) for task in tasks)


texts = st.lists(
    st.text(st.sampled_from("ab z가나다あい漢é,?!%0"), min_size=1, max_size=12).map(str.strip), min_size=1, max_size=3
)
bodies = texts.map(lambda parts: ("x" + "\nx".join(parts) + "z").replace(" \n", "\n"))
several = st.lists(st.tuples(bodies, st.one_of(st.just(""), bodies), bodies), min_size=1, max_size=5)


@given(several, st.sampled_from(list(BOOKS)), st.sampled_from(LABELS), st.sampled_from(NUMBERS), st.sampled_from(PARTS))
def test_rendered_tasks_read_back(tasks: list[Task], language: str, label: str, number: str, apart: str) -> None:
    markers = BOOKS[language]
    words = (markers.instruction[0], markers.input[0], markers.output[0])
    answer = rendered(tasks, words, number=number, label=label, apart=apart)

    assert parse_blocks(answer, markers).blocks == tuple(Block(*task) for task in tasks)


@given(several, st.sampled_from(list(BOOKS)), st.integers(1, 40))
def test_what_goes_on_behind_a_prompt_reads_back(tasks: list[Task], language: str, first: int) -> None:
    markers = BOOKS[language]
    words = (markers.instruction[0], markers.input[0], markers.output[0])
    answer = "\n###\n".join(
        "\n".join(f"{n}. {word}: {text}" for word, text in zip(words, task, strict=True) if text)
        for n, task in enumerate(tasks, first)
    ).removeprefix(f"{first}. {words[0]}:")

    assert parse_blocks(answer, markers, first=first, continued=True).blocks == tuple(Block(*task) for task in tasks)


@given(several, st.sampled_from(list(BOOKS)), st.booleans())
def test_tasks_in_json_read_back(tasks: list[Task], language: str, whole: bool) -> None:
    answer = json.dumps({"tasks": [dict(zip(("instruction", "input", "output"), task, strict=True)) for task in tasks]})
    expected = tuple(Block(*task) for task in tasks)

    assert parse_blocks(answer, BOOKS[language], structured=whole).blocks == expected
    torn = parse_blocks(answer[:-4], BOOKS[language], structured=whole, cut=True).blocks
    assert torn[:-1] == expected[:-1]
    assert torn[-1].fault == "cut"


def test_a_word_of_the_users_own() -> None:
    markers = replace(BOOKS["en"], output=("Solution", *BOOKS["en"].output), instruction=("Request", *BOOKS["en"].instruction))
    answer = "1. Request: Name a fruit.\n1. Solution: It is:\nAnswer: a fig\n###\n2. Request: Name a dog.\n2. Solution: Rex"

    assert parse_blocks(answer, markers, with_input=False).blocks == (
        Block("Name a fruit.", "", "It is:\nAnswer: a fig"),
        Block("Name a dog.", "", "Rex"),
    )


@pytest.mark.parametrize("row", [row for row in ROWS["en"] if not row.options], ids=lambda row: row.title)
def test_only_the_last_task_of_a_cut_answer_is_lost(row: Row) -> None:
    whole, cut = (parse_blocks(row.answer, BOOKS["en"], cut=cut).blocks for cut in (False, True))

    assert [block.fault for block in cut][-1:] == (["cut"] if whole else [])
    assert all(block in whole for block in cut[:-1])


fragments = st.sampled_from(
    [
        *("1. Instruction:", "Instruction: ", "Input:", "2. Output:", "Output:", "3.", "4. a", "###\n", "---\n", "\n"),
        *(
            "### a\n",
            "\n\n",
            "a",
            "**",
            "```\n",
            "<think>",
            "Task 2:",
            "# ",
            "none",
            '{"instruction": "a"',
            '"output": "b"}',
            "[",
            "]",
        ),
    ]
)


@given(
    st.one_of(st.text(), st.lists(fragments, max_size=30).map("".join)),
    st.sampled_from(list(BOOKS.values())),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_no_text_makes_it_fail(
    text: str, markers: Markers, with_input: bool, continued: bool, cut: bool, structured: bool
) -> None:
    options = {"with_input": with_input, "continued": continued, "cut": cut, "structured": structured}
    blocks = parse_blocks(text, markers, **options).blocks

    for block in blocks:
        assert block.fault or (block.instruction and block.output)
        assert block.instruction == block.instruction.strip()
    if cut and blocks:
        assert blocks[-1].fault == "cut"


SIZES = leading(1, [2_000, 60_000])
HOSTILE = (
    *("*", "#", "(", "1", "1. ", "###\n", "---\n", "```\n", "[", "{", '{"a":', " ", "\n", "a b ", "> ", "a: b\n", "a\n\n"),
    *("Instruction:", "Instruction: ", "Instruction:\n", "1. Instruction:\n", "Input:\n", "Output:\n", "Output: a\n", "2.\n\n"),
    *("Instruction: a\nOutput: b\n", "1. a\nOutput: b\n", "Input: a\nOutput: b\n", "1. a\n"),
    *(
        "```\nInstruction: a\n",
        "a\nOutput: b\n\n",
        "### a\nOutput: b\n",
        '{"instruction": "a", "output": "b"}\n',
        "Task 1: a\nInstruction: b\n",
        "Instruction: Input: Output: ",
    ),
)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("piece", HOSTILE)
def test_long_hostile_text_is_read_to_its_end(piece: str, size: int) -> None:
    text = piece * (size // len(piece))
    for answer in (text, f"1. Instruction: a\n1. Output: {text}", f"Output: b\n{text}\nOutput: c"):
        for continued in (False, True):
            blocks = parse_blocks(answer, BOOKS["en"], continued=continued, cut=continued).blocks
            assert sum(len(block.instruction) + len(block.input) + len(block.output) for block in blocks) <= 2 * len(answer)
