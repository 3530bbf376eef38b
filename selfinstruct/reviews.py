"""What a person said of a run's tasks: `reviews.jsonl`, and the tasks as they are after it. `tasks.jsonl` is never changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from selfinstruct import jsonl
from selfinstruct.completionlog import now
from selfinstruct.errors import ConfigError, StoreError
from selfinstruct.records import Instance, Task, row
from selfinstruct.runfolder import REVIEWS
from selfinstruct.text import clean

LOCK = ".reviews.lock"
PERSON = "person"

ACCEPT, REJECT, EDIT, UNDO = "accept", "reject", "edit", "undo"
CHOICES = ("all", "accepted")
"""Which tasks are taken: all that nobody rejected, or those that somebody accepted or edited alone."""

MARKS = (ACCEPT, REJECT, EDIT, UNDO)
QUESTIONS = ("instruction", "input", "output")
"""Is the instruction a valid task? Does the input fit it? Is the output right?"""
ANSWERS = ("yes", "no", "skip")

_OF_INSTANCES = ("score", "score_reason")
_PLACES = "personal_data"
"""What curation tells of the instances one by one, and of places in texts."""

_SECONDS = 10
_FIELDS = {True: ("instruction",), False: ("input", "output")}


class Subject(NamedTuple):
    """What a mark is on: an instance of a task, as `tasks.jsonl` has it, or the task itself (None)."""

    task: str
    instance: Instance | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark that counts. text: what an edit puts in place: `instruction` of a task, `input` and `output` of an instance."""

    mark: str
    text: Mapping[str, str] = field(default_factory=dict)


class Asked(NamedTuple):
    """A question of quality about an instance."""

    task: str
    instance: Instance
    question: str


@dataclass(frozen=True, slots=True)
class Reviews:
    """What counts of a file of reviews: the last mark on each subject, the last answer to each question."""

    marks: Mapping[Subject, Mark] = field(default_factory=dict)
    answers: Mapping[Asked, str] = field(default_factory=dict)


