"""The host's batches with a backend of no vendor, and the lines of batch files, whatever is in them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from math import inf
from pathlib import Path
from typing import Any, ClassVar

import pytest
from fakeclock import FakeClock
from hypothesis import given
from hypothesis import strategies as st
from wirechecks import prompt as wire_prompt

from selfinstruct import (
    Abilities,
    Backend,
    BackendError,
    BatchState,
    BudgetSpent,
    Completion,
    Message,
    Prompt,
    QuotaSpent,
    Sampling,
    TooLarge,
    TransientError,
    Usage,
)
from selfinstruct.batching import Batching, Books
from selfinstruct.batchlog import BatchLog, under_way
from selfinstruct.budget import Allowed, Budget
from selfinstruct.completionlog import CompletionLog
from selfinstruct.errors import StoreError
from selfinstruct.prices import Price
from selfinstruct.progress import Progress
from selfinstruct.runfolder import RunFolder
from selfinstruct.tokencount import prompt_tokens
from selfinstruct.wire import Dialect, Server
from selfinstruct.wire.batches import custom_id, read_lines, request_line

Answers = Sequence[Completion | BackendError | None]


class Slow(Backend):
    """Takes batches, and hands each back at the third look. `errors` come first, one for each call of their name."""

    name: ClassVar[str] = "slow"

    def __init__(self, *, most: int = 100, billed: bool = False) -> None:
        super().__init__("m", {})
        self.most, self.billed = most, billed
        self.taken: dict[str, list[Prompt]] = {}
        self.looks: dict[str, int] = {}
        self.errors: dict[str, list[Exception]] = {}

    @property
    def abilities(self) -> Abilities:
        return Abilities(batches=True, billed=self.billed)

    def room(self, prompts: Sequence[Prompt]) -> int:
        return self.most

    async def submit(self, prompts: Sequence[Prompt], name: str) -> str:
        self._fail("submit")
        self.taken[name] = list(prompts)
        self._fail("submitted")
        return f"id of {name}"

    async def find(self, name: str) -> str | None:
        self._fail("find")
        return f"id of {name}" if name in self.taken else None

    async def collect(self, batch_id: str, prompts: Sequence[Prompt]) -> BatchState:
        self._fail("collect")
        self.looks[batch_id] = self.looks.get(batch_id, 0) + 1
        if self.looks[batch_id] < 3:
            return BatchState("working", answered=1)
        return BatchState("done", over=True, answers=[answer(prompt) for prompt in prompts])

    async def complete(self, prompts: Sequence[Prompt]) -> list[Completion | BackendError]:
        raise AssertionError("nothing is to be sent live")

    def _fail(self, call: str) -> None:
        if errors := self.errors.get(call):
            raise errors.pop(0)


def answer(prompt: Prompt) -> Completion:
    return Completion(f"answer to {prompt.number}", usage=Usage(10, 5), model="m", created_at="2026-01-01")


def prompts(count: int, stage: str = "classify") -> list[Prompt]:
    sampling = Sampling(max_tokens=50)
    return [Prompt(stage, i, "en", "yes-no", sampling, messages=(Message("user", f"Is {i} odd?"),)) for i in range(count)]


class Desk:
    """All that batches need, in a folder."""

    def __init__(self, folder: Path, allowed: Allowed | None = None) -> None:
        self.clock = FakeClock()
        self.folder = RunFolder(folder)
        folder.mkdir(exist_ok=True)
        self.budget = Budget(allowed or Allowed(), lambda *_: Price(1.0, 1.0), self.clock)
        self.log = CompletionLog(folder / "completions.jsonl")
        self.books = Books(self.log, BatchLog(self.folder), Progress(), self.budget)

    def run(self, backend: Backend, asked: Sequence[Prompt], wanted: int = 1000) -> None:
        async def work() -> None:
            await Batching("classify", backend, self.books).run(asked, lambda prompt: prompt.number < wanted)

        asyncio.run(work())

    def answered(self) -> list[int]:
        return sorted(row["request_idx"] for row in self.folder.rows("completions.jsonl"))

    def events(self) -> list[str]:
        return [row["event"] for row in self.folder.rows("batches.jsonl")]


def test_a_stage_goes_in_as_many_batches_as_it_needs(tmp_path: Path) -> None:
    desk, backend = Desk(tmp_path), Slow(most=4)

    desk.run(backend, prompts(10))

    assert [len(taken) for taken in backend.taken.values()] == [4, 4, 2]
    assert desk.answered() == list(range(10))
    assert under_way(desk.folder.rows("batches.jsonl")) == []
    rows = list(desk.folder.rows("completions.jsonl"))
    assert {row["batch"] for row in rows} == set(backend.taken)
    assert {row["backend"] for row in rows} == {"slow"}
    assert desk.clock.sleeps == [10.0, 15.0]


def test_looks_grow_rarer_up_to_five_minutes(tmp_path: Path) -> None:
    desk, backend = Desk(tmp_path), Slow()
    backend.looks = dict.fromkeys([], 0)
    told: list[str] = []
    desk.books.progress.waiting = lambda why, seconds: told.append(f"{why}: {seconds:.0f}")  # type: ignore[method-assign]

    async def collect(batch_id: str, asked: Sequence[Prompt]) -> BatchState:
        over = len(desk.clock.sleeps) > 12
        return BatchState("working", over=over, answered=2, answers=[answer(prompt) for prompt in asked] if over else ())

    backend.collect = collect  # type: ignore[method-assign]
    desk.run(backend, prompts(5))

    assert desk.clock.sleeps[:3] == [10.0, 15.0, 22.5]
    assert desk.clock.sleeps[-1] == desk.clock.sleeps[-2] == 300.0
    assert told[0] == "batch working, 2 of 5 done, next look: 10"


def test_what_is_not_wanted_yet_is_not_submitted(tmp_path: Path) -> None:
    desk, backend = Desk(tmp_path), Slow()

    desk.run(backend, prompts(10), wanted=3)

    assert desk.answered() == [0, 1, 2]


def test_a_batch_that_is_too_large_is_made_smaller(tmp_path: Path) -> None:
    desk, backend = Desk(tmp_path), Slow()
    backend.errors["submit"] = [TooLarge("too large"), TooLarge("too large")]

    desk.run(backend, prompts(10))

    assert [len(taken) for taken in backend.taken.values()] == [2] * 5
    assert desk.answered() == list(range(10))
    assert under_way(desk.folder.rows("batches.jsonl")) == []


def test_a_single_request_that_is_too_large_ends_the_run(tmp_path: Path) -> None:
    desk, backend = Desk(tmp_path), Slow()
    backend.errors["submit"] = [TooLarge("too large")] * 9

    with pytest.raises(TooLarge):
        desk.run(backend, prompts(3))

    assert under_way(desk.folder.rows("batches.jsonl")) == []


@pytest.mark.parametrize("lost", [TransientError("lost"), ConnectionError("lost"), TimeoutError("lost")])
def test_what_may_have_been_taken_is_looked_for(tmp_path: Path, lost: Exception) -> None:
    for when, batches in (("submit", 1), ("submitted", 1)):
        desk, backend = Desk(tmp_path / when), Slow()
        backend.errors[when] = [lost]
        backend.errors["find"] = [TransientError("not now")]

        desk.run(backend, prompts(4))

        assert len(backend.taken) == batches, when
        assert desk.answered() == [0, 1, 2, 3]


def test_a_plan_without_a_batch_is_given_up(tmp_path: Path) -> None:
    desk, backend = Desk(tmp_path), Slow()
    backend.errors["submit"] = [TransientError("down", after=1000.0)]
    with pytest.raises(TransientError, match="asked 1 times"):
        desk.run(backend, prompts(4))
    assert len(under_way(desk.folder.rows("batches.jsonl"))) == 1

    desk.run(backend, prompts(4))

    assert desk.events() == ["planned", "over", "planned", "submitted", "over"]
    assert len(backend.taken) == 1
    assert 10.0 in desk.clock.sleeps, "a list may lag behind: it is looked at twice"


@pytest.mark.parametrize(
    ("raised", "kind", "said"),
    [
        (QuotaSpent("the day is over", after=7200.0), QuotaSpent, "resume after"),
        (BackendError("401", hint="the key"), BackendError, "the key"),
        (ZeroDivisionError("plugin"), BackendError, "--debug"),
    ],
)
def test_an_error_that_stays_ends_the_run_and_nothing_is_left_open(
    tmp_path: Path, raised: Exception, kind: type[BackendError], said: str
) -> None:
    desk, backend = Desk(tmp_path), Slow()
    backend.errors["submit"] = [raised]

    with pytest.raises(kind) as caught:
        desk.run(backend, prompts(4))

    assert said in caught.value.hint
    assert desk.events() == ["planned", "over"]


def test_the_first_error_in_a_batch_is_told_once_all_is_recorded(tmp_path: Path) -> None:
    desk, backend = Desk(tmp_path), Slow(most=3)

    async def collect(batch_id: str, asked: Sequence[Prompt]) -> BatchState:
        found = [BackendError(f"no {p.number}") if p.number in {4, 5, 7} else answer(p) for p in asked]
        return BatchState("done", over=True, answers=found)

    backend.collect = collect  # type: ignore[method-assign]
    with pytest.raises(BackendError, match="no 4"):
        desk.run(backend, prompts(9))

    assert desk.answered() == [0, 1, 2, 3, 6, 8]


def test_the_time_of_the_command_ends_the_wait(tmp_path: Path) -> None:
    desk, backend = Desk(tmp_path, Allowed(seconds=20.0)), Slow()

    with pytest.raises(BudgetSpent, match="--max-time") as caught:
        desk.run(backend, prompts(4))

    assert "the batch goes on at slow, and the same command comes back to it" in caught.value.hint
    again = Desk(tmp_path)
    again.run(backend, prompts(4))
    assert again.answered() == [0, 1, 2, 3]
    assert len(backend.taken) == 1


@pytest.mark.parametrize("requests", [1, 3, 7, 50])
def test_no_batch_goes_past_the_budget(tmp_path: Path, requests: int) -> None:
    desk, backend = Desk(tmp_path, Allowed(requests=requests)), Slow(most=5)

    desk.run(backend, prompts(12))

    assert desk.answered() == list(range(min(requests, 12)))
    assert desk.budget.total.requests == min(requests, 12)


def test_what_is_left_of_a_budget_is_used_in_further_batches(tmp_path: Path) -> None:
    worst = 50 + max(map(prompt_tokens, prompts(30)))
    desk, backend = Desk(tmp_path, Allowed(tokens=5 * worst)), Slow()

    desk.run(backend, prompts(30))

    sizes = [len(taken) for taken in backend.taken.values()]
    assert sizes[0] == 5, "as many as are within it at worst"
    assert len(sizes) > 2
    assert desk.budget.total.tokens <= 5 * worst
    assert desk.budget.total.tokens > 5 * worst - worst - 15


def test_a_batch_of_before_counts_against_a_budget(tmp_path: Path) -> None:
    first, backend = Desk(tmp_path, Allowed(seconds=5.0)), Slow()
    with pytest.raises(BudgetSpent):
        first.run(backend, prompts(6), wanted=4)

    for requests, answered in ((2, 4), (5, 5)):
        desk = Desk(tmp_path, Allowed(requests=requests))
        for _ in desk.answered():
            desk.budget.spent(Usage(10, 5), "slow", "m")
        desk.run(backend, prompts(6))

        assert desk.answered() == list(range(answered)), "what is paid is taken, and no more is asked for than is allowed"
        assert desk.budget.total.requests == answered


def test_an_answer_that_is_nowhere_counts_as_the_worst_case(tmp_path: Path) -> None:
    desk, backend = Desk(tmp_path), Slow()

    async def collect(batch_id: str, asked: Sequence[Prompt]) -> BatchState:
        return BatchState("done", over=True, answers=[None if len(backend.taken) == 1 else answer(p) for p in asked])

    backend.collect = collect  # type: ignore[method-assign]
    desk.run(backend, prompts(2))

    assert desk.answered() == [0, 1]
    assert desk.budget.total.requests == 4
    assert desk.budget.total.tokens > 2 * 50 + 2 * 15


@pytest.mark.parametrize("row", [{"batch": "b"}, {"batch": "b", "event": "submitted", "id": "x"}, {"event": "over"}, 7])
def test_a_row_that_is_none_is_told_with_its_line(row: Any) -> None:
    with pytest.raises(StoreError, match=r"batches\.jsonl:1"):
        under_way([row])


def test_a_backend_without_batches_refuses() -> None:
    class Plain(Backend):
        name = "plain"

        async def complete(self, prompts: Sequence[Prompt]) -> list[Completion | BackendError]:
            return []

    backend = Plain(None, {})
    for call in (backend.submit([], "n"), backend.find("n"), backend.collect("i", [])):
        with pytest.raises(BackendError, match="the plain backend has no batches"):
            asyncio.run(call)  # type: ignore[arg-type]


# --- the lines of files

SERVER = Server("Groq", "https://api.groq.com/openai/v1", "m", "GROQ_API_KEY", "gsk-x")


def line(of: Prompt, **fields: Any) -> bytes:
    return json.dumps({"custom_id": custom_id(of), "response": None, "error": None, **fields}).encode()


def replied(text: str, status: int = 200) -> Mapping[str, Any]:
    return {"status_code": status, "body": {"choices": [{"message": {"content": text}, "finish_reason": "stop"}]}}


def found_in(lines: Sequence[bytes], asked: Sequence[Prompt]) -> list[Completion | BackendError | None]:
    found = read_lines(b"\n".join(lines), asked, SERVER, 0.0)
    return [found.get(id(prompt)) for prompt in asked]


def test_a_line_of_a_request_has_what_a_live_one_has() -> None:
    asked = wire_prompt(text="", messages=(Message("user", "안녕 \ud800"),))
    written = json.loads(request_line(asked, "m", Dialect(extra={"service_tier": "flex", "reasoning_effort": "low"}), "/v1/x"))

    assert written["url"] == "/v1/x"
    assert written["method"] == "POST"
    assert written["body"]["messages"][0]["content"].startswith("안녕")
    assert written["body"]["reasoning_effort"] == "low"
    assert "service_tier" not in written["body"]


def test_an_answer_to_another_question_is_not_taken() -> None:
    asked, other = wire_prompt(1), wire_prompt(1, messages=(Message("user", "else"),))

    assert found_in([line(other, response=replied("x"))], [asked]) == [None]


def test_an_answer_is_kept_whatever_else_is_said() -> None:
    asked = wire_prompt()
    for lines in ([replied("yes"), replied("no", 500)], [replied("no", 500), replied("yes")]):
        (found,) = found_in([line(asked, response=response) for response in lines], [asked])

        assert isinstance(found, Completion)
        assert found.text == "yes"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.lists(st.binary(max_size=60) | JSON.map(lambda value: json.dumps(value).encode()), max_size=6), JSON, JSON)
def test_no_line_breaks_the_reading_of_others(junk: list[bytes], response: Any, error: Any) -> None:
    good, odd = wire_prompt(1), wire_prompt(2)
    lines = [*junk, line(odd, response=response, error=error), line(good, response=replied("here")), *junk]

    found, other = found_in(lines, [good, odd])

    assert isinstance(found, Completion)
    assert found.text == "here"
    assert isinstance(other, TransientError)


def test_every_error_of_a_line_is_one_of_ours() -> None:
    asked = wire_prompt()
    kinds = {400: BackendError, 401: BackendError, 413: TooLarge, 429: TransientError, 500: TransientError}
    for status, kind in kinds.items():
        (found,) = found_in([line(asked, response={"status_code": status, "body": {"error": {"message": "no"}}})], [asked])
        assert type(found) is kind, status
    (found,) = found_in([line(asked, error={"code": "batch_expired", "message": "too late"})], [asked])
    assert isinstance(found, TransientError)
    assert "too late" in found.message
    assert found.after is None or found.after < inf
