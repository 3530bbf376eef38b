"""The contract kit: our own plugins keep every contract; a plugin broken in one point fails with a message about that point."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from answers import good
from quickrows import leading

import selfinstruct
from selfinstruct import Language, Length
from selfinstruct.plugins import Plugins, load
from selfinstruct.testing import ContractError, check_backend, check_language
from selfinstruct.testing.promptbooks import check_prompts

LOADED = load()
ENGLISH = LOADED.language("en")


# --- our own


@pytest.mark.parametrize("code", leading(1, sorted(LOADED.languages())))
def test_an_installed_language_keeps_its_contract(code: str) -> None:
    check_language(LOADED.language(code))


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


# --- languages, broken in one point


def flip_flop() -> Callable[[str], list[str]]:
    calls = iter(range(10**9))
    return lambda text: [*text.split(), str(next(calls))]


def flip_flop_mood() -> Callable[[str], str]:
    calls = iter(range(10**9))
    return lambda _text: f"mood-{next(calls)}"


def other_thread(text: str) -> list[str]:
    here = threading.current_thread() is threading.main_thread()
    return text.split() if here else [*text.split(), "elsewhere"]


def only_once_in_threads(text: str) -> list[str]:
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("Already borrowed")
    return text.split()


def raising(text: str) -> list[str]:
    return [text[0]]


LANGUAGES: list[tuple[str, Mapping[str, Any], str]] = [
    ("a code that is no tag", {"code": "../en"}, "language code '../en'.*language tag"),
    ("no tokeniser id", {"tokenizer_id": ""}, "tokenizer_id is ''"),
    ("a threshold that refuses nothing", {"threshold": 1.0}, "threshold 1.0.*above the threshold"),
    ("a threshold that refuses all", {"threshold": 0.0}, "threshold 0.0"),
    ("limits the wrong way round", {"length": Length(10, 5)}, "1 <= minimum <= maximum"),
    ("a text for a pattern", {"openings": ("Write",)}, "openings holds what is no pattern.*re.compile"),
    ("tokens that raise", {"tokens": raising}, r"tokens\(''\) raised IndexError.*takes any text"),
    ("tokens in a tuple", {"tokens": lambda text: tuple(text.split())}, "gave.*list of texts"),
    ("empty tokens", {"tokens": lambda text: text.split(" ")}, r"gave \[''\].*none empty"),
    ("tokens with a memory", {"tokens": flip_flop()}, "changed from call to call.*keep no state"),
    ("tokens that differ in a thread", {"tokens": other_thread}, "differ when four threads call.*lock"),
    ("tokens that fail in a thread", {"tokens": only_once_in_threads}, "Already borrowed.*several threads at once"),
    ("no tokens at all", {"tokens": lambda _text: []}, "novel beside itself.*never novel"),
    ("words in a tuple", {"words": lambda text: tuple(text.split())}, "words.*gave.*list of texts"),
    ("a verb that raises", {"main_verb": lambda text: text.split()[0]}, r"main_verb\(''\) raised IndexError.*takes any text"),
    ("a verb that is empty", {"main_verb": lambda _text: ""}, "main_verb.*gave ''.*a verb or None"),
    ("a mood that talks", {"mood": lambda _text: "It asks"}, "mood.*gave 'It asks'.*kebab-case"),
    ("a mood with a memory", {"mood": flip_flop_mood()}, "mood in four threads differs"),
    ("a check that raises", {"fault": lambda text, *_: text[0] and None}, "raised IndexError.*fault takes any text"),
    ("a check that says yes", {"fault": lambda *_: True}, "gave True.*kebab-case"),
    ("a check that talks", {"fault": lambda *_: "Not English"}, "gave 'Not English'.*return a code"),
    ("a check that refuses the seeds", {"fault": lambda *_: "no-kana"}, "seed en-seed-001 is refused: wrong-language"),
    ("a limit that the seeds break", {"length": Length(4, 5)}, "is refused: too-long.*mend the seed or the rule"),
    ("refusals that the outputs match", {"refusals": (re.compile("Subject:"),)}, r"en-seed-001 is refused: refusal"),
]


@pytest.mark.parametrize(("changes", "message"), [row[1:] for row in LANGUAGES], ids=[row[0] for row in LANGUAGES])
def test_a_broken_language_is_told(tmp_path: Path, changes: Mapping[str, Any], message: str) -> None:
    with pytest.raises(ContractError, match=f"(?s){message}"):
        check_language(replace(seeds_of(tmp_path), **changes))


def seeds_of(tmp_path: Path, *rows: Mapping[str, Any]) -> Language:
    """English with eight sound seeds and these."""
    kept = ENGLISH.seeds.read_text("utf-8").split("\n")[:8]
    file = tmp_path / "seeds.jsonl"
    file.write_text("\n".join([*kept, *map(json.dumps, rows)]), "utf-8")
    return replace(ENGLISH, seeds=file)


PICTURE = {"id": "p", "instruction": "Say what can be seen in the picture.", "instances": [{"input": "", "output": "A cat."}]}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"instruction": "Say what day follows Monday."}, "instances: give at least one.*seed format"),
        ({"instruction": "", "output": "x"}, "instruction.*seed format"),
        (json.loads(ENGLISH.seeds.read_text("utf-8").split("\n")[0]) | {"id": "again"}, "9 seed tasks, 8 different ones"),
        (PICTURE, "seed p is refused: blocked-word: picture"),
        (PICTURE | {"instruction": "Say how a cat sounds.", "instances": [{"output": "Like this:"}]}, "ends-with-colon"),
    ],
)
def test_a_broken_seed_is_told(tmp_path: Path, row: Mapping[str, Any], message: str) -> None:
    with pytest.raises(ContractError, match=f"(?s){message}"):
        check_language(seeds_of(tmp_path, row))


def test_too_few_seeds_are_told(tmp_path: Path) -> None:
    file = tmp_path / "seeds.jsonl"
    file.write_text("\n".join(ENGLISH.seeds.read_text("utf-8").split("\n")[:7]), "utf-8")
    with pytest.raises(ContractError, match=r"(?s)7 seed tasks.*8 or more"):
        check_language(replace(ENGLISH, seeds=file))


def test_exceptions_are_exactly_the_seeds_that_are_refused(tmp_path: Path) -> None:
    language = seeds_of(tmp_path, PICTURE)
    check_language(language, exceptions=["p"])
    with pytest.raises(ContractError, match=r"(?s)seed en-seed-001 is not refused.*take it out"):
        check_language(language, exceptions=["p", "en-seed-001"])
    with pytest.raises(ContractError, match=r"(?s)no seed q.*take it out"):
        check_language(language, exceptions=["p", "q"])


# --- prompt books, broken in one point

BOOK = ENGLISH.prompts.read_text("utf-8")
LIST = "{% for task in tasks %}{{ loop.index }}. {{ task }}\n{% endfor %}"
NEXT, NEXT_LINE = '"{{ words.item }}:"', '"\\n{{ words.item }}:"'
BOOKS: list[tuple[str, str, str, str]] = [
    ("not TOML", "[markers]", "[markers", "prompt book must be a readable TOML file"),
    ("no markers", "[markers]", "[marks]", r"\[markers\]: no item"),
    ("a missing template", "[classify.chat]", "[classified.chat]", r"\[classify.chat\] is missing"),
    (
        "a broken template",
        "{% endfor %}{{ first }}.",
        "{{ first }}.",
        r"book\.toml:\d+: \[generate\.completion\]: .*both styles",
    ),
    ("an unknown variable", "{{ count }} new tasks", "{{ number }} new tasks", "'number' is undefined"),
    (
        "a variable of another template",
        "{{ words.item }}: {{ instruction }}\nIs it a",
        "{{ instruction }} {{ limit }}\nIs it a",
        "'limit' is undef",
    ),
    ("tasks without numbers", LIST, "{% for task in tasks %}* {{ task }};\n{% endfor %}", "read back as.*numbered list"),
    ("tasks not shown", LIST, "1. a\n2. b\n3. c\n", r"\[generate.chat\] shows alpha beta.*loop.index"),
    ("no count", "{{ count }}", "some", "does not ask for {{ count }} tasks"),
    ("no number to go on from", "{% endfor %}{{ first }}.", "{% endfor %}Next:", "ends with 'Next:'.*{{ first }}"),
    ("no task", "{{ words.item }}: {{ instruction }}\nIs it a", "Task: this\nIs it a", "does not show its task"),
    ("no verdicts", '{{ "Yes" if example.is_classification else "No" }}', "", r"\[classify.chat\].*reads as None"),
    ("a marker that no prompt shows", "{{ words.label }}", "Kind", r"\[output-first.chat\] never shows Class label"),
    ("a word for nothing", "{{ words.label }}", "{{ words.kind }}", r"\[output-first.chat\].*no attribute 'kind'"),
    ("no stop", f'stop = ["\\n", {NEXT}]', "", r"\[classify.completion\] has no stop"),
    (
        "a stop inside an answer",
        f"stop = [{NEXT_LINE}]",
        f'stop = [{NEXT_LINE}, "river"]',
        "holds the stop string.*choose another",
    ),
    ("a stop that never comes", f"stop = [{NEXT_LINE}]", 'stop = ["\\nEnd:"]', "followed by no stop"),
    ("examples not shown", "{% for example in examples %}", "{% for example in [] %}", "is not shown.*loop over examples"),
    ("an example without a verdict", "is_classification = false", 'is_classification = "no"', "reads as True, not 'no'"),
    ("labels of another name", "{{ words.label }}: {{ instance", "{{ words.label }} = {{ instance", "reads as"),
    ("yes that says no", 'yes = ["yes",', 'yes = ["yes", "no",', "marker 'no' of yes reads as None"),
    ("one word for two parts", 'label = ["Class label",', 'label = ["Class label", "text",', "'text' is in input and in label"),
    ("an empty closing", 'closings = ["let me know",', 'closings = ["3.",', "marker '3.' of closings"),
]


BOOKS += [
    (
        "a word for two parts of a task",
        'instruction = ["Ins',
        'instruction = ["text", "Ins',
        "'text' is in instruction and in input",
    ),
    (
        "a word for two parts of a judgement",
        'score = ["Score",',
        'score = ["Score", "reason",',
        "'Reason' is in score and in reason",
    ),
    ("a tie that prefers", 'tie = ["tie",', 'tie = ["tie", "A",', "marker 'A' of tie reads as"),
    ("a part of a task that is not shown", ": {{ task.output }}", ":", r"\[alpaca.chat\] does not show {{ task.output }}"),
    ("an answer that is not shown", "Answer B:\n{{ b }}", "", r"\[compare.chat\] does not show {{ b }}"),
    ("tasks without a label", "{{ words.output }}: {{ task", "{{ words.output }}, {{ task", r"\[alpaca.chat\] shows .*read"),
    ("a text that ends elsewhere", "}{{ first }}. {{ words.instruction }}:", "}", "does not end with Instruction:, behind"),
    (
        "a text without its number",
        "}{{ first }}. {{ words.instruction }}:",
        "}{{ words.instruction }}:",
        "the number that the answer",
    ),
    (
        "a stop inside a task",
        'stop = ["\\n{{ first + count }}.',
        'stop = ["gamma", "\\n{{ first + count }}.',
        "hold the stop string",
    ),
    ("JSON without its keys", 'then under "score" a', "then a", r"\[judge.structured\] never shows \"score\""),
    (
        "JSON in some templates",
        "[classify.structured]",
        "[classify.formerly]",
        r"no \[classify.structured\].*in every template",
    ),
    ("JSON without its name", "JSON", "data", r"\[generate.structured\] never shows JSON"),
    (
        "a key that only examples name",
        'Under "instances", each',
        "There, each",
        r"\[input-first.structured\] never shows \"instances\"",
    ),
    (
        "a list in words",
        'Here are some tasks:\n\n{{ {"tasks": tasks} | json }}',
        f"Some tasks:\n\n{LIST}",
        "shows .*in the JSON that is",
    ),
    (
        "a verdict in words",
        '{{ {"classification": example.is_classification} | json }}',
        "Yes",
        "reads as .*in the JSON that is",
    ),
]


@pytest.mark.parametrize(("old", "new", "message"), [row[1:] for row in BOOKS], ids=[row[0] for row in BOOKS])
def test_a_broken_prompt_book_is_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in BOOK
    file = tmp_path / "book.toml"
    file.write_text(BOOK.replace(old, new), "utf-8")
    with pytest.raises(ContractError, match=f"(?s){message}"):
        check_prompts(replace(ENGLISH, prompts=file))


def test_the_prompt_book_is_part_of_what_a_language_promises(tmp_path: Path) -> None:
    file = tmp_path / "book.toml"
    file.write_text(BOOK.replace("[classify.chat]", "[classified.chat]"), "utf-8")
    with pytest.raises(ContractError, match=r"\[classify.chat\] is missing"):
        check_language(replace(seeds_of(tmp_path), prompts=file))


def test_a_message_names_contract_and_remedy() -> None:
    with pytest.raises(ContractError) as told:
        check_language(replace(ENGLISH, threshold=1.5))
    assert re.search(r"en: threshold 1\.5\n +contract: .+\n +to mend: .+", str(told.value))
