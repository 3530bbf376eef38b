"""Classification: the instruction names the labels, the answer is one of them."""

from __future__ import annotations

from random import Random

from selfinstruct_offline.frames import Frame, Pair, Slots
from selfinstruct_offline.ko.answers import labelled
from selfinstruct_offline.ko.contexts import ADULTS, ASKERS, DATES, DAYS, ELDERS, MOMENTS, PLACES, PURPOSES
from selfinstruct_offline.ko.openers import PLAIN, POLITE
from selfinstruct_offline.ko.samples import (
    BOOKINGS,
    CLAIMS,
    CREATURES,
    FEELINGS,
    GENRES,
    INQUIRIES,
    LEVELS,
    MESSAGES,
    NEWS,
    ORIGINS,
    REQUESTS,
    REVIEWS,
    SEASONS,
    SENTENCES,
    VISITS,
    WORD_CLASSES,
)
from selfinstruct_offline.ko.sentences import MISSPELT, SHAPES

_GOODS = (
    "접이식 캠핑 의자",
    "무선 진공청소기",
    "손뜨개 목도리",
    "메모리폼 베개",
    "방수 등산화",
    "어린이용 안전모",
    "스테인리스 도시락통",
    "전기 주전자",
    "원목 책꽂이",
    "극세사 담요",
    "휴대용 선풍기",
    "가죽 반지갑",
    "제습기",
    "탁상용 조명",
    "고양이 화장실",
    "요가 깔개",
    "압력 밥솥",
    "여행용 가방",
    "남성용 손목시계",
    "유리 반찬통",
    "천연 염색 이불",
    "반건조 오징어",
    "수제 딸기잼",
    "유기농 현미",
    "국산 참기름",
    "어린이 비옷",
)


def _spelt(slots: Slots, rng: Random) -> Pair:
    wrong, right = rng.choice(MISSPELT)
    return Pair(right if slots["label"] == "맞음" else wrong, slots["label"])


def _tense(slots: Slots, rng: Random) -> Pair:
    present, past, future, *_ = rng.choice(SHAPES)
    return Pair({"현재": present, "과거": past, "미래": future}[slots["label"]], slots["label"])


def _sum(slots: Slots, rng: Random) -> Pair:
    one, two = rng.randint(11, 89), rng.randint(11, 89)
    shown = one + two + (0 if slots["label"] == "예" else rng.choice((-10, -2, -1, 1, 2, 10)))
    return Pair(f"{one} 더하기 {two}의 값은 {shown}이다.", slots["label"])


def _parity(slots: Slots, rng: Random) -> Pair:
    number = rng.randint(10, 999) * 2 + (slots["label"] == "홀수")
    return Pair(f"번호표 {number}번", slots["label"])


