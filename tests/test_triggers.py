"""A user's own words for the markers: in every prompt, in every stop string, and first among what answers are read by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import names_in, page
from test_prompts import filled, folder, shown

from selfinstruct.errors import ConfigError
from selfinstruct.parse.blocks import parse_blocks
from selfinstruct.parse.instances import parse_input_first, parse_output_first
from selfinstruct.parse.preference import parse_preference
from selfinstruct.parse.score import parse_score
from selfinstruct.plugins import load
from selfinstruct.promptchoice import book_of
from selfinstruct.prompts import ALL_TEMPLATES
from selfinstruct.triggers import TRIGGERS, checked

LANGUAGES = load().languages()
CODES = ["en", "ko", "ja"]
_GIVEN = {
    "en": ("Request", "Chore", "Sample", "Given", "Answer", "Kind", "<empty>", "Points", "Why", "Pick"),
    "ko": ("부탁", "할일", "견본", "자료", "풀이", "갈래", "<빈칸>", "별점", "까닭", "고른답"),
    "ja": ("お願い", "頼みごと", "見本", "資料", "返事", "種類", "<空き>", "星の数", "わけ", "選んだ方"),
}
WORDS = {code: dict(zip(TRIGGERS, words, strict=True)) for code, words in _GIVEN.items()}
HEADS: Mapping[str, tuple[str, ...]] = {
    "classify": ("item",),
    "input-first": ("item", "example", "input", "output"),
    "output-first": ("item", "label", "input"),
    "alpaca": ("instruction", "input", "output", "noinput"),
    "instruction-output": ("instruction", "output"),
    "judge": ("instruction", "input", "output", "reason", "score"),
    "compare": ("instruction", "input", "reason", "better"),
}
"""The markers that the templates write, each with its number or colon where it has one."""

RECOVERED = {"chat": ("input", "output"), "completion": ("input", "output", "instruction", "example")}


# --- in the prompts


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("template", ALL_TEMPLATES)
@pytest.mark.parametrize("style", ["chat", "completion"])
def test_every_word_stands_where_the_languages_own_stood(code: str, template: str, style: str) -> None:
    plain, book = book_of(LANGUAGES[code]), book_of(LANGUAGES[code], triggers=WORDS[code])
    before, after = (filled(one, template, style) for one in (plain, book))
    texts = [shown(one, template, style) + "\0".join(made.stop) for one, made in ((plain, before), (book, after))]

    for name in HEADS.get(template, RECOVERED[style] if template == "recover" else ()):
        old, new = getattr(plain.markers, name)[0], WORDS[code][name]
        ending = {"example": r" ?\d", "noinput": ""}.get(name, "[:：]")
        counts = [
            len(re.findall(rf"(?<![\w<]){re.escape(word)}{ending}", text)) for word, text in ((old, texts[0]), (new, texts[1]))
        ]
        assert counts[0] == counts[1] > 0, name
        assert not re.search(rf"(?<![\w<]){re.escape(old)}{ending}", texts[1]), name


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("template", ALL_TEMPLATES)
def test_json_is_asked_for_as_before(code: str, template: str) -> None:
    plain, book = book_of(LANGUAGES[code]), book_of(LANGUAGES[code], triggers={"input": "X1", "output": "Y1", "reason": "Z1"})

    assert shown(book, template, "structured") == shown(plain, template, "structured")


def test_english_prompts_for_another_language_take_them_too() -> None:
    text = shown(book_of(LANGUAGES["ko"], "en", triggers={"output": "Answer"}), "input-first", "chat")

    assert '"Answer:"' in text
    assert "Output:" not in text
    assert "출력:" not in text


# --- in the answers


@pytest.mark.parametrize("code", CODES)
def test_answers_are_read_by_them_and_by_the_languages_own(code: str) -> None:
    own, marks = book_of(LANGUAGES[code]).markers, book_of(LANGUAGES[code], triggers=WORDS[code]).markers

    for words in ({name: getattr(own, name)[0] for name in TRIGGERS}, WORDS[code]):
        lines = {name: f"{word}: " for name, word in words.items()}
        whole = f"1. {lines['instruction']}do\n1. {lines['input']}{words['noinput']}\n1. {lines['output']}done"
        (block,) = parse_blocks(whole, marks).blocks
        assert (block.instruction, block.input, block.output, block.fault) == ("do", "", "done", "")
        (pair,) = parse_input_first(f"{words['example']} 1\n{lines['input']}a\n{lines['output']}b", marks)
        assert (pair.input, pair.output) == ("a", "b")
        (pair,) = parse_output_first(f"{lines['label']}x\n{lines['input']}a", marks)
        assert (pair.input, pair.output) == ("a", "x")
        assert parse_score(f"{lines['reason']}so\n{lines['score']}3", marks) == (3, "so")
        preferred = parse_preference(f"{lines['reason']}so\n{lines['better']}B", marks)
        assert preferred is not None
        assert (preferred.better, preferred.reason) == ("B", "so")


def test_a_word_of_another_marker_moves_over() -> None:
    markers = book_of(LANGUAGES["en"], triggers={"input": "Answer", "output": "PASSAGE"}).markers

    assert markers.input[:2] == ("Answer", "Input")
    assert "passage" not in markers.input
    assert markers.output[:2] == ("PASSAGE", "Output")
    assert "answer" not in markers.output


def test_a_word_for_instructions_heads_the_tasks_of_every_recipe() -> None:
    book = book_of(LANGUAGES["en"], triggers={"instruction": "Request"})
    assert "Request: ALPHA" in shown(book, "classify", "chat")
    assert filled(book, "input-first", "completion").stop == ("\nRequest:",)

    both = book_of(LANGUAGES["en"], triggers={"instruction": "Request", "item": "Chore"})
    assert "Chore: ALPHA" in shown(both, "classify", "chat")
    assert "1. Request: ALPHA" in shown(both, "alpaca", "chat")


def test_a_word_that_two_markers_share_stays_with_both() -> None:
    markers = book_of(LANGUAGES["en"], triggers={"instruction": "Task"}).markers

    assert markers.item[0] == markers.instruction[0] == "Task"


# --- what is fixed by them


def test_they_are_part_of_what_names_the_prompts_only_when_there_are_any() -> None:
    plain = book_of(LANGUAGES["ja"]).sha256
    given = [book_of(LANGUAGES["ja"], triggers=triggers).sha256 for triggers in ({"output": "返事"}, {"input": "返事"})]

    assert book_of(LANGUAGES["ja"], triggers={}).sha256 == plain
    assert len({plain, *given}) == 3
    assert book_of(LANGUAGES["ja"], triggers={"output": " 返事 "}).sha256 == given[0]


# --- what is wrong

FAULTS = [
    ({"Output": "x"}, "--trigger Output=x: there is no such key"),
    ({"yes": "Aye"}, "--trigger yes=Aye: there is no such key"),
    ({"closings": "Bye"}, "there is no such key"),
    ({"output": ""}, "--trigger output=: there is no word"),
    ({"output": "  "}, "--trigger output=: there is no word"),
    ({"output": "a" * 41}, f"--trigger output={'a' * 40}...: the word has 41 characters"),
    ({"output": "one\ntwo"}, "--trigger output=one two: the word goes over several lines"),
    ({"output": "one\u2028two"}, "several lines"),
    ({"output": "###"}, "--trigger output=###: there is no letter in the word"),
    ({"output": "Answer:"}, "--trigger output=Answer:: the templates set a colon behind the word"),
    ({"output": "返事："}, "the templates set a colon behind the word"),
    ({"output": "Same", "input": "SAME"}, "--trigger input=SAME: it is the word for output too"),
]


@pytest.mark.parametrize(("triggers", "message"), FAULTS)
def test_a_word_that_can_not_be_taken_is_told(triggers: Mapping[str, str], message: str) -> None:
    with pytest.raises(ConfigError) as raised:
        book_of(LANGUAGES["en"], triggers=triggers)

    assert message in raised.value.message
    assert "instruction, item, example" in raised.value.hint or "own word" in raised.value.hint


@given(st.dictionaries(st.sampled_from(TRIGGERS) | st.text(max_size=5), st.text(max_size=50), max_size=3))
def test_what_passes_is_one_line_with_a_letter(triggers: Mapping[str, str]) -> None:
    said = ""
    try:
        words = checked(triggers)
    except ConfigError as error:
        words, said = {}, error.message
    assert len(said.splitlines()) == bool(said)
    assert not said or said.startswith("--trigger ")
    assert set(words) - {"item"} <= set(triggers)
    for word in words.values():
        assert word == word.strip()
        assert len(word.splitlines()) == 1
        assert any(letter.isalnum() for letter in word)


def test_no_word_is_taken_for_a_template() -> None:
    book = book_of(LANGUAGES["en"], triggers={"output": "{{ count }}", "item": "{% x"})

    assert "{{ count }}: GAMMA" in shown(book, "alpaca", "chat")
    assert filled(book, "input-first", "completion").stop == ("\n{% x:",)


def test_a_marker_that_would_be_left_without_a_word_is_told(tmp_path: Path) -> None:
    file = tmp_path / "book.toml"
    own = LANGUAGES["en"].prompts.read_text("utf-8")
    file.write_text(re.sub(r"(?m)^example = .*$", 'example = ["Example"]', own), "utf-8")

    with pytest.raises(ConfigError, match=r"--trigger output=example: no example"):
        book_of(replace(LANGUAGES["en"], prompts=file), triggers={"output": "example"})


def test_a_template_that_has_the_word_written_out_is_told() -> None:
    path = folder("[judge.chat]\nuser = '{{ instruction }} {{ input }} {{ output }} Reason: Score:'\n")
    book_of(LANGUAGES["en"], folder=path)

    with pytest.raises(ConfigError, match=r"mine/en\.toml:2: \[judge\.chat\]: never shows Points"):
        book_of(LANGUAGES["en"], folder=path, triggers={"score": "Points"})


def test_a_book_that_has_the_word_written_out_is_told(tmp_path: Path) -> None:
    file = tmp_path / "book.toml"
    own = LANGUAGES["ko"].prompts.read_text("utf-8")
    file.write_text(own.replace("{{ words.output }}", "출력"), "utf-8")
    book = replace(LANGUAGES["ko"], prompts=file)

    assert shown(book_of(book), "input-first", "chat") == shown(book_of(LANGUAGES["ko"]), "input-first", "chat")
    with pytest.raises(
        ConfigError, match=r"--trigger output=풀이: \[input-first\.chat\] has another word written out"
    ) as raised:
        book_of(book, triggers={"output": "풀이"})
    assert "{{ words.output }}" in raised.value.hint


def test_the_page_tells_of_every_trigger() -> None:
    assert names_in(page("prompts.md"), "trigger") == list(TRIGGERS)
