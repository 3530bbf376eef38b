"""Papers of working life: minutes, applications, requests for approval, telephone messages."""

from __future__ import annotations

from random import Random

from selfinstruct_offline.frames import Frame, Pair, Slots
from selfinstruct_offline.ja.clauses import AFTERWARDS, PURPOSES
from selfinstruct_offline.ja.phrases import facts, words, written
from selfinstruct_offline.ja.settings import REASONS, ROLES

MEETINGS = words("""
新商品の試食会の打ち合わせ 文化祭の実行委員の集まり 町内の防災訓練の相談 社員食堂の献立の検討会 商店街の福引きの準備会 図書室の模様替えの話し合い
駅前の清掃の計画会議 創業祭の役員の会合 合宿の下見の報告会 観光案内の改訂の会議 農産物直売所の月例会 保育園の夏祭りの相談
""")
_DECIDED = words("""
開催は六月の第二土曜とする 会場は別館の大広間を使う 参加費は一人五百円とする 案内は回覧で配る 定員は四十人とする 受付は二人で務める
""")
_OPEN = words("""
雨の日の扱い 司会を誰が務めるか 記念品を付けるか 駐車場をどこに設けるか 開始を午前にするか午後にするか 予算の上限
""")
_TASKS = words("""
大野さんが名札を作る 西村さんが見積もりを取る 藤井さんが会場を予約する 松田さんが案内文を書く 早川さんが道具を点検する 岡田さんが参加者を数える
""")

# An experience | what came of it.
EXPERIENCES = facts("""
居酒屋で新人を指導した二年間|復唱の手順書を作り、注文の間違いを減らしました
吹奏楽部で会計を任された一年|出費の記録を毎週公開し、余った費用で楽譜をそろえました
図書館で返却を手伝った夏|戻す棚を色で示し、作業の時間を縮めました
引っ越しの作業員として働いた春|運ぶ順番を話し合う習慣を作り、破損をなくしました
学童保育で宿題を見た三年間|一人一人の進み方を書き留め、親御さんに伝えました
農園で出荷を手伝った秋|箱詰めの役割を分け、朝の積み込みを早めました
水泳部で主将を務めた最後の年|練習の目標を全員で決め、欠席を減らしました
祭りの実行委員を引き受けた冬|準備の一覧を貼り出し、当日の混乱を防ぎました
旅館で配膳をした繁忙期|苦手な食材を前もって尋ね、作り直しを減らしました
電話の受付を担当した半年|よくある質問をまとめ、待ち時間を短くしました
研究室で後輩を支えた卒業の年|実験の失敗例を記録し、同じ誤りを防ぎました
新聞配達を続けた高校の頃|雨の日の順路を工夫し、遅れを出しませんでした
""")
STRENGTHS = words("""
粘り強さ 段取りのよさ 周りへの気配り 数字への正確さ 聞く力 工夫する力 責任感 人をまとめる力 素早い判断 学び続ける姿勢
""")
JOBS = words("""
信用金庫の窓口の仕事 食品メーカーの営業職 市役所の事務職 鉄道会社の駅員 出版社の編集の補助 病院の受付 家電の修理の相談係 旅行会社の企画職
住宅設備の設計の補助 福祉施設の生活相談員 物流会社の配車係 学習塾の教室長
""")

ITEMS = words("""
複合機の入れ替え 会議室の椅子十脚の購入 倉庫の棚の増設 社用の自転車三台の購入 受付の加湿器の導入 名刺の管理ソフトの契約 作業靴二十足の更新
給湯室の冷蔵庫の買い替え 防災用の水と食料の備蓄 展示台の修理 事務用のパソコン五台の更新 電話機の交換 床の滑り止めの工事 配送車の点検の委託
""")
SECTIONS = words(
    "総務課 経理課 営業一課 品質管理課 資材課 広報室 製造二課 人事課 配送センター 研究開発室 支店の庶務係 お客様相談室"
)

_CALLERS = words("丸山製作所の西田 あかね堂の松本 港北運輸の大森 みどり園芸の黒川 白川印刷の江口 三つ葉食品の長田")
_ERRANDS = facts("""
納品の日を一日早めてほしい|明日の正午まで
見積もりの数量を八十個に変えてほしい|今日の午後五時まで
請求書をもう一度送ってほしい|今週の金曜まで
打ち合わせの場所を変えたい|明日の朝まで
見本をあと二つ借りたい|来週の月曜まで
担当者の名前を教えてほしい|今日のうち
""")
DESKS = words("""
昼休みの経理課の机 外出中の所長の席 会議中の設計主任の席 当直の看護師長の詰所 産休に入る前任者の机 出張した営業部長の席
支店の無人の受付 倉庫番の休憩所 編集長の空いた席 工場の夜勤の事務室 校長の留守の部屋 組合の窓口
""")


def _minutes(slots: Slots, rng: Random) -> Pair:
    decided, pending, task = rng.choice(_DECIDED), rng.choice(_OPEN), rng.choice(_TASKS)
    lines = [f"{decided}ことで決まり。", f"{pending}は次回へ。", f"{task}ことになった。"]
    rng.shuffle(lines)
    minutes = f"決定：{decided}。\n保留：{pending}。\n宿題：{task}。"
    return Pair(f"{slots['meeting']}\n{''.join(lines)}", minutes)


def _memo(_slots: Slots, rng: Random) -> Pair:
    caller, errand = rng.choice(_CALLERS), rng.choice(list(_ERRANDS))
    until = _ERRANDS[errand][0]
    call = f"「{caller}と申します。{errand}とお伝えください。お返事は{until}にお願いします。」"
    return Pair(call, f"電話の相手：{caller}様\n用件：{errand}とのこと\n返事：{until}")


FRAMES = (
    Frame(
        "work",
        "{role}として、{meeting}の走り書きを決定・保留・宿題に整えてください。{after}",
        {"role": ROLES, "meeting": MEETINGS, "after": AFTERWARDS},
        _minutes,
    ),
    Frame(
        "work",
        "{experience}を材料に、{job}へ応募する自己PRを書きたい。売りは{strength}です。",
        {"experience": tuple(EXPERIENCES), "job": JOBS, "strength": STRENGTHS},
        written(
            "私の強みは、{strength}です。{experience}に、{experience_1}。この経験を、{job}で生かしたいと考えております。",
            experience=EXPERIENCES,
        ),
    ),
    Frame(
        "work",
        "{reason}、{section}が{item}を願い出ます。稟議書の骨組みを示していただけますか。",
        {"reason": REASONS, "section": SECTIONS, "item": ITEMS},
        written(
            "件名：{item}について\n申請：{section}\n一、目的　{reason}、{item}を行いたい。\n二、内容と費用　品名、数量、金額、支払いの時期\n三、期待できる効果　行わない場合との違い"
        ),
    ),
    Frame(
        "work",
        "{purpose}、{desk}に置く伝言メモをしたためよ。電話の言葉を渡す。{role}の丁寧さで。",
        {"purpose": PURPOSES, "desk": DESKS, "role": ROLES},
        _memo,
    ),
)
