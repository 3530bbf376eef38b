"""What the answers of the Japanese code seeds must do."""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import json
import random
import re
import statistics
import subprocess
import typing
import unicodedata
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from code_seeds.answer import Answer, inserts, mends


def fullwidth_to_halfwidth(a: Answer) -> None:
    convert = a.module().to_halfwidth
    ascii_signs = "".join(map(chr, range(0x21, 0x7F)))
    assert convert("".join(chr(ord(char) + 0xFEE0) for char in ascii_signs) + "　") == ascii_signs + " "
    kept = "｟＀アｱ、。「」①㍻￥ーあ漢abc ｀".rstrip("｀")
    assert convert(kept) == kept
    assert unicodedata.normalize("NFKC", "①㍻") != "①㍻"


def halfwidth_katakana(a: Answer) -> None:
    convert = a.module().kana_to_fullwidth
    cases = {
        "ｶﾞｷﾞｸﾞﾊﾟﾋﾟ": "ガギグパピ",
        "ｱｲｳ･ｴｵ｡｢ﾞ｣": "アイウ・エオ。「゙」",
        "ＡＢ①㍻": "ＡＢ①㍻",
        "ｳﾞｨｰﾝ": "ヴィーン",
        "abc ｶ": "abc カ",
    }
    assert {text: convert(text) for text in cases} == cases


def hiragana_to_katakana(a: Answer) -> None:
    convert = a.module().to_katakana
    assert convert("ぁあがぱっんゔゕゖ") == "ァアガパッンヴヵヶ"
    kept = "カタカナ漢字abc、ー゛ 〜"
    assert convert(kept) == kept
    for code in range(ord("ぁ"), ord("ゖ") + 1):
        name = unicodedata.name(chr(code)).replace("HIRAGANA", "KATAKANA")
        assert convert(chr(code)) == unicodedata.lookup(name)


def kanji_numeral(a: Answer) -> None:
    parse = a.module().parse
    cases = {"一": 1, "十": 10, "十一": 11, "二十": 20, "百五": 105, "三百四十": 340, "千": 1000, "九千九百九十九": 9999}
    cases |= {
        "一万": 10_000,
        "十万五千": 105_000,
        "千二百万": 12_000_000,
        "三億": 300_000_000,
        "一億二千三百四十五万六千七百八十九": 123_456_789,
    }
    cases |= {"百億一": 10_000_000_001}
    assert {text: parse(text) for text in cases} == cases
    with pytest.raises(ValueError, match="3"):
        parse("3百")


def gyo_headings(a: Answer) -> None:
    module = a.module()
    assert module.members == a.before().members
    members = [
        ("わ", "わだ"),
        ("パ", "ぱく"),
        ("ハ", "はた"),
        ("ジ", "じんぼ"),
        ("ヴ", "ゔ"),
        ("ヤ", "よしだ"),
        ("デ", "でぐち"),
        ("ラ", "りん"),
    ]
    assert module.by_row(members) == {
        "あ": ["ヴ"],
        "さ": ["ジ"],
        "た": ["デ"],
        "は": ["ハ", "パ"],
        "や": ["ヤ"],
        "ら": ["ラ"],
        "わ": ["わ"],
    }
    everything = [(kana, kana) for kana in "あかさたなはまやらわ"]
    assert list(module.by_row(everything[::-1])) == list("あかさたなはまやらわ")
    assert len(module.HEADING) == 46
    assert module.by_row([]) == {}


def count_morae(a: Answer) -> None:
    module = a.module()
    cases = {
        "きゃ": 1,
        "がっこう": 4,
        "ラーメン": 4,
        "ファッション": 4,
        "とうきょう": 4,
        "": 0,
        "ニュース ": 3,
        "ティー": 2,
        "しゅっちょう": 4,
    }
    assert {text: module.morae(text) for text in cases} == cases
    assert module.is_haiku("しゃしゅしょあん", "ああああああっ", "ああああー")
    assert not module.is_haiku("あああああ", "あああああああ", "ああああ")
    assert not module.is_haiku("ああああ", "あああああああ", "あああああ")
    assert not module.is_haiku("あああああ", "ああああああ", "あああああ")


