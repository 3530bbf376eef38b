"""What a run will need: from its own requests, from what it has made, and from the first of it made as a preview."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from answers import good
from test_pipeline import rows

import selfinstruct
from selfinstruct import Abilities, Completion, Prompt, Usage
from selfinstruct.plugins import Plugins

PRICES = "[scripted]\nm = { input = 1000, output = 3000 }\n"
FILES = ("instructions", "rejections", "classifications", "instances", "tasks", "rejections.curate")


def answer(prompt: Prompt) -> Completion:
    return Completion(good(prompt), usage=Usage(100, 10), model="m", created_at="2026-01-01")


@pytest.fixture
def billed(scripted: Callable[..., Plugins], monkeypatch: pytest.MonkeyPatch) -> Plugins:
    """`--backend scripted`, which somebody pays for, in a folder with its prices in prices.toml."""
    plugins = scripted(answer)
    backend = plugins.backend("scripted")
    monkeypatch.setattr(backend, "abilities", property(lambda _: Abilities(billed=True)))
    Path("prices.toml").write_text(PRICES)
    return plugins


def asked(plugins: Plugins) -> list[Prompt]:
    return plugins.backend("scripted").asked  # type: ignore[attr-defined, no-any-return]


def estimate(plugins: Plugins, n: int = 40, **options: Any) -> Any:
    return selfinstruct.estimate("en", n, backend="scripted", model="m", plugins=plugins, **options)


def test_an_estimate_asks_for_nothing_and_writes_nothing(billed: Plugins) -> None:
    before = set(Path().rglob("*"))

    found = estimate(billed)

    assert asked(billed) == []
    assert set(Path().rglob("*")) == before
    assert [stage.stage for stage in found.stages] == ["generate", "classify", "instances"]
    assert all(stage.requests and stage.prompt_tokens > stage.completion_tokens > 0 for stage in found.stages)
    assert found.recorded == 0


def test_the_totals_are_those_of_the_stages(billed: Plugins) -> None:
    found = estimate(billed, prices="prices.toml")

    for name in ("requests", "prompt_tokens", "completion_tokens"):
        assert getattr(found, name) == sum(getattr(stage, name) for stage in found.stages)
    assert found.cost == pytest.approx(found.prompt_tokens * 1e-3 + found.completion_tokens * 3e-3)
    assert found.seconds >= max(stage.seconds for stage in found.stages)


def test_an_unknown_price_is_unknown_and_what_nobody_pays_for_costs_nothing(billed: Plugins) -> None:
    unknown = estimate(billed)
    free = selfinstruct.estimate("en", 40, backend="offline")

    assert (unknown.billed, unknown.cost) == (True, None)
    assert any("price of scripted m is unknown" in line for line in unknown.assumptions)
    assert (free.billed, free.cost) == (False, 0.0)


@pytest.mark.parametrize("lang", ["en", "ko", "ja"])
def test_the_requests_are_those_of_the_run(lang: str) -> None:
    """What is estimated for the prompts is near what the same prompts are estimated at when the run makes them."""
    from selfinstruct.completionlog import prompt_of
    from selfinstruct.tokencount import prompt_tokens

    found = selfinstruct.estimate(lang, 60, backend="offline")
    folder = selfinstruct.run(lang, 60, backend="offline").folder
    real: dict[str, list[int]] = {}
    for row in rows(folder, "completions.jsonl"):
        real.setdefault(row["stage"], []).append(prompt_tokens(prompt_of(row)))

    for stage in found.stages:
        each = sum(real[stage.stage]) / len(real[stage.stage])
        assert stage.prompt_tokens / stage.requests == pytest.approx(each, rel=0.3)
        assert stage.requests == pytest.approx(len(real[stage.stage]), rel=0.5)


def test_more_tasks_need_more(billed: Plugins) -> None:
    few, many = estimate(billed, 20), estimate(billed, 200)

    assert all(a.requests < b.requests for a, b in zip(few.stages, many.stages, strict=True))


@pytest.mark.parametrize(
    ("limits", "least"),
    [({"rpm": 2}, 30.0), ({"tpm": 100}, 60.0 * 20), ({"rpd": 10}, 86_400.0), ({"tpd": 1000}, 86_400.0 * 20)],
    ids=str,
)
def test_limits_take_their_time(billed: Plugins, limits: dict[str, int], least: float) -> None:
    without, found = estimate(billed), estimate(billed, **limits)

    assert found.seconds - without.seconds >= least
    assert (found.requests, found.prompt_tokens) == (without.requests, without.prompt_tokens)


def test_more_at_once_take_less_time(billed: Plugins) -> None:
    assert estimate(billed, concurrency=16).seconds < estimate(billed, concurrency=2).seconds


def test_a_preview_makes_k_requests_of_every_stage_and_measures_them(billed: Plugins) -> None:
    found = estimate(billed, preview=3, prices="prices.toml", out="run")

    assert Counter(prompt.stage for prompt in asked(billed)) == {"generate": 3, "classify": 3, "instances": 3}
    assert [(stage.prompt_tokens, stage.completion_tokens) for stage in found.stages] == [
        (100 * stage.requests, 10 * stage.requests) for stage in found.stages
    ]
    new = len(rows(Path("run"), "instructions.jsonl"))
    assert f"measured: a request gives {new / 3:.1f} new instructions ({new} from 3 requests)" in found.assumptions
    assert found.recorded == 9


def test_a_second_preview_asks_only_for_what_is_missing(billed: Plugins) -> None:
    estimate(billed, preview=3, out="run")
    first = len(asked(billed))
    estimate(billed, preview=3, out="run")
    same = len(asked(billed))
    estimate(billed, preview=5, out="run")

    assert (first, same, len(asked(billed))) == (9, 9, 15)


def contents(folder: str) -> dict[str, bytes]:
    return {name: file.read_bytes() for name in FILES if (file := Path(folder, f"{name}.jsonl")).exists()}


@pytest.mark.parametrize("window", [2, 32])
def test_a_run_goes_on_from_its_preview_and_pays_nothing_twice(billed: Plugins, window: int) -> None:
    options: dict[str, Any] = {"backend": "scripted", "model": "m", "plugins": billed, "window": window}
    selfinstruct.run("en", 40, out="straight", **options)
    straight = {(prompt.stage, prompt.number) for prompt in asked(billed)}
    asked(billed).clear()

    estimate(billed, preview=4, window=window, out="run")
    selfinstruct.run("en", 40, out="run", **options)

    made = [(prompt.stage, prompt.number) for prompt in asked(billed)]
    assert len(made) == len(set(made))
    # Requests sent ahead and not needed are in neither's files.
    assert set(made) >= {key for key in straight if key[0] != "generate"}
    assert contents("run") == contents("straight")


def test_a_preview_and_a_run_of_the_offline_backend() -> None:
    found = selfinstruct.estimate("ja", 30, backend="offline", preview=5, out="run")
    made = Counter(row["stage"] for row in rows(Path("run"), "completions.jsonl"))
    again = selfinstruct.run("ja", 30, backend="offline", out="run")

    assert (made["generate"], made["classify"], found.recorded) == (5, 5, made.total())
    assert 0 < made["instances"] <= 5
    assert len(again.tasks) == 30
    numbers = [(row["stage"], row["request_idx"]) for row in rows(Path("run"), "completions.jsonl")]
    assert len(numbers) == len(set(numbers))
    assert contents("run").keys() >= {"tasks"}


def test_a_preview_keeps_to_the_limits(billed: Plugins) -> None:
    with pytest.raises(selfinstruct.BudgetSpent, match="--max-requests"):
        estimate(billed, preview=5, max_requests=7, out="run")

    assert len(asked(billed)) == 7


def test_a_limit_beyond_the_preview_does_not_end_it(billed: Plugins) -> None:
    assert estimate(billed, preview=2, max_requests=700, out="run").recorded == 6


def test_an_estimate_of_a_run_that_is_done_is_what_it_needed(billed: Plugins) -> None:
    folder = selfinstruct.run("en", 30, backend="scripted", model="m", plugins=billed, out="run").folder
    made = Counter(row["stage"] for row in rows(folder, "completions.jsonl"))
    found = estimate(billed, 30, out="run")

    for stage in found.stages:
        assert stage.requests == pytest.approx(made[stage.stage], abs=4)


def test_an_estimate_refuses_what_a_run_would_refuse(billed: Plugins) -> None:
    selfinstruct.generate("en", 5, backend="scripted", model="m", plugins=billed, out="run")

    with pytest.raises(selfinstruct.ConfigError, match="begun with other settings"):
        estimate(billed, seed=9, out="run")


def test_the_estimate_is_plain_json(billed: Plugins) -> None:
    from dataclasses import asdict

    assert json.loads(json.dumps(asdict(estimate(billed))))["n"] == 40
