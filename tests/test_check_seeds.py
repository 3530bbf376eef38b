"""`selfinstruct check-seeds`: every fault of a file told with its line, remarks apart, and figures that are right."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from rouge_oracle import naive_lcs

import selfinstruct
from selfinstruct.cli import cli
from selfinstruct.errors import ConfigError
from selfinstruct.plugins import load
from selfinstruct.records import Instance, Task
from selfinstruct.rouge import f_measure
from selfinstruct.seedcheck import SeedReport, check
from selfinstruct.variety import closest, opener, variety

LANGUAGES = load().languages()
ENGLISH = LANGUAGES["en"]

SOUND: list[dict[str, Any]] = [
    {
        "id": "a",
        "instruction": "Name three rivers that flow into the Baltic Sea.",
        "instances": [{"output": "Vistula, Oder, Neva"}],
    },
    {
        "id": "b",
        "instruction": "How do I get candle wax out of a woollen scarf?",
        "instances": [{"output": "Freeze it, then scrape."}],
    },
    {
        "id": "c",
        "instruction": "Label the remark as praise or complaint.",
        "instances": [{"input": "Lovely soup!", "output": "praise"}, {"input": "It was cold.", "output": "complaint"}],
        "is_classification": True,
        "kind": "classify",
    },
    {
        "id": "d",
        "instruction": "Please shorten the notice to one line.",
        "instances": [{"input": "We shut at six.", "output": "Shut at 6"}],
    },
]


def written(rows: Sequence[object], name: str = "mine.jsonl") -> Path:
    file = Path(name)
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def checked(rows: Sequence[object], lang: str = "en", **options: Any) -> SeedReport:
    return selfinstruct.check_seeds(written(rows), lang, **options)


def told(report: SeedReport) -> list[tuple[str, str, str]]:
    return [(finding.where, finding.id, finding.code) for finding in report.problems]


def one(**fields: Any) -> dict[str, Any]:
    return {
        "id": "x",
        "instruction": "Tell me what a heron eats in winter.",
        "instances": [{"output": "Mostly fish."}],
    } | fields


# --- problems


def test_sound_tasks_have_no_problem() -> None:
    report = checked(SOUND)

    assert report.good
    assert [remark.code for remark in report.remarks] == ["few-tasks"]


INSTANCES = "instances"
FAULTS: list[tuple[str, Mapping[str, Any], str, str]] = [
    ("no instruction", {"instruction": " "}, "schema", "instruction: "),
    ("a number for a text", {"instruction": 4}, "schema", "instruction: "),
    ("no output", {INSTANCES: [{"input": "x"}]}, "schema", "instances.0.output: "),
    ("no instances", {INSTANCES: []}, "schema", "instances"),
    ("a text for a truth", {"is_classification": "no"}, "schema", "is_classification: "),
    ("another language", {"instruction": "겨울에 왜가리는 무엇을 먹고 사나요?"}, "wrong-language", "no-latin"),
    ("too short", {"instruction": "Name a bird."}, "too-short", "3 words"),
    ("too long", {"instruction": "Name a bird " * 60}, "too-long", "180 words"),
    ("a blocked word", {"instruction": "Describe the bird in the picture."}, "blocked-word", "picture"),
    ("an announcement", {"instruction": "Answer this question about birds:"}, "ends-with-colon", ""),
    ("a foreign output", {INSTANCES: [{"output": "주로 물고기를 먹습니다."}]}, "wrong-language", "주로"),
    ("a stand-in", {INSTANCES: [{"input": "[your text]", "output": "Fish."}]}, "placeholder-input", "[your text]"),
    ("a refusal", {INSTANCES: [{"output": "I'm sorry, but I cannot help with that."}]}, "refusal", "sorry"),
    ("a parrot", {INSTANCES: [{"input": "Fish.", "output": "fish."}]}, "output-repeats-input", "Fish."),
    ("a double", {INSTANCES: [{"input": "a", "output": "b"}] * 2}, "duplicate-instance", ""),
]


@pytest.mark.parametrize(("fields", "code", "detail"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_a_fault_is_told_with_its_line(fields: Mapping[str, Any], code: str, detail: str) -> None:
    report = checked([*SOUND[:2], one(**fields), *SOUND[2:]])

    assert told(report) == [("mine.jsonl:3", "x", code)]
    assert detail in report.problems[0].detail


def test_every_fault_of_a_file_is_told_not_the_first_ones_alone() -> None:
    rows = [one(id=f"x{n}", instruction=text) for n, text in enumerate(["", *["Hi."] * 9])]

    assert len(checked(rows).problems) == 1 + 9 + 8  # the eight later ones have the text of another


def test_one_reason_is_told_once_a_task() -> None:
    contradiction = [{"input": "same", "output": output} for output in ("a", "b", "c")]

    assert told(checked([*SOUND, one(instances=contradiction)])) == [("mine.jsonl:5", "x", "same-input-different-outputs")]


def test_doubles_are_told_with_both_lines() -> None:
    again = SOUND[0] | {"instruction": "NAME three  rivers that flow into the Baltic Sea."}

    report = checked([*SOUND, again])

    assert told(report) == [("mine.jsonl:5", "a", "duplicate-id"), ("mine.jsonl:5", "a", "duplicate-text")]
    assert all("mine.jsonl:1" in finding.detail for finding in report.problems)


def test_tasks_without_an_id_are_no_doubles() -> None:
    assert checked([{key: value for key, value in row.items() if key != "id"} for row in SOUND]).good


def test_near_doubles_are_told_with_both_lines() -> None:
    near = one(instruction="Name four rivers that flow into the Black Sea.")

    (found,) = checked([*SOUND, near]).problems
    assert (found.where, found.code) == ("mine.jsonl:5", "near-duplicate")
    assert found.detail.startswith("ROUGE-L 0.78 to mine.jsonl:1: 'Name three rivers")
    assert checked([*SOUND, near], within=0.78).good


@pytest.mark.parametrize("lcs", [1, 2, 3, 4])
def test_just_at_the_limit_is_not_above_it(lcs: int) -> None:
    """The same comparison as in a run: F > threshold."""
    rows = [
        one(id="p", instruction="ant bee cow dog"),
        one(id="q", instruction=" ".join(["ant", "bee", "cow", "dog"][:lcs] + list("efgh"[lcs:]))),
    ]
    exact = f_measure(lcs, 4, 4)

    assert [f.code for f in checked(rows, within=exact).problems if f.code == "near-duplicate"] == []
    above = [f.code for f in checked(rows, within=exact - 1e-9).problems]
    assert above == (["duplicate-text"] if lcs == 4 else ["near-duplicate"])


def test_other_files_are_compared_with(tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text(json.dumps([{"instruction": "Sing."}, {"instruction": "Name three rivers that flow into the Black Sea."}]))

    (found,) = checked(SOUND, against=[other]).problems
    assert (found.where, found.id, found.code) == ("mine.jsonl:1", "a", "like-another-file")
    assert found.detail.startswith(f"ROUGE-L 0.89 to {other}[1]: 'Name three")
    assert checked(SOUND, against=[other], threshold=0.9).good


def test_an_input_that_the_language_refuses_is_told() -> None:
    language = replace(ENGLISH, fault=lambda text, role, _="": "shouts" if role == "input" and text.isupper() else None)
    rows = written([*SOUND, one(instances=[{"input": "HERON", "output": "Fish."}])])

    report = check(rows, language, fault=lambda *_: None)

    assert [(finding.code, finding.detail) for finding in report.problems] == [("wrong-language", "input: shouts: 'HERON'")]


def test_a_check_of_a_plugin_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    plugins = load()
    monkeypatch.setattr(type(plugins), "instruction_fault", lambda *_: "shouting: much")

    assert {finding.code for finding in checked(SOUND, plugins=plugins).problems} == {"shouting"}


@pytest.mark.parametrize("kind", ["jsonl", "array", "gzip", "alpaca"])
def test_every_kind_of_file_is_read(kind: str) -> None:
    rows: list[dict[str, Any]] = [*SOUND, one(instruction="Name a bird.")]
    if kind == "alpaca":
        rows = [{"instruction": row["instruction"], "input": "", "output": "Fish."} for row in rows]
    file = written(rows if kind != "array" else [json.dumps(rows)])
    if kind == "gzip":
        file.write_bytes(gzip.compress(file.read_bytes()))

    found = selfinstruct.check_seeds(file, "en").problems[-1]
    assert (found.where, found.code) == ("mine.jsonl[4]" if kind == "array" else "mine.jsonl:5", "too-short")


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"a": 1}\nnot json\n', "\x1f\x8bbroken"])
def test_what_is_no_file_of_records_is_refused(text: str) -> None:
    Path("mine.jsonl").write_bytes(text.encode("latin-1"))

    with pytest.raises(ConfigError, match=r"mine\.jsonl"):
        selfinstruct.check_seeds("mine.jsonl", "en")


@given(
    rows=st.lists(
        st.dictionaries(
            st.sampled_from(["id", "instruction", "instances", "output", "kind", "is_classification"]),
            st.recursive(
                st.none() | st.booleans() | st.text(max_size=8) | st.integers(),
                lambda inner: (
                    st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["input", "output"]), inner, max_size=2)
                ),
                max_leaves=4,
            ),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_any_record_is_judged_and_none_breaks_the_check(
    rows: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("any") / "any.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")

    report = check(file, ENGLISH, fault=lambda *_: None)

    broken = {finding.where for finding in report.problems if finding.code == "schema"}
    assert report.variety.tasks + len(broken) == len(rows)


# --- remarks


def test_a_label_that_is_not_named_is_a_remark() -> None:
    row = one(
        instruction="How does the writer feel?",
        is_classification=True,
        instances=[{"input": "a", "output": "glad"}, {"input": "b", "output": "sad"}],
    )

    report = checked([*SOUND, row])

    assert report.good
    assert [(r.where, r.code, r.detail) for r in report.remarks if r.id == "x"] == [
        ("mine.jsonl:5", "label-not-named", "'glad', 'sad'")
    ]


def test_labels_are_looked_for_whatever_their_case_and_width() -> None:
    row = one(
        instruction="Is it Ｇlad or SAD, in your view?",
        is_classification=True,
        instances=[{"input": "a", "output": "glad"}, {"input": "b", "output": "Sad"}],
    )

    assert [remark.id for remark in checked([*SOUND, row]).remarks] == [""]


def test_one_label_alone_is_a_remark() -> None:
    row = one(
        instruction="Is this bird a heron? Yes or no.", is_classification=True, instances=[{"input": "grey", "output": "yes"}]
    )

    assert "one-label" in {remark.code for remark in checked([*SOUND, row]).remarks}


def numbered(count: int, text: str) -> list[dict[str, Any]]:
    names = [a + b + c for a in "bdfg" for b in "aeiou" for c in "klmnpr"]
    return [one(id=f"n{n}", instruction=text.format(names[n], names[-n - 1])) for n in range(count)]


def test_a_favourite_opening_and_few_verbs_are_remarks() -> None:
    rows = numbered(100, "Describe the {} of {} and its {} kin.".replace("{} kin", "kin"))

    remarks = {remark.code: remark.detail for remark in checked(rows, within=1.0).remarks}

    assert remarks["one-opener"] == "100 of 100 tasks begin with 'describe the'"
    assert remarks["few-verbs"] == "1 different main verbs in 100 tasks"


# --- figures


def task(text: str, *pairs: tuple[str, str], kind: str | None = None, sorts: bool = False) -> Task:
    return Task(text, "", text, tuple(Instance(*pair) for pair in pairs or [("", "x")]), sorts, kind)


def test_figures_are_counted() -> None:
    found = variety(
        [
            task("Write a poem about rain.", kind="creative"),
            task("Write a poem about snow, please.", ("", "x"), ("i", "o"), kind="creative"),
            task("What is rain?", sorts=True),
        ],
        ENGLISH,
    )

    assert (found.tasks, found.classifications, found.with_input) == (3, 1, 1)
    assert (found.instances.least, found.instances.median, found.instances.most) == (1, 1, 2)
    assert (found.words.least, found.words.median, found.words.most) == (3, 5, 6)
    assert found.openers == {"write a": 2, "what is": 1}
    assert found.top_opener_share == 2 / 3
    assert (found.verbs, found.with_verb, found.different_verbs) == ({"write": 2}, 2, 1)
    assert found.moods == {"command": 1, "polite": 1, "question": 1}
    assert found.kinds == {"creative": 2}
    assert found.closest == f_measure(4, 5, 6)


def test_a_language_that_tells_nothing_has_no_verbs_and_counts_by_spaces() -> None:
    found = variety([task("Write a poem.")], replace(ENGLISH, main_verb=None, mood=None, words=None))

    assert (found.verbs, found.moods, found.with_verb, found.words.most) == ({}, {}, 0, 3)


def test_nothing_has_figures_too() -> None:
    found = variety([], ENGLISH)

    assert (found.tasks, found.top_opener_share, found.closest, found.words.most) == (0, 0.0, 0.0, 0)


@given(st.lists(st.lists(st.sampled_from("abcde"), max_size=6).map(" ".join), max_size=8))
def test_the_closest_two_are_the_closest(texts: list[str]) -> None:
    tokens = [ENGLISH.tokens(text) for text in texts]
    pairs = [f_measure(naive_lcs(a, b), len(a), len(b)) for at, a in enumerate(tokens) for b in tokens[:at]]
    assert closest(texts, ENGLISH) == max(pairs, default=0.0)


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("en", "“Write” a poem.", "write a"),
        ("en", "Hi", "hi"),
        ("ko", "'첫눈'이라는 제목으로 글을 써 줘.", "첫눈'이라는 제목으로"),
        ("ja", "「猫舌」って何？", "猫舌 って"),
    ],
)
def test_openers_are_two_words_without_signs(code: str, text: str, expected: str) -> None:
    assert opener(text, LANGUAGES[code]) == expected


ASKED = [
    ("en", "Draft a short email to my landlord.", "command", "draft"),
    ("en", "Could you walk me through changing a tyre?", "polite", "walk"),
    ("en", "Please tidy this list. Keep the order.", "polite", "tidy"),
    ("en", "I run a choir. Help me plan a concert.", "command", "plan"),
    ("en", "Given the recipe, state which description fits.", "command", "state"),
    ("en", "Read the fable and name its moral.", "command", "name"),
    ("en", "How do I undo my last commit?", "question", "undo"),
    ("en", "Why does ice float on water?", "question", None),
    ("en", "Five six-word stories about leaving home.", "noun-phrase", None),
    ("en", "I'd like you to rewrite this more politely.", "wish", "rewrite"),
    ("en", 'A pupil sighs, "I quit." Answer the child.', "command", "answer"),
    ("en", "Zap the vowels from each word.", "command", "zap"),
    ("en", "The light is green.", "statement", None),
    ("en", "", None, None),
    ("ko", "팀장님께 보낼 메일을 써 주세요. 사유도 꼭 넣어 주세요.", "haeyo", "쓰다"),
    ("ko", "틀린 곳을 모두 고쳐 다시 쓰시오.", "hasio", "쓰다"),
    ("ko", "담당 부서 하나로 배정하십시오.", "hasipsio", "배정하다"),
    ("ko", "나 내일 면접이야. 자기소개 좀 다듬어 줘.", "banmal", "다듬다"),
    ("ko", "이 글을 세 줄로 요약해.", "banmal", "요약하다"),
    ("ko", "찬성과 반대의 근거를 들어라.", "haera", "들다"),
    ("ko", "겨울에 왜 입김이 하얗게 보일까?", "question", "보이다"),
    ("ko", "하루 일정을 짜 주실 수 있나요?", "question", "짜다"),
    ("ko", "강좌 이름 다섯 개 짓기.", "noun-phrase", "짓다"),
    ("ko", "메일을 보여 주시면 감사하겠습니다.", "hasipsio", "보이다"),
    ("ko", "교정 부탁드립니다.", "hasipsio", "교정하다"),
    ("ko", "값을 null로 두세요.", "haeyo", "두다"),
    ("ko", "날이 춥다.", "statement", None),
    ("ko", "", None, None),
    ("ja", "手紙を書いてください。件名も付けること。", "kudasai", "書く"),
    ("ja", "要点を三行に縮めなさい。", "nasai", "縮める"),
    ("ja", "意味を一文で説明せよ。", "command", "説明する"),
    ("ja", "日本語に置き換えよ。", "command", "置き換える"),
    ("ja", "ほかに三つ挙げよ。", "command", "挙げる"),
    ("ja", "川柳を三つ作って。", "casual", "作る"),
    ("ja", "一覧にまとめてもらえますか。", "question", "まとめる"),
    ("ja", "支払う金額はいくらですか。", "question", None),
    ("ja", "言葉の解説をお願いします。", "wish", "解説する"),
    ("ja", "古い案内を書き直してほしい。", "wish", "書き直す"),
    ("ja", "あいさつを考えよう。", "volitional", "考える"),
    ("ja", "冬の電気代を抑える工夫を五つ。", "noun-phrase", None),
    ("ja", "空は青い。", "statement", None),
    ("ja", "", None, None),
]


@pytest.mark.parametrize(("code", "text", "mood", "verb"), ASKED)
def test_moods_and_main_verbs_are_told(code: str, text: str, mood: str | None, verb: str | None) -> None:
    language = LANGUAGES[code]
    assert language.mood is not None
    assert language.main_verb is not None

    assert (language.mood(text), language.main_verb(text)) == (mood, verb)


# --- the command


def test_the_command_tells_all_and_fails_on_problems() -> None:
    written([*SOUND, one(instruction="Name a bird.")])

    result = CliRunner().invoke(cli, ["check-seeds", "mine.jsonl", "--lang", "en"])

    assert result.exit_code == 1
    assert "problems:\n  mine.jsonl:5: x: too-short: 3 words, 3 tokens\n" in result.output
    assert "remarks:\n  mine.jsonl: few-tasks: 5; a request shows 8\n" in result.output
    assert "classifications      1 (20%)" in result.output
    assert result.output.endswith("mine.jsonl: 1 problem, 1 remark\n")


def test_a_place_is_told_once() -> None:
    written([*SOUND, {"instruction": ""}])

    result = CliRunner().invoke(cli, ["check-seeds", "mine.jsonl", "--lang", "en"])

    (line,) = [line for line in result.output.split("\n") if ": schema: " in line]
    assert line.count("mine.jsonl") == 1


def test_the_command_succeeds_without_problems() -> None:
    written(SOUND)

    result = CliRunner().invoke(
        cli, ["check-seeds", "mine.jsonl", "--lang", "en", "--against", "mine.jsonl", "--threshold", "1"]
    )

    assert result.exit_code == 0
    assert "problems:" not in result.output


def test_the_command_writes_json_for_scripts() -> None:
    written([*SOUND, one(instruction="Name a bird.")])

    result = CliRunner().invoke(cli, ["check-seeds", "mine.jsonl", "--lang", "en", "--json"])
    found = json.loads(result.output)

    assert result.exit_code == 1
    assert found["problems"] == [{"where": "mine.jsonl:5", "id": "x", "code": "too-short", "detail": "3 words, 3 tokens"}]
    assert found["variety"]["tasks"] == 5


@pytest.mark.parametrize(
    "arguments",
    [
        ["mine.jsonl"],
        ["none.jsonl", "--lang", "en"],
        ["mine.jsonl", "--lang", "en", "--within", "2"],
        ["mine.jsonl", "--lang", "xx"],
    ],
)
def test_wrong_usage_is_told(arguments: list[str]) -> None:
    written(SOUND)

    assert CliRunner().invoke(cli, ["check-seeds", *arguments]).exit_code in {1, 2}
