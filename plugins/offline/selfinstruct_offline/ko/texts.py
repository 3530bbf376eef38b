"""Texts read, cut short, carried over and made up: gaps, claims, notices, English, scenes, verses and voices."""

from __future__ import annotations

from random import Random

from selfinstruct_offline.ko.answers import drawn
from selfinstruct_offline.ko.contexts import ADULTS
from selfinstruct_offline.ko.framing import frame, pairs, rows, told, worked
from selfinstruct_offline.ko.openers import PLAIN, POLITE

_GAPS = pairs("""
보기: 그래서, 그러나, 예를 들어 // 도시의 밤은 갈수록 밝아진다. ( 가 ) 별을 볼 곳이 줄었다. 가로등을 모두 끌 수는 없다. ( 나 ) 갓을 씌우면 별은 훨씬 또렷해진다. | (가) 그래서, (나) 그러나
보기: 왜냐하면, 그리고, 하지만 // 나는 걸어서 학교에 간다. ( 가 ) 버스가 늘 붐비기 때문이다. ( 나 ) 비가 오는 날은 어쩔 수 없이 버스를 탄다. | (가) 왜냐하면, (나) 하지만
보기: 따라서, 예를 들어, 반면에 // 도시에서는 이웃을 모르고 지내기 쉽다. ( 가 ) 시골에서는 서로 숟가락 수까지 안다. 도시에도 이웃을 잇는 곳이 있다. ( 나 ) 마을 도서관이 그렇다. | (가) 반면에, (나) 예를 들어
보기: 그러므로, 게다가, 그렇지만 // 이 의자는 값이 싸다. ( 가 ) 가벼워서 옮기기도 쉽다. ( 나 ) 오래 앉으면 허리가 아프다. | (가) 게다가, (나) 그렇지만
보기: 또한, 그런데도, 그 결과 // 마을은 분리배출함을 늘렸다. ( 가 ) 쓰레기가 절반으로 줄었다. 비용은 조금 더 든다. ( 나 ) 주민들은 만족한다. | (가) 그 결과, (나) 그런데도
""")
# a passage | what its writer says | three things that its writer does not say
_CLAIMS = rows("""
기억은 창고에 넣어 둔 물건이 아니다. 같은 소풍을 다녀온 두 사람의 기억도 해가 갈수록 달라진다. 떠올릴 때마다 지금의 마음에 맞추어 새로 엮기 때문이다. | 기억은 떠올릴 때마다 새로 엮인다. | 기억은 처음 그대로 남는다. | 소풍은 자주 갈수록 좋다. | 오래된 기억일수록 정확하다.
빈 땅에 나무를 심는다고 숲이 되지는 않는다. 나무와 버섯, 새와 벌레가 서로 기대어 살 때 비로소 숲이 된다. | 숲은 여러 생물이 어울려야 이루어진다. | 나무만 많으면 숲이 된다. | 벌레는 숲을 해친다. | 빈 땅은 남겨 두어야 한다.
줄임말은 또래를 가깝게 한다. 그러나 모르는 사람에게는 벽이 된다. 그러니 듣는 이가 누구인지 살펴 가려 쓰자. | 줄임말은 상대를 보아 가려 써야 한다. | 줄임말은 모두 없애야 한다. | 줄임말은 많이 쓸수록 좋다. | 어른은 줄임말을 써서는 안 된다.
느린 배송을 고르면 트럭이 짐을 모아 한 번에 나른다. 하루만 더 기다려도 길 위의 매연이 준다. 급하지 않다면 기다려 보자. | 급하지 않은 짐은 느린 배송을 고르자. | 배송은 빠를수록 좋다. | 트럭을 더 늘려야 한다. | 물건을 사지 말아야 한다.
실수를 감추는 모둠은 같은 실수를 되풀이한다. 실수를 말해도 탓하지 않는 모둠이 빨리 배운다. | 실수를 터놓을 수 있어야 빨리 배운다. | 실수한 사람에게 벌을 주어야 한다. | 실수는 감추는 것이 낫다. | 혼자 배우는 편이 빠르다.
""")
_NOTICES = rows("""
저수조 청소로 단수 | 물 미리 받아 두기 | 저수조를 청소하여 모든 세대에 물이 나오지 않습니다. 쓰실 물은 미리 받아 두시기 바랍니다.
점검으로 승강기 운행 중단 | 계단 이용하기 | 정기 점검을 하여 승강기가 서 있습니다. 오르내리실 때에는 계단을 이용해 주시기 바랍니다.
바닥 칠로 주차장 출입 금지 | 차를 밖에 세우기 | 지하 주차장 바닥을 새로 칠하여 차가 드나들 수 없습니다. 차는 밖에 세워 주시기 바랍니다.
소방 훈련으로 비상벨 울림 | 안내에 따라 대피하기 | 소방 훈련을 하여 비상벨이 울립니다. 놀라지 마시고 안내에 따라 대피해 주시기 바랍니다.
설비 교체로 정전 | 냉장고 문 열지 않기 | 낡은 설비를 바꾸느라 전기가 끊깁니다. 음식이 상하지 않도록 냉장고 문을 열지 마시기 바랍니다.
소독원의 세대 방문 | 개수대 아래 비워 두기 | 해충을 막으려 소독원이 집집이 찾아갑니다. 개수대 아래를 비워 두시기 바랍니다.
""")
_HOURS = ("오전 9시부터 오후 3시까지", "오전 10시부터 정오까지", "오후 1시부터 5시까지", "오후 2시부터 4시까지")
_TO_ENGLISH = pairs("""
오늘 정말 고생 많으셨어요. | You worked really hard today.
먼저 들어가 보겠습니다. | I'm heading out for the day.
다음에 밥 한번 먹어요. | Let's grab a meal sometime.
차린 건 없지만 많이 드세요. | Please help yourself.
잘 부탁드립니다. | I look forward to working with you.
별말씀을요. | Don't mention it.
눈이 높으시네요. | You have high standards.
시간 가는 줄 몰랐어요. | I lost track of time.
마음만 받을게요. | It's the thought that counts, but I can't accept it.
답장이 늦어 죄송합니다. | Sorry for the late reply.
""")
_FROM_ENGLISH = pairs("""
Please mind the gap between the train and the platform. | 열차와 승강장 사이가 넓으니 발이 빠지지 않도록 조심하시기 바랍니다.
The doors are closing. | 출입문이 닫힙니다.
The next stop is City Hall. | 다음 역은 시청, 시청역입니다.
Please offer your seat to those who need it. | 자리가 필요한 분께 자리를 양보해 주시기 바랍니다.
This is the last stop. | 이번 역은 이 열차의 종착역입니다.
Please keep your voice down on the train. | 열차 안에서는 작은 소리로 대화해 주시기 바랍니다.
This train is delayed due to heavy snow. | 폭설로 이 열차의 운행이 늦어지고 있습니다.
Passengers for the airport should change here. | 공항으로 가실 손님은 이번 역에서 갈아타시기 바랍니다.
Please let passengers get off first. | 승객이 모두 내린 다음 타시기 바랍니다.
""")
# who speaks | what they say
_VOICES = rows("""
삼십 년째 떡볶이를 판 시장 주인 | 아이고, 처음 오셨구나. 쌀떡에 튀김을 섞어 드셔 봐요. 어묵 국물은 그냥 드리는 거니까 모자라면 더 달라고 하세요.
예의 바르지만 까다로운 면접관 | 갈등을 대화로 푸셨다고 하셨는데, 가장 어려웠던 갈등은 무엇이었나요? 그때 어떤 말씀을 하셨습니까?
처음 손님을 태운 택시 운전사 | 안녕하세요, 어디로 모실까요? 제가 오늘이 첫날이라 천천히, 그 대신 안전하게 모시겠습니다.
이백 년을 산 마을 느티나무 | 얘야, 네 할아버지도 내 그늘에서 울음을 그쳤단다. 서두르지 말고 잠깐 앉았다 가렴.
무뚝뚝하지만 다정한 어선 선장 | 파도가 높다. 괜히 나서지 말고 난간 꽉 잡아. 배고프면 저기 주먹밥 있으니 챙겨 먹고.
길 잃은 아이를 달래는 경찰관 | 많이 놀랐지? 아저씨가 옆에 있을게. 이름이랑 엄마 전화번호를 천천히 말해 볼래?
처음 무대에 오른 마술사 | 여러분, 눈을 크게 떠 주세요. 손이 떨리는 건 마술이 아니라 제 심장이 뛰어서 그렇습니다.
""")
# a place and two people | six lines
_SCENES = rows("""
약국에서 감기약을 사는 외국인과 약사 | 손님: 목이 아프고 콧물이 나요. // 약사: 열도 있으세요? // 손님: 아니요, 열은 없어요. // 약사: 하루에 세 번, 밥을 먹고 드세요. // 손님: 이 약을 먹으면 졸려요? // 약사: 네, 졸릴 수 있으니 운전하지 마세요.
승강기에서 마주친 위층과 아래층 이웃 | 아래층: 며칠 전 쪽지가 좀 날카로웠죠? // 위층: 아니에요. 아이가 걸음마를 시작해서요. // 아래층: 아기였군요. 저는 새벽에 출근해서요. // 위층: 매트를 깔고 아홉 시 뒤엔 조심할게요. // 아래층: 낮에는 마음 쓰지 마세요. // 위층: 고맙습니다. 지나치면 편히 말씀해 주세요.
도서관에서 같은 책을 찾는 두 학생 | 가온: 혹시 그 책 빌리실 거예요? // 보람: 네, 내일 발표라서요. // 가온: 저는 모레 발표예요. // 보람: 그럼 제가 내일 반납할게요. // 가온: 정말요? 몇 시쯤요? // 보람: 네 시에 여기서 드릴게요.
시장에서 흥정하는 할머니와 젊은 손님 | 손님: 이 고구마 얼마예요? // 할머니: 한 바구니에 오천 원이지. // 손님: 두 바구니 사면 깎아 주세요? // 할머니: 깎는 건 못 해도 두 개 더 얹어 줌세. // 손님: 그럼 두 바구니 주세요. // 할머니: 고마우이, 맛있게 쪄 먹게.
""")
SIJO = rows("""
가을 운동회 | 만국기 펄럭이는 운동장에 해가 들고 // 청군 백군 목청 높여 응원 소리 번져 가네 // 마지막 이어달리기 온 동네가 들썩인다
첫눈 내린 골목 | 가로등 불빛 아래 흰 나비가 날아들고 // 연탄재 뿌려 놓은 비탈길도 하얘졌네 // 누군가 먼저 간 발자국을 따라 밟네
어머니의 도시락 | 새벽에 부엌에서 도마 소리 들려오고 // 식을까 이불 속에 밥을 묻어 두시었네 // 뚜껑을 여는 점심마다 더운 김이 오른다
여름밤 평상 | 모깃불 연기 따라 별 이야기 피어나고 // 할머니 부채 바람 무릎 위로 내려오네 // 수박씨 뱉던 아이는 어느새 잠들었구나
""")


