"""What figures are counted from: runs that have only begun, files of every kind, and what is then not known."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from answers import good
from test_pipeline import rows

import selfinstruct
from selfinstruct import BackendError, Completion, ConfigError, PluginError, Prompt, Usage
from selfinstruct.errors import StoreError
from selfinstruct.figures.overview import Overview, overview
from selfinstruct.figures.sources import language_of, read_source
from selfinstruct.plugins import Plugins, load

Install = Callable[..., Plugins]

TASKS = [
    {"instruction": "Name a river.", "input": "", "output": "The Han"},
    {"instruction": "Name a mountain in Asia.", "input": "Korea", "output": "Seoraksan and others", "kind": "geo"},
]


def figures(path: Path | str, lang: str | None = None, plugins: Plugins | None = None) -> Overview:
    source = read_source(Path(path), lang)
    return overview(source, language_of(source, plugins or load()))


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return selfinstruct.run("ja", 8, backend="offline", out=tmp_path / "run").folder


@pytest.mark.parametrize("form", ["jsonl", "array", "gz"])
def test_a_file_of_tasks(form: str) -> None:
    lines = "".join(json.dumps(task) + "\n" for task in TASKS)
    text = json.dumps(TASKS) if form == "array" else lines
    Path("file").write_bytes(gzip.compress(text.encode()) if form == "gz" else text.encode())
    found = figures("file", "en")

    table = found.table
    assert (table.instructions, table.instances, table.empty_inputs, table.unit) == (2, 2, 1, "words")
    assert (table.instruction_length, table.input_length, table.output_length) == (4.0, 1.0, 2.5)
    assert (table.classifications, table.others) == (None, None)
    assert found.kinds
    assert [(kind.text, kind.count) for kind in found.kinds] == [("geo", 1)]
    assert (found.funnel, found.acceptance, found.refusals, found.use) == (None,) * 4
    origin = found.origin
    assert (origin.answered_by, origin.for_training, origin.settings, origin.versions) == (None,) * 4
    assert (found.similarity.to_pool, found.similarity.nearest) == (None, None)
    assert found.similarity.to_seed
    assert found.similarity.to_seed.count == 2
    assert found.similarity.threshold == 0.7
    assert found.notes == ()


def test_seeds_are_as_like_the_nearest_seed_as_can_be() -> None:
    seeds = figures(Path(selfinstruct.__file__).parent.parent / "seeds" / "ja.jsonl", "ja")
    assert seeds.similarity.to_seed
    assert seeds.similarity.to_seed.least == 1.0
    assert seeds.table.classifications
    assert seeds.kinds


def test_rows_that_name_their_nearest_texts_tell_of_them() -> None:
    near = {"most_similar": {"Name a hill in Asia.": 0.6, "x": 0.1}}
    odd = {"most_similar": {"y": "0.9"}}
    rows = [TASKS[1] | near, TASKS[0] | odd]
    Path("file").write_text(json.dumps(rows))
    similarity = figures("file", "en").similarity
    assert similarity.to_pool
    assert (similarity.to_pool.count, similarity.to_pool.most) == (1, 0.6)
    assert similarity.nearest
    assert [(pair.score, pair.other) for pair in similarity.nearest] == [(0.6, "Name a hill in Asia."), (0.1, "x")]


def test_a_file_needs_a_language_that_is_there() -> None:
    Path("file").write_text(json.dumps(TASKS))
    with pytest.raises(ConfigError, match="file: the language of a file is not known"):
        figures("file")
    with pytest.raises(PluginError, match="xx"):
        figures("file", "xx")
    Path("empty").mkdir()
    with pytest.raises(ConfigError, match="no run is there"):
        figures("empty")


def test_what_offline_wrote_is_not_for_training_wherever_it_is(run: Path) -> None:
    shutil.copy(run / "tasks.jsonl", "copy.jsonl")
    origin = figures("copy.jsonl", "ja").origin
    assert origin.answered_by
    assert [(by.text, by.count) for by in origin.answered_by] == [("offline (not for training): phrase-tables", 8)]
    assert origin.for_training is False


def test_a_run_without_tasks_tells_of_its_instructions(run: Path) -> None:
    accepted = rows(run, "instructions.jsonl")
    for name in ("tasks.jsonl", "instances.jsonl", "rejections.curate.jsonl"):
        (run / name).unlink(missing_ok=True)
    found = figures(run)
    assert found.counted == "instructions"
    assert found.table.instructions == 0
    assert (found.table.instruction_length, found.table.output_length) == (None, None)
    for part in (found.lengths.instruction, found.similarity.to_seed, found.similarity.to_pool):
        assert part
        assert part.count == len(accepted)
    assert found.openers
    assert found.openers.texts == len(accepted)
    assert (found.lengths.input, found.lengths.output) == (None, None)
    assert found.funnel
    assert (found.funnel.curated, found.funnel.with_instances) == (0, 0)
    assert any("no task is curated yet" in note for note in found.notes)


def test_a_run_that_has_only_begun(run: Path) -> None:
    for file in run.glob("*.jsonl"):
        file.unlink()
    found = figures(run)
    assert found.table.instructions == 0
    assert found.funnel
    assert (found.funnel.proposed, found.funnel.asked) == (0, 8)
    assert (found.acceptance, found.refusals, found.use) == ((), (), ())
    assert (found.similarity.to_seed, found.similarity.to_pool, found.similarity.nearest) == (None,) * 3
    assert found.verbs
    assert found.verbs.coverage == 0
    assert found.origin.for_training is None


def test_without_the_plugin_of_its_language_a_run_is_counted_by_characters(run: Path) -> None:
    with_it, found = figures(run), figures(run, plugins=load(["ja"]))
    assert found.table == with_it.table
    assert (found.funnel, found.refusals, found.use) == (with_it.funnel, with_it.refusals, with_it.use)
    assert (found.language, found.verbs, found.openers, found.similarity.to_seed) == (None,) * 4
    assert found.similarity.to_pool == with_it.similarity.to_pool
    assert "the plugin for the language 'ja' is not installed" in found.notes[0]


def test_seeds_of_its_own_that_have_changed_or_gone_are_told(scripted: Install) -> None:
    seeds = Path("seeds.jsonl")
    written = [{"instruction": f"Tell what number {n} is in Korean, please.", "output": str(n)} for n in range(9)]
    seeds.write_text("".join(json.dumps(seed) + "\n" for seed in written))
    plugins = scripted(good)
    folder = selfinstruct.run("en", 4, backend="scripted", seeds=seeds, plugins=plugins, out="run").folder
    before = figures(folder)
    assert before.notes == ()
    assert before.similarity.to_seed
    assert before.origin.settings
    assert before.origin.settings["seeds"] == "seeds.jsonl"

    tasks = rows(folder, "tasks.jsonl")
    seeds.write_text("".join(json.dumps(task) + "\n" for task in tasks))
    changed = figures(folder)
    assert changed.similarity.to_seed
    assert changed.similarity.to_seed.least == 1.0
    assert any("not those that the run was begun with" in note for note in changed.notes)

    seeds.unlink()
    gone = figures(folder)
    assert gone.similarity.to_seed is None
    assert any("can not be read" in note for note in gone.notes)
    source = read_source(folder)
    assert overview(source, load().language("en"), nearest_seed=False).notes == ()


def test_cost_is_known_where_prices_are(scripted: Install) -> None:
    def answer(prompt: Prompt) -> Completion | BackendError:
        if prompt.stage == "classify" and prompt.number == 1:
            return BackendError("refused by a policy", permanent=True)
        return Completion(good(prompt), model="m", usage=Usage(100, 10), created_at=f"2026-01-0{1 + prompt.number % 9}")

    Path("prices.toml").write_text("[scripted]\nm = { input = 2.0, output = 5.0 }\n")
    plugins = scripted(answer)
    folder = selfinstruct.run("en", 5, backend="scripted", plugins=plugins, out="run", prices="prices.toml").folder
    log = rows(folder, "completions.jsonl")
    book = (folder / "run.toml").read_text("utf-8")
    (folder / "run.toml").write_text(book.replace("billed = []", 'billed = ["scripted"]'), "utf-8")

    found = figures(folder)
    assert found.use
    for use in found.use:
        answered = [row for row in log if row["stage"] == use.stage and "error" not in row]
        assert use.requests - use.failed == len(answered)
        assert (use.prompt_tokens, use.completion_tokens) == (100 * len(answered), 10 * len(answered))
        assert use.cost == pytest.approx(len(answered) * (100 * 2 + 10 * 5) / 1e6)
    assert [use.failed for use in found.use] == [0, 1, 0]
    assert (found.origin.begun, found.origin.ended) == (
        "2026-01-01",
        max(row.get("created_at", "") for row in log if "text" in row),
    )

    Path("prices.toml").unlink()
    assert {use.cost for use in figures(folder).use or ()} == {None}
    for billed, cost in (("billed = []", 0.0), ("", None)):
        (folder / "run.toml").write_text(book.replace("billed = []", billed), "utf-8")
        assert {use.cost for use in figures(folder).use or ()} == {cost}


def test_a_damaged_line_is_named(run: Path) -> None:
    damage: list[tuple[str, str, type[Exception], str]] = [
        ("tasks.jsonl", '{"id": "x"}\n', ConfigError, r"tasks.jsonl:1: instruction"),
        ("tasks.jsonl", "{nonsense\n", StoreError, r"tasks.jsonl:1: not JSON"),
        ("instructions.jsonl", '{"id": "x"}\n', StoreError, "instructions.jsonl: a row is not as a run writes it"),
        ("rejections.jsonl", '{"text": "x"}\n', StoreError, "rejections.jsonl: a row is not as a run writes it"),
        ("completions.jsonl", "{}\n", StoreError, "completions.jsonl: a row is not as a run writes it"),
    ]
    for name, text, error, message in damage:
        whole = (run / name).read_bytes()
        (run / name).write_bytes(text.encode() + whole)
        with pytest.raises(error, match=message):
            figures(run)
        (run / name).write_bytes(whole)


def test_settings_are_told_without_addresses_and_folders(run: Path) -> None:
    book = (run / "run.toml").read_text("utf-8")
    book = book.replace('seeds = ""', 'seeds = "/home/somebody/secret-project/seeds.jsonl"')
    book = book.replace("pool = []", 'pool = ["/home/somebody/pool.jsonl"]')
    book = book.replace("[run.options]", '[run.options]\n"base-url" = "http://10.0.0.1/v1"\nsite = "x"')
    book = book.replace("[stage.generate]", '[stage.classify]\n"base-url" = "http://10.0.0.2/v1"\n\n[stage.generate]')
    (run / "run.toml").write_text(book, "utf-8")
    settings: Any = figures(run).origin.settings
    told = json.dumps(settings, ensure_ascii=False)
    assert "somebody" not in told
    assert "10.0.0" not in told
    assert (settings["seeds"], settings["pool"], settings["options"]) == ("seeds.jsonl", ["pool.jsonl"], {"site": "x"})


def test_rows_are_kept_without_what_is_in_the_log(run: Path) -> None:
    source = read_source(run)
    written = {row["id"]: row for row in rows(run, "instructions.jsonl")}
    assert set(source.instructions) == set(written)
    for id_, row in source.instructions.items():
        metadata = written[id_].pop("metadata")
        assert {name: value for name, value in row.items() if name != "metadata"} == written[id_]
        assert list(row["most_similar"]) == list(written[id_]["most_similar"])
        assert row["metadata"] == {name: metadata[name] for name in ("created_at", "model", "backend", "usage")}
