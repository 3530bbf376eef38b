"""Lists of instructions, as models write them."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from quickrows import leading

from selfinstruct.parse.items import Items, parse_items
from selfinstruct.prompts import Markers, PromptBook
from selfinstruct.resources import prompts

BOOKS = {language: PromptBook(prompts(language)).markers for language in ("en", "ko", "ja")}
EN = BOOKS["en"]


def items(text: str, language: str = "en") -> list[str]:
    found = parse_items(text, BOOKS[language])
    assert found.cut is None
    return list(found.texts)


NUMBERINGS = {
    "en": (
        *("{}. ", "{})", "{}) ", "({}) ", "[{}] ", "**{}.** ", "**{}**. ", "Task {}: ", "### Task {}: ", "- {}. ", "{}: "),
        *("# {}. ", "**Task {}:** ", "### {}. ", "{} - ", "Task #{}: ", "#{} ", "> {}. ", "{}.", "  {}. ", "{}.\t"),
        *("**Task {}**\n", "{}.) ", "{}\\. "),
    ),
    "ko": ("과제 {}. ", "과제 {}: ", "**과제 {}**: ", "과제{}: ", "[과제 {}] ", "번호 {}. ", "{}번. ", "## 과제 {}\n"),
    "ja": ("{}、", "{}．", "{}。", "【{}】", "【{}】：", "課題{}：", "（{}）", "問{}　", "【課題{}】\n", "・{}. ", "〔{}〕"),
}
DIGITS = {"plain": str, "wide": lambda n: str(n).translate(str.maketrans("0123456789", "０１２３４５６７８９"))}
STYLES = [(language, numbering) for language, numberings in NUMBERINGS.items() for numbering in numberings]


@pytest.mark.parametrize("digits", DIGITS.values(), ids=DIGITS)
@pytest.mark.parametrize(("language", "numbering"), STYLES)
def test_every_numbering_is_known(language: str, numbering: str, digits: object) -> None:
    assert callable(digits)
    texts = ["Name a river.", "한국의 강을 하나 대세요.", "川の名前を挙げてください。"] * 4
    answer = "\n".join(numbering.format(digits(n)) + text for n, text in enumerate(texts, 1))
    assert items(answer, language) == texts


@pytest.mark.parametrize("signs", ["①②③", "❶❷❸", "⑴⑵⑶", "1️⃣2️⃣3️⃣"])
@pytest.mark.parametrize("gap", ["", " ", "　", ". "])
def test_numbers_that_are_one_sign(signs: str, gap: str) -> None:
    marks = [signs[i : i + len(signs) // 3] for i in range(0, len(signs), len(signs) // 3)]
    assert items("\n".join(f"{mark}{gap}{text}" for mark, text in zip(marks, "abc", strict=True))) == ["a", "b", "c"]


def test_twenty_one_circled_and_ten_keycaps() -> None:
    assert items("\n".join(f"{chr(0x2460 + i)} t{i}" for i in range(20)) + "\n㉑ t20") == [f"t{i}" for i in range(21)]
    assert items("9️⃣ a\n🔟 b") == ["a", "b"]


@pytest.mark.parametrize(
    ("language", "preface", "closing"),
    [
        ("en", "Here are the tasks:", "Let me know if you need more!"),
        ("en", "Sure! Here are 20 new tasks, as you asked.", "I hope these help."),
        ("en", "## New tasks", "---\nEach of these is new."),
        ("ko", "네, 새로운 과제입니다:", "이 과제들이 도움이 되길 바랍니다."),
        ("ko", "새로운 과제 10개를 지어 보았습니다.", "더 필요하시면 말씀해 주세요."),
        ("ja", "はい、以下の通りです。", "以上です。"),
        ("ja", "新しい課題を3個考えました。", "これらの課題がお役に立てば幸いです。"),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_talk_round_the_list_is_left_out(language: str, preface: str, closing: str, gap: str) -> None:
    assert items(f"{preface}\n\n1. aa{gap}2. bb\n\n{closing}", language) == ["aa", "bb"]
    assert items(f"{preface}\n\n1. aa{gap}2. bb{gap}3. cc\n\nSome words that no list knows.", language) == ["aa", "bb", "cc"]


def test_a_closing_may_follow_at_once() -> None:
    assert items("1. aa\n2. bb\n以上です。", "ja") == ["aa", "bb"]
    assert items("1. aa\n2. bb\n※敬語で書くこと", "ja") == ["aa", "bb\n※敬語で書くこと"]


def test_words_that_open_a_closing_stay_inside_an_item() -> None:
    assert items("1. Write:\nNote: be short.\n2. Let me know if this is true.\n3. cc") == [
        "Write:\nNote: be short.",
        "Let me know if this is true.",
        "cc",
    ]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("## Writing\n1. aa\n2. bb\n\n## Code\n3. cc", ["aa", "bb", "cc"]),
        ("## Writing\n1. aa\n2. bb\n\n## Code\n1. cc\n2. dd", ["aa", "bb", "cc", "dd"]),
        ("**Writing**\n\n1. aa\n\n**Code**\n\n2. bb", ["aa", "bb"]),
        ("Writing:\n1. aa\n2. bb\n\nCode:\n1. cc\n2. dd", ["aa", "bb", "cc", "dd"]),
        ("[글쓰기]\n1. aa\n\n[코드]\n2. bb", ["aa", "bb"]),
        ("■ 作文\n1. aa\n\n■ 計算\n2. bb", ["aa", "bb"]),
        ("### 1. Writing\n1. aa\n2. bb\n### 2. Code\n3. cc\n4. dd", ["aa", "bb", "cc", "dd"]),
        ("- Writing\n  1. aa\n  2. bb\n- Code\n  3. cc", ["aa", "bb", "cc"]),
        ("1. aa\n\n---\n\n2. bb\n\n***\n\n3. cc\n\n---", ["aa", "bb", "cc"]),
        (
            "### Task 1: Title\nText.\n#### Input\nA table.\n\n### Task 2: Other\nMore.",
            ["Title\nText.\n#### Input\nA table.", "Other\nMore."],
        ),
        ("Task 1\nWrite a poem.\n\nTask 2\n\nRead it.", ["Write a poem.", "Read it."]),
        ("Task 1:\n\n**Write a poem.**\n\nTask 2:\n\n**Read it.**", ["Write a poem.", "Read it."]),
    ],
)
def test_headings_belong_to_no_item(answer: str, expected: list[str]) -> None:
    assert items(answer) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("1. aa\n   - x\n   - y\n2. bb", ["aa\n- x\n- y", "bb"]),
        ("1. aa\n- x\n- y\n2. bb", ["aa\n- x\n- y", "bb"]),
        ("1. aa\n   1. x\n   2. y\n2. bb\n   1. z\n3. cc", ["aa\n1. x\n2. y", "bb\n1. z", "cc"]),
        ("1. aa\n1) x\n2) y\n2. bb\n3. cc", ["aa\n1) x\n2) y", "bb", "cc"]),
        ("1. aa\n(1) x\n(2) y\n2. bb", ["aa\n(1) x\n(2) y", "bb"]),
        ("1. aa\n① x\n② y\n2. bb", ["aa\n① x\n② y", "bb"]),
        ("1. aa\n\ta) x\n\tb) y\n2. bb", ["aa\na) x\nb) y", "bb"]),
        ("1. Sort these:\n1. x\n2. y\n3. z\n2. bb\n3. cc", ["Sort these:\n1. x\n2. y\n3. z", "bb", "cc"]),
        ("1. aa\n2. bb\n3. Sort these:\n1. x\n2. y", ["aa", "bb", "Sort these:\n1. x\n2. y"]),
        ("8. aa\n9. bb\n1. x\n2. y\n10. cc", ["aa", "bb\n1. x\n2. y", "cc"]),
        ("1. aa\n\n   A paragraph.\n\n   Another.\n\n2. bb", ["aa\n\nA paragraph.\n\nAnother.", "bb"]),
        (
            "1. aa\n\nA paragraph.\n\n2. bb\n\nAnother.\n\n3. cc\n\nA last one.",
            ["aa\n\nA paragraph.", "bb\n\nAnother.", "cc\n\nA last one."],
        ),
        ("1. aa\n2. bb\n3. Sum up this text:\n\nThe cat sat.", ["aa", "bb", "Sum up this text:\n\nThe cat sat."]),
        ("- aa\n  - x\n  - y\n- bb", ["aa\n- x\n- y", "bb"]),
        ("* aa\n  1. x\n  2. y\n* bb", ["aa\n1. x\n2. y", "bb"]),
        ("1. aa\n\n# a comment\nx = 1\n2. bb", ["aa\n\n# a comment\nx = 1", "bb"]),
        ("1. aa\n\n***\n*****\n***\n2. bb\n\n***\n*****", ["aa\n\n***\n*****\n***", "bb\n\n***\n*****"]),
        ("1. aa\n12. May is a date.\n2. bb", ["aa\n12. May is a date.", "bb"]),
    ],
)
def test_what_is_nested_stays_with_its_item(answer: str, expected: list[str]) -> None:
    assert items(answer) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("```\n1. aa\n2. bb\n```", ["aa", "bb"]),
        ("Here:\n\n```markdown\n1. aa\n2. bb\n```\n\nEnjoy!", ["aa", "bb"]),
        ("```\n1. aa\n```py\nx = 1\n```\n2. bb\n```", ["aa\n```py\nx = 1\n```", "bb"]),
        ("1. aa\n```\n1. x\n2. y\n```\n2. bb", ["aa\n```\n1. x\n2. y\n```", "bb"]),
        ("1. aa\n   ```py\n   # 2. y\n   2. z\n   ```\n2. bb", ["aa\n```py\n# 2. y\n2. z\n```", "bb"]),
        ("1. ```\n2. x\n```\n2. bb", ["```\n2. x\n```", "bb"]),
        ("1. What does this do: ```py\n2. x\n```\n2. bb", ["What does this do: ```py\n2. x\n```", "bb"]),
        ("1. aa\n```\n2. bb\n3. cc", ["aa\n```", "bb", "cc"]),
        ("1. aa\n~~~\n---\n# x\n~~~\n2. bb", ["aa\n~~~\n---\n# x\n~~~", "bb"]),
    ],
)
def test_code_fences(answer: str, expected: list[str]) -> None:
    assert items(answer) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("1. 3.5%를 분수로 쓰세요.\n2. bb", ["3.5%를 분수로 쓰세요.", "bb"]),
        ("1. aa\n1.5배로 늘리세요.\n2. bb", ["aa\n1.5배로 늘리세요.", "bb"]),
        ("1. aa\n2024년 일을 쓰세요.\n2. bb", ["aa\n2024년 일을 쓰세요.", "bb"]),
        ("1. aa\n3 cups of rice\n2. bb", ["aa\n3 cups of rice", "bb"]),
        ("1. aa\n12:30 is noon.\n2. bb", ["aa\n12:30 is noon.", "bb"]),
        ("1. aa\n1、2、3の和\n2. bb", ["aa\n1、2、3の和", "bb"]),
        ("1. 2 * 3을 계산하세요.\n2. -5 + 3은?", ["2 * 3을 계산하세요.", "-5 + 3은?"]),
        ("1. aa\n3 - 2 = 1\n2. bb", ["aa\n3 - 2 = 1", "bb"]),
        ("1.aa\n2.20세기를 쓰세요.\n3.5G란?\n4.dd", ["aa", "20세기를 쓰세요.", "5G란?", "dd"]),
        ("1.aa\n1.5배로\n2.bb", ["aa\n1.5배로", "bb"]),
        ("1 - aa\n2 - 3개를 쓰세요.", ["aa", "3개를 쓰세요."]),
        ("Task 1:7 wonders\nTask 2: bb", ["7 wonders", "bb"]),
        ("1.5배로 늘리세요.", []),
    ],
)
def test_digits_of_a_sentence_are_no_number(answer: str, expected: list[str]) -> None:
    assert items(answer) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("1. aa\n1. bb\n1. cc", ["aa", "bb", "cc"]),
        ("1. aa\n2. bb\n1. cc\n2. dd", ["aa", "bb", "cc", "dd"]),
        ("1. aa\n2. bb\n2. cc\n3. dd", ["aa", "bb", "cc", "dd"]),
        ("1. aa\n2. bb\n5. cc\n6. dd", ["aa", "bb", "cc", "dd"]),
        ("1. aa\n2) bb\n3. cc", ["aa", "bb", "cc"]),
        (" 9. aa\n10. bb", ["aa", "bb"]),
        ("1. aa\n2.\n3. cc", ["aa", "cc"]),
        ("1. aa\r\n2. bb\r\n", ["aa", "bb"]),
        ("1. aa\u20282. bb", ["aa", "bb"]),
        ("\ufeff1. aa\n\u200b2. bb", ["aa", "bb"]),
        ("- aa\n- bb", ["aa", "bb"]),
        ("Tasks:\n\n• aa\n• bb\n\nLet me know!", ["aa", "bb"]),
        ("・aa\n・bb", ["aa", "bb"]),
        ("* **Title**: aa\n* bb", ["Title: aa", "bb"]),
        ("My rules:\n- new\n- short\n\n1. aa\n2. bb", ["aa", "bb"]),
    ],
)
def test_odd_lists(answer: str, expected: list[str]) -> None:
    assert items(answer) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("1. **Title**: text", "Title: text"),
        ("1. **Title:** text", "Title: text"),
        ("**1. Title**: text", "Title: text"),
        ("**1. Title**\ntext", "Title\ntext"),
        ("1.**Title** text", "Title text"),
        ("**1.** **Title**: text", "Title: text"),
        ("1. **All of it**", "All of it"),
        ("1. Explain **this** word", "Explain **this** word"),
        ("1. What does **kwargs mean?", "What does **kwargs mean?"),
        ("1. __init__ does what?", "__init__ does what?"),
        ("1.__init__ does what?", "__init__ does what?"),
        ("1. [ ] aa", "aa"),
        ('1. "Quoted" STAYS, ｗｉｄｅ too.', '"Quoted" STAYS, ｗｉｄｅ too.'),
        ("1. Explain `<think>` and </think> tags", "Explain `<think>` and </think> tags"),
    ],
)
def test_wording_is_kept(answer: str, expected: str) -> None:
    assert items(answer) == [expected]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("<think>\n1. no\n2. no\n</think>\n\n1. aa\n2. bb", ["aa", "bb"]),
        ("<THINKING>1. no</THINKING>1. aa", ["aa"]),
        ("1. no\nThat will do.\n</think>\n1. aa", ["aa"]),
        ("That will do.</think>\n1. aa", ["aa"]),
        ("<think>\n1. aa\n2. bb", []),
    ],
)
def test_thoughts_are_no_answer(answer: str, expected: list[str]) -> None:
    assert items(answer) == expected


@pytest.mark.parametrize(
    "answer", ["", " \n ", "I cannot do that.", "Write a poem.\n\nWrite a story.", "---", "3 cups", "2024년", "**Bold**"]
)
def test_without_numbers_and_bullets_there_are_no_items(answer: str) -> None:
    assert items(answer) == []


def test_the_last_item_of_a_cut_answer_stands_apart() -> None:
    assert parse_items("1. aa\n2. bb\n3. c", EN, cut=True) == Items(("aa", "bb"), cut="c")
    assert parse_items("1. a", EN, cut=True) == Items((), cut="a")
    assert parse_items("1. aa\n2. bb\n3.", EN, cut=True) == Items(("aa", "bb"))
    assert parse_items("1. aa\n2. bb\n```py\n1. x\n2. y", EN, cut=True) == Items(("aa",), cut="bb\n```py\n1. x\n2. y")
    assert parse_items("```\n1. aa\n2. b", EN, cut=True) == Items(("aa",), cut="b")
    assert parse_items("Here are", EN, cut=True) == Items(())


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (" aa\n10. bb\n11. cc", ["aa", "bb", "cc"]),
        (" aa", ["aa"]),
        ("9. aa\n10. bb", ["aa", "bb"]),
        ("\n\n9. aa\n10. bb", ["aa", "bb"]),
        ("\n10. bb", ["bb"]),
        (" 1.5배로 늘리세요.\n10. bb", ["1.5배로 늘리세요.", "bb"]),
        (" aa:\nx\ny\n10. bb\n", ["aa:\nx\ny", "bb"]),
        ("\n", []),
        ("", []),
    ],
)
def test_a_continued_list(answer: str, expected: list[str]) -> None:
    assert list(parse_items(answer, EN, first=9, continued=True).texts) == expected


words = st.text(st.sampled_from("abz가나다あいう漢字éß,.'?!%&0"), min_size=1, max_size=8)
lines = st.lists(words, min_size=1, max_size=8).map(lambda parts: " ".join(["x", *parts, "z."]))


@given(
    st.lists(lines, min_size=3, max_size=12), st.sampled_from(STYLES), st.booleans(), st.sampled_from(["\n", "\n\n", "\r\n"])
)
def test_rendered_texts_parse_back(texts: list[str], style: tuple[str, str], talk: bool, gap: str) -> None:
    language, numbering = style
    assume(not numbering.startswith("  ") or not talk)
    answer = gap.join(numbering.format(n) + text for n, text in enumerate(texts, 1))
    if talk:
        answer = f"Here they are:\n\n{answer}\n\nThat was all of it, I think."
    assert items(answer, language) == texts


@given(st.lists(lines, min_size=1, max_size=12), st.integers(2, 20), st.booleans())
def test_completed_texts_parse_back(texts: list[str], first: int, cut: bool) -> None:
    answer = " " + "\n".join([texts[0], *(f"{n}. {text}" for n, text in enumerate(texts[1:], first + 1))])
    found = parse_items(answer, EN, first=first, continued=True, cut=cut)
    assert [*found.texts, *([found.cut] if found.cut else [])] == texts
    assert (found.cut is not None) is cut


fragments = st.sampled_from(
    [
        "1.",
        "2)",
        "(3)",
        "①",
        "🔟",
        "【5】",
        "Task 4:",
        "\n",
        "\n\n",
        "# ",
        "- ",
        "**",
        "```",
        "<think>",
        "</think>",
        "---",
        "a",
        " ",
        ":",
    ]
)
answers = st.one_of(st.text(), st.lists(fragments, max_size=40).map("".join))


@given(answers, st.sampled_from(list(BOOKS.values())), st.booleans(), st.booleans())
def test_no_text_makes_it_fail(text: str, markers: Markers, continued: bool, cut: bool) -> None:
    found = parse_items(text, markers, first=3, continued=continued, cut=cut)
    assert all(item and item == item.strip() for item in found.texts)


@given(st.lists(fragments, max_size=40).map("".join))
def test_items_are_parts_of_the_answer(text: str) -> None:
    marks = {"*", " ", "\n", "　"}
    answer = "".join(c for c in text if c not in marks)
    for item in parse_items(text, EN).texts:
        for line in item.split("\n"):
            assert "".join(c for c in line if c not in marks) in answer


SIZES = leading(1, [2_000, 200_000])
HOSTILE = (
    *("*", "#", "(", "1", "* ", "# ", "> ", "-", " ", "_ ", "\n", "**", "【", "1. ", "1.\n", "1. a\n", "- \n", "a\n\n"),
    *("2. a:\n1. b\n", "```\n", "<think>", "1. a\n\n```\n"),
)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("piece", HOSTILE)
def test_long_hostile_text_is_read_to_its_end(piece: str, size: int) -> None:
    text = piece * (size // len(piece))
    for answer in (text, f"1. {text}", f"1. a\n2. b\n{text}"):
        assert len("".join(parse_items(answer, EN).texts)) <= len(answer)
