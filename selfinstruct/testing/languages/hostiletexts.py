"""Texts that no author of a tokenizer thinks of, and that models and files bring all the same."""

from __future__ import annotations

FOREIGN = (
    "Съешь ещё этих булок",
    "Ὁ Σίσυφος κυλᾷ",
    "مرحبًا بالعالم",
    "שָׁלוֹם עולם",
    "नमस्ते दुनिया",
    "สวัสดีชาวโลก",
    "Chào thế giới",
    "안녕하세요 ㅋㅋㅋ",
    "こんにちは、ガラスの世界",
    "你好，世界 𠮷",
)
"""Words in scripts of which no language has more than a few."""

HOSTILE = (
    "",
    " ",
    "\u3000\n\t",
    "...",
    "。、「」？！",
    "😀😀",
    "👩‍👩‍👧‍👦 🏳️‍🌈",
    "\x00",
    "a\x00b",
    "\ufeffa\u200bb\u00adc\u2060",
    "\ud800",
    "\ude00 turned round \ud83d",
    "\u202eright to left\u202c and \u2067back\u2069",
    "\u0301\u0301",
    "a" + "\u0301\u0323" * 200,
    "é" * 5000,
    "1" * 5000,
    "aword" * 1000,
    "word " * 1000,
    "漢字" * 1000,
    "first\nsecond\r\nthird\rfourth\u2028fifth\u2029sixth\x85",
    "{{ 7 * 7 }} {% endif %} %s \\ </s> <|endoftext|>",
    "İstanbul ıI ſtraße \u212a \u212b ǅ ﬁ x² ½ ٣",
    "ＡＢＣ１２３ ｱｲｳ ﷺ",
    *FOREIGN,
    "\ue000\U0010ffff",
)
"""Empty, invisible, broken, long, and of other scripts: tokens and checks take them all."""


def shown(text: str) -> str:
    """A text as it stands in a message: no longer than a line, and with nothing in it that a terminal would obey."""
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")


def brief(value: object, most: int = 100) -> str:
    """A value as it stands in a message, with a mark where it was cut."""
    told = repr(value)
    return told if len(told) <= most else f"{told[: most - 1]}…"


_SHOWN = 60
