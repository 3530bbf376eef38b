"""Tells the numbers and bullets that begin an item from digits that belong to a sentence."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from selfinstruct.parse.answer import indent, rule

_SIGNS = "①-⑳㉑-㉟㊱-㊿❶-❿➀-➉➊-➓⑴-⒇⒈-⒛"
_TEN = "\U0001f51f"
_PAIRS = {"[": "]", "(": ")", "{": "}", "【": "】", "（": "）", "［": "］", "〔": "〕", "〈": "〉", "《": "》", "<": ">"}
_SPACES = str.maketrans(dict.fromkeys("\t\u00a0\u2003\u2009\u202f\u3000", " "))
_POINT = r"[ ]?\\?(?:[.．]?[)）]|[.．。、:：])|[ ]?[-–—](?=[ ])"
_LEAD = r"(?:>[ ]*|[•・‣◦▪][ ]*|[-+*][ ]+|(?P<hashes>\#{1,6})[ ]+)*(?:\[[ xX]\][ ]+)?"
_BULLET = re.compile(r"(?:([-+*•‣◦▪●■□◆◇○★☆▶✓✔✅–·])[ ]+|([・•])[ ]*)(?=[^\s・])")


@dataclass(frozen=True, slots=True)
class Mark:
    """What begins an item.

    style: what surrounds the number, or the bullet; number: None for a bullet; level: of the heading it stands in, or 0;
    emphasis: bold marks opened before the number and not closed behind it; firm: a point or brackets say that it is a number;
    tight: no space follows; doubtful: a digit follows, so that it may be a decimal (`1.5`); rest: the line behind the mark.
    """

    style: str
    indent: int
    number: int | None
    level: int
    emphasis: str
    firm: bool
    tight: bool
    doubtful: bool
    rest: str


def number_mark(line: str, words: tuple[str, ...]) -> Mark | None:
    """The number that a line begins with. Digits of a sentence are none: `2024년`, `3 cups`."""
    body = line.lstrip()
    found = _pattern(words).match(body.translate(_SPACES))
    if found is None or not _numbers(found, body):
        return None
    closed = found["close"] if found["open"] else ""
    point = found["point"] or found["after"] or ("" if found["open"] else found["close"]) or ""
    sign = "keycap" if found["key"] or found["sign"] == _TEN else "①" if found["sign"] else ""
    word = "word" if found["word"] else ""
    # The same bracket or point, half- or full-width, is one style.
    around = unicodedata.normalize("NFKC", point.strip("\\ ").rpartition(".")[2] or point.strip("\\ "))
    style = f"{'#' if found['hashes'] else ''}{found['open']}{word}{sign}{closed}" + ("" if closed or sign else around)
    return Mark(
        style=style,
        indent=indent(line),
        number=_value(found),
        level=len(found["hashes"] or ""),
        emphasis="" if found["shut"] else found["bold"] or "",
        firm=bool(point or closed),
        tight=not found["gap"],
        doubtful=not (word or sign or closed) and _may_be_figures(found, point.strip("\\ ")),
        rest=body[found.start("rest") :],
    )


def bullet_mark(line: str) -> Mark | None:
    """The bullet that a line begins with."""
    body = line.lstrip()
    found = None if rule(line) else _BULLET.match(body.translate(_SPACES))
    if found is None:
        return None
    return Mark(
        found[1] or found[2], indent(line), None, 0, "", firm=True, tight=False, doubtful=False, rest=body[found.end() :]
    )


def _value(found: re.Match[str]) -> int:
    sign = found["sign"]
    if sign:
        return 10 if sign == _TEN else int(unicodedata.numeric(sign))
    return int(found["number"])


def _numbers(found: re.Match[str], body: str) -> bool:
    """Whether the digits number an item."""
    if found["sign"] or found["key"]:
        return True
    opened, closed = found["open"], found["close"]
    if opened or closed not in {"", ")", "）"}:
        return bool(opened) and closed == _PAIRS[opened]
    if found["point"] or found["after"] or closed or found["shut"]:
        return True
    return bool(found["word"]) and _sets_off(found, body)


def _may_be_figures(found: re.Match[str], point: str) -> bool:
    """Whether the number may be part of a figure: "1.5", "1、2", "1:30", "3 - 2", but not "1)2"."""
    return found["rest"][:1].isdigit() and (point in "-–—" or (point in ".．、:：" and not found["gap"]))


def _sets_off(found: re.Match[str], body: str) -> bool:
    """Whether a word and a number without a point stand apart from the text behind them."""
    wide = "\u3000" in body[found.start("gap") : found.end("gap")]
    return not found["rest"] or wide or bool(found["bold"]) or (found["word"].strip() == "#" and bool(found["gap"]))


@lru_cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    word = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or r"(?!)"
    number = rf"(?:(?P<number>\d{{1,3}})(?!\d)(?P<key>\ufe0f?\u20e3)?|(?P<sign>[{_SIGNS}{_TEN}]))"
    return re.compile(
        rf"""{_LEAD}
        (?P<bold>\*{{1,3}}|_{{1,3}})?[ ]?
        (?P<open>[\[({{【（［〔〈《<]?)
        (?P<word>(?:(?:{word})[ ]?){{1,2}})?
        {number}(?:[번番](?=[ ]?[.．:：)）]))?
        (?P<close>[\])}}】）］〕〉》>]?)
        (?P<point>{_POINT})?
        (?(bold)(?P<shut>\*{{1,3}}|_{{1,3}})?)
        (?P<after>{_POINT})?
        (?P<gap>[ ]*)
        (?P<rest>.*)""",
        re.VERBOSE | re.IGNORECASE | re.DOTALL,
    )
