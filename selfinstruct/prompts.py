"""One language's prompt book: the templates, and the words by which the answers are read. One file, as it is one protocol.

Other files may be laid over it: English templates in place of the language's own, and what a user would have otherwise.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

from selfinstruct.backend import Message, Style
from selfinstruct.errors import ConfigError
from selfinstruct.promptfile import File, PromptFile, read
from selfinstruct.schemas import in_order
from selfinstruct.text import key

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.sandbox import ImmutableSandboxedEnvironment

TEMPLATES = ("generate", "generate-classification", "classify", "input-first", "output-first")
STRUCTURED = "structured"
"""The table beside `chat` and `completion` for a chat model that is bound to a schema; a book may go without."""

STYLES = ("chat", "completion", STRUCTURED)
_COMPILED = "<template>"
"""What Jinja calls a template that has no file, in tracebacks."""


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
    """The prompts of one language, read from TOML. Raises ConfigError naming file and table when something is missing.

    templates: a book whose templates are used in place of the file's; the worked examples stay, the markers of both are read.
    over: a file whose templates, examples and markers go before all others; it may hold a few of them alone.
    language: what templates see under that name.
    """

    def __init__(
        self, file: File, *, templates: File | None = None, over: PromptFile | None = None, language: str = "English"
    ) -> None:
        own = read(file)
        layers = [own, *([read(templates)] if templates else [])]
        self._layers = [*layers, *([over] if over else [])]
        self._language = language
        self._tables: dict[tuple[str, str], dict[str, tuple[PromptFile, Any]]] = {}
        for layer in self._layers:
            self._lay(layer)
        shown = [own, *([over] if over else [])]
        self._examples = {name: found for layer in shown for name, found in layer.tables.get("examples", {}).items()}
        self.markers = _markers(self._layers)
        self._compiled: dict[str, Template] = {}

    @property
    def sha256(self) -> str:
        """Names what all the files hold; of one file alone it is that file's."""
        if len(self._layers) == 1:
            return self._layers[0].sha256
        names = [self._language, *(layer.sha256 for layer in self._layers)]
        return hashlib.sha256("\0".join(names).encode()).hexdigest()

    def render(self, template: str, style: Style, variables: Mapping[str, Any], *, structured: bool = False) -> Rendered:
        """Fill one template. Values are put in as they are: text of a model is never taken for a template.

        structured: ask a chat model for JSON. Without `examples` among the variables the book's own are shown.
        """
        form = STRUCTURED if structured else style
        table = self._table(template, form)
        known = {"language": self._language, "examples": self.examples(template), **variables}
        filled = {name: self._fill(template, form, name, known) for name in ("system", "user", "text") if name in table}
        if style == "completion":
            return Rendered(text=filled["text"], stop=tuple(table["stop"][1]) if "stop" in table else ())
        turns: list[Message] = []
        if filled.get("system"):
            turns.append(Message("system", filled["system"]))
        return Rendered(messages=(*turns, Message("user", filled["user"])))

    def structured(self, template: str) -> bool:
        """Whether the book can ask for JSON."""
        return (template, STRUCTURED) in self._tables

    def examples(self, template: str) -> list[Any]:
        """The worked examples of a template; the keys of their instances stand in the order in which an answer has them."""
        found = self._examples.get(template, [])
        if template not in {"input-first", "output-first"}:
            return list(found)
        return [
            example | {"instances": [in_order(template, instance) for instance in example.get("instances", ())]}
            for example in found
        ]

    def _lay(self, layer: PromptFile) -> None:
        for template in TEMPLATES:
            table = layer.tables.get(template)
            if not isinstance(table, dict):
                continue
            if "chat" in table and STRUCTURED not in table:
                # Its author's wording is meant for every chat model, those that are bound to a schema included.
                self._tables.pop((template, STRUCTURED), None)
            for style in STYLES:
                if isinstance(table.get(style), dict):
                    known = self._tables.setdefault((template, style), {})
                    known.update({name: (layer, value) for name, value in table[style].items()})

    def _table(self, template: str, style: str) -> Mapping[str, tuple[PromptFile, Any]]:
        table = self._tables.get((template, style), {})
        if ("text" if style == "completion" else "user") not in table:
            raise ConfigError(
                f"{self._layers[0].file}: [{template}.{style}] is missing or has no text", hint="see docs/writing-plugins.md"
            )
        return table

    def _fill(self, template: str, style: str, name: str, variables: Mapping[str, Any]) -> str:
        from jinja2 import TemplateError

        file, source = self._tables[template, style][name]
        try:
            if source not in self._compiled:
                self._compiled[source] = self._environment.from_string(source)
            return self._compiled[source].render(variables).strip("\n")
        except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
            where = file.where(f"{template}.{style}", name, _line_of(error))
            raise ConfigError(f"{where}: [{template}.{style}]: {error}", hint="mend the template") from None

    @cached_property
    def _environment(self) -> ImmutableSandboxedEnvironment:
        from jinja2 import StrictUndefined
        from jinja2.sandbox import ImmutableSandboxedEnvironment

        # Plain text for a model, not HTML: escaping would change the tasks.
        environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)
        environment.filters["json"] = _as_json
        return environment


def _as_json(value: Any) -> str:
    """The JSON of a value, in the letters of its language: what a template shows of an answer in JSON."""
    return json.dumps(value, ensure_ascii=False)


def _line_of(error: Exception) -> int:
    """The line of a template that an error arose in: Jinja puts it into the traceback, or into a syntax error."""
    line: int = getattr(error, "lineno", None) or 1
    trace = error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == _COMPILED:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _markers(layers: Sequence[PromptFile]) -> Markers:
    """The words of all layers, the last one's first. A word that heads one thing there heads nothing else."""
    merged: dict[str, tuple[str, ...]] = {f.name: () for f in fields(Markers)}
    for layer in layers:
        table = layer.tables.get("markers", {})
        given = {name: tuple(table.get(name, ())) for name in merged}
        taken = {key(word) for words in given.values() for word in words}
        merged = {name: (*given[name], *(word for word in words if key(word) not in taken)) for name, words in merged.items()}
        if layer is layers[0] and (absent := [name for name, words in merged.items() if name != "closings" and not words]):
            raise ConfigError(f"{layer.file}: [markers]: no {', '.join(absent)}", hint="see docs/writing-plugins.md")
    return Markers(**merged)
