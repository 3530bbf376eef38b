"""The text of one part of a task: what stands behind its label, without what only parts it from the next."""

from __future__ import annotations

from collections.abc import Sequence

from selfinstruct.parse.answer import heading, rule
from selfinstruct.parse.items import unbolded
from selfinstruct.parse.labels import Label, labels
from selfinstruct.parse.numbering import number_mark
from selfinstruct.parse.parts import Part, without_heading, without_talk
from selfinstruct.parse.signs import INSTRUCTION, OUTPUT, Sheet, Sign, hashes
from selfinstruct.text import clean

_REPEATS = 3
"""Times that a label may stand before itself."""


def part_of(sheet: Sheet, sign: Sign, after: Sign | None, closings: Sequence[str]) -> Part:
    """A part up to the next one, or to the end of the answer, where talk may follow."""
    end = after.start if after else len(sheet.lines)
    code = [False, *sheet.code[sign.line + 1 : end]]
    lines = [sign.rest, *_outdented(sheet, sign, end)]
    stop = next((i for i, line in enumerate(lines) if hashes(line) and not code[i]), len(lines))
    lines, code = lines[:stop], code[:stop]
    if lines and after is None and sign.role == OUTPUT:
        lines = without_talk(lines, code, Label(0, "", "", "", lines[0]), closings)
    titled = after is not None and after.role == INSTRUCTION
    if after and titled and after.number is None:
        lines = without_heading(lines)
    return Part(sign.role, sign.written, sign.ordinal, _trimmed(lines, code, titled=titled))


def instruction_of(sheet: Sheet, sign: Sign, part: Part) -> str:
    """The text of an instruction, without bold marks and a label or number that the model has written twice."""
    # Behind a number may stand a label that the others do not have.
    words = _plainest(sheet, INSTRUCTION) if sign.written else sheet.roles[INSTRUCTION]
    text = _unrepeated(part.text, words)
    first, _, below = text.partition("\n")
    mark = number_mark(first, ()) if sign.line < 0 else None
    if mark and mark.number == sign.number and not mark.doubtful:
        text = f"{mark.rest}\n{below}"
    return clean(unbolded(text, sign.emphasis))


def output_of(sheet: Sheet, part: Part) -> str:
    """The text of an output, without a label that the model has written twice."""
    return _unrepeated(part.text, _plainest(sheet, OUTPUT))


def _plainest(sheet: Sheet, role: str) -> tuple[str, ...]:
    return (sheet.roles[role][0], role)


def _outdented(sheet: Sheet, sign: Sign, end: int) -> list[str]:
    """The lines below a label, as far outdented as it is indented itself."""
    own = sheet.lines[sign.line] if sign.line >= 0 else ""
    margin = len(own) - len(own.lstrip())
    lines = sheet.lines[sign.line + 1 : end]
    return [line[min(margin, len(line) - len(line.lstrip())) :] for line in lines]


def _trimmed(lines: Sequence[str], code: Sequence[bool], *, titled: bool) -> list[str]:
    """The lines without what parts two tasks, at their end. titled: a heading there may be the next one's."""
    end = len(lines)
    while end:
        line = lines[end - 1]
        # A single "#" may be a comment in code.
        parting = rule(line) or (titled and end > 1 and heading(line) > 1)
        if line.strip() and (code[end - 1] or not parting):
            break
        end -= 1
    return list(lines[:end])


def _unrepeated(text: str, words: tuple[str, ...]) -> str:
    for _ in range(_REPEATS):
        first, _, below = text.partition("\n")
        mark = number_mark(first, ())
        found = labels([mark.emphasis + mark.rest if mark else first], [False], {"": words})[""]
        if not found:
            break
        text = clean(f"{found[0].rest}\n{below}")
    return text
