"""Outputs with one planted fault each: language, instruction, input, output, the reason they must be refused for."""

from __future__ import annotations

Planted = tuple[str, str, str, str, str]

_EN_LOOP = "The sea is calm and the boats are resting. "
_KO_LOOP = "바다는 잔잔하고 배들은 쉬고 있습니다. "
_JA_LOOP = "海は穏やかで、船は静かに休んでいます。"

PLANTED: list[Planted] = [
    # Wrong language.
    ("en", "Describe your morning.", "", "저는 아침 일곱 시에 일어나 물을 한 잔 마시고 공원을 걷습니다.", "wrong-language"),
    ("en", "Describe your morning.", "", "朝は七時に起きて、公園を散歩します。", "wrong-language"),
    ("ko", "아침 일과를 설명하세요.", "", "I get up at seven, drink a glass of water and walk in the park.", "wrong-language"),
    ("ko", "아침 일과를 설명하세요.", "", "朝は七時に起きて、公園を散歩します。", "wrong-language"),
    ("ja", "朝の過ごし方を説明してください。", "", "I get up at seven and walk in the park for an hour.", "wrong-language"),
    ("ja", "朝の過ごし方を説明してください。", "", "저는 일곱 시에 일어나 공원을 걷습니다.", "wrong-language"),
    # Refusals, those of another language and hedged ones too.
    ("en", "Name the best film.", "", "I'm sorry, but I can't assist with that.", "refusal"),
    ("en", "Name the best film.", "", "As an AI language model, I have no taste, but many like Casablanca.", "refusal"),
    ("en", "Name the best film.", "", "Many like Casablanca. Of course I am only an AI, so ask a friend.", "refusal"),
    ("en", "Summarize it.", "", "Please provide the text you want me to summarize.", "refusal"),
    ("ko", "가장 좋은 영화를 말하세요.", "", "죄송하지만 그 요청은 도와드릴 수 없습니다.", "refusal"),
    ("ko", "가장 좋은 영화를 말하세요.", "", "저는 AI 언어 모델이라 취향이 없지만 많은 사람이 기생충을 꼽습니다.", "refusal"),
    ("ko", "가장 좋은 영화를 말하세요.", "", "기생충이 좋습니다. 다만 저는 인공지능이라 직접 보지는 못했습니다.", "refusal"),
    ("ko", "가장 좋은 영화를 말하세요.", "", "I'm sorry, but I cannot help with that.", "refusal"),
    ("ko", "가장 좋은 영화를 말하세요.", "", "As an AI language model, 저는 영화를 보지 못합니다.", "refusal"),
    ("ko", "내용을 요약하세요.", "", "요약할 텍스트를 제공해 주세요.", "refusal"),
    ("ja", "一番よい映画を挙げてください。", "", "申し訳ありませんが、そのご依頼にはお答えできません。", "refusal"),
    ("ja", "一番よい映画を挙げてください。", "", "AIとして、私には好みがありませんが、羅生門が有名です。", "refusal"),
    ("ja", "一番よい映画を挙げてください。", "", "羅生門です。なお、私はAI言語モデルなので観たことはありません。", "refusal"),
    ("ja", "一番よい映画を挙げてください。", "", "I'm sorry, but I can't assist with that request.", "refusal"),
    ("ja", "要約してください。", "", "要約する文章を入力してください。", "refusal"),
    # Loops: of a sentence, a line, a phrase, a numbered item, and one in the middle.
    ("en", "Describe the sea.", "", _EN_LOOP * 6, "repetition"),
    (
        "en",
        "Describe the sea.",
        "",
        "It is blue.\n" + "The waves come to the shore again.\n" * 8 + "That is all.",
        "repetition",
    ),
    ("en", "Describe the sea.", "", "It is very " + "very " * 40 + "deep.", "repetition"),
    ("en", "List ten habits.", "", "\n".join(f"{n}. Drink a glass of water every day." for n in range(1, 11)), "repetition"),
    ("en", "Describe the sea.", "", "It is deep and wide and it goes on and " + "goes on and " * 20, "repetition"),
    ("ko", "바다를 묘사하세요.", "", _KO_LOOP * 6, "repetition"),
    ("ko", "바다를 묘사하세요.", "", "푸릅니다.\n" + "파도가 다시 해변으로 밀려옵니다.\n" * 8 + "끝.", "repetition"),
    ("ko", "바다를 묘사하세요.", "", "바다는 " + "아주 " * 60 + "깊습니다.", "repetition"),
    ("ko", "습관을 열 가지 쓰세요.", "", "\n".join(f"{n}. 매일 물을 한 잔씩 마십니다." for n in range(1, 11)), "repetition"),
    ("ja", "海を描写してください。", "", _JA_LOOP * 6, "repetition"),
    ("ja", "海を描写してください。", "", "青いです。\n" + "波がまた岸に寄せてきます。\n" * 8 + "以上です。", "repetition"),
    ("ja", "海を描写してください。", "", "海は" + "とても" * 30 + "深いです。", "repetition"),
    (
        "ja",
        "習慣を十個書いてください。",
        "",
        "\n".join(f"{n}. 毎日コップ一杯の水を飲みます。" for n in range(1, 11)),
        "repetition",
    ),
]

