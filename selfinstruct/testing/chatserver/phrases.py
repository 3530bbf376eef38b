"""The words that the practice server speaks in, and what it makes of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple, TypeVar

T = TypeVar("T")
_CHOICES = 0.2
"""How often a task is a classification task, where both are wanted."""

_SUBJECTS: dict[str, str] = {
    "baking bread": "Bread rises because yeast gives off a gas that the dough holds in.",
    "keeping bees": "A hive of bees needs about twenty kilos of honey to live through a winter.",
    "the tides": "High water comes about fifty minutes later on each day.",
    "rust": "Iron rusts where water and air reach it together.",
    "autumn leaves": "Leaves turn yellow when a tree takes back what made them green.",
    "a compost heap": "A compost heap grows warm because of all that lives in it.",
    "snow": "Fresh snow is mostly air, which is why it keeps the ground beneath it warm.",
    "candles": "It is the vapour of the wax that burns, not the wick.",
    "repairing bicycles": "A chain that is oiled too much gathers sand and wears out sooner.",
    "making tea": "Black tea wants boiling water, green tea water that has cooled a little.",
    "wool": "Wool keeps some of its warmth even when it is wet.",
    "old clocks": "A longer pendulum swings more slowly, so a clock that is fast is mended by lowering the weight.",
    "stone bridges": "The stones of an arch hold each other up without any mortar.",
    "the public library": "A library lends more than books: many have tools, games and seeds.",
    "mushrooms": "What we call a mushroom is only the fruit of a much larger web in the soil.",
    "swallows": "Swallows come back in spring to the barn in which they were born.",
    "chess": "After four moves by each side a game of chess may stand in billions of ways.",
    "salt": "Salt keeps food from spoiling because it draws the water out of it.",
    "glass": "Glass is made of sand that was melted and did not turn back into crystals.",
    "onions": "A sharp knife breaks fewer cells of an onion, so there are fewer tears.",
    "the night train": "A night train saves the price of a room and arrives in the middle of town.",
    "growing tomatoes": "Tomatoes split when they get a lot of water after a dry week.",
    "writing letters": "A letter that names one small thing is remembered longer than one that names ten.",
    "sharing a kitchen": "Most quarrels in a shared kitchen are about the sink.",
    "learning to swim": "Whoever breathes out under water has learnt the hardest part of swimming.",
    "hospital visits": "Short visits are kinder than long ones, and best after a rest.",
    "moving house": "Boxes of books are packed small, since a large one can not be lifted.",
    "choir singing": "Singers who stand close listen better and sing more softly.",
    "saving water": "A tap that drips once a second loses more than ten litres in a day.",
    "cleaning windows": "Windows are best cleaned on a cloudy day, as the sun dries them in streaks.",
}
_OPENINGS = (
    "Explain {}",
    "Give advice on {}",
    "Tell a short story about {}",
    "Summarise what matters most about {}",
    "Plan a first lesson on {}",
    "Invent a riddle that has to do with {}",
    "Name three common mistakes with {}",
    "Could you describe {}",
    "Compose a speech of welcome about {}",
    "Answer a worried question about {}",
    "Argue for taking more interest in {}",
    "Make a checklist for {}",
    "Correct two widespread beliefs about {}",
    "Interview an expert on {}",
)
_CONDITIONS = (
    "to a child of eight who has never heard of it",
    "in three plain sentences, each with an example",
    "as a friendly message for somebody who has just moved in",
    "so that it fits on one notice in the village hall",
    "without using any word of more than three syllables",
    "in the voice of a patient grandmother from the coast",
    "for readers who have half a minute before their bus comes",
    "and end with a question that starts a conversation",
    "as if it were the last page of an old diary",
    "using a comparison from football and one from cooking",
    "and keep strictly to what can be tried at home",
    "for a colleague who doubts everything that is not counted",
)
_KINDS = (
    "message",
    "review",
    "diary entry",
    "note from a tenant",
    "question at a counter",
    "remark of a pupil",
    "letter",
    "advert",
)
_ASKING = (
    "Decide whether the {kind} about {about} is {labels}.",
    "Is the given {kind}, which deals with {about}, {labels}? Reply with one word.",
    "Read the {kind} on {about} and choose the label that fits best: {labels}.",
    "Sort a {kind} concerning {about} under one of these headings: {labels}.",
)
LABELS = (
    ("angry", "neutral", "pleased"),
    ("true", "false"),
    ("urgent", "ordinary"),
    ("formal", "informal"),
    ("advice", "complaint", "praise"),
    ("past", "present", "future"),
    ("serious", "joking"),
    ("for sale", "wanted", "lost"),
)
"""Sets of labels that its classification tasks choose from."""

_LISTED = re.compile(r"(?:(?:[\w-]+ )?[\w-]+, )*(?:[\w-]+ )?[\w-]+ or [\w-]+")
_CHOOSING = re.compile(r"(?i)\b(classify|decide whether|choose the label|under one of these|is the (given|following)|categor)")


class Example(NamedTuple):
    """What a task works on, and what comes of it."""

    input: str
    output: str


def instructions(rng: Random, *, choosing: bool = False) -> Iterator[str]:
    """Instructions without end; some ten in a row begin, go on and end in ways of their own. choosing: classification tasks."""
    openings, conditions, subjects = _mixed(rng, _OPENINGS), _mixed(rng, _CONDITIONS), _mixed(rng, list(_SUBJECTS))
    kinds, asking, labels = _mixed(rng, _KINDS), _mixed(rng, _ASKING), _mixed(rng, LABELS)
    while True:
        if choosing or rng.random() < _CHOICES:
            *first, last = next(labels)
            named = f"{', '.join(first)} or {last}"
            yield next(asking).format(kind=next(kinds), about=next(subjects), labels=named)
        else:
            opening = next(openings).format(next(subjects))
            yield f"{opening} {next(conditions)}{'?' if opening.startswith('Could') else '.'}"


def sentences(rng: Random) -> Iterator[str]:
    """Plain true sentences without end."""
    return _mixed(rng, list(_SUBJECTS.values()))


def examples(rng: Random, count: int) -> list[Example]:
    """Inputs with their outputs."""
    found = sentences(rng)
    return [Example(next(found), f"In other words: {next(found)}") for _ in range(count)]


def labelled(rng: Random, instruction: str, limit: int) -> list[Example]:
    """An input for each label of a classification task."""
    found = sentences(rng)
    return [Example(next(found), label) for label in labels_of(instruction)[:limit]]


def labels_of(instruction: str) -> list[str]:
    """The labels that an instruction names, yes and no where it names none."""
    known = [labels for labels in LABELS if all(re.search(rf"\b{label}\b", instruction) for label in labels)]
    if known:
        return list(known[0])
    listed = _LISTED.findall(instruction)
    return re.split(r", | or ", listed[-1]) if listed else ["yes", "no"]


def is_choice(instruction: str) -> bool:
    """Whether an instruction asks for one label out of a few."""
    return bool(_CHOOSING.search(instruction))


def _mixed(rng: Random, words: Sequence[T]) -> Iterator[T]:
    """All of them, each time in another order, without end."""
    while True:
        yield from rng.sample(words, len(words))
