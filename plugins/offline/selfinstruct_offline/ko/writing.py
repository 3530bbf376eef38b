"""Letters, notices, invitations, diaries, poems, story openings, dialogues, names and slogans."""

from __future__ import annotations

from random import Random

from selfinstruct_offline.frames import Frame, Pair, Slots
from selfinstruct_offline.ko.answers import known, numbered, said
from selfinstruct_offline.ko.contexts import ADULTS, ASKERS, DATES, DAYS, ELDERS, MOMENTS, PLACES, PURPOSES
from selfinstruct_offline.ko.josa import josa, render
from selfinstruct_offline.ko.openers import PLAIN, POLITE
from selfinstruct_offline.ko.phrases import ERRANDS, EVENTS, HAPPY_NEWS, PARTIES, RULES, TEXTS
from selfinstruct_offline.ko.stories import ANIMALS, HAPPENINGS, HEROES, MOODS, SHOPS, SUBJECTS, TONES, TOPICS

_KINDNESSES = (
    "길을 잃었을 때 데려다주신",
    "밤늦게 병원에 함께 가 주신",
    "첫 직장을 소개해 주신",
    "무거운 짐을 들어 주신",
    "논문을 꼼꼼히 읽어 주신",
    "따끔한 충고를 아끼지 않으신",
    "김치 한 통을 나눠 주신",
    "면접 연습을 도와주신",
    "비 오는 날 우산을 씌워 주신",
    "어려운 수학을 쉽게 가르쳐 주신",
    "아픈 강아지를 살펴 주신",
    "이사하는 날 손을 보태 주신",
    "잃어버린 가방을 맡아 주신",
    "힘든 이야기를 오래 들어 주신",
    "장학금을 추천해 주신",
    "고장 난 수도를 고쳐 주신",
    "낯선 도시를 안내해 주신",
    "직접 짠 목도리를 보내 주신",
    "아이를 반나절 돌봐 주신",
    "잘못을 너그럽게 덮어 주신",
    "서툰 한국어를 기다려 주신",
    "차를 밀어 시동을 걸게 해 주신",
)
_FAULTS = (
    "약속을 까맣게 잊은",
    "화분을 깨뜨린",
    "보고서를 엉뚱한 사람에게 보낸",
    "회의에 한 시간 늦은",
    "빌린 책에 커피를 쏟은",
    "말을 함부로 옮긴",
    "예약을 두 번 잡은",
    "자전거를 긁은",
    "성함을 틀리게 적은",
    "밤중에 시끄럽게 한",
    "주문 수량을 잘못 셈한",
    "물을 잠그지 않고 나간",
    "급한 전화를 받지 못한",
    "열쇠를 잃어버린",
    "남의 우산을 들고 간",
    "회비를 제때 내지 않은",
    "강아지 목줄을 놓친",
    "준비물을 빠뜨린",
    "화가 나서 문을 쾅 닫은",
    "답장을 한 달이나 미룬",
)
_POINTS = {
    "값에 비해 튼튼하다는": "값을 생각하면 놀랄 만큼 튼튼합니다.",
    "생각보다 무겁다는": "들어 보면 생각보다 무거워 오래 들기는 힘듭니다.",
    "포장이 꼼꼼했다는": "흠집 하나 없이 꼼꼼하게 싸여 왔습니다.",
    "설명서가 불친절하다는": "설명서가 짧아 처음에는 헤맸습니다.",
    "색깔이 곱다는": "색이 은은하고 고와 볼 때마다 기분이 좋습니다.",
    "배송이 닷새나 걸렸다는": "주문하고 닷새를 기다린 점은 아쉽습니다.",
    "선물로 주기 좋다는": "받는 사람이 좋아할 만해서 선물로도 알맞습니다.",
    "크기가 애매하다는": "크기가 조금 애매해서 둘 곳을 고민했습니다.",
    "손질이 간편하다는": "닦기 쉬워 손이 덜 갑니다.",
    "냄새가 며칠 갔다는": "처음 며칠은 새것 냄새가 났습니다.",
    "마감이 깔끔하다는": "모서리까지 깔끔하게 마무리되어 있습니다.",
    "고객 응대가 빨랐다는": "문의하니 그날 바로 답해 주었습니다.",
}
_GOODS = (
    "접이식 캠핑 의자",
    "무선 진공청소기",
    "도자기 찻잔",
    "메모리폼 베개",
    "방수 등산화",
    "어린이 자전거 안전모",
    "스테인리스 도시락통",
    "전기 주전자",
    "원목 책꽂이",
    "극세사 담요",
    "휴대용 선풍기",
    "가죽 반지갑",
    "실리콘 주걱",
    "제습기",
    "기계식 자판",
    "뜨개실 꾸러미",
    "탁상용 조명",
    "고양이 화장실",
    "요가 깔개",
    "대나무 칫솔",
    "압력 밥솥",
    "여행용 가방",
    "손목시계",
    "유리 반찬통",
)
_SPANS = ("일주일", "보름", "한 달 남짓", "석 달", "반년", "일 년 가까이", "겨우내", "여름 동안", "열흘", "두 해")


