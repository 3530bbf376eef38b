"""How a broken contract is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class ContractError(AssertionError):
    """A contract that is broken: what was found, what the contract is, and how to mend it."""

    def __init__(self, found: str, contract: str, mend: str) -> None:
        super().__init__(f"{found}\n      contract: {contract}\n      to mend: {mend}")


def expect(good: object, found: str, contract: str, mend: str) -> None:
    """Raise ContractError unless `good`."""
    if not good:
        raise ContractError(found, contract, mend)


def called(what: str, contract: str, call: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """What a call to a plugin gives; whatever it raises is a broken contract."""
    try:
        return call(*args, **named)
    except Exception as error:
        raise ContractError(f"{what} raised {error!r}", contract, "raise nothing") from error
