"""`selfinstruct push` with the real huggingface_hub, against a hub on this machine."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from fakehub import FakeHub

import selfinstruct
from selfinstruct.cli import cli
from selfinstruct.errors import ConfigError, Exit
from selfinstruct.publishing import hub as sending
from selfinstruct.publishing.files import sides

constants = pytest.importorskip("huggingface_hub.constants")
pytest.importorskip("pyarrow")

# What huggingface_hub itself does while it sends a file by LFS.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")

TOKEN = "hf_OnlyForThisTest000000000000000000"  # noqa: S105 - it opens nothing
REPO = "me/my-tasks"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that passes for a real model's: its tasks and its log name one."""
    folder = tmp_path_factory.mktemp("runs") / "en"
    selfinstruct.run("en", 8, backend="offline", out=folder)
    for name in ("tasks.jsonl", "completions.jsonl"):
        text = (folder / name).read_text("utf-8").replace("offline (not for training)", "somebody")
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def offline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs") / "offline"
    selfinstruct.run("en", 4, backend="offline", out=folder)
    return folder


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeHub]:
    # The native uploader speaks to storage servers of its own; without it, files go by LFS.
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)
    monkeypatch.setattr(constants, "HF_TOKEN_PATH", str(tmp_path / "no-token"))
    monkeypatch.setattr("huggingface_hub.utils._http.time.sleep", lambda _: None)
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    with FakeHub(TOKEN) as fake:
        monkeypatch.setenv("HF_ENDPOINT", fake.url)
        yield fake


def push(run: Path, *more: str, repo: str = REPO) -> Result:
    return CliRunner().invoke(cli, ["push", str(run), "--repo", repo, *more])


def test_what_is_sent_is_what_was_shown(made: Path, hub: FakeHub) -> None:
    shown = push(made, "--out", "look", "--test", "0.4", "--license", "mit")
    assert hub.asked == []
    sent = push(made, "--yes", "--test", "0.4", "--license", "mit")

    assert (sent.exit_code, sent.stdout) == (0, f"{hub.url}/datasets/{REPO}\n")
    there = hub.repos[REPO].files
    assert there == {file.relative_to("look").as_posix(): file.read_bytes() for file in Path("look").rglob("*.*")}
    assert set(there) == {
        "README.md",
        *(f"data/{side}.{suffix}" for side in ("train", "test") for suffix in ("jsonl", "parquet")),
    }
    assert all(name in shown.stdout for name in there)
    assert len(hub.repos[REPO].commits) == 1


def test_nothing_is_sent_without_yes(made: Path, hub: FakeHub) -> None:
    result = push(made, "--private", "--with-log")

    assert result.exit_code == 0
    assert "Nothing is sent." in result.stdout
    assert f"{hub.url}/datasets/{REPO} (private)" in result.stdout
    assert "task_categories" in result.stdout
    assert hub.asked == []
    assert list(Path().iterdir()) == []


