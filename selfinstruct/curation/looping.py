"""Outputs that go round in a loop: one phrase, sentence or line over and over, as a model writes that has lost its thread.

Lists, tables, code and poems say alike things in a row, and a refrain comes back. So what counts is what stands several times
without anything in between, or makes up most of a text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import accumulate

from selfinstruct.curation.grams import WORD, pieces, spelled, weigh, weight, windows

_PHRASE = 12
"""Pieces of the longest phrase that is looked for at every place; longer ones are found as sentences, lines or runs."""

_TIMES = 5
_PHRASES = 20
"""How often a phrase follows itself, and the words that this makes."""

_CYCLE = 8
_ROUNDS = 4
_SENTENCE = 4
"""The most sentences of a cycle, how often it comes, and the least words of it."""

_RUN = 8
_RUN_TIMES = 4
_LONG = 60
_MOST = 0.5
"""Words of a run, how often it comes, words of the text, and the part of it that such runs make up."""

_SHOWN = 60
_ASKED = 3
"""So many times as long may a loop be where repetition is asked for."""

# What calls for repetition: a song, a chant, lines to be written out.
_ASKS_TO_REPEAT = re.compile(
    r"\brepe(?:at|tit)|\brefrain|\bchorus|\bchant|\bmantra|\bsong|\blyric|\bpoem"
    r"|\btongue.?twister|(?:\d|\bten|\bfive|\bhundred) times\b"
    r"|반복|되풀이|후렴|노래|가사|동요|구호|시를|(?:\d|세|네|다섯|열|스무|백)\s?번"
    r"|繰り?返|くり返|リピート|反復|歌|詩|童謡|[\d一二三四五六七八九十百]回",
    re.IGNORECASE,
)
_FENCED = re.compile(r"^[ \t]*```[^\n]*\n.*?(?:^[ \t]*```|\Z)", re.MULTILINE | re.DOTALL)
# A line of a table, of markup, or of ASCII with the marks of code.
_CODE_LINE = re.compile(
    r"^[ \t]*(?:[|<@$][^\n]*|[!-<>-z~ \t]*[={}][ -~\t]*|[ -:<-~\t]*;[ \t]*|[\w.]{1,80}\([^\n]*\)[ \t]*)$", re.MULTILINE
)
_SEGMENT = re.compile(r"[.!?。！？\n]+(?=\s|\Z|[^\s\w])|[。！？\n]+")
_NUMBER = re.compile(r"\A\W*(?:\(?\d{1,4}\W+)?")


def loop(output: str, asked: str) -> str | None:
    """What an output repeats, or None. asked: instruction and input, which may call for repetition."""
    more = _ASKED if _ASKS_TO_REPEAT.search(asked) else 1
    said = _CODE_LINE.sub("", _FENCED.sub("", output))
    run = pieces(said)
    found = _phrase(run, more) or _sentence(said, weight(run), more) or (None if more > 1 else _run(run))
    return None if found is None or _given(found, asked) else spelled(found.split(" "))[:_SHOWN]


def _given(found: str, asked: str) -> bool:
    """Whether what comes back in the output does so in what was given: a list to sort, a table to fill."""
    return " ".join(pieces(asked)).count(found.replace(" / ", " ")) >= _ROUNDS - 1


def _phrase(run: Sequence[str], more: int) -> str | None:
    """A phrase that follows itself, five times and for twenty words at least."""
    sums = list(accumulate(map(weigh, run), initial=0))
    for size in range(1, _PHRASE + 1):
        same = 0
        for at in range(size, len(run)):
            same = same + 1 if run[at] == run[at - size] else 0
            first = at + 1 - size - same
            if same >= size * (_TIMES * more - 1) and sums[at + 1] - sums[first] >= _PHRASES * WORD * more:
                phrase = run[at + 1 - size : at + 1]
                if _says(phrase):
                    return " ".join(phrase)
    return None


def _sentence(output: str, total: int, more: int) -> str | None:
    """A sentence or line, or a cycle of some, that follows itself; or one that comes back until it is half of the text."""
    keys = [" ".join(found) for part in _SEGMENT.split(output) if (found := pieces(_NUMBER.sub("", part)))]
    long = [(key, weight(key.split(" "))) for key in keys]
    for size in range(1, _CYCLE + 1):
        if at := _cycle(keys, size, _ROUNDS * more):
            cycle = long[at - size + 1 : at + 1]
            if sum(n for _, n in cycle) >= _SENTENCE * WORD and _says([key for key, _ in cycle]):
                return " / ".join(key for key, _ in cycle)
    weights = dict(long)
    for key, times in Counter(keys).most_common(1):
        if times >= 2 * _ROUNDS * more and weights[key] >= _SENTENCE * WORD and weights[key] * times > _MOST * total:
            return key
    return None


def _cycle(keys: Sequence[Hashable], size: int, rounds: int) -> int | None:
    """Where the last round of a cycle ends."""
    same = 0
    for at in range(size, len(keys)):
        same = same + 1 if keys[at] == keys[at - size] else 0
        if same >= size * (rounds - 1):
            return at
    return None


def _run(run: Sequence[str]) -> str | None:
    """A run of eight words that comes back: where such runs make up more than half of a long text."""
    if weight(run) < _LONG * WORD:
        return None
    spans = list(windows(run, _RUN))
    found = [hash(tuple(run[start:end])) for start, end in spans]
    times = Counter(found)
    covered, edge, worst = 0, 0, (0, 0, 0)
    for (start, end), value in zip(spans, found, strict=True):
        if times[value] >= _RUN_TIMES:
            covered += weight(run[max(start, edge) : end])
            edge = end
            worst = max(worst, (times[value], start, end), key=lambda hit: hit[0])
    return " ".join(run[worst[1] : worst[2]]) if covered > _MOST * weight(run) else None


def _says(parts: Sequence[str]) -> bool:
    """Whether there is a letter in it: rows of figures may be alike."""
    return any(any(char.isalpha() for char in part) for part in parts)
