"""What is sent again and when, who waits for whom, and how a run ends that the server does not answer. Nothing here sleeps."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, ClassVar

import pytest
from fakeclock import FakeClock
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct import Abilities, Backend, BackendError, Completion, Prompt, sending
from selfinstruct.backend import Allowance, Limits, Sampling, Usage
from selfinstruct.budget import Allowed, Budget
from selfinstruct.clock import local_time
from selfinstruct.errors import BudgetSpent, ConfigError, Exit, QuotaSpent, SelfInstructError, TooLarge, TransientError
from selfinstruct.pacing import Pacer
from selfinstruct.prices import Price
from selfinstruct.progress import Progress
from selfinstruct.retrying import Patience, joined
from selfinstruct.sending import Sender

Said = Completion | BackendError
Script = Callable[["Server", Prompt], Said]


class Server(Backend):
    """Answers by a script, each call after `latency` seconds of the fake clock; remembers when it was asked what."""

    name: ClassVar[str] = "server"

    def __init__(self, clock: FakeClock, script: Script, *, latency: float = 0.0, batch: int = 1, **options: str) -> None:
        super().__init__("m", options)
        self.clock, self.script, self.latency, self.batch = clock, script, latency, batch
        self.asked: list[tuple[float, list[int]]] = []
        self.out = self.most_out = 0

    @property
    def abilities(self) -> Abilities:
        return Abilities(batch=self.batch, billed=True)

    async def complete(self, prompts: Sequence[Prompt]) -> list[Said]:
        self.asked.append((self.clock.now(), [prompt.number for prompt in prompts]))
        self.out += 1
        self.most_out = max(self.most_out, self.out)
        try:
            if self.latency:
                await self.clock.sleep(self.latency)
            return [self.script(self, prompt) for prompt in prompts]
        finally:
            self.out -= 1

    @property
    def times(self) -> list[float]:
        return [at for at, _ in self.asked]


class Told(Progress):
    """Remembers the waits that it is told of."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[tuple[str, float]] = []
        self.open = 0

    def waiting(self, why: str, seconds: float) -> None:
        self.waits.append((why, seconds))
        self.open += 1

    def waiting_over(self) -> None:
        self.open -= 1


class Case:
    """A sender with everything around it, and what came of each request."""

    def __init__(
        self,
        script: Script,
        *,
        patience: Patience | None = None,
        allowed: Allowed | None = None,
        pacer: Callable[[FakeClock], Pacer] = Pacer,
        known: bool = False,
        **server: Any,
    ) -> None:
        self.clock = FakeClock()
        self.server = Server(self.clock, script, **server)
        self.progress = Told()
        self.budget = Budget(allowed or Allowed(), lambda *_: Price(1.0, 1.0), self.clock)
        self.pacer = pacer(self.clock)
        if known:
            self.pacer.known.add("server/m")
        self.sender = Sender(
            self.server, self.progress, self.budget, self.pacer, clock=self.clock, patience=patience, rng=random.Random(3)
        )
        self.got: dict[int, Completion | SelfInstructError] = {}
        self.at: dict[int, float] = {}

    def arrived(self, prompt: Prompt, answer: Completion | SelfInstructError) -> None:
        assert prompt.number not in self.got
        self.got[prompt.number] = answer
        self.at[prompt.number] = self.clock.now()

    def send(self, *numbers: int) -> Coroutine[Any, Any, None]:
        return self.sender.send([prompt(number) for number in numbers], self.arrived)

    def run(self, count: int = 1) -> Case:
        """Send so many at once and wait for all."""

        async def all_of_them() -> None:
            await asyncio.gather(*(self.send(number) for number in range(count)))

        asyncio.run(all_of_them())
        assert self.progress.open == 0
        assert self.progress.flying == 0
        return self

    @property
    def error(self) -> SelfInstructError:
        """The one error that every request without an answer has got."""
        errors = {str(answer): answer for answer in self.got.values() if not isinstance(answer, Completion)}
        assert len(errors) == 1
        (error,) = errors.values()
        return error


def prompt(number: int) -> Prompt:
    return Prompt("generate", number, "en", "list", Sampling(100), text=f"say {number}")


