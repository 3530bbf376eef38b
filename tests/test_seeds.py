"""The project's own seed tasks: enough of them, sound, varied, fit for the language's own filters; and `--seeds code`."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from pages import SPAN, lines_of, names_in, page
from seedtable import BEGIN, END, FILES, figures, report, table

import selfinstruct
from selfinstruct.cli import cli
from selfinstruct.errors import ConfigError
from selfinstruct.plugins import load
from selfinstruct.resolving import seed_file
from selfinstruct.resources import seeds
from selfinstruct.taskfile import read_tasks

LANGUAGES = load().languages()
CODES = ["en", "ko", "ja"]
PAGE = page("seeds.md")


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_wrong_with_a_file_and_no_label_is_left_out(name: str) -> None:
    assert report(name).problems == ()
    assert report(name).remarks == ()


@pytest.mark.parametrize("code", CODES)
def test_there_are_enough_of_every_kind(code: str) -> None:
    found = figures(code)

    assert found.tasks >= 175
    assert found.classifications >= 25
    assert 0.35 <= found.share(found.with_input) <= 0.65
    assert found.instances.least >= 1
    assert found.instances.most <= 3
    assert len(found.kinds) >= 35
    assert sum(found.kinds.values()) == found.tasks
    assert max(found.share(count) for kind, count in found.kinds.items() if kind != "classify") <= 0.12


@pytest.mark.parametrize("code", CODES)
def test_they_are_asked_in_many_ways(code: str) -> None:
    found = figures(code)

    assert found.closest <= 0.5
    assert found.top_opener_share <= 0.06
    assert found.different_verbs >= 60
    assert max(found.share(count) for count in found.moods.values()) <= 0.65
    assert sum(found.share(count) >= 0.03 for count in found.moods.values()) >= 4


@pytest.mark.parametrize("code", CODES)
def test_they_are_short_and_long(code: str) -> None:
    language = LANGUAGES[code]
    lengths = [
        len(language.words(task.instruction) if language.words else task.instruction.split())
        for task in read_tasks(language.seeds, code)
    ]

    assert min(lengths) <= 4
    assert max(lengths) > 60
    assert sum(length > 40 for length in lengths) >= 8
    assert sum(length <= 8 for length in lengths) >= 8


@pytest.mark.parametrize("name", [name for name in FILES if "." in name])
def test_there_is_enough_code(name: str) -> None:
    found = figures(name)

    assert found.tasks >= 41
    assert found.closest <= 0.5
    assert set(found.kinds) == {"code"}


def test_ids_are_unique_over_all_files() -> None:
    ids = [json.loads(line)["id"] for name in FILES for line in lines_of(Path(str(seeds(name))))]

    assert len(ids) == len(set(ids))


# --- the page


def test_the_figures_of_the_page_are_those_of_the_files() -> None:
    told = PAGE.partition(BEGIN)[2].partition(END)[0]

    assert told == table(), "python tests/seedtable.py writes them anew"


@pytest.mark.parametrize("code", CODES)
def test_the_page_tells_every_kind(code: str) -> None:
    (told,) = re.findall(r"`kind` says .*?\n\n", PAGE, re.DOTALL)

    assert set(figures(code).kinds) <= set(SPAN.findall(told)) - {"kind"}


def test_the_page_tells_every_finding() -> None:
    source = (Path(selfinstruct.__file__).parent / "seedcheck.py").read_text("utf-8")
    codes = set(re.findall(r'found\("([a-z-]+)"', source)) | set(
        re.findall(r'(?:where|""), (?:.*?, )?"([a-z]+-?[a-z]+)", ', source)
    )
    told = set(names_in(PAGE, "problem")) | set(names_in(PAGE, "remark"))

    assert codes - {"wrong-language"} == told


def test_the_task_of_the_page_is_sound(tmp_path: Path) -> None:
    (row,) = re.findall(r"```json\n(.*?)\n```", PAGE, re.DOTALL)
    (tmp_path / "mine.jsonl").write_text(row, "utf-8")

    found = selfinstruct.check_seeds(tmp_path / "mine.jsonl", "en")

    assert found.good
    assert [remark.code for remark in found.remarks] == ["few-tasks"]


# --- sets by name


@pytest.mark.parametrize("code", CODES)
def test_a_run_begins_with_the_set_that_is_named(code: str) -> None:
    made = selfinstruct.generate(code, 2, backend="offline", seeds="code", out="run")

    kept = tomllib.loads((made.folder / "run.toml").read_text("utf-8"))["run"]
    shown = {id_ for line in lines_of(made.folder / "instructions.jsonl") for id_ in json.loads(line)["derived_from"]}
    assert kept["seeds"] == "code"
    assert kept["seeds_sha256"] != ""
    assert shown <= {task.id for task in read_tasks(seeds(f"code.{code}"), code)}


def test_the_command_line_takes_the_name_and_no_other() -> None:
    line = ["estimate", "--lang", "en", "--backend", "offline"]

    assert CliRunner().invoke(cli, [*line, "--seeds", "code"]).exit_code == 0
    refused = CliRunner().invoke(cli, [*line, "--seeds", "codes"])
    assert refused.exit_code == 2
    assert "does not exist" in refused.output


def test_a_language_without_the_set_is_told() -> None:
    with pytest.raises(ConfigError, match="--seeds code: there is no such set for es"):
        seed_file("code", replace(LANGUAGES["en"], code="es"))
