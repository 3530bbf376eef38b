"""How a Korean instruction asks, and for what: read from the endings of its sentences.

An instruction may tell a situation first and conditions last. The first sentence that requests or asks something is the task.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from selfinstruct.text import clean
from selfinstruct_ko.morphemes import analysed

if TYPE_CHECKING:
    from kiwipiepy import Token  # type: ignore[import-untyped]

_DEPTH = {"SSO": 1, "SSC": -1}
_SILENT = frozenset(["SP", "SF", "SE", "SO", "SW", "SSO", "SSC", "W_EMOJI", "Z_CODA", "XSN"])
_ENDINGS = (
    ("hasipsio", ("ᆸ시오", "읍시오", "십시오")),
    ("hasio", ("오",)),
    ("haeyo", ("세요", "셔요")),
    ("haera", ("어라", "아라", "여라", "라", "거라", "너라")),
    ("question", ("까", "까요", "나요", "가요", "가", "냐", "니")),
)
_HELPERS = frozenset(["주다", "드리다", "보다"])
_BIDDING = frozenset(["어", "아", "여", "지", "렴"])
_WISHES = frozenset(
    ["좋다", "감사하다", "고맙다", "싶다", "바라다", "원하다", "필요하다", "부탁하다", "부탁드리다"],
)
# What stands between the verb of a request and the end of its sentence: "써 주시면 좋겠습니다", "설명해 줄 수 있어".
_LIGHT = _WISHES | {"하다", "되다", "있다", "없다", "드리다", "같다"}
_BOUND = frozenset(["수", "것", "거", "게"])


class _Asked(NamedTuple):
    mood: str | None
    verb: str | None


class Part(NamedTuple):
    """A morpheme, or a noun with the suffix that makes it a predicate: V verb, A adjective, X auxiliary, E ending, J, N.

    tag: Kiwi's, of its first morpheme; start, end: its place in the text.
    """

    kind: str
    lemma: str
    tag: str
    start: int
    end: int


class Telling(NamedTuple):
    """The sentence that tells what is to be done. at: the place of its verb among its parts, None where it has none."""

    text: str
    mood: str | None
    parts: list[Part]
    verb: str | None
    at: int | None


def main_verb(text: str) -> str | None:
    """Give the dictionary form of what is to be done: 쓰다 of "메일을 써 주세요", 고르다 of "하나 고르기"."""
    return _asked(text).verb


def mood(text: str) -> str | None:
    """Tell the ending: question, haeyo, hasipsio, hasio, haera, banmal, noun-phrase or statement."""
    return _asked(text).mood


@lru_cache(maxsize=4096)
def _asked(text: str) -> _Asked:
    told = telling(text)
    return _Asked(told.mood, told.verb) if told else _Asked(None, None)


def telling(text: str) -> Telling | None:
    """Find the sentence that asks, its mood and its verb; None in a text without sentences."""
    normal = unicodedata.normalize("NFKC", clean(text))
    found = [(_mood(sentence), sentence) for sentence in _sentences(normal)]
    requests = [pair for pair in found if pair[0] not in {"noun-phrase", "statement", None}]
    phrases = [pair for pair in found if pair[0] == "noun-phrase"]
    chosen = requests or phrases or found[-1:]
    for _, sentence in chosen:
        parts = _parts(sentence)
        if verb := _verb(parts):
            return Telling(normal, chosen[0][0], parts, *verb)
    return Telling(normal, chosen[0][0], _parts(chosen[0][1]), None, None) if chosen else None


def _sentences(text: str) -> Iterator[list[Token]]:
    """Cut at full stops, but for those inside of quotes; marks and spaces are left out, a question mark is kept."""
    sentence: list[Token] = []
    depth = 0
    for token in analysed(text):
        depth = max(0, depth + _DEPTH.get(token.tag, 0))
        if token.tag not in _SILENT or token.form == "?":
            sentence.append(token)
        if token.tag == "SF" and not depth:
            yield from [sentence] if any(each.tag not in _SILENT for each in sentence) else []
            sentence = []
    if any(token.tag not in _SILENT for token in sentence):
        yield sentence


def _mood(sentence: Sequence[Token]) -> str | None:
    if sentence[-1].form == "?":
        return "question"
    last = sentence[-1]
    if last.tag != "EF":
        return "noun-phrase" if last.tag == "ETN" or last.tag[0] in "NSXJ" else None
    name = next((name for name, endings in _ENDINGS if last.form.endswith(endings)), "")
    return name or _open_ending(last.form, sentence)


def _open_ending(form: str, sentence: Sequence[Token]) -> str:
    """These end statements as well as requests: a request helps, wishes, or tells somebody without naming a subject."""
    before = sentence[-2] if len(sentence) > 1 else sentence[-1]
    requests = (before.tag == "VX" and before.lemma in _HELPERS) or _wishes(sentence)
    if form.endswith("요"):
        return "haeyo" if requests else "statement"
    if form.endswith("니다"):
        return "hasipsio" if requests else "statement"
    if form.endswith("다"):
        return "banmal" if _wishes(sentence) else "statement"
    clause = sentence[max((at for at, token in enumerate(sentence) if token.tag == "EC"), default=-1) + 1 :]
    subject = any(token.tag == "JKS" or (token.tag == "JX" and token.form in {"은", "는"}) for token in clause)
    bids = form in _BIDDING and before.tag.partition("-")[0] in {"VV", "XSV"} and not subject
    proposes = form == "자" and not any(token.form.endswith("다고") for token in sentence[-3:])
    return "banmal" if requests or bids or proposes else "statement"


def _wishes(sentence: Sequence[Token]) -> bool:
    return any(part.lemma in _WISHES for part in _parts(sentence[-5:])) or any(t.form == "부탁" for t in sentence[-5:])


def _parts(sentence: Sequence[Token]) -> list[Part]:
    parts: list[Part] = []
    for token in sentence:
        kind = token.tag.partition("-")[0]  # irregular conjugation is told behind a hyphen
        end = token.start + token.len
        if kind in {"XSV", "XSA"} and parts and parts[-1].kind == "N":
            lemma = f"{parts[-1].lemma}{token.lemma.removesuffix('다')}다"
            parts[-1] = parts[-1]._replace(kind="V" if kind == "XSV" else "A", lemma=lemma, end=end)
        elif kind in {"VX", "VV", "VA"}:
            # Behind no ending VX is no auxiliary: "값을 null로 두세요".
            auxiliary = kind == "VX" and parts and parts[-1].kind == "E"
            parts.append(Part("X" if auxiliary else "A" if kind == "VA" else "V", token.lemma, kind, token.start, end))
        elif kind != "SF":
            place = kind[0] if kind[0] in "EJ" else "N"
            parts.append(Part(place, token.form, kind, token.start, end))
    return parts


def _verb(parts: Sequence[Part]) -> tuple[str, int] | None:
    """Walk back from the end, over auxiliaries and wishes, to the verb that they belong to; it and its place."""
    for at in range(len(parts) - 1, -1, -1):
        kind, lemma = parts[at][:2]
        if "부탁" in lemma and kind in "NV":
            return _favour(parts[:at])
        if kind == "V" and lemma not in _LIGHT:
            return lemma, at
        bound = kind == "N" and lemma in _BOUND
        led = kind == "J" and at > 0 and (parts[at - 1].kind == "E" or parts[at - 1].lemma in _BOUND)
        if not (kind in "EX" or lemma in _LIGHT or bound or led):
            return None
    return None


def _favour(before: Sequence[Part]) -> tuple[str, int] | None:
    """Name what is asked for with 부탁: 교정하다 of "교정 부탁드립니다"."""
    at = next((at for at in range(len(before) - 1, max(-1, len(before) - 3), -1) if before[at].kind == "N"), None)
    return None if at is None else (f"{before[at].lemma}하다", at)