def era_to_western_year(a: Answer) -> None:
    year = a.module().western_year
    cases = {
        "明治元年": 1868,
        "明治45年": 1912,
        "大正1年": 1912,
        "大正15年": 1926,
        "昭和元年": 1926,
        "昭和20年": 1945,
        "平成31年": 2019,
    }
    cases |= {"令和元年": 2019, "令和10年": 2028}
    assert {text: year(text) for text in cases} == cases
    for wrong in (
        "明治46年",
        "大正16年",
        "昭和65年",
        "平成32年",
        "慶応3年",
        "令和0年",
        "令和6",
        "令和六年",
        " 令和6年",
        "令和06年",
        "",
    ):
        with pytest.raises(ValueError, match=r".+"):
            year(wrong)


def business_days_later(a: Answer) -> None:
    later = a.module().business_days_later
    holidays = frozenset({date(2024, 1, 1), date(2024, 1, 8), date(2024, 1, 13)})
    days = [date(2023, 12, 28) + timedelta(days=n) for n in range(40)]
    open_days = [day for day in days if day.weekday() < 5 and day not in holidays]
    for start in days[:10]:
        after = [day for day in open_days if day > start]
        assert [later(start, n, holidays) for n in range(1, 12)] == after[:11]
        assert later(start, 0) == start
    assert later(date(2024, 1, 5), 1) == date(2024, 1, 8)
    with pytest.raises(ValueError, match="0以上"):
        later(days[0], -1)


def invoice_tax(a: Answer) -> None:
    module = a.module()
    assert a.given.removeprefix("明細: ") in a.code()
    assert module.invoice([]) == ({}, 0)
    assert module.invoice([(99, 10), (1, 8), (99, 10), (12, 8)]) == ({8: 1, 10: 19}, 231)
    generator = random.Random(1)
    for _ in range(50):
        lines = [(generator.randrange(5000), generator.choice((8, 10))) for _ in range(5)]
        sums = {rate: sum(price for price, other in lines if other == rate) for rate in {rate for _, rate in lines}}
        taxes = {rate: int(Decimal(total) * rate / 100) for rate, total in sums.items()}
        assert module.invoice(lines) == (taxes, sum(sums.values()) + sum(taxes.values()))


def split_the_bill(a: Answer) -> None:
    split = a.module().split_bill
    for total, people in itertools.product((0, 99, 100, 8_000, 17_850, 23_999), (1, 2, 3, 7)):
        organiser, others = split(total, people)
        assert organiser + others * (people - 1) == total
        assert others % 100 == 0
        assert 0 <= organiser - others < 100 * people


def janken_judge(a: Answer) -> None:
    judge = a.module().judge
    assert [judge(mine, yours) for mine in range(3) for yours in range(3)] == [
        "あいこ", "勝ち", "負け", "負け", "あいこ", "勝ち", "勝ち", "負け", "あいこ",
    ]  # fmt: skip
    assert "if " not in a.code()


def weighted_omikuji(a: Answer) -> None:
    module = a.module()
    box = module.Omikuji({"大吉": 2, "凶": 0, "吉": 3})
    assert len(box) == 5
    drawn = [box.pull() for _ in range(5)]
    assert Counter(drawn) == {"大吉": 2, "吉": 3}
    assert len(box) == 0
    with pytest.raises(module.EmptyBoxError):
        box.pull()
    first = Counter(module.Omikuji({"大吉": 1, "吉": 3}, random.Random(seed)).pull() for seed in range(400))
    assert 60 < first["大吉"] < 140
    assert [module.Omikuji({"a": 5, "b": 5}, random.Random(1)).pull() for _ in range(3)] == [
        module.Omikuji({"a": 5, "b": 5}, random.Random(1)).pull()
    ] * 3


