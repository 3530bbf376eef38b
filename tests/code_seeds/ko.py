"""What the answers of the Korean code seeds must do."""

from __future__ import annotations

import ast
import contextlib
import io
import itertools
import random
import re
import subprocess
import typing
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from code_seeds.answer import Answer, inserts, mends, squeezed


def attach_josa(a: Answer) -> None:
    attach = a.module().attach
    nouns = ["책", "나무", "쌀", "서울", "길", "집", "바다", "상가", "힣"]
    expected = {
        "은/는": "책은 나무는 쌀은 서울은 길은 집은 바다는 상가는 힣은",
        "이/가": "책이 나무가 쌀이 서울이 길이 집이 바다가 상가가 힣이",
        "을/를": "책을 나무를 쌀을 서울을 길을 집을 바다를 상가를 힣을",
        "과/와": "책과 나무와 쌀과 서울과 길과 집과 바다와 상가와 힣과",
        "으로/로": "책으로 나무로 쌀로 서울로 길로 집으로 바다로 상가로 힣으로",
    }
    assert {josa: " ".join(attach(noun, josa) for noun in nouns) for josa in expected} == expected
    for wrong in ("", "abc", "3", "책!", "ㄱ"):
        with pytest.raises(ValueError, match="한글"):
            attach(wrong, "은/는")


def initial_consonant_search(a: Answer) -> None:
    search = a.module().search
    names = ["김하늘", "강한나", "Kim 하나", "한강", "이하늬"]
    cases = {"ㅎㄴ": ["김하늘", "강한나", "Kim 하나", "이하늬"], "하ㄴ": ["김하늘", "Kim 하나", "이하늬"], "ㅎㄱ": ["한강"]}
    cases |= {"한강": ["한강"], "Kㅎ": [], " ㅎ": ["Kim 하나"], "ㄱㅎㄴㄷ": [], "": names}
    assert search(["가", "힣", "a"], "ㄱ") == ["가"]
    assert search(["가", "힣", "a"], "ㅎ") == ["힣"]
    assert {query: search(names, query) for query in cases} == cases


def hangul_to_keystrokes(a: Answer) -> None:
    keys = a.module().to_keystrokes
    cases = {
        "안녕하세요": "dkssudgktpdy",
        "값없이 읽다": "rkqtdjqtdl dlfrek",
        "왜 의사": "dho dmltk",
        "뛔 꿩": "Enp RnjD".replace("D", "d"),
    }
    cases |= {
        "A1!": "A1!",
        "쌓아": "Tkgdk",
        "얹혀 앓": "djswgu dkfg",
        "쪼깨": "WhRo",
        "얘 계": "dO rP",
        "휘파람": "gnlvkfka",
        "가힣": "rkglg",
    }
    assert {text: keys(text) for text in cases} == cases
    # All 11,172 syllables, each to keys of its own.
    syllables = [chr(code) for code in range(ord("가"), ord("힣") + 1)]
    assert len({keys(one) for one in syllables}) == len(syllables) == 19 * 21 * 28
    assert keys("".join(syllables)) == "".join(map(keys, syllables))


def resume_length(a: Answer) -> None:
    measure = a.module().measure
    assert measure("가 나\tAB1\n") == {"공백 포함": 8, "공백 제외": 5, "바이트": 10}
    assert measure("") == {"공백 포함": 0, "공백 제외": 0, "바이트": 0}
    assert measure("똠방각하")["바이트"] == 8
    with pytest.raises(UnicodeEncodeError):
        measure("😀")


def business_number_check(a: Answer) -> None:
    is_valid = a.module().is_valid
    for head in ("123456789", "000000000", "987654321", "220811234", "104860005"):
        total = sum(int(d) * w for d, w in zip(head, (1, 3, 7, 1, 3, 7, 1, 3, 5), strict=True)) + int(head[8]) * 5 // 10
        assert [is_valid(head + str(last)) for last in range(10)] == [(total + last) % 10 == 0 for last in range(10)]
        assert is_valid(f"{head[:3]}-{head[3:5]}-{head[5:]}{-total % 10}")
    assert not any(map(is_valid, ["", "123456789", "12345678911", "123-45-6789A", "１２３４５６７８９１"]))


