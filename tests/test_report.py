"""The report's file: what is in it, that nothing in it can act, and that it is the same each time."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pages import ROOT

from selfinstruct import api, jsonl
from selfinstruct.cli import cli
from selfinstruct.figures.overview import overview
from selfinstruct.figures.sources import read_source
from selfinstruct.plugins import Plugins, load
from selfinstruct.reporting.page import SCRIPTS, STYLES, opening, served_page
from selfinstruct.reporting.requests import LogIndex, read_log
from selfinstruct.reporting.rows import INSTRUCTION, REFUSED, TASK
from selfinstruct.reporting.writing import write_report
from selfinstruct.text import key

BLOCK = re.compile(rb'<script type="application/gzip" id="([\w-]+)">([A-Za-z0-9+/=]*)</script>\n')


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small run of the offline backend, judged too, with some of everything that is refused."""
    folder = tmp_path_factory.mktemp("runs") / "ko-small"
    api.run("ko", 30, backend="offline", out=folder, curate=["judge"], min_score=3)
    return folder


@pytest.fixture(scope="module")
def loaded() -> Plugins:
    return load()


def blocks_of(file: Path) -> dict[str, Any]:
    """All blocks of a report by their names."""
    found = BLOCK.findall(file.read_bytes())
    return {name.decode(): json.loads(gzip.decompress(base64.b64decode(data))) for name, data in found}


