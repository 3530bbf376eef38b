"""What an instruction asks for, as far as it makes natural in an output what would be a fault elsewhere."""

from __future__ import annotations

import re

CODE = re.compile(
    r"\b(?:code|function|script|program|python|java(?:script)?|c\+\+|sql|query|html|css|json|xml|ya?ml|regex\w*|bash|shell|algorithm"
    r"|snippet|latex|markdown|command|class|method|implement\w*|compil\w+|debug\w*|csv|ascii)\b"
    r"|코드|함수|스크립트|프로그램|파이썬|자바|쿼리|정규식|정규 표현식|명령어|알고리즘|구현|메서드|클래스"
    r"|コード|関数|スクリプト|プログラム|パイソン|クエリ|正規表現|コマンド|アルゴリズム|実装|メソッド|クラス",
    re.IGNORECASE,
)
COPY = re.compile(
    r"\b(?:copy|quote|repeat\w*|echo|verbatim|translat\w+|correct\w*|proofread\w*|spelling|grammar|reverse[ds]?|capitali[sz]e"
    r"|upper ?case|lower ?case|this (?:sentence|instruction|question|text|prompt)|the prompt)\b"
    r"|베껴|복사|인용|그대로|반복|따라 (?:쓰|써|읽|말)|번역|옮기|옮겨|고치|고쳐|교정|거꾸로|이 (?:문장|지시|질문)"
    r"|コピー|写し|引用|そのまま|繰り返|復唱|翻訳|訳[しすせそ]|直し|訂正|校正|逆|この(?:文|指示|質問)",
    re.IGNORECASE,
)
"""What may show the instruction itself again."""

TRANSLATION = re.compile(
    r"\btranslat\w+|\benglish\b|번역|옮기|옮겨|영어|영문|영작|翻訳|訳[しすせそ]|英訳|英語|英文|英作", re.IGNORECASE
)
LABELS = re.compile(
    r"\b(?:inputs? and outputs?|test cases?|input[- ]output|few-shot|prompts?|instructions?)\b"
    r"|입출력|입력과 출력|테스트 케이스|프롬프트|지시문|입력 예|출력 예"
    r"|入出力|入力と出力|テストケース|プロンプト|指示文|入力例|出力例",
    re.IGNORECASE,
)
LINKS = re.compile(
    r"\b(?:urls?|uris?|links?|hyperlinks?|web ?(?:site|page|address)\w*|address\w*|domains?|sites?|download|source|slug)\b"
    r"|주소|링크|사이트|홈페이지|도메인|출처|웹 ?페이지|アドレス|リンク|サイト|ホームページ|ドメイン|出典|ページ",
    re.IGNORECASE,
)
MARKUP = re.compile(r"\b(?:html|markdown|image|picture|tag|emoji)\b|마크다운|이미지|태그|マークダウン|画像|タグ", re.IGNORECASE)
MACHINES = re.compile(
    r"\b(?:ai|a\.i\.|artificial intelligence|language models?|llms?|chat ?bots?|chatgpt|gpt\S*|assistants?|robots?|bots?"
    r"|who are you|what are you|yourself|machine learning)\b"
    r"|인공\s?지능|(?<![A-Za-z])AI(?![A-Za-z])|언어\s?모델|챗봇|로봇|비서|당신은|너는|자기소개"
    r"|人工知能|言語モデル|チャットボット|ロボット|アシスタント|あなたは|自己紹介",
    re.IGNORECASE,
)
