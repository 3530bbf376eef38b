"""E-mails at work and among neighbours."""

from __future__ import annotations

from selfinstruct_offline.frames import Frame
from selfinstruct_offline.ja.phrases import facts, words, written
from selfinstruct_offline.ja.settings import COMING, PAST, REASONS

# From whom to whom at work | the sender | the receiver.
OFFICES = facts("""
家具工場の営業係から百貨店の仕入れ主任へ|営業係|仕入れ主任
印刷会社の新人から大学の広報室へ|印刷会社担当|広報室
旅行代理店の窓口から添乗員の皆さんへ|窓口担当|添乗員各位
水道局の技師から工事を請け負う業者へ|技師|工事ご担当者
菓子問屋の配送係から喫茶店の店長へ|配送係|店長
人事部の採用担当から内定した学生へ|採用担当|内定者
保険会社の調査員から代理店の所長へ|調査員|所長
出版社の校正者から地方の郷土史家へ|校正者|先生
清掃会社の班長からビルの管理人へ|班長|管理人
税理士の助手から町工場の社長へ|助手|社長
劇場の支配人から照明の技術者へ|支配人|照明ご担当者
牧場の経営者から乳業会社の品質課へ|牧場主|品質課
設計事務所の所員から建て主の夫妻へ|所員|お施主様
社員食堂の栄養士から総務の係長へ|栄養士|総務係長
車の販売店から車検を控えた客へ|販売店|お客様
博物館の学芸員から資料の寄贈者へ|学芸員|寄贈者
花市場の競り人から結婚式場の装花係へ|競り人|装花係
研修センターの講師から欠席した受講者へ|講師|受講者
""")

NEWS = words("""
見積書の金額の訂正 会議室の予約時間の変更 検査の日取りの繰り上げ 試作品の到着の遅れ 請求書の宛名の間違い
倉庫の鍵の置き場所の移動 担当者の産休による交代 駐車場の利用時間の短縮 停電に伴う電話の不通 納品書の様式の改定
安全講習の会場の決定 台風による臨時休業 振込先の口座の切り替え 連休中の緊急連絡先 春の人事異動の内容 部品の値上げの時期
""")

REQUESTS = words("""
古い契約書の写しの提出 来月の勤務希望の回答 展示台の貸し出し 在庫の数量の再点検 原稿の締め切りの延長
不良品の原因の調査 打ち合わせの日時の候補 制服の寸法の申告 検査への立ち会い 領収書の再発行
搬入口の鍵の手配 短い推薦文の執筆 昨年の売上の内訳 通訳者の紹介 冷房の温度の調整 名簿の誤記の訂正
""")

# From whom to whom among friends and neighbours | the sender | the receiver.
FRIENDS = facts("""
町内会の会計から班長の皆さんへ|会計係|班長の皆様
下宿を出た学生から世話になった大家へ|元下宿人|大家さん
少年野球の保護者から監督の先生へ|保護者|監督
合唱団の新入りから指揮者へ|新入団員|指揮者
同窓会の幹事から遠くの級友へ|幹事|級友のみんな
隣に越してきた夫婦から向かいの老夫婦へ|隣の者|お向かい様
手芸教室の生徒から休みがちな友達へ|教室仲間|友達
祖父を見舞う孫から離れて住む叔母へ|孫|叔母さん
園児の母親から退職する保育士へ|母親|先生
俳句会の世話人から新しい会員へ|世話人|新会員
山仲間の一人から遭難を案じた友へ|山仲間|友人
結婚する弟から長く会わない姉へ|弟|姉さん
農園を借りる一家から土地の持ち主へ|借り主|地主様
囲碁の弟子から療養中の師匠へ|弟子|師匠
消防団の後輩から引退した分団長へ|後輩|元分団長
留学した娘から留守番の両親へ|娘|お父さん、お母さん
""")

THANKS = words("""
引っ越しの手伝い 庭の柿のお裾分け 急な雨での送迎 長年の励まし 入院中の見舞い 手編みの襟巻き 祭りの屋台の後片付け
弁当の差し入れ 迷子の犬の保護 古い自転車の修理 進学の相談 停電した夜の懐中電灯 留守中の水やり 発表会の花束
""")

SORRIES = words("""
借りた鍋を焦がしたこと 約束の時間を一時間も間違えたこと 集金の連絡を忘れたこと 窓硝子をボールで割ったこと
夜遅くまで騒いだこと 回覧板を止めていたこと 大切な傘を電車に置き忘れたこと 名前を読み違えたこと
送別会を無断で休んだこと 秘密をうっかり漏らしたこと 預かった花を枯らしたこと 手紙の返事が半年も遅れたこと
""")

INVITATIONS = words("""
川原での芋煮の会 新居のお披露目の昼食 手打ちうどんの講習 蛍を眺める夕涼み 古本の交換会 炭火で焼くさんまの宴
初日の出を拝む早朝の散歩 庭の梅を愛でる茶会 朗読と詩の夕べ 味噌の仕込み作業 将棋の親睦大会 海岸の清掃と弁当
""")

_OFFICE, _FRIEND = tuple(OFFICES), tuple(FRIENDS)

FRAMES = (
    Frame(
        "mail",
        "{reason}、{office}{news}を知らせるメールを書いてください。",
        {"reason": REASONS, "office": _OFFICE, "news": NEWS},
        written(
            "件名：{news}のお知らせ\n{office_2}\nいつもお世話になっております。{office_1}です。\n{reason}、{news}について、お知らせいたします。"
            "詳しい内容は改めて書面でお送りしますので、ご確認をお願いいたします。",
            office=OFFICES,
        ),
    ),
    Frame(
        "mail",
        "{office}送る依頼のメール。{reason}{request}を頼みます。",
        {"office": _OFFICE, "reason": REASONS, "request": REQUESTS},
        written(
            "件名：{request}のお願い\n{office_2}\nお世話になっております。{office_1}です。\n{reason}、恐れ入りますが、{request}をお願いできますでしょうか。"
            "ご都合の悪い点がございましたら、お知らせください。",
            office=OFFICES,
        ),
    ),
    Frame(
        "mail",
        "{past}受けた{thanks}へのお礼を、{friend}伝える短いメールは？",
        {"past": PAST, "thanks": THANKS, "friend": _FRIEND},
        written(
            "{friend_2}\n{past}受けた{thanks}、本当にありがとうございました。おかげさまで、とても助かりました。またお会いできる日を楽しみにしています。\n{friend_1}より",
            friend=FRIENDS,
        ),
    ),
    Frame(
        "mail",
        "{past}{sorry}をわびる文面を作れ。{friend}送る。",
        {"past": PAST, "sorry": SORRIES, "friend": _FRIEND},
        written(
            "{friend_2}\n{past}{sorry}を、心からおわびします。私の不注意でご迷惑をおかけしました。二度と繰り返さないように気を付けます。\n{friend_1}より",
            friend=FRIENDS,
        ),
    ),
    Frame(
        "mail",
        "{coming}開く{invitation}への誘いを、{friend}気軽に送りたいです。",
        {"coming": COMING, "invitation": INVITATIONS, "friend": _FRIEND},
        written(
            "{friend_2}\n{coming}、{invitation}を開きます。よかったら気軽にのぞいてください。都合のよい日があれば教えてくださいね。\n{friend_1}より",
            friend=FRIENDS,
        ),
    ),
)
