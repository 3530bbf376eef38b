"""How a frame comes to its answer: a filled template, a looked-up fact, or an input drawn with its output."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from random import Random

from selfinstruct_offline.frames import Pair, Slots
from selfinstruct_offline.ko.josa import render

Answer = Callable[[Slots, Random], Pair]


def said(*templates: str) -> Answer:
    """No input; one of the templates, filled with the slots."""

    def answer(slots: Slots, rng: Random) -> Pair:
        return Pair("", render(rng.choice(templates), slots))

    return answer


def known(slot: str, table: Mapping[str, str], *templates: str) -> Answer:
    """No input; what the table holds for the slot, itself a template, set into a template as `{답}`."""

    def answer(slots: Slots, rng: Random) -> Pair:
        found = render(table[slots[slot]], slots)
        return Pair("", render(rng.choice(templates or ("{답}",)), {**slots, "답": found}))

    return answer


def drawn(pairs: Iterable[tuple[str, str]], before: str = "", after: str = "") -> Answer:
    """An input with its output, drawn from a list; both are templates over the slots."""
    choices = tuple(pairs)

    def answer(slots: Slots, rng: Random) -> Pair:
        shown, output = rng.choice(choices)
        return Pair(render(before + shown, slots), render(output + after, slots))

    return answer


def labelled(texts: Mapping[str, Sequence[str]]) -> Answer:
    """An input that bears the label wanted; the texts of a label are templates over the slots."""

    def answer(slots: Slots, rng: Random) -> Pair:
        return Pair(render(rng.choice(texts[slots["label"]]), slots), slots["label"])

    return answer


def numbered(lines: Iterable[str]) -> str:
    """The lines as a numbered list."""
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))


def numbers(start: int, stop: int, step: int = 1) -> tuple[str, ...]:
    """Values of a numeric slot, `stop` left out."""
    return tuple(map(str, range(start, stop, step)))
