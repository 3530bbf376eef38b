"""The judge: every instance is rated, what is below the score is told why, and a stop anywhere changes no byte."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from askingcase import Case, candidate, run_until

from selfinstruct import BackendError, Completion, Prompt
from selfinstruct.curation.candidate import Candidate
from selfinstruct.plugins import Plugins
from selfinstruct.progress import Progress
from selfinstruct.records import Instance
from selfinstruct.runfolder import RunFolder
from selfinstruct.stages.rating import Rate, rated
from selfinstruct.stages.requests import Requests

Install = Callable[..., Plugins]

MOST = 3


def rating(least: int = 4) -> Any:
    def make(folder: RunFolder, candidates: Sequence[Candidate], requests: Requests, progress: Progress, first: int) -> Any:
        return Rate(folder, candidates, requests, progress, most=MOST, first=first, least=least)

    return make


def case(plugins: Plugins, *, least: int = 4, **options: Any) -> Case:
    return Case(plugins, "judge", rating(least), **options)


CANDIDATES = [
    candidate(0, "Name a river.", source="m", extra={"topic": "rivers"}),
    candidate(1, "Add the numbers.", ("1 2", "3"), ("2 2", "5"), ("3 3", "6")),
    candidate(4, "Spell it.", ("cat", "c-a-t"), ("dog", "d-o-g")),
    candidate(5, "Say nothing.", ("", "Nothing.")),
    candidate(9, "Count down.", ("3", "3 2 1"), ("2", "2 1")),
]
REFUSED = BackendError("refused by the provider", permanent=True)
ANSWERS: dict[int, str | BackendError] = {
    0: "Reason: It is a river.\nScore: 5",
    3: "Reason: Right.\nScore: 4",
    4: "Reason: 2 and 2 are 4.\nScore: 1",
    5: "Score: 5",
    12: "It is fine.",
    13: REFUSED,
    15: "Score: 3",
    27: "Score: 3\nScore: 5",
    28: "5/5",
}
ROWS = sum(len(each.task.instances) for each in CANDIDATES)


def mixed(prompt: Prompt) -> Completion | BackendError | str:
    """Good, low, unclear, contradictory and failing."""
    return ANSWERS[prompt.number]


def test_instances_below_the_score_are_refused_and_the_others_keep_it(scripted: Install) -> None:
    at = case(scripted(mixed))
    at.run(CANDIDATES)

    assert at.kept[1] == {
        "id": CANDIDATES[1].task.id,
        "instance": 0,
        "instruction": "Add the numbers.",
        "input": "1 2",
        "output": "3",
        "score": 4,
        "reason": "Right.",
        "raw": "Reason: Right.\nScore: 4",
        "request_idx": 3,
    }
    assert [(row["request_idx"], row["instance"], row["score"]) for row in at.kept] == [
        (0, 0, 5),
        (3, 0, 4),
        (5, 2, 5),
        (28, 1, 5),
    ]
    assert at.refused == [
        (4, "low-score", "1 < 4: 2 and 2 are 4."),
        (12, "unclear-answer", "It is fine."),
        (13, "request-failed", "refused by the provider"),
        (15, "low-score", "3 < 4"),
        (27, "unclear-answer", "Score: 3\nScore: 5"),
    ]
    texts = [row["text"] for row in at.folder.rows(at.files[1])]
    assert texts[0] == "Add the numbers.\n\n2 2\n\n5"
    assert texts[3] == "Say nothing.\n\nNothing."
    assert (at.progress.accepted, at.progress.refused, at.progress.done) == (3, 2, 5)


def test_the_tasks_that_are_left_carry_scores_and_reasons(scripted: Install) -> None:
    at = case(scripted(mixed))
    at.run(CANDIDATES)
    left = rated(at.folder, CANDIDATES)

    assert [each.number for each in left] == [0, 1, 9]
    river, sums, _ = (each.task for each in left)
    assert river.extra == {"topic": "rivers", "score": [5], "score_reason": ["It is a river."]}
    assert river.source == "m"
    assert sums.instances == (Instance("1 2", "3"), Instance("3 3", "6"))
    assert sums.row()["score"] == [4, 5]
    assert sums.row()["score_reason"] == ["Right.", ""]
    assert rated(at.folder, CANDIDATES[1:2])[0].task == sums
    assert CANDIDATES[0].task.extra == {"topic": "rivers"}


@pytest.mark.parametrize(("least", "kept"), [(1, 6), (3, 5), (4, 4), (5, 3)])
def test_the_least_score_is_enough(scripted: Install, least: int, kept: int) -> None:
    at = case(scripted(mixed), least=least)
    at.run(CANDIDATES)

    assert len(at.kept) == kept
    assert len(at.kept) + len(at.refused) == ROWS


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
@pytest.mark.parametrize("style", ["chat", "completion"])
@pytest.mark.parametrize("structured", [False, True])
def test_the_judge_sees_the_task_and_is_understood(scripted: Install, language: str, style: str, structured: bool) -> None:
    def answer(prompt: Prompt) -> str:
        if prompt.schema:
            return '{"reason": "fine", "score": 4}'
        markers = at.requests.book.markers
        label = "" if prompt.style == "completion" else f"{markers.reason[0]}: "
        return f"{label} fine\n{markers.score[0]}: 4"

    at = case(scripted(answer, style), language=language, style=style, structured=structured)
    at.run([candidate(7, "INSTRUCTION", ("INPUT", "OUTPUT"))])

    [asked] = at.asked
    assert all(text in asked.shown for text in ("INSTRUCTION", "INPUT", "OUTPUT"))
    assert (asked.number, asked.form, asked.instruction) == (7 * MOST, "score", "INSTRUCTION")
    assert (asked.schema is not None) == (structured and style == "chat")
    assert [(row["score"], row["reason"]) for row in at.kept] == [(4, "fine")]


def test_concurrency_changes_no_byte(scripted: Install) -> None:
    plugins = scripted(mixed, delay=lambda prompt: random.Random(prompt.number).random() * 0.004)
    found = {}
    for concurrency, window in ((1, 32), (4, 4), (32, 32)):
        at = case(plugins, folder=f"at-{concurrency}")
        at.run(CANDIDATES, concurrency=concurrency, window=window)
        found[concurrency] = at.derived

    assert found[1] == found[4] == found[32]
    assert all(found[1].values())


@pytest.mark.parametrize("stopped_after", range(ROWS + 1))
def test_a_stop_after_any_commit_is_gone_on_from(scripted: Install, stopped_after: int) -> None:
    plugins = scripted(mixed)
    whole = case(plugins, folder="whole")
    whole.run(CANDIDATES)
    at = case(plugins, folder="stopped")
    run_until(at, Rate, CANDIDATES, stopped_after)
    before = len(at.asked)
    at.run(CANDIDATES)

    assert at.derived == whole.derived
    assert len(at.asked) - before <= ROWS - stopped_after


def test_a_stop_between_any_two_rows_is_gone_on_from_without_asking(scripted: Install) -> None:
    at = case(scripted(mixed))
    at.run(CANDIDATES)
    whole, asked = at.derived, len(at.asked)
    states = at.stops()
    assert len(states) == ROWS + 1
    for state in states:
        at.put(state)
        at.run(CANDIDATES)
        assert at.derived == whole
    assert len(at.asked) == asked


@pytest.mark.parametrize("before", range(1, len(CANDIDATES)))
def test_more_candidates_later_give_the_bytes_of_all_at_once(scripted: Install, before: int) -> None:
    plugins = scripted(mixed)
    at, whole = case(plugins, folder="grown"), case(plugins, folder="whole")
    whole.run(CANDIDATES)
    at.run(CANDIDATES[:before])
    at.run(CANDIDATES)

    assert at.derived == whole.derived
    assert len(at.asked) == 2 * ROWS


def test_what_is_too_long_is_refused_in_its_turn_and_never_sent(scripted: Install) -> None:
    candidates = [
        candidate(0, "Tell it.", ("", "short"), ("", "word " * 900), ("", "brief")),
        candidate(1, "Tell all.", ("", "word " * 900)),
        candidate(2, "Tell more.", ("", "short")),
    ]
    at = case(scripted(lambda _: "Score: 4"), limit=800)
    at.run(candidates)

    assert [row["request_idx"] for row in at.kept] == [0, 2, 6]
    assert [(number, reason) for number, reason, _ in at.refused] == [(1, "request-too-long"), (3, "request-too-long")]
    assert sorted(prompt.number for prompt in at.asked) == [0, 2, 6]
    assert [len(each.task.instances) for each in rated(at.folder, candidates)] == [2, 1]
