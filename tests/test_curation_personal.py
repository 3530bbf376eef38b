"""Personal data: what is found in any width and spelling, what is left alone, and what flagging and masking make of it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct import resources
from selfinstruct.curation.candidate import Candidate
from selfinstruct.curation.identifiers import identifiers
from selfinstruct.curation.personal import personal_data
from selfinstruct.plugins import load
from selfinstruct.records import Instance, Task
from selfinstruct.taskfile import read_tasks

PLANTED = [
    ("e-mail", "Write to ", "minji.kim+shop@mail.naver.com", "."),
    ("e-mail", "문의는 ", "ｍｉｎｊｉ＠ｎａｖｅｒ．ｃｏｍ", "으로 주세요."),
    ("e-mail", "連絡先は", "s_tanaka@docomo.ne.jp", "です。"),
    ("phone", "", "010-2345-9678", ""),
    ("phone", "전화는 ", "01098765432", "로 주세요"),
    ("phone", "연락처 ", "０１０－９８７６－５４３２", "번"),
    ("phone", "사무실 ", "02-345-6789", ", 점심 이후"),
    ("phone", "사무실 ", "(02) 345-6789", ""),
    ("phone", "사무실: ", "031-234-5678", ""),
    ("phone", "tel ", "+82 10-2345-6789", " 2024-01-02"),
    ("phone", "tel ", "+82-2-345-6789", ""),
    ("phone", "電話は", "090-2345-6789", "まで"),
    ("phone", "電話は", "０９０ー２３４５ー６７８９", "まで"),
    ("phone", "電話は", "03-3456-7890", "まで"),
    ("phone", "電話は", "03(3456)7890", "まで"),
    ("phone", "携帯 ", "+81 90 2345 6789", ""),
    ("phone", "Call ", "(212) 736-5000", " today"),
    ("phone", "Call ", "212-736-5000", "."),
    ("phone", "Call ", "+1 212 736 5000", "."),
    ("phone", "Ring ", "07911 123456", "."),
    ("phone", "Ring ", "+44 (0)20 7183 8750", "."),
    ("phone", "Ring ", "+49 30 901820", "."),
    ("card", "Visa ", "4111 1111 1111 1111", " 12/27"),
    ("card", "Amex ", "378282246310005", ""),
    ("card", "카드 ", "５１０５－１０５１－０５１０－５１００", "입니다"),
    ("resident-number", "주민등록번호 ", "211010-3123456", "입니다"),
    ("my-number", "マイナンバーは", "123456789018", "です"),
    ("my-number", "番号 ", "1234-5678-9018", ""),
    ("my-number", "番号 ", "１２３４　５６７８　９０１８", ""),
]

NOT_PERSONAL = """
you@example.com|a.b@mail.example.org|me@team.example|x@localhost.test|info@example.co.jp|a@b.com|git@github.com:me/it.git
X@W.T|212-555-0123|+1 212-555-0199|(555) 123-4567|01632 960123|07700 900123|020 7946 0958|010-0000-1234|+82 10-0000-1234
010-1234-5678|090-1234-5678
090-0000-0000|1-800-736-5000|1588-1234|978-3-16-148410-0|9783161484100|ISBN 0-306-40615-2|주문번호 010-2345-6789
Order number: 212-736-5000|order #4111111111111111|注文番号：090-2345-6789|2024-01-02|01-02-2024|2024-01-02 12:30:45
v1.2.3.4|192.168.100.200|300 - 200 = 100|123+3456789012=|1990 1991 1992|0.4111111111111111|1000 4111 1111 1111 1111
4111 1111 1111 1112|1234-5678-9012|123456789018|900101-1234567|990230-1234567|1700000000000|100-0001|123-456-7890
https://shop.test/p/01012345678|3.14159265358979|0000 0000 0000 0000|0000-0000-0000|+86400000|1,234,567,890|x = +1234567
2, 3, 5, 7, 11, 13, 17, 19|100-200-300|12-34-56-78-90
""".replace("\n", "|").strip("|").split("|")  # fmt: skip


def candidate(number: int, instruction: str, *instances: tuple[str, str]) -> Candidate:
    pairs = tuple(Instance(*pair) for pair in instances)
    return Candidate(number, Task(f"t-{number}", "", instruction, pairs, is_classification=False))


def treated(mode: str, *candidates: Candidate) -> list[Task]:
    outcomes = list(personal_data(mode)(candidates))  # type: ignore[arg-type]
    assert not [outcome.refused for outcome in outcomes if outcome.refused]
    return [outcome.candidate.task for outcome in outcomes if outcome.candidate]


@pytest.mark.parametrize(("kind", "before", "data", "after"), PLANTED)
def test_what_is_planted_is_found_where_it_stands(kind: str, before: str, data: str, after: str) -> None:
    start = len(before)

    assert identifiers(before + data + after) == [(start, start + len(data), kind)]


@pytest.mark.parametrize("text", NOT_PERSONAL)
def test_what_is_nobodys_is_left_alone(text: str) -> None:
    assert identifiers(text) == []


# --- numbers with a check digit


def resident(first: str, *, foreigner: bool = False) -> str:
    """A resident number with its check digit, as the ministry's rule was told until 2020."""
    total = sum(int(digit) * (place % 8 + 2) for place, digit in enumerate(first))
    return f"{first[:6]}-{first[6:]}{((13 if foreigner else 11) - total % 11) % 10}"


