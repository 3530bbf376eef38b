"""Whether a text is Korean: written in Hangul, with no kana, Han or other script leaking in."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from selfinstruct.language import Role
from selfinstruct.script import opening, prose, share, units

# A text that speaks of these may show them.
_ABOUT_SCRIPTS = re.compile(
    "한자|漢字|한문|한시|천자문|사자성어|고사성어|중국어|중문|간체|번체|병음|일본어|일어|일문|히라가나|가타카나|한중일|외국어"
    "|러시아어|우크라이나어|키릴|그리스|헬라어|아랍|페르시아어|히브리어|힌디|산스크리트|태국어|이모티콘"
)
# An output is in another language when its instruction asks for that.
_ASKS_FOR_ANOTHER = re.compile(
    f"{_ABOUT_SCRIPTS.pattern}|번역|옮기|옮겨|영어|영문|영작|불어|독어|로마자"
    "|(?:프랑스|독일|스페인|이탈리아|포르투갈|베트남|인도네시아|라틴|터키|네덜란드|스웨덴|몽골)어"
    "|코드|함수|스크립트|프로그램|쿼리|명령어|정규식|정규 표현식|수식|파이썬|자바"
    "|HTML|CSS|SQL|JSON|XML|LaTeX|Python|Java|C\\+\\+",
    re.IGNORECASE,
)
_HANGUL_SHARE = {"instruction": 0.5, "output": 0.4}
_STRAY = 1
_LABEL_WORDS = 5


def fault(text: str, role: Role, instruction: str = "") -> str | None:
    """Why this is not Korean, or None. An input may be anything; an output anything that its instruction asks for."""
    if role == "input":
        return None
    text = unicodedata.normalize("NFC", text)
    said = prose(text)
    own = units(said)
    if role == "output" and (not own or _is_label(own) or _ASKS_FOR_ANOTHER.search(instruction)):
        return None
    counts = own or units(text)
    return _lack(said, counts, _HANGUL_SHARE[role]) or (None if _ABOUT_SCRIPTS.search(text) else _leak(counts))


def _is_label(counts: Counter[str]) -> bool:
    """Whether it may be a name, a unit or a class label: "Positive", "Python", "New York"."""
    return counts["Latin"] == counts.total() <= _LABEL_WORDS


def _lack(said: str, counts: Counter[str], least: float) -> str | None:
    if not counts:
        return "no-text"
    if not counts["Hangul"]:
        return "no-hangul"
    # Foreign material after "다음을 옮기세요:" outweighs the request itself.
    shares = (share(part, "Hangul") for part in (counts, units(opening(said))))
    return "low-hangul" if max(shares) < least else None


def _leak(counts: Counter[str]) -> str | None:
    if counts["Hiragana"] + counts["Katakana"]:
        return "kana-leak"
    if counts["Han"]:
        return "han-leak"
    others = {script: n for script, n in counts.items() if script not in ("Hangul", "Latin")}
    return f"other-script: {max(others, key=lambda s: others[s])}" if sum(others.values()) > _STRAY else None
