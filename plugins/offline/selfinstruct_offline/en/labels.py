"""English classification frames: for each label, an input that clearly bears it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random

from selfinstruct_offline.en.facts import ANIMALS
from selfinstruct_offline.en.kit import frame, phrases, sentence, the
from selfinstruct_offline.en.labelled import (
    AGES,
    CLAIMS,
    EMOTIONS,
    FIGURES_OF_SPEECH,
    FOODS,
    INTENTS,
    KINDS_OF_TEXT,
    MOODS_OF_SPEECH,
    NEWS,
    REGISTERS,
    REVIEW_TOPICS,
    REVIEWS,
    SEASONS,
    SPAM,
    TICKETS,
    WORD_CLASSES,
)
from selfinstruct_offline.en.sentences import made, singular
from selfinstruct_offline.en.vocab import EVENTS, NAMES, PEOPLE, PLACES, PURPOSES, SOURCES, SPOTS
from selfinstruct_offline.frames import Frame, Pair, Slots

Inputs = Mapping[str, Sequence[str]]
_YES_NO = ("yes", "no")
_GOODS = phrases("""
a folding rain cape; a hand-cranked coffee mill; felt slippers; a solar garden lamp; a cast-iron frying pan; an oak step stool
a linen tablecloth; a noiseless alarm clock; a thermos lunch box; a ceramic butter dish; a two-person tent; a woollen poncho
a bamboo fishing rod; an electric foot warmer; a pocket barometer; a leather tool belt; beeswax crayons; a wooden balance bike
""")


def among(inputs: Inputs) -> Callable[[Slots, Random], Pair]:
    """Any of the inputs that bear the label; `{name}` in them is somebody's name."""

    def answer(slots: Slots, rng: Random) -> Pair:
        text = rng.choice(inputs[slots["label"]])
        return Pair(text.replace("{name}", rng.choice(NAMES)), slots["label"])

    return answer


def _plain(kind: str, pattern: str, inputs: Inputs, /, **slots: Sequence[str]) -> Frame:
    return frame(kind, pattern, among(inputs), inputs, **slots)


def _review(slots: Slots, rng: Random) -> Pair:
    return Pair(f"About {the(slots['thing'])}: {rng.choice(REVIEWS[slots['label']])}", slots["label"])


def _tense(slots: Slots, rng: Random) -> Pair:
    found = made(rng)
    return Pair({"past": found.past, "present": found.present, "future": found.future}[slots["label"]], slots["label"])


def _voice(slots: Slots, rng: Random) -> Pair:
    found = singular(rng)
    return Pair(found.passive if slots["label"] == "passive" else found.past, slots["label"])


def _same(slots: Slots, rng: Random) -> Pair:
    found = singular(rng)
    second = found.passive if slots["label"] == "same" else found.negative
    return Pair(f"1. {found.past}\n2. {second}", slots["label"])


def _follows(slots: Slots, rng: Random) -> Pair:
    found = made(rng)
    second = (
        f"{found.name} was {found.place}." if slots["label"] == "yes" else f"{found.name} never went anywhere {found.place}."
    )
    return Pair(f"First: {found.past}\nSecond: {second}", slots["label"])


def _parity(slots: Slots, rng: Random) -> Pair:
    return Pair(str(2 * rng.randint(10, 480) + (slots["label"] == "odd")), slots["label"])


def _multiple(slots: Slots, rng: Random) -> Pair:
    n = int(slots["n"])
    return Pair(str(n * rng.randint(4, 40) + (0 if slots["label"] == "yes" else rng.randint(1, n - 1))), slots["label"])


def _triangle(slots: Slots, rng: Random) -> Pair:
    a, b, c = sorted(rng.sample(range(11, 20), 3))
    sides = {"equilateral": (a, a, a), "isosceles": (a, a, b), "scalene": (a, b, c)}[slots["label"]]
    return Pair(", ".join(f"{side} cm" for side in rng.sample(sides, 3)), slots["label"])


def _angle(slots: Slots, rng: Random) -> Pair:
    degrees = {"acute": rng.randint(5, 89), "right": 90, "obtuse": rng.randint(91, 175)}[slots["label"]]
    return Pair(f"{degrees} degrees", slots["label"])


def _acid(slots: Slots, rng: Random) -> Pair:
    tenths = {"acidic": rng.randint(10, 60), "neutral": 70, "alkaline": rng.randint(80, 135)}[slots["label"]]
    return Pair(f"pH {tenths / 10}", slots["label"])


