"""The code seeds: every answer is run and does what its task asks, and the tasks are as varied as seeds must be."""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from code_seeds.answer import Answer
from code_seeds.mutants import mutants

from selfinstruct import resources
from selfinstruct.filters import selfinstruct_instruction_fault
from selfinstruct.plugins import load
from selfinstruct.records import Task
from selfinstruct.rouge import new_references
from selfinstruct.stages.curate import usable
from selfinstruct.taskfile import read_tasks

CODES = ["en", "ko", "ja"]
LANGUAGES = load().languages()
TASKS = {code: read_tasks(resources.seeds(f"code.{code}"), code) for code in CODES}
EACH = [pytest.param(code, task, id=task.id) for code in CODES for task in TASKS[code]]
# Seeds that their own language's filters refuse, each with the reason why it is kept: none so far.
EXCEPTIONS: dict[str, str] = {}


def job(task: Task, number: int, output: str | None = None, seconds: float = 10) -> dict[str, Any]:
    """What the runner is told of one instance; `output` stands in for the right one."""
    instance = task.instances[number]
    given = instance.input
    return {"name": task.name, "input": given, "output": output or instance.output, "number": number, "seconds": seconds}


def outcomes(code: str, jobs: list[dict[str, Any]]) -> list[str]:
    """Run the checks of a language in a process of their own; see `code_seeds.__main__`."""
    settings = {"PYTHONPATH": str(Path(__file__).parent), "PYTHONUTF8": "1", "LC_ALL": "C"}
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-W", "error", "-m", "code_seeds", code]
        done = subprocess.run(
            command,
            input=json.dumps(jobs),
            capture_output=True,
            encoding="utf-8",
            cwd=folder,
            env={**os.environ, **settings},
            check=False,
        )
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


@cache
def results(code: str) -> dict[str, list[str]]:
    """Outcomes by task; all answers of a language are run at once, for the sake of time."""
    jobs = [job(task, number) for task in TASKS[code] for number in range(len(task.instances))]
    found: dict[str, list[str]] = {task.name: [] for task in TASKS[code]}
    for one, outcome in zip(jobs, outcomes(code, jobs), strict=True):
        found[one["name"]].append(outcome)
    return found


@pytest.mark.parametrize(("code", "task"), EACH)
def test_an_answer_does_what_its_task_asks(code: str, task: Task) -> None:
    failures = [outcome for outcome in results(code)[task.name] if outcome]

    if failures and all(failure.startswith("missing: ") for failure in failures):
        pytest.skip(failures[0])
    assert not failures, failures[0]


@pytest.mark.parametrize("code", CODES)
def test_every_task_has_its_check_and_every_check_its_task(code: str) -> None:
    checks = importlib.import_module(f"code_seeds.{code}")
    own = {name for name, value in vars(checks).items() if getattr(value, "__module__", "") == checks.__name__}

    assert {name for name in own if not name.startswith("_")} == {task.name for task in TASKS[code]}


@pytest.mark.parametrize("code", CODES)
def test_a_broken_input_does_not_pass_for_its_own_mending(code: str) -> None:
    checks = importlib.import_module(f"code_seeds.{code}")
    mended = [task for task in TASKS[code] if hasattr(getattr(checks, task.name), "mends")]
    jobs = [
        job(task, number, _fenced(instance.input, next(iter(Answer("", instance.output).blocks))), seconds=1)
        for task in mended
        for number, instance in enumerate(task.instances)
    ]

    assert len(mended) >= 4
    assert [one["name"] for one, outcome in zip(jobs, outcomes(code, jobs), strict=True) if not outcome] == []


@pytest.mark.parametrize("code", CODES)
def test_no_check_passes_an_empty_answer(code: str) -> None:
    jobs = [job(task, number, _emptied(task, number)) for task in TASKS[code] for number in range(len(task.instances))]

    assert [one["name"] for one, outcome in zip(jobs, outcomes(code, jobs), strict=True) if not outcome] == []


