"""An embedder that needs no model: how many short runs of letters two texts share."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from selfinstruct.embedder import Embedder, load_numpy
from selfinstruct.errors import ConfigError
from selfinstruct.text import key

if TYPE_CHECKING:
    import numpy as np

_LENGTHS = (2, 3, 4)
_DIMENSIONS = 512
_SIGN = 1 << 31


class Ngrams(Embedder):
    """Counts of a text's runs of two to four characters, hashed into 512 places. No meaning is seen, only letters.

    For trying a run without a model, and for texts that copy each other almost to the letter.
    """

    name = "ngrams"
    semantic = False
    threshold = 0.8

    def __init__(self, model: str | None, options: Mapping[str, str]) -> None:
        super().__init__(model, options)
        if model:
            raise ConfigError(f"the ngrams embedder has no model {model!r}", hint="it needs none: leave it out")
        if options:
            raise ConfigError(f"the ngrams embedder has no option {', '.join(map(repr, sorted(options)))}", hint="it has none")

    @classmethod
    def check_instance(cls) -> Embedder:
        """One without a model, as it needs none."""
        return cls(None, {})

    @property
    def identity(self) -> str:
        """What the hashing depends on, in words."""
        return f"ngrams 1: {_LENGTHS[0]} to {_LENGTHS[-1]} characters, {_DIMENSIONS} places"

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """A row for each text. Raises ConfigError when numpy is not installed."""
        np = load_numpy("the ngrams embedder")
        rows = np.zeros((len(texts), _DIMENSIONS), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for gram, count in Counter(_grams(text)).items():
                code = zlib.crc32(gram.encode())
                # The sign makes runs that fall into one place cancel out as often as they add up.
                row[code % _DIMENSIONS] += count**0.5 if code & _SIGN else -(count**0.5)
        rows[~rows.any(axis=1), 0] = 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def _grams(text: str) -> list[str]:
    """The runs of a text's key, its beginning and end marked by spaces."""
    whole = f" {key(text)} "
    return [whole[at : at + size] for size in _LENGTHS for at in range(len(whole) - size + 1)]
