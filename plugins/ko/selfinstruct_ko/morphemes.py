"""Korean tokens: the lemmas of the morphemes that carry meaning.

Nearly every Korean instruction ends alike (-해 주세요, -하시오) and is held together by the same particles. With those counted,
unrelated instructions look alike; without them, two politeness levels of one instruction are equal, as they should be.
"""

from __future__ import annotations

import threading
import unicodedata
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from selfinstruct.errors import PluginError
from selfinstruct.text import characters, clean

if TYPE_CHECKING:
    from kiwipiepy import Kiwi, Token  # type: ignore[import-untyped]

_LETTERS_AND_NUMBERS = frozenset(["SL", "SH", "SN"])
# Suffixes that make a verb or adjective, the copula, stray final consonants, emoji. Negations (VCN, 않다, 안, 못) stay.
_FUNCTION_TAGS = frozenset(["XSV", "XSA", "VCP", "Z_CODA", "Z_SIOT", "W_EMOJI"])
_REQUEST_AUXILIARIES = frozenset(["주다", "보다", "드리다"])

_loading = threading.Lock()


def tokens(text: str) -> list[str]:
    """Give the lemmas of the content morphemes; the characters when there is none."""
    # Kiwi takes full-width letters for symbols and decomposed Hangul for unknown names: NFKC first.
    found = _kiwi().tokenize(unicodedata.normalize("NFKC", clean(text)))
    return [token.lemma.casefold() for token in found if _carries_meaning(token)] or characters(text)


def analysed(text: str) -> list[Token]:
    """Give Kiwi's morphemes of a text, one after the other."""
    return list(_kiwi().tokenize(text))


def tokenizer_id() -> str:
    """Tell the versions of all that decides how a text is cut, without loading any of it."""
    return f"kiwipiepy {_version('kiwipiepy')} / kiwipiepy_model {_version('kiwipiepy_model')} / v3"


def _carries_meaning(token: Token) -> bool:
    tag = token.tag.partition("-")[0]  # irregular conjugation is told behind a hyphen: VA-I
    if tag[0] == "S":
        return tag in _LETTERS_AND_NUMBERS
    if tag[0] in "JE" or tag in _FUNCTION_TAGS:
        return False
    return not ((tag == "VX" and token.lemma in _REQUEST_AUXILIARIES) or (tag == "XSN" and token.form == "들"))


def _kiwi() -> Kiwi:
    with _loading:  # or two first callers would load 300 MB each
        return _load()


@cache
def _load() -> Kiwi:
    try:
        from kiwipiepy import Kiwi
    except ImportError as error:
        raise PluginError(f"kiwipiepy cannot be imported: {error}", hint="pip install 'kiwipiepy>=0.24,<0.25'") from error
    # The dictionary of many-word names doubles time and memory at the start and changes no decision.
    return Kiwi(load_multi_dict=False)


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "missing"
