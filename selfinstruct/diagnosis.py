"""Whether this machine is ready, and if not, what is missing."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from selfinstruct.errors import SelfInstructError
from selfinstruct.keys import api_key
from selfinstruct.options import Options
from selfinstruct.pipeline import whole
from selfinstruct.plugins import Plugins
from selfinstruct.progress import Progress
from selfinstruct.rouge import kernel
from selfinstruct.runs import open_new

KEYS = ("GROQ_API_KEY", "OPENAI_API_KEY")
_TRIAL = 3


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was found. keys: whether each is set, never its value; trials: language -> why a small run failed, or None."""

    machine: str
    packages: Mapping[str, str]
    failures: tuple[str, ...]
    kernel: str
    keys: Mapping[str, bool]
    trials: Mapping[str, str | None]

    @property
    def good(self) -> bool:
        """Whether every plugin loaded and every trial went through."""
        return not self.failures and not any(self.trials.values())


def diagnose(plugins: Plugins) -> Diagnosis:
    """Look at versions and keys, and run a small job from end to end in every language."""
    trials = {code: _trial(code, plugins) for code in plugins.languages()}
    return Diagnosis(
        machine=f"python {platform.python_version()}, {sys.platform}, {os.cpu_count()} cores",
        packages={provider.package: provider.version for provider in plugins.providers.values()},
        failures=tuple(map(str, plugins.failures)),
        kernel=kernel(),
        keys={name: api_key(name) is not None for name in KEYS},
        trials=trials,
    )


def _trial(code: str, plugins: Plugins) -> str | None:
    """A run of three tasks on the offline backend, in a folder that is thrown away."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            options = Options(lang=code, n=_TRIAL, backend="offline", out=Path(folder) / "run")
            with open_new(options, plugins, Progress()) as run:
                whole(run, _TRIAL)
    except SelfInstructError as error:
        return f"{error.message}; {error.hint}"
    return None
