"""How a backend lets go: of a call that is cancelled, of its connections when it is closed, and of one loop for the next."""

from __future__ import annotations

import asyncio
import concurrent.futures.thread
import gc
import os
import stat
import threading
import time
import warnings
from collections.abc import Container
from contextlib import suppress

from selfinstruct.backend import Completion
from selfinstruct.errors import QuotaSpent, SelfInstructError, TransientError
from selfinstruct.testing.backends.case import AT_ONCE, BackendCase, BackendRule, closed, leave, outcome_of
from selfinstruct.testing.contract import ContractError, NotTried, Rule, expect

SWALLOWED = (
    "let asyncio.CancelledError pass: catch Exception, never BaseException, and put blocking work into asyncio.to_thread"
)
ENDS = "a cancelled call ends at once, with CancelledError: so Ctrl-C ends a run"
_MOMENTS = (0.0, 0.02)
"""Seconds after which a call is cancelled: before it has done anything, and when it has probably sent its request."""

_LETTING_GO = 2.0
_ALL_IS_WELL = (Completion, TransientError, QuotaSpent, ConnectionError, TimeoutError)
"""What may become of a prompt that was answered before: the server may have had enough meanwhile."""


def cancel(case: BackendCase) -> None:
    """A cancelled call ends at once."""
    for seconds in _MOMENTS:
        case.run(_cancelled(case, seconds))


def after_cancel(case: BackendCase) -> None:
    """The backend answers after a cancelled call as before."""
    contract = "a cancelled call leaves the backend as it was"
    mend = "clean up in a finally block: what a call has taken (a connection, a place in a queue) is given back there"
    try:
        outcome = case.outcome(case.known)
    except ContractError as error:
        first = error.found
        raise ContractError(f"{case.name}: the call after a cancelled one: {first}", contract, mend) from error
    good = isinstance(outcome.answer, _ALL_IS_WELL)
    expect(good, f"{case.name}: the call after a cancelled one gave {outcome}", contract, mend)


def close(case: BackendCase) -> None:
    """Closing it ends, and nothing goes on after that."""
    case.run(_closed(case))


def next_stage(case: BackendCase) -> None:
    """Another one of the same class answers in another event loop, once the first is closed."""
    contract = "each stage of a run has a backend of its own in an event loop of its own"
    mend = "make clients when they are needed and keep them on self, not in the module: a client belongs to its loop"
    case.left = [case.run(_left_open(case, case.sockets_before))]
    leave(case.loop, min(case.patience, AT_ONCE))
    case.loop = asyncio.new_event_loop()
    before, case.threads_before = open_sockets(), set(threading.enumerate())
    try:
        again = type(case.backend)(case.backend.model, dict(case.backend.options))
        outcome = case.run(outcome_of(again, case.known, case.patience))
        case.run(closed(again, case.patience, case.name))
    except SelfInstructError as error:
        raise ContractError(f"{case.name}: in the next stage: {error}", contract, mend) from error
    except ContractError as error:
        raise ContractError(f"{case.name}: in the next stage: {error.found}", contract, mend) from error
    case.left.append(case.run(_left_open(case, before)))
    good = isinstance(outcome.answer, _ALL_IS_WELL)
    expect(good, f"{case.name}: in the next stage a prompt gave {outcome}", contract, mend)


def let_go(case: BackendCase) -> None:
    """No connection is left open after close(), nor lost sight of, and no thread keeps the program from ending."""
    _check_threads(case)
    if not case.sockets_before:
        raise NotTried("what is open can not be seen on this system")
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", ResourceWarning)
        gc.collect()
    lost = [str(warning.message) for warning in told if issubclass(warning.category, ResourceWarning)]
    contract = "close() lets go of all connections: a run builds a backend for each stage, and open ones add up"
    mend = "await self.client.aclose() in close(); what is opened for one call goes into a with block"
    expect(not lost, f"{case.name}: was never closed: {'; '.join(lost):.200}", contract, mend)
    # A pool that a library keeps for the whole process does not grow with a second backend.
    first, again = case.left
    found = f"{case.name}: {first} more connections are open after close() than before, and {again} more with a second backend"
    expect(not (first and again), found, contract, mend)


