"""The noun that a Korean instruction's verb acts on: what stands before 을/를 in the verb's clause, or before the verb."""

from __future__ import annotations

from collections.abc import Sequence

from selfinstruct_ko.asking import Part, Telling, telling

METHOD = "the verb of the first request by Kiwi's tags, and the noun before 을/를 (만, 도, nothing) in that verb's clause"

_NOUNS = frozenset(["NNG", "NNP", "SL", "SH", "XR"])
_COUNTING = frozenset(["NNB", "NR", "SN", "MM"])
_OPENINGS = {"'": "'", '"': '"', "`": "`", "’": "‘", "”": "“", "」": "「", "』": "『", "》": "《", "〉": "〈"}
_AS = frozenset(["소재", "주제", "바탕", "대상", "중심", "기준", "토대", "배경", "근거"])  # "봄을 소재로 시 한 편 써 줘"
_UNITS = frozenset(["줄", "문장", "문단", "단어", "낱말", "글자", "마디", "쪽", "번", "가지"])
_STRAY = frozenset(["르", "를", "을"])  # what Kiwi makes of 를 behind code
# Endings whose clause only tells how or whether: an object left of it may be the main verb's.
_MANNER = frozenset(["게", "도록", "는지", "ᆫ지", "은지", "ᆯ지", "을지"])
_SERIAL = frozenset(["어", "아", "여", "어다", "아다"])
# Verbs that bring in a means or a condition: "예를 들어 설명하세요".
# fmt: off
_MEANS = frozenset([
    "들다", "통하다", "위하다", "이용하다", "활용하다", "사용하다", "고려하다", "참고하다", "참조하다", "포함하다",
    "비롯하다", "제외하다", "빼다", "넣다", "살리다", "곁들이다", "덧붙이다", "붙이다", "맞추다", "더하다", "대하다",
    "향하다", "따르다", "섞다", "바탕하다", "가지다", "가정하다", "상상하다", "생각하다", "지키다", "담다", "보다", "알다",
])
# fmt: on
_ONLY = frozenset(["만", "도", "라도", "이라도", "나", "이나", "부터", "까지", "씩"])
# Nouns that tell when, how many or in what way, where no particle follows.
# fmt: off
_ADVERBIAL = frozenset([
    "오늘", "내일", "모레", "어제", "지금", "이번", "다음", "요즘", "평소", "나중", "대신", "위주", "정도", "이내", "가량",
    "이상", "이하", "미만", "내외", "안팎", "중심", "순서", "차례", "각각", "각자", "전부", "전체", "모두", "서로", "직접",
    "스스로", "가운데", "때", "후", "뒤", "전", "동안", "경우", "방식", "형식", "최대", "최소", "최대한", "아래", "위",
    "보통", "일단", "가능", "혹시", "제발", "먼저", "우선", "함께", "조금", "약간", "여기", "저기", "하나", "둘", "자유",
    "자동", "사실", "이때", "그때", "그동안", "처음", "마지막", "끝", "일일이", "하루", "아침", "저녁", "밤",
])
# fmt: on


def verb_noun(text: str) -> tuple[str, str | None] | None:
    """Give what is to be done and to what: (쓰다, 메일) of "메일을 써 주세요"; None where no verb is found."""
    told = telling(text)
    if told is None:
        return None
    if told.verb is None or told.at is None:
        return _done(told)
    return told.verb, _object(told, told.at)


def _done(told: Telling) -> tuple[str, str | None] | None:
    """A noun with 하다 apart is one verb: (요약하다, 글) of "글의 요약을 해 주세요"."""
    parts = told.parts
    at = next((at for at in range(len(parts) - 1, -1, -1) if parts[at].kind == "V"), -1)
    if at < 2 or parts[at].lemma != "하다" or parts[at - 1].tag != "JKO" or parts[at - 2].tag != "NNG":
        return None
    return f"{parts[at - 2].lemma}하다", _object(told, at - 2)


def _object(told: Telling, at: int) -> str | None:
    """The noun for the verb at this place."""
    parts = told.parts
    if at and parts[at - 1].tag == "JKG" and parts[at].kind == "N":  # "글의 교정 부탁드립니다"
        return _noun(told, at - 1)
    asks = told.mood not in {"question", "statement", None} or any(part.lemma in {"주다", "드리다"} for part in parts[at + 1 :])
    bare = _bare(told, at) if asks else None
    place = _marked(told, at)
    if place is not None and not (bare and any(part.tag == "ETM" for part in parts[place:at])):
        return _noun(told, place)
    return bare or (_topic(told, at) if asks else None)


def _marked(told: Telling, at: int) -> int | None:
    """The place of the 을/를 that belongs to the verb: in its clause, or in the one before if that has one of its own."""
    crossed = taken = False
    for place in range(at - 1, -1, -1):
        part = told.parts[place]
        if part.kind == "E" and _parts_clauses(told.parts, place, at):
            if crossed:
                return None
            crossed, taken = True, told.parts[place - 1].kind == "A"  # "이야기를 짧고 쉽게 쓰세요"
        elif not _marks_object(part):
            continue
        elif crossed and not taken:
            taken = True  # "문장을 뜻을 살려서 옮기세요"
        elif not _is_claimed(told, place, at):
            return place
    return None


