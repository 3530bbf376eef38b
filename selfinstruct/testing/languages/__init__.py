"""What a language promises, rule by rule: values, tokens, counted functions, seeds, pairs, and its prompt book."""

from __future__ import annotations

from collections.abc import Sequence

from selfinstruct.language import Language
from selfinstruct.testing.contract import Report, expect, hold
from selfinstruct.testing.languages.case import LanguageCase, LanguageRule
from selfinstruct.testing.languages.counts import COUNT_RULES
from selfinstruct.testing.languages.pairs import PAIR_RULES, similarity
from selfinstruct.testing.languages.processes import PROCESS_RULE
from selfinstruct.testing.languages.promptbooks import PROMPT_RULES
from selfinstruct.testing.languages.seeds import SEED_RULES
from selfinstruct.testing.languages.speed import SPEED_RULE, first_call
from selfinstruct.testing.languages.tokens import TOKEN_RULES
from selfinstruct.testing.languages.values import BLOCKED_RULE, VALUE_RULES

__all__ = ["LANGUAGE_RULES", "check_language", "similarity"]

LANGUAGE_RULES: tuple[LanguageRule, ...] = (
    *VALUE_RULES,
    *TOKEN_RULES,
    PROCESS_RULE,
    BLOCKED_RULE,
    *COUNT_RULES,
    *SEED_RULES,
    *PAIR_RULES,
    *PROMPT_RULES,
    SPEED_RULE,
)
"""In the order in which they are checked: a rule stands behind those that it needs."""


def check_language(
    language: Language,
    *,
    near_duplicates: Sequence[tuple[str, str]] = (),
    distinct: Sequence[tuple[str, str]] = (),
    exceptions: Sequence[str] = (),
) -> Report:
    """Check every rule of a language, and tell what was checked. Raises ContractError that tells all that is broken.

    near_duplicates: pairs of instructions that ask for the same task and must not both be kept. distinct: pairs that must.
    exceptions: ids of seed tasks that are known to break the language's own filters.
    """
    __tracebackhide__ = True
    contract = "check_language takes one Language"
    mend = "give it what selfinstruct_languages() returns, one after the other"
    expect(isinstance(language, Language), f"{language!r:.80} is {type(language).__name__}", contract, mend)
    loading = first_call(language.tokens)
    case = LanguageCase(language, near_duplicates, distinct, exceptions, loading)
    return hold(f"language {case.code}", LANGUAGE_RULES, case)
