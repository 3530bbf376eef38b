"""Reads instances: `Example 1 / Input: / Output:` blocks, or `Class label: / Input:` blocks.

The labels may come in bold, as headings, in brackets, numbered, with half- or full-width colons, in the language or in English.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial

from selfinstruct.parse.answer import answer_lines, fence, fenced, unfenced
from selfinstruct.parse.labels import apart, label_inside, labels, named
from selfinstruct.parse.parts import Part, ended, examples, parts, without_heading
from selfinstruct.parse.structured import json_in, paired
from selfinstruct.prompts import Markers
from selfinstruct.records import Instance
from selfinstruct.text import clean, key

_PLAIN = re.compile(r"[\[\](){}<>（）【】「」*_`.。\s]+")
_DASHES = re.compile(r"[-–—ー−]*\Z")
_WRAPS = (
    *(("**", "**"), ("__", "__"), ("*", "*"), ("`", "`"), ('"', '"'), ("'", "'"), ("“", "”"), ("‘", "’"), ("「", "」")),
    *(("『", "』"), ("[", "]"), ("【", "】"), ("《", "》"), ("(", ")"), ("（", "）")),
)
_ROUND = "(（"
_LETTERED = 2
"""Characters up to which what stands in round brackets is one of several answers, as in `(b)`."""
_Pair = tuple[list[Part], str]
"""The parts of an input, and the output."""

_NAME_LENGTH, _WIDE_NAME_LENGTH = 24, 10
"""Characters up to which a class label is a name and no sentence, in Latin and in other letters."""


def parse_input_first(text: str, markers: Markers, *, structured: bool = False, cut: bool = False) -> list[Instance]:
    """Instances of an answer that gives input, then output. An input under a name of the model's own is kept with it.

    structured: JSON was asked for; what is JSON and nothing else is read anyway. cut: the answer was ended by its length
    limit, so the last instance is not whole; in JSON, when that one is lost, an empty one stands in its place.
    """
    words = {"input": markers.input, "output": markers.output}
    as_json = partial(_from_json, text, markers, (*markers.output, *markers.label), cut=cut)
    as_text = (_input_first(lines, markers) for lines in _readings(text, words))
    return _first(as_json, as_text, structured=structured)


def parse_output_first(text: str, markers: Markers, *, structured: bool = False, cut: bool = False) -> list[Instance]:
    """Instances of an answer that gives a class label, then the input that has it, or the two the other way round.

    structured, cut: as in `parse_input_first`.
    """
    words = {"label": markers.label, "input": markers.input}
    as_json = partial(_from_json, text, markers, (*markers.label, *markers.output), cut=cut)
    as_text = (_output_first(lines, markers) for lines in _readings(text, words))
    return _classes(_first(as_json, as_text, structured=structured))


def _first(
    as_json: Callable[..., list[Instance] | None], as_text: Iterator[list[Instance]], *, structured: bool
) -> list[Instance]:
    """The first reading that finds anything: what was asked for, then the other."""
    found = as_json(alone=not structured)
    if found is None:
        found = next(filter(None, as_text), [])
    return found if found or structured else as_json(alone=False) or []


def _from_json(text: str, markers: Markers, outputs: Sequence[str], *, alone: bool, cut: bool) -> list[Instance] | None:
    json = "\n".join(answer_lines(text))
    pairs = json_in(json, lambda read: paired(read, markers.input, outputs), alone=alone)
    if pairs is None:
        return None
    given = [pair._replace(input="" if is_noinput(pair.input, markers) else pair.input) for pair in pairs]
    made = [Instance(pair.input, pair.output) for pair in given if pair.whole and (pair.input or pair.output)]
    torn = [Instance(pair.input, pair.output) for pair in given if not pair.whole]
    if cut:
        made += torn or [Instance("", "")]
    else:
        # It can not be used, and is refused later for the output that it lacks.
        made += [Instance(instance.input, "") for instance in torn if instance.input]
    return made if any(instance.output for instance in made) else []


def is_noinput(text: str, markers: Markers) -> bool:
    """Whether an input says that there is none: `<noinput>`, `N/A`, `(없음)`, `なし` and their like."""
    return _DASHES.match(key(text)) is not None or _bare(text) in _noinputs(markers.noinput)


@lru_cache
def _noinputs(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(filter(None, map(_bare, words)))


def _bare(text: str) -> str:
    return _PLAIN.sub("", key(text)).strip("-–—:")


def _readings(text: str, words: dict[str, tuple[str, ...]]) -> Iterator[list[str]]:
    """The answer's lines, out of a fence round them all; then without any fence; then with each label on a line of its own."""
    lines = answer_lines(text)
    yield unfenced("\n".join(lines)).split("\n")
    bare = [line for line in lines if not fence(line)]
    if len(bare) < len(lines):
        yield bare
    yield apart("\n".join(bare), words).split("\n")