def phone_number_format(a: Answer) -> None:
    normalize = a.module().normalize
    good = ["01012345678", "010 1234 5678", "+82 10-1234-5678", "010.1234.5678", "(010)1234-5678", "+821012345678"]
    assert {normalize(number) for number in good} == {"010-1234-5678"}
    wrong = [
        "02-123-4567",
        "0101234567",
        "010123456789",
        "+82 010-1234-5678",
        "",
        "010-1234-567a",
        "011-1234-5678",
        "1012345678",
    ]
    assert {normalize(number) for number in wrong} == {None}


def mask_resident_number(a: Answer) -> None:
    assert a.given in a.code()
    assert a.printed() == "신청인 홍길동(900101-1******)과 배우자(920315-2******)는 2024-05-01까지 123456-78 서류를 낸다.\n"
    for text, masked in (("1900101-1234567", None), ("900101-12345678", None), ("900101-1234567.", "900101-1******.")):
        changed = Answer("", f"```python\n{a.code().replace(a.given, text)}```").printed()
        assert changed == (masked or text) + "\n"


def international_age(a: Answer) -> None:
    age = a.module().age_on
    birth = date(2000, 8, 15)
    days = {date(2000, 8, 15): 0, date(2001, 8, 14): 0, date(2001, 8, 15): 1, date(2020, 7, 31): 19, date(2020, 9, 1): 20}
    days |= {date(2020, 8, 14): 19, date(2019, 9, 14): 19, date(2020, 7, 20): 19}
    assert {day: age(birth, day) for day in days} == days
    with pytest.raises(ValueError, match="기준일"):
        age(birth, date(2000, 8, 14))


def rank_with_ties(a: Answer) -> None:
    ranks = a.module().ranks
    assert ranks({}) == {}
    generator = random.Random(3)
    for _ in range(50):
        scores = {f"이름{i}": generator.randrange(5) for i in range(8)}
        assert ranks(scores) == {name: 1 + sum(other > score for other in scores.values()) for name, score in scores.items()}


def lotto_prize(a: Answer) -> None:
    prize = a.module().prize
    winning = [1, 2, 3, 4, 5, 6]
    picks = {(1, 2, 3, 4, 5, 6): 1, (1, 2, 3, 4, 5, 7): 2, (1, 2, 3, 4, 5, 8): 3, (1, 2, 3, 4, 7, 8): 4, (1, 2, 3, 4, 8, 9): 4}
    picks |= {(1, 2, 3, 7, 8, 9): 5, (1, 2, 3, 8, 9, 10): 5, (1, 2, 7, 8, 9, 10): 0, (40, 41, 42, 43, 44, 45): 0}
    assert {pick: prize(list(pick), winning, 7) for pick in picks} == picks


def yut_throws(a: Answer) -> None:
    yut = a.module().YutSet

    class Sticks:
        def __init__(self, sides: list[int]) -> None:
            self.sides = iter(sides)

        def randrange(self, stop: int) -> int:
            assert stop == 2
            return next(self.sides)

    for flat, name in enumerate(("모", "도", "개", "걸", "윷")):
        assert yut(Sticks([1] * flat + [0] * (4 - flat))).throw() == name
    assert yut(Sticks([0] * 4 + [1] * 4 + [1, 0, 0, 0] + [1])).turn() == ["모", "윷", "도"]
    assert yut(random.Random(7)).turn() == yut(random.Random(7)).turn()
    turns = [yut(random.Random(seed)).turn() for seed in range(300)]
    assert all(turn[-1] in ("도", "개", "걸") and set(turn[:-1]) <= {"윷", "모"} for turn in turns)
    assert yut().turn()


