"""Overviews as tables of texts, several of them side by side: what `stats` prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from selfinstruct.figures.overview import Overview
from selfinstruct.figures.parts import Count, Funnel, Histogram, Openers, Refusals, StageUse, Verb
from selfinstruct.prices import dollars
from selfinstruct.text import clean

UNKNOWN = "–"
SHOWN = 10
"""Openings in a table; an overview has more."""

_BARS = "▁▂▃▄▅▆▇█"
_VERBS = "Verbs with their objects"


@dataclass(frozen=True, slots=True)
class Grid:
    """One table. rows: a label and a cell for each name. numbers: cells stand on the right. note: a sentence below."""

    title: str
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: bool = True
    note: str = ""


Cell = Callable[[Overview], str]


def grids(overviews: Sequence[Overview]) -> Iterator[Grid]:
    """The tables, without those that say nothing of any of these."""
    names = tuple(line(each.name) for each in overviews)
    for title, rows, numbers in (
        (f"Tasks{_unit(overviews)}", _tasks(overviews), True),
        ("From proposals to tasks", _funnel(overviews), True),
        ("ROUGE-L", _similarity(), True),
        ("Lengths: median (least to most)", _lengths(), True),
        ("Refused", _refused(overviews), True),
        ("Requests, tokens and cost", _use(overviews), True),
        ("Kinds", _kinds(overviews), True),
        (_VERBS, _verbs(overviews), False),
        ("First words", _openers(overviews, lambda openers: openers.one), False),
        ("First two words", _openers(overviews, lambda openers: openers.two), False),
        ("Made by", _origin(), False),
    ):
        cells = [(label, *(cell(each) for each in overviews)) for label, cell in rows]
        told = tuple(row for row in cells if any(cell != UNKNOWN for cell in row[1:]))
        if told:
            methods = _seen(line(each.verbs.method) for each in overviews if each.verbs)
            yield Grid(title, names, told, numbers, "; ".join(methods) if title == _VERBS else "")


def line(text: str) -> str:
    """A text on one line, without what would steer a terminal."""
    return " ".join(clean(text).split())


# --- the tables: labels, and what stands in the cell of an overview


def _tasks(overviews: Sequence[Overview]) -> Iterator[tuple[str, Cell]]:
    yield "instructions", lambda each: _whole(each.table.instructions)
    yield "  classifications", lambda each: _whole(each.table.classifications)
    yield "  other tasks", lambda each: _whole(each.table.others)
    yield "instances", lambda each: _whole(each.table.instances)
    yield "  with empty input", lambda each: _whole(each.table.empty_inputs)
    if len({each.table.unit for each in overviews}) > 1:
        yield "unit of lengths", lambda each: each.table.unit
    yield "average length of an instruction", lambda each: _tenths(each.table.instruction_length)
    yield "average length of a non-empty input", lambda each: _tenths(each.table.input_length)
    yield "average length of an output", lambda each: _tenths(each.table.output_length)
    yield "outputs that equal an earlier one", _repeated
    yield "different first words", lambda each: _whole(each.openers.different_one) if each.openers else UNKNOWN
    yield "different first two words", lambda each: _whole(each.openers.different_two) if each.openers else UNKNOWN


def _unit(overviews: Sequence[Overview]) -> str:
    units = {each.table.unit for each in overviews}
    return f" (lengths in {units.pop()})" if len(units) == 1 else ""


def _repeated(each: Overview) -> str:
    found = each.repetition
    return f"{found.repeated:,} of {found.outputs:,}" if found.outputs else UNKNOWN


def _funnel(overviews: Sequence[Overview]) -> Iterator[tuple[str, Cell]]:
    yield "asked for", _of_funnel(lambda found: found.asked)
    yield "proposed", _of_funnel(lambda found: found.proposed)
    yield "accepted", _of_funnel(lambda found: found.accepted)
    yield "acceptance", lambda each: _share(each.funnel.accepted, each.funnel.proposed) if each.funnel else UNKNOWN
    yield "  in the first half of requests", lambda each: _half(each, first=True)
    yield "  in the second half", lambda each: _half(each, first=False)
    yield "classified", _of_funnel(lambda found: found.classified)
    yield "with instances", _of_funnel(lambda found: found.with_instances)
    yield "curated tasks", _of_funnel(lambda found: found.curated)
    for stage in _seen(stage for each in overviews if each.funnel for stage in each.funnel.refused):
        yield f"refused by {stage}", _refused_by(stage)


def _of_funnel(figure: Callable[[Funnel], int | None]) -> Cell:
    return lambda each: _whole(figure(each.funnel)) if each.funnel else UNKNOWN


def _refused_by(stage: str) -> Cell:
    return _of_funnel(lambda found: found.refused.get(stage))


def _half(each: Overview, *, first: bool) -> str:
    points = each.acceptance or ()
    middle = len(points) // 2
    if not middle:
        return UNKNOWN
    half, end = points[middle - 1], points[-1]
    if first:
        return _share(half.accepted, half.accepted + half.refused)
    accepted, refused = end.accepted - half.accepted, end.refused - half.refused
    return _share(accepted, accepted + refused)


def _similarity() -> Iterator[tuple[str, Cell]]:
    yield "refused above", lambda each: UNKNOWN if each.similarity.threshold is None else f"{each.similarity.threshold:g}"
    for label, of in (
        ("to the nearest seed", lambda each: each.similarity.to_seed),
        ("to the nearest of the pool", lambda each: each.similarity.to_pool),
    ):
        yield f"{label}, mean", _of_histogram(of, lambda found: f"{found.mean:.3f}")
        yield f"{label}, median", _of_histogram(of, lambda found: f"{found.median:.3f}")
        yield f"{label}, highest", _of_histogram(of, lambda found: f"{found.most:.3f}")
        yield f"{label}, from 0 to 1", _of_histogram(of, _bars)


def _lengths() -> Iterator[tuple[str, Cell]]:
    yield "instruction", _of_histogram(lambda each: each.lengths.instruction, _middle)
    yield "non-empty input", _of_histogram(lambda each: each.lengths.input, _middle)
    yield "output", _of_histogram(lambda each: each.lengths.output, _middle)


def _of_histogram(of: Callable[[Overview], Histogram | None], tell: Callable[[Histogram], str]) -> Cell:
    def cell(each: Overview) -> str:
        found = of(each)
        return UNKNOWN if found is None else tell(found)

    return cell


def _middle(found: Histogram) -> str:
    return f"{_short(found.median)} ({_short(found.least)} to {_short(found.most)})"


def _bars(found: Histogram) -> str:
    """A bar for each bin, a dot for an empty one."""
    highest = max(found.counts)
    return "".join("·" if not count else _BARS[(count * len(_BARS) - 1) // highest] for count in found.counts)


def _refused(overviews: Sequence[Overview]) -> Iterator[tuple[str, Cell]]:
    every = [refusals for each in overviews for refusals in each.refusals or ()]
    for stage in _seen(refusals.stage for refusals in every):
        for reason in _seen(found.reason for refusals in every if refusals.stage == stage for found in refusals.reasons):
            yield f"{stage}: {line(reason)}", _refused_for(stage, reason)


def _refused_for(stage: str, reason: str) -> Cell:
    def count(refusals: Iterable[Refusals]) -> int:
        return sum(found.count for each in refusals if each.stage == stage for found in each.reasons if found.reason == reason)

    def cell(each: Overview) -> str:
        has = each.funnel is not None and stage in each.funnel.refused
        return _whole(count(each.refusals)) if has and each.refusals is not None else UNKNOWN

    return cell


def _use(overviews: Sequence[Overview]) -> Iterator[tuple[str, Cell]]:
    for stage in _seen(use.stage for each in overviews for use in each.use or ()):
        yield f"{line(stage)}, requests", _used(stage, lambda use: _whole(use.requests))
        yield f"{line(stage)}, tokens in and out", _used(stage, _tokens)
        yield f"{line(stage)}, cost", _used(stage, lambda use: _money(use.cost))
    yield "in all, cost", lambda each: _money(_total(each.use)) if each.use else UNKNOWN


def _used(stage: str, tell: Callable[[StageUse], str]) -> Cell:
    return lambda each: next((tell(use) for use in each.use or () if use.stage == stage), UNKNOWN)


def _tokens(use: StageUse) -> str:
    return f"{use.prompt_tokens:,} + {use.completion_tokens:,}"


def _total(use: Iterable[StageUse]) -> float | None:
    costs = [each.cost for each in use]
    return None if None in costs else sum(cost for cost in costs if cost is not None)


def _kinds(overviews: Sequence[Overview]) -> Iterator[tuple[str, Cell]]:
    for kind in _seen(found.text for each in overviews for found in each.kinds or ()):
        yield line(kind), _of_kind(kind)


def _of_kind(kind: str) -> Cell:
    def cell(each: Overview) -> str:
        return UNKNOWN if each.kinds is None else _whole(sum(found.count for found in each.kinds if found.text == kind))

    return cell


def _verbs(overviews: Sequence[Overview]) -> Iterator[tuple[str, Cell]]:
    yield "share of instructions", lambda each: f"{each.verbs.coverage:.1%}" if each.verbs else UNKNOWN
    yield "different verbs", lambda each: _whole(each.verbs.different_verbs) if each.verbs else UNKNOWN
    for place in range(max((len(each.verbs.verbs) for each in overviews if each.verbs), default=0)):
        yield str(place + 1), _verb_at(place)


def _verb_at(place: int) -> Cell:
    return lambda each: _verb(each.verbs.verbs[place]) if each.verbs and place < len(each.verbs.verbs) else UNKNOWN


def _verb(verb: Verb) -> str:
    objects = ", ".join(map(_counted, verb.objects))
    return f"{line(verb.verb)} {verb.count:,}{': ' if objects else ''}{objects}"


def _openers(overviews: Sequence[Overview], of: Callable[[Openers], Sequence[Count]]) -> Iterator[tuple[str, Cell]]:
    most = max((len(of(each.openers)) for each in overviews if each.openers), default=0)
    for place in range(min(SHOWN, most)):
        yield str(place + 1), _opener_at(place, of)


def _opener_at(place: int, of: Callable[[Openers], Sequence[Count]]) -> Cell:
    def cell(each: Overview) -> str:
        found = of(each.openers) if each.openers else ()
        return _counted(found[place]) if place < len(found) else UNKNOWN

    return cell


def _origin() -> Iterator[tuple[str, Cell]]:
    yield "language", lambda each: line(each.language or each.lang)
    yield "recipe", lambda each: each.origin.recipe or UNKNOWN
    yield "answers by", lambda each: ", ".join(map(_counted, each.origin.answered_by or ())) or UNKNOWN
    yield "for training", lambda each: {None: UNKNOWN, True: "yes", False: "no"}[each.origin.for_training]
    yield "version", lambda each: (each.origin.versions or {}).get("selfinstruct", UNKNOWN)
    yield "answered from", lambda each: each.origin.begun or UNKNOWN
    yield "answered to", lambda each: each.origin.ended or UNKNOWN


# --- cells


def _counted(found: Count) -> str:
    return f"{line(found.text)} {found.count:,}"


def _whole(figure: int | None) -> str:
    return UNKNOWN if figure is None else f"{figure:,}"


def _tenths(figure: float | None) -> str:
    return UNKNOWN if figure is None else f"{figure:,.1f}"


def _short(figure: float) -> str:
    return f"{figure:,.1f}".removesuffix(".0")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else UNKNOWN


def _money(amount: float | None) -> str:
    return "unknown" if amount is None else dollars(amount)


def _seen(names: Iterable[str]) -> list[str]:
    """Each name once, in the order in which they come."""
    return list(dict.fromkeys(names))
