"""What a backend makes of a server that fails: the kit's own, on this machine, one for each failure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from selfinstruct.backend import Backend
from selfinstruct.errors import BackendError, TransientError
from selfinstruct.testing.backends import faultserver
from selfinstruct.testing.backends.case import BackendCase, BackendRule, Told, outcome_of, within
from selfinstruct.testing.backends.faultserver import WAIT, Fault, FaultServer
from selfinstruct.testing.contract import ContractError, NotTried, Rule, expect

SECRET = "sk-kit-7d41f09be2c8a653"  # noqa: S105 - it opens nothing
TO_GIVE = (
    "give served=: a function (url, secret) that gives the backend for a server at url, with secret as its key; set the "
    "environment variable that holds the key in it"
)
FOR_GOOD = "what would fail each time is a BackendError with a hint: the run ends, and the user is told what to do"
_PASSING = "what may succeed when it is sent again is a TransientError: the host waits and does that"


def key_refused(case: BackendCase) -> None:
    """A key that the server does not take ends the run, with a hint."""
    for status in (401, 403):
        told = asked(case, f"status {status}", faultserver.status(status))
        mend = f'BackendError("the server refuses the key", hint="set MY_API_KEY to a key that is valid") for {status}'
        fatal(told, mend)


def not_found(case: BackendCase) -> None:
    """A model or address that is not there ends the run, with a hint."""
    told = asked(case, "status 404", faultserver.status(404))
    fatal(told, 'BackendError(f"{url} is not there", hint="is the model\'s name right, and the URL?") for 404')


def too_many_requests(case: BackendCase) -> None:
    """A rate limit is waited for, as long as the server says."""
    told = asked(case, f"status 429 with Retry-After: {WAIT}", faultserver.status(429))
    mend = 'TransientError(message, after=float(headers["Retry-After"]), limited=True) for 429'
    transient(told, mend)
    error = told.outcome.error
    contract = "after a rate limit all requests wait, as long as the server asks: limited=True, after=seconds"
    good = isinstance(error, TransientError) and error.limited and error.after == WAIT
    had = f"after={error.after!r}, limited={error.limited!r}" if isinstance(error, TransientError) else "neither"
    expect(good, f"{case.name}: {told.what} gave a TransientError with {had}", contract, mend)


def server_error(case: BackendCase) -> None:
    """A server that fails for now is asked again, by the host."""
    for status in (500, 503):
        transient(asked(case, f"status {status}", faultserver.status(status)), "TransientError(message) for 500 and above")


def no_retries(case: BackendCase) -> None:
    """A request that fails is sent once."""
    with FaultServer(faultserver.status(503), patience=case.patience) as server:
        told_of(case, "status 503", server.url)
    most = server.most_asked
    contract = "the host sends again, within its budget and at its pace: a backend sends each request once"
    mend = "turn the retries of your client off: max_retries=0"
    expect(most <= 1, f"{case.name}: a request that failed was sent {most} times", contract, mend)


def connection_lost(case: BackendCase) -> None:
    """A connection that ends, or is never made, may be better the next time."""
    mend = "except (OSError, http.client.HTTPException) as error: TransientError(...); your client's own errors likewise"
    for what, fault in (
        ("a connection that ends instead of a reply", faultserver.hang_up),
        ("a reply that ends in the middle", faultserver.body(b'{"choices": [', length=1000)),
    ):
        transient(asked(case, what, fault), mend)
    with faultserver.nobody() as url:
        told = told_of(case, "a port on which nothing listens", url)
    failed(told, mend)


def reply_unreadable(case: BackendCase) -> None:
    """A good status with a body that holds no answer is an error."""
    mend = (
        "except (ValueError, LookupError, TypeError, AttributeError) as error: TransientError(...) around what reads the reply"
    )
    transient(asked(case, "JSON that is cut", faultserver.body(b'{"choices": [{"index"')), mend)
    for what, body, kind in (
        ("a web page with status 200", b"<!DOCTYPE html><title>Sign in</title>", "text/html"),
        ("an empty body with status 200", b"", "application/json"),
        ("the JSON {}", b"{}", "application/json"),
        ("the JSON []", b"[]", "application/json"),
        ("the JSON null", b"null", "application/json"),
        ("JSON with no choices", b'{"choices": [], "usage": null}', "application/json"),
    ):
        failed(asked(case, what, faultserver.body(body, kind)), mend)


def asked(case: BackendCase, what: str, fault: Fault) -> Told:
    """What becomes of a prompt whose server fails so. Raises NotTried when there is no such backend."""
    with FaultServer(fault, patience=case.patience) as server:
        return told_of(case, what, server.url)


def fatal(told: Told, mend: str) -> None:
    """Raise ContractError unless it is a BackendError that ends the run and says what to do."""
    failed(told, mend)
    error = told.outcome.error
    found = f"{told.backend.name}: {told.what} gave {told.outcome}"
    good = isinstance(error, BackendError) and not isinstance(error, TransientError)
    expect(good, found, f"{FOR_GOOD}; a TransientError is sent again and again", mend)


def transient(told: Told, mend: str) -> None:
    """Raise ContractError unless it is an error that the host sends again after."""
    error = told.outcome.error
    good = isinstance(error, TransientError) or (told.outcome.raised and isinstance(error, ConnectionError | TimeoutError))
    expect(good, f"{told.backend.name}: {told.what} gave {told.outcome}", _PASSING, mend)


def failed(told: Told, mend: str, *, blaming: bool = False) -> None:
    """Raise ContractError unless it is an error; one for good has a hint. blaming: it may be the prompt's fault."""
    error, found = told.outcome.error, f"{told.backend.name}: {told.what} gave {told.outcome}"
    expect(error is not None, found, "what fails gives an error, never an answer", mend)
    if told.outcome.raised and isinstance(error, ConnectionError | TimeoutError):
        return
    expect(isinstance(error, BackendError), found, FOR_GOOD, mend)
    if not isinstance(error, BackendError):
        return
    contract = (
        "permanent is said of a prompt that can never succeed: it is written down as failed, and the run goes on without it"
    )
    expect(blaming or not error.permanent, f"{found}, permanent", contract, "leave permanent=True out here")
    expect(error.message.strip(), f"{found} without a message", "a message says what happened", mend)
    expect(error.hint or isinstance(error, TransientError), f"{found} without a hint", FOR_GOOD, mend)