FRAMES = (
    Frame(
        "sentiment",
        "{곳}에서 파는 {것} 후기를 모았어요. {목적} 하니 긍정인지 부정인지 갈라 주세요.",
        {"곳": PLACES, "것": _GOODS, "목적": PURPOSES},
        labelled(REVIEWS),
        ("긍정", "부정"),
    ),
    Frame(
        "sentiment",
        "{말머리} {이:이} {날}에 {곳:을} 둘러보고 남긴 평이다. 긍정, 부정, 중립 가운데 하나로 분류하라.",
        {"말머리": PLAIN, "이": ASKERS, "날": DAYS, "곳": PLACES},
        labelled(VISITS),
        ("긍정", "부정", "중립"),
    ),
    Frame(
        "inquiry",
        "{어른:께서} 맡으신 {것} 온라인 가게에 {날} 들어온 문의입니다. 배송, 환불, 교환, 재고 중 무엇에 해당합니까? {말머리}",
        {"말머리": POLITE, "어른": ELDERS, "것": _GOODS, "날": DAYS},
        labelled(INQUIRIES),
        ("배송", "환불", "교환", "재고"),
    ),
    Frame(
        "news",
        "{말머리} {목적} 기사 한 줄을 {이:과} {곳}에서 나누는 중이야. 정치, 경제, 체육, 문화 중에서 어느 면이야?",
        {"말머리": PLAIN, "목적": PURPOSES, "이": ADULTS, "곳": PLACES},
        labelled(NEWS),
        ("정치", "경제", "체육", "문화"),
    ),
    Frame(
        "speech-level",
        "{말머리} {때} 엿들은 {곳} 이야기예요. {어른:께} 한 말처럼 존댓말인지, 친구끼리 쓰는 반말인지 가려 주세요.",
        {"말머리": POLITE, "때": MOMENTS, "곳": PLACES, "어른": ELDERS},
        labelled(LEVELS),
        ("존댓말", "반말"),
    ),
    Frame(
        "sentence-type",
        "{이:이} {곳:을} 두고 {때} 지은 문장. 평서문, 의문문, 명령문, 청유문, 감탄문 중 종류 고르기. {말머리}",
        {"말머리": PLAIN, "이": ASKERS, "곳": PLACES, "때": MOMENTS},
        labelled(SENTENCES),
        ("평서문", "의문문", "명령문", "청유문", "감탄문"),
    ),
    Frame(
        "fact-or-opinion",
        "{목적} {곳} 안내를 맡은 {이:이} 적은 문장을 살핍니다. 사실이면 사실, 의견이면 의견이라고 답해 주십시오. {말머리}",
        {"말머리": POLITE, "목적": PURPOSES, "곳": PLACES, "이": ADULTS},
        labelled(CLAIMS),
        ("사실", "의견"),
    ),
    Frame(
        "emotion",
        "{말머리} {때} {이:을} 떠올리며 {날}에 쓴 글이래. 기쁨, 슬픔, 분노, 두려움 중 어떤 감정이 담겼는지 골라 줄래?",
        {"말머리": PLAIN, "때": MOMENTS, "이": ASKERS, "날": DAYS},
        labelled(FEELINGS),
        ("기쁨", "슬픔", "분노", "두려움"),
    ),
    Frame(
        "spam",
        "{어른:께서} {날}에 받으신 문자를 {이:과} 살펴봤어요. 정상 문자인지 스팸 문자인지 판정해 주세요.",
        {"어른": ELDERS, "날": DAYS, "이": ASKERS},
        labelled(MESSAGES),
        ("정상", "스팸"),
    ),
    Frame(
        "season",
        "{말머리} {이:이} {곳:을} 묘사한 구절이에요. {목적} 그러는데 봄, 여름, 가을, 겨울 중 어느 계절인가요?",
        {"말머리": POLITE, "이": ASKERS, "곳": PLACES, "목적": PURPOSES},
        labelled(SEASONS),
        ("봄", "여름", "가을", "겨울"),
    ),
    Frame(
        "urgency",
        "{날}에 {곳}에서 들어온 신고를 {어른:께} 올려야 합니다. 긴급과 보통 둘 중 하나로 표시해 주십시오. {말머리}",
        {"말머리": POLITE, "날": DAYS, "곳": PLACES, "어른": ELDERS},
        labelled(REQUESTS),
        ("긴급", "보통"),
    ),
    Frame(
        "spelling-check",
        "{말머리} {이:이} {목적} {곳}에서 베껴 쓴 문장이다. 맞춤법이 옳으면 맞음, 아니면 틀림이라고 표시하라.",
        {"말머리": PLAIN, "이": ASKERS, "목적": PURPOSES, "곳": PLACES},
        _spelt,
        ("맞음", "틀림"),
    ),
    Frame(
        "tense",
        "{날}에 {이:과} 문법 놀이를 합니다. {때} 나온 문장의 시제를 과거, 현재, 미래로 구분해 주시겠어요? {말머리}",
        {"말머리": POLITE, "날": DAYS, "이": ASKERS, "때": MOMENTS},
        _tense,
        ("과거", "현재", "미래"),
    ),
    Frame(
        "part-of-speech",
        "{날}에 {어른:께서} {곳}에서 짚어 주신 낱말의 품사는? 명사, 동사, 형용사, 부사에서 택일.",
        {"어른": ELDERS, "곳": PLACES, "날": DAYS},
        labelled(WORD_CLASSES),
        ("명사", "동사", "형용사", "부사"),
    ),
    Frame(
        "word-origin",
        "{말머리} {목적} {이:과} 낱말의 뿌리를 찾고 있어요. {날}에 고른 단어가 고유어, 한자어, 외래어 중 무엇인지 말해 주세요.",
        {"말머리": POLITE, "목적": PURPOSES, "이": ASKERS, "날": DAYS},
        labelled(ORIGINS),
        ("고유어", "한자어", "외래어"),
    ),
    Frame(
        "animal-class",
        "{말머리} {날}에 {이:과} {곳}에서 동물 도감을 폈어. 이 동물은 포유류, 조류, 어류, 곤충 중에 어디 들어가?",
        {"말머리": PLAIN, "이": ASKERS, "곳": PLACES, "날": DAYS},
        labelled(CREATURES),
        ("포유류", "조류", "어류", "곤충"),
    ),
    Frame(
        "booking",
        "{곳} 예약을 맡은 {이:이} {날} 일로 받은 쪽지다. 용건을 예약, 취소, 변경 가운데서 판단해라. {말머리}",
        {"말머리": PLAIN, "곳": PLACES, "이": ADULTS, "날": DATES},
        labelled(BOOKINGS),
        ("예약", "취소", "변경"),
    ),
    Frame(
        "genre",
        "{어른:께서} {이:에게} {날}에 건네신 글입니다. 갈래가 시인지 편지인지 일기인지 설명문인지 밝혀 주시기 바랍니다.",
        {"어른": ELDERS, "이": ASKERS, "날": DAYS},
        labelled(GENRES),
        ("시", "편지", "일기", "설명문"),
    ),
    Frame(
        "true-or-false",
        "{날}에 {곳}에서 {이:이} 암산한 결과가 맞는지 봐 줘. 맞으면 예, 틀리면 아니요로만 답해.",
        {"곳": PLACES, "이": ASKERS, "날": DAYS},
        _sum,
        ("예", "아니요"),
    ),
    Frame(
        "parity",
        "{말머리} {날}에 {곳}에서 {이:이} 뽑은 번호표예요. 홀수 조와 짝수 조 중 어느 쪽으로 가야 하나요? 홀수 또는 짝수로 알려 주세요.",
        {"말머리": POLITE, "날": DAYS, "곳": PLACES, "이": ASKERS},
        _parity,
        ("홀수", "짝수"),
    ),
)
