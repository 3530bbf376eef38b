"""Stage 2: is an instruction a classification task? Its answers are then written before its inputs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from selfinstruct.backend import Prompt
from selfinstruct.completionlog import Answer
from selfinstruct.errors import BackendError
from selfinstruct.parse.decision import parse_decision
from selfinstruct.progress import Progress
from selfinstruct.records import Classification, Rejection, row
from selfinstruct.runfolder import CLASSIFICATIONS, RunFolder, rejections_of
from selfinstruct.stages.requests import Fitted, Questions, Requests


class Classify:
    """One request an instruction, numbered by its ordinal. Work for the engine."""

    def __init__(self, folder: RunFolder, rows: Sequence[Any], requests: Requests, progress: Progress, *, first: int) -> None:
        self._folder, self._rows, self._requests, self._progress = folder, rows, requests, progress
        self._questions = Questions(self._question, self._refuse, len(rows), first)

    def prompt(self, position: int) -> Prompt | None:
        """The question about the next instruction."""
        return self._questions.next()

    def wanted(self) -> int:
        """All that are left."""
        return self._questions.left()

    def commit(self, prompt: Prompt, answer: Answer) -> None:
        """Write the verdict, or why there is none."""
        id_ = self._rows[self._questions.answered()]["id"]
        if isinstance(answer, BackendError):
            self._refuse(prompt, "request-failed", answer.message)
            return
        verdict = parse_decision(answer.text, self._requests.book.markers, structured=prompt.schema is not None)
        if verdict is None:
            self._refuse(prompt, "unclear-answer", answer.text)
            return
        record = Classification(id_, prompt.instruction, verdict, answer.text, prompt.number)
        self._folder.append(CLASSIFICATIONS, [row(record)])
        self._progress.committed(1, 0)

    def _question(self, number: int) -> Fitted:
        return self._requests.ask(number, "yes-no", self._rows[number]["instruction"], {})

    def _refuse(self, prompt: Prompt, reason: str, detail: str) -> None:
        rejection = Rejection(prompt.instruction, reason, detail, prompt.number)
        self._folder.append(rejections_of("classify"), [row(rejection)])
        self._progress.committed(0, 1)
