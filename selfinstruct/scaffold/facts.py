"""What is known of a language by its tag: its names and its script, from langcodes or, without it, of the commonest."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib import import_module
from importlib.resources import files
from typing import NamedTuple

from selfinstruct.errors import ConfigError
from selfinstruct.scaffold.scripts import Script, script_named

_TAG = re.compile(r"([A-Za-z]{2,3})((?:[-_][A-Za-z0-9]{2,8})*)")
_SUBTAG_OF_SCRIPT = 4
_SUBTAG_OF_REGION = 2
_LONGEST_TAG = 35
_LONGEST_NAME = 60
_HINT = "give the ISO 639 code of the language: th, pt-BR, zh-Hant"


class Known(NamedTuple):
    """What a source tells of a language; "" for what it does not know."""

    script: str = ""
    name: str = ""
    english_name: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """A language as a package needs it. code: the tag as it is usually written (pt-BR)."""

    code: str
    name: str
    english_name: str
    script: Script


def facts_of(code: str, *, name: str | None = None, english_name: str | None = None, script: str | None = None) -> Facts:
    """Names and script of a language; those that are given go before what is known.

    Raises ConfigError for what is no tag, an outdated tag, a script that Unicode does not have, and a language that nobody
    knows and of which too little is given.
    """
    tag = tag_of(code)
    known = _looked_up(tag)
    name = known.name or None if name is None else name
    script = known.script or None if script is None else script
    if name is None or script is None:
        lacking = " and ".join(option for option, value in (("--name", name), ("--script", script)) if value is None)
        hint = f"give {lacking} (and --english-name), or pip install 'selfinstruct[new]', which knows more languages"
        raise ConfigError(f"not enough is known of the language {tag!r}", hint=hint)
    english_name = known.english_name or name if english_name is None else english_name
    return Facts(tag, checked_name("--name", name), checked_name("--english-name", english_name), script_named(script))


def tag_of(code: str) -> str:
    """A language tag as it is usually written (th, pt-BR, zh-Hant). Raises ConfigError for what is none."""
    found = _TAG.fullmatch(code)
    if not found or len(code) > _LONGEST_TAG:
        raise ConfigError(f"{code[:_LONGEST_NAME]!r} is no language tag", hint=_HINT)
    language, rest = found[1].lower(), found[2].replace("_", "-").split("-")[1:]
    return "-".join([language, *map(_subtag, rest)])


def checked_name(option: str, text: str) -> str:
    """The text if it can stand as a name on one line. Raises ConfigError."""
    if text.strip() and text.isprintable() and len(text) <= _LONGEST_NAME:
        return text.strip()
    raise ConfigError(f"{option} {text[:_LONGEST_NAME]!r} is no name", hint=f"one line of at most {_LONGEST_NAME} characters")


def _subtag(text: str) -> str:
    if len(text) == _SUBTAG_OF_SCRIPT and text.isalpha():
        return text.capitalize()
    return text.upper() if len(text) == _SUBTAG_OF_REGION else text.lower()


def _looked_up(tag: str) -> Known:
    try:
        # langcodes has the names from language_data, which comes with its extra `data`.
        langcodes, _ = import_module("langcodes"), import_module("language_data")
    except ImportError:
        return _commonest(tag)
    try:
        usual, language = langcodes.standardize_tag(tag), langcodes.Language.get(tag)
    except ValueError as error:
        raise ConfigError(f"{tag!r} is no language tag: {error}", hint=_HINT) from None
    if usual != tag:
        raise ConfigError(f"{tag!r} is an outdated tag", hint=f"take {usual}")
    if not language.is_valid() or language.display_name("en").startswith("Unknown"):
        return Known()
    return Known(language.maximize().script or "", language.autonym(), language.display_name("en"))


def _commonest(tag: str) -> Known:
    """The names are those of the language without its region; a script that the tag names goes before the usual one."""
    language, *rest = tag.split("-")
    table = tomllib.loads((files(__package__) / "languages.toml").read_text("utf-8"))
    known = Known(*table.get(language, ()))
    named = next((part for part in rest if len(part) == _SUBTAG_OF_SCRIPT and part.isalpha()), "")
    return known._replace(script=named) if named else known
