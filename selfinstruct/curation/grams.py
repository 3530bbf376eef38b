"""Texts as runs of words and letters, in any script: what copies and loops are found by.

A word of a script that is written with letters is one piece; so is every character of a script that is written without
spaces or in syllables (Han, kana, Hangul, Thai, ...). Such a character says about half of what a word says, and weighs half
as much.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from selfinstruct.text import key

WORD = 2
"""What a word weighs; a character of Han, kana or Hangul weighs 1."""

_CHARACTERS = (
    "\u1100-\u11ff\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3131-\u318e\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97c\uac00-\ud7fb\uf900-\ufaff\U00020000-\U000323af"
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0eca\u1000-\u1049\u1780-\u17d3"
)
# Vowel signs and accents that Python counts to no word; Indic scripts write a word with many of them.
_SIGNS = "\u0300-\u036f\u0591-\u05bd\u064b-\u0652\u0900-\u0963\u0966-\u0dff"
_PIECE = re.compile(rf"[{_CHARACTERS}]|(?:[^\W_{_CHARACTERS}]|[{_SIGNS}])+")
_INSIDE = re.compile(r"(?<=[^\W_])['\u2019](?=[^\W_])|(?<=[0-9])[.,:](?=[0-9])")
_CHARACTER = re.compile(rf"[{_CHARACTERS}]")


def pieces(text: str) -> list[str]:
    """Words and characters of a text: NFKC, case folded, without punctuation and white space."""
    return _PIECE.findall(_INSIDE.sub("", key(text)))


def weigh(piece: str) -> int:
    """2 for a word, 1 for a character of Han, kana, Hangul and the like."""
    return 1 if len(piece) == 1 and _CHARACTER.match(piece) else WORD


def weight(some: Sequence[str]) -> int:
    """What pieces weigh together: twice the number of words that they come to."""
    return sum(map(weigh, some))


def windows(some: Sequence[str], words: int) -> Iterator[tuple[int, int]]:
    """Where the shortest run that comes to so many words begins and ends, from each piece on; none that falls short."""
    weights = [weigh(piece) for piece in some]
    end = total = 0
    for start, own in enumerate(weights):
        while total < words * WORD:
            if end == len(weights):
                return
            total += weights[end]
            end += 1
        yield start, end
        total -= own


def spelled(some: Sequence[str]) -> str:
    """Pieces as people read them: spaces between words, none between characters."""
    both = pairwise([*some, ""])
    return "".join(piece if weigh(piece) == weigh(after) == 1 else f"{piece} " for piece, after in both).rstrip()


def telling(some: Sequence[str]) -> bool:
    """Whether a run of pieces says something of its own: enough different words, not figures, single letters or a refrain."""
    said = {piece for piece in some if len(piece) > 1 or weigh(piece) == 1}
    return 2 * weight([piece for piece in said if not piece.isnumeric()]) >= weight(some)
