"""`selfinstruct stats`: tables that line up in every language, JSON for scripts, Markdown for papers."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import asdict
from pathlib import Path

import pytest
from click.testing import Result
from test_cli import call

import selfinstruct
from selfinstruct.figures.grids import grids
from selfinstruct.figures.overview import Overview, overview
from selfinstruct.figures.sources import language_of, read_source
from selfinstruct.plugins import load


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """A run in each language, of different recipes."""
    folder = tmp_path_factory.mktemp("runs")
    recipes = {"en": "self-instruct", "ko": "self-instruct", "ja": "alpaca"}
    made = [selfinstruct.run(lang, 12, backend="offline", recipe=how, out=folder / lang) for lang, how in recipes.items()]
    return [str(each.folder) for each in made]


def cells(text: str) -> int:
    """How many cells of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def figures(path: str, lang: str | None = None) -> Overview:
    source = read_source(Path(path), lang)
    return overview(source, language_of(source, load()))


def sections(result: Result) -> dict[str, list[str]]:
    """The tables of a plain output by their titles."""
    assert result.exit_code == 0, result.output
    return {part.split("\n")[0]: part.rstrip("\n").split("\n")[1:] for part in result.stdout.split("\n\n")}


def test_plain_tables_line_up(runs: list[str]) -> None:
    tables = sections(call("stats", *runs))

    heading, *lines = tables["Tasks"]
    assert heading.split() == ["en", "ko", "ja"]
    assert {cells(line) for line in (heading, *lines)} == {cells(heading)}
    assert lines[0].split() == ["instructions", "12", "12", "12"]
    assert lines[2].split()[:2] == ["other", "tasks"]
    assert lines[2].split()[-1] == "–"
    assert "unit of lengths" in "".join(lines)

    heading, *lines = tables["First two words"]
    starts = [heading.index(name) for name in ("en", "ko", "ja")]
    for line in lines:
        columns = re.split(r"(?<= )(?=\S)", line)
        at, begins = 0, []
        for column in columns:
            begins.append(at)
            at += cells(column)
        assert set(starts) <= set(begins), line
        assert all("  " in _before(line, start) for start in starts)


def _before(line: str, width: int) -> str:
    """What stands before a cell."""
    taken = ""
    for letter in line:
        if cells(taken + letter) > width:
            break
        taken += letter
    return taken[-2:]


def test_one_run_tells_its_unit_in_the_title(runs: list[str]) -> None:
    assert "Tasks (lengths in characters)" in sections(call("stats", runs[1]))
    assert "Tasks (lengths in words)" in sections(call("stats", runs[0]))


def test_json_is_one_object_or_a_list(runs: list[str]) -> None:
    one = call("stats", runs[1], "--json")
    assert one.exit_code == 0
    assert json.loads(one.stdout) == json.loads(json.dumps(asdict(figures(runs[1]))))
    assert "한국어" in one.stdout

    several = json.loads(call("stats", *runs, "--json").stdout)
    assert [each["lang"] for each in several] == ["en", "ko", "ja"]


def test_markdown_has_tables_and_no_markup_of_theirs(runs: list[str]) -> None:
    task = {"instruction": "a|b `c` <b>d</b> *e*", "output": "x", "kind": "k|1 [x](y)\x1b[31m\nz"}
    Path("odd|name.jsonl").write_text(json.dumps(task) + "\n")
    result = call("stats", "--markdown", runs[0], "odd|name.jsonl", "--lang", "en")

    assert result.exit_code == 0
    blocks = [block.split("\n") for block in result.stdout.strip().split("\n\n")]
    tables = [block for block in blocks if block[0].startswith("|")]
    assert len(tables) == sum(block[0].startswith("**") for block in blocks)
    for table in tables:
        assert table[0] == r"|  | en | odd\|name |"
        assert {len(re.findall(r"(?<!\\)\|", line)) for line in table} == {4}
    assert r"k\|1 \[x\](y)\[31m z" in result.stdout
    assert "\x1b" not in result.stdout
    assert r"a\|b \`c\` 1" in result.stdout


def test_several_files_and_runs_stand_side_by_side(runs: list[str]) -> None:
    seeds = str(Path(selfinstruct.__file__).parent.parent / "seeds" / "ja.jsonl")
    tables = sections(call("stats", runs[2], seeds, "--lang", "ja"))
    assert tables["Tasks (lengths in characters)"][1].split() == ["instructions", "12", "267"]
    curated = next(line for line in tables["From proposals to tasks"] if "curated tasks" in line)
    assert curated.split() == ["curated", "tasks", "12", "–"]


def test_what_can_not_be_told_is_told(runs: list[str]) -> None:
    result = call("--without", "ja", "stats", runs[2])
    assert result.exit_code == 0
    assert "note: ja: the plugin for the language 'ja' is not installed" in result.stderr
    assert "First words" not in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["file.jsonl"], "the language of a file is not known"),
        (["file.jsonl", "--lang", "xx"], "xx"),
        (["file.jsonl", "--lang", "en", "--json", "--markdown"], "exclude each other"),
        ([], "Missing argument"),
        (["nowhere"], "does not exist"),
        (["."], "no run is there"),
    ],
)
def test_mistakes_are_told_in_a_line(arguments: list[str], message: str) -> None:
    Path("file.jsonl").write_text('{"instruction": "Name a river.", "output": "Han"}\n')
    result = call("stats", *arguments)
    assert result.exit_code in {1, 2}
    assert result.stdout == ""
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_a_terminal_gets_frames(runs: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from selfinstruct.cli import stats

    monkeypatch.setattr(stats, "_on_a_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "100")
    result = call("stats", *runs)
    assert result.exit_code == 0
    tables = re.findall(r"┏.*?\n└[^\n]*", result.stdout, re.DOTALL)
    assert len(tables) > 7
    for table in tables:
        assert len({cells(line) for line in table.split("\n")}) == 1, table
    assert "日本語" in tables[-1]


def test_tables_are_left_out_where_nothing_is_known() -> None:
    Path("file.jsonl").write_text('{"instruction": "Name a river.", "output": "Han"}\n')
    titles = {grid.title for grid in grids([figures("file.jsonl", "en")])}
    assert {"Refused", "From proposals to tasks", "Requests, tokens and cost", "Kinds"}.isdisjoint(titles)
    assert "ROUGE-L" in titles
