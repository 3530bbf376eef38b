"""`selfinstruct plugins` shows what is installed, whether it works, and why not."""

from __future__ import annotations

import importlib.metadata
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len
from sickplugins import BACKEND, LANGUAGE, QUIET, SICK, Install, Sick, hook, installer

from selfinstruct import pluginhealth
from selfinstruct.cli import cli, pluginlines
from selfinstruct.cli.plugins import plugins as command
from selfinstruct.plugins import load
from selfinstruct.testing import ContractError, Report

HOST = importlib.metadata.version("selfinstruct")


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts a package with one entry point on the path, as pip would leave it."""
    return installer(tmp_path, monkeypatch)


def call(*arguments: str) -> Result:
    """The command line in this process."""
    return CliRunner().invoke(cli, arguments)


def told(*arguments: str) -> dict[str, dict[str, Any]]:
    """What --json tells of each plugin, by name."""
    return {row["plugin"]: row for row in json.loads(call(*arguments, "plugins", "--json").stdout)["plugins"]}


def lines_of(shown: str, plugin: str) -> list[str]:
    """The paragraph of a plugin."""
    (found,) = [part for part in shown.split("\n\n") if part.split()[0] == plugin]
    return found.rstrip("\n").split("\n")


def test_each_plugin_has_its_paragraph() -> None:
    shown = call("plugins").stdout

    assert shown.startswith(f"selfinstruct {HOST}, plugin API 1\n\n")
    assert [" ".join(line.split()) for line in lines_of(shown, "en")] == [
        f"en selfinstruct-en {HOST} API 1 loads",
        "language en English rouge_score, no stemming / v1",
    ]
    assert [" ".join(line.split()) for line in lines_of(shown, "offline")[1:]] == [
        "backend offline for trying things: its answers are not for training",
        "embedder ngrams sees letters and no meaning",
    ]


def test_columns_line_up_in_every_script(install: Install) -> None:
    for code, title in (("xa", "ไทย"), ("xb", "中文（简体）"), ("xc", "Ελληνικά")):
        install(code, LANGUAGE.format(code=code, title=title, cutter=f"cut by {code}"))

    shown = call("plugins").stdout.splitlines()

    begin = ("rouge_score,", "sudachipy", "kiwipiepy", "cut by")
    starts = {cell_len(line[: line.index(word)]) for line in shown for word in begin if word in line}
    assert len(starts) == 1


@pytest.mark.parametrize("sick", SICK.values(), ids=SICK.keys())
def test_what_is_wrong_is_shown_with_what_to_do(install: Install, sick: Sick) -> None:
    install("sick", sick.code, requires=sick.requires, point=sick.point)

    result = call("plugins")

    assert result.exit_code == 0, result.output
    head, *others = lines_of(result.stdout, "sick")
    assert head.split()[1:3] == ["pkg-sick", "1.2"]
    assert head.endswith("  broken")
    wrong, mend = (line[15:] for line in others[-2:])
    assert sick.cause.format(version=HOST) in wrong
    assert sick.hint in mend
    assert others[-2].startswith("    wrong      ")
    assert others[-1].startswith("    to mend    ")
    assert lines_of(result.stdout, "en")[0].endswith("loads")


def test_the_json_holds_the_same(install: Install) -> None:
    install("old", "SELFINSTRUCT_PLUGIN_API = 0\n" + QUIET)
    install("quiet", QUIET)
    install("yy", LANGUAGE.format(code="yy", title="한국어", cutter="c"))

    result = call("--without", "ko", "plugins", "--json")

    found = json.loads(result.stdout)
    assert {name: value for name, value in found.items() if name != "plugins"} == {
        "selfinstruct": HOST,
        "plugin_api": 1,
        "oldest_plugin_api": 1,
    }
    rows = {row["plugin"]: row for row in found["plugins"]}
    old = rows["old"].pop("faults")
    assert rows["old"] == {
        "plugin": "old",
        "package": "pkg-old",
        "version": "1.2",
        "plugin_api": 0,
        "state": "broken",
        "gives": [],
        "remarks": [],
    }
    assert old == [
        {"cause": f"written for plugin API 0, and this selfinstruct {HOST} needs 1 or newer", "hint": "pip install -U pkg-old"}
    ]
    assert rows["quiet"]["gives"] == [{"kind": "instruction check", "name": "quiet"}]
    assert rows["yy"]["gives"] == [{"kind": "language", "name": "yy", "title": "한국어", "tokenizer_id": "c"}]
    assert rows["ko"] == {
        "plugin": "ko",
        "package": "selfinstruct-ko",
        "version": HOST,
        "plugin_api": None,
        "state": "left out",
        "gives": [],
        "remarks": [],
        "faults": [],
    }
    assert {"kind": "backend", "name": "offline", "for_training": False} in rows["offline"]["gives"]
    assert {"kind": "embedder", "name": "ngrams", "semantic": False} in rows["offline"]["gives"]


def test_two_plugins_with_one_code_are_both_told_and_the_listing_goes_on(install: Install) -> None:
    install("ours", LANGUAGE.format(code="ko", title="한국어", cutter="c"))

    rows = told()

    assert rows["ours"]["faults"] == [
        {"cause": "language 'ko' is given by plugin 'ko' too", "hint": "leave one out: --without ko"}
    ]
    assert rows["ko"]["faults"][0]["hint"] == "leave one out: --without ours"
    assert (rows["ours"]["state"], rows["ko"]["state"], rows["en"]["state"]) == ("broken", "broken", "loads")


def test_two_packages_with_a_plugin_of_one_name_have_a_paragraph_each(install: Install) -> None:
    install("same", BACKEND.format(name="first"), package="pkg-one")
    install("same", BACKEND.format(name="second"), package="pkg-two")

    rows = [row for row in json.loads(call("plugins", "--json").stdout)["plugins"] if row["plugin"] == "same"]

    assert [(row["package"], row["state"], len(row["gives"])) for row in rows] == [
        ("pkg-one", "loads", 1),
        ("pkg-two", "broken", 0),
    ]


REQUIREMENTS: Mapping[str, str | None] = {
    "selfinstruct>=9": f"it requires selfinstruct>=9, and {HOST} is installed",
    "SelfInstruct[embeddings]~=9.0": f"it requires SelfInstruct[embeddings]~=9.0, and {HOST} is installed",
    "selfinstruct<0.1": f"it requires selfinstruct<0.1, and {HOST} is installed",
    "selfinstruct>=0.1,<0.2": None,
    "selfinstruct": None,
    "selfinstruct>=9; python_version < '3'": None,
    "selfinstruct>=9; extra == 'next'": None,
    "selfinstruct-en>=9": None,
    "what is this": None,
}


@pytest.mark.parametrize(("requirement", "cause"), REQUIREMENTS.items(), ids=REQUIREMENTS)
def test_a_requirement_on_the_host_that_is_not_met_is_told(install: Install, requirement: str, cause: str | None) -> None:
    install("mine", BACKEND.format(name="mine"), requires=[requirement])

    row = told()["mine"]

    assert [fault["cause"] for fault in row["faults"]] == ([cause] if cause else [])
    assert row["state"] == ("broken" if cause else "loads")
    assert [gift["name"] for gift in row["gives"]] == ["mine"], "it is loaded all the same"


def test_a_prerelease_of_the_host_meets_what_it_comes_after(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    install("mine", BACKEND.format(name="mine"), requires=["selfinstruct>=0.1"])
    monkeypatch.setattr(pluginhealth, "own_version", lambda: "0.2.0.dev3")

    assert told()["mine"]["faults"] == []


def test_a_missing_module_and_a_requirement_that_is_not_met_are_both_told(install: Install) -> None:
    install("mine", "import no_such_library", requires=["selfinstruct>=9"])

    assert len(told()["mine"]["faults"]) == 2


def test_what_is_left_out_is_shown_so() -> None:
    (line,) = lines_of(call("--without", "ko", "plugins").stdout, "ko")

    assert line.split() == ["ko", "selfinstruct-ko", HOST, "left", "out", "by", "--without"]


def test_plugins_are_counted_on_the_other_stream(install: Install) -> None:
    install("sick", "import no_such_library")

    result = call("--without", "ko", "--without", "ja", "plugins")

    assert re.fullmatch(r"\nloads: \d+, broken: 1, left out: 2\n", result.stderr)
    assert "loads:" not in result.stdout


def test_a_host_without_plugins_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selfinstruct.plugins.entry_points", lambda **_: ())

    result = call("plugins")

    assert result.exit_code == 0
    assert "pip install 'selfinstruct[all]'" in result.stderr


def test_leaving_out_what_is_not_there_is_told() -> None:
    result = call("--without", "kk", "plugins")

    assert result.exit_code == 0
    assert "note: --without kk: no installed plugin is called so" in result.stderr


class Stopwatch:
    """Time that passes only where a test says so."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.mark.parametrize(("seconds", "slow"), [(0.29, False), (0.3, True), (3.0, True)])