def open_sockets() -> set[tuple[int, int]]:
    """What this process has open that is a socket; nothing where the system does not show it."""
    found = set()
    with suppress(OSError):
        for name in os.listdir("/dev/fd"):  # noqa: PTH208 - paths would be made of numbers
            with suppress(OSError):
                about = os.fstat(int(name))
                if stat.S_ISSOCK(about.st_mode):
                    found.add((int(name), about.st_ino))
    return found


async def cancelled_in(call: asyncio.Task[object], case: BackendCase, about: str = "") -> None:
    """Cancel a task that runs a call. Raises ContractError unless it ends in time, and as a cancelled one."""
    if not call.cancel():
        call.exception()
        return
    name, seconds = f"{case.name}{about}", min(case.patience, AT_ONCE)
    await asyncio.wait({call}, timeout=seconds)
    if not call.done():
        case.stubborn.add(call)
        raise ContractError(f"{name}: a cancelled call goes on for {seconds:g} s", ENDS, SWALLOWED)
    if call.cancelled():
        return
    error = call.exception()
    what = f"raised {error!r:.80}" if error else "gave an answer all the same"
    raise ContractError(f"{name}: a cancelled call {what}", ENDS, SWALLOWED)


async def _cancelled(case: BackendCase, seconds: float) -> None:
    call = asyncio.ensure_future(case.backend.complete([case.known]))
    await asyncio.sleep(seconds)
    await cancelled_in(call, case)


async def _closed(case: BackendCase) -> None:
    case.closed = True
    await closed(case.backend, case.patience, case.name)
    await asyncio.sleep(0)
    running = asyncio.all_tasks() - {asyncio.current_task()} - case.stubborn
    left = [task for task in running if not task.done()]
    contract = "a closed backend leaves nothing running"
    mend = "cancel and await them in close(): task.cancel(); await asyncio.gather(task, return_exceptions=True)"
    expect(not left, f"{case.name}: {len(left)} tasks go on after close()", contract, mend)


def _check_threads(case: BackendCase) -> None:
    left = _threads_left(case.threads_before)
    until = time.monotonic() + min(case.patience, _LETTING_GO)
    while left and time.monotonic() < until:
        left[0].join(0.01)
        left = _threads_left(case.threads_before)
    names = ", ".join(thread.name for thread in left)
    contract = "a closed backend leaves nothing running: a thread that is no daemon keeps the program from ending"
    mend = "end and join it in close(), or start it with threading.Thread(..., daemon=True)"
    expect(not left, f"{case.name}: threads go on after close(): {names}", contract, mend)


def _threads_left(before: set[threading.Thread]) -> list[threading.Thread]:
    """Threads that Python waits for at its end. It ends those of executors by itself, and some of them are for all."""
    pooled: Container[threading.Thread] = getattr(concurrent.futures.thread, "_threads_queues", ())
    return [each for each in threading.enumerate() if not (each in before or each.daemon or each in pooled)]


async def _left_open(case: BackendCase, before: set[tuple[int, int]]) -> int:
    """How many sockets are open that were not before."""
    # Threads that still wait for the answer to a cancelled call end first, as they do when a run ends.
    await asyncio.get_running_loop().shutdown_default_executor()
    until = time.monotonic() + min(case.patience, _LETTING_GO)
    while (left := len(open_sockets() - before)) and time.monotonic() < until:
        # The other ends may be in this process, and take a moment.
        await asyncio.sleep(0.01)
    return left


CANCEL_RULES: tuple[BackendRule, ...] = (
    Rule("cancel", cancel, ("answered",)),
    Rule("after-cancel", after_cancel, ("cancel",)),
)
LEAVING_RULES: tuple[BackendRule, ...] = (
    Rule("close", close, ("name",)),
    Rule("next-stage", next_stage, ("built-again", "answered", "close")),
    Rule("let-go", let_go, ("next-stage",)),
)
