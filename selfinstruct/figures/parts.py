"""The parts of an overview: plain numbers and texts, `None` for what is not known. `dataclasses.asdict` makes JSON of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Unit = Literal["words", "characters"]


@dataclass(frozen=True, slots=True)
class Count:
    """How often a text is there."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Table:
    """The method paper's table of what was generated (Wang et al. 2023, table 1), of the tasks.

    unit: of the lengths: words, or characters that are not white space, as the language counts its instructions.
    instructions: one a task. classifications, others: of them, None where nobody decided. instances: of all tasks together.
    empty_inputs: instances whose input is "". The lengths are means; of the inputs, those that are not empty count.
    """

    unit: Unit
    instructions: int
    classifications: int | None
    others: int | None
    instances: int
    empty_inputs: int
    instruction_length: float | None
    input_length: float | None
    output_length: float | None


@dataclass(frozen=True, slots=True)
class Funnel:
    """From what a model proposed to what is left, in rows of the run's files.

    asked: tasks, by the last command. proposed: texts that were judged: accepted and refused by `generate`; an answer without
    a text counts as one. classified, with_instances: instructions, None in recipes without these stages.
    refused: stage or step -> rows that it refused. curated: tasks.
    """

    asked: int | None
    proposed: int
    accepted: int
    classified: int | None
    with_instances: int | None
    curated: int
    refused: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Histogram:
    """Values in bins. Bin i holds values above edges[i] up to edges[i + 1]; the first also its lower edge.

    edges: one more than counts. above: values above the last edge. count: all values. mean, median, least, most: of all.
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    above: int
    count: int
    mean: float
    median: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Lengths:
    """Lengths in `unit`, of instructions, of inputs that are not empty and of outputs; None where there are none."""

    unit: Unit
    instruction: Histogram | None
    input: Histogram | None
    output: Histogram | None


@dataclass(frozen=True, slots=True)
class Verb:
    """A main verb and its commonest objects, at most 4. count: instructions that have it; with_object: and an object."""

    verb: str
    count: int
    with_object: int
    objects: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Verbs:
    """What instructions ask to do: the 20 commonest verbs, those with the most objects first, as in the method paper.

    texts: instructions looked at. with_verb: in how many a verb was found; with_object: also its object, None where the
    language tells verbs alone. different_verbs: in all. coverage: the share of the texts that is counted, from 0 to 1: with a
    verb and an object, or with a verb where objects are not told. method: how they were found, in a sentence.
    """

    verbs: tuple[Verb, ...]
    texts: int
    with_verb: int
    with_object: int | None
    different_verbs: int
    coverage: float
    method: str


@dataclass(frozen=True, slots=True)
class Openers:
    """How instructions begin: the 20 commonest first words and first two words, without case and the signs around them.

    texts: instructions looked at. different_one, different_two: how many there are in all.
    """

    texts: int
    one: tuple[Count, ...]
    two: tuple[Count, ...]
    different_one: int
    different_two: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts and their ROUGE-L F. id, text: the later one. other_id: None for a text that is no instruction of the run."""

    score: float
    id: str
    text: str
    other_id: str | None
    other: str


@dataclass(frozen=True, slots=True)
class Similarity:
    """How like others instructions are, as ROUGE-L F from 0 to 1 on the language's tokens.

    threshold: an instruction above it is refused; the language's own for a file. to_seed: to the nearest seed task.
    to_pool: to the nearest text of the pool when it was accepted. nearest: the 20 pairs with the highest scores, highest first.
    """

    threshold: float | None
    to_seed: Histogram | None
    to_pool: Histogram | None
    nearest: tuple[Pair, ...] | None


@dataclass(frozen=True, slots=True)
class Point:
    """How far `generate` was after a request.

    request: its number, from 0. accepted, refused: texts up to here. rate: accepted of these, from 0 to 1. recent: the same
    since the point before.
    """

    request: int
    accepted: int
    refused: int
    rate: float
    recent: float


@dataclass(frozen=True, slots=True)
class Example:
    """A refused text and the particulars, each cut to 200 characters. request: the number of the request that it came from."""

    text: str
    detail: str
    request: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why texts were refused, how often, and the first 3 of them."""

    reason: str
    count: int
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Refusals:
    """What a stage or a step of curation refused; the commonest reason first."""

    stage: str
    count: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class StageUse:
    """What a stage used up, by the log. failed: requests that can never have an answer. Tokens: as the backends bill them.

    cost: US dollars; 0 where nobody is paid, None where a price is not known.
    """

    stage: str
    requests: int
    failed: int
    prompt_tokens: int
    completion_tokens: int
    cost: float | None


@dataclass(frozen=True, slots=True)
class Repetition:
    """Outputs that stand there more than once: the same text but for case, width and white space.

    outputs: of tasks that are not classifications, whose labels repeat by nature. repeated: those that an earlier one equals.
    commonest: at most 10 texts that are there more than once, cut to 200 characters.
    """

    outputs: int
    repeated: int
    commonest: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where tasks are from. answered_by: "backend: model" -> answers in the log; for a file its tasks' sources, None without.

    for_training: False when a backend that must not be trained on has answered, None when nobody is known to have.
    recipe to versions: None for a file. settings: all that fix the run's records, under the names of `run.toml`, but for
    addresses of servers; files are named without their folders. sampling: stage -> backend, model and how it samples.
    begun, ended: when the first and the last answer came (UTC, ISO 8601).
    """

    answered_by: tuple[Count, ...] | None
    for_training: bool | None
    recipe: str | None
    settings: Mapping[str, Any] | None
    sampling: Mapping[str, Mapping[str, Any]] | None
    versions: Mapping[str, str] | None
    begun: str | None
    ended: str | None
