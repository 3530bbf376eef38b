"""Whole runs with --batch at Groq's and OpenAI's batch API: the same bytes, nothing lost, nothing paid for twice."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import wireserver as wire
from answers import words
from click.testing import CliRunner, Result
from quickrows import crossed, leading
from test_kill import timeless
from test_pipeline import rows
from wirebatches import Batches, End
from wireserver import Asked, Fault, WireServer

import selfinstruct
from selfinstruct.cli import cli
from selfinstruct.clock import SystemClock
from selfinstruct_openai.backend import OpenAI

KEY = "gsk_Secret0123456789"
N = 12
PRICES = "[{backend}]\nm = {{ input = 1000, output = 1000 }}\n"


async def model(asked: Asked) -> str:
    """What a perfect model would say, decided by the request alone."""
    rng, shown = random.Random(asked.seed), asked.body["messages"][-1]["content"]
    if shown.endswith("Is it a classification task?"):
        return "Yes" if asked.seed % 3 == 0 else "No"
    if "numbered 1 to" in shown:
        return "\n".join(f"{i}. Tell {words(rng, 7)}." for i in range(1, 9))
    if "Class label" in shown:
        return f"Class label: up\nInput: {words(rng, 4)}\nClass label: down\nInput: {words(rng, 4)}"
    return "\n".join(f"Example {i}\nInput: {words(rng, 4)}\nOutput: {words(rng, 5)}" for i in (1, 2))


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits are over at once, and the clock has gone on by as much."""
    skipped = 0.0

    def now(_: SystemClock) -> float:
        return time.monotonic() + skipped

    async def sleep(_: SystemClock, seconds: float) -> None:
        nonlocal skipped
        skipped += seconds

    monkeypatch.setattr(SystemClock, "now", now)
    monkeypatch.setattr(SystemClock, "sleep", sleep)


BACKENDS = ("groq", "openai")


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


ONE = pytest.mark.parametrize("backend", leading(1, BACKENDS), indirect=True)
"""For what the host does, whoever the server is."""


def served(backend: str, **batches: Any) -> WireServer:
    return WireServer(model, batches=Batches(groq=backend == "groq", **batches))


def place(backend: str, server: WireServer) -> dict[str, str]:
    """The options that lead a backend to the server."""
    return {"base-url": server.root} if backend == "groq" else {"base-url": server.url, "preset": "openai"}


def arguments(backend: str, server: WireServer, out: str, *more: str, n: int = N) -> list[str]:
    options = {"structured": "no", **place(backend, server)}
    given = [word for name, value in options.items() for word in ("--option", f"{name}={value}")]
    return ["run", "--lang", "en", "--backend", backend, "--model", "m", "-n", str(n), "--out", out, *given, *more]


def run(backend: str, server: WireServer, out: str, *more: str, n: int = N) -> Result:
    return CliRunner().invoke(cli, arguments(backend, server, out, *more, n=n))


def good(backend: str, server: WireServer, out: str, *more: str, n: int = N) -> Result:
    result = run(backend, server, out, *more, n=n)
    assert result.exit_code == 0, result.output
    return result


def live(server: WireServer) -> list[Asked]:
    """The requests that were sent one by one."""
    return [asked for asked in server.asked if asked.path.endswith("/chat/completions")]


def paid(server: WireServer) -> list[int]:
    """The seeds of all requests that were answered."""
    return [asked.seed for asked in live(server)] + [body["seed"] for body in server.batches.answered]


def seeds_on_disk(out: str) -> list[int]:
    return [row["sampling"]["seed"] for row in rows(Path(out), "completions.jsonl")]


def events(out: str) -> list[str]:
    return [row["event"] for row in rows(Path(out), "batches.jsonl")]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """The derived files of a run without batches."""
    out = tmp_path_factory.mktemp("plain") / "run"
    with WireServer(model) as server:
        good("groq", server, str(out))
    return timeless(out)


def same(backend: str, out: str, plain: Mapping[str, str]) -> bool:
    """Whether a run made what the one without batches made; who answered is named in it."""
    return {name: text.replace(f'"{backend}', '"groq') for name, text in timeless(Path(out)).items()} == plain


# --- whole runs


