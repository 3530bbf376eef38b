"""Which scripts a text is written in: what the language checks of plugins count.

Korean, Japanese and English each have a script of their own, so counting scripts tells them apart better than a statistical
model does on short texts full of code, names and quotations.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

# First words of Unicode names that are not the name of the script.
_SCRIPT_OF_NAME = {"CJK": "Han", "IDEOGRAPHIC": "Han", "MODIFIER": None, "MATHEMATICAL": None, "SCRIPT": None, "DOUBLE": None}
_WIDTH = re.compile(r"^(?:FULLWIDTH|HALFWIDTH) ")

_LATIN = "A-Za-zÀ-ÖØ-öø-ʯḀ-ỿ"
_LATIN_WORD = re.compile(f"[{_LATIN}][{_LATIN}0-9]*(?:['’-][{_LATIN}][{_LATIN}0-9]*)*")
_GREEK = "\u0370-\u03ff\u1f00-\u1fff"
# A Greek letter on its own is a symbol (π, β), not a word.
_GREEK_SYMBOL = re.compile(f"(?<![{_GREEK}])[{_GREEK}](?![{_GREEK}])")

# What a text quotes rather than says. Every pattern stops at its own opener or at a bound, so that none is quadratic.
_QUOTED = re.compile(
    r"""
      ```.*?(?:```|\Z) | `[^`\n]*`                                     # code
    | (?:https?://|www\.)[!-~]+                                        # addresses: ASCII, so as not to eat the kana behind
    | (?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,253}
    | "[^"]*" | “[^“”]*” | ‘[^‘’]*’ | (?<![A-Za-z0-9])'[^'\n]+'(?![A-Za-z0-9])
    | 「[^「」]*」 | 『[^『』]*』 | «[^«»]*» | 《[^《》]*》 | 〈[^〈〉]*〉
    | \([^()]*\) | \[[^\[\]]*\] | \{[^{}]*\} | 【[^【】]*】 | 〔[^〔〕]*〕
    | </?[A-Za-z][^<>]*>                                               # markup
    """,
    re.VERBOSE | re.DOTALL,
)
# A line of ASCII with the marks of code, fenced or not.
_CODE_LINE = re.compile(r"^(?=[^\n]*(?:[{};=<>\[\]]|\w\())[\t -~]+$", re.MULTILINE)

_OPENING = re.compile(r"[:：\n]")


@lru_cache(maxsize=1 << 14)
def script_of(char: str) -> str | None:
    """Name the script of a letter as Unicode does ("Latin", "Han", "Hiragana", "Cyrillic"); None for what is no letter."""
    if char != "〇" and unicodedata.category(char)[0] != "L":
        return None
    word = re.split(r"[ -]", _WIDTH.sub("", unicodedata.name(char, "")), maxsplit=1)[0]
    return _SCRIPT_OF_NAME.get(word, word.capitalize()) or None


def units(text: str) -> Counter[str]:
    """Count how much of each script a text holds: Latin by the word, every other script by the letter.

    Letters of Latin would outweigh those of scripts that say as much in a syllable or a character as Latin in a word.
    """
    folded = _GREEK_SYMBOL.sub("", unicodedata.normalize("NFKC", text))
    counts: Counter[str] = Counter()
    for char, times in Counter(folded).items():
        script = script_of(char)
        if script and script != "Latin":
            counts[script] += times
    counts["Latin"] = len(_LATIN_WORD.findall(folded))
    return +counts


def share(counts: Mapping[str, int], *scripts: str) -> float:
    """Give the part of the units that is in these scripts; 0.0 when there are none at all."""
    total = sum(counts.values())
    return sum(counts.get(script, 0) for script in scripts) / total if total else 0.0


def opening(text: str) -> str:
    """Give what stands before the first colon or line break: the request, where material to work on follows."""
    return _OPENING.split(text.lstrip(), maxsplit=1)[0]


def prose(text: str) -> str:
    """Drop what a text quotes: code, addresses, quoted and bracketed spans. The rest is NFKC: to judge by, not to keep."""
    return _QUOTED.sub(" ", _CODE_LINE.sub("", unicodedata.normalize("NFKC", text)))
