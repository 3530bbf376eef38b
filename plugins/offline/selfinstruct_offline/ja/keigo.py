"""Plain speech into honorific, humble and polite speech."""

from __future__ import annotations

from selfinstruct_offline.frames import Frame
from selfinstruct_offline.ja.clauses import AFTERWARDS, LISTENERS, PURPOSES
from selfinstruct_offline.ja.phrases import facts, rewritten, words, written
from selfinstruct_offline.ja.settings import ROLES

SUPERIORS = words("""
取引先の社長 研究所の所長 市役所の課長 恩師の山本先生 本社の監査役 隣町の町長 病院の院長 出版社の編集長
銀行の支店長 茶道の家元 組合の理事長 工場を見に来た会長
""")

WHENS = words("""
明日の朝早く 来週の月曜の午後 式典の始まる前に 昼食を済ませたあと 雨がやんでから 三階の応接室で 玄関横の控え室で
今月の締め日までに 新幹線の到着後に 展示会の最終日に 工事の説明のあとで 夕方の懇親会で
""")

# What a superior does, plainly | with respect.
RESPECTFUL = facts("""
新しい契約書を見る|新しい契約書をご覧になります
温かいお茶を飲む|温かいお茶を召し上がります
反対の理由を言う|反対の理由をおっしゃいます
会場の入口に来る|会場の入口にいらっしゃいます
古い資料を読む|古い資料をお読みになります
若手の質問に答える|若手の質問にお答えになります
地元の弁当を食べる|地元の弁当を召し上がります
代理の者を呼ぶ|代理の者をお呼びになります
見積もりの変更を知っている|見積もりの変更をご存じです
小さい傘をくれる|小さい傘をくださいます
会議の日程を決める|会議の日程をお決めになります
赤い椅子に座る|赤い椅子にお座りになります
手土産を受け取る|手土産をお受け取りになります
外国の客に会う|外国の客にお会いになります
車で駅へ戻る|車で駅へお戻りになります
短い祝辞を述べる|短い祝辞をお述べになります
""")

# What the speaker does for a superior, plainly | humbly.
HUMBLE = facts("""
駅の改札まで迎えに行く|駅の改札までお迎えに伺います
契約の写しを送る|契約の写しをお送りします
値段の相談をする|値段のご相談をいたします
新製品の見本を見せる|新製品の見本をお見せします
旅行の土産をもらう|旅行の土産をいただきます
遅刻の事情を言う|遅刻の事情を申し上げます
改修の予定を聞く|改修の予定を伺います
重い荷物を持つ|重い荷物をお持ちします
礼状の原稿を見る|礼状の原稿を拝見します
工場の中を案内する|工場の中をご案内します
借りた本を返す|借りた本をお返しします
祝いの花を渡す|祝いの花をお渡しします
返事の手紙を待つ|返事の手紙をお待ちします
会費の不足を知らせる|会費の不足をお知らせします
""")

TOWARDS = words("""
長年の得意先に 退任する会長に 初対面の審査員に 講演を終えた教授に 出張中の部長に 大家の奥様に
入院中の恩師に 海外から来た役員に 親会社の監査役に 結婚式の仲人に 来賓の市長に 町内の長老に
""")

# Plain style | polite style.
STYLES = facts("""
雨が降ったので、試合は延期した。|雨が降ったので、試合は延期しました。
この店のそばは安くてうまい。|この店のそばは安くておいしいです。
来週は倉庫を片付けるつもりだ。|来週は倉庫を片付けるつもりです。
昨日は誰も受付にいなかった。|昨日は誰も受付にいませんでした。
新しい制度は四月から始まる。|新しい制度は四月から始まります。
駅からは歩いて十分ほどかかる。|駅からは歩いて十分ほどかかります。
分からないときは係に聞いてほしい。|分からないときは係に聞いてください。
今年の桜は例年より早く咲いた。|今年の桜は例年より早く咲きました。
荷物はまだ届いていない。|荷物はまだ届いていません。
傘を持って行ったほうがいい。|傘を持って行ったほうがいいです。
会場では静かにしなければならない。|会場では静かにしなければなりません。
父は釣りが好きで、休みには海へ出かける。|父は釣りが好きで、休みには海へ出かけます。
この薬は食後に飲む。|この薬は食後に飲みます。
予約がなくても見学できる。|予約がなくても見学できます。
古い橋は来月、通れなくなる。|古い橋は来月、通れなくなります。
参加費は当日に集める。|参加費は当日に集めます。
""")

STYLED = words("""
同窓会の案内状の一文 店先の貼り紙の文面 自治会の連絡網の文章 学級だよりの原稿 観光協会の紹介文 病院の待合室の注意書き
図工展の挨拶の下書き 社史の巻末の文 給食室からのお知らせ 登山口の看板の文言 旅行会社の日程の説明 劇の司会者のせりふ
""")

FRAMES = (
    Frame(
        "keigo",
        "「{superior}が{when}{act}」を尊敬語に直しなさい。",
        {"superior": SUPERIORS, "when": WHENS, "act": tuple(RESPECTFUL)},
        written("{superior}が{when}{act_1}。", act=RESPECTFUL),
    ),
    Frame(
        "keigo",
        "{listener}が「{superior}は{when}{act}の？」と聞きました。敬う言い方に改めてください。",
        {"listener": LISTENERS, "superior": SUPERIORS, "when": WHENS, "act": tuple(RESPECTFUL)},
        written("「{superior}は、{when}{act_1}か」と言います。", act=RESPECTFUL),
    ),
    Frame(
        "keigo",
        "「私が{toward}{when}{act}」を謙譲語で言うと？",
        {"toward": TOWARDS, "when": WHENS, "act": tuple(HUMBLE)},
        written("「私が{toward}{when}{act_1}」となります。", act=HUMBLE),
    ),
    Frame(
        "rewrite",
        "{role}として、{styled}を「です・ます」に改めてください。{after}",
        {"role": ROLES, "styled": STYLED, "after": AFTERWARDS},
        rewritten(STYLES),
    ),
    Frame(
        "rewrite",
        "{styled}が丁寧すぎる。{purpose}、{role}に代わって「だ・である」にせよ。",
        {"styled": STYLED, "purpose": PURPOSES, "role": ROLES},
        rewritten({polite[0]: (plain,) for plain, polite in STYLES.items()}),
    ),
)
