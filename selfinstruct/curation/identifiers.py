"""Finding what identifies a person by its form alone, in any language's text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from selfinstruct.curation.checkdigits import card, my_number, resident_number
from selfinstruct.curation.phones import PHONE, personal_phone

E_MAIL, CARD, RESIDENT, MY_NUMBER, PHONE_NUMBER = "e-mail", "card", "resident-number", "my-number", "phone"


class Found(NamedTuple):
    """Where one stands in the text, from start up to but not including end, and its kind."""

    start: int
    end: int
    kind: str


# Full-width signs as ASCII's and every dash as a hyphen, one character for one, so that places stay.
_WIDTH: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_WIDTH |= {0x3000: " ", 0xA0: " "} | dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0xFE63], "-")
_LONG_VOWEL = re.compile("(?<=[0-9])[\u30fc\uff70](?=[0-9])")

_ANY = re.compile(r"[@\uff20]|\d")

_E_MAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])([A-Za-z0-9][A-Za-z0-9._%+-]{0,63})"
    r"@((?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\.){1,8}[A-Za-z]{2,24})(?![A-Za-z0-9_-])"
)
_RESERVED = re.compile(r"(?:.*\.)?(?:example[0-9]?(?:\.[a-z]{2,3}){0,2}|example|test|invalid|localhost|local)", re.IGNORECASE)
# The login of code hosts; a product of matrices, which is also what stands for any address: a@b.com.
_NO_MAILBOX = re.compile(r"git@.*|[a-z]@[a-z]\.[a-z]+", re.IGNORECASE)

_START, _END = r"(?<![0-9A-Za-z_+])(?<![0-9][-./,:])", r"(?![0-9A-Za-z_])(?![-./,:][0-9])"
# A row of a table is no card: nothing like a fifth or a fourth group stands beside the groups.
_CARD = re.compile(
    rf"{_START}(?<![0-9]{{4}} )(?:[2-69][0-9]{{3}}([- ])[0-9]{{4}}\1[0-9]{{4}}\1[0-9]{{4}}(?:\1[0-9]{{3}})?"
    rf"|3[0-9]{{3}}([- ])[0-9]{{6}}\2[0-9]{{4,5}}|[2-69][0-9]{{12,18}}){_END}(?! [0-9]{{4}}(?![0-9/]))"
)
_MY_NUMBER = re.compile(rf"{_START}(?<![0-9]{{4}} )[0-9]{{4}}([- ]?)[0-9]{{4}}\1[0-9]{{4}}{_END}(?! [0-9]{{4}}(?![0-9/]))")
_MY_NUMBER_SAID = re.compile(r"マイナンバー|個人番号|my ?number|individual number", re.IGNORECASE)
_YEARS = re.compile(r"(?:(?:1[89]|20)[0-9]{2}[- ]?){3}")
_RESIDENT = re.compile(rf"{_START}[0-9]{{6}}(?: ?- ?| ?)[1-8][0-9]{{6}}{_END}")

_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+|\b(?:doi|urn|isbn)[: ][!-~]+", re.IGNORECASE)
# What a number is called that is nobody's, right before it.
_NAMED = re.compile(
    r"(?:\b(?:order|invoice|isbn|issn|serial|ticket|tracking|booking|part|model|sku|version|receipt|product|item|shipment)"
    r"|주문|송장|운송장|모델|일련|품번|접수|예약|注文|伝票|型番|追跡|製造|受付|商品|予約)"
    r" ?(?:number|num|no|id|code|번호|코드|番号|コード)?[^\w\n]{0,3}(?:is|was|은|는|이|가|は|が)?[^\w\n]{0,3}\Z",
    re.IGNORECASE,
)
_REACH = 40


def _mailbox(match: re.Match[str]) -> bool:
    return not (_RESERVED.fullmatch(match[2]) or _NO_MAILBOX.fullmatch(match[0]))


def _card(match: re.Match[str]) -> bool:
    return card(_digits(match)) and not _named(match)


def _resident(match: re.Match[str]) -> bool:
    return resident_number(_digits(match), drawn="-" in match[0]) and not _named(match)


def _my_number(match: re.Match[str]) -> bool:
    if not my_number(_digits(match)) or _named(match):
        return False
    said = _MY_NUMBER_SAID.search(_before(match))
    return bool(said or (match[1] and not _YEARS.fullmatch(match[0])))


def _phone(match: re.Match[str]) -> bool:
    return personal_phone(match[0]) and not _named(match)


_NUMBERS: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], bool]], ...] = (
    (CARD, _CARD, _card),
    (RESIDENT, _RESIDENT, _resident),
    (MY_NUMBER, _MY_NUMBER, _my_number),
    (PHONE_NUMBER, PHONE, _phone),
)


def identifiers(text: str) -> list[Found]:
    """What is found, in the order in which it stands; no two overlap. Time grows with the length of the text alone."""
    if not _ANY.search(text):
        return []
    folded = _LONG_VOWEL.sub("-", text.translate(_WIDTH))
    found: list[Found] = []
    folded = _taken(folded, E_MAIL, _E_MAIL, _mailbox, found)
    folded = _ADDRESS.sub(_blank, folded)
    for kind, pattern, holds in _NUMBERS:
        folded = _taken(folded, kind, pattern, holds, found)
    return sorted(found)


def _taken(text: str, kind: str, pattern: re.Pattern[str], holds: Callable[[re.Match[str]], bool], found: list[Found]) -> str:
    """The text with what is found of one kind blanked, so that no other kind finds it again."""

    def blanked(match: re.Match[str]) -> str:
        if not holds(match):
            return match[0]
        found.append(Found(*match.span(), kind))
        return _blank(match)

    return pattern.sub(blanked, text)


def _blank(match: re.Match[str]) -> str:
    return "\0" * len(match[0])


def _digits(match: re.Match[str]) -> str:
    return re.sub(r"[^0-9]", "", match[0])


def _before(match: re.Match[str]) -> str:
    return match.string[max(0, match.start() - _REACH) : match.start()].rpartition("\n")[2]


def _named(match: re.Match[str]) -> bool:
    return bool(_NAMED.search(_before(match)))
