"""Python functions that work as they stand."""

from __future__ import annotations

from selfinstruct_offline.frames import Frame
from selfinstruct_offline.ja.clauses import LISTENERS
from selfinstruct_offline.ja.phrases import words, written

# What the function does: its name, arguments and body.
TASKS = {
    "リストの重複を順序を保って取り除く": ("unique", "items", "    return list(dict.fromkeys(items))"),
    "偶数だけを選んで合計する": ("even_total", "numbers", "    return sum(n for n in numbers if n % 2 == 0)"),
    "文字列が回文かどうか調べる": ("is_palindrome", "text", "    return text == text[::-1]"),
    "単語の出現回数を辞書に数える": (
        "count_words",
        "words",
        "    counts = {}\n    for word in words:\n        counts[word] = counts.get(word, 0) + 1\n    return counts",
    ),
    "入れ子のリストを一段だけ平らにする": ("flatten", "rows", "    return [item for row in rows for item in row]"),
    "二つのリストの共通の要素を並べて返す": ("common", "first, second", "    return sorted(set(first) & set(second))"),
    "摂氏の気温を華氏に変える": ("to_fahrenheit", "celsius", "    return celsius * 9 / 5 + 32"),
    "整数の各桁の和を求める": ("digit_sum", "number", "    return sum(int(digit) for digit in str(abs(number)))"),
    "素数かどうか判定する": (
        "is_prime",
        "number",
        "    return number > 1 and all(number % d for d in range(2, int(number**0.5) + 1))",
    ),
    "最も長い単語を見つける": ("longest", "words", "    return max(words, key=len)"),
    "辞書のキーと値を入れ替える": ("swapped", "table", "    return {value: key for key, value in table.items()}"),
    "リストを決まった個数ずつに区切る": (
        "chunks",
        "items, size",
        "    return [items[i : i + size] for i in range(0, len(items), size)]",
    ),
    "閏年かどうか確かめる": ("is_leap", "year", "    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)"),
    "平均より大きい値を残す": (
        "above_mean",
        "numbers",
        "    mean = sum(numbers) / len(numbers)\n    return [n for n in numbers if n > mean]",
    ),
    "二つの整数の最大公約数を計算する": ("gcd", "a, b", "    while b:\n        a, b = b, a % b\n    return abs(a)"),
    "秒数を時分秒の組に分ける": (
        "hms",
        "seconds",
        "    minutes, seconds = divmod(seconds, 60)\n    hours, minutes = divmod(minutes, 60)\n    return hours, minutes, seconds",
    ),
    "階乗を繰り返しで求める": (
        "factorial",
        "n",
        "    result = 1\n    for factor in range(2, n + 1):\n        result *= factor\n    return result",
    ),
    "二番目に大きい値を取り出す": ("second_largest", "numbers", "    return sorted(set(numbers))[-2]"),
    "名前を五文字以内に切り詰める": ("shortened", "name", "    return name[:5]"),
    "負の数が一つでもあるか知らせる": ("has_negative", "numbers", "    return any(n < 0 for n in numbers)"),
    "累計の列を作る": (
        "running_total",
        "numbers",
        "    totals, total = [], 0\n    for n in numbers:\n        total += n\n        totals.append(total)\n    return totals",
    ),
    "行と列を入れ替えた表を返す": ("transposed", "rows", "    return [list(column) for column in zip(*rows)]"),
}

DATA = words("""
家計簿アプリの支出欄で使う 図書室の蔵書の管理に役立つ 将棋の対局の記録を扱う 養鶏場の卵の出荷表を処理する 町内会の名簿を整える
気象台の観測値を調べる 駅伝の区間の記録を集める 給食の献立表を作り直す 釣具店の在庫の点検で動かす 古書市の値札を読み取る
合唱団の出欠を確かめる 温室の温度計の数値に当てる 会計の授業の宿題として出された 投票箱の集計を助ける 旅館の予約台帳に組み込む
植物事典の索引を直す 小学生の計算練習に向いた 電波時計の試験で呼び出す 競りの落札表を見直す 卓球の勝敗表のための
""")

_CODE = {task: ("```python\ndef {}({}):\n{}\n```".format(*parts),) for task, parts in TASKS.items()}
_TASKS = tuple(TASKS)

FRAMES = (
    Frame(
        "code",
        "{data}、{task}Pythonの関数を書いてください。{listener}に手本を見せます。",
        {"data": DATA, "task": _TASKS, "listener": LISTENERS},
        written("次のように書けます。\n{task_1}", task=_CODE),
    ),
    Frame(
        "code",
        "{listener}に尋ねられた。Pythonで{task}方法は？ {data}ものです。",
        {"listener": LISTENERS, "task": _TASKS, "data": DATA},
        written("次の関数で実現できます。\n{task_1}", task=_CODE),
    ),
)
