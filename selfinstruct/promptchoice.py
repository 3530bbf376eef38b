"""The prompts that a run uses: the language's own or English ones, and those of a user's folder over them, looked at first."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from selfinstruct import resources
from selfinstruct.errors import ConfigError
from selfinstruct.language import Language
from selfinstruct.promptfile import PromptFile, read
from selfinstruct.prompts import ALL_TEMPLATES, STRUCTURED, STYLES, Markers, PromptBook
from selfinstruct.prompttrial import lacks, lost

NATIVE, ENGLISH = "native", "en"
_KEYS = {"chat": {"system", "user"}, STRUCTURED: {"system", "user"}, "completion": {"text", "stop"}}
_WORKED = ("classify", "input-first", "output-first")
_HINT = "docs/prompts.md tells what a template holds"


def book_of(
    language: Language,
    prompt_language: str = NATIVE,
    folder: Path | str | None = None,
    triggers: Mapping[str, str] | None = None,
) -> PromptBook:
    """The prompt book of a language. Raises ConfigError with file and line for what is wrong in the user's.

    prompt_language: "en" asks in English for texts in the language; the worked examples stay the language's own.
    folder: `<code>.toml` in it is laid over the book. triggers: marker -> the user's word for it, before all others.
    """
    asks_in_english = prompt_language == ENGLISH and language.code != ENGLISH
    templates = resources.prompts(ENGLISH) if asks_in_english else None
    over = _over(Path(folder), language.code) if folder else None
    name = language.english_name or language.name
    book = PromptBook(language.prompts, templates=templates, over=over, language=name, triggers=triggers)
    if over:
        _check_templates(book, over)
    if triggers:
        _check_triggers(book, triggers)
    return book


def _over(folder: Path, code: str) -> PromptFile:
    file = folder / f"{code}.toml"
    if file.is_file():
        found = read(file)
        _check_tables(found)
        return found
    there = ", ".join(sorted(other.name for other in folder.glob("*.toml"))) or "no .toml file"
    raise ConfigError(f"--prompts {folder}: there is no {file.name} in it", hint=f"it holds {there}")


# --- what the file may hold


def _check_tables(file: PromptFile) -> None:
    known = {"markers": _marker_faults, "examples": _example_faults, **dict.fromkeys(ALL_TEMPLATES, _template_faults)}
    for name, table in file.tables.items():
        if name not in known:
            raise _fault(file, name, "", f"there is no such template; {_known(name, ALL_TEMPLATES)}")
        if not isinstance(table, dict):
            raise _fault(file, "", "", f"{name}: must be a table")
        for inner, key, said in known[name](name, table):
            raise _fault(file, inner, key, said)


def _template_faults(name: str, table: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for style, texts in table.items():
        where = f"{name}.{style}"
        if style not in STYLES or not isinstance(texts, dict):
            yield where, "", f"must be one of the tables {', '.join(STYLES)}{_meant(style, STYLES)}"
            continue
        for key, value in texts.items():
            if key not in _KEYS[style]:
                yield where, key, f"no key {key!r}; {_known(key, sorted(_KEYS[style]))}"
            elif not (_is_texts(value) if key == "stop" else isinstance(value, str)):
                yield where, key, f"{key} must be {'a list of texts' if key == 'stop' else 'a text'}"


def _marker_faults(name: str, table: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for key, words in table.items():
        if key not in Markers.__dataclass_fields__:
            yield name, key, f"no key {key!r}; {_known(key, [*Markers.__dataclass_fields__])}"
        elif not (_is_texts(words) and all(word.strip() for word in words)):
            yield name, key, f"{key} must be a list of words"


def _example_faults(name: str, table: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for template, examples in table.items():
        where = f"{name}.{template}"
        if template not in _WORKED:
            yield where, "", f"there are examples of {', '.join(_WORKED)}{_meant(template, _WORKED)}"
        elif not (isinstance(examples, list) and all(_is_example(template, example) for example in examples)):
            parts = "is_classification" if template == "classify" else "instances with input and output"
            yield where, "", f"every example has an instruction and {parts}"


def _is_example(template: str, example: Any) -> bool:
    if not isinstance(example, dict) or not isinstance(example.get("instruction"), str):
        return False
    if template == "classify":
        return isinstance(example.get("is_classification"), bool)
    instances = example.get("instances")
    whole = isinstance(instances, list) and bool(instances) and all(isinstance(instance, dict) for instance in instances)
    return whole and all(isinstance(each.get(part), str) for each in instances or () for part in ("input", "output"))


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _check_templates(book: PromptBook, file: PromptFile) -> None:
    """Fill each template of the file in, and find in it what a model can not do without."""
    for template in ALL_TEMPLATES:
        for style in file.tables.get(template, {}):
            for said in lacks(book, template, style):
                raise _fault(file, f"{template}.{style}", "text" if style == "completion" else "user", said)


def _check_triggers(book: PromptBook, triggers: Mapping[str, str]) -> None:
    """Find every given word in the templates that show the first word of its marker: they may have written out another."""
    for template in ALL_TEMPLATES:
        for style in ("chat", "completion"):
            for name in lost(book, template, style):
                if name in triggers:
                    said = f"--trigger {name}={triggers[name]}: [{template}.{style}] has another word written out"
                    raise ConfigError(said, hint=f"{{{{ words.{name} }}}} stands for it in a template; {_HINT}")


def _known(name: str, names: Sequence[str]) -> str:
    return f"there are {', '.join(names)}{_meant(name, names)}"


def _meant(name: str, names: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, names, 1)
    return f"; did you mean {near[0]}?" if near else ""


def _fault(file: PromptFile, table: str, key: str, said: str) -> ConfigError:
    about = f"[{table}]: " if table else ""
    return ConfigError(f"{file.where(table, key)}: {about}{said}", hint=_HINT)
