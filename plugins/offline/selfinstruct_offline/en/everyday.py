"""English frames about everyday life: advice, plans, lists, recipes, names, rules."""

from __future__ import annotations

from random import Random

from selfinstruct_offline.en.advice import CHOICES, CHORES, GOALS, HOBBIES, OBSTACLES, SUBSTITUTES, TRIPS
from selfinstruct_offline.en.kit import bullets, frame, number, numbered, output, phrases, rows, sentence, the
from selfinstruct_offline.en.vocab import EVENTS, HAPPENINGS, PEOPLE, PLACES, PURPOSES, SPOTS, SUBJECTS
from selfinstruct_offline.frames import Pair, Slots

_VEGETABLES = phrases("""
leeks; red peppers; spinach; courgettes; mushrooms; carrots; green beans; aubergines; cauliflower; fennel; peas; tomatoes
beetroot; kale; parsnips; broccoli; celery; pumpkin; white cabbage; sweetcorn; asparagus; turnips; spring onions; cucumbers
""")
_STAPLES = phrases("""
brown rice; smoked tofu; chickpeas; red lentils; feta cheese; white beans; couscous; salmon fillets; minced beef; potatoes
chicken thighs; egg noodles; polenta; prawns; black beans; buckwheat; halloumi; barley; tinned tuna; gnocchi; quinoa; cod
""")
# constraint | what makes the recipe meet it
_DISHES = rows("""
in a single pan and under half an hour | Cook everything in one pan over medium heat for some twenty minutes.
that can be eaten cold the next day | Boil both until tender, dress them with oil and lemon, and let them cool.
without any dairy products | Fry both gently in olive oil, add a cup of stock, and simmer for fifteen minutes.
fit for a picnic basket | Cook both, mash them lightly with herbs, and roll them into flat bread wrapped in paper.
hearty enough for a frosty evening | Brown both with an onion, cover with stock, and let the stew bubble for forty minutes.
that small children like to eat | Cook both until soft, mash them, shape little cakes and fry them until golden.
for eight hungry guests | Take a kilo of each, layer them in a large dish, pour over seasoned stock and bake for an hour.
with no more than five ingredients | Fry garlic in oil, add both with a pinch of salt, and cook until tender.
that leaves hardly any washing-up | Spread both on one lined tray, add oil and salt, and roast for half an hour.
with a lemony dressing on the side | Steam both for ten minutes and serve with lemon juice beaten with oil and mustard.
to be cooked over a campfire | Wrap both in foil with oil and herbs and leave them at the edge of the embers for half an hour.
in the style of a thick soup | Simmer both in a litre of stock until soft, then blend half of it and stir it back in.
""")
# business | five names
_BUSINESSES = rows("""
a bakery that opens before sunrise | First Loaf | Crust at Dawn | The Early Oven | Morning Crumb | Half Past Four
a shop that mends umbrellas | Dry Again | The Eighth Rib | Rainwright | Second Storm | Mend and Open
a travelling puppet theatre | The Little Strings | Wooden Heart | Suitcase Stage | Nine Threads | Sawdust Players
a bicycle workshop for beginners | Spoke School | Free Wheel | Gear One | The Patient Pedal | Chain Reaction
a second-hand bookshop with armchairs | Dog-Eared | The Slow Page | Read Again | Margin Notes | Spine and Cushion
a floating sauna on the lake | Warm Raft | Steam Ahoy | Lake Ember | The Hot Hull | Birch and Water
a nursery for rare ferns | Frond House | Green Hush | The Unfurling | Shade and Spore | Fernweh
a dance school for pensioners | Silver Steps | Never Too Late | Waltz On | The Second Turn | Evergreen Feet
a café run by chess players | Check and Chai | The Queen's Cup | Pawn and Pastry | En Passant | Mate Latte
a shop for left-handed tools | Left Alone | The Other Hand | Southpaw Supply | Left Turn | Port Side
a laundry with live piano | Spin and Swing | Clean Keys | Soap Sonata | The Rinse Recital | Black and White Wash
a farm that sells lavender honey | Purple Hive | Bees of Provence | Bloom and Comb | The Violet Jar | Lavender Hum
a courier firm that uses only boats | By Water | Ripple Post | Canal Courier | The Wet Parcel | Tide Delivery
a school for young magicians | Sleeve Academy | The White Glove | Card and Coin | Presto Hall | Vanishing Point
a hotel in an old grain mill | The Millstone | Flour and Feather | Sleepy Sail | Granary Nights | The Turning House
a repair shop for musical boxes | The Tiny Comb | Wind-Up | Pin and Cylinder | Little Tunes | Crank and Chime
a company that rents out goats | Goat to Go | Hoof Help | The Hungry Herd | Nibble and Co | Green Beards
a library of garden tools | Spade and Share | The Lending Shed | Rake It Home | Borrowed Earth | Fork and Return
a soup kitchen on wheels | Ladle Lane | The Rolling Pot | Broth Bus | Warm Bowl | Spoon Stop
a hat maker near the opera | Overture Hats | Brim and Aria | The Final Felt | Box Office Bowler | Crown Note
""")
_MOODS = phrases("""
that can be shouted across a street; without a pun in any of them; short enough for a narrow sign
that look good in gold letters
that work abroad as well; easy to spell over the telephone; that will not sound dated soon; to put to the vote next week
that the bank manager would take seriously; with a touch of humour; that people remember after one hearing
fit for a hand-painted van; to be printed on paper bags; and keep each under four words
""")


