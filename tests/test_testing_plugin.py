"""The pytest plugin: its fixtures, what it shows at the end of a run, and that it leaves other runs alone."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest

from selfinstruct import plugins
from selfinstruct.testing import check_backend, check_language
from selfinstruct.testing.plugin import TITLE

pytest_plugins = ["pytester"]

ONCE = (plugins.load(), check_backend, check_language, np)
"""Imported here, or each inner run would import them anew and forget them; numpy can not be imported twice."""

PROJECT = Path(__file__).parent.parent / "pyproject.toml"
LANGUAGE = """
from dataclasses import replace
from pathlib import Path
from selfinstruct.plugins import load

ALL = load().language("en")
SEEDS = Path(__file__).with_suffix(".jsonl")
SEEDS.write_text("\\n".join(ALL.seeds.read_text("utf-8").split("\\n")[:8]), "utf-8")
EN = replace(ALL, seeds=SEEDS)
PAIRS = [("List three uses of salt.", "Name three uses of salt.")]
"""
KEPT = f"""{LANGUAGE}
def test_contract(check_language):
    report = check_language(EN, near_duplicates=PAIRS)
    assert "near-duplicates" in report.kept
"""
BROKEN = f"""{LANGUAGE}
def test_contract(check_language):
    check_language(replace(EN, threshold=2.0, main_verb=lambda text: text.split()[0]))
"""


@pytest.fixture
def inner(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """Runs pytest with no plugin but those that are named: this one may be registered in the environment, or may not."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    return pytester


def run(inner: pytest.Pytester, *options: str, **files: str) -> pytest.RunResult:
    """Run pytest on these files, in this process."""
    inner.makepyfile(**files)
    return inner.runpytest_inprocess("-p", "selfinstruct.testing.plugin", "-p", "no:cacheprovider", *options)


# --- what is shown


def test_a_contract_that_is_kept_is_told_at_the_end_and_in_junit_files(inner: pytest.Pytester) -> None:
    result = run(inner, "--junitxml=out.xml", test_en=KEPT)

    result.assert_outcomes(passed=1)
    assert f'<property name="{TITLE}" value="language en: ' in (inner.path / "out.xml").read_text("utf-8")
    result.stdout.fnmatch_lines(
        [
            f"=* {TITLE} =*",
            "language en: * rules kept  (test_en.py::test_contract)",
            "  not tried: distinct: in the plugin's own tests, give check_language distinct=*",
            "  near-duplicates: lowest of 1 pairs: 0.800 *threshold 0.7",
            "  speed: * texts and * tokens a second*",
        ]
    )
    result.stdout.no_fnmatch_line("  kept: *")


def test_the_rules_are_named_where_more_is_asked_for(inner: pytest.Pytester) -> None:
    result = run(inner, "-v", test_en=KEPT)

    result.stdout.fnmatch_lines(["  kept: code, name, threshold, *, near-duplicates, *"])


def test_a_contract_that_is_broken_is_shown_without_the_kits_own_code(inner: pytest.Pytester) -> None:
    result = run(inner, test_en=BROKEN)

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            ">       check_language(replace(EN, threshold=2.0, *",
            "E *language en breaks 2 of its contracts",
            "E * [[]threshold[]] en: threshold is 2.0",
            "E * contract: threshold is a number between 0 and 1: *",
            "E * to mend: begin with 0.7*",
            "E * [[]main-verb[]] en: main_verb('') raised IndexError*test_en.py, line *",
            "test_en.py:*: ContractError",
            f"=* {TITLE} =*",
            "language en breaks 2 of its contracts: threshold, main-verb  (test_en.py::test_contract)",
        ]
    )
    told = str(result.stdout)
    assert "def hold" not in told
    assert "__tracebackhide__" not in told