def test_a_run_in_batches_has_the_bytes_of_one_without(backend: str, plain: Mapping[str, str]) -> None:
    with served(backend) as server:
        result = good(backend, server, "run", "--batch")

    assert same(backend, "run", plain)
    assert len(server.batches.made) == 2
    assert {batch["metadata"]["selfinstruct"] for batch in server.batches.made} == {
        row["batch"] for row in rows(Path("run"), "batches.jsonl")
    }
    log = rows(Path("run"), "completions.jsonl")
    assert {row["stage"] for row in log if "batch" in row} == {"classify", "instances"}
    assert len(live(server)) == sum(row["stage"] == "generate" for row in log)
    assert Counter(seeds_on_disk("run")) == Counter(paid(server))
    assert events("run") == ["planned", "submitted", "over"] * 2
    assert "batch in_progress, 0 of 12 done, next look" in result.stderr


@ONE
def test_a_request_in_a_batch_is_the_one_that_is_sent_live(backend: str) -> None:
    with served(backend) as server:
        good(backend, server, "run")
        good(backend, server, "again", "--batch")

    sent = {asked.seed: asked.body for asked in live(server)}
    assert len(server.batches.answered) == 2 * N
    assert all(sent[body["seed"]] == body for body in server.batches.answered)


@ONE
def test_a_larger_run_goes_on_in_further_batches(backend: str, plain: Mapping[str, str]) -> None:
    with served(backend) as server:
        good(backend, server, "run", "--batch", n=5)
        good(backend, server, "run", "--batch")

    assert same(backend, "run", plain)
    assert max(Counter(paid(server)).values()) == 1


def test_the_stages_alone_go_in_batches_too(backend: str, plain: Mapping[str, str]) -> None:
    with served(backend) as server:
        command = arguments(backend, server, "run")
        outcomes = [CliRunner().invoke(cli, ["generate", *command[1:]])]
        outcomes += [CliRunner().invoke(cli, [stage, "run", "--batch"]) for stage in ("classify", "instances")]
        outcomes.append(CliRunner().invoke(cli, ["curate", "run"]))

    assert [outcome.exit_code for outcome in outcomes] == [0] * 4, [outcome.output for outcome in outcomes]
    assert same(backend, "run", plain)
    assert len(server.batches.made) == 2


# --- what goes wrong in a batch


PASSING: Mapping[str, End] = {
    "expired": End("expired", answered=5),
    "nothing before it expired": End("expired", answered=0),
    "missing": End(missing=3),
    "500": End(lines={3: (500, {"error": {"message": "oops"}}), 4: (503, "not JSON")}),
    "429": End(lines={0: (429, {"error": {"message": "Rate limit reached"}})}),
    "no choices": End(lines={1: (200, {"choices": []}), 2: (200, None)}),
}


@pytest.mark.parametrize(("backend", "name"), crossed(BACKENDS, PASSING), indirect=["backend"])
def test_what_a_batch_lacks_comes_with_the_next(backend: str, name: str, plain: Mapping[str, str]) -> None:
    with served(backend, ends={0: PASSING[name], 2: PASSING[name]}) as server:
        result = good(backend, server, "run", "--batch")

    assert same(backend, "run", plain)
    assert len(server.batches.made) == 4
    assert "without an answer" in result.stderr
    again = [seed for seed, times in Counter(paid(server)).items() if times > 1]
    assert len(again) == (6 if name == "missing" else 0), "what a server answers and never hands over is asked for again"
    assert sorted(seeds_on_disk("run")) == sorted(set(paid(server)))


def test_what_no_batch_answers_is_sent_live(backend: str, plain: Mapping[str, str]) -> None:
    ends = {number: End(lines={place: (500, {}) for place in range(100)}) for number in range(3)}
    with served(backend, ends=ends) as server:
        result = good(backend, server, "run", "--batch")

    assert same(backend, "run", plain)
    assert len(server.batches.made) == 4
    assert "12 requests got no answer in 3 batches: they are sent one by one" in result.stderr


def test_a_refused_content_is_that_requests_own_failure(backend: str) -> None:
    refused = {"error": {"message": "blocked", "code": "content_policy_violation"}}
    with served(backend, ends={0: End(lines={4: (400, refused)})}) as server:
        good(backend, server, "run", "--batch")

    (failed,) = [row for row in rows(Path("run"), "completions.jsonl") if "error" in row]
    assert failed["request_idx"] == 4
    assert [row["request_idx"] for row in rows(Path("run"), "rejections.classify.jsonl")] == [4]


