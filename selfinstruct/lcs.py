"""Length of the longest common subsequence (LCS) of one sequence with every reference at once, on Python's big integers.

The bit-parallel recurrence (Crochemore, Iliopoulos, Pinzon and Reid 2001, "A fast and practical bit-vector algorithm for the
longest common subsequence problem"; Hyyrö 2004, "Bit-parallel LCS-length computation revisited") keeps one bit for each
position of a reference, all ones at first. A token that stands at the positions M of the reference turns the state S into

    (S + (S & M)) | (S & ~M)

and in the end the LCS is the number of zeros. Here a reference is a *lane* of a big integer: its positions, and a spare bit
that catches the carry of the addition. One addition and four bitwise operations then move thousands of references on by one
token, at the speed of the C loops inside `int`. Lanes of like length form a *block* of one lane width. What M is for a token
and a block is an integer too; `BitIndex` makes these from postings when they are asked for.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

_BLOCK_BITS = 1 << 15  # large enough for the interpreter's share to vanish, small enough for the first-level cache
_ROW_BYTES = 1 << 27  # what the rows of one index may take before the least recently used go
_POSTING_SHIFT = 32
_POSTING_BIT = (1 << _POSTING_SHIFT) - 1
_NARROW = 1 << 11  # integers up to here are searched bit by bit, wider ones are halved first
_NO_BLOCKS: Mapping[int, int] = {}


def positions(tokens: Sequence[int]) -> dict[int, int]:
    """Map each token to the integer whose ones are its positions."""
    masks: dict[int, int] = {}
    for place, token in enumerate(tokens):
        masks[token] = masks.get(token, 0) | 1 << place
    return masks


def pair_lcs(masks: Mapping[int, int], length: int, other: Sequence[int]) -> int:
    """Compute the LCS of two sequences, one of them given by the `positions` of its tokens and its length."""
    state = full = (1 << length) - 1
    for token in other:
        mask = masks.get(token)
        if mask is not None:
            hit = state & mask
            state = ((state + hit) | (state ^ hit)) & full
    return length - state.bit_count()


def set_bits(value: int, offset: int = 0) -> Iterator[int]:
    """Yield the positions of the ones, ascending."""
    size = value.bit_length()
    if size > _NARROW:
        half = size // 2
        yield from set_bits(value & ((1 << half) - 1), offset)
        yield from set_bits(value >> half, offset + half)
        return
    while value:
        lowest = value & -value
        yield offset + lowest.bit_length() - 1
        value ^= lowest


def _with_bits(bits: Sequence[int]) -> int:
    """Make the integer with these ones; they ascend."""
    if len(bits) < 8:
        value = 0
        for bit in bits:
            value |= 1 << bit
        return value
    octets = bytearray(bits[-1] // 8 + 1)
    for bit in bits:
        octets[bit >> 3] |= 1 << (bit & 7)
    return int.from_bytes(octets, "little")


class _Row:
    """The integers of one key by block, as far as its postings have been read."""

    __slots__ = ("blocks", "read", "size")

    def __init__(self) -> None:
        self.blocks: dict[int, int] = {}
        self.read = 0
        self.size = 0


class BitIndex:
    """At which bits of which numbered blocks each key stands. Adding is cheap; integers are made when used, and kept."""

    def __init__(self, budget: int = _ROW_BYTES) -> None:
        self._postings: dict[int, array[int]] = {}
        self._rows: OrderedDict[int, _Row] = OrderedDict()
        self._budget = budget
        self._size = 0

    def add(self, key: int, block: int, bit: int) -> None:
        """Set this bit of this block for the key; the bits of one key and block come in ascending order."""
        posting = block << _POSTING_SHIFT | bit
        postings = self._postings.get(key)
        if postings is None:
            self._postings[key] = array("Q", (posting,))
        else:
            postings.append(posting)

    def row(self, key: int) -> Mapping[int, int]:
        """Map block numbers to the key's bits, for the blocks that hold the key."""
        postings = self._postings.get(key)
        if postings is None:
            return _NO_BLOCKS
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = _Row()
        else:
            self._rows.move_to_end(key)
        if row.read < len(postings):
            self._read(row, postings)
        return row.blocks

    def _read(self, row: _Row, postings: array[int]) -> None:
        fresh: defaultdict[int, list[int]] = defaultdict(list)
        for posting in postings[row.read :]:
            fresh[posting >> _POSTING_SHIFT].append(posting & _POSTING_BIT)
        blocks = row.blocks
        for block, bits in fresh.items():
            before = blocks.get(block, 0)
            after = blocks[block] = before | _with_bits(bits)
            growth = (after.bit_length() - before.bit_length()) // 8 + (0 if before else 128)
            row.size += growth
            self._size += growth
        row.read = len(postings)
        while self._size > self._budget and len(self._rows) > 1:
            self._size -= self._rows.popitem(last=False)[1].size


