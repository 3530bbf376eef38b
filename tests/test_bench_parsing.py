"""The table of what is read from the answers in a log."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from quickrows import leading

SCRIPT = Path(__file__).parent.parent / "bench/parsing.py"
LIST = " Name a river that flows north.\n3. Draw me a picture of a lake.\n4. Which sea has the least salt?"


def logged(stage: str, number: int, text: str, prompt: dict[str, Any], finish: str = "stop") -> dict[str, Any]:
    return {"stage": stage, "request_idx": number, "text": text, "finish_reason": finish, "prompt": prompt}


def chat(content: str) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": content}]}


def table(*arguments: object) -> tuple[dict[str, list[str]], str]:
    """The rows of the table by form, and all that was printed."""
    command = [sys.executable, str(SCRIPT), *map(str, arguments)]
    out = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in out.split("\n") if line.startswith("| ")]
    return {row[1]: row[2:] for row in rows[1:]}, out


def test_a_log_of_a_run(tmp_path: Path) -> None:
    whole = "1. Instruction: Name a sea that hardly has tides.\n1. Output: The Baltic.\n###\n2. Instruction: Name a"
    rows = [
        logged("generate", 0, LIST, {"text": "1. Name a lake.\n2."}),
        logged("classify", 0, "No", chat("Is it a classification task?")),
        logged("classify", 1, "Hard to say.", chat("Is it a classification task?")),
        logged("instances", 0, "Output: The Nile.", chat("Task: Name a lake.\nOutput: Geneva\nTask: Name a river.")),
        logged("instances", 1, "Class label: salty\nInput: the sea", chat("Class label: sweet\nInput: a lake")),
        {"stage": "classify", "request_idx": 2, "error": {"message": "no", "hint": ""}, "prompt": chat("")},
        logged("generate", 1, whole, {"text": "Instruction: x\nInput: y\nOutput: z\n###\n1. Instruction:"}, "length"),
    ]
    file = tmp_path / "completions.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")

    found, _ = table(file)

    assert found["list"] == ["1", "1", "2", "1", "-", "-", "blocked-word 1"]
    assert found["yes-no"] == ["3", "1", "1", "2", "-", "-", "no-yes-no 1, request-failed 1"]
    assert found["input-first"][:4] == ["1", "1", "1", "0"]
    assert found["output-first"][:4] == ["1", "1", "1", "0"]
    assert found["tasks"] == ["1", "1", "1", "1", "-", "-", "cut 1"]


def test_files_of_the_original_scripts(tmp_path: Path) -> None:
    asked = {"prompt": "1. Name a lake.\n2.", "response": {"choices": [{"text": LIST, "finish_reason": "stop"}]}}
    texts = ("Name a river that flows north.", "which sea has the least salt?", "Something else that nobody wrote.")
    rows = [{"instruction": text, "metadata": asked, "request_idx": 4} for text in texts]
    rows += [{"instruction": "Name a river.", "raw_instances": "Output: The Nile.\n", "instance_metadata": {"prompt": "Task:"}}]
    file = tmp_path / "old.jsonl.gz"
    file.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))

    found, out = table(file, "--lang", "en", "--show", 1)

    assert found["list"] == ["1", "1", "2", "1", "3", "2", "blocked-word 1"]
    assert found["input-first"][:3] == ["1", "1", "1"]
    assert "stored, not read: Something else that nobody wrote." in out


@pytest.mark.parametrize("lang", leading(1, ["ko", "en", "ja"]))
def test_whole_tasks_are_written_and_read_back(tmp_path: Path, lang: str) -> None:
    rows = [
        {"instruction": "Name three seas.", "input": "", "output": "1. Baltic\n2. Black\n3. Red"},
        {"instruction": "강 이름을 대세요.", "input": "한국", "output": "한강"},
    ]
    file = tmp_path / "regen.json"
    file.write_text(json.dumps(rows), "utf-8")

    found, _ = table(file, "--lang", lang)

    assert found["tasks"] == ["2", "2", "2", "0", "2", "2", "-"]
