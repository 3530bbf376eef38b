"""Whether a file of seed tasks is sound: what is wrong in it, what is worth a look, and how varied it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from selfinstruct.judge import Fault
from selfinstruct.language import Language
from selfinstruct.records import Task
from selfinstruct.rouge import new_references
from selfinstruct.stages.curate import usable
from selfinstruct.taskfile import File, Line, faults_of, read_lines, task_of, text_of
from selfinstruct.text import clean, key
from selfinstruct.variety import Variety, variety

WITHIN, AGAINST = 0.5, 0.7
"""Above these ROUGE-L F two instructions of one file, or one of another file, are too alike."""

OPENER_SHARE = 0.06
LEAST_VERBS = 60
LEAST_TASKS = 8
"""How many tasks a prompt shows by default."""

_OF_A_LARGE_SET = 100
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found. where: `file:line`, the file alone for what concerns all; code: in kebab case."""

    where: str
    id: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class SeedReport:
    """All that was found in a file. A problem wants mending; a remark is for the author to judge."""

    file: str
    lang: str
    problems: tuple[Finding, ...]
    remarks: tuple[Finding, ...]
    variety: Variety

    @property
    def good(self) -> bool:
        """Whether there is no problem."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class _Placed:
    """A task and where it stands."""

    where: str
    task: Task
    tokens: list[str]

    def found(self, code: str, detail: str = "") -> Finding:
        return Finding(self.where, self.task.id, code, detail)


def check(
    file: File,
    language: Language,
    *,
    fault: Fault,
    against: Sequence[Path] = (),
    threshold: float = AGAINST,
    within: float = WITHIN,
) -> SeedReport:
    """Look at every task of a file. Raises ConfigError when it is no file of records at all.

    fault: why an instruction would be refused in a run. against: files that no instruction should be like, above `threshold`;
    those of the file itself should not be like each other above `within`.
    """
    problems: list[Finding] = []
    placed: list[_Placed] = []
    for line in read_lines(file):
        if faults := faults_of(line):
            problems += [
                Finding(line.where, str(line.row.get("id") or ""), "schema", said.removeprefix(f"{line.where}: "))
                for said in faults
            ]
        else:
            task = task_of(line.row, language.code)
            placed.append(_Placed(line.where, task, language.tokens(task.instruction)))
    problems += _doubles(placed)
    for each in placed:
        problems += _refused(each, language, fault)
    problems += _alike(placed, within)
    problems += _like_others(placed, [line for other in against for line in read_lines(other)], language, threshold)
    figures = variety([each.task for each in placed], language)
    remarks = [remark for each in placed for remark in _labels(each)] + list(_sameness(file, language, figures))
    return SeedReport(str(file), language.code, tuple(problems), tuple(remarks), figures)


# --- problems


def _doubles(placed: Sequence[_Placed]) -> Iterator[Finding]:
    ids: dict[str, str] = {}
    texts: dict[str, str] = {}
    for each in placed:
        if (first := ids.setdefault(each.task.id, each.where)) != each.where:
            yield each.found("duplicate-id", f"stands at {first} already")
        if (first := texts.setdefault(key(each.task.instruction), each.where)) != each.where:
            yield each.found("duplicate-text", f"stands at {first} already")


def _refused(each: _Placed, language: Language, fault: Fault) -> Iterator[Finding]:
    """What a run would refuse of a task: the instruction's first fault, and each reason for an instance once."""
    task = each.task
    if said := fault(task.instruction, each.tokens, language):
        code, _, detail = said.partition(": ")
        yield each.found(code, detail)
    pairs = [asdict(instance) for instance in task.instances]
    row = {"instruction": task.instruction, "instances": pairs, "finish_reason": "stop", "request_idx": 0}
    reasons = {refused.reason: refused.text for refused in reversed(usable(row, language)[1])}
    for reason, text in reversed(reasons.items()):
        yield each.found(reason, f"instance {_short(text)}")
    for instance in task.instances:
        if instance.input and (said := language.fault(instance.input, "input", task.instruction)):
            yield each.found("wrong-language", f"input: {said}: {_short(instance.input)}")


def _alike(placed: Sequence[_Placed], within: float) -> Iterator[Finding]:
    """Each task with the nearest one before it, when that is too near; the very same text is told as such already."""
    references = new_references()
    for each in placed:
        found = references.best_above([each.tokens], within)[0]
        if found and key((other := placed[found[0]]).task.instruction) != key(each.task.instruction):
            yield each.found("near-duplicate", f"ROUGE-L {found[1]:.2f} to {other.where}: {_short(other.task.instruction)}")
        references.extend([each.tokens])


def _like_others(placed: Sequence[_Placed], others: Sequence[Line], language: Language, threshold: float) -> Iterator[Finding]:
    texts = [clean(text_of(line, "instruction")) for line in others]
    references = new_references()
    references.extend([language.tokens(text) for text in texts])
    for each, found in zip(placed, references.best_above([each.tokens for each in placed], threshold), strict=True):
        if found:
            near = f"{others[found[0]].where}: {_short(texts[found[0]])}"
            yield each.found("like-another-file", f"ROUGE-L {found[1]:.2f} to {near}")


# --- remarks


def _labels(each: _Placed) -> Iterator[Finding]:
    """A model that is to name a label must be told which ones there are."""
    if not each.task.is_classification:
        return
    labels = list(dict.fromkeys(instance.output for instance in each.task.instances))
    if unnamed := [label for label in labels if key(label) not in key(each.task.instruction)]:
        yield each.found("label-not-named", ", ".join(map(_short, unnamed)))
    if len(labels) < 2:
        yield each.found("one-label", f"every instance has {_short(labels[0])}")


def _sameness(file: File, language: Language, figures: Variety) -> Iterator[Finding]:
    if figures.tasks < LEAST_TASKS:
        yield Finding(str(file), "", "few-tasks", f"{figures.tasks}; a request shows {LEAST_TASKS}")
    for opener, count in figures.openers.items():
        if count > 2 and figures.share(count) > OPENER_SHARE:
            told = f"{count} of {figures.tasks} tasks begin with {opener!r}"
            yield Finding(str(file), "", "one-opener", told)
    large = figures.tasks >= _OF_A_LARGE_SET
    if language.main_verb and large and figures.different_verbs < LEAST_VERBS:
        told = f"{figures.different_verbs} different main verbs in {figures.tasks} tasks"
        yield Finding(str(file), "", "few-verbs", told)


def _short(text: str) -> str:
    line = text.replace("\n", " ")
    return repr(line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…")
