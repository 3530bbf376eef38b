"""The prompt books of the project, English prompts for other languages, and a user's prompts laid over them."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from answers import good
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from pages import FENCE, lines_of, page, rows_of

import selfinstruct
from selfinstruct import Prompt
from selfinstruct.cli import cli
from selfinstruct.errors import ConfigError
from selfinstruct.parse.decision import parse_decision
from selfinstruct.parse.instances import parse_input_first
from selfinstruct.plugins import Plugins, load
from selfinstruct.promptchoice import book_of
from selfinstruct.prompts import ALL_TEMPLATES, STYLES, PromptBook, Rendered
from selfinstruct.resources import prompts
from selfinstruct.testing.languages.promptbooks import check_prompts

Install = Callable[..., Plugins]

LANGUAGES = load().languages()
CODES = ["en", "ko", "ja"]
NAMES = {"ko": "Korean", "ja": "Japanese"}
PAGE = page("prompts.md")
SEEN: dict[str, dict[str, object]] = {
    "alpaca": {
        "tasks": [
            {"instruction": "ALPHA", "input": "BETA", "output": "GAMMA"},
            {"instruction": "x", "input": "", "output": "y"},
        ],
        "count": 8,
        "first": 3,
    },
    "instruction-output": {"tasks": [{"instruction": "ALPHA\nBETA", "output": "GAMMA"}], "count": 8, "first": 2},
    "recover": {"instances": [{"input": "BETA", "output": "GAMMA"}]},
    "judge": {"instruction": "ALPHA", "input": "BETA", "output": "GAMMA"},
    "compare": {"instruction": "ALPHA", "input": "BETA", "a": "GAMMA", "b": "DELTA"},
}
"""What the templates beyond the four stages see."""


def shown(book: PromptBook, template: str, style: str, **variables: object) -> str:
    """All that a model is shown."""
    rendered = filled(book, template, style, **variables)
    return "\n".join(message.content for message in rendered.messages) or rendered.text


def filled(book: PromptBook, template: str, style: str, **variables: object) -> Rendered:
    known: dict[str, object] = {"instruction": "ALPHA", "limit": 5}
    if template.startswith("generate"):
        known = {"tasks": ["ALPHA"], "count": 8, "first": 2}
    known = SEEN.get(template, known)
    form: Any = "completion" if style == "completion" else "chat"
    return book.render(template, form, known | variables, structured=style == "structured")


# --- our own books


@pytest.mark.parametrize("code", CODES)
def test_there_are_worked_examples_of_every_sort(code: str) -> None:
    book = book_of(LANGUAGES[code])
    verdicts = [example["is_classification"] for example in book.examples("classify")]
    plain, labelled = book.examples("input-first"), book.examples("output-first")

    assert len(verdicts) >= 12
    assert 2 * sum(verdicts) == len(verdicts)
    # When a request is too long the last ones go: those that are left are about as many of either kind.
    assert all(abs(2 * sum(verdicts[:most]) - most) <= 2 for most in range(len(verdicts)))
    assert len(plain) >= 5
    assert {bool(example["instances"][0]["input"]) for example in plain} == {True, False}
    assert max(len(example["instances"]) for example in plain) >= 3
    assert len(labelled) >= 4
    for example in labelled:
        labels = [instance["output"] for instance in example["instances"]]
        assert len(set(labels)) == len(labels) >= 2


@pytest.mark.parametrize("code", CODES)
def test_the_examples_keep_the_rules_of_the_language(code: str) -> None:
    language = LANGUAGES[code]
    for template in ("classify", "input-first", "output-first"):
        for example in book_of(language).examples(template):
            instruction = example["instruction"]
            assert language.fault(instruction, "instruction", "") is None, instruction
            assert not set(language.tokens(instruction)) & language.blocked, instruction
            outputs = [instance["output"] for instance in example.get("instances", ())]
            assert [output for output in outputs if language.fault(output, "output", instruction)] == []


@pytest.mark.parametrize("code", CODES)
def test_the_code_of_the_examples_runs(code: str) -> None:
    (source,) = [
        instance["output"]
        for example in book_of(LANGUAGES[code]).examples("input-first")
        for instance in example["instances"]
        if instance["output"].startswith("def ")
    ]
    names: dict[str, Any] = {}
    exec(source, names)
    call = next(value for name, value in names.items() if name != "__builtins__")
    asked, expected = {
        "en": ("the cat and the dog and me", ["the", "and"]),
        "ko": ("가A나1다", "가나다"),
        "ja": ("あアい亜う", "あいう"),
    }[code]
    assert call(asked) == expected


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("template", ["generate", "generate-classification", "alpaca", "instruction-output"])
def test_lists_in_text_and_in_json_are_asked_for_by_the_same_rules(code: str, template: str) -> None:
    book = book_of(LANGUAGES[code])
    chat, in_json = (rules(shown(book, template, style)) for style in ("chat", "structured"))
    named = {f"{getattr(book.markers, name)[0]}{colon}" for name in ("instruction", "input", "output") for colon in ":："}

    assert len(chat) == len(in_json) >= 6
    for one, other in zip(chat[:-1], in_json[:-1], strict=True):
        assert one == other or any(name in one for name in named) or book.markers.noinput[0] in one


def rules(text: str) -> list[str]:
    """The rules that a prompt lists, behind the tasks that it shows."""
    lines = text.rpartition("###\n")[2].split("\n")
    return [line for line in lines if re.match(r"- |\d+\. ", line) and "ALPHA" not in line]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("count", [1, 8, 40])
def test_how_many_may_begin_alike_follows_from_how_many_there_are(code: str, count: int) -> None:
    text = shown(book_of(LANGUAGES[code]), "generate", "chat", count=count)

    assert {"en": "at most one", "ko": f"많아야 {max(count // 4, 1)}개", "ja": f"うち{max(count // 4, 1)}個まで"}[code] in text


# --- asking in English


@pytest.mark.parametrize("code", sorted(NAMES))
@pytest.mark.parametrize("template", ALL_TEMPLATES)
@pytest.mark.parametrize("style", STYLES)
def test_english_prompts_name_the_language_and_keep_its_examples(code: str, template: str, style: str) -> None:
    book = book_of(LANGUAGES[code], "en")
    text = shown(book, template, style)

    assert NAMES[code] in text or template == "classify"
    assert "English" not in text
    if template in {"classify", "input-first", "output-first"}:
        own = [example["instruction"] for example in book_of(LANGUAGES[code]).examples(template)]
        assert own
        assert all(instruction in text for instruction in own)
        english = text
        for example in book.examples(template):
            english = english.replace(json.dumps(example, ensure_ascii=False), "")
        assert "Task:" in english


@pytest.mark.parametrize("code", CODES)
def test_native_prompts_say_nothing_of_another_language(code: str) -> None:
    text = "\n".join(shown(book_of(LANGUAGES[code]), template, style) for template in ALL_TEMPLATES for style in STYLES)

    assert "Korean" not in text
    assert "Japanese" not in text
    assert "{%" not in text


def test_answers_are_read_by_english_words_and_by_the_languages_own() -> None:
    markers = book_of(LANGUAGES["ko"], "en").markers

    assert [parse_decision(word, markers) for word in ("Yes", "예", "No", "아니요")] == [True, True, False, False]
    for text in ("Example 1\nInput: 가\nOutput: 나", "예시 1\n입력: 가\n출력: 나"):
        (found,) = parse_input_first(text, markers)
        assert (found.input, found.output) == ("가", "나")


def test_a_language_without_an_english_name_is_called_by_its_own() -> None:
    book = book_of(replace(LANGUAGES["ko"], english_name=""), "en")

    assert "new tasks in 한국어" in shown(book, "generate", "chat")


def test_english_asked_in_english_is_as_it_was() -> None:
    assert book_of(LANGUAGES["en"], "en").sha256 == book_of(LANGUAGES["en"]).sha256 == PromptBook(prompts("en")).sha256
    made = selfinstruct.generate("en", 2, backend="offline", prompt_language="en", out="run")
    assert kept(made.folder)["prompt_language"] == "native"
    selfinstruct.generate("en", 3, backend="offline", out="run")


def test_a_run_may_ask_in_english_and_stays_with_it() -> None:
    made = selfinstruct.run("ko", 4, backend="offline", prompt_language="en", out="run")

    assert len(made.tasks) == 4
    assert kept(made.folder)["prompt_language"] == "en"
    row = json.loads(lines_of(made.folder / "instructions.jsonl")[0])
    assert "in Korean" in row["metadata"]["prompt"]
    with pytest.raises(ConfigError, match="prompt_language: 'en' -> 'native'"):
        selfinstruct.run("ko", 5, backend="offline", out="run")
    selfinstruct.classify("run")  # goes on with what run.toml says


def test_an_unknown_prompt_language_is_told() -> None:
    with pytest.raises(ConfigError, match="--prompt-language fr: must be native or en"):
        selfinstruct.run("ko", 4, backend="offline", prompt_language="fr")


# --- prompts of one's own

ONE = """
[generate.chat]
user = \"\"\"
Tasks about bees:
{% for task in tasks %}{{ loop.index }}. {{ task }}
{% endfor %}
Write {{ count }} more, numbered 1 to {{ count }}.
\"\"\"
"""


def folder(text: str, code: str = "en", name: str = "mine") -> Path:
    path = Path(name)
    path.mkdir(exist_ok=True)
    (path / f"{code}.toml").write_text(text, "utf-8")
    return path


def kept(run: Path) -> Mapping[str, Any]:
    found: Mapping[str, Any] = tomllib.loads((run / "run.toml").read_text("utf-8"))["run"]
    return found


def asked(plugins: Plugins) -> list[Prompt]:
    found: list[Prompt] = plugins.backends()["scripted"].asked  # type: ignore[attr-defined]
    return found


def test_a_template_goes_over_the_languages_and_all_else_stays(scripted: Install) -> None:
    plugins = scripted(good)

    made = selfinstruct.run("en", 3, backend="scripted", prompts=folder(ONE), out="run", plugins=plugins)

    lists = [prompt for prompt in asked(plugins) if prompt.form == "list"]
    own = LANGUAGES["en"].prompts.read_text("utf-8")
    assert all(prompt.messages[-1].content.startswith("Tasks about bees:\n1. ") for prompt in lists)
    assert {prompt.messages[0].content for prompt in lists} == {tomllib.loads(own)["generate"]["chat"]["system"]}
    assert all("bees" not in prompt.shown.split("\n")[0] for prompt in asked(plugins) if prompt.form != "list")
    assert len(made.tasks) == 3


def test_the_stages_go_on_with_the_same_prompts(scripted: Install) -> None:
    text = '[classify.chat]\nuser = "Yes or No, of bees: {{ instruction }}"\n'
    plugins = scripted(good)
    selfinstruct.generate("en", 3, backend="scripted", prompts=folder(text), out="run", plugins=plugins)
    asked(plugins).clear()

    selfinstruct.classify("run", plugins=plugins)

    assert {prompt.messages[-1].content.partition(":")[0] for prompt in asked(plugins)} == {"Yes or No, of bees"}


def test_prompts_that_change_are_refused_and_a_folder_that_moves_is_not() -> None:
    selfinstruct.generate("en", 2, backend="offline", prompts=folder(ONE), out="run")
    assert kept(Path("run"))["prompts"] == "mine"

    Path("mine").rename("moved")
    selfinstruct.generate("en", 3, backend="offline", prompts="moved", out="run")
    folder(ONE + "\n", name="moved")
    for call in (
        lambda: selfinstruct.generate("en", 4, backend="offline", prompts="moved", out="run"),
        lambda: selfinstruct.generate("en", 4, backend="offline", out="run"),
        lambda: selfinstruct.classify("run"),
    ):
        with pytest.raises(ConfigError, match="prompts_sha256"):
            call()


def test_a_folder_that_is_gone_is_told() -> None:
    selfinstruct.generate("en", 2, backend="offline", prompts=folder(ONE), out="run")
    Path("mine").rename("moved")

    with pytest.raises(ConfigError, match=r"--prompts mine: there is no en\.toml in it"):
        selfinstruct.classify("run")


def test_nothing_is_written_when_a_prompt_is_wrong() -> None:
    with pytest.raises(ConfigError):
        selfinstruct.generate("en", 2, backend="offline", prompts=folder("[generate.chat]\nuser = '{{ x }}'"), out="run")

    assert not Path("run").exists()


def test_examples_and_markers_of_ones_own() -> None:
    book = book_of(
        LANGUAGES["ko"],
        folder=folder(
            """
