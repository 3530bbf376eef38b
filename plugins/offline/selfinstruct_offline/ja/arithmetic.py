"""Word problems. The numbers stand in the slots, so each instruction has one answer, which is computed."""

from __future__ import annotations

import re
from random import Random

from selfinstruct_offline.frames import Frame, Pair, Slots
from selfinstruct_offline.ja.clauses import PEOPLE
from selfinstruct_offline.ja.phrases import words
from selfinstruct_offline.ja.settings import COMING, PAST, ROLES

PERSONS = words("""
園芸部の大野さん 新聞係の西村くん 編み物の得意な藤井さん 単身赴任の小川さん 釣り好きの松田さん 茶道部の早川さん
三つ子の父の宮本さん 配達員の石橋さん 美容師の中島さん 留学生のアンナさん 床屋の三浦さん 元船長の岡田さん
演劇部の森さん 獣医の清水さん 早起きの長谷川さん 写経を習う坂本さん 古本好きの村上さん 自炊を始めた遠藤くん
剣道三段の青木さん 保育士の福田さん 図書委員の西田くん 引退した太田さん 町医者の斎藤さん 大食いの原さん
""")

SHOPS = words("""
川沿いの文房具店 駅裏の市場 神社の縁日 高台の農産物直売所 団地の前の八百屋 港の土産物屋 峠の売店 大学の生協
温泉街の商店 県庁の地下の売店 高速道路の休憩所 老舗の問屋 朝市の端の店 移動販売の車 卸売りの倉庫 離島の雑貨屋
""")

# Unit price and number bought; each sum is under 1000 yen.
GOODS = words("""
1冊120円の方眼ノートを4冊 1本85円の鉛筆を6本 1個98円の肉まんを5個 1枚150円の絹の布巾を3枚 1束180円の春菊を2束
1袋230円の甘納豆を4袋 1丁75円の木綿豆腐を8丁 1枚160円のあじの干物を5枚 1足350円の厚い靴下を2足 1枚63円の葉書を9枚
1玉210円の白菜を3玉 1瓶280円の梅ジュースを3瓶 1切れ190円の銀だらを4切れ 1箱140円の輪ゴムを5箱 1株95円の苺の苗を7株
1膳110円の竹の箸を6膳 1缶135円のみかんの缶詰を4缶 1組320円の軍手を3組 1巻き58円の麻ひもを10巻き 1皿240円の焼きそばを2皿
1房260円の緑のぶどうを3房 1杯170円の甘酒を5杯 1鉢430円の朝顔を2鉢 1尾125円の鮎を7尾
""")

DISCOUNTED = words("""
4800円から3割引きの羊毛のひざ掛け 12600円から2割引きの電動の鉛筆削り 950円から1割引きの麦わら帽子 27400円から4割引きの折り畳み自転車 3500円から3割引きの鉄の平鍋
1800円から2割引きの詰将棋の本 8200円から1割引きの防水の腕時計 660円から5割引きの蚊取り線香 15000円から3割引きの革の旅行鞄 2300円から4割引きの七輪
5700円から2割引きの漆塗りの弁当箱 43000円から5割引きの足踏みミシン 7100円から1割引きの登山用の雨具 1200円から3割引きの虫取り網 9900円から2割引きの座布団五枚組
3100円から4割引きの鳥の巣箱 520円から5割引きの絹の手拭い 18700円から3割引きの木馬 6400円から2割引きの琴の弦 2900円から1割引きの土鍋
""")

TRACKS = words("""
湖畔の遊歩道18キロ 旧街道の松並木27キロ 島を一周する県道36キロ 林業用の坂道9キロ 用水沿いの農道12キロ 海岸の砂利道15キロ
空港までの高架道路45キロ 峠越えの国道54キロ 廃線跡の小道21キロ 干潟を囲む堤防6キロ 牧場の外周路24キロ 県境の渓谷道33キロ
城跡への登城路3キロ 河口の渡船場までの土手7キロ 運河の石畳5キロ 果樹園を縫う広域農道42キロ
""")

