"""What can be wrong with a plugin: each fault in a line that says what was found, and another that says what to do."""

from __future__ import annotations

import difflib
import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.machinery import PathFinder
from importlib.metadata import EntryPoint
from importlib.util import find_spec
from pathlib import Path
from traceback import walk_tb
from types import FunctionType
from typing import Any, NamedTuple

from selfinstruct import hookspecs
from selfinstruct.backend import Backend
from selfinstruct.embedder import Embedder
from selfinstruct.language import Language

API = "SELFINSTRUCT_PLUGIN_API"
"""What a plugin's module calls the plugin API that it was written for."""

UNSTATED = 1
"""The plugin API of a plugin that states none."""

LANGUAGES, BACKENDS, EMBEDDERS = "selfinstruct_languages", "selfinstruct_backends", "selfinstruct_embedders"
CHECK = "selfinstruct_instruction_fault"
HOOKS: Mapping[str, Mapping[str, inspect.Parameter]] = {
    name: inspect.signature(getattr(hookspecs, name)).parameters for name in (LANGUAGES, BACKENDS, EMBEDDERS, CHECK)
}
"""The arguments of each hook."""

_LONGEST = 300
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_STATED = re.compile(rf"^{API}\s*(?::[^=\n]*)?=\s*(\d+)\s*(?:#|$)", re.MULTILINE)
_ENTRY = re.compile(r"[\w.]+\s*(:\s*[\w.]+\s*)?(\[.*\]\s*)?")


@dataclass(frozen=True, slots=True)
class Provider:
    """A plugin by its name, with the package and version that it comes from, and the plugin API that it was written for.

    api: None where it could not be read, because the plugin does not load or is left out. seconds: that its import took.
    """

    plugin: str
    package: str
    version: str
    api: int | None = hookspecs.PLUGIN_API
    seconds: float = field(default=0.0, compare=False)


@dataclass(frozen=True, slots=True)
class Failure:
    """A plugin, or something of it, that is left out: why, and in `hint` what to do. error: what it raised, if it did."""

    plugin: str
    package: str
    cause: str
    hint: str = ""
    error: BaseException | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return f"plugin {self.plugin!r} of {self.package} failed: {self.cause}"


class Fault(NamedTuple):
    """What is wrong, and what to do."""

    cause: str
    hint: str


def cause(error: BaseException) -> str:
    """An exception in one line."""
    said = error.msg if isinstance(error, SyntaxError) else str(error)
    return f"{type(error).__name__}: {' '.join(said.split())}"[:_LONGEST]


def place(error: BaseException) -> str:
    """Where in its author's own code an exception arose, `file:line`; "" where that is not known."""
    if isinstance(error, SyntaxError) and Path(error.filename or "").is_file():
        return f"{error.filename}:{error.lineno}"
    trace = [
        (Path(frame.f_code.co_filename), at) for frame, at in walk_tb(error.__traceback__) if not _is_ours(frame.f_globals)
    ]
    # What its author's code called in other folders is not theirs to look at.
    own = [f"{file}:{at}" for file, at in trace if file.parent == trace[0][0].parent]
    return own[-1] if own and trace[0][0].is_file() else ""


def _is_ours(names: Mapping[str, Any]) -> bool:
    """Whether code is the host's, or of what it loads and calls plugins with."""
    return str(names.get("__name__")).partition(".")[0] in {"selfinstruct", "importlib", "pluggy"}


def defined(function: object) -> str:
    """Where a function is written, `file:line`; "" where that is not known."""
    code = getattr(function, "__code__", None)
    return f"{code.co_filename}:{code.co_firstlineno}" if code else ""


def placed(error: BaseException) -> str:
    """An exception in one line, with the place in its author's code that is to be looked at."""
    at = place(error)
    return f"{cause(error)} ({at})" if at else cause(error)


