"""English words that tell where a noun phrase begins and ends, and the singular of nouns."""

from __future__ import annotations

import re

# fmt: off
DETERMINERS = frozenset([
    "the", "a", "an", "this", "these", "those", "each", "every", "any", "some", "all", "both", "either", "no", "several",
    "many", "more", "most", "few", "fewer", "another", "enough", "half", "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve", "fifteen", "twenty", "thirty", "fifty", "hundred", "dozen",
    "first", "second", "third", "fourth", "last", "my", "your", "our", "his", "her", "its", "their", "someone's", "one's",
    "such",
])
PRONOUNS = frozenset([
    "it", "them", "him", "me", "us", "you", "i", "we", "they", "he", "she", "something", "anything", "everything",
    "nothing", "somebody", "someone", "everyone", "anyone", "yourself", "yourselves", "myself", "itself", "themselves",
    "whatever", "there", "here", "yes", "none",
])
INDIRECT = frozenset(["me", "us", "him", "them", "it", "someone", "somebody", "everyone", "yourself"])
GIVING = frozenset([
    "give", "tell", "show", "send", "write", "teach", "offer", "make", "draft", "find", "ask", "bring", "buy", "get",
    "hand", "lend", "recommend", "suggest", "quote", "award", "assign", "compose", "build", "design", "plan", "cook",
    "supply", "pick", "sketch", "text", "grant", "name", "call", "spare", "save", "set",
])
PREPOSITIONS = frozenset([
    "of", "in", "on", "at", "by", "for", "from", "to", "with", "without", "into", "onto", "about", "over", "under", "above",
    "below", "between", "among", "through", "during", "within", "against", "before", "after", "since", "until", "per",
    "like", "than", "via", "across", "around", "behind", "beside", "besides", "beyond", "near", "off", "out", "up", "down",
    "toward", "towards", "upon", "despite", "except", "including", "regarding", "concerning", "versus", "vs", "inside",
    "outside", "according", "based", "throughout", "along", "unlike", "depending", "instead", "as",
])
# Words that begin another clause; "x" stands for what was quoted.
STOPS = frozenset([
    "that", "which", "who", "whom", "whose", "when", "where", "why", "how", "what", "whether", "if", "so", "because",
    "while", "although", "though", "unless", "once", "then", "yet", "not", "is", "are", "was", "were", "be", "am", "has",
    "have", "had", "does", "do", "did", "can", "could", "would", "will", "should", "may", "might", "must", "let", "x",
    "please", "whenever", "wherever",
])
# Adverbs that stand behind a noun phrase, or before one.
BEHIND = frozenset([
    "again", "too", "also", "only", "just", "below", "above", "here", "there", "aloud", "together", "apart", "instead",
    "twice", "now", "well", "even", "else", "ago", "today", "tomorrow", "away", "back", "along", "step-by-step", "please",
    "first", "then", "next", "less", "more", "such", "yourself", "themselves", "itself", "exactly", "simply", "always",
    "never", "ever", "rather", "either", "alone", "worth", "needed", "possible", "available", "upside", "backwards",
    "forwards", "sideways", "backward", "forward", "quite",
])
# Participles that stand behind what they tell of: "a story set in Rome".
PARTICIPLES = frozenset([
    "set", "written", "made", "given", "known", "taken", "told", "sung", "drawn", "spoken", "found", "held", "kept", "sent",
    "left", "built", "shown", "seen", "said", "born", "spent", "taught", "sold", "won", "lost", "worn", "begun", "chosen",
])
PARTICLES = {
    "": frozenset(["out", "up", "down", "off", "away", "back", "apart", "together", "along", "over"]),
    "come": frozenset(["with"]),
    "take": frozenset(["on"]),
    "fill": frozenset(["in"]),
    "put": frozenset(["forward"]),
    "type": frozenset(["in"]),
    "hand": frozenset(["in"]),
    "bring": frozenset(["about"]),
}
# What stands before "of" without being what is meant: "a couple of ways", "one of the lines".
PARTITIVES = frozenset([
    "couple", "number", "lot", "variety", "handful", "bit", "few", "range", "series", "total", "minimum",
])
VAGUE = frozenset([
    "all", "each", "both", "one", "any", "some", "most", "many", "half", "none", "plenty", "lots", "dozens", "ones", "rest",
])
# fmt: on
# fmt: off
ADJECTIVES = frozenset([
    "able", "abstract", "accurate", "active", "actual", "advanced", "alternate", "ancient", "annual", "apt", "bad", "basic",
    "best", "better", "big", "bold", "brief", "bright", "british", "broad", "calm", "careful", "casual", "catchy",
    "central", "certain", "cheap", "cheaper", "chinese", "clear", "clearer", "clever", "close", "closest", "common",
    "commonest", "complete", "complex", "concise", "concrete", "convincing", "cool", "correct", "creative", "crisp",
    "current", "daily", "dark", "deep", "detailed", "different", "difficult", "digital", "direct", "distinct", "dramatic",
    "dry", "dull", "early", "easier", "easy", "effective", "elegant", "empty", "english", "entire", "equal", "exact",
    "extra", "fair", "fake", "famous", "fancy", "fast", "faster", "favorite", "favourite", "fictional", "fine", "firm",
    "flat", "formal", "free", "french", "fresh", "friendly", "full", "funny", "general", "gentle", "german", "given",
    "global", "good", "grammatical", "great", "green", "happy", "hard", "harder", "healthy", "heavy", "high", "higher",
    "historical", "honest", "horrible", "huge", "human", "humorous", "important", "incorrect", "inexpensive", "informal",
    "interesting", "italian", "japanese", "key", "kind", "korean", "large", "larger", "largest", "late", "latin", "least",
    "left", "literary", "little", "lively", "local", "logical", "long", "longer", "longest", "low", "lower", "main",
    "major", "mathematical", "medical", "memorable", "mental", "mild", "minor", "missing", "modern", "multiple", "musical",
    "narrow", "natural", "neat", "new", "next", "nice", "obvious", "odd", "old", "only", "open", "opposite", "ordinary",
    "original", "other", "overall", "own", "particular", "past", "perfect", "personal", "persuasive", "physical", "plain",
    "pleasant", "plausible", "polite", "poor", "popular", "positive", "possible", "potential", "powerful", "practical",
    "precise", "present", "previous", "primary", "private", "professional", "proper", "public", "quick", "quiet", "random",
    "rare", "real", "realistic", "recent", "red", "regular", "relevant", "rich", "right", "rough", "russian", "sad", "safe",
    "same", "scary", "scientific", "secret", "semantic", "sensible", "separate", "serious", "sharp", "sharper", "short",
    "shorter", "shortest", "significant", "similar", "simple", "simpler", "single", "slow", "small", "smaller", "smallest",
    "smart", "smooth", "social", "soft", "softer", "solid", "spanish", "special", "specific", "standard", "steady",
    "straight", "strange", "strict", "strong", "stronger", "subtle", "sudden", "suitable", "sure", "surprising", "sweet",
    "tall", "technical", "thorough", "tight", "tiny", "traditional", "true", "typical", "ugly", "uncommon", "unique",
    "unusual", "urgent", "useful", "usual", "vague", "valid", "various", "vegan", "vegetarian", "visual", "vivid", "warm",
    "warmer", "weak", "weekly", "weird", "wet", "whimsical", "whole", "wide", "wild", "wise", "witty", "worse", "worst",
    "wrong", "young", "following", "aforementioned", "underlined", "poetic", "romantic", "dynamic", "automatic", "necessary",
    "fun", "false", "alive", "asleep", "awake", "ready", "sceptical", "skeptical", "friendlier",
])
NOUNS_LIKE_OTHERS = frozenset([
    "beginning", "being", "bring", "building", "ceiling", "clothing", "drawing", "ending", "evening", "feeling", "finding",
    "greeting", "heading", "hearing", "king", "lightning", "listing", "meaning", "meeting", "morning", "opening",
    "painting", "pudding", "ranking", "rating", "reasoning", "recording", "ring", "saying", "setting", "spelling", "spring",
    "string", "substring", "subheading", "thing", "timing", "training", "understanding", "warning", "wedding", "wing",
    "wording", "writing", "reading", "booking", "offspring", "bed", "breed", "deed", "feed", "hundred", "need", "seed",
    "shed", "speed", "weed", "anomaly", "ally", "assembly", "belly", "bully", "butterfly", "family", "fly", "jelly",
    "melody", "monopoly", "rally", "reply", "supply", "anthology", "briefing", "landing", "filling", "topping", "dressing",
    "frosting", "stuffing", "icing", "handwriting", "marketing", "advertising", "programming", "pricing", "accounting",
    "engineering", "learning", "mailing", "blessing", "crossing", "dwelling", "earring", "gathering", "holding", "offering",
    "outing", "posting", "sibling", "upbringing", "wellbeing", "parking", "housing", "funding", "lighting", "seating",
    "packing", "shipping", "cooking", "hiking", "gardening", "fishing", "swimming", "running", "table", "timetable",
    "variable", "syllable", "fable", "vegetable", "cable", "deliverable", "parable", "constable", "executable", "wearable",
    "consumable", "narrative", "adjective", "alternative", "perspective", "objective", "directive", "archive", "motive",
    "initiative", "representative", "native", "relative", "detective", "incentive", "drive", "dive", "hive", "executive",
    "collective", "superlative", "preposition", "dish", "fish", "finish", "radish", "wish", "handful", "spoonful",
    "mouthful", "musical", "chemical", "periodical", "rationale", "rehearsal", "soldier", "supplier", "barrier",
    "multiplier", "courier", "tier", "frontier", "carrier", "pier", "glacier", "cashier", "identifier", "classifier",
    "modifier", "qualifier", "pliers",
])
_SINGULAR = {
    "children": "child", "people": "person", "men": "man", "women": "woman", "feet": "foot", "teeth": "tooth", "mice": "mouse",
    "geese": "goose", "criteria": "criterion", "phenomena": "phenomenon", "lives": "life", "halves": "half", "leaves": "leaf",
    "knives": "knife", "wives": "wife", "wolves": "wolf", "shelves": "shelf", "loaves": "loaf", "thieves": "thief",
    "matrices": "matrix", "vertices": "vertex", "indices": "index", "appendices": "appendix", "movies": "movie",
    "cookies": "cookie", "calories": "calorie", "pies": "pie", "ties": "tie", "lies": "lie", "zombies": "zombie",
    "smoothies": "smoothie", "brownies": "brownie", "selfies": "selfie", "shoes": "shoe", "toes": "toe", "foes": "foe",
    "axes": "axis", "buses": "bus", "bonuses": "bonus", "viruses": "virus", "statuses": "status", "choruses": "chorus",
    "campuses": "campus", "gases": "gas", "lenses": "lens", "biases": "bias", "atlases": "atlas", "canvases": "canvas",
    "aliases": "alias", "headaches": "headache", "caches": "cache", "niches": "niche", "quizzes": "quiz", "oxen": "ox",
    "analyses": "analysis", "hypotheses": "hypothesis", "theses": "thesis", "crises": "crisis", "syntheses": "synthesis",
    "parentheses": "parenthesis", "diagnoses": "diagnosis", "oases": "oasis", "axioms": "axiom", "aches": "ache",
    "gps": "gps", "dos": "do",
}
_PLURAL_ONLY = frozenset([
    "series", "species", "news", "lens", "bias", "canvas", "atlas", "gas", "alias", "bus", "plus", "yes", "means", "lyrics",
    "thanks", "goods", "scissors", "trousers", "clothes", "glasses", "headquarters", "pros", "cons", "always", "perhaps",
    "texas", "paris", "christmas", "james", "chaos", "html", "css", "js", "aws", "sos", "pants", "jeans", "savings",
    "pajamas",
])
# fmt: on
_KEPT = re.compile(r"(?:ss|us|is|'s)\Z")
# Fields of knowledge, which look like plurals; topics and comics are plurals.
_FIELDS = re.compile(
    r"(?:mathemat|phys|eth|econom|polit|linguist|genet|dynam|mechan|statist|analyt|athlet|gymnast|robot|electron|acoust|logist"
    r"|bas|aesthet|opt|semant|phonet|kinet|genom|forens|tact|obstetr|pediatr)ics\Z"
)
_IN_ES = re.compile(r"(?:ss|sh|ch|x|zz|[^aeiou]o)es\Z")


def singular(word: str) -> str:
    """Give the singular of a noun, by simple rules: story of stories, phrase of phrases, analysis of analyses."""
    if "-" in word:
        first, _, last = word.rpartition("-")
        return f"{first}-{singular(last)}" if last else word
    if word in _SINGULAR:
        return _SINGULAR[word]
    if not word.endswith("s") or len(word) < 3 or word in _PLURAL_ONLY or _KEPT.search(word) or _FIELDS.search(word):
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-2] if _IN_ES.search(word) else word[:-1]
