"""A backend that answers by a function of the test."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from selfinstruct import Abilities, Backend, BackendError, Completion, Prompt, hookimpl
from selfinstruct.plugins import Plugins, Provider

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


def answering(
    plugins: Plugins, answer: Answerer, style: str = "chat", *, delay: Callable[[Prompt], float] = lambda _: 0.0
) -> Plugins:
    """Plugins whose `--backend scripted` answers by a function."""
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

    hookimpl(Plugin.selfinstruct_backends)
    plugins.manager.register(Plugin, name="scripted")
    plugins.providers["scripted"] = Provider("scripted", "tests", "0")
    return plugins
