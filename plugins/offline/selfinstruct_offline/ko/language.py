"""Tasks about the Korean language: idioms, proverbs, speech levels, spelling, word games."""

from __future__ import annotations

from random import Random

from selfinstruct_offline.frames import Frame, Pair, Slots
from selfinstruct_offline.ko.answers import drawn, known
from selfinstruct_offline.ko.contexts import ASKERS, DAYS, ELDERS, MOMENTS, PLACES, PURPOSES
from selfinstruct_offline.ko.josa import josa, render
from selfinstruct_offline.ko.openers import PLAIN, POLITE
from selfinstruct_offline.ko.sayings import IDIOMS, NATIVE_WORDS, PHRASES, PROVERBS, RIDDLES
from selfinstruct_offline.ko.sentences import (
    ACROSTIC,
    ACROSTIC_WORDS,
    CHAIN,
    LOANWORDS,
    MISSPELT,
    OPPOSITES,
    SHAPE_NAMES,
    SHAPES,
    SPACED,
    TO_PLAIN,
    TO_POLITE,
)

PLIGHTS = {
    "푼돈을 모아 자전거를 산": "티끌 모아 태산",
    "도둑맞고 나서야 자물쇠를 단": "소 잃고 외양간 고친다",
    "손에 쥔 안경을 온 집에서 찾은": "등잔 밑이 어둡다",
    "아는 길도 표지판을 거듭 살피는": "돌다리도 두들겨 보고 건너라",
    "상을 받고도 공을 남에게 돌리는": "벼는 익을수록 고개를 숙인다",
    "자격증 시험에 여섯 번 만에 붙은": "열 번 찍어 안 넘어가는 나무 없다",
    "친구 도시락만 부러워하는": "남의 떡이 커 보인다",
    "믿던 동업자에게 속은": "믿는 도끼에 발등 찍힌다",
    "어릴 적 손톱 깨무는 버릇을 못 고친": "세 살 버릇 여든까지 간다",
    "실속 없이 자랑만 늘어놓는": "빈 수레가 요란하다",
    "오래 고생하다 드디어 일자리를 얻은": "쥐구멍에도 볕 들 날 있다",
    "책을 쌓아만 두고 읽지 않는": "구슬이 서 말이라도 꿰어야 보배",
    "커피값을 우습게 알다 적자를 본": "가랑비에 옷 젖는 줄 모른다",
    "이삿짐을 나눠 들자고 나선": "백지장도 맞들면 낫다",
    "밭을 갈기도 전에 열매부터 묻는": "우물에 가 숭늉 찾는다",
    "흉을 보다가 그 사람과 딱 마주친": "호랑이도 제 말 하면 온다",
    "첫날 매출이 적다고 풀이 죽은": "첫술에 배부르랴",
    "수영 선수인데 물에서 허우적댄": "원숭이도 나무에서 떨어진다",
    "필요할 때만 살갑게 구는": "달면 삼키고 쓰면 뱉는다",
    "몰래 한 험담이 퍼져 곤란해진": "낮말은 새가 듣고 밤말은 쥐가 듣는다",
    "남을 욕하다 제 망신만 산": "누워서 침 뱉기",
    "삼 년 정성으로 분재를 살린": "공든 탑이 무너지랴",
    "승진하자 옛 동료를 무시하는": "개구리 올챙이 적 생각 못 한다",
    "챔피언에게 대뜸 덤비는": "하룻강아지 범 무서운 줄 모른다",
}
_WHO = (
    "할머니",
    "우리 반 반장",
    "옆집 형",
    "김 과장",
    "막내 이모",
    "동네 아이들",
    "소방관 아저씨",
    "외국인 손님",
    "젊은 농부",
    "새 가족",
)
_DEEDS = (
    ("부엌", "김치", "담갔다"),
    ("도서관", "소설", "읽었다"),
    ("시장", "고등어", "샀다"),
    ("텃밭", "상추", "뽑았다"),
    ("우체국", "소포", "부쳤다"),
    ("바닷가", "조개", "주웠다"),
    ("공원", "자전거", "탔다"),
    ("교실", "시", "외웠다"),
    ("빵집", "식빵", "골랐다"),
    ("마당", "눈사람", "만들었다"),
)
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_HIDDEN_WORDS = (
    "도서관",
    "비빔밥",
    "소나기",
    "자전거",
    "할머니",
    "냉장고",
    "지하철",
    "강아지",
    "태권도",
    "미역국",
    "선생님",
    "우체국",
    "복숭아",
)


