"""Inputs and outputs, as models write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quickrows import leading

from selfinstruct.parse.instances import is_noinput, parse_input_first, parse_output_first
from selfinstruct.prompts import Markers, PromptBook
from selfinstruct.records import Instance
from selfinstruct.resources import prompts

BOOKS = {language: PromptBook(prompts(language)).markers for language in ("en", "ko", "ja")}
Pairs = list[tuple[str, str]]


def input_first(text: str, language: str = "en") -> Pairs:
    return [(found.input, found.output) for found in parse_input_first(text, BOOKS[language])]


def output_first(text: str, language: str = "en") -> Pairs:
    return [(found.input, found.output) for found in parse_output_first(text, BOOKS[language])]


HEADINGS = {
    "en": (
        ["Example 1", "Example 1:", "**Example 1**", "**Example 1:**", "**Example 1**:", "### Example 1", "[Example 1]"],
        ["Example #1", "- Example 1", "EXAMPLE 1.", "#### **Example 1: a title**", "Example 1 (short)", "> Example 1"],
        ["Instance 1", "1. Example 1"],
    ),
    "ko": (
        ["예시 1", "예시1:", "**예시 1**", "### 예시 １", "[예시 1]", "【예시 1】", "예시 ①", "예제 1", "■ 예시 1"],
        ["Example 1"],
    ),
    "ja": (["例1", "例１", "例1：", "【例１】", "**例1**", "## 例 1", "例①", "（例1）", "例題1", "サンプル1", "実例 1："],),
}
LABELS = (
    *("{}: {}", "{}:\n{}", "**{}:** {}", "**{}**: {}", "**{}**\n{}", "### {}\n{}"),
    *("[{}]\n{}", "【{}】{}", "{}： {}", "{} : {}", "- {}: {}"),
)
FIRST = [(language, heading) for language, groups in HEADINGS.items() for group in groups for heading in group]


@pytest.mark.parametrize(("language", "heading"), FIRST)
def test_every_shape_of_a_heading_and_a_label(language: str, heading: str) -> None:
    markers = BOOKS[language]
    pairs = [("a cat", "ein Hund"), ("두 줄의\n입력", "two\nlines")]
    second = heading.replace("1", "2").replace("１", "２").replace("①", "②")
    for label in LABELS:
        answer = "\n\n".join(
            f"{head}\n{label.format(markers.input[0], given)}\n{label.format(markers.output[0], output)}"
            for head, (given, output) in zip([heading, second], pairs, strict=True)
        )
        assert input_first(answer, language) == pairs, label


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("language", BOOKS)
def test_every_shape_of_a_class_label(language: str, label: str) -> None:
    markers = BOOKS[language]
    pairs = [("nice\nand warm", "좋음"), ("寒い", "bad")]
    answer = "\n".join(f"{label.format(markers.label[0], o)}\n{label.format(markers.input[0], i)}" for i, o in pairs)
    assert output_first(answer, language) == pairs
    answer = "\n".join(f"{label.format(markers.input[0], i)}\n{label.format(markers.label[0], o)}" for i, o in pairs)
    assert output_first(answer, language) == pairs


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Output: a", [("", "a")]),
        ("Output:\na\n\nb", [("", "a\n\nb")]),
        ("Sure! Here is the output:\n\nOutput: a", [("", "a")]),
        ("Output: a\nOutput: b", [("", "a"), ("", "b")]),
        ("Example 1\nOutput: a\nExample 2\nOutput: b", [("", "a"), ("", "b")]),
        ("Input: a\nOutput: b\nInput: c\nOutput: d", [("a", "b"), ("c", "d")]),
        ("Input: a Output: b Input: c Output: d", [("a", "b"), ("c", "d")]),
        ("Input: a\nOutput: b\n\nInput: c\nOutput: d\n", [("a", "b"), ("c", "d")]),
        ("1. Input: a\n   Output: b\n2. Input: c\n   Output: d", [("a", "b"), ("c", "d")]),
        ("1.\nInput: a\nOutput: b\n\n2.\nInput: c\nOutput: d", [("a", "b"), ("c", "d")]),
        ("Input 1: a\nOutput 1: b\nInput 2: c\nOutput 2: d", [("a", "b"), ("c", "d")]),
        ("Input 1: a\nInput 2: b\nOutput: c", [("Input 1: a\nInput 2: b", "c")]),
        ("Input: f(1)\n\n# f doubles\nOutput: 2\nInput: f(2)\nOutput: 4", [("f(1)\n\n# f doubles", "2"), ("f(2)", "4")]),
        (
            "Example 1\nInput 1: a\nInput 2: b\nOutput: the second\nExample 2\nInput 1: c\nOutput: none",
            [("Input 1: a\nInput 2: b", "the second"), ("Input 1: c", "none")],
        ),
        ("Example 1: Input: a\nOutput: b\nExample 2: Input: c\nOutput: d", [("a", "b"), ("c", "d")]),
        ("Example 1: Shorter\nInput: a\nOutput: b", [("a", "b")]),
        ("Example:\nInput: a\nOutput: b", [("a", "b")]),
        ("Input: a\r\nOutput: b\r\n", [("a", "b")]),
        ("<think>Output: x</think>Input: a\nOutput: b", [("a", "b")]),
        ("Text: a\nAnswer: b", [("a", "b")]),
        ("Input: Text: a\nContext: b\nOutput: c", [("Text: a\nContext: b", "c")]),
        ("Example 1\nInput: a\nOutput: b\n\n---\n\nExample 2\nInput: c\nOutput: d\n\n---", [("a", "b"), ("c", "d")]),
        ("## First\nInput: a\nOutput: b\n\n## Second\nInput: c\nOutput: d", [("a", "b"), ("c", "d")]),
        ("Example 1\nInput: a\nOutput: b\n\nExample 2\nInput: c", [("a", "b"), ("c", "")]),
        ("Example 1\nInput: a\nOutput: b\n\nExample 2\nSentence: c", [("a", "b"), ("Sentence: c", "")]),
        ("Output:\nExample 1\nInput: a\nOutput: b", [("a", "b")]),
    ],
)
def test_input_first(answer: str, expected: Pairs) -> None:
    assert input_first(answer) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Example 1\nParagraph: a\nOutput: b", [("Paragraph: a", "b")]),
        ("Example 1\nList 1: a\nList 2: b\nOutput: c", [("List 1: a\nList 2: b", "c")]),
        ("Example 1\nThe cat sat.\nOutput: b\nExample 2\nIt ran.\nOutput: c", [("The cat sat.", "b"), ("It ran.", "c")]),
        ("Example 1: The cat sat.\nOutput: b", [("The cat sat.", "b")]),
        ("Here you go!\n\nSentence: a\nOutput: b", [("Sentence: a", "b")]),
        ("Sentence: a\nOutput: b\nSentence: c\nOutput: d", [("Sentence: a", "b"), ("Sentence: c", "d")]),
        (
            "City 1: a\nCity 2: b\nOutput: c\n\nCity 1: d\nCity 2: e\nOutput: f",
            [("City 1: a\nCity 2: b", "c"), ("City 1: d\nCity 2: e", "f")],
        ),
        ("Example 1\n문장: 가\n출력: 나", [("문장: 가", "나")]),
        ("例1\n文：あ\n出力：い", [("文：あ", "い")]),
    ],
)
def test_names_of_the_models_own_are_kept(answer: str, expected: Pairs) -> None:
    language = "ko" if "출력" in answer else "ja" if "出力" in answer else "en"
    assert input_first(answer, language) == expected


@pytest.mark.parametrize(
    "output",
    [
        "Here is how:\n```\nInput: x\nOutput: y\n```\nDone.",
        "def f(x):\n    '''\n    Input: x\n    Output: y\n    '''\n    return x",
        "Example 1: a metaphor\nExample 2: a simile",
        "Answer: it is so.\nResult: none.",
        "Dear Kim,\n\nI hope you are well.\n\nLet me know if you have time.\n\nBest,\nLee",
        "Dear Kim,\n\nI hope you are well.",
        "Two paragraphs.\n\nAnd more.\n\nFeel free to disagree.",
        "- a\n- b\n\n1. c\n2. d",
        "# Title\n\nText.\n\n## More\n\nText.",
        "Task: buy milk\nDue: today\nTask: sleep\nDue: tonight",
        "4",
        "**Bold** and *more*",
        "Answer the input: yes.",
    ],
)
def test_an_output_is_left_as_it_is(output: str) -> None:
    assert input_first(f"Input: a\nOutput: {output}") == [("a", output)]
    assert input_first(f"Example 1\nInput: a\nOutput: {output}\n\nExample 2\nInput: b\nOutput: c") == [
        ("a", output),
        ("b", "c"),
    ]
    assert input_first(f"Output:\n{output}") == [("", output)]


@pytest.mark.parametrize(
    "answer",
    [
        "```\nInput: a\nOutput: b\n```",
        "Here it is:\n```\nInput: a\nOutput: b\n```",
        "Example 1\n```\nInput: a\nOutput: b\n```",
        "Input:\n```\na\n```\nOutput:\n```text\nb\n```",
    ],
)
def test_fences_round_an_answer_or_a_part(answer: str) -> None:
    assert input_first(answer) == [("a", "b")]


def test_a_quotation_is_no_part_of_the_text() -> None:
    assert input_first("Input:\n> a\n>\n> b\n\nOutput: > 1\nis more") == [("a\n\nb", "> 1\nis more")]
    assert input_first("Output: >>> f(1)") == [("", ">>> f(1)")]


def test_code_that_begins_on_the_labels_line() -> None:
    answer = "Example 1\nInput: ```py\nprint(1)\n```\nOutput: 1\nExample 2\nInput: ```\nInput: x\n```\nOutput: 2"
    assert input_first(answer) == [("```py\nprint(1)\n```", "1"), ("Input: x", "2")]


@pytest.mark.parametrize(
    ("language", "tail"),
    [
        ("en", "\n\nLet me know if you need more examples!"),
        ("en", "\n\n---\nFeel free to ask."),
        ("en", "\n\nTask: Write a poem.\nOutput: c"),
        ("en", "\nTask: Write a poem.\nExample 1\nInput: x\nOutput: c"),
        ("en", "\n\nTask: Write a poem."),
        ("en", "\n\nTask:"),
        ("ko", "\n\n이상입니다."),
        ("ko", "\n\n과제: 시를 쓰세요.\n출력: c"),
        ("ja", "\n\n以上です。"),
        ("ja", "\n\nタスク：詩を書いて。\n出力：c"),
    ],
)
def test_what_follows_the_last_instance_is_cut_off(language: str, tail: str) -> None:
    given, output, label = (words[0] for words in (BOOKS[language].input, BOOKS[language].output, BOOKS[language].label))
    assert input_first(f"{given}: a\n{output}: b{tail}", language) == [("a", "b")]
    assert output_first(f"{label}: b\n{given}: a{tail}", language) == [("a", "b")]


@pytest.mark.parametrize(
    "answer", ["", " \n", "I am sorry, but I cannot.", "Input: a", "Output:", "Example 1\nOnce upon a time."]
)
def test_without_an_output_there_is_nothing(answer: str) -> None:
    assert input_first(answer) == []


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Class label: good\nInput: a\nClass label: bad\nInput: b", [("a", "good"), ("b", "bad")]),
        ("Class label: good\nInput: a\n\nClass label: bad\nInput: b\n", [("a", "good"), ("b", "bad")]),
        (
            "Class label: good\nSentence: a\nmore\nClass label: bad\nSentence: b",
            [("Sentence: a\nmore", "good"), ("Sentence: b", "bad")],
        ),
        ("Class label: good\nClass label: bad", [("", "good"), ("", "bad")]),
        ("Here are the inputs:\n\nClass label: good\nInput: a", [("a", "good")]),
        ("Example 1\nClass label: good\nInput: a\n\nExample 2\nClass label: bad\nInput: b", [("a", "good"), ("b", "bad")]),
        ("1. Class label: good\n   Input: a\n2. Class label: bad\n   Input: b", [("a", "good"), ("b", "bad")]),
        ("Label: good\nText: a", [("a", "good")]),
        ("Output: good\nInput: a", [("a", "good")]),
        ("Example 1\nInput: a\nOutput: good\nExample 2\nInput: b\nOutput: bad", [("a", "good"), ("b", "bad")]),
        ("Input: a\nClass label: good\nInput: b\nClass label: bad", [("a", "good"), ("b", "bad")]),
        ("Sentence: a\nClass label: good\nSentence: b\nClass label: bad", [("Sentence: a", "good"), ("Sentence: b", "bad")]),
        (
            "Example 1\nSentence: a\nLabel: good\nExample 2\nSentence: b\nLabel: bad",
            [("Sentence: a", "good"), ("Sentence: b", "bad")],
        ),
        ("Class label: good\nInput: a\nInput: b\nClass label: bad\nInput: c", [("a", "good"), ("b", "good"), ("c", "bad")]),
        ("Class label: true\nInput 1: a\nInput 2: b", [("Input 1: a\nInput 2: b", "true")]),
        ("Class label:\ngood\nInput:\na", [("a", "good")]),
        ("Class label: Dear all,\nsee you.\nInput: a", [("a", "Dear all,\nsee you.")]),
        ("Class label: good\nInput: none", [("", "good")]),
        ("Class labels: good, bad\n\nClass label: good\nInput: a", [("a", "good")]),
        ("```\nClass label: good\nInput: a\n```", [("a", "good")]),
        ("Class label: good Input: a Class label: bad Input: b", [("a", "good"), ("b", "bad")]),
        ("I cannot.", []),
        ("Input: a", []),
    ],
)
def test_output_first(answer: str, expected: Pairs) -> None:
    assert output_first(answer) == expected


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("**Positive**", "Positive"),
        ('"positive"', "positive"),
        ("'positive'.", "positive"),
        ("`positive`", "positive"),
        ("Positive.", "Positive"),
        ("**Positive.**", "Positive"),
        ("「肯定」", "肯定"),
        ("『肯定』。", "肯定"),
        ("[긍정]", "긍정"),
        ("【긍정】", "긍정"),
        ("“긍정”", "긍정"),
        ("U.S.", "U.S."),
        ("3.5", "3.5"),
        ("C++", "C++"),
        ("(positive)", "positive"),
        ("（肯定的）", "肯定的"),
        ("(b)", "(b)"),
        ("(a) first", "(a) first"),
        ("'a' or 'b'", "'a' or 'b'"),
        (
            "It is a whole sentence that says what the text is about.",
            "It is a whole sentence that says what the text is about.",
        ),
    ],
)
def test_a_class_label_stands_bare(written: str, label: str) -> None:
    assert output_first(f"Class label: {written}\nInput: a") == [("a", label)]


def test_full_stops_of_class_labels_go_together() -> None:
    assert output_first("Label: Good.\nLabel: Bad") == [("", "Good"), ("", "Bad")]
    sentences = "ラベル：九月です。\nラベル：来年の三月二十三日です。"
    assert output_first(sentences, "ja") == [("", "九月です。"), ("", "来年の三月二十三日です。")]


NOTHING = {
    "en": ["<noinput>", "None", "N/A", "(none)", "[No input]", "no input required.", "**None**", "-", "—", "NULL", "  n/a "],
    "ko": ["없음", "(없음)", "[없음]", "입력 없음", "입력없음.", "<없음>", "해당 없음", "N/A", "없습니다."],
    "ja": ["なし", "（なし）", "「なし」", "なし。", "入力なし", "該当なし", "特になし", "入力は不要です。", "ｎ／ａ"],
}


@pytest.mark.parametrize(("language", "text"), [(language, text) for language, texts in NOTHING.items() for text in texts])
def test_no_input_has_many_names(language: str, text: str) -> None:
    assert is_noinput(text, BOOKS[language])
    given, output = BOOKS[language].input[0], BOOKS[language].output[0]
    assert input_first(f"{given}: {text}\n{output}: b", language) == [("", "b")]


@pytest.mark.parametrize("text", ["None of these", "0", "()", "...", "?", "-5", "없음을 표하라", "なしのつぶて", "a"])
def test_other_inputs_are_inputs(text: str) -> None:
    assert not any(is_noinput(text, markers) for markers in BOOKS.values())


texts = st.lists(
    st.text(st.sampled_from("ab z가나다あい漢é,?!%0"), min_size=1, max_size=12).map(str.strip), min_size=1, max_size=3
)
bodies = texts.map(lambda parts: "x" + "\nx".join(parts) + "z")


@given(
    st.lists(st.tuples(bodies, bodies), min_size=1, max_size=5),
    st.sampled_from(list(BOOKS)),
    st.booleans(),
    st.sampled_from(LABELS),
)
def test_rendered_instances_parse_back(pairs: Pairs, language: str, headed: bool, label: str) -> None:
    markers = BOOKS[language]
    pairs = [(given.replace(" \n", "\n"), output) for given, output in pairs]
    blocks = [f"{label.format(markers.input[0], i)}\n{label.format(markers.output[0], o)}" for i, o in pairs]
    heads = [f"{markers.example[0]} {n}\n" if headed else "" for n in range(1, len(pairs) + 1)]
    answer = "\n\n".join(head + block for head, block in zip(heads, blocks, strict=True))
    assert input_first(answer, language) == [(i.strip(), o.strip()) for i, o in pairs]


fragments = st.sampled_from(
    [
        "Input:",
        "Output:",
        "Class label:",
        "Example 1",
        "Example 2\n",
        "\n",
        "\n\n",
        "a",
        "**",
        "```\n",
        "<think>",
        "Task:",
        "# ",
        "none",
    ]
)


@given(st.one_of(st.text(), st.lists(fragments, max_size=30).map("".join)), st.sampled_from(list(BOOKS.values())))
def test_no_text_makes_it_fail(text: str, markers: Markers) -> None:
    for found in (*parse_input_first(text, markers), *parse_output_first(text, markers)):
        assert isinstance(found, Instance)
        assert found.input == found.input.strip()
        assert found.input or found.output
    assert is_noinput(text, markers) in {True, False}


SIZES = leading(1, [2_000, 200_000])
HOSTILE = (
    *("*", "#", "(", "1", "* ", "# ", "> ", "[", " ", "\n", '"', "a b ", "---\n", "```\n", "Input", "**Input", "Task:\n"),
    *("Input:", "Input:\n", "Input 1:\n", "Output:\n", "Input:\nOutput:\n", "Output: a\n\n", "a: b\n", "Class label: a\n"),
    *("Example 1\n", "Example 1\nInput: a\nOutput: b\n"),
)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("piece", HOSTILE)
def test_long_hostile_text_is_read_to_its_end(piece: str, size: int) -> None:
    text = piece * (size // len(piece))
    for answer in (text, f"Output: {text}", f"Class label: {text}"):
        for found in (*parse_input_first(answer, BOOKS["en"]), *parse_output_first(answer, BOOKS["en"])):
            assert len(found.input) + len(found.output) <= len(answer)
