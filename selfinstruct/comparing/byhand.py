"""A person judges in the terminal: two answers, 1 and 2, in an order that is drawn and never told."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from selfinstruct import jsonl
from selfinstruct.comparing.comparison import Comparison, opened
from selfinstruct.comparing.folder import Files
from selfinstruct.comparing.pairs import Order, Pair
from selfinstruct.comparing.tally import Tally
from selfinstruct.comparing.verdicts import FILE, HAND, SAME, Judgement, place, verdict
from selfinstruct.plugins import Plugins
from selfinstruct.progress import Progress
from selfinstruct.records import row
from selfinstruct.runfolder import RunFolder
from selfinstruct.templates import draw

if TYPE_CHECKING:
    from rich.console import Console

Keys = Callable[[], str]
"""Waits for one key; "" when no more will come."""

_HELP = "1 or 2: the better one    t: tie    s: skip    u: undo the last    q: quit"
_END = "that was the last pair    u: undo it    any other key: end"
# The keys of a keyboard that is set to Hangul, where these letters are.
_HANGUL = {"ㅅ": "t", "ㄴ": "s", "ㅕ": "u", "ㅂ": "q"}
_CHOICES: Mapping[str, Literal["A", "B", "tie"]] = {"1": "A", "2": "B", "t": "tie"}


def by_hand(
    files: Files,
    plugins: Plugins,
    progress: Progress,
    *,
    seed: int = 0,
    most: int | None = None,
    out: Path | None = None,
    keys: Keys | None = None,
) -> Tally | None:
    """Have a person judge the pairs that have no verdict yet; the tally, None when they quit before the end.

    Skipped pairs are left, and come again with the next call. keys: where keys come from, the terminal or standard input
    without. Raises SelfInstructError and its children.
    """
    with opened(files, plugins, progress, seed=seed, most=most, out=out) as comparison:
        session = _Session(comparison, seed, keys or keypresses())
        return comparison.tally() if session.run() else None


def keypresses() -> Keys:
    """Keys as they are pressed; where standard input is no terminal, its letters one by one, white space aside."""
    letters = _pressed() if sys.stdin.isatty() else _piped()
    return lambda: next(letters, "")


def _pressed() -> Iterator[str]:
    import click

    while True:
        try:
            typed = click.getchar()
        except EOFError:
            return
        # An arrow or another key that sends several letters is none of ours.
        yield from [] if typed.startswith("\x1b") else typed


def _piped() -> Iterator[str]:
    while letter := sys.stdin.read(1):
        if not letter.isspace():
            yield letter


class _Session:
    """One sitting. What is judged is on the disk before the next pair is shown."""

    def __init__(self, comparison: Comparison, seed: int, keys: Keys) -> None:
        from rich.console import Console

        self._folder: RunFolder = comparison.folder
        self._seed, self._keys = seed, keys
        self._console = Console(stderr=True, highlight=False)
        by_name = {pair.pair: pair for pair in comparison.pairs}
        judged = [by_name[row["pair"]] for row in comparison.rows()]
        self._total = len(comparison.pairs)
        self._past = [(pair, True) for pair in judged if not pair.same]
        done = {pair.pair for pair in judged}
        self._same = [pair for pair in comparison.pairs if pair.same and pair.pair not in done]
        self._left = deque(pair for pair in comparison.pairs if not pair.same and pair.pair not in done)

    def run(self) -> bool:
        """Until every pair has been shown; False when the person quits before."""
        for pair in self._same:
            self._folder.append(FILE, [row(verdict(pair, SAME))])
        shown = bool(self._left)
        while shown:
            while self._left:
                _show(self._console, self._left[0], self._order(self._left[0]), self._number, self._total)
                if not self._take(self._key(_HELP, {*_CHOICES, *"suq"})):
                    return False
            if self._key(_END) != "u":
                break
            self._undo()
        return True

    @property
    def _number(self) -> int:
        return self._total - len(self._left) + 1

    def _take(self, key: str) -> bool:
        """Do what a key says; False when it says to quit."""
        if key == "u":
            self._undo()
        elif key in _CHOICES or key == "s":
            pair = self._left.popleft()
            if key != "s":
                order = self._order(pair)
                found = verdict(pair, HAND, Judgement(order, place(_CHOICES[key], order)))
                self._folder.append(FILE, [row(found)])
            self._past.append((pair, key != "s"))
        return key not in {"q", ""}

    def _undo(self) -> None:
        """Take the last pair back, be it judged or skipped, in this sitting or before."""
        if not self._past:
            self._console.print("there is nothing to undo", style="dim")
            return
        pair, judged = self._past.pop()
        if judged:
            _drop(self._folder.path / FILE, pair)
        self._left.appendleft(pair)

    def _order(self, pair: Pair) -> Order:
        return "AB" if draw("order", self._seed, pair.pair) % 2 == 0 else "BA"

    def _key(self, told: str, known: set[str] | None = None) -> str:
        """The next key that means something; "" when none will come."""
        self._console.print(told, style="dim", markup=False)
        while True:
            typed = self._keys()
            key = unicodedata.normalize("NFKC", typed).casefold()
            key = _HANGUL.get(typed, key)
            if not typed or known is None or key in known:
                return key


def _show(console: Console, pair: Pair, order: Order, number: int, total: int) -> None:
    """One task and its two answers. Texts are cleaned of control characters, and no markup in them is obeyed."""
    from rich.panel import Panel
    from rich.text import Text

    console.print()
    console.rule(f"{number} of {total}", style="dim")
    console.print(Text(pair.instruction, style="bold", overflow="fold"))
    if pair.input:
        console.print()
        console.print(Text(pair.input, overflow="fold"))
    for name, answer in zip("12", pair.shown(order), strict=True):
        shown = Text(answer, overflow="fold") if answer else Text("(no answer)", style="dim")
        console.print(Panel(shown, title=name, title_align="left"))


def _drop(file: Path, pair: Pair) -> None:
    """Take the row of a pair out of a file of verdicts."""
    lines = file.read_bytes().split(b"\n")[:-1]
    jsonl.replace(file, b"".join(line + b"\n" for line in lines if json.loads(line)["pair"] != pair.pair))
