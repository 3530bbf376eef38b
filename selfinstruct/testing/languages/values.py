"""What a language promises of its plain values: code, name, threshold, limits, patterns, the name of its tokenizer."""

from __future__ import annotations

import re
from contextlib import suppress

from selfinstruct.language import Length
from selfinstruct.testing.contract import expect, expect_none
from selfinstruct.testing.languages.case import LanguageCase, LanguageRule
from selfinstruct.testing.languages.hostiletexts import shown

_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_UNITS = ("words", "characters")


def _check_code(case: LanguageCase) -> None:
    code: object = case.language.code
    contract = "a code is a language tag such as es or pt-BR: ids and folder names begin with it"
    mend = "take the ISO 639 code of the language: two or three small letters"
    expect(isinstance(code, str) and _CODE.fullmatch(code), f"language code {code!r}", contract, mend)


def _check_name(case: LanguageCase) -> None:
    name: object = case.language.name
    contract = "name is the language's own name for people, one line of text"
    expect(_is_line(name), f"{case.code}: name is {name!r}", contract, 'fill it in, such as name="Español"')
    english: object = case.language.english_name
    contract = "english_name is what English prompts call the language, one line of text, or nothing: then name stands in"
    good = english == "" or _is_line(english)
    expect(good, f"{case.code}: english_name is {english!r}", contract, 'fill it in, such as english_name="Spanish"')


def _check_threshold(case: LanguageCase) -> None:
    threshold: object = case.language.threshold
    good = isinstance(threshold, float) and 0 < threshold < 1
    contract = "an instruction is refused when its ROUGE-L, from 0 to 1, is above the threshold: 0 refuses all, 1 refuses none"
    mend = "begin with 0.7, give near_duplicates and distinct to check_language, and choose by the scores that it tells"
    expect(good, f"{case.code}: threshold {threshold!r}", contract, mend)


def _check_length(case: LanguageCase) -> None:
    length: object = case.language.length
    contract = "length is a Length with 1 <= minimum <= maximum, tokens >= 1 and a unit, words or characters"
    mend = 'such as Length(4, 150, "words"), or Length(6, 400, "characters") for a script without spaces'
    good = (
        isinstance(length, Length)
        and all(type(number) is int for number in (length.minimum, length.maximum, length.tokens))
        and 1 <= length.minimum <= length.maximum
        and length.tokens >= 1
        and length.unit in _UNITS
    )
    expect(good, f"{case.code}: length is {length!r}", contract, mend)


def _check_tasks_per_answer(case: LanguageCase) -> None:
    count: object = case.language.tasks_per_answer
    contract = "tasks_per_answer is how many whole tasks one request asks for, 1 or more"
    mend = "leave it out: 10 suits most languages"
    expect(type(count) is int and count >= 1, f"{case.code}: tasks_per_answer is {count!r}", contract, mend)


def _check_patterns(case: LanguageCase) -> None:
    bad = []
    for name in ("openings", "refusals", "placeholders"):
        patterns: object = getattr(case.language, name)
        if not isinstance(patterns, tuple):
            bad.append(f"{case.code}: {name} is {type(patterns).__name__}")
            continue
        none = [pattern for pattern in patterns if not (isinstance(pattern, re.Pattern) and isinstance(pattern.pattern, str))]
        bad += [f"{case.code}: {name} holds what is no pattern of texts: {pattern!r:.60}" for pattern in none]
    contract = "openings, refusals and placeholders are tuples of compiled patterns"
    expect_none(bad, contract, 'use re.compile, and a comma in a tuple of one: (re.compile(r"(?i)^sorry"),)')


def _check_blocked(case: LanguageCase) -> str | None:
    blocked: object = case.language.blocked
    good = isinstance(blocked, frozenset | set) and all(isinstance(word, str) and word for word in blocked)
    contract = "blocked is a frozenset of tokens: an instruction that has one of them is refused"
    mend = 'blocked=frozenset({"picture", "file"}), each written as tokens gives it'
    expect(good, f"{case.code}: blocked is {blocked!r:.60}", contract, mend)
    unmet = [word for word in sorted(case.language.blocked) if word not in case.language.tokens(word)]
    return f"perhaps never met, as tokens writes them otherwise: {', '.join(map(shown, unmet))}" if unmet else None


def _check_tokenizer_id(case: LanguageCase) -> None:
    told: object = case.language.tokenizer_id
    contract = "tokenizer_id is one line that names what decides the tokens: library, version, dictionary"
    mend = 'fill it in, such as tokenizer_id="words v1", and change it whenever tokens change'
    expect(_is_line(told), f"{case.code}: tokenizer_id is {told!r:.80}", contract, mend)
    with suppress(Exception):  # the rules of tokens tell it
        case.language.tokens("one two")
    again: object = case.language.tokenizer_id
    contract = "tokenizer_id is the same each time, before the tokenizer is loaded and after: a run is tied to it"
    mend = "make it of versions (importlib.metadata.version), not of what is known after loading"
    expect(told == again, f"{case.code}: tokenizer_id is {told!r:.80}, then {again!r:.80}", contract, mend)


def _is_line(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and len(value.splitlines()) == 1


VALUE_RULES = (
    LanguageRule("code", _check_code),
    LanguageRule("name", _check_name),
    LanguageRule("threshold", _check_threshold),
    LanguageRule("length", _check_length),
    LanguageRule("tasks-per-answer", _check_tasks_per_answer),
    LanguageRule("patterns", _check_patterns),
    LanguageRule("tokenizer-id", _check_tokenizer_id),
)

BLOCKED_RULE = LanguageRule("blocked", _check_blocked, ("tokens-any-text",))
"""By itself: it is tried once tokens is known to work."""
