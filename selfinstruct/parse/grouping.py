"""Puts the labels of an answer together into tasks: which belong to one task, and which are words inside an output."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from selfinstruct.parse.beginnings import after_last, beginning
from selfinstruct.parse.signs import INPUT, INSTRUCTION, OUTPUT, Sheet, Sign


@dataclass(slots=True)
class Group:
    """The parts of one task, in order, of which it may lack some; the last of each role; and its number."""

    signs: list[Sign] = field(default_factory=list)
    last: dict[str, Sign] = field(default_factory=dict)
    number: int | None = None

    def add(self, sign: Sign) -> None:
        """Put in another part."""
        self.signs.append(sign)
        self.last[sign.role] = sign
        if self.number is None:
            self.number = sign.number


def grouped(sheet: Sheet, found: Sequence[Sign], *, first: int, continued: bool, cut: bool) -> list[Group]:
    """The tasks of an answer. continued: it goes on behind the label of the first instruction."""
    grouping = _Grouping(sheet, first, loose=not any(sign.role == INSTRUCTION for sign in found))
    if continued:
        grouping.open(found)
    for sign, after in zip(found, [*(sign.role for sign in found[1:]), ""], strict=False):
        grouping.take(sign, after)
    grouping.close(cut=cut)
    return grouping.groups


class _Grouping:
    """Takes the labels one by one."""

    def __init__(self, sheet: Sheet, first: int, *, loose: bool) -> None:
        self._sheet, self._first, self._loose = sheet, first, loose
        self._plain = False
        self._title: tuple[str, int] | None = None
        self._below = 0
        self.groups: list[Group] = []

    def open(self, found: Sequence[Sign]) -> None:
        """Begin with the task that the prompt has begun, unless the model begins it anew."""
        lines = self._sheet.lines
        text = next((i for i, line in enumerate(lines) if line.strip()), None)
        if text is not None and not (found and found[0].role == INSTRUCTION and found[0].line == text):
            self._begin(Sign(INSTRUCTION, -1, -1, self._first, ""))

    def take(self, sign: Sign, after: str) -> None:
        """Take the next label. after: the role of the one that follows it."""
        if sign.role == INSTRUCTION:
            self._instruction(sign, after)
        elif self.groups and not self._answer:
            self.groups[-1].add(sign)
        elif not self._begun(sign):
            self._add(sign, after)
        self._below = sign.line + 1

    def close(self, *, cut: bool) -> None:
        """Look for a task behind the last output that has no label of its own."""
        if not self._answer:
            return
        if begun := after_last(self._sheet, self._below, self._expected, cut=cut, plain=self._plain):
            self._begin(begun)

    def _instruction(self, sign: Sign, after: str) -> None:
        if not self._is_text(sign, after):
            self._begin(self._titled(self._joined(sign)))

    @property
    def _answer(self) -> Sign | None:
        return self.groups[-1].last.get(OUTPUT) if self.groups else None

    @property
    def _expected(self) -> set[int]:
        if not self.groups:
            return {self._first, 1}
        number = self.groups[-1].number
        return set() if number is None else {number + 1}

    def _begin(self, sign: Sign) -> None:
        self.groups.append(Group())
        self.groups[-1].add(sign)

    def _begun(self, sign: Sign) -> bool:
        """Begin the task that no label heads, when there is one; whether the label is done with."""
        found = beginning(self._sheet, self._below, sign.start, self._expected, loose=self._loose)
        nested = self._is_nested(sign)
        if found and (found.sure or not nested):
            self._plain = True
            self._begin(found.sign)
            self.groups[-1].add(sign)
            return True
        return nested

    def _is_nested(self, sign: Sign) -> bool:
        """Whether a label stands in an output: that one's has a number, and this one neither the same nor the next."""
        answer = self._answer
        if answer is None or answer.number is None:
            return False
        return sign.number != answer.number and sign.number not in self._expected

    def _is_text(self, sign: Sign, after: str) -> bool:
        """Whether the label of an instruction stands in an output: others have numbers, and it leads to nothing."""
        numbered = bool(self.groups) and self.groups[-1].number is not None
        inside = bool(self._answer) and numbered and sign.number is None
        return inside and (after == INSTRUCTION or (not after and not self._sheet.apart(sign.line)))

    def _joined(self, sign: Sign) -> Sign:
        """The label, with the number of one above it that has no text: a label that was written twice."""
        last = self.groups[-1].signs[-1] if self.groups else None
        if last is None or last.role != INSTRUCTION or last.rest.strip() or self._sheet.above(sign.line) != last.line:
            return sign
        self.groups.pop()
        return replace(sign, start=last.start, number=last.number if sign.number is None else sign.number)

    def _titled(self, sign: Sign) -> Sign:
        """The label, from its title on: a numbered line right above it, where the first one has one too."""
        at = self._sheet.above(sign.line)
        mark = self._sheet.marks[at] if at >= 0 else None
        if mark is None or mark.number is None or (sign.number is not None) or self._is_taken(at):
            return sign
        first = not self.groups
        if not first and self._title != (mark.style, mark.number - 1):
            return sign
        self._title = (mark.style, mark.number)
        return replace(sign, start=at, number=mark.number)

    def _is_taken(self, line: int) -> bool:
        return any(sign.line == line for group in self.groups[-1:] for sign in group.signs)

    def _add(self, sign: Sign, after: str) -> None:
        """Add a part to a task that has its output already, or to none."""
        group, answer = (self.groups[-1] if self.groups else None), self._answer
        if group is None or answer is None:
            self._begin(sign)
        elif sign.role == OUTPUT:
            if group.signs[-1] is answer and not answer.rest.strip() and self._sheet.above(sign.line) == answer.line:
                group.signs.pop()
                sign = replace(sign, start=answer.start)
            group.add(sign)
        elif INPUT not in group.last and after != OUTPUT:
            group.add(sign)
        else:
            self._begin(sign)
