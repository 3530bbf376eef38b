"""Reckoning with dates, ages, wages, shapes and large numbers; every answer is computed."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from math import comb, gcd
from random import Random

from selfinstruct_offline.frames import Pair, Slots
from selfinstruct_offline.ko.answers import numbers
from selfinstruct_offline.ko.contexts import ADULTS
from selfinstruct_offline.ko.framing import frame, worked
from selfinstruct_offline.ko.josa import josa
from selfinstruct_offline.ko.openers import PLAIN, POLITE
from selfinstruct_offline.ko.quantities import WISHES

TRIANGLES = ("예각삼각형", "직각삼각형", "둔각삼각형")
YUT = {"도": 1, "개": 2, "걸": 3, "윷": 4, "모": 0}
"""The throws of yut -> how many of the four sticks lie face up."""


def written(day: date) -> str:
    """The date as it is written in Korean."""
    return f"{day.year}년 {day.month}월 {day.day}일"


def _day(rng: Random, first: int, last: int) -> date:
    return date(first, 1, 1) + timedelta(rng.randrange((date(last, 12, 31) - date(first, 1, 1)).days))


def _hundredth(rng: Random) -> tuple[str, str]:
    born = _day(rng, 2019, 2026)
    then = born + timedelta(99)
    passed = f"태어난 날이 첫째 날이므로 백일은 99일 뒤인 {written(then)}입니다."
    leap = date(born.year + (born.month > 2), 3, 1) - timedelta(1)
    if born <= leap < then:
        passed += f" 그해 2월은 {leap.day}일까지 있습니다."
    return f"태어난 날: {written(born)}", passed


def _ages(rng: Random) -> tuple[str, str]:
    born, today = _day(rng, 1950, 2015), _day(rng, 2024, 2027)
    by_year = today.year - born.year
    full = by_year - ((today.month, today.day) < (born.month, born.day))
    return f"생년월일: {written(born)}\n기준일: {written(today)}", f"만 나이: {full}세\n연 나이: {by_year}세"


def _wages(rng: Random) -> tuple[str, str]:
    hourly, hours = rng.randint(101, 140) * 100, rng.choice((10, 12, 14, 15, 18, 20, 24, 25, 30, 35, 40))
    base, rest = hourly * hours, hours * 8 * hourly // 40 if hours >= 15 else 0
    note = f"주휴 수당: {rest:,}원" if rest else "주휴 수당: 없음(주 15시간 미만)"
    return f"시급 {hourly:,}원, 주 {hours}시간", f"기본급: {base:,}원\n{note}\n합계: {base + rest:,}원"


def grouped(number: int) -> str:
    """The number in groups of 조, 억 and 만: 1234567890 -> 12억 3456만 7890."""
    groups = [(number // 10 ** (4 * n) % 10000, name) for n, name in ((3, "조"), (2, "억"), (1, "만"), (0, ""))]
    return " ".join(f"{part}{name}" for part, name in groups if part)


def _large(rng: Random) -> tuple[str, str]:
    number = rng.randint(10**7, 10 ** rng.randint(9, 14))
    return f"{number}원", f"{grouped(number)}원"


def triangle(sides: tuple[int, int, int]) -> str:
    """The kind of a triangle by its largest angle."""
    a, b, c = sorted(sides)
    rest = a * a + b * b - c * c
    return TRIANGLES[(rest == 0) + 2 * (rest < 0)]


def _sides(slots: Slots, rng: Random) -> Pair:
    if slots["label"] == "직각삼각형":
        k = rng.randint(1, 6)
        a, b, c = (k * side for side in rng.choice(((3, 4, 5), (5, 12, 13), (8, 15, 17), (7, 24, 25))))
        return Pair(f"{a}, {b}, {c}", slots["label"])
    while True:
        a, b, c = (rng.randint(4, 20) for _ in range(3))
        if 2 * max(a, b, c) < a + b + c and triangle((a, b, c)) == slots["label"]:
            return Pair(f"{a}, {b}, {c}", slots["label"])


def finite(below: int) -> bool:
    """Whether a reduced fraction with this denominator ends as a decimal."""
    for prime in (2, 5):
        while below % prime == 0:
            below //= prime
    return below == 1


def _fraction(slots: Slots, rng: Random) -> Pair:
    while True:
        above, below = rng.randint(1, 40), rng.randint(6, 60)
        if above < below and gcd(above, below) == 1 and finite(below) == (slots["label"] == "유한소수"):
            return Pair(f"{above}/{below}", slots["label"])


def _pyeong(rng: Random) -> tuple[str, str]:
    area = rng.randint(20, 165)
    tenths = (area * 1000 + 165) // 330
    return f"{area}㎡", f"{area} ÷ 3.3 = 약 {tenths // 10}.{tenths % 10}평이다."


def _meeting(rng: Random) -> tuple[str, str]:
    slow, fast, minutes = rng.randint(5, 7) * 10, rng.randint(8, 14) * 10, rng.randint(4, 15)
    around = (slow + fast) * minutes
    given = f"호수 둘레 {around:,}m, 한 사람은 1분에 {fast}m, 다른 사람은 1분에 {slow}m"
    return (
        given,
        f"1분에 {fast} + {slow} = {fast + slow}m씩 가까워지므로 {around:,} ÷ {fast + slow} = {minutes}분 뒤에 만납니다.",
    )


def _coupon(slots: Slots, _rng: Random) -> Pair:
    price, percent, off = int(slots["값"]), int(slots["할인"]), int(slots["쿠폰"])
    first, last = price * (100 - percent) // 100 - off, (price - off) * (100 - percent) // 100
    sums = (
        f"할인 먼저: {price} × {100 - percent}% - {off} = {first}원\n쿠폰 먼저: ({price} - {off}) × {100 - percent}% = {last}원"
    )
    return Pair("", f"{sums}\n할인을 먼저 받는 편이 {last - first}원 쌉니다.")


def _throw(slots: Slots, _rng: Random) -> Pair:
    up = YUT[slots["끗"]]
    chance = Fraction(comb(4, up), 16)
    ways = f"네 가락의 앞뒤는 2 × 2 × 2 × 2 = 16가지이고, {josa(slots['끗'], '은')} {up}개가 젖혀지는 {comb(4, up)}가지이다."
    return Pair("", f"{ways} 따라서 확률은 {chance}이다.")


FRAMES = (
    frame(
        "reasoning",
        "{말머리} {어른:께서} {때} 아기 백일을 물으셨습니다. 몇 년 몇 월 며칠입니까?",
        worked(_hundredth),
        말머리=POLITE,
    ),
    frame("math", "{이:이} {때} 나이를 셈한다. 만 나이와 연 나이를 각각 구하라. {말머리}", worked(_ages), 말머리=PLAIN),
    frame(
        "math",
        "{말머리} {이:이} {곳}에서 일해요. 주휴 수당(주 근무 시간 ÷ 40 × 8 × 시급, 15시간 미만은 없음)을 더한 주급은 얼마죠?",
        worked(_wages),
        이=ADULTS,
        말머리=POLITE,
    ),
    frame("math", "{이:이} {날}에 적은 금액이 너무 길어요. 만, 억, 조로 끊어 주세요. {말머리}", worked(_large), 말머리=POLITE),
    frame(
        "math",
        "{말머리} {때} {이:과} 세 변을 쟀어. 예각삼각형, 직각삼각형, 둔각삼각형 중 뭐야?",
        _sides,
        TRIANGLES,
        말머리=PLAIN,
    ),
    frame(
        "math",
        "{말머리} {날}에 {이:이} 고른 분수입니다. 유한소수와 순환소수 중 무엇이 됩니까?",
        _fraction,
        ("유한소수", "순환소수"),
        말머리=POLITE,
    ),
    frame(
        "math",
        "{곳} 옆에 {이:이} 얻은 집은 몇 평인가? 1평은 3.3㎡로 보고 소수 첫째 자리까지. {말머리}",
        worked(_pyeong),
        이=ADULTS,
        말머리=PLAIN,
    ),
    frame(
        "math",
        "{말머리} {이:과} {어른:이} 호수 둘레를 같은 곳에서 반대로 걷기 시작했어요. 몇 분 뒤에 처음 만날까요?",
        worked(_meeting),
        말머리=POLITE,
    ),
    frame(
        "math",
        "{이:이} {값}원짜리 {것:을} {할인}퍼센트 할인과 {쿠폰}원 쿠폰으로 사요. {곳}에서 무엇을 먼저 써야 얼마나 싸죠?",
        _coupon,
        값=numbers(40_000, 95_000, 5_000),
        할인=("10", "15", "20", "25", "30"),
        쿠폰=("3000", "5000", "8000", "10000"),
        것=WISHES,
    ),
    frame(
        "math",
        "{말머리} {곳}에서 {이:과} 윷을 논다. 앞뒤가 나올 가능성이 같다면 {끗:이} 나올 확률은?",
        _throw,
        말머리=PLAIN,
        끗=YUT,
    ),
)
