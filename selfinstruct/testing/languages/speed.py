"""How fast a language cuts texts into tokens: told and never judged, as it is another number on each machine."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from selfinstruct.testing.contract import NotTried
from selfinstruct.testing.languages.case import LanguageCase, LanguageRule
from selfinstruct.testing.languages.hostiletexts import shown

_TOLD_LOADING = 0.05
"""Seconds from which a first call is worth a word: less is the work itself."""


def first_call(tokens: Callable[[str], object], clock: Callable[[], float] = perf_counter) -> float | None:
    """Seconds that the first call takes, in which a dictionary is loaded; None when it raises, which a rule tells."""
    start = clock()
    try:
        tokens("one two")
    except Exception:
        return None
    return clock() - start


def speed_of(case: LanguageCase, clock: Callable[[], float] = perf_counter) -> str:
    """Texts and tokens a second over the seed tasks, the slowest of them, and how long loading took."""
    if not case.instructions:
        raise NotTried("there are no seed tasks to measure")
    times: list[float] = []
    count = 0
    for text in case.instructions:
        start = clock()
        count += len(case.language.tokens(text))
        times.append(clock() - start)
    whole = sum(times) or 1e-9
    slowest = max(times)
    text = case.instructions[times.index(slowest)]
    told = f"{_rounded(len(times) / whole)} texts and {_rounded(count / whole)} tokens a second"
    loading = case.loading or 0.0
    loaded = f"; the first call took {_time(loading)}" if loading > max(_TOLD_LOADING, 10 * slowest) else ""
    return f"{told} over {len(times)} seed tasks; the slowest took {_time(slowest)}: {shown(text)}{loaded}"


def _rounded(number: float) -> str:
    """Two figures that mean something: more would differ from call to call."""
    return f"{float(f'{number:.2g}'):,.0f}"


def _time(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.2g} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms"


SPEED_RULE = LanguageRule("speed", speed_of, ("tokens-any-text",))
