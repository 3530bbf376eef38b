"""Semantic uniqueness: decisions one by one, made block by block; the index is exact; embedders keep their contract."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfinstruct import neighbours
from selfinstruct.curation.candidate import Candidate, Outcome
from selfinstruct.curation.semantic import compared, semantic_uniqueness
from selfinstruct.embedder import Embedder, cosine, vectors
from selfinstruct.errors import ConfigError, PluginError
from selfinstruct.neighbours import Nearest, Neighbours
from selfinstruct.plugins import load
from selfinstruct.records import Instance, Task
from selfinstruct.testing import ContractError, check_embedder

np = pytest.importorskip("numpy")


class Scripted(Embedder):
    """Gives each text the vector that the test wrote for it, and remembers how many it was asked for."""

    name = "scripted"

    def __init__(self, rows: Mapping[str, Sequence[float]]) -> None:
        super().__init__(None, {})
        self.rows = rows
        self.calls: list[int] = []

    @property
    def identity(self) -> str:
        return "scripted 1"

    def encode(self, texts: Sequence[str]) -> Any:
        self.calls.append(len(texts))
        return np.array([self.rows[text] for text in texts], np.float32)


def ngrams() -> Embedder:
    return load().embedder("ngrams")(None, {})


def task(number: int, instruction: str, *inputs: str) -> Candidate:
    instances = tuple(Instance(text, "an answer") for text in inputs)
    return Candidate(number, Task(f"en-{number}", f"task_{number}", instruction, instances, is_classification=False))


def kept(outcomes: Sequence[Outcome]) -> list[int]:
    return [outcome.candidate.number for outcome in outcomes if outcome.candidate]


def at(degrees: float) -> tuple[float, float]:
    return float(np.cos(np.radians(degrees))), float(np.sin(np.radians(degrees)))


# --- the step


def test_each_kept_task_is_a_reference_for_the_next() -> None:
    h = 0.5
    embedder = Scripted(
        {
            "a": (h, h, h, h, 0, 0),
            "b": (h, h, h, 0, h, 0),
            "c": (h, h, 0, 0, h, h),
            "d": (h, h, 0, 0, h, -h),
            "e": (h, h, h, 0, -h, 0),
            "f": (h, h, 0, 0, h, h),
        }
    )

    outcomes = list(semantic_uniqueness(embedder, threshold=0.7)([task(i, name) for i, name in enumerate("abcdef")]))

    # c is as near to b as b to a, but b is not there any more; d is near to b alone as well.
    assert kept(outcomes) == [0, 2, 3]
    refused = [rejection for outcome in outcomes for rejection in outcome.refused]
    assert [(r.text, r.reason, r.detail, r.request_idx) for r in refused] == [
        ("b", "semantic-duplicate", "0.7500 en-0", 1),
        ("e", "semantic-duplicate", "0.7500 en-0", 4),
        ("f", "semantic-duplicate", "1.0000 en-2", 5),
    ]
    assert [outcome.refused == () for outcome in outcomes] == [bool(outcome.candidate) for outcome in outcomes]


def test_known_texts_count_as_kept_and_are_told_by_their_text() -> None:
    embedder = Scripted({"seed": at(0), "pool": at(90), "a": at(85), "b": at(45)})

    outcomes = list(semantic_uniqueness(embedder, threshold=0.9, known=("seed", "pool"))([task(5, "a"), task(7, "b")]))

    assert kept(outcomes) == [7]
    assert outcomes[0].refused[0].detail == "0.9962 pool"


def test_the_input_of_the_first_instance_counts() -> None:
    same = "Translate this sentence into French."
    one, other = task(0, same, "The sea was calm.", "x"), task(1, same, "We missed the train to Busan and took a bus.")

    assert compared(one.task) == f"{same}\n\nThe sea was calm."
    assert compared(task(0, same).task) == compared(task(0, same, "", "x").task) == same
    assert kept(list(semantic_uniqueness(ngrams())([one, other, one]))) == [0, 1]


def test_a_cosine_at_the_threshold_is_not_above_it() -> None:
    embedder = Scripted({"a": (0.5, 0.5, 0.5, 0.5), "b": (0.5, 0.5, 0.5, -0.5)})

    for threshold, numbers in ((0.5, [0, 1]), (0.4999, [0])):
        step = semantic_uniqueness(embedder, threshold=threshold)
        assert kept(list(step([task(0, "a"), task(1, "b")]))) == numbers


def test_without_a_threshold_the_embedders_own_counts() -> None:
    embedder = Scripted({"a": (1, 0), "b": (0.6, 0.8)})
    embedder.threshold = 0.5  # type: ignore[misc]

    assert kept(list(semantic_uniqueness(embedder)([task(0, "a"), task(1, "b")]))) == [0]


def test_no_tasks_give_no_outcomes() -> None:
    assert list(semantic_uniqueness(ngrams(), known=("a text",))([])) == []


def test_a_step_goes_on_from_what_it_has_kept() -> None:
    tasks = [task(0, "Write a poem about the sea."), task(1, "Name a river."), task(2, "Write a poem about the sea!")]
    whole = list(semantic_uniqueness(ngrams(), known=("Name a river.",))(tasks))
    step = semantic_uniqueness(ngrams(), known=("Name a river.",))

    parts = [outcome for some in (tasks[:1], [], tasks[1:]) for outcome in step(some)]

    assert kept(whole) == [0]
    assert parts == whole


WORDS = ("name", "list", "three", "rivers", "poems", "of", "about", "the", "sea", "Korea", "and", "explain", "why")
COSTLY = settings(max_examples=settings().max_examples // 3)
"""Every example takes long."""

INSTRUCTIONS = st.lists(st.lists(st.sampled_from(WORDS), min_size=2, max_size=6).map(" ".join), min_size=40, max_size=40)


@COSTLY
@given(INSTRUCTIONS, st.integers(1, 45))
def test_a_longer_run_decides_on_its_first_tasks_as_a_shorter_one_did(texts: list[str], block: int) -> None:
    tasks = [task(number, text) for number, text in enumerate(texts)]
    whole = list(semantic_uniqueness(ngrams(), block=block)(tasks))

    assert list(semantic_uniqueness(ngrams(), block=block)(tasks[:20])) == whole[:20]
    assert list(semantic_uniqueness(ngrams())(tasks)) == whole
    step = semantic_uniqueness(ngrams())
    assert [*step(tasks[:block]), *step(tasks[block:])] == whole


def test_tasks_are_embedded_in_blocks_and_taken_as_they_are_needed() -> None:
    embedder = Scripted({str(number): at(number * 9) for number in range(10)})
    asked: list[int] = []

    def candidates() -> Any:
        for number in range(10):
            asked.append(number)
            yield task(number, str(number))

    outcomes = semantic_uniqueness(embedder, block=4)(candidates())
    next(iter(outcomes))

    assert asked == [0, 1, 2, 3]
    assert len(list(outcomes)) == 9
    assert embedder.calls == [4, 4, 2]


# --- the index

# Four numbers of one half, with signs: length 1 and every product a multiple of a quarter, all without rounding.
ROWS = st.lists(
    st.tuples(st.permutations(range(8)), st.lists(st.sampled_from((-0.5, 0.5)), min_size=4, max_size=4)), max_size=40
)


def rows_of(drawn: Sequence[tuple[Sequence[int], Sequence[float]]]) -> Any:
    rows = np.zeros((len(drawn), 8), np.float32)
    for row, (places, numbers) in zip(rows, drawn, strict=True):
        row[list(places[:4])] = numbers
    return rows


def one_by_one(held: Any, asked: Any, threshold: float) -> tuple[list[Nearest], list[Any]]:
    """What `admit` must give, without blocks."""
    references, found = list(held), []
    for row in asked:
        scores = [float(row @ reference) for reference in references]
        best = max(scores, default=-1.0)
        found.append(Nearest(scores.index(best) if scores else -1, best, best <= threshold))
        references += [row] if best <= threshold else []
    return found, references


@pytest.fixture(params=[(1, 1), (3, 5), (7, 4), (1024, 4096)], ids=str)
def sizes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    block, chunk = request.param
    monkeypatch.setattr(neighbours, "_BLOCK", block)
    monkeypatch.setattr(neighbours, "_CHUNK", chunk)


@pytest.mark.usefixtures("sizes")
def test_blocks_of_every_size_give_what_rows_one_by_one_give() -> None:
    @COSTLY
    @given(ROWS, ROWS, st.sampled_from((-1.0, 0.0, 0.25, 0.5, 0.75, 1.0)))
    def check(held: Any, asked: Any, threshold: float) -> None:
        first, rows = rows_of(held), rows_of(asked)
        index = Neighbours()
        index.add(first)
        expected, references = one_by_one(first, rows, threshold)

        places, cosines = index.nearest(rows)
        assert index.admit(rows, threshold) == expected

        assert len(index) == len(references)
        brute = [one_by_one(first, [row], 2.0)[0][0] for row in rows]
        assert [(n.place, n.cosine) for n in brute] == list(zip(places.tolist(), cosines.tolist(), strict=True))

    check()


def test_the_nearest_of_many_real_rows_is_found() -> None:
    rng = np.random.default_rng(0)
    rows, asked = (rng.standard_normal((n, 48)).astype(np.float32) for n in (5000, 1500))
    rows, asked = (each / np.linalg.norm(each, axis=1, keepdims=True) for each in (rows, asked))
    index = Neighbours()
    for start in range(0, 5000, 700):
        index.add(rows[start : start + 700])
    whole = asked @ rows.T

    places, cosines = index.nearest(asked)

    # What float16 rounds away stays below the third place.
    assert np.abs(cosines - whole.max(axis=1)).max() < 5e-4
    assert np.abs(whole[np.arange(1500), places] - whole.max(axis=1)).max() < 1e-3
    assert (places == whole.argmax(axis=1)).mean() > 0.99


def test_a_row_is_as_near_to_itself_as_can_be() -> None:
    rng = np.random.default_rng(1)
    rows = rng.standard_normal((3000, 7)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    index = Neighbours()
    index.add(rows)

    places, cosines = index.nearest(rows)

    assert set(cosines.tolist()) == {1.0}
    assert (places <= np.arange(3000)).all()


def test_an_index_takes_two_bytes_a_number_and_four_a_row() -> None:
    index = Neighbours()
    index.add(np.eye(384, dtype=np.float32)[np.arange(4096) % 384])

    assert len(index) == 4096
    assert index.nbytes == 4096 * (2 * 384 + 4)


# --- embedders


def test_cosines_are_told_to_four_places() -> None:
    embedder = Scripted({"a": (3, 0), "b": (0.6, 0.8), "c": (-2, 0), "d": (1, 1)})

    assert [cosine(embedder, "a", other) for other in "abcd"] == [1.0, 0.6, -1.0, 0.7071]


def test_rows_are_brought_to_length_1() -> None:
    rows = vectors(Scripted({"a": (3, 4), "b": (0, 0)}), ["a", "b"])

    assert rows.dtype == np.float32
    assert np.allclose(rows, [[0.6, 0.8], [0, 0]])


@pytest.mark.parametrize("row", [(float("nan"), 0), (float("inf"), 0)])
def test_what_is_no_row_of_numbers_is_told(row: tuple[float, float]) -> None:
    with pytest.raises(PluginError, match="scripted"):
        vectors(Scripted({"a": row}), ["a"])


def test_without_numpy_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)

    for use in (Neighbours, lambda: vectors(ngrams(), ["a"])):
        with pytest.raises(ConfigError) as told:
            use()
        assert "selfinstruct[embeddings]" in told.value.hint


def test_an_embedder_is_found_by_its_name() -> None:
    plugins = load()

    assert plugins.origin("embedders", "ngrams").package == "selfinstruct-offline"
    with pytest.raises(PluginError) as told:
        plugins.embedder("word2vec")
    assert "no embedder 'word2vec'; there: " in told.value.message
    assert "selfinstruct[embeddings]" in told.value.hint


def test_ngrams_keeps_the_contract_and_takes_nothing() -> None:
    check_embedder(ngrams())
    kind = load().embedder("ngrams")
    assert not kind.semantic
    for model, options in (("a-model", {}), (None, {"size": "9"})):
        with pytest.raises(ConfigError):
            kind(model, options)


NEAR_COPIES = [
    ("List three rivers of Europe in order of length.", "List three rivers of Europe, in order of length!"),
    ("한국의 강 이름 세 개를 길이 순서대로 쓰세요.", "한국의 강 이름 세 개를 길이 순서대로 쓰시오."),
    ("日本の川の名前を長い順に三つ書き、長さも教えてください。", "日本の川の名前を長い順に三つ書いて、長さも教えてください。"),
]
OTHERS = [
    ("List three rivers of Europe in order of length.", "List three poets of Europe in order of birth."),
    ("한국의 강 이름 세 개를 길이 순서대로 쓰세요.", "한국의 시인 이름 세 개를 나이 순서대로 쓰세요."),
    ("日本の川の名前を長い順に三つ書いてください。", "この文章を三つの段落に分けてください。"),
]


def test_ngrams_tells_near_copies_from_other_tasks() -> None:
    embedder = ngrams()

    assert all(cosine(embedder, a, b) > embedder.threshold for a, b in NEAR_COPIES)
    assert all(cosine(embedder, a, b) < embedder.threshold for a, b in OTHERS)


# --- the contract


class Sound(Embedder):
    """Keeps every contract; children break one each."""

    name = "sound"

    def __init__(self) -> None:
        super().__init__(None, {})

    @property
    def identity(self) -> str:
        return "sound 1"

    def encode(self, texts: Sequence[str]) -> Any:
        rows = np.array([self.row(text) for text in texts], np.float32).reshape(-1, 3)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def row(self, text: str) -> tuple[float, float, float]:
        return 1.0, float(len(text)), float(sum(map(ord, text)) % 97)


class NoName(Sound):
    name = "My Embedder"


class NoThreshold(Sound):
    threshold = 90.0


class NoIdentity(Sound):
    identity = ""  # type: ignore[assignment]


class Lists(Sound):
    def encode(self, texts: Sequence[str]) -> Any:
        return super().encode(texts).tolist()


class Doubles(Sound):
    def encode(self, texts: Sequence[str]) -> Any:
        return super().encode(texts).astype(np.float64)


class Long(Sound):
    def encode(self, texts: Sequence[str]) -> Any:
        return super().encode(texts) * np.float32(2)


class OneForAll(Sound):
    def row(self, text: str) -> tuple[float, float, float]:
        return 1.0, 0.0, 0.0


class Sorted(Sound):
    def encode(self, texts: Sequence[str]) -> Any:
        return super().encode(sorted(texts))


class Padded(Sound):
    def encode(self, texts: Sequence[str]) -> Any:
        longest = max(map(len, texts), default=0)
        return super().encode([text.ljust(longest) for text in texts])


class NothingEmpty(Sound):
    def encode(self, texts: Sequence[str]) -> Any:
        if "" in texts:
            raise ValueError("empty text")
        return super().encode(texts)


def test_a_sound_embedder_passes() -> None:
    check_embedder(Sound())


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (NoName, "name is"),
        (NoThreshold, "threshold is"),
        (NoIdentity, "identity is"),
        (Lists, "gave list"),
        (Doubles, "gave float64"),
        (Long, "lengths are off"),
        (OneForAll, "two texts got one row"),
        (Sorted, "in another order"),
        (Padded, "alone"),
        (NothingEmpty, "empty text"),
    ],
)
def test_an_embedder_broken_in_one_point_is_told_about_it(broken: type[Sound], told: str) -> None:
    with pytest.raises(ContractError, match=told):
        check_embedder(broken())
