"""Asks a judge about each pair twice, with the answers changed about: one that goes by the place says something else then."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from selfinstruct.backend import Prompt
from selfinstruct.comparing.pairs import Order, Pair
from selfinstruct.comparing.verdicts import FILE, SAME, Judgement, place, verdict
from selfinstruct.completionlog import Answer
from selfinstruct.errors import BackendError
from selfinstruct.parse.preference import parse_preference
from selfinstruct.progress import Progress
from selfinstruct.records import row
from selfinstruct.runfolder import RunFolder
from selfinstruct.stages.requests import TOO_LONG, Fitted, Requests

STAGE = "compare"
ORDERS: tuple[Order, ...] = ("AB", "BA")


class Judging:
    """Two requests a pair, numbered 2k and 2k + 1 for pair k. Work for the engine.

    Pairs of the same answer, and those that are too long to ask about, need none. first: the pairs before have their verdict.
    """

    def __init__(self, folder: RunFolder, pairs: Sequence[Pair], requests: Requests, progress: Progress, *, first: int) -> None:
        self._folder, self._pairs, self._requests, self._progress = folder, pairs, requests, progress
        self._done = self._ahead = first
        self._ready: deque[Prompt] = deque()
        self._rendered: dict[int, list[Fitted]] = {}
        self._said: list[Judgement] = []
        self._by = ""

    def prompt(self, position: int) -> Prompt | None:
        """The next request that can be sent, None when there is no other."""
        while not self._ready and self._ahead < len(self._pairs):
            asked = self._questions(self._ahead)
            if not _excess(asked):
                self._ready.extend(fitted.prompt for fitted in asked)
            self._ahead += 1
        return self._ready.popleft() if self._ready else None

    def wanted(self) -> int:
        """All that are left, once the pairs that come next and need no request have their verdict."""
        while self._done < len(self._pairs) and not self._said:
            asked = self._questions(self._done)
            if asked and not _excess(asked):
                break
            self._by = "" if asked else SAME
            self._write([Judgement(order, None, f"{TOO_LONG}: {_excess(asked)}") for order in ORDERS[: len(asked)]])
        return (len(self._pairs) - self._done) * len(ORDERS) - len(self._said)

    def commit(self, prompt: Prompt, answer: Answer) -> None:
        """Take one judgement down; with the second of a pair its verdict is written."""
        self._said.append(self._judgement(prompt, answer, ORDERS[len(self._said)]))
        if not isinstance(answer, BackendError):
            self._by = ": ".join(filter(None, (answer.backend, answer.model)))
        if len(self._said) == len(ORDERS):
            self._write(self._said)

    def _judgement(self, prompt: Prompt, answer: Answer, order: Order) -> Judgement:
        if isinstance(answer, BackendError):
            return Judgement(order, None, f"request-failed: {answer.message}")
        structured, continued = prompt.schema is not None, prompt.style == "completion"
        said = parse_preference(answer.text, self._requests.book.markers, structured=structured, continued=continued)
        if said is None:
            return Judgement(order, None, f"unclear-answer: {answer.text}")
        return Judgement(order, place(said.better, order), said.reason)

    def _write(self, judgements: Sequence[Judgement]) -> None:
        found = verdict(self._pairs[self._done], self._by, *judgements)
        self._folder.append(FILE, [row(found)])
        self._progress.committed(found.winner != "unclear", found.winner == "unclear")
        self._rendered.pop(self._done, None)
        self._done += 1
        self._ahead = max(self._ahead, self._done)
        self._said, self._by = [], ""

    def _questions(self, index: int) -> list[Fitted]:
        """The requests about a pair, none when there is nothing to choose between."""
        if index not in self._rendered:
            pair = self._pairs[index]
            orders = [] if pair.same else enumerate(ORDERS)
            self._rendered[index] = [self._question(2 * index + n, pair, order) for n, order in orders]
        return self._rendered[index]

    def _question(self, number: int, pair: Pair, order: Order) -> Fitted:
        a, b = pair.shown(order)
        known = {"instruction": pair.instruction, "input": pair.input, "a": a, "b": b}

        def make(_shown: int) -> Prompt:
            return self._requests.make(number, "compare", "preference", known, instruction=pair.instruction)

        return self._requests.fitted(make, 0)


def _excess(asked: Sequence[Fitted]) -> str:
    """By what a request of these is too long, "" when none is."""
    return next((fitted.excess for fitted in asked if fitted.excess), "")
