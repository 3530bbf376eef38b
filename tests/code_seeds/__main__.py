"""Run the answers of one language: a JSON list of jobs on standard input, a JSON list of outcomes on standard output.

A job is {"name", "input", "output", "number", "seconds"}. An outcome is "" when the check passed, "missing: ..." when a program
is not installed, and else how it failed.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

from code_seeds.answer import Answer, MissingProgramError


class TimeUpError(BaseException):
    """Not an Exception: an answer that catches those must not catch this."""


def main() -> None:
    """Answer every job, in a folder of its own."""
    checks = importlib.import_module(f"code_seeds.{sys.argv[1]}")
    home, environment = Path.cwd(), dict(os.environ)
    outcomes = []
    for job in json.load(sys.stdin):
        with tempfile.TemporaryDirectory(dir=home) as folder:
            os.chdir(folder)
            outcomes.append(_outcome(checks, job))
            os.chdir(home)
        os.environ.clear()
        os.environ.update(environment)
    json.dump(outcomes, sys.stdout)


def _outcome(checks: Any, job: dict[str, Any]) -> str:
    answer = Answer(job["input"], job["output"], job["number"])
    signal.signal(signal.SIGALRM, _time_up)
    signal.setitimer(signal.ITIMER_REAL, job["seconds"])
    try:
        getattr(checks, job["name"])(answer)
        unused = answer.blocks.keys() - answer.used
        assert not unused, f"blocks that no check looks at: {sorted(unused)}"
    except MissingProgramError as error:
        return f"missing: {error}"
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        return traceback.format_exc()  # outcomes of pytest.raises are no Exceptions
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return ""


def _time_up(*_: object) -> None:
    raise TimeUpError


if __name__ == "__main__":
    main()
