"""Which instances are usable, by table."""

from __future__ import annotations

import pytest

from selfinstruct.plugins import load
from selfinstruct.stages.curate import curate, usable

LANGUAGES = load().languages()
Pairs = list[tuple[str, str]]


def row(pairs: Pairs, instruction: str = "Do it.", finish: str = "stop") -> dict[str, object]:
    instances = [{"input": i, "output": o} for i, o in pairs]
    return {
        "id": "x",
        "instruction": instruction,
        "instances": instances,
        "is_classification": False,
        "finish_reason": finish,
        "request_idx": 4,
    }


CASES: list[tuple[str, Pairs, str, Pairs, list[str]]] = [
    ("en", [("a b", "c")], "stop", [("a b", "c")], []),
    ("en", [("", "c"), ("", "C ")], "stop", [("", "c")], ["duplicate-instance"]),
    ("en", [("", "c"), ("", "d")], "stop", [("", "c"), ("", "d")], []),
    ("en", [("a", "c"), ("A ", "d"), ("b", "e")], "stop", [], ["same-input-different-outputs"] * 3 + ["no-usable-instance"]),
    ("en", [("a", "")], "stop", [], ["empty-output", "no-usable-instance"]),
    ("en", [("a", "A")], "stop", [], ["output-repeats-input", "no-usable-instance"]),
    ("en", [("a", "so:"), ("b:", "x"), ("c", "d")], "stop", [("c", "d")], ["ends-with-colon"] * 2),
    ("ko", [("가", "다음과 같다："), ("나", "라면 끓이기")], "stop", [("나", "라면 끓이기")], ["ends-with-colon"]),
    ("en", [("a", "b"), ("c", "d")], "length", [("a", "b")], ["cut"]),
    ("en", [("a", "b")], "length", [], ["cut", "no-usable-instance"]),
    ("en", [("a", "b"), ("a", "half of")], "length", [("a", "b")], ["cut"]),
    ("ko", [("", "죄송합니다만 해당 요청은 도와드릴 수 없습니다.")], "stop", [], ["refusal", "no-usable-instance"]),
    ("ja", [("", "申し訳ありませんが、そのご依頼にはお答えできません。")], "stop", [], ["refusal", "no-usable-instance"]),
    ("ko", [("○○○", "가을 하늘")], "stop", [], ["placeholder-input", "no-usable-instance"]),
    ("ko", [("", "This answer is in the wrong language, all of it.")], "stop", [], ["wrong-language", "no-usable-instance"]),
    ("ko", [("", "42")], "stop", [("", "42")], []),
]


@pytest.mark.parametrize(("code", "pairs", "finish", "kept", "reasons"), CASES)
def test_instances_are_kept_or_refused_with_a_reason(
    code: str, pairs: Pairs, finish: str, kept: Pairs, reasons: list[str]
) -> None:
    ((task, refused),) = curate([row(pairs, finish=finish)], LANGUAGES[code], {}, max_instances=5)

    assert ([(i.input, i.output) for i in task.instances] if task else []) == kept
    assert [rejection.reason for rejection in refused] == reasons


def test_a_translation_may_be_in_another_language() -> None:
    kept, refused = usable(row([("비가 온다.", "It is raining outside.")], "다음 문장을 영어로 번역하세요."), LANGUAGES["ko"])

    assert len(kept) == 1
    assert not refused


def test_no_more_instances_than_asked_for() -> None:
    pairs = [(f"input {n}", f"output {n}") for n in range(9)]

    ((task, _),) = curate([row(pairs)], LANGUAGES["en"], {"x": "here"}, max_instances=5)

    assert task is not None
    assert len(task.instances) == 5
    assert task.source == "here"
    assert task.name == "en_task_4"