PLANTED += [
    # Stand-ins.
    (
        "en",
        "Write a mail to your landlord.",
        "",
        "Dear landlord,\n\nthe tap drips.\n\nKind regards,\n[Your Name]",
        "placeholder",
    ),
    ("en", "Write a mail to your landlord.", "", "Dear landlord, <insert your complaint>. Regards, Ann", "placeholder"),
    ("en", "Write a mail to your landlord.", "", "Lorem ipsum dolor sit amet, consectetur adipiscing elit.", "placeholder"),
    ("en", "Write a function that adds.", "", "def add(a, b):\n    # TODO: add them\n    return None", "placeholder"),
    ("ko", "집주인에게 메일을 쓰세요.", "", "안녕하세요, [이름] 님. 수도꼭지가 샙니다. 감사합니다.", "placeholder"),
    ("ko", "집주인에게 메일을 쓰세요.", "", "안녕하세요. <여기에 내용을 입력하세요> 감사합니다.", "placeholder"),
    ("ko", "집주인에게 메일을 쓰세요.", "", "OOO 님, OOO동 OOO호에 사는 사람입니다. OOO 때문에 씁니다.", "placeholder"),
    ("ko", "집주인에게 메일을 쓰세요.", "", "○○ 님, ○○동 ○○호의 ○○입니다. 수도가 샙니다.", "placeholder"),
    ("ko", "집주인에게 메일을 쓰세요.", "", "안녕하세요, 수도꼭지가 샙니다.\n감사합니다.\n[Your Name] 드림", "placeholder"),
    ("ja", "大家さんにメールを書いてください。", "", "お世話になっております、[名前]です。蛇口が漏れています。", "placeholder"),
    (
        "ja",
        "大家さんにメールを書いてください。",
        "",
        "お世話になっております。<ここに用件を入力>よろしくお願いします。",
        "placeholder",
    ),
    ("ja", "大家さんにメールを書いてください。", "", "○○様、○○号室の○○です。○○が漏れています。", "placeholder"),
    # The instruction once more.
    (
        "en",
        "Name three fruits of the season.",
        "",
        "Name three fruits of the season.\nApples, pears and plums.",
        "glued-instruction",
    ),
    (
        "en",
        "Name three fruits of the season.",
        "",
        "**Name three fruits of the season:** apples and plums.",
        "glued-instruction",
    ),
    ("en", "Name three fruits of the season.", "", "Apples.\n\nName three fruits of the season.\nPears.", "glued-instruction"),
    ("ko", "제철 과일 세 가지를 말하세요.", "", "제철 과일 세 가지를 말하세요.\n사과, 배, 자두입니다.", "glued-instruction"),
    ("ko", "제철 과일 세 가지를 말하세요.", "", "사과입니다.\n제철 과일 세 가지를 말하세요.\n배입니다.", "glued-instruction"),
    ("ja", "旬の果物を三つ挙げてください。", "", "旬の果物を三つ挙げてください。\nりんご、梨、柿です。", "glued-instruction"),
    ("ja", "旬の果物を三つ挙げてください。", "", "りんごです。\n旬の果物を三つ挙げてください。\n梨です。", "glued-instruction"),
    # Labels and the next task.
    ("en", "Name a fruit.", "", "Output: apple", "glued-label"),
    ("en", "Name a fruit.", "", "### Response:\nAn apple.", "glued-label"),
    ("en", "Name a fruit.", "", "An apple.\n###\n4. Instruction: Name a tree.", "glued-label"),
    ("en", "Name a fruit.", "", "An apple.\n\n### 4. Instruction\nName a tree.", "glued-label"),
    ("en", "Name a fruit.", "", "An apple.\nExample 2\nInput: trees\nOutput: an oak", "glued-label"),
    ("en", "Name a fruit.", "", "An apple.<|im_end|>", "glued-label"),
    ("ko", "과일을 하나 말하세요.", "", "출력: 사과", "glued-label"),
    ("ko", "과일을 하나 말하세요.", "", "Output: 사과", "glued-label"),
    ("ko", "과일을 하나 말하세요.", "", "사과\n###\n4. 지시문: 나무를 하나 말하세요.", "glued-label"),
    ("ko", "과일을 하나 말하세요.", "", "사과\n입력: 나무\n출력: 참나무", "glued-label"),
    ("ja", "果物を一つ挙げてください。", "", "出力：りんご", "glued-label"),
    ("ja", "果物を一つ挙げてください。", "", "【出力】: りんご", "glued-label"),
    ("ja", "果物を一つ挙げてください。", "", "りんご\n###\n4. 指示: 木を一つ挙げてください。", "glued-label"),
    ("ja", "果物を一つ挙げてください。", "", "りんご\n入力: 木\n出力: 樫", "glued-label"),
]

