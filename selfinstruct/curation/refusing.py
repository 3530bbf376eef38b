"""Finds outputs that decline, and those in which the model speaks of itself, in English, Korean and Japanese alike.

A model refuses in the language it was tuned in, whatever language it was asked in, so every output is looked through for all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from selfinstruct.curation.asked import MACHINES, TRANSLATION
from selfinstruct.language import Language
from selfinstruct.script import prose

_OPENING = 160
_SHOWN = 60

_MODEL = (
    r"an? (?:(?:ai|artificial intelligence)(?:[ -](?:powered |based )?(?:language |text )?"
    r"(?:model|assistant|chatbot|system|program))?|(?:large )?language model)"
)
_KO = r"(?:(?:AI|인공\s?지능)\s?(?:언어\s?모델|어시스턴트|비서|챗봇|모델)?|언어\s?모델)"
_JA = r"(?:(?:AI|人工知能)(?:の|による)?(?:大規模)?(?:言語モデル|アシスタント|チャットボット|モデル)?|(?:大規模)?言語モデル)"

_SELF = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bas {_MODEL}\b(?=,| (?:i|my|developed|trained|created)\b)",
        rf"\b(?:i am|i['’]m) (?:just |only |simply |merely )?{_MODEL}\b",
        r"\bmy (?:knowledge cut-?off|training data (?:only |does |is |was |ends |goes ))",
        r"\bi (?:do not|don['’]t) have personal (?:opinion|belief|feeling|preference|emotion)",
        r"\bi (?:do not|don['’]t) have (?:access to real-?time|real-?time (?:access|data))",
        rf"(?<![가-힣A-Za-z])(?:저는|나는|제가)\s?(?:단지\s|그저\s|단순한\s|하나의\s)?{_KO}(?:이|입니다|예요|로서|일 뿐)",
        rf"(?<![가-힣A-Za-z]){_KO}(?:으)?로서(?:,|\s?(?:저|제|개인|나는|실시간|답|말씀))",
        rf"{_JA}(?:として(?:、|の私|、?私|、?お)|(?:です|な)ので、?(?:私|お|個人|実際))",
        rf"(?:私|わたし)は、?(?:ただの|単なる|あくまで)?{_JA}(?:です|であ|なので|に過ぎ|として)",
    )
)
_SERVE = (
    r"(?:assist|help|answer|fulfil+|complete|comply|provide|generate|create|write|produce|access|view|process|engage|respond"
    r"|support|translate|summari[sz]e|continue|do (?:that|this))"
)
_UNABLE = r"(?:can(?:not|['’]t)|can not|(?:am|['’]m) (?:unable|not able) to|won['’]t|will not)"
_SORRY = r"(?:i['’]m |i am )?(?:so |very |really )?(?:sorry|afraid|apologi[sz]e|apologies|unfortunately)"
_PLEASE = r"(?:please |could you (?:please )?|you (?:did not|didn['’]t|have not|haven['’]t) )"
_TEXT = r"(?:text|sentences?|paragraphs?|article|input|passage|code|data|words?|context)"
_KO_TEXT, _KO_GIVE = r"(?:텍스트|문장|본문|원문|기사)", r"(?:제공|입력|제시|첨부|붙여|보내|알려)"
_JA_TEXT, _JA_GIVE = r"(?:テキスト|文章|本文|原文|記事)", r"(?:提供|入力|提示|教え|お?送り|貼り)"
# Letters decline and ask back too: what the model says for itself stands first, and speaks of its task.
_DECLINES = tuple(
    re.compile(rf"\A\W{{0,5}}(?:{pattern})", re.IGNORECASE)
    for pattern in (
        rf"{_SORRY}\b[^.!?\n]{{0,60}}\bi ?{_UNABLE} (?:\w+ )?{_SERVE}\b",
        rf"i ?{_UNABLE} (?:\w+ )?{_SERVE}(?: \w+){{0,3}} (?:that|this|these|such|your)\b",
        rf"{_PLEASE}(?:provided?|shared?|given?|pasted?) (?:me )?(?:with )?(?:the|your|some|any|an?|more) (?:\w+ )?{_TEXT}\b",
        rf"[^.!?\n]{{0,20}}{_KO_TEXT}(?:을|를|이)\s?{_KO_GIVE}[^.!?\n]{{0,6}}(?:주세요|주시면|주십시오|않았|않으)",
        rf"[^。!?！？\n]{{0,20}}{_JA_TEXT}(?:を|が)ご?{_JA_GIVE}[^。!?！？\n]{{0,8}}(?:ください|いただけ|いません)",
    )
)


def refusing(given: str, output: str, language: Language) -> str:
    """The words with which an output declines or the model speaks of itself, or "".

    given: instruction and input; one that speaks of machines may be answered by one, and a translation may say what it likes.
    """
    said, opening = prose(output), output[:_OPENING]
    machine = MACHINES.search(given) is not None
    own = "" if machine else _first(language.refusals, said[:_OPENING])
    if own or TRANSLATION.search(given):
        return own
    return _first(_DECLINES, opening) or ("" if machine else _first(_SELF, said))


def _first(patterns: Sequence[re.Pattern[str]], text: str) -> str:
    return next((found[0].strip()[:_SHOWN] for pattern in patterns if (found := pattern.search(text))), "")
