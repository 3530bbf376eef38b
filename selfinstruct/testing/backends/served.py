"""What a backend makes of a server that fails: the kit's own, on this machine, one for each failure."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.utils import formatdate

from selfinstruct.backend import Backend, Completion, Prompt
from selfinstruct.errors import BackendError, TransientError
from selfinstruct.testing.backends import faultserver
from selfinstruct.testing.backends.case import BackendCase, BackendRule, Outcome, Told, closed, outcome_of
from selfinstruct.testing.backends.faultserver import Fault, FaultServer
from selfinstruct.testing.backends.overhearing import Overheard, overhearing
from selfinstruct.testing.contract import ContractError, NotTried, Rule, expect

OF_SERVERS = "it is for backends of servers, which give served="
SECRET = "sk-kit-7d41f09be2c8a653"  # noqa: S105 - it opens nothing
_WAIT = 3
_IN_SECONDS = f"status 429 with Retry-After: {_WAIT}"
TO_GIVE = (
    "give served=: a function (url, secret) that gives the backend for a server at url, with secret as its key; set the "
    "environment variable that holds the key in it"
)
FOR_GOOD = "what would fail each time is a BackendError with a hint: the run ends, and the user is told what to do"
HOST_RETRIES = "the host sends again, within its budget and at its pace: a backend sends each request once"
ONCE = "turn the retries of your client off: max_retries=0"
NOT_UNDERSTOOD = (
    "the kit speaks chat completions, which was not understood; give reply=: a function (text) that gives the body of a good "
    "answer in your protocol, as bytes"
)
GOOD_REPLY = "a good reply that repeats the key"
_PASSING = "what may succeed when it is sent again is a TransientError: the host waits and does that"


def key_refused(case: BackendCase) -> None:
    """A key that the server does not take ends the run, with a hint."""
    for status in (401, 403):
        mend = f'return BackendError("the server refuses the key", hint="set MY_API_KEY to a key that is valid") for {status}'
        fatal(asked(case, f"status {status}", faultserver.status(status), mend), mend)


def not_found(case: BackendCase) -> None:
    """A model or address that is not there ends the run, with a hint."""
    mend = 'return BackendError(f"{url} is not there", hint="is the model\'s name right, and the URL?") for 404'
    fatal(asked(case, "status 404", faultserver.status(404), mend), mend)


def bad_request(case: BackendCase) -> None:
    """A request that the server does not take is not sent again."""
    mend = (
        'return BackendError("the server refuses the request", hint="...") for 400; permanent=True if it is the prompt\'s fault'
    )
    fatal(asked(case, "status 400", faultserver.status(400), mend), mend, blaming=True)


def too_many_requests(case: BackendCase) -> None:
    """A rate limit is waited for, as long as the server says."""
    mend = (
        'after = headers.get("Retry-After", ""); return TransientError(message, after=float(after) if after.isdecimal() '
        "else None, limited=True) for 429"
    )
    contract = "after a rate limit all requests wait, as long as the server asks: limited=True, after=seconds"
    date = formatdate(time.time() + _WAIT, usegmt=True)
    for what, headers in (
        (_IN_SECONDS, {"retry_after": str(_WAIT)}),
        ("status 429 with a date as Retry-After", {"retry_after": date}),
        ("status 429 without Retry-After", {}),
    ):
        told = asked(case, what, faultserver.status(429, **headers), mend)
        transient(told, mend)
        limited, after = (getattr(told.outcome.error, name, None) for name in ("limited", "after"))
        good = limited and (after == _WAIT or what != _IN_SECONDS)
        found = f"{case.name}: {what} gave a TransientError with after={after!r}, limited={limited!r}"
        expect(good, found, contract, mend)


def server_error(case: BackendCase) -> None:
    """A server that fails for now is asked again, by the host."""
    mend = "return TransientError(message) for 500 and above"
    for status in (500, 503):
        transient(asked(case, f"status {status}", faultserver.status(status), mend), mend)


def no_retries(case: BackendCase) -> None:
    """A request that fails is sent once."""
    with FaultServer(faultserver.status(503), patience=case.patience) as server:
        told_of(case, "status 503", server.url, ONCE)
    most = server.most_asked
    expect(most <= 1, f"{case.name}: a request that failed was sent {most} times", HOST_RETRIES, ONCE)


def connection_lost(case: BackendCase) -> None:
    """A connection that ends, or is never made, may be better the next time."""
    mend = "except (OSError, http.client.HTTPException) as error: return TransientError(...); your client's own errors likewise"
    for what, fault in (
        ("a connection that ends instead of a reply", faultserver.hang_up),
        ("a reply that ends in the middle", faultserver.body(b'{"choices": [', length=1000)),
    ):
        transient(asked(case, what, fault, mend), mend)
    with faultserver.nobody() as url:
        told = told_of(case, "a port on which nothing listens", url, mend)
    failed(told, mend)


def reply_unreadable(case: BackendCase) -> None:
    """A good status with a body that holds no answer is an error."""
    mend = (
        "except (ValueError, LookupError, TypeError, AttributeError) as error: return TransientError(...), around what reads "
        "the reply"
    )
    transient(asked(case, "JSON that is cut", faultserver.body(b'{"choices": [{"index"'), mend), mend)
    for what, body, kind in (
        ("a web page with status 200", b"<!DOCTYPE html><title>Sign in</title>", "text/html"),
        ("an empty body with status 200", b"", "application/json"),
        ("the JSON {}", b"{}", "application/json"),
        ("the JSON []", b"[]", "application/json"),
        ("the JSON null", b"null", "application/json"),
        ("JSON with no choices", b'{"choices": [], "usage": null}', "application/json"),
    ):
        failed(asked(case, what, faultserver.body(body, kind), mend), mend)


def asked(case: BackendCase, what: str, fault: Fault, mend: str) -> Told:
    """What becomes of a prompt whose server fails so. Raises NotTried when there is no such backend."""
    with FaultServer(fault, patience=case.patience) as server:
        return told_of(case, what, server.url, mend)


def fatal(told: Told, mend: str, *, blaming: bool = False) -> None:
    """Raise ContractError unless it is a BackendError for good that says what to do. blaming: it may be the prompt's fault."""
    failed(told, mend, blaming=blaming)
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
    hinted = error.hint or error.permanent or isinstance(error, TransientError)
    expect(hinted, f"{found} without a hint", FOR_GOOD, mend)