def of_loading(entry: EntryPoint, package: str, error: BaseException, host: str) -> Fault:
    """Why a plugin can not be imported; before all, that it was written for another host. host: as in `of_api`."""
    module = entry.value.partition(":")[0].strip()
    if not _ENTRY.fullmatch(entry.value):
        return Fault(f"its entry point names no module: {entry.name} = {entry.value}", _MEND_ENTRY)
    if (stated := _stated(entry)) and (other := of_api(int(stated), package, host)):
        return other
    if isinstance(error, ModuleNotFoundError) and error.name:
        return Fault(cause(error), _missing(entry, package, error.name))
    if isinstance(error, ImportError) and (error.name or "").partition(".")[0] == "selfinstruct":
        return Fault(cause(error), _other_host(package))
    if isinstance(error, AttributeError) and ":" in entry.value and f"module '{module}'" in str(error):
        return Fault(cause(error), _MEND_ENTRY)
    return Fault(placed(error), _tell_author(package, entry.name))


def _stated(entry: EntryPoint) -> str:
    """The plugin API that stands in the source of a module that can not be imported, "" for none."""
    top, *parts = entry.module.split(".")
    try:
        spec = find_spec(top)
        for part in parts:
            # Found by hand: to find a module in a package, importlib would import the package.
            spec = spec and PathFinder.find_spec(f"{spec.name}.{part}", spec.submodule_search_locations)
        source = Path(spec.origin or "").read_text("utf-8") if spec else ""
    except (ImportError, OSError, ValueError):
        return ""
    found = _STATED.search(source)
    return found[1] if found else ""


def _missing(entry: EntryPoint, package: str, name: str) -> str:
    module, top = entry.value.partition(":")[0].strip(), name.partition(".")[0]
    if top == "selfinstruct":
        return _other_host(package)
    if name in {module, module.partition(".")[0]}:
        return _MEND_ENTRY
    if top == module.partition(".")[0]:
        return f"pip install --force-reinstall {package}, which lacks a module of its own"
    required = next((text for text in requirements(entry) if _same(requirement_name(text), top)), "")
    if required:
        return f"pip install '{required}'"
    return f"pip install {top}, or the package that has it under another name"


def requirements(entry: EntryPoint) -> list[str]:
    """What a plugin's distribution requires, without environment markers."""
    required = entry.dist.requires if entry.dist else None
    return [text.partition(";")[0].strip() for text in required or ()]


def requirement_name(text: str) -> str:
    """The name of the distribution in a requirement."""
    found = re.match(r"\s*([A-Za-z0-9._-]+)", text)
    return found[1] if found else ""


def _same(one: str, other: str) -> bool:
    """Whether two names of distributions are one, whatever their case and punctuation."""
    return re.sub(r"[-_.]+", "-", one).lower() == re.sub(r"[-_.]+", "-", other).lower()


_MEND_ENTRY = (
    "mend it where it is yours, or tell its author: "
    '[project.entry-points.selfinstruct] is to name a module that the package holds: NAME = "MODULE"'
)


def _other_host(package: str) -> str:
    return f"pip install -U selfinstruct {package}, which do not fit each other"


def _tell_author(package: str, plugin: str) -> str:
    return f"mend it where it is yours; else pip install -U {package}, or tell its author; to leave it out: --without {plugin}"


def of_raising(hook: str, error: BaseException, package: str, plugin: str) -> Fault:
    """A hook that raises."""
    if isinstance(error, ModuleNotFoundError) and error.name:
        return Fault(
            f"{hook} raised {cause(error)}", f"pip install {error.name.partition('.')[0]}, or what its package is called"
        )
    return Fault(f"{hook} raised {placed(error)}", _tell_author(package, plugin))