def fastest_subway_route(a: Answer) -> None:
    module = a.module()
    assert a.given == module.TABLE
    assert "마루를 거치는 길은 11분" in a.output
    generator = random.Random(4)
    for _ in range(60):
        lines = [
            (x, y, generator.randrange(1, 9)) for x, y in itertools.combinations("갑을병정무", 2) if generator.random() < 0.6
        ]
        cost = {(x, y): minutes for x, y, minutes in lines} | {(y, x): minutes for x, y, minutes in lines}
        routes = [("갑", *middle, "무") for n in range(4) for middle in itertools.permutations("을병정", n)]
        times = [
            sum(cost[leg] for leg in itertools.pairwise(route))
            for route in routes
            if set(itertools.pairwise(route)) <= cost.keys()
        ]
        table = "\n".join(f"{x} {y} {minutes}" for x, y, minutes in lines)
        if "갑" not in table:
            continue
        found = module.fastest(module.read(table), "갑", "무")
        assert (found[0] if found else None) == (min(times) if times else None)
        if found:
            assert sum(cost[leg] for leg in itertools.pairwise(found[1])) == found[0]
            assert (found[1][0], found[1][-1]) == ("갑", "무")


def pivot_scores_sql(a: Answer) -> None:
    rows = [
        ("나래", "수학", 70),
        ("가영", "국어", 90),
        ("가영", "수학", 0),
        ("나래", "영어", 85),
        ("나래", "국어", 60),
        ("다솜", "영어", 77),
    ]
    assert a.rows(a.given + "\n" + inserts("scores", rows)) == [
        ("가영", 90, None, 0),
        ("나래", 60, 85, 70),
        ("다솜", None, 77, None),
    ]


def monthly_sales_growth(a: Answer) -> None:
    table = "CREATE TABLE orders (id INTEGER, ordered_on TEXT, amount INTEGER);"
    days = ["2024-03-15", "2024-01-31", "2024-03-01", "2023-12-01", "2024-01-01"]
    rows = [(n, day, 100 * (n + 1)) for n, day in enumerate(days)]
    assert a.rows(table + inserts("orders", rows)) == [("2023-12", 400, None), ("2024-01", 700, 300), ("2024-03", 400, -300)]


def latest_status_per_order(a: Answer) -> None:
    rows = [
        (1, "B", "접수", "2024-05-01 09:00"),
        (2, "A", "접수", "2024-05-01 10:00"),
        (3, "A", "완료", "2024-05-03 10:00"),
        (4, "A", "출발", "2024-05-02 10:00"),
        (5, "B", "취소", "2024-05-01 09:00"),
    ]
    expected = [("A", "완료", "2024-05-03 10:00"), ("B", "취소", "2024-05-01 09:00")]
    assert a.rows(a.given + inserts("delivery_log", rows)) == expected


@mends
def left_join_lost_rows(a: Answer) -> None:
    tables = "CREATE TABLE members (id, name); CREATE TABLE orders (id, member_id, status);"
    members = inserts("members", [(1, "하늘"), (2, "바다"), (3, "하늘"), (4, "들")])
    paid = "결제 완료"
    orders = inserts("orders", [(1, 1, paid), (2, 1, paid), (3, 1, "취소"), (4, 2, "취소"), (5, 3, paid)])
    assert a.rows(tables + members + orders) == [("하늘", 2), ("바다", 0), ("하늘", 1), ("들", 0)]


def errors_per_day(a: Answer) -> None:
    assert squeezed(a.shell(a.given + "\n")) == squeezed(a.told) == ["1 2024-06-01", "2 2024-06-02"]
    log = "2024-01-02 1 ERROR x\n2024-01-01 1 ERROR x\n2024-01-02 1 ERROR y\n2024-01-02 1 ERRORS z\n2024-01-03 1 WARN ERROR \n"
    assert squeezed(a.shell(log)) == ["1 2024-01-01", "2 2024-01-02"]


def count_by_extension(a: Answer) -> None:
    for name in (
        "a.txt",
        "두 낱말.txt",
        "x.tar.gz",
        "b.py",
        "c.py",
        "d.txt",
        "README",
        ".hidden",
        ".bashrc.swp",
        "깊은 곳/e.csv",
        "깊은 곳/f.txt",
    ):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).touch()
    Path("폴더.d").mkdir()
    assert squeezed(a.shell()) == ["4 txt", "2 py", "1 csv", "1 gz"]


