"""What the English table knows about everyday life: goals and obstacles, trips, hobbies, choices, chores."""

from __future__ import annotations

from selfinstruct_offline.en.kit import rows

# goal (after "wants to") | three tips
GOALS = rows("""
sleep better during the working week | Keep the same bedtime every night. | Put the screens away an hour before bed. | Drink no coffee after lunch.
run ten kilometres by the end of spring | Start with slow runs of two kilometres. | Add no more than a tenth to the distance each week. | Keep two days a week free of running.
learn enough Italian for a holiday | Learn twenty phrases before any grammar. | Listen to a short talk in Italian every morning. | Find a partner for one conversation a week.
spend less on groceries | Plan the meals before shopping. | Buy staples in larger bags. | Cook double portions and freeze one.
give up sugar in tea and coffee | Cut the amount by a quarter each week. | Try cinnamon or milk for flavour. | Keep the sugar bowl off the table.
read one novel every month | Carry the book wherever you go. | Read twenty pages before sleeping. | Drop a book that bores you after fifty pages.
speak calmly in front of a crowd | Practise aloud in front of one friend. | Learn the first and the last sentence by heart. | Breathe out slowly before you begin.
keep houseplants alive for once | Water only when the top soil is dry. | Choose plants that suit the light you have. | Turn the pots a little every week.
find a flat in an expensive city | Set the search to include the suburbs. | Prepare all documents in one folder. | Ask friends and colleagues to spread the word.
repair a strained friendship | Write a short and honest letter. | Listen first when you meet. | Suggest something small to do together.
stop biting their fingernails | Keep the nails short and filed. | Hold a smooth stone in tense moments. | Note down when the urge comes.
save a month's wages by Christmas | Move money to savings on payday. | Cancel one subscription today. | Sell two things that nobody uses.
get to work without a car | Try the route on a free day first. | Keep a dry set of clothes at work. | Share lifts on days of heavy rain.
wake up early without feeling tired | Bring bedtime forward by fifteen minutes a week. | Let in daylight right after waking. | Put the alarm out of reach.
learn the violin at fifty | Practise ten minutes each day rather than an hour on Sunday. | Take a few lessons to get the posture right. | Begin with melodies you can hum.
lower the heating bill | Seal the gaps around the windows. | Lower the thermostat by one degree. | Close the shutters at dusk.
eat more vegetables without fuss | Start each meal with a raw salad. | Grate vegetables into sauces. | Keep washed carrots within reach.
make friends in a new neighbourhood | Join a club that meets every week. | Invite the people next door for tea. | Shop where people know each other.
write a first short story | Begin with one scene and two people. | Write three hundred words a day. | Leave the first version alone for a week before editing.
cycle safely in heavy traffic | Wear bright clothes and use lights. | Keep a door's width away from parked cars. | Choose the quieter parallel street.
calm a nervous rescue dog | Give it a quiet corner of its own. | Keep walks short and at the same hours. | Let it come to visitors by itself.
prepare for a difficult job interview | Collect five examples of your own work. | Rehearse answers with a friend. | Prepare two questions for the employer.
grow herbs on a narrow windowsill | Begin with chives, mint and thyme. | Use pots with holes in the bottom. | Cut the tips often so that they branch.
drink more water during the day | Put a full jug on the desk each morning. | Drink a glass before every meal. | Add a slice of lemon for taste.
quit smoking before the wedding | Choose a day and tell everybody. | Clear all ashtrays out of the house. | Plan a walk for each craving.
remember the names of new colleagues | Repeat the name when you hear it. | Tie it to something about the face. | Write the names down the same evening.
organise a crowded wardrobe | Take everything out at once. | Keep only what was worn this year. | Hang things by kind, then by colour.
train for a week of mountain hiking | Climb stairs with a loaded rucksack. | Walk three hours every weekend. | Break in the boots well before the trip.
become less shy on the telephone | Write down the first sentence. | Start with calls to shops. | Stand up while you talk.
get through a heatwave in comfort | Air the rooms at night and close them by day. | Take lukewarm showers. | Move errands to the early morning.
""")
# obstacle (after "but") | one tip
OBSTACLES = rows("""
has only twenty minutes a day | Split everything into steps of ten minutes.
shares a small room with a brother | Agree on fixed quiet hours with the brother.
gives up as soon as it rains | Decide on an indoor version beforehand.
works different shifts every week | Tie the habit to a meal rather than an hour.
has already failed twice | Note what went wrong last time and change just that.
cannot spend a single cent | Borrow what is needed from a library or a neighbour.
keeps getting distracted by the news | Leave the phone in another room.
has a partner who laughs at the plan | Ask the partner to join for one week.
loses patience after three days | Reward every fourth day with something small.
is about to travel for a month | Pack whatever is needed in one pouch.
hates being told what to do | Let them choose the order of the steps.
lives far from the nearest town | Look for a partner who takes part by letter or phone.
has a baby who wakes at night | Use the first nap of the day for it.
is recovering from a broken wrist | Start with what needs just one hand.
forgets everything that is not written down | Put a note on the bathroom mirror.
finds it embarrassing to ask for help | Begin with one trusted person.
promised to help a cousin move house | Begin gently and do more once the move is over.
has no quiet corner at home | Use the reading room of the library.
wants to see results at once | Keep a diary to make small progress visible.
prefers to do things in company | Find one person with the same aim.
dislikes planning of any kind | Set out everything the evening before.
has tried all the usual tricks | Change the time of day before changing the method.
is easily tempted by friends | Tell the friends about it and ask for their support.
feels too old to begin | Visit someone who started even later.
has to look after two grandparents | Do it together with them where that is possible.
never finishes what was started | Choose an end date and tell somebody.
""")
# trip (after "leaving for") | five things
TRIPS = rows("""
a week in a mountain hut without electricity | a head torch | a sleeping bag | matches | wool socks | dried fruit
three days at a music camp by the lake | a towel | insect spray | a raincoat | sandals | sheet holders
a month on a sailing boat | seasickness tablets | soft shoes | a windproof jacket | sun cream | a penknife
a winter weekend in a northern city | thermal underwear | gloves | lip balm | a thick scarf | boots with good soles
a cycling tour along a river | a repair kit | padded shorts | a helmet | rain trousers | a water bottle
a business meeting in a hot country | a linen shirt | business cards | a light jacket | sun glasses | a refillable bottle
a night in a tree house with two children | a lantern | blankets | a story book | hot chocolate | spare socks
a wedding on a windy island | hair pins | a wrapped present | a warm shawl | polished shoes | tissues
a long hospital stay | slippers | a novel | ear plugs | a dressing gown | a phone charger
a fortnight of volunteering on a farm | work gloves | rubber boots | a sun hat | old trousers | plasters
a desert crossing by train | wet wipes | a scarf against dust | plenty of water | salted nuts | a pack of cards
a pilgrimage of two hundred kilometres | blister plasters | a walking stick | a light rucksack | quick-drying shirts | a notebook
a language course in a foreign city | a dictionary | an adapter plug | a folding umbrella | comfortable shoes | a pencil case
a fishing trip before dawn | a thermos flask | a folding stool | a warm hat | a bucket | hand cream
a school exchange with a host family | a small present | family stories to tell | slippers | an alarm clock | pocket money
a dance festival on the beach | a swimsuit | bare-foot shoes | sun cream | a thin blanket | snacks
a rainy week in a seaside cottage | board games | rubber boots | candles | tea bags | a thick jumper
the first night in an unfurnished flat | an air mattress | a kettle | toilet paper | a lamp | a screwdriver
a conference with four speeches a day | a notebook | throat sweets | a spare shirt | pens | a name badge
a scientific expedition to the swamp | mosquito nets | waterproof bags | high boots | labels | a first-aid kit
""")
# hobby (after "who") | three presents
HOBBIES = rows("""
bakes bread every weekend | a proving basket | a bag of rye flour | a bread knife
has just taken up knitting | a set of bamboo needles | a ball of merino wool | a pattern book
watches birds before breakfast | a pocket guide to birds | a warm flask | a nest box
repairs old clocks | a magnifier | a set of fine screwdrivers | a dust-free display case
plays chess by post | a travel chess set | a book of end games | a box of stamps
never misses a football match | a club scarf | a thermos mug | a history of the club
grows chillies on the balcony | rare seeds | a plant mister | a spice grinder
writes long letters by hand | a fountain pen | laid paper | sealing wax
collects stones from every beach | a sorting box | a pocket magnifier | a guide to minerals
swims in cold lakes | a changing robe | neoprene gloves | a hot-water bottle
reads nothing but crime novels | a bedside lamp | a first edition | a voucher for the bookshop
brews beer in the garage | a hydrometer | a set of tasting glasses | a sack of malt
learns Japanese in the evening | a brush pen | a phrase book | a calendar with characters
restores wooden furniture | beeswax polish | a set of chisels | a leather apron
sings in two choirs | a tuning fork | honey pastilles | concert tickets
dreams of sailing round the world | a brass compass | a book of knots | a waterproof bag
cooks for twenty people at a time | a huge saucepan | a set of ladles | a striped apron
studies the night sky | a star wheel | a red torch | a folding chair
makes pots on a kick wheel | a set of trimming tools | ten kilos of clay | a glaze guide
walks everywhere in all weathers | merino socks | a light umbrella | a pedometer
juggles to relax | a set of beanbags | three clubs | a book of patterns
loves difficult crosswords | a dictionary | a propelling pencil | a year of puzzles
keeps hens behind the house | a feeder | a book on breeds | enamel egg cups
sews costumes for the theatre | good scissors | a pin cushion | silk thread
goes climbing after work | chalk | a finger trainer | a soft rope bag
paints small watercolours | a sable brush | cotton paper | a travel palette
""")
# choice | advantage | advantage | drawback | drawback
CHOICES = rows("""
renting a flat instead of buying one | it is easy to move | repairs are the owner's business | the rent may rise | no property is built up
working from home four days a week | no time is lost in traffic | the hours are flexible | colleagues become strangers | work and leisure blur
keeping a dog in the city | it makes you go outside | it is good company | walks take time | many landlords object
studying at an evening school | you can earn money by day | the groups are mixed in age | evenings are gone | it takes longer
owning an electric bicycle | hills lose their terror | it is cheaper than a car | the battery ages | thieves like it
living with three flatmates | costs are shared | there is always company | the kitchen is crowded | noise is hard to avoid
starting a vegetable garden | the food is fresh | digging keeps you fit | slugs eat their share | summer holidays get complicated
buying only second-hand clothes | it saves money | less is thrown away | sizes are a matter of luck | searching takes time
taking the night train | you save a hotel room | you arrive in the centre | sleep may be poor | berths sell out early
learning to play an instrument late in life | it trains the memory | you choose it yourself | fingers are slower | practice needs time
giving up a smartphone | there are fewer distractions | it costs less | tickets and timetables get harder | friends must change their habits
having a single long meeting a week | the other days stay free | everyone hears the same | it tires people out | urgent things must wait
paying cash for everything | spending is easy to feel | no fees arise | coins are heavy | lost money is gone
joining a housing cooperative | members decide together | rents stay fair | decisions take long | waiting lists are endless
eating meat once a week at most | it is good for the heart | it spares the climate | some recipes must change | guests may grumble
moving to a village of ninety people | the air is clean | neighbours help each other | buses are rare | jobs are few
teaching children at home | lessons fit the child | days are flexible | parents carry the load | classmates are missing
travelling without a fixed plan | surprises are welcome | you can stay where you like | rooms may be full | last-minute fares are high
sharing a car with the neighbours | costs are split | parking gets easier | it is not always free | scratches lead to quarrels
switching to a four-day week | rest makes people sharper | child care gets easier | the pay may fall | the days grow longer
sleeping in a hammock | it takes little room | it is cool in summer | turning over is hard | the back may protest
writing everything by hand | one remembers more | no battery is needed | it is slow | searching is difficult
""")
# chore (after "how to") | four steps
CHORES = rows("""
repot a cactus without getting hurt | Wrap the cactus in newspaper. | Lift it out of the old pot. | Set it into dry, gritty soil. | Wait a week before watering.
remove candle wax from a tablecloth | Let the wax harden. | Scrape off what you can. | Lay brown paper on the stain and iron it. | Wash the cloth hot.
change the inner tube of a bicycle | Take off the wheel. | Lever the tyre over the rim. | Swap the tube and pump it a little. | Press the tyre back and inflate it fully.
poach an egg in a saucepan | Bring water with a dash of vinegar to a simmer. | Crack the egg into a cup. | Stir the water and slide the egg in. | Lift it out after three minutes.
sew on a button that stays | Thread the needle and knot the end. | Go through each hole four times. | Wind the thread around the stem. | Finish with a knot on the back.
clean a kettle full of limescale | Fill it half with vinegar and water. | Bring it to the boil. | Leave it for an hour. | Rinse it well, twice.
hang a heavy shelf on a brick wall | Mark the holes with a level. | Drill and insert the plugs. | Screw in the brackets. | Set the shelf on top and fasten it.
wrap a round present neatly | Place it in the middle of the paper. | Gather the paper at the top. | Tie it tightly with ribbon. | Trim the tuft of paper.
iron a shirt in five minutes | Begin with the collar. | Go on to the cuffs and sleeves. | Iron the back. | End with the two fronts.
make yoghurt without a machine | Heat the milk to eighty degrees. | Let it cool to forty-five. | Stir in a spoon of yoghurt. | Keep it warm overnight.
light a campfire in damp weather | Collect dry twigs from under trees. | Shave off some fine curls of wood. | Light the curls under a small tent of twigs. | Add thicker wood bit by bit.
unblock a sink without chemicals | Bail out the standing water. | Pour in baking soda, then vinegar. | Wait for fifteen minutes. | Flush with hot water.
sharpen a kitchen knife | Wet the stone. | Hold the blade at a low angle. | Stroke each side ten times. | Wipe and test on a tomato.
plant garlic in autumn | Loosen the soil. | Break the bulb into cloves. | Set them with the tip up, a hand apart. | Cover them with leaves.
dry apples for the winter | Core the apples. | Slice them into thin rings. | Thread the rings on a string. | Hang them in a warm, airy place.
waterproof leather boots | Brush off the dirt. | Let them dry slowly. | Rub in the wax with a cloth. | Polish them the next day.
paint a wooden door evenly | Take off the handle. | Sand and dust the surface. | Apply a thin first coat. | Add a second coat the next day.
fold a fitted sheet | Put your hands into two corners. | Tuck one corner into the other. | Do the same with the far side. | Lay it flat and fold it in thirds.
cook rice without a lid boiling over | Rinse the rice. | Add one and a half cups of water per cup. | Boil it, then turn the heat low. | Let it rest off the heat.
stop a door from squeaking | Open the door wide. | Lift the hinge pin a little. | Put a drop of oil on it. | Swing the door to spread the oil.
bake a simple flat bread | Mix flour, water and salt. | Knead it for five minutes. | Roll it out thinly. | Bake it in a hot pan on both sides.
prune an old apple tree | Remove the dead branches. | Cut those that cross. | Thin out the crown. | Leave the cuts smooth and slanted.
pack glasses for a house move | Wrap each glass in paper. | Stuff the inside. | Stand them upright in a small box. | Label the box as fragile.
wash a woollen jumper by hand | Fill a basin with lukewarm water. | Move the jumper gently in the suds. | Rinse it and press it in a towel. | Dry it lying flat.
tune a ukulele by ear | Take a first note from a piano. | Tune the third string to it. | Tune each next string against its neighbour. | Check with a chord.
""")
# thing missing (after "without") | what does instead
SUBSTITUTES = rows("""
a rolling pin | a clean glass bottle
buttermilk | milk with a spoon of lemon juice
a corkscrew | a long screw and a pair of pliers
baking powder | baking soda and a little cream of tartar
a funnel | a rolled sheet of baking paper
wrapping paper | a page of an old newspaper
a dustpan | a piece of stiff, damp cardboard
a measuring cup | a kitchen scale, as a millilitre of water weighs a gram
window cleaner | water with a dash of vinegar
eggs for the pancakes | a mashed ripe banana
a tripod | a pile of heavy books
a watering can | a bottle with holes pricked in the cap
shoe polish | the inside of a banana skin, then a soft cloth
a paperweight | a smooth stone from the river
a hot-water bottle | a bag of rice warmed in the oven
a ruler | the long side of a banknote of known length
a door stop | a folded wedge of cardboard
breadcrumbs | crushed unsweetened cornflakes
a sieve | a clean cotton cloth over a bowl
a bookmark | a pressed leaf
""")
