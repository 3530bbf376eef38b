"""Long runs on the offline backend: thousands of accepted instructions in each language."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from test_pipeline import rows

import selfinstruct
from selfinstruct.plugins import load
from selfinstruct.rouge import f_measure, new_references


@pytest.mark.slow
@pytest.mark.parametrize("code", ["en", "ko", "ja"])
def test_two_thousand_instructions_all_new(code: str) -> None:
    result = selfinstruct.generate(code, 2000, backend="offline", out="run")

    accepted = [row["instruction"] for row in rows(Path("run"), "instructions.jsonl")]
    assert result.instructions == len(accepted) == len(set(accepted)) == 2000
    refused = len(rows(Path("run"), "rejections.jsonl"))
    assert refused < 2000, "fewer than half of the candidates were accepted"
    language = load().language(code)
    tokens = [language.tokens(text) for text in accepted]
    references = new_references()
    references.extend(tokens)
    for index in random.Random(1).sample(range(2000), 200):
        others = references.lcs(tokens[index])
        scores = [f_measure(lcs, len(tokens[index]), len(t)) for lcs, t in zip(others, tokens, strict=True)]
        scores[index] = 0.0
        assert max(scores) <= language.threshold
