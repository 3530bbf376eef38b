"""Reads a list of instructions as models really write it.

A preface, headings, closing talk and code fences round the whole are left out; nested lists and paragraphs stay with their
item; case and wording are never changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selfinstruct.parse.answer import announces, answer_lines, fence, fenced, heading, indent, remark, rule, set_off
from selfinstruct.parse.numbering import Mark, bullet_mark, number_mark
from selfinstruct.parse.outline import Place, outermost
from selfinstruct.parse.structured import json_in, listed
from selfinstruct.prompts import Markers
from selfinstruct.text import clean

_TITLE = re.compile(r"\A(\*{2,3})(?=[^\s*])([^*\n]*[^\s*])\1")
_CHECKBOX = re.compile(r"\A(?:\[[ xX]\]|[-–—:：])[ \t]+(?=\S)")
_ENOUGH = 3
"""Items from which on a list shows whether its items have paragraphs."""


@dataclass(frozen=True, slots=True)
class Items:
    """The items of a list, in order, and the last one apart when it was cut short."""

    texts: tuple[str, ...]
    cut: str | None = None


@dataclass(frozen=True, slots=True)
class _Block:
    """One item as it stands in the answer: its mark, the lines behind the mark's own, and which of them are code."""

    mark: Mark
    lines: list[str]
    code: list[bool]

    def paragraphs(self) -> Iterator[int]:
        """Where, behind a blank line, a paragraph begins that nothing but its place ties to the item."""
        for i in range(1, len(self.lines)):
            if self.loose(i) and not self.lines[i - 1].strip():
                yield i

    def loose(self, i: int) -> bool:
        """Whether a line is neither blank, nor code, nor indented."""
        return bool(self.lines[i].strip()) and not self.code[i] and indent(self.lines[i]) <= self.mark.indent + 1

    def before(self, end: int) -> _Block:
        """The item without its lines from `end` on."""
        return _Block(self.mark, self.lines[:end], self.code[:end])


def parse_items(
    text: str,
    markers: Markers,
    *,
    first: int = 1,
    continued: bool = False,
    cut: bool = False,
    structured: bool = False,
) -> Items:
    """The items of a list.

    continued: the prompt ended with the number `first`, so the text goes on behind it. cut: the answer was ended by its
    length limit, so the last item is not whole. structured: JSON was asked for; what is JSON and nothing else is read anyway.
    """
    lines = answer_lines(text)
    if continued:
        return _from_lines(_begun(lines, first, markers.item), markers, cut=cut)
    items = _from_json(lines, markers, alone=not structured) or _from_lines(lines, markers, cut=cut)
    if items.texts or items.cut or structured:
        return items
    return _from_json(lines, markers, alone=False) or items


def _from_json(lines: Sequence[str], markers: Markers, *, alone: bool) -> Items | None:
    made = json_in("\n".join(lines), lambda read: listed(read, markers.item), alone=alone)
    return Items(*made) if made else None


def _from_lines(lines: list[str], markers: Markers, *, cut: bool) -> Items:
    blocks = _blocks(_opened(lines, markers.item), markers.item, cut=cut)
    if blocks:
        blocks = [*map(_without_heading, blocks[:-1]), blocks[-1]]
        blocks[-1] = _without_talk(blocks, markers.closings)
    texts = [_text(block) for block in blocks]
    last = texts.pop() if cut and texts else None
    return Items(tuple(filter(None, texts)), cut=last or None)


def _begun(lines: list[str], first: int, words: tuple[str, ...]) -> list[str]:
    """The lines with the number put back that the prompt ended with, unless the model wrote one itself."""
    at = next((i for i, line in enumerate(lines) if line.strip()), None)
    if at is None or ((mark := number_mark(lines[at], words)) and not mark.doubtful):
        return lines
    return [f"{first}. {lines[at].lstrip()}", *lines[at + 1 :]]


def _opened(lines: list[str], words: tuple[str, ...]) -> list[str]:
    """The lines inside the code fence when the list stands in one."""
    fences = [i for i, line in enumerate(lines) if fence(line)]
    if not fences:
        return lines
    start, end = fences[0], fences[-1] if len(fences) % 2 == 0 else len(lines)
    outside = [*lines[:start], *lines[end + 1 :]]
    opening = next((line for line in lines[start + 1 : end] if line.strip()), "")
    if any(number_mark(line, words) for line in outside) or not (number_mark(opening, words) or bullet_mark(opening)):
        return lines
    return lines[start + 1 : end]