LASTING: Mapping[str, tuple[End, str]] = {
    "401": (End(lines={2: (401, {"error": {"message": "Invalid API Key"}})}), "credential=VARIABLE"),
    "404": (End(lines={2: (404, {"error": {"message": "The model `m` does not exist"}})}), "/models"),
    "failed": (
        End("failed", errors=[{"code": "model_not_found", "message": "model `m` not found", "line": 1}]),
        "--model 'm' is not to be had",
    ),
    "cancelled": (End("cancelled", answered=5), "the same command submits what is left"),
}


@pytest.mark.parametrize(("backend", "name"), crossed(BACKENDS, LASTING), indirect=["backend"])
def test_a_lasting_fault_ends_the_run_and_it_goes_on_once_cured(backend: str, name: str, plain: Mapping[str, str]) -> None:
    end, hint = LASTING[name]
    with served(backend, ends={0: end}) as server:
        failed = run(backend, server, "run", "--batch")
        kept = seeds_on_disk("run")
        good(backend, server, "run", "--batch")

    assert failed.exit_code == 1, failed.output
    assert "error:" in failed.stderr
    assert hint in failed.stderr.replace("\n", " ")
    assert set(kept) == set(paid(server)[: len(kept)])
    assert same(backend, "run", plain)
    assert max(Counter(paid(server)).values()) == 1


@ONE
def test_a_full_queue_is_filled_in_smaller_batches(backend: str, plain: Mapping[str, str]) -> None:
    with served(backend, queue=5) as server:
        good(backend, server, "run", "--batch")

    assert same(backend, "run", plain)
    assert [batch["total"] for batch in server.batches.made if batch["status"] == "completed"] == [3] * 8
    assert max(Counter(paid(server)).values()) == 1


@ONE
def test_a_queue_that_takes_nothing_ends_the_run(backend: str) -> None:
    with served(backend, queue=0) as server:
        result = run(backend, server, "run", "--batch")

    assert result.exit_code == 1
    assert "Enqueued token limit" in result.stderr
    assert "try later, or go on without --batch" in result.stderr.replace("\n", " ")


# --- what goes wrong on the way


class Once:
    """Each of these faults takes the place of one reply, of the first request that its key fits."""

    def __init__(self, **faults: Fault) -> None:
        self._left = dict(faults)

    def __call__(self, asked: Asked) -> Fault | None:
        return self._left.pop(kind_of(asked), None)


def kind_of(asked: Asked) -> str:
    """upload, submit, find, look or read; "" for what is not about batches."""
    path = asked.path.partition("?")[0]
    if path.endswith("/files"):
        return "upload"
    if path.endswith("/batches"):
        return "submit" if asked.method == "POST" else "find"
    return "look" if "/batches/" in path else "read" if "/files/" in path else ""


UNDERWAY: Mapping[str, Fault] = {
    "reset": wire.reset,
    "500": wire.status(500),
    "429": wire.status(429, header_retry_after=2),
    "cut": wire.status(200, "no id"),
}


@pytest.mark.parametrize(("backend", "fault"), crossed(BACKENDS, UNDERWAY), indirect=["backend"])
def test_a_lost_reply_costs_nothing(backend: str, fault: str, plain: Mapping[str, str]) -> None:
    lost = UNDERWAY[fault]
    steps = ("upload", "submit", "find", "look") + (() if fault == "cut" else ("read",))
    with served(backend, hidden=2) as server:
        server.interfere = Once(**dict.fromkeys(steps, lost))
        good(backend, server, "run", "--batch")

    assert same(backend, "run", plain)
    assert len(server.batches.made) == 2, "what was submitted is found by its name"
    assert max(Counter(paid(server)).values()) == 1


def test_a_file_that_is_not_to_be_seen_yet_is_waited_for(backend: str, plain: Mapping[str, str]) -> None:
    with served(backend) as server:
        server.interfere = Once(submit=wire.status(400, "Cannot find file file-0, or project does not have access to it."))
        good(backend, server, "run", "--batch")

    assert same(backend, "run", plain)


REFUSED = {"upload": "credential", "submit": "credential", "look": "remove batches.jsonl"}


