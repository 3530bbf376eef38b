"""One language's prompt book: the templates, and the words by which the answers are read. One file, as it is one protocol."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from selfinstruct.backend import Message, Style
from selfinstruct.errors import ConfigError

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

TEMPLATES = ("generate", "generate-classification", "classify", "input-first", "output-first")


@dataclass(frozen=True, slots=True)
class Markers:
    """Words that answers carry. The first of each is the one that the templates ask for; all are understood.

    item stands before a number ("Task 3:"); example, input, output and label head the parts of an instance; yes and no are
    verdicts; noinput says that there is no input; closings open the talk that follows a list.
    """

    item: tuple[str, ...]
    example: tuple[str, ...]
    input: tuple[str, ...]
    output: tuple[str, ...]
    label: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    noinput: tuple[str, ...]
    closings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rendered:
    """What one template gives: messages for a chat model, text and stop strings for a completion model."""

    messages: tuple[Message, ...] = ()
    text: str = ""
    stop: tuple[str, ...] = ()


class PromptBook:
    """The prompts of one language, read from TOML. Raises ConfigError naming file and table when something is missing."""

    def __init__(self, file: Path | Traversable) -> None:
        self._file = file
        self._book, self.sha256 = _read(file)
        self.markers = _markers(file, self._book)

    def render(self, template: str, style: Style, variables: Mapping[str, Any]) -> Rendered:
        """Fill one template. Values are put in as they are: text of a model is never taken for a template."""
        table = self._table(template, style)
        known = {"examples": self._examples(template), **variables}
        if style == "completion":
            return Rendered(text=self._fill(template, table["text"], known), stop=tuple(table.get("stop", ())))
        turns = [Message(role, self._fill(template, table[role], known)) for role in ("system", "user") if role in table]
        return Rendered(messages=tuple(turns))

    def _table(self, template: str, style: Style) -> Mapping[str, Any]:
        table = self._book.get(template, {}).get(style)
        if not isinstance(table, dict) or ("user" if style == "chat" else "text") not in table:
            raise ConfigError(
                f"{self._file}: [{template}.{style}] is missing or has no text", hint="see docs/writing-plugins.md"
            )
        return table

    def _examples(self, template: str) -> Any:
        return self._book.get("examples", {}).get(template, [])

    def _fill(self, template: str, source: str, variables: Mapping[str, Any]) -> str:
        from jinja2 import TemplateError

        try:
            return self._environment.from_string(source).render(variables).strip("\n")
        except TemplateError as error:
            raise ConfigError(f"{self._file}: [{template}]: {error}", hint="mend the template") from None

    @cached_property
    def _environment(self) -> ImmutableSandboxedEnvironment:
        from jinja2 import StrictUndefined
        from jinja2.sandbox import ImmutableSandboxedEnvironment

        # Plain text for a model, not HTML: escaping would change the tasks.
        return ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)


def _read(file: Path | Traversable) -> tuple[dict[str, Any], str]:
    try:
        data = file.read_bytes()
        return tomllib.loads(data.decode("utf-8")), hashlib.sha256(data).hexdigest()
    except (OSError, ValueError) as error:
        raise ConfigError(f"{file}: {error}", hint="the prompt book must be a readable TOML file") from None


def _markers(file: Path | Traversable, book: Mapping[str, Any]) -> Markers:
    table = book.get("markers", {})
    absent = [f.name for f in fields(Markers) if f.name != "closings" and not table.get(f.name)]
    if absent:
        raise ConfigError(f"{file}: [markers]: no {', '.join(absent)}", hint="see docs/writing-plugins.md")
    return Markers(**{f.name: tuple(table.get(f.name, ())) for f in fields(Markers)})
