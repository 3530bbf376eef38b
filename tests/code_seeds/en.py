"""What the answers of the English code seeds must do."""

from __future__ import annotations

import ast
import asyncio
import csv
import io
import itertools
import json
import os
import random
import re
import typing
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from code_seeds.answer import Answer, inserts, mends, squeezed


def pluralise_noun(a: Answer) -> None:
    plural = a.module().plural
    singular = ["bus", "box", "topaz", "torch", "dish", "baby", "day", "key", "boy", "guy", "sky", "y", "cat"]
    expected = [
        "buses",
        "boxes",
        "topazes",
        "torches",
        "dishes",
        "babies",
        "days",
        "keys",
        "boys",
        "guys",
        "skies",
        "ys",
        "cats",
    ]
    assert [plural(noun) for noun in singular] == expected


def ordinal_suffix(a: Answer) -> None:
    ordinal = a.module().ordinal
    numbers = [0, 1, 2, 3, 4, 10, 11, 12, 13, 14, 21, 22, 23, 100, 101, 111, 112, 113, 121, 1013]
    expected = "0th 1st 2nd 3rd 4th 10th 11th 12th 13th 14th 21st 22nd 23rd 100th 101st 111th 112th 113th 121st 1013th"
    assert " ".join(map(ordinal, numbers)) == expected


def headline_case(a: Answer) -> None:
    headline = a.module().headline
    assert headline("a tale OF two cities") == "A Tale of Two Cities"
    assert headline("what dreams are made of") == "What Dreams Are Made Of"
    assert headline("  don't look   at the sun, but listen to it ") == "Don't Look at the Sun, but Listen to It"
    assert (
        headline("fish and chips or an apple in a bag on the table for lunch")
        == "Fish and Chips or an Apple in a Bag on the Table for Lunch"
    )
    assert headline("") == ""


def parse_duration(a: Answer) -> None:
    seconds = a.module().seconds
    cases = {"1h 30m": 5400, "45s": 45, "2h5s": 7205, "90m": 5400, " 1h 1m 1s ": 3661, "0s": 0}
    assert {text: seconds(text) for text in cases} == cases
    for wrong in ("", "  ", "5", "h", "1m 1h", "1h 2h", "1.5h", "-1s", "5 s", "1h x"):
        with pytest.raises(ValueError, match=r".+"):
            seconds(wrong)


@mends
def shared_default_list(a: Answer) -> None:
    add_mark = a.module().add_mark
    assert add_mark(7) == [7]
    assert add_mark(8) == [8]
    record = [1]
    assert add_mark(2, record) is record == [1, 2]
    empty: list[int] = []
    assert add_mark(3, empty) is empty


@mends
def binary_search_hang(a: Answer) -> None:
    find = a.module().find
    for size in range(9):
        values = [2 * i for i in range(size)]
        assert [find(values, v) for v in range(-1, 2 * size + 1)] == [
            v // 2 if v % 2 == 0 and 0 <= v < 2 * size else -1 for v in range(-1, 2 * size + 1)
        ]


def explain_unbound_local(a: Answer) -> None:
    error = a.given.rsplit("\n", 1)[1]
    kind, _, message = error.partition(": ")
    with pytest.raises((UnboundLocalError, TypeError)) as caught:
        a.before()
    assert (type(caught.value).__name__, str(caught.value)) == (kind, message)
    assert a.printed() == ["1\n", "7.70\n"][a.number]
    if a.number == 0:
        assert a.module().add_visitor(41) == 42


def second_highest_salary(a: Answer) -> None:
    people = [
        ("a", "X", 9),
        ("b", "X", 9),
        ("c", "X", 7),
        ("d", "X", 7),
        ("e", "X", 5),
        ("f", "Y", 4),
        ("g", "Y", 4),
        ("h", "Z", 1),
        ("i", "Z", 2),
    ]
    assert a.rows(f"{a.given} {inserts('staff', people)}") == [("X", 7), ("Z", 1)]