def fine(_server: Server, asked: Prompt) -> Completion:
    return Completion(f"answer {asked.number}", usage=Usage(5, 10))


def first(times: int, error: Exception, then: Script = fine) -> Script:
    """Fails so many times, whatever is asked, and then goes on otherwise."""
    left = [times]

    def script(server: Server, asked: Prompt) -> Said:
        left[0] -= 1
        if left[0] < 0:
            return then(server, asked)
        if isinstance(error, BackendError):
            return error
        raise error

    return script


def until(seconds: float, error: BackendError) -> Script:
    return lambda server, asked: error if server.clock.now() < seconds else fine(server, asked)


LIMITED = TransientError("too many requests", limited=True)
DOWN = TransientError("HTTP 500")


@pytest.mark.parametrize("error", [DOWN, LIMITED, ConnectionResetError("reset"), TimeoutError("silence")], ids=repr)
@pytest.mark.parametrize("times", [1, 4])
def test_what_may_succeed_is_sent_again(error: Exception, times: int) -> None:
    case = Case(first(times, error)).run()

    assert isinstance(case.got[0], Completion)
    assert len(case.server.asked) == times + 1


def test_an_error_that_is_raised_counts_for_all_of_a_call() -> None:
    class Raising(Server):
        async def complete(self, prompts: Sequence[Prompt]) -> list[Said]:
            self.asked.append((0.0, []))
            if len(self.asked) == 1:
                raise DOWN
            return [fine(self, asked) for asked in prompts]

    case = Case(fine)
    case.sender.backend = Raising(case.clock, fine)

    asyncio.run(case.send(0, 1, 2))

    assert [type(case.got[n]) for n in range(3)] == [Completion] * 3


@pytest.mark.parametrize("after", [0.5, 7.0, 90.0, 300.0])
@pytest.mark.parametrize("limited", [True, False])
def test_the_servers_wish_is_kept_to_exactly(after: float, limited: bool) -> None:
    case = Case(first(1, TransientError("later", after=after, limited=limited))).run()

    assert case.server.times == [0.0, after]


def test_rate_limits_are_no_attempts() -> None:
    case = Case(first(20, TransientError("later", after=2.0, limited=True)), patience=Patience(attempts=2)).run()

    assert isinstance(case.got[0], Completion)
    assert case.clock.now() == 40.0


@given(tries=st.integers(1, 200), seed=st.integers())
def test_back_off_is_full_jitter_below_a_ceiling_that_doubles(tries: int, seed: int) -> None:
    patience = Patience(first=0.5, longest=20.0)
    wait = patience.back_off(tries, random.Random(seed))

    assert 0.0 <= wait <= min(20.0, 0.5 * 2.0 ** (tries - 1))
    assert wait == patience.back_off(tries, random.Random(seed))


def test_back_off_reaches_its_ceiling() -> None:
    rng = random.Random(0)

    assert max(Patience().back_off(4, rng) for _ in range(200)) > 0.9 * 8


def poisoned(server: Server, asked: Prompt) -> Said:
    return DOWN if asked.number == 1 else fine(server, asked)


def test_one_request_fails_only_so_often() -> None:
    case = Case(poisoned, known=True).run(2)

    assert isinstance(case.got[0], Completion)
    assert isinstance(case.got[1], BackendError)
    assert not case.got[1].permanent
    assert "generate request 1 failed 6 times, the last with: HTTP 500" in str(case.got[1])
    assert "the same command goes on" in case.got[1].hint
    assert len(case.server.asked) == 7


def test_one_request_takes_only_so_long() -> None:
    case = Case(poisoned, latency=400.0, known=True, patience=Patience(total=900.0)).run(2)

    assert isinstance(case.got[1], BackendError)
    assert sum(1 for _, numbers in case.server.asked if numbers == [1]) == 3


def test_an_attempt_that_never_ends_is_cut_and_counted_at_its_worst() -> None:
    case = Case(fine, timeout="0.01")
    answering = case.server.complete

    async def hang_once(prompts: Sequence[Prompt]) -> list[Said]:
        case.server.complete = answering  # type: ignore[method-assign]
        await asyncio.Event().wait()
        raise AssertionError

    case.server.complete = hang_once  # type: ignore[method-assign]

    case.run()

    assert isinstance(case.got[0], Completion)
    assert case.budget.total.requests == 2
    assert case.budget.total.tokens > 15 + 100, "nobody knows what the first one is billed"


