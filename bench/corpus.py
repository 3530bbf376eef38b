"""What is measured on: made-up instructions, and those of any file.

Made up are words by Zipf's law, log-normal lengths, and 15 % edited copies of an earlier one. A file is JSONL, plain or in .gz,
whose rows have "instruction"; it is known by its name and SHA-256.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any

VOCABULARY = 20_000
COPIES = 0.15
LONGEST = 150

Tokens = Sequence[str]


@dataclass(frozen=True)
class Corpus:
    """Instructions in random order, as tokens; `texts` are what they were cut from, if they were cut from anything."""

    name: str
    entries: Sequence[Tokens]
    texts: Sequence[str] | None = None
    origin: dict[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.entries)

    def cut(self, start: int, stop: int) -> Corpus:
        """Some of it."""
        texts = None if self.texts is None else self.texts[start:stop]
        return Corpus(self.name, self.entries[start:stop], texts, self.origin)

    def picked(self, places: Iterable[int]) -> Corpus:
        """Those at the places."""
        chosen = list(places)
        texts = None if self.texts is None else [self.texts[place] for place in chosen]
        return Corpus(self.name, [self.entries[place] for place in chosen], texts, self.origin)

    def by_length(self, count: int) -> Corpus:
        """So many, short and long ones in their shares, for a sample that costs each what all do."""
        if count >= len(self):
            return self
        order = sorted(range(len(self)), key=lambda place: len(self.entries[place]))
        return self.picked(order[(2 * i + 1) * len(order) // (2 * count)] for i in range(count))

    def shuffled(self, rng: random.Random) -> Corpus:
        """In another order."""
        return self.picked(rng.sample(range(len(self)), len(self)))

    def raw(self) -> Sequence[str]:
        """Texts that `rouge_score` cuts into the entries."""
        return [" ".join(tokens) for tokens in self.entries] if self.texts is None else self.texts

    def described(self) -> dict[str, Any]:
        """Name, origin, and how long the entries are."""
        lengths = sorted(map(len, self.entries))
        quantiles = {f"p{share}": lengths[min(len(lengths) * share // 100, len(lengths) - 1)] for share in (50, 90, 99)}
        tokens = {"mean": round(statistics.fmean(lengths), 2), **quantiles, "most": lengths[-1]}
        words = len({token for entry in self.entries for token in entry})
        return {"name": self.name, **self.origin, "entries": len(self), "tokens": tokens, "vocabulary": words}


def synthetic(count: int, rng: random.Random) -> Corpus:
    """Make up instructions."""
    vocabulary = [f"w{i}" for i in range(VOCABULARY)]
    weights = list(accumulate(1 / (i + 1) for i in range(VOCABULARY)))
    made: list[Tokens] = []
    for _ in range(count):
        if made and rng.random() < COPIES:
            tokens = list(rng.choice(made))
            for _ in range(rng.randint(1, 3)):
                tokens[rng.randrange(len(tokens))] = rng.choice(vocabulary)
        else:
            length = min(LONGEST, max(3, round(rng.lognormvariate(2.5, 0.6))))
            tokens = rng.choices(vocabulary, cum_weights=weights, k=length)
        made.append(tokens)
    return Corpus("synthetic", made)


def instructions(path: Path) -> list[str]:
    """The instructions of a JSONL file, in its order."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        return [json.loads(line)["instruction"] for line in lines if line.strip()]


def from_file(path: Path, rng: random.Random) -> Corpus:
    """Read a file, cut as `rouge_score` does, in random order; what has no token is left out."""
    rows = [(tokens, text) for text in instructions(path) if (tokens := re.findall("[a-z0-9]+", text.lower()))]
    rng.shuffle(rows)
    return Corpus(path.name, [tokens for tokens, _ in rows], [text for _, text in rows], {"sha256": digest(path)})


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