def join_lines_with_comma(a: Answer) -> None:
    assert a.shell(a.given + "\n") == a.told == "김하늘,박도윤,이서준,최유나\n"
    assert a.shell("하\n가\n나\n가\n") == "가,나,하\n"


def hashtag_pattern(a: Answer) -> None:
    pattern = a.module().HASHTAG
    cases = {
        "#가을 #2024 #2024년 a#b ##두번 #under_score": ["가을", "2024년", "두번", "under_score"],
        "#한글,#영문English!": ["한글", "영문English"],
        "# 공백 #": [],
        "값#1가 #12 #12a": ["12a"],
    }
    assert {text: pattern.findall(text) for text in cases} == cases


def thousands_separator_js(a: Answer) -> None:
    comments = re.findall(r"console\.log\(.*\); // (.*)", a.code("javascript"))
    assert a.node("").splitlines() == comments == ["1,234,567", "-98,000"]
    numbers = [0, 7, -7, 999, -999, 1000, -1000, 12345, 100000, -100000, 1234567890]
    said = a.node("".join(f"console.log(withCommas({n}));" for n in numbers)).splitlines()[2:]
    assert said == [f"{n:,}" for n in numbers]


def parse_chat_log(a: Answer) -> None:
    module = a.module()
    assert a.given + "\n" == module.LOG
    log = (
        "[가] [오전 1:00] 말\n[가] 아님\n----- 2024년 -----\n[나 다] [오후 11:59] [가] [오전 1:00] 인용\n [가] [오전 1:00] 밀림"
    )
    assert module.count_messages(log) == {"가": 1, "나 다": 1}


def orders_json_report(a: Answer) -> None:
    module = a.module()
    assert module.json.loads(module.DATA) == module.json.loads(a.given)
    status = "배송 준비"
    orders = [{"no": str(n), "status": status, "items": [{"price": n, "qty": 1000}]} for n in (1, 3, 2)]
    assert module.report([*orders, {"no": "4", "status": "취소", "items": []}]) == ["3: 3,000원", "2: 2,000원", "1: 1,000원"]
    assert module.report([{"no": "가", "status": status, "items": []}]) == ["가: 0원"]


@mends
def csv_decode_error(a: Answer) -> None:
    Path("members.csv").write_bytes("이름,나이\n하늘,20\n".encode("cp949"))
    with pytest.raises(UnicodeDecodeError) as caught:
        a.before()
    assert a.given.endswith(f"UnicodeDecodeError: {caught.value}")
    assert a.printed() == "이름\n하늘\n"
    assert "가이".encode("cp949")[2] == 0xC0


@mends
def none_has_no_group(a: Answer) -> None:
    with pytest.raises(AttributeError) as caught:
        a.before()
    assert a.given.endswith(f"AttributeError: {caught.value}")
    module = a.module()
    if a.number == 0:
        assert len(a.printed().splitlines()) == len(module.lines) == 3
    else:
        cases = {"기온 21도": 21.0, "어제 기온 -0.5도": -0.5, "기온 1.2.3도": None, "": None}
        assert {line: module.read_temperature(line) for line in cases} == cases


@mends
def shared_rows(a: Answer) -> None:
    seats = a.module().seats
    assert seats == [["빈자리", "예약", "빈자리", "빈자리"], ["빈자리"] * 4, ["빈자리"] * 4]
    seats[2][0] = "예약"
    assert seats[1] == ["빈자리"] * 4


@mends
def prime_check_bugs(a: Answer) -> None:
    is_prime, old = a.module().is_prime, a.before().is_prime
    assert [n for n in range(-3, 130) if is_prime(n)] == _primes(130)
    for n in map(int, re.findall(r"is_prime\((\d+)\)", a.output)):
        assert old(n)
        assert not is_prime(n)


