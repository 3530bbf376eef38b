"""What a backend does while a server is silent or slow: it can be cancelled, and other calls go on."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections.abc import Mapping

from selfinstruct.backend import Backend, Completion
from selfinstruct.testing.backends import faultserver
from selfinstruct.testing.backends.case import AT_ONCE, BackendCase, BackendRule, Outcome, outcome_of
from selfinstruct.testing.backends.faultserver import FaultServer
from selfinstruct.testing.backends.leaving import cancelled_in
from selfinstruct.testing.backends.served import built, check_understood, good_body
from selfinstruct.testing.contract import NotTried, Rule, expect
from selfinstruct.testing.servers import Exchange, Heard

_THREAD = "put what blocks into a thread: await asyncio.to_thread(self.answer, prompt)"
_MARKS = (17, 42)
_MARK = re.compile(r"mark (\d+)")


def silent_server(case: BackendCase) -> None:
    """A call to a server that says nothing can be cancelled, and the backend be used again."""
    seconds = min(case.patience, AT_ONCE)
    with FaultServer(faultserver.silence, patience=seconds) as server, built(case, server.url) as (backend, _):
        case.run(_cancelled(case, backend, server, seconds))
        server.fault = faultserver.status(500)
        outcome = case.run(outcome_of(backend, case.known, case.patience))
    good = isinstance(outcome.answer, Completion | Exception)
    expect(good, f"{case.name}: after a cancelled call a prompt gave {outcome}", "it answers as before", "clean up in finally")


def side_by_side(case: BackendCase) -> None:
    """Two calls are under way at the same time, and each gets the answer to its own prompt."""
    if case.mixing:
        raise NotTried("at-once comes first")
    if case.backend.abilities.parallel < len(_MARKS):
        raise NotTried("abilities.parallel is 1: the host asks for one at a time")
    if case.blocking:
        raise NotTried("nothing runs beside a call that holds up the event loop: silent-server comes first")
    seconds = min(case.patience / 3, AT_ONCE)
    replies = {str(mark): good_body(case, f"mark {mark}") for mark in _MARKS}
    meeting = _Meeting(seconds, {**replies, "": good_body(case, "no mark")})
    with FaultServer(meeting.fault, patience=seconds) as server, built(case, server.url) as (backend, _):
        outcomes = case.run(_both(case, backend))
    contract = "calls run side by side: the host has many under way in one event loop"
    found = f"{case.name}: a second request came only when the first was answered"
    if not server.heard:
        raise NotTried("served(url, secret) gives a backend that asks nothing of the server at url")
    expect(meeting.met, found, contract, _THREAD)
    for outcome in outcomes:
        check_understood(case, outcome)
    wrong = [mark for mark, each in zip(_MARKS, outcomes, strict=True) if _is_of_another(mark, each)]
    contract = "each call gets the answers to its own prompts"
    expect(not wrong, f"{case.name}: calls at once mix their answers", contract, "keep no call's data on self")


async def _cancelled(case: BackendCase, backend: Backend, server: FaultServer, seconds: float) -> None:
    """Cancel a call that waits."""
    call = asyncio.ensure_future(backend.complete([case.known]))
    until = time.monotonic() + seconds
    while not server.heard and not call.done() and time.monotonic() < until:
        await asyncio.sleep(0.005)
    contract = "complete() waits without holding up the event loop: only so can it be cancelled"
    case.blocking = server.gave_up
    expect(not server.gave_up, f"{case.name}: nothing else ran while it waited for a silent server", contract, _THREAD)
    await cancelled_in(call, case, ", which waits for a silent server")


async def _both(case: BackendCase, backend: Backend) -> list[Outcome]:
    prompts = [case.prompt(920 + mark, f"Say: mark {mark}") for mark in _MARKS]
    return list(await asyncio.gather(*(outcome_of(backend, prompt, case.patience) for prompt in prompts)))


def _is_of_another(mark: int, outcome: Outcome) -> bool:
    return isinstance(outcome.answer, Completion) and _MARK.findall(outcome.answer.text) not in ([str(mark)], [])


class _Meeting:
    """Answers nobody before all have asked; then the last first, each with the mark of its prompt."""

    def __init__(self, seconds: float, replies: Mapping[str, bytes]) -> None:
        self._seconds, self._replies, self.met = seconds, replies, False
        self._barrier = threading.Barrier(len(_MARKS))

    def fault(self, server: FaultServer, heard: Heard, exchange: Exchange) -> None:
        """One request."""
        try:
            self._barrier.wait(self._seconds)
            self.met = True
        except threading.BrokenBarrierError:
            pass
        mark = _MARK.search(heard.body.decode("utf-8", "replace"))
        faultserver.good(self._replies.get(mark[1] if mark else "", self._replies[""]))(server, heard, exchange)


WAITING_RULES: tuple[BackendRule, ...] = (
    Rule("silent-server", silent_server, ("answered", "loop-free", "cancel")),
    Rule("side-by-side", side_by_side, ("answered", "loop-free")),
)
