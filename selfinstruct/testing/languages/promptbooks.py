"""What a prompt book promises: every template shows what it must, and the parsers read back what it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial, wraps
from typing import Any, get_args

from selfinstruct.backend import Style
from selfinstruct.errors import ConfigError
from selfinstruct.language import Language
from selfinstruct.parse.decision import parse_decision
from selfinstruct.parse.instances import parse_input_first, parse_output_first
from selfinstruct.parse.items import parse_items
from selfinstruct.promptfile import read
from selfinstruct.prompts import ALL_TEMPLATES, STRUCTURED, STYLES, TEMPLATES, Markers, PromptBook, Rendered
from selfinstruct.prompttrial import lacks
from selfinstruct.records import Instance
from selfinstruct.testing.contract import ContractError, Report, every, expect, expect_none, hold
from selfinstruct.testing.languages.case import LanguageCase, LanguageRule, check_file
from selfinstruct.testing.languages.hostiletexts import shown as quoted
from selfinstruct.testing.languages.markers import check_markers
from selfinstruct.testing.languages.structured import check_structured
from selfinstruct.testing.languages.wholetasks import check_whole_tasks
from selfinstruct.text import clean

_WORKED = ("classify", "input-first", "output-first")
_TASKS = ("alpha beta", "gamma delta", "epsilon zeta")

Pairs = list[tuple[str, str]]
Place = tuple[str, PromptBook, str, Style]
"""The words that messages begin with, a book, a template and a style."""


def check_prompts(language: Language) -> Report:
    """Check the rules of the prompt book alone. Raises ContractError that tells all that is broken."""
    __tracebackhide__ = True
    return hold(f"language {language.code}", PROMPT_RULES, LanguageCase(language))


def _told(check: Callable[[LanguageCase], None]) -> Callable[[LanguageCase], None]:
    """What the book itself says is wrong in it is a broken contract too."""

    @wraps(check)
    def checked(case: LanguageCase) -> None:
        try:
            check(case)
        except ConfigError as error:
            raise _unreadable(case.code, error) from error

    return checked


def _unreadable(code: str, error: ConfigError) -> ContractError:
    contract = "the prompt book is a TOML file with [markers] and every template in both styles, chat and completion"
    return ContractError(f"{code}: {error}", contract, error.hint or "mend the line")


@_told
def _check_book(case: LanguageCase) -> None:
    """The file is read, its words are words, nothing is missing, and every template can be filled in."""
    check_file(case.code, "prompts", case.language.prompts)
    markers = read(case.language.prompts).tables.get("markers", {})
    bad = [name for name, words in markers.items() if not (isinstance(words, list) and all(map(_is_word, words)))]
    founds = (f"{case.code}: [markers]: {name} is {markers[name]!r:.80}" for name in bad)
    expect_none(founds, "each marker is a list of words", 'write it in brackets, such as item = ["Task"]')
    unknown = [name for name in markers if name not in Markers.__dataclass_fields__]
    founds = (f"{case.code}: [markers]: there is no {name}" for name in unknown)
    expect_none(founds, f"markers are {', '.join(Markers.__dataclass_fields__)}", "take it out, or mend its name")
    every(
        partial(_render, code, book, template, style)
        for code, book in case.books
        for template in ALL_TEMPLATES
        for style in STYLES
        if style != STRUCTURED or book.structured(template)
    )


def _render(code: str, book: PromptBook, template: str, style: str) -> None:
    try:
        next(lacks(book, template, style), None)
    except ConfigError as error:
        raise _unreadable(code, error) from error


@_told
def _check_given(case: LanguageCase) -> None:
    """There are worked examples: nobody else can write them, whoever's the templates are."""
    book = case.books[0][1]
    founds = {template: said for template in _WORKED if (said := _missing(template, book.examples(template)))}
    contract = (
        "a prompt book has worked examples in its language, for classify (of both verdicts), input-first and output-first "
        "(with an input): its own templates show them, and so do the English ones with --prompt-language en"
    )
    lines = [line for template in founds for line in _TABLES[template]]
    told = (f"{case.code}: the prompt book has {said}" for said in founds.values())
    expect_none(told, contract, "\n        ".join(["add to the prompt book, with texts in the language:", *lines]))


