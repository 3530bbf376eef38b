"""A backend that answers from the log of an earlier run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from selfinstruct import Abilities, Backend, BackendError, Completion, ConfigError, Prompt, hookimpl
from selfinstruct.completionlog import Answer, answer_of
from selfinstruct.errors import Stalled
from selfinstruct.taskfile import read_lines

SELFINSTRUCT_PLUGIN_API = 1


class Replay(Backend):
    """`--replay FILE`: generate by request number, later stages by what the model was shown.

    Where one prompt was asked several times, the request of the same number has its own answer.
    """

    name: ClassVar[str] = "replay"

    def __init__(self, model: str | None, options: Mapping[str, str]) -> None:
        super().__init__(model, options)
        if set(options) != {"file"}:
            raise ConfigError("the replay backend takes one option, file", hint="selfinstruct run --replay FILE")
        self._file = Path(options["file"])
        self._by_number: dict[int, dict[str, Answer]] = {}
        self._by_prompt: dict[tuple[str, str], Answer] = {}
        self._by_request: dict[tuple[str, int, str], Answer] = {}
        self._chat = True
        self._structured = False
        self._warned = False
        for line in read_lines(self._file):
            self._keep(line.where, line.row)

    @property
    def abilities(self) -> Abilities:
        """The style of the log's own prompts; structured when any of them has a schema."""
        return Abilities(style="chat" if self._chat else "completion", structured=self._structured, stop=False)

    async def complete(self, prompts: Sequence[Prompt]) -> list[Completion | BackendError]:
        """The recorded answers. Raises Stalled at the first prompt that has none."""
        return [self._answer(prompt) for prompt in prompts]

    def _keep(self, where: str, row: Mapping[str, Any]) -> None:
        try:
            answer = answer_of(row)
            if isinstance(answer, Completion):
                answer = replace(answer, raw=row["raw"])
            if row["stage"] == "generate":
                self._by_number.setdefault(row["request_idx"], {})[row["prompt_sha256"]] = answer
            self._by_prompt[row["stage"], row["prompt_sha256"]] = answer
            self._by_request[row["stage"], row["request_idx"], row["prompt_sha256"]] = answer
            self._chat = "messages" in row["prompt"]
            self._structured |= row["prompt"].get("schema") is not None
        except (KeyError, TypeError) as error:
            raise ConfigError(f"{where}: not a row of completions.jsonl: {error!r}", hint="give the log of a run") from None

    def _answer(self, prompt: Prompt) -> Completion | BackendError:
        answer = self._numbered(prompt) if prompt.stage == "generate" else self._shown(prompt)
        if answer is None:
            about = f" ({prompt.instruction[:50]!r})" if prompt.instruction else ""
            message = f"{self._file} has no answer to request {prompt.number} of {prompt.stage}{about}"
            raise Stalled(message, hint="a smaller -n, or another backend in a new folder; what came before is kept")
        return answer

    def _shown(self, prompt: Prompt) -> Answer | None:
        exact = self._by_request.get((prompt.stage, prompt.number, prompt.sha256))
        return exact or self._by_prompt.get((prompt.stage, prompt.sha256))

    def _numbered(self, prompt: Prompt) -> Answer | None:
        answers = self._by_number.get(prompt.number, {})
        if prompt.sha256 in answers or not answers:
            return answers.get(prompt.sha256)
        if not self._warned:
            self._warned = True
            self.note(f"replay: the prompt of request {prompt.number} differs from the one that was answered; told once")
        return list(answers.values())[-1]


@hookimpl
def selfinstruct_backends() -> Iterable[type[Backend]]:
    """The replay backend."""
    return [Replay]
