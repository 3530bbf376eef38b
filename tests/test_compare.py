"""Comparisons from two files to a tally: what matches, what a judge's answers come to, and that nothing is paid twice."""

from __future__ import annotations

import gzip
import json
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pages import FENCE, names_in, page, section

from selfinstruct import BackendError, BudgetSpent, Completion, ConfigError, Prompt, StoreError, Usage
from selfinstruct.cli import cli
from selfinstruct.comparing.answers import read_answers, read_questions
from selfinstruct.comparing.comparison import by_model
from selfinstruct.comparing.folder import Files
from selfinstruct.comparing.pairs import Matched, match
from selfinstruct.comparing.tally import Counts, Tally
from selfinstruct.options import Options
from selfinstruct.plugins import Plugins
from selfinstruct.progress import Progress
from selfinstruct.prompts import PromptBook
from selfinstruct.resources import prompts
from selfinstruct.templates import END_OF_TEXT

Install = Callable[..., Plugins]
LANGUAGES = ("en", "ko", "ja")
MARKERS = {language: PromptBook(prompts(language)).markers for language in LANGUAGES}
TASKS = {"en": "Say hello to guest {}.", "ko": "{}번 손님에게 인사하세요.", "ja": "{}番のお客様に挨拶してください。"}


def written(name: str, rows: Sequence[Mapping[str, Any]]) -> Path:
    file = Path(name)
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return file


def rows(folder: Path, name: str = "verdicts.jsonl") -> list[Any]:
    return [json.loads(line) for line in (folder / name).read_text("utf-8").split("\n")[:-1]]


# --- matching


TOLD = {"instruction": "Add the two numbers.", "input": "1 and 2", "output": "three"}
ASKED = "Add the two numbers.\n\n1 and 2"
FORMS: dict[str, dict[str, Any]] = {
    "alpaca": TOLD,
    "seed format": {"instruction": TOLD["instruction"], "instances": [{"input": "1 and 2", "output": "three"}]},
    "other spacing and case": {"instruction": " ADD the  two numbers.\r\n", "input": "1 and ２", "output": " three\n"},
    "input below": {"instruction": ASKED, "output": "three"},
    "messages": {"messages": [{"role": "user", "content": ASKED}, {"role": "assistant", "content": "three"}]},
    "messages with a system text": {
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": ASKED},
            {"role": "assistant", "content": "three"},
        ]
    },
    "conversations": {"conversations": [{"from": "human", "value": ASKED}, {"from": "gpt", "value": "three"}]},
    "prompt and completion": {"prompt": ASKED, "completion": f" three{END_OF_TEXT}"},
}


@pytest.mark.parametrize("form", FORMS)
def test_rows_of_every_form_match(form: str) -> None:
    one, other = written("a.jsonl", [FORMS[form]]), written("b.jsonl", [TOLD | {"output": "four"}])
    for a, b in ((one, other), (other, one)):
        matched = match(read_answers(a), read_answers(b))
        (pair,) = matched.pairs
        assert {pair.a, pair.b} == {"three", "four"}
        assert (pair.instruction.casefold().split(), pair.input.split()[0]) == (TOLD["instruction"].casefold().split(), "1")
        assert (matched.only_a, matched.only_b) == (0, 0)


def test_every_instance_of_a_task_is_a_pair_and_the_first_of_several_answers_counts() -> None:
    task = {"id": "t", "instruction": "Double it.", "is_classification": False, "kind": "math"}
    a = [
        task | {"instances": [{"input": "2", "output": "4"}, {"input": "3", "output": "6"}]},
        {"instruction": "Only A.", "output": "x"},
    ]
    b = [{"instruction": "Double it.", "input": str(n), "output": f"{n} twice"} for n in (3, 2, 2)]
    found = match(read_answers(written("a.jsonl", a)), read_answers(written("b.jsonl", b)))

    assert {(pair.id, pair.input, pair.a, pair.b) for pair in found.pairs} == {
        ("t", "2", "4", "2 twice"),
        ("t", "3", "6", "3 twice"),
    }
    assert {(pair.kind, pair.is_classification) for pair in found.pairs} == {("math", False)}
    assert (found.only_a, found.only_b, found.doubled_a, found.doubled_b) == (1, 0, 0, 1)
    assert len({pair.pair for pair in found.pairs}) == 2


