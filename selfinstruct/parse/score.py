"""Reads a score from 1 to 5 and the reason for it: `Reason: ... / Score: 4`, in whatever way a judge writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from selfinstruct.parse.answer import answer_lines, fenced, remark, unfenced
from selfinstruct.parse.labels import apart, labels
from selfinstruct.parse.loosejson import Read, Value, written
from selfinstruct.parse.rated import Rated, ends, rated, told
from selfinstruct.parse.structured import json_in
from selfinstruct.prompts import Markers
from selfinstruct.schemas import REASON, SCORE
from selfinstruct.text import clean, key

_LEAD = r"[ \t\u3000]*(?:>[ ]*|[•・][ ]*|[-*+■◆▶][ ]+|\#{1,6}[ ]+|\d{1,2}[.)][ ]+)*"
_PREFIX = r"(?P<prefix>(?:[^\W\d_]{1,24}[ ]){0,3}[^\x00-\x7f\W]{0,12})"
_SCALE = r"(?:[ ]?(?:[(（\[][^()（）\[\]]{1,40}[)）\]]|out[ ]of[ ](?:5|five)|/[ ]?5))?"
_STRONG = r"(?:[:：=＝→]|[-–—](?=[ ]))"
_WEAK = r"(?:is|was|would[ ]be|of|은|는|は|が|을|를|を)"
_END_OF_BLOCK = re.compile(r"[ \t]*\#{3,}[ \t]*\Z")
_SENTENCE = re.compile(r"(?<=[.!?。！？])(?:\s+|(?<=[。！？]))|\n+")
_POINT = re.compile(r"[*_]*\s*[-–—(（,，、.。;:：|]")
_NUMBERED = re.compile(r"\s*\d{1,2}\s?[.):：\-–—]")
_VERB = re.compile(r"\b(?:rat(?:e|ed|ing)|giv(?:e|en|ing)|scor(?:e|ed|ing)|deserv\w*|assign\w*)\b|\d\s?[점点]")
_EDGES = " \t\u3000-–—:：,.，、。|*_"


class Score(NamedTuple):
    """A judgement: 1 to 5, and the reason, "" when none is given."""

    score: int
    reason: str


class _Stated(NamedTuple):
    """A line that states a score, in lines `start` to `end`; the score is None when it is out of bounds or no whole number."""

    start: int
    end: int
    score: int | None
    rest: str


def parse_score(text: str, markers: Markers, *, structured: bool = False, continued: bool = False) -> Score | None:
    """The score and its reason, None when there is no score, none from 1 to 5, or several that contradict each other.

    A number inside the reason is never taken. structured: JSON was asked for; what is JSON and nothing else is read anyway.
    continued: the prompt ended with the label of the reason, so the text goes on behind it; what follows the first score is
    not part of the answer.
    """
    lines = answer_lines(text)
    if not continued:
        found = json_in("\n".join(lines), partial(_from_json, markers), alone=not structured)
        if found is not None:
            return found[0]
    lines = unfenced("\n".join(lines)).split("\n")
    return _from_text(_before_next(lines, markers) if continued else lines, markers)


def _from_json(markers: Markers, read: Read) -> tuple[Score | None] | None:
    """What an object says that has a score; its score may be none."""
    objects = [read.value, *_inside(read.value)]
    named = [{key(name): value for name, value in made.items()} for made in objects if isinstance(made, dict)]
    scores, reasons = ([first, *map(key, words)] for first, words in ((SCORE, markers.score), (REASON, markers.reason)))
    found = [(_of(made, scores), _of(made, reasons)) for made in named]
    stated = [(_whole(written(score)), clean(written(reason or ""))) for score, reason in found if score is not None]
    if not stated:
        return None
    values = {score for score, _ in stated}
    score = values.pop()
    return (Score(score, stated[0][1]) if score is not None and not values else None,)


def _inside(value: Value) -> Sequence[Value]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _of(made: Mapping[str, Value], words: Sequence[str]) -> Value | None:
    return next((made[word] for word in words if word in made), None)


def _whole(text: str) -> int | None:
    """The score of a text that is one, and nothing else."""
    found = rated(text)
    return found.score if found and ends(found.rest) else None


def _from_text(lines: list[str], markers: Markers) -> Score | None:
    for reading, stated in _readings(lines, markers):
        if stated:
            score = stated[0].score
            if score is None or any(other.score != score for other in stated):
                return None
            return Score(score, _reason(reading, stated, markers))
    return _from_sentence(lines, markers)


def _readings(lines: list[str], markers: Markers) -> Iterator[tuple[list[str], list[_Stated]]]:
    """The answer's lines and which of them state a score, in each way in which they may; the first that finds any counts."""
    yield lines, list(_labelled(lines, markers.score))
    split = _split(lines, markers)
    # Inside a line more than the score may follow the word only where it is a sentence about something else.
    yield split, [stated for stated in _labelled(split, markers.score) if ends(stated.rest)]
    yield lines, list(_alone(lines))


def _split(lines: Sequence[str], markers: Markers) -> list[str]:
    """The lines with each label brought to a line start."""
    return apart("\n".join(lines), {"score": markers.score, "reason": markers.reason}).split("\n")