@mends
def leap_year_condition(a: Answer) -> None:
    is_leap = a.module().is_leap
    for year in range(1, 2401):
        assert is_leap(year) is (not (year % 4 or (year % 100 == 0 and year % 400)))
    assert a.before().is_leap(1900)


def grades_with_bisect(a: Answer) -> None:
    old, new = a.before().grade, a.module().grade
    scores = [n / 2 for n in range(-2, 206)]
    assert [new(score) for score in scores] == [old(score) for score in scores]
    assert "elif" not in a.code()


def extract_repeated_lines(a: Answer) -> None:
    with contextlib.redirect_stdout(io.StringIO()) as stdout:
        exec(a.given, {})
    assert a.printed() == stdout.getvalue()
    assert any(isinstance(node, ast.FunctionDef) for node in ast.walk(ast.parse(a.code())))
    assert a.code().count("단가") == 1


def fare_boundary_tests(a: Answer) -> None:
    assert a.tests(a.given).wasSuccessful()
    for good in ("age < 0", "age < 6", "age >= 65", "age < 13", "age < 19"):
        for bad in (good.replace("<", "<=").replace(">=", ">"), re.sub(r"\d+", lambda number: str(int(number[0]) - 1), good)):
            assert good in a.given
            assert not a.tests(a.given.replace(good, bad)).wasSuccessful(), bad
    assert not a.tests(a.given.replace("return 400", "return 500")).wasSuccessful()
    assert not a.tests(a.given.replace("raise ValueError", "raise TypeError")).wasSuccessful()


def java_to_python(a: Answer) -> None:
    module = a.module()
    if a.number == 0:
        rows = [["1", "서울"], ["2"], [], ["3", " "], ["4", " 서울 "], ["5", "부산", "x"], ["6", "강릉"]]
        assert list(module.count_by_city(rows).items()) == [("강릉", 1), ("부산", 1), ("서울", 2)]
        assert type(module.count_by_city([])) is dict
    else:
        cases = {"": "", "a": "a", "aaabcc": "a3bc2", "aabb": "a2b2", "가가나": "가2나", "zzzzzzzzzzzz": "z12"}
        assert {text: module.compress(text) for text in cases} == cases


def loop_to_sql(a: Answer) -> None:
    generator = random.Random(9)
    rows = [
        (generator.choice("가나다라"), generator.choice(("완료", "취소")), generator.randrange(1, 6) * 100_000)
        for _ in range(60)
    ]
    rows += [("마", "완료", 1_000_000), ("바", "완료", 999_999), ("사", "완료", 1_000_000), ("아", "취소", 9_000_000)]
    sales = [dict(zip(("region", "status", "amount"), row, strict=True)) for row in rows]
    scope: dict[str, Any] = {"sales": sales}
    exec(a.given, scope)
    assert len(scope["result"]) > 3
    assert scope["result"] != sorted(scope["result"])
    assert a.rows("CREATE TABLE sales (region TEXT, status TEXT, amount INTEGER);" + inserts("sales", rows)) == scope["result"]


def emergency_room_queue(a: Answer) -> None:
    room = a.module().EmergencyRoom()
    assert room.call() is None
    for name, level in (("라", 3), ("하", 1), ("가", 3), ("나", 1), ("다", 2)):
        room.arrive(name, level)
    assert len(room) == 5
    assert [room.call() for _ in range(3)] == ["하", "나", "다"]
    room.arrive("마", 1)
    assert [room.call() for _ in range(4)] == ["마", "라", "가", None]
    assert len(room) == 0


def range_sum_queries(a: Answer) -> None:
    old, new = a.before().answer, a.module().answer
    sales = [random.Random(6).randrange(-9, 10) for _ in range(12)]
    queries = [(i, j) for i in range(12) for j in range(i, 12)]
    assert new(sales, queries) == old(sales, queries)
    assert new([], []) == []
    assert "sum(" not in a.code()


def best_trade(a: Answer) -> None:
    old, new = a.before().best_profit, a.module().best_profit
    generator = random.Random(7)
    for _ in range(200):
        prices = [generator.randrange(1, 10) for _ in range(generator.randrange(8))]
        assert new(prices) == old(prices)
    assert sum(isinstance(node, ast.For) for node in ast.walk(ast.parse(a.code()))) == 1


