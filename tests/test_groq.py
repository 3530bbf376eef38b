"""The Groq backend, against a server in Groq's wire format."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
import wirechecks
import wireserver as wire
from wirechecks import Maker, ask, prompt
from wireserver import WireServer

from selfinstruct import Completion, ConfigError
from selfinstruct.errors import QuotaSpent
from selfinstruct.plugins import Plugins
from selfinstruct_groq.backend import Groq

KEY = "gsk_Secret0123456789"


def groq(server: WireServer, model: str | None = None, **options: str) -> Groq:
    return Groq(model, {"base-url": server.root, **{name.replace("_", "-"): value for name, value in options.items()}})


@pytest.fixture(autouse=True)
def _untold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remarks are made once in a process; here, once in a test."""
    monkeypatch.setattr("selfinstruct.wire.backend._told", set())


@pytest.mark.parametrize("check", wirechecks.CHECKS)
def test_it_speaks_the_wire_format(check: Callable[[Maker], None]) -> None:
    check(groq)


def test_a_request_as_groq_gets_it() -> None:
    with WireServer() as server:
        found = ask(groq(server))

    (asked,) = server.asked
    assert asked.path == "/openai/v1/chat/completions"
    assert asked.body == {
        "model": "openai/gpt-oss-120b",
        "messages": [{"role": "user", "content": "Hello 0"}],
        "max_completion_tokens": 50,
        "temperature": 0.7,
        "top_p": 0.95,
        "seed": 1000,
        "reasoning_effort": "low",
    }
    assert isinstance(found[0], Completion)
    limits = found[0].limits
    assert limits is not None
    assert limits.day_requests is not None
    assert limits.minute_requests is None


def test_options_reach_the_request() -> None:
    schema = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
    options = {"reasoning_effort": "high", "reasoning_format": "hidden", "service_tier": "flex"}

    with WireServer() as server:
        ask(groq(server, **options), prompt(schema=schema))
        ask(groq(server, "llama-9", structured="yes"), prompt(schema=schema, stop=("a", "b", "c", "d", "e")))

    oss, llama = (asked.body for asked in server.asked)
    assert (oss["reasoning_effort"], oss["reasoning_format"], oss["service_tier"]) == ("high", "hidden", "flex")
    assert oss["max_completion_tokens"] == 50
    assert oss["response_format"]["json_schema"]["strict"] is True
    assert llama["response_format"]["json_schema"]["strict"] is False
    assert llama["stop"] == ["a", "b", "c", "d"]
    assert llama["max_completion_tokens"] == 50
    assert "reasoning_effort" not in llama


@pytest.mark.parametrize(
    ("model", "structured", "effort", "room"),
    [
        (None, True, "low", 1024),
        ("openai/gpt-oss-20b", True, "low", 1024),
        ("qwen/qwen3.6-27b", False, "none", 0),
        ("llama-9", False, None, 0),
    ],
)
def test_what_is_known_of_models(model: str | None, structured: bool, effort: str | None, room: int) -> None:
    backend = Groq(model, {"base-url": "http://127.0.0.1:1"})

    assert backend.abilities.structured is structured
    assert backend.abilities.billed
    assert backend.dialect.extra.get("reasoning_effort") == effort
    assert backend.abilities.thinking == room


def test_the_key_goes_to_groq(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROQ_API_KEY", KEY)

    backend = Groq(None, {})

    assert (backend.server.url, backend.server.key) == ("https://api.groq.com/openai/v1", KEY)
    assert backend.model == "openai/gpt-oss-120b"
    assert KEY not in repr(vars(backend))


def test_the_key_goes_to_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROQ_API_KEY", KEY)
    monkeypatch.setenv("GATEWAY_API_KEY", "gw-1")
    monkeypatch.setenv("GROQ_CUSTOM_HEADERS", f"X-Leak: {KEY}\nAuthorization: Bearer {KEY}")
    with WireServer() as other:
        monkeypatch.setenv("GROQ_BASE_URL", other.root)
        with WireServer() as server:
            told: list[str] = []
            backend = groq(server)
            backend.note = told.append
            ask(backend)
            ask(groq(server, credential="GATEWAY_API_KEY"))

    bare, named = server.asked
    assert KEY not in str(bare) + str(named)
    assert "authorization" not in bare.headers
    assert named.headers["authorization"] == "Bearer gw-1"
    assert other.asked == []
    assert any("gets no key" in line for line in told)


def test_without_a_key_it_says_where_to_get_one() -> None:
    with pytest.raises(ConfigError, match="GROQ_API_KEY is not set") as raised:
        Groq(None, {})

    assert "https://console.groq.com/keys" in raised.value.hint


def test_the_url_of_other_libraries_is_shortened_and_told() -> None:
    told: list[str] = []
    with WireServer() as server:
        backend = Groq(None, {"base-url": f"{server.root}/openai/v1/"})
        backend.note = told.append
        ask(backend)
        ask(backend)

    assert {asked.path for asked in server.asked} == {"/openai/v1/chat/completions"}
    assert len([line for line in told if "left out" in line]) == 1


@pytest.mark.parametrize(
    "options",
    [{"faults": "1"}, {"timeout": "soon"}, {"timeout": "0"}, {"thinking": "-1"}, {"structured": "maybe"}, {"base-url": "groq"}],
)
def test_wrong_options(options: dict[str, str]) -> None:
    with pytest.raises(ConfigError) as raised:
        Groq(None, {"base-url": "http://127.0.0.1:1", **options})

    assert raised.value.hint


def test_a_spent_day_says_when_it_is_back() -> None:
    message = "Rate limit reached on requests per day (RPD): Limit 1000, Used 1000, Requested 1. Please try again in 2h3m."

    with WireServer(faults={0: wire.status(429, message)}) as server:
        (error,) = ask(groq(server))

    assert isinstance(error, QuotaSpent)
    assert error.after == 7380.0


def test_listing_builds_nothing_and_imports_no_sdk(plugins: Plugins) -> None:
    assert plugins.backends()["groq"].check_instance() is None
    code = (
        "import sys; from selfinstruct.plugins import load; load().backends()\n"
        "print([m for m in ('groq', 'openai', 'httpx', 'httpx2', 'pydantic') if m in sys.modules])"
    )

    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout == "[]\n"
