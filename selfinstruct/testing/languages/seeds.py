"""What a language promises of its seed tasks and of `fault`, by which every text of a run is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import partial
from typing import get_args

from selfinstruct import filters
from selfinstruct.errors import ConfigError
from selfinstruct.language import Language, Role, any_language
from selfinstruct.records import Task
from selfinstruct.stages.curate import usable
from selfinstruct.testing.contract import ContractError, called, every, expect, expect_none
from selfinstruct.testing.languages.case import LanguageCase, LanguageRule
from selfinstruct.testing.languages.counts import KEBAB
from selfinstruct.testing.languages.hostiletexts import HOSTILE, shown
from selfinstruct.text import key

LEAST_SEEDS = 8
"""How many tasks a prompt shows, and so the fewest seed tasks that a language may have."""

_TYPES = "fault takes (text, role, instruction) and gives None, or why this is not the language in a kebab-case code"


def _check_readable(case: LanguageCase) -> None:
    contract = "seeds is a file of tasks in the seed format, one JSON object a line"
    try:
        called(f"{case.code}: reading seeds", contract, lambda: case.seeds)
    except ContractError as error:
        if isinstance(error.__cause__, ConfigError):
            raise ContractError(f"{case.code}: {error.__cause__}", contract, error.__cause__.hint) from error
        mend = 'give a path: seeds=importlib.resources.files("selfinstruct_es") / "seeds.jsonl"'
        raise ContractError(error.found, contract, mend) from error


def _check_enough(case: LanguageCase) -> None:
    number = len({key(task.instruction) for task in case.seeds})
    found = f"{case.code}: {len(case.seeds)} seed tasks, {number} different ones"
    contract = f"there are {LEAST_SEEDS} or more seed tasks, no two the same: a prompt shows so many"
    expect(LEAST_SEEDS <= number == len(case.seeds), found, contract, "write more, or take the repeated ones out")


def _check_fault_code(case: LanguageCase) -> None:
    every(partial(_check_fault, case, text, role) for text in HOSTILE for role in get_args(Role))


def _check_fault(case: LanguageCase, text: str, role: Role) -> None:
    what = f"{case.code}: fault({shown(text)}, {role!r})"
    fault: object = called(what, "fault takes any text", case.language.fault, text, role, "")
    good = fault is None or (isinstance(fault, str) and KEBAB.fullmatch(fault.partition(": ")[0]))
    mend = 'return a code such as "no-kana", with ": detail" behind it if you like, or None'
    expect(good, f"{what} gave {fault!r:.80}", _TYPES, mend)


def _check_fault_seeds(case: LanguageCase) -> None:
    tasks = [task for task in case.seeds if task.id not in case.exceptions]
    founds = [
        f"{case.code}: seed {task.id} is refused: wrong-language: {said}"
        for task in tasks
        for said in _faults(case.language, task)
    ]
    contract = "fault finds nothing wrong in a seed task: its instruction, its inputs and its outputs are in the language"
    mend = "mend the seed or fault; a seed that has to break the rule goes into exceptions=[its id]"
    expect_none(founds, contract, mend)


def _faults(language: Language, task: Task) -> Iterator[str]:
    """What fault says of the parts of a task; of one that quotes another language, its input is free."""
    parts: list[tuple[str, Role, str]] = [(task.instruction, "instruction", "")]
    for instance in task.instances:
        parts += [(instance.input, "input", task.instruction)] if instance.input else []
        parts.append((instance.output, "output", task.instruction))
    for text, role, instruction in parts:
        if said := language.fault(text, role, instruction):
            yield f"{said} in the {role} {shown(text)}"


def _check_filters(case: LanguageCase) -> None:
    """Seeds pass what the host puts every generated task through; what fault says of them has a rule of its own."""
    language = replace(case.language, fault=any_language)
    founds = []
    for task in case.seeds:
        if task.id not in case.exceptions:
            founds += [f"{case.code}: seed {task.id} is refused: {said}" for said in _refusals(language, task)]
    contract = "seed tasks pass the language's own filters: length, openings, refusals, placeholders, blocked words"
    mend = "mend the seed or the rule; a seed that has to break it goes into exceptions=[its id]"
    expect_none(founds, contract, mend)


def _check_exceptions(case: LanguageCase) -> None:
    known = {task.id: task for task in case.seeds}
    founds = []
    for name in case.exceptions:
        if name not in known:
            founds.append(f"{case.code}: no seed {name}")
        elif not [*_refusals(case.language, known[name]), *_faults(case.language, known[name])]:
            founds.append(f"{case.code}: seed {name} is not refused")
    expect_none(founds, "exceptions lists exactly the seed tasks that the filters refuse", "take it out of exceptions")


def _refusals(language: Language, task: Task) -> Iterator[str]:
    text = task.instruction
    if said := filters.selfinstruct_instruction_fault(text, language.tokens(text), language):
        yield said
    row = {"instruction": text, "instances": [asdict(i) for i in task.instances], "finish_reason": "stop", "request_idx": 0}
    for refused in usable(row, language)[1]:
        yield f"{refused.reason} ({shown(refused.text)})"


_FILTERS_NEED = ("seeds-readable", "length", "patterns", "tokens-any-text", "blocked")

SEED_RULES = (
    LanguageRule("seeds-readable", _check_readable),
    LanguageRule("seeds-enough", _check_enough, ("seeds-readable",)),
    LanguageRule("fault-code", _check_fault_code),
    LanguageRule("fault-accepts-seeds", _check_fault_seeds, ("fault-code", "seeds-readable")),
    LanguageRule("seeds-pass-filters", _check_filters, _FILTERS_NEED),
    LanguageRule("exceptions", _check_exceptions, (*_FILTERS_NEED, "fault-code")),
)
