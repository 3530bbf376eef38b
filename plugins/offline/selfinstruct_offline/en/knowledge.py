"""English frames about what is known: concepts, countries, animals, elements, sayings, words."""

from __future__ import annotations

from random import Random

from selfinstruct_offline.en.facts import ANIMALS, CONCEPTS, COUNTRIES, ELEMENTS, NATURE, RIDDLES, SAYINGS, WORDS
from selfinstruct_offline.en.kit import bullets, cap, frame, output, phrases, sentence, the
from selfinstruct_offline.en.vocab import EVENTS, PEOPLE, PLACES, PURPOSES, SOURCES, SUBJECTS
from selfinstruct_offline.frames import Pair, Slots

_SOCIETY = {name: facts for name, facts in CONCEPTS.items() if name not in NATURE}
_MANNERS = phrases("""
and finish with an example from everyday life; starting with a definition in one line; in two sentences and no more
and close with a question to think about; as two short bullet points; without any formula or jargon
giving the definition first and one case after it; in plain words and with a concrete case
the way a patient teacher would; so simply that it could be read aloud; with something they may have seen themselves
in a friendly tone and fewer than sixty words
""")

_WITH_ADJECTIVE = (
    "Everybody agreed that the plan was {}.",
    "My answer sounded {} to the teacher.",
    "At first sight, their offer looked {}.",
    "She found the second question {}.",
    "By the end of the week, the work seemed {} to all of us.",
)


def _explain(slots: Slots, _rng: Random) -> Pair:
    meaning, example = CONCEPTS[slots["topic"]]
    if "bullet" in slots["manner"]:
        return output(bullets((meaning, example)))
    if "question" in slots["manner"]:
        return output(f"{meaning} {example} Where could you watch {slots['topic']} at work this week?")
    return output(f"{meaning} {example}")


def _flashcards(slots: Slots, _rng: Random) -> Pair:
    cards = (f"Front: {cap(slots[key])}\nBack: {CONCEPTS[slots[key]][0]}" for key in ("first", "second"))
    return output("\n".join(cards))


def _term(_slots: Slots, rng: Random) -> Pair:
    topic, facts = rng.choice(list(CONCEPTS.items()))
    return Pair(" ".join(facts), cap(topic))


def _quiz(slots: Slots, _rng: Random) -> Pair:
    meaning, example = CONCEPTS[slots["topic"]]
    hint = f"\nHint: {example}" if "hint" in slots["extra"] else ""
    return output(f"Question: What is meant by {slots['topic']}?{hint}\nAnswer: {meaning}")


def _country(slots: Slots, _rng: Random) -> Pair:
    capital, continent = COUNTRIES[slots["country"]]
    name = cap(slots["country"])
    return output(f"The capital of {slots['country']} is {capital}. {name} lies in {continent}.")


def _countries(slots: Slots, _rng: Random) -> Pair:
    lines = (f"{cap(slots[key])}: {COUNTRIES[slots[key]][0]}" for key in ("one", "two", "three"))
    return output("\n".join(lines))


def _animal(slots: Slots, _rng: Random) -> Pair:
    group, food, habitat = ANIMALS[slots["animal"]]
    return output(f"The {slots['animal']} is {group} that lives {habitat}. It feeds mainly on {food}.")


def _element(slots: Slots, _rng: Random) -> Pair:
    symbol, number = ELEMENTS[slots["element"]]
    return output(f"The symbol of {slots['element']} is {symbol} and its atomic number is {number}.")


def _saying(slots: Slots, _rng: Random) -> Pair:
    meaning, case = SAYINGS[slots["saying"]]
    return output(f"It means that {meaning}. {cap(the(slots['person']))} could say it when {case}.")


def _riddle(slots: Slots, _rng: Random) -> Pair:
    one, two = RIDDLES[slots["thing"]]
    return output(f"{sentence(one)} {sentence(two)} What am I?\nAnswer: {slots['thing']}.")


def _guess(_slots: Slots, rng: Random) -> Pair:
    thing, (one, two) = rng.choice(list(RIDDLES.items()))
    return Pair(f"{sentence(one)} {sentence(two)} What am I?", cap(thing))


def _define(slots: Slots, _rng: Random) -> Pair:
    meaning, synonym, _opposite = WORDS[slots["word"]]
    text = f"“{cap(slots['word'])}” means {meaning}; a near synonym is “{synonym}”."
    return output(f"{text} Everyone I asked called {slots['subject']} {slots['word']}.")


