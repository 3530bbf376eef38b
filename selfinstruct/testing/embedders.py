"""What an embedder promises: a row of length 1 for each text, the same whatever shares a call with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from selfinstruct.embedder import Embedder, load_numpy
from selfinstruct.testing.contract import ContractError, called, expect

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


def check_embedder(embedder: Embedder) -> None:
    """Raise ContractError unless the embedder keeps its contract. Encodes some dozen texts, several times."""
    _check_values(embedder)
    np = load_numpy("check_embedder")
    together = _encoded(embedder, _TEXTS)
    name = embedder.name
    contract = "what shares a call with a text changes its row by rounding errors alone"
    mend = "leave padding out of the pooling, and keep no state from text to text"
    for other, what in ((_encoded(embedder, _TEXTS[::-1])[::-1], "in another order"), (_alone(embedder), "alone")):
        off = float(np.abs(together - other).max()) if together.shape == other.shape else np.inf
        expect(off <= _NOISE, f"{name}: rows are others when texts are encoded {what}, by {off:.2g}", contract, mend)
    first, second = _encoded(embedder, (_TEXTS[0], _TEXTS[5]))
    contract = "texts that say different things get different rows"
    expect(float(first @ second) < 1 - _NOISE, f"{name}: two texts got one row", contract, "encode the text")


def _check_values(embedder: Embedder) -> None:
    """What the host reads before it encodes anything."""
    name: object = getattr(type(embedder), "name", None)
    good = isinstance(name, str) and bool(_NAME.fullmatch(name))
    contract = "an embedder has a class attribute `name` in kebab case: it stands on the command line"
    expect(good, f"{type(embedder).__name__}: name is {name!r}", contract, 'write name: ClassVar[str] = "my-embedder"')
    threshold: object = getattr(embedder, "threshold", None)
    good = isinstance(threshold, float) and 0 < threshold < 1
    expect(good, f"{name}: threshold is {threshold!r}", "threshold is a cosine between 0 and 1", "0.9 suits many models")
    told, again = (called(f"{name}: identity", "identity is told", getattr, embedder, "identity") for _ in range(2))
    good = isinstance(told, str) and bool(told.strip()) and "\n" not in told and told == again
    contract = "identity is one line that names library, version and model, the same each time: a run is tied to it"
    expect(good, f"{name}: identity is {told!r}", contract, "name what fixes the vectors")


def _encoded(embedder: Embedder, texts: Sequence[str]) -> Any:
    """The rows of some texts, each looked at."""
    np = load_numpy("check_embedder")
    what = f"{embedder.name}: encode() of {len(texts)} texts"
    rows = called(what, "encode takes any text", embedder.encode, texts)
    good = isinstance(rows, np.ndarray) and rows.ndim == 2 and len(rows) == len(texts) and rows.dtype == np.float32
    found = f"{rows.dtype} of shape {rows.shape}" if isinstance(rows, np.ndarray) else type(rows).__name__
    contract = "encode gives one row for each text: a float32 array of shape (texts, dimensions)"
    expect(good, f"{what} gave {found}", contract, "stack the rows, astype(numpy.float32)")
    if texts:
        off = float(np.abs(np.linalg.norm(rows, axis=1) - 1).max())
        contract = "rows have length 1, the one of an empty text too"
        expect(off <= _NOISE, f"{what} gave rows whose lengths are off by {off:.2g}", contract, "divide rows by their norms")
    return rows


def _alone(embedder: Embedder) -> Any:
    np = load_numpy("check_embedder")
    rows = [_encoded(embedder, [text])[0] for text in _TEXTS]
    none = _encoded(embedder, [])
    if len({row.shape for row in rows}) > 1 or len(none):
        found = f"{embedder.name}: rows have {sorted({len(row) for row in rows})} numbers"
        raise ContractError(found, "all rows have the same number of dimensions", "give all of them as many")
    return np.stack(rows)
