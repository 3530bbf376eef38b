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
from selfinstruct.stages.requests import Requests


class WriteInstances:
    """One request a classified instruction, numbered by the instruction's ordinal. Work for the engine."""

    def __init__(self, folder: RunFolder, rows: Sequence[Any], requests: Requests, progress: Progress, *, limit: int) -> None:
        self._folder, self._rows, self._requests, self._progress = folder, rows, requests, progress
        self._limit = limit
        self._next = 0

    def prompt(self, position: int) -> Prompt | None:
        """The request for the instances of one instruction."""
        if position >= len(self._rows):
            return None
        source = self._rows[position]
        form: Form = "output-first" if source["is_classification"] else "input-first"
        text = source["instruction"]
        variables = {"instruction": text, "limit": self._limit}
        return self._requests.make(
            source["request_idx"],
            form,
            form,
            variables,
            instruction=text,
            count=self._limit,
            classification=source["is_classification"],
        )

    def wanted(self) -> int:
        """All that are left."""
        return len(self._rows) - self._next

    def commit(self, prompt: Prompt, answer: Answer) -> None:
        """Write what was read from one answer; what is usable of it is the next stage's question."""
        source = self._rows[self._next]
        self._next += 1
        if isinstance(answer, BackendError):
            self._refuse(prompt, "request-failed", answer.message)
            return
        parse = parse_output_first if source["is_classification"] else parse_input_first
        found = tuple(parse(answer.text, self._requests.book.markers))
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

    def _refuse(self, prompt: Prompt, reason: str, detail: str) -> None:
        rejection = Rejection(prompt.instruction, reason, detail, prompt.number)
        self._folder.append(rejections_of("instances"), [row(rejection)])
        self._progress.committed(0, 1)
