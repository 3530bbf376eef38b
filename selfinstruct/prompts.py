"""One language's prompt book: the templates, and the words by which the answers are read. One file, as it is one protocol.

Other files may be laid over it: English templates in place of the language's own, and what a user would have otherwise.
"""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

from selfinstruct import resources
from selfinstruct.backend import Message, Style
from selfinstruct.errors import ConfigError
from selfinstruct.promptfile import File, PromptFile, read
from selfinstruct.schemas import in_order
from selfinstruct.text import key
from selfinstruct.triggers import SAME_HEAD, checked

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.sandbox import ImmutableSandboxedEnvironment

TEMPLATES = ("generate", "generate-classification", "classify", "input-first", "output-first")
OPTIONAL = ("alpaca", "instruction-output", "recover", "judge", "compare")
"""Templates that a book may go without: for these the English ones ask in its place."""

ALL_TEMPLATES = (*TEMPLATES, *OPTIONAL)

STRUCTURED = "structured"
"""The table beside `chat` and `completion` for a chat model that is bound to a schema; a book may go without."""

STYLES = ("chat", "completion", STRUCTURED)
_COMPILED = "<template>"
"""What Jinja calls a template that has no file, in tracebacks."""


@dataclass(frozen=True, slots=True)
class Markers:
    """Words that answers carry. The first of each is the one that the templates ask for; all are understood.

    item stands before a number ("Task 3:"); example, input, output and label head the parts of an instance; yes and no are
    verdicts; noinput says that there is no input; closings open the talk that follows a list. instruction heads a task that is
    written with its instance; score, reason and better head the parts of a judgement; tie is said of two equal answers. A book
    may go without these five: English words stand in for them.
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
    instruction: tuple[str, ...] = ("Instruction", "task")
    score: tuple[str, ...] = ("Score", "rating")
    reason: tuple[str, ...] = ("Reason", "explanation")
    better: tuple[str, ...] = ("Better", "winner", "verdict")
    tie: tuple[str, ...] = ("tie", "equal", "draw")


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
    language: what templates see under that name. triggers: marker -> the word that goes before all its others.
    """

    def __init__(
        self,
        file: File,
        *,
        templates: File | None = None,
        over: PromptFile | None = None,
        language: str = "English",
        triggers: Mapping[str, str] | None = None,
    ) -> None:
        own = read(file)
        self._language, self._triggers = language, checked(triggers or {})
        self._tables: dict[tuple[str, str], dict[str, tuple[PromptFile, Any]]] = {}
        self._layers = [own, *([read(templates)] if templates else [])]
        for layer in self._layers:
            self._lay(layer)
        worded = [*self._layers, *([over] if over else [])]
        self._layers += self._filled()
        if over:
            self._layers.append(over)
            self._lay(over)
        shown = [own, *([over] if over else [])]
        self._examples = {name: found for layer in shown for name, found in layer.tables.get("examples", {}).items()}
        self.markers = _markers(worded, self._triggers)
        self._words = {f.name: words[0] for f in fields(Markers) if (words := getattr(self.markers, f.name))}
        self._compiled: dict[str, Template] = {}

    @property
    def sha256(self) -> str:
        """Names what all the files hold, and the triggers; of one file alone it is that file's."""
        if len(self._layers) == 1 and not self._triggers:
            return self._layers[0].sha256
        triggers = [json.dumps(self._triggers, sort_keys=True)] if self._triggers else []
        names = [self._language, *(layer.sha256 for layer in self._layers), *triggers]
        return hashlib.sha256("\0".join(names).encode()).hexdigest()

    def render(self, template: str, style: Style, variables: Mapping[str, Any], *, structured: bool = False) -> Rendered:
        """Fill one template. Values are put in as they are: text of a model is never taken for a template.

        structured: ask a chat model for JSON. Without `examples` among the variables the book's own are shown. `words` holds
        the first word of each marker.
        """
        form = STRUCTURED if structured else style
        table = self._table(template, form)
        known = {"language": self._language, "words": self._words, "examples": self.examples(template), **variables}

        def fill(name: str, source: str) -> str:
            return self._fill(f"{template}.{form}", name, table[name][0], source, known)

        filled = {name: fill(name, table[name][1]).strip("\n") for name in ("system", "user", "text") if name in table}
        if style == "completion":
            stops = (fill("stop", stop) for stop in (table["stop"][1] if "stop" in table else ()))
            return Rendered(text=filled["text"], stop=tuple(filter(None, stops)))
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
        for template in ALL_TEMPLATES:
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

    def _filled(self) -> list[PromptFile]:
        """The English book, if templates are missing that it stands in for; nothing of those that are there becomes English."""
        asked = {(template, style) for template in OPTIONAL for style in STYLES}
        asked -= {(template, STRUCTURED) for template in OPTIONAL if (template, "chat") in self._tables}
        if all(table in self._tables for table in asked if STRUCTURED not in table):
            return []
        english = read(resources.prompts("en"))
        for template, style in asked - set(self._tables):
            texts = english.tables[template][style]
            self._tables[template, style] = {name: (english, value) for name, value in texts.items()}
        return [english]

    def _table(self, template: str, style: str) -> Mapping[str, tuple[PromptFile, Any]]:
        table = self._tables.get((template, style), {})
        if ("text" if style == "completion" else "user") not in table:
            raise self._missing(template, style)
        return table

    def _missing(self, template: str, style: str) -> ConfigError:
        """Why a template is not there: most likely its name is mistyped."""
        own, part = self._layers[0], "text" if style == "completion" else "user"
        if (template, style) in self._tables:
            where = own.where(f"{template}.{style}")
            return ConfigError(
                f"{where}: [{template}.{style}] has no {part}", hint=f'write what the model is shown: {part} = """'
            )
        said = f"{own.file}: [{template}.{style}] is missing"
        written = {f"{name}.{inner}" for name, table in own.tables.items() if isinstance(table, dict) for inner in table}
        known = {f"{name}.{inner}" for name in ALL_TEMPLATES for inner in STYLES}
        if near := difflib.get_close_matches(f"{template}.{style}", written - known, 1):
            where = own.where(near[0])
            return ConfigError(f"{said}; there is [{near[0]}]", hint=f"{where}: call it [{template}.{style}]")
        return ConfigError(said, hint=f'write it: [{template}.{style}] with {part} = """, what the model is shown')

    def _fill(self, table: str, name: str, file: PromptFile, source: str, variables: Mapping[str, Any]) -> str:
        from jinja2 import TemplateError

        try:
            if source not in self._compiled:
                self._compiled[source] = self._environment.from_string(source)
            return self._compiled[source].render(variables)
        except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
            where = file.where(table, name, _line_of(error))
            raise ConfigError(f"{where}: [{table}]: {error}", hint="mend the template") from None

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


