"""The lines of `selfinstruct plugins`: columns that line up in every script, folded to the terminal's width."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from selfinstruct.hookspecs import PLUGIN_API
from selfinstruct.plugins import own_version

if TYPE_CHECKING:
    from selfinstruct.pluginhealth import Check, Health
    from selfinstruct.plugins import Gift

_GAP = "  "
_MARKS: Mapping[str, str] = {"kept": "ok", "broken": "FAIL", "not tried": "-"}
_LEAST = 40


class Lines:
    """How plugins are shown, side by side: built for all of them, asked for each."""

    def __init__(self, found: Sequence[Health]) -> None:
        self._heads = _widths(map(_head, found))
        self._gifts = _widths(_gift(gift) for health in found for gift in health.gives)
        self._width = max(shutil.get_terminal_size().columns, _LEAST) if sys.stdout.isatty() else 0

    @property
    def head(self) -> str:
        """What the plugins are for."""
        return f"selfinstruct {own_version()}, plugin API {PLUGIN_API}"

    def of(self, health: Health) -> Iterator[str]:
        """A plugin, what it gives with what the checks found, and what is wrong with it."""
        yield ""
        yield from self._fold(_columns(_head(health), self._heads), "    ")
        for number, gift in enumerate(health.gives):
            check = health.checks[number] if health.checks else None
            mark = f"{_MARKS[check.state]:<4}{_GAP}" if check else ""
            cells = _gift(gift)
            before = f"    {mark}{_columns(cells[:-1], self._gifts, last=True)}"
            yield from self._fold(f"{before}{_GAP}{cells[-1]}".rstrip(), " " * (cell_len(before) + len(_GAP)))
            yield from self._results(check) if check else ()
        for told in health.remarks:
            yield from self._labelled("remark", told, "    ")
        for fault in health.faults:
            yield from self._labelled("wrong", fault.cause, "    ")
            yield from self._labelled("to mend", fault.hint, "    ")

    def _results(self, check: Check) -> Iterator[str]:
        """What a check found, below the thing that was checked."""
        if check.why:
            yield from self._labelled("not tried", check.why)
        if check.state == "kept":
            yield from self._labelled("keeps", f"{len(check.kept)} rules of its contract")
        for rule, told in check.broken.items():
            first, *others = (line.strip() for line in told.splitlines())
            yield from self._labelled("breaks", f"{rule}: {first}")
            for line in others:
                yield from self._labelled("", line)
        for rule, told in check.remarks.items():
            yield from self._labelled("remark", f"{rule}: {told}")
        for why, rules in _together(check.untried).items():
            yield from self._labelled("not tried", f"{', '.join(rules)}: {why}")

    def _labelled(self, label: str, text: str, indent: str = " " * 10) -> Iterator[str]:
        before = f"{indent}{label:<9}{_GAP}"
        yield from self._fold(f"{before}{text}".rstrip(), " " * len(before))

    def _fold(self, line: str, indent: str) -> Iterator[str]:
        """A line as it fits a terminal; as it is where the output goes elsewhere."""
        while self._width and cell_len(line) > self._width:
            at = _break(line, self._width, len(indent))
            if not at:
                break
            yield line[:at].rstrip()
            line = indent + line[at:].lstrip()
        yield line


def _break(line: str, width: int, indent: int) -> int:
    """Where a line is broken: behind the last space that leaves it narrow enough, 0 where it has none behind its indent."""
    spaces = [at for at, char in enumerate(line) if char == " " and line[:at].strip() and at > indent]
    return max((at for at in spaces if cell_len(line[:at]) <= width), default=0)


def _together(untried: Mapping[str, str]) -> dict[str, list[str]]:
    """The rules that were not tried, by why."""
    reasons: dict[str, list[str]] = {}
    for rule, why in untried.items():
        reasons.setdefault(why, []).append(rule)
    return reasons


def _head(health: Health) -> tuple[str, ...]:
    provider = health.provider
    api = "" if provider.api is None else f"API {provider.api}"
    state = "left out by --without" if health.state == "left out" else health.state
    return provider.plugin, f"{provider.package} {provider.version}", api, state


def _gift(gift: Gift) -> tuple[str, ...]:
    """Kind, name, and what there is to say of it; the last one may be long."""
    about = gift.about
    title = str(about.get("title", ""))
    remark = str(about.get("tokenizer_id", ""))
    if about.get("for_training") is False:
        remark = "for trying things: its answers are not for training"
    if about.get("semantic") is False:
        remark = "sees letters and no meaning"
    return gift.kind.removeprefix("instruction "), gift.name, title, " ".join(remark.split())


def _widths(rows: Iterable[Sequence[str]]) -> list[int]:
    return [max(map(cell_len, column)) for column in zip(*rows, strict=True)]


def _columns(cells: Sequence[str], widths: Sequence[int], *, last: bool = False) -> str:
    """last: the last cell is filled up too, because something follows."""
    padded = [cell + " " * (width - cell_len(cell)) for cell, width in zip(cells, widths, strict=False)]
    return _GAP.join(padded) if last else _GAP.join(padded).rstrip()