def _opposites(slots: Slots, _rng: Random) -> Pair:
    opposite = WORDS[slots["word"]][2]
    return output(f"{cap(opposite)}. Some called {slots['subject']} {slots['word']}, others {opposite}.")


def _swap(slots: Slots, rng: Random) -> Pair:
    word = slots["word"]
    text = rng.choice(_WITH_ADJECTIVE)
    return Pair(text.format(word), text.format(WORDS[word][1]))


FRAMES = (
    frame(
        "explain",
        "Explain {topic} to {person}, {manner}.",
        _explain,
        topic=CONCEPTS,
        person=PEOPLE,
        manner=_MANNERS,
    ),
    frame(
        "explain",
        "{person:cap} has come across the term “{topic}” in {source}. What does it mean?",
        lambda s, _r: output(" ".join(CONCEPTS[s["topic"]])),
        person=PEOPLE,
        topic=CONCEPTS,
        source=SOURCES,
    ),
    frame(
        "flashcards",
        "Make two flashcards, one on {first} and the other on {second}, for {person} to use at {event}.",
        _flashcards,
        first=NATURE,
        second=_SOCIETY,
        person=PEOPLE,
        event=EVENTS,
    ),
    frame(
        "term",
        "The paragraph comes from {source}. Name the idea it describes, {purpose}.",
        _term,
        source=SOURCES,
        purpose=PURPOSES,
    ),
    frame(
        "quiz",
        "Write a quiz question on {topic} for {event}, {extra}. {person:cap} asked for it.",
        _quiz,
        topic=CONCEPTS,
        event=EVENTS,
        extra=phrases("""
            and give the answer underneath; with a hint before the answer; answer included for the host
            easy enough for newcomers, with its answer; adding a hint for tired guests and the solution
            with the correct reply on the last line; phrased in one short sentence and then answered
        """),
        person=PEOPLE,
    ),
    frame(
        "geography",
        "{person:cap} is moving to {country} after {event}. Name its capital and continent {purpose}.",
        _country,
        person=PEOPLE,
        country=COUNTRIES,
        event=EVENTS,
        purpose=PURPOSES,
    ),
    frame(
        "geography",
        "Give the capitals of {one}, {two} and {three}, one per line, {purpose}.",
        _countries,
        one=list(COUNTRIES)[:20],
        two=list(COUNTRIES)[20:38],
        three=list(COUNTRIES)[38:],
        purpose=PURPOSES,
    ),
    frame(
        "animals",
        "Where does the {animal} live and what does it eat? Tell {person} at {event}, {purpose}.",
        _animal,
        animal=ANIMALS,
        person=PEOPLE,
        event=EVENTS,
        purpose=PURPOSES,
    ),
    frame(
        "chemistry",
        "A crossword in {source} asks for the symbol and atomic number of {element}. Supply both, {purpose}.",
        _element,
        source=SOURCES,
        element=ELEMENTS,
        purpose=PURPOSES,
    ),
    frame(
        "saying",
        "What is meant by “{saying}”, and when might {person} say it?",
        _saying,
        saying=SAYINGS,
        person=PEOPLE,
    ),
    frame(
        "riddle",
        "Invent a riddle whose answer is {thing}, to be read out at {event} by {person}.",
        _riddle,
        thing=RIDDLES,
        event=EVENTS,
        person=PEOPLE,
    ),
    frame(
        "riddle",
        "{person:cap} was given the following riddle {place}. Solve it in one or two words.",
        _guess,
        person=PEOPLE,
        place=PLACES,
    ),
    frame(
        "vocabulary",
        "Define “{word}”, add a synonym, and use it in a sentence about {subject}; {person} asked for this {purpose}.",
        _define,
        word=WORDS,
        subject=SUBJECTS,
        person=PEOPLE,
        purpose=PURPOSES,
    ),
    frame(
        "vocabulary",
        "What is the opposite of “{word}”? Put both words into one sentence on {subject}, {purpose}.",
        _opposites,
        word=WORDS,
        subject=SUBJECTS,
        purpose=PURPOSES,
    ),
    frame(
        "vocabulary",
        "In the sentence, which is from {source}, put a synonym in place of “{word}” {purpose}.",
        _swap,
        source=SOURCES,
        word=WORDS,
        purpose=PURPOSES,
    ),
)
