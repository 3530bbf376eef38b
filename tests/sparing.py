"""Work that says nothing about the project, and that hundreds of runs in one process would do again and again."""

from __future__ import annotations

import functools
import importlib.metadata
import os
import pickle
import ssl
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from selfinstruct import plugins, resources, seedtasks
from selfinstruct.prompts import PromptBook
from selfinstruct.records import Task


def spare(patch: pytest.MonkeyPatch) -> None:
    """Parse what is the same once, wait for no disk (no test sees the power fail), read no list of authorities."""
    _parse_once(patch)
    _look_once(patch)
    patch.setattr(os, "fsync", os.fstat)
    patch.setattr(ssl.SSLContext, "load_verify_locations", lambda *_, **__: None)


def _parse_once(patch: pytest.MonkeyPatch) -> None:
    """Prompt books and their templates, which every stage reads, and seed tasks."""
    loads, read = tomllib.loads, seedtasks.read_tasks
    environment = PromptBook(resources.prompts("en"))._environment
    environment.from_string = functools.cache(environment.from_string)  # type: ignore[method-assign]

    @functools.cache
    def tables(text: str) -> bytes:
        return pickle.dumps(loads(text))

    @functools.cache
    def tasks(_: bytes, file: Path, language: str) -> tuple[Task, ...]:
        return tuple(read(file, language))

    def read_tasks(file: Path, language: str) -> list[Task]:
        return list(tasks(file.read_bytes(), file, language)) if file.is_file() else read(file, language)

    patch.setattr(tomllib, "loads", lambda text: pickle.loads(tables(text)))  # noqa: S301
    patch.setattr(PromptBook, "_environment", property(lambda _: environment))
    patch.setattr(seedtasks, "read_tasks", read_tasks)


def _look_once(patch: pytest.MonkeyPatch) -> None:
    """What is installed on the path that the session began with."""
    about: dict[str, Any] = {}
    parse, find, path = importlib.metadata.Distribution.metadata.fget, plugins.entry_points, list(sys.path)  # type: ignore[attr-defined]
    found = functools.cache(find)

    def metadata(package: importlib.metadata.PathDistribution) -> Any:
        where = str(package._path)  # type: ignore[attr-defined]
        return about[where] if where in about else about.setdefault(where, parse(package))

    patch.setattr(importlib.metadata.Distribution, "metadata", property(metadata))
    patch.setattr(plugins, "entry_points", lambda **of: found(**of) if sys.path == path else find(**of))
