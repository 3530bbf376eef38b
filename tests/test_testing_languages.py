"""Languages broken on purpose: for every rule there is one at least, and it fails by that rule, with a message about it."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Barrier, get_ident
from types import ModuleType
from typing import Any

import pytest
from brokenbooks import BOOK, BOOKS
from brokenlanguages import (
    ENGLISH,
    LANGUAGES,
    PICTURE,
    SEEDS,
    SHARED,
    Changes,
    as_it_comes,
    broken,
    seeds_of,
    written_in,
)
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct import Language
from selfinstruct.language import any_language
from selfinstruct.rouge import new_references
from selfinstruct.testing import ContractError, Report, check_language, similarity
from selfinstruct.testing.contract import hold
from selfinstruct.testing.languages import LANGUAGE_RULES
from selfinstruct.testing.languages.case import LanguageCase, differing
from selfinstruct.testing.languages.hostiletexts import HOSTILE, shown
from selfinstruct.testing.languages.pairs import PAIR_RULES
from selfinstruct.testing.languages.processes import PROCESS_RULE
from selfinstruct.testing.languages.promptbooks import PROMPT_RULES, check_prompts
from selfinstruct.testing.languages.speed import first_call, speed_of
from selfinstruct.testing.languages.tokens import TOKEN_RULES
from selfinstruct.text import clean

OTHER_RULES = [rule for rule in LANGUAGE_RULES if rule not in PROMPT_RULES]
"""Those that do not look at the prompt book, which takes longest and has a table of its own."""

NEVER_BROKEN = {"speed", "placeholders"}
"""They are told and not judged."""


def tried(language: Language, **given_: Any) -> Report:
    """Every rule but those of the prompt book."""
    return hold("language en", OTHER_RULES, LanguageCase(language, **{"racing": 0.05} | given_))


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


def test_placeholders_are_counted_and_no_fault(tmp_path: Path) -> None:
    rows = [
        PICTURE | {"id": f"p{number}", "instruction": f"Name {number * 2} long {number * 3}.", "kind": "placeholder"}
        for number in "234"
    ]

    assert tried(seeds_of(tmp_path, *rows)).remarks["placeholders"].startswith("3 of 11 seed tasks are placeholders still")
    assert "placeholders" not in tried(seeds_of(tmp_path)).remarks


def test_seeds_that_are_alike_are_told_once_and_may_be_excepted(tmp_path: Path) -> None:
    two = [PICTURE | {"id": f"r{number}", "instruction": f"Name the {number} longest rivers of Asia."} for number in range(2)]
    language = seeds_of(tmp_path, *two)
    with pytest.raises(ContractError, match=r"seed r1, .*, has ROUGE-L 0.86 to seed r0, ") as told:
        tried(language)
    assert set(told.value.broken) == {"seeds-novel"}
    assert len(re.findall("has ROUGE-L", str(told.value))) == 1
    assert "seeds-novel" in tried(language, exceptions=["r1"]).kept
    with pytest.raises(ContractError, match="seed r0 is not refused"):
        tried(language, exceptions=["r0", "r1"])


@pytest.mark.parametrize(
    ("changes", "rule", "remark"),
    [
        ({"tokens": lambda text: [text] if (text := clean(text)) else []}, "seeds-novel", "8 of 8 seed tasks have one token"),
        ({"threshold": 0.9999}, "seeds-novel", "threshold 0.9999 lets 8 of 8 seed tasks be told again with one token more"),
        ({"fault": lambda *_: None}, "fault-code", "fault takes instructions in any script, such as 'Съешь ещё"),
    ],
)
def test_what_keeps_the_rules_and_is_hardly_meant_is_remarked(tmp_path: Path, changes: Changes, rule: str, remark: str) -> None:
    assert remark in tried(broken(tmp_path, changes)).remarks[rule]


@pytest.mark.parametrize("changes", [{}, {"fault": any_language}])
def test_what_is_sound_or_left_out_is_not_remarked(tmp_path: Path, changes: Changes) -> None:
    assert not {"seeds-novel", "fault-code"} & set(tried(broken(tmp_path, changes)).remarks)


# --- threads and processes


def test_four_threads_call_at_once_each_with_a_text_of_its_own_and_then_turns_are_as_before() -> None:
    met, barrier, usual = set(), Barrier(4, timeout=30), sys.getswitchinterval()

    def tokens(text: str) -> list[str]:
        if get_ident() not in met:
            met.add(get_ident())
            firsts.append(text)
            barrier.wait()
        return [text]

    firsts: list[str] = []
    texts = list("abcdefgh")
    assert differing(tokens, {text: [text] for text in texts}) == []
    assert sorted(firsts) == ["a", "c", "e", "g"]
    assert sys.getswitchinterval() == usual


def test_threads_ask_for_every_text_twice_and_tell_each_that_differs_once() -> None:
    asked: list[str] = []
    alone = dict.fromkeys("abcde", "")

    assert differing(lambda text: asked.append(text) or text.strip("bd"), alone) == ["a", "c", "e"]
    assert all(asked.count(text) >= 2 for text in alone)
    assert differing(str, {}) == []


def test_tokens_that_stand_in_no_module_or_can_not_be_imported_again_are_not_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def here(text: str) -> list[str]:
        return ENGLISH.tokens(text)

    def untried(tokens: Any) -> str:
        rules = [rule for rule in OTHER_RULES if rule.name in {"tokens-any-text", "tokens-deterministic", PROCESS_RULE.name}]
        return hold("language en", rules, LanguageCase(replace(ENGLISH, tokens=tokens))).untried[PROCESS_RULE.name]

    assert "no function that stands in a module" in untried(here)
    assert "no function that stands in a module" in untried(lambda text: [*here(text)])
    assert "no function that stands in a module" in untried(partial(here))
    monkeypatch.setitem(sys.modules, "gone", module := ModuleType("gone"))
    exec("def tokens(text):\n    return text.split()", module.__dict__)
    assert untried(module.__dict__["tokens"]) == "another process could not be asked: CalledProcessError"


# --- letters and their marks

MARKS = r"\u0300-\u036f\u064b-\u0655\u0670\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
WORDS = rf"[\w{MARKS}]+"
LETTERS = rf"\w[{MARKS}]*"


@pytest.mark.parametrize(
    ("changes", "remark"),
    [
        (written_in("नमस्ते", "हिन्दी में", words=WORDS), ""),
        (written_in("नमस्ते", "हिन्दी में", words=LETTERS), ""),
        (written_in("ช่วยตั้งชื่อ", words=LETTERS), ""),
        (written_in("مرحبا بالعالم", words=r"\w+"), ""),
        (written_in("وَالكِتَابُ", "شُكْرًا", words=WORDS), ""),
        (written_in("naïve café", "İstanbul", words=WORDS), ""),
        (written_in("naïve café", form="NFD", words=WORDS), ""),
        (written_in("ガラスのコップ", "한국어", words=r"\w+"), ""),
        (written_in("वाक्य", words=r"\w+", without=r"[^\w\s]"), "left out of 1 of 1 words that have some, such as 'वाक्य'"),
        (written_in("वाक्य", words=r"\w", without=""), "left out of 1 of 1"),
        (
            written_in("وَالكِتَابُ", "كتب", words=r"^و|ال|\w+", without="[\u064b-\u0652]"),
            "left out of 1 of 1 words that have some, such as 'وَالكِتَابُ'",
        ),
        (written_in("وَأَكَلَ", words=r"\bو|\w+", without="[\u064b-\u0652]"), ""),
        (written_in("Tiếng Việt", form="NFD", words=r"\w+", without="[\u0300-\u036f]"), "left out of 2 of 2"),
    ],
)
def test_whole_letters_are_no_fault_and_marks_left_out_are_remarked(tmp_path: Path, changes: Changes, remark: str) -> None:
    """Some take words to pieces, between a letter and the next, as segmenters do, and some know no marks."""
    report = cut_into_letters(broken(tmp_path, changes))

    assert "tokens-whole-letters" in report.kept
    assert remark in report.remarks.get("tokens-whole-letters", "")
    assert bool(remark) is ("tokens-whole-letters" in report.remarks)


def test_a_word_of_another_script_that_a_seed_quotes_may_be_cut(tmp_path: Path) -> None:
    language = seeds_of(tmp_path, PICTURE | {"instruction": "Say in English what नमस्ते means."})
    report = cut_into_letters(replace(language, tokens=lambda text: re.findall(r"\w+", text)))

    assert "tokens-whole-letters" in report.kept


def test_words_that_alone_give_no_token_are_remarked(tmp_path: Path) -> None:
    language = seeds_of(tmp_path, PICTURE | {"instruction": "Tell me the day."})
    report = cut_into_letters(replace(language, tokens=lambda text: re.findall("[^\\W\\d_]{3,}", text)))

    assert re.match(r"alone \d+ words of the seeds give no token: '.*'to', .*…;", report.remarks["identical-never-novel"])
    assert "identical-never-novel" not in cut_into_letters(language).remarks


def cut_into_letters(language: Language) -> Report:
    """The rules of tokens that look at words."""
    rules = [rule for rule in OTHER_RULES if rule.name == "threshold" or (rule in TOKEN_RULES and "thread" not in rule.name)]
    normalised = replace(language, tokens=lambda text: language.tokens(clean(text)))
    return hold("language en", rules, LanguageCase(normalised))


# --- pairs

SAME = [("List three uses of salt.", "Name three uses of salt.")]
DIFFERENT = [("Explain how bees make honey.", "Explain how bread is made.")]


def paired(near: Sequence[Any], distinct: Sequence[Any], threshold: float = 0.7) -> Report:
    return paired_of(replace(ENGLISH, threshold=threshold), near, distinct)


def paired_of(language: Language, near: Sequence[Any], distinct: Sequence[Any]) -> Report:
    rules = [rule for rule in OTHER_RULES if rule.name in PAIR_RULES[0].needs or rule in PAIR_RULES]
    return hold("language en", rules, LanguageCase(language, near, distinct))


def test_pairs_are_told_with_their_scores_and_the_thresholds_that_would_do() -> None:
    with pytest.raises(ContractError) as told:
        paired(SAME, DIFFERENT, 0.85)

    assert set(told.value.broken) == {"near-duplicates"}
    text = str(told.value)
    assert "taken for two tasks: 0.800 'List three uses of salt.' | 'Name three uses of salt.'" in text
    assert "above the threshold, 0.85" in text
    assert "a threshold from 0.400 to below 0.800, say 0.60, decides all pairs right" in text


def test_all_failing_pairs_are_told_the_worst_first_with_what_was_compared() -> None:
    words = ["one", "two", "three", "four", "five", "six", "seven", "eight"]
    # The first n words are shared: 2n of 16 tokens.
    pairs = [(" ".join(words), " ".join([*words[:shared], *"abcdefgh"[shared:]])) for shared in (3, 1, 7, 5, 2, 6, 4)]
    with pytest.raises(ContractError) as near:
        paired(pairs, [], 0.9)
    with pytest.raises(ContractError) as distinct:
        paired([], pairs, 0.1)

    scores = ["0.125", "0.250", "0.375", "0.500", "0.625", "0.750", "0.875"]
    for error, order in ((near.value, scores), (distinct.value, scores[::-1])):
        assert re.findall(r"taken for .*: (0\.\d+) 'one", str(error)) == order
        assert str(error).count("\n        ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'] | ['one', ") == 7
    long = (" ".join(words * 9), "other")
    with pytest.raises(ContractError, match=r"\n        \['one', .{,95}… \| \['other'\]\n"):
        paired([long], [])


def test_what_scores_as_high_as_the_threshold_is_kept() -> None:
    """Strictly above it a text is refused; and where the two kinds meet no threshold parts them."""
    half = [("one two", "one three")]
    assert "distinct" in paired([], half, 0.5).kept
    with pytest.raises(ContractError, match=r"taken for two tasks: 0\.500"):
        paired(half, [], 0.5)
    with pytest.raises(ContractError, match="no threshold decides them all"):
        paired(half, half, 0.4)


@pytest.mark.parametrize("kind", ["near_duplicates", "distinct"])
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Erkläre den Unterschied in gutem Deutsch.", "wrong-language: "),
        ("Sorry, I can not help with that.", "refusal"),
        ("Describe what the picture shows in detail.", "blocked-word: picture"),
    ],
)
def test_a_text_of_a_pair_that_the_filters_refuse_is_told(tmp_path: Path, kind: str, text: str, said: str) -> None:
    language = replace(seeds_of(tmp_path), refusals=(re.compile("Sorry,"),), fault=of_german)
    with pytest.raises(ContractError, match=re.escape(f"en: {text!r} is refused: {said}")) as told:
        tried(language, **{kind: [(text, text if kind == "near_duplicates" else DIFFERENT[0][1])]})
    assert set(told.value.broken) == {"pairs-pass-filters"}
    assert "pairs-pass-filters" in tried(language, near_duplicates=SAME, distinct=DIFFERENT).kept


def test_texts_of_pairs_that_are_too_short_or_too_long_for_a_run_are_remarked(tmp_path: Path) -> None:
    pairs = [("Two words", "word " * 200), *DIFFERENT]
    said = "of 4 texts 2 are not of the length that a run takes, such as 'Two words' is refused: too-short: 2 words, 2 tokens"
    assert tried(seeds_of(tmp_path), distinct=pairs).remarks["pairs-pass-filters"] == said


def of_german(text: str, *_: str) -> str | None:
    return "german" if " den " in text else None


@pytest.mark.parametrize(
    ("one", "other", "score"),
    [
        ("List three uses of salt.", "Name three uses of salt.", 0.8),
        ("List salt", "Bread", 0.0),
        ("", "Bread", 0.0),
        ("cafe\u0301 open", "caf\u00e9\u200b open ", 1.0),
    ],
)
def test_anyone_can_ask_for_a_score(one: str, other: str, score: float) -> None:
    """That of the texts as a run stores them."""
    assert similarity(replace(ENGLISH, tokens=str.split), one, other) == pytest.approx(score)


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
    assert re.search(r"0\.400 '.*; threshold 0\.7; 0\.400 to below 0\.800, say 0\.60, would do$", report.remarks["distinct"])
    assert paired([], DIFFERENT).remarks["distinct"].endswith("; threshold 0.7")


def test_the_threshold_that_is_advised_decides_right_where_scores_are_close() -> None:
    """Two figures would not lie between them."""
    same, other = ([(" ".join(["a"] * 300), " ".join(["a"] * n + ["b"] * (300 - n)))] for n in (211, 210))
    language = replace(ENGLISH, tokens=str.split)
    advised = re.search(r"say (0\.\d+),", paired_of(replace(language, threshold=0.7), same, other).remarks["distinct"])

    assert advised
    report = paired_of(replace(language, threshold=float(advised[1])), same, other)
    assert {"near-duplicates", "distinct"} <= set(report.kept)


@pytest.mark.parametrize("pairs", [["ab"], [("one",)], [("one", 2)], "ab"])
def test_what_are_no_pairs_is_told(pairs: Sequence[Any]) -> None:
    with pytest.raises(ContractError, match=r"distinct is .*\n.*a list of pairs of texts\n.*distinct=\[\("):
        paired(SAME, pairs)


def test_without_pairs_it_is_told_what_to_give(tmp_path: Path) -> None:
    untried = tried(seeds_of(tmp_path)).untried

    assert untried["near-duplicates"].startswith("in the plugin's own tests, give check_language near_duplicates=[(\"")
    assert untried["distinct"].startswith("in the plugin's own tests, give check_language distinct=[(\"")


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


@pytest.mark.parametrize("prompts", ["book.toml", None])
def test_a_prompt_book_that_is_no_file_is_told(prompts: Any) -> None:
    with pytest.raises(ContractError, match=rf'(?s)prompts is {prompts!r}\n.*files\("selfinstruct_es"\)') as told:
        check_prompts(replace(ENGLISH, prompts=prompts))
    assert set(told.value.broken) == {"prompt-book"}


def test_missing_worked_examples_are_all_told_at_once_and_nothing_of_their_templates(tmp_path: Path) -> None:
    book = book_of(tmp_path, "[[examples.", "[[formerly.")
    with pytest.raises(ContractError) as told:
        check_prompts(replace(book, code="eo"))

    (rule,) = told.value.broken
    text = str(told.value)
    assert rule == "prompt-examples-given"
    for template in ("classify", "input-first", "output-first"):
        assert f"eo: the prompt book has no [[examples.{template}]]\n" in text
        lines = text.rpartition("with texts in the language:\n")[2].partition("\n   not tried")[0]
        assert tomllib.loads(lines)["examples"][template][0]["instruction"]
    assert "not tried before that is mended: prompt-templates" in text


# --- all together


def test_every_rule_has_a_plugin_that_breaks_it() -> None:
    rows = {row[2] for row in LANGUAGES} | {row[1] for row in SEEDS} | {row[3] for row in BOOKS}
    by_themselves = {"exceptions", "near-duplicates", "distinct", "pairs-pass-filters"}

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
