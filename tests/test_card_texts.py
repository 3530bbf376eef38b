"""What others wrote stays text in a card, nothing tells where the author keeps things, and its commands make the run again."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli_w
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from test_card import header, published, tables
from test_pipeline import rows

import selfinstruct
from selfinstruct.cli import cli
from selfinstruct.plugins import Plugins
from selfinstruct.publishing.markup import fenced, front, prose, scalar, sound, words
from selfinstruct.publishing.places import without_folder
from selfinstruct.text import clean

HOSTILE = (
    "`x` | <script>alert(1)</script>\n---\nlicense: mit\n# [a](http://evil.example) ![b](c) &amp; *d* _e_ $f$ \\|\n```\n"
    "</td></table> www.evil.example @everyone <!-- - 1. 한국어\u2028\u202e\x07"
)
MARKDOWN = MarkdownIt("commonmark").enable("table")
NEVER = {
    "html_block",
    "html_inline",
    "link_open",
    "image",
    "heading_open",
    "hr",
    "em_open",
    "strong_open",
    "code_inline",
    "fence",
}


def tokens(text: str) -> Iterator[Token]:
    for token in MARKDOWN.parse(text):
        yield token
        yield from token.children or ()


def read(text: str) -> str:
    """What a reader sees."""
    return "".join(token.content for token in tokens(text) if token.type == "text")


@given(st.text() | st.text("`*_[]<>|&~#$@!\\-+=.:/ \nwhtps1)("))
def test_words_stay_words(text: str) -> None:
    seen = list(tokens(f"A {words(text)} Z"))

    assert not NEVER & {token.type for token in seen}
    assert read(f"A {words(text)} Z") == " ".join(f"A {' '.join(clean(text).split())} Z".split(" "))


@given(st.text() | st.text("`*_[]<>|&~#$\\ \n|"))
def test_words_stay_in_their_cell(text: str) -> None:
    (found,) = tables(f"x\n---\n\n| a | b |\n| --- | --- |\n| {words(text)} | end |")

    assert found[1][1] == "end"
    assert found[1][0].strip() == " ".join(clean(text).split())


@given(st.text(), st.lists(st.text(), min_size=1), st.booleans())
def test_yaml_reads_what_was_written(text: str, several: list[str], yes: bool) -> None:
    fields = {"a": text, "b": several, "c": yes, "d": [{"e": text, "f": [{"g": yes, "h": "x"}]}], "empty": "", "none": []}
    found = yaml.safe_load(front(fields).split("---\n", 1)[1].rpartition("---\n")[0])

    entry = {"e": sound(text)} if text else {}
    expected = {"a": sound(text)} if text else {}
    assert found == expected | {"b": [sound(each) for each in several], "c": yes, "d": [entry | {"f": [{"g": yes, "h": "x"}]}]}


@pytest.mark.parametrize(
    "text", ["no", "1e3", "2026-01-01", "~", "null", "- a", "a: b", "#", "\x85\u2028\x7f\ufeff😀", "\ud800", '"']
)
def test_a_scalar_is_a_text(text: str) -> None:
    assert yaml.safe_load(scalar(text)) == sound(text)
    assert "\n" not in scalar(text)


@given(st.text("`~\n a"))
def test_nothing_ends_a_block_of_code(text: str) -> None:
    (found,) = MARKDOWN.parse(fenced(text, "sh"))
    assert found.type == "fence"
    assert found.content == f"{text}\n"


def test_addresses_in_the_users_text_can_be_clicked() -> None:
    text = prose(f"see https://a.example/x_y?z=*1#b), or (http://b.example/c). {HOSTILE}")
    links = [token.attrGet("href") for token in tokens(text) if token.type == "link_open"]

    assert links[1:] == ["http://b.example/c", "http://evil.example"]
    assert not (NEVER - {"link_open"}) & {token.type for token in tokens(text)}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("openai/gpt-oss-20b", "openai/gpt-oss-20b"),
        ("/home/me/models/mine", "mine"),
        ("~/models/mine/", "mine"),
        ("../mine", "mine"),
        ("C:\\models\\mine", "mine"),
        ("C:/models/mine", "mine"),
        ("", ""),
        ("/", "/"),
    ],
)
def test_places_are_not_told(name: str, told: str) -> None:
    assert without_folder(name) == told


# --- whole cards


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "en"
    selfinstruct.run("en", 6, backend="offline", out=folder)
    return folder


def test_a_hostile_run_makes_a_harmless_card(made: Path, plugins: Plugins, tmp_path: Path) -> None:
    run = Path(shutil.copytree(made, tmp_path / "run"))
    book = (run / "run.toml").read_text("utf-8")
    import tomllib

    data = tomllib.loads(book)
    data["run"] |= {
        "model": HOSTILE,
        "tokenizer": HOSTILE,
        "options": {"what": HOSTILE, HOSTILE: "x"},
        "triggers": {"output": HOSTILE},
    }
    data["versions"] = {HOSTILE: HOSTILE}
    (run / "run.toml").write_text(tomli_w.dumps(data), "utf-8")
    tasks, log = rows(run, "tasks.jsonl"), rows(run, "completions.jsonl")
    tasks[0] |= {"instruction": HOSTILE, "instances": [{"input": HOSTILE, "output": HOSTILE}]}
    write(run / "tasks.jsonl", tasks)
    write(run / "completions.jsonl", [row | {"model": HOSTILE, "backend": HOSTILE} for row in log])
    write(run / "rejections.jsonl", [{"text": HOSTILE, "reason": HOSTILE, "detail": HOSTILE, "request_idx": 0}])
    plain, card = (
        published(each, plugins, title=HOSTILE, model_terms=HOSTILE, with_rejections=True).card for each in (made, run)
    )

    assert "license" not in header(card)
    assert header(card)["pretty_name"] == HOSTILE + " (not for training)"
    body = card.partition("\n---\n")[2]
    kinds = [token.type for token in tokens(body)]
    assert "html_block" not in kinds
    assert "html_inline" not in kinds
    assert "image" not in kinds
    links = [token.attrGet("href") for token in tokens(body) if token.type == "link_open"]
    assert links == ["http://evil.example"]  # the user's own, from their --model-terms
    headings = [token.type for token in tokens(body)].count("heading_open")
    assert headings == [token.type for token in tokens(plain.partition("\n---\n")[2])].count("heading_open")
    assert all(len(row) == len(found[0]) for found in tables(card) for row in found)


def write(file: Path, lines: list[Any]) -> None:
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")


def test_no_place_of_the_authors_is_in_a_card(tmp_path: Path, plugins: Plugins) -> None:
    for name in ("seeds", "pool", "against"):
        (tmp_path / "secret").mkdir(exist_ok=True)
        text = (
            "\n".join(json.dumps(task) for task in seeds(plugins)[:40])
            if name == "seeds"
            else '{"instruction": "Never asked."}'
        )
        (tmp_path / "secret" / f"{name}.jsonl").write_text(text, "utf-8")
    place = tmp_path / "secret"
    chosen: dict[str, Any] = {
        "seeds": place / "seeds.jsonl",
        "pool": [place / "pool.jsonl"],
        "against": [place / "against.jsonl"],
    }
    selfinstruct.run("en", 4, backend="offline", out=place / "run", base_url=None, **chosen)
    card = published(place / "run", plugins).card

    assert "secret" not in card
    assert str(tmp_path) not in card
    assert "seeds.jsonl" in card
    assert "files of its author's, which are not here: pool.jsonl, against.jsonl, seeds.jsonl" in card


def seeds(plugins: Plugins) -> list[Any]:
    return [json.loads(line) for line in plugins.language("en").seeds.read_text("utf-8").splitlines()]


def test_a_card_warns_of_what_was_not_done(made: Path, plugins: Plugins) -> None:
    card = published(made, plugins).card

    for said in ("evaluation sets", "No judge", "judged by words", "were not looked for", "NOT FOR TRAINING", "may be wrong"):
        assert said in card


def test_masked_data_is_told_to_be_elsewhere(tmp_path: Path, plugins: Plugins) -> None:
    selfinstruct.run("en", 3, backend="offline", out=tmp_path / "run", curate=["personal-data"], personal_data="mask")

    assert "unmasked" not in published(tmp_path / "run", plugins).card
    assert "unmasked" in published(tmp_path / "run", plugins, with_log=True).card


def test_a_language_without_its_plugin_still_has_a_card(made: Path) -> None:
    from selfinstruct.plugins import load

    card = published(made, load(["en"])).card

    assert header(card)["language"] == ["en"]
    assert "instruction-tuning tasks in en," in card


# --- made again

RUNS: dict[str, dict[str, Any]] = {
    "plain": {},
    "chosen": {"seed": 7, "window": 4, "threshold": 0.5, "max_instances": 2, "temperature": 0.3, "seed_demonstrations": 3},
    "labels": {"classification_only": True, "machine_demonstrations": 0, "tasks_per_request": 4},
    "alpaca": {"recipe": "alpaca", "curate": ["outputs", "judge"], "min_score": 3, "triggers": {"output": "Answer"}},
    "pairs": {"recipe": "instruction-output", "curate": ["self-consistency"], "trials": 1, "min_closeness": 0.1},
    "english": {"lang": "ko", "prompt_language": "en", "max_prompt_tokens": 900, "options": {"structured": "yes"}},
}


def again(card: str, log: Path | None = None) -> list[list[str]]:
    """The commands of a card; those of the replay alone where its log is told."""
    blocks = [body for body in re.findall(r"```sh\n(.*?)\n```", card, re.DOTALL) if ("--replay" in body) == bool(log)]
    return [shlex.split(line.replace("log/completions.jsonl", str(log)))[1:] for line in blocks[0].split("\n")]


def timeless(folder: Path) -> list[Any]:
    return [{k: v for k, v in task.items() if k != "source"} for task in rows(folder, "tasks.jsonl")]


@pytest.mark.parametrize("name", RUNS)
def test_the_commands_make_the_run_again(name: str, plugins: Plugins) -> None:
    chosen = {"lang": "en", "n": 7, "backend": "offline", "out": "first", **RUNS[name]}
    selfinstruct.run(**chosen)
    made = published(Path("first"), plugins, with_log=True)
    for log, out in ((None, "second"), (made.folder / "log/completions.jsonl", "third")):
        for command in again(made.card, log):
            result = CliRunner().invoke(cli, [*command, "--out", out])
            assert result.exit_code == 0, result.output
        assert timeless(Path(out)) == timeless(Path("first"))


def test_the_commands_of_a_run_made_stage_by_stage(plugins: Plugins) -> None:
    selfinstruct.generate("en", 6, backend="offline", out="first", seed=3)
    selfinstruct.classify("first", temperature=0.2)
    selfinstruct.instances("first", answer_tokens=900)
    selfinstruct.curate("first", curate=["outputs"])
    made = published(Path("first"), plugins, with_log=True)

    commands = again(made.card)
    assert [command[0] for command in commands] == ["generate", "classify", "instances", "curate"]
    for command in commands:
        result = CliRunner().invoke(cli, [word.replace("RUN", "second") for word in command])
        assert result.exit_code == 0, result.output
    assert timeless(Path("second")) == timeless(Path("first"))
    (command,) = again(made.card, made.folder / "log/completions.jsonl")
    assert CliRunner().invoke(cli, [*command, "--out", "third"]).exit_code == 0
    assert timeless(Path("third")) == timeless(Path("first"))