[markers]
output = ["정답지"]
item = ["입력"]

[[examples.classify]]
instruction = "꿀벌인지 말벌인지 고르세요."
is_classification = true
""",
            "ko",
        ),
    )

    assert [example["instruction"] for example in book.examples("classify")] == ["꿀벌인지 말벌인지 고르세요."]
    assert book.examples("input-first") == book_of(LANGUAGES["ko"]).examples("input-first")
    assert book.markers.output[:2] == ("정답지", "출력")
    assert "입력" in book.markers.item
    assert "입력" not in book.markers.input


def test_a_system_message_can_be_taken_away() -> None:
    book = book_of(LANGUAGES["en"], folder=folder('[generate.chat]\nsystem = ""\n'))

    assert [message.role for message in book.render("generate", "chat", {"tasks": [], "count": 1, "first": 1}).messages] == [
        "user"
    ]


def test_chat_prompts_of_ones_own_are_not_passed_over_for_json() -> None:
    both = ONE + "\n[generate.structured]\nuser = 'tasks {{ tasks }} {{ count }} \"tasks\"'\n"

    assert not book_of(LANGUAGES["en"], folder=folder(ONE)).structured("generate")
    assert book_of(LANGUAGES["en"], folder=folder(ONE)).structured("classify")
    assert book_of(LANGUAGES["en"], folder=folder(both)).structured("generate")


def test_they_go_over_english_prompts_too() -> None:
    book = book_of(LANGUAGES["ko"], "en", folder(ONE, "ko"))

    assert shown(book, "generate", "chat").count("Tasks about bees") == 1
    assert "Korean" in shown(book, "generate", "completion")
    assert book.sha256 != book_of(LANGUAGES["ko"], "native", folder(ONE, "ko")).sha256


@given(st.text(max_size=40) | st.sampled_from(["{{ count }}", "{% raw %}", "{# x #}", "{{", "%}"]))
def test_no_task_is_taken_for_a_template(text: str) -> None:
    assert text in shown(book_of(LANGUAGES["en"]), "generate", "chat", tasks=[f"<{text}>"])


# --- what is wrong is told with file and line

WHOLE = """[alpaca.chat]
user = '{{% for task in tasks %}}{} {{{{ task.output }}}}{{% endfor %}} {{{{ count }}}} Instruction Output {}'
"""
CLASSIFY = '[classify.chat]\nuser = """\n{}\n"""\n'
WRONG: list[tuple[str, str, int, str]] = [
    ("no TOML", "\n[generate.chat\n", 2, ""),
    ("text without an end", '[classify.chat]\nuser = "', 0, ""),
    ("an unknown template", "\n[generated.chat]\nuser = 'x'\n", 0, "no such template; there are generate, "),
    ("a text for a template", 'generate = "x"\n', 0, "generate: must be a table"),
    ("an unknown style", "\n\n[generate.spoken]\nuser = 'x'\n", 3, "must be one of the tables chat, completion, structured"),
    ("an unknown key", "[generate.chat]\nuser = 'x'\nuzer = 'y'\n", 3, "no key 'uzer'; there are system, user"),
    ("a number for a text", "[generate.chat]\nuser = 3\n", 2, "user must be a text"),
    ("a text for stops", "[generate.completion]\nstop = 'x'\n", 2, "stop must be a list of texts"),
    ("an unknown marker", "[markers]\nitems = ['x']\n", 2, "no key 'items'"),
    ("an empty marker", "[markers]\nitem = ['']\n", 2, "item must be a list of words"),
    ("examples of a list", "\n[[examples.generate]]\ninstruction = 'x'\n", 2, "there are examples of classify, "),
    ("an example without a verdict", "[[examples.classify]]\ninstruction = 'x'\n", 1, "an instruction and is_classification"),
    ("an example without instances", "[[examples.input-first]]\ninstruction = 'x'\n", 1, "instances with input and output"),
    ("a loop without an end", CLASSIFY.format("a\nb\n{% for x in examples %}\nc"), 5, "[classify.chat]: "),
    ("an unknown variable", CLASSIFY.format("a\n{{ instruction }} {{ subject }}"), 4, "'subject' is undefined"),
    ("an unknown filter", CLASSIFY.format("{{ instruction | shout }}"), 3, "No filter named 'shout'"),
    ("on one line", "[classify.chat]\n\nuser = '{{ subject }}'\n", 3, "'subject' is undefined"),
    ("no task", CLASSIFY.format("Yes or No?"), 3, "does not show {{ instruction }}"),
    ("no tasks", "[generate.chat]\nuser = 'Write {{ count }}.'\n", 2, "does not show the tasks"),
    ("no count", "[generate.chat]\nuser = '{{ tasks }}'\n", 2, "does not ask for {{ count }} tasks"),
    (
        "no verdicts",
        "[classify.chat]\nsystem = ''\nuser = 'Is it? {{ instruction }}'\n",
        3,
        "never shows yes, no, by which its answers are read",
    ),
    ("no keys", "[classify.structured]\nuser = '{{ instruction }}'\n", 2, 'never shows "classification"'),
    ("no stop", "[classify.completion]\ntext = 'Yes No {{ instruction }}'\nstop = []\n", 2, "has no stop"),
    (
        "no task to judge",
        "[judge.chat]\nuser = '{{ instruction }} {{ input }} Reason: Score:'\n",
        2,
        "does not show {{ output }}",
    ),
    (
        "no score",
        "[judge.chat]\nsystem = ''\nuser = '{{ instruction }} {{ input }} {{ output }} Reason:'\n",
        3,
        "never shows Score, by",
    ),
    (
        "one answer",
        "[compare.chat]\nuser = '{{ instruction }} {{ input }} {{ a }} Reason Better tie'\n",
        2,
        "does not show {{ b }}",
    ),
    ("tasks in part", WHOLE.format("{{ task.instruction }}", "Input <noinput>"), 2, "does not show {{ task.input }}"),
    ("no word for no input", WHOLE.format("{{ task.input }} {{ task.instruction }}", "Input"), 2, "never shows <noinput>, by"),
    (
        "a text that ends in no label",
        "[recover.completion]\ntext = '{{ instances }}'\nstop = ['x']",
        2,
        "end with Instruction:",
    ),
    ("a stop with a fault", "[recover.completion]\nstop = ['{{ what }}']\n", 2, "'what' is undefined"),
    ("a variable of another recipe", "[recover.chat]\nuser = '{{ tasks }}'\n", 2, "'tasks' is undefined"),
    ("a division by nothing", CLASSIFY.format("{{ instruction }}\n{{ 1 // 0 }}"), 4, "zero"),
]


@pytest.mark.parametrize(("text", "line", "message"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_what_is_wrong_is_told_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(ConfigError) as raised:
        book_of(LANGUAGES["en"], folder=folder(text))

    where = f"mine/en.toml:{line}: " if line else "mine/en.toml"
    assert raised.value.message.startswith(where)
    assert message in raised.value.message
    assert raised.value.hint


def test_a_folder_without_the_languages_file_is_told() -> None:
    with pytest.raises(ConfigError, match=r"--prompts mine: there is no ko\.toml in it") as raised:
        book_of(LANGUAGES["ko"], folder=folder(ONE))

    assert "en.toml" in raised.value.hint


def test_a_plugins_own_book_is_told_by_line_too(tmp_path: Path) -> None:
    file = tmp_path / "book.toml"
    own = LANGUAGES["en"].prompts.read_text("utf-8")
    file.write_text(own.replace("Write {{ count }} new tasks{%", "Write {{ number }} new tasks{%"), "utf-8")
    at = next(n for n, line in enumerate(file.read_text("utf-8").split("\n"), 1) if "{{ number }}" in line)

    with pytest.raises(ConfigError, match=rf"book\.toml:{at}: \[generate\.chat\]: 'number' is undefined"):
        shown(PromptBook(file), "generate", "chat")


@pytest.mark.parametrize("form", ["NFD", "BOM"])
def test_a_book_is_the_same_in_every_form(tmp_path: Path, form: str) -> None:
    own = LANGUAGES["ko"].prompts.read_text("utf-8")
    file = tmp_path / "ko.toml"
    file.write_bytes(b"\xef\xbb\xbf" + own.encode() if form == "BOM" else unicodedata.normalize("NFD", own).encode())
    changed, book = book_of(replace(LANGUAGES["ko"], prompts=file)), book_of(LANGUAGES["ko"])

    assert changed.markers == book.markers
    for template in ALL_TEMPLATES:
        assert shown(changed, template, "chat") == shown(book, template, "chat")
    assert changed.sha256 != book.sha256, "it names the bytes"


OWN_FAULTS = [
    (("output = [", "outputs = ["), ":7: [markers] lacks output; it has outputs, which", "outputs is to be called output"),
    (("\nlabel = [", "\nlable = ["), "lacks label; it has lable, which is no marker", "lable is to be called label"),
    (("\nlabel = [", "\n# ["), ": [markers] lacks label", 'label = ["…", "Class label"]'),
    (
        ("[classify.chat]", "[clasify.chat]"),
        ": [classify.chat] is missing; there is [clasify.chat]",
        ": call it [classify.chat]",
    ),
    (("[classify.chat]", "[classify.chatt]"), "there is [classify.chatt]", ": call it [classify.chat]"),
    (("[classify.chat]", "[elsewhere.chat]"), ": [classify.chat] is missing", 'write it: [classify.chat] with user = """'),
]


