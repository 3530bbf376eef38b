"""What the benchmark's figures rest on: equal work, samples and sums that are right, and filters that find what is there."""

from __future__ import annotations

import contextlib
import json
import random
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct.rouge import References, f_measure

BENCH = Path(__file__).parent.parent / "bench"
sys.path.insert(0, str(BENCH))

import agreement  # noqa: E402
import dedup  # noqa: E402
import languages  # noqa: E402
import laps  # noqa: E402
import ours  # noqa: E402
import peers  # noqa: E402
from corpus import Corpus, from_file, synthetic  # noqa: E402


@pytest.mark.parametrize("name", ["rouge_score", "rapidfuzz"])
def test_a_contestant_with_other_numbers_stops_the_run(name: str) -> None:
    pytest.importorskip(name)
    pool, candidates = synthetic(20, random.Random(1)), synthetic(5, random.Random(2))
    references = References()
    references.extend(pool.entries)
    rows: Any = agreement._rows(pool, candidates, [references.lcs(tokens) for tokens in candidates.entries])
    compare = getattr(agreement, f"_{name}")
    assert compare(pool, candidates, rows) == [name]
    rows[3][7] += 1e-9
    with pytest.raises(agreement.DisagreementError, match=name):
        compare(pool, candidates, rows)


def test_a_kernel_with_other_numbers_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    class Wrong(References):
        def score(self, candidates: Any, k: int = 10, **_: Any) -> Any:
            return super().score(candidates, k)[::-1]

    real = ours.loaded

    def loaded(kernel: str, pool: Corpus) -> Any:
        held = real("python", pool)
        if kernel == "wrong":
            held.references = Wrong()
            held.references.extend(pool.entries)
        return held

    monkeypatch.setattr(agreement, "kernels", lambda: ["wrong"])
    monkeypatch.setattr(agreement, "loaded", loaded)
    with pytest.raises(agreement.DisagreementError, match="wrong"):
        agreement.agreeing(synthetic(20, random.Random(1)), synthetic(5, random.Random(2)), 0.7, 1)


def test_made_up_instructions_are_the_same_for_a_seed_and_partly_copies() -> None:
    made = synthetic(2000, random.Random(5))
    assert made.entries == synthetic(2000, random.Random(5)).entries
    near = dedup.earlier("python", 0.7, made.entries)
    assert 0.05 < near.count(1) / len(made) < 0.2


def test_texts_stay_with_their_tokens(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps({"instruction": f"Say {i}, twice!"}) + "\n" for i in range(50)), encoding="utf-8")
    read = from_file(path, random.Random(1)).shuffled(random.Random(2)).cut(5, 45)
    assert len(set(read.raw())) == len(read) == 40
    assert [text.lower().replace(",", "").replace("!", "").split() for text in read.raw()] == read.entries
    made = synthetic(3, random.Random(1))
    assert [text.split() for text in made.raw()] == made.entries


def test_a_sample_by_length_costs_what_all_cost() -> None:
    corpus = synthetic(400, random.Random(1))
    mean = sum(map(len, corpus.entries)) / len(corpus)
    some = corpus.by_length(8)
    assert len(some) == 8
    assert sum(map(len, some.entries)) / 8 == pytest.approx(mean, rel=0.15)
    assert corpus.by_length(1000) is corpus


@given(st.lists(st.lists(st.text(max_size=2), max_size=5), max_size=30), st.sampled_from([0, peers.ABOVE_LATIN, 0xD7F0]))
def test_tokens_become_characters_one_to_one(entries: list[list[str]], first: int) -> None:
    characters = peers.Characters(entries, first)
    strings = [characters.string(tokens) for tokens in entries]
    pairs = {pair for tokens, string in zip(entries, strings, strict=True) for pair in zip(tokens, string, strict=True)}
    assert len({token for token, _ in pairs}) == len({character for _, character in pairs}) == len(pairs)
    assert all(first <= ord(character) and ord(character) not in peers.SURROGATES for _, character in pairs)