def _blocks(lines: list[str], words: tuple[str, ...], *, cut: bool) -> list[_Block]:
    marks = [number_mark(line, words) or bullet_mark(line) for line in lines]
    # A fence may open on an item's own line, which is no code; a colon says so.
    bare = [f":{mark.rest}" if mark and fence(mark.rest) else line for line, mark in zip(lines, marks, strict=True)]
    code = fenced(bare, open_end=cut)
    places = [Place(i, mark, _heads(lines, code, i)) for i, mark in enumerate(marks) if mark and not code[i]]
    tops = outermost(places)
    ends = [*(place.line for place in tops[1:]), len(lines)]
    return [
        _Block(place.mark, lines[place.line + 1 : end], code[place.line + 1 : end])
        for place, end in zip(tops, ends, strict=False)
    ]


def _heads(lines: Sequence[str], code: Sequence[bool], at: int) -> str:
    """What comes before a line: "heading" for one that opens a part of the list, "colon" for a text that announces it."""
    i = at - 1
    while i >= 0 and not lines[i].strip():
        i -= 1
    if i < 0 or code[i]:
        return ""
    line, apart = lines[i], i == 0 or not lines[i - 1].strip()
    if heading(line) or rule(line) or (apart and set_off(line)):
        return "heading"
    if announces(line):
        return "heading" if apart and indent(line) <= indent(lines[at]) and i > 0 else "colon"
    return ""


def _without_heading(block: _Block) -> _Block:
    """The item without the heading of the part of the list that comes after it."""
    block = block.before(next(_headings(block), len(block.lines)))
    end, rules = len(block.lines), set(_rules(block))
    for i in reversed(range(end)):
        line = block.lines[i]
        apart = i > 0 and not block.lines[i - 1].strip()
        heads = i in rules or heading(line) or (apart and (set_off(line) or announces(line)))
        if line.strip() and not (block.loose(i) and heads):
            break
        end = i
    shorter = block.before(end)
    return shorter if _text(shorter) else block


def _headings(block: _Block) -> Iterator[int]:
    """Where a heading begins that is not the item's. A single "#" may be a comment in code."""
    for i, line in enumerate(block.lines):
        level = heading(line)
        outer = indent(line) + 1 < block.mark.indent and bullet_mark(line) is not None
        if block.loose(i) and (outer or (level > 1 and not 0 < block.mark.level < level)):
            yield i


def _rules(block: _Block) -> Iterator[int]:
    """Where a rule stands by itself: several lines of such signs draw something."""
    lines = ["", *block.lines, ""]
    for i, line in enumerate(block.lines):
        above, below = lines[i], lines[i + 2]
        if block.loose(i) and rule(line) and not (rule(above) or rule(below) or (above.strip() and below.strip())):
            yield i


def _without_talk(blocks: Sequence[_Block], closings: Sequence[str]) -> _Block:
    """The last item without what is said after the list."""
    *others, block = blocks
    block = block.before(min(next(_headings(block), len(block.lines)), next(_rules(block), len(block.lines))))
    plain = len(others) + 1 >= _ENOUGH and not any(any(other.paragraphs()) for other in others)
    for i in block.paragraphs():
        above = next((block.lines[j] for j in range(i - 1, -1, -1) if block.lines[j].strip()), block.mark.rest)
        announced = announces(above)
        if remark(block.lines[i], closings) or (plain and not announced and not fence(block.lines[i])):
            return block.before(i)
    # "Note:" right under an item is rather a part of it.
    sure = [closing for closing in closings if len(closing) > 1 and closing[-1] not in ":："]
    last = max((i for i, line in enumerate(block.lines) if line.strip()), default=None)
    attached = any(other.loose(i) for other in others for i in range(len(other.lines)))
    if last is not None and not attached and block.loose(last) and remark(block.lines[last], sure):
        return block.before(last)
    return block


def _text(block: _Block) -> str:
    """One item's text: bold marks around it and indentation taken off."""
    margin = min((len(line) - len(line.lstrip()) for line in block.lines if line.strip()), default=0)
    text = clean("\n".join([block.mark.rest, *(line[margin:].rstrip() for line in block.lines)]))
    return unbolded(text, block.mark.emphasis)


def unbolded(text: str, emphasis: str) -> str:
    """A text without the bold marks around its first line. emphasis: those that were opened before the text, or ""."""
    if emphasis:
        text = text.replace(emphasis, "", 1)
    text = _CHECKBOX.sub("", text)
    return clean(_TITLE.sub(r"\2", text))
