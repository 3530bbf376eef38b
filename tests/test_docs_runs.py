"""docs/run-folder.md explains every file, field, setting and reason of a run, and no other."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

import pytest
from answers import good
from pages import FENCE, ROOT, SPAN, lines_of, names_in, page, rows_of, section

import selfinstruct
from selfinstruct import Abilities, Backend, BackendError, BatchState, Completion, Prompt, Usage
from selfinstruct.backend import Form
from selfinstruct.plugins import Plugins
from selfinstruct.prompts import OPTIONAL, TEMPLATES
from selfinstruct.records import Classification, Instances, Rejection, TaskInstruction
from selfinstruct.settings import Settings
from selfinstruct.steps import CLOSENESS, STEPS, Curation
from selfinstruct.templates import FORMATS

FOLDER = page("run-folder.md")


def flat(value: Any, path: str = "") -> Iterator[str]:
    """The dotted names of what holds no further names: `usage.prompt_tokens`, `instances[].input`."""
    if isinstance(value, Mapping) and value and path not in LEAVES:
        for name, inner in value.items():
            yield from flat(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and value and isinstance(value[0], Mapping):
        for inner in value:
            yield from flat(inner, f"{path}[]")
    else:
        yield path


LEAVES = {"most_similar", "prompt.schema", "raw", "run.options", "run.triggers", "curation", "versions"}

JSONL = {
    "completions.jsonl": None,
    "batches.jsonl": None,
    "instructions.jsonl": TaskInstruction,
    "rejections.jsonl": Rejection,
    "classifications.jsonl": Classification,
    "instances.jsonl": Instances,
    "tasks.jsonl": None,
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Runs that have every field: a chat model that fails now and then, a completion model, another recipe with curation."""
    from selfinstruct.plugins import load

    folder = tmp_path_factory.mktemp("made")
    for style in ("chat", "completion"):
        plugins = with_backend(load(), style)
        options: dict[str, Any] = {"options": {"speed": "1"}, "temperature": 0.5, "top_p": 0.9, "answer_tokens": 900}
        out = folder / style
        selfinstruct.generate("en", 12, backend="told", model="m", out=out, plugins=plugins, **options)
        own = {"backend": "told", "model": "m", "temperature": 0.1, "answer_tokens": 90, "base_url": "http://127.0.0.1:9"}
        own["plugins"] = plugins
        selfinstruct.classify(out, **own, batch=True)
        selfinstruct.instances(out, **own)
        selfinstruct.curate(out, plugins=plugins)
        selfinstruct.export(out, formats=list(FORMATS), test=0.3)
    steps: dict[str, Any] = {"recipe": "alpaca", "curate": ["judge", "self-consistency"], "triggers": {"output": "Output"}}
    selfinstruct.run("en", 2, backend="told", model="m", out=folder / "alpaca", plugins=plugins, temperature=0.5, **steps)
    selfinstruct.curate(folder / "alpaca", curate=["judge", "self-consistency"], trials=1, plugins=plugins)
    limits = dict.fromkeys(("max_tokens", "max_time", "rpm", "tpm", "rpd", "tpd"), 9_999_999)
    (folder / "prices.toml").write_text("[told]\nm = { input = 1, output = 2 }\n")
    limits |= {"max_requests": 1, "max_cost": 9.5, "prices": folder / "prices.toml"}
    with pytest.raises(selfinstruct.BudgetSpent):
        selfinstruct.generate("en", 99, backend="told", model="m", out=out, plugins=plugins, **options, **limits)
    (folder / "prices.toml").unlink()
    return folder


def with_backend(plugins: Plugins, style: str) -> Plugins:
    from selfinstruct import hookimpl
    from selfinstruct.plugins import Provider

    class Told(Backend):
        name = "told"

        @property
        def abilities(self) -> Abilities:
            return Abilities(style=style, structured=style == "chat", batches=True)  # type: ignore[arg-type]

        async def complete(self, prompts: Sequence[Prompt]) -> list[Completion | BackendError]:
            return [self.answer(prompt) for prompt in prompts]

        async def submit(self, prompts: Sequence[Prompt], name: str) -> str:
            return f"batch of {len(prompts)}"

        async def collect(self, batch_id: str, prompts: Sequence[Prompt]) -> BatchState:
            return BatchState("completed", over=True, answers=await self.complete(prompts))

        def answer(self, prompt: Prompt) -> Completion | BackendError:
            if prompt.stage != "generate" and prompt.number == 1:
                return BackendError("too long", permanent=True)
            text = good(prompt) + ("\n99. Draw a picture of a mill." if prompt.form == "list" else "")
            return Completion(text, usage=Usage(1, 1), model="m", raw={"id": "x"})

    class Plugin:
        @staticmethod
        @hookimpl
        def selfinstruct_backends() -> list[type[Backend]]:
            return [Told]

    plugins.manager.register(Plugin, name="told")
    plugins.providers["told"] = Provider("told", "tests", "0")
    return plugins


