"""What a prompt book promises: every template shows what it must, and the parsers read back what it shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from selfinstruct.backend import Style
from selfinstruct.errors import ConfigError
from selfinstruct.language import Language
from selfinstruct.parse.decision import parse_decision
from selfinstruct.parse.instances import parse_input_first, parse_output_first
from selfinstruct.parse.items import parse_items
from selfinstruct.promptchoice import ENGLISH, book_of
from selfinstruct.prompts import TEMPLATES, Markers, PromptBook, Rendered
from selfinstruct.records import Instance
from selfinstruct.testing.contract import ContractError, expect
from selfinstruct.testing.structured import check_structured
from selfinstruct.testing.wholetasks import check_whole_tasks, readings
from selfinstruct.text import clean, key

_WORKED = ("classify", "input-first", "output-first")
_TASKS = ("alpha beta", "gamma delta", "epsilon zeta")
_BESIDE = (
    ("example", "input", "output", "label"),
    ("instruction", "input", "output"),
    ("score", "reason"),
    ("better", "reason"),
)
"""Markers that head parts of the same answer."""

Pairs = list[tuple[str, str]]


def check_prompts(language: Language) -> None:
    """Every template renders in both styles and shows what it must; the parsers read back what the prompts show."""
    try:
        _check_book(language.code, book_of(language))
        if language.code != ENGLISH:
            _check_book(f"{language.code} asked in English", book_of(language, ENGLISH))
    except ConfigError as error:
        raise ContractError(f"{language.code}: {error}", "every template renders, in both styles", error.hint) from error


def _check_book(code: str, book: PromptBook) -> None:
    _check_markers(code, book.markers)
    for template in TEMPLATES:
        for style in get_args(Style):
            _check_template(f"{code}: [{template}.{style}]", book, template, style)
            for example in book.examples(template) if template in _WORKED else ():
                _check_example(f"{code}: [{template}.{style}]", book, template, style, example)
    check_whole_tasks(code, book)
    check_structured(code, book)


def _check_markers(code: str, marks: Markers) -> None:
    """Each word is read as what it is listed for, and as nothing else."""
    for beside in _BESIDE:
        roles: dict[str, str] = {}
        for role in beside:
            for word in getattr(marks, role):
                other = roles.setdefault(key(word), role)
                found = f"{code}: marker {word!r} is in {other} and in {role}"
                expect(other == role, found, "a word heads one part of an answer", "keep it in one")
    for role, word, got, wanted in (*_readings(marks), *readings(marks)):
        found = f"{code}: marker {word!r} of {role} reads as {got!r}, not {wanted!r}"
        expect(got == wanted, found, "every marker is read as what it is listed for", "take the word out, or choose another")


def _readings(marks: Markers) -> Iterator[tuple[str, str, object, object]]:
    """Role, word, how an answer with that word is read, how it must be read."""
    example, input_, output, label = marks.example[0], marks.input[0], marks.output[0], marks.label[0]
    yield from (("yes", word, parse_decision(word, marks), True) for word in marks.yes)
    yield from (("no", word, parse_decision(word, marks), False) for word in marks.no)
    for word in marks.item:
        yield "item", word, parse_items(f"{word} 1: alpha beta\n{word} 2: gamma", marks).texts, ("alpha beta", "gamma")
    for word in marks.closings:
        yield "closings", word, parse_items(f"1. alpha beta\n2. gamma\n\n{word} z", marks).texts, ("alpha beta", "gamma")
    for word in marks.example:
        text = f"{word} 1\n{input_}: a\n{output}: b\n{word} 2\n{input_}: c\n{output}: d"
        yield "example", word, _pairs(parse_input_first(text, marks)), [("a", "b"), ("c", "d")]
    for word in marks.input:
        yield "input", word, _pairs(parse_input_first(f"{example} 1\n{word}: a\n{output}: b", marks)), [("a", "b")]
        yield "input", word, _pairs(parse_output_first(f"{label}: x\n{word}: a", marks)), [("a", "x")]
    for word in marks.output:
        yield "output", word, _pairs(parse_input_first(f"{input_}: a\n{word}: b", marks)), [("a", "b")]
    for word in marks.label:
        yield "label", word, _pairs(parse_output_first(f"{word}: x\n{input_}: a", marks)), [("a", "x")]
    for word in marks.noinput:
        yield "noinput", word, _pairs(parse_input_first(f"{input_}: {word}\n{output}: b", marks)), [("", "b")]


def _check_template(where: str, book: PromptBook, template: str, style: Style) -> None:
    marks = book.markers
    rendered = book.render(template, style, _variables(template))
    shown = _text(rendered)
    if template.startswith("generate"):
        _check_list(where, shown, style, marks)
    else:
        contract = "the prompt shows the instruction that it is about"
        expect(_TASKS[0] in shown, f"{where} does not show its task", contract, "use {{ instruction }}")
    wanted = {
        "classify": (marks.yes[0], marks.no[0]),
        "input-first": (marks.example[0], marks.input[0], marks.output[0]),
        "output-first": (marks.label[0], marks.input[0]),
    }.get(template, ())
    lost = [word for word in wanted if word.casefold() not in shown.casefold()]
    contract = "a prompt shows the first word of each marker that its answer is read by"
    mend = "use these words in the template, or put its own first in [markers]"
    expect(not lost, f"{where} never shows {', '.join(lost)}", contract, mend)
    contract = "a completion prompt has stop strings: the model would go on with tasks of its own"
    expect(style == "chat" or rendered.stop, f"{where} has no stop", contract, "stop at what stands before the next task")


def _check_list(where: str, shown: str, style: Style, marks: Markers) -> None:
    contract = "the tasks are shown in order as a numbered list, in a form that the parser reads: the model copies it"
    read = parse_items(shown, marks).texts[: len(_TASKS)]
    good = all(item.startswith(task) for item, task in zip(read, _TASKS, strict=False)) and len(read) == len(_TASKS)
    mend = "{% for task in tasks %}{{ loop.index }}. {{ task }}"
    expect(good, f"{where} shows {', '.join(_TASKS)}, read back as {read!r:.90}", contract, mend)
    if style == "chat":
        contract = "a chat prompt asks for a number of tasks"
        expect("17" in shown, f"{where} does not ask for {{{{ count }}}} tasks", contract, "use {{ count }}")
        return
    last = shown.rsplit("\n", 1)[-1]
    good = parse_items(f"{last} one two\n5. three", marks).texts == ("one two", "three") and "4" in last
    contract = "a completion prompt ends with the number that the answer goes on from"
    expect(good, f"{where} ends with {last!r}", contract, "end the text with {{ first }}.")


def _check_example(where: str, book: PromptBook, template: str, style: Style, example: Mapping[str, Any]) -> None:
    """One worked example, shown alone before the task: its answer is read back as it was written."""
    one, two = _TASKS[:2]
    rendered = book.render(template, style, _variables(template, two) | {"examples": [{**example, "instruction": one}]})
    before, _, cue = _text(rendered).rpartition(two)
    _, found, rest = before.partition(one)
    about = f"{where}: the worked example {example.get('instruction')!r:.50}"
    expect(found, f"{about} is not shown", "a template shows [[examples]] before its task", "loop over examples")
    answer = rest.rpartition("\n")[0].strip("\n").removeprefix(cue.strip("\n"))
    read, written = _read_back(template, answer, book.markers), _written(template, example)
    contract = "an answer written as the examples are shown is read back whole"
    mend = "write the answer as the prompt book in docs/writing-plugins.md does"
    expect(read == written, f"{about} reads as {read!r:.200}, not {written!r:.200}", contract, mend)
    if style == "completion":
        cut = [stop for stop in rendered.stop if stop in answer]
        contract = "a stop string ends an answer and is in none"
        expect(not cut, f"{about} holds the stop string {cut}", contract, "choose another stop")
        good = any(stop in rest + two for stop in rendered.stop)
        contract = "what follows an answer begins with a stop string"
        expect(good, f"{about} is followed by no stop of {rendered.stop}", contract, "stop at what stands before the next task")


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


def _text(rendered: Rendered) -> str:
    return "\n".join(message.content for message in rendered.messages) or rendered.text


def _pairs(instances: Sequence[Instance]) -> Pairs:
    return [(instance.input, instance.output) for instance in instances]
