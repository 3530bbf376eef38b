"""Nothing goes faster than the user or the server allows, and a day's allowance that is gone is not waited for."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from math import inf

import pytest
from fakeclock import FakeClock
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct.backend import Allowance, Limits
from selfinstruct.errors import QuotaSpent, TooLarge
from selfinstruct.pacing import DAY, MINUTE, Pacer, Sent


def admit(pacer: Pacer, clock: FakeClock, tokens: int = 1, account: str = "") -> Sent:
    """Send one when it may go; nothing comes back meanwhile."""
    while (wait := pacer.delay(1, tokens, account)) > 0:
        assert wait < inf
        clock.seconds += wait
    return pacer.sent(1, tokens, account)


@given(
    rpm=st.none() | st.integers(1, 6),
    tpm=st.none() | st.integers(50, 300),
    sends=st.lists(st.tuples(st.integers(1, 50), st.floats(0, 1), st.floats(0, 30)), min_size=1, max_size=40),
)
def test_no_minute_holds_more_than_the_users_limits(
    rpm: int | None, tpm: int | None, sends: list[tuple[int, float, float]]
) -> None:
    clock = FakeClock()
    pacer = Pacer(clock, minute_requests=rpm, minute_tokens=tpm)
    went: list[tuple[float, int]] = []
    for worst, share, gap in sends:
        sent = admit(pacer, clock, worst)
        used = int(worst * share)
        pacer.settle(sent, used)
        went.append((sent.at, used))
        clock.seconds += gap

    for start, _ in went:
        inside = [tokens for at, tokens in went if start <= at < start + MINUTE]
        assert rpm is None or len(inside) <= rpm
        assert tpm is None or sum(inside) <= tpm


def test_a_limit_is_used_to_the_full() -> None:
    clock = FakeClock()
    pacer = Pacer(clock, minute_requests=30)

    for _ in range(90):
        admit(pacer, clock)

    assert clock.seconds == 120.0


def test_tokens_that_were_not_used_make_room() -> None:
    clock = FakeClock()
    pacer = Pacer(clock, minute_tokens=100)
    sent = admit(pacer, clock, 90)

    assert pacer.delay(1, 50) == MINUTE
    pacer.settle(sent, 20)
    assert pacer.delay(1, 50) == 0


def test_a_call_that_never_fits_is_refused_at_once() -> None:
    with pytest.raises(TooLarge, match="--tpm 1,000: one call alone may need 1,001 tokens") as told:
        Pacer(FakeClock(), minute_tokens=1000).delay(1, 1001)

    assert "--max-prompt-tokens" in told.value.hint


def test_the_users_day_ends_the_run_and_tells_when_it_goes_on() -> None:
    clock = FakeClock()
    pacer = Pacer(clock, day_requests=3)
    for _ in range(3):
        admit(pacer, clock)
        clock.seconds += 100

    with pytest.raises(QuotaSpent, match="--rpd: 3 of 3 requests of 24 hours are used") as told:
        pacer.delay(1, 1)

    assert told.value.after == DAY - 300
    clock.seconds = DAY + 1
    assert pacer.delay(1, 1) == 0


def test_a_days_tokens_wait_for_what_is_out_before_they_are_gone() -> None:
    clock = FakeClock()
    pacer = Pacer(clock, day_tokens=1000)
    first, second = admit(pacer, clock, 500), admit(pacer, clock, 500)

    assert pacer.delay(1, 500) == inf
    pacer.settle(first, 500)
    assert pacer.delay(1, 500) == inf
    pacer.settle(second, 501)
    with pytest.raises(QuotaSpent):
        pacer.delay(1, 500)


def test_earlier_commands_count_for_the_day_and_for_the_minute() -> None:
    clock = FakeClock()

    def ago(seconds: float) -> str:
        return datetime.fromtimestamp(clock.time() - seconds, UTC).isoformat(timespec="milliseconds")

    pacer = Pacer(clock, minute_requests=2, day_requests=5)
    for seconds in (DAY + 60, DAY - 60, 3600, 30, 10):
        pacer.earlier(ago(seconds), 7)

    assert pacer.delay(1, 1) == pytest.approx(30, abs=0.01)
    clock.seconds += 50
    admit(pacer, clock)
    with pytest.raises(QuotaSpent) as told:
        pacer.delay(1, 1)
    assert told.value.after == pytest.approx(10, abs=0.01)


@pytest.mark.parametrize("written", ["2026-01-01", "yesterday", ""])
def test_a_log_with_odd_times_ends_nothing(written: str) -> None:
    pacer = Pacer(FakeClock(), day_requests=2)

    pacer.earlier(written, 7)

    assert pacer.delay(1, 1) == 0


def test_what_the_server_has_left_is_not_gone_past() -> None:
    clock = FakeClock()
    pacer = Pacer(clock)
    first = admit(pacer, clock, 100, "groq/m")
    pacer.learn(Limits(minute_tokens=Allowance(limit=6000, left=500, reset=55)), first)
    pacer.settle(first, 10)

    assert pacer.delay(1, 501, "groq/m") > 0, "what the server has counted is not counted again"
    assert pacer.delay(1, 500, "groq/m") == 0
    pacer.sent(1, 500, "groq/m")
    assert pacer.delay(1, 500, "groq/m") == pytest.approx(5)
    clock.seconds += 5
    assert pacer.delay(1, 500, "groq/m") == 0
    assert pacer.delay(1, 50_000, "groq/m") == pytest.approx(55), "more than the limit: when all of it is free"
    assert pacer.delay(1, 5000, "openai/m") == 0, "another account"


def test_a_server_is_asked_no_faster_than_its_limits_refill() -> None:
    clock, rng = FakeClock(), random.Random(1)
    pacer, level = Pacer(clock), 6000.0
    last = 0.0
    for _ in range(200):
        worst = rng.randint(100, 3000)
        sent = admit(pacer, clock, worst, "a")
        level = min(6000.0, level + (clock.seconds - last) * 100)
        last = clock.seconds
        used = rng.randint(50, worst)
        level -= used
        assert level >= -1e-6
        pacer.settle(sent, used)
        pacer.learn(Limits(minute_tokens=Allowance(6000, level, (6000 - level) / 100)), sent)


def test_an_answer_to_an_older_call_teaches_nothing_new() -> None:
    clock = FakeClock()
    pacer = Pacer(clock)
    old, new = admit(pacer, clock), admit(pacer, clock)
    pacer.learn(Limits(minute_requests=Allowance(30, 1, 58)), new)
    pacer.learn(Limits(minute_requests=Allowance(30, 20, 20)), old)

    admit(pacer, clock)

    assert pacer.delay(1, 1) > 0


def test_a_servers_day_that_is_gone_is_not_waited_for() -> None:
    clock = FakeClock()
    pacer = Pacer(clock)
    sent = admit(pacer, clock, 10)
    pacer.learn(Limits(day_requests=Allowance(1000, 2, 7200)), sent)
    first, second = admit(pacer, clock), admit(pacer, clock)

    assert pacer.delay(1, 1) == inf, "one that is out may yet be counted less"
    pacer.settle(first, 1)
    pacer.settle(second, 1)
    with pytest.raises(QuotaSpent, match="day has 0 of 1,000 requests left") as told:
        pacer.delay(1, 1)
    assert told.value.after == 7200
    clock.seconds += 7200
    assert pacer.delay(1, 1) == 0
