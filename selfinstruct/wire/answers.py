"""From a reply to a completion, or to the error that says why there is none."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from selfinstruct.backend import Completion, Prompt, Usage
from selfinstruct.errors import BackendError, TransientError
from selfinstruct.wire.failures import HTML, failure, page_title, problem_in
from selfinstruct.wire.limits import limits
from selfinstruct.wire.server import Reply, Server

_OPEN, _CLOSE = "<think>", "</think>"
_AGAIN = "it is asked again"


def answer(reply: Reply, prompt: Prompt, server: Server, now: float) -> Completion:
    """The completion in a reply. Raises BackendError as its kind says; now: seconds since the epoch.

    A reply that fails for its form alone, and shows what the model wrote, is a completion too.
    """
    reply = Reply(reply.status, reply.headers, server.clean(reply.body))
    if 200 <= reply.status < 300:
        found = completion(_json(reply.body, server), prompt, server)
    else:
        rescued = _rescued(reply, prompt, server)
        if rescued is None:
            raise failure(reply, server, now)
        found = rescued
    return replace(found, limits=limits(reply.headers, server.requests_per))


def completion(data: Any, prompt: Prompt, server: Server) -> Completion:
    """The completion in a reply's JSON, which may as well come out of a batch's file. Raises BackendError."""
    if not isinstance(data, dict):
        raise _bad(server, f"answered with a JSON {type(data).__name__}, not an object")
    if data.get("error"):
        raise _inner_failure(data, server)
    choices = data.get("choices")
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        raise _bad(server, "answered without choices")
    choice = choices[0]
    if choice.get("finish_reason") == "error" or choice.get("error"):
        raise _inner_failure(choice, server)
    text, finish = _content(choice, server)
    text, finish = _ended(without_thoughts(text), finish, prompt.stop)
    model = data.get("model")
    return Completion(text, finish, usage_of(data), model if isinstance(model, str) and model else server.model, data)


def usage_of(data: Mapping[str, Any]) -> Usage:
    """The tokens billed, 0 where the server does not tell."""
    told = data.get("usage")
    counts = [told.get(name) if isinstance(told, dict) else None for name in ("prompt_tokens", "completion_tokens")]
    return Usage(*(count if type(count) is int and count >= 0 else 0 for count in counts))


def without_thoughts(text: str) -> str:
    """An answer less the chain of thought that stands inline before it; nothing when that never ends."""
    while True:
        head, closed, rest = text.partition(_CLOSE)
        opened = head.lstrip().startswith(_OPEN)
        if closed and (opened or _OPEN not in head):
            # Some chat templates put the opening mark into the prompt, so that only the closing one comes back.
            text = rest.lstrip()
        elif opened:
            return ""
        else:
            return text


def cut_at(text: str, stops: Iterable[str]) -> str:
    """A text up to the first of the stop strings."""
    return text[: min((at for stop in stops if stop and (at := text.find(stop)) >= 0), default=len(text))]


def _content(choice: Mapping[str, Any], server: Server) -> tuple[str, str]:
    """Text and finish reason of a choice, of a chat or of a plain completion."""
    told = choice.get("finish_reason")
    finish = told if isinstance(told, str) and told else "stop"
    message = choice.get("message")
    if not isinstance(message, dict):
        text = choice.get("text")
        if not isinstance(text, str):
            raise _bad(server, "answered without a text")
        return text, finish
    content = message.get("content")
    if isinstance(content, list):
        parts = [part.get("text") for part in content if isinstance(part, dict) and part.get("type") == "text"]
        content = "".join(part for part in parts if isinstance(part, str))
    if isinstance(content, str):
        return content, finish
    if content is None and message.get("refusal"):
        return "", "refusal"
    thought = message.get("reasoning") or message.get("reasoning_content")
    if content is None and (thought or finish in {"length", "content_filter"}):
        return "", finish
    raise _bad(server, "answered without content")


def _ended(text: str, finish: str, stops: Iterable[str]) -> tuple[str, str]:
    short = cut_at(text, stops)
    return (text, finish) if len(short) == len(text) else (short, "stop")


def _json(body: bytes, server: Server) -> Any:
    try:
        return json.loads(body, parse_constant=lambda _name: None)
    except (ValueError, RecursionError):
        pass
    if not body.strip():
        raise _bad(server, "answered with nothing")
    if HTML.search(body):
        raise _bad(server, f"answered with a web page ({page_title(body)})")
    raise _bad(server, f"answered with broken JSON: ...{body[-40:].decode('utf-8', 'replace')!r}")


def _rescued(reply: Reply, prompt: Prompt, server: Server) -> Completion | None:
    """What the model wrote, out of an error that is about its form: it is paid for, and may well be read."""
    problem = problem_in(reply.body)
    if reply.status not in {400, 422} or problem.failed_generation is None:
        return None
    finish = "length" if "max completion tokens" in problem.message.lower() else problem.code or "stop"
    text, finish = _ended(without_thoughts(problem.failed_generation), finish, prompt.stop)
    return Completion(text, finish, usage_of(problem.data), server.model, problem.data)


def _inner_failure(data: Mapping[str, Any], server: Server) -> BackendError:
    """The failure that a reply tells inside a good status, as routers do once they have begun to answer."""
    body = json.dumps({"error": data.get("error") or "the model failed"}).encode()
    code = problem_in(body).status
    return failure(Reply(code if code and code >= 400 else 502, {}, body), server, 0.0)


def _bad(server: Server, what: str) -> TransientError:
    return TransientError(f"{server.name} {what}", hint=_AGAIN, billable=True)
