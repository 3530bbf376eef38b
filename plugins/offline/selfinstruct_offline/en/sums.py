"""English frames about quantities: word problems whose answers are computed."""

from __future__ import annotations

from random import Random

from selfinstruct_offline.en.kit import frame, output, phrases, rows
from selfinstruct_offline.en.vocab import EVENTS, NAMES, PEOPLE, PLACES, PURPOSES, SOURCES
from selfinstruct_offline.frames import Pair, Slots

_GOODS = phrases("""
jars of plum jam; bags of potting soil; boxes of nails; tins of white paint; cones of yarn; crates of lemonade
bundles of firewood
sheets of sandpaper; rolls of wallpaper; bottles of olive oil; sacks of flour; packs of candles; trays of strawberries
bars of soap
pots of basil; baskets of pears; reams of paper; bunches of tulips; bricks of clay; rounds of goat cheese; coils of rope
cups of cider
""")
_GOODS_B = phrases("""
wooden spoons; enamel mugs; woollen hats; garden gnomes; paper lanterns; pillow cases; tea towels; bird feeders
pocket calendars
straw hats; leather belts; glass marbles; dinner plates; folding chairs; pencil cases; pairs of gloves; doormats; clay whistles
""")
_VEHICLES = phrases("""
a milk lorry; an express train; a freight barge; a school bus; a racing pigeon; a mail van; a river steamer; a hot-air balloon
a cargo bicycle; a police launch; a sleigh with huskies; a snow plough; a glider; a motorised raft; a mule cart
a delivery scooter
""")
_CONTAINERS = phrases("""
a rain barrel behind the barn; the paddling pool of a nursery; an aquarium for six eels; the copper kettle of a brewery
a horse trough by the gate; the tank of a fire engine; a bathtub with lion feet; the basin of a village fountain
a cistern under the chapel; the boiler of a steam engine; a vat for dyeing wool; a cooler at the fish stall
""")
_AREAS = phrases("""
a paddock for two ponies; the herb garden of a convent; an ice rink behind the school; a vegetable bed in the yard
the dance floor of a village hall; a meadow full of orchids; a courtyard with old tiles; the deck of a houseboat
a strawberry field by the road; a tennis court in the woods; the carpet of a hotel lobby; a playground for toddlers
""")
_DISHES = phrases("""
lentil soup with lemon; walnut bread; rhubarb crumble; mushroom risotto; fish pie; poppy seed cake; bean stew with sage
pumpkin ravioli; potato gratin; cherry strudel; chickpea curry; onion tart; rice pudding; barley broth; spinach lasagne
""")
_ACTIVITIES = phrases("""
a lecture on volcanoes; the dress rehearsal; an operation on a horse; a swimming lesson; the council meeting; a flight to Malta
a pottery class; the village marathon; a silent film evening; a first-aid course; the chess final; a guided walk in the marsh
the night shift; a wine tasting; an organ concert; the judging of the pies
""")
_AIMS = phrases("""
a used cargo bike; a week in Iceland; a new oboe; driving lessons; a wood-burning stove; a telescope; a set of drums; a wetsuit
a course in bookbinding; an anniversary ring; a sewing machine; a rowing boat; a standing desk; a racing saddle
a piano tuner's kit
""")
# from and to | factor
_UNITS = rows("""
kilometres to metres | 1000
hours to minutes | 60
kilograms to grams | 1000
weeks to days | 7
litres to millilitres | 1000
feet to inches | 12
days to hours | 24
metres to centimetres | 100
yards to feet | 3
tonnes to kilograms | 1000
minutes to seconds | 60
dozens to pieces | 12
""")
_EVEN = [str(n) for n in range(12, 98, 2)]
_SMALL = [str(n) for n in range(3, 13)]
_MIDDLE = [str(n) for n in range(13, 60)]
_HALVES = [str(n) for n in range(60, 200, 4)]
_LARGE = [str(n) for n in range(120, 900, 17)]
_PERCENT = ("5", "10", "15", "20", "25", "30", "40", "45", "60", "70", "75")


def _of(slots: Slots, *names: str) -> list[int]:
    return [int(slots[name]) for name in names]


