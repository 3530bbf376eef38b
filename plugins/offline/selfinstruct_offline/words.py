"""The words an answer is built with in each language: markers, yes and no, and what is said when things go wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from selfinstruct_offline import opinions
from selfinstruct_offline.opinions import Opinions

MARKED = re.compile(r"^([^\s:：\-*#>][^:：\n]{0,39})[:：]", re.MULTILINE)
"""A label at the beginning of a line."""

_WESTERN = ("{}.", "{}.", "{}.", "{})", "**{}.**")


@dataclass(frozen=True)
class Words:
    """One language's words. `numberings`: how a chat model numbers a list. `unsure`: neither yes nor no.

    blocked: tasks that a text-only assistant cannot do. chatter: an answer to a list request that holds no list.
    noinputs: what models write in place of `noinput`. rewordings: stretches of an instruction and what says the same.
    """

    yes: str
    no: str
    example: str
    input: str
    output: str
    label: str
    because: tuple[str, str] = ("", "")
    unsure: tuple[str, ...] = ()
    numberings: tuple[str, ...] = _WESTERN
    closings: tuple[str, ...] = ()
    chatter: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    placeholders: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    stop: str = "."
    colon: str = ": "
    space: str = " "
    instruction: str = "Instruction"
    noinput: str = "<noinput>"
    noinputs: tuple[str, ...] = ("None", "N/A")
    rewordings: Mapping[str, str] = field(default_factory=dict)
    reason: str = "Reason"
    score: str = "Score"
    better: str = "Better"
    tie: str = "tie"
    opinions: Opinions | None = None


ENGLISH = Words(
    yes="Yes",
    no="No",
    example="Example",
    input="Input",
    output="Output",
    label="Class label",
    because=("The answer is one of a few fixed labels.", "The answer is free text."),
    unsure=("It depends on how the task is read.", "That is hard to say.", "Both readings are possible."),
    closings=(
        "Let me know if you would like more tasks!",
        "I hope these tasks are useful.",
        "Feel free to change any of them.",
    ),
    chatter=(
        "A good set of tasks covers everyday life, work and study. Variety matters more than length, and a clear verb helps.",
        "Happy to help with that. Could you tell me a little more about who the tasks are for?",
    ),
    blocked=(
        "Draw a picture of a lighthouse in a storm and colour the sky.",
        "Look at the attached image and name the three largest objects in it.",
        "Show me an image of the product that the speaker holds up in the first minute.",
        "Plot a graph of the monthly rainfall from the attached file.",
    ),
    short=("Why?", "Summarize this.", "Do it again."),
    placeholders=("...", "[your text here]", "<insert sentence>"),
    more=("Explain every step at length.", "Give your reasons for each part.", "Add an example after every point you make."),
    noinputs=("None", "N/A", "No input", "<no input>", "Not applicable"),
    rewordings={
        "Write ": "Compose ",
        "Explain ": "Make clear ",
        "List ": "Name ",
        "Describe ": "Give an account of ",
        "Give me ": "Tell me ",
        "Please ": "",
        " short ": " brief ",
        " following ": " given ",
        "Could you ": "Would you ",
    },
    opinions=opinions.ENGLISH,
)
KOREAN = Words(
    yes="예",
    no="아니요",
    example="예시",
    input="입력",
    output="출력",
    label="레이블",
    because=("정해진 레이블 가운데 하나로 답하기 때문입니다.", "자유로운 글로 답해야 하기 때문입니다."),
    unsure=("과제를 어떻게 읽느냐에 따라 다릅니다.", "판단하기 어렵습니다.", "둘 다로 볼 수 있습니다."),
    numberings=("{}.", "{}.", "{}.", "{})", "**{}.**", "{wide}.", "{circled}", "【{}】"),
    closings=("더 필요하시면 말씀해 주세요!", "도움이 되었으면 좋겠습니다.", "필요에 따라 자유롭게 고쳐 쓰세요."),
    chatter=(
        "좋은 과제는 일상과 일, 공부를 두루 다룹니다. 길이보다 다양성이 중요하고 동사가 분명할수록 좋습니다.",
        "네, 도와드리겠습니다. 누구를 위한 과제인지 조금 더 알려 주시겠어요?",
    ),
    blocked=(
        "폭풍 속의 등대 그림을 그리고 하늘을 색칠하세요.",
        "첨부한 이미지를 보고 가장 큰 물건 세 가지를 말해 주세요.",
        "동영상을 열어 처음 일 분 동안 나온 말을 받아 적으세요.",
        "첨부 파일에 있는 월별 강수량을 그래프로 그리세요.",
    ),
    short=("왜요?", "요약", "다시."),
    placeholders=("...", "[여기에 텍스트 입력]", "(문장)"),
    more=("모든 단계를 자세히 설명하세요.", "각 부분마다 이유를 함께 적으세요.", "항목마다 예를 하나씩 덧붙이세요."),
    instruction="지시문",
    noinputs=("없음", "입력 없음", "해당 없음", "(없음)", "N/A"),
    rewordings={
        "세요.": "십시오.",
        "주세요": "주십시오",
        " 설명해": " 풀어서 설명해",
        "짧은 ": "간단한 ",
        "알려 ": "가르쳐 ",
    },
    reason="이유",
    score="점수",
    better="더 나은 답",
    tie="무승부",
    opinions=opinions.KOREAN,
)
JAPANESE = Words(
    yes="はい",
    no="いいえ",
    example="例",
    input="入力",
    output="出力",
    label="ラベル",
    because=("決まったラベルのどれかで答える課題だからです。", "自由な文章で答える課題だからです。"),
    unsure=("課題の読み方によります。", "判断が難しいです。", "どちらとも言えます。"),
    numberings=("{}.", "{}.", "{}.", "{})", "**{}.**", "{wide}．", "{circled}", "【{}】"),
    closings=("ほかにも必要でしたらお知らせください。", "お役に立てば幸いです。", "自由に書き換えてお使いください。"),
    chatter=(
        "よい課題は、日常や仕事、勉強を幅広く扱います。長さよりも多様さが大切で、動詞がはっきりしているほど伝わります。",
        "承知しました。どのような方に向けた課題か、もう少し教えていただけますか。",
    ),
    blocked=(
        "嵐の中の灯台の絵を描いて、空に色を塗ってください。",
        "添付の画像を見て、いちばん大きい物を三つ挙げてください。",
        "動画を開いて、最初の一分間に話された言葉を書き起こしてください。",
        "添付ファイルにある月ごとの降水量をグラフにしてください。",
    ),
    short=("なぜ?", "まとめて。", "もう一度。"),
    placeholders=("...", "[ここにテキストを入力]", "（文章）"),
    more=(
        "すべての手順を詳しく説明してください。",
        "部分ごとに理由も書いてください。",
        "項目ごとに例を一つずつ加えてください。",
    ),
    stop="。",
    colon="：",
    space="",
    instruction="指示",
    noinputs=("なし", "入力なし", "（なし）", "該当なし", "N/A"),
    rewordings={
        "してください": "してほしいです",
        "てください。": "ていただけますか。",
        "でください。": "でいただけますか。",
        "しなさい。": "してください。",
        "めなさい。": "めてください。",
        "えなさい。": "えてください。",
        "てほしい。": "てください。",
        "教えて。": "教えてください。",
        "お願いします。": "お願いいたします。",
        "ですか。": "でしょうか。",
        "説明して": "わかりやすく説明して",
        "短い": "簡単な",
        "次の文": "以下の文",
    },
    reason="理由",
    score="点数",
    better="優れた回答",
    tie="引き分け",
    opinions=opinions.JAPANESE,
)
WORDS = {"en": ENGLISH, "ko": KOREAN, "ja": JAPANESE}


def from_prompt(shown: str, form: str) -> Words:
    """The words of a language without a table, read off the worked examples in the prompt."""
    lines = [line.strip() for line in shown.splitlines() if line.strip()]
    question = lines[-1] if lines else ""
    answers = [line[len(question) :].strip() for line in lines if line.startswith(question) and line != question]
    yes, no = (answers or ["Yes"])[0], next((a for a in answers if a != answers[0]), "No")
    task = question.split(":")[0].split("：")[0]
    markers = [marker for marker in MARKED.findall(shown) if marker != task]
    output = max(markers, key=markers.count) if markers else "Output"
    before = [a for a, b in pairwise(markers) if b == output and a != output]
    after = [b for a, b in pairwise(markers) if a == output and b != output]
    found = after if form == "output-first" else before
    return Words(yes, no, "", found[0] if found else "Input", output, output)
