"""The drop-in scorer against `rouge_score` itself, and against the figures that its own tests promise."""

from __future__ import annotations

import importlib
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("selfinstruct_rouge")
scorer = importlib.import_module("selfinstruct_rouge.scorer")

TRICKY = [
    "",
    " ",
    "...",
    "testing",
    "Testing, ONE two",
    "one two one two one",
    "two one",
    "İstanbul'a 300 \u212aelvin'de",
    "istanbul a 300kelvin de",
    "na\u00efve caf\u00e9 snake_case x2",
    "\ud800 lone \udfff surrogate",
    "Straße STRASSE ΣΊΣΥΦΟΣ ﬁne",
    "한국어 text 日本語 ข้อความ",
    "tab\tnewline\nvertical\x0bnull\x00nel\x85",
    "a" * 3000,
    " ".join(f"w{i % 97}" for i in range(700)),
    " ".join(f"w{i % 89}" for i in range(650)),
]

LETTERS = ["write", "a", "the", "poem", "song", "list", "about", "of", "Rain", "SNOW", "3", "İ", "\u212a", "é", ",", ".", "비"]
WORDS = st.lists(st.sampled_from(LETTERS), max_size=90)


class Characters:
    """A tokeniser as `rouge_score` takes them: an object."""

    def tokenize(self, text: str) -> list[str]:
        """Every character but space."""
        return [character for character in text if not character.isspace()]


def same(theirs: Any, ours: Any) -> bool:
    """Whether two results name the same types and hold the same doubles."""
    return bool(
        theirs.keys() == ours.keys()
        and all(
            (float(theirs[name].precision), float(theirs[name].recall), float(theirs[name].fmeasure)) == tuple(ours[name])
            for name in theirs
        )
    )


def both(tokenizer: object = None) -> tuple[Any, Any]:
    """Their scorer and ours."""
    theirs = pytest.importorskip("rouge_score.rouge_scorer")
    return theirs.RougeScorer(["rougeL"], tokenizer=tokenizer), scorer.RougeScorer(["rougeL"], tokenizer=tokenizer)


