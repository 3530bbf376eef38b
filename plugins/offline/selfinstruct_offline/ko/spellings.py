"""Spelling and spacing: words that sound alike, loanwords, place names in Latin letters, sums written out."""

from __future__ import annotations

from random import Random

from selfinstruct_offline.ko.answers import drawn, labelled
from selfinstruct_offline.ko.framing import frame, pairs, rows, told, worked
from selfinstruct_offline.ko.openers import PLAIN, POLITE
from selfinstruct_offline.ko.sentences import SPACED

BLANKS = rows("""
되 | 그렇게 서두르면 안 (   )지. | 벌써 저녁이 (   )었구나. | 이제 집에 가도 (   )나요? | 나는 커서 의사가 (   )고 싶어. | 준비가 다 (   )면 불러 줘.
돼 | 여기서 뛰면 안 (   )요. | 밥이 다 (   )서 불을 껐다. | 걱정하지 않아도 (   ). | 이 약은 지금 먹어도 (   )요? | 어느새 어른이 다 (   )간다.
""")
# a spacing that is wrong for each that is right: bound nouns joined, particles parted
_MISSPACED = (
    "오늘은 할일이 많다.", "사과 세개를 샀다.", "나 만큼 키가 크다.", "갈수 있는 사람은 손을 들어라.", "떠난지 한 달이 되었다.",
    "집 에서 쉬고 싶다.", "아는대로 답했다.", "그럴리가 없다.", "밥 을 많이 먹었다.", "웃을뿐 말이 없다.",
)  # fmt: skip
SPACING = {"O": SPACED, "X": _MISSPACED}
ROMANIZED = pairs("""
종로 | Jongno
왕십리 | Wangsimni
신라 | Silla
경복궁 | Gyeongbokgung
속리산 | Songnisan
설악산 | Seoraksan
불국사 | Bulguksa
독도 | Dokdo
대관령 | Daegwallyeong
강릉 | Gangneung
여의도 | Yeouido
낙동강 | Nakdonggang
한라산 | Hallasan
울릉 | Ulleung
광희문 | Gwanghuimun
별내 | Byeollae
압구정 | Apgujeong
전주 | Jeonju
""")
LOANS = rows("""
쥬스 | 주스
초콜렛 | 초콜릿
케잌 | 케이크
악세사리 | 액세서리
메세지 | 메시지
까페 | 카페
수퍼마켓 | 슈퍼마켓
로보트 | 로봇
바베큐 | 바비큐
쇼파 | 소파
렌트카 | 렌터카
앙케이트 | 앙케트
컨텐츠 | 콘텐츠
플랭카드 | 플래카드
가디건 | 카디건
알콜 | 알코올
워크샵 | 워크숍
리더쉽 | 리더십
소세지 | 소시지
부페 | 뷔페
""")
_SOUND_LOANS = (
    "커피",
    "버스",
    "피아노",
    "라디오",
    "바나나",
    "택시",
    "호텔",
    "샐러드",
    "티셔츠",
    "노트북",
    "햄버거",
    "아이스크림",
)
# how two words differ that sound alike
ALIKE = rows("""
'가르치다'와 '가리키다' | '가르치다'는 지식이나 기술을 알려 주는 것이고, '가리키다'는 손가락 따위로 방향이나 대상을 집어 보이는 것입니다. | 형이 수영을 가르쳤다. 시곗바늘이 세 시를 가리켰다.
'잃다'와 '잊다' | '잃다'는 가졌던 것이 없어지는 것이고, '잊다'는 기억하지 못하는 것입니다. | 길에서 지갑을 잃었다. 친구의 생일을 잊었다.
'다르다'와 '틀리다' | '다르다'는 서로 같지 않다는 뜻이고, '틀리다'는 맞지 않다는 뜻입니다. | 우리는 취미가 다르다. 셋째 문제의 답이 틀렸다.
'부치다'와 '붙이다' | '부치다'는 편지나 물건을 보내거나 전을 지지는 것이고, '붙이다'는 떨어지지 않게 하는 것입니다. | 소포를 부쳤다. 봉투에 우표를 붙였다.
'반드시'와 '반듯이' | '반드시'는 꼭이라는 뜻이고, '반듯이'는 기울거나 굽지 않고 바르게라는 뜻입니다. | 약속은 반드시 지켜라. 허리를 펴고 반듯이 앉아라.
'낫다'와 '낳다' | '낫다'는 병이 없어지거나 더 좋다는 뜻이고, '낳다'는 새끼나 알을 몸 밖으로 내놓는 것입니다. | 감기가 씻은 듯이 나았다. 암탉이 알을 낳았다.
'늘이다'와 '늘리다' | '늘이다'는 본디보다 길이를 길게 하는 것이고, '늘리다'는 수나 양, 넓이 따위를 더 많거나 크게 하는 것입니다. | 고무줄을 당겨 늘였다. 주차장 자리를 늘렸다.
'벌이다'와 '벌리다' | '벌이다'는 일을 펼쳐 시작하는 것이고, '벌리다'는 둘 사이를 넓히는 것입니다. | 마을에서 잔치를 벌였다. 의사가 입을 벌리라고 했다.
'결제'와 '결재' | '결제'는 값을 치러 거래를 끝내는 것이고, '결재'는 윗사람이 안건을 살펴 허가하는 것입니다. | 카드로 밥값을 결제했다. 부장님께 휴가 서류를 올려 결재를 받았다.
'좇다'와 '쫓다' | '좇다'는 꿈이나 뜻을 따르는 것이고, '쫓다'는 뒤를 급히 따르거나 몰아내는 것입니다. | 그는 평생 꿈을 좇았다. 경찰이 도둑을 쫓았다.
'안치다'와 '앉히다' | '안치다'는 찌거나 끓일 것을 솥에 넣는 것이고, '앉히다'는 앉게 하는 것입니다. | 솥에 쌀을 안쳤다. 아이를 무릎에 앉혔다.
'조리다'와 '졸이다' | '조리다'는 양념이 배어들게 바짝 끓이는 것이고, '졸이다'는 국물을 줄어들게 하거나 마음을 태우는 것입니다. | 고등어를 간장에 조렸다. 결과를 기다리며 마음을 졸였다.
'로서'와 '로써' | '로서'는 지위나 자격을 나타내고, '로써'는 수단이나 도구를 나타냅니다. | 반장으로서 책임을 다했다. 대화로써 다툼을 풀었다.
""")
_DIGITS = ("", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구")
_PLACES = ("", "십", "백", "천")
_GROUPS = ("", "만", "억", "조")


def spelt(number: int) -> str:
    """The number as it is written out on receipts, every digit and its place: 150,000 -> 일십오만."""
    out = ""
    for group in range(3, -1, -1):
        digits = f"{number // 10 ** (4 * group) % 10000:04d}"
        part = "".join(_DIGITS[int(d)] + _PLACES[3 - at] for at, d in enumerate(digits) if d != "0")
        out += part + _GROUPS[group] if part else ""
    return out


def _receipt(rng: Random) -> tuple[str, str]:
    amount = rng.randint(11, 9899) * rng.choice((1_000, 5_000, 10_000))
    return f"{amount:,}원", f"일금 {spelt(amount)}원정"


def _loans(rng: Random) -> tuple[str, str]:
    wrong = rng.sample(list(LOANS), 2)
    shown = rng.sample([*wrong, *rng.sample(_SOUND_LOANS, 2)], 4)
    return ", ".join(shown), "\n".join(f"{word} → {LOANS[word][0]}" for word in shown if word in LOANS)


FRAMES = (
    frame(
        "spelling",
        "{말머리} {이:이} {때} 적은 문장이야. 빈칸에 '되'와 '돼' 중 무엇이 들어가?",
        labelled(BLANKS),
        BLANKS,
        말머리=PLAIN,
    ),
    frame(
        "spelling",
        "{말머리} {이:이} {곳}에서 쓴 문장입니다. 띄어쓰기가 올바르면 O, 그르면 X로만 답하십시오.",
        labelled(SPACING),
        SPACING,
        말머리=POLITE,
    ),
    frame(
        "spelling",
        "{말머리} {목적} 지명을 로마자 표기법에 맞게 적으려 해요. {이:도} 읽게 고쳐 주실래요?",
        drawn(ROMANIZED),
        말머리=POLITE,
    ),
    frame(
        "spelling",
        "{때} {이:과} 본 외래어들. 표기법에 어긋난 것만 골라 '틀린 말 → 바른 말'로 쓸 것. {말머리}",
        worked(_loans),
        말머리=PLAIN,
    ),
    frame(
        "vocabulary",
        "{이:이} {때} {둘:을} 섞어 썼어요. {목적} 합니다. 뜻을 가르고 예문을 하나씩 들어 주세요.",
        told("{둘1}\n\n예문: {둘2}", 둘=ALIKE),
        둘=ALIKE,
    ),
    frame(
        "writing",
        "{날}에 {어른:께} 드릴 영수증을 씁니다. 금액을 '일금'과 '원정' 사이에 한글로 옮겨 주십시오. {말머리}",
        worked(_receipt),
        말머리=POLITE,
    ),
)