def told_of(case: BackendCase, what: str, url: str) -> Told:
    """What becomes of a prompt when the server is at a URL. Raises NotTried when there is no backend for it."""
    with built(case, url) as (backend, notes):
        try:
            outcome = case.run(outcome_of(backend, case.known, case.patience))
        except ContractError as error:
            raise ContractError(f"{error.found} ({what})", error.contract, error.mend) from error
    told = Told(what, backend, outcome, notes)
    case.failures.append(told)
    return told


@contextmanager
def built(case: BackendCase, url: str) -> Iterator[tuple[Backend, list[str]]]:
    """A backend for a server of ours, closed at the end, and what it tells the user."""
    if case.served is None:
        raise NotTried(TO_GIVE)
    notes: list[str] = []
    try:
        backend = case.served(url, SECRET)
        backend.note = notes.append
    except Exception as error:
        contract = "served(url, secret) builds the backend for a server at url; building asks nothing of it"
        raise ContractError(f"{case.name}: served(...) raised {error!r:.200}", contract, "mend it in your test") from error
    try:
        yield backend, notes
    finally:
        case.run(within(case.patience, backend.close, f"{case.name}: close()"))


SERVED_RULES: tuple[BackendRule, ...] = (
    Rule("key-refused", key_refused, ("answered",)),
    Rule("not-found", not_found, ("answered",)),
    Rule("too-many-requests", too_many_requests, ("answered",)),
    Rule("server-error", server_error, ("answered",)),
    Rule("no-retries", no_retries, ("answered",)),
    Rule("connection-lost", connection_lost, ("answered",)),
    Rule("reply-unreadable", reply_unreadable, ("answered",)),
)
