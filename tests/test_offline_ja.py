"""The Japanese phrase table: what it says can be read back, fits the limits, and is right."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random
from runpy import run_path
from typing import Any

import pytest

pytest.importorskip("selfinstruct_offline")

from selfinstruct_offline.frames import Frame, Pair
from selfinstruct_offline.ja import REPERTOIRE, code, haiku, listing, notices

FRAMES = REPERTOIRE.frames
CLASSIFICATIONS = [frame for frame in FRAMES if frame.labels]
BLOCKED = re.compile(
    "画像|写真|下図|図表|グラフ|チャート|地図|ファイル|添付|動画|映像|ビデオ|音声|オーディオ|音楽|イラスト|描|スクリーンショット|スクショ"
    "|ダイアグラム|再生|録音|アップロード|ダウンロード|リンク|絵|(?<![意版企])図(?![書工])"
)
SIMPLIFIED_OR_HANGUL = re.compile("[请问题绍给进应总优这个们说时对\uac00-\ud7a3\u1100-\u11ff]")
UNITS = {"メートル": 1000, "センチメートル": 10, "ミリメートル": 1, "キロメートル": 1_000_000}
UNITS |= {"グラム": 1000, "ミリグラム": 1, "キログラム": 1_000_000, "トン": 1_000_000_000}
UNITS |= {"ミリリットル": 1, "デシリットル": 100, "リットル": 1000, "立方メートル": 1_000_000}


def chosen(frame: Frame, rng: Random) -> dict[str, str]:
    return {slot: rng.choice(values) for slot, values in frame.slots.items()}


def of_pattern(part: str) -> Frame:
    (frame,) = (frame for frame in FRAMES if part in frame.pattern)
    return frame


def name(frame: Frame) -> str:
    return f"{frame.kind}-{FRAMES.index(frame)}"


@pytest.mark.parametrize("frame", FRAMES, ids=name)
def test_what_a_frame_says_is_read_back(frame: Frame) -> None:
    rng = Random(1)
    for _ in range(20):
        slots = chosen(frame, rng)
        assert REPERTOIRE.recognise(REPERTOIRE.fill(frame, slots)) == (frame, slots)


@pytest.mark.parametrize("frame", FRAMES, ids=name)
def test_every_value_of_a_slot_is_its_own_and_can_be_answered(frame: Frame) -> None:
    rng = Random(2)
    for slot, values in frame.slots.items():
        assert len(set(values)) == len(values)
        for value in values:
            slots = chosen(frame, rng) | {slot: value} | ({"label": frame.labels[0]} if frame.labels else {})
            given, output = frame.answer(slots, rng)
            assert output
            assert not re.search(r"\{\w+\}|  ", given + re.sub(r"```.*```", "", output, flags=re.DOTALL))
            assert given != output


@pytest.mark.parametrize("frame", FRAMES, ids=name)
def test_instances_differ_in_their_input_or_there_is_one(frame: Frame) -> None:
    rng = Random(3)
    instruction = REPERTOIRE.fill(frame, chosen(frame, rng))
    pairs = REPERTOIRE.instances(instruction, rng, 3)
    assert len({pair.input for pair in pairs}) == len(pairs)
    assert len(pairs) == 1 or all(pair.input for pair in pairs)


def test_the_table_is_large_and_varied() -> None:
    assert len(FRAMES) >= 50
    assert len(CLASSIFICATIONS) >= 12
    assert len({frame.kind for frame in FRAMES}) >= 20
    rng = Random(4)
    instances = [REPERTOIRE.instances(REPERTOIRE.fill(frame, chosen(frame, rng)), rng, 1)[0] for frame in FRAMES]
    assert len(FRAMES) / 3 < sum(bool(pair.input) for pair in instances) < len(FRAMES) * 2 / 3


def test_a_sample_of_instructions_fits_the_rules() -> None:
    rng = Random(5)
    texts = [REPERTOIRE.instruction(rng) for _ in range(500)]
    assert len(set(texts)) >= 495
    for text in texts:
        assert 6 <= len(text) <= 400
        assert re.search("[ぁ-んァ-ヶ]", text)
        assert not re.search(r"[{}\n]|  |、、|。。|、。", text)
        assert not BLOCKED.search(text), text
        assert not SIMPLIFIED_OR_HANGUL.search(text)
    assert len({text[:3] for text in texts}) >= 150


@pytest.mark.parametrize("frame", CLASSIFICATIONS, ids=name)
def test_classification_gives_an_input_for_each_label(frame: Frame) -> None:
    rng = Random(6)
    for _ in range(5):
        instruction = REPERTOIRE.fill(frame, chosen(frame, rng))
        assert all(label in instruction for label in frame.labels)
        pairs = REPERTOIRE.instances(instruction, rng, 8)
        assert [pair.output for pair in pairs] == list(frame.labels)
        assert all(pair.input for pair in pairs)
        assert len({pair.input for pair in pairs}) == len(pairs)


@pytest.mark.parametrize("wanted", [True, False])
def test_only_classifications_when_they_are_wanted(wanted: bool) -> None:
    rng = Random(7)
    for _ in range(50):
        known = REPERTOIRE.recognise(REPERTOIRE.instruction(rng, classification=wanted))
        assert known is not None
        assert bool(known[0].labels) == wanted


def digits(text: str) -> list[int]:
    return [int(found) for found in re.findall(r"\d+", text)]


def minutes(text: str) -> int:
    hours, rest = re.search(r"(\d+)時間", text), re.search(r"(\d+)分", text)
    return 60 * int(hours[1] if hours else 0) + int(rest[1] if rest else 0)


def change(slots: dict[str, str], output: str) -> bool:
    _, price, count = digits(slots["goods"])
    return digits(output)[-1] == 1000 - price * count >= 0


def discount(slots: dict[str, str], output: str) -> bool:
    price, tenths = digits(slots["item"])
    return digits(output)[-1] * 10 == price * (10 - tenths)


def travel(slots: dict[str, str], output: str) -> bool:
    (distance,), (speed,) = digits(slots["track"]), digits(slots["speed"])
    return Fraction(distance, speed) == Fraction(minutes(output.split("、")[1]), 60)


def division(slots: dict[str, str], output: str) -> bool:
    (things,), (people,) = digits(slots["harvest"]), digits(slots["team"])
    shares = digits(output.split("1", 1)[1].split("につき")[1])
    rest = shares[1] if len(shares) == 2 else 0
    return shares[0] * people + rest == things and rest < people


def area(slots: dict[str, str], output: str) -> bool:
    length, width = digits(slots["plot"])
    return digits(output)[-2:] == [length * width, 2 * length + 2 * width]


def percent(slots: dict[str, str], output: str) -> bool:
    (people,), (part,) = digits(slots["crowd"]), digits(slots["part"])
    return digits(output)[-1] * 100 == people * part


def saving(slots: dict[str, str], output: str) -> bool:
    amount, times = digits(slots["saving"])
    return digits(output)[-1] == amount * times


def end(slots: dict[str, str], output: str) -> bool:
    hour, minute = digits(slots["start"])
    found = [*digits(output), 0]
    return found[0] * 60 + found[1] == hour * 60 + minute + digits(slots["length"])[0]


def serving(slots: dict[str, str], output: str) -> bool:
    people, grams = digits(slots["serving"])
    exact = Fraction(grams * digits(slots["guest"])[0], people)
    found = digits(output)[-1]
    return found == exact if "およそ" not in output else found == round(exact) != exact


def conversion(slots: dict[str, str], output: str) -> bool:
    asked = re.fullmatch(r"([\d.]+)(\D+)を(\D+)に", slots["conversion"])
    told = re.fullmatch(r"([\d.]+)(\D+)です。", output)
    assert asked
    assert told
    return told[2] == asked[3] and Fraction(asked[1]) * UNITS[asked[2]] == Fraction(told[1]) * UNITS[told[2]]


def hours(slots: dict[str, str], output: str) -> bool:
    return minutes(output.split("は", 1)[1]) == digits(slots["minutes"])[0]


def western(slots: dict[str, str], output: str) -> bool:
    known = {"明治22": 1889, "明治37": 1904, "大正12": 1923, "昭和39": 1964, "昭和45": 1970, "平成元": 1989, "平成23": 2011}
    known |= {"令和2": 2020, "令和6": 2024, "昭和62": 1987, "大正3": 1914, "明治5": 1872}
    return slots["era"].rstrip("年") not in known or digits(output)[-1] == known[slots["era"].rstrip("年")]


@pytest.mark.parametrize(
    ("part", "right"),
    [
        ("1000円から", change),
        ("支払額", discount),
        ("どれほど時間", travel),
        ("等しく配ります", division),
        ("面積と周囲", area),
        ("それは何人", percent),
        ("総額はいくら", saving),
        ("終わりはいつ", end),
        ("同じ材料は何グラム", serving),
        ("{conversion}直して", conversion),
        ("{conversion}換算", conversion),
        ("{conversion}したい", conversion),
        ("何時間何分か", hours),
        ("西暦では", western),
    ],
)
def test_what_is_computed_is_right(part: str, right: Callable[[dict[str, str], str], bool]) -> None:
    frame, rng = of_pattern(part), Random(8)
    for _ in range(60):
        slots = chosen(frame, rng)
        output = frame.answer(slots, rng).output
        assert right(slots, output), (slots, output)


def counts(text: str) -> list[int]:
    return [int(row.split()[1].rstrip("冊台個箱羽人回袋本匹組")) for row in text.split("、")]


def many(part: str, tries: int = 40) -> list[tuple[dict[str, str], Pair]]:
    frame, rng = of_pattern(part), Random(9)
    return [(slots, frame.answer(slots, rng)) for slots in (chosen(frame, rng) for _ in range(tries))]


def mean(numbers: list[int]) -> str:
    tenths = int(Fraction(sum(numbers) * 10, len(numbers)) + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}"


@pytest.mark.parametrize(
    ("part", "wanted"),
    [
        ("合計はいくつ", lambda numbers: str(sum(numbers))),
        ("最大と最小の差", lambda numbers: str(max(numbers) - min(numbers))),
        ("平均を小数第一位", mean),
        ("50以上", lambda numbers: str(sum(number >= 50 for number in numbers))),
    ],
)
def test_what_is_worked_out_of_a_list_is_right(part: str, wanted: Callable[[list[int]], str]) -> None:
    for _, (given, output) in many(part):
        assert re.match(r"[\d.]+", output)[0] == wanted(counts(given))  # type: ignore[index]


@pytest.mark.parametrize(("part", "falling"), [("多い順", True), ("小さいほうから", False)])
def test_sorted_counts_are_sorted(part: str, falling: bool) -> None:
    for _, (given, output) in many(part):
        assert sorted(given.split("、")) == sorted(output.split("、"))
        assert counts(output) == sorted(counts(given), reverse=falling)


def test_the_largest_count_is_named() -> None:
    for _, (given, output) in many("首位はどれか"):
        row = max(given.split("、"), key=lambda row: counts(row)[0])
        assert output == f"{row.replace(' ', 'で、')}です。"


def test_words_are_put_into_the_order_of_a_dictionary() -> None:
    assert sorted(["がっき", "かき", "かぎ"], key=listing.kana_order) == ["かき", "かぎ", "がっき"]
    for slots, (given, output) in many("五十音順"):
        # The table lists them in that order.
        table = listing.KANA[slots["kana"]][0].split(",")
        assert output.split("、") == sorted(given.split("、"), key=table.index)


@pytest.mark.parametrize("part", ["だけを選んで", "拾い、いくつあるか"])
def test_the_words_of_a_kind_are_picked_out(part: str) -> None:
    for slots, (given, output) in many(part):
        wanted = listing.MIXTURES[slots["mixture"]][0].split(",")
        right = [word for word in given.split("、") if word in wanted]
        assert output in ("、".join(right), f"{len(right)}種類（{'、'.join(right)}）")


def test_the_longest_word_is_alone_the_longest() -> None:
    for _, (given, output) in many("最も長い語"):
        word = output.split("（")[0]
        assert [other for other in given.split("、") if len(other) >= len(word)] == [word]
        assert digits(output) == [len(word)]


def test_facts_of_a_notice_stand_in_it() -> None:
    for part in ("日時だけを", "電話番号を", "費用を答えよ", "会場だけ"):
        for _, (given, output) in many(part, 10):
            assert output in given
    for _, (given, output) in many("JSON", 10):
        assert all(value in given for value in json.loads(output).values())


def test_a_notice_has_true_weekdays_and_closes_before_it_begins() -> None:
    for seed in range(100):
        notice = notices.notice("講習の案内", Random(seed))
        days = []
        for text in (notice.closing, notice.when):
            month, day = digits(text)[:2]
            days.append(date(2027, month, day))
            assert f"（{'月火水木金土日'[days[-1].weekday()]}）" in text
        assert days[0] < days[1]


def test_haiku_have_five_seven_and_five_morae() -> None:
    assert haiku.morae("しゃしん") == 3
    assert haiku.morae("はっぴょう") == 4
    firsts = {line: haiku.morae(kana) for line, kana in haiku.SEASONS.values()}
    middles = {line: haiku.morae(kana) for line, kana in haiku.VIEWS.values()}
    lasts = {line: haiku.morae(kana) for line, (kana,) in haiku.ENDINGS.items()}
    for _, (_, output) in many("俳句に詠んで"):
        first, middle, last = output.split()
        assert (firsts[first], middles[middle], lasts[last]) == (5, 7, 5)


# Task -> arguments and what the function gives for them.
CALLS: dict[str, tuple[tuple[Any, ...], Any]] = {
    "unique": (([3, 1, 3, 2, 1],), [3, 1, 2]),
    "even_total": (([1, 2, 3, 4],), 6),
    "is_palindrome": (("しんぶんし",), True),
    "count_words": ((["雨", "雪", "雨"],), {"雨": 2, "雪": 1}),
    "flatten": (([[1], [2, [3]]],), [1, 2, [3]]),
    "common": (([3, 1, 2], [2, 3, 9]), [2, 3]),
    "to_fahrenheit": ((100,), 212),
    "digit_sum": ((-907,), 16),
    "is_prime": ((49,), False),
    "longest": ((["a", "abc", "ab"],), "abc"),
    "swapped": (({"a": 1},), {1: "a"}),
    "chunks": (([1, 2, 3, 4, 5], 2), [[1, 2], [3, 4], [5]]),
    "is_leap": ((1900,), False),
    "above_mean": (([1, 2, 6],), [6]),
    "gcd": ((-12, 18), 6),
    "hms": ((3725,), (1, 2, 5)),
    "factorial": ((5,), 120),
    "second_largest": (([5, 9, 9, 7],), 7),
    "shortened": (("じゅげむじゅげむ",), "じゅげむじ"),
    "has_negative": (([1, -1],), True),
    "running_total": (([1, 2, 3],), [1, 3, 6]),
    "transposed": (([[1, 2], [3, 4]],), [[1, 3], [2, 4]]),
}


@pytest.mark.parametrize("task", code.TASKS)
def test_the_code_runs(task: str, tmp_path: Path) -> None:
    frame = of_pattern("関数を書いて")
    output = frame.answer(chosen(frame, Random(10)) | {"task": task}, Random(10)).output
    source = re.search(r"```python\n(.*)\n```", output, re.DOTALL)
    assert source
    path = tmp_path / "answer.py"
    path.write_text(source[1], encoding="utf-8")
    function = code.TASKS[task][0]
    arguments, wanted = CALLS[function]
    assert run_path(str(path))[function](*arguments) == wanted


def test_an_instruction_from_elsewhere_gets_an_honest_stand_in() -> None:
    (pair,) = REPERTOIRE.instances("この表にない指示を一つ。", Random(11), 3)
    assert pair.input == ""
    assert "この表にない指示を一つ。" in pair.output
    assert "オフライン" in pair.output or "定型文の表" in pair.output
    (pair,) = REPERTOIRE.instances("長い指示。" * 200, Random(11), 3)
    assert len(pair.output) < 200


def test_what_goes_wrong_is_there() -> None:
    assert len(REPERTOIRE.foreign) >= 6
    assert not any(re.search("[ぁ-んァ-ヶ]", text) for text in REPERTOIRE.foreign)
    assert len(REPERTOIRE.talk) >= 8
    assert "できません" in REPERTOIRE.refusal