def _mail(slots: Slots, _rng: Random) -> Pair:
    subject, body = ERRANDS[slots["용건"]]
    return Pair("", f"제목: {subject}\n\n{slots['어른']}께\n\n안녕하십니까. {body}\n\n읽어 주셔서 고맙습니다.")


def _notice(slots: Slots, _rng: Random) -> Pair:
    rule = RULES[slots["규칙"]]
    return Pair("", f"[{slots['곳']} 안내]\n{rule}\n모두가 편히 지낼 수 있도록 함께해 주시기 바랍니다.")


def _story(slots: Slots, rng: Random) -> Pair:
    opening = rng.choice(
        (
            "그날 {곳}에는 바람 한 점 없었다. {누구:은} 거기서 {일}. 그 일이 무엇을 바꿔 놓을지 그때는 아무도 몰랐다.",
            "{누구:이} {곳}에 다다랐을 때는 이미 해가 기울고 있었다. 잠시 뒤 {누구:은} {일}. 모든 이야기는 거기서 비롯되었다.",
            "{곳}에는 오래된 소문이 하나 있었다. {누구:은} 그 소문을 믿지 않았다. 그런데 어느 날 정말로 {일}.",
        )
    )
    return Pair("", render(opening, {**slots, "일": HAPPENINGS[slots["사건"]]}))


def _poem(slots: Slots, rng: Random) -> Pair:
    first = rng.choice(("{날},", "{날}의 일이다,", "다시 {날},"))
    second = rng.choice(("{것:을} 가만히 바라본다", "{것:이} 먼저 말을 건다", "{것} 앞에 멈춰 선다"))
    return Pair("", "\n".join((render(first, slots), render(second, slots), *MOODS[slots["마음"]])))


def _diary(slots: Slots, _rng: Random) -> Pair:
    text = render("{날}, {곳}에 있었다. 오늘은 {일} 날이었다. ", slots)
    return Pair("", text + EVENTS[slots["일"]])


def _names(slots: Slots, _rng: Random) -> Pair:
    return Pair("", numbered(TONES[slots["느낌"]]))


def _dialogue(slots: Slots, rng: Random) -> Pair:
    exchanges = (
        ("요즘 {화제} 이야기가 많던데 어떻게 생각하세요?", "글쎄, 좋은 점도 있고 걱정도 되더군."),
        ("저는 {화제} 문제를 그냥 넘기면 안 될 것 같아요.", "나도 마침 그 생각을 하고 있었네."),
        ("{화제:을} 두고 다들 말이 다르더라고요.", "그럴수록 차분히 들어 봐야지."),
        ("그럼 {화제} 일은 제가 먼저 알아볼까요?", "그래 주면 고맙겠네. 나도 돕지."),
    )
    first, second = (exchanges[n] for n in sorted(rng.sample(range(len(exchanges)), 2)))
    lines = (("이", first[0]), ("어른", first[1]), ("이", second[0]), ("어른", second[1]))
    return Pair("", "\n".join(f"{slots[who]}: {render(line, slots)}" for who, line in lines))


def _congratulation(slots: Slots, _rng: Random) -> Pair:
    what = HAPPY_NEWS[slots["소식"]]
    return Pair("", f"{josa(what, '을')} 진심으로 축하해!\n그동안 애쓴 만큼 앞으로도 좋은 일만 가득하길 바랄게.")


