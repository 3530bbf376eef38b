"""Finds plugins by entry point, keeps those that fail from harming the rest, and answers for what they bring by name."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import Distribution, EntryPoint, entry_points
from time import perf_counter
from traceback import walk_tb
from typing import Any

import pluggy

from selfinstruct import filters, hookspecs, languagefaults, pluginfaults
from selfinstruct.backend import Backend
from selfinstruct.embedder import Embedder
from selfinstruct.errors import PluginError
from selfinstruct.language import Language
from selfinstruct.pluginfaults import BACKENDS, EMBEDDERS, LANGUAGES, Failure, Fault, Provider
from selfinstruct.pluginnames import not_found

__all__ = ["Failure", "Gift", "Plugins", "Provider", "load"]

GROUP = "selfinstruct"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of the things that plugins bring. plural: what `Plugins.origin` takes."""

    name: str
    plural: str
    hook: str
    key: Callable[[Any], str]


KINDS = (
    Kind("language", "languages", LANGUAGES, lambda language: language.code),
    Kind("backend", "backends", BACKENDS, lambda backend: backend.name),
    Kind("embedder", "embedders", EMBEDDERS, lambda embedder: embedder.name),
)
_LANGUAGE, _BACKEND, _EMBEDDER = KINDS


@dataclass(frozen=True, slots=True)
class Gift:
    """A thing that a plugin brings, by the name that the user calls it."""

    plugin: str
    kind: str
    name: str
    thing: Any = field(repr=False)

    @property
    def about(self) -> dict[str, Any]:
        """What else there is to tell of it, nothing heavy asked: of a language its own name and what cuts it into tokens."""
        if self.kind == _LANGUAGE.name:
            return {"title": self.thing.name, "tokenizer_id": self.thing.tokenizer_id}
        names = {_BACKEND.name: ("for_training",), _EMBEDDER.name: ("semantic",)}.get(self.kind, ())
        return {name: getattr(self.thing, name) for name in names}


