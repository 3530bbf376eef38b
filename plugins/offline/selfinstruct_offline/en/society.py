"""English frames about living with others: manners, law, health, mishaps on journeys, history, books, roles, ideas."""

from __future__ import annotations

from random import Random

from selfinstruct_offline.en.facts import CONCEPTS
from selfinstruct_offline.en.kit import bullets, cap, frame, number, numbered, output, phrases, rows, sentence
from selfinstruct_offline.en.vocab import EVENTS, NAMES, PEOPLE, PLACES, PURPOSES, SOURCES
from selfinstruct_offline.frames import Pair, Slots

# situation | what good manners suggest
_MANNERS = rows("""
one arrives late at a concert | Wait at the door for a pause and take the nearest free seat quietly.
a host offers a dish that one cannot eat | Thank the host, say briefly why, and praise something else.
two people reach a narrow door together | Let the other one go first with a smile.
a colleague's name has slipped one's mind | Say so at once and ask for it, with an apology.
the telephone rings during a shared meal | Let it ring; if it may be urgent, excuse yourself and leave the table.
a neighbour's music is too loud | Ring the bell, speak kindly, and suggest a time for quiet.
somebody has a crumb on the chin | Tell them discreetly, so that no one else hears.
an invitation has to be turned down | Answer soon, thank them, and give a short reason or none.
a friend has lost a parent | Write a few warm lines by hand and offer a definite kind of help.
the bill for a shared lunch arrives | Offer your part at once, or suggest splitting it evenly.
one is given a present that one owns already | Thank the giver warmly and keep the fact to yourself.
a stranger begins to talk on a night train | Answer kindly once; a book in the hand shows that you would rather read.
one has broken a glass at a party | Tell the host at once, help to clear up, and offer to replace it.
someone makes a slip of the tongue in a speech | Let it pass, as long as no harm comes of it.
a meeting runs far beyond its end | Say how much longer you can stay and leave quietly at that time.
guests stay too long | Thank them for coming and mention that you have an early start.
""")
# legal term | what it is
_LAW = rows("""
a deposit on a flat | money that the tenant hands over as security and gets back at the end, less the cost of damage
a power of attorney | a document that allows one person to act for another
a notice period | the time that must pass between giving notice and the end of a contract
a will | a document that says who shall receive a person's property after death
mediation | a talk led by a neutral person who helps two sides to find their own solution
a warranty | a promise that a product will work as described, or be put right, for a certain time
an appeal | a request that a higher court look at a decision again
a subletting clause | a part of a lease that says whether a tenant may rent rooms to others
bail | money or a promise that lets an accused person wait for trial at liberty
a precedent | an earlier decision that courts follow in similar cases
a limitation period | the time after which a claim can no longer be brought to court
a trade mark | a sign that tells the goods of one business from those of others
a witness to a signature | somebody who watches a document being signed and confirms it by signing too
""")
# complaint | what helps | when to see a doctor
_HEALTH = rows("""
a mild sunburn | Cool the skin with damp cloths, drink water and stay in the shade. | it blisters or comes with fever
a nosebleed | Sit up, lean forward and pinch the soft part of the nose for ten to fifteen minutes. | it does not stop by then
a blister on the heel | Leave it closed, pad it with a plaster and change shoes. | it turns hot, red or full of pus
a bee sting | Scrape the sting out quickly and cool the spot. | the face swells or breathing becomes hard: then call an ambulance
a small cut in the finger | Rinse it with clean water, press on it, and cover it. | it gapes, is dirty or keeps bleeding
a twisted ankle | Rest it, cool it, wrap it and raise it. | it cannot bear weight or looks crooked
a small burn on the hand | Hold it under cool running water for twenty minutes and cover it loosely. | it blisters or is larger than a coin
tired eyes from reading | Look into the distance every few minutes and blink often. | sight stays blurred or the eyes hurt
travel sickness | Look at the horizon, let in fresh air and sit where it shakes least. | vomiting does not stop after the journey
a sore throat | Drink warm things, rest the voice and suck a lozenge. | it lasts over a week or swallowing becomes hard
a stiff neck after desk work | Move it gently, keep it warm and raise the screen. | fever, numbness or severe headache come with it
""")
# mishap on a journey | three steps
_MISHAPS = rows("""
has missed the last ferry | Ask the staff when the first boat leaves. | Look for a room near the pier. | Tell those who are waiting.
has lost a suitcase at the airport | Report it at the airline's desk at once. | Keep the baggage tag and a copy of the report. | Buy what is needed and keep the receipts.
has left a bag on the train | Tell the conductor or the station desk right away. | Note the train, the coach and the seat. | Ask at the lost property office the next day.
has had a wallet stolen abroad | Block the cards by telephone. | Report the theft to the police. | Ask the embassy if the passport is gone too.
is stranded by a strike | Check the operator's notices. | Ask for a refund or another route. | Share a ride with others who are stuck.
has booked a room for the wrong day | Ring the hotel before doing anything else. | Ask to change the date rather than cancel. | Search for a second room as a reserve.
has boarded the wrong train | Ask a conductor about the next useful stop. | Get off there and find the way back. | Have the ticket marked, if that is possible.
is caught in fog on a mountain path | Stop and do not leave the marked path. | Go back the way you came while it is safe. | Call for help in good time if you are lost.
has run out of money far from home | Ask the bank for help by telephone. | Have somebody send money to a transfer office. | Ask the consulate as a last resort.
""")
# event | year
HISTORY = rows("""
the Battle of Hastings | 1066
the sealing of Magna Carta | 1215
the fall of Constantinople | 1453
Columbus's first crossing of the Atlantic | 1492
the Great Fire of London | 1666
the American Declaration of Independence | 1776
the storming of the Bastille | 1789
the Battle of Waterloo | 1815
the opening of the Suez Canal | 1869
the eruption of Krakatoa | 1883
the opening of the Eiffel Tower | 1889
the first modern Olympic Games in Athens | 1896
the first powered flight of the Wright brothers | 1903
the San Francisco earthquake | 1906
the sinking of the Titanic | 1912
the opening of the Panama Canal | 1914
the discovery of Tutankhamun's tomb | 1922
the first ascent of Mount Everest | 1953
the launch of Sputnik | 1957
the first Moon landing | 1969
the fall of the Berlin Wall | 1989
""")
# book | author | century
_BOOKS = rows("""
Pride and Prejudice | Jane Austen | nineteenth
Great Expectations | Charles Dickens | nineteenth
Frankenstein | Mary Shelley | nineteenth
Moby-Dick | Herman Melville | nineteenth
Jane Eyre | Charlotte Brontë | nineteenth
Wuthering Heights | Emily Brontë | nineteenth
Treasure Island | Robert Louis Stevenson | nineteenth
Middlemarch | George Eliot | nineteenth
Anna Karenina | Leo Tolstoy | nineteenth
Madame Bovary | Gustave Flaubert | nineteenth
Robinson Crusoe | Daniel Defoe | eighteenth
Gulliver's Travels | Jonathan Swift | eighteenth
Candide | Voltaire | eighteenth
Macbeth | William Shakespeare | seventeenth
Paradise Lost | John Milton | seventeenth
The Canterbury Tales | Geoffrey Chaucer | fourteenth
Mrs Dalloway | Virginia Woolf | twentieth
Ulysses | James Joyce | twentieth
Animal Farm | George Orwell | twentieth
Beloved | Toni Morrison | twentieth
Things Fall Apart | Chinua Achebe | twentieth
The Metamorphosis | Franz Kafka | twentieth
""")
# object | five unusual uses
_USES = rows("""
an empty jam jar | a lantern for a tea light | a vase for short stems | a money box | a pen pot | a home for a tiny fern
an old umbrella | a shade for seedlings | a frame for a kite | a drying rack | a lampshade | a net for leaves
a single sock | a puppet | a duster for blinds | a pouch for marbles | a sleeve for a bottle | a heat pack filled with rice
a cracked teapot | a pot for a herb | a bird's nest on a wall | a watering can | a pencil holder | a place for spare keys
a wooden ladder | a bookshelf | a rack for towels | a trellis for beans | a hanger for saucepans | a stand for flower pots
a bicycle inner tube | a belt | a strap for luggage | a door seal | a catapult | a grip for a hammer
a stack of newspapers | a bed for a hamster | a hat for painters | a mat for muddy boots | a wrapping for glasses | fire lighters
a tennis ball | a holder for letters | a bumper for the garage wall | a massage ball | a dog's toy | a cap for a chair leg
""")
_JOBS = phrases("baker; nurse; teacher; sailor; clockmaker; gardener; dentist; postman; tailor; chemist; violinist; plumber")
_TOWNS = phrases("Ashby; Bremen; Cork; Delft; Evora; Fulda; Graz; Hove; Jena; Kiruna; Mons; Narvik; Oulu; Parma; Quito")
_PETS = phrases("a grey parrot; two goats; an old tortoise; a one-eyed cat; three hens; a lame donkey; a talking crow")


