"""Reads an answer of several whole tasks: blocks of instruction, input and output, as models really write them.

A preface, separators, closing talk and code fences round the whole are left out. What is wrong with a block is said with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from selfinstruct.parse.answer import answer_lines, fence, fenced
from selfinstruct.parse.blockjson import tasks_in
from selfinstruct.parse.blocktext import instruction_of, output_of, part_of
from selfinstruct.parse.grouping import Group, grouped
from selfinstruct.parse.instances import input_of, is_noinput
from selfinstruct.parse.labels import apart
from selfinstruct.parse.signs import INPUT, INSTRUCTION, OUTPUT, Sheet, heads, labelled, roles_of
from selfinstruct.parse.wrapping import unwrapped
from selfinstruct.prompts import Markers
from selfinstruct.records import joined

NO_INSTRUCTION, NO_OUTPUT, TWO_OUTPUTS, CUT = "no-instruction", "no-output", "two-outputs", "cut"


@dataclass(frozen=True, slots=True)
class Block:
    """One task of an answer. fault: why it can not be used, "" when it can: no-instruction, no-output, two-outputs, cut."""

    instruction: str
    input: str
    output: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Blocks:
    """The tasks of an answer in order, faulty ones included. The last one of a cut answer has the fault "cut"."""

    blocks: tuple[Block, ...]


def parse_blocks(
    text: str,
    markers: Markers,
    *,
    first: int = 1,
    with_input: bool = True,
    continued: bool = False,
    cut: bool = False,
    structured: bool = False,
) -> Blocks:
    """The tasks of an answer.

    first: the number of the first task. with_input: an input was asked for; where it was not, one that is there all the same
    is joined to the instruction. continued: the prompt ended with the label of the first instruction, so the text goes on
    behind it. cut: the answer was ended by its length limit; an empty block stands for a last one that is not begun.
    structured: JSON was asked for; what is JSON and nothing else is read anyway.
    """
    reading = _Reading(markers, first, with_input, continued, cut)
    lines = answer_lines(text)
    found = None if continued else reading.json(lines, alone=not structured)
    if found is None:
        found = reading.text(lines)
        if not (structured or continued or any(not block.fault for block in found)):
            found = reading.json(lines, alone=False) or found
    return Blocks(tuple(reading.checked(found)))


@dataclass(frozen=True, slots=True)
class _Reading:
    """How one answer is read: the options of `parse_blocks`."""

    markers: Markers
    first: int
    with_input: bool
    continued: bool
    cut: bool
    roles: Mapping[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "roles", roles_of(self.markers, with_input=self.with_input))

    def json(self, lines: Sequence[str], *, alone: bool) -> list[Block] | None:
        """The blocks of an answer in JSON, None when it is none."""
        words = {**self.roles, INPUT: self.markers.input}
        found = tasks_in("\n".join(lines), words, alone=alone, cut=self.cut)
        if found is None:
            return None
        return [self._block(made.instruction, made.input, made.output, "" if made.whole else CUT) for made in found]

    def text(self, lines: Sequence[str]) -> list[Block]:
        """The blocks of an answer in words: the first way to read it that finds a whole one."""
        found: list[Block] = []
        for way in self._ways(lines):
            blocks = self._read(way)
            if any(block.instruction and block.output for block in blocks):
                return blocks
            found = found or blocks
        return found

    def checked(self, blocks: Sequence[Block]) -> Iterator[Block]:
        """The blocks that say anything, each with its fault."""
        for i, block in enumerate(blocks):
            if self.cut and i + 1 == len(blocks):
                yield replace(block, fault=CUT)
            elif block.instruction or block.input or block.output:
                yield replace(block, fault=block.fault or _fault(block))

    def _ways(self, lines: Sequence[str]) -> Iterator[list[str]]:
        yield unwrapped(lines, lambda line: heads(line, self.roles))
        bare = [line for line in lines if not fence(line)]
        if len(bare) < len(lines):
            yield bare
        yield apart("\n".join(bare), self.roles).split("\n")

    def _read(self, lines: Sequence[str]) -> list[Block]:
        sheet = Sheet(lines, fenced(lines, open_end=self.cut), self.roles)
        groups = grouped(sheet, labelled(sheet), first=self.first, continued=self.continued, cut=self.cut)
        return [self._made(sheet, group, after) for group, after in zip(groups, [*groups[1:], None], strict=False)]

    def _made(self, sheet: Sheet, group: Group, after: Group | None) -> Block:
        ends = [*group.signs[1:], after.signs[0] if after else None]
        parts = [(sign, part_of(sheet, sign, end, self.markers.closings)) for sign, end in zip(group.signs, ends, strict=True)]
        instructions = [instruction_of(sheet, sign, part) for sign, part in parts if sign.role == INSTRUCTION]
        given = input_of([part for sign, part in parts if sign.role == INPUT], self.markers)
        outputs = [output_of(sheet, part) for sign, part in parts if sign.role == OUTPUT]
        again = [sign.written for sign, _ in parts if sign.role == OUTPUT][1:]
        output = "\n".join([*outputs[:1], *(f"{label} {text}" for label, text in zip(again, outputs[1:], strict=True))])
        return self._block("".join(instructions), given, output, TWO_OUTPUTS if again else "")

    def _block(self, instruction: str, given: str, output: str, fault: str) -> Block:
        given = "" if is_noinput(given, self.markers) else given
        if instruction and not self.with_input:
            instruction, given = joined(instruction, given), ""
        return Block(instruction, given, output, fault)


def _fault(block: Block) -> str:
    if not block.instruction:
        return NO_INSTRUCTION
    return "" if block.output else NO_OUTPUT
