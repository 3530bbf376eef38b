"""ROUGE-L of one text against another: a drop-in for `rouge_score.rouge_scorer.RougeScorer`, for any tokeniser.

    >>> from selfinstruct_rouge import RougeScorer
    >>> scorer = RougeScorer(["rougeL"], tokenizer=str.split)
    >>> scorer.score("서울 의 날씨", "서울 날씨")["rougeL"]
    Score(precision=1.0, recall=0.6666666666666666, fmeasure=0.8)

The built-in tokeniser, as that of `rouge_score`, knows the letters a to z and digits only. Text in any other script has no
tokens to it and scores 0: give a tokeniser that knows the language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Protocol

from selfinstruct_rouge._rouge import lcs_pair

ROUGE_L = "rougeL"

_ENGLISH = re.compile("[a-z0-9]+")


class Score(NamedTuple):
    """How much of the prediction is in the target, how much of the target is in the prediction, and their harmonic mean."""

    precision: float
    recall: float
    fmeasure: float


class Tokenizer(Protocol):
    """An object that cuts text, such as those of `rouge_score.tokenizers` and of `transformers`."""

    def tokenize(self, text: str, /) -> Iterable[str]:
        """The tokens of a text."""


class RougeScorer:
    """Scores texts by ROUGE-L, with the same results as the class of this name in `rouge_score`.

    `tokenizer` is an object with `tokenize(text)`, or a function; without one, English text is cut as `rouge_score` cuts it if
    it does not stem. `split_summaries` matters for rougeLsum only and is taken so that calls need not change.
    """

    def __init__(
        self,
        rouge_types: Iterable[str],
        use_stemmer: bool = False,
        split_summaries: bool = False,
        tokenizer: Tokenizer | Callable[[str], Iterable[str]] | None = None,
    ) -> None:
        self.rouge_types = [rouge_types] if isinstance(rouge_types, str) else list(rouge_types)
        for name in self.rouge_types:
            if name != ROUGE_L:
                raise ValueError(f"{name!r} is not here, only {ROUGE_L!r} is: use rouge_score for the other types")
        if use_stemmer and tokenizer is None:
            raise ValueError("there is no stemmer here: use rouge_score, or give a tokenizer that stems")
        self._tokenize = _function(tokenizer)

    def score(self, target: str, prediction: str) -> dict[str, Score]:
        """Score a prediction against the text that was wanted."""
        return self._named(_score(self._tokenize(target), self._tokenize(prediction)))

    def score_multi(self, targets: Sequence[str], prediction: str) -> dict[str, Score]:
        """Score a prediction against each target, and give the score with the highest F, of equals the first."""
        if not targets:
            raise ValueError("no targets to score against")
        tokens = self._tokenize(prediction)
        scores = (_score(self._tokenize(target), tokens) for target in targets)
        return self._named(max(scores, key=lambda score: score.fmeasure))

    def score_batch(self, targets: Sequence[str], predictions: Sequence[str]) -> list[dict[str, Score]]:
        """Score each prediction against the target at its place; a text that occurs many times is cut once."""
        if len(targets) != len(predictions):
            raise ValueError(f"{len(targets)} targets for {len(predictions)} predictions")
        tokens = {text: self._tokenize(text) for text in dict.fromkeys((*targets, *predictions))}
        pairs = zip(targets, predictions, strict=True)
        return [self._named(_score(tokens[target], tokens[prediction])) for target, prediction in pairs]

    def _named(self, score: Score) -> dict[str, Score]:
        return dict.fromkeys(self.rouge_types, score)


def _function(tokenizer: Tokenizer | Callable[[str], Iterable[str]] | None) -> Callable[[str], list[str]]:
    if tokenizer is None:
        return _english
    tokenize = getattr(tokenizer, "tokenize", tokenizer)
    if not callable(tokenize):
        raise TypeError(f"a tokenizer is a function or has a method tokenize; {type(tokenizer).__name__} is not and has not")

    return lambda text: list(tokenize(text))


def _english(text: str) -> list[str]:
    return _ENGLISH.findall(text.lower())


def _score(target: list[str], prediction: list[str]) -> Score:
    """Divide and multiply in the order of `rouge_score`, for doubles that are equal to the last bit."""
    lcs = lcs_pair(target, prediction)
    if not lcs:
        return Score(0.0, 0.0, 0.0)
    precision, recall = lcs / len(prediction), lcs / len(target)
    return Score(precision, recall, 2 * precision * recall / (precision + recall))