FRAMES = (
    Frame(
        "mail",
        "{곳}에서 {어른:께} {용건} 메일을 보내야 합니다. 정중하게 써 주시겠습니까?",
        {"곳": PLACES, "어른": ELDERS, "용건": tuple(ERRANDS)},
        _mail,
    ),
    Frame(
        "mail",
        "{때} 생각났는데, {어른:께} {용건} 편지를 깜빡했어. 제목까지 붙여 대신 써 주라.",
        {"때": MOMENTS, "어른": ELDERS, "용건": tuple(ERRANDS)},
        _mail,
    ),
    Frame(
        "text-message",
        "{이:에게} {때} {말} 문자를 남기려고 해. 짧고 다정한 말로 부탁해.",
        {"이": ADULTS, "때": MOMENTS, "말": tuple(TEXTS)},
        known("말", TEXTS),
    ),
    Frame(
        "notice",
        "{곳}에 {규칙} 안내문을 붙이려고 해요. {이:도} 쉽게 알아보게 써 주세요.",
        {"곳": PLACES, "규칙": tuple(RULES), "이": ASKERS},
        _notice,
    ),
    Frame(
        "congratulation",
        "{이:이} {곳}에서 {소식} 소식을 전해 왔어. 카드에 적을 축하 글 두 줄만 지어 줄래? {말머리}",
        {"말머리": PLAIN, "이": ADULTS, "곳": PLACES, "소식": tuple(HAPPY_NEWS)},
        _congratulation,
    ),
    Frame(
        "invitation",
        "{날}에 {곳}에서 {일:을} 엽니다. {어른:을} 모시는 초대장 문안을 작성해 주십시오.",
        {"날": DATES, "곳": PLACES, "일": PARTIES, "어른": ELDERS},
        said(
            "{어른:께}\n\n{날}에 {곳}에서 {일:을} 엽니다. 바쁘시더라도 부디 오셔서 자리를 빛내 주시기 바랍니다.",
            "{어른:께}\n\n{일:을} 마련했습니다. {날}, {곳}에서 기다리겠습니다. 함께해 주시면 더없이 기쁘겠습니다.",
        ),
    ),
    Frame(
        "diary",
        "{날}에 {곳}에서 {일} 이야기를 짧은 일기로 써라.",
        {"날": DAYS, "곳": PLACES, "일": tuple(EVENTS)},
        _diary,
    ),
    Frame(
        "poem",
        "{말머리} {날:을} 떠올리며 {것:을} 노래하는 네 줄짜리 시를 써 주세요. {마음} 마음이 담기면 좋겠어요.",
        {"말머리": POLITE, "날": DAYS, "것": SUBJECTS, "마음": tuple(MOODS)},
        _poem,
    ),
    Frame(
        "story",
        "{누구:이} {곳}에서 {사건} 이야기. 첫머리만 세 문장으로.",
        {"누구": HEROES, "곳": PLACES, "사건": tuple(HAPPENINGS)},
        _story,
    ),
    Frame(
        "story",
        "{이:에게} 들려줄 옛날이야기를 짓고 있어요. {누구:이} {곳}에서 {사건} 대목으로 시작해 주세요.",
        {"이": ASKERS, "누구": HEROES, "곳": PLACES, "사건": tuple(HAPPENINGS)},
        _story,
    ),
    Frame(
        "dialogue",
        "{이:과} {어른:이} {곳}에서 {화제:을} 놓고 나눌 법한 대화를 네 줄로 꾸며 보자.",
        {"이": ASKERS, "어른": ELDERS, "곳": PLACES, "화제": TOPICS},
        _dialogue,
    ),
    Frame(
        "thanks",
        "{어른:은} {날}에 {도움} 분입니다. 감사 인사를 몇 마디 적어 주시겠어요?",
        {"어른": ELDERS, "날": DAYS, "도움": _KINDNESSES},
        said("{어른:께}\n\n{날}에 {도움} 일을 잊지 못합니다. 덕분에 큰 힘을 얻었습니다. 진심으로 감사드립니다."),
    ),
    Frame(
        "apology",
        "{때} {어른:께} {잘못} 일을 사과드리고 싶은데 말문이 막힙니다. 사과문을 써 주십시오.",
        {"때": MOMENTS, "어른": ELDERS, "잘못": _FAULTS},
        said(
            (
                "{어른:께}\n\n제가 {잘못} 일로 마음을 상하게 해 드려 죄송합니다. "
                "변명하지 않겠습니다. 다시는 같은 일이 없도록 하겠습니다."
            ),
            "{어른:께}\n\n{잘못} 것은 모두 제 잘못입니다. 깊이 사과드리며, 앞으로는 더 살피겠습니다.",
        ),
    ),
    Frame(
        "review",
        "{것:을} {동안} 써 보니 어떤가요? {점} 이야기를 넣어 {이:이} 쓸 법한 후기를 적어 주세요.",
        {"것": _GOODS, "동안": _SPANS, "점": tuple(_POINTS), "이": ADULTS},
        known("점", _POINTS, "{것:을} {동안} 써 보았습니다. {답} 사려는 분께 참고가 되면 좋겠습니다."),
    ),
    Frame(
        "interview",
        "{말머리} {목적} {어른:을} 만나 {화제} 이야기를 듣기로 했다. 던질 질문 세 개를 뽑아라.",
        {"말머리": PLAIN, "목적": PURPOSES, "어른": ELDERS, "화제": TOPICS},
        said(
            "1. {화제:에} 관심을 두게 된 계기는 무엇입니까?\n2. {화제} 때문에 가장 어려웠던 점은 무엇입니까?\n"
            "3. 앞으로 {화제:이} 어떻게 달라지기를 바라십니까?",
        ),
    ),
    Frame(
        "naming",
        "{곳}에서 {동물:을} 데려왔어요! {이:이} 부르기 좋게 {느낌} 이름 세 개만 지어 주세요.",
        {"곳": PLACES, "동물": ANIMALS, "이": ASKERS, "느낌": tuple(TONES)},
        _names,
    ),
    Frame(
        "slogan",
        "{말머리} {곳} 근처에 {가게:이} 문을 엽니다. {이:도} 돌아볼 만한 한 줄 광고 문구가 있을까요?",
        {"말머리": POLITE, "곳": PLACES, "가게": tuple(SHOPS), "이": ADULTS},
        known("가게", SHOPS),
    ),
)
