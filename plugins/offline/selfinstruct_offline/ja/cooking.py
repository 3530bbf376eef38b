"""Recipes: a dish is a main ingredient, a vegetable and a way of cooking."""

from __future__ import annotations

from random import Random

from selfinstruct_offline.frames import Frame, Pair, Slots
from selfinstruct_offline.ja.clauses import PEOPLE
from selfinstruct_offline.ja.phrases import facts, words

_MAINS = words("鶏もも肉 豚こま切れ肉 生鮭 厚揚げ 牛薄切り肉 さばの水煮 むきえび 木綿豆腐 鶏むね肉 ぶりの切り身")
_SIDES = words("大根 小松菜 長ねぎ しめじ 白菜 にんじん れんこん キャベツ なす かぼちゃ 里芋 いんげん ごぼう")

# A way of cooking | seasoning for two | the steps behind the cutting.
_WAYS = facts("""
甘辛煮|しょうゆ大さじ2、みりん大さじ2、砂糖大さじ1、水200ミリリットル|鍋に調味料と水を煮立て、|を入れて落としぶたをし、15分煮る。
みそ炒め|みそ大さじ1、みりん大さじ1、酒大さじ1、油小さじ2|フライパンに油を熱し、|を炒めて火を通し、混ぜた調味料をからめる。
ホイル焼き|塩少々、こしょう少々、バター10グラム|アルミホイルを広げ、|を重ねて調味料を載せ、包んで弱めの中火で15分蒸し焼きにする。
具だくさん汁|だし500ミリリットル、みそ大さじ2|鍋にだしを煮立て、|を入れて火が通るまで煮て、みそを溶き入れる。
炊き込みご飯|米2合、しょうゆ大さじ2、酒大さじ2、塩小さじ半分|研いだ米と調味料を炊飯器に入れて目盛りまで水を足し、|を載せて炊く。
卵とじ|卵2個、めんつゆ大さじ3、水100ミリリットル|小鍋につゆと水を煮立て、|を煮て、溶き卵を回し入れて火を通す。
カレー煮|カレールウ2かけ、水400ミリリットル、油小さじ2|鍋に油を熱し、|を炒めて水を加え、10分煮てからルウを溶かす。
南蛮漬け|酢大さじ4、しょうゆ大さじ2、砂糖大さじ2、片栗粉適量|フライパンに油を熱し、|に片栗粉をまぶして焼き、熱いうちに合わせた酢に漬ける。
""")


def _dishes() -> dict[str, tuple[str, str, str]]:
    """Forty dishes, each main ingredient and way with vegetables that change."""
    ways = list(_WAYS)
    parts = [
        (main, _SIDES[(4 * i + j) % len(_SIDES)], ways[(2 * i + j) % len(ways)])
        for i, main in enumerate(_MAINS)
        for j in range(4)
    ]
    return {f"{main}と{side}の{way}": (main, side, way) for main, side, way in parts}


DISHES = _dishes()

OCCASIONS = words("""
帰りが遅くなった平日の夜に 洗い物を増やしたくない朝に 運動会の前日の夕食に 給料日前で節約したい週に
子どもの友達が急に来た日に 雪が積もって買い物に出られない日に 風邪の治りかけの家族へ 離れて暮らす息子に持たせるため
町内会の寄り合いに差し入れるため 火を使う時間を短くしたい夏に 冷蔵庫の整理も兼ねて 歯の弱い祖母にも食べやすく
一人分だけ手早く済ませたいときに 翌日の弁当にも回せるように 山小屋の小さなこんろで 料理教室の初回の題材として
来客に温かい一皿を出したくて 徹夜明けの同居人のために 新米が届いた秋の晩に 台所の狭い下宿でも
引っ越しの荷ほどきの合間に 受験生の夜食を兼ねて 猛暑で食欲が落ちたときに 誕生日の食卓をにぎやかにするため
""")

# Three kinds of dish that two leftovers allow.
_LEFTOVER_WAYS = ("みそ汁", "卵炒め", "雑炊", "あんかけうどん", "和風の炊き合わせ", "チーズ焼き")
LEFTOVERS = tuple(f"{_MAINS[i % 10]}が少しと{_SIDES[(3 * i + 5) % 13]}が半端に" for i in range(30))


def _recipe(slots: Slots, _rng: Random) -> Pair:
    main, side, way = DISHES[slots["dish"]]
    seasoning, before, after = _WAYS[way]
    return Pair(
        "",
        f"材料（二人分）：{main}200グラム、{side}150グラム、{seasoning}\n"
        f"手順一：{main}と{side}を食べやすく切る。\n手順二：{before}{main}と{side}{after}\n手順三：味を見て器に盛る。",
    )


def _shopping(slots: Slots, _rng: Random) -> Pair:
    main, side, way = DISHES[slots["dish"]]
    return Pair("", f"買う物は、{main}200グラムと{side}150グラムです。調味料は、{_WAYS[way][0]}を確かめてください。")


def _leftover(slots: Slots, rng: Random) -> Pair:
    first, second = rng.sample(_LEFTOVER_WAYS, 2)
    return Pair("", f"{slots['left']}残っているなら、{first}か{second}はいかがですか。どちらも切って火を通すだけで作れます。")


FRAMES = (
    Frame(
        "recipe",
        "{occasion}、{person}でも作れる{dish}のレシピを教えて。",
        {"occasion": OCCASIONS, "person": PEOPLE, "dish": tuple(DISHES)},
        _recipe,
    ),
    Frame(
        "recipe",
        "{person}です。{occasion}、{dish}を作るので、買い物の一覧をください。",
        {"person": PEOPLE, "occasion": OCCASIONS, "dish": tuple(DISHES)},
        _shopping,
    ),
    Frame(
        "recipe",
        "{left}残っています。{occasion}、{person}に何が作れますか？",
        {"left": LEFTOVERS, "occasion": OCCASIONS, "person": PEOPLE},
        _leftover,
    ),
)
