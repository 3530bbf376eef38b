"""Stage 3: inputs and outputs. Classification tasks get the label first, so that the labels come out balanced (paper, 2.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from selfinstruct.backend import Form, Prompt
from selfinstruct.completionlog import Answer
from selfinstruct.errors import BackendError
from selfinstruct.parse.instances import parse_input_first, parse_output_first
from selfinstruct.progress import Progress
from selfinstruct.records import Instances, Rejection, row
from selfinstruct.runfolder import INSTANCES, RunFolder, rejections_of
from selfinstruct.stages.requests import Fitted, Questions, Requests


class WriteInstances:
    """One request a classified instruction, numbered by the instruction's ordinal. Work for the engine."""

    def __init__(self, folder: RunFolder, rows: Sequence[Any], requests: Requests, progress: Progress, *, limit: int) -> None:
        self._folder, self._rows, self._requests, self._progress = folder, rows, requests, progress
        self._limit = limit
        self._questions = Questions(self._question, self._refuse, len(rows))

    def prompt(self, position: int) -> Prompt | None:
        """The request for the instances of the next instruction."""
        return self._questions.next()

    def wanted(self) -> int:
        """All that are left."""
        return self._questions.left()

    def commit(self, prompt: Prompt, answer: Answer) -> None:
        """Write what was read from one answer; what is usable of it is the next stage's question."""
        source = self._rows[self._questions.answered()]
        if isinstance(answer, BackendError):
            self._refuse(prompt, "request-failed", answer.message)
            return
        parse = parse_output_first if source["is_classification"] else parse_input_first
        cut, structured = answer.finish_reason == "length", prompt.schema is not None
        found = tuple(parse(answer.text, self._requests.book.markers, structured=structured, cut=cut))
        if not found:
            self._refuse(prompt, "no-instances", answer.text)
            return
        record = Instances(
            source["id"],
            prompt.instruction,
            source["is_classification"],
            found,
            answer.text,
            answer.finish_reason,
            prompt.number,
        )
        self._folder.append(INSTANCES, [row(record)])
        self._progress.committed(1, 0)

    def _question(self, position: int) -> Fitted:
        source = self._rows[position]
        kind = source["is_classification"]
        form: Form = "output-first" if kind else "input-first"
        variables = {"limit": self._limit}
        return self._requests.ask(
            source["request_idx"], form, source["instruction"], variables, count=self._limit, classification=kind
        )

    def _refuse(self, prompt: Prompt, reason: str, detail: str) -> None:
        rejection = Rejection(prompt.instruction, reason, detail, prompt.number)
        self._folder.append(rejections_of("instances"), [row(rejection)])
        self._progress.committed(0, 1)
