"""What the READMEs show is what the commands print, and what they tell to type works."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from selfinstruct.cli import cli

ROOT = Path(__file__).parent.parent
PAGES = ["README.md", "README.ko.md", "README.ja.md"]
SHOWN = [
    (page, *found.groups())
    for page in PAGES
    for found in re.finditer(
        r"```text\n\$ selfinstruct (.*)\n([^`]*(?:```python[^`]*```[^`]*)?)```", (ROOT / page).read_text("utf-8")
    )
]


def selfinstruct(line: str) -> str:
    result = CliRunner().invoke(cli, shlex.split(line, comments=True))
    assert result.exit_code == 0, f"{line}: {result.output}"
    return result.stderr + result.stdout


def test_every_page_shows_a_run() -> None:
    assert {page for page, _, _ in SHOWN} == set(PAGES)


@pytest.mark.parametrize(("page", "line", "shown"), SHOWN)
def test_a_run_prints_what_the_page_shows(page: str, line: str, shown: str) -> None:
    printed = selfinstruct(line)

    for text in shown.split("\n"):
        assert text in printed, f"{page} shows what is not printed: {text!r}"


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_the_page_work(page: str) -> None:
    for code in ("en", "ko", "ja"):
        selfinstruct(f"run --lang {code} -n 20")
    text = (ROOT / page).read_text("utf-8")
    for name in ("mine.jsonl", "theirs.jsonl"):
        Path(name).write_text(f'{{"instruction": "{name} 파일이 무엇인지 설명해 주세요. ファイルとは何ですか。"}}\n', "utf-8")
    lines = [line for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.split("\n")]
    lines = [line for line in lines if line.startswith("selfinstruct")]
    assert len(lines) >= 4
    for line in lines:
        # Long runs are shortened: what they do is the same.
        selfinstruct(re.sub(r"-n \d{3,}", "-n 22", line).removeprefix("selfinstruct "))


def test_the_python_of_the_page_works(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n(import selfinstruct.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)

    exec(compile(code, "README.md", "exec"), {})

    assert "20" in capsys.readouterr().out
    assert Path("runs/demo/export/not-for-training.alpaca.train.jsonl").exists()
