"""What turns texts into vectors whose cosine tells how much they mean the same."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from selfinstruct.errors import ConfigError, PluginError

if TYPE_CHECKING:
    import numpy as np

PLACES = 4
"""Decimal places of a cosine. What follows them depends on what else was computed along with it."""


class Embedder(ABC):
    """A source of vectors. The host does the rest: which texts, in what order, and what follows from their cosines.

    A child sets `name`, in kebab case, and defines `identity` and `encode`.
    """

    name: ClassVar[str]
    semantic: ClassVar[bool] = True
    """False for one that sees letters and no meaning; the user is told."""
    threshold: ClassVar[float] = 0.9
    """The cosine above which two tasks are one, where the user gives none."""

    def __init__(self, model: str | None, options: Mapping[str, str]) -> None:
        """Read model and options; raise ConfigError for a wrong one. `self.note(line)` tells the user something later."""
        self.model = model
        self.options = options
        self.note: Callable[[str], None] = _say_nothing

    @classmethod
    def check_instance(cls) -> Embedder | None:
        """One to test the contract on, None when that needs a model or a file."""
        return None

    @property
    @abstractmethod
    def identity(self) -> str:
        """What fixes the vectors: library and version, model, its revision or hash, and what is put before a text.

        Raises ConfigError when there is no such model, or it can not be had.
        """

    @abstractmethod
    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """A row of length 1 for each text, float32, (texts, dimensions), in order. Takes any text, "" too.

        What else is in the call changes a row by rounding errors alone. Raises ConfigError when a model can not be loaded.
        """


def vectors(embedder: Embedder, texts: Sequence[str]) -> np.ndarray:
    """What an embedder gives for texts: float32, (texts, dimensions), rows of length 1, (0, 0) for no texts.

    Raises PluginError when that is something else, ConfigError when numpy or a model is missing.
    """
    np = load_numpy(f"the {embedder.name} embedder")
    if not texts:
        return np.zeros((0, 0), np.float32)
    rows = np.asarray(embedder.encode(texts), np.float32)
    if rows.ndim != 2 or len(rows) != len(texts) or not np.isfinite(rows).all():
        hint = "tell its author; `selfinstruct.testing.check_embedder` shows what is wrong"
        raise PluginError(f"the {embedder.name} embedder gave {rows.shape} numbers for {len(texts)} texts", hint=hint)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(lengths, lengths, 1).astype(np.float32)


def cosine(embedder: Embedder, a: str, b: str) -> float:
    """How much two texts mean the same, -1 to 1, to PLACES decimal places. Raises as `vectors` does."""
    if a == b:
        return 1.0
    one, other = vectors(embedder, (a, b))
    return min(1.0, round(float(one @ other), PLACES))


def load_numpy(needed_by: str) -> Any:
    """numpy, which the host needs for nothing else. Raises ConfigError when it is not installed."""
    try:
        import numpy as np
    except ImportError as error:
        hint = "pip install 'selfinstruct[embeddings]', or numpy alone where no model is wanted"
        raise ConfigError(f"{needed_by} needs numpy", hint=hint) from error
    return np


def _say_nothing(_line: str) -> None:
    """What `note` does until the host sets it."""
