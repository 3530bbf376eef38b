"""The OpenAI backend, against a server that speaks its wire format, and the hosts that its keys may go to."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
import wirechecks
from wirechecks import Maker, ask, prompt
from wireserver import WireServer

from selfinstruct import Completion, ConfigError
from selfinstruct_openai.backend import OpenAI
from selfinstruct_openai.presets import PRESETS

SECRETS = {
    "OPENAI_API_KEY": "sk-openai-1",
    "OPENAI_ADMIN_KEY": "sk-admin-2",
    "OPENAI_ORG_ID": "org-3",
    "OPENAI_PROJECT_ID": "proj-4",
    "OPENAI_CUSTOM_HEADERS": "X-Mine: custom-5\nAuthorization: Bearer custom-6\napi-key: custom-7",
    "VLLM_API_KEY": "vllm-8",
    "LLAMA_CPP_API_KEY": "llama-9",
    "OLLAMA_API_KEY": "ollama-10",
    "TRANSFORMERS_API_KEY": "transformers-11",
    "TOGETHER_API_KEY": "together-12",
    "OPENROUTER_API_KEY": "openrouter-13",
    "GROQ_API_KEY": "groq-14",
}
TOKENS = [
    "sk-openai",
    "sk-admin",
    "org-3",
    "proj-4",
    "custom",
    "vllm",
    "llama",
    "ollama",
    "transf",
    "together",
    "openr",
    "groq",
]
HERE = {"vllm": "vllm-8", "llama.cpp": "llama-9", "transformers": "transformers-11"}


def openai(server: WireServer, model: str | None = "m", **options: str) -> OpenAI:
    return OpenAI(model, {"base-url": server.url, **{name.replace("_", "-"): value for name, value in options.items()}})


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("check", wirechecks.CHECKS)
def test_it_speaks_the_wire_format(check: Callable[[Maker], None]) -> None:
    check(openai)


def test_plain_completions_keep_the_contract() -> None:
    wirechecks.keeps_the_contract(partial(openai, style="completion"))


def test_a_chat_request_field_by_field() -> None:
    with WireServer() as server:
        found = ask(openai(server, preset="openai"), prompt(stop=("a", "b", "c", "d", "e")))
        ask(openai(server), prompt())

    hosted, other = server.asked
    assert hosted.path == "/v1/chat/completions"
    assert hosted.body == {
        "model": "m",
        "messages": [{"role": "user", "content": "Hello 0"}],
        "max_completion_tokens": 50,
        "temperature": 0.7,
        "top_p": 0.95,
        "seed": 1000,
        "stop": ["a", "b", "c", "d"],
    }
    assert other.body["max_tokens"] == 50
    assert isinstance(found[0], Completion)
    assert found[0].limits is not None
    assert found[0].limits.minute_requests is not None


def test_a_plain_completion_field_by_field() -> None:
    stops = tuple(map(str, range(100)))

    with WireServer() as server:
        backend = openai(server, preset="vllm", style="completion", thinking="10")
        assert backend.abilities.thinking == 10
        ask(backend, prompt(messages=(), text="1.", stop=stops))

    (asked,) = server.asked
    assert asked.path == "/v1/completions"
    assert (asked.body["prompt"], asked.body["max_tokens"], asked.body["stop"]) == ("1.", 50, list(stops[:64]))
    assert backend.abilities.style == "completion"
    assert not backend.abilities.structured


def test_options_reach_the_request() -> None:
    schema = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
    options = {"reasoning_effort": "low", "service_tier": "flex", "leave_out": "temperature, top_p"}

    with WireServer() as server:
        ask(openai(server, length_field="max_completion_tokens", **options), prompt(schema=schema))

    fields = server.asked[0].body
    assert (fields["reasoning_effort"], fields["service_tier"], fields["max_completion_tokens"]) == ("low", "flex", 50)
    assert "temperature" not in fields
    assert "top_p" not in fields
    assert fields["response_format"]["json_schema"] == {"name": "generate", "strict": True, "schema": schema}


@pytest.mark.parametrize(
    ("options", "model", "structured", "billed"),
    [
        ({"preset": "openai"}, "gpt-5-mini", True, True),
        ({"preset": "openai"}, "gpt-4o", True, True),
        ({"preset": "openai"}, "gpt-4", False, True),
        ({"preset": "openai"}, "gpt-3.5-turbo", False, True),
        ({"preset": "openai", "style": "completion"}, "m", False, True),
        ({"preset": "vllm"}, "m", True, False),
        ({"preset": "vllm", "base-url": "http://10.0.0.7:8000/v1"}, "m", True, False),
        ({"preset": "ollama", "base-url": "https://ollama.com/v1"}, "m", True, True),
        ({"preset": "transformers"}, "m", False, False),
        ({"preset": "together"}, "m", False, True),
        ({"preset": "together", "structured": "yes"}, "m", True, True),
        ({"preset": "vllm", "structured": "no"}, "m", False, False),
        ({"base-url": "http://10.0.0.7:8000/v1"}, "m", False, True),
        ({"base-url": "http://127.0.0.1:8000/v1"}, "m", False, False),
    ],
)
@pytest.mark.usefixtures("secrets")
def test_abilities(options: dict[str, str], model: str, structured: bool, billed: bool) -> None:
    abilities = OpenAI(model, options).abilities

    assert (abilities.structured, abilities.billed) == (structured, billed)


# Keys


@pytest.mark.usefixtures("secrets")
def test_each_preset_has_its_own_key_for_its_own_host() -> None:
    keys = {name: OpenAI("m", {"preset": name}).server for name in PRESETS}

    own = {name: keys[name].key for name in ("openai", "together", "openrouter")}
    assert own == {"openai": "sk-openai-1", "together": "together-12", "openrouter": "openrouter-13"}
    assert {name: server.key for name, server in keys.items() if name not in own} == HERE | {"ollama": ""}
    assert OpenAI("m", {"preset": "ollama", "base-url": "https://ollama.com/v1"}).server.key == "ollama-10"


@pytest.mark.usefixtures("secrets")
@pytest.mark.parametrize("preset", ["", *PRESETS])
def test_what_was_made_for_one_host_goes_to_no_other(monkeypatch: pytest.MonkeyPatch, preset: str) -> None:
    with WireServer() as meant:
        monkeypatch.setenv("OPENAI_BASE_URL", meant.url)
        with WireServer() as server:
            backend = openai(server, None, **({"preset": preset} if preset else {})) if preset not in _HOSTED else None
            ask(backend or openai(server, "small", preset=preset))

    mine = f"Bearer {HERE[preset]}" if preset in HERE else None
    assert meant.asked == []
    for asked in server.asked:
        assert asked.headers.get("authorization") == mine
        seen = str({name: value for name, value in asked.headers.items() if name != "authorization"}) + str(asked.body)
        assert not [token for token in TOKENS if token in seen]


_HOSTED = {"openai", "together", "openrouter"}


@pytest.mark.usefixtures("secrets")
def test_a_named_credential_goes_where_it_is_named_for() -> None:
    with WireServer() as server:
        ask(openai(server, credential="OPENROUTER_API_KEY"))

    assert server.asked[0].headers["authorization"] == "Bearer openrouter-13"


@pytest.mark.usefixtures("secrets")
@pytest.mark.parametrize("url", ["https://openai.example/v1", "http://api.openai.com/v1", "https://api.openai.com.example/v1"])
def test_openais_key_does_not_go_to_a_likely_host(url: str) -> None:
    assert OpenAI("m", {"preset": "openai", "base-url": url}).server.key == ""
    assert OpenAI("m", {"base-url": "https://api.openai.com/v1"}).server.key == ""


@pytest.mark.usefixtures("secrets")
def test_a_key_that_goes_unencrypted_is_told() -> None:
    backend = OpenAI("m", {"base-url": "http://10.0.0.7:8000/v1", "credential": "VLLM_API_KEY"})

    assert any("VLLM_API_KEY" in line and "unencrypted" in line for line in backend.remarks)
    assert "vllm-8" not in repr(vars(backend))


@pytest.mark.parametrize("preset", ["openai", "together", "openrouter"])
def test_hosted_services_need_a_key(preset: str) -> None:
    with pytest.raises(ConfigError, match=f"{PRESETS[preset].variable} is not set"):
        OpenAI("m", {"preset": preset})


# The model


def test_a_server_with_one_model_is_not_asked_twice_for_it() -> None:
    with WireServer(models=["only"]) as server:
        backend = openai(server, None)
        ask(backend, prompt(0), prompt(1))

    assert backend.model == "only"
    assert [asked.path for asked in server.asked] == ["/v1/models", "/v1/chat/completions", "/v1/chat/completions"]
    assert {asked.body["model"] for asked in server.asked[1:]} == {"only"}


@pytest.mark.parametrize(("models", "said"), [([], "has 0 models"), (["a", "b"], "has 2 models: a, b")])
def test_a_server_with_none_or_several_wants_to_be_told(models: list[str], said: str) -> None:
    with WireServer(models=models) as server, pytest.raises(ConfigError, match=said) as raised:
        openai(server, None, preset="vllm")

    assert "--model" in raised.value.hint


def test_a_server_that_is_not_there_or_lists_nothing() -> None:
    with WireServer() as server, pytest.raises(ConfigError, match="status 404"):
        OpenAI(None, {"base-url": f"{server.root}/nowhere"})
    with pytest.raises(ConfigError, match="does not list its models") as raised:
        openai(server, None)

    assert "running" in raised.value.hint


def test_a_hosted_service_is_not_asked_which_models_it_has(secrets: None) -> None:
    with pytest.raises(ConfigError, match="none is named") as raised:
        OpenAI(None, {})

    assert "https://api.openai.com/v1/models" in raised.value.hint
    assert "sk-openai" not in raised.value.hint


@pytest.mark.parametrize(
    "options",
    [{"preset": "opena1"}, {"style": "poem"}, {"length-field": "n"}, {"style": ""}, {"workers": "1"}, {"credential": "sk-1"}],
)
def test_wrong_options(options: dict[str, str]) -> None:
    with pytest.raises(ConfigError) as raised:
        OpenAI("m", {"base-url": "http://127.0.0.1:1/v1", **options})

    assert raised.value.hint
