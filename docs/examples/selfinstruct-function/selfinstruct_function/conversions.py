"""Tasks about units, and their results."""

import re
from random import Random

from selfinstruct import Prompt

UNITS = {
    "centimetres": ("inches", 0.393701),
    "hectares": ("acres", 2.47105),
    "kilograms": ("pounds", 2.20462),
    "kilometres": ("miles", 0.621371),
    "litres": ("US pints", 2.11338),
    "metres per second": ("knots", 1.94384),
}
ASKED = (
    "Convert {0} {1} to {2}.",
    "Somebody tells you about {0} {1}. What is that in {2}?",
    "{0} {1}, expressed in {2}",
    "How many {2} make up {0} {1}?",
    "Please give me {0} {1} in {2} instead, to three figures.",
)


def tasks(count: int, seed: int) -> list[str]:
    """Write tasks; the same seed gives the same ones."""
    draw = Random(seed)
    drawn = [(draw.choice(ASKED), draw.randint(2, 99), draw.choice(sorted(UNITS))) for _ in range(count)]
    return [asked.format(number, unit, UNITS[unit][0]) for asked, number, unit in drawn]


def solve(task: str) -> str:
    """Say what a task asks for. Raises ValueError for a task that is not one of these."""
    found = re.search(rf"(\d+) ({'|'.join(UNITS)})\b", task)
    if found is None:
        raise ValueError("no number with a unit that is known")
    to, factor = UNITS[found[2]]
    return f"{found[0]} are about {int(found[1]) * factor:.3g} {to}."


def write(prompt: Prompt) -> str:
    """Answer one prompt. Raises ValueError for one of a form that there is no function for."""
    if prompt.form == "list" and not prompt.classification:
        return "\n".join(f"{number}. {task}" for number, task in enumerate(tasks(prompt.count, prompt.sampling.seed), 1))
    if prompt.form == "yes-no":
        return "No"
    if prompt.form == "input-first":
        return f"Output: {solve(prompt.instruction)}"
    raise ValueError(f"no function for {prompt.form}")
