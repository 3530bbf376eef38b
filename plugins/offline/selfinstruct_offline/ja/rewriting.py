"""Given sentences: translated from English, corrected, turned into other forms."""

from __future__ import annotations

from selfinstruct_offline.frames import Frame
from selfinstruct_offline.ja.clauses import AFTERWARDS, PURPOSES
from selfinstruct_offline.ja.phrases import facts, rewritten, words
from selfinstruct_offline.ja.settings import ROLES

ENGLISH = {
    "The museum is closed on Mondays.": ("博物館は月曜日が休館です。",),
    "Please keep your ticket until you leave the station.": ("駅を出るまで切符をお持ちください。",),
    "My grandmother taught me how to make pickles.": ("祖母が漬物の作り方を教えてくれました。",),
    "The last bus leaves at half past nine.": ("最終のバスは九時半に出ます。",),
    "It has been raining since yesterday morning.": ("昨日の朝から雨が降り続いています。",),
    "Do not feed the deer near the road.": ("道路の近くで鹿に餌を与えないでください。",),
    "She bought two tickets for the evening concert.": ("彼女は夜の演奏会の券を二枚買いました。",),
    "The bridge will be repaired next spring.": ("その橋は来年の春に修理されます。",),
    "We are looking for someone who can speak Spanish.": ("スペイン語を話せる人を探しています。",),
    "Breakfast is served from seven to nine.": ("朝食は七時から九時までです。",),
    "He forgot his umbrella on the train again.": ("彼はまた電車に傘を忘れました。",),
    "This soup tastes better on the second day.": ("このスープは二日目のほうがおいしいです。",),
    "The children planted sunflowers along the fence.": ("子どもたちは柵に沿ってひまわりを植えました。",),
    "You can return the book at any branch.": ("本はどの分館でも返却できます。",),
}
ENGLISH_TEXTS = words("""
海外の旅行者が残した書き置き 姉妹都市から届いた便り 英字新聞の片隅の一文 洋書の余白にあった走り書き 輸入雑貨の箱の説明 留学先の寮の掲示
空港の案内所の札 英会話の教科書の例文 外国の切手に添えた一筆 船員が送った葉書の文面 大使館の催しの告知 切手収集家の自慢の一通
""")

# A sentence with a wrong kanji | the sentence put right.
TYPOS = facts("""
会議の資料を人数分、用位した。|会議の資料を人数分、用意した。
彼の意見に以議はありません。|彼の意見に異議はありません。
新しい機械の操差を覚える。|新しい機械の操作を覚える。
雨のため運動会は延期と決提した。|雨のため運動会は延期と決定した。
専問の業者に修理を頼んだ。|専門の業者に修理を頼んだ。
講議の内容を短くまとめた。|講義の内容を短くまとめた。
成積が上がって母に褒められた。|成績が上がって母に褒められた。
この薬は効果が倍僧する。|この薬は効果が倍増する。
危機一発で事故を避けた。|危機一髪で事故を避けた。
絶対絶命の場面を切り抜けた。|絶体絶命の場面を切り抜けた。
皆の前で自身を持って話した。|皆の前で自信を持って話した。
荷物を玄間に運んだ。|荷物を玄関に運んだ。
週末は親切の家に泊まる。|週末は親戚の家に泊まる。
駅で友人と待ち会わせた。|駅で友人と待ち合わせた。
""")
DRAFTS = words("""
卒業式の答辞の下書き 町おこしの企画書の初稿 祖母に代筆した暑中見舞い 社内報の編集後記 裁縫教室の案内の草稿 漁協の報告書の本文
弁論大会の演説の原稿 入社試験の作文 同人誌に載る随筆 劇団の脚本の第二稿 自治会の会計の説明 研究日誌の昨日の記述
""")

# Active voice | passive voice.
VOICES = facts("""
先生が生徒を褒めた。|生徒が先生に褒められた。
犬が弟を追いかけた。|弟が犬に追いかけられた。
母が妹を起こした。|妹が母に起こされた。
監督が新人を選んだ。|新人が監督に選ばれた。
蜂が兄を刺した。|兄が蜂に刺された。
警官が泥棒を捕まえた。|泥棒が警官に捕まえられた。
審判が主将を呼んだ。|主将が審判に呼ばれた。
観客が若い歌手を応援した。|若い歌手が観客に応援された。
医師が患者を励ました。|患者が医師に励まされた。
社長が部長を招いた。|部長が社長に招かれた。
""")
GRAMMARS = words("""
国語の小テストの設問 留学生向けの文法帳の例 家庭教師が出した課題 校閲の研修で使う短文 物語の山場の一文 新聞の見出しの練習文
作文教室の板書 辞書の用例の控え 塾の黒板に残った文 台本の一行
""")

# A statement | its negation, both polite.
NEGATIONS = facts("""
この道は駅に続いています。|この道は駅に続いていません。
明日の朝は早く起きます。|明日の朝は早く起きません。
兄は泳ぐのが得意です。|兄は泳ぐのが得意ではありません。
窓から富士山が見えます。|窓から富士山が見えません。
昨日の試合に勝ちました。|昨日の試合に勝ちませんでした。
この部屋は暖かいです。|この部屋は暖かくありません。
店は八時に開きます。|店は八時に開きません。
彼女は約束を覚えていました。|彼女は約束を覚えていませんでした。
荷物は重いです。|荷物は重くありません。
その話は本当です。|その話は本当ではありません。
""")
CLAIMED = words("""
占い師の言い残した予言 隣の席の生徒の主張 気の早い記者の速報 古い旅行記の一節 通訳が訳した証言 転校生の自己紹介
見習いの報告の一行 家主の張り紙の約束 議長が読んだ議案の文 昔話の語り手の台詞
""")

FRAMES = (
    Frame(
        "translate",
        "{role}として、{text}を日本語に訳してください。{after}",
        {"role": ROLES, "after": AFTERWARDS, "text": ENGLISH_TEXTS},
        rewritten(ENGLISH),
    ),
    Frame(
        "correct",
        "{draft}にある漢字の誤りを直せ。{purpose}、{role}の厳しさで頼む。",
        {"role": ROLES, "purpose": PURPOSES, "draft": DRAFTS},
        rewritten(TYPOS),
    ),
    Frame(
        "rewrite",
        "{purpose}、{role}らしく{grammar}を受け身にしてくれませんか。",
        {"role": ROLES, "purpose": PURPOSES, "grammar": GRAMMARS},
        rewritten(VOICES),
    ),
    Frame(
        "rewrite",
        "{role}に代わり、{claimed}を打ち消しの文に変えなさい。{after}",
        {"role": ROLES, "after": AFTERWARDS, "claimed": CLAIMED},
        rewritten(NEGATIONS),
    ),
)
