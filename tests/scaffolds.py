"""New packages made importable as if pip had installed them."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from selfinstruct.scaffold.facts import facts_of
from selfinstruct.scaffold.folder import Package, written
from selfinstruct.scaffold.language import language_package


def installed(package: Package, parent: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write the package, and beside its module what pip would; the folder, whose module is forgotten after the test."""
    folder = written(package, parent)
    about = folder / f"{package.module}-0.1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package.name}\nVersion: 0.1.0\n")
    (about / "entry_points.txt").write_text(f"[selfinstruct]\n{package.entry} = {package.module}\n")
    monkeypatch.syspath_prepend(str(folder))
    for name in (package.module, f"{package.module}.placeholder"):
        # Not there before, and so not there after the test either.
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
        del sys.modules[name]
    return folder


def language(code: str, parent: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The package of a language, installed."""
    return installed(language_package(facts_of(code)), parent, monkeypatch)
