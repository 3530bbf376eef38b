"""What comes in: any strings and iterables are taken, and what is wrong is an exception that leaves the pool as it was."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from rouge_oracle import EXTENSION, KERNELS, Make, every_implementation, every_kernel, filled, naive_f, naive_lcs

POOL = [list("abcd"), [], list("abxd"), ["가", "나"]]
SURROGATES = [["\ud800"], ["\udc00"], ["\ud800\udc00"], ["\U00010000"], ["\ufffd"], ["?"], ["\ud83d", "\ude00"], ["\U0001f600"]]

Call = Callable[[Any], object]


def intact(references: Any) -> bool:
    """Whether the pool still is what was put into it, by every way of asking."""
    best = [references.best_above([tokens], 0.9)[0] for tokens in POOL if tokens]
    scored = [tuple(score.nearest) for score in references.score([tokens for tokens in POOL if tokens], 1)]
    return (
        len(references) == len(POOL)
        and all(references.lcs(tokens) == [naive_lcs(tokens, other) for other in POOL] for tokens in POOL)
        and best == [(0, 1.0), (2, 1.0), (3, 1.0)]
        and scored == [(each,) for each in best]
    )


@every_implementation
def test_empty_pools_candidates_and_references(make: Make) -> None:
    references = make()
    assert len(references) == 0
    assert references.lcs(["a"]) == references.lcs([]) == []
    assert references.score([]) == references.best_above([], 0.7) == references.judge([], 0.7) == []
    [score] = references.score([["a"]])
    assert (score.mean, tuple(score.nearest), score.best) == (0.0, (), None)
    assert references.best_above([["a"], []], 0.7) == [None, None]
    references.extend([])
    references.extend([[], ["a"], []])
    assert len(references) == 3
    assert references.lcs([]) == [0, 0, 0]
    [score] = references.score([[]])
    assert (score.mean, tuple(score.nearest)) == (0.0, ((0, 0.0), (1, 0.0), (2, 0.0)))
    assert references.best_above([[]], 0.0) == [None]
    assert references.best_above([["a"]], 0.7) == [(1, 1.0)]
    assert [verdict.accepted for verdict in references.judge([[], ["a"], []], 0.0)] == [True, False, True]


@every_implementation
def test_any_string_is_a_token(make: Make) -> None:
    pool = [
        ["", " ", "\n"],
        ["\ud800", "é", "é"],
        ["가", "각", "🙂"],
        ["0", "00"],
        ["\0", "\0\0"],
        ["e\u0301"],
        ["a" * 100_000],
    ]
    references = filled(make, pool)
    for i, tokens in enumerate(pool):
        assert references.lcs(tokens) == [len(tokens) if j == i else 0 for j in range(len(pool))]


@every_implementation
def test_halves_of_surrogate_pairs_are_tokens_of_their_own(make: Make) -> None:
    references = filled(make, SURROGATES)
    for tokens in SURROGATES:
        assert references.lcs(tokens) == [naive_lcs(tokens, other) for other in SURROGATES]
        assert references.best_above([tokens], 0.9) == [(SURROGATES.index(tokens), 1.0)]
    assert [verdict.accepted for verdict in references.judge([["\udfff"], ["\udfff"], ["\ud800"]], 0.7)] == [True, False, False]


@every_implementation
def test_references_and_candidates_may_come_from_a_generator(make: Make) -> None:
    references = make()
    references.extend(tokens for tokens in POOL)
    assert intact(references)
    assert references.lcs(token for token in "abd") == [3, 0, 3, 0]
    assert references.best_above((tokens for tokens in [list("abcd")]), 0.7) == [(0, 1.0)]
    assert len(references.score(tuple(tokens) for tokens in POOL)) == len(POOL)
    assert [verdict.accepted for verdict in references.judge(iter([["q"], ["q"]]), 0.7)] == [True, False]


@every_implementation
def test_any_iterable_of_tokens_will_do(make: Make) -> None:
    references: Any = make()
    references.extend(iter([("a", "b"), iter("ab"), {"a": 1, "b": 2}, (c for c in "ba")]))
    assert references.lcs(iter("ab")) == [2, 2, 2, 1]
    assert references.best_above((c for c in [iter(["b", "a"])]), 0.7) == [(3, 1.0)]
    assert tuple(references.judge([iter("ab")], 0.7, 1)[0].nearest) == ((0, 1.0),)


BAD: list[tuple[Call, str]] = [
    (lambda r: r.extend([["a"], ["a", 1]]), r"token_lists\[1\]\[1\] is int, not str"),
    (lambda r: r.extend("abc"), "token_lists is a str, not a sequence of token lists"),
    (lambda r: r.extend(["abc"]), r"token_lists\[0\] is a str, not a list of tokens"),
    (lambda r: r.extend([["a"], ("b", None)]), r"token_lists\[1\]\[1\] is NoneType, not str"),
    (lambda r: r.extend([["a"], [["b"]]]), r"token_lists\[1\]\[0\] is list, not str"),
    (lambda r: r.extend(None), "token_lists is NoneType, not a sequence"),
    (lambda r: r.extend(b"ab"), r"token_lists\[0\] is int, not a list of tokens"),
    (lambda r: r.extend([iter(["a", 2.0])]), r"token_lists\[0\]\[1\] is float, not str"),
    (lambda r: r.score(["abc"]), r"candidates\[0\] is a str, not a list of tokens"),
    (lambda r: r.score([["a"], 3]), r"candidates\[1\] is int, not a list of tokens"),
    (lambda r: r.score("a"), "candidates is a str, not a sequence of token lists"),
    (lambda r: r.best_above(None, 0.7), "candidates is NoneType, not a sequence"),
    (lambda r: r.best_above([["a", object()]], 0.7), r"candidates\[0\]\[1\] is object, not str"),
    (lambda r: r.judge([[b"a"]], 0.7), r"candidates\[0\]\[0\] is bytes, not str"),
    (lambda r: r.judge([["new"], ["a", 1]], 0.7), r"candidates\[1\]\[1\] is int, not str"),
    (lambda r: r.lcs([1]), r"tokens\[0\] is int, not str"),
    (lambda r: r.lcs("abc"), "tokens is a str, not a list of tokens"),
]


@every_implementation
@pytest.mark.parametrize(("call", "message"), BAD)
def test_what_is_no_token_is_named_with_its_place(make: Make, call: Call, message: str) -> None:
    references = filled(make, POOL)
    with pytest.raises(TypeError, match=message):
        call(references)
    assert intact(references)


@pytest.mark.parametrize("call", [lambda r: r.score([["a"]]), lambda r: r.judge([1], 0.7), lambda r: r.lcs(["a"])])
def test_a_list_where_a_text_belongs_is_named(call: Call) -> None:
    extension = pytest.importorskip("selfinstruct_rouge")
    references = extension.References(tokenizer="english")
    references.extend(["a b"])
    with pytest.raises(TypeError, match=r"(candidates\[0\]|tokens) is (list|int), not str"):
        call(references)
    with pytest.raises(TypeError, match="token_lists is a str, not a sequence of texts"):
        references.extend("a b")
    assert len(references) == 1


NUMBERS: list[Call] = [
    lambda r: r.score([["a"]], -1),
    lambda r: r.score([["a"]], 1.5),
    lambda r: r.score([["a"]], None),
    lambda r: r.best_above([["a"]], "0.7"),
    lambda r: r.best_above([["a"]], None),
    lambda r: r.judge([["new"]], 0.7, -1),
    lambda r: r.judge([["new"]], 0.7, 10, -1),
    lambda r: r.judge([["new"]], 0.7, 10, 1.5),
    lambda r: r.judge([["new"]], "0.7"),
]
THREADS: list[Call] = [
    lambda r: r.score([["a"]], threads=0),
    lambda r: r.score([["a"]], threads=-1),
    lambda r: r.best_above([["a"]], 0.7, threads=0),
    lambda r: r.judge([["new"]], 0.7, threads=0),
    lambda r: r.judge([["new"]], 0.7, threads="2"),
    lambda r: r.score([["a"]], 2**64),
]


@every_implementation
@pytest.mark.parametrize("call", NUMBERS)
def test_numbers_out_of_range_are_refused(make: Make, call: Call) -> None:
    references = filled(make, POOL)
    with pytest.raises((OverflowError, TypeError, ValueError)):
        call(references)
    assert intact(references)


@every_kernel
@pytest.mark.parametrize("call", THREADS)
def test_numbers_of_threads_out_of_range_are_refused(make: Make, call: Call) -> None:
    references = filled(make, POOL)
    with pytest.raises((OverflowError, TypeError, ValueError)):
        call(references)
    assert intact(references)


@every_implementation
@pytest.mark.parametrize("threshold", [1.0, 1, 1.5, math.inf, math.nan])
def test_nothing_is_above_a_threshold_that_no_score_passes(make: Make, threshold: float) -> None:
    references = filled(make, POOL)
    assert references.best_above(POOL, threshold) == [None] * len(POOL)
    for k in (0, 2):
        assert [verdict.accepted for verdict in references.judge(POOL, threshold, k)] == [True] * len(POOL)
    assert len(references) == 3 * len(POOL)


@every_implementation
@pytest.mark.parametrize("threshold", [-1e-9, -0.5, -7.0, -math.inf])
def test_everything_is_above_a_threshold_below_zero(make: Make, threshold: float) -> None:
    references = filled(make, POOL)
    candidates = [list("abx"), ["unheard of"], []]
    nearest = [(2, naive_f(3, 3, 4)), (0, 0.0), (0, 0.0)]
    assert references.best_above(candidates, threshold) == nearest
    for k in (0, 1):
        verdicts = references.judge(candidates, threshold, k)
        assert [(v.accepted, tuple(v.nearest)) for v in verdicts] == [(False, (each,)) for each in nearest]
    assert make().best_above(candidates, threshold) == [None] * 3
    assert [v.accepted for v in make().judge(candidates, threshold)] == [True, False, False]


@every_implementation
@pytest.mark.parametrize("threshold", [0.0, -0.0, 5e-324])
def test_at_zero_one_token_in_common_is_enough(make: Make, threshold: float) -> None:
    references = filled(make, POOL)
    assert references.best_above([["d", "q"], ["q"], []], threshold) == [(0, naive_f(1, 2, 4)), None, None]


@every_implementation
@pytest.mark.parametrize("k", [len(POOL), 2**31, sys.maxsize])
def test_more_neighbours_than_references_are_all_of_them(make: Make, k: int) -> None:
    references = filled(make, POOL)
    everything = ((0, 1.0), (2, 0.75), (1, 0.0), (3, 0.0))
    assert tuple(references.score([list("abcd")], k)[0].nearest) == everything
    assert tuple(references.judge([list("abcd")], 0.7, k)[0].nearest) == everything
    assert tuple(references.score([list("abcd")], 0)[0].nearest) == ()


@every_implementation
@pytest.mark.parametrize("k", [0, 10])
def test_a_limit_of_nothing_judges_nothing(make: Make, k: int) -> None:
    references = filled(make, POOL)
    assert references.judge([["q"]], 0.7, k, 0) == []
    assert intact(references)
    assert len(references.judge([["q"], ["r"]], 0.7, k, sys.maxsize)) == 2


class Growing:
    """Adds to the pool while that reads it."""

    def __init__(self, references: Any) -> None:
        self.references = references

    def __iter__(self) -> Iterator[list[str]]:
        for token in "xyz":
            self.references.extend([[token, "grown"]])
            yield [token, "given"]


@every_implementation
def test_what_is_changed_while_it_is_read_does_no_harm(make: Make) -> None:
    references: Any = filled(make, POOL)
    outer: list[Any] = []
    inner = list("abcd")

    def hostile() -> Iterator[str]:
        yield "a"
        outer.pop()
        inner.clear()
        yield "b"

    outer += [hostile(), inner, list("never read")]
    found = references.score(outer, 1)
    assert [tuple(score.nearest) for score in found] == [((0, naive_f(2, 2, 4)),), ((0, 0.0),)]
    assert intact(references)
    references.extend(Growing(references))
    assert len(references) == len(POOL) + 6
    assert references.lcs(["x", "grown"])[-6:] == [2, 1, 1, 1, 0, 0]


class Failing:
    """Gives an item, and then an error of its own."""

    def __init__(self, item: object) -> None:
        self.item = item

    def __iter__(self) -> Iterator[Any]:
        yield self.item
        raise LookupError("no more of it")


@every_implementation
@pytest.mark.parametrize("given", [Failing(["new"]), [["new"], Failing("a")]])
def test_an_error_of_the_caller_s_own_comes_through(make: Make, given: Any) -> None:
    references: Any = filled(make, POOL)
    calls: list[Call] = [lambda r: r.extend(given), lambda r: r.score(given), lambda r: r.best_above(given, 0.7)]
    for call in [*calls, lambda r: r.judge(given, 0.7), lambda r: r.lcs(Failing("a"))]:
        with pytest.raises(LookupError, match="no more of it"):
            call(references)
    assert intact(references)


class Odd(str):
    """A string that lies about itself."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 0

    def __len__(self) -> int:
        return 10**9

    def encode(self, *args: Any) -> Any:
        return 7


@every_kernel
def test_a_string_is_its_characters_whatever_its_class_says(make: Make) -> None:
    references: Any = filled(make, POOL)
    assert references.lcs([Odd("a"), Odd("q"), Odd("d")]) == [2, 0, 2, 0]
    with pytest.raises(TypeError):
        references.lcs([Odd("\ud800")])
    assert intact(references)


@pytest.mark.skipif(not KERNELS, reason="needs the extension")
@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda e: e.Score(0.5, "x"), TypeError),
        (lambda e: e.Score(0.5, [(-1, 0.5)]), OverflowError),
        (lambda e: e.Score("0.5", []), TypeError),
        (lambda e: e.Verdict(None, 0.5, []), TypeError),
        (lambda e: e.References("klingon"), ValueError),
        (lambda e: e.References(kernel="abacus"), ValueError),
        (lambda e: e.References(kernel=7), TypeError),
        (lambda e: e._rouge.lcs_pair("abc", ["a"]), TypeError),
        (lambda e: e._rouge.lcs_pair(["a"], [1]), TypeError),
    ],
)
def test_values_are_not_made_of_anything(call: Call, error: type[Exception]) -> None:
    with pytest.raises(error):
        call(EXTENSION)
