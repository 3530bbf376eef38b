"""What an embedder promises: a row of length 1 for each text, the same whatever shares a call with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import Any

from selfinstruct.embedder import Embedder, load_numpy
from selfinstruct.testing.contract import Report, Rule, called, expect, hold

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TEXTS = (
    "Name three rivers of Europe.",
    "",
    "강 이름 세 개를 쓰세요.",
    "川の名前を三つ書いてください。",
    "🌊",
    "Write a poem about the sea.\n\nThe sea was calm.",
    "a" * 5000,
)
_NOISE = 1e-5
"""What else is in a call may change a number by so much: the places that cosines are told to stay as they are."""


def check_embedder(embedder: Embedder) -> Report:
    """Check every rule of an embedder, and tell what was checked. Raises ContractError that tells all that is broken.

    Encodes some dozen texts, several times. Raises ConfigError when numpy is not installed.
    """
    __tracebackhide__ = True
    load_numpy("check_embedder")
    contract = "check_embedder takes an object of a subclass of Embedder"
    mend = "give it Mine(model, options), not the class"
    expect(isinstance(embedder, Embedder), f"{embedder!r:.80} is {type(embedder).__name__}", contract, mend)
    return hold(f"embedder {getattr(embedder, 'name', type(embedder).__name__)}", EMBEDDER_RULES, embedder)


def _check_name(embedder: Embedder) -> None:
    name: object = getattr(type(embedder), "name", None)
    good = isinstance(name, str) and bool(_NAME.fullmatch(name))
    contract = "an embedder has a class attribute `name` in kebab case: it stands on the command line"
    expect(good, f"{type(embedder).__name__}: name is {name!r}", contract, 'write name: ClassVar[str] = "my-embedder"')


def _check_threshold(embedder: Embedder) -> None:
    threshold: object = getattr(embedder, "threshold", None)
    good = isinstance(threshold, float) and 0 < threshold < 1
    contract = "threshold is a cosine between 0 and 1"
    expect(good, f"{_name(embedder)}: threshold is {threshold!r}", contract, "0.9 suits many models")


def _check_identity(embedder: Embedder) -> None:
    name = _name(embedder)
    told, again = (called(f"{name}: identity", "identity is told", getattr, embedder, "identity") for _ in range(2))
    good = isinstance(told, str) and bool(told.strip()) and "\n" not in told and told == again
    contract = "identity is one line that names library, version and model, the same each time: a run is tied to it"
    expect(good, f"{name}: identity is {told!r}", contract, "name what fixes the vectors")


def _check_rows(embedder: Embedder) -> None:
    together = _encoded(embedder, _TEXTS)
    none, alone = _encoded(embedder, []), _encoded(embedder, _TEXTS[:1])
    dimensions = sorted({together.shape[1], alone.shape[1]})
    found = f"{_name(embedder)}: rows have {dimensions} numbers"
    expect(
        len(dimensions) == 1 and not len(none), found, "all rows have the same number of dimensions", "give all of them as many"
    )


def _check_lengths(embedder: Embedder) -> None:
    np = load_numpy("check_embedder")
    off = float(np.abs(np.linalg.norm(_encoded(embedder, _TEXTS), axis=1) - 1).max())
    contract = "rows have length 1, the one of an empty text too"
    found = f"{_name(embedder)}: encode() gave rows whose lengths are off by {off:.2g}"
    expect(off <= _NOISE, found, contract, "divide rows by their norms")


def _check_company(embedder: Embedder, *, alone: bool) -> None:
    """What else is in the call, and where, leaves a row as it is."""
    np = load_numpy("check_embedder")
    together = _encoded(embedder, _TEXTS)
    calls = [[text] for text in _TEXTS] if alone else [_TEXTS[::-1]]
    other = np.concatenate([_encoded(embedder, texts)[::-1] for texts in calls])
    contract = "what shares a call with a text changes its row by rounding errors alone"
    mend = "leave padding out of the pooling, and keep no state from text to text"
    off = float(np.abs(together - other).max()) if together.shape == other.shape else np.inf
    found = (
        f"{_name(embedder)}: rows are others when texts are encoded {'alone' if alone else 'in another order'}, by {off:.2g}"
    )
    expect(off <= _NOISE, found, contract, mend)


def _check_different(embedder: Embedder) -> None:
    first, second = _encoded(embedder, (_TEXTS[0], _TEXTS[5]))
    contract = "texts that say different things get different rows"
    expect(float(first @ second) < 1 - _NOISE, f"{_name(embedder)}: two texts got one row", contract, "encode the text")


def _encoded(embedder: Embedder, texts: Sequence[str]) -> Any:
    """The rows of some texts, looked at."""
    np = load_numpy("check_embedder")
    what = f"{_name(embedder)}: encode() of {len(texts)} texts"
    rows = called(what, "encode takes any text", embedder.encode, texts)
    good = isinstance(rows, np.ndarray) and rows.ndim == 2 and len(rows) == len(texts) and rows.dtype == np.float32
    found = f"{rows.dtype} of shape {rows.shape}" if isinstance(rows, np.ndarray) else type(rows).__name__
    contract = "encode gives one row for each text: a float32 array of shape (texts, dimensions)"
    expect(good, f"{what} gave {found}", contract, "stack the rows, astype(numpy.float32)")
    expect(np.isfinite(rows).all(), f"{what} gave rows that hold nan or inf", "rows hold numbers", "divide by no norm of 0")
    return rows


def _name(embedder: Embedder) -> str:
    return str(getattr(embedder, "name", type(embedder).__name__))


EMBEDDER_RULES = (
    Rule("name", _check_name),
    Rule("threshold", _check_threshold),
    Rule("identity", _check_identity),
    Rule("rows", _check_rows),
    Rule("lengths", _check_lengths, ("rows",)),
    Rule("order", partial(_check_company, alone=False), ("rows",)),
    Rule("alone", partial(_check_company, alone=True), ("rows",)),
    Rule("different-texts", _check_different, ("rows",)),
)
"""In the order in which they are checked."""
