"""Playing a part, ideas for idle places, ways of teaching, questions on a short passage, and remarks on a draft."""

from __future__ import annotations

from random import Random

from selfinstruct_offline.frames import Frame, Pair, Slots
from selfinstruct_offline.ja.clauses import LISTENERS, PEOPLE, PURPOSES
from selfinstruct_offline.ja.phrases import facts, rewritten, words, written
from selfinstruct_offline.ja.settings import COMING, MOMENTS, ROLES

# Whose part is played | how that one encourages.
PARTS = facts("""
江戸の長屋に住む大工|てやんでえ、くよくよしなさんな。雨漏りだって、晴れりゃあ直せるってもんよ
戦国の世を生きた老いた武将|一度の負け戦で家は滅びぬ。兵糧を食って眠れ。明日の陣はそこから始まるのじゃ
月の都から来た姫|あちらの都には悩みもありませぬが、うれし涙もございません。泣けるあなたがうらやましゅうございます
百年を生きた庭の柿の木|実のならぬ年もあったよ。根が休んでいただけさ。来年の枝を信じなさい
縁側で暮らす三毛猫|あんた、伸びをしてごらん。世の中のたいていのことは、昼寝のあとでいいんだよ
旅回りの一座の座長|幕が下りるまでは失敗も芝居のうちだ。胸を張って次のせりふを言いな
平安の宮中に仕えた女房|移ろう雲を見れば、憂いもまた色を変えるものとわかります。いとをかし、と笑ってみましょう
海を渡った廻船の船頭|しけの日に帆は張らねえ。風待ちも仕事のうちよ。港で飯でも食おうや
山寺の小僧|和尚さまは、転んだら拾い物をして起きろと言います。ほら、足元に何かありませんか
明治の女学校の先生|失敗は恥ではありません。何も試みないまま卒業することこそ、恥とお思いなさい
駅前に立つ古い時計|遅れることなら私にもあります。それでも毎日、次の一分へ進んでいますよ
雪国の炭焼きの翁|火はな、急いであおぐと消えるのじゃ。ゆっくり息を吹けば、また赤くなる
""")

# An idle place | three things to do with it.
PLACES = facts("""
使われなくなった駅舎|地元の品を売る朝市、旅人の休憩所、鉄道の思い出の展示
廃校になった小学校|合宿のできる宿、郷土料理の教室、起業する人の仕事場
商店街の空き店舗|一日店長の貸し店、読み聞かせの会、不用品の交換所
収穫の終わった畑|凧揚げの大会、焚き火の会、星の観察会
客の減った銭湯|朝風呂の日、湯上がりの落語会、農家の野菜市
広すぎる駐車場|週末の青空市、移動図書館、親子の自転車教室
古い酒蔵|冬の仕込みの見学、甘酒の試飲、土間での演奏会
人の来ない公園|朝の体操、花壇の里親制度、手作り品の市
雨の日の体育館|紙飛行機の大会、避難所の体験、車椅子の競技の体験
平日の市民会館の舞台|発声の教室、学校の発表の練習、昼の朗読会
祖父の残した蔵書|私設の図書室、一冊ずつの贈り物、月に一度の読書会
港の使わない倉庫|魚料理の屋台村、船大工の道具の展示、雨の日の遊び場
""")

# What is to be learnt | the order in which it is practised.
SKILLS = facts("""
漢字の書き順|空に大きく書き、次に机を指でなぞり、最後に紙へ書きます
時計の読み方|短い針だけを読み、次に長い針だけを読み、最後に両方を合わせます
そろばんの繰り上がり|五までの足し算から、十の組み合わせ、二けたの計算へと進みます
敬語の言い換え|自分の動作、相手の動作、短い会話の順に言い換えます
作文の書き出し|音、会話、場面の三通りで書き、聞き手に選んでもらいます
分数の大小|一枚の紙を折って切り、重ねて比べてから数字で書きます
俳句の音の数え方|手をたたいて数え、指を折り、声に出して五七五を確かめます
筆の持ち方|鉛筆で構えをまね、割り箸で動かし、最後に筆を持ちます
英語のあいさつ|聞いてまねをし、相手を替えて言い、場面を決めて使います
早口言葉|ゆっくり言い、短く区切って言い、最後に続けて言います
計算の見直し|逆算で確かめ、おおよその数と比べ、人に説明してみます
九九の七の段|順に唱え、逆から唱え、ばらばらに問われて答えます
""")

