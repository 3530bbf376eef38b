"""Output checks: planted faults are all caught for what they are, good rows are all kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from naturaloutputs import NATURAL
from outputfaults import PLANTED
from quickrows import leading

import selfinstruct
from selfinstruct.curation.candidate import Candidate, Outcome, Step
from selfinstruct.curation.outputs import output_checks
from selfinstruct.plugins import load
from selfinstruct.records import Instance, Task
from selfinstruct.resources import seeds
from selfinstruct.taskfile import read_tasks

LANGUAGES = load().languages()
STEPS = {code: output_checks(LANGUAGES[code]) for code in ("en", "ko", "ja")}
GOOD_ROWS = 200


def candidate(instruction: str, *pairs: tuple[str, str], number: int = 7) -> Candidate:
    instances = tuple(Instance(*pair) for pair in pairs)
    return Candidate(number, Task(f"task-{number}", "task", instruction, instances, is_classification=False))


def reasons(outcome: Outcome) -> list[str]:
    return [rejection.reason for rejection in outcome.refused]


@pytest.mark.parametrize(("code", "instruction", "given_text", "output", "reason"), PLANTED)
def test_a_planted_fault_is_caught_for_what_it_is(
    code: str, instruction: str, given_text: str, output: str, reason: str
) -> None:
    (outcome,) = STEPS[code]([candidate(instruction, (given_text, output))])

    assert outcome.candidate is None
    assert reasons(outcome) == [reason, "no-usable-instance"]
    assert outcome.refused[0].detail


@pytest.mark.parametrize(("code", "instruction", "given_text", "output"), NATURAL)
def test_what_only_looks_like_a_fault_is_kept(code: str, instruction: str, given_text: str, output: str) -> None:
    given_task = candidate(instruction, (given_text, output))
    (outcome,) = STEPS[code]([given_task])

    assert outcome == Outcome(given_task)


def test_every_reason_is_planted_in_every_language() -> None:
    planted = {code: {reason for lang, *_, reason in PLANTED if lang == code} for code in STEPS}

    assert planted["en"] == planted["ko"] == planted["ja"] | {"only-link", "only-image"}


@pytest.mark.parametrize("name", ["en", "ko", "ja", "code.en", "code.ko", "code.ja"])
def test_every_seed_is_kept_whole(name: str) -> None:
    code = name.rpartition(".")[2]
    tasks = read_tasks(Path(str(seeds(name))), code)
    given_tasks = [Candidate(number, task) for number, task in enumerate(tasks)]

    assert list(STEPS[code](given_tasks)) == [Outcome(one) for one in given_tasks]


@pytest.mark.slow
@pytest.mark.parametrize("recipe", ["self-instruct", "alpaca"])
@pytest.mark.parametrize("code", ["en", "ko", "ja"])
def test_the_offline_backends_good_rows_are_all_kept(code: str, recipe: str, tmp_path: Path) -> None:
    options = {"faults": "0"}
    selfinstruct.run(code, GOOD_ROWS, backend="offline", recipe=recipe, options=options, out=tmp_path / "run")
    given_tasks = [Candidate(n, task) for n, task in enumerate(read_tasks(tmp_path / "run/tasks.jsonl", code))]

    assert len(given_tasks) == GOOD_ROWS
    assert list(STEPS[code](given_tasks)) == [Outcome(one) for one in given_tasks]


def test_the_good_instances_of_a_task_stay_in_their_order() -> None:
    pairs = [("two", "three"), ("four", "Output: five"), ("six", "seven"), ("eight", "[Your Name]")]
    (outcome,) = STEPS["en"]([candidate("Say the next number.", *pairs)])

    assert outcome.candidate is not None
    assert outcome.candidate.number == 7
    assert [i.output for i in outcome.candidate.task.instances] == ["three", "seven"]
    assert [(r.text, r.reason, r.detail, r.request_idx) for r in outcome.refused] == [
        ("four\nOutput: five", "glued-label", "Output:", 7),
        ("eight\n[Your Name]", "placeholder", "[Your Name]", 7),
    ]


def test_a_task_without_a_good_instance_is_refused_by_its_instruction() -> None:
    (outcome,) = STEPS["en"]([candidate("Say the next number.", ("two", "Output: three"), number=3)])

    last = outcome.refused[-1]
    assert (last.text, last.reason, last.detail, last.request_idx) == ("Say the next number.", "no-usable-instance", "", 3)


def test_a_users_own_words_are_labels_too() -> None:
    one = candidate("Name a fruit.", ("", "Answer: an apple"))

    assert list(STEPS["en"]([one])) == [Outcome(one)]
    (outcome,) = output_checks(LANGUAGES["en"], {"output": "Answer"})([one])
    assert reasons(outcome)[0] == "glued-label"


def test_a_step_goes_on_with_further_candidates() -> None:
    good, bad = candidate("Name a fruit.", ("", "apple")), candidate("Name a fruit.", ("", "Output: apple"))
    step = output_checks(LANGUAGES["en"])

    assert [list(step([good])), list(step([bad, good]))][1][1] == Outcome(good)
    assert [o.candidate for o in step([])] == []


PIECES = st.sampled_from(
    [
        "Output:",
        "출력:",
        "###",
        "\n",
        "```",
        "(",
        "「",
        "[Your Name]",
        "○○",
        "http://",
        "![",
        "](",
        "<img ",
        "-",
        "1.",
        "저는 AI",
        " ",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text(max_size=5))).map("".join))


@given(st.sampled_from(sorted(STEPS)), st.lists(st.tuples(TEXTS, st.lists(st.tuples(TEXTS, TEXTS), max_size=3)), max_size=4))
def test_any_text_has_an_outcome_in_its_place(code: str, tasks: list[tuple[str, list[tuple[str, str]]]]) -> None:
    given_tasks = [candidate(text, *pairs, number=n) for n, (text, pairs) in enumerate(tasks)]
    outcomes = list(STEPS[code](given_tasks))

    assert len(outcomes) == len(given_tasks)
    for one, outcome in zip(given_tasks, outcomes, strict=True):
        kept = outcome.candidate.task.instances if outcome.candidate else ()
        lost = [rejection for rejection in outcome.refused if rejection.reason != "no-usable-instance"]
        assert len(kept) + len(lost) == len(one.task.instances)
        assert (outcome.candidate is None) == (not kept) == ("no-usable-instance" in reasons(outcome))
        assert {rejection.request_idx for rejection in outcome.refused} <= {one.number}


def judged_alone(step: Step, tasks: list[Candidate]) -> list[Outcome]:
    return [outcome for one in tasks for outcome in step([one])]


@given(st.lists(st.sampled_from(PLANTED), max_size=5))
def test_what_becomes_of_a_task_depends_on_no_other(rows: list[tuple[str, str, str, str, str]]) -> None:
    tasks = [candidate(row[1], (row[2], row[3]), number=n) for n, row in enumerate(rows)]

    assert list(STEPS["ko"](tasks)) == judged_alone(STEPS["ko"], tasks)


HOSTILE: list[Callable[[int], str]] = [
    lambda n: " " * n + "x",
    lambda n: "x" + " \n" * n + "x",
    lambda n: "a" * n,
    lambda n: "https://" * n,
    lambda n: "https://a " * n + "b c",
    lambda n: "![](" * n,
    lambda n: "<img " * n,
    lambda n: "(" * n,
    lambda n: "[your " * n,
    lambda n: "<" * n + "여기에 " * n,
    lambda n: '"' * n + "“" * n,
    lambda n: "```\n" * n,
    lambda n: "###\n" * n,
    lambda n: "-\n" * n + "=" * n,
    lambda n: "1." * n,
    lambda n: "example 1\n" * n,
    lambda n: "i am a " * n,
    lambda n: "저는 " * n + "AI " * n,
    lambda n: "私は" * n + "として",
    lambda n: "f(" * n + ")" * n,
    lambda n: "ab" * n + ";" * n + "c",
    lambda n: "○" * n + "O" * n,
    lambda n: "".join(chr(0xAC00 + i % 5000) for i in range(n)),
]


@pytest.mark.parametrize("size", leading(1, [2_000, 5_000]))
@pytest.mark.parametrize("made", HOSTILE)
def test_hostile_text_is_judged(made: Callable[[int], str], size: int) -> None:
    """Cubic and exponential patterns would not come back from these."""
    text = made(size)

    for code, step in STEPS.items():
        (outcome,) = step([candidate(text if code == "ja" else "Do it.", (text[:100], text))])
        assert outcome.refused or outcome.candidate
