"""Prices: what is known, what a user knows better, and that what nobody knows is not 0."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct import ConfigError, Usage
from selfinstruct.prices import FREE, Bill, Price, Prices, dollars, in_batch, load

OWN = """
[groq]
"openai/gpt-oss-20b" = { input = 7, output = 8.5 }
"new/model" = { input = 1, output = 2 }
[mine]
m = { input = 0, output = 0 }
"""


def test_the_built_in_prices_can_be_read_and_cost_something() -> None:
    prices = load()

    for backend in ("groq", "openai"):
        assert prices.models(backend)
        for model in prices.models(backend):
            price = prices.of(backend, model)
            assert price is not None
            assert 0 < price.input <= price.output


@pytest.mark.parametrize(
    ("backend", "model", "known"),
    [
        ("openai", "gpt-4o-mini", True),
        ("openai", "gpt-4o-mini-2024-07-18", True),
        ("openai", "gpt-4o-mini-preview", False),
        ("openai", "", False),
        ("groq", "gpt-4o-mini", False),
        ("offline", "phrase-tables", False),
    ],
)
def test_a_price_belongs_to_a_backend_and_a_model(backend: str, model: str, known: bool) -> None:
    assert (load().of(backend, model) is not None) is known


def test_a_cost_is_by_the_million() -> None:
    assert Price(2.0, 8.0).cost(Usage(1_000_000, 500_000)) == 6.0
    assert Price(2.0, 8.0).cost(Usage()) == 0.0


def test_a_file_goes_over_the_built_in_prices(tmp_path: Path) -> None:
    file = tmp_path / "prices.toml"
    file.write_text(OWN)
    prices, built_in = load(file), load()

    assert prices.of("groq", "openai/gpt-oss-20b") == Price(7.0, 8.5)
    assert prices.of("groq", "new/model") == Price(1.0, 2.0)
    assert prices.of("mine", "m") == FREE
    assert prices.of("groq", "openai/gpt-oss-120b") == built_in.of("groq", "openai/gpt-oss-120b")
    assert built_in.of("mine", "m") is None


def test_the_environment_can_name_the_file_and_the_option_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "one.toml").write_text("[mine]\nm = { input = 1, output = 1 }\n")
    (tmp_path / "two.toml").write_text("[mine]\nm = { input = 2, output = 2 }\n")
    monkeypatch.setenv("SELFINSTRUCT_PRICES", str(tmp_path / "one.toml"))

    assert load().of("mine", "m") == Price(1.0, 1.0)
    assert load(tmp_path / "two.toml").of("mine", "m") == Price(2.0, 2.0)


WRONG = {
    "no TOML": "m = = 1",
    "no table": "groq = 1",
    "no prices": '[groq]\nm = "cheap"',
    "half a price": "[groq]\nm = { input = 1 }",
    "another name": "[groq]\nm = { input = 1, output = 2, cached = 3 }",
    "no number": '[groq]\nm = { input = 1, output = "two" }',
    "below zero": "[groq]\nm = { input = -1, output = 2 }",
    "not finite": "[groq]\nm = { input = inf, output = 2 }",
    "not a number": "[groq]\nm = { input = nan, output = 2 }",
}


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_file_is_told_with_an_example(tmp_path: Path, text: str) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text(text)

    with pytest.raises(ConfigError, match=r"wrong\.toml") as caught:
        load(file)

    assert "input = 0.075" in caught.value.hint


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="No such file"):
        load(tmp_path / "none.toml")


def bill(*billed: str, asked: str = "") -> Bill:
    return Bill(Prices({"groq": {"m": Price(1.0, 2.0)}}), billed, {"groq": asked})


@pytest.mark.parametrize(
    ("found", "price"),
    [
        (bill("groq").price("groq", "m"), Price(1.0, 2.0)),
        (bill("groq").price("groq", "other"), None),
        (bill("groq", asked="m").price("groq", "as-the-server-calls-it"), Price(1.0, 2.0)),
        (bill("groq").price("offline (not for training)", "m"), FREE),
        (bill("groq", "demo").price("demo (not for training)", "m"), None),
        (bill().price("groq", "m"), FREE),
    ],
    ids=["known", "unknown", "answered under another name", "nobody pays", "a label", "replayed"],
)
def test_only_what_somebody_pays_for_costs_something(found: Price | None, price: Price | None) -> None:
    assert found == price


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (0.0, "$0.00"),
        (1234.5, "$1,234.50"),
        (0.01, "$0.01"),
        (0.00999, "$0.01"),
        (0.0042, "$0.0042"),
        (0.000123, "$0.00012"),
        (0.00000001, "under $0.0001"),
    ],
)
def test_amounts_are_shown_for_people(amount: float, shown: str) -> None:
    assert dollars(amount) == shown


@given(st.floats(min_value=1e-12, max_value=1e9))
def test_what_costs_something_is_never_shown_as_nothing(amount: float) -> None:
    assert dollars(amount) != "$0.00"


def test_a_share_of_the_price_is_what_a_batch_costs(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text("[mine]\nbatch = 0.25\nm = { input = 8, output = 4 }\n\n[plain]\nm = { input = 8, output = 4 }\n")
    book = Bill(load(file), ("groq", "mine", "plain"), {})

    assert book.price(in_batch("mine"), "m") == Price(2.0, 1.0)
    assert book.price(in_batch("plain"), "m") == book.price("plain", "m") == Price(8.0, 4.0)
    assert book.price(in_batch("groq"), "openai/gpt-oss-120b") == Price(0.075, 0.3)
    assert book.price(in_batch("mine"), "none") is None
    assert book.price(in_batch("offline (not for training)"), "m") == FREE
