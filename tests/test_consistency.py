"""Self-consistency: all trials are made, the best counts, and a stop anywhere changes no byte."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from askingcase import Case, candidate, run_until

from selfinstruct import BackendError, Completion, Prompt
from selfinstruct.curation.candidate import Candidate
from selfinstruct.plugins import Plugins
from selfinstruct.progress import Progress
from selfinstruct.records import stable_id
from selfinstruct.runfolder import RunFolder
from selfinstruct.stages.consistency import RecoverInstruction, recovered, rouge_closeness
from selfinstruct.stages.requests import Requests

Install = Callable[..., Plugins]

TRIALS = 3


def shared_words(one: str, other: str) -> float:
    """A closeness for tests: the share of the words that both have."""
    first, second = set(one.lower().split()), set(other.lower().split())
    return len(first & second) / len(first | second)


def recovering(least: float = 0.5, trials: int = TRIALS) -> Any:
    def make(folder: RunFolder, candidates: Sequence[Candidate], requests: Requests, progress: Progress, first: int) -> Any:
        return RecoverInstruction(
            folder, candidates, requests, progress, trials=trials, first=first, closeness=shared_words, least=least
        )

    return make


def case(plugins: Plugins, *, least: float = 0.5, trials: int = TRIALS, **options: Any) -> Case:
    return Case(plugins, "self-consistency", recovering(least, trials), **options)


CANDIDATES = [candidate(number, f"Tell tale number {number} of the old town.") for number in (0, 1, 3, 4, 7, 8, 12)]
TELLING = {each.number: each.task.instruction for each in CANDIDATES}


REFUSED = BackendError("refused by the provider", permanent=True)
ANSWERS: dict[int, Sequence[str | BackendError]] = {
    0: [f"Instruction: {TELLING[0]}", "Tell tale number two.", "Say it."],
    1: ["Write a poem.", "Write about the town.", "Write a poem."],
    3: ["I can't determine the instruction.", REFUSED, "N/A"],
    4: [REFUSED, REFUSED, REFUSED],
    7: [REFUSED, "N/A", f'"{TELLING[7]}"'],
    8: ["Tell tale number 8 of a new town.", TELLING[8], TELLING[8]],
    12: ["Unknown", "Tell tale number 12 of the town.", REFUSED],
}


def mixed(prompt: Prompt) -> Completion | BackendError | str:
    """Recovered at once or late, wrong, unclear, failing."""
    number, trial = divmod(prompt.number, TRIALS)
    return ANSWERS[number][trial]


def test_a_task_is_kept_when_its_best_trial_is_close_enough(scripted: Install) -> None:
    at = case(scripted(mixed))
    at.run(CANDIDATES)

    assert at.kept[0] == {
        "id": stable_id("en", TELLING[0]),
        "instruction": TELLING[0],
        "recovered": [TELLING[0], "Tell tale number two.", "Say it."],
        "scores": [1.0, 0.3333, 0.0],
        "best": 1.0,
        "request_idx": 2,
    }
    assert [(row["request_idx"], row["scores"], row["best"]) for row in at.kept[1:]] == [
        (23, [1.0], 1.0),
        (26, [0.6, 1.0, 1.0], 1.0),
        (38, [0.875], 0.875),
    ]
    assert at.refused == [
        (5, "not-recovered", "best 0.2000: Write about the town."),
        (11, "unclear-answer", "I can't determine the instruction."),
        (14, "request-failed", "refused by the provider"),
    ]
    assert [row["text"] for row in at.folder.rows(at.files[1])] == [TELLING[1], TELLING[3], TELLING[4]]
    assert [each.number for each in recovered(at.folder, CANDIDATES)] == [0, 7, 8, 12]
    assert (at.progress.accepted, at.progress.refused, at.progress.done) == (4, 3, 7)


@pytest.mark.parametrize(("least", "kept"), [(0.0, 5), (0.2, 5), (0.201, 4), (0.875, 4), (0.88, 3), (1.0, 3), (1.01, 0)])
def test_the_threshold_is_reached_by_the_best_as_it_is_written(scripted: Install, least: float, kept: int) -> None:
    at = case(scripted(mixed), least=least)
    at.run(CANDIDATES)

    assert len(at.kept) == kept
    assert len(at.kept) + len(at.refused) == len(CANDIDATES)


@pytest.mark.parametrize("trials", [1, 2, 5])
def test_every_trial_is_asked_under_its_own_number_with_its_own_seed(scripted: Install, trials: int) -> None:
    at = case(scripted(lambda prompt: prompt.instruction), trials=trials)
    at.run(CANDIDATES)

    numbers = [each.number * trials + trial for each in CANDIDATES for trial in range(trials)]
    assert sorted(prompt.number for prompt in at.asked) == numbers
    assert len({prompt.sampling.seed for prompt in at.asked}) == len(numbers)
    assert len({prompt.sha256 for prompt in at.asked}) == len(CANDIDATES)
    assert all(prompt.sampling.temperature == 0.7 and prompt.form == "recovered-instruction" for prompt in at.asked)
    assert [len(row["recovered"]) for row in at.kept] == [trials] * len(CANDIDATES)


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
@pytest.mark.parametrize("style", ["chat", "completion"])
@pytest.mark.parametrize("structured", [False, True])
def test_the_model_sees_every_instance_and_not_the_instruction(
    scripted: Install, language: str, style: str, structured: bool
) -> None:
    labelled = candidate(2, "SECRET", ("The soup was cold.", "negative"), ("What a view!", "positive"), is_classification=True)
    plugins = scripted(lambda prompt: '{"instruction": "SECRET"}' if prompt.schema else " SECRET", style)
    at = case(plugins, trials=1, language=language, style=style, structured=structured)
    at.run([labelled])

    shown = at.asked[0].shown
    assert all(text in shown for text in ("The soup was cold.", "negative", "What a view!", "positive"))
    assert "SECRET" not in shown
    assert at.asked[0].instruction == "SECRET"
    assert (at.asked[0].schema is not None) == (structured and style == "chat")
    assert at.kept[0]["best"] == 1.0


def test_concurrency_changes_no_byte(scripted: Install) -> None:
    plugins = scripted(mixed, delay=lambda prompt: random.Random(prompt.number).random() * 0.004)
    found = {}
    for concurrency, window in ((1, 32), (4, 4), (32, 32)):
        at = case(plugins, folder=f"at-{concurrency}")
        at.run(CANDIDATES, concurrency=concurrency, window=window)
        found[concurrency] = at.derived

    assert found[1] == found[4] == found[32]
    assert all(found[1].values())


@pytest.mark.parametrize("stopped_after", range(len(CANDIDATES) * TRIALS + 1))
def test_a_stop_after_any_commit_is_gone_on_from(scripted: Install, stopped_after: int) -> None:
    plugins = scripted(mixed)
    whole = case(plugins, folder="whole")
    whole.run(CANDIDATES)
    at = case(plugins, folder="stopped")
    run_until(at, RecoverInstruction, CANDIDATES, stopped_after)
    before = len(at.asked)
    at.run(CANDIDATES)

    assert at.derived == whole.derived
    assert len(at.asked) - before <= len(CANDIDATES) * TRIALS - stopped_after


def test_a_stop_between_any_two_rows_is_gone_on_from_without_asking(scripted: Install) -> None:
    at = case(scripted(mixed))
    at.run(CANDIDATES)
    whole, asked = at.derived, len(at.asked)
    states = at.stops()
    assert len(states) == len(CANDIDATES) + 1
    for state in states:
        at.put(state)
        at.run(CANDIDATES)
        assert at.derived == whole
    assert len(at.asked) == asked


@pytest.mark.parametrize("before", range(1, len(CANDIDATES)))
def test_more_candidates_later_give_the_bytes_of_all_at_once(scripted: Install, before: int) -> None:
    plugins = scripted(mixed)
    at, whole = case(plugins, folder="grown"), case(plugins, folder="whole")
    whole.run(CANDIDATES)
    asked = len(at.asked)
    at.run(CANDIDATES[:before])
    at.run(CANDIDATES)

    assert at.derived == whole.derived
    assert len(at.asked) == 2 * asked


def test_instances_go_from_the_end_where_there_is_no_room_and_what_is_too_long_is_refused_once(scripted: Install) -> None:
    long = "word " * 400
    candidates = [
        candidate(0, "Tell it.", ("", "short")),
        candidate(1, "Tell more.", ("", "shown"), ("", long)),
        candidate(2, "Tell all.", ("", long)),
        candidate(3, "Tell it again.", ("", "short")),
    ]
    at = case(scripted(lambda prompt: prompt.instruction), limit=400)
    at.run(candidates)

    assert [row["request_idx"] for row in at.kept] == [2, 5, 11]
    [(number, reason, detail)] = at.refused
    assert (number, reason) == (8, "request-too-long")
    assert "400 are allowed" in detail
    assert len(at.asked) == 3 * TRIALS
    second = next(prompt.shown for prompt in at.asked if prompt.number == 3)
    assert "shown" in second
    assert long.strip() not in second


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
def test_rouge_closeness_is_that_of_the_tokens(plugins: Plugins, language: str) -> None:
    texts = {
        "en": ("Translate the sentence into French.", "Translate this sentence to French!", "Name a river."),
        "ko": ("다음 문장을 프랑스어로 번역하세요.", "문장을 프랑스어로 번역해 줘.", "강 이름을 하나 대세요."),
        "ja": ("次の文をフランス語に訳してください。", "文をフランス語に訳せ。", "川の名前を一つ挙げてください。"),
    }[language]
    closeness = rouge_closeness(plugins.language(language))

    assert closeness(texts[0], texts[0]) == 1.0
    assert 0.5 <= closeness(texts[0], texts[1]) < 1.0
    assert closeness(texts[0], texts[2]) < 0.5
    assert closeness(texts[0], texts[1]) == closeness(texts[1], texts[0])
    assert closeness(texts[0], "!!") == closeness("", "") == 0.0


def test_rouge_closeness_in_english_is_rouge_l(plugins: Plugins) -> None:
    closeness = rouge_closeness(plugins.language("en"))

    assert closeness("Name three big rivers in Asia", "Name the rivers of Asia") == pytest.approx(2 * 3 / 11)
