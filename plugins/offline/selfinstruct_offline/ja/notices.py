"""Reading a notice: finding a fact in it, listing it, shortening it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from selfinstruct_offline.frames import Frame, Pair, Slots
from selfinstruct_offline.ja.clauses import PURPOSES
from selfinstruct_offline.ja.phrases import Answer, words
from selfinstruct_offline.ja.settings import ARRIVALS

DOCUMENTS = words("""
山あいの温泉宿のそば打ち体験の案内 市立体育館の卓球教室の募集 離島の歴史を語り合う会の知らせ 動物病院の子犬のしつけ教室の案内状
商店街の手品大会の告知 町営プールの水泳教室の掲示 陶芸工房の体験会の申し込み案内 川の生き物調べに加わる人を募るちらし
高校の吹奏楽部の定期演奏会の案内 農園の野菜の収穫体験の募集要項 郷土資料館の古文書講座の案内 保健所の食生活の相談会の知らせ
寺で開く写経の会の案内 子ども将棋大会の参加者募集 天文台の望遠鏡作りの告知 消防署の救命講習の受講案内
手話サークルの入門講座の広告 港の魚料理の講習の知らせ 里山の植物の観察会の案内 図工室で開く木工教室の募集
自転車の安全点検会の掲示 俳句結社の新人向け句会の通知 新聞社の印刷工場の見学会の連絡 古着の交換会の呼びかけ
市民劇団の大道具作りの募集 老舗の酒蔵の見学会の案内 裁縫サークルの浴衣作りの知らせ 公民館の味噌作り教室のちらし
""")

_PLACES = words("本館一階の集会室 東棟の第二会議室 正面玄関前の広場 二階の多目的室 西側の駐車場 別館の大広間")
_PEOPLE = words("大野 西村 藤井 小川 松田 早川 宮本 石橋 中島 三浦")
_HOURS = words("午前9 午前10 午前11 午後1 午後2 午後3 午後4 午後6")
_WEEKDAYS = "月火水木金土日"
_FIRST_DAY = date(2027, 1, 4)


class Notice(NamedTuple):
    """What a notice says."""

    title: str
    when: str
    where: str
    fee: str
    closing: str
    phone: str
    person: str
    seats: str

    @property
    def text(self) -> str:
        """The notice as prose."""
        return (
            f"{self.title}\n{self.when}から、{self.where}で行います。費用は{self.fee}、定員は{self.seats}です。"
            f"申し込みは{self.closing}までに、担当の{self.person}（電話{self.phone}）へお願いします。"
        )


def notice(title: str, rng: Random) -> Notice:
    """A notice with that title and everything else at random."""
    day = _FIRST_DAY + timedelta(days=rng.randrange(14, 340))
    when = f"{_day(day)}{rng.choice(_HOURS)}時{rng.choice(('', '30分'))}"
    fee = rng.choice(("無料", f"一人{rng.randrange(300, 3100, 100)}円"))
    phone = f"0{rng.randint(3, 9)}-0000-{rng.randint(1000, 9999)}"
    closing = _day(day - timedelta(days=rng.randint(3, 12)))
    return Notice(title, when, rng.choice(_PLACES), fee, closing, phone, rng.choice(_PEOPLE), f"{rng.randrange(10, 85, 5)}人")


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日（{_WEEKDAYS[day.weekday()]}）"


def _read(made: Callable[[Notice], str]) -> Answer:
    def answer(slots: Slots, rng: Random) -> Pair:
        given = notice(slots["document"], rng)
        return Pair(given.text, made(given))

    return answer


def _frame(pattern: str, made: Callable[[Notice], str], kind: str = "extract") -> Frame:
    return Frame(kind, pattern, {"purpose": PURPOSES, "arrival": ARRIVALS, "document": DOCUMENTS}, _read(made))


FRAMES = (
    _frame("{purpose}、{arrival}{document}から日時だけを抜き出してください。", lambda n: n.when),
    _frame("{arrival}{document}に書かれた電話番号を、{purpose}教えてくれますか。", lambda n: n.phone),
    _frame("{arrival}{document}を読み、費用を答えよ。{purpose}頼む。", lambda n: n.fee),
    _frame(
        "{purpose}、{arrival}{document}を一文に縮めなさい。",
        lambda n: f"{n.title}：{n.when}から{n.where}で開かれ、費用は{n.fee}、申し込みは{n.closing}までです。",
        "summary",
    ),
    _frame(
        "{purpose}、{arrival}{document}を箇条書きに整えてください。",
        lambda n: (
            f"・日時は{n.when}から\n・場所は{n.where}\n・費用は{n.fee}\n・定員は{n.seats}\n・申し込みは{n.closing}まで\n・担当は{n.person}（{n.phone}）"
        ),
        "format",
    ),
    _frame("{arrival}{document}の締め切りはいつ？ {purpose}教えてほしいです。", lambda n: f"{n.closing}です。"),
    _frame("{purpose}、{arrival}{document}の担当者名を確認したい。", lambda n: f"{n.person}さんです。"),
    _frame(
        "{arrival}{document}の「日時」と「場所」をJSONに。{purpose}お願いします。",
        lambda n: f'{{"日時": "{n.when}", "場所": "{n.where}"}}',
        "format",
    ),
    _frame("{purpose}、{arrival}{document}の会場だけを答えなさい。", lambda n: n.where),
    _frame("{arrival}{document}には何人まで参加できますか。{purpose}お尋ねします。", lambda n: f"{n.seats}までです。"),
)
