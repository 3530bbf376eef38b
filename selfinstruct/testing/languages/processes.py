"""What a language promises of `tokens` from one process to the next: the same, as a run is gone on with in another."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from operator import attrgetter

from selfinstruct.testing.contract import NotTried, expect_none
from selfinstruct.testing.languages.case import LanguageCase, LanguageRule, own
from selfinstruct.testing.languages.hostiletexts import brief, shown

_PATIENCE = 120.0
"""Seconds for another process to load a dictionary and to answer."""

_SCRIPT = """
import importlib, json, operator, sys
sys.path[:], module, name, texts = json.loads(sys.stdin.read())
tokens = operator.attrgetter(name)(importlib.import_module(module))
told = json.dumps([tokens(text) for text in texts])
print(end="\\n" + told, flush=True)
"""


def _check_elsewhere(case: LanguageCase) -> None:
    module, name = _place(own(case.language.tokens))
    texts = case.short_texts
    told = _elsewhere(module, name, texts)
    changed = ((text, tokens) for text, tokens in zip(texts, told, strict=True) if tokens != case.tokens[text])
    founds = (
        f"{case.code}: tokens({shown(text)}) gave {brief(case.tokens[text])}, and {brief(tokens)} in another process"
        for text, tokens in changed
    )
    contract = "the same text has the same tokens in every process: a run is gone on with in another"
    expect_none(
        founds, contract, "take no hash() of a text, which each process has of its own, and no order from a set: sort it"
    )


def _place(function: object) -> tuple[str, str]:
    """Module and name by which another process finds it. Raises NotTried where there are none."""
    module, name = (getattr(function, field, None) for field in ("__module__", "__qualname__"))
    why = NotTried("tokens is no function that stands in a module, where another process would find it")
    if not isinstance(module, str) or not isinstance(name, str) or module == "__main__" or module not in sys.modules:
        raise why
    try:
        found = attrgetter(name)(sys.modules[module])
    except AttributeError:
        raise why from None
    if found is not function:
        raise why
    return module, name


def _elsewhere(module: str, name: str, texts: Sequence[str]) -> list[object]:
    """The tokens of these texts in a process whose hashes are others. Raises NotTried where it gives none."""
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    command = [sys.executable or "python", "-c", _SCRIPT]
    given = json.dumps([sys.path, module, name, texts])
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    try:
        done = subprocess.run(  # noqa: S603 - this Python, and a script of ours
            command, input=given, env=environment, capture_output=True, text=True, timeout=_PATIENCE, check=True
        )
        told = json.loads(done.stdout.rpartition("\n")[2])
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise NotTried(f"another process could not be asked: {type(error).__name__}") from None
    if not isinstance(told, list) or len(told) != len(texts):
        raise NotTried("another process could not be asked: it answered something else")
    return told


PROCESS_RULE = LanguageRule("tokens-other-process", _check_elsewhere, ("tokens-deterministic",))
