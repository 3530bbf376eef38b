"""The noun that a Japanese instruction's verb acts on: what stands before を in the verb's clause, or before the verb."""

from __future__ import annotations

import re
from collections.abc import Sequence

from selfinstruct_ja.asking import Telling, telling
from selfinstruct_ja.morphemes import Piece

METHOD = "the verb of the first request by Sudachi's tags, and the noun before を (だけ, も, nothing) in its clause"

_GIVING = frozenset(["下さる", "頂く", "戴く", "貰う", "呉れる", "欲しい", "願う", "頂戴"])
# What follows に or と and tells only about what, by what or for whom: "時代について", "例に沿って".
_ABOUT = frozenset(
    [
        "付く",
        "就く",
        "関する",
        "対する",
        "因る",
        "依る",
        "応じる",
        "沿う",
        "基づく",
        "従う",
        "合わせる",
        "向ける",
        "亘る",
        "代わる",
    ]
)
_TOPICAL = frozenset(["kudasai", "nasai", "command", "casual", "volitional", "wish"])
_CASES = frozenset(["だけ", "のみ", "も", "くらい", "ぐらい", "ほど", "ずつ", "など", "まで", "ばかり"])
_COUNTERS = frozenset(["つ", "個", "件", "点", "人", "本", "冊", "枚", "通", "名", "回", "問"])
# fmt: off
_FORMAL = frozenset([
    "こと", "事", "もの", "物", "ところ", "とき", "わけ", "ため", "よう", "はず", "つもり", "ほう", "うち", "とおり", "ん",
    "やつ", "まま", "一つ",
])
# fmt: on
_INTRANSITIVE = frozenset(["なる", "ある", "いる", "違う", "来る", "行く", "くる", "いく"])
_AFTER_TE = frozenset(["居る", "有る", "置く", "見る", "来る", "行く", "仕舞う", "下さる", "貰う", "頂く", "呉れる", "欲しい"])
_KATAKANA = re.compile(r"[ァ-ヺー]+")
_OPENINGS = {"」": "「", "』": "『", ")": "(", "】": "【", "》": "《", "〉": "〈", "”": "“", '"': '"', "]": "["}


def verb_noun(text: str) -> tuple[str, str | None] | None:
    """Give what is to be done and to what: (書く, 手紙) of 「手紙を書いて」; None where no verb is found."""
    told = telling(text)
    if told is None or told.verb is None or told.at is None:
        return None
    said, at = told.said, told.at
    if told.verb == "する" and at > 1 and _is_wo(said[at - 1]) and said[at - 2].makes_verbs:
        return f"{said[at - 2].surface}する", _object(told, at - 2)  # "要約をして" is one verb
    return told.verb, None if told.verb in _INTRANSITIVE else _object(told, at)


def _object(told: Telling, at: int) -> str | None:
    """The noun for the verb at this place."""
    said, start = told.said, at
    while said[at].kind == "名詞" and start and said[start - 1].kind in {"名詞", "接頭辞"}:
        start -= 1
    acts = said[at].kind == "名詞" and (at + 1 == len(said) or said[at + 1].lemma not in {"為る", "出来る", "致す"})
    if acts and start and said[start - 1].surface == "の":  # "文章の校正をお願いします"
        return _noun(said, start - 1)
    if (place := _marked(said, start)) is not None:
        return _noun(said, place)
    if told.mood not in _TOPICAL and not any(piece.lemma in _GIVING for piece in said[at + 1 :]):
        return None
    return (None if said[at].kind == "名詞" else _bare(said, start)) or _topic(said, start)


def _marked(said: Sequence[Piece], start: int) -> int | None:
    """The place of the を that belongs to the verb: in its clause, or in the one before if that has one of its own."""
    crossed, taken = 0, False
    for place in range(start - 1, -1, -1):
        if _parts_clauses(said, place):
            crossed += 1
            taken = crossed == 1 and said[place - 1].kind in {"形容詞", "形状詞"}  # "話を短くて楽しく書いて"
        elif _is_wo(said[place]):
            paused = said[place + 1].sub == "読点"  # "作文を、点を挙げ、まとめて講評して"
            if (not crossed or paused or (crossed == 1 and taken)) and not _is_claimed(said, place, start):
                return place
            taken = True  # "文章を主語を補って訳して"
        if crossed > 2:
            return None
    return None


def _parts_clauses(said: Sequence[Piece], place: int) -> bool:
    """Whether a clause before the verb's own ends with this piece."""
    piece, before = said[place], said[place - 1] if place else None
    if before is None or piece.kind == "補助記号":
        return False
    following = said[place + 1] if place + 1 < len(said) else None
    if piece.sub == "接続助詞":
        if following and following.lemma in _AFTER_TE:
            return False
        return not (before.lemma in _ABOUT and place > 1 and said[place - 2].surface in {"に", "と", "を"})
    paused = following is not None and following.sub == "読点"
    return piece.form.startswith("仮定形") or (paused and piece.kind == "動詞" and piece.form.startswith("連用形"))