def plain(value: float) -> str:
    """The number with at most two decimals and no needless zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def money(cents: int) -> str:
    """An amount in dollars."""
    return f"${cents // 100}.{cents % 100:02}" if cents % 100 else f"${cents // 100}"


def clock(minutes: int) -> str:
    """A time of day from minutes after midnight."""
    return f"{minutes // 60 % 24}:{minutes % 60:02}"


def _shopping(slots: Slots, _rng: Random) -> Pair:
    n, price, m, other = _of(slots, "n", "price", "m", "other")
    return output(f"{n} × ${price} + {m} × ${other} = ${n * price} + ${m * other} = ${n * price + m * other}.")


def _change(slots: Slots, _rng: Random) -> Pair:
    n, price = _of(slots, "n", "price")
    note = -(-n * price // 50) * 50
    return output(f"The total is {n} × ${price} = ${n * price}, and ${note} in notes of fifty leaves ${note - n * price}.")


def _speed(slots: Slots, _rng: Random) -> Pair:
    speed, hours = _of(slots, "speed", "hours")
    return output(f"{speed} km/h × {hours} h = {speed * hours} kilometres.")


def _duration(slots: Slots, _rng: Random) -> Pair:
    km, speed = _of(slots, "km", "speed")
    minutes = round(km * 60 / speed)
    return output(f"{km} ÷ {speed} hours, which is about {minutes // 60} h {minutes % 60} min.")


def _discount(slots: Slots, _rng: Random) -> Pair:
    price, percent = _of(slots, "price", "percent")
    return output(f"{percent}% of ${price} is {money(price * percent)}, so the price becomes {money(price * (100 - percent))}.")


def _share(slots: Slots, _rng: Random) -> Pair:
    total, people = _of(slots, "total", "people")
    rest = total % people
    left = f"{rest} left over" if rest else "nothing left over"
    return output(f"{total} ÷ {people} = {total // people}, with {left}: each gets {total // people}.")


def _age(slots: Slots, _rng: Random) -> Pair:
    young, gap, years = _of(slots, "young", "gap", "years")
    old = young + gap
    return output(f"{slots['elder']} is {old} now, so in {years} years {slots['elder']} will be {old + years}.")


def _fence(slots: Slots, _rng: Random) -> Pair:
    length, width = _of(slots, "length", "width")
    return output(
        f"Area: {length} × {width} = {length * width} m². Perimeter: 2 × ({length} + {width}) = {2 * (length + width)} m."
    )


def _end(slots: Slots, _rng: Random) -> Pair:
    hour, minute = map(int, slots["start"].split(":"))
    return output(f"It ends at {clock(hour * 60 + minute + int(slots['minutes']))}.")


def _convert(slots: Slots, rng: Random) -> Pair:
    amount = rng.randint(2, 90)
    large, small = slots["unit"].split(" to ")
    return Pair(f"{amount} {large}", f"{amount * int(_UNITS[slots['unit']][0])} {small}")


def _scale(slots: Slots, _rng: Random) -> Pair:
    grams, guests, base = _of(slots, "grams", "guests", "base")
    return output(f"{grams} g ÷ {base} × {guests} = {plain(grams / base * guests)} g.")


def _save(slots: Slots, _rng: Random) -> Pair:
    price, weekly = _of(slots, "price", "weekly")
    weeks = -(-price // weekly)
    return output(f"{weeks} weeks, because {weeks} × ${weekly} = ${weeks * weekly} is the first amount to reach ${price}.")


def _fill(slots: Slots, _rng: Random) -> Pair:
    litres, rate = _of(slots, "litres", "rate")
    return output(f"{litres} ÷ {rate} = {plain(litres / rate)} minutes.")


def _outfits(slots: Slots, _rng: Random) -> Pair:
    shirts, skirts, hats = _of(slots, "shirts", "skirts", "hats")
    return output(f"{shirts} × {skirts} × {hats} = {shirts * skirts * hats} outfits.")


def _profit(slots: Slots, _rng: Random) -> Pair:
    n, cost, price = _of(slots, "n", "cost", "price")
    return output(f"Each brings ${price} - ${cost} = ${price - cost}, so {n} of them bring ${n * (price - cost)}.")


def _sequence(_slots: Slots, rng: Random) -> Pair:
    start, step = rng.randint(1, 40), rng.randint(2, 15)
    terms = [start + step * i for i in range(6)]
    return Pair(", ".join(map(str, terms[:5])), str(terms[5]))


def _percentage(slots: Slots, _rng: Random) -> Pair:
    total, percent = _of(slots, "total", "percent")
    return output(f"{percent}% of {total} is {plain(total * percent / 100)}.")


def _handshakes(slots: Slots, _rng: Random) -> Pair:
    n = int(slots["n"])
    return output(f"{n} × {n - 1} ÷ 2 = {n * (n - 1) // 2} handshakes.")


def _half(slots: Slots, _rng: Random) -> Pair:
    total, more = _of(slots, "total", "more")
    return output(f"Half of {total} is {total // 2}; minus {more} that makes {total // 2 - more}.")


FRAMES = (
    frame(
        "sums",
        "{name} buys {n} {goods} at ${price} each and {m} {others} at ${other} each {place}. What does it cost?",
        _shopping,
        name=NAMES,
        n=_SMALL,
        goods=_GOODS,
        price=_SMALL,
        m=_SMALL,
        others=_GOODS_B,
        other=_MIDDLE,
        place=PLACES,
    ),
    frame(
        "sums",
        "For {event}, {person} pays for {n} {goods} at ${price} each with notes of fifty dollars. How much comes back?",
        _change,
        event=EVENTS,
        person=PEOPLE,
        n=_SMALL,
        goods=_GOODS,
        price=_MIDDLE,
    ),
    frame(
        "sums",
        "How far does {vehicle} carrying {goods} travel at {speed} km/h in {hours} hours, as asked in {source}?",
        _speed,
        vehicle=_VEHICLES,
        goods=_GOODS,
        speed=_MIDDLE,
        hours=_SMALL,
        source=SOURCES,
    ),
    frame(
        "sums",
        "{vehicle:cap} needs to bring {person} {km} kilometres to {event}, moving at {speed} km/h. How long is the ride?",
        _duration,
        vehicle=_VEHICLES,
        person=PEOPLE,
        km=_LARGE,
        event=EVENTS,
        speed=_MIDDLE,
    ),
    frame(
        "sums",
        "A set of {goods} costs ${price} and is reduced by {percent} percent for {event}. Work out the new price {purpose}.",
        _discount,
        goods=_GOODS_B,
        price=_LARGE,
        percent=_PERCENT,
        event=EVENTS,
        purpose=PURPOSES,
    ),
    frame(
        "sums",
        "Share {total} {goods} equally among {people} guests of {event}, {purpose}. How many does each get, and what remains?",
        _share,
        total=_LARGE,
        goods=_GOODS,
        people=_SMALL,
        event=EVENTS,
        purpose=PURPOSES,
    ),
    frame(
        "sums",
        "{younger}, {person}, is {young}; {elder} is {gap} years older. How old will {elder} be in {years} years?",
        _age,
        younger=NAMES[:18],
        person=PEOPLE,
        young=_MIDDLE,
        elder=NAMES[18:],
        gap=_SMALL,
        years=_SMALL,
    ),
    frame(
        "sums",
        "Find area and perimeter of {ground}, {length} metres long and {width} metres wide, {purpose}.",
        _fence,
        ground=_AREAS,
        length=_MIDDLE,
        width=_SMALL,
        purpose=PURPOSES,
    ),
    frame(
        "sums",
        "If {activity} begins at {start} and lasts {minutes} minutes, when can {person} leave for {event}?",
        _end,
        activity=_ACTIVITIES,
        start=[f"{h}:{m:02}" for h in range(8, 20) for m in (5, 20, 35, 50)],
        minutes=_EVEN,
        person=PEOPLE,
        event=EVENTS,
    ),
    frame(
        "units",
        "{source:cap} gives the amount below. Convert it from {unit}, {purpose}.",
        _convert,
        source=SOURCES,
        unit=_UNITS,
        purpose=PURPOSES,
    ),
    frame(
        "sums",
        "{dish:cap} for {base} takes {grams} grams of the main ingredient. How much does {person} need for {guests} guests?",
        _scale,
        dish=_DISHES,
        base=("2", "4", "5", "8"),
        grams=_LARGE,
        person=PEOPLE,
        guests=_MIDDLE,
    ),
    frame(
        "sums",
        "{person:cap} puts aside ${weekly} a week for {aim} priced at ${price}. After how many weeks is that enough? Say it {purpose}.",
        _save,
        person=PEOPLE,
        weekly=_MIDDLE,
        aim=_AIMS,
        price=_LARGE,
        purpose=PURPOSES,
    ),
    frame(
        "sums",
        "How many minutes will a tap of {rate} litres a minute need to fill {container} holding {litres} litres, {purpose}?",
        _fill,
        rate=_SMALL,
        container=_CONTAINERS,
        litres=_LARGE,
        purpose=PURPOSES,
    ),
    frame(
        "sums",
        "{person:cap} packs {shirts} shirts, {skirts} skirts and {hats} hats for {event}. How many outfits are possible?",
        _outfits,
        person=PEOPLE,
        shirts=_SMALL,
        skirts=_SMALL,
        hats=("2", "3", "4", "5"),
        event=EVENTS,
    ),
    frame(
        "sums",
        "At {event}, {person} sells {n} {goods} for ${price} apiece after buying them at ${cost}. Compute the profit.",
        _profit,
        event=EVENTS,
        person=PEOPLE,
        n=_MIDDLE,
        goods=_GOODS_B,
        price=[str(n) for n in range(14, 40)],
        cost=_SMALL,
    ),
    frame(
        "series",
        "{source:cap} shows five numbers that grow by a fixed step. Work out the sixth {purpose}.",
        _sequence,
        source=SOURCES,
        purpose=PURPOSES,
    ),
    frame(
        "sums",
        "{person:cap} counts {total} people at {event}; {percent} percent came by bicycle. How many are those? Work it out {purpose}.",
        _percentage,
        total=[str(n) for n in range(120, 900, 20)],
        event=EVENTS,
        person=PEOPLE,
        purpose=PURPOSES,
        percent=_PERCENT,
    ),
    frame(
        "sums",
        "At {event} all {n} guests shake hands with each other. Tell {person} the number of handshakes {purpose}.",
        _handshakes,
        n=_MIDDLE,
        event=EVENTS,
        purpose=PURPOSES,
        person=PEOPLE,
    ),
    frame(
        "sums",
        "{name} owned {total} {goods}, gave half of them to {person} and {more} to {other}. How many are left?",
        _half,
        name=NAMES[:18],
        total=_HALVES,
        goods=_GOODS,
        person=PEOPLE,
        more=_SMALL,
        other=NAMES[18:],
    ),
)