def _markers(layers: Sequence[PromptFile], triggers: Mapping[str, str]) -> Markers:
    """The words of all layers, the last one's first, and those of the triggers before them."""
    usual = {f.name: () if f.default is MISSING else f.default for f in fields(Markers)}
    given = {name: tuple(layers[0].tables.get("markers", {}).get(name, ())) for name in usual}
    merged = {name: given[name] or usual[name] for name in usual}
    _check_own(merged, layers[0])
    for layer in layers[1:]:
        table = layer.tables.get("markers", {})
        merged = _laid(merged, {name: tuple(table.get(name, ())) for name in merged})
        _check_words(merged, f"{layer.file}: [markers]", "a word heads one thing: leave the others one of their own")
    merged = _laid(merged, {name: tuple(word for at, word in triggers.items() if at == name) for name in merged})
    said = " ".join(f"{name}={word}" for name, word in triggers.items())
    _check_words(merged, f"--trigger {said}", "choose a word that the language's prompts do not use for another thing")
    return Markers(**merged)


def _laid(below: Mapping[str, tuple[str, ...]], given: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The given words before those below. A word that heads one thing heads nothing else."""

    def left(name: str) -> tuple[str, ...]:
        taken = {key(word) for other, words in given.items() if {other, name} != SAME_HEAD for word in words}
        return tuple(word for word in below[name] if key(word) not in taken)

    return {name: (*given[name], *left(name)) for name in below}


def _check_own(merged: Mapping[str, tuple[str, ...]], own: PromptFile) -> None:
    """Raise ConfigError with what to write, when the language's own book lacks words."""
    if not (absent := _absent(merged)):
        return
    table = own.tables.get("markers", {})
    unknown = [name for name in table if name not in merged]
    near = {name: found[0] for name in absent if (found := difflib.get_close_matches(name, unknown, 1))}
    english = read(resources.prompts("en")).tables["markers"]
    lines = [
        f"{near[name]} is to be called {name}" if name in near else f'{name} = ["…", "{english[name][0]}"]' for name in absent
    ]
    there = f"; it has {', '.join(near.values())}, which is no marker" if near else ""
    said = f"{own.where('markers')}: [markers] lacks {', '.join(absent)}{there}"
    raise ConfigError(said, hint=f"add to [markers], the language's own word first: {'; '.join(lines)}")


def _check_words(merged: Mapping[str, tuple[str, ...]], where: str, hint: str) -> None:
    if absent := _absent(merged):
        raise ConfigError(f"{where}: no {', '.join(absent)}", hint=hint)


def _absent(merged: Mapping[str, tuple[str, ...]]) -> list[str]:
    return [name for name, words in merged.items() if name != "closings" and not words]
