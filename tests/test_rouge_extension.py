"""What the Rust extension has beyond its Python twin: kernels by name, values, English texts."""

from __future__ import annotations

import copy
import gc
import importlib
import json
import os
import pickle
import random
import subprocess
import sys
import weakref
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rouge_oracle import wordy

extension = pytest.importorskip("selfinstruct_rouge")
POOL = [list("abcd"), [], list("abxd"), ["가", "나"]]


def filled() -> Any:
    references = extension.References()
    references.extend(POOL)
    return references


def run(code: str, kernel: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "ROUGE_RS_KERNEL": kernel}
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", extension.kernels())
def test_a_kernel_is_forced_by_its_name(name: str) -> None:
    code = "import selfinstruct_rouge as s; r = s.References(); r.extend([['a', 'b']]); print(s.kernel(), r.lcs(['b']))"
    assert run(code, name).stdout == f"{name} [1]\n"


def test_an_unknown_kernel_is_an_error_that_lists_those_there_are() -> None:
    failed = run("import selfinstruct_rouge", "abacus")
    assert failed.returncode == 1
    assert 'ImportError: ROUGE_RS_KERNEL: no kernel "abacus"' in failed.stderr
    assert ", ".join(extension.kernels()) in failed.stderr
    with pytest.raises(ValueError, match=r"abacus.*scalar"):
        extension.References(kernel="abacus")
    assert run("import selfinstruct_rouge as s; print(s.kernel())", "").stdout.strip() == extension.kernels()[-1]


def test_scores_are_values() -> None:
    references = filled()
    score, same, other = references.score([list("abcd"), list("abcd"), list("xy")], 2)
    assert (score, hash(score)) == (same, hash(same))
    assert score != other
    assert repr(score) == f"Score(mean={score.mean!r}, nearest=((0, 1.0), (2, 0.75)))"
    [verdict] = references.judge([list("abcd")], 0.7, 1)
    assert repr(verdict) == f"Verdict(accepted=False, mean={verdict.mean!r}, nearest=((0, 1.0),))"
    assert score != verdict != (False, verdict.mean, verdict.nearest)
    match score:
        case extension.Score(mean, nearest):
            assert (mean, nearest) == (score.mean, score.nearest)
    with pytest.raises(AttributeError):
        score.mean = 1.0


def test_scores_and_verdicts_are_pickled_and_copied() -> None:
    references = filled()
    candidates = [list("abcd"), ["unheard of"], []]
    values = [*references.score(candidates), *references.judge(candidates, 0.7, 0), *references.judge(candidates, 0.7)]
    for value in [*values, extension.Score(0.0, []), extension.Verdict(True, None, [(2**32 - 1, 5e-324)])]:
        assert copy.copy(value) == copy.deepcopy(value) == value
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            assert pickle.loads(pickle.dumps(value, protocol)) == value  # noqa: S301


def test_a_pool_is_no_value() -> None:
    references = filled()
    for attempt in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="References"):
            attempt(references)
    before = sys.getsizeof(references)
    references.extend([[f"{i}.{place}" for place in range(50)] for i in range(1000)])
    assert sys.getsizeof(references) > before + 4 * 50 * 1000
    there = weakref.ref(references)
    del references
    gc.collect()
    assert there() is None


def test_texts_are_cut_as_rouge_score_does() -> None:
    tokenizers = pytest.importorskip("rouge_score.tokenizers")
    tokenizer = tokenizers.DefaultTokenizer()
    texts = [
        "Write a haiku.",
        "",
        "  ¿Qué? 12x  ",
        "İstanbul ſ K",
        "a\ud800b",
        "don't -- stop_now",
        "日本 語 ab",
        "WRITE A HAIKU",
    ]
    by_text, by_tokens = extension.References(tokenizer="english"), extension.References()
    by_text.extend(texts)
    by_tokens.extend([tokenizer.tokenize(text) for text in texts])
    for text in [*texts, "write haiku"]:
        tokens = tokenizer.tokenize(text)
        assert by_text.lcs(text) == by_tokens.lcs(tokens)
        assert by_text.score([text]) == by_tokens.score([tokens])
        assert by_text.best_above([text], 0.5) == by_tokens.best_above([tokens], 0.5)
    assert by_text.judge(["A new one", "a NEW one!"], 0.7, 1)[1].nearest == ((len(texts), 1.0),)


def cut_alike(text: str) -> bool:
    """Whether a text is cut into the very tokens of `rouge_score`, their order and number included."""
    tokens = importlib.import_module("rouge_score.tokenizers").DefaultTokenizer().tokenize(text)
    references = extension.References(tokenizer="english")
    references.extend([" ".join(tokens)])
    f = 1.0 if tokens else 0.0
    return bool(references.lcs(text) == [len(tokens)] and references.score([text])[0].nearest == ((0, f),))


@given(st.text(st.one_of(st.characters(), st.sampled_from("aZ09 .,İ\u212aſßΣ\ud800\udfff")), max_size=60))
def test_any_text_is_cut_as_rouge_score_does(text: str) -> None:
    pytest.importorskip("rouge_score")
    assert cut_alike(text)


@pytest.mark.slow
def test_every_character_is_cut_as_rouge_score_does() -> None:
    pytest.importorskip("rouge_score")
    for start in range(0, sys.maxunicode + 1, 4096):
        assert cut_alike(" ".join(f"x{code}{chr(code)}y" for code in range(start, start + 4096)))


def filtered(folder: Path, environment: dict[str, str]) -> list[bytes]:
    command = [sys.executable, "-m", "selfinstruct", "filter", "in.jsonl", "--lang", "en", "--kept", "kept", "--rejected", "no"]
    ran = subprocess.run(command, env={**os.environ, **environment}, cwd=folder, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return [(folder / name).read_bytes() for name in ("kept", "no")]


@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.slow) for name in extension.kernels()[:-1]] + [""])
def test_filter_writes_the_same_bytes_with_every_kernel_and_without(tmp_path: Path, name: str) -> None:
    texts = [" ".join(tokens) for tokens in wordy(random.Random(3), 300)]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps({"instruction": text}) + "\n" for text in texts), "utf-8")
    kept, refused = filtered(tmp_path, {"SELFINSTRUCT_KERNEL": "python"})
    assert kept.count(b"\n") > 100
    assert refused.count(b"\n") > 50
    assert filtered(tmp_path, {"SELFINSTRUCT_KERNEL": "", "ROUGE_RS_KERNEL": name}) == [kept, refused]
