"""English tokens: those of `rouge_score` without stemming, so that scores equal the original's."""

from __future__ import annotations

import re

TOKENIZER_ID = "rouge_score, no stemming / v1"

_WORD = re.compile(r"[a-z0-9]+")


def tokens(text: str) -> list[str]:
    """Cut a text into runs of ASCII letters and digits, in lower case; every other character separates.

    Lower case comes first, as in `rouge_score`: the Kelvin sign becomes a "k", while full-width letters stay outside. For
    the same reason nothing is normalised here: "café" ends at its accent only where that is one with its letter (NFC).
    """
    return _WORD.findall(text.lower())