SPEEDS = words("""
時速3キロで歩く 時速4キロで散歩する 時速6キロで早歩きする 時速10キロで走る 自転車に乗り時速12キロで進む
競技用の自転車で時速15キロで進む 馬車に揺られ時速20キロで進む 車に乗り時速30キロで進む 二輪車で時速60キロで走る
""")

HARVESTS = words("""
掘りたての里芋137個 袋詰めの飴250粒 余った記念の鉛筆98本 千羽鶴用の色紙365枚 つきたての丸餅83個 寄付された文庫本152冊
砂浜で拾った貝殻211枚 型抜きしたクッキー146枚 干した柿75個 手作りの札170枚 井戸端のトマト64個 給食の残りのみかん118個
缶入りの乾パン203枚 海苔の詰め合わせ190枚 摘みたての苺329粒 倉に眠る湯のみ57個 福引きの券444枚 朝採れのとうもろこし91本
防災用の水の瓶178本 花壇に植えるチューリップの球根265個
""")

TEAMS = words("""
炊き出しの手伝い12人 学童保育の子ども23人 町内対抗の班7組 合宿の部屋9室 老人会の出席者16人 書道教室の生徒14人
五つの保育園の代表5人 消防団の新人8人 自治会の役員11人 写生会の親子13組 聖歌隊の少年18人 漁協の青年部15人
観光案内の係員6人 農業体験の留学生17人 落語会の裏方10人 抽選に当たった客19人
""")

PLOTS = words("""
縦12メートル、横8メートル 縦15メートル、横9メートル 縦7メートル、横6メートル 縦20メートル、横14メートル 縦25メートル、横16メートル
縦11メートル、横5メートル 縦18メートル、横13メートル 縦30メートル、横22メートル 縦9メートル、横4メートル 縦24メートル、横17メートル
縦16メートル、横7メートル 縦21メートル、横19メートル 縦13メートル、横10メートル 縦28メートル、横15メートル 縦6メートル、横3メートル
""")

GROUNDS = words("""
寺の裏の茶畑 校庭の隅の花壇 牧場の牛の運動場 町営のます釣り池 空港脇の資材置き場 旧家の土間 屋上の家庭菜園 海水浴場の更衣所
公民館の大広間 造船所の作業床 植物園の温室 動物病院の芝生 塩田の一区画 剣道場の板の間 駅前の花時計の台座 山荘の物干し場
""")

CROWDS = words("""
朝市を訪れた客240人 講演の聴衆380人 初詣の参拝者1200人 商業高校の卒業生160人 献血の協力者80人 夜行列車の乗客320人
湯治宿の泊まり客60人 市民マラソンの走者900人 検定の受験者540人 花見の行楽客700人 村の有権者1500人 展望台の入場者420人
工場見学の児童100人 寄席の常連140人 健診を受けた社員260人 波乗り大会の出場者120人
""")

HABITS = words("""
折り畳みの傘を持っていた 地元の言葉で話した 左利きだと答えた 朝食にパンを食べた 一人で来ていた 眼鏡をかけていた
県外から足を運んだ 二度目の参加だった 予約を済ませていた 記念の手拭いを買った 歩いて帰った 血液型がA型だった
""")

SHARES = words(
    "5パーセント 10パーセント 15パーセント 20パーセント 25パーセント 30パーセント 35パーセント 40パーセント 45パーセント 60パーセント"
)

SAVINGS = words("""
毎月3000円ずつ14か月 毎月5500円ずつ9か月 毎週800円ずつ26週 毎日120円ずつ50日 毎月12000円ずつ7か月 毎週450円ずつ40週
毎月2600円ずつ18か月 毎日75円ずつ80日 毎週1500円ずつ12週 毎月7200円ずつ11か月 毎日200円ずつ31日 毎月9000円ずつ16か月
毎週650円ずつ30週 毎日35円ずつ120日 毎月4300円ずつ20か月
""")

