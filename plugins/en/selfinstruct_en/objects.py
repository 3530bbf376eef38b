"""The noun that an English instruction's verb acts on: by rules of thumb, or by a parser that the user has installed.

What follows the verb is read up to the end of its first noun phrase, whose last noun is the head.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from selfinstruct_en import parsed
from selfinstruct_en.asking import asked
from selfinstruct_en.nouns import (
    ADJECTIVES,
    BEHIND,
    DETERMINERS,
    GIVING,
    INDIRECT,
    NOUNS_LIKE_OTHERS,
    PARTICIPLES,
    PARTICLES,
    PARTITIVES,
    PREPOSITIONS,
    PRONOUNS,
    STOPS,
    VAGUE,
    singular,
)
from selfinstruct_en.verbs import VERBS

_READ = 160  # characters behind a verb; no noun phrase is longer
_TOKEN = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*|[^\w\s]")
_ABOUT = re.compile(
    r"\b(?:at (?:least|most)|up to|(?:no )?(?:more|fewer|less) than|between \w+ and|about|around|over|under|exactly|only|as) "
    r"(?=\d|(?:half|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|many|much|few)\b)"
)
_DESCRIBES = re.compile(r"(?:ous|ful|ive|able|ible|less|ish|ical|ed|ing)\Z")
_MODIFIES_BEHIND = re.compile(r"\w(?:ed|ing|ly|ier)\Z")
_ADJECTIVE = re.compile(r"(?:ous|ful|less|ical|able|ible|ly)\Z")
_JOINS = frozenset(["and", "or", "but", "&"])
_AND = _JOINS | {","}
_AFTER_KEYWORDS = frozenset(["loop", "loops", "statement", "statements", "clause", "clauses"])
_SIGNS = frozenset(["#", "+", "$", "€", "£", "%", "*", "/"])
METHOD = parsed.METHOD or "the first command or request, and the head of the noun phrase behind its verb, by rules of thumb"


def verb_noun(text: str) -> tuple[str, str | None] | None:
    """Give what is to be done and to what: ("write", "poem") of "Write two short poems"; None where no verb is found."""
    found = asked(text)
    if found.verb is None:
        return None
    if parsed.METHOD:
        return found.verb, parsed.noun(f"{found.verb}{found.rest[:_READ]}")
    return found.verb, noun(found.verb, found.rest)


def noun(verb: str, rest: str) -> str | None:
    """Give the head noun, in the singular, of the object that follows a verb."""
    written = _TOKEN.findall(_ABOUT.sub("", rest[:_READ].replace("’", "'")))
    words = [word.lower() for word in written]
    if (begin := _begin(words, verb)) is None or (at := _head(words, begin, verb)) is None:
        return None
    head = words[at]
    if head in ADJECTIVES or head in VAGUE or (_ADJECTIVE.search(head) and head not in NOUNS_LIKE_OTHERS):
        return None
    return singular(head) if written[at].islower() else head  # not of a name: Dickens


def _begin(words: Sequence[str], verb: str) -> int | None:
    """Where the object begins: behind particles, adverbs, an aside, a second verb, and whom something is given to."""
    at, second = 0, ""
    while at < len(words):
        word, following = words[at], words[at + 1] if at + 1 < len(words) else ""
        if word == "," and "," in words[at + 1 : at + 9]:  # an aside: "Write, in French, a letter"
            at = words.index(",", at + 1)
        elif word in _JOINS and following in VERBS:
            at, second = at + 1, following
        elif word in INDIRECT:
            if not following[:1].isalpha() or following in _JOINS or (word not in {"me", "us"} and verb not in GIVING):
                return None
        elif not (word in PARTICLES.get(second or verb, ()) or word in PARTICLES[""] or _is_adverb(word)):
            return at
        at += 1
    return None


def _head(words: Sequence[str], begin: int, verb: str) -> int | None:
    """The place of the last noun of the noun phrase that begins there."""
    head: int | None = None
    article = ""
    for at in range(begin, len(words)):
        read = None if head is None else words[head]
        match _part(words[at], words[at + 1] if at + 1 < len(words) else "", read, article):
            case "end":
                break
            case "determiner":
                if _is_named(read):  # "write my aunt a letter"
                    if verb not in GIVING:
                        break
                    head = None
                article = words[at]
            case "owner":
                head, article = None, words[at]
            case "word":
                head = at
    return head


def _part(word: str, following: str, head: str | None, article: str) -> Literal["end", "determiner", "owner", "sign", "word"]:
    """What a word is to the noun phrase that is being read; "owner" is what the true head belongs to."""
    named = _is_named(head)
    if word in DETERMINERS:
        return "end" if named and word in PRONOUNS else "determiner"
    if word[0].isdigit() or word in _SIGNS or (word == "x" and article and following[:1].isalpha()):
        return "sign"
    if word in _AND:
        return "end" if head is None or named or following in DETERMINERS or following in VERBS else "sign"
    if _is_owner(word, head, article):
        return "owner"
    if _is_adverb(word):
        return "end" if named else "sign"
    keyword = head is None and following in _AFTER_KEYWORDS  # "write a for loop"
    return "end" if (_is_beyond(word) and not keyword) or (named and _ends(word, following)) else "word"


def _is_owner(word: str, head: str | None, article: str) -> bool:
    """Whether the noun phrase goes on with what it is about: "one of the lines", "a couple of ways", "the users' needs"."""
    if word == "of":
        return head is None or head in VAGUE or (article in {"a", "an"} and head in PARTITIVES)
    return word.endswith("'s") or (word == "'" and head is not None and head.endswith("s"))


def _is_beyond(word: str) -> bool:
    return word in STOPS or word in PRONOUNS or word in PREPOSITIONS or not word[0].isalpha()


def _is_named(head: str | None) -> bool:
    return head is not None and not _describes(head)


def _ends(word: str, following: str) -> bool:
    """Whether a word behind a noun is no part of a compound: "story set in ...", "sentence politely", "email shorter"."""
    if word in BEHIND or word in ADJECTIVES or (word in PARTICIPLES and following in PREPOSITIONS and following != "of"):
        return True
    return bool(_MODIFIES_BEHIND.search(word)) and not _is_noun(word, following)


def _is_noun(word: str, following: str) -> bool:
    behind = not following or following in PREPOSITIONS or not following[0].isalpha() or following in STOPS
    return singular(word) in NOUNS_LIKE_OTHERS and behind


def _is_adverb(word: str) -> bool:
    return word in BEHIND or (word.endswith("ly") and word not in NOUNS_LIKE_OTHERS)


def _describes(word: str) -> bool:
    """Whether a word looks like an adjective, so that a noun is still to come."""
    return word in ADJECTIVES or (bool(_DESCRIBES.search(word)) and word not in NOUNS_LIKE_OTHERS)
