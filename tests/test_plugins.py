"""Plugins are found by entry point; one that fails costs a line, never a run that does not need it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from selfinstruct.errors import PluginError
from selfinstruct.plugins import load

Install = Callable[[str, str], None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts a package with one entry point on the path, as pip would leave it."""
    monkeypatch.syspath_prepend(tmp_path / "site")

    def put(name: str, code: str) -> None:
        site = tmp_path / "site"
        about = site / f"pkg_{name}-1.2.dist-info"
        about.mkdir(parents=True, exist_ok=True)
        (site / f"pkg_{name}.py").write_text(code, "utf-8")
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: pkg-{name}\nVersion: 1.2\n")
        (about / "entry_points.txt").write_text(f"[selfinstruct]\n{name} = pkg_{name}\n")
        monkeypatch.delitem(sys.modules, f"pkg_{name}", raising=False)

    return put


BACKEND = """
from selfinstruct import Backend, hookimpl

class Mine(Backend):
    name = "{name}"
    async def complete(self, prompts):
        return []

@hookimpl
def selfinstruct_backends():
    return [Mine]
"""

FAILURES = {
    "missing import": ("import no_such_library", "ModuleNotFoundError: No module named 'no_such_library'"),
    "syntax": ("def (", "SyntaxError"),
    "exits": ("raise SystemExit(3)", "SystemExit: 3"),
    "misspelt hook": (
        "from selfinstruct import hookimpl\n@hookimpl\ndef selfinstruct_backend():\n    return []",
        "unknown hook 'selfinstruct_backend'",
    ),
    "wrong arguments": (
        "from selfinstruct import hookimpl\n@hookimpl\ndef selfinstruct_backends(wrong):\n    return []",
        "wrong",
    ),
    "raises in a hook": (
        "from selfinstruct import hookimpl\n@hookimpl\ndef selfinstruct_languages():\n    raise OSError('no dictionary')",
        "OSError: no dictionary",
    ),
}


@pytest.mark.parametrize(("code", "cause"), FAILURES.values(), ids=FAILURES.keys())
def test_a_failing_plugin_is_named_and_harms_no_other(install: Install, code: str, cause: str) -> None:
    install("broken", code)

    plugins = load()

    assert {"en", "ko", "ja"} <= set(plugins.languages())
    assert "offline" in plugins.backends()
    (failure,) = plugins.failures
    assert failure.package == "pkg-broken"
    assert cause in failure.cause


def test_a_failure_is_the_first_thing_said_when_something_is_not_found(install: Install) -> None:
    install("xx", "import no_such_library")

    with pytest.raises(PluginError) as told:
        load().language("xx")

    assert told.value.message.startswith("plugin 'xx' of pkg-xx failed: ModuleNotFoundError")
    assert "no language 'xx'; there: en, ja, ko" in told.value.message
    assert "pip install 'selfinstruct[xx]'" in told.value.hint


def test_two_plugins_with_one_backend_are_an_error_that_names_both(install: Install) -> None:
    install("one", BACKEND.format(name="same"))
    install("two", BACKEND.format(name="same"))

    with pytest.raises(PluginError, match="'same' is given by two plugins, one and two"):
        load().backends()

    assert "same" in load(["two"]).backends()


def test_a_plugin_can_be_left_out(install: Install) -> None:
    install("mine", BACKEND.format(name="mine"))

    assert "mine" in load().backends()
    assert "mine" not in load(["mine"]).backends()
    assert "ko" not in load(["ko"]).languages()


def test_the_origin_of_a_thing_is_known(install: Install) -> None:
    install("mine", BACKEND.format(name="other"))

    origin = load().origin("backends", "other")

    assert (origin.plugin, origin.package, origin.version) == ("mine", "pkg-mine", "1.2")


def test_a_plugin_may_refuse_instructions(install: Install) -> None:
    install(
        "strict",
        "from selfinstruct import hookimpl\n@hookimpl\ndef selfinstruct_instruction_fault(text):\n"
        "    return 'too-loud' if text.isupper() else None",
    )
    plugins = load()
    english = plugins.language("en")

    assert plugins.instruction_fault("NAME FOUR RED FRUITS", ["name"] * 4, english) == "too-loud"
    assert plugins.instruction_fault("Name four red fruits", ["name"] * 4, english) is None
    assert plugins.instruction_fault("Name", ["name"], english) == "too-short: 1 words, 1 tokens"


def test_an_instruction_check_that_breaks_is_told(install: Install) -> None:
    install("bad", "from selfinstruct import hookimpl\n@hookimpl\ndef selfinstruct_instruction_fault(text):\n    return 1 / 0")
    plugins = load()

    with pytest.raises(PluginError, match="ZeroDivisionError"):
        plugins.instruction_fault("Name four red fruits", ["name"] * 4, plugins.language("en"))