def good_body(case: BackendCase, text: str) -> bytes:
    """The body of a good answer with this text, in the protocol of the backend. Raises ContractError when it is no body."""
    if case.reply is None:
        return faultserver.chat_reply(text)
    contract = "reply(text) gives the body of a good answer, as bytes"
    try:
        data: object = case.reply(text)
    except Exception as error:
        raise ContractError(f"{case.name}: reply(...) raised {error!r:.200}", contract, "mend it in your test") from error
    if not isinstance(data, bytes):
        raise ContractError(f"{case.name}: reply(...) gave {type(data).__name__}", contract, "json.dumps(...).encode()")
    return data


def check_understood(case: BackendCase, outcome: Outcome) -> None:
    """Raise NotTried unless the kit's good answer was taken for one."""
    if not isinstance(outcome.answer, Completion):
        raise NotTried(NOT_UNDERSTOOD if case.reply is None else f"what reply(...) gives is not understood: {outcome}")


def told_of(case: BackendCase, what: str, url: str, mend: str) -> Told:
    """What becomes of a prompt when the server is at a URL. mend: what to do about any other error that comes out.

    Raises NotTried when there is no backend for it.
    """
    with built(case, url) as (backend, heard):
        return put_through(case, what, backend, heard, mend)


def put_through(
    case: BackendCase, what: str, backend: Backend, heard: Overheard, mend: str, prompt: Prompt | None = None
) -> Told:
    """What becomes of a prompt, a known one unless it is given, which is kept with all other failures."""
    try:
        outcome = case.run(outcome_of(backend, prompt or case.known, case.patience, mend))
    except ContractError as error:
        raise ContractError(f"{error.found} ({what})", error.contract, error.mend) from error
    told = Told(what, backend, outcome, heard)
    case.failures.append(told)
    return told


@contextmanager
def built(case: BackendCase, url: str) -> Iterator[tuple[Backend, Overheard]]:
    """A backend for a server of ours, closed at the end, and what it lets be heard. Raises NotTried when there is none."""
    served = case.served
    if served is None:
        raise NotTried(OF_SERVERS if case.failing else TO_GIVE)
    contract = "served(url, secret) gives the backend for a server at url; building it asks nothing of the server"
    with lent(case, "served", lambda: served(url, SECRET), contract) as found:
        yield found


@contextmanager
def lent(case: BackendCase, what: str, build: Callable[[], object], contract: str) -> Iterator[tuple[Backend, Overheard]]:
    """A backend from a function of the author's, closed at the end. What is wrong with that function is told once."""
    if what in case.misbuilt:
        raise NotTried(f"{what}(...) gives no backend")
    with overhearing() as heard:
        case.misbuilt.add(what)
        backend = _backend_of(case, what, build, contract)
        case.misbuilt.remove(what)
        backend.note = heard.notes.append
        try:
            yield backend, heard
        finally:
            case.run(closed(backend, case.patience, case.name))


def _backend_of(case: BackendCase, what: str, build: Callable[[], object], contract: str) -> Backend:
    try:
        backend = build()
    except Exception as error:
        raise ContractError(f"{case.name}: {what}(...) raised {error!r:.200}", contract, "mend it in your test") from error
    if not isinstance(backend, Backend):
        found = f"{case.name}: {what}(...) gave {backend!r:.80} where a backend belongs"
        raise ContractError(found, contract, "is there a return in it? mend it in your test")
    return backend


SERVED_RULES: tuple[BackendRule, ...] = (
    Rule("key-refused", key_refused, ("answered",)),
    Rule("not-found", not_found, ("answered",)),
    Rule("bad-request", bad_request, ("answered",)),
    Rule("too-many-requests", too_many_requests, ("answered",)),
    Rule("server-error", server_error, ("answered",)),
    Rule("no-retries", no_retries, ("answered",)),
    Rule("connection-lost", connection_lost, ("answered",)),
    Rule("reply-unreadable", reply_unreadable, ("answered",)),
)
