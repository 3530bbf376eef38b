"""What the host itself costs for each candidate: the whole of `generate` less tokeniser, novelty and backend.

Run: python bench/host.py [LANG] [N]. All figures come from one run; quote them as shares of it, machines differ.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import selfinstruct
from selfinstruct import judge, runs
from selfinstruct.plugins import load
from selfinstruct.runfolder import INSTRUCTIONS, REJECTIONS

spent: Counter[str] = Counter()


def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, its time added up under a name."""

    def call(*args: Any, **kwargs: Any) -> Any:
        began = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            spent[name] += time.perf_counter() - began

    return call


class TimedReferences:
    """References whose growing and judging is timed."""

    def __init__(self) -> None:
        references = made()
        self.extend = timed("novelty", references.extend)
        self.judge = timed("novelty", references.judge)


made = judge.new_references


def main() -> None:
    """Generate N instructions on the offline backend and print where the time went."""
    code = sys.argv[1] if len(sys.argv) > 1 else "en"
    n = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    plugins = load()
    language = plugins.language(code)
    language.tokens("")
    judge.new_references = TimedReferences
    resolve = runs.resolve

    def with_timed_tokens(*args: Any) -> Any:
        settings, found = resolve(*args)
        return settings, replace(found, tokens=timed("tokeniser", found.tokens))

    runs.resolve = with_timed_tokens
    backend = plugins.backend("offline")
    answer = backend._completion
    backend._completion = timed("backend", answer)
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        result = selfinstruct.generate(code, n, backend="offline", out=Path(folder) / "run", plugins=plugins)
        total = time.perf_counter() - began
        judged = sum((result.folder / name).read_bytes().count(b"\n") for name in (INSTRUCTIONS, REJECTIONS))
    rest = total - sum(spent.values())
    print(f"{code}: {result.instructions} accepted of {judged} candidates in {total:.2f} s")
    for name, seconds in [*spent.items(), ("host", rest)]:
        print(f"  {name:<10} {seconds / judged * 1000:8.3f} ms a candidate  {seconds / total:6.1%}")


if __name__ == "__main__":
    main()