DREAMS = words("""
憧れの天体望遠鏡を買うために 祖母と温泉へ行く旅費として 壊れた洗濯機に備えて 春の法要の花代に 自転車の修理の足しに
弟の入学祝いを贈ろうと 町の句集を印刷しようと 犬の手術の費用に 屋根の雨漏りを直すため 秋の運動靴を新調するのに
海外の本を取り寄せるため 節句の人形をそろえようと 会の十周年の宴のため 母の補聴器を替えたくて
""")

SHOWS = words("""
公民館の手話講習 駅前広場の大道芸 能楽堂の狂言 市民ホールの落語会 天文台の観望会 体育館の空手の演武 畑での収穫体験 寺の座禅会
町立図書館の朗読会 牧場の乳搾り教室 港の船の試乗会 工房の皿の色付け 将棋会館の指導対局 山小屋の自然観察 酒蔵の利き酒会 母校の演劇公演
""")

STARTS = words(
    "9時10分 9時25分 9時40分 10時5分 10時20分 10時35分 13時15分 13時30分 13時50分 14時10分 14時45分 15時20分 16時5分 17時30分 18時15分"
)

LENGTHS = words("35分 48分 55分 65分 70分 85分 95分 105分 110分 125分 140分 155分")

SERVINGS = words("""
4人分で300グラムの豚肉を使う豚汁 2人分で180グラムの米を炊く粥 6人分で900グラムの大根を煮るおでん 3人分で240グラムの麺をゆでる冷やし中華
5人分で400グラムの小豆を煮る汁粉 8人分で1000グラムの牛肉を入れるすき焼き 2人分で150グラムの白身魚を蒸す酒蒸し 4人分で560グラムの芋をつぶすコロッケ
3人分で210グラムの貝をむくかき揚げ 6人分で480グラムの粉をこねるうどん 5人分で350グラムのきのこを散らすちらし鮨 2人分で130グラムの蓮根を刻むきんぴら
""")

GUESTS = words("""
敬老会に集まる24人 野球部の夜食を待つ36人 避難訓練の炊事班12人 法事に戻る親族18人 山荘に泊まる団体30人 寮の歓迎会の48人
収穫祭の手伝い60人 劇団の打ち上げの42人 船員食堂の54人 町内運動会の役員66人
""")


def numbers(text: str) -> list[int]:
    """The numbers in a slot, in order."""
    return [int(digits) for digits in re.findall(r"\d+", text)]


def _change(slots: Slots, _rng: Random) -> Pair:
    _one, price, count = numbers(slots["goods"])
    cost = price * count
    return Pair("", f"代金は{price}×{count}＝{cost}円です。1000－{cost}＝{1000 - cost}なので、おつりは{1000 - cost}円です。")


def _discount(slots: Slots, _rng: Random) -> Pair:
    price, rate = numbers(slots["item"])
    off = price * rate // 10
    return Pair("", f"値引きは{off}円なので、支払いは{price}－{off}＝{price - off}円です。")


def _travel(slots: Slots, _rng: Random) -> Pair:
    distance, speed = numbers(slots["track"])[0], numbers(slots["speed"])[0]
    return Pair("", f"{distance}÷{speed}を時間に直すと、{duration(distance * 60 // speed)}です。")


def duration(minutes: int) -> str:
    """Minutes as hours and minutes."""
    hours, rest = divmod(minutes, 60)
    return "".join([f"{hours}時間" if hours else "", f"{rest}分" if rest or not hours else ""])


def _division(slots: Slots, _rng: Random) -> Pair:
    things, people = numbers(slots["harvest"])[0], numbers(slots["team"])[0]
    counter, unit = slots["harvest"][-1], slots["team"][-1]
    each, rest = divmod(things, people)
    tail = f"余りは{rest}{counter}です。" if rest else "余りはありません。"
    return Pair("", f"{things}÷{people}で、1{unit}につき{each}{counter}ずつになり、{tail}")