def test_nothing_is_needed_to_look(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither token nor huggingface_hub nor pyarrow."""
    monkeypatch.delenv("HF_TOKEN", raising=False)
    monkeypatch.setattr(sending, "find_spec", lambda _: None)
    monkeypatch.setattr("selfinstruct.publishing.files.find_spec", lambda _: None)

    assert push(made, "--no-parquet").exit_code == 0
    without = push(made)
    assert without.exit_code == Exit.USAGE
    assert "selfinstruct[parquet]" in without.stderr
    assert "--no-parquet" in without.stderr
    assert "selfinstruct[hub]" in push(made, "--no-parquet", "--yes").stderr


def test_a_second_push_replaces_the_first(made: Path, hub: FakeHub) -> None:
    push(made, "--yes", "--test", "0.4", "--with-log", "--with-rejections")
    hub.repos[REPO].files |= {"data/theirs.csv": b"a,b\n", ".gitattributes": b"x\n"}
    push(made, "--yes", "--no-parquet")

    assert set(hub.repos[REPO].files) == {"README.md", "data/train.jsonl", "data/theirs.csv", ".gitattributes"}
    assert len(hub.repos[REPO].commits) == 2


def test_what_is_there_already_is_not_sent_again(made: Path, hub: FakeHub) -> None:
    first, second = push(made, "--yes"), push(made, "--yes")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert len(hub.repos[REPO].commits) == 1


def test_private_stays_private(made: Path, hub: FakeHub) -> None:
    assert push(made, "--yes", "--private").exit_code == 0
    assert hub.repos[REPO].private
    assert push(made, "--yes", "--private").exit_code == 0


def test_a_data_set_that_is_public_already_is_not_taken_for_private(made: Path, hub: FakeHub) -> None:
    push(made, "--yes")
    before = len(hub.asked)
    result = push(made, "--yes", "--private", "--test", "0.5")

    assert result.exit_code == Exit.FAILED
    assert "public: nothing was sent" in result.stderr
    assert not any("commit" in asked.path or "upload" in asked.path for asked in hub.asked[before:])


@pytest.mark.parametrize(
    ("part", "status", "hint"),
    [
        ("repos/create", 401, "settings/tokens"),
        ("datasets/me", 401, "settings/tokens"),
        ("datasets/me", 403, "no write access to me"),
        ("preupload", 404, "spelled right"),
        ("POST /api/datasets/me/my-tasks/commit", 409, "give the same command again"),
        ("info/lfs", 403, "no write access to me"),
        ("PUT /lfs", 500, "again later"),
        ("preupload", 503, "again later"),
        ("repos/create", 402, "pay"),
        ("commit", 413, "publish less"),
        ("commit", 429, "wait some minutes"),
    ],
)
def test_a_hub_that_refuses(made: Path, hub: FakeHub, part: str, status: int, hint: str) -> None:
    hub.faults[part] = (status, f"no, {TOKEN}, not like that")
    result = push(made, "--yes")

    assert result.exit_code == Exit.FAILED
    lines = result.stderr.split("\n")
    assert [line for line in lines if line.startswith("error: ")] == [
        line for line in lines if f"answers {status} about {REPO}" in line
    ]
    assert "not like that" in result.stderr
    assert hint in result.stderr
    assert TOKEN not in result.output
    assert "Traceback" not in result.output
    assert not any(repo.commits for repo in hub.repos.values())


def test_a_license_that_the_hub_does_not_know(made: Path, hub: FakeHub) -> None:
    result = push(made, "--yes", "--license", "beerware-2")

    assert result.exit_code == Exit.FAILED
    assert "must be one of the known ones" in result.stderr
    assert "--license" in result.stderr
    assert not hub.repos[REPO].commits


def test_a_hub_that_is_not_there(made: Path, hub: FakeHub) -> None:
    result = push(made, "--yes", "--endpoint", "http://127.0.0.1:9")

    assert result.exit_code == Exit.FAILED
    assert "http://127.0.0.1:9 can not be reached" in result.stderr
    assert hub.asked == []


def test_no_token(made: Path, hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HF_TOKEN")
    result = push(made, "--yes")

    assert result.exit_code == Exit.USAGE
    assert "there is no token" in result.stderr
    assert f"{hub.url}/settings/tokens" in result.stderr
    assert hub.asked == []


@pytest.mark.parametrize("place", ["dotenv", "login"])
def test_where_the_token_comes_from(made: Path, hub: FakeHub, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.delenv("HF_TOKEN")
    file, text = (Path(".env"), f"HF_TOKEN={TOKEN}\n") if place == "dotenv" else (Path("no-token"), TOKEN)
    file.write_text(text)

    assert push(made, "--yes").exit_code == 0


def test_the_token_is_shown_and_written_nowhere(made: Path, hub: FakeHub, caplog: pytest.LogCaptureFixture) -> None:
    hub.faults["preupload"] = (500, f"you are {TOKEN}")
    with caplog.at_level(logging.DEBUG):
        results = [push(made, "--yes", "--out", "look", "--space", "space", "--with-log")]
        del hub.faults["preupload"]
        results.append(push(made, "--yes", "--out", "look", "--space", "space", "--with-log"))

    assert [result.exit_code for result in results] == [1, 0]
    written = b"".join(file.read_bytes() for file in [*Path().rglob("*.*"), *made.rglob("*.*")] if file.is_file())
    assert TOKEN.encode() not in written
    assert TOKEN not in caplog.text
    assert all(TOKEN not in result.output for result in results)
    assert any(asked.token == TOKEN for asked in hub.asked)


def test_what_is_not_for_training_needs_consent(offline: Path, hub: FakeHub) -> None:
    shown, refused = push(offline), push(offline, "--yes")
    assert (shown.exit_code, refused.exit_code) == (0, Exit.USAGE)
    assert "NOT FOR TRAINING" in shown.stdout
    assert "--allow-not-for-training" in shown.stderr
    assert "--allow-not-for-training" in refused.stderr
    assert hub.asked == []

    assert push(offline, "--yes", "--allow-not-for-training").exit_code == 0
    there = hub.repos[REPO].files
    assert all("not-for-training" in name for name in there if name != "README.md")
    assert all(json.loads(line)["source"] for line in there["data/not-for-training.train.jsonl"].splitlines())


@pytest.mark.parametrize("kept", ["tasks.jsonl", "completions.jsonl"])
def test_either_file_tells_that_it_is_not_for_training(offline: Path, tmp_path: Path, kept: str) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    for file in offline.glob("*.*"):
        text = file.read_text("utf-8")
        (copy / file.name).write_text(text if file.name == kept else text.replace(" (not for training)", ""), "utf-8")

    assert "NOT FOR TRAINING" in push(copy).stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--repo", "mine"], "owner and name"),
        (["--repo", "me/../x"], "owner and name"),
        (["--format", "regen"], "not for the hub"),
        (["--format", "tokenized"], "not for the hub"),
        (["--template", "none"], "templates: alpaca"),
        (["--test", "1"], "below 1"),
        (["--max-instances", "0"], "at least one"),
        (["--license", "My own!"], "short names"),
        (["--reviewed", "some"], "all, accepted"),
        (["--endpoint", "ftp://x"], "not the address of a hub"),
        (["--endpoint", "https://user:secret@x"], "not the address of a hub"),
    ],
)
def test_options_that_can_not_be(made: Path, hub: FakeHub, options: list[str], said: str) -> None:
    result = push(made, "--yes", *options)

    assert result.exit_code == Exit.USAGE
    assert said in result.stderr
    assert "secret" not in result.output
    assert hub.asked == []


def test_a_folder_without_a_run(tmp_path: Path) -> None:
    result = push(tmp_path)

    assert result.exit_code == Exit.USAGE
    assert "no run is there" in result.stderr


def test_a_run_without_tasks(tmp_path: Path) -> None:
    selfinstruct.generate("en", 2, backend="offline", out=tmp_path / "run")
    result = push(tmp_path / "run")

    assert result.exit_code == Exit.USAGE
    assert "no tasks to publish" in result.stderr


def test_a_run_that_is_not_done_is_told(made: Path, tmp_path: Path) -> None:
    run = Path(shutil.copytree(made, tmp_path / "run"))
    (run / "run.toml").write_text((run / "run.toml").read_text("utf-8").replace("\nn = 8\n", "\nn = 99\n"), "utf-8")
    result = push(run, "--out", "look")

    assert "8 of 99 tasks" in result.stderr
    assert "8 of 99 tasks were made" in Path("look/README.md").read_text("utf-8")


def test_a_space_is_a_page_that_needs_no_server(made: Path) -> None:
    result = push(made, "--space", "space", "--title", "Ours", "--license", "mit")

    assert result.exit_code == 0
    head = Path("space/README.md").read_text("utf-8").split("---\n")[1]
    import yaml

    found: dict[str, Any] = yaml.safe_load(head)
    assert found["sdk"] == "static"
    assert found["title"] == "Ours"
    assert found["license"] == "mit"
    assert found["datasets"] == [REPO]
    page = Path("space/index.html").read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert 'id="answers-0-0"' not in page

    push(made, "--space", "space", "--with-log")
    assert 'id="answers-0-0"' in Path("space/index.html").read_text("utf-8")


def test_a_log_that_is_gone_can_not_be_sent(made: Path, tmp_path: Path) -> None:
    run = Path(shutil.copytree(made, tmp_path / "copy"))
    (run / "completions.jsonl").unlink()

    assert push(run).exit_code == 0
    assert "leave --with-log out" in push(run, "--with-log").stderr


@pytest.mark.parametrize("option", ["--out", "--space"])
def test_what_is_not_ours_is_not_overwritten(made: Path, tmp_path: Path, option: str) -> None:
    run, theirs = Path(shutil.copytree(made, tmp_path / "copy")), tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "README.md").write_text("# My project\n")
    before = {file.name: file.read_bytes() for file in run.iterdir() if file.is_file()}

    for folder in (run, theirs):
        result = push(run, option, str(folder))
        assert result.exit_code == Exit.USAGE
        assert "would be overwritten" in result.stderr
    assert (theirs / "README.md").read_text() == "# My project\n"
    assert {file.name: file.read_bytes() for file in run.iterdir() if file.is_file()} == before
    assert [push(run, option, "new").exit_code for _ in range(2)] == [0, 0]


def test_tasks_without_instances_can_not_be_published() -> None:
    from selfinstruct.publishing.choices import Choices

    with pytest.raises(ConfigError, match="nothing to publish"):
        sides([], "en", Choices(), for_training=True)
