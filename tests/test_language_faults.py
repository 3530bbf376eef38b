"""A language that breaks its contract is told before anything is asked; a function of it that fails names itself."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from sickplugins import Install, installer

import selfinstruct
from selfinstruct.cli import cli
from selfinstruct.errors import ConfigError, PluginError
from selfinstruct.language import Language
from selfinstruct.languagefaults import VALUES, guarded, wrong
from selfinstruct.plugins import load

ENGLISH = load().language("en")

PLUGIN = """\
import re
from selfinstruct import Language, Length, hookimpl, resources
{code}
@hookimpl
def selfinstruct_languages():
    known = dict(
        code="xx", name="X", tokens=str.split, tokenizer_id="c", threshold=0.7,
        prompts=resources.prompts("en"), seeds=resources.seeds("en"),
    )
    return [Language(**known | dict({fields}))]
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts a package with one entry point on the path, as pip would leave it."""
    return installer(tmp_path, monkeypatch)


VALUE_FAULTS = {
    "threshold='0.67'": "threshold is '0.67', and must be a number between 0 and 1",
    "threshold=67": "threshold is 67, and must be a number between 0 and 1",
    "threshold=1.0": "threshold is 1.0, and must be a number",
    "length=(3, 200)": "length is (3, 200), and must be a Length with 1 <= minimum <= maximum",
    "length=Length(300, 200)": "length is Length(minimum=300, maximum=200",
    "length=Length(3, 200, 'letters')": "unit, words or characters",
    "prompts='prompts.toml'": "prompts is 'prompts.toml', and must be a file: a Path or a Traversable, no text",
    "seeds='seeds.jsonl'": "seeds is 'seeds.jsonl', and must be a file",
    "fault=lambda text, role: None": "pkg_xx.py:10), and must be a function of (text, role, instruction)",
    "tokens=lambda: []": "and must be a function of a text that gives a list of texts",
    "tokens=None": "tokens is None, and must be a function",
    "words='split'": "words is 'split', and must be a function of a text, or None",
    "openings=('Write',)": "openings is ('Write',), and must be a tuple of compiled patterns",
    "refusals=re.compile('no')": "refusals is re.compile('no'), and must be a tuple",
    "blocked=['picture']": "blocked is ['picture'], and must be a frozenset of tokens",
    "tokenizer_id=''": "tokenizer_id is '', and must be one line that names what decides the tokens",
    "english_name=None": "english_name is None, and must be what English prompts call the language",
    "tasks_per_answer=0": "tasks_per_answer is 0, and must be how many whole tasks",
    "code='../xx'": "code is '../xx', and must be a language tag",
}


@pytest.mark.parametrize(("fields", "told"), VALUE_FAULTS.items(), ids=VALUE_FAULTS)
def test_a_value_that_breaks_its_rule_is_told_before_anything_is_asked(install: Install, fields: str, told: str) -> None:
    install("xx", PLUGIN.format(code="", fields=fields))
    code = "../xx" if "../xx" in fields else "xx"
    Path("mine.jsonl").write_text('{"instruction": "Name four red fruits."}\n', "utf-8")
    commands = (["run", "--backend", "offline", "--out", "out"], ["check-seeds"], ["filter", "mine.jsonl"])

    for command in commands:
        result = CliRunner().invoke(cli, [*command, "--lang", code])

        assert result.exit_code == 1, result.output
        assert f"error: language '{code}' of plugin 'xx': " in result.stderr
        assert told in result.stderr
        assert f"`selfinstruct plugins --check {code}`" in result.stderr
        assert "fault of the program" not in result.stderr
    assert not Path("out").exists()


def test_every_value_that_breaks_its_rule_is_told(install: Install) -> None:
    install("xx", PLUGIN.format(code="", fields="threshold=67, length=None"))

    with pytest.raises(PluginError, match=r"threshold is 67, [^\n]*\n[^\n]*length is None"):
        load().language("xx")


def test_every_language_of_ours_keeps_the_rules() -> None:
    for language in load().languages().values():
        assert [name for name in VALUES if wrong(language, name)] == []


def test_there_is_a_rule_for_every_value() -> None:
    assert set(VALUES) == set(Language.__dataclass_fields__) - {"verb_noun_method"}


CALL_FAULTS = {
    "tokens that are a generator": (
        "def cut(text):\n    yield text",
        "tokens=cut",
        r"tokens\('.*'\) gave a generator \(.*pkg_xx\.py:3\), and must give a list of texts",
    ),
    "tokens that are numbers": (
        "def cut(text):\n    return [len(each) for each in text.split()]",
        "tokens=cut",
        r"tokens\('.*'\) gave a list \(.*pkg_xx\.py:3\), and must give a list of texts",
    ),
    "tokens that raise": (
        "def cut(text):\n    return [text.split()[99]]",
        "tokens=cut",
        r"tokens\('.*'\) raised IndexError: list index out of range \(.*pkg_xx\.py:4\)",
    ),
    "tokens that raise in a library": (
        "import json\ndef cut(text):\n    return json.loads('[')",
        "tokens=cut",
        r"tokens\('.*'\) raised JSONDecodeError: .* \(.*pkg_xx\.py:5\)",
    ),
    "a fault that raises": (
        "def look(text, role, instruction=''):\n    1 / 0",
        "fault=look",
        r"fault\('.*'\) raised ZeroDivisionError: division by zero \(.*pkg_xx\.py:4\)",
    ),
    "a fault that says yes": (
        "def look(text, role, instruction=''):\n    return True",
        "fault=look",
        r"fault\('.*'\) gave a bool \(.*pkg_xx\.py:3\), and must give a text or None",
    ),
}


@pytest.mark.parametrize(("code", "fields", "told"), CALL_FAULTS.values(), ids=CALL_FAULTS)
def test_a_function_that_breaks_names_language_function_and_line(install: Install, code: str, fields: str, told: str) -> None:
    install("xx", PLUGIN.format(code=code, fields=fields))

    for command in (["run", "--backend", "offline"], ["check-seeds"]):
        result = CliRunner().invoke(cli, [*command, "--lang", "xx"])

        assert result.exit_code == 1, result.output
        assert re.search(
            rf"error: language 'xx' of plugin 'xx': {told}\nhint: `selfinstruct plugins --check xx`", result.stderr
        )
        for misleading in ("fault of the program", "--without", "instruction check"):
            assert misleading not in result.stderr


def test_figures_name_the_function_too(install: Install) -> None:
    install("xx", PLUGIN.format(code="def verb(text):\n    return 7", fields="main_verb=verb"))

    with pytest.raises(PluginError, match=r"main_verb\('.*'\) gave a int .*, and must give a text or None"):
        selfinstruct.check_seeds(None, "xx")


@pytest.mark.parametrize("pair", [("write",), ("write", 1), ["write", None], "write"], ids=repr)
def test_a_pair_that_is_none_is_told(pair: object) -> None:
    language = guarded(replace(ENGLISH, verb_noun=lambda _text: pair), "en")  # type: ignore[arg-type, return-value]
    assert language.verb_noun

    with pytest.raises(PluginError, match=r"verb_noun\('Write it\.'\) gave"):
        language.verb_noun("Write it.")


def test_a_fault_may_ask_for_all_three_arguments(install: Install) -> None:
    code = "def look(text, role, instruction):\n    return None"
    install("xx", PLUGIN.format(code=code, fields="fault=look"))

    assert selfinstruct.run("xx", 2, backend="offline").instructions >= 2


def test_what_a_language_says_itself_is_told_as_it_is() -> None:
    def tokens(_text: str) -> list[str]:
        raise ConfigError("no dictionary", hint="pip install one")

    with pytest.raises(ConfigError, match=r"^no dictionary$"):
        guarded(replace(ENGLISH, tokens=tokens), "en").tokens("x")


def test_the_same_language_is_equal_and_gives_what_its_own_functions_give() -> None:
    (raw,) = [gift.thing for gift in load().gifts() if (gift.kind, gift.name) == ("language", "en")]

    assert load().language("en") == load().language("en") == load().languages()["en"]
    assert hash(ENGLISH.tokens) == hash(load().language("en").tokens)
    for text in ("", "Write a letter.", "한국어 글", "\udfff"):
        assert ENGLISH.tokens(text) == raw.tokens(text)
        assert ENGLISH.fault(text, "output", "x") == raw.fault(text, "output", "x")
        assert ENGLISH.verb_noun
        assert ENGLISH.verb_noun(text) == raw.verb_noun(text)


def test_with_debug_the_traceback_of_the_language_is_shown(install: Install) -> None:
    install("xx", PLUGIN.format(code="def cut(text):\n    return 1 / 0", fields="tokens=cut"))

    with pytest.raises(PluginError) as told:
        CliRunner().invoke(cli, ["--debug", "check-seeds", "--lang", "xx"], catch_exceptions=False)

    assert isinstance(told.value.__cause__, ZeroDivisionError)


def test_seeds_without_a_file_are_the_languages_own() -> None:
    result = CliRunner().invoke(cli, ["check-seeds", "--lang", "en", "--json"])

    found = json.loads(result.output)
    assert found["file"] == str(ENGLISH.seeds)
    assert found["variety"]["tasks"] > 100
    assert result.exit_code == (1 if found["problems"] else 0)
    assert selfinstruct.check_seeds(None, "en").file == str(ENGLISH.seeds)
