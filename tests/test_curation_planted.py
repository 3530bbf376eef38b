"""Planted faults end to end: each goes through `selfinstruct curate` and is caught, and 200 good rows a language stay."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from test_pipeline import rows

import selfinstruct
from selfinstruct import Prompt
from selfinstruct.cli import cli
from selfinstruct.plugins import Plugins
from selfinstruct.resources import seeds
from selfinstruct.taskfile import read_tasks
from selfinstruct.text import clean

Row = dict[str, str]
GOOD_ROWS = 200

SHOWN = {
    "en": ("Tell a story about a lighthouse.", "Once a keeper lit the lamp for a lost ship."),
    "ko": ("등대 이야기를 하나 들려주세요.", "옛날에 등대지기가 길 잃은 배를 위해 불을 밝혔습니다."),
    "ja": ("灯台の話を一つ聞かせてください。", "昔、灯台守が迷った船のために明かりをともしました。"),
}
"""The one seed task of the runs."""

EVALUATED = {
    "en": (
        "A farmer has seventeen sheep and all but nine of them run away one night; how many sheep does the farmer have left?",
        "The old bridge over the river Tamm was built in 1874 and carried trams until a flood took its middle arch in 1931.",
        "Which of the four colours on the flag of the harbour town stands for the salt that its merchants used to sell?",
    ),
    "ko": (
        "농부에게 양이 열일곱 마리 있었는데 아홉 마리만 남기고 모두 달아났다면 농부에게 남은 양은 몇 마리입니까?",
        "담강의 옛 다리는 1874년에 놓였고 1931년 홍수로 가운데 아치가 무너질 때까지 그 위로 전차가 다녔다.",
        "항구 도시의 깃발에 있는 네 가지 빛깔 가운데 상인들이 팔던 소금을 뜻하는 것은 무엇입니까?",
    ),
    "ja": (
        "農夫が羊を十七匹飼っていて、ある晩に九匹を残してみな逃げてしまいました。農夫の手元に残った羊は何匹でしょうか。",
        "タム川の古い橋は1874年に架けられ、1931年の洪水で中央のアーチが崩れるまで路面電車が走っていた。",
        "港町の旗にある四つの色のうち、商人たちが売っていた塩を表しているのはどの色でしょうか。",
    ),
}
"""What the evaluation set holds: a question, a passage, and a question again."""

LOOPED = {
    "en": "The sea is calm and the boats are resting. ",
    "ko": "바다는 잔잔하고 배들은 쉬고 있습니다. ",
    "ja": "海は穏やかで、船は静かに休んでいます。",
}

PLANTED: dict[str, dict[str, tuple[str, str, str]]] = {
    "en": {
        "contaminated-ngram": (f"Please work this out. {EVALUATED['en'][0]}", "", "Nine sheep are left."),
        "contaminated-similar": (
            "Which colour on the flag of this harbour town stands for the salt that the merchants used to sell?",
            "",
            "White.",
        ),
        "contaminated-ngram in the input": ("Say in which year the arch fell.", EVALUATED["en"][1], "In 1931."),
        "refusal": ("Recommend a novel for a long train ride.", "", "I'm sorry, but I can't assist with that request."),
        "repetition": ("Describe a quiet harbour at dawn.", "", LOOPED["en"] * 6),
        "glued-instruction": (
            "Explain why bread rises in the oven.",
            "",
            "Explain why bread rises in the oven. Yeast makes gas, and the heat lets it grow.",
        ),
        "glued-label": (
            "Name two tools of a carpenter.",
            "",
            "A plane and a chisel.\n\nInstruction: Name two tools of a smith.\nOutput: Hammer and tongs.",
        ),
        "e-mail": ("Write the last line of a letter to a landlord.", "", "Write to me at jane.doe83@gmail.com at any time."),
    },
    "ko": {
        "contaminated-ngram": (f"다음 문제를 풀어 주세요. {EVALUATED['ko'][0]}", "", "아홉 마리입니다."),
        "contaminated-similar": (
            "이 항구 도시의 깃발에 있는 빛깔 가운데 상인들이 예전에 팔던 소금을 뜻하는 것은 무엇일까요?",
            "",
            "흰색입니다.",
        ),
        "contaminated-ngram in the input": ("아치가 무너진 해를 말해 주세요.", EVALUATED["ko"][1], "1931년입니다."),
        "refusal": ("긴 기차 여행에 어울리는 소설을 추천해 주세요.", "", "죄송하지만 그 요청은 도와드릴 수 없습니다."),
        "repetition": ("새벽 항구의 고요한 풍경을 묘사해 주세요.", "", LOOPED["ko"] * 6),
        "glued-instruction": (
            "오븐에서 빵이 부푸는 까닭을 설명해 주세요.",
            "",
            "오븐에서 빵이 부푸는 까닭을 설명해 주세요. 효모가 기체를 만들고 열이 그것을 키우기 때문입니다.",
        ),
        "glued-label": (
            "목수가 쓰는 연장 두 가지를 대 보세요.",
            "",
            "대패와 끌입니다.\n\n지시: 대장장이가 쓰는 연장 두 가지를 대 보세요.\n출력: 망치와 집게입니다.",
        ),
        "e-mail": ("집주인에게 보내는 편지의 마지막 줄을 써 주세요.", "", "언제든 minsu.kim83@naver.com으로 연락해 주세요."),
    },
    "ja": {
        "contaminated-ngram": (f"次の問題を解いてください。{EVALUATED['ja'][0]}", "", "九匹です。"),
        "contaminated-similar": (
            "この港町の旗にある色のうち、商人たちが昔売っていた塩を表しているのは何色でしょうか。",
            "",
            "白です。",
        ),
        "contaminated-ngram in the input": ("アーチが崩れた年を答えてください。", EVALUATED["ja"][1], "1931年です。"),
        "refusal": (
            "長い列車の旅に合う小説を薦めてください。",
            "",
            "申し訳ありませんが、そのご依頼にはお答えできません。",
        ),
        "repetition": ("夜明けの静かな港を描写してください。", "", LOOPED["ja"] * 6),
        "glued-instruction": (
            "オーブンでパンがふくらむ理由を説明してください。",
            "",
            "オーブンでパンがふくらむ理由を説明してください。酵母がガスを出し、熱でそれが大きくなるからです。",
        ),
        "glued-label": (
            "大工が使う道具を二つ挙げてください。",
            "",
            "かんなとのみです。\n\n指示: 鍛冶屋が使う道具を二つ挙げてください。\n出力: 金づちと火ばしです。",
        ),
        "e-mail": (
            "大家さんへの手紙の最後の一行を書いてください。",
            "",
            "いつでもtaro.yamada83@docomo.ne.jpまでご連絡ください。",
        ),
    },
}
"""What it is refused for, or what is masked -> instruction, input, output."""


def written_by_hand(lang: str) -> list[Row]:
    """Good rows: the project's own seed tasks, each with its first instance."""
    tasks = [task for name in (lang, f"code.{lang}") for task in read_tasks(Path(str(seeds(name))), lang)]
    return [{"instruction": task.instruction, **asdict(task.instances[0])} for task in tasks]