def mark_row(subject: Subject, mark: str, text: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A mark as it is written, its texts cleaned. Raises ConfigError when there is nothing to put in an edit's place."""
    kept = {"text": _edited(subject, text or {})} if mark == EDIT else {}
    return {"task": subject.task, "instance": _plain(subject.instance), "mark": mark} | kept | _signed()


def answer_row(asked: Asked, answer: str) -> dict[str, Any]:
    """An answer as it is written."""
    return {"task": asked.task, "instance": _plain(asked.instance), "question": asked.question, "answer": answer} | _signed()


def write(folder: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Add rows to a run's reviews and wait until they are on the disk; several processes may do so at once.

    Raises StoreError when they can not be written.
    """
    with _alone(folder):
        # A row that was cut short would swallow the next one.
        jsonl.cut_torn_line(folder / REVIEWS)
        jsonl.append(folder / REVIEWS, rows)


def reviews(folder: Path) -> Reviews:
    """What a person said of a run, nothing when nobody did. Raises StoreError naming file and line."""
    marks: dict[Subject, list[Mark]] = {}
    answers: dict[Asked, str] = {}
    for number, line in enumerate(_whole_lines(folder / REVIEWS), 1):
        try:
            _take(json.loads(line), marks, answers)
        except (ValueError, KeyError, TypeError) as error:
            hint = "mend or remove that line"
            raise StoreError(f"{folder / REVIEWS}:{number}: not a review: {error!r}", hint=hint) from None
    return Reviews({subject: said[-1] for subject, said in marks.items() if said}, answers)


def reviewed(tasks: Iterable[Task], said: Reviews, *, only_accepted: bool = False) -> list[Task]:
    """The tasks as a person left them, with their ids: what was rejected is gone, what was edited stands as they wrote it.

    A mark on an instance goes over one on its task, but of a rejected task nothing is left, nor of one without an instance.
    What nobody marked is kept, unless `only_accepted`; an edit is an acceptance of what it wrote.
    """
    return [left for task in tasks if (left := _left(task, said, only_accepted))]


def choose(tasks: Sequence[Task], folder: Path, choice: str) -> list[Task]:
    """The tasks of a run as its reviews have it: "all" that were not rejected, or those "accepted" alone; "" for as they are.

    Raises ConfigError for another choice, and when nothing is left.
    """
    if not choice:
        return list(tasks)
    if choice not in CHOICES:
        raise ConfigError(f"--reviewed {choice}: not known", hint=f"one of {', '.join(CHOICES)}")
    kept = reviewed(tasks, reviews(folder), only_accepted=choice == "accepted")
    if tasks and not kept:
        raise ConfigError(f"{folder}: no task is left after the reviews", hint="accept some: selfinstruct view RUN")
    return kept


def _left(task: Task, said: Reviews, only_accepted: bool) -> Task | None:
    own = said.marks.get(Subject(task.id, None))
    if own and own.mark == REJECT:
        return None
    marks = [said.marks.get(Subject(task.id, each)) or (own if own and own.mark == ACCEPT else None) for each in task.instances]
    if only_accepted and own and own.mark == EDIT:
        marks = [mark or Mark(ACCEPT) for mark in marks]
    kept = [place for place, mark in enumerate(marks) if not (mark.mark == REJECT if mark else only_accepted)]
    if not kept:
        return None
    edits = [mark if mark and mark.mark == EDIT else None for mark in marks]
    instances = tuple(_instance(task.instances[place], edits[place]) for place in kept)
    text = own.text["instruction"] if own and own.mark == EDIT else task.instruction
    return replace(task, instruction=text, instances=instances, extra=_told(task, kept, edits, text))


def _instance(instance: Instance, edit: Mark | None) -> Instance:
    return Instance(edit.text["input"], edit.text["output"]) if edit else instance


def _told(task: Task, kept: Sequence[int], edits: Sequence[Mark | None], text: str) -> dict[str, Any]:
    """What curation told of the task, as far as it is still true: a score is of a text, and so is a place."""
    extra, anew = dict(task.extra), text != task.instruction
    for name in _OF_INSTANCES:
        told = extra.get(name)
        if isinstance(told, list) and len(told) == len(task.instances):
            extra[name] = [None if anew or edits[place] else told[place] for place in kept]
    if anew or any(edits) or len(kept) < len(task.instances):
        extra.pop(_PLACES, None)
    return extra


def _take(found: Mapping[str, Any], marks: dict[Subject, list[Mark]], answers: dict[Asked, str]) -> None:
    told = found["instance"]
    instance = Instance(**_read_texts(told, "input", "output")) if told is not None else None
    if "question" in found:
        if instance is None:
            raise ValueError("a question is about an instance")
        answers[Asked(found["task"], instance, _one_of(found["question"], QUESTIONS))] = _one_of(found["answer"], ANSWERS)
        return
    subject = Subject(found["task"], instance)
    before = marks.setdefault(subject, [])
    if _one_of(found["mark"], MARKS) == UNDO:
        del before[-1:]
    else:
        text = _read_texts(found["text"], *_FIELDS[instance is None]) if found["mark"] == EDIT else {}
        before.append(Mark(found["mark"], text))


def _read_texts(told: Mapping[str, Any], *names: str) -> dict[str, str]:
    kept = {name: told[name] for name in names}
    if not all(isinstance(text, str) for text in kept.values()):
        raise TypeError(f"{', '.join(names)} must be text")
    return kept


def _one_of(value: str, known: Sequence[str]) -> str:
    if value not in known:
        raise ValueError(f"{value!r} is none of {', '.join(known)}")
    return value


def _edited(subject: Subject, text: Mapping[str, str]) -> dict[str, str]:
    kept = {name: clean(text[name]) for name in _FIELDS[subject.instance is None]}
    for name, written in kept.items():
        if not written and name != "input":
            raise ConfigError(f"{name}: nothing is left of it", hint="write something, or reject it")
    return kept


def _plain(instance: Instance | None) -> dict[str, str] | None:
    return row(instance) if instance is not None else None


def _signed() -> dict[str, str]:
    return {"by": PERSON, "at": now()}


def _whole_lines(file: Path) -> Iterator[bytes]:
    if not file.exists():
        return
    with file.open("rb") as lines:
        for line in lines:
            if line.endswith(b"\n"):
                yield line


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK, timeout=_SECONDS)
    try:
        lock.acquire()
    except Timeout:
        hint = "mark it again; another process holds it, or has hung"
        raise StoreError(f"{folder / REVIEWS} is being written", hint=hint) from None
    except OSError as error:
        hint = "see that the folder is there and can be written"
        raise StoreError(f"{folder / LOCK}: {error.strerror or error}", hint=hint) from None
    try:
        yield
    finally:
        lock.release()
