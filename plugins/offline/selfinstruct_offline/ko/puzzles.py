"""Puzzles that are worked out: orders, culprits, arguments, routes and jugs."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise, permutations
from random import Random

from selfinstruct_offline.frames import Pair, Slots
from selfinstruct_offline.ko.framing import frame, rows, worked
from selfinstruct_offline.ko.josa import josa
from selfinstruct_offline.ko.openers import PLAIN, POLITE
from selfinstruct_offline.ko.wordlists import GIVEN_NAMES

# a kind, its members, and what all of them are
KINDS = rows("""
고래 | 포유류 | 범고래
새 | 동물 | 참새
소나무 | 나무 | 금강소나무
정사각형 | 사각형 | 이 색종이
김치 | 발효 식품 | 깍두기
한옥 | 집 | 우리 외가
바이올린 | 악기 | 저 낡은 바이올린
의사 | 병원 직원 | 우리 이모
""")
_LINES = (("솔밭", "장터", "시청", "강변", "공원"), ("대학", "학교앞", "시청", "병원", "항구"))
JUGS = ((3, 5, 4), (3, 5, 1), (4, 7, 6), (5, 8, 2), (5, 7, 4), (4, 9, 1), (3, 7, 5), (5, 9, 3), (3, 8, 7), (7, 9, 5))
"""Litres of the small and the large jug, and what is to be measured in one of them."""


def orders(names: list[str], clues: list[tuple[str, str]]) -> list[tuple[str, ...]]:
    """The orders of the names in which the first of each clue comes before the second."""
    return [order for order in permutations(names) if all(order.index(a) < order.index(b) for a, b in clues)]


def _order(rng: Random) -> tuple[str, str]:
    ranked = rng.sample(GIVEN_NAMES, 4)
    clues = list(pairwise(ranked))
    while clues == list(pairwise(ranked)):
        rng.shuffle(clues)
    given = " ".join(f"{josa(first, '은')} {second}보다 먼저 왔다." for first, second in clues)
    return given, " → ".join(orders(sorted(ranked), clues)[0])


Claim = tuple[str, Callable[[str], bool]]


def _claims(me: str, names: list[str], rng: Random) -> Claim:
    other = rng.choice([name for name in names if name != me])
    return rng.choice(
        (
            (f"{me}: 나는 안 먹었어.", lambda culprit: culprit != me),
            (f"{me}: {josa(other, '이')} 먹었어.", lambda culprit: culprit == other),
            (f"{me}: {josa(other, '은')} 안 먹었어.", lambda culprit: culprit != other),
        )
    )


def _culprit(rng: Random) -> tuple[str, str]:
    names = rng.sample(GIVEN_NAMES, 3)
    while True:
        claims = [_claims(name, names, rng) for name in names]
        true = {name: sum(holds(name) for _, holds in claims) for name in names}
        if list(true.values()).count(1) == 1:
            break
    cases = [f"- {josa(name, '이')} 먹었다면 참말은 {count}개이다." for name, count in true.items()]
    (found,) = (name for name, count in true.items() if count == 1)
    return "\n".join(text for text, _ in claims), "\n".join([f"먹은 사람: {found}", *cases])


def _argument(slots: Slots, rng: Random) -> Pair:
    kind = rng.choice(list(KINDS))
    above, member = KINDS[kind]
    middle, last = (kind, above) if slots["label"] == "타당" else (above, kind)
    lines = (
        f"전제 1: 모든 {josa(kind, '은')} {above}이다.",
        f"전제 2: {josa(member, '은')} {middle}이다.",
        f"결론: {josa(member, '은')} {last}이다.",
    )
    return Pair("\n".join(lines), slots["label"])


def _route(rng: Random) -> tuple[str, str]:
    first, second = _LINES
    start, end = rng.choice([s for s in first if s != "시청"]), rng.choice([s for s in second if s != "시청"])
    one, two = abs(first.index(start) - 2), abs(second.index(end) - 2)
    stop, change = rng.choice((2, 3)), rng.choice((4, 5, 6))
    given = f"1호선: {' - '.join(first)}\n2호선: {' - '.join(second)}\n한 정거장 {stop}분, 갈아타기 {change}분\n출발: {start}, 도착: {end}"
    way = f"{start}에서 1호선으로 {one}정거장을 가 시청에서 내리고, 2호선으로 갈아타 {two}정거장을 가면 {end}이다."
    return given, f"{way}\n걸리는 시간: {one + two} × {stop} + {change} = {(one + two) * stop + change}분"


def poured(small: int, large: int, wanted: int) -> list[tuple[int, int]]:
    """The fewest states, from both jugs empty, to a state in which one jug holds what is wanted."""
    paths = [[(0, 0)]]
    seen = {(0, 0)}
    for path in paths:
        a, b = path[-1]
        if wanted in (a, b):
            return path
        into_b, into_a = min(a, large - b), min(b, small - a)
        for state in ((small, b), (a, large), (0, b), (a, 0), (a - into_b, b + into_b), (a + into_a, b - into_a)):
            if state not in seen:
                seen.add(state)
                paths.append([*path, state])
    return []


def _jugs(rng: Random) -> tuple[str, str]:
    small, large, wanted = rng.choice(JUGS)
    steps = [f"{n}. {small}L 통 {a}L, {large}L 통 {b}L" for n, (a, b) in enumerate(poured(small, large, wanted))][1:]
    return f"{small}L 통과 {large}L 통으로 {wanted}L 재기", "\n".join(steps)


FRAMES = (
    frame(
        "logic",
        "{말머리} {곳}에 {이:의} 친구 넷이 따로 왔습니다. 단서로 도착한 순서를 밝혀 주십시오.",
        worked(_order),
        말머리=POLITE,
    ),
    frame(
        "logic",
        "{날}에 {이:이} 둔 송편을 한 명이 다 먹었고 참말을 한 사람도 한 명뿐이다. 범인은? {말머리}",
        worked(_culprit),
        말머리=PLAIN,
    ),
    frame(
        "logic",
        "{말머리} {이:이} {때} 편 논증이에요. 결론이 전제에서 반드시 나오면 '타당', 아니면 '부당'이라고 해 주세요.",
        _argument,
        ("타당", "부당"),
        말머리=POLITE,
    ),
    frame(
        "reasoning",
        "{말머리} {날}에 {어른:을} 모시고 지하철을 탑니다. 가는 길과 걸리는 시간을 셈해 주세요.",
        worked(_route),
        말머리=POLITE,
    ),
    frame("puzzle", "{이:이} {곳}에서 낸 물통 문제. 가장 적은 횟수로 물을 재는 순서는? {말머리}", worked(_jugs), 말머리=PLAIN),
)