@pytest.mark.parametrize(("backend", "step"), crossed(BACKENDS, REFUSED), indirect=["backend"])
def test_a_wrong_key_ends_the_run_after_one_call(backend: str, step: str, plain: Mapping[str, str]) -> None:
    with served(backend) as server:
        server.interfere = Once(**{step: wire.status(401, "Invalid API Key")})
        failed = run(backend, server, "run", "--batch")
        assert kind_of(server.asked[-1]) == step
        server.batches.made = [batch for batch in server.batches.made if step == "look"]
        good(backend, server, "run", "--batch")

    assert failed.exit_code == 1
    assert REFUSED[step] in failed.stderr
    assert same(backend, "run", plain)


@ONE
def test_nobody_answers_for_a_while_and_then_for_too_long(backend: str) -> None:
    def down(asked: Asked) -> Fault | None:
        return wire.reset if kind_of(asked) == "look" else None

    with served(backend) as server:
        server.interfere = down
        failed = run(backend, server, "run", "--batch")
        server.interfere = lambda _: None
        good(backend, server, "run", "--batch")

    assert failed.exit_code == 1
    assert "8 looks at batch batch_0 failed" in failed.stderr
    assert "the batch goes on at" in failed.stderr.replace("\n", " ")
    assert len(server.batches.made) == 2


# --- kill -9, Ctrl-C and other commands


PATIENT = """
import sys
from selfinstruct.clock import SystemClock
from selfinstruct_openai.backend import OpenAI
async def sleep(clock, seconds):
    import asyncio
    await asyncio.sleep(0)
SystemClock.sleep = sleep
from selfinstruct.__main__ import main
main()
"""
"""The command without its waits."""


class Killer:
    """Sends a signal to the process when the n-th request of a kind comes, before or after the server has dealt with it."""

    def __init__(self, kind: str, nth: int, sent: signal.Signals = signal.SIGKILL) -> None:
        self._kind, self._left, self._signal = kind, nth, sent
        self.process: subprocess.Popen[str] | None = None

    def __call__(self, asked: Asked) -> Fault | None:
        if kind_of(asked) != self._kind or self.process is None:
            return None
        self._left -= 1
        if self._left != 0:
            return None
        self.process.send_signal(self._signal)
        if self._signal != signal.SIGKILL:
            return None
        self.process.wait()
        return wire.reset

    def run(self, words: Sequence[str]) -> tuple[int, str]:
        command = [sys.executable, "-c", PATIENT, *words]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            self.process = process
            _, said = process.communicate(timeout=60)
        return process.returncode, said


STEPS = [
    ("upload", 1),
    ("submit", 1),
    ("look", 1),
    ("look", 2),
    ("look", 3),
    ("read", 1),
    ("upload", 2),
    ("submit", 2),
    ("read", 2),
]


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "nth"), STEPS, ids=[f"{kind} {nth}" for kind, nth in STEPS])
def test_a_run_that_is_killed_goes_on_in_another_process(backend: str, kind: str, nth: int, plain: Mapping[str, str]) -> None:
    killer = Killer(kind, nth)
    with served(backend) as server:
        server.interfere = killer
        code, _ = killer.run(arguments(backend, server, "run", "--batch"))
        server.interfere = lambda _: None
        for name in ("completions.jsonl", "batches.jsonl"):
            with Path("run", name).open("ab") as file:
                file.write(b'{"batch": "selfinstru')
        good(backend, server, "run", "--batch")

    assert code == -signal.SIGKILL
    assert same(backend, "run", plain)
    assert len(server.batches.made) == 2, "each was submitted once"
    assert Counter(seeds_on_disk("run")) == Counter(paid(server))
    assert max(Counter(paid(server)).values()) == 1


@pytest.mark.slow
def test_control_c_leaves_the_batch_where_it_is(backend: str, plain: Mapping[str, str]) -> None:
    killer = Killer("look", 2, signal.SIGINT)
    with served(backend, looks=1_000_000) as server:
        server.interfere = killer
        code, said = killer.run(arguments(backend, server, "run", "--batch"))
        status = CliRunner().invoke(cli, ["status", "run"])
        server.batches.looks = 1
        good(backend, server, "run", "--batch")

    assert code == 130, said
    assert f"the batch goes on at {backend}, and the same command comes back to it" in said
    assert f"under way at {backend}: batch batch_0, 12 requests of classify, since 20" in status.output
    assert same(backend, "run", plain)
    assert len(server.batches.made) == 2
    assert "under way" not in CliRunner().invoke(cli, ["status", "run"]).output


