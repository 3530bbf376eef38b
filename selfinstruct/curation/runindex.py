"""An index of all runs of so many words in many texts, eight bytes each."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence

from selfinstruct.curation.grams import telling, windows

_BUCKETS = 1 << 12
_NUMBERS = 1 << 28
_RESTS = 1 << 35
_LONG = 3
"""How many times as long as a run must be what many texts have in common, for wording of that length is rare."""

_MOST = 100
"""Texts that a run is looked up in: one that stands in more is compared with the first of them."""


class RunIndex:
    """Runs of so many words, by the numbers of the texts that they stand in.

    A run's hash chooses its bucket; an entry holds the rest of the hash above the number of the text. Buckets are sorted when
    they are first asked. Whoever looks a run up compares it with the text that is found, so two runs with one hash do no harm.
    common: a run that stands in so many texts is nobody's, unless it goes on for much longer.
    """

    def __init__(self, words: int, *, common: int) -> None:
        self._words = words
        self._common = common
        self._buckets = [array("Q") for _ in range(_BUCKETS)]
        self._sorted = bytearray(_BUCKETS)

    def add(self, texts: Sequence[Sequence[str]], known: Sequence[bool], number: int) -> None:
        """All runs of pieces of some texts in a row, also across their ends; not those inside a text that is known."""
        run = [piece for text in texts for piece in text]
        news = [0]
        for text, old in zip(texts, known, strict=True):
            for _ in text:
                news.append(news[-1] + (not old))
        ends = _ends(texts)
        spans = windows(run, self._words)
        self._insert({hash(tuple(run[a:b])) for a, b in spans if news[b] > news[a] or ends[a] < b}, number)

    def find(self, run: Sequence[str], holds: Callable[[int, Sequence[str]], bool]) -> tuple[int, int, int] | None:
        """Text, start and end of the first run that another text has too.

        holds: whether the text of that number has the run. Figures, single letters and refrains do not count.
        """
        since = None
        for start, end in windows(run, self._words):
            numbers = self._numbers(hash(tuple(run[start:end])))
            if len(numbers) < self._common:
                since, first = None, start
            else:
                since = first = start if since is None else since
                if end - since < _LONG * (end - start):
                    continue
                since = start
            if numbers and telling(run[first:end]):
                for number in numbers:
                    if holds(number, run[first:end]):
                        return number, first, end
        return None

    def _insert(self, hashes: Iterable[int], number: int) -> None:
        for value in hashes:
            bucket, rest = _split(value)
            self._buckets[bucket].append(rest * _NUMBERS + number)
            self._sorted[bucket] = False

    def _numbers(self, value: int) -> list[int]:
        at, rest = _split(value)
        bucket = self._buckets[at]
        if not self._sorted[at]:
            self._buckets[at] = bucket = array("Q", sorted(bucket))
            self._sorted[at] = True
        first, last = (bisect_left(bucket, edge * _NUMBERS) for edge in (rest, rest + 1))
        return [entry % _NUMBERS for entry in bucket[first : min(last, first + _MOST)]]


def _split(value: int) -> tuple[int, int]:
    return value % _BUCKETS, value // _BUCKETS % _RESTS


def _ends(texts: Sequence[Sequence[str]]) -> list[int]:
    """For each piece, where its text ends."""
    ends: list[int] = []
    for text in texts:
        ends += [len(ends) + len(text)] * len(text)
    return ends
