"""Answers are committed in order, on the disk before they are used, and every way to stop leaves what has arrived there."""

from __future__ import annotations

import asyncio
import json
import random
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fakeclock import FakeClock
from test_sending import DOWN, Said, Script, Server, Told, fine, prompt, until

from selfinstruct import BackendError, Completion, Prompt, engine
from selfinstruct.budget import Allowed, Budget
from selfinstruct.completionlog import Answer, CompletionLog
from selfinstruct.engine import Engine
from selfinstruct.errors import BudgetSpent, StoreError, TooLarge, TransientError
from selfinstruct.pacing import Pacer
from selfinstruct.sending import Sender

LOG = Path("completions.jsonl")


class Numbers:
    """Asks for the numbers below `total` until `enough` are committed; every commit finds its answer on the disk."""

    def __init__(self, total: int, enough: int | None = None) -> None:
        self.total, self.enough = total, total if enough is None else enough
        self.committed: list[int] = []
        self.answers: list[Answer] = []
        self.rendered = 0

    def prompt(self, position: int) -> Prompt | None:
        assert position == self.rendered
        self.rendered += position < self.total
        return prompt(position) if position < self.total else None

    def wanted(self) -> int:
        return self.enough - len(self.committed)

    def commit(self, asked: Prompt, answer: Answer) -> None:
        assert asked.number in logged()
        self.committed.append(asked.number)
        self.answers.append(answer)


class AtOnce(Executor):
    """Threads without threads: the fake clock cannot see that one is at work."""

    def __init__(self, *_: object) -> None:
        return

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(function(*args, **kwargs))
        except Exception as error:
            done.set_exception(error)
        return done


class Uneven(Server):
    """Answers in another order than it is asked."""

    async def complete(self, prompts: Sequence[Prompt]) -> list[Said]:
        self.latency = random.Random(prompts[0].number).random()
        return await super().complete(prompts)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "ThreadPoolExecutor", AtOnce)


