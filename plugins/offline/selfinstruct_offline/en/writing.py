"""English frames that ask for something to be written: letters, notices, poems, stories, speeches."""

from __future__ import annotations

from random import Random

from selfinstruct_offline.en.kit import cap, frame, output, phrases, rows, sentence, the
from selfinstruct_offline.en.vocab import EVENTS, HAPPENINGS, NAMES, PEOPLE, PLACES, PURPOSES, SOURCES, SUBJECTS
from selfinstruct_offline.frames import Pair, Slots

_REASONS = phrases("""
the trains are on strike that day; an aunt is coming from overseas; the dentist had no other date; a cough will not go away
the harvest cannot wait; the baby sitter has cancelled; an examination falls on the same morning; the car is at the garage
a promise was made to the choir; night shifts have left no strength; the doctor has ordered rest; a sister is moving house
the landlord is inspecting the flat; a deadline was brought forward; the dog is about to have puppies; funds are low this month
""")
# mishap (after "for") | what is offered
_MISHAPS = rows("""
forgetting a parcel on the tram | fetch it from the lost property office and bring it over
spilling red wine on a white carpet | pay for the cleaning
missing the dress rehearsal | come an hour early to the next one
breaking a borrowed telescope | have it repaired by a specialist
waking the whole house with a drum | practise only in the afternoon
letting the soup burn twice | cook dinner for everyone this Friday
sending a rude note to the wrong address | explain the mix-up to all who read it
losing the only key to the cellar | have three new ones cut
painting the fence in the wrong green | repaint it over the weekend
telling a secret at the dinner table | ask those who heard it to keep quiet
returning a book two years late | add a new copy as a gift
parking across the fire exit | leave the car at home from now on
feeding the neighbour's cat too much | bring it some toys instead
walking off with somebody else's coat | return it freshly cleaned
knocking over the wedding cake | order another from the same baker
confusing the dates of two meetings | keep a single calendar from now on
""")
_PRODUCTS = phrases("""
a folding rain cape; a hand-cranked coffee mill; a pair of felt slippers; a solar garden lamp; a cast-iron frying pan
a wooden balance bike; a linen tablecloth; a noiseless alarm clock; a thermos lunch box; an oak step stool
a ceramic butter dish; a two-person tent; a left-handed bread knife; a travel chess set; a woollen poncho
a bamboo fishing rod; an electric foot warmer; a pocket barometer; a leather tool belt; a set of beeswax crayons
""")
_DEFECTS = phrases("""
arrived with a crack right through it; stopped working on the second day; smells strongly of burnt rubber
is half the size promised
came without its instructions; lost its colour after one wash; makes a grinding noise; was delivered to the wrong street
fell apart in the rain; bears somebody else's name; is missing two screws; cannot be cleaned as advertised
costs more than the label said; came three months too late; leaves black marks on the hands; has a lid that never closes
""")
_TRAITS = phrases("""
endless patience with beginners; a laugh that fills the house; never being late in thirty years; soup that cures all colds
an unbeaten record at table tennis; kind words on dark mornings; a habit of humming off key; the courage to admit mistakes
a memory for everyone's birthday; hands that can repair anything; stories that grow with each telling
a talent for calming quarrels
honest advice at the right moment; wild shirts and a gentle heart; planting a tree every spring; always saving the last biscuit
""")
_CHANGES = phrases("""
the lift will stand still for repairs; lunch will be served half an hour later; the side entrance stays locked
visitors must sign in at the desk; the water will be turned off overnight; bicycles may no longer stand in the hall
the meeting moves to the small room; lost property will be given to charity; the heating will be lowered on Sundays
a new caretaker begins work; smoking is banned on the terrace; waste paper will be collected twice a week
all lockers have to be emptied; the canteen will take cards only; the car park will be swept; shoes must be left at the door
""")
_GROUPS = phrases("""
the tenants of a twelve-storey building; all members of the swimming club; the parents of the first graders
the night shift of a biscuit factory
the students of a boarding school; regular guests of a mountain hut; the staff of a county hospital
exhibitors at an antiques fair
residents of a retirement home; the volunteers of a food bank; passengers on a river cruise; allotment holders by the railway
the orchestra and its technicians; employees of a small printing house; researchers in a shared laboratory
campers near the waterfall
""")
_WHEN = phrases("""
from next Monday; on the last Friday in May; starting at noon tomorrow; between Christmas and New Year; for the whole of October
as of the first of June; on Wednesday evening; during the school holidays; until further notice; in the second week of March
""")
_DATES = phrases("""
next Monday at seven; on the last Friday in May; at noon on New Year's Day; on the second Sunday in March
the day after the fair
on the first of June; on Wednesday evening at eight; on the longest day of the year; at ten in the morning
on the eve of May Day
""")
_OBJECTS = phrases("""
a suitcase full of keys; half of a love letter; an unlit red lantern; a birdcage with an open door; a child's wooden sword
seven wet umbrellas; a pocket watch that ticks backwards; the wrong violin; a jar of black sand; a dress made of newspaper
a compass that points home; an uncashed cheque; a pair of dancing shoes; a telephone without a cable; an egg as heavy as lead
a crown of paper flowers; somebody else's diary; a rusty swimming medal; an unfinished crossword; a bowl of warm soup
""")
_STANZAS = (
    "I thought about {subject} today,\nas one may think of rain:\nit comes, it stays, it goes away,\nand then it comes again.",
    "They asked me what I care about.\nI told them, soft and low:\nit is {subject}, no doubt,\nand more than they can know.",
    "Some speak of gold, and some of fame,\nand some of foreign lands;\nbut {subject} is the name\nof all my heart demands.",
    "When evening folds the day in two\nand no one makes a sound,\nthen {subject} comes in view\nand turns my thoughts around.",
)
_OPENINGS = (
    "Nobody had warned {person} about {thing} {place}.",
    "It was {thing}, of all things, that {person} found {place}.",
    "Years later, {person} would still dream of the night {place} and of {thing}.",
)