def _advice(slots: Slots, rng: Random) -> Pair:
    tips = rng.sample(GOALS[slots["goal"]], 2)
    return output(numbered([*tips, OBSTACLES[slots["obstacle"]][0]]))


def _plan(slots: Slots, _rng: Random) -> Pair:
    weeks = zip(("Week one", "Week two", "Week three"), GOALS[slots["goal"]], strict=True)
    return output("\n".join(f"{week}: {tip}" for week, tip in weeks))


def _pack(slots: Slots, rng: Random) -> Pair:
    return output(bullets(rng.sample(TRIPS[slots["trip"]], number(slots["n"]))))


def _present(slots: Slots, _rng: Random) -> Pair:
    return output(bullets(HOBBIES[slots["hobby"]]))


def _recipe(slots: Slots, _rng: Random) -> Pair:
    vegetable, staple = slots["vegetable"], slots["staple"]
    steps = (f"Wash and chop the {vegetable}.", f"Get the {staple} ready.", _DISHES[slots["limit"]][0])
    return output(numbered([*steps, "Season to taste and serve."]))


def _names(slots: Slots, rng: Random) -> Pair:
    names = rng.sample(_BUSINESSES[slots["business"]], number(slots["n"]))
    return output(bullets(names))


def _sides(slots: Slots, _rng: Random) -> Pair:
    facts = [sentence(fact) for fact in CHOICES[slots["choice"]]]
    return output(f"For:\n{bullets(facts[:2])}\nAgainst:\n{bullets(facts[2:])}")


def _decide(slots: Slots, _rng: Random) -> Pair:
    good, better, bad, _worse = CHOICES[slots["choice"]]
    return output(f"Yes, if time allows it: {good} and {better}. Keep in mind, though, that {bad}.")


def _steps(slots: Slots, _rng: Random) -> Pair:
    return output(numbered(CHORES[slots["chore"]]))


def _shuffled(slots: Slots, rng: Random) -> Pair:
    steps = CHORES[slots["chore"]]
    mixed = rng.sample(steps, len(steps))
    while tuple(mixed) == steps:
        mixed = rng.sample(steps, len(steps))
    return Pair(bullets(mixed), numbered(steps))


def _instead(slots: Slots, _rng: Random) -> Pair:
    return output(f"Use {SUBSTITUTES[slots['thing']][0]}.")


def _interview(slots: Slots, _rng: Random) -> Pair:
    subject = slots["subject"]
    questions = (
        f"What first made you think about {subject}?",
        f"What do most people get wrong about {subject}?",
        f"What would you tell someone who hears of {subject} for the first time?",
    )
    return output(numbered(questions))


