"""The seed tasks of a run, as its recipe shows them."""

from __future__ import annotations

from dataclasses import replace

from selfinstruct.errors import ConfigError
from selfinstruct.language import Language
from selfinstruct.records import Instance, Task, joined
from selfinstruct.resolving import seed_file
from selfinstruct.settings import Settings
from selfinstruct.taskfile import read_tasks


def seed_tasks(settings: Settings, language: Language) -> list[Task]:
    """Those that requests may show. Raises ConfigError when the file can not be read, or none of its tasks is of use.

    Where the answers have no input, it is joined to the instruction.
    """
    seeds = read_tasks(seed_file(settings.seeds, language), settings.lang)
    if settings.classification_only:
        seeds = [task for task in seeds if task.is_classification]
        if not seeds:
            raise ConfigError("--classification-only: none of the seed tasks is a classification", hint="give other --seeds")
    return [_without_input(task) for task in seeds] if settings.how.form == "pairs" else seeds


def _without_input(task: Task) -> Task:
    first = task.instances[0]
    return replace(task, instruction=joined(task.instruction, first.input), instances=(Instance("", first.output),))
