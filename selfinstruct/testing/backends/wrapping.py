"""What a backend makes of a failure in what it wraps: a client library, a model in this process, somebody's function."""

from __future__ import annotations

from traceback import walk_tb

from selfinstruct.errors import BackendError, TransientError
from selfinstruct.testing.backends.case import BackendCase, BackendRule, Failing, Told
from selfinstruct.testing.backends.served import FOR_GOOD, HOST_RETRIES, SECRET, failed, lent, put_through
from selfinstruct.testing.contract import NotTried, Rule, expect

AROUND_SOMETHING = "it is for backends around a function or a library, which give failing="
TO_GIVE = "give failing=: a function (error) that gives the backend, with something inside it that raises that error"
_MOST_CALLS = 2
"""One with all prompts of a call and, as that failed, one with each alone."""


class OfItsOwn(Exception):  # noqa: N818 - it stands for those of other people
    """An error of a class that no backend can know."""


def failure_told(case: BackendCase) -> None:
    """Whatever is raised below becomes an error that says what to do."""
    mend = 'except Exception as error: return BackendError(f"the model: {type(error).__name__}", hint="...")'
    for error in (ValueError("unexpected token"), OfItsOwn("no such layer"), RuntimeError()):
        told = raising(case, error, mend)
        failed(told, mend, blaming=isinstance(error, ValueError))
        good = isinstance(told.outcome.error, BackendError)
        expect(good, f"{case.name}: {told.what} gave {told.outcome}", FOR_GOOD, mend)


def failure_passing(case: BackendCase) -> None:
    """A connection that broke, or a time that was over, is tried again."""
    contract = "ConnectionError and TimeoutError may be over the next time: give a TransientError, or let them pass as they are"
    mend = "except (ConnectionError, TimeoutError): return TransientError(...), above the line that catches all else"
    for error in (ConnectionError("the other side hung up"), TimeoutError("no answer in time")):
        told = raising(case, error, mend)
        failed(told, mend)
        found = told.outcome.error
        good = isinstance(found, TransientError | ConnectionError | TimeoutError)
        expect(good, f"{case.name}: {told.what} gave {told.outcome}", contract, mend)


def failure_once(case: BackendCase) -> None:
    """What fails is not asked over and over."""
    _check_given(case)
    mend = "take the loop out, and turn the retries of what you wrap off: max_retries=0"
    found = f"{case.name}: what it wraps was called {case.raised} times for one prompt, and failed each time"
    expect(case.raised <= _MOST_CALLS, found, HOST_RETRIES, mend)


def raising(case: BackendCase, error: Exception, mend: str) -> Told:
    """What becomes of a prompt when that is raised below. mend: what to do about any other error that comes out.

    Raises NotTried when there is no such backend.
    """
    failing = _check_given(case)
    contract = "failing(error) gives a backend; the error is raised when it is asked for an answer"
    with lent(case, "failing", lambda: failing(error), contract) as (backend, heard):
        try:
            return put_through(case, f"{type(error).__name__} in what it wraps", backend, heard, mend)
        finally:
            case.raised = max(case.raised, _times_raised(error))


def _check_given(case: BackendCase) -> Failing:
    if case.failing is None:
        raise NotTried(AROUND_SOMETHING if case.served else TO_GIVE)
    return case.failing


def _times_raised(error: Exception) -> int:
    """How many calls of the function that an error came from have raised it: each leaves its frame in the traceback."""
    frames = [frame for frame, _ in walk_tb(error.__traceback__)]
    return len({id(frame) for frame in frames if frame.f_code is frames[-1].f_code})


def holding_a_secret() -> Exception:
    """An error as libraries raise it, whose text holds the key."""
    return RuntimeError(f"401: Incorrect API key provided: {SECRET}")


WRAPPING_RULES: tuple[BackendRule, ...] = (
    Rule("failure-told", failure_told, ("answered",)),
    Rule("failure-passing", failure_passing, ("answered",)),
    Rule("failure-once", failure_once, ("answered",)),
)
