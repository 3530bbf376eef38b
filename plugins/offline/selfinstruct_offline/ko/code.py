"""Small programs that do what is asked, and programs to be read."""

from __future__ import annotations

from random import Random

from selfinstruct_offline.frames import Frame, Pair, Slots
from selfinstruct_offline.ko.answers import numbers
from selfinstruct_offline.ko.contexts import ADULTS, DAYS, ELDERS, PLACES, PURPOSES
from selfinstruct_offline.ko.josa import josa

# what the function does -> its lines; NAME stands for its name
FUNCTIONS = {
    "짝수만 골라 합을 내는": "def NAME(values):\n    return sum(v for v in values if v % 2 == 0)",
    "문자열을 거꾸로 뒤집는": "def NAME(text):\n    return text[::-1]",
    "회문인지 판별하는": "def NAME(text):\n    return text == text[::-1]",
    "섭씨를 화씨로 바꾸는": "def NAME(celsius):\n    return celsius * 9 / 5 + 32",
    "최대 공약수를 구하는": "def NAME(a, b):\n    while b:\n        a, b = b, a % b\n    return a",
    "계승 값을 계산하는": "def NAME(n):\n    result = 1\n    for k in range(2, n + 1):\n        result *= k\n    return result",
    "소수인지 알아보는": "def NAME(n):\n    return n > 1 and all(n % k for k in range(2, int(n**0.5) + 1))",
    "리스트에서 중복을 지우는": "def NAME(values):\n    return list(dict.fromkeys(values))",
    "가장 긴 낱말을 찾는": "def NAME(words):\n    return max(words, key=len)",
    "낱말마다 나온 횟수를 세는": (
        "def NAME(text):\n    counts = {}\n    for word in text.split():\n        "
        "counts[word] = counts.get(word, 0) + 1\n    return counts"
    ),
    "윤년 여부를 돌려주는": "def NAME(year):\n    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)",
    "평균과 최댓값을 함께 돌려주는": "def NAME(values):\n    return sum(values) / len(values), max(values)",
    "구구단 한 단을 리스트로 만드는": "def NAME(n):\n    return [n * k for k in range(1, 10)]",
    "각 자릿수를 모두 더하는": "def NAME(n):\n    return sum(int(d) for d in str(abs(n)))",
    "피보나치 수를 차례로 내놓는": (
        "def NAME(count):\n    a, b = 0, 1\n    for _ in range(count):\n        yield a\n        a, b = b, a + b"
    ),
    "두 리스트의 공통 원소를 뽑는": "def NAME(a, b):\n    return [v for v in a if v in b]",
    "빈 줄을 걸러 내는": "def NAME(lines):\n    return [line for line in lines if line.strip()]",
    "초를 시와 분과 초로 쪼개는": (
        "def NAME(seconds):\n    minutes, second = divmod(seconds, 60)\n    hour, "
        "minute = divmod(minutes, 60)\n    return hour, minute, second"
    ),
    "딕셔너리의 키와 값을 맞바꾸는": "def NAME(table):\n    return {value: key for key, value in table.items()}",
    "이의 거듭제곱인지 살피는": "def NAME(n):\n    return n > 0 and n & (n - 1) == 0",
    "중앙값을 구하는": (
        "def NAME(values):\n    ordered = sorted(values)\n    middle = len(ordered) // 2\n    if len(ordered) % "
        "2:\n        return ordered[middle]\n    return (ordered[middle - 1] + ordered[middle]) / 2"
    ),
    "리스트를 일정한 크기로 나누는": (
        "def NAME(values, size):\n    return [values[i : i + size] for i in range(0, len(values), size)]"
    ),
    "십진수를 이진수 글자로 바꾸는": 'def NAME(n):\n    return format(n, "b")',
    "가장 자주 나온 글자를 찾는": "def NAME(text):\n    return max(set(text), key=text.count)",
}
_NAMES = (
    "scan",
    "convert",
    "report",
    "run_auto",
    "demo",
    "make_menu",
    "study",
    "query",
    "main_sum",
    "to_list",
    "check_in",
    "my_data",
    "final",
    "tally",
    "plan_all",
    "sort_data",
)
# table in Korean -> its name and its columns
_TABLES = {
    "회원": ("members", {"나이": "age", "구매 횟수": "purchases", "적립금": "points"}),
    "주문": ("orders", {"수량": "quantity", "결제 금액": "amount", "배송비": "shipping_fee"}),
    "도서": ("books", {"쪽수": "pages", "대기 인원": "waiting", "대출 횟수": "loans"}),
    "상품": ("products", {"가격": "price", "재고": "stock", "평점": "rating"}),
    "수강생": ("students", {"점수": "score", "결석 횟수": "absences", "학년": "grade"}),
    "예약": ("reservations", {"인원": "guests", "객실 번호": "room_number", "숙박 일수": "nights"}),
    "화물": ("shipments", {"무게": "weight", "운송 거리": "distance", "보험료": "insurance_fee"}),
    "직원": ("employees", {"근속 연수": "years", "급여": "salary", "연차": "leave_days"}),
}
_COLUMNS = tuple(f"{table} 테이블에서 {column}" for table, (_, columns) in _TABLES.items() for column in columns)
_SORTS = {"이름 가나다순으로": "name", "등록일이 빠른 순으로": "created_at", "번호가 작은 순으로": "id"}


