"""A person judges: keys come from standard input or a terminal, nothing tells whose answer is whose, and nothing is lost."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import termios
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

import pytest
from click.testing import CliRunner, Result
from test_compare import rows, written

from selfinstruct import ConfigError
from selfinstruct.cli import cli
from selfinstruct.comparing.byhand import by_hand
from selfinstruct.comparing.folder import Files
from selfinstruct.comparing.tally import Counts, Tally
from selfinstruct.plugins import Plugins
from selfinstruct.progress import Progress

FOLDER = Path("compare/alpha-vs-beta-by-hand")


@pytest.fixture
def files() -> Files:
    """Five tasks, of which one has the same answer in both."""
    names = ("alpha", "beta")
    answers = {
        name: [{"instruction": f"Task {n}.", "output": f"{name[0]}{n}", "is_classification": False} for n in range(4)]
        + [{"instruction": "Same.", "output": "same"}]
        for name in names
    }
    return Files(*(written(f"{name}.jsonl", answers[name]) for name in names))


def call(stdin: str, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["compare", "alpha.jsonl", "beta.jsonl", "--by-hand", *arguments], input=stdin)


def judged(files: Files, plugins: Plugins, keys: str, **options: Any) -> Tally | None:
    pressed: Iterator[str] = iter(keys)
    return by_hand(files, plugins, Progress(), keys=lambda: next(pressed, ""), **options)


def winners(folder: Path = FOLDER) -> list[str]:
    return [row["winner"] for row in rows(folder) if row["by"] == "hand"]


def shown_first(shown: str) -> list[str]:
    """The files of the answers that were shown as 1, by what they say."""
    lines = shown.split("\n")
    return [line.strip("│ ")[0] for title, line in pairwise(lines) if "╭─ 1 ─" in title]


def test_one_and_two_are_the_answers_as_they_are_shown(files: Files) -> None:
    result = call("1 1\n2\n2x", "--seed", "2")

    assert result.exit_code == 0, result.output
    order = [{"a": "A", "b": "B"}[name] for name in shown_first(result.stderr)]
    other = {"A": "B", "B": "A"}
    assert winners() == [order[0], order[1], other[order[2]], other[order[3]]]
    assert [row["first"]["order"][0] for row in rows(FOLDER) if row["first"]] == order
    assert set(order) == {"A", "B"}
    assert "judged by hand" in result.stdout
    assert "of 1 ties 0 are position-dependent, 1 the same answer" in result.stdout
    assert [row["by"] for row in rows(FOLDER)].count("same answer") == 1


def test_nothing_on_the_screen_tells_whose_answers_they_are(files: Files) -> None:
    shown = call("12t", "--seed", "4").stderr.partition("go on with")[0]

    assert "Task" in shown
    assert "alpha" not in shown
    assert "beta" not in shown


def test_a_person_can_quit_and_go_on(files: Files, plugins: Plugins) -> None:
    first = call("1tq")

    assert first.exit_code == 130
    assert "what you judged is on disk; go on with: " in first.stderr
    assert not first.stdout
    assert len(winners()) == 2
    before = (FOLDER / "verdicts.jsonl").read_bytes()

    second = call("2")  # and no more keys
    assert second.exit_code == 130
    assert "4 of 5" in second.stderr
    third = call("2\n")
    assert third.exit_code == 0
    assert (FOLDER / "verdicts.jsonl").read_bytes().startswith(before)
    assert len(winners()) == 4
    again = call("")
    assert (again.exit_code, again.stdout) == (0, third.stdout)
    assert "Task" not in again.stderr


def test_what_is_skipped_comes_again_with_the_next_command(files: Files, plugins: Plugins) -> None:
    tally = judged(files, plugins, "s1s1")
    assert tally is not None
    assert (tally.all.pairs, tally.left) == (3, 2)

    tally = judged(files, plugins, "tt")
    assert tally is not None
    assert (tally.all.pairs, tally.all.ties, tally.left) == (5, 3, 0)
    assert "left: 1 of 5 pairs" in call("s111", "--out", "other").stdout


def test_the_last_is_taken_back_be_it_judged_or_skipped(files: Files, plugins: Plugins) -> None:
    tally = judged(files, plugins, "u1uu" + "t" + "su1" + "tt" + "u" + "1" + "x")

    # Nothing to undo, one judged and taken back, nothing to undo; a tie; skipped, taken back and judged; the end taken back.
    assert tally is not None
    assert tally.left == 0
    assert [each in "AB" for each in winners()] == [False, True, False, True]


def test_what_was_judged_before_can_be_taken_back_later(files: Files, plugins: Plugins) -> None:
    assert judged(files, plugins, "tttq") is None
    kept = rows(FOLDER)
    assert judged(files, plugins, "uuq") is None

    assert rows(FOLDER) == kept[:-2]
    tally = judged(files, plugins, "111")
    assert tally is not None
    assert tally.all.pairs == 5
    assert winners()[0] == "tie"


@pytest.mark.parametrize(("keys", "expected"), [("ＴＴtT", 4), ("ㅅㅅㄴㅕㅅㅅ", 4), ("?z\x00tttt", 4)])
def test_keys_of_other_keyboards_mean_the_same(files: Files, plugins: Plugins, keys: str, expected: int) -> None:
    tally = judged(files, plugins, keys)

    assert tally is not None
    assert tally.all.ties == expected + 1


def test_another_seed_shows_other_orders(files: Files, plugins: Plugins) -> None:
    orders = set()
    for seed in range(8):
        folder = Path(f"f{seed}")
        judged(files, plugins, "tttt", seed=seed, out=folder)
        orders.add(tuple((row["instruction"], row["first"]["order"]) for row in rows(folder) if row["first"]))

    assert len(orders) > 4


def test_a_changed_file_and_another_seed_are_refused(files: Files, plugins: Plugins) -> None:
    judged(files, plugins, "tq")
    with pytest.raises(ConfigError, match="seed: 0 -> 1"):
        judged(files, plugins, "t", seed=1)
    files.a.write_text(files.a.read_text() + "\n" + json.dumps({"instruction": "More.", "output": "x"}))
    with pytest.raises(ConfigError, match="holds something else now"):
        judged(files, plugins, "t")


def test_markup_and_escapes_in_answers_are_shown_and_not_obeyed(plugins: Plugins) -> None:
    a = written("alpha.jsonl", [{"instruction": "[red]Say[/red]", "output": "[bold]x[/bold] \x1b[2J\x1b]0;title\x07"}])
    written("beta.jsonl", [{"instruction": "[red]Say[/red]", "output": "[/nothing]"}])
    shown = call("t").stderr

    assert "[bold]x[/bold] [2J]0;title" in shown
    assert "[red]Say[/red]" in shown
    assert "[/nothing]" in shown
    assert "\x1b" not in shown
    assert a.exists()


WIDE = {
    "ko": "안녕하세요 손님 " * 30,
    "ja": "お客様、ようこそお越しくださいました。" * 12,
}


@pytest.mark.parametrize("language", WIDE)
def test_wide_letters_end_within_the_frame(plugins: Plugins, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", "60")
    for name in ("alpha", "beta"):
        written(f"{name}.jsonl", [{"instruction": WIDE[language], "output": WIDE[language] + name}])
    lines = call("t").stderr.split("\n")
    framed = [line for line in lines if line.startswith("│")]

    assert len(framed) > 10
    assert {cell_len(line) for line in framed} == {60}
    assert max(map(cell_len, lines[:-2])) <= 80
    text = "".join(line.strip("│").strip() for line in framed).replace(" ", "")
    assert text.count(WIDE[language].replace(" ", "")) == 2


# --- a real terminal


class Terminal:
    """The command on a terminal of its own; keys are pressed when what they answer is on the screen."""

    def __init__(self, *arguments: str) -> None:
        self._screen, inner = pty.openpty()
        command = [sys.executable, "-m", "selfinstruct", "compare", "alpha.jsonl", "beta.jsonl", "--by-hand", *arguments]
        self._process = subprocess.Popen(command, stdin=inner, stdout=subprocess.PIPE, stderr=inner, close_fds=True)
        os.close(inner)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()
        os.close(self._screen)

    def wait_for(self, text: str) -> None:
        """Read until a text stands on the screen."""
        data = b""
        while text not in data.decode("utf-8", "ignore"):
            assert select.select([self._screen], [], [], 60)[0], f"{text!r} is not in {data!r}"
            data += os.read(self._screen, 4096)

    def press(self, key: str) -> None:
        """What the terminal has not asked for yet is thrown away by it: press until it takes a key."""
        while termios.tcgetattr(self._screen)[3] & termios.ICANON:
            os.sched_yield()
        os.write(self._screen, key.encode())

    def end(self) -> tuple[str, int]:
        """What went to standard output, and the exit code."""
        out, _ = self._process.communicate(timeout=60)
        return out.decode(), self._process.returncode


def test_on_a_terminal_one_key_is_enough(files: Files) -> None:
    with Terminal("--json") as screen:
        for keys in ("1", "t", "u", "2", "s", "t"):
            screen.wait_for("q: quit")
            screen.press(keys)
        screen.wait_for("any other key")
        screen.press("q")
        out, code = screen.end()

    assert code == 0
    found = json.loads(out)
    assert (found["all"]["ties"], found["left"], found["by"]) == (2, 1, ["hand"])


@pytest.mark.parametrize("key", ["q", "\x03", "\x04"])
def test_on_a_terminal_quitting_keeps_what_was_judged(files: Files, key: str) -> None:
    with Terminal() as screen:
        for each in ("1", key):
            screen.wait_for("q: quit")
            screen.press(each)
        screen.wait_for("go on with")
        out, code = screen.end()

    assert (code, out) == (130, "")
    assert len(winners()) == 1
    assert call("tttx").exit_code == 0
    assert len(winners()) == 4


def test_counts_of_a_hand_are_those_of_the_rows(files: Files, plugins: Plugins) -> None:
    tally = judged(files, plugins, "tttt")

    assert tally is not None
    assert tally.all == Counts(ties=5)
    assert (tally.consistency, tally.position_dependent) == (None, 0)
    assert tally.groups == {"free text": Counts(ties=4)}
