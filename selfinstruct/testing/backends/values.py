"""What the host reads of a backend before it asks for anything, and how it builds one."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from typing import get_args

from selfinstruct.backend import Abilities, Backend, Style
from selfinstruct.testing.backends.case import BackendCase, BackendRule, closed, snapshot
from selfinstruct.testing.contract import ContractError, Rule, expect

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HEAVY = 2.0
_BATCH_METHODS = ("submit", "find", "collect")


def name(case: BackendCase) -> None:
    """The class says what it is called."""
    kind = type(case.backend)
    told: object = getattr(kind, "name", None)
    good = isinstance(told, str) and bool(_NAME.fullmatch(told))
    contract = "a backend has a class attribute `name` in kebab case: it stands on the command line and in folder names"
    expect(good, f"{kind.__name__}: name is {told!r}", contract, 'write name: ClassVar[str] = "my-backend"')
    label: object = case.backend.label
    good = isinstance(label, str) and label.isprintable() and bool(label)
    contract = "label is one line: every record of a run carries it"
    expect(good, f"{told}: label is {label!r}", contract, "leave label as Backend has it")


def abilities(case: BackendCase) -> None:
    """What it can do is told, in numbers that the host can use, and stays the same."""
    backend, told = case.backend, _told(case)
    styles = get_args(Style)
    contract = f"abilities is Abilities: style one of {', '.join(styles)}, batch and parallel whole numbers from 1"
    good = isinstance(told, Abilities) and told.style in styles and all(_counts(n) for n in (told.batch, told.parallel))
    expect(good, f"{case.name}: abilities is {told!r}", contract, "return Abilities(style=..., batch=..., parallel=...)")
    contract = "abilities are the same each time: prompts are made for the style once"
    expect(told == backend.abilities, f"{case.name}: abilities change", contract, "decide them in __init__")
    if not isinstance(told, Abilities):
        return
    contract = "context is a whole number of tokens or None, thinking one from 0"
    good = (told.context is None or _counts(told.context)) and _counts(told.thinking, 0)
    expect(
        good,
        f"{case.name}: context is {told.context!r}, thinking is {told.thinking!r}",
        contract,
        "leave out what is not known",
    )
    missing = [each for each in _BATCH_METHODS if getattr(type(backend), each) is getattr(Backend, each)]
    contract = f"where abilities tell batches, {', '.join(_BATCH_METHODS)} are there: --batch calls them"
    expect(
        not (told.batches and missing),
        f"{case.name} has no {', '.join(missing)}",
        contract,
        "write them, or leave batches=True out",
    )
    case.told = told


def instance(case: BackendCase) -> str | None:
    """The class lends an object for `selfinstruct plugins --check`, or None, on any machine and in no time."""
    kind = type(case.backend)
    contract = (
        "check_instance() gives a backend that can be tried on any machine, or None; `selfinstruct plugins --check` calls it"
    )
    mend = "return None where a key, a model or a file is needed: leave the method out"
    began = time.monotonic()
    try:
        made: object = kind.check_instance()
    except Exception as error:
        raise ContractError(f"{case.name}: check_instance() raised {error!r:.200}", contract, mend) from error
    took = time.monotonic() - began
    good = made is None or isinstance(made, Backend)
    expect(
        good,
        f"{case.name}: check_instance() gave {made!r:.80}",
        contract,
        "decorate it with @classmethod, return cls(None, {})",
    )
    if isinstance(made, Backend):
        case.run(closed(made, case.patience, case.name))
    expect(took <= case.patience, f"{case.name}: check_instance() took {took:.0f} s", contract, mend)
    return f"check_instance() takes {took:.1f} s: build what is heavy in complete()" if took > _HEAVY else None


def built_again(case: BackendCase) -> None:
    """Model and options are all that the host builds it from, for each stage anew."""
    backend = case.backend
    contract = "a run builds one for each stage as Class(model, options), from what this one has in self.model and self.options"
    mend = "call super().__init__(model, options), take no further arguments, and leave in self.model what --model may be"
    try:
        again = type(backend)(backend.model, dict(backend.options))
    except Exception as error:
        raise ContractError(f"{case.name}: building it again raised {error!r:.200}", contract, mend) from error
    told = (again.model, again.abilities)
    found = f"{case.name}: built again it has {told!r:.200}"
    expect(told == (backend.model, backend.abilities), found, contract, mend)


def unchanged(case: BackendCase) -> None:
    """Options, model, label and abilities are after all calls what they were before."""
    after = snapshot(case.backend)
    changed = [what for what in case.before if case.before[what] != after.get(what)]
    contract = "options, model and label stay as they are after __init__: they are part of what a run is"
    mend = "copy what you change: options = dict(self.options)"
    expect(case.before and not changed, f"{case.name}: {', '.join(changed) or 'options'} changed meanwhile", contract, mend)
    if case.told is None:
        return
    contract = "abilities are after all calls what they were before: prompts are made for the style once"
    found = f"{case.name}: abilities changed meanwhile: {case.told!r}"
    # How much a model takes may be known only when it is loaded.
    now = replace(case.backend.abilities, context=case.told.context)
    expect(now == case.told, found, contract, "decide them in __init__")


def _told(case: BackendCase) -> object:
    try:
        return case.backend.abilities
    except Exception as error:
        contract = "abilities can be read before anything is asked"
        raise ContractError(f"{case.name}: abilities raised {error!r:.200}", contract, "decide them in __init__") from error


def _counts(number: object, least: int = 1) -> bool:
    return type(number) is int and number >= least


VALUE_RULES: tuple[BackendRule, ...] = (
    Rule("name", name),
    Rule("abilities", abilities),
    Rule("check-instance", instance),
    Rule("built-again", built_again, ("abilities",)),
)
UNCHANGED_RULE: BackendRule = Rule("unchanged", unchanged)
