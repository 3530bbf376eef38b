"""The seed tasks of each language: enough of them, sound, varied, and fit for the language's own filters."""

from __future__ import annotations

from collections import Counter

import pytest

from selfinstruct.plugins import load
from selfinstruct.rouge import new_references
from selfinstruct.taskfile import read_tasks

LANGUAGES = load().languages()
CODES = ["en", "ko", "ja"]


@pytest.mark.parametrize("code", CODES)
def test_there_are_enough_of_every_kind(code: str) -> None:
    tasks = read_tasks(LANGUAGES[code].seeds, code)

    assert len(tasks) >= 60
    assert sum(task.is_classification for task in tasks) >= 12
    assert 0.3 <= sum(bool(task.instances[0].input) for task in tasks) / len(tasks) <= 0.7
    assert all(1 <= len(task.instances) <= 3 for task in tasks)
    assert len({task.kind for task in tasks}) >= 20


@pytest.mark.parametrize("code", CODES)
def test_a_classification_shows_its_labels(code: str) -> None:
    for task in read_tasks(LANGUAGES[code].seeds, code):
        if task.is_classification:
            outputs = {instance.output for instance in task.instances}
            assert len(outputs) > 1, task.id
            assert all(output.casefold() in task.instruction.casefold() for output in outputs), task.id


@pytest.mark.parametrize("code", CODES)
def test_no_two_are_alike(code: str) -> None:
    language = LANGUAGES[code]
    tokens = [language.tokens(task.instruction) for task in read_tasks(language.seeds, code)]
    references = new_references()

    verdicts = [references.judge([one], 0.5)[0] for one in tokens]

    assert all(verdict.accepted for verdict in verdicts)


@pytest.mark.parametrize("code", CODES)
def test_openings_differ(code: str) -> None:
    openings = Counter(tuple(task.instruction.split()[:2]) for task in read_tasks(LANGUAGES[code].seeds, code))

    assert max(openings.values()) <= 3
