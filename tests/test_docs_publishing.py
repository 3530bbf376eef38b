"""The commands of docs/publishing.md work, as far as nothing is sent, and write what the page says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from pages import names_in, page, section

import selfinstruct
from selfinstruct.cli import cli
from selfinstruct.publishing.bundle import ours
from selfinstruct.publishing.choices import FORMATS_OF_HUB

PAGE = page("publishing.md")


def test_the_commands_of_the_page_work() -> None:
    pytest.importorskip("pyarrow")
    selfinstruct.run("ko", 20, backend="offline", out="runs/ko-groq")
    lines = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.split("\n")]
    commands = [shlex.split(line)[1:] for line in lines if line.startswith("selfinstruct ")]
    assert len(commands) == 4

    for command in commands:
        result = CliRunner().invoke(cli, [word for word in command if word != "--yes"])
        assert result.exit_code == 0, result.output
        assert "Nothing is sent." in result.stdout
    assert Path("look/README.md").exists()
    assert Path("space/index.html").exists()


def test_every_file_is_on_the_page_and_no_other() -> None:
    assert set(names_in(PAGE, "file")) == {name for name in ours() if "not-for-training" not in name}


def test_every_format_is_on_the_page() -> None:
    text = section(PAGE, "What is sent")
    assert all(f"`{form}`" in text for form in FORMATS_OF_HUB)
