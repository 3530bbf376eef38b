"""Passages to be summed up, given a title, searched for key words or answers, and put in order."""

from __future__ import annotations

from random import Random

from selfinstruct_offline.frames import Frame, Pair, Slots
from selfinstruct_offline.ko.answers import drawn, numbered
from selfinstruct_offline.ko.contexts import ASKERS, DAYS, ELDERS, MOMENTS, PLACES, PURPOSES
from selfinstruct_offline.ko.josa import josa, render
from selfinstruct_offline.ko.openers import PLAIN
from selfinstruct_offline.ko.passages import PASSAGES, PROCEDURES
from selfinstruct_offline.ko.phrases import PARTIES


def _in_order(_slots: Slots, rng: Random) -> Pair:
    steps = rng.choice(PROCEDURES)
    mixed = rng.sample(steps, len(steps))
    if tuple(mixed) == steps:
        mixed.reverse()
    return Pair("\n".join(f"- {step}" for step in mixed), numbered(steps))


def _meeting(slots: Slots, rng: Random) -> Pair:
    facts = {"시각": f"오후 {rng.randint(1, 9)}시", "일": rng.choice(PARTIES), "곳": rng.choice(PLACES)}
    text = render("이번 모임은 {일:이다}. {시각}까지 {곳:으로} 오면 된다. 늦는 사람은 총무에게 미리 알려야 한다.", facts)
    answers = {
        "몇 시까지 가야 하는지": f"{facts['시각']}까지 가야 합니다.",
        "어디로 가야 하는지": f"{josa(facts['곳'], '으로')} 가야 합니다.",
        "무슨 모임인지": f"{facts['일']}입니다.",
        "늦으면 누구에게 알려야 하는지": "총무에게 알려야 합니다.",
    }
    return Pair(text, answers[slots["물음"]])


def _joined(_slots: Slots, rng: Random) -> Pair:
    first, second, joined = rng.choice(
        (
            ("비가 왔다.", "소풍을 미루었다.", "비가 와서 소풍을 미루었다."),
            ("문을 두드렸다.", "아무도 나오지 않았다.", "문을 두드렸지만 아무도 나오지 않았다."),
            ("동생은 노래를 불렀다.", "나는 춤을 추었다.", "동생은 노래를 불렀고 나는 춤을 추었다."),
            ("봄이 온다.", "꽃이 핀다.", "봄이 오면 꽃이 핀다."),
            ("배가 고팠다.", "밥을 두 그릇 먹었다.", "배가 고파서 밥을 두 그릇 먹었다."),
            ("열심히 연습했다.", "대회에서 졌다.", "열심히 연습했지만 대회에서 졌다."),
            ("불을 껐다.", "방이 어두워졌다.", "불을 끄자 방이 어두워졌다."),
            ("길이 막혔다.", "회의에 늦었다.", "길이 막혀서 회의에 늦었다."),
        )
    )
    return Pair(f"{first} {second}", joined)


FRAMES = (
    Frame(
        "summary",
        "{목적} 하는데 글이 너무 길어요. {이:이} {때} 읽어도 단번에 알도록 한 문장으로 요약해 주세요.",
        {"목적": PURPOSES, "이": ASKERS, "때": MOMENTS},
        drawn((passage.text, passage.summary) for passage in PASSAGES),
    ),
    Frame(
        "summary",
        "{말머리} {날}에 {곳}에서 {어른:께} 줄거리를 말씀드려야 한다. 글의 요지를 한 줄로 간추려라.",
        {"말머리": PLAIN, "날": DAYS, "곳": PLACES, "어른": ELDERS},
        drawn((passage.text, passage.summary) for passage in PASSAGES),
    ),
    Frame(
        "title",
        "{날}에 {이:이} {곳}에서 쓴 글인데 아직 제목이 없대. 알맞은 걸로 붙여 줄래?",
        {"이": ASKERS, "곳": PLACES, "날": DAYS},
        drawn((passage.text, passage.title) for passage in PASSAGES),
    ),
    Frame(
        "key-words",
        "{목적} 합니다. {어른:께서} {곳}에서 건네신 글에서 핵심어를 세 개만 뽑아 주십시오.",
        {"목적": PURPOSES, "어른": ELDERS, "곳": PLACES},
        drawn((passage.text, passage.words) for passage in PASSAGES),
    ),
    Frame(
        "ordering",
        "{이:이} {때} 뒤섞어 놓은 단계들이에요. {곳}에서 발표할 수 있게 순서를 바로잡아 주시겠어요?",
        {"이": ASKERS, "때": MOMENTS, "곳": PLACES},
        _in_order,
    ),
    Frame(
        "question",
        "{어른:께서} {날}에 보내신 알림을 {이:이} 못 봤대요. 읽고 {물음} 대답해 주세요.",
        {
            "어른": ELDERS,
            "날": DAYS,
            "이": ASKERS,
            "물음": ("몇 시까지 가야 하는지", "어디로 가야 하는지", "무슨 모임인지", "늦으면 누구에게 알려야 하는지"),
        },
        _meeting,
    ),
    Frame(
        "joining",
        "{말머리} {이:이} {곳}에서 쓴 짧은 두 문장을 하나로 자연스럽게 이어 써라. {날}에 배운 이음말을 써도 된다.",
        {"말머리": PLAIN, "이": ASKERS, "곳": PLACES, "날": DAYS},
        _joined,
    ),
)
