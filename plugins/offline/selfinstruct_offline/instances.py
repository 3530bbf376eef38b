"""Answers to yes-or-no questions and to requests for worked examples, good and bad."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from selfinstruct.schemas import CLASSIFICATION, INPUT, INSTANCES, OUTPUT
from selfinstruct_offline import jsonform
from selfinstruct_offline.answer import Answer, Request, cut
from selfinstruct_offline.frames import Pair

_MOST_LABELS = 8
_YES_SHARE = 0.3


def verdict(request: Request) -> Answer:
    """Whether the instruction is a classification task."""
    truth, words, rng = _is_classification(request), request.words, request.rng
    if request.errs():
        kind = rng.choice(["unsure", "unsure", "wrong", "unsure"] if words.unsure else ["wrong"])
        text = rng.choice(words.unsure) if kind == "unsure" else (words.no if truth else words.yes)
        if request.prompt.schema is not None:
            text = jsonform.written(request, {CLASSIFICATION: text if kind == "unsure" else not truth})
        return Answer(text, "stop", (kind,))
    if request.prompt.schema is not None:
        return jsonform.answered(request, {CLASSIFICATION: truth}, lambda: words.yes if truth else words.no)
    text = words.yes if truth else words.no
    manner = rng.random()
    if manner < 0.1 and all(words.because):
        text = f"{text}{words.stop}{words.space}{words.because[0 if truth else 1]}"
    elif manner < 0.3:
        text += words.stop
    return Answer(f" {text}" if request.prompt.style == "completion" else text)


def examples(request: Request) -> Answer:
    """Input-first: up to three instances, or the output alone when there is no input."""
    pairs = _pairs(request, request.rng.randint(1, 3))
    if not request.errs():
        return _right(request, pairs, _input_first)
    kinds = ["missing", "cut", "colon", *(["same-input", "echo", "placeholder"] if pairs[0].input else [])]
    return _spoilt(request, pairs, kinds, _input_first)


def labelled(request: Request) -> Answer:
    """Output-first: an input for each label."""
    pairs = _pairs(request, request.prompt.count if request.prompt.count > 1 else _MOST_LABELS)
    if not request.errs():
        return _right(request, pairs, _output_first)
    kinds = ["cut", *(["same-input", "echo", "placeholder"] if pairs[0].input else ["missing"])]
    return _spoilt(request, pairs, kinds, _output_first)


def _is_classification(request: Request) -> bool:
    if request.repertoire is None:
        return request.rng.random() < _YES_SHARE
    known = request.repertoire.recognise(request.prompt.instruction)
    return bool(known and known[0].labels)


def _pairs(request: Request, count: int) -> list[Pair]:
    if request.repertoire is None:
        # Nothing is known of the language; the instruction at least is written in it, and says what it is.
        return [Pair("", f"[offline] {request.prompt.instruction}")]
    return request.repertoire.instances(request.prompt.instruction, request.rng, count)


def _right(request: Request, pairs: list[Pair], write: Callable[[Request, Sequence[Pair]], str]) -> Answer:
    if request.prompt.schema is None:
        return Answer(write(request, pairs))
    return jsonform.answered(request, _in_json(request, pairs), lambda: write(request, pairs))


def _in_json(request: Request, pairs: Sequence[Pair]) -> dict[str, list[dict[str, str]]]:
    keys = (INPUT, OUTPUT) if request.prompt.form == "input-first" else (OUTPUT, INPUT)
    return {INSTANCES: [{name: pair.input if name == INPUT else pair.output for name in keys} for pair in pairs]}


def _spoilt(request: Request, pairs: list[Pair], kinds: list[str], write: Callable[[Request, Sequence[Pair]], str]) -> Answer:
    if request.repertoire:
        kinds = [*kinds, "refusal"]
    if not request.words.placeholders:
        kinds = [kind for kind in kinds if kind != "placeholder"]
    kind = request.rng.choice(kinds)
    if kind == "refusal" and request.repertoire:
        return Answer(request.repertoire.refusal, "stop", (kind,))
    if request.prompt.schema is not None:
        write = _written
    if kind == "cut":
        return Answer(cut(write(request, pairs), request.rng), "length", (kind,))
    return Answer(write(request, _edited(request, kind, pairs)), "stop", (kind,))


def _written(request: Request, pairs: Sequence[Pair]) -> str:
    return jsonform.written(request, _in_json(request, pairs))


def _edited(request: Request, kind: str, pairs: list[Pair]) -> list[Pair]:
    *before, last = pairs
    if kind == "same-input":
        return [*before, last, Pair(last.input, f"{last.output}{request.words.space}{request.words.output}")]
    if kind == "placeholder":
        return [*before, Pair(request.rng.choice(request.words.placeholders), last.output)]
    bad = {"missing": "", "echo": last.input, "colon": request.words.output + request.words.colon.rstrip()}[kind]
    return [*before, Pair(last.input, bad)]


def _input_first(request: Request, pairs: Sequence[Pair]) -> str:
    words = request.words
    blocks = []
    for n, (given, output) in enumerate(pairs, 1):
        head = f"{words.example}{words.space}{n}\n" if words.example else ""
        answer = f"{words.output}{words.colon}{output}"
        blocks.append(f"{head}{words.input}{words.colon}{given}\n{answer}" if given else answer)
    return "\n".join(block.rstrip() for block in blocks)


def _output_first(request: Request, pairs: Sequence[Pair]) -> str:
    words = request.words
    inputs = [f"\n{words.input}{words.colon}{given}" if given else "" for given, _output in pairs]
    blocks = [f"{words.label}{words.colon}{pair.output}{given}" for pair, given in zip(pairs, inputs, strict=True)]
    return "\n".join(block.rstrip() for block in blocks)