def _area(slots: Slots, _rng: Random) -> Pair:
    length, width = numbers(slots["plot"])
    return Pair("", f"面積は{length}×{width}＝{length * width}平方メートル、周りの長さは{2 * (length + width)}メートルです。")


def _percent(slots: Slots, _rng: Random) -> Pair:
    people, percent = numbers(slots["crowd"])[0], numbers(slots["part"])[0]
    return Pair("", f"{people}人の{percent}パーセントは{people * percent // 100}人です。")


def _saving(slots: Slots, _rng: Random) -> Pair:
    amount, times = numbers(slots["saving"])
    return Pair("", f"{amount}×{times}＝{amount * times}なので、{amount * times}円たまります。")


def _end(slots: Slots, _rng: Random) -> Pair:
    hour, minute = numbers(slots["start"])
    hour, minute = divmod(hour * 60 + minute + numbers(slots["length"])[0], 60)
    return Pair("", f"{hour}時{minute}分に終わります。" if minute else f"{hour}時ちょうどに終わります。")


def _serving(slots: Slots, _rng: Random) -> Pair:
    people, grams = numbers(slots["serving"])
    guests = numbers(slots["guest"])[-1]
    need = (
        f"{grams * guests // people}グラム" if grams * guests % people == 0 else f"およそ{round(grams * guests / people)}グラム"
    )
    return Pair("", f"{grams}÷{people}×{guests}で、{need}必要です。")


_KIND = "arithmetic"

FRAMES = (
    Frame(
        _KIND,
        "{coming}、{person}は{shop}で{goods}買いました。1000円からのおつりはいくらですか。",
        {"coming": COMING, "person": PERSONS, "shop": SHOPS, "goods": GOODS},
        _change,
    ),
    Frame(
        _KIND,
        "{coming}、{person}は{shop}で{item}を選ぶ。支払額を求めよ。",
        {"coming": COMING, "person": PERSONS, "shop": SHOPS, "item": DISCOUNTED},
        _discount,
    ),
    Frame(
        _KIND,
        "{coming}、{person}が{track}を{speed}と、どれほど時間がかかりますか。",
        {"coming": COMING, "person": PERSONS, "track": TRACKS, "speed": SPEEDS},
        _travel,
    ),
    Frame(
        _KIND,
        "{coming}、{harvest}を{team}に等しく配ります。いくつずつで余りは？",
        {"coming": COMING, "harvest": HARVESTS, "team": TEAMS},
        _division,
    ),
    Frame(
        _KIND,
        "{person}が{past}測った{ground}は{plot}の長方形でした。面積と周囲を計算しなさい。",
        {"person": PERSONS, "past": PAST, "ground": GROUNDS, "plot": PLOTS},
        _area,
    ),
    Frame(
        _KIND,
        "{role}の話では、{crowd}のうち{part}が{habit}。それは何人でしょう。",
        {"role": ROLES, "crowd": CROWDS, "part": SHARES, "habit": HABITS},
        _percent,
    ),
    Frame(
        _KIND,
        "{dream}、{person}が{coming}積み立てを始める。{saving}なら総額はいくらか。",
        {"dream": DREAMS, "person": PEOPLE, "coming": COMING, "saving": SAVINGS},
        _saving,
    ),
    Frame(
        _KIND,
        "{coming}、{person}が{show}へ行きます。{start}から{length}続くと、終わりはいつ？",
        {"coming": COMING, "person": PEOPLE, "show": SHOWS, "start": STARTS, "length": LENGTHS},
        _end,
    ),
    Frame(
        _KIND,
        "{person}は、{serving}を{guest}に出す。同じ材料は何グラム要るか。",
        {"person": PEOPLE, "serving": SERVINGS, "guest": GUESTS},
        _serving,
    ),
)
