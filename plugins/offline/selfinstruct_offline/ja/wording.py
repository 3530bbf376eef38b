"""Single words and sentences put right: particles, okurigana, doubled honorifics, loan words, dialect, English, opposites."""

from __future__ import annotations

from random import Random

from selfinstruct_offline.frames import Frame, Pair, Slots
from selfinstruct_offline.ja.clauses import AFTERWARDS, LISTENERS, PURPOSES
from selfinstruct_offline.ja.phrases import facts, rewritten, words, written
from selfinstruct_offline.ja.settings import MOMENTS, ROLES

# A sentence without its particle | the sentence with it.
PARTICLES = facts("""
図書館（）宿題をする。|図書館で宿題をする。
机の上（）花瓶がある。|机の上に花瓶がある。
弟は毎朝牛乳（）飲む。|弟は毎朝牛乳を飲む。
私は納豆（）苦手だ。|私は納豆が苦手だ。
駅（）友達と別れた。|駅で友達と別れた。
祖父は長野（）住んでいる。|祖父は長野に住んでいる。
風で帽子（）飛んだ。|風で帽子が飛んだ。
橋（）渡ると神社が見える。|橋を渡ると神社が見える。
母は市場で魚（）買った。|母は市場で魚を買った。
空（）星がまたたく。|空に星がまたたく。
兄は自転車（）学校に通う。|兄は自転車で学校に通う。
この包丁はよく切れるの（）便利だ。|この包丁はよく切れるので便利だ。
""")
TEXTBOOKS = words("""
留学生に配る練習帳の文 夜間学校の小テストの一問 祖父の残した文法書の例 日本語教室の黒板の文 家庭教師の手作りの札 作文の添削で消えた箇所
印刷のかすれた台本 校正刷りの抜けた行 通信教育の答案用紙 かるたの読み札の下書き
""")

# Wrong okurigana | right.
OKURIGANA = facts("""
必らず返事をください。|必ず返事をください。
短かい手紙を書く。|短い手紙を書く。
少い人数で引き受ける。|少ない人数で引き受ける。
ご注文を承わる。|ご注文を承る。
医者を志ざす。|医者を志す。
恐しい夢を見た。|恐ろしい夢を見た。
友の成功を喜こぶ。|友の成功を喜ぶ。
危い橋を渡る。|危ない橋を渡る。
新らしい靴で歩く。|新しい靴で歩く。
明かるい部屋で読む。|明るい部屋で読む。
美くしい声で歌う。|美しい声で歌う。
幸わせな一日だった。|幸せな一日だった。
""")
MANUSCRIPTS = words("""
中学生の読書感想文 回覧板の手書きの文 句集のあとがき 店の黒板の品書き 同人誌の編集後記 市民講座の申込書 旅館の宿帳の感想 祖母の日記の写し
新入社員の日報 町史の聞き書き 学級日誌の反省欄 落語会の案内葉書
""")

# An honorific put twice | once.
DOUBLED = facts("""
社長がおっしゃられました。|社長がおっしゃいました。
先生が資料をご覧になられた。|先生が資料をご覧になった。
お客様がお帰りになられる。|お客様がお帰りになる。
会長が料理をお召し上がりになられた。|会長が料理を召し上がった。
部長がお話しになられます。|部長がお話しになります。
院長が本をお読みになられた。|院長が本をお読みになった。
恩師がお出かけになられる。|恩師がお出かけになる。
町長が席をお立ちになられました。|町長が席をお立ちになりました。
理事が書類をお書きになられた。|理事が書類をお書きになった。
ご主人が傘をお使いになられる。|ご主人が傘をお使いになる。
""")
POLITE_DRAFTS = words("""
受付の新人が読む原稿 結婚式の司会の台本 旅館の仲居の覚え書き 秘書の研修の例文 選挙の応援演説の下書き 百貨店の館内の案内文 葬儀の進行の手控え
接客の手引きの一文 茶会の招待の文面 観光バスの案内係の口上
""")

