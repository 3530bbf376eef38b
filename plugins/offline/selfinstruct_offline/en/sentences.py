"""Sentences, lists and messages made at random, with all that is needed to edit them correctly."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from selfinstruct_offline.en.facts import MEMBERS
from selfinstruct_offline.en.kit import phrases, rows
from selfinstruct_offline.en.vocab import NAMES

# base form | third person | past | participle | objects
_VERBS = rows("""
carry | carries | carried | carried | the heavy basket; two wet umbrellas; the old ladder; a sack of onions
write | writes | wrote | written | a long letter; the weekly report; three short poems; the invitation
break | breaks | broke | broken | the blue vase; a dry branch; the kitchen window; an old promise
choose | chooses | chose | chosen | the cheapest ticket; a quiet table; the green paint; the last chapter
sing | sings | sang | sung | an old lullaby; the second verse; a sailor's tune; the evening hymn
repair | repairs | repaired | repaired | the broken chair; a torn sail; the garden gate; the bakery's oven
find | finds | found | found | a silver coin; the missing key; some wild garlic; the right answer
eat | eats | ate | eaten | the ripe pear; a bowl of porridge; all the biscuits; the leftover soup
teach | teaches | taught | taught | the youngest pupils; a dance class; the new trainees; the second group
sell | sells | sold | sold | fresh herring; the old piano; hand-made candles; a crate of apples
wash | washes | washed | washed | the muddy boots; the tall windows; a woollen scarf; the tablecloth
hide | hides | hid | hidden | the birthday cake; a small parcel; the spare keys; the chess trophy
build | builds | built | built | a stone wall; the wooden shed; a birdhouse; the new bridge
steal | steals | stole | stolen | the ripest plums; a red bicycle; the golden cup; the baker's hat
follow | follows | followed | followed | the narrow path; the loud band; an injured fox; the instructions
forget | forgets | forgot | forgotten | the second password; a dentist appointment; the shopping bag; the punchline
""")
_PLACES = phrases("""
at the station; in the village hall; behind the church; near the river; on the balcony; beside the old mill; in the school yard
at the market; under the bridge; in the back room; by the harbour; on the hillside; at the depot; in the empty theatre
""")


@dataclass(frozen=True)
class Sentence:
    """One sentence about one person, in the forms that an exercise may ask for."""

    name: str
    forms: tuple[str, str, str, str]
    thing: str
    place: str

    @property
    def present(self) -> str:
        """Who does what where."""
        return f"{self.name} {self.forms[1]} {self.thing} {self.place}."

    @property
    def past(self) -> str:
        """Who did what where."""
        return f"{self.name} {self.forms[2]} {self.thing} {self.place}."

    @property
    def future(self) -> str:
        """Who will do what where."""
        return f"{self.name} will {self.forms[0]} {self.thing} {self.place}."

    @property
    def passive(self) -> str:
        """What was done by whom; only for a thing in the singular."""
        thing = self.thing[:1].upper() + self.thing[1:]
        return f"{thing} was {self.forms[3]} by {self.name} {self.place}."

    @property
    def negative(self) -> str:
        """Who did not do what."""
        return f"{self.name} did not {self.forms[0]} {self.thing} {self.place}."

    @property
    def question(self) -> str:
        """Whether somebody did it."""
        return f"Did {self.name} {self.forms[0]} {self.thing} {self.place}?"


def made(rng: Random) -> Sentence:
    """A sentence at random."""
    forms, things = _verb(rng)
    return Sentence(rng.choice(NAMES), forms, rng.choice(things), rng.choice(_PLACES))


def _verb(rng: Random) -> tuple[tuple[str, str, str, str], list[str]]:
    verb, (third, past, participle, things) = rng.choice(list(_VERBS.items()))
    return (verb, third, past, participle), things.split("; ")


def singular(rng: Random) -> Sentence:
    """A sentence whose object is one thing, so that its passive takes “was”."""
    found = made(rng)
    while not (found.thing.startswith(("a ", "an ", "the ")) and not found.thing.endswith("s")):
        found = made(rng)
    return found


def members(kind: str, rng: Random, most: int = 7) -> list[str]:
    """A few words of one kind, never already in order of the alphabet."""
    found = rng.sample(MEMBERS[kind], rng.randint(4, most))
    while found in (sorted(found, key=str.lower), sorted(found, key=str.lower, reverse=True)):
        rng.shuffle(found)
    return found
