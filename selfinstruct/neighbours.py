"""The nearest of many vectors, exactly: each is compared with all, block by block, as matrix products.

A row is kept as float16: a million rows of 384 numbers take 772 MB. That may change the fourth place of a cosine, by one as a
rule; what it does to a row's length is made good, so a row's cosine with itself is 1. Products are computed in float32, a block
of rows with a block of kept ones. Cosines are rounded to four places, and of equal ones the row counts that came first: how
rows fall into blocks decides nothing, unless an error of float32 (about 1e-7) moves a cosine over the edge of rounding.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from selfinstruct.embedder import PLACES, load_numpy

if TYPE_CHECKING:
    import numpy as np

_SCALE = 10**PLACES
_CHUNK = 4096
_BLOCK = 1024  # smaller blocks turn the chunks to float32 more often, larger ones outgrow the cache
_NONE = -2 * _SCALE  # below any cosine


@dataclass(frozen=True, slots=True)
class Nearest:
    """The kept row that is nearest to one: its place in the order of adding (-1 when there is none), and the cosine.

    kept: whether the row itself was added.
    """

    place: int
    cosine: float
    kept: bool

    @classmethod
    def of(cls, place: int, score: float, threshold: float) -> Nearest:
        """From a cosine in units of the last place."""
        cosine = min(1.0, score / _SCALE) if place >= 0 else -1.0
        return cls(place, cosine, kept=place < 0 or cosine <= threshold)


class Neighbours:
    """Rows of length 1, to which rows are added. All have the same number of dimensions, which the first ones decide.

    Raises ConfigError when numpy is not installed.
    """

    def __init__(self) -> None:
        self._np = load_numpy("looking for neighbours")
        self._chunks: list[tuple[Any, Any]] = []
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def nbytes(self) -> int:
        """Bytes that the rows take in memory."""
        return sum(halves.nbytes + scales.nbytes for halves, scales in self._chunks)

    def add(self, rows: np.ndarray) -> None:
        """Add rows, (n, dimensions); their places are the numbers that follow."""
        self._add(self._halves(rows))

    def nearest(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The place of the nearest row to each (int64, -1 when there is none), and their cosine (float64, to four places)."""
        np = self._np
        places, best = np.full(len(rows), -1, np.int64), np.full(len(rows), -_SCALE, np.float32)
        for at in range(0, len(rows), _BLOCK):
            block = slice(at, at + _BLOCK)
            places[block], best[block] = self._best(self._units(self._halves(rows[block])))
        return places, np.clip(best.astype(np.float64) / _SCALE, -1, 1)

    def admit(self, rows: np.ndarray, threshold: float) -> list[Nearest]:
        """For each row in turn the nearest one so far. A row is added unless their cosine is above the threshold.

        The same as asking and adding row by row, many times as fast.
        """
        blocks = (rows[at : at + _BLOCK] for at in range(0, len(rows), _BLOCK))
        return [nearest for block in blocks for nearest in self._admit(block, threshold)]

    def _admit(self, rows: np.ndarray, threshold: float) -> Iterator[Nearest]:
        halves = self._halves(rows)
        units = self._units(halves)
        places, best = self._best(units)
        among = self._np.rint(units @ units.T * _SCALE)
        kept: dict[int, int] = {}
        for at, (place, score) in enumerate(zip(places.tolist(), best.tolist(), strict=True)):
            # The columns of refused rows are struck out, so that the nearest one here is a kept one.
            inner = int(among[at, :at].argmax()) if at else 0
            inside = at > 0 and float(among[at, inner]) > score
            where, best_score = (kept[inner], float(among[at, inner])) if inside else (place, score)
            near = Nearest.of(where, best_score, threshold)
            if near.kept:
                kept[at] = self._count + len(kept)
            else:
                among[:, at] = _NONE
            yield near
        self._add(halves[list(kept)])

    def _best(self, units: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Place and rounded score of the nearest row to each of a block; the first of equal ones."""
        np = self._np
        places, best = np.full(len(units), -1, np.int64), np.full(len(units), _NONE, np.float32)
        every = np.arange(len(units))
        for number, (halves, scales) in enumerate(self._filled()):
            scores = units @ halves.astype(np.float32).T
            np.multiply(scores, scales, out=scores)
            np.rint(scores, out=scores)
            at = scores.argmax(axis=1)
            here = scores[every, at]
            nearer = here > best
            places[nearer], best[nearer] = number * _CHUNK + at[nearer], here[nearer]
        return places, best

    def _add(self, halves: np.ndarray) -> None:
        np = self._np
        scales = self._scales(halves)
        done = 0
        while done < len(halves):
            filled = self._count % _CHUNK
            if not filled:
                self._chunks.append((np.zeros((_CHUNK, halves.shape[1]), np.float16), np.zeros(_CHUNK, np.float32)))
            taken = min(_CHUNK - filled, len(halves) - done)
            for held, new in zip(self._chunks[-1], (halves, scales), strict=True):
                held[filled : filled + taken] = new[done : done + taken]
            done += taken
            self._count += taken

    def _filled(self) -> Iterator[tuple[Any, Any]]:
        """The chunks, the last one as far as it is filled."""
        for number, (halves, scales) in enumerate(self._chunks):
            size = min(_CHUNK, self._count - number * _CHUNK)
            yield halves[:size], scales[:size]

    def _halves(self, rows: np.ndarray) -> np.ndarray:
        return self._np.asarray(rows).astype(self._np.float16)

    def _units(self, halves: np.ndarray) -> np.ndarray:
        """Rows as they are kept, at length 1 again."""
        return halves.astype(self._np.float32) * (self._scales(halves) / _SCALE)[:, None]

    def _scales(self, halves: np.ndarray) -> np.ndarray:
        """What a product with a row is multiplied by to be a cosine in units of the last place."""
        np = self._np
        lengths = np.linalg.norm(halves.astype(np.float32), axis=1)
        return (_SCALE / np.where(lengths, lengths, 1)).astype(np.float32)
