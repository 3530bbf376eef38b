"""Tables made, read and worked out: totals, formulas, queries, shares of a bill, recipes for more people."""

from __future__ import annotations

import json
from fractions import Fraction
from random import Random

from selfinstruct_offline.frames import Pair, Slots
from selfinstruct_offline.ko.contexts import ADULTS
from selfinstruct_offline.ko.framing import frame, phrases, rows, told, worked
from selfinstruct_offline.ko.josa import josa
from selfinstruct_offline.ko.openers import PLAIN, POLITE
from selfinstruct_offline.ko.wordlists import GIVEN_NAMES

# goods | unit | lowest and highest price in hundreds of won
_GOODS = rows("""
두부 | 모 | 14 | 26
대파 | 단 | 19 | 38
달걀 | 판 | 59 | 89
애호박 | 개 | 12 | 25
고등어 | 마리 | 38 | 69
우유 | 통 | 21 | 33
감자 | 봉지 | 29 | 58
식빵 | 줄 | 27 | 45
참기름 | 병 | 68 | 129
쌀 | 포대 | 285 | 620
""")
# a subject | the head of its table | its rows, cells parted by a slash
SUBJECTS = rows("""
나이를 이르는 한자말을 | 말/나이/뜻 | 지학/15세/학문에 뜻을 둠;이립/30세/스스로 섬;불혹/40세/흔들리지 않음;지천명/50세/하늘의 뜻을 앎;이순/60세/들으면 이치를 앎;고희/70세/예부터 드문 나이
돌잡이 물건에 담긴 바람을 | 물건/바람 | 실타래/오래 살기를;붓/글을 잘하기를;쌀/먹을 것이 넉넉하기를;돈/재물이 많기를;활/씩씩하게 자라기를
물건을 세는 옛 단위를 | 단위/물건/개수 | 쾌/북어/20마리;손/고등어/2마리;접/마늘/100개;쌈/바늘/24개;톳/김/100장;축/오징어/20마리
윷가락이 젖혀진 수와 가는 칸을 | 이름/젖혀진 수/칸 | 도/1개/한 칸;개/2개/두 칸;걸/3개/세 칸;윷/4개/네 칸;모/0개/다섯 칸
다섯 국경일과 날짜를 | 국경일/날짜 | 삼일절/3월 1일;제헌절/7월 17일;광복절/8월 15일;개천절/10월 3일;한글날/10월 9일
사군자와 어울리는 계절을 | 식물/계절 | 매화/봄;난초/여름;국화/가을;대나무/겨울
열두 띠 가운데 앞의 여섯을 | 띠/동물 | 자/쥐;축/소;인/호랑이;묘/토끼;진/용;사/뱀
가까운 친척의 촌수를 | 친척/촌수 | 부모/1촌;형제자매/2촌;조부모/2촌;삼촌과 고모/3촌;사촌/4촌
설과 추석 같은 명절의 음식을 | 명절/음식 | 설날/떡국;정월 대보름/오곡밥;단오/수리취떡;추석/송편;동지/팥죽
""")
FORMULAS = rows("""
둘째 행부터 스무째 행까지 A열의 합계 | =SUM(A2:A20)
B2부터 B31까지의 평균 | =AVERAGE(B2:B31)
점수 C2가 60 이상이면 합격, 아니면 불합격 | =IF(C2>=60,"합격","불합격")
E2부터 E50까지 비어 있지 않은 칸의 수 | =COUNTA(E2:E50)
F2부터 F13까지의 최댓값 | =MAX(F2:F13)
단가 B2와 수량 C2를 곱한 금액 | =B2*C2
성 A2와 이름 B2를 붙인 성명 | =A2&B2
D2부터 D40까지 결석이라고 적힌 칸의 수 | =COUNTIF(D2:D40,"결석")
부서 A열이 총무인 행의 B열 지출 합계 | =SUMIF(A2:A30,"총무",B2:B30)
G2를 소수 첫째 자리까지 반올림한 값 | =ROUND(G2,1)
생일 H2에서 뽑은 태어난 해 | =YEAR(H2)
A2에 든 글자의 수 | =LEN(A2)
""")
_BOOKS = phrases("소나기; 동백꽃; 봄봄; 운수 좋은 날; 메밀꽃 필 무렵; 사랑손님과 어머니")
_FOR_SALE = phrases("전기밥솥; 책상 의자; 통기타; 아기 침대; 캠핑 난로; 커피 기계; 유모차; 스탠드 조명; 자전거; 선풍기")
_STATIONS = phrases("시청역; 강남역; 서면역; 반월당역; 수원역; 대전역; 전주역; 온양역")
_RECIPES = rows("""
김치찌개 | 신 김치 300g, 돼지고기 150g, 물 500mL, 고춧가루 1큰술
된장국 | 된장 2큰술, 두부 150g, 애호박 100g, 물 600mL
불고기 | 소고기 300g, 간장 3큰술, 설탕 1큰술, 배 100g
잡채 | 당면 150g, 시금치 100g, 당근 50g, 간장 2큰술
감자전 | 감자 400g, 부침 가루 50g, 소금 1작은술
떡볶이 | 떡 400g, 어묵 100g, 고추장 2큰술, 물 400mL
""")


