"""A user's own words for the markers of an answer (`--trigger output=Answer`), checked."""

from __future__ import annotations

from collections.abc import Mapping

from selfinstruct.errors import ConfigError
from selfinstruct.text import clean, key

TRIGGERS = ("instruction", "item", "example", "input", "output", "label", "noinput", "score", "reason", "better")
"""The markers that a user may have a word for: those that templates write before a part of an answer or in place of one."""

SAME_HEAD = frozenset({"item", "instruction"})
"""The two markers that may share a word: no answer is read by both."""

LONGEST = 40
_HINT = f"KEY is one of {', '.join(TRIGGERS)}; WORD is one line of {LONGEST} characters at most, without a colon"


def checked(triggers: Mapping[str, str]) -> dict[str, str]:
    """The words as texts are stored. A word for `instruction` is one for `item` too, which heads tasks in other recipes.

    Raises ConfigError for a key that is none, a word that can not head a line, and one word for two markers.
    """
    words = {name: clean(word) for name, word in triggers.items()}
    for name, word in words.items():
        if said := _fault(name, word):
            raise ConfigError(f"--trigger {_shown(name)}={_shown(triggers[name])}: {said}", hint=_HINT)
    if "instruction" in words:
        words.setdefault("item", words["instruction"])
    heads: dict[str, str] = {}
    for name, word in words.items():
        other = heads.setdefault(key(word), name)
        if other != name and {other, name} != SAME_HEAD:
            raise ConfigError(f"--trigger {name}={word}: it is the word for {other} too", hint="give each marker its own word")
    return words


def _fault(name: str, word: str) -> str:
    """What is wrong with a word, "" when nothing is."""
    if name not in TRIGGERS:
        return "there is no such key"
    if len(word.splitlines()) > 1:
        return "the word goes over several lines"
    if len(word) > LONGEST:
        return f"the word has {len(word)} characters"
    if not any(letter.isalnum() for letter in word):
        return "there is no letter in the word" if word else "there is no word"
    return "the templates set a colon behind the word" if word.endswith((":", "：")) else ""


def _shown(word: str) -> str:
    """A word as a message has it: on one line, and not all of it when it is long."""
    line = " ".join(word.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}..."