@pytest.mark.parametrize(("change", "message", "hint"), OWN_FAULTS)
def test_what_a_plugins_book_lacks_is_told_with_what_to_write(
    tmp_path: Path, change: tuple[str, str], message: str, hint: str
) -> None:
    file = tmp_path / "book.toml"
    file.write_text(LANGUAGES["en"].prompts.read_text("utf-8").replace(*change), "utf-8")

    with pytest.raises(ConfigError) as told:
        shown(PromptBook(file), "classify", "chat")

    assert message in told.value.message
    assert hint in told.value.hint


UNREADABLE = [
    (b"[markers\n", ":1: ", "mend the line"),
    (b"item = ['\xe9']", "not UTF-8 at byte 9", "save the file as UTF-8"),
    (None, ": No such file or directory", "see that the package holds it"),
]


@pytest.mark.parametrize(("data", "message", "hint"), UNREADABLE, ids=["TOML", "UTF-8", "none"])
def test_a_book_that_can_not_be_read_is_told_with_its_cure(tmp_path: Path, data: bytes | None, message: str, hint: str) -> None:
    file = tmp_path / "book.toml"
    if data is not None:
        file.write_bytes(data)

    with pytest.raises(ConfigError) as told:
        PromptBook(file)

    assert told.value.message.startswith(f"{file}{message}" if message.startswith(":") else f"{file}: {message}")
    assert hint in told.value.hint


