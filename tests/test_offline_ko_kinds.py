"""The Korean tables of mail, grammar, sheets, reckoning, puzzles and programs: what they work out is right."""

from __future__ import annotations

import contextlib
import io
import json
import re
import sqlite3
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

pytest.importorskip("selfinstruct_offline")
from selfinstruct_offline.frames import Pair
from selfinstruct_offline.ko import REPERTOIRE, grammar, heritage, programs, puzzles, reckoning, sheets, spellings, wording
from selfinstruct_offline.ko.framing import frame, lines, phrases, rows, told
from selfinstruct_offline.ko.josa import josa
from selfinstruct_offline.ko.language import initials
from selfinstruct_offline.ko.sayings import IDIOMS, PROVERBS

SEEDS = Path(__file__).parent.parent / "seeds/ko.jsonl"
Drawn = list[tuple[dict[str, str], Pair]]


def many(part: str, tries: int = 60) -> Drawn:
    """Slots and instances of the one frame with this in its pattern."""
    (found,) = (one for one in REPERTOIRE.frames if part in one.pattern)
    rng = Random(part)
    drawn = [{slot: rng.choice(values) for slot, values in found.slots.items()} for _ in range(tries)]
    labels = found.labels or ("",)
    return [({**slots, "label": label}, found.answer({**slots, "label": label}, rng)) for slots in drawn for label in labels]


def numbers(text: str) -> list[int]:
    return [int(found) for found in re.findall(r"\d+", text.replace(",", ""))]


def days(text: str) -> list[date]:
    return [date(*map(int, found)) for found in re.findall(r"(\d+)년 (\d+)월 (\d+)일", text)]


# ------------------------------------------------------------------ how frames are written


def test_blocks_of_text_become_tables() -> None:
    assert lines("\n가 // 나\n\n다\n") == ("가\n나", "다")
    assert phrases("가; 나\n다;") == ("가", "나", "다")
    assert rows("가 | 나 | 다\n라 | 마") == {"가": ("나", "다"), "라": ("마",)}


def test_a_frame_takes_its_setting_by_name_unless_it_is_given_another() -> None:
    made = frame("x", "{이:이} {곳}에 {것:을} 둔다.", told("{것:은} {것1}", 것={"책": ("무겁다",)}), 이=("형",), 것=("책",))
    assert made.slots["이"] == ("형",)
    assert len(made.slots["곳"]) > 20
    assert made.answer({"것": "책"}, Random(0)) == Pair("", "책은 무겁다")


def test_the_kinds_of_the_seed_tasks_are_there() -> None:
    seeds = [json.loads(line) for line in SEEDS.read_text("utf-8").splitlines()]
    assert {seed["kind"] for seed in seeds} <= {one.kind for one in REPERTOIRE.frames}


def test_particles_agree_in_what_is_said() -> None:
    rng, pairs = Random(8), (("을", "를"), ("은", "는"), ("과", "와"))
    for one in REPERTOIRE.frames:
        slots = {name: rng.choice(values) for name, values in one.slots.items()}
        for label in one.labels or ("",):
            said = REPERTOIRE.fill(one, slots) + one.answer({**slots, "label": label}, rng).output
            for name in (value for value in slots.values() if "가" <= value[-1] <= "힣" and len(value) > 3):
                wrong = {opened if (ord(name[-1]) - ord("가")) % 28 else closed for closed, opened in pairs}
                assert not any(f"{name}{form} " in said for form in wrong), (name, said)


# ------------------------------------------------------------------ language


def test_sums_are_written_out() -> None:
    assert spellings.spelt(350_000) == "삼십오만"
    assert spellings.spelt(1_040_300_000_012) == "일조사백삼억일십이"
    for _, (given, output) in many("'일금'과 '원정'"):
        assert output == f"일금 {spellings.spelt(numbers(given)[0])}원정"


def test_only_misspelt_loanwords_are_mended() -> None:
    for _, (given, output) in many("본 외래어들"):
        wrong = [word for word in given.split(", ") if word in spellings.LOANS]
        assert output.split("\n") == [f"{word} → {spellings.LOANS[word][0]}" for word in wrong]
        assert len(wrong) == 2


def test_a_gap_is_filled_by_one_of_the_two() -> None:
    assert all("(   )" in text for texts in spellings.BLANKS.values() for text in texts)
    assert not set(spellings.SPACING["O"]) & set(spellings.SPACING["X"])


