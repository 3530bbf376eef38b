"""Phrases that many English frames share: who, where, when, whence and what for."""

from __future__ import annotations

from selfinstruct_offline.en.kit import a, crossed, phrases

NAMES = phrases("""
Amara; Ravi; Ingrid; Tomás; Wanjiru; Ellis; Noor; Petra; Kofi; Saoirse; Mateo; Yuki; Halima; Bram; Lucía; Anders; Priya; Idris
Marta; Tevita; Odile; Samir; Freya; Dmitri; Leilani; Hugo; Zainab; Callum; Mei; Rosa; Emeka; Sanna; Youssef; Greta; Aroha; Pavel
""")

_ROLES = phrases("""
beekeeper; retired postman; night nurse; apprentice baker; geography teacher; widowed farmer; teenage guitarist; bus driver
lighthouse guide; violin maker; young father; accountant; marine biologist; school caretaker; chess coach; tailor; student
electrician; grandmother; dentist; choir singer; cheese seller; translator; librarian; volunteer firefighter; taxi driver; potter
mountain guide; country vet; refugee doctor; florist; railway engineer; hospital clown; museum guard; shepherd; club treasurer
tennis player; plumber; ship's cook; stepmother; mayor; hairdresser; backpacker; cellist; crane operator; midwife; landlord
programmer; tour leader; cricket umpire; goldsmith; judge; kindergarten cook; organ builder; bookbinder; ferry captain
swimming instructor; wedding planner; street musician; surveyor; gamekeeper; locksmith; interpreter; prison chaplain; glassblower
head gardener; radio host; chimney sweep; pastry chef; kite maker
""")
_CIRCUMSTANCES = phrases("""
from the north coast; with sore knees; who cycles home at dawn; in the first week of a new job; new to the village
learning to cook alone; saving for a guitar; who writes poems at night; from a windy island; with a tiny workshop; raising twins
tired of spreadsheets; back from two years at sea; fond of long walks; training for a marathon; who talks all day
sharing a cramped flat; afraid of spiders; who swims every morning; hoping to retire soon; too shy to sing; living in a caravan
with a hearing aid; studying law in the evenings; about to move to the city; recovering from an injury; from a remote valley
who is learning Finnish; opening a second shop; on permanent night shifts; fond of history; with three old dogs
who never learned to dance; preparing for an exam; who collects beetles; with four stepchildren; short of money
with a long waiting list; who keeps goats; under a leaking roof; crossing the desert; dreaming of Norway; in need of an assistant
fond of crosswords; from a family of sailors; who lost a bet; with a passion for railways; just back from hospital
expecting a first grandchild; who refuses to fly; without a driving licence; between two jobs; celebrating a fiftieth birthday
allergic to cats; known for strong coffee; who hates telephones; mourning an old friend; running for the council
with a broken wrist; in love with a neighbour
""")
PEOPLE = crossed([a(role) for role in _ROLES], _CIRCUMSTANCES, 8)


_SITES = phrases("""
in an abandoned signal box; in the reading room; in a cold greenhouse; in the back row of a cinema; on a ferry
in the laundry of a hotel; at a bakery; in a clockmaker's attic; under a bus shelter; at the last tram stop; in a vineyard
in a crowded kitchen; in a monastery courtyard; on a park bench; in a cobbler's workshop; on a market square; on a small island
in a stuck lift; in a flooded cellar; at a caravan park; on the roof of a garage; at a weather station; in a dining car
in an apple orchard; in the vet's waiting room; on a salt marsh; in a courthouse corridor; in a barber shop; by the boathouse
in a mountain village; at the observatory; beside an old quarry; in a dark stairwell; at a border post; in a walled garden
at a watch repair stall; in the hold of a trawler; in a school gym; on a stone bridge; in a tea house; at a petrol station
in a railway tunnel; on a frozen lake; in a hospital canteen; behind the town hall; at an airport gate; in a tiny chapel
on a tennis court
""")
_MOMENTS = phrases("""
during a power cut; at four in the morning; on a Sunday afternoon; just before midnight; full of strangers; between two storms
with a single lamp; on New Year's Eve; in thick fog; during the holidays; on a stormy evening; at sunrise; in the middle of a strike
while the radio plays; with nobody around; after a long wait; on the first mild day; shortly before closing time
in complete darkness; on a quiet Monday; in pouring rain; on the eve of an election; after everyone has left; with nothing to drink
guarded by geese; smelling of wet paint; an hour from the coast; close to the border; known for its echo
that nobody visits any more; on the day of the fair; two days before Christmas; with a view of the sea; in the small hours
""")
PLACES = crossed(_SITES, _MOMENTS, 8)

