"""The contract kit as a whole: how rules are held, what our own plugins keep, and what importing it costs."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from answers import good
from hypothesis import given
from hypothesis import strategies as st
from instructionpairs import DIFFERENT, SAME
from quickrows import leading

import selfinstruct
from selfinstruct import testing
from selfinstruct.plugins import Plugins, load
from selfinstruct.testing import ContractError, Report, check_backend, check_language
from selfinstruct.testing.contract import NotTried, Rule, called, every, expect, expect_none, hold

LOADED = load()
ENGLISH = LOADED.language("en")


# --- our own plugins


@pytest.mark.parametrize("code", leading(1, sorted(LOADED.languages())))
def test_an_installed_language_keeps_its_contract(code: str) -> None:
    near, distinct = ([(one, other) for of, one, other in pairs if of == code] for pairs in (SAME, DIFFERENT))

    report = check_language(LOADED.language(code), near_duplicates=near, distinct=distinct)

    assert set(report.untried) <= {"words"}
    assert {"near-duplicates", "distinct", "speed"} <= set(report.remarks)


@pytest.mark.parametrize("style", ["chat", "completion"])
def test_the_offline_backend_keeps_its_contract(style: str) -> None:
    check_backend(LOADED.backend("offline")(None, {"style": style}))


@pytest.mark.parametrize("style", ["chat", "completion"])
def test_the_replay_backend_keeps_its_contract(scripted: Callable[..., Plugins], style: str) -> None:
    plugins = scripted(good, style)
    made = selfinstruct.generate("en", 32, backend="scripted", out="run", plugins=plugins, concurrency=1)
    log = Path("four.jsonl")
    log.write_bytes(b"".join((made.folder / "completions.jsonl").read_bytes().splitlines(keepends=True)[:4]))

    check_backend(plugins.backend("replay")(None, {"file": str(log)}))


# --- how rules are held


def broken(name: str) -> None:
    raise ContractError(f"{name} is found", f"{name} is promised", f"mend {name}")


def rule(name: str, kind: str, *needs: str) -> Rule[None]:
    def check(_case: None) -> str | None:
        if kind == "untried":
            raise NotTried(f"give {name}")
        if kind == "broken":
            broken(name)
        return f"{name} is fast" if kind == "remark" else None

    return Rule(name, check, needs)


KINDS = ("kept", "remark", "untried", "broken")
FATES = (*KINDS, "left", "passed")


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 20)), max_size=8))
def test_each_rule_is_kept_or_broken_or_untried(drawn: list[tuple[str, int]]) -> None:
    """Each may need one before it; whatever becomes of the rules, all are told of, and all that is broken at once."""
    rules = [rule(f"r{at}", kind, *([f"r{need}"] if need < at else [])) for at, (kind, need) in enumerate(drawn)]
    fates: dict[str, str] = {}
    for at, (kind, need) in enumerate(drawn):
        of_need = fates[f"r{need}"] if need < at else "kept"
        without = {"broken": "left", "left": "left", "untried": "passed", "passed": "passed"}
        fates[f"r{at}"] = without.get(of_need, kind)
    of = {fate: [name for name, had in fates.items() if had == fate] for fate in FATES}
    if not of["broken"]:
        report = hold("thing", rules, None)
        assert set(report.kept) == {*of["kept"], *of["remark"]}
        assert list(report.remarks) == of["remark"]
        assert set(report.untried) == {*of["untried"], *of["passed"]}
        assert not of["left"]
        return
    with pytest.raises(ContractError) as told:
        hold("thing", rules, None)
    text = str(told.value)
    assert list(told.value.broken) == of["broken"]
    assert all(f"[{name}] {name} is found" in text for name in of["broken"])
    assert text.endswith(f"not tried before that is mended: {', '.join(of['left'])}" if of["left"] else "")


def test_what_waits_for_a_rule_that_was_not_tried_is_nothing_to_mend() -> None:
    rules = [
        rule("a", "untried"),
        rule("b", "kept", "a"),
        rule("c", "kept", "b"),
        rule("d", "broken"),
        rule("e", "kept", "a", "d"),
    ]

    assert hold("thing", rules[:3], None).untried == {"a": "give a", "b": "a was not tried", "c": "b was not tried"}
    with pytest.raises(ContractError, match=r"not tried before that is mended: e$"):
        hold("thing", rules, None)


def test_a_message_names_rule_contract_and_remedy() -> None:
    with pytest.raises(ContractError) as told:
        check_language(replace(ENGLISH, threshold=1.5))

    first, second, *_ = str(told.value).split("\n")
    assert first == "language en breaks one of its contracts"
    assert second == "   [threshold] en: threshold is 1.5"
    assert re.search(r"en: threshold is 1\.5\n +contract: .+\n +to mend: .+", str(told.value))
    assert list(told.value.broken) == ["threshold"]


def test_what_is_alike_is_told_in_one_place_and_not_without_end() -> None:
    def check(number: int) -> None:
        expect(number % 2, f"number {number}", "numbers are odd", "add one")
        expect_none((f"{number} has digit {digit}" for digit in str(number) if digit in "37"), "no 3 and no 7", "take it out")

    with pytest.raises(ContractError) as told:
        every((lambda number=number: check(number)) for number in range(34))  # type: ignore[misc]

    text = str(told.value)
    assert text.count("contract: numbers are odd") == text.count("to mend: add one") == 1
    assert "number 0\n      number 2\n" in text
    assert "and 12 more like this" in text
    assert "3 has digit 3\n      7 has digit 7\n" in text
    every([])


def test_what_no_rule_foresees_is_told_with_its_place() -> None:
    with pytest.raises(ContractError, match=r"\[odd\] checking ended with KeyError\('x'\) \(tests/test_testing.py, line \d+\)"):
        hold("thing", [Rule("odd", lambda case: case["x"])], dict[str, str]())


def test_what_a_call_raises_is_told_with_its_place() -> None:
    with pytest.raises(ContractError, match=r"tokens\(''\) raised IndexError.* \(tests/test_testing.py, line \d+\)\n"):
        called("tokens('')", "tokens takes any text", lambda text: str(text[0]), "")


def test_a_call_that_can_not_be_made_is_told_without_a_place() -> None:
    with pytest.raises(ContractError, match=r"raised TypeError\(.*positional.*\)\n"):
        called("tokens('')", "tokens takes any text", lambda: "", "")  # type: ignore[call-arg]


def test_a_report_is_told_in_lines() -> None:
    report = Report("language xx", ("code", "name"), {"words": "none", "near": "give some", "mood": "none"}, {"speed": "fast"})

    first, *others = report.lines()
    assert first == "language xx: 2 rules kept"
    assert others == ["  not tried: words, mood: none", "  not tried: near: give some", "  speed: fast"]
    assert [*report.lines(names=True)] == [first, "  kept: code, name", *others]


# --- what it costs to have it


def test_importing_it_imports_neither_pytest_nor_what_is_not_used() -> None:
    probe = (
        "import sys, selfinstruct\n"
        "before = set(sys.modules)\n"
        "import selfinstruct.testing\n"
        "print(sorted(set(sys.modules) - before), 'pytest' in sys.modules)\n"
        "selfinstruct.testing.check_language\n"
        "print('pytest' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["['selfinstruct.testing'] False", "False"]


def test_it_exports_what_it_says() -> None:
    assert all(hasattr(testing, name) for name in testing.__all__)
    assert set(testing.__all__) <= set(dir(testing))
    with pytest.raises(AttributeError, match="no attribute 'check_nothing'"):
        testing.check_nothing  # noqa: B018
