"""What is done to every text before it is stored, and the key by which two texts are the same."""

from __future__ import annotations

import re
import unicodedata

# C0 and C1 controls but for tab and newline; soft hyphen, zero-width, direction and byte-order marks; lone surrogates.
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ud800-\udfff]")
_SPACE = re.compile(r"\s+")


def clean(text: str) -> str:
    """The text as it is stored: NFC, one kind of newline, no invisible characters, no space around it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).strip()


def key(text: str) -> str:
    """Two texts with one key are the same text: NFKC, case folded, white space collapsed."""
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", clean(text)).casefold()).strip()


def characters(text: str) -> list[str]:
    """Letters and digits of the key, one by one: what a tokeniser falls back to when it finds no word."""
    return [c for c in key(text) if unicodedata.category(c)[0] in "LN"]