# A sentence full of loan words | in plain Japanese.
LOANS = facts("""
ミーティングのアジェンダをシェアする。|会議の議題を共有する。
プロジェクトのスケジュールをリスケする。|計画の日程を組み直す。
ユーザーのニーズをリサーチする。|利用者の要望を調べる。
新しいルールのコンセンサスを得る。|新しい決まりについて合意を得る。
イベントのキャンセルをアナウンスする。|催しの中止を知らせる。
コストのダウンをコミットする。|費用の引き下げを約束する。
スタッフのモチベーションがアップした。|職員のやる気が高まった。
クレームのレポートをチェックする。|苦情の報告を確かめる。
サービスのクオリティをキープする。|応対の質を保つ。
トラブルのリスクをミニマムにする。|問題が起きる恐れを最も小さくする。
""")
OFFICE_TALK = words("""
若い課長の朝礼の発言 広告会社の企画書の文 役所の新しい計画の題 転職してきた同僚の口癖 社外の講師の配った刷り物 自治会の副会長の提案
採用の説明会の台本 取引先の担当者の要望 大学の広報の見出し 研修の感想の一文
""")

# Osaka speech | common Japanese.
OSAKA = facts("""
そんなん知らんわ。|そんなことは知らないよ。
めっちゃおもろい話やで。|とても面白い話だよ。
早よ行かなあかん。|早く行かなければいけない。
なんぼしたん？|いくらしたの？
ほんまにおおきに。|本当にありがとう。
この席、空いてますか。ほな座らせてもらいますわ。|この席は空いていますか。それでは座らせてもらいますね。
しんどいさかい、先に帰るわ。|疲れたから、先に帰るよ。
そないに怒らんといて。|そんなに怒らないで。
これ、なおしといて。|これを片付けておいて。
あかん、もう間に合わへん。|だめだ、もう間に合わない。
""")
PLAYERS = words("""
漫才師の楽屋の一言 市場の店主の呼び声 転校生の最初の挨拶 下宿のおばちゃんの小言 大阪の祖父からの電話 球場の応援席の声 落語の主人公のせりふ
屋台の主人の世間話 銭湯の常連の独り言 乗り合わせた運転手の話
""")

# Japanese | English.
ENGLISH = {
    "駅までどのくらいかかりますか。": ("How long does it take to get to the station?",),
    "靴を脱いでお上がりください。": ("Please take off your shoes and come in.",),
    "明日は雨が降るそうです。": ("I hear it will rain tomorrow.",),
    "この席は予約されています。": ("This seat is reserved.",),
    "祖母は毎朝お茶を飲みます。": ("My grandmother drinks tea every morning.",),
    "現金でお支払いいただけますか。": ("Could you pay in cash?",),
    "昨日、新しい自転車を買いました。": ("I bought a new bicycle yesterday.",),
    "ここでは写生をしてもかまいません。": ("You may sketch here.",),
    "忘れ物は受付に届けてください。": ("Please take lost items to the reception desk.",),
    "次の便は何時に出ますか。": ("What time does the next flight leave?",),
    "弟は私より背が高いです。": ("My younger brother is taller than I am.",),
    "お風呂は十時まで使えます。": ("You can use the bath until ten.",),
}
SIGNS = words("""
民宿の玄関に掲げる案内 国際交流会の配り物 留学先に送る手紙 海の家の貼り紙 観光案内の受け答え 姉妹都市への挨拶状 空港の売店の札 語学の番組の例文
茶道の体験の説明書 工場見学の注意書き
""")

OPPOSITES = facts("""
拡大|縮小
需要|供給
楽観|悲観
複雑|単純
収入|支出
平和|戦争
成功|失敗
勝利|敗北
延長|短縮
権利|義務
具体|抽象
加害|被害
直接|間接
長所|短所
""")
WORD_GAMES = words("""
図書室の言葉の札遊び 漢字検定の前の腕試し 老人会の頭の体操 旅行中の車内の遊び 学級会の出し物 新聞の週末の問題欄 塾の入り口の今日の一問
ラジオの葉書の出題 商店街の福引きの余興 病棟の回復の訓練
""")

