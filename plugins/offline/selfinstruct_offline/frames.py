"""A phrase table: sentence frames with slots, filled at random, and recognised again from the filled text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations
from math import prod
from random import Random
from typing import NamedTuple

Slots = Mapping[str, str]
Inflect = Callable[[str, str], str]
_SLOT = re.compile(r"\{(\w+)(?::([^}]+))?\}")
_SHARED = 0.65
"""How much of an instruction another may share with it and still be new, a little under the novelty thresholds."""


class Pair(NamedTuple):
    """One instance: input ("" when the instruction needs none) and output."""

    input: str
    output: str


class Piece(NamedTuple):
    """A stretch of fixed text and the slot that follows it (slot "" behind the last stretch)."""

    literal: str
    slot: str
    form: str


@dataclass(frozen=True)
class Frame:
    """One kind of instruction. `pattern` holds `{slot}` or `{slot:form}`; `answer` makes an instance for filled slots.

    Every slot stands in the pattern at least once. A frame with `labels` is a classification: `answer` is then called
    with the label wanted under the key "label".
    """

    kind: str
    pattern: str
    slots: Mapping[str, Sequence[str]]
    answer: Callable[[Slots, Random], Pair]
    labels: tuple[str, ...] = ()

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The pattern cut at its slots."""
        pieces, end = [], 0
        for found in _SLOT.finditer(self.pattern):
            pieces.append(Piece(self.pattern[end : found.start()], found[1], found[2] or ""))
            end = found.end()
        return (*pieces, Piece(self.pattern[end:], "", ""))

    @cached_property
    def weight(self) -> int:
        """About how many fillings novelty lets through, so that no frame is used up long before the others.

        Two fillings that agree in a set of slots which, with the fixed text, is more than `_SHARED` of the whole are too
        much alike. So there can be no more fillings than there are values for the smallest such set of slots.
        """
        sizes = {name: len(values) for name, values in self.slots.items()}
        lengths = {name: sum(map(len, values)) / len(values) for name, values in self.slots.items()}
        fixed = sum(len(piece.literal) for piece in self.pieces)
        much = _SHARED * (fixed + sum(lengths.values()))
        sets = chain.from_iterable(combinations(self.slots, n) for n in range(len(self.slots) + 1))
        return min(prod(sizes[name] for name in same) for same in sets if fixed + sum(lengths[name] for name in same) >= much)


def attach(word: str, form: str) -> str:
    """Default inflection: the form is put behind the word."""
    return word + form


@dataclass(frozen=True)
class Repertoire:
    """All that the offline backend can say in one language.

    inflect: word, form -> the word in that form ("{fruit:a}" -> "an apple", "{물건:을}" -> "사과를").
    fallback: an instruction from elsewhere -> an instance that is honest about being a stand-in.
    foreign: sentences in another language, for misbehaving. talk: prefaces a chat model puts before a list.
    """

    frames: Sequence[Frame]
    fallback: Callable[[str, Random], Pair]
    foreign: Sequence[str]
    talk: Sequence[str]
    refusal: str
    inflect: Inflect = attach

    def instruction(self, rng: Random, *, classification: bool | None = None) -> str:
        """A filled frame; with `classification` only from frames of that kind."""
        frames, weights = self._choices[classification]
        frame = rng.choices(frames, cum_weights=weights)[0]
        return self.fill(frame, {slot: rng.choice(values) for slot, values in frame.slots.items()})

    def fill(self, frame: Frame, slots: Slots) -> str:
        """The frame's pattern with its slots filled and inflected."""
        return "".join(piece.literal + self._word(piece, slots) for piece in frame.pieces)

    def recognise(self, instruction: str) -> tuple[Frame, dict[str, str]] | None:
        """The frame and slots that give this very instruction, or None when it is not from the table."""
        for reader in self._readers:
            if (slots := reader.read(instruction)) is not None:
                return reader.frame, slots
        return None

    def instances(self, instruction: str, rng: Random, count: int) -> list[Pair]:
        """Up to `count` different instances; one for each label, in order, when it is a classification."""
        known = self.recognise(instruction)
        if known is None:
            return [self.fallback(instruction, rng)]
        frame, slots = known
        if frame.labels:
            return [frame.answer({**slots, "label": label}, rng) for label in frame.labels[:count]]
        pairs: dict[str, Pair] = {}
        for _ in range(count):
            pair = frame.answer(slots, rng)
            pairs.setdefault(pair.input, pair)
        return list(pairs.values())

    def _word(self, piece: Piece, slots: Slots) -> str:
        if not piece.slot:
            return ""
        word = slots[piece.slot]
        return self.inflect(word, piece.form) if piece.form else word

    @cached_property
    def _choices(self) -> dict[bool | None, tuple[list[Frame], list[float]]]:
        choices: dict[bool | None, tuple[list[Frame], list[float]]] = {}
        for wanted in (None, True, False):
            frames = [f for f in self.frames if wanted is None or bool(f.labels) == wanted]
            weights, so_far = [], 0.0
            for frame in frames:
                # The root keeps large frames from drowning the rest: instructions are also to be of many kinds.
                so_far += frame.weight ** (1 / 3)
                weights.append(so_far)
            choices[wanted] = (frames, weights)
        return choices

    @cached_property
    def _readers(self) -> list[_Reader]:
        return [_Reader(frame, self.inflect) for frame in self.frames]


class _Reader:
    """Reads the slots of one frame back out of a text."""

    def __init__(self, frame: Frame, inflect: Inflect) -> None:
        self.frame = frame
        self._inflect = inflect
        literals = [piece.literal for piece in frame.pieces]
        self._first, self._last = literals[0], literals[-1]
        self._longest = max(literals, key=len)
        self._inverse: dict[tuple[str, str], tuple[list[int], dict[str, list[str]]]] = {}

    def read(self, text: str) -> dict[str, str] | None:
        """The slots that give this very text; quick to say None."""
        if self._longest not in text or not text.startswith(self._first) or not text.endswith(self._last):
            return None
        return next(self._rest(text, 0, 0, {}), None)

    def _rest(self, text: str, at: int, index: int, slots: dict[str, str]) -> Iterator[dict[str, str]]:
        piece = self.frame.pieces[index]
        if not text.startswith(piece.literal, at):
            return
        at += len(piece.literal)
        if not piece.slot:
            if at == len(text):
                yield slots
            return
        for end, value in self._values(text, at, piece, slots.get(piece.slot)):
            yield from self._rest(text, end, index + 1, {**slots, piece.slot: value})

    def _values(self, text: str, at: int, piece: Piece, known: str | None) -> Iterator[tuple[int, str]]:
        lengths, values = self._table(piece)
        for length in lengths:
            for value in values.get(text[at : at + length], ()):
                if known is None or value == known:
                    yield at + length, value

    def _table(self, piece: Piece) -> tuple[list[int], dict[str, list[str]]]:
        """Inflected word -> the slot's own values that give it, and the lengths of such words, longest first."""
        key = (piece.slot, piece.form)
        if key not in self._inverse:
            values: dict[str, list[str]] = {}
            for value in dict.fromkeys(self.frame.slots[piece.slot]):
                values.setdefault(self._inflect(value, piece.form) if piece.form else value, []).append(value)
            self._inverse[key] = (sorted({len(word) for word in values}, reverse=True), values)
        return self._inverse[key]
