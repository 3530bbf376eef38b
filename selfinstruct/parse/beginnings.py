"""Finds where a task begins that no label heads: behind a number, a line of `###`, a rule, a heading or a blank line."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from selfinstruct.parse.answer import announces, heading
from selfinstruct.parse.signs import INSTRUCTION, Sheet, Sign, hashes


class Beginning(NamedTuple):
    """Where a task begins. sure: the number is the next one and stands apart, or `###` stands before it."""

    sign: Sign
    sure: bool


def beginning(sheet: Sheet, low: int, high: int, expected: Collection[int], *, loose: bool) -> Beginning | None:
    """Where in these lines the task begins whose first label stands at `high`.

    expected: numbers that it may have. loose: a paragraph will do.
    """
    at = _numbered(sheet, low, high, expected)
    split = _last(sheet, low, high)
    if split is not None and (at is None or (at < split and hashes(sheet.lines[split]))):
        below = _below(sheet, split, high)
        return None if below is None else Beginning(sign_at(sheet, below), sure=hashes(sheet.lines[split]))
    if at is not None:
        mark = sheet.marks[at]
        return Beginning(sign_at(sheet, at), sure=mark is not None and mark.number in expected and sheet.apart(at))
    return _unnumbered(sheet, low, high, loose=loose)


def after_last(sheet: Sheet, low: int, expected: Collection[int], *, cut: bool, plain: bool) -> Sign | None:
    """Where behind the last output a task begins that has no part with a label: it was cut, or is a mere number.

    plain: other tasks of this answer begin so.
    """
    end = len(sheet.lines)
    split = next((i for i in range(low, end) if not sheet.code[i] and hashes(sheet.lines[i])), None)
    if split is not None:
        below = _below(sheet, split, end)
        if below is None:
            return Sign(INSTRUCTION, split, split, None, "")
        return sign_at(sheet, below) if cut or sheet.marks[below] else None
    at = next((i for i in reversed(range(low, end)) if _number(sheet, i) in expected and sheet.apart(i)), None)
    if at is None:
        return None
    sign = sign_at(sheet, at)
    return sign if plain or not sign.rest.strip() else None


def sign_at(sheet: Sheet, at: int) -> Sign:
    """The line as the beginning of an instruction, without its number."""
    mark = sheet.marks[at]
    if mark:
        return Sign(INSTRUCTION, at, at, mark.number, mark.rest, emphasis=mark.emphasis)
    line = sheet.lines[at]
    return Sign(INSTRUCTION, at, at, None, line.lstrip().lstrip("#") if heading(line) else line)


def _numbered(sheet: Sheet, low: int, high: int, expected: Collection[int]) -> int | None:
    """The number that begins the task, not one of a list in the output before it or in the instruction itself."""
    marked = [i for i in range(low, high) if sheet.marks[i]]
    fitting = [i for i in marked if _number(sheet, i) in expected]
    if low == 0:
        return next(iter(fitting or marked), None)
    later = [i for i in marked if not expected or (_number(sheet, i) or 0) > min(expected)]
    apart = [i for i in fitting if sheet.apart(i)]
    found = apart or fitting or [i for i in later if sheet.apart(i)]
    return found[-1] if found else None


def _last(sheet: Sheet, low: int, high: int) -> int | None:
    """The last line that parts tasks; `###` before a rule."""
    parting = [i for i in range(low, high) if sheet.parting(i)]
    return next((i for i in reversed(parting) if hashes(sheet.lines[i])), parting[-1] if parting else None)


def _unnumbered(sheet: Sheet, low: int, high: int, *, loose: bool) -> Beginning | None:
    above = sheet.above(high)
    if above < low or sheet.code[above] or above != high - 1:
        return None
    start = above
    while start > low and sheet.lines[start - 1].strip() and not sheet.code[start - 1]:
        start -= 1
    headed = next((i for i in range(start, high) if heading(sheet.lines[i])), None)
    if headed is not None:
        return Beginning(sign_at(sheet, headed), sure=False)
    if not loose or announces(sheet.lines[above]) or (start == low and low > 0):
        return None
    return Beginning(sign_at(sheet, start), sure=False)


def _below(sheet: Sheet, at: int, end: int) -> int | None:
    return next((i for i in range(at + 1, end) if sheet.lines[i].strip()), None)


def _number(sheet: Sheet, at: int) -> int | None:
    mark = sheet.marks[at]
    return mark.number if mark else None
