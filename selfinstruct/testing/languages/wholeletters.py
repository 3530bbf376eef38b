r"""What `tokens` promises of letters with marks upon them (accents, tones, vowel signs): none is cut off from its letter.

Python's `\w` holds letters and no combining marks, so a pattern of it takes a Hindi word to pieces that many words share.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from selfinstruct.script import script_of
from selfinstruct.testing.contract import NotTried, expect_none
from selfinstruct.testing.languages.case import LanguageCase
from selfinstruct.testing.languages.hostiletexts import brief, shown

_OWN = 0.05
"""The part of all letters from which a script is the language's own: a word of another one that a seed quotes may be cut."""

_MEND = (
    r"\w holds no marks: keep them with their letters by a pattern that names them, such as r'[\w\u0300-\u036f]+' "
    "(selfinstruct plugins new lang writes those of your script), or take them out of the text before it is cut"
)


def check_whole_letters(case: LanguageCase) -> str | None:
    """Cut each word of the seed tasks that has marks. To leave marks out is the author's choice, and remarked upon."""
    marked = list(_marked(case.instructions))
    if not case.instructions:
        raise NotTried("there are no seed tasks to cut")
    cut = [word for word in marked if _is_cut(case, word)]
    founds = (f"{case.code}: tokens({shown(word)}) gave {brief(case.language.tokens(word))}" for word in cut)
    expect_none(founds, "no token is cut between a letter and the marks upon it: accents, tones, vowel signs", _MEND)
    bare = [word for word in marked if "".join(map(_apart, case.language.tokens(word))) == _without_marks(_apart(word))]
    said = f"marks are left out of {len(bare)} of {len(marked)} words that have some"
    return f"{said}, such as {shown(bare[0])}: words that differ in them alone are one" if bare else None


def words_of(texts: Iterable[str]) -> Iterator[str]:
    """Each different run of letters, marks and digits, in the order of the texts."""
    seen: dict[str, None] = {}
    for text in texts:
        runs = groupby(text, key=lambda char: unicodedata.category(char)[0] in "LMN")
        seen.update(dict.fromkeys("".join(run) for is_word, run in runs if is_word))
    yield from seen


def _marked(texts: Sequence[str]) -> Iterator[str]:
    """The words in which a mark stands upon a letter of a script that is the language's own."""
    counts = Counter(filter(None, map(script_of, "".join(texts))))
    own = {script for script, count in counts.items() if count >= _OWN * counts.total()}
    for word in words_of(texts):
        apart = _apart(word)
        if not _is_mark(apart[0]) and any(_is_mark(mark) and script_of(char) in own for char, mark in pairwise(apart)):
            yield word


def _is_cut(case: LanguageCase, word: str) -> bool:
    """Whether a token begins with a mark, or two lie side by side that would be one were it not for a mark between them."""
    tokens = list(filter(None, map(_apart, case.language.tokens(word))))
    if any(_is_mark(token[0]) for token in tokens):
        return True
    return any(joined in map(_apart, case.language.tokens(without)) for joined, without in _joints(_apart(word), tokens))


def _joints(word: str, tokens: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Two tokens as one between which nothing but marks of the word is missing, and the word without these marks."""
    before, at = "", 0
    for token in tokens:
        start = word.find(token, at)
        if start < 0:  # not as it is in the word, such as the form that dictionaries have
            before = ""
            continue
        gap = word[at:start]
        if before and gap and all(map(_is_mark, gap)):
            yield before + token, unicodedata.normalize("NFC", word[:at] + word[start:])
        before, at = token, start + len(token)


def _apart(text: str) -> str:
    """A text in small letters with every mark as a character of its own."""
    return unicodedata.normalize("NFD", text.casefold())


def _without_marks(text: str) -> str:
    return "".join(char for char in text if not _is_mark(char))


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"
