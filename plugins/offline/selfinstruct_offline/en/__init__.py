"""The English phrase table."""

from __future__ import annotations

from random import Random

from selfinstruct_offline.en import (
    coding,
    dates,
    editing,
    everyday,
    games,
    judgements,
    knowledge,
    labels,
    office,
    sheets,
    society,
    sums,
    usage,
    writing,
)
from selfinstruct_offline.en.kit import inflect, output, phrases
from selfinstruct_offline.frames import Pair, Repertoire

_FOREIGN = phrases("""
다음 문장을 높임말로 바꾸어 쓰세요.; 여름철에 물을 아끼는 방법을 세 가지 알려 주세요.; 次の文を短く言い換えてください。
雨の日の過ごし方を三つ提案してください。; Напишите короткое стихотворение о первом снеге.; 请用一句话解释什么是通货膨胀。
Γράψε μια σύντομη ιστορία για έναν φαροφύλακα.; เขียนจดหมายขอบคุณเพื่อนบ้าน
""")
_TALK = phrases("""
Here are the new tasks:; Sure! Here is a list of diverse tasks:; Certainly. The following tasks differ from those above:
Of course! Here you are:; Below you will find the tasks you asked for:
""")


def _fallback(instruction: str, _rng: Random) -> Pair:
    start = instruction if len(instruction) <= 60 else f"{instruction[:57].rstrip()}..."
    return output(f"This is a stand-in, since the phrase table has no answer to “{start}”")


REPERTOIRE = Repertoire(
    frames=(
        *knowledge.FRAMES,
        *everyday.FRAMES,
        *writing.FRAMES,
        *editing.FRAMES,
        *usage.FRAMES,
        *games.FRAMES,
        *office.FRAMES,
        *society.FRAMES,
        *sums.FRAMES,
        *dates.FRAMES,
        *coding.FRAMES,
        *sheets.FRAMES,
        *labels.FRAMES,
        *judgements.FRAMES,
    ),
    fallback=_fallback,
    foreign=_FOREIGN,
    talk=_TALK,
    refusal="I'm sorry, but I can't help with that.",
    inflect=inflect,
)
