"""Letters with seasonal greetings, New Year cards, notes of absence and notices on shop doors."""

from __future__ import annotations

from selfinstruct_offline.frames import Frame
from selfinstruct_offline.ja.keigo import SUPERIORS
from selfinstruct_offline.ja.mail import FRIENDS, THANKS
from selfinstruct_offline.ja.phrases import facts, words, written
from selfinstruct_offline.ja.settings import COMING, PAST

# A month | an opening that fits it.
MONTHS = facts("""
一月|寒さの厳しい日が続きますが、お元気でお過ごしでしょうか。
二月|立春とは名ばかりの寒さですが、お変わりありませんか。
三月|日ごとに春めいてまいりましたが、いかがお過ごしでしょうか。
四月|桜の便りが聞かれる頃となりましたが、お元気でいらっしゃいますか。
五月|風薫る季節となりましたが、お変わりなくお過ごしでしょうか。
六月|あじさいの色が雨に映える頃となりましたが、いかがお過ごしですか。
七月|暑さが日ごとに増してまいりましたが、お元気でお過ごしでしょうか。
八月|厳しい残暑が続きますが、お障りなくお過ごしでしょうか。
九月|朝夕はしのぎやすくなりましたが、お変わりありませんか。
十月|空の高い秋の日が続きますが、お元気でいらっしゃいますか。
十一月|木々の葉も色づいてまいりましたが、いかがお過ごしでしょうか。
十二月|今年も残り少なくなりましたが、お忙しくお過ごしのことと存じます。
""")

HOPES = words("""
北の町への汽車の旅 蛍の見える川辺の散歩 手打ちそばの食べ比べ 新米の炊き立てを囲む夕食 古い映画館での待ち合わせ 俳句の吟行
海辺の宿での花火見物 孫の運動会の応援 山小屋からの日の出 母校の校庭での再会 紅葉の寺を巡る一日 うぐいす餅を味わう茶会
""")

SHOPS = words("""
川沿いのそば屋 商店街の豆腐店 駅裏の床屋 港の定食屋 坂の上のパン屋 城下町の和菓子店 団地の前の花屋 老舗の履物店
大学前の古書店 温泉街の射的場 市場の魚屋 山道の茶店 住宅街の時計修理店 神社の脇の甘味処
""")
SHOP_REASONS = words("""
店主が腰を痛めたため 冷蔵の設備が壊れたため 娘の結婚式に出るため 水道の工事があるため 仕入れの旅に出るため 棚卸しを行うため
台風に備えて戸締まりをするため 法事で帰省するため 床板を張り替えるため 町内の祭りで神輿を担ぐため 煙突を掃除するため 店員の研修のため
""")
CLOSED_DAYS = words("""
六月三日から五日まで 七月の第二水曜に 八月十二日から十六日まで 九月の最後の土曜に 十月八日と九日に 十一月二十日の午後に
一月七日まで 三月の月曜すべてに 四月二十八日の朝に 明後日から三日間
""")

ABSENCES = words("""
昨夜から熱が下がらない 家の水道管が破裂した 子どもが学校で転んで迎えが要る 始発の電車が雪で止まっている 祖母の容体が急に変わった
歯の痛みで話せない 腰を痛めて起き上がれない 車の電池が上がって動かない 目が腫れて開かない 玄関の鍵をなくして出られない
""")
GATHERINGS = words("""
今朝の倉庫の当番 午後の得意先の見学会 町内の草刈り 合唱の最後の練習 夕方の研修の受付 市民講座の手伝い 支店の開店の準備 朝の交通安全の見守り
工場の月例の点検 消防団の放水の訓練 展示会の説明の係 研究会の発表
""")

_FRIEND = tuple(FRIENDS)

FRAMES = (
    Frame(
        "letter",
        "{friend}{month}に出す手紙です。時候の挨拶と、{thanks}への一言で始めてください。",
        {"friend": _FRIEND, "month": tuple(MONTHS), "thanks": THANKS},
        written(
            "{friend_2}\n{month_1}先日は{thanks}で大変お世話になり、ありがとうございました。", month=MONTHS, friend=FRIENDS
        ),
    ),
    Frame(
        "letter",
        "{friend}送る年賀状の添え書き。{thanks}に触れ、今年は{hope}に誘いたい。",
        {"friend": _FRIEND, "thanks": THANKS, "hope": HOPES},
        written("昨年は{thanks}をありがとうございました。今年は{hope}をご一緒できたらうれしいです。"),
    ),
    Frame(
        "message",
        "{shop}は{reason}{days}店を休む。戸口に貼る知らせの文面を作れ。",
        {"shop": SHOPS, "reason": SHOP_REASONS, "days": CLOSED_DAYS},
        written(
            "お客様へ\n{reason}、誠に勝手ながら{days}お休みをいただきます。ご不便をおかけしますが、またのお越しをお待ちしております。\n{shop}"
        ),
    ),
    Frame(
        "message",
        "{absence}ので、{gathering}を休みます。{superior}へどう連絡すればよいでしょう。",
        {"absence": ABSENCES, "gathering": GATHERINGS, "superior": SUPERIORS},
        written(
            "おはようございます。急なご連絡で申し訳ありません。{absence}ため、{gathering}を休ませていただけますでしょうか。状況がわかりしだい、改めてお知らせいたします。"
        ),
    ),
    Frame(
        "message",
        "{past}会った{superior}に、{coming}もう一度会えるか伺う短い伝言を。",
        {"past": PAST, "superior": SUPERIORS, "coming": COMING},
        written(
            "先日はお時間をいただき、ありがとうございました。続きのご相談をしたく、{coming}お目にかかれますでしょうか。ご都合をお聞かせいただければ幸いです。"
        ),
    ),
)