def _input_first(lines: list[str], markers: Markers) -> list[Instance]:
    heads = examples(lines, fenced(lines), markers)
    lines = ended(lines, heads, markers)
    heads = [head for head in heads if head.line < len(lines)]
    ends = [*(head.line for head in heads[1:]), len(lines)]
    found = _pairs(lines[: heads[0].line] if heads else lines, None, markers)
    for head, end in zip(heads, ends, strict=False):
        block = [head.rest.lstrip(" -–:：の"), *lines[head.line + 1 : end]]
        found += _pairs(block if end == len(lines) else without_heading(block), head.rest, markers)
    numbered = any(_several(given) for given, _ in found)
    return _told([Instance(input_of(given, markers, numbered=numbered), output) for given, output in found])


def _told(found: list[Instance]) -> list[Instance]:
    """The instances that say anything. Without a single output the answer is no answer."""
    said = [instance for instance in found if instance.input or instance.output]
    return said if any(instance.output for instance in said) else []


def _pairs(lines: list[str], title: str | None, markers: Markers) -> list[_Pair]:
    """The instances of one example, whose line holds the title first, or of an answer without example lines (title None)."""
    code = fenced(lines)
    outputs, inputs = labels(lines, code, {"output": markers.output, "input": markers.input}).values()
    if title is not None and not label_inside(lines[0], (*markers.input, *markers.output)):
        lines = ["" if inputs or _bracketed(title) else lines[0], *lines[1:]]
    found = parts(lines, {"output": outputs, "input": inputs})
    before = _before(found[0].lines, whole=title is not None and not inputs)
    if before and outputs and not inputs and (name := named(before[0])):
        # The model names its inputs: the same name again begins the next one.
        again = labels(lines, code, {"own": (name,)})["own"]
        own = [label for label in again if label.line > outputs[0].line]
        found = parts(lines, {"output": outputs, "own": own})
    return _paired([Part("own", lines=before)] if before else [], found[1:])


def _before(lines: Sequence[str], *, whole: bool) -> list[str]:
    """What an instance gives before its first label: all of it under an example line, else what the model has named."""
    start = next((i for i, line in enumerate(lines) if (line.strip() if whole else named(line))), None)
    return list(lines[start:]) if start is not None else []


def _bracketed(title: str) -> bool:
    return clean(title)[:1] in {"(", "（", "[", "【"}


def _paired(given: list[Part], labelled: Sequence[Part]) -> list[_Pair]:
    found: list[_Pair] = []
    answered = needed = False
    for part in labelled:
        if part.role != "output":
            given.append(part)
            answered = False
        elif not (answered and needed):
            # A second output counts where there is no input; else it is another answer to the same.
            answered, needed = True, bool(given)
            found.append((given, part.text))
            given = []
    # An input whose output is missing is kept, so that its fault can be told.
    return [*found, (given, "")]