def transit_card(a: Answer) -> None:
    module = a.module()
    card = module.TransitCard(2000)
    card.pay(0)
    card.pay(2000)
    assert card.balance == 0
    card.charge(1000)
    with pytest.raises(module.InsufficientBalance, match=r"^400원"):
        card.pay(1400)
    assert card.balance == 1000
    for amount in (0, -1000, 500, 1500):
        with pytest.raises(ValueError, match="1,000원"):
            card.charge(amount)
    with pytest.raises(ValueError, match="요금"):
        card.pay(-1)
    with pytest.raises(AttributeError):
        card.balance = 0
    assert module.TransitCard().balance == 0


def shopping_cart_dataclass(a: Answer) -> None:
    cart = a.module().Cart()
    assert cart.total == 0
    cart.add("귤", 46_999)
    assert cart.total == 49_999
    cart.add("봉투", 1, 3_000)
    assert (cart.subtotal, cart.total) == (49_999, 52_999)
    cart.add("봉투", 1)
    assert (cart.subtotal, cart.total, cart.quantities) == (50_000, 50_000, {"귤": 1, "봉투": 3_001})
    with pytest.raises(ValueError, match="수량"):
        cart.add("귤", 46_999, 0)
    with pytest.raises(ValueError, match="귤의 가격"):
        cart.add("귤", 1)
    assert a.module().Cart().quantities == {}


def count_calls_decorator(a: Answer) -> None:
    counted = a.module().counted

    def fails(*args: int, **kwargs: int) -> None:
        raise KeyError(args, kwargs)

    one, other = counted(fails), counted(len)
    for _ in range(3):
        with pytest.raises(KeyError, match=r"\(1, 2\), \{'c': 3\}"):
            one(1, 2, c=3)
    assert other([1, 2]) == 2
    assert (one.calls, other.calls) == (3, 1)
    assert one.__name__ == "fails"


def endless_primes(a: Answer) -> None:
    primes = a.module().primes
    assert list(itertools.islice(primes(), 168)) == _primes(1000)


def balanced_parentheses(a: Answer) -> None:
    parentheses = a.module().parentheses

    def nests(text: str) -> bool:
        depths = list(itertools.accumulate(1 if char == "(" else -1 for char in text))
        return not depths or (min(depths) >= 0 and depths[-1] == 0)

    for n in range(6):
        expected = [text for chars in itertools.product("()", repeat=2 * n) if nests(text := "".join(chars))]
        assert sorted(parentheses(n)) == expected


def closed_sundays(a: Answer) -> None:
    closed = a.module().closed_days
    for year, month in itertools.product((2023, 2024, 2025, 2026), range(1, 13)):
        sundays = [date(year, month, day) for day in range(1, 29) if date(year, month, day).weekday() == 6]
        assert closed(year, month) == (sundays[1], sundays[3])


def pyeong_converter(a: Answer) -> None:
    assert a.program("--pyeong", "25") == "82.6㎡\n"
    assert a.program("--m2", "84") == "25.4평\n"
    assert a.program("--pyeong", "0") == "0.0㎡\n"
    assert a.program("--m2=400") == "121.0평\n"
    for wrong in ([], ["--pyeong", "1", "--m2", "1"], ["--m2", "넓다"]):
        with pytest.raises(subprocess.CalledProcessError, match="exit status 2"):
            a.program(*wrong)


def typed_weather_response(a: Answer) -> None:
    old, module = a.before().summary, a.module()
    for report in ({"city": "강릉", "temperature": 21.25}, {"city": "제주", "temperature": -1, "wind": 7}):
        assert module.summary(report) == old(report)
    hints = typing.get_type_hints(module.summary)
    assert hints == {"report": module.WeatherReport, "return": str}
    assert module.WeatherReport.__required_keys__ == {"city", "temperature"}
    assert module.WeatherReport.__optional_keys__ == {"wind"}