def _animal(slots: Slots, rng: Random) -> Pair:
    names = [name for name, facts in ANIMALS.items() if facts[0].split()[1] == slots["label"]]
    return Pair(rng.choice(names), slots["label"])


def _season(slots: Slots, rng: Random) -> Pair:
    return Pair(sentence(rng.choice(SEASONS[slots["label"]])), slots["label"])


def _person(slots: Slots, rng: Random) -> Pair:
    found = made(rng)
    who = "I" if slots["label"] == "first person" else found.name
    return Pair(f"{who} {found.forms[2]} {found.thing} {found.place}.", slots["label"])


def _longer(slots: Slots, rng: Random) -> Pair:
    lines = sorted(
        (f"{rng.choice(NAMES)} came {place}." for place in rng.sample(PLACES, 9)), key=lambda line: len(line.split())
    )
    short, long = lines[0], lines[-1]
    first, second = (long, short) if slots["label"] == "first" else (short, long)
    return Pair(f"First: {first}\nSecond: {second}", slots["label"])


def _sorted(slots: Slots, rng: Random) -> Pair:
    numbers = sorted(rng.sample(range(10, 99), 6))
    if slots["label"] == "falling":
        numbers.reverse()
    elif slots["label"] == "mixed":
        numbers[1], numbers[4] = numbers[4], numbers[1]
    return Pair(", ".join(map(str, numbers)), slots["label"])


