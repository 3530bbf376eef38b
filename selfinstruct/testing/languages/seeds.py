"""What a language promises of its seed tasks and of `fault`, by which every text of a run is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import partial
from inspect import signature
from typing import get_args

from selfinstruct import filters
from selfinstruct.errors import ConfigError
from selfinstruct.language import Language, Role, any_language
from selfinstruct.records import Task
from selfinstruct.rouge import f_measure, new_references
from selfinstruct.stages.curate import usable
from selfinstruct.testing.contract import ContractError, NotTried, called, every, expect, expect_none
from selfinstruct.testing.languages.case import LanguageCase, LanguageRule, check_file, is_pair, own
from selfinstruct.testing.languages.counts import KEBAB
from selfinstruct.testing.languages.hostiletexts import FOREIGN, HOSTILE, brief, shown
from selfinstruct.text import clean, key

LEAST_SEEDS = 8
"""How many tasks a prompt shows, and so the fewest seed tasks that a language may have."""

_TYPES = "fault takes (text, role, instruction) and gives None, or why this is not the language in a kebab-case code"


def _check_readable(case: LanguageCase) -> None:
    check_file(case.code, "seeds", case.language.seeds)
    contract = "seeds is a file of tasks in the seed format, one JSON object a line"
    try:
        called(f"{case.code}: reading seeds", contract, lambda: case.seeds)
    except ContractError as error:
        if isinstance(error.__cause__, ConfigError):
            raise ContractError(f"{case.code}: {error.__cause__}", contract, error.__cause__.hint) from error
        raise ContractError(error.found, contract, "give a file of the package, and mend the line that is told") from error


def _check_enough(case: LanguageCase) -> None:
    number = len({key(task.instruction) for task in case.seeds})
    found = f"{case.code}: {len(case.seeds)} seed tasks, {number} different ones"
    contract = f"there are {LEAST_SEEDS} or more seed tasks, no two the same: a prompt shows so many"
    expect(LEAST_SEEDS <= number == len(case.seeds), found, contract, "write more, or take the repeated ones out")


def _check_placeholders(case: LanguageCase) -> str | None:
    """A package that has just been made has seeds that say nothing; to publish them would be a pity, and no broken promise."""
    left = sum(task.kind == "placeholder" for task in case.seeds)
    all_ = len(case.seeds)
    return f"{left} of {all_} seed tasks are placeholders still: write tasks, without kind placeholder" if left else None


def _check_novel(case: LanguageCase) -> str | None:
    """Each seed beside those before it, as candidates are judged."""
    founds = [f"{case.code}: {said}" for name, said in _alike(case) if name not in case.exceptions]
    contract = f"no seed task is refused as told already by another: their ROUGE-L is not above {case.language.threshold}"
    mend = (
        "of two tasks that are alike, write one anew, or put its id into exceptions; where many are told, tokens leave out "
        "too much of a text, or the threshold is too low"
    )
    expect_none(founds, contract, mend)
    return _coarse(case)


def _alike(case: LanguageCase) -> Iterator[tuple[str, str]]:
    """The id of each seed that one before it refuses, and what is told of it."""
    references = new_references()
    for task in case.seeds:
        tokens = case.tokens[task.instruction]
        if found := references.best_above([tokens], case.language.threshold)[0]:
            other = case.seeds[found[0]]
            near = f"ROUGE-L {found[1]:.2f} to seed {other.id}, {shown(other.instruction)}"
            yield task.id, f"seed {task.id}, {shown(task.instruction)}, has {near}; its tokens are {brief(tokens)}"
        references.extend([tokens])


def _coarse(case: LanguageCase) -> str | None:
    """What is no fault by itself, and leaves little to compare."""
    counts = [len(case.tokens[text]) for text in case.instructions]
    if 2 * counts.count(1) > len(counts):
        return f"{counts.count(1)} of {len(counts)} seed tasks have one token alone: such texts are the same, or nothing alike"
    # One token more, and nothing else changed.
    nearest = [f_measure(count, count, count + 1) for count in counts]
    kept = sum(not score > case.language.threshold for score in nearest)
    told = f"the threshold {case.language.threshold} lets {kept} of {len(counts)} seed tasks be told again with one token more"
    return told if 2 * kept > len(counts) else None


def _check_fault_code(case: LanguageCase) -> str | None:
    _check_arguments(case)
    every(partial(_check_fault, case, text, role) for text in HOSTILE for role in get_args(Role))
    fault = case.language.fault
    if own(fault) is any_language or any(fault(text, "instruction", "") for text in FOREIGN):
        return None
    return f"fault takes instructions in any script, such as {', '.join(map(shown, FOREIGN[:3]))}"


def _check_pairs(case: LanguageCase) -> str | None:
    """What a run refuses before it compares says nothing about the threshold; yet short texts show well what tokens do."""
    pairs = [pair for pair in (*case.near_duplicates, *case.distinct) if is_pair(pair)]
    if not pairs:
        raise NotTried("there are no texts of near_duplicates and distinct")
    texts = dict.fromkeys(clean(text) for pair in pairs for text in pair)
    refusals = [
        (text, said)
        for text in texts
        if (said := filters.selfinstruct_instruction_fault(text, case.language.tokens(text), case.language))
    ]
    told = [f"{shown(text)} is refused: {said}" for text, said in refusals]
    long = [each for each, (_, said) in zip(told, refusals, strict=True) if said.startswith(("too-short", "too-long"))]
    founds = [f"{case.code}: {each}" for each in told if each not in long]
    contract = "the texts of near_duplicates and distinct are instructions that pass the language's own filters"
    expect_none(founds, contract, "mend the filter that is told; or write the text as an instruction of the language")
    return f"of {len(texts)} texts {len(long)} are not of the length that a run takes, such as {long[0]}" if long else None


def _check_arguments(case: LanguageCase) -> None:
    """Before it is called: a TypeError of the call would tell of no line of the author's."""
    try:
        takes = signature(case.language.fault)
    except (TypeError, ValueError):  # some callables of C have no signature; the calls show what they take
        return
    try:
        takes.bind("", "input", "")
    except TypeError as error:
        found = f"{case.code}: fault({', '.join(takes.parameters)}) can not be called with (text, role, instruction): {error}"
        mend = 'def fault(text: str, role: str, instruction: str = "", /) -> str | None, whether it looks at all of them or not'
        raise ContractError(found, _TYPES, mend) from error


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
    alike = dict(_alike(case))
    founds = []
    for name in case.exceptions:
        if name not in known:
            founds.append(f"{case.code}: no seed {name}")
        elif not [*_refusals(case.language, known[name]), *_faults(case.language, known[name])] and name not in alike:
            founds.append(f"{case.code}: seed {name} is not refused")
    contract = "exceptions lists exactly the seed tasks that the filters refuse, or one before them"
    expect_none(founds, contract, "take it out of exceptions")


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
    LanguageRule("placeholders", _check_placeholders, ("seeds-readable",)),
    LanguageRule("fault-code", _check_fault_code),
    LanguageRule("fault-accepts-seeds", _check_fault_seeds, ("fault-code", "seeds-readable")),
    LanguageRule("seeds-pass-filters", _check_filters, _FILTERS_NEED),
    LanguageRule("seeds-novel", _check_novel, ("seeds-enough", "threshold", "identical-never-novel")),
    LanguageRule("exceptions", _check_exceptions, (*_FILTERS_NEED, "fault-code", "threshold")),
    LanguageRule("pairs-pass-filters", _check_pairs, ("fault-accepts-seeds", *_FILTERS_NEED)),
)
