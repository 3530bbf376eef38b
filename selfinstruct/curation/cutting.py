"""Finds outputs that break off, where their last characters leave no doubt."""

from __future__ import annotations

import re

_FENCE = re.compile(r"^[ \t]{0,3}(`{3,}|~{3,})[^`\n]*$", re.MULTILINE)
_CLOSES = {")": "(", "）": "（", "」": "「", "』": "『", "】": "【", "”": "“", "]": "[", "》": "《"}
_FACE = re.compile(r"[:;=8][-^']?[(\[]|\([-^;:'][^()\n]{0,6}\Z")
_LONG = 40
"""Characters from which on an output is prose: shorter ones may end as they like."""
_ENDS = re.compile(r"[.!?。！？]")
_ITEM = re.compile(r"[ \t]*\(?(\d{1,3})[.)][ \t]*(.*)")
_OPEN_WORD = re.compile(
    r"(?:(?<![A-Za-z'’-])(?:the|an|and|of|because|than|although|whereas)|(?<![가-힣])(?:그리고|또는|및|하지만|그러나|또한|그래서)"
    r"|そして|または|および|しかし|ならびに|あるいは|[,、，])\Z"
)
_CODE_END = re.compile(r"[{};=<>\\]")


def cut_off(output: str, given: str = "") -> str:
    """What shows that an output breaks off, or "". given: its input; what is open there may be open in the output."""
    text = output.rstrip()
    if text.endswith("\ufffd"):
        return "ends inside a character"
    if len(_fences(text)) % 2:
        return "" if len(_fences(given)) % 2 else "open code fence"
    if _fences(text):
        return ""
    return _open_bracket(text, given) or _open_list(text) or _open_sentence(text, given)


def _fences(text: str) -> list[str]:
    return _FENCE.findall(text)


def _open_bracket(text: str, given: str) -> str:
    """The bracket of the last line that nothing closes, when the line goes on behind it and does not end as a sentence does."""
    line = text.rpartition("\n")[2]
    if _FACE.search(line) or len(text) < _LONG or _ENDS.match(line[-1:]) or _CODE_END.search(line):
        return ""
    opened: list[str] = []
    for char in line:
        if char in _CLOSES.values():
            opened.append(char)
        elif opened and opened[-1] == _CLOSES.get(char):
            opened.pop()
    if not opened:
        return ""
    closing = next(close for close, opening in _CLOSES.items() if opening == opened[-1])
    open_in_given = given.count(opened[-1]) > given.count(closing)
    return "" if open_in_given else f"open {opened[-1]}"


def _open_list(text: str) -> str:
    """A list whose last number has no item."""
    *before, last = text.splitlines() or [""]
    found = _ITEM.fullmatch(last)
    if not found or found[2]:
        return ""
    numbers = [item for line in before if (item := _ITEM.match(line)) and item[2]]
    return f"item {found[1]} is empty" if numbers and int(numbers[-1][1]) + 1 == int(found[1]) else ""


def _open_sentence(text: str, given: str) -> str:
    """A last word behind which a sentence goes on, in a text of sentences that end."""
    if len(text) < _LONG or not _ENDS.search(text):
        return ""
    found = _OPEN_WORD.search(text[-20:])
    return f"ends with {found[0]}" if found and not given.rstrip().endswith(found[0]) else ""
