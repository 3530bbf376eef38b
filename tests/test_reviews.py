"""What a person said of tasks: what counts of it, what is left of the tasks, and how sure a share of a sample is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import selfinstruct
from selfinstruct import jsonl
from selfinstruct.errors import ConfigError, StoreError
from selfinstruct.quality import ALL, answers_to, sample, shares
from selfinstruct.records import Instance, Task
from selfinstruct.reviews import (
    ANSWERS,
    MARKS,
    QUESTIONS,
    Asked,
    Reviews,
    Subject,
    answer_row,
    mark_row,
    reviewed,
    reviews,
    write,
)
from selfinstruct.runfolder import REVIEWS

ONE, TWO, THREE = Instance("", "하나"), Instance("두 번째 입력", "둘"), Instance("x", "셋")


def task(name: str = "a", *instances: Instance, **extra: Any) -> Task:
    return Task(name, "", f"지시 {name}", instances or (ONE, TWO), is_classification=False, extra=extra)


def said(tmp_path: Path, *rows: Mapping[str, Any]) -> Reviews:
    write(tmp_path, rows)
    return reviews(tmp_path)


def own(mark: str, **text: str) -> dict[str, Any]:
    """A mark on the task a."""
    return mark_row(Subject("a", None), mark, text)


def of(instance: Instance, mark: str, **text: str) -> dict[str, Any]:
    """A mark on one of its instances."""
    return mark_row(Subject("a", instance), mark, text)


WRITTEN = Instance("새 입력", "새 출력")
EDITED = {"input": "새 입력", "output": "새 출력"}
# marks -> (what is left, what is left of accepted ones alone): the instruction and the instances, None for nothing
LEFT: list[tuple[list[dict[str, Any]], tuple[str, list[Instance]] | None, tuple[str, list[Instance]] | None]] = [
    ([], ("지시 a", [ONE, TWO]), None),
    ([own("accept")], ("지시 a", [ONE, TWO]), ("지시 a", [ONE, TWO])),
    ([own("reject")], None, None),
    ([own("edit", instruction="새 지시")], ("새 지시", [ONE, TWO]), ("새 지시", [ONE, TWO])),
    ([of(ONE, "reject")], ("지시 a", [TWO]), None),
    ([of(ONE, "accept")], ("지시 a", [ONE, TWO]), ("지시 a", [ONE])),
    ([of(ONE, "edit", **EDITED)], ("지시 a", [WRITTEN, TWO]), ("지시 a", [WRITTEN])),
    ([of(ONE, "reject"), of(TWO, "reject")], None, None),
    ([own("accept"), of(ONE, "reject")], ("지시 a", [TWO]), ("지시 a", [TWO])),
    ([of(ONE, "reject"), own("accept")], ("지시 a", [TWO]), ("지시 a", [TWO])),
    ([of(ONE, "accept"), own("reject")], None, None),
    ([of(ONE, "edit", **EDITED), own("reject")], None, None),
    ([of(ONE, "edit", **EDITED), own("reject"), own("undo")], ("지시 a", [WRITTEN, TWO]), ("지시 a", [WRITTEN])),
    ([own("edit", instruction="새 지시"), of(TWO, "reject")], ("새 지시", [ONE]), ("새 지시", [ONE])),
    ([own("accept"), own("reject")], None, None),
    ([own("reject"), own("accept")], ("지시 a", [ONE, TWO]), ("지시 a", [ONE, TWO])),
    ([own("reject"), own("undo")], ("지시 a", [ONE, TWO]), None),
    ([own("accept"), own("reject"), own("undo")], ("지시 a", [ONE, TWO]), ("지시 a", [ONE, TWO])),
    ([own("accept"), own("undo"), own("undo"), own("reject")], None, None),
    ([own("undo")], ("지시 a", [ONE, TWO]), None),
    ([of(THREE, "reject")], ("지시 a", [ONE, TWO]), None),
    ([mark_row(Subject("b", None), "reject")], ("지시 a", [ONE, TWO]), None),
]


@pytest.mark.parametrize(("rows", "kept", "accepted"), LEFT)
def test_what_is_left_of_a_task(tmp_path: Path, rows: list[Any], kept: Any, accepted: Any) -> None:
    found = said(tmp_path, *rows)
    for only_accepted, wanted in ((False, kept), (True, accepted)):
        left = [
            (each.id, each.instruction, list(each.instances)) for each in reviewed([task()], found, only_accepted=only_accepted)
        ]
        assert left == ([("a", *wanted)] if wanted else [])


def test_tasks_nobody_marked_are_the_same_and_in_order(tmp_path: Path) -> None:
    tasks = [task(name) for name in "cab"]
    assert reviewed(tasks, Reviews()) == tasks
    assert reviewed(tasks, said(tmp_path, own("reject"))) == [tasks[0], tasks[2]]


def test_what_curation_told_stays_as_far_as_it_is_true(tmp_path: Path) -> None:
    told = task(
        "a",
        ONE,
        TWO,
        THREE,
        score=[5, 3, 4],
        score_reason=["x", "y", "z"],
        personal_data=[{"where": "instances[2].output"}],
        topic=1,
    )
    found = said(tmp_path, of(ONE, "reject"), of(TWO, "edit", **EDITED))
    assert dict(reviewed([told], found)[0].extra) == {"score": [None, 4], "score_reason": [None, "z"], "topic": 1}
    found = said(tmp_path, own("edit", instruction="새 지시"))
    assert reviewed([told], found)[0].extra["score"] == [None, None]
    assert reviewed([told], Reviews())[0].extra == told.extra


def test_a_row_says_what_was_marked(tmp_path: Path) -> None:
    write(tmp_path, [of(TWO, "edit", input="  e\u0301te\u0301\r\n", output="\u200b답"), own("accept")])
    first, second = map(json.loads, (tmp_path / REVIEWS).read_text("utf-8").splitlines())
    assert first | {"at": ""} == {
        "task": "a",
        "instance": {"input": "두 번째 입력", "output": "둘"},
        "mark": "edit",
        "text": {"input": "été", "output": "답"},
        "by": "person",
        "at": "",
    }
    assert list(second) == ["task", "instance", "mark", "by", "at"]
    assert second["instance"] is None
    assert second["at"].endswith("+00:00")


@pytest.mark.parametrize("text", [{"input": "x", "output": " \n\u200b"}, {"input": "x", "output": ""}])
def test_an_edit_leaves_no_empty_output(text: dict[str, str]) -> None:
    with pytest.raises(ConfigError, match="output"):
        of(ONE, "edit", **text)
    with pytest.raises(ConfigError, match="instruction"):
        own("edit", instruction="  ")
    assert of(ONE, "edit", input="", output="x")["text"] == {"input": "", "output": "x"}


BAD = [
    "{",
    "[]",
    '"x"',
    '{"task": "a", "instance": null}',
    '{"task": "a", "instance": null, "mark": "like"}',
    '{"task": "a", "instance": null, "mark": "edit"}',
    '{"task": "a", "instance": null, "mark": "edit", "text": {"output": "x"}}',
    '{"task": "a", "instance": null, "mark": "edit", "text": {"instruction": 1}}',
    '{"task": "a", "instance": {"input": ""}, "mark": "accept"}',
    '{"task": "a", "instance": {"input": "", "output": 1}, "mark": "accept"}',
    '{"task": ["a"], "instance": null, "mark": "accept"}',
    '{"task": "a", "instance": null, "question": "output", "answer": "yes"}',
    '{"task": "a", "instance": {"input": "", "output": ""}, "question": "length", "answer": "yes"}',
    '{"task": "a", "instance": {"input": "", "output": ""}, "question": "output", "answer": "maybe"}',
]


@pytest.mark.parametrize("line", BAD)
def test_a_damaged_line_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / REVIEWS).write_text(json.dumps(own("accept")) + "\n" + line + "\n", "utf-8")
    with pytest.raises(StoreError, match=r"reviews\.jsonl:2: "):
        reviews(tmp_path)


def test_nothing_was_said_without_a_file(tmp_path: Path) -> None:
    assert reviews(tmp_path) == Reviews()
    assert not list(tmp_path.iterdir())


@given(cut=st.integers(0, 400))
@settings(deadline=None)
def test_a_torn_row_is_left_out_and_mended(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    folder = tmp_path_factory.mktemp("run")
    rows = [own("accept"), of(ONE, "edit", **EDITED), own("reject")]
    whole = b"".join(map(jsonl.dump, rows))
    ends = [len(b"".join(map(jsonl.dump, rows[:n]))) for n in range(4)]
    (folder / REVIEWS).write_bytes(whole[:cut])
    wanted = [row for row, end in zip(rows, ends[1:], strict=True) if end <= cut]
    other = folder / "other"
    other.mkdir()
    assert reviews(folder) == (said(other, *wanted) if wanted else Reviews())
    write(folder, [own("accept")])
    lines = [json.loads(line) for line in (folder / REVIEWS).read_bytes().splitlines()]
    assert [line["mark"] for line in lines] == [*(row["mark"] for row in wanted), "accept"]


def test_many_writers_lose_nothing(tmp_path: Path) -> None:
    names = [f"t{n}" for n in range(60)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: write(tmp_path, [mark_row(Subject(name, None), "accept")]), names))
    assert sorted(subject.task for subject in reviews(tmp_path).marks) == sorted(names)


def test_what_can_not_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from filelock import FileLock

    monkeypatch.setattr("selfinstruct.reviews._SECONDS", 0)
    with FileLock(tmp_path / ".reviews.lock"), pytest.raises(StoreError, match="is being written"):
        write(tmp_path, [own("accept")])
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="lock"):
        write(tmp_path / "file", [own("accept")])
    assert not (tmp_path / REVIEWS).exists()


@given(st.lists(st.sampled_from(MARKS), max_size=12))
@settings(deadline=None)
def test_undo_takes_back_what_came_before_it(marks: list[str]) -> None:
    """As a stack does, said in another way: cut every mark with the undo that follows it until none is left."""
    names = list(marks)
    while any(here != "undo" and after == "undo" for here, after in pairwise(names)):
        place = next(i for i in range(len(names) - 1) if names[i] != "undo" and names[i + 1] == "undo")
        del names[place : place + 2]
    left = [name for name in names if name != "undo"]
    rows = [own(mark, instruction="x") for mark in marks]
    found = _read(rows).marks.get(Subject("a", None))
    assert (found.mark if found else None) == (left[-1] if left else None)


def _read(rows: list[dict[str, Any]]) -> Reviews:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        (Path(folder) / REVIEWS).write_bytes(b"".join(map(jsonl.dump, rows)))
        return reviews(Path(folder))


TASKS = [task(f"t{n}", *(ONE, TWO, THREE)[: n % 3 + 1]) for n in range(300)]


def test_a_sample_goes_by_seed_and_id_alone() -> None:
    drawn = sample(TASKS, 200, 1)
    assert len(drawn) == len({each.task.id for each in drawn}) == 200
    assert drawn == sample(reversed(TASKS), 200, 1)
    assert drawn[:50] == sample(TASKS, 50, 1)
    assert drawn != sample(TASKS, 200, 2)
    assert all(each.instance in each.task.instances for each in drawn)
    assert {each.instance for each in drawn} == {ONE, TWO, THREE}
    assert sample(TASKS, 1000, 1)[:200] == drawn
    assert sample([Task("x", "", "x", (), is_classification=False)], 5) == []


def test_every_task_is_drawn_about_as_often() -> None:
    """300 tasks, 100 of them in each of 60 samples: a mean of 20, with a deviation of 3.65."""
    counts = dict.fromkeys((each.id for each in TASKS), 0)
    for seed in range(60):
        for each in sample(TASKS, 100, seed):
            counts[each.task.id] += 1
    assert min(counts.values()) > 4
    assert max(counts.values()) < 38


TOLD = [
    ("yes yes yes", (1, 0, 0, 0)),
    ("yes no yes", (0, 1, 0, 0)),
    ("no no no", (0, 1, 0, 0)),
    ("no skip yes", (0, 1, 0, 0)),
    ("no - -", (0, 1, 0, 0)),
    ("yes skip yes", (0, 0, 1, 0)),
    ("yes yes -", (0, 0, 0, 1)),
    ("yes skip -", (0, 0, 0, 1)),
    ("- - -", (0, 0, 0, 1)),
]


@pytest.mark.parametrize(("told", "counts"), TOLD)
def test_the_three_as_one(told: str, counts: tuple[int, ...]) -> None:
    drawn = sample([task()])
    pairs = zip(QUESTIONS, told.split(), strict=True)
    answers = {Asked("a", drawn[0].instance, question): answer for question, answer in pairs if answer != "-"}
    found = shares(drawn, answers)[-1]
    assert found.question == ALL
    assert (found.yes, found.no, found.skipped, found.left) == counts


def test_shares_and_how_sure_they_are(tmp_path: Path) -> None:
    drawn = sample(TASKS, 200)
    asked = [Asked(each.task.id, each.instance, "output") for each in drawn]
    rows = [answer_row(each, "yes" if n < 108 else "no") for n, each in enumerate(asked)]
    other = next(each for each in TASKS if each.id not in {one.task.id for one in drawn})
    rows += [
        answer_row(asked[0], "no"),
        answer_row(asked[0], "yes"),
        answer_row(Asked(other.id, other.instances[0], "output"), "no"),
    ]
    write(tmp_path, rows)
    answers = reviews(tmp_path).answers
    by_name = {share.question: share for share in shares(drawn, answers)}
    output = by_name["output"]
    assert (output.yes, output.no, output.skipped, output.left) == (108, 92, 0, 0)
    assert output.share == 0.54
    # As tables and other programs have it for 108 of 200.
    assert output.interval == pytest.approx((0.4709, 0.6077), abs=5e-4)
    assert output.row()["wilson_95"] == list(output.interval or ())
    assert by_name["input"].share is None
    assert by_name["input"].row() == {
        "question": "input",
        "yes": 0,
        "no": 0,
        "skipped": 0,
        "left": 200,
        "share": None,
        "wilson_95": None,
    }
    assert answers_to(drawn[0], answers) == {"output": "yes"}
    assert set(ANSWERS) == {"yes", "no", "skip"}


def test_an_export_goes_by_the_reviews() -> None:
    run = selfinstruct.run("ko", 6, backend="offline", recipe="alpaca", out="r")
    first, second, *others = run.tasks
    edited = {"input": first.instances[0].input, "output": "사람이 고쳐 쓴 답"}
    write(
        run.folder,
        [mark_row(Subject(first.id, first.instances[0]), "edit", edited), mark_row(Subject(second.id, None), "reject")],
    )

    def exported(choice: str) -> dict[str, str]:
        file = selfinstruct.export(run.folder, ["alpaca"], reviewed=choice)[0]
        return {row["id"]: row["output"] for row in map(json.loads, file.read_text("utf-8").splitlines())}

    assert exported("all") == {first.id: "사람이 고쳐 쓴 답"} | {task.id: task.instances[0].output for task in others}
    assert exported("accepted") == {first.id: "사람이 고쳐 쓴 답"}
    assert len(exported("")) == 6
    with pytest.raises(ConfigError, match="--reviewed some"):
        exported("some")
    write(run.folder, [mark_row(Subject(task.id, None), "reject") for task in run.tasks])
    with pytest.raises(ConfigError, match="no task is left"):
        exported("all")
