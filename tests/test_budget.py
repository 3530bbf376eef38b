"""A budget is never gone past, whatever comes back and however many are under way; and its end says how to go on."""

from __future__ import annotations

import random

import pytest
from fakeclock import FakeClock
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct.backend import Prompt, Sampling, Usage
from selfinstruct.budget import Allowed, Budget
from selfinstruct.errors import BudgetSpent, ConfigError
from selfinstruct.prices import Price
from selfinstruct.tokencount import prompt_tokens

PRICE = Price(0.37, 1.9)


def prompt(number: int = 0, text: str = "one two three", max_tokens: int = 10) -> Prompt:
    return Prompt("generate", number, "en", "list", Sampling(max_tokens), text=text)


def budget(price: Price | None = PRICE, clock: FakeClock | None = None, **allowed: float | None) -> Budget:
    return Budget(Allowed(**allowed), lambda *_: price, clock or FakeClock())  # type: ignore[arg-type]


def worst(of: Prompt) -> int:
    return prompt_tokens(of) + of.sampling.max_tokens


@given(
    requests=st.none() | st.integers(0, 30),
    tokens=st.none() | st.integers(0, 5000),
    cost=st.none() | st.floats(0, 0.01),
    sizes=st.lists(st.tuples(st.integers(0, 400), st.integers(1, 300), st.floats(0, 1), st.floats(0, 1)), max_size=40),
    concurrency=st.integers(1, 16),
    seed=st.integers(0, 9),
)
def test_what_is_spent_never_exceeds_what_is_allowed(
    requests: int | None,
    tokens: int | None,
    cost: float | None,
    sizes: list[tuple[int, int, float, float]],
    concurrency: int,
    seed: int,
) -> None:
    of = budget(requests=requests, tokens=tokens, cost=cost)
    rng = random.Random(seed)
    asked = [(prompt(i, "a" * length, most), a, b) for i, (length, most, a, b) in enumerate(sizes)]
    flying: list[tuple[Prompt, float, float]] = []
    over = False

    def land() -> None:
        landed, a, b = flying.pop(rng.randrange(len(flying)))
        # Under 1 in each share: an answer uses at most what its request may need at worst.
        usage = Usage(int(prompt_tokens(landed) * a), int(landed.sampling.max_tokens * b))
        of.settle(landed, rng.choice([usage, usage, None]), unknown=rng.random() < 0.5)
        within(of)

    for one in asked:
        try:
            while len(flying) >= concurrency or not of.reserve([one[0]], "b", "m"):
                land()
        except BudgetSpent:
            over = True
            break
        flying.append(one)
    while flying:
        land()
    if over:
        total = of.total
        need = prompt_tokens(one[0]), one[0].sampling.max_tokens
        assert (
            (requests is not None and total.requests + 1 > requests)
            or (tokens is not None and total.tokens + sum(need) > tokens)
            or (cost is not None and (total.cost or 0) + PRICE.cost(Usage(*need)) > cost * (1 - 1e-9))
        )


def within(of: Budget) -> None:
    total, allowed = of.total, of.allowed
    assert allowed.requests is None or total.requests <= allowed.requests
    assert allowed.tokens is None or total.tokens <= allowed.tokens
    assert total.cost is not None
    assert allowed.cost is None or total.cost <= allowed.cost


def test_the_worst_case_of_what_is_under_way_is_counted_in() -> None:
    first, second = prompt(0), prompt(1)
    of = budget(tokens=2 * worst(first) - 1)

    assert of.reserve([first], "b", "m")
    assert not of.reserve([second], "b", "m")
    of.settle(first, Usage(1, 1))
    assert of.reserve([second], "b", "m")


def test_waiting_is_not_asked_for_where_it_would_not_help() -> None:
    first, huge = prompt(0), prompt(1, max_tokens=10_000)
    of = budget(tokens=9_000)

    assert of.reserve([first], "b", "m")
    with pytest.raises(BudgetSpent, match="may need 10,0"):
        of.reserve([huge], "b", "m")


@pytest.mark.parametrize(
    ("allowed", "told"),
    [
        ({"requests": 2}, r"--max-requests: 2 of 2 requests are used"),
        ({"tokens": 100}, r"--max-tokens: 90 of 100 tokens are used, and the next request may need \d+"),
        ({"cost": 0.0001}, r"--max-cost: \S+ of \$0.0001 are spent, and the next request may cost \S+"),
    ],
)
def test_the_end_tells_which_limit_and_how_to_go_on(allowed: dict[str, float], told: str) -> None:
    of = budget(**allowed)
    for _ in range(2):
        of.spent(Usage(40, 5), "b", "m")
    if "cost" in allowed:
        of.spent(Usage(100, 10), "b", "m")

    with pytest.raises(BudgetSpent, match=told) as error:
        of.reserve([prompt()], "b", "m")

    assert error.value.exit_code == 3
    assert f"a larger --max-{next(iter(allowed))}" in error.value.hint


def test_time_is_the_commands_own() -> None:
    clock = FakeClock()
    clock.seconds = 1000.0
    of = budget(clock=clock, seconds=90)

    clock.seconds += 89
    of.check_time()
    with pytest.raises(BudgetSpent, match="after a wait of 5 s"):
        of.check_time(5)
    clock.seconds += 1
    with pytest.raises(BudgetSpent, match="--max-time: 90 s is over"):
        of.reserve([prompt()], "b", "m")


def test_a_cost_limit_without_a_price_is_refused_at_once() -> None:
    with pytest.raises(ConfigError, match="price of groq new-model is unknown") as error:
        budget(None, cost=1.0).check("groq", "new-model")

    assert "--prices FILE" in error.value.hint
    assert '[groq] and "new-model"' in error.value.hint


def test_what_the_log_holds_must_have_a_price_too() -> None:
    of = Budget(Allowed(cost=1.0), lambda _, model: PRICE if model == "known" else None, FakeClock())
    of.spent(Usage(), "", "")
    of.check("b", "known")
    of.spent(Usage(5, 5), "b", "old")

    with pytest.raises(ConfigError, match="price of b old"):
        of.check("b", "known")


def test_nobody_needs_a_price_without_a_cost_limit_or_for_a_free_backend() -> None:
    budget(None, tokens=1).check("groq", "new-model")
    free = budget(None, cost=0.0)
    free.check("local", "m", free=True)

    assert free.reserve([prompt()], "local", "m")
    assert free.cost(Usage(10, 10), "local", "m") == 0.0


def test_an_unknown_price_is_unknown_and_not_nothing() -> None:
    of = budget(None)
    of.spent(Usage(5, 5), "b", "m")

    assert of.total.cost is None
    assert of.cost(Usage(5, 5), "b", "m") is None


def test_estimates_that_were_too_low_are_corrected() -> None:
    of = budget(tokens=10_000)
    first = prompt(0)
    of.reserve([first], "b", "m")
    before = of.reserved_tokens([first])
    of.settle(first, Usage(2 * prompt_tokens(first), 1))

    second = prompt(1)
    of.reserve([second], "b", "m")

    assert of.reserved_tokens([second]) == before + prompt_tokens(second)


def test_a_request_that_got_no_answer_costs_nothing_unless_nobody_knows() -> None:
    of = budget(tokens=10_000)
    for unknown, tokens in ((False, 0), (True, worst(prompt()))):
        one = prompt()
        of.reserve([one], "b", "m")
        of.settle(one, None, unknown=unknown)
        assert of.total.tokens == tokens