def _letter(greeting: str, body: str, close: str) -> Pair:
    return output(f"{greeting},\n{body}\n{close}")


def _decline(slots: Slots, rng: Random) -> Pair:
    thanks = f"Thank you very much for asking me to {the(slots['event'])}."
    body = f"{thanks} Sadly I cannot come, because {slots['reason']}. I wish you all a fine time."
    return _letter(f"Dear {slots['name']}", body, f"Warm regards, {rng.choice(NAMES)}")


def _sorry(slots: Slots, rng: Random) -> Pair:
    offer = _MISHAPS[slots["mishap"]][0]
    body = f"I am truly sorry for {slots['mishap']}. It was careless of me. To make up for it, I will {offer}."
    return _letter(f"Dear {slots['name']}", body, f"Yours, {rng.choice(NAMES)}")


def _invite(slots: Slots, rng: Random) -> Pair:
    body = f"You are warmly invited to {the(slots['event'])}, {slots['when']}. We meet {slots['place']}."
    return _letter("Dear friends", f"{body} Please let us know whether you can come.", f"Yours, {rng.choice(NAMES)}")


def _complain(slots: Slots, rng: Random) -> Pair:
    thing = slots["product"]
    body = f"Last month I bought {thing} from you. I regret to say that it {slots['defect']}."
    return _letter("Dear Sir or Madam", f"{body} Please replace it or return my money.", f"Faithfully, {rng.choice(NAMES)}")


def _reply(slots: Slots, rng: Random) -> Pair:
    who, name = rng.choice(NAMES), rng.choice(NAMES)
    text = f"I bought {slots['product']} from you and it {slots['defect']}. I am disappointed. {who}"
    body = f"We are sorry that {the(slots['product'])} {slots['defect']}. A replacement is on its way, free of charge."
    return Pair(text, f"Dear {who},\n{body}\nKind regards, {name}, customer care")


def _notice(slots: Slots, _rng: Random) -> Pair:
    return output(f"To {slots['group']}: please note that {slots['change']} {slots['when']}. Thank you for your understanding.")


def _poem(slots: Slots, rng: Random) -> Pair:
    return output(rng.choice(_STANZAS).format(subject=slots["subject"]))


def _opening(slots: Slots, rng: Random) -> Pair:
    return output(sentence(rng.choice(_OPENINGS).format(**slots)))


def _diary(slots: Slots, _rng: Random) -> Pair:
    text = f"Dear diary, what a day: {slots['event']}! I was {slots['place']} when I heard of it. I still cannot believe it."
    return output(text)


def _toast(slots: Slots, _rng: Random) -> Pair:
    who = the(slots["person"])
    text = f"Dear friends, welcome to {the(slots['event'])}. We are here for {who}, known to all of us for {slots['trait']}."
    return output(f"{text} Please raise your glasses!")


