"""No key is told: not in an error, not in what led to it, not to the user, and not in what is written down."""

from __future__ import annotations

from collections.abc import Iterator
from traceback import format_exception

from selfinstruct.backend import Completion
from selfinstruct.errors import SelfInstructError
from selfinstruct.testing.backends import faultserver
from selfinstruct.testing.backends.case import CAUGHT, BackendCase, BackendRule, Told
from selfinstruct.testing.backends.faultserver import FaultServer
from selfinstruct.testing.backends.served import GOOD_REPLY, SECRET, check_understood, good_body, told_of
from selfinstruct.testing.backends.wrapping import holding_a_secret, raising
from selfinstruct.testing.contract import ContractError, NotTried, Rule

_CONTRACT = (
    "a key stands nowhere but in the request: errors go to screens and issues, options to run.toml, raw to completions.jsonl"
)
_CURES = {
    "options": 'read the key from the environment: os.environ["MY_API_KEY"], or selfinstruct.keys.api_key("MY_API_KEY")',
    "raw": 'take it out of what the server sent: body = body.replace(key.encode(), b"[key]"), before it is read',
    "the traceback": "raise BackendError(...) from None leaves the error out that holds it",
}
_CURE = 'leave the server\'s text out, or clean it: text.replace(key, "[key]"); name the type of an error, not its text'


def no_secret(case: BackendCase) -> None:
    """With a server that repeats the key, nothing that a backend shows holds it."""
    came, good = False, faultserver.good(good_body(case, "1. one\n2. two\n3. three"))
    found: list[Told] = []
    for what, fault in ((GOOD_REPLY, good), ("status 401", faultserver.status(401))):
        with FaultServer(fault, patience=case.patience) as server:
            found.append(told_of(case, what, server.url, CAUGHT))
            came = came or server.holds(SECRET)
    _check(case)
    check_understood(case, found[0].outcome)
    if not came:
        raise NotTried("served(url, secret) sent no request with the secret in it: where a key is sent, let it be that one")


def no_secret_passed_on(case: BackendCase) -> None:
    """An error of a library that holds the key is not passed on."""
    try:
        raising(case, holding_a_secret(), CAUGHT)
    except ContractError as error:
        raise NotTried("errors of what it wraps come through as they are: failure-told comes first") from error
    _check(case)


def _check(case: BackendCase) -> None:
    for told in case.failures:
        for place, text in _shown(told):
            if SECRET in text:
                found = f"{case.name}: {told.what}: the key stands in {place}"
                raise ContractError(found, _CONTRACT, _CURES.get(place, _CURE))


def _shown(told: Told) -> Iterator[tuple[str, str]]:
    """What of a backend and its answer goes to screens and files, and how it is called."""
    backend, answer = told.backend, told.outcome.answer
    yield "options", repr(dict(backend.options))
    yield "model", repr(backend.model)
    yield "label", backend.label
    yield "repr(backend)", repr(backend)
    yield from (("a note to the user", str(line)) for line in told.overheard.notes)
    yield "what it prints", "".join(told.overheard.printed)
    yield "what it logs", "\n".join(told.overheard.logged)
    if isinstance(answer, Completion):
        yield "raw", repr(answer.raw)
        yield "the answer", repr(answer)
    if isinstance(answer, SelfInstructError):
        yield "the message", answer.message
        yield "the hint", answer.hint
    if isinstance(answer, BaseException):
        yield "the error", f"{answer!r} {answer}"
        yield "the traceback", "".join(format_exception(answer))


SECRET_RULES: tuple[BackendRule, ...] = (
    Rule("no-secret", no_secret, ("answered",)),
    Rule("no-secret-passed-on", no_secret_passed_on, ("answered",)),
)