def running_balance(a: Answer) -> None:
    table = "CREATE TABLE transactions (id INTEGER PRIMARY KEY, account TEXT, day TEXT, amount INTEGER);"
    rows = [
        (1, "b", "2024-01-02", 5),
        (2, "a", "2024-01-03", 10),
        (3, "a", "2024-01-01", 100),
        (4, "a", "2024-01-03", -30),
        (5, "b", "2024-01-02", 7),
    ]
    assert a.rows(table + inserts("transactions", rows)) == [
        ("a", "2024-01-01", 100, 100),
        ("a", "2024-01-03", 10, 110),
        ("a", "2024-01-03", -30, 80),
        ("b", "2024-01-02", 5, 5),
        ("b", "2024-01-02", 7, 12),
    ]


@mends
def not_in_with_null(a: Answer) -> None:
    tables = "CREATE TABLE members (id INTEGER, name TEXT); CREATE TABLE loans (book TEXT, member_id INTEGER);"
    members = inserts("members", [(1, "Ann"), (2, "Bob"), (3, "Cy")])
    loans = inserts("loans", [("A", 1), ("B", None), ("C", 1)])
    assert sorted(a.rows(tables + members + loans)) == [("Bob",), ("Cy",)]


def rename_extension(a: Answer) -> None:
    assert a.shell(then="ls") == ""
    for name in ("a.jpeg", "two words.jpeg", "-dash.jpeg", "b.jpeg.txt", "c.png"):
        Path(name).write_text(name)
    a.shell()
    assert sorted(path.name for path in Path().iterdir()) == ["-dash.jpg", "a.jpg", "b.jpeg.txt", "c.png", "two words.jpg"]
    assert Path("two words.jpg").read_text() == "two words.jpeg"


def busiest_addresses(a: Answer) -> None:
    assert squeezed(a.shell(a.given + "\n")) == squeezed(a.told)
    assert squeezed(a.told) == ["4 10.0.0.7", "3 10.0.0.9", "2 10.0.0.4"]
    log = "".join(f"10.0.0.{n} - -\n" * n for n in range(1, 13))
    assert squeezed(a.shell(log)) == ["12 10.0.0.12", "11 10.0.0.11", "10 10.0.0.10"]


def awk_category_totals(a: Answer) -> None:
    assert a.shell(a.given + "\n") == a.told
    assert a.shell("date,category,amount\n1,zoo,1\n2,art,0.005\n3,zoo,2.5\n") in (
        "art: 0.01\nzoo: 3.50\n",
        "art: 0.00\nzoo: 3.50\n",
    )


def regex_24h_time(a: Answer) -> None:
    pattern = re.compile(a.code("regex").strip())
    assert [text for h in range(100) for m in range(100) if pattern.search(text := f"{h:02}:{m:02}")] == [
        f"{h:02}:{m:02}" for h in range(24) for m in range(60)
    ]
    assert not [text for text in ("7:30", "07:3", "107:30", "07:300", "0730", "23:59x", "20", ":30") if pattern.search(text)]


@mends
def greedy_pattern(a: Answer) -> None:
    assert a.printed() == ["['<b>', '</b>', '<i>', '</i>']\n", "['Ada', 'London']\n"][a.number]


def flatten_json(a: Answer) -> None:
    flatten = a.module().flatten
    assert flatten({"a": {"b": [1, 2]}}) == {"a.b.0": 1, "a.b.1": 2}
    assert flatten({"x": [], "y": {}, "z": [{"k": None}, "s", [True]]}) == {"z.0.k": None, "z.1": "s", "z.2.0": True}
    assert flatten([[5]]) == {"0.0": 5}


def csv_to_json(a: Answer) -> None:
    separator = ";" if ";" in a.given else ","
    expected = [
        {key: None if not cell else int(cell) if cell.isdigit() else cell for key, cell in row.items()}
        for row in csv.DictReader(io.StringIO(a.given), delimiter=separator)
    ]
    assert json.loads(a.output) == expected


