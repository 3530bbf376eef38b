"""Which digits are phone numbers that a person may have: any country's after a +, some countries' as written at home."""

from __future__ import annotations

import re

# Where a country's own code ends, so that a sum such as +100 is none.
_COUNTRY = re.compile(
    r"1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|(?:2[1-689]|3[578]|42|5[09]|6[7-9]|8[0578]|9[679])\d"
)

_ABROAD = (
    r"\+1[-. ]?\(?[2-9][0-9]{2}\)?[-. ]{0,2}[0-9]{3}[-. ]?[0-9]{4}"
    r"|\+82[-. ]?(?:\(0\)[-. ]?|0)?(?:1[016-9]|70|50[0-9]|2|[3-6][1-5])[-. ]?[0-9]{3,4}[-. ]?[0-9]{4}"
    r"|\+81[-. ]?(?:\(0\)[-. ]?|0)?[1-9][0-9]{0,3}[-. ]?[0-9]{1,4}[-. ]?[0-9]{4}"
    r"|\+44[-. ]?(?:\(0\)[-. ]?|0)?[1-9][0-9]{1,4}[-. ]?[0-9]{3,4}[-. ]?[0-9]{3,4}"
    r"|\+(?!1|44|8[12])[1-9](?:[-. ()]{0,2}[0-9]){7,14}"
)
_KOREA = r"\(?0(?:1[016-9]|70|50[0-9]|2|[3-6][1-5])(?:\) ?|[-. ] ?)[0-9]{3,4}[-. ] ?[0-9]{4}|010[0-9]{8}"
_JAPAN = (
    r"\(?(?=(?:[-()]{0,2} ?[0-9]){10}(?![-0-9]))0[1-9][0-9]{0,3}(?:\) ?|[-(] ?)[0-9]{1,4}(?:\) ?|- ?)[0-9]{4}"
    r"|0[5-9]0[-. ][0-9]{4}[-. ][0-9]{4}|0[7-9]0[0-9]{8}"
)
_AMERICA = r"(?:1[-. ])?(?:\([2-9][0-9]{2}\) ?[2-9][0-9]{2}[-. ]|[2-9][0-9]{2}([-.])[2-9][0-9]{2}\1)[0-9]{4}"
_BRITAIN = (
    r"07[1-9][0-9]{2} ?[0-9]{3} ?[0-9]{3}|\(?02[0-9]\)? [0-9]{4} [0-9]{4}|\(?01(?:1[0-9]|[2-69]1)\)? [0-9]{3} [0-9]{4}"
    r"|\(?01[2-9][0-9]{2}\)? [0-9]{3} ?[0-9]{3}"
)
# Neither inside a longer number or name, nor a term of a sum.
_BEFORE, _AFTER = r"(?<![0-9A-Za-z_+])(?<![0-9][-./,:])", r"(?![0-9A-Za-z_])(?![-./,:][0-9])(?! ?=)"
PHONE = re.compile(
    rf"(?<![0-9A-Za-z_=])(?:{_ABROAD}){_AFTER}|{_BEFORE}(?:{_AMERICA}){_AFTER}|{_BEFORE}(?:{_KOREA}|{_BRITAIN}|{_JAPAN}){_AFTER}"
)

# A run of fewer digits after a plus may be any number.
_UNPARTED = 10

# Kept for films and books: of the United States and Canada, of the United Kingdom, and what nobody is given.
_FICTION_1 = re.compile(r"[2-9]\d\d55501\d\d|555\d{7}|[2-9]\d\d555(?:1212|5555)")
_FICTION_44 = re.compile(
    r"1632960\d{3}|7700900\d{3}|2079460\d{3}|1(?:13|14|15|16|17|18|21|31|41|51|61)4960\d{3}|1914980\d{3}|2896496\d{3}"
    r"|2920180\d{3}|3069990\d{3}|8081570\d{3}|9098790\d{3}"
)
# 010-1234-5678 and 02-123-4567 are what everybody writes as examples.
_FICTION_0 = re.compile(r"(?:10|70|80|90)0000\d{4}|(?:10|70|80|90)12345678|21234567|\d{1,4}?0{7,8}")

# Numbers that only firms have.
_FIRMS_1 = re.compile(r"(?:8(?:00|33|44|55|66|77|88)|900)\d{7}")
_FIRMS_44 = re.compile(r"(?:80|84|87|9)\d+|3\d+")
_FIRMS_0 = re.compile(r"(?:120|570|800|990)\d{6,7}|80\d{7}")


def personal_phone(written: str) -> bool:
    """Whether what PHONE matches may be a person's: not a number kept for fiction, nor one that only firms have."""
    digits = re.sub(r"[^0-9]", "", written.replace("(0)", ""))
    if written.startswith("+"):
        return _abroad(digits) and (len(digits) >= _UNPARTED or not written[1:].isdigit())
    if not digits.startswith("0"):
        return _american(digits.removeprefix("1") if len(digits) == 11 else digits)
    return _at_home(digits[1:]) and not _FICTION_44.fullmatch(digits[1:])


def _abroad(digits: str) -> bool:
    """Digits after a +: the code of a country, then the number without the 0 before it."""
    country = _COUNTRY.match(digits)
    if not country or not 8 <= len(digits) <= 15:
        return False
    own = digits[country.end() :].removeprefix("0")
    if country[0] == "1":
        return _american(own)
    if country[0] == "44":
        return 9 <= len(own) <= 10 and not (_FICTION_44.fullmatch(own) or _FIRMS_44.fullmatch(own))
    return _at_home(own) if country[0] in ("81", "82") else len(own) >= 6


def _american(own: str) -> bool:
    served = re.fullmatch(r"[2-9](?:[02-9]\d|1[02-9])[2-9]\d{6}", own)
    return bool(served) and not (_FICTION_1.fullmatch(own) or _FIRMS_1.fullmatch(own))


def _at_home(own: str) -> bool:
    """What follows the 0 of a number in Korea, Japan or the United Kingdom."""
    return 8 <= len(own) <= 11 and not (_FICTION_0.fullmatch(own) or _FIRMS_0.fullmatch(own))