def markdown(head: list[str], body: list[list[str]]) -> str:
    """A table in Markdown."""
    lines = [f"| {' | '.join(row)} |" for row in (head, *body)]
    return "\n".join([lines[0], "|" + "---|" * len(head), *lines[1:]])


def _subject(slots: Slots, _rng: Random) -> Pair:
    head, body = SUBJECTS[slots["것"]]
    return Pair("", markdown(head.split("/"), [row.split("/") for row in body.split(";")]))


def _shopping(rng: Random) -> tuple[str, str]:
    shown, body, total = [], [], 0
    for name in rng.sample(list(_GOODS), 3):
        unit, low, high = _GOODS[name]
        count, price = rng.randint(1, 4), rng.randint(int(low), int(high)) * 100
        total += count * price
        shown.append(f"{name} {count}{unit}, 1{unit}에 {price:,}원")
        body.append([name, f"{count}{unit}", f"{price:,}원", f"{count * price:,}원"])
    table = markdown(["품목", "수량", "단가", "금액"], [*body, ["총액", "", "", f"{total:,}원"]])
    return "\n".join(shown), table


def _second(rng: Random) -> tuple[str, str]:
    votes = dict(zip(rng.sample(GIVEN_NAMES, 4), rng.sample(range(21, 99), 4), strict=True))
    first, second = sorted(votes, key=votes.__getitem__, reverse=True)[:2]
    table = markdown(["후보", "표"], [[name, str(count)] for name, count in votes.items()])
    return table, f"2위는 {votes[second]}표를 얻은 {second}, 1위 {josa(first, '과')}는 {votes[first] - votes[second]}표 차이"


def _query(rng: Random) -> tuple[str, str]:
    members = rng.sample(GIVEN_NAMES, 3)
    times = dict(zip(members, rng.sample(range(1, 5), 3), strict=True))
    loans = [[name, rng.choice(_BOOKS)] for name in members for _ in range(times[name])]
    rng.shuffle(loans)
    query = "SELECT member, COUNT(*) AS times\nFROM loans\nGROUP BY member\nORDER BY times DESC;"
    ranked = sorted(times, key=times.__getitem__, reverse=True)
    result = markdown(["member", "times"], [[name, str(times[name])] for name in ranked])
    return f"loans\n{markdown(['member', 'book'], loans)}", f"```sql\n{query}\n```\n\n{result}"


def _advert(rng: Random) -> tuple[str, str]:
    item, station, price = rng.choice(_FOR_SALE), rng.choice(_STATIONS), rng.randint(2, 19) * 5000
    years = rng.choice((1, 2, 3, 4, 5))
    text = f"{years}년 쓴 {item} 팝니다. {price:,}원이고 {station}에서 직거래해요."
    found = {"물건": item, "값": price, "햇수": years, "곳": station}
    return text, json.dumps(found, ensure_ascii=False)


