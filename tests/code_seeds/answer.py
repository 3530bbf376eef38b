"""One answer of a code seed: its code taken out and run, and what it says it prints held against what it prints."""

from __future__ import annotations

import builtins
import contextlib
import io
import re
import shutil
import sqlite3
import subprocess
import sys
import tokenize
import unittest
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

Check = TypeVar("Check", bound=Callable[..., None])

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TRACEBACK = re.compile(r"^(?:Traceback \(most recent call last\):|# TypeError).*", re.MULTILINE | re.DOTALL)
_modules = count()


class MissingProgramError(Exception):
    """What an answer needs to be run is not on the machine."""


def mends(check: Check) -> Check:
    """Mark the check of a task whose input is broken: the input must not pass it."""
    check.mends = True  # type: ignore[attr-defined]
    return check


@dataclass
class Answer:
    """An instance of a task. `number` is its place among the task's instances; `used` are the blocks that were looked at."""

    given: str
    output: str
    number: int = 0
    used: set[str] = field(default_factory=set)

    @property
    def blocks(self) -> dict[str, str]:
        """The fenced blocks by their language; each stands once in an answer."""
        found = _BLOCK.findall(self.output)
        assert len({language for language, _ in found}) == len(found), "two blocks of one language"
        return dict(found)

    def code(self, language: str = "python") -> str:
        """The block of a language."""
        self.used.add(language)
        return self.blocks[language]

    @property
    def told(self) -> str:
        """What the answer says its code prints, from the block that is marked as text."""
        return self.code("text")

    def module(self, prelude: str = "") -> ModuleType:
        """Run the Python code, not as a program, behind other code. What it says of its own printing must be so."""
        module, printed, lines = _run(self.code(), prelude)
        for number, comment in _claims(self.code()):
            assert lines.get(number) == comment + "\n", f"line {number} prints {lines.get(number)!r}, not {comment!r}"
        if "text" in self.blocks:
            assert printed == self.told, f"it prints {printed!r}"
        return module

    def before(self) -> ModuleType:
        """Run the Python code of the input; a traceback behind it is left out."""
        return _run(_TRACEBACK.sub("", self.given), "")[0]

    def printed(self) -> str:
        """What the Python code prints."""
        self.module()
        return _run(self.code(), "")[1]

    def program(self, *arguments: str, stdin: str = "") -> str:
        """Standard output of the Python code as a program. Raises CalledProcessError when it fails."""
        Path("program.py").write_text(self.code(), encoding="utf-8")
        return _output([sys.executable, "-W", "error", "program.py", *arguments], stdin)

    def rows(self, setup: str, then: str = "") -> list[tuple[Any, ...]]:
        """Rows of the SQL, or of the query `then` that is asked behind it."""
        with contextlib.closing(sqlite3.connect(":memory:")) as connection:
            connection.executescript(setup)
            found = connection.execute(self.code("sql")).fetchall()
            return connection.execute(then).fetchall() if then else found

    def shell(self, stdin: str = "", *, then: str = "") -> str:
        """Standard output of the shell code, with more code behind it; nothing may be said on standard error."""
        return _output([_program("bash"), "-c", f"{self.code('bash').rstrip()}\n{then}"], stdin)

    def node(self, then: str) -> str:
        """Standard output of the JavaScript code, with more code behind it."""
        return _output([_program("node"), "-e", f"{self.code('javascript')}\n{then}"], "")

    def tests(self, subject: str) -> unittest.TestResult:
        """Outcome of the unit tests in the answer, with the code that they test in front of them."""
        module = _run(self.code(), subject)[0]
        suite = unittest.defaultTestLoader.loadTestsFromModule(module)
        return unittest.TextTestRunner(io.StringIO()).run(suite)


def _run(code: str, prelude: str) -> tuple[ModuleType, str, dict[int, str]]:
    """The module that code makes, all that it printed, and what was printed by each of its lines."""
    module = ModuleType(f"solution_{next(_modules)}")
    sys.modules[module.__name__] = module  # dataclasses look for it there
    lines: dict[int, str] = {}
    say = builtins.print

    def recorded(*args: Any, **options: Any) -> None:
        text = io.StringIO()
        say(*args, **{**options, "file": text})
        caller = sys._getframe(1)
        if caller.f_code.co_filename == "<answer>":
            lines[caller.f_lineno] = lines.get(caller.f_lineno, "") + text.getvalue()
        say(*args, **options)

    vars(module)["print"] = recorded
    with contextlib.redirect_stdout(io.StringIO()) as stdout:
        exec(compile(prelude, "<prelude>", "exec", dont_inherit=True), vars(module))
        exec(compile(code, "<answer>", "exec", dont_inherit=True), vars(module))
    return module, stdout.getvalue(), lines


def _claims(code: str) -> list[tuple[int, str]]:
    """(line, comment) of every call of print that a comment follows."""
    source = code.splitlines()
    tokens = tokenize.generate_tokens(io.StringIO(code).readline)
    comments = [(token.start[0], token.string) for token in tokens if token.type == tokenize.COMMENT]
    return [(line, text[2:]) for line, text in comments if source[line - 1].lstrip().startswith("print(")]


def _program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise MissingProgramError(f"{name} is not installed")
    return path


def _output(command: list[str], stdin: str) -> str:
    done = subprocess.run(command, input=stdin, capture_output=True, encoding="utf-8", timeout=20, check=False)
    if done.returncode or (done.stderr and command[1] == "-c"):
        raise subprocess.CalledProcessError(done.returncode, command[0], done.stdout, done.stderr)
    return done.stdout


def inserts(table: str, rows: Iterable[Sequence[Any]]) -> str:
    """SQL that puts rows into a table."""
    said = [", ".join("NULL" if value is None else repr(value) for value in row) for row in rows]
    return "".join(f"INSERT INTO {table} VALUES ({row});" for row in said)  # noqa: S608


def squeezed(text: str) -> list[str]:
    """Lines without the widths that `uniq -c` pads its counts to, which differ between systems."""
    return [" ".join(line.split()) for line in text.splitlines()]