def test_an_import_that_takes_long_is_told(
    install: Install, monkeypatch: pytest.MonkeyPatch, seconds: float, slow: bool
) -> None:
    monkeypatch.setattr("selfinstruct.plugins.perf_counter", Stopwatch())
    wait = f"\nfrom selfinstruct import plugins\nplugins.perf_counter.seconds += {seconds}\n"
    install("mine", BACKEND.format(name="mine") + wait)

    row = told()["mine"]
    monkeypatch.delitem(sys.modules, "pkg_mine")
    shown = lines_of(call("plugins").stdout, "mine")

    remark = f"its import takes {seconds:.1f} s, in every command: import what is heavy inside functions"
    assert row["remarks"] == [remark] * slow
    assert shown[2:] == [f"    remark     {remark}"] * slow
    assert (row["state"], told()["en"]["remarks"]) == ("loads", [])


def test_where_no_run_is_under_way_an_interrupt_says_nothing_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pluginhealth, "checked", interrupt)

    result = call("plugins", "--check", "en")

    assert result.exit_code == 130
    assert result.stderr == "interrupted\n"


# --- checks


def test_a_plugin_that_breaks_its_contract_is_broken(install: Install) -> None:
    install("mine", LANGUAGE.format(code="mine", title="Mine", cutter=""))

    assert told()["mine"]["state"] == "loads"
    checked = json.loads(call("plugins", "--check", "mine", "--json").stdout)["plugins"]
    assert [row["state"] for row in checked] == ["broken"]
    assert checked[0]["gives"][0]["check"]["broken"]


