"""Texts of others put into a card, so that they stay texts: scalars of YAML, words, links and blocks of Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from selfinstruct.text import clean

_UNSOUND = re.compile("[\ud800-\udfff\ufffe\uffff]")
# JSON leaves these as they are; YAML takes some for line breaks and none of the others.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")
_SPECIAL = re.compile(r"([\\`*_\[\]<>|&~#$@!])")
_LINKED = re.compile(r"(?i)\b(?:https?|ftp)://|\bwww\.")
_ADDRESS = re.compile(r"(https?://[A-Za-z0-9._~:/?#%&=+@,;!()-]*[A-Za-z0-9/_~=-])")
_TICKS = re.compile("`+")


def sound(text: str) -> str:
    """A text that UTF-8 can carry: lone surrogates, which models do write, become the sign for what is no character."""
    return _UNSOUND.sub("\ufffd", text)


def scalar(value: str | bool) -> str:
    """A value of YAML on one line. What JSON quotes, YAML reads as the same text, and never as a number, a date or `no`."""
    if isinstance(value, bool):
        return json.dumps(value)
    quoted = json.dumps(sound(value), ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def front(fields: Mapping[str, object]) -> str:
    """A header of YAML between its two lines, of texts, booleans, and lists and mappings of these; empty ones are left out."""
    return "\n".join(["---", *_lines(fields), "---", ""])


def words(text: str) -> str:
    """A text on one line of Markdown, in which nothing is markup, a link or a mention."""
    plain = _SPECIAL.sub(r"\\\1", " ".join(clean(text).split()))
    return _LINKED.sub(lambda found: found[0].replace("/", "\\/", 1).replace(".", "\\."), plain)


def prose(text: str) -> str:
    """A text of the user's on one line, whose addresses can be clicked."""
    parts = _ADDRESS.split(" ".join(clean(text).split()))
    return "".join(f"<{part}>" if place % 2 else _between(part) for place, part in enumerate(parts))


def fenced(text: str, kind: str = "") -> str:
    """A block of code that nothing in it can end."""
    longest = max((len(found) for found in _TICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{kind}\n{text}\n{fence}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: bool = False) -> str:
    """A table of Markdown, whose cells are markup already. numbers: all columns but the first stand on the right."""
    rule = ["---", *(("---:" if numbers else "---") for _ in head[1:])]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, rule, *rows))


def _between(text: str) -> str:
    """Words beside an address: the space around them stays."""
    inner = words(text)
    if not inner:
        return " " if text else ""
    return f"{' ' * text.startswith(' ')}{inner}{' ' * text.endswith(' ')}"


def _lines(value: object) -> list[str]:
    """A value of YAML as lines that are not indented yet."""
    if isinstance(value, Mapping):
        kept = ((name, inner) for name, inner in value.items() if inner or isinstance(inner, bool))
        return [line for name, inner in kept for line in _field(name, inner)]
    if isinstance(value, str | bool):
        return [scalar(value)]
    if isinstance(value, Sequence):
        return [line for item in value for line in _item(_lines(item))]
    raise TypeError(f"no value of a header: {value!r}")


def _field(name: str, value: object) -> list[str]:
    if isinstance(value, str | bool):
        return [f"{name}: {scalar(value)}"]
    return [f"{name}:", *(f"  {line}" for line in _lines(value))]


def _item(lines: Sequence[str]) -> list[str]:
    return [f"- {lines[0]}", *(f"  {line}" for line in lines[1:])]
