"""Reads which of two answers is better: "Reason: ...", "Better: A", B or tie."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from selfinstruct.parse.answer import answer_lines, fenced
from selfinstruct.parse.labels import apart, labels
from selfinstruct.parse.loosejson import Read, written
from selfinstruct.parse.parts import parts
from selfinstruct.parse.structured import json_in
from selfinstruct.prompts import Markers
from selfinstruct.schemas import BETTER, REASON
from selfinstruct.text import clean, key

Choice = Literal["A", "B", "tie"]
_CHOICES: Mapping[str, Choice] = {"A": "A", "B": "B"}
_LETTER = re.compile(r"(?<![A-Za-z0-9])[AB](?![A-Za-z0-9])")
_ALONE = re.compile(r"\W*([ABab])\W*\Z")
# "A, because B ..." and "A. B misses ..." have decided at the first letter; "A and B ..." has not.
_DECIDED = re.compile(r"\W*([AB])[)\]】」』*_\"'’”]*\s*(?:\Z|[.,;:(（—–。、，；：-]|because\b|since\b|as\b)")
_LISTED = re.compile(r"(?<![A-Za-z0-9])A\W{0,3}(?:[/,、|]|or\b|또는|혹은|または|か)\W{0,3}(?:or )?B(?![A-Za-z0-9])")
_ORDERED = re.compile(r"\W*([AB])\s*(>{1,2}|<{1,2}|=|≈)\s*([AB])\W*\Z")
_BRACKETED = re.compile(r"\[\[\s*([^\[\]]{1,12}?)\s*\]\]")
_ENDING = r"(?:입니다|이다|다|です|だ|である)?"


@dataclass(frozen=True, slots=True)
class Preference:
    """Which answer is better, by the place where it was shown, and why."""

    better: Choice
    reason: str


def parse_preference(text: str, markers: Markers, *, structured: bool = False, continued: bool = False) -> Preference | None:
    """The verdict of an answer, None when it has none, or names both.

    structured: JSON was asked for; what is JSON and nothing else is read anyway. continued: the prompt ends in the label of the
    reason, and what follows the first verdict is no more of this answer.
    """
    lines = answer_lines(text)
    found = json_in("\n".join(lines), lambda read: _named(read, markers), alone=not structured)
    if found:
        return found
    if continued:
        return _labelled(_headed(lines, markers), markers, last=False)
    return _labelled(lines, markers, last=True) or _unlabelled(lines, markers)


def _headed(lines: Sequence[str], markers: Markers) -> list[str]:
    """The lines with the label that the prompt ended in, unless the answer repeats it."""
    repeated = labels(lines[:1], [False], {"reason": markers.reason})["reason"]
    return list(lines) if repeated else [f"{markers.reason[0]}: {lines[0]}", *lines[1:]]


def _named(read: Read, markers: Markers) -> Preference | None:
    """What an object says under the names that the schema or the markers have."""
    if not isinstance(read.value, dict):
        return None
    plain = {key(name): written(value) for name, value in read.value.items()}
    said = next((plain[name] for name in [BETTER, *map(key, markers.better)] if name in plain), "")
    better = _choice(said, markers)
    reason = next((plain[name] for name in [REASON, *map(key, markers.reason)] if name in plain), "")
    return Preference(better, clean(reason)) if better else None


def _labelled(lines: Sequence[str], markers: Markers, *, last: bool) -> Preference | None:
    """What stands behind the label of the verdict, and what else there is as the reason."""
    words = {"better": markers.better, "reason": markers.reason}
    inline = apart("\n".join(lines), words).split("\n")
    by_role = labels(inline, fenced(inline), words)
    cut = parts(inline, by_role)
    places = [i for i, part in enumerate(cut) if part.role == "better" and _choice(part.first, markers)]
    if not places:
        return None
    at = places[-1 if last else 0]
    better = _choice(cut[at].first, markers)
    before = [part.text for i, part in enumerate(cut[:at]) if i not in places]
    after = [cut[at].below, *(part.text for part in cut[at + 1 :])] if last else []
    reasons = [part.text for part in cut if part.role == "reason"] if last else []
    return Preference(better, "\n".join(filter(None, reasons or [*before, *after]))) if better else None


def _unlabelled(lines: Sequence[str], markers: Markers) -> Preference | None:
    """A verdict that is set in [[ ]], or that the last line consists of or ends in."""
    text = "\n".join(lines)
    marked = [(found, better) for found in _BRACKETED.finditer(text) if (better := _marked(found[1], markers))]
    if marked:
        found, better = marked[-1]
        return Preference(better, clean(text[: found.start()] + text[found.end() :]))
    spoken = [i for i, line in enumerate(lines) if line.strip()]
    if not spoken:
        return None
    last = _plain(lines[spoken[-1]])
    better = _consists(last, markers) or _ends(last, markers)
    return Preference(better, clean("\n".join(lines[: spoken[-1]]))) if better else None


def _marked(text: str, markers: Markers) -> Choice | None:
    return "tie" if text == "C" else _choice(text, markers)


def _choice(text: str, markers: Markers) -> Choice | None:
    """The choice that a short text names; None when it names none, or more than one."""
    line = _plain(text)
    if found := _ALONE.match(line):
        return _CHOICES[found[1].upper()]
    if found := _ORDERED.match(line):
        return _ordered(*found.groups())
    if _LISTED.search(line):
        return None
    line = _unarticled(_without_noun(line, markers.output), markers.tie)
    if found := _DECIDED.match(line):
        return _CHOICES[found[1]]
    named = set(_LETTER.findall(line))
    if _words(markers.tie).search(line):
        return "tie" if len(named) != 1 else None
    return _CHOICES[named.pop()] if len(named) == 1 else None


def _ordered(one: str, sign: str, other: str) -> Choice | None:
    """The choice in "A > B" and "A = B"."""
    if one == other:
        return None
    return "tie" if sign in "=≈" else _CHOICES[one if sign[0] == ">" else other]


def _consists(line: str, markers: Markers) -> Choice | None:
    """The choice of a line that says nothing else."""
    bare = _without_noun(line, markers.output)
    if found := re.fullmatch(rf"\W*([AB]){_ENDING}\W*", bare):
        return _CHOICES[found[1]]
    tie = rf"\W*(?:a |it's a |it is a )?(?:{_any(markers.tie)}){_ENDING}\W*"
    return "tie" if re.fullmatch(tie, line, re.IGNORECASE) else None


def _ends(line: str, markers: Markers) -> Choice | None:
    """The choice of a sentence such as "The better answer is B."."""
    better = rf"(?i:{_any(markers.better)})"
    found = re.search(rf"{better}(?P<gap>[^AB]{{1,24}})([AB])(?![A-Za-z0-9])[^AB]{{0,8}}\Z", line)
    if found is None or re.search(r"\b(?:not|no)\b|n't\b", found["gap"]):
        return None
    return _CHOICES[found[2]] if set(_LETTER.findall(line)) == {found[2]} else None


def _without_noun(line: str, nouns: tuple[str, ...]) -> str:
    """The line without the word for an answer before the letter or behind it: "Answer A", "A의 답변"."""
    before = re.sub(rf"\A(\W*)(?:the )?(?:{_any(nouns)})\s*(?=\W{{0,3}}[AB](?![A-Za-z0-9]))", r"\1", line, flags=re.IGNORECASE)
    return re.sub(rf"\A(\W*[AB])(?:의|の)?\s*(?:{_any(nouns)})", r"\1", before)


def _unarticled(line: str, ties: tuple[str, ...]) -> str:
    """The line without an "A" that is only the article of "a tie"."""
    return re.sub(rf"(?<![A-Za-z0-9])A (?=(?:{_any(ties)})(?![A-Za-z]))", "", line, flags=re.IGNORECASE)


@lru_cache
def _words(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of these; one in Latin letters only where it is a whole word."""
    options = [rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])" if word.isascii() else re.escape(word) for word in words]
    return re.compile("|".join(options), re.IGNORECASE)


@lru_cache
def _any(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _plain(line: str) -> str:
    """The line as it is compared: no full-width letters, no bold."""
    return " ".join(unicodedata.normalize("NFKC", line).replace("*", "").replace("`", "").split())
