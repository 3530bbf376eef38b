"""Languages broken on purpose: for every rule there is one at least, and it fails by that rule, with a message about it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from brokenbooks import BOOK, BOOKS
from brokenlanguages import ENGLISH, LANGUAGES, PICTURE, SEEDS, SHARED, Changes, as_it_comes, broken, seeds_of
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct import Language
from selfinstruct.rouge import new_references
from selfinstruct.testing import ContractError, Report, check_language
from selfinstruct.testing.contract import hold
from selfinstruct.testing.languages import LANGUAGE_RULES
from selfinstruct.testing.languages.case import LanguageCase
from selfinstruct.testing.languages.hostiletexts import HOSTILE, shown
from selfinstruct.testing.languages.pairs import PAIR_RULES
from selfinstruct.testing.languages.promptbooks import PROMPT_RULES, check_prompts
from selfinstruct.testing.languages.speed import first_call, speed_of
from selfinstruct.text import clean

OTHER_RULES = [rule for rule in LANGUAGE_RULES if rule not in PROMPT_RULES]
"""Those that do not look at the prompt book, which takes longest and has a table of its own."""

NEVER_BROKEN = {"speed"}
"""It is told and not judged."""


def tried(language: Language, **given_: Any) -> Report:
    """Every rule but those of the prompt book."""
    return hold("language en", OTHER_RULES, LanguageCase(language, **given_))


@pytest.mark.parametrize(("changes", "rule", "message"), [row[1:] for row in LANGUAGES], ids=[r[0] for r in LANGUAGES])
def test_a_broken_language_fails_by_its_rule_and_no_other(tmp_path: Path, changes: Changes, rule: str, message: str) -> None:
    with pytest.raises(ContractError) as told:
        tried(broken(tmp_path, changes))

    assert re.search(f"(?s){message}", str(told.value.broken.get(rule))), told.value
    assert set(told.value.broken) == {rule} | SHARED.get(rule, set())


@pytest.mark.parametrize(("row", "rule", "message"), SEEDS)
def test_a_broken_seed_is_told(tmp_path: Path, row: Mapping[str, Any], rule: str, message: str) -> None:
    with pytest.raises(ContractError, match=f"(?s){message}") as told:
        tried(seeds_of(tmp_path, row))
    assert set(told.value.broken) == {rule}


def test_all_seeds_that_are_refused_are_told(tmp_path: Path) -> None:
    rows = [PICTURE | {"id": f"p{number}", "instruction": f"Say what picture {number} shows."} for number in range(7)]
    with pytest.raises(ContractError, match=r"(?s)seed p0 .*seed p4 .*and 2 more like this"):
        tried(seeds_of(tmp_path, *rows))


def test_too_few_seeds_are_told(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=r"(?s)7 seed tasks.*8 or more") as told:
        tried(seeds_of(tmp_path, sound=7))
    assert set(told.value.broken) == {"seeds-enough"}


def test_exceptions_are_exactly_the_seeds_that_are_refused(tmp_path: Path) -> None:
    language = seeds_of(tmp_path, PICTURE)
    tried(language, exceptions=["p"])
    for unneeded, message in (("en-seed-001", "seed en-seed-001 is not refused"), ("q", "no seed q")):
        with pytest.raises(ContractError, match=f"(?s){message}.*take it out") as told:
            tried(language, exceptions=["p", unneeded])
        assert set(told.value.broken) == {"exceptions"}


# --- pairs

SAME = [("List three uses of salt.", "Name three uses of salt.")]
DIFFERENT = [("Explain how bees make honey.", "Explain how bread is made.")]


def paired(near: Sequence[Any], distinct: Sequence[Any], threshold: float = 0.7) -> Report:
    rules = [rule for rule in OTHER_RULES if rule.name in PAIR_RULES[0].needs or rule in PAIR_RULES]
    return hold("language en", rules, LanguageCase(replace(ENGLISH, threshold=threshold), near, distinct))


def test_pairs_are_told_with_their_scores_and_the_thresholds_that_would_do() -> None:
    with pytest.raises(ContractError) as told:
        paired(SAME, DIFFERENT, 0.85)

    assert set(told.value.broken) == {"near-duplicates"}
    text = str(told.value)
    assert "taken for two tasks: 0.800 'List three uses of salt.' | 'Name three uses of salt.'" in text
    assert "above the threshold, 0.85" in text
    assert "a threshold from 0.400 to below 0.800 decides all pairs right" in text


def test_pairs_that_no_threshold_decides_are_told() -> None:
    with pytest.raises(ContractError) as told:
        paired(DIFFERENT, SAME)

    assert set(told.value.broken) == {"near-duplicates", "distinct"}
    assert "taken for one task: 0.800 'List three" in str(told.value.broken["distinct"])
    assert all("no threshold decides them all" in str(error) for error in told.value.broken.values())


def test_one_kind_of_pairs_is_advised_to_bring_the_other() -> None:
    for near, distinct, other in ((DIFFERENT, [], "distinct too"), ([], SAME, "near_duplicates too")):
        with pytest.raises(ContractError, match=other):
            paired(near, distinct)


def test_pairs_in_order_are_remarked_upon() -> None:
    report = paired(SAME, DIFFERENT)

    assert report.remarks["near-duplicates"].startswith("lowest of 1 pairs: 0.800 'List three uses of salt.' | ")
    assert report.remarks["distinct"].endswith("threshold 0.7")
    assert "0.400" in report.remarks["distinct"]


@pytest.mark.parametrize("pairs", [["ab"], [("one",)], [("one", 2)], "ab"])
def test_what_are_no_pairs_is_told(pairs: Sequence[Any]) -> None:
    with pytest.raises(ContractError, match=r"distinct is .*\n.*a list of pairs of texts\n.*distinct=\[\("):
        paired(SAME, pairs)


def test_without_pairs_it_is_told_what_to_give(tmp_path: Path) -> None:
    untried = tried(seeds_of(tmp_path)).untried

    assert untried["near-duplicates"].startswith('give near_duplicates=[("')
    assert untried["distinct"].startswith('give distinct=[("')


@given(
    st.text("ab \u0301é", max_size=12),
    st.text("ab \u0301é", max_size=12),
    st.floats(0.01, 0.99),
)
def test_a_pair_is_decided_as_in_a_run(one: str, other: str, threshold: float) -> None:
    """It keeps the rule of near duplicates where a run refuses the second text, as it is stored, and else that of distinct."""
    language = replace(ENGLISH, tokens=str.split, threshold=threshold)
    references = new_references()
    references.extend([clean(one).split()])
    novel = references.judge([clean(other).split()], threshold, 0)[0].accepted
    kept = []
    for rule in PAIR_RULES:
        try:
            rule.check(LanguageCase(language, [(one, other)], [(one, other)]))
        except ContractError:
            continue
        kept.append(rule.name)
    assert kept == ["distinct" if novel else "near-duplicates"]


# --- prompt books


def book_of(folder: Path, old: str, new: str) -> Language:
    assert old in BOOK
    file = folder / "book.toml"
    file.write_text(BOOK.replace(old, new), "utf-8")
    return replace(ENGLISH, prompts=file)


@pytest.mark.parametrize(("old", "new", "rule", "message"), [row[1:] for row in BOOKS], ids=[row[0] for row in BOOKS])
def test_a_broken_prompt_book_fails_by_its_rule(tmp_path: Path, old: str, new: str, rule: str, message: str) -> None:
    with pytest.raises(ContractError) as told:
        check_prompts(book_of(tmp_path, old, new))

    assert re.search(f"(?s){message}", str(told.value.broken.get(rule))), told.value


def test_all_that_is_missing_in_a_book_is_told(tmp_path: Path) -> None:
    with pytest.raises(ContractError) as told:
        check_prompts(book_of(tmp_path, ".completion]", ".completely]"))

    assert all(f"[{name}.completion] is missing" in str(told.value) for name in ("generate", "classify", "output-first"))


def test_a_fault_of_several_templates_is_told_once_with_all_their_names(tmp_path: Path) -> None:
    with pytest.raises(ContractError) as told:
        check_prompts(book_of(tmp_path, "{{ count }}", "some"))

    text = str(told.value.broken["prompt-templates"])
    assert "[generate.chat]" in text
    assert "[generate-classification.chat]" in text
    assert text.count("to mend: use {{ count }}") == 1


# --- all together


def test_every_rule_has_a_plugin_that_breaks_it() -> None:
    rows = {row[2] for row in LANGUAGES} | {row[1] for row in SEEDS} | {row[3] for row in BOOKS}
    by_themselves = {"exceptions", "near-duplicates", "distinct"}

    assert rows | by_themselves == {rule.name for rule in LANGUAGE_RULES} - NEVER_BROKEN


def test_all_that_is_broken_is_told_at_once(tmp_path: Path) -> None:
    changes = {"threshold": 7.0, "tokens": as_it_comes, "fault": lambda *_: "no-kana", "name": ""}
    language = replace(book_of(tmp_path, "[classify.chat]", "[classified.chat]"), seeds=seeds_of(tmp_path).seeds, **changes)

    with pytest.raises(ContractError) as told:
        check_language(language, near_duplicates=SAME)

    expected = ["name", "threshold", "tokens-normalised", "fault-accepts-seeds", "prompt-book"]
    assert list(told.value.broken) == expected
    text = str(told.value)
    assert text.startswith("language en breaks 5 of its contracts\n")
    assert all(f"\n   [{name}] " in text for name in expected)
    left = text.rpartition("not tried before that is mended: ")[2].split(", ")
    assert {"identical-never-novel", "near-duplicates", "distinct", "prompt-templates"} <= set(left)
    assert not set(left) & set(expected)


def test_every_rule_stands_behind_those_that_it_needs() -> None:
    names = [rule.name for rule in LANGUAGE_RULES]

    assert len(set(names)) == len(names)
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", name) for name in names)
    assert all(need in names[: names.index(rule.name)] for rule in LANGUAGE_RULES for need in rule.needs)


@pytest.mark.parametrize("thing", [[ENGLISH], lambda: ENGLISH, "en", None])
def test_what_is_no_language_is_told(thing: Any) -> None:
    with pytest.raises(ContractError, match=r"(?s)takes one Language.*selfinstruct_languages\(\)"):
        check_language(thing)


# --- speed


def test_speed_is_told_by_the_clock() -> None:
    times = iter([0.0, 0.5, 1.0, 1.25, 2.0, 2.25])
    language = replace(ENGLISH, tokens=lambda text: text.split()[:2])
    case = LanguageCase(language, loading=6.54)
    case.__dict__["instructions"] = ["one two three", "four five", "six"]

    told = speed_of(case, lambda: next(times))

    assert told == (
        "3 texts and 5 tokens a second over 3 seed tasks; the slowest took 500 ms: 'one two three'; the first call took 6.5 s"
    )


def test_a_first_call_that_takes_no_time_is_not_told() -> None:
    times = iter([0.0, 0.001] * 2)
    case = LanguageCase(ENGLISH, loading=first_call(ENGLISH.tokens, lambda: next(times)))
    case.__dict__["instructions"] = ["one"]

    assert speed_of(case, lambda: next(times)).endswith("the slowest took 1 ms: 'one'")
    assert first_call(lambda text: text[99]) is None


# --- hostile texts


def test_hostile_texts_hold_what_they_are_for() -> None:
    everything = "".join(HOSTILE)

    assert "" in HOSTILE
    assert all(sign in everything for sign in "\x00\u200b\u202e\u2067\ud800\u0301\n\u2028\ufeff😀")
    assert max(map(len, HOSTILE)) >= 5000
    assert all(
        re.search(script, everything) for script in ("[а-я]", "[α-ω]", "[א-ת]", "[ء-ي]", "[ก-ฮ]", "[가-힣]", "[ぁ-ん]", "[अ-ह]")
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_shown_in_one_short_line_that_can_be_printed(text: str) -> None:
    told = shown(text)

    assert len(told.splitlines()) == 1
    assert told.isprintable()
    told.encode("utf-8")
