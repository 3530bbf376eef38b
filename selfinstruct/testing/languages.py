"""What a language promises: tokens, limits, checks, seeds; the prompt book has a module of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import get_args

from selfinstruct import filters
from selfinstruct.errors import ConfigError
from selfinstruct.language import Language, Role
from selfinstruct.records import Task
from selfinstruct.rouge import new_references
from selfinstruct.stages.curate import usable
from selfinstruct.taskfile import read_tasks
from selfinstruct.testing.contract import ContractError, called, expect
from selfinstruct.testing.promptbooks import check_prompts
from selfinstruct.text import key

LEAST_SEEDS = 8
"""How many tasks a prompt shows, and so the fewest seed tasks that a language may have."""

_HOSTILE = ("", " ", "\u3000\n\t", "...", "？！", "😀😀", "ㅋㅋㅋ", "\x00", "a\u200bb", "\ud800", "1" * 5000, "é" * 5000)
_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def check_language(language: Language, *, exceptions: Sequence[str] = ()) -> None:
    """Raise ContractError unless the language keeps its contract.

    exceptions: ids of seed tasks that are known to break the language's own filters.
    """
    _check_values(language)
    seeds = _seeds(language)
    _check_tokens(language, [task.instruction for task in seeds])
    _check_counted(language, [task.instruction for task in seeds])
    _check_fault(language)
    _check_seeds(language, seeds, exceptions)
    check_prompts(language)


def _check_values(language: Language) -> None:
    """What the host counts and compares with."""
    code, length = language.code, language.length
    contract = "a code is a language tag (es, pt-BR): ids and folder names begin with it"
    expect(_CODE.fullmatch(code), f"language code {code!r}", contract, "take the ISO 639 code")
    for name in ("name", "tokenizer_id"):
        value = getattr(language, name)
        expect(isinstance(value, str) and value, f"{code}: {name} is {value!r}", f"{name} is a text", "fill it in")
    contract = "an instruction is refused when its ROUGE-L is above the threshold: 0 refuses all, 1 none"
    threshold = language.threshold
    expect(0 < threshold < 1, f"{code}: threshold {threshold}", contract, "begin with 0.7, then measure")
    good = 1 <= length.minimum <= length.maximum and length.tokens >= 1 and length.unit in {"words", "characters"}
    expect(good, f"{code}: {length}", "1 <= minimum <= maximum, tokens >= 1, unit words or characters", "mend the limits")
    for name in ("openings", "refusals", "placeholders"):
        good = all(isinstance(pattern, re.Pattern) for pattern in getattr(language, name))
        expect(good, f"{code}: {name} holds what is no pattern", f"{name} are compiled patterns", "use re.compile")


def _check_tokens(language: Language, seeds: Sequence[str]) -> None:
    code, texts = language.code, [*_HOSTILE, *seeds]
    found = []
    for text in texts:
        tokens = called(f"{code}: tokens({text[:20]!r})", "tokens takes any text", language.tokens, text)
        good = type(tokens) is list and all(type(token) is str and token for token in tokens)
        gave = f"{code}: tokens({text[:20]!r}) gave {tokens!r:.80}"
        expect(good, gave, "tokens gives a list of texts, none empty", "leave empty tokens out")
        found.append(tokens)
    again = [language.tokens(text) for text in reversed(texts)][::-1]
    for text, one, two in zip(texts, found, again, strict=True):
        contract = "the same text has the same tokens, whatever was asked before"
        expect(one == two, f"{code}: tokens({text[:20]!r}) changed from call to call", contract, "keep no state between calls")
    with ThreadPoolExecutor(4) as threads:
        contract = "tokens is called by several threads at once"
        what = f"{code}: tokens in four threads"
        together = called(what, contract, lambda: list(threads.map(language.tokens, texts * 3)))
    mend = "share nothing that is not thread-safe: a lock, or one analyser a thread"
    expect(together == found * 3, f"{code}: tokens differ when four threads call", contract, mend)
    _check_novelty(language, seeds)


def _check_novelty(language: Language, seeds: Sequence[str]) -> None:
    for text in seeds:
        references = new_references()
        references.extend([language.tokens(text)])
        novel = references.judge([language.tokens(text)], language.threshold)[0].accepted
        contract = "identical text is never novel, so an instruction has at least one token"
        expect(not novel, f"{language.code}: {text!r} is novel beside itself", contract, "keep some token of every text")


def _check_counted(language: Language, seeds: Sequence[str]) -> None:
    """What figures of variety are counted by, where the language gives it."""
    code, texts = language.code, [*_HOSTILE, *seeds]
    for name, (contract, good) in _COUNTED.items():
        call: Callable[[str], object] | None = getattr(language, name)
        if call is None:
            continue
        found = [called(f"{code}: {name}({text[:20]!r})", f"{name} takes any text", call, text) for text in texts]
        for text, gave in zip(texts, found, strict=True):
            expect(good(gave), f"{code}: {name}({text[:20]!r}) gave {gave!r:.80}", contract, f"mend it, or leave {name} out")
        what, at_once = f"{code}: {name} in four threads", f"{name} is called by several threads at once"
        together = called(what, at_once, _in_threads, call, texts * 2)
        expect(together == found * 2, f"{what} differs", at_once, "share nothing that is not thread-safe")


def _in_threads(call: Callable[[str], object], texts: Sequence[str]) -> list[object]:
    with ThreadPoolExecutor(4) as threads:
        return list(threads.map(call, texts))


def _is_words(value: object) -> bool:
    return type(value) is list and all(type(word) is str and word for word in value)


def _is_verb(value: object) -> bool:
    return value is None or (isinstance(value, str) and value == value.strip() != "")


def _is_pair(value: object) -> bool:
    if not isinstance(value, tuple):
        return value is None
    return len(value) == 2 and value[0] is not None and all(_is_verb(word) for word in value)


def _is_mood(value: object) -> bool:
    return value is None or (isinstance(value, str) and bool(_KEBAB.fullmatch(value)))


_COUNTED: Mapping[str, tuple[str, Callable[[object], bool]]] = {
    "words": ("words gives a list of texts, none empty", _is_words),
    "main_verb": ("main_verb gives a verb or None", _is_verb),
    "verb_noun": ("verb_noun gives a verb with a noun or None, or None", _is_pair),
    "mood": ("mood gives a kebab-case word such as question, or None", _is_mood),
}


def _check_fault(language: Language) -> None:
    contract = "fault takes any text and gives None or a kebab-case code, with an optional ': detail'"
    for text in _HOSTILE:
        for role in get_args(Role):
            what = f"{language.code}: fault({text[:20]!r}, {role!r})"
            fault: object = called(what, contract, language.fault, text, role, "")
            good = fault is None or (isinstance(fault, str) and _KEBAB.fullmatch(fault.partition(": ")[0]))
            expect(good, f"{what} gave {fault!r:.80}", contract, "return a code such as no-kana, or None")


def _seeds(language: Language) -> list[Task]:
    contract = f"seeds is a file of {LEAST_SEEDS} or more tasks in the seed format, no two the same"
    try:
        tasks = read_tasks(language.seeds, language.code)
    except ConfigError as error:
        raise ContractError(f"{language.code}: {error}", contract, error.hint) from error
    number = len({key(task.instruction) for task in tasks})
    found = f"{language.code}: {len(tasks)} seed tasks, {number} different ones"
    expect(LEAST_SEEDS <= number == len(tasks), found, contract, "write more, or take the repeated ones out")
    return tasks


def _check_seeds(language: Language, tasks: Sequence[Task], exceptions: Sequence[str]) -> None:
    """Seeds pass what the host puts every generated task through."""
    contract = "seed tasks pass the language's own filters; `exceptions` lists exactly those that do not"
    for task in tasks:
        text = task.instruction
        faults = [filters.selfinstruct_instruction_fault(text, language.tokens(text), language)]
        row = {"instruction": text, "instances": [asdict(i) for i in task.instances], "finish_reason": "stop", "request_idx": 0}
        faults += [f"{refused.reason} ({refused.text[:40]!r})" for refused in usable(row, language)[1]]
        fault = next(filter(None, faults), None)
        listed = task.id in exceptions
        found = f"{language.code}: seed {task.id} is refused: {fault}"
        expect(fault is None or listed, found, contract, "mend the seed or the rule")
        expect(fault or not listed, f"{language.code}: seed {task.id} is not refused", contract, "take it out of exceptions")
    unknown = set(exceptions) - {task.id for task in tasks}
    expect(not unknown, f"{language.code}: no seed {', '.join(sorted(unknown))}", contract, "take it out of exceptions")
