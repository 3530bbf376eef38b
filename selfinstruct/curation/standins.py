"""Outputs that leave something to be filled in: `[Your Name]`, `<여기에 입력>`, `○○`, `Lorem ipsum`."""

from __future__ import annotations

import re

from selfinstruct.language import Language

# With a capital: in lower case, words in brackets are indices and variables.
_FIELD = (
    r"(?=[A-Z])(?i:(?:(?:full|first|last|company|job) )?(?:name|title|position|address|date|phone(?: number)?"
    r"|e-?mail(?: address)?|city|signature|destination|location|venue|amount|company))"
)
_YOURS = (
    r"(?:(?:[Yy]our|YOUR)(?: [\w'’/-]+){1,4}|(?i:insert|enter|fill in|specify)\b[^\[\]<>{}\n]{0,60}"
    r"|(?i:(?:recipient|sender|company|customer|client|manager|employer|candidate|landlord|friend|student|product|event|school|team|brand)"
    r"(?:['’]s)? (?:full )?(?:name|address|title)))"
)
_KO = (
    r"(?:(?:귀하|본인|당신|받는\s?분|보내는\s?분|회사|고객|상대방?|담당자|작성자|수신자|발신자)?(?:의)?\s?(?:이름|성함|성명|회사명?|부서명?|직책|직위|날짜|연락처"
    r"|전화번호|주소|이메일(?:\s?주소)?|담당자(?:명)?|서명)|여기에?[^\[\]<>{}\n]{0,40}|[^\[\]<>{}\n]{0,30}(?:삽입|입력하세요|기입|써넣))"
)
_JA = (
    r"(?:(?:あなた|自分|相手|受取人|差出人|送信者|御社|貴社|担当者)?の?(?:お?名前|ご?氏名|会社名|部署名?|役職|日付|電話番号|連絡先|住所"
    r"|メールアドレス|担当者名?|署名)|ここに[^\[\]<>{}\n]{0,40}|[^\[\]<>{}\n]{0,30}(?:を(?:記入|入力|挿入)))"
)
# Headings in brackets stand at the beginning of a line, with what they are about behind them.
_BRACKETED = re.compile(
    rf"(?<![\w\])])\[\s?(?:{_FIELD}|{_YOURS})\s?\](?!\()|\{{\{{?\s?{_YOURS}\s?\}}\}}?|<{_YOURS}>"
    rf"|(?<=[^\n'\"‘“「『`])[\[［〔〈<＜]\s?(?:{_KO}|{_JA})\s?[\]］〕〉>＞]"
    rf"|^[\[［〔〈<＜]\s?(?:{_KO}|{_JA})\s?[\]］〕〉>＞](?=\s?(?:드림|올림|배상|귀하|님|씨|께|より|様|さん|さま|拝)|\s*\Z)",
    re.MULTILINE,
)
_RINGS = re.compile(r"(?<![A-Za-z0-9○◯〇●□△×])(?:[○◯〇●□△]{2,}|O{2,}|X{3,}|×{3,})(?![A-Za-z0-9○◯〇●□△×])")
_RINGS_NATURAL = 2
"""A story may well have a Mr ○○: a third ring is more than that."""

_MARKS = (
    re.compile(r"\blorem ipsum\b", re.IGNORECASE),
    re.compile(r"^[^\w\n]*(?:TODO|TBD|FIXME)\b(?!\s*(?:list|리스트|リスト|목록))|\b(?:TODO|FIXME):", re.MULTILINE),
    re.compile(r"[(\[<]\s?(?:your|insert|enter|paste|add)\b[^()\[\]<>\n]{0,60}\bhere\s?[)\]>]", re.IGNORECASE),
    re.compile(r"[(（][^()（）\n]{0,30}(?:여기에|ここに)[^()（）\n]{0,40}[)）]"),
    re.compile(
        r"\.\.\.\s?\((?:continued|rest of|remaining)[^()\n]{0,40}\)|[(（](?:이하|중략|以下)\s?(?:생략|동일|省略|同様)[)）]",
        re.IGNORECASE,
    ),
)
_BRACKET_OR_LINK = re.compile(r"\W*https?:|www\.|[\[<{［＜]")
_SHOWN = 60

# What asks for a form, or for something to be hidden, is answered with blanks.
_ASKS_FOR_BLANKS = re.compile(
    r"template|\bform\b|placeholder|\bblanks?\b|\bfill|bracket|mask|anonymi|redact|lorem|dummy|to-?do|fixme|tic-?tac|noughts|skeleton|stub"
    r"|boilerplate|outline|양식|서식|템플릿|빈칸|빈\s?칸|빈자리|괄호|가명|익명|마스킹|가려|가리|틀을|틀만|OX|오엑스|○|더미|견본"
    r"|ひな形|雛形|ひな型|テンプレ|フォーマット|書式|空欄|伏せ|穴埋め|かっこ|カッコ|括弧|マスク|匿名|ダミー|マルバツ|○|〇|◯|まるばつ",
    re.IGNORECASE,
)


def placeholder(output: str, asked: str, language: Language) -> str | None:
    """What an output leaves to be filled in, or None. asked: instruction and input, which may have it or call for it."""
    if _ASKS_FOR_BLANKS.search(asked):
        return None
    # A label may stand in brackets, and an address is told apart elsewhere.
    if not _BRACKET_OR_LINK.match(output) and output not in asked and any(p.search(output) for p in language.placeholders):
        return output[:_SHOWN]
    for pattern in (_BRACKETED, *_MARKS):
        for found in pattern.finditer(output):
            if found[0] not in asked:
                return found[0].strip()
    rings = [found[0] for found in _RINGS.finditer(output) if found[0] not in asked]
    return rings[0] if len(rings) > _RINGS_NATURAL else None