def _claim(rng: Random) -> tuple[str, str]:
    passage = rng.choice(list(_CLAIMS))
    right, *wrong = _CLAIMS[passage]
    shown = rng.sample([right, *wrong], 4)
    options = "\n".join(f"{mark} {text}" for mark, text in zip("①②③④", shown, strict=True))
    return f"{passage}\n{options}", f"{'①②③④'[shown.index(right)]} {right}"


def _notice(rng: Random) -> tuple[str, str]:
    what = rng.choice(list(_NOTICES))
    todo, told_in_full = _NOTICES[what]
    when = f"{rng.randint(1, 12)}월 {rng.randint(1, 28)}일 {rng.choice(_HOURS)}"
    text = f"입주민 여러분, 안녕하십니까. 관리 사무소에서 알려 드립니다. {when} {told_in_full} 늘 협조해 주셔서 감사합니다."
    return text, f"언제: {when}\n무엇: {what}\n할 일: {todo}"


FRAMES = (
    frame(
        "reading",
        "{말머리} {이:이} {곳}에서 푼 문제예요. (가)와 (나)에 알맞은 이음말을 보기에서 골라 주세요.",
        drawn(_GAPS),
        말머리=POLITE,
    ),
    frame(
        "reading",
        "{이:이} {날}에 읽은 글이다. 글쓴이의 주장을 ①에서 ④ 가운데 하나 골라라. {말머리}",
        worked(_claim),
        말머리=PLAIN,
    ),
    frame(
        "summarise",
        "{말머리} {날}에 {어른:께} 드릴 공지문이에요. 언제, 무엇, 할 일 세 줄로 줄여 주세요.",
        worked(_notice),
        말머리=POLITE,
    ),
    frame(
        "translate",
        "{말머리} 외국인 동료에게 {이:이} {때} 건넬 말이야. 영어에서 실제로 쓰는 말로 옮겨 줘.",
        drawn(_TO_ENGLISH),
        이=ADULTS,
        말머리=PLAIN,
    ),
    frame(
        "translate",
        "{이:이} {목적} 적은 영어 안내입니다. 지하철 안내 방송 말투로 옮겨 주십시오. {말머리}",
        drawn(_FROM_ENGLISH),
        말머리=POLITE,
    ),
    frame(
        "role-play",
        "{말머리} {누구:이} 되어 {때} {이:에게} 할 법한 말을 해 봐.",
        told("{누구1}", 누구=_VOICES),
        말머리=PLAIN,
        누구=_VOICES,
    ),
    frame(
        "dialogue",
        "{말머리} {때} {이:과} 대본을 씁니다. {장면:이} 나눌 말을 여섯 마디로 엮어 주십시오.",
        told("{장면1}", 장면=_SCENES),
        말머리=POLITE,
        장면=_SCENES,
    ),
    frame(
        "creative",
        "{말머리} {이:이} {곳}에서 떠올린 소재는 {소재:이에요}. 평시조 한 수를 세 줄로 지어 주세요.",
        told("{소재1}", 소재=SIJO),
        말머리=POLITE,
        소재=SIJO,
    ),
)