def test_a_task_file_says_which_tasks_count_and_what_they_are() -> None:
    a = [{"instruction": f"Task {n}.", "output": "a"} for n in range(5)]
    b = [{"instruction": f"Task {n}.", "output": "b"} for n in range(1, 6)]
    asked = [
        {"instruction": "Task 1.", "kind": "quiz"},
        {"instruction": "Task 4.", "instances": []},
        {"instruction": "Task 9."},
    ]
    files = [written(f"{name}.jsonl", given) for name, given in (("a", a), ("b", b), ("tasks", asked))]
    found = match(read_answers(files[0]), read_answers(files[1]), read_questions(files[2]))

    assert {pair.instruction: pair.kind for pair in found.pairs} == {"Task 1.": "quiz", "Task 4.": None}
    assert (found.only_a, found.only_b, found.unanswered) == (0, 0, 1)


def test_the_order_follows_from_the_seed_and_not_from_the_files() -> None:
    a = read_answers(written("a.jsonl", [{"instruction": f"Task {n}.", "output": "a"} for n in range(20)]))
    b = read_answers(written("b.jsonl", [{"instruction": f"Task {n}.", "output": "b"} for n in reversed(range(20))]))

    def names(found: Matched) -> list[str]:
        return [pair.instruction for pair in found.pairs]

    assert names(match(a, b)) == names(match(b, a))
    assert names(match(a, b)) != names(match(a, b, seed=1))
    assert sorted(names(match(a, b))) == sorted(names(match(a, b, seed=1)))


def test_an_array_and_gzip_are_read_and_an_empty_answer_is_one() -> None:
    Path("a.json").write_text(json.dumps([TOLD | {"output": ""}]))
    Path("b.jsonl.gz").write_bytes(gzip.compress(json.dumps(TOLD).encode()))

    assert [each.output for file in ("a.json", "b.jsonl.gz") for each in read_answers(Path(file))] == ["", "three"]


FAULTS = [
    ({"instruction": "x"}, "a.jsonl:1: there is no answer in the row"),
    ({"instruction": "", "output": "y"}, "a.jsonl:1: instruction: is empty"),
    ({"output": "y"}, "a.jsonl:1: instruction: is missing"),
    ({"instruction": "x", "output": 3}, "a.jsonl:1: output: must be text"),
    ({"instruction": "x", "instances": "y"}, "a.jsonl:1: instances: must be a list of objects"),
    ({"instruction": "x", "instances": [{"output": None}]}, "a.jsonl:1: there is no answer in the row"),
    ({"instruction": "x", "instances": [{"input": 1, "output": "y"}]}, "a.jsonl:1: instances.0.input: must be text"),
    ({"messages": [{"role": "user", "content": "x"}]}, "a.jsonl:1: there is no answer in the row"),
    ({"messages": [{"role": "user", "content": [1]}]}, "a.jsonl:1: messages.content: must be text"),
    ({"messages": [{"role": "user", "content": "x"}] * 2}, "must be one question and one answer, not user, user"),
    ({"conversations": []}, "must be one question and one answer, not nothing"),
    ({"prompt": "x"}, "a.jsonl:1: there is no answer in the row"),
]


@pytest.mark.parametrize(("row", "said"), FAULTS, ids=[said for _, said in FAULTS])
def test_a_fault_is_told_with_its_place(row: Mapping[str, Any], said: str) -> None:
    with pytest.raises(ConfigError) as raised:
        read_answers(written("a.jsonl", [row]))
    assert said in raised.value.message


# --- a whole comparison


