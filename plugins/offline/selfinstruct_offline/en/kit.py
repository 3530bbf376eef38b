"""What the English tables are written with: frames, rows of text, inflection, sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from random import Random

from selfinstruct_offline.frames import Frame, Pair, Slots

_LIKE_CONSONANT = ("uni", "use", "usu", "euro", "one", "once", "ubi", "ewe")
_LIKE_VOWEL = ("hour", "honest", "honour", "heir", "8", "11 ", "18 ")
NUMERALS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def frame(
    kind: str,
    pattern: str,
    answer: Callable[[Slots, Random], Pair],
    labels: Iterable[str] = (),
    /,
    **slots: Iterable[str],
) -> Frame:
    """A frame whose slots are any collections of text."""
    return Frame(kind, pattern, {name: tuple(values) for name, values in slots.items()}, answer, tuple(labels))


def phrases(text: str) -> tuple[str, ...]:
    """The phrases of a block of text, one a line or parted by semicolons."""
    return tuple(part.strip() for line in text.strip().splitlines() for part in line.split(";") if part.strip())


def crossed(heads: Sequence[str], tails: Sequence[str], each: int) -> tuple[str, ...]:
    """Every head with `each` of the tails, spread so that all tails are used about equally often."""
    step = len(tails) // each
    return tuple(f"{head} {tails[(i + j * step) % len(tails)]}" for i, head in enumerate(heads) for j in range(each))


def rows(text: str) -> dict[str, tuple[str, ...]]:
    """A table in a block of text, one row a line, cells parted by bars: first cell -> the others."""
    cells = ([cell.strip() for cell in line.split("|")] for line in text.strip().splitlines() if line.strip())
    return {first: tuple(rest) for first, *rest in cells}


def a(word: str) -> str:
    """The word with its indefinite article."""
    low = word.lower()
    vowel = low.startswith(_LIKE_VOWEL) or (low[0] in "aeiou" and not low.startswith(_LIKE_CONSONANT))
    return f"{'an' if vowel else 'a'} {word}"


def cap(text: str) -> str:
    """The text with its first letter in upper case, the rest as it is."""
    return text[:1].upper() + text[1:]


def the(phrase: str) -> str:
    """The phrase once it is known: its indefinite article made definite."""
    first, _, rest = phrase.partition(" ")
    return f"the {rest}" if first in {"a", "an"} else phrase


def inflect(word: str, form: str) -> str:
    """The forms that the patterns name: a (an apple), cap (Upper case first), the (the apple)."""
    return {"a": a, "cap": cap, "the": the}[form](word)


def listed(items: Sequence[str]) -> str:
    """The items as running text."""
    return " and ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)


def numbered(items: Iterable[str]) -> str:
    """The items as a numbered list."""
    return "\n".join(f"{n}. {item}" for n, item in enumerate(items, 1))


def bullets(items: Iterable[str]) -> str:
    """The items as a list with dashes."""
    return "\n".join(f"- {item}" for item in items)


def sentence(text: str) -> str:
    """The text as a sentence: a capital first, a full stop last."""
    return cap(text) if text.endswith((".", "!", "?", "”")) else f"{cap(text)}."


def output(text: str) -> Pair:
    """An instance of an instruction that needs no input."""
    return Pair("", text)


def number(text: str) -> int:
    """The number behind a numeral in words or digits."""
    return int(text) if text.isdigit() else NUMERALS.index(text)