@pytest.fixture(scope="module")
def written(run: Path, loaded: Plugins, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report([read_source(run)], tmp_path_factory.mktemp("report") / "report.html", loaded)


@pytest.fixture(scope="module")
def blocks(written: Path) -> dict[str, Any]:
    return blocks_of(written)


def rows_of(blocks: dict[str, Any], source: int = 0) -> Iterator[tuple[int, Any]]:
    """State and text of every row."""
    columns, size = blocks[f"columns-{source}"], blocks["overview"]["size"]
    texts = [text for n in range(len(blocks)) for text in blocks.get(f"texts-{source}-{n}", {"texts": []})["texts"]]
    assert len(texts) == len(columns["state"]) == blocks["overview"]["sources"][source]["rows"]
    assert all(len(blocks[name]["texts"]) <= size for name in blocks if name.startswith("texts-"))
    return zip(columns["state"], texts, strict=True)


def answers(blocks: dict[str, Any]) -> dict[tuple[str, int], Any]:
    """What the page finds by stage and number."""
    index = blocks["requests-0"]
    return {(stage, n): blocks[f"answers-0-{b}"][i] for stage, rows in index.items() for n, b, i in rows}


def test_every_task_and_refused_text_is_a_row(run: Path, blocks: dict[str, Any]) -> None:
    source = read_source(run)
    rows = list(rows_of(blocks))
    tasks = [text for state, text in rows if state == TASK]
    assert [(t["id"], t["text"]) for t in tasks] == [(task.id, task.instruction) for task in source.tasks]
    assert [t["instances"] for t in tasks] == [[[i.input, i.output] for i in task.instances] for task in source.tasks]
    bare = [text["id"] for state, text in rows if state == INSTRUCTION]
    assert bare == [id_ for id_ in source.instructions if id_ not in {task.id for task in source.tasks}]
    refused = [(text["text"], text["detail"]) for state, text in rows if state == REFUSED]
    assert refused == [(each.text, each.detail) for found in source.rejections.values() for each in found]
    assert len(tasks) == 30
    assert bare
    assert refused


def test_columns_tell_what_the_files_tell(run: Path, blocks: dict[str, Any]) -> None:
    source, columns = read_source(run), blocks["columns-0"]
    told = [(stage, each.reason) for stage, found in source.rejections.items() for each in found]
    assert [tuple(columns["reasons"][place]) for place in columns["reason"] if place is not None] == told
    for index, task in enumerate(source.tasks):
        near = source.instructions[task.id]["most_similar"]
        assert columns["nearest"][index] == round(max(near.values()), 4)
        assert columns["classification"][index] == task.is_classification
        assert columns["instances"][index] == len(task.instances)
        assert columns["score"][index] == min(task.extra["score"])
    keys = [key(text["text"]) for _, text in rows_of(blocks)]
    by_rank = [k for _, k in sorted(zip(columns["alphabetical"], keys, strict=True))]
    assert by_rank == sorted(keys)


def test_the_nearest_are_rows_or_other_texts(run: Path, blocks: dict[str, Any]) -> None:
    source, others = read_source(run), blocks["columns-0"]["others"]
    texts = [text["text"] for _, text in rows_of(blocks)]
    linked = 0
    for state, text in rows_of(blocks):
        if state == REFUSED:
            continue
        told = {texts[at] if at >= 0 else others[-1 - at]: score for at, score in text["nearest"]}
        near = source.instructions[text["id"]]["most_similar"]
        assert told == {each: round(score, 4) for each, score in near.items()}
        linked += sum(at >= 0 for at, _ in text["nearest"])
    assert linked
    assert len(set(others)) == len(others)


def test_every_row_leads_to_its_prompts_and_answers(run: Path, blocks: dict[str, Any]) -> None:
    log = {(row["stage"], row["request_idx"]): row for row in jsonl.read(run / "completions.jsonl")}
    found = answers(blocks)
    assert {at: row["text"] for at, row in found.items()} == {at: row.get("text", "") for at, row in log.items()}
    for state, text in rows_of(blocks):
        stages = [stage for stage, n in map(tuple, text["requests"]) if (stage, n) in found]
        if state == TASK:
            assert {"generate", "classify", "instances", "judge"} == set(stages)
            request = found[tuple(text["requests"][2])]
            assert any(text["text"] in said for _, said in request["prompt"])
        else:
            assert stages


def test_the_figures_are_those_of_the_overview(run: Path, blocks: dict[str, Any], loaded: Plugins) -> None:
    figures = overview(read_source(run), loaded.language("ko"))
    told = blocks["overview"]["sources"][0]["figures"]
    assert told["table"]["instructions"] == figures.table.instructions == 30
    assert told["similarity"]["to_seed"]["counts"] == list(figures.similarity.to_seed.counts)  # type: ignore[union-attr]
    assert [each["stage"] for each in told["use"]] == [each.stage for each in figures.use or ()]
    assert str(run.parent) not in json.dumps(told)


def test_the_same_run_gives_the_same_bytes(run: Path, written: Path, loaded: Plugins, tmp_path: Path) -> None:
    assert write_report([read_source(run)], tmp_path / "again.html", loaded).read_bytes() == written.read_bytes()


def test_the_page_needs_nothing_from_outside(written: Path) -> None:
    shell = BLOCK.sub(b"", written.read_bytes()).decode()
    assert len(shell.encode()) < 400_000
    assert set(re.findall(r"https?://[^\s\"'`)]*", shell)) == {"http://www.w3.org/2000/svg"}
    for sign in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "@import", "url("):
        assert sign not in shell