def _missing(template: str, examples: Sequence[Mapping[str, Any]]) -> str | None:
    """What there is none of: templates show some words, by which answers are read, beside an example of their kind alone."""
    if not examples:
        return f"no [[examples.{template}]]"
    if template == "classify":
        said = {example.get("is_classification") for example in examples}
        verdict = "true" if said == {False} else "false" if said == {True} else ""
        return f"no [[examples.classify]] with is_classification = {verdict}" if verdict else None
    full = any(instance.get("input") for example in examples for instance in example.get("instances", ()))
    return None if full else f"no [[examples.{template}]] with an input"


_INSTRUCTION = 'instruction = "…"'
_TABLES = {
    "classify": [
        *("[[examples.classify]]", _INSTRUCTION, "is_classification = true"),
        *("[[examples.classify]]", _INSTRUCTION, "is_classification = false"),
    ],
    "input-first": [
        *("[[examples.input-first]]", _INSTRUCTION),
        *("[[examples.input-first.instances]]", 'input = "…"', 'output = "…"'),
    ],
    "output-first": [
        *("[[examples.output-first]]", _INSTRUCTION),
        *("[[examples.output-first.instances]]", 'input = "…"', 'output = "the label of that input"'),
    ],
}
"""The least that a book has, as it is written."""


def _check_markers(case: LanguageCase) -> None:
    for code, book in case.books:
        check_markers(code, book.markers)


@_told
def _check_templates(case: LanguageCase) -> None:
    every(partial(_check_template, *place) for place in _places(case))


@_told
def _check_lists(case: LanguageCase) -> None:
    every(partial(_check_list, *place) for place in _places(case) if place[2].startswith("generate"))


@_told
def _check_examples(case: LanguageCase) -> None:
    every(
        partial(_check_example, *place, example)
        for place in _places(case)
        if place[2] in _WORKED
        for example in place[1].examples(place[2])
    )


@_told
def _check_whole(case: LanguageCase) -> None:
    every(partial(check_whole_tasks, *pair) for pair in case.books)


@_told
def _check_json(case: LanguageCase) -> None:
    every(partial(check_structured, *pair) for pair in case.books)


def _places(case: LanguageCase) -> Iterator[Place]:
    for code, book in case.books:
        for template in TEMPLATES:
            for style in get_args(Style):
                yield f"{code}: [{template}.{style}]", book, template, style


def _check_template(where: str, book: PromptBook, template: str, style: Style) -> None:
    """What a model must be shown is there."""
    marks = book.markers
    rendered = book.render(template, style, _variables(template))
    shown = _text(rendered)
    if not template.startswith("generate"):
        contract = "the prompt shows the instruction that it is about"
        expect(_TASKS[0] in shown, f"{where} does not show its task", contract, "use {{ instruction }}")
    elif style == "chat":
        contract = "a chat prompt asks for a number of tasks"
        expect("17" in shown, f"{where} does not ask for {{{{ count }}}} tasks", contract, "use {{ count }}")
    wanted = {
        "classify": (marks.yes[0], marks.no[0]),
        "input-first": (marks.example[0], marks.input[0], marks.output[0]),
        "output-first": (marks.label[0], marks.input[0]),
    }.get(template, ())
    lost = [word for word in wanted if word.casefold() not in shown.casefold()]
    contract = "a prompt shows the first word of each marker that its answer is read by"
    mend = "write {{ words.input }} and the like in the template, or put the word that it shows first in [markers]"
    expect(not lost, f"{where} never shows {', '.join(lost)}", contract, mend)
    contract = "a completion prompt has stop strings: the model would go on with tasks of its own"
    mend = 'stop at what stands before the next task, such as stop = ["\\n{{ words.item }}:"]'
    expect(style == "chat" or rendered.stop, f"{where} has no stop", contract, mend)


def _check_list(where: str, book: PromptBook, template: str, style: Style) -> None:
    """The tasks that a prompt shows are a list that the parser reads, as the answer will be one."""
    shown = _text(book.render(template, style, _variables(template)))
    contract = "the tasks are shown in order as a numbered list, in a form that the parser reads: the model copies it"
    read = parse_items(shown, book.markers).texts[: len(_TASKS)]
    good = all(item.startswith(task) for item, task in zip(read, _TASKS, strict=False)) and len(read) == len(_TASKS)
    mend = "{% for task in tasks %}{{ loop.index }}. {{ task }}, each on a line of its own"
    expect(good, f"{where} shows {', '.join(_TASKS)}, read back as {read!r:.90}", contract, mend)
    if style == "completion":
        last = shown.rsplit("\n", 1)[-1]
        good = parse_items(f"{last} one two\n5. three", book.markers).texts == ("one two", "three") and "4" in last
        contract = "a completion prompt ends with the number that the answer goes on from"
        expect(good, f"{where} ends with {last!r}", contract, "end the text with {{ first }}.")


