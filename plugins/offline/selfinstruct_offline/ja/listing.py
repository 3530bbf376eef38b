"""Lists of numbers and of words: sorting, adding, counting, picking out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from selfinstruct_offline.frames import Frame, Pair, Slots
from selfinstruct_offline.ja.clauses import AFTERWARDS, PURPOSES
from selfinstruct_offline.ja.phrases import Answer, facts
from selfinstruct_offline.ja.settings import ROLES

# What was counted | the counter | the names of the rows.
MEASURES = facts("""
図書委員会が数えた学級別の貸出冊数|冊|一組,二組,三組,四組,五組,六組
駅前の自転車置き場の曜日別の台数|台|月曜,火曜,水曜,木曜,金曜,土曜
和菓子屋で売れた品ごとの個数|個|大福,団子,どら焼き,桜餅,羊かん,最中
港に揚がった魚種別の箱数|箱|あじ,さば,いわし,たい,ひらめ,ぶり
野鳥の会が観察した種類別の羽数|羽|すずめ,ひよどり,めじろ,つばめ,しじゅうから,からす
献血に協力した支店ごとの人数|人|東店,西店,南店,北店,中央店,港店
温泉宿に泊まった月別の客数|人|四月,五月,六月,七月,八月,九月
縄跳び大会の選手ごとの跳んだ回数|回|大野,西村,藤井,小川,松田,早川
農協に届いた作物ごとの袋数|袋|米,麦,大豆,小豆,そば,ごま
給食室で余った牛乳の日別の本数|本|一日目,二日目,三日目,四日目,五日目,六日目
清掃で拾った区域ごとの空き缶の数|個|川原,公園,駅前,校庭,海岸,神社
釣り大会の参加者ごとの釣果|匹|宮本,石橋,中島,三浦,岡田,森
動物園の行事に並んだ組の数|組|朝の部,昼の部,夕の部,夜の部,雨の部,特別の部
植樹祭で植えた班別の苗木の数|本|一班,二班,三班,四班,五班,六班
バス会社が集めた路線別の乗客数|人|空港線,団地線,海岸線,市役所線,大学線,病院線
書店の棚に残った分野別の在庫|冊|小説,料理,旅行,歴史,科学,語学
野球部員が打った試合別の安打数|本|第一試合,第二試合,第三試合,第四試合,第五試合,第六試合
郵便局が扱った窓口別の小包の数|個|一番窓口,二番窓口,三番窓口,四番窓口,五番窓口,六番窓口
""")

# A list of words | what belongs to the kind asked for | what does not.
MIXTURES = facts("""
文化祭の買い出しメモに並ぶ品から果物|りんご,みかん,ぶどう,なし,もも,いちご|紙皿,のこぎり,電池,ほうき,輪ゴム,ろうそく
動物園の飼育日誌に出る名から鳥|ペンギン,ふくろう,つる,だちょう,おうむ,わし|きりん,しまうま,かば,らくだ,さい,ひつじ
楽器店の棚卸し表に載る語から打楽器|太鼓,木琴,シンバル,タンバリン,鉄琴,カスタネット|フルート,バイオリン,クラリネット,チェロ,ホルン,ハープ
旅行鞄の荷札にある単語から衣類|靴下,上着,帽子,手袋,シャツ,ズボン|歯ブラシ,文庫本,水筒,充電器,地酒,旅券
学習机の引き出しの一覧から文房具|鉛筆,消しゴム,定規,はさみ,のり,コンパス|飴,腕時計,切手,鏡,貝殻,こま
台所の収納の覚え書きから調味料|砂糖,しょうゆ,みそ,酢,塩,みりん|やかん,菜箸,ざる,布巾,まな板,おろし金
大工の作業場の札から工具|かなづち,のこぎり,かんな,きり,やすり,ペンチ|湯のみ,座布団,手拭い,団扇,傘,花瓶
水族館の水槽の表示から魚|まぐろ,たい,さめ,うなぎ,ひらめ,かつお|いるか,くらげ,ひとで,らっこ,たこ,うみがめ
庭師の帳面に記した語から樹木|松,杉,けやき,いちょう,かえで,つばき|じょうろ,はしご,軍手,砂利,縄,石灯籠
交通安全の教室の単語帳から乗り物|自転車,電車,バス,トラック,船,飛行機|信号機,横断歩道,踏切,交番,歩道橋,標識
理髪店の壁の掲示から曜日|月曜日,水曜日,木曜日,金曜日,土曜日,日曜日|洗髪,ひげそり,予約,定休,料金,見習い
病院の受付の書き込みから体の部分|肩,ひざ,のど,背中,腰,足首|診察券,待合室,薬局,保険証,包帯,体温計
""")

# Things to be put into the order of their kana: all written in kana.
KANA = facts("""
童謡の作者がそろえた春の草の名|すみれ,せり,たんぽぽ,つくし,なずな,ふき,よもぎ,れんげ
市場の競りに出る海の幸の呼び名|あさり,いか,うに,えび,かに,さざえ,たこ,ほたて
童話に登場する森の住人|うさぎ,きつね,くま,しか,たぬき,ねずみ,ふくろう,りす
駄菓子屋の棚にある商品の名|あめ,おこし,かりんとう,せんべい,ふがし,もなか,ようかん,らむね
方言の辞典から集めた虫の名|あぶ,かまきり,こおろぎ,せみ,とんぼ,ばった,ほたる,みみず
八百屋の店先の値札の野菜|かぼちゃ,きゅうり,ごぼう,しょうが,だいこん,なす,はくさい,れんこん
山小屋の日記に出る天気の語|あめ,あられ,かすみ,きり,くもり,はれ,ひょう,ゆき
昔の遊びを記した児童の作文の語|おはじき,かるた,こま,すごろく,たこあげ,なわとび,はねつき,めんこ
""")

_HIRAGANA_VOICED = str.maketrans(
    "がぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽゃゅょっ", "かきくけこさしすせそたちつてとはひふへほはひふへほやゆよつ"
)


def kana_order(word: str) -> tuple[str, str]:
    """Sorts hiragana words as a dictionary does: voiced and small kana with the plain ones."""
    return word.translate(_HIRAGANA_VOICED), word


def _numbers(made: Callable[[dict[str, int], str], str]) -> Answer:
    """An answer whose input is four to six different counts."""

    def answer(slots: Slots, rng: Random) -> Pair:
        counter, names = MEASURES[slots["measure"]]
        chosen = names.split(",")[: rng.randint(4, 6)]
        rows = dict(zip(chosen, _disordered(rng.sample(range(12, 98), len(chosen)), rng), strict=True))
        return Pair(_row(list(rows.items()), counter), made(rows, counter))

    return answer


def _disordered(values: list[Any], rng: Random, order: Callable[[Any], Any] | None = None) -> list[Any]:
    """The values shuffled until they are sorted neither way: an output that repeats its input teaches nothing."""
    in_order = sorted(values, key=order)
    while values in (in_order, in_order[::-1]):
        rng.shuffle(values)
    return values


def _row(rows: Sequence[tuple[str, int]], counter: str) -> str:
    return "、".join(f"{name} {number}{counter}" for name, number in rows)


def _sorted(rows: dict[str, int], counter: str, *, falling: bool) -> str:
    return _row(sorted(rows.items(), key=lambda row: row[1], reverse=falling), counter)


def _extreme(rows: dict[str, int], counter: str, choose: Callable[..., str]) -> str:
    name = choose(rows, key=rows.__getitem__)
    return f"{name}で、{rows[name]}{counter}です。"


def _over_fifty(rows: dict[str, int], _counter: str) -> str:
    return f"{sum(number >= 50 for number in rows.values())}件"


def _mixture(slots: Slots, rng: Random) -> tuple[str, list[str]]:
    """A list in disorder, and those of the kind asked for, in the order of the list."""
    wanted, others = (column.split(",") for column in MIXTURES[slots["mixture"]])
    chosen = rng.sample(wanted, rng.randint(2, 4))
    mixed = [*chosen, *rng.sample(others, rng.randint(3, 5))]
    rng.shuffle(mixed)
    return "、".join(mixed), [word for word in mixed if word in chosen]


def _picked(slots: Slots, rng: Random) -> Pair:
    text, wanted = _mixture(slots, rng)
    return Pair(text, "、".join(wanted))


def _counted(slots: Slots, rng: Random) -> Pair:
    text, wanted = _mixture(slots, rng)
    return Pair(text, f"{len(wanted)}種類（{'、'.join(wanted)}）")


def _ordered(slots: Slots, rng: Random) -> Pair:
    chosen = _disordered(rng.sample(KANA[slots["kana"]][0].split(","), rng.randint(5, 8)), rng, kana_order)
    return Pair("、".join(chosen), "、".join(sorted(chosen, key=kana_order)))


def _longest(slots: Slots, rng: Random) -> Pair:
    rows = KANA[slots["kana"]][0].split(",")
    length = max(map(len, rows))
    word = rng.choice([row for row in rows if len(row) == length])
    shorter = [row for row in rows if len(row) < length]
    chosen = [word, *rng.sample(shorter, min(4, len(shorter)))]
    rng.shuffle(chosen)
    return Pair("、".join(chosen), f"{word}（{length}文字）")


def _frame(pattern: str, made: Callable[[dict[str, int], str], str], kind: str) -> Frame:
    return Frame(kind, pattern, {"role": ROLES, "measure": tuple(MEASURES), "after": AFTERWARDS}, _numbers(made))


FRAMES = (
    _frame("{role}として、{measure}を多い順に並べ替えてください。{after}", lambda r, c: _sorted(r, c, falling=True), "sort"),
    _frame("{measure}を小さいほうから順にせよ。{role}に見せる。{after}", lambda r, c: _sorted(r, c, falling=False), "sort"),
    _frame("{role}です。{measure}の合計はいくつになりますか？ {after}", lambda r, c: f"{sum(r.values())}{c}", "arithmetic"),
    _frame("{measure}で首位はどれか、{role}へ答えなさい。{after}", lambda r, c: _extreme(r, c, max), "extract"),
    _frame(
        "{after}{role}に代わって、{measure}の平均を小数第一位まで求めなさい。",
        lambda r, c: f"{_mean(list(r.values()))}{c}",
        "arithmetic",
    ),
    _frame("{after}{measure}のうち、50以上は何件あるかを{role}が尋ねています。", _over_fifty, "count"),
    _frame(
        "{role}が知りたがる、{measure}の最大と最小の差。{after}",
        lambda r, c: f"{max(r.values()) - min(r.values())}{c}",
        "arithmetic",
    ),
    Frame(
        "extract",
        "{role}のつもりで、{mixture}だけを選んでください。{purpose}お願いします。",
        {"role": ROLES, "mixture": tuple(MIXTURES), "purpose": PURPOSES},
        _picked,
    ),
    Frame(
        "count",
        "{purpose}、{mixture}を拾い、いくつあるか数えて。{role}も待っている。",
        {"purpose": PURPOSES, "mixture": tuple(MIXTURES), "role": ROLES},
        _counted,
    ),
    Frame(
        "sort",
        "{role}になって、{kana}を五十音順に並べなさい。{after}",
        {"role": ROLES, "kana": tuple(KANA), "after": AFTERWARDS},
        _ordered,
    ),
    Frame(
        "extract",
        "{role}に問う。{kana}で最も長い語はどれ？ {purpose}教えてほしい。",
        {"role": ROLES, "kana": tuple(KANA), "purpose": PURPOSES},
        _longest,
    ),
)


def _mean(numbers: Sequence[int]) -> str:
    """To one decimal, halves up, in integers: binary fractions would round some halves down."""
    tenths = (sum(numbers) * 20 + len(numbers)) // (2 * len(numbers))
    return f"{tenths // 10}.{tenths % 10}"
