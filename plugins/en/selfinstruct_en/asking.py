"""How an English instruction asks, and for what: by rules of thumb, without a parser.

An instruction may tell a situation first and conditions last. The first sentence that requests or asks something is the task.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from selfinstruct.text import clean
from selfinstruct_en.verbs import VERBS

_QUOTED = re.compile(r"\"[^\"\n]*\"|“[^”\n]*”|‘[^’\n]*’(?!\w)|(?<!\w)'[^'\n]*'(?!\w)|\([^()\n]*\)|`[^`\n]*`")
_QUOTES = re.compile(r"[\"“‘'(`]")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_ABBREVIATED = re.compile(r"\b(Mr|Mrs|Ms|Dr|St|No|e\.g|i\.e|vs|a\.m|p\.m)\.(?=\s)")
_STOPS = (".", "!", "?")
_WORD = re.compile(r"[a-z]+(?:[’'-][a-z]+)*", re.IGNORECASE)
_ASCII_WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*")
_RELATIVE = re.compile(r"[,;:–—]\s| (?:that|who|which|whose|when|where|as) ")
_CLAUSE = re.compile(r"[,;:–—]\s*")

# fmt: off
_SOFTENERS = frozenset([
    "please", "kindly", "now", "then", "next", "first", "finally", "just", "simply", "briefly", "also", "again", "and",
    "or", "but", "so", "instead", "only",
])
# fmt: on
_WISH = re.compile(
    r"\b(?:(?:i|we)(?:['’]d| would)? (?:like|love|want|need)|(?:i was|i am|i['’]m) hoping)(?: for)? (?:you )?to ([a-z-]+)",
    re.IGNORECASE,
)
_ASKED_TO = re.compile(
    r"(?:^|[,;:] |\b(?:and|so|but) )(?:can|could|would|will|might) you(?: please| kindly| possibly)? ([a-z-]+)", re.IGNORECASE
)
_WOULD_YOU_MIND = re.compile(r"\bwould you mind ([a-z]+)ing\b", re.IGNORECASE)
_HOW_TO = re.compile(
    r"\b(?:(?:do|does|did|can|could|should|would|must) (?:i|you|we|one|people|they|it)|(?:how|what|where|when) to) ([a-z-]+)",
    re.IGNORECASE,
)
_NEEDS = re.compile(r"\b(?:i|we)(?:['’]d| would| am| ['’]m)? (?:need|like|want|am looking for|looking for)\b", re.IGNORECASE)
# fmt: off
_ASKS = frozenset([
    "what", "who", "whom", "whose", "which", "when", "where", "why", "how", "is", "are", "was", "were", "do", "does", "did",
    "can", "could", "would", "will", "should", "may", "might", "must", "has", "have", "had", "am", "isn't", "aren't",
    "don't", "doesn't", "didn't", "can't", "won't", "shouldn't",
])
# fmt: on
# fmt: off
_FINITE = frozenset([
    "is", "are", "was", "were", "am", "has", "have", "had", "do", "does", "did", "can", "could", "would", "will", "should",
    "may", "might", "must", "isn't", "aren't", "don't", "doesn't", "wasn't", "i'm", "i've", "i'd", "we're", "we've", "it's",
    "that's", "there's", "they're", "he's", "she's",
])
# fmt: on
_PARTICLES = frozenset(["out", "up", "down", "off", "away"])
# What a command's verb is followed by; these tell one that is not on the list.
# fmt: off
_OBJECTS = frozenset([
    "the", "a", "an", "this", "these", "those", "each", "every", "my", "our", "your", "me", "us", "it", "them", "all",
    "any", "both", "two", "three", "four", "five",
])
# fmt: on
# fmt: off
_NO_VERBS = frozenset([
    "a", "an", "the", "this", "that", "these", "those", "my", "our", "your", "his", "her", "its", "their", "one", "two",
    "three", "four", "five", "six", "seven", "eight", "nine", "ten", "all", "both", "each", "every", "any", "some", "no",
    "of", "in", "on", "at", "by", "for", "from", "to", "with", "without", "under", "over", "about", "into", "onto",
    "between", "among", "as", "if", "when", "while", "because", "since", "after", "before", "until", "unless", "although",
    "though", "once", "given", "using", "based", "assuming", "here", "there", "what", "who", "which", "why", "how", "where",
    "whether", "not", "nor", "neither", "either", "i", "you", "we", "they", "he", "she", "it", "yes", "who's", "only",
    "even", "quite",
])
# fmt: on
_FOLLOWING = _OBJECTS | _PARTICLES
_NEVER = _NO_VERBS | _FINITE | _ASKS
_SPEAKERS = frozenset(["i", "you", "we", "they", "he", "she", "it"])
_BEFOREHAND = frozenset(["read", "look", "consider", "take", "study", "pretend", "imagine", "act", "think", "assume", "use"])
_AND_THEN = re.compile(r"\b(?:and|then) (?:then )?([a-z-]+)", re.IGNORECASE)
_PARTICIPLE = re.compile(r"(?:ing|ed|ly|tion|ness|ment|ity)\Z")


class Asked(NamedTuple):
    """How a text asks and for what. rest: what follows the verb in its sentence, "x" for what is quoted."""

    mood: str | None
    verb: str | None
    rest: str = ""


def main_verb(text: str) -> str | None:
    """Give the verb of what is to be done: "rewrite" of "Please rewrite this"; None where no rule finds one."""
    return asked(text).verb


def mood(text: str) -> str | None:
    """Tell how it asks: command, polite, question, wish, noun-phrase or statement."""
    return asked(text).mood


@lru_cache(maxsize=4096)
def asked(text: str) -> Asked:
    """Find the sentence that asks, and its verb."""
    found = [_sentence(sentence) for sentence in _sentences(clean(text))]
    requests = [each for each in found if each.mood not in {"noun-phrase", "statement"}]
    phrases = [each for each in found if each.mood == "noun-phrase"]
    chosen = requests or phrases or found[-1:]
    if not chosen:
        return Asked(None, None)
    telling = next((each for each in chosen if each.verb), chosen[0])
    return Asked(chosen[0].mood, telling.verb, telling.rest)


def _sentences(text: str) -> Iterator[str]:
    """The sentences without what they quote: "x" stands for it."""
    plain = text
    if _QUOTES.search(text):
        plain = _QUOTED.sub(lambda found: "x." if found[0][-2:-1] in _STOPS else "x", text)
    if "." in plain[:-1]:
        plain = _ABBREVIATED.sub(r"\1", plain)
    for sentence in _SENTENCE.split(plain):
        if _WORD.search(sentence):
            yield sentence.strip()


def _sentence(text: str) -> Asked:
    words = _words(text)
    if "to" in words and (wished := _WISH.search(text)):
        return Asked("wish", _known(wished[1]), text[wished.end() :])
    if "you" in words:
        if mind := _WOULD_YOU_MIND.search(text):
            return Asked("polite", _stem(mind[1]), text[mind.end() :])
        if politely := _ASKED_TO.search(text):
            return Asked("polite", _known(politely[1]), text[politely.end() :])
    if (words[:1] and words[0] in _ASKS and words[0] not in {"do", "have"}) or (text.endswith("?") and not _command(words)):
        how = _HOW_TO.search(text)
        return Asked("question", _known(how[1]), text[how.end() :]) if how else Asked("question", None)
    return _told(text, polite="please" in words)


def _told(text: str, *, polite: bool) -> Asked:
    """A sentence that does not ask: a command, what is needed, a bare noun phrase, or a statement."""
    for start, clause in _clauses(text):
        words = _words(clause)
        while words and words[0] in _SOFTENERS:
            words.pop(0)
        if (verb := _command(words)) and (start == 0 or verb in VERBS):
            return Asked("polite" if polite else "command", *_after(verb, text, start))
        if words and (words[0] in _SPEAKERS or not (words[0] in _NO_VERBS or _PARTICIPLE.search(words[0]) or len(words) < 3)):
            break
    if _NEEDS.search(text):
        return Asked("wish", None)
    head = _RELATIVE.split(text)[0]
    return Asked("statement" if _FINITE & set(_words(head)) else "noun-phrase", None)


def _clauses(text: str) -> Iterator[tuple[int, str]]:
    """What punctuation parts, each with the place where it begins."""
    start = 0
    for sign in _CLAUSE.finditer(text):
        yield start, text[start : sign.start()]
        start = sign.end()
    yield start, text[start:]


def _command(words: list[str]) -> str | None:
    """The verb that a clause begins with, if it does."""
    if words[:1] in (["help"], ["let's"], ["don't"], ["let"]):
        rest = [word for word in words[1:4] if word not in {"me", "us", "to", "my", "our"}]
        return _known(rest[0] if rest else "") or words[0].removesuffix("'s")
    if not words:
        return None
    if words[0] in VERBS and words[1:2] not in (["is"], ["are"], ["of"]):
        return words[0]
    unlisted = len(words) > 1 and words[1] in _FOLLOWING and words[0] not in _NEVER
    return words[0] if unlisted and not _PARTICIPLE.search(words[0]) else None


def _after(verb: str, text: str, start: int) -> tuple[str, str]:
    """What is to be done once the text is read: "name" of "Read the story and name its hero"; and what follows it."""
    if verb in _BEFOREHAND:
        for found in _AND_THEN.finditer(text):
            if found[1].lower() in VERBS:
                return found[1].lower(), text[found.end() :]
    ends = (word.end() for word in _WORD.finditer(text, start) if word[0].lower() == verb)
    return verb, text[next(ends, len(text)) :]


def _known(word: str) -> str | None:
    word = word.lower()
    return None if word in _NO_VERBS or word in _FINITE - {"do", "have"} or word in {"", "be", "mind"} else word


def _stem(stem: str) -> str:
    """The verb whose -ing form begins so: writ -> write, cut -> cut."""
    stem = stem.lower()
    forms = (stem, f"{stem}e", stem[:-1] if stem[-1:] == stem[-2:-1] else stem)
    return next((form for form in forms if form in VERBS), stem)


def _words(text: str) -> list[str]:
    if text.isascii():
        return _ASCII_WORD.findall(text.lower())
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]
