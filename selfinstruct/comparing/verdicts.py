"""The rows of `verdicts.jsonl`: what was said of a pair, and who wins by that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from selfinstruct.comparing.pairs import Order, Pair, Side

Winner = Literal["A", "B", "tie", "unclear"]
FILE = "verdicts.jsonl"
SAME = "same answer"
HAND = "hand"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was said of a pair in one order.

    better: the file whose answer is better, not the place where it was shown; None when the answer does not tell.
    reason: as the judge says it, who knows the answer shown first as A; without a verdict, why there is none.
    """

    order: Order
    better: Side | Literal["tie"] | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One row. first, second: the judgements in both orders, where there are any. by: who judged."""

    pair: str
    id: str
    instruction: str
    input: str
    kind: str | None
    is_classification: bool | None
    first: Judgement | None
    second: Judgement | None
    winner: Winner
    by: str


def verdict(pair: Pair, by: str, *judgements: Judgement) -> Verdict:
    """What follows from the judgements of a pair. Two of them must agree: else it is a tie, or unclear when one is."""
    said = [judgement.better for judgement in judgements]
    winner: Winner = "tie"
    if None in said:
        winner = "unclear"
    elif len(set(said)) == 1:
        winner = said[0] or "unclear"
    first, second = [*judgements, None, None][:2]
    return Verdict(
        pair.pair,
        pair.id,
        pair.instruction,
        pair.input,
        pair.kind,
        pair.is_classification,
        first,
        second,
        winner,
        by,
    )


def place(better: Literal["A", "B", "tie"], order: Order) -> Side | Literal["tie"]:
    """The file that is meant where a judge who sees the answers in an order says "A" of the first and "B" of the second."""
    if better == "tie":
        return "tie"
    return "A" if (better == "A") == (order == "AB") else "B"
