"""What every test has: no keys, no .env, no network but loopback, and backends that do as they are told."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest

from selfinstruct import Abilities, Backend, BackendError, Completion, Prompt
from selfinstruct.plugins import Plugins, load

Answerer = Callable[[Prompt], Completion | BackendError | str]


class Scripted(Backend):
    """A backend whose answers come from a function, each after its own delay; remembers what it was asked."""

    name: ClassVar[str] = "scripted"
    answer: ClassVar[Answerer]
    style: ClassVar[str] = "chat"
    delay: ClassVar[Callable[[Prompt], float]]
    asked: ClassVar[list[Prompt]] = []

    @property
    def abilities(self) -> Abilities:
        return Abilities(style=self.style)  # type: ignore[arg-type]

    async def complete(self, prompts: Sequence[Prompt]) -> list[Completion | BackendError]:
        self.asked.extend(prompts)
        if delay := type(self).delay(prompts[0]):
            await asyncio.sleep(delay)
        answers = [type(self).answer(prompt) for prompt in prompts]
        return [Completion(a, model="m", created_at="2026-01-01") if isinstance(a, str) else a for a in answers]


@pytest.fixture
def plugins() -> Plugins:
    """The installed plugins."""
    return load()


@pytest.fixture
def scripted(plugins: Plugins) -> Callable[..., Plugins]:
    """Makes `--backend scripted` answer by a function."""

    def install(answer: Answerer, style: str = "chat", *, delay: Callable[[Prompt], float] = lambda _: 0.0) -> Plugins:
        members: Mapping[str, Any] = {
            "answer": staticmethod(answer),
            "delay": staticmethod(delay),
            "asked": [],
            "style": style,
        }
        backend = type("Scripted", (Scripted,), dict(members))

        class Plugin:
            @staticmethod
            def selfinstruct_backends() -> list[type[Backend]]:
                return [backend]

        from selfinstruct import hookimpl
        from selfinstruct.plugins import Provider

        hookimpl(Plugin.selfinstruct_backends)
        plugins.manager.register(Plugin, name="scripted")
        plugins.providers["scripted"] = Provider("scripted", "tests", "0")
        return plugins

    return install


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No key in the environment, no .env in the working folder, no connection but to this machine."""
    for name in [name for name in os.environ if name.endswith("_API_KEY")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
