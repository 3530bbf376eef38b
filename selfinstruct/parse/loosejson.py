"""Reads JSON as models write it: cut off anywhere, in a fence, with words around it, with a comma too many. Never raises."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

DEPTH = 16
"""Brackets inside brackets up to which an answer is read; what we ask for has three."""

_TRIES = 24
"""Brackets that are tried as the beginning of the answer: keeps the work linear on any text."""

_GAP = re.compile(r"\s*+")
_SEPARATORS = re.compile(r"[\s,]*+")
_TO_QUOTE = re.compile(r'[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_BARE = re.compile(r"(?:-?\d++(?:\.\d++)?(?:[eE][-+]?\d++)?|true|false|null|True|False|None)(?!\w)")
_OPENING = re.compile(r"[{\[]")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
# Without backspace and form feed: what is written so is a formula (\frac, \beta) with its backslash not doubled.
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "/": "/"}
_FENCE_OPEN = re.compile(r"\s*(?:`{3,}|~{3,})[ \t]*\w*[ \t]*\n")
_FENCE_CLOSE = re.compile(r"\s*(?:(?:`{3,}|~{3,})\s*)?\Z")


@dataclass(frozen=True, slots=True)
class Bare:
    """A number, true, false or null, as written."""

    text: str


class Torn(str):
    """A string that the answer ends in the midst of."""

    __slots__ = ()


class TornList(list["Value"]):
    """A list that could not be read to its end."""

    __slots__ = ()


class TornObject(dict[str, "Value"]):
    """An object that could not be read to its end."""

    __slots__ = ()


Value: TypeAlias = "str | Bare | list[Value] | dict[str, Value]"


class Read(NamedTuple):
    """What was read: the value, where it ends, and, when it is `torn`, the text from where it could not be read on."""

    value: Value
    end: int
    torn: bool
    rest: str


def whole(text: str) -> Read | None:
    """The value of an answer that is JSON, in a fence or not, and nothing else; it may be cut off."""
    found = _FENCE_OPEN.match(text) or _GAP.match(text)
    start = found.end() if found else 0
    if text[start : start + 1] not in {"{", "["}:
        return None
    read = _read(text, start)
    return read if read.torn or _FENCE_CLOSE.match(text, read.end) else None


def series(text: str, *, alone: bool) -> Iterator[list[Read]]:
    """The values that follow one another, as lines of JSON do. alone: only when the answer is these and nothing else."""
    found = _FENCE_OPEN.match(text) or _GAP.match(text)
    at = found.end() if found else 0
    for _ in range(1 if alone else _TRIES):
        opening = _OPENING.match(text, at) if alone else _OPENING.search(text, at)
        if opening is None:
            return
        reads, end = _in_a_row(text, opening.start())
        if not alone or reads[-1].torn or _FENCE_CLOSE.match(text, end):
            yield reads
        at = opening.end() if reads[-1].torn else end


def _in_a_row(text: str, at: int) -> tuple[list[Read], int]:
    reads = []
    while _OPENING.match(text, at):
        reads.append(_read(text, at))
        if reads[-1].torn:
            break
        found = _SEPARATORS.match(text, reads[-1].end)
        at = found.end() if found else reads[-1].end
    return reads, at


def within(text: str) -> Iterator[Read]:
    """The values that stand in an answer, outermost first, up to a number of them."""
    at = 0
    for _ in range(_TRIES):
        found = _OPENING.search(text, at)
        if found is None:
            return
        read = _read(text, found.start())
        yield read
        at = found.end() if read.torn else read.end


def written(value: Value) -> str:
    """A value as text: a string as it is, a number as it was written, null as nothing, the rest as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, Bare):
        return "" if value.text in {"null", "None"} else value.text
    return _dumped(value)


def _dumped(value: Value) -> str:
    if isinstance(value, Bare):
        return value.text
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return f"[{', '.join(map(_dumped, value))}]"
    return "{" + ", ".join(f"{_dumped(name)}: {_dumped(item)}" for name, item in value.items()) + "}"


def _read(text: str, start: int) -> Read:
    reader = _Reader(text)
    value, end = reader.value(start, 0)
    return Read("" if value is None else value, end, reader.torn, reader.rest)


class _Reader:
    """Goes over one text. Once something can not be read it is `torn`, and what encloses that ends there."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.torn = False
        self.rest = ""

    def value(self, at: int, depth: int) -> tuple[Value | None, int]:
        """The value that begins here and where it ends; None when none does."""
        opening = self._text[at : at + 1]
        if opening == '"':
            return self._string(at, ",]}")
        if opening == "[" and depth < DEPTH:
            return self._array(at, depth)
        if opening == "{" and depth < DEPTH:
            return self._object(at, depth)
        if found := _BARE.match(self._text, at):
            return Bare(found[0]), found.end()
        return self._tear(at)

    def _array(self, at: int, depth: int) -> tuple[Value, int]:
        items: list[Value] = []
        at += 1
        while True:
            at = self._separators(at)
            if self._text[at : at + 1] == "]":
                return items, at + 1
            item, at = self.value(at, depth + 1)
            if item is not None:
                items.append(item)
            if self.torn:
                return TornList(items), at

    def _object(self, at: int, depth: int) -> tuple[Value, int]:
        made: dict[str, Value] = {}
        at += 1
        while True:
            at = self._separators(at)
            if self._text[at : at + 1] == "}":
                return made, at + 1
            name, at = self._name(at)
            value, at = (None, at) if self.torn else self.value(at, depth + 1)
            if value is not None:
                made[name] = value
            if self.torn:
                return TornObject(made), at

    def _name(self, at: int) -> tuple[str, int]:
        """A key, and where its value begins."""
        if self._text[at : at + 1] == '"':
            name, end = self._string(at, ":")
            end = self._gap(end)
            if not self.torn and self._text[end : end + 1] == ":":
                return name, self._gap(end + 1)
        self._tear(at)
        return "", at

    def _string(self, at: int, closers: str) -> tuple[str, int]:
        start = end = at + 1
        while found := _TO_QUOTE.match(self._text, end):
            end = found.end()
            if self._closes(end, closers):
                return _decoded(self._text[start : end - 1]), end
        self.torn = True
        return Torn(_decoded(self._text[start:])), len(self._text)

    def _closes(self, end: int, closers: str) -> bool:
        """Whether a quotation mark ends its string. One that was not escaped has text behind it."""
        gap = self._gap(end)
        after = self._text[gap : gap + 1]
        return not after or after in closers or (after in '"{[' and "\n" in self._text[end:gap])

    def _tear(self, at: int) -> tuple[None, int]:
        if not self.torn:
            self.torn, self.rest = True, self._text[at:]
        return None, at

    def _gap(self, at: int) -> int:
        found = _GAP.match(self._text, at)
        return found.end() if found else at

    def _separators(self, at: int) -> int:
        found = _SEPARATORS.match(self._text, at)
        return found.end() if found else at


def _decoded(text: str) -> str:
    """The text of a string literal; an escape that no text has stays as it is."""
    if "\\" not in text:
        return text
    plain = _ESCAPE.sub(lambda found: _character(found[1]), text)
    return _PAIR.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), plain)


def _character(escape: str) -> str:
    if len(escape) > 1:
        return chr(int(escape[1:], 16))
    return _ESCAPED.get(escape, "\\" + escape)
