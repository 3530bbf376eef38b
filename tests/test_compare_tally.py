"""The figures of a comparison, against published values and against arithmetic that is done another way."""

from __future__ import annotations

from fractions import Fraction
from math import comb, isclose, sqrt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct.comparing.tally import Counts, Tally, counted, sign_test, wilson

# Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), table I, method 3.
PUBLISHED = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0000, 0.1611),
    (1, 29, 0.0061, 0.1718),
]
SPLITS = st.tuples(st.integers(0, 60), st.integers(0, 60))


@pytest.mark.parametrize(("wins", "trials", "low", "high"), PUBLISHED)
def test_the_interval_is_the_published_one(wins: int, trials: int, low: float, high: float) -> None:
    found = wilson(wins, trials)

    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(st.integers(1, 10_000).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials))))
def test_the_ends_of_the_interval_are_1_96_standard_errors_away(split: tuple[int, int]) -> None:
    wins, trials = split
    found = wilson(wins, trials)

    assert found is not None
    assert 0 <= found.low <= wins / trials <= found.high <= 1
    for end in found:
        if 0 < end < 1:
            assert isclose(abs(wins / trials - end), 1.959964 * sqrt(end * (1 - end) / trials), rel_tol=1e-5)


@given(SPLITS)
def test_the_sign_test_is_the_exact_binomial_one(split: tuple[int, int]) -> None:
    wins, losses = split
    trials = wins + losses
    if not trials:
        assert sign_test(wins, losses) is None
        return
    far = abs(Fraction(trials, 2) - wins)
    exact = sum(Fraction(comb(trials, k), 2**trials) for k in range(trials + 1) if abs(Fraction(trials, 2) - k) >= far)

    assert sign_test(wins, losses) == float(exact)


@pytest.mark.parametrize(
    ("wins", "losses", "p"), [(90, 89, 1.0), (8, 1, 0.0390625), (1, 8, 0.0390625), (5, 5, 1.0), (6, 0, 0.03125)]
)
def test_the_sign_test_of_known_splits(wins: int, losses: int, p: float) -> None:
    assert sign_test(wins, losses) == p


def test_many_pairs_are_counted_exactly() -> None:
    assert sign_test(10_000, 10_001) == 1.0
    assert 0 < (sign_test(10_000, 10_500) or 0) < 0.001


def test_ninety_to_eighty_nine() -> None:
    counts = Counts(wins_a=90, wins_b=89)

    assert counts.pairs == 179
    assert counts.win_rate == counts.win_share == 90 / 179
    assert counts.interval is not None
    assert [round(end, 3) for end in counts.interval] == [0.430, 0.575]
    assert counts.p_value == 1.0


def test_a_tie_is_half_a_win_and_what_is_unclear_counts_for_nothing() -> None:
    counts = Counts(wins_a=2, ties=2, wins_b=0, unclear=4)

    assert counts.pairs == 8
    assert counts.win_rate == 0.75
    assert counts.win_share == 1.0
    assert Counts(unclear=3).win_rate is None
    assert Counts(ties=3).row() == {
        "wins_a": 0,
        "ties": 3,
        "wins_b": 0,
        "unclear": 0,
        "win_rate": 0.5,
        "win_share": None,
        "wilson_95": None,
        "sign_test_p": None,
    }


@given(SPLITS, st.integers(0, 9))
def test_with_the_sides_exchanged_every_figure_is_mirrored(split: tuple[int, int], ties: int) -> None:
    wins, losses = split
    one, other = Counts(wins, ties, losses), Counts(losses, ties, wins)

    assert one.p_value == other.p_value
    if one.win_rate is not None and other.win_rate is not None:
        assert isclose(one.win_rate, 1 - other.win_rate, abs_tol=1e-12)
    if one.interval and other.interval:
        assert isclose(one.interval.low, 1 - other.interval.high, abs_tol=1e-12)


def row(
    first: str | None, second: str | None, winner: str, kind: str | None = None, form: bool | None = None
) -> dict[str, Any]:
    said = {"first": {"order": "AB", "better": first, "reason": ""}, "second": {"order": "BA", "better": second, "reason": ""}}
    return {**said, "winner": winner, "kind": kind, "is_classification": form, "by": "judge"}


def test_what_depends_on_the_place_is_told_apart() -> None:
    same = {"first": None, "second": None, "winner": "tie", "kind": "quiz", "is_classification": False, "by": "same answer"}
    rows = [
        row("A", "A", "A", "quiz", form=False),
        row("A", "B", "tie", "quiz", form=True),  # the one shown first, both times
        row("tie", "tie", "tie"),
        row("tie", "B", "tie", "math"),
        row("B", None, "unclear", "math"),
        same,
    ]
    found = counted(rows)
    tally = Tally(folder=Path("f"), a="a", b="b", matched=6, only_a=0, only_b=0, left=0, **found)

    assert tally.all == Counts(1, 4, 0, 1)
    assert (tally.position_dependent, tally.same) == (2, 1)
    assert (tally.consistent, tally.both, tally.consistency) == (2, 4, 0.5)
    # Chosen: A first, A second; A first, B second (each shown first); B second; B first.
    assert (tally.shown_first, tally.chosen) == (4, 6)
    assert tally.by == ("judge",)
    assert tally.groups == {
        "classification": Counts(0, 1, 0, 0),
        "free text": Counts(1, 1, 0, 0),
        "quiz": Counts(1, 2, 0, 0),
        "math": Counts(0, 1, 0, 1),
    }
    assert tally.row()["groups"]["quiz"]["win_rate"] == 2 / 3
    assert tally.for_use


def test_a_judge_by_hand_has_no_consistency() -> None:
    rows = [{**row("A", None, "A"), "second": None, "by": "hand"}]
    tally = Tally(folder=Path("f"), a="a", b="b", matched=1, only_a=0, only_b=0, left=0, **counted(rows))

    assert (tally.both, tally.consistency, tally.all) == (0, None, Counts(1))
