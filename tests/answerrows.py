"""Answers as models write them and what is read from each: rows that tests run and docs/parsing.md shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Task = tuple[str, ...]
"""Instruction, input, output, and a fault when there is one."""


@dataclass(frozen=True)
class Row:
    """An answer in several tasks. options: of the parser. shown: whether the page has it."""

    title: str
    answer: str
    tasks: list[Task]
    language: str = "en"
    options: Mapping[str, Any] = field(default_factory=dict)
    shown: bool = True


FRUIT = ("Name three fruits.", "", "Apple, pear, plum.")
DOG = ("Translate into English.", "Hund", "dog")
BOTH: list[Task] = [FRUIT, DOG]
PAIRS: list[Task] = [FRUIT, ("Translate into English.\n\nHund", "", "dog")]

EN = [
    Row(
        "as asked",
        "1. Instruction: Name three fruits.\n1. Input: <noinput>\n1. Output: Apple, pear, plum.\n###\n"
        "2. Instruction: Translate into English.\n2. Input: Hund\n2. Output: dog",
        BOTH,
    ),
    Row(
        "with a preface and closing talk",
        "Sure! Here are two diverse tasks:\n\n1. Instruction: Name three fruits.\n1. Input: N/A\n1. Output: Apple, pear, "
        "plum.\n\n"
        "2. Instruction: Translate into English.\n2. Input: Hund\n2. Output: dog\n\nLet me know if you would like more!",
        BOTH,
    ),
    Row(
        "in bold, parted by rules",
        "**1. Instruction:** Name three fruits.\n**Input:** None\n**Output:** Apple, pear, plum.\n\n---\n\n"
        "**2. Instruction:** Translate into English.\n**Input:** Hund\n**Output:** dog\n\n---",
        BOTH,
    ),
    Row(
        "headings",
        "### Task 1\n#### Instruction\nName three fruits.\n#### Input\n(none)\n#### Output\nApple, pear, plum.\n\n"
        "### Task 2\n#### Instruction\nTranslate into English.\n#### Input\nHund\n#### Output\ndog",
        BOTH,
    ),
    Row(
        "titles above the instructions",
        "**Task 1: Fruit**\n**Instruction:** Name three fruits.\n**Input:** -\n**Output:** Apple, pear, plum.\n\n"
        "**Task 2: A dog**\n**Instruction:** Translate into English.\n**Input:** Hund\n**Output:** dog",
        BOTH,
    ),
    Row(
        "numbers behind the labels",
        "Instruction 1: Name three fruits.\nInput 1: none\nOutput 1: Apple, pear, plum.\n\n"
        "Instruction 2: Translate into English.\nInput 2: Hund\nOutput 2: dog",
        BOTH,
    ),
    Row(
        "numbers behind bold labels",
        "**Instruction 1:** Name three fruits.\n**Input 1:** none\n**Output 1:** Apple, pear, plum.\n\n"
        "**Instruction 2:** Translate into English.\n**Input 2:** Hund\n**Output 2:** dog",
        BOTH,
        shown=False,
    ),
    Row(
        "in brackets, labels alone on their lines",
        "[Instruction]\nName three fruits.\n[Input]\nN/A\n[Output]\nApple, pear, plum.\n###\n"
        "[Instruction]\nTranslate into English.\n[Input]\nHund\n[Output]\ndog",
        BOTH,
    ),
    Row(
        "indented under their numbers",
        "1. **Instruction:** Name three fruits.\n   **Input:** None\n   **Output:** Apple, pear, plum.\n\n"
        "2. **Instruction:** Translate into English.\n   **Input:** Hund\n   **Output:** dog",
        BOTH,
    ),
    Row(
        "bullets under their numbers",
        "1.\n   - Instruction: Name three fruits.\n   - Input: None\n   - Output: Apple, pear, plum.\n"
        "2.\n   - Instruction: Translate into English.\n   - Input: Hund\n   - Output: dog",
        BOTH,
        shown=False,
    ),
    Row(
        "the instruction right behind the number",
        "1. Name three fruits.\nInput: none\nOutput: Apple, pear, plum.\n\n2. Translate into English.\nInput: Hund\n"
        "Output: dog",
        BOTH,
    ),
    Row(
        "the same, in bold and with bullets",
        "1. **Name three fruits.**\n- Output: Apple, pear, plum.\n\n2. **Translate into English.**\n- Input: Hund\n- "
        "Output: dog",
        BOTH,
        shown=False,
    ),
    Row(
        "bold numbers and instructions",
        "**1. Name three fruits.**\nOutput: Apple, pear, plum.\n\n**2. Translate into English.**\nInput: Hund\nOutput: dog",
        BOTH,
        shown=False,
    ),
    Row(
        "headings that are the instructions",
        "### Name three fruits.\nInput: none\nOutput: Apple, pear, plum.\n\n### Translate into English.\nInput: Hund\n"
        "Output: dog",
        BOTH,
        shown=False,
    ),
    Row(
        "nothing but ### before an instruction",
        "###\nName three fruits.\nInput: none\nOutput: Apple, pear, plum.\n###\nTranslate into English.\nInput: Hund\n"
        "Output: dog",
        BOTH,
    ),
    Row(
        "nothing at all before it",
        "Name three fruits.\nInput: none\nOutput: Apple, pear, plum.\n\nTranslate into English.\nInput: Hund\nOutput: dog",
        BOTH,
    ),
    Row(
        "all on one line",
        "Instruction: Name three fruits. Input: none Output: Apple, pear, plum. "
        "Instruction: Translate into English. Input: Hund Output: dog",
        BOTH,
        shown=False,
    ),
    Row(
        "labels of other names",
        "Task: Name three fruits.\nContext: none\nAnswer: Apple, pear, plum.\n\n"
        "Task: Translate into English.\nContext: Hund\nAnswer: dog",
        BOTH,
        shown=False,
    ),
    Row(
        "no input line where none is needed",
        "1. Instruction: Name three fruits.\n1. Output: Apple, pear, plum.\n###\n"
        "2. Instruction: Translate into English.\n2. Input: Hund\n2. Output: dog",
        BOTH,
        shown=False,
    ),
    Row(
        "the output before the input",
        "Instruction: Name three fruits.\nOutput: Apple, pear, plum.\nInput: none\n\n"
        "Instruction: Translate into English.\nOutput: dog\nInput: Hund",
        BOTH,
        shown=False,
    ),
    Row(
        "everything in a code fence",
        "```\n1. Instruction: Name three fruits.\n1. Input: <noinput>\n1. Output: Apple, pear, plum.\n###\n"
        "2. Instruction: Translate into English.\n2. Input: Hund\n2. Output: dog\n```",
        BOTH,
    ),
    Row(
        "a fence behind a preface",
        "Here they are:\n\n```text\nInstruction: Name three fruits.\nInput: none\nOutput: Apple, pear, plum.\n\n"
        "Instruction: Translate into English.\nInput: Hund\nOutput: dog\n```\n\nI hope these help.",
        BOTH,
        shown=False,
    ),
    Row(
        "each task in a fence",
        "```\n1. Instruction: Name three fruits.\n1. Output: Apple, pear, plum.\n```\n\n"
        "```\n2. Instruction: Translate into English.\n2. Input: Hund\n2. Output: dog\n```",
        BOTH,
        shown=False,
    ),
    Row(
        "code fences of outputs inside a fence round everything",
        "```\n1. Instruction: Print a in Python.\n1. Output:\n```python\nprint('a')\n```\n###\n"
        "2. Instruction: Print a in Bash.\n2. Output:\n```\necho a\n```\n```",
        [("Print a in Python.", "", "```python\nprint('a')\n```"), ("Print a in Bash.", "", "echo a")],
    ),
    Row(
        "labels inside code",
        "1. Instruction: Write a prompt.\n1. Output: Here:\n```\nInstruction: x\nInput: y\nOutput: z\n```\n###\n"
        "2. Instruction: Translate into English.\n2. Input: Hund\n2. Output: dog",
        [("Write a prompt.", "", "Here:\n```\nInstruction: x\nInput: y\nOutput: z\n```"), DOG],
    ),
    Row(
        "labels inside an output, where those of the tasks have numbers",
        "1. Instruction: Show a sample run.\n1. Output: It looks so:\nInput: 5\nOutput: 120\n###\n"
        "2. Instruction: Translate into English.\n2. Input: Hund\n2. Output: dog",
        [("Show a sample run.", "", "It looks so:\nInput: 5\nOutput: 120"), DOG],
    ),
    Row(
        "numbered lists inside outputs",
        "1. Instruction: List three fruits.\n1. Output:\n1. Apple\n2. Pear\n3. Plum\n2. Instruction: Translate into "
        "English.\n"
        "2. Input: Hund\n2. Output: dog",
        [("List three fruits.", "", "1. Apple\n2. Pear\n3. Plum"), DOG],
    ),
    Row(
        "numbered lists where the tasks have numbers alone",
        "1. List three fruits.\nOutput:\n1. Apple\n2. Pear\n3. Plum\n\n2. Translate into English.\nInput: Hund\nOutput: dog",
        [("List three fruits.", "", "1. Apple\n2. Pear\n3. Plum"), DOG],
    ),
    Row(
        "numbered steps inside an instruction",
        "1. Name three fruits.\nOutput: Apple, pear, plum.\n\n2. Do two things:\n1. Translate.\n2. Explain.\nInput: "
        "Hund\nOutput: dog",
        [FRUIT, ("Do two things:\n1. Translate.\n2. Explain.", "Hund", "dog")],
        shown=False,
    ),
    Row(
        "code that ends in a comment",
        "1. Instruction: What does it print?\n1. Input: print(2)\n\n# no more\n1. Output: 2\n\n# that is all\n\n## Next\n"
        "2. Instruction: Translate into English.\n2. Input: Hund\n2. Output: dog",
        [("What does it print?", "print(2)\n\n# no more", "2\n\n# that is all"), DOG],
        shown=False,
    ),
    Row(
        "an output with headings, rules and blank lines",
        "1. Instruction: Write a page.\n1. Output: # Tea\n\nHot.\n\n---\n\n## Kinds\n\n- green\n- black\n###\n"
        "2. Instruction: Translate into English.\n2. Input: Hund\n2. Output: dog",
        [("Write a page.", "", "# Tea\n\nHot.\n\n---\n\n## Kinds\n\n- green\n- black"), DOG],
        shown=False,
    ),
    Row(
        "a label left out, and nothing between the tasks",
        "1. Instruction: Name three fruits.\n1. Output: Apple, pear, plum.\n2. Translate into English.\n2. Input: Hund\n"
        "2. Output: dog",
        BOTH,
        shown=False,
    ),
    Row(
        "a label written twice",
        "1. Instruction: Instruction: Name three fruits.\n1. Input: none\n1. Output: Output: Apple, pear, plum.\n###\n"
        "2. Instruction:\nInstruction: Translate into English.\n2. Input: Hund\n2. Output: dog",
        BOTH,
    ),
    Row(
        "a task that breaks off in the middle",
        "1. Instruction: Name three\n1. Instruction: Name three fruits.\n1. Output: Apple, pear, plum.\n###\n"
        "2. Instruction: Translate into English.\n2. Input: Hund\n2. Output: dog",
        [("Name three", "", "", "no-output"), *BOTH],
    ),
    Row(
        "a task without an output",
        "1. Instruction: Name three fruits.\n1. Input: none\n###\n2. Instruction: Translate into English.\n2. Input: "
        "Hund\n2. Output: dog",
        [("Name three fruits.", "", "", "no-output"), DOG],
        shown=False,
    ),
    Row(
        "a second input for one instruction",
        "Instruction: Translate into English.\nInput: Hund\nOutput: dog\nInput: Katze\nOutput: cat",
        [DOG, ("", "Katze", "cat", "no-instruction")],
    ),
    Row(
        "a second output for one input",
        "Instruction: Name three fruits.\nOutput: Apple, pear, plum.\nOutput: Fig, kiwi, lime.",
        [("Name three fruits.", "", "Apple, pear, plum.\nOutput: Fig, kiwi, lime.", "two-outputs")],
    ),
    Row(
        "several numbered inputs of one task",
        "Instruction: Which is larger?\nInput 1: a cat\nInput 2: a cow\nOutput: The cow.",
        [("Which is larger?", "Input 1: a cat\nInput 2: a cow", "The cow.")],
        shown=False,
    ),
    Row(
        "ended by the length limit",
        "1. Instruction: Name three fruits.\n1. Input: <noinput>\n1. Output: Apple, pear, plum.\n###\n"
        "2. Instruction: Translate into English.\n2. Input: Hu",
        [FRUIT, ("Translate into English.", "Hu", "", "cut")],
        options={"cut": True},
    ),
    Row(
        "ended in the last output",
        "1. Instruction: Name three fruits.\n1. Output: Apple, pear, plum.\n###\n2. Instruction: Write a story.\n2. "
        "Output: Once upon",
        [FRUIT, ("Write a story.", "", "Once upon", "cut")],
        options={"cut": True},
        shown=False,
    ),
    Row(
        "ended where the next task begins",
        "1. Instruction: Name three fruits.\n1. Output: Apple, pear, plum.\n###\n2.",
        [FRUIT, ("", "", "", "cut")],
        options={"cut": True},
    ),
    Row(
        "ended in a label",
        "1. Instruction: Name three fruits.\n1. Output: Apple, pear, plum.\n###\n2. Instr",
        [FRUIT, ("Instr", "", "", "cut")],
        options={"cut": True},
        shown=False,
    ),
    Row(
        "ended by itself where the next task begins",
        "1. Instruction: Name three fruits.\n1. Output: Apple, pear, plum.\n###\n2. Instruction:",
        [FRUIT],
        shown=False,
    ),
    Row(
        "going on behind the prompt's last label",
        " Name three fruits.\n4. Input: <noinput>\n4. Output: Apple, pear, plum.\n###\n"
        "5. Instruction: Translate into English.\n5. Input: Hund\n5. Output: dog\n###\n",
        BOTH,
        options={"continued": True, "first": 4},
    ),
    Row(
        "beginning that label anew",
        "4. Instruction: Name three fruits.\n4. Input: <noinput>\n4. Output: Apple, pear, plum.\n###\n"
        "5. Instruction: Translate into English.\n5. Input: Hund\n5. Output: dog",
        BOTH,
        options={"continued": True, "first": 4},
        shown=False,
    ),
    Row(
        "beginning the number anew",
        " 4. Name three fruits.\nOutput: Apple, pear, plum.\n###\n5. Translate into English.\nInput: Hund\nOutput: dog",
        BOTH,
        options={"continued": True, "first": 4},
        shown=False,
    ),
    Row(
        "going on with the input at once",
        "\n4. Input: a\n4. Output: b\n###\n5. Instruction: Translate into English.\n5. Input: Hund\n5. Output: dog",
        [("", "a", "b", "no-instruction"), DOG],
        options={"continued": True, "first": 4},
        shown=False,
    ),
    Row(
        "instruction and output alone",
        "1. Instruction: Name three fruits.\n1. Output: Apple, pear, plum.\n###\n2. Instruction: Translate into "
        "English.\n\nHund\n2. Output: dog",
        PAIRS,
        options={"with_input": False},
    ),
    Row(
        "an input that was not asked for",
        "1. Instruction: Name three fruits.\n1. Input: none\n1. Output: Apple, pear, plum.\n###\n"
        "2. Instruction: Translate into English.\n2. Input: Hund\n2. Output: dog",
        PAIRS,
        options={"with_input": False},
    ),
    Row(
        "a name for an input that was not asked for",
        "Instruction: How does the writer feel?\nText: I can not wait.\nOutput: Glad.",
        [("How does the writer feel?\nText: I can not wait.", "", "Glad.")],
        options={"with_input": False},
        shown=False,
    ),
    Row(
        "JSON",
        '{"tasks": [{"instruction": "Name three fruits.", "input": "", "output": "Apple, pear, plum."}, '
        '{"instruction": "Translate into English.", "input": "Hund", "output": "dog"}]}',
        BOTH,
    ),
    Row(
        "JSON, an object a line",
        '{"instruction": "Name three fruits.", "input": "<noinput>", "output": "Apple, pear, plum."}\n'
        '{"instruction": "Translate into English.", "input": "Hund", "output": "dog"}',
        BOTH,
        shown=False,
    ),
    Row(
        "JSON in a fence, behind a preface",
        'Here you go:\n```json\n[{"instruction": "Name three fruits.", "output": "Apple, pear, plum."},\n'
        ' {"instruction": "Translate into English.", "input": "Hund", "output": "dog"}]\n```\nDone!',
        BOTH,
        shown=False,
    ),
    Row(
        "JSON of tasks with instances",
        '[{"instruction": "Name three fruits.", "instances": [{"input": null, "output": "Apple, pear, plum."}]}, '
        '{"instruction": "Translate into English.", "instances": [{"input": "Hund", "output": "dog"}]}]',
        BOTH,
        shown=False,
    ),
    Row(
        "JSON that is torn",
        '{"tasks": [{"instruction": "Name three fruits.", "input": "", "output": "Apple, pear, plum."}, '
        '{"instruction": "Translate into En',
        [FRUIT, ("Translate into En", "", "", "cut")],
        options={"cut": True},
    ),
    Row("no task at all", "I am sorry, but I can not help with that.", []),
]

KO_FRUIT = ("과일 세 가지를 말해 주세요.", "", "사과, 배, 자두입니다.")
KO_DOG = ("다음 단어를 영어로 옮기세요.", "개", "dog")
KO_BOTH: list[Task] = [KO_FRUIT, KO_DOG]

KO = [
    Row(
        "as asked",
        "1. 지시문: 과일 세 가지를 말해 주세요.\n1. 입력: <noinput>\n1. 출력: 사과, 배, 자두입니다.\n###\n"
        "2. 지시문: 다음 단어를 영어로 옮기세요.\n2. 입력: 개\n2. 출력: dog",
        KO_BOTH,
        language="ko",
    ),
    Row(
        "other brackets behind the number, another word",
        "네, 과제 두 개를 만들었습니다.\n\n1) 지시: 과일 세 가지를 말해 주세요.\n입력: 없음\n출력: 사과, 배, 자두입니다.\n\n"
        "2) 지시: 다음 단어를 영어로 옮기세요.\n입력: 개\n출력: dog\n\n도움이 되었으면 합니다.",
        KO_BOTH,
        language="ko",
    ),
    Row(
        "headings",
        "### 지시 1\n과일 세 가지를 말해 주세요.\n### 입력\n(없음)\n### 출력\n사과, 배, 자두입니다.\n\n---\n\n"
        "### 지시 2\n다음 단어를 영어로 옮기세요.\n### 입력\n개\n### 출력\ndog",
        KO_BOTH,
        language="ko",
    ),
    Row(
        "bold titles and labels",
        "**과제 1: 과일**\n**지시:** 과일 세 가지를 말해 주세요.\n**입력:** 해당 없음\n**출력:** 사과, 배, 자두입니다.\n\n"
        "**과제 2: 번역**\n**지시:** 다음 단어를 영어로 옮기세요.\n**입력:** 개\n**출력:** dog",
        KO_BOTH,
        shown=False,
        language="ko",
    ),
    Row(
        "full-width brackets, labels alone on their lines",
        "【지시 1】\n과일 세 가지를 말해 주세요.\n【입력】\n없음\n【출력】\n사과, 배, 자두입니다.\n\n"
        "【지시 2】\n다음 단어를 영어로 옮기세요.\n【입력】\n개\n【출력】\ndog",
        KO_BOTH,
        shown=False,
        language="ko",
    ),
    Row(
        "the instruction right behind the number",
        "1. 과일 세 가지를 말해 주세요.\n출력: 사과, 배, 자두입니다.\n\n2. 다음 단어를 영어로 옮기세요.\n입력: 개\n출력: dog",
        KO_BOTH,
        shown=False,
        language="ko",
    ),
    Row(
        "English labels",
        "1. Instruction: 과일 세 가지를 말해 주세요.\n1. Input: 없음\n1. Output: 사과, 배, 자두입니다.\n###\n"
        "2. Instruction: 다음 단어를 영어로 옮기세요.\n2. Input: 개\n2. Output: dog",
        KO_BOTH,
        language="ko",
    ),
    Row(
        "labels in two languages",
        "1. 지시문: 과일 세 가지를 말해 주세요.\n1. 입력: 없음\n1. 출력: 사과, 배, 자두입니다.\n###\n"
        "2. Instruction: 다음 단어를 영어로 옮기세요.\n2. Input: 개\n2. Output: dog",
        KO_BOTH,
        language="ko",
    ),
    Row(
        "words that change",
        "1. 지시문: 과일 세 가지를 말해 주세요.\n1. 입력: 없음\n1. 출력: 사과, 배, 자두입니다.\n###\n"
        "2. 지시: 다음 단어를 영어로 옮기세요.\n2. 입력: 개\n2. 출력: dog",
        KO_BOTH,
        shown=False,
        language="ko",
    ),
    Row(
        "an output with a list and a letter",
        "1. 지시: 준비물을 적어 주세요.\n1. 입력: 캠핑\n1. 출력:\n1. 텐트\n2. 침낭\n\n즐거운 캠핑 되세요.\n###\n"
        "2. 지시: 다음 단어를 영어로 옮기세요.\n2. 입력: 개\n2. 출력: dog",
        [("준비물을 적어 주세요.", "캠핑", "1. 텐트\n2. 침낭\n\n즐거운 캠핑 되세요."), KO_DOG],
        shown=False,
        language="ko",
    ),
    Row(
        "ended by the length limit",
        " 과일 세 가지를 말해 주세요.\n3. 입력: <noinput>\n3. 출력: 사과, 배, 자두입니다.\n###\n4. 지시: 다음 단어를 "
        "영어로 옮기세요.\n4. 입",
        [KO_FRUIT, ("다음 단어를 영어로 옮기세요.\n4. 입", "", "", "cut")],
        options={"continued": True, "first": 3, "cut": True},
        shown=False,
        language="ko",
    ),
    Row(
        "JSON with keys in the language",
        '[{"지시": "과일 세 가지를 말해 주세요.", "입력": "없음", "출력": "사과, 배, 자두입니다."}, '
        '{"지시": "다음 단어를 영어로 옮기세요.", "입력": "개", "출력": "dog"}]',
        KO_BOTH,
        language="ko",
    ),
    Row(
        "an input that was not asked for",
        "1. 지시: 과일 세 가지를 말해 주세요.\n1. 출력: 사과, 배, 자두입니다.\n###\n2. 지시: 다음 단어를 영어로 "
        "옮기세요.\n2. 입력: 개\n2. 출력: dog",
        [KO_FRUIT, ("다음 단어를 영어로 옮기세요.\n\n개", "", "dog")],
        options={"with_input": False},
        shown=False,
        language="ko",
    ),
]

JA_FRUIT = ("果物を三つ挙げてください。", "", "りんご、なし、すももです。")
JA_DOG = ("次の単語を英語に訳してください。", "犬", "dog")
JA_BOTH: list[Task] = [JA_FRUIT, JA_DOG]

JA = [
    Row(
        "as asked",
        "1. 指示: 果物を三つ挙げてください。\n1. 入力: <noinput>\n1. 出力: りんご、なし、すももです。\n###\n"
        "2. 指示: 次の単語を英語に訳してください。\n2. 入力: 犬\n2. 出力: dog",
        JA_BOTH,
        language="ja",
    ),
    Row(
        "full-width digits and colons",
        "１．指示：果物を三つ挙げてください。\n入力：なし\n出力：りんご、なし、すももです。\n\n"
        "２．指示：次の単語を英語に訳してください。\n入力：犬\n出力：dog",
        JA_BOTH,
        language="ja",
    ),
    Row(
        "headings",
        "以下に課題を示します。\n\n### 指示 1\n果物を三つ挙げてください。\n### 入力\nなし\n### 出力\n"
        "りんご、なし、すももです。\n\n"
        "### 指示 2\n次の単語を英語に訳してください。\n### 入力\n犬\n### 出力\ndog\n\n以上です。",
        JA_BOTH,
        language="ja",
    ),
    Row(
        "full-width brackets",
        "【指示1】果物を三つ挙げてください。\n【入力】なし\n【出力】りんご、なし、すももです。\n\n"
        "【指示2】次の単語を英語に訳してください。\n【入力】犬\n【出力】dog",
        JA_BOTH,
        language="ja",
    ),
    Row(
        "bold titles and labels",
        "**課題1：果物**\n**指示：** 果物を三つ挙げてください。\n**入力：** 特になし\n**出力：** "
        "りんご、なし、すももです。\n\n"
        "**課題2：翻訳**\n**指示：** 次の単語を英語に訳してください。\n**入力：** 犬\n**出力：** dog",
        JA_BOTH,
        shown=False,
        language="ja",
    ),
    Row(
        "the instruction right behind the number",
        "1. 果物を三つ挙げてください。\n出力：りんご、なし、すももです。\n\n2. 次の単語を英語に訳してください。\n"
        "入力：犬\n出力：dog",
        JA_BOTH,
        shown=False,
        language="ja",
    ),
    Row(
        "other words",
        "■ 課題1\n指示文：果物を三つ挙げてください。\n入力文：なし\n回答：りんご、なし、すももです。\n\n"
        "■ 課題2\n指示文：次の単語を英語に訳してください。\n入力文：犬\n回答：dog",
        JA_BOTH,
        shown=False,
        language="ja",
    ),
    Row(
        "a numbered list inside an output",
        "1. 指示: 手順を書いてください。\n1. 入力: 緑茶\n1. 出力:\n1. 湯を沸かす。\n2. 茶葉を入れる。\n3. 一分待つ。\n###\n"
        "2. 指示: 次の単語を英語に訳してください。\n2. 入力: 犬\n2. 出力: dog",
        [("手順を書いてください。", "緑茶", "1. 湯を沸かす。\n2. 茶葉を入れる。\n3. 一分待つ。"), JA_DOG],
        shown=False,
        language="ja",
    ),
    Row(
        "ended by the length limit",
        "1. 指示: 果物を三つ挙げてください。\n1. 入力: なし\n1. 出力: りんご、なし、すももです。\n###\n2. 指示: 次の単語を",
        [JA_FRUIT, ("次の単語を", "", "", "cut")],
        options={"cut": True},
        shown=False,
        language="ja",
    ),
    Row(
        "JSON with keys in the language",
        '[{"指示": "果物を三つ挙げてください。", "入力": "なし", "出力": "りんご、なし、すももです。"}, '
        '{"指示": "次の単語を英語に訳してください。", "入力": "犬", "出力": "dog"}]',
        JA_BOTH,
        shown=False,
        language="ja",
    ),
]

ROWS: Mapping[str, list[Row]] = {"en": EN, "ko": KO, "ja": JA}


@dataclass(frozen=True)
class ListRow:
    """An answer in a list, its items, and the one that is cut."""

    title: str
    answer: str
    items: list[str]
    cut: str | None = None
    language: str = "en"
    options: Mapping[str, Any] = field(default_factory=dict)


LISTS = [
    ListRow("as asked", "1. Name a river.\n2. Name a lake.", ["Name a river.", "Name a lake."]),
    ListRow(
        "with a preface, headings, bold and closing talk",
        "Sure, here they are:\n\n### Water\n**1. Name a river.**\n2) **Name a lake.**\n\nI hope these help!",
        ["Name a river.", "Name a lake."],
    ),
    ListRow(
        "a nested list, code and a paragraph belong to their item",
        "1. Sort these:\n   1. b\n   2. a\n2. What does this print?\n```py\nprint(1)\n```\n3. Name a lake.",
        ["Sort these:\n1. b\n2. a", "What does this print?\n```py\nprint(1)\n```", "Name a lake."],
    ),
    ListRow("digits that number nothing", "1. Name a river.\n2.5 litres of what?", ["Name a river.\n2.5 litres of what?"]),
    ListRow(
        "other numbers",
        "① 강 이름을 대세요.\n② 호수 이름을 대세요.",
        ["강 이름을 대세요.", "호수 이름을 대세요."],
        language="ko",
    ),
    ListRow(
        "words before the numbers",
        "課題１：川の名前は？\n課題２：湖の名前は？",
        ["川の名前は？", "湖の名前は？"],
        language="ja",
    ),
    ListRow(
        "going on behind the prompt's last number",
        " Name a river.\n4. Name a la",
        ["Name a river."],
        cut="Name a la",
        options={"continued": True, "first": 3, "cut": True},
    ),
    ListRow("JSON that is torn", '{"tasks": ["Name a river.", "Name a la', ["Name a river."], cut="Name a la"),
    ListRow("no list", "I am sorry, but I can not help with that.", []),
]


@dataclass(frozen=True)
class InstancesRow:
    """An answer with instances, each input and output. label_first: as it is asked of classifications."""

    title: str
    answer: str
    pairs: list[tuple[str, str]]
    label_first: bool = False
    language: str = "en"


INSTANCES = [
    InstancesRow(
        "as asked",
        "Example 1\nInput: Hund\nOutput: dog\nExample 2\nInput: Katze\nOutput: cat",
        [("Hund", "dog"), ("Katze", "cat")],
    ),
    InstancesRow("without an input", "Output: Apple, pear, plum.", [("", "Apple, pear, plum.")]),
    InstancesRow("a word for no input", "Input: (none)\nOutput: Apple, pear, plum.", [("", "Apple, pear, plum.")]),
    InstancesRow(
        "bold labels in Korean",
        "**예시 1**\n**입력:** 개\n**출력:** dog\n\n도움이 되었으면 합니다.",
        [("개", "dog")],
        language="ko",
    ),
    InstancesRow("full-width brackets", "【例1】\n【入力】犬\n【出力】dog", [("犬", "dog")], language="ja"),
    InstancesRow(
        "a name of the model's own is kept",
        "Example 1\nSentence: It ran.\nOutput: ran\nExample 2\nSentence: It sat.\nOutput: sat",
        [("Sentence: It ran.", "ran"), ("Sentence: It sat.", "sat")],
    ),
    InstancesRow(
        "numbered parts of one input keep their labels",
        "Example 1\nInput 1: a cat\nInput 2: a cow\nOutput: Input 2\nExample 2\nInput 1: a bee\nOutput: Input 1",
        [("Input 1: a cat\nInput 2: a cow", "Input 2"), ("Input 1: a bee", "Input 1")],
    ),
    InstancesRow(
        "labels in code are code",
        "Input: a prompt\nOutput: Here:\n```\nInput: x\nOutput: y\n```",
        [("a prompt", "Here:\n```\nInput: x\nOutput: y\n```")],
    ),
    InstancesRow("without an output, nothing", "Example 1\nOnce there was a fox.\nExample 2\nOnce there was a hen.", []),
    InstancesRow(
        "a class label first",
        "Class label: **Glad.**\nInput: I won!\n\nClass label: (sad)\nInput: I lost.",
        [("I won!", "Glad"), ("I lost.", "sad")],
        label_first=True,
    ),
    InstancesRow(
        "one label for two inputs",
        "ラベル：喜び\n入力：勝った！\n入力：受かった！\nラベル：悲しみ\n入力：負けた。",
        [("勝った！", "喜び"), ("受かった！", "喜び"), ("負けた。", "悲しみ")],
        label_first=True,
        language="ja",
    ),
]

VERDICTS: list[tuple[str, str, bool | None]] = [
    ("en", "Yes", True),
    ("en", "**No**, the answer is free text.", False),
    ("en", "It is not a classification task: yes would mean a fixed set of labels.", False),
    ("ko", "네, 분류 과제입니다.", True),
    ("ko", "아니요. 네 가지 이유를 쓰는 과제입니다.", False),
    ("ja", "いいえ、自由に書く課題です。", False),
    ("en", '{"classification": true}', True),
    ("en", "That depends.", None),
]
"""Language, answer, and what it says: is it a classification?"""
