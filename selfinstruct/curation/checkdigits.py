"""The rules by which numbers of persons and payment cards are made, as far as they are public."""

from __future__ import annotations

import re
from datetime import date

_CARD = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}"
    r"|6(?:011|5\d\d|4[4-9]\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|3(?:0[0-5]|[68]\d)\d{11}|62\d{14,17}|9\d{15}"
)
_REFORM = date(2020, 10, 1)
_LATEST = 2039


def card(digits: str) -> bool:
    """Whether it is a number that a payment card may have: a known issuer, its length, and Luhn's check digit."""
    return bool(_CARD.fullmatch(digits)) and luhn(digits)


def luhn(digits: str) -> bool:
    """Whether the last digit is the one that Luhn's rule gives; not for one digit again and again."""
    total = sum(map(int, digits[-1::-2])) + sum(sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return len(set(digits)) > 1 and total % 10 == 0


def resident_number(digits: str, *, drawn: bool = True) -> bool:
    """Whether 13 digits may be a Korean resident registration number, of a citizen or a foreigner.

    The first six are a day of birth, the seventh tells century, sex and who is a foreigner. Of who was born before October
    2020 the last is a check digit; since then the last six are drawn by lot. (A number that was given since then to somebody
    older is not told from a wrong one.) drawn: whether a number without a check digit is one.
    """
    century, foreigner = 1900 if digits[6] in "1256" else 2000, digits[6] in "5678"
    try:
        born = date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return False
    if born >= _REFORM:
        return drawn and born.year <= _LATEST
    rest = _weighed(digits, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)) % 11
    return ((13 if foreigner else 11) - rest) % 10 == int(digits[12])


def my_number(digits: str) -> bool:
    """Whether 12 digits may be a Japanese individual number: the last is a check digit; not for one digit again and again."""
    rest = _weighed(digits, (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return len(set(digits)) > 1 and int(digits[11]) == (0 if rest <= 1 else 11 - rest)


def _weighed(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))
