"""How a contract is held: rules one after the other, and all that is broken told at once, each with its cure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from traceback import extract_tb
from typing import Generic, ParamSpec, TypeVar

Case = TypeVar("Case")
P = ParamSpec("P")
T = TypeVar("T")

_MOST_SHOWN = 5
"""How many findings of one kind are told; the author has understood by then."""

_INDENT = "\n      "


class ContractError(AssertionError):
    """A contract that is broken: what was found, what the contract is, and how to mend it.

    broken: of several rules that are broken, each by its name; empty for one that was checked alone.
    parts: what one rule found, where that is of several kinds; else the error itself.
    """

    def __init__(self, found: str, contract: str, mend: str, broken: Mapping[str, ContractError] | None = None) -> None:
        super().__init__(f"{found}{_INDENT}contract: {contract}{_INDENT}to mend: {mend}")
        self.found = found
        self.contract = contract
        self.mend = mend
        self.broken = dict(broken or {})
        self.parts: tuple[ContractError, ...] = (self,)

    @classmethod
    def of(cls, about: str, broken: Mapping[str, ContractError], left: Sequence[str] = ()) -> ContractError:
        """All that is broken as one error, which shows each with the name of its rule.

        left: rules that were left out, because one that they need is broken.
        """
        error = cls("", "", "", broken)
        count = f"{len(broken)} of its contracts" if len(broken) > 1 else "one of its contracts"
        later = f"\n   not tried before that is mended: {', '.join(left)}" if left else ""
        error.args = (f"{about} breaks {count}" + "".join(_lines(*pair) for pair in broken.items()) + later,)
        return error

    @classmethod
    def together(cls, errors: Sequence[ContractError]) -> ContractError:
        """Several findings of one rule as one error; those with the same contract and cure are told in one place."""
        parts = tuple(part for error in errors for part in error.parts)
        kinds: dict[tuple[str, str], list[str]] = {}
        for part in parts:
            kinds.setdefault((part.contract, part.mend), []).append(part.found)
        told = [cls(_listed(founds), *kind) for kind, founds in kinds.items()]
        error = cls(told[0].found, told[0].contract, told[0].mend)
        error.args = (_INDENT.join(map(str, told)),)
        error.parts = parts
        return error


def _lines(name: str, error: ContractError) -> str:
    return f"\n   [{name}] {error}"


def _listed(founds: Sequence[str], most: int | None = _MOST_SHOWN) -> str:
    different = list(dict.fromkeys(founds))
    more = [f"and {len(different) - most} more like this"] if most is not None and len(different) > most else []
    return _INDENT.join([*different[:most], *more])


class NotTried(Exception):  # noqa: N818 - nothing is wrong
    """Why a rule could not be tried, such as what the author would have to give for it."""


@dataclass(frozen=True)
class Rule(Generic[Case]):
    """One promise of a plugin.

    name: in kebab case, as it is told and as the docs list it.
    check: raises ContractError where the promise is broken and NotTried where that can not be told; gives a remark, or None.
    needs: rules without which this one tells nothing new: it is left out when one of them is broken.
    """

    name: str
    check: Callable[[Case], str | None]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked: rules that are kept, those that were not tried with the reason, and remarks (speed) by rule."""

    about: str
    kept: tuple[str, ...]
    untried: Mapping[str, str]
    remarks: Mapping[str, str]

    def lines(self, *, names: bool = False) -> Iterator[str]:
        """For people: how many rules are kept, then a line for each reason not to try some, and for each remark.

        names: tell which rules are kept, too.
        """
        yield f"{self.about}: {len(self.kept)} rules kept"
        if names:
            yield f"  kept: {', '.join(self.kept)}"
        reasons: dict[str, list[str]] = {}
        for name, why in self.untried.items():
            reasons.setdefault(why, []).append(name)
        yield from (f"  not tried: {', '.join(which)}: {why}" for why, which in reasons.items())
        yield from (f"  {name}: {remark}" for name, remark in self.remarks.items())


def hold(about: str, rules: Sequence[Rule[Case]], case: Case) -> Report:
    """Check every rule. Raises ContractError that tells all that are broken."""
    __tracebackhide__ = True
    kept: list[str] = []
    untried: dict[str, str] = {}
    remarks: dict[str, str] = {}
    broken: dict[str, ContractError] = {}
    left: list[str] = []
    for rule in rules:
        if missing := [need for need in rule.needs if need not in kept]:
            # What was merely not tried is nothing to mend.
            to_mend = [need for need in missing if need in left or need not in untried]
            untried[rule.name] = f"{to_mend[0]} comes first" if to_mend else f"{missing[0]} was not tried"
            left += [rule.name] if to_mend else []
            continue
        try:
            remark = rule.check(case)
        except NotTried as why:
            untried[rule.name] = str(why)
        except ContractError as error:
            broken[rule.name] = error
        except Exception as error:
            broken[rule.name] = _unforeseen(error)
        else:
            kept.append(rule.name)
            if remark:
                remarks[rule.name] = remark
    if broken:
        raise ContractError.of(about, broken, left)
    return Report(about, tuple(kept), untried, remarks)


def expect(good: object, found: str, contract: str, mend: str) -> None:
    """Raise ContractError unless `good`."""
    __tracebackhide__ = True
    if not good:
        raise ContractError(found, contract, mend)


def expect_none(founds: Iterable[str], contract: str, mend: str, most: int | None = _MOST_SHOWN) -> None:
    """Raise ContractError that tells all of these, the first `most` in full, unless there is none."""
    __tracebackhide__ = True
    if told := list(founds):
        raise ContractError(_listed(told, most), contract, mend)


def every(checks: Iterable[Callable[[], object]]) -> None:
    """Make all of these checks, and raise what they find as one ContractError."""
    __tracebackhide__ = True
    errors: list[ContractError] = []
    for check in checks:
        try:
            check()
        except ContractError as error:
            errors.append(error)
    if errors:
        raise ContractError.together(errors)


def called(what: str, contract: str, call: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """What a call to a plugin gives; whatever it raises is a broken contract."""
    __tracebackhide__ = True
    try:
        return call(*args, **named)
    except Exception as error:
        mend = "raise nothing: give what stands for nothing, such as an empty list or None"
        raise ContractError(f"{what} raised {error!r:.200}{_place(error)}", contract, mend) from error


def _unforeseen(error: Exception) -> ContractError:
    """What no rule thought of: a value of a type that is not the one written down, most likely."""
    mend = "run mypy over the plugin; when every value has its type, this is a fault of the kit: please tell its authors"
    return ContractError(f"checking ended with {error!r:.200}{_place(error)}", "every value has the type that is told", mend)


def _place(error: Exception) -> str:
    """Where an error arose, so that its line is found without the traceback; nothing where the call could not be made."""
    frames = extract_tb(error.__traceback__)
    if not frames or frames[-1].filename == __file__:
        return ""
    return f" ({'/'.join(Path(frames[-1].filename).parts[-2:])}, line {frames[-1].lineno})"
