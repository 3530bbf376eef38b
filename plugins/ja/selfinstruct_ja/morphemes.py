"""Japanese tokens: the normalised forms of the morphemes that carry meaning.

Particles and polite endings are shared by nearly all instructions: with them "What is a baron?" and "What is cyber-security?"
score 0.77. Normalised forms make one token of 下さい and ください, コンピュータ and コンピューター, 三つ and 3つ.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, NamedTuple

from selfinstruct.errors import PluginError
from selfinstruct.text import characters, clean

if TYPE_CHECKING:
    from sudachipy import Dictionary, Morpheme, Tokenizer  # type: ignore[import-untyped]

_NEGATIONS = frozenset(["ない", "ぬ", "ず", "まい", "無い"])
_LIGHT_VERBS = frozenset(["為る", "居る", "有る", "下さる", "為さる", "頂く", "欲しい", "貰う", "呉れる", "願う"])

# Sudachi takes 49149 bytes at once, measured after it has folded case; a folded letter may grow by half.
_CHUNK_BYTES = 32_000
_SENTENCE = re.compile(r"[^。!?\n]*[。!?\n]+|[^。!?\n]+")

_loading = threading.Lock()
_of_thread = threading.local()


class Piece(NamedTuple):
    """What Sudachi tells of one morpheme. kind, sub, detail: part of speech; form: of a verb."""

    surface: str
    kind: str
    sub: str
    detail: str
    form: str
    lemma: str
    dictionary_form: str

    @property
    def makes_verbs(self) -> bool:
        """Whether it is a noun that する follows."""
        return self.detail == "サ変可能"


def tokens(text: str) -> list[str]:
    """Give the normalised forms of the content morphemes; the characters when there is none."""
    folded = unicodedata.normalize("NFKC", clean(text))
    tokenizer = _tokenizer()
    found = (morpheme for chunk in _chunks(folded) for morpheme in tokenizer.tokenize(chunk))
    return [morpheme.normalized_form().casefold() for morpheme in found if _carries_meaning(morpheme)] or characters(text)


def analysed(text: str) -> list[Piece]:
    """Give the morphemes of a text, one after the other; `lemma` is the normalised form."""
    tokenizer = _tokenizer()
    return [_piece(morpheme) for chunk in _chunks(text) for morpheme in tokenizer.tokenize(chunk)]


def _piece(morpheme: Morpheme) -> Piece:
    kind, sub, detail, _, _, form = morpheme.part_of_speech()
    return Piece(morpheme.surface(), kind, sub, detail, form, morpheme.normalized_form(), morpheme.dictionary_form())


def tokenizer_id() -> str:
    """Tell the versions of all that decides how a text is cut, without loading any of it."""
    return f"sudachipy {_version('sudachipy')} / sudachidict_core {_version('sudachidict_core')} / A v3"


def _carries_meaning(morpheme: Morpheme) -> bool:
    kind, subkind = morpheme.part_of_speech()[:2]
    form: str = morpheme.normalized_form()
    match kind:
        case "補助記号" | "空白" | "助詞":
            return False
        case "記号":
            return any(unicodedata.category(char)[0] in "LNM" for char in morpheme.surface())
        case "助動詞":
            return form in _NEGATIONS or morpheme.dictionary_form() in _NEGATIONS
        case "動詞" | "形容詞":
            return subkind != "非自立可能" or form not in _LIGHT_VERBS
        case "接頭辞":
            return form != "御"
        case _:
            return True


def _chunks(text: str) -> Iterator[str]:
    """Cut a text into pieces that Sudachi accepts, behind sentences where there are any."""
    if len(text.encode()) <= _CHUNK_BYTES:
        yield text
        return
    chunk, size = "", 0
    for piece in _pieces(text):
        length = len(piece.encode())
        if size + length > _CHUNK_BYTES:
            yield chunk
            chunk, size = "", 0
        chunk, size = chunk + piece, size + length
    yield chunk


def _pieces(text: str) -> Iterator[str]:
    step = _CHUNK_BYTES // 4  # no character takes more than four bytes
    for sentence in _SENTENCE.findall(text):
        yield from (sentence[start : start + step] for start in range(0, len(sentence), step))


def _tokenizer() -> Tokenizer:
    """Give each thread its own: a Sudachi tokenizer that is called twice at once raises."""
    if not hasattr(_of_thread, "tokenizer"):
        _of_thread.tokenizer = _dictionary().tokenizer("A")
    tokenizer: Tokenizer = _of_thread.tokenizer
    return tokenizer


def _dictionary() -> Dictionary:
    with _loading:
        return _load()


@cache
def _load() -> Dictionary:
    try:
        from sudachipy import Dictionary

        return Dictionary(dict="core")
    except ImportError as error:
        raise PluginError(
            f"sudachipy cannot be imported: {error}", hint="pip install 'sudachipy>=0.7,<0.8' sudachidict_core"
        ) from error


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "missing"