def guard_clauses(a: Answer) -> None:
    old, new = a.before().shipping, a.module().shipping
    orders: list[Any] = [None] + [
        {"items": items, "country": country, "total": total}
        for items in ([], ["tea"])
        for country in ("GB", "FR")
        for total in (0, 49, 49.99, 50, 51)
    ]
    assert [new(order) for order in orders] == [old(order) for order in orders]
    assert _depth(a.code()) < _depth(a.given)


def dispatch_table(a: Answer) -> None:
    old, new = a.before().calculate, a.module().calculate
    for sign, x, y in itertools.product("+-*/", (7, -2, 0.5), (3, 4)):
        assert new(sign, x, y) == old(sign, x, y)
    for module in (old, new):
        with pytest.raises(ValueError, match=r"^unknown operator: %$"):
            module("%", 1, 2)
    assert "elif" not in a.code()


def tests_for_slugify(a: Answer) -> None:
    outcome = a.tests(a.given)
    assert outcome.wasSuccessful()
    assert outcome.testsRun == 4
    for good, bad in ((".lower()", ""), ('.strip("-")', ""), ("]+", "]"), ('"NFKD"', '"NFC"'), ('"-", ascii', '"_", ascii')):
        assert good in a.given
        assert not a.tests(a.given.replace(good, bad)).wasSuccessful(), bad


def javascript_to_python(a: Answer) -> None:
    module = a.module()
    if a.number == 0:
        people = [
            {"first": "ada", "last": "byron", "active": True},
            {"first": "Kurt", "last": "gödel", "active": False},
            {"first": "émile", "last": "Zola", "active": 1},
        ]
        assert module.initials(people) == ["A.B.", "É.Z."]
        assert module.initials([]) == []
    else:
        assert module.tally(["b", "a", "b"]) == {"b": 2, "a": 1}
        assert list(module.tally(["b", "a", "b"])) == ["b", "a"]
        assert module.tally([]) == {}


def python_to_javascript(a: Answer) -> None:
    words = ["pear", "fig", "🍐🍐", "kiwi", "date", "a", "apple", "x" * 10]
    said = a.node(f"console.log(JSON.stringify([...groupByLength({json.dumps(words)})]));")
    expected = a.before().group_by_length(words)
    assert json.loads(said) == [[length, found] for length, found in expected.items()]


def lru_cache_stub(a: Answer) -> None:
    cache = a.module().LRUCache(2)
    cache.put("a", 1)
    cache.put("b", 2)
    assert cache.get("a") == 1
    cache.put("c", 3)
    assert [cache.get(key, "-") for key in "abc"] == [1, "-", 3]
    cache.put("a", 9)
    cache.put("d", 4)
    assert [cache.get(key) for key in "acd"] == [9, None, 4]
    with pytest.raises(ValueError, match="capacity"):
        a.module().LRUCache(0)
    a.module().LRUCache(1).put("x", None)


def pairs_with_sum(a: Answer) -> None:
    slow, fast = a.before().count_pairs, a.module().count_pairs
    generator = random.Random(1)
    for _ in range(200):
        numbers = [generator.randrange(-5, 6) for _ in range(generator.randrange(10))]
        target = generator.randrange(-10, 11)
        assert fast(numbers, target) == slow(numbers, target)
    assert _loops(a.code()) == 1


def vector_operators(a: Answer) -> None:
    vector = a.module().Vector
    assert vector(1, 2) + vector(3, -5) == vector(4, -3)
    assert vector(1, 2) - vector(3, -5) == vector(-2, 7)
    assert vector(1, 2) * 3 == 3 * vector(1, 2) == vector(3, 6)
    assert abs(vector(-5, 12)) == 13.0
    assert repr(vector(0, 1.5)) == "Vector(x=0, y=1.5)"
    assert vector(1, 2) != vector(2, 1)
    assert len({vector(1, 2), vector(1, 2)}) == 1
    with pytest.raises(AttributeError):
        vector(1, 2).x = 5


