"""The tutorials of docs/plugins are followed from top to bottom, and print what the pages show."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from distinfo import write_about
from pages import FENCE, ROOT, page, rows_of

from selfinstruct import Completion, Message, Prompt, Sampling, Usage

TUTORIALS = ("plugins/tutorial.md", "plugins/tutorial-backend.md")
THAI = ROOT / "docs/examples/selfinstruct-th/selfinstruct_th"
PART = "part of "


class Reader:
    """Does what a tutorial says: writes its files, changes them by its diffs, runs its commands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.packages: list[Path] = []

    def follow(self, text: str) -> None:
        """Take the blocks of a page in order."""
        steps = {"sh": self.do, "console": self.look, "diff": self.change, "python": self.write, "jsonl": self.seeds}
        for kind, title, body in FENCE.findall(text):
            if not title.startswith(PART) and (title or kind != "python"):
                steps[kind](title, body)

    def do(self, _title: str, body: str) -> None:
        """Commands without output: folders are entered and packages made known; nothing is fetched or published."""
        for line in body.splitlines():
            self.command(shlex.split(line, comments=True))

    def command(self, words: list[str]) -> None:
        if words[0] == "cd":
            self.folder /= words[1]
        elif words == ["pip", "install", "-e", ".[dev]"]:
            self.install()

    def install(self) -> None:
        """As pip would, but for the dependencies, which are here."""
        write_about(self.folder, self.folder)
        self.packages.append(self.folder)

    def look(self, _title: str, body: str) -> None:
        """One command, and what it prints."""
        command, *shown = body.splitlines()
        assert command.startswith("$ ")
        words = shlex.split(command[2:])
        compare(shown, self.run(words), command)

    def run(self, words: list[str]) -> str:
        program, *arguments = words
        if program == "pytest" and not any(entry.name == "selfinstruct" for entry in entry_points(group="pytest11")):
            arguments += ["-p", "selfinstruct.testing.plugin"]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        path = os.pathsep.join([*map(str, self.packages), os.environ.get("PYTHONPATH", "")]).strip(os.pathsep)
        done = subprocess.run(
            [sys.executable, "-m", program, *arguments],
            cwd=self.folder,
            env={**kept, "PYTHONPATH": path, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "80"},
            capture_output=True,
            check=False,
            text=True,
            encoding="utf-8",
            timeout=180,
        )
        assert done.returncode == 0 or {"pytest", "check-seeds"} & {*words}, done.stdout + done.stderr
        return done.stderr + done.stdout

    def change(self, title: str, body: str) -> None:
        """A diff, its parts between "@@": what goes must be there, once."""
        file = self.folder / title
        for part in body.split("@@\n"):
            lines = part.splitlines()
            gone = "\n".join(line[1:] for line in lines if line[:1] != "+")
            come = "\n".join(line[1:] for line in lines if line[:1] != "-")
            text = file.read_text("utf-8")
            assert text.count(gone) == 1, f"{title}: {gone}"
            file.write_text(text.replace(gone, come), "utf-8")

    def write(self, title: str, body: str) -> None:
        """A file, or the two lists of pairs in the test."""
        if title == "pairs":
            file = self.folder / "tests/test_contract.py"
            text = file.read_text("utf-8")
            start, end = text.index("NEAR_DUPLICATES = ["), text.index("\n\ndef test_contract")
            file.write_text(text[:start] + body + text[end:], "utf-8")
        else:
            (self.folder / title).write_text(body, "utf-8")

    def seeds(self, _title: str, body: str) -> None:
        """The seed tasks that are shown are some of the example's; all of those are taken."""
        whole = (THAI / "seeds.jsonl").read_text("utf-8")
        assert set(body.splitlines()) <= set(whole.splitlines())
        (self.folder / "selfinstruct_th/seeds.jsonl").write_text(whole, "utf-8")


