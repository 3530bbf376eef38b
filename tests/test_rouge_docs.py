"""The README of the Rust distribution: its examples print what they show, and what it says of the code is so."""

from __future__ import annotations

import doctest
import importlib
import re
from pathlib import Path

import pytest

from selfinstruct import rouge

CRATE = Path(__file__).parent.parent / "rouge_rs"
README = (CRATE / "README.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


def failures(source: str, name: str) -> str:
    """What the examples of a text print that they do not show."""
    said: list[str] = []
    test = doctest.DocTestParser().get_doctest(source, {}, name, None, 0)
    assert test.examples
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=said.append)
    return "".join(said)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_python_of_the_readme_prints_what_it_shows(example: str) -> None:
    pytest.importorskip("selfinstruct_rouge")
    assert failures(example, "README.md") == ""


@pytest.mark.parametrize("name", ["selfinstruct_rouge", "selfinstruct_rouge.scorer"])
def test_the_docstrings_print_what_they_show(name: str) -> None:
    pytest.importorskip("selfinstruct_rouge")
    assert failures(importlib.import_module(name).__doc__ or "", name) == ""


def test_an_example_can_fail() -> None:
    assert "Expected:\n    3" in failures(">>> 1 + 1\n3\n", "three")


def test_the_readme_has_each_call_and_each_kernel() -> None:
    calls = set(re.findall(r"^\| `(\w+)\(", README, re.MULTILINE))
    assert calls == {name for name in vars(rouge.References) if not name.startswith("_")}
    listed = re.findall(r"^\| `(\w+)` \|", README, re.MULTILINE)
    source = (CRATE / "src" / "lcs" / "mod.rs").read_text("utf-8")
    assert sorted(listed) == sorted(re.findall(r'name: "(\w+)"', source))


def test_what_the_readme_tells_to_run_is_there() -> None:
    commands = "\n".join(re.findall(r"```sh\n(.*?)```", README, re.DOTALL))
    assert {CRATE / "tests" / f"{name}.rs" for name in re.findall(r"--test (\w+)", commands)} == set(CRATE.glob("tests/*.rs"))
    assert {CRATE / "fuzz/fuzz_targets" / f"{name}.rs" for name in re.findall(r"fuzz run (\w+)", commands)} == set(
        CRATE.glob("fuzz/fuzz_targets/*.rs")
    )


SOURCES = sorted(CRATE.glob("src/**/*.rs"))


def test_every_exception_from_the_linter_has_its_reason() -> None:
    """In the source a comment on the line, a `reason`, or for the whole crate a comment above."""
    bare = [
        f"{path.name}: {line.strip()}"
        for path in SOURCES
        for line in path.read_text("utf-8").split("\n")
        if re.search(r"#!?\[(allow|expect)\(", line) and not re.search(r"reason = \"|\)\] // \w", line)
    ]
    assert bare == []
    lines = (CRATE / "Cargo.toml").read_text("utf-8").split("\n")
    allowed = [number for number, line in enumerate(lines) if line.endswith('= "allow"')]
    assert allowed
    assert all(lines[number - 1].startswith("# ") for number in allowed)
