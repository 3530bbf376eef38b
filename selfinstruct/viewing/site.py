"""What the server answers, path by path; how requests come and answers go is the server's matter."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from selfinstruct import jsonl, quality, reviews
from selfinstruct.errors import ConfigError, SelfInstructError
from selfinstruct.records import Instance, Task
from selfinstruct.reviews import ANSWERS, MARKS, QUESTIONS, Asked, Reviews, Subject
from selfinstruct.runfolder import REVIEWS
from selfinstruct.viewing.page import SCRIPT, page, script
from selfinstruct.viewing.states import State, States, stamp_of

JSON = "application/json; charset=utf-8"
HTML = "text/html; charset=utf-8"
JAVASCRIPT = "text/javascript; charset=utf-8"

_MOST_DRAWN = 10_000
_SAMPLE = r"/sample/(?P<size>\d{1,6})/(?P<seed>-?\d{1,18})"


class Answer(NamedTuple):
    """What is sent back."""

    status: HTTPStatus
    kind: str
    body: bytes


class NotAnswered(Exception):  # noqa: N818 - it is told to the page, with a status
    """A request that asks for nothing there is."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True, slots=True)
class Sampling:
    """The sample that the page offers to ask about."""

    size: int = quality.SIZE
    seed: int = 0


class Site:
    """The answers about one run. Any thread may ask; `writing` is held while something is written."""

    def __init__(self, folder: Path, states: States, *, title: str, language: str, token: str, sampling: Sampling) -> None:
        self._folder, self._states = folder, states
        self._title, self._language, self._token, self._sampling = title, language, token, sampling
        self._version, self._said = "", Reviews()
        self.writing, self._reading = Lock(), Lock()

    def get(self, path: str) -> Answer:
        """What stands at a path; asking changes nothing. Raises NotAnswered and SelfInstructError."""
        if path == "/":
            return Answer(HTTPStatus.OK, HTML, page(self._title, self._language, self._token, self._sampling).encode())
        if path == SCRIPT:
            return Answer(HTTPStatus.OK, JAVASCRIPT, script().encode())
        if path == "/data/overview":
            return Answer(HTTPStatus.OK, JSON, self._states.newest().overview)
        for pattern, answer in self._found:
            if match := re.fullmatch(pattern, path):
                return _json(answer(self, **match.groupdict()))
        raise NotAnswered(HTTPStatus.NOT_FOUND, "nothing is here")

    def post(self, path: str, body: Any) -> Answer:
        """Write what a body says and tell how things are then. Raises NotAnswered and SelfInstructError."""
        if path == "/reviews":
            return _json(self._mark(body))
        if match := re.fullmatch(_SAMPLE, path):
            return _json(self._answer(body, **match.groupdict()))
        raise NotAnswered(HTTPStatus.NOT_FOUND, "nothing is written here")

    def _stamp(self) -> Any:
        return {"stamp": self._states.stamp()}

    def _columns(self, stamp: str) -> Any:
        return self._held(stamp).columns()

    def _texts(self, stamp: str, number: str) -> Any:
        return self._held(stamp).texts(int(number))

    def _request(self, stamp: str, stage: str, number: str) -> Any:
        self._held(stamp)
        return self._states.request(stage, int(number))

    def _version_now(self) -> Any:
        return {"version": stamp_of(self._folder / REVIEWS)}

    def _reviews(self, stamp: str) -> Any:
        by_id = self._held(stamp).by_id
        version, said = self._read()
        found = []
        for subject, mark in said.marks.items():
            index, task = by_id.get(subject.task, (None, None))
            places = [None] if subject.instance is None else _places(task, subject.instance)
            if task is not None:
                found += [{"index": index, "instance": i, "mark": mark.mark, "text": dict(mark.text)} for i in places]
        return {"version": version, "marks": found}

    def _sample(self, size: str, seed: str) -> Any:
        state = self._states.last()
        drawn = state.sample(min(int(size), _MOST_DRAWN), int(seed))
        answers = self._read()[1].answers
        items = [_item(each, state, quality.answers_to(each, answers)) for each in drawn]
        shares = [share.row() for share in quality.shares(drawn, answers)]
        return {"size": int(size), "seed": int(seed), "items": items, "shares": shares}

    def _mark(self, body: Any) -> Any:
        told = _field(body, "marks", list)
        if not 1 <= len(told) <= 1000:
            raise NotAnswered(HTTPStatus.BAD_REQUEST, "marks: 1 to 1000 at once")
        self._write([self._mark_row(each) for each in told])
        return self._version_now()

    def _mark_row(self, told: Any) -> Mapping[str, Any]:
        mark = _field(told, "mark", str)
        if mark not in MARKS:
            raise NotAnswered(HTTPStatus.BAD_REQUEST, f"mark: one of {', '.join(MARKS)}")
        instance = None if told.get("instance") is None else _instance(told)
        self._check(_field(told, "task", str), instance)
        text = _texts(told, ["instruction"] if instance is None else ["input", "output"]) if mark == reviews.EDIT else None
        return reviews.mark_row(Subject(told["task"], instance), mark, text)

    def _answer(self, body: Any, size: str, seed: str) -> Any:
        question, answer = _field(body, "question", str), _field(body, "answer", str)
        if question not in QUESTIONS or answer not in ANSWERS:
            raise NotAnswered(HTTPStatus.BAD_REQUEST, f"questions: {', '.join(QUESTIONS)}; answers: {', '.join(ANSWERS)}")
        instance = _instance(body)
        self._check(_field(body, "task", str), instance)
        self._write([reviews.answer_row(Asked(body["task"], instance, question), answer)])
        return self._sample(size, seed)

    def _check(self, task: str, instance: Instance | None) -> None:
        """That what is spoken of is a task of the run: what somebody saw in an old state may be there no more."""
        found = self._states.last().by_id.get(task)
        if found is None or (instance is not None and instance not in found[1].instances):
            raise NotAnswered(HTTPStatus.CONFLICT, "the task is not as it was shown: load the page again")

    def _held(self, stamp: str) -> State:
        state = self._states.held(stamp)
        if state is None:
            raise NotAnswered(HTTPStatus.GONE, "the run has gone on: ask for the overview again")
        return state

    def _read(self) -> tuple[str, Reviews]:
        with self._reading:
            version = self._version_now()["version"]
            if version != self._version:
                self._said = reviews.reviews(self._folder)
                self._version = version
            return version, self._said

    def _write(self, rows: list[Mapping[str, Any]]) -> None:
        with self.writing:
            reviews.write(self._folder, rows)

    _found: tuple[tuple[str, Callable[..., Any]], ...] = (
        ("/data/stamp", _stamp),
        ("/data/(?P<stamp>[0-9a-f]{16})/columns-0", _columns),
        (r"/data/(?P<stamp>[0-9a-f]{16})/texts-0-(?P<number>\d{1,9})", _texts),
        (r"/data/(?P<stamp>[0-9a-f]{16})/request-0-(?P<stage>[a-z-]{1,40})-(?P<number>\d{1,9})", _request),
        ("/reviews/version", _version_now),
        ("/reviews/(?P<stamp>[0-9a-f]{16})", _reviews),
        (_SAMPLE, _sample),
    )


