"""Word games: idioms with gaps, chains of words between two ends, initials with a hint, claims to be judged."""

from __future__ import annotations

from random import Random

from selfinstruct_offline.ko.framing import frame, pairs, phrases, rows, told, worked
from selfinstruct_offline.ko.language import initials
from selfinstruct_offline.ko.openers import PLAIN, POLITE
from selfinstruct_offline.ko.sayings import IDIOMS

_WORDS = phrases("""
기차; 차표; 표범; 범인; 인사; 사과; 과자; 자두; 두부; 부자; 자전거; 거울; 울산; 산소; 소금; 금고; 고기; 기타; 타조; 조개; 개미; 미소
소나기; 기러기; 기자; 자리; 리본; 본사; 사자; 자루; 루비; 비누; 누나; 나무; 무지개; 개나리; 나비; 비옷; 옷장; 장미; 미역; 역사; 사탕
탕수육; 육지; 지구; 구두; 두유; 유리; 고구마; 마차; 마늘; 바다; 다리; 다람쥐; 가지; 지우개; 가방; 방석; 석류; 배추; 추석; 석탄
""")
HINTS = pairs("""
김치찌개 | 돼지고기를 넣고 끓이는 매콤한 음식
세종대왕 | 훈민정음을 만든 임금
무궁화 | 우리나라를 나타내는 꽃
독립문 | 서대문에 서 있는 돌문
판소리 | 소리꾼과 고수가 이끄는 공연
강강술래 | 손을 잡고 둥글게 돌며 노는 놀이
첨성대 | 경주에 있는 신라의 천문대
거북선 | 등에 쇠못을 꽂은 조선의 싸움배
한라산 | 제주도에 솟은 산
떡국 | 설날 아침에 먹는 음식
장구 | 허리가 잘록한 타악기
온돌 | 구들장을 데우는 난방 방식
""")
# a claim | O or X | why
OX = rows("""
남한에서 가장 높은 산은 지리산이다. | X | 남한에서 가장 높은 산은 한라산이다.
독도는 경상북도 울릉군에 속한다. | O | 행정 구역이 울릉군 울릉읍 독도리이다.
거미는 곤충이다. | X | 거미는 다리가 여덟이어서 곤충이 아니다.
고래는 물고기이다. | X | 고래는 새끼에게 젖을 먹이는 포유류이다.
한글날은 10월 9일이다. | O | 훈민정음을 반포한 날을 기린다.
달은 스스로 빛을 낸다. | X | 달은 햇빛을 되비칠 뿐이다.
빛은 소리보다 빠르다. | O | 그래서 번개가 먼저 보이고 천둥이 나중에 들린다.
물은 얼면 부피가 준다. | X | 물은 얼면 부피가 늘어난다.
낙동강은 동해로 흘러든다. | X | 낙동강은 남해로 흘러든다.
삼각형의 세 각을 더하면 180도이다. | O | 평면에서 어떤 삼각형이든 그렇다.
박쥐는 새끼를 낳는다. | O | 박쥐는 날지만 포유류이다.
윤년에는 2월이 29일까지 있다. | O | 그래서 윤년은 366일이다.
""")


def _idiom(rng: Random) -> tuple[str, str]:
    idiom = rng.choice(list(IDIOMS))
    at = sorted(rng.sample(range(4), 2))
    return f"{''.join('□' if n in at else c for n, c in enumerate(idiom))}: {IDIOMS[idiom]}", idiom


def _chain(rng: Random) -> tuple[str, str]:
    while True:
        chain = [rng.choice(_WORDS)]
        while len(chain) < 5 and (nexts := [w for w in _WORDS if w[0] == chain[-1][-1] and w not in chain]):
            chain.append(rng.choice(nexts))
        if len(chain) == 5:
            return f"{chain[0]} → □ → □ → □ → {chain[-1]}", " → ".join(chain)


def _hinted(rng: Random) -> tuple[str, str]:
    word, hint = rng.choice(HINTS)
    return f"{initials(word)} ({hint})", word


FRAMES = (
    frame(
        "puzzle", "{말머리} {이:이} {때} 지워 버린 두 글자를 채워 사자성어를 되살려 주실래요?", worked(_idiom), 말머리=POLITE
    ),
    frame(
        "wordplay",
        "{날}에 {이:과} {곳}에서 하는 끝말잇기. 처음과 끝은 정해졌으니 가운데를 채워 줘. {말머리}",
        worked(_chain),
        말머리=PLAIN,
    ),
    frame(
        "quiz",
        "{말머리} {이:이} {곳}에서 낸 초성 퀴즈예요. 귀띔을 보고 낱말을 맞혀 보세요.",
        worked(_hinted),
        말머리=POLITE,
    ),
    frame(
        "quiz",
        "{말머리} {이:이} {곳}에서 'OX 퀴즈: {문제}'라고 적었어. 정답과 해설을 달아 줘.",
        told("정답: {문제1}\n해설: {문제2}", 문제=OX),
        말머리=PLAIN,
        문제=OX,
    ),
)
