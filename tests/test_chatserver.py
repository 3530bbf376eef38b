"""The practice server: it answers in the forms that our prompts ask for, as real servers do, on this machine alone."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner

from selfinstruct import filters
from selfinstruct.backend import Form
from selfinstruct.cli import cli
from selfinstruct.parse.blocks import parse_blocks
from selfinstruct.parse.decision import parse_decision
from selfinstruct.parse.instances import parse_input_first, parse_output_first
from selfinstruct.parse.items import parse_items
from selfinstruct.parse.preference import parse_preference
from selfinstruct.parse.recovered import parse_recovered
from selfinstruct.parse.score import parse_score
from selfinstruct.plugins import load
from selfinstruct.prompts import PromptBook
from selfinstruct.resources import prompts
from selfinstruct.schemas import schema_of
from selfinstruct.testing import ChatServer
from selfinstruct.testing.chatserver import phrases
from selfinstruct.testing.chatserver.__main__ import main

BOOK = PromptBook(prompts("en"))
MARKS = BOOK.markers
ENGLISH = load().language("en")
WORK = "Suggest three names for a bakery that opens before sunrise."
CHOICE = "Decide whether the message about salt is angry, neutral or pleased."
TASKS = [{"instruction": WORK, "input": "", "output": "Early Crumb"}, {"instruction": CHOICE, "input": "a", "output": "b"}]


@pytest.fixture(scope="module")
def server() -> Iterator[ChatServer]:
    with ChatServer() as started:
        yield started


class Reply(NamedTuple):
    status: int
    data: Any

    @property
    def choice(self) -> Any:
        return self.data["choices"][0]

    @property
    def text(self) -> str:
        text = self.choice["text"] if "text" in self.choice else self.choice["message"]["content"]
        assert isinstance(text, str)
        return text


def ask(url: str, body: object = None) -> Reply:
    """One request; what is sent is a JSON object, or bytes as they are."""
    data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
    try:
        with urlopen(Request(url, data), timeout=10) as reply:  # noqa: S310 - it is ours
            return Reply(reply.status, json.load(reply))
    except HTTPError as error:
        with error:
            return Reply(error.code, json.load(error))


def shown(server: ChatServer, template: str, style: str, variables: Mapping[str, Any], **more: Any) -> str:
    """What the server says to one of our English prompts."""
    rendered = BOOK.render(
        template, "completion" if style == "completion" else "chat", variables, structured=style == "structured"
    )
    if style == "completion":
        return ask(f"{server.url}/completions", {"prompt": rendered.text, "stop": rendered.stop, **more}).text
    messages = [{"role": message.role, "content": message.content} for message in rendered.messages]
    return ask(f"{server.url}/chat/completions", {"messages": messages, **more}).text


def listed(text: str, _first: int = 1) -> bool:
    items = parse_items(text, MARKS).texts
    return len(items) >= 4 and not any(filters.selfinstruct_instruction_fault(t, ENGLISH.tokens(t), ENGLISH) for t in items)


def whole(text: str) -> bool:
    blocks = parse_blocks(text, MARKS, with_input=True, continued=not text.startswith("1.")).blocks
    return len(blocks) >= 4 and not any(block.fault for block in blocks)


def pairs(text: str) -> bool:
    blocks = parse_blocks(text, MARKS, with_input=False, continued=not text.startswith("1.")).blocks
    return len(blocks) >= 4 and not any(block.fault or block.input for block in blocks)


GENERATING = {"tasks": [WORK, CHOICE], "count": 4, "first": 3}
TEMPLATES: dict[str, tuple[Mapping[str, Any], Any]] = {
    "generate": (GENERATING, listed),
    "generate-classification": (
        GENERATING,
        lambda text: listed(text) and all(map(phrases.is_choice, parse_items(text, MARKS).texts)),
    ),
    "classify": ({"instruction": CHOICE}, lambda text: parse_decision(text, MARKS) is True),
    "input-first": ({"instruction": WORK, "limit": 5}, lambda text: bool(parse_input_first(text, MARKS))),
    "output-first": (
        {"instruction": CHOICE, "limit": 5},
        lambda text: [each.output for each in parse_output_first(text, MARKS)] == ["angry", "neutral", "pleased"],
    ),
    "alpaca": (GENERATING | {"tasks": TASKS}, whole),
    "instruction-output": (GENERATING | {"tasks": TASKS}, pairs),
    "recover": ({"instances": TASKS[:1]}, lambda text: bool(parse_recovered(text, MARKS))),
    "judge": (TASKS[0], lambda text: parse_score(text, MARKS) is not None),
    "compare": (TASKS[0] | {"a": "Loaf", "b": "Crust"}, lambda text: parse_preference(text, MARKS) is not None),
}


@pytest.mark.parametrize("style", ["chat", "completion"])
@pytest.mark.parametrize("template", TEMPLATES)
def test_english_prompts_are_answered_in_their_form(server: ChatServer, template: str, style: str) -> None:
    variables, good = TEMPLATES[template]

    for seed in range(5):
        said = shown(server, template, style, variables, seed=seed)
        assert good(said), said


def test_what_is_no_classification_is_told_apart(server: ChatServer) -> None:
    assert shown(server, "classify", "chat", {"instruction": WORK}) == "No"
    assert shown(server, "classify", "completion", {"instruction": WORK}) == "No"


FORMS: dict[str, Form] = {
    "generate": "list",
    "classify": "yes-no",
    "input-first": "input-first",
    "output-first": "output-first",
    "alpaca": "tasks",
    "judge": "score",
    "compare": "preference",
    "recover": "recovered-instruction",
}


@pytest.mark.parametrize("template", FORMS)
def test_a_schema_is_followed(server: ChatServer, template: str) -> None:
    schema = schema_of(FORMS[template])
    variables = dict(TEMPLATES[template][0])
    asked = {"type": "json_schema", "json_schema": {"name": template, "schema": schema}}

    said = json.loads(shown(server, template, "structured", variables, response_format=asked))

    follows(said, schema)
    if template == "generate":
        assert len(said["tasks"]) == 4
    if template == "classify":
        assert said == {"classification": True}


def follows(value: Any, schema: Mapping[str, Any]) -> None:
    kinds = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int}
    assert type(value) is kinds[schema["type"]]
    assert value in schema.get("enum", [value])
    if schema["type"] == "object":
        assert list(value) == schema["required"]
    for name, inner in schema.get("properties", {}).items():
        follows(value[name], inner)
    for item in value if schema["type"] == "array" else ():
        follows(item, schema["items"])


# --- as a server


def test_the_same_request_gets_the_same_answer_and_another_seed_another(server: ChatServer) -> None:
    said = [shown(server, "generate", "chat", GENERATING, seed=seed) for seed in (1, 1, 2)]

    assert said[0] == said[1] != said[2]


@pytest.mark.parametrize("path", ["chat/completions", "completions"])
def test_stop_strings_end_an_answer(server: ChatServer, path: str) -> None:
    text = "Write three new tasks, numbered 1 to 3."
    body = {"messages": [{"role": "user", "content": text}], "prompt": text, "stop": ["\n", "zzz"]}

    reply = ask(f"{server.url}/{path}", body)

    assert re.fullmatch(r"1\. .+", reply.text)
    assert reply.choice["finish_reason"] == "stop"
    assert ask(f"{server.url}/{path}", body | {"stop": "."}).text == "1"


@pytest.mark.parametrize("field", ["max_tokens", "max_completion_tokens"])
def test_a_limit_cuts_an_answer(server: ChatServer, field: str) -> None:
    asked = {"model": "m", "messages": [{"role": "user", "content": "Tell me something."}], "seed": 7}
    reply = ask(f"{server.url}/chat/completions", asked | {field: 5})

    assert reply.choice["finish_reason"] == "length"
    assert reply.data["usage"]["completion_tokens"] == 5
    assert reply.data["usage"]["total_tokens"] == 5 + reply.data["usage"]["prompt_tokens"] > 5
    assert reply.data["model"] == "m"
    assert 5 < len(reply.text) < 60


def test_the_parts_of_a_message_are_read(server: ChatServer) -> None:
    parts = [{"type": "text", "text": "Write two new tasks, "}, {"type": "text", "text": "numbered 1 to 2."}]

    said = ask(f"{server.url}/chat/completions", {"messages": [{"role": "user", "content": parts}]}).text

    assert len(parse_items(said, MARKS).texts) == 2


@pytest.mark.parametrize(
    ("path", "body", "status", "said"),
    [
        ("chat/completions", b"{", 400, "JSONDecodeError"),
        ("chat/completions", [], 400, "a JSON object"),
        ("chat/completions", {"prompt": "x"}, 400, "messages"),
        ("completions", {"messages": []}, 400, "prompt"),
        ("chat/completions", {"messages": [], "stream": True}, 400, "does not stream"),
        ("chat/completions", {"messages": [], "max_tokens": 0}, 400, "less than 1"),
        ("chat/completions", {"messages": [], "max_completion_tokens": -5}, 400, "less than 1"),
        ("completions", {"prompt": "x", "max_tokens": -5}, 400, "less than 1"),
        ("chat", {"messages": []}, 404, "/v1/chat/completions"),
    ],
)
def test_what_it_does_not_take_is_told_as_servers_do(
    server: ChatServer, path: str, body: object, status: int, said: str
) -> None:
    reply = ask(f"{server.url}/{path}", body)

    assert reply.status == status
    assert said in reply.data["error"]["message"]


@pytest.mark.parametrize(
    ("header", "body"),
    [
        ("Content-Length: -1", b""),
        ("Content-Length: many", b""),
        ("Transfer-Encoding: chunked", b"-1\r\n"),
        ("Transfer-Encoding: chunked", b"x\r\n"),
    ],
)
def test_a_length_that_is_none_is_refused_at_once(server: ChatServer, header: str, body: bytes) -> None:
    request = f"POST /v1/chat/completions HTTP/1.1\r\nHost: here\r\n{header}\r\n\r\n".encode() + body
    with socket.create_connection((server.host, server.port), timeout=10) as connection:
        connection.sendall(request)
        reply = connection.makefile("rb").read()

    assert reply.startswith(b"HTTP/1.1 400 ")


def test_models_are_listed_and_the_root_says_what_this_is(server: ChatServer) -> None:
    assert [model["id"] for model in ask(f"{server.url}/models").data["data"]] == ["practice"]
    assert ask(server.root).data["practice server"] == server.url


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.org", ""])  # noqa: S104 - refused
def test_it_listens_on_this_machine_alone(host: str) -> None:
    with pytest.raises(ValueError, match="this machine alone"):
        ChatServer(host=host)


def test_a_port_can_be_chosen_and_is_free_again(server: ChatServer) -> None:
    with ChatServer() as first:
        port = first.port
        assert port != server.port
    with ChatServer(port=port) as second:
        assert ask(f"{second.url}/models").status == 200


# --- for people


@pytest.mark.parametrize("options", [[], ["--option", "style=completion"], ["--recipe", "alpaca"]], ids=" ".join)
def test_a_run_on_it_ends_with_as_many_tasks_as_were_asked_for(server: ChatServer, options: list[str]) -> None:
    asked = ["--backend", "openai", "--model", "practice", "--option", f"base-url={server.url}", "--out", "out", *options]

    done = CliRunner().invoke(cli, ["run", "--lang", "en", "-n", "5", *asked])

    assert done.exit_code == 0, done.output
    tasks = [json.loads(line) for line in Path("out/tasks.jsonl").read_text("utf-8").splitlines()]
    assert len(tasks) == 5
    assert {task["source"] for task in tasks} == {"openai: practice"}


def test_the_command_says_how_to_try_it_and_ends_quietly() -> None:
    command = [sys.executable, "-W", "error", "-m", "selfinstruct.testing.chatserver", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first, *more = (process.stdout.readline() for _ in range(4))
        url = first.split()[-1]
        assert ask(f"{url}/models").status == 200
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)

    assert f"--option base-url={url}" in more[-1]
    assert err == ""
    assert process.returncode == 0


def test_the_command_refuses_what_others_could_reach_and_ports_that_are_taken(
    server: ChatServer, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--host", "0.0.0.0"])  # noqa: S104 - refused
    assert ended.value.code == 2
    assert "this machine alone" in capsys.readouterr().err

    assert main(["--port", str(server.port)]) == 1
    assert "try another: --port 0" in capsys.readouterr().err
