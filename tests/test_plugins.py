"""Plugins are found by entry point; one that fails costs a line, never a run that does not need it."""

from __future__ import annotations

import importlib.metadata
import sys
from pathlib import Path

import pytest
from sickplugins import BACKEND, EMBEDDER, LANGUAGE, QUIET, SICK, Install, Sick, hook, installer

import selfinstruct
from selfinstruct import hookspecs
from selfinstruct.errors import PluginError
from selfinstruct.plugins import load

HOST = importlib.metadata.version("selfinstruct")


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts a package with one entry point on the path, as pip would leave it."""
    return installer(tmp_path, monkeypatch)


@pytest.mark.parametrize("sick", SICK.values(), ids=SICK.keys())
def test_a_failing_plugin_is_named_and_harms_no_other(install: Install, sick: Sick) -> None:
    install("sick", sick.code, requires=sick.requires, point=sick.point)

    plugins = load()

    assert {"en", "ko", "ja"} <= set(plugins.languages())
    assert "offline" in plugins.backends()
    assert "ngrams" in plugins.embedders()
    (failure,) = plugins.failures
    assert (failure.plugin, failure.package) == ("sick", "pkg-sick")
    assert sick.cause.format(version=HOST) in failure.cause
    assert sick.hint in failure.hint
    assert "\n" not in f"{failure}{failure.hint}"


PLACES = {
    "syntax": ("x = 1\ndef (", ":2)"),
    "at import": ("def begin():\n    raise ValueError\n\nbegin()", ":2)"),
    "in a library": ("import json\njson.loads('[')", ":2)"),
    "in a hook": (hook("selfinstruct_languages", "raise ValueError"), ":4)"),
}


@pytest.mark.parametrize(("code", "line"), PLACES.values(), ids=PLACES)
def test_what_raises_is_told_with_its_line_in_the_authors_own_file(
    install: Install, tmp_path: Path, code: str, line: str
) -> None:
    install("sick", code)
    plugins = load()
    plugins.languages()

    (failure,) = plugins.failures
    assert failure.cause.endswith(f" ({tmp_path / 'site' / 'pkg_sick.py'}{line}")
    assert failure.cause.count("pkg_sick.py") == 1
    assert failure.hint.startswith("mend it where it is yours; else pip install -U pkg-sick, or tell its author; ")


def test_a_newer_plugin_in_a_package_is_told_its_version_and_its_package_is_not_imported_for_it(
    install: Install, tmp_path: Path
) -> None:
    install("sick", "", point="sickfolder.inner.hooks")
    inner = tmp_path / "site" / "sickfolder" / "inner"
    inner.mkdir(parents=True)
    (inner.parent / "__init__.py").write_text(
        "with open('imported', 'a') as file:\n    file.write('x')\nimport no_such_library\n"
    )
    (inner / "__init__.py").touch()
    (inner / "hooks.py").write_text("SELFINSTRUCT_PLUGIN_API = 2\n")

    (failure,) = load().failures

    assert failure.cause.startswith("written for plugin API 2, and this selfinstruct ")
    assert isinstance(failure.error, ModuleNotFoundError)
    assert Path("imported").read_text() == "x"


def test_hooks_of_a_plugin_for_another_host_are_not_called(install: Install, tmp_path: Path) -> None:
    touch = f"import pathlib; pathlib.Path({str(tmp_path / 'called')!r}).touch(); return []"
    install("old", BACKEND.format(name="old").replace("return [Mine]", touch) + "\nSELFINSTRUCT_PLUGIN_API = 0")

    assert "old" not in load().backends()

    assert not (tmp_path / "called").exists()


def test_what_states_no_plugin_api_was_written_for_the_first(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    install("mine", BACKEND.format(name="mine"))
    assert load().providers["mine"].api == 1

    monkeypatch.setattr(hookspecs, "PLUGIN_API", 3)
    monkeypatch.setattr(hookspecs, "OLDEST_PLUGIN_API", 2)
    plugins = load()

    with pytest.raises(PluginError) as told:
        plugins.backend("mine")
    assert f"written for plugin API 1, and this selfinstruct {HOST} needs 2 or newer" in told.value.message


@pytest.mark.parametrize(("stated", "taken"), [(1, False), (2, True), (3, True), (4, False)])
def test_a_host_takes_several_plugin_apis(install: Install, monkeypatch: pytest.MonkeyPatch, stated: int, taken: bool) -> None:
    monkeypatch.setattr(hookspecs, "PLUGIN_API", 3)
    monkeypatch.setattr(hookspecs, "OLDEST_PLUGIN_API", 2)
    install("mine", f"SELFINSTRUCT_PLUGIN_API = {stated}\n" + BACKEND.format(name="mine"))

    assert ("mine" in load().backends()) == taken


def test_a_plugin_object_has_the_plugin_api_of_its_module(install: Install) -> None:
    head = "from selfinstruct import hookimpl\n"
    code = f"{head}class Plugin:\n    @hookimpl\n    def selfinstruct_backends(self):\n        return []\n"
    install("one", f"{code}plugin = Plugin()\n", point="pkg_one:plugin")
    install("two", f"SELFINSTRUCT_PLUGIN_API = 9\n{code}plugin = Plugin()\n", point="pkg_two:plugin")

    plugins = load()

    assert plugins.providers["one"].package == "pkg-one"
    assert [failure.plugin for failure in plugins.failures] == ["two"]


def test_ours_state_the_plugin_api_they_are_written_for() -> None:
    plugins = load()

    assert all(
        hasattr(sys.modules[f"selfinstruct_{name}"], "SELFINSTRUCT_PLUGIN_API") for name in ("en", "ko", "ja", "offline")
    )
    assert {each.api for each in plugins.installed if each.package.startswith("selfinstruct-")} == {selfinstruct.PLUGIN_API}


def test_every_first_party_plugin_states_its_plugin_api() -> None:
    modules = sorted((Path(__file__).parent.parent / "plugins").glob("*/selfinstruct_*/__init__.py"))

    assert len(modules) == 9
    assert [
        file for file in modules if f"\nSELFINSTRUCT_PLUGIN_API = {selfinstruct.PLUGIN_API}\n" not in file.read_text("utf-8")
    ] == []


def test_a_failure_is_the_first_thing_said_when_something_is_not_found(install: Install) -> None:
    install("aa", "raise ValueError('another')")
    install("xx", "import no_such_library")

    with pytest.raises(PluginError) as told:
        load().language("xx")

    assert told.value.message.startswith("plugin 'xx' of pkg-xx failed: ModuleNotFoundError")
    assert "plugin 'aa' of pkg-aa failed: ValueError: another" in told.value.message
    assert "no language 'xx'; there: en, ja, ko" in told.value.message
    assert told.value.hint.startswith("pip install no_such_library")


def test_without_a_failure_of_that_name_the_hint_is_what_to_install(install: Install) -> None:
    install("aa", "raise ValueError('another')")

    with pytest.raises(PluginError) as told:
        load().language("xx")

    assert told.value.hint.startswith("to write one: selfinstruct plugins new lang xx; ")


def test_what_is_left_out_is_said_to_be_when_it_is_asked_for() -> None:
    with pytest.raises(PluginError, match=r"^plugin 'ko' of selfinstruct-ko is left out by --without\nno language 'ko'; there"):
        load(["ko"]).language("ko")


def test_two_plugins_with_one_backend_are_an_error_that_names_both(install: Install) -> None:
    install("one", BACKEND.format(name="same"))
    install("two", BACKEND.format(name="same"))
    both = load()

    with pytest.raises(PluginError, match="'same' is given by two plugins, one and two"):
        both.backends()
    with pytest.raises(PluginError, match="'same' is given by two plugins, one and two") as told:
        both.backend("same")

    assert told.value.hint == "leave one out: --without two"
    assert both.backend("offline").name == "offline"
    assert "same" in load(["two"]).backends()


def test_one_plugin_with_two_languages_of_one_code_is_an_error(install: Install) -> None:
    code = LANGUAGE.format(code="xx", title="X", cutter="c")
    again = "@hookimpl\ndef selfinstruct_languages(one=selfinstruct_languages):\n    return [*one(), *one()]\n"
    install("twice", code + again)

    with pytest.raises(PluginError, match="language 'xx' is given by plugin twice twice, as different things"):
        load().language("xx")


def test_the_same_thing_twice_is_one(install: Install) -> None:
    install("mine", BACKEND.format(name="mine").replace("[Mine]", "[Mine, Mine]"))

    assert load().backend("mine").name == "mine"
    assert "mine" in load().backends()
    assert [gift.name for gift in load().gifts() if gift.plugin == "mine"] == ["mine"]


def test_the_good_things_of_a_plugin_stay_when_one_is_wrong(install: Install) -> None:
    install("mine", BACKEND.format(name="mine").replace("[Mine]", "[Mine, int]"))
    plugins = load()

    assert "mine" in plugins.backends()
    assert "mine" in plugins.backends(), "asked again, it fails no more often"
    assert len(plugins.failures) == 1


def test_two_packages_with_a_plugin_of_one_name(install: Install) -> None:
    install("same", BACKEND.format(name="first"), package="pkg-one")
    install("same", BACKEND.format(name="second"), package="pkg-two")
    plugins = load()

    assert "first" in plugins.backends()
    assert "second" not in plugins.backends()
    (failure,) = plugins.failures
    assert (failure.package, failure.cause) == ("pkg-two", "pkg-one has a plugin of that name")
    assert failure.hint == "leave one of the two: pip uninstall pkg-two"


def test_two_names_for_one_module(install: Install) -> None:
    install("one", BACKEND.format(name="mine"))
    install("two", "", point="pkg_one")
    plugins = load()

    assert "mine" in plugins.backends()
    (failure,) = plugins.failures
    assert (failure.plugin, failure.cause) == ("two", "plugin 'one' is the same module")


def test_a_plugin_can_be_left_out(install: Install) -> None:
    install("mine", BACKEND.format(name="mine"))

    assert "mine" in load().backends()
    assert "mine" not in load(["mine"]).backends()
    assert "ko" not in load(["ko"]).languages()


def test_what_is_left_out_is_not_imported(install: Install) -> None:
    install("mine", "raise ValueError")

    assert load(["mine"]).failures == []


def test_the_origin_of_a_thing_is_known(install: Install) -> None:
    install("mine", BACKEND.format(name="other"))

    origin = load().origin("backends", "other")

    assert (origin.plugin, origin.package, origin.version) == ("mine", "pkg-mine", "1.2")


def test_a_plugin_may_refuse_instructions(install: Install) -> None:
    install("strict", QUIET)
    plugins = load()
    english = plugins.language("en")

    assert plugins.instruction_fault("NAME FOUR RED FRUITS", ["name"] * 4, english) == "too-loud"
    assert plugins.instruction_fault("Name four red fruits", ["name"] * 4, english) is None
    assert plugins.instruction_fault("Name", ["name"], english) == "too-short: 1 words, 1 tokens"
    assert plugins.checks() == ["strict"]


def test_an_instruction_check_that_breaks_is_told(install: Install) -> None:
    install("bad", QUIET.replace("'too-loud'", "1 / 0").replace("if text.isupper() ", "if text "))
    plugins = load()

    with pytest.raises(PluginError, match=r"^the instruction check of plugin 'bad' failed: ZeroDivis.*pkg_bad\.py:6") as told:
        plugins.instruction_fault("Name four red fruits", ["name"] * 4, plugins.language("en"))
    assert told.value.hint == "leave it out: --without bad"


def test_an_instruction_check_that_gives_no_text_is_told(install: Install) -> None:
    install("bad", QUIET.replace("'too-loud'", "True"))
    plugins = load()

    with pytest.raises(PluginError, match="an instruction check gave a bool, and must give a text or None") as told:
        plugins.instruction_fault("NAME FOUR RED FRUITS", ["name"] * 4, plugins.language("en"))
    assert told.value.hint == "leave out one of bad: --without bad"


def test_an_embedder_is_found(install: Install) -> None:
    body = "identity = 'mine'\n    def encode(self, texts):\n        return []"
    install("mine", EMBEDDER.format(body=body))

    assert load().embedder("mine").name == "mine"