@pytest.mark.parametrize("name", JSONL)
def test_every_field_of_a_file_is_explained_and_no_other(made: Path, name: str) -> None:
    found = {field for line in written(made, name) for field in flat(json.loads(line))}
    told = names_in(section(FOLDER, f"`{name}`"), "field")

    assert len(told) == len(set(told))
    optional = {"kind", "source"} if name == "tasks.jsonl" else set()
    found -= {"score[]", "score_reason[]", "score", "score_reason"}  # docs/curation.md tells of these
    assert set(told) == found | optional
    if record := JSONL[name]:
        assert {field.partition(".")[0].removesuffix("[]") for field in told} | {"instances"} >= {
            f.name for f in fields(record)
        }
        assert {field.partition(".")[0].partition("[")[0] for field in told} == {f.name for f in fields(record)}


def written(made: Path, name: str) -> list[str]:
    """The lines of a file of every run that has it."""
    return [line for run in made.iterdir() if (run / name).exists() for line in lines_of(run / name)]


def test_every_setting_is_explained_and_no_other(made: Path) -> None:
    found: set[str] = set()
    for run in made.iterdir():
        book = tomllib.loads((run / "run.toml").read_text("utf-8"))
        found |= {re.sub(r"^stage\.\w+\.", "stage.<stage>.", field) for field in flat(book)}
    told = names_in(section(FOLDER, "`run.toml`"), "setting")

    assert len(told) == len(set(told))
    assert set(told) == found
    elsewhere = {"stage", "curation"}
    assert {name.removeprefix("run.") for name in told if name.startswith("run.")} == {
        f.name for f in fields(Settings)
    } - elsewhere
    settings = {name.removeprefix("curation.") for name in names_in(page("curation.md"), "setting")}
    assert settings == {f.name for f in fields(Curation)}


@pytest.mark.parametrize("name", JSONL)
def test_the_row_that_is_shown_has_the_fields_in_order(made: Path, name: str) -> None:
    shown = [json.loads(body) for kind, _, body in FENCE.findall(section(FOLDER, f"`{name}`")) if kind == "json"]
    real = {tuple(json.loads(line)) for line in written(made, name)}

    assert shown
    assert all(tuple(row) in real for row in shown)


def test_every_file_of_a_run_has_its_section(made: Path) -> None:
    files = {file.name for run in made.iterdir() for file in run.iterdir()}
    told = {span for heading in re.findall(r"^## (.+)$", FOLDER, re.MULTILINE) for span in SPAN.findall(heading)}
    told |= set(names_in(FOLDER, "file"))
    told |= {name.replace("<step>", step) for name in told for step in STEPS}

    assert files - {"export"} <= told
    assert {file.name for run in made.glob("*/export") for file in run.iterdir()} <= exported(names_in(FOLDER, "file"))


def exported(names: Sequence[str]) -> set[str]:
    return {name.replace("<format>", form) for name in names for form in FORMATS}


def test_the_formats_of_an_export_are_told_with_their_keys(made: Path) -> None:
    told = {SPAN.findall(cells[0])[0]: SPAN.findall(cells[1]) for cells in rows_of(FOLDER, "format")}
    for form in FORMATS:
        file = made / "chat/export" / f"{form}.train.{FORMATS[form].suffix}"
        row = json.loads(file.read_text("utf-8"))[0] if FORMATS[form].array else json.loads(lines_of(file)[0])
        assert told.pop(form) == list(row)
    assert not told


def constants(file: Path) -> Iterator[str]:
    """The texts of a module, and what its f-strings begin with; docstrings apart."""
    tree = ast.parse(file.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value.partition(": ")[0]


def test_every_reason_is_explained_and_no_other() -> None:
    package = ROOT / "selfinstruct"
    files = [package / "filters.py", package / "judge.py", *(package / "stages").glob("*.py")]
    files += [*(package / "curation").glob("*.py"), package / "parse" / "blocks.py"]
    code = {text for file in files for text in constants(file)}
    told = names_in(FOLDER, "reason")
    of_steps = names_in(page("curation.md"), "reason")
    kinds = {"e-mail", "resident-number", "my-number"}
    others = {*TEMPLATES, *OPTIONAL, *get_args(Form), *STEPS, *CLOSENESS, *kinds, *of_steps, "not-for-training"}

    assert len(told) == len(set(told))
    assert {"empty", "refusal"} <= set(told) <= code
    assert {"repetition", "low-score"} <= set(of_steps) <= code
    assert {text for text in code if re.fullmatch(r"[a-z]+(-[a-z]+)+", text)} - others <= set(told)


def test_every_reason_of_a_run_with_many_faults_is_explained() -> None:
    folder = selfinstruct.run("en", 20, backend="offline", options={"faults": "0.6"}, threshold=0.4, out="faulty").folder
    found = {json.loads(line)["reason"] for file in folder.glob("rejections*.jsonl") for line in lines_of(file)}

    assert found >= {"cut", "duplicate", "similar", "no-items"}
    assert found <= set(names_in(FOLDER, "reason"))
