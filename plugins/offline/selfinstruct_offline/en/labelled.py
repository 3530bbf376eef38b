"""Inputs for the English classification frames: label -> texts that clearly bear it. `{name}` is somebody's name."""

from __future__ import annotations

from selfinstruct_offline.en.kit import phrases

REVIEWS = {
    "positive": phrases("""
        works better than I had hoped, and my whole family loves it.; worth every cent, I would buy it again at once.
        beautifully made and a joy to use every day.; a pleasant surprise, sturdy and simple.
        the best present I ever gave myself.
        it arrived early and does just what it should. Wonderful!; after a year it is still as good as new, I am delighted.
    """),
    "negative": phrases("""
        broke after two days, and nobody answers my letters.; a waste of money, I sent it back.
        ugly, flimsy and far too expensive.
        it never worked properly and I regret buying it.; the worst purchase of the year.; disappointing quality, avoid it.
        it smells so bad that I had to throw it away.
    """),
    "neutral": phrases("""
        it came on Tuesday in a brown box.; it weighs about as much as the old one.; I bought it for my brother in March.
        it is sold in three colours.; the manual has twelve pages.; I have used it twice so far.; it was made in Portugal.
    """),
}
SPAM = {
    "spam": phrases("""
        You have WON a cruise! Reply with your bank details within one hour!!!; Cheap pills, no prescription, buy now, 90% off!
        Dear friend, help me move ten million dollars and keep a third of it.
        Earn $5000 a week from home, no skills needed, act NOW!
        Final notice: your prize expires today, send $49 to claim it.; Lose 20 kilos in a week with this secret trick!!!
    """),
    "legitimate": phrases("""
        Hi {name}, are we still meeting at six? I will bring the cake.
        Your library books are due on Thursday. You can renew them at the desk.
        {name}, here are the minutes of Monday's meeting. Please send corrections by Friday.
        The plumber will come tomorrow between nine and eleven.
        Thanks for dinner, {name}. The soup was wonderful.; Your appointment with Dr {name} is confirmed for the third of May.
    """),
}
NEWS = {
    "sports": phrases("""
        {name} scored twice as the visitors won the final.; The sprinter missed the record by a hundredth of a second.
        The coach has named two new players for the cup match.; Rain stopped play in the second set.
        The rowing eight won gold in a close race.
    """),
    "politics": phrases("""
        Parliament passed the housing bill by three votes.; The minister resigned after a week of protests.
        Voters go to the polls on Sunday to elect a new mayor.; The two parties have agreed to form a coalition.
        The president vetoed the law on fishing rights.
    """),
    "business": phrases("""
        The airline reported a loss of forty million for the quarter.; Shares in the toy maker rose by nine percent.
        The bank plans to close sixty branches.; A chain of bakeries has been sold to a rival.
        The carmaker will hire two hundred engineers.
    """),
    "science": phrases("""
        Researchers have found a new species of deep-sea worm.; A telescope has detected water vapour on a distant planet.
        A study links sleep to memory in young mice.; Physicists measured the mass of the particle more precisely than ever.
        Chemists have made a plastic that dissolves in sea water.
    """),
}
TICKETS = {
    "urgent": phrases("""
        Water is pouring through the ceiling right now!; I smell gas in the hallway, please come at once.
        Smoke is coming out of the fuse box.
        Somebody is stuck in the lift and cannot breathe well.; The main door cannot be locked and it is getting dark.
        A live wire is hanging over the entrance.
    """),
    "not urgent": phrases("""
        Whenever you have time, the hallway could use new paint.; A bulb in the cellar flickers now and then.
        It would be nice to have another coat hook some day.; The letters on the doorbell have faded a little.
        Could the hedge be trimmed at some point this year?; One of the spare chairs wobbles slightly.
    """),
}
REGISTERS = {
    "formal": phrases("""
        We regret to inform you that your application has been unsuccessful.
        Kindly acknowledge receipt of the enclosed documents.
        I should be obliged if you would reply at your earliest convenience.; Guests are requested to refrain from smoking.
        The committee hereby confirms the appointment of {name}.
    """),
    "informal": phrases("""
        Hey, you coming tonight or what?; No worries, I'll sort it out later.; That gig was awesome, you should've been there!
        Gotta run, talk soon!; Nah, don't bother, {name}'s got it.; Wanna grab a bite after work?
    """),
}
MOODS_OF_SPEECH = {
    "question": phrases("""
        Where did you put the ladder?; Has {name} already left?; How long does the soup need?; Why is the gate shut?
    """),
    "statement": phrases("The shop closes at six.; {name} works on a farm.; It rained all weekend.; The soup needs an hour."),
    "command": phrases("Close the window.; Hand me the blue folder, {name}.; Wait here until noon.; Stir the soup slowly."),
    "exclamation": phrases(
        "What a glorious morning!; How tall you have grown, {name}!; What a mess this is!; How kind of you!"
    ),
}
CLAIMS = {
    "fact": phrases("""
        Water freezes at zero degrees Celsius at normal pressure.; A week has seven days.; Whales are mammals.
        Lisbon is the capital of Portugal.
        Spiders have eight legs.; The Earth goes round the Sun.; Iron rusts in damp air.; A triangle has three sides.
    """),
    "opinion": phrases("""
        Autumn is the loveliest season.; Cats make better companions than dogs.; Breakfast is the best meal of the day.
        Nobody should have to work on Fridays.; Opera is boring.; Blue suits {name} better than green.
        Letters are nicer than phone calls.
    """),
}
EMOTIONS = {
    "joy": phrases("""
        I passed! I could hug the whole world!; She said yes, and I have been smiling ever since.
        Hurray, {name} is coming home tomorrow!
        What a perfect day, I danced all the way home.
    """),
    "anger": phrases("""
        How dare they tow my car again!; That is the third time {name} has lied to me, I have had enough!
        I am furious about that bill.
        Get your hands off my things, right now!
    """),
    "fear": phrases("""
        There is someone on the stairs, I don't dare to move.; My heart is pounding, what if the ice breaks?
        I am terrified of tomorrow's operation.; Please stay, {name}, I am scared in the dark.
    """),
    "sadness": phrases("""
        Since {name} died, the house has been so empty.; I cried all evening after the farewell.
        Nobody remembered my birthday, and it hurts.; I miss our old dog every single day.
    """),
}
FIGURES_OF_SPEECH = {
    "literal": phrases("""
        The kettle boiled over and wet the stove.; {name} broke the ice on the pond with a pick.
        He spilled the beans on the kitchen floor.
        She caught the ball with one hand.; The cat let itself out of the bag.
        We missed the boat by two minutes and took the next one.
    """),
    "figurative": phrases("""
        {name} has a heart of stone.; Time is a thief.; My new boss is a real dragon.; The exam was a piece of cake.
        He was drowning in paperwork.; Her words cut him to the bone.; The city never sleeps.
    """),
}
INTENTS = {
    "order": phrases("""
        I would like two jars of the plum jam, please.; Please send me five of the blue folders.
        Put me down for a dozen eggs, this is {name}.
        Could you deliver one sack of flour on Friday? I will pay cash.
    """),
    "cancellation": phrases("""
        Please cancel my booking for Saturday.; I no longer need the lamp, take it off my account.
        {name} here, I withdraw yesterday's order.
        We have changed our minds, please do not send the chairs.
    """),
    "complaint": phrases("""
        The cups arrived broken and I am not happy.; I have waited five weeks and nobody calls me back!
        This is the second time you sent the wrong size, says {name}.; The cake was dry and cost far too much.
    """),
    "question": phrases("""
        Do you sell gluten-free bread?; What are your hours on public holidays?; Does the tent fit four people?
        Can {name} collect the parcel in my place?
    """),
}
SEASONS = {
    "spring": phrases("""
        the first buds are opening and the lambs have just been born; the snow has melted and crocuses cover the lawn
        the storks are back and the cherry trees blossom
    """),
    "summer": phrases("""
        we swam until ten in the evening because it was so hot; the schools are closed and the ice cream seller has no rest
        the wheat stands high and it has not cooled down for weeks
    """),
    "autumn": phrases("""
        the maples have turned red and the leaves are falling; they pick the last grapes while the swallows leave
        the clocks go back and we rake leaves and gather chestnuts
    """),
    "winter": phrases("""
        the pond is frozen and we need gloves all day; the snow plough came twice before breakfast
        icicles hang from the roof and it is dark by four
    """),
}
FOODS = {
    "fruit": phrases("apple; cherry; grape; mango; pear; plum; raspberry; peach; pineapple; banana; apricot"),
    "vegetable": phrases("carrot; leek; spinach; broccoli; cabbage; onion; celery; radish; kale; cauliflower; turnip"),
    "grain": phrases("barley; oats; rye; rice; wheat; millet; spelt; maize flour; bulgur; wholemeal bread"),
    "dairy": phrases("butter; yoghurt; cream; cheddar; milk; cottage cheese; sour cream; buttermilk; gouda; mozzarella"),
}
REVIEW_TOPICS = {
    "price": phrases("""
        Far too expensive for what you get.; A bargain, we paid half of what others ask.; Hidden fees doubled our bill.
    """),
    "staff": phrases("""
        The waiter was rude to my mother.; Everyone at the desk was kind and quick.; {name} at reception remembered our names.
    """),
    "food": phrases("""
        The dumplings were cold and bland.; I still dream of that fish soup.; The bread was fresh and the jam home-made.
    """),
    "location": phrases("""
        Right by the tram stop and close to the park.; It lies next to a noisy motorway.; You step out and you are at the beach.
    """),
}
KINDS_OF_TEXT = {
    "recipe": phrases("""
        Beat two eggs, fold in the flour, and bake for thirty minutes.; Fry the onion, add the rice and stir in the stock.
    """),
    "letter": phrases("""
        Dear {name}, thank you for your kind lines. How is your knee? With love, your aunt.
        Dear neighbours, we are moving out in May. Yours, {name}.
    """),
    "advert": phrases("""
        Only this week: buy two pairs of socks and get a third one free!; New in town! Try our fresh pretzels, now half price!
    """),
    "news report": phrases("""
        A lorry carrying onions overturned on the ring road on Monday. Nobody was hurt, police said.
        The council voted on Tuesday to close the old swimming pool, according to the mayor's office.
    """),
}
WORD_CLASSES = {
    "noun": phrases("bridge; happiness; lantern; freedom; kitchen; teacher; umbrella; sadness; bicycle; forest"),
    "verb": phrases("arrive; forgive; persuade; swim; complain; decide; borrow; understand; remain; hesitate"),
    "adjective": phrases("tall; curious; fragile; enormous; wooden; polite; ancient; salty; brave; careful"),
    "adverb": phrases("quickly; often; never; gently; almost; badly; soon; happily; rarely; carefully"),
}
AGES = {
    "children": phrases("""
        The little bear lost his mitten, and the rabbit helped him look.; Count the ducks with me: one, two, three!
        Once there was a spoon who was afraid of soup.; Wash your hands, brush your teeth, and off to bed, said the owl.
    """),
    "adults": phrases("""
        The tax return has to be filed by the end of July.; Mortgage rates have risen for the third quarter in a row.
        The tenancy ends with three months' notice in writing.; Pension contributions are deducted from the gross salary.
    """),
}
