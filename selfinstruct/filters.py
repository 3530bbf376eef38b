"""The built-in instruction filter: the original's rules, done by the language's own numbers. A plugin like any other."""

from __future__ import annotations

import re
import unicodedata

from selfinstruct.hookspecs import hookimpl
from selfinstruct.language import Language

_OPENERS = frozenset("「『“‘\"'(（《〈【[¿¡#$+-−~@`_/<")
_ENDS_OPEN = re.compile(r"[:：]\s*\Z")


@hookimpl
def selfinstruct_instruction_fault(text: str, tokens: list[str], language: Language) -> str | None:
    """The first of these that is wrong: opening, ending, language, length, blocked words."""
    checks = (_opening, _ending, _language, _length, _blocked)
    return next((fault for check in checks if (fault := check(text, tokens, language))), None)


def _opening(text: str, _tokens: list[str], language: Language) -> str | None:
    if not text:
        return "empty"
    if unicodedata.category(text[0])[0] in "PS" and text[0] not in _OPENERS:
        return f"starts-with-punctuation: {text[0]}"
    if any(pattern.match(text) for pattern in language.openings):
        return f"refused-opening: {text[:30]}"
    if any(pattern.search(text) for pattern in language.refusals):
        return "refusal"
    return None


def _ending(text: str, _tokens: list[str], _language: Language) -> str | None:
    return "ends-with-colon" if _ENDS_OPEN.search(text) else None


def _language(text: str, _tokens: list[str], language: Language) -> str | None:
    fault = language.fault(text, "instruction", "")
    return f"wrong-language: {fault}" if fault else None


def _length(text: str, tokens: list[str], language: Language) -> str | None:
    limits = language.length
    count = limits.count(text)
    if count < limits.minimum or len(tokens) < max(limits.tokens, 1):
        return f"too-short: {count} {limits.unit}, {len(tokens)} tokens"
    return f"too-long: {count} {limits.unit}" if count > limits.maximum else None


def _blocked(_text: str, tokens: list[str], language: Language) -> str | None:
    found = [token for token in tokens if token in language.blocked]
    return f"blocked-word: {found[0]}" if found else None