class Plugins:
    """The plugins of one command. Made by `load`; nothing is global.

    providers: those that are loaded, by name. failures: what is left out, and why; grows when a hook turns out to be broken.
    installed: every plugin that was found, in order, those that failed and those that were left out among them.
    without: the names of those that the user leaves out. told: the failures that the user has been told of.
    """

    def __init__(
        self,
        manager: pluggy.PluginManager,
        providers: dict[str, Provider],
        failures: list[Failure],
        without: frozenset[str] = frozenset(),
    ) -> None:
        self.manager = manager
        self.providers = providers
        self.failures = failures
        self.without = without
        self.installed: list[Provider] = []
        self.told: set[Failure] = set()

    def languages(self) -> dict[str, Language]:
        """Every language by its code, its functions guarded. Raises PluginError when two plugins bring the same one."""
        return {gift.name: languagefaults.guarded(gift.thing, gift.plugin) for gift in self._all(_LANGUAGE)}

    def backends(self) -> dict[str, type[Backend]]:
        """Every backend class by its name. Raises PluginError when two plugins bring the same one."""
        return {gift.name: gift.thing for gift in self._all(_BACKEND)}

    def embedders(self) -> dict[str, type[Embedder]]:
        """Every embedder class by its name. Raises PluginError when two plugins bring the same one."""
        return {gift.name: gift.thing for gift in self._all(_EMBEDDER)}

    def language(self, code: str) -> Language:
        """The language with this code, its values checked and its functions guarded.

        Raises PluginError that names what failed, what is there and what to install, or each value that breaks its rule.
        """
        gift = self._one(_LANGUAGE, code)
        return languagefaults.checked(gift.thing, gift.plugin)

    def backend(self, name: str) -> type[Backend]:
        """The backend with this name. Raises PluginError where there is none, as `language` does."""
        backend: type[Backend] = self._one(_BACKEND, name).thing
        return backend

    def embedder(self, name: str) -> type[Embedder]:
        """The embedder with this name. Raises PluginError where there is none, as `language` does."""
        embedder: type[Embedder] = self._one(_EMBEDDER, name).thing
        return embedder

    def origin(self, kind: str, name: str) -> Provider:
        """Which plugin brings one of the "languages", "backends" or "embedders"."""
        (wanted,) = (each for each in KINDS if each.plural == kind)
        return self.providers[next(gift.plugin for gift in self.gifts(wanted) if gift.name == name)]

    def gifts(self, *kinds: Kind) -> list[Gift]:
        """All that plugins bring, of these kinds or of all, by kind and name; what several bring is there several times."""
        return [gift for kind in kinds or KINDS for gift in sorted(self._given(kind), key=lambda gift: gift.name)]

    def checks(self) -> list[str]:
        """The plugins that look at instructions, ours left out."""
        hook = self.manager.hook.selfinstruct_instruction_fault
        return sorted(each.plugin_name for each in hook.get_hookimpls() if each.plugin_name != _OURS)

    def instruction_fault(self, text: str, tokens: list[str], language: Language) -> str | None:
        """The first reason that any plugin has against an instruction. Raises PluginError when a plugin breaks over it."""
        hook = self.manager.hook.selfinstruct_instruction_fault
        try:
            fault: object = hook(text=text, tokens=tokens, language=language)
        except PluginError:
            raise
        except Exception as error:
            breaks = self._breaks(error)
            told = f"the instruction check of {f'plugin {breaks!r}' if breaks else 'some plugin'} failed"
            hint = f"leave it out: --without {breaks}" if breaks else "leave plugins out: --without NAME"
            raise PluginError(f"{told}: {pluginfaults.placed(error)}; text: {text[:60]!r}", hint=hint) from error
        if fault is None or isinstance(fault, str):
            return fault
        told = f"an instruction check gave {pluginfaults.described(fault)}, and must give a text or None; text: {text[:60]!r}"
        raise PluginError(told, hint=f"leave out one of {', '.join(self.checks())}: --without {self.checks()[0]}")

    def _breaks(self, error: Exception) -> str:
        """The plugin whose instruction check an exception went through, "" for none."""
        codes = {frame.f_code for frame, _ in walk_tb(error.__traceback__)}
        checks = self.manager.hook.selfinstruct_instruction_fault.get_hookimpls()
        return next((each.plugin_name for each in checks if getattr(each.function, "__code__", None) in codes), "")

    def fail(self, plugin: str, package: str, fault: Fault, error: BaseException | None = None) -> None:
        """Remember what is wrong with a plugin, once."""
        failure = Failure(plugin, package, *fault, error)
        if failure not in self.failures:
            self.failures.append(failure)

    def _given(self, kind: Kind) -> Iterator[Gift]:
        """What each plugin returns; what can not be used is remembered as failed, and left out."""
        hook: pluggy.HookCaller = getattr(self.manager.hook, kind.hook)
        for implementation in hook.get_hookimpls():
            plugin, seen, raised = implementation.plugin_name, set[int](), None
            package = self.providers[plugin].package
            try:
                given = implementation.function()
                fault = pluginfaults.of_gifts(kind.hook, given)
                things: list[Any] = [] if fault else list(given)  # type: ignore[call-overload]
            except (Exception, SystemExit) as error:
                fault, things, raised = pluginfaults.of_raising(kind.hook, error, package, plugin), [], error
            for thing in things:
                wrong = pluginfaults.of_gift(kind.hook, thing)
                if wrong:
                    self.fail(plugin, package, wrong)
                elif id(thing) not in seen:
                    seen.add(id(thing))
                    yield Gift(plugin, kind.name, kind.key(thing), thing)
            if fault:
                self.fail(plugin, package, fault, raised)

    def _all(self, kind: Kind) -> list[Gift]:
        gifts = self.gifts(kind)
        for gift in gifts:
            _check_single(gift.name, gifts)
        return gifts

    def _one(self, kind: Kind, name: str) -> Gift:
        gifts = self.gifts(kind)
        _check_single(name, gifts)
        for gift in gifts:
            if gift.name == name:
                return gift
        there = [gift.name for gift in gifts]
        left_out = [each.package for each in self.installed if each.plugin in self.without and each.plugin == name]
        raise not_found(kind.name, name, there, self.failures, "".join(left_out), self.told)


_OURS = "filters"


