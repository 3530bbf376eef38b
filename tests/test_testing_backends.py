"""The contract kit for backends: a backend broken in one point fails with a message about that point."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar

import pytest

from selfinstruct import Abilities, Backend, BackendError, Completion, Prompt, Usage
from selfinstruct.testing import ContractError, check_backend


class Sound(Backend):
    """Keeps every contract; children break one each."""

    name: ClassVar[str] = "sound"

    async def complete(self, prompts: Sequence[Prompt]) -> list[Completion | BackendError]:
        return [self.answer(prompt) for prompt in prompts]

    def answer(self, prompt: Prompt) -> Completion | BackendError:
        text = "\n".join(f"{i}. task {prompt.number} {i}" for i in (1, 2, 3))
        return Completion(min((text.partition(stop)[0] for stop in prompt.stop), key=len, default=text))


class NoName(Sound):
    name = "My Backend"


class NoAbilities(Sound):
    @property
    def abilities(self) -> Abilities:
        return Abilities(batch=0)


class Fickle(Sound):
    @property
    def abilities(self) -> Abilities:
        self.asked = getattr(self, "asked", 0) + 1
        return Abilities(style="completion" if self.asked % 2 else "chat")


class NoneForNone(Sound):
    async def complete(self, prompts: Sequence[Prompt]) -> list[Completion | BackendError]:
        return await super().complete(prompts) or [Completion("?")]


class OnlyTheFirst(Sound):
    async def complete(self, prompts: Sequence[Prompt]) -> list[Completion | BackendError]:
        return (await super().complete(prompts))[:1]


class Generator(Sound):
    async def complete(self, prompts: Sequence[Prompt]) -> list[Completion | BackendError]:
        return map(self.answer, prompts)  # type: ignore[return-value]


class Reversed(Sound):
    async def complete(self, prompts: Sequence[Prompt]) -> list[Completion | BackendError]:
        return (await super().complete(prompts))[::-1]


class Mixing(Sound):
    async def complete(self, prompts: Sequence[Prompt]) -> list[Completion | BackendError]:
        if len(prompts) != 1:
            return await super().complete(prompts)
        self.waiting = [*getattr(self, "waiting", []), prompts[0]]
        await asyncio.sleep(0.01)
        return [self.answer(self.waiting.pop())]


class Texts(Sound):
    def answer(self, prompt: Prompt) -> Completion | BackendError:
        return "1. a"  # type: ignore[return-value]


class NoText(Sound):
    def answer(self, prompt: Prompt) -> Completion | BackendError:
        return Completion(None)  # type: ignore[arg-type]


class Owing(Sound):
    def answer(self, prompt: Prompt) -> Completion | BackendError:
        return Completion("1. a", usage=Usage(-1, 0))


class Unwritable(Sound):
    def answer(self, prompt: Prompt) -> Completion | BackendError:
        return Completion("1. a", raw={"response": object()})


class Wordy(Sound):
    def answer(self, prompt: Prompt) -> Completion | BackendError:
        return Completion(f"1. a {prompt.number}\n2. b")


class Failing(Sound):
    def answer(self, prompt: Prompt) -> Completion | BackendError:
        return BackendError("no key", hint="set MY_KEY")


class Down(Sound):
    async def complete(self, prompts: Sequence[Prompt]) -> list[Completion | BackendError]:
        if prompts:
            raise BackendError("no server at localhost", hint="start it")
        return []


class Crashing(Sound):
    def answer(self, prompt: Prompt) -> Completion | BackendError:
        raise KeyError("choices")


class Hanging(Sound):
    async def complete(self, prompts: Sequence[Prompt]) -> list[Completion | BackendError]:
        await asyncio.sleep(60 if prompts else 0)
        return await super().complete(prompts)


class Stubborn(Sound):
    async def complete(self, prompts: Sequence[Prompt]) -> list[Completion | BackendError]:
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError:
            await asyncio.sleep(1)
        return await super().complete(prompts)


class Spoilt(Sound):
    async def complete(self, prompts: Sequence[Prompt]) -> list[Completion | BackendError]:
        if getattr(self, "broken", False):
            raise RuntimeError("session is closed")
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError:
            self.broken = True
            raise
        return await super().complete(prompts)


class NeverClosing(Sound):
    async def close(self) -> None:
        await asyncio.sleep(60)


class LeavingTasks(Sound):
    async def complete(self, prompts: Sequence[Prompt]) -> list[Completion | BackendError]:
        self.task = asyncio.create_task(asyncio.sleep(60))
        return await super().complete(prompts)


BACKENDS: list[tuple[type[Sound], str]] = [
    (NoName, "name is 'My Backend'.*kebab case"),
    (NoAbilities, "abilities is.*batch and parallel from 1"),
    (Fickle, "abilities change.*decide them in __init__"),
    (NoneForNone, "of 0 prompts gave 1 answers"),
    (OnlyTheFirst, "of 4 prompts gave 1 answers.*for each prompt"),
    (Generator, "gave map.*return a list"),
    (Reversed, "in another order.*order of their prompts"),
    (Mixing, "calls at once mix their answers.*keep no call's data on self"),
    (Texts, "an answer is str.*wrap it"),
    (NoText, "are texts"),
    (Owing, "usage is Usage.*leave usage out"),
    (Unwritable, "raw can not be written.*completions.jsonl"),
    (Wordy, r"holds the stop string '\\n'.*Abilities\(stop=False\)"),
    (Failing, "no prompt was answered: no key.*set MY_KEY"),
    (Down, "no server at localhost.*start it"),
    (Crashing, "raised KeyError.*BackendError"),
    (Hanging, "is not back after 0.2 s.*timeout of your own"),
    (Stubborn, "a cancelled call goes on.*let CancelledError pass"),
    (Spoilt, "the call after a cancelled one raised RuntimeError"),
    (NeverClosing, r"close\(\) is not back"),
    (LeavingTasks, "tasks go on after close.*cancel and await them"),
]


def test_a_sound_backend_passes() -> None:
    check_backend(Sound(None, {}), patience=5)


@pytest.mark.parametrize(("broken", "message"), BACKENDS, ids=[row[0].__name__ for row in BACKENDS])
def test_a_broken_backend_is_told(broken: type[Sound], message: str) -> None:
    with pytest.raises(ContractError, match=f"(?s){message}"):
        check_backend(broken(None, {}), patience=0.2)


def test_a_backend_that_says_it_has_no_stop_strings_may_ignore_them() -> None:
    class Honest(Wordy):
        @property
        def abilities(self) -> Abilities:
            return Abilities(stop=False)

    check_backend(Honest(None, {}), patience=5)


def test_a_backend_that_answers_anew_each_time_is_not_blamed_for_the_order() -> None:
    class Random(Sound):
        def answer(self, prompt: Prompt) -> Completion | BackendError:
            self.asked = getattr(self, "asked", 0) + 1
            return Completion(f"1. task {self.asked}")

    check_backend(Random(None, {}), patience=5)