@pytest.fixture
def threads(_at_once: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Real ones, where the time does not matter."""
    monkeypatch.setattr(engine, "ThreadPoolExecutor", ThreadPoolExecutor)


def logged() -> list[int]:
    lines = LOG.read_text("utf-8").split("\n")[:-1] if LOG.exists() else []
    return [json.loads(line)["request_idx"] for line in lines]


class Case:
    """An engine with everything around it."""

    def __init__(
        self,
        script: Script,
        *,
        concurrency: int = 16,
        window: int = 32,
        allowed: Allowed | None = None,
        pacer: Callable[[FakeClock], Pacer] = Pacer,
        **server: Any,
    ) -> None:
        self.clock = FakeClock()
        self.server = Server(self.clock, script, **server)
        self.progress = Told()
        budget = Budget(allowed or Allowed(), lambda *_: None, self.clock)
        self.sender = Sender(self.server, self.progress, budget, pacer(self.clock), clock=self.clock, rng=random.Random(0))
        self.engine = Engine(self.sender, CompletionLog(LOG), window=window, concurrency=concurrency)

    @property
    def asked(self) -> list[int]:
        return [number for _, numbers in self.server.asked for number in numbers]

    def run(self, work: Numbers) -> None:
        asyncio.run(self.engine.run(work))


@pytest.mark.usefixtures("threads")
@pytest.mark.parametrize("concurrency", [1, 7, 64])
def test_answers_are_committed_in_order_and_never_before_they_are_on_the_disk(concurrency: int) -> None:
    case = Case(fine, concurrency=concurrency, window=64)
    case.sender.backend = Uneven(case.clock, fine)
    work = Numbers(100)

    case.run(work)

    assert work.committed == list(range(100))
    assert sorted(logged()) == list(range(100))
    assert (logged() == list(range(100))) == (concurrency == 1)


def test_no_more_are_under_way_than_the_window_and_the_concurrency_allow() -> None:
    case = Case(fine, concurrency=9, window=5, latency=1.0)
    case.run(Numbers(40))

    assert case.server.most_out == 5


def test_answers_that_arrive_together_share_a_sync(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[int] = []
    write = CompletionLog.write

    def counted(self: CompletionLog, answers: Sequence[tuple[Prompt, Answer]]) -> list[Answer]:
        written.append(len(answers))
        return write(self, answers)

    monkeypatch.setattr(CompletionLog, "write", counted)
    Case(fine, latency=1.0, concurrency=32).run(Numbers(65))

    assert sum(written) == 65
    assert len(written) < 15


def test_what_the_log_holds_is_not_asked_for() -> None:
    Case(fine).run(Numbers(10))
    case, work = Case(fine), Numbers(15)
    case.run(work)

    assert work.committed == list(range(15))
    assert sorted(case.asked) == list(range(10, 15))


@pytest.mark.parametrize("raised", [True, False])
def test_a_wrong_key_costs_one_call(raised: bool) -> None:
    def script(server: Server, asked: Prompt) -> Said:
        error = BackendError("401: wrong key", hint="set GROQ_API_KEY")
        if raised:
            raise error
        return error

    case, work = Case(script, latency=1.0), Numbers(50)
    with pytest.raises(BackendError, match="401") as told:
        case.run(work)

    assert told.value.hint == "set GROQ_API_KEY"
    assert case.asked == [0]
    assert work.committed == logged() == []


def test_what_was_asked_before_an_outage_is_committed_and_what_only_waits_is_not_sent() -> None:
    def script(server: Server, asked: Prompt) -> Said:
        if asked.number == 6:
            return TooLarge("too large")
        if asked.number == 3 and server.clock.now() < 4:
            return DOWN
        return fine(server, asked)

    case, work = Case(script, latency=1.0, pacer=lambda clock: Pacer(clock, minute_requests=9)), Numbers(40)
    with pytest.raises(TooLarge):
        case.run(work)

    assert work.committed == [0, 1, 2, 3, 4, 5]
    assert sorted(logged()) == [0, 1, 2, 3, 4, 5, 7, 8]
    assert set(case.asked) == set(range(9))


def test_an_outage_behind_what_is_enough_is_none() -> None:
    def script(server: Server, asked: Prompt) -> Said:
        return fine(server, asked) if asked.number < 5 else BackendError("404")

    work = Numbers(40, enough=5)
    Case(script, latency=1.0).run(work)

    assert work.committed == [0, 1, 2, 3, 4]


def test_what_is_under_way_when_there_is_enough_is_recorded_and_what_waits_is_dropped() -> None:
    class Slow(Server):
        async def complete(self, prompts: Sequence[Prompt]) -> list[Said]:
            self.latency = 50.0 if prompts[0].number >= 3 else 1.0
            return await super().complete(prompts)

    class Greedy(Numbers):
        def wanted(self) -> int:
            return 0 if len(self.committed) >= 3 else 40

    case, work = Case(fine, pacer=lambda clock: Pacer(clock, minute_requests=6)), Greedy(40)
    case.sender.backend = Slow(case.clock, fine)
    case.run(work)

    assert work.committed == [0, 1, 2]
    assert sorted(logged()) == [0, 1, 2, 3, 4, 5]
    assert case.clock.now() < 60


def test_a_spent_budget_ends_the_run_after_what_it_paid_for() -> None:
    case, work = Case(fine, latency=1.0, allowed=Allowed(requests=11)), Numbers(40)
    with pytest.raises(BudgetSpent, match="--max-requests: 11 of 11"):
        case.run(work)

    assert work.committed == list(range(11))
    assert len(case.asked) == 11


def test_failures_for_good_are_committed_and_not_asked_again() -> None:
    def script(server: Server, asked: Prompt) -> Said:
        return BackendError("refused", permanent=True) if asked.number % 3 == 1 else fine(server, asked)

    case, work = Case(script), Numbers(9)
    case.run(work)

    assert [type(answer) for answer in work.answers[:3]] == [Completion, BackendError, Completion]
    again = Case(script)
    again.run(Numbers(9))
    assert again.asked == []


def test_transient_faults_leave_no_trace() -> None:
    rng = random.Random(5)
    faults = [DOWN, TransientError("429", after=9.0, limited=True), TransientError("reset")]
    left = {number: rng.choices(faults, k=rng.randrange(4)) for number in range(60)}

    def script(server: Server, asked: Prompt) -> Said:
        return left[asked.number].pop() if left[asked.number] else fine(server, asked)

    plain, faulty = Numbers(60), Numbers(60)
    Case(fine).run(plain)
    LOG.unlink()
    case = Case(script, latency=0.5)
    case.run(faulty)

    def told(work: Numbers) -> list[str]:
        return [answer.text for answer in work.answers if isinstance(answer, Completion)]

    assert told(faulty) == told(plain)
    assert len(logged()) == 60


def test_batches_go_whole_even_when_the_window_is_tight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "COMMIT_SECONDS", -1.0)
    case = Case(fine, batch=8, window=8, concurrency=1, latency=1.0)
    case.run(Numbers(40))

    assert [len(numbers) for _, numbers in case.server.asked] == [8] * 5


def test_an_answer_that_cannot_be_written_is_never_used(monkeypatch: pytest.MonkeyPatch) -> None:
    writes: list[int] = []
    write = CompletionLog.write

    def full(self: CompletionLog, answers: Sequence[tuple[Prompt, Answer]]) -> list[Answer]:
        writes.append(len(answers))
        if len(writes) > 2:
            raise StoreError("no space left on device")
        return write(self, answers)

    monkeypatch.setattr(CompletionLog, "write", full)
    case, work = Case(fine), Numbers(60)
    case.sender.backend = Uneven(case.clock, fine)
    with pytest.raises(StoreError, match="no space"):
        case.run(work)

    assert set(work.committed) <= set(logged()) != set(case.asked)
    assert len(writes) == 3, "a line that was cut short stays the last"


def test_a_bug_is_raised_and_not_waited_for() -> None:
    def broken(requests: int) -> None:
        raise RuntimeError("a bug")

    case = Case(fine)
    case.progress.asked = broken  # type: ignore[method-assign]
    with pytest.raises(RuntimeError, match="a bug"):
        case.run(Numbers(3))


async def ended(run: asyncio.Task[None]) -> None:
    """A cancelled run ends, and not by the time that an attempt may take."""
    await asyncio.wait({run}, timeout=60)
    assert run.cancelled()


class Holding(Server):
    """Answers the numbers up to 4 at once and holds the rest until `go` is set."""

    go: asyncio.Event

    async def complete(self, prompts: Sequence[Prompt]) -> list[Said]:
        self.asked.append((0.0, [asked.number for asked in prompts]))
        if prompts[0].number > 4:
            await self.go.wait()
        return [fine(self, asked) for asked in prompts]


@pytest.mark.usefixtures("threads")
@pytest.mark.parametrize("late", [True, False])
def test_an_interrupt_keeps_what_has_arrived(monkeypatch: pytest.MonkeyPatch, late: bool) -> None:
    monkeypatch.setattr(engine, "GRACE", 5.0 if late else 0.0)
    case, work = Case(fine), Numbers(50)
    server = Holding(case.clock, fine)
    case.sender.backend = server

    async def interrupted() -> None:
        server.go = asyncio.Event()
        run = asyncio.create_task(case.engine.run(work))
        while len(work.committed) < 5 or len(server.asked) < 21:
            await asyncio.sleep(0)
        run.cancel()
        if late:
            await asyncio.sleep(0)
            server.go.set()
        await ended(run)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(interrupted())

    assert work.committed == [0, 1, 2, 3, 4]
    assert sorted(logged()) == list(range(21 if late else 5))


def test_an_interrupt_ends_waits_at_once() -> None:
    case, work = Case(until(1e9, TransientError("later", after=250.0, limited=True))), Numbers(50)

    async def interrupted() -> None:
        run = asyncio.create_task(case.engine.run(work))
        while not case.progress.waits:
            await asyncio.sleep(0)
        run.cancel()
        await ended(run)

    asyncio.run(interrupted())

    assert case.clock.now() == 0.0
    assert case.progress.open == 0


@pytest.mark.usefixtures("threads")
def test_an_interrupt_waits_for_what_is_being_written(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = threading.Event(), threading.Event()
    write = CompletionLog.write

    def slow(self: CompletionLog, answers: Sequence[tuple[Prompt, Answer]]) -> list[Answer]:
        begun.set()
        assert go_on.wait(60)
        return write(self, answers)

    monkeypatch.setattr(CompletionLog, "write", slow)
    case, work = Case(fine), Numbers(50)

    async def interrupted() -> None:
        run = asyncio.create_task(case.engine.run(work))
        while not begun.is_set() or len(case.asked) < 16:
            await asyncio.sleep(0)
        run.cancel()
        await asyncio.sleep(0)
        go_on.set()
        await ended(run)

    asyncio.run(interrupted())

    assert sorted(logged()) == list(range(16))


@pytest.mark.usefixtures("threads")
def test_an_interrupt_waits_for_one_commit_and_not_for_all() -> None:
    begun, go_on = threading.Event(), threading.Event()

    class Slow(Numbers):
        def commit(self, asked: Prompt, answer: Answer) -> None:
            begun.set()
            assert go_on.wait(60)
            super().commit(asked, answer)

    case, work = Case(fine), Slow(16)

    async def interrupted() -> None:
        run = asyncio.create_task(case.engine.run(work))
        while not begun.is_set() or len(logged()) < 16 or len(asyncio.all_tasks()) > 2:
            await asyncio.sleep(0)
        run.cancel()
        await asyncio.sleep(0)
        go_on.set()
        await ended(run)

    asyncio.run(interrupted())

    assert work.committed == [0]
