"""Training on exports as docs/training.md tells it: its configurations fit what is exported, and with them the loss falls."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml
from pages import FENCE, page
from tinytokenizers import CHATML, TURN_END, write_model

import selfinstruct
from selfinstruct.stages.export import export
from selfinstruct.stages.tokenized import Tokenizing
from selfinstruct.taskfile import read_tasks

TRAINING = page("training.md")
LANGUAGES = ("en", "ko", "ja")
MARK = "not-for-training."


def needs(*packages: str) -> pytest.MarkDecorator:
    missing = [name for name in packages if find_spec(name) is None]
    return pytest.mark.skipif(bool(missing), reason=f"{', '.join(missing)} not installed: make test-transformers")


def shown(file: str) -> str:
    """What the page shows as the content of a file."""
    (body,) = [body for _, name, body in FENCE.findall(TRAINING) if name == file]
    return str(body)


def exported(folder: Path, language: str, formats: list[str], **options: Any) -> list[Path]:
    """The files of a run of that language that may be trained on, as far as their names say."""
    run = selfinstruct.run(language, 20, backend="offline", out=folder / "run").folder
    tasks = read_tasks(run / "tasks.jsonl", language)
    return export(tasks, folder / "export", language=language, formats=formats, name=f"selfinstruct_{language}", **options)


# --- the configurations fit what is exported


def test_the_data_sets_of_llama_factory_are_those_that_are_declared(tmp_path: Path) -> None:
    asked = yaml.safe_load(shown("llamafactory.yaml"))
    exported(tmp_path, "ko", ["messages", "alpaca"], test=0.2)
    declared = json.loads((tmp_path / "export" / "dataset_info.json").read_text("utf-8"))

    assert {asked["dataset"], asked["eval_dataset"]} < declared.keys()
    assert re.search(r"selfinstruct_ko_alpaca_train", TRAINING)
    assert "selfinstruct_ko_alpaca_train" in declared
    assert asked["dataset_dir"] == "runs/ko-groq/export"


def test_the_data_sets_of_axolotl_are_those_that_the_export_names(tmp_path: Path) -> None:
    asked = yaml.safe_load(shown("axolotl.yaml"))
    exported(tmp_path, "ko", ["messages"], test=0.2)
    named = yaml.safe_load((tmp_path / "export" / "axolotl.yaml").read_text("utf-8"))

    for key in ("datasets", "test_datasets"):
        assert [one | {"path": Path(one["path"]).name} for one in asked[key]] == named[key]
        assert {Path(one["path"]).parent for one in asked[key]} == {Path("runs/ko-groq/export")}


def test_the_files_of_trl_and_of_the_script_are_written(tmp_path: Path) -> None:
    names = {path.name for path in exported(tmp_path, "ko", ["messages"])}
    (one,) = yaml.safe_load(shown("trl.yaml"))["datasets"]
    assert Path(one["data_files"]).name in names
    assert (
        set(one["columns"])
        < json.loads((tmp_path / "export" / "messages.train.jsonl").read_text("utf-8").split("\n")[0]).keys()
    )
    assert "runs/ko-groq/export/tokenized.train.parquet" in shown("train.py")


# --- TRL

SMALL = {"max_steps": 10, "learning_rate": 0.01, "use_cpu": True, "bf16": False, "logging_steps": 1, "save_steps": 10}


def trained_by_trl(folder: Path, model: str, changed: dict[str, Any]) -> list[float]:
    """The losses of `trl sft` with the page's configuration and these changes."""
    config = (
        yaml.safe_load(shown("trl.yaml")) | SMALL | {"model_name_or_path": model, "output_dir": str(folder / "out")} | changed
    )
    file = folder / "trl.yaml"
    file.write_text(yaml.safe_dump({name: value for name, value in config.items() if value is not None}))
    # A part of its own of the hub's folder, and no accelerator whatever there is.
    alone = {"HF_HUB_OFFLINE": "1", "HF_HOME": str(folder / "hub"), "CUDA_VISIBLE_DEVICES": "", "TRL_TELEMETRY": "0"}
    command = [sys.executable, "-m", "trl.cli.main", "sft", "--config", str(file)]
    done = subprocess.run(command, env=os.environ | alone, capture_output=True, text=True, check=False, cwd=folder)
    assert done.returncode == 0, done.stderr[-3000:]
    state = json.loads((folder / "out" / "checkpoint-10" / "trainer_state.json").read_text("utf-8"))
    return [step["loss"] for step in state["log_history"] if "loss" in step]


@pytest.mark.slow
@needs("torch", "trl", "datasets", "pyarrow")
def test_trl_learns_the_same_from_messages_and_from_our_ids(tmp_path: Path) -> None:
    model = write_model(tmp_path / "model", chat=CHATML, end=TURN_END, pad="<pad>")
    exported(tmp_path, "ko", ["messages", "tokenized"], tokenizing=Tokenizing(model))
    (chats,) = yaml.safe_load(shown("trl.yaml"))["datasets"]
    chats |= {"data_files": str(tmp_path / "export" / "messages.train.jsonl")}
    ids = {"path": "parquet", "data_files": str(tmp_path / "export" / "tokenized.train.parquet")}

    by_messages = trained_by_trl(tmp_path, model, {"datasets": [chats]})
    by_ids = trained_by_trl(tmp_path, model, {"datasets": [ids], "assistant_only_loss": None})

    assert len(by_messages) == 10
    assert by_messages[-1] < 0.8 * by_messages[0]
    # The same tokens are masked.
    assert by_ids == pytest.approx(by_messages, rel=1e-3)


# --- transformers alone


@pytest.mark.slow
@needs("torch", "datasets", "pyarrow", "accelerate")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_script_learns_from_our_ids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    from transformers import TrainingArguments

    model = write_model(tmp_path / "model", chat=CHATML, end=TURN_END, pad="<pad>")
    exported(tmp_path, language, ["tokenized"], tokenizing=Tokenizing(model))
    script = shown("train.py")
    told = {
        "MODEL": model,
        "ROWS": str(tmp_path / "export" / "tokenized.train.parquet"),
        "output_dir": str(tmp_path / "trained"),
    }
    for name, value in told.items():
        script, changed = re.subn(rf'\b{name}( ?)=( ?)"[^"]+"', lambda found, value=value: _set(found[0], value), script)
        assert changed == 1
    begin = TrainingArguments.__init__

    def small(self: Any, *args: Any, **options: Any) -> None:
        begin(self, *args, **(options | {k: v for k, v in SMALL.items() if k != "save_steps"} | {"report_to": "none"}))

    monkeypatch.setattr(TrainingArguments, "__init__", small)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub"))
    book: dict[str, Any] = {}
    exec(compile(script, "train.py", "exec"), book)

    losses = [step["loss"] for step in book["trainer"].state.log_history if "loss" in step]
    assert len(losses) == 10
    assert losses[-1] < 0.8 * losses[0]


def _set(line: str, value: str) -> str:
    return f"{line.partition('=')[0]}= {value!r}" if " = " in line else f"{line.partition('=')[0]}={value!r}"
