"""Korean particles that agree with the word before them, and templates filled that way."""

from __future__ import annotations

import re
from collections.abc import Mapping

_WHOLE = (("을", "를"), ("이", "가"), ("은", "는"), ("아", "야"))
_OPENING = (
    ("과", "와"),
    ("으로", "로"),
    ("이나", "나"),
    ("이라", "라"),
    ("이란", "란"),
    ("이랑", "랑"),
    ("이든", "든"),
    ("이며", "며"),
    ("이에", "예"),
    ("이었", "였"),
    ("이야", "야"),
    ("이여", "여"),
    ("이고", "고"),
    ("이죠", "죠"),
)
_RIEUL = 8
_DIGIT_NAMES = "영일이삼사오육칠팔구"
_PLACE_NAMES = ("", "십", "백", "천", *["만"] * 4, *["억"] * 4, *["조"] * 4, *["경"] * 4)
_LETTER_ENDINGS = {"l": "엘", "r": "알", "m": "엠", "n": "엔", "%": "트", "ㄹ": "을"}
_NUMBER = re.compile(r"\d[\d,]*(\.\d+)?$")
_SLOT = re.compile(r"\{(\w+)(?::([^}]+))?\}")


def josa(word: str, form: str) -> str:
    """The word with the particle in the shape that it asks for: 사과, 을 -> 사과를; 길, 으로 -> 길로."""
    last = _final(word)
    for closed, opened in _WHOLE:
        if form in (closed, opened):
            return word + (closed if last else opened)
    for closed, opened in _OPENING:
        for shape in (closed, opened):
            if form.startswith(shape):
                vowel = not last or (closed == "으로" and last == _RIEUL)
                return word + (opened if vowel else closed) + form[len(shape) :]
    return word + form


def render(template: str, values: Mapping[str, str]) -> str:
    """The template with `{slot}` and `{slot:particle}` filled."""
    return _SLOT.sub(lambda found: josa(values[found[1]], found[2] or ""), template)


def _final(word: str) -> int:
    """The number of the final consonant that is heard at the end of the word, 0 when it ends in a vowel."""
    spoken = _spoken(word)
    if "가" <= spoken <= "힣":
        return (ord(spoken) - ord("가")) % 28
    return 1 if "ㄱ" <= spoken <= "ㅎ" else 0


def _spoken(word: str) -> str:
    """The last syllable as it is read aloud, behind closing quotes, brackets and stops."""
    while word and not (word[-1].isalnum() or word[-1] == "%"):
        word = word[:-1]
    if number := _NUMBER.search(word):
        return _digit(number[0].replace(",", ""))
    last = word[-1:].lower()
    return _LETTER_ENDINGS.get(last, last)


def _digit(number: str) -> str:
    zeros = len(number) - len(number.rstrip("0"))
    if "." in number or zeros in (0, len(number)):
        return _DIGIT_NAMES[int(number[-1])]
    return _PLACE_NAMES[zeros] if zeros < len(_PLACE_NAMES) else "경"