def _labelled(lines: Sequence[str], words: tuple[str, ...]) -> Iterator[_Stated]:
    """The lines that begin with a word for a score; the score itself may stand on the next."""
    for start, line in enumerate(lines):
        found = _label(words).match(line)
        if found is None:
            continue
        end, rest = start, line[found.end() :]
        if not rest.strip(_EDGES):
            end = next((i for i in range(start + 1, len(lines)) if lines[i].strip()), start)
            rest = lines[end] if end > start else ""
        value = rated(rest)
        if value and (ends(value.rest) or _sets_off(found, value.rest)):
            yield _Stated(start, end, value.score, value.rest)


def _sets_off(label: re.Match[str], rest: str) -> bool:
    """Whether a line goes on to a reason, and is no sentence in which a score comes up (`The rubric has score: 5 if`)."""
    return bool(label["strong"]) and (not label["prefix"] or _POINT.match(rest) is not None)


def _alone(lines: Sequence[str]) -> Iterator[_Stated]:
    """The first and the last line, where they are a score; behind one that opens the answer the reason may follow."""
    places = [i for i, line in enumerate(lines) if line.strip()]
    for at in dict.fromkeys([*places[:1], *places[-1:]]):
        value = rated(lines[at])
        if value and (ends(value.rest) or (at == places[0] and _opens(value, lines, places))):
            yield _Stated(at, at, value.score, value.rest)


def _opens(value: Rated, lines: Sequence[str], places: Sequence[int]) -> bool:
    """Whether a score at the beginning of an answer is none that numbers an item."""
    numbered = any(_NUMBERED.match(lines[i]) for i in places[1:])
    return not numbered and re.match(r"\s*[-–—:：]\s", value.rest) is not None


def _from_sentence(lines: Sequence[str], markers: Markers) -> Score | None:
    """The score that the first or the last sentence tells, as in `I would rate this 4 out of 5`."""
    sentences = [sentence for sentence in _SENTENCE.split("\n".join(lines)) if sentence.strip()]
    edges = dict.fromkeys([*sentences[:1], *sentences[-1:]])
    found = {score for sentence in edges if _rates(sentence, markers.score) for score in told(sentence)}
    score = found.pop() if len(found) == 1 else None
    return Score(score, clean("\n".join(lines))) if score is not None else None


def _rates(sentence: str, words: Sequence[str]) -> bool:
    plain = key(sentence)
    return _VERB.search(plain) is not None or any(key(word) in plain for word in words)


def _reason(lines: Sequence[str], stated: Sequence[_Stated], markers: Markers) -> str:
    """What is left of the answer without its scores, from the label of the reason on if there is one."""
    left = list(lines)
    for each in stated:
        left[each.start : each.end + 1] = [""] * (each.end + 1 - each.start)
        left[each.end] = _unwrapped(each.rest)
    headed = labels(left, fenced(left), {"reason": markers.reason})["reason"]
    first = next((i for i, line in enumerate(left) if line.strip()), 0)
    # Other words than the one that was asked for may head a part of the reason.
    if headed and (headed[0].line == first or headed[0].word == markers.reason[0].casefold()):
        left = [headed[0].rest, *left[headed[0].line + 1 :]]
    return clean(_without_talk(clean("\n".join(left)), markers.closings))


def _unwrapped(rest: str) -> str:
    """What stands behind a score on its line, without what sets it off."""
    text = rest.lstrip(_EDGES).rstrip(" *_|")
    wrapped = re.fullmatch(r"[(（\[](.*)[)）\]]", text, re.DOTALL)
    text = wrapped[1] if wrapped else text
    return text if any(map(str.isalnum, text)) and not ends(rest) else ""


def _without_talk(text: str, closings: Sequence[str]) -> str:
    above, _, last = f"\n\n{text}".rpartition("\n\n")
    return above if remark(last, closings) else text


def _before_next(lines: Sequence[str], markers: Markers) -> list[str]:
    """The lines up to the first score, or to what ends a block."""
    end = next((i for i, line in enumerate(lines) if i and _END_OF_BLOCK.match(line)), len(lines))
    first = next(_labelled(lines[:end], markers.score), None)
    return list(lines[: first.end + 1 if first else end])


@lru_cache
def _label(words: tuple[str, ...]) -> re.Pattern[str]:
    """A word for a score where a line begins, with a few words before it (`Final score`), and what sets off the score."""
    word = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(
        rf"""{_LEAD}[*_]{{0,3}}[\[【〔「]?[ ]?{_PREFIX}(?:{word}){_SCALE}[ ]?(?:
        (?P<strong>[*_]{{0,3}}[\]】〕」]?[*_]{{0,3}}[ ]*{_STRONG}[*_]{{0,3}}|[*_]{{1,3}}[\]】〕」]?[ ]*\Z|[\]】〕」][*_]{{0,3}})
        |{_WEAK}?(?=[ \d★⭐*０-９]|\Z)
        )[ \t\u3000]*""",
        re.VERBOSE | re.IGNORECASE,
    )
