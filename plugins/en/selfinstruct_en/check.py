"""Whether a text is English: written in Latin words, with no other script leaking in."""

from __future__ import annotations

import re
from collections import Counter

from selfinstruct.language import Role
from selfinstruct.script import prose, share, units

# A text that speaks of languages or letters may show some.
_ABOUT_LANGUAGE = re.compile(
    r"\b(?:languages?|translat\w+|transliterat\w+|romani[sz]\w+|pronounc\w+|characters?|letters?|symbols?|emoticons?|kaomoji|unicode"
    r"|scripts?|alphabets?|ideograms?|kanji|hanzi|hanja|hangul|kana|hiragana|katakana|pinyin|cyrillic"
    r"|chinese|mandarin|cantonese|japanese|korean|russian|ukrainian|bulgarian|greek|arabic|hebrew|hindi|urdu|persian|thai|sanskrit)\b",
    re.IGNORECASE,
)
_LATIN_SHARE = 0.5
_LATIN_SHARE_ABOUT_LANGUAGE = 0.2
_STRAY = 1


def fault(text: str, role: Role, instruction: str = "") -> str | None:
    """Why this is not English, or None. An input may be anything; an output anything that its instruction speaks of."""
    if role == "input":
        return None
    own = units(prose(text))
    if role == "output" and (not own or _ABOUT_LANGUAGE.search(instruction)):
        return None
    counts = own or units(text)
    if share(counts, "Latin") >= _LATIN_SHARE_ABOUT_LANGUAGE and _ABOUT_LANGUAGE.search(text):
        return None
    return _fault_of(counts)


def _fault_of(counts: Counter[str]) -> str | None:
    if not counts:
        return "no-text"
    if not counts["Latin"]:
        return "no-latin"
    if share(counts, "Latin") < _LATIN_SHARE:
        return "low-latin"
    others = {script: n for script, n in counts.items() if script != "Latin"}
    return f"other-script: {max(others, key=lambda s: others[s])}" if sum(others.values()) > _STRAY else None
