"""Finds the labels that head the parts of a whole task: `3. Instruction:`, `### 지시 3`, `**Input 3:**`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from selfinstruct.parse.answer import rule
from selfinstruct.parse.labels import Label, label_inside, labels
from selfinstruct.parse.numbering import Mark, number_mark
from selfinstruct.prompts import Markers

INSTRUCTION, INPUT, OUTPUT = "instruction", "input", "output"
_ITEM = "item"
_HASHES = re.compile(r"[ \t]*#{2,}[ \t]*\Z")


@dataclass(frozen=True, slots=True)
class Sign:
    """Where a part begins: its role, the line and what stands there behind the label.

    start: the line where the part before it ends, which a title may follow. number: of the task, None when there is none.
    written, ordinal: as in `Label`. emphasis: bold marks that are still open.
    """

    role: str
    line: int
    start: int
    number: int | None
    rest: str
    written: str = ""
    ordinal: str = ""
    emphasis: str = ""


@dataclass(slots=True)
class Sheet:
    """The lines of an answer, which of them are code, and the number that each begins with."""

    lines: Sequence[str]
    code: Sequence[bool]
    roles: Mapping[str, tuple[str, ...]]
    marks: list[Mark | None] = field(init=False)

    def __post_init__(self) -> None:
        pairs = zip(self.lines, self.code, strict=True)
        words = numbering_words(self.roles)
        self.marks = [None if code else number_mark(line, words) for line, code in pairs]

    def above(self, at: int) -> int:
        """The nearest line above that is not blank, -1 when there is none."""
        at -= 1
        while at >= 0 and not self.lines[at].strip():
            at -= 1
        return at

    def apart(self, at: int) -> bool:
        """Whether a line stands behind a blank line, a rule or nothing."""
        return at == 0 or not self.lines[at - 1].strip() or self.parting(at - 1)

    def parting(self, at: int) -> bool:
        """Whether a line does nothing but part two tasks."""
        return not self.code[at] and (hashes(self.lines[at]) or rule(self.lines[at]))


def hashes(line: str) -> bool:
    """Whether a line is `###` and nothing else."""
    return _HASHES.match(line) is not None


def roles_of(markers: Markers, *, with_input: bool) -> dict[str, tuple[str, ...]]:
    """The words that head each part. Where no input was asked for only the plainest count: a text may have the others."""
    given = markers.input if with_input else (markers.input[0], INPUT)
    return {INSTRUCTION: markers.instruction, _ITEM: markers.item, INPUT: given, OUTPUT: markers.output}


def numbering_words(roles: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The words that a task may have before its number."""
    return (*roles[INSTRUCTION], *roles[_ITEM])


def heads(line: str, roles: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a line begins with a label, behind a number or not."""
    mark = number_mark(line, numbering_words(roles))
    texts = [line, mark.emphasis + mark.rest] if mark else [line]
    return any(label_inside(text, words) for text in texts for words in roles.values())


def labelled(sheet: Sheet) -> list[Sign]:
    """All labels, in order."""
    shown = [_without_number(line, mark, sheet.roles) for line, mark in zip(sheet.lines, sheet.marks, strict=True)]
    given, outputs = (_of_role(shown, sheet.code, role, sheet.roles[role], 0) for role in (INPUT, OUTPUT))
    # A word that few tasks have belongs to the text of some.
    least = len(outputs) / 2
    words = (sheet.roles[role] for role in (INSTRUCTION, _ITEM))
    instructions = next(filter(None, (_of_role(shown, sheet.code, INSTRUCTION, own, least) for own in words)), [])
    found = {sign.line: sign for signs in (outputs, given, instructions) for sign in signs}
    return [_numbered(found[line], sheet.marks[line]) for line in sorted(found)]


def _without_number(line: str, mark: Mark | None, roles: Mapping[str, tuple[str, ...]]) -> str:
    """The line without the number before its label, which stays in its column."""
    if mark is None:
        return line
    text = mark.emphasis + mark.rest
    if not any(label_inside(text, words) for words in roles.values()):
        return line
    return " " * (len(line) - len(mark.rest)) + text


def _of_role(lines: Sequence[str], code: Sequence[bool], role: str, words: tuple[str, ...], least: float) -> list[Sign]:
    """The labels of one role: with the word that was asked for or the English one, else with the commonest other one."""
    sure = dict.fromkeys((words[0].casefold(), role))
    found = [label for word in sure for label in labels(lines, code, {role: (word,)})[role]]
    if not found:
        # Of words that are as common the usual one: the other may be in the titles.
        found = max((labels(lines, code, {role: (word,)})[role] for word in words), key=len)
        found = found if len(found) >= least else []
    return [_sign(role, label) for label in found]


def _sign(role: str, label: Label) -> Sign:
    number = int(label.ordinal) if label.ordinal.isdecimal() else None
    return Sign(role, label.line, label.line, number, label.rest, label.written, label.ordinal)


def _numbered(sign: Sign, mark: Mark | None) -> Sign:
    return replace(sign, number=mark.number) if mark and mark.number is not None else sign