def money_in_cents(a: Answer) -> None:
    money = a.module().Money
    assert money(150, "EUR") + money(-50, "EUR") == money(100, "EUR")
    assert [str(money(cents, "EUR")) for cents in (1205, 0, 9, -9, -100, -1205)] == [
        "12.05 EUR", "0.00 EUR", "0.09 EUR", "-0.09 EUR", "-1.00 EUR", "-12.05 EUR",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="USD"):
        money(1, "EUR") + money(1, "USD")
    with pytest.raises(TypeError):
        money(1, "EUR") + 1
    with pytest.raises(AttributeError):
        money(1, "EUR").cents = 2


def retry_decorator(a: Answer) -> None:
    retry = a.module().retry
    calls: list[Any] = []

    def fails(until: int, error: type[Exception] = KeyError) -> int:
        """Documented."""
        calls.append(until)
        if len(calls) < until:
            raise error(len(calls))
        return len(calls)

    for until, exceptions, expected in ((3, (KeyError,), 3), (1, (KeyError,), 1), (2, KeyError, 2)):
        calls.clear()
        assert retry(3, exceptions)(fails)(until) == expected
    calls.clear()
    with pytest.raises(KeyError, match="3"):
        retry(3, (KeyError, OSError))(fails)(4)
    assert len(calls) == 3
    calls.clear()
    with pytest.raises(ZeroDivisionError):
        retry(3, (KeyError,))(fails)(9, error=ZeroDivisionError)
    assert len(calls) == 1
    calls.clear()
    assert retry(1)(fails)(1) == 1
    assert retry(2)(fails).__doc__ == "Documented."
    with pytest.raises(ValueError, match="times"):
        retry(0)


def temporary_environment(a: Answer) -> None:
    environment = a.module().environment
    os.environ["OLD"] = "1"
    os.environ.pop("NEW", None)
    with environment(OLD="2", NEW="3"):
        assert (os.environ["OLD"], os.environ["NEW"]) == ("2", "3")
    with pytest.raises(KeyError), environment(OLD="2", NEW="3"):
        raise KeyError
    assert os.environ["OLD"] == "1"
    assert "NEW" not in os.environ
    with environment(OLD=None, NEW=None):
        assert "OLD" not in os.environ
    assert os.environ["OLD"] == "1"


def sliding_window(a: Answer) -> None:
    windows = a.module().windows
    for size, length in itertools.product(range(1, 5), range(6)):
        items = list(range(length))
        assert list(windows(iter(items), size)) == [tuple(items[i : i + size]) for i in range(length - size + 1)]
    endless = windows(itertools.count(), 2)
    assert [next(endless), next(endless)] == [(0, 1), (1, 2)]
    seen: list[int] = []
    assert next(windows((seen.append(i) or i for i in itertools.count()), 3)) == (0, 1, 2)  # type: ignore[func-returns-value]
    assert seen == [0, 1, 2]
    with pytest.raises(ValueError, match="at least 1"):
        next(windows("ab", 0))


def merge_sorted_streams(a: Answer) -> None:
    merge = a.module().merge
    generator = random.Random(2)
    for _ in range(200):
        first, second = (sorted(generator.choices(range(6), k=generator.randrange(6))) for _ in range(2))
        assert list(merge(first, iter(second))) == sorted(first + second)
    assert "heapq" not in a.code()
    evens = merge(itertools.count(0, 2), itertools.count(1, 2))
    assert list(itertools.islice(evens, 5)) == [0, 1, 2, 3, 4]
    equal = list(merge([1.0, 2.0], [1, 2]))
    assert [type(item) for item in equal] == [float, int, float, int]


def outline_from_dict(a: Answer) -> None:
    module = a.module()
    assert module.outline({}) == []
    assert module.outline({"a": {"b": {"c": {}}, "d": {}}}) == ["a", "  b", "    c", "  d"]
    assert module.menu == a.before().menu


def thanksgiving_date(a: Answer) -> None:
    thanksgiving = a.module().thanksgiving
    for year in range(1942, 2100):
        thursdays = [date(year, 11, day) for day in range(1, 31) if date(year, 11, day).weekday() == 3]
        assert thanksgiving(year) == thursdays[3]
    assert _loops(a.code()) == 0