def test_a_sentence_is_turned_to_the_level_asked_for() -> None:
    levels = {text: level for spoken in grammar.SPOKEN for level, text in zip(grammar.LEVELS, spoken, strict=True)}
    for slots, (given, output) in many("한 말을 {말씨"):
        assert levels[given] == "해요체"
        assert levels[output] == slots["말씨"]


def test_voices_swap_the_two_nouns() -> None:
    for active, passive in grammar.PASSIVES:
        objects = [word[:-1] for word in active.split() if word[-1] in "을를"]
        assert any(josa(word, "이") in passive.split() for word in objects)
        assert re.search("에게|에 ", passive)
        assert not re.search("[을를] |어지|아지", passive)
    for plain, causative in grammar.CAUSATIVES:
        causer = re.search(r"\((.+)\)", plain)
        assert causer
        assert causative.startswith(josa(causer[1], "이"))


def test_sayings_come_from_the_tables() -> None:
    for _, (_, output) in many("딱 맞는 사자성어"):
        name, meaning = output.split(": ", 1)
        assert IDIOMS[name] == meaning
    assert all(output in PROVERBS for _, (_, output) in many("속담의 뜻만"))
    for _, (given, output) in many("지워 버린 두 글자"):
        shown, meaning = given.split(": ", 1)
        assert IDIOMS[output] == meaning
        assert re.fullmatch(shown.replace("□", "."), output)
        assert shown.count("□") == 2


def test_doubled_words_make_way_for_fewer() -> None:
    assert all(len(better) < len(worse) for worse, better in wording.DOUBLED)


# ------------------------------------------------------------------ tables


def cells(table: str) -> list[list[str]]:
    """The rows below the head of a Markdown table."""
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.split("\n")[2:]]


def test_a_shopping_list_adds_up() -> None:
    for _, (given, output) in many("장보기 쪽지"):
        *body, (name, *_, total) = cells(output)
        assert name == "총액"
        counted = [(numbers(count)[0], numbers(price)[0], numbers(cost)[0]) for _, count, price, cost in body]
        assert all(count * price == cost for count, price, cost in counted)
        assert numbers(total) == [sum(cost for *_, cost in counted)]
        assert [row[0] for row in body] == [line.split()[0] for line in given.split("\n")]


def test_the_second_is_listedwith_its_distance() -> None:
    for _, (given, output) in many("득표수다"):
        ranked = sorted(cells(given), key=lambda row: -int(row[1]))
        (first, most), (second, fewer) = ranked[:2]
        assert numbers(output) == [2, int(fewer), 1, int(most) - int(fewer)]
        assert second in output
        assert josa(first, "과") in output


def test_a_query_gives_the_table_that_is_shown() -> None:
    for _, (given, output) in many("대출 기록입니다", 20):
        database = sqlite3.connect(":memory:")
        database.execute("CREATE TABLE loans (member, book)")
        database.executemany("INSERT INTO loans VALUES (?, ?)", cells(given.removeprefix("loans\n")))
        query = output.split("```")[1].removeprefix("sql\n")
        found = [[name, str(times)] for name, times in database.execute(query)]
        database.close()
        assert found == cells(output.split("```")[2].strip())


@pytest.mark.parametrize("subject", sheets.SUBJECTS)
def test_every_row_of_a_table_has_the_cells_of_its_head(subject: str) -> None:
    head, body = sheets.SUBJECTS[subject]
    assert {row.count("/") for row in body.split(";")} == {head.count("/")}


def test_json_holds_what_the_advertisement_says() -> None:
    for _, (given, output) in many("JSON 한 줄"):
        found = json.loads(output)
        assert given == f"{found['햇수']}년 쓴 {found['물건']} 팝니다. {found['값']:,}원이고 {found['곳']}에서 직거래해요."


def test_a_bill_is_even_after_it_is_settled() -> None:
    for _, (given, output) in many("똑같이 나눈다. 누가"):
        paid = dict(re.findall(r"^(\S+): \S+ ([\d,]+)원$", given, re.MULTILINE))
        names = given.split("\n")[0].removeprefix("참석: ").split(", ")
        spent = {name: numbers(paid[name])[0] if name in paid else 0 for name in names}
        for giver, taker, amount in re.findall(r"^(\S+?)[은는] (\S+)에게 ([\d,]+)원을", output, re.MULTILINE):
            spent[giver] += numbers(amount)[0]
            spent[taker] -= numbers(amount)[0]
        assert len(set(spent.values())) == 1


