"""Explaining, giving reasons, comparing, and questions with one answer."""

from __future__ import annotations

from random import Random

from selfinstruct_offline.frames import Frame, Pair, Slots
from selfinstruct_offline.ko.answers import known, said
from selfinstruct_offline.ko.contexts import ASKERS, DATES, DAYS, MOMENTS, PLACES, PURPOSES
from selfinstruct_offline.ko.facts import CAPITALS, COMPARISONS, CONCEPTS, PEOPLE, REASONS, TRADES
from selfinstruct_offline.ko.josa import josa
from selfinstruct_offline.ko.openers import PLAIN, POLITE

_WHY = tuple(REASONS)
_PAIRS = tuple(COMPARISONS)


def _two_points(slots: Slots, _rng: Random) -> Pair:
    meaning, more = CONCEPTS[slots["것"]].split(". ", 1)
    return Pair("", f"뜻: {josa(slots['것'], '은')} {meaning}.\n덧붙임: {more}")


def _quiz(slots: Slots, _rng: Random) -> Pair:
    country = slots["나라"]
    return Pair("", f"문제: {country}의 수도는 어디일까요?\n정답: {CAPITALS[country]}")


FRAMES = (
    Frame(
        "explain",
        "{때} {이:이} {것:이} 뭐냐고 묻더라고요. 두 문장으로 풀어 주세요.",
        {"때": MOMENTS, "이": ASKERS, "것": tuple(CONCEPTS)},
        known("것", CONCEPTS, "{것:은} {답}"),
    ),
    Frame(
        "explain",
        "{말머리} {곳}에서 {이:과} 말을 나누다 {것} 이야기가 나왔다. 뜻과 덧붙일 말을 항목으로 나누어 적어라.",
        {"말머리": PLAIN, "곳": PLACES, "이": ASKERS, "것": tuple(CONCEPTS)},
        _two_points,
    ),
    Frame(
        "explain",
        "{목적} 합니다. {곳}에 처음 온 사람도 {것:이} 무엇인지 알 수 있도록 쉽게 설명해 주시겠습니까? {말머리}",
        {"말머리": POLITE, "목적": PURPOSES, "곳": PLACES, "것": tuple(CONCEPTS)},
        known("것", CONCEPTS, "{것:은} {답}", "쉽게 말해 {것:은} {답}"),
    ),
    Frame(
        "reason",
        "{때} {이:이} {일} 까닭을 캐묻는데 어떻게 대답하면 좋을까요?",
        {"때": MOMENTS, "이": ASKERS, "일": _WHY},
        known("일", REASONS, "{답}", '이렇게 대답해 보세요. "{답}"'),
    ),
    Frame(
        "reason",
        "{날}에 {곳}에서 떠오른 궁금증입니다. {일} 이유를 한 문장으로 밝혀 주십시오.",
        {"날": DAYS, "곳": PLACES, "일": _WHY},
        known("일", REASONS),
    ),
    Frame(
        "compare",
        "{이:이} {둘:을} 자꾸 헷갈려 해요. {목적} 그러니 차이를 짚어 주시겠어요?",
        {"이": ASKERS, "둘": _PAIRS, "목적": PURPOSES},
        known("둘", COMPARISONS),
    ),
    Frame(
        "compare",
        "{날}에 {이:과} {둘:을} 놓고 입씨름을 벌였어. 뭐가 다른지 알려 줄래?",
        {"날": DAYS, "이": ASKERS, "둘": _PAIRS},
        known("둘", COMPARISONS),
    ),
    Frame(
        "person",
        "{말머리} {목적} {사람:이} 한 일을 찾고 있어요. {곳}에서 누가 물어도 통하게 한 문장으로 적어 주세요.",
        {"말머리": POLITE, "목적": PURPOSES, "사람": tuple(PEOPLE), "곳": PLACES},
        known("사람", PEOPLE, "{사람:은} {답}"),
    ),
    Frame(
        "person",
        "{사람:은} 어떤 인물인가? {때} {이:이} 던진 질문에 짧게 답하라.",
        {"사람": tuple(PEOPLE), "때": MOMENTS, "이": ASKERS},
        known("사람", PEOPLE, "{사람:은} {답}"),
    ),
    Frame(
        "capital",
        "{이:과} {곳}에서 상식 겨루기를 하는 중이에요. {나라} 수도는 어디죠?",
        {"이": ASKERS, "곳": PLACES, "나라": tuple(CAPITALS)},
        known("나라", CAPITALS, "{나라} 수도는 {답}입니다.", "정답은 {답:이에요}."),
    ),
    Frame(
        "quiz",
        "{말머리} {날} {곳}에서 퀴즈 대회를 연대. {나라} 수도를 묻는 문제랑 정답을 만들어 줘.",
        {"말머리": PLAIN, "날": DATES, "곳": PLACES, "나라": tuple(CAPITALS)},
        _quiz,
    ),
    Frame(
        "trade",
        "{이:이} {때} {직업:은} 무슨 일을 하느냐고 물었습니다. 대신 답해 주십시오.",
        {"이": ASKERS, "때": MOMENTS, "직업": tuple(TRADES)},
        known("직업", TRADES, "{직업:은} {답}."),
    ),
    Frame(
        "trade",
        "{목적} {직업:이라는} 직업을 소개하고자 함. {곳} 방문객 눈높이에 맞춘 한 줄 소개. {말머리}",
        {"말머리": PLAIN, "목적": PURPOSES, "직업": tuple(TRADES), "곳": PLACES},
        known("직업", TRADES, "{직업:은} {답}."),
    ),
    Frame(
        "self-introduction",
        "{말머리} {곳}에서 열리는 첫 모임에 나갑니다. {직업:으로} 일하며 {것:에} 관심이 많다는 자기소개를 써 주세요.",
        {"말머리": POLITE, "곳": PLACES, "직업": tuple(TRADES), "것": tuple(CONCEPTS)},
        said(
            (
                "안녕하세요. {직업:으로} 일하고 있습니다. 요즘은 {것:에} 관심이 많아 "
                "틈틈이 찾아봅니다. {곳}에서 함께하게 되어 반갑습니다."
            ),
            "반갑습니다. 저는 {직업:이며}, {것:에} 관심이 많습니다. {곳}에서 좋은 이야기를 많이 나누고 싶습니다.",
        ),
    ),
)
