"""What stands in a new language until its author writes: seed tasks, worked examples and pairs, in the language's script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from random import Random
from typing import Any

from selfinstruct.records import Instance
from selfinstruct.scaffold.facts import Facts
from selfinstruct.scaffold.words import new_words, sentence

SEEDS = 12
_CLASSIFICATIONS = (2, 5, 8, 11)
_WITH_INPUT = (1, 4, 7, 10)
_PAIRS = 3
_LEAST_WORDS, _MOST_WORDS = 8, 11
"""Of an instruction: long enough that one word more or less leaves it nearly the same."""


@dataclass(frozen=True, slots=True)
class Example:
    """A task that means nothing. words: of its instruction, to make another one of."""

    words: tuple[str, ...]
    instruction: str
    instances: tuple[Instance, ...]
    is_classification: bool = False


class Placeholders:
    """Tasks for one language, the same each time: seeds, those shown as worked examples, and pairs for its test."""

    def __init__(self, facts: Facts) -> None:
        rng = Random(f"placeholders {facts.code}")
        self._code, self._script, self._rng = facts.code, facts.script, rng
        self._new = new_words(facts.script, rng)
        self._seeds = [self._task(number in _CLASSIFICATIONS, number in _WITH_INPUT) for number in range(SEEDS)]
        self.classify = [self._task(labelled, bare) for labelled, bare in ((True, False), (False, False))]
        self.input_first = [self._task(False, given) for given in (True, False)]
        self.output_first = [self._task(True, False)]

    def seeds(self) -> Iterator[dict[str, Any]]:
        """Rows of a seed file."""
        for number, task in enumerate(self._seeds, 1):
            row = {"id": f"{self._code}-seed-{number}", "name": f"placeholder_{number}", "instruction": task.instruction}
            instances = [asdict(instance) for instance in task.instances]
            yield {**row, "instances": instances, "is_classification": task.is_classification, "kind": "placeholder"}

    def near_duplicates(self) -> list[tuple[str, str]]:
        """Pairs of instructions of which the second is the first with another word, or without one."""
        swapped = [(*task.words[:3], *self._new(1), *task.words[4:]) for task in self._seeds[:_PAIRS]]
        shortened = [(*task.words[:-2], task.words[-1]) for task in self._seeds[_PAIRS : 2 * _PAIRS]]
        made = [sentence(self._script, words) for words in (*swapped, *shortened)]
        return [(task.instruction, other) for task, other in zip(self._seeds, made, strict=False)]

    def distinct(self) -> list[tuple[str, str]]:
        """Pairs of instructions that ask for different things."""
        texts = [task.instruction for task in self._seeds]
        return list(zip(texts[::2], texts[1::2], strict=True))[-_PAIRS:]

    def _task(self, labelled: bool, given: bool) -> Example:
        words = self._new(self._rng.randint(_LEAST_WORDS, _MOST_WORDS))
        return Example(tuple(words), sentence(self._script, words), tuple(self._instances(labelled, given)), labelled)

    def _instances(self, labelled: bool, given: bool) -> Iterator[Instance]:
        if labelled:
            for label in self._new(2):
                yield Instance(self._text(6), label)
        else:
            yield Instance(self._text(7) if given else "", self._text(9))

    def _text(self, count: int) -> str:
        return sentence(self._script, self._new(count))
