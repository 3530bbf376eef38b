"""The figures of a run equal a recount, written here anew from the run's files: every recipe in three languages."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from quickrows import crossed
from rouge_oracle import naive_f, naive_lcs
from test_pipeline import rows

import selfinstruct
from selfinstruct.figures.overview import Histogram, Overview, overview
from selfinstruct.figures.sources import language_of, read_source
from selfinstruct.language import Language
from selfinstruct.plugins import Plugins, load
from selfinstruct.taskfile import read_tasks

Row = Mapping[str, Any]
CASES = crossed(("en", "ko", "ja"), ("self-instruct", "alpaca", "instruction-output"))
RUNS = [pytest.param(case.values, marks=case.marks, id="-".join(map(str, case.values))) for case in CASES]
N = 16


class Made:
    """A run, its figures, and what they are counted from."""

    def __init__(self, folder: Path, plugins: Plugins) -> None:
        self.folder = folder
        self.figures = overview(source := read_source(folder), language_of(source, plugins))
        self.language: Language = plugins.language(source.lang)
        self.tasks, self.instructions = rows(folder, "tasks.jsonl"), rows(folder, "instructions.jsonl")
        self.log = rows(folder, "completions.jsonl")
        self.texts = [task["instruction"] for task in self.tasks]
        self.instances = [instance for task in self.tasks for instance in task["instances"]]

    def length(self, text: str) -> int:
        if self.language.code == "en":
            return len(text.split())
        return sum(not c.isspace() for c in text)

    def refused(self, stage: str) -> list[dict[str, Any]]:
        return rows(self.folder, "rejections.jsonl" if stage == "generate" else f"rejections.{stage}.jsonl")


def mean(values: Iterable[float]) -> float:
    known = list(values)
    return sum(known) / len(known)


def cut(text: str) -> str:
    return text if len(text) <= 200 else text[:199] + "…"


def top(texts: Iterable[str], most: int) -> list[tuple[str, int]]:
    """The commonest, among equals the first."""
    every = list(texts)
    return sorted(((text, every.count(text)) for text in dict.fromkeys(every)), key=lambda pair: -pair[1])[:most]


def binned(values: Sequence[float], edges: Sequence[float]) -> tuple[int, ...]:
    """Values in bins that hold their upper edge, the first one both."""
    bins = pairwise(edges)
    return tuple(sum(low < value <= high or (value == low == edges[0]) for value in values) for low, high in bins)


def check(histogram: Histogram | None, values: Sequence[float]) -> None:
    if not values:
        assert histogram is None
        return
    assert histogram
    assert histogram.count == len(values) == sum(histogram.counts) + histogram.above
    assert histogram.counts == binned(values, histogram.edges)
    assert histogram.above == sum(value > histogram.edges[-1] for value in values)
    assert (histogram.least, histogram.most) == (min(values), max(values))
    assert histogram.mean == pytest.approx(mean(values))
    assert histogram.median == median(values)


@pytest.fixture(scope="module", params=RUNS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    lang, recipe = request.param
    out = tmp_path_factory.mktemp("figures") / f"{lang}-{recipe}"
    plugins = load()
    curate = ("outputs", "judge") if recipe == "self-instruct" else ()
    selfinstruct.run(lang, N, backend="offline", recipe=recipe, out=out, plugins=plugins, curate=curate)
    return Made(out, plugins)


def test_the_table_of_the_paper(made: Made) -> None:
    table = made.figures.table
    assert table.unit == ("words" if made.language.code == "en" else "characters")
    assert table.instructions == len(made.tasks) == N
    yes = sum(task["is_classification"] for task in made.tasks)
    known = made.figures.origin.recipe == "self-instruct"
    assert (table.classifications, table.others) == ((yes, N - yes) if known else (None, None))
    assert table.instances == len(made.instances)
    assert table.empty_inputs == sum(instance["input"] == "" for instance in made.instances)
    assert table.instruction_length == pytest.approx(mean(map(made.length, made.texts)))
    given = [made.length(instance["input"]) for instance in made.instances if instance["input"]]
    assert table.input_length == (pytest.approx(mean(given)) if given else None)
    assert table.output_length == pytest.approx(mean(made.length(instance["output"]) for instance in made.instances))


def test_the_funnel_and_the_refusals(made: Made) -> None:
    figures, stages = made.figures, ("generate", "classify", "instances", "curate", "outputs", "judge")
    assert figures.funnel
    assert figures.refusals is not None
    if figures.origin.recipe != "self-instruct":
        stages = ("generate", "curate")
    refused = {stage: made.refused(stage) for stage in stages}
    assert figures.funnel.refused == {stage: len(found) for stage, found in refused.items()}
    assert figures.funnel.proposed == len(made.instructions) + len(refused["generate"])
    assert (figures.funnel.accepted, figures.funnel.curated) == (len(made.instructions), N)
    whole = figures.origin.recipe != "self-instruct"
    assert figures.funnel.classified == (None if whole else len(rows(made.folder, "classifications.jsonl")))
    assert figures.funnel.with_instances == (None if whole else len(rows(made.folder, "instances.jsonl")))
    assert [each.stage for each in figures.refusals] == [stage for stage in stages if refused[stage]]
    for each in figures.refusals:
        assert {r.reason: r.count for r in each.reasons} == Counter(row["reason"] for row in refused[each.stage])
        for reason in each.reasons:
            first = [row for row in refused[each.stage] if row["reason"] == reason.reason][:3]
            assert [example.request for example in reason.examples] == [row["request_idx"] for row in first]
            for example, row in zip(reason.examples, first, strict=True):
                assert (example.text, example.detail) == (cut(row["text"]), cut(row["detail"]))


def test_acceptance_request_by_request(made: Made) -> None:
    points = made.figures.acceptance
    assert points
    refused = made.refused("generate")
    requests = sorted({row["request_idx"] for row in (*made.instructions, *refused)})
    assert [point.request for point in points] == requests
    before = (0, 0)
    for point in points:
        good = sum(row["request_idx"] <= point.request for row in made.instructions)
        bad = sum(row["request_idx"] <= point.request for row in refused)
        assert (point.accepted, point.refused, point.rate) == (good, bad, good / (good + bad))
        new, lost = good - before[0], bad - before[1]
        assert point.recent == new / (new + lost)
        before = good, bad


def test_tokens_by_stage_and_who_answered(made: Made) -> None:
    assert made.figures.use
    told = {use.stage: (use.requests, use.failed, use.prompt_tokens, use.completion_tokens) for use in made.figures.use}
    for stage in {row["stage"] for row in made.log}:
        found = [row for row in made.log if row["stage"] == stage]
        tokens = [sum(row["usage"][name] for row in found) for name in ("prompt_tokens", "completion_tokens")]
        assert told.pop(stage) == (len(found), 0, *tokens)
    assert not told
    assert {use.cost for use in made.figures.use} == {0.0}
    origin = made.figures.origin
    assert origin.answered_by
    assert {by.text: by.count for by in origin.answered_by} == Counter(f"{row['backend']}: {row['model']}" for row in made.log)
    assert origin.for_training is False
    times = sorted(row["created_at"] for row in made.log)
    assert (origin.begun, origin.ended) == (times[0], times[-1])


def test_lengths(made: Made) -> None:
    lengths = made.figures.lengths
    assert lengths.unit == made.figures.table.unit
    check(lengths.instruction, [made.length(text) for text in made.texts])
    check(lengths.input, [made.length(instance["input"]) for instance in made.instances if instance["input"]])
    check(lengths.output, [made.length(instance["output"]) for instance in made.instances])


def test_openers(made: Made) -> None:
    begins = []
    for text in made.texts:
        words = made.language.words(text) if made.language.words else text.split()
        bare = ["".join(c for c in word.casefold() if unicodedata.category(c)[0] != "P") for word in words]
        begins.append([word for word in bare if word][:2])
    openers = made.figures.openers
    assert openers
    assert openers.texts == N
    assert [(each.text, each.count) for each in openers.one] == top((begin[0] for begin in begins), 20)
    assert [(each.text, each.count) for each in openers.two] == top(map(" ".join, begins), 20)
    assert openers.different_one == len({begin[0] for begin in begins})
    assert openers.different_two == len(set(map(tuple, begins)))


def test_verbs(made: Made) -> None:
    verbs, language = made.figures.verbs, made.language
    assert verbs
    if find := getattr(language, "verb_noun", None):
        pairs = [pair for text in made.texts if (pair := find(text))]
    else:
        assert language.main_verb
        pairs = [(verb, None) for text in made.texts if (verb := language.main_verb(text))]
    with_object = [verb for verb, noun in pairs if noun]
    counts = dict(top((verb for verb, _ in pairs), len(pairs)))
    assert (verbs.texts, verbs.with_verb, verbs.different_verbs) == (N, len(pairs), len(counts))
    assert verbs.with_object == (len(with_object) if find else None)
    assert verbs.coverage == (len(with_object) if find else len(pairs)) / N
    order = sorted(dict.fromkeys(verb for verb, _ in pairs), key=lambda verb: (-with_object.count(verb), -counts[verb]))
    assert [each.verb for each in verbs.verbs] == order[:20]
    for each in verbs.verbs:
        assert (each.count, each.with_object) == (counts[each.verb], with_object.count(each.verb))
        nouns = [noun for verb, noun in pairs if verb == each.verb and noun]
        assert [(found.text, found.count) for found in each.objects] == top(nouns, 4)


def test_rouge_to_the_nearest_seed(made: Made) -> None:
    seeds = []
    for seed in read_tasks(made.language.seeds, made.language.code):
        given = seed.instances[0].input
        joined = given and made.figures.origin.recipe == "instruction-output"
        seeds.append(made.language.tokens(f"{seed.instruction}\n\n{given}" if joined else seed.instruction))
    best = [
        max(naive_f(naive_lcs(tokens, seed), len(tokens), len(seed)) for seed in seeds)
        for tokens in map(made.language.tokens, made.texts)
    ]
    similarity = made.figures.similarity
    assert similarity.threshold == made.language.threshold
    assert similarity.to_seed
    assert similarity.to_seed.edges == tuple(i / 20 for i in range(21))
    check(similarity.to_seed, best)


def test_rouge_to_the_pool_and_the_nearest_pairs(made: Made) -> None:
    near = {row["id"]: row["most_similar"] for row in made.instructions}
    check(made.figures.similarity.to_pool, [max(near[task["id"]].values()) for task in made.tasks])
    ids = {task["instruction"]: task["id"] for task in made.tasks}
    pairs = [
        (score, task["id"], task["instruction"], ids.get(other), other)
        for task in made.tasks
        for other, score in near[task["id"]].items()
    ]
    pairs.sort(key=lambda pair: -pair[0])
    nearest = made.figures.similarity.nearest
    assert nearest
    assert [(pair.score, pair.id, pair.text, pair.other_id, pair.other) for pair in nearest] == pairs[:20]


def test_outputs_that_repeat(made: Made) -> None:
    outputs = [
        " ".join(unicodedata.normalize("NFKC", instance["output"]).casefold().split())
        for task in made.tasks
        if not task["is_classification"]
        for instance in task["instances"]
    ]
    repetition = made.figures.repetition
    assert repetition.outputs == len(outputs)
    assert repetition.repeated == sum(output in outputs[:place] for place, output in enumerate(outputs))
    assert [each.count for each in repetition.commonest] == [count for _, count in top(outputs, 10) if count > 1]


def test_all_of_it_is_json(made: Made) -> None:
    told = json.loads(json.dumps(asdict(made.figures), allow_nan=False))
    assert told["table"]["instructions"] == N
    assert set(told) == set(Overview.__dataclass_fields__)


def test_a_line_that_is_being_written_is_not_counted(made: Made) -> None:
    plugins = load()
    files = sorted(made.folder.glob("*.jsonl"))
    whole = {file: file.read_bytes() for file in files}
    for file, data in whole.items():
        last = data.split(b"\n")[-2] if data else b"{}"
        file.write_bytes(data + last[: len(last) // 2])
    source = read_source(made.folder)
    try:
        assert overview(source, language_of(source, plugins)) == made.figures
    finally:
        for file, data in whole.items():
            file.write_bytes(data)
