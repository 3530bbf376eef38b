"""Decontamination: copies, disguised copies and near-copies of evaluation texts are refused; everything else is kept."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from quickrows import leading

from selfinstruct.curation.candidate import Candidate, Outcome, Step
from selfinstruct.curation.contamination import decontamination
from selfinstruct.errors import ConfigError
from selfinstruct.language import Language
from selfinstruct.plugins import load
from selfinstruct.records import Instance, Rejection, Task
from selfinstruct.taskfile import read_tasks

ITEMS: dict[str, dict[str, Any]] = {
    "en": {
        "question": "A ferry leaves Tallow Bay every 40 minutes from 6:20 in the morning. How many ferries leave before noon?",
        "context": "The lighthouse at Tallow Bay was built in 1871 from blocks of grey granite that were shipped across the "
        "strait in winter, because the road over the pass was closed by snow for five months of the year.",
        "short": "Which harbour did the granite for the lighthouse come from?",
        "choices": ["a cliff", "by ship", "yes", "no"],
    },
    "ko": {
        "question": "솔뫼 나루에서는 오전 6시 20분부터 40분마다 배가 한 척씩 떠납니다. 정오 전까지 떠나는 배는 모두 몇 척인지 "
        "구하세요.",
        "context": "솔뫼 등대는 1871년에 겨울 동안 해협을 건너 실어 온 회색 화강암으로 지어졌는데, 고갯길이 한 해에 "
        "다섯 달은 눈으로 막혀 있었기 때문입니다.",
        "short": "등대를 지은 화강암은 어느 항구에서 왔습니까?",
        "choices": ["절벽", "배로", "예", "아니요"],
    },
    "ja": {
        "question": "松尾港からは午前6時20分から40分おきに船が一隻ずつ出ます。正午までに出る船は全部で何隻か求めてください。",
        "context": "松尾灯台は1871年、冬のあいだに海峡を越えて運ばれた灰色の花崗岩で建てられた。峠の道が一年のうち五か月は雪で"
        "閉ざされていたためである。",
        "short": "灯台を建てた花崗岩はどこの港から来ましたか。",
        "choices": ["崖", "船で", "はい", "いいえ"],
    },
}
NGRAM, SIMILAR = "contaminated-ngram", "contaminated-similar"


@cache
def language(code: str) -> Language:
    return load().language(code)


def written(folder: Path, rows: Iterable[Any], name: str = "set.jsonl") -> Path:
    file = folder / name
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return file


def task(instruction: str, text: str = "", output: str = "Some answer.", number: int = 0) -> Candidate:
    return Candidate(number, Task(f"t-{number}", "", instruction, (Instance(text, output),), is_classification=False))


def refused(step: Step, *candidates: Candidate) -> list[Rejection]:
    return [rejection for outcome in step(candidates) for rejection in outcome.refused]


@pytest.fixture(params=["en", "ko", "ja"])
def code(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def step(code: str, tmp_path: Path) -> Step:
    return decontamination([written(tmp_path, [ITEMS[code]])], language(code))


def wide(text: str) -> str:
    """ASCII letters and digits in full width."""
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in text)


DISGUISES: dict[str, Callable[[str], str]] = {
    "verbatim": str,
    "case": str.upper,
    "width": wide,
    "no punctuation": lambda text: "".join(c for c in text if c.isalnum() or c == " "),
    "other punctuation": lambda text: text.replace(",", " —").replace(".", " …").replace("、", "，").replace("。", "！"),
    "line breaks": lambda text: text.replace(" ", "\n "),
    "the middle": lambda text: "… " + text[len(text) // 8 :],
}


# --- what is planted is caught


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_copy_is_caught_wherever_it_stands(code: str, step: Step, disguise: str) -> None:
    for field, place in product(["question", "context"], ["instruction", "input", "output"]):
        copy = DISGUISES[disguise](ITEMS[code][field])
        texts = {"instruction": "Do it.", "input": "", "output": "Done."} | {place: copy}

        found = refused(step, task(texts["instruction"], texts["input"], texts["output"], number=7))

        told = [(each.text, each.request_idx, each.reason) for each in found]
        assert told == [(texts["instruction"], 7, NGRAM)], f"{field} as {place}"
        assert "set.jsonl:1: " in found[0].detail


def test_korean_spacing_hides_nothing(tmp_path: Path) -> None:
    step = decontamination([written(tmp_path, [ITEMS["ko"]])], language("ko"))

    assert refused(step, task(ITEMS["ko"]["context"].replace(" ", "")))[0].reason == NGRAM


def test_a_short_text_counts_as_a_whole_instruction_or_input(code: str, step: Step) -> None:
    short = ITEMS[code]["short"]

    assert [found.reason for found in refused(step, task(short.upper()), task("Answer.", short))] == [NGRAM] * 2


def test_a_short_text_of_some_length_counts_inside_another(code: str, step: Step) -> None:
    short = ITEMS[code]["short"]

    assert refused(step, task(f"Think first: {short} (one line)"), task("Ask me.", "", f"« {short} »"))


NEAR = {
    "en": "A ferry leaves Gull Bay every 50 minutes from 7:20 in the evening. How many ferries leave before noon?",
    "ko": "솔뫼 나루에서 새벽 7시 20분부터 50분마다 배가 두 척씩 떠난다. 자정 전까지 떠난 배가 모두 몇 척인지 구해 보라.",
    "ja": "竹尾港から午後7時20分より50分おきに船が二隻ずつ出ます。真夜中までに出た船は全部で何隻かを求めよ。",
}


def test_a_near_copy_is_caught_by_its_likeness(code: str, step: Step) -> None:
    (found,) = refused(step, task(NEAR[code]))

    assert found.reason == SIMILAR
    where, score, text = found.detail.partition(": ")[0], found.detail.split(" ")[1], found.detail.split(" ", 2)[2]
    assert where.endswith("set.jsonl:1")
    assert language(code).threshold < float(score) < 1
    assert text == ITEMS[code]["question"]


def test_a_near_copy_is_caught_as_input_and_with_its_instruction(code: str, tmp_path: Path) -> None:
    parted = {"instruction": "Work out the answer.", "input": ITEMS[code]["question"]}
    step = decontamination([written(tmp_path, [parted])], language(code))

    assert [found.reason for found in refused(step, task("Solve:", NEAR[code]))] == [SIMILAR]
    assert [found.reason for found in refused(step, task(f"{parted['instruction']} {NEAR[code]}"))] == [SIMILAR]


def test_the_threshold_is_the_languages_unless_given(code: str, tmp_path: Path) -> None:
    file = written(tmp_path, [ITEMS[code]])

    assert refused(decontamination([file], language(code), threshold=0.2), task(NEAR[code]))
    assert not refused(decontamination([file], language(code), threshold=0.99), task(NEAR[code]))


def test_the_length_of_a_run_can_be_chosen(tmp_path: Path) -> None:
    file = written(tmp_path, [ITEMS["en"]])
    part = task("Tell me more.", "", "It was built in 1871 from blocks of grey granite, they say.")

    assert refused(decontamination([file], language("en"), ngram=8), part)
    assert not refused(decontamination([file], language("en")), part)


# --- what is not planted is kept


def test_labels_and_short_answers_do_not_contaminate(code: str, step: Step) -> None:
    kept = [task("Is it so?", choice, choice) for choice in ITEMS[code]["choices"]]

    assert not refused(step, *kept)


def test_figures_letters_and_refrains_say_nothing(tmp_path: Path) -> None:
    texts = ["1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15", " ".join("abcdefghijklmnopqrstu"), "la la " * 12, "하하" * 20]
    step = decontamination([written(tmp_path, [{"text": text} for text in texts])], language("en"))

    assert not refused(step, *(task("What comes next?", "", f"Here it is. {text}") for text in texts))


WORDING = "Read the passage with care and answer the question below it with the letter of the one choice that is right."


def test_the_wording_of_a_set_is_not_its_content(tmp_path: Path) -> None:
    # In a field of its own, and as part of a longer text.
    rows = [{"instruction": WORDING, "text": " ".join([WORDING, *(f"{word}{i}" for i in range(30))])} for word in WORDS]
    step = decontamination([written(tmp_path, rows)], language("en"))

    assert not refused(step, task(WORDING), task(f"{WORDING} Be brief.", "A passage about bees."))


WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def test_a_passage_that_many_questions_are_about_is_content(tmp_path: Path) -> None:
    passage = f"{ITEMS['en']['context']} Nobody in the village had asked for it, and nobody would pay for the oil to light it."
    rows = [{"text": f"{passage} What does the {word} sentence say?"} for word in WORDS]
    step = decontamination([written(tmp_path, rows)], language("en"))

    assert [found.reason for found in refused(step, task("Make this shorter.", passage))] == [NGRAM]


UNRELATED = {
    "en": ["The tide table of the island lists high water twice a day, and the postman plans his round on the sands by it."],
    "ko": ["섬의 물때표에는 하루에 두 번 만조가 적혀 있고, 집배원은 그것을 보고 갯벌을 건너는 차례를 정한다."],
    "ja": ["島の潮見表には一日に二度の満潮が載っており、郵便配達人はそれを見て干潟を渡る順番を決めている。"],
}


def test_every_seed_task_is_kept(code: str, tmp_path: Path) -> None:
    tasks = [Candidate(i, seed) for i, seed in enumerate(read_tasks(language(code).seeds, code))]
    rows = [ITEMS[code], *({"text": text, "label": "yes"} for text in UNRELATED[code])]

    outcomes = list(decontamination([written(tmp_path, rows)], language(code))(tasks))

    assert outcomes == [Outcome(candidate) for candidate in tasks]


# --- files


def test_files_of_every_form_are_read(tmp_path: Path) -> None:
    row = json.dumps({"deep": [{"er": ["yes", ITEMS["en"]["context"]]}], "n": 3, "none": None})
    (tmp_path / "a.jsonl").write_text(f'{{"x": "Short one."}}\n{row}\n', encoding="utf-8")
    (tmp_path / "b.json").write_text(f"[{row}]", encoding="utf-8")
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(f"{row}\n".encode()))
    (tmp_path / "d.txt").write_text(f"\ufeffFirst line.\r\n\r\n{ITEMS['en']['context']}\r\n", encoding="utf-8")
    (tmp_path / "e.txt.gz").write_bytes(gzip.compress(ITEMS["en"]["context"].encode()))
    places = {"a.jsonl": ":2: ", "b.json": "[0]: ", "c.jsonl.gz": ":1: ", "d.txt": ":3: ", "e.txt.gz": ":1: "}

    for name, place in places.items():
        (found,) = refused(decontamination([tmp_path / name], language("en")), task(ITEMS["en"]["context"]))
        assert found.detail.startswith(f"{tmp_path / name}{place}the lighthouse at tallow bay was built in 1871 from blocks")


def test_several_files_count_and_none_refuses_nothing(tmp_path: Path) -> None:
    files = [written(tmp_path, [ITEMS[code]], f"{code}.jsonl") for code in ITEMS]
    asked = [task(ITEMS[code]["question"]) for code in ITEMS]

    assert [found.detail.split(":")[0] for found in refused(decontamination(files, language("en")), *asked)] == [
        *map(str, files)
    ]
    assert not refused(decontamination([], language("en")), *asked)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.jsonl", b"", "no record"),
        ("a.txt", b" \n", "no text"),
        ("a.jsonl", b'{"n": 1}\n', "no text"),
        ("a.txt", b"\xff", "UTF-8"),
        ("a.txt.gz", b"\x1f\x8b..", "a.txt.gz"),
        ("a.jsonl", b"[1]", "must be an object"),
    ],
)
def test_a_file_that_cannot_be_compared_is_an_error(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)

    with pytest.raises(ConfigError, match=said) as error:
        decontamination([tmp_path / name], language("en"))
    assert error.value.hint


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    for name in ("no.jsonl", "no.txt"):
        with pytest.raises(ConfigError, match=name):
            decontamination([tmp_path / name], language("en"))


# --- any text

TEXT = st.text(max_size=40) | st.lists(
    st.sampled_from(ITEMS["en"]["context"].split() + list(ITEMS["ja"]["short"])), max_size=40
).map(" ".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=5), cut=st.integers(0, 5), rows=st.lists(TEXT, max_size=4))
def test_any_text_has_its_outcome_and_two_calls_are_as_one(
    tmp_path: Path, texts: list[tuple[str, str, str]], cut: int, rows: Sequence[str]
) -> None:
    file = written(tmp_path, [ITEMS["en"], *({"x": text} for text in rows)])
    asked = [task(*each, number=number) for number, each in enumerate(texts)]
    step = decontamination([file], language("en"))

    outcomes = [*step(asked[:cut]), *step(asked[cut:])]

    assert outcomes == list(decontamination([file], language("en"))(asked))
    assert len(outcomes) == len(asked)
    for candidate, outcome in zip(asked, outcomes, strict=True):
        assert outcome.candidate == candidate or [each.request_idx for each in outcome.refused] == [candidate.number]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_every_run_of_thirteen_words_is_found(tmp_path: Path, data: st.DataObject) -> None:
    words = ITEMS["en"]["context"].split()
    start = data.draw(st.integers(0, len(words) - 13))
    own = st.lists(st.sampled_from(["heron", "Bramble", "oh,", "7"]), max_size=6).map(" ".join)
    text = " ".join([data.draw(own), *words[start : start + 13], data.draw(own)])
    step = decontamination([written(tmp_path, [ITEMS["en"]])], language("en"))

    assert refused(step, task("Go on.", "", text))
    assert not refused(step, task("Go on.", "", text.replace(words[start + 6], "kelp")))


@pytest.mark.parametrize("size", leading(1, [10_000, 100_000]))
@pytest.mark.parametrize("piece", ["the lighthouse at tallow bay ", "a", "a ", "灯台", "1 ", ", "])
def test_hostile_repeats_end(tmp_path: Path, piece: str, size: int) -> None:
    step = decontamination([written(tmp_path, [ITEMS["en"], ITEMS["ja"]])], language("en"))

    assert not refused(step, task("Go on.", "", piece * (size // len(piece))))


def test_a_caller_may_stop_in_the_middle(tmp_path: Path) -> None:
    step = decontamination([written(tmp_path, [ITEMS["en"]])], language("en"))
    endless = (replace(task("Say hello to the sea."), number=number) for number in iter(int, 1))

    assert len(list(islice(step(endless), 3))) == 3
