"""What a backend makes of a failure in what it wraps: a client library, a model in this process, somebody's function."""

from __future__ import annotations

from selfinstruct.errors import BackendError, TransientError
from selfinstruct.testing.backends.case import BackendCase, BackendRule, Told, outcome_of, within
from selfinstruct.testing.backends.served import FOR_GOOD, SECRET, failed
from selfinstruct.testing.contract import ContractError, NotTried, Rule, expect

TO_GIVE = "give failing=: a function (error) that gives the backend, with something inside it that raises that error"


class OfItsOwn(Exception):  # noqa: N818 - it stands for those of other people
    """An error of a class that no backend can know."""


def failure_told(case: BackendCase) -> None:
    """Whatever is raised below becomes an error that says what to do."""
    mend = 'except Exception as error: return BackendError(f"the model: {type(error).__name__}", hint="...")'
    for error in (ValueError("unexpected token"), OfItsOwn("no such layer"), RuntimeError()):
        told = raising(case, error)
        failed(told, mend, blaming=isinstance(error, ValueError))
        good = isinstance(told.outcome.error, BackendError)
        expect(good, f"{case.name}: {told.what} gave {told.outcome}", FOR_GOOD, mend)


def failure_passing(case: BackendCase) -> None:
    """A connection that broke, or a time that was over, is tried again."""
    contract = (
        "ConnectionError and TimeoutError may be over the next time: raise a TransientError, or let them pass as they are"
    )
    mend = "except (ConnectionError, TimeoutError): raise, above the line that catches all else"
    for error in (ConnectionError("the other side hung up"), TimeoutError("no answer in time")):
        told = raising(case, error)
        failed(told, mend)
        found = told.outcome.error
        good = isinstance(found, TransientError | ConnectionError | TimeoutError)
        expect(good, f"{case.name}: {told.what} gave {told.outcome}", contract, mend)


def raising(case: BackendCase, error: Exception) -> Told:
    """What becomes of a prompt when that is raised below. Raises NotTried when there is no such backend."""
    if case.failing is None:
        raise NotTried(TO_GIVE)
    what = f"{type(error).__name__} in what it wraps"
    notes: list[str] = []
    try:
        backend = case.failing(error)
        backend.note = notes.append
    except Exception as raised:
        contract = "failing(error) builds a backend; the error is raised when it is asked for an answer"
        raise ContractError(f"{case.name}: failing(...) raised {raised!r:.200}", contract, "mend it in your test") from raised
    try:
        outcome = case.run(outcome_of(backend, case.known, case.patience))
    except ContractError as raised:
        raise ContractError(f"{raised.found} ({what})", raised.contract, raised.mend) from raised
    finally:
        case.run(within(case.patience, backend.close, f"{case.name}: close()"))
    told = Told(what, backend, outcome, notes)
    case.failures.append(told)
    return told


def holding_a_secret() -> Exception:
    """An error as libraries raise it, whose text holds the key."""
    return RuntimeError(f"401: Incorrect API key provided: {SECRET}")


WRAPPING_RULES: tuple[BackendRule, ...] = (
    Rule("failure-told", failure_told, ("answered",)),
    Rule("failure-passing", failure_passing, ("answered",)),
)
