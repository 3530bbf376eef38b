"""What every kind of answer is made from, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from selfinstruct.backend import Prompt
from selfinstruct_offline.frames import Repertoire
from selfinstruct_offline.words import Words


class Answer(NamedTuple):
    """An answer's text, why it ended, and what was made to go wrong in it."""

    text: str
    finish_reason: str = "stop"
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Request:
    """One prompt with all that answers it: the language's table (None when it has none), its words, the dice, the rate."""

    prompt: Prompt
    repertoire: Repertoire | None
    words: Words
    rng: Random
    faults: float

    def errs(self, share: float = 1.0) -> bool:
        """Whether something goes wrong now. Always takes one number off the dice, whatever the rate."""
        return self.rng.random() < self.faults * share


def cut(text: str, rng: Random) -> str:
    """The text broken off somewhere in its last third, as at a token limit."""
    least = len(text) * 2 // 3
    return text[: rng.randint(least, max(least, len(text) - 2))].rstrip()