@pytest.mark.parametrize(
    ("first", "foreigner"), [("900314123456", False), ("051231412345", False), ("880229512345", True), ("010203712345", True)]
)
def test_resident_numbers_are_told_by_their_check_digit(first: str, foreigner: bool) -> None:
    right = resident(first, foreigner=foreigner)
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)

    assert [found.kind for found in identifiers(f"번호는 {right}입니다")] == ["resident-number"]
    assert [found.kind for found in identifiers(f"번호는 {right.replace('-', '')}입니다")] == ["resident-number"]
    assert identifiers(f"번호는 {wrong}입니다") == []


def test_a_citizens_check_digit_is_not_a_foreigners() -> None:
    assert identifiers(resident("900314123456", foreigner=True)) == []
    assert identifiers(resident("880229512345")) == []


def test_numbers_drawn_by_lot_need_their_hyphen_and_a_day_of_birth() -> None:
    assert [found.kind for found in identifiers("201001-3123456 201001-7123456")] == ["resident-number"] * 2
    assert identifiers("2010013123456 200930-3123456 211301-3123456") == []


@given(st.from_regex(r"4[0-9]{15}", fullmatch=True))
def test_a_card_has_one_check_digit_of_ten(digits: str) -> None:
    found = [last for last in "0123456789" if identifiers(digits[:15] + last)]

    assert len(found) == 1


@given(st.from_regex(r"[1-9][0-9]{10}", fullmatch=True))
def test_an_individual_number_has_one_check_digit_of_ten(digits: str) -> None:
    found = [last for last in "0123456789" if identifiers(f"マイナンバー：{digits}{last}")]

    assert len(found) <= 1
    assert found or len(set(digits)) == 1


def test_an_individual_number_in_one_run_needs_its_name() -> None:
    assert identifiers("伝票の右にある123456789018を見る") == []
    assert identifiers("個人番号\n123456789018") == []
    assert [found.kind for found in identifiers("個人番号：123456789018")] == ["my-number"]


# --- flagging and masking


def test_flagging_tells_kind_and_place_and_changes_no_text() -> None:
    asked = candidate(0, "Mail kim@naver.com.", ("Call 212-736-5000 or kim@naver.com.", "Done."), ("", "4111 1111 1111 1111"))

    (task,) = treated("flag", asked)

    assert task.row() == asked.task.row() | {
        "personal_data": [
            {"kind": "e-mail", "where": "instruction"},
            {"kind": "phone", "where": "instances[0].input"},
            {"kind": "e-mail", "where": "instances[0].input"},
            {"kind": "card", "where": "instances[1].output"},
        ]
    }