def test_a_check_in_a_fixture_is_told_once(inner: pytest.Pytester) -> None:
    body = f"""{LANGUAGE}
import pytest

@pytest.fixture
def checked(check_language):
    return check_language(EN)

def test_one(checked):
    pass

@pytest.fixture
def unchecked(check_language):
    check_language(EN.code)

def test_two(unchecked):
    pass
"""
    result = run(inner, test_en=body)

    result.assert_outcomes(passed=1, errors=1)
    told = [line for line in result.stdout.lines if line.endswith(("test_one)", "test_two)"))]
    assert len(told) == 2
    assert told[0].startswith("language en: ")
    assert told[1] == "'en' is str  (test_en.py::test_two)"


def test_the_summary_comes_from_other_processes(inner: pytest.Pytester) -> None:
    pytest.importorskip("xdist")
    result = run(inner, "-p", "xdist", "-n", "2", test_kept=KEPT, test_broken=BROKEN)

    result.assert_outcomes(passed=1, failed=1)
    told = sorted(line for line in result.stdout.lines if line.endswith("::test_contract)"))
    assert [line.rpartition("  ")[2] for line in told] == ["(test_broken.py::test_contract)", "(test_kept.py::test_contract)"]
    assert sum(TITLE in line for line in result.stdout.lines) == 1


# --- the other fixtures


def test_backends_are_checked_and_told(inner: pytest.Pytester) -> None:
    body = """
from selfinstruct.plugins import load

def test_contract(check_backend):
    assert check_backend(load().backend("offline")(None, {}), patience=30.0).kept
"""
    result = run(inner, test_backend=body)

    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines([f"=* {TITLE} =*", "*offline*rules kept  (test_backend.py::test_contract)"])


def test_embedders_are_checked_and_told(inner: pytest.Pytester) -> None:
    pytest.importorskip("numpy")
    body = """
import numpy as np
from selfinstruct import Embedder

class Letters(Embedder):
    name = "letters"
    identity = "letters v1"

    def encode(self, texts):
        counts = np.array([[text.count(sign) + 1.0 for sign in "aeiouyrst"] for text in texts]).reshape(-1, 9)
        return (counts / np.linalg.norm(counts, axis=1, keepdims=True)).astype(np.float32)

def test_contract(check_embedder):
    assert len(check_embedder(Letters(None, {})).kept) == 8
"""
    result = run(inner, test_embedder=body)

    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["embedder letters: 8 rules kept  (test_embedder.py::test_contract)"])


def test_the_practice_server_answers_and_is_gone_afterwards(inner: pytest.Pytester) -> None:
    body = """
import json
import urllib.error
from urllib.request import Request, build_opener, ProxyHandler

import pytest

used = []
opener = build_opener(ProxyHandler({}))

def asked(url):
    body = json.dumps({"model": "any", "messages": [{"role": "user", "content": "Say hello."}]}).encode()
    with opener.open(Request(url + "/chat/completions", body, {"Content-Type": "application/json"}), timeout=30) as reply:
        return json.load(reply)

def test_answer(chat_server):
    used.append(chat_server.url)
    assert chat_server.url.endswith("/v1")
    assert asked(chat_server.url)["choices"][0]["message"]["content"]

def test_gone():
    with pytest.raises(urllib.error.URLError):
        asked(used[0])
"""
    result = run(inner, test_server=body)

    result.assert_outcomes(passed=2)
    result.stdout.no_fnmatch_line(f"*{TITLE}*")


# --- other runs


def test_a_run_that_uses_nothing_shows_nothing(inner: pytest.Pytester) -> None:
    result = run(inner, test_other="def test_one():\n    pass\n")

    result.assert_outcomes(passed=1)
    result.stdout.no_fnmatch_line(f"*{TITLE}*")


def test_being_registered_imports_nothing_but_itself() -> None:
    probe = (
        "import json, sys, pytest, selfinstruct\n"
        "before = set(sys.modules)\n"
        "import selfinstruct.testing.plugin\n"
        "print(json.dumps(sorted(set(sys.modules) - before)))"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == ["selfinstruct.testing", "selfinstruct.testing.plugin"]


def test_it_is_registered() -> None:
    points = tomllib.loads(PROJECT.read_text("utf-8"))["project"]["entry-points"]["pytest11"]
    assert points == {"selfinstruct": "selfinstruct.testing.plugin"}
    assert importlib.util.find_spec(points["selfinstruct"])