def _repeated(pattern: int, width: int, times: int) -> int:
    """Put copies of the pattern side by side."""
    return pattern * (((1 << width * times) - 1) // ((1 << width) - 1))


class _Shape:
    """Blocks of one lane width, and how to count the ones of every lane of such a block."""

    __slots__ = ("blocks", "capacity", "longest", "rounds", "width")

    def __init__(self, longest: int) -> None:
        self.longest = longest
        self.width = longest + 1
        self.capacity = max(1, _BLOCK_BITS // self.width)
        self.blocks: list[Block] = []
        self.rounds: list[tuple[int, int]] = []
        step = 1
        while step < longest:
            odd = _repeated(((1 << step) - 1) << step, 2 * step, longest // (2 * step) + 1)
            self.rounds.append((step, _repeated(odd & ((1 << longest) - 1), self.width, self.capacity)))
            step *= 2


class Block:
    """Lanes of one width. Lane by lane in `idents` and `lengths`: which reference it is, and how long."""

    __slots__ = ("_low", "_ones", "_rounds", "_spans", "_width", "idents", "lengths", "longest", "number", "shortest")

    def __init__(self, number: int, shape: _Shape) -> None:
        self.number = number
        self._width = shape.width
        self._rounds = shape.rounds
        self._low = 0  # the positions of all lanes
        self._ones = 0  # the first position of each lane
        self._spans: dict[int, int] = {}  # length -> the positions of its lanes
        self.idents: list[int] = []
        self.lengths: list[int] = []
        self.longest = self.shortest = 0

    def add(self, ident: int, length: int) -> int:
        """Append a lane and return its first bit."""
        start = len(self.idents) * self._width
        bits = ((1 << length) - 1) << start
        self._low |= bits
        self._ones |= 1 << start
        self._spans[length] = self._spans.get(length, 0) | bits
        self.idents.append(ident)
        self.lengths.append(length)
        self.longest, self.shortest = max(self._spans), min(self._spans)
        return start

    def zeros(self, rows: Sequence[Callable[[int], int | None]]) -> int:
        """Find the positions that end as zero: as many in a lane as its LCS is long."""
        number, low = self.number, self._low
        state = low
        for row in rows:
            mask = row(number)
            if mask is not None:
                hit = state & mask
                state = ((state + hit) | (state ^ hit)) & low
        return state ^ low

    def add_sums(self, zeros: int, sums: dict[int, int]) -> None:
        """Add the LCS of the lanes to the sums by length."""
        if self.shortest == self.longest:
            sums[self.longest] += zeros.bit_count()
            return
        for length, span in self._spans.items():
            sums[length] += (zeros & span).bit_count()

    def counts(self, zeros: int) -> int:
        """Write the LCS of each lane into the lane: neighbouring fields are added up, twice as wide each time."""
        for step, odd in self._rounds:
            upper = zeros & odd
            zeros = (zeros ^ upper) + (upper >> step)
        return zeros

    def at_least(self, counts: int, least: int) -> int:
        """Set a one at the start of each lane whose count is `least` or more; 1 <= least <= longest."""
        field = self.longest.bit_length()
        return (counts + self._ones * ((1 << field) - least)) >> field & self._ones

    def values(self, counts: int) -> list[int]:
        """List the counts, lane by lane."""
        return self._values(counts, len(self.idents))

    def _values(self, counts: int, lanes: int) -> list[int]:
        if lanes > 16:
            half = lanes // 2
            bits = half * self._width
            return self._values(counts & ((1 << bits) - 1), half) + self._values(counts >> bits, lanes - half)
        mask = (1 << self._width) - 1
        return [counts >> place & mask for place in range(0, lanes * self._width, self._width)]

    def marked(self, flags: int, counts: int, first: int = 0) -> Iterator[tuple[int, int]]:
        """Yield lane and count where a flag of `at_least` is set, by lane."""
        lanes = flags.bit_length() // self._width
        if lanes > max(1, _NARROW // self._width):
            half = lanes // 2
            bits = half * self._width
            lower = (1 << bits) - 1
            yield from self.marked(flags & lower, counts & lower, first)
            yield from self.marked(flags >> bits, counts >> bits, first + half)
            return
        mask = (1 << self._width) - 1
        while flags:
            place = (flags & -flags).bit_length() - 1
            flags ^= 1 << place
            yield first + place // self._width, counts >> place & mask


class LaneIndex:
    """References as lanes, grown one by one and numbered from 0 in that order."""

    def __init__(self) -> None:
        self._index = BitIndex()
        self._shapes: dict[int, _Shape] = {}
        self._blocks = 0
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def add(self, tokens: Sequence[int]) -> None:
        """Append a reference; an empty one has no lane."""
        if tokens:
            block = self._block(len(tokens))
            number = block.number
            for bit, token in enumerate(tokens, block.add(self._size, len(tokens))):
                self._index.add(token, number, bit)
        self._size += 1

    def _block(self, length: int) -> Block:
        """Find or make an unfilled block. Four lane widths an octave: few spare bits, and few blocks for a small pool."""
        step = 1 << max(0, (length - 1).bit_length() - 3)
        longest = -(-length // step) * step
        shape = self._shapes.get(longest)
        if shape is None:
            shape = self._shapes[longest] = _Shape(longest)
        if not shape.blocks or len(shape.blocks[-1].idents) == shape.capacity:
            shape.blocks.append(Block(self._blocks, shape))
            self._blocks += 1
        return shape.blocks[-1]

    def scan(self, tokens: Sequence[int]) -> Iterator[tuple[Block, int]]:
        """Yield each block that has a common token, with its zeros for these tokens; blocks of like length first."""
        rows = [row.get for token in tokens if (row := self._index.row(token))]
        size = len(tokens)
        for shape in sorted(self._shapes.values(), key=lambda shape: abs(shape.longest - size)):
            for block in shape.blocks:
                zeros = block.zeros(rows)
                if zeros:
                    yield block, zeros
