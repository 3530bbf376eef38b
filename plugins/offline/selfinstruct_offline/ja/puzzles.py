"""Puzzles and word play: orders to work out, shared characters, chains of words, anagrams, and riddles of two meanings."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from selfinstruct_offline.frames import Frame, Pair, Slots
from selfinstruct_offline.ja.clauses import AFTERWARDS, LISTENERS, PURPOSES
from selfinstruct_offline.ja.phrases import facts, rewritten, words, written
from selfinstruct_offline.ja.settings import MOMENTS, ROLES

# What is put in order | how one is ahead of another.
RACES = facts("""
町内の駅伝の着順|速かった
剣道部員の背の順|背が高い
力士の体の重さの順|重い
落語の弟子の入門の順|先に入門した
川遊びの水切りの回数|多く跳ねさせた
大食い大会の皿の数|多く食べた
写経会の筆の速さ|早く書き終えた
幼なじみの年齢の順|年上だ
縄跳び大会の記録|長く跳んだ
朝市に着いた順番|先に着いた
将棋道場の強さの順|強い
山小屋まで登った順|先に登り着いた
""")
_PEOPLE = words("青木 西田 原 福田 森 太田 清水 岡")

# Words with a blank | the character that fills all of them.
BLANKS = facts("""
□長、□庭、学□、母□|校
火□、登□、□脈、□頂|山
□水、□外、□岸、日本□|海
□車、□気、□話、停□|電
□席、□発、外□、□口|出
□員、□長、書□、売□|店
□道、□店、□類、文□|書
□書、□者、音□、朗□|読
□園、□務員、□平、□式|公
□生、□輩、□日、優□|先
台□、□船、□景、□車|風
□火、□束、□見、生け□|花
□事、□堂、給□、朝□|食
""")

_KANA = words("""
りんご ごま まくら らくだ だちょう うみ みかづき きつね ねこ こおり りす すいか かもめ めだか からす すずめ めがね ねずみ みそ そり
りか かめ めんこ こたつ つくえ えだまめ めじろ ろうか かさ さくら らっぱ ぱせり いるか かえる るす いわし しか かに にわとり
""")
_SMALL = str.maketrans("ゃゅょぁぃぅぇぉ", "やゆよあいうえお")

# A word | another one of the same kana.
ANAGRAMS = facts("""
いなか|かない（家内）
みかん|かんみ（甘味）
いるか|かるい（軽い）
かいわ|わかい（若い）
とけい|けいと（毛糸）
きつね|ねつき（寝付き）
うしろ|ろうし（浪士）
くるま|まくる（捲る）
たぬき|きぬた（砧）
いかだ|だいか（代価）
""")

# A subject | what it is likened to | why.
LIKENESSES = facts("""
時計|裁縫箱|「はり」が欠かせません
新幹線|息の合った漫才|「のり」がよいものです
鉛筆|頑固な人|「しん」が通っています
歯科医|道路の工事|「あな」を埋めます
うどん職人|横綱|「こし」の強さが自慢です
雨の日の駅前|将棋の盤|「さす」人が集まります
大根|問屋|「おろし」が得意です
天ぷら|凧|「あげる」ものです
花火|仕事を終えた仲間|「うちあげ」が楽しみです
川|食卓|「はし」が要ります
雨の前の空|古い物置|「くも」が見えます
神社|床屋|「かみ」が大切です
梅雨|駄菓子屋|「あめ」が付き物です
広島の海|秋の庭|「かき」が育ちます
""")
TABLES = words("""
文化祭の謎解きの部屋 敬老会の卓の余興 新聞の日曜の懸賞 電車の中づりの問題 学童保育の雨の日の遊び 図書委員の壁の掲示 老舗の菓子の包み紙の裏
宿の帳場の知恵比べ 銀行の待合の読み物 歯科の待合室の札 寺の境内の立て札 給食の献立表の隅
""")


def _order(slots: Slots, rng: Random) -> Pair:
    ranked = rng.sample(_PEOPLE, rng.randint(3, 4))
    ahead = RACES[slots["race"]][0]
    clues = [f"{first}は{second}より{ahead}。" for first, second in pairwise(ranked)]
    while len(clues) > 1 and clues == sorted(clues, key=lambda clue: ranked.index(clue.split("は")[0])):
        rng.shuffle(clues)
    return Pair("".join(clues), "、".join(ranked))


def _chain(_slots: Slots, rng: Random) -> Pair:
    """Three words that go on from one given, none of them twice."""
    while True:
        chain = [rng.choice(_KANA)]
        while len(chain) < 4 and (nexts := [word for word in _KANA if word not in chain and follows(chain[-1], word)]):
            chain.append(rng.choice(nexts))
        if len(chain) == 4:
            return Pair(chain[0], "→".join(chain[1:]))


def follows(first: str, second: str) -> bool:
    """Whether the second word begins with the last kana of the first, a small kana counting as a large one."""
    return first[-1].translate(_SMALL) == second[0]


FRAMES = (
    Frame(
        "logic",
        "{role}が出した{race}の推理です。手がかりをもとに、一番から順に並べよ。{after}",
        {"role": ROLES, "race": tuple(RACES), "after": AFTERWARDS},
        _order,
    ),
    Frame(
        "puzzle",
        "{table}にある穴埋めで、四つの□に共通する漢字一字は？ {role}も{purpose}待っている。",
        {"table": TABLES, "role": ROLES, "purpose": PURPOSES},
        rewritten(BLANKS),
    ),
    Frame(
        "wordplay",
        "{role}としりとりをする。{purpose}、渡した言葉に続く三語をひらがなで並べて。",
        {"role": ROLES, "purpose": PURPOSES},
        _chain,
    ),
    Frame(
        "wordplay",
        "{table}に載せたい。{role}に代わって、ひらがなの順を入れ替え、別の語を作りなさい。{after}",
        {"table": TABLES, "role": ROLES, "after": AFTERWARDS},
        rewritten(ANAGRAMS),
    ),
    Frame(
        "wordplay",
        "{moment}、{listener}を笑わせたい。「{likeness}」のお題でなぞかけを一つ。",
        {"moment": MOMENTS, "listener": LISTENERS, "likeness": tuple(LIKENESSES)},
        written("{likeness}とかけて、{likeness_1}と解く。その心は、どちらも{likeness_2}。", likeness=LIKENESSES),
    ),
)