def test_a_broken_plugin_ends_the_check_with_one_and_the_others_are_checked(install: Install, quick: None) -> None:
    install("sick", "import no_such_library")

    result = call("plugins", "--check")

    assert result.exit_code == 1
    assert "    ok    language  en " in result.stdout
    assert "    -     backend   replay" in result.stdout
    assert "          not tried  needs a key, a model or a file; in a test, check_backend tries" in result.stdout


def test_the_check_of_one_leaves_the_others_alone(install: Install, quick: None) -> None:
    install("sick", "import no_such_library")

    result = call("plugins", "--check", "en")

    assert result.exit_code == 0, result.output
    assert [part.split()[0] for part in result.stdout.split("\n\n")] == ["selfinstruct", "en"]


@pytest.mark.parametrize("name", ["offline", "selfinstruct-offline", "ngrams"])
def test_a_check_is_limited_by_plugin_package_or_thing(name: str, quick: None) -> None:
    result = call("plugins", "--check", name, "--check", "ko")

    assert result.exit_code == 0, result.output
    assert [part.split()[0] for part in result.stdout.split("\n\n")] == ["selfinstruct", "ko", "offline"]


def test_the_check_of_what_is_not_there_is_told() -> None:
    result = call("plugins", "--check", "th")

    assert result.exit_code == 2
    assert "error: nothing that is installed is called 'th'" in result.stderr
    assert "installed plugins: en, " in result.stderr


def test_a_real_check_says_what_is_kept() -> None:
    result = call("plugins", "--check", "en")

    assert result.exit_code == 0, result.output
    assert "          keeps      " in result.stdout


def test_a_real_check_says_what_is_broken(install: Install) -> None:
    install("mine", LANGUAGE.format(code="mine", title="Mine", cutter="").replace("str.split", "lambda text: [text, '']"))

    result = call("plugins", "--check", "mine")

    assert result.exit_code == 1
    assert "    FAIL  language  mine" in result.stdout
    assert "          breaks     " in result.stdout
    assert "contract: " in result.stdout
    assert "to mend: " in result.stdout


def test_a_backend_that_can_be_built_is_checked_and_one_that_can_not_is_told(install: Install, quick: None) -> None:
    for name, body in (("good", "return cls(None, {})"), ("bad", "raise OSError('no file')")):
        method = f"    @classmethod\n    def check_instance(cls):\n        {body}\n"
        install(name, BACKEND.format(name=name).replace("    async", f"{method}    async"))

    result = call("plugins", "--check", "good", "--check", "bad")

    assert "    ok    backend  good" in result.stdout
    assert "    FAIL  backend  bad" in result.stdout
    assert "          breaks     contract: the check ended with OSError: no file" in result.stdout
    assert result.exit_code == 1