def test_the_policy_lets_this_script_and_this_style_run_and_no_other(written: Path) -> None:
    shell = BLOCK.sub(b"", written.read_bytes()).decode()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', shell)
    script, style = re.search(r"<script>(.*)</script>", shell, re.DOTALL), re.search(r"<style>(.*)</style>", shell, re.DOTALL)
    assert policy
    assert script
    assert style
    rules = dict(rule.split(" ", 1) for rule in policy[1].split("; "))
    for name, text in (("script-src", script[1]), ("style-src", style[1])):
        assert rules[name] == f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
    assert rules["default-src"] == rules["connect-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert "unsafe" not in policy[1]


def test_a_served_page_may_fetch_from_its_own_server_alone() -> None:
    shown = served_page("<b>", "ja", ("/marks.js",))
    assert "connect-src 'self';" in shown
    assert "&lt;b&gt;" in shown
    assert "<b>" not in shown
    assert shown.endswith('<script src="/marks.js"></script>\n</body>\n</html>\n')


def test_no_text_of_a_run_stands_in_the_file_as_it_is(run: Path, loaded: Plugins, tmp_path: Path) -> None:
    evil = shutil.copytree(run, tmp_path / "<img src=x onerror=alert(1)>")
    rows = list(jsonl.read(evil / "tasks.jsonl"))
    rows[0]["instances"] = [{"input": "</script><script>alert(1)</script>", "output": "\u2028 \u202e"}]
    (evil / "tasks.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    refused = {"text": "\ud800", "reason": "</script>", "detail": "<!--", "request_idx": 0}
    (evil / "rejections.jsonl").write_text(json.dumps(refused) + "\n")
    file = write_report([read_source(evil)], tmp_path / "evil.html", loaded)
    html, blocks = file.read_bytes(), blocks_of(file)
    assert html.count(b"</script>") == len(blocks) + 1
    assert b"<img" not in html
    assert blocks["texts-0-0"]["texts"][0]["instances"] == [list(rows[0]["instances"][0].values())]
    assert ["generate", "</script>"] in blocks["columns-0"]["reasons"]
    assert "\ud800" in [text["text"] for _, text in rows_of(blocks)]


def test_requests_that_are_too_large_are_left_out(run: Path, loaded: Plugins, tmp_path: Path) -> None:
    file = write_report([read_source(run)], tmp_path / "r.html", loaded, most_of_requests=10_000)
    blocks = blocks_of(file)
    assert "left-out" in blocks
    assert not [name for name in blocks if name.startswith(("answers", "requests"))]
    assert len(list(rows_of(blocks))) > 30
    assert file.read_bytes().endswith(b"</html>\n")


def test_several_runs_and_a_file_stand_side_by_side(run: Path, loaded: Plugins, tmp_path: Path) -> None:
    other = shutil.copytree(run, tmp_path / "again" / run.name)
    tasks = shutil.copy(run / "tasks.jsonl", tmp_path / "mine.jsonl")
    sources = [read_source(run), read_source(other), read_source(Path(tasks), "ko")]
    blocks = blocks_of(write_report(sources, tmp_path / "r.html", loaded, language="ja"))
    about = blocks["overview"]
    assert about["language"] == "ja"
    assert [each["name"] for each in about["sources"]] == [f"{run.parent.name}/ko-small", "again/ko-small", "mine"]
    assert blocks["columns-0"] == blocks["columns-1"]
    assert set(blocks["columns-2"]["nearest"]) == {None}
    assert blocks["requests-2"] == {}


def test_a_file_of_an_unknown_language_is_told_in_english(loaded: Plugins, tmp_path: Path) -> None:
    file = tmp_path / "t.jsonl"
    file.write_text(json.dumps({"instruction": "Parlez", "output": "Oui", "kind": "talk"}) + "\n")
    blocks = blocks_of(write_report([read_source(file, "fr")], tmp_path / "r.html", loaded))
    assert blocks["overview"]["language"] == "en"
    assert blocks["columns-0"]["kinds"] == ["talk"]
    assert blocks["columns-0"]["classification"] == [None]
    assert blocks["overview"]["requests"] is False


def test_a_log_is_followed_as_it_grows(tmp_path: Path, run: Path) -> None:
    lines = (run / "completions.jsonl").read_bytes().splitlines(keepends=True)
    log = tmp_path / "log.jsonl"
    first, second = json.loads(lines[0]), json.loads(lines[1])
    log.write_bytes(lines[0] + lines[1][:50])
    index = LogIndex(log)
    assert (index.find(first["stage"], first["request_idx"]) or {})["text"] == first["text"]
    assert index.find(second["stage"], second["request_idx"]) is None
    assert len(list(read_log(log))) == 1
    log.write_bytes(lines[0] + lines[1])
    assert (index.find(second["stage"], second["request_idx"]) or {})["text"] == second["text"]
    assert index.find("generate", 10**6) is None
    assert LogIndex(None).find("generate", 0) is None


def test_a_request_that_failed_for_good_is_shown_with_its_error(tmp_path: Path) -> None:
    row = {"stage": "generate", "request_idx": 3, "prompt_sha256": "", "created_at": "2026", "sampling": {}}
    row |= {"error": {"message": "refused", "hint": ""}, "prompt": {"text": "1.", "stop": []}}
    (tmp_path / "log.jsonl").write_text(json.dumps(row) + "\n")
    (shown,) = read_log(tmp_path / "log.jsonl")
    assert (shown["error"], shown["text"], shown["prompt"]) == ("refused", "", [["", "1."]])


def asset(name: str) -> str:
    return (files("selfinstruct.reporting") / "assets" / name).read_text("utf-8")


def test_every_word_of_the_page_is_there_in_every_language() -> None:
    table = re.sub(r"\n    ", " ", asset("words.js").replace("\n  }", " }"))
    entries = re.findall(r'^  "?([\w-]+)"?: \{(.*?)\},?$', table, re.MULTILINE)
    words = dict(entries)
    assert len(words) > 100
    for name, texts in entries:
        values = re.findall(r'(en|ko|ja): "([^"]+)"', texts)
        assert [language for language, _ in values] == ["en", "ko", "ja"], name
        named = [set(re.findall(r"\{\w+\}", text)) for _, text in values]
        assert named[0] == named[1] == named[2], name
    sources = {name: asset(name) for name in (*SCRIPTS, "page.html") if name not in {"words.js", "codes.js"}}
    said = re.compile(r'\bsay\("(\w+)"|data-say(?:-\w+)?="(\w+)"')
    used = {name for text in sources.values() for pair in said.findall(text) for name in pair if name}
    assert used <= set(words)
    everything = "\n".join(sources.values())
    assert {name for name in words if f'"{name}"' not in everything} == {"words", "characters"}  # these by a figure's unit


def test_every_reason_and_stage_has_a_name_in_every_language() -> None:
    page = "\n".join((ROOT / "docs" / name).read_text("utf-8") for name in ("run-folder.md",))
    table = page[page.index("| reason | stage |") :].split("\n\n")[0]
    reasons = set(re.findall(r"^\| `([\w-]+)`", table, re.MULTILINE))
    codes = asset("codes.js")
    named = set(re.findall(r'^  "?([\w-]+)"?: \{ en: "[^"]+", ko: "[^"]+", ja: "[^"]+" \},$', codes, re.MULTILINE))
    assert len(reasons) > 20
    assert reasons | {"generate", "classify", "instances", "curate"} <= named


def test_all_parts_are_put_together_and_none_is_left() -> None:
    folder = files("selfinstruct.reporting") / "assets"
    assert {each.name for each in folder.iterdir()} == {*SCRIPTS, *STYLES, "page.html"}
    assert "</script" not in "".join(map(asset, SCRIPTS))
    assert "</style" not in "".join(map(asset, STYLES))
    assert opening("t", "en").startswith("<!doctype html>")


def call(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


def test_the_command_writes_into_the_run(run: Path, tmp_path: Path) -> None:
    mine = shutil.copytree(run, tmp_path / "mine")
    done = call("report", str(mine), "--language", "ja")
    assert (done.exit_code, done.output) == (0, f"{mine / 'report.html'}\n")
    assert blocks_of(mine / "report.html")["overview"]["language"] == "ja"
    done = call("report", str(mine), str(run), "--out", "both.html")
    assert (done.exit_code, done.output) == (0, "both.html\n")
    assert blocks_of(Path("both.html"))["overview"]["title"] == "mine · ko-small"


def test_the_command_asks_for_the_language_of_a_file(run: Path) -> None:
    done = call("report", str(run / "tasks.jsonl"))
    assert done.exit_code == 2
    assert "--lang" in done.output
    assert call("report", str(run / "tasks.jsonl"), "--lang", "ko").output == "report.html\n"


def test_a_folder_without_a_run_is_told(tmp_path: Path) -> None:
    done = call("report", str(tmp_path))
    assert done.exit_code == 2
    assert "no run is there" in done.output
