"""How varied a set of tasks is, in figures: how they begin, what they ask for and how, how long and how like they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from selfinstruct.language import Language
from selfinstruct.records import Task
from selfinstruct.rouge import new_references

SHOWN = 10
"""Of openers and verbs the commonest ones are told."""

_EDGES = "\"'“”‘’«»「」『』()（）[]【】.,:;!?。、：！？…"


@dataclass(frozen=True, slots=True)
class Spread:
    """Least, middle and greatest of some numbers."""

    least: int
    median: float
    most: int


@dataclass(frozen=True, slots=True)
class Variety:
    """The figures of a set of tasks; a share of nothing is 0.

    with_input: tasks of which an instance has an input. instances: of a task. words: of an instruction, as the language counts
    them, or between white space; length: in the unit of the language's limits. openers, verbs: the commonest first two words
    and main verbs with their counts; different_openers, different_verbs: of all. with_verb: tasks whose verb was found;
    verbs and moods are empty where the language tells none. closest: the highest ROUGE-L of two instructions.
    """

    tasks: int
    classifications: int
    with_input: int
    instances: Spread
    mean_instances: float
    words: Spread
    length: Spread
    unit: str
    different_openers: int
    openers: Mapping[str, int]
    with_verb: int
    different_verbs: int
    verbs: Mapping[str, int]
    moods: Mapping[str, int]
    kinds: Mapping[str, int]
    closest: float

    @property
    def top_opener_share(self) -> float:
        """The share of tasks that begin with the commonest two words."""
        return self.share(max(self.openers.values(), default=0))

    def share(self, count: int) -> float:
        """A count of tasks as a share of all."""
        return count / self.tasks if self.tasks else 0.0


def variety(tasks: Sequence[Task], language: Language) -> Variety:
    """Count what there is."""
    texts = [task.instruction for task in tasks]
    openers = Counter(opener(text, language) for text in texts)
    verbs = Counter(verb for text in texts if language.main_verb and (verb := language.main_verb(text)))
    moods = Counter(mood for text in texts if language.mood and (mood := language.mood(text)))
    instances = [len(task.instances) for task in tasks]
    return Variety(
        tasks=len(tasks),
        classifications=sum(task.is_classification for task in tasks),
        with_input=sum(any(instance.input for instance in task.instances) for task in tasks),
        instances=_spread(instances),
        mean_instances=fmean(instances) if instances else 0.0,
        words=_spread([len(words(text, language)) for text in texts]),
        length=_spread([language.length.count(text) for text in texts]),
        unit=language.length.unit,
        different_openers=len(openers),
        openers=dict(openers.most_common(SHOWN)),
        with_verb=verbs.total(),
        different_verbs=len(verbs),
        verbs=dict(verbs.most_common(SHOWN)),
        moods=dict(moods.most_common()),
        kinds=dict(Counter(task.kind for task in tasks if task.kind).most_common()),
        closest=closest(texts, language),
    )


def words(text: str, language: Language) -> list[str]:
    """The words of a text as the language counts them, or what white space parts."""
    return language.words(text) if language.words else text.split()


def opener(text: str, language: Language) -> str:
    """The first two words of an instruction, without the signs around them."""
    bare = (word.strip(_EDGES).casefold() for word in words(text, language))
    return " ".join([word for word in bare if word][:2])


def closest(texts: Sequence[str], language: Language) -> float:
    """The highest ROUGE-L F of any two texts."""
    references, best = new_references(), 0.0
    for text in texts:
        tokens = language.tokens(text)
        if found := references.best_above([tokens], best)[0]:
            best = found[1]
        references.extend([tokens])
    return best


def _spread(numbers: Sequence[int]) -> Spread:
    return Spread(min(numbers), median(numbers), max(numbers)) if numbers else Spread(0, 0, 0)
