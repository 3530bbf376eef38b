"""What models cost: the built-in table, and the user's over it. A price that is not there is unknown, which is not 0."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from selfinstruct.backend import Usage
from selfinstruct.errors import ConfigError

VARIABLE = "SELFINSTRUCT_PRICES"
"""The environment variable that names a file of prices."""

_DATED = re.compile(r"-\d{4}-\d{2}-\d{2}$")
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars per million tokens of prompts (`input`) and of answers (`output`)."""

    input: float
    output: float

    def cost(self, usage: Usage) -> float:
        """What a request with this usage costs, in US dollars."""
        return (usage.prompt_tokens * self.input + usage.completion_tokens * self.output) / _MILLION


FREE = Price(0.0, 0.0)
"""Of a backend that nobody pays for."""

BATCH = "batch"
"""In the table of a backend: not a model, but what share of its prices it takes for answers in a batch."""

_IN_BATCH = " (batch)"


class Prices:
    """Prices by backend and model, as the backends call them. batch: backend -> the share of them that a batch costs."""

    def __init__(self, table: Mapping[str, Mapping[str, Price]], batch: Mapping[str, float] | None = None) -> None:
        self._table, self._batch = table, batch or {}

    def of(self, backend: str, model: str) -> Price | None:
        """The price of a model, None when it is unknown. A dated name falls back to the name without its date."""
        models = self._table.get(backend, {})
        return models.get(model) or models.get(_DATED.sub("", model))

    def models(self, backend: str) -> list[str]:
        """The models of a backend whose prices are known."""
        return list(self._table.get(backend, {}))

    def in_batch(self, backend: str, price: Price) -> Price:
        """What a price of a backend comes to in a batch: the same where nothing is known of that."""
        share = self._batch.get(backend, 1.0)
        return Price(price.input * share, price.output * share)


class Bill:
    """Which backends of a run are paid for, and at what prices.

    asked: backend -> the model that is asked for, whose price holds when a server answers under a name that is not known.
    """

    def __init__(self, prices: Prices, billed: Iterable[str], asked: Mapping[str, str]) -> None:
        self._prices = prices
        self._asked = asked
        self.billed = set(billed)

    def price(self, backend: str, model: str) -> Price | None:
        """What tokens of a backend cost, as it is named in the log; None when that is unknown."""
        if not self.is_paid(backend):
            return FREE
        name = _name(backend)
        price = self._prices.of(name, model) or self._prices.of(name, self._asked.get(name, ""))
        return self._prices.in_batch(name, price) if price and is_in_batch(backend) else price

    def is_paid(self, backend: str) -> bool:
        """Whether somebody pays for a backend, as it is named in the log."""
        return _name(backend) in self.billed


def in_batch(backend: str) -> str:
    """A backend as prices and budgets know what it answers in batches."""
    return backend + _IN_BATCH


def is_in_batch(backend: str) -> bool:
    """Whether that is how `in_batch` has named it."""
    return backend.endswith(_IN_BATCH)


def _name(label: str) -> str:
    """A backend's name without what records say of it."""
    return label.partition(" ")[0]


def load(file: Path | None = None) -> Prices:
    """The built-in prices with those of `file` over them, or of the file that SELFINSTRUCT_PRICES names.

    Raises ConfigError when that file cannot be read or says anything but prices.
    """
    table, batch = _read(files("selfinstruct") / "prices.toml", "the built-in prices")
    if own := file or _named():
        more, shares = _read(own, str(own))
        for backend, models in more.items():
            table[backend] = {**table.get(backend, {}), **models}
        batch |= shares
    return Prices(table, batch)


def dollars(amount: float) -> str:
    """An amount for people: cents and whole dollars as such, less than a cent with two digits that count."""
    if 0 < amount < 0.01:
        return f"${amount:.2g}" if amount >= 0.0001 else "under $0.0001"
    return f"${amount:,.2f}"


def _named() -> Path | None:
    name = os.environ.get(VARIABLE)
    return Path(name) if name else None


def _read(file: Path | Traversable, name: str) -> tuple[dict[str, dict[str, Price]], dict[str, float]]:
    """The prices in a file, and the shares of them that batches cost."""
    example = '[groq]\n"openai/gpt-oss-20b" = { input = 0.075, output = 0.30 }'
    hint = f"US dollars per million tokens, by backend and model:\n{example}"
    try:
        book = tomllib.loads(file.read_text("utf-8"))
        shares = {backend: _share(models.pop(BATCH)) for backend, models in book.items() if BATCH in models}
        return {backend: {model: _price(value) for model, value in models.items()} for backend, models in book.items()}, shares
    except OSError as error:
        raise ConfigError(f"{name}: {error.strerror or error}", hint="give a readable file with --prices") from None
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise ConfigError(f"{name}: not a table of prices: {error}", hint=hint) from None


def _share(value: Any) -> float:
    share = float(value)
    if not 0 <= share < float("inf"):
        raise ValueError(f"{BATCH} = {value}: the share of the prices that a batch costs is a number from 0")
    return share


def _price(value: Mapping[str, Any]) -> Price:
    if set(value) != {"input", "output"}:
        raise ValueError(f"input and output are needed, not {', '.join(value) or 'nothing'}")
    price = Price(float(value["input"]), float(value["output"]))
    if not (0 <= price.input < float("inf") and 0 <= price.output < float("inf")):
        raise ValueError(f"{price.input} and {price.output}: prices are numbers from 0")
    return price
