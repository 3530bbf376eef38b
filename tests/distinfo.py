"""What pip would write about an installed package, so that a package in a folder is found where that is importable."""

from __future__ import annotations

import tomllib
from pathlib import Path


def write_about(source: Path, folder: Path) -> None:
    """Name, version and entry points of the project in `source`, written into a folder that is on the path."""
    project = tomllib.loads((source / "pyproject.toml").read_text("utf-8"))["project"]
    about = folder / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    about.mkdir(exist_ok=True)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    points = "".join(f"{key} = {value}\n" for key, value in project["entry-points"]["selfinstruct"].items())
    (about / "entry_points.txt").write_text(f"[selfinstruct]\n{points}")
