"""Tells a rating from other numbers: `4`, `4/5`, `4 out of 5`, `5점 만점에 4점`, `４点`, `★★★★☆`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from selfinstruct.schemas import LEAST_SCORE, MOST_SCORE

_WIDE = str.maketrans("０１２３４５６７８９／．％～〜：，", "0123456789/.%~~:,")
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5}
_OPENING = r"(?:[\s*_`\"'“”‘’「『\[(（【<〈《$]|\\boxed\{)*+"
_OF_FIVE = r"5\s?(?:점|点|段階)?\s?(?:만점|満点|評価)?\s?(?:에서|에|중에서|중에|중|の中で|のうち|中で?|で|で?は)\s*"
_UNIT = r"(?:\s?(?:점|点|stars?\b|points?\b))?"
_SCALE = r"(?:\s?[*_]*\s?(?:/|out\s+of\s|of\s|점?\s?/)\s?[*_]*(?P<most>\d+|five)[*_]*(?:\s?(?:점|点|stars?\b|points?\b))?)?"
_RANGE = r"(?P<range>\s?(?:-|–|—|~|,|to\b|or\b|and\b|또는|か|から|점?에서|과|와)\s?(?P<upto>\d))?"
_NUMBER = re.compile(
    rf"""{_OPENING}(?:{_OF_FIVE})?
    (?:(?P<number>\d+(?:[.,]\d+)?)|(?P<word>(?:one|two|three|four|five)(?=[ ](?:out\b|of\b|stars?\b|points?\b)|[\s.*_]*\Z)
    |[一二三四五](?=点)))
    {_UNIT}{_SCALE}{_RANGE}(?P<percent>\s?%)?(?![A-Za-z\d])""",
    re.VERBOSE | re.IGNORECASE,
)
_STARS = re.compile(rf"{_OPENING}(?P<full>(?:[★⭐🌟]\ufe0f?)+)(?P<hollow>[☆✩]*)")
_FILLED = re.compile(r"[★⭐🌟]")
_CLOSING = r"[\s*_`\"'”’」』\])）】>〉》}$"
_GIVES_KO, _GIVES_JA = r"을? ?(?:주|줍|드|부여)\w{0,8}", r"と(?:します|する|評価\w{0,6})|をつけ\w{0,4}"
_END = re.compile(rf"{_CLOSING}]*+(?:입니다|이에요|이다|{_GIVES_KO}|です|だ|である|{_GIVES_JA})?{_CLOSING}.。!！|]*+\Z")
_EXPLICIT = re.compile(
    rf"(?<![\d.,/])[1-5](?:\s?(?:점|点))?\s?(?:/\s?5(?![\d/])|out\s+of\s+(?:5|five)\b)|{_OF_FIVE}[1-5]\s?(?:점|点)?(?!\d)",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d+(?:[.,]\d+)?")
_FROM = re.compile(r"(?:\d\s?(?:-|–|—|~|,|/|to|or|and|または|か|から|점?에서|과|와)|[-+])\s?\Z")


class Rated(NamedTuple):
    """What begins a text: the score, None when it is no whole number in bounds, and the text behind it."""

    score: int | None
    rest: str


def rated(text: str) -> Rated | None:
    """The rating that a text begins with, None when it begins with something else; the bounds themselves (`1-5`) are none."""
    plain = text.translate(_WIDE)
    if stars := _STARS.match(plain):
        full, hollow = len(_FILLED.findall(stars["full"])), len(stars["hollow"])
        good = full <= MOST_SCORE and (not hollow or full + hollow == MOST_SCORE)
        return Rated(full if good else None, text[stars.end() :])
    found = _NUMBER.match(plain)
    if found is None or (found["range"] and found["number"] == str(LEAST_SCORE) and found["upto"] == str(MOST_SCORE)):
        return None
    return Rated(_score(found), text[found.end() :])


def _score(found: re.Match[str]) -> int | None:
    if found["range"] or found["percent"] or (found["most"] or "5").casefold() not in {"5", "five"}:
        return None
    if found["word"]:
        return _WORDS[found["word"].casefold()]
    number = float(found["number"].replace(",", "."))
    return int(number) if number.is_integer() and LEAST_SCORE <= number <= MOST_SCORE else None


def ends(rest: str) -> bool:
    """Whether nothing but punctuation, or the end of a sentence, comes behind a rating."""
    return _END.match(rest) is not None


def told(sentence: str) -> Iterator[int | None]:
    """The ratings that a sentence about a rating tells: those out of five, else the number at its very end."""
    plain = sentence.translate(_WIDE)
    places = [match.start() for match in _EXPLICIT.finditer(plain)]
    if not places and (figures := list(_FIGURE.finditer(plain))):
        last = figures[-1].start()
        value = rated(plain[last:])
        places = [last] if value and ends(value.rest) else []
    for place in places:
        value = rated(plain[place:])
        yield value.score if value and not _FROM.search(plain[:place]) else None
