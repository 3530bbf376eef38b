"""English frames about how the language is used: British and American, idioms, spelling, reported speech, phrases abroad."""

from __future__ import annotations

from random import Random

from selfinstruct_offline.en.kit import frame, output, phrases, rows
from selfinstruct_offline.en.sentences import made
from selfinstruct_offline.en.vocab import EVENTS, NAMES, PEOPLE, PLACES, PURPOSES, SOURCES
from selfinstruct_offline.frames import Pair, Slots

# British | American
BRITISH_WORDS = rows("""
lorry | truck
flat | apartment
lift | elevator
pavement | sidewalk
petrol | gas
queue | line
torch | flashlight
rubbish | trash
nappy | diaper
trousers | pants
aubergine | eggplant
courgette | zucchini
postman | mailman
motorway | highway
sweets | candy
curtains | drapes
wardrobe | closet
biscuits | cookies
""")
_ABOUT_A_THING = (
    "We talked about the {} for an hour.",
    "Nobody had noticed the {} before.",
    "Everyone blamed the {}.",
    "The {} cost less than we had feared.",
    "I keep dreaming of the {}.",
    "Who paid for the {}?",
)
# idiomatic | plain
_IDIOMATIC = rows("""
He let the cat out of the bag about the party. | He gave away the secret about the party.
She has a lot on her plate this week. | She has a lot to do this week.
We took the rumour with a pinch of salt. | We did not fully believe the rumour.
They buried the hatchet at last. | They made peace at last.
The exam was a piece of cake. | The exam was very easy.
My uncle is feeling under the weather. | My uncle is feeling slightly ill.
The boots cost an arm and a leg. | The boots were very expensive.
Don't beat about the bush. | Say directly what you mean.
The builders cut corners on the roof. | The builders did the roof carelessly to save money or time.
He got cold feet before the wedding. | He became too nervous to go through with the wedding.
I'll keep an eye on the soup. | I'll watch the soup.
She hit the nail on the head. | She said exactly the right thing.
We are not out of the woods yet. | Our difficulties are not over yet.
The plan is back to square one. | The plan has to start again from the beginning.
""")
# situation | idiom | meaning
_FITTING = rows("""
two old rivals have made peace | to bury the hatchet | to end a quarrel
a clerk has worked until three in the morning | to burn the midnight oil | to work late into the night
somebody gave away a surprise party | to let the cat out of the bag | to reveal a secret by mistake
a councillor refuses to take either side | to sit on the fence | to avoid deciding
the driving test turned out to be very easy | a piece of cake | something very easy
a plain belt cost a whole week's wages | to cost an arm and a leg | to be very expensive
a speaker found exactly the right words | to hit the nail on the head | to say exactly the right thing
the bridegroom wants to run away at the last minute | to get cold feet | to lose one's courage at the last moment
a game was played so that shy guests began to talk | to break the ice | to ease the first awkward moments
one trip to town settled two errands | to kill two birds with one stone | to achieve two things at once
a neighbour pretended that the moon was for sale, as a joke | to pull somebody's leg | to tease somebody
the news came from a friend of a friend | to hear it on the grapevine | to learn of something by rumour
everybody sees the problem and nobody mentions it | the elephant in the room | an obvious problem that is not spoken of
a boy who had boasted had to admit that he was wrong | to eat humble pie | to admit a mistake in shame
""")
# with the wrong word | with the right one | the pair
_HOMOPHONES = rows("""
Nobody new the way to the ferry. | Nobody knew the way to the ferry. | new, knew
The knight was so dark that we lost the path. | The night was so dark that we lost the path. | knight, night
She baked the bread with rye flower. | She baked the bread with rye flour. | flower, flour
We could here the bells from the hill. | We could hear the bells from the hill. | here, hear
The storm blue the fence down. | The storm blew the fence down. | blue, blew
He threw the ball threw the window. | He threw the ball through the window. | threw, through
The male arrives before noon. | The mail arrives before noon. | male, mail
They ate a hole cake between them. | They ate a whole cake between them. | hole, whole
I would rather meat on Sunday. | I would rather meet on Sunday. | meat, meet
The price of fish is not fare. | The price of fish is not fair. | fare, fair
Put the bags over their, please. | Put the bags over there, please. | their, there
It is two late to complain. | It is too late to complain. | two, too
""")
# what is very so | what it is | in one word
_VERY = rows("""
The wind | cold | freezing
The porter | tired | exhausted
The kitchen | clean | spotless
The bridge | old | ancient
The landlord | angry | furious
The comedy | funny | hilarious
The stew | tasty | delicious
The flat | small | tiny
The whale | big | enormous
The lamb | frightened | terrified
The winner | happy | delighted
The coat | wet | soaked
The jury | surprised | astonished
The clue | important | crucial
""")
# English | Spanish | French | German | Italian
_ABROAD = rows("""
Good morning. | Buenos días. | Bonjour. | Guten Morgen. | Buongiorno.
Good night. | Buenas noches. | Bonne nuit. | Gute Nacht. | Buonanotte.
Thank you very much. | Muchas gracias. | Merci beaucoup. | Vielen Dank. | Grazie mille.
Where is the station? | ¿Dónde está la estación? | Où est la gare ? | Wo ist der Bahnhof? | Dov'è la stazione?
How much does it cost? | ¿Cuánto cuesta? | Combien ça coûte ? | Wie viel kostet das? | Quanto costa?
I do not understand. | No entiendo. | Je ne comprends pas. | Ich verstehe nicht. | Non capisco.
The bill, please. | La cuenta, por favor. | L'addition, s'il vous plaît. | Die Rechnung, bitte. | Il conto, per favore.
See you tomorrow. | Hasta mañana. | À demain. | Bis morgen. | A domani.
Have a good trip. | Buen viaje. | Bon voyage. | Gute Reise. | Buon viaggio.
Happy birthday. | Feliz cumpleaños. | Joyeux anniversaire. | Alles Gute zum Geburtstag. | Buon compleanno.
It is too expensive. | Es demasiado caro. | C'est trop cher. | Das ist zu teuer. | È troppo caro.
I would like a coffee. | Quisiera un café. | Je voudrais un café. | Ich hätte gern einen Kaffee. | Vorrei un caffè.
""")
_LANGUAGES = ("Spanish", "French", "German", "Italian")


