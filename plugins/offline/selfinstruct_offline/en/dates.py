"""English frames about dates, clocks, measures and tables, all computed."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from selfinstruct_offline.en.kit import cap, frame, number, output, phrases, rows
from selfinstruct_offline.en.sums import clock, plain
from selfinstruct_offline.en.vocab import EVENTS, NAMES, PEOPLE, PLACES, PURPOSES, SOURCES
from selfinstruct_offline.frames import Pair, Slots

_DAYS = phrases("Monday; Tuesday; Wednesday; Thursday; Friday; Saturday; Sunday")
_MONTHS = phrases("January; February; March; April; May; June; July; August; September; October; November; December")
_COMMON_YEAR = 2023
# city without summer time | hours ahead of UTC
_CITIES = rows("""
Tokyo | 9
Dubai | 4
Nairobi | 3
Bangkok | 7
Singapore | 8
Reykjavik | 0
Bogotá | -5
Buenos Aires | -3
Honolulu | -10
Lagos | 1
Johannesburg | 2
Dhaka | 6
Lima | -5
Manila | 8
Jakarta | 7
Abu Dhabi | 4
""")
_HOURS = tuple(f"{hour}:{minute:02}" for hour in range(24) for minute in (0, 20, 45))
# measure | factor
_MEASURES = rows("""
miles to kilometres | 1.609344
pounds to kilograms | 0.45359237
inches to centimetres | 2.54
feet to metres | 0.3048
ounces to grams | 28.349523125
acres to hectares | 0.40468564224
stones to kilograms | 6.35029318
kilometres to miles | 0.62137119
kilograms to pounds | 2.20462262
metres to feet | 3.2808399
degrees Fahrenheit to degrees Celsius | 0
degrees Celsius to degrees Fahrenheit | 0
""")
_ROASTS = phrases("""
a leg of lamb; the nut loaf; a tray of stuffed peppers; the potato gratin; a chicken with lemon; an apple strudel; the fish pie
a rhubarb crumble; the vegetable lasagne; a goose with plums; a sourdough loaf; the onion tart; a pot of baked beans
""")
_HABITS = phrases("""
cups of tea; pages of novels; biscuits; slices of toast; paper tissues; crossword clues; apples; matches; sheets of paper
""")
# what is asked of a table | how it is put
_QUESTIONS = (
    "name the row with the highest value",
    "name the row with the lowest value",
    "give the sum of the values",
    "tell how far the highest value is above the lowest",
    "give the average, rounded to one decimal",
    "list the rows from highest to lowest",
)
_MEASURED = phrases("""
jars sold at each stall; kilometres walked by each member; hours of practice per singer; votes for each design
litres of soup per kitchen; points won by each team; minutes late per driver; letters sorted by each clerk
books borrowed by each class; eggs collected on each farm; tickets sold at each door; laps swum by each pupil
""")


def _weekday(slots: Slots, _rng: Random) -> Pair:
    n = int(slots["n"])
    day = _DAYS[(_DAYS.index(slots["day"]) + n) % 7]
    weeks = f"{n} days are {n // 7} weeks and {n % 7} days" if n % 7 else f"{n} days are exactly {n // 7} weeks"
    return output(f"{day}. {weeks}, and only the days beyond full weeks move the weekday.")


def _written(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]}"


def _nights(_slots: Slots, rng: Random) -> Pair:
    arrival = date(_COMMON_YEAR, rng.randint(1, 11), rng.randint(1, 28))
    nights = rng.randint(3, 30)
    return Pair(f"from {_written(arrival)} to {_written(arrival + timedelta(nights))}", f"{nights} nights")


def _abroad(slots: Slots, _rng: Random) -> Pair:
    hour, minute = map(int, slots["time"].split(":"))
    ahead = int(_CITIES[slots["there"]][0]) - int(_CITIES[slots["here"]][0])
    local = hour * 60 + minute + ahead * 60
    day = {-1: " on the day before", 0: "", 1: " on the next day"}[local // 1440]
    hours = f"{abs(ahead)} hour{'s' if abs(ahead) > 1 else ''}"
    apart = f"is {hours} {'ahead of' if ahead > 0 else 'behind'}" if ahead else "has the same time as"
    return output(f"It is {clock(local)}{day} in {slots['there']}, which {apart} {slots['here']}.")


def _measure(slots: Slots, rng: Random) -> Pair:
    large, small = slots["units"].split(" to ")
    amount = rng.randint(5, 95)
    values = {"degrees Fahrenheit": (amount - 32) / 1.8, "degrees Celsius": amount * 1.8 + 32}
    value = values.get(large, amount * float(_MEASURES[slots["units"]][0]))
    return Pair(f"{amount} {large}", f"{value:.1f} {small}")


def _oven(slots: Slots, _rng: Random) -> Pair:
    hour, minute = map(int, slots["time"].split(":"))
    start = hour * 60 + minute - int(slots["minutes"]) - int(slots["rest"])
    steps = f"{slots['time']} minus {slots['rest']} minutes of rest and {slots['minutes']} minutes in the oven"
    return output(f"{cap(slots['dish'])} must go in at {clock(start)}: {steps}.")


def _lifetime(slots: Slots, _rng: Random) -> Pair:
    k, years = number(slots["k"]), int(slots["years"])
    return output(f"About {k * 365 * years} {slots['thing']}: {k} a day × 365 days × {years} years, leap days left out.")


def _rows(rng: Random) -> dict[str, int]:
    return dict(zip(rng.sample(NAMES, 4), rng.sample(range(11, 90), 4), strict=True))


def _table(slots: Slots, rng: Random) -> Pair:
    values = _rows(rng)
    down = sorted(values, key=lambda name: -values[name])
    answers = (
        down[0],
        down[-1],
        str(sum(values.values())),
        str(values[down[0]] - values[down[-1]]),
        f"{sum(values.values()) / 4:.1f}",
        ", ".join(down),
    )
    lines = "\n".join(f"| {name} | {value} |" for name, value in values.items())
    return Pair(f"| Name | Value |\n| --- | --- |\n{lines}", answers[_QUESTIONS.index(slots["question"])])


def _totals(_slots: Slots, rng: Random) -> Pair:
    values = _rows(rng)
    total, hidden = sum(values.values()), rng.choice(list(values))
    lines = "\n".join(f"{name},{'?' if name == hidden else value}" for name, value in values.items())
    return Pair(f"{lines}\nTotal,{total}", f"{hidden}: {plain(values[hidden])}")


FRAMES = (
    frame(
        "calendar",
        "If {event} takes place on a {day}, what weekday is it {n} days later? {person:cap} asks {purpose}.",
        _weekday,
        event=EVENTS,
        day=_DAYS,
        n=[str(n) for n in range(16, 130)],
        person=PEOPLE,
        purpose=PURPOSES,
    ),
    frame(
        "calendar",
        "How many nights will {person} spend {place}? Count them from the dates, in a year that is no leap year, {purpose}.",
        _nights,
        person=PEOPLE,
        place=PLACES,
        purpose=PURPOSES,
    ),
    frame(
        "calendar",
        "{person:cap} rings a friend in {there} when it is {time} in {here}. What does the friend's clock show?",
        _abroad,
        person=PEOPLE,
        there=list(_CITIES)[:8],
        time=_HOURS,
        here=list(_CITIES)[8:],
    ),
    frame(
        "units",
        "Convert the measure that stands in {source} from {units}, rounded to one decimal, {purpose}.",
        _measure,
        source=SOURCES,
        units=_MEASURES,
        purpose=PURPOSES,
    ),
    frame(
        "cooking",
        "{dish:cap} bakes for {minutes} minutes, rests for {rest}, and is wanted at {time} for {event}. "
        "When must it go into the oven?",
        _oven,
        dish=_ROASTS,
        minutes=[str(n) for n in range(35, 130, 5)],
        rest=("5", "10", "15", "20"),
        time=_HOURS[30:66],
        event=EVENTS,
    ),
    frame(
        "estimation",
        "Roughly how many {thing} does {person} get through in {years} years at {k} a day? Estimate {purpose}.",
        _lifetime,
        thing=_HABITS,
        person=PEOPLE,
        years=[str(n) for n in range(2, 40)],
        k=("two", "three", "four", "five", "six", "eight", "ten", "twelve"),
        purpose=PURPOSES,
    ),
    frame(
        "table",
        "The table shows {measured} at {event}. From it, {question}, {purpose}.",
        _table,
        measured=_MEASURED,
        event=EVENTS,
        question=_QUESTIONS,
        purpose=PURPOSES,
    ),
    frame(
        "table",
        "Coffee was spilt on the list of {measured} kept by {person}. Supply the number that is missing, {purpose}.",
        _totals,
        measured=_MEASURED,
        person=PEOPLE,
        purpose=PURPOSES,
    ),
)
