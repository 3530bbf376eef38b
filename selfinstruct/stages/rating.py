"""An LLM as judge: every instance of a task is rated by a rubric, and those below a score are refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from selfinstruct.backend import Prompt
from selfinstruct.completionlog import Answer
from selfinstruct.curation.candidate import Candidate
from selfinstruct.errors import BackendError
from selfinstruct.parse.score import Score, parse_score
from selfinstruct.progress import Progress
from selfinstruct.records import Instance, Rejection, joined, row
from selfinstruct.runfolder import RunFolder, rejections_of, verdicts_of
from selfinstruct.stages.requests import Fitted, Questions, Requests
from selfinstruct.steps import JUDGE

RATINGS = verdicts_of(JUDGE)


@dataclass(frozen=True, slots=True)
class Rating:
    """An instance that the judge lets pass: `instance` is its place in the task, from 0, and `raw` what the judge said."""

    id: str
    instance: int
    instruction: str
    input: str
    output: str
    score: int
    reason: str
    raw: str
    request_idx: int


def rated(folder: RunFolder, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with the instances that the stage has kept; those that have none left are left out.

    `extra` of a task then has "score" and "score_reason": lists, one place for each instance.
    """
    rows = {(row["id"], row["instance"]): row for row in folder.rows(RATINGS)}
    found = []
    for candidate in candidates:
        task = candidate.task
        kept = [(each, rows[task.id, i]) for i, each in enumerate(task.instances) if (task.id, i) in rows]
        if kept:
            told = {"score": [row["score"] for _, row in kept], "score_reason": [row["reason"] for _, row in kept]}
            left = replace(task, instances=tuple(each for each, _ in kept), extra={**task.extra, **told})
            found.append(replace(candidate, task=left))
    return found


@dataclass(frozen=True, slots=True)
class _Question:
    """One instance of a candidate, and the number of its request."""

    candidate: Candidate
    index: int
    number: int

    @property
    def instance(self) -> Instance:
        return self.candidate.task.instances[self.index]

    @property
    def last(self) -> bool:
        return self.index + 1 == len(self.candidate.task.instances)


class Rate:
    """One request an instance, numbered from number * most on. Work for the engine.

    most: how many instances a task may have. first: requests before this one are done. least: the score that is enough.
    Progress counts candidates; one is accepted when any of its instances is.
    """

    def __init__(
        self,
        folder: RunFolder,
        candidates: Sequence[Candidate],
        requests: Requests,
        progress: Progress,
        *,
        most: int,
        first: int,
        least: int,
    ) -> None:
        self._folder, self._requests, self._progress, self._least = folder, requests, progress, least
        every = (
            _Question(candidate, index, candidate.number * most + index)
            for candidate in candidates
            for index in range(len(candidate.task.instances))
        )
        self._rows = {question.number: question for question in every if question.number >= first}
        self._order = list(self._rows.values())
        self._questions = Questions(self._question, self._refuse, len(self._order))
        self._kept = {row["id"] for row in folder.rows(RATINGS)}

    def prompt(self, position: int) -> Prompt | None:
        """The question about the next instance."""
        return self._questions.next()

    def wanted(self) -> int:
        """All that are left."""
        return self._questions.left()

    def commit(self, prompt: Prompt, answer: Answer) -> None:
        """Write the rating, or why the instance is refused."""
        asked = self._order[self._questions.answered()]
        if isinstance(answer, BackendError):
            self._refuse(prompt, "request-failed", answer.message)
            return
        score = parse_score(
            answer.text,
            self._requests.book.markers,
            structured=prompt.schema is not None,
            continued=prompt.style == "completion",
        )
        if score is None:
            self._refuse(prompt, "unclear-answer", answer.text)
        elif score.score < self._least:
            self._refuse(prompt, "low-score", f"{score.score} < {self._least}" + (score.reason and f": {score.reason}"))
        else:
            self._keep(prompt, asked, score, answer.text)

    def _keep(self, prompt: Prompt, asked: _Question, score: Score, raw: str) -> None:
        id_, example = asked.candidate.task.id, asked.instance
        record = Rating(
            id=id_,
            instance=asked.index,
            instruction=prompt.instruction,
            input=example.input,
            output=example.output,
            score=score.score,
            reason=score.reason,
            raw=raw,
            request_idx=prompt.number,
        )
        self._folder.append(RATINGS, [row(record)])
        self._kept.add(id_)
        self._count(asked)

    def _question(self, position: int) -> Fitted:
        asked = self._order[position]
        variables = {"input": asked.instance.input, "output": asked.instance.output}
        return self._requests.ask(asked.number, "score", asked.candidate.task.instruction, variables)

    def _refuse(self, prompt: Prompt, reason: str, detail: str) -> None:
        asked = self._rows[prompt.number]
        text = "\n\n".join([joined(prompt.instruction, asked.instance.input), asked.instance.output])
        self._folder.append(rejections_of(JUDGE), [row(Rejection(text, reason, detail, prompt.number))])
        self._count(asked)

    def _count(self, asked: _Question) -> None:
        if asked.last:
            kept = asked.candidate.task.id in self._kept
            self._progress.committed(int(kept), int(not kept))
