"""Word problems whose answers are computed."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from random import Random

from selfinstruct_offline.frames import Frame, Pair, Slots
from selfinstruct_offline.ko.answers import numbers
from selfinstruct_offline.ko.contexts import ASKERS, DATES, DAYS, ELDERS, PLACES
from selfinstruct_offline.ko.josa import josa
from selfinstruct_offline.ko.openers import PLAIN, POLITE
from selfinstruct_offline.ko.quantities import (
    CARRIERS,
    DOUGHS,
    LIVING,
    MEASURES,
    PLOTS,
    RIDES,
    ROUTES,
    SHOWS,
    THINGS,
    WEEK,
    WISHES,
)

_START = date(2001, 1, 1)


def _int(slots: Slots, name: str) -> int:
    return int(slots[name])


def _won(amount: int) -> str:
    return f"{amount:,}원"


def _change(slots: Slots, _rng: Random) -> Pair:
    price = _int(slots, "값") * _int(slots, "수")
    left = _int(slots, "돈") - price
    return Pair("", f"산 값은 {slots['값']} × {slots['수']} = {_won(price)}이므로 거스름돈은 {_won(left)}입니다.")


def _shared(slots: Slots, _rng: Random) -> Pair:
    each, left = divmod(_int(slots, "전체"), _int(slots, "명"))
    return Pair(
        "", f"{slots['전체']} ÷ {slots['명']}의 몫은 {each}, 나머지는 {left}이다. 한 사람이 {each}개씩 갖고 {left}개가 남는다."
    )


def _distance(slots: Slots, _rng: Random) -> Pair:
    product = _int(slots, "빠르기") * _int(slots, "시간")
    return Pair("", f"{slots['빠르기']} × {slots['시간']} = {product}이므로 {product}킬로미터를 갑니다.")


def _age(slots: Slots, _rng: Random) -> Pair:
    later = _int(slots, "나이") + _int(slots, "해")
    return Pair("", f"{slots['나이']} + {slots['해']} = {later}, 그러니까 {later}살이 돼.")


def _average(slots: Slots, _rng: Random) -> Pair:
    scores = [_int(slots, name) for name in ("첫", "둘", "셋")]
    tenths = (sum(scores) * 20 + 3) // 6
    total = " + ".join(map(str, scores))
    return Pair("", f"({total}) ÷ 3 = {sum(scores)} ÷ 3이고, 소수 첫째 자리까지 구하면 {tenths // 10}.{tenths % 10}점입니다.")


def _fence(slots: Slots, _rng: Random) -> Pair:
    wide, long = _int(slots, "가로"), _int(slots, "세로")
    return Pair(
        "", f"둘레는 2 × ({wide} + {long}) = {2 * (wide + long)}미터이고 넓이는 {wide} × {long} = {wide * long}제곱미터입니다."
    )


def _discount(slots: Slots, _rng: Random) -> Pair:
    price = _int(slots, "값")
    off = price * _int(slots, "할인") // 100
    return Pair("", f"깎아 주는 돈이 {_won(off)}이니 {_won(price - off)}만 내면 돼요.")


def _end(slots: Slots, _rng: Random) -> Pair:
    minutes = _int(slots, "시") * 60 + _int(slots, "분") + _int(slots, "동안")
    hour, minute = divmod(minutes, 60)
    half = "오전" if hour < 12 else "오후"
    return Pair(
        "",
        f"{half} {hour if hour <= 12 else hour - 12}시 {minute}분에 끝납니다."
        if minute
        else f"{half} {hour if hour <= 12 else hour - 12}시에 끝납니다.",
    )


def _weekday(slots: Slots, _rng: Random) -> Pair:
    then = _START + timedelta(days=WEEK.index(slots["요일"]) + _int(slots, "뒤"))
    return Pair("", f"{WEEK[then.weekday()]}입니다.")


def _scaled(slots: Slots, _rng: Random) -> Pair:
    grams = Fraction(_int(slots, "양") * _int(slots, "명"), 4)
    amount = f"{float(grams):g}"
    return Pair("", f"{slots['양']} ÷ 4 × {slots['명']} = {amount}이므로 {amount}그램이 필요합니다.")


def _measure(slots: Slots, _rng: Random) -> Pair:
    factor, unit = MEASURES[slots["단위"]]
    value = _int(slots, "수") * factor
    return Pair("", f"{slots['수']} × {factor} = {value}, 따라서 {value:,}{unit}입니다.")


def _saving(slots: Slots, _rng: Random) -> Pair:
    saved, price = _int(slots, "하루") * _int(slots, "날수"), _int(slots, "값")
    verdict = f"{_won(price - saved)}이 모자란다" if saved < price else f"사고도 {_won(saved - price)}이 남는다"
    return Pair("", f"모은 돈은 {_won(saved)}이다. {verdict}.")


def _chance(slots: Slots, _rng: Random) -> Pair:
    red, total = _int(slots, "빨강"), _int(slots, "빨강") + _int(slots, "파랑")
    return Pair("", f"전체 {total}개 가운데 {red}개이므로 확률은 {Fraction(red, total)}입니다.")


def _trips(slots: Slots, _rng: Random) -> Pair:
    count = -(-_int(slots, "사람") // _int(slots, "정원"))
    return Pair("", f"{slots['사람']} ÷ {josa(slots['정원'], '을')} 올림하면 {count}이므로 적어도 {count}대가 있어야 해요.")


def _difference(slots: Slots, _rng: Random) -> Pair:
    mine, yours = _int(slots, "내것"), _int(slots, "네것")
    if mine == yours:
        return Pair("", "둘이 똑같이 모았습니다.")
    winner = slots["갑"] if mine > yours else slots["을"]
    return Pair("", f"{josa(winner, '이')} {abs(mine - yours)}개 더 모았습니다.")


FRAMES = (
    Frame(
        "change",
        "{이:이} {곳}에서 {값}원짜리 {것} {수}개를 사고 {돈}원을 냈습니다. 거스름돈은 얼마입니까?",
        {
            "곳": PLACES,
            "값": numbers(350, 1600, 50),
            "것": THINGS,
            "수": numbers(2, 7),
            "이": ASKERS,
            "돈": ("10000", "20000", "50000"),
        },
        _change,
    ),
    Frame(
        "division",
        "{날}에 {것} {전체}개를 {곳}에 모인 {명}명이 똑같이 나눈다. 몇 개씩 갖고 몇 개가 남는가? {말머리}",
        {"말머리": PLAIN, "날": DAYS, "것": THINGS, "전체": numbers(101, 180, 2), "곳": PLACES, "명": numbers(6, 30)},
        _shared,
    ),
    Frame(
        "distance",
        "{이:을} 태운 {차:이} 시속 {빠르기}킬로미터로 {길:을} {시간}시간 달리면 간 거리는?",
        {"이": ASKERS, "차": RIDES, "빠르기": numbers(30, 100, 2), "길": ROUTES, "시간": numbers(2, 9)},
        _distance,
    ),
    Frame(
        "age",
        "{곳} 옆 {것:은} 올해 {나이}살이래. {이:이} {해}년 뒤에 다시 찾아가면 그때는 몇 살이야? {말머리}",
        {"말머리": PLAIN, "곳": PLACES, "것": LIVING, "나이": numbers(5, 40), "이": ASKERS, "해": numbers(3, 31)},
        _age,
    ),
    Frame(
        "average",
        "{말머리} {이:이} {날}에 받은 점수는 {첫}점, {둘}점, {셋}점이었어요. 평균을 반올림해 소수 첫째 자리까지 구해 주세요.",
        {"말머리": POLITE, "이": ASKERS, "날": DAYS, "첫": numbers(60, 100), "둘": numbers(55, 100), "셋": numbers(50, 100)},
        _average,
    ),
    Frame(
        "rectangle",
        "{곳} 옆 {땅:은} 가로 {가로}미터, 세로 {세로}미터이다. {이:이} 알고 싶어 하는 둘레와 넓이를 각각 구하여라. {말머리}",
        {"말머리": PLAIN, "곳": PLACES, "땅": PLOTS, "가로": numbers(11, 50), "세로": numbers(6, 45), "이": ASKERS},
        _fence,
    ),
    Frame(
        "discount",
        "{날}에 {곳}에서 {것:을} {할인}퍼센트 깎아 준대요. 원래 {값}원이라면 얼마를 내나요?",
        {"날": DAYS, "곳": PLACES, "것": WISHES, "할인": numbers(5, 65, 5), "값": numbers(21000, 60000, 1000)},
        _discount,
    ),
    Frame(
        "end-time",
        "{곳}에서 오전 {시}시 {분}분에 시작한 {일:이} {동안}분 걸렸습니다. {어른:께} 알릴 끝난 시각을 계산해 주십시오.",
        {
            "곳": PLACES,
            "시": numbers(7, 12),
            "분": numbers(5, 60, 5),
            "일": SHOWS,
            "동안": numbers(45, 180, 5),
            "어른": ELDERS,
        },
        _end,
    ),
    Frame(
        "weekday",
        "오늘은 {요일}이고 {뒤}일 뒤에 {곳}에서 {일:이} 있습니다. {어른:께서} 오실 그날은 무슨 요일인가요?",
        {"요일": WEEK, "뒤": numbers(8, 60), "곳": PLACES, "일": SHOWS, "어른": ELDERS},
        _weekday,
    ),
    Frame(
        "servings",
        "{말머리} 네 사람 먹을 {것} 반죽에 밀가루 {양}그램이 든다. {날}에 {명}명이 모이면 밀가루는 몇 그램?",
        {
            "말머리": PLAIN,
            "것": DOUGHS,
            "양": numbers(220, 620, 10),
            "날": DATES,
            "명": numbers(5, 41),
        },
        _scaled,
    ),
    Frame(
        "units",
        "{이:이} {곳}에서 {수}{단위} 바꾸다 헷갈렸대. 값이 얼마인지 셈해 줘.",
        {"이": ASKERS, "곳": PLACES, "수": numbers(3, 43), "단위": tuple(MEASURES)},
        _measure,
    ),
    Frame(
        "saving",
        "{말머리} {이:이} 날마다 {하루}원씩 {날수}일을 모아 {값}원짜리 {것:을} 사려 한다. 모자라는가, 남는가?",
        {
            "말머리": PLAIN,
            "이": ASKERS,
            "하루": numbers(300, 2000, 50),
            "날수": numbers(20, 60),
            "값": numbers(24000, 64000, 1000),
            "것": WISHES,
        },
        _saving,
    ),
    Frame(
        "probability",
        "{말머리} {이} 주머니에 빨간 {것} {빨강}개, 파란 {것} {파랑}개가 있어요. {곳}에서 하나 꺼낼 때 빨간색일 확률은요?",
        {
            "말머리": POLITE,
            "이": ASKERS,
            "것": ("구슬", "단추", "사탕", "조약돌", "풍선", "팽이", "공깃돌", "바둑알"),
            "빨강": numbers(2, 32),
            "파랑": numbers(3, 33),
            "곳": PLACES,
        },
        _chance,
    ),
    Frame(
        "trips",
        "{날}에 {사람}명이 {정원}명까지 타는 {차:으로} {곳}에 가려면 최소 몇 대가 필요할까요?",
        {"날": DATES, "사람": numbers(81, 121), "정원": numbers(5, 41), "차": CARRIERS, "곳": PLACES},
        _trips,
    ),
    Frame(
        "difference",
        "{갑:은} {것:을} {내것}개, {을:은} {네것}개 모았습니다. {곳}에서 견주면 누가 몇 개 더 많습니까?",
        {"갑": ASKERS[:20], "것": THINGS, "내것": numbers(21, 60), "을": ASKERS[20:], "네것": numbers(22, 62), "곳": PLACES},
        _difference,
    ),
)