def judge(prompt: Prompt) -> Completion | BackendError | str:
    """Sees which file's answer is where by what it says, and does with each sort of pair what its number asks for."""
    marks = MARKERS[prompt.language]
    shown = prompt.shown[prompt.shown.index(prompt.instruction) :]
    number = int("".join(filter(str.isdigit, prompt.instruction)))
    good_first = shown.index(f"good {number}") < shown.index(f"poor {number}")
    good, poor = ("A", "B") if good_first else ("B", "A")
    sort = number % 8
    said = {0: good, 1: good, 2: good, 3: poor, 4: marks.tie[0], 5: "A", 6: good if good_first else marks.tie[0]}.get(sort)
    if sort == 7:
        return BackendError("refused", permanent=True) if good_first else f"{marks.reason[0]}: none"
    label = "" if prompt.style == "completion" else f"{marks.reason[0]}: "
    text = f"{label}Because of {said}.\n{marks.better[0]}: {said}"
    return Completion(text, usage=Usage(10, 5), model="m", created_at="2026-01-01")


def answers(language: str, count: int = 36) -> Files:
    def tasks(word: str) -> list[dict[str, Any]]:
        kinds = ("even", "odd")
        made = [{"instruction": TASKS[language].format(n), "output": f"{word} {n}", "kind": kinds[n % 2]} for n in range(count)]
        return [*made, {"instruction": "Same.", "output": "same"}]

    return Files(written("good.jsonl", tasks("good")), written("poor.jsonl", tasks("poor")))


def compared(files: Files, plugins: Plugins, lang: str = "en", most: int | None = None, **options: Any) -> Tally:
    given = {"backend": "scripted", "model": "m"} | options
    return by_model(files, Options(lang=lang, **given), plugins, Progress(), most=most)


