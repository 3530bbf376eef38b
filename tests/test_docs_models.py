"""docs/real-models.md says what happens: its commands, code, prices and failures are tried."""

from __future__ import annotations

import re
import shlex
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner
from pages import FENCE, SPAN, names_in, page, rows_of

from selfinstruct.cli import cli
from selfinstruct.errors import QuotaSpent, TooLarge, TransientError
from selfinstruct.options import Caps, option_of
from selfinstruct.prices import load
from selfinstruct.wire import Reply, Server
from selfinstruct.wire.failures import failure

PAGE = page("real-models.md")
BLOCKS = [(kind, body) for kind, _, body in FENCE.findall(PAGE)]


def selfinstruct(line: str) -> str:
    result = CliRunner().invoke(cli, shlex.split(line, comments=True))
    assert result.exit_code == 0, f"{line}: {result.output}"
    return result.stderr + result.stdout


def test_the_estimate_prints_what_the_page_shows() -> None:
    (shown,) = [body for kind, body in BLOCKS if kind == "text"]
    command, *lines = shown.splitlines()

    printed = selfinstruct(command.removeprefix("$ selfinstruct "))
    assert all(line in printed for line in lines)


def test_the_commands_for_the_offline_backend_work() -> None:
    lines = [line for kind, body in BLOCKS if kind == "sh" for line in body.splitlines() if "--backend offline" in line]

    assert len(lines) == 2
    for line in lines:
        selfinstruct(line.replace("-n 500", "-n 12").removeprefix("selfinstruct "))


def test_the_python_works(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = [body for kind, body in BLOCKS if kind == "python"]
    exec(compile(code, "real-models.md", "exec"), {})

    assert "generate " in capsys.readouterr().out


def test_the_prices_are_read() -> None:
    (table,) = [body for kind, body in BLOCKS if kind == "toml"]
    Path("prices.toml").write_text(table)
    prices = load(Path("prices.toml"))

    for model in re.findall(r'^"(.*?)"', table, re.MULTILINE):
        assert prices.of("groq", model) or prices.of("openai", model)


def test_every_limit_is_told() -> None:
    limits = {option_of(field.name) for field in fields(Caps)}

    assert {name.split()[0] for name in names_in(PAGE, "option")} >= limits - {"--prices"}
    assert "--prices" in PAGE


SERVER = Server("Groq", "https://api.groq.com/openai/v1", "m", "GROQ_API_KEY", "gsk-x")
STATUSES = [
    (status, cells[1], cells[2])
    for cells in rows_of(PAGE, "what happens")
    for status in SPAN.findall(cells[0])
    if status.isdigit()
]


@pytest.mark.parametrize(("status", "told", "code"), STATUSES, ids=[f"{status} {code}" for status, _, code in STATUSES])
def test_a_status_does_what_the_table_says(status: str, told: str, code: str) -> None:
    headers = {"retry-after": "4000", "x-ratelimit-remaining-requests": "0"} if code == "3" else {}
    error = failure(Reply.of(int(status), headers, b'{"error": {"message": "no"}}'), SERVER, 0.0)

    if "sends again" in told:
        assert isinstance(error, TransientError)
    elif code == "3":
        assert isinstance(error, QuotaSpent) or (error.after or 0) > 300  # type: ignore[attr-defined]
    else:
        assert not isinstance(error, TransientError)
        assert isinstance(error, TooLarge) is ("--max-prompt-tokens" in told)
        assert int(error.exit_code) == int(code)
        assert not error.permanent
        assert error.hint


def test_the_table_has_the_statuses() -> None:
    assert {status for status, _, _ in STATUSES} >= {"400", "401", "403", "404", "413", "429", "500"}