def test_masking_leaves_the_kind_alone() -> None:
    asked = candidate(
        0, "김 대리(kim@naver.com)에게 알려 주세요.", ("０１０－９８７６－５４３２로 전화", "マイナンバー 123456789018")
    )

    (task,) = treated("mask", asked)

    assert task.instruction == "김 대리([e-mail])에게 알려 주세요."
    assert task.instances == (Instance("[phone]로 전화", "マイナンバー [my-number]"),)
    assert [told["kind"] for told in task.extra["personal_data"]] == ["e-mail", "phone", "my-number"]


def test_instances_that_masking_makes_equal_are_one() -> None:
    asked = candidate(
        0, "Is it a number?", ("212-736-5000", "Yes"), ("no", "No"), ("416-967-1111", "Yes"), ("604-222-1111", "No")
    )

    (task,) = treated("mask", asked)

    assert task.instances == (Instance("[phone]", "Yes"), Instance("no", "No"), Instance("[phone]", "No"))
    assert [told["where"] for told in task.extra["personal_data"]] == ["instances[0].input", "instances[2].input"]


@pytest.mark.parametrize("mode", ["flag", "mask"])
def test_a_task_without_personal_data_is_as_it_was(mode: str) -> None:
    asked = candidate(0, "Name a fruit.", ("", "Apple"), ("", "Apple"))

    assert treated(mode, asked) == [asked.task]


def test_what_a_task_knows_besides_is_kept() -> None:
    task = Task("a", "", "Mail kim@naver.com", (), is_classification=False, extra={"level": 2})

    (told,) = treated("mask", Candidate(0, task))

    assert told.extra == {"level": 2, "personal_data": [{"kind": "e-mail", "where": "instruction"}]}


TEXTS = st.text(max_size=60) | st.text(alphabet="01234589０１９-ー－ ()+.@aexmpl,:/\0가マ\n", max_size=80)


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=4), st.sampled_from(["flag", "mask"]), st.integers(0, 4))
def test_any_text_passes_and_two_calls_are_as_one(texts: list[tuple[str, str, str]], mode: str, cut: int) -> None:
    asked = [candidate(number, one, (two, three)) for number, (one, two, three) in enumerate(texts)]
    step = personal_data(mode)  # type: ignore[arg-type]

    outcomes = [*step(asked[:cut]), *step(asked[cut:])]

    assert outcomes == list(personal_data(mode)(asked))  # type: ignore[arg-type]
    assert [outcome.candidate.number for outcome in outcomes if outcome.candidate] == list(range(len(asked)))


@given(st.lists(st.sampled_from([data for _, _, data, _ in PLANTED] + [" ", ", ", "から", "와", "a", "1", "-"]), max_size=8))
def test_finds_do_not_overlap_and_masking_leaves_none(parts: list[str]) -> None:
    text = "".join(parts)
    found = identifiers(text)
    (masked,) = treated("mask", candidate(0, text))

    assert all(one.end <= other.start for one, other in pairwise(found))
    assert masked.instruction.count("[") == len(found)


@pytest.mark.parametrize(
    "piece", ["a@", "a.", "1-", "+1 ", "(02) ", "4111 ", "1234-", "a@a.", "https://", "order ", "+", "0", " "]
)
def test_hostile_repeats_end(piece: str) -> None:
    times = 200_000 // len(piece)

    assert len(identifiers(piece * times)) <= times


# --- the project's own tasks


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
def test_seed_tasks_hold_no_personal_data(language: str) -> None:
    tasks = read_tasks(load().language(language).seeds, language)

    outcomes = treated("flag", *(Candidate(number, task) for number, task in enumerate(tasks)))

    assert outcomes == tasks


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
def test_no_code_seed_holds_any_but_example_numbers(language: str) -> None:
    tasks = read_tasks(resources.seeds(f"code.{language}"), language)

    told = treated("flag", *(Candidate(number, task) for number, task in enumerate(tasks)))

    assert [task.id for task in told if "personal_data" in task.extra] == []
