"""Outputs with more in them than the answer: a label of the prompt, the instruction, or the task that would have come next."""

from __future__ import annotations

import re
from collections.abc import Sequence

from selfinstruct.text import key

_SHORTEST = 12
"""Letters from which on an instruction is known again: a shorter one may be a title."""
_SHOWN = 60
_MARKS = " \t\n*_\"'“”‘’「」『』<>[]()#:：.。!！?？"
_ENDS = re.compile(r"[ *_\"'”’」』>\])]*(?:\Z|[\n.。!！?？:：]|[ ]?[-–—][ ])")

_TASK = r"task|과제|課題|タスク"
_INSTRUCTION = r"instruction|지시문|지시|指示文|指示"
_INPUT = r"input|입력|入力"
_OUTPUT = r"output|response|출력|응답|出力|応答"
_HEAD = r"[ \t]*(?:[#*>=-]+[ \t]*)?(?:\(?\d{1,3}[.):][ \t]*)?[*\[【]{0,3}"
_TAIL = r"(?:[ ]?(?:\#[ ]?)?\d{1,3})?[\]】*]{0,3}[ ]?[:：]"
_EXAMPLE = r"(?:example|예시|예제|例)[ ]?\d{1,3}[:：.]?\s*\n"
_NUMBER = r"[ ]?(?:\d{1,3}[.)]?[ ]?)?"
_LINES = re.IGNORECASE | re.MULTILINE
# What parts two tasks, and what only a model's own format has.
_SEPARATOR = re.compile(r"^(\#{2,})[ \t]*$", re.MULTILINE)
_SPECIAL = re.compile(r"(<\|[a-z_]{2,30}\|>|\[/INST\]|<noinput>)", re.IGNORECASE)


def repeated_instruction(instruction: str, output: str) -> str:
    """The instruction, shortened, when an output begins with it or has it on lines of its own; else ""."""
    asked = key(instruction).strip(_MARKS)
    if sum(map(str.isalnum, asked)) < _SHORTEST:
        return ""
    return instruction[:_SHOWN] if _begins(asked, key(output)) or _on_lines(asked, instruction, output) else ""


def _begins(asked: str, said: str) -> bool:
    at = said.find(asked)
    return at >= 0 and not said[:at].strip(_MARKS) and _ENDS.match(said, at + len(asked)) is not None


def _on_lines(asked: str, instruction: str, output: str) -> bool:
    lines = {key(line).strip(_MARKS) for line in output.splitlines()}
    # An instruction of several lines is there when each of its own is.
    own = [line for part in instruction.splitlines() if (line := key(part).strip(_MARKS))]
    return asked in lines or (len(own) > 1 and lines.issuperset(own))


class Labels:
    """The words that head the parts of a task in prompts: what is left of them in an output."""

    def __init__(self, instruction: Sequence[str] = (), given: Sequence[str] = (), output: Sequence[str] = ()) -> None:
        """Take words beside the usual ones: those of a language's prompts and the user's own."""
        own = _either(_INSTRUCTION, instruction), _either(_INPUT, given), _either(_OUTPUT, output)
        self._leading = re.compile(rf"\A(?:{_EXAMPLE})?{_HEAD}({'|'.join((_TASK, *own))}){_TAIL}", re.IGNORECASE)
        self._heading = re.compile(rf"^[ \t]*\#{{1,6}}{_NUMBER}({'|'.join(own)})[ ]?\d{{0,3}}[ \t]*[:：]?[ \t]*$", _LINES)
        self._instruction, self._input, self._output = (re.compile(rf"^{_HEAD}({words}){_TAIL}", _LINES) for words in own)

    def found(self, output: str, given: str = "", *, code: bool = False) -> str:
        """The label or mark that an output carries, or "".

        given: instruction and input; a label that they show is asked for. code: the output may show what a program reads
        and prints.
        """
        leading = self._leading.match(output)
        if leading and not _shown(leading[1], given) and not (code and leading[1].casefold() in given.casefold()):
            return leading[0].strip()
        patterns = [self._instruction, _SPECIAL]
        if not code:
            patterns += [_SEPARATOR, self._heading]
            # One of the two may head a part of a text; the pair is another example.
            patterns += [self._output] if self._input.search(output) else []
        hits = (found for pattern in patterns if (found := pattern.search(output)) and not _shown(found[1], given))
        return next((found[0].strip() for found in hits), "")


def _shown(word: str, given: str) -> bool:
    """Whether a word stands as a label or a name in what was given."""
    return re.search(rf"{re.escape(word)}[*\]】]{{0,3}}[ ]?\d{{0,3}}[:：\"'”’」』`>|]", given, re.IGNORECASE) is not None


def _either(usual: str, words: Sequence[str]) -> str:
    return "|".join((*map(re.escape, words), usual))
