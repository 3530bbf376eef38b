"""The tables of docs/plugins/reference*.md hold every name of the program once, and no other; scores that are told are real."""

from __future__ import annotations

import inspect
import re
import tomllib
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, get_args

import pytest
from pages import FENCE, ROOT, names_in, page, rows_of, section
from quickrows import crossed

import selfinstruct
from selfinstruct import (
    Abilities,
    Allowance,
    Backend,
    BatchState,
    Completion,
    Embedder,
    Language,
    Length,
    Limits,
    Message,
    Prompt,
    Sampling,
    Usage,
    errors,
    hookspecs,
    resources,
    script,
    testing,
    wire,
)
from selfinstruct.backend import Style
from selfinstruct.prompts import ALL_TEMPLATES, Markers, PromptBook
from selfinstruct.records import Task
from selfinstruct.rouge import new_references
from selfinstruct.scaffold.facts import facts_of
from selfinstruct.scaffold.language import language_package
from selfinstruct.testing import check_language, plugin
from selfinstruct.testing.backends import BACKEND_RULES
from selfinstruct.testing.chatserver import ChatServer
from selfinstruct.testing.contract import Report, Rule
from selfinstruct.testing.embedders import EMBEDDER_RULES
from selfinstruct.testing.languages import LANGUAGE_RULES

KIT = page("plugins/reference-testing.md")
REFERENCE = page("plugins/reference.md")


def test_every_hook_stands_on_the_page_with_its_arguments() -> None:
    hooks = {name: hook for name, hook in vars(hookspecs).items() if name.startswith("selfinstruct_")}
    signatures = [f"{name}{inspect.signature(hook)}".replace("'", "") for name, hook in hooks.items()]
    block = FENCE.findall(section(REFERENCE, "The hooks"))[0][2]
    assert block.splitlines() == signatures
    assert names_in(REFERENCE, "hook") == list(hooks)


def public(plugin: type) -> set[str]:
    names = {name for name in vars(plugin) if not name.startswith("_")} | set(inspect.get_annotations(plugin))
    return names | {"__init__", "note"}


def members(record: type) -> set[str]:
    """Fields and properties."""
    return {f.name for f in fields(record)} | {name for name, value in vars(record).items() if isinstance(value, property)}


def of_script(value: object) -> bool:
    return callable(value) and getattr(value, "__module__", "") == script.__name__


WIRE = {"WireBackend", "Server", "Dialect", "Reply", "post", "base_url", "seconds", "key_for", "no_connection"}
WIRE |= {"check_options", "duration", "failure"}
"""What authors of backends may rely on."""
RECORDS = (Language, Length, Prompt, Message, Sampling, Completion, Usage, Limits, Allowance, Abilities, BatchState)
BACKEND_ERRORS = {"BackendError", "TransientError", "QuotaSpent", "TooLarge", "ConfigError", "ConnectionError", "TimeoutError"}


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        *((f"`{record.__name__}`", members(record)) for record in RECORDS),
        ("`Backend`", public(Backend)),
        ("`Embedder`", public(Embedder)),
        ("`Task`", members(Task) - {"extra"}),
        ("method", {"room", "submit", "find", "collect"}),
        ("key", {f.name for f in fields(Markers)}),
        ("template", set(ALL_TEMPLATES)),
        ("function", {name for name, value in vars(script).items() if not name.startswith("_") and of_script(value)}),
        ("name", set(selfinstruct.__all__)),
        ("in `selfinstruct.wire`", WIRE),
        ("worked examples of", {"classify", "input-first", "output-first"}),
    ],
)
def test_tables_hold_every_name_once_and_no_other(header: str, expected: set[str]) -> None:
    assert sorted(names_in(REFERENCE, header)) == sorted(expected)


def test_what_is_told_of_the_wire_is_there() -> None:
    assert set(wire.__all__) >= WIRE
    for name in sorted(name for name in WIRE if name.islower()):
        told = f"`{name}({', '.join(inspect.signature(getattr(wire, name)).parameters)})`"
        assert f"| {told} |" in REFERENCE
    assert {f.name for f in fields(wire.Dialect)} <= set(re.findall(r"`(\w+)`", section(REFERENCE, "`selfinstruct.wire`")))


def test_the_package_of_the_page_is_whole() -> None:
    told, made = tomllib.loads(block("pyproject.toml")), language_package(facts_of("th")).files["pyproject.toml"]
    whole = tomllib.loads(made)
    assert {"build-system", "project", "tool"} == set(told)
    assert told["build-system"] == whole["build-system"]
    assert told["tool"]["hatch"] == whole["tool"]["hatch"]
    assert set(told["project"]) == {"name", "version", "requires-python", "dependencies", "entry-points"}
    assert told["project"].items() <= whole["project"].items()


def block(title: str) -> str:
    (found,) = [body for _, named, body in FENCE.findall(REFERENCE) if named == title]
    return found


@pytest.mark.parametrize(("code", "lacking"), crossed(["es", "en"], ["", "classify", "input-first", "output-first"]))
def test_a_book_needs_the_worked_examples_of_the_page(code: str, lacking: str, tmp_path: Path) -> None:
    """In the templates of the example, and in the English ones, which show the book's examples too."""
    source = (ROOT / "docs/examples/selfinstruct-es/selfinstruct_es/prompts.toml").read_text("utf-8")
    tables = [
        part for part in re.split(r"(?=^\[\[examples\.[a-z-]+\]\]$)", block("worked examples"), flags=re.MULTILINE) if part
    ]
    kept = [part for part in tables if not (lacking and part.startswith(f"[[examples.{lacking}]]"))]
    book = tmp_path / "prompts.toml"
    book.write_text(source.partition("[[examples.")[0] + "".join(kept), "utf-8")
    english = replace(selfinstruct.load_plugins().language("en"), prompts=book)

    def shown(template: str, style: Style) -> str:
        prompts = PromptBook(book, templates=None if code == "es" else resources.prompts("en"))
        return str(prompts.render(template, style, {"instruction": "X", "limit": 3, "first": 1}))

    for template in ("classify", "input-first", "output-first"):
        asked = tomllib.loads(block("worked examples"))["examples"][template]
        there = [each["instruction"] in shown(template, style) for style in get_args(Style) for each in asked]
        assert there == [template != lacking] * len(there)
    if not lacking:
        assert check_language(english).kept
        return
    with pytest.raises(AssertionError, match=lacking):
        check_language(english)


