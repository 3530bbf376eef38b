"""Recovered instructions and scores, as models write them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quickrows import leading

from selfinstruct.parse.recovered import parse_recovered
from selfinstruct.parse.score import Score, parse_score
from selfinstruct.prompts import PromptBook
from selfinstruct.resources import prompts, seeds
from selfinstruct.text import clean

BOOKS = {language: PromptBook(prompts(language)).markers for language in ("en", "ko", "ja")}
LANGUAGES = st.sampled_from(sorted(BOOKS))
EN, KO, JA = "Translate the sentence into French.", "다음 문장을 프랑스어로 번역하세요.", "次の文をフランス語に訳してください。"

ONE_INSTRUCTION = [
    ("en", EN),
    ("en", f"  {EN}\n\n"),
    ("en", f"Instruction: {EN}"),
    ("en", f"instruction : {EN}"),
    ("en", f"**Instruction:** {EN}"),
    ("en", f"### Instruction\n{EN}"),
    ("en", f"### Instruction:\n\n{EN}"),
    ("en", f"[Instruction] {EN}"),
    ("en", f"Instruction 1: {EN}\nInstruction 2: Say it in French."),
    ("en", f"Task: {EN}"),
    ("en", f'"{EN}"'),
    ("en", f"“{EN}”"),
    ("en", f"**{EN}**"),
    ("en", f'**"{EN}"**'),
    ("en", f"`{EN}`"),
    ("en", f"1. {EN}"),
    ("en", f"- {EN}"),
    ("en", f"> {EN}"),
    ("en", f"1. {EN}\n2. Render the sentence in French."),
    ("en", f"```\n{EN}\n```"),
    ("en", f"```text\nInstruction: {EN}\n```"),
    ("en", f'The instruction could be: "{EN}"'),
    ("en", f"The instruction could be:\n\n{EN}"),
    ("en", f"The original task was likely: {EN}"),
    ("en", f"Here is the instruction:\n```\n{EN}\n```\nHope this helps!"),
    ("en", f"Sure! Here is the original instruction:\n\n> {EN}\n\nBoth outputs are French."),
    ("en", f"Original instruction: {EN}"),
    ("en", f"**Likely instruction:** {EN}"),
    ("en", f"Based on the examples, the instruction is: **{EN}**"),
    ("en", f'The task is "{EN}".'),
    ("en", f"I can't be sure, but the instruction was probably: {EN}"),
    ("en", f'The inputs are English, the outputs are French.\nSo the instruction is likely:\n\n"{EN}"'),
    ("en", f"Instruction: {EN}\nInput: Good day\nOutput: Bonjour"),
    ("en", f"{EN}\nInput: Good day\nOutput: Bonjour"),
    ("en", f"Instruction: {EN}\n\nReason: the output is French."),
    ("en", f"{EN}\n\nLet me know if you need more."),
    ("en", f"{EN}\n---\nThis fits both examples."),
    ("en", f'"{EN}"\n\nIt fits since all outputs are French.'),
    ("en", f"<think>French, so ...\nInstruction: Speak.</think>\n{EN}"),
    ("en", f'{{"instruction": "{EN}"}}'),
    ("en", f'```json\n{{"instruction": "{EN}"}}\n```'),
    ("en", f'{{"recovered": "{EN}"}}'),
    ("ko", KO),
    ("ko", f"지시: {KO}"),
    ("ko", f"지시문: {KO}"),
    ("ko", f"**지시문:** {KO}"),
    ("ko", f"[지시문]\n{KO}"),
    ("ko", f"원래 지시문은 다음과 같습니다:\n\n“{KO}”"),
    ("ko", f"복원한 지시문: {KO}"),
    ("ko", f"'{KO}'"),
    ("ko", f"『{KO}』"),
    ("ko", f"지시문：{KO}\n입력: 안녕\n출력: Bonjour"),
    ("ko", f"{KO}\n\n이유: 출력이 프랑스어입니다."),
    ("ko", f'{{"instruction": "{KO}"}}'),
    ("ko", f"Instruction: {KO}"),
    ("ja", JA),
    ("ja", f"指示：{JA}"),
    ("ja", f"【指示】{JA}"),
    ("ja", f"指示文：「{JA}」"),
    ("ja", f"元の指示は次のとおりです：\n「{JA}」"),
    ("ja", f"推定される指示：{JA}"),
    ("ja", f"元の指示は「{JA}」です。"),
    ("ja", f"**{JA}**"),
    ("ja", f"指示：{JA}\n入力：こんにちは\n出力：Bonjour"),
    ("ja", f'{{"instruction": "{JA}"}}'),
]
KEPT_WHOLE = [
    ("en", "Write an email to my landlord:\n- it is polite\n- it is short"),
    ("en", "Complete the following task: sort the numbers."),
    ("en", "Follow these instructions to write a poem:\n1. Four lines.\n2. No rhyme."),
    ("en", 'Define "opportunity cost" and "sunk cost"'),
    ("en", '"Yes" or "no"'),
    ("en", "I can't sleep at night. Give me some advice."),
    ("en", "I don't know which task to do first. Help me decide."),
    ("en", "Answer in this form:\nInput: the word\nOutput: its plural"),
    ("en", "Explain the code.\n\n```python\nx = 1\n```"),
    ("ko", "한자를 읽을 수 없습니다. 읽는 법을 알려 주세요."),
    ("ko", "다음 과제를 수행하시오: 번역"),
    ("ja", "漢字の読み方がわかりません。教えてください。"),
    ("ja", "次のタスクを実行してください：翻訳"),
]
NO_INSTRUCTION = [
    ("en", ""),
    ("en", "***"),
    ("en", "N/A"),
    ("en", "None."),
    ("en", "Unknown"),
    ("en", "Instruction:"),
    ("en", "Instruction: unknown"),
    ("en", "I can't determine the instruction from this."),
    ("en", "It is impossible to tell what the original instruction was."),
    ("en", "The instruction cannot be determined."),
    ("en", "I'm sorry, but I can't help with that."),
    ("en", "I’m sorry, but I can’t help with that."),
    ("en", "There is not enough information to say."),
    ("en", "<think>It could be anything"),
    ("en", '{"instruction": ""}'),
    ("en", '{"instruction": "N/A"}'),
    ("en", '{"instruction": null}'),
    ("en", '{"input": "a", "output": "b"}'),
    ("ko", "없음"),
    ("ko", "알 수 없음"),
    ("ko", "지시를 알 수 없습니다."),
    ("ko", "죄송하지만 도와드릴 수 없습니다."),
    ("ja", "なし"),
    ("ja", "不明です。"),
    ("ja", "指示がわかりません。"),
    ("ja", "申し訳ありませんが、お答えできません。"),
]


@pytest.mark.parametrize(("language", "text"), ONE_INSTRUCTION)
def test_an_instruction_is_found_in_what_is_round_it(language: str, text: str) -> None:
    assert parse_recovered(text, BOOKS[language]) == {"en": EN, "ko": KO, "ja": JA}[language]


@pytest.mark.parametrize(("language", "text"), KEPT_WHOLE)
def test_what_belongs_to_the_instruction_stays(language: str, text: str) -> None:
    assert parse_recovered(text, BOOKS[language]) == text


@pytest.mark.parametrize(("language", "text"), NO_INSTRUCTION)
def test_no_instruction_is_none(language: str, text: str) -> None:
    assert parse_recovered(text, BOOKS[language]) is None


@pytest.mark.parametrize("language", BOOKS)
def test_every_seed_is_read_back_as_it_is(language: str) -> None:
    markers = BOOKS[language]
    lines = seeds(language).read_text("utf-8").split("\n")[:-1]
    for text in (clean(json.loads(line)["instruction"]) for line in lines):
        assert parse_recovered(text, markers) == text
        assert parse_recovered(f"{markers.instruction[0]}: {text}", markers) == text
        assert parse_recovered(f'"{text}"', markers) == text
        assert parse_recovered(f" {text}\n", markers, continued=True) == text
        assert parse_recovered(json.dumps({"instruction": text}), markers, structured=True) == text


def test_behind_a_prompt_that_ends_in_the_label_the_next_block_is_left_out() -> None:
    markers = BOOKS["en"]
    assert parse_recovered(f" {EN}\n###\nInput: Two\nInstruction: Count.", markers, continued=True) == EN
    assert parse_recovered(f" {EN}\nInstruction: Count.", markers, continued=True) == EN
    assert parse_recovered("\n\n", markers, continued=True) is None


def test_json_that_was_asked_for_may_have_talk_round_it() -> None:
    text = f'Here you are: {{"instruction": "{EN}"}} I hope it fits.'
    assert parse_recovered(text, BOOKS["en"], structured=True) == EN
    assert parse_recovered(EN, BOOKS["en"], structured=True) == EN


# --- scores

FOUR = [
    ("en", "Reason: It is right.\nScore: 4", "It is right."),
    ("en", "Score: 4\nReason: It is right.", "It is right."),
    ("en", "Reason: It is right. Score: 4", "It is right."),
    ("en", "**Reason:** It is right.\n\n**Score:** 4", "It is right."),
    ("en", "- **Reason**: It is right.\n- **Score**: 4/5", "It is right."),
    ("en", "## Reason\nIt is right.\n\n## Score\n4", "It is right."),
    ("en", "Reason: It is right.\nBut long.\n\nScore: 4", "It is right.\nBut long."),
    ("en", "The rubric says score: 5 needs more.\nScore: 4", "The rubric says score: 5 needs more."),
    ("en", "Reason: All 3 of 5 rivers are right.\nScore: 4", "All 3 of 5 rivers are right."),
    ("en", "Reason: It would be 5/5 with a title.\nScore: 4", "It would be 5/5 with a title."),
    ("en", "Reason: It is right.\nScore: 4\n\nLet me know if you need more.", "It is right."),
    ("en", "<think>5? No.</think>Reason: It is right.\nScore: 4", "It is right."),
    ("en", "Score: 4", ""),
    ("en", "score 4", ""),
    ("en", "Score - 4", ""),
    ("en", "Score: **4**", ""),
    ("en", "**Score: 4**", ""),
    ("en", "Score: 4.0", ""),
    ("en", "Score: four", ""),
    ("en", "Score: [[4]]", ""),
    ("en", "Score (1-5): 4", ""),
    ("en", "Score out of 5: 4", ""),
    ("en", "Overall score: 4", ""),
    ("en", "Rating: 4/5 stars", ""),
    ("en", "The score is 4.", ""),
    ("en", "Score: 4 - It is right.", "It is right."),
    ("en", "Score: 4 (It is right)", "It is right"),
    ("en", "4", ""),
    ("en", "4.", ""),
    ("en", "4/5", ""),
    ("en", "4 out of 5", ""),
    ("en", "**4 / 5**", ""),
    ("en", "\\boxed{4}", ""),
    ("en", "４", ""),
    ("en", "★★★★☆", ""),
    ("en", "⭐⭐⭐⭐", ""),
    ("en", "Score: ★★★★☆", ""),
    ("en", "4\n\nIt is right.", "It is right."),
    ("en", "It is right.\n\n4/5", "It is right."),
    ("en", "4 - It is right.", "It is right."),
    ("en", "I would rate this 4 out of 5.", "I would rate this 4 out of 5."),
    ("en", "I'd give it a 4.", "I'd give it a 4."),
    ("en", '{"reason": "It is right.", "score": 4}', "It is right."),
    ("en", '{"score": "4/5", "reason": "It is right."}', "It is right."),
    ("en", '```json\n{"reason": "It is right.", "score": 4}\n```', "It is right."),
    ("en", '{"evaluation": {"Score": 4, "Explanation": "It is right."}}', "It is right."),
    ("ko", "이유: 맞습니다.\n점수: 4", "맞습니다."),
    ("ko", "이유: 맞습니다.\n점수: 4점", "맞습니다."),
    ("ko", "이유: 맞습니다. 점수: 4", "맞습니다."),
    ("ko", "**점수**: ４점", ""),
    ("ko", "점수: 5점 만점에 4점", ""),
    ("ko", "점수: 4/5점", ""),
    ("ko", "최종 점수: 4", ""),
    ("ko", "점수는 4점입니다.", ""),
    ("ko", "4점", ""),
    ("ko", "이 답변에 4점을 줍니다.", "이 답변에 4점을 줍니다."),
    ("ko", "종합 평가: ★★★★☆", ""),
    ("ko", "Score: 4", ""),
    ("ja", "理由：正しいです。\nスコア：４", "正しいです。"),
    ("ja", "理由：正しいです。\n点数：4点", "正しいです。"),
    ("ja", "【理由】正しいです。\n【点数】4", "正しいです。"),
    ("ja", "点数：５点満点中４点", ""),
    ("ja", "スコア：四点", ""),
    ("ja", "**スコア：** 4", ""),
    ("ja", "総合スコア：4", ""),
    ("ja", "評価は4点です。", ""),
    ("ja", "４点", ""),
    ("ja", "５点満点で４点です。", ""),
    ("ja", "この回答は5段階評価で4です。", "この回答は5段階評価で4です。"),
    ("ja", "評価：★★★★☆", ""),
]
NO_SCORE = [
    ("en", ""),
    ("en", "It is right."),
    ("en", "Score:"),
    ("en", "Score: good"),
    ("en", "Score: <1-5>"),
    ("en", "Score: 0"),
    ("en", "Score: 6"),
    ("en", "Score: -1"),
    ("en", "Score: 45"),
    ("en", "Score: 4.5"),
    ("en", "Score: 3-4"),
    ("en", "Score: 3 or 4"),
    ("en", "Score: 8/10"),
    ("en", "Score: 40%"),
    ("en", "Score: ★★★★★★"),
    ("en", "Score: ★★★☆"),
    ("en", "Score: 3\nScore: 4"),
    ("en", "4\n\nIt is right.\n\n5"),
    ("en", "The answer names 4 of the rivers."),
    ("en", "The answer gets 4 out of 5 facts right."),
    ("en", "There are 4 sentences.\nThe second is long."),
    ("en", "Reason: the score: 5 is for better ones"),
    ("en", "3 or 4 out of 5 is my rating"),
    ("en", "1. It is right.\n2. It is long."),
    ("en", '{"reason": "It is right."}'),
    ("en", '{"reason": "It is right.", "score": 7}'),
    ("en", '[{"score": 3}, {"score": 4}]'),
    ("ko", "점수: 4.5점"),
    ("ko", "점수: 3~4점"),
    ("ko", "점수: 100점"),
    ("ko", "세 문장 중 2개가 맞습니다."),
    ("ja", "スコア：３〜４"),
    ("ja", "点数：10点満点中8点"),
    ("ja", "三つのうち2つが正しい。"),
]


@pytest.mark.parametrize(("language", "text", "reason"), FOUR)
def test_a_score_and_its_reason(language: str, text: str, reason: str) -> None:
    assert parse_score(text, BOOKS[language]) == Score(4, reason)


@pytest.mark.parametrize(("language", "text"), NO_SCORE)
def test_no_score_or_a_doubtful_one_is_none(language: str, text: str) -> None:
    assert parse_score(text, BOOKS[language]) is None


@pytest.mark.parametrize("language", BOOKS)
def test_behind_a_prompt_that_ends_in_the_label_of_the_reason_the_first_score_counts(language: str) -> None:
    markers = BOOKS[language]
    reason, score = markers.reason[0], markers.score[0]
    text = f" Fine.\n{score}: 4\n###\n{markers.instruction[0]}: More\n{reason}: Bad.\n{score}: 1"
    assert parse_score(text, markers, continued=True) == Score(4, "Fine.")
    assert parse_score(" Fine.\n###\n4", markers, continued=True) is None


def test_json_with_a_score_that_was_asked_for_may_have_talk_round_it() -> None:
    text = 'Here: {"reason": "Fine.", "score": 2} Score: 5'
    assert parse_score(text, BOOKS["en"], structured=True) == Score(2, "Fine.")
    assert parse_score("Reason: Fine.\nScore: 2", BOOKS["en"], structured=True) == Score(2, "Fine.")


# --- whatever comes

PIECES = st.sampled_from(
    [
        "Score",
        "점수",
        "スコア",
        ":",
        "：",
        "4",
        "５",
        "/5",
        "-",
        "★",
        "☆",
        "Instruction",
        "지시문",
        "指示",
        '"',
        "「",
        "」",
        "**",
        "#",
        "1.",
        "\n",
        " ",
        "\n\n",
        "```",
        "{",
        "}",
        '{"score":',
        '"instruction":',
        "I can't",
        ".",
        "。",
        "점",
        "点",
        "out of",
        "words",
    ]
)
ANY = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=20).map("".join), st.lists(PIECES, max_size=20).map(" ".join))


@given(ANY, LANGUAGES, st.booleans(), st.booleans())
def test_whatever_comes_is_read(text: str, language: str, structured: bool, continued: bool) -> None:
    markers = BOOKS[language]
    found = parse_recovered(text, markers, structured=structured, continued=continued)
    assert found is None or (found == clean(found) and any(map(str.isalnum, found)))
    score = parse_score(text, markers, structured=structured, continued=continued)
    assert score is None or (1 <= score.score <= 5 and score.reason == clean(score.reason))


@given(st.integers(1, 5), LANGUAGES, st.lists(st.sampled_from(["plain", "words", "3", "5/5", "정답", "正解", "."]), max_size=9))
def test_a_score_in_the_form_that_is_asked_for_is_read_whatever_the_reason(score: int, language: str, words: list[str]) -> None:
    markers, reason = BOOKS[language], "It is " + " ".join(words)
    for colon in ":：":
        text = f"{markers.reason[0]}{colon} {reason}\n{markers.score[0]}{colon} {score}"
        assert parse_score(text, markers) == Score(score, reason.strip())
    assert parse_score(json.dumps({"reason": reason, "score": score}), markers, structured=True) == Score(score, reason.strip())


@pytest.mark.parametrize("size", leading(1, [2_000, 40_000]))
@pytest.mark.parametrize(
    "piece",
    [
        "*",
        "1",
        "- ",
        '"',
        "[",
        "the instruction ",
        "Score ",
        "점수 ",
        "４~",
        "(",
        "★",
        "#",
        "가",
        "4 out of 5 ",
        "Score: 4\n",
        "> ",
        "1. a\n",
    ],
)
def test_long_hostile_text_is_read_to_its_end(piece: str, size: int) -> None:
    text = piece * (size // len(piece)) + "x"
    for markers in BOOKS.values():
        assert parse_recovered(text, markers)
        assert parse_score(text, markers) in {None, Score(4, "x")}
