"""Takes off the code fences that a model has put round whole tasks; those inside a task stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from selfinstruct.parse.answer import fence


def unwrapped(lines: Sequence[str], heads: Callable[[str], bool]) -> list[str]:
    """The lines without the fences round tasks. heads: whether a line is one that a task begins with, or a part of it."""
    fences = [i for i, line in enumerate(lines) if fence(line)]
    found = [i for i, line in enumerate(lines) if heads(line)] if fences else []
    if not found or found[0] < fences[0]:
        return list(lines)
    left = len(fences)
    dropped: set[int] = set()
    wrapped = inner = False
    for i in fences:
        bare = lines[i].strip() == fence(lines[i])
        if not (wrapped or inner) and _above_head(lines, i, heads):
            wrapped = True
            dropped.add(i)
        elif wrapped and not inner and bare and _is_end(lines, i, left):
            wrapped = False
            dropped.add(i)
        else:
            inner = not inner
        left -= 1
    return [line for i, line in enumerate(lines) if i not in dropped]


def _above_head(lines: Sequence[str], at: int, heads: Callable[[str], bool]) -> bool:
    return heads(_below(lines, at))


def _is_end(lines: Sequence[str], at: int, left: int) -> bool:
    """Whether a bare fence ends the wrapping: it is the last one, or the next one follows."""
    return left == 1 or fence(_below(lines, at)) is not None


def _below(lines: Sequence[str], at: int) -> str:
    return next((line for line in lines[at + 1 : at + 4] if line.strip()), "")