def amidakuji(a: Answer) -> None:
    module = a.module()
    assert a.given == module.AMIDA
    assert module.goals("| | |") == [1, 2, 3]
    assert module.goals("|-| |\n| |-|") == [3, 1, 2]
    generator = random.Random(2)
    for _ in range(30):
        rows = [[False] * 4 for _ in range(5)]
        for row in rows:
            for i in range(4):
                row[i] = generator.random() < 0.5 and not (i and row[i - 1])
        walked = []
        for place in range(5):
            for row in rows:
                place += row[place] if place < 4 and row[place] else -1 if place and row[place - 1] else 0  # noqa: PLW2901
            walked.append(place + 1)
        assert module.goals("\n".join("|" + "|".join(" -"[bar] for bar in row) + "|" for row in rows)) == walked


def clap_on_seven(a: Answer) -> None:
    said = a.printed().split()
    assert said == ["パン" if n in (7, 14, 17, 21, 27, 28) else str(n) for n in range(1, 31)]
    assert a.printed().count("\n") == 1


@mends
def shift_jis_encode_error(a: Answer) -> None:
    with pytest.raises(UnicodeEncodeError) as caught:
        a.before()
    assert a.given.endswith(f"UnicodeEncodeError: {caught.value}")
    a.module()
    assert Path("clients.csv").read_bytes() == "番号,会社名\r\n①,髙橋製作所\r\n".encode("cp932")
    for char in "①髙":
        with pytest.raises(UnicodeEncodeError):
            char.encode("shift_jis")
    with pytest.raises(UnicodeEncodeError):
        "😀".encode("cp932")


@mends
def sort_returns_none(a: Answer) -> None:
    with pytest.raises(TypeError) as caught:
        a.before()
    assert a.given.endswith(f"# TypeError: {caught.value}")
    assert a.printed() == ["あべ\nさいとう\nやまだ\n", "3\n"][a.number]


@mends
def decimal_prices(a: Answer) -> None:
    assert a.printed() == "一致\n"
    assert f"合計は{a.before().total}になります" in a.output
    assert a.before().total != 0.6
    assert Decimal(1 / 10) != Decimal("0.1")


@mends
def missing_base_case(a: Answer) -> None:
    digit_sum = a.module().digit_sum
    assert [digit_sum(n) for n in range(2100)] == [sum(map(int, str(n))) for n in range(2100)]


@mends
def month_end_in_december(a: Answer) -> None:
    month_end = a.module().month_end
    for year, month in itertools.product((2023, 2024, 2100), range(1, 13)):
        end = month_end(year, month)
        assert (end.year, end.month) == (year, month)
        assert (end + timedelta(days=1)).day == 1


def paid_more_than_boss(a: Answer) -> None:
    people = [
        (1, "社長", 100, None),
        (2, "部長", 120, 1),
        (3, "課長", 120, 2),
        (4, "係長", 121, 3),
        (5, "新人", 50, 4),
        (6, "嘱託", 101, 1),
    ]
    table = "CREATE TABLE employees (id, name, salary, boss_id);"
    assert a.rows(table + inserts("employees", people)) == [("部長", "社長"), ("係長", "課長"), ("嘱託", "社長")]


def delete_duplicate_rows(a: Answer) -> None:
    people = [(3, "a@x.jp"), (1, "B@x.jp"), (2, "A@X.JP"), (4, "b@x.jp"), (5, "c@x.jp"), (6, "a@x.jp")]
    setup = a.given + "\n" + inserts("subscribers", people)
    assert a.rows(setup, then="SELECT id, email FROM subscribers ORDER BY id") == [(1, "B@x.jp"), (2, "A@X.JP"), (5, "c@x.jp")]


def longest_login_streak(a: Answer) -> None:
    generator = random.Random(3)
    table = "CREATE TABLE logins (user TEXT, day TEXT);"
    for _ in range(10):
        days = {user: {generator.randrange(20) for _ in range(10)} for user in "abc"}
        first = date(2024, 2, 20)
        rows = [(user, str(first + timedelta(days=n))) for user, numbers in days.items() for n in [*numbers, min(numbers)]]
        longest = [
            (user, max(len(list(run)) for _, run in itertools.groupby(enumerate(sorted(n)), lambda p: p[1] - p[0])))
            for user, n in days.items()
        ]
        assert a.rows(table + inserts("logins", rows)) == longest


