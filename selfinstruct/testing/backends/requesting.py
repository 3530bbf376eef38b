"""What a backend sends to a server that answers well, and what it takes from the reply: the prompt, the model, the tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import unquote_plus

from selfinstruct.backend import Backend, Completion, Prompt, Usage
from selfinstruct.testing.backends import faultserver
from selfinstruct.testing.backends.case import CAUGHT, BackendCase, BackendRule, thinking_of, worded
from selfinstruct.testing.backends.faultserver import TOLD_USAGE, FaultServer
from selfinstruct.testing.backends.served import GOOD_REPLY, built, check_understood, good_body, put_through, told_of
from selfinstruct.testing.contract import NotTried, Rule, expect, expect_none
from selfinstruct.testing.servers import Heard

_MARKS = {"system": "quartzite", "user": "marjoram"}
_TEXTS = {role: f"Answer with the word {mark}" for role, mark in _MARKS.items()}
_STOPS = ("ENDSHERE", "STOPSTHERE")
_TOKENS = 43
_LETTERS = 20
"""For each token at most; an answer that is longer was not cut by the backend itself."""

_REPLY = "word " * 400 + " more ".join(reversed(_STOPS))
_SEED, _TEMPERATURE = 80321, 0.73
_FOLDER = "/kit"
"""Where the server is said to be; the path of a backend that knows it better begins otherwise."""


def request(case: BackendCase) -> str | None:
    """Prompt, model, max_tokens and stop strings reach the server, at the address that was given."""
    with FaultServer(faultserver.good(good_body(case, _REPLY)), patience=case.patience) as server:
        with built(case, f"{server.root}{_FOLDER}/v1") as (backend, overheard):
            told = put_through(case, GOOD_REPLY, backend, overheard, CAUGHT, _prompt(case))
        heard = list(server.heard)
    if not heard:
        raise NotTried("served(url, secret) gives a backend that asks nothing of the server at url")
    check_understood(case, told.outcome)
    text = told.outcome.answer.text if isinstance(told.outcome.answer, Completion) else ""
    sent = [value for each in heard for value in _texts(each)]
    expect_none(
        (f"{case.name}: {what}" for what in _missing(case, sent, backend, text)),
        "what the host asks for reaches the server: each message, the model, max_tokens and stop strings",
        'for chat completions: {"model": self.model, "messages": [{"role": m.role, "content": m.content} for m in '
        'prompt.messages], "max_tokens": prompt.sampling.max_tokens, "stop": list(prompt.stop)}',
    )
    _check_paths(case, heard)
    return _left_out(sent)


def usage(case: BackendCase) -> None:
    """What the server says is billed is told as that."""
    if case.reply is not None:
        raise NotTried("what reply(...) says is billed is not known to the kit")
    with FaultServer(faultserver.good(good_body(case, "1. one")), patience=case.patience) as server:
        told = told_of(case, GOOD_REPLY, server.url, CAUGHT)
    check_understood(case, told.outcome)
    found = told.outcome.answer.usage if isinstance(told.outcome.answer, Completion) else Usage()
    contract = "usage is what the server says is billed, or is left out: the budget is kept by it"
    mend = 'Usage(prompt_tokens=usage["prompt_tokens"], completion_tokens=usage["completion_tokens"])'
    good = found in (TOLD_USAGE, Usage())
    expect(good, f"{case.name}: a reply that says {TOLD_USAGE} gave {found}", contract, mend)


def _prompt(case: BackendCase) -> Prompt:
    asked = case.prompt(930, "", max_tokens=_TOKENS, stop=_STOPS if case.backend.abilities.stop else ())
    sampling = replace(asked.sampling, seed=_SEED, temperature=_TEMPERATURE)
    return worded(replace(asked, sampling=sampling), _TEXTS["user"], _TEXTS["system"])


def _missing(case: BackendCase, sent: Sequence[str], backend: Backend, answer: str) -> Iterator[str]:
    """What did not reach the server, and was not done by the backend itself either. answer: what it made of the reply."""
    abilities, body = backend.abilities, "\n".join(sent)
    for role in _MARKS if abilities.style == "chat" else ("user",):
        if _MARKS[role] not in body:
            yield f"the {role} message did not reach the server"
    if backend.model and not any(_names(text, backend.model) for text in sent):
        yield f"the model {backend.model!r:.80} is not named in the request"
    numbers = {_TOKENS, _TOKENS + thinking_of(backend)}
    if not any(_holds(body, number) for number in numbers) and len(answer) > _LETTERS * max(numbers):
        yield "max_tokens did not reach the server, and the answer is not cut either"
    for stop in _STOPS if abilities.stop and case.backend.abilities.stop else ():
        if stop not in body and stop in answer:
            yield f"the stop string {stop!r}, of {len(_STOPS)}, did not reach the server, and stands in the answer"


def _check_paths(case: BackendCase, heard: Sequence[Heard]) -> None:
    """Servers of other protocols may have their paths elsewhere."""
    good = case.reply is not None or any(each.path.startswith(f"{_FOLDER}/") for each in heard)
    found = f"{case.name}: at a URL that ends in {_FOLDER}/v1 it asks for {heard[0].path!r:.80}"
    expect(good, found, "requests go to addresses below the URL that was given", 'f"{url}/chat/completions"')


def _left_out(sent: Sequence[str]) -> str | None:
    body = "\n".join(sent)
    told = {"temperature": _TEMPERATURE, "seed": _SEED}
    missing = [name for name, value in told.items() if not _holds(body, value)]
    return f"{' and '.join(missing)} did not reach the server" if missing else None


def _names(text: str, model: str) -> bool:
    """Whether a text is the name of a model, or holds it as a word, as paths do."""
    return re.search(rf"(?<![\w.-]){re.escape(model)}(?![\w.-])", text) is not None


def _holds(body: str, number: float) -> bool:
    return re.search(rf"(?<![\d.]){re.escape(str(number))}(?!\d)", body) is not None


def _texts(heard: Heard) -> Iterator[str]:
    """All values of a request, of a body that is no JSON the whole."""
    yield unquote_plus(heard.path)
    try:
        yield from _values(heard.json())
    except ValueError:
        yield unquote_plus(heard.body.decode("utf-8", "replace")).strip()


def _values(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _values(each)
    elif value is not None:
        yield str(value)


REQUEST_RULES: tuple[BackendRule, ...] = (
    Rule("request", request, ("answered",)),
    Rule("usage", usage, ("answered",)),
)
