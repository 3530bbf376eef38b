"""Finds plugins by entry point, keeps those that fail from harming the rest, and answers for what they bring by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Any

import pluggy

from selfinstruct import filters, hookspecs
from selfinstruct.backend import Backend
from selfinstruct.embedder import Embedder
from selfinstruct.errors import PluginError
from selfinstruct.language import Language

GROUP = "selfinstruct"


@dataclass(frozen=True, slots=True)
class Failure:
    """A plugin that could not be loaded or asked, and why."""

    plugin: str
    package: str
    cause: str

    def __str__(self) -> str:
        return f"plugin {self.plugin!r} of {self.package} failed: {self.cause}"


@dataclass(frozen=True, slots=True)
class Provider:
    """Which plugin, of which package at which version, gives something."""

    plugin: str
    package: str
    version: str


class Plugins:
    """The plugins of one command. Made by `load`; nothing is global."""

    def __init__(self, manager: pluggy.PluginManager, providers: dict[str, Provider], failures: list[Failure]) -> None:
        self.manager = manager
        self.providers = providers
        self.failures = failures

    def languages(self) -> dict[str, Language]:
        """Every language by its code. Raises PluginError when two plugins bring the same one."""
        return {name: thing for name, (_, thing) in self._languages().items()}

    def backends(self) -> dict[str, type[Backend]]:
        """Every backend class by its name. Raises PluginError when two plugins bring the same one."""
        return {name: thing for name, (_, thing) in self._backends().items()}

    def embedders(self) -> dict[str, type[Embedder]]:
        """Every embedder class by its name. Raises PluginError when two plugins bring the same one."""
        return {name: thing for name, (_, thing) in self._embedders().items()}

    def origin(self, kind: str, name: str) -> Provider:
        """Which plugin brings one of the "languages", "backends" or "embedders"."""
        found = {"languages": self._languages, "backends": self._backends, "embedders": self._embedders}[kind]()
        plugin, _ = found[name]
        return self.providers[plugin]

    def language(self, code: str) -> Language:
        """The language with this code. Raises PluginError that names what failed, what is there and what to install."""
        language: Language = self._one(self.languages(), code, "language")
        return language

    def backend(self, name: str) -> type[Backend]:
        """The backend with this name. Raises PluginError as `language` does."""
        backend: type[Backend] = self._one(self.backends(), name, "backend")
        return backend

    def embedder(self, name: str) -> type[Embedder]:
        """The embedder with this name. Raises PluginError as `language` does."""
        embedder: type[Embedder] = self._one(self.embedders(), name, "embedder", extra="embeddings")
        return embedder

    def instruction_fault(self, text: str, tokens: list[str], language: Language) -> str | None:
        """The first reason that any plugin has against an instruction. Raises PluginError when a plugin breaks over it."""
        try:
            fault: str | None = self.manager.hook.selfinstruct_instruction_fault(text=text, tokens=tokens, language=language)
        except Exception as error:
            hint = "leave the plugin out with --without NAME"
            raise PluginError(f"an instruction check failed: {_cause(error)}; text: {text[:60]!r}", hint=hint) from error
        return fault

    def _languages(self) -> dict[str, tuple[str, Any]]:
        return self._named(self.manager.hook.selfinstruct_languages, lambda language: language.code, "language")

    def _backends(self) -> dict[str, tuple[str, Any]]:
        return self._named(self.manager.hook.selfinstruct_backends, lambda backend: backend.name, "backend")

    def _embedders(self) -> dict[str, tuple[str, Any]]:
        return self._named(self.manager.hook.selfinstruct_embedders, lambda embedder: embedder.name, "embedder")

    def _named(self, hook: pluggy.HookCaller, name: Callable[[Any], str], kind: str) -> dict[str, tuple[str, Any]]:
        """Name -> (plugin, thing), by name."""
        found: dict[str, tuple[str, Any]] = {}
        for plugin, thing in self._given(hook):
            other = found.setdefault(name(thing), (plugin, thing))[0]
            if found[name(thing)][1] is not thing:
                hint = f"leave one out: --without {plugin}"
                raise PluginError(f"{kind} {name(thing)!r} is given by two plugins, {other} and {plugin}", hint=hint)
        return dict(sorted(found.items()))

    def _given(self, hook: pluggy.HookCaller) -> Iterable[tuple[str, Any]]:
        """What each plugin returns; one that raises is remembered as failed and gives nothing."""
        for implementation in hook.get_hookimpls():
            try:
                things: list[Any] = list(implementation.function())  # type: ignore[call-overload]
            except Exception as error:
                self._fail(implementation.plugin_name, _cause(error))
                continue
            yield from ((implementation.plugin_name, thing) for thing in things)

    def _fail(self, plugin: str, cause: str) -> None:
        failure = Failure(plugin, self.providers[plugin].package, cause)
        if failure not in self.failures:
            self.failures.append(failure)

    def _one(self, known: dict[str, Any], name: str, kind: str, *, extra: str = "") -> Any:
        """extra: the one of our extras that brings such things; without, it is called as they are."""
        if name in known:
            return known[name]
        failed = "".join(f"{failure}\n" for failure in self.failures)
        there = ", ".join(known) or "none"
        install = f"pip install 'selfinstruct[{extra or name}]', if it is one of ours"
        hint = f"{install}; `selfinstruct plugins` lists what is installed"
        raise PluginError(f"{failed}no {kind} {name!r}; there: {there}", hint=hint)


def load(without: Iterable[str] = ()) -> Plugins:
    """The built-in plugin and every installed one but those named in `without`."""
    manager = pluggy.PluginManager("selfinstruct")
    manager.add_hookspecs(hookspecs)
    manager.register(filters, name="filters")
    providers = {"filters": Provider("filters", "selfinstruct", _own_version())}
    plugins = Plugins(manager, providers, [])
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, _package(entry))):
        if entry.name not in set(without):
            _register(plugins, entry)
    _drop_misspelt(plugins)
    return plugins


def _register(plugins: Plugins, entry: EntryPoint) -> None:
    if entry.name in plugins.providers:
        other = plugins.providers[entry.name].package
        plugins.failures.append(Failure(entry.name, _package(entry), f"{other} has a plugin of that name"))
        return
    try:
        plugins.manager.register(entry.load(), name=entry.name)
    except (Exception, SystemExit) as error:
        plugins.failures.append(Failure(entry.name, _package(entry), _cause(error)))
        return
    version = entry.dist.version if entry.dist else "?"
    plugins.providers[entry.name] = Provider(entry.name, _package(entry), version)


def _drop_misspelt(plugins: Plugins) -> None:
    """A plugin with a hook that the host does not know is left out and told."""
    while True:
        try:
            plugins.manager.check_pending()
        except pluggy.PluginValidationError as error:
            name = plugins.manager.get_name(error.plugin) or "?"
            plugins._fail(name, str(error).strip().splitlines()[0])  # noqa: SLF001
            plugins.manager.unregister(error.plugin)
        else:
            return


def _package(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else "an unknown package"


def _own_version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("selfinstruct")
    except PackageNotFoundError:
        return "?"


def _cause(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"
