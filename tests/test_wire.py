"""The wire format: times, limits, requests, answers and what each way of failing means."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct import BackendError, Completion, ConfigError, Message, Prompt, Sampling, Usage, jsonl, wire
from selfinstruct.backend import Allowance, Limits
from selfinstruct.errors import QuotaSpent, TooLarge, TransientError
from selfinstruct.wire import (
    Dialect,
    Reply,
    Server,
    answer,
    base_url,
    duration,
    failure,
    is_loopback,
    is_made_for,
    key_for,
    limits,
    no_connection,
    request_fields,
    retry_after,
)
from selfinstruct.wire.answers import cut_at, without_thoughts

NOW = 1_800_000_000.0
ROOT = Path(__file__).parent.parent
KEY = "gsk_Secret0123456789"
GROQ = Server("Groq", "https://api.groq.com/openai/v1", "m", "GROQ_API_KEY", KEY, "https://console.groq.com/keys", "day")
OPENAI = Server("OpenAI", "https://api.openai.com/v1", "m", "OPENAI_API_KEY", KEY)
KEYLESS = Server("the server", "http://10.0.0.7:8000/v1", "m")
CHAT = Prompt(
    stage="generate",
    number=3,
    language="en",
    form="list",
    sampling=Sampling(max_tokens=100, temperature=0.7, top_p=0.9, seed=5),
    messages=(Message("system", "Be brief."), Message("user", "Hello")),
)
TEXT = replace(CHAT, messages=(), text="1.", stop=("\n\n", "###", "20.", "", "a", "b"))


def date(seconds: float) -> str:
    return format_datetime(datetime.fromtimestamp(seconds, UTC), usegmt=True)


def error(status: int, message: str = "", headers: Mapping[str, str] | None = None, **fields: Any) -> Reply:
    return Reply(status, headers or {}, json.dumps({"error": {"message": message, **fields}}).encode())


def ok(headers: Mapping[str, str] | None = None, **fields: Any) -> Reply:
    return Reply(200, headers or {}, json.dumps(fields).encode())


def said(content: Any = "hi", finish: Any = "stop", **message: Any) -> dict[str, Any]:
    return {"choices": [{"message": {"content": content, **message}, "finish_reason": finish}]}


# Times


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2m59.56s", 179.56),
        ("7.66s", 7.66),
        ("120ms", 0.12),
        ("1h2m", 3720.0),
        ("6m0s", 360.0),
        ("0s", 0.0),
        ("1.5µs", 1.5e-6),
        ("1d2h", 93600.0),
        ("90", 90.0),
        (" 1.5 ", 1.5),
        (".5s", 0.5),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("5 s", None),
        ("5x", None),
        ("s", None),
        ("nan", None),
        ("inf", None),
        ("1e5", None),
        ("9" * 400, None),
        ("２s", None),
    ],
)
def test_durations(text: str, seconds: float | None) -> None:
    assert duration(text) == (None if seconds is None else pytest.approx(seconds))


@given(st.integers(0, 99), st.integers(0, 59), st.floats(0, 59.999), st.booleans())
def test_a_duration_as_go_writes_it_is_read_back(hours: int, minutes: int, seconds: float, short: bool) -> None:
    text = f"{hours}h{minutes}m{seconds:.3f}s" if not short else f"{round(seconds * 1000)}ms"

    assert duration(text) == pytest.approx((0 if short else hours * 3600 + minutes * 60) + seconds, abs=2e-3)


@given(st.text(max_size=20))
def test_any_text_is_a_duration_or_none(text: str) -> None:
    for found in (duration(text), retry_after({"retry-after": text}, NOW), retry_after({"retry-after-ms": text}, NOW)):
        assert found is None or found >= 0


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "90"}, 90.0),
        ({"retry-after": "0"}, 0.0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after-ms": "250", "retry-after": "1"}, 0.25),
        ({"retry-after-ms": "x", "retry-after": "1"}, 1.0),
        ({"retry-after": date(NOW + 45)}, 45.0),
        ({"retry-after": date(NOW - 45)}, 0.0),
        ({"retry-after": date(NOW + 45), "date": date(NOW + 40)}, 5.0),
        ({"retry-after": "Wed, 32 Foo 2026"}, None),
        ({"retry-after": "soon"}, None),
        ({}, None),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, NOW) == seconds


# Limits


def test_groq_counts_requests_by_the_day_and_openai_by_the_minute() -> None:
    headers = {
        "x-ratelimit-limit-requests": "14400",
        "x-ratelimit-remaining-requests": "14370",
        "x-ratelimit-reset-requests": "2m59.56s",
        "x-ratelimit-limit-tokens": "18000",
        "x-ratelimit-remaining-tokens": "17997",
        "x-ratelimit-reset-tokens": "7.66s",
    }
    requests, tokens = Allowance(14400, 14370, pytest.approx(179.56)), Allowance(18000, 17997, 7.66)

    assert limits(headers, "day") == Limits(day_requests=requests, minute_tokens=tokens)
    assert limits(headers, "minute") == Limits(minute_requests=requests, minute_tokens=tokens)
    assert limits({}, "day") is None
    assert limits({"x-ratelimit-limit-requests": "many"}, "day") is None


def test_limits_without_a_reset_or_with_their_span_in_the_name() -> None:
    headers = {
        "x-ratelimit-limit-requests": "10",
        "x-ratelimit-remaining-requests": "0",
        "x-ratelimit-limit-tokens-day": "500",
        "x-ratelimit-remaining-tokens-day": "20",
        "x-ratelimit-reset-tokens-day": "3600",
    }

    told = limits(headers, "minute")

    assert told == Limits(minute_requests=Allowance(10, 0, 60), day_tokens=Allowance(500, 20, 3600))


# Requests


def test_a_chat_request_field_by_field() -> None:
    assert request_fields(CHAT, "m", Dialect()) == {
        "model": "m",
        "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hello"}],
        "max_tokens": 100,
        "temperature": 0.7,
        "top_p": 0.9,
        "seed": 5,
    }


def test_a_text_request_takes_as_many_stop_strings_as_the_server_does() -> None:
    fields = request_fields(TEXT, "m", Dialect(stops=4))

    assert fields["prompt"] == "1."
    assert "messages" not in fields
    assert fields["stop"] == ["\n\n", "###", "20.", "a"]
    assert request_fields(TEXT, "m", Dialect(stops=64))["stop"] == ["\n\n", "###", "20.", "a", "b"]


def test_penalties_go_only_when_there_are_any_and_the_server_knows_them() -> None:
    prompt = replace(CHAT, sampling=replace(CHAT.sampling, presence_penalty=0.5))

    assert request_fields(prompt, "m", Dialect())["presence_penalty"] == 0.5
    assert "frequency_penalty" not in request_fields(prompt, "m", Dialect())
    assert "presence_penalty" not in request_fields(prompt, "m", Dialect(penalties=False))


def test_a_schema_is_asked_for_strictly() -> None:
    schema = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
    dialect = Dialect("max_completion_tokens", extra={"reasoning_effort": "low"})

    fields = request_fields(replace(CHAT, schema=schema), "m", dialect)

    shape = {"name": "generate", "strict": True, "schema": schema}
    assert fields["response_format"] == {"type": "json_schema", "json_schema": shape}
    assert fields["max_completion_tokens"] == 100
    assert fields["reasoning_effort"] == "low"
    lax = request_fields(replace(CHAT, schema=schema), "m", Dialect(strict=False))
    assert lax["response_format"]["json_schema"]["strict"] is False


def test_fields_are_left_out_when_told_so() -> None:
    fields = request_fields(CHAT, "m", Dialect(leave_out=frozenset({"temperature", "top_p"})))

    assert set(fields) == {"model", "messages", "max_tokens", "seed"}


@given(st.text(st.characters(), max_size=30))
def test_every_text_can_be_sent(text: str) -> None:
    fields = request_fields(replace(CHAT, messages=(Message("user", text + "\ud800"),)), "m", Dialect())

    sent = fields["messages"][0]["content"]

    assert json.dumps(fields, ensure_ascii=False).encode()
    assert len(sent) <= len(text) + 1


# Answers


@pytest.mark.parametrize(
    ("reply", "text", "finish"),
    [
        (said(), "hi", "stop"),
        (said("", "length"), "", "length"),
        (said(finish=None), "hi", "stop"),
        (said(finish="eos"), "hi", "eos"),
        (said(None, "content_filter"), "", "content_filter"),
        (said("a part", "content_filter"), "a part", "content_filter"),
        (said(None, refusal="I can not help with that."), "", "refusal"),
        (said(None, "length", reasoning="so I must"), "", "length"),
        (said(None, reasoning_content="hm"), "", "stop"),
        (said("yes", reasoning="no, or rather"), "yes", "stop"),
        (said("<think>no</think>\n\nyes"), "yes", "stop"),
        (said("\n<think>no", "length"), "", "length"),
        (said([{"type": "thinking", "thinking": "x"}, {"type": "text", "text": "yes"}]), "yes", "stop"),
        ({"choices": [{"text": "plain", "finish_reason": "length"}]}, "plain", "length"),
    ],
)
def test_answers(reply: dict[str, Any], text: str, finish: str) -> None:
    found = answer(ok(**reply), CHAT, GROQ, NOW)

    assert (found.text, found.finish_reason) == (text, finish)
    assert found.raw == reply
    assert found.model == "m"


def test_what_else_an_answer_tells() -> None:
    headers = {
        "x-ratelimit-limit-tokens": "9",
        "x-ratelimit-remaining-tokens": "4",
        "x-ratelimit-reset-tokens": "1s",
    }
    reply = said() | {"model": "m-2026", "usage": {"prompt_tokens": 7, "completion_tokens": 2, "queue_time": 0.1}}

    found = answer(ok(headers, **reply), CHAT, GROQ, NOW)

    assert found.usage == Usage(7, 2)
    assert found.model == "m-2026"
    assert found.limits == Limits(minute_tokens=Allowance(9, 4, 1))
    assert found.raw["usage"]["queue_time"] == 0.1


@pytest.mark.parametrize("usage", [None, [], {"prompt_tokens": "7"}, {"prompt_tokens": -1}, {"prompt_tokens": True}])
def test_usage_that_is_not_told_is_zero(usage: Any) -> None:
    assert answer(ok(**said(), usage=usage), CHAT, GROQ, NOW).usage == Usage()


BAD = {
    "truncated": json.dumps(said()).encode()[:-9],
    "html": b"\n<!DOCTYPE html><html><title>Just a moment</title>",
    "list": b"[1, 2]",
    "text": b'"hello"',
    "null": b"null",
    "empty": b"",
    "deep": b"[" * 100_000,
    "no choices": b'{"foo": 1}',
    "empty choices": b'{"choices": []}',
    "choices of nothing": b'{"choices": [null]}',
    "choice without message": b'{"choices": [{"finish_reason": "stop"}]}',
    "null content": json.dumps(said(None)).encode(),
    "number": json.dumps(said(7)).encode(),
    "failed in the middle": json.dumps(said("half", "error")).encode(),
    "error inside": b'{"error": {"message": "upstream", "code": 502}}',
    "not utf-8": b'{"choices": "\xff"}',
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_body_with_a_good_status_is_asked_for_again(name: str) -> None:
    with pytest.raises(TransientError) as raised:
        answer(Reply(200, {}, BAD[name]), CHAT, GROQ, NOW)

    assert "Groq" in raised.value.message
    assert not raised.value.permanent
    assert raised.value.billable is (name not in {"failed in the middle", "error inside"})


def test_an_error_inside_a_good_status_means_what_it_says() -> None:
    with pytest.raises(BackendError) as raised:
        answer(ok(error={"message": "No auth credentials found", "code": 401}), CHAT, GROQ, NOW)

    assert not isinstance(raised.value, TransientError)
    assert "GROQ_API_KEY" in raised.value.hint


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(
    st.sampled_from(["choices", "message", "content", "text", "error", "usage", "finish_reason", "model", "code"]), inner
)), st.integers(100, 599))  # fmt: skip
def test_whatever_comes_is_a_completion_that_can_be_written_or_a_backend_error(data: Any, status: int) -> None:
    with suppress(BackendError):
        found = answer(Reply(status, {}, json.dumps(data).encode()), CHAT, GROQ, NOW)
        assert isinstance(found, Completion)
        jsonl.dump(dict(found.raw))


@given(st.binary(max_size=200), st.integers(100, 599))
def test_bytes_of_any_kind_do_no_harm(body: bytes, status: int) -> None:
    with pytest.raises(BackendError):
        answer(Reply(status, {}, body), CHAT, GROQ, NOW)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("plain", "plain"),
        (" leading space", " leading space"),
        ("<think>\na\n</think>\n1. b", "1. b"),
        ("<think></think>b", "b"),
        ("a\n</think>\n\nb", "b"),
        ("<think>a</think><think>b</think>c", "c"),
        ("<think>a", ""),
        ("1. Explain what <think> means.", "1. Explain what <think> means."),
        ("1. Explain <think>x</think> tags.", "1. Explain <think>x</think> tags."),
        ("", ""),
    ],
)
def test_the_chain_of_thought_is_no_part_of_the_answer(text: str, left: str) -> None:
    assert without_thoughts(text) == left


@given(st.text(max_size=40), st.lists(st.text(max_size=3), max_size=6))
def test_an_answer_ends_before_any_stop_string(text: str, stops: list[str]) -> None:
    short = cut_at(text, stops)

    assert text.startswith(short)
    assert not any(stop and stop in short for stop in stops)


def test_a_server_that_returns_the_stop_text_is_cut_and_has_stopped() -> None:
    reply = {"choices": [{"text": " one\n2. two\n20. three", "finish_reason": "length"}]}

    found = answer(ok(**reply), TEXT, KEYLESS, NOW)

    assert (found.text, found.finish_reason) == (" one\n2. two\n", "stop")


def test_what_failed_for_its_form_is_read_all_the_same() -> None:
    reply = error(400, "Failed to validate JSON.", code="json_validate_failed", failed_generation='{"tasks": ["a"')

    found = answer(reply, CHAT, GROQ, NOW)

    assert (found.text, found.finish_reason) == ('{"tasks": ["a"', "json_validate_failed")
    assert found.raw["error"]["code"] == "json_validate_failed"
    cut = error(400, "max completion tokens reached before generating a valid document", failed_generation="")
    assert answer(cut, CHAT, GROQ, NOW).finish_reason == "length"


# Failures

TPM = (
    "Rate limit reached for model `m` in organization `org_1` service tier `on_demand` on tokens per minute (TPM): Limit 6000, "
)
TPD = "on tokens per day (TPD): Limit 100000, Used 97050, Requested 3619. Please try again in 9m38.016s."
UPGRADE = " Need more tokens? Upgrade to Dev Tier today at https://console.groq.com/settings/billing"


@pytest.mark.parametrize(
    ("reply", "after", "limited"),
    [
        (error(429, headers={"retry-after": "90"}), 90.0, True),
        (error(429, TPM + "Used 5034, Requested 1443. Please try again in 4.77s." + UPGRADE), 4.77, True),
        (
            error(429, headers={"x-ratelimit-limit-tokens": "9", "x-ratelimit-remaining-tokens": "0",
                                "x-ratelimit-reset-tokens": "1m2s"}), 62.0, True,
        ),
        (error(429), None, True),
        (error(429, "on requests per day (RPD): Limit 14400. Please try again in 6s."), 6.0, True),
        (error(498, code="capacity_exceeded"), None, True),
        (error(503, headers={"retry-after": "7"}), 7.0, False),
        (error(500), None, False),
        (error(502), None, False),
        (error(529), None, False),
        (error(408), None, False),
        (error(409), None, False),
        (Reply(503, {}, b"<html><title>Down</title>"), None, False),
    ],
)  # fmt: skip
def test_what_waiting_cures(reply: Reply, after: float | None, limited: bool) -> None:
    found = failure(reply, GROQ, NOW)

    assert isinstance(found, TransientError)
    assert (found.after, found.limited) == (after, limited)


DAY = {
    "x-ratelimit-limit-requests": "1000",
    "x-ratelimit-remaining-requests": "0",
    "x-ratelimit-reset-requests": "2h",
}


@pytest.mark.parametrize(
    ("reply", "server", "after"),
    [
        (error(429, TPD + UPGRADE), GROQ, 578.016),
        (error(429, "on requests per day (RPD): Limit 200, Used 200, Requested 1. Please try again in 7m12s."), OPENAI, 432.0),
        (error(429, headers=DAY), GROQ, 7200.0),
        (error(429, headers=DAY | {"retry-after": "600"}), GROQ, 600.0),
        (error(429, "Rate limit exceeded: free-models-per-day"), KEYLESS, None),
    ],
)  # fmt: skip
def test_a_spent_day(reply: Reply, server: Server, after: float | None) -> None:
    found = failure(reply, server, NOW)

    assert isinstance(found, QuotaSpent)
    assert found.after == after


def test_the_same_headers_are_a_minute_at_openai() -> None:
    found = failure(error(429, headers=DAY), OPENAI, NOW)

    assert isinstance(found, TransientError)
    assert found.after == 7200.0


@pytest.mark.parametrize(
    "reply",
    [
        error(413),
        Reply(413, {}, b"<html>413"),
        error(413, "Request too large for model `m` on tokens per minute (TPM): Limit 6000, Requested 6294, please reduce"),
        error(429, TPM + "Used 0, Requested ~12903. Please try again in 50.597s." + UPGRADE),
        error(429, "Request too large for m on tokens per min (TPM): Limit 30000, Requested 40000.", type="tokens"),
        error(400, "This model's maximum context length is 4096 tokens.", code="context_length_exceeded"),
        Reply(400, {}, b'{"object": "error", "message": "maximum context length is 4096 tokens", "code": 400}'),
        error(400, "the request exceeds the available context size", type="exceed_context_size_error", code=400),
        error(400, "Please reduce the length of the messages or completion."),
        error(422, "`inputs` tokens + `max_new_tokens` must be <= 4097"),
    ],
)  # fmt: skip
def test_too_large(reply: Reply) -> None:
    found = failure(reply, GROQ, NOW)

    assert isinstance(found, TooLarge)
    assert "--max-prompt-tokens" in found.hint


def test_a_request_beyond_a_limit_is_told_the_limit() -> None:
    found = failure(error(429, TPM + "Used 0, Requested ~12903. Please try again in 50s."), GROQ, NOW)

    assert "6000 tokens" in found.hint


GONE = error(404, "The model `m` does not exist or you do not have access to it.", code="model_not_found")


@pytest.mark.parametrize(
    ("reply", "server", "message", "hint"),
    [
        (error(401, "Invalid API Key"), GROQ, "401 Unauthorized: Invalid API Key", "set GROQ_API_KEY"),
        (error(401, "Invalid API Key"), GROQ, "Groq", "https://console.groq.com/keys"),
        (error(401), KEYLESS, "401", "--option credential=VARIABLE"),
        (error(403, "Access denied. Please check your network settings."), GROQ, "Access denied", "network"),
        (error(403, "You do not have access to model m"), GROQ, "403", "--model 'm'"),
        (Reply(403, {}, b"<html><title>Blocked</title>"), GROQ, "Blocked", "network"),
        (GONE, GROQ, "does not exist", "https://api.groq.com/openai/v1/models"),
        (GONE, GROQ, "404 Not Found", '"Authorization: Bearer $GROQ_API_KEY"'),
        (error(404, "The model `m` does not exist.", param="model", code=404), KEYLESS, "", "curl http://10.0.0.7:8000/v1/models"),
        (error(400, "The model `m` has been decommissioned", code="model_decommissioned"), GROQ, "400", "--model 'm'"),
        (Reply(404, {}, b'{"detail":"Not Found"}'), KEYLESS, "Not Found", "http://10.0.0.7:8000/v1 was asked"),
        (Reply(405, {}, b'{"detail":"Method Not Allowed"}'), KEYLESS, "405", "base URL"),
        (Reply(307, {"location": "https://elsewhere/v1"}, b""), KEYLESS, "307", "https://elsewhere/v1"),
        (error(402, "Insufficient credits"), OPENAI, "402", "add credit"),
        (error(429, "You exceeded your current quota", code="insufficient_quota"), OPENAI, "429", "add credit"),
        (error(400, "Unsupported value: 'temperature'", param="temperature"), OPENAI, "temperature", "leave-out=temperature"),
        (error(400, "This model does not support response format `json_schema`"), GROQ, "", "--no-structured"),
        (error(400, ["what", "ever"]), OPENAI, "what", "message"),
        (Reply(400, {}, b"plain words"), OPENAI, "plain words", ""),
        (Reply(501, {}, b""), OPENAI, "501", ""),
    ],
)  # fmt: skip
def test_what_fails_each_time_ends_the_run_with_its_cure(reply: Reply, server: Server, message: str, hint: str) -> None:
    found = failure(reply, server, NOW)

    assert type(found) is BackendError
    assert not found.permanent
    assert message in found.message
    assert hint in found.hint
    assert KEY not in found.message + found.hint


@pytest.mark.parametrize(
    "reply",
    [
        error(400, "Your request was rejected by our safety system.", code="content_policy_violation"),
        error(400, "The response was filtered due to the prompt triggering content management policy", code="content_filter"),
        error(403, "Your chosen model requires moderation and your input was flagged"),
    ],
)
def test_what_the_provider_refuses_is_that_requests_own_fault(reply: Reply) -> None:
    assert failure(reply, OPENAI, NOW).permanent


def test_the_key_is_in_no_message_even_when_the_server_repeats_it() -> None:
    found = failure(error(401, f"Bad header: Bearer {KEY}"), GROQ, NOW)
    good = answer(ok(**said(f"your key is {KEY}")), CHAT, GROQ, NOW)
    lost = no_connection(OSError(f"can not send {KEY}"), GROQ)
    moved = failure(Reply(302, {"location": f"http://x/?k={KEY}"}, b""), GROQ, NOW)

    told = [found.message, good.text, lost.message, moved.hint, repr(GROQ), repr(good.raw)]
    assert not [text for text in told if KEY in text]
    assert "[key]" in found.message


@given(st.text(max_size=2000))
def test_messages_are_one_short_line(text: str) -> None:
    found = failure(error(400, text), GROQ, NOW)

    assert len(found.message) < 400
    assert found.message.isprintable()


def test_no_connection_tells_the_root_cause() -> None:
    outer = RuntimeError("Connection error.")
    outer.__cause__ = ConnectionRefusedError(111, "Connection refused")

    found = no_connection(outer, KEYLESS)

    assert isinstance(found, TransientError)
    assert "10.0.0.7:8000" in found.message
    assert "Connection refused" in found.message


@pytest.mark.parametrize(("name", "billable"), [("ConnectError", False), ("PoolTimeout", False), ("RemoteProtocolError", True)])
def test_what_was_cut_while_it_was_worked_on_may_be_billed(name: str, billable: bool) -> None:
    outer = RuntimeError("Connection error.")
    outer.__cause__ = type(name, (Exception,), {})("gone")

    found = no_connection(outer, KEYLESS)

    assert isinstance(found, TransientError)
    assert found.billable is billable


def test_an_untrusted_certificate_is_not_asked_again() -> None:
    import ssl

    found = no_connection(ssl.SSLCertVerificationError("self-signed"), GROQ)

    assert not isinstance(found, TransientError)
    assert "SSL_CERT_FILE" in found.hint


# Servers and keys


@pytest.mark.parametrize("text", ["http://127.0.0.1:8000/v1", "https://api.groq.com", "http://[::1]:80/v1"])
def test_base_urls(text: str) -> None:
    assert base_url(text + "/") == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "api.groq.com",
        "ftp://x/",
        "http://",
        "http://x:99999/",
        "http://u:Pa55word@x/v1",
        "http://x/v1?key=Pa55word",
        "http://[x",
    ],
)
def test_urls_that_are_none_or_hold_a_secret(text: str) -> None:
    with pytest.raises(ConfigError) as raised:
        base_url(text)

    assert "Pa55word" not in raised.value.message + raised.value.hint


@pytest.mark.parametrize(
    ("url", "hosts", "made"),
    [
        ("https://api.groq.com", ("api.groq.com",), True),
        ("https://API.groq.com:443/openai/v1", ("api.groq.com",), True),
        ("https://eu.api.openai.com/v1", ("api.openai.com",), True),
        ("http://api.groq.com", ("api.groq.com",), False),
        ("https://api.groq.com.evil.example", ("api.groq.com",), False),
        ("https://evilapi.groq.com", ("api.groq.com",), False),
        ("https://groq.com", ("api.groq.com",), False),
        ("http://127.0.0.1:8000/v1", ("api.groq.com",), False),
        ("http://127.0.0.1:8000/v1", ("localhost",), True),
        ("http://[::1]:8000/v1", ("localhost",), True),
        ("http://127.0.0.1.evil.example/v1", ("localhost",), False),
        ("http://10.0.0.7:8000/v1", ("localhost",), False),
        ("https://x", (), False),
    ],
)
def test_where_a_key_may_go(url: str, hosts: tuple[str, ...], made: bool) -> None:
    assert is_made_for(url, hosts) is made


def test_loopback() -> None:
    assert is_loopback("http://localhost:1/")
    assert not is_loopback("http://localhost.example:1/")


def test_keys_by_host_and_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWN_API_KEY", "own")
    monkeypatch.setenv("OTHER_API_KEY", " other\n")

    assert key_for("https://own.example", None, "OWN_API_KEY", ("own.example",)) == ("OWN_API_KEY", "own")
    assert key_for("https://foreign.example", None, "OWN_API_KEY", ("own.example",)) == ("", "")
    assert key_for("https://foreign.example", "OTHER_API_KEY", "OWN_API_KEY", ("own.example",)) == ("OTHER_API_KEY", "other")
    assert key_for("https://own.example", None, "MISSING_API_KEY", ("own.example",)) == ("", "")


@pytest.mark.parametrize("named", ["gsk_abcdef", "sk-abc", "MISSING_API_KEY", "", "BAD_API_KEY"])
def test_a_key_in_the_place_of_its_name_is_refused_and_not_shown(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("BAD_API_KEY", "two words")

    with pytest.raises(ConfigError) as raised:
        key_for("https://x", named, "", ())

    told = raised.value.message + raised.value.hint
    assert "two words" not in told
    assert not (named.islower() and named and named in told)


def test_a_request_keeps_no_header_that_nobody_asked_for() -> None:
    headers = {
        "Host": "h",
        "Content-Type": "json",
        "OpenAI-Organization": "o",
        "X-Custom": "c",
        "Authorization": "Bearer other",
    }

    GROQ.dress(bare := dict(headers))
    KEYLESS.dress(plain := dict(headers))

    assert bare == {"Host": "h", "Content-Type": "json", "authorization": f"Bearer {KEY}"}
    assert plain == {"Host": "h", "Content-Type": "json"}


def test_the_names_that_are_said_to_be_public_are_those_of_the_reference() -> None:
    said = re.search(r"Public: ([\w, \n]+)\.", wire.__doc__ or "")
    table = (
        (ROOT / "docs/plugins/reference.md").read_text("utf-8").partition("| in `selfinstruct.wire` |")[2].partition("\n\n")[0]
    )

    assert said is not None
    assert set(said[1].replace(",", "").split()) == set(re.findall(r"^\| `(\w+)", table, re.MULTILINE)) <= set(wire.__all__)
