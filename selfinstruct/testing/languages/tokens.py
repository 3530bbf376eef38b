"""What a language promises of `tokens`: any text, the same each time, in every thread and however its letters are composed."""

from __future__ import annotations

import unicodedata

from selfinstruct.rouge import new_references
from selfinstruct.testing.contract import called, every, expect, expect_none
from selfinstruct.testing.languages.case import LanguageCase, LanguageRule, in_threads
from selfinstruct.testing.languages.hostiletexts import shown


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
            at = next((at for at, pair in enumerate(zip(one, two, strict=False)) if pair[0] != pair[1]), 0)
            founds.append(f"{case.code}: tokens({shown(text)}) gave {_some(one, at)} of NFC and {_some(two, at)} of NFD")
    contract = (
        "tokens are the same whether a letter with its accent is written as one character (NFC) or as two (NFD). "
        "The host gives NFC; your own tests, scripts and word lists may not"
    )
    expect_none(founds, contract, 'begin tokens with: text = unicodedata.normalize("NFC", text)')


def _some(tokens: list[str], at: int) -> str:
    return f"{tokens[at : at + 2]!r:.40}"


def _check_threads(case: LanguageCase) -> None:
    texts = case.short_texts * 2
    contract = "tokens is called by several threads at once"
    mend = "share nothing that is not thread-safe: put a lock round the analyser, or keep one for each thread (threading.local)"
    what = f"{case.code}: tokens, called by four threads,"
    together = called(what, contract, in_threads, case.language.tokens, texts)
    differing = (text for text, tokens in zip(texts, together, strict=True) if tokens != case.tokens[text])
    founds = (f"{case.code}: tokens({shown(text)}) differ when four threads call" for text in differing)
    expect_none(founds, contract, mend)


def _check_identical(case: LanguageCase) -> None:
    founds = []
    for text in case.instructions:
        references = new_references()
        references.extend([case.tokens[text]])
        if references.judge([case.language.tokens(text)], case.language.threshold)[0].accepted:
            founds.append(f"{case.code}: {shown(text)} is novel beside itself: its tokens are {case.tokens[text]!r:.60}")
    contract = "identical text is never novel, so an instruction has at least one token, and the same ones each time"
    mend = "keep some token of every text with letters, such as its characters where no word is found"
    expect_none(founds, contract, mend)


TOKEN_RULES = (
    LanguageRule("tokens-any-text", _check_any_text),
    LanguageRule("tokens-deterministic", _check_deterministic, ("tokens-any-text",)),
    LanguageRule("tokens-normalised", _check_normalised, ("tokens-deterministic",)),
    LanguageRule("tokens-thread-safe", _check_threads, ("tokens-deterministic",)),
    LanguageRule("identical-never-novel", _check_identical, ("tokens-any-text", "threshold")),
)
