"""Finds the lines that head the parts of an instance: `Example 1`, `**Input:**`, `### 출력`, `【ラベル】`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from selfinstruct.parse.answer import indent

_DEEPER = 4
"""Columns from which on a label is part of something indented, such as a docstring."""
_LEAD = r"[ \t\u3000]*(?:>[ ]*|[•・][ ]*|[-*+■□◆◇▶▪●][ ]+|(?P<hashes>\#{1,6})[ ]+)*(?:\d{1,2}[.)）][ ]*)?"
_INDEX = r"(?:[ ]*(?:\#|no\.[ ]*)?(?P<index>\d{1,3}|[①-⑳]))"
_NOTE = r"(?:[ ]*[(（][^()（）]{1,40}[)）])?"
_NUMBER = re.compile(r"\W*\d{1,2}[.)）]\W*\Z")
_NAME = re.compile(r"\W{0,4}([^\W\d_][\w '/·・-]{0,38}?)(?:\*{1,3})?[:：](?!//)(?:\*{1,3})?[ \t]*(?=\S)")
_END = r"(?:[ \t]*\Z)"


class Label(NamedTuple):
    """One label: its line, the word and its number, as written, and the text behind it on its line."""

    line: int
    word: str
    ordinal: str
    written: str
    rest: str


def labels(lines: Sequence[str], code: Sequence[bool], roles: Mapping[str, tuple[str, ...]]) -> dict[str, list[Label]]:
    """The labels of each role, whose words may be several.

    The first word is the one that was asked for. Others count only in its absence, and then only the commonest: the rest are
    names inside the text.
    """
    found = {role: _worded(lines, code, words) for role, words in roles.items()}
    first = min((own[0].line for own in found.values() if own), default=0)
    return {role: _level(lines, own, first) for role, own in found.items()}


def headings(lines: Sequence[str], code: Sequence[bool], words: tuple[str, ...]) -> list[Label]:
    """The lines that number an example; without a number only a word that stands alone on its line."""
    found = [label for i, line in enumerate(lines) if not code[i] and (label := _heading(i, line, words))]
    word = _wording(found, words)
    found = [label for label in found if label.word == word]
    return _level(lines, found, found[0].line if found else 0)


def named(text: str) -> str:
    """The name that a text gives its first line (`Sentence: ...`), or ""."""
    found = _NAME.match(text)
    return found[1] if found else ""


def label_inside(text: str, words: tuple[str, ...]) -> bool:
    """Whether a piece of a line begins with a label."""
    return _label(0, text.lstrip(" -–:：の"), words) is not None


def is_number(line: str) -> bool:
    """Whether a line is a number and nothing else, as `2.` is."""
    return _NUMBER.match(line) is not None


def apart(text: str, words: Mapping[str, Sequence[str]]) -> str:
    """The text with its labels brought to line starts, for an answer that has all on one line."""
    options = "|".join(re.escape(options[0]) for options in words.values())
    label = rf"(?=\**(?:{options})[ ]?\d{{0,2}}\**[:：])"
    return re.sub(rf"(?<![ \t\n])[ \t]+{label}|(?<=[.。,;]){label}", "\n", text, flags=re.IGNORECASE)


def _label(at: int, line: str, words: tuple[str, ...]) -> Label | None:
    return _made(at, _label_pattern(words).match(line))


def _heading(at: int, line: str, words: tuple[str, ...]) -> Label | None:
    return _made(at, _heading_pattern(words).match(line))


def _made(at: int, found: re.Match[str] | None) -> Label | None:
    if found is None:
        return None
    groups = found.groupdict()
    word = next(value for name, value in groups.items() if name.startswith("word") and value)
    index = next((value for name, value in groups.items() if name.startswith("index") and value), "")
    rest = found.string[found.end() :]
    if groups.get("torn"):
        rest = rest.replace(groups["torn"], "", 1)
    return Label(at, word.casefold(), index, found[0].strip(), rest)


def _wording(found: Sequence[Label], words: tuple[str, ...]) -> str:
    """The word that the labels of an answer are written with."""
    counts = Counter(label.word for label in found)
    if not counts or words[0].casefold() in counts:
        return words[0].casefold()
    return max(counts, key=counts.__getitem__)


def _worded(lines: Sequence[str], code: Sequence[bool], words: tuple[str, ...]) -> list[Label]:
    found = [label for i, line in enumerate(lines) if not code[i] and (label := _label(i, line, words))]
    word = _wording(found, words)
    return [label for label in found if label.word == word]


def _level(lines: Sequence[str], found: Sequence[Label], first: int) -> list[Label]:
    """The labels that are not much deeper than the first."""
    return [label for label in found if indent(lines[label.line]) < indent(lines[first]) + _DEEPER]


def _any(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@lru_cache
def _label_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """A label ends in a colon; in brackets, in bold or as a heading it may go without."""
    bold, bracketed, rounded, plain = (
        rf"(?P<word{n}>{_any(words)})(?:{_INDEX.replace('<index>', f'<index{n}>')})?{_NOTE}" for n in range(4)
    )
    return re.compile(
        rf"""{_LEAD}(?:
        (?P<bold>\*{{1,3}}|_{{1,3}})[\[【]?{bold}[\]】]?[ ]*(?:[:：][ ]*(?P=bold)|(?P=bold)[ ]*(?:[:：]|{_END}))
        |[\[【〔《「]{bracketed}[\]】〕》」][ ]*[:：]?
        |[(（<]{rounded}[)）>][ ]*(?:[:：]|{_END})
        |(?P<torn>\*{{1,3}}|_{{1,3}})?{plain}[ ]*(?:[:：]|(?(hashes){_END}|(?!)))
        )[ \t\u3000]*""",
        re.VERBOSE | re.IGNORECASE,
    )


@lru_cache
def _heading_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"""{_LEAD}
        (?P<bold>\*{{1,3}}|_{{1,3}})?
        (?P<open>[\[【(（〔《「<]?)
        (?P<word>{_any(words)})
        (?:{_INDEX}(?=\Z|[^\w]|の)|(?=[ ]*[:：]?[ ]*[\]】)）〕》」>]?[ ]*[:：]?[*_]*[:：]?[ \t]*\Z))
        [ ]*(?(open)[\]】)）〕》」>]?)
        (?(bold)(?:[ ]*[.:：]?[ ]*(?P=bold))?)
        (?P<point>[ ]*[.:：)）])?[ \t\u3000]*""",
        re.VERBOSE | re.IGNORECASE,
    )