def input_of(given: Sequence[Part], markers: Markers, *, numbered: bool = False) -> str:
    """The text of one input. Several numbered parts keep their labels, as do those that the model has named.

    numbered: another input of the same answer has several, so that a single one keeps its label too.
    """
    several = numbered or _several(given)
    texts = []
    for part in given:
        name = f"{part.written} " if part.role == "own" or (several and part.ordinal) else ""
        texts.append("" if is_noinput(part.text, markers) else clean(name + part.text))
    return "\n".join(filter(None, texts))


def _several(given: Sequence[Part]) -> bool:
    return sum(bool(part.ordinal) for part in given) > 1


def _output_first(lines: list[str], markers: Markers) -> list[Instance]:
    heads = examples(lines, fenced(lines), markers)
    lines = ended(lines, heads, markers)
    roles = {"label": markers.label, "output": markers.output, "input": markers.input}
    found = labels(lines, fenced(lines), roles)
    classes, inputs = found["label"] or found["output"], found["input"]
    if not classes or (not inputs and any(apart(label.rest, roles) != label.rest for label in classes)):
        return []
    heads = [head for head in heads if head.line < len(lines)]
    first, *rest = parts(lines, {"label": classes, "input": inputs, "example": heads})
    before = [] if inputs else _before(first.lines, whole=False)
    # Under an example line may stand an input without a label of its own.
    rest = [part for part in rest if part.role != "example" or (part.text and not inputs)]
    if rest[0].role != "label" or (before and not rest[-1].below):
        return _told(_label_last([Part("own", lines=before)] if before else [], rest, markers))
    return _told(_label_first([part for part in rest if part.role != "example"], markers))


def _label_first(labelled: Sequence[Part], markers: Markers) -> list[Instance]:
    groups: list[tuple[str, list[Part]]] = []
    below = not any(part.role == "input" for part in labelled)
    for part in labelled:
        if part.role == "label":
            own = part.below if below else ""
            groups.append((part.first if below else part.text, [Part("own", lines=[own])]))
            continue
        name, given = groups[-1]
        # Numbered inputs are parts of one; without numbers each is an instance of the label.
        if given[-1].role == "own" or (part.ordinal and given[-1].ordinal):
            given.append(part)
        else:
            groups.append((name, [part]))
    return [Instance(input_of(given, markers), name) for name, given in groups]


def _label_last(given: list[Part], labelled: Sequence[Part], markers: Markers) -> list[Instance]:
    found: list[Instance] = []
    unnamed = not any(part.role == "input" for part in labelled)
    for part in labelled:
        if part.role != "label":
            given.append(part)
            continue
        found.append(Instance(input_of(given, markers), part.first))
        given = [Part("own", lines=[part.below])] if unnamed and part.below else []
    return [*found, Instance(input_of(given, markers), "")]


def _classes(found: Sequence[Instance]) -> list[Instance]:
    """The instances with bare class labels; full stops go when all labels of the answer are names and not sentences."""
    names = [_bared(instance.output, stop=True) for instance in found]
    if not all(len(name) <= (_NAME_LENGTH if name.isascii() else _WIDE_NAME_LENGTH) for name in names):
        names = [_bared(instance.output, stop=False) for instance in found]
    return [Instance(instance.input, name) for instance, name in zip(found, names, strict=True)]


def _bared(text: str, *, stop: bool) -> str:
    """A class label without quotes, brackets, bold marks and a full stop. Several lines stay as they are."""
    before, text = "", clean(text)
    while text != before and "\n" not in text:
        before = text
        if stop and len(text) > 1 and text[-1] in ".。" and text.count(text[-1]) == 1:
            text = text[:-1]
        for opening, closing in _WRAPS:
            inner = text.removeprefix(opening).removesuffix(closing)
            if opening in _ROUND and len(inner) <= _LETTERED:
                continue
            if text == opening + inner + closing and inner.strip() and opening not in inner and closing not in inner:
                text = inner.strip()
    return text
