"""Training formats letter for letter, the split, and what is written beside the rows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import selfinstruct
from selfinstruct.errors import ConfigError, StoreError
from selfinstruct.records import Instance, Task
from selfinstruct.stages.export import export
from selfinstruct.templates import (
    COMPLETION_WITH_INPUT,
    COMPLETION_WITHOUT_INPUT,
    FORMATS,
    TEMPLATES,
    Example,
    Similarity,
    Wording,
    default_template,
    examples,
    rows,
    split,
)

SIDES = ("train", "test")
READ = [form for form in FORMATS if form != "regen"]
WITH = Example("t-1", 0, "Say it twice.", "hello {x}", "hello hello")
WITHOUT = Example("t-2", 0, "Say hello.", "", "Hello.")

EN = "Below is an instruction that describes a task"
EN_INPUT = ", paired with an input that provides further context."
EN_ASK = "Write a response that appropriately completes the request."
PROMPTS = {
    "alpaca": (
        f"{EN}{EN_INPUT} {EN_ASK}\n\n### Instruction:\nSay it twice.\n\n### Input:\nhello {{x}}\n\n### Response:",
        f"{EN}. {EN_ASK}\n\n### Instruction:\nSay hello.\n\n### Response:",
    ),
    "alpaca-ja": (
        (
            "以下は、タスクを説明する指示と、文脈のある入力の組み合わせです。要求を適切に満たす応答を書きなさい。"
            "\n\n### 指示:\nSay it twice.\n\n### 入力:\nhello {x}\n\n### 応答:\n"
        ),
        "以下は、タスクを説明する指示です。要求を適切に満たす応答を書きなさい。\n\n### 指示:\nSay hello.\n\n### 応答:\n",
    ),
    "kullm": (
        (
            "아래는 작업을 설명하는 명령어와 추가 컨텍스트를 제공하는 입력이 짝을 이루는 예제입니다. "
            "요청을 적절히 완료하는 응답을 작성하세요.\n\n### 명령어:\nSay it twice.\n\n### 입력:\nhello {x}\n\n### 응답:\n"
        ),
        (
            "아래는 작업을 설명하는 명령어입니다. 요청을 적절히 완료하는 응답을 작성하세요."
            "\n\n### 명령어:\nSay hello.\n\n### 응답:\n"
        ),
    ),
    "koalpaca": (
        (
            f"{EN}{EN_INPUT}\n아래는 작업을 설명하는 명령어와 추가적 맥락을 제공하는 입력이 짝을 이루는 예제입니다.\n\n"
            f"{EN_ASK}\n요청을 적절히 완료하는 응답을 작성하세요.\n\n"
            "### Instruction(명령어):\nSay it twice.\n\n### Input(입력):\nhello {x}\n\n### Response(응답):"
        ),
        (
            f"{EN}.\n아래는 작업을 설명하는 명령어입니다.\n\n{EN_ASK}\n"
            "명령어에 따른 요청을 적절히 완료하는 응답을 작성하세요.\n\n"
            "### Instruction(명령어):\nSay hello.\n\n### Response(응답):"
        ),
    ),
    "koalpaca-v1.1": (
        "### 질문: Say it twice.\n\n### 맥락: hello {x}\n\n### 답변:",
        "### 질문: Say hello.\n\n### 답변:",
    ),
}


def task(number: int, *instances: tuple[str, str], instruction: str = "Add the numbers.") -> Task:
    made = tuple(Instance(*pair) for pair in instances or (("1 + 1", "2"),))
    return Task(f"en-{number}", "add", f"{instruction} ({number})", made, is_classification=False)


def made(example: Example, form: str, *, ids: bool = False, **wording: Any) -> dict[str, Any]:
    return next(rows([example], form, Wording(**wording), ids=ids))


def read(path: Path) -> list[dict[str, Any]]:
    text = path.read_text("utf-8")
    return json.loads(text) if path.suffix == ".json" else [json.loads(line) for line in text.split("\n")[:-1]]


def file_of(form: str, side: str = "train") -> str:
    return f"{form}.{side}.{FORMATS[form].suffix}"


def test_the_table_holds_every_template() -> None:
    assert PROMPTS.keys() == TEMPLATES.keys()


@pytest.mark.parametrize("name", PROMPTS)
def test_prompts_are_what_trainers_expect_to_the_letter(name: str) -> None:
    lead = " " if name == "koalpaca-v1.1" else ""
    for example, prompt in zip((WITH, WITHOUT), PROMPTS[name], strict=True):
        pair = {"prompt": prompt, "completion": lead + example.output}
        assert made(example, "prompt", template=name) == pair
        assert made(example, "text", template=name) == {"text": prompt + lead + example.output}


@pytest.mark.parametrize(
    ("form", "row"),
    [
        (
            "messages",
            {
                "messages": [
                    {"role": "user", "content": "Say it twice.\n\nhello {x}"},
                    {"role": "assistant", "content": "hello hello"},
                ]
            },
        ),
        ("alpaca", {"instruction": "Say it twice.", "input": "hello {x}", "output": "hello hello"}),
        (
            "sharegpt",
            {
                "conversations": [
                    {"from": "human", "value": "Say it twice.\n\nhello {x}"},
                    {"from": "gpt", "value": "hello hello"},
                ]
            },
        ),
    ],
)
def test_chat_and_column_formats(form: str, row: dict[str, Any]) -> None:
    assert made(WITH, form) == row
    assert list(made(WITH, form)) == list(row)
    assert made(WITH, form, ids=True) == {"id": "t-1", **row}


def test_without_input_nothing_is_joined() -> None:
    assert made(WITHOUT, "messages")["messages"][0]["content"] == "Say hello."
    assert made(WITHOUT, "sharegpt")["conversations"][0]["value"] == "Say hello."
    assert made(WITHOUT, "alpaca")["input"] == ""


def test_regen_is_what_alpacas_script_wrote(tmp_path: Path) -> None:
    near = {"en-2": Similarity({"강을 말해 주세요.": 0.5, "셋": 0.25}, 0.125)}
    exported(tmp_path, ["regen"], near=near, system="Be brief.")

    file = tmp_path / "regen.train.json"
    made = read(file)
    assert file.read_text("utf-8").startswith(
        '[\n    {\n        "instruction": "Add the numbers. (1)",\n        "input": "1 + 1",\n'
    )
    assert "강을 말해 주세요." in file.read_text("utf-8")
    assert made[2] == {
        "instruction": "수를 하나 말해 주세요. (2)",
        "input": "",
        "output": "셋",
        "most_similar_instructions": {"강을 말해 주세요.": 0.5, "셋": 0.25},
        "avg_similarity_score": 0.125,
    }
    assert list(made[2]) == ["instruction", "input", "output", "most_similar_instructions", "avg_similarity_score"]
    others = [row for row in made if row is not made[2]]
    assert len(others) == 39
    assert all((row["most_similar_instructions"], row["avg_similarity_score"]) == ({}, 0.0) for row in others)


def test_regen_of_a_run_tells_what_the_run_has_found() -> None:
    folder = selfinstruct.run("en", 4, backend="offline", out="run").folder
    selfinstruct.export(folder, ["regen"])

    found = {row["instruction"]: row for row in read(folder / "instructions.jsonl")}
    made = read(folder / "export" / "not-for-training.regen.train.json")
    assert {row["instruction"] for row in made} <= found.keys()
    for row in made:
        source = found[row["instruction"]]
        assert list(row["most_similar_instructions"].items()) == list(source["most_similar"].items())
        assert row["avg_similarity_score"] == source["avg_similarity_score"]
    assert any(row["avg_similarity_score"] for row in made)


def test_a_system_text_comes_first() -> None:
    assert made(WITH, "messages", system="Be brief.")["messages"][0] == {"role": "system", "content": "Be brief."}
    assert made(WITH, "sharegpt", system="Be brief.")["conversations"][0] == {"from": "system", "value": "Be brief."}
    assert made(WITH, "alpaca", system="Be brief.")["system"] == "Be brief."


COMPLETIONS = {
    "Say it twice.\nInput: hello {x}\nOutput:": " hello hello",
    "Say it twice.\n\nInput: hello {x}\n\nOutput:": " hello hello",
    "Task: Say it twice.\nInput: hello {x}\nOutput:": " hello hello",
    "Say it twice.\n\nhello {x}\n\nOutput:": " hello hello",
    "Say it twice.\n\nhello {x}\n\n": "hello hello",
    "Say it twice.\nhello {x}\n\n": "hello hello",
    "Task: Say it twice.\n\nhello {x}\n\n": "hello hello",
    "Say hello. Output:": " Hello.",
    "Say hello.\nOutput:": " Hello.",
    "Say hello.\n\nOutput:": " Hello.",
    "Say hello.\n": "Hello.",
    "Say hello.\n\n": "Hello.",
    "Task: Say hello.\n\n": "Hello.",
}


def test_completions_are_the_originals_and_each_phrasing_is_used() -> None:
    seen = {}
    for number in range(400):
        for of in (WITH, WITHOUT):
            row = made(Example(f"t-{number}", 0, of.instruction, of.input, of.output), "completion", ids=True)
            assert list(row) == ["prompt", "completion"]
            seen[row["prompt"]] = row["completion"].removesuffix("<|endoftext|>")
            assert row["completion"].endswith("<|endoftext|>")
    assert seen == COMPLETIONS
    assert len(COMPLETION_WITH_INPUT) + len(COMPLETION_WITHOUT_INPUT) == len(COMPLETIONS)


def test_instances_of_a_task_and_seeds_are_phrased_apart() -> None:
    one = task(1, *((f"{i} + 1", f"{i + 1}") for i in range(20)))
    heads = [row["prompt"].split("1 + 1")[0] for row in rows(examples([one]), "completion", Wording())]
    assert len({head.startswith("Task: ") for head in heads}) == 2
    assert heads != [row["prompt"].split("1 + 1")[0] for row in rows(examples([one]), "completion", Wording(seed=1))]


def test_the_end_of_a_completion_can_be_chosen() -> None:
    assert made(WITHOUT, "completion", end="</s>")["completion"].endswith("Hello.</s>")


@given(st.lists(st.integers(0, 10**6), unique=True, min_size=1, max_size=20), st.integers(0, 9))
def test_a_task_is_phrased_the_same_whatever_else_is_exported(numbers: list[int], seed: int) -> None:
    tasks = [task(number, ("1", "one"), ("2", "two")) for number in numbers]
    together = list(rows(examples(tasks), "completion", Wording(seed=seed)))
    alone = [row for one in tasks for row in rows(examples([one]), "completion", Wording(seed=seed))]
    assert together == alone


@given(st.sets(st.integers(0, 10**6), min_size=1, max_size=40), st.floats(0, 1), st.integers(0, 9))
def test_a_task_keeps_its_side_when_others_are_added(numbers: set[int], share: float, seed: int) -> None:
    tasks = [task(number) for number in sorted(numbers)]
    half = tasks[: len(tasks) // 2]
    train, test = split(tasks, share, seed)
    half_train, half_test = split(half, share, seed)
    assert [one for one in train if one in half] == half_train
    assert [one for one in test if one in half] == half_test
    assert sorted([*train, *test], key=tasks.index) == tasks


def test_the_split_has_about_its_share_and_follows_the_seed() -> None:
    tasks = [task(number) for number in range(2000)]
    assert 140 < len(split(tasks, 0.1, 0)[1]) < 260
    assert split(tasks, 0.1, 0) != split(tasks, 0.1, 1)
    assert (split(tasks, 0.0, 0)[1], split(tasks, 1.0, 0)[0]) == ([], [])
    # Pinned: another hash would move tasks that someone has trained on into the test file.
    assert [one.id for one in split(tasks[:40], 0.1, 0)[1]] == ["en-1", "en-2", "en-28", "en-30", "en-32", "en-35", "en-38"]


def test_at_most_so_many_instances_of_a_task_and_not_always_the_first() -> None:
    tasks = [task(number, *((str(i), str(i)) for i in range(4))) for number in range(50)]
    chosen = list(examples(tasks, most=2))
    assert len(chosen) == 100
    assert {one.index for one in chosen} == {0, 1, 2, 3}
    assert [(one.id, one.index) for one in chosen] == sorted(
        ((one.id, one.index) for one in chosen), key=lambda of: (int(of[0][3:]), of[1])
    )
    assert len(list(examples(tasks))) == 200


def test_default_templates() -> None:
    assert [default_template(code) for code in ("en", "ko", "ja", "fr")] == ["alpaca", "kullm", "alpaca-ja", "alpaca"]


TASKS = [
    task(1, ("1 + 1", "2"), ("2 + 2", "4")),
    task(2, ("", "셋"), instruction="수를 하나 말해 주세요."),
    task(3, ("「猫」", "ねこ"), instruction="読み方を書いてください。"),
    *(task(number) for number in range(4, 40)),
]


def exported(folder: Path, formats: Sequence[str] = tuple(FORMATS), **options: Any) -> list[Path]:
    return export(TASKS, folder, **({"language": "en", "formats": formats, "name": "en-demo"} | options))


def test_every_format_is_written_in_both_sides_and_declared(tmp_path: Path) -> None:
    paths = exported(tmp_path, test=0.3)
    names = {file_of(form, side) for form in FORMATS for side in SIDES}
    assert {path.name for path in paths} == names | {"dataset_info.json", "axolotl.yaml"}
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in paths}
    for form in FORMATS:
        assert len(read(tmp_path / file_of(form))) + len(read(tmp_path / file_of(form, "test"))) == 40
    sides = [{row["id"] for row in read(tmp_path / f"alpaca.{side}.jsonl")} for side in ("train", "test")]
    assert sides[0] & sides[1] == set()
    assert sides[0] | sides[1] == {one.id for one in TASKS}


@pytest.mark.parametrize("system", ["", "Be brief."])
def test_what_is_declared_is_in_the_rows(tmp_path: Path, system: str) -> None:
    exported(tmp_path, test=0.3, system=system)
    declared = json.loads((tmp_path / "dataset_info.json").read_text("utf-8"))
    assert {entry["file_name"] for entry in declared.values()} == {file_of(form, side) for form in READ for side in SIDES}
    for entry in declared.values():
        for row in read(tmp_path / entry["file_name"]):
            assert set(entry["columns"].values()) <= row.keys()
            assert entry["formatting"] == ("sharegpt" if "messages" in entry["columns"] else "alpaca")
            if "tags" in entry:
                tags = entry["tags"]
                turns = row[entry["columns"]["messages"]]
                assert {key for turn in turns for key in turn} == {tags["role_tag"], tags["content_tag"]}
                roles = [tags["system_tag"]] * bool(system) + [tags["user_tag"], tags["assistant_tag"]]
                assert [turn[tags["role_tag"]] for turn in turns] == roles
            assert ("system" in entry["columns"]) == ("system" in row)


def test_declarations(tmp_path: Path) -> None:
    exported(tmp_path, ["alpaca", "messages"], name="my run, one")
    assert json.loads((tmp_path / "dataset_info.json").read_text("utf-8")) == {
        "my_run_one_alpaca_train": {
            "file_name": "alpaca.train.jsonl",
            "formatting": "alpaca",
            "columns": {"prompt": "instruction", "query": "input", "response": "output"},
        },
        "my_run_one_messages_train": {
            "file_name": "messages.train.jsonl",
            "formatting": "sharegpt",
            "columns": {"messages": "messages"},
            "tags": {
                "role_tag": "role",
                "content_tag": "content",
                "user_tag": "user",
                "assistant_tag": "assistant",
                "system_tag": "system",
            },
        },
    }
    assert (tmp_path / "axolotl.yaml").read_text("utf-8") == (
        "# For an axolotl config. Paths are relative to where training starts.\n"
        "datasets:\n  - path: messages.train.jsonl\n    ds_type: json\n    split: train\n"
        "    type: chat_template\n    field_messages: messages\n"
    )


def test_axolotl_is_told_of_the_test_file(tmp_path: Path) -> None:
    exported(tmp_path, ["messages"], test=0.3)
    assert "test_datasets:\n  - path: messages.test.jsonl\n" in (tmp_path / "axolotl.yaml").read_text("utf-8")
    exported(tmp_path / "other", ["alpaca"])
    assert not (tmp_path / "other" / "axolotl.yaml").exists()


def test_the_same_arguments_write_the_same_bytes(tmp_path: Path) -> None:
    options: dict[str, Any] = {"test": 0.2, "seed": 5, "max_instances": 1}
    first, second = exported(tmp_path / "a", **options), exported(tmp_path / "b", **options)
    assert [path.name for path in first] == [path.name for path in second]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    other = exported(tmp_path / "c", **(options | {"seed": 6}))
    assert [path.read_bytes() for path in first] != [path.read_bytes() for path in other]


def test_korean_and_japanese_are_written_as_they_are(tmp_path: Path) -> None:
    exported(tmp_path, ["messages"])
    data = (tmp_path / "messages.train.jsonl").read_bytes()
    for text in ("수를 하나 말해 주세요.", "셋", "読み方を書いてください。", "「猫」"):
        assert text.encode() in data
    assert b"\\u" not in data
    assert b"\r" not in data


def test_templates_follow_the_language_unless_named(tmp_path: Path) -> None:
    cases = [
        ("ko", None, "### 명령어:"),
        ("ja", None, "### 指示:"),
        ("en", None, "### Instruction:"),
        ("en", "koalpaca-v1.1", "### 질문:"),
    ]
    for number, (language, template, header) in enumerate(cases):
        exported(tmp_path / str(number), ["prompt", "text"], language=language, template=template)
        for form, key in (("prompt", "prompt"), ("text", "text")):
            assert all(header in row[key] for row in read(tmp_path / str(number) / f"{form}.train.jsonl"))


def test_ids_can_be_left_out(tmp_path: Path) -> None:
    exported(tmp_path, ["messages", "completion"], ids=False)
    assert all(row.keys() == {"messages"} for row in read(tmp_path / "messages.train.jsonl"))
    exported(tmp_path, ["messages", "completion"])
    assert all(row.keys() == {"id", "messages"} for row in read(tmp_path / "messages.train.jsonl"))
    assert all(row.keys() == {"prompt", "completion"} for row in read(tmp_path / "completion.train.jsonl"))


def test_what_is_not_for_training_says_so_everywhere(tmp_path: Path) -> None:
    paths = exported(tmp_path, test=0.3, for_training=False)
    assert all(path.name.startswith("not-for-training.") for path in tmp_path.iterdir())
    rows_of = {path.name for path in paths} & {f"not-for-training.{file_of(form, side)}" for form in FORMATS for side in SIDES}
    assert len(rows_of) == 2 * len(FORMATS)
    for name in rows_of:
        assert {row["source"] for row in read(tmp_path / name)} == {"offline, not for training"}
    declared = json.loads((tmp_path / "not-for-training.dataset_info.json").read_text("utf-8"))
    assert all(key.endswith("_not_for_training") for key in declared)
    assert {entry["file_name"] for entry in declared.values()} == {name for name in rows_of if "regen" not in name}
    snippet = (tmp_path / "not-for-training.axolotl.yaml").read_text("utf-8")
    assert "# offline, not for training\n" in snippet
    assert "path: not-for-training.messages.train.jsonl" in snippet


def test_an_earlier_split_does_not_stay_behind(tmp_path: Path) -> None:
    exported(tmp_path, ["alpaca", "messages"], test=0.3, for_training=False)
    exported(tmp_path, ["alpaca"])
    left = {path.name for path in tmp_path.iterdir() if "alpaca" in path.name}
    assert left == {"alpaca.train.jsonl"}
    assert (tmp_path / "not-for-training.messages.test.jsonl").exists()


def test_a_side_without_rows_is_not_written(tmp_path: Path) -> None:
    paths = export(TASKS[:1], tmp_path, language="en", formats=["alpaca"], test=1.0, name="x")
    assert [path.name for path in paths] == ["alpaca.test.jsonl", "dataset_info.json"]
    assert list(json.loads(paths[1].read_text("utf-8"))) == ["x_alpaca_test"]


@pytest.mark.parametrize(
    ("options", "message", "hint"),
    [
        ({"formats": ["alpaca", "csv"]}, "unknown export format 'csv'", "messages, alpaca, sharegpt, completion, prompt, text"),
        ({"formats": []}, "no export format", "messages"),
        ({"template": "vicuna"}, "unknown prompt template 'vicuna'", "alpaca, alpaca-ja, kullm, koalpaca, koalpaca-v1.1"),
        ({"test": 1.5}, "from 0 to 1, not 1.5", "0.05"),
        ({"test": -0.1}, "from 0 to 1, not -0.1", "0.05"),
        ({"test": float("nan")}, "from 0 to 1, not nan", "0.05"),
        ({"max_instances": 0}, "at least one instance", "all"),
    ],
)
def test_wrong_options_are_told_before_anything_is_written(
    tmp_path: Path, options: dict[str, Any], message: str, hint: str
) -> None:
    with pytest.raises(ConfigError, match=message) as caught:
        exported(tmp_path / "export", **options)
    assert hint in caught.value.hint
    assert not (tmp_path / "export").exists()


@pytest.mark.parametrize("tasks", [[], [Task("a", "a", "Do.", (), is_classification=False)]])
def test_nothing_to_export_is_told(tmp_path: Path, tasks: list[Task]) -> None:
    with pytest.raises(ConfigError) as caught:
        export(tasks, tmp_path, language="en", formats=["alpaca"], name="x")
    assert caught.value.hint


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "export").write_text("in the way")
    with pytest.raises(StoreError, match="export"):
        exported(tmp_path / "export")


def test_a_later_export_of_another_format_keeps_the_first_declared(tmp_path: Path) -> None:
    for formats, test in ((["messages"], 0.5), (["alpaca"], 0.0), (["messages"], 0.0)):
        export(TASKS, tmp_path, language="en", formats=formats, name="mine", test=test)

    declared = json.loads((tmp_path / "dataset_info.json").read_text("utf-8"))
    assert {entry["file_name"] for entry in declared.values()} == {"alpaca.train.jsonl", "messages.train.jsonl"}


def test_a_damaged_declaration_is_written_anew(tmp_path: Path) -> None:
    (tmp_path / "dataset_info.json").write_text("[1")

    export(TASKS, tmp_path, language="en", formats=["alpaca"], name="mine")

    assert len(json.loads((tmp_path / "dataset_info.json").read_text("utf-8"))) == 1