SPOTS = tuple(place.split(" ", 1)[1] for place in PLACES)
"""The places without their prepositions."""

_GATHERINGS = phrases("""
the summer fair; the farewell lunch; the opening night; the golden jubilee; the annual meeting; the open day; the charity run
the first rehearsal; the quiz evening; the harvest supper; the book swap; the hundredth birthday; the street party
the regional final; the fundraising breakfast; the grand reopening; the poetry night; the graduation party; the repair morning
the launch party; the awards dinner; the spring clean; the costume ball; the welcome evening; the last concert
the science afternoon; the spring auction; the tasting session; the lantern walk; the winter bazaar; the tenth anniversary
the public debate; the midday picnic; the talent show; the planting day; the story hour
""")
_HOSTS = phrases("""
of the rowing club; at the fire station; for the lifeboat crew; in the town hall; above the bakery; at the village school
of the stamp collectors; organised by fourteen nurses; in the covered market; of the new choir; for exchange students
by the reservoir; in honour of the caretaker; at the tiny theatre; of the cycling league; for new neighbours; behind the library
on the cheese farm; for grandparents and toddlers; of the honey makers; in the old quarter; beside the lighthouse
of the chess league; at the railway museum; for tired parents; under the chestnut trees; of the brass band
at the botanical garden; for the retired headmistress; in the boatyard; of the dockworkers; with free soup
without electric light; at the observatory; for left-handed people; on the last night of May
""")
EVENTS = crossed(_GATHERINGS, _HOSTS, 9)

PURPOSES = phrases("""
so that the volunteers can sort the replies quickly; before it is printed in the parish newsletter
because the committee meets in ten minutes; as practice for an entrance examination
so that a beginner can see the principle; before the translator starts on it tomorrow
as a warm-up for this afternoon's workshop; because the archive only keeps tidy records
so that two colleagues stop arguing about it; to help an uncle who is learning English
before the page is sent to the printer; for a worksheet that pupils take home
so that it fits the style of the yearbook; because a lawyer will read it next week
as part of a game played on long journeys; so that the night shift knows what to do
for a demonstration in front of the parents; because the old handbook got it wrong
so that nobody has to guess afterwards; to settle a friendly bet at work
for the training folder of new employees; so that the statistics office accepts it
as an exercise in careful reading; because the editor is short of time
for a poster in the staff kitchen; so that the answer can be checked by hand
to give the apprentices a clear model; before the museum label is engraved
for the second round of a quiz show; so that customers get the right reply
to prepare a talk about clear language; because the previous clerk left no notes
so that a screen reader handles it well; for a column in the local paper
to test whether the guidelines are clear; because grandmother wants it in her scrapbook
so that both teams start from the same facts; because the customer pays by the word; to save the apprentice an evening's work
before the exhibition opens on Thursday; as the first task of a treasure hunt; in the hope that the jury likes it
so that the caption fits under the statue; because the dictionary left them in doubt; for a booklet handed out on the train
to replace a page that got wet; so that the interpreter can rest her voice; before anyone else notices the gap
for the back of a birthday card; to keep the children busy until lunch; because two experts gave different replies
so that it can be painted on a wall; as a favour to the night editor; for the archive of the music school
before the ferry leaves with the mail; because the quiz master has lost his notes; to show that it takes only a minute
so that the guests can vote on it; for a lesson on a rainy afternoon; as evidence in a harmless dispute
because the insurance company insists on it; for the opening page of a family chronicle; to brighten up a dull meeting
so that the robot voice stumbles less; before the grant application is due; for someone who cannot stand long answers
""")