def answering(given: list[Row]) -> Callable[[Prompt], str]:
    """A model that hands out these rows, ten an answer, as JSON: so they come through the parser letter by letter."""
    answers = [given[at : at + 10] for at in range(0, len(given), 10)]
    return lambda prompt: json.dumps({"tasks": answers[prompt.number % len(answers)]}, ensure_ascii=False)


def begun(lang: str, scripted: Callable[..., Plugins]) -> Path:
    """A run that has generated the planted rows and 200 good ones, among each other, and is not curated."""
    given = written_by_hand(lang)
    for place, row in enumerate(PLANTED[lang].values()):
        given.insert(20 * place + 7, dict(zip(("instruction", "input", "output"), row, strict=True)))
    instruction, output = SHOWN[lang]
    Path("seeds.jsonl").write_text(json.dumps({"instruction": instruction, "output": output}) + "\n", "utf-8")
    Path("eval.jsonl").write_text("".join(json.dumps({"q": text}) + "\n" for text in EVALUATED[lang]), "utf-8")
    options: dict[str, Any] = {"backend": "scripted", "recipe": "alpaca", "seeds": "seeds.jsonl", "out": "run"}
    n = GOOD_ROWS + len(PLANTED[lang])
    return selfinstruct.generate(lang, n, plugins=scripted(answering(given)), **options).folder


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "ko", "ja"])
def test_what_is_planted_is_caught_and_what_is_good_stays(lang: str, scripted: Callable[..., Plugins]) -> None:
    folder = begun(lang, scripted)
    command = "curate run --curate outputs personal-data semantic --embedder ngrams --against eval.jsonl --personal-data mask"
    done = CliRunner().invoke(cli, command.split())
    assert done.exit_code == 0, done.stderr

    planted = {clean(row[0]): name for name, row in PLANTED[lang].items()}
    good = {
        row["instruction"]: row["output"] for row in rows(folder, "instructions.jsonl") if row["instruction"] not in planted
    }
    assert len(good) == GOOD_ROWS
    tasks = {task["instruction"]: task for task in rows(folder, "tasks.jsonl")}
    kept = {name: task["instances"][0]["output"] for name, task in tasks.items() if name in good}
    assert kept == good

    (masked,) = [name for name in tasks if name in planted]
    assert planted.pop(masked) == "e-mail"
    assert "[e-mail]" in tasks[masked]["instances"][0]["output"]
    assert [name for name, task in tasks.items() if "personal_data" in task] == [masked]
    assert reasons(folder) == {name: reason.split()[0] for name, reason in planted.items()}


def reasons(folder: Path) -> dict[str, str]:
    """Instruction -> why the task was refused first."""
    instructions = [row["instruction"] for row in rows(folder, "instructions.jsonl")]
    told = [row for file in folder.glob("rejections.*.jsonl") for row in rows(folder, file.name)]
    return {instructions[row["request_idx"]]: row["reason"] for row in told if row["reason"] != "no-usable-instance"}
