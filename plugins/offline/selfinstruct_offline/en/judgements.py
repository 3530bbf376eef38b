"""More English classification frames: arguments, apologies, evidence, spelling, matter, prices, years."""

from __future__ import annotations

from random import Random

from selfinstruct_offline.en.kit import cap, frame, phrases
from selfinstruct_offline.en.labels import among
from selfinstruct_offline.en.society import HISTORY
from selfinstruct_offline.en.usage import BRITISH_WORDS
from selfinstruct_offline.en.vocab import EVENTS, PEOPLE, PLACES, PURPOSES, SOURCES
from selfinstruct_offline.frames import Pair, Slots

_FALLACIES = {
    "straw man": phrases("""
        {name} wants fewer fireworks, so {name} wants to ban every celebration.
        You ask for one meatless day; so you would like us all to starve on lettuce.
        She prefers smaller classes, which means that she thinks teachers are useless.
    """),
    "ad hominem": phrases("""
        Do not listen to {name} on bridges, not with that haircut.
        Her plan for the library is worthless, because she has been divorced twice.
        Why trust his sums? He wears odd socks.
    """),
    "false dilemma": phrases("""
        Either we close the pool or the whole town goes bankrupt.
        You are for the new road or you hate progress.
        We cancel the trip or spend every penny, there is nothing in between.
    """),
    "slippery slope": phrases("""
        If {name} may leave early today, by summer nobody will work at all.
        Allow one dog in the park and soon there will be lions.
        Once we lend out one chair, the whole hall will be empty within a year.
    """),
}
_APOLOGIES = {
    "own": phrases("""
        I read your diary. It was wrong, and I will not do it again.; I broke the vase, {name}, and I will pay for it.
        The delay was my fault alone, and I am sorry.; I lied to you about the letter. I have no excuse.
    """),
    "dodge": phrases("""
        I am sorry if anybody felt offended.; Mistakes were made, but it was a hard week for us all.
        Sorry, {name}, but you did leave the vase right there.; I regret that my joke was misunderstood by some.
    """),
}
_EVIDENCE = {
    "anecdote": phrases("""
        My uncle eats garlic daily and has not had a cold since spring.; {name} slept badly once at full moon.
        A friend of mine lost weight on nothing but soup.
    """),
    "survey": phrases("""
        Of 900 commuters asked at the station, 560 would like a cycle lane.; Two hundred pupils ticked what they had for breakfast.
        A newspaper asked its readers about the new tram, and most of those who answered liked it.
    """),
    "experiment": phrases("""
        Half of the seedlings, chosen by lot, got music, and after a month all were measured.
        Forty volunteers were divided at random, one half drank coffee, and both halves did the same test.
        Of two equal plots, one was watered at dawn and one at noon, and the harvests were weighed.
    """),
}
_ENDINGS = {
    "British": phrases(
        "colour; centre; travelled; neighbour; theatre; favourite; labour; traveller; fibre; harbour; honour; litre"
    ),
    "American": phrases("color; center; traveled; neighbor; theater; favorite; labor; traveler; fiber; harbor; honor; liter"),
}
_MATTER = {
    "element": phrases("helium; iron; oxygen; gold; sulphur; neon; copper; mercury; silver; carbon"),
    "compound": phrases("water; table salt; carbon dioxide; ammonia; methane; baking soda; quartz; cane sugar"),
    "mixture": phrases("air; brass; sea water; milk; concrete; bronze; salad dressing; garden soil"),
}
_FIGURES = {
    "simile": phrases("""
        Her hands were cold as iron railings.; The train crept along like a tired snail.; {name} slept like a stone.
        His excuse was as thin as tracing paper.
    """),
    "personification": phrases("""
        The wind whispered a secret to the chimney.; The old stairs complained under every step.; The sun tiptoed across the floor.
        Winter knocked at the windows with icy knuckles.
    """),
    "hyperbole": phrases("""
        I have told you a million times to shut that gate.; This suitcase weighs more than a whale.
        {name} has been in the bathroom for a hundred years.; We are dying of boredom in this queue.
    """),
}
_TONES = {
    "sincere": phrases("""
        You carried all of that up the stairs for me? I cannot thank you enough.; I truly enjoyed the concert, {name}.
        Congratulations, you have worked so hard for this.; What a thoughtful present, thank you.
    """),
    "sarcastic": phrases("""
        Oh, wonderful, the printer has eaten my ticket again.; Great, another meeting that could have been a note.
        Well done, {name}, only four hours late this time.; Lovely, just what my new white trousers needed: gravy.
    """),
}
_BINS = {
    "paper": phrases("an old newspaper; a clean cardboard box; yesterday's envelopes; a used exercise book"),
    "glass": phrases("an empty wine bottle; a rinsed jam jar; an olive oil bottle; an empty honey jar"),
    "organic": phrases("banana skins; carrot peel; withered tulips; apple cores; coffee grounds"),
    "hazardous": phrases("a used car battery; half a tin of oil paint; a leaking thermometer; old weedkiller"),
}
_STEPS = {
    "premise": phrases("""
        The bakery must be closed, because [its shutters are down].; Since [the bus has left], {name} will have to walk.
        [No bird in this valley swims], so the swimmer we saw was not a local bird.
    """),
    "conclusion": phrases("""
        The lights are out, so [nobody is at home].; {name} cannot have written it, since it is signed: [it is a forgery].
        Every tram is late today; hence [ours will be late, too].
    """),
}
_PRESSURES = {
    "up": phrases("""
        Frost has ruined half of the harvest.; A popular cook praises them on the radio, and everybody wants some.
        A new tax of a tenth is put on every sale.; The largest grower has gone out of business.
    """),
    "down": phrases("""
        The harvest is twice as large as last year.; A newspaper claims that they are unhealthy, and buyers stay away.
        Three more growers have started to sell them here.; A new machine halves the cost of growing them.
    """),
}
_CROPS = phrases(
    "plums; potatoes; hazelnuts; strawberries; onions; lemons; tomatoes; walnuts; leeks; olives; pumpkins; cherries"
)


