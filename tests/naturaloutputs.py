"""Outputs that look like a fault and are none: language, instruction, input, output."""

from __future__ import annotations

Natural = tuple[str, str, str, str]

NATURAL: list[Natural] = [
    # Letters decline and apologise, stories have machines in them, questions about machines are answered by one.
    ("en", "Write a mail that declines an invitation.", "", "Dear Ann, I'm sorry, but I can't come on Friday. Best, Tom"),
    ("en", "Are you a person or an AI?", "", "I am an AI language model, not a person."),
    ("en", "Ask the customer for the order number.", "", "Could you please provide the order number of your last order?"),
    ("en", "Write a line of dialogue for a ship's computer.", "", '"I am an AI," said the ship, "and I do not sleep."'),
    ("en", "Write the first line of a diary.", "", "I can't help smiling when I see the first snow."),
    ("ko", "빈 칸에 띄울 안내를 쓰세요.", "", "이름을 입력해 주세요."),
    ("en", "Describe your job.", "", "I spend my days on my programming and on my garden."),
    ("ko", "초대를 거절하는 문자를 쓰세요.", "", "미안해, 금요일에는 일이 있어서 못 갈 것 같아. 다음에 꼭 보자!"),
    (
        "ko",
        "인공지능이 무엇인지 설명하세요.",
        "",
        "인공지능은 사람의 판단을 흉내 내는 기술입니다. 챗봇도 AI로서 널리 쓰입니다.",
    ),
    (
        "ja",
        "招待を断るメールを書いてください。",
        "",
        "お誘いありがとうございます。あいにくその日は先約があり、伺えません。またお願いします。",
    ),
    ("ja", "AIとは何ですか。", "", "AIとして知られる技術は、人の判断をまねるものです。"),
    # Refrains, lists, tables, labels in a row, code, and repetition that was asked for.
    ("en", "Label each review.", "a\nb\nc\nd\ne\nf", "\n".join(["Positive"] * 6)),
    ("en", "Write ten times that I will not talk in class.", "", "I will not talk in class.\n" * 10),
    (
        "en",
        "Give opposites.",
        "",
        "\n".join(f"The opposite of {a} is {b}." for a, b in zip("abcdefgh", "stuvwxyz", strict=True)),
    ),
    ("en", "Show the schedule.", "", "| Day | Meal |\n|---|---|\n" + "| every day | rice and beans |\n" * 9),
    (
        "en",
        "Write a song.",
        "",
        "The wind is up\nWe sail away\nThe stars are out\nWe sail away\nThe night is long\nWe sail away\nWe sail away",
    ),
    ("en", "Write the page.", "", "```html\n" + "<td></td>\n" * 30 + "```"),
    ("en", "Write a laughing message.", "", "Ha ha ha ha ha! That was a good one."),
    ("ko", "각 문장의 감정을 쓰세요.", "가\n나\n다\n라\n마\n바", "\n".join(["긍정"] * 6)),
    ("ko", "동요를 한 절 쓰세요.", "", "떴다 떴다 새가\n날아라 날아라\n높이 높이 날아라\n우리 새가"),
    ("ko", "'파이팅'을 열 번 쓰세요.", "", "파이팅 " * 10),
    ("ja", "各文の感情を書いてください。", "あ\nい\nう\nえ\nお\nか", "\n".join(["肯定"] * 6)),
    ("ja", "歌を一節書いてください。", "", "ゆらゆら揺れる\n水面の月よ\nゆらゆら揺れる\nわたしの心よ\nゆらゆら揺れる"),
    ("ja", "「がんばれ」を十回書いてください。", "", "がんばれ" * 10),
    # Stand-ins that were asked for, or are how people write; headings and indices in brackets; lists of things to do.
    ("en", "Write a template for a thank-you note.", "", "Dear [Name],\nthank you.\n[Your Name]"),
    ("en", "Write a function that gives a field.", "", "def field(row, name):\n    return row[name]"),
    ("en", "Make a to-do list.", "", "TODO:\n- water the plants"),
    ("en", "Give the links of the list.", "", "See [Name](https://example.com/name) and [address](https://example.com/a)."),
    ("ko", "사과문을 쓰세요.", "", "김○○ 고객님, 불편을 드려 죄송합니다. 다시는 이런 일이 없도록 하겠습니다."),
    ("ko", "이름을 가려 주세요.", "김민수와 이지은이 만났다.", "○○○와 ○○○이 만났다. ○○○은 웃었다."),
    ("ko", "자기 소개서의 차례를 쓰세요.", "", "[이름]\n김하늘\n\n[연락처]\n학교 사무실"),
    ("ja", "お知らせを書いてください。", "", "○○町内会の皆様、清掃は日曜日の朝九時からです。"),
    ("ja", "名前を伏せてください。", "山田と鈴木が会った。", "○○と○○が会った。○○は笑った。"),
]

