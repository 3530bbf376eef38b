"""From a status and a body to the error that tells what happened and how to cure it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from selfinstruct.errors import BackendError, QuotaSpent, TooLarge, TransientError
from selfinstruct.wire.durations import retry_after, told_in
from selfinstruct.wire.limits import day_is_spent, limits, reset_of_spent
from selfinstruct.wire.server import Reply, Server

HTML = re.compile(rb"^\s*<(!doctype|html|head|body|\?xml)", re.IGNORECASE)
_TITLE = re.compile(rb"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_TRANSIENT = {408, 409, 425, 429, 498, 499}
_OVERLOADED = {429, 498}
_NEVER = {501, 505}
_SHORT = 60.0
"""A day's quota that gives way within so many seconds is waited for: Groq hands it back bit by bit."""

_LONG = re.compile(
    r"context[ _](length|size|window)|maximum context|too many tokens|request too large|(prompt|input) is too long"
    r"|exceed_context_size|reduce the length|max_new_tokens` must be",
    re.IGNORECASE,
)
_WANTED = re.compile(r"limit:? (\d+).*?requested:? ~?(\d+)", re.IGNORECASE)
_REFUSED = re.compile(
    r"content[ _](policy|management|filter)|usage polic|moderation|flagged|safety system|invalid_prompt", re.IGNORECASE
)
_BROKE = re.compile(
    r"insufficient[ _](quota|credits|balance|funds)|spend limit|credit balance|billing_hard_limit|blocked_api_access",
    re.IGNORECASE,
)
_DAILY = re.compile(r"per[ -]day|\b[RT]PD\b|\bdaily\b", re.IGNORECASE)
_GONE = re.compile(r"model_not_found|decommissioned|model .{1,80} (does not exist|not found)", re.IGNORECASE)
_SCHEMA = re.compile(r"response_format|json_schema", re.IGNORECASE)
_LENGTH = 300
_NOT_SENT = {"ConnectError", "ConnectTimeout", "PoolTimeout"}


@dataclass(frozen=True, slots=True)
class Problem:
    """What an error's body says. failed_generation: what the model wrote, when that is what the server minds."""

    message: str = ""
    code: str = ""
    kind: str = ""
    param: str = ""
    status: int | None = None
    failed_generation: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """All of it, to look for words in."""
        return f"{self.code} {self.kind} {self.message}"


def problem_in(body: bytes) -> Problem:
    """What an error's body says, in whichever of the usual forms."""
    try:
        data = json.loads(body, parse_constant=lambda _name: None)
    except (ValueError, RecursionError):
        text = page_title(body) if HTML.search(body) else body[:2000].decode("utf-8", "replace")
        return Problem(_clipped(text))
    if not isinstance(data, dict):
        return Problem(_clipped(str(data)))
    inner = data.get("error", data)
    if not isinstance(inner, dict):
        inner = {"message": inner}
    said = inner.get("message") or inner.get("detail") or inner.get("error") or data.get("detail") or ""
    code, wrote = inner.get("code"), inner.get("failed_generation")
    return Problem(
        message=_clipped(said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)),
        code=code if isinstance(code, str) else "",
        kind=str(inner.get("type") or ""),
        param=str(inner.get("param") or ""),
        status=code if isinstance(code, int) else None,
        failed_generation=wrote if isinstance(wrote, str) else None,
        data=data,
    )


def page_title(body: bytes) -> str:
    """The title of a web page."""
    found = _TITLE.search(body)
    return _clipped(found[1].decode("utf-8", "replace")) if found else "without a title"


def failure(reply: Reply, server: Server, now: float) -> BackendError:
    """The error for a reply that is none of an answer. now: seconds since the epoch."""
    problem = problem_in(server.clean(reply.body))
    happened = f"{server.name}: {_status(reply.status)}{': ' if problem.message else ''}{problem.message}"
    return (
        _too_large(reply, problem, happened)
        or _broke(reply, problem, happened, server)
        or _refused(reply, problem, happened)
        or _passing(reply, problem, happened, server, now)
        or BackendError(happened, hint=_cure(reply, problem, server))
    )


def no_connection(error: BaseException, server: Server) -> BackendError:
    """The error for a request that never came to a reply: refused, reset, cut, timed out."""
    causes = _causes(error)
    root = causes[-1]
    said = _clipped(server.clean(f"{type(root).__name__}: {root}".encode()).decode("utf-8", "replace")).rstrip(": ")
    if any(type(cause).__name__ == "SSLCertVerificationError" for cause in causes):
        hint = "if your network puts in a certificate of its own, name it in SSL_CERT_FILE"
        return BackendError(f"{server.name}: {server.host} shows a certificate that is not trusted: {said}", hint=hint)
    sent = not any(type(cause).__name__ in _NOT_SENT for cause in causes)
    told = f"{server.name}: no answer from {server.host}: {said}"
    return TransientError(told, hint=f"does {server.url} answer?", billable=sent)


