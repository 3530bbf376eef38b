"""How instructions are worded: how they begin, what they ask to do; and outputs that repeat."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from selfinstruct.figures.parts import Count, Openers, Repetition, Verb, Verbs
from selfinstruct.language import Language
from selfinstruct.records import Task
from selfinstruct.text import key
from selfinstruct.variety import opener

_T = TypeVar("_T")

OPENERS, VERBS, OBJECTS, REPEATED = 20, 20, 4, 10
"""The commonest ones of each are told."""

SHOWN = 200
"""Characters of a long text that are shown."""


def shortened(text: str) -> str:
    """A text cut to what is shown of it."""
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def commonest(counted: Mapping[str, int], most: int | None = None) -> tuple[Count, ...]:
    """The texts with the highest counts; among equals those that came first."""
    return tuple(Count(text, count) for text, count in Counter(counted).most_common(most))


def kinds(tasks: Sequence[Task]) -> tuple[Count, ...] | None:
    """Tasks by kind; None where none says what it is."""
    found = Counter(task.kind for task in tasks if task.kind)
    return commonest(found) if found else None


def openers(texts: Sequence[str], language: Language) -> Openers:
    """How the texts begin."""
    two = Counter(begin for text in texts if (begin := opener(text, language)))
    one: Counter[str] = Counter()
    for begin, count in two.items():
        one[begin.partition(" ")[0]] += count
    return Openers(len(texts), commonest(one, OPENERS), commonest(two, OPENERS), len(one), len(two))


def verbs(texts: Sequence[str], language: Language) -> Verbs | None:
    """What the texts ask to do, None where the language tells no verbs."""
    if (told := _told(texts, language)) is None:
        return None
    pairs, with_objects = told
    counted = Counter(verb for verb, _ in pairs)
    objects: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for verb, noun in pairs:
        if noun is not None:
            objects[verb][noun] += 1
    ranked = sorted(counted, key=lambda verb: (-objects[verb].total(), -counted[verb]))
    with_object = sum(found.total() for found in objects.values())
    found = with_object if with_objects else counted.total()
    return Verbs(
        verbs=tuple(
            Verb(verb, counted[verb], objects[verb].total(), commonest(objects[verb], OBJECTS)) for verb in ranked[:VERBS]
        ),
        texts=len(texts),
        with_verb=counted.total(),
        with_object=with_object if with_objects else None,
        different_verbs=len(counted),
        coverage=found / len(texts) if texts else 0.0,
        method=(language.verb_noun_method if with_objects else "") or _METHOD[with_objects],
    )


_METHOD = {
    True: "the main verb and its object's noun, by the rules of the language's plugin: a heuristic, no full parse",
    False: "the main verb alone, by the rules of the language's plugin: a heuristic, no full parse",
}


def _told(texts: Iterable[str], language: Language) -> tuple[list[tuple[str, str | None]], bool] | None:
    """The pairs that were found, and whether the language tells objects."""
    if pair_of := language.verb_noun:
        return [pair for text in texts if (pair := _found(pair_of, text))], True
    if verb_of := language.main_verb:
        return [(verb, None) for text in texts if (verb := _found(verb_of, text))], False
    return None


@lru_cache(maxsize=1 << 18)
def _found(find: Callable[[str], _T], text: str) -> _T:
    """Kept, as the same instructions are counted again and again while somebody watches a run; some plugins take 1 ms each."""
    return find(text)


def repetition(tasks: Sequence[Task]) -> Repetition:
    """Outputs that stand there more than once."""
    outputs = [instance.output for task in tasks if not task.is_classification for instance in task.instances]
    first: dict[str, str] = {}
    counted: Counter[str] = Counter()
    for output in outputs:
        name = key(output)
        first.setdefault(name, output)
        counted[name] += 1
    top = [(name, count) for name, count in counted.most_common(REPEATED) if count > 1]
    shown = tuple(Count(shortened(first[name]), count) for name, count in top)
    return Repetition(len(outputs), len(outputs) - len(counted), shown)
