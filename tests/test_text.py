"""Cleaning and keys."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct.text import characters, clean, key

ANY = st.text() | st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3)) | st.text("ＡＢａｂ①ｱｶﾞé\u0301\u200b \n")


@given(ANY)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(ANY)
def test_a_clean_text_is_nfc_and_can_be_written(text: str) -> None:
    assert unicodedata.is_normalized("NFC", clean(text))
    clean(text).encode()


@given(ANY)
def test_the_key_of_a_key_is_the_key(text: str) -> None:
    assert key(key(text)) == key(text)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("한국어로 쓰세요", unicodedata.normalize("NFD", "한국어로 쓰세요")),
        ("ＡＩ とは", "AI\u3000とは"),
        ("Name  a\nfruit", "name a fruit"),
        ("zero\u200bwidth", "zerowidth"),
        ("カタカナ", "ｶﾀｶﾅ"),
    ],
)
def test_the_same_text_has_one_key(a: str, b: str) -> None:
    assert key(a) == key(b)


@pytest.mark.parametrize(("a", "b"), [("1", "2"), ("가", "나"), ("a b", "ab"), ("Don't", "Dont")])
def test_other_texts_have_other_keys(a: str, b: str) -> None:
    assert key(a) != key(b)


def test_case_and_width_are_kept_in_stored_texts() -> None:
    assert clean(" Python と ＡＩ\r\n①") == "Python と ＡＩ\n①"


def test_characters_are_letters_and_digits() -> None:
    assert characters("가, ３ B!") == ["가", "3", "b"]
