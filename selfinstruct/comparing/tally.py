"""Wins, ties and losses counted, and how far they can be trusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import sqrt
from pathlib import Path
from typing import Any, NamedTuple

from selfinstruct.backend import NOT_FOR_TRAINING
from selfinstruct.comparing.verdicts import SAME

_Z = 1.959963984540054
"""The normal distribution lies within so many standard deviations with 95 %."""


class Interval(NamedTuple):
    """Both ends of an interval."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Counts:
    """How the pairs of one kind came out."""

    wins_a: int = 0
    ties: int = 0
    wins_b: int = 0
    unclear: int = 0

    @property
    def pairs(self) -> int:
        """All of them."""
        return self.wins_a + self.ties + self.wins_b + self.unclear

    @property
    def win_rate(self) -> float | None:
        """The share that A wins, a tie counted as half a win; unclear ones are left out. None when there is no other."""
        clear = self.pairs - self.unclear
        return (self.wins_a + self.ties / 2) / clear if clear else None

    @property
    def win_share(self) -> float | None:
        """The share that A wins of those that are won at all."""
        won = self.wins_a + self.wins_b
        return self.wins_a / won if won else None

    @property
    def interval(self) -> Interval | None:
        """The 95 % interval of the win share, by Wilson's score."""
        return wilson(self.wins_a, self.wins_a + self.wins_b)

    @property
    def p_value(self) -> float | None:
        """How likely wins would be as uneven as these if neither were better: the exact two-sided sign test."""
        return sign_test(self.wins_a, self.wins_b)

    def row(self) -> dict[str, Any]:
        """All figures as JSON."""
        interval = self.interval
        return asdict(self) | {
            "win_rate": self.win_rate,
            "win_share": self.win_share,
            "wilson_95": list(interval) if interval else None,
            "sign_test_p": self.p_value,
        }


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of a comparison.

    a, b: the files. left: pairs without a verdict. position_dependent: ties that are none but for the order in which the
    answers were shown; same: ties of answers that are the same text. consistent of `both`: pairs for which both orders had a
    verdict, and those for which it was the same one. shown_first of `chosen`: how often the better one was the one shown
    first. by: who judged. groups: by `classification`, `free text` and the tasks' kinds, where these are known.
    """

    folder: Path
    a: str
    b: str
    matched: int
    only_a: int
    only_b: int
    left: int
    all: Counts
    position_dependent: int
    same: int
    consistent: int
    both: int
    shown_first: int
    chosen: int
    by: tuple[str, ...]
    groups: Mapping[str, Counts]

    @property
    def for_use(self) -> bool:
        """Whether a judge has judged, and not the offline stand-in."""
        return not any(NOT_FOR_TRAINING in name for name in self.by)

    @property
    def consistency(self) -> float | None:
        """The share of the pairs that came out the same in both orders; None when none was judged in both."""
        return self.consistent / self.both if self.both else None

    def row(self) -> dict[str, Any]:
        """The tally as JSON."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        counted = {"all": self.all.row(), "groups": {name: counts.row() for name, counts in self.groups.items()}}
        shown = {"folder": str(self.folder), "by": list(self.by), "for_use": self.for_use, "consistency": self.consistency}
        return plain | shown | counted


def counted(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The fields of a tally that follow from the rows of verdicts."""
    said = [[each for each in (row["first"], row["second"]) if each and each["better"]] for row in rows]
    both = [[each["better"] for each in judgements] for judgements in said if len(judgements) == 2]
    consistent = sum(one == other for one, other in both)
    chosen = [each for judgements in said for each in judgements if each["better"] != "tie"]
    return {
        "all": counts(rows),
        "position_dependent": len(both) - consistent,
        "same": sum(row["by"] == SAME for row in rows),
        "consistent": consistent,
        "both": len(both),
        "shown_first": sum(each["better"] == each["order"][0] for each in chosen),
        "chosen": len(chosen),
        "by": tuple(sorted({row["by"] for row in rows} - {SAME, ""})),
        "groups": _groups(rows),
    }


def counts(rows: Iterable[Mapping[str, Any]]) -> Counts:
    """How these came out."""
    winners = Counter(row["winner"] for row in rows)
    return Counts(winners["A"], winners["tie"], winners["B"], winners["unclear"])


def wilson(successes: int, trials: int) -> Interval | None:
    """Wilson's 95 % interval of a share, None without a trial."""
    if not trials:
        return None
    share, square = successes / trials, _Z * _Z
    middle = (share + square / (2 * trials)) / (1 + square / trials)
    half = _Z / (1 + square / trials) * sqrt(share * (1 - share) / trials + square / (4 * trials * trials))
    # At the ends rounding alone would leave a little.
    return Interval(max(0.0, middle - half) if successes else 0.0, min(1.0, middle + half) if successes < trials else 1.0)


def sign_test(wins: int, losses: int) -> float | None:
    """The exact two-sided probability of a split at least as uneven when both sides are as likely; None without any."""
    trials = wins + losses
    if not trials:
        return None
    term = tail = 1
    for k in range(min(wins, losses)):
        term = term * (trials - k) // (k + 1)
        tail += term
    return min(1.0, 2 * tail / (1 << trials))


def _groups(rows: Sequence[Mapping[str, Any]]) -> dict[str, Counts]:
    """Classifications and the others first, then the kinds, the commonest first."""
    forms = {True: "classification", False: "free text"}
    found = {name: [row for row in rows if row["is_classification"] is form] for form, name in forms.items()}
    kinds = Counter(row["kind"] for row in rows if row["kind"] is not None)
    for kind, _ in sorted(kinds.items(), key=lambda item: (-item[1], item[0])):
        name = kind if kind not in found else f"kind: {kind}"
        found[name] = [row for row in rows if row["kind"] == kind]
    return {name: counts(own) for name, own in found.items() if own}
