"""English frames about word games and puzzles whose solutions are computed."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Callable
from itertools import pairwise, product
from random import Random

from selfinstruct_offline.en.facts import MEMBERS
from selfinstruct_offline.en.kit import NUMERALS, cap, frame, number, output, phrases, rows
from selfinstruct_offline.en.vocab import EVENTS, NAMES, PEOPLE, PLACES, PURPOSES, SOURCES
from selfinstruct_offline.frames import Pair, Slots

_KIND_LINES = dict(
    zip(
        string.ascii_uppercase,
        phrases("""
            Always saves the last slice for you; Brings soup to anyone with a cold; Carries the heavy end without a word
            Dances even when the music is bad; Even laughs at jokes told twice; Finds what the others have lost
            Gives without keeping count; Has time for everyone; Invites the shy ones first; Jumps in when help is needed
            Keeps every promise; Listens before speaking; Mends what others throw away; Never leaves a friend behind
            Opens the door before you knock; Puts the kettle on at once; Quietly does the dishes
            Remembers every birthday in the street; Sings louder than the vacuum cleaner; Turns dull days into stories
            Understands more than is said; Values old friends and new ideas; Waters the neighbours' plants
            Xylophone or spoons, plays them all; Yawns at gossip; Zigzags through life with a smile
        """),
        strict=True,
    )
)
# For the letters that a name has more than once: its second line, then its third.
_MORE_LINES = {
    "A": ("Answers letters by hand", "Asks how you are and waits for the reply"),
    "E": ("Eats the burnt slice without complaint",),
    "I": ("Is glad of every visitor",),
    "L": ("Leaves every room tidier",),
    "N": ("Notices who has no chair",),
    "O": ("Offers a hand to strangers",),
    "S": ("Shares the window seat",),
    "T": ("Tells the truth gently",),
}
# first and last word | the steps between
LADDERS = rows("""
COLD to WARM | CORD | CARD | WARD
HEAD to TAIL | HEAL | TEAL | TELL | TALL
LEAD to GOLD | LOAD | GOAD
CAT to DOG | COT | COG
APE to MAN | APT | OPT | OAT | MAT
SICK to WELL | SILK | SILL | SELL
HARD to EASY | CARD | CART | CAST | EAST
EYE to LID | DYE | DIE | DID
FOUR to FIVE | FOUL | FOOL | FOOT | FORT | FORE | FIRE
PIG to STY | WIG | WAG | WAY | SAY
MORE to LESS | LORE | LOSE | LOSS
WET to DRY | BET | BAT | BAY | DAY
""")
# blend | its two words
_BLENDS = rows("""
brunch | breakfast | lunch
smog | smoke | fog
motel | motor | hotel
spork | spoon | fork
podcast | iPod | broadcast
moped | motor | pedal
sitcom | situation | comedy
camcorder | camera | recorder
emoticon | emotion | icon
hangry | hungry | angry
staycation | stay | vacation
labradoodle | labrador | poodle
glamping | glamorous | camping
edutainment | education | entertainment
""")
_MESSAGES = phrases("""
meet me at noon; bring the spare key; the cake is hidden; no fish today; wait by the old mill; all is forgiven
the train is late; buy more candles; nobody knows; leave the window open; it was the gardener; look under the mat
""")
_FINDS = phrases("""
in a bottle; under a saddle; on the back of a ticket; inside a clock; between two pages; in a coat pocket; behind a mirror
on a foggy window; in a chess box; beneath the stairs
""")
_APART = {
    name: words
    for name in ("fruits", "cities", "animals", "musical instruments", "dances", "occupations", "rivers")
    for kind, words in MEMBERS.items()
    if kind.startswith(name)
}
"""Kinds of which no member could pass for one of another."""
# How the two speak of each other -> whether that is true when they are liars or not (True: tells the truth).
_CLAIMS: dict[str, Callable[[bool, bool], bool]] = {
    "says that the other one lies": lambda _me, you: not you,
    "says that both are of the same kind": lambda me, you: me == you,
    "says that both are liars": lambda me, you: not (me or you),
    "says that at least one of the two is a liar": lambda me, you: not (me and you),
    "says that exactly one of the two tells the truth": lambda me, you: me != you,
}


def _solutions(first: str, second: str) -> list[tuple[bool, bool]]:
    return [
        (one, two)
        for one, two in product((True, False), repeat=2)
        if _CLAIMS[first](one, two) == one and _CLAIMS[second](two, one) == two
    ]


ISLANDERS = {
    f"the former {one}, while the latter {two}": _solutions(one, two)[0]
    for one, two in product(_CLAIMS, repeat=2)
    if len(_solutions(one, two)) == 1
}
"""What two islanders say -> whether each of them tells the truth; only puzzles with a single solution."""


def _acrostic(slots: Slots, _rng: Random) -> Pair:
    letters = [letter for letter in unicodedata.normalize("NFD", slots["name"].upper()) if letter in _KIND_LINES]
    lines = [
        (_KIND_LINES[letter], *_MORE_LINES.get(letter, ()))[letters[:at].count(letter)] for at, letter in enumerate(letters)
    ]
    return output("\n".join(lines))


def _ladder(slots: Slots, _rng: Random) -> Pair:
    first, last = slots["pair"].split(" to ")
    return output(", ".join([first, *LADDERS[slots["pair"]], last]))


def _blend(slots: Slots, _rng: Random) -> Pair:
    one, two = _BLENDS[slots["word"]]
    return output(f"“{cap(slots['word'])}” is blended from “{one}” and “{two}”.")


def shifted(text: str, by: int) -> str:
    """The text in capitals, its letters moved on through the alphabet, with A after Z."""
    letters = string.ascii_uppercase
    return text.upper().translate(str.maketrans(letters, letters[by % 26 :] + letters[: by % 26]))


def _decipher(slots: Slots, rng: Random) -> Pair:
    text = rng.choice(_MESSAGES)
    return Pair(shifted(text, number(slots["n"])), text.upper())


def _encipher(slots: Slots, rng: Random) -> Pair:
    text = rng.choice(_MESSAGES).upper()
    return Pair(text, shifted(text, number(slots["n"])))


def _islanders(slots: Slots, _rng: Random) -> Pair:
    tells = ["tells the truth" if true else "lies" for true in ISLANDERS[slots["claims"]]]
    found = f"{slots['first']} {tells[0]} and {slots['second']} {tells[1]}."
    return output(f"{found} Try the three other cases: each makes somebody who tells the truth lie, or a liar tell the truth.")


def _arrivals(_slots: Slots, rng: Random) -> Pair:
    order = rng.sample(NAMES, 4)
    clues = [f"{one} came before {two}." for one, two in pairwise(order)]
    rng.shuffle(clues)
    return Pair(" ".join(clues), ", ".join(order))


def _odd(_slots: Slots, rng: Random) -> Pair:
    kind, other = rng.sample(list(_APART), 2)
    words, odd = rng.sample(_APART[kind], 3), rng.choice(_APART[other])
    mixed = rng.sample([*words, odd], 4)
    return Pair(", ".join(mixed), f"{odd}: the others are {kind}.")


FRAMES = (
    frame(
        "wordplay",
        "Write an acrostic on the name {name}, one kind line for each letter, to be recited at {event} {purpose}.",
        _acrostic,
        name=NAMES,
        event=EVENTS,
        purpose=PURPOSES,
    ),
    frame(
        "wordplay",
        "Get from {pair} by changing one letter at a time, always leaving a word. {person:cap} set this puzzle {place}.",
        _ladder,
        pair=LADDERS,
        person=PEOPLE,
        place=PLACES,
    ),
    frame(
        "wordplay",
        "{person:cap} read the word “{word}” in {source}. From which two words was it blended?",
        _blend,
        person=PEOPLE,
        word=_BLENDS,
        source=SOURCES,
    ),
    frame(
        "puzzle",
        "Decipher the note that {person} found {find} {place}; all letters were moved {n} places forward in the alphabet.",
        _decipher,
        person=PEOPLE,
        find=_FINDS,
        place=PLACES,
        n=NUMERALS[3:],
    ),
    frame(
        "puzzle",
        "Encode the message for {event}: every letter goes {n} places forward, with A after Z, {purpose}.",
        _encipher,
        event=EVENTS,
        n=NUMERALS[3:],
        purpose=PURPOSES,
    ),
    frame(
        "logic",
        "On an island of liars and truth-tellers, {first} and {second} are talking {place}: {claims}. Who is what?",
        _islanders,
        first=NAMES[:18],
        second=NAMES[18:],
        place=PLACES,
        claims=ISLANDERS,
    ),
    frame(
        "logic",
        "From the clues that {person} jotted down {place}, work out in which order the four guests arrived, {purpose}.",
        _arrivals,
        person=PEOPLE,
        place=PLACES,
        purpose=PURPOSES,
    ),
    frame(
        "puzzle",
        "Three of the four words in {source} belong together. Name the intruder and what unites the rest, {purpose}.",
        _odd,
        source=SOURCES,
        purpose=PURPOSES,
    ),
)
