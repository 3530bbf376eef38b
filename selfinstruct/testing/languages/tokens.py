"""What a language promises of `tokens`: any text, the same each time, in every thread and however its letters are composed."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from selfinstruct.rouge import new_references
from selfinstruct.testing.contract import called, every, expect, expect_none
from selfinstruct.testing.languages.case import LanguageCase, LanguageRule, differing
from selfinstruct.testing.languages.hostiletexts import shown
from selfinstruct.testing.languages.wholeletters import check_whole_letters, words_of

_TOKEN = 20
"""Characters of a token that are told."""

_NAMED = 10
"""Words that a remark names."""


def _check_any_text(case: LanguageCase) -> None:
    every(lambda text=text: _check_text(case, text) for text in case.texts)  # type: ignore[misc]


def _check_text(case: LanguageCase, text: str) -> None:
    what = f"{case.code}: tokens({shown(text)})"
    contract = "tokens takes any text: empty, without letters, of other scripts, very long, broken"
    tokens: object = called(what, contract, case.language.tokens, text)
    good = type(tokens) is list and all(type(token) is str and token for token in tokens)
    contract = "tokens gives a list of texts, none empty"
    mend = "give a list (not a tuple or a generator) and leave empty tokens out: [token for token in found if token]"
    expect(good, f"{what} gave {tokens!r:.80}", contract, mend)


def _check_deterministic(case: LanguageCase) -> None:
    again = {text: case.language.tokens(text) for text in reversed(case.texts)}
    contract = "the same text has the same tokens, whatever was asked before"
    changed = (text for text in case.texts if again[text] != case.tokens[text])
    founds = (f"{case.code}: tokens({shown(text)}) changed from call to call" for text in changed)
    expect_none(founds, contract, "keep no state between calls, and draw nothing by chance")


def _check_normalised(case: LanguageCase) -> None:
    founds = []
    for text in case.texts:
        one = case.language.tokens(unicodedata.normalize("NFC", text))
        two = case.language.tokens(unicodedata.normalize("NFD", text))
        if one != two:
            shorter = min(len(one), len(two))
            at = next((at for at in range(shorter) if one[at] != two[at]), shorter)
            founds.append(f"{case.code}: tokens({shown(text)}) gave {_some(one, at)} of NFC and {_some(two, at)} of NFD")
    contract = (
        "tokens are the same whether a letter with its accent is written as one character (NFC) or as two (NFD). "
        "The host gives NFC; your own tests, scripts and word lists may not"
    )
    mend = (
        'begin tokens with: text = unicodedata.normalize("NFC", text), or with "NFD" when it takes letters and marks apart: '
        "either makes one text of both. Words that it looks up must be in the same form"
    )
    expect_none(founds, contract, mend)


def _some(tokens: list[str], at: int) -> str:
    """In ASCII, as the two forms of a letter look alike."""
    some = (f"{token[:_TOKEN]!a}{'…' if len(token) > _TOKEN else ''}" for token in tokens[at : at + 2])
    return f"[{', '.join(some)}]"


def _check_threads(case: LanguageCase) -> None:
    alone = {text: case.tokens[text] for text in case.short_texts}
    contract = "tokens is called by several threads at once"
    mend = "share nothing that is not thread-safe: put a lock round the analyser, or keep one for each thread (threading.local)"
    what = f"{case.code}: tokens, called by four threads,"
    changed = called(what, contract, differing, case.language.tokens, alone, case.racing)
    founds = (f"{case.code}: tokens({shown(text)}) differ when four threads call" for text in changed)
    expect_none(founds, contract, mend)


def _check_identical(case: LanguageCase) -> str | None:
    founds = []
    for text in case.instructions:
        references = new_references()
        references.extend([case.tokens[text]])
        if references.judge([case.language.tokens(text)], case.language.threshold)[0].accepted:
            founds.append(f"{case.code}: {shown(text)} is novel beside itself: its tokens are {case.tokens[text]!r:.60}")
    contract = "identical text is never novel, so an instruction has at least one token, and the same ones each time"
    mend = "keep some token of every text with letters, such as its characters where no word is found"
    expect_none(founds, contract, mend)
    lost = [word for word in words_of(case.instructions) if not case.language.tokens(word)]
    said = f"alone {len(lost)} words of the seeds give no token: {_named(lost)}; a task in such words alone is like no other"
    return said if lost else None


def _named(words: Sequence[str]) -> str:
    return ", ".join([*map(shown, words[:_NAMED]), *(["…"] if len(words) > _NAMED else [])])


TOKEN_RULES = (
    LanguageRule("tokens-any-text", _check_any_text),
    LanguageRule("tokens-deterministic", _check_deterministic, ("tokens-any-text",)),
    LanguageRule("tokens-normalised", _check_normalised, ("tokens-deterministic",)),
    LanguageRule("tokens-whole-letters", check_whole_letters, ("tokens-deterministic",)),
    LanguageRule("tokens-thread-safe", _check_threads, ("tokens-deterministic",)),
    LanguageRule("identical-never-novel", _check_identical, ("tokens-any-text", "threshold")),
)