def load(without: Iterable[str] = ()) -> Plugins:
    """The built-in plugin and every installed one but those named in `without`."""
    manager = pluggy.PluginManager("selfinstruct")
    manager.add_hookspecs(hookspecs)
    manager.register(filters, name=_OURS)
    ours = Provider(_OURS, "selfinstruct", own_version())
    plugins = Plugins(manager, {_OURS: ours}, [], frozenset(without))
    found = [(entry, *_about(entry.dist)) for entry in entry_points(group=GROUP)]
    for entry, package, version in sorted(found, key=lambda each: (each[0].name, each[1])):
        if entry.name in plugins.without:
            plugins.installed.append(Provider(entry.name, package, version, None))
        else:
            plugins.installed.append(_register(plugins, entry, package, version))
    return plugins


def _register(plugins: Plugins, entry: EntryPoint, package: str, version: str) -> Provider:
    """Load a plugin, and take it in unless something is wrong with it."""
    unknown = Provider(entry.name, package, version, None)
    if entry.name in plugins.providers:
        other = plugins.providers[entry.name].package
        fault = Fault(f"{other} has a plugin of that name", f"leave one of the two: pip uninstall {package}")
        plugins.fail(entry.name, package, fault)
        return unknown
    begun = perf_counter()
    try:
        plugin = entry.load()
        seconds = perf_counter() - begun
        stated = _stated(plugin, entry)
        faults = _faults(plugins, plugin, stated, package)
    except (Exception, SystemExit) as error:
        plugins.fail(entry.name, package, pluginfaults.of_loading(entry, package, error, own_version()), error)
        return unknown
    provider = Provider(entry.name, package, version, stated if type(stated) is int else None, seconds)
    for fault in faults:
        plugins.fail(entry.name, package, fault)
    if not faults:
        plugins.manager.register(plugin, name=entry.name)
        plugins.providers[entry.name] = provider
        for fault in pluginfaults.unmarked(plugin):
            plugins.fail(entry.name, package, fault)
    return provider


def _stated(plugin: object, entry: EntryPoint) -> object:
    """The plugin API that a plugin was written for, by itself or its module."""
    module = sys.modules.get(entry.module)
    return getattr(plugin, pluginfaults.API, getattr(module, pluginfaults.API, pluginfaults.UNSTATED))


def _faults(plugins: Plugins, plugin: object, stated: object, package: str) -> list[Fault]:
    """What keeps a plugin from being taken in. Its hooks are not looked at where it was written for another host."""
    old = pluginfaults.of_api(stated, package, plugins.providers[_OURS].version)
    if old:
        return [old]
    marked = {name: plugins.manager.parse_hookimpl_opts(plugin, name) for name in dir(plugin)}
    hooks = {name: options.get("specname") or name for name, options in marked.items() if options is not None}
    if plugins.manager.is_registered(plugin):
        twin = plugins.manager.get_name(plugin)
        return [Fault(f"plugin {twin!r} is the same module", "one entry point is enough for all that a module gives")]
    if not hooks and not pluginfaults.unmarked(plugin):
        return [Fault("it has no hook", f"mark one with @hookimpl: {', '.join(pluginfaults.HOOKS)}")]
    found = (pluginfaults.of_hook(hook, getattr(plugin, name)) for name, hook in hooks.items())
    return [fault for fault in found if fault]


def _check_single(name: str, gifts: Iterable[Gift]) -> None:
    """Raise PluginError when two things have one name."""
    same = [gift for gift in gifts if gift.name == name]
    for first, other in itertools.pairwise(same):
        if first.thing is not other.thing:
            twice = f"plugin {first.plugin} twice, as different things"
            by = twice if first.plugin == other.plugin else f"two plugins, {first.plugin} and {other.plugin}"
            raise PluginError(f"{first.kind} {name!r} is given by {by}", hint=f"leave one out: --without {other.plugin}")


def _about(package: Distribution | None) -> tuple[str, str]:
    """Name and version of a package, from the head of its metadata: what follows may be a long description."""
    text = (package.read_text("METADATA") or package.read_text("PKG-INFO") or "") if package else ""
    head = {name: value.strip() for name, _, value in (line.partition(":") for line in text.partition("\n\n")[0].splitlines())}
    return head.get("Name", "an unknown package"), head.get("Version", "?")


def own_version() -> str:
    """The version of this host, "?" where it runs from files that were never installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("selfinstruct")
    except PackageNotFoundError:
        return "?"
