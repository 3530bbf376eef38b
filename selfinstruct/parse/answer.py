"""What every reader of an answer does first: drop what the model thought aloud, and know which lines stand in code fences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from selfinstruct.text import clean

_THOUGHT = re.compile(
    r"<(?P<end>/?)(?:seed:)?(?:think|thinking|thought|reasoning)>"
    r"|◁(?P<kimi>/?)think▷|<\|(?:begin|(?P<sky>end))_of_thought\|>|(?-i:\[(?P<mistral>/?)THINK\])",
    re.IGNORECASE,
)
_CHANNEL = re.compile(r"<\|channel\|>[ \t]*(?P<name>\w+)(?:[^<\n]*(?:<\|constrain\|>[^<\n]*)?<\|message\|>)?")
_CHANNEL_END = re.compile(r"<\|(?:channel|start|end|return|call)\|>")
_STRIPPED = re.compile(r"\s*analysis(?:(?P<sure>[A-Z])|[^\W\d_a-z])")
_FENCE = re.compile(r"(?P<before>[^`~]*[:：][*_]*)?[ \t]*(?P<mark>`{3,}|~{3,})(?P<language>[^`]*)\Z")
_PLAIN = frozenset({"", "text", "txt", "plain", "plaintext", "markdown", "md"})
_RULE = re.compile(r"[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|={3,}[ \t]*|(?:[─━—―][ \t]*){3,})\Z")
_HEADING = re.compile(r"(#{1,6})[ \t]+\S")
_SET_OFF = re.compile(
    r"[ \t]*(?:\*\*[^*]+\*\*|__[^_]+__|【[^】]+】|\[[^\]]+\]|《[^》]+》|[■◆□◇][ \t]*\S.*)[ \t]*[:：]?[ \t]*\Z"
)


def answer_lines(text: str) -> list[str]:
    """The lines of an answer, cleaned, without thoughts."""
    # The first line keeps its indentation: the others are measured by it.
    edge = text[: len(text) - len(text.lstrip())]
    return _spoken(_final(edge + clean(text))).split("\n")


def _final(text: str) -> str:
    """What an answer in channels (gpt-oss) says in the one that is for the user; an answer without channels as it is.

    A tokenizer that leaves special tokens out leaves the channels' names.
    """
    channels = list(_CHANNEL.finditer(text))
    if channels:
        starts = [channel.end() for channel in channels if channel["name"] == "final"]
        ends = [found.start() if (found := _CHANNEL_END.search(text, start)) else len(text) for start in starts]
        return "".join(text[start:end] for start, end in zip(starts, ends, strict=True))
    named = _STRIPPED.match(text)
    if named is None:
        return text
    _, end, answer = text.rpartition("assistantfinal")
    return answer if end else "" if named["sure"] else text


def _spoken(text: str) -> str:
    """The text without its <think> blocks. One never closed goes on to the end; a lone end closes all that went before."""
    kept: list[str] = []
    start, thinking, mentioned = 0, False, False
    for tag in _THOUGHT.finditer(text):
        if tag["end"] or tag["kimi"] or tag["sky"] or tag["mistral"]:
            if thinking or not (kept or mentioned):
                start, thinking = tag.end(), False
            mentioned = False
        elif not thinking:
            thinking = not text[text.rfind("\n", 0, tag.start()) + 1 : tag.start()].strip()
            mentioned = not thinking
            if thinking:
                kept.append(text[start : tag.start()])
    return "".join(kept if thinking else [*kept, text[start:]])


def fence(line: str) -> str | None:
    """The fence that a line consists of, or None: three or more back ticks or tildes, with at most a language behind them."""
    found = _FENCE.match(line)
    return found["mark"] if found and found["before"] is None else None


def fenced(lines: Sequence[str], *, open_end: bool = False) -> list[bool]:
    """For each line whether it belongs to a code block, fences included. An unclosed fence is none, unless open_end.

    A fence that opens behind a colon makes the lines after it code.
    """
    inside, opened, at = [False] * len(lines), "", 0
    for i, line in enumerate(lines):
        found = _FENCE.match(line)
        if not opened and found:
            opened, at = found["mark"], i + (found["before"] is not None)
        elif opened and found and line.strip() == found["mark"] and found["mark"].startswith(opened):
            inside[at : i + 1] = [True] * (i + 1 - at)
            opened = ""
    if opened and open_end:
        inside[at:] = [True] * (len(lines) - at)
    return inside


def unfenced(text: str) -> str:
    """The inside of a code block when the text is that and nothing else, and the block is not in some language."""
    lines = text.strip().split("\n")
    found = _FENCE.match(lines[0])
    if not found or found["before"] is not None or found["language"].strip().casefold() not in _PLAIN or len(lines) == 1:
        return text
    alone = all(fenced(lines)) and sum(fence(line) is not None for line in lines) == 2
    return "\n".join(lines[1:-1]) if alone else text


def rule(line: str) -> bool:
    """Whether a line is a horizontal rule."""
    return _RULE.match(line) is not None


def heading(line: str) -> int:
    """The level of a Markdown heading, 0 when the line is none."""
    found = _HEADING.match(line)
    return len(found[1]) if found else 0


def set_off(line: str) -> bool:
    """Whether a whole line is in bold or brackets, or begins with a square: what serves as a heading in plain text."""
    return _SET_OFF.match(line.strip()) is not None


def announces(line: str) -> bool:
    """Whether a line ends in a colon, bold or not."""
    return line.rstrip("*_ \t").endswith((":", "："))


def indent(line: str) -> int:
    """How far a line is indented, in columns."""
    width = 0
    for character in line:
        if not character.isspace():
            return width
        width += {"\t": 4, "\u3000": 2}.get(character, 1)
    return width


def remark(line: str, closings: Sequence[str]) -> bool:
    """Whether a line opens as closing talk does."""
    return line.strip().lstrip("*_>#([（「【-– ").casefold().startswith(tuple(closing.casefold() for closing in closings))