NATURAL += [
    # The instruction where it is wanted, or the beginning of an answer in its words.
    ("en", "Copy this sentence in capital letters twice.", "", "Copy this sentence in capital letters twice.\nAND TWICE."),
    ("en", "The capital of France is", "", "The capital of France is Paris."),
    ("en", "Tell me a joke.", "", "Tell me a joke. That is what my boss says when he wants to know how much I earn."),
    ("ko", "세계에서 가장 높은 산은 무엇입니까?", "", "세계에서 가장 높은 산은 에베레스트입니다."),
    ("ko", "이 문장을 그대로 다시 쓰세요.", "", "이 문장을 그대로 다시 쓰세요."),
    ("ja", "世界で一番高い山は何ですか。", "", "世界で一番高い山はエベレストです。"),
    ("ja", "この文をそのまま書き写してください。", "", "この文をそのまま書き写してください。"),
    # Labels that are asked for, or belong to what is described.
    ("en", "Write test cases with 'Input:' and 'Output:' lines.", "", "Input: 2\nOutput: 4"),
    ("en", "Explain what this program prints.", "print(1 + 1)", "It adds the numbers.\n\nOutput:\n2"),
    ("en", "Write a recipe for toast.", "", "Ingredients: bread\n\nInstructions:\n1. Toast it."),
    ("en", "Write a function and show a call.", "", "Call: add([1, 2])\nOutput: 3"),
    ("ko", "프로그램을 설명하고 입력 예와 출력 예를 쓰세요.", "", "수를 더합니다.\n입력: 1 2\n출력: 3"),
    ("ko", "회의 지시 사항을 정리하세요.", "", "지시 사항: 금요일까지 보고서를 냅니다."),
    ("ja", "プログラムを説明し、入力例と出力例を書いてください。", "", "数を足します。\n入力: 1 2\n出力: 3"),
    ("ja", "会議の内容をまとめてください。", "", "指示事項：金曜日までに報告書を出す。"),
    # Ends without a full stop, brackets as faces and list marks, a part that is to be completed.
    ("en", "Give three words.", "", "sea, wind, and"),
    ("en", "Cheer me up.", "", "It will be better tomorrow, and the day after that it will be good :("),
    (
        "en",
        "Give the steps.",
        "",
        "a) Open the window and let the cold air in.\nb) Close it after ten minutes\nc) Do so every day",
    ),
    ("en", "List vitamins that help.", "", "Some are said to help when you are tired. I would begin with vitamin A"),
    ("ko", "단어 세 개를 쓰세요.", "", "바다, 바람, 그리고"),
    ("ko", "짧은 시를 쓰세요.", "", "바람이 지나간 자리마다\n누군가 두고 간 노래를\n가만히 주워 드는 가을"),
    ("ja", "俳句を詠んでください。", "", "古寺の鐘にこぼるる萩の露を"),
    ("ja", "励ましてください。", "", "今日は大変でしたね。でも明日はきっとよくなりますよ。ゆっくり休んでください(^_^)"),
    # Links and images that are asked for.
    ("en", "Give the address of the example site.", "", "https://example.com"),
    ("en", "Extract it.", "See https://example.com/sea for more.", "https://example.com/sea"),
    ("en", "Write the HTML tag for the sea.", "", '<img src="sea.png">'),
    ("ko", "본문에 나온 주소만 뽑으세요.", "https://example.com 을 보세요.", "https://example.com"),
    ("ja", "本文のリンクだけを抜き出してください。", "https://example.com を見てください。", "https://example.com"),
    # Another language that is asked for.
    ("ko", "영어로 번역하세요.", "죄송하지만 도와드릴 수 없습니다.", "I'm sorry, but I can't help you."),
    ("ja", "英語に訳してください。", "申し訳ありませんが、できません。", "I'm sorry, but I can't do that."),
    ("en", "Translate it into Korean.", "The sea is calm.", "바다가 잔잔합니다."),
    ("en", "Add the numbers.", "1, 2", "3"),
]