def test_recipes_keep_their_proportions() -> None:
    def amounts(text: str) -> list[Fraction]:
        found = re.findall(r" (?:(\d+)과 )?(\d+(?:/\d+)?)(?=g|mL|큰|작)", text)
        return [Fraction(whole or 0) + Fraction(part) for whole, part in found]

    assert sheets.amount(Fraction(5, 2)) == "2과 1/2"
    for _, (given, output) in many("나누어떨어지지 않으면"):
        people = numbers(given.split("\n")[0])[1]
        assert amounts(output) == [value * people / 2 for value in amounts(given.split("\n")[1])]


# ------------------------------------------------------------------ reckoning


def test_the_hundredth_day_counts_the_day_of_birth() -> None:
    for _, (given, output) in many("아기 백일"):
        (born,), (then,) = days(given), days(output)
        assert (then - born).days == 99
        if found := re.search(r"2월은 (\d+)일까지", output):
            assert (int(found[1]) == 29) == (then.year % 4 == 0)


def test_ages() -> None:
    for _, (given, output) in many("만 나이와 연 나이"):
        born, today = days(given)
        full, by_year = numbers(output)
        assert by_year == today.year - born.year
        assert full == by_year - ((today.month, today.day) < (born.month, born.day))


def test_wages_hold_the_paid_day_of_rest_from_fifteen_hours_on() -> None:
    for _, (given, output) in many("주휴 수당"):
        hourly, hours = numbers(given)
        rest = Fraction(hours, 40) * 8 * hourly if hours >= 15 else 0
        assert numbers(output.split("합계")[1]) == [hourly * hours + rest]
        assert numbers(output)[0] == hourly * hours
        assert ("없음" in output) == (hours < 15)


def test_large_sums_are_cut_at_every_fourth_digit() -> None:
    assert reckoning.grouped(1_0000_0002) == "1억 2"
    for _, (given, output) in many("만, 억, 조로"):
        units = {"조": 10**12, "억": 10**8, "만": 10**4, "원": 1}
        assert sum(int(n) * units[unit] for n, unit in re.findall(r"(\d+)([조억만원])", output)) == numbers(given)[0]


@pytest.mark.parametrize(
    ("sides", "kind"),
    [((5, 12, 13), "직각삼각형"), ((4, 5, 6), "예각삼각형"), ((3, 4, 6), "둔각삼각형"), ((6, 3, 4), "둔각삼각형")],
)
def test_triangles(sides: tuple[int, int, int], kind: str) -> None:
    assert reckoning.triangle(sides) == kind


def test_shapes_and_fractions_bear_their_labels() -> None:
    for slots, (given, _) in many("세 변을 쟀어"):
        a, b, c = sorted(numbers(given))
        assert a + b > c
        assert reckoning.triangle((a, b, c)) == slots["label"]
    for slots, (given, _) in many("고른 분수"):
        above, below = numbers(given)
        assert (10**12 * above % below == 0) == (slots["label"] == "유한소수")


def test_homes_meetings_coupons_and_throws() -> None:
    for _, (given, output) in many("몇 평인가"):
        assert abs(Fraction(re.findall(r"\d+\.\d", output)[-1]) - Fraction(numbers(given)[0] * 10, 33)) <= Fraction(1, 20)
    for _, (given, output) in many("호수 둘레를"):
        around, _, fast, _, slow = numbers(given)
        assert (fast + slow) * numbers(output)[-1] == around
    for slots, (_, output) in many("쿠폰으로 사요"):
        price, percent, off = (Fraction(slots[name]) for name in ("값", "할인", "쿠폰"))
        first, last = price * (1 - percent / 100) - off, (price - off) * (1 - percent / 100)
        costs = [numbers(found)[0] for found in re.findall(r"= ([\d,]+)원", output)]
        assert [*costs, numbers(output)[-1]] == [first, last, last - first]
    for slots, (_, output) in many("윷을 논다"):
        ways = sum(bin(throw).count("1") == reckoning.YUT[slots["끗"]] for throw in range(16))
        assert output.endswith(f"{Fraction(ways, 16)}이다.")


# ------------------------------------------------------------------ puzzles


def test_one_order_alone_fits_the_clues() -> None:
    for _, (given, output) in many("도착한 순서를"):
        clues = [(re.sub("[은는]$", "", a), b) for a, b in re.findall(r"(\S+) (\S+)보다 먼저", given)]
        ranked = output.split(" → ")
        assert puzzles.orders(sorted(ranked), clues) == [tuple(ranked)]
        assert clues != [*pairwise(ranked)]


