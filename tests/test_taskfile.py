"""Files that users bring: every form is read, every fault is named with file, line and field."""

from __future__ import annotations

import gzip
import json
import unicodedata
from pathlib import Path

import pytest

from selfinstruct.errors import ConfigError
from selfinstruct.taskfile import read_lines, read_tasks, read_texts

GOOD = {"id": "a", "instruction": "Name a fruit.", "instances": [{"input": "", "output": "Plum"}], "is_classification": False}


def written(tmp_path: Path, data: bytes) -> Path:
    file = tmp_path / "mine.jsonl"
    file.write_bytes(data)
    return file


def line(**changes: object) -> bytes:
    return json.dumps({**GOOD, **changes}).encode()


FORMS = {
    "jsonl": line() + b"\n",
    "no last newline": line(),
    "blank lines": b"\n" + line() + b"\n\n",
    "byte-order mark": b"\xef\xbb\xbf" + line() + b"\n",
    "Windows newlines": line() + b"\r\n",
    "array": b"[" + line() + b"]",
    "indented array": json.dumps([GOOD], indent=2).encode(),
    "gzip": gzip.compress(line() + b"\n"),
    "gzipped array": gzip.compress(b"[" + line() + b"]"),
}


@pytest.mark.parametrize("data", FORMS.values(), ids=FORMS.keys())
def test_every_form_reads_the_same(tmp_path: Path, data: bytes) -> None:
    (task,) = read_tasks(written(tmp_path, data), "en")

    assert task.row() == {**GOOD, "name": ""}


def test_alpaca_rows_are_tasks(tmp_path: Path) -> None:
    (task,) = read_tasks(written(tmp_path, b'[{"instruction": "Add.", "input": "1 2", "output": "3"}]'), "en")

    assert [(i.input, i.output) for i in task.instances] == [("1 2", "3")]
    assert task.id.startswith("en-")


def test_unknown_keys_are_kept(tmp_path: Path) -> None:
    (task,) = read_tasks(written(tmp_path, line(author="me", kind="fruit")), "en")

    assert task.row()["author"] == "me"
    assert task.kind == "fruit"


FAULTS = {
    "empty file": (b"", "holds no record"),
    "empty array": (b"[]", "holds no record"),
    "broken line": (line() + b"\n{oops\n", r"mine\.jsonl:2: not JSON"),
    "cut line": (line() + b"\n" + line()[:20], r"mine\.jsonl:2: not JSON"),
    "not an object": (b"3\n", r"mine\.jsonl:1: a record must be an object, not a number"),
    "wrong type": (line(is_classification="no"), r"mine\.jsonl:1: is_classification: .*boolean"),
    "instruction of a wrong type": (line(instruction=5), r"mine\.jsonl:1: instruction: "),
    "empty instruction": (line(instruction="  "), r"mine\.jsonl:1: instruction: "),
    "no instances": (line(instances=[]), r"mine\.jsonl:1: .*instance"),
    "instance without output": (line(instances=[{"input": "x"}]), r"mine\.jsonl:1: instances\.0\.output"),
    "same id twice": (line() + b"\n" + line(), r"mine\.jsonl:2: id: 'a' stands at .*mine\.jsonl:1"),
    "bad row in an array": (b"[" + line() + b"," + line(id="b", instruction=1) + b"]", r"mine\.jsonl\[1\]: instruction"),
    "not UTF-8": (b"\xff\xfe\x00", "not UTF-8 at byte 0"),
    "cut gzip": (gzip.compress(line() * 50)[:40], "gzip data is broken"),
    "deep nesting": (b"[" * 100_000, "not JSON"),
}


@pytest.mark.parametrize(("data", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_every_fault_is_named(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(ConfigError, match=message) as told:
        read_tasks(written(tmp_path, data), "en")

    assert told.value.hint


def test_all_faults_are_counted(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"and 3 more"):
        read_tasks(written(tmp_path, b"\n".join(line(id=str(n), instruction=n) for n in range(8))), "en")


@pytest.mark.parametrize(("value", "message"), [(None, "must be text, not null"), ("", "is empty"), (3, "not a number")])
def test_a_missing_text_is_named(tmp_path: Path, value: object, message: str) -> None:
    with pytest.raises(ConfigError, match=rf"mine\.jsonl:1: instruction: .*{message}"):
        read_texts(written(tmp_path, line(instruction=value)))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="No such file"):
        read_lines(tmp_path / "none.jsonl")


def test_texts_are_cleaned(tmp_path: Path) -> None:
    data = json.dumps({"instruction": "\ufeff\u1112\u1161\u11ab\u200b글\ud800 "}).encode()

    assert read_texts(written(tmp_path, data)) == ["한글"]


def test_all_texts_of_a_task_are_composed(tmp_path: Path) -> None:
    texts = {name: unicodedata.normalize("NFD", text) for name, text in (("input", "한 글"), ("output", "Nhiệm vụ\n"))}
    (task,) = read_tasks(written(tmp_path, line(instances=[texts])), "en")

    assert [(each.input, each.output) for each in task.instances] == [("한 글", "Nhiệm vụ\n")]


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b'{"a": 1}\n\n{"a": 1,}', "mine.jsonl:3: not JSON: [^:]* at column 9"),
        (b'[\n{"a": 1},\n{]', "mine.jsonl:3: .* at column 2"),
    ],
)
def test_broken_json_is_told_by_one_line_and_column(tmp_path: Path, data: bytes, where: str) -> None:
    with pytest.raises(ConfigError, match=where) as told:
        read_lines(written(tmp_path, data))

    assert "line 1" not in told.value.message
    assert "char" not in told.value.message
