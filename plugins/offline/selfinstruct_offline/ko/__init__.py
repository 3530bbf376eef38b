"""The Korean repertoire: everything that the offline backend can ask and answer in Korean."""

from __future__ import annotations

from random import Random

from selfinstruct_offline.frames import Pair, Repertoire
from selfinstruct_offline.ko import (
    advice,
    arithmetic,
    classification,
    code,
    courtesy,
    grammar,
    heritage,
    knowledge,
    language,
    lists,
    mail,
    programs,
    puzzles,
    reading,
    reckoning,
    sheets,
    society,
    spellings,
    texts,
    wordgames,
    wording,
    workplace,
    writing,
)
from selfinstruct_offline.ko.josa import josa

__all__ = ["REPERTOIRE"]

_STAND_INS = (
    "오프라인 백엔드에는 이 과제의 답이 들어 있지 않습니다. 이 문장은 실행을 시험하려고 자리를 채운 것입니다.",
    "이 과제는 오프라인 백엔드의 문장표에 없습니다. 그래서 실제 답 대신 이 시험용 문장을 적어 둡니다.",
    "여기에는 답이 와야 하지만 오프라인 백엔드는 모델이 아니어서 문장표 밖의 과제에는 이 문장을 대신 적습니다.",
)


def _stand_in(_instruction: str, rng: Random) -> Pair:
    return Pair("", rng.choice(_STAND_INS))


REPERTOIRE = Repertoire(
    frames=(
        *knowledge.FRAMES,
        *language.FRAMES,
        *writing.FRAMES,
        *advice.FRAMES,
        *arithmetic.FRAMES,
        *lists.FRAMES,
        *code.FRAMES,
        *reading.FRAMES,
        *classification.FRAMES,
        *courtesy.FRAMES,
        *mail.FRAMES,
        *spellings.FRAMES,
        *grammar.FRAMES,
        *wording.FRAMES,
        *sheets.FRAMES,
        *reckoning.FRAMES,
        *puzzles.FRAMES,
        *wordgames.FRAMES,
        *society.FRAMES,
        *programs.FRAMES,
        *heritage.FRAMES,
        *workplace.FRAMES,
        *texts.FRAMES,
    ),
    fallback=_stand_in,
    foreign=(
        "Write a short poem about the first snow of winter.",
        "Explain in two sentences how a lever makes work easier.",
        "Sort the following numbers from smallest to largest.",
        "次の文章を一文で要約してください。",
        "友達の誕生日に送るメッセージを書いてください。",
        "请用简单的话解释什么是光合作用。",
        "请把下面的句子改写成更礼貌的说法。",
        "雨の日に家でできる遊びを三つ教えてください。",
    ),
    talk=(
        "네, 새로운 과제를 작성해 드리겠습니다.",
        "물론입니다! 아래에 과제를 이어서 적어 보았습니다.",
        "알겠습니다. 서로 다른 과제를 차례로 적겠습니다.",
        "요청하신 과제 목록은 다음과 같습니다:",
        "네, 다양한 유형의 과제를 준비했습니다.",
        "좋아요! 이어지는 과제를 만들어 볼게요.",
        "다음은 새로 만든 지시문들입니다.",
        "말씀하신 조건에 맞추어 과제를 작성했습니다.",
        "그럼 나머지 과제를 계속해서 제시하겠습니다.",
    ),
    refusal="죄송합니다만 저는 AI 언어 모델로서 해당 요청은 도와 드릴 수 없습니다.",
    inflect=josa,
)
