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
Form = Literal[
    "list", "yes-no", "input-first", "output-first", "tasks", "pairs", "recovered-instruction", "score", "preference"
]


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the model is sampled.

    max_tokens: of the answer; it ends there with finish_reason "length". temperature: 0 to 2. top_p: above 0, up to 1.
    presence_penalty, frequency_penalty: as in chat completions, 0 for none. seed: differs for every request and follows from
    the run's seed.
    """

    max_tokens: int
    temperature: float = 0.0
    top_p: float = 1.0
    presence_penalty: float = 0.0
    frequency_penalty: float = 0.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a chat: who speaks, and what is said."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """One request, rendered: either `messages` (chat) or `text` (completion) is filled.

    stage, number: which request of the run it is, from 0 in each stage. language: the code of the one that tasks are made in.
    stop: strings that end the answer, which does not hold them; chat prompts have none.
    form: the form of the answer that is asked for, which the parser goes by.
    count, first: in forms "list", "tasks" and "pairs" how many items are asked for, and the number of the first one.
    instruction: the instruction that the request is about ("" in generate).
    classification: only classification tasks are asked for.
    schema: the JSON schema that the answer is to follow, None for free text. Only for backends that can.
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
    schema: Mapping[str, Any] | None = None

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
        """Names what the model is shown (messages or text, stop strings, schema), and nothing else."""
        shown: list[Any] = [[[m.role, m.content] for m in self.messages] or self.text, self.stop]
        if self.schema is not None:
            shown.append(self.schema)
        return hashlib.sha256(json.dumps(shown).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens billed for one request, those of a chain of thought among the completion's."""

    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Allowance:
    """What an account may use of one thing, what is left of it, and in `reset` the seconds until it is whole again."""

    limit: float
    left: float
    reset: float


@dataclass(frozen=True, slots=True)
class Limits:
    """What the server tells with an answer about the account: requests and tokens, by the minute and by the day.

    None where it says nothing. The host paces itself by them.
    """

    minute_requests: Allowance | None = None
    minute_tokens: Allowance | None = None
    day_requests: Allowance | None = None
    day_tokens: Allowance | None = None


@dataclass(frozen=True, slots=True)
class Completion:
    """One answer as it came. `backend` and `created_at` are filled by the host unless a backend knows better.

    text: what the model answers, without its chain of thought, which stays in `raw`.
    finish_reason: "stop", or "length" when the limit cut it: the last item is then left out.
    usage: as billed. model: the one that really answered. raw: the response as it came, in plain JSON values, for the log.
    created_at: ISO 8601, in UTC.
    limits: for the host's pacing; not recorded.
    batch: the name of the batch that it came in, "" for none; filled by the host.
    """

    text: str
    finish_reason: str = "stop"
    usage: Usage = Usage()
    model: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)
    backend: str = ""
    created_at: str = ""
    limits: Limits | None = None
    batch: str = ""


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a backend can do, told and never probed.

    style: whether prompts are rendered as messages (chat) or as one text (completion). stop: it honours stop strings.
    structured: it makes the model follow a prompt's `schema`.
    batch: prompts a call; parallel: prompts under way at once.
    billed: somebody pays for the tokens; of backends that run here, nobody does.
    context: tokens that prompt and answer may have together, None when it is not known.
    thinking: tokens for a chain of thought; the host lets an answer be so much longer than what is wanted of it.
    batches: many prompts can be handed over at once, to be answered within a day: `submit`, `find` and `collect` are there.
    """

    style: Style = "chat"
    structured: bool = False
    stop: bool = True
    batch: int = 1
    parallel: int = 64
    billed: bool = False
    context: int | None = None
    thinking: int = 0
    batches: bool = False


@dataclass(frozen=True, slots=True)
class BatchState:
    """How a batch stands.

    state: in the server's own words, for people. over: nothing about it will change any more.
    answered: how many of its requests have been dealt with so far.
    answers: once it is over, one place for each prompt: the answer, or the error that there is instead, or None where the
    server says nothing at all about the prompt.
    refused: why none of it was begun; there are no answers then.
    """

    state: str
    over: bool = False
    answered: int = 0
    answers: Sequence[Completion | BackendError | None] = ()
    refused: BackendError | None = None


class Backend(ABC):
    """A source of completions. The host does the rest: order, concurrency, retries, budget, recording.

    A child sets `name`, in kebab case, and defines `complete`; all else has a default.
    """

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
        """One answer, or the error in its place, for each prompt, in the same order; no prompts, no answers.

        Called again before the last call is back, so that nothing of a call belongs on `self`. Send each prompt once: the host
        retries what is a TransientError. Raise `BackendError` when none can be answered; ConnectionError and TimeoutError are
        taken for a TransientError. A blocking client belongs in `asyncio.to_thread`. No error shows a key.
        """

    def room(self, prompts: Sequence[Prompt]) -> int:
        """How many of these prompts, from the first on, one batch takes; at least 1."""
        return len(prompts)

    async def submit(self, prompts: Sequence[Prompt], name: str) -> str:
        """Hand prompts over as one batch under a name that no other batch has; its id at the server.

        Raises TransientError when it may or may not have been taken: the host then looks with `find` before it tries again.
        Raises any other BackendError when it was surely not taken.
        """
        raise _without_batches(self.name)

    async def find(self, name: str) -> str | None:
        """The id of the batch that was submitted under a name, None when there is none. Raises BackendError."""
        raise _without_batches(self.name)

    async def collect(self, batch_id: str, prompts: Sequence[Prompt]) -> BatchState:
        """How a batch stands and, once it is over, its answers to these prompts, which are some or all of those submitted.

        Raises BackendError when that can not be told.
        """
        raise _without_batches(self.name)

    async def close(self) -> None:
        """Let go of connections; called once."""
        return


def _without_batches(name: str) -> BackendError:
    return BackendError(f"the {name} backend has no batches", hint="leave --batch out")


def _say_nothing(_line: str) -> None:
    """What `note` does until the host sets it."""