def failure(status: HTTPStatus, why: str, hint: str = "") -> Answer:
    """What is sent in place of an answer."""
    return Answer(status, JSON, jsonl.dump({"error": why, "hint": hint}))


def failure_of(error: Exception) -> Answer:
    """What is sent for an error."""
    if isinstance(error, NotAnswered):
        return failure(error.status, str(error))
    if isinstance(error, ConfigError):
        return failure(HTTPStatus.UNPROCESSABLE_ENTITY, error.message, error.hint)
    if isinstance(error, SelfInstructError):
        return failure(HTTPStatus.SERVICE_UNAVAILABLE, error.message, error.hint)
    return failure(HTTPStatus.INTERNAL_SERVER_ERROR, f"{type(error).__name__}: {error}", "this is a fault of the program")


def read_body(data: bytes) -> Any:
    """The value in a body. Raises NotAnswered."""
    try:
        return json.loads(data.decode())
    except (ValueError, RecursionError):
        raise NotAnswered(HTTPStatus.BAD_REQUEST, "the body is not JSON in UTF-8") from None


def _json(value: Any) -> Answer:
    return Answer(HTTPStatus.OK, JSON, jsonl.dump(value))


def _item(drawn: quality.Drawn, state: State, answers: Mapping[str, str]) -> Any:
    task, (text, output) = drawn.task, (drawn.instance.input, drawn.instance.output)
    index = state.by_id[task.id][0]
    return {"index": index, "task": task.id, "instruction": task.instruction, "instance": [text, output], "answers": answers}


def _places(task: Task | None, instance: Instance) -> list[int | None]:
    return [i for i, each in enumerate(task.instances) if each == instance] if task else []


def _field(told: Any, name: str, kind: type) -> Any:
    value = told.get(name) if isinstance(told, dict) else None
    if not isinstance(value, kind):
        raise NotAnswered(HTTPStatus.BAD_REQUEST, f"{name}: {'a list' if kind is list else 'a text'} is missing")
    return value


def _instance(told: Any) -> Instance:
    pair = _field(told, "instance", list)
    if len(pair) != 2 or not all(isinstance(text, str) for text in pair):
        raise NotAnswered(HTTPStatus.BAD_REQUEST, "instance: two texts, input and output")
    return Instance(*pair)


def _texts(told: Any, names: list[str]) -> dict[str, str]:
    text = told.get("text")
    return {name: _field(text, name, str) for name in names}