def _dialogue(slots: Slots, _rng: Random) -> Pair:
    lines = (
        f"A: Excuse me, may I ask you about {slots['subject']}?",
        f"B: Of course. I thought about it just now, {slots['place']}.",
        "A: And what did you find out?",
        "B: That it matters more to me than I ever admit.",
    )
    return output("\n".join(lines))


def _headline(slots: Slots, _rng: Random) -> Pair:
    return output(f"{cap(slots['event'])}: town looks for answers")


def _thanks(slots: Slots, rng: Random) -> Pair:
    body = f"Thank you so much for {the(slots['gift'])}. It will be with me at {slots['event']}, and I will think of you."
    return _letter(f"Dear {slots['name']}", body, f"Gratefully, {rng.choice(NAMES)}")


def _describe(slots: Slots, _rng: Random) -> Pair:
    first = f"Meet {the(slots['product'])} that makes no fuss."
    return output(f"{first} Well made and easy to care for, it is a fine choice for {slots['person']}.")


def _dream(slots: Slots, _rng: Random) -> Pair:
    text = f"I was {slots['place']}, and beside me stood {slots['person']}, holding {slots['thing']}. Then I woke up."
    return output(text)


FRAMES = (
    frame(
        "letter",
        "Help {person} to decline an invitation from {name} to {event} because {reason}.",
        _decline,
        person=PEOPLE,
        name=NAMES,
        event=EVENTS,
        reason=_REASONS,
    ),
    frame(
        "letter",
        "Compose an apology to {name} for {mishap} {place}, {purpose}.",
        _sorry,
        name=NAMES,
        mishap=_MISHAPS,
        place=PLACES,
        purpose=PURPOSES,
    ),
    frame(
        "invitation", "Word an invitation to {event}, held {when} {place}.", _invite, event=EVENTS, when=_DATES, place=PLACES
    ),
    frame(
        "complaint",
        "{person:cap} bought {product} that {defect}. Write the complaint to the shop.",
        _complain,
        person=PEOPLE,
        product=_PRODUCTS,
        defect=_DEFECTS,
    ),
    frame(
        "complaint",
        "Answer, on behalf of {person}, a customer's message about {product} that {defect}, {purpose}.",
        _reply,
        product=_PRODUCTS,
        defect=_DEFECTS,
        person=PEOPLE,
        purpose=PURPOSES,
    ),
    frame(
        "notice", "Write a notice telling {group} that {change} {when}.", _notice, group=_GROUPS, change=_CHANGES, when=_WHEN
    ),
    frame(
        "poem",
        "Compose four rhyming lines about {subject} for {event}, in the voice of {person}.",
        _poem,
        subject=SUBJECTS,
        event=EVENTS,
        person=PEOPLE,
    ),
    frame(
        "story",
        "Begin a story in which {person} discovers {thing} {place}. One sentence is enough.",
        _opening,
        person=PEOPLE,
        thing=_OBJECTS,
        place=PLACES,
    ),
    frame(
        "diary",
        "Imagine being {person} {place} on the day that {event}. What goes into your diary?",
        _diary,
        person=PEOPLE,
        place=PLACES,
        event=HAPPENINGS,
    ),
    frame(
        "speech",
        "Prepare a toast of three sentences to {person} at {event}, praising {trait}.",
        _toast,
        person=PEOPLE,
        event=EVENTS,
        trait=_TRAITS,
    ),
    frame(
        "dialogue",
        "Write a dialogue of four lines between {one} and {other}, set {place}, about {subject}.",
        _dialogue,
        one=PEOPLE[::2],
        other=PEOPLE[1::2],
        place=PLACES,
        subject=SUBJECTS,
    ),
    frame(
        "headline",
        "Find a headline for the report that {event}, to appear in {source} {purpose}.",
        _headline,
        event=HAPPENINGS,
        source=SOURCES,
        purpose=PURPOSES,
    ),
    frame(
        "letter",
        "{person:cap} received {gift} from {name} before {event}. Write a short note of thanks.",
        _thanks,
        person=PEOPLE,
        gift=_PRODUCTS,
        name=NAMES,
        event=EVENTS,
    ),
    frame(
        "advert",
        "Describe {product} in two sentences so that {person} would buy it at {event}.",
        _describe,
        product=_PRODUCTS,
        person=PEOPLE,
        event=EVENTS,
    ),
    frame(
        "dream",
        "Tell in two sentences a dream about {person} with {thing} {place}.",
        _dream,
        person=PEOPLE,
        thing=_OBJECTS,
        place=PLACES,
    ),
)
