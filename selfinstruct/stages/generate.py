"""Stage 1: demonstrations from the pool -> new instructions, each judged against the whole pool and the ones before it."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import asdict
from math import ceil
from random import Random

from selfinstruct.backend import Completion, Prompt
from selfinstruct.completionlog import Answer
from selfinstruct.errors import ConfigError, Stalled
from selfinstruct.judge import Judge
from selfinstruct.parse.items import parse_items
from selfinstruct.pool import Pool, Reference
from selfinstruct.progress import Progress
from selfinstruct.records import Instruction, Rejection, row, stable_id
from selfinstruct.runfolder import INSTRUCTIONS, REJECTIONS, RunFolder
from selfinstruct.settings import Settings
from selfinstruct.stages.requests import Requests, request_seed
from selfinstruct.tokencount import prompt_tokens

PATIENCE = 20
"""Requests in a row that bring nothing new before the stage gives up."""

NEIGHBOURS = 10
FIRST_YIELD = 4


class Generate:
    """Grows the pool until `target` instructions are accepted. Work for the engine."""

    def __init__(
        self,
        folder: RunFolder,
        settings: Settings,
        pool: Pool,
        judge: Judge,
        requests: Requests,
        progress: Progress,
        *,
        target: int,
        first: int,
    ) -> None:
        self._folder, self._settings, self._pool, self._judge = folder, settings, pool, judge
        self._requests, self._progress, self._target = requests, progress, target
        self._first, self._committed = first, first
        self._barren = 0
        self._shown: deque[list[Reference]] = deque()

    def prompt(self, position: int) -> Prompt:
        """Request k shows demonstrations from the pool as it stood after request k - window.

        Raises ConfigError when it is too long even without any.
        """
        number = self._first + position
        settings = self._settings
        rng = Random(request_seed(settings.seed, "demonstrations", number))
        shown = self._pool.sample(
            rng, number - settings.window, seeds=settings.seed_demonstrations, machine=settings.machine_demonstrations
        )
        fitted = self._requests.fitted(lambda most: self._request(number, shown[:most]), len(shown))
        if fitted.excess:
            hint = f"give --max-prompt-tokens {prompt_tokens(fitted.prompt)} at least; room for demonstrations is better"
            raise ConfigError(f"a request for new tasks is too long: {fitted.excess}", hint=hint)
        self._shown.append(shown[: fitted.shown])
        return fitted.prompt

    def wanted(self) -> int:
        """What is missing over what a request has yielded so far, plus one."""
        missing = self._target - self._pool.accepted
        if missing <= 0:
            return 0
        per_request = (self._pool.accepted + FIRST_YIELD) / (self._committed + 1)
        return ceil(missing / per_request) + 1

    def commit(self, prompt: Prompt, answer: Answer) -> None:
        """Judge the items of one answer in order and write what became of each, up to the last one needed."""
        shown = self._shown.popleft()
        accepted: list[Instruction] = []
        refused = [Rejection("", "request-failed", str(answer), prompt.number)]
        if isinstance(answer, Completion):
            accepted, refused = self._decide(prompt, answer, shown)
        self._folder.append(REJECTIONS, map(row, refused))
        self._folder.append(INSTRUCTIONS, map(row, accepted))
        for instruction in accepted:
            self._pool.add(instruction.id, instruction.instruction, prompt.number)
        self._committed += 1
        self._progress.committed(len(accepted), len(refused))
        self._barren = 0 if accepted else self._barren + 1
        if self._barren >= PATIENCE:
            raise stalled(self._folder, self._pool.accepted, self._target, self._barren)

    def _request(self, number: int, shown: Sequence[Reference]) -> Prompt:
        first = len(shown) + 1 if self._requests.style == "completion" else 1
        count, only = self._settings.tasks_per_request, self._settings.classification_only
        variables = {"tasks": [reference.text for reference in shown], "count": count, "first": first}
        template = "generate-classification" if only else "generate"
        return self._requests.make(number, template, "list", variables, count=count, first=first, classification=only)

    def _decide(
        self, prompt: Prompt, answer: Completion, shown: Sequence[Reference]
    ) -> tuple[list[Instruction], list[Rejection]]:
        markers = self._requests.book.markers
        continued = prompt.style == "completion"
        items = parse_items(
            answer.text,
            markers,
            first=prompt.first,
            continued=continued,
            cut=answer.finish_reason == "length",
            structured=prompt.schema is not None,
        )
        accepted: list[Instruction] = []
        refused: list[Rejection] = []
        metadata = {
            "prompt": prompt.shown,
            "response": {"choices": [{"text": answer.text, "finish_reason": answer.finish_reason}]},
            "created_at": answer.created_at,
            "model": answer.model,
            "backend": answer.backend,
            "usage": asdict(answer.usage),
        }
        parents = tuple(reference.id for reference in shown)
        missing = self._target - self._pool.accepted
        for verdict in self._judge.judge(items.texts, self._pool, limit=missing, k=NEIGHBOURS):
            if verdict.reason:
                refused.append(Rejection(verdict.text, verdict.reason, verdict.detail, prompt.number))
                continue
            id_ = stable_id(self._settings.lang, verdict.text)
            near = {self._judge.texts[i]: f for i, f in verdict.nearest}
            accepted.append(Instruction(verdict.text, near, verdict.mean, metadata, prompt.number, id_, parents))
        if len(accepted) < missing:
            if items.cut:
                at_limit = answer.finish_reason == "length"
                detail = "the answer ended at its length limit" if at_limit else "the answer could not be read to its end"
                refused.append(Rejection(items.cut, "cut", detail, prompt.number))
            if not items.texts and not items.cut:
                refused.append(Rejection(answer.text, "no-items", f"finish_reason {answer.finish_reason}", prompt.number))
        return accepted, refused


def stalled(folder: RunFolder, done: int, target: int, requests: int) -> Stalled:
    """The error that ends a stage which goes nowhere, with the commonest reasons."""
    reasons = Counter(rejection["reason"] for rejection in folder.rows(REJECTIONS))
    top = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common(3)) or "none given"
    hint = "another model or temperature, more or other seeds, or a higher --threshold may help; what is there is safe"
    return Stalled(f"{requests} requests in a row gave nothing new, at {done} of {target}; reasons: {top}", hint=hint)