@mends
def inflated_sum(a: Answer) -> None:
    tables = "CREATE TABLE orders (id, shop, total); CREATE TABLE notes (id, order_id, body);"
    orders = inserts("orders", [(1, "北店", 100), (2, "北店", 100), (3, "南店", 50), (4, "東店", 7)])
    notes = inserts("notes", [(1, 1, "x"), (2, 1, "y"), (3, 1, "z"), (4, 4, "w")])
    assert a.rows(tables + orders + notes) == [("北店", 200, 3), ("南店", 50, 0), ("東店", 7, 1)]


def numbered_rename(a: Answer) -> None:
    a.shell()
    names = ["b.txt", "a x.txt", "-c.txt", "d.csv"] + [f"n{n:02}.txt" for n in range(8)]
    for name in names:
        Path(name).write_text(name)
    a.shell()
    texts = sorted(name for name in names if name.endswith(".txt"))
    renamed = sorted(path.name for path in Path().iterdir())
    assert renamed == sorted(["d.csv"] + [f"{n:03}_{name}" for n, name in enumerate(texts, 1)])
    assert all(Path(name).read_text() == name[4:] for name in renamed if name != "d.csv")


def keep_first_occurrence(a: Answer) -> None:
    assert a.shell(a.given + "\n") == a.told
    assert a.shell("b\na\n\nb\nA\n\na\n b\n") == "b\na\n\nA\n b\n"


def confirm_prompt(a: Answer) -> None:
    answers = {"y": 0, "Y": 0, "yes": 0, "YES": 0, "Yes": 0, "": 1, "n": 1, "no": 1, "yess": 1, "ye": 1, "yy": 1}
    for said, expected in answers.items():
        assert (
            a.shell(said + "\n", then='if confirm; then echo " 0"; else echo " 1"; fi')
            == f"本当に実行しますか？ [y/N]  {expected}\n"
        )
    assert a.shell("", then="confirm || echo no").endswith("no\n")


def katakana_words(a: Answer) -> None:
    pattern = a.module().KATAKANA_WORD
    cases = {
        "データとメとコーヒー・ブレイク": ["データ", "コーヒー・ブレイク"],
        "ヴァイオリンを、イ・ビョンホン": ["ヴァイオリン", "イ・ビョンホン"],
        "ア、イ・ウ・、エ・え": ["イ・ウ"],
        "ひらがな漢字abc・ー": [],
        "スキー・スケート・": ["スキー・スケート"],
    }
    assert {text: pattern.findall(text) for text in cases} == cases


def password_policy(a: Answer) -> None:
    pattern = re.compile(a.code("regex").strip())
    good = ["Abcdefg1", "1aB45678", "aA1" * 6 + "zz"]
    wrong = ["Abcdef1", "abcdefg1", "ABCDEFG1", "Abcdefgh", "Abcdefg1!", "Abc defg1", "aA1" * 7, "Ａbcdefg1", "Abcdefgあ1", ""]
    assert all(pattern.fullmatch(text) for text in good)
    assert not any(pattern.search(text) for text in wrong)
    assert pattern.search("Abcdefg1\n")
    assert not pattern.fullmatch("Abcdefg1\n")


def config_diff(a: Answer) -> None:
    module = a.module()
    assert (module.old, module.new) == (a.before().old, a.before().new)
    old = {"a": {"b": {"c": 1, "d": [1]}}, "x": {"y": 1}, "n": None}
    new = {"a": {"b": {"c": 2, "d": [1, 2]}}, "x": 1, "m": {}}
    assert sorted(module.diff(old, new)) == [("削除", "n"), ("変更", "a.b.c"), ("変更", "a.b.d"), ("変更", "x"), ("追加", "m")]
    assert module.diff(old, old) == []


