"""The prompts for whole tasks, for what curation asks and for comparing; English ones in place of those that a book lacks."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from test_prompts import NAMES, SEEN, filled, folder, shown

from selfinstruct import Language
from selfinstruct.parse.preference import parse_preference
from selfinstruct.parse.recovered import parse_recovered
from selfinstruct.parse.score import parse_score
from selfinstruct.plugins import load
from selfinstruct.promptchoice import book_of
from selfinstruct.prompts import OPTIONAL, STYLES, Markers, PromptBook
from selfinstruct.resources import prompts
from selfinstruct.testing.languages.promptbooks import check_prompts

LANGUAGES = load().languages()
CODES = ["en", "ko", "ja"]


def worked(code: str, template: str) -> list[str]:
    """The worked examples inside the text for a completion model, each from its first label to its end."""
    return filled(book_of(LANGUAGES[code]), template, "completion").text.split("\n###\n")[1:-1]


# --- our own books


@pytest.mark.parametrize("code", CODES)
def test_our_books_need_no_other(code: str) -> None:
    book = PromptBook(prompts(code))

    assert book.sha256 == book_of(LANGUAGES[code]).sha256
    assert set(tomllib.loads(prompts(code).read_text("utf-8"))) >= {*OPTIONAL}
    for template in OPTIONAL:
        english = set(re.findall("[a-z]{4,}", shown(book, template, "completion"))) - {"noinput"}
        assert not english or code == "en"


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("style", STYLES)
def test_the_word_for_no_input_is_the_same_in_every_language(code: str, style: str) -> None:
    text = shown(book_of(LANGUAGES[code]), "alpaca", style)

    assert ("<noinput>" in text) == (style != "structured")
    assert re.search(r'2\. \S+[:：] ?<noinput>\n|"input": "", "output": "y"', text)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("asked", ["native", "en"])
def test_models_of_code_are_told_of_no_input(code: str, style: str, asked: str) -> None:
    book = book_of(LANGUAGES[code], asked)
    text = shown(book, "instruction-output", style).casefold()

    assert [word for word in ("input", "입력", "入力", "<noinput>") if word in text] == []


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("template", ["alpaca", "instruction-output"])
def test_a_completion_stops_before_one_task_too_many(code: str, template: str) -> None:
    made = filled(book_of(LANGUAGES[code]), template, "completion", first=4, count=10)

    word = book_of(LANGUAGES[code]).markers.instruction[0]
    assert re.search(rf"\n###\n4\. {word}[:：]\Z", made.text)
    assert made.stop[0].startswith(f"\n14. {word}")


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("template", ["alpaca", "instruction-output"])
@pytest.mark.parametrize("style", STYLES)
def test_a_request_without_demonstrations_reads_well(code: str, template: str, style: str) -> None:
    """They go when a request is too long."""
    text = shown(book_of(LANGUAGES[code]), template, style, tasks=[], first=1)

    assert "\n\n\n\n" not in text
    assert '"output"' in text if style == "structured" else "###" in text


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("style", STYLES)
def test_all_instances_are_shown_and_numbered_when_there_are_several(code: str, style: str) -> None:
    book = book_of(LANGUAGES[code])
    two = [{"input": "BETA", "output": "GAMMA"}, {"input": "DELTA", "output": "EPSILON"}]
    text = shown(book, "recover", style, instances=two)
    behind = text.rpartition("\n###\n")[2]

    assert all(part in text for instance in two for part in instance.values())
    numbered = re.findall(rf"{book.markers.example[0]} ?([12])\n", behind)
    assert numbered == ([] if style == "structured" else ["1", "2"])
    assert not re.search(rf"{book.markers.example[0]} ?\d", shown(book, "recover", style).rpartition("\n###\n")[2])


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("template", ["recover", "judge", "compare"])
@pytest.mark.parametrize("style", ["chat", "completion"])
def test_no_label_stands_before_an_input_that_is_not_there(code: str, template: str, style: str) -> None:
    book = book_of(LANGUAGES[code])
    without: dict[str, Any] = {"instances": [{"input": "", "output": "GAMMA"}]} if template == "recover" else {"input": ""}
    text = shown(book, template, style, **without).rpartition("\n###\n")[2]

    assert not re.search(rf"^{book.markers.input[0]}[:：]", text, re.MULTILINE)
    assert not any(name in text for name in ("<noinput>", "None"))
    assert re.search(rf"^{book.markers.input[0]}[:：]", shown(book, template, style), re.MULTILINE)


# --- the worked examples of the texts for completion models


@pytest.mark.parametrize("code", CODES)
def test_the_worked_judgements_are_read_and_cover_the_scale(code: str) -> None:
    markers = book_of(LANGUAGES[code]).markers
    scores = [parse_score(_behind(text, markers.reason[0]), markers, continued=True) for text in worked(code, "judge")]

    assert [score and score.score for score in scores] == [5, 2, 1, 4]
    assert all(score and len(score.reason) > 15 for score in scores)


@pytest.mark.parametrize("code", CODES)
def test_the_worked_comparisons_are_read_and_favour_no_place(code: str) -> None:
    markers = book_of(LANGUAGES[code]).markers
    found = [parse_preference(_behind(text, markers.reason[0]), markers, continued=True) for text in worked(code, "compare")]

    assert sorted(each.better for each in found if each) == ["A", "B", "tie"]


@pytest.mark.parametrize("code", CODES)
def test_the_worked_instructions_are_read_and_keep_the_rules_of_the_language(code: str) -> None:
    language = LANGUAGES[code]
    markers = book_of(language).markers
    texts = worked(code, "recover")
    found = [parse_recovered(_behind(text, markers.instruction[0]), markers, continued=True) or "" for text in texts]

    assert len(set(found)) == 3
    for instruction in found:
        assert language.fault(instruction, "instruction", "") is None
        assert not set(language.tokens(instruction)) & language.blocked
    assert [f"{markers.example[0]}" in text for text in texts] == [False, True, False]
    assert [bool(re.search(rf"{markers.input[0]}[:：]", text)) for text in texts] == [True, True, False]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("template", ["recover", "judge", "compare"])
def test_what_follows_a_worked_example_begins_with_a_stop_string(code: str, template: str) -> None:
    made = filled(book_of(LANGUAGES[code]), template, "completion")
    cue = {"recover": "instruction"}.get(template, "reason")
    word = getattr(book_of(LANGUAGES[code]).markers, cue)[0]

    for text in worked(code, template):
        assert not [stop for stop in made.stop if stop in _behind(text, word)]
    assert "\n###" in made.stop


def _behind(text: str, label: str) -> str:
    """What a model would have written: the text behind the last label of that word."""
    return re.split(rf"(?m)^{label}[:：]", text)[-1]


# --- a book that lacks them


def lacking(tmp_path: Path, code: str, *kept: str) -> Language:
    """A language whose book has only the templates of the four stages, and these tables of the others."""
    own = prompts(code).read_text("utf-8")
    tables = re.split(r"(?m)^(?=\[)", own)
    taken = [
        table for table in tables if not table.startswith(tuple(f"[{name}." for name in OPTIONAL)) or table.startswith(kept)
    ]
    text = re.sub(r"(?m)^(instruction|score|reason|better|tie) = \[.*\n", "", "".join(taken))
    file = tmp_path / "book.toml"
    file.write_text(text, "utf-8")
    return replace(LANGUAGES[code], prompts=file)


@pytest.mark.parametrize("code", sorted(NAMES))
@pytest.mark.parametrize("template", OPTIONAL)
@pytest.mark.parametrize("style", STYLES)
def test_english_templates_stand_in_with_the_books_own_words(tmp_path: Path, code: str, template: str, style: str) -> None:
    own = LANGUAGES[code]
    book, english = book_of(lacking(tmp_path, code)), book_of(own, "en")
    text, expected = shown(book, template, style), shown(english, template, style)

    assert NAMES[code] in text
    for name in ("input", "output", "example"):
        expected = re.sub(rf"{getattr(english.markers, name)[0]}(?=:| \d)", getattr(book.markers, name)[0], expected)
    assert text == expected


@pytest.mark.parametrize("code", sorted(NAMES))
def test_a_book_without_them_keeps_its_contract(tmp_path: Path, code: str) -> None:
    check_prompts(lacking(tmp_path, code))


def test_only_then_the_english_file_is_part_of_what_names_the_prompts(tmp_path: Path) -> None:
    language = lacking(tmp_path, "ko")
    alone = PromptBook(prompts("ko"), language="Korean").sha256

    assert book_of(language).sha256 not in {alone, book_of(lacking(tmp_path, "ko", "[alpaca.")).sha256}
    whole = lacking(tmp_path, "ko", *(f"[{name}." for name in OPTIONAL))
    assert len(book_of(whole).sha256) == 64
    assert book_of(whole).sha256 == PromptBook(whole.prompts, language="Japanese").sha256


def test_english_words_stand_in_for_the_markers(tmp_path: Path) -> None:
    markers = book_of(lacking(tmp_path, "ko")).markers

    for name in ("instruction", "score", "reason", "better", "tie"):
        assert getattr(markers, name) == Markers.__dataclass_fields__[name].default
    assert markers.output == book_of(LANGUAGES["ko"]).markers.output


def test_what_a_book_has_of_its_own_stays_its_own(tmp_path: Path) -> None:
    book = book_of(lacking(tmp_path, "ko", "[judge.chat]", "[recover.completion]"))

    assert "과제를 채점해 주세요" in shown(book, "judge", "chat")
    assert "Korean" not in shown(book, "judge", "chat")
    assert not book.structured("judge")
    assert "strict examiner" in shown(book, "judge", "completion")
    assert "비서가 내놓은 답" in shown(book, "recover", "completion")
    assert "in Korean" in shown(book, "recover", "chat")
    assert book.structured("recover")


def test_no_english_system_message_slips_in(tmp_path: Path) -> None:
    language = lacking(tmp_path, "ko", "[judge.chat]")
    text = language.prompts.read_text("utf-8")
    at = text.index("[judge.chat]")
    Path(str(language.prompts)).write_text(text[:at] + re.sub(r"(?m)^system = .*\n", "", text[at:], count=1), "utf-8")

    assert [message.role for message in filled(book_of(language), "judge", "chat").messages] == ["user"]


def test_a_users_template_goes_over_the_english_one(tmp_path: Path) -> None:
    mine = "[judge.chat]\nsystem = ''\nuser = 'Reason, Score: {{ instruction }} {{ input }} {{ output }}'\n"
    book = book_of(lacking(tmp_path, "ko"), folder=folder(mine, "ko"))

    assert shown(book, "judge", "chat") == "Reason, Score: ALPHA BETA GAMMA"
    assert not book.structured("judge")
    assert "strict examiner" in shown(book, "judge", "completion")


def test_seen_are_all_templates_of_this_page() -> None:
    seen: Mapping[str, object] = SEEN
    assert set(seen) == set(OPTIONAL)