def test_a_backend_that_keeps_the_time_itself_cleans_up_in_peace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "_GRACE", 10 * sending._GRACE)  # a busy machine must not use it up
    case = Case(fine, timeout="0.1")
    answering = case.server.complete
    cleaned = []

    async def late_once(prompts: Sequence[Prompt]) -> list[Said]:
        case.server.complete = answering  # type: ignore[method-assign]
        await asyncio.sleep(0.003)
        try:
            async with asyncio.timeout(0.1):
                try:
                    await asyncio.Event().wait()
                finally:
                    await asyncio.sleep(0.01)  # a client closes its connections
                    cleaned.append(prompts)
        except TimeoutError:
            pass
        return [TransientError("late")]

    case.server.complete = late_once  # type: ignore[method-assign]

    case.run()

    assert len(cleaned) == 1
    assert isinstance(case.got[0], Completion)


@pytest.mark.parametrize(("billable", "requests"), [(True, 2), (False, 1)])
def test_what_failed_counts_when_it_may_be_billed(billable: bool, requests: int) -> None:
    def once(server: Server, prompt: Prompt) -> Said:
        return TransientError("cut in the middle", billable=billable) if len(server.asked) == 1 else fine(server, prompt)

    case = Case(once).run()

    assert isinstance(case.got[0], Completion)
    assert case.budget.total.requests == requests


@pytest.mark.parametrize(
    ("options", "billed", "seconds"), [({}, True, 120.0), ({}, False, None), ({"timeout": "7.5"}, False, 7.5)]
)
def test_how_long_an_attempt_may_take(options: dict[str, str], billed: bool, seconds: float | None) -> None:
    from selfinstruct.sending import _attempt_seconds

    class Either(Server):
        @property
        def abilities(self) -> Abilities:
            return Abilities(billed=billed)

    assert _attempt_seconds(Either(FakeClock(), fine, **options)) == seconds


@pytest.mark.parametrize("timeout", ["0", "-1", "soon", "nan", "inf"])
def test_a_timeout_is_seconds(timeout: str) -> None:
    with pytest.raises(ConfigError, match=f"timeout={timeout}"):
        Case(fine, timeout=timeout)


def test_only_what_failed_of_a_batch_is_sent_again() -> None:
    def script(server: Server, asked: Prompt) -> Said:
        return DOWN if asked.number >= len(server.asked) else fine(server, asked)

    case = Case(script, batch=4, known=True)
    asyncio.run(case.send(0, 1, 2, 3))

    assert [numbers for _, numbers in case.server.asked] == [[0, 1, 2, 3], [1, 2, 3], [2, 3], [3]]
    assert all(isinstance(case.got[n], Completion) for n in range(4))
    assert case.at[0] == 0.0, "what has arrived is handed over before the rest is sent again"


@pytest.mark.parametrize(
    "error",
    [TransientError("later", after=301.0), TransientError("later", after=301.0, limited=True), QuotaSpent("day", after=301.0)],
    ids=repr,
)
def test_a_long_wait_is_the_users_to_decide(error: BackendError) -> None:
    case = Case(first(99, error)).run(5)

    assert isinstance(case.error, QuotaSpent)
    assert case.error.exit_code == Exit.BUDGET
    assert f"resume after {local_time(case.clock, 301)} (local time) with the same command" in case.error.hint
    assert len(case.server.asked) == 1
    assert case.clock.now() == 0.0


def test_a_quota_without_a_time_is_told_too() -> None:
    case = Case(first(99, QuotaSpent("per day: used up", hint="or pay more"))).run(3)

    assert case.error.hint == "or pay more; resume later with the same command: what is there is safe"


@pytest.mark.parametrize(("after", "told"), [(0, r"\d\d:\d\d"), (86_400, r"\d{4}-\d\d-\d\d \d\d:\d\d")])
def test_the_time_to_resume_names_the_day_when_it_is_another(after: float, told: str) -> None:
    import re

    assert re.fullmatch(told, local_time(FakeClock(), after))


