"""English frames that work on a text or list which the instance brings."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Mapping
from random import Random

from selfinstruct_offline.en.facts import MEMBERS
from selfinstruct_offline.en.kit import a, bullets, cap, frame, listed, numbered, phrases, rows
from selfinstruct_offline.en.sentences import Sentence, made, members, singular
from selfinstruct_offline.en.sums import plain
from selfinstruct_offline.en.vocab import EVENTS, HAPPENINGS, NAMES, PEOPLE, PURPOSES, SOURCES
from selfinstruct_offline.frames import Pair, Slots

_VOWELS = "aeiouAEIOU"
_GRAMMAR: Mapping[str, Callable[[Sentence], tuple[str, str]]] = {
    "rewrite it in the past tense": lambda s: (s.present, s.past),
    "say the same about tomorrow, using the future tense": lambda s: (s.past, s.future),
    "make it a question that can be answered with yes or no": lambda s: (s.past, s.question),
    "turn it round so that it states the opposite": lambda s: (s.past, s.negative),
    "put it into the present tense": lambda s: (s.past, s.present),
    "change it from a question to a plain statement": lambda s: (s.question, s.past),
    "remove the negation": lambda s: (s.negative, s.past),
    "report it as something that already happened": lambda s: (s.future, s.past),
    "express it in the passive voice": lambda s: (s.past, s.passive),
    "make the person the subject again, in the active voice": lambda s: (s.passive, s.past),
    "leave out the place where it happens": lambda s: (s.past, f"{s.name} {s.forms[2]} {s.thing}."),
    "replace the name by the pronoun “somebody”": lambda s: (s.past, s.past.replace(s.name, "Somebody", 1)),
    "begin with the place, followed by a comma": lambda s: (s.past, f"{cap(s.place)}, {s.past.removesuffix(f' {s.place}.')}."),
    "ask for the place with a question that begins with “where”": lambda s: (
        s.past,
        f"Where did {s.name} {s.forms[0]} {s.thing}?",
    ),
    "ask for the person with a question that begins with “who”": lambda s: (
        s.past,
        s.past.replace(s.name, "Who", 1)[:-1] + "?",
    ),
}


def _words(text: str) -> list[str]:
    return text.strip(".?").split()


_LETTERS: Mapping[str, Callable[[str], str]] = {
    "write every letter as a capital": str.upper,
    "count its words": lambda t: str(len(t.split())),
    "take away all vowels": lambda t: "".join(c for c in t if c not in _VOWELS),
    "name its longest word, the first if there are several": lambda t: max(_words(t), key=len),
    "string together the first letters of its words": lambda t: "".join(word[0] for word in _words(t)),
    "list its words in alphabetical order": lambda t: ", ".join(sorted(_words(t), key=str.lower)),
    "reverse the order of its words": lambda t: " ".join(reversed(_words(t))),
    "count how often the letter e occurs": lambda t: str(t.lower().count("e")),
    "replace each space by an underscore": lambda t: t.replace(" ", "_"),
    "give only the last word": lambda t: _words(t)[-1],
    "spell each word backwards but leave the order": lambda t: " ".join(word[::-1] for word in _words(t)),
    "say how many letters the third word has": lambda t: str(len(_words(t)[2].replace("-", "").replace("'", ""))),
    "name the words that begin with a vowel, or say “none”": lambda t: (
        ", ".join(w for w in _words(t) if w[0] in _VOWELS) or "none"
    ),
    "put a slash between the words": lambda t: " / ".join(_words(t)),
    "swap its first and its last word": lambda t: " ".join([_words(t)[-1], *_words(t)[1:-1], _words(t)[0]]),
}
_LISTS: Mapping[str, Callable[[list[str]], str]] = {
    "sort it alphabetically": lambda v: ", ".join(sorted(v, key=str.lower)),
    "put it into reverse order": lambda v: ", ".join(reversed(v)),
    "arrange it from Z to A": lambda v: ", ".join(sorted(v, key=str.lower, reverse=True)),
    "give each entry a number on a line of its own": numbered,
    "join the entries with “and” as running text": listed,
    "keep every second entry, beginning with the first": lambda v: ", ".join(v[::2]),
    "name the entry with the most letters, the first if several tie": lambda v: max(v, key=len),
    "count the entries": lambda v: str(len(v)),
    "drop the last entry": lambda v: ", ".join(v[:-1]),
    "move the first entry to the end": lambda v: ", ".join([*v[1:], v[0]]),
    "write it with a dash in front of every entry": bullets,
    "tell which entry comes first in a dictionary": lambda v: min(v, key=str.lower),
    "cut every entry to its first three letters": lambda v: ", ".join(word[:3] for word in v),
    "print it as a JSON array": json.dumps,
    "parenthesise the length of each word behind it": lambda v: ", ".join(f"{word} ({len(word)})" for word in v),
}
_FIGURES: Mapping[str, Callable[[list[int]], str]] = {
    "the mean, rounded to two decimals": lambda v: plain(statistics.mean(v)),
    "the median": lambda v: plain(statistics.median(v)),
    "the difference between largest and smallest": lambda v: str(max(v) - min(v)),
    "the total": lambda v: str(sum(v)),
    "the second largest value": lambda v: str(sorted(v)[-2]),
    "all even values, or “none”": lambda v: ", ".join(str(n) for n in v if n % 2 == 0) or "none",
    "the values from smallest to largest": lambda v: ", ".join(map(str, sorted(v))),
    "how many values exceed fifty": lambda v: str(sum(n > 50 for n in v)),
    "every value doubled": lambda v: ", ".join(str(2 * n) for n in v),
    "the first value minus the last": lambda v: str(v[0] - v[-1]),
    "the sum of the odd values": lambda v: str(sum(n for n in v if n % 2)),
    "the position of the highest value, counting from one": lambda v: str(v.index(max(v)) + 1),
}
_MEASURED = phrases("""
the weights of newborn lambs; temperatures in a greenhouse; minutes spent waiting for a bus; pages read per evening
litres of milk per cow
the ages of choir members; visitors to a small museum; goals scored in each season; steps climbed by a postman
loaves sold before noon
the heights of sunflowers; letters delivered on Saturdays; bids at a furniture auction; points in a quiz
kilometres cycled each day
eggs laid in a week of May; seats taken on the night train; calls to a help desk; the prices of used bicycles
bottles returned per hour
""")
_FORMATS = phrases("""
separated by semicolons; one below the other; as a JSON object; in square brackets; in capital letters
each after its label and a colon
""")
_FIELDS = {
    "the date and the amount": ("date", "amount"),
    "the name of the sender and the place": ("name", "place"),
    "the amount and the place": ("amount", "place"),
    "the person's name and the date": ("name", "date"),
    "the place and the date": ("place", "date"),
    "the name, the amount and the date": ("name", "amount", "date"),
}
_TOWNS = phrases(
    "Ashby; Bremen; Cork; Delft; Evora; Fulda; Graz; Hove; Izmir; Jena; Kiruna; Leeds; Mons; Narvik; Oulu; Parma; Quito"
)
_MONTHS = phrases("January; February; March; April; May; June; July; August; September; October; November; December")
# blunt | polite
_BLUNT = rows("""
Send me the invoice today. | Could you please send me the invoice today?
You are standing in my way. | Excuse me, could you let me pass, please?
Turn that noise down. | Would you mind lowering the volume a little?
I don't want to come. | Thank you for asking me, but I am afraid I cannot come.
Your report is too long. | Your report is thorough; could you perhaps shorten it a little?
Give me another appointment. | Would it be possible to have another appointment, please?
Stop calling me at work. | Could I ask you not to call me at work, please?
That is wrong. Do it again. | I think there is a small mistake; could you look at it once more?
Move your car. | Could you kindly move your car when you have a moment?
You forgot my order again. | I believe my order may have been overlooked; could you check, please?
Explain it better. | Would you be so kind as to explain that once more?
I need that book back. | When it suits you, could I have my book back, please?
""")
# wordy | concise
_WORDY = rows("""
Due to the fact that it was raining, the match was put off until a later date. | Because of the rain, the match was postponed.
At this point in time we are not in a position to offer you a room. | We cannot offer you a room now.
She made the decision to leave the company in the month of May. | She decided to leave the company in May.
In the event that the alarm rings, make your exit from the building. | If the alarm rings, leave the building.
He is a man who is known by everyone for being honest. | He is known for his honesty.
There are many people who believe that the bridge is not safe. | Many people believe the bridge is unsafe.
The reason why I am writing is because I would like to complain. | I am writing to complain.
We held a meeting for the purpose of discussing the budget. | We met to discuss the budget.
It is my personal opinion that the soup is too salty. | I find the soup too salty.
The team came to a conclusion with regard to the new timetable. | The team decided on the new timetable.
""")
# wrong | right
_ERRORS = rows("""
She have three brother in Canada. | She has three brothers in Canada.
He don't like tomato soup. | He doesn't like tomato soup.
I has been waiting since two hour. | I have been waiting for two hours.
There is many reason to stay. | There are many reasons to stay.
The childrens was playing outside. | The children were playing outside.
Yesterday we goes to the lake. | Yesterday we went to the lake.
She sings more better than me. | She sings better than me.
He is a honest man with an unique voice. | He is an honest man with a unique voice.
Me and him was late for the ferry. | He and I were late for the ferry.
I look forward to meet you on monday. | I look forward to meeting you on Monday.
Their going to bring there own tent. | They're going to bring their own tent.
The news are better then expected. | The news is better than expected.
If I would have time, I would help you. | If I had time, I would help you.
Its colour matches it's shape. | Its colour matches its shape.
""")
# preposition | sentences with a gap
_GAPS = rows("""
on | The keys are lying ___ the kitchen table. | Our shop is closed ___ Sundays. | It depends ___ the weather.
at | The concert begins ___ eight o'clock. | She is very good ___ chess. | They met ___ the bus stop.
in | He was born ___ 1987. | We live ___ a small flat. | Are you interested ___ birds?
for | I have known her ___ ten years. | He apologised ___ the delay. | This present is ___ you.
with | She agreed ___ every word. | He cut the bread ___ a knife. | I am pleased ___ the result.
of | The box is full ___ nails. | He is afraid ___ spiders. | I am proud ___ my sister.
to | She listens ___ the radio. | This coat belongs ___ me. | He is married ___ a dentist.
from | The letter comes ___ an old friend. | He is recovering ___ the flu. | My shoes differ ___ yours.
""")


def _grammar(slots: Slots, rng: Random) -> Pair:
    return Pair(*_GRAMMAR[slots["change"]](singular(rng)))


def _letters(slots: Slots, rng: Random) -> Pair:
    text = made(rng).past
    return Pair(text, _LETTERS[slots["change"]](text))


def _list(slots: Slots, rng: Random) -> Pair:
    words = members(slots["kind"], rng)
    return Pair(", ".join(words), _LISTS[slots["change"]](words))


def _repeats(slots: Slots, rng: Random) -> Pair:
    words = members(slots["kind"], rng, 5)
    twice = rng.sample(words, 2)
    return Pair(", ".join([*words, *twice]), ", ".join(words))


def _missing(slots: Slots, rng: Random) -> Pair:
    before = members(slots["kind"], rng, 8)
    lost = rng.choice(before)
    after = [word for word in before if word != lost]
    rng.shuffle(after)
    return Pair(f"Before: {', '.join(before)}\nAfter: {', '.join(after)}", lost)


def _figures(slots: Slots, rng: Random) -> Pair:
    values = rng.sample(range(11, 99), rng.randint(5, 8))
    while values == sorted(values):
        rng.shuffle(values)
    return Pair(", ".join(map(str, values)), _FIGURES[slots["figure"]](values))


def _message(rng: Random) -> tuple[str, dict[str, str]]:
    facts = {
        "name": rng.choice(NAMES),
        "date": f"{rng.randint(1, 28)} {rng.choice(_MONTHS)}",
        "amount": f"${rng.randint(12, 480)}",
        "place": rng.choice(_TOWNS),
    }
    text = (
        "Hello, this is {name}. On {date} I paid {amount} at your branch in {place}. Please confirm.",
        "I bought a coat for {amount} in {place} and would like to return it by {date}. Yours, {name}",
        "{name} here: the {place} office still owes me {amount} since {date}.",
    )
    return rng.choice(text).format(**facts), facts


def _extract(slots: Slots, rng: Random) -> Pair:
    text, facts = _message(rng)
    found = {field: facts[field] for field in _FIELDS[slots["fields"]]}
    values = list(found.values())
    forms = {
        "separated by semicolons": "; ".join(values),
        "one below the other": "\n".join(values),
        "as a JSON object": json.dumps(found),
        "in square brackets": f"[{', '.join(values)}]",
        "in capital letters": ", ".join(values).upper(),
    }
    labelled = "\n".join(f"{cap(field)}: {value}" for field, value in found.items())
    return Pair(text, forms.get(slots["format"], labelled))


def _table(table: Mapping[str, tuple[str, ...]]) -> Callable[[Slots, Random], Pair]:
    def answer(_slots: Slots, rng: Random) -> Pair:
        text, (better,) = rng.choice(list(table.items()))
        return Pair(text, better)

    return answer


def _gap(_slots: Slots, rng: Random) -> Pair:
    word, sentences = rng.choice(list(_GAPS.items()))
    return Pair(rng.choice(sentences), word)


def _summary(slots: Slots, rng: Random) -> Pair:
    event, who = slots["event"], rng.choice(NAMES)
    text = (
        f"It was an ordinary morning, and {who} was on the way to work. Then, without any warning, {event}. "
        f"People stopped and stared. {who} told everybody about it for weeks."
    )
    return Pair(text, f"{who} was on the way to work when {event}, and talked about it for weeks.")


def _record(slots: Slots, rng: Random) -> Pair:
    name, town, age = rng.choice(NAMES), rng.choice(_TOWNS), rng.randint(19, 78)
    job = rng.choice(MEMBERS["occupations of the passengers"])
    forms = {
        "a JSON object with the keys name, age, job and town": json.dumps({"name": name, "age": age, "job": job, "town": town}),
        "one complete English sentence": f"{name} is {a(str(age))}-year-old {job} from {town}.",
        "four lines of the form key: value": f"name: {name}\nage: {age}\njob: {job}\ntown: {town}",
        "a row of a Markdown table": f"| {name} | {age} | {job} | {town} |",
        "the same fields in reverse order": f"{town},{job},{age},{name}",
        "tab-separated text": f"{name}\t{age}\t{job}\t{town}",
    }
    return Pair(f"{name},{age},{job},{town}", forms[slots["form"]])


_RECORD_FORMS = phrases("""
a JSON object with the keys name, age, job and town; one complete English sentence; four lines of the form key: value
a row of a Markdown table; the same fields in reverse order; tab-separated text
""")
FRAMES = (
    frame(
        "grammar",
        "Take the sentence from {source} and {change}, {purpose}.",
        _grammar,
        source=SOURCES,
        change=_GRAMMAR,
        purpose=PURPOSES,
    ),
    frame(
        "letters",
        "{person:cap} copied a sentence out of {source}. Read it and {change}.",
        _letters,
        person=PEOPLE,
        source=SOURCES,
        change=_LETTERS,
    ),
    frame(
        "lists",
        "Here is a list of {kind}, compiled by {person}. Please {change}.",
        _list,
        kind=MEMBERS,
        person=PEOPLE,
        change=_LISTS,
    ),
    frame(
        "lists",
        "For {event} somebody wrote down {kind}. Take the list and {change}, {purpose}.",
        _list,
        event=EVENTS,
        kind=MEMBERS,
        change=_LISTS,
        purpose=PURPOSES,
    ),
    frame(
        "duplicates",
        "Strike out repeated entries among the {kind} noted by {person}, {purpose}.",
        _repeats,
        kind=MEMBERS,
        person=PEOPLE,
        purpose=PURPOSES,
    ),
    frame(
        "memory",
        "{person:cap} listed {kind} before and after {event}. Which entry is gone? Find it {purpose}.",
        _missing,
        kind=MEMBERS,
        event=EVENTS,
        person=PEOPLE,
        purpose=PURPOSES,
    ),
    frame(
        "figures",
        "{person:cap} recorded {measured}. From these numbers determine {figure}, {purpose}.",
        _figures,
        person=PEOPLE,
        measured=_MEASURED,
        figure=_FIGURES,
        purpose=PURPOSES,
    ),
    frame(
        "figures",
        "The numbers given are {measured}, as listed in {source}. State {figure}.",
        _figures,
        measured=_MEASURED,
        source=SOURCES,
        figure=_FIGURES,
    ),
    frame(
        "extraction",
        "A clerk forwards a message to {person}. Extract {fields}, {format}, {purpose}.",
        _extract,
        person=PEOPLE,
        fields=_FIELDS,
        format=_FORMATS,
        purpose=PURPOSES,
    ),
    frame(
        "politeness",
        "Soften the message that {person} wants to send before {event}.",
        _table(_BLUNT),
        person=PEOPLE,
        event=EVENTS,
    ),
    frame(
        "brevity", "Tighten this wordy sentence out of {source} {purpose}.", _table(_WORDY), source=SOURCES, purpose=PURPOSES
    ),
    frame(
        "correction",
        "{person:cap} wrote the sentence below for {source}. Correct its mistakes {purpose}.",
        _table(_ERRORS),
        person=PEOPLE,
        source=SOURCES,
        purpose=PURPOSES,
    ),
    frame(
        "gaps",
        "Which preposition belongs in the gap of this line from {source}? Reply {purpose}.",
        _gap,
        source=SOURCES,
        purpose=PURPOSES,
    ),
    frame(
        "summary",
        "Condense the passage into one sentence for {person}: it tells how {event}.",
        _summary,
        person=PEOPLE,
        event=HAPPENINGS,
    ),
    frame(
        "formats",
        "The line holds name, age, job and town of someone met at {event}. Convert it to {form}, {purpose}.",
        _record,
        event=EVENTS,
        form=_RECORD_FORMS,
        purpose=PURPOSES,
    ),
)
