"""The built-in instruction filter, by table; and its fit to each language's seeds."""

from __future__ import annotations

import pytest

from selfinstruct.filters import selfinstruct_instruction_fault
from selfinstruct.plugins import load

LANGUAGES = load().languages()

CASES = [
    ("en", "Name four red fruits.", None),
    ("en", "Python's GIL: what is it and why does it exist?", None),
    ("en", "Say it.", "too-short"),
    ("en", "word " * 151, "too-long"),
    ("en", "Describe the picture below in detail.", "blocked-word: picture"),
    ("en", "Describe a picturesque village in two lines.", None),
    ("en", "Write a program that prints hello world.", "refused-opening"),
    ("en", ", then name four red fruits", "starts-with-punctuation"),
    ("en", '"To be or not to be": who says this line?', None),
    ("en", "Answer the following question:", "ends-with-colon"),
    ("en", "빨간 과일 네 가지를 말해 주세요.", "wrong-language"),
    ("ko", "빨간 과일 네 가지를 말해 주세요.", None),
    ("ko", "점심 메뉴 추천해줘", None),
    ("ko", "Python으로 피보나치 수열을 구하는 함수를 작성하세요.", None),
    ("ko", "이 이미지를 설명해 주세요.", "blocked-word"),
    ("ko", "행복해지도록 도와주는 습관을 알려 주세요.", None),
    ("ko", "Name four red fruits.", "wrong-language"),
    ("ko", "다음 문장을 日本語로 옮기고 業務를 설명하세요", "wrong-language"),
    ("ko", "다음 질문에 답하세요：", "ends-with-colon"),
    ("ko", "음", "too-short"),
    ("ja", "赤い果物を四つ挙げてください。", None),
    ("ja", "「猫に小判」の意味は何ですか？", None),
    ("ja", "この画像を説明してください。", "blocked-word"),
    ("ja", "図書館で静かに過ごすコツを教えて。", None),
    ("ja", "请将以下文本翻译成韩语。", "wrong-language"),
    ("ja", "次の質問に答えてください：", "ends-with-colon"),
    ("ja", "、から始まる文を直してください。", "starts-with-punctuation"),
]


@pytest.mark.parametrize(("code", "text", "fault"), CASES)
def test_an_instruction_is_refused_for_the_right_reason(code: str, text: str, fault: str | None) -> None:
    language = LANGUAGES[code]

    found = selfinstruct_instruction_fault(text, language.tokens(text), language)

    assert found is None if fault is None else (found or "").startswith(fault)


def test_a_text_without_tokens_is_too_short() -> None:
    language = LANGUAGES["en"]

    assert (selfinstruct_instruction_fault("😀 😀 😀 😀 😀", [], language) or "").startswith(("too-short", "starts", "wrong"))
