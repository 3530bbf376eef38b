"""Haiku in 5-7-5 morae: a season word, a scene and a last line."""

from __future__ import annotations

import re
from random import Random

from selfinstruct_offline.frames import Frame, Pair, Slots
from selfinstruct_offline.ja.phrases import facts, words

_SMALL = re.compile("[ゃゅょぁぃぅぇぉ、。 ]")

# A season word | a first line of five morae with it | its kana.
SEASONS = facts("""
春風|春風や|はるかぜや
桜|桜咲く|さくらさく
菜の花|菜の花や|なのはなや
朧月|朧月|おぼろづき
若葉|若葉風|わかばかぜ
夕立|夕立や|ゆうだちや
蝉時雨|蝉時雨|せみしぐれ
風鈴|風鈴や|ふうりんや
朝顔|朝顔や|あさがおや
名月|名月や|めいげつや
赤とんぼ|赤とんぼ|あかとんぼ
秋の暮|秋の暮|あきのくれ
木枯らし|木枯らしや|こがらしや
初雪|初雪や|はつゆきや
冬の月|冬の月|ふゆのつき
霜柱|霜柱|しもばしら
""")

# A scene | a middle line of seven morae | its kana.
VIEWS = facts("""
渡し船を待つ川岸の朝|小舟の眠る|こぶねのねむる
誰もいない無人駅のホーム|駅のベンチに|えきのべんちに
祖母が守る山里の畑|祖母の畑に|そぼのはたけに
潮の匂いの漁師町|網干す浜に|あみほすはまに
下校の子が走る土手の道|土手を走る子|どてをはしるこ
古い寺の長い石段|石段の先|いしだんのさき
縁側で昼寝する三毛猫|縁に寝る猫|えんにねるねこ
荷車の通る城下町の橋|橋の向こうに|はしのむこうに
湯気の立つ峠の茶屋|峠の茶屋に|とうげのちゃやに
灯のともる商店街の夕暮れ|路地の灯りに|ろじのあかりに
工事の終わった静かな広場|広き更地に|ひろきさらちに
窓を開けた二階の書斎|読みかけの本|よみかけのほん
""")

# Last lines of five morae | their kana.
ENDINGS = facts("""
空遠し|そらとおし
影ひとつ|かげひとつ
水の音|みずのおと
風のなか|かぜのなか
人の声|ひとのこえ
静かなり|しずかなり
""")

GIFTS = words("""
退職する用務員さんへの寄せ書きに 祖父の短冊の裏に書くため 文化祭の句会に出したいので 旅の便りの結びとして
茶室の掛け物の手本に 新聞の俳壇に投稿したくて 国語の授業の見本として 姉の誕生日の札に添えて
町の短詩の展示に間に合うように 散歩仲間と競っているので 宿帳の余白に残したくて 卒業する先輩の色紙に
""")


def morae(kana: str) -> int:
    """How many morae the kana have: small ya, yu, yo and small vowels count with the kana before them."""
    return len(_SMALL.sub("", kana))


def _haiku(slots: Slots, rng: Random) -> Pair:
    ending = rng.choice(list(ENDINGS))
    return Pair("", f"{SEASONS[slots['season']][0]} {VIEWS[slots['view']][0]} {ending}")


FRAMES = (
    Frame(
        "haiku",
        "{gift}、季語「{season}」で{view}を俳句に詠んでください。",
        {"gift": GIFTS, "season": tuple(SEASONS), "view": tuple(VIEWS)},
        _haiku,
    ),
)
