"""The English, Korean and Japanese plugins: what is one instruction told twice, what is the language, what is refused."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import entry_points
from typing import cast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from instructionpairs import DIFFERENT, SAME
from rouge_score import tokenize as rouge_tokenize  # type: ignore[import-untyped]

from selfinstruct import Language
from selfinstruct.language import Role
from selfinstruct.script import prose, script_of, share, units

CODES = ("en", "ko", "ja")
LANGUAGES: dict[str, Language] = {
    language.code: language
    for entry in entry_points(group="selfinstruct")
    if entry.name in CODES
    for language in entry.load().selfinstruct_languages()
}


def rouge_l(a: list[str], b: list[str]) -> float:
    row = [0] * (len(b) + 1)
    for x in a:
        above = row
        row = [0]
        for j, y in enumerate(b):
            row.append(above[j] + 1 if x == y else max(above[j + 1], row[j]))
    return 2 * row[-1] / (len(a) + len(b)) if a and b else 0.0


# --- what every one of them promises


def test_three_languages_are_found_by_entry_point() -> None:
    assert set(LANGUAGES) == set(CODES)
    assert {code: LANGUAGES[code].threshold for code in CODES} == {"en": 0.7, "ko": 0.65, "ja": 0.65}


@pytest.mark.parametrize("code", CODES)
def test_importing_a_plugin_and_asking_for_its_language_loads_no_analyser(code: str) -> None:
    probe = (
        f"import sys, selfinstruct_{code} as plugin; plugin.selfinstruct_languages()\n"
        "print(sorted({'kiwipiepy', 'sudachipy', 'numpy', 'torch'} & {name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("en", ["rouge_score"]),
        ("ko", ["kiwipiepy 0.24.", "kiwipiepy_model 0.24."]),
        ("ja", ["sudachipy 0.7.", "sudachidict_core 20"]),
    ],
)
def test_tokenizer_id_names_library_and_dictionary(code: str, parts: list[str]) -> None:
    assert all(part in LANGUAGES[code].tokenizer_id for part in parts)


DEGENERATE = [
    "",
    "   \u3000\n",
    "...",
    "？",
    "😀",
    "👩‍👩‍👧‍👦",
    "ㅋㅋㅋ",
    "ㅠㅠ",
    "설\u200b명",
    "\ud800 글",
    "a\x00b",
    "\u0301\u0301",
    "ﷺ",
    "İ" * 20_000,
    "漢字" * 9_000,
    "긴글" * 2_000,
    pytest.param("긴글" * 20_000, marks=pytest.mark.slow),
    "7" * 50_000,
    "https://example.com/" + "a" * 5_000,
]


@pytest.mark.parametrize("text", DEGENERATE, ids=lambda text: repr(text[:12]))
@pytest.mark.parametrize("code", CODES)
def test_degenerate_texts_never_raise(code: str, text: str) -> None:
    language = LANGUAGES[code]
    found = language.tokens(text)
    assert all(token and not token.isspace() for token in found)
    assert found == language.tokens(text)
    for role in ("instruction", "input", "output"):
        fault = language.fault(text, role)
        assert fault is None or fault.partition(":")[0].replace("-", "").isalpha()


@pytest.mark.parametrize("code", CODES)
@given(text=st.text(st.characters(), max_size=60))
def test_any_text_is_cut_and_checked(code: str, text: str) -> None:
    language = LANGUAGES[code]
    assert all(language.tokens(text))
    language.fault(text, "instruction")
    language.fault(text, "output")


@pytest.mark.parametrize("text", ["", " \u3000", "...!?", "😀", "。、「」"])
@pytest.mark.parametrize("code", CODES)
def test_a_text_without_letters_has_no_tokens(code: str, text: str) -> None:
    assert LANGUAGES[code].tokens(text) == []


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("ko", ["떡볶이를 맛있게 만드는 비결을 알려 줘.", "겨울철 난방비를 아끼는 방법 다섯 가지", "왜 하늘은 파란가요?"]),
        ("ja", ["味噌汁をおいしく作るコツは？", "電気代を抑える方法を五つ挙げてください。", "空が青く見えるのはなぜ？"]),
    ],
)
def test_threads_agree_with_one_thread(code: str, texts: list[str]) -> None:
    tokens = LANGUAGES[code].tokens
    expected = [tokens(text) for text in texts]
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(tokens, texts * 200))
    assert found == expected * 200


@pytest.mark.parametrize("code", ["ko", "ja"])
def test_first_calls_may_come_at_once(code: str) -> None:
    text = {"ko": "낱말을 설명하세요", "ja": "言葉を説明してください"}[code]
    probe = (
        "from concurrent.futures import ThreadPoolExecutor\n"
        f"from selfinstruct_{code} import tokens\n"
        f"found = list(ThreadPoolExecutor(6).map(tokens, [{text!r}] * 24))\n"
        "print(ascii(found[0]), all(each == found[0] for each in found))"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.split("] ") == [ascii(LANGUAGES[code].tokens(text))[:-1], "True\n"]


@pytest.mark.parametrize("code", ["ko", "ja"])
def test_composed_and_decomposed_texts_have_the_same_tokens_and_fault(code: str) -> None:
    text = {"ko": "받침 있는 낱말을 골라 뜻을 풀이하세요.", "ja": "ガラスのコップがどうして割れやすいか、説明してください。"}[
        code
    ]
    decomposed = unicodedata.normalize("NFD", text)
    assert decomposed != text
    language = LANGUAGES[code]
    assert language.tokens(decomposed) == language.tokens(text)
    assert language.fault(decomposed, "instruction") is None


@pytest.mark.parametrize("code", CODES)
def test_every_blocked_word_can_be_met(code: str) -> None:
    language = LANGUAGES[code]
    frame = {"en": "Show me the {} now", "ko": "{}를 보여 주세요", "ja": "{}を見せてください"}[code]
    verbs = {"그리다": "꽃을 그려 주세요", "描く": "花を描いてください"}
    for word in language.blocked:
        assert word in language.tokens(verbs.get(word, frame.format(word))), word


# --- novelty: the default threshold decides these pairs so


@pytest.mark.parametrize(("code", "a", "b"), SAME)
def test_one_instruction_told_twice_is_above_the_threshold(code: str, a: str, b: str) -> None:
    language = LANGUAGES[code]
    assert rouge_l(language.tokens(a), language.tokens(b)) > language.threshold


@pytest.mark.parametrize(("code", "a", "b"), DIFFERENT)
def test_different_instructions_are_below_the_threshold(code: str, a: str, b: str) -> None:
    language = LANGUAGES[code]
    assert rouge_l(language.tokens(a), language.tokens(b)) <= language.threshold


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("ko", "학생들에게 설탕을 넣지 않은 음식을 추천해 주세요.", ["학생", "설탕", "넣다", "않다", "음식", "추천"]),
        ("ko", "πάντα", ["π", "ά", "ν", "τ", "α"]),
        ("ja", "お砂糖を使わない料理を教えてください。", ["砂糖", "使う", "ない", "料理", "教える"]),
        ("ja", "한국어", ["한", "국", "어"]),
        ("en", "It's a café, NOT 3.5 cafés!", ["it", "s", "a", "caf", "not", "3", "5", "caf", "s"]),
    ],
)
def test_tokens_carry_the_meaning(code: str, text: str, expected: list[str]) -> None:
    assert LANGUAGES[code].tokens(text) == expected


TRICKY = "İstanbul ıI ſtraße K\u212a Å\u212b ＡＢＣ１２３ ﬁne ǅ e\u0301 é naïve x² ½ ٣ 한 日\u00a0a_b-c'd\u2028z"


@given(st.one_of(st.text(st.characters(exclude_categories=["Cs"])), st.text(alphabet="aZ09 _-.'İıKſßéÅ一\n\u0301\u212a")))
@example(TRICKY)
@example("")
def test_english_tokens_are_those_of_rouge_score(text: str) -> None:
    """Of a text as it is stored; one that is composed otherwise is that text too."""
    composed = unicodedata.normalize("NFC", text)
    assert LANGUAGES["en"].tokens(composed) == rouge_tokenize.tokenize(composed, None)
    assert LANGUAGES["en"].tokens(text) == LANGUAGES["en"].tokens(composed)


def test_japanese_longer_than_sudachi_takes_is_cut_at_sentences() -> None:
    sentence = "春の山道を歩くと鳥の声が聞こえます。"
    tokens = LANGUAGES["ja"].tokens
    assert tokens(sentence * 2_000) == tokens(sentence) * 2_000


# --- is it the language?

ASIDE = "Both plants and animals need water, light and a bit of warmth to grow well."
FINE: list[tuple[str, Role, str]] = [
    ("ko", "instruction", "다음 漢字(한자)의 음을 쓰시오: 川"),
    ("ko", "instruction", "SQL SELECT 문을 고쳐 주세요: SELECT name FROM staff WHERE id > 7;"),
    ("ko", "instruction", f"'{ASIDE}'를 한국어로 옮기세요."),
    ("ko", "instruction", "α선, β선, γ선은 어떻게 다른가요?"),
    ("ko", "instruction", "Python으로 JSON 읽기"),
    ("ko", "instruction", "조선(朝鮮)의 건국 과정을 설명하세요."),
    ("ko", "instruction", "이메일 me@example.com 으로 보낼 인사말을 쓰세요."),
    ("ko", "instruction", "다음 코드를 설명하세요.\n```\nfor x in rows: print(x)\n```"),
    ("ko", "output", "긍정"),
    ("ko", "output", "Positive"),
    ("ko", "output", "42"),
    ("ko", "output", "def double(x):\n    return x * 2"),
    ("ko", "input", ASIDE),
    ("ko", "input", "请把这句话翻译成韩语。"),
    ("ja", "instruction", "β崩壊の仕組みを説明して"),
    ("ja", "instruction", "Pythonでwhile loopを書いて"),
    ("ja", "instruction", f"次の英文を訳してください：「{ASIDE}」"),
    ("ja", "instruction", "簡体字「请」はどういう意味ですか。"),
    ("ja", "instruction", "𠮷野家と髙島屋の社史を比べて"),
    ("ja", "instruction", "剝離や塡補の読み方を教えて"),
    ("ja", "instruction", "「안녕하세요」はどう発音しますか？"),
    ("ja", "output", "東京"),
    ("ja", "output", "肯定"),
    ("ja", "output", "True"),
    ("ja", "output", "O(n log n)"),
    ("ja", "input", "오늘은 비가 옵니다."),
    ("en", "instruction", "What does the kanji 山川 mean?"),
    ("en", "instruction", 'Translate "오늘은 비가 옵니다" into English.'),
    ("en", "instruction", "Translate 오늘은 비가 옵니다 into English."),
    ("en", "instruction", "How do α, β and γ radiation differ?"),
    ("en", "instruction", "Rewrite this naïve résumé summary."),
    ("en", "output", "😀"),
    ("en", "output", "3.14"),
    ("en", "input", "오늘은 비가 옵니다."),
]
FAULTY: list[tuple[str, Role, str, str]] = [
    ("ko", "instruction", "请把下面的句子翻译成韩语。", "no-hangul"),
    ("ko", "instruction", "次の文を要約してください。", "no-hangul"),
    ("ko", "instruction", "Summarize the text below.", "no-hangul"),
    ("ko", "instruction", "제시된 會社 資料를 요약하세요.", "han-leak"),
    ("ko", "instruction", "이 글을 日本から 온 친구에게 소개하세요.", "kana-leak"),
    ("ko", "instruction", "이 문제는 очень 어렵습니다. 풀어 보세요.", "other-script: Cyrillic"),
    ("ko", "instruction", "다음 글을 rewrite in a formal tone and then list every key point", "low-hangul"),
    ("ko", "instruction", "12345 !?", "no-text"),
    ("ko", "output", ASIDE, "no-hangul"),
    ("ko", "output", "이 업무는 매우 重要합니다.", "han-leak"),
    ("ja", "instruction", "请把下面的句子翻译成日语。", "no-kana"),
    ("ja", "instruction", "다음 글을 요약하세요.", "no-kana"),
    ("ja", "instruction", "Summarize the text below.", "no-kana"),
    ("ja", "instruction", "この问题を解いてください。", "chinese-han: 问题"),
    ("ja", "instruction", "次の文を요약してください。", "hangul-leak"),
    ("ja", "instruction", "この文を привет と訳してください。", "other-script: Cyrillic"),
    ("ja", "instruction", "次のtextをrewrite in a formal tone and then list every key point", "low-japanese"),
    ("ja", "output", ASIDE, "no-kana"),
    ("ja", "output", "水是生命之源，萬物皆賴以生存。" * 4, "no-kana"),
    ("ja", "output", "それは很好という意味で、总是使われます。", "chinese-han: 总"),
    ("en", "instruction", "다음 글을 요약하세요.", "no-latin"),
    ("en", "instruction", "Please 请把下面的句子改写成正式语气", "low-latin"),
    ("en", "instruction", "Summarize the 问题 in the passage below.", "other-script: Han"),
    ("en", "instruction", "Describe the очень interesting history of tea.", "other-script: Cyrillic"),
    ("en", "instruction", "!!! 123", "no-text"),
    ("en", "instruction", "この文章を読み、関数 translate を使って訳を書いてください。", "low-latin"),
    ("en", "output", "水は生き物に欠かせません。", "no-latin"),
]


@pytest.mark.parametrize(("code", "role", "text"), FINE)
def test_a_text_of_the_language_is_accepted(code: str, role: Role, text: str) -> None:
    assert LANGUAGES[code].fault(text, role) is None


@pytest.mark.parametrize(("code", "role", "text", "detail"), FAULTY)
def test_another_language_is_told(code: str, role: Role, text: str, detail: str) -> None:
    assert LANGUAGES[code].fault(text, role) == detail


@pytest.mark.parametrize(
    ("code", "instruction", "output"),
    [
        ("ko", "다음 문장을 영어로 번역하세요.", ASIDE),
        ("ko", "이 낱말을 한자로 쓰세요.", "大韓民國과 漢江"),
        ("ja", "次の文を英語に訳してください。", ASIDE),
        ("ja", "中国語であいさつを書いてください。", "请问，您今天过得怎么样？"),
        ("en", "Translate the sentence into Japanese.", "水は生き物に欠かせません。"),
    ],
)
def test_an_output_may_be_in_the_language_that_its_instruction_asks_for(code: str, instruction: str, output: str) -> None:
    check = cast("Callable[[str, Role, str], str | None]", LANGUAGES[code].fault)
    assert check(output, "output", instruction) is None
    assert check(output, "output", "") is not None


# --- blocked words, refusals, stand-ins


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ko", "이 이미지를 한 줄로 설명하세요."),
        ("ko", "그림 속의 인물은 누구인가요?"),
        ("ko", "사진에서 보이는 동물을 말하세요."),
        ("ko", "강아지를 그려 주세요."),
        ("ko", "첨부된 파일로부터 합계를 구하세요."),
        ("ja", "この画像に写っているものは何ですか。"),
        ("ja", "下図の面積を求めなさい。"),
        ("ja", "花の絵をえがいてください。"),
        ("ja", "スクショから文字を読み取って"),
        ("en", "Describe the picture shown above."),
        ("en", "Sort these FILES by date."),
    ],
)
def test_a_blocked_word_is_met_in_any_form(code: str, text: str) -> None:
    assert set(LANGUAGES[code].tokens(text)) & LANGUAGES[code].blocked


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ko", "그림자가 길어지는 때는 언제인가요?"),
        ("ko", "훌륭한 지도자의 덕목을 쓰세요."),
        ("ko", "파일럿이 되는 길을 알려 주세요."),
        ("ko", "모두가 행복해지도록 돕는 말을 쓰세요."),
        ("ja", "図書館の利用案内を書いてください。"),
        ("ja", "作者の意図を説明してください。"),
        ("ja", "子どもに読ませたい絵本を挙げてください。"),
        ("ja", "自己紹介のプロファイルを書いてください。"),
        ("en", "Explain photography and profiling to a child."),
    ],
)
def test_a_word_that_only_holds_a_blocked_one_is_free(code: str, text: str) -> None:
    assert not set(LANGUAGES[code].tokens(text)) & LANGUAGES[code].blocked


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("Write a program that adds two numbers.", True),
        ("write a program to sort a list", True),
        ("Go to the library page and read it.", True),
        ("Write a programme note for a concert.", False),
        ("Explain how to write a program.", False),
        ("Where do birds go to sleep?", False),
    ],
)
def test_openings_that_the_original_refuses(text: str, refused: bool) -> None:
    assert any(pattern.match(text) for pattern in LANGUAGES["en"].openings) is refused


REFUSED = [
    ("en", "I'm sorry, but I can't help with that."),
    ("en", "Unfortunately, I am unable to access the page you mention."),
    ("en", "As an AI language model, I do not have feelings."),
    ("en", "I’m an AI, so there is no childhood I could tell of."),
    ("en", "I cannot fulfill this request."),
    ("ko", "죄송하지만 그 부탁은 들어드릴 수 없습니다."),
    ("ko", "인공지능 언어 모델로서 저는 의견이 없습니다."),
    ("ko", "AI 챗봇이기 때문에 날씨를 직접 확인할 수 없습니다."),
    ("ko", "저는 AI라서 맛을 느끼지 못합니다."),
    ("ko", "그 내용은 답변드리기 어렵습니다."),
    ("ko", "해당 요청은 운영 정책에 어긋납니다."),
    ("ja", "申し訳ありませんが、そのご依頼にはお応えできません。"),
    ("ja", "AI言語モデルとして、私は個人的な意見を持っていません。"),
    ("ja", "私はAIですので、味を感じることがありません。"),
    ("ja", "残念ながら、その情報は確認できません。"),
    ("ja", "そのご質問はガイドラインに違反します。"),
]
ANSWERED = [
    ("en", "Dear customer, we are sorry that your parcel came late. A refund is on its way."),
    ("en", "As an AI engineer, I build search engines."),
    ("en", "Penguins cannot fly, but they swim very well."),
    ("en", "I can't wait to see you on Sunday! Sorry for the short note."),
    ("ko", "배송이 늦어 죄송합니다. 환불은 내일까지 처리해 드리겠습니다."),
    ("ko", "펭귄은 날 수 없지만 헤엄은 잘 칩니다."),
    ("ko", "저는 인공지능을 전공하는 대학생입니다."),
    ("ko", "언어 모델은 다음에 올 낱말을 예측합니다."),
    ("ja", "配送が遅れ、申し訳ございません。返金は明日までに行います。"),
    ("ja", "ペンギンは飛ぶことができませんが、泳ぎは得意です。"),
    ("ja", "私は人工知能を研究する学生です。"),
    ("ja", "すみません、駅はどちらですか。"),
]


@pytest.mark.parametrize(("code", "text"), REFUSED)
def test_a_refusal_is_seen(code: str, text: str) -> None:
    assert any(pattern.search(text) for pattern in LANGUAGES[code].refusals)


@pytest.mark.parametrize(("code", "text"), ANSWERED)
def test_an_answer_is_no_refusal(code: str, text: str) -> None:
    assert not any(pattern.search(text) for pattern in LANGUAGES[code].refusals)


STAND_INS = [
    *(
        (code, text)
        for code in CODES
        for text in ("...", "___", "XXX", "○○○", "https://example.com/page", "<text>", "{{input}}")
    ),
    ("en", "[Insert your paragraph here]"),
    ("en", "Insert text here."),
    ("en", "Your text here"),
    ("en", "(some text)"),
    ("ko", "[이름]"),
    ("ko", "여기에 글을 입력하세요."),
    ("ko", "(본문 생략)"),
    ("ko", "주어진 텍스트"),
    ("ja", "〇〇〇"),
    ("ja", "［名前］"),
    ("ja", "ここに文章を入力してください。"),
    ("ja", "（本文省略）"),
    ("ja", "与えられた文章"),
]
REAL_INPUTS = [
    *((code, text) for code in CODES for text in ("[1, 2, 3]", "x", "<p>Hi</p>", '{"a": 1}', "5", "(3 + 4) * 2", "X = 3")),
    ("en", "Read more at https://example.com before Friday."),
    ("en", "The text here is long and dull."),
    ("ko", "여기에서 역까지 걸어서 10분 걸립니다. 표는 창구에서 삽니다."),
    ("ko", "사과"),
    ("ja", "ここに来るのは三度目です。"),
    ("ja", "りんご"),
]


@pytest.mark.parametrize(("code", "text"), STAND_INS)
def test_a_stand_in_for_an_input_is_seen(code: str, text: str) -> None:
    assert any(pattern.search(text) for pattern in LANGUAGES[code].placeholders)


@pytest.mark.parametrize(("code", "text"), REAL_INPUTS)
def test_a_real_input_is_no_stand_in(code: str, text: str) -> None:
    assert not any(pattern.search(text) for pattern in LANGUAGES[code].placeholders)


# --- counting scripts


@pytest.mark.parametrize(
    ("char", "script"),
    [
        ("a", "Latin"),
        ("Ａ", "Latin"),
        ("ß", "Latin"),
        ("가", "Hangul"),
        ("ㅋ", "Hangul"),
        ("ᄏ", "Hangul"),
        ("あ", "Hiragana"),
        ("ｱ", "Katakana"),
        ("ー", "Katakana"),
        ("語", "Han"),
        ("々", "Han"),
        ("〇", "Han"),
        ("𠮷", "Han"),
        ("ж", "Cyrillic"),
        ("π", "Greek"),
        ("ع", "Arabic"),
        ("ก", "Thai"),
        ("1", None),
        ("。", None),
        ("😀", None),
        ("\ud800", None),
    ],
)
def test_script_of_a_letter(char: str, script: str | None) -> None:
    assert script_of(char) == script


def test_units_count_latin_by_the_word_and_the_rest_by_the_letter() -> None:
    assert units("Don't use for-loops in Python3: 파이썬, ﾊﾟｲｿﾝ, π, логос") == {
        "Latin": 5,
        "Hangul": 3,
        "Katakana": 4,
        "Cyrillic": 5,
    }
    assert units("12 + 3 = 15 😀") == {}


def test_share_of_nothing_is_nothing() -> None:
    assert share({}, "Han") == 0.0
    assert share({"Han": 1, "Hiragana": 2, "Latin": 1}, "Han", "Hiragana") == 0.75


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("보세요 ```python\nx = 1\n``` 끝", "보세요 끝"),
        ("보세요 ```python\nx = 1", "보세요"),
        ("`print` 함수", "함수"),
        ("https://example.com/aを要約", "を要約"),
        ("me@example.com으로", "으로"),
        ("「这」の『那』", "の"),
        ("don't say 'nein' or \"nix\"", "don't say or"),
        ("資料（しりょう）と [メモ]", "資料 と"),
        ("고치세요:\nint x = f(3);\n끝", "고치세요: 끝"),
        ("열기 ( 닫지 않음", "열기 ( 닫지 않음"),
    ],
)
def test_prose_drops_what_is_quoted(text: str, left: str) -> None:
    assert " ".join(prose(text).split()) == left


@given(st.text(alphabet="「」『』()[]{}'\"`“”‘’<>a가 \n@.:/", max_size=80))
def test_prose_never_grows_nor_raises(text: str) -> None:
    assert len(prose(text)) <= len(text)