def csv_to_markdown(a: Answer) -> None:
    header, *rows = csv.reader(io.StringIO(a.given))
    numeric = [all(row[i].isdigit() for row in rows) for i in range(len(header))]
    lines = [header, ["---:" if right else ":---" for right in numeric], *rows]
    expected = ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]
    assert a.output.splitlines() == expected


def ruby_to_python(a: Answer) -> None:
    module = a.module()
    if a.number == 0:
        rows = [
            ("い", 5, "paid"),
            ("ろ", 9, "open"),
            ("は", 7, "paid"),
            ("い", 2, "paid"),
            ("あ", 7, "paid"),
            ("に", 8, "paid"),
        ]
        orders = [dict(zip(("customer", "amount", "status"), row, strict=True)) for row in rows]
        assert module.summarize(orders) == [("に", 8), ("あ", 7), ("い", 7), ("は", 7)]
        assert module.summarize([]) == []
    else:
        assert module.caesar("xyz XYZ, Hello あ1", 3) == "abc ABC, Khoor あ1"
        assert module.caesar("abc", -1) == "zab"
        assert module.caesar("Qq", 26) == "Qq"


def chunk_array_js(a: Answer) -> None:
    (comment,) = re.findall(r"console\.log\(.*\); // (.*)", a.code("javascript"))
    arrays = [[], [1], [1, 2], [1, 2, 3, 4, 5, 6, 7]]
    then = f"for (const x of {arrays}) console.log(JSON.stringify([chunk(x, 3), x]));"
    first, *said = a.node(then).splitlines()
    assert first == comment
    assert list(map(json.loads, said)) == [[[x[i : i + 3] for i in range(0, len(x), 3)], x] for x in arrays]


@mends
def loose_equality_js(a: Answer) -> None:
    said = a.node('console.log(["", "0", 0, "3", 12, "00"].map(describe).join(","));')
    assert said == "未入力です,0個です,0個です,3個です,12個です,0個です\n"


def status_enum(a: Answer) -> None:
    old, new = a.before(), a.module()
    for status in (0, 1, 2):
        order = {"status": status}
        assert (new.label(order), new.can_cancel(order)) == (old.label(order), old.can_cancel(order))
    for module in (old, new):
        assert module.can_cancel({"status": 7}) is False
        with pytest.raises(ValueError, match="7"):
            module.label({"status": 7})
    assert "IntEnum" in a.code()


def separate_input_from_logic(a: Answer) -> None:
    old, new = a.before(), a.module()
    for scores in ({"桜": 80, "梅": 90, "松": 90}, {"竹": 61}, {"a": 1, "b": 0, "c": 1}):
        said = []
        for module in (old, new):
            with contextlib.redirect_stdout(io.StringIO()) as stdout:
                module.report(scores)
            said.append(stdout.getvalue())
        assert said[0] == said[1] != ""
    assert new.average({"桜": 80, "梅": 91}) == 85.5
    assert new.best_name({"桜": 80, "梅": 91}) == "梅"


def clock_dependent_tests(a: Answer) -> None:
    assert a.tests(a.given).wasSuccessful()
    for good, bad in (
        ("5 <= hour", "5 < hour"),
        ("5 <= hour", "4 <= hour"),
        ("hour < 11", "hour < 10"),
        ("11 <= hour", "12 <= hour"),
        ("hour < 18", "hour <= 18"),
        ("hour < 18", "hour < 17"),
        ("now().hour", "datetime.now().hour * 0"),
    ):
        assert good in a.given
        assert not a.tests(a.given.replace(good, bad)).wasSuccessful(), bad
    assert isinstance(a.before().greeting(), str)
    assert isinstance(datetime.now().hour, int)


