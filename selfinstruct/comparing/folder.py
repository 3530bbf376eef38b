"""The folder of a comparison: what was compared and how in `compare.toml`, and refusing to go on with anything else."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

from selfinstruct import jsonl
from selfinstruct.comparing.answers import file_of
from selfinstruct.comparing.verdicts import FILE as VERDICTS
from selfinstruct.errors import ConfigError, StoreError
from selfinstruct.runfolder import COMPLETIONS, TASKS, RunFolder
from selfinstruct.settings import without_place

FILE = "compare.toml"
_FILES = ("a", "b", "tasks")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What fixes the verdicts: the files by what they hold, the seed, and who judges.

    a, b, tasks: where the files are; tasks is "" for all that match. judge: of a model, all that its answers depend on.
    """

    a: str
    b: str
    tasks: str = ""
    a_sha256: str
    b_sha256: str
    tasks_sha256: str = ""
    seed: int = 0
    by: Literal["model", "hand"]
    judge: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a comparison, where they are and what they are called for."""

    a: Path
    b: Path
    tasks: Path | None = None

    def terms(self, *, seed: int, judge: Mapping[str, Any] | None = None) -> Terms:
        """The terms of comparing these. judge: None for a person. Raises ConfigError for what can not be read."""
        read = {name: file_of(path) for name, path in asdict(self).items() if path is not None}
        sums = {f"{name}_sha256": _sha256(file) for name, file in read.items()}
        if sums["a_sha256"] == sums["b_sha256"]:
            raise ConfigError(f"{self.a} and {self.b} hold the same", hint="give the answers of two models")
        places = {name: str(file) for name, file in read.items()}
        return Terms(**places, **sums, seed=seed, by="hand" if judge is None else "model", judge=judge or {})

    def folder(self, *, by_hand: bool) -> Path:
        """Where the comparison is by default."""
        one, other = _name(self.a), _name(self.b)
        if one == other:
            one, other = (f"{path.absolute().parent.name}-{_name(path)}" for path in (self.a, self.b))
        return Path("compare") / (f"{one}-vs-{other}" + ("-by-hand" if by_hand else ""))


def check(folder: RunFolder, terms: Terms) -> Terms | None:
    """The terms of the comparison that is there, None when there is none.

    Raises ConfigError with the difference shown when it was begun with others, StoreError when the folder is another thing's.
    """
    old = _read(folder.path)
    if old is None and any(folder.path.glob("*.jsonl")):
        hint = "choose an empty folder with --out"
        raise StoreError(f"{folder.path} holds .jsonl files but no {FILE}: not a comparison", hint=hint)
    if old and (folder.count(COMPLETIONS) or folder.count(VERDICTS)):
        _check_same(folder.path, old, terms)
    return old


def begin(folder: RunFolder, terms: Terms, versions: Mapping[str, str]) -> None:
    """Write the terms, or see that they are those of the comparison that is there. Raises as `check`."""
    if check(folder, terms) == terms:
        return
    import tomli_w

    compared = asdict(terms)
    judge = {name: value for name, value in compared.pop("judge").items() if value is not None}
    data = {"compare": compared, "judge": judge, "versions": dict(versions)}
    jsonl.replace(folder.path / FILE, tomli_w.dumps(data).encode())


def _read(folder: Path) -> Terms | None:
    file = folder / FILE
    if not file.exists():
        return None
    try:
        book = tomllib.loads(file.read_text("utf-8"))
        return Terms(**book["compare"], judge=book.get("judge", {}))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{file}: {error}", hint="mend it, or begin anew in another folder with --out") from None


def _check_same(folder: Path, old: Terms, new: Terms) -> None:
    before, after = _identity(old), _identity(new)
    hint = "begin anew in another folder with --out"
    for name in _FILES:
        if before[f"{name}_sha256"] and after[f"{name}_sha256"] != before[f"{name}_sha256"]:
            told = getattr(new, name) or getattr(old, name)
            raise ConfigError(f"{told} is not what {folder} was begun with: it holds something else now", hint=hint)
    if changed := [name for name in before | after if before.get(name) != after.get(name)]:
        rows = "\n".join(f"  {name}: {before.get(name)!r} -> {after.get(name)!r}" for name in changed)
        raise ConfigError(f"{folder} was begun with other settings:\n{rows}", hint=f"give the same settings, or {hint}")


def _identity(terms: Terms) -> dict[str, Any]:
    """All that may not change, by name. Where files are does not matter, nor how a server is reached."""
    plain = {f.name: getattr(terms, f.name) for f in fields(Terms) if f.name not in {*_FILES, "judge"}}
    judge = {name: value for name, value in terms.judge.items() if name != "options"}
    options = {f"options.{k}": v for k, v in without_place(terms.judge.get("options", {})).items()}
    return plain | judge | options


def _sha256(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError as error:
        raise ConfigError(f"{file}: {error.strerror or error}", hint="give the path of a readable file") from None


def _name(path: Path) -> str:
    """What a file is called for: a run's tasks by the run."""
    path = path.absolute()
    if path.name == TASKS:
        path = path.parent
    return path.name if path.is_dir() else path.name.removesuffix(".gz").rsplit(".", 1)[0] or path.name
