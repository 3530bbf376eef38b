"""Answers that give whole tasks, each a block of instruction, input and output, good and bad."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from selfinstruct.records import joined
from selfinstruct.schemas import INPUT, INSTRUCTION, OUTPUT, TASKS
from selfinstruct_offline import jsonform, lists
from selfinstruct_offline.answer import Answer, Request
from selfinstruct_offline.frames import Pair
from selfinstruct_offline.shown import shown_instructions

RULE = "###"
_OTHER_RULES = ("---", "***", "", "=====", "####", "# # #")
_MOST_LABELS = 12
_TRIES = 20
_LEAST_LOOPS, _LOOP_LENGTH = 8, 400


class Task(NamedTuple):
    """One block. fault: how it went wrong, "" when it did not; two faults change how the block is written."""

    instruction: str
    input: str
    output: str
    fault: str = ""


def blocks(request: Request) -> Answer:
    """As many whole tasks as are asked for, in numbered blocks or in JSON; in form "pairs" instruction and input are one."""
    if request.errs(lists.WHOLE):
        return _spoilt(request)
    tasks = _tasks(request)
    if request.prompt.schema is None:
        return Answer(_written(request, tasks), "stop", _faults(tasks))
    return jsonform.answered(request, _in_json(request, tasks), lambda: _written(request, tasks), _faults(tasks))


def _spoilt(request: Request) -> Answer:
    kinds = lists.spoilt_kinds(request)
    if request.prompt.schema is None:
        kinds.append("separators")
        if request.prompt.style == "chat" and request.repertoire:
            kinds.append("preface")
    kind = request.rng.choice(kinds)
    if kind == "cut":
        return _cut(request)
    if kind == "separators":
        tasks = _tasks(request)
        return Answer(_written(request, tasks, request.rng.choice(_OTHER_RULES)), "stop", (*_faults(tasks), kind))
    if kind == "preface" and request.repertoire:
        tasks = _tasks(request)
        preface = request.rng.choice(request.repertoire.talk)
        return Answer(f"{preface}\n\n{_written(request, tasks)}", "stop", (*_faults(tasks), kind))
    return lists.instead(request, kind)


def _cut(request: Request) -> Answer:
    """The answer broken off in its last block, behind the label or key that this begins with."""
    *before, last = _tasks(request)
    last = last if last.output else _good(request, shown_instructions(request.prompt))
    tasks = [*before, last]
    faults = (*_faults(tasks), "cut")
    if request.prompt.schema is None:
        text = _written(request, tasks)
        least = len(text) - len(_block(request, last, 0)) + len(request.words.instruction) + len(last.instruction) // 2
    else:
        text = jsonform.written(request, _in_json(request, tasks)).rstrip("]}\n ").removesuffix('"')
        least = text.rindex(f'"{OUTPUT}"')
    most = len(text) - 2
    return Answer(text[: request.rng.randint(min(least, most), most)].rstrip(), "length", faults)


def _tasks(request: Request) -> list[Task]:
    shown = shown_instructions(request.prompt)
    tasks: list[Task] = []
    for _ in range(max(request.prompt.count, 1)):
        tasks.append(_bad(request, shown, tasks) if request.errs() else _good(request, shown))
    return tasks


def _good(request: Request, shown: Sequence[str]) -> Task:
    return _about(request, lists.good_item(request, shown) or "[offline]")


def _about(request: Request, instruction: str, fault: str = "") -> Task:
    """The task with one instance, which for a classification has any of its labels."""
    if request.repertoire is None:
        # Nothing is known of the language; the instruction at least is written in it, and says what it is.
        pair = Pair("", f"[offline] {instruction}")
    else:
        pair = request.rng.choice(request.repertoire.instances(instruction, request.rng, _MOST_LABELS))
    return Task(instruction, pair.input, pair.output, fault)


def _bad(request: Request, shown: Sequence[str], tasks: Sequence[Task]) -> Task:
    before = [task.instruction for task in tasks if task.instruction]
    as_lists = lists.bad_kinds(request, shown, before)
    kind = request.rng.choice([*as_lists, *_kinds(request)])
    if kind in as_lists:
        return _about(request, lists.bad_item(request, kind, shown, before), kind)
    return _edited(request, kind, shown)._replace(fault=kind)


def _kinds(request: Request) -> list[str]:
    """The ways in which a block can go wrong whose instruction is good."""
    kinds = ["missing-output", "empty-block", "loop"]
    if request.prompt.schema is None:
        kinds.append("doubled-header")
    if request.prompt.form == "tasks":
        kinds += ["input-echo", "noinput"]
    if request.repertoire:
        kinds += ["refused-output", "foreign-output"]
    return kinds


def _edited(request: Request, kind: str, shown: Sequence[str]) -> Task:
    task, repertoire = _good(request, shown), request.repertoire
    if kind == "noinput":
        drawn = (_good(request, shown) for _ in range(_TRIES))
        bare = next((other for other in (task, *drawn) if not other.input), task)
        return bare._replace(input=request.rng.choice(request.words.noinputs))
    if kind == "empty-block":
        return Task("", "", "")
    if kind == "input-echo":
        return task._replace(input=task.instruction)
    outputs: Mapping[str, Callable[[], str]] = {
        "missing-output": lambda: "",
        "loop": lambda: _looped(request, task.output),
        "refused-output": lambda: repertoire.refusal if repertoire else "",
        "foreign-output": lambda: request.rng.choice(repertoire.foreign) if repertoire else "",
    }
    return task._replace(output=outputs[kind]()) if kind in outputs else task


def _looped(request: Request, text: str) -> str:
    """The first sentence over and over."""
    stop = request.words.stop
    sentence = text.partition("\n")[0].partition(stop)[0].strip() + stop
    return request.words.space.join([sentence] * max(_LEAST_LOOPS, _LOOP_LENGTH // len(sentence)))


def _faults(tasks: Sequence[Task]) -> tuple[str, ...]:
    return tuple(task.fault for task in tasks if task.fault)


def _in_json(request: Request, tasks: Sequence[Task]) -> dict[str, list[dict[str, str]]]:
    if request.prompt.form == "pairs":
        return {TASKS: [{INSTRUCTION: joined(task.instruction, task.input), OUTPUT: task.output} for task in tasks]}
    return {TASKS: [{INSTRUCTION: task.instruction, INPUT: task.input, OUTPUT: task.output} for task in tasks]}


def _written(request: Request, tasks: Sequence[Task], rule: str = RULE) -> str:
    first = request.prompt.first
    text = f"\n{rule}\n".join(_block(request, task, n) for n, task in enumerate(tasks, first))
    if request.prompt.style == "chat":
        return text
    # The prompt ends in the first label, so the answer goes on right behind it.
    return " " + text.removeprefix(_head(request, first, request.words.instruction)).lstrip()


def _head(request: Request, n: int, label: str) -> str:
    return f"{n}. {label}{request.words.colon.rstrip()}"


def _block(request: Request, task: Task, n: int) -> str:
    words = request.words
    in_one = request.prompt.form == "pairs"
    instruction = joined(task.instruction, task.input) if in_one else task.instruction
    parts = [(words.instruction, instruction)]
    if task.fault == "doubled-header":
        parts = [(words.instruction, _head(request, n, words.instruction) + " " + instruction)]
    if not in_one:
        parts.append((words.input, task.input or ("" if task.fault == "empty-block" else words.noinput)))
    if task.fault != "missing-output":
        parts.append((words.output, task.output))
    gap = words.colon[len(words.colon.rstrip()) :]
    return "\n".join(f"{_head(request, n, label)}{gap}{text}".rstrip() for label, text in parts)
