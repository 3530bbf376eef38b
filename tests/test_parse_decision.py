"""Yes or no, as models say it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quickrows import leading

from selfinstruct.parse.decision import parse_decision
from selfinstruct.prompts import Markers, PromptBook
from selfinstruct.resources import prompts

BOOKS = {language: PromptBook(prompts(language)).markers for language in ("en", "ko", "ja")}

YES = [
    ("en", "Yes"),
    ("en", "yes."),
    ("en", " Yes\n"),
    ("en", "**Yes**"),
    ("en", "[Yes]"),
    ("en", "Answer: Yes"),
    ("en", "Is it classification? Yes"),
    ("en", "Yes, because the answer is one of three labels and no other text."),
    ("en", "Yes - there are no free-text answers."),
    ("en", "This is a classification task."),
    ("en", "The answer is yes."),
    ("en", "It's a classification task."),
    ("en", "There is no list given, but spam and ham are labels.\n\nYes"),
    ("en", "Labels are spam and no spam, so it is a classification task."),
    ("en", "<think>No, wait. It has labels.</think>\n\nYes"),
    ("en", "It has labels, not text.\n</think>\nYes."),
    ("en", "Yes/No: Yes"),
    ("en", '{"answer": "yes"}'),
    ("en", "Ｙｅｓ"),
    ("ko", "예"),
    ("ko", "예."),
    ("ko", "네, 분류 과제입니다."),
    ("ko", "예, 분류 과제입니다"),
    ("ko", "'예'"),
    ("ko", "**예**"),
    ("ko", "답: 예"),
    ("ko", "정답은 예입니다."),
    ("ko", "(예)"),
    ("ko", "네 가지 레이블 가운데 하나를 고르므로 분류 과제입니다."),
    ("ko", "분류 과제가 맞습니다."),
    ("ko", "긍정/부정 중 하나를 고르는 과제이므로 예."),
    ("ko", "예/아니요: 예"),
    ("ko", "Yes"),
    ("ja", "はい"),
    ("ja", "はい。"),
    ("ja", "「はい」です。"),
    ("ja", "答え：はい"),
    ("ja", "はい、分類タスクです。"),
    ("ja", "これは分類タスクです。"),
    ("ja", "このタスクは分類タスクに該当します。"),
    ("ja", "【はい】"),
]
NO = [
    ("en", "No"),
    ("en", "no."),
    ("en", "**No.**"),
    ("en", "(No)"),
    ("en", "No, yes would mean that there are labels."),
    ("en", "This is not a classification task, because the answer is a poem."),
    ("en", "This isn’t a classification task."),
    ("en", "Not a classification task."),
    ("en", "Therefore, it is **not** a classification task."),
    ("en", "This task is a classification task? No."),
    ("en", "\\boxed{No}"),
    ("en", "It cannot be regarded as a classification task."),
    ("en", "The output is free text.\nSo the answer is no."),
    ("en", "Answer (yes/no): No"),
    ("en", "There is no fixed set of labels."),
    ("en", "<think>\nYes? Labels: none.\n</think>\nNo"),
    ("ko", "아니요"),
    ("ko", "아니오."),
    ("ko", "분류 작업이 아닙니다."),
    ("ko", "분류 과제가 아니라 글을 쓰는 과제입니다."),
    ("ko", "아니요, 예시를 들어 글을 쓰는 과제입니다."),
    ("ko", "분류 작업이 아닙니다.\n예: 요약, 번역"),
    ("ko", "이 과제는 분류 과제입니까? 아니요"),
    ("ko", "답변: **아니요**"),
    ("ja", "いいえ"),
    ("ja", "いいえ、分類ではありません"),
    ("ja", "これは分類タスクではありません。"),
    ("ja", "この課題は分類タスクではありません。"),
    ("ja", "答えは「いいえ」です。"),
    ("ja", "これは分類タスクですか。いいえ"),
    ("ja", "分類タスクではない。"),
]
UNDECIDED = [
    ("en", ""),
    ("en", "Maybe."),
    ("en", "Notably, yesterday was known."),
    ("en", "Yes or no?"),
    ("en", "<think>Yes, it has labels, so"),
    ("ko", "예시를 보여 주세요."),
    ("ko", "예를 들어 긍정과 부정이 있습니다"),
    ("ko", "예) 긍정, 부정"),
    ("ko", "네 가지 방법이 있습니다"),
    ("ko", "예의 바른 글을 쓰는 과제"),
    ("ja", "はいはい言わないこと"),
    ("ja", "例えば、次のようなものです。"),
    ("ja", "これは分類タスクですか"),
]
CASES = [(text, verdict) for verdict, texts in ((True, YES), (False, NO), (None, UNDECIDED)) for text in texts]


@pytest.mark.parametrize(("given_text", "verdict"), CASES)
def test_a_verdict_is_read(given_text: tuple[str, str], verdict: bool | None) -> None:
    language, text = given_text
    assert parse_decision(text, BOOKS[language]) is verdict


THAI = replace(BOOKS["en"], yes=("ใช่", "เป็นการจำแนก"), no=("ไม่ใช่", "ไม่เป็นการจำแนก"))


@pytest.mark.parametrize(
    ("text", "verdict"),
    [("ใช่", True), ("ไม่ใช่", False), ("เป็นการจำแนก", True), ("โจทย์นี้ไม่เป็นการจำแนก", False), ("คำตอบคือ เป็นการจำแนก", True)],
)
def test_words_that_look_other_in_compatibility_form_are_read(text: str, verdict: bool) -> None:
    assert parse_decision(text, THAI) is verdict


@given(st.text(), st.sampled_from(list(BOOKS.values())))
def test_no_text_makes_it_fail(text: str, markers: Markers) -> None:
    assert parse_decision(text, markers) in {True, False, None}


@given(
    st.sampled_from(list(BOOKS)),
    st.booleans(),
    st.sampled_from(["{}", "{}.", " {}。\n", "**{}**", "「{}」", "Answer: {}", "{}, x"]),
)
def test_the_asked_for_words_are_understood_in_any_dress(language: str, verdict: bool, dress: str) -> None:
    markers = BOOKS[language]
    word = (markers.yes if verdict else markers.no)[0]
    assert parse_decision(dress.format(word), markers) is verdict
    assert parse_decision(dress.format(word.upper()), markers) is verdict


SIZES = leading(1, [2_000, 200_000])


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("piece", ["no", "no ", "네 ", "예)", "はい", "<think>", "yes/no", "(", "아니"])
def test_long_hostile_text_is_read_to_its_end(piece: str, size: int) -> None:
    text = piece * (size // len(piece))
    assert all(parse_decision(text, markers) in {True, False, None} for markers in BOOKS.values())