def _settled(rng: Random) -> tuple[str, str]:
    names, share = rng.sample(GIVEN_NAMES, 3), rng.randint(15, 40) * 1000
    second = rng.randint(3, share // 1000 - 1) * 1000
    paid = (3 * share - second, second)
    shown = f"참석: {', '.join(names)}\n{names[0]}: 밥값 {paid[0]:,}원\n{names[1]}: 찻값 {paid[1]:,}원\n{names[2]}: 낸 돈 없음"
    owed = [
        f"{josa(name, '은')} {names[0]}에게 {sum_:,}원을 보낸다."
        for name, sum_ in ((names[1], share - second), (names[2], share))
    ]
    return shown, f"한 사람 몫은 {sum(paid):,} ÷ 3 = {share:,}원이다.\n" + "\n".join(owed)


def amount(value: Fraction) -> str:
    """The amount in Korean: whole, halves and quarters as fractions behind 과."""
    whole, part = divmod(value, 1)
    if not part:
        return str(whole)
    return f"{whole}과 {part}" if whole else str(part)


def _scaled(rng: Random) -> tuple[str, str]:
    dish, people = rng.choice(list(_RECIPES)), rng.choice((1, 3, 4, 5, 6, 8))
    made = []
    for item in _RECIPES[dish][0].split(", "):
        name, measure = item.rsplit(" ", 1)
        number = "".join(filter(str.isdigit, measure))
        made.append(f"{name} {amount(Fraction(int(number) * people, 2))}{measure.removeprefix(number)}")
    return f"{dish} 2인분을 {people}인분으로\n{_RECIPES[dish][0]}", f"{dish} {people}인분\n{', '.join(made)}"


FRAMES = (
    frame(
        "table",
        "{목적} {이:도} 한눈에 볼 표가 필요합니다. {것} 마크다운 표로 정리해 주십시오. {말머리}",
        _subject,
        말머리=POLITE,
        것=SUBJECTS,
    ),
    frame(
        "table",
        "{말머리} {이:이} {때} 적은 장보기 쪽지예요. 품목, 수량, 단가, 금액에 총액까지 표로 만들어 주세요.",
        worked(_shopping),
        말머리=POLITE,
    ),
    frame(
        "table",
        "{날}에 {곳}에서 뽑은 대표의 득표수다. 2위는 누구이며 1위와는 몇 표 차이인가? {말머리}",
        worked(_second),
        말머리=PLAIN,
    ),
    frame(
        "table",
        "{말머리} {이:이} 엑셀에서 {값:을} 구하느라 {때} 헤맸어요. 셀에 넣을 수식을 알려 주세요.",
        told("`{값1}`", 값=FORMULAS),
        말머리=POLITE,
        이=ADULTS,
        값=FORMULAS,
    ),
    frame(
        "code",
        "{말머리} {이:이} {때} 적은 대출 기록입니다. 회원별 횟수를 많은 순으로 뽑는 SQL 문과 결과를 보여 주세요.",
        worked(_query),
        말머리=POLITE,
    ),
    frame(
        "extract",
        "{이:이} {날}에 본 장터 글이야. 물건, 값, 햇수, 곳을 키로 삼아 JSON 한 줄로 뽑아 줘. {말머리}",
        worked(_advert),
        말머리=PLAIN,
    ),
    frame(
        "everyday",
        "{날}에 {곳}에서 쓴 돈을 똑같이 나눈다. 누가 누구에게 얼마를 보내야 하지? {말머리}",
        worked(_settled),
        말머리=PLAIN,
    ),
    frame(
        "cooking",
        "{말머리} {이:과} {때} 정한 요리예요. 재료를 인분에 맞춰 다시 셈하되 나누어떨어지지 않으면 분수로 적어 주세요.",
        worked(_scaled),
        말머리=POLITE,
    ),
)
