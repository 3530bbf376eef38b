"""The ways in which tasks are made: what one request asks for, and which stages ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from selfinstruct.backend import Form


@dataclass(frozen=True, slots=True)
class Recipe:
    """One way. template, form: of the requests of `generate`. stages: those that ask, in order.

    seed_demonstrations, machine_demonstrations: how many of each a request shows unless the user wants otherwise.
    tasks: how many it asks for; None for as many whole tasks as the language fits into an answer.
    """

    template: str
    form: Form
    stages: tuple[str, ...]
    seed_demonstrations: int
    machine_demonstrations: int
    tasks: int | None = None

    @property
    def whole(self) -> bool:
        """Whether one answer gives instruction, input and output together."""
        return self.form != "list"


DEFAULT = "self-instruct"

RECIPES: Mapping[str, Recipe] = {
    DEFAULT: Recipe("generate", "list", ("generate", "classify", "instances"), 6, 2, 8),
    "alpaca": Recipe("alpaca", "tasks", ("generate",), 3, 0),
    "instruction-output": Recipe("instruction-output", "pairs", ("generate",), 3, 1),
}
"""self-instruct: Wang et al. 2023. alpaca: Taori et al. 2023. instruction-output: for base models of code, which write test
cases where they see an input."""
