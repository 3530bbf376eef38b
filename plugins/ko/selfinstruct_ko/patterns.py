"""What a Korean text-only task should not hold, and how refusals and stand-ins read."""

from __future__ import annotations

import re

# Lemmas, so that 그림 is found in 그림을 and 그림에서 but not in 그림자.
# fmt: off
BLOCKED = frozenset([
    "이미지", "사진", "그림", "그래프", "도표", "차트", "지도", "파일", "첨부", "동영상", "영상", "비디오", "오디오",
    "다이어그램", "순서도", "스크린샷", "캡처", "링크", "그리다", "녹음", "업로드", "다운로드",
])
# fmt: on

_AI = r"(?:AI|인공\s?지능|에이아이)"
_MODEL = rf"(?:{_AI}\s?)?(?:언어\s?모델|어시스턴트|비서|챗봇)"
_UNABLE = r"(?:수(?:는|가)?\s?없|어렵습니다|어려워요|못\s?(?:합니다|해|하(?!게\s?되)|드)|불가능)"
_OTHER_NOUN = r"(?!\s?(?:를|을|에|와|과|의|기술|분야|전문|개발|연구|엔지니어|윤리|관련|전공))"

# The speaker is a model, or apologises and declines in one sentence: letters of apology are legitimate outputs.
REFUSALS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:{_MODEL}|{_AI})(?:으)?로서,?\s?(?:저는|제가|저 역시)",
        rf"(?:{_MODEL}|{_AI})(?:(?:으)?로서|이기\s?때문에|이므로|이라서?)[^.!?。\n]{{0,60}}(?:{_UNABLE}|있지\s?않)",
        rf"저는\s?(?:단지\s|그저\s|일개\s)?(?:{_MODEL}|{_AI}){_OTHER_NOUN}",
        rf"(?:죄송|유감|안타깝|미안)[^.!?。\n]{{0,80}}{_UNABLE}",
        r"(?:도와|제공해?|답변해?|대답해?|작성해?|수행해?|응해)\s?드(?:릴|리기)[^.!?\n]{0,8}(?:수(?:는|가)?\s?없|어렵|못)",
        r"(?:요청|질문|작업)(?:은|는|에는?|을)[^.!?\n]{0,20}(?:정책|가이드라인|지침)(?:에|상)[^.!?\n]{0,20}(?:위배|위반|어긋)",
    )
)

# Whole inputs that stand for one. Digits and commas in brackets are data: [1, 2, 3].
PLACEHOLDERS = tuple(
    re.compile(rf"\A\s*(?:{pattern})\s*\Z", re.IGNORECASE)
    for pattern in (
        r"[.…·_\-—*○◯〇□△ㅇ]{2,}|x{3,}",
        r"(?:https?://|www\.)\S+",
        r"\[[^\[\]\d,\n]{1,40}\]|<[^<>\d,/\n]{1,40}>|\{\{?[^{}\d,:\n]{1,40}\}?\}|[(（][^()（）\d,\n]{0,30}(?:입력|생략|예시|내용|텍스트|문장)[)）]",
        r"[(\[<]?(?:여기에?|이곳에|아래에)[^\n.]{0,40}(?:입력|붙여|넣|작성|적어|제공|삽입|들어|추가)[^\n]{0,20}",
        r"(?:주어진|임의의|예시|샘플|해당)\s?(?:텍스트|문장|글|단락|문단|기사|내용|본문|입력|데이터)\.?",
    )
)