def initials(word: str) -> str:
    """The first consonant of each syllable: 학교 -> ㅎㄱ."""
    return "".join(_INITIALS[(ord(c) - ord("가")) // 588] for c in word)


def _initials_of(_slots: Slots, rng: Random) -> Pair:
    word = rng.choice(_HIDDEN_WORDS)
    return Pair(f"낱말: {word}", f"{word}의 초성은 '{initials(word)}'입니다.")


def _three_words(_slots: Slots, rng: Random) -> Pair:
    (place, thing, verb), who = rng.choice(_DEEDS), rng.choice(_WHO)
    sentence = render("{누구:이} {곳}에서 {것:을} ", {"누구": who, "곳": place, "것": thing})
    return Pair(f"낱말: {who}, {place}, {thing}", f"{sentence}{verb}.")


def _reshaped(slots: Slots, rng: Random) -> Pair:
    shapes = rng.choice(SHAPES)
    return Pair(shapes[0], shapes[SHAPE_NAMES[slots["꼴"]]])


def _acrostic(slots: Slots, _rng: Random) -> Pair:
    return Pair("", "\n".join(f"{c}: {ACROSTIC[c]}" for c in slots["낱말"]))


def _chain(slots: Slots, _rng: Random) -> Pair:
    following = CHAIN[slots["낱말"]]
    return Pair("", f"'{following}' 어때? 첫 글자가 {josa(repr(following[0]), '이라')} 이어져.")


FRAMES = (
    Frame(
        "idiom",
        "{때} {이:이} {말:이라는} 사자성어를 꺼냈어요. 무슨 뜻이에요?",
        {"때": MOMENTS, "이": ASKERS, "말": tuple(IDIOMS)},
        known("말", IDIOMS, "{말:은} {답}"),
    ),
    Frame(
        "idiom",
        "{날}에 {어른:께서} {말:을} 입에 올리셨는데 몰라서 머쓱했습니다. 풀이해 주십시오.",
        {"날": DAYS, "어른": ELDERS, "말": tuple(IDIOMS)},
        known("말", IDIOMS, "{말:은} {답}"),
    ),
    Frame(
        "proverb",
        '{이:이} {곳}에서 "{말}"라는 속담을 들었다는데 속뜻을 알려 주세요.',
        {"이": ASKERS, "곳": PLACES, "말": tuple(PROVERBS)},
        known("말", PROVERBS, '"{말}"라는 속담은 {답}', "{답}"),
    ),
    Frame(
        "proverb",
        "{곳}에서 {사정} {이:을} 만났어. 이럴 때 어울리는 속담 하나만 대 봐.",
        {"곳": PLACES, "사정": tuple(PLIGHTS), "이": ASKERS},
        known("사정", PLIGHTS, '"{답}"라는 속담이 어울려.'),
    ),
    Frame(
        "phrase",
        '{때} {어른:께서} "{말}"라고 하셨는데, 글자 그대로는 아닌 듯해요. 어떤 의미일까요?',
        {"때": MOMENTS, "어른": ELDERS, "말": tuple(PHRASES)},
        known("말", PHRASES, "'{답}'라는 뜻으로 쓰는 관용구입니다."),
    ),
    Frame(
        "native-word",
        "{곳} 간판에서 {말:이라는} 낱말을 봤습니다. {이:에게} 알려 주게 뜻풀이를 부탁합니다.",
        {"곳": PLACES, "말": tuple(NATIVE_WORDS), "이": ASKERS},
        known("말", NATIVE_WORDS, "{말:은} '{답}'의 뜻으로 쓰는 말입니다."),
    ),
    Frame(
        "riddle",
        "{때} {이:과} 수수께끼 내기를 하기로 했어. 답이 {것:이} 되는 문제를 지어 줘. {말머리}",
        {"말머리": PLAIN, "이": ASKERS, "때": MOMENTS, "것": tuple(RIDDLES)},
        known("것", RIDDLES, "{답} 답은 바로 {것:이야}!"),
    ),
    Frame(
        "riddle",
        "{날}에 {이:이} {곳} 담벼락에 붙여 놓은 수수께끼예요. 정답을 맞혀 보세요.",
        {"날": DAYS, "이": ASKERS, "곳": PLACES},
        drawn([(riddle, f"정답은 '{word}'입니다.") for word, riddle in RIDDLES.items()]),
    ),
    Frame(
        "polite",
        "{말머리} {때} {어른:께} 드릴 말씀입니다. 반말로 적은 문장을 높임말로 고쳐 주세요.",
        {"말머리": POLITE, "때": MOMENTS, "어른": ELDERS},
        drawn(TO_POLITE),
    ),
    Frame(
        "polite",
        "{곳}에서 {어른:을} 뵙고 {이:이} 얼결에 반말을 했대. 그 말을 격식 있게 바꾸면?",
        {"곳": PLACES, "어른": ELDERS, "이": ASKERS},
        drawn(TO_POLITE),
    ),
    Frame(
        "plain",
        "{날}에 {곳}에서 {이:에게} 건넬 말인데 너무 딱딱해. 존댓말을 편한 반말로 바꿔 줘.",
        {"날": DAYS, "곳": PLACES, "이": ASKERS},
        drawn(TO_PLAIN),
    ),
    Frame(
        "spelling",
        "{말머리} {이:이} {목적} 급히 쓴 문장이라 맞춤법이 어긋났습니다. 바로잡아 주시기 바랍니다.",
        {"말머리": POLITE, "이": ASKERS, "목적": PURPOSES},
        drawn(MISSPELT),
    ),
    Frame(
        "spelling",
        "{곳} 안내판을 {어른:과} 살피다가 {날}에 찾아낸 오류다. 틀린 글자를 올바르게 고쳐 써라.",
        {"곳": PLACES, "어른": ELDERS, "날": DAYS},
        drawn(MISSPELT),
    ),
    Frame(
        "spacing",
        "{말머리} {이:이} {곳} 방명록에 다 붙여 쓴 글을 남겼어요. {날}에 봤는데, 띄어쓰기를 바르게 해 주실래요?",
        {"말머리": POLITE, "이": ASKERS, "곳": PLACES, "날": DAYS},
        drawn((text.replace(" ", ""), text) for text in SPACED),
    ),
    Frame(
        "tense",
        "{이:이} {때} 적은 문장을 {꼴} 문장으로 바꿔 쓰시오.",
        {"이": ASKERS, "때": MOMENTS, "꼴": tuple(SHAPE_NAMES)},
        _reshaped,
    ),
    Frame(
        "opposite",
        "{이:과} {곳}에서 {날}에 하는 카드놀이. 카드 속 낱말의 반대말 쓰기.",
        {"이": ASKERS, "곳": PLACES, "날": DAYS},
        drawn([*OPPOSITES, *((b, a) for a, b in OPPOSITES)], "카드: "),
    ),
    Frame(
        "loanword",
        "{목적} 외래어를 걷어 내는 중이에요. {곳}에 오신 {어른:도} 알아들으시게 우리말로 다듬어 주세요. {말머리}",
        {"말머리": POLITE, "목적": PURPOSES, "곳": PLACES, "어른": ELDERS},
        drawn(LOANWORDS),
    ),
    Frame(
        "sentence-making",
        "{어른:께서} {때} 내 주신 숙제입니다. 낱말 세 개를 모두 넣어 한 문장을 지으십시오. {말머리}",
        {"말머리": POLITE, "어른": ELDERS, "때": MOMENTS},
        _three_words,
    ),
    Frame(
        "initials",
        "{곳}에서 {이:과} 초성 놀이를 하려고요. {날}에 뽑은 낱말에서 초성만 떼어 주세요.",
        {"곳": PLACES, "이": ASKERS, "날": DAYS},
        _initials_of,
    ),
    Frame(
        "word-chain",
        "{때} {이:과} 끝말잇기를 하다 막혔어. {낱말} 다음엔 뭐라고 이어?",
        {"때": MOMENTS, "이": ASKERS, "낱말": tuple(CHAIN)},
        _chain,
    ),
    Frame(
        "acrostic",
        "{말머리} {날}에 {곳}에서 {낱말:으로} 삼행시 짓기 내기를 했다. 나 대신 한 편 지어 다오.",
        {"말머리": PLAIN, "날": DAYS, "곳": PLACES, "낱말": ACROSTIC_WORDS},
        _acrostic,
    ),
)
