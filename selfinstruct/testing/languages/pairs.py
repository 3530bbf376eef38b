"""What a language promises of pairs of instructions that its author knows: which are one task told twice, and which are two."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from selfinstruct.rouge import new_references
from selfinstruct.testing.contract import NotTried, expect, expect_none
from selfinstruct.testing.languages.case import LanguageCase, LanguageRule
from selfinstruct.testing.languages.hostiletexts import shown
from selfinstruct.text import clean

_EXAMPLE = '[("List three uses of salt.", "Name three uses of salt."), ...]'


@dataclass(frozen=True, slots=True)
class _Scored:
    """A pair with its ROUGE-L."""

    score: float
    one: str
    other: str

    def __str__(self) -> str:
        return f"{self.score:.3f} {shown(self.one)} | {shown(self.other)}"


def _check_near_duplicates(case: LanguageCase) -> str:
    if not case.near_duplicates:
        raise NotTried(f"give near_duplicates={_EXAMPLE}: pairs that ask for the same in other words and must be refused")
    scored = _scored(case, "near_duplicates", case.near_duplicates)
    contract = (
        f"a text that asks for the same as another is refused: their ROUGE-L is above the threshold, {case.language.threshold}"
    )
    low = [pair for pair in scored if not pair.score > case.language.threshold]
    expect_none((f"{case.code}: taken for two tasks: {pair}" for pair in low), contract, _advice(case))
    return f"lowest of {len(scored)} pairs: {min(scored, key=_score)}; threshold {case.language.threshold}"


def _check_distinct(case: LanguageCase) -> str:
    if not case.distinct:
        raise NotTried(f"give distinct={_EXAMPLE.replace('Name three', 'Explain the')}: pairs that must both be kept")
    scored = _scored(case, "distinct", case.distinct)
    contract = f"two tasks are both kept: their ROUGE-L is not above the threshold, {case.language.threshold}"
    high = [pair for pair in scored if pair.score > case.language.threshold]
    expect_none((f"{case.code}: taken for one task: {pair}" for pair in high), contract, _advice(case))
    return f"highest of {len(scored)} pairs: {max(scored, key=_score)}; threshold {case.language.threshold}"


def _advice(case: LanguageCase) -> str:
    """Which thresholds decide all pairs right, or that none does."""
    near, apart = ([pair.score for pair in _scores(case, pairs)] for pairs in (case.near_duplicates, case.distinct))
    if not near or not apart:
        other = "distinct" if near else "near_duplicates"
        return (
            f"move the threshold, or have tokens leave out what carries no meaning; {other} too would show how far you can go"
        )
    low, high = min(near), max(apart)
    seen = f"the lowest near-duplicate scores {low:.3f}, the highest distinct pair {high:.3f}"
    if low > high:
        return f"{seen}: a threshold from {high:.3f} to below {low:.3f} decides all pairs right"
    return f"{seen}: no threshold decides them all; have tokens leave out what all texts share, such as particles and endings"


def _scored(case: LanguageCase, name: str, pairs: Sequence[tuple[str, str]]) -> list[_Scored]:
    expect(
        all(map(_is_pair, pairs)),
        f"{case.code}: {name} is {pairs!r:.100}",
        f"{name} is a list of pairs of texts",
        f"{name}={_EXAMPLE}",
    )
    return _scores(case, pairs)


def _is_pair(pair: object) -> bool:
    return isinstance(pair, tuple | list) and len(pair) == 2 and all(isinstance(text, str) for text in pair)


def _scores(case: LanguageCase, pairs: Sequence[tuple[str, str]]) -> list[_Scored]:
    told = [pair for pair in pairs if _is_pair(pair)]
    return [_Scored(_rouge(case.language.tokens, clean(one), clean(other)), one, other) for one, other in told]


def _rouge(tokens: Callable[[str], list[str]], one: str, other: str) -> float:
    """The number that a run decides by."""
    references = new_references()
    references.extend([tokens(one)])
    best = references.score([tokens(other)], 1)[0].best
    return best[1] if best else 0.0


def _score(pair: _Scored) -> float:
    return pair.score


_NEEDS = ("threshold", "tokens-any-text")

PAIR_RULES = (
    LanguageRule("near-duplicates", _check_near_duplicates, _NEEDS),
    LanguageRule("distinct", _check_distinct, _NEEDS),
)