def word_count_tool(a: Answer) -> None:
    text = "The cat, the CAT and the dog's dog.\nDon't: cat!\n"
    assert a.program(stdin=text).splitlines() == ["3 cat", "3 the", "1 and", "1 dog", "1 dog's", "1 don't"]
    assert a.program("-n", "1", stdin=text) == "3 cat\n"
    assert a.program("--min-length", "4", "-n", "5", stdin=text).splitlines() == ["1 dog's", "1 don't"]
    assert len(a.program(stdin=" ".join("abcdefghijkl")).splitlines()) == 10
    assert a.program(stdin="") == ""


def add_type_hints(a: Answer) -> None:
    old, new = a.before().index_by_initial, a.module().index_by_initial
    for names in ([], ["ann", "Abe", "", "bo"], ("x", "")):
        assert new(names) == old(names)
    assert new([""], "?") == {"?": [""]}
    hints = typing.get_type_hints(new)
    assert set(hints) == {"names", "default", "return"}
    assert hints["default"] is str
    assert hints["return"] == dict[str, list[str]]
    assert _bare(a.code()) == _bare(a.given)


def config_with_line_numbers(a: Answer) -> None:
    module = a.module()
    assert module.parse_config("") == {}
    assert module.parse_config("\n # x = 1\n a = 1 \nb=\n c d = e = f") == {"a": "1", "b": "", "c d": "e = f"}
    for text, line in (("a = 1\nnonsense", "2"), ("\n\n = 5", "3"), ("a=1\n#\nb=2\na=3", "4"), ("a", "1")):
        with pytest.raises(module.ConfigError, match=rf"\b{line}\b"):
            module.parse_config(text)


def trie_completion(a: Answer) -> None:
    trie = a.module().Trie()
    words = ["to", "tea", "ted", "ten", "i", "in", "inn", "té"]
    for word in [*words, "tea"]:
        trie.add(word)
    for prefix in ("", "t", "te", "tea", "in", "x", "teas"):
        assert trie.complete(prefix) == sorted(word for word in words if word.startswith(prefix))


def run_length_property(a: Answer) -> None:
    a.module(prelude=a.given)
    for good, bad in (
        ("runs[-1][0] == char", "False"),
        ("+= 1", "+= 2"),
        ("[char, 1]", "[char, 0]"),
        ("if runs and", "if len(runs) > 1 and"),
    ):
        assert good in a.given
        with pytest.raises(AssertionError):
            a.module(prelude=a.given.replace(good, bad))


@mends
def late_binding_closures(a: Answer) -> None:
    assert "prints 20 three times" in a.output or "```text" not in a.output
    module = a.module()
    assert [press() for press in module.buttons] == [0, 10, 20]


def html_links(a: Answer) -> None:
    links = a.module().links
    page = """<a name="top">no</a><a href="/a?x=1&amp;y=2">One <i>&amp;</i>
    two</a> text <A HREF='b'>B</A><a href="">empty</a><a href="c"><img src="x"></a>"""
    assert links(page) == [("One & two", "/a?x=1&y=2"), ("B", "b"), ("", "c")]
    assert links('<a href="x">X</a>y</a><p>z</p>') == [("X", "x")]
    assert links("") == []


def anagram_groups(a: Answer) -> None:
    anagrams = a.module().anagrams
    assert anagrams(["listen", "stone", "Silent", "tones", "tea"]) == [["listen", "Silent"], ["stone", "tones"]]
    assert "returns `[['listen', 'Silent'], ['stone', 'tones']]`" in a.output
    assert anagrams(["aab", "abb", "ab"]) == []
    assert len(a.code().strip().splitlines()) <= 5


def traffic_light_enum(a: Answer) -> None:
    light = a.module().Light
    shown = [light.RED]
    for _ in range(8):
        shown.append(shown[-1].following)
    assert [one.value for one in shown] == ["red", "red and amber", "green", "amber"] * 2 + ["red"]
    assert len(light) == 4


