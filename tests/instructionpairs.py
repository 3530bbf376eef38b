"""Pairs of instructions in our own languages that every threshold must decide right: one task told twice, and two tasks."""

from __future__ import annotations

SAME = [
    ("ko", "이 문단을 프랑스어로 옮겨 줘.", "이 문단을 프랑스어로 옮겨 주시기 바랍니다."),
    ("ko", "엑셀로 할 수 있는 업무를 알려 주세요.", "엑셀로 할수있는업무를 알려주세요"),
    ("ko", "운동을 꾸준히 해야 되는 까닭을 말해 봐.", "운동을 꾸준히 해야 돼는 까닭을 말해 보세요."),
    ("ko", "ＧＰＳ가 작동하는 원리를 설명해 보세요.", "gps가 작동하는 원리를 설명해보세요"),
    ("ko", "두 가지 방법을 제안하세요.", "2가지 방법을 제안해 주세요."),
    ("ko", "학생들이 읽을 책을 추천해 주세요.", "학생이 읽을 책을 추천해 줘"),
    ("ko", "꿀벌의 역할을 요약하시오.", "꿀벌의 역할을 요약하십시오!"),
    ("ja", "カメラの使い方をわかりやすく教えてください。", "カメラの使いかたを分かり易く教えて下さい。"),
    ("ja", "サーバーの仕組みを説明してください。", "サーバの仕組みを説明して下さい"),
    ("ja", "四つの理由を挙げよ。", "４つの理由をあげてください。"),
    ("ja", "引っ越しの手順をまとめてください。", "引越しの手順をまとめてほしい。"),
    ("ja", "みかんの皮をむくコツ", "蜜柑の皮を剥くコツ"),
    ("ja", "この詩の要点を述べなさい。", "この詩の要点を述べてもらえますか？"),
    ("ja", "ＤＮＡの役割を説明せよ。", "DNAの役割を説明していただけますか。"),
    ("en", "Explain how bees make honey.", "explain how bees make honey"),
    ("en", "List three uses of salt in cooking.", "List five uses of salt in cooking."),
    ("en", "Write a short poem about the sea in winter.", "Write a poem about the sea in winter, please."),
    ("en", "How do I remove a coffee stain from a shirt?", "How can I remove a coffee stain from a shirt?"),
]
DIFFERENT = [
    ("ko", "SNS란 무엇인가요?", "SNS를 이용한 홍보 전략을 세워 주세요."),
    ("ko", "지진이 일어나는 원인을 설명해 주세요.", "실업의 원인을 설명해 주세요."),
    ("ko", "3가지 과일을 추천하세요.", "3가지 직업을 비교하세요."),
    ("ko", "다음 글을 읽고 주제를 쓰세요.", "다음 표를 보고 평균을 구하세요."),
    ("ko", "환불을 요청하는 이메일을 작성해 주세요.", "여행 계획표를 작성해 주세요."),
    ("ja", "公爵とは何ですか？", "ブロックチェーンとは何ですか？"),
    ("ja", "SNSとは何ですか？", "SNSを使った宣伝の計画を立ててください。"),
    ("ja", "地震が起こる原因を説明してください。", "失業の原因を説明してください。"),
    ("ja", "次の文章を読んで主題を書いてください。", "次の表を見て平均を求めてください。"),
    ("ja", "卵焼きを作るにはどうすればよいですか？", "英語を学ぶにはどうすればよいですか？"),
    ("en", "What is a glacier?", "What are deductibles?"),
    ("en", "Write a poem about autumn rain.", "Write a summary of the following article."),
    ("en", "How do I remove a coffee stain from a shirt?", "How do I plant a rose in a pot?"),
    ("en", "Translate this sentence into French.", "Is this sentence ironic? Answer yes or no."),
]
