"""The card and the files of a data set: every number is a recount, every text stays a text, the same run the same bytes."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest
import yaml
from markdown_it import MarkdownIt
from test_pipeline import rows

import selfinstruct
from selfinstruct.errors import ConfigError
from selfinstruct.plugins import Plugins
from selfinstruct.publishing import files
from selfinstruct.publishing.bundle import Bundle, bundle
from selfinstruct.publishing.card import size
from selfinstruct.publishing.choices import FORMATS_OF_HUB, Choices

NAMES = {"en": "English", "ko": "Korean (한국어)", "ja": "Japanese (日本語)"}
HOSTILE = (
    "`x` | <script>alert(1)</script>\n---\nlicense: mit\n# [a](http://evil.example) ![b](c) &amp; *d* _e_ $f$ ```\n\u2028\u202e"
)
Made = Callable[[str], Path]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A run of the offline backend in a language, made once."""
    folder, there = tmp_path_factory.mktemp("made"), {}

    def run(lang: str) -> Path:
        if lang not in there:
            there[lang] = folder / lang
            selfinstruct.run(lang, 15, backend="offline", out=there[lang], curate=["outputs", "judge"], personal_data=None)
        return there[lang]

    return run


@pytest.fixture
def copied(made: Made, tmp_path: Path) -> Path:
    """A run of its own, to change."""
    return Path(shutil.copytree(made("en"), tmp_path / "copy"))


def published(run: Path, plugins: Plugins, out: str = "out", **chosen: Any) -> Bundle:
    return bundle(run, Path(out), plugins, Choices(**{"parquet": False, **chosen}), repo="me/tasks")