def ways_to_make_a_pound(a: Answer) -> None:
    ways = a.module().ways
    assert "4,563" in a.output
    assert ways(100, [1, 2, 5, 10, 20, 50, 100]) == 4563
    for total in range(9):
        expected = sum(n == total for n in (x + 2 * y + 5 * z for x in range(9) for y in range(5) for z in range(2)))
        assert ways(total, [1, 2, 5]) == ways(total, [5, 1, 2]) == expected


def accessible_form(a: Answer) -> None:
    page = _Elements(a.code("html"))
    (form,) = page.of("form")
    assert (form["action"], form["method"].lower()) == ("/subscribe", "post")
    fields = page.of("input") + page.of("select")
    assert sorted(label["for"] for label in page.of("label")) == sorted(field["id"] for field in fields)
    assert all(field["name"] for field in fields)
    assert [field["type"] for field in fields if "required" in field] == ["email"]
    assert [(option["value"], "selected" in option) for option in page.of("option")] == [("weekly", True), ("monthly", False)]
    assert len(page.of("button")) == 1
    assert page.open == []


def strip_trailing_space(a: Answer) -> None:
    assert a.shell("a  \n b\t \t\n\n  \nc d\n") == "a\n b\n\n\nc d\n"


def limited_concurrency(a: Answer) -> None:
    run_all = a.module().run_all
    running, most = 0, 0

    def job(number: int) -> Any:
        async def work() -> int:
            nonlocal running, most
            running += 1
            most = max(most, running)
            for _ in range(number % 3 + 1):
                await asyncio.sleep(0)
            running -= 1
            return number

        return work

    assert asyncio.run(run_all([job(n) for n in range(10)], 3)) == list(range(10))
    assert most == 3
    assert asyncio.run(run_all([], limit=1)) == []


class _Elements(HTMLParser):
    """Start tags of a page with their attributes, and what is left open at its end."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def of(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.found if name == tag]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in ("input", "br", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def _loops(code: str) -> int:
    return sum(isinstance(node, (ast.For, ast.While, ast.comprehension)) for node in ast.walk(ast.parse(code)))


def _depth(code: str) -> int:
    return max(len(line) - len(line.lstrip()) for line in code.splitlines())


def _bare(code: str) -> str:
    """Code without its annotations and imports."""
    tree = ast.parse(code)
    tree.body = [node for node in tree.body if not isinstance(node, (ast.Import, ast.ImportFrom))]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns = None
            node.body = [
                ast.Assign([one.target], one.value, lineno=0) if isinstance(one, ast.AnnAssign) and one.value else one
                for one in node.body
            ]
        if isinstance(node, ast.arg):
            node.annotation = None
    return ast.unparse(tree)


def simplify_boolean(a: Answer) -> None:
    names = ["age", "member"] if a.number == 0 else ["a", "b", "c"]
    simple = a.code().strip()
    for values in itertools.product((17, 18, 19, 0, 1), repeat=len(names)):
        scope = dict(zip(names, values, strict=True))
        assert bool(eval(simple, {}, scope)) == bool(eval(a.given, {}, scope))  # noqa: S307
    assert len(simple) < 10


def meeting_room_bookings(a: Answer) -> None:
    module = a.module()
    generator = random.Random(3)
    for _ in range(50):
        room, taken = module.Room(), {}
        for number in range(8):
            start = generator.randrange(20)
            end = start + generator.randrange(1, 6)
            holders = {taken[minute] for minute in range(start, end) if minute in taken}
            if holders:
                with pytest.raises(module.RoomTakenError, match="|".join(holders)):
                    room.book(start, end, f"who{number}")
            else:
                room.book(start, end, f"who{number}")
                taken |= dict.fromkeys(range(start, end), f"who{number}")
        for start, end in itertools.combinations(range(-2, 28), 2):
            free = [minute for minute in range(start, end) if minute not in taken]
            gaps = room.free(start, end)
            assert [minute for gap in gaps for minute in range(*gap)] == free
            assert all(gap[0] < gap[1] for gap in gaps)
            assert all(left[1] < right[0] for left, right in itertools.pairwise(gaps))
    for start, end in ((5, 5), (6, 5)):
        with pytest.raises(ValueError, match="end after"):
            module.Room().book(start, end, "x")
