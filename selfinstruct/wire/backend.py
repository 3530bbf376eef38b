"""What the backends that speak the OpenAI wire format have in common, whichever library carries it."""

from __future__ import annotations

import asyncio
import time
from abc import abstractmethod
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any

from selfinstruct.backend import Backend, Completion, Prompt
from selfinstruct.errors import BackendError, ConfigError, TransientError
from selfinstruct.wire.answers import answer
from selfinstruct.wire.durations import duration
from selfinstruct.wire.requests import Dialect, request_fields
from selfinstruct.wire.server import Reply, Server

PARALLEL = 256
"""Requests under way at once that the connection pools are made for."""

_told: set[str] = set()
"""Remarks that were made. Every stage has a backend of its own, and nobody wants to hear them each time."""


class WireBackend(Backend):
    """Turns prompts into requests and replies into answers; a child sends. It sends each request once: the host retries.

    A child sets `server`, `dialect` and `timeout` (seconds from sending to the last byte of the reply) in `__init__`.
    """

    server: Server
    dialect: Dialect
    timeout: float

    def __init__(self, model: str | None, options: Mapping[str, str]) -> None:
        super().__init__(model, options)
        self.remarks: list[str] = []
        """What the user should know of the options; told at the first request, as nobody listens before, and once."""

    async def complete(self, prompts: Sequence[Prompt]) -> list[Completion | BackendError]:
        """An answer, or the error in its place, for each prompt."""
        self.tell_remarks()
        return list(await asyncio.gather(*map(self._answer, prompts)))

    def tell_remarks(self) -> None:
        """Tell the user what has not been told yet."""
        for remark in self.remarks:
            if remark not in _told:
                _told.add(remark)
                self.note(remark)

    async def reply(self, ask: Callable[[], Awaitable[Reply]], seconds: float) -> Reply:
        """The reply, whole and in time: libraries limit the silence between two bytes, not the whole. Raises BackendError."""
        try:
            async with asyncio.timeout(seconds):
                return await ask()
        except TimeoutError:
            message = f"{self.server.name}: no whole answer within {seconds:g} s"
            raise TransientError(message, hint="--option timeout=SECONDS allows more") from None

    @abstractmethod
    async def send(self, fields: Mapping[str, Any]) -> Reply:
        """Send one request and give its reply, of whatever status. Raises BackendError when there is none."""

    async def _answer(self, prompt: Prompt) -> Completion | BackendError:
        try:
            fields = request_fields(prompt, self.server.model, self.dialect)
            reply = await self.reply(lambda: self.send(fields), self.timeout)
            return answer(reply, prompt, self.server, time.time())
        except BackendError as error:
            return error


def check_options(backend: str, options: Mapping[str, str], known: Collection[str]) -> None:
    """Raise ConfigError for an option that the backend does not have."""
    if unknown := sorted(set(options) - set(known)):
        said = ", ".join(map(repr, unknown))
        raise ConfigError(f"the {backend} backend has no option {said}", hint=f"it has: {', '.join(sorted(known))}")


def seconds(options: Mapping[str, str], name: str, default: float) -> float:
    """An option that is a time in seconds. Raises ConfigError."""
    value = duration(f"{options[name]}s") if name in options else default
    if not value:
        raise ConfigError(f"option {name}: {options[name]!r} is no time above 0", hint="give seconds, for example 90")
    return value


def whole_number(options: Mapping[str, str], name: str, default: int) -> int:
    """An option that counts. Raises ConfigError."""
    text = options.get(name, str(default))
    if not (text.isascii() and text.isdecimal()):
        raise ConfigError(f"option {name}: {text!r} is no whole number", hint="give 0 or more")
    return int(text)


def one_of(options: Mapping[str, str], name: str, values: Sequence[str], default: str = "") -> str:
    """An option with few values. Raises ConfigError."""
    value = options.get(name, default)
    if value not in values and name in options:
        raise ConfigError(f"option {name}: {value!r} is unknown", hint=f"one of {', '.join(values)}")
    return value


def names(options: Mapping[str, str], name: str) -> frozenset[str]:
    """An option that lists names, parted by commas."""
    return frozenset(filter(None, map(str.strip, options.get(name, "").split(","))))
