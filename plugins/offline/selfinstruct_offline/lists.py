"""Answers to a request for a list of tasks, good and bad."""

from __future__ import annotations

import re
from collections.abc import Sequence

from selfinstruct.parse.structured import json_in, listed
from selfinstruct.schemas import TASKS
from selfinstruct_offline import jsonform
from selfinstruct_offline.answer import Answer, Request, cut
from selfinstruct_offline.recombine import recombined

_LISTED = re.compile(r"^\s*(?:\d{1,3}[.):]|[①-⑳]|[０-９]{1,3}[．.])[ \t]*(\S.+)$", re.MULTILINE)
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
WHOLE = 1 / 3
"""Lists that go wrong as a whole, as a share of the rate at which single items do."""
TOO_LONG = "too-long"
_LONG_WORDS, _LONG_CHARACTERS = 160, 1400
"""Past what any first-party language allows; the characters are for those that part few words by spaces."""


def listing(request: Request) -> Answer:
    """A list of new tasks, numbered or in JSON."""
    if request.errs(WHOLE):
        return _spoilt(request)
    texts, faults = _items(request)
    if request.prompt.schema is None:
        return Answer(_numbered(request, texts), "stop", faults)
    return jsonform.answered(request, {TASKS: texts}, lambda: _numbered(request, texts), faults)


def shown_tasks(shown: str) -> list[str]:
    """The tasks that the prompt lists, by numbers or in JSON."""
    numbered = [found.strip() for found in _LISTED.findall(shown)]
    in_json = None if numbered else json_in(shown, lambda read: listed(read, ()), alone=False)
    return list(in_json.texts) if in_json else numbered


def _spoilt(request: Request) -> Answer:
    kind = request.rng.choice(spoilt_kinds(request))
    if kind == "cut":
        texts, faults = _items(request)
        # The break falls into the last item: a text that ends between two items looks complete.
        texts[-1] = cut(texts[-1], request.rng)
        return Answer(_broken_off(request, texts), "length", (*faults, "cut"))
    return instead(request, kind)


def spoilt_kinds(request: Request) -> list[str]:
    """The ways in which a list can go wrong as a whole."""
    kinds = ["empty", "cut"]
    if request.words.chatter:
        kinds.append("chatter")
    if request.repertoire:
        kinds.append("refusal")
    return kinds


def instead(request: Request, kind: str) -> Answer:
    """What comes in place of a list: nothing at all, chatter or a refusal."""
    refusal = request.repertoire.refusal if request.repertoire else ""
    text = {"empty": "", "refusal": refusal, "chatter": request.rng.choice(request.words.chatter or ("",))}[kind]
    return Answer(text, "stop", (kind,))


def _broken_off(request: Request, texts: list[str]) -> str:
    if request.prompt.schema is None:
        return _numbered(request, texts, closed=False)
    return jsonform.written(request, {TASKS: texts}).rstrip("]}\n ").removesuffix('"')


def _items(request: Request) -> tuple[list[str], tuple[str, ...]]:
    shown = shown_tasks(request.prompt.shown)
    texts: list[str] = []
    faults: list[str] = []
    for _ in range(max(request.prompt.count, 1)):
        if request.errs():
            kinds = bad_kinds(request, shown, texts)
            kind = request.rng.choice(kinds)
            texts.append(bad_item(request, kind, shown, texts))
            faults.append(kind)
        else:
            texts.append(good_item(request, shown))
    return texts, tuple(faults)


def good_item(request: Request, shown: Sequence[str]) -> str:
    """A new task; in a language without a table it is made from those that the prompt shows."""
    if request.repertoire is None:
        return recombined(shown, request.rng)
    wanted = True if request.prompt.classification else None
    return request.repertoire.instruction(request.rng, classification=wanted)


def bad_kinds(request: Request, shown: Sequence[str], before: Sequence[str]) -> list[str]:
    """The ways in which a task can go wrong here, behind those that came before it in the answer."""
    return [TOO_LONG, *(name for name, texts in _sources(request, shown, before).items() if texts)]


def bad_item(request: Request, kind: str, shown: Sequence[str], before: Sequence[str]) -> str:
    """A task that is wrong in this way."""
    return _long(request, shown) if kind == TOO_LONG else request.rng.choice(_sources(request, shown, before)[kind])


def _sources(request: Request, shown: Sequence[str], before: Sequence[str]) -> dict[str, Sequence[str]]:
    return {
        "from-prompt": shown,
        "repeated": before,
        "foreign": request.repertoire.foreign if request.repertoire else (),
        "blocked": request.words.blocked,
        "too-short": request.words.short,
    }


def _long(request: Request, shown: Sequence[str]) -> str:
    """A task that goes on and on, past every first-party limit."""
    parts = [good_item(request, shown) or request.words.output]
    while len(" ".join(parts).split()) < _LONG_WORDS and sum(map(len, parts)) < _LONG_CHARACTERS:
        parts.append(request.rng.choice(request.words.more or (parts[0],)))
    return request.words.space.join(parts)


def _numbered(request: Request, texts: list[str], *, closed: bool = True) -> str:
    first, rng = request.prompt.first, request.rng
    if request.prompt.style == "completion":
        # The prompt ends in the first number, so the answer goes on right behind it.
        return " " + "\n".join([texts[0], *(f"{n}. {text}" for n, text in enumerate(texts[1:], first + 1))])
    numbering = rng.choice(request.words.numberings)
    lines = [f"{_number(numbering, n)} {text}" for n, text in enumerate(texts, first)]
    talk = request.repertoire.talk if request.repertoire else ()
    preface = rng.choice(talk) if talk and rng.random() < 0.4 else ""
    closing = rng.choice(request.words.closings) if closed and request.words.closings and rng.random() < 0.15 else ""
    gap = "\n\n" if rng.random() < 0.2 else "\n"
    return "\n\n".join(part for part in (preface, gap.join(lines), closing) if part)


def _number(numbering: str, n: int) -> str:
    circled = chr(ord("①") + n - 1) if 1 <= n <= 20 else f"({n})"
    return numbering.format(n, wide=str(n).translate(_WIDE), circled=circled)