def stopped(backend: str, server: WireServer, *more: str, n: int = N) -> Result:
    """A run that leaves a batch of classify behind."""
    server.batches.looks = 1_000_000
    result = run(backend, server, "run", "--batch", "--max-time", "2h", *more, n=n)
    assert result.exit_code == 3, result.output
    server.batches.looks = 1
    return result


@ONE
def test_the_time_is_over_while_a_batch_is_under_way(backend: str, plain: Mapping[str, str]) -> None:
    with served(backend) as server:
        result = stopped(backend, server)
        good(backend, server, "run", "--batch")

    assert "error: --max-time" in result.stderr
    assert "the batch goes on at" in result.stderr
    assert same(backend, "run", plain)
    assert len(server.batches.made) == 2


@ONE
def test_without_batch_what_is_under_way_is_collected_first(backend: str, plain: Mapping[str, str]) -> None:
    with served(backend) as server:
        stopped(backend, server)
        before = len(live(server))
        result = good(backend, server, "run")

    assert same(backend, "run", plain)
    assert "batch batch_0 of classify" in result.stderr
    assert len(server.batches.made) == 1
    assert len(live(server)) == before + N, "instances went live"
    assert max(Counter(paid(server)).values()) == 1


@ONE
def test_a_smaller_run_keeps_all_that_a_batch_brings(backend: str, plain: Mapping[str, str]) -> None:
    with served(backend) as server:
        stopped(backend, server)
        good(backend, server, "run", "--batch", n=4)
        kept = sum(row["stage"] == "classify" for row in rows(Path("run"), "completions.jsonl"))
        good(backend, server, "run", "--batch")

    assert kept == N
    assert same(backend, "run", plain)
    assert max(Counter(paid(server)).values()) == 1


@ONE
def test_a_batch_whose_answers_are_all_recorded_is_not_asked_about(backend: str, plain: Mapping[str, str]) -> None:
    with served(backend) as server:
        good(backend, server, "run", "--batch", n=5)
        log = Path("run", "batches.jsonl")
        log.write_text("".join(line + "\n" for line in log.read_text().splitlines() if '"over"' not in line))
        looks = server.batches.looked.copy()
        good(backend, server, "run", "--batch")

    assert same(backend, "run", plain)
    assert {name: server.batches.looked[name] for name in looks} == looks
    assert next(row["state"] for row in rows(Path("run"), "batches.jsonl") if row["event"] == "over") == "recorded"


def test_a_batch_is_not_taken_for_another_models(backend: str) -> None:
    with served(backend) as server:
        stopped(backend, server)
        result = CliRunner().invoke(cli, ["classify", "run", "--batch", "--model", "other"])

    assert result.exit_code == 2
    assert f"a batch of classify is under way at {backend} m, and {backend} other is asked for" in result.stderr


@ONE
def test_a_batch_of_requests_that_are_made_no_more_is_told(backend: str) -> None:
    with served(backend) as server:
        stopped(backend, server)
        log = Path("run", "batches.jsonl")
        log.write_text(log.read_text().replace('"prompt_sha256": "', '"prompt_sha256": "0', 1))
        result = good(backend, server, "run", "--batch")

    assert "batch batch_0: 1 of its requests are no longer made" in result.stderr


# --- money