def test_checks_stand_in_the_json(quick: None) -> None:
    result = call("plugins", "--check", "--json")

    gives = {gift["name"]: gift for row in json.loads(result.stdout)["plugins"] for gift in row["gives"]}
    assert gives["en"]["check"] == {
        "state": "kept",
        "kept": ["first", "second"],
        "broken": {},
        "untried": {"pairs": "give some", "more": "give some"},
        "remarks": {"speed": "3 µs a text"},
        "why": "",
    }
    assert gives["replay"]["check"]["state"] == "not tried"
    assert result.exit_code == 0


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Contracts that everything keeps at once."""
    report = Report("it", ("first", "second"), {"pairs": "give some", "more": "give some"}, {"speed": "3 µs a text"})
    for kind in ("languages", "backends", "embedders"):
        monkeypatch.setattr(f"selfinstruct.testing.{kind}.check_{kind[:-1]}", lambda _: report)


def test_all_that_a_check_finds_is_shown(quick: None) -> None:
    assert lines_of(call("plugins", "--check", "en").stdout, "en")[1:] == [
        "    ok    language  en  English  rouge_score, no stemming / v1",
        "          keeps      2 rules of its contract",
        "          remark     speed: 3 µs a text",
        "          not tried  pairs, more: give some",
    ]


def test_only_what_was_tried_is_said_to_work(quick: None) -> None:
    assert lines_of(call("plugins", "--check", "en").stdout, "en")[0].endswith("  works")
    assert lines_of(call("plugins", "--check", "replay").stdout, "replay")[0].endswith("  loads")
    assert call("plugins", "--check", "en", "--check", "replay").stderr == "\nworks: 1, loads: 1\n"


def test_every_broken_rule_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = {name: ContractError(f"{name} found", "c", "m") for name in ("tokens", "seeds")}
    error = ContractError.of("language en", broken)

    def breaks(_: object) -> None:
        raise error

    monkeypatch.setattr("selfinstruct.testing.languages.check_language", breaks)

    result = call("plugins", "--check", "en")

    assert result.exit_code == 1
    assert lines_of(result.stdout, "en")[1:] == [
        "    FAIL  language  en  English  rouge_score, no stemming / v1",
        "          breaks     tokens: tokens found",
        "                     contract: c",
        "                     to mend: m",
        "          breaks     seeds: seeds found",
        "                     contract: c",
        "                     to mend: m",
    ]


def test_a_check_of_instructions_has_no_contract_of_its_own(install: Install) -> None:
    install("quiet", QUIET)

    shown = call("plugins", "--check", "quiet").stdout

    assert "    -     check  quiet" in shown


# --- the terminal


class Terminal:
    """Standard output that says it is a terminal."""

    @staticmethod
    def isatty() -> bool:
        return True


def test_a_narrow_terminal_is_not_run_over(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    install("sick", hook("selfinstruct_gone", "return []"))
    install("xx", LANGUAGE.format(code="xx", title="日本語", cutter="漢字 " * 40))
    found = pluginhealth.look(load())
    monkeypatch.setattr(pluginlines.sys, "stdout", Terminal)
    monkeypatch.setenv("COLUMNS", "60")

    lines = [line for health in found for line in pluginlines.Lines(found).of(health)]

    assert max(map(cell_len, lines)) <= 60
    assert " ".join(" ".join(lines).split()).count("漢字") == 40


def test_a_terminal_of_hardly_any_width_is_run_over_and_the_text_stays_readable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pluginlines.sys, "stdout", Terminal)
    monkeypatch.setenv("COLUMNS", "9")

    assert list(pluginlines.Lines([])._fold("a " * 20 + "a", "    ")) == ["a " * 19 + "a", "    a"]


def test_a_word_longer_than_the_terminal_is_left_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pluginlines.sys, "stdout", Terminal)
    monkeypatch.setenv("COLUMNS", "40")
    lines = pluginlines.Lines([])

    assert list(lines._fold("x" * 90, "    ")) == ["x" * 90]
    assert list(lines._fold("begins " + "x" * 90, "    ")) == ["begins", "    " + "x" * 90]
    assert list(lines._fold("    a  " + "x" * 90, " " * 7)) == ["    a  " + "x" * 90], "a column is not parted from its label"


# --- the group


def test_the_listing_imports_nothing_heavy() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from selfinstruct.cli import cli\n"
        "CliRunner().invoke(cli, ['plugins'], catch_exceptions=False); print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    heavy = {"kiwipiepy", "sudachipy", "numpy", "torch", "groq", "openai", "pydantic", "jinja2", "rich.console"}
    assert not (heavy | {"selfinstruct.testing", "selfinstruct.scaffold"}) & set(loaded)


def test_new_is_imported_when_it_is_called_and_nothing_else_is_a_command() -> None:
    context = click.Context(command)

    assert command.list_commands(context) == ["new"]
    assert isinstance(command.get_command(context, "new"), click.Group)
    assert command.get_command(context, "th") is None


def test_the_name_of_a_plugin_is_no_command_and_what_takes_it_is_told() -> None:
    result = call("plugins", "th")

    assert result.exit_code == 2
    assert "No such command 'th'. To look at one plugin: selfinstruct plugins --check th" in result.stderr


def test_names_behind_the_first_of_a_check_are_told_to_take_an_option_each() -> None:
    result = call("plugins", "--check", "ko", "offline", "en", "--json")

    assert result.exit_code == 2
    told = " ".join(result.stderr.split())
    assert "To look at several: selfinstruct plugins --check ko --check offline --check en" in told
    assert "--check --json" not in told


def test_new_is_reached_through_the_group() -> None:
    result = call("plugins", "new", "--help")

    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: cli plugins new ")