@pytest.mark.parametrize("style", ["chat", "completion"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pair_is_won_when_both_orders_agree(scripted: Install, language: str, style: str) -> None:
    plugins = scripted(judge, style)
    tally = compared(answers(language), plugins, language)
    sorts = Counter(n % 8 for n in range(36))

    assert tally.all == Counts(
        wins_a=sorts[0] + sorts[1] + sorts[2], ties=sorts[4] + sorts[5] + sorts[6] + 1, wins_b=sorts[3], unclear=sorts[7]
    )
    assert (tally.position_dependent, tally.same, tally.left) == (sorts[5] + sorts[6], 1, 0)
    assert tally.both == 36 - sorts[7]
    assert tally.consistent == tally.both - tally.position_dependent
    assert tally.by == ("scripted: m",)
    assert tally.for_use
    assert set(tally.groups) == {"even", "odd"}
    assert len(plugins.backends()["scripted"].asked) == 72  # type: ignore[attr-defined]


def test_with_a_and_b_exchanged_the_result_is_mirrored(scripted: Install) -> None:
    files = answers("en")
    plugins = scripted(judge)
    one = compared(files, plugins, out=Path("one"))
    other = compared(Files(files.b, files.a), plugins, out=Path("other"))

    mirrored = Counts(one.all.wins_b, one.all.ties, one.all.wins_a, one.all.unclear)
    assert other.all == mirrored
    assert (other.position_dependent, other.consistent, other.shown_first, other.chosen) == (
        one.position_dependent,
        one.consistent,
        one.shown_first,
        one.chosen,
    )
    swapped = {"A": "B", "B": "A"}
    assert [(row["pair"], swapped.get(row["winner"], row["winner"])) for row in rows(Path("one"))] == [
        (row["pair"], row["winner"]) for row in rows(Path("other"))
    ]


def test_the_judge_never_sees_whose_answer_is_whose(scripted: Install) -> None:
    plugins = scripted(judge)
    compared(answers("en"), plugins)
    asked: list[Prompt] = plugins.backends()["scripted"].asked  # type: ignore[attr-defined]

    assert not [prompt for prompt in asked if ".jsonl" in prompt.shown]
    firsts = Counter(prompt.shown.index("good ") < prompt.shown.index("poor ") for prompt in asked)
    assert firsts == {True: 36, False: 36}
    assert {prompt.sampling.temperature for prompt in asked} == {0.0}
    assert {(prompt.stage, prompt.form) for prompt in asked} == {("compare", "preference")}


def test_the_row_of_a_pair_says_what_was_said_in_both_orders(scripted: Install) -> None:
    compared(answers("en"), scripted(judge), out=Path("f"))
    by_task = {row["instruction"]: row for row in rows(Path("f"))}

    won, placed, same = (by_task[text] for text in ("Say hello to guest 3.", "Say hello to guest 5.", "Same."))
    assert won["first"] == {"order": "AB", "better": "B", "reason": "Because of B."}
    assert won["second"] == {"order": "BA", "better": "B", "reason": "Because of A."}
    assert (won["winner"], won["by"], won["kind"]) == ("B", "scripted: m", "odd")
    assert (placed["first"]["better"], placed["second"]["better"], placed["winner"]) == ("A", "B", "tie")
    assert (same["first"], same["second"], same["winner"], same["by"]) == (None, None, "tie", "same answer")
    failed = by_task["Say hello to guest 7."]
    assert (failed["winner"], failed["first"]["reason"]) == ("unclear", "request-failed: refused")
    assert failed["second"]["reason"] == "unclear-answer: Reason: none"


@pytest.mark.parametrize("cut", [0, 1, 7, 20, 36])
def test_a_folder_cut_anywhere_comes_to_the_same_bytes_and_nothing_is_asked_twice(scripted: Install, cut: int) -> None:
    plugins, files, out = scripted(judge), answers("en"), Path("f")
    whole = compared(files, plugins, out=out)
    verdicts, log = ((out / name).read_bytes() for name in ("verdicts.jsonl", "completions.jsonl"))
    lines = verdicts.splitlines(keepends=True)
    (out / "verdicts.jsonl").write_bytes(b"".join(lines[:cut]) + lines[cut][:30])
    plugins.backends()["scripted"].asked.clear()  # type: ignore[attr-defined]

    assert compared(files, plugins, out=out) == whole
    assert (out / "verdicts.jsonl").read_bytes() == verdicts
    assert (out / "completions.jsonl").read_bytes() == log
    assert not plugins.backends()["scripted"].asked  # type: ignore[attr-defined]


@pytest.mark.parametrize("concurrency", [1, 8])
def test_a_limit_ends_it_and_the_same_call_goes_on(scripted: Install, concurrency: int) -> None:
    plugins, files = scripted(judge), answers("en")
    whole = compared(files, plugins, out=Path("whole"))
    plugins.backends()["scripted"].asked.clear()  # type: ignore[attr-defined]
    for limit in (5, 30):
        with pytest.raises(BudgetSpent):
            compared(files, plugins, out=Path("parts"), max_requests=limit, concurrency=concurrency)
        assert len(rows(Path("parts"), "completions.jsonl")) == limit
        assert len(rows(Path("parts"))) < limit

    assert compared(files, plugins, out=Path("parts"), concurrency=concurrency).all == whole.all
    assert Path("parts/verdicts.jsonl").read_bytes() == Path("whole/verdicts.jsonl").read_bytes()
    assert len(plugins.backends()["scripted"].asked) == 72  # type: ignore[attr-defined]


def test_a_sample_is_the_beginning_of_a_larger_one(scripted: Install) -> None:
    plugins, files, out = scripted(judge), answers("en"), Path("f")
    few = compared(files, plugins, most=10, out=out)
    before = (out / "verdicts.jsonl").read_bytes()
    many = compared(files, plugins, most=25, out=out)

    assert (few.all.pairs, few.matched, many.all.pairs, many.left) == (10, 37, 25, 0)
    assert (out / "verdicts.jsonl").read_bytes().startswith(before)
    assert compared(files, plugins, most=10, out=out) == few
    assert {row["pair"] for row in rows(out)[:10]} != {
        row["pair"] for row in rows(compared(files, plugins, most=10, seed=1, out=Path("g")).folder)
    }


def test_pairs_that_are_too_long_to_ask_about_are_unclear(scripted: Install) -> None:
    plugins, files = scripted(judge), answers("en", 4)
    long = {"instruction": "Tell me of 99.", "output": "good 99 " + "so many words " * 3000}
    files.a.write_text(files.a.read_text() + json.dumps(long) + "\n")
    files.b.write_text(files.b.read_text() + json.dumps(long | {"output": "poor 99"}) + "\n")
    tally = compared(files, plugins, max_prompt_tokens=2000, out=Path("f"))

    assert (tally.all.unclear, tally.all.pairs, tally.by) == (1, 6, ("scripted: m",))
    (row,) = [row for row in rows(Path("f")) if row["winner"] == "unclear"]
    assert row["first"]["reason"].startswith("request-too-long: about ")
    assert len(plugins.backends()["scripted"].asked) == 8  # type: ignore[attr-defined]


def test_answers_that_are_all_the_same_are_not_asked_about(scripted: Install) -> None:
    plugins = scripted(judge)
    task = {"instruction": "Same.", "output": "same"}
    tally = compared(Files(written("a.jsonl", [task]), written("b.jsonl", [task | {"id": "x"}])), plugins)

    assert (tally.all, tally.same, tally.by, tally.all.interval) == (Counts(ties=1), 1, (), None)
    assert not plugins.backends()["scripted"].asked  # type: ignore[attr-defined]


# --- what is refused


def changed(files: Files) -> Files:
    """The same places, and one answer less in the second file."""
    files.b.write_bytes(files.b.read_bytes().partition(b"\n")[2])
    return files


CHANGES: list[tuple[str, Callable[[Files], tuple[Files, dict[str, Any]]], str]] = [
    ("file", lambda files: (changed(files), {}), "poor.jsonl is not what f was begun with"),
    ("seed", lambda files: (files, {"seed": 3}), "seed: 0 -> 3"),
    ("model", lambda files: (files, {"model": "other"}), "model: 'm' -> 'other'"),
    ("language", lambda files: (files, {"lang": "ko"}), "lang: 'en' -> 'ko'"),
    ("temperature", lambda files: (files, {"temperature": 0.5}), "temperature: 0.0 -> 0.5"),
    ("option", lambda files: (files, {"options": {"speed": "1"}}), "options.speed: None -> '1'"),
    ("tasks", lambda files: (Files(files.a, files.b, files.a), {}), "tasks_sha256"),
]


@pytest.mark.parametrize(("what", "change", "said"), CHANGES, ids=[what for what, _, _ in CHANGES])
def test_a_comparison_goes_on_with_what_it_was_begun_with(
    scripted: Install, what: str, change: Callable[[Files], tuple[Files, dict[str, Any]]], said: str
) -> None:
    plugins, files = scripted(judge), answers("en", 4)
    compared(files, plugins, out=Path("f"))
    files, options = change(files)

    with pytest.raises(ConfigError) as raised:
        compared(files, plugins, **{"out": Path("f"), **options})
    assert said in raised.value.message
    assert "--out" in raised.value.hint


def test_where_files_and_servers_are_may_change(scripted: Install) -> None:
    plugins, files = scripted(judge), answers("en", 4)
    whole = compared(files, plugins, out=Path("f"))
    moved = Files(files.a.rename("elsewhere.jsonl"), files.b)
    plugins.backends()["scripted"].asked.clear()  # type: ignore[attr-defined]

    assert compared(moved, plugins, out=Path("f"), options={"timeout": "9"}, base_url="http://127.0.0.1:9").all == whole.all
    assert not plugins.backends()["scripted"].asked  # type: ignore[attr-defined]


def test_verdicts_that_were_changed_by_hand_are_refused(scripted: Install) -> None:
    plugins, files, out = scripted(judge), answers("en", 4), Path("f")
    compared(files, plugins, out=out)
    lines = (out / "verdicts.jsonl").read_bytes().splitlines(keepends=True)
    (out / "verdicts.jsonl").write_bytes(b"".join(lines[1:]))

    with pytest.raises(StoreError, match="not the verdict on the pair of that place"):
        compared(files, plugins, out=out)


def test_the_folder_of_a_run_is_not_written_into(scripted: Install) -> None:
    Path("run").mkdir()
    Path("run/tasks.jsonl").write_text("{}\n")

    with pytest.raises(StoreError, match="not a comparison"):
        compared(answers("en", 2), scripted(judge), out=Path("run"))


# --- the command


def call(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(cli, ["compare", *arguments], input=stdin)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_offline_judge_answers_and_is_not_for_use(language: str) -> None:
    answers(language, 30)
    result = call("good.jsonl", "poor.jsonl", "--lang", language)

    assert result.exit_code == 0, result.output
    assert "no GROQ_API_KEY: using offline" in result.stderr
    assert "offline is no judge: what it says of answers is not for use" in result.stderr
    assert "31 tasks match; 0 only in A, 0 only in B" in result.stderr
    assert "judged by offline (not for training)" in result.stdout
    assert "this is not for use" in result.stdout
    folder = Path("compare/good-vs-poor")
    assert len(rows(folder)) == 31
    said = [each["better"] for row in rows(folder) for each in (row["first"], row["second"]) if each]
    assert len(said) == 60
    assert len([better for better in said if better]) > 30


def test_the_result_is_one_json_object_for_scripts() -> None:
    answers("en", 12)
    result = call("good.jsonl", "poor.jsonl", "--lang", "en", "--json", "--max", "9")
    found = json.loads(result.stdout)

    assert found["all"]["wins_a"] + found["all"]["ties"] + found["all"]["wins_b"] + found["all"]["unclear"] == 9
    assert (found["matched"], found["left"], found["for_use"]) == (13, 0, False)
    assert set(found["groups"]) >= {"even", "odd"}


def test_runs_can_be_compared_by_their_folders() -> None:
    for name in ("one", "two"):
        Path("runs", name).mkdir(parents=True)
        written(f"runs/{name}/tasks.jsonl", [TOLD | {"output": name}, {"instruction": "Greet 1.", "output": f"hello {name}"}])
    result = call("runs/one", "runs/two", "--lang", "en")

    assert result.exit_code == 0, result.output
    assert len(rows(Path("compare/one-vs-two"))) == 2
    again = call("runs/one/tasks.jsonl", "runs/two/tasks.jsonl", "--lang", "en")
    assert again.exit_code == 0, again.output
    assert again.stdout.partition("judged")[2] == result.stdout.partition("judged")[2]


def test_files_of_one_name_are_told_apart_by_their_folders() -> None:
    for name in ("one", "two"):
        Path(name).mkdir()
        written(f"{name}/answers.jsonl", [TOLD | {"output": name}])

    assert call("one/answers.jsonl", "two/answers.jsonl", "--lang", "en").exit_code == 0
    assert len(rows(Path("compare/one-answers-vs-two-answers"))) == 1


MISTAKES = [
    (["good.jsonl", "poor.jsonl"], 2, "--lang is missing"),
    (["good.jsonl", "good.jsonl", "--lang", "en"], 2, "hold the same"),
    (["good.jsonl", "other.jsonl", "--lang", "en"], 2, "no task of good.jsonl is in other.jsonl"),
    (["good.jsonl", "poor.jsonl", "--lang", "en", "--tasks", "other.jsonl"], 2, "is in poor.jsonl and --tasks"),
    (["good.jsonl", "poor.jsonl", "--lang", "en", "--max", "0"], 2, "--max 0: must be a whole number from 1"),
    (["good.jsonl", "poor.jsonl", "--lang", "tlh"], 1, "tlh"),
    (["good.jsonl", ".", "--lang", "en"], 2, "there is no tasks.jsonl in it"),
    (["good.jsonl", "nowhere.jsonl", "--lang", "en"], 2, "nowhere.jsonl"),
    (["good.jsonl", "poor.jsonl", "--by-hand", "--model", "m"], 2, "--model is for a model that judges"),
    (["good.jsonl", "poor.jsonl", "--lang", "en", "--option", "x"], 2, "'x' is not KEY=VALUE"),
    (["good.jsonl", "poor.jsonl", "--lang", "en", "--max-requests", "3"], 3, "--max-requests"),
]


@pytest.mark.parametrize(("arguments", "code", "said"), MISTAKES, ids=[said for _, _, said in MISTAKES])
def test_a_mistake_is_told_in_one_line(arguments: list[str], code: int, said: str) -> None:
    answers("en", 4)
    written("other.jsonl", [{"instruction": "Another.", "output": "x"}])
    result = call(*arguments)

    assert (result.exit_code, said in result.stderr) == (code, True), result.output
    assert "Traceback" not in result.output
    assert not result.stdout


# --- killed


def command(out: Path, files: Files) -> list[str]:
    options = ["--lang", "en", "--backend", "offline", "--option", "latency=0.03", "--concurrency", "4", "--json"]
    return [sys.executable, "-m", "selfinstruct", "compare", str(files.a), str(files.b), "--out", str(out), *options]


@pytest.mark.slow
def test_a_killed_comparison_goes_on_to_the_same_bytes(tmp_path: Path) -> None:
    files = answers("en")
    began = time.monotonic()
    whole = subprocess.run(command(tmp_path / "whole", files), check=True, capture_output=True).stdout
    took = time.monotonic() - began
    for point in range(8):
        out = tmp_path / f"killed-{point}"
        for _ in range(1 + point % 2):
            process = subprocess.Popen(command(out, files), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(took * (point + 1) / 10)
            process.send_signal(signal.SIGKILL)
            process.wait()
        log = out / "completions.jsonl"
        answered = log.read_bytes().split(b"\n")[:-1] if log.exists() else []
        found = json.loads(subprocess.run(command(out, files), check=True, capture_output=True).stdout)

        assert {**found, "folder": ""} == {**json.loads(whole), "folder": ""}
        assert (out / "verdicts.jsonl").read_bytes() == (tmp_path / "whole/verdicts.jsonl").read_bytes()
        lines = log.read_bytes().split(b"\n")[:-1]
        assert lines[: len(answered)] == answered
        keys = [json.loads(line)["request_idx"] for line in lines]
        assert len(keys) == len(set(keys)) == 72


# --- the page


PAGE = page("comparing.md")


def test_the_commands_of_the_page_work() -> None:
    tasks = [f"Say hello to guest {n}." for n in range(12)]
    for name in ("alpaca", "davinci"):
        written(f"{name}.jsonl", [{"instruction": task, "output": f"{name} {n}"} for n, task in enumerate(tasks)])
    written("tasks.jsonl", [{"instruction": task} for task in tasks[:8]])
    commands = [line for kind, _, body in FENCE.findall(PAGE) if kind == "sh" for line in body.strip().split("\n")]

    assert len(commands) >= 3
    for line in commands:
        words = line.partition("  #")[0].split()
        assert words[:2] == ["selfinstruct", "compare"]
        result = call(*words[2:], stdin="12t" * 20)
        assert result.exit_code == 0, (line, result.output)


def test_the_result_that_is_shown_is_what_ninety_to_eighty_nine_looks_like() -> None:
    from selfinstruct.cli.compare import _lines

    counts = Counts(wins_a=90, wins_b=89)
    known = dict.fromkeys(("only_a", "only_b", "left", "position_dependent", "same", "consistent", "both"), 0)
    tally = Tally(
        folder=Path("f"),
        a="alpaca.jsonl",
        b="davinci.jsonl",
        matched=179,
        all=counts,
        shown_first=90,
        chosen=179,
        by=("hand",),
        groups={},
        **known,
    )
    (shown,) = [body for kind, _, body in FENCE.findall(PAGE) if not kind]

    assert shown.rstrip("\n").split("\n") == list(_lines(tally))


def test_every_field_of_a_verdict_is_explained_and_no_other(scripted: Install) -> None:
    compared(answers("en"), scripted(judge), out=Path("f"))
    told = names_in(section(PAGE, "`verdicts.jsonl`"), "field")
    row = rows(Path("f"))[0]
    found = [*(name for name in row if name not in {"first", "second"})]
    judgement = next(row["first"] for row in rows(Path("f")) if row["first"])
    found += [f"{place}.{name}" for place in ("first", "second") for name in judgement]

    assert sorted(told) == sorted(found)