def _function(slots: Slots, _rng: Random) -> Pair:
    lines = FUNCTIONS[slots["일"]].replace("NAME", slots["이름"])
    return Pair("", f"```python\n{lines}\n```\n{slots['일']} 함수입니다.")


def _query(slots: Slots, _rng: Random) -> Pair:
    table, column = slots["열"].split(" 테이블에서 ")
    name, columns = _TABLES[table]
    query = f"SELECT * FROM {name} WHERE {columns[column]} >= {slots['수']} ORDER BY {_SORTS[slots['차례']]};"  # noqa: S608
    return Pair("", f"```sql\n{query}\n```\n{josa(column, '이')} {slots['수']} 이상인 행을 {slots['차례']} 돌려줍니다.")


def _loop(_slots: Slots, rng: Random) -> Pair:
    start, stop, step = rng.randint(0, 5), rng.randint(9, 20), rng.randint(2, 4)
    code = f"total = 0\nfor i in range({start}, {stop}, {step}):\n    total += i\nprint(total)"
    return Pair(f"```python\n{code}\n```", f"출력은 {sum(range(start, stop, step))}입니다.")


def _slice(_slots: Slots, rng: Random) -> Pair:
    word = rng.choice(("무궁화꽃이피었습니다", "대한민국", "가나다라마바사", "하늘과바람과별과시"))
    start, stop = rng.randint(0, 1), rng.randint(3, len(word))
    return Pair(f'```python\nprint("{word}"[{start}:{stop}])\n```', f"{josa(word[start:stop], '이라는')} 글자가 출력됩니다.")


def _either(slots: Slots, rng: Random) -> Pair:
    return rng.choice((_loop, _slice))(slots, rng)


FRAMES = (
    Frame(
        "python",
        "{이:과} {곳}에서 스터디를 하는데 {일} 파이썬 함수가 필요해요. 이름은 {이름:으로} 해서 작성해 주세요.",
        {"이": ADULTS, "곳": PLACES, "일": tuple(FUNCTIONS), "이름": _NAMES},
        _function,
    ),
    Frame(
        "python",
        "{목적} {일} 파이썬 코드를 짜는 중이다. {어른:께서} 한눈에 읽으시게 {이름:이라는} 함수 하나로 구현하라.",
        {"목적": PURPOSES, "일": tuple(FUNCTIONS), "어른": ELDERS, "이름": _NAMES},
        _function,
    ),
    Frame(
        "sql",
        "{목적} {열:이} {수} 이상인 행만 {차례} 뽑고 싶습니다. {이:에게} 건넬 SQL 문을 써 주시겠어요?",
        {"목적": PURPOSES, "열": _COLUMNS, "수": numbers(2, 40), "차례": tuple(_SORTS), "이": ADULTS},
        _query,
    ),
    Frame(
        "code-reading",
        "{이:이} {곳}에서 {날}에 짠 파이썬 코드라는데, 실행하면 무엇이 출력돼?",
        {"이": ADULTS, "곳": PLACES, "날": DAYS},
        _either,
    ),
)
