"""The workflows cannot run here; that they parse, and run only what is pinned, can be seen."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
CRATE = ROOT / "rouge_rs"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def steps(workflow: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for job in workflow["jobs"].values():
        yield from job["steps"]


@pytest.fixture(params=WORKFLOWS, ids=lambda path: path.name)
def workflow(request: pytest.FixtureRequest) -> dict[str, Any]:
    """One parsed workflow."""
    parsed: dict[str, Any] = yaml.safe_load(request.param.read_text("utf-8"))
    return parsed


def test_every_action_is_pinned_to_a_commit(workflow: dict[str, Any]) -> None:
    used = [step["uses"] for step in steps(workflow) if "uses" in step]

    assert used
    assert all(re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}", action) for action in used)


def test_nothing_may_write_to_the_repository(workflow: dict[str, Any]) -> None:
    assert workflow["permissions"] == {"contents": "read"}


def test_every_pin_names_its_version() -> None:
    lines = [line for path in WORKFLOWS for line in path.read_text("utf-8").split("\n") if "uses:" in line]

    assert all(re.search(r"@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line) for line in lines)


def test_wheels_are_built_for_every_platform() -> None:
    (wheels,) = [path for path in WORKFLOWS if path.name == "wheels.yml"]
    parsed = yaml.safe_load(wheels.read_text("utf-8"))

    names = {entry["name"] for entry in parsed["jobs"]["build"]["strategy"]["matrix"]["include"]}
    linux = {f"{kind}linux-{cpu}" for kind in ("many", "musl") for cpu in ("x86_64", "aarch64")}
    assert linux | {"macos-x86_64", "macos-aarch64", "windows-x86_64"} <= names
    arguments = [step["with"]["args"] for step in steps(parsed) if "maturin" in step.get("uses", "")]
    assert any("python3.14t" in text for text in arguments)
    assert any(step["with"].get("command") == "sdist" for step in steps(parsed) if "with" in step)


def commands(job: dict[str, Any]) -> str:
    return "\n".join(step.get("run", "") for step in job["steps"])


def test_what_needs_nightly_names_what_there_is() -> None:
    jobs = yaml.safe_load((WORKFLOWS[0].parent / "checks.yml").read_text("utf-8"))["jobs"]

    assert [name for name in jobs if "nightly" in commands(jobs[name])] == ["miri", "fuzz"]
    (tested,) = re.findall(r"cargo \+nightly miri test .*--test (\w+)", commands(jobs["miri"]))
    assert (CRATE / "tests" / f"{tested}.rs").exists()
    fuzzed = re.findall(r"cargo \+nightly fuzz run (\w+)", commands(jobs["fuzz"]))
    targets = tomllib.loads((CRATE / "fuzz" / "Cargo.toml").read_text("utf-8"))["bin"]
    assert [target["name"] for target in targets] == fuzzed
    assert [CRATE / "fuzz" / target["path"] for target in targets] == sorted(CRATE.glob("fuzz/fuzz_targets/*.rs"))


def test_the_checks_run_where_each_kernel_can() -> None:
    checks = yaml.safe_load((WORKFLOWS[0].parent / "checks.yml").read_text("utf-8"))["jobs"]["all"]

    assert ".ci/run" in commands(checks)
    assert {"ubuntu-24.04", "ubuntu-24.04-arm"} <= set(checks["strategy"]["matrix"]["os"])
