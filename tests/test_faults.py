"""Whole runs against a server that fails in every way: nothing is lost, nothing is asked for twice, no byte differs."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from email.utils import formatdate
from pathlib import Path

import pytest
import wireserver as wire
from click.testing import CliRunner, Result
from quickrows import crossed
from test_kill import timeless
from test_pipeline import rows
from wireserver import Asked, Exchange, Fault, Offlined, WireServer

from selfinstruct import BackendError, Completion, Prompt
from selfinstruct.cli import cli
from selfinstruct.clock import SystemClock
from selfinstruct.wire import WireBackend

KEY = "gsk_Secret0123456789"
CONCURRENCY = 8


async def dated(exchange: Exchange) -> None:
    """429 until a date, a minute and a half from now by the server's clock."""
    now = time.time()
    headers = {"date": formatdate(now, usegmt=True), "retry_after": formatdate(now + 90, usegmt=True)}
    await exchange.send(b'{"error": {"message": "Rate limit reached"}}', 429, **headers)


TRANSIENT: Sequence[Fault] = [
    wire.status(429, "Rate limit reached", header_retry_after=1),
    wire.status(500),
    wire.truncated,
    wire.status(429, "Rate limit reached", header_retry_after=90),
    wire.reset,
    wire.html,
    wire.status(502),
    dated,
    wire.no_choices,
    wire.cut,
    wire.status(503, header_retry_after=2),
    wire.null_content,
]
SLOW = {31: wire.silence, 173: wire.trickle}


