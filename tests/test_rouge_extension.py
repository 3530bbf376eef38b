"""What the Rust extension has beyond its Python twin: kernels by name, texts, threads, errors. Numbers: see test_rouge."""

from __future__ import annotations

import gc
import os
import pickle
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from selfinstruct.rouge import References as Twin

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


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda r: r.extend([["a"], ["a", 1]]), r"token_lists\[1\]\[1\] is int, not str"),
        (lambda r: r.extend("abc"), "token_lists is a str, not a sequence of token lists"),
        (lambda r: r.extend([["a"], ("b", None)]), r"token_lists\[1\]\[1\] is NoneType, not str"),
        (lambda r: r.score(["abc"]), r"candidates\[0\] is a str, not a list of tokens"),
        (lambda r: r.score([["a"], 3]), r"candidates\[1\] is int, not a list of tokens"),
        (lambda r: r.best_above(None, 0.7), "candidates is NoneType, not a sequence"),
        (lambda r: r.judge([[b"a"]], 0.7), r"candidates\[0\]\[0\] is bytes, not str"),
        (lambda r: r.lcs([1]), r"tokens\[0\] is int, not str"),
    ],
)
def test_what_is_no_token_is_named_with_its_place(call: Callable[[Any], object], message: str) -> None:
    references = filled()
    with pytest.raises(TypeError, match=message):
        call(references)
    assert len(references) == len(POOL)  # nothing half done


def test_bad_numbers_are_refused() -> None:
    references = filled()
    for k, threads, error in [(-1, None, OverflowError), (10, 0, ValueError), (10, -1, OverflowError)]:
        with pytest.raises(error):
            references.score([["a"]], k, threads=threads)
    with pytest.raises(ValueError, match="english"):
        extension.References("klingon")


def test_any_iterable_of_tokens_will_do() -> None:
    references = extension.References()
    references.extend(iter([("a", "b"), iter("ab"), {"a": 1, "b": 2}, (c for c in "ba")]))
    assert references.lcs(iter("ab")) == [2, 2, 2, 1]
    assert references.best_above((c for c in [["b", "a"]]), 0.7) == [(3, 1.0)]


def test_scores_are_values() -> None:
    references = filled()
    score, same, other = references.score([list("abcd"), list("abcd"), list("xy")], 2)
    assert (score, hash(score)) == (same, hash(same))
    assert score != other
    assert repr(score) == f"Score(mean={score.mean!r}, nearest=((0, 1.0), (2, 0.75)))"
    [verdict] = references.judge([list("abcd")], 0.7, 1)
    assert repr(verdict) == f"Verdict(accepted=False, mean={verdict.mean!r}, nearest=((0, 1.0),))"
    for value in (score, verdict):
        assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301
    match score:
        case extension.Score(mean, nearest):
            assert (mean, nearest) == (score.mean, score.nearest)


def test_halves_of_surrogate_pairs_are_tokens_of_their_own() -> None:
    pool = [["\ud800"], ["\udc00"], ["\ud800\udc00"], ["\U00010000"], ["\ufffd"], ["?"]]
    references, twin = extension.References(), Twin()
    for each in (references, twin):
        each.extend(pool)
    for tokens in pool:
        assert references.lcs(tokens) == twin.lcs(tokens)


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
    with pytest.raises(TypeError, match=r"candidates\[0\] is list, not str"):
        by_text.score([["a"]])
    with pytest.raises(TypeError, match="token_lists is a str, not a sequence of texts"):
        by_text.extend("a b")


def made(count: int, seed: int) -> list[list[str]]:
    rng = random.Random(seed)
    return [rng.choices("abcdefghijklmnop", k=rng.randint(1, 40)) for _ in range(count)]


@pytest.mark.parametrize("name", extension.kernels())
def test_threads_change_nothing(name: str) -> None:
    references = extension.References(kernel=name)
    references.extend(made(700, 1))
    candidates = made(150, 2)
    one, best = references.score(candidates, threads=1), references.best_above(candidates, 0.6, threads=1)
    for threads in (2, 5, None):
        assert references.score(candidates, threads=threads) == one
        assert references.best_above(candidates, 0.6, threads=threads) == best


def test_a_pool_may_be_used_from_several_threads() -> None:
    references = extension.References()
    references.extend(made(300, 3))
    candidates, wanted = made(40, 4), 300
    failures: list[BaseException] = []

    def work(seed: int) -> None:
        try:
            for _ in range(10):
                references.extend(made(5, seed))
                references.score(candidates, 3, threads=2)
                references.best_above(candidates, 0.5)
        except BaseException as error:  # one that a thread raises would be lost
            failures.append(error)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert len(references) == wanted + 4 * 10 * 5


def test_other_threads_run_meanwhile() -> None:
    references = extension.References(kernel="naive")
    references.extend([["a", "b"] * 100] * 2000)
    worker = threading.Thread(target=references.score, args=([["b"] * 100],), kwargs={"threads": 1})
    worker.start()
    turns = 0
    while worker.is_alive():
        turns += 1
        time.sleep(0)
    worker.join()
    assert turns > 1


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
@pytest.mark.parametrize("call", ["score(c, threads=1)", "score(c, threads=2)", "judge(c, 0.7)"])
def test_ctrl_c_ends_a_long_call(call: str) -> None:
    code = f"""
import selfinstruct_rouge as s
r = s.References(kernel="naive")
r.extend([["a", "b"] * 50] * 20000)
c = [["b", "a", str(i)] * 50 for i in range(2000)]
print("ready", flush=True)
try:
    r.{call}
except KeyboardInterrupt:
    print("interrupted", len(r) >= 20000, len(r.score([["a"]], threads=1)))
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        try:
            out, _ = process.communicate(timeout=60)
        finally:
            process.kill()
    assert out == "interrupted True 1\n"


def test_many_distinct_tokens() -> None:
    references = extension.References()
    references.extend([[f"{i}.{j}" for j in range(100)] for i in range(2000)])
    assert references.best_above([[f"1234.{j}" for j in range(90)]], 0.7) == [(1234, pytest.approx(2 * 90 / 190))]
    assert references.score([["7.1", "none"]], 1)[0].nearest[0][0] == 7
    del references
    gc.collect()


def test_a_million_tokens_in_one_text() -> None:
    references = extension.References(tokenizer="english")
    references.extend(["a b c", "b " * 1000, ""])
    text = "a b " * 500_000
    assert references.lcs(text) == [2, 1000, 0]
    references.extend([text])
    assert references.lcs("b a a")[-1] == 3
