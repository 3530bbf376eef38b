"""Which answer is better, as judges say it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct.parse.preference import Preference, parse_preference
from selfinstruct.prompts import PromptBook
from selfinstruct.resources import prompts

BOOKS = {language: PromptBook(prompts(language)).markers for language in ("en", "ko", "ja")}

SAID = [
    ("en", "Reason: A is right, B is not.\nBetter: A", "A", "A is right, B is not."),
    ("en", "Reason: Both are fine.\n\nBetter: tie", "tie", "Both are fine."),
    ("en", "**Reason:** B is whole.\n**Better:** B", "B", "B is whole."),
    ("en", "### Reason\nB is whole.\n### Better\nB", "B", "B is whole."),
    ("en", "Reason: B is whole. Better: B", "B", "B is whole."),
    ("en", "Better: A\nReason: it answers", "A", "it answers"),
    ("en", "Better: Answer A", "A", ""),
    ("en", "Better: [A]", "A", ""),
    ("en", "better: (b)", "B", ""),
    ("en", "Better: Ａ", "A", ""),
    ("en", "Better: a", "A", ""),
    ("en", "Better: A tie", "tie", ""),
    ("en", "Better: A and B are equal", "tie", ""),
    ("en", "Better: A, because B is wrong", "A", ""),
    ("en", "Better: A. B misses the point.", "A", ""),
    ("en", "Better: A (not a tie)", "A", ""),
    ("en", "Better: Response B is more detailed", "B", ""),
    ("en", "Better: B > A", "B", ""),
    ("en", "Better: A = B", "tie", ""),
    ("en", "Winner: B", "B", ""),
    ("en", "Reason: two\nlines\nBetter: B", "B", "two\nlines"),
    ("en", "Better: to be short, I think.\nBetter: B", "B", "to be short, I think."),
    ("en", "A", "A", ""),
    ("en", "Answer B.", "B", ""),
    ("en", "It is a tie.", "tie", ""),
    ("en", "One is longer.\nThe better answer is B.", "B", "One is longer."),
    ("en", "I prefer the short one. [[A]]", "A", "I prefer the short one."),
    ("en", "Nothing between them. [[C]]", "tie", "Nothing between them."),
    ("en", "<think>Better: A</think>Reason: no\nBetter: B", "B", "no"),
    ("en", '{"reason": "B is true", "better": "B"}', "B", "B is true"),
    ("en", '```json\n{"reason": "r", "better": "tie"}\n```', "tie", "r"),
    ("ko", "이유: A가 정확합니다.\n더 나은 답: A", "A", "A가 정확합니다."),
    ("ko", "이유: 둘 다 맞습니다.\n더 나은 답: 무승부", "tie", "둘 다 맞습니다."),
    ("ko", "**이유:** 길기만 합니다.\n**더 나은 답:** B", "B", "길기만 합니다."),
    ("ko", "더 나은 답: B입니다.", "B", ""),
    ("ko", "더 나은 답: 답변 A", "A", ""),
    ("ko", "더 나은 답: A의 답변", "A", ""),
    ("ko", "더 나은 답은 B입니다.", "B", ""),
    ("ko", "둘을 비교했습니다.\n무승부입니다.", "tie", "둘을 비교했습니다."),
    ("ko", "Reason: 짧습니다.\nBetter: A", "A", "짧습니다."),
    ("ja", "理由: Aが正確です。\n優れた回答: A", "A", "Aが正確です。"),
    ("ja", "理由：どちらも正しいです。\n優れた回答：引き分け", "tie", "どちらも正しいです。"),
    ("ja", "【理由】Bは不自然です。\n【優れた回答】Ａ", "A", "Bは不自然です。"),
    ("ja", "優れた回答：Bです。", "B", ""),
    ("ja", "優れた回答：回答B", "B", ""),
    ("ja", "より良い回答はAです。", "A", ""),
    ("ja", "引き分けです。", "tie", ""),
]
UNSAID = [
    ("en", ""),
    ("en", "Both have their merits."),
    ("en", "Better: A, B or tie"),
    ("en", "Better: A/B/tie"),
    ("en", "Better: A or B"),
    ("en", "Better: it depends"),
    ("en", "Better: A is better than B"),
    ("en", "The better answer is not B."),
    ("en", "Reason: A is right and B is"),
    ("en", "I can not compare these."),
    ("en", '{"reason": "both"'),
    ("ko", "더 나은 답: A 또는 B"),
    ("ko", "비교할 수 없습니다."),
    ("ko", "더 나은 답: 상황에 따라 다릅니다"),
    ("ja", "優れた回答：AまたはB"),
    ("ja", "比べられません。"),
    ("ja", "優れた回答：場合によります"),
]


@pytest.mark.parametrize(("language", "text", "better", "reason"), SAID)
def test_what_is_better_is_read(language: str, text: str, better: str, reason: str) -> None:
    assert parse_preference(text, BOOKS[language]) == Preference(better, reason)  # type: ignore[arg-type]


@pytest.mark.parametrize(("language", "text"), UNSAID)
def test_an_answer_that_names_none_or_both_is_no_verdict(language: str, text: str) -> None:
    assert parse_preference(text, BOOKS[language]) is None


@pytest.mark.parametrize("language", BOOKS)
@pytest.mark.parametrize("better", ["A", "B", "tie"])
def test_what_is_asked_for_is_read_in_both_styles(language: str, better: str) -> None:
    marks = BOOKS[language]
    said = marks.tie[0] if better == "tie" else better
    answer = f"x y z\n{marks.better[0]}: {said}"

    assert parse_preference(f"{marks.reason[0]}: {answer}", marks) == Preference(better, "x y z")  # type: ignore[arg-type]
    for text in (f" {answer}", f"{marks.reason[0]}: {answer}"):
        assert parse_preference(text, marks, continued=True) == Preference(better, "x y z")  # type: ignore[arg-type]


@pytest.mark.parametrize("language", BOOKS)
def test_what_a_completion_model_goes_on_with_does_not_count(language: str) -> None:
    marks = BOOKS[language]
    text = f" short\n{marks.better[0]}: A\n\n{marks.reason[0]}: other\n{marks.better[0]}: B"

    assert parse_preference(text, marks, continued=True) == Preference("A", "short")
    assert parse_preference(" short, and no more", marks, continued=True) is None


def test_json_is_read_when_it_was_asked_for() -> None:
    marks = BOOKS["ko"]

    assert parse_preference('Here: {"reason": "둘", "better": "tie"}', marks, structured=True) == Preference("tie", "둘")
    assert parse_preference('{"reason": "둘", "bet', marks, structured=True) is None
    assert parse_preference('{"reason": "r", "better": "C"}', marks, structured=True) is None


@given(st.text(), st.booleans(), st.booleans())
def test_any_text_is_read_without_an_error(text: str, structured: bool, continued: bool) -> None:
    for marks in BOOKS.values():
        found = parse_preference(text, marks, structured=structured, continued=continued)
        assert found is None or found.better in {"A", "B", "tie"}
