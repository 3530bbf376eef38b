"""How the Japanese table is written down: blocks of words and facts, and answers made from templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from selfinstruct_offline.frames import Pair, Slots

Answer = Callable[[Slots, Random], Pair]
Facts = Mapping[str, tuple[str, ...]]


def words(block: str) -> tuple[str, ...]:
    """The values of a slot, written with white space between them."""
    return tuple(block.split())


def facts(block: str) -> dict[str, tuple[str, ...]]:
    """Values of a slot and what is known of each: one a line, columns parted by `|`."""
    rows = (line.split("|") for line in block.split())
    return {value: tuple(known) for value, *known in rows}


def filled(template: str, slots: Slots, known: Mapping[str, Facts]) -> str:
    """The template with slots, and with the facts of slot `x` as `{x_1}`, `{x_2}`, and so on."""
    columns = {
        f"{slot}_{number}": fact for slot, table in known.items() for number, fact in enumerate(table[slots[slot]], start=1)
    }
    return template.format(**slots, **columns)


def written(*templates: str, **known: Facts) -> Answer:
    """An answer without input: one of the templates, filled."""

    def answer(slots: Slots, rng: Random) -> Pair:
        return Pair("", filled(rng.choice(templates), slots, known))

    return answer


def rewritten(pairs: Facts, before: str = "", after: str = "") -> Answer:
    """An answer with input: one of the pairs (input, output), each inside the text before and after it."""
    rows = [(given, made[0]) for given, made in pairs.items()]

    def answer(_slots: Slots, rng: Random) -> Pair:
        given, made = rng.choice(rows)
        return Pair(before + given, made + after)

    return answer


def labelled(inputs: Mapping[str, tuple[str, ...]], **known: Facts) -> Answer:
    """A classification: an input of the label wanted, filled, and that label."""

    def answer(slots: Slots, rng: Random) -> Pair:
        label = slots["label"]
        return Pair(filled(rng.choice(inputs[label]), slots, known), label)

    return answer
