"""What can be wrong with a plugin: each fault in a line that says what was found, and another that says what to do."""

from __future__ import annotations

import difflib
import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint
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
_ENTRY = re.compile(r"[\w.]+\s*(:\s*[\w.]+\s*)?(\[.*\]\s*)?")


@dataclass(frozen=True, slots=True)
class Provider:
    """A plugin by its name, with the package and version that it comes from, and the plugin API that it was written for.

    api: None where it could not be read, because the plugin does not load or is left out.
    """

    plugin: str
    package: str
    version: str
    api: int | None = hookspecs.PLUGIN_API


@dataclass(frozen=True, slots=True)
class Failure:
    """A plugin, or something of it, that is left out: why, and in `hint` what to do."""

    plugin: str
    package: str
    cause: str
    hint: str = ""

    def __str__(self) -> str:
        return f"plugin {self.plugin!r} of {self.package} failed: {self.cause}"


class Fault(NamedTuple):
    """What is wrong, and what to do."""

    cause: str
    hint: str


def cause(error: BaseException) -> str:
    """An exception in one line."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:_LONGEST]


def of_loading(entry: EntryPoint, package: str, error: BaseException) -> Fault:
    """Why a plugin can not be imported."""
    module = entry.value.partition(":")[0].strip()
    if not _ENTRY.fullmatch(entry.value):
        return Fault(f"its entry point names no module: {entry.name} = {entry.value}", _MEND_ENTRY)
    if isinstance(error, ModuleNotFoundError) and error.name:
        return Fault(cause(error), _missing(entry, package, error.name))
    if isinstance(error, ImportError) and (error.name or "").partition(".")[0] == "selfinstruct":
        return Fault(cause(error), _other_host(package))
    if isinstance(error, AttributeError) and ":" in entry.value and f"module '{module}'" in str(error):
        return Fault(cause(error), _MEND_ENTRY)
    return Fault(cause(error), _tell_author(package, entry.name))


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


_MEND_ENTRY = 'tell its author: [project.entry-points.selfinstruct] is to name a module that the package holds: NAME = "MODULE"'


def _other_host(package: str) -> str:
    return f"pip install -U selfinstruct {package}, which do not fit each other"


def _tell_author(package: str, plugin: str) -> str:
    return f"pip install -U {package}, or tell its author; to leave it out: --without {plugin}"


def of_raising(hook: str, error: BaseException, package: str, plugin: str) -> Fault:
    """A hook that raises."""
    if isinstance(error, ModuleNotFoundError) and error.name:
        return Fault(
            f"{hook} raised {cause(error)}", f"pip install {error.name.partition('.')[0]}, or what its package is called"
        )
    return Fault(f"{hook} raised {cause(error)}", _tell_author(package, plugin))


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
    return _of_name(getattr(thing, "name", None), f"the class {thing.__name__}", "name", "in kebab case")


def _of_language(thing: object) -> Fault | None:
    if not isinstance(thing, Language):
        hint = "return [Language(code=..., ...)], from selfinstruct"
        return Fault(f"{LANGUAGES} gives {described(thing)} where a Language belongs", hint)
    return _of_name(thing.code, "a Language", "code", "the ISO 639 code")


def _of_name(value: object, whose: str, what: str, form: str) -> Fault | None:
    if isinstance(value, str) and value and not value.isspace():
        return None
    return Fault(f"{whose} has the {what} {value!r:.40}", f"give it a {what}: a text, {form}")


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