def test_one_culprit_alone_leaves_one_true_word() -> None:
    for _, (given, output) in many("송편을 한 명이"):
        said = [line.split(": ") for line in given.split("\n")]
        names = [name for name, _ in said]

        def true(culprit: str, said: list[list[str]] = said, names: list[str] = names) -> int:
            """How many of the three speak the truth when this one did it."""
            about = [next((n for n in names if text.startswith(n)), me) for me, text in said]
            return sum(("안 먹었어" in text) != (who == culprit) for who, (_, text) in zip(about, said, strict=True))

        assert [name for name in names if true(name) == 1] == [output.split("\n")[0].removeprefix("먹은 사람: ")]


def test_arguments_are_valid_as_labelled() -> None:
    for slots, (given, _) in many("논증이에요"):
        first, second, last = (line.split(": ")[1] for line in given.split("\n"))
        kind, above = re.findall(r"모든 (.+?)[은는] (.+)이다", first)[0]
        valid = f"{kind}이다" in second and f"{above}이다" in last
        assert valid == (slots["label"] == "타당")


def test_routes_take_as_long_as_they_are_long() -> None:
    for _, (given, output) in many("지하철을 탑니다"):
        one, two = (line.split(": ")[1].split(" - ") for line in given.split("\n")[:2])
        stop, change = numbers(given.split("\n")[2])
        start, end = re.findall(r"(?:출발|도착): ([^,\n]+)", given)
        stops = abs(one.index(start) - one.index("시청")) + abs(two.index(end) - two.index("시청"))
        assert numbers(output)[-1] == stops * stop + change


@pytest.mark.parametrize(("small", "large", "wanted"), puzzles.JUGS)
def test_jugs_are_filled_emptied_or_poured_over(small: int, large: int, wanted: int) -> None:
    path = puzzles.poured(small, large, wanted)
    assert path[0] == (0, 0)
    assert wanted in path[-1]
    for (a, b), (c, d) in pairwise(path):
        filled = (c == a and d in {0, large}) or (d == b and c in {0, small})
        assert filled or (a + b == c + d and (c in {0, small} or d in {0, large}))


def test_chains_of_words_go_on() -> None:
    for _, (given, output) in many("끝은 정해졌으니"):
        chain = output.split(" → ")
        assert len(set(chain)) == 5
        assert all(first[-1] == second[0] for first, second in pairwise(chain))
        assert (given.split(" → ")[0], given.split(" → ")[-1]) == (chain[0], chain[-1])


def test_initials_fit_the_word() -> None:
    for _, (given, output) in many("낸 초성 퀴즈"):
        assert given.split(" (")[0] == initials(output)


def test_events_stand_in_the_order_of_their_years() -> None:
    for _, (given, output) in many("고른 사건들"):
        listed = re.findall(r"([^→]+)\((\d+)\)", output)
        years = [int(year) for _, year in listed]
        assert years == sorted(years)
        assert {name.strip(): (year,) for name, year in listed}.items() <= heritage.YEARS.items()
        assert sorted(given.split(", ")) == sorted(name.strip() for name, _ in listed)


# ------------------------------------------------------------------ programs


def printed(source: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(source, {})
    return out.getvalue().strip()


@pytest.mark.parametrize(("source", "shown"), [row[:2] for row in programs.PRINTED])
def test_programs_print_what_is_told(source: str, shown: str) -> None:
    assert printed(source) == shown


@pytest.mark.parametrize("task", programs.TASKS)
def test_functions_give_what_their_example_shows(task: str) -> None:
    source = programs.code(task)
    assert printed(source) == source.rsplit("# ", 1)[1]


CALLS: dict[str, tuple[object, object]] = {
    "평균을 구하는": ([2, 4], 3),
    "문자열로 된 점수를 더하는": (["90", "5"], 95),
    "마지막 원소를 돌려주는": ([1, 2], 2),
    "1부터 n까지 더하는": (4, 10),
    "가장 큰 수를 찾는": ([-3, -1], -1),
    "짝수인지 알려 주는": (4, True),
    "빈칸을 모두 없애는": ("가 나", "가나"),
    "음수를 지우는": ([-1, -2, 3], [3]),
}


def solved(source: str, argument: object) -> object:
    scope: dict[str, object] = {}
    exec(source, scope)
    solve = scope["solve"]
    assert callable(solve)
    try:
        return solve(argument)
    except (TypeError, IndexError) as error:
        return type(error)


@pytest.mark.parametrize("task", programs.FAULTS)
def test_faulty_programs_are_wrong_and_mended_ones_right(task: str) -> None:
    bad, good, _ = programs.FAULTS[task]
    argument, expected = CALLS[task]
    assert solved(good, argument) == expected
    assert solved(bad, argument) != expected
