"""How many tokens a text has, estimated by script and without any model: on the high side for today's tokenizers."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from math import ceil

from selfinstruct.backend import Message, Prompt

MESSAGE = 6
"""Tokens that a chat format puts around one message."""

REQUEST = 12
"""Tokens that a chat format puts around a whole request, the system text of some models' own included."""

# Tokens per character, from the counts of o200k, cl100k, and DeepSeek's tokenizer over English, Korean and Japanese tasks,
# code and markup: the largest of those in use, and a little more. Korean and Japanese in cl100k alone cost up to a third more.
_ASCII = {"lower": 0.25, "upper": 0.45, "digit": 0.7, "space": 0.17, "break": 0.6, "sign": 0.75}
_SCRIPTS: Sequence[tuple[int, int, float]] = (
    (0x00A0, 0x024F, 0.7),  # Latin with marks
    (0x0250, 0x0DFF, 0.6),  # Greek, Cyrillic, Hebrew, Arabic; Indic scripts below 0x0E00 follow
    (0x0E00, 0x10FF, 1.0),  # Thai, Lao, Tibetan, Burmese, Georgian
    (0x1100, 0x11FF, 1.3),  # Hangul letters that are not composed
    (0x2000, 0x2FFF, 1.2),  # signs, arrows, boxes
    (0x3000, 0x303F, 1.0),  # ideographic punctuation
    (0x3040, 0x30FF, 0.95),  # kana
    (0x3130, 0x318F, 1.3),
    (0x3400, 0x4DBF, 2.5),  # rare Han
    (0x4E00, 0x9FFF, 1.15),  # Han
    (0xAC00, 0xD7A3, 1.1),  # Hangul syllables
    (0xFF00, 0xFFEF, 1.1),  # full-width forms
)
_INDIC = (0x0900, 0x0DFF)
_BYTES_PER_TOKEN = 1.2


def tokens_of(text: str) -> int:
    """About how many tokens a text has; 0 only for an empty one."""
    return ceil(sum(count * _weight(letter) for letter, count in Counter(text).items()))


def prompt_tokens(prompt: Prompt) -> int:
    """About how many tokens a request is billed for before the answer: texts, roles, and the schema of the answer."""
    schema = tokens_of(_compact(prompt.schema)) if prompt.schema is not None else 0
    if prompt.messages:
        return REQUEST + sum(map(_message, prompt.messages)) + schema
    return tokens_of(prompt.text) + 1 + schema


def _message(message: Message) -> int:
    return MESSAGE + tokens_of(message.content)


def _compact(schema: object) -> str:
    import json

    return json.dumps(schema, ensure_ascii=False)


@lru_cache(maxsize=1 << 14)
def _weight(letter: str) -> float:
    code = ord(letter)
    if code < 0x80:
        return _ASCII[_kind(letter)]
    if _INDIC[0] <= code <= _INDIC[1]:
        return 1.0
    for first, last, weight in _SCRIPTS:
        if first <= code <= last:
            return weight
    # Rare scripts and emoji are spelt in bytes.
    return len(letter.encode("utf-8", "surrogatepass")) / _BYTES_PER_TOKEN


def _kind(letter: str) -> str:
    if letter == " ":
        return "space"
    if unicodedata.category(letter) == "Cc":
        return "break"
    if letter.isalpha():
        return "lower" if letter.islower() else "upper"
    return "digit" if letter.isdigit() else "sign"
