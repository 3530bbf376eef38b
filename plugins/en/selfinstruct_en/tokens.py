"""English tokens: those of `rouge_score` without stemming, so that scores equal the original's."""

from __future__ import annotations

import re
import unicodedata

TOKENIZER_ID = "rouge_score, no stemming / v1"

_WORD = re.compile(r"[a-z0-9]+")


def tokens(text: str) -> list[str]:
    """Cut a text into runs of ASCII letters and digits, in lower case; every other character separates.

    Of a text in NFC, as the host gives it, the tokens are those of `rouge_score`; "café" ends before its accent, and does so
    too where that is a character of its own. Full-width letters stay outside, as no more than that is normalised.
    """
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())