def _is_wo(piece: Piece) -> bool:
    return piece.surface == "を" and piece.sub == "格助詞"


def _is_claimed(said: Sequence[Piece], place: int, start: int) -> bool:
    """Whether the を at this place is that of a verb between it and the main one: 「違いを表す語を使うように直して」."""
    right = place + 1
    while right < start and (said[right].kind == "副詞" or _counts(said, right)):
        right += 1
    while right < start and said[right].kind in {"名詞", "接頭辞"} and said[right + 1].kind in {"名詞", "動詞"}:
        right += 1
    if right >= start or said[right].kind != "動詞":
        return False
    behind = said[right : min(right + 3, start)]
    return not any(piece.lemma in {"易い", "出来る"} for piece in behind)  # "内容を理解しやすく説明して"


def _is_adverbial(piece: Piece) -> bool:
    """Whether a noun tells when or how without a particle: 今日, 全部."""
    return piece.detail == "副詞可能" and piece.surface not in {"結果", "内容", "全文"}


def _counts(said: Sequence[Piece], at: int) -> bool:
    """Whether a piece only tells how many: the 三 and the つ of 三つ."""
    if said[at].sub == "数詞":
        return True
    return bool(at) and said[at - 1].sub == "数詞" and (said[at].kind == "接尾辞" or said[at].detail == "助数詞可能")


def _bare(said: Sequence[Piece], start: int) -> str | None:
    """The noun right before the verb, but for how many and how: 「意味教えて」, 「理由も三つ書いて」."""
    at = start - 1
    while at >= 0 and (said[at].surface in _CASES or said[at].kind == "副詞" or _counts(said, at)):
        at -= 1
    counted = at + 1 < start and said[at + 1].kind == "名詞"
    if at < 0 or counted or said[at].kind != "名詞" or _is_adverbial(said[at]):
        return None
    return _noun(said, at + 1)


def _topic(said: Sequence[Piece], start: int) -> str | None:
    """What a request is about, if it has no other object: 「結果は表にまとめて」."""
    for at in range(start - 1, 0, -1):
        if _parts_clauses(said, at):
            return None
        if said[at].surface in {"は", "も"} and said[at].sub == "係助詞" and not _is_adverbial(said[at - 1]):
            return _noun(said, at)
    return None


def _noun(said: Sequence[Piece], place: int) -> str | None:
    """The noun that ends before the piece at this place, compounds whole; None for a quotation, a pronoun or こと."""
    last = place - 1
    while last >= 0 and said[last].surface in _CASES:
        last -= 1
    if last >= 0 and said[last].surface in _OPENINGS:
        last = _before_bracket(said, last)
    while last > 0 and _counts(said, last) and said[last - 1].kind in {"名詞", "接尾辞"}:
        last -= 1
    first = last
    while first > 0 and _goes_with_next(said, first):
        first -= 1
    word = list(said[first : last + 1]) if last >= 0 else []
    if len(word) > 1 and word[-1].surface.isascii() and not word[-1].surface.isupper():
        word.pop()  # the name of "関数attach", not the end of "自己PR"
    return "".join(map(_written, word)) if word and _is_noun(word) else None


def _written(piece: Piece) -> str:
    """A piece as it is written, but for the spelling of loan words: コンピュータ is コンピューター."""
    return piece.lemma if _KATAKANA.fullmatch(piece.surface) and _KATAKANA.fullmatch(piece.lemma) else piece.surface


def _before_bracket(said: Sequence[Piece], last: int) -> int:
    """The place of what a bracket or a quotation explains: 句 of 「句（五七五）を」."""
    opening = _OPENINGS[said[last].surface]
    while last >= 0 and said[last].surface != opening:
        last -= 1
    return last - 1


def _goes_with_next(said: Sequence[Piece], at: int) -> bool:
    """Whether the piece before this one is written as one noun with it."""
    before, piece = said[at - 1], said[at]
    if piece.kind == "接尾辞" and before.kind == "動詞":
        return before.form.startswith("連用形-一般")  # 読み方
    if before.sub == "数詞" and piece.surface in _COUNTERS:
        return False
    nominal = before.kind in {"名詞", "接頭辞"} or (before.kind == "接尾辞" and before.sub == "名詞的")
    return nominal and not _is_adverbial(before) and piece.kind in {"名詞", "接尾辞"}


def _is_noun(word: Sequence[Piece]) -> bool:
    last = word[-1]
    if len(word) == 1 and (last.surface in _FORMAL or last.sub == "数詞"):
        return False
    return (
        last.kind == "名詞"
        or (len(word) > 1 and last.kind == "接尾辞")
        or (last.kind == "動詞" and last.form.startswith("連用形"))
    )