def test_a_rate_limit_makes_all_wait_once_and_one_goes_ahead() -> None:
    case = Case(first(16, TransientError("later", after=30.0, limited=True)), latency=2.0, known=True).run(16)

    assert case.server.times == [0.0] * 16 + [32.0] + [34.0] * 15
    assert case.progress.waits == [("rate limit", 30.0)]


def test_many_rate_limits_at_once_are_one_pause() -> None:
    case = Case(first(16, LIMITED), latency=2.0, known=True).run(16)

    assert case.server.times[16] <= 2.0 + Patience().first


def test_the_longest_of_many_pauses_counts() -> None:
    def script(server: Server, asked: Prompt) -> Said:
        late = server.clock.now() > 2.0
        return fine(server, asked) if late else TransientError("later", after=10.0 + asked.number, limited=True)

    case = Case(script, latency=2.0, known=True).run(4)

    assert case.server.times == [0.0] * 4 + [15.0] + [17.0] * 3


def test_a_short_pause_does_not_end_a_long_one() -> None:
    calls: list[tuple[float, float | None]] = [(2.0, 5.0), (10.0, 30.0), (5.0, 1.0), (2.0, None), (0.0, None)]

    class Uneven(Server):
        async def complete(self, prompts: Sequence[Prompt]) -> list[Said]:
            self.asked.append((self.clock.now(), [asked.number for asked in prompts]))
            latency, after = calls.pop(0)
            await self.clock.sleep(latency)
            return [fine(self, prompts[0]) if after is None else TransientError("later", after=after, limited=True)]

    case = Case(fine, known=True)
    case.sender.backend = server = Uneven(case.clock, fine)
    case.run(2)

    assert server.times == [0.0, 0.0, 7.0, 40.0, 42.0]


def test_the_first_request_goes_ahead_of_all() -> None:
    case = Case(fine, latency=2.0).run(8)

    assert case.server.times == [0.0] + [2.0] * 7
    assert Case(fine, latency=2.0, known=True).run(8).server.times == [0.0] * 8


def test_a_probe_that_fails_is_no_fault_of_its_request() -> None:
    case = Case(first(5, DOWN), patience=Patience(attempts=2)).run()

    assert isinstance(case.got[0], Completion)


def test_another_goes_ahead_when_the_first_is_no_use() -> None:
    case = Case(first(1, TooLarge("too large")), latency=1.0).run(4)

    assert [type(case.got[n]) for n in range(4)] == [TooLarge, Completion, Completion, Completion]
    assert case.server.times == [0.0, 1.0, 2.0, 2.0]


def test_an_outage_is_probed_and_not_stormed() -> None:
    case = Case(until(20.0, DOWN), latency=0.1, known=True).run(64)

    assert all(isinstance(answer, Completion) for answer in case.got.values())
    storm = [at for at in case.server.times if 0.1 < at < 20.0]
    assert 1 < len(storm) <= 8
    assert any("HTTP 500" in why for why, _ in case.progress.waits)


def test_an_outage_that_lasts_ends_the_run_and_says_what_failed() -> None:
    case = Case(until(1e9, DOWN), known=True, latency=0.1).run(32)

    assert len(case.got) == 32
    assert type(case.error) is BackendError
    assert str(case.error) == "16 requests in a row failed, the last with: HTTP 500"
    assert "the same command goes on" in case.error.hint
    assert len(case.server.asked) == 32 + 8
    assert case.clock.now() < 300


def test_an_outage_of_slow_failures_ends_by_time() -> None:
    case = Case(until(1e9, DOWN), known=True, latency=100.0).run(32)

    assert "in a row failed" in str(case.error)
    assert len(case.server.asked) == 32 + 3


@pytest.mark.parametrize(
    ("hints", "line"),
    [
        (("start it", "go on"), "start it; go on"),
        (("is the server up?", "go on"), "is the server up? go on"),
        (("Start it.", "go on", "later"), "Start it. go on; later"),
        (("", "go on"), "go on"),
        (("start it.", ""), "start it."),
        (("", ""), ""),
    ],
)
def test_hints_are_joined_as_sentences_are(hints: tuple[str, ...], line: str) -> None:
    assert joined(*hints) == line