def _too_large(reply: Reply, problem: Problem, happened: str) -> BackendError | None:
    wanted = _WANTED.search(problem.message)
    beyond = bool(wanted) and int(wanted[2]) > int(wanted[1]) if wanted else False
    said = reply.status in {400, 422, 429, 500} and (beyond or bool(_LONG.search(problem.words)))
    if reply.status != HTTPStatus.REQUEST_ENTITY_TOO_LARGE and not said:
        return None
    most = f": prompt and answer may have {wanted[1]} tokens together" if wanted else ""
    return TooLarge(happened, hint=f"a smaller --max-prompt-tokens or --answer-tokens{most}")


def _broke(reply: Reply, problem: Problem, happened: str, server: Server) -> BackendError | None:
    if reply.status != HTTPStatus.PAYMENT_REQUIRED and not _BROKE.search(problem.words):
        return None
    hint = (
        f"waiting does not help: add credit to the {server.name} account or raise its limit, then give the same command again"
    )
    return BackendError(happened, hint=hint)


def _refused(reply: Reply, problem: Problem, happened: str) -> BackendError | None:
    if reply.status not in {400, 403, 422} or not _REFUSED.search(problem.words):
        return None
    return BackendError(happened, hint="the provider refuses this request for what it says", permanent=True)


def _passing(reply: Reply, problem: Problem, happened: str, server: Server, now: float) -> BackendError | None:
    """What waiting cures."""
    if reply.status not in _TRANSIENT and (reply.status < 500 or reply.status in _NEVER):
        return None
    after = retry_after(reply.headers, now)
    if reply.status not in _OVERLOADED:
        return TransientError(happened, after=after)
    told = limits(reply.headers, server.requests_per)
    if after is None:
        after = told_in(problem.message)
    if after is None:
        after = reset_of_spent(told)
    spent = day_is_spent(told) or bool(_DAILY.search(problem.words))
    if spent and (after is None or after > _SHORT):
        hint = "the day's quota is spent: give the same command again once it is back"
        return QuotaSpent(happened, hint=hint, after=after)
    return TransientError(happened, after=after, limited=True)


def _cure(reply: Reply, problem: Problem, server: Server) -> str:
    """What to do about an error that would come each time."""
    if reply.status == HTTPStatus.UNAUTHORIZED:
        return _key_cure(server)
    if 300 <= reply.status < 400:
        place = server.clean(reply.headers.get("location", "?").encode()).decode("utf-8", "replace")
        return f"the server sends elsewhere, to {_clipped(place)}: give that as base-url, if you trust it"
    if reply.status in {403, 404, 405} or _GONE.search(problem.words):
        return _whereabouts_cure(reply, problem, server)
    if _SCHEMA.search(f"{problem.param} {problem.message}"):
        return "--no-structured asks for free text, which is read as well"
    if problem.param:
        return f"if this model does not take {problem.param!r}: --option leave-out={problem.param}"
    return "the server refuses the request; its message says why"


def _whereabouts_cure(reply: Reply, problem: Problem, server: Server) -> str:
    """What to do when the model, or the address, is not to be had."""
    if "model" in problem.words.lower() or problem.param == "model":
        return f"--model {server.model!r} is not to be had; what there is: {server.models_command}"
    if reply.status == HTTPStatus.FORBIDDEN:
        return "may this key use this model, and is the server to be had from your network and country?"
    return f"is the base URL right? {server.url} was asked; most end in /v1"


def _key_cure(server: Server) -> str:
    if server.variable:
        where = f": {server.key_page}" if server.key_page else ""
        return f"set {server.variable}, in the environment or in .env, to a key that is valid{where}"
    return f"no key goes to {server.host}; --option credential=VARIABLE names the environment variable that holds one"


def _status(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _causes(error: BaseException) -> list[BaseException]:
    """An error and what led to it, the root last."""
    chain = [error]
    while (before := chain[-1].__cause__ or chain[-1].__context__) is not None and before not in chain:
        chain.append(before)
    return chain


def _clipped(text: str) -> str:
    text = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return text if len(text) <= _LENGTH else f"{text[:_LENGTH]}..."