MISTYPED = [
    ("[clasify.chat]\nuser = ''", "did you mean classify?"),
    ("[classify.completon]\ntext = ''", "did you mean completion?"),
    ("[classify.chat]\nusr = ''", "did you mean user?"),
    ("[markers]\nlable = ['x']", "did you mean label?"),
    ("[[examples.input_first]]\ninstruction = 'x'", "did you mean input-first?"),
]


@pytest.mark.parametrize(("text", "message"), MISTYPED)
def test_a_mistyped_name_is_told_with_the_right_one(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(message)):
        book_of(LANGUAGES["en"], folder=folder(text))


def test_the_command_line_tells_it() -> None:
    folder(CLASSIFY.format("{{ subject }}"))

    for command in ("run", "generate", "estimate"):
        result = CliRunner().invoke(cli, [command, "--lang", "en", "--backend", "offline", "--prompts", "mine"])
        assert result.exit_code == 2
        assert "error: mine/en.toml:3: [classify.chat]: 'subject' is undefined" in result.output
    assert CliRunner().invoke(cli, ["run", "--lang", "en", "--prompts", "none"]).exit_code == 2
    assert CliRunner().invoke(cli, ["run", "--lang", "en", "--prompt-language", "fr"]).exit_code == 2


# --- the contract and the page