def test_a_server_that_is_not_there_is_told_soon() -> None:
    case = Case(until(1e9, TransientError("connection refused", hint="start it"))).run(8)

    assert "6 requests in a row failed" in str(case.error)
    assert case.error.hint.startswith("start it; ")
    assert len(case.server.asked) == 6


@pytest.mark.parametrize("after", [None, 0.0, 1.0, 90.0, 290.0])
def test_endless_rate_limits_end(after: float | None) -> None:
    case = Case(until(1e9, TransientError("too many requests", after=after, limited=True))).run(16)

    assert isinstance(case.error, QuotaSpent)
    assert "not answered once" in str(case.error)
    assert case.clock.now() <= 300
    assert len(case.server.asked) <= 302


def test_answers_between_rate_limits_keep_a_run_alive() -> None:
    turns = [0]

    def script(server: Server, asked: Prompt) -> Said:
        turns[0] += 1
        return fine(server, asked) if turns[0] % 2 else TransientError("later", after=100.0, limited=True)

    case = Case(script).run(12)

    assert all(isinstance(answer, Completion) for answer in case.got.values())
    assert case.clock.now() > 300


@pytest.mark.parametrize(
    ("seconds", "told"), [(0.9, []), (41.0, [("rate limit", 41.0)])], ids=["short waits are not told", "long ones are"]
)
def test_waits_are_told(seconds: float, told: list[tuple[str, float]]) -> None:
    case = Case(first(1, TransientError("later", after=seconds, limited=True))).run(3)

    assert case.progress.waits == told


def test_the_users_pace_is_kept() -> None:
    case = Case(fine, pacer=lambda clock: Pacer(clock, minute_requests=4), latency=1.0, known=True).run(10)

    assert case.server.times == [0.0] * 4 + [60.0] * 4 + [120.0] * 2
    assert case.progress.waits[0] == ("rate limit", 60.0)


def test_the_pace_goes_by_what_was_used_and_not_by_the_worst_case() -> None:
    case = Case(fine, pacer=lambda clock: Pacer(clock, minute_tokens=300), latency=1.0).run(8)

    assert max(case.server.times) < 60


def test_what_an_answer_tells_of_limits_is_kept_to() -> None:
    def script(server: Server, asked: Prompt) -> Said:
        limits = Limits(minute_requests=Allowance(limit=60, left=0, reset=60)) if asked.number == 0 else None
        return Completion("yes", usage=Usage(1, 1), limits=limits)

    assert Case(script).run(3).server.times == [0.0, 1.0, 2.0]


def test_a_day_that_is_gone_is_told_before_anything_is_sent() -> None:
    def script(server: Server, asked: Prompt) -> Said:
        return Completion("yes", usage=Usage(1, 1), limits=Limits(day_requests=Allowance(limit=9, left=2, reset=3600)))

    def settled(server: Server, asked: Prompt) -> Said:
        left = 9 - len(server.asked)
        return Completion("yes", usage=Usage(1, 1), limits=Limits(day_requests=Allowance(limit=9, left=left, reset=3600)))

    assert all(isinstance(answer, Completion) for answer in Case(script).run(3).got.values())
    case = Case(settled, latency=1.0).run(20)

    assert len(case.server.asked) == 9
    assert isinstance(case.error, QuotaSpent)
    assert f"resume after {local_time(case.clock, 3600)}" in case.error.hint


def test_a_budget_waits_for_what_is_under_way_and_then_ends_the_run() -> None:
    case = Case(fine, allowed=Allowed(tokens=400), latency=1.0, known=True).run(60)

    answered = [answer for answer in case.got.values() if isinstance(answer, Completion)]
    assert 400 - 130 < case.budget.total.tokens == 15 * len(answered) <= 400
    assert case.server.most_out == 3
    assert isinstance(case.error, BudgetSpent)