def test_the_most_frequent_tokens_get_the_first_characters() -> None:
    characters = peers.Characters([["b", "a", "a"], ["a", "b", "c"]])
    assert characters.string(["a", "b", "c", "new"]) == "\0\1\2\3"


def test_the_original_line_is_scaled_but_for_making_its_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter([10.0, 13.0, 17.0, 19.0])  # 3 s to start, 4 s of mapping, 2 s to end
    mapped = []

    @contextlib.contextmanager
    def pool(processes: int) -> Iterator[Any]:
        yield SimpleNamespace(map=lambda score, texts: mapped.append((processes, score.args, texts)))

    monkeypatch.setattr(peers, "multiprocessing", SimpleNamespace(Pool=pool))
    monkeypatch.setattr(peers, "time", SimpleNamespace(perf_counter=lambda: next(now)))
    line = peers.OriginalLine(2, str, ["p", "q"], ["t", "u", "v"], candidates=10, pairs=600)

    assert laps.timed(line).wall == pytest.approx((3 + 2) * 10 + 4 * 600 / 6)
    assert mapped == [(2, ("p",), ["t", "u", "v"]), (2, ("q",), ["t", "u", "v"])]


def test_what_counts_is_the_median_of_the_right_clock() -> None:
    found = [laps.Seconds(wall, cpu) for wall, cpu in [(3.0, 30.0), (1.0, 10.0), (2.0, 90.0)]]
    alone = laps.Contestant("a", int, 4, 10, laps=found)
    shared = laps.Contestant("b", int, 4, 10, threads=2, laps=found)
    assert (alone.seconds, shared.seconds) == (30.0, 2.0)
    assert shared.result(10)["microseconds_a_candidate"] == 0.5e6
    assert shared.result(20)["microseconds_a_candidate"] == 1e6  # a sample of the pool
    assert shared.result(20)["pairs_per_second"] == 20.0
    spread = {"clock": "cpu", "seconds": 30.0, "least_seconds": 10.0, "most_seconds": 90.0}
    assert spread.items() <= alone.result(10).items()


def test_all_run_in_turn_and_the_fast_ones_repeat() -> None:
    calls: list[str] = []
    contestants = [laps.Contestant(name, partial(calls.append, name), 1, 1) for name in "ab"]
    laps.race(contestants, 2, 0.0)
    assert "".join(calls) == "ab" + "abab"
    quick = laps.Contestant("q", lambda: None, 1, 1)
    quick.warm_up(0.001)
    assert quick.times > 1


def test_exact_filters_are_right_and_the_quality_of_others_is_counted() -> None:
    entries = synthetic(80, random.Random(4)).entries
    kept: list[Any] = []
    wanted = []
    for tokens in entries:
        wanted.append(any(f(tokens, other) > 0.7 for other in kept))
        if not wanted[-1]:
            kept.append(tokens)
    near = [any(f(tokens, other) > 0.7 for other in entries[:i]) for i, tokens in enumerate(entries)]

    for kernel in ("python", *ours.kernels()[-1:]):
        flags = bytearray(len(entries))
        dedup.greedy(kernel, 0.7, 16, 1, entries, flags)
        assert flags == bytes(wanted)
        assert dedup.earlier(kernel, 0.7, entries) == bytes(near)
    assert any(near)
    assert dedup._quality(bytearray(b"\1\1\0\0\1"), bytearray(b"\1\0\1\1\0\1\1")) == {
        "recall": pytest.approx(1 / 3, rel=1e-5),
        "precision": pytest.approx(1 / 3, rel=1e-5),
        "missed": 2,
    }


def f(one: Any, other: Any) -> float:
    references = References()
    references.extend([other])
    return f_measure(references.lcs(one)[0], len(one), len(other))


def test_recombined_tokens_are_pieces_in_place() -> None:
    sources = [[f"{name}{i}" for i in range(8)] for name in "abcdefgh"]
    made = languages.recombined(sources, random.Random(1))
    assert [token[1:] for token in made] == [str(i) for i in range(8)]
    assert len({token[0] for token in made}) > 1
