"""Sorting, counting, picking out and grouping: every input is made up and its answer computed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from selfinstruct_offline.frames import Frame, Pair, Slots
from selfinstruct_offline.ko.answers import numbers
from selfinstruct_offline.ko.contexts import ASKERS, DATES, DAYS, ELDERS, MOMENTS, PLACES, PURPOSES
from selfinstruct_offline.ko.facts import CAPITALS
from selfinstruct_offline.ko.josa import josa, render
from selfinstruct_offline.ko.openers import PLAIN, POLITE
from selfinstruct_offline.ko.wordlists import CATEGORIES, CITIES, GIVEN_NAMES, REPORTS, SOUGHT, SURNAMES, UNITS

_KINDS = tuple(CATEGORIES)


def _listed(items: Sequence[object]) -> str:
    return ", ".join(map(str, items))


def _shuffled(make: Callable[[], list[str]], done: Callable[[list[str]], list[str]]) -> tuple[list[str], list[str]]:
    """A list and what is to become of it, never the same."""
    while True:
        items = make()
        if (result := done(items)) != items:
            return items, result


def _alphabetical(slots: Slots, rng: Random) -> Pair:
    items, result = _shuffled(lambda: rng.sample(CATEGORIES[slots["갈래"]], rng.randint(4, 7)), sorted)
    return Pair(_listed(items), _listed(result))


def _reversed(slots: Slots, rng: Random) -> Pair:
    items = rng.sample(CATEGORIES[slots["갈래"]], rng.randint(4, 6))
    return Pair(_listed(items), _listed(items[::-1]))


def _by_length(slots: Slots, rng: Random) -> Pair:
    items, result = _shuffled(
        lambda: rng.sample(CATEGORIES[slots["갈래"]], 5), lambda words: sorted(words, key=lambda word: (len(word), word))
    )
    return Pair(_listed(items), _listed(result))


def _ordered(slots: Slots, rng: Random) -> Pair:
    unit, down = UNITS[slots["기록"]], slots["차례"].startswith("큰")
    amounts = rng.sample(range(3, 100), rng.randint(5, 7))
    ordered = sorted(amounts, reverse=down)
    if ordered == amounts:
        amounts = amounts[::-1]
    return Pair(_listed([f"{n}{unit}" for n in amounts]), _listed([f"{n}{unit}" for n in ordered]))


def _unique(slots: Slots, rng: Random) -> Pair:
    items = rng.sample(CATEGORIES[slots["갈래"]], 4)
    doubled = [*items, *rng.sample(items, 2)]
    rng.shuffle(doubled)
    return Pair(_listed(doubled), _listed(list(dict.fromkeys(doubled))))


def _people(rng: Random, count: int) -> list[str]:
    return [rng.choice(SURNAMES) + given for given in rng.sample(GIVEN_NAMES, count)]


def _largest(slots: Slots, rng: Random) -> Pair:
    names, amounts = _people(rng, 4), rng.sample(range(10, 90), 4)
    unit = UNITS[slots["기록"]]
    best = max(zip(amounts, names, strict=True))
    lines = ", ".join(f"{name} {amount}{unit}" for name, amount in zip(names, amounts, strict=True))
    return Pair(lines, f"{best[1]}, {best[0]}{unit}")


def _total(slots: Slots, rng: Random) -> Pair:
    names, amounts = _people(rng, 3), [rng.randint(11, 80) for _ in range(3)]
    unit = UNITS[slots["기록"]]
    lines = ", ".join(f"{name} {amount}{unit}" for name, amount in zip(names, amounts, strict=True))
    return Pair(lines, f"{' + '.join(map(str, amounts))} = {sum(amounts)}, 합계는 {sum(amounts)}{unit}입니다.")


def _odd_numbers(_slots: Slots, rng: Random) -> Pair:
    odd, even = rng.sample(range(1, 99, 2), 3), rng.sample(range(2, 99, 2), 4)
    mixed = odd + even
    rng.shuffle(mixed)
    return Pair(f"숫자: {_listed(mixed)}", f"홀수: {_listed([n for n in mixed if n % 2])}")


def _above(slots: Slots, rng: Random) -> Pair:
    limit = int(slots["수"])
    drawn = rng.sample(range(limit - 20, limit), 3) + rng.sample(range(limit + 1, limit + 30), 3)
    rng.shuffle(drawn)
    return Pair(f"숫자: {_listed(drawn)}", f"{limit}보다 큰 수는 {_listed([n for n in drawn if n > limit])}입니다.")


def _stranger(slots: Slots, rng: Random) -> Pair:
    other = rng.choice([kind for kind in _KINDS if kind != slots["갈래"]])
    own = CATEGORIES[slots["갈래"]]
    odd = rng.choice([word for word in CATEGORIES[other] if word not in own])
    items = [*rng.sample(own, 4), odd]
    rng.shuffle(items)
    return Pair(_listed(items), f"{josa(odd, '이')} 어울리지 않습니다. 나머지는 모두 {slots['갈래']}에 드는 말이기 때문입니다.")


def _grouped(_slots: Slots, rng: Random) -> Pair:
    first, second = rng.sample(_KINDS, 2)
    ours = rng.sample(CATEGORIES[first], 3)
    theirs = rng.sample([word for word in CATEGORIES[second] if word not in CATEGORIES[first]], 3)
    ours = [word for word in ours if word not in CATEGORIES[second]]
    mixed = ours + theirs
    rng.shuffle(mixed)
    in_order = [[word for word in mixed if word in group] for group in (ours, theirs)]
    return Pair(_listed(mixed), f"{first}: {_listed(in_order[0])}\n{second}: {_listed(in_order[1])}")


def _starting(slots: Slots, rng: Random) -> Pair:
    letter = slots["자음"]
    low = ord("가") + "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ".index(letter) * 588
    items = rng.sample([word for words in CATEGORIES.values() for word in words], 9)
    items = list(dict.fromkeys(items))
    found = [word for word in items if low <= ord(word[0]) < low + 588]
    which = f" ({_listed(found)})" if found else ""
    return Pair(_listed(items), f"{len(found)}개입니다.{which}")


def _report(rng: Random) -> tuple[str, dict[str, str]]:
    facts = {
        "사람": _people(rng, 1)[0],
        "날": f"{rng.randint(1, 12)}월 {rng.randint(1, 28)}일",
        "곳": rng.choice(CITIES),
        "돈": f"{rng.randint(3, 98)}만 원",
    }
    return render(rng.choice(REPORTS), facts), facts


def _extracted(slots: Slots, rng: Random) -> Pair:
    text, facts = _report(rng)
    return Pair(text, facts[SOUGHT[slots["무엇"]]])


def _table(_slots: Slots, rng: Random) -> Pair:
    text, facts = _report(rng)
    return Pair(text, "\n".join(f"{name}: {facts[key]}" for name, key in SOUGHT.items()))


def _letters(_slots: Slots, rng: Random) -> Pair:
    text, _ = _report(rng)
    return Pair(text, f"{sum(c.isalnum() for c in text)}자입니다.")


def _capitals(_slots: Slots, rng: Random) -> Pair:
    countries = rng.sample(tuple(CAPITALS), 3)
    return Pair(_listed(countries), "\n".join(f"{country}: {CAPITALS[country]}" for country in countries))


FRAMES = (
    Frame(
        "sort",
        "{목적} {갈래} 이름을 모았어요. {이:도} 찾기 쉽게 가나다순으로 늘어놓아 주세요.",
        {"목적": PURPOSES, "갈래": _KINDS, "이": ASKERS},
        _alphabetical,
    ),
    Frame(
        "sort",
        "{날}에 {이:이} {곳}에서 적어 온 {기록} 수치를 {차례} 차례로 다시 써 줘.",
        {"곳": PLACES, "이": ASKERS, "기록": tuple(UNITS), "차례": ("작은 값부터 큰 값", "큰 값부터 작은 값"), "날": DAYS},
        _ordered,
    ),
    Frame(
        "sort",
        "{때} 떠오른 {갈래} 낱말들입니다. {어른:께} 보여 드리게 글자 수가 적은 순으로, 같으면 가나다순으로 적어 주십시오. {말머리}",
        {"말머리": POLITE, "때": MOMENTS, "갈래": _KINDS, "어른": ELDERS},
        _by_length,
    ),
    Frame(
        "reverse",
        "{날}에 {이:이} 쪽지에 적은 {갈래} 목록을 거꾸로 뒤집어 써라.",
        {"날": DAYS, "이": ASKERS, "갈래": _KINDS},
        _reversed,
    ),
    Frame(
        "duplicates",
        "{말머리} {곳} 창고에서 {이:이} 적은 {갈래} 목록에 겹치는 말이 있대요. 중복만 빼고 처음 나온 순서는 지켜 주세요.",
        {"말머리": POLITE, "곳": PLACES, "이": ASKERS, "갈래": _KINDS},
        _unique,
    ),
    Frame(
        "maximum",
        "{말머리} {날}에 {곳}에서 조사한 회원별 {기록} 자료다. {목적} 하니 가장 높은 사람과 그 값을 찾아라.",
        {"말머리": PLAIN, "날": DAYS, "곳": PLACES, "기록": tuple(UNITS), "목적": PURPOSES},
        _largest,
    ),
    Frame(
        "total",
        "{어른:께서} {곳}에서 불러 주신 세 사람의 {기록} 자료를 더하면 모두 얼마입니까? {때} 받아 적었습니다.",
        {"어른": ELDERS, "곳": PLACES, "기록": tuple(UNITS), "때": MOMENTS},
        _total,
    ),
    Frame(
        "filter",
        "{이:과} {곳}에서 숫자 뽑기를 했다. {날}에 나온 수 가운데 홀수만 나온 순서대로 골라라. {말머리}",
        {"말머리": PLAIN, "이": ASKERS, "곳": PLACES, "날": DAYS},
        _odd_numbers,
    ),
    Frame(
        "filter",
        "{목적} {수}보다 큰 수만 추려야 해요. {어른:께서} 적어 두신 숫자에서 순서대로 뽑아 주실래요? {말머리}",
        {"말머리": POLITE, "목적": PURPOSES, "수": numbers(31, 75), "어른": ELDERS},
        _above,
    ),
    Frame(
        "odd-one-out",
        "{말머리} {때} {이:과} {갈래} 이름 대기를 하다 하나가 잘못 끼었어. 어울리지 않는 낱말을 찾고 까닭도 말해 줘.",
        {"말머리": PLAIN, "때": MOMENTS, "이": ASKERS, "갈래": _KINDS},
        _stranger,
    ),
    Frame(
        "grouping",
        "{말머리} {날}에 {어른:께서} {곳}에 마구 섞어 두신 낱말 쪽지입니다. 갈래를 둘로 나누어 이름을 붙여 주시겠습니까?",
        {"말머리": POLITE, "어른": ELDERS, "곳": PLACES, "날": DAYS},
        _grouped,
    ),
    Frame(
        "counting",
        "{이:이} {곳}에서 부른 낱말 중 '{자음}'으로 시작하는 것은 몇 개일까? {날}에 세다가 놓쳤어.",
        {"이": ASKERS, "곳": PLACES, "자음": ("ㄱ", "ㄴ", "ㄷ", "ㅁ", "ㅂ", "ㅅ", "ㅇ", "ㅈ"), "날": DAYS},
        _starting,
    ),
    Frame(
        "extraction",
        "{어른:께서} {때} 읽어 주신 기사입니다. 여기서 {무엇:을} 뽑아 {이:에게} 알려 주십시오.",
        {"어른": ELDERS, "때": MOMENTS, "무엇": tuple(SOUGHT), "이": ASKERS},
        _extracted,
    ),
    Frame(
        "extraction",
        "{목적} {곳}에서 {날}에 적은 문장이에요. {말머리} 이름, 날짜, 지역, 금액을 항목별로 정리해 주세요.",
        {"목적": PURPOSES, "곳": PLACES, "날": DAYS, "말머리": POLITE},
        _table,
    ),
    Frame(
        "letter-count",
        "{날}에 {곳} 전광판에 {이:이} 올릴 문장인데 글자 수 제한이 있대. 빈칸과 문장 부호 빼고 몇 자인지 세어 줘. {말머리}",
        {"말머리": PLAIN, "곳": PLACES, "이": ASKERS, "날": DATES},
        _letters,
    ),
    Frame(
        "matching",
        "{때} {이:과} 세계 지리를 복습했다. {어른:께} 낼 답안지에 나라마다 수도를 짝지어 써라. {말머리}",
        {"말머리": PLAIN, "때": MOMENTS, "이": ASKERS, "어른": ELDERS},
        _capitals,
    ),
)
