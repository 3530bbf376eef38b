"""Cuts an answer with instances into its labelled parts, and drops the talk that follows the last one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from selfinstruct.parse.answer import fenced, heading, remark, rule, set_off, unfenced
from selfinstruct.parse.labels import Label, headings, is_number, label_inside, labels, named
from selfinstruct.prompts import Markers
from selfinstruct.text import clean

_REMARK_LENGTH = 240


@dataclass(slots=True)
class Part:
    """A labelled part of an answer: its role, the label as written, its number, and the lines of its text."""

    role: str
    written: str = ""
    ordinal: str = ""
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text, out of the code block or quotation that it stands in."""
        return clean(unfenced(clean("\n".join(_unquoted(self.lines)))))

    @property
    def first(self) -> str:
        """The first line of the text."""
        return self.text.partition("\n")[0]

    @property
    def below(self) -> str:
        """The text without its first line."""
        return clean(self.text.partition("\n")[2])


def parts(lines: Sequence[str], by_role: Mapping[str, Sequence[Label]]) -> list[Part]:
    """The lines cut at the labels. The first part is what stands before the first label; it has no role."""
    found = sorted(((label, role) for role, own in by_role.items() for label in own), key=lambda pair: pair[0].line)
    starts = [label.line for label, _ in found]
    made = [Part("", lines=list(lines[: starts[0]] if starts else lines))]
    for i, (label, role) in enumerate(found):
        last = i + 1 == len(found)
        body = [label.rest, *lines[label.line + 1 : len(lines) if last else starts[i + 1]]]
        made.append(Part(role, label.written, label.ordinal, body if last else without_heading(body)))
    return made


def _unquoted(lines: Sequence[str]) -> Sequence[str]:
    """The lines without the marks of a quotation, when they all have them."""
    quoted = [line.lstrip()[:2] in {">", "> "} for line in lines if line.strip()]
    return [line.lstrip().removeprefix(">").removeprefix(" ") for line in lines] if quoted and all(quoted) else lines


def without_heading(lines: Sequence[str]) -> list[str]:
    """The lines without a heading or number at their end, which belongs to what follows. A single "#" may be a comment."""
    end = len(lines)
    for i in reversed(range(1, end)):
        line = lines[i]
        alone = is_number(line) or (set_off(line) and not lines[i - 1].strip())
        if line.strip() and not (rule(line) or heading(line) > 1 or alone):
            break
        end = i
    # A text may consist of a number or a bold line alone.
    return list(lines[:end]) if any(line.strip() for line in lines[:end]) else list(lines)


def examples(lines: Sequence[str], code: Sequence[bool], markers: Markers) -> list[Label]:
    """The lines that head an example. A text may number its own examples: a label must follow, or the numbers count on."""
    labelled = {label.line for label in _all(lines, code, markers)}
    found = headings(lines, code, markers.example)
    labelled |= {label.line for label in found if label_inside(label.rest, (*markers.input, *markers.output))}
    ends = [*(label.line for label in found[1:]), len(lines)]
    sure = [
        label
        for label, end in zip(found, ends, strict=False)
        if (label.ordinal or _opens(lines, label.line, labelled)) and any(i in labelled for i in range(label.line, end))
    ]
    rest = found[found.index(sure[-1]) + 1 :] if sure else []
    return [*sure, *(label for label in rest[:1] if _counts(sure[-1].ordinal, label.ordinal))]


def _counts(before: str, after: str) -> bool:
    return before.isdecimal() and after.isdecimal() and int(after) == int(before) + 1


def ended(lines: list[str], heads: Sequence[Label], markers: Markers) -> list[str]:
    """The lines up to the end of the last instance: without a next task, and without closing talk."""
    code = fenced(lines)
    found = [*_all(lines, code, markers), *heads]
    if not found:
        return lines
    starts, headed = {label.line for label in found}, {head.line for head in heads}
    for task in labels(lines, code, {"task": markers.item[:1]})["task"]:
        below = _beside(lines, task.line, 1)
        ends = below is None or below in starts
        if ends and task.line > min(starts) and _beside(lines, task.line, -1) not in headed:
            lines = lines[: task.line]
            break
    last = max((label for label in found if label.line < len(lines)), key=lambda label: label.line)
    return without_talk(lines, code, last, markers.closings)


def _all(lines: Sequence[str], code: Sequence[bool], markers: Markers) -> list[Label]:
    roles = {"input": markers.input, "output": markers.output, "label": markers.label}
    return [label for own in labels(lines, code, roles).values() for label in own]


def without_talk(lines: list[str], code: Sequence[bool], last: Label, closings: Sequence[str]) -> list[str]:
    """The lines without a remark that follows one paragraph. A letter has several, and may end in the same words."""
    lines = _without_rule(lines, code, last.line)
    start = len(lines)
    while start > last.line + 1 and lines[start - 1].strip() and not rule(lines[start - 1]):
        start -= 1
    above = _without_rule(lines[:start], code, last.line)
    if len(above) == start or start == len(lines) or code[start] or not remark(lines[start], closings):
        return lines
    if any(rule(line) for line in lines[len(above) : start]):
        return above
    body = [last.rest, *above[last.line + 1 :]]
    first = next((i for i, line in enumerate(body) if line.strip()), 0)
    split = any(not line.strip() and not code[last.line + i] for i, line in enumerate(body) if i > first)
    greeting = body[-1].rstrip().endswith((",", "、", "，"))
    return lines if split or greeting or sum(map(len, lines[start:])) > _REMARK_LENGTH else above


def _without_rule(lines: list[str], code: Sequence[bool], last: int) -> list[str]:
    end = len(lines)
    while end > last + 1 and (not lines[end - 1].strip() or (rule(lines[end - 1]) and not code[end - 1])):
        end -= 1
    return lines[:end]


def _opens(lines: Sequence[str], at: int, labelled: set[int]) -> bool:
    below = _beside(lines, at, 1)
    return below is not None and (below in labelled or bool(named(lines[below])))


def _beside(lines: Sequence[str], at: int, step: int) -> int | None:
    """The nearest line above or below that is not blank."""
    at += step
    while 0 <= at < len(lines):
        if lines[at].strip():
            return at
        at += step
    return None
