"""What a language promises of pairs of instructions that its author knows: which are one task told twice, and which are two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from selfinstruct.language import Language
from selfinstruct.rouge import new_references
from selfinstruct.testing.contract import NotTried, expect, expect_none
from selfinstruct.testing.languages.case import LanguageCase, LanguageRule, is_pair
from selfinstruct.testing.languages.hostiletexts import brief, shown
from selfinstruct.text import clean

_EXAMPLE = '[("List three uses of salt.", "Name three uses of salt."), ...]'


def similarity(language: Language, one: str, other: str) -> float:
    """ROUGE-L F of two instructions, from 0 to 1, as a run judges them: above the language's threshold they are one task."""
    references = new_references()
    references.extend([language.tokens(clean(one))])
    best = references.score([language.tokens(clean(other))], 1)[0].best
    return best[1] if best else 0.0


@dataclass(frozen=True, slots=True)
class _Scored:
    """A pair with its ROUGE-L."""

    score: float
    one: str
    other: str

    def __str__(self) -> str:
        return f"{self.score:.3f} {shown(self.one)} | {shown(self.other)}"

    def with_tokens(self, language: Language) -> str:
        """With what was compared in a second line: whoever changes tokens looks there."""
        one, other = (brief(language.tokens(clean(text))) for text in (self.one, self.other))
        return f"{self}\n        {one} | {other}"


def _check_near_duplicates(case: LanguageCase) -> str:
    if not case.near_duplicates:
        raise _not_given(
            "near_duplicates", _EXAMPLE, "pairs that ask for the same in other words, of which one must be refused"
        )
    scored = _scored(case, "near_duplicates", case.near_duplicates)
    contract = (
        f"a text that asks for the same as another is refused: their ROUGE-L is above the threshold, {case.language.threshold}"
    )
    low = sorted((pair for pair in scored if not pair.score > case.language.threshold), key=_score)
    founds = (f"{case.code}: taken for two tasks: {pair.with_tokens(case.language)}" for pair in low)
    expect_none(founds, contract, _advice(case), most=None)
    return f"lowest of {len(scored)} pairs: {min(scored, key=_score)}; threshold {case.language.threshold}"


def _check_distinct(case: LanguageCase) -> str:
    if not case.distinct:
        raise _not_given("distinct", _EXAMPLE.replace("Name three", "Explain the"), "pairs of which both must be kept")
    scored = _scored(case, "distinct", case.distinct)
    contract = f"two tasks are both kept: their ROUGE-L is not above the threshold, {case.language.threshold}"
    high = sorted((pair for pair in scored if pair.score > case.language.threshold), key=_score, reverse=True)
    founds = (f"{case.code}: taken for one task: {pair.with_tokens(case.language)}" for pair in high)
    expect_none(founds, contract, _advice(case), most=None)
    highest = max(scored, key=_score)
    lowest = min((pair.score for pair in _scores(case, case.near_duplicates)), default=0.0)
    would = f"; {_between(highest.score, lowest)} would do" if lowest > highest.score else ""
    return f"highest of {len(scored)} pairs: {highest}; threshold {case.language.threshold}{would}"


def _not_given(name: str, example: str, meaning: str) -> NotTried:
    return NotTried(f"in the plugin's own tests, give check_language {name}={example}: {meaning}")


def _between(high: float, low: float) -> str:
    """Thresholds that decide right, and the middle of them, which leaves most room to pairs that are not known."""
    middle = (high + low) / 2
    said = f"{middle:.2f}" if high <= round(middle, 2) < low else f"{middle:.5f}"
    return f"{high:.3f} to below {low:.3f}, say {said},"


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
        return f"{seen}: a threshold from {_between(high, low)} decides all pairs right"
    return f"{seen}: no threshold decides them all; have tokens leave out what all texts share, such as particles and endings"


def _scored(case: LanguageCase, name: str, pairs: Sequence[tuple[str, str]]) -> list[_Scored]:
    expect(
        all(map(is_pair, pairs)),
        f"{case.code}: {name} is {pairs!r:.100}",
        f"{name} is a list of pairs of texts",
        f"{name}={_EXAMPLE}",
    )
    return _scores(case, pairs)


def _scores(case: LanguageCase, pairs: Sequence[tuple[str, str]]) -> list[_Scored]:
    told = [pair for pair in pairs if is_pair(pair)]
    return [_Scored(similarity(case.language, one, other), one, other) for one, other in told]


def _score(pair: _Scored) -> float:
    return pair.score


_NEEDS = ("threshold", "tokens-any-text")

PAIR_RULES = (
    LanguageRule("near-duplicates", _check_near_duplicates, _NEEDS),
    LanguageRule("distinct", _check_distinct, _NEEDS),
)