def collect_bad_scores(a: Answer) -> None:
    module = a.module()
    assert module.parse_scores(" 0,100 ,7") == [0, 100, 7]
    with pytest.raises(module.BadScores) as caught:
        module.parse_scores("-1, x,50,,9.5,101")
    wrong = [
        "1번째 -1: 0~100이 아님",
        "2번째 'x': 정수가 아님",
        "4번째 '': 정수가 아님",
        "5번째 '9.5': 정수가 아님",
        "6번째 101: 0~100이 아님",
    ]
    assert caught.value.problems == wrong
    assert str(caught.value) == "; ".join(wrong)
    assert issubclass(module.BadScores, ValueError)


def interval_merge_properties(a: Answer) -> None:
    a.module(prelude=a.given)
    for good, bad in (
        ("<= merged", "< merged"),
        ("sorted(intervals)", "intervals"),
        ("max(merged[-1][1], end)", "end"),
        ("merged[-1][0], max", "start, max"),
    ):
        assert good in a.given
        with pytest.raises(AssertionError):
            a.module(prelude=a.given.replace(good, bad))


def html_table_from_rows(a: Answer) -> None:
    class Cells(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.tags: list[str] = []
            self.rows: list[list[str]] = []

        def handle_starttag(self, tag: str, attrs: Any) -> None:
            self.tags.append(tag)
            if tag == "tr":
                self.rows.append([])

        def handle_data(self, data: str) -> None:
            if data.strip():
                self.rows[-1].append(data)

    rows = [["이름", "수 & 값"], ["<script>", 'a"b'], ["&amp;", 3]]
    parser = Cells()
    parser.feed(a.module().html_table(rows))
    parser.close()
    assert parser.rows == [[str(cell) for cell in row] for row in rows]
    assert parser.tags == ["table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td", "tr", "td", "td"]
    assert "<script>" not in a.module().html_table(rows)


def snail_matrix(a: Answer) -> None:
    snail = a.module().snail
    assert snail(0) == []
    assert snail(1) == [[1]]
    for n in range(2, 8):
        grid = snail(n)
        place = {value: (row, col) for row, line in enumerate(grid) for col, value in enumerate(line)}
        assert sorted(place) == list(range(1, n * n + 1))
        steps = [(place[v + 1][0] - place[v][0], place[v + 1][1] - place[v][1]) for v in range(1, n * n)]
        runs = [(step, len(list(run))) for step, run in itertools.groupby(steps)]
        turns = [(0, 1), (1, 0), (0, -1), (-1, 0)] * n
        assert runs == list(zip(turns, [n - 1, *(k for k in range(n - 1, 0, -1) for _ in range(2))], strict=False))


def word_chain_referee(a: Answer) -> None:
    foul = a.module().first_foul
    cases = {
        "": 0,
        "사과": 0,
        "강": 1,
        "사과 과일 일": 3,
        "사과 과일 이불": 3,
        "사과 과사 사과": 3,
        "가나 나가 가나": 3,
        "사과 과일 일사 사과": 4,
    }
    assert {words: foul(words.split()) for words in cases} == cases


def rope_cutting(a: Answer) -> None:
    longest = a.module().longest_piece
    generator = random.Random(8)
    for _ in range(200):
        ropes = [generator.randrange(1, 15) for _ in range(generator.randrange(5))]
        k = generator.randrange(1, 9)
        lengths = [n for n in range(1, 15) if sum(rope // n for rope in ropes) >= k]
        assert longest(ropes, k) == max(lengths, default=0)


def weekday_iterator(a: Answer) -> None:
    weekdays = a.module().Weekdays
    assert "".join(itertools.islice(weekdays(), 15)) == "월화수목금토일월화수목금토일월"
    days = weekdays("일")
    assert iter(days) is days
    assert [next(days), next(days)] == ["일", "월"]
    for wrong in ("", "월화", "갑"):
        with pytest.raises(ValueError, match="요일"):
            weekdays(wrong)


def _primes(stop: int) -> list[int]:
    return [n for n in range(2, stop) if all(n % k for k in range(2, n))]
