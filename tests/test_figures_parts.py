"""The pieces that figures are made of, on anything: bins, the commonest, points of a long run, repeated outputs."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import names_in, page
from test_figures import binned, top

from selfinstruct.figures.course import acceptance
from selfinstruct.figures.grids import line
from selfinstruct.figures.histograms import SHARES, histogram, whole_edges
from selfinstruct.figures.overview import Overview
from selfinstruct.figures.parts import Verb
from selfinstruct.figures.sources import Source
from selfinstruct.figures.wording import commonest, openers, repetition, shortened, verbs
from selfinstruct.plugins import Plugins
from selfinstruct.records import Instance, Rejection, Task


@given(st.lists(st.floats(0, 1), min_size=1))
def test_shares_fall_into_the_bin_that_ends_at_or_above_them(values: list[float]) -> None:
    found = histogram(values, SHARES)
    assert found
    assert found.counts == binned(values, SHARES)
    assert found.above == 0
    assert sum(found.counts) == found.count == len(values)


@given(st.lists(st.integers(0, 10_000), min_size=1))
def test_edges_of_lengths_hold_nearly_all_and_are_few(values: list[int]) -> None:
    edges = whole_edges(values)
    widths = {high - low for low, high in pairwise(edges)}
    assert edges[0] == 0
    assert len(edges) <= 31
    assert len(widths) == 1
    assert str(widths.pop()).rstrip("0") in {"1", "2", "5"}
    found = histogram(values, edges)
    assert found
    assert found.above <= len(values) / 100
    assert found.counts == binned(values, edges)


def test_one_very_long_text_does_not_hide_the_others() -> None:
    found = histogram(values := [*range(1, 31)] * 10 + [100_000], whole_edges(values))
    assert found
    assert (found.counts, found.above, found.most) == ((10,) * 30, 1, 100_000)


def test_there_is_no_histogram_of_nothing() -> None:
    assert whole_edges([]) == (0, 1)
    assert histogram([], SHARES) is None
    assert whole_edges([0, 0]) == (0, 1)


@given(st.lists(st.sampled_from("abcdefg")), st.integers(1, 9))
def test_the_commonest_are_those_of_a_recount(texts: list[str], most: int) -> None:
    counted = {text: texts.count(text) for text in dict.fromkeys(texts)}
    assert [(each.text, each.count) for each in commonest(counted, most)] == top(texts, most)


@given(st.dictionaries(st.integers(0, 5000), st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=700))
def test_points_of_a_long_run(found: dict[int, tuple[int, int]]) -> None:
    good = [request for request, (count, _) in sorted(found.items()) for _ in range(count)]
    bad = [request for request, (_, count) in sorted(found.items()) for _ in range(count)]
    rows = {str(place): {"request_idx": request} for place, request in enumerate(good)}
    refused = {"generate": [Rejection("", "cut", "", request) for request in bad]}
    points = acceptance(Source("", Path(), "en", (), instructions=rows, rejections=refused))

    requests = sorted({*good, *bad})
    assert len(points) == min(200, len(requests))
    for point in points:
        accepted, lost = (sum(request <= point.request for request in each) for each in (good, bad))
        assert (point.accepted, point.refused) == (accepted, lost)
        assert point.rate == accepted / (accepted + lost)
    if points:
        assert points[-1].request == requests[-1]
        steps = [requests.index(point.request) for point in points]
        gaps = {after - before for before, after in zip([-1, *steps], steps, strict=False)}
        assert max(gaps) - min(gaps) <= 1
        weighed = sum(p.recent * (p.accepted + p.refused - a - r) for p, (a, r) in zip(points, _before(points), strict=True))
        assert weighed == pytest.approx(len(good))


def _before(points: tuple) -> list[tuple[int, int]]:  # type: ignore[type-arg]
    return [(0, 0), *((point.accepted, point.refused) for point in points[:-1])]


def task(output: str, *, classification: bool = False) -> Task:
    return Task("", "", "x", (Instance("", output),), classification)


def test_outputs_are_the_same_in_another_case_width_or_spacing() -> None:
    tasks = [task("A  b"), task("ａ b "), task("Seoul"), task("yes", classification=True), task("yes", classification=True)]
    found = repetition(tasks)
    assert (found.outputs, found.repeated) == (3, 1)
    assert [(each.text, each.count) for each in found.commonest] == [("A  b", 2)]


def test_verbs_with_objects_come_first_and_pairs_are_what_is_covered(plugins: Plugins) -> None:
    pairs = {
        "a": ("write", "letter"),
        "b": ("write", "story"),
        "c": ("write", "letter"),
        "d": ("explain", None),
        "e": ("explain", None),
        "f": ("explain", None),
        "g": ("explain", None),
        "h": None,
        "i": ("name", "city"),
    }
    language = plugins.language("en")
    found = verbs([*pairs], replace(language, verb_noun=pairs.__getitem__, verb_noun_method="by a table"))
    assert found
    assert [(each.verb, each.count, each.with_object) for each in found.verbs] == [
        ("write", 3, 3),
        ("name", 1, 1),
        ("explain", 4, 0),
    ]
    assert [(each.text, each.count) for each in found.verbs[0].objects] == [("letter", 2), ("story", 1)]
    assert (found.with_verb, found.with_object, found.different_verbs, found.coverage) == (8, 4, 3, 4 / 9)
    assert found.method == "by a table"


def test_verbs_alone_where_a_language_tells_no_objects(plugins: Plugins) -> None:
    english = plugins.language("en")
    told = {"main_verb": {"a": "write", "b": None, "c": "write"}.get}
    if "verb_noun" in type(english).__dataclass_fields__:
        told["verb_noun"] = None  # type: ignore[assignment]
    found = verbs(["a", "b", "c"], replace(english, **told))  # type: ignore[arg-type]
    assert found
    assert found.verbs == (Verb("write", 2, 0, ()),)
    assert (found.with_verb, found.with_object, found.coverage) == (2, None, 2 / 3)

    told["main_verb"] = None  # type: ignore[assignment]
    assert verbs(["a"], replace(english, **told)) is None  # type: ignore[arg-type]


def test_openers_leave_signs_and_case_out(plugins: Plugins) -> None:
    found = openers(['"Write a letter."', "write A story.", "Write: an ode!", "?!"], plugins.language("en"))
    assert [(each.text, each.count) for each in found.one] == [("write", 3)]
    assert [(each.text, each.count) for each in found.two] == [("write a", 2), ("write an", 1)]
    assert (found.texts, found.different_one, found.different_two) == (4, 1, 2)


def test_long_texts_are_cut_to_200_characters() -> None:
    assert shortened("가" * 200) == "가" * 200
    assert shortened("가" * 201) == "가" * 199 + "…"


def test_every_part_is_explained() -> None:
    assert names_in(page("report.md"), "part") == [*Overview.__dataclass_fields__]


def test_a_cell_is_one_line_that_steers_nothing() -> None:
    assert line(" a\tb\r\nc\x1b[2J\u202e ") == "a b c[2J"
