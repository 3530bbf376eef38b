"""What instructions ask for, as verb and noun: pairs that native speakers read, and what holds for any text."""

from __future__ import annotations

import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from verbnouns import ENGLISH, JAPANESE, KOREAN

from selfinstruct import PluginError
from selfinstruct.plugins import load
from selfinstruct.taskfile import read_tasks
from selfinstruct.testing import ContractError, check_language
from selfinstruct_en import parsed
from selfinstruct_en.nouns import singular
from selfinstruct_en.objects import verb_noun

LANGUAGES = load().languages()
TOLD = [(code, *row) for code, rows in (("en", ENGLISH), ("ko", KOREAN), ("ja", JAPANESE)) for row in rows]
CODES = ["en", "ko", "ja"]


@pytest.fixture(autouse=True, scope="module")
def _without_a_parser() -> Iterator[None]:
    """The tables are those of the rules, whatever is installed here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parsed, "METHOD", "")
        yield


Pair = tuple[str, str | None]


def pair_of(code: str) -> Callable[[str], Pair | None]:
    found = LANGUAGES[code].verb_noun
    assert found is not None
    return found


@pytest.mark.parametrize(("code", "text", "verb", "noun"), TOLD)
def test_the_pair_is_the_one_that_is_read(code: str, text: str, verb: str | None, noun: str | None) -> None:
    assert pair_of(code)(text) == (None if verb is None else (verb, noun))


@pytest.mark.parametrize("code", CODES)
def test_there_are_enough_of_every_language(code: str) -> None:
    rows = [row for row in TOLD if row[0] == code]

    assert len(rows) >= 40
    assert len({row[1] for row in rows}) == len(rows)


@pytest.mark.parametrize(("code", "verbs", "pairs"), [("en", 0.75, 0.55), ("ko", 0.85, 0.48), ("ja", 0.75, 0.45)])
def test_most_seeds_have_a_verb_and_about_half_a_pair(code: str, verbs: float, pairs: float) -> None:
    texts = [task.instruction for task in read_tasks(LANGUAGES[code].seeds, code)]
    found = [pair_of(code)(text) for text in texts]

    assert sum(pair is not None for pair in found) / len(texts) >= verbs
    assert sum(pair is not None and pair[1] is not None for pair in found) / len(texts) >= pairs


@pytest.mark.parametrize("code", CODES)
def test_the_verb_is_the_main_verb(code: str) -> None:
    language = LANGUAGES[code]
    assert language.main_verb is not None
    apart = Counter(
        (pair[0] if pair else None) == language.main_verb(task.instruction)
        for task in read_tasks(language.seeds, code)
        for pair in [pair_of(code)(task.instruction)]
    )

    assert apart[False] <= 0.02 * apart.total(), "only a noun apart from its light verb tells another one: 返事をする"


@pytest.mark.parametrize(
    ("plural", "expected"),
    [
        ("sentences", "sentence"),
        ("stories", "story"),
        ("movies", "movie"),
        ("boxes", "box"),
        ("phrases", "phrase"),
        ("heroes", "hero"),
        ("analyses", "analysis"),
        ("analysis", "analysis"),
        ("bonuses", "bonus"),
        ("children", "child"),
        ("topics", "topic"),
        ("characteristics", "characteristic"),
        ("physics", "physics"),
        ("class", "class"),
        ("focus", "focus"),
        ("series", "series"),
        ("ten-year-olds", "ten-year-old"),
        ("trade-offs", "trade-off"),
        ("s", "s"),
        ("-", "-"),
    ],
)
def test_the_singular(plural: str, expected: str) -> None:
    assert singular(plural) == expected


# --- any text

BITS = {
    "en": [
        "Write",
        "the",
        "a",
        "of",
        "and",
        ",",
        "user's",
        "'",
        "x",
        "at least",
        "three",
        "poems",
        "?",
        ".",
        "please",
        "you",
        "would",
    ],
    "ko": ["글", "을", "를", " ", "써", "주세요", "'", "`", "(", ")", "의", "하나", "만", "고", "요약", "해", "부탁", "?", "."],
    "ja": [
        "文",
        "を",
        "、",
        "「",
        "」",
        "(",
        ")",
        "書い",
        "て",
        "ください",
        "三",
        "つ",
        "の",
        "お願い",
        "します",
        "方",
        "だけ",
        "？",
        "。",
    ],
}
TEXTS = st.one_of(
    *(st.tuples(st.just(code), st.lists(st.sampled_from(bits), max_size=16).map("".join)) for code, bits in BITS.items()),
    st.tuples(st.just("en"), st.lists(st.sampled_from(BITS["en"]), max_size=16).map(" ".join)),
    st.tuples(st.sampled_from(CODES), st.text(max_size=60)),
)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_any_text_has_a_pair_that_is_not_empty_or_none_and_the_same_again(given_text: tuple[str, str]) -> None:
    code, text = given_text
    pair = pair_of(code)(text)

    assert pair is None or (len(pair) == 2 and pair[0].strip() and (pair[1] is None or pair[1].strip()))
    assert pair_of(code)(text) == pair


# --- the contract


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (lambda text: text.split()[0], r"verb_noun\(''\) raised IndexError"),
        (lambda _text: "write", "verb_noun.*gave 'write'.*a verb with a noun or None"),
        (lambda _text: (None, "poem"), "verb_noun.*gave"),
        (lambda _text: ("write", ""), "verb_noun.*gave"),
        (lambda _text: ("write", "poem", 2), "verb_noun.*gave"),
    ],
)
def test_a_broken_language_is_told(broken: Callable[[str], Pair | None], message: str) -> None:
    with pytest.raises(ContractError, match=f"(?s){message}"):
        check_language(replace(LANGUAGES["en"], verb_noun=broken))


def test_another_answer_in_a_thread_is_told() -> None:
    def differs(_text: str) -> Pair | None:
        return ("write", None if threading.current_thread() is threading.main_thread() else "poem")

    with pytest.raises(ContractError, match="verb_noun in four threads differs"):
        check_language(replace(LANGUAGES["en"], verb_noun=differs))


# --- how pairs are found


@pytest.mark.parametrize("code", CODES)
def test_the_method_is_told_in_a_line(code: str) -> None:
    method = LANGUAGES[code].verb_noun_method

    assert 20 < len(method) < 160
    assert "\n" not in method


def word(text: str, lemma: str, dep: str, pos: str, *children: SimpleNamespace) -> SimpleNamespace:
    """What spaCy tells of a token."""
    return SimpleNamespace(text=text, lemma_=lemma, dep_=dep, pos_=pos, children=list(children))


@pytest.mark.parametrize(
    ("obj", "noun"),
    [
        (word("Stories", "Story", "dobj", "NOUN"), "story"),
        (word("table", "table", "obj", "NOUN"), "table"),
        (word("it", "it", "dobj", "PRON"), None),
        (word("carefully", "carefully", "advmod", "ADV"), None),
    ],
)
def test_a_spacy_model_finds_the_object_where_there_is_one(
    obj: SimpleNamespace, noun: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def pipeline(phrase: str) -> list[SimpleNamespace]:
        seen.append(phrase)
        return [word("write", "write", "ROOT", "VERB", obj), obj]

    monkeypatch.setattr(parsed, "METHOD", "spaCy")
    monkeypatch.setattr(parsed, "pipeline", lambda: pipeline)

    assert verb_noun("I am tired. Please write stories.") == ("write", noun)
    assert verb_noun("It is green.") is None
    assert seen == ["write stories."]


def test_the_method_names_the_model_and_its_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsed, "version", {"spacy": "3.8.1", "en_core_web_sm": "3.8.0"}.__getitem__)

    assert "spaCy 3.8.1, en_core_web_sm 3.8.0" in parsed.installed()


def test_a_model_that_does_not_load_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def load_none(_name: str, **_options: object) -> None:
        raise OSError("made by another version")

    monkeypatch.setitem(sys.modules, "spacy", SimpleNamespace(load=load_none))
    parsed.pipeline.cache_clear()

    with pytest.raises(PluginError, match="en_core_web_sm cannot be loaded: made by another version"):
        parsed.noun("write stories")
