"""Packages with one entry point, as pip would leave them: sound ones, and one for each thing that can be wrong."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

Install = Callable[..., None]


def installer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """A function that puts a package pkg-NAME with the entry point NAME on the path."""
    site = tmp_path / "site"
    monkeypatch.syspath_prepend(site)

    def put(name: str, code: str, *, requires: Sequence[str] = (), point: str = "", package: str = "") -> None:
        module = (package or f"pkg-{name}").replace("-", "_")
        about = site / f"{module}-1.2.dist-info"
        about.mkdir(parents=True, exist_ok=True)
        (site / f"{module}.py").write_text(code, "utf-8")
        needs = "".join(f"Requires-Dist: {each}\n" for each in requires)
        head = f"Metadata-Version: 2.1\nName: {package or f'pkg-{name}'}\nVersion: 1.2\n{needs}"
        (about / "METADATA").write_text(f"{head}\nName: a line of the description\n", "utf-8")
        (about / "entry_points.txt").write_text(f"[selfinstruct]\n{name} = {point or module}\n")
        monkeypatch.delitem(sys.modules, module, raising=False)
        importlib.invalidate_caches()

    return put


BACKEND = """
from selfinstruct import Backend, hookimpl

class Mine(Backend):
    name = "{name}"
    async def complete(self, prompts):
        return []

@hookimpl
def selfinstruct_backends():
    return [Mine]
"""

LANGUAGE = """
from selfinstruct import Language, hookimpl, resources

@hookimpl
def selfinstruct_languages():
    return [Language("{code}", "{title}", str.split, "{cutter}", 0.7, resources.prompts("en"), resources.seeds("en"))]
"""

EMBEDDER = """
from selfinstruct import Embedder, hookimpl

class Mine(Embedder):
    name = "mine"
    {body}

@hookimpl
def selfinstruct_embedders():
    return [Mine]
"""

QUIET = """
from selfinstruct import hookimpl

@hookimpl
def selfinstruct_instruction_fault(text):
    return 'too-loud' if text.isupper() else None