def shaped(lcs: int, target: int, prediction: int) -> tuple[str, str]:
    """Texts of so many words with so many in common, in order, among others."""
    theirs, ours = ([f"{side}{place}" for place in range(count)] for side, count in (("t", target), ("p", prediction)))
    for place in range(lcs):
        theirs[place * target // lcs] = ours[place * prediction // lcs] = f"word{place}"
    return " ".join(theirs), " ".join(ours)


@pytest.mark.parametrize(
    ("target", "prediction", "precision", "recall", "fmeasure"),
    [
        ("testing one two", "testing", 1, 1 / 3, 1 / 2),
        ("testing one two", "testing one", 1, 2 / 3, 4 / 5),
        ("testing one two", "testing two", 1, 2 / 3, 4 / 5),
        ("testing one two", "", 0, 0, 0),
        ("", "testing one two", 0, 0, 0),
        ("first text", "text first", 1 / 2, 1 / 2, 1 / 2),
        ("first something", "text first", 1 / 2, 1 / 2, 1 / 2),
        ("1 2 3 4 5", "2 5 3 4", 3 / 4, 3 / 5, 2 / 3),
        ("1 2 3 4 5", "8 9", 0, 0, 0),
        ("1 2 3 4 5", "1 2 6 7 8", 2 / 5, 2 / 5, 2 / 5),
        ("1 2 3 4 5", "1 3 8 9 5", 3 / 5, 3 / 5, 3 / 5),
    ],
)
def test_published_figures(target: str, prediction: str, precision: float, recall: float, fmeasure: float) -> None:
    score = scorer.RougeScorer(["rougeL"]).score(target, prediction)["rougeL"]
    assert score == pytest.approx((precision, recall, fmeasure), abs=1e-12)
    assert (score.precision, score.recall, score.fmeasure) == tuple(score)


@pytest.mark.parametrize(
    ("lcs", "target", "prediction", "precision", "recall", "fmeasure"),
    [(11, 27, 16, 0.68750, 0.40741, 0.51163), (17, 42, 26, 0.65385, 0.40476, 0.50000)],
)
def test_figures_of_the_original_perl_script(
    lcs: int, target: int, prediction: int, precision: float, recall: float, fmeasure: float
) -> None:
    """What ROUGE-1.5.5 gives by hand, to its five places, for two summaries of news: texts of the same shape stand for them."""
    score = scorer.RougeScorer(["rougeL"]).score(*shaped(lcs, target, prediction))["rougeL"]
    assert tuple(round(figure, 5) for figure in score) == (precision, recall, fmeasure)


def test_results_are_by_the_type_asked_for_and_a_tokenizer_of_theirs_will_do() -> None:
    tokenizers = pytest.importorskip("rouge_score.tokenizers")
    for tokenizer in (None, tokenizers.DefaultTokenizer(), tokenizers.DefaultTokenizer(use_stemmer=True)):
        ours = scorer.RougeScorer(["rougeL"], tokenizer=tokenizer)
        assert ours.score("this is a test", "this is a test") == {"rougeL": (1.0, 1.0, 1.0)}
    stemmed = scorer.RougeScorer(["rougeL"], use_stemmer=True, tokenizer=tokenizers.DefaultTokenizer(use_stemmer=True))
    theirs = pytest.importorskip("rouge_score.rouge_scorer").RougeScorer(["rougeL"], use_stemmer=True)
    for pair in [("Writing stories quickly", "write a story"), ("the cats sat", "a cat sits"), ("testing", "tested tests")]:
        assert same(theirs.score(*pair), stemmed.score(*pair))


def test_multi_is_the_best_target_and_of_equals_the_first() -> None:
    theirs, ours = both()
    targets = ["first text", "first something", "text first", "text first of all", "Text! First!"]
    for chosen in (targets, targets[:2], targets[3:], targets[::-1], [""]):
        for prediction in ("text first", "of all", ""):
            assert same(theirs.score_multi(chosen, prediction), ours.score_multi(chosen, prediction))
    tie = scorer.RougeScorer(["rougeL"]).score_multi(["a b c d", "a", "b"], "a b")["rougeL"]
    assert tie == scorer.Score(1.0, 0.5, 2 / 3)


def test_tricky_texts_score_as_in_rouge_score() -> None:
    theirs, ours = both()
    for target in TRICKY:
        for prediction in TRICKY:
            assert same(theirs.score(target, prediction), ours.score(target, prediction)), (target, prediction)


@given(WORDS, WORDS)
def test_any_words_score_as_in_rouge_score(target: list[str], prediction: list[str]) -> None:
    theirs, ours = both()
    assert same(theirs.score(" ".join(target), "-".join(prediction)), ours.score(" ".join(target), "-".join(prediction)))


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_characters_score_as_in_rouge_score(target: str, prediction: str) -> None:
    for tokenizer in (None, Characters()):
        theirs, ours = both(tokenizer)
        assert same(theirs.score(target, prediction), ours.score(target, prediction))


def test_a_batch_is_the_scores_one_by_one() -> None:
    rng = random.Random(3)
    targets, predictions = rng.choices(TRICKY, k=60), rng.choices(TRICKY, k=60)
    ours = scorer.RougeScorer(["rougeL"], tokenizer=Characters())
    expected = [ours.score(target, prediction) for target, prediction in zip(targets, predictions, strict=True)]
    assert ours.score_batch(targets, predictions) == expected
    assert ours.score_batch([], []) == []
    with pytest.raises(ValueError, match="2 targets for 1 predictions"):
        ours.score_batch(["a", "b"], ["a"])


@pytest.mark.parametrize(
    ("target", "prediction", "tokenizer", "fmeasure"),
    [
        ("서울 의 오늘 날씨 를 알려 줘", "서울 의 내일 날씨 를 알려 줘", str.split, 6 / 7),
        ("비에 대한 시를 써 줘", "눈에 대한 시를 써 줘", Characters(), 7 / 8),
        ("東京の天気を教えて", "京都の天気を教えて", Characters(), 8 / 9),
        ("เขียนบทกวี", "เขียนบทเพลง", list, 2 * 7 / 21),
    ],
)
def test_text_in_other_scripts_scores_with_a_tokenizer_that_knows_it(
    target: str, prediction: str, tokenizer: Callable[[str], list[str]], fmeasure: float
) -> None:
    assert scorer.RougeScorer(["rougeL"]).score(target, prediction)["rougeL"].fmeasure == 0
    score = scorer.RougeScorer(["rougeL"], tokenizer=tokenizer).score(target, prediction)["rougeL"]
    assert score.fmeasure == pytest.approx(fmeasure)


def test_a_tokenizer_is_an_object_or_a_function_of_any_iterable() -> None:
    for tokenizer in (Characters(), Characters().tokenize, lambda text: iter(text.replace(" ", ""))):
        assert scorer.RougeScorer(["rougeL"], tokenizer=tokenizer).score("a b c", "ab")["rougeL"].recall == 2 / 3
    with pytest.raises(TypeError, match="int is not"):
        scorer.RougeScorer(["rougeL"], tokenizer=3)


@pytest.mark.parametrize("name", ["rouge1", "rouge2", "rouge9", "rouge10", "rougeLsum", "rougen", "rouge0", "L", ""])
def test_other_types_are_refused_with_a_word_on_where_they_are(name: str) -> None:
    with pytest.raises(ValueError, match="use rouge_score"):
        scorer.RougeScorer(["rougeL", name])


def test_what_cannot_be_done_is_said() -> None:
    with pytest.raises(ValueError, match="no stemmer"):
        scorer.RougeScorer(["rougeL"], use_stemmer=True)
    with pytest.raises(ValueError, match="no targets"):
        scorer.RougeScorer(["rougeL"]).score_multi([], "text")
    assert scorer.RougeScorer("rougeL", use_stemmer=True, split_summaries=True, tokenizer=str.split).score("a", "a")
