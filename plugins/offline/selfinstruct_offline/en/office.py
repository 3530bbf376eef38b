"""English frames about work: minutes, agendas, mail, applications, questions asked back, slogans, feedback."""

from __future__ import annotations

from random import Random

from selfinstruct_offline.en.kit import cap, frame, output, phrases, rows
from selfinstruct_offline.en.sums import clock
from selfinstruct_offline.en.vocab import EVENTS, NAMES, PEOPLE, PLACES, PURPOSES, SUBJECTS
from selfinstruct_offline.frames import Pair, Slots

_PROPOSALS = phrases("""
buy a new noticeboard; repair the gate; rent a bigger tent; order fifty chairs; paint the stairwell; replace the kettle
print new leaflets; hire a drummer; plant a hedge; mend the roof of the shed; book a coach; frame the old poster
""")
_TOPICS = phrases("""
report on the open day; choice of the new printer; date of the summer party; training offers; state of the roof
membership fees; a name for the choir; parking by the gate; thanks to the volunteers; the autumn programme; fire drill; keys
""")
_ABSENCES = phrases("""
on holiday for two weeks from Monday; on a training course until Friday; away for a family wedding on Thursday and Friday
on parental leave until the end of June; at a trade fair from Tuesday to Thursday; off for a knee operation until the tenth
travelling without internet for a week; on jury service until further notice; moving house on Wednesday
on a walking tour for nine days; between Christmas and the second of January in the mountains
""")
_SERVICES = phrases("""
tuning the piano; three days of gardening; the repair of a bicycle; translating a contract; the catering of a wedding
painting two windows; a course of six lessons; printing three hundred leaflets; moving a wardrobe; sweeping four chimneys
""")
_TONES = phrases("""
in a friendly tone, as it is the first reminder; firmly, as it is the second reminder; in three sentences at most
without a word of reproach; so that the customer stays a customer
""")
_REMINDERS = {
    "in a friendly tone, as it is the first reminder": "You may have overlooked it; a transfer within the next ten days would be fine.",
    "firmly, as it is the second reminder": "As my first reminder has gone unanswered, please transfer the amount within seven days.",
}
_REMINDER = "Please transfer the amount in the next few days; if it is already on its way, many thanks."
# line of a CV | better line
_CV_LINES = rows("""
I was responsible for the stockroom and I got stocktaking down to one day. | Managed the stockroom and cut stocktaking to one day.
My job was to answer the letters of customers, about thirty a day. | Answered about thirty customer letters a day.
I was the one who trained the new waiters, eleven of them. | Trained eleven new waiters.
Was given the task of planning the rota for a team of nine. | Planned the rota for a team of nine.
I did the accounts of a club with two hundred members. | Kept the accounts of a club with two hundred members.
I helped out by translating for patients who speak Polish. | Translated for Polish-speaking patients.
There was a move of the archive, and I organised it in three weeks. | Organised the move of the archive in three weeks.
I had the idea of a book swap and made it happen every month. | Founded and ran a monthly book swap.
What I did was repair about four hundred bicycles. | Repaired about four hundred bicycles.
I am the person who wrote the handbook for night staff. | Wrote the handbook for night staff.
""")
# vague request | the question to ask back
_VAGUE = rows("""
Convert 500 to dollars. | Which currency is the 500 in?
Remind me about the dentist. | When would you like to be reminded?
Adapt the recipe so that it is enough for us. | How many people will be eating?
Translate this greeting for our guests. | Into which language should I translate it?
Book a table for Friday. | For how many people should I book?
Order more of the blue paint. | How many tins do you need?
Tell the new colleague how to get here. | Where will the colleague be coming from?
Write a short speech for Ellis. | What is the occasion?
Find me a cheap train. | From where to where would you like to travel?
Move our meeting. | To which day and time should I move it?
Buy a present for my niece. | How old is your niece?
Shorten the essay. | How long may it be?
""")
# product | slogan
_SLOGANS = rows("""
an umbrella that never turns inside out | Let it blow.
a bakery's night service | Fresh while you sleep.
a bicycle bell with a deep note | Heard, not hated.
a lunch box that cannot leak | Soup stays put.
a second-hand bookshop | Every page, a second chance.
a repair café | Broken is only the beginning.
a quiet vacuum cleaner | Clean without the scream.
a walking tour at dawn | Meet the town before it wakes.
a pillow filled with buckwheat | Lie down on a field.
a choir for beginners | Come wrong, sing right.
a ferry without engines | Cross by wind.
a jam with little sugar | More plum, less sweet talk.
a school for retired people | It is never too late for a first day.
a pair of felt slippers | Home starts at the feet.
a plant that needs no watering | Forget me, please.
a garden tool library | Borrow the spade, keep the harvest.
""")
_WHERE = phrases("""
for a paper bag; for the side of a van; for a shop window; to be sung on the radio; for a badge; for the back of a bus ticket
for a banner across the street; for a postcard
""")
# opening line | what to keep | what to change
_OPENINGS = rows("""
It was a dark, gloomy, grey and cloudy day, and my brother laughed at the locked gate. | the laugh, which makes us curious | choose one adjective for the weather
The baker, who was a baker, got up at three, as bakers do. | the early hour, which sets a scene | say only once that he is a baker
Suddenly, all of a sudden, the phone stopped ringing. | the silence, a good surprise | keep just one of the two ways of saying suddenly
She was very sad because her dog had gone, which made her feel sad. | the missing dog, a clear loss | show the sadness by what she does
Nobody had told the goat that it was Sunday. | the goat, a fresh point of view | add a detail that places us in time
He opened the door, and there stood himself, ten years older, holding soup. | the soup, an odd and human detail | break the line in two so that the surprise has room
The letter was blue like a blue letter. | the letter as a beginning | find a comparison that adds something
In this story I will tell you about a lighthouse. | the lighthouse, a strong setting | leave out the announcement and begin on the stairs
My grandmother sold her piano the day I learned to play. | the contrast between the two events | tell in a few words where we are
It rained. It rained. It rained some more, and then, reader, it rained. | the rhythm, which makes us smile | cut one of the repetitions
""")


