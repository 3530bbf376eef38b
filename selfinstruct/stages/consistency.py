"""Self-consistency: a task is kept when a model that sees only its instances can tell what the instruction was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from selfinstruct.backend import Prompt
from selfinstruct.completionlog import Answer
from selfinstruct.curation.candidate import Candidate
from selfinstruct.errors import BackendError
from selfinstruct.language import Language
from selfinstruct.lcs import pair_lcs, positions
from selfinstruct.parse.recovered import parse_recovered
from selfinstruct.progress import Progress
from selfinstruct.records import Rejection, row
from selfinstruct.rouge import f_measure
from selfinstruct.runfolder import RunFolder, rejections_of, verdicts_of
from selfinstruct.stages.requests import Fitted, Questions, Requests
from selfinstruct.steps import SELF_CONSISTENCY
from selfinstruct.text import characters

Closeness = Callable[[str, str], float]

RECOVERED = verdicts_of(SELF_CONSISTENCY)
_PLACES = 4
"""Decimals of a closeness: embeddings differ behind them from one machine to another."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """A task whose instruction was recovered.

    recovered: what the trials gave, without those that gave none; scores: how close each is to the instruction.
    request_idx: of the last trial.
    """

    id: str
    instruction: str
    recovered: tuple[str, ...]
    scores: tuple[float, ...]
    best: float
    request_idx: int


@dataclass(frozen=True, slots=True)
class _Lost:
    """A trial that gave no instruction, and why."""

    reason: str
    detail: str


def rouge_closeness(language: Language) -> Closeness:
    """Measures two texts by the ROUGE-L F of their tokens, as novelty does: 0 to 1, in either order the same.

    Texts that have no tokens (signs, formulas) are compared by their letters and digits.
    """

    def closeness(one: str, other: str) -> float:
        first, second = language.tokens(one), language.tokens(other)
        if not (first and second):
            first, second = characters(one), characters(other)
        numbers: dict[str, int] = {}
        a, b = ([numbers.setdefault(token, len(numbers)) for token in tokens] for tokens in (first, second))
        return f_measure(pair_lcs(positions(a), len(a), b), len(a), len(b))

    return closeness


def recovered(folder: RunFolder, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that the stage has kept."""
    kept = {row["id"] for row in folder.rows(RECOVERED)}
    return [candidate for candidate in candidates if candidate.task.id in kept]


class RecoverInstruction:
    """`trials` requests a candidate, one after another, numbered from number * trials. Work for the engine.

    All trials are made, each with a sampling seed of its own, and what became of the candidate is written after its last one.
    The model is shown all the instances, of classification tasks too: labels say something together with their inputs.

    first: requests before this one are done; a candidate that it belongs to is done again, whole.
    closeness: of what is recovered to the instruction; the best of the trials must reach `least`.
    """

    def __init__(
        self,
        folder: RunFolder,
        candidates: Sequence[Candidate],
        requests: Requests,
        progress: Progress,
        *,
        trials: int,
        first: int,
        closeness: Closeness,
        least: float,
    ) -> None:
        self._folder, self._requests, self._progress = folder, requests, progress
        self._trials, self._closeness, self._least = trials, closeness, least
        self._left = [candidate for candidate in candidates if (candidate.number + 1) * trials > first]
        self._ids = {candidate.number: candidate.task.id for candidate in self._left}
        self._questions = Questions(self._question, self._refuse, len(self._left) * trials)
        self._tried: list[str | _Lost] = []

    def prompt(self, position: int) -> Prompt | None:
        """The next trial."""
        return self._questions.next()

    def wanted(self) -> int:
        """All that are left."""
        return self._questions.left()

    def commit(self, prompt: Prompt, answer: Answer) -> None:
        """Take one trial, and after the last one write what became of the candidate."""
        self._questions.answered()
        self._take(prompt, self._read(prompt, answer))

    def _question(self, trial: int) -> Fitted:
        """Without the last instances, when there is no room for all."""
        index, nth = divmod(trial, self._trials)
        candidate = self._left[index]
        task = candidate.task
        for shown in range(len(task.instances) or 1, 0, -1):
            variables = {"instances": [asdict(instance) for instance in task.instances[:shown]]}
            number = candidate.number * self._trials + nth
            fitted = self._requests.ask(number, "recovered-instruction", task.instruction, variables)
            if not fitted.excess:
                break
        return fitted

    def _read(self, prompt: Prompt, answer: Answer) -> str | _Lost:
        if isinstance(answer, BackendError):
            return _Lost("request-failed", answer.message)
        text = parse_recovered(
            answer.text,
            self._requests.book.markers,
            structured=prompt.schema is not None,
            continued=prompt.style == "completion",
        )
        return text or _Lost("unclear-answer", answer.text)

    def _refuse(self, prompt: Prompt, reason: str, detail: str) -> None:
        self._take(prompt, _Lost(reason, detail))

    def _take(self, prompt: Prompt, tried: str | _Lost) -> None:
        self._tried.append(tried)
        if len(self._tried) == self._trials:
            self._decide(prompt, self._tried)
            self._tried = []

    def _measured(self, instruction: str, text: str) -> float:
        """The closeness to the instruction, or to its first paragraph where that is more: its input may stand below it."""
        head = instruction.partition("\n\n")[0]
        near = self._closeness(instruction, text)
        return near if head == instruction else max(near, self._closeness(head, text))

    def _decide(self, prompt: Prompt, tried: Sequence[str | _Lost]) -> None:
        """Write one row: what a stop leaves is the candidate with all of its trials, or nothing of it."""
        texts = tuple(text for text in tried if isinstance(text, str))
        scores = tuple(round(self._measured(prompt.instruction, text), _PLACES) for text in texts)
        best = max(scores, default=0.0)
        kept = bool(texts) and best >= self._least
        if kept:
            record = Recovered(self._ids[prompt.number // self._trials], prompt.instruction, texts, scores, best, prompt.number)
            self._folder.append(RECOVERED, [row(record)])
        else:
            why = _Lost("not-recovered", f"best {best:.4f}: {texts[scores.index(best)]}") if texts else _cause(tried)
            rejection = Rejection(prompt.instruction, why.reason, why.detail, prompt.number)
            self._folder.append(rejections_of(SELF_CONSISTENCY), [row(rejection)])
        self._progress.committed(int(kept), int(not kept))


def _cause(tried: Sequence[str | _Lost]) -> _Lost:
    """Why no trial gave an instruction: the first answer that was not understood says more than a request that failed."""
    lost = [trial for trial in tried if isinstance(trial, _Lost)]
    return next((trial for trial in lost if trial.reason == "unclear-answer"), lost[0])
