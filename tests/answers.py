"""Answers of a model that does its work, for tests that look at the host and not at the text."""

from __future__ import annotations

import random

from selfinstruct import Completion, Prompt

_SYLLABLES = [a + b for a in "bdfgklmnprst" for b in ("an", "ei", "il", "om", "ur")]


def words(rng: random.Random, count: int) -> str:
    """Made-up words, hardly ever the same twice."""
    return " ".join("".join(rng.choices(_SYLLABLES, k=3)) for _ in range(count))


def good(prompt: Prompt) -> str:
    """What a perfect model would say, decided by what it was shown."""
    rng = random.Random(prompt.sha256 + str(prompt.number))
    if prompt.form == "list":
        lines = [f"{prompt.first + i}. Tell {words(rng, 7)}." for i in range(prompt.count)]
        return "\n".join(lines).removeprefix(f"{prompt.first}." if prompt.style == "completion" else "")
    if prompt.form in {"tasks", "pairs"}:
        return blocks(prompt, rng)
    if prompt.form == "output-first":
        return f"Class label: up\nInput: {words(rng, 4)}\nClass label: down\nInput: {words(rng, 4)}"
    if prompt.form == "input-first":
        return "\n".join(f"Example {n}\nInput: {words(rng, 4)}\nOutput: {words(rng, 5)}" for n in (1, 2))
    return {
        "yes-no": "Yes" if len(prompt.instruction) % 3 == 0 else "No",
        "recovered-instruction": prompt.instruction,
        "score": f"Reason: it does what was asked.\nScore: {4 + len(prompt.instruction) % 2}",
        "preference": "Reason: the first is clearer.\nBetter: A",
    }[prompt.form]


def blocks(prompt: Prompt, rng: random.Random) -> str:
    """Whole tasks; every third needs no input."""
    written = []
    for number in range(prompt.first, prompt.first + prompt.count):
        given = "<noinput>" if number % 3 == 0 else words(rng, 5)
        parts = [f"Instruction: Tell {words(rng, 7)}.", f"Input: {given}", f"Output: {words(rng, 6)}"]
        if prompt.form == "pairs":
            parts = [parts[0], parts[2]]
        written.append("\n".join(f"{number}. {part}" for part in parts))
    text = "\n###\n".join(written)
    return text.removeprefix(f"{prompt.first}. Instruction:") if prompt.style == "completion" else text


def cut(prompt: Prompt) -> Completion:
    """The same, ended by its length limit."""
    return Completion(good(prompt), finish_reason="length", model="m", created_at="2026-01-01")
