"""The sequential decision on candidate instructions: same text, faults, then novelty. Used by `generate` and by `filter`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

from selfinstruct.language import Language
from selfinstruct.rouge import new_references
from selfinstruct.text import key

Fault = Callable[[str, list[str], Language], str | None]


class Known(Protocol):
    """What texts are there already."""

    def __contains__(self, text: str) -> bool:
        """Whether the very same text is there."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one candidate: accepted when `reason` is "". `nearest`: (index in `Judge.texts`, F), best first."""

    text: str
    reason: str = ""
    detail: str = ""
    mean: float = 0.0
    nearest: tuple[tuple[int, float], ...] = ()


class Judge:
    """References with their texts, and the order in which reasons are looked for.

    The texts are tokenised when they are first needed. Raises PluginError when a plugin's tokeniser breaks.
    """

    def __init__(self, language: Language, texts: Sequence[str], *, fault: Fault, threshold: float) -> None:
        self._language, self._fault, self._threshold = language, fault, threshold
        self._references = new_references()
        self._untokenised = list(texts)
        self._warming = Lock()
        self.texts: list[str] = []

    def warm(self) -> None:
        """Tokenise the references now; from another thread, while the first answers are on their way."""
        with self._warming:
            if self._untokenised:
                self._references.extend([self.tokens(text) for text in self._untokenised])
                self.texts += self._untokenised
                self._untokenised = []

    def judge(self, texts: Sequence[str], known: Known, *, limit: int | None = None, k: int) -> Iterator[Verdict]:
        """A verdict for each text, in order, up to the one that makes `limit` accepted. k = 0: no scores, much faster."""
        self.warm()
        faults: list[str | None] = []
        passed: list[list[str]] = []
        seen: set[str] = set()
        for text in texts:
            fault, tokens = self._known_fault(text, known, seen)
            faults.append(fault)
            if fault is None:
                passed.append(tokens)
        judged = iter(self._references.judge(passed, self._threshold, k=k, limit=limit))
        accepted = 0
        for text, fault in zip(texts, faults, strict=True):
            if fault is not None:
                reason, _, detail = fault.partition(": ")
                yield Verdict(text, reason, detail)
                continue
            decision = next(judged)
            nearest = tuple(decision.nearest)
            if decision.accepted:
                self.texts.append(text)
                accepted += 1
                yield Verdict(text, "", "", decision.mean or 0.0, nearest)
            else:
                index, score = nearest[0]
                yield Verdict(text, "similar", f"{score:.4f} {self.texts[index]}", decision.mean or 0.0, nearest)
            if accepted == limit:
                return

    def tokens(self, text: str) -> list[str]:
        """The language's tokens of a text."""
        return self._language.tokens(text)

    def _known_fault(self, text: str, known: Known, seen: set[str]) -> tuple[str | None, list[str]]:
        name = key(text)
        if text in known or name in seen:
            return "duplicate", []
        seen.add(name)
        tokens = self.tokens(text)
        return self._fault(text, tokens, self._language), tokens