def _manners(slots: Slots, _rng: Random) -> Pair:
    return output(_MANNERS[slots["situation"]][0])


def _legal(slots: Slots, _rng: Random) -> Pair:
    term = slots["term"]
    text = sentence(f"{term} is {_LAW[term][0]}")
    return output(f"{text} This is general information; a lawyer or an advice centre can say what applies in a given case.")


def _first_aid(slots: Slots, _rng: Random) -> Pair:
    helps, danger = _HEALTH[slots["complaint"]]
    return output(f"{helps} A doctor is needed if {danger}. This is general advice; if in doubt, ask a pharmacist or doctor.")


def _journey(slots: Slots, _rng: Random) -> Pair:
    return output(numbered(_MISHAPS[slots["mishap"]]))


def _earlier(slots: Slots, _rng: Random) -> Pair:
    years = {slots[key]: int(HISTORY[slots[key]][0]) for key in ("one", "two")}
    first, second = sorted(years, key=lambda event: years[event])
    return output(
        f"{cap(first)} ({years[first]}) came first, {years[second] - years[first]} years before {second} ({years[second]})."
    )


def _author(slots: Slots, _rng: Random) -> Pair:
    author, century = _BOOKS[slots["title"]]
    return output(f"{author}; it dates from the {century} century.")


