"""A new package on disk: names that may be taken, templates filled in, files written where nothing was."""

from __future__ import annotations

import json
import keyword
import re
import shlex
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from selfinstruct.errors import ConfigError
from selfinstruct.pluginnames import PACKAGES

if TYPE_CHECKING:
    from jinja2 import Environment

KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|&~!])")
_SHOWN = 32
_FOLDERS = {"build", "dist", "docs", "prompts", "runs", "src", "tests", "venv"}
"""What stands beside a module, in its own folder or in the one that its author works in."""

_COMMON = {".github/workflows/ci.yml": "common/ci.yml", ".gitignore": "common/gitignore"}


@dataclass(frozen=True, slots=True)
class Package:
    """A package that is to be written. entry: the name of its entry point. files: path in its folder -> text."""

    name: str
    entry: str
    files: Mapping[str, str]

    @property
    def module(self) -> str:
        """What is imported."""
        return module_of(self.name)


def module_of(package: str) -> str:
    """The name of the module that a package brings."""
    return package.replace("-", "_")


def check_package(name: str, hint: str) -> None:
    """Raise ConfigError for a name that pip or Python could not use, or that is taken. hint: what to do about one that is."""
    if not KEBAB.fullmatch(name):
        form = "small letters, digits and single hyphens, a letter first: selfinstruct-th"
        raise ConfigError(f"{name!r} is no name for a package", hint=form)
    if name in PACKAGES:
        raise ConfigError(f"{name!r} is a package of selfinstruct's own: pip install {name}", hint=hint)
    if name in _FOLDERS:
        raise ConfigError(f"{name!r} is what a folder beside the package is called", hint=hint)
    module = module_of(name)
    spec = find_spec(module)
    # Without an origin it is some folder beside us, and no package.
    if keyword.iskeyword(module) or module in sys.stdlib_module_names or (spec and spec.origin):
        raise ConfigError(f"Python has a module {module!r} here already", hint=hint)


def written(package: Package, parent: Path) -> Path:
    """Write all files, or none, into a folder with the package's name. Raises ConfigError when something is there already."""
    folder = parent / package.name
    try:
        if folder.is_symlink() or (folder.exists() and not (folder.is_dir() and not any(folder.iterdir()))):
            raise ConfigError(f"{folder} is there already", hint="move it away, or choose another place with --dir")
        parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=f".{package.name[:_SHOWN]}-", dir=parent) as aside:
            _fill(Path(aside) / package.name, package.files)
            if folder.exists():  # and empty; not every system moves a folder onto another
                folder.rmdir()
            (Path(aside) / package.name).rename(folder)
    except OSError as error:
        raise ConfigError(f"{folder}: {error.strerror or error}", hint="choose another place with --dir") from None
    return folder


def entering(folder: Path) -> str:
    """The command that goes into a folder, for a shell."""
    return shlex.join(["cd", *(["--"] if str(folder).startswith("-") else []), str(folder)])


def filled(templates: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, str]:
    """The text of each file, and of those that every package has. templates: path -> template, in which << >> are values."""
    from selfinstruct.hookspecs import PLUGIN_API

    environment = _environment()
    known = {"range": _range(), "plugin_api": PLUGIN_API, **values}
    return {
        path: environment.from_string(_source(template)).render(known) for path, template in (_COMMON | dict(templates)).items()
    }


def _fill(folder: Path, texts: Mapping[str, str]) -> None:
    for path, text in texts.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8", newline="\n")


def _source(template: str) -> str:
    return (files(__package__) / "templates" / f"{template}.j2").read_text("utf-8")


def _environment() -> Environment:
    from jinja2 import Environment, StrictUndefined

    # Not the usual signs, which prompt books and workflows are full of. Each value goes through the filter of its file's kind.
    environment = Environment(
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - no HTML
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(toml=_toml, py=_python, md=_markdown, plain=_plain)
    return environment


def _toml(text: str) -> str:
    """A basic string: what JSON escapes, TOML escapes alike."""
    return json.dumps(text, ensure_ascii=False)


def _python(text: str) -> str:
    """A literal in the quotes that a formatter would leave."""
    if '"' in text and "'" not in text:
        return "'{}'".format(text.replace("\\", "\\\\"))
    return json.dumps(text, ensure_ascii=False)


def _markdown(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)


def _plain(text: str) -> str:
    """For comments and docstrings: letters, marks, digits and what parts them."""
    kept = "".join(char for char in text if unicodedata.category(char)[0] in "LMN" or char in " -'’,.()/·")
    return kept.strip() or "this language"


def _range() -> str:
    """The versions of the host that a new package asks for: this one, up to the next that may break it."""
    try:
        major, minor = map(int, version("selfinstruct").split(".")[:2])
    except (PackageNotFoundError, ValueError):
        return ""
    return f">=0.{minor},<0.{minor + 1}" if major == 0 else f">={major}.{minor},<{major + 1}"