def _check_example(where: str, book: PromptBook, template: str, style: Style, example: Mapping[str, Any]) -> None:
    """One worked example, shown alone before the task: its answer is read back as it was written."""
    one, two = _TASKS[:2]
    rendered = book.render(template, style, _variables(template, two) | {"examples": [{**example, "instruction": one}]})
    before, _, cue = _text(rendered).rpartition(two)
    _, found, rest = before.partition(one)
    about = f"{where}: the worked example {quoted(str(example.get('instruction')))}"
    contract = "a template shows the [[examples]] of the prompt book before its task"
    expect(found, f"{about} is not shown", contract, _LOOP)
    answer = rest.rpartition("\n")[0].strip("\n").removeprefix(cue.strip("\n"))
    read, written = _read_back(template, answer, book.markers), _written(template, example)
    contract = "an answer written as the examples are shown is read back whole"
    expect(read == written, f"{about} reads as {read!r:.200}, not {written!r:.200}", contract, _MENDS[template])
    if style == "completion":
        cut = [stop for stop in rendered.stop if stop in answer]
        contract = "a stop string ends an answer and is in none"
        expect(not cut, f"{about} holds the stop string {cut}", contract, "choose another stop")
        good = any(stop in rest + two for stop in rendered.stop)
        contract = "what follows an answer begins with a stop string"
        mend = 'stop at what stands before the next task, such as stop = ["\\n{{ words.item }}:"]'
        expect(good, f"{about} is followed by no stop of {rendered.stop}", contract, mend)


_LOOP = "loop over examples: {% for example in examples %}… {{ example.instruction }} …{% endfor %}… {{ instruction }}"
_MENDS = {
    "classify": "write the verdict as one of the words of yes or no in [markers], after the question and before the next task",
    "input-first": "write {{ words.example }} 1, {{ words.input }}: … and {{ words.output }}: … at the heads of lines, "
    "the input left out where there is none",
    "output-first": "write {{ words.label }}: {{ instance.output }} and {{ words.input }}: {{ instance.input }} "
    "at the heads of lines, in this order",
}


def _read_back(template: str, answer: str, marks: Markers) -> bool | Pairs | None:
    if template == "classify":
        return parse_decision(answer, marks)
    return _pairs((parse_output_first if template == "output-first" else parse_input_first)(answer, marks))


def _written(template: str, example: Mapping[str, Any]) -> bool | Pairs | None:
    if template == "classify":
        return example.get("is_classification")
    return [(clean(instance.get("input", "")), clean(instance.get("output", ""))) for instance in example.get("instances", [])]


def _variables(template: str, instruction: str = _TASKS[0]) -> dict[str, object]:
    """What the host gives to this template, and no more."""
    if template.startswith("generate"):
        return {"tasks": list(_TASKS), "count": 17, "first": 4}
    return {"instruction": instruction} | ({} if template == "classify" else {"limit": 5})


def _is_word(word: object) -> bool:
    return isinstance(word, str) and bool(word.strip())


def _text(rendered: Rendered) -> str:
    return "\n".join(message.content for message in rendered.messages) or rendered.text


def _pairs(instances: Sequence[Instance]) -> Pairs:
    return [(instance.input, instance.output) for instance in instances]


_READ = ("prompt-book",)

PROMPT_RULES = (
    LanguageRule("prompt-book", _check_book),
    LanguageRule("prompt-markers", _check_markers, _READ),
    LanguageRule("prompt-examples-given", _check_given, _READ),
    LanguageRule("prompt-templates", _check_templates, (*_READ, "prompt-examples-given")),
    LanguageRule("prompt-lists", _check_lists, _READ),
    LanguageRule("prompt-examples", _check_examples, _READ),
    LanguageRule("prompt-whole-tasks", _check_whole, _READ),
    LanguageRule("prompt-structured", _check_json, _READ),
)
