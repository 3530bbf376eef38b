"""Token estimates: near what real tokenizers count, and not below them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct import Message, Prompt, Sampling
from selfinstruct.schemas import schema_of
from selfinstruct.tokencount import prompt_tokens, tokens_of

# Counted with OpenAI's o200k and DeepSeek's tokenizer; the larger of the two.
COUNTED = {
    "Write a short, polite note to a neighbour whose dog barks every night at around eleven o'clock.": 21,
    "옆집에 사는 이웃에게 밤마다 개가 짖는 문제로 짧고 정중한 쪽지를 써 주세요. 열한 시쯤에 가장 심합니다.": 46,
    "毎晩十一時ごろに犬が吠えることについて、隣に住む人へ短くて丁寧な手紙を書いてください。": 36,
    "写一封简短而礼貌的便条给邻居，他的狗每天晚上十一点左右都会叫。": 25,
    "Напишите короткое вежливое письмо соседу, чья собака лает каждую ночь.": 26,
    "def mean(values: list[float]) -> float:\n    return sum(values) / len(values)\n": 20,
}


@pytest.mark.parametrize(("text", "counted"), COUNTED.items())
def test_an_estimate_is_no_less_and_not_twice_as_much(text: str, counted: int) -> None:
    assert counted <= tokens_of(text) <= 2 * counted


@given(st.text(max_size=200))
def test_any_text_has_an_estimate(text: str) -> None:
    estimate = tokens_of(text)

    assert (estimate == 0) == (text == "")
    assert estimate <= len(text.encode("utf-8", "surrogatepass"))


@given(st.text(max_size=100), st.text(max_size=100))
def test_a_text_is_at_most_its_parts(one: str, other: str) -> None:
    assert max(tokens_of(one), tokens_of(other)) <= tokens_of(one + other) <= tokens_of(one) + tokens_of(other)


def test_korean_and_japanese_cost_more_a_letter_than_english() -> None:
    latin, *others = (tokens_of(letter * 300) for letter in "a가あ漢")

    assert all(other > 3 * latin for other in others)


def prompt(text: str = "", *messages: str) -> Prompt:
    turns = tuple(Message("user", message) for message in messages)
    return Prompt("generate", 0, "en", "list", Sampling(max_tokens=9), messages=turns, text=text)


def test_a_chat_costs_more_than_its_texts() -> None:
    assert tokens_of("one two") < prompt_tokens(prompt("one two")) < prompt_tokens(prompt("", "one two"))
    assert prompt_tokens(prompt("", "one", "two")) > prompt_tokens(prompt("", "one\ntwo"))


def test_a_schema_is_counted() -> None:
    plain = prompt("", "one")

    assert prompt_tokens(replace(plain, schema=schema_of("list"))) > prompt_tokens(plain) + 20
