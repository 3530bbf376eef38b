"""How a run went: what is left after each stage, how acceptance changed, what was refused and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from selfinstruct.figures.parts import Example, Funnel, Point, Reason, Refusals
from selfinstruct.figures.sources import Source
from selfinstruct.figures.wording import shortened
from selfinstruct.records import Rejection
from selfinstruct.runfolder import CLASSIFICATIONS, INSTANCES, RunFolder
from selfinstruct.settings import Settings

POINTS, EXAMPLES = 200, 3


def funnel(source: Source, settings: Settings) -> Funnel:
    """What is left after each stage."""
    folder = RunFolder(source.path)
    refused = {stage: len(source.rejections.get(stage, ())) for stage in _refusing(settings)}
    asked: Any = source.limits.get("n")
    return Funnel(
        asked=asked,
        proposed=len(source.instructions) + refused["generate"],
        accepted=len(source.instructions),
        classified=folder.count(CLASSIFICATIONS) if "classify" in settings.stages else None,
        with_instances=folder.count(INSTANCES) if "instances" in settings.stages else None,
        curated=len(source.tasks),
        refused=refused,
    )


def acceptance(source: Source) -> tuple[Point, ...]:
    """How many texts `generate` accepted and refused, request by request; evenly chosen requests where there are many."""
    accepted = Counter(row["request_idx"] for row in source.instructions.values())
    refused = Counter(rejection.request_idx for rejection in source.rejections.get("generate", ()))
    requests = sorted({*accepted, *refused})
    steps = min(POINTS, len(requests))
    ends = [len(requests) * step // steps for step in range(1, steps + 1)]
    points: list[Point] = []
    good = bad = 0
    for begin, end in zip([0, *ends], ends, strict=False):
        new = sum(accepted[request] for request in requests[begin:end])
        lost = sum(refused[request] for request in requests[begin:end])
        good, bad = good + new, bad + lost
        points.append(Point(requests[end - 1], good, bad, good / (good + bad), new / (new + lost)))
    return tuple(points)


def refusals(source: Source, settings: Settings) -> tuple[Refusals, ...]:
    """What each stage refused, where it refused anything."""
    found = ((stage, source.rejections.get(stage, ())) for stage in _refusing(settings))
    return tuple(Refusals(stage, len(rejections), _reasons(rejections)) for stage, rejections in found if rejections)


def _reasons(rejections: Iterable[Rejection]) -> tuple[Reason, ...]:
    counts: Counter[str] = Counter()
    examples: defaultdict[str, list[Example]] = defaultdict(list)
    for each in rejections:
        counts[each.reason] += 1
        if len(examples[each.reason]) < EXAMPLES:
            examples[each.reason].append(Example(shortened(each.text), shortened(each.detail), each.request_idx))
    return tuple(Reason(reason, count, tuple(examples[reason])) for reason, count in counts.most_common())


def _refusing(settings: Settings) -> Sequence[str]:
    """The stages and steps that may refuse, in order."""
    return (*settings.how.stages, "curate", *settings.curation.steps)
