"""The Korean phrase table: particles, round trips, and answers that are right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from random import Random

import pytest

from selfinstruct_offline.frames import Frame
from selfinstruct_offline.ko import REPERTOIRE
from selfinstruct_offline.ko.answers import numbered
from selfinstruct_offline.ko.code import FUNCTIONS
from selfinstruct_offline.ko.facts import CONCEPTS
from selfinstruct_offline.ko.josa import josa, render
from selfinstruct_offline.ko.language import PLIGHTS, initials
from selfinstruct_offline.ko.quantities import MEASURES, WEEK
from selfinstruct_offline.ko.sayings import PROVERBS
from selfinstruct_offline.ko.sentences import ACROSTIC, ACROSTIC_WORDS, CHAIN, SHAPES
from selfinstruct_offline.ko.wordlists import CATEGORIES, UNITS

BLOCKED = re.compile(
    "이미지|사진|그림(?!자)|그래프|도표|차트|(?<![가-힣])지도|파일|첨부|동영상|비디오|오디오|음성|음악|다이어그램|순서도|스크린샷|링크|녹음|업로드|다운로드"
)
SETTINGS = ("이", "곳", "때", "날", "어른", "목적", "말머리")


def frames(*kinds: str) -> list[Frame]:
    found = [frame for frame in REPERTOIRE.frames if frame.kind in kinds]
    assert found
    return found


def cases(kind: str, times: int = 60) -> Iterator[tuple[dict[str, str], str, str]]:
    """Slots, input and output of many instances of a kind."""
    rng = Random(kind)
    for frame in frames(kind):
        for _ in range(times):
            slots = {name: rng.choice(values) for name, values in frame.slots.items()}
            pair = frame.answer(slots, rng)
            yield slots, pair.input, pair.output


def sample(count: int, seed: int = 5) -> list[str]:
    rng = Random(seed)
    return [REPERTOIRE.instruction(rng) for _ in range(count)]


def whole_numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text.replace(",", ""))]


@pytest.mark.parametrize(
    ("word", "form", "expected"),
    [
        ("사과", "을", "사과를"),
        ("책", "를", "책을"),
        ("바다", "이", "바다가"),
        ("산", "가", "산이"),
        ("나", "은", "나는"),
        ("물", "는", "물은"),
        ("친구", "과", "친구와"),
        ("형", "와", "형과"),
        ("형", "과의", "형과의"),
        ("길", "으로", "길로"),
        ("집", "로", "집으로"),
        ("학교", "으로", "학교로"),
        ("연필", "으로서", "연필로서"),
        ("손", "로부터", "손으로부터"),
        ("밥", "나", "밥이나"),
        ("차", "이나", "차나"),
        ("감", "라는", "감이라는"),
        ("배", "이라는", "배라는"),
        ("별", "이란", "별이란"),
        ("시", "이란", "시란"),
        ("학생", "예요", "학생이에요"),
        ("의사", "이에요", "의사예요"),
        ("고양이", "이에요", "고양이예요"),
        ("파리", "이었다", "파리였다"),
        ("형", "랑", "형이랑"),
        ("누나", "이며", "누나며"),
        ("민준", "야", "민준아"),
        ("지우", "아", "지우야"),
        ("서울", "에서", "서울에서"),
        ("서울", "", "서울"),
        ("3", "을", "3을"),
        ("2", "을", "2를"),
        ("7", "으로", "7로"),
        ("10", "이", "10이"),
        ("100", "으로", "100으로"),
        ("10,000", "은", "10,000은"),
        ("0", "가", "0이"),
        ("3.5", "이", "3.5가"),
        ("1,000,000,000,000", "은", "1,000,000,000,000는"),
        ("5%", "이", "5%가"),
        ("Python", "을", "Python을"),
        ("SQL", "으로", "SQL로"),
        ("HTML", "이", "HTML이"),
        ("CPU", "은", "CPU는"),
        ("R", "으로", "R로"),
        ("'봄'", "을", "'봄'을"),
        ("「소나기」", "를", "「소나기」를"),
        ("사과(홍옥)", "은", "사과(홍옥)은"),
        ("ㄱ", "을", "ㄱ을"),
        ("ㅏ", "을", "ㅏ를"),
        ("", "을", "를"),
    ],
)
def test_particles_agree(word: str, form: str, expected: str) -> None:
    assert josa(word, form) == expected


def test_render_fills_slots_and_leaves_other_braces() -> None:
    assert render("{가:을} {나} {가}", {"가": "말", "나": "{가}"}) == "말을 {가} 말"


def test_there_are_enough_frames_of_enough_kinds() -> None:
    assert len(REPERTOIRE.frames) >= 100
    assert len({frame.kind for frame in REPERTOIRE.frames}) >= 50
    assert sum(bool(frame.labels) for frame in REPERTOIRE.frames) >= 12


@pytest.mark.parametrize("frame", REPERTOIRE.frames, ids=lambda frame: frame.pattern[:24])
def test_every_frame_is_recognised_from_its_fillings(frame: Frame) -> None:
    rng = Random(frame.pattern)
    assert all(len(set(values)) == len(values) for values in frame.slots.values())
    assert all(f"{{{name}" in frame.pattern for name in frame.slots)
    for _ in range(12):
        slots = {name: rng.choice(values) for name, values in frame.slots.items()}
        assert REPERTOIRE.recognise(REPERTOIRE.fill(frame, slots)) == (frame, slots)


@pytest.mark.parametrize("frame", REPERTOIRE.frames, ids=lambda frame: frame.pattern[:24])
def test_every_value_makes_a_whole_instance(frame: Frame) -> None:
    rng = Random(frame.kind)
    longest = max(map(len, frame.slots.values()))
    for at in range(longest):
        slots = {name: values[at % len(values)] for name, values in frame.slots.items()}
        for label in frame.labels or ("",):
            pair = frame.answer({**slots, "label": label} if label else slots, rng)
            assert pair.output.strip() == pair.output
            assert pair.output
            assert pair.input != pair.output
            assert not re.search(r"\{\w+[:}]", pair.input + pair.output.split("```")[-1])


def test_instructions_are_clean_korean() -> None:
    for text in sample(500):
        bare = re.sub(r"\s", "", text)
        letters = [c for c in bare if c.isalpha()]
        assert not re.search(r"[{}]|  |\n", text), text
        assert 6 <= len(bare) <= 450, text
        assert sum("가" <= c <= "힣" for c in letters) / len(letters) >= 0.8, text
        assert not BLOCKED.search(text), text
        assert text[0].isalpha() or text[0] == '"', text
        assert text[-1] in ".?!", text


def test_most_instructions_of_a_sample_differ() -> None:
    assert len(set(sample(500))) >= 495


def test_the_share_of_classification_can_be_chosen() -> None:
    rng = Random(1)
    for wanted in (True, False):
        for _ in range(40):
            known = REPERTOIRE.recognise(REPERTOIRE.instruction(rng, classification=wanted))
            assert known is not None
            assert bool(known[0].labels) == wanted


def test_every_label_is_named_and_given() -> None:
    rng = Random(2)
    for frame in (frame for frame in REPERTOIRE.frames if frame.labels):
        slots = {name: rng.choice(values) for name, values in frame.slots.items()}
        text = REPERTOIRE.fill(frame, slots)
        assert all(label in text for label in frame.labels), text
        pairs = REPERTOIRE.instances(text, rng, len(frame.labels))
        assert tuple(pair.output for pair in pairs) == frame.labels
        assert len({pair.input for pair in pairs}) == len(pairs)


def test_no_text_bears_two_labels() -> None:
    rng = Random(3)
    for frame in (frame for frame in REPERTOIRE.frames if frame.labels):
        slots = {name: values[0] for name, values in frame.slots.items()}
        seen: dict[str, str] = {}
        for _ in range(40):
            for label in frame.labels:
                pair = frame.answer({**slots, "label": label}, rng)
                assert seen.setdefault(pair.input, label) == label


def test_computed_labels_are_right() -> None:
    rng = Random(4)
    (claim,), (ticket,) = frames("true-or-false"), frames("parity")
    for _ in range(50):
        for label in claim.labels:
            one, two, shown = whole_numbers(claim.answer({"label": label}, rng).input)
            assert (one + two == shown) == (label == "예")
        for label in ticket.labels:
            (number,) = whole_numbers(ticket.answer({"label": label}, rng).input)
            assert (number % 2 == 1) == (label == "홀수")


def test_change() -> None:
    for slots, _, output in cases("change"):
        price, count, paid = (int(slots[name]) for name in ("값", "수", "돈"))
        assert whole_numbers(output) == [price, count, price * count, paid - price * count]
        assert paid > price * count


def test_division() -> None:
    for slots, _, output in cases("division"):
        *_, each, left = whole_numbers(output)
        assert each * int(slots["명"]) + left == int(slots["전체"])
        assert 0 <= left < int(slots["명"])


def test_distance_and_age() -> None:
    for slots, _, output in cases("distance"):
        assert whole_numbers(output)[-1] == int(slots["빠르기"]) * int(slots["시간"])
    for slots, _, output in cases("age"):
        assert whole_numbers(output)[-1] == int(slots["나이"]) + int(slots["해"])


def test_average() -> None:
    for slots, _, output in cases("average"):
        exact = Fraction(sum(int(slots[name]) for name in ("첫", "둘", "셋")), 3)
        found = re.search(r"(\d+\.\d)점", output)
        assert found is not None
        assert abs(Fraction(found[1]) - exact) < Fraction(1, 20)


def test_rectangle_and_servings() -> None:
    for slots, _, output in cases("rectangle"):
        wide, long = int(slots["가로"]), int(slots["세로"])
        assert f" = {2 * (wide + long)}미터" in output
        assert f" = {wide * long}제곱미터" in output
    for slots, _, output in cases("servings"):
        found = re.search(r"([\d.]+)그램", output)
        assert found is not None
        assert Fraction(found[1]) == Fraction(int(slots["양"]) * int(slots["명"]), 4)


def test_discount_and_saving() -> None:
    for slots, _, output in cases("discount"):
        price = int(slots["값"])
        off, left = whole_numbers(output)
        assert off + left == price
        assert off * 100 == price * int(slots["할인"])
    for slots, _, output in cases("saving"):
        saved, rest = whole_numbers(output)
        assert saved == int(slots["하루"]) * int(slots["날수"])
        assert (int(slots["값"]) - saved) == (rest if "모자란다" in output else -rest)


def test_times_and_days() -> None:
    for slots, _, output in cases("end-time"):
        hour, minute = divmod(int(slots["시"]) * 60 + int(slots["분"]) + int(slots["동안"]), 60)
        shown = whole_numbers(output)
        assert shown == [(hour - 1) % 12 + 1, minute][: len(shown)]
        assert len(shown) == 2 or minute == 0
        assert output.startswith("오전" if hour < 12 else "오후")
    monday = date(2024, 1, 1)
    for slots, _, output in cases("weekday"):
        then = monday + timedelta(days=WEEK.index(slots["요일"]) + int(slots["뒤"]))
        assert output == f"{WEEK[then.weekday()]}입니다."


def test_units_chances_and_trips() -> None:
    for slots, _, output in cases("units"):
        factor, unit = MEASURES[slots["단위"]]
        assert output.endswith(f"{int(slots['수']) * factor:,}{unit}입니다.")
    for slots, _, output in cases("probability"):
        red, blue = int(slots["빨강"]), int(slots["파랑"])
        assert output.endswith(f"{Fraction(red, red + blue)}입니다.")
    for _, _, output in cases("trips"):
        people, seats, needed, again = whole_numbers(output)
        assert needed == again
        assert (needed - 1) * seats < people <= needed * seats


def test_difference() -> None:
    for slots, _, output in cases("difference"):
        mine, yours = int(slots["내것"]), int(slots["네것"])
        if mine == yours:
            assert "똑같이" in output
        else:
            assert output.startswith(slots["갑" if mine > yours else "을"])
            assert whole_numbers(output)[-1] == abs(mine - yours)


def test_sorted_reversed_and_picked_lists() -> None:
    for slots, given, output in cases("sort"):
        before, after = given.split(", "), output.split(", ")
        assert sorted(before) == sorted(after)
        if "기록" in slots:
            amounts = [int(item.removesuffix(UNITS[slots["기록"]])) for item in after]
            assert amounts == sorted(amounts, reverse=slots["차례"].startswith("큰"))
        elif "목적" in slots:
            assert after == sorted(after)
        else:
            assert after == sorted(after, key=lambda word: (len(word), word))
    for _, given, output in cases("reverse"):
        assert output.split(", ") == given.split(", ")[::-1]
    for _, given, output in cases("duplicates"):
        assert output.split(", ") == list(dict.fromkeys(given.split(", ")))
    for slots, given, output in cases("filter"):
        items = whole_numbers(given)
        wanted = [n for n in items if n > int(slots["수"])] if "수" in slots else [n for n in items if n % 2]
        shown = whole_numbers(output)
        assert shown == ([int(slots["수"]), *wanted] if "수" in slots else wanted)


def test_sums_and_largest() -> None:
    for _, given, output in cases("total"):
        *parts, total, again = whole_numbers(output)
        assert parts == whole_numbers(given)
        assert sum(parts) == total == again
    for _, given, output in cases("maximum"):
        assert whole_numbers(output) == [max(whole_numbers(given))]
        assert output.replace(", ", " ") in given


def test_counting_grouping_and_the_odd_one_out() -> None:
    for slots, given, output in cases("counting"):
        found = [word for word in given.split(", ") if initials(word)[0] == slots["자음"]]
        assert whole_numbers(output) == [len(found)]
        assert all(word in output for word in found)
    for slots, given, output in cases("odd-one-out"):
        own = [word for word in given.split(", ") if word in CATEGORIES[slots["갈래"]]]
        (odd,) = set(given.split(", ")) - set(own)
        assert output.startswith(josa(odd, "이"))
    for _, given, output in cases("grouping"):
        groups = dict(line.split(": ") for line in output.split("\n"))
        assert sorted(word for words in groups.values() for word in words.split(", ")) == sorted(given.split(", "))
        assert all(set(words.split(", ")) <= set(CATEGORIES[name]) for name, words in groups.items())


def test_what_is_extracted_is_in_the_text() -> None:
    for slots, given, output in cases("extraction"):
        if "무엇" in slots:
            assert output in given
        else:
            assert all(line.split(": ")[1] in given for line in output.split("\n"))
    for _, given, output in cases("letter-count"):
        assert whole_numbers(output) == [len(re.findall(r"\w", given))]


def test_plans_cover_every_day() -> None:
    for slots, _, output in cases("study-plan"):
        spans = [tuple(map(int, span)) for span in re.findall(r"(\d+)일~(\d+)일", output)]
        assert [start for start, _ in spans] == [1, *(end + 1 for _, end in spans[:-1])]
        assert spans[-1][1] == int(slots["날수"])
        assert all(start <= end for start, end in spans)


CHECKS: dict[str, tuple[tuple[object, ...], object]] = {
    "짝수만 골라 합을 내는": (([1, 2, 3, 4],), 6),
    "문자열을 거꾸로 뒤집는": (("가나다",), "다나가"),
    "회문인지 판별하는": (("토마토",), True),
    "섭씨를 화씨로 바꾸는": ((100,), 212),
    "최대 공약수를 구하는": ((48, 18), 6),
    "계승 값을 계산하는": ((5,), 120),
    "소수인지 알아보는": ((91,), False),
    "리스트에서 중복을 지우는": (([3, 1, 3],), [3, 1]),
    "가장 긴 낱말을 찾는": ((["배", "수박"],), "수박"),
    "낱말마다 나온 횟수를 세는": (("가 나 가",), {"가": 2, "나": 1}),
    "윤년 여부를 돌려주는": ((1900,), False),
    "평균과 최댓값을 함께 돌려주는": (([1, 2, 6],), (3, 6)),
    "구구단 한 단을 리스트로 만드는": ((3,), [3, 6, 9, 12, 15, 18, 21, 24, 27]),
    "각 자릿수를 모두 더하는": ((-1203,), 6),
    "두 리스트의 공통 원소를 뽑는": (([1, 2, 3], [3, 1]), [1, 3]),
    "빈 줄을 걸러 내는": ((["가", " ", ""],), ["가"]),
    "초를 시와 분과 초로 쪼개는": ((3725,), (1, 2, 5)),
    "딕셔너리의 키와 값을 맞바꾸는": (({"가": 1},), {1: "가"}),
    "이의 거듭제곱인지 살피는": ((64,), True),
    "중앙값을 구하는": (([4, 1, 3, 2],), 2.5),
    "리스트를 일정한 크기로 나누는": (([1, 2, 3], 2), [[1, 2], [3]]),
    "십진수를 이진수 글자로 바꾸는": ((10,), "1010"),
    "가장 자주 나온 글자를 찾는": (("나비나",), "나"),
}


@pytest.mark.parametrize("task", FUNCTIONS)
def test_functions_do_what_they_say(task: str) -> None:
    scope: dict[str, object] = {}
    exec(FUNCTIONS[task].replace("NAME", "solve"), scope)
    solve = scope["solve"]
    assert callable(solve)
    if task == "피보나치 수를 차례로 내놓는":
        assert list(solve(6)) == [0, 1, 1, 2, 3, 5]
    else:
        arguments, expected = CHECKS[task]
        assert solve(*arguments) == expected


def test_code_is_named_as_asked_and_read_rightly(capsys: pytest.CaptureFixture[str]) -> None:
    for slots, _, output in cases("python"):
        assert f"def {slots['이름']}(" in output
    for _, given, output in cases("code-reading", 20):
        exec(given.strip("`").removeprefix("python\n"), {})
        assert capsys.readouterr().out.strip() in output


def test_language_tables_hold_together() -> None:
    assert set(PLIGHTS.values()) <= set(PROVERBS)
    assert all(following[0] == word[-1] and len(following) > 1 for word, following in CHAIN.items())
    assert all(len(word) == 3 and set(word) <= set(ACROSTIC) for word in ACROSTIC_WORDS)
    assert all(line.startswith(syllable) for syllable, line in ACROSTIC.items())
    assert all(len(set(shapes)) == 5 and shapes[-1].endswith("?") for shapes in SHAPES)
    assert all(text.count(". ") == 1 and text.endswith(".") for text in CONCEPTS.values())
    assert initials("비빔밥") == "ㅂㅂㅂ"
    assert initials("힣") == "ㅎ"


def test_the_table_says_little_of_its_setting() -> None:
    """Slots that only set the scene are shared; at least one slot or an input makes each frame its own."""
    rng = Random(6)
    for frame in REPERTOIRE.frames:
        slots = {name: rng.choice(values) for name, values in frame.slots.items()}
        given = frame.answer({**slots, "label": frame.labels[0] if frame.labels else ""}, rng).input
        assert given or set(frame.slots) - set(SETTINGS), frame.pattern


def test_unknown_instructions_get_an_honest_stand_in() -> None:
    (pair,) = REPERTOIRE.instances("처음 보는 과제를 풀어 주세요.", Random(1), 3)
    assert pair.input == ""
    assert "오프라인 백엔드" in pair.output
    assert not re.search(r"죄송|수 없|저는", pair.output)


def test_misbehaviour_is_in_stock() -> None:
    assert len(REPERTOIRE.foreign) >= 6
    assert not any(re.search("[가-힣]", text) for text in REPERTOIRE.foreign)
    assert len(REPERTOIRE.talk) >= 8
    assert re.search(r"죄송[^.]*수 없", REPERTOIRE.refusal)


def test_same_seed_same_instructions() -> None:
    assert sample(30, 9) == sample(30, 9)
    assert numbered(["가", "나"]) == "1. 가\n2. 나"