def compare(shown: list[str], said: str, command: str) -> None:
    """Every line that is shown was printed, in this order; what "…" stands for may be anything."""
    printed = [plain(line) for line in said.splitlines()]
    at = 0
    for line in filter(None, map(plain, shown)):
        wanted = re.compile(".*".join(map(re.escape, line.split("…"))))
        found = next((place for place in range(at, len(printed)) if wanted.fullmatch(printed[place])), None)
        assert found is not None, f"{command}: {line!r} is not in\n{said}"
        at = found + (line != "…")


def plain(line: str) -> str:
    """A line without what the width of a terminal changes."""
    return re.sub(r"={4,}", "===", " ".join(line.split()))


@pytest.mark.slow
@pytest.mark.parametrize("name", TUTORIALS)
def test_a_tutorial_prints_what_it_shows(name: str, tmp_path: Path) -> None:
    if name == TUTORIALS[0]:
        pytest.importorskip("pythainlp")
    Reader(tmp_path).follow(page(name))


@pytest.mark.parametrize("name", TUTORIALS)
def test_what_is_shown_of_an_example_is_in_it(name: str) -> None:
    parts = [(title.removeprefix(PART), body) for _, title, body in FENCE.findall(page(name)) if title.startswith(PART)]
    assert parts or name == TUTORIALS[0]
    for file, body in parts:
        assert body in (ROOT / file).read_text("utf-8"), file


def test_the_model_of_the_page_is_asked_as_its_library_wants(monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = [body for kind, title, body in FENCE.findall(page(TUTORIALS[1])) if kind == "python" and not title]
    asked: dict[str, object] = {}

    class Llama:
        def __init__(self, model_path: str, *, n_ctx: int, verbose: bool) -> None:
            asked["model"] = model_path

        def create_chat_completion(self, messages: object, **how: object) -> object:
            asked.update(how, messages=messages)
            choice = {"message": {"content": "1. Name a river."}, "finish_reason": "length"}
            return {"choices": [choice], "usage": {"prompt_tokens": 9, "completion_tokens": 5}}

    library = ModuleType("llama_cpp")
    library.Llama = Llama  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "llama_cpp", library)
    given: dict[str, Any] = {}
    exec(compile(code, "model.py", "exec"), given)
    prompt = Prompt("generate", 0, "en", "list", Sampling(64, seed=7), (Message("user", "Write one task."),))

    assert given["answer"](prompt) == Completion("1. Name a river.", "length", Usage(9, 5))
    assert asked["messages"] == [{"role": "user", "content": "Write one task."}]
    assert (asked["max_tokens"], asked["seed"], asked["stop"]) == (64, 7, [])


def test_the_scores_of_the_three_ways_to_cut_thai() -> None:
    word_tokenize = pytest.importorskip("pythainlp.tokenize").word_tokenize
    from selfinstruct.rouge import new_references

    blocks = {title: body for _, title, body in FENCE.findall(page(TUTORIALS[0])) if title}
    given: dict[str, object] = {}
    exec(blocks["pairs"], given)
    exec(blocks["selfinstruct_th/segmenting.py"], given)
    letter = re.compile(r"[A-Za-z0-9]+|[^\W_][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]*")
    ways = [letter.findall, lambda text: [w for w in word_tokenize(text) if any(map(str.isalnum, w))], given["tokens"]]

    def scores(name: str, way: object) -> list[float]:
        found = []
        for one, other in given[name]:  # type: ignore[attr-defined]
            references = new_references()
            references.extend([way(one)])  # type: ignore[operator]
            found.append(references.score([way(other)], 1)[0].best[1])  # type: ignore[operator,index]
        return found

    rows = [cells[1:] for cells in rows_of(page(TUTORIALS[0]), "tokens")]
    assert rows == [[f"{min(scores('NEAR_DUPLICATES', way)):.3f}", f"{max(scores('DISTINCT', way)):.3f}"] for way in ways]
