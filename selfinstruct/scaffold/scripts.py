"""What a script is to a first tokeniser and to placeholders: its letters, the marks upon them, whether spaces part its words.

Python knows no script of a character, but its name, which begins with the script's: THAI CHARACTER KO KAI.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from selfinstruct.errors import ConfigError
from selfinstruct.script import script_of

_HAN = "Han"
_NAMES = {
    "Adlm": "Adlam", "Arab": "Arabic", "Armn": "Armenian", "Bali": "Balinese", "Beng": "Bengali", "Bopo": "Bopomofo",
    "Cakm": "Chakma", "Cans": "Canadian", "Cher": "Cherokee", "Cyrl": "Cyrillic", "Deva": "Devanagari", "Ethi": "Ethiopic",
    "Geor": "Georgian", "Grek": "Greek", "Gujr": "Gujarati", "Guru": "Gurmukhi", "Hang": "Hangul", "Hani": _HAN, "Hans": _HAN,
    "Hant": _HAN, "Hebr": "Hebrew", "Hira": "Hiragana", "Java": "Javanese", "Kana": "Katakana", "Khmr": "Khmer",
    "Knda": "Kannada", "Kore": "Hangul", "Laoo": "Lao", "Latn": "Latin", "Mlym": "Malayalam", "Mong": "Mongolian",
    "Mtei": "Meetei", "Mymr": "Myanmar", "Nkoo": "Nko", "Olck": "Ol", "Orya": "Oriya", "Sinh": "Sinhala", "Sund": "Sundanese",
    "Syrc": "Syriac", "Taml": "Tamil", "Telu": "Telugu", "Tfng": "Tifinagh", "Thaa": "Thaana", "Thai": "Thai",
    "Tibt": "Tibetan", "Vaii": "Vai", "Yiii": "Yi",
}  # fmt: skip
"""ISO 15924 code -> the word that the Unicode names of its letters begin with, as `selfinstruct.script` gives it."""

_SEVERAL = {"Jpan": ("Hiragana", "Katakana", _HAN), "Hrkt": ("Hiragana", "Katakana"), "Hanb": (_HAN, "Bopomofo")}
_EVERYDAY = {
    "Arabic": "ا-ي", "Cyrillic": "а-я", "Ethiopic": "ሀ-ፚ", "Georgian": "ა-ჰ", "Greek": "α-ω", "Hebrew": "א-ת", "Khmer": "ក-អ",
    "Lao": "ກ-ຮ", "Latin": "a-z", "Meetei": "ꯀ-ꯚ", "Mongolian": "ᠠ-ᠸ", "Myanmar": "က-အ", "Thai": "ก-ฮ", "Tibetan": "ཀ-ཧ",
}  # fmt: skip
"""The first and the last letter of everyday texts, where Unicode has others before or among them."""

_SYLLABIC = frozenset({"Canadian", "Cherokee", "Hangul", "Hiragana", "Katakana", "Vai", "Yi"})
_UNSPACED = frozenset(
    {"Balinese", "Bopomofo", _HAN, "Hiragana", "Javanese", "Katakana", "Khmer", "Lao", "Myanmar", "Thai", "Tibetan"}
)
_SHARED = frozenset({"Arabic", "Cyrillic", "Devanagari", "Latin"})
_COMMON_MARKS = r"\u0300-\u036f"
_WITH_COMMON_MARKS = frozenset({"Latin", "Cyrillic", "Greek"})
_JOINERS = r"\u200c\u200d"
_END = 0x20000
FEW = 10
"""Letters without which there is no script: what has fewer is a handful of signs that are named alike."""

_NEAR = 0x60
"""How far off the first letter of a script others are taken, and marks of the last: what is further is of other ages."""


@dataclass(frozen=True, slots=True)
class Script:
    """A script that languages are written in; those of Japanese are one. names: as `selfinstruct.script.units` counts them."""

    names: tuple[str, ...]

    @property
    def spaced(self) -> bool:
        """Whether words are parted by spaces."""
        return not _UNSPACED.intersection(self.names)

    @property
    def shared(self) -> bool:
        """Whether many languages are written in it, so that it does not tell which one a text is in."""
        return bool(_SHARED.intersection(self.names))

    @property
    def code(self) -> str:
        """What it is called in a kebab-case code."""
        return self.names[0].lower() if len(self.names) == 1 else "these-scripts"

    def marks(self) -> str:
        """The marks upon its letters, vowel signs among them, and what joins letters, to stand in a regex between brackets."""
        own = "".join(map(_ranges, self.names))
        common = _COMMON_MARKS if _WITH_COMMON_MARKS.intersection(self.names) else ""
        # Of no script by their names; they shape words in those that have marks of their own.
        joiners = _JOINERS if own and self.spaced else ""
        return own + common + joiners


def script_named(text: str) -> Script:
    """The script with a Unicode name (Thai, Devanagari) or ISO 15924 code (Deva, Jpan). Raises ConfigError."""
    word = text.strip().capitalize()
    names = _SEVERAL.get(word) or (_NAMES.get(word, word),)
    if all(name == _HAN or len(letters(name)) >= FEW for name in names):
        return Script(names)
    hint = "give the word that the Unicode names of its letters begin with (Thai, Devanagari), or its ISO 15924 code (Deva)"
    raise ConfigError(f"no letter is of a script {text!r}", hint=hint)


@lru_cache(maxsize=32)
def letters(name: str) -> tuple[str, ...]:
    """The letters of a script in the order of Unicode, but those that are another way to write a letter."""
    return tuple(char for char in map(chr, range(_END)) if script_of(char) == name and stable(char))


def everyday(name: str) -> tuple[str, ...]:
    """The letters that most texts in a script are written with."""
    own = letters(name)
    if not own or name in _SYLLABIC:
        return own
    first, _, last = _EVERYDAY.get(name, f"{own[0]}-{chr(ord(own[0]) + _NEAR)}").partition("-")
    near = tuple(char for char in own if first <= char <= last)
    return near if len(near) >= FEW else own


def signs(name: str) -> tuple[str, ...]:
    """The marks of a script, in the order of Unicode."""
    found = everyday(name)
    if name == _HAN or not found:
        return ()
    near = map(chr, range(ord(found[0]) & ~0x7F, ord(found[-1]) + _NEAR))
    begins = f"{name.upper()} "
    return tuple(
        char for char in near if unicodedata.category(char)[0] == "M" and unicodedata.name(char, "").startswith(begins)
    )


def stable(text: str) -> bool:
    """Whether normalising leaves a text as it is."""
    return unicodedata.normalize("NFC", text) == text == unicodedata.normalize("NFKC", text)


def _ranges(name: str) -> str:
    return "".join(_runs(signs(name)))


def _runs(chars: tuple[str, ...]) -> Iterator[str]:
    for _, run in groupby(enumerate(map(ord, chars)), key=lambda pair: pair[1] - pair[0]):
        points = [point for _, point in run]
        ends = dict.fromkeys([points[0], points[-1]])
        yield ("-" if points[-1] - points[0] > 1 else "").join(_escaped(chr(point)) for point in ends)


def _escaped(char: str) -> str:
    point = ord(char)
    return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"
