"""What the host asks of a model, and what comes back."""

from __future__ import annotations

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from selfinstruct.errors import BackendError

Style = Literal["chat", "completion"]
NOT_FOR_TRAINING = "(not for training)"
Form = Literal["list", "yes-no", "input-first", "output-first"]


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the model is sampled. `seed` differs for every request and follows from the run's seed."""

    max_tokens: int
    temperature: float = 0.0
    top_p: float = 1.0
    presence_penalty: float = 0.0
    frequency_penalty: float = 0.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a chat."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """One request, rendered: either `messages` (chat) or `text` (completion) is filled.

    form: the form of the answer that is asked for, which the parser goes by.
    count, first: in form "list" how many items are asked for, and the number of the first one.
    instruction: the instruction that the request is about ("" in generate).
    classification: only classification tasks are asked for.
    """

    stage: str
    number: int
    language: str
    form: Form
    sampling: Sampling
    messages: tuple[Message, ...] = ()
    text: str = ""
    stop: tuple[str, ...] = ()
    count: int = 1
    first: int = 1
    instruction: str = ""
    classification: bool = False

    @property
    def style(self) -> Style:
        """Chat when there are messages, completion otherwise."""
        return "chat" if self.messages else "completion"

    @property
    def shown(self) -> str:
        """All that the model is shown, as one text."""
        return "\n\n".join(message.content for message in self.messages) or self.text

    @property
    def sha256(self) -> str:
        """Names what the model is shown (messages or text, stop strings), and nothing else."""
        shown = [[m.role, m.content] for m in self.messages] or self.text
        return hashlib.sha256(json.dumps([shown, self.stop]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens billed for one request."""

    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Completion:
    """One answer as it came. `backend` and `created_at` are filled by the host unless a backend knows better."""

    text: str
    finish_reason: str = "stop"
    usage: Usage = Usage()
    model: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)
    backend: str = ""
    created_at: str = ""


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a backend can do, told and never probed. `batch`: prompts a call; `parallel`: prompts under way at once."""

    style: Style = "chat"
    structured: bool = False
    stop: bool = True
    batch: int = 1
    parallel: int = 64


class Backend(ABC):
    """A source of completions. The host does the rest: order, concurrency, retries, budget, recording."""

    name: ClassVar[str]
    for_training: ClassVar[bool] = True
    """False for a backend whose answers teach nothing; every record of them says so."""

    def __init__(self, model: str | None, options: Mapping[str, str]) -> None:
        """Read model and options; raise ConfigError for a wrong one. `self.note(line)` tells the user something later."""
        self.model = model
        self.options = options
        self.note: Callable[[str], None] = _say_nothing

    @classmethod
    def check_instance(cls) -> Backend | None:
        """One to test the contract on, None when that needs a key, a model or a file."""
        return None

    @property
    def label(self) -> str:
        """The name as it stands in records."""
        return self.name if self.for_training else f"{self.name} {NOT_FOR_TRAINING}"

    @property
    def abilities(self) -> Abilities:
        """What this backend can do with this model and these options."""
        return Abilities()

    @abstractmethod
    async def complete(self, prompts: Sequence[Prompt]) -> list[Completion | BackendError]:
        """One answer, or the error in its place, for each prompt, in the same order.

        Raise `BackendError` when none can be answered. A blocking client belongs in `asyncio.to_thread`.
        """

    async def close(self) -> None:
        """Let go of connections; called once."""
        return


def _say_nothing(_line: str) -> None:
    """What `note` does until the host sets it."""