def of_api(stated: object, package: str, host: str) -> Fault | None:
    """What is wrong with the plugin API that a plugin states, None where it fits. host: the version of selfinstruct."""
    oldest, newest = hookspecs.OLDEST_PLUGIN_API, hookspecs.PLUGIN_API
    if type(stated) is not int:
        return Fault(f"{API} is {stated!r:.40}, which is no whole number", f"tell its author: {API} = {newest}")
    if stated < oldest:
        told = f"written for plugin API {stated}, and this selfinstruct {host} needs {oldest} or newer"
        return Fault(told, f"pip install -U {package}")
    if stated > newest:
        told = f"written for plugin API {stated}, and this selfinstruct {host} knows them up to {newest}"
        return Fault(told, "pip install -U selfinstruct")
    return None


def of_hook(name: str, function: object) -> Fault | None:
    """What is wrong with a function that is marked as a hook: its name, or its arguments."""
    if name not in HOOKS:
        near = difflib.get_close_matches(name, HOOKS, 1, 0.5)
        return Fault(f"unknown hook {name!r}", f"did you mean {near[0]}?" if near else f"the hooks are {', '.join(HOOKS)}")
    parameters = inspect.signature(function).parameters.values()  # type: ignore[arg-type]
    positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    needed = [p.name for p in parameters if p.default is p.empty and p.kind in positional]
    unknown = [each for each in needed if each not in HOOKS[name]]
    if unknown:
        told = f"{name} takes {', '.join(unknown)}, which the host does not give"
        return Fault(told, f"its arguments are {', '.join(HOOKS[name])}" if HOOKS[name] else "it takes no arguments")
    return None


def unmarked(plugin: Any) -> list[Fault]:
    """Functions that are called as a hook is, and lack the mark of one."""
    found = [
        name
        for name in HOOKS
        if isinstance(function := getattr(plugin, name, None), FunctionType) and not hasattr(function, "selfinstruct_impl")
    ]
    return [
        Fault(f"{name} is not marked as a hook", "write @hookimpl above it: from selfinstruct import hookimpl")
        for name in found
    ]


def of_gift(hook: str, thing: object) -> Fault | None:
    """What is wrong with one of the things that a hook returns."""
    if hook == LANGUAGES:
        return _of_language(thing)
    kind: type = Backend if hook == BACKENDS else Embedder
    if isinstance(thing, kind):
        name = type(thing).__name__
        return Fault(
            f"{hook} gives an object of {name} where the class belongs", f"return [{name}], the class without parentheses"
        )
    if not (isinstance(thing, type) and issubclass(thing, kind)):
        hint = f"return classes that derive from selfinstruct.{kind.__name__}"
        return Fault(f"{hook} gives {described(thing)} where a class of {kind.__name__} belongs", hint)
    if lacking := sorted(getattr(thing, "__abstractmethods__", ())):
        return Fault(
            f"the class {thing.__name__} lacks {', '.join(lacking)}", f"define it as selfinstruct.{kind.__name__} says"
        )
    called: object = getattr(thing, "name", None)
    if isinstance(called, str) and _NAME.fullmatch(called):
        return None
    return Fault(f"the class {thing.__name__} has the name {called!r:.40}", "give it a name: a text, in kebab case")


def _of_language(thing: object) -> Fault | None:
    if not isinstance(thing, Language):
        hint = "return [Language(code=..., ...)], from selfinstruct"
        return Fault(f"{LANGUAGES} gives {described(thing)} where a Language belongs", hint)
    code: object = thing.code
    if isinstance(code, str) and code.strip() and code.isprintable():
        return None
    return Fault(f"a Language has the code {code!r:.40}", "give it a code: a text, the ISO 639 code")


def of_gifts(hook: str, given: object) -> Fault | None:
    """What is wrong with all that a hook returns: something that is no list."""
    if isinstance(given, (str, bytes, Mapping)) or not hasattr(given, "__iter__"):
        return Fault(
            f"{hook} returns {described(given)} where a list belongs", "return a list, with one thing in it or several"
        )
    return None


def described(thing: object) -> str:
    """What something is, in a few words."""
    if thing is None:
        return "None"
    return f"the class {thing.__name__}" if isinstance(thing, type) else f"a {type(thing).__name__}"
