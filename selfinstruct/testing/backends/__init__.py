"""What a backend promises: one answer a prompt, in order, alone and many at once, and an end in every case."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from selfinstruct.backend import Backend
from selfinstruct.testing.backends.answers import ANSWER_RULES
from selfinstruct.testing.backends.case import BackendCase, BackendRule, prompts_for
from selfinstruct.testing.backends.endings import ENDING_RULES
from selfinstruct.testing.backends.leaving import CANCEL_RULES, LEAVING_RULES, open_sockets
from selfinstruct.testing.backends.mixing import MIXING_RULES
from selfinstruct.testing.backends.requesting import REQUEST_RULES
from selfinstruct.testing.backends.secrets import SECRET_RULES
from selfinstruct.testing.backends.served import SERVED_RULES
from selfinstruct.testing.backends.values import UNCHANGED_RULE, VALUE_RULES
from selfinstruct.testing.backends.waiting import WAITING_RULES
from selfinstruct.testing.backends.wrapping import WRAPPING_RULES
from selfinstruct.testing.contract import Report, expect, hold

__all__ = ["BACKEND_RULES", "check_backend", "prompts_for"]

BACKEND_RULES: tuple[BackendRule, ...] = (
    *VALUE_RULES,
    *ANSWER_RULES,
    *MIXING_RULES,
    *ENDING_RULES,
    *CANCEL_RULES,
    *WRAPPING_RULES,
    *SERVED_RULES,
    *REQUEST_RULES,
    *WAITING_RULES,
    *SECRET_RULES,
    UNCHANGED_RULE,
    *LEAVING_RULES,
)
"""In the order in which they are checked: a rule stands behind those that it needs, and the backend is closed last."""


def check_backend(
    backend: Backend,
    language: str = "en",
    *,
    patience: float = 60.0,
    served: Callable[[str, str], Backend] | None = None,
    failing: Callable[[Exception], Backend] | None = None,
    reply: Callable[[str], bytes] | None = None,
) -> Report:
    """Check every rule of a backend, and tell what was checked. Raises ContractError that tells all that is broken.

    Sends some thirty small requests and closes the backend. patience: seconds that any one call may take.
    served: builds the backend for a server at a URL that ends in /v1, with a secret as its key; servers that fail in many
    ways are started on this machine. failing: builds the backend so that what it wraps raises an error.
    reply: (text) -> the body of a good answer with this text, where the backend's server does not speak chat completions.
    """
    __tracebackhide__ = True
    contract = "check_backend takes one Backend: an object, built with (model, options)"
    found = f"{backend!r:.80} is {'a class' if isinstance(backend, type) else type(backend).__name__}"
    expect(isinstance(backend, Backend), found, contract, "check_backend(MyBackend(None, {}))")
    if not _is_inside_a_loop():
        return _checked(backend, language, patience, served, failing, reply)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_checked, backend, language, patience, served, failing, reply).result()


def _is_inside_a_loop() -> bool:
    """Whether an event loop runs here, as in a notebook."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _checked(
    backend: Backend,
    language: str,
    patience: float,
    served: Callable[[str, str], Backend] | None,
    failing: Callable[[Exception], Backend] | None,
    reply: Callable[[str], bytes] | None,
) -> Report:
    __tracebackhide__ = True
    case = BackendCase(backend, language, patience, served, failing, reply)
    case.sockets_before = open_sockets()
    # What others left unclosed before is not this backend's, and looking through all that is there takes long.
    gc.freeze()
    try:
        return hold(f"backend {case.name}", BACKEND_RULES, case)
    finally:
        gc.unfreeze()
        case.close()
