"""Which marks of an answer are those of the list itself, and which belong to lists inside its items."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from selfinstruct.parse.numbering import Mark

_LOOKAHEAD = 200
"""Marks that are looked at to see whether a list goes on: keeps the work linear on any text."""


class Place(NamedTuple):
    """A mark, its line, and what stands before it: "heading", "colon" or nothing of note."""

    line: int
    mark: Mark
    before: str


def outermost(places: Sequence[Place]) -> list[Place]:
    """The marks of the list itself, in order."""
    numbered = _believed([place for place in places if place.mark.number is not None])
    bullets = [place for place in places if place.mark.number is None]
    if not numbered or _under(numbered, bullets):
        return _alike(bullets)
    return _levelled(_under_headings(numbered))


def _believed(numbered: Sequence[Place]) -> list[Place]:
    """The numbers without those that may be figures, unless they are written as the others and are next in their order."""
    sure = next((place.mark for place in numbered if not place.mark.doubtful), None)
    if sure is None:
        return []
    kept: list[Place] = []
    last = 0
    for place in numbered:
        same = place.mark.style == sure.style and (place.mark.tight == sure.tight)
        if not place.mark.doubtful or (same and _number(place) == last + 1):
            kept.append(place)
            last = _number(place) if same else last
    return kept


def _number(place: Place) -> int:
    return place.mark.number or 0


def _alike(places: Sequence[Place]) -> list[Place]:
    """The places in the style of the first, no deeper than it."""
    return [p for p in places if p.mark.style == places[0].mark.style and p.mark.indent <= places[0].mark.indent + 1]


def _under(numbered: Sequence[Place], bullets: Sequence[Place]) -> bool:
    """Whether the numbers are of lists inside the items of a bulleted list, and not a list under bulleted headings."""
    above = [b for b in _alike(bullets) if b.mark.indent + 1 < numbered[0].mark.indent]
    if not above or above[0].line > numbered[0].line:
        return False
    return not (len(above) > 1 and above[1].line < numbered[-1].line and _counts_on(numbered))


def _under_headings(numbered: Sequence[Place]) -> Sequence[Place]:
    """Without numbered headings of parts, when the numbers below them count on from one part to the next."""
    if not numbered[0].mark.level:
        return numbered
    plain = [place for place in numbered if not place.mark.level]
    inner = _alike(plain)
    parts = [place for place in numbered if place.mark.level]
    if len(parts) > 1 and inner and inner[-1].line > parts[1].line > inner[0].line and _counts_on(inner):
        return inner
    return numbered


def _counts_on(places: Sequence[Place]) -> bool:
    return all(_number(b) == _number(a) + 1 for a, b in pairwise(places))


def _levelled(places: Sequence[Place]) -> list[Place]:
    shallow = [place for place in places if place.mark.indent <= places[0].mark.indent + 1]
    same = [place for place in shallow if place.mark.style == places[0].mark.style]
    return _with_odd_ones(shallow, _resolved(same))


def _resolved(same: Sequence[Place]) -> list[Place]:
    """Numbers of one style and depth: counting, counting anew, or counting inside an item."""
    if len({_number(place) for place in same}) == 1:
        return list(same)
    kept, i = [same[0]], 1
    while i < len(same):
        i = _next(same, i, _number(kept[-1]))
        if i < len(same):
            kept.append(same[i])
        i += 1
    return kept


def _next(same: Sequence[Place], i: int, last: int) -> int:
    """Where the list goes on, at `i` or behind numbers that are none of its own."""
    number, before = _number(same[i]), same[i].before
    if before == "heading" or number == last + 1 or (number == last and before != "colon"):
        return i
    if number > last:
        return _before_drop(same, i, last)
    end = _run_end(same, i)
    if end + 1 < len(same) and _number(same[end + 1]) == last + 1 and same[end + 1].before != "heading":
        return end + 1
    if before != "colon":
        return i
    within = i + last + 1 - number
    return within if within <= end else end + 1


def _before_drop(same: Sequence[Place], i: int, last: int) -> int:
    """After a gap: the missing number if it still comes, else where the gap is."""
    for j in range(i + 1, min(i + _LOOKAHEAD, len(same))):
        if _number(same[j]) == last + 1:
            return j
        if _number(same[j]) <= last:
            break
    return i


def _run_end(same: Sequence[Place], i: int) -> int:
    """The last place of the run that counts up by one from `i`."""
    for j in range(i + 1, min(i + _LOOKAHEAD, len(same))):
        if _number(same[j]) != _number(same[j - 1]) + 1 or same[j].before == "heading":
            return j - 1
    return min(i + _LOOKAHEAD, len(same)) - 1


def _with_odd_ones(places: Sequence[Place], kept: Sequence[Place]) -> list[Place]:
    """The list with the items that are numbered in another style but fill its gaps."""
    styles: set[str] = set()
    found: list[Place] = []
    upcoming = list(reversed(kept))
    for place in places:
        if upcoming and place.line == upcoming[-1].line:
            found.append(upcoming.pop())
            styles.clear()
            continue
        if not found or place.mark.style == kept[0].mark.style:
            continue
        fits = _number(place) == _number(found[-1]) + 1 and not (upcoming and _number(upcoming[-1]) <= _number(place))
        if fits and place.mark.firm and place.mark.style not in styles:
            found.append(place)
        else:
            styles.add(place.mark.style)
    return found
