"""The backend keeps its contract, whatever the function raises; and what the function says is right."""

from collections.abc import Callable

import pytest

from selfinstruct import Backend, Prompt
from selfinstruct_function import Function
from selfinstruct_function.conversions import solve, tasks


def failing(error: Exception) -> Backend:
    """A backend whose function raises."""

    class Failing(Function):
        def write(self, prompt: Prompt) -> str:
            raise error

    return Failing(None, {})


def test_contract(check_backend: Callable[..., object]) -> None:
    check_backend(Function(None, {}), failing=failing)


@pytest.mark.parametrize(
    ("task", "answer"),
    [
        ("Convert 12 kilometres to miles.", "12 kilometres are about 7.46 miles."),
        ("How many knots make up 10 metres per second?", "10 metres per second are about 19.4 knots."),
        ("40 hectares, expressed in acres", "40 hectares are about 98.8 acres."),
    ],
)
def test_results_are_right(task: str, answer: str) -> None:
    assert solve(task) == answer


def test_every_task_can_be_solved() -> None:
    assert all(solve(task) for task in tasks(500, seed=1))
