"""Answers about a task that is there: the instruction recovered from its output, a score, a preference; good and bad."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from selfinstruct.schemas import BETTER, INSTRUCTION, LEAST_SCORE, MOST_SCORE, PREFERENCES, REASON, SCORE
from selfinstruct_offline import jsonform
from selfinstruct_offline.answer import Answer, Request
from selfinstruct_offline.opinions import Opinions
from selfinstruct_offline.recombine import recombined

_WORD_FOR_WORD = 0.6
_DROPPED_FROM = 8
"""Words from which an instruction can lose one and still say the same."""
_GOOD = 4
_A_OR_B_OR_TIE = (4, 4, 2)
_BARE = 0.5
"""Unclear judgements that end with their reason."""
_NO_OPINIONS = Opinions({}, (), (), (), (), "{n}", ("?",))
"""Of a language without a table: reasons say what they are, and nothing is said in words."""


def recovered(request: Request) -> Answer:
    """The instruction that the prompt is about, word for word or nearly so."""
    prompt, rng = request.prompt, request.rng
    faults: tuple[str, ...] = ()
    text = prompt.instruction or _unrelated(request)
    if request.errs():
        text, faults = _unrelated(request), ("unrelated",)
    elif rng.random() >= _WORD_FOR_WORD:
        text = _reworded(request, text)
    if prompt.schema is None:
        return Answer(f" {text}" if prompt.style == "completion" else text, "stop", faults)
    return _json(request, {INSTRUCTION: text}, text, faults)


def scored(request: Request) -> Answer:
    """A reason and a score from 1 to 5, which is 4 or 5 for nearly every task."""
    rng, opinions = request.rng, request.words.opinions or _NO_OPINIONS
    n = rng.randint(_GOOD, MOST_SCORE)
    kind = ""
    if request.errs():
        kind = rng.choice(_score_kinds(request, opinions))
        n = rng.randint(LEAST_SCORE, _GOOD - 1) if kind == "low" else n
    reason = _reason(request, opinions.vague if kind == "unclear" else opinions.scored.get(n, ()))
    if kind == "loose":
        line = rng.choice(opinions.loose).format(label=request.words.score.lower(), n=n)
        return _judged(request, reason, SCORE, n, line, kind)
    forms: Mapping[str, str] = {"fraction": f"{n}/{MOST_SCORE}", "points": opinions.points.format(n=n)}
    said = rng.choice(opinions.undecided) if kind == "unclear" else forms.get(kind, n)
    return _judged(request, reason, SCORE, said, _line(request, request.words.score, said), kind)


def preferred(request: Request) -> Answer:
    """A reason, and which of two answers is better: A, B or neither."""
    rng, words, opinions = request.rng, request.words, request.words.opinions or _NO_OPINIONS
    choice = rng.choices(PREFERENCES, _A_OR_B_OR_TIE)[0]
    if request.errs():
        undecided = rng.choice(opinions.undecided)
        line = _line(request, words.better, undecided)
        return _judged(request, _reason(request, opinions.vague), BETTER, undecided, line, "unclear")
    reasons = opinions.even if choice == "tie" else opinions.preferred
    other = next(name for name in PREFERENCES if name != choice)
    reason = _reason(request, reasons).format(one=choice, other=other) if reasons else _reason(request, ())
    line = _line(request, words.better, words.tie if choice == "tie" else choice)
    return _judged(request, reason, BETTER, choice, line, "")


def _score_kinds(request: Request, opinions: Opinions) -> list[str]:
    kinds = ["low", "fraction", "unclear"]
    if opinions.loose:
        kinds += ["points"] if request.prompt.schema else ["points", "loose"]
    return kinds


def _judged(request: Request, reason: str, key: str, said: str | int, line: str, kind: str) -> Answer:
    """A judgement in two lines, or in JSON. An unclear one may end with the first line."""
    faults = (kind,) if kind else ()
    # A text ends in the label of the reason, so the answer goes on right behind it.
    first = f" {reason}" if request.prompt.style == "completion" else _line(request, request.words.reason, reason)
    text = first if kind == "unclear" and request.rng.random() < _BARE else f"{first}\n{line}"
    if request.prompt.schema is None:
        return Answer(text, "stop", faults)
    return _json(request, {REASON: reason, key: said}, text, faults)


def _json(request: Request, value: Mapping[str, Any], text: str, faults: tuple[str, ...]) -> Answer:
    if faults:
        return Answer(jsonform.written(request, value), "stop", faults)
    return jsonform.answered(request, value, lambda: text)


def _line(request: Request, label: str, said: str | int) -> str:
    return f"{label}{request.words.colon}{said}"


def _reason(request: Request, reasons: tuple[str, ...]) -> str:
    return request.rng.choice(reasons) if reasons else f"[offline] {request.prompt.instruction}".strip()


def _unrelated(request: Request) -> str:
    if request.repertoire:
        return request.repertoire.instruction(request.rng)
    lines = [line for line in request.prompt.shown.splitlines() if line.strip()]
    return recombined(lines, request.rng) or "[offline]"


def _reworded(request: Request, text: str) -> str:
    """The text with a stretch of its first line put otherwise, or without one of its words."""
    first, line_end, rest = text.partition("\n")
    known = [said for said in request.words.rewordings if said in first]
    words = first.split()
    if known:
        said = request.rng.choice(known)
        first = first.replace(said, request.words.rewordings[said], 1)
        first = first[:1].upper() + first[1:]
    elif len(words) >= _DROPPED_FROM:
        words.pop(request.rng.randrange(1, len(words) - 1))
        first = " ".join(words)
    return first + line_end + rest
