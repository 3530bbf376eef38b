"""What the judge says in each language: reasons for a score, reasons for a preference, and ways to say neither clearly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Opinions:
    """One language's sentences.

    scored: score -> reasons for it. preferred: reasons why {one} is better than {other}. even: reasons why neither is.
    vague: opinions that settle nothing. loose: a score said in words, with {label} and {n}. points: a score with its unit.
    undecided: what stands where a score or a winner should.
    """

    scored: Mapping[int, tuple[str, ...]]
    preferred: tuple[str, ...]
    even: tuple[str, ...]
    vague: tuple[str, ...]
    loose: tuple[str, ...]
    points: str
    undecided: tuple[str, ...]


ENGLISH = Opinions(
    scored={
        5: (
            "The output does all that the task asks, and does it correctly and clearly.",
            "Every part of the task is answered in good order and without a mistake.",
            "It is complete, true and easy to follow.",
        ),
        4: (
            "The output answers the task well, though one point could be fuller.",
            "It is correct and clear, if a little short.",
            "It does what was asked, with one small slip in the wording.",
        ),
        3: (
            "The main point is there, but part of the task is left out.",
            "It is right in parts and vague in others.",
        ),
        2: (
            "It touches on the task but misses most of what was asked.",
            "Several statements are wrong, and the form that was asked for is not kept.",
        ),
        1: (
            "The output does not answer the task.",
            "It has nothing to do with what was asked.",
        ),
    },
    preferred=(
        "Answer {one} covers every part of the task, while answer {other} leaves some of it out.",
        "Both are correct, but {one} is clearer and better ordered than {other}.",
        "{other} drifts away from the question; {one} stays with it to the end.",
    ),
    even=(
        "Both answers are correct and equally clear.",
        "Each does what was asked, and neither adds anything of note.",
    ),
    vague=(
        "Some of it is good and some of it is not.",
        "That depends on who will read it.",
        "There are arguments for either view.",
    ),
    loose=("The {label} is {n} out of 5.", "I would put the {label} at {n} of 5 points."),
    points="{n} points",
    undecided=("hard to say", "it depends"),
)
KOREAN = Opinions(
    scored={
        5: (
            "과제가 요구한 것을 빠짐없이, 정확하고 알기 쉽게 답했습니다.",
            "모든 부분에 차례대로 답했고 틀린 곳이 없습니다.",
            "내용이 온전하고 사실에 맞으며 읽기 쉽습니다.",
        ),
        4: (
            "과제에 잘 답했지만 한 가지는 조금 더 자세하면 좋겠습니다.",
            "정확하고 분명하지만 다소 짧습니다.",
            "시킨 대로 했으나 표현에 작은 흠이 있습니다.",
        ),
        3: (
            "핵심은 담겨 있지만 과제의 일부가 빠졌습니다.",
            "맞는 부분도 있고 모호한 부분도 있습니다.",
        ),
        2: (
            "과제를 건드리기는 했으나 요구한 것을 대부분 놓쳤습니다.",
            "틀린 설명이 여럿이고 요구한 형식도 지키지 않았습니다.",
        ),
        1: (
            "과제에 답하지 않았습니다.",
            "물어본 것과 상관없는 내용입니다.",
        ),
    },
    preferred=(
        "{one}는 과제의 모든 부분을 다루었지만 {other}는 일부를 빠뜨렸습니다.",
        "둘 다 맞지만 {one}가 {other}보다 더 분명하고 짜임새가 있습니다.",
        "{other}는 질문에서 벗어났고 {one}는 끝까지 질문에 답했습니다.",
    ),
    even=(
        "두 답 모두 정확하고 똑같이 알기 쉽습니다.",
        "둘 다 시킨 일을 했고 어느 쪽도 눈에 띄게 낫지 않습니다.",
    ),
    vague=(
        "좋은 점도 있고 아쉬운 점도 있습니다.",
        "누가 읽느냐에 따라 다릅니다.",
        "어느 쪽으로도 볼 수 있습니다.",
    ),
    loose=("5점 만점에 {n}점입니다.", "{label} {n}점 정도입니다. 만점은 5점입니다."),
    points="{n}점",
    undecided=("판단하기 어려움", "상황에 따라 다름"),
)
JAPANESE = Opinions(
    scored={
        5: (
            "課題が求めることをすべて満たし、正確でわかりやすい出力です。",
            "どの部分にも順序よく答えており、誤りがありません。",
            "内容に漏れがなく、事実に合い、読みやすいです。",
        ),
        4: (
            "課題によく答えていますが、一点だけもう少し詳しいとよいです。",
            "正確で明快ですが、やや短いです。",
            "求められたとおりですが、言い回しに小さな難があります。",
        ),
        3: (
            "要点は押さえていますが、課題の一部が抜けています。",
            "正しい部分もあれば、あいまいな部分もあります。",
        ),
        2: (
            "課題に触れてはいますが、求められたことの大半が抜けています。",
            "誤った説明がいくつもあり、指定された形式も守っていません。",
        ),
        1: (
            "課題に答えていません。",
            "尋ねられたこととは関係のない内容です。",
        ),
    },
    preferred=(
        "{one}は課題のすべての部分に触れていますが、{other}は一部が抜けています。",
        "どちらも正しいものの、{one}のほうが{other}より明快で整っています。",
        "{other}は質問からそれていますが、{one}は最後まで質問に答えています。",
    ),
    even=(
        "どちらの答えも正確で、同じくらいわかりやすいです。",
        "どちらも求められたことをしており、目立った差はありません。",
    ),
    vague=(
        "よい点もあれば、物足りない点もあります。",
        "読む人によって変わります。",
        "どちらとも考えられます。",
    ),
    loose=("{label}は5点満点で{n}点です。", "5点のうち{n}点といったところです。"),
    points="{n}点",
    undecided=("判断が難しい", "場合による"),
)
