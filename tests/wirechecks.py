"""What every backend that speaks the wire format has to pass, each check with a maker of backends for a server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import pytest
import wireserver as wire
from wireserver import Fault, WireServer

from selfinstruct import BackendError, Completion, Message, Prompt, Sampling
from selfinstruct.errors import TooLarge, TransientError
from selfinstruct.testing import ChatServer, check_backend
from selfinstruct.wire import WireBackend

Maker = Callable[..., WireBackend]

FAULTS: Mapping[str, Fault] = {
    "429": wire.status(429, header_retry_after=90),
    "500": wire.status(500),
    "502": wire.status(502),
    "503": wire.status(503),
    "reset": wire.reset,
    "cut": wire.cut,
    "truncated": wire.truncated,
    "html": wire.html,
    "no choices": wire.no_choices,
    "null content": wire.null_content,
    "silence": wire.silence,
    "trickle": wire.trickle,
}
FATAL: Mapping[str, Fault] = {
    "401": wire.status(401, "Invalid API Key"),
    "403": wire.status(403),
    "404": wire.status(404, "The model `m` does not exist", code="model_not_found"),
    "413": wire.status(413, "Request too large"),
    "400": wire.status(400, "what is that?"),
}


def prompt(number: int = 0, **fields: Any) -> Prompt:
    sampling = Sampling(max_tokens=50, temperature=0.7, top_p=0.95, seed=1000 + number)
    told: dict[str, Any] = {"messages": (Message("user", f"Hello {number}"),)} | fields
    return Prompt(stage="generate", number=number, language="en", form="list", sampling=sampling, **told)


def ask(backend: WireBackend, *prompts: Prompt) -> list[Completion | BackendError]:
    async def work() -> list[Completion | BackendError]:
        try:
            return await backend.complete(prompts or [prompt()])
        finally:
            await backend.close()

    return asyncio.run(work())


def texts(answers: Sequence[Completion | BackendError]) -> list[str]:
    return [answer.text if isinstance(answer, Completion) else str(answer) for answer in answers]


def keeps_the_contract(make: Maker) -> None:
    """Against a server that answers, and against those of the kit that fail, one way each."""

    def served(url: str, secret: str) -> WireBackend:
        patch.setenv("CONTRACT_API_KEY", secret)
        server = SimpleNamespace(url=url, root=url.removesuffix("/v1"))
        return make(server, credential="CONTRACT_API_KEY")

    with pytest.MonkeyPatch.context() as patch, ChatServer() as server:
        report = check_backend(make(server), served=served)

    assert set(report.untried) == {"joint", "failure-told", "failure-passing", "failure-once", "no-secret-passed-on"}
    assert not {"request", "loop-free"} & set(report.remarks)


def answers_in_order(make: Maker) -> None:
    async def answer(asked: wire.Asked) -> str:
        await asyncio.sleep(0.05 if asked.seed % 2 else 0)
        return f"answer to {asked.seed}"

    with WireServer(answer) as server:
        found = ask(make(server), *map(prompt, range(6)))

    assert texts(found) == [f"answer to {1000 + number}" for number in range(6)]


def fails_for_now(make: Maker) -> None:
    for name, fault in FAULTS.items():
        with WireServer(faults={0: fault}) as server:
            (error,) = ask(make(server, timeout="0.3" if name in {"silence", "trickle"} else "10"))

        assert isinstance(error, TransientError), name
        assert error.limited == (name == "429"), name
        assert error.after == (90.0 if name == "429" else None), name
        assert len(server.asked) == 1, f"{name}: the SDK asked again"


def fails_for_good(make: Maker) -> None:
    for name, fault in FATAL.items():
        with WireServer(faults={0: fault}) as server:
            (error,) = ask(make(server))

        assert isinstance(error, BackendError), name
        assert not isinstance(error, TransientError), name
        assert isinstance(error, TooLarge) == (name == "413"), name
        assert error.hint, name
        assert not error.permanent, name
        assert len(server.asked) == 1, name


def tells_that_nobody_answers(make: Maker) -> None:
    with WireServer() as server:
        backend = make(server)
    (error,) = ask(backend)

    assert isinstance(error, TransientError)
    assert server.root.removeprefix("http://") in error.message


def goes_on_in_another_loop(make: Maker) -> None:
    with WireServer() as server:
        backend = make(server)

        assert [type(answer) for answer in ask(backend) + ask(backend)] == [Completion, Completion]


def has_two_hundred_in_flight_at_once(make: Maker) -> None:
    """More than the SDKs' own pools hold: they would count the wait for a connection as the server's."""

    async def answer(asked: wire.Asked) -> str:
        while len(server.asked) < 200:
            await asyncio.sleep(0.01)
        return "now all are here"

    with WireServer(answer) as server:
        found = ask(make(server, timeout="30"), *map(prompt, range(200)))

    assert {type(answer) for answer in found} == {Completion}


def follows_no_redirect(make: Maker) -> None:
    with WireServer() as elsewhere:
        moved = wire.status(307, header_location=f"{elsewhere.root}/v1/chat/completions")
        with WireServer(faults={0: moved}) as server:
            (error,) = ask(make(server))

    assert isinstance(error, BackendError)
    assert elsewhere.root in error.hint
    assert elsewhere.asked == []


def goes_past_proxies_on_this_machine(make: Maker) -> None:
    with pytest.MonkeyPatch.context() as patch, WireServer() as proxy, WireServer() as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            patch.setenv(name, proxy.root)
        found = ask(make(server))

    assert isinstance(found[0], Completion)
    assert proxy.asked == []


CHECKS = [
    keeps_the_contract,
    answers_in_order,
    fails_for_now,
    fails_for_good,
    tells_that_nobody_answers,
    goes_on_in_another_loop,
    has_two_hundred_in_flight_at_once,
    follows_no_redirect,
    goes_past_proxies_on_this_machine,
]
