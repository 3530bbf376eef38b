"""Words that look like those of a script and mean nothing: what stands in a new package until its author writes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from random import Random
from typing import NamedTuple

from selfinstruct.scaffold.scripts import FEW, Script, everyday, letters, signs, stable

# Common in Chinese and Japanese, and written alike in all of their countries.
_HAN = "人大小山水火木金土日月天地中上下左右手足口心名文字年王玉石田力女子生先早花草竹林川村目耳立青白赤百千米空雨夕音犬入出"
_TSHEG = "་"
# Letters of few words, and those that are written otherwise at the end of one.
_RARE = {
    "Cyrillic": "ъьй", "Devanagari": "ऩऱऴङञ", "Greek": "σς", "Hebrew": "כמנפצ", "Khmer": "ឝឞ",
    "Lao": "ຯ", "Latin": "qxw", "Thai": "ฃฅฤฦ",
}  # fmt: skip
# Vowels where the names of letters do not begin with their sounds, or where a letter is both.
_VOWELS = {"Arabic": "اوي", "Cyrillic": "аеиоуыюя", "Hebrew": "אוי"}
_NAMED = re.compile(r" (?:LETTER|SYLLABLE|SYLLABICS|CHARACTER) (?!PALI |SANSKRIT )([A-Z -]+)$")
_SYLLABIC = frozenset({"Canadian", "Cherokee", "Ethiopic", "Hangul", "Hiragana", "Katakana", "Vai", "Yi"})
_SYLLABLE = re.compile(r"[BDFGHKLMNPRSTYZ][AEIOU]")
# Thai and Lao vowels that are written before the consonant are left out: behind one they are misspelt.
_SIGN = re.compile(r" (?:SARA|VOWEL SIGN) (?:AA?|EE?|II?|OO?|UU?|AI|AU)$|FILI$")
_SIGN_OF_THAI = re.compile(r" (?:SARA|VOWEL SIGN) (?:AA?|II?|UU?)$")
_ANY_SIGN = re.compile(r" VOWEL SIGN [A-Z]+$")
_ENOUGH = 12
"""Consonants with names of one word, beside which those with longer names are left out as rarer."""


class Alphabet(NamedTuple):
    """Letters to make words of. syllables: what is one by itself. signs: vowels that stand behind a consonant."""

    consonants: tuple[str, ...] = ()
    vowels: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    syllables: tuple[str, ...] = ()


def new_words(script: Script, rng: Random) -> Callable[[int], list[str]]:
    """Makes so many words; none comes twice, whatever was made before."""
    name, said = script.names[0], set[str]()
    alphabet = _alphabet(name)

    def one() -> str:
        while True:
            word = _word(alphabet, rng)
            if stable(word) and word not in said:
                said.add(word)
                return word + (_TSHEG if name == "Tibetan" else "")

    return lambda count: [one() for _ in range(count)]


def sentence(script: Script, words: Sequence[str]) -> str:
    """The words as they stand in a sentence, with a capital where the script has them."""
    text = (" " if script.spaced else "").join(words)
    # Not upper: Georgian capitals begin no sentence.
    return text[:1].title() + text[1:]


@lru_cache(maxsize=32)
def _alphabet(name: str) -> Alphabet:
    if name == "Han":
        return Alphabet(syllables=tuple(_HAN))
    called = _called(name)
    if name in _SYLLABIC:
        simple = [char for char, said in called.items() if _SYLLABLE.fullmatch(said)]
        return Alphabet(syllables=tuple(simple or called))
    vowels = [char for char, said in called.items() if (char in _VOWELS[name] if name in _VOWELS else said[0] in "AEIOU")]
    consonants = [char for char in called if char not in vowels]
    one_word = [char for char in consonants if " " not in called[char]]
    return Alphabet(tuple(one_word if len(one_word) > _ENOUGH else consonants), tuple(vowels), _signs(name))


def _called(name: str) -> dict[str, str]:
    """The everyday letters, small where there are small ones -> what each is called."""
    own = [char for char in everyday(name) if char not in _RARE.get(name, "")]
    if small := [char for char in own if unicodedata.category(char) == "Ll"]:
        # Cherokee is printed in capitals, to which small letters were added.
        own = [char for char in own if (char in small) != (name == "Cherokee")]
    called = {char: found[1] for char in own if (found := _NAMED.search(unicodedata.name(char)))}
    return called if len(called) >= FEW else dict.fromkeys(own, "?")


def _signs(name: str) -> tuple[str, ...]:
    thai = name in {"Thai", "Lao"}
    among = [char for char in (*(letters(name) if thai else ()), *signs(name)) if stable(char)]
    usual = [char for char in among if (_SIGN_OF_THAI if thai else _SIGN).search(unicodedata.name(char))]
    return tuple(usual or (char for char in among if _ANY_SIGN.search(unicodedata.name(char))))


def _word(alphabet: Alphabet, rng: Random) -> str:
    syllables = rng.choice((2, 2, 3))
    if alphabet.syllables:
        return "".join(rng.choices(alphabet.syllables, k=syllables))
    # An alphabet whose names of letters tell nothing of their sounds has them in any order.
    after = (*alphabet.signs, *alphabet.signs, "") if alphabet.signs else (alphabet.vowels or alphabet.consonants)
    word = "".join(rng.choice(alphabet.consonants) + rng.choice(after) for _ in range(syllables))
    return word + (rng.choice(alphabet.consonants) if not alphabet.signs and rng.randrange(3) == 0 else "")