PLANTED += [
    # Broken off.
    ("en", "Write a function that adds.", "", "Here it is.\n```python\ndef add(a, b):\n    return a", "cut-off"),
    ("en", "Describe the sea.", "", "The sea is wide and blue. It has many fish in it and (for example", "cut-off"),
    ("en", "Describe the sea.", "", "The sea is wide and blue. It has many fish in it, whales and the", "cut-off"),
    ("en", "Describe the sea.", "", "1. It is wide and blue.\n2. It has fish.\n3.", "cut-off"),
    ("en", "Describe the sea.", "", "It is wide\ufffd", "cut-off"),
    ("ko", "함수를 쓰세요.", "", "다음과 같습니다.\n```python\ndef add(a, b):\n    return a", "cut-off"),
    (
        "ko",
        "바다를 묘사하세요.",
        "",
        "바다는 넓고 푸릅니다. 물고기가 아주 많이 살고 있으며, 고래와 상어도 있습니다. 그리고",
        "cut-off",
    ),
    (
        "ko",
        "바다를 묘사하세요.",
        "",
        "바다는 넓고 푸릅니다. 물고기가 아주 많이 살고 있으며 사람들은 그 가운데 몇 가지(예를 들어",
        "cut-off",
    ),
    ("ko", "바다를 묘사하세요.", "", "1. 넓습니다.\n2. 푸릅니다.\n3.", "cut-off"),
    ("ja", "関数を書いてください。", "", "次のとおりです。\n```python\ndef add(a, b):\n    return a", "cut-off"),
    (
        "ja",
        "海を描写してください。",
        "",
        "海は広くて青いです。魚がたくさん住んでいて、鯨や鮫もいます。人々は昔から海で働いてきました。そして",
        "cut-off",
    ),
    (
        "ja",
        "海を描写してください。",
        "",
        "海は広くて青いです。魚がたくさん住んでいます。人々は昔から海のことを「大いなる母と呼んできた",
        "cut-off",
    ),
    ("ja", "海を描写してください。", "", "1. 広いです。\n2. 青いです。\n3.", "cut-off"),
    # Nothing but a link or an image.
    ("en", "Describe the sea.", "", "https://example.com/sea", "only-link"),
    ("ko", "바다를 묘사하세요.", "", "https://example.com/sea?q=1 www.example.com", "only-link"),
    ("ja", "海を描写してください。", "", "<https://example.com/umi>", "only-link"),
    ("en", "Describe the sea.", "", "![the sea](sea.png)", "only-image"),
    ("ko", "바다를 묘사하세요.", "", '<img src="sea.png">', "only-image"),
    ("ja", "海を描写してください。", "", "![海](umi.png)", "only-image"),
]
