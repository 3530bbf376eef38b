"""Reads a yes or no."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from selfinstruct.parse.answer import answer_lines
from selfinstruct.parse.loosejson import Bare
from selfinstruct.parse.structured import json_in, verdict
from selfinstruct.prompts import Markers

_TRUTH = {"true": True, "false": False}
# Thai and Lao, Burmese, Khmer; kana; Han.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_LONG = 4
"""Characters from which on words of a script without spaces are told from the letters before them."""
_SHORT = 2
"""Characters of words that have other meanings inside a sentence, such as 예 (example) and 네 (four)."""


def parse_decision(text: str, markers: Markers, *, structured: bool = False) -> bool | None:
    """True for yes, False for no, None when the answer says neither.

    structured: JSON was asked for; what is JSON and nothing else is read anyway.
    """
    lines = answer_lines(text)
    value = json_in("\n".join(lines), verdict, alone=not structured)
    if isinstance(value, Bare) and value.text.casefold() in _TRUTH:
        return _TRUTH[value.text.casefold()]
    return _said(value.split("\n") if isinstance(value, str) else lines, markers)


def _said(answer: Sequence[str], markers: Markers) -> bool | None:
    """The verdict of an answer in words.

    The first line that decides counts; of two words the earlier one, so that "No, yes would mean ..." is a no. A "yes" or "no"
    that punctuation sets off, or a whole verdict ("not a classification"), goes before a bare word inside a sentence.
    """
    lines = [_folded(line, markers) for line in answer]
    for strict in (True, False):
        for line in lines:
            yes, no = _first(line, markers.yes, strict=strict), _first(line, markers.no, strict=strict)
            if yes != no:
                return no is None or (yes is not None and yes < no)
    return None


def _folded(line: str, markers: Markers) -> str:
    """The line as it is compared, without a choice that it only repeats ("Yes/No")."""
    folded = _key(line).replace("’", "'").replace("*", "")
    return _choice(markers.yes, markers.no).sub(" ", _answered(" ".join(folded.split())))


def _key(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _answered(line: str) -> str:
    """The line without the questions in it, if it has anything else."""
    *asked, rest = line.split("?")
    before = [text[: max(map(text.rfind, ".!。")) + 1] for text in asked]
    answer = " ".join([*before, rest]).strip()
    return answer or line


@lru_cache
def _choice(yes: tuple[str, ...], no: tuple[str, ...]) -> re.Pattern[str]:
    one, other = ("|".join(re.escape(_key(word)) for word in sorted(words, key=len, reverse=True)) for words in (yes, no))
    between = r"[\"'”」]?\s?(?:/|\||\bor\b)\s?[\"'“「]?"
    return re.compile(rf"(?<!\w)(?:(?:{one}){between}(?:{other})|(?:{other}){between}(?:{one}))(?!\w)")


def _first(line: str, words: tuple[str, ...], *, strict: bool) -> int | None:
    """Where the first of the words stands."""
    places = (_place(line, _key(word), strict=strict) for word in words)
    return min((place for place in places if place is not None), default=None)


def _place(line: str, word: str, *, strict: bool) -> int | None:
    start = line.find(word)
    while start >= 0:
        end = start + len(word)
        before, after = line[max(0, start - 2) : start], line[end : end + 2]
        if _stands_alone(before, word, after) and (_is_verdict(word) or _is_set_off(before, word, after, strict=strict)):
            return start
        start = line.find(word, start + 1)
    return None


def _stands_alone(before: str, word: str, after: str) -> bool:
    glued = before[-1:].isalnum() and not (_is_verdict(word) and _UNSPACED.match(word))
    return not (glued or after[:1].isalnum())


def _is_verdict(word: str) -> bool:
    """Whether the words say all by themselves, wherever they stand."""
    return " " in word or (_UNSPACED.match(word) is not None and len(word) >= _LONG)


def _is_set_off(before: str, word: str, after: str, *, strict: bool) -> bool:
    """Whether punctuation or the line's edge is on both sides, or at least behind a word that ends a sentence in Korean."""
    before, after = before.strip()[-1:], after.strip()[:1]
    # "예)" announces an example.
    if after == ")" and before != "(":
        return False
    if not strict and word.isascii():
        return True
    # "네 가지" is "four kinds".
    return not after.isalnum() and (not before.isalnum() or not strict or (len(word) > _SHORT and not word.isascii()))