def _rules(slots: Slots, _rng: Random) -> Pair:
    rules = (
        f"If it happens again that {slots['event']}, stay calm and tell the person in charge.",
        "Leave everything as you found it.",
        f"Whoever leaves {the(slots['place'])} last says so.",
    )
    return output(numbered(rules))


def _causes(slots: Slots, _rng: Random) -> Pair:
    event = slots["event"]
    causes = (
        f"Somebody had arranged in secret that {event}, as a joke.",
        f"It was pure chance that {event}, and people only later saw a meaning in it.",
        f"An old promise had to be kept, and that is why {event}.",
    )
    return output(numbered(causes))


FRAMES = (
    frame(
        "advice",
        "{person:cap} wants to {goal} but {obstacle}. Give three pieces of advice.",
        _advice,
        person=PEOPLE,
        goal=GOALS,
        obstacle=OBSTACLES,
    ),
    frame(
        "advice",
        "How can someone who {obstacle} still manage to {goal}? Answer in three points, {purpose}.",
        _advice,
        obstacle=OBSTACLES,
        goal=GOALS,
        purpose=PURPOSES,
    ),
    frame(
        "plan",
        "Set out a plan of three weeks for {person} hoping to {goal} before {event}.",
        _plan,
        person=PEOPLE,
        goal=GOALS,
        event=EVENTS,
    ),
    frame(
        "packing",
        "{person:cap} is leaving for {trip}. List {n} things to pack, {purpose}.",
        _pack,
        person=PEOPLE,
        trip=TRIPS,
        n=("three", "four", "five"),
        purpose=PURPOSES,
    ),
    frame(
        "presents",
        "Suggest three presents for {person} who {hobby}, to be handed over at {event}.",
        _present,
        person=PEOPLE,
        hobby=HOBBIES,
        event=EVENTS,
    ),
    frame(
        "recipe",
        "Describe a dish of {vegetable} and {staple} {limit}, suitable for {event}.",
        _recipe,
        vegetable=_VEGETABLES,
        staple=_STAPLES,
        limit=_DISHES,
        event=EVENTS,
    ),
    frame(
        "recipe",
        "{person:cap} has {vegetable} and {staple} left over. Suggest a dish {limit}.",
        _recipe,
        person=PEOPLE,
        vegetable=_VEGETABLES,
        staple=_STAPLES,
        limit=_DISHES,
    ),
    frame(
        "names",
        "Think of {n} names for {business}, owned by {person}, {mood}.",
        _names,
        n=("two", "three", "four", "five"),
        business=_BUSINESSES,
        person=PEOPLE,
        mood=_MOODS,
    ),
    frame(
        "pros and cons",
        "List two advantages and two drawbacks of {choice} for {person}.",
        _sides,
        choice=CHOICES,
        person=PEOPLE,
    ),
    frame(
        "decision",
        "{person:cap} is thinking about {choice} ever since {event}. Is it a good idea?",
        _decide,
        person=PEOPLE,
        choice=CHOICES,
        event=HAPPENINGS,
    ),
    frame(
        "how-to",
        "Tell {person} in four steps how to {chore}, {purpose}.",
        _steps,
        person=PEOPLE,
        chore=CHORES,
        purpose=PURPOSES,
    ),
    frame(
        "order",
        "The steps below tell how to {chore}; {person} mixed them up. Restore the right order {purpose}.",
        _shuffled,
        chore=CHORES,
        person=PEOPLE,
        purpose=PURPOSES,
    ),
    frame(
        "substitute",
        "{person:cap} must do without {thing} {place}. What would serve instead?",
        _instead,
        person=PEOPLE,
        thing=SUBSTITUTES,
        place=PLACES,
    ),
    frame(
        "interview",
        "Prepare three questions about {subject} that {host} could put to {person}.",
        _interview,
        subject=SUBJECTS,
        host=PEOPLE,
        person=PEOPLE,
    ),
    frame("rules", "Draft three house rules for {place}, now that {event}.", _rules, place=SPOTS, event=HAPPENINGS),
    frame(
        "causes",
        "Imagine that {event} during {occasion}. Offer three possible reasons, {purpose}.",
        _causes,
        event=HAPPENINGS,
        occasion=EVENTS,
        purpose=PURPOSES,
    ),
)
