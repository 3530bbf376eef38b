"""What the templates promise that ask for whole tasks and for judgements, and the words that head their answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from selfinstruct.parse.blocks import parse_blocks
from selfinstruct.parse.preference import parse_preference
from selfinstruct.parse.recovered import parse_recovered
from selfinstruct.parse.score import parse_score
from selfinstruct.prompts import OPTIONAL, STRUCTURED, STYLES, Markers, PromptBook
from selfinstruct.prompttrial import lacks
from selfinstruct.testing.contract import every, expect, expect_none

_RECIPES = ("alpaca", "instruction-output")
_TASKS = (("alpha beta", "one two", "three"), ("gamma delta", "", "four\nfive"), ("epsilon zeta", "six", "seven"))

Tasks = list[tuple[str, str, str]]


def check_whole_tasks(code: str, book: PromptBook) -> None:
    """Raise ContractError unless each template shows what it must, and the tasks that it shows are read back."""
    every(_checks(code, book))


def _checks(code: str, book: PromptBook) -> Iterator[Callable[[], None]]:
    for template in OPTIONAL:
        for style in STYLES:
            if style != STRUCTURED or book.structured(template):
                yield partial(_check_shown, f"{code}: [{template}.{style}]", book, template, style)
    for template in _RECIPES:
        if book.structured(template):
            yield partial(_check_chat, f"{code}: [{template}.{STRUCTURED}]", book, template, structured=True)
        yield partial(_check_chat, f"{code}: [{template}.chat]", book, template)
        yield partial(_check_completion, f"{code}: [{template}.completion]", book, template)


def readings(marks: Markers) -> Iterator[tuple[str, str, object, object]]:
    """Role, word, how an answer with that word is read, how it must be read."""
    input_, output, instruction = marks.input[0], marks.output[0], marks.instruction[0]
    score, reason, better = marks.score[0], marks.reason[0], marks.better[0]
    for word in marks.instruction:
        text = f"1. {word}: alpha\n1. {input_}: b\n1. {output}: c\n###\n2. {word}: gamma\n2. {input_}: d\n2. {output}: e"
        yield "instruction", word, _read(text, marks), [("alpha", "b", "c"), ("gamma", "d", "e")]
        yield "instruction", word, parse_recovered(f"{word}: alpha beta", marks), "alpha beta"
    for word in marks.noinput:
        text = f"1. {instruction}: alpha\n1. {input_}: {word}\n1. {output}: c"
        yield "noinput", word, _read(text, marks), [("alpha", "", "c")]
    for word in marks.score:
        yield "score", word, parse_score(f"{reason}: a b\n{word}: 4", marks), (4, "a b")
    for word in marks.reason:
        yield "reason", word, parse_score(f"{word}: a b\n{score}: 2", marks), (2, "a b")
        yield "reason", word, _preferred(f"{word}: c d\n{better}: B", marks), ("B", "c d")
    for word in marks.better:
        yield "better", word, _preferred(f"{reason}: c d\n{word}: A", marks), ("A", "c d")
    for word in marks.tie:
        yield "tie", word, _preferred(f"{reason}: c d\n{better}: {word}", marks), ("tie", "c d")


def _check_shown(where: str, book: PromptBook, template: str, style: str) -> None:
    contract = "a template shows what its request is about, and the words that its answer is read by"
    mend = "{{ words.output }} is the first word of the marker output; or leave the template out: an English one stands in"
    expect_none((f"{where} {said}" for said in lacks(book, template, style)), contract, mend)


def _check_chat(where: str, book: PromptBook, template: str, *, structured: bool = False) -> None:
    rendered = book.render(template, "chat", _variables(template, count=17, first=1), structured=structured)
    shown = "\n".join(message.content for message in rendered.messages)
    first, last = _TASKS[0][0], _TASKS[-1][2]
    start, end = shown.rfind("\n", 0, shown.find(first)) + 1, shown.rfind(last) + len(last)
    end += len(shown[end:].partition("\n")[0])
    _check_read(where, template, shown[start:end], book.markers)


def _check_completion(where: str, book: PromptBook, template: str) -> None:
    rendered = book.render(template, "completion", _variables(template, count=17, first=4))
    text = rendered.text[rendered.text.find(_TASKS[0][0]) :].rpartition("\n")[0]
    _check_read(where, template, text, book.markers, continued=True)
    cut = [stop for stop in rendered.stop if stop in text]
    contract = "a stop string ends an answer and is in none"
    expect(not cut, f"{where} shows tasks that hold the stop string {cut}", contract, "choose another stop")
    ending = rendered.text.rpartition("\n")[2]
    contract = "a completion prompt ends with the number that the answer goes on from, and the label of an instruction"
    expect("4" in ending, f"{where} ends with {ending!r}", contract, "end the text with {{ first }}. {{ words.instruction }}:")


def _check_read(where: str, template: str, text: str, marks: Markers, *, continued: bool = False) -> None:
    whole = template == "alpaca"
    wanted = [(instruction, input_ if whole else "", output) for instruction, input_, output in _TASKS]
    read = _read(text, marks, whole=whole, continued=continued)
    contract = "the tasks are shown in order, in a form that the parser reads: the model copies it"
    mend = "head the parts with {{ loop.index }}. {{ words.instruction }}: and the like, with a line ### between two tasks"
    expect(read == wanted, f"{where} shows {text!r:.300}, read back as {read!r:.200}", contract, mend)


def _read(text: str, marks: Markers, *, whole: bool = True, continued: bool = False) -> Tasks:
    blocks = parse_blocks(text, marks, with_input=whole, continued=continued).blocks
    return [(block.instruction, block.input, block.output) for block in blocks if not block.fault]


def _preferred(text: str, marks: Markers) -> tuple[str, str] | None:
    found = parse_preference(text, marks)
    return (found.better, found.reason) if found else None


def _variables(template: str, **more: int) -> Mapping[str, object]:
    names = ("instruction", "input", "output")
    tasks = [dict(zip(names, task, strict=True)) for task in _TASKS]
    if template == "instruction-output":
        tasks = [{name: text for name, text in task.items() if name != "input"} for task in tasks]
    return {"tasks": tasks, **more}