FRAMES = (
    frame(
        "sentiment",
        "Is this review of {thing}, left by {person}, positive, negative or neutral? Answer {purpose}.",
        _review,
        ("positive", "negative", "neutral"),
        thing=_GOODS,
        person=PEOPLE,
        purpose=PURPOSES,
    ),
    frame(
        "sentiment",
        "{person:cap} commented on {thing}. Mark the comment as positive or negative, {purpose}.",
        _review,
        ("positive", "negative"),
        person=PEOPLE,
        thing=_GOODS,
        purpose=PURPOSES,
    ),
    _plain(
        "spam",
        "A message reached {person} during {event}. Spam or legitimate? Judge it {purpose}.",
        SPAM,
        person=PEOPLE,
        event=EVENTS,
        purpose=PURPOSES,
    ),
    _plain(
        "topic",
        "Assign the news item to sports, politics, business or science, {purpose}; it comes from {source}.",
        NEWS,
        purpose=PURPOSES,
        source=SOURCES,
    ),
    _plain(
        "urgency",
        "Someone reports a problem {place}. Label the report urgent or not urgent {purpose}.",
        TICKETS,
        place=PLACES,
        purpose=PURPOSES,
    ),
    _plain(
        "register",
        "Decide whether the wording, which {person} noticed in {source}, is formal or informal.",
        REGISTERS,
        person=PEOPLE,
        source=SOURCES,
    ),
    _plain(
        "sentence type",
        "Question, statement, command or exclamation? {person:cap} wants the type of a line in {source}, {purpose}.",
        MOODS_OF_SPEECH,
        person=PEOPLE,
        source=SOURCES,
        purpose=PURPOSES,
    ),
    frame(
        "tense",
        "Past, present or future: which tense does the sentence out of {source} use? Reply with one word {purpose}.",
        _tense,
        ("past", "present", "future"),
        source=SOURCES,
        purpose=PURPOSES,
    ),
    frame(
        "voice",
        "Tell {person} whether the sentence quoted from {source} is active or passive.",
        _voice,
        ("active", "passive"),
        person=PEOPLE,
        source=SOURCES,
    ),
    frame(
        "animals",
        "{person:cap} names an animal at {event}. Class it as mammal, bird, fish, insect, reptile or amphibian, {purpose}.",
        _animal,
        ("mammal", "bird", "fish", "insect", "reptile", "amphibian"),
        person=PEOPLE,
        event=EVENTS,
        purpose=PURPOSES,
    ),
    _plain(
        "fact",
        "Does the claim made by {person} state a fact or an opinion? Sort it {purpose}.",
        CLAIMS,
        person=PEOPLE,
        purpose=PURPOSES,
    ),
    _plain(
        "emotion",
        "Choose joy, anger, fear or sadness for what {person} said {place}, {purpose}.",
        EMOTIONS,
        person=PEOPLE,
        place=PLACES,
        purpose=PURPOSES,
    ),
    frame(
        "parity",
        "{person:cap} called out a number at {event}. Even or odd? Settle it {purpose}.",
        _parity,
        ("even", "odd"),
        event=EVENTS,
        person=PEOPLE,
        purpose=PURPOSES,
    ),
    frame(
        "divisibility",
        "{person:cap} counted something {place}. Can the number be divided by {n} without remainder? Yes or no.",
        _multiple,
        _YES_NO,
        person=PEOPLE,
        place=PLACES,
        n=("3", "4", "6", "7", "8", "9"),
    ),
    _plain(
        "figurative",
        "Is the phrase taken from {source} meant literally or figuratively? Give one label, literal or figurative, {purpose}.",
        FIGURES_OF_SPEECH,
        source=SOURCES,
        purpose=PURPOSES,
    ),
    _plain(
        "intent",
        "The shop run by {person} got a message before {event}. Intent: order, cancellation, complaint or question? Choose {purpose}.",
        INTENTS,
        person=PEOPLE,
        event=EVENTS,
        purpose=PURPOSES,
    ),
    frame(
        "season",
        "Guess the season from the sentence in {source}: spring, summer, autumn or winter, {purpose}.",
        _season,
        SEASONS,
        source=SOURCES,
        purpose=PURPOSES,
    ),
    _plain(
        "food",
        "Fruit, vegetable, grain or dairy? {person:cap} brought the item to {event}; name its group {purpose}.",
        FOODS,
        event=EVENTS,
        person=PEOPLE,
        purpose=PURPOSES,
    ),
    frame(
        "triangles",
        "A triangle with the given sides decorates {spot}. Call it equilateral, isosceles or scalene, {purpose}.",
        _triangle,
        ("equilateral", "isosceles", "scalene"),
        spot=SPOTS,
        purpose=PURPOSES,
    ),
    frame(
        "angles",
        "{person:cap} measured an angle {place}. Is it acute, right or obtuse? State it {purpose}.",
        _angle,
        ("acute", "right", "obtuse"),
        person=PEOPLE,
        place=PLACES,
        purpose=PURPOSES,
    ),
    frame(
        "chemistry",
        "Judge by its pH whether the liquid that {person} tested {place} is acidic, neutral or alkaline, {purpose}.",
        _acid,
        ("acidic", "neutral", "alkaline"),
        person=PEOPLE,
        place=PLACES,
        purpose=PURPOSES,
    ),
    frame(
        "meaning",
        "Do both sentences from {source} say the same or the opposite? Label them same or opposite {purpose}.",
        _same,
        ("same", "opposite"),
        source=SOURCES,
        purpose=PURPOSES,
    ),
    frame(
        "inference",
        "Suppose the first statement, overheard by {person} {place}, is true. Does the second follow, yes or no? This is asked {purpose}.",
        _follows,
        _YES_NO,
        person=PEOPLE,
        place=PLACES,
        purpose=PURPOSES,
    ),
    frame(
        "narration",
        "Label this line out of {source} as first person or third person, {purpose}.",
        _person,
        ("first person", "third person"),
        source=SOURCES,
        purpose=PURPOSES,
    ),
    _plain(
        "review topic",
        "A guest left a note {place}. Price, staff, food or location: what is it about? Pick one {purpose}.",
        REVIEW_TOPICS,
        place=PLACES,
        purpose=PURPOSES,
    ),
    _plain(
        "text type",
        "{person:cap} found a text {place}: recipe, letter, advert or news report? Pick one label {purpose}.",
        KINDS_OF_TEXT,
        person=PEOPLE,
        place=PLACES,
        purpose=PURPOSES,
    ),
    _plain(
        "word class",
        "Noun, verb, adjective or adverb? Classify the word that {person} underlined in {source}, {purpose}.",
        WORD_CLASSES,
        person=PEOPLE,
        source=SOURCES,
        purpose=PURPOSES,
    ),
    _plain(
        "audience",
        "Does the sentence suit children or adults? {person:cap} must know before {event}, {purpose}.",
        AGES,
        person=PEOPLE,
        event=EVENTS,
        purpose=PURPOSES,
    ),
    frame(
        "length",
        "Which of the two lines in {source} has more words, the first or the second? Answer first or second, {purpose}.",
        _longer,
        ("first", "second"),
        source=SOURCES,
        purpose=PURPOSES,
    ),
    frame(
        "order",
        "Are the six figures kept by {person} rising, falling or mixed? One label will do {purpose}.",
        _sorted,
        ("rising", "falling", "mixed"),
        person=PEOPLE,
        purpose=PURPOSES,
    ),
)