def test_every_error_of_a_backend_is_told() -> None:
    ours = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.BackendError)}
    assert set(names_in(REFERENCE, "error of a backend")) == ours | BACKEND_ERRORS


def test_the_plugin_api_is_the_one_that_is_told() -> None:
    told = section(REFERENCE, "The version of the plugin API")
    assert f"SELFINSTRUCT_PLUGIN_API = {selfinstruct.PLUGIN_API}\n" in told
    assert f"It is {selfinstruct.PLUGIN_API}." in told


# --- the testing kit


@pytest.mark.parametrize(
    ("header", "rules"),
    [
        ("rule of a language", LANGUAGE_RULES),
        ("rule of a backend", BACKEND_RULES),
        ("rule of an embedder", EMBEDDER_RULES),
    ],
)
def test_every_rule_is_told_in_the_order_of_the_checks(header: str, rules: Sequence[Rule[Any]]) -> None:
    assert names_in(KIT, header) == [rule.name for rule in rules]


def test_the_checks_stand_on_the_page_with_their_arguments() -> None:
    shown = FENCE.findall(KIT)[0][2]
    checks = [testing.check_language, testing.check_backend, testing.check_embedder]
    arguments = {name for check in checks for name in list(inspect.signature(check).parameters)}
    for line, check in zip(shown.splitlines(), checks, strict=True):
        assert line.startswith(f"{check.__name__}(")
        told = re.findall(r"(\w+)(?:=|,|\))", line.partition("(")[2].partition(" ->")[0])
        assert [name for name in told if name in arguments] == list(inspect.signature(check).parameters)
    asked = {*names_in(KIT, "argument"), "backend", "embedder"}
    assert asked == arguments


def test_the_report_and_the_fixtures_are_told() -> None:
    lines = {name for name, value in vars(Report).items() if inspect.isfunction(value) and not name.startswith("_")}
    assert set(names_in(KIT, "`Report`")) == {f.name for f in fields(Report)} | lines
    fixtures = {name for name, value in vars(plugin).items() if "fixture" in type(value).__name__.lower()}
    assert set(names_in(KIT, "fixture")) == fixtures


def test_pairs_are_told_to_be_tried_by_the_tests_alone() -> None:
    untried = check_language(selfinstruct.load_plugins().language("en")).untried
    (row,) = [cells[1] for cells in rows_of(REFERENCE, "command") if "--check" in cells[0]]
    assert "`near-duplicates` and `distinct` are tried by `pytest` alone" in row
    assert {"near-duplicates", "distinct"} <= set(untried)


def test_the_score_of_two_texts_is_told_with_its_arguments() -> None:
    assert f"`similarity({', '.join(inspect.signature(testing.similarity).parameters)})`" in KIT


def test_the_practice_server_of_the_page_runs() -> None:
    (code,) = [body for kind, _, body in FENCE.findall(section(KIT, "The practice server")) if kind == "python"]
    said: list[str] = []
    exec(code, {"ChatServer": ChatServer, "print": said.append})
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/v1", said[0])


# --- scores


def score(one: list[str], other: list[str]) -> str:
    references = new_references()
    references.extend([one])
    best = references.score([other], 1)[0].best
    return f"{best[1] if best else 0:.2f}"


PAIRS = rows_of(page("plugins/explanation.md"), "pair")


@pytest.mark.parametrize("cells", PAIRS, ids=[cells[0] for cells in PAIRS])
def test_a_pair_scores_as_the_page_says(cells: list[str]) -> None:
    one, other = re.findall(r'"([^"]+)"', cells[0])
    code = "en" if one.isascii() else "ko" if re.search("[가-힣]", one) else "ja"
    language = selfinstruct.load_plugins().language(code)
    ways = [
        lambda text: re.findall("[a-z0-9]+", text.lower()),
        str.split,
        lambda text: [letter for letter in text if letter.isalnum()],
        language.tokens,
    ]
    assert cells[1:] == [score(way(one), way(other)) for way in ways]
    same = score(language.tokens(one), language.tokens(other)) > f"{language.threshold:.2f}"
    assert same is cells[0].startswith("same:")


# --- no page is left


def test_no_page_names_the_one_that_was_there_before() -> None:
    root = Path(selfinstruct.__file__).parent.parent
    places = ("*.md", "docs/**/*.md", "plugins/*/README.md", "selfinstruct/**/*")
    files = [file for place in places for file in root.glob(place) if file.suffix in {".md", ".py", ".j2"}]
    assert [file for file in files if "writing-plugins" in file.read_text("utf-8")] == []


# --- commands


def test_every_option_of_the_commands_for_plugins_is_told() -> None:
    from selfinstruct.cli.newplugin import backend, lang
    from selfinstruct.cli.plugins import plugins

    told = section(REFERENCE, "Commands")
    options = {
        name for command in (plugins, lang, backend) for option in command.params for name in option.opts if name[0] == "-"
    }
    assert {name for name in options if name not in told} == set()