def _minutes(_slots: Slots, rng: Random) -> Pair:
    one, two, three = rng.sample(NAMES, 3)
    proposal, price, day = rng.choice(_PROPOSALS), 10 * rng.randint(3, 40), rng.randint(2, 28)
    talk = (
        f"{one}: I suggest that we {proposal}. {two}: That would cost ${price}, but I agree. {three}: So do I. "
        f"{one}: Who sees to it? {three}: I will, by {day} May."
    )
    text = f"Decision: to {proposal}, for ${price}\nIn charge: {three}\nDate: {day} May"
    return Pair(talk, text)


def _agenda(slots: Slots, rng: Random) -> Pair:
    topics = {topic: rng.choice((5, 10, 15, 20)) for topic in rng.sample(_TOPICS, 4)}
    hour, minute = map(int, slots["start"].split(":"))
    now, lines = hour * 60 + minute, []
    for topic, minutes in topics.items():
        lines.append(f"{clock(now)} {cap(topic)}")
        now += minutes
    given = "; ".join(f"{topic}, {minutes} minutes" for topic, minutes in topics.items())
    return Pair(cap(given), "\n".join([*lines, f"{clock(now)} End"]))


def _away(slots: Slots, _rng: Random) -> Pair:
    thanks = f"Thank you for your message. I am {slots['absence']}."
    return output(f"{thanks} In urgent cases please turn to {slots['name']}; everything else I will answer after my return.")


def _overdue(slots: Slots, rng: Random) -> Pair:
    claim = f"My invoice of ${slots['amount']} for {slots['service']} has not been paid yet."
    body = f"{claim} {_REMINDERS.get(slots['tone'], _REMINDER)}"
    return output(f"Dear {slots['name']},\n{body}\nKind regards, {rng.choice(NAMES)}")


def _sharper(_slots: Slots, rng: Random) -> Pair:
    given, (better,) = rng.choice(list(_CV_LINES.items()))
    return Pair(given, better)


def _asked_back(_slots: Slots, rng: Random) -> Pair:
    given, (question,) = rng.choice(list(_VAGUE.items()))
    return Pair(given, question)


def _slogan(slots: Slots, _rng: Random) -> Pair:
    return output(_SLOGANS[slots["product"]][0])


def _feedback(_slots: Slots, rng: Random) -> Pair:
    given, (keep, change) = rng.choice(list(_OPENINGS.items()))
    return Pair(given, f"Keep {keep}. To improve it, {change}.")


def _apply(slots: Slots, _rng: Random) -> Pair:
    first = f"I am applying to help at {slots['event']}."
    return output(f"{first} You can rely on me for {slots['strength']}, and I care a good deal about {slots['subject']}.")


_STRENGTHS = phrases("""
being on time at any hour; a clear head in a crowd; two strong arms; fluent Polish; patience with impatient people
a driving licence and a van; cooking for a hundred; neat bookkeeping; a loud and friendly voice; experience in first aid
""")
FRAMES = (
    frame(
        "minutes",
        "Write the minutes of the short talk held {place}: decision, person in charge, date. {person:cap} needs them {purpose}.",
        _minutes,
        place=PLACES,
        person=PEOPLE,
        purpose=PURPOSES,
    ),
    frame(
        "agenda",
        "Turn the topics into an agenda for {event}, starting at {start}, with a clock time for each item, {purpose}.",
        _agenda,
        event=EVENTS,
        start=[f"{hour}:{minute}" for hour in range(8, 20) for minute in ("00", "15", "30")],
        purpose=PURPOSES,
    ),
    frame(
        "email",
        "{person:cap} is {absence}. Set up an automatic reply that names {name} as the substitute, {purpose}.",
        _away,
        person=PEOPLE,
        absence=_ABSENCES,
        name=NAMES,
        purpose=PURPOSES,
    ),
    frame(
        "email",
        "Remind {name} of an unpaid invoice of ${amount} for {service}, {tone}. {person:cap} will sign it.",
        _overdue,
        name=NAMES,
        amount=[str(n) for n in range(35, 900, 45)],
        service=_SERVICES,
        tone=_TONES,
        person=PEOPLE,
    ),
    frame(
        "work",
        "Sharpen a line from the CV of {person}: start with a verb and drop the padding, {purpose}.",
        _sharper,
        person=PEOPLE,
        purpose=PURPOSES,
    ),
    frame(
        "work",
        "{person:cap} applies to help at {event}. Draft two sentences that mention {strength} and an interest in {subject}.",
        _apply,
        person=PEOPLE,
        event=EVENTS,
        strength=_STRENGTHS,
        subject=SUBJECTS,
    ),
    frame(
        "questions",
        "A request that {person} received {place} lacks one detail. Do not guess: ask for it in a single question, {purpose}.",
        _asked_back,
        person=PEOPLE,
        place=PLACES,
        purpose=PURPOSES,
    ),
    frame(
        "marketing",
        "Coin a slogan for {product}, {where}; {person} will present it at {event}.",
        _slogan,
        product=_SLOGANS,
        where=_WHERE,
        person=PEOPLE,
        event=EVENTS,
    ),
    frame(
        "feedback",
        "Comment on the first line of a story that {person} read aloud at {event}: one thing to keep, one to improve.",
        _feedback,
        person=PEOPLE,
        event=EVENTS,
    ),
)
