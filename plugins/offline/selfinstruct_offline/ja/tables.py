"""Tables: made from lists, read, asked by SQL, and worked out by the formulas of a spreadsheet."""

from __future__ import annotations

from random import Random

from selfinstruct_offline.frames import Frame, Pair, Slots
from selfinstruct_offline.ja.clauses import AFTERWARDS, LISTENERS, PURPOSES
from selfinstruct_offline.ja.listing import MEASURES
from selfinstruct_offline.ja.phrases import words, written
from selfinstruct_offline.ja.settings import ROLES

# A table and what is wanted of it | the query.
QUERIES = {
    "蔵書の表books（title, author, year）から、出版年の新しい順に書名を並べる": "SELECT title FROM books ORDER BY year DESC;",
    "顧客の表customers（name, city）から、名古屋に住む人の名前を取り出す": "SELECT name FROM customers WHERE city = '名古屋';",
    "注文の表orders（id, item, price）で、品ごとの売上の合計を出す": "SELECT item, SUM(price) AS total\nFROM orders\nGROUP BY item;",
    "社員の表staff（name, dept）で、部署ごとの人数を数える": "SELECT dept, COUNT(*) AS people\nFROM staff\nGROUP BY dept;",
    "気温の表weather（day, high）から、30度以上の日だけを残す": "SELECT day, high FROM weather WHERE high >= 30;",
    "会員の表members（name, joined）で、最も早く入会した日を求める": "SELECT MIN(joined) AS first_day FROM members;",
    "商品の表goods（name, stock）から、在庫が0の品名を拾う": "SELECT name FROM goods WHERE stock = 0;",
    "試験の表scores（name, point）で、平均より高い点の人を選び出す": "SELECT name\nFROM scores\nWHERE point > (SELECT AVG(point) FROM scores);",
    "訪問の表visits（page, user）で、重複を除いた利用者の数を得る": "SELECT COUNT(DISTINCT user) AS users FROM visits;",
    "予約の表bookings（room, day）から、二度以上使われた部屋を見つける": "SELECT room\nFROM bookings\nGROUP BY room\nHAVING COUNT(*) >= 2;",
    "楽曲の表songs（title, seconds）から、長い順に三曲を挙げる": "SELECT title FROM songs ORDER BY seconds DESC LIMIT 3;",
    "配送の表parcels（id, arrived）で、まだ届いていない番号を調べる": "SELECT id FROM parcels WHERE arrived IS NULL;",
}

# What is to be worked out | the formula.
FORMULAS = {
    "A2からA20までの合計を出す": "=SUM(A2:A20)",
    "B2からB31までの平均を出す": "=AVERAGE(B2:B31)",
    "C列の点が60以上なら合格、そうでなければ不合格とD2に示す": '=IF(C2>=60,"合格","不合格")',
    "E2からE50で空でないマスを数える": "=COUNTA(E2:E50)",
    "F2からF13で最も大きい値を見つける": "=MAX(F2:F13)",
    "単価のB2と個数のC2から税込みの代金を求める（税率は10％）": "=B2*C2*1.1",
    "A2の姓とB2の名を空白なしでつなぐ": "=A2&B2",
    "D2からD40で「欠席」と書かれた数を数える": '=COUNTIF(D2:D40,"欠席")',
    "品名がA列、数量がB列にあるとき「茶」の数量だけを足す": '=SUMIF(A2:A30,"茶",B2:B30)',
    "G2の数を小数第一位まで四捨五入する": "=ROUND(G2,1)",
    "A2の文字数を調べる": "=LEN(A2)",
    "H2の日付から年だけを取る": "=YEAR(H2)",
}
SHEETS = words("""
少年野球の部費の帳簿 養蜂場の採蜜の記録 合唱祭の出席表 町工場の残業の集計表 児童館の貸し出し台帳 稲作の水温の観測表 写経会の会費の一覧
古本市の売上の控え 老人会の体力測定の表 商店会の福引きの記録 寮の電気代の内訳 釣果の日誌の表
""")
SYSTEMS = words("""
図書館の貸し出しの仕組みを直す 通信販売の注文の画面を支える 病院の予約の台帳を見直す 部活動の出欠の記録を助ける 倉庫の棚卸しを手早く済ませる
旅行会社の宿の在庫を確かめる 町役場の申請の受付を整える 音響会社の楽曲の一覧を調べる 気象台の観測の記録を引く 配送の遅れを見張る
""")


def _rows(slots: Slots, rng: Random) -> tuple[str, list[tuple[str, int]]]:
    """The counter, and four or five names with different counts, in the order of the table."""
    counter, names = MEASURES[slots["measure"]]
    chosen = names.split(",")[: rng.randint(4, 5)]
    return counter, list(zip(chosen, rng.sample(range(12, 98), len(chosen)), strict=True))


def _markdown(rows: list[tuple[str, int]], counter: str) -> str:
    lines = [f"| {name} | {number} |" for name, number in rows]
    return "\n".join([f"| 項目 | 数（{counter}） |", "|---|---:|", *lines])


def _made(slots: Slots, rng: Random) -> Pair:
    counter, rows = _rows(slots, rng)
    total = ("合計", sum(number for _, number in rows))
    return Pair("、".join(f"{name} {number}{counter}" for name, number in rows), _markdown([*rows, total], counter))


def _second(slots: Slots, rng: Random) -> Pair:
    counter, rows = _rows(slots, rng)
    first, second = sorted(rows, key=lambda row: row[1], reverse=True)[:2]
    gap = first[1] - second[1]
    return Pair(_markdown(rows, counter), f"{second[0]}の{second[1]}{counter}。首位の{first[0]}とは{gap}{counter}の差です。")


_SQL = {wanted: (f"```sql\n{query}\n```",) for wanted, query in QUERIES.items()}
_FORMULA = {wanted: (f"`{formula}`",) for wanted, formula in FORMULAS.items()}

FRAMES = (
    Frame(
        "table",
        "{role}に渡す{measure}を、末尾に合計の行がある表に仕立ててください。{after}",
        {"role": ROLES, "measure": tuple(MEASURES), "after": AFTERWARDS},
        _made,
    ),
    Frame(
        "table",
        "{measure}を表で示す。二位はどこで、一位との差はいくらかを{role}に答えよ。{after}",
        {"role": ROLES, "measure": tuple(MEASURES), "after": AFTERWARDS},
        _second,
    ),
    Frame(
        "code",
        "{system}仕事で、{query}SQLが要ります。{listener}にも読める形で書けますか。",
        {"system": SYSTEMS, "query": tuple(QUERIES), "listener": LISTENERS},
        written("{query_1}", query=_SQL),
    ),
    Frame(
        "table",
        "{purpose}、{sheet}の表計算で{formula}数式を教えてほしい。",
        {"purpose": PURPOSES, "sheet": SHEETS, "formula": tuple(FORMULAS)},
        written("{formula_1} と入力します。", "入れる数式は {formula_1} です。", formula=_FORMULA),
    ),
)