def test_the_contract_holds_for_english_prompts_too(tmp_path: Path) -> None:
    """What a native stop string lets through may be an English one."""
    own = LANGUAGES["ko"].prompts.read_text("utf-8")
    file = tmp_path / "ko.toml"
    file.write_text(own.replace("공든 탑이 무너지랴", "공든 탑이\\nTask: 무너지랴"), "utf-8")

    with pytest.raises(AssertionError, match=r"ko with --prompt-language en: \[output-first\.chat\]: the worked example"):
        check_prompts(replace(LANGUAGES["ko"], prompts=file))


def books_of_the_page() -> Iterator[tuple[str, str]]:
    yield from ((title, body) for kind, title, body in FENCE.findall(PAGE) if kind == "toml")


def test_the_book_of_the_page_works(scripted: Install) -> None:
    ((title, body),) = books_of_the_page()
    file = Path(title)
    file.parent.mkdir()
    file.write_text(body, "utf-8")
    plugins = scripted(good)

    made = selfinstruct.run("en", 3, backend="scripted", prompts=file.parent, out="bees", plugins=plugins)

    assert len(made.tasks) == 3
    assert any("bees" in prompt.shown for prompt in asked(plugins))


def test_the_page_counts_the_examples_right() -> None:
    told = {cells[0].strip("`"): cells[2] for cells in rows_of(PAGE, "template")}

    assert set(told) == set(ALL_TEMPLATES)
    for code in CODES:
        book = book_of(LANGUAGES[code])
        for template, cell in told.items():
            count = len(book.examples(template))
            assert cell.startswith(str(count) if count else "none"), (code, template)
