"""Units and years, converted exactly."""

from __future__ import annotations

import re
from decimal import Decimal
from random import Random

from selfinstruct_offline.frames import Frame, Pair, Slots
from selfinstruct_offline.ja.arithmetic import PERSONS, duration, numbers
from selfinstruct_offline.ja.clauses import PEOPLE
from selfinstruct_offline.ja.phrases import words
from selfinstruct_offline.ja.settings import PAST

_FACTORS = {
    ("メートル", "センチメートル"): Decimal(100),
    ("キロメートル", "メートル"): Decimal(1000),
    ("センチメートル", "ミリメートル"): Decimal(10),
    ("キログラム", "グラム"): Decimal(1000),
    ("トン", "キログラム"): Decimal(1000),
    ("グラム", "ミリグラム"): Decimal(1000),
    ("リットル", "ミリリットル"): Decimal(1000),
    ("デシリットル", "ミリリットル"): Decimal(100),
    ("立方メートル", "リットル"): Decimal(1000),
}
_CONVERSION = re.compile(r"([\d.]+)(\D+)を(\D+)に")

LENGTHS = words("""
2.4メートルをセンチメートルに 0.8キロメートルをメートルに 13.5センチメートルをミリメートルに 7.2キロメートルをメートルに
15.6メートルをセンチメートルに 42センチメートルをミリメートルに 3.05キロメートルをメートルに 0.95メートルをセンチメートルに
""")
LENGTH_SCENES = words("""
運動会の白線を引く係なので 竹馬の材料を切り出す前に 川に架ける丸木の見積もりで 帯の寸法を仕立屋に伝えるため 凧の糸を買い足したくて
山道の標識を書き直すので 本棚の奥行きを確かめようと 水泳の記録を海外の友と比べたいので 舞台の緞帳を注文するにあたり 犬の散歩の距離を日記に残すため
""")
WEIGHTS = words("""
1.6キログラムをグラムに 0.45トンをキログラムに 3.2グラムをミリグラムに 12.5キログラムをグラムに 2.08トンをキログラムに
0.75グラムをミリグラムに 6.3キログラムをグラムに 18トンをキログラムに
""")
WEIGHT_SCENES = words("""
米俵を軽トラックに積む前に 薬包の表示を読み解くため 郵便の料金を調べたくて 赤ん坊の体重を祖母に知らせるので 石垣の石を運ぶ相談で
菓子の配合を弟子に渡すため 登山の荷を軽くしようと 鉄くずの買い取りを頼むにあたり 鶏の餌を量り直すので 化学の実験の準備として
""")
VOLUMES = words("""
1.8リットルをミリリットルに 4.5デシリットルをミリリットルに 0.6立方メートルをリットルに 2.25リットルをミリリットルに
7デシリットルをミリリットルに 3.4立方メートルをリットルに 0.35リットルをミリリットルに 12立方メートルをリットルに
""")
VOLUME_SCENES = words("""
雨水をためる桶を選ぶので 梅酒の瓶を洗う前に 風呂の湯量を妹に教えるため 点滴の袋を見て気になったので 金魚の水槽を買い替えようと
酢の物を百人分仕込むにあたり 灯油の缶を注文したくて 消火用の池を掃除する計画で 化粧水を小瓶に移すため 水筒の容量を店員に聞かれたので
""")
MINUTES = words("75分 92分 118分 137分 145分 163分 184分 206分 215分 248分 271分 309分 325分 364分 410分 433分")
LONG_THINGS = words("""
名作の時代劇の上映 渡し船の待ち合わせ 夜通しの線路の点検 干物を天日に当てる作業 千人分の豚汁の煮込み 手術の付き添い
囲碁の決勝の対局 縦走路の下り 雪に埋もれた車の掘り出し 焼き窯の火の番 歌舞伎の通し狂言 茶葉の手もみ
大規模な断水の復旧 卒業制作の講評 無言の行の座禅 迷った羊の捜索 古い織機の糸掛け 離島への定期航路
""")
ERAS = words("""
令和2年 令和3年 令和5年 令和6年 平成元年 平成3年 平成7年 平成12年 平成16年 平成23年 平成28年 昭和5年 昭和12年 昭和22年 昭和31年
昭和39年 昭和45年 昭和50年 昭和57年 昭和62年 大正3年 大正8年 大正12年 明治5年 明治22年 明治37年
""")
ERA_THINGS = words("""
に建った煉瓦の駅舎 に始まった秋の芸術祭 に開いた村の診療所 に植えた校門の銀杏 に出た初版の詩集 に架け替えた石橋 に創業した醤油屋
に発掘された古墳 に結ばれた姉妹都市の協定 に届いた祖父の手紙 に閉山した銅山 に作られた柱時計 に移築された能舞台 に絶えた山車の行事
""")
_FIRST_YEARS = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019}


def converted(conversion: str) -> str:
    """How much 2.4メートルをセンチメートルに is: 240センチメートル."""
    found = _CONVERSION.fullmatch(conversion)
    if found is None:
        raise ValueError(conversion)
    value = Decimal(found[1]) * _FACTORS[found[2], found[3]]
    return f"{value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()}{found[3]}"


def year(era: str) -> int:
    """The western year of an era year: 2023 for 令和5年."""
    return _FIRST_YEARS[era[:2]] + (numbers(era) or [1])[0] - 1


def _convert(slots: Slots, _rng: Random) -> Pair:
    return Pair("", f"{converted(slots['conversion'])}です。")


def _hours(slots: Slots, _rng: Random) -> Pair:
    minutes = numbers(slots["minutes"])[0]
    return Pair("", f"{slots['minutes']}は{duration(minutes)}です。")


def _year(slots: Slots, _rng: Random) -> Pair:
    return Pair("", f"{slots['era']}は、西暦{year(slots['era'])}年です。")


_KIND = "convert"

FRAMES = (
    Frame(
        _KIND,
        "{person}に頼まれました。{scene}、{conversion}直してください。",
        {"person": PERSONS, "scene": LENGTH_SCENES, "conversion": LENGTHS},
        _convert,
    ),
    Frame(
        _KIND,
        "{person}と一緒に{scene}、{conversion}換算せよ。",
        {"person": PERSONS, "scene": WEIGHT_SCENES, "conversion": WEIGHTS},
        _convert,
    ),
    Frame(
        _KIND,
        "{scene}、{person}が{conversion}したいそうです。いくつ？",
        {"person": PERSONS, "scene": VOLUME_SCENES, "conversion": VOLUMES},
        _convert,
    ),
    Frame(
        _KIND,
        "{past}、{person}は{thing}に{minutes}かかった。何時間何分か。",
        {"past": PAST, "person": PERSONS, "thing": LONG_THINGS, "minutes": MINUTES},
        _hours,
    ),
    Frame(
        _KIND,
        "{person}が{era}{thing}を調べています。西暦では何年ですか。",
        {"person": PEOPLE, "era": ERAS, "thing": ERA_THINGS},
        _year,
    ),
)