def ring_buffer_stub(a: Answer) -> None:
    buffer_of = a.module().RingBuffer
    for capacity in (1, 2, 3, 5):
        buffer = buffer_of(capacity)
        pushed: list[int] = []
        for value in range(12):
            assert buffer.values() == pushed[-capacity:]
            assert len(buffer) == min(len(pushed), capacity)
            buffer.push(value)
            pushed.append(value)
    assert "deque" not in a.code()
    with pytest.raises(ValueError, match="容量"):
        buffer_of(0)


def vending_machine(a: Answer) -> None:
    module = a.module()
    prices = {"水": 110, "茶": 150}
    machine = module.VendingMachine(prices, {"水": 1})
    for coin in (500, 10):
        machine.insert(coin)
    for coin in (1, 5, 1000, 0, -10):
        with pytest.raises(module.VendingError, match="使えません"):
            machine.insert(coin)
    for name, reason in (("茶", "売り切れ"), ("酒", "扱って")):
        with pytest.raises(module.VendingError, match=reason):
            machine.buy(name)
    assert machine.inserted == 510
    assert machine.buy("水") == ("水", 400)
    assert machine.inserted == 0
    with pytest.raises(module.VendingError, match="売り切れ"):
        machine.buy("水")
    machine.insert(100)
    assert (machine.refund(), machine.refund()) == (100, 0)
    other = module.VendingMachine(prices, {"茶": 5})
    other.insert(100)
    with pytest.raises(module.VendingError, match=r"^あと50円足りません"):
        other.buy("茶")
    other.insert(50)
    assert other.buy("茶") == ("茶", 0)


def fast_power(a: Answer) -> None:
    old, new = a.before().power_mod, a.module().power_mod
    for base, exponent, modulus in itertools.product((-3, 0, 1, 2, 10, 99), range(12), (1, 2, 7, 10)):
        assert new(base, exponent, modulus) == old(base, exponent, modulus)
    assert new(3, 10**18, 10**9 + 7) == pow(3, 10**18, 10**9 + 7)
    assert "pow(" not in a.code()


def common_members(a: Answer) -> None:
    old, new = a.before().common, a.module().common
    generator = random.Random(4)
    for _ in range(100):
        first, second = ([generator.choice("いろはにほ") for _ in range(generator.randrange(7))] for _ in range(2))
        assert new(first, second) == old(first, second)
    assert "set(" in a.code()


def version_ordering(a: Answer) -> None:
    version = a.module().Version
    texts = ["0", "0.0.1", "0.9", "1", "1.0.1", "1.2", "1.9", "1.10", "1.10.2", "2", "10"]
    shuffled = random.Random(5).sample(texts, len(texts))
    assert [repr(one) for one in sorted(map(version, shuffled))] == [f"Version({text!r})" for text in texts]
    assert version("2") == version("2.0.0") != version("2.0.1")
    assert version("0.0") == version("0")
    assert len({version("2"), version("2.0"), version("20")}) == 2
    assert version("1.9") <= version("1.9.0") >= version("1.9")
    assert version("1") != "1"


def checked_types_decorator(a: Answer) -> None:
    checked = a.module().checked

    def joined(word: str, times: int, other=None, *, sizes: list[int] = []) -> int:  # type: ignore[no-untyped-def]  # noqa: B006
        """Documented."""
        return (word, times, other, sizes)  # type: ignore[return-value]

    joined.__annotations__ = {"word": str, "times": int, "sizes": list[int], "return": int}
    wrapped = checked(joined)
    assert wrapped("a", times=2, sizes="素通し") == ("a", 2, None, "素通し")
    assert wrapped("a", 2, 3.5) == ("a", 2, 3.5, [])
    for arguments, name in (((1, 2), "word"), (("a", "b"), "times"), (("a", None), "times")):
        with pytest.raises(TypeError, match=name):
            wrapped(*arguments)
    with pytest.raises(TypeError, match="missing"):
        wrapped("a")
    assert wrapped.__doc__ == "Documented."