def _across(slots: Slots, rng: Random) -> Pair:
    british = rng.choice(list(BRITISH_WORDS))
    words = (british, BRITISH_WORDS[british][0])
    text = rng.choice(_ABOUT_A_THING)
    given, wanted = words if slots["variety"] == "American" else words[::-1]
    return Pair(text.format(given), text.format(wanted))


def _plain(_slots: Slots, rng: Random) -> Pair:
    given, (better,) = rng.choice(list(_IDIOMATIC.items()))
    return Pair(given, better)


def _fitting(slots: Slots, _rng: Random) -> Pair:
    idiom, meaning = _FITTING[slots["situation"]]
    return output(f"“{idiom}”, which means {meaning}")


def _homophone(_slots: Slots, rng: Random) -> Pair:
    given, (right, pair) = rng.choice(list(_HOMOPHONES.items()))
    return Pair(given, f"{right} ({pair})")


def _stronger(_slots: Slots, rng: Random) -> Pair:
    (one, (weak, strong)), (two, (feeble, firm)) = rng.sample(list(_VERY.items()), 2)
    other = two[0].lower() + two[1:]
    return Pair(f"{one} was very {weak}, and {other} was very {feeble}.", f"{one} was {strong}, and {other} was {firm}.")


def _reported(_slots: Slots, rng: Random) -> Pair:
    found = made(rng)
    who = rng.choice([name for name in NAMES if name != found.name])
    told = f"{found.name} would {found.forms[0]} {found.thing} {found.place}."
    return Pair(f"{who} said: “{found.future}”", f"{who} said that {told}")


def _punctuated(_slots: Slots, rng: Random) -> Pair:
    found = made(rng)
    text = rng.choice((found.past, found.question))
    return Pair(text.lower().rstrip(".?"), text)


def _abroad(slots: Slots, rng: Random) -> Pair:
    given, found = rng.choice(list(_ABROAD.items()))
    return Pair(given, found[_LANGUAGES.index(slots["language"])])


_MANNERS = phrases("""
and add what it means; giving its meaning as well; in its usual form, with a gloss; together with a short explanation
""")
FRAMES = (
    frame(
        "register",
        "Put the sentence into {variety} English for {person}, changing nothing but the vocabulary, {purpose}.",
        _across,
        variety=("American", "British"),
        person=PEOPLE,
        purpose=PURPOSES,
    ),
    frame(
        "idiom",
        "A learner stumbled over this line from {source}. Say the same without the idiom, {purpose}.",
        _plain,
        source=SOURCES,
        purpose=PURPOSES,
    ),
    frame(
        "idiom",
        "Which English idiom fits when {situation}? {person:cap} would like to quote it at {event}, {manner}.",
        _fitting,
        situation=_FITTING,
        person=PEOPLE,
        event=EVENTS,
        manner=_MANNERS,
    ),
    frame(
        "spelling",
        "One word in the line that {person} took from {source} sounds right but is the wrong one. Replace it and name the pair.",
        _homophone,
        person=PEOPLE,
        source=SOURCES,
    ),
    frame(
        "vocabulary",
        "Get rid of both “very” in what {person} said at {event}: one strong word for each, {purpose}.",
        _stronger,
        person=PEOPLE,
        event=EVENTS,
        purpose=PURPOSES,
    ),
    frame(
        "grammar",
        "{person:cap} overheard a remark {place}. Report it in indirect speech {purpose}.",
        _reported,
        person=PEOPLE,
        place=PLACES,
        purpose=PURPOSES,
    ),
    frame(
        "editing",
        "Restore capitals and end punctuation in the line that {person} dictated for {source}.",
        _punctuated,
        person=PEOPLE,
        source=SOURCES,
    ),
    frame(
        "translate",
        "How does one say this in {language}? {person:cap} will need the phrase {place}, {purpose}.",
        _abroad,
        language=_LANGUAGES,
        person=PEOPLE,
        place=PLACES,
        purpose=PURPOSES,
    ),
)
