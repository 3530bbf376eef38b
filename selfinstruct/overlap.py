"""Which references share enough tokens with a candidate, repeats counted: all that is left to compare for a threshold.

Every reference is one bit. A token is the big integer of the references that have it, and the integers of the candidate's
tokens are added up in bit-sliced counters: plane p holds bit p of every reference's count.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from selfinstruct.lcs import BitIndex, set_bits

_BLOCK = 15  # log2 of the references in a block
_REPEAT = 40  # the bits above this one number the occurrences of one token


class OverlapIndex:
    """References as bags of tokens, grown one by one and numbered from 0 in that order."""

    def __init__(self) -> None:
        self._index = BitIndex()
        self._lengths: list[int] = []
        self._spans: list[dict[int, int]] = []  # by block: length -> its references
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def add(self, tokens: Sequence[int]) -> None:
        """Append a reference."""
        block, bit = self._size >> _BLOCK, self._size & ((1 << _BLOCK) - 1)
        if not bit:
            self._spans.append({})
        length, span = len(tokens), self._spans[block]
        span[length] = span.get(length, 0) | 1 << bit
        place = bisect_left(self._lengths, length)
        if self._lengths[place : place + 1] != [length]:
            self._lengths.insert(place, length)
        for key in _occurrences(tokens):
            self._index.add(key, block, bit)
        self._size += 1

    def sharing(
        self, tokens: Sequence[int], need: Callable[[int], int], shortest: float = 0.0, longest: float = float("inf")
    ) -> Iterator[int]:
        """Yield, ascending, the references that share at least need(length) > 0 of the tokens and are of such a length."""
        rows = [row.get for key in _occurrences(tokens) if (row := self._index.row(key))]
        lengths = self._lengths[bisect_left(self._lengths, shortest) : bisect_right(self._lengths, longest)]
        needs = [(n, least) for n in lengths if (least := need(n)) <= min(n, len(rows))]
        for block, span in enumerate(self._spans):
            wanted: defaultdict[int, int] = defaultdict(int)
            for n, least in needs:
                wanted[least] |= span.get(n, 0)
            hits = [hit for row in rows if (hit := row(block)) is not None]
            yield from set_bits(_with_enough(wanted, hits), block << _BLOCK)


def _occurrences(tokens: Sequence[int]) -> Iterator[int]:
    """Give each token a key, and another to each repeat: two bags have as many keys in common as tokens."""
    seen: dict[int, int] = {}
    for token in tokens:
        times = seen.get(token, 0)
        seen[token] = times + 1
        yield times << _REPEAT | token


def _with_enough(wanted: Mapping[int, int], hits: Sequence[int]) -> int:
    """Find the references that are in enough of the hits. `wanted`: how many that is -> references.

    A counter starts so far below a power of two that its top bit is set in the end if there were enough.
    """
    top = len(hits).bit_length()
    planes = [0] * (top + 1)
    for least, references in wanted.items():
        start = (1 << top) - least
        for place in range(top if least <= len(hits) else 0):
            if start >> place & 1:
                planes[place] |= references
    for hit in hits:
        carry = hit
        for place, plane in enumerate(planes):
            planes[place] = plane ^ carry
            carry &= plane
            if not carry:
                break
    return planes[top]
