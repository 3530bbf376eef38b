"""How a Japanese instruction asks, and for what: read from the endings of its sentences.

An instruction may tell a situation first and conditions last. The first sentence that requests or asks something is the task.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from selfinstruct.text import clean
from selfinstruct_ja.morphemes import Piece, analysed

_OPENING, _CLOSING = "「『（(【《〈“", "」』）)】》〉”"
_ENDS = frozenset("。!?\n")
_WISHES = frozenset(["欲しい", "願う", "願い", "助かる", "嬉しい", "頼む"])
# What stands between the verb of a request and the end of its sentence: まとめてもらえますか, 見せてほしいのですが.
_GIVING = frozenset(["下さる", "為さる", "頂く", "戴く", "貰う", "呉れる", "頂戴", "欲しい", "助かる", "嬉しい", "良い"])
_AFTER_TE = frozenset(["見る", "置く", "居る", "仕舞う", "有る", "行く", "来る", "上げる", "遣る"])
_E_ROW = "えけせてねへめれげぜでべ"


class _Asked(NamedTuple):
    mood: str | None
    verb: str | None


class Telling(NamedTuple):
    """The sentence that tells what is to be done. at: the place of its verb among its pieces, None where it has none."""

    mood: str | None
    said: list[Piece]
    verb: str | None
    at: int | None


def main_verb(text: str) -> str | None:
    """Give the dictionary form of what is to be done: 書く of 「手紙を書いてください」, 要約する of 「要約をお願いします」."""
    return _asked(text).verb


def mood(text: str) -> str | None:
    """Tell the ending: question, kudasai, nasai, command, casual, volitional, wish, noun-phrase or statement."""
    return _asked(text).mood


def words(text: str) -> list[str]:
    """Cut a text into its morphemes as they are written, without signs and spaces."""
    found = analysed(unicodedata.normalize("NFKC", clean(text)))
    return [piece.surface for piece in found if piece.kind not in {"補助記号", "空白"}]


@lru_cache(maxsize=4096)
def _asked(text: str) -> _Asked:
    told = telling(text)
    return _Asked(told.mood, told.verb) if told else _Asked(None, None)


def telling(text: str) -> Telling | None:
    """Find the sentence that asks, its mood and its verb; None in a text without sentences."""
    found = [(_mood(said, asks), said) for said, asks in _sentences(unicodedata.normalize("NFKC", clean(text)))]
    requests = [pair for pair in found if pair[0] not in {"noun-phrase", "statement"}]
    phrases = [pair for pair in found if pair[0] == "noun-phrase"]
    chosen = requests or phrases or found[-1:]
    for _, said in chosen:
        if verb := _verb(said):
            return Telling(chosen[0][0], said, *verb)
    return Telling(*chosen[0], None, None) if chosen else None


def _sentences(text: str) -> Iterator[tuple[list[Piece], bool]]:
    """Cut behind full stops that no bracket holds, and tell whether there was a question mark."""
    sentence: list[Piece] = []
    depth = 0
    for piece in analysed(text):
        depth += sum((char in _OPENING) - (char in _CLOSING) for char in piece.surface)
        if depth <= 0 and _ENDS & set(piece.surface):
            yield from _without_signs(sentence, asks="?" in piece.surface)
            sentence, depth = [], 0
        else:
            sentence.append(piece)
    yield from _without_signs(sentence, asks=False)


def _without_signs(sentence: Sequence[Piece], *, asks: bool) -> Iterator[tuple[list[Piece], bool]]:
    """The sentence up to its last word, if it has one."""
    end = len(sentence)
    while end and sentence[end - 1].kind in {"補助記号", "空白", "記号"}:
        end -= 1
    if end:
        yield list(sentence[:end]), asks


def _mood(said: Sequence[Piece], asks: bool) -> str:
    last = said[-1]
    core = [piece for piece in said if not (piece.sub == "終助詞" and piece.surface in {"ね", "よ", "な", "わ"})] or list(said)
    final = core[-1]
    if asks or any(each.sub == "終助詞" and each.surface in {"か", "かな", "かしら", "の"} for each in (last, final)):
        return "question"
    if ordered := _order(said, final):
        return ordered
    if any(piece.lemma in _WISHES for piece in core[-4:]) or any(piece.lemma == "たい" for piece in core[-3:]):
        return "wish"
    told = final.kind in {"動詞", "助動詞", "形容詞"} or final.sub in {"接続助詞", "終助詞"}
    return "statement" if told else "noun-phrase"


def _order(said: Sequence[Piece], final: Piece) -> str:
    """The mood of a sentence that tells somebody to do something, "" for another."""
    if _is_split_command(said):
        return "command"
    if final.form.startswith("命令形"):
        return {"下さる": "kudasai", "為さる": "nasai", "呉れる": "casual"}.get(final.lemma, "command")
    if final.form.startswith("意志推量形"):
        return "question" if final.lemma in {"です", "だ"} else "volitional"
    casual = final.lemma == "頂戴" or (final.surface in {"て", "で"} and final.sub == "接続助詞")
    return "casual" if casual else ""


def _is_split_command(said: Sequence[Piece]) -> bool:
    """Whether Sudachi took the end of a command for a particle: 置き換え|よ, 述べ|よ."""
    if len(said) < 2 or said[-1].surface != "よ":
        return False
    verb = said[-2]
    return verb.surface[-1] in _E_ROW and (verb.kind == "名詞" or verb.form.startswith("連用形-一般"))


def _verb(said: Sequence[Piece]) -> tuple[str, int] | None:
    """Walk back from the end, over auxiliaries and verbs of giving, to the verb that they belong to; it and where it begins."""
    if _is_split_command(said):
        return f"{said[-2].surface}る", len(said) - 2
    for at in range(len(said) - 1, -1, -1):
        piece, before = said[at], said[at - 1] if at else None
        after_te = before is not None and before.surface in {"て", "で"} and before.sub == "接続助詞"
        if piece.lemma in {"願う", "願い"} and before is not None and before.lemma == "御":
            return _favour(said[: at - 1])
        if piece.lemma == "為る" and before is not None and before.lemma in {"願う", "願い"}:
            continue
        if piece.lemma in _GIVING or (piece.lemma in _AFTER_TE and after_te):
            continue
        if piece.kind == "動詞":
            return _whole(said, at)
        if not (
            piece.kind == "助動詞" or (piece.kind == "助詞" and piece.sub != "格助詞") or piece.surface in {"こと", "ん", "の"}
        ):
            return None
    return None


def _whole(said: Sequence[Piece], at: int) -> tuple[str, int] | None:
    """Give the verb at a place with what it is made with: 要約+する, 書き+直す."""
    verb, before = said[at], said[at - 1] if at else None
    if verb.lemma in {"為る", "出来る", "致す"}:
        if before is not None and before.kind == "名詞" and before.makes_verbs:
            return f"{before.surface}する", at - 1
        return ("する", at) if before is not None and before.sub == "格助詞" and verb.lemma == "為る" else None
    if before is not None and before.kind == "動詞" and before.form.startswith("連用形-一般"):
        return f"{before.surface}{verb.dictionary_form}", at - 1
    return verb.dictionary_form, at


def _favour(before: Sequence[Piece]) -> tuple[str, int] | None:
    """Name what is asked for with お願いします: 解説する of 「解説をお願いします」."""
    for at in range(len(before) - 1, max(-1, len(before) - 3), -1):
        if before[at].kind == "名詞" and before[at].makes_verbs:
            return f"{before[at].surface}する", at
    return None