@pytest.mark.slow
@pytest.mark.parametrize("code", CODES)
def test_the_checks_refuse_code_with_one_thing_changed(code: str) -> None:
    jobs = []
    for task in TASKS[code]:
        for number, instance in enumerate(task.instances):
            right = Answer("", instance.output).blocks.get("python", "")
            jobs += [job(task, number, instance.output.replace(right, wrong), seconds=1) for wrong in mutants(right)]

    refused = sum(map(bool, outcomes(code, jobs)))

    # The rest means the same, or changes a seed of random numbers or an example of which nothing is said.
    assert refused / len(jobs) > 0.9


@pytest.mark.parametrize("code", CODES)
def test_there_are_enough_and_half_of_them_have_an_input(code: str) -> None:
    tasks = TASKS[code]

    assert len(tasks) >= 41
    assert [task.id for task in tasks] == [f"{code}-code-{number:03}" for number in range(1, len(tasks) + 1)]
    assert len({task.name for task in tasks}) == len(tasks)
    assert all(task.kind == "code" and not task.is_classification for task in tasks)
    assert all(1 <= len(task.instances) <= 2 for task in tasks)
    assert 0.4 <= sum(bool(task.instances[0].input) for task in tasks) / len(tasks) <= 0.6
    blocks = Counter(block for task in tasks for block in Answer("", task.instances[0].output).blocks)
    assert blocks["javascript"] <= 3
    assert min(blocks["python"], blocks["sql"], blocks["bash"]) >= 3


def test_the_languages_have_sets_of_their_own() -> None:
    names = [{task.name for task in TASKS[code]} for code in CODES]

    assert sum(map(len, names)) == len(set.union(*names))


@pytest.mark.parametrize("code", CODES)
def test_no_two_are_alike(code: str) -> None:
    language = LANGUAGES[code]
    tokens = [language.tokens(task.instruction) for task in TASKS[code]]

    assert all(verdict.accepted for verdict in new_references().judge(tokens, 0.5))


@pytest.mark.parametrize("code", CODES)
def test_they_can_be_used_beside_the_other_seeds(code: str) -> None:
    language = LANGUAGES[code]
    references = new_references()
    references.extend([language.tokens(task.instruction) for task in read_tasks(language.seeds, code)])

    above = references.best_above([language.tokens(task.instruction) for task in TASKS[code]], language.threshold)

    assert above == [None] * len(TASKS[code])


@pytest.mark.parametrize("code", CODES)
def test_openings_differ(code: str) -> None:
    openings = Counter(_opening(code, task.instruction) for task in TASKS[code])

    assert max(openings.values()) / len(TASKS[code]) <= 0.06


@pytest.mark.parametrize(("code", "task"), EACH)
def test_the_filters_of_its_language_pass_it(code: str, task: Task) -> None:
    language = LANGUAGES[code]
    instances = [{"input": instance.input, "output": instance.output} for instance in task.instances]
    row = {"instruction": task.instruction, "instances": instances, "finish_reason": "stop", "request_idx": 0}

    fault = selfinstruct_instruction_fault(task.instruction, language.tokens(task.instruction), language)
    refused = usable(row, language)[1]

    assert bool(fault or refused) == (task.id in EXCEPTIONS), fault or refused


def _fenced(code: str, language: str) -> str:
    """Broken code as an answer would show it, without the error that the input tells behind it."""
    return f"```{language}\n{re.split(r'^(?:Traceback|# TypeError)', code, flags=re.MULTILINE)[0].rstrip()}\n```"


def _emptied(task: Task, number: int) -> str:
    """An answer with code that does nothing in every block; the very words of one that has no block."""
    nothing = {"python": "pass", "sql": "SELECT 1 WHERE 0;", "bash": "true"}
    output = task.instances[number].output
    blocks = Answer("", output).blocks
    return "\n".join(f"```{language}\n{nothing.get(language, '')}\n```" for language in blocks) or "[]"


def _opening(code: str, instruction: str) -> tuple[str, ...]:
    """The first two words, or the first two morphemes where words are not set apart."""
    if code != "ja":
        return tuple(instruction.split()[:2])
    from selfinstruct_ja.morphemes import _tokenizer

    return tuple(morpheme.surface() for morpheme in list(_tokenizer().tokenize(instruction))[:2])