_WRITINGS = phrases("""
the logbook; a forgotten letter; the minutes; an old guide; the diary; a leaflet; the first chapter of a novel; a postcard
the newsletter; a speech; the handbook; a radio talk; an advertisement; the notebook; a fable; a report; the memoirs; a recipe card
a police note; the programme; an interview; a travel column; the blog; a museum label; a lecture; the guest book; an essay
a complaint; the catalogue; a bedtime story; the rules; a short message; a sermon; an apology; the script of a play; a bulletin
the testimony; a children's magazine; an obituary; a brochure
""")
_ORIGINS = phrases("""
from a mountain hut; found behind a wardrobe; from a gardening society; by a ship's cook; from the water company
kept in a biscuit tin; sent from Patagonia; of a cycling club; by a school caretaker; about glaciers
printed in nineteen fifty-two; of a young chemist; passed round in coastal villages; about broken street lamps
of a circus rider; stained with coffee; about missing geese; of a puppet theatre; by a bell founder; for marathon runners
about pottery; for bridge builders; from a seaside hotel; by a sixth-form pupil; about late trams; from a seed merchant
about two foxes; of an allotment association; left on the fridge; about patience; by a careless tenant; for sailors
for young beekeepers; of a night porter; about outer space; by a famous gardener; translated from Danish
wrapped around a fish; read aloud at school; with notes in the margin
""")
SOURCES = crossed(_WRITINGS, _ORIGINS, 8)

SUBJECTS = phrases("""
the old ferry across the bay; walking to work in winter; the smell of fresh bread; a garden with no fence
the noise of the night trains; learning to swim as an adult; grandfather's broken accordion; the price of olive oil
rain on a tin roof; the first frost of the year; mending clothes by hand; living without a telephone
the swallows under the bridge; a town that banned cars; growing tomatoes on a balcony; the secret of good soup
sleeping outdoors in August; a library open all night; the last shoemaker in town; sharing a kitchen with strangers
the colour of old bricks; teaching a dog to wait; the long road to the coast; keeping bees on a rooftop
a clock that runs backwards; the courage to say no; letters that arrive too late; a winter without snow
the patience of fishermen; moving house with small children; the taste of wild berries; singing in a foreign language
a neighbour who never complains; the silence after a storm; repairing a wooden boat; an empty chair at dinner
the rise of electric bicycles; forgetting a friend's birthday; the first day at a new job; a river that changed course
a bridge built without nails; queueing for concert tickets; the fear of deep water; soup made from leftovers; an argument about curtains
the weight of a school bag; losing at chess to a child; the last bus of the evening; polishing shoes on Sunday; a choir without tenors
waiting for test results; the warmth of a tiled stove; a marriage of forty years; crossing a border on foot; borrowing a ladder
the art of saying goodbye; a recipe nobody wrote down; bicycles left in the rain; counting sheep in vain; a lighthouse turned hotel
owls in the church tower; the joy of an empty inbox; snow shovelled at midnight; honesty among old friends; a piano on the fifth floor
the dust of a long summer; buying a house unseen; a train that never stops; cooking for one person; the end of paper money
""")

HAPPENINGS = phrases("""
the harbour froze over for the first time; a stranger paid everybody's bill; the town clock struck thirteen
all the dogs began to howl at noon; the bakery ran out of flour; an old rival came to apologise
the tide brought in a piano; the lights went out across the valley; a letter arrived forty years late
the river turned bright green; the orchestra lost its conductor; a goat wandered into the courtroom
the bridge was closed without warning; it snowed in the middle of July; every bicycle in the street vanished
the ferry left without its captain; a forgotten twin rang the doorbell; the statue in the square was missing
the library gave away all its books; the radio played one waltz for hours; a whale followed the fishing boats
the mayor resigned during lunch; somebody painted the station yellow; the swifts came back too early
the bees settled on the church door; a tunnel was discovered under the school; the lottery ticket blew away
nobody could remember the password; the last tram never reached the depot; a comet appeared above the dam
the museum lent its crown to a child; three weddings were held at once; a hot-air balloon landed on the school
the cheese cellar was found empty; an elephant crossed the motorway; the newspaper printed only good news
somebody returned a library book after a century; the fountain filled with soap; the referee forgot his whistle
a beaver dam flooded the golf course; the night watchman won the marathon; the oldest oak fell without a sound
all the shops gave wrong change; the choir sang in the wrong church; a message in a bottle named the thief
""")