def paragraphs_generator(a: Answer) -> None:
    paragraphs = a.module().paragraphs
    cases = {
        "": [],
        "\n\n": [],
        "a": ["a"],
        "a\nb\n\nc\n": ["a\nb", "c"],
        "\n \na\n  \n\nb\n\n": ["a", "b"],
        " 字下げ\n行\n": [" 字下げ\n行"],
    }
    assert {text: list(paragraphs(text.splitlines(keepends=True))) for text in cases} == cases
    endless = paragraphs(itertools.cycle(["x\n", "\n"]))
    assert [next(endless), next(endless)] == ["x", "x"]


def snack_budget(a: Answer) -> None:
    prices = {name: int(price) for name, price in re.findall(r"(\w+) (\d+)円", a.given)}
    assert a.module().snacks == prices
    found = [
        one
        for n in range(len(prices) + 1)
        for one in itertools.combinations(prices, n)
        if sum(map(prices.__getitem__, one)) == 300
    ]
    assert sorted(a.printed().splitlines()) == sorted("、".join(one) for one in found)


def shortest_way_out(a: Answer) -> None:
    module = a.module()
    assert a.given == module.MAZE
    turned = a.given[::-1]
    for maze in (a.given, turned, turned.translate(str.maketrans("SG", "GS")), a.given.translate(str.maketrans("SG", "GS"))):
        assert module.shortest(maze) == 15
    generator = random.Random(6)
    for _ in range(100):
        cells = [generator.choice("..#") for _ in range(16)]
        cells[0], cells[-1] = "S", "G"
        rows = ["".join(cells[i : i + 4]) for i in range(0, 16, 4)]
        reached, steps = {(0, 0)}, 0
        while (3, 3) not in reached and steps < 16:
            around = {(r + dr, c + dc) for r, c in reached for dr, dc in ((0, 1), (1, 0), (0, -1), (-1, 0))}
            reached |= {(r, c) for r, c in around if 0 <= r < 4 and 0 <= c < 4 and rows[r][c] != "#"}
            steps += 1
        assert module.shortest("\n".join(rows)) == (steps if (3, 3) in reached else -1)


def life_step(a: Answer) -> None:
    step = a.module().step
    generator = random.Random(7)
    for _ in range(20):
        alive = {(generator.randrange(5), generator.randrange(5)) for _ in range(10)}
        expected = set()
        for x, y in itertools.product(range(-2, 7), repeat=2):
            n = sum((x + dx, y + dy) in alive for dx, dy in itertools.product((-1, 0, 1), repeat=2) if dx or dy)
            if n == 3 or (n == 2 and (x, y) in alive):
                expected.add((x, y))
        assert step(alive) == expected
    assert step(set()) == set()


def hensachi_tool(a: Answer) -> None:
    assert a.program(stdin=a.given + "\n") == a.told
    assert a.program(stdin="甲 5\n\n乙 5\n") == "甲 50.0\n乙 50.0\n"
    scores = {"い": 31.5, "ろ": 88.0, "は": 70.0}
    said = a.program(stdin="".join(f"{name} {score}\n" for name, score in scores.items())).splitlines()
    mean, deviation = statistics.mean(scores.values()), statistics.pstdev(scores.values())
    assert said == [f"{name} {50 + 10 * (scores[name] - mean) / deviation:.1f}" for name in "ろはい"]
    with pytest.raises(subprocess.CalledProcessError) as caught:
        a.program(stdin="\n")
    assert caught.value.stderr == "点数がありません\n"


def shape_protocol(a: Answer) -> None:
    module, circle = a.module(), a.before().Circle
    shapes = [circle(1), circle(3), circle(2)]
    assert module.largest(iter(shapes)) is shapes[1]
    assert getattr(module.HasArea, "_is_protocol")  # noqa: B009
    hints = typing.get_type_hints(module.largest)
    assert hints["return"] is module.Shape
    assert module.Shape.__bound__ is module.HasArea
    assert typing.get_args(hints["shapes"]) == (module.Shape,)


