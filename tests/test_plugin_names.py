"""What is said of a name that no plugin brings: what may be meant, what there is to install, what failed, told once."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from sickplugins import LANGUAGE, Install, installer

from selfinstruct.cli import cli
from selfinstruct.errors import PluginError
from selfinstruct.pluginnames import OURS, nearest
from selfinstruct.plugins import load

ROOT = Path(__file__).parent.parent


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts a package with one entry point on the path, as pip would leave it."""
    return installer(tmp_path, monkeypatch)


NAMES = [
    ("vn", "vi"),
    ("VI", "vi"),
    ("vi-VN", "vi"),
    ("vi_VN", "vi"),
    ("pt", "pt-BR"),
    ("PT-br", "pt-BR"),
    ("pt-PT", "pt-BR"),
    ("kr", "ko"),
    ("offlin", "offline"),
    ("groq-2", "groq"),
    ("th", ""),
    ("", ""),
    ("gpt", ""),
]


@pytest.mark.parametrize(("name", "meant"), NAMES)
def test_the_name_that_is_likely_meant(name: str, meant: str) -> None:
    assert nearest(name, ["en", "ko", "ja", "vi", "pt-BR", "offline", "groq"]) == meant


@pytest.mark.parametrize(
    ("without", "kind", "name", "hint"),
    [
        ("ko", "language", "kr", "did you mean ko? pip install 'selfinstruct[ko]'; "),
        ("ko", "language", "ko", "pip install 'selfinstruct[ko]'; "),
        ("", "language", "EN", "did you mean en? `selfinstruct plugins`"),
        ("", "language", "zu", "to write one: selfinstruct plugins new lang zu; "),
        ("groq", "language", "groq", "to write one: selfinstruct plugins new lang groq; "),
        ("groq", "backend", "groq", "pip install 'selfinstruct[groq]'; "),
        ("", "backend", "gpt", "to write one: selfinstruct plugins new backend gpt; "),
        ("offline", "embedder", "ngrams", "pip install 'selfinstruct[offline]'; "),
        ("", "embedder", "zz", "sentence-transformers: pip install 'selfinstruct[embeddings]'; "),
    ],
)
def test_the_hint_offers_only_what_there_is(without: str, kind: str, name: str, hint: str) -> None:
    plugins = load([without])

    with pytest.raises(PluginError) as told:
        getattr(plugins, kind)(name)

    assert told.value.hint.startswith(hint)


def test_a_plugin_that_failed_is_known_by_its_package_too(install: Install) -> None:
    install("aa", "raise ValueError")
    install("other", "import no_such_library", package="selfinstruct-xx")

    with pytest.raises(PluginError) as told:
        load().language("xx")

    assert told.value.message.startswith("plugin 'other' of selfinstruct-xx failed: ")
    assert told.value.hint.startswith("pip install no_such_library")


def test_what_is_said_to_be_ours_is(install: Install) -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    brought = {kind: {gift.name for gift in load().gifts() if gift.kind == kind} for kind in OURS}

    for kind, names in OURS.items():
        assert brought[kind] <= set(names)
        assert [extra for extra in names.values() if extras[extra] != [f"selfinstruct-{extra}"]] == []
    packages = {file.parent.name for file in (ROOT / "plugins").glob("*/pyproject.toml")}
    assert {extra for names in OURS.values() for extra in names.values()} == packages


def test_a_failure_is_told_once(install: Install) -> None:
    install("xx", "raise ValueError('at once')")
    result = CliRunner().invoke(cli, ["run", "--lang", "xx"])

    assert result.stderr.count("ValueError: at once") == 1
    assert result.stderr.count("tell its author") == 1
    assert "error: no language 'xx'; there: en, ja, ko\nhint: mend what the warning tells of; " in result.stderr


def test_a_failure_of_a_hook_is_told_once(install: Install) -> None:
    install(
        "xx", LANGUAGE.format(code="xx", title="X", cutter="c").replace("return [", "raise ValueError('later')\n    return [")
    )
    result = CliRunner().invoke(cli, ["run", "--lang", "xx"])

    assert result.stderr.count("ValueError: later") == 1
    assert "hint: mend it where it is yours; else pip install -U pkg-xx, or tell its author" in result.stderr


def test_with_debug_the_tracebacks_of_plugins_are_shown(install: Install) -> None:
    install("one", "def begin():\n    raise ValueError('at once')\nbegin()")
    install(
        "two", LANGUAGE.format(code="two", title="X", cutter="c").replace("return [", "raise KeyError('later')\n    return [")
    )

    shown = CliRunner().invoke(cli, ["--debug", "plugins"]).stderr
    assert shown.count("Traceback (most recent call last)") == 2
    assert "in begin\n" in shown
    assert "in selfinstruct_languages\n" in shown
    assert "Traceback" in CliRunner().invoke(cli, ["--debug", "check-seeds", "--lang", "en"]).stderr
    assert "Traceback" not in CliRunner().invoke(cli, ["plugins"]).output
    with pytest.raises(PluginError, match="no language 'two'") as told:
        load().language("two")
    assert isinstance(told.value.__cause__, KeyError)
