"""Decontamination: a task that holds text of an evaluation set, word for word or nearly so, is refused.

What is shared word for word is looked for in the instruction, the inputs, the outputs, and each input joined to the
instruction, in any case, width, punctuation and spacing. A run of 13 words counts; where words are not parted by spaces, or
are in some hands only (Han, kana, Hangul, Thai), two characters stand for a word, so 26 do. Of an evaluation text that is
shorter, the whole counts: from 8 words wherever it stands, below that only as a whole instruction (3 words) or input (5
words), never as an output, so that labels and answers such as "yes" do not contaminate. A run must say something: half of it
must be different words that are neither figures nor single letters. What stands in ten or more rows of the sets is their
wording, and counts only from three times that length on.

What is nearly the same has a ROUGE-L F above the threshold, by the very machinery that decides on novelty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from selfinstruct.curation.candidate import Candidate, Outcome, Step
from selfinstruct.curation.evaluation import EvaluationSets, Shared
from selfinstruct.language import Language
from selfinstruct.records import Rejection, Task, joined
from selfinstruct.rouge import new_references

NGRAM_REASON = "contaminated-ngram"
SIMILAR_REASON = "contaminated-similar"
NGRAM = 13

_SHOWN = 200
_WHOLE_INSTRUCTION, _WHOLE_INPUT = 3, 5
_ASKED, _OWN = 3, 8
"""Tokens from which on an instruction, and an input by itself, are measured: shorter ones are like each other by chance."""


def decontamination(files: Sequence[Path], language: Language, *, threshold: float | None = None, ngram: int = NGRAM) -> Step:
    """A step that refuses a task that shares `ngram` words in a row with evaluation sets, or is nearly a text of theirs.

    files: JSONL, a JSON array, either one gzipped, whose texts all count, whatever their field is called and however deep it
    lies; or .txt, a text a line. threshold: of ROUGE-L F; without, the language's. What becomes of a task depends on the sets
    and on nothing else. Raises ConfigError for a file that is missing, broken or without text.
    """
    sets = EvaluationSets(files, words=ngram)
    return _Decontamination(sets, language, language.threshold if threshold is None else threshold)


class _Decontamination:
    """The step: the sets, and their texts as references."""

    def __init__(self, sets: EvaluationSets, language: Language, threshold: float) -> None:
        self._sets = sets
        self._tokens = language.tokens
        self._threshold = threshold
        self._references = new_references()
        self._references.extend(self._tokens(passage.text) for passage in sets.passages)

    def __call__(self, candidates: Iterable[Candidate], /) -> Iterator[Outcome]:
        for candidate in candidates:
            task = candidate.task
            if found := self._shared(task):
                yield _refused(candidate, NGRAM_REASON, f"{found.where}: {_clipped(found.words)}")
            elif detail := self._similar(task):
                yield _refused(candidate, SIMILAR_REASON, detail)
            else:
                yield Outcome(candidate)

    def _shared(self, task: Task) -> Shared | None:
        found = self._sets.is_whole(task.instruction, _WHOLE_INSTRUCTION) or self._sets.shares(task.instruction)
        for instance in task.instances:
            if instance.input:
                both = joined(task.instruction, instance.input)
                found = found or self._sets.is_whole(instance.input, _WHOLE_INPUT) or self._sets.shares(both)
            found = found or self._sets.shares(instance.output)
        return found

    def _similar(self, task: Task) -> str:
        """The nearest of all that is above the threshold, or nothing."""
        measured = [tokens for text, least in _asked(task) if len(tokens := self._tokens(text)) >= least]
        near = [found for found in self._references.best_above(measured, self._threshold) if found]
        if not near:
            return ""
        index, score = max(near, key=lambda found: found[1])
        passage = self._sets.passages[index]
        return f"{passage.where}: {score:.4f} {_clipped(passage.text)}"


def _asked(task: Task) -> Iterator[tuple[str, int]]:
    """What is measured, and from how many tokens on: the instruction; each input joined to it; and each input."""
    yield task.instruction, _ASKED
    for instance in task.instances:
        if instance.input:
            yield joined(task.instruction, instance.input), _ASKED
            yield instance.input, _OWN


def _refused(candidate: Candidate, reason: str, detail: str) -> Outcome:
    return Outcome(None, (Rejection(candidate.task.instruction, reason, detail, candidate.number),))


def _clipped(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
