"""The Japanese tables of puzzles, tables, papers and passages: what they work out is right."""

from __future__ import annotations

import re
import sqlite3
from itertools import pairwise
from random import Random

import pytest

pytest.importorskip("selfinstruct_offline")

from selfinstruct_offline.frames import Pair
from selfinstruct_offline.ja import REPERTOIRE, puzzles, tables


def many(part: str, tries: int = 60) -> list[tuple[dict[str, str], Pair]]:
    (frame,) = (frame for frame in REPERTOIRE.frames if part in frame.pattern)
    rng = Random(12)
    drawn = [{slot: rng.choice(values) for slot, values in frame.slots.items()} for _ in range(tries)]
    return [(slots, frame.answer(slots, rng)) for slots in drawn]


def test_an_order_follows_from_its_clues_alone() -> None:
    for slots, (given, output) in many("手がかりをもとに"):
        ahead = re.findall(rf"(\w+?)は(\w+?)より{puzzles.RACES[slots['race']][0]}。", given)
        ranked = output.split("、")
        assert sorted(ahead, key=lambda pair: ranked.index(pair[0])) == [*pairwise(ranked)]
        assert [first for first, _ in ahead] != ranked[:-1]


def test_a_chain_of_words_goes_on_and_never_ends_the_game() -> None:
    for _, (given, output) in many("しりとり"):
        chain = [given, *output.split("→")]
        assert len(set(chain)) == 4
        assert all(puzzles.follows(first, second) for first, second in pairwise(chain))
        assert not any(word.endswith("ん") for word in chain)


def test_an_anagram_has_the_same_kana() -> None:
    for word, (other,) in puzzles.ANAGRAMS.items():
        kana = other.split("（")[0]
        assert word != kana
        assert sorted(word) == sorted(kana)


def rows_of(table: str) -> dict[str, int]:
    return {name: int(number) for name, number in re.findall(r"^\| ([^|]+) \| (\d+) \|$", table, re.MULTILINE)}


def test_a_table_is_made_of_the_list_and_ends_in_its_total() -> None:
    for _, (given, output) in many("末尾に合計の行"):
        *rows, (name, total) = rows_of(output).items()
        listed = [re.sub(r"\D+$", "", row) for row in given.split("、")]
        assert [f"{row} {number}" for row, number in rows] == listed
        assert (name, total) == ("合計", sum(number for _, number in rows))


def test_the_second_largest_of_a_table_is_told_with_its_distance() -> None:
    for _, (given, output) in many("二位はどこで"):
        first, second = sorted(rows_of(given).items(), key=lambda row: -row[1])[:2]
        assert output.startswith(f"{second[0]}の{second[1]}")
        assert f"首位の{first[0]}とは{first[1] - second[1]}" in output


@pytest.mark.parametrize("wanted", tables.QUERIES)
def test_a_query_runs_on_the_table_it_is_about(wanted: str) -> None:
    found = re.search(r"表(\w+)（(.+?)）", wanted)
    assert found
    database = sqlite3.connect(":memory:")
    database.execute(f"CREATE TABLE {found[1]} ({found[2]})")
    assert database.execute(tables.QUERIES[wanted]).fetchall() in ([], [(None,)], [(0,)])
    database.close()


def test_minutes_say_what_the_memo_says() -> None:
    for slots, (given, output) in many("走り書き"):
        assert given.startswith(slots["meeting"])
        for line in output.split("\n"):
            assert line.split("：")[1].rstrip("。") in given


def test_a_message_keeps_the_caller_the_errand_and_the_time() -> None:
    for _, (given, output) in many("伝言メモ"):
        assert all(part in given for part in re.findall(r"：(.+?)(?:様|とのこと)?$", output, re.MULTILINE))


def test_the_reason_stands_in_the_passage() -> None:
    for _, (given, output) in many("主人公が行動した"):
        assert output.removesuffix("。") in given
        assert re.search("(?:から|ため)。$", output)


def test_the_kinds_of_the_seed_tasks_are_there() -> None:
    kinds = {frame.kind for frame in REPERTOIRE.frames}
    wanted = "brainstorm culture definition education feedback grammar health history law letter literature logic message"
    more = "puzzle quiz reading register role-play spelling table vocabulary wordplay work"
    assert kinds >= {*wanted.split(), *more.split()}
