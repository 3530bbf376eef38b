"""Lines on disk: what is written comes back, torn ends are cut, failures name the file."""

from __future__ import annotations

import json
import os
import resource
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct import jsonl
from selfinstruct.errors import StoreError

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda v: st.lists(v) | st.dictionaries(st.text(), v)
)


@given(VALUES)
def test_a_row_is_one_line_that_reads_back(value: object) -> None:
    line = jsonl.dump(value)

    assert line.count(b"\n") == 1
    assert json.loads(line) == value


def test_lone_surrogates_become_escapes() -> None:
    assert jsonl.dump({"t": "a\ud83db"}) == b'{"t": "a\\ud83db"}\n'


def test_texts_stay_readable() -> None:
    assert "김장 김치".encode() in jsonl.dump({"t": "김장 김치"})


@pytest.mark.parametrize("tail", [b"", b'{"a": 1', '{"a": "한'.encode()[:-1], b"\x00\x00"])
def test_a_torn_last_line_is_cut_off(tmp_path: Path, tail: bytes) -> None:
    file = tmp_path / "x.jsonl"
    file.write_bytes(b'{"n": 1}\n{"n": 2}\n' + tail)

    assert jsonl.cut_torn_line(file) == len(tail)
    assert [row["n"] for row in jsonl.read(file)] == [1, 2]


def test_line_separators_inside_texts_do_not_split_rows(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    jsonl.append(file, [{"t": "a\u2028b\u0085c\rd"}])

    assert [row["t"] for row in jsonl.read(file)] == ["a\u2028b\u0085c\rd"]


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_bytes(b'{"n": 1}\n{"n": \n')

    with pytest.raises(StoreError, match=r"x\.jsonl:2: not JSON"):
        list(jsonl.read(file))


def test_a_full_disk_is_told_and_what_was_written_stays(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
        try:
            jsonl.append(file, [{"n": 1}])
            jsonl.append(file, [{"t": "x" * 200}])
        except StoreError as error:
            os._exit(7 if "File too large" in error.message and "make room" in error.hint else 8)
        os._exit(9)
    _, status = os.waitpid(child, 0)

    assert os.waitstatus_to_exitcode(status) == 7
    jsonl.cut_torn_line(file)
    assert list(jsonl.read(file)) == [{"n": 1}]


def test_a_fresh_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "x"
    jsonl.replace(file, b"old")

    def interrupted() -> None:
        with jsonl.fresh(file) as out:
            out.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert file.read_bytes() == b"old"


@pytest.mark.parametrize("write", [lambda file: jsonl.append(file, [1]), lambda file: jsonl.replace(file, b"1\n")])
def test_what_is_written_is_whole_before_it_is_sent_to_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path], None]
) -> None:
    sent: list[bytes] = []
    monkeypatch.setattr(os, "fsync", lambda _: sent.extend(file.read_bytes() for file in tmp_path.iterdir()))

    write(tmp_path / "x.jsonl")

    assert sent == [b"1\n"]