def _spelling(slots: Slots, rng: Random) -> Pair:
    return Pair(rng.choice(_ENDINGS[slots["label"]]), slots["label"])


def _vocabulary(slots: Slots, rng: Random) -> Pair:
    british = rng.choice(list(BRITISH_WORDS))
    return Pair(british if slots["label"] == "British" else BRITISH_WORDS[british][0], slots["label"])


def _century(slots: Slots, rng: Random) -> Pair:
    first = {"18th": 1701, "19th": 1801, "20th": 1901}[slots["label"]]
    events = [event for event, (year,) in HISTORY.items() if first <= int(year) < first + 100]
    return Pair(cap(rng.choice(events)), slots["label"])


def _leap(slots: Slots, rng: Random) -> Pair:
    leap = slots["label"] == "leap"
    years = [year for year in range(1600, 2100) if (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)) == leap]
    # Full centuries are the interesting ones, so they come up often.
    full = [year for year in years if year % 100 == 0]
    return Pair(str(rng.choice(full if rng.random() < 0.3 else years)), slots["label"])


def _prime(slots: Slots, rng: Random) -> Pair:
    prime = slots["label"] == "prime"
    numbers = [n for n in range(11, 200) if all(n % d for d in range(2, int(n**0.5) + 1)) == prime]
    return Pair(str(rng.choice(numbers)), slots["label"])


FRAMES = (
    frame(
        "fallacy",
        "Straw man, ad hominem, false dilemma or slippery slope? Name the fallacy in what {person} was told {place}, {purpose}.",
        among(_FALLACIES),
        _FALLACIES,
        person=PEOPLE,
        place=PLACES,
        purpose=PURPOSES,
    ),
    frame(
        "apology",
        "Does this apology, received by {person} after {event}, own the fault or dodge it? Write own or dodge, {purpose}.",
        among(_APOLOGIES),
        _APOLOGIES,
        person=PEOPLE,
        event=EVENTS,
        purpose=PURPOSES,
    ),
    frame(
        "evidence",
        "Is the evidence that {source} offers an anecdote, a survey or an experiment? Give the one word, {purpose}.",
        among(_EVIDENCE),
        _EVIDENCE,
        source=SOURCES,
        purpose=PURPOSES,
    ),
    frame(
        "spelling",
        "{person:cap} circled a word in {source}. Is it spelt the British or the American way? Write British or American.",
        _spelling,
        ("British", "American"),
        person=PEOPLE,
        source=SOURCES,
    ),
    frame(
        "vocabulary",
        "On hearing the word {place}, {person} wondered which side of the Atlantic says it. Answer British or American {purpose}.",
        _vocabulary,
        ("British", "American"),
        place=PLACES,
        person=PEOPLE,
        purpose=PURPOSES,
    ),
    frame(
        "chemistry",
        "Sort the substance that {person} brought to {event}: element, compound or mixture, {purpose}.",
        among(_MATTER),
        _MATTER,
        person=PEOPLE,
        event=EVENTS,
        purpose=PURPOSES,
    ),
    frame(
        "figure of speech",
        "A phrase copied out of {source} is a simile, a personification or a hyperbole. Say which, {purpose}.",
        among(_FIGURES),
        _FIGURES,
        source=SOURCES,
        purpose=PURPOSES,
    ),
    frame(
        "sarcasm",
        "Was {person} sincere or sarcastic when saying this {place}? One word, {purpose}.",
        among(_TONES),
        _TONES,
        person=PEOPLE,
        place=PLACES,
        purpose=PURPOSES,
    ),
    frame(
        "recycling",
        "After {event}, {person} stands before four bins: paper, glass, organic, hazardous. Name the right one {purpose}.",
        among(_BINS),
        _BINS,
        event=EVENTS,
        person=PEOPLE,
        purpose=PURPOSES,
    ),
    frame(
        "argument",
        "Decide for {person} whether the part in brackets, quoted from {source}, is the premise or the conclusion.",
        among(_STEPS),
        _STEPS,
        person=PEOPLE,
        source=SOURCES,
    ),
    frame(
        "economics",
        "Other things being equal, does the news {person} heard {place} push the price of {crop} up or down?",
        among(_PRESSURES),
        _PRESSURES,
        person=PEOPLE,
        place=PLACES,
        crop=_CROPS,
    ),
    frame(
        "history",
        "Did it happen in the 18th, 19th or 20th century? {person:cap} sorts cards for {event}, {purpose}.",
        _century,
        ("18th", "19th", "20th"),
        person=PEOPLE,
        event=EVENTS,
        purpose=PURPOSES,
    ),
    frame(
        "calendar",
        "Was the year that {person} saw carved {place} a leap year or a common one? Answer leap or common, {purpose}.",
        _leap,
        ("leap", "common"),
        person=PEOPLE,
        place=PLACES,
        purpose=PURPOSES,
    ),
    frame(
        "primes",
        "Test the number on the raffle ticket that {person} drew at {event}: prime or composite? Reply {purpose}.",
        _prime,
        ("prime", "composite"),
        person=PEOPLE,
        event=EVENTS,
        purpose=PURPOSES,
    ),
)
