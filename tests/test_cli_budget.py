"""Limits, costs, estimates and stops as a user meets them on the command line."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from answers import good
from click.testing import CliRunner, Result
from test_pipeline import derived, rows

from selfinstruct import Abilities, Backend, BackendError, Completion, Prompt, QuotaSpent, Usage
from selfinstruct.cli import cli, session
from selfinstruct.plugins import Plugins

PRICES = "[scripted]\nm = { input = 100, output = 300 }\n"


def call(*arguments: str) -> Result:
    """The command, in this process."""
    return CliRunner().invoke(cli, arguments)


def offline(*arguments: str) -> Result:
    return call("run", "--lang", "en", "--backend", "offline", "--out", "run", *arguments)


def run_toml(folder: str = "run") -> dict[str, Any]:
    return tomllib.loads(Path(folder, "run.toml").read_text("utf-8"))


@pytest.fixture
def billed(scripted: Callable[..., Plugins], monkeypatch: pytest.MonkeyPatch) -> type[Backend]:
    """`--backend scripted` on the command line, which somebody pays for; prices.toml has its price."""
    plugins = scripted(lambda prompt: Completion(good(prompt), usage=Usage(100, 10), model="m", created_at="2026-01-01"))
    backend = plugins.backend("scripted")
    monkeypatch.setattr(backend, "abilities", property(lambda _: Abilities(billed=True)))
    monkeypatch.setattr(session, "plugins", lambda _: plugins)
    Path("prices.toml").write_text(PRICES)
    return backend


def paid(*arguments: str, n: int = 10) -> Result:
    asked = ("--lang", "en", "-n", str(n), "--backend", "scripted", "--model", "m", "--out", "run")
    return call("run", *asked, *arguments)


# --- limits


def test_a_run_stops_at_its_requests_and_goes_on_with_more() -> None:
    stopped = offline("-n", "20", "--max-requests", "10")
    made = len(rows(Path("run"), "completions.jsonl"))
    again = offline("-n", "20", "--max-requests", "10")
    gone_on = offline("-n", "20", "--max-requests", "500")

    assert (stopped.exit_code, made) == (3, 10)
    assert "error: --max-requests: 10 of 10 requests are used\nhint: " in stopped.stderr
    assert "go on with: " in stopped.stderr
    assert again.exit_code == 3
    assert len(rows(Path("run"), "completions.jsonl")) > 10
    assert gone_on.exit_code == 0
    assert call("run", "--lang", "en", "--backend", "offline", "-n", "20", "--out", "straight").exit_code == 0
    files, straight = derived(Path("run")), derived(Path("straight"))
    assert files.keys() == straight.keys()
    assert [row["instruction"] for row in rows(Path("run"), "tasks.jsonl")] == [
        row["instruction"] for row in rows(Path("straight"), "tasks.jsonl")
    ]


def test_the_command_that_goes_on_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ["run", "--lang", "en", "--backend", "offline", "--out", "a run", "--max-requests", "2"]
    monkeypatch.setattr("sys.argv", ["/usr/bin/selfinstruct", *arguments])

    assert (
        "go on with: selfinstruct run --lang en --backend offline --out 'a run' --max-requests 2\n" in call(*arguments).stderr
    )


def test_generate_and_the_stages_have_limits_of_their_own() -> None:
    options = ("--lang", "en", "--backend", "offline", "-n", "12", "--out", "run")
    assert call("generate", *options, "--max-requests", "1").exit_code == 3
    assert call("generate", *options).exit_code == 0
    made = len(rows(Path("run"), "completions.jsonl"))
    for stage in ("classify", "instances"):
        assert call(stage, "run", "--max-requests", str(made)).exit_code == 3
        assert call(stage, "run", "--max-tokens", "999999", "--rpm", "9999").exit_code == 0
        made = len(rows(Path("run"), "completions.jsonl"))


WRONG = {
    "no requests": (["--max-requests", "0"], "--max-requests 0: must be a whole number from 1"),
    "no tokens": (["--max-tokens", "-5"], "--max-tokens -5: must be a whole number from 1"),
    "no cost": (["--max-cost", "0"], "--max-cost 0.0: must be above 0"),
    "cost without an end": (["--max-cost", "inf"], "--max-cost inf: must be above 0"),
    "no number": (["--max-cost", "nan"], "--max-cost nan: must be above 0"),
    "no time": (["--max-time", "0s"], "--max-time 0.0: must be above 0"),
    "odd time": (["--max-time", "soon"], "'soon' is not a time such as 90s, 20m or 3h"),
    "odd unit": (["--max-time", "3d"], "'3d' is not a time"),
    "no pace": (["--rpm", "0"], "--rpm 0: must be"),
    "no prices": (["--prices", "none.toml"], "does not exist"),
    "bad prices": (["--prices", "bad.toml"], "not a table of prices"),
    "no address": (["--base-url", "localhost:8000"], "--base-url localhost:8000: must be an http or https address"),
    "a password in the address": (["--base-url", "http://me:secret@host/v1"], "a password or a query"),
    "a key in the address": (["--base-url", "http://host/v1?api_key=secret"], "a password or a query"),
    "a schema that can not be": (["--structured"], "--structured: offline"),
    "a prompt of nothing": (["--max-prompt-tokens", "0"], "--max-prompt-tokens 0: must be from 1"),
}


@pytest.mark.parametrize(("arguments", "message"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_limit_is_told_in_a_line(arguments: Sequence[str], message: str) -> None:
    Path("bad.toml").write_text("groq = 1")

    result = offline(*arguments)

    assert (result.exit_code, message in result.stderr) == (2, True), result.stderr
    assert "secret" not in result.output
    assert not Path("run/completions.jsonl").exists()


@pytest.mark.parametrize(
    ("text", "seconds"), [("90", 90.0), ("90s", 90.0), ("20m", 1200.0), ("3h", 10_800.0), ("1h30m", 5400.0), ("0.5h", 1800.0)]
)
def test_times_are_written_as_people_do(text: str, seconds: float) -> None:
    offline("-n", "1", "--max-time", text)

    assert run_toml()["limits"]["max_time"] == seconds


def test_limits_are_no_part_of_the_run_and_those_of_the_last_command_are_kept() -> None:
    offline("-n", "2", "--max-requests", "500", "--rpm", "900")
    first = run_toml()["limits"]
    again = offline("-n", "3", "--max-cost", "5", "--concurrency", "2")
    kept = run_toml()["limits"]

    assert first == {"n": 2, "concurrency": 8, "billed": [], "max_requests": 500, "rpm": 900}
    assert again.exit_code == 0
    assert kept == {"n": 3, "concurrency": 2, "billed": [], "max_cost": 5.0}


# --- cost


def test_what_is_billed_is_told_before_and_after(billed: type[Backend]) -> None:
    result = paid("--prices", "prices.toml")
    status = call("status", "run").stdout
    cost = len(rows(Path("run"), "completions.jsonl")) * (100 * 100 + 10 * 300) / 1e6

    assert result.exit_code == 0
    assert "scripted m is billed: about " in result.stderr
    assert f"${cost:.2f}" in result.stderr.split("instances ")[1].split("\n")[0]
    assert f"tokens, ${cost:.2f}\n" in status
    assert run_toml()["limits"]["billed"] == ["scripted"]


def test_an_unknown_cost_is_told_and_never_zero(billed: type[Backend]) -> None:
    result = paid()
    status = call("status", "run").stdout

    assert "cost unknown; --prices FILE tells prices" in result.stderr
    assert "cost unknown" in status
    assert "$" not in result.stderr + status
    assert "$" in call("status", "run", "--prices", "prices.toml").stdout


def test_what_nobody_pays_for_shows_no_cost() -> None:
    shown = (
        offline("-n", "3").stderr
        + call("status", "run").stdout
        + call("estimate", "--lang", "en", "--backend", "offline").stdout
    )

    assert "cost" not in shown
    assert "$" not in shown


def test_the_notice_of_the_cost_comes_once_in_a_run(billed: type[Backend]) -> None:
    paid("--max-requests", "3")

    assert "is billed" not in paid("--max-requests", "4").stderr


def test_a_cost_limit_on_an_unknown_price_is_refused_before_anything_is_asked(billed: type[Backend]) -> None:
    result = paid("--max-cost", "1")

    assert result.exit_code == 2
    assert "--max-cost: the price of scripted m is unknown" in result.stderr
    assert "--prices FILE" in result.stderr
    assert billed.asked == []  # type: ignore[attr-defined]


def test_a_cost_is_never_gone_past_over_several_commands(billed: type[Backend]) -> None:
    limits = ("--prices", "prices.toml", "--max-cost", "2.5")
    codes = [paid(*limits, n=300).exit_code for _ in range(2)]
    spent = len(rows(Path("run"), "completions.jsonl")) * 0.013

    assert codes == [3, 3]
    assert 0.013 < spent <= 2.5


# --- status


def test_status_tells_what_is_left_and_what_stopped_the_run() -> None:
    offline("-n", "20", "--max-requests", "10", "--max-tokens", "900000")
    found = json.loads(call("status", "run", "--json").stdout)
    told = call("status", "run").stdout

    assert found["stopped"]["code"] == 3
    assert found["stopped"]["error"] == "--max-requests: 10 of 10 requests are used"
    assert found["left"] == {"requests": 0, "tokens": 900_000 - sum(found["tokens"].values())}
    assert "used 10 requests, " in told
    assert "left of the limits: 0 requests, " in told
    assert "--max-requests: 10 of 10 requests are used\n" in told
    assert "next: the command that began it goes on, with a larger limit" in told


def test_a_stop_is_forgotten_when_the_run_goes_on() -> None:
    offline("-n", "5", "--max-requests", "2")
    offline("-n", "5")
    found = json.loads(call("status", "run", "--json").stdout)

    assert found["stopped"] == {}
    assert found["next"].startswith("done; ")


FAILURES: dict[str, tuple[BackendError, int]] = {
    "outage": (BackendError("the server is away", hint="start it"), 1),
    "quota": (QuotaSpent("the day is spent", hint="resume after 09:00 with the same command", after=40_000), 3),
}


@pytest.mark.parametrize(("error", "code"), FAILURES.values(), ids=FAILURES.keys())
def test_a_failure_is_told_when_it_comes_and_afterwards(
    scripted: Callable[..., Plugins], monkeypatch: pytest.MonkeyPatch, error: BackendError, code: int
) -> None:
    def answer(prompt: Prompt) -> Any:
        return error if prompt.number == 1 else good(prompt)

    plugins = scripted(answer)
    monkeypatch.setattr(session, "plugins", lambda _: plugins)

    result = paid()
    stopped = json.loads(call("status", "run", "--json").stdout)["stopped"]

    assert result.exit_code == code
    assert error.message in result.stderr
    assert ("go on with: " in result.stderr) is (code == 3)
    assert (stopped["code"], error.message in stopped["error"]) == (code, True)
    assert error.message in call("status", "run").stdout


# --- estimate


def test_estimate_prints_a_table_and_what_it_rests_on() -> None:
    result = call("estimate", "--lang", "ko", "-n", "50", "--backend", "offline")
    lines = result.stdout.splitlines()

    assert result.exit_code == 0
    assert lines[0] == "50 tasks, ko, offline phrase-tables"
    assert [line.split()[0] for line in lines[1:6]] == ["stage", "generate", "classify", "instances", "in"]
    assert len({len(line) for line in lines[1:6]}) == 1
    assert all(line.startswith("- ") for line in lines[6:])
    assert not Path("runs").exists()


def test_estimate_with_a_preview_is_gone_on_from() -> None:
    options = ("--lang", "en", "-n", "9", "--backend", "offline", "--out", "run")
    found = json.loads(call("estimate", *options, "--preview", "2", "--json").stdout)
    before = rows(Path("run"), "completions.jsonl")
    result = call("run", *options)

    assert found["recorded"] == len(before) > 2
    assert found["requests"] == sum(stage["requests"] for stage in found["stages"])
    assert result.exit_code == 0
    assert rows(Path("run"), "completions.jsonl")[: len(before)] == before


def test_estimate_shows_costs(billed: type[Backend]) -> None:
    options = ("--lang", "en", "-n", "9", "--backend", "scripted", "--model", "m")

    assert "unknown" in call("estimate", *options).stdout
    assert "$" in call("estimate", *options, "--prices", "prices.toml").stdout
    assert json.loads(call("estimate", *options, "--json").stdout)["cost"] is None


# --- what is part of a run and what is not


def test_the_address_is_short_for_an_option_and_may_change(billed: type[Backend]) -> None:
    seen: list[Any] = []
    build = billed.__init__

    def remember(self: Backend, model: str | None, options: Any) -> None:
        seen.append(dict(options))
        build(self, model, options)

    billed.__init__ = remember  # type: ignore[method-assign]
    assert paid("--base-url", "http://127.0.0.1:8000/v1").exit_code == 0
    assert run_toml()["run"]["options"] == {"base-url": "http://127.0.0.1:8000/v1"}
    assert paid("--option", "base-url=http://127.0.0.1:9000/v1", n=12).exit_code == 0
    assert paid(n=13).exit_code == 0
    assert run_toml()["run"]["options"] == {"base-url": "http://127.0.0.1:9000/v1"}
    assert seen[-1] == {"base-url": "http://127.0.0.1:9000/v1"}
    assert paid("--option", "speed=9").exit_code == 2


def test_an_address_of_a_stage_may_change_when_it_has_rows(billed: type[Backend]) -> None:
    call("generate", "--lang", "en", "--backend", "scripted", "--model", "m", "-n", "4", "--out", "run")

    for port in ("8000", "9000"):
        assert call("classify", "run", "--base-url", f"http://127.0.0.1:{port}").exit_code == 0
        assert run_toml()["stage"]["classify"] == {"base-url": f"http://127.0.0.1:{port}"}
    assert run_toml()["run"]["options"] == {}


def test_what_a_backend_refuses_is_not_kept_for_a_stage() -> None:
    call("generate", "--lang", "en", "--backend", "offline", "-n", "4", "--out", "run")

    assert call("classify", "run", "--base-url", "http://127.0.0.1:1").exit_code == 2
    assert "base-url" in call("classify", "run", "--base-url", "http://127.0.0.1:1").stderr
    assert call("classify", "run", "--base-url", "ftp://127.0.0.1").exit_code == 2
    assert call("classify", "run").exit_code == 0


def test_a_lower_limit_on_prompts_is_taken_where_it_changes_nothing() -> None:
    assert offline("-n", "3").exit_code == 0
    before = derived(Path("run"))

    same = offline("-n", "3", "--max-prompt-tokens", "9000")
    lower = offline("-n", "3", "--max-prompt-tokens", "8000")
    higher = offline("-n", "3", "--max-prompt-tokens", "8500")
    none = offline("-n", "3")
    tight = offline("-n", "3", "--max-prompt-tokens", "100")

    assert [result.exit_code for result in (same, lower, higher, none, tight)] == [0, 0, 2, 2, 2]
    assert "max_prompt_tokens: 8000 -> 8500" in higher.stderr
    assert "max_prompt_tokens: 8000 -> 100" in tight.stderr
    assert derived(Path("run")) == before
    assert run_toml()["run"]["max_prompt_tokens"] == 8000


def test_auto_is_groq_when_its_key_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("selfinstruct_groq")
    Path(".env").write_text("GROQ_API_KEY=gsk-of-the-test\n")

    result = call("estimate", "--lang", "en", "-n", "9")

    assert result.exit_code == 0
    assert "GROQ_API_KEY is set: using groq" in result.stderr
    assert ", groq " in result.stdout
    assert "gsk-of-the-test" not in result.output