@mends
def swallowed_exceptions(a: Answer) -> None:
    load = a.module().load_port
    cases = {"80": 80, "1": 1, "65535": 65535, "0": 8080, "65536": 8080, "-5": 8080, "http": 8080, "": 8080}
    assert {port: load({"port": port}) for port in cases} == cases
    assert load({}) == 8080
    with pytest.raises(TypeError):
        load({"port": None})
    assert a.before().load_port({"port": "80"}) == 8080


def heap_invariant(a: Answer) -> None:
    is_heap = a.module().is_heap
    for size in range(6):
        for items in itertools.product(range(3), repeat=size):
            children = [(i, child) for i in range(size) for child in (2 * i + 1, 2 * i + 2) if child < size]
            assert is_heap(list(items)) == all(items[i] <= items[child] for i, child in children)
    broken = a.code().replace("heapq.heappush(heap, ", "heap.append(")
    assert broken != a.code()
    with pytest.raises(AssertionError):
        Answer("", f"```python\n{broken}```").module()


def ruby_markup(a: Answer) -> None:
    convert = a.module().to_ruby
    cases = {
        "東京《とうきょう》へ佐々木《ささき》と": "<ruby>東京<rt>とうきょう</rt></ruby>へ<ruby>佐々木<rt>ささき</rt></ruby>と",
        "お茶《ちゃ》<b>": "お<ruby>茶<rt>ちゃ</rt></ruby>&lt;b&gt;",
        "かな《仮名》": "かな《仮名》",
        "〆切《しめきり》&漢字": "<ruby>〆切<rt>しめきり</rt></ruby>&amp;漢字",
    }
    assert {text: convert(text) for text in cases} == cases


def sudoku_checker(a: Answer) -> None:
    is_solved = a.module().is_solved
    board = [[(3 * r + r // 3 + c) % 9 + 1 for c in (1, 0, 2, 5, 4, 3, 7, 8, 6)] for r in (2, 0, 1, 3, 5, 4, 8, 6, 7)]
    assert is_solved(board)
    # Boards of which the rows and columns, the rows and blocks, the columns and blocks alone are right.
    assert not is_solved([[(r + c) % 9 + 1 for c in range(9)] for r in range(9)])
    rows_and_blocks = [[(3 * (r % 3) + c) % 9 + 1 for c in range(9)] for r in range(9)]
    assert not is_solved(rows_and_blocks)
    assert not is_solved([list(column) for column in zip(*rows_and_blocks, strict=True)])
    for wrong in (0, 10, board[4][3]):
        changed = [list(row) for row in board]
        changed[4][4] = wrong
        assert not is_solved(changed)


def japanese_date_format(a: Answer) -> None:
    format_date = a.module().format_date
    assert format_date(date(1989, 1, 8)) == "1989年1月8日（日）"
    week = [format_date(date(2024, 12, 23) + timedelta(days=n)) for n in range(8)]
    assert week == [f"2024年12月{23 + n}日（{'月火水木金土日月'[n]}）" for n in range(8)]


def working_hours(a: Answer) -> None:
    working_time = a.module().working_time
    cases = {("9:00", "17:45", 45): "8時間00分", ("23:30", "0:15", 0): "0時間45分", ("08:05", "08:05", 0): "24時間00分"}
    cases |= {("8:00", "9:00", 60): "0時間00分", ("10:10", "12:15", 0): "2時間05分", ("9:00", "9:01", 0): "0時間01分"}
    assert {arguments: working_time(*arguments) for arguments in cases} == cases
    assert working_time("9:00", "12:00") == "3時間00分"
    with pytest.raises(ValueError, match="休憩"):
        working_time("8:00", "9:00", 61)


def undo_redo(a: Answer) -> None:
    history = a.module().History("0")
    assert (history.undo(), history.redo()) == ("0", "0")
    for state in "123":
        history.change(state)
    assert [history.undo() for _ in range(4)] == ["2", "1", "0", "0"]
    assert [history.redo() for _ in range(2)] == ["1", "2"]
    history.change("x")
    assert (history.redo(), history.undo(), history.undo(), history.state) == ("x", "2", "1", "1")
    assert [history.redo() for _ in range(3)] == ["2", "x", "x"]
