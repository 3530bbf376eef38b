"""Reads an instruction that a model has found to given inputs and outputs: out of labels, quotes, numbers and talk."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import lru_cache, partial

from selfinstruct.parse.answer import announces, answer_lines, fence, fenced, remark, rule, unfenced
from selfinstruct.parse.instances import is_noinput
from selfinstruct.parse.labels import labels
from selfinstruct.parse.loosejson import Read, whole
from selfinstruct.parse.numbering import bullet_mark, number_mark
from selfinstruct.parse.structured import json_in
from selfinstruct.prompts import Markers
from selfinstruct.schemas import INSTRUCTION
from selfinstruct.text import clean, key

_BLOCK = re.compile(r"[ \t]*\#{3,}[ \t]*\Z")
_QUOTES = (
    *(("**", "**"), ("__", "__"), ("*", "*"), ("`", "`"), ('"', '"'), ("'", "'"), ("“", "”"), ("‘", "’"), ("「", "」")),
    *(("『", "』"), ("《", "》"), ("«", "»"), ("„", "“"), ("<", ">"), ("[", "]")),
)
_PREFACE_LENGTH = 120
_COLON = re.compile(r"([^:：]+)[:：][*_]*(.*)\Z")
_QUOTED = re.compile(r"([^\"“「『]+)(\".+\"|“.+”|「.+」|『.+』)[^\"”」』]{0,10}\Z")
_OPENS_PREFACE = re.compile(
    r"\W*(?:the|here(?:'s)?|original|recovered|reconstructed|possible|likely|probable|sure|certainly|of course|ok(?:ay)?|based"
    r"|from|my|one|an?|this|it|i|i'[a-z]+|so|then|thus|hence|therefore|given the|looking|user|inferred|best)\b"
)
_CLOSES_PREFACE = re.compile(
    r"(?:같습니다|같다|같아요|입니다|이다|것이다|있습니다|합니다|됩니다|은|는|です|ます|である|でしょう|だろう|とおり|通り|は)\W*\Z"
)
_OPEN_QUOTE = re.compile(r"[「『“《\[(（][^」』”》\])）]*\Z|\A[^\"]*\"[^\"]*(?:\"[^\"]*\"[^\"]*)*\Z")
_UNKNOWN = r"(?:unknown|unclear|not (?:specified|provided|given|available)|none|n/a|알 ?수 ?없음|모름|불명|미상|不明|不詳|なし)"
_CAN_NOT = r"(?:can(?:not|'t| not)|could(?:n't| not)|(?:un|not )able to|(?:im|not )possible to|(?:hard|difficult) to)"
_FIND = r"(?:determin|infer|recover|identif|guess|reconstruct|deduc|deriv)\w*"
_KNOW = rf"(?:{_CAN_NOT}|don't|do not) (?:know|tell|say|see) (?:what )?the (?:\w+ )?"
_TASK = r"(?:instruction|task|prompt|request|command)\b"
_TASK_KO, _TASK_JA = r"(?:지시|과제|명령|요청|작업|정보)", r"(?:指示|タスク|課題|依頼|命令|情報)"
_NOT_ENOUGH = r"(?:not enough|insufficient|isn't enough|lack of) (?:information|context|details?)"
_SORRY = r"(?:i'm |i am |we're |we are )?(?:sorry|afraid|unfortunately|i apologi[sz]e)"
_REFUSALS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\W*{_UNKNOWN}(?:です|입니다)?\W*\Z",
        rf"[^.\n]{{0,80}}\b{_CAN_NOT} (?:\w+ )?{_FIND}\b[^.\n]{{0,40}}\b{_TASK}",
        rf"[^.\n]{{0,60}}\b{_TASK}[^.\n]{{0,30}}\b{_CAN_NOT} be {_FIND}",
        rf"[^.\n]{{0,40}}\b{_KNOW}{_TASK}",
        rf"(?:i |it is |it's )?{_CAN_NOT} (?:be )?{_FIND}\W*\Z",
        rf"{_SORRY}\b[^.\n]{{0,60}}\b(?:{_CAN_NOT}|don't|do not|{_NOT_ENOUGH})",
        r"(?:i|we) (?:can(?:not|'t| not)|am unable to|am not able to|won't) (?:help|assist|comply|fulfil|do that|answer)\b",
        rf"(?:there is |there's |there |the )?{_NOT_ENOUGH}",
        r"(?:죄송|유감|안타깝)[^.\n]{0,60}(?:없|어렵|못|불가)",
        rf"[^.\n]{{0,40}}{_TASK_KO}[^.\n]{{0,40}}(?:수(?:가|는)?\s?없|어렵|부족하?|불가능하?)\w{{1,4}}\W*\Z",
        r"(?:申し訳|すみません|恐れ入り|残念)[^。\n]{0,60}(?:ません|できない|かねます|不足)",
        rf"[^。\n]{{0,40}}{_TASK_JA}[^。\n]{{0,40}}(?:(?:わか|分か|判|で)[きり]?ません|できない|かねます|不足\w*|困難\w*)\W*\Z",
    )
)


def parse_recovered(text: str, markers: Markers, *, structured: bool = False, continued: bool = False) -> str | None:
    """The instruction of an answer, None when there is none.

    structured: JSON was asked for; what is JSON and nothing else is read anyway. continued: the prompt ended with the label
    of the instruction, so the text goes on behind it.
    """
    lines = answer_lines(text)
    if not continued:
        found = json_in("\n".join(lines), partial(_from_json, markers), alone=not structured)
        if found is not None:
            return _content(found, markers)
        if (made := whole("\n".join(lines))) and isinstance(made.value, dict):
            return None
    return _content(_from_text(unfenced("\n".join(lines)).split("\n"), markers, continued=continued), markers)


def _from_json(markers: Markers, read: Read) -> str | None:
    """The text under a key that names an instruction, or under the only one."""
    value = read.value[0] if isinstance(read.value, list) and read.value else read.value
    if not isinstance(value, dict):
        return None
    plain = {key(name): item for name, item in value.items()}
    words = [INSTRUCTION, *map(key, markers.instruction), *map(key, markers.item)]
    named = [plain[word] for word in words if word in plain] or (list(plain.values()) if len(plain) == 1 else [])
    return next((clean(item) for item in named if isinstance(item, str)), None)


def _content(text: str, markers: Markers) -> str | None:
    plain = key(text).replace("’", "'")
    if not any(map(str.isalnum, text)) or is_noinput(text, markers):
        return None
    return None if any(refusal.match(plain) for refusal in _REFUSALS) else text


def _from_text(lines: list[str], markers: Markers, *, continued: bool) -> str:
    body = _after_label(lines, markers, first=continued)
    if body is None and not continued:
        body = _after_preface(lines, markers)
    body = _ended(lines if body is None else body, markers)
    return _bared(_first_item(_set_off(_stripped(body))))


def _after_label(lines: Sequence[str], markers: Markers, *, first: bool) -> list[str] | None:
    """What follows the label of the instruction. first: only when nothing stands before it."""
    heads = labels(lines, fenced(lines), {"instruction": markers.instruction})["instruction"]
    if not heads or (first and any(map(str.strip, lines[: heads[0].line]))):
        return None
    return [heads[0].rest, *lines[heads[0].line + 1 :]]


def _after_preface(lines: Sequence[str], markers: Markers) -> list[str] | None:
    """What follows the first words that announce an instruction: `The instruction could be: ...`, `The task is "..."`."""
    code = fenced(lines)
    for i, line in enumerate(lines):
        for form in () if code[i] else (_COLON, _QUOTED):
            found = form.match(line)
            if found and _is_preface(found[1], markers) and clean("\n".join([found[2].strip("*_"), *lines[i + 1 :]])):
                return [found[2], *lines[i + 1 :]]
    return None


def _is_preface(head: str, markers: Markers) -> bool:
    """Whether words before a colon or a quotation speak of an instruction, and are none themselves."""
    plain = key(head).replace("’", "'")
    named = _names(markers.instruction, markers.item[:1]).search(plain)
    if named is None or len(head) > _PREFACE_LENGTH or _OPEN_QUOTE.search(head):
        return False
    if named[0].isascii():
        return _OPENS_PREFACE.match(plain) is not None
    return not plain[named.end() :].strip(" *_)」』") or _CLOSES_PREFACE.search(plain) is not None


@lru_cache
def _names(*words: tuple[str, ...]) -> re.Pattern[str]:
    """A word for an instruction: those of other than Latin letters take endings."""
    named = sorted({key(word) for each in words for word in each if len(word) > 1 and word.isalpha()}, key=len, reverse=True)
    options = [rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word) for word in named]
    return re.compile("|".join(options) or r"(?!)")


def _ended(lines: list[str], markers: Markers) -> list[str]:
    """The lines up to where the answer goes on to something else: instances, a reason, another block, closing talk."""
    code = fenced(lines)
    roles = {
        "input": markers.input,
        "output": markers.output,
        "reason": markers.reason,
        "instruction": markers.instruction,
    }
    found = [label for own in labels(lines, code, roles).values() for label in own]
    start = next((i for i, line in enumerate(lines) if line.strip()), 0)
    labelled = {label.line for label in found}
    ends = [at for at in labelled if at > start and not _announced(lines, at, labelled)]
    ends += [i for i, line in enumerate(lines) if i > start and not code[i] and (_BLOCK.match(line) or rule(line))]
    lines = lines[: min(ends, default=len(lines))]
    for i in range(start + 1, len(lines)):
        if not lines[i - 1].strip() and not code[i] and remark(lines[i], markers.closings):
            return lines[:i]
    return lines


def _announced(lines: Sequence[str], at: int, labelled: Set[int]) -> bool:
    """Whether the text above a label, or above several, ends in a colon: the instruction itself shows a form."""
    above = next((lines[i] for i in range(at - 1, -1, -1) if i not in labelled and lines[i].strip()), "")
    return announces(above)


def _stripped(lines: Sequence[str]) -> list[str]:
    return clean("\n".join(lines)).split("\n")


def _set_off(lines: list[str]) -> list[str]:
    """The first paragraph alone when it stands in a fence, a quotation or quotation marks and others follow."""
    if fence(lines[0]) and (end := next((i for i in range(1, len(lines)) if fence(lines[i])), None)):
        return lines[1:end]
    end = next((i for i, line in enumerate(lines) if not line.strip()), len(lines))
    if end and all(line.lstrip().startswith(">") for line in lines[:end]):
        return [line.lstrip().removeprefix(">").strip() for line in lines[:end]]
    paragraph = "\n".join(lines[:end])
    return lines[:end] if end < len(lines) and _bared(paragraph) != paragraph else lines


def _first_item(lines: list[str]) -> str:
    """The text without a number or bullet before it; of a numbered list of guesses the first."""
    mark = number_mark(lines[0], ())
    if mark and mark.number == 1 and mark.firm and not mark.doubtful:
        marks = {i: other for i, line in enumerate(lines) if i and (other := number_mark(line, ()))}
        end = next((i for i, other in marks.items() if other.number == 2 and other.style == mark.style), len(lines))
        return clean("\n".join([mark.emphasis + mark.rest, *lines[1:end]]))
    bullet = bullet_mark(lines[0])
    if bullet and not any(map(bullet_mark, lines[1:])):
        return clean("\n".join([bullet.rest, *lines[1:]]))
    return clean("\n".join(lines))


def _bared(text: str) -> str:
    """The text without the quotation or bold marks round all of it."""
    before = ""
    while text != before:
        before = text
        for opening, closing in _QUOTES:
            inner = text[len(opening) : len(text) - len(closing)]
            around = text == opening + inner + closing and len(text) > len(opening + closing)
            if around and inner.strip() and (_encloses(inner) if opening == '"' else not _within(inner, opening, closing)):
                text = inner.strip()
    return text


def _within(inner: str, opening: str, closing: str) -> bool:
    return opening in inner or closing in inner


def _encloses(inner: str) -> bool:
    """Whether the straight quotation marks round a text are a pair: those in it are opened and closed in it."""
    first = inner.find('"')
    return first < 0 or (inner.count('"') % 2 == 0 and inner[:first].rstrip(" ([") != inner[:first])
