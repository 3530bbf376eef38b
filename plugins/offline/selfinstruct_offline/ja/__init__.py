"""The Japanese phrase table."""

from __future__ import annotations

from random import Random

from selfinstruct_offline.frames import Pair, Repertoire
from selfinstruct_offline.ja import (
    advice,
    arithmetic,
    code,
    convert,
    cooking,
    explain,
    guidance,
    haiku,
    judging,
    keigo,
    knowledge,
    labelling,
    letters,
    listing,
    mail,
    notices,
    office,
    puzzles,
    rewriting,
    sayings,
    sorting,
    stories,
    tables,
    wording,
)

_STAND_INS = (
    "これはオフラインの代用の回答です。「{0}」に対する答えは、定型文の表に登録されていません。",
    "オフラインのバックエンドには「{0}」に合う答えがないため、この文を代わりに置いています。",
    "「{0}」は定型文の表にない指示です。ここには、モデルの答えの代わりとなる文だけを入れました。",
)
_QUOTED = 60


def _fallback(instruction: str, rng: Random) -> Pair:
    quoted = instruction if len(instruction) <= _QUOTED else instruction[:_QUOTED] + "…"
    return Pair("", rng.choice(_STAND_INS).format(quoted))


_TABLES = (
    advice.FRAMES,
    arithmetic.FRAMES,
    code.FRAMES,
    convert.FRAMES,
    cooking.FRAMES,
    explain.FRAMES,
    guidance.FRAMES,
    haiku.FRAMES,
    judging.FRAMES,
    keigo.FRAMES,
    knowledge.FRAMES,
    labelling.FRAMES,
    letters.FRAMES,
    listing.FRAMES,
    mail.FRAMES,
    notices.FRAMES,
    office.FRAMES,
    puzzles.FRAMES,
    rewriting.FRAMES,
    sayings.FRAMES,
    sorting.FRAMES,
    stories.FRAMES,
    tables.FRAMES,
    wording.FRAMES,
)

REPERTOIRE = Repertoire(
    frames=tuple(frame for frames in _TABLES for frame in frames),
    fallback=_fallback,
    foreign=(
        "Write a short letter thanking a neighbour for watering your plants.",
        "Explain to a ten-year-old why the moon changes its shape.",
        "Sort the following words by length and give the longest one.",
        "이웃에게 화분에 물을 준 것에 감사하는 짧은 편지를 써 주세요.",
        "다음 숫자를 큰 것부터 차례로 늘어놓으세요.",
        "请写一封感谢邻居帮忙浇花的短信。",
        "请用简单的语言说明为什么会下雪。",
        "Suggest three cheap dinners for a student who lives alone.",
    ),
    talk=(
        "はい、新しいタスクを作成しました。",
        "承知しました。以下に新しいタスクを挙げます。",
        "もちろんです。多様なタスクを用意しました。",
        "ご依頼の新しい指示は次のとおりです。",
        "わかりました。種類の異なるタスクを考えました。",
        "それでは、続きのタスクを示します。",
        "お待たせしました。新しい課題の一覧です。",
        "了解です。重複を避けて作りました。",
        "以下は、既存の例とは異なる新しい指示です。",
    ),
    refusal="申し訳ありませんが、そのご要望にはお応えできません。",
)