# A four-character idiom | its reading | its meaning.
IDIOMS = facts("""
四面楚歌|しめんそか|周りが敵ばかりで、助けてくれる人がいないこと
竜頭蛇尾|りゅうとうだび|初めは勢いがあるが、終わりは振るわないこと
大同小異|だいどうしょうい|細かい違いはあるが、全体としてはほぼ同じであること
一石二鳥|いっせきにちょう|一つのことをして、二つの利益を得ること
以心伝心|いしんでんしん|言葉にしなくても、互いの気持ちが通じ合うこと
臨機応変|りんきおうへん|その場の変化に応じて、ふさわしい手立てを取ること
温故知新|おんこちしん|古いことを学び直して、新しい知識や考えを得ること
一期一会|いちごいちえ|一生に一度と思って、その出会いを大切にすること
右往左往|うおうさおう|うろたえて、あちらへ行ったりこちらへ来たりすること
試行錯誤|しこうさくご|失敗を重ねながら、よい方法を探していくこと
自業自得|じごうじとく|自分のした悪い行いの報いを、自分で受けること
晴耕雨読|せいこううどく|晴れた日は畑を耕し、雨の日は本を読む、穏やかな暮らし
針小棒大|しんしょうぼうだい|小さなことを、大げさに言うこと
二束三文|にそくさんもん|数が多くても、値段がとても安いこと
""")


def _idiom(_slots: Slots, rng: Random) -> Pair:
    idiom = rng.choice(list(IDIOMS))
    reading, meaning = IDIOMS[idiom]
    return Pair(f"{meaning}。", f"{idiom}（{reading}）")


FRAMES = (
    Frame(
        "grammar",
        "{role}として、{textbook}の（）に合う助詞を一字補ってください。{after}",
        {"role": ROLES, "textbook": TEXTBOOKS, "after": AFTERWARDS},
        rewritten(PARTICLES),
    ),
    Frame(
        "spelling",
        "{manuscript}には送り仮名の誤りがある。{purpose}、{role}に代わって正せ。",
        {"manuscript": MANUSCRIPTS, "purpose": PURPOSES, "role": ROLES},
        rewritten(OKURIGANA),
    ),
    Frame(
        "register",
        "{draft}は敬語が重なってくどい。{purpose}、{role}のようにすっきりさせてください。",
        {"draft": POLITE_DRAFTS, "purpose": PURPOSES, "role": ROLES},
        rewritten(DOUBLED),
    ),
    Frame(
        "rewrite",
        "{after}{talk}のカタカナ語を、{role}にも通じる日本語に置き換えてくれる？",
        {"after": AFTERWARDS, "talk": OFFICE_TALK, "role": ROLES},
        rewritten(LOANS),
    ),
    Frame(
        "rewrite",
        "{role}が首をかしげた{player}を、共通語に言い換えて。{purpose}急ぐ。",
        {"role": ROLES, "player": PLAYERS, "purpose": PURPOSES},
        rewritten(OSAKA),
    ),
    Frame(
        "translate",
        "{sign}を英語にしたいのですが、{role}になって訳してもらえますか。{after}",
        {"sign": SIGNS, "role": ROLES, "after": AFTERWARDS},
        rewritten(ENGLISH),
    ),
    Frame(
        "vocabulary",
        "{role}が考えた{game}です。示された熟語の対義語を答えなさい。{after}",
        {"role": ROLES, "game": WORD_GAMES, "after": AFTERWARDS},
        rewritten(OPPOSITES),
    ),
    Frame(
        "idiom",
        "{game}で、説明に当てはまる四字熟語を問う。{role}なら何と答えるか。{purpose}知りたい。",
        {"game": WORD_GAMES, "role": ROLES, "purpose": PURPOSES},
        _idiom,
    ),
    Frame(
        "idiom",
        "{moment}、{listener}が「{idiom}」を読めずに困っていた。読みと意味を伝えよ。",
        {"moment": MOMENTS, "listener": LISTENERS, "idiom": tuple(IDIOMS)},
        written("「{idiom}」は「{idiom_1}」と読みます。{idiom_2}をいいます。", idiom=IDIOMS),
    ),
)