@pytest.fixture
def billed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Somebody pays for a server on this machine too; the options that tell the price."""
    monkeypatch.setattr(OpenAI, "_is_billed", lambda _: True)
    Path("prices.toml").write_text("".join(PRICES.format(backend=name) for name in ("groq", "openai")))
    return ["--prices", "prices.toml"]


@ONE
def test_a_budget_is_never_gone_past(backend: str) -> None:
    with served(backend) as server:
        result = run(backend, server, "run", "--batch", "--max-requests", "10")
        used = len(paid(server))
        good(backend, server, "run", "--batch", "--max-requests", "1000")

    assert result.exit_code == 3, result.output
    assert "error: --max-requests: 10 of 10 requests are used" in result.stderr
    assert used == 10
    assert max(Counter(paid(server)).values()) == 1


@ONE
def test_batches_cost_half(backend: str, billed: list[str]) -> None:
    with served(backend) as server:
        good(backend, server, "live", *billed)
        good(backend, server, "run", "--batch", *billed)
        estimates = [
            json.loads(
                CliRunner().invoke(cli, ["estimate", *arguments(backend, server, "new", *billed, *more)[1:], "--json"]).stdout
            )
            for more in ([], ["--batch"])
        ]

    cost, half = (selfinstruct.status(out, prices="prices.toml").cost for out in ("live", "run"))
    assert half["generate"] == cost["generate"]
    assert {stage: half[stage] for stage in ("classify", "instances")} == {
        stage: pytest.approx(cost[stage] / 2)
        for stage in ("classify", "instances")  # type: ignore[operator]
    }
    one, other = ({stage["stage"]: stage["cost"] for stage in found["stages"]} for found in estimates)
    assert other == {**one, "classify": pytest.approx(one["classify"] / 2), "instances": pytest.approx(one["instances"] / 2)}


@ONE
def test_a_cost_limit_counts_batches_at_their_price(backend: str, billed: list[str]) -> None:
    with served(backend) as server:
        good(backend, server, "run", "--batch", *billed)
        cost = selfinstruct.status("run", prices="prices.toml").total_cost
        assert cost is not None
        for share in (0.5, 0.9):
            limit = ["--max-cost", f"{cost * share:.6f}"]
            stopped = run(backend, server, f"run {share}", "--batch", *billed, *limit)
            spent = selfinstruct.status(f"run {share}", prices="prices.toml").total_cost
            assert stopped.exit_code == 3, stopped.output
            assert spent is not None
            assert spent <= cost * share


# --- who can, and what is said


def test_a_backend_without_batches_is_refused_before_anything_is_asked() -> None:
    whole = CliRunner().invoke(cli, ["run", "--lang", "en", "--backend", "offline", "--batch", "--out", "run"])
    CliRunner().invoke(cli, ["generate", "--lang", "en", "--backend", "offline", "--out", "run", "-n", "3"])
    stage = CliRunner().invoke(cli, ["classify", "run", "--batch"])

    assert [whole.exit_code, stage.exit_code] == [2, 2]
    for result in (whole, stage):
        assert "error: --batch: offline phrase-tables has no batches" in result.stderr
        assert "groq, openai" in result.stderr
    assert rows(Path("run"), "classifications.jsonl") == []


def test_a_server_of_ones_own_has_no_batches() -> None:
    with WireServer(model) as server:
        words = arguments("openai", server, "run", "--batch")
        words[words.index("preset=openai")] = "preset=vllm"
        result = CliRunner().invoke(cli, words)

    assert result.exit_code == 2
    assert live(server) == []


@ONE
def test_the_key_is_in_no_file_and_in_nothing_that_is_said(backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_API_KEY", KEY)
    refused = {"error": {"message": f"bad key {KEY}"}}
    with served(backend, ends={0: End(lines={1: (401, refused)})}) as server:
        command = arguments(backend, server, "run", "--batch", "--option", "credential=MY_API_KEY")
        said = [CliRunner().invoke(cli, command), CliRunner().invoke(cli, command)]

    assert [result.exit_code for result in said] == [1, 0]
    assert {asked.headers["authorization"] for asked in server.asked} == {f"Bearer {KEY}"}
    assert not [file for file in Path().rglob("*") if file.is_file() and KEY.encode() in file.read_bytes()]
    assert not [result for result in said if KEY in result.output + repr(result.exception)]


def test_in_python_too(backend: str) -> None:
    with served(backend) as server:
        options = {"structured": "no", **place(backend, server)}
        result = selfinstruct.run("en", 3, backend=backend, model="m", options=options, out="run", batch=True)

    assert len(result.tasks) == 3
    assert len(server.batches.made) == 2


def test_a_batch_is_found_on_any_page(backend: str, plain: Mapping[str, str]) -> None:
    left = [wire.reset]

    def crowd(asked: Asked) -> Fault | None:
        if kind_of(asked) != "submit" or not left:
            return None
        others = [{"id": f"other-{number}", "metadata": None, "status": "completed"} for number in range(5)]
        server.batches.made += others
        return left.pop()

    with served(backend, page=2) as server:
        server.interfere = crowd
        good(backend, server, "run", "--batch")

    assert same(backend, "run", plain)
    assert len(server.batches.made) == 5 + 2
    assert sum(kind_of(asked) == "find" for asked in server.asked) == 3
