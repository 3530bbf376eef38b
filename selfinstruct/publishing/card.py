"""The card of a data set: the header that the hub reads, and what people should know before they use it."""

from __future__ import annotations

from collections.abc import Mapping

from selfinstruct.publishing import passages, reproduction
from selfinstruct.publishing.facts import REJECTIONS, Facts
from selfinstruct.publishing.markup import front, sound, words

CARD = "README.md"

_SIZES = {
    1_000: "n<1K",
    10_000: "1K<n<10K",
    100_000: "10K<n<100K",
    1_000_000: "100K<n<1M",
    10_000_000: "1M<n<10M",
    100_000_000: "10M<n<100M",
}
_LARGEST = "100M<n<1B"


def card(facts: Facts) -> str:
    """The text of `README.md`; the same facts give the same text."""
    sections = (
        f"# {words(facts.title)}",
        passages.warning(facts),
        passages.about(facts),
        passages.contents(facts),
        passages.figures(facts),
        passages.making(facts),
        passages.terms(facts),
        passages.filters(facts),
        passages.settings(facts),
        passages.limits(facts),
        reproduction.again(facts),
        reproduction.citation(facts),
    )
    return sound(front(header(facts)) + "\n" + "\n\n".join(filter(None, sections)) + "\n")


def header(facts: Facts) -> Mapping[str, object]:
    """What the hub finds data sets by, and how it reads this one."""
    return {
        "language": [facts.settings.lang],
        "license": facts.choices.license,
        "pretty_name": facts.title,
        "annotations_creators": ["machine-generated"],
        "language_creators": ["machine-generated"],
        "multilinguality": ["monolingual"],
        "source_datasets": ["original"],
        "size_categories": [size(sum(facts.rows.values()))],
        "task_categories": ["text-generation"],
        "tags": tags(facts),
        "configs": _configs(facts),
    }


def size(rows: int) -> str:
    """The hub's class of sizes for so many rows."""
    return next((name for below, name in _SIZES.items() if rows < below), _LARGEST)


def tags(facts: Facts) -> list[str]:
    """What it is found by; each once."""
    recipe = facts.settings.recipe
    found = ["self-instruct", "synthetic", "instruction-tuning", recipe]
    return list(dict.fromkeys([*found, *([] if facts.for_training else ["not-for-training"])]))


def _configs(facts: Facts) -> list[Mapping[str, object]]:
    splits = [{"split": side, "path": file} for side, file in facts.files.items()]
    default = {"config_name": "default", "default": True, "data_files": splits}
    refused = {"config_name": "rejections", "data_files": [{"split": "train", "path": REJECTIONS}]}
    return [default, *([refused] if facts.refused else [])]