def _parts_clauses(parts: Sequence[Part], place: int, at: int) -> bool:
    """Whether the ending at this place ends a clause before the verb's own."""
    part = parts[place]
    if part.tag not in {"EF", "EC"} or part.lemma in _MANNER:
        return False
    return not (part.lemma in _SERIAL and (place == at - 1 or (place > 0 and parts[place - 1].lemma in _MEANS)))


def _marks_object(part: Part) -> bool:
    return part.tag == "JKO" or part.lemma in {"을", "를"}


def _is_claimed(told: Telling, place: int, at: int) -> bool:
    """Whether the object at this place is that of a verb between it and the main one: "실수를 줄이도록 설명하세요"."""
    parts = told.parts
    right = next((n for n in range(place + 1, at) if parts[n].tag not in _COUNTING | {"MAG", "JX"}), at)
    verb = parts[right]
    if verb.lemma in _AS and parts[right + 1].lemma in {"로", "으로"}:
        return True
    if right == at or verb.kind != "V":
        return False
    behind = parts[right + 1 : at]
    if behind and behind[0].tag == "EC" and behind[0].lemma in _SERIAL:  # "고쳐 쓰세요" acts on one thing
        return verb.lemma in _MEANS
    able = any(part.lemma == "수" for part in behind[:2])
    easily = len(behind) > 1 and behind[0].tag == "ETN" and behind[1].kind == "A"
    return not (able or easily)


def _bare(told: Telling, at: int) -> str | None:
    """The noun right before the verb, but for how many and how: "이름 다섯 개 지어 줘", "답만 쓰세요"."""
    parts = told.parts
    place = at - 1
    if place > 1 and parts[place].lemma in _SERIAL and parts[place - 1].kind == "V" and parts[place - 1].lemma not in _MEANS:
        place -= 2  # "오류 찾아 고쳐 줘"
    while place >= 0 and _counts(parts, place):
        place -= 1
    return _named(_noun(told, place + 1)) if place >= 0 and parts[place].tag in _NOUNS else None


def _counts(parts: Sequence[Part], place: int) -> bool:
    """Whether a part only tells how many, how, or that it is no more than this: 세, 개, 만, 다시, the 줄 of 한 줄."""
    part = parts[place]
    if part.lemma in _UNITS:
        return place > 0 and parts[place - 1].tag in {"MM", "SN", "NR"}
    return part.tag in _COUNTING | {"MAG"} or (part.tag == "JX" and part.lemma in _ONLY)


def _topic(told: Telling, at: int) -> str | None:
    """What a request is about, if it has no other object: "결과는 표로 정리해 주세요"."""
    parts = told.parts
    for place in range(at - 1, 0, -1):
        if parts[place].kind == "E":
            return None
        topical = parts[place].tag == "JX" and parts[place].lemma in {"은", "는", *_ONLY}
        if topical and parts[place - 1].tag in _NOUNS | _COUNTING:
            return _named(_noun(told, place))
    return None


def _noun(told: Telling, place: int) -> str | None:
    """The noun that ends before the part at this place, with what is written together with it; None for a quotation."""
    parts, text = told.parts, told.text
    last = place - 1
    while last >= 0 and (parts[last].tag in _COUNTING or parts[last].lemma in _STRAY):
        last -= 1
    if last < 0:
        return None
    between = text[parts[last].end : parts[last + 1].start] if last + 1 < len(parts) else ""
    if closing := next((char for char in reversed(between) if char in _OPENINGS), ")" if between.startswith(")") else ""):
        return _explained(told, last, closing)
    if parts[last].tag not in _NOUNS:
        return None
    suffix = between.split()[0] if between[:1].isalpha() else ""
    return _word(told, last) + ("" if suffix == "들" else suffix.removesuffix("들"))


def _explained(told: Telling, last: int, closing: str) -> str | None:
    """The noun before a bracket or a quotation that ends at this place: 음 of "음(音)을", 함수 of "함수 `f(x)`를"."""
    before = told.text[: told.parts[last].end].rpartition(_OPENINGS.get(closing, "("))[0].rstrip()
    place = next((place for place, part in enumerate(told.parts) if part.end == len(before)), None)
    return None if place is None or told.parts[place].tag not in _NOUNS else _named(_word(told, place))


def _word(told: Telling, last: int) -> str:
    """A noun with the nouns that are written together with it."""
    parts, first = told.parts, last
    while first and parts[first - 1].tag in _NOUNS | {"XPN", "NR"} and parts[first - 1].end == parts[first].start:
        first -= 1
    return told.text[parts[first].start : parts[last].end]


def _named(noun: str | None) -> str | None:
    return None if noun in _ADVERBIAL else noun