"""


def hook(name: str, body: str, *, arguments: str = "", mark: str = "@hookimpl") -> str:
    """A plugin with one hook."""
    return f"from selfinstruct import Backend, Language, hookimpl\n{mark}\ndef {name}({arguments}):\n    {body}\n"


class Sick(NamedTuple):
    """A plugin, and what is told of it."""

    code: str
    cause: str
    hint: str
    requires: tuple[str, ...] = ()
    point: str = ""


LANGUAGES, BACKENDS = "selfinstruct_languages", "selfinstruct_backends"

SICK: Mapping[str, Sick] = {
    # it can not be imported
    "missing module": Sick(
        "import no_such_library", "ModuleNotFoundError: No module named 'no_such_library'", "pip install no_such_library, or"
    ),
    "missing requirement": Sick(
        "import no_such_library.inner",
        "ModuleNotFoundError: No module named 'no_such_library'",
        "pip install 'No-Such.Library>=2'",
        ("selfinstruct>=0.1", "No-Such.Library>=2; python_version > '3'"),
    ),
    "newer host wanted": Sick(
        "from selfinstruct import something_new",
        "ImportError: cannot import name 'something_new' from 'selfinstruct'",
        "pip install -U selfinstruct pkg-sick, which do not fit each other",
    ),
    "newer plugin API that wants a newer host": Sick(
        "from selfinstruct import something_new\nSELFINSTRUCT_PLUGIN_API: int = 2  # the next\n",
        "written for plugin API 2, and this selfinstruct {version} knows them up to 1",
        "pip install -U selfinstruct",
    ),
    "plugin API of this host, and a newer host wanted": Sick(
        "from selfinstruct import something_new\nSELFINSTRUCT_PLUGIN_API = 1\n",
        "ImportError: cannot import name 'something_new' from 'selfinstruct'",
        "pip install -U selfinstruct pkg-sick, which do not fit each other",
    ),
    "module of a newer host": Sick(
        "import selfinstruct.something_new",
        "ModuleNotFoundError: No module named 'selfinstruct.something_new'",
        "pip install -U selfinstruct pkg-sick",
    ),
    "wrong entry point": Sick(
        "",
        "ModuleNotFoundError: No module named 'pkg_sic'",
        "tell its author: [project.entry-points.selfinstruct]",
        (),
        "pkg_sic",
    ),
    "entry point to nothing": Sick(
        "", "AttributeError: module 'pkg_sick' has no attribute 'plugin'", "tell its author: [proj", (), "pkg_sick:plugin"
    ),
    "entry point that is none": Sick(
        "", "its entry point names no module: sick = pkg-sick", "tell its author: [project.entry-", (), "pkg-sick"
    ),
    "syntax": Sick("def (", "SyntaxError: ", "pip install -U pkg-sick, or tell its author; to leave it out: --without sick"),
    "exits": Sick("raise SystemExit(3)", "SystemExit: 3", "--without sick"),
    "many lines": Sick("raise ValueError('one\\n  two')", "ValueError: one two", "--without sick"),
    # another plugin API
    "too old": Sick(
        "SELFINSTRUCT_PLUGIN_API = 0\n" + hook("selfinstruct_gone", "return []"),
        "written for plugin API 0, and this selfinstruct {version} needs 1 or newer",
        "pip install -U pkg-sick",
    ),
    "too new": Sick(
        "SELFINSTRUCT_PLUGIN_API = 2\n" + hook("selfinstruct_coming", "return []"),
        "written for plugin API 2, and this selfinstruct {version} knows them up to 1",
        "pip install -U selfinstruct",
    ),
    "no number": Sick(
        "SELFINSTRUCT_PLUGIN_API = '1'\n" + QUIET,
        "SELFINSTRUCT_PLUGIN_API is '1', which is no whole number",
        "tell its author: SELFINSTRUCT_PLUGIN_API = 1",
    ),
    "truth for a number": Sick(
        "SELFINSTRUCT_PLUGIN_API = True\n" + QUIET, "is True, which is no whole number", "tell its author"
    ),
    # hooks that are none
    "misspelt hook": Sick(
        hook("selfinstruct_backend", "return []"), "unknown hook 'selfinstruct_backend'", "did you mean selfinstruct_backends?"
    ),
    "misspelt name of a hook": Sick(
        hook("langs", "return []", mark="@hookimpl(specname='selfinstruct_langauges')"),
        "unknown hook 'selfinstruct_langauges'",
        "did you mean selfinstruct_languages?",
    ),
    "hook of another program": Sick(
        hook("pytest_configure", "return []"), "unknown hook 'pytest_configure'", "the hooks are selfinstruct_languages, "
    ),
    "wrong arguments": Sick(
        hook(BACKENDS, "return []", arguments="config"), "selfinstruct_backends takes config, which", "it takes no arguments"
    ),
    "wrong arguments of a check": Sick(
        hook("selfinstruct_instruction_fault", "return None", arguments="text, lang"),
        "selfinstruct_instruction_fault takes lang, which the host does not give",
        "its arguments are text, tokens, language",
    ),
    "not marked": Sick(
        hook(BACKENDS, "return []", mark=""), "selfinstruct_backends is not marked as a hook", "write @hookimpl above"
    ),
    "no hook": Sick("x = 1", "it has no hook", "mark one with @hookimpl: selfinstruct_languages, "),
    # hooks that do not give what they should
    "raises": Sick(
        hook(LANGUAGES, "raise OSError('no dictionary')"),
        "selfinstruct_languages raised OSError: no dictionary",
        "--without sick",
    ),
    "exits in a hook": Sick(
        hook(LANGUAGES, "raise SystemExit(4)"), "selfinstruct_languages raised SystemExit: 4", "--without sick"
    ),
    "raises halfway": Sick(hook(LANGUAGES, "yield 1 / 0"), "selfinstruct_languages raised ZeroDivisionError", "--without sick"),
    "imports in a hook": Sick(
        hook(BACKENDS, "import no_such_library"),
        "selfinstruct_backends raised ModuleNotFoundError: No module named 'no_such_library'",
        "pip install no_such_library",
    ),
    "None": Sick(hook(LANGUAGES, "return None"), "selfinstruct_languages returns None where a list belongs", "return a list"),
    "class in place of a list": Sick(
        hook(BACKENDS, "return Backend"),
        "selfinstruct_backends returns the class Backend where a list belongs",
        "return a list",
    ),
    "dict in place of a list": Sick(
        hook(LANGUAGES, "return {'code': 'xx'}"), "selfinstruct_languages returns a dict where a list belongs", "return a list"
    ),
    "dict": Sick(
        hook(LANGUAGES, "return [{'code': 'xx'}]"), "selfinstruct_languages gives a dict where a Language belongs", "[Language("
    ),
    "object": Sick(
        BACKEND.format(name="mine").replace("[Mine]", "[Mine(None, {})]"),
        "selfinstruct_backends gives an object of Mine where the class belongs",
        "return [Mine], the class without parentheses",
    ),
    "another class": Sick(
        hook(BACKENDS, "return [int]"),
        "selfinstruct_backends gives the class int where a class of Backend belongs",
        "derive from selfinstruct.Backend",
    ),
    "function": Sick(
        hook(BACKENDS, "return [print]"), "selfinstruct_backends gives a builtin_function_or_method", "derive from"
    ),
    "abstract": Sick(
        hook(BACKENDS, "return [Backend]"), "the class Backend lacks complete", "define it as selfinstruct.Backend says"
    ),
    "abstract embedder": Sick(
        EMBEDDER.format(body=""), "the class Mine lacks encode, identity", "as selfinstruct.Embedder says"
    ),
    "no name": Sick(
        BACKEND.format(name="x").replace('name = "x"', "pass"), "the class Mine has the name None", "give it a name: a text"
    ),
    "name that colours the terminal": Sick(
        BACKEND.format(name="\\x1b[31mred"),
        "the class Mine has the name '\\x1b[31mred'",
        "give it a name: a text, in kebab case",
    ),
    "name in capitals": Sick(BACKEND.format(name="MINE"), "the class Mine has the name 'MINE'", "a text, in kebab case"),
    "name of an embedder with a space": Sick(
        EMBEDDER.format(body="identity = 'm'\n    def encode(self, texts):\n        return []").replace('"mine"', '"my own"'),
        "the class Mine has the name 'my own'",
        "a text, in kebab case",
    ),
    "code that colours the terminal": Sick(
        LANGUAGE.format(code="\\x1b[31mxx", title="X", cutter="c"), "a Language has the code '\\x1b[31mxx'", "the ISO 639 code"
    ),
    "code that is no text": Sick(
        LANGUAGE.format(code="", title="", cutter=""), "a Language has the code ''", "give it a code: a text, the ISO 639 code"
    ),
}
"""What is wrong -> the plugin `sick` of pkg-sick."""