def _in_character(slots: Slots, _rng: Random) -> Pair:
    meaning, example = CONCEPTS[slots["topic"]]
    return output(f"“Come and sit by me. I am only {slots['person']}, but this much I know. {meaning} {example}”")


def _lesson(slots: Slots, _rng: Random) -> Pair:
    minutes = int(slots["n"])
    start, end = minutes // 5, minutes - minutes // 5
    meaning, example = CONCEPTS[slots["topic"]]
    steps = (
        f"0 to {start} minutes: collect what the group already knows about {slots['topic']}.",
        f"{start} to {end} minutes: explain it and try it out. {meaning} {example}",
        f"{end} to {minutes} minutes: everyone writes down one sentence about it and reads it out.",
    )
    return output("\n".join(steps))


def _uses(slots: Slots, rng: Random) -> Pair:
    return output(bullets(rng.sample(_USES[slots["object"]], number(slots["n"]))))


def _reading(_slots: Slots, rng: Random) -> Pair:
    name, (town, home), year = rng.choice(NAMES), rng.sample(_TOWNS, 2), rng.randint(1950, 1999)
    job, pet = rng.choice(_JOBS), rng.choice(_PETS)
    text = f"{name} was born in {town} and came to {home} in {year} to work as a {job}. Since then {name} has kept {pet}."
    answers = {
        f"Where was {name} born?": f"In {town}.",
        f"In which year did {name} come to {home}?": f"In {year}.",
        f"What was the work of {name} in {home}?": f"{name} was a {job} there.",
        f"Which animals has {name} kept?": f"{cap(pet)}.",
        f"How old is {name}?": "Not stated.",
        f"Whom did {name} marry?": "Not stated.",
    }
    question = rng.choice(list(answers))
    return Pair(f"{text}\nQuestion: {question}", answers[question])


_EXTRAS = phrases("""
answer in one sentence; answer for a worksheet; in plain words; in a tone that offends nobody; for a visitor from abroad
as a tip in a school magazine; so briefly that it fits on a card
""")
FRAMES = (
    frame(
        "etiquette",
        "What do good manners suggest when {situation}? {person:cap} asks {purpose}; {extra}.",
        _manners,
        situation=_MANNERS,
        person=PEOPLE,
        purpose=PURPOSES,
        extra=_EXTRAS,
    ),
    frame(
        "law",
        "In general, what is meant by {term}? {person:cap} came across it in {source} and wants a plain answer.",
        _legal,
        term=_LAW,
        person=PEOPLE,
        source=SOURCES,
    ),
    frame(
        "health",
        "{person:cap} has {complaint} {place}. What helps at first, and when is a doctor needed?",
        _first_aid,
        person=PEOPLE,
        complaint=_HEALTH,
        place=PLACES,
    ),
    frame(
        "travel",
        "{person:cap} {mishap} {place}. List the first three things to do, {purpose}.",
        _journey,
        person=PEOPLE,
        mishap=_MISHAPS,
        place=PLACES,
        purpose=PURPOSES,
    ),
    frame(
        "history",
        "Which came first, {one} or {two}, and by how many years? {person:cap} has to know before {event}.",
        _earlier,
        one=list(HISTORY)[::2],
        two=list(HISTORY)[1::2],
        person=PEOPLE,
        event=EVENTS,
    ),
    frame(
        "literature",
        "Who wrote “{title}”, and in which century? {person:cap} needs both for {event}, {purpose}.",
        _author,
        title=_BOOKS,
        person=PEOPLE,
        event=EVENTS,
        purpose=PURPOSES,
    ),
    frame(
        "role-play",
        "Play the part of {person} whom a child {place} asks about {topic}. Reply in character.",
        _in_character,
        person=PEOPLE,
        place=PLACES,
        topic=CONCEPTS,
    ),
    frame(
        "education",
        "Sketch a lesson of {n} minutes on {topic} in three phases with times; {person} will teach it {place}.",
        _lesson,
        n=("20", "30", "40", "45", "50", "60", "90"),
        topic=CONCEPTS,
        person=PEOPLE,
        place=PLACES,
    ),
    frame(
        "brainstorm",
        "Name {n} unusual uses for {object} that {person} inherited after {event}, {purpose}.",
        _uses,
        n=("two", "three", "four", "five"),
        object=_USES,
        person=PEOPLE,
        event=EVENTS,
        purpose=PURPOSES,
    ),
    frame(
        "reading",
        "The passage about somebody met {place} is followed by a question. Answer it from the text alone or say “Not stated”, {purpose}.",
        _reading,
        place=PLACES,
        purpose=PURPOSES,
    ),
)
