"""Stage 1: demonstrations from the pool -> new instructions, each judged against the whole pool and the ones before it."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from math import ceil
from random import Random

from selfinstruct.backend import Completion, Form, Prompt
from selfinstruct.completionlog import Answer
from selfinstruct.errors import ConfigError, Stalled
from selfinstruct.judge import Judge, Verdict
from selfinstruct.pool import Pool, Reference
from selfinstruct.progress import Progress
from selfinstruct.records import Instance, Instruction, Rejection, TaskInstruction, row, stable_id
from selfinstruct.runfolder import INSTRUCTIONS, REJECTIONS, RunFolder
from selfinstruct.settings import Settings
from selfinstruct.stages.proposals import proposals
from selfinstruct.stages.requests import Requests, request_seed
from selfinstruct.tokencount import prompt_tokens

PATIENCE = 20
"""Requests in a row that bring nothing new before the stage gives up."""

NEIGHBOURS = 10
FIRST_YIELD = 4


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A task of the pool as a request shows it."""

    id: str
    text: str
    instance: Instance | None

    def shown(self, form: Form) -> str | dict[str, str]:
        """What a template of this form sees of it."""
        if self.instance is None:
            return self.text
        task = {"instruction": self.text, "input": self.instance.input, "output": self.instance.output}
        return task if form == "tasks" else {name: task[name] for name in ("instruction", "output")}


class Generate:
    """Grows the pool until `target` instructions are accepted. Work for the engine.

    instances: of the pool's tasks by id, for recipes whose requests show whole tasks.
    """

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
        instances: Mapping[str, tuple[Instance, ...]] | None = None,
    ) -> None:
        self._folder, self._settings, self._pool, self._judge = folder, settings, pool, judge
        self._requests, self._progress, self._target = requests, progress, target
        self._first, self._committed = first, first
        self._instances = dict(instances or {})
        self._barren = 0
        self._shown: deque[list[Demonstration]] = deque()

    def prompt(self, position: int) -> Prompt:
        """Request k shows demonstrations from the pool as it stood after request k - window.

        Raises ConfigError when it is too long even without any.
        """
        number = self._first + position
        settings = self._settings
        rng = Random(request_seed(settings.seed, "demonstrations", number))
        drawn = self._pool.sample(
            rng, number - settings.window, seeds=settings.seed_demonstrations, machine=settings.machine_demonstrations
        )
        shown = [Demonstration(each.id, each.text, self._instance(each, rng)) for each in drawn]
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
            if isinstance(instruction, TaskInstruction):
                self._instances[instruction.id] = (Instance(instruction.input, instruction.output),)
        self._committed += 1
        self._progress.committed(len(accepted), len(refused))
        self._barren = 0 if accepted else self._barren + 1
        if self._barren >= PATIENCE:
            raise stalled(self._folder, self._pool.accepted, self._target, self._barren)

    def _instance(self, reference: Reference, rng: Random) -> Instance | None:
        known = self._instances.get(reference.id)
        return rng.choice(known) if known and self._settings.how.whole else None

    def _request(self, number: int, shown: Sequence[Demonstration]) -> Prompt:
        settings, recipe = self._settings, self._settings.how
        first = len(shown) + 1 if self._requests.style == "completion" else 1
        count, only = settings.tasks_per_request, settings.classification_only
        tasks = [demonstration.shown(recipe.form) for demonstration in shown]
        template = "generate-classification" if only else recipe.template
        variables = {"tasks": tasks, "count": count, "first": first}
        return self._requests.make(number, template, recipe.form, variables, count=count, first=first, classification=only)

    def _decide(
        self, prompt: Prompt, answer: Completion, shown: Sequence[Demonstration]
    ) -> tuple[list[Instruction], list[Rejection]]:
        proposed = proposals(prompt, answer, self._requests.book.markers)
        accepted: list[Instruction] = []
        refused: list[Rejection] = []
        missing = self._target - self._pool.accepted
        texts = [proposal.text for proposal in proposed if proposal.refusal is None]
        verdicts = self._judge.judge(texts, self._pool, limit=missing, k=NEIGHBOURS)
        for proposal in proposed:
            if len(accepted) == missing:
                break
            if proposal.refusal:
                refused.append(Rejection(proposal.text, *proposal.refusal, prompt.number))
                continue
            verdict = next(verdicts)
            if verdict.reason:
                refused.append(Rejection(verdict.text, verdict.reason, verdict.detail, prompt.number))
            else:
                accepted.append(self._accepted(prompt, answer, verdict, proposal.instance, shown))
        return accepted, refused

    def _accepted(
        self,
        prompt: Prompt,
        answer: Completion,
        verdict: Verdict,
        instance: Instance | None,
        shown: Sequence[Demonstration],
    ) -> Instruction:
        metadata = {
            "prompt": prompt.shown,
            "response": {"choices": [{"text": answer.text, "finish_reason": answer.finish_reason}]},
            "created_at": answer.created_at,
            "model": answer.model,
            "backend": answer.backend,
            "usage": asdict(answer.usage),
        }
        near = {self._judge.texts[i]: f for i, f in verdict.nearest}
        id_ = stable_id(self._settings.lang, verdict.text)
        parents = tuple(demonstration.id for demonstration in shown)
        made = Instruction(verdict.text, near, verdict.mean, metadata, prompt.number, id_, parents)
        if instance is None:
            return made
        known = {f.name: getattr(made, f.name) for f in fields(made)}
        return TaskInstruction(**known, input=instance.input, output=instance.output)


_CURE = "another model or temperature, more or other seeds, or a higher --threshold may help"
_CURES = {"no-items": "the answers hold no list of tasks (look into completions.jsonl): another model, or --prompts, may help"}


def stalled(folder: RunFolder, done: int, target: int, requests: int) -> Stalled:
    """The error that ends a stage which goes nowhere, with the commonest reasons."""
    reasons = Counter(rejection["reason"] for rejection in folder.rows(REJECTIONS))
    top = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common(3)) or "none given"
    most = next(iter(reasons.most_common(1)), ("", 0))[0]
    hint = f"{_CURES.get(most, _CURE)}; what is there is safe"
    return Stalled(f"{requests} requests in a row gave nothing new, at {done} of {target}; reasons: {top}", hint=hint)