class From(dict[int, Fault]):
    """One fault for every request from a number on."""

    def __init__(self, first: int, fault: Fault) -> None:
        super().__init__()
        self._first, self._fault = first, fault

    def get(self, number: int, default: object = None) -> Fault | None:  # type: ignore[override]
        return self._fault if number >= self._first else None


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits are over at once, and the clock has gone on by as much."""
    skipped = 0.0

    def now(_: SystemClock) -> float:
        return time.monotonic() + skipped

    async def sleep(clock: SystemClock, seconds: float) -> None:
        nonlocal skipped
        until = now(clock) + seconds
        await asyncio.sleep(0)
        skipped += max(0.0, until - now(clock))

    monkeypatch.setattr(SystemClock, "now", now)
    monkeypatch.setattr(SystemClock, "sleep", sleep)


@pytest.fixture
def offlined(monkeypatch: pytest.MonkeyPatch) -> Offlined:
    """Answers as the offline backend does; it is told each prompt before it is sent."""
    answers = Offlined()
    complete = WireBackend.complete

    async def told(self: WireBackend, prompts: Sequence[Prompt]) -> list[Completion | BackendError]:
        answers.prompts.update((prompt.sampling.seed, prompt) for prompt in prompts)
        return await complete(self, prompts)

    monkeypatch.setattr(WireBackend, "complete", told)
    return answers


BACKENDS = ("groq", "openai")


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def arguments(backend: str, server: WireServer, out: str, n: int, *more: str) -> list[str]:
    url = server.root if backend == "groq" else server.url
    options = {"base-url": url, "structured": "no", "timeout": "2"}
    given = [word for name, value in options.items() for word in ("--option", f"{name}={value}")]
    size = ["-n", str(n), "--out", out, "--concurrency", str(CONCURRENCY)]
    return ["run", "--lang", "en", "--backend", backend, "--model", "m", *size, *given, *more]


def run(backend: str, server: WireServer, out: str, n: int, *more: str) -> Result:
    return CliRunner().invoke(cli, arguments(backend, server, out, n, *more))


def seeds_on_disk(out: str) -> set[int]:
    return {row["sampling"]["seed"] for row in rows(Path(out), "completions.jsonl")}


def sent(server: WireServer) -> list[int]:
    """The seeds of the answers that went out whole."""
    by_number = {asked.number: asked for asked in server.asked}
    return [by_number[number].seed for number in server.sent]


class Disk:
    """Notes each request whose answer is in the log already, by what the log has gained since the last one."""

    def __init__(self, out: str) -> None:
        self._log = Path(out, "completions.jsonl")
        self._seen = 0
        self._seeds: set[int] = set()
        self.again: list[Asked] = []

    def __call__(self, asked: Asked) -> None:
        if self._log.exists():
            with self._log.open("rb") as file:
                file.seek(self._seen)
                whole, newline, _ = file.read().rpartition(b"\n")
            self._seen += len(whole) + len(newline)
            self._seeds.update(json.loads(line)["sampling"]["seed"] for line in whole.split(b"\n") if line)
        if asked.method == "POST" and asked.seed in self._seeds:
            self.again.append(asked)


@pytest.mark.slow
def test_a_run_through_every_passing_fault_has_the_bytes_of_one_without(offlined: Offlined, backend: str) -> None:
    faults: Mapping[int, Fault] = {7 + 13 * i: fault for i, fault in enumerate([*TRANSIENT] * 3)} | SLOW
    disk = Disk("faulty")
    # Two requests sit it out; shorter, and a busy machine would make good answers late.
    patient = ["--option", "timeout=5"]
    with WireServer(offlined) as good:
        assert run(backend, good, "good", 200, *patient).exit_code == 0
    with WireServer(offlined, faults=faults, on_request=disk) as server:
        result = run(backend, server, "faulty", 200, *patient)

    assert result.exit_code == 0, result.output
    assert len(rows(Path("faulty"), "tasks.jsonl")) == 200
    assert timeless(Path("faulty")) == timeless(Path("good"))
    assert len(server.asked) > max(faults), "every fault has happened"
    assert disk.again == []
    assert Counter(sent(server)).most_common(1)[0][1] == 1
    assert set(sent(server)) == seeds_on_disk("faulty")


DAY = "Rate limit reached for model `m` on requests per day (RPD): Limit 1000, Used 1000, Requested 1. Please try again in 2h."
LASTING: Mapping[str, tuple[Fault, int, str]] = {
    "401": (wire.status(401, "Invalid API Key"), 1, "--option credential=VARIABLE"),
    "403": (wire.status(403, "Access denied"), 1, "from your network"),
    "404": (wire.status(404, "The model `m` does not exist", code="model_not_found"), 1, "/models"),
    "413": (wire.status(413, "Request too large"), 1, "--max-prompt-tokens"),
    "Retry-After 600": (wire.status(429, "Rate limit reached", header_retry_after=600), 3, "resume after"),
    "spent day": (wire.status(429, DAY), 3, "resume after"),
}


@pytest.mark.parametrize(("backend", "name"), crossed(BACKENDS, LASTING), indirect=["backend"])
def test_a_lasting_fault_ends_the_run_safely_and_it_goes_on_once_cured(offlined: Offlined, backend: str, name: str) -> None:
    fault, code, hint = LASTING[name]
    broken_from = 12
    disk = Disk("run")
    with WireServer(offlined, on_request=disk) as server:
        assert run(backend, server, "good", 10).exit_code == 0
        before = len(server.asked)
        server.faults = From(before + broken_from, fault)

        failed = run(backend, server, "run", 10)

        assert failed.exit_code == code, failed.output
        assert "error:" in failed.stderr
        assert hint in failed.stderr.replace("\n", " ")
        assert len(server.asked) <= before + broken_from + CONCURRENCY
        assert set(sent(server)[before:]) == seeds_on_disk("run")
        server.faults = {}
        cured = run(backend, server, "run", 10)

    assert cured.exit_code == 0, cured.output
    assert timeless(Path("run")) == timeless(Path("good"))
    assert disk.again == []


async def indiscreet(exchange: Exchange) -> None:
    """401 with the key in it, as it came."""
    told = json.dumps({"error": {"message": f"bad: {exchange.asked.headers['authorization']}"}})
    await exchange.send(told.encode(), 401)


@pytest.mark.parametrize(("backend", "debug"), crossed(BACKENDS, [[], ["--debug"]]), indirect=["backend"])
def test_the_key_is_in_no_file_and_in_nothing_that_is_said(
    offlined: Offlined, backend: str, monkeypatch: pytest.MonkeyPatch, debug: list[str]
) -> None:
    monkeypatch.setenv("MY_API_KEY", KEY)
    said = []
    with WireServer(offlined) as server:
        for faults in (From(12, indiscreet), {}):
            server.faults = faults
            command = [*debug, *arguments(backend, server, "run", 3, "--option", "credential=MY_API_KEY")]
            said.append(CliRunner().invoke(cli, command))
        said += [CliRunner().invoke(cli, [*debug, *words]) for words in (["status", "run"], ["doctor"], ["export", "run"])]

    assert {asked.headers["authorization"] for asked in server.asked} == {f"Bearer {KEY}"}
    assert [result.exit_code for result in said] == [1, 0, 0, 0, 0]
    files = [file for file in Path().rglob("*") if file.is_file()]
    assert len(files) > 8
    assert not [file for file in files if KEY.encode() in file.read_bytes()]
    assert not [result for result in said if KEY in result.output + repr(result.exception)]


@pytest.fixture
def slow_server() -> Iterator[WireServer]:
    """Answers the first requests at once, and then none for as long as anyone waits."""

    async def answer(asked: Asked) -> str:
        if asked.number >= 6:
            await asyncio.sleep(3600)
        return await wire.numbered_list(asked)

    with WireServer(answer) as server:
        yield server


@pytest.mark.slow
def test_control_c_ends_a_run_with_sixteen_requests_in_flight(slow_server: WireServer, backend: str) -> None:
    words = [*arguments(backend, slow_server, "run", 500, "--option", "timeout=600"), "--concurrency", "16"]
    command = [sys.executable, "-m", "selfinstruct", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ) as process:
        while len(slow_server.asked) - len(slow_server.sent) < 16 and process.poll() is None:
            time.sleep(0.02)
        time.sleep(0.1)  # what was sent last is on its way
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
        took = time.monotonic() - began

    assert process.returncode == 130, said
    assert "go on with:" in said
    assert len(slow_server.sent) == 6
    assert set(sent(slow_server)) == seeds_on_disk("run")
    assert took < 10, "not one of the answers is waited for; it takes a fraction of a second"
