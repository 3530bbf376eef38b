"""What the English table knows: concepts, countries, animals, elements, sayings, riddles, words."""

from __future__ import annotations

from selfinstruct_offline.en.kit import rows

# name | what it is | where it shows
CONCEPTS = rows("""
photosynthesis | Plants use sunlight to turn water and carbon dioxide into sugar, and give off oxygen. | A houseplant on a bright sill grows faster than one in a dark hall.
evaporation | A liquid slowly turns into vapour at its surface, well below boiling point. | A wet towel on a line dries even on a cool day.
gravity | Everything that has mass attracts everything else that has mass. | A dropped spoon falls to the floor, and the Moon stays with the Earth.
friction | Two surfaces that slide over each other resist the movement and grow warm. | Rubbing your hands together warms them in winter.
magnetism | Some materials pull or push each other at a distance because of the way their tiny currents line up. | A fridge door stays shut thanks to a strip of magnets.
condensation | Vapour turns back into liquid when it meets something cold. | Drops form on the outside of a cold glass in summer.
erosion | Wind, water and ice wear away soil and rock and carry them elsewhere. | A path on a slope turns into a gully after years of rain.
fermentation | Yeast or bacteria break down sugar without oxygen and make gas, acid or alcohol. | Bread dough rises because yeast fills it with bubbles.
osmosis | Water moves through a thin membrane towards the side that holds more dissolved matter. | Salted cucumber slices soon lie in their own water.
natural selection | Living things whose traits suit their surroundings leave more offspring, so those traits spread. | Bacteria that survive a drug pass their resistance on.
a food chain | Energy passes along a line of living things, each eaten by the next. | Grass feeds a vole, and the vole feeds an owl.
the greenhouse effect | Some gases in the air let sunlight in but hold back the heat that the ground gives off. | A parked car grows hot behind closed windows in much the same way.
a solar eclipse | The Moon passes between the Sun and the Earth and casts its shadow on us. | For a few minutes at noon the sky grows dark and birds fall silent.
tides | The pull of the Moon, and less of the Sun, makes the sea rise and fall about twice a day. | A boat afloat at breakfast may sit on mud at lunch.
an echo | Sound bounces off a hard surface and comes back a moment later. | A shout towards a cliff is answered by the cliff.
refraction | Light bends when it passes from one material into another at an angle. | A straw in a glass of water looks broken.
the immune system | Cells and proteins in the body find invaders, destroy them and remember them. | Most people catch chickenpox only once.
a vaccine | A harmless part or copy of a germ trains the body to fight the real one. | A tetanus shot protects a gardener who cuts a finger.
metabolism | All the chemical reactions by which a body gets energy and builds itself. | You feel warm after a run because your cells burn more fuel.
symbiosis | Two kinds of living things live closely together, and at least one of them gains by it. | Clownfish hide among sea anemones and keep them clean.
inflation | Prices rise in general, so the same money buys less than before. | A loaf that cost one coin now costs two.
supply and demand | Prices rise when many want what few offer, and fall when it is the other way round. | Umbrellas cost more on a rainy day in a tourist street.
compound interest | Interest is paid on the sum and on the interest that it has already earned. | Savings left alone for thirty years grow faster each year.
insurance | Many people pay a little so that the few who suffer a loss are paid for it. | A driver with a dented door gets the repair paid.
a mortgage | A loan to buy a home, with the home itself as security for the lender. | A couple pays the bank each month for twenty-five years and then owns the flat.
opportunity cost | What you give up when you choose one thing is the best other thing you could have had. | An evening of overtime costs you the concert you missed.
a monopoly | One seller supplies a whole market and meets no competitor. | If one firm owned every ferry, it could ask any fare.
a tariff | A tax on goods that come in from abroad. | Imported bicycles become dearer than those made at home.
bankruptcy | A court settles what happens to the debts and goods of someone who cannot pay. | A café that owes more than it earns may close under a judge's supervision.
a budget | A plan of what comes in and what goes out over a certain time. | A family sets aside money for rent before it plans a holiday.
democracy | The people of a country decide who governs them, and can vote them out again. | A town elects its council every four years.
the separation of powers | Making laws, carrying them out and judging by them are given to different hands. | A court can strike down what a minister ordered.
a referendum | The voters decide on one question themselves instead of leaving it to those they elected. | A city asks its people whether to host the games.
copyright | The maker of a work decides for a set time who may copy it. | A choir pays a fee to sing a living composer's work.
a patent | The inventor of something new may keep others from making or selling it for some years. | A new kind of zip was protected for two decades.
peer pressure | People change what they do because those around them expect it. | A pupil starts to swear because the whole table does.
confirmation bias | We notice what fits our opinion and overlook what does not. | A fan remembers every wrong call against the home team.
the placebo effect | People feel better after a treatment without an active ingredient because they expect to. | A sugar pill eases a headache for some patients.
irony | Someone says the opposite of what is meant, or the outcome mocks the intention. | A fire station burns down.
a metaphor | One thing is spoken of as if it were another that it resembles. | We say that a busy office is a beehive.
globalisation | Countries become tied together by trade, travel and the exchange of ideas. | A shirt is sewn in one country from cotton of another and sold in a third.
public transport | Vehicles that anyone may use for a fare, on fixed routes and at set times. | A tram carries two hundred people in the space of a few cars.
recycling | Used material is collected and made into something new. | Old bottles are melted into new ones.
an algorithm | A list of exact steps that solves a kind of problem and comes to an end. | Long division on paper follows one.
encryption | A message is scrambled so that only someone with the right key can read it. | A bank scrambles your password before it travels.
a database | Information is stored in an orderly way so that it can be searched and changed quickly. | A library finds one title among a million in a second.
machine learning | A program improves at a task by adjusting itself to examples instead of following fixed rules. | A mailbox learns which letters are junk from those you throw away.
a firewall | A barrier in a network lets wanted traffic through and stops the rest. | An office computer refuses a connection from an unknown address.
""")
NATURE = tuple(CONCEPTS)[:20]
COUNTRIES = rows("""
Norway | Oslo | Europe
Portugal | Lisbon | Europe
Hungary | Budapest | Europe
Iceland | Reykjavik | Europe
Bulgaria | Sofia | Europe
Estonia | Tallinn | Europe
Croatia | Zagreb | Europe
Ireland | Dublin | Europe
Greece | Athens | Europe
Austria | Vienna | Europe
Finland | Helsinki | Europe
Poland | Warsaw | Europe
Romania | Bucharest | Europe
Slovenia | Ljubljana | Europe
Lithuania | Vilnius | Europe
Malta | Valletta | Europe
Denmark | Copenhagen | Europe
Serbia | Belgrade | Europe
Latvia | Riga | Europe
Albania | Tirana | Europe
Kenya | Nairobi | Africa
Ghana | Accra | Africa
Morocco | Rabat | Africa
Senegal | Dakar | Africa
Ethiopia | Addis Ababa | Africa
Uganda | Kampala | Africa
Tunisia | Tunis | Africa
Zambia | Lusaka | Africa
Namibia | Windhoek | Africa
Rwanda | Kigali | Africa
Mali | Bamako | Africa
Egypt | Cairo | Africa
Angola | Luanda | Africa
Mozambique | Maputo | Africa
Madagascar | Antananarivo | Africa
Nigeria | Abuja | Africa
Algeria | Algiers | Africa
Botswana | Gaborone | Africa
Japan | Tokyo | Asia
Vietnam | Hanoi | Asia
Mongolia | Ulaanbaatar | Asia
Nepal | Kathmandu | Asia
Thailand | Bangkok | Asia
Jordan | Amman | Asia
Uzbekistan | Tashkent | Asia
South Korea | Seoul | Asia
Peru | Lima | South America
Chile | Santiago | South America
Ecuador | Quito | South America
Uruguay | Montevideo | South America
Colombia | Bogotá | South America
Paraguay | Asunción | South America
Canada | Ottawa | North America
Cuba | Havana | North America
Costa Rica | San José | North America
Honduras | Tegucigalpa | North America
Australia | Canberra | Oceania
Fiji | Suva | Oceania
New Zealand | Wellington | Oceania
Samoa | Apia | Oceania
""")
# name | what kind | what it eats | where it lives
ANIMALS = rows("""
red squirrel | a mammal | nuts, seeds and buds | in the forests of Europe and northern Asia
barn owl | a bird | voles, mice and shrews | in open country, often near farms
emperor penguin | a bird | fish, squid and krill | on and around the ice of Antarctica
giant panda | a mammal | bamboo | in the mountain forests of central China
blue whale | a mammal | krill | in all the large oceans
snow leopard | a mammal | wild sheep, ibex and smaller animals | in the high mountains of Central Asia
koala | a mammal | eucalyptus leaves | in the eucalyptus forests of eastern Australia
common toad | an amphibian | insects, worms and slugs | in gardens, woods and meadows near ponds
Nile crocodile | a reptile | fish and larger animals that come to drink | in rivers and lakes of Africa
monarch butterfly | an insect | milkweed as a caterpillar and nectar as an adult | in North and Central America
sea otter | a mammal | sea urchins, clams and crabs | along the coasts of the northern Pacific
European hedgehog | a mammal | beetles, caterpillars and worms | in hedges, parks and woodland edges
giraffe | a mammal | leaves, above all those of acacia trees | on the savannas of Africa
grey heron | a bird | fish, frogs and small mammals | beside rivers, lakes and marshes
Atlantic salmon | a fish | insects when young and smaller fish at sea | in rivers and in the northern Atlantic
green sea turtle | a reptile | seagrass and algae | in warm seas all over the world
reindeer | a mammal | lichen, grass and herbs | in the tundra and northern forests
house sparrow | a bird | seeds, crumbs and insects | close to people almost everywhere
desert tortoise | a reptile | grasses, herbs and cactus flowers | in the deserts of North America
honey bee | an insect | nectar and pollen | in hives and hollow trees
great white shark | a fish | seals, fish and rays | in temperate coastal waters
Alpine ibex | a mammal | grass, moss and twigs | on steep slopes of the Alps
kingfisher | a bird | small fish and water insects | along clear, slow rivers
giant anteater | a mammal | ants and termites | in the grasslands and forests of South America
platypus | a mammal | worms, larvae and shrimps | in the rivers of eastern Australia
fire salamander | an amphibian | worms, slugs and insects | in damp woods of central and southern Europe
polar bear | a mammal | seals | on the sea ice of the Arctic
hummingbird | a bird | nectar and tiny insects | in the Americas, mostly in the tropics
""")
ELEMENTS = rows("""
hydrogen | H | 1
helium | He | 2
lithium | Li | 3
carbon | C | 6
nitrogen | N | 7
oxygen | O | 8
fluorine | F | 9
neon | Ne | 10
sodium | Na | 11
magnesium | Mg | 12
aluminium | Al | 13
silicon | Si | 14
phosphorus | P | 15
sulphur | S | 16
chlorine | Cl | 17
argon | Ar | 18
potassium | K | 19
calcium | Ca | 20
titanium | Ti | 22
chromium | Cr | 24
manganese | Mn | 25
iron | Fe | 26
cobalt | Co | 27
nickel | Ni | 28
copper | Cu | 29
zinc | Zn | 30
bromine | Br | 35
silver | Ag | 47
tin | Sn | 50
iodine | I | 53
tungsten | W | 74
platinum | Pt | 78
gold | Au | 79
mercury | Hg | 80
lead | Pb | 82
uranium | U | 92
""")
# saying | what it means (after "that") | when it is said (after "when")
SAYINGS = rows("""
a stitch in time saves nine | a small repair now spares a large one later | a friend puts off mending a leaking tap
the early bird catches the worm | those who come first get the best of it | a colleague wonders why the good seats are gone
don't count your chickens before they hatch | you should not rely on something before it is certain | a nephew spends a prize he has not won yet
too many cooks spoil the broth | a task suffers when too many people direct it | six people argue over the wording of one invitation
still waters run deep | a quiet person may have strong thoughts or feelings | the most silent guest turns out to write novels
actions speak louder than words | what people do counts for more than what they say | a neighbour promises help for the third time and never comes
all that glitters is not gold | something that looks precious may be worth little | a shiny second-hand bicycle breaks on the first ride
every cloud has a silver lining | some good can be found in most misfortunes | a missed train leads to a pleasant talk
look before you leap | you should think about the risks before you act | a cousin wants to sign a contract unread
many hands make light work | a job is soon done when people share it | the whole street helps to clear the snow
practice makes perfect | skill comes from doing a thing again and again | a pupil is close to giving up the trumpet
rome wasn't built in a day | great things take time | an impatient beginner expects to speak Greek within a month
the grass is always greener on the other side | other people's lives seem better than our own | a friend envies a job that is just as dull
where there's smoke there's fire | a rumour usually has some cause | everyone whispers that the shop will close
you can't judge a book by its cover | looks tell little about worth | the shabbiest restaurant serves the finest soup
better late than never | doing something late beats not doing it at all | a birthday card arrives in the following month
birds of a feather flock together | similar people seek each other's company | all the chess players sit at one table
curiosity killed the cat | prying into things can bring trouble | a child wants to know what is behind the beehive door
don't put all your eggs in one basket | you should not stake everything on one plan | an uncle puts his savings into a single share
half a loaf is better than none | getting part of what you want beats getting nothing | a worker is offered a smaller raise than hoped
haste makes waste | rushing leads to mistakes and lost time | a hurried tailor cuts the sleeve too short
it takes two to tango | both sides share the responsibility for a quarrel | each of two brothers blames the other
let sleeping dogs lie | old troubles are best left alone | someone wants to reopen a settled argument
strike while the iron is hot | you should act while the chance is there | the bank lowers its rates for a week
when in rome do as the romans do | visitors should follow local customs | a guest abroad is unsure whether to take off his shoes
necessity is the mother of invention | need drives people to find new solutions | a cook without a rolling pin uses a bottle
out of sight out of mind | we soon forget what we no longer see | an absent friend gets no more letters
the pen is mightier than the sword | ideas and words can achieve more than force | an article changes an unjust rule
you reap what you sow | your deeds decide what comes back to you | a kind shopkeeper finds help after a flood
a watched pot never boils | waiting makes time seem longer | a candidate checks the letterbox every ten minutes
""")
# answer | first clue | second clue
RIDDLES = rows("""
a candle | I am tall when I am young and short when I am old | a breath can end my life
an echo | I answer everyone without a mouth | I only repeat what you say
a towel | the more I dry, the wetter I become | you meet me after every bath
a clock | I have hands but cannot clap | I run all day without leaving my place
a needle | I have one eye but cannot see | wherever I go, a tail of thread follows me
a river | I have a mouth but never speak | I have a bed but never sleep
a shadow | I follow you in the sun and leave you in the dark | you cannot lift me, though I weigh nothing
a comb | I have many teeth but never bite | I visit your head each morning
a coin | I have a head and a tail but no body | I travel from pocket to pocket
an egg | you must break me before you can use me | I have no door, yet gold lies inside
a stamp | I travel the whole world and stay in one corner | you give me to a letter, never to a friend
a hole | the more you take away, the larger I grow | nobody can carry me, but anyone can dig me
a mirror | I show your face but have none | if you smile, I smile back
a glove | I have five fingers but no bones | I am of no use without my twin
an umbrella | I go up when the rain comes down | I spend sunny days in the corner
a staircase | I go up and down without moving | people step on me and I never complain
a kite | I fly without wings and have a tail | only a thread ties me to the ground
silence | say my name and you break me | I am loudest in an empty room
a sponge | I am full of holes and still hold water | squeeze me and I weep
a bell | I have a tongue but no taste | strike me and I sing
fog | I hide a whole town without moving a stone | the morning sun drives me away
a key | I am small, but I let you into the house | turn me and something clicks
an anchor | I am thrown out when I am needed and taken in when I am not | ships trust me with their rest
a book | I have a spine but no bones | I tell stories without a voice
snow | I fall all day and never hurt myself | I am white when I come and water when I go
a chimney | I smoke all winter but never buy tobacco | I stand on the roof in every storm
""")
# adjective | meaning | synonym | opposite
WORDS = rows("""
tedious | long and boring | tiresome | exciting
brief | lasting only a short time | short | lengthy
fragile | easily broken | delicate | sturdy
generous | giving more than is expected | openhanded | stingy
hostile | unfriendly and ready to fight | aggressive | friendly
obscure | hard to see or understand | unclear | obvious
reluctant | unwilling to do something | hesitant | eager
rigid | not able to bend or change | stiff | flexible
scarce | hard to find because there is so little | rare | plentiful
serene | calm and peaceful | tranquil | turbulent
shallow | not deep | superficial | profound
temporary | lasting for a limited time | passing | permanent
vague | not clearly expressed | imprecise | precise
vivid | bright and full of life | lively | dull
ancient | very old | age-old | modern
modest | not boasting and not showy | humble | boastful
absurd | so unreasonable that it is laughable | ridiculous | sensible
gloomy | dark and without hope | bleak | cheerful
genuine | really what it seems to be | authentic | fake
harmful | causing damage | damaging | beneficial
costly | needing a lot of money | expensive | cheap
stubborn | refusing to change one's mind | obstinate | compliant
fortunate | having good luck | lucky | unlucky
peculiar | strange in an interesting way | odd | ordinary
immense | extremely large | enormous | tiny
cautious | careful to avoid risk | careful | reckless
noisy | full of sound | loud | quiet
sincere | meaning what one says | honest | insincere
essential | needed above all else | vital | unnecessary
urgent | needing attention at once | pressing | unimportant
familiar | well known from before | well-known | strange
deliberate | done on purpose | intentional | accidental
gradual | happening little by little | slow | sudden
splendid | very fine to look at | magnificent | shabby
puzzling | hard to explain | baffling | clear
comforting | making one feel less sad | soothing | distressing
""")
# what a list may hold | twelve words of that kind
MEMBERS = rows("""
fruits sold at a street stall | apricots | bananas | cherries | figs | grapes | lemons | mangoes | peaches | plums | quinces | raspberries | limes
tools hanging in a shed | axe | chisel | drill | hammer | mallet | pliers | rake | saw | shovel | trowel | wrench | plane
cities on a concert tour | Antwerp | Bologna | Dresden | Geneva | Helsinki | Krakow | Lyon | Malmo | Porto | Seville | Turin | Zurich
animals seen on a night walk | badger | deer | fox | hedgehog | mole | otter | owl | rabbit | toad | vole | weasel | bat
musical instruments in the store room | bassoon | cello | drum | flute | guitar | harp | oboe | piano | tuba | violin | zither | lute
subjects taught at an evening school | algebra | botany | chemistry | economics | geology | history | law | pottery | rhetoric | statistics | welding | yoga
colours of paint in the cellar | amber | beige | crimson | emerald | indigo | lilac | maroon | ochre | purple | scarlet | turquoise | white
occupations of the passengers | actor | barber | carpenter | dentist | editor | farmer | joiner | lawyer | nurse | optician | tailor | waiter
trees along the avenue | alder | beech | cedar | elm | hazel | larch | maple | oak | poplar | rowan | spruce | willow
vegetables in the soup | beans | carrots | fennel | kale | leeks | onions | parsnips | radishes | spinach | tomatoes | turnips | peas
garments in a lost suitcase | belt | blouse | cardigan | gloves | hat | jacket | pyjamas | scarf | shirt | skirt | trousers | vest
dances on the programme | bolero | foxtrot | jive | mambo | polka | quickstep | rumba | samba | tango | waltz | gavotte | mazurka
spices in grandmother's drawer | anise | cardamom | cinnamon | cloves | cumin | ginger | mustard | nutmeg | paprika | saffron | turmeric | vanilla
minerals in a display case | agate | beryl | calcite | fluorite | garnet | jade | mica | onyx | pyrite | quartz | topaz | zircon
boats moored in the harbour | barge | canoe | dinghy | ferry | kayak | lugger | punt | raft | sloop | trawler | yacht | cutter
birds ringed at the station | blackbird | chaffinch | dunnock | goldfinch | jay | linnet | magpie | nuthatch | robin | starling | thrush | wren
fabrics ordered by the tailor | cotton | denim | felt | jersey | linen | muslin | satin | silk | tweed | velvet | wool | canvas
cheeses on the buffet | brie | camembert | cheddar | edam | emmental | gorgonzola | gouda | halloumi | manchego | provolone | ricotta | stilton
games in the common room | backgammon | checkers | chess | darts | dominoes | go | ludo | mahjong | pinball | poker | snooker | yahtzee
rivers named in an atlas | Danube | Ebro | Ganges | Indus | Loire | Mekong | Nile | Oder | Rhine | Tagus | Volga | Yukon
""")
