"""What a language promises of its plain values: the host's own rules, and what only trying can tell."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from selfinstruct.languagefaults import wrong
from selfinstruct.testing.contract import ContractError, expect
from selfinstruct.testing.languages.case import LanguageCase, LanguageRule
from selfinstruct.testing.languages.hostiletexts import shown


def _check_fields(case: LanguageCase, *fields: str) -> None:
    """Raise ContractError unless these fields keep the rules that the host holds them to before a run."""
    broken = [found for name in fields if (found := wrong(case.language, name))]
    if broken:
        raise ContractError.together(
            [
                ContractError(f"{case.code}: {each.field} is {each.found}", f"{each.field} is {each.must}", each.mend)
                for each in broken
            ]
        )


def _fields(*names: str) -> Callable[[LanguageCase], None]:
    return lambda case: _check_fields(case, *names)


def _check_blocked(case: LanguageCase) -> str | None:
    _check_fields(case, "blocked")
    unmet = [word for word in sorted(case.language.blocked) if word not in case.language.tokens(word)]
    return f"perhaps never met, as tokens writes them otherwise: {', '.join(map(shown, unmet))}" if unmet else None


def _check_tokenizer_id(case: LanguageCase) -> None:
    _check_fields(case, "tokenizer_id")
    told: object = case.language.tokenizer_id
    with suppress(Exception):  # the rules of tokens tell it
        case.language.tokens("one two")
    again: object = case.language.tokenizer_id
    contract = "tokenizer_id is the same each time, before the tokenizer is loaded and after: a run is tied to it"
    mend = "make it of versions (importlib.metadata.version), not of what is known after loading"
    expect(told == again, f"{case.code}: tokenizer_id is {told!r:.80}, then {again!r:.80}", contract, mend)


VALUE_RULES = (
    LanguageRule("code", _fields("code")),
    LanguageRule("name", _fields("name", "english_name")),
    LanguageRule("threshold", _fields("threshold")),
    LanguageRule("length", _fields("length")),
    LanguageRule("tasks-per-answer", _fields("tasks_per_answer")),
    LanguageRule("patterns", _fields("openings", "refusals", "placeholders")),
    LanguageRule("tokenizer-id", _check_tokenizer_id),
)

BLOCKED_RULE = LanguageRule("blocked", _check_blocked, ("tokens-any-text",))
"""By itself: it is tried once tokens is known to work."""