@given(
    tokens=st.integers(0, 3000),
    requests=st.integers(0, 20),
    cost=st.floats(0, 0.003),
    usages=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 100), st.integers(0, 3)), min_size=1, max_size=25),
    batch=st.integers(1, 4),
    latency=st.sampled_from([0.0, 1.0]),
)
def test_no_budget_is_gone_past_whatever_comes_back(
    tokens: int, requests: int, cost: float, usages: list[tuple[int, int, int]], batch: int, latency: float
) -> None:
    faults = {number: count for number, (_, _, count) in enumerate(usages)}

    def script(server: Server, asked: Prompt) -> Said:
        faults[asked.number] -= 1
        if faults[asked.number] >= 0:
            return random.Random(faults[asked.number]).choice([DOWN, LIMITED])
        given_, made, _ = usages[asked.number]
        return Completion("yes", usage=Usage(given_, made))

    case = Case(script, allowed=Allowed(requests, tokens, cost), batch=batch, latency=latency, known=True)

    async def all_of_them() -> None:
        numbers = range(len(usages))
        await asyncio.gather(*(case.send(*numbers[i : i + batch]) for i in range(0, len(numbers), batch)))

    asyncio.run(all_of_them())

    total = case.budget.total
    assert total.cost is not None
    assert (total.requests <= requests, total.tokens <= tokens, total.cost <= cost) == (True, True, True)
    assert len(case.got) == len(usages)
    assert not case.budget._flying


def test_a_batch_is_cut_to_what_the_budget_has_room_for() -> None:
    case = Case(fine, batch=8, allowed=Allowed(requests=5))
    asyncio.run(case.send(*range(8)))

    assert [numbers for _, numbers in case.server.asked] == [[0, 1, 2, 3, 4]]
    assert [n for n, answer in case.got.items() if isinstance(answer, BudgetSpent)] == [5, 6, 7]


def test_of_a_batch_goes_what_fits_when_one_never_will() -> None:
    case = Case(fine, batch=2, allowed=Allowed(tokens=1000))
    huge = Prompt("generate", 1, "en", "list", Sampling(5000), text="say much")
    asyncio.run(case.sender.send([prompt(0), huge], case.arrived))

    assert [type(case.got[n]) for n in range(2)] == [Completion, BudgetSpent]


def test_no_wait_goes_past_the_users_time() -> None:
    case = Case(first(1, TransientError("later", after=100.0, limited=True)), allowed=Allowed(seconds=90)).run(3)

    assert isinstance(case.error, BudgetSpent)
    assert "--max-time" in str(case.error)
    assert case.clock.now() == 0.0


def test_a_broken_backend_is_named_and_ends_the_run() -> None:
    case = Case(first(9, KeyError("choices"))).run()

    assert str(case.error) == "backend server: KeyError: 'choices'"
    assert isinstance(case.error.__cause__, KeyError)
    assert len(case.server.asked) == 1


def test_a_wrong_number_of_answers_is_told() -> None:
    async def two(_: Sequence[Prompt]) -> list[Said]:
        return [Completion("a"), Completion("b")]

    case = Case(fine)
    case.server.complete = two  # type: ignore[method-assign]
    case.run()

    assert str(case.error) == "backend server gave 2 answers to 1 prompts"


def test_cancelling_ends_a_wait_at_once_and_frees_its_share() -> None:
    case = Case(until(1e9, TransientError("later", after=200.0, limited=True)), allowed=Allowed(requests=9), known=True)

    async def interrupted() -> None:
        calls = [asyncio.create_task(case.send(number)) for number in range(9)]
        for _ in range(20):
            await asyncio.sleep(0)
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)

    asyncio.run(interrupted())

    assert case.clock.now() == 0.0
    assert case.progress.open == case.progress.flying == 0
    assert not case.budget._flying
    assert case.got == {}


def test_what_is_called_off_ends_when_its_attempt_does() -> None:
    case = Case(until(1e9, DOWN), latency=5.0, known=True, pacer=lambda clock: Pacer(clock, minute_requests=2))

    async def called_off() -> list[bool]:
        calls = [asyncio.create_task(case.send(number)) for number in range(4)]
        await case.clock.sleep(1.0)
        for call in calls:
            case.sender.call_off(call)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        waiting = [call.done() for call in calls]
        await asyncio.gather(*calls, return_exceptions=True)
        return waiting

    assert asyncio.run(called_off()) == [False, False, True, True]
    assert case.server.times == [0.0, 0.0]
    assert case.clock.now() == 5.0
    assert case.got == {}
