"""Whether a text is Japanese: with kana in it, and without Hangul, Chinese-only characters or other scripts leaking in."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from selfinstruct.language import Role
from selfinstruct.script import opening, prose, script_of, share, units

# A text that speaks of these may show them.
_ABOUT_SCRIPTS = re.compile(
    "中国語|中文|簡体|繁体|漢文|漢詩|ピンイン|拼音|韓国語|朝鮮語|ハングル|外国語|ロシア|ウクライナ語|キリル|ギリシ[ャア]|アラビア|ペルシ[ャア]語|ヘブライ|ヒンディー|サンスクリット|梵字"
    "|タイ語|顔文字|異体字|旧字"
)
# An output is in another language when its instruction asks for that.
_ASKS_FOR_ANOTHER = re.compile(
    f"{_ABOUT_SCRIPTS.pattern}|翻訳|英訳|和訳|[中韓独仏露]訳|訳[しすせそ]|英語|英文|英作文|ローマ字"
    "|(?:フランス|ドイツ|スペイン|イタリア|ポルトガル|ベトナム|インドネシア|ラテン|トルコ|オランダ|スウェーデン|モンゴル)語"
    "|コード|関数|スクリプト|プログラム|クエリ|コマンド|正規表現|数式|HTML|CSS|SQL|JSON|XML|LaTeX|Python|Java|C\\+\\+",
    re.IGNORECASE,
)
_JAPANESE = ("Hiragana", "Katakana", "Han")
_SHARE = {"instruction": 0.5, "output": 0.4}
_STRAY = 1
_LABEL_WORDS = 5
# Prose without kana is Chinese; names and labels without kana are common.
_KANJI_ONLY = 30
_KANA_OF_PROSE = 0.1
# In no Japanese character set, yet in Japanese names.
_JAPANESE_TOO = frozenset("𠮷")


def fault(text: str, role: Role, instruction: str = "") -> str | None:
    """Why this is not Japanese, or None. An input may be anything; an output anything that its instruction asks for."""
    if role == "input":
        return None
    text = unicodedata.normalize("NFC", text)
    said = prose(text)
    own = units(said)
    if role == "output" and (not own or _is_label(own) or _ASKS_FOR_ANOTHER.search(instruction)):
        return None
    counts = own or units(text)
    return _lack(text, said, counts, role) or (None if _ABOUT_SCRIPTS.search(text) else _leak(said, counts))


def _is_label(counts: Counter[str]) -> bool:
    """Whether it may be a name, a unit or a class label: "Positive", "Python", "New York"."""
    return counts["Latin"] == counts.total() <= _LABEL_WORDS


def _lack(text: str, said: str, counts: Counter[str], role: Role) -> str | None:
    if not counts:
        return "no-text"
    if _lacks_kana(text, counts, role):
        return "no-kana"
    # Foreign material after "次の文を訳してください:" outweighs the request itself.
    shares = (share(part, *_JAPANESE) for part in (counts, units(opening(said))))
    return "low-japanese" if max(shares) < _SHARE[role] else None


def _lacks_kana(text: str, counts: Counter[str], role: Role) -> bool:
    kana, han = counts["Hiragana"] + counts["Katakana"], counts["Han"]
    if role == "output":
        return not kana + han or (kana + han > _KANJI_ONLY and kana < _KANA_OF_PROSE * (kana + han))
    return not kana and not units(text).keys() & {"Hiragana", "Katakana"}


def _leak(said: str, counts: Counter[str]) -> str | None:
    if counts["Hangul"]:
        return "hangul-leak"
    others = {script: n for script, n in counts.items() if script not in (*_JAPANESE, "Latin")}
    if sum(others.values()) > _STRAY:
        return f"other-script: {max(others, key=lambda s: others[s])}"
    chinese = sorted({char for char in said if script_of(char) == "Han" and not _is_japanese(char)})
    return f"chinese-han: {''.join(chinese)}" if chinese else None


def _is_japanese(char: str) -> bool:
    return char in _JAPANESE_TOO or _encodes(char, "cp932") or _encodes(char, "euc_jis_2004")


def _encodes(char: str, charset: str) -> bool:
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
