"""The transformers backend: prompts in, a local model's answers out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import TypeVar

from selfinstruct.backend import Abilities, Backend, Completion, Prompt
from selfinstruct.errors import BackendError, ConfigError
from selfinstruct_transformers import continuous
from selfinstruct_transformers.choice import choice
from selfinstruct_transformers.failure import check_installed
from selfinstruct_transformers.generation import answers, generate
from selfinstruct_transformers.weights import Weights, device_of, weights
from selfinstruct_transformers.wording import Wording, wording

T = TypeVar("T")


class Transformers(Backend):
    """A model of the hub or of a folder, run in this process.

    An answer follows from its prompt and that prompt's seed alone, as far as the arithmetic does: in float32 it nearly
    always does, in half precision the size of a batch changes the last bits of a score, and now and then a token.
    """

    name = "transformers"

    def __init__(self, model: str | None, options: Mapping[str, str]) -> None:
        super().__init__(model, options)
        self._folder: TemporaryDirectory[str] | None = None
        self._choice = choice(model, options)
        check_installed()
        if self._choice.engine == "continuous" and (device := device_of(self._choice)) not in continuous.DEVICES:
            hint = "leave it out: plain batches run on every device"
            raise ConfigError(f"option engine: continuous batching needs a CUDA device, here is {device}", hint=hint)
        self._engine = continuous.generate_continuously if self._choice.engine == "continuous" else generate

    @classmethod
    def check_instance(cls) -> Backend | None:
        """One on a tiny model with random weights, None where torch is missing."""
        from selfinstruct_transformers.tiny import temporary_model

        try:
            check_installed()
        except ConfigError:
            return None
        folder = temporary_model()
        backend = cls(folder.name, {"device": "cpu"})
        backend._folder = folder
        return backend

    @property
    def abilities(self) -> Abilities:
        """Chat when the tokenizer has a template. As many at once as go into one batch: one batch runs at a time."""
        words = self._wording()
        batch = self._choice.batch
        return Abilities(style=words.style, batch=batch, parallel=batch, context=words.context)

    async def complete(self, prompts: Sequence[Prompt]) -> list[Completion | BackendError]:
        """An answer to each prompt. Raises ConfigError or BackendError when the model can not be loaded or fails."""
        if not prompts:
            return []
        loaded = await _abandonable(self._weights)
        cancelled = Event()
        try:
            got = await asyncio.to_thread(self._answers, prompts, loaded, cancelled)
        finally:
            # The thread ends with its next token.
            cancelled.set()
        commit = self._wording().commit
        about = {"dtype": loaded.dtype, "device": loaded.device, **({"commit": commit} if commit else {})}
        return [self._told(answer, about) if isinstance(answer, Completion) else answer for answer in got]

    async def close(self) -> None:
        """The weights stay in memory for the next stage's backend."""
        if self._folder:
            self._folder.cleanup()

    def _told(self, answer: Completion, about: Mapping[str, str]) -> Completion:
        return replace(answer, model=self.model or "", raw={**about, **answer.raw})

    def _answers(self, prompts: Sequence[Prompt], loaded: Weights, cancelled: Event) -> list[Completion | BackendError]:
        return answers(
            prompts,
            loaded,
            self._wording(),
            batch=self._choice.batch,
            engine=self._engine,
            cancelled=cancelled,
            note=self.note,
        )

    def _wording(self) -> Wording:
        return wording(self._choice)

    def _weights(self) -> Weights:
        return weights(self._choice, self._wording(), self.note)


async def _abandonable(work: Callable[[], T]) -> T:
    """Blocking work that an interrupt need not wait for: a download may take an hour, and can not be told to stop."""
    future: Future[T] = Future()

    def run() -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            future.set_result(work())
        except BaseException as error:  # it is raised where the result is awaited
            future.set_exception(error)

    Thread(target=run, daemon=True, name="loading a model").start()
    return await asyncio.wrap_future(future)