def header(card: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(card.split("---\n")[1])
    return found


def tables(card: str) -> list[list[list[str]]]:
    """The cells of every table, as a reader sees them."""
    found: list[list[list[str]]] = []
    for token in MarkdownIt("commonmark").enable("table").parse(card.partition("\n---\n")[2]):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type == "inline" and found and token.level >= 4:
            found[-1][-1].append("".join(child.content for child in token.children or ()))
    return found


def table(card: str, *head: str) -> dict[str, list[str]]:
    """The table with that head: first cell -> the others."""
    (body,) = [each[1:] for each in tables(card) if each[0][: len(head)] == list(head)]
    return {row[0]: row[1:] for row in body}


def naive(run: Path, lang: str) -> dict[str, str]:
    """The figures of the paper's table, counted from the file."""
    tasks = rows(run, "tasks.jsonl")
    instances = [instance for task in tasks for instance in task["instances"]]
    unit = "words" if lang == "en" else "characters"
    count = (lambda text: len(text.split())) if lang == "en" else (lambda text: len("".join(text.split())))
    inputs = [count(each["input"]) for each in instances if each["input"]]
    return {
        "instructions": f"{len(tasks)}",
        "of them classifications": f"{sum(task['is_classification'] for task in tasks)}",
        "of them others": f"{sum(not task['is_classification'] for task in tasks)}",
        "instances": f"{len(instances)}",
        "of them with empty input": f"{len(instances) - len(inputs)}",
        f"mean length of an instruction, in {unit}": f"{fmean(count(task['instruction']) for task in tasks):.1f}",
        f"mean length of an input that is not empty, in {unit}": f"{fmean(inputs):.1f}",
        f"mean length of an output, in {unit}": f"{fmean(count(each['output']) for each in instances):.1f}",
    }


@pytest.mark.parametrize("lang", NAMES)
def test_every_number_is_a_recount(made: Made, plugins: Plugins, lang: str) -> None:
    run = made(lang)
    card = published(run, plugins, test=0.3, with_rejections=True, with_log=True).card

    figures = table(card, "of the tasks")
    assert {name: cells[0] for name, cells in figures.items()} == naive(run, lang)
    lines = {side: Path(f"out/data/not-for-training.{side}.jsonl").read_bytes().count(b"\n") for side in ("train", "test")}
    refused = [file for file in run.glob("rejections*.jsonl") if file.stat().st_size]
    count = sum(file.read_bytes().count(b"\n") for file in refused)
    assert {name: int(cells[1]) for name, cells in table(card, "split").items()} == lines | {"rejections": count}
    assert sum(lines.values()) == sum(len(task["instances"]) for task in rows(run, "tasks.jsonl"))
    told = [
        (stage, why, int(many)) for stage, why, many in next(each[1:] for each in tables(card) if each[0][0] == "refused by")
    ]
    counted = Counter(
        (file.name.removesuffix(".jsonl").partition(".")[2] or "generate", row["reason"])
        for file in refused
        for row in rows(run, file.name)
    )
    assert Counter({(stage, why): many for stage, why, many in told}) == counted
    answers = sum("error" not in row for row in rows(run, "completions.jsonl"))
    assert f"offline (not for training): phrase-tables ({answers})" in card
    assert NAMES[lang] in card
    assert Path("out/log/completions.jsonl").read_bytes() == (run / "completions.jsonl").read_bytes()


@pytest.mark.parametrize("lang", NAMES)
def test_the_header_is_what_the_hub_reads(made: Made, plugins: Plugins, lang: str) -> None:
    found = header(published(made(lang), plugins, license="cc-by-4.0", test=0.3, with_rejections=True).card)

    assert found["language"] == [lang]
    assert found["license"] == "cc-by-4.0"
    assert found["task_categories"] == ["text-generation"]
    assert found["size_categories"] == ["n<1K"]
    assert found["tags"] == ["self-instruct", "synthetic", "instruction-tuning", "not-for-training"]
    for config in found["configs"]:
        for split in config["data_files"]:
            assert len(list(Path("out").glob(split["path"]))) == 1
    assert [config["config_name"] for config in found["configs"]] == ["default", "rejections"]
    assert [split["split"] for split in found["configs"][0]["data_files"]] == ["train", "test"]


def test_nothing_is_made_up(made: Made, plugins: Plugins) -> None:
    plain = published(made("en"), plugins).card
    told = published(made("en"), plugins, license="mit", model_terms="See https://terms.example/a_b. No *harm*.").card

    assert "license" not in header(plain)
    assert "named no license" in plain
    assert "look them up" in plain
    assert "gave it the license `mit`" in told
    assert "they say: See <https://terms.example/a_b>. No \\*harm\\*." in told
    assert "look them up" not in told


@pytest.mark.parametrize(
    ("rows", "named"),
    [(1, "n<1K"), (999, "n<1K"), (1000, "1K<n<10K"), (99_999, "10K<n<100K"), (10**6, "1M<n<10M"), (10**9, "100M<n<1B")],
)
def test_sizes(rows: int, named: str) -> None:
    assert size(rows) == named


# --- the same bytes


def test_the_same_run_gives_the_same_bytes(made: Made, plugins: Plugins) -> None:
    pytest.importorskip("pyarrow")
    chosen: Mapping[str, Any] = {"parquet": True, "with_log": True, "with_rejections": True, "test": 0.2}
    first, second = (published(made("ko"), plugins, out, **chosen) for out in ("one", "two"))

    assert {name: path.read_bytes() for name, path in first.names.items()} == {
        name: path.read_bytes() for name, path in second.names.items()
    }
    assert len(first.names) == 7


def test_another_bundle_leaves_nothing_of_the_one_before(made: Made, plugins: Plugins) -> None:
    published(made("en"), plugins, with_log=True, with_rejections=True, test=0.5)
    Path("out/own.txt").write_text("theirs")
    again = published(made("en"), plugins)

    assert {file.name for file in Path("out").rglob("*") if file.is_file()} == {"own.txt", *(path.name for path in again.paths)}


# --- rows


@pytest.mark.parametrize("form", FORMATS_OF_HUB)
@pytest.mark.parametrize("lang", NAMES)
def test_parquet_and_jsonl_have_the_same_rows(made: Made, plugins: Plugins, form: str, lang: str) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    published(made(lang), plugins, form=form, test=0.3, parquet=True)

    for side in ("train", "test"):
        file = Path(f"out/data/not-for-training.{side}")
        lines = [json.loads(line) for line in file.with_name(f"{file.name}.jsonl").read_text("utf-8").split("\n") if line]
        assert parquet.read_table(file.with_name(f"{file.name}.parquet")).to_pylist() == lines
        assert lines


def test_a_lone_surrogate_is_carried_by_no_file(tmp_path: Path) -> None:
    """Tasks have none; refused texts may."""
    parquet = pytest.importorskip("pyarrow.parquet")
    rows: list[dict[str, Any]] = [{"text": "half \ud83d of it", "at": 3, "said": [{"role": "user", "content": "\udfff"}]}]
    whole = [{"text": "half \ufffd of it", "at": 3, "said": [{"role": "user", "content": "\ufffd"}]}]

    assert json.loads(files.write_jsonl(tmp_path / "a.jsonl", rows).read_bytes()) == whole[0]
    assert parquet.read_table(files.write_parquet(tmp_path / "a.parquet", rows)).to_pylist() == whole


def test_what_reviews_left_is_published(copied: Path, plugins: Plugins) -> None:
    from selfinstruct import reviews

    first, second, *rest = rows(copied, "tasks.jsonl")
    subjects = [reviews.Subject(task["id"], None) for task in (first, second)]
    reviews.write(copied, [reviews.mark_row(subjects[0], "reject"), reviews.mark_row(subjects[1], "accept")])

    everything, all_left, accepted = (published(copied, plugins, reviewed=how) for how in ("", "all", "accepted"))
    counts = [int(table(each.card, "of the tasks")["instructions"][0]) for each in (everything, all_left, accepted)]
    assert counts == [len(rest) + 2, len(rest) + 1, 1]
    assert "1 × accept, 1 × reject" in all_left.card
    assert f"1 of {len(rest) + 2} were left out" in all_left.card
    assert "Nobody has checked them" in everything.card
    assert "Nobody has checked them" not in all_left.card
    (copied / "reviews.jsonl").unlink()
    with pytest.raises(ConfigError, match="no task is left"):
        published(copied, plugins, reviewed="accepted")
