"""What a Japanese text-only task should not hold, and how refusals and stand-ins read."""

from __future__ import annotations

import re

# Normalised forms, so that 図 is found in 図を but not in 図書館, and 描いて is found as 描く.
# fmt: off
BLOCKED = frozenset([
    "画像", "写真", "図", "下図", "図表", "グラフ", "チャート", "地図", "ファイル", "添付", "動画", "映像", "ビデオ",
    "オーディオ", "イラスト", "絵", "描く", "スクショ", "フローチャート", "ダイヤグラム", "録音", "アップロード",
    "ダウンロード", "リンク",
])
# fmt: on

_MODEL = r"(?:(?:AI|人工知能)(?:の|による)?\s?)?(?:大規模)?(?:言語モデル|アシスタント|チャットボット)"
_SORRY = r"(?:申し訳(?:ありません|ございません|ない)|すみません|すいません|恐れ入りますが|残念ながら)"
_UNABLE = r"(?:(?:でき|出来)(?:ません|ない|かね)|(?:いた|致)しかね|(?:応じ|答え)(?:られません|かね)|[分わ]かりません)"

# The speaker is a model, or apologises and declines in one sentence: letters of apology are legitimate outputs.
REFUSALS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_MODEL}として、?\s?(?:私|お(?:答え|手伝い|応え))",
        rf"{_MODEL}(?:として|ですので|なので|であるため)[^。!?！？\n]{{0,60}}(?:{_UNABLE}|持って(?:い)?ません|持ちません|ありません)",
        rf"(?:私|わたし)は、?(?:ただの|単なる)?(?:{_MODEL}|AI(?:モデル)?|人工知能)(?:です|であ|なので|に過ぎ|として)",
        rf"{_SORRY}[^。!?！？\n]{{0,80}}{_UNABLE}",
        r"お(?:答え|手伝い|応え|力になること)(?:すること)?(?:は|が)?(?:でき|出来|(?:いた|致)し)(?:ません|かね)",
        r"(?:ご?(?:依頼|要望|質問|リクエスト)|要求)[^。\n]{0,20}(?:ポリシー|ガイドライン|規約)(?:に|上)[^。\n]{0,20}(?:違反|反する|反し|抵触)",
    )
)

# Whole inputs that stand for one. Digits and commas in brackets are data: [1, 2, 3].
PLACEHOLDERS = tuple(
    re.compile(rf"\A\s*(?:{pattern})\s*\Z", re.IGNORECASE)
    for pattern in (
        r"[.…・‥_\-—*○◯〇□△●〜～]{2,}|[xｘＸ×]{3,}",
        r"(?:https?://|www\.)\S+",
        r"[\[［][^\[\]［］\d、,\n]{1,40}[\]］]|[<＜][^<>＜＞\d、,/\n]{1,40}[>＞]|\{\{?[^{}\d、,:\n]{1,40}\}?\}",
        r"[(（【][^()（）【】\d、\n]{0,30}(?:入力|省略|文章|テキスト|本文|内容|文)[)）】]",
        r"[(（\[「]?(?:ここ|こちら|以下|下記)(?:に|へ)[^\n。]{0,40}(?:入力|貼り?付|ペースト|入れ|記入|記載|書い|書き|挿入|入り)[^\n]{0,20}",
        r"(?:与えられた|任意の|サンプル(?:の)?|例の|該当の|何らかの)(?:テキスト|文章?|段落|記事|内容|本文|入力|データ)。?",
    )
)
