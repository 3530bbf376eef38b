"""How each installed plugin is: what it gives, what is wrong with it, and whether what it gives keeps its contract."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from selfinstruct.errors import ConfigError
from selfinstruct.pluginfaults import Fault, cause
from selfinstruct.plugins import Gift, Plugins, Provider, own_version

if TYPE_CHECKING:
    from selfinstruct.testing.contract import Report

_SLOW = 0.3
"""Seconds of an import that a user notices."""

CHECK = "instruction check"
"""What is told of a plugin that looks at instructions; the other kinds are called as in `plugins.KINDS`."""


@dataclass(frozen=True, slots=True)
class Check:
    """Whether a thing keeps its contract: by rule what is kept, broken (with what to do), not tried (with why), and measured.

    why: why nothing at all was tried.
    """

    state: Literal["kept", "broken", "not tried"]
    kept: tuple[str, ...] = ()
    broken: Mapping[str, str] = field(default_factory=dict)
    untried: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """One installed plugin.

    state: "loads" before anything of it was checked, "works" when something was and none of it is broken; "broken" when
    something of it is left out, clashes with another plugin, was made for another selfinstruct, or breaks its contract.
    gives: by kind and name. faults: what is wrong, and what to do. checks: what `checked` found, one for each that it gives.
    """

    provider: Provider
    state: Literal["works", "loads", "broken", "left out"]
    gives: tuple[Gift, ...] = ()
    faults: tuple[Fault, ...] = ()
    checks: tuple[Check, ...] = ()

    @property
    def remarks(self) -> list[str]:
        """What is not wrong, and worth to know: that its import is slow."""
        seconds = self.provider.seconds
        told = f"its import takes {seconds:.1f} s, in every command: import what is heavy inside functions"
        return [told] if seconds >= _SLOW else []

    @property
    def names(self) -> set[str]:
        """All that a user may call it by: the plugin, its package, and each thing that it gives."""
        return {self.provider.plugin, self.provider.package, *(gift.name for gift in self.gives)}


def look(plugins: Plugins, only: Iterable[str] = ()) -> list[Health]:
    """Every installed plugin, or those alone that are called, or give something that is called, as one of `only`.

    Raises ConfigError when nothing has such a name.
    """
    gifts = [*plugins.gifts(), *(Gift(name, CHECK, name, None) for name in plugins.checks())]
    found = [_health(plugins, provider, gifts) for provider in plugins.installed]
    wanted = set(only)
    unknown = sorted(wanted - set[str]().union(*(health.names for health in found)))
    if unknown:
        there = sorted({health.provider.plugin for health in found})
        raise ConfigError(
            f"nothing that is installed is called {unknown[0]!r}",
            hint=f"installed plugins: {', '.join(there) or 'none'}; a language, a backend or an embedder of theirs will do too",
        )
    return [health for health in found if not wanted or wanted & health.names]


def _health(plugins: Plugins, provider: Provider, gifts: Iterable[Gift]) -> Health:
    if provider.plugin in plugins.without:
        return Health(provider, "left out")
    loaded = plugins.providers.get(provider.plugin) == provider
    own = tuple(gift for gift in gifts if loaded and gift.plugin == provider.plugin)
    failed = [
        failure for failure in plugins.failures if (failure.plugin, failure.package) == (provider.plugin, provider.package)
    ]
    faults = [Fault(failure.cause, failure.hint) for failure in failed]
    faults += _clashes(own, gifts) + _unmet(provider.package, own_version())
    return Health(provider, "broken" if faults else "loads", own, tuple(faults))


def _clashes(own: Iterable[Gift], gifts: Iterable[Gift]) -> list[Fault]:
    """Things that have the name of another."""
    return [
        Fault(f"{mine.kind} {mine.name!r} is given by plugin {other.plugin!r} too", f"leave one out: --without {other.plugin}")
        for mine in own
        for other in gifts
        if (other.kind, other.name) == (mine.kind, mine.name) and other.thing is not mine.thing
    ]


def _unmet(package: str, host: str) -> list[Fault]:
    """What a package requires of selfinstruct, where this one is another."""
    from importlib.metadata import PackageNotFoundError, requires

    from packaging.requirements import InvalidRequirement, Requirement
    from packaging.utils import canonicalize_name
    from packaging.version import InvalidVersion

    unmet: list[Requirement] = []
    try:
        for text in requires(package) or ():
            asked = Requirement(text)
            applies = asked.marker is None or asked.marker.evaluate({"extra": ""})
            ours = canonicalize_name(asked.name) == "selfinstruct" and applies
            if ours and not asked.specifier.contains(host, prereleases=True):
                unmet.append(asked)
    except (PackageNotFoundError, InvalidRequirement, InvalidVersion):
        return []
    hint = "pip install -U selfinstruct {0}, or the version of one that fits the other"
    return [Fault(f"it requires {asked}, and {host} is installed", hint.format(package)) for asked in unmet]


def checked(health: Health) -> Health:
    """Hold all that a plugin gives to its contract: broken, when any of it breaks one. Takes seconds for each."""
    checks = tuple(map(_check, health.gives))
    found = {check.state for check in checks}
    state = "broken" if "broken" in found else "works" if "kept" in found and health.state == "loads" else health.state
    return replace(health, checks=checks, state=state)


def _check(gift: Gift) -> Check:
    """Whatever a thing does wrong is told."""
    from selfinstruct.testing import ContractError, check_backend, check_embedder, check_language

    if gift.kind == CHECK:
        return Check("not tried", why="there is no contract of its own for it: a run tells when it breaks")
    try:
        thing = gift.thing if gift.kind == "language" else gift.thing.check_instance()
        if thing is None:
            return Check("not tried", why=_NEEDS[gift.kind])
        kits: Mapping[str, Callable[[Any], Report]] = {
            "language": check_language,
            "backend": check_backend,
            "embedder": check_embedder,
        }
        report = kits[gift.kind](thing)
    except ContractError as error:
        each = error.broken or {"contract": error}
        return Check("broken", broken={rule: str(one) for rule, one in each.items()})
    except ConfigError as error:  # such as numpy, which embedders need and the host does not
        return Check("not tried", why="; ".join(filter(None, [error.message, error.hint])))
    except (Exception, SystemExit) as error:
        return Check("broken", broken={"contract": f"the check ended with {cause(error)}"})
    return Check("kept", report.kept, {}, dict(report.untried), dict(report.remarks))


_NEEDS = {
    "backend": "needs a key, a model or a file; in a test, check_backend tries one that you build",
    "embedder": "needs a model or a file; in a test, check_embedder tries one that you build",
}
