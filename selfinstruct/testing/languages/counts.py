"""What a language promises of the functions that only figures are counted by; each may be left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from selfinstruct.testing.contract import NotTried, called, every, expect, expect_none
from selfinstruct.testing.languages.case import LanguageCase, LanguageRule, differing
from selfinstruct.testing.languages.hostiletexts import shown

KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

Good = Callable[[object], bool]


def _check(field: str, without: str, contract: str, good: Good, case: LanguageCase) -> None:
    """Try one of the functions. without: what the host does where there is none."""
    call: Callable[[str], object] | None = getattr(case.language, field)
    if call is None:
        raise NotTried(f"the language has no {field}: {without}")
    found: dict[str, object] = {}

    def check_text(text: str) -> None:
        what = f"{case.code}: {field}({shown(text)})"
        gave = found[text] = called(what, f"{field} takes any text", call, text)
        expect(good(gave), f"{what} gave {gave!r:.80}", contract, f"mend it, or leave {field} out")

    every(partial(check_text, text) for text in case.texts)
    at_once = f"{field} is called by several threads at once, and gives the same each time"
    alone = {text: found[text] for text in case.short_texts}
    changed = called(f"{case.code}: {field}, called by four threads,", at_once, differing, call, alone)
    founds = (f"{case.code}: {field} in four threads differs: {shown(text)}" for text in changed)
    expect_none(founds, at_once, "keep no state between calls, and share nothing that is not thread-safe")


def _is_words(value: object) -> bool:
    return type(value) is list and all(type(word) is str and word for word in value)


def _is_verb(value: object) -> bool:
    return value is None or (isinstance(value, str) and value == value.strip() != "")


def _is_pair(value: object) -> bool:
    if not isinstance(value, tuple):
        return value is None
    return len(value) == 2 and value[0] is not None and all(_is_verb(word) for word in value)


def _is_mood(value: object) -> bool:
    return value is None or (isinstance(value, str) and bool(KEBAB.fullmatch(value)))


def _rule(name: str, field: str, without: str, contract: str, good: Good) -> LanguageRule:
    return LanguageRule(name, partial(_check, field, without, contract, good))


COUNT_RULES = (
    _rule("words", "words", "white space parts words", "words gives a list of texts, none empty", _is_words),
    _rule("main-verb", "main_verb", "figures show no verbs", "main_verb gives a verb or None", _is_verb),
    _rule(
        "verb-noun",
        "verb_noun",
        "figures show verbs without their objects",
        'verb_noun gives a verb with a noun or None, such as ("write", "letter"), and None where no verb is found',
        _is_pair,
    ),
    _rule(
        "mood", "mood", "figures do not tell how tasks ask", "mood gives a kebab-case word such as question, or None", _is_mood
    ),
)