_NAMES = words("里子 健太 正一 美咲 大輔 千代")
_TRIPS = facts("""
雨の中を駅まで走った|弟に傘を届けたかったからである
朝早く市場へ出かけた|祝いの鯛を選びたかったからである
遠い町の図書館を訪ねた|祖父の書いた本を読みたかったからである
夜の浜辺に一人で立った|船で帰る父の明かりを待っていたからである
隣の村まで自転車をこいだ|けがをした友を見舞うためである
古い神社の石段を上った|昔の約束を守るためである
雪の朝に橋を渡った|始発の列車に乗る先生を見送るためである
""")
_AFTER_TRIPS = words("""
道の途中で、知らない老人に道を尋ねられた。 帰りには、小さな鈴を一つ買った。 空には、薄い月が残っていた。 家に戻ると、もう昼を過ぎていた。
手袋を忘れたことに、あとで気付いた。
""")
PASSAGES = words("""
国語の教科書の余白の短文 同人誌に載った掌編 祖母の語った昔の話 朗読会で読まれた一節 夕刊の連載の書き出し 文集の最後の頁の作文 転校生の書いた物語
劇の台本のト書き 旅館の本棚にあった小説 童話の公募の入選作 古い日記の一日分 落丁のある文庫の一枚
""")

# A draft | a remark on it.
DRAFTS = facts("""
運動会が楽しかったです。また出たいです。|よい点は、気持ちが素直に書けているところです。何がどう楽しかったのか、場面を一つ足すともっと伝わります。
私は明るい性格なので、貴社で活躍できます。|前向きな姿勢は伝わります。明るさが役に立った出来事を一つ挙げると、説得力が増します。
桜咲く春の公園きれいだな|季節の喜びが伝わります。桜も春も春の季語なので、一つに絞ると引き締まります。
今回の遅れは、いろいろな事情によるものです。|おわびの前置きとしては丁寧です。事情を具体的に一つ書き、次の手立てを添えましょう。
とてもとても高い山に、とてもがんばって登った。|がんばりが伝わります。同じ言葉の繰り返しを減らし、息の音や足の重さを書くと目に浮かびます。
このパンはおいしいので、ぜひ買ってください。|勧める気持ちがはっきりしています。焼き上がりの香りや時刻を入れると、食べたくなる文になります。
祖父は優しい人だった。優しくて、いつも優しかった。|慕う気持ちが伝わります。優しさがわかる行動を一つ書けば、繰り返さなくても届きます。
会議では多くの意見が出て、有意義でした。|まとめ方は簡潔です。決まったことを一つ書くと、読んだ人の役に立つ報告になります。
""")
AUTHORS = words("""
中学一年の姪 俳句を始めた父 就職活動中の従弟 社内報の係の同僚 パン屋を継いだ友人 夜間学校の同級生 町内の広報の担当 登山の会の新人
作文教室の最年少の生徒 入社二年目の後輩 隣の家の小学生 短歌を詠む郵便局員
""")


def _passage(_slots: Slots, rng: Random) -> Pair:
    name, trip = rng.choice(_NAMES), rng.choice(list(_TRIPS))
    reason = _TRIPS[trip][0]
    answer = reason.removesuffix("である").removesuffix("から").removesuffix("ため")
    because = f"{answer}から。" if "から" in reason else f"{answer}ため。"
    return Pair(f"{name}は{trip}。{reason}。{rng.choice(_AFTER_TRIPS)}", because)


FRAMES = (
    Frame(
        "role-play",
        "あなたは{part}です。{moment}出会った{listener}を、らしい言葉で励ましてください。",
        {"part": tuple(PARTS), "moment": MOMENTS, "listener": LISTENERS},
        written("「{part_1}」", part=PARTS),
    ),
    Frame(
        "brainstorm",
        "{place}を生かす案を三つ。{person}が{coming}始めます。",
        {"place": tuple(PLACES), "person": PEOPLE, "coming": COMING},
        written("{place_1}の三つはいかがでしょう。{person}なら、お金のかからないものから試せます。", place=PLACES),
    ),
    Frame(
        "education",
        "{moment}、{listener}に{skill}を身につけさせるには、どんな順で練習させますか。",
        {"moment": MOMENTS, "listener": LISTENERS, "skill": tuple(SKILLS)},
        written("{skill_1}。できたところで褒め、毎日少しずつ続けます。", "{skill_1}。", skill=SKILLS),
    ),
    Frame(
        "reading",
        "{passage}を読み、主人公が行動した理由を答えなさい。{purpose}、{role}にも確かめてもらいます。",
        {"passage": PASSAGES, "purpose": PURPOSES, "role": ROLES},
        _passage,
    ),
    Frame(
        "feedback",
        "{role}の立場で、{author}の文章を短く講評してほしい。{purpose}頼みます。",
        {"role": ROLES, "author": AUTHORS, "purpose": PURPOSES},
        rewritten(DRAFTS),
    ),
)
