"""Recommendations, plans, recipes, household tips and advice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from selfinstruct_offline.frames import Frame, Pair, Slots
from selfinstruct_offline.ko.answers import Answer, known, numbered, numbers
from selfinstruct_offline.ko.contexts import ADULTS, ASKERS, DATES, DAYS, ELDERS, MOMENTS, PLACES, PURPOSES
from selfinstruct_offline.ko.household import CLOTHES, DISHES, EXERCISES, OCCASIONS, OUTINGS, PRICES, STAINS
from selfinstruct_offline.ko.josa import render
from selfinstruct_offline.ko.openers import PLAIN, POLITE
from selfinstruct_offline.ko.tips import CHOICES, CITIES, HOBBIES, MENUS, TROUBLES

_SUBJECTS = (
    "한국사",
    "중급 수학",
    "운전면허 필기",
    "생물 중간고사",
    "토익 듣기",
    "세무 회계",
    "국어 문법",
    "세계 지리",
    "공인 중개사",
    "물리 기말",
    "한자 급수",
    "제과 기능사",
    "사회 복지사",
    "프랑스어 회화",
    "컴퓨터 활용 능력",
    "간호학 개론",
    "소방 안전 관리",
    "바리스타 필기",
    "독서 논술",
    "미분 적분",
)
_PETS = {
    "다육 식물": "햇볕이 드는 곳에 두고, 흙이 바싹 마른 뒤에 물을 흠뻑 줍니다.",
    "새끼 고양이": "따뜻한 자리를 마련하고, 새끼용 사료를 조금씩 자주 먹입니다.",
    "금붕어": "물을 한 번에 다 갈지 말고 일주일에 삼분의 일씩 갈아 줍니다.",
    "상추 모종": "반그늘에 심고 겉흙이 마르면 물을 주며, 겉잎부터 땁니다.",
    "장수풍뎅이": "톱밥을 촉촉하게 유지하고 젤리 먹이를 사흘에 한 번 갈아 줍니다.",
    "햄스터": "톱밥을 두껍게 깔고 쳇바퀴를 두며, 온도가 뚝 떨어지지 않게 합니다.",
    "스투키 화분": "한 달에 한 번쯤 물을 주고, 찬 바람이 닿지 않게 둡니다.",
    "늙은 개": "계단을 줄이고 부드러운 먹이를 주며, 짧게 자주 산책합니다.",
    "방울토마토": "지지대를 세우고 곁순을 따 주며, 햇볕을 넉넉히 쬐어 줍니다.",
    "앵무새": "날마다 말을 걸고 새장 밖에서 놀 시간을 주며, 씨앗과 채소를 고루 먹입니다.",
    "거북이": "몸을 말릴 자리와 등불을 마련하고 물을 깨끗하게 유지합니다.",
    "난초": "바람이 통하는 반그늘에 두고, 분 속이 마르면 물을 줍니다.",
    "토끼": "건초를 늘 먹을 수 있게 두고, 당근 같은 단 먹이는 조금만 줍니다.",
    "콩나물시루": "빛을 가리고 하루에 대여섯 번 물을 줍니다.",
}


def _some(slot: str, table: Mapping[str, Sequence[str]], count: int, closing: str = "") -> Answer:
    def answer(slots: Slots, rng: Random) -> Pair:
        picked = rng.sample(table[slots[slot]], count)
        return Pair("", numbered(picked) + (f"\n{render(closing, slots)}" if closing else ""))

    return answer


def _steps(slots: Slots, _rng: Random) -> Pair:
    return Pair("", numbered(f"{step}." for step in DISHES[slots["요리"]]))


def _study_plan(slots: Slots, _rng: Random) -> Pair:
    days = int(slots["날수"])
    first, second = days // 2, days // 2 + days // 3
    return Pair(
        "",
        render("{과목} 공부 {날수}일 계획\n", slots)
        + f"- 1일~{first}일: 전체 범위를 한 번 읽고 모르는 곳에 표시하기\n"
        + f"- {first + 1}일~{second}일: 표시한 곳을 다시 보고 문제 풀기\n"
        + f"- {second + 1}일~{days}일: 틀린 문제만 모아 복습하고 일찍 자기",
    )


def _present(slots: Slots, _rng: Random) -> Pair:
    budget = int(slots["돈"])
    choice = OCCASIONS[slots["일"]][sum(budget >= price for price in PRICES)]
    return Pair("", render("{돈}만 원 안에서라면 {것:을} 권합니다.", {**slots, "것": choice}))


def _weighing(slots: Slots, _rng: Random) -> Pair:
    good, bad = CHOICES[slots["일"]]
    return Pair("", f"좋은 점: {good}.\n나쁜 점: {bad}.")


FRAMES = (
    Frame(
        "menu",
        "{때} 출출해진 {이:과} 먹을 {꼴} 음식 세 가지만 추천해 줘.",
        {"때": MOMENTS, "이": ADULTS, "꼴": tuple(MENUS)},
        _some("꼴", MENUS, 3),
    ),
    Frame(
        "menu",
        "{말머리} {날}에 {어른:을} 모시고 먹을 {꼴} 요리로는 무엇이 있을까요? 두 가지를 골라 주세요.",
        {"말머리": POLITE, "날": DATES, "어른": ELDERS, "꼴": tuple(MENUS)},
        _some("꼴", MENUS, 2),
    ),
    Frame(
        "travel",
        "{날}에 {이:과} {도시} 나들이를 떠납니다. 둘러볼 만한 곳을 세 군데 꼽아 주십시오. {말머리}",
        {"말머리": POLITE, "날": DATES, "이": ASKERS, "도시": tuple(CITIES)},
        _some("도시", CITIES, 3),
    ),
    Frame(
        "travel",
        "{말머리} {목적} {도시} 당일 여행 일정을 짜는 중. {어른:도} 걷기 편하게 오전과 오후 한 곳씩 제안할 것.",
        {"말머리": PLAIN, "목적": PURPOSES, "도시": tuple(CITIES), "어른": ELDERS},
        lambda slots, rng: Pair(
            "", render("오전: {가}\n오후: {나}", dict(zip("가나", rng.sample(CITIES[slots["도시"]], 2), strict=True)))
        ),
    ),
    Frame(
        "hobby",
        "{이:이} {꼴} 취미를 찾는대요. {때} 들은 말인데 권할 만한 게 두어 가지 있나요? {말머리}",
        {"말머리": POLITE, "이": ASKERS, "꼴": tuple(HOBBIES), "때": MOMENTS},
        _some("꼴", HOBBIES, 2),
    ),
    Frame(
        "study-plan",
        "{과목} 시험까지 {날수}일 남았다. {곳}에서 {이:과} 함께 볼 공부 계획을 세워 다오.",
        {"과목": _SUBJECTS, "날수": numbers(7, 41), "곳": PLACES, "이": ASKERS},
        _study_plan,
    ),
    Frame(
        "advice",
        "{이:이} {곳}에서 {고민} 고민을 털어놓았어요. 뭐라고 조언하면 좋죠?",
        {"이": ADULTS, "곳": PLACES, "고민": tuple(TROUBLES)},
        known("고민", TROUBLES),
    ),
    Frame(
        "advice",
        "{말머리} {때} {어른:께서} {고민} 사연을 읽어 주셨습니다. 사연 주인에게 건넬 현실적인 해결책은 무엇일까요?",
        {"말머리": POLITE, "때": MOMENTS, "어른": ELDERS, "고민": tuple(TROUBLES)},
        known("고민", TROUBLES),
    ),
    Frame(
        "recipe",
        "{때} {이:과} {요리:을} 해 먹기로 했어. 만드는 차례를 번호 붙여 알려 줘.",
        {"때": MOMENTS, "이": ASKERS, "요리": tuple(DISHES)},
        _steps,
    ),
    Frame(
        "recipe",
        "{요리:을} 처음 만드는 {이:도} 따라 하게 {목적} 합니다. 조리법을 단계별로 정리해 주십시오. {말머리}",
        {"말머리": POLITE, "요리": tuple(DISHES), "이": ASKERS, "목적": PURPOSES},
        _steps,
    ),
    Frame(
        "stain",
        "{때} {옷:에} {얼룩:이} 묻었어요! {이:이} 울상인데 어떻게 지우나요?",
        {"때": MOMENTS, "옷": CLOTHES, "얼룩": tuple(STAINS), "이": ASKERS},
        known("얼룩", STAINS, "{답}.", "걱정하지 마세요. {답}."),
    ),
    Frame(
        "packing",
        "{날}에 {이:과} 나설 {일} 준비물을 다섯 가지 적어 줄래?",
        {"날": DATES, "이": ASKERS, "일": tuple(OUTINGS)},
        _some("일", OUTINGS, 5),
    ),
    Frame(
        "present",
        "{일} {이:에게} 선물을 하려고 해. {때} 떠오른 생각인데 {돈}만 원 안에서 뭐가 좋을까? {말머리}",
        {"말머리": PLAIN, "이": ADULTS, "일": tuple(OCCASIONS), "돈": numbers(1, 21), "때": MOMENTS},
        _present,
    ),
    Frame(
        "pros-and-cons",
        "{이:이} {일} 문제를 두고 망설입니다. {목적} 그러니까 장단점을 하나씩 써 주십시오.",
        {"이": ADULTS, "일": tuple(CHOICES), "목적": PURPOSES},
        _weighing,
    ),
    Frame(
        "pros-and-cons",
        "{말머리} {일} 편이 나을까? {곳}에서 {어른:과} 의견이 갈렸다. 이로운 점과 해로운 점 정리 요망.",
        {"말머리": PLAIN, "일": tuple(CHOICES), "곳": PLACES, "어른": ELDERS},
        _weighing,
    ),
    Frame(
        "exercise",
        "{말머리} {이:이} {몸} 때문에 걱정이래. {곳}에서 기구 없이 할 운동 좀 가르쳐 줘.",
        {"말머리": PLAIN, "이": ADULTS, "몸": tuple(EXERCISES), "곳": PLACES},
        _some("몸", EXERCISES, 3),
    ),
    Frame(
        "care",
        "{날}부터 {이:이} {것:을} 맡아 키우게 됐습니다. 돌보는 요령을 알려 주시면 감사하겠습니다.",
        {"날": DAYS, "이": ASKERS, "것": tuple(_PETS)},
        known("것", _PETS),
    ),
)
